"""Strikes, soviets and the fleet: what rouses people, what empties their soviets, and what would fill them again."""

import jax.numpy as jnp
import pytest

from thermidor.engine.declare import DIMENSIONS, Parameter, Rule
from thermidor.model.economy import labour
from thermidor.model.party import factions
from thermidor.model.society import classes, ideology, mood
from thermidor.model.state import government, soviets
from thermidor.model.world import intervention
from thermidor.theories import lequenne

REGIONS = DIMENSIONS["region"]
REGISTRY = lequenne().registry
MARCH, JULY = 2.0, 6.0


def call(rule: Rule, **inputs):
    """Evaluate a rule at point parameters, shared ones included."""
    shared = REGISTRY.parameters
    given = {
        n: jnp.asarray((p if isinstance(p, Parameter) else shared[p]).value)
        for n, p in rule.parameters.items()
    }
    return rule.function(**{**given, **inputs})


def everywhere(x: float):
    return jnp.full(len(REGIONS), x)


# -- risings and who defends the power -------------------------------------------------------------


def overthrow(**changes) -> float:
    state = dict(
        power=1.0, revolt=everywhere(0.4), strikers=2e5, workers=1.2e6, fortress=0.0, united=0.3, attachment=0.1,
        intensity=0.0,
    )  # fmt: skip
    return float(call(soviets.risings_find_nobody_to_defend_the_power, **{**state, **changes}))


def test_risings_bring_a_power_down_that_nobody_would_defend_and_none_that_enough_hold_to():
    assert overthrow() > 0.05
    assert overthrow(attachment=0.6) == 0
    assert overthrow(united=1.0) > 1.5 * overthrow()


def test_villages_alone_and_a_capital_alone_bring_no_power_down_and_whites_in_the_field_save_it():
    assert overthrow(strikers=0.0) == 0
    assert overthrow(revolt=everywhere(0.0)) == 0
    assert overthrow(intensity=1.0) < overthrow() / 4
    assert overthrow(strikers=0.0, fortress=1.0) > 0, "a fleet that is free stands for the capital"


# -- strikes and fear ------------------------------------------------------------------------------


def strike(**changes) -> float:
    state = dict(
        united=1.0, discontent=0.6, fear=0.2, workers=3e6, terror=0.1, fatigue=0.3, strikers=1e5
    )
    state |= changes
    led = dict(active=state.pop("active", 1e5), workers=state["workers"], fear=state["fear"])
    needed = call(mood.anger_must_exceed_fear_and_isolation, **led)
    return float(call(labour.discontent_strikes, threshold=needed, **state))


def test_anger_below_the_threshold_moves_nobody_and_more_organisers_lower_it():
    assert strike(discontent=0.3, fear=0.5) == 0
    assert strike(active=2e5) > strike(active=1e4) > 0
    assert strike(fear=0.5) < strike() / 2


def test_blows_that_nobody_fears_yet_spread_strikes_and_full_terror_crushes_them():
    assert strike(terror=0.4, fear=0.15) > strike(terror=0.0, fear=0.15)
    assert strike(terror=0.9, fear=0.75, discontent=0.9) < strike(discontent=0.9) / 6


def test_a_general_strike_eats_its_own_means():
    assert strike(strikers=6e5) < 0.7 * strike(strikers=0.0)


def test_fear_comes_sooner_than_it_goes():
    come = call(mood.fear_outlives_its_cause, fear=0.2, felt=0.8)
    go = call(mood.fear_outlives_its_cause, fear=0.8, felt=0.2)
    assert come > -go > 0


def movement(months: int, terror: float, fear: float) -> tuple[float, float]:
    """Strikers after so many months of a terror, and the fear that it has made."""
    for _ in range(months):
        fear += float(call(mood.fear_outlives_its_cause, fear=fear, felt=0.85 * terror))
    return strike(terror=terror, fear=fear), fear


def test_a_movement_that_was_put_down_stays_down_after_the_terror_has_gone():
    before, fear = movement(0, 0.0, 0.1)
    under, fear = movement(24, 0.7, fear)
    soon, fear = movement(6, 0.0, fear)
    late, _ = movement(48, 0.0, fear)
    assert under < before / 3  # record: to a sixth in two years
    assert under < soon < late
    assert soon < before


