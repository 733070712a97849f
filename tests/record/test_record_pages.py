"""Every citation lies in the book, and its page fits its line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from thermidor.record import KINDS, Record, page_of_line
from thermidor.record._files import content
from thermidor.record._schemas import Evidence


def citations(value: object) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from citations(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from citations(part)
    elif hasattr(value, "__pydantic_fields__"):
        for name in type(value).__pydantic_fields__:
            yield from citations(getattr(value, name))


def test_pages_and_lines_agree_within_three_pages(record: Record) -> None:
    cited = [
        place
        for kind in KINDS
        if kind != "rule"
        for e in record.collection(kind).values()
        for place in citations(e)
    ]
    assert len(cited) > 20_000
    far = [place for place in cited if abs(place.page - page_of_line(place.line)) > 3]
    assert not far


def test_the_last_line_stands_on_the_last_page() -> None:
    assert page_of_line(18168) == 380
    with pytest.raises(ValueError, match="1 to 18168"):
        page_of_line(18169)


def test_a_printed_page_number_closes_its_page() -> None:
    assert page_of_line(404) == 13
    assert page_of_line(405) == 14


@pytest.mark.parametrize(
    "kind", ["rule", "claim", "decision", "figure", "event", "milestone", "ballot", "actor"]
)
def test_nothing_of_the_book_stands_without_its_page(record: Record, kind: str) -> None:
    assert not [entry.id for entry in record.collection(kind).values() if entry.page is None]


def test_the_pages_of_the_master_question_lie_in_the_book(record: Record) -> None:
    question = record.master_question
    pages = [
        *question.pages,
        *(p for group in question.groups for item in group.items for p in item.pages),
    ]
    assert all(1 <= page <= 380 for page in pages)


def test_no_data_file_holds_long_lines_of_another_language() -> None:
    # French names and titles are short; a sentence of the book would not be.
    for name in ("terms.yaml", "hinges.yaml", "master_question.yaml", "definitions.yaml"):
        assert b"\xc2\xab" not in content(name)
