"""How the simulated counts compare with those on record."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import yaml

from thermidor.experiments.ballots.constants import constants
from thermidor.experiments.ballots.draws import DRAWS, Drawn, chances, draw
from thermidor.experiments.ballots.electorate import electorate
from thermidor.experiments.ballots.encoding import (
    Encoding,
    Result,
    encodings,
    find,
    folder,
    results,
)
from thermidor.record import load

CENTRAL = (0.05, 0.95)
"""Quantiles between which the central 90 per cent of the draws lie."""

LEAST = 1e-3
"""Least chance that a log loss counts, so that no single ballot weighs more than seven."""


@dataclass(frozen=True)
class Compared:
    """One ballot of the record beside its simulated count.

    Attributes:
        runs: whether it was put to the vote; `reason` says why not, or why it misses.
        fitted: whether it belongs to the half on which the constants were fitted.
        recorded: the option that prevailed and, where there is a tally, the option measured and its share.
        low, median, high: of the simulated share of the option measured, or of the one that prevailed.
        inside: whether the recorded tally lies in the central 90 per cent; None without a tally.
        exact: whether the tally is a count or near one, rather than words such as "very large majority".
        probability: part of the draws in which the recorded option comes first.
        likeliest: whether no other option comes first more often; None where the record gives no winner.
        carries: chance of the recorded option in one count with nothing drawn, as a rule of the model takes it.
        carried: whether no other option has a larger one.
        crps, crps_blind: distance of the draws, and of a blind guess, from an exact tally.
        interval, interval_blind: width of the central 90 per cent, and twenty times what a tally lies outside it.
    """

    id: str
    date: str
    question: str
    runs: bool
    fitted: bool
    recorded: dict[str, Any]
    low: float | None = None
    median: float | None = None
    high: float | None = None
    inside: bool | None = None
    exact: bool = False
    probability: float | None = None
    likeliest: bool | None = None
    carries: float | None = None
    carried: bool | None = None
    crps: float | None = None
    crps_blind: float | None = None
    interval: float | None = None
    interval_blind: float | None = None
    options: int = 2
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        """The entry as plain data."""
        return asdict(self)

    @property
    def misses(self) -> bool:
        """Whether the ballot fails one of the comparisons made on it."""
        return self.inside is False or self.likeliest is False


@dataclass(frozen=True)
class Summary:
    """What the ballots say together.

    Attributes:
        ballots, run: on record, and put to the vote.
        tallies, inside: with a tally, and those that lie in the central 90 per cent.
        exact, exact_inside: of the tallies, those that are counts.
        outcomes, likeliest: with an option that prevailed, and those where it is the likeliest.
        carried: outcomes that have the largest chance in one count with nothing drawn.
        carried_loss: mean log loss of these chances; one who tosses a coin has 0.69.
        width: mean width of the central 90 per cent where there is a tally, as a share.
        crps_ratio: mean distance from the exact tallies over that of a blind guess; smaller is better.
        blind_likeliest: the part of the outcomes that a guess without knowledge would get right.
        head_likeliest: the part got right by the guess that what whoever leads the body moves prevails, and a
            blind one where he moves nothing.
        probability: mean probability of the recorded outcome.
    """

    ballots: int
    run: int
    tallies: int
    inside: int
    exact: int
    exact_inside: int
    outcomes: int
    likeliest: int
    carried: int
    carried_loss: float
    width: float
    crps_ratio: float
    blind_likeliest: float
    head_likeliest: float
    probability: float


def compare(
    ids: Iterable[str] | None = None,
    *,
    number: Mapping[str, float] | None = None,
    seed: int = 0,
    draws: int = DRAWS,
) -> list[Compared]:
    """Put recorded ballots to the vote and compare.

    Args:
        ids: of the ballots; all on record by default.
        number: the constants that all ballots share; those on file by default.
        seed: of the draws.
        draws: a ballot.

    Raises:
        UnknownBallot: no ballot has one of the ids.
    """
    chosen = encodings().values() if ids is None else [find(id) for id in ids]
    number = constants() if number is None else number
    return [compare_one(e, number, seed, draws) for e in chosen]


def compare_one(
    encoding: Encoding, number: Mapping[str, float], seed: int = 0, draws: int = DRAWS
) -> Compared:
    """Put one ballot to the vote and compare.

    Args:
        encoding: what was known before it.
        number: the constants.
        seed: of the draws.
        draws: how many.
    """
    ballot = load().ballots[encoding.id]
    empty = Compared(
        id=encoding.id,
        date=str(ballot.date),
        question=ballot.question,
        runs=encoding.runs,
        fitted=half(encoding.id),
        recorded={},
        options=len(encoding.options),
        reason=encoding.reason,
    )
    if not encoding.runs:
        return empty
    result = results()[encoding.id]
    drawn = simulate(encoding, number, seed, draws)
    found = _measure(result, drawn, tuple(encoding.options)) | _carried(encoding, result, number)
    row = replace(empty, recorded=_recorded(result), **found)
    return replace(row, reason=reasons().get(row.id, "") if row.misses else result.unknown)


def simulate(
    encoding: Encoding, number: Mapping[str, float], seed: int = 0, draws: int = DRAWS
) -> Drawn:
    """The draws of one ballot, named by the seed and its id."""
    own = np.random.SeedSequence([seed, zlib.crc32(encoding.id.encode())]).generate_state(1)[0]
    return draw(_seated(encoding.id), number, int(own), draws)


def summary(rows: Iterable[Compared]) -> Summary:
    """Count what lies where it should.

    Args:
        rows: of a comparison.
    """
    rows = list(rows)
    tallied = [r for r in rows if r.inside is not None]
    exact = [r for r in tallied if r.exact]
    decided = [r for r in rows if r.likeliest is not None]
    scored = [r for r in exact if r.crps is not None]
    blind = sum(r.crps_blind or 0.0 for r in scored)
    return Summary(
        ballots=len(rows),
        run=sum(r.runs for r in rows),
        tallies=len(tallied),
        inside=sum(bool(r.inside) for r in tallied),
        exact=len(exact),
        exact_inside=sum(bool(r.inside) for r in exact),
        outcomes=len(decided),
        likeliest=sum(bool(r.likeliest) for r in decided),
        carried=sum(bool(r.carried) for r in decided),
        carried_loss=_mean([-float(np.log(max(r.carries or 0.0, LEAST))) for r in decided]),
        width=_mean([(r.high or 0.0) - (r.low or 0.0) for r in tallied]),
        crps_ratio=sum(r.crps or 0.0 for r in scored) / blind if blind else float("nan"),
        blind_likeliest=_mean([1.0 / r.options for r in decided]),
        head_likeliest=_mean([_head(r) for r in decided]),
        probability=_mean([r.probability or 0.0 for r in decided]),
    )


def half(id: str) -> bool:
    """Whether a ballot belongs to the half on which the constants are fitted, by the hash of its id."""
    return hashlib.sha256(id.encode()).digest()[0] % 2 == 0


@cache
def reasons() -> dict[str, str]:
    """Why ballots miss, by id."""
    return yaml.safe_load((folder() / "reasons.yaml").read_text(encoding="utf-8")) or {}


def crps(draws: np.ndarray, recorded: float) -> float:
    """Continuous ranked probability score of draws of a share, in points of share.

    Args:
        draws: of the share.
        recorded: the share on record.
    """
    ordered = np.sort(draws)
    rank = 2.0 * np.arange(1, len(ordered) + 1) - len(ordered) - 1.0
    return float(np.abs(ordered - recorded).mean() - (rank * ordered).sum() / len(ordered) ** 2)


def interval_score(draws: np.ndarray, recorded: float) -> float:
    """Width of the central 90 per cent, plus twenty times the distance by which the record lies outside it.

    Args:
        draws: of the share.
        recorded: the share on record.
    """
    low, high = np.quantile(draws, CENTRAL)
    outside = max(low - recorded, 0.0) + max(recorded - high, 0.0)
    return float(high - low + 2.0 / (1.0 - CENTRAL[1] + CENTRAL[0]) * outside)


def blind(options: int, draws: int = DRAWS) -> np.ndarray:
    """Share of one option for one who knows nothing: every division of the votes is as likely."""
    at = (np.arange(draws) + 0.5) / draws
    return 1.0 - (1.0 - at) ** (1.0 / (options - 1))


@cache
def _seated(id: str) -> Any:
    return electorate(encodings()[id])


def _measure(result: Result, drawn: Drawn, options: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    measured = result.measured
    option = measured[0] if measured else result.winner
    if option is not None:
        share = drawn.share[:, options.index(option)]
        low, median, high = (float(q) for q in np.quantile(share, (CENTRAL[0], 0.5, CENTRAL[1])))
        found |= {"low": low, "median": median, "high": high}
        if measured:
            _, from_, to = measured
            found |= {
                "inside": bool(low - 1e-9 <= to and from_ <= high + 1e-9),
                "exact": result.exact,
            }
            if result.exact:
                middle = 0.5 * (from_ + to)
                nothing = blind(len(options))
                found |= {
                    "crps": crps(share, middle),
                    "crps_blind": crps(nothing, middle),
                    "interval": interval_score(share, middle),
                    "interval_blind": interval_score(nothing, middle),
                }
    if result.winner is not None:
        first = drawn.first[options.index(result.winner)]
        found |= {"probability": float(first), "likeliest": bool(first >= drawn.first.max() - 1e-9)}
    return found


def _carried(
    encoding: Encoding, result: Result, number: Mapping[str, float]
) -> dict[str, float | bool]:
    if result.winner is None:
        return {}
    all_ = chances(_seated(encoding.id), number)
    own = all_[tuple(encoding.options).index(result.winner)]
    return {"carries": float(own), "carried": bool(own >= all_.max() - 1e-6)}


def _recorded(result: Result) -> dict[str, Any]:
    measured = result.measured
    told: dict[str, Any] = {"winner": result.winner}
    if measured:
        told |= {"option": measured[0], "low": measured[1], "high": measured[2]}
    if result.votes:
        told["votes"] = result.votes
    return told


def _head(row: Compared) -> float:
    line = encodings()[row.id].line
    return float(line == row.recorded["winner"]) if line else 1.0 / row.options


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else float("nan")