def test_fed_people_do_not_feel_blows_that_strike_circles():
    def bitter(terror, **changes):
        state = dict(front=0.0, weariness=0.0, tsar=0.0, power=1.0, hunger=0.0) | changes
        return call(mood.war_and_blows_embitter, terror=terror, **state)

    assert bitter(0.7) == bitter(0.2)
    assert bitter(0.7, hunger=0.5) > bitter(0.2, hunger=0.5)
    assert bitter(0.7, power=0.0) > bitter(0.2, power=0.0)


def test_confidence_never_falls_to_nothing_and_myth_feeds_it():
    def confidence(fear, fatigue, praise=0.0):
        grown = call(
            mood.confidence_grows_by_action_and_hope,
            hope=0.1, participation=0.03, wage=40.0, strikers=1e4, workers=1.2e6,
        )  # fmt: skip
        faith = call(mood.works_and_myths_give_faith, capital=0.6, praise=praise)
        taken = mood.fear_and_weariness_take_confidence
        return call(taken, fear=fear, fatigue=fatigue, grown=grown, faith=faith)

    assert confidence(0.2, 0.3) > confidence(0.9, 0.9) > 0
    assert confidence(0.4, 0.3, praise=0.9) > confidence(0.4, 0.3)


def test_sympathy_that_does_not_dare_only_hurries_the_repression():
    def climb(discontent, threshold):
        state = dict(sanction=1.0, allowed=3.0, discontent=discontent, threshold=threshold)
        return call(factions.each_precedent_opens_the_next, **state)

    assert climb(0.6, 0.5) > climb(0.1, 0.5)
    assert climb(0.6, 0.1) < climb(0.6, 0.5)  # anger that acts is no mere salute


# -- February to October ---------------------------------------------------------------------------


def february(strikers: float) -> float:
    state = dict(tsar=1.0, hunger=0.4, weariness=0.7, strikers=strikers, workers=3.3e6)
    return float(call(soviets.hunger_and_war_bring_down_the_tsar, **state))


def test_february_needs_a_strike_that_stops_the_capital():
    assert february(4e5) > 2 * february(5e4)
    assert february(8e5) == february(4e5)


def test_a_cabinet_concedes_before_a_general_strike():
    state = dict(provisional=1.0, unmet=0.5, participation=0.1, coalition=0.0, workers=3.2e6)
    rule = government.a_weak_cabinet_asks_for_socialists
    assert call(rule, strikers=4e5, **state) > 1.5 * call(rule, strikers=2e4, **state)


def test_the_rule_of_seats_gives_the_moderates_the_lead():
    rule = soviets.the_rule_of_seats_lets_moderates_lead
    state = dict(workers=3.3e6, share=0.0, fallen=1.0)
    with_soldiers = call(rule, soldiers=8e6, **state)
    assert 0 < with_soldiers < call(rule, soldiers=0.0, **state) / 2
    assert call(rule, soldiers=8e6, **state | dict(fallen=0.0)) == 0


def turning(**changes) -> float:
    state = dict(
        weariness=0.7, hunger=0.3, committees=0.9, participation=0.3, unmet=0.6, shared=0.0
    )
    return float(call(soviets.war_and_hunger_turn_those_who_take_part, **state | changes))


def test_mandates_turn_sooner_where_people_take_part_soldiers_elect_and_moderates_sit_in_office():
    assert turning(participation=0.9) > 1.5 * turning(participation=0.1)
    assert turning(committees=0.0) < turning()
    assert turning(shared=1.0) > turning()


def test_blows_of_a_hated_government_raise_the_party_that_it_strikes():
    state = dict(
        share=0.4, provisional=1.0, turning=0.5, blow=0.0, present=1.0, power=0.0, voting=0.0
    )
    rule = soviets.the_base_turns_to_the_bolsheviks
    assert call(rule, terror=0.3, **state) > call(rule, terror=0.0, **state)


