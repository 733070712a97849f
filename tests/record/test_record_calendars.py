"""Old Style and New Style agree, and partial dates cover the months they say."""

from __future__ import annotations

import calendar
from collections.abc import Iterator

import hypothesis.strategies as st
import pytest
from hypothesis import given

from thermidor.record import KINDS, Record, months, to_new_style


def dated(value: object, owner: str) -> Iterator[tuple[str, dict]]:
    if isinstance(value, dict):
        yield owner, value
        for part in value.values():
            yield from dated(part, owner)
    elif isinstance(value, list):
        for part in value:
            yield from dated(part, owner)


def new_style_span(printed: str) -> tuple[str, str]:
    year = int(printed[:4])
    first = (
        printed if len(printed) == 10 else f"{printed[:7] if len(printed) > 4 else f'{year}-01'}-01"
    )
    if len(printed) == 10:
        return to_new_style(printed), to_new_style(printed)
    month = int(printed[5:7]) if len(printed) > 4 else 12
    return to_new_style(first), to_new_style(
        f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}"
    )


def test_every_old_style_date_converts_to_its_new_style_date(record: Record) -> None:
    checked, wrong = 0, []
    for kind in KINDS:
        if kind == "rule":
            continue
        for entry in record.collection(kind).values():
            for owner, fields in dated(entry.model_dump(mode="json", by_alias=True), entry.id):
                for name in ("date", "date_end", "from", "to"):
                    printed, kept = fields.get(f"{name}_os"), fields.get(name)
                    if not printed:
                        continue
                    checked += 1
                    first, last = (
                        new_style_span(part)
                        for part in (printed.split("/")[0], printed.split("/")[-1])
                    )
                    if len(kept) == 10 and len(printed) == 10:
                        right = kept == first[0]
                    else:
                        span = months(kept, fields.get("date_end") if name == "date" else None)
                        right = span.first <= last[1][:7] and span.last >= first[0][:7]
                    if not right:
                        wrong.append((owner, name, printed, kept))
    assert checked > 500
    assert not wrong


def test_an_entry_marked_old_style_keeps_the_printed_date(record: Record) -> None:
    for collection in (record.figures, record.events):
        assert not [e.id for e in collection.values() if e.calendar == "OS" and not e.date_os]


def test_claims_of_1917_convert_with_their_period(record: Record) -> None:
    for claim in record.claims.values():
        for printed, kept in zip(
            claim.period_os or (), claim.period if claim.period_os else (), strict=True
        ):
            first, last = new_style_span(printed)
            assert kept[:4] in (first[:4], last[:4]), claim.id
            if len(kept) == 10:
                assert kept in (first, last), claim.id


def test_no_entry_ends_before_it_starts(record: Record) -> None:
    for collection in (
        record.figures,
        record.events,
        record.milestones,
        record.decision_points,
        record.ballots,
    ):
        for entry in collection.values():
            if entry.date:
                assert len(months(entry.date, entry.date_end)) >= 1
    for figure in record.independent.values():
        assert len(months(figure.date)) >= 1


@pytest.mark.parametrize(
    ("printed", "converted"),
    [
        ("1917-10-25", "1917-11-07"),
        ("1917-02-27", "1917-03-12"),
        ("1918-01-31", "1918-02-13"),
        ("1905-01-09", "1905-01-22"),
        ("1900-01-29", "1900-02-10"),
        ("1900-02-28", "1900-03-12"),
        ("1900-02-29", "1900-03-13"),
        ("1900-03-01", "1900-03-14"),
        ("1881-03-01", "1881-03-13"),
        ("1918-02-14", "1918-02-14"),
        ("1924-01-21", "1924-01-21"),
    ],
)
def test_known_days_convert(printed: str, converted: str) -> None:
    assert to_new_style(printed) == converted


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1917", "1917-01", "1917-12"),
        ("1917-03", "1917-03", "1917-03"),
        ("1917-03-12", "1917-03", "1917-03"),
        ("1917/18", "1917-07", "1918-06"),
        ("1899/00", "1899-07", "1900-06"),
        ("1928/1932", "1928-01", "1932-12"),
        ("1917-10-28/1917-11-02", "1917-10", "1917-11"),
    ],
)
def test_partial_dates_cover_their_months(text: str, first: str, last: str) -> None:
    assert months(text) == (first, last)


def test_an_economic_year_starts_in_october() -> None:
    assert months("1926/27", year_starts=10) == ("1926-10", "1927-09")


@pytest.mark.parametrize(
    "text", ["", "17", "1917-13", "1917-02-30", "1917/19", "1919/1918", "March 1917", "1917-3"]
)
def test_what_is_no_date_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        months(text)


@given(
    st.dates(
        min_value=__import__("datetime").date(1900, 3, 1),
        max_value=__import__("datetime").date(1918, 1, 31),
    )
)
def test_thirteen_days_lie_between_the_calendars(day) -> None:
    new = type(day).fromisoformat(to_new_style(day.isoformat()))
    assert (new - day).days == 13
