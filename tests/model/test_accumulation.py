"""Who pays for building, what the plan asks, what trains and ships carry, and what work becomes, rule by rule."""

import jax.numpy as jnp
import pytest

from thermidor.model.economy import foreign_trade, industry, labour, money, planning, transport
from thermidor.model.names import METHODS, REGIONS
from thermidor.model.society import classes

from .test_economy import call, everywhere

MARKET, QUOTA = (float(METHODS.index(way)) for way in ("market", "quota"))
USUAL = 0.085


def test_no_more_is_built_than_village_buyers_and_presses_give_up():
    def built(
        aim: float,
        village: float = 0.0,
        turnover: float = 0.0,
        credit: float = 0.0,
        machines: float = 0.0,
    ):
        return call(
            planning.no_more_is_built_than_somebody_gives_up,
            aim=aim, village=village, turnover=turnover, credit=credit, machines=machines, usual=USUAL,
        )  # fmt: skip

    assert built(0.3) == pytest.approx(USUAL)
    assert built(0.3, village=0.06, turnover=0.09) == pytest.approx(USUAL + 0.15)
    assert built(0.1, village=0.06, turnover=0.09) == pytest.approx(0.1)
    assert built(0.3, village=0.06, machines=0.5) < built(0.3, village=0.06)


def test_the_state_can_tax_sales_only_where_it_alone_sells_and_wages_pay_for_it():
    def tax(method: float, raised: float = 0.0):
        return call(
            planning.a_tax_on_sales_finds_the_rest,
            aim=0.3, village=0.03, method=method, share=1.0, usual=USUAL, raised=raised,
        )  # fmt: skip

    assert tax(QUOTA) > 3 * tax(MARKET) > 0
    assert tax(QUOTA, raised=1.0) == 0
    assert call(labour.wages_pay_for_building, turnover=tax(QUOTA), credit=0.0) < 0.8


def test_a_missed_target_is_raised_by_a_summit_that_overrules_and_lowered_by_experts():
    def asked(override: float, strain: float):
        return call(
            planning.a_missed_target_is_raised,
            investment=0.2, override=override, strain=strain, capacity=0.5, usual=USUAL,
        )  # fmt: skip

    assert asked(0.8, 0.3) > asked(0.8, 0.0) > asked(0.0, 0.0) > asked(0.0, 0.3)


def test_nobody_overrules_experts_where_errors_are_corrected_or_no_plan_is_in_force():
    def override(correction: float, plan: float = 1.0, failures: float = 0.0):
        return call(
            planning.the_summit_overrules_the_experts,
            fast=1.0, appointed=0.9, correction=correction, plan=plan, failures=failures,
        )  # fmt: skip

    assert override(0.0) > 0.8 > 0.2 > override(0.9)
    assert override(0.0, plan=0.0) == 0
    assert 0 < override(0.0, failures=0.4) < override(0.0)


def test_reports_run_ahead_of_output_only_where_nobody_contests_them():
    def padded(correction: float, padding: float = 1.0):
        return call(
            planning.reports_hide_the_loss, padding=padding, strain=0.3, correction=correction
        )

    assert padded(0.0) > 0 >= padded(1.0)
    assert padded(1.0, padding=1.4) < 0


def test_while_the_summit_wants_no_plan_the_planners_have_no_say():
    def powers(fast: float, correction: float):
        return call(
            planning.a_plan_waits_for_a_summit_that_wants_it,
            powers=0.1,
            fast=fast,
            correction=correction,
            power=1.0,
        )

    assert powers(-0.2, 0.0) < 0 < powers(0.6, 0.0)
    assert powers(-0.2, 0.8) > 0
    assert call(planning.drafts_become_a_plan, fast=0.0, powers=0.5, plan=0.0, power=1.0) == 0