def alone(share: float, present: float = 1.0) -> tuple[float, float]:
    state = dict(provisional=1.0, participation=0.4, weariness=0.8)
    restrained, beaten = call(
        soviets.the_capital_may_rise_alone, bolshevik=share, present=present, **state
    )
    return float(restrained), float(beaten)


def test_the_capital_rises_alone_only_while_it_is_ahead_of_the_country():
    assert sum(alone(0.38)) > 0.1
    assert sum(alone(0.15)) < 0.02
    assert sum(alone(0.7)) < 0.02


def test_leaders_who_are_there_make_it_a_limited_defeat():
    assert alone(0.38, present=1.0)[1] < alone(0.38, present=0.0)[1]
    lost = [
        -float(call(soviets.a_rising_alone_is_thrown_back, share=0.4, alone=float(code)))
        for code in range(3)
    ]
    assert lost[0] == 0 < lost[1] < lost[2] / 2


def test_a_blow_from_the_right_fails_where_soldiers_hold_arms_and_workers_are_awake():
    def wins(committees, participation):
        state = dict(provisional=1.0, bolshevik=0.3, weariness=0.6, unmet=0.7, refused=0.0)
        taking = dict(committees=committees, participation=participation)
        failed, won = call(soviets.the_command_strikes, **state, **taking)
        return float(won / (failed + won))

    assert wins(0.9, 0.6) < wins(0.0, 0.6) < wins(0.0, 0.0)


def test_the_old_executive_puts_the_congress_off_until_local_soviets_force_it():
    rule = soviets.local_soviets_force_the_congress
    assert call(rule, bolshevik=0.2, participation=0.1) < 0.4
    assert call(rule, bolshevik=0.6, participation=0.5) > 0.9


def test_a_base_that_takes_part_carries_the_new_line_without_the_leader_too():
    state = dict(stage=0.5, lenin=0.0, tsar=0.0, power=0.0, one_country=0.0, trained=0.1)
    rule = ideology.a_stage_is_to_come_first
    assert call(rule, participation=0.9, **state) < call(rule, participation=0.1, **state)


# -- soviets in power ------------------------------------------------------------------------------


def after_a_year(strikers: float, participation: float = 0.03, unmet: float = 0.2) -> float:
    """Taking part after a year in emptied soviets, with so many on strike."""
    awake = dict(
        power=1.0, provisional=0.0, fatigue=0.4, fear=0.25, active=2.2e4, command=0.2, terror=0.1
    )
    part = dict(appointed=0.4, hope=0.3, pluralism=0.1, circular=0.5, power=1.0, unmet=unmet)
    for _ in range(12):
        those = call(soviets.who_is_awake, **awake) + call(
            soviets.strikes_teach_to_decide, strikers=strikers, workers=1.5e6, hunger=0.1
        )
        participation += float(
            call(
                soviets.masses_take_part_or_withdraw,
                participation=participation,
                awake=those,
                **part,
            )
        )
    return participation


def test_strikes_fill_emptied_soviets_again():
    assert after_a_year(1.5e5) > 1.5 * after_a_year(0.0)


def test_a_strike_of_the_starving_teaches_little():
    state = dict(strikers=2e5, workers=1.5e6)
    fed, starving = (call(soviets.strikes_teach_to_decide, hunger=h, **state) for h in (0.1, 0.8))
    assert starving < fed / 3


def test_recruits_of_hostile_villages_bring_their_anger():
    def anger(crews, attitude):
        state = dict(crews=crews, attitude=everywhere(attitude), power=1.0)
        return call(mood.recruits_bring_the_villages_anger, **state)

    assert anger(0.2, -0.8) > anger(0.8, -0.8) > anger(0.8, 0.5) == 0


def test_soviets_that_leave_all_demands_unmet_empty():
    assert after_a_year(2e4, unmet=0.9) < after_a_year(2e4, unmet=0.0)


def test_arrests_of_those_who_lead_send_a_third_home():
    state = dict(power=1.0, provisional=0.0, fatigue=0.3, fear=0.3, active=8e4, command=0.0)
    whole = call(soviets.who_is_awake, terror=0.0, **state)
    assert call(soviets.who_is_awake, terror=1.0, **state) == pytest.approx(whole * 2 / 3)


