"""What the state wants of the village, pays, takes and gives back, and what the village does, rule by rule."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
import pytest

from thermidor.engine.declare import DIMENSIONS, Parameter, Rule
from thermidor.experiments.priors import draw_parameters
from thermidor.model.economy import collectivisation, countryside, planning, procurement, supply
from thermidor.model.society import population
from thermidor.theories import lequenne

REGIONS = len(DIMENSIONS["region"])
WAY = {name: float(code) for code, name in enumerate(procurement.METHODS)}
JULY, NOVEMBER, JUNE = 6.0, 10.0, 5.0


def call(rule: Rule, **inputs):
    """Evaluate a rule at its own point parameters; parameters of other rules are inputs."""
    own = {n: jnp.asarray(p.value) for n, p in rule.parameters.items() if isinstance(p, Parameter)}
    return rule.function(**{**own, **inputs})


def everywhere(x: float):
    return jnp.full(REGIONS, x)


# -- prices and the strike of the sellers -------------------------------------------------------------------


def test_a_gap_between_market_and_state_halves_what_the_state_gets():
    draws = procurement.gap_draws_grain_from_the_state
    assert call(draws, market=0.6, paid=0.6) == 1
    assert 0.4 < call(draws, market=1.0, paid=0.6) < 0.65


def test_money_without_goods_bids_for_bread():
    def price(goods: float, hunger: float = 0.0) -> float:
        state = dict(price=0.7, scissors=1.5, villages=everywhere(0.0))
        return float(call(procurement.bread_finds_its_price, **state, goods=goods, hunger=hunger))

    assert price(0.3) > price(0.9)
    assert price(0.9, hunger=0.5) > price(0.9)


def state_price(
    fast: float = 0.0,
    line: float = 0.0,
    shortfall: float = 0.0,
    printing: float = 0.0,
    raised: float = 0.0,
):
    return float(
        call(
            procurement.state_sets_its_price, paid=0.6, market=0.8, fast=fast, line=line,
            shortfall=shortfall, printing=printing, raised=raised,
        )
    )  # fmt: skip


def test_a_hasty_plan_pays_less_and_a_line_that_spares_the_village_more_when_grain_does_not_come():
    assert state_price(fast=0.6) < state_price(fast=0.0)
    assert state_price(fast=0.6, line=0.5, shortfall=0.5) > state_price(
        fast=0.6, line=-0.5, shortfall=0.5
    )


def test_the_return_from_seizure_raises_the_price_by_a_fifth():
    assert state_price(raised=1.0) == pytest.approx(1.2 * state_price())


def test_fixed_prices_melt_with_the_notes():
    assert state_price(printing=0.2) < 0.85 * state_price()


def test_no_tax_in_money_no_grain_for_money():
    kept = procurement.peasants_keep_grain_back
    state = dict(goods=0.2, price=0.7, printing=0.0)
    assert call(kept, **state, untaxed=1.0) > call(kept, **state, untaxed=0.0) + 0.1


def test_dear_bread_is_sold_from_the_table_too():
    def surplus(price: float) -> float:
        state = dict(stock=10.0, coming=0.0, food=1.0, fodder=0.5, seed=2.0, left=6.0, oats=0.6)
        return float(call(countryside.grain_beyond_own_needs, **state, price=price))

    assert surplus(2.0) > surplus(1.0) > surplus(0.3) > 0


# -- what the state wants -----------------------------------------------------------------------------------


def test_success_becomes_the_plan_only_in_haste_or_where_the_barns_are_common():
    wanted = procurement.success_becomes_the_plan
    common = dict(needed=10e6, success=15e6)
    assert call(wanted, **common, fast=-0.5, farms=0.0) == 10e6
    assert call(wanted, **common, fast=0.8, farms=0.0) > 15e6
    assert call(wanted, **common, fast=0.0, farms=0.9) > 17e6
    assert call(wanted, **common, fast=1.0, farms=0.0) == pytest.approx(18e6)
    assert call(wanted, **{**common, "needed": 20e6}, fast=1.0, farms=1.0) == 20e6


def planned(override=0.0, fast=0.0, base=70e6, **changes) -> float:
    state = dict(
        urban=everywhere(1.6e6), reach=everywhere(1.0), red=5e5, soldiers=0.0, ships=0.1, method=WAY["quota"],
        output=100.0, bread=0.018, soldier=0.024, bought=0.75, works=0.004,
    )  # fmt: skip
    needed = call(planning.towns_armies_and_ships_want_grain, **{**state, **changes})
    good = everywhere(base / REGIONS)
    return float(
        call(
            planning.the_good_year_is_asked_for_again,
            needed=needed,
            override=override,
            fast=fast,
            base=good,
        )
    )


def test_the_plan_wants_grain_for_towns_armies_and_ships_and_no_surplus():
    assert planned(urban=everywhere(2.4e6)) > planned()
    assert planned(red=2e6) > planned()
    assert planned(ships=0.4) > planned()
    assert planned(method=WAY["market"]) < planned()
    assert planned(output=40.0) < planned()
    assert planned(fast=0.8) > planned() == planned(base=0.0)
    for rule in (
        planning.towns_armies_and_ships_want_grain,
        planning.the_good_year_is_asked_for_again,
    ):
        assert not any(
            "surplus" in source or "crop" in source for source in map(str, rule.reads.values())
        )


def test_the_state_needs_what_is_planned_and_what_villages_buy_back():
    assert call(procurement.what_the_state_needs, planned=8.0, bought=2e5) == pytest.approx(10.4e6)


def quota(
    month: float, before: float, base: float = 5e6, relief: float = 0.0, wanted: float = 16e6
):
    return call(
        procurement.quota_before_harvest, quota=everywhere(before), spare=everywhere(1.5e6), base=everywhere(base),
        wanted=wanted, month=month, relief=relief, method=WAY["quota"], first=JULY,
    )  # fmt: skip


def test_a_quota_is_laid_before_the_harvest_and_stands_through_it():
    assert quota(JUNE, 2e5)[0] == pytest.approx(1e6)
    assert quota(9.0, 2e5)[0] == 2e5
    assert quota(9.0, 0.0)[0] == pytest.approx(1e6)


def test_a_quota_is_bounded_by_the_remembered_crop_and_lightened_by_a_retreat():
    assert quota(JUNE, 0.0, wanted=90e6)[0] == pytest.approx(0.37 * 5e6)
    assert quota(JUNE, 0.0, relief=0.45)[0] < 0.8 * quota(JUNE, 0.0)[0]


def test_famine_proves_the_failure_that_bad_crops_do_not():
    norm = procurement.a_good_crop_becomes_the_norm
    bad = dict(crop=everywhere(2e6), base=everywhere(4e6))
    starving, fed = (call(norm, **bad, hunger=everywhere(h))[0] for h in (0.3, 0.0))
    assert starving < 2 * fed < 0
    assert (
        -fed
        < 0.05 * 2e6
        < call(norm, crop=everywhere(4e6), base=everywhere(2e6), hunger=everywhere(0.0))[0]
    )


def collected(stock: float, farms: float = 0.5, pressure: float = 0.6) -> float:
    found = call(
        procurement.what_searches_find,
        poor=0.3,
        rich=0.1,
        farms=everywhere(farms),
        law=0.0,
        force=0.0,
    )
    return float(
        call(
            procurement.the_quota_is_collected, quota=everywhere(1.2e6), stock=everywhere(stock), farms=everywhere(farms),
            pressure=pressure, reach=everywhere(1.0), revolt=everywhere(0.0), season=1 / 7, found=found, sealed=0.7,
        )[0]
    )  # fmt: skip


def test_the_quota_takes_no_notice_of_a_failed_harvest_until_little_is_left():
    assert collected(4e6) == collected(2e6)
    assert collected(1e5) / 1e5 > collected(4e6) / 4e6


def test_farms_deliver_more_than_households_and_hide_less():
    assert collected(4e6, farms=1.0) > collected(4e6, farms=0.0)
    assert collected(1e5, farms=1.0) > 1.3 * collected(1e5, farms=0.0)


def test_the_poor_tell_officials_tied_to_the_rich_do_not_look_and_a_deadly_law_opens_pits():
    def found(**changes) -> float:
        state = dict(poor=0.3, rich=0.1, law=0.0, force=0.0, farms=everywhere(0.0))
        return float(call(procurement.what_searches_find, **{**state, **changes})[0])

    assert found(poor=0.6) > found()
    assert found(rich=0.2) < found() < found(rich=0.2, force=1.0)
    assert found(law=1.0) > found()


def test_a_campaign_is_counted_anew_each_july_and_its_sum_becomes_the_success():
    def count(month: float):
        got = dict(levied=everywhere(1e4), bought=everywhere(0.0), collected=8e6, success=5e6)
        return call(
            procurement.a_campaign_is_counted_from_harvest_to_harvest,
            month=month,
            **got,
            first=JULY,
        )

    assert count(JULY) == (pytest.approx(1e4 * REGIONS), 8e6)
    assert count(8.0) == (pytest.approx(8e6 + 1e4 * REGIONS), 5e6)


def test_a_campaign_lags_where_december_has_brought_a_third_of_the_year():
    lag = procurement.a_campaign_lags
    common = dict(month=11.0, wanted=12e6, shortfall=0.0, first=JULY)
    assert call(lag, **common, collected=8e6) == 0
    assert call(lag, **common, collected=4e6) > 0.1


def seized(shortfall: float, line: float, fast: float) -> float:
    state = dict(hunger=0.0, power=1.0, method=WAY["market"])
    return float(
        call(
            procurement.withheld_grain_is_seized, shortfall=shortfall, line=line, fast=fast, **state
        )
    )


def test_seizure_answers_a_lagging_campaign_and_the_right_hardly_ever_seizes():
    assert seized(0.4, -0.3, 0.5) > 0.1
    assert seized(0.0, -0.3, 0.5) == 0
    assert seized(0.1, 0.5, 0.0) < 0.002


def test_hunger_in_common_fields_is_called_theft_and_judges_wear_the_law_down():
    chance = procurement.hunger_in_common_fields_is_called_theft
    state = dict(shortfall=0.3, terror=0.3, correction=0.0, law=0.0)
    assert call(chance, **state, hunger=everywhere(0.2), farms=0.6) > 0.1
    assert call(chance, **state, hunger=everywhere(0.2), farms=0.0) == 0
    assert call(procurement.judges_wear_a_law_down, law=1.0, passed=0.0) < 1


# -- the drive ----------------------------------------------------------------------------------------------


def enclosed(**changes) -> float:
    state = dict(
        line=-0.3, fast=0.6, correction=0.0, deciders=1.6, shortfall=0.3, revolt=everywhere(0.0), relief=0.0,
        method=WAY["quota"], campaign=0.0,
    )  # fmt: skip
    return float(call(collectivisation.crisis_answered_by_enclosure, **{**state, **changes}))


def test_the_drive_answers_crisis_plan_and_line_and_has_other_ways_out():
    assert enclosed() > 0.3
    assert enclosed(shortfall=0.0) < 0.6 * enclosed()
    assert enclosed(line=0.5, fast=0.1) < 0.02 * enclosed()
    assert enclosed(deciders=7.0) < 0.3 * enclosed()
    assert enclosed(method=WAY["market"]) == 0
    assert enclosed(correction=1.0) == 0


def test_each_level_outbids_the_next_until_the_drive_is_stopped():
    def tempo(before: float, campaign: float = 1.0, relief: float = 0.0) -> float:
        state = dict(fast=0.5, correction=0.0, share=0.1)
        rule = collectivisation.results_reported_advance_the_deadlines
        return float(call(rule, tempo=before, campaign=campaign, relief=relief, **state))

    first = tempo(0.0)
    assert first < tempo(first) < tempo(tempo(first)) <= 1
    assert tempo(0.5, campaign=0.0) == 0
    assert tempo(0.3, relief=0.4) < tempo(0.3)


def test_two_humps_in_at_a_rush_and_out_when_the_brake_is_on():
    farms, tempo = everywhere(0.05), 0.0
    state = dict(terror=0.2, poor=0.3, quota=everywhere(7e5), base=everywhere(5e6))
    for _ in range(4):
        tempo = float(
            call(
                collectivisation.results_reported_advance_the_deadlines,
                tempo=tempo, campaign=1.0, fast=0.5, correction=0.0, share=float(farms[0]), relief=0.0,
            )
        )  # fmt: skip
        farms += call(
            collectivisation.villages_are_driven_in, farms=farms, campaign=1.0, tempo=tempo, **state
        )
    top = float(farms[0])
    for _ in range(5):
        out = call(
            collectivisation.members_leave, farms=farms, campaign=0.0, settled=0.02, poor=0.28,
            hunger=everywhere(0.0), relief=0.4, method=WAY["quota"],
        )  # fmt: skip
        farms -= out
    assert 0.35 < top < 0.8
    assert 0.15 < float(farms[0]) < 0.35


def test_coercion_is_what_holds_them():
    leave = collectivisation.members_leave
    state = dict(farms=everywhere(0.6), campaign=0.0, settled=0.1, poor=0.3, hunger=everywhere(0.0))
    held = call(leave, **state, relief=0.0, method=WAY["quota"])[0]
    relaxed = call(leave, **state, relief=0.45, method=WAY["quota"])[0]
    free = call(leave, **state, relief=0.0, method=WAY["market"])[0]
    assert held == 0 < relaxed < free


def test_a_power_that_hears_nothing_still_answers_a_famine_within_some_two_years_whatever_is_drawn():
    registry = lequenne().registry
    drawn = draw_parameters(registry, np.arange(400), 0)
    of = {name: drawn[:, registry.parameter_place[path]].ravel() for name, path in (
        ("rate", "collectivisation.disaster_forces_retreat.rate"),
        ("famine", "collectivisation.disaster_forces_retreat.famine"),
        ("floor", "collectivisation.disaster_forces_retreat.floor"),
    )}  # fmt: skip
    hunger = 0.2
    chance = of["rate"] * of["famine"] * of["floor"] * hunger
    assert (1 - (1 - chance) ** 24 > 0.5).mean() > 0.98
    assert np.quantile(chance, 0.95) < 0.5


def test_too_few_kulaks_make_kulaks_of_others():
    stretch = collectivisation.quota_of_kulaks_stretches_the_label
    assert (
        call(stretch, drive=0.5, tempo=0.5, rich=0.02)
        > call(stretch, drive=0.5, tempo=0.5, rich=0.15)
        > 0
    )
    assert call(stretch, drive=0.0, tempo=0.0, rich=0.02) == 0


def test_the_deported_are_taken_from_the_rural_people_and_rebels_first():
    state = dict(
        rural=everywhere(7e6), drive=0.5, tempo=0.5, quota=everywhere(0.0), base=everywhere(5e6), shortfall=0.0,
        law=0.0, farms=everywhere(0.3),
    )  # fmt: skip
    gone = collectivisation.kulaks_and_rebels_are_deported
    assert (
        call(gone, **state, revolt=everywhere(0.5))[0]
        > call(gone, **state, revolt=everywhere(0.0))[0]
        > 0
    )


def test_the_rush_stops_where_the_country_rises_against_it():
    def chance(revolt: float, tempo: float) -> float:
        state = dict(
            hunger=everywhere(0.0), correction=0.0, line=-0.2, relief=0.0, method=WAY["quota"]
        )
        return float(
            call(
                collectivisation.disaster_forces_retreat,
                revolt=everywhere(revolt),
                tempo=tempo,
                **state,
            )
        )

    assert chance(0.15, 0.6) > 0.2
    assert chance(0.15, 0.1) < 0.1
    assert chance(0.0, 0.6) == 0


def test_machines_help_from_the_west_and_a_voice_make_volunteers():
    def entering(technique: float, west: float, elected: float) -> float:
        state = dict(
            farms=everywhere(0.01), pressure=0.3, relief=0.0, power=1.0, method=WAY["market"]
        )
        where = jnp.zeros(12).at[0].set(west)
        rule = collectivisation.who_stays_outside_pays_or_enters
        return float(call(rule, **state, technique=technique, elected=elected, west=where)[0])

    alone = entering(80.0, 0.0, 0.6)
    assert alone < 0.0003
    assert entering(200.0, 0.0, 0.6) > alone
    assert entering(80.0, 1.0, 0.6) > 2 * alone
    assert entering(80.0, 1.0, 0.0) == alone


def test_force_goes_on_when_everybody_is_inside():
    force = collectivisation.force_goes_on_inside_the_farms
    inside = dict(drive=0.0, law=0.0, pressure=0.8, method=WAY["quota"])
    assert call(force, **inside, shortfall=0.4) > 0.1
    assert call(force, **inside, shortfall=0.0) == 0


# -- herds, layers and hunger -------------------------------------------------------------------------------


def test_cattle_fall_in_the_rush_and_recover_when_farms_have_settled():
    def change(**state) -> float:
        calm = dict(
            cattle=40e6,
            fed=1.0,
            war=0.0,
            hunger=everywhere(0.0),
            tempo=0.0,
            share=0.7,
            settled=0.8,
        )
        return float(call(countryside.cattle_live_and_die, **{**calm, **state}))

    assert change(tempo=0.6, share=0.4, settled=0.0) < -1e6
    assert change() > 0


def test_no_layer_of_the_village_stays_at_a_bound():
    """Poor and rich settle inside, from either side, on the market and under levies."""
    for way in ("market", "quota"):
        ends = []
        for rich, poor in ((0.0, 0.9), (0.4, 0.05)):
            for _ in range(600):
                middle = 1 - rich - poor
                rich += float(
                    call(
                        countryside.village_divides, rich=rich, middle=middle, method=WAY[way], price=0.7, land=1.0,
                        line=0.1, drive=0.0,
                    )
                )  # fmt: skip
                poor += float(
                    call(
                        countryside.the_poor_rise_and_the_middle_falls, poor=poor, middle=middle, land=1.0,
                        horses=30e6, hunger=everywhere(0.0), share=0.0, usual=33e6,
                    )
                )  # fmt: skip
            ends.append((rich, poor))
        (a, b), (c, d) = ends
        assert a == pytest.approx(c, abs=0.01)
        assert b == pytest.approx(d, abs=0.01)
        assert 0.01 < a < 0.25
        assert 0.2 < b < 0.45


def test_lost_horses_make_poor_households():
    state = dict(poor=0.3, middle=0.6, land=1.0, hunger=everywhere(0.0), share=0.0, usual=33e6)
    fall = countryside.the_poor_rise_and_the_middle_falls
    assert call(fall, **state, horses=20e6) > call(fall, **state, horses=33e6)


def test_the_poor_buy_back_only_what_towns_do_not_need():
    state = dict(
        poor=0.3, rural=everywhere(7e6), need=4e5, reach=everywhere(1.0), sealed=0.0, method=WAY["market"], norm=0.0185,
    )  # fmt: skip
    back = supply.the_poor_buy_back_in_spring
    assert call(back, **state, reserve=4e5).sum() == 0
    assert call(back, **state, reserve=3e6).sum() > 1e5
    assert call(back, **{**state, "sealed": 1.0}, reserve=3e6).sum() == 0


def test_seed_is_lent_before_sowing_where_barns_are_empty():
    def lent(month: float, stock: float, reserve: float = 3e6) -> float:
        state = dict(
            sown=everywhere(6e6),
            reach=everywhere(1.0),
            power=1.0,
            spring=3.0,
            grain=0.88,
            seed=0.125,
        )
        rule = supply.seed_is_lent_where_barns_are_empty
        return float(
            call(rule, month=month, stock=everywhere(stock), reserve=reserve, **state).sum()
        )

    assert lent(2.0, 1e5) > 1e6 > 0.9e6 > lent(2.0, 1e5, reserve=1e6) > 0
    assert lent(2.0, 2e6) == 0
    assert lent(8.0, 1e5) == 0


def test_hunger_kills_no_more_than_one_in_thirty_in_a_month():
    def dead(hunger: float, sealed: float = 0.0) -> float:
        state = dict(rural=everywhere(7e6), hunger=everywhere(hunger))
        return float(call(population.village_famine, **state, sealed=sealed)[0]) / 7e6

    assert dead(0.1) == 0
    assert 0 < dead(0.3) < dead(0.6) < dead(1.0, sealed=1.0) < 0.035
    assert dead(0.5, sealed=1.0) > dead(0.5)


def test_cards_give_workers_twice_what_others_get():
    share = supply.workers_eat_before_others
    assert call(share, eaten=0.5, cards=0.0) == 0.5
    assert call(share, eaten=0.5, cards=1.0) > 0.65
    assert call(share, eaten=1.0, cards=1.0) == 1


def test_cards_come_with_seizure_and_go_with_the_right_to_sell():
    def cards(method: str, relief: float = 0.0) -> float:
        state = dict(market=1.0, paid=0.6, hunger=0.0, shortfall=0.3)
        return float(
            call(supply.cards_come_and_go, **state, relief=relief, method=WAY[method], least=0.1)
        )

    assert cards("market") == 0
    assert cards("quota") > 0.3 > cards("quota", relief=0.5)


def test_the_world_feeds_the_starving_it_can_see():
    state = dict(hunger=everywhere(0.4), rural=everywhere(7e6), blockade=0.0, norm=0.0185)
    aid = supply.the_world_feeds_whom_it_sees
    assert call(aid, **state, known=0.6, accuracy=0.6, sealed=0.0).sum() > 5e4
    assert call(aid, **state, known=0.6, accuracy=0.6, sealed=1.0).sum() == 0


def test_districts_are_closed_by_a_power_that_hears_nothing_and_opened_by_new_bread():
    shut = supply.flight_from_the_farms_is_forbidden
    state = dict(hunger=everywhere(0.2), shortfall=0.3, method=WAY["quota"], sealed=0.0)
    assert call(shut, **state, farms=everywhere(0.7), correction=0.0) > 0.2
    assert call(shut, **state, farms=everywhere(0.7), correction=1.0) == 0
    opened = supply.roads_open_when_the_dying_is_over
    fed = call(opened, sealed=1.0, closed=0.0, hunger=everywhere(0.0))
    assert fed < call(opened, sealed=1.0, closed=0.0, hunger=everywhere(0.3)) < 1


def test_under_quotas_those_outside_sow_as_they_are_told_and_farms_plough_up_more():
    def sown(way: str, share: float) -> float:
        state = dict(
            burden=everywhere(0.3),
            goods=0.8,
            price=0.6,
            revolt=everywhere(0.0),
            own=everywhere(0.4),
        )
        part = call(countryside.peasants_sow_what_pays, method=WAY[way], share=share, **state)
        room = call(
            countryside.room_to_sow,
            rural=everywhere(7e6),
            share=share,
            first=everywhere(7e6),
            area=everywhere(6e6),
        )
        return float((part * room).sum())

    assert sown("market", 0.0) < sown("quota", 0.0) < sown("quota", 0.9)


def test_what_a_retreat_has_granted_is_let_be_once_all_are_inside():
    assert faded(share=0.95) < 0.4 * faded(share=0.1)


def faded(share: float = 0.5, hunger: float = 0.0) -> float:
    state = dict(relief=0.4, fast=0.5, shortfall=0.3, famine=2.0)
    return float(
        call(collectivisation.relief_fades, **state, share=share, hunger=everywhere(hunger))
    )


def test_what_famine_has_won_is_not_taken_back_while_villages_starve():
    assert faded(hunger=0.5) == 0 < faded(hunger=0.25) < 0.6 * faded()


def test_a_state_that_has_more_than_a_season_in_store_over_the_harvest_asks_less():
    asks, asked = procurement.what_lies_in_store_is_not_asked_again, 18e6

    def wanted(reserve: float, month: float, collected: float) -> float:
        given = dict(reserve=reserve, collected=collected, month=month, first=JULY, carried=3.0)
        return float(call(asks, asked=asked, **given))

    # What is got in autumn for the year is no plenty; what lay there in July is, until it is eaten.
    assert (
        wanted(3e6, JULY, 17e6) == wanted(7.5e6, NOVEMBER, 10e6) == wanted(3e6, JUNE, 17e6) == asked
    )
    assert wanted(15e6, JULY, 0.0) == pytest.approx(7.5e6)
    assert wanted(15e6 + 4e6 - asked / 3, NOVEMBER, 4e6) == pytest.approx(7.5e6)
    assert wanted(60e6, JUNE, 18e6) == 0


def test_who_has_starved_plants_and_needs_less_bread_where_a_plot_is_let():
    def planted(hunger: float, farms: float, relief: float, springs: int = 2) -> float:
        gardens = everywhere(0.0)
        for month in range(12 * springs):
            gardens += call(
                supply.who_has_starved_plants_for_himself,
                month=float(month % 12), spring=3.0, gardens=gardens, hunger=everywhere(hunger),
                farms=everywhere(farms), relief=relief,
            )  # fmt: skip
        return float(gardens[0])

    assert planted(0.3, farms=0.0, relief=0.0) > 0.15
    assert planted(0.3, farms=1.0, relief=0.0) == 0 < planted(0.3, farms=1.0, relief=0.9)
    assert planted(0.0, farms=0.0, relief=0.0) == 0


def hungry(gardens: float = 0.0, farms: float = 0.0, relief: float = 0.0) -> float:
    state = dict(eaten=everywhere(0.008e6), rural=everywhere(1e6), relief=relief)
    rule = supply.empty_barns_are_hunger
    return float(call(rule, **state, gardens=everywhere(gardens), farms=everywhere(farms))[0])


def test_gardens_spare_bread_and_farms_that_take_cow_and_garden_want_more_of_it():
    assert hungry(gardens=0.2) < 0.6 * hungry()
    assert hungry(farms=0.9) > 1.15 * hungry()
    assert hungry(farms=0.9, relief=1.0) == hungry()


def test_the_more_starve_the_more_a_retreat_grants():
    grants = collectivisation.what_a_retreat_grants
    assert call(grants, method=WAY["quota"], hunger=everywhere(0.4)) > 1.3 * call(
        grants, method=WAY["quota"], hunger=everywhere(0.0)
    )


def test_who_starves_has_nothing_to_buy_bread_with():
    def bought(hunger: float) -> float:
        state = dict(
            eaten=everywhere(5e4),
            rural=everywhere(7e6),
            reach=everywhere(1.0),
            rail=0.7,
            method=WAY["market"],
            sealed=0.0,
            norm=0.0185,
        )
        return float(
            call(
                supply.short_villages_buy_bread,
                store=2e6,
                starving=everywhere(hunger),
                shut=0.5,
                **state,
            ).sum()
        )

    assert bought(0.8) < 0.4 * bought(0.0)


def test_a_village_that_goes_short_for_years_keeps_its_horses_and_breeds_new_ones():
    def change(hunger: float, horses: float = 6e6) -> float:
        state = dict(horses=horses, fed=0.6, war=0.0, front=0.0, tempo=0.0, share=0.0, settled=0.0)
        return float(
            call(countryside.horses_live_and_die, **state, hunger=everywhere(hunger)) / horses
        )

    assert change(1.0) < 0 < 0.6 * change(0.0) < change(0.35) < change(0.0)
