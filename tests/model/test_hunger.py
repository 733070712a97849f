"""Hunger comes from empty barns: of levies, drought and lost fields, not of the calendar."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from thermidor.engine.calendar import month_number
from thermidor.engine.controls import Intervention, Schedule
from thermidor.engine.declare import DIMENSIONS, Parameter, Rule
from thermidor.experiments.check.prior import FAMINE, HarvestYears, harvest_years
from thermidor.experiments.check.walk import Group, walk
from thermidor.experiments.models import simulator
from thermidor.model.economy import countryside, procurement, supply
from thermidor.theories import BOOK

REGIONS = DIMENSIONS["region"]
VOLGA, NORTH = REGIONS.index("volga"), REGIONS.index("petrograd")
HISTORIES = 64
LAST = "1928-12"
JULY, SOWING = 6, 3


def call(rule: Rule, **inputs):
    """Evaluate a rule at its own point parameters; parameters of other rules are inputs."""
    own = {n: jnp.asarray(p.value) for n, p in rule.parameters.items() if isinstance(p, Parameter)}
    return rule.function(**{**own, **inputs})


def everywhere(x: float):
    return jnp.full(len(REGIONS), x)


# -- a village and its barn --------------------------------------------------------------------------------


def test_a_village_counts_the_crop_that_is_coming_in():
    common = dict(standing=everywhere(9.0), first=JULY, length=3)
    coming = [
        float(call(countryside.crop_still_in_the_field, month=m, **common)[0]) for m in range(12)
    ]
    assert coming == [0, 0, 0, 0, 0, 0, 6, pytest.approx(3), 0, 0, 0, 0]


def test_seed_lies_in_the_barn_from_harvest_to_sowing_and_not_after():
    waits = [
        float(call(countryside.seed_waits_for_the_spring, month=m, first=JULY, spring=SOWING))
        for m in range(12)
    ]
    assert [m for m in range(12) if not waits[m]] == [4, 5]


@pytest.mark.parametrize("left", [12.0, 9.0, 6.0, 3.0, 1.0])
def test_a_barn_that_suffices_to_the_new_bread_feeds_everybody_in_every_month(left: float):
    within = call(countryside.the_barn_must_last, stock=left * 3, coming=0.0, seed=0.0, left=left)
    eaten = call(
        countryside.people_eat_first,
        food=2.0, fodder=1.0, within=within, rural=100.0, subsistence=0.012,
    )  # fmt: skip
    assert eaten == pytest.approx(2)


def test_who_is_short_eats_less_before_he_starves_and_feeds_his_horse_less_still():
    common = dict(food=1.85, fodder=1.0, rural=100.0, subsistence=0.012)
    full, short, starved = (
        float(call(countryside.people_eat_first, **common, within=w)) for w in (2.9, 1.8, 0.9)
    )
    assert full > short > 1.2 > starved == pytest.approx(0.9)


def test_the_new_fields_get_the_seed_that_was_kept_and_the_rest_of_it_only_beside_bread():
    sown = countryside.spring_sows_what_was_kept
    common = dict(wanted=10.0, food=1.0, left=3.0, spring=1.0)
    assert call(sown, **common, kept=6.0, stock=8.0) == 6
    assert call(sown, **common, kept=6.0, stock=12.0) == 9
    assert call(sown, **common, kept=6.0, stock=20.0) == 10


def test_a_village_that_sells_nothing_still_sows_its_own_bread():
    own = everywhere(0.6)
    state = dict(goods=0.0, price=0.2, revolt=everywhere(1.0), burden=everywhere(0.9), share=0.0, method=2.0)
    assert (call(countryside.peasants_sow_what_pays, **state, own=own) == own).all()


def test_hunger_follows_bread_and_only_bread():
    eaten = jnp.linspace(0, 0.0185, len(REGIONS)) * 1e6
    hunger = call(
        supply.empty_barns_are_hunger,
        eaten=eaten,
        rural=everywhere(1e6),
        gardens=everywhere(0.0),
        farms=everywhere(0.0),
        relief=0.0,
    )
    assert (jnp.diff(hunger) < 0).all()
    assert hunger[-1] < 0.02
    assert hunger[0] > 0.95


def test_a_norm_laid_down_beforehand_takes_seed_and_food_after_a_bad_harvest():
    def taken(stock: float) -> float:
        return float(
            call(
                procurement.detachments_requisition,
                spare=everywhere(4e6),
                stock=everywhere(stock),
                reach=everywhere(1.0),
                revolt=everywhere(0.0),
                pressure=0.7,
                rail=0.6,
                season=1 / 7,
                found=everywhere(0.2),
                halt=0.4,
                method=float(procurement.METHODS.index("requisition")),
            )[0]
        )

    assert taken(2e6) > 0.9 * taken(4e6)
    assert taken(2e6) / 2e6 > taken(4e6) / 4e6
    assert taken(1e5) < 0.25e5


def test_want_of_trains_keeps_levied_grain_at_the_stations_where_it_rots():
    def rotten(rail: float) -> float:
        return float(call(procurement.grain_rots_at_the_stations, reserve=1e6, rail=rail))

    assert rotten(1.0) == 0
    assert rotten(0.8) < rotten(0.4) < 0.1e6


def test_starving_villages_barter_for_grain_as_hungry_towns_do():
    def offered(towns: float, villages: float) -> float:
        return float(
            call(
                procurement.grain_offered,
                surplus=everywhere(1e5), reach=everywhere(1.0), rail=0.5, kept=0.95, hunger=towns,
                villages=everywhere(villages), rural=everywhere(7e6), urban=everywhere(1e6), season=1.0,
            ).sum()
        )  # fmt: skip

    assert offered(0.0, 0.1) == pytest.approx(offered(0.7, 0.0))
    assert offered(0.0, 0.1) > offered(0.0, 0.0)


def test_worn_tools_lower_the_yield_and_full_works_do_not_raise_it():
    def crop(output: float) -> float:
        return float(
            call(
                countryside.standing_crop,
                sown=everywhere(1e6), war=0.0, technique=100.0, share=0.0, output=output, grain=0.88,
            ).sum()
        )  # fmt: skip

    assert crop(20.0) < 0.97 * crop(100.0)
    assert crop(150.0) == crop(100.0)


def test_nobody_requisitions_with_the_bread_of_two_years_in_store():
    state = dict(urban=everywhere(1.5e6), red=2e6, soldiers=0.0, norm=0.0185)
    assert call(procurement.full_stores_ask_for_less, **state, reserve=0.0) == 1
    assert call(procurement.full_stores_ask_for_less, **state, reserve=12e6) == 0


# -- histories ---------------------------------------------------------------------------------------------


class Seen:
    """Months of some histories: (month, region, history), or without the region."""

    def __init__(self, *interventions: Intervention):
        sim = simulator(BOOK)
        registry = sim.model.registry
        numbers = np.arange(HISTORIES, dtype=np.uint32)
        group = Group("seen", numbers, Schedule(registry, interventions))
        steps = []
        for step in walk(sim, group):
            steps.append(step)
            if step.number == month_number(LAST):
                break
        paths = (
            "countryside.stock",
            "countryside.sown",
            "countryside.crop",
            "population.epidemic",
            "supply.hunger",
            "population.rural",
            "procurement.method",
        )
        self.years: HarvestYears = harvest_years(registry, group, steps)
        self.dead = np.stack([s.seen[list(registry.outputs).index("deaths.famine")] for s in steps])
        self.of = {
            p: np.stack([np.asarray(s.after[p])[..., :HISTORIES] for s in steps]) for p in paths
        }

    def died(self, first: str, last: str) -> np.ndarray:
        """Dead of hunger between two months, (history,)."""
        return self.dead[month_number(first) : month_number(last) + 1].sum(0)


def between(operation: str, path: str, value, first: str, last: str) -> Intervention:
    return Intervention(operation, path, value, month_number(first), month_number(last))


@pytest.fixture(scope="module")
def free() -> Seen:
    return Seen()


@pytest.fixture(scope="module")
def without_levies() -> Seen:
    return Seen(between("forbid", "procurement.requisition", None, "1917-01", LAST))


@pytest.fixture(scope="module")
def detachments_take_nothing() -> Seen:
    """Requisition is decided on as ever, but neither norms nor what exceeds them are taken."""
    rule = "procurement.detachments_requisition"
    return Seen(
        *(between("hold", f"{rule}.{what}", 0.0, "1917-01", LAST) for what in ("norm", "excess"))
    )


@pytest.fixture(scope="module")
def without_drought() -> Seen:
    return Seen(between("hold", "outside.drought", 0.0, "1917-01", LAST))


@pytest.fixture(scope="module")
def under_quota() -> Seen:
    return Seen(
        between("force", "procurement.tax_in_kind", "yes", "1921-03", "1921-03"),
        between("force", "procurement.emergency_measures", "yes", "1926-07", "1926-07"),
        between("forbid", "procurement.return_to_market", None, "1926-07", LAST),
        between("hold", "planning.grain_wanted", 25.0, "1926-07", LAST),
        # A power that stores what it does not need, for a war or for ships, and is never full.
        between("hold", "procurement.state_buys_until_the_new_bread.carried", 60.0, "1926-07", LAST),
        between("hold", "procurement.quota_before_harvest.most", 0.5, "1926-07", LAST),
        between("hold", "procurement.the_quota_is_collected.hold", 1.0, "1926-07", LAST),
        between("hold", "procurement.pressure", 1.0, "1926-07", LAST),
    )


def test_no_famine_comes_in_a_calm_year_with_a_normal_crop(free: Seen):
    assert free.years.senseless.any(0).mean() <= 0.05


def test_no_famine_outlasts_the_new_bread_of_a_calm_year_with_a_normal_crop(free: Seen):
    calm = free.years.calm & free.years.normal
    assert calm.mean() > 0.05
    from_august = np.stack([free.dead[m + 1 : m + 12].sum(0) for m in free.years.begins])
    people = free.of["population.rural"].sum(1)[list(free.years.begins)]
    assert (calm & (from_august > FAMINE * people)).any(0).mean() <= 0.05


def test_a_country_without_levies_and_drought_has_no_famine():
    calm = Seen(
        between("forbid", "procurement.requisition", None, "1917-01", LAST),
        between("forbid", "procurement.emergency_measures", None, "1917-01", LAST),
        between("hold", "outside.drought", 0.0, "1917-01", LAST),
        between("hold", "civil_war.intensity", 0.0, "1917-01", LAST),
    )
    assert np.median(calm.died("1919-01", LAST)) < 1e5


def stores_and_hunger_before_the_new_bread(free: Seen) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Grain in the barns a head on the Volga, hunger a month later, and the month, from March to June."""
    stock = free.of["countryside.stock"][:-1, VOLGA] / free.of["population.rural"][:-1, VOLGA]
    hunger = free.of["supply.hunger"][1:, VOLGA]
    month = np.arange(1, len(free.dead)) % 12
    spring = (month >= 2) & (month <= JULY - 1)
    months = np.broadcast_to(month[:, None], hunger.shape)
    return stock[spring].ravel(), hunger[spring].ravel(), months[spring].ravel()


