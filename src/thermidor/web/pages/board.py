"""The board of claims: what the book claims beside what the model says, from a stored result.

`data/claims.json` is what `thermidor claims --json` printed.  It says on which state of the model the
verdicts rest; a board made on another state says that it is old, and one that is missing that no claim
has been run.
"""

from __future__ import annotations

import functools
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from thermidor.experiments.claims import EncodedClaim, left_claims, load_claims, made_by
from thermidor.experiments.metric import Metric, Window
from thermidor.experiments.moved import Move, moves
from thermidor.experiments.verdicts import FLOOR, VERDICTS
from thermidor.glossary import terms
from thermidor.record import load, search
from thermidor.web.pages import measured
from thermidor.web.service.model import model
from thermidor.web.words.i18n import Lang, month, number, percent, translator
from thermidor.web.words.names import milestone_name, outcome_name

FILE = Path(__file__).parent / "data" / "claims.json"

State = Literal["current", "old", "missing", "broken"]

STATUSES = (*VERDICTS, "reaches", "short", "unrun", "left")
"""What the board is filtered by: a verdict, as claimed and of the size that the book asks or less, not run,
not encoded."""

SIZES = ("reaches", "short")
"""What is said beside a verdict where the size is the book's own."""

SORTS = ("number", "page", "verdict", "effect", "strength")
"""What the board is sorted by."""

STRENGTHS = ("decisive", "major", "contributing", "minor")

CHOICES = (64, 128, 256)
"""Histories an arm that a reader may ask for."""


