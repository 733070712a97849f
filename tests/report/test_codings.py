"""The report tells who rules by every coding, says where an answer is a definition, and what its words mean."""

from __future__ import annotations

import numpy as np
import pytest
from made_up_ensemble import ensemble

from thermidor import plots
from thermidor.codings import CODINGS, names_of
from thermidor.report import summarise, tables
from thermidor.report.html import write_report
from thermidor.report.markdown import write_markdown

DEFINED = "By definition: factions.ban acts directly on what the coding 'book' reads (factions.ban); there the effect is no finding."


@pytest.fixture(scope="module")
def coded():
    ds = ensemble(24, failed=0)
    draw = np.random.default_rng(1)
    for c in CODINGS:
        codes = draw.integers(0, 3, ds["regime"].shape).astype(np.int8)
        flags = {"flag_values": np.arange(len(names_of(c))), "flag_meanings": " ".join(names_of(c))}
        ds[f"coding.{c.name}"] = (("history", "month"), codes, flags)
    ds.attrs["by_definition"] = DEFINED
    return ds


@pytest.fixture(scope="module")
def page(coded, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    rows = [{
        "title": "No ban", "difference": -0.2, "low": -0.3, "high": -0.1, "defined_by": ["book"],
        "closed": {n: {"d": -0.2, "low": -0.3, "high": -0.1} for n in ("book", "regime", "class")},
        "necessity": {"p": 0.5, "low": 0.4, "high": 0.6, "base": 64}, "sufficiency": None,
    }]  # fmt: skip
    return write_report(coded, summarise(coded), path, comparisons=rows).read_text()


def test_bars_and_areas_stand_for_every_coding_and_none_for_the_ladder(page):
    for c in CODINGS:
        assert f'id="outcomes-{c.name}"' in page
        assert f'id="ladder-{c.name}"' in page
    assert 'id="ladder-chart"' not in page


def test_bars_and_table_of_a_coding_show_the_same_ends(coded):
    summary = summarise(coded)
    for c in CODINGS:
        rows = tables.outcomes_table(summary, c.name).rows
        drawn = next(iter(plots.outcomes(summary, c.name).to_dict()["datasets"].values()))
        assert [r[0] for r in rows] == list(dict.fromkeys(d["label"] for d in drawn))


def test_a_scenario_that_a_coding_only_restates_says_so(page, coded, tmp_path):
    assert "acts directly on what the coding" in page
    assert "−20.0 by definition" in page
    assert page.count("by definition") == 1  # only of the coding that reads it
    text = write_markdown(summarise(coded), tmp_path / "report.md").read_text()
    assert DEFINED in text


def test_necessity_stands_with_its_base_and_words_have_their_meaning(page):
    assert "50% (40% to 60%; of 64)" in page
    assert 'id="word-necessity"' in page
    assert 'id="word-contested"' in page
    assert 'id="word-collapse"' not in page  # none ends so