def test_radical_decrees_win_masses_and_lose_partners():
    votes = dict(
        discontent=0.4, confidence=0.4, pluralism=0.9, participation=0.4, appointed=0.0, opposed=0.0,
        most=0.82,
    )  # fmt: skip
    seats = dict(partners=1.0, terror=0.1, intensity=0.1, banned=0.0, other=0.0, power=1.0)
    speaking, rights = soviets.who_still_speaks_there, soviets.rights_that_war_and_terror_leave
    assert call(speaking, unmet=0.0, **votes) > call(speaking, unmet=0.9, **votes)
    assert call(rights, unmet=0.0, **seats) < call(rights, unmet=0.9, **seats)


def executive(**changes) -> float:
    state = dict(power=1.0, pluralism=0.95, participation=0.5, deciders=6.0, blame=0.0)
    return float(call(soviets.the_executive_counts_until_it_is_put_out, **state | changes))


def test_the_executive_counts_in_1918_is_empty_in_1921_and_is_put_out_under_one_man():
    assert executive() > 0.6
    emptied = dict(pluralism=0.05, participation=0.03)
    assert executive(**emptied) < 0.2
    assert executive(**emptied, deciders=1.0, blame=0.8) < executive(**emptied) / 2


def test_an_executive_of_several_parties_may_refuse_the_peace():
    state = dict(line=0.5, weariness=0.8, front=0.0, power=1.0, war=1.0, brest=0.0, lost=0.5)
    signed = [
        float(call(intervention.leaders_decide_on_peace, executive=e, **state)[0])
        for e in (0.0, 0.9)
    ]
    assert signed[1] < 0.8 * signed[0]


def test_local_soviets_take_orders_for_advice_and_a_legion_keeps_its_arms():
    rule = soviets.orders_are_optional_where_soviets_are_their_own
    spring = float(call(rule, power=1.0, circular=0.12, appointed=0.01, strike=0.2))
    later = float(call(rule, power=1.0, circular=0.6, appointed=0.3, strike=0.0))
    assert spring < 0.15 < later
    legion = [
        float(
            call(
                intervention.the_legion_fights_and_goes_home,
                czechs=0.0,
                rising=1.0,
                war=1.0,
                obeyed=obeyed,
            )
        )
        for obeyed in (spring, later)
    ]
    assert legion[0] > 1.2 * legion[1]


# -- what October owes -----------------------------------------------------------------------------


def owed(**changes):
    state = dict(power=1.0, hunger=0.0, attitude=everywhere(0.2), executive=0.8)
    return float(call(government.what_october_owes, **state | changes))


def asked(unmet: float, debt: float, months: int) -> float:
    for _ in range(months):
        met, _ = call(government.decrees_legalise_what_is_done, unmet=unmet, power=1.0, owed=debt)
        again = call(government.a_power_that_breaks_its_word_is_asked_again, unmet=unmet, owed=debt)
        unmet += float(again - met)
    return unmet


def test_what_a_soviet_power_takes_back_is_asked_for_again():
    assert owed(attitude=everywhere(-0.8)) > owed()
    assert owed(hunger=0.6) > owed()
    assert owed(executive=0.0) > owed()
    assert asked(0.0, debt=0.4, months=24) > 0.3
    assert asked(0.8, debt=0.1, months=6) < 0.3
    assert asked(0.8, debt=0.1, months=60) > 0.09  # no decree makes bread


def test_a_coalition_is_believed_at_first_and_disappoints_then():
    state = dict(unmet=0.6, provisional=1.0, hunger=0.3, front=1.0, land=0.0)
    rule = government.deferred_demands_accumulate
    assert call(rule, coalition=0.0, joined=1.0, **state) < 0
    assert call(rule, coalition=1.0, joined=0.0, **state) > call(
        rule, coalition=0.0, joined=0.0, **state
    )


def test_an_inspection_that_shelters_disorders_the_offices():
    state = dict(
        educated=0.15, specialists=2e5, tsarist=0.8, power=1.0, fast=0.0, mass=0.0, disorder=0.0,
        first=2e5,
    )  # fmt: skip
    rule = government.offices_work_as_their_people_can
    assert call(rule, shelter=0.9, **state) < call(rule, shelter=0.0, **state)


