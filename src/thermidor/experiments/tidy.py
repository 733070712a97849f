"""Every figure of an answer as one tidy table: a row for each figure, with what it is of and its interval.

The explorer's answers and `Comparison.to_json` say the same things under the same names; both are put into
this form, so that what is taken away is what was shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from thermidor.experiments.twins import LEAST_BASE

COLUMNS = {
    "part": "what the row is part of: ever, end, necessity, sufficiency, parting, milestone, variable, recorded",
    "coding": "coding that names the class; 'ladder' where the model cannot be coded",
    "name": "event, class, milestone or variable",
    "arm": "without the change, with it, or the difference of the twins",
    "statistic": "share, median, quantile, shift, or the basis of a recorded figure",
    "month": "month of the figure, or the month that is the figure",
    "value": "the figure",
    "low": "lower end of its interval",
    "high": "upper end",
    "interval": "what the interval is: of chance (95%), of the histories (90%), or of the sources",
    "q25": "lower end of the middle half of the histories",
    "q75": "upper end",
    "base": "histories of which a share is taken, where these are not all; no share is given under 30",
    "unit": "of the figure and its interval",
}
"""Columns of the table, with what they hold."""

CHANCE, HISTORIES, SOURCES = "95% of chance", "90% of histories", "range of sources"

Row = dict[str, Any]


def rows_of(answer: Mapping[str, Any]) -> list[Row]:
    """The figures of an answer, each a row; what a row does not have is None.

    Args:
        answer: as the explorer's interface gives it, or as `Comparison.to_json` does.

    Returns:
        Rows with all columns of the table.

    Example:
        >>> said = {"closed": {}, "codings": {}, "outcomes": {}, "milestones": [], "parting": {}}
        >>> rows_of(said)
        []
    """
    empty = dict.fromkeys(COLUMNS)
    return [{**empty, **row} for part in _PARTS for row in part(answer)]


def _share(p: Mapping[str, Any]) -> Row:
    value = p.get("p", p.get("d"))
    return {
        "statistic": "share", "value": value, "low": p["low"], "high": p["high"], "interval": CHANCE, "unit": "share",
    }  # fmt: skip


def _change(change: Mapping[str, Any], **said: Any) -> Iterator[Row]:
    for arm in ("without", "with", "difference"):
        yield {**said, "arm": arm, **_share(change[arm])}


def _ever(answer: Mapping[str, Any]) -> Iterator[Row]:
    if "reached" not in answer:
        return
    event = answer["reached"]["event"]
    for coding, change in (answer["closed"] or {"ladder": answer["reached"]}).items():
        yield from _change(change, part="ever", coding=coding, name=event)


def _ends(answer: Mapping[str, Any]) -> Iterator[Row]:
    found = answer["codings"] or {
        "ladder": {
            name: {"with": p, "without": answer["outcomes_against"][name], "difference": answer["difference"][name]}
            for name, p in answer["outcomes"].items()
        }
    }  # fmt: skip
    for coding, classes in found.items():
        for name, change in classes.items():
            if change["with"]["p"] or change["without"]["p"]:
                yield from _change(change, part="end", coding=coding, name=name)


def _causes(answer: Mapping[str, Any]) -> Iterator[Row]:
    for which in ("necessity", "sufficiency"):
        if which not in answer:
            continue
        cause = answer[which]
        for name, p in {cause["event"]: cause, **cause.get("outcomes", {})}.items():
            told = _share(p)
            if p["base"] < LEAST_BASE:
                told |= {"value": None, "low": None, "high": None}
            yield {"part": which, "name": name, "arm": "without", "base": p["base"], **told}


def _parting(answer: Mapping[str, Any]) -> Iterator[Row]:
    parting = answer["parting"]
    if "never" in parting:
        yield {"part": "parting", "name": "never", **_share(parting["never"])}
    yield from _months(parting, part="parting", name="twins part")


def _milestones(answer: Mapping[str, Any]) -> Iterator[Row]:
    for m in answer["milestones"]:
        said = {"part": "milestone", "name": m["id"]}
        with_it = {"p": m["share"], "low": m["low"], "high": m["high"]}
        change = {"with": with_it, "without": m["against"], "difference": m["difference"]}
        yield from _change(change, **said)
        yield from _months(m, **said, arm="with")
        if m["recorded"]:
            yield {**said, "statistic": "recorded", "month": m["recorded"], "unit": "month"}
        shift = {"statistic": "shift", "value": m["shift"], "unit": "months"}
        yield {**said, "arm": "difference", **shift}


def _months(found: Mapping[str, Any], **said: Any) -> Iterator[Row]:
    for statistic in ("q05", "median", "q95"):
        if found.get(statistic):
            yield {**said, "statistic": statistic, "month": found[statistic], "unit": "month"}


def _variables(answer: Mapping[str, Any]) -> Iterator[Row]:
    for name, fan in answer.get("fans", {}).items():
        for arm in ("without", "with"):
            yield from _course(fan[arm], fan["months"], name=name, arm=arm, unit=fan["unit"])
    effects = answer.get("effects", {"variables": {}})
    for name, found in effects["variables"].items():
        yield from _course(
            found, effects["months"], name=name, arm="difference", unit=found["unit"]
        )


def _course(levels: Mapping[str, Any], months: list[str], **said: Any) -> Iterator[Row]:
    nothing = [None] * len(months)
    columns = (levels.get(q, nothing) for q in ("median", "q05", "q95", "q25", "q75"))
    for month, value, low, high, q25, q75 in zip(months, *columns, strict=True):
        yield {
            "part": "variable", "statistic": "median", "month": month, "value": value, "low": low, "high": high,
            "interval": HISTORIES, "q25": q25, "q75": q75, **said,
        }  # fmt: skip


def _recorded(answer: Mapping[str, Any]) -> Iterator[Row]:
    for name, points in answer.get("record", {}).items():
        for p in points:
            yield {
                "part": "recorded", "name": name, "statistic": p["basis"], "month": p["month"], "value": p["value"],
                "low": p["low"], "high": p["high"], "interval": SOURCES, "unit": answer["fans"][name]["unit"],
            }  # fmt: skip


_PARTS = (_ever, _ends, _causes, _parting, _milestones, _variables, _recorded)

__all__ = ["COLUMNS", "rows_of"]