def rank_correlation(x: np.ndarray, y: np.ndarray) -> float:
    ranks = [a.argsort().argsort() for a in (x, y)]
    return float(np.corrcoef(*ranks)[0, 1])


def test_half_of_the_order_of_hunger_is_the_order_of_stores(free: Seen):
    stock, hunger, _ = stores_and_hunger_before_the_new_bread(free)
    assert rank_correlation(stock, hunger) < -0.5


def test_hunger_follows_stores_and_not_the_calendar(free: Seen):
    """Over months and histories hunger goes with what lay in the barns; the new bread ends it."""
    stock, hunger, month = stores_and_hunger_before_the_new_bread(free)
    by_store, by_month = rank_correlation(stock, hunger), rank_correlation(month, hunger)
    assert by_store < 0
    assert abs(by_store) > 3 * abs(by_month)

    grown = free.of["countryside.crop"] / free.of["population.rural"]
    good = grown[JULY + 3 :: 12, VOLGA] > 0.4
    in_july, in_autumn = (
        free.of["supply.hunger"][m::12, VOLGA][: len(good)] for m in (JULY, JULY + 3)
    )
    before = free.of["supply.hunger"][JULY - 1 :: 12, VOLGA][: len(good)]
    assert (in_july <= before + 0.02)[good].all()
    assert np.quantile(in_autumn[good], 0.95) < 0.15


