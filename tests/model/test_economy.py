"""What the village, the state and the works do to one another, rule by rule."""

import jax.numpy as jnp
import pytest

from thermidor.engine.declare import DIMENSIONS, Parameter, Rule
from thermidor.model.economy import (
    collectivisation,
    countryside,
    foreign_trade,
    industry,
    labour,
    money,
    procurement,
    supply,
    transport,
)

REGIONS = len(DIMENSIONS["region"])
REQUISITION, QUOTA = (procurement.METHODS.index(way) for way in ("requisition", "quota"))


def call(rule: Rule, **inputs):
    """Evaluate a rule at its own point parameters; parameters of other rules are inputs."""
    own = {n: jnp.asarray(p.value) for n, p in rule.parameters.items() if isinstance(p, Parameter)}
    return rule.function(**{**own, **inputs})


def everywhere(x: float):
    return jnp.full(REGIONS, x)


def test_peasants_sow_less_the_more_is_taken():
    def sown(burden: float) -> float:
        return float(
            call(
                countryside.peasants_sow_what_pays,
                burden=everywhere(burden),
                goods=0.5,
                price=1.0,
                revolt=everywhere(0.0),
                share=0.0,
                method=2.0,
                own=everywhere(0.4),
            )[0]
        )

    assert sown(0.4) < sown(0.1) < 1


def test_dear_and_scarce_goods_keep_grain_in_the_barns():
    kept = procurement.peasants_keep_grain_back
    dear = call(kept, goods=0.3, price=0.35, printing=0.0, untaxed=0.0)
    assert dear > call(kept, goods=0.9, price=1.0, printing=0.0, untaxed=0.0)


@pytest.mark.parametrize(("correction", "war"), [(0.0, 0.0), (0.6, 1.0)])
def test_the_tax_in_kind_is_refused_by_the_deaf_and_hardly_taken_in_war(
    correction: float, war: float
):
    alarm = call(
        procurement.revolt_hunger_and_strikes_alarm,
        revolt=everywhere(0.3),
        strikers=1e5,
        workers=1.4e6,
        villages=everywhere(0.2),
        towns=0.4,
        rising=0.0,
    )
    common = dict(alarm=alarm, line=0.4, method=REQUISITION)
    turn = procurement.alarm_turns_requisition_into_tax
    assert (
        call(turn, **common, correction=correction, war=war)
        < call(turn, **common, correction=0.6, war=0.0) / 5
    )


def test_relief_needs_a_party_that_hears():
    inputs = dict(hunger=everywhere(0.4), rural=everywhere(5e6), reserve=2e6, norm=0.0185)
    assert call(supply.relief_where_hunger_may_be_named, **inputs, correction=0.0).sum() == 0
    assert call(supply.relief_where_hunger_may_be_named, **inputs, correction=0.6).sum() > 0


def test_scissors_open_when_farms_recover_before_works_and_a_policy_closes_them():
    state = dict(
        output=30.0,
        crop=everywhere(52e6 / REGIONS),
        hunger=0.02,
        villages=everywhere(0.0),
        trusts=1.0,
        normal_crop=58e6,
    )
    opened = call(money.scissors_open, **state, policy=0.0)
    assert 2 < opened < 5
    assert call(money.scissors_open, **state, policy=2.0) < opened


VILLAGE = dict(rural=everywhere(7e6), cattle=5e7, policy=0.0, normal_crop=58e6, herd=5e7, meat=0.35)


def test_prices_cut_by_order_make_a_goods_famine():
    wants = industry.village_wants_goods
    common = dict(VILLAGE, crop=everywhere(3.6e6), scissors=1.5)
    assert call(wants, **{**common, "policy": 1.0})[0] > call(wants, **{**common, "policy": 2.0})[0]


def test_dear_goods_are_bought_less_and_missed_all_the_same():
    def wants(scissors):
        return call(industry.village_wants_goods, **VILLAGE, crop=everywhere(3.6e6), scissors=scissors)

    (bought, missed), (bought_dear, missed_dear) = wants(1.0), wants(3.0)
    assert bought_dear < 0.7 * bought
    assert missed_dear == missed == bought


def test_a_village_that_reaps_more_buys_more():
    def bought(crop):
        return call(industry.village_wants_goods, **VILLAGE, crop=everywhere(crop), scissors=1.5)[0]

    assert bought(4.2e6) > 1.1 * bought(3.4e6)


def test_towns_buy_as_they_are_paid_and_come_first_where_the_state_alone_hands_out():
    def towns(wage, way, goods=400.0):
        state = dict(soldiers=0.0, red=5e5, urban=everywhere(1.6e6), goods=goods)
        return call(industry.who_gets_goods, **state, wage=wage, method=float(procurement.METHODS.index(way)))[1]

    assert towns(50.0, "market") < 0.6 * towns(100.0, "market")
    assert towns(100.0, "quota", 200.0) > 1.2 * towns(100.0, "market", 200.0)


