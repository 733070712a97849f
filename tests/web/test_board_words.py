"""What a claim measures, in words of the glossary."""

from __future__ import annotations

import pytest

from thermidor.experiments.metric import Metric
from thermidor.web.pages.board import metric_words
from thermidor.web.pages.rendering import unlined


@pytest.mark.parametrize(
    ("form", "lang", "said"),
    [
        ({"of": "reached:closed", "window": ["1924-01", "1929-12"]}, "en",
         "Who rules at any time in January 1924 – December 1929: Closed, by the book’s coding"),
        ({"of": "outcome:regime:personal_rule+personal_terror", "window": ["1940-12", "1940-12"]}, "en",
         "Who rules at the end of December 1940: Personal rule or Personal rule by terror, by the coding of political science"),
        ({"of": "outcome:ladder:generals", "window": ["1918-12", "1918-12"]}, "en",
         "Who rules at the end of December 1918: Rule of the generals, by the ladder inside the model"),
        ({"of": "milestone:m53", "reduce": "ever", "window": ["1924-01", "1924-12"]}, "fr",
         "Si «\u202fMort de Lénine\u202f» arrive (janvier 1924 – décembre 1924)"),
        ({"of": "party.members", "at": "1921-03"}, "en", ""),
    ],
)  # fmt: skip
def test_codes_of_who_rules_and_of_milestones_are_told_in_words(form, lang, said):
    assert metric_words(Metric.model_validate(form), lang) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in January (line 5883), not in March", "in January, not in March"),
        ("twice (lines 1907, 2079, 2088).", "twice."),
        ("the general line (of 1929)", "the general line (of 1929)"),
        ("(lines 5678-5680) troops", " troops"),
    ],
)
def test_lines_of_the_source_text_do_not_reach_the_reader(text, said):
    assert unlined(text) == said