# -- the fleet -------------------------------------------------------------------------------------


def rises(**changes) -> float:
    state = dict(
        power=1.0,
        crews=0.15,
        attitude=everywhere(-0.5),
        commissars=0.5,
        discontent=0.65,
        fortress=0.0,
    )
    return float(call(mood.the_fleet_may_rise, **state | changes))


def test_crews_of_the_village_rise_where_their_commissars_are_broken():
    assert rises() > 0.05
    assert rises(crews=1.0) == rises(attitude=everywhere(0.3)) == 0
    assert rises(commissars=0.9) < rises() / 2
    assert rises(discontent=0.2) < rises() / 2


def test_two_years_of_war_leave_a_fifth_of_the_crews_and_a_retaken_fleet_is_manned_anew():
    state = dict(war=0.8, power=1.0, office=500.0, active=6e4)
    crews = 1.0
    for _ in range(22):
        crews = float(call(mood.fronts_and_posts_take_the_crews, crews=crews, retaken=0.0, **state))
    assert 0.1 < crews < 0.3
    assert call(mood.fronts_and_posts_take_the_crews, crews=crews, retaken=1.0, **state) == 1


def test_a_rival_breaks_the_commissars_once_the_war_no_longer_excuses_them():
    def authority(**changes):
        state = dict(power=1.0, war=0.1, open=1.0, petrograd=1.0, army=1.0) | changes
        return call(mood.a_rival_breaks_the_commissars, **state)

    assert authority() < 0.4
    assert authority(war=0.9) > 0.9
    assert authority(petrograd=0.0) == authority(army=0.0) == 1


def falls(month: float, engaged: float = 0.0) -> float:
    rule = mood.the_fortress_must_be_retaken_before_the_thaw
    return float(call(rule, month=month, engaged=engaged, fortress=0.0, risen=1.0))


def test_the_fortress_is_retaken_over_the_ice_or_hardly():
    assert falls(MARCH) > 1.5 * falls(JULY)
    assert falls(JULY, engaged=1.0) < falls(JULY) / 2


def test_the_alarm_of_a_rising_is_heard_after_it_is_put_down_and_fades():
    rule = mood.the_alarm_outlasts_the_rising
    fortress, rising = call(rule, fortress=0.0, rising=0.0, risen=1.0, retaken=1.0)
    assert (float(fortress), float(rising)) == (0.0, 1.0)
    for _ in range(6):
        fortress, rising = call(rule, fortress=fortress, rising=rising, risen=0.0, retaken=0.0)
    assert rising < 0.1


def test_the_alarm_hastens_the_ban_and_the_turn():
    danger = factions.revolt_and_strikes_are_felt_as_danger
    state = dict(revolt=everywhere(0.2), discontent=0.5, fatigue=0.6)
    assert call(danger, rising=1.0, **state) > call(danger, rising=0.0, **state) + 0.1
    reads = REGISTRY.rules["procurement.revolt_hunger_and_strikes_alarm"].reads
    assert reads["rising"] == "mood.rising"


# -- the active layer ------------------------------------------------------------------------------


def layer_after(years: int, active: float, **changes) -> float:
    form = dict(
        confidence=0.3, discontent=0.35, participation=0.15, fear=0.15, appointed=0.3, strikers=4e4,
        workers=2.2e6, unemployed=4e5,
    )  # fmt: skip
    form |= changes
    for _ in range(12 * years):
        new = call(classes.struggle_forms_new_active_workers, active=active, **form)
        worn = call(
            classes.the_active_tire_or_are_silenced,
            active=active, fatigue=0.35, fear=form["fear"], terror=form["fear"],
        )  # fmt: skip
        active += float(new - worn)
    return active


def test_the_active_layer_grows_again_with_work_and_strikes_and_not_under_command_and_fear():
    assert layer_after(5, 2.2e4) > 2.7e4
    under_command = dict(
        appointed=0.95, fear=0.45, strikers=0.0, participation=0.01, unemployed=1.7e6
    )
    assert layer_after(5, 2.2e4, **under_command) < 2.2e4