@pytest.mark.parametrize(
    ("way", "power", "soldiers", "war", "left"),
    [
        ("purchase", 1.0, 9e6, 0.0, "purchase"),
        ("purchase", 1.0, 1e6, 0.5, "purchase"),
        ("purchase", 1.0, 1e6, 0.0, "market"),
        ("quota", 1.0, 1e6, 0.0, "quota"),
        ("quota", 0.0, 1e6, 0.0, "market"),
    ],
)
def test_grain_is_left_to_the_market_by_peace_and_where_soviets_do_not_rule(
    way: str, power: float, soldiers: float, war: float, left: str
):
    code = procurement.METHODS.index
    new = call(
        procurement.peace_leaves_grain_to_the_market,
        way=jnp.float32(code(way)),
        power=power,
        soldiers=soldiers,
        urban=everywhere(25e6 / REGIONS),
        war=war,
    )
    assert new == code(left)


def test_the_return_to_the_market_revokes_quotas_and_nothing_else():
    def way(method: int):
        return call(
            procurement.the_way_decided_on, method=method, seize=0.0, tax=0.0, quota=0.0, back=1.0
        )

    assert way(QUOTA) == procurement.METHODS.index("market")
    assert way(REQUISITION) == REQUISITION


def test_people_eat_before_animals_and_leave_the_seed():
    barn = call(
        countryside.the_barn_must_last,
        stock=everywhere(10.0),
        coming=everywhere(0.0),
        seed=everywhere(4.0),
        left=1.0,
    )
    assert barn[0] == 6
    eaten = call(
        countryside.people_eat_first,
        food=everywhere(5.0),
        fodder=everywhere(5.0),
        within=barn,
        rural=everywhere(4.0),
        subsistence=1.0,
    )
    given = call(countryside.animals_get_the_rest, within=barn, eaten=eaten, wanted=everywhere(5.0))
    assert 4 < eaten[0] < 5
    assert eaten[0] + given[0] == 6


def test_a_field_without_seed_stays_fallow():
    sown = call(
        countryside.no_field_without_seed,
        sown=everywhere(1e6),
        area=everywhere(2e6),
        wanted=everywhere(1e5),
        used=everywhere(5e4),
        spring=1.0,
    )
    assert sown[0] == 1e6


def test_a_retreat_ends_the_drive_and_never_lowers_relief():
    common = dict(campaign=1.0, power=1.0, start=1.0, share=0.5)
    assert call(collectivisation.a_drive_lasts_until_a_retreat, **common, stop=0.0) == 1
    assert call(collectivisation.a_drive_lasts_until_a_retreat, **common, stop=1.0) == 0
    left = call(
        collectivisation.relief_until_it_fades, relief=0.5, stop=1.0, granted=0.45, faded=0.02
    )
    assert left == 0.5


def test_a_new_currency_is_issued_once_unless_it_becomes_worthless_too():
    def chance(level: float, reformed: float):
        state = dict(level=level, method=2.0, war=0.0, front=0.0, deficit=10.0)
        return call(money.sound_money_after_war, **state, reformed=reformed)

    assert chance(1e4, 0.0) > 0.04
    assert chance(1.7, 1.0) < 1e-6
    assert chance(1e4, 1.0) > 0.04


def test_ruin_forces_the_turn_on_a_power_that_hears_nothing_and_war_delays_it():
    def chance(alarm: float, spent: float, war: float = 0.0):
        return call(
            procurement.ruin_forces_the_turn,
            alarm=alarm,
            spent=spent,
            war=war,
            method=REQUISITION,
            waiting=0.93,
        )

    assert "correction" not in procurement.ruin_forces_the_turn.reads
    assert chance(0.3, 0.3) > 3 * chance(0.15, 0.15) > 0
    assert chance(0.3, 0.3, war=0.8) < chance(0.3, 0.3) / 3


def test_fallow_fields_and_empty_works_are_what_requisition_has_spent():
    def spent(sown: float, workers: float):
        return call(
            procurement.requisition_spends_what_it_lives_on,
            sown=everywhere(sown),
            workers=workers,
            fields=everywhere(6e6),
            hands=3.3e6,
        )

    assert spent(6e6, 3.3e6) == 0
    assert spent(5e6, 3.3e6) == pytest.approx(1 / 6, rel=1e-5)
    assert spent(5e6, 1.5e6) > spent(5e6, 3.3e6)


def test_outbursts_end_seizure_until_the_village_is_enclosed():
    end = procurement.outbursts_end_seizure
    assert call(end, alarm=0.3, share=0.0, drive=0.0, method=QUOTA) > 0.05
    assert call(end, alarm=0.3, share=1.0, drive=0.0, method=QUOTA) == 0
    assert call(end, alarm=0.3, share=0.0, drive=0.0, method=REQUISITION) == 0


def test_detachments_are_not_sent_after_the_civil_war_is_decided():
    def chance(outcome: float):
        return call(
            procurement.towns_take_what_they_cannot_buy,
            power=1.0,
            hunger=0.5,
            goods=0.1,
            line=0.0,
            war=0.2,
            outcome=outcome,
            method=2.0,
        )

    assert chance(0.0) > 0.05
    assert chance(1.0) == 0


