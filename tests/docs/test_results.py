"""Figures in the documentation say when, with which version and by which command they were made."""

from __future__ import annotations

import doctest
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from thermidor.cli import experiments
from thermidor.report import made

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = [*sorted(DOCS.glob("*.md")), DOCS.parent / "README.md"]
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.S | re.M)
CONVENTION = re.compile(
    r"(?:central )?(?:5, 50 and )?(?:90|95)(?:%| per cent)(?: intervals?| quantiles| of the histories)?"
    r"|intervals? of 95 per cent"
)
"""How an interval is meant, whatever came out."""
SHARE = re.compile(r"\d(?:%| per cent| points)")
NUMBERS = re.compile(
    r"^\|.*\|\s*[-+]?\d[\d.,]*(?:%| of \d+| to [-+]?\d[\d.,]*)?\s*(?:\([^|]*\))?\s*\|", re.M
)
PICTURE = re.compile(r"!\[[^]]*\]\([^)]*\.(?:svg|png)\)")


def has_results(text: str) -> bool:
    """Whether a piece of a page holds a share, a table with numbers or a picture of results."""
    said = CONVENTION.sub("", CODE.sub("", text))
    return any(form.search(said) for form in (SHARE, NUMBERS, PICTURE))


def undated(text: str) -> Iterator[str]:
    """Headings of the parts of a page that hold results and no line on how they were made.

    The line stands in the part itself, or before the first one for the whole page.
    """
    first, *parts = re.split(r"^(?=##+ )", text, flags=re.M)
    if made.MADE.search(first):
        return
    yield from (part.splitlines()[0] for part in (first, *parts) if has_results(part) and not made.MADE.search(part))  # fmt: skip


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_results_on_a_page_say_how_they_were_made(page: Path):
    assert list(undated(page.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_line_names_a_day_that_was(page: Path):
    for day, version, command in made.MADE.findall(page.read_text(encoding="utf-8")):
        assert date(2026, 1, 1) <= date.fromisoformat(day)
        assert version
        assert command.split()[0] in ("thermidor", "make", "python")


@pytest.mark.parametrize(
    "text",
    ["In 82 per cent of them.", "It takes 3% of them.", "| a | b |\n|---|---|\n| x | 0.36 |", "![It](a.svg)"],
)  # fmt: skip
def test_results_without_the_line_are_noticed(text: str):
    assert list(undated(f"# Page\n\n## Part\n\n{text}\n")) == ["## Part"]
    assert list(undated(f"# Page\n\n## Part\n\n{made.made_line('make docs')}\n\n{text}\n")) == []


def test_examples_run():
    for module in (made, experiments):
        assert doctest.testmod(module).failed == 0