def test_no_month_of_the_year_has_a_third_of_the_dead(free: Seen):
    by_month = np.array([free.dead[m::12].sum() for m in range(12)])
    assert by_month.max() < by_month.sum() / 3


def test_hunger_is_heavier_where_drought_struck_than_where_it_did_not(free: Seen):
    year = slice(month_number("1921-08"), month_number("1922-06") + 1)
    hunger = free.of["supply.hunger"][year].max(0)
    assert hunger[VOLGA].mean() > hunger[NORTH].mean() + 0.2


HUNGER_OF_1921 = ("1921-01", "1922-12")


def test_without_drought_the_hunger_of_1921_is_far_smaller(free: Seen, without_drought: Seen):
    with_both = free.died(*HUNGER_OF_1921).mean()
    assert with_both > 1e6
    assert without_drought.died(*HUNGER_OF_1921).mean() < 0.4 * with_both


def test_levies_shrink_the_fields_and_empty_the_barns_before_the_drought(
    free: Seen, detachments_take_nothing: Seen
):
    def of(seen: Seen, path: str, date: str) -> float:
        return float(seen.of[path][month_number(date)].sum(0).mean())

    for path, date, share in (
        ("countryside.sown", "1921-05", 0.92),
        ("countryside.stock", "1921-06", 0.75),
        ("countryside.crop", "1921-09", 0.92),
    ):
        assert of(free, path, date) < share * of(detachments_take_nothing, path, date)


