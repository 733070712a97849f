"""The numbers of the summary, against definitions written out the long way."""

from __future__ import annotations

import json
from dataclasses import replace

import made_up_ensemble as made_up
import numpy as np
import pytest
import xarray as xr

from thermidor.experiments.crps import fair_crps
from thermidor.plots.observation import aggregate
from thermidor.report import answer, summarise
from thermidor.report.wilson import wilson


def test_wilson_agrees_with_published_values():
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


def test_fair_crps_is_the_definition_over_all_pairs():
    draw = np.random.default_rng(1)
    members, recorded = draw.normal(size=(17, 3)), draw.normal(size=3)
    pairs = np.abs(members[:, None] - members[None, :]).sum(axis=(0, 1)) / (2 * 17 * 16)
    assert fair_crps(members, recorded) == pytest.approx(
        np.abs(members - recorded).mean(axis=0) - pairs
    )


def test_fair_crps_does_not_depend_on_the_number_of_members_on_average():
    draw = np.random.default_rng(2)
    recorded = draw.normal(size=4000)
    few, many = (fair_crps(draw.normal(size=(n, 4000)), recorded).mean() for n in (3, 200))
    assert few == pytest.approx(many, abs=0.03)


def test_outcomes_count_every_history_and_name_the_failed(ds, summary):
    assert sum(e.count for e in summary.outcomes.values()) == ds.sizes["history"]
    assert summary.outcomes["failed"].count == summary.failed == 2
    assert summary.failures == {"in March 1917": 2}


def test_the_ladder_counts_what_is_ever_reached_and_not_where_it_ends():
    small = made_up.ensemble(histories=4, failed=0)
    regime = np.ones((4, 288), dtype="int8")
    regime[0, 100:120] = 4  # reached, then left
    regime[1, 200:] = 6
    small["regime"] = (("history", "month"), regime, small["regime"].attrs)
    summary = summarise(small)
    assert (summary.ladder.count, summary.ladder.p) == (2, 0.5)


def test_milestones_are_dated_among_the_histories_that_reach_them(ds, summary):
    done = ds["failure"].values == 0
    dates = ds["milestone.m007"].values[done]
    lenin = summary.milestones[6]
    assert (lenin.id, lenin.recorded) == ("m007", "1924-01")
    assert lenin.share == pytest.approx(np.isfinite(dates).mean())
    assert lenin.q05 <= lenin.median <= lenin.q95
    assert summary.milestones[10].median is None


def test_a_given_milestone_corrects_the_name_and_the_date(ds):
    found = summarise(ds, milestones=[{"id": "m007", "name": "Lenin dies", "recorded": "1924-02"}])
    assert (found.milestones[6].name, found.milestones[6].recorded) == ("Lenin dies", "1924-02")


def test_fit_counts_what_it_cannot_compare(summary, recorded):
    assert summary.fit.not_compared == 2
    assert summary.fit.counts.points == len(recorded) - 2
    by_basis = summary.fit.by_basis.values()
    assert sum(counts.points for counts in by_basis) == summary.fit.counts.points


def test_a_range_that_touches_the_band_is_told_beside_the_value_that_does_not(ds):
    months = ds["month"].values
    point = made_up.Recorded("party.members", "1930-01", "1930-01", "month", 1.0)
    top = np.quantile(aggregate(ds["party.members"].values[2:].astype(float), months, point), 0.95)
    above = replace(point, value=2 * top, low=1.01 * top, high=3 * top)
    touching = replace(above, low=0.99 * top)
    counts = [summarise(ds, [p]).fit.counts for p in (above, touching)]
    assert [c.touching_90 for c in counts] == [0, 1]
    assert [c.inside_90 for c in counts] == [0, 0]


def test_a_score_is_the_same_when_persons_become_thousands(ds, recorded):
    members = [r for r in recorded if r.variable == "party.members"]
    less = ds[["party.members", "regime", "outcome", "failure"]].copy(deep=True)
    less["party.members"] = less["party.members"] / np.float32(1000)
    fewer = [
        replace(r, **{k: None if (x := getattr(r, k)) is None else x / 1000 for k in ("value", "low", "high")})
        for r in members
    ]  # fmt: skip
    own, other = summarise(ds, members).fit, summarise(less, fewer).fit
    assert other.crps_ratio == pytest.approx(own.crps_ratio, rel=1e-3)
    assert (other.counts.pit, other.counts.inside_90) == (own.counts.pit, own.counts.inside_90)


