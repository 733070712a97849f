"""What a claim measures, in words of the glossary."""

from __future__ import annotations

import re

import pytest

from thermidor.experiments.claims import load_claims
from thermidor.experiments.metric import Condition, Metric
from thermidor.web.pages.board import metric_words
from thermidor.web.pages.measured import with_unit
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
        ({"of": "party.members", "at": "1921-03"}, "en", "Full members of the party: March 1921"),
        ({"of": "party.fear", "reduce": "mean", "window": [-6, 6], "after": "m55"}, "fr",
         "Prix récent d’une parole contre la ligne\u00a0: moyenne, mois −6 à 6 après «\u202fThermidor soviétique\u00a0: le pouvoir passe à l’appareil\u202f»"),
        ({"of": "wages.real", "window": ["1929-01", "1930-12"], "since": ["1927-01", "1928-12"], "above": 0.9}, "en",
         "Whether above 0.9: Real wage, 1913 = 100, mean of January 1929 – December 1930 over that of January 1927 – December 1928"),
        ({"of": "taken:factions.ban", "window": ["1921-01", "1921-12"]}, "fr",
         "Si ceci a lieu (janvier 1921 – décembre 1921)\u00a0: Le congrès interdit groupes et tendances"),
        ({"of": "taken:abroad.germany.insurrection.outcome", "window": ["1923-08", "1923-12"]}, "fr",
         "Si ceci a lieu (août 1923 – décembre 1923)\u00a0: Allemagne : les ouvriers tentent de prendre le pouvoir"),
        ({"of": "event:party.sanction > 2.5", "reduce": "ever", "window": ["1921-01", "1921-12"]}, "en",
         "Whether it comes in January 1921 – December 1921: Highest sanction in use against dissent above 2.5"),
    ],
)  # fmt: skip
def test_what_is_measured_is_told_in_words(form, lang, said):
    kind = Condition if form["of"].startswith("taken:") else Metric
    assert metric_words(kind.model_validate(form), lang) == said


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_claim_is_told_in_codes(lang):
    metrics = [m for e in load_claims().values() for m in (*e.metrics, *e.given)]
    said = [metric_words(m, lang) for m in metrics]
    assert all(said)
    assert [s for s in said if re.search(r"\w_\w|\b[a-z]+\.[a-z]|\+0\.\.|[{}]", s)] == []


@pytest.mark.parametrize(
    ("form", "lang", "said"),
    [
        ({"of": "party.members", "at": "1921-03"}, "fr", "7\u00a0personnes"),
        ({"of": "party.members", "at": "1921-03", "above": 5}, "en", "7 points"),
        ({"of": "repression.executions", "reduce": "sum", "window": ["1937-01", "1938-12"]}, "en", "7\u00a0persons"),
        ({"of": "party.fear", "at": "1921-03"}, "fr", "7 d’un indice de 0 à 1"),
        ({"of": "livestock.cattle", "reduce": "ratio", "window": ["1929-01", "1933-12"]}, "fr", "7\u00a0fois la valeur antérieure"),
        ({"of": "milestone:m53", "reduce": "month", "window": ["1924-01", "1924-12"]}, "fr", "7\u00a0mois"),
    ],
)  # fmt: skip
def test_effects_have_their_units(form, lang, said):
    assert with_unit(Metric.model_validate(form), "7", lang) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("in January (line 5883), not in March", "in January, not in March"),
        ("twice (lines 1907, 2079, 2088).", "twice."),
        ("the general line (of 1929)", "the general line (of 1929)"),
        ("(lines 5678-5680) troops", " troops"),
        ("conflicts with line 6837", "conflicts with p. 148"),
        ("between lines 3784 and 4408", "between p. 84 and 97"),
        ("line 99999999 of something else", "line 99999999 of something else"),
    ],
)
def test_lines_of_the_source_text_do_not_reach_the_reader(text, said):
    assert unlined(text) == said