def test_a_region_behind_a_cut_corridor_is_cut_off_though_nobody_holds_it():
    reach = jnp.ones(len(REGIONS)).at[REGIONS.index("urals")].set(0.1)
    open_way = call(transport.a_cut_corridor_cuts_what_lies_behind, reach=reach, revolt=0.0)
    assert (
        open_way[REGIONS.index("siberia")]
        == open_way[REGIONS.index("far_east")]
        == pytest.approx(0.1)
    )
    assert open_way[REGIONS.index("ukraine")] == open_way[REGIONS.index("moscow")] == 1


def test_below_a_quarter_of_the_engines_armies_and_towns_stand_still():
    stalled = transport.below_a_quarter_the_war_is_lost
    assert (
        call(stalled, working=0.4)
        < 0.01
        < 0.4
        < call(stalled, working=0.25)
        < 0.6
        < 0.95
        < call(stalled, working=0.15)
    )


def test_orders_mend_engines_and_end_with_the_war_where_the_party_discusses():
    def orders(war: float, democracy: float):
        return call(
            transport.railways_go_under_orders,
            working=0.4,
            war=war,
            power=1.0,
            democracy=democracy,
            usual=0.83,
        )

    assert orders(1.0, 1.0) > 0.8
    assert orders(0.0, 1.0) == 0 < orders(0.0, -1.0) < orders(1.0, -1.0)


def test_railwaymen_stop_the_trains_of_generals_where_soviets_live():
    def stopped(other: float, participation: float, strikers: float = 0.0):
        return call(
            transport.railwaymen_stop_the_trains,
            strikers=strikers, workers=3e6, tsar=0.0, provisional=0.0, other=other, participation=participation, terror=0.1,
        )  # fmt: skip

    assert stopped(1.0, 0.8) > 0.2 > stopped(1.0, 0.1) > stopped(0.0, 0.8) == 0
    assert stopped(0.0, 0.0, strikers=1.5e6) > 0.3


def test_bread_goes_before_coal_in_hungry_towns():
    def shares(hunger: float):
        return call(
            transport.bread_goes_before_coal,
            trains=0.8,
            hunger=hunger,
            working=0.5,
            power=1.0,
            usual=0.83,
        )

    works, bread = shares(0.8)
    assert works < shares(0.0)[0]
    assert bread > shares(0.0)[1]


def test_debts_are_annulled_by_a_soviet_power_whose_income_is_less_than_the_interest():
    def annulled(power: float, output: float):
        return call(
            foreign_trade.interest_beyond_income_ends_the_debt,
            output=output,
            power=power,
            annulled=0.0,
        )

    assert annulled(1.0, 40.0) == 1
    assert annulled(0.0, 40.0) == annulled(1.0, 120.0) == 0


def test_machines_come_before_cotton_in_haste():
    missing, cotton = call(
        foreign_trade.machines_come_before_cotton, machines=60.0, cotton=30.0, paid=50.0, fast=1.0
    )
    even, same = call(
        foreign_trade.machines_come_before_cotton, machines=60.0, cotton=30.0, paid=50.0, fast=0.0
    )
    assert missing < even
    assert cotton < same
    assert (1 - missing) * 60 + cotton * 30 == pytest.approx(50, rel=1e-3)


def test_whites_on_the_volga_take_the_gold():
    white = everywhere(0.0).at[foreign_trade.VOLGA].set(1.0)
    taken = call(
        foreign_trade.who_takes_the_middle_volga_takes_the_gold,
        gold=1100.0,
        white=white,
        heavy=20.0,
    )[0]
    assert 550 < taken < 770


def test_an_open_border_undersells_home_works_and_keeps_them_from_building():
    assert call(industry.foreign_goods_undersell_home_works, exposed=1.0) < 1
    common = dict(investment=0.1, product=1200.0, fast=0.0, override=0.0, capacity=0.3)
    built = industry.surplus_goes_into_plant
    assert call(built, **common, exposed=1.0) < call(built, **common, exposed=0.0)


