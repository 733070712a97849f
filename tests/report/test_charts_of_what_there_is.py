"""Charts take what a notebook holds, and are shown without a network."""

from __future__ import annotations

import altair as alt
import pytest
import xarray as xr

from thermidor import plots
from thermidor.errors import BadRequest
from thermidor.plots import taken

pytestmark = pytest.mark.lowest


def test_outcomes_are_drawn_of_an_ensemble_as_of_its_summary(ds, summary):
    drawn, counted = taken.ends(ds), summary.ends
    assert {name: e.p for name, e in drawn.items()} == {name: e.p for name, e in counted.items()}
    for name, e in drawn.items():
        assert (e.low, e.high) == pytest.approx((counted[name].low, counted[name].high))
    assert plots.outcomes(ds).to_dict()["layer"]


@pytest.mark.parametrize("what", [3, "baseline", None, [1], xr.Dataset()])
def test_what_cannot_be_drawn_is_refused_in_one_line(what):
    with pytest.raises(BadRequest, match=r"fan draws an ensemble of histories, not an? "):
        taken.ensemble(what, "fan")
    if not isinstance(what, xr.Dataset):
        with pytest.raises(BadRequest, match=r"effective does not draw an? "):
            taken.figure_rows(what, "effective")


def test_other_charts_refuse_in_one_line_too(ds):
    for chart in (plots.effective, plots.surprises):
        with pytest.raises(BadRequest, match=r"these histories are free; th.branch follows it"):
            chart(ds)
    with pytest.raises(BadRequest, match="none did in these histories"):
        plots.learned(ds)
    with pytest.raises(BadRequest, match="effects draws comparisons, not a Dataset"):
        taken.effect_rows(ds)
    with pytest.raises(BadRequest, match="draws counts, or a summary"):
        plots.pit_histogram(ds)


def test_some_milestones_are_drawn_by_their_ids(ds):
    assert len(plots.milestones(ds, ["m001", "m002"]).to_dict()["datasets"] or [1])
    with pytest.raises(BadRequest, match="no milestone is called 'm0001'; nearest"):
        plots.milestones(ds, ["m0001"])


def test_a_notebook_shows_a_chart_without_a_network(ds):
    assert alt.renderers.active == "svg"
    shown = plots.ladder(ds)._repr_mimebundle_()
    bundle = shown[0] if isinstance(shown, tuple) else shown
    assert bundle["image/svg+xml"].startswith("<svg")
    assert "cdn.jsdelivr" not in str(bundle)


def test_a_table_of_an_ensemble_has_a_row_for_each_month_of_each_history(ds):
    few = ds.isel(history=slice(0, 3), month=slice(0, 5))
    assert len(few.to_dataframe()) == 15
