"""A made-up ensemble in the public form: smooth random curves, not history."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from thermidor.engine.declare import DIMENSIONS
from thermidor.experiments.regions import Regional, quantities

MONTHS = np.arange("1917-01", "1941-01", dtype="datetime64[M]").astype("datetime64[ns]")

# name: (long name, unit, level in 1917, level in 1940, monthly noise as a share of the level)
VARIABLES = {
    "population.total": ("population", "persons", 142e6, 170e6, 0.002),
    "population.urban": ("urban population", "persons", 25e6, 56e6, 0.01),
    "population.petrograd": ("population of Petrograd or Leningrad", "persons", 2.4e6, 3.2e6, 0.03),
    "deaths.war": ("deaths in war", "persons a month", 4e4, 2e3, 0.3),
    "deaths.famine": ("deaths of famine", "persons a month", 5e3, 2e4, 0.5),
    "deaths.epidemic": ("deaths of epidemics", "persons a month", 2e4, 5e3, 0.3),
    "deaths.repression": ("deaths by repression", "persons a month", 500, 8e3, 0.4),
    "workers.industrial": ("industrial workers", "persons", 3e6, 11e6, 0.03),
    "workers.active": ("politically active workers", "persons", 4e5, 1e5, 0.05),
    "workers.unemployed": ("unemployed workers", "persons", 2e5, 1e4, 0.2),
    "officials": ("officials", "persons", 8e5, 7e6, 0.03),
    "traders": ("private traders", "persons", 6e5, 1e3, 0.1),
    "peasants.poor": ("poor peasants", "share of households", 0.5, 0.2, 0.02),
    "peasants.middle": ("middle peasants", "share of households", 0.35, 0.7, 0.02),
    "peasants.rich": ("rich peasants", "share of households", 0.15, 0.02, 0.05),
    "agriculture.sown": ("sown area", "hectares", 105e6, 130e6, 0.02),
    "agriculture.harvest_grain": ("grain harvested in the harvest year to date", "tonnes", 55e6, 80e6, 0.1),
    "agriculture.procured_grain": ("grain procured", "tonnes a month", 3e5, 25e5, 0.2),
    "trade.grain_exports": ("grain exported", "tonnes a month", 1e3, 1e5, 0.4),
    "livestock.horses": ("horses", "head", 35e6, 17e6, 0.02),
    "livestock.cattle": ("cattle", "head", 58e6, 54e6, 0.02),
    "agriculture.output": ("agricultural output", "index, 1913 = 100", 85, 120, 0.04),
    "industry.output": ("industrial output", "index, 1913 = 100", 70, 600, 0.04),
    "industry.heavy": ("heavy industry", "index, 1913 = 100", 70, 900, 0.05),
    "industry.light": ("light industry", "index, 1913 = 100", 70, 300, 0.05),
    "transport.locomotives_working": ("locomotives in working order", "share", 0.8, 0.85, 0.03),
    "prices.scissors": ("industrial over agricultural prices", "1913 = 1", 1.2, 1.1, 0.08),
    "prices.level": ("price level", "1913 = 1", 3, 12, 0.1),
    "wages.real": ("real wages", "index, 1913 = 100", 85, 60, 0.05),
    "supply.bread_ration": ("bread ration of workers in the capital", "grams a day", 300, 500, 0.1),
    "collectivisation.share": ("collectivised households", "share of peasant households", 0.001, 0.95, 0.05),
    "army.red": ("Red Army", "persons", 1e5, 3.5e6, 0.05),
    "army.white": ("White armies", "persons", 2e5, 10, 0.2),
    "territory.soviet": ("population under soviet power", "share", 0.3, 1.0, 0.02),
    "soviets.bolshevik": ("Bolshevik seats in the soviets", "share", 0.15, 0.99, 0.03),
    "soviets.participation": ("participation in soviet elections", "share", 0.4, 0.9, 0.04),
    "police.strength": ("strength of the political police", "persons", 1e3, 2e5, 0.1),
    "repression.arrests": ("arrests", "persons a month", 1e3, 4e4, 0.3),
    "repression.executions": ("executions", "persons a month", 100, 2e3, 0.5),
    "camps.prisoners": ("prisoners in camps", "persons", 1e3, 1.5e6, 0.05),
    "camps.deportees": ("deportees", "persons", 1e3, 1e6, 0.05),
    "party.members": ("full members of the party", "persons", 24e3, 1.98e6, 0.04),
    "party.candidates": ("candidates of the party", "persons", 1e3, 1.4e6, 0.05),
    "party.workers_share": ("workers among members", "share of members", 0.6, 0.4, 0.02),
    "party.before_1917_share": ("members who joined before 1917", "share of members", 1.0, 0.003, 0.05),
    "party.after_1923_share": ("members who joined after 1923", "share of members", 0.0001, 0.95, 0.02),
    "party.literate_share": ("literate members", "share of members", 0.95, 0.99, 0.005),
    "party.expelled": ("members expelled", "persons a month", 200, 1e4, 0.5),
    "party.posts": ("posts filled by the party", "posts", 1e3, 2e5, 0.03),
    "party.posts_appointed": ("posts filled from above", "share", 0.1, 0.98, 0.03),
    "party.fear": ("fear in the party", "0 to 1", 0.02, 0.8, 0.05),
    "party.opposition": ("sincere opposition in the party", "share of members", 0.3, 0.05, 0.08),
    "party.opposition_voted": ("opposition in the votes at the base", "share of counted votes", 0.3, 0.001, 0.1),
    "congress.opposition": ("opposition at the last congress", "share of delegates", 0.3, 0.001, 0.1),
    "cc.members": ("members of the Central Committee", "persons", 21, 71, 0.02),
    "cc.old_guard": ("members of 1917 in the Central Committee", "share", 1.0, 0.2, 0.03),
    "power.deciders": ("effective number of persons who decide", "persons", 15, 1.3, 0.05),
    "power.secretariat": ("posts owed to the General Secretary", "share of posts", 0.02, 0.9, 0.03),
    "privilege.ratio": ("income of a senior official over a worker's", "ratio", 1.5, 10, 0.05),
    "mood.confidence": ("confidence", "0 to 1", 0.7, 0.3, 0.05),
    "mood.fatigue": ("fatigue", "0 to 1", 0.4, 0.6, 0.05),
    "unrest.strikers": ("strikers", "persons a month", 2e5, 100, 0.4),
    "unrest.risings": ("risings", "risings a month", 20, 1, 0.5),
    "literacy": ("literacy, aged 9 and over", "share aged 9 and over", 0.44, 0.87, 0.01),
    "comintern.autonomy": ("independence of the sections from Moscow", "0 to 1", 0.8, 0.05, 0.04),
    "germany.kpd_members": ("members of the KPD", "persons", 1e5, 1e5, 0.1),
    "germany.nazi_vote": ("vote for the Nazi party", "share, last national election", 0.01, 0.4, 0.1),
    "war.threat": ("threat of war", "0 to 1", 0.6, 0.8, 0.1),
}  # fmt: skip
REGIMES = [
    "dual_power",
    "soviet_power",
    "war_communism",
    "nep",
    "thermidor",
    "brumaire",
    "counter_revolution",
    "soviet_democracy",
    "restoration",
    "generals",
    "military_bonapartism",
    "collegial_nep",
    "occupation",
    "collapse",
]
MILESTONES = [
    ("m001", "October insurrection in Petrograd", 10),
    ("m002", "Constituent Assembly dissolved", 12),
    ("m003", "Final assault on Kronstadt", 50),
    ("m004", "Ban on factions and groups", 50),
    ("m005", "Stalin becomes General Secretary", 63),
    ("m006", "Declaration of the Forty-Six", 81),
    ("m007", "Death of Lenin", 84),
    ("m008", "Enlarged Central Committee hears the Testament", 88),
    ("m009", "Trotsky and Zinoviev expelled from the party", 130),
    ("m010", "Forced total collectivisation", 154),
    ("m011", "A milestone that no history of this ensemble ever reaches at all", 200),
    ("m012", "Assassination of Trotsky", 283),
    ("m013", "A turn that the record does not date", np.nan),
]


@dataclass(frozen=True)
class Recorded:
    """A recorded figure, made up."""

    variable: str
    first_month: str
    last_month: str
    aggregate: str
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str = "persons"
    source: str = "made up for a test"
    page: int | None = 147
    ids: tuple[str, ...] = ("f1",)
    basis: str = "book"


def ensemble(histories: int = 120, seed: int = 0, failed: int = 2) -> xr.Dataset:
    """Return a made-up ensemble with every variable of the table above."""
    draw = np.random.default_rng(seed)
    t = np.linspace(0, 1, len(MONTHS))
    ds = xr.Dataset(coords={"month": MONTHS})
    for name, (title, unit, start, end, noise) in VARIABLES.items():
        drift = draw.normal(0, 0.15, (histories, 1)) * np.sqrt(t) + np.cumsum(
            draw.normal(0, noise / 6, (histories, len(t))), axis=1
        )
        path = np.exp(
            np.log(start) * (1 - t)
            + np.log(end) * t
            + 0.25 * np.sin(9 * t + start) * t * (1 - t)
            + drift
        )
        if unit.startswith(("share", "0 to 1")):
            path = np.minimum(path, 1)
        ds[name] = (
            ("history", "month"),
            path.astype("float32"),
            {"units": unit, "long_name": title, "system": name.split(".")[0], "cites": "p. 147"},
        )
    steps = np.stack(
        [
            draw.normal(mean, spread, histories)
            for mean, spread in ((10, 1), (18, 3), (51, 4), (88, 18), (150, 20), (225, 25))
        ]
    )
    regime = (np.arange(len(t))[None, None, :] >= steps[:, :, None]).sum(axis=0)
    away = draw.random(histories)
    off = np.where(away < 0.06, 7, np.where(away < 0.12, 10, np.where(away < 0.15, 8, -1)))
    regime = np.where(
        (off[:, None] >= 0) & (np.arange(len(t)) >= steps[3][:, None]), off[:, None], regime
    )
    flags = {"flag_values": np.arange(len(REGIMES)), "flag_meanings": " ".join(REGIMES)}
    ds["regime"] = (("history", "month"), regime.astype("int8"), flags)
    ds["outcome"] = ("history", regime[:, -1].astype("int8"), flags)
    failure = np.zeros(histories, dtype="int32")
    failure[:failed] = 3
    ds["failure"] = ("history", failure)
    recorded = np.array([m[2] for m in MILESTONES], dtype=float)
    centre = np.where(np.isnan(recorded), 140, recorded)
    dates = centre + draw.normal(3, 2 + centre / 12, (histories, len(MILESTONES)))
    dates[(draw.random(dates.shape) < 0.2) | (dates < 0) | (dates >= len(t))] = np.nan
    dates[:, 10] = np.nan
    for place, (id, title, _) in enumerate(MILESTONES):
        facts = {"long_name": title, "recorded": recorded[place]}
        ds[f"milestone.{id}"] = ("history", dates[:, place], facts)
    ds.attrs = {
        "version": "0.1.0", "scenario": "baseline", "theory": "lequenne", "seed": seed, "histories": histories,
        "start": "1917-01", "stop": "1940-12", "parameters_hash": "3f1c9a", "seconds": 1.8,
    }  # fmt: skip
    return ds


def regional(histories: tuple[int, ...] = (0, 1, 2), months: int = 288) -> Regional:
    """Return made-up regions by month."""
    draw = np.random.default_rng(1)
    shape = (months, len(DIMENSIONS["region"]))
    values = {id: draw.uniform(0, 1.2 * q.bounds[-1], shape) for id, q in quantities().items()}
    return Regional(values, histories, 0, months)


def observations() -> list[Recorded]:
    """Return made-up recorded figures of every kind."""
    yearly = [
        Recorded(name, f"{year}-01", f"{year}-12", "year sum", 12 * level * (1 + 0.1 * (year % 3)), 9 * level, 15 * level,
                 "persons a year", "An Author, A Long Title of a Work on the Losses of the Population, 1998, table 12", None, (), "independent")
        for name, level in (("deaths.famine", 8e3), ("deaths.war", 2e4)) for year in (1921, 1922, 1932, 1933)
    ]  # fmt: skip
    members = [
        (1917, 1, 24e3),
        (1917, 10, 176_750),
        (1921, 3, 730e3),
        (1924, 1, 472e3),
        (1928, 1, 914e3),
        (1934, 1, 1.87e6),
    ]
    return [
        *yearly,
        *(
            Recorded(
                "party.members", f"{y}-{m:02d}", f"{y}-{m:02d}", "month value", v, v * 0.95, v * 1.2
            )
            for y, m, v in members
        ),
        Recorded(
            "party.members",
            "1921-01",
            "1921-01",
            "month",
            732_521,
            unit="persons",
            basis="independent",
            page=None,
        ),
        Recorded(
            "literacy",
            "1926-12",
            "1926-12",
            "month",
            0.511,
            unit="share",
            basis="independent",
            page=None,
        ),
        Recorded(
            "literacy",
            "1939-01",
            "1939-01",
            "month",
            0.812,
            unit="share",
            basis="independent",
            page=None,
        ),
        Recorded(
            "agriculture.procured_grain",
            "1928-07",
            "1929-06",
            "agricultural year sum",
            10.8e6,
            unit="tonnes",
            page=268,
        ),
        Recorded("camps.prisoners", "1938-01", "1938-12", "year mean", None, 1e6, 1.9e6),
        Recorded("literacy", "1897-01", "1897-12", "year mean", 0.28, unit="share"),
        Recorded("a.variable.not.modelled", "1923-01", "1923-01", "month", 5.0),
    ]


PARAMETERS = [
    {
        "path": f"{stem}.rate_{i}",
        "value": 0.1 * i,
        "unit": "a month",
        "low": 0.05 * i,
        "high": 0.2 * i,
        "basis": basis,
        "cites": cites,
    }
    for stem in ("party", "countryside", "abroad")
    for i, (basis, cites) in enumerate(
        [("book", ["c6-e113"]), ("assumption", []), ("publication", "Rigby 1968, table 1")], 1
    )
]
COMPARISONS = [
    {"title": "A victorious German October", "difference": -0.21, "low": -0.27, "high": -0.15, "necessity": 0.25, "sufficiency": 0.4},
    {"title": "Tendencies stay legal after the tenth congress", "difference": -0.12, "low": -0.19, "high": -0.05,
     "necessity": {"low": 0.1, "high": 0.2}, "sufficiency": None},
    {"title": "Trotsky circulates the Georgian note <in April 1923>", "difference": 0.01, "low": -0.04, "high": 0.06, "necessity": 0.02, "sufficiency": 0.1},
]  # fmt: skip