def test_a_command_without_competence_throws_part_of_the_building_away():
    common = dict(investment=0.2, product=1200.0, fast=1.0, exposed=0.0)
    built = industry.surplus_goes_into_plant
    blind, able = (call(built, **common, override=0.8, capacity=c) for c in (0.0, 1.0))
    assert blind < 0.8 * able


def test_saboteurs_are_sought_where_overruled_targets_are_missed_and_released_when_failure_is_loud():
    def change(strain: float, override: float, failures: float = 0.0):
        return call(
            industry.saboteurs_are_sought_and_released,
            specialists=0.7, blame=0.8, strain=strain, override=override, terror=0.4, mass=0.0, failures=failures, threat=0.0,
        )  # fmt: skip

    assert change(0.3, 0.8) < 0 < change(0.3, 0.0) < change(0.3, 0.0, failures=0.3)


def test_sites_begun_everywhere_wait_for_bricks_and_machines():
    common = dict(building=0.3)
    finished = industry.sites_become_works
    assert call(finished, **common, strain=0.4, machines=0.0) < call(
        finished, **common, strain=0.0, machines=0.0
    )
    assert call(finished, **common, strain=0.0, machines=0.5) < call(
        finished, **common, strain=0.0, machines=0.0
    )


def test_villagers_put_to_machines_thin_out_the_skilled_but_old_hands_who_return_do_not():
    def change(workers: float):
        return call(
            labour.newcomers_learn_on_the_machine,
            skill=0.85, workers=workers, came=0.03 * workers, turnover=0.05, educated=0.0, before=3.3e6,
        )  # fmt: skip

    assert change(4.5e6) < -0.01 < change(1.2e6)


def test_papers_bind_who_would_go_from_place_to_place():
    def papers(turnover: float, correction: float = 0.0):
        return call(
            labour.police_papers_bind_those_who_would_go,
            turnover=turnover, terror=0.6, appointed=0.9, fast=0.9, threat=0.2, correction=correction,
        )  # fmt: skip

    assert papers(0.12) > papers(0.04)
    assert papers(0.12, correction=0.9) < papers(0.12) / 5
    common = dict(unemployed=0.0, workers=4e6, hunger=0.1, wage=60.0, housing=0.7)
    assert call(labour.who_can_go_goes, **common, bound=1.0) < 0.6 * call(
        labour.who_can_go_goes, **common, bound=0.0
    )


def test_sites_empty_the_labour_exchanges_and_draw_on_the_village():
    taken = call(classes.sites_and_offices_take_the_jobless, before=1e6, now=1.2e6, taken=2e4)
    assert taken > 1e5
    drawn = call(labour.work_draws_villagers, hired=3e4, before=1e6, now=1.1e6, taken=2e4)
    assert (
        drawn > call(labour.work_draws_villagers, hired=3e4, before=1e6, now=1e6, taken=0.0) > 3e4
    )


def test_trusts_hold_their_goods_once_sound_money_lends_them_time():
    trusts = money.credit_lets_trusts_wait
    assert call(trusts, method=MARKET, reformed=1.0) > 3 * call(trusts, method=MARKET, reformed=0.0)


def test_where_the_state_alone_sells_its_tax_opens_the_scissors():
    gap = money.where_the_state_alone_sells_its_tax_is_in_the_price
    assert call(gap, free=1.2, method=MARKET, share=1.0, turnover=0.1) == pytest.approx(1.2)
    assert call(gap, free=1.2, method=QUOTA, share=1.0, turnover=0.1) > 2


def test_a_short_crop_and_a_thin_herd_make_wages_buy_less_before_anybody_hungers():
    def factor(crop: float, cattle: float):
        return call(
            labour.dear_food_eats_wages,
            crop=everywhere(crop / len(REGIONS)),
            cattle=cattle,
            normal_crop=58e6,
            herd=57e6,
        )

    assert factor(58e6, 57e6) == pytest.approx(1)
    assert factor(45e6, 57e6) < 0.98
    assert factor(58e6, 30e6) < 0.95
