"""The report of a branch says how well the record was followed; that of free histories says nothing of it."""

from __future__ import annotations

import numpy as np
import pytest

from thermidor import plots
from thermidor.experiments.branches.tables import with_tables
from thermidor.report import summarise, write_report
from thermidor.report.branch import branch_of

NAMES = ["party.members 1918-03", "party.members 1919-03", "deaths.war 1920-01..1920-12"]


@pytest.fixture(scope="module")
def branched(ds):
    """The made-up ensemble, as if it had followed three figures and learnt of forty constants."""
    figures = {
        "figure": NAMES, "month": ["1918-03", "1919-03", "1920-12"], "reached": [True, True, False],
        "variable": ["party.members", "party.members", "deaths.war"],
        "recorded": [350e3, 310e3, 1e6], "low": [300e3, 300e3, 0.8e6], "high": [400e3, 320e3, 1.2e6],
        "q05": [200e3, 250e3, 10.0], "median": [300e3, 300e3, 20.0], "q95": [400e3, 350e3, 30.0],
        "place": [0.7, 0.6, 1.0], "score": [-1.0, -0.5, -12.0], "surprise": [0.4, 0.1, 11.0],
        "effective": [0.8, 0.6, 0.03],
    }  # fmt: skip
    n = 40
    constants = {
        "path": [f"party.rule.c{k}" for k in range(n)],
        "unit": ["share"] * n, "low": np.zeros(n), "high": np.ones(n),
        "mean": np.r_[0.95, 0.5 + 0.01 * (-1.0) ** np.arange(n - 1)], "sd": np.full(n, 0.2),
        "q05": np.full(n, 0.3), "q95": np.full(n, 0.99),
    }  # fmt: skip
    tables = {
        "branch": figures,
        "learned": {k: np.asarray(v).tolist() for k, v in constants.items()},
    }
    return with_tables(ds, tables).assign_attrs(
            branch="1921-03", particles=128, learn=1, effective=0.9, least_effective=0.03,
            log_evidence=-13.5, lineages=7, unreached=NAMES[2],
            held="force factions.ban (1921-03); forbid factions.ban (1917-01..1921-02)",
    )  # fmt: skip


@pytest.fixture(scope="module")
def page(branched, recorded, tmp_path_factory):
    path = tmp_path_factory.mktemp("branch") / "report.html"
    write_report(branched, summarise(branched, recorded), path, observations=recorded)
    return path.read_text()


def test_free_histories_have_no_part_on_a_branch(ds, recorded, tmp_path):
    assert branch_of(ds) is None
    text = write_report(ds, summarise(ds, recorded), tmp_path / "free.html").read_text()
    assert 'id="branch"' not in text
    assert "The branch" not in text


def test_the_report_of_a_branch_tells_sizes_surprises_and_decisions(page):
    for ident in ("branch", "branch-size", "branch-surprises", "branch-learned"):
        assert f'id="{ident}"' in page
    assert 'href="#branch"' in page
    assert "follow the record" in page
    assert "never under 3.0%" in page
    assert "No particle came near 1 of the figures" in page
    assert "force factions.ban (1921-03)" in page
    assert "Figures that no particle came near" in page


def test_figures_out_of_reach_and_surprises_are_those_of_the_data(branched):
    found = branch_of(branched)
    assert found is not None
    assert [row[0] for row in found.unreached.rows] == [NAMES[2]]
    assert [row[0] for row in found.surprises.rows] == [NAMES[2], NAMES[0], NAMES[1]]
    assert found.sizes.rows[-1] == ("1920", "1", "3.0%", NAMES[2])


def test_what_was_learnt_is_told_from_chance(branched):
    found = branch_of(branched)
    assert found is not None
    assert len(found.learned.rows) == 30
    assert found.learned.rows[0][0] == "party.rule.c0"
    assert found.learned.rows[0][5] == "+1.56"
    assert any("1 of them moved by more than 3 times" in s for s in found.sentences)
    noise = branched.assign_attrs(learned_mean=np.where(np.arange(40) % 2, 0.1, 0.9))
    told = branch_of(noise)
    assert told is not None
    assert any("nothing can be said of single constants" in s for s in told.sentences)


def test_the_charts_of_a_branch_are_valid_and_name_what_collapses(branched, tmp_path):
    found = branch_of(branched)
    assert found is not None
    charts = {
        "effective": plots.effective(found.figures),
        "surprises": plots.surprises(found.figures, 2),
        "learned": plots.learned(found.constants),
    }
    pictures = {}
    for name, chart in charts.items():
        chart.to_dict()  # validates
        pictures[name] = plots.save(chart, tmp_path / f"{name}.svg").read_text()
        assert "NaN" not in pictures[name], name
    assert NAMES[2] in pictures["effective"]
    assert NAMES[0] not in pictures["effective"]
    assert NAMES[2] in pictures["surprises"]
    assert NAMES[1] not in pictures["surprises"]
    assert "party.rule.c29" in pictures["learned"]
    assert "party.rule.c30" not in pictures["learned"]


@pytest.mark.parametrize("chart", [plots.effective, plots.surprises, plots.learned])
def test_a_chart_of_nothing_is_refused(chart):
    with pytest.raises(ValueError, match="needs a"):
        chart([])
