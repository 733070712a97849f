"""A constant rests on the book only where the book prints it or its words fix an order of magnitude."""

import re
from pathlib import Path

import numpy as np
import pytest
import yaml

from thermidor import record
from thermidor.theories.book import LEQUENNE

RECORD = record.load()
ALL = LEQUENNE.registry.parameters
PARAMETERS = {path: p for path, p in ALL.items() if p.grounds.basis == "book"}
CITED = re.compile(r"\b((?:[a-z_]+\.)+r\d+|[ck]\d+-f\d+), p\. (\d+)")
"""A point of the record and its page, as reasons name them."""
REVIEWED = yaml.safe_load(Path(__file__).with_name("book_grounds.yaml").read_text())
MOST_WORDS = 6
AS_PRINTED = 0.02
SAME_ORDER = 2.0
WEIGHTS = ("1", "pull", "log odds", "weight", "factor", "times")
"""Units of weights inside formulas, which no page can print."""


def numbers(id: str) -> set[float]:
    """Whatever a point of the record says that the book prints: its text, its parameters, its figure."""
    point = RECORD[id]
    told = " ".join(str(getattr(point, name, "")) for name in ("when", "rule", "effect"))
    found = {float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", told)}
    for value in (getattr(point, "params", None) or {}).values():
        found |= {float(v) for v in np.ravel(value) if isinstance(v, int | float | np.number)}
    found |= {
        float(v)
        for v in (getattr(point, name, None) for name in ("value", "low", "high"))
        if isinstance(v, int | float)
    }
    return found


def pages(id: str) -> set[int]:
    """Pages on which a point of the record rests."""
    evidence = RECORD[id].evidence
    return {e.page for e in (evidence if isinstance(evidence, list | tuple) else (evidence,))}


def printed(path: str) -> bool:
    """Whether every number of a constant stands in what it cites, as it is or in per cent."""
    p = PARAMETERS[path]
    if p.unit in WEIGHTS or p.unit.startswith("index"):
        return False
    there = set().union(*(numbers(id) for id in p.grounds.book))
    if p.unit.startswith(("share", "probability")):
        there |= {n / 100 for n in there}
    return all(any(abs(v - n) <= AS_PRINTED * n for n in there) for v in p.value.ravel())


@pytest.mark.parametrize("path", PARAMETERS)
def test_the_book_prints_the_constant_or_its_words_were_read(path):
    assert printed(path) or path in REVIEWED


@pytest.mark.parametrize("path", REVIEWED)
def test_the_words_that_were_read_fix_the_order_of_magnitude(path):
    assert path in PARAMETERS, "not grounded in the book any more"
    assert not printed(path), "printed as it stands; needs no review"
    p, entry = PARAMETERS[path], REVIEWED[path]
    assert len(entry["words"].split()) <= MOST_WORDS
    assert entry["page"] in set().union(*(pages(id) for id in p.grounds.book))
    ratio = p.value.ravel() / np.ravel(entry["gives"])
    assert np.all((ratio <= SAME_ORDER) & (ratio >= 1 / SAME_ORDER))


def test_a_weight_cannot_pass_for_a_printed_number():
    weights = [path for path, p in PARAMETERS.items() if p.unit in WEIGHTS]
    assert not any(map(printed, weights))


def test_a_page_that_a_reason_names_is_one_of_its_points():
    named = [
        (path, id, int(page))
        for path, p in ALL.items()
        for id, page in CITED.findall(p.grounds.assumption)
    ]
    assert len({path for path, _, _ in named}) > len(PARAMETERS)
    assert not [n for n in named if n[1] not in RECORD or n[2] not in pages(n[1])]
