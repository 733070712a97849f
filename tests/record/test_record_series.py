"""A series shows its ranges, its contradictions, its sources and its pages."""

from __future__ import annotations

import pytest

from thermidor.record import Record, UnknownRecordId, milestones, series, show, tables


def test_a_series_of_the_book_comes_in_order_of_time_with_pages() -> None:
    view = series("party.members")
    assert view.basis == "book"
    assert [p.first_month for p in view.points] == sorted(p.first_month for p in view.points)
    assert all(point.page and point.source == "lequenne-2017" for point in view.points)
    assert any(point.contradicts for point in view.points)
    assert view.variables == ("party.members",)
    assert "party_members_full" in view.see_also


def test_an_independent_series_names_its_sources_definitions_and_disagreements() -> None:
    view = series("grain_harvest_davies_wheatcroft")
    assert view.basis == "independent"
    assert all(point.low < point.high and point.value is None for point in view.points)
    assert view.definitions == ("d-grain", "d-confirmed")
    assert view.disagreements == ("x-grain-1930-1932",)


def test_a_figure_stands_for_its_series() -> None:
    assert series("c7-f013").id == "party.lenin_levy"
    assert series("i-scissors_ratio-1923-10").id == "scissors_ratio"


def test_an_unknown_series_names_the_nearest() -> None:
    with pytest.raises(UnknownRecordId, match="grain_exports"):
        series("grain_export")


def test_every_series_can_be_shown(record: Record) -> None:
    points = sum(len(series(id).points) for id in (*record.series, *record.independent_series))
    assert points == len(record.figures) + len(record.independent)


@pytest.mark.parametrize(
    "id",
    [
        "army", "police.r04", "k0613", "lenin-active-one-more-year", "c7-f133", "party.members", "c7-e013", "m57",
        "lenin", "actor:lenin", "1924-cc-testament", "i-scissors_ratio-1923-10", "scissors_ratio", "lequenne-2017",
        "d-grain", "x-purge-1921",
    ],
)  # fmt: skip
def test_an_entry_of_every_kind_can_be_shown(id: str) -> None:
    shown = show(id)
    assert shown["title"]
    assert shown["entry"]
    assert id.endswith(shown["id"])


def test_an_entry_links_to_what_it_names() -> None:
    assert show("m57")["links"]["event"][0]["id"] == "c7-e013"
    assert show("c7-e013")["links"]["milestone"][0]["id"] == "m57"
    assert show("c7-f133")["links"]["contradicts"][0]["id"] == "c7-f157"
    assert {link["kind"] for link in show("bukharin")["links"]["votes"]} == {"ballot"}


def test_milestones_carry_their_recorded_months() -> None:
    found = milestones()
    assert len(found) == 127
    months = {m.id: (m.first_month, m.last_month) for m in found}
    assert months["m12"] == ("1917-11", "1917-11")
    assert all(m.first_month <= m.last_month and m.condition for m in found)


def test_the_record_answers_sql() -> None:
    connection = tables()
    count = connection.execute("SELECT count(*) FROM figures WHERE doubtful").fetchone()[0]
    assert count == 125
    cited = connection.execute("SELECT min(page), max(page) FROM claims").fetchone()
    assert cited[0] >= 1
    assert cited[1] <= 380