@dataclass(frozen=True)
class Stored:
    """A stored run of the claims.

    Attributes:
        state: current, made on another state of the model (old), missing or broken.
        version: of the program that made it, empty where unknown.
        changed: what its verdicts depend on and has changed since, such as "formulas"; see
            `thermidor.experiments.claims.made_by`.
        histories: an arm.
        seed: of all arms.
        expected_false: most verdicts that chance alone makes wrong, on average.
        results: of the claims, by id.
    """

    state: State
    version: str = ""
    changed: tuple[str, ...] = ()
    histories: int = 0
    seed: int = 0
    expected_false: float = 0.0
    results: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def counts(self, system: str | None = None) -> dict[str, int]:
        """How many encoded claims have each verdict; those counted again of which the book says the size.

        Args:
            system: only claims that touch this system.
        """
        rows = [r for r in encoded(self) if system is None or system in r.systems]
        found = Counter(r.verdict for r in rows)
        found.update(r.size for r in rows)
        return {s: found[s] for s in STATUSES if s != "left"}

    @property
    def moves(self) -> list[Move]:
        """How verdicts moved from the board before direction and size were told apart."""
        return moves(self.results)

    def to_json(self) -> dict[str, Any]:
        """Plain data: the stored run, and every encoded claim with its result where there is one."""
        return {
            "state": self.state, "version": self.version, "changed": list(self.changed),
            "histories": self.histories, "seed": self.seed, "expected_false": self.expected_false,
            "counts": self.counts(), "moved": [m._asdict() | {"claims": list(m.claims)} for m in self.moves],
            "claims": [
                {"id": r.id, "statement": r.statement, "page": r.page, "systems": list(r.systems), "kind": r.claim.kind,
                 "verdict": r.verdict, "result": dict(r.result) if r.result else None}
                for r in encoded(self)
            ],
        }  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the board.

    Attributes:
        id: of the claim.
        statement: the claim, in the record's words.
        page: of the book.
        systems: of the record.
        strength: the record's word.
        claim: the experiment; None where it is not encoded.
        result: of the stored run, or of a run just made; None without one.
        reason: why it is not encoded.
    """

    id: str
    statement: str
    page: int | None
    systems: tuple[str, ...]
    strength: str
    claim: Any
    result: Mapping[str, Any] | None
    reason: str = ""

    @property
    def verdict(self) -> str:
        """One of `VERDICTS`, unrun or left."""
        if self.claim is None:
            return "left"
        return self.result["verdict"] if self.result else "unrun"

    @property
    def size(self) -> str:
        """Of a claim that goes as claimed, whether it reaches the size that the book asks or is short of it."""
        size = (self.result or {}).get("size", "") if self.verdict == "as_claimed" else ""
        return size if size in SIZES else ""


def stored(path: Path = FILE) -> Stored:
    """Read a stored run, and see whether it was made on what is there now.

    Args:
        path: of the file.

    Returns:
        The run; one that is missing or broken has no results and says so in its state.
    """
    try:
        raw = json.loads(path.read_bytes())
        results = {r["id"]: r for r in raw["claims"] if r["id"] in load_claims()}
        for result in results.values():
            if result["verdict"] not in VERDICTS:
                raise ValueError(result["verdict"])
        changed = made_by(model()).changed(dict(raw.get("made_by") or {}))
        return Stored(
            "old" if changed else "current", str(raw.get("version") or ""), changed,
            int(raw["histories"]), int(raw["seed"]), float(raw.get("expected_false") or 0), results,
        )  # fmt: skip
    except FileNotFoundError:
        return Stored("missing")
    except (OSError, ValueError, TypeError, KeyError):
        return Stored("broken")


@functools.cache
def _read(stamp: int) -> Stored:
    return stored()


def board() -> Stored:
    """The run that the package ships, read once for each state of its file."""
    return _read(FILE.stat().st_mtime_ns if FILE.exists() else 0)


# -- rows --------------------------------------------------------------------------------------


def row(id: str, result: Mapping[str, Any] | None = None) -> Row:
    """A claim of the record as a line of the board.

    Args:
        id: of the claim.
        result: of a run; None without one.
    """
    recorded = load().claims[id]
    return Row(
        id, recorded.statement or recorded.title, recorded.page, recorded.systems, recorded.strength,
        load_claims().get(id), result, left_claims().get(id, ""),
    )  # fmt: skip


def encoded(run: Stored) -> list[Row]:
    """Every encoded claim with its result in a run, in the order of the record."""
    return [row(id, run.results.get(id)) for id in sorted(load_claims())]


def chosen(
    run: Stored, words: str = "", system: str = "", status: str = "", kind: str = "", sort: str = "number"
) -> list[Row]:  # fmt: skip
    """The lines of the board that a reader asks for.

    Args:
        run: whose results are shown.
        words: only claims that the search of the record finds by these words.
        system: only claims that touch this system.
        status: one of `STATUSES`.
        kind: only experiments of this kind.
        sort: one of `SORTS`.
    """
    rows = [row(id) for id in sorted(left_claims())] if status == "left" else encoded(run)
    if status and status != "left":
        rows = [r for r in rows if status in (r.verdict, r.size)]
    if system:
        rows = [r for r in rows if system in r.systems]
    if kind:
        rows = [r for r in rows if r.claim is not None and r.claim.kind == kind]
    if words:
        hits = {hit.id for hit in search(words, kind="claim", limit=2000)}
        rows = [r for r in rows if r.id in hits or r.id == words]
    return sorted(rows, key=functools.partial(_place, sort))


def _place(sort: str, r: Row) -> tuple[Any, ...]:
    if sort == "page":
        return (r.page or 999, r.id)
    if sort == "verdict":
        return (STATUSES.index(r.verdict), r.id)
    if sort == "effect":
        return (-(magnitude(r) or 0.0), r.id)
    if sort == "strength":
        return (STRENGTHS.index(r.strength), r.id)
    return (r.id,)


def magnitude(r: Row) -> float | None:
    """How many times the effect asked for was found; None where that means nothing.

    The effect counts as positive on the side claimed. Of a trajectory or of a claim that names a range it
    is the share of the majority asked, or 1 where the mean lies in the range.
    """
    if r.claim is None or not r.result or r.result.get("effect") is None:
        return None
    effect, required = r.result["effect"], r.result.get("required")
    if r.claim.kind == "trajectory":
        return effect / r.claim.share
    if r.claim.inside is not None or not required or not math.isfinite(required):
        return None
    return (-effect if r.claim.expect == "down" else effect) / required


# -- one claim -----------------------------------------------------------------------------------


def interval(r: Row) -> dict[str, float] | None:
    """Where the interval lies beside what was asked, in hundredths of the width of a small chart.

    Returns:
        Left and right end, the point, the size that is asked ("asked"; for a range its two ends, "asked" and
        "asked_high"), nil and the floor on either side of it, if in view; None where there is no interval.
    """
    if r.claim is None or not r.result:
        return None
    effect, low, high = (r.result.get(key) for key in ("effect", "low", "high"))
    if effect is None or low is None or high is None:
        return None
    claim: EncodedClaim = r.claim
    marks: list[float] = []
    if claim.kind == "trajectory":
        ends, marks = (0.0, 1.0), [claim.share]
    elif claim.inside is not None:
        marks = list(claim.inside)
        ends = (min(low, marks[0]), max(high, marks[1]))
    else:
        asked = (r.result.get("required") or 0.0) * (-1 if claim.expect == "down" else 1)
        marks = [-abs(asked), abs(asked)] if claim.expect == "none" else [asked]
        ends = (min(0.0, low, *marks), max(0.0, high, *marks))
    width = ends[1] - ends[0]
    if not width > 0 or not math.isfinite(width):
        return None

    def at(value: float) -> float:
        return round(4 + 92 * min(max((value - ends[0]) / width, 0.0), 1.0), 2)

    found: dict[str, float] = {
        "low": at(low), "high": at(high), "effect": at(effect), "asked": at(marks[0])
    }  # fmt: skip
    if len(marks) > 1:
        found["asked_high"] = at(marks[1])
    if ends[0] <= 0 <= ends[1] and claim.kind != "trajectory" and claim.inside is None:
        found["nil"] = at(0.0)
        floor = r.result.get("floor") or 0.0
        if floor and ends[0] <= -floor:
            found["floor_low"] = at(-floor)
        if floor and floor <= ends[1]:
            found["floor_high"] = at(floor)
    return found


def variables(claim: EncodedClaim) -> tuple[str, ...]:
    """The output variables that a claim measures, at most four, to be shown in Ask."""
    names = dict.fromkeys(v for metric in claim.metrics for v in metric.variables)
    names.pop("regime", None)
    return tuple(names)[:4]


def metric_words(metric: Metric, lang: Lang) -> str:
    """What a metric measures, in words."""
    _ = translator(lang)
    kind, _colon, rest = metric.of.partition(":")
    if kind in ("outcome", "reached"):
        coding, _colon, classes = rest.rpartition(":")
        named = _(" or ").join(_class_name(c, lang) for c in classes.split("+"))
        by = terms()[coding or "book"].name[lang]
        by = _("the ladder inside the model") if coding == "ladder" else by[:1].lower() + by[1:]
        values = {"names": named, "coding": by, "when": _window(metric, lang)}
        if kind == "outcome":
            return _("Who rules at the end of %(when)s: %(names)s, by %(coding)s", **values)
        return _("Who rules at any time in %(when)s: %(names)s, by %(coding)s", **values)
    if kind == "milestone":
        name = milestone_name(rest, lang)
        if metric.reduce == "month":
            return _("When “%(name)s” comes, in %(when)s", name=name, when=_window(metric, lang))
        return _("Whether “%(name)s” comes, in %(when)s", name=name, when=_window(metric, lang))
    earlier = _months(metric.since, metric.after, lang) if metric.since is not None else ""
    return measured.variable_words(metric, _window(metric, lang), earlier, lang)


def _class_name(code: str, lang: Lang) -> str:
    """Name of a class or of a group of classes."""
    return terms()[code].name[lang] if code in terms() else outcome_name(code, lang)


def _window(metric: Metric, lang: Lang) -> str:
    """The months of a metric in words."""
    return _months(metric.window, metric.after, lang)


def _months(window: Window, after: str | None, lang: Lang) -> str:
    """Months in words: of the calendar, or counted from an event."""
    _ = translator(lang)
    first, last = window
    if after is not None:
        values = {
            "first": number(int(first), lang), "last": number(int(last), lang),
            "event": metric_words_of(after, lang),
        }  # fmt: skip
        if first == last:
            return _("month %(first)s after “%(event)s”", **values)
        return _("the months %(first)s to %(last)s after “%(event)s”", **values)
    if first == last:
        return month(str(first), lang)
    return _("%(first)s – %(last)s", first=month(str(first), lang), last=month(str(last), lang))


def metric_words_of(event: str, lang: Lang) -> str:
    """An event from which months are counted, in words; its code where it is none that has a name."""
    if event.startswith("reached:"):
        return translator(lang)(" or ").join(
            _class_name(c, lang) for c in event.rpartition(":")[2].split("+")
        )
    return measured.crossing_words(event, lang) if " " in event else milestone_name(event, lang)


def commands(id: str, histories: int = 400, seed: int = 0) -> Iterable[str]:
    """What to type to run a claim with the same numbers, and to see what the record says of it."""
    yield f"thermidor claims {id} --histories {histories} --seed {seed}"
    yield f"thermidor record show {id}"


# -- in words ------------------------------------------------------------------------------------


def expected_words(claim: EncodedClaim, lang: Lang) -> str:
    """What the book lets us expect, in words: the direction and the least effect that counts, or a range."""
    _ = translator(lang)
    if claim.inside is not None:
        low, high = (number(end, lang, 4) for end in claim.inside)
        return _("between %(low)s and %(high)s", low=low, high=high)
    size = _size(claim.strength, claim.scale, lang)
    if claim.expect == "none":
        floor = _size(FLOOR[claim.floor_scale], claim.floor_scale, lang)
        return _("no effect as large as %(size)s", size=floor)
    return (
        _("up by %(size)s", size=size) if claim.expect == "up" else _("down by %(size)s", size=size)
    )


def _size(strength: float, scale: str | None, lang: Lang) -> str:
    _ = translator(lang)
    if scale == "probability":
        return _("%(share)s of the histories", share=percent(strength, lang))
    if scale == "relative":
        return _("%(share)s of the level", share=percent(strength, lang))
    value = number(strength, lang)
    if scale == "spread":
        return _("%(value)s standard deviations", value=value)
    return _("%(value)s of an index between 0 and 1", value=value) if scale == "index" else value


def effect_words(r: Row, lang: Lang) -> str:
    """The effect that was found, in the manner of what was measured; a dash where there is none."""
    if r.claim is None or not r.result:
        return "–"
    _, value = translator(lang), r.result.get("effect")
    if value is None:
        return "–"
    shown = _figure(r, value, lang)
    if r.claim.kind == "trajectory":
        return _("%(share)s of histories", share=shown)
    if r.claim.inside is not None:
        return _("mean %(value)s", value=shown)
    return measured.with_unit(r.claim.metric, shown, lang)


def interval_words(r: Row, lang: Lang) -> str:
    """The 95 per cent interval of the effect in words; a dash where there is none."""
    if (
        r.claim is None
        or not r.result
        or r.result.get("low") is None
        or r.result.get("high") is None
    ):
        return "–"
    low, high = (_figure(r, r.result[end], lang) for end in ("low", "high"))
    return translator(lang)("%(low)s to %(high)s", low=low, high=high)


def _figure(r: Row, value: float, lang: Lang) -> str:
    """A figure of a result: a share in per cent, a difference of shares in points, another with its sign."""
    claim: EncodedClaim = r.claim
    if claim.kind == "trajectory":
        return percent(value, lang)
    if claim.inside is not None:
        return percent(value, lang) if claim.metric.is_share else number(value, lang, 3)
    sign = "+" if value > 0 else ""
    if claim.kind == "contrast" and measured.in_points(claim.metric):
        return sign + number(round(100 * value, 1), lang)
    return sign + number(value, lang, 3)