def test_queues_stop_exports_and_dying_villages_only_where_they_are_heard():
    def factor(towns: float, villages: float, fast: float, correction: float):
        return call(
            foreign_trade.hunger_stops_the_ships,
            towns=towns,
            villages=everywhere(villages),
            fast=fast,
            correction=correction,
        )

    assert factor(0.0, 0.0, 0.0, 0.3) == 1
    assert factor(0.25, 0.0, 0.0, 0.0) < 0.05
    assert factor(0.1, 0.0, 1.0, 0.0) > 0.6
    assert 0.6 < factor(0.0, 0.1, 0.0, 0.0) < 1
    assert factor(0.0, 0.1, 0.0, 0.8) < 0.1


def test_exports_pay_for_what_is_wanted_in_more_tonnes_the_cheaper_grain_is_and_do_not_follow_the_barns():
    def exported(reserve: float, machines: float, crisis: float = 0.0):
        asked = call(
            foreign_trade.grain_is_asked_for_machines,
            machines=machines,
            cotton=20.0,
            earned=45.0,
            crisis=crisis,
            method=2.0,
            blockade=0.0,
            price=45.0,
        )
        return call(
            foreign_trade.grain_pays_for_machines,
            asked=asked,
            reserve=reserve,
            urban=everywhere(1.5e6),
            red=5e5,
            fast=0.0,
            norm=0.0185,
        )

    assert exported(4e6, 32.0) == exported(5e6, 32.0) > exported(4e6, 26.0)
    assert exported(9e6, 32.0, crisis=1.0) == pytest.approx(2 * exported(9e6, 32.0))
    assert exported(9e6, 20.0) == 0
    assert exported(1.2e6, 90.0) < exported(4e6, 90.0)


def test_notes_that_nobody_takes_are_not_printed_where_rations_pay():
    kind = money.who_takes_no_notes_is_paid_in_kind
    assert call(kind, level=20.0, method=REQUISITION) < 0.05
    assert call(kind, level=16800.0, method=REQUISITION) > 0.9
    assert call(kind, level=16800.0, method=2.0) < 1e-4
    assert call(money.notes_pay_what_rations_do_not, gap=100.0, kind=0.9) == pytest.approx(10.0)


def test_notes_that_buy_nothing_end_even_where_trade_is_free():
    """Sooner or later the presses bring nothing: the level of prices is bounded without a bound."""
    kind = money.who_takes_no_notes_is_paid_in_kind
    assert call(kind, level=1e7, method=2.0) < 0.01
    assert call(kind, level=1e12, method=2.0) > 0.99


def test_a_short_crop_makes_bread_dear_more_than_in_proportion():
    def scissors(crop: float):
        return call(
            money.scissors_open,
            output=30.0,
            crop=everywhere(crop / REGIONS),
            hunger=0.0,
            villages=everywhere(0.0),
            trusts=1.0,
            policy=0.0,
            normal_crop=58e6,
        )

    assert scissors(58e6) / scissors(58e6 * 0.7) == pytest.approx(1 / 0.7**2, rel=1e-4)


def test_works_that_live_from_sales_keep_no_idle_hands():
    def jobs(method: float, fuel: float = 0.4):
        return call(
            labour.plant_offers_jobs,
            capital=1.0,
            fuel=fuel,
            norms=1.0,
            method=method,
            strain=0.0,
            provisional=0.0,
            participation=0.0,
            lockout=0.1,
        )

    assert jobs(2.0) < jobs(QUOTA)
    assert jobs(2.0, fuel=1.0) == jobs(QUOTA, fuel=1.0)


def test_the_wage_follows_goods_for_each_townsman_without_a_ceiling():
    def wage(light: float, townspeople: float):
        return call(
            labour.wages_buy_what_there_is,
            output=light,
            hunger=0.0,
            growth=0.0,
            given=1.0,
            unions=0.0,
            unemployed=0.0,
            workers=3e6,
            urban=everywhere(townspeople / REGIONS),
            start=everywhere(24e6 / REGIONS),
        )

    assert wage(100.0, 24e6) == pytest.approx(102, rel=1e-4)
    assert wage(160.0, 24e6) > wage(120.0, 24e6) > wage(120.0, 30e6)


def test_engines_wear_out_in_war_and_stand_at_five_in_six_in_peace():
    def change(rail: float, war: float, fuel: float, works: float):
        return call(
            transport.locomotives_break_and_are_mended,
            rail=rail,
            war=war,
            front=0.0,
            fuel=fuel,
            heavy=works,
            output=works,
            orders=0.0,
        )

    assert abs(change(5 / 6, 0.0, 1.0, 100.0)) < 1e-3
    assert change(0.41, 0.8, 0.3, 25.0) < 0 < change(0.41, 0.0, 0.3, 25.0)


def test_a_policy_on_the_scissors_is_not_chosen_twice():
    state = dict(scissors=3.0, line=0.5, fast=0.5, correction=0.8, power=1.0, method=2.0)
    chances = [
        call(industry.scissors_ask_for_a_policy, **state, policy=float(k))
        for k in range(len(industry.POLICIES))
    ]
    assert [(cut > 0, plan > 0) for cut, plan in chances] == [
        (True, True),
        (False, True),
        (False, False),
    ]