def test_where_detachments_take_nothing_fewer_die_in_the_hunger_of_1921(
    free: Seen, detachments_take_nothing: Seen
):
    with_both = free.died(*HUNGER_OF_1921).mean()
    assert detachments_take_nothing.died(*HUNGER_OF_1921).mean() < 0.85 * with_both


def test_epidemics_are_worst_where_the_village_starves(free: Seen):
    summer = month_number("1922-06")
    epidemic = free.of["population.epidemic"][summer]
    starving = free.of["supply.hunger"][summer - 3 : summer].max(0)[VOLGA] > 0.4
    assert starving.mean() > 0.2
    assert (epidemic[VOLGA] - epidemic[NORTH])[starving].mean() > 0.05


@pytest.mark.xfail(
    reason="0.98: a power that may not requisition buys at fixed prices with notes that nobody takes: more villagers live, "
    "fewer townspeople, and it has no grain in store for the Volga",
    strict=True,
)
def test_without_levies_the_hunger_of_1921_is_smaller(free: Seen, without_levies: Seen):
    with_both = free.died(*HUNGER_OF_1921).mean()
    assert without_levies.died(*HUNGER_OF_1921).mean() < 0.7 * with_both


@pytest.mark.xfail(
    reason="five times as many die, 0.11 million in the mean of 64 histories instead of 0.2: what famine wins is not taken "
    "back in it, who went short in 1921-22 kept his horses, and who starves plants",
    strict=True,
)
def test_a_quota_above_the_surplus_starves_the_village(free: Seen, under_quota: Seen):
    span = ("1926-10", LAST)
    assert under_quota.died(*span).mean() > 5 * free.died(*span).mean() + 2e5
