"""Who sat: rows of voters with their positions, trust and exposure, from an encoding and the record."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from thermidor.experiments.ballots.constants import constants
from thermidor.experiments.ballots.encoding import (
    AXES,
    Encoding,
    direction,
    groups,
    latest,
    rules,
)
from thermidor.record import load

Array = np.ndarray


@dataclass(frozen=True)
class Electorate:
    """Those who vote, in rows: a leader by name, or a group.

    `stances` (row, option) is the sum of the prestige of those who declared for an option and whom the row
    trusts; `clients` what the row owes to those who did, and to whoever leads the body; `own` is 1 where the
    row has itself declared; `line` (option) is 1 for the option of whoever holds the posts.
    """

    names: tuple[str, ...]
    options: tuple[str, ...]
    question: Array
    positions: Array
    votes: Array
    person: Array
    stances: Array
    clients: Array
    own: Array
    line: Array
    exposure: Array
    fear: float
    information: Array
    secret: float
    presence: float


def electorate(encoding: Encoding) -> Electorate:
    """Seat those who vote in one ballot.

    Args:
        encoding: what was known before the vote.
    """
    ballot = load().ballots[encoding.id]
    date = str(ballot.date)
    body = rules()["bodies"][encoding.body]
    period = _period(body["regime"], date)
    holder = encoding.holder or period.get("holder")
    seats, parts = _persons(encoding, date), _groups(encoding, body, period, holder)
    size = encoding.size or (
        len(seats) if encoding.body == "leaders" and not encoding.groups else body["size"]
    )
    left = max(size - len(seats), 0) if not encoding.only else 0
    rows = [_person(name, date, parts) for name in seats]
    rows += [
        _group(name, share * left, date, holder, body)
        for name, share in parts.items()
        if share * left > 0
    ]
    options = tuple(encoding.options)
    speakers = {name: options.index(option) for name, option in encoding.declared.items()}
    standing = {
        name: encoding.standing.get(name, prestige(name, date))
        for name in (*encoding.declared, *encoding.candidates.values())
    }
    stances, clients, own = (np.zeros((len(rows), len(options))) for _ in range(3))
    for r, row in enumerate(rows):
        for name, o in speakers.items():
            if name == row["name"]:
                own[r, o] = 1.0
            else:
                stances[r, o] += standing[name] * _trusts(row["party"], name)
                clients[r, o] = max(
                    clients[r, o],
                    float(name in row["patrons"] or bool(row["factions"] & factions(name, date))),
                )
        for option, name in encoding.candidates.items():
            stances[r, options.index(option)] += standing[name] * _trusts(row["party"], name)
        if encoding.line is not None:
            clients[r, options.index(encoding.line)] += row["follows"] * _led(
                row["party"], encoding.head
            )
    line = np.array([float(o == encoding.line) for o in options])
    exposure = body.get("exposure", constants()["exposure"])
    shown = encoding.information
    known = [shown.get(r["name"], 1.0) if isinstance(shown, dict) else shown for r in rows]
    return Electorate(
        names=tuple(r["name"] for r in rows),
        options=options,
        question=np.array([direction(words) for words in encoding.options.values()]),
        positions=np.array([r["position"] for r in rows]),
        votes=np.array([r["votes"] for r in rows]),
        person=np.array([r["person"] for r in rows]),
        stances=stances,
        clients=clients,
        own=own,
        line=line,
        exposure=np.array([r.get("exposure", exposure) for r in rows]),
        fear=float(period["fear"]),
        information=np.array(known),
        secret=encoding.secret,
        presence=float(body["presence"]),
    )


def prestige(name: str, date: str) -> float:
    """Standing of a leader at a date."""
    table = rules()["prestige"]
    return (
        float(latest(table["leaders"][name], date))
        if name in table["leaders"]
        else float(table["default"])
    )


def position(name: str, date: str) -> tuple[float | None, ...]:
    """Place of a leader on the axes: the last one dated on or before the vote, or the first; None where none is known."""
    leader = load().leaders.get(name)
    if leader is None:
        return (None,) * len(AXES)
    places = ({str(p.date): p.value for p in leader.positions.get(axis, ())} for axis in AXES)  # type: ignore[arg-type]
    return tuple(latest(known, date) if known else None for known in places)


@cache
def factions(name: str, date: str) -> frozenset[str]:
    """Currents to which a leader belongs at a date; a fellow's declared stance binds as a patron's does."""
    leader = load().leaders.get(name)
    return frozenset(
        a.faction
        for a in (leader.factions if leader else ())
        if a.faction not in rules()["factions"]["loose"]
        and (a.start is None or str(a.start) <= date)
        and (a.stop is None or date[: len(str(a.stop))] <= str(a.stop))
    )


@cache
def mean_position(date: str) -> tuple[float, ...]:
    """Where the party stands at a date: its leaders weighed by prestige, drawn to the middle where few are known.

    Only what is dated on or before it counts.
    """
    gone, known = rules()["gone"], load().leaders
    total, weight = np.zeros(len(AXES)), np.zeros(len(AXES))
    for name, leader in known.items():
        if name in gone and str(gone[name]) <= date:
            continue
        for a, axis in enumerate(AXES):
            values = {
                str(p.date): p.value for p in leader.positions.get(axis, ()) if str(p.date) <= date
            }  # type: ignore[arg-type]
            if values:
                w = prestige(name, date)
                total[a] += w * latest(values, date)
                weight[a] += w
    return tuple((total / (weight + float(rules()["members"]["moderation"]))).tolist())


def _persons(encoding: Encoding, date: str) -> list[str]:
    names = [*encoding.declared, *encoding.named]
    if (
        encoding.body == "leaders"
        and not encoding.groups
        and not encoding.only
        and encoding.size is None
    ):
        names += _politburo(date)
    return [n for n in dict.fromkeys(names) if n not in encoding.absent]


@cache
def _politburo(date: str) -> list[str]:
    sat = []
    for name, leader in load().leaders.items():
        for t in leader.tenures:
            began = (
                str(t.start) <= date
                if t.start
                else bool(t.stop and str(t.stop)[:4] >= date[:4] >= "1930")
            )
            if (
                t.organ == "politburo"
                and began
                and (t.stop is None or date[: len(str(t.stop))] <= str(t.stop))
            ):
                sat.append(name)
    return sat


def _groups(
    encoding: Encoding, body: dict[str, Any], period: dict[str, Any], holder: str | None
) -> dict[str, float]:
    if encoding.groups:
        return encoding.groups
    if encoding.body == "leaders" or holder is None:
        return {"members": 1.0}
    free = (1.0 - float(period["appointed"])) ** max(int(body["levels"]), 1)
    return {"apparatus": 1.0 - free, "members": free}


def _person(name: str, date: str, parts: dict[str, float]) -> dict[str, Any]:
    leader = load().leaders.get(name)
    first = next(iter(parts))
    base = _place(first, date, None) if leader is None else mean_position(date)
    placed = [b if p is None else p for p, b in zip(position(name, date), base, strict=True)]
    patrons = (
        {t.actor for t in leader.patrons_clients if t.relation == "patron"} if leader else set()
    )
    party = (
        "bolshevik"
        if leader
        else rules()["parties"]["leaders"].get(name, groups()[first].get("party", "bolshevik"))
    )
    return {
        "name": name, "position": placed, "votes": 1.0, "person": True, "party": party,
        "patrons": patrons, "factions": factions(name, date), "follows": 0.0,
    }  # fmt: skip


def _group(
    name: str, votes: float, date: str, holder: str | None, body: dict[str, Any]
) -> dict[str, Any]:
    data = groups()[name]
    row = {
        "name": name, "position": _place(name, date, holder), "votes": votes, "person": False,
        "party": data.get("party", "none"), "patrons": {holder} if name == "apparatus" and holder else set(), "factions": frozenset(),
        "follows": data.get("follows", body["follows"]),
    }  # fmt: skip
    return {**row, "exposure": data["exposure"]} if "exposure" in data else row


def _place(name: str, date: str, holder: str | None) -> list[float]:
    data = groups()[name]
    if "positions" in data:
        return [float(data["positions"].get(axis, 0.0)) for axis in AXES]
    mean = mean_position(date)
    if name == "apparatus" and holder:
        return [m if p is None else p for p, m in zip(position(holder, date), mean, strict=True)]
    return list(mean)


def _trusts(party: str, leader: str) -> float:
    return _of_one_family(party, rules()["parties"]["leaders"].get(leader, "bolshevik"))


def _led(party: str, head: str | None) -> float:
    return 1.0 if head is None or party == "none" else _of_one_family(party, head)


def _of_one_family(party: str, other: str) -> float:
    family = rules()["parties"]["family"]
    return float(party == other or (party in family and other in family))


def _period(regime: str, date: str) -> dict[str, Any]:
    return latest({str(row["since"]): row for row in rules()["regimes"][regime]}, date)
