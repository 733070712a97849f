"""The encodings: what was known before each recorded ballot, read from YAML and checked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from thermidor.experiments.metric import unknown

AXES = (
    "world_revolution",
    "industrialisation",
    "party_democracy",
    "peasantry",
    "nationalities",
    "opposition_tolerance",
)
"""Axes of opinion, in the order of the model."""

NEAR = 0.2
"""Width of a range of shares up to which it counts as near a count."""

Share = float
Body = Literal[
    "leaders", "committee", "congress", "district", "base", "soviet", "comintern", "foreign",
    "outside",
]  # fmt: skip


class UnknownBallot(ValueError):
    """No recorded ballot has this id."""


class BadEncoding(ValueError):
    """An encoding that says what cannot be."""


class Strict(BaseModel):
    """Frozen; a field that is not named here is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Encoding(Strict):
    """One ballot as it stood before the vote.

    Attributes:
        runs: whether it can be put to the vote at all; `reason` says why not.
        body: what kind of body votes.
        size: of the body, persons; the size of its kind where nothing is said.
        groups: share of the voters by group; given by the rules of the period where nothing is said.
        options: words for what each option means on the axes of opinion.
        declared: leaders who had declared themselves before, and for what.
        candidates: options by which a person is chosen, kept or spared, and whose prestige speaks for them,
            unless he is counted among those who have declared themselves.
        standing: prestige of a leader in this body, where it is not what he has in the party.
        named: leaders who sat without having declared themselves.
        only: nobody but those named sat.
        absent: leaders who had declared themselves but did not vote.
        line: option of whoever leads the body.
        head: party that leads a body where several sit; only its own and those of no party follow its line.
        holder: whose posts they are, where it is not the holder of the period.
        information: 0..1, how much of the matter was shown to all, or to those named.
        secret: 1 where the vote was secret.
        cites: ids of the record beside the ballot's own lines.
        assumption: what was judged.
    """

    id: str
    runs: bool = True
    reason: str = ""
    body: Body = "outside"
    size: int | None = Field(default=None, ge=2)
    groups: dict[str, Share] = {}
    options: dict[str, tuple[str, ...]] = {}
    declared: dict[str, str] = {}
    candidates: dict[str, str] = {}
    standing: dict[str, float] = {}
    named: tuple[str, ...] = ()
    only: bool = False
    absent: tuple[str, ...] = ()
    line: str | None = None
    head: str | None = None
    holder: str | None = None
    information: float | dict[str, float] = 1.0
    secret: float = Field(default=0.0, ge=0, le=1)
    cites: tuple[str, ...]
    assumption: str = ""

    @model_validator(mode="after")
    def _is_a_ballot(self) -> Encoding:
        if not self.runs:
            if not self.reason:
                raise ValueError("a ballot that does not run says why")
            return self
        if len(self.options) < 2:
            raise ValueError("a ballot has two options at least")
        chosen = {*self.declared.values(), *self.candidates} | ({self.line} if self.line else set())
        if chosen - set(self.options):
            raise ValueError(f"no such option: {sorted(chosen - set(self.options))}")
        if self.groups and abs(sum(self.groups.values()) - 1.0) > 1e-6:
            raise ValueError("shares of the groups do not sum to one")
        return self


class Result(Strict):
    """What the record says of the result.

    Attributes:
        winner: option that prevailed.
        votes: votes cast, by option.
        share: part of the votes cast, as a range.
        how: where the range comes from.
        unknown: why no option is said to have prevailed.
        exact: whether it is a count, or a narrow range from one, rather than words.
    """

    winner: str | None = None
    votes: dict[str, float] = {}
    share: dict[str, tuple[float, float]] = {}
    how: str = ""
    unknown: str = ""
    exact: bool = False

    @property
    def measured(self) -> tuple[str, float, float] | None:
        """Option compared and the range of its share; none without a tally."""
        if self.votes:
            option = next(iter(self.votes))
            part = self.votes[option] / sum(self.votes.values())
            return option, part, part
        for option, (low, high) in self.share.items():
            return option, low, high
        return None


@cache
def rules() -> dict[str, Any]:
    """What the ballots share: bodies, periods, prestige, words for the axes."""
    return _read("rules.yaml")


@cache
def groups() -> dict[str, dict[str, Any]]:
    """Groups of voters and where they stand."""
    return _read("groups.yaml")


@cache
def encodings() -> dict[str, Encoding]:
    """Every recorded ballot, encoded, by id in the order of the record.

    Raises:
        BadEncoding: an encoding that says what cannot be; the text says which and why.
    """
    found: dict[str, Encoding] = {}
    for file in sorted(folder().iterdir(), key=lambda f: f.name):
        if file.name[:1] != "1":
            continue
        for id, data in _read(file.name).items():
            try:
                found[id] = Encoding.model_validate(
                    {**data, "id": id, "cites": (id, *data.get("cites", ()))}
                )
            except ValidationError as error:
                raise BadEncoding(f"{file.name}: {id}: {error.errors()[0]['msg']}") from None
    return found


@cache
def results() -> dict[str, Result]:
    """What the record says of each result, by id of the ballot."""
    data = _read("results.yaml")
    words = data["words"]

    def plain(entry: dict[str, Any]) -> Result:
        share = entry.get("share", {})
        ranges = {o: tuple(words[s] if isinstance(s, str) else s) for o, s in share.items()}
        narrow = (isinstance(s, list) and s[1] - s[0] <= NEAR for s in share.values())
        exact = bool(entry.get("votes")) or any(narrow)
        return Result.model_validate({**entry, "share": ranges, "exact": exact})

    return {id: plain(entry) for id, entry in data["results"].items()}


@cache
def constants_on_file() -> dict[str, Any]:
    """The numbers that only the record of a ballot needs, and bounds of the search for the others."""
    return _read("constants.yaml")


def find(id: str) -> Encoding:
    """One encoding.

    Raises:
        UnknownBallot: no ballot has this id; the text gives the nearest ones.
    """
    if id not in encodings():
        raise UnknownBallot(unknown("ballot", id, encodings()))
    return encodings()[id]


def direction(words: Iterable[str]) -> tuple[float, ...]:
    """Direction of an option on the axes, from its words; "half" halves the one that follows.

    Example:
        >>> direction(("revolution", "half command"))
        (1.0, 0.0, -0.5, 0.0, 0.0, 0.0)
    """
    poles = rules()["poles"]["words"]
    way = dict.fromkeys(AXES, 0.0)
    for word in words:
        weight, name = (0.5, word[5:]) if word.startswith("half ") else (1.0, word)
        if name not in poles:
            raise BadEncoding(unknown("word for an axis", name, poles))
        for axis, sign in poles[name].items():
            way[axis] += weight * sign
    return tuple(way[axis] for axis in AXES)


def latest(rows: dict[str, Any], date: str) -> Any:
    """The last entry dated on or before a date, or the first one.

    Example:
        >>> latest({"1917": 1, "1922-04": 2}, "1922-03-26")
        1
    """
    known = [row for since, row in rows.items() if since <= date]
    return known[-1] if known else next(iter(rows.values()))


def _read(name: str) -> dict[str, Any]:
    return yaml.safe_load((folder() / name).read_text(encoding="utf-8"))


def folder() -> Any:
    """Where the encodings lie."""
    return resources.files("thermidor.experiments") / "data" / "ballots"
