"""What `thermidor chain` reads in each history, and the figures of the record that stand beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from thermidor.engine.calendar import month_number

Unit = Literal["share", "ratio", "months"]


@dataclass(frozen=True)
class Recorded:
    """A figure of the record.

    Attributes:
        low: lower end of what it allows.
        high: upper end; the same where it is one number.
        text: as people read it.
        ids: figures behind it.
        page: of the book.
    """

    low: float
    high: float
    text: str
    ids: tuple[str, ...]
    page: int | None


@dataclass(frozen=True)
class Quantity:
    """Something read in each history: its name, what it is, at which moment, and its unit."""

    id: str
    title: str
    moment: str
    unit: Unit = "share"


OPENING, CONGRESS = "the discussion opens", "the next congress"
THREE, FIVE = "three years after", "five years after"
QUANTITIES = (
    Quantity("sincere_opening", "members who sincerely disagree", OPENING),
    Quantity("districts_opening", "opposition at the Moscow districts", OPENING),
    Quantity("province_opening", "opposition at the Moscow province", OPENING),
    Quantity("delay", "months since the discussion opened", CONGRESS, "months"),
    Quantity("sincere", "members who sincerely disagree", CONGRESS),
    Quantity("cells", "votes against in the Moscow cells", CONGRESS),
    Quantity("districts", "opposition at the Moscow districts", CONGRESS),
    Quantity("province", "opposition at the Moscow province", CONGRESS),
    Quantity("filter", "province over districts", CONGRESS, "ratio"),
    Quantity("moscow", "opposition among the Moscow delegates", CONGRESS),
    Quantity("conference", "opposition among all delegates", CONGRESS),
    Quantity("appointees", "delegates who owe their post to nomination", THREE),
    Quantity(
        "appointees_second", "delegates who owe their post to nomination", "second congress after"
    ),
    Quantity("delegates", "opposition among all delegates", FIVE),
    Quantity("counted", "votes counted against at the base", FIVE),
    Quantity("dissent", "members who sincerely disagree", FIVE),
    Quantity("counted_for_sincere", "counted over sincere", FIVE, "ratio"),
)
"""What is read, in the order of the tables."""


@cache
def recorded() -> dict[str, Recorded]:
    """The figures of the record beside which the quantities stand; some have none.

    Returns:
        Figures by quantity.  The two ratios are formed from figures of the record.
    """
    from thermidor.record import load

    record = load()
    figures, independent = record.figures, record.independent

    def one(id: str) -> float:
        value = figures[id].value if id in figures else independent[id].value
        if not isinstance(value, int | float):
            raise ValueError(f"{id} is not one number")
        return float(value)

    def page(id: str) -> int:
        return figures[id].evidence.page

    def percent(id: str) -> Recorded:
        figure = figures[id]
        low = (one(id) if figure.low is None else figure.low) / 100
        high = low if figure.high is None else figure.high / 100
        if figure.bound == "lower":
            return Recorded(low, 1.0, f"over {100 * low:g}%", (id,), page(id))
        ends = f"{100 * low:g}%" if low == high else f"{100 * low:g}% to {100 * high:g}%"
        return Recorded(low, high, ends, (id,), page(id))

    letters = "c6-f075"
    district, province = "c6-f079", "c6-f080"
    four, three, voting = "c6-f082", "c6-f083", "i-conference_delegates_voting-1924-01"
    none, present = "c8-f079", "c8-f078"
    leningrad, moscow, sincere = "c7-f166", "c7-f167", "c7-f170"
    factor = one(province) / one(district)
    votes = sorted(one(id) / 100 for id in (leningrad, moscow))
    estimate = percent(sincere)
    ratio = votes[0] / estimate.high, votes[1] / estimate.low
    since = float(_month(figures[four].date) - _month(figures[letters].date))
    return {
        "districts_opening": percent(district),
        "province_opening": percent(province),
        "delay": Recorded(since, since, f"{since:g}", (letters, four), page(letters)),
        "cells": percent("c6-f078"),
        "districts": percent(district),
        "province": percent(province),
        "filter": Recorded(factor, factor, f"{factor:g}", (province, district), page(district)),
        "conference": Recorded(
            one(three) / one(voting),
            one(four) / one(voting),
            f"{one(four):g} delegates, {one(three):g} votes against, of {one(voting):g}",
            (four, three, voting),
            page(four),
        ),
        "appointees": percent("c7-f127"),
        "appointees_second": percent("c7-f127"),
        # Less than half a delegate is nobody.
        "delegates": Recorded(
            one(none) / one(present),
            (one(none) + 0.5) / one(present),
            f"{one(none):g} of {one(present):,.0f}",
            (none, present),
            page(none),
        ),
        "counted": Recorded(
            votes[0],
            votes[1],
            f"{100 * votes[0]:g}% to {100 * votes[1]:g}%",
            (moscow, leningrad),
            page(leningrad),
        ),
        "dissent": estimate,
        "counted_for_sincere": Recorded(
            *ratio,
            f"{ratio[0]:.3f} to {ratio[1]:.3f}",
            (moscow, leningrad, sincere),
            page(sincere),
        ),
    }


def _month(date: str | None) -> int:
    """Month of a date, however exact it is."""
    return month_number((date or "")[:7])


__all__ = ["QUANTITIES", "Quantity", "Recorded", "Unit", "recorded"]