def test_figures_whose_band_spans_everything_are_named_and_not_counted_as_inside():
    small = made_up.ensemble(histories=40, failed=0)
    small["collectivisation.share"] = (
        ("history", "month"),
        np.repeat(np.linspace(0, 1, 40, dtype="float32")[:, None], 288, axis=1),
        small["collectivisation.share"].attrs,
    )
    point = made_up.Recorded("collectivisation.share", "1930-01", "1930-01", "month", 0.5)
    fit = summarise(small, [point]).fit
    assert (fit.counts.points, fit.counts.informative, fit.counts.inside_90) == (1, 0, 0)
    plain = fit.as_dict()
    assert plain["share"] is None
    assert [f["variable"] for f in plain["uninformative_figures"]] == ["collectivisation.share"]


def test_a_perfect_ensemble_beats_persistence_and_a_useless_one_does_not():
    small = made_up.ensemble(histories=50, failed=0)
    values = np.linspace(100, 1000, 288)
    points = [
        made_up.Recorded("cc.members", str(m)[:7], str(m)[:7], "month", float(v))
        for m, v in zip(small["month"].values[::24], values[::24], strict=True)
    ]
    noise = np.random.default_rng(0).normal(0, 1, (50, 288))
    good, bad = small.copy(), small.copy()
    good["cc.members"] = (("history", "month"), values + noise)
    bad["cc.members"] = (("history", "month"), noise)
    assert summarise(good, points).fit.crps_ratio < 0.05
    assert summarise(bad, points).fit.crps_ratio > 1


def test_a_total_is_summed_and_a_stock_averaged(ds):
    histories = np.ones((3, 288))
    year = made_up.Recorded("deaths.famine", "1921-07", "1922-06", "agricultural year sum", 1.0)
    assert aggregate(histories, ds["month"].values, year).tolist() == [12, 12, 12]
    assert aggregate(
        histories, ds["month"].values, replace(year, aggregate="year mean")
    ).tolist() == [1, 1, 1]
    assert aggregate(histories, ds["month"].values, replace(year, last_month="1941-06")) is None


def test_the_dead_are_summed_over_the_run(ds, summary):
    dead = ds["deaths.famine"].values[2:].astype(float).sum(axis=1)
    famine = next(toll for toll in summary.deaths if toll.variable == "deaths.famine")
    assert famine.median == pytest.approx(np.median(dead))
    assert famine.q05 < famine.median < famine.q95


def test_the_summary_is_json(summary):
    plain = json.loads(json.dumps(summary.as_dict(), allow_nan=False))
    assert set(plain["outcomes"]["thermidor"]) == {"p", "low", "high"}
    assert plain["fit"]["points"] == summary.fit.counts.points
    keys = {"points", "inside_90", "share", "crps_ratio", "not_compared", "variables", "by_basis"}
    new = {"inside_50", "touching_90", "informative", "uninformative", "pit", "pit_distance"}
    assert keys | new <= set(plain["fit"])
    assert all(row["points"] >= row["inside_90"] for row in plain["fit"]["variables"])


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "does not account"),
        (0.3, "less likely than not"),
        (0.95, "very likely"),
        (1.0, "stays closed"),
    ],
)
def test_the_answer_claims_no_more_than_the_count_carries(share, words):
    many = made_up.ensemble(histories=1000, failed=0)
    regime = np.ones((1000, 288), dtype="int8")
    regime[: int(1000 * share), 100:] = 4
    many["regime"] = (("history", "month"), regime, many["regime"].attrs)
    assert words in " ".join(answer.meaning(summarise(many)))


def test_a_run_without_regimes_is_refused():
    with pytest.raises(ValueError, match="needs regime"):
        summarise(xr.Dataset(coords={"month": made_up.MONTHS}))


def test_the_figures_of_the_record_can_be_compared_and_drawn(ds):
    from thermidor.plots import fan
    from thermidor.record import milestones, observations

    found = observations()
    fit = summarise(ds, found, milestones()).fit
    assert fit.counts.points > 100
    assert fit.counts.points + fit.not_compared == len(found)
    assert not any(point.source.startswith("s-") for point in fit.scored)
    assert fan(ds, "party.members", found).to_dict()["datasets"]["recorded"]


def test_a_total_of_a_monthly_flow_is_in_units_and_not_units_a_month(ds):
    year = made_up.Recorded(
        "deaths.famine", "1921-01", "1921-12", "year sum", 5e5, unit="persons a month"
    )
    point = summarise(ds, [year]).fit.scored[0]
    assert (point.unit, point.when) == ("persons", "1921")


def test_a_maximum_is_the_largest_month(ds):
    histories = np.arange(288.0)[None, :]
    largest = made_up.Recorded("x", "1917-01", "1917-12", "period max", 1.0)
    assert aggregate(histories, ds["month"].values, largest).tolist() == [11.0]
