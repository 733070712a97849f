"""Each chart is a valid specification, draws without a browser, and says what the data say."""

from __future__ import annotations

import made_up_ensemble as made_up
import numpy as np
import pytest

from thermidor import plots

ROW = {
    "label": "Members, 1921",
    "figure": "730,000; histories 5 to 6",
    "pit": 0.9,
    "where": "outside",
}


def test_every_chart_is_valid_and_becomes_a_picture(ds, summary, recorded, tmp_path):
    charts = {
        "fan": plots.fan(ds, "party.members", recorded),
        "outcomes": plots.outcomes(summary),
        "milestones": plots.milestones(ds),
        "ladder": plots.ladder(ds),
        "effects": plots.effects(made_up.COMPARISONS),
        "pit": plots.pit_histogram(summary.fit.counts.pit, summary.fit.counts.pit_uninformative),
        "order": plots.pit_order([ROW, {**ROW, "where": "uninformative"}]),
    }
    for name, chart in charts.items():
        chart.to_dict()  # validates
        picture = plots.save(chart, tmp_path / f"{name}.svg").read_text()
        assert picture.startswith("<svg"), name
        assert "NaN" not in picture, name
    assert plots.save(charts["fan"], tmp_path / "fan.png").read_bytes().startswith(b"\x89PNG")


def test_saving_to_another_form_names_those_there_are(ds, tmp_path):
    with pytest.raises(ValueError, match=r"\.svg or \.png, not as \.gif"):
        plots.save(plots.ladder(ds), tmp_path / "ladder.gif")


def test_a_fan_of_an_absent_variable_names_those_there_are(ds):
    with pytest.raises(KeyError, match=r"party\.members"):
        plots.fan(ds, "party.member")


def test_the_median_of_a_fan_is_the_median_of_the_finished_histories(ds):
    rows = next(
        rows
        for rows in plots.fan(ds, "party.members").to_dict()["datasets"].values()
        if "median" in rows[0]
    )
    done = ds["failure"].values == 0
    expected = np.median(ds["party.members"].values[done, 100])
    assert rows[100]["month"] == "1925-05-01"
    assert rows[100]["median"] == pytest.approx(expected, rel=1e-3)


def test_the_fast_specification_is_the_chart(ds, recorded):
    for variable in ("party.members", "literacy", "mood.fatigue"):
        expected = plots.fan(ds, variable, recorded).to_dict()
        assert plots.fan_spec(ds, variable, recorded) == expected


def test_a_yearly_total_is_drawn_as_a_monthly_average(ds, recorded):
    datasets = plots.fan(ds, "deaths.famine", recorded).to_dict()["datasets"].values()
    points = next(rows for rows in datasets if "figure" in rows[0])
    original = next(o for o in recorded if o.variable == "deaths.famine")
    assert points[0]["value"] == pytest.approx(original.value / 12)
    assert f"{original.value:,.6g}" in points[0]["figure"]
    assert points[0]["source"] == original.source


def test_the_steps_of_the_ladder_add_up_to_all_histories(ds):
    rows = next(iter(plots.ladder(ds).to_dict()["datasets"].values()))
    july = sum(row["share"] for row in rows if row["month"] == "1931-07-01")
    assert july == pytest.approx(1, abs=0.002)


def test_milestones_stand_in_the_order_of_the_record_and_keep_those_never_reached(ds):
    datasets = plots.milestones(ds).to_dict()["datasets"].values()
    rows = next(rows for rows in datasets if "recorded" in rows[0])
    assert [row["key"] for row in rows] == [m[0] for m in made_up.MILESTONES]
    assert rows[10]["figure"] == "in 0% of histories"
    assert rows[10]["median"] is None


def test_effects_of_nothing_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        plots.effects([])


def test_bars_of_fit_add_up_to_the_figures_and_the_line_is_their_even_share():
    datasets = list(plots.pit_histogram([4, 0, 6], [1, 0, 2]).to_dict()["datasets"].values())
    bars = next(rows for rows in datasets if "class" in rows[0])
    assert [(r["informative"], r["figures"]) for r in bars] == [(3, 4), (0, 0), (4, 6)]
    line = next(rows for rows in datasets if "class" not in rows[0])
    assert line[0]["figures"] == pytest.approx(10 / 3)


def test_every_place_of_a_value_has_its_own_colour_or_shape(summary):
    from thermidor.plots.pit import WHERE

    assert len(set(WHERE.values())) == len(WHERE)
    assert {p.score.where for p in summary.fit.scored} <= set(WHERE)


@pytest.mark.parametrize("draw", [plots.pit_histogram, plots.pit_order])
def test_fit_of_nothing_is_not_drawn(draw):
    with pytest.raises(ValueError, match="needs a figure"):
        draw([])
