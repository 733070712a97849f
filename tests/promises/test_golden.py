"""The baseline gives the results that were looked at; `make golden` refreshes them after a change that is meant."""

import numpy as np


def test_the_baseline_gives_the_results_that_were_looked_at(golden):
    import thermidor as th
    from thermidor.experiments.dataset import reached

    ds = th.simulate("baseline", histories=256, seed=0)
    dates = ["1917-12", "1920-12", "1923-12", "1927-12", "1932-12", "1937-12"]
    looked_at = [
        "population.total",
        "agriculture.sown",
        "industry.output",
        "workers.industrial",
        "party.members",
        "party.posts_appointed",
        "power.deciders",
        "mood.discontent",
        "army.red",
        "comintern.isolation",
    ]
    medians = {v: [float(np.median(ds[v].sel(month=d))) for d in dates] for v in looked_at}
    golden(
        "baseline",
        {
            "thermidor": float(reached(ds, ("thermidor", "brumaire", "counter_revolution")).mean()),
            "medians": medians,
        },
        rel=0.03,
    )
