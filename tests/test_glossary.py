"""One glossary names everything that an answer can say, in both languages."""

from __future__ import annotations

import pytest

from thermidor import glossary
from thermidor.codings import CODINGS, ELSEWHERE
from thermidor.model.regime.regime import RUNGS

TERMS = glossary.terms()


def test_every_class_of_every_coding_stands_in_the_glossary_with_its_group():
    told = {t.id: (t.coding, t.group) for t in TERMS.values() if t.kind == "class"}
    assert told == {c.name: (coding.name, c.group) for coding in CODINGS for c in coding.classes}


def test_what_stands_elsewhere_and_the_ladder_are_named():
    assert {t.id for t in TERMS.values() if t.kind == "elsewhere"} == {*ELSEWHERE, "failed"}
    assert set(RUNGS) <= set(glossary.outcomes())


def test_every_coding_and_group_is_told():
    assert [t.id for t in TERMS.values() if t.kind == "coding"] == [c.name for c in CODINGS]
    groups = {t.id for t in TERMS.values() if t.kind == "group"}
    assert groups == {t.group for t in TERMS.values() if t.group}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_word_has_a_name_and_a_meaning_and_no_two_share_a_name(lang):
    named = [t.name[lang] for t in TERMS.values()]
    assert len(set(named)) == len(named)
    assert all(t.says[lang].strip().endswith((".", "?")) for t in TERMS.values())


def test_the_page_of_the_documentation_holds_every_word():
    page = glossary.markdown()
    assert all(t.name["en"] in page and t.name["fr"] in page for t in TERMS.values())
