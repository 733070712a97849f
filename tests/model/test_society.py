"""What hunger, office and scarcity do to the classes, rule by rule."""

import jax.numpy as jnp

from thermidor.engine.declare import DIMENSIONS, Parameter, Rule
from thermidor.model.economy import labour
from thermidor.model.names import METHODS
from thermidor.model.party import delegation
from thermidor.model.society import classes, mood, population, privilege

REGIONS = DIMENSIONS["region"]


def call(rule: Rule, **inputs):
    """Evaluate a rule at its own point parameters."""
    own = {n: jnp.asarray(p.value) for n, p in rule.parameters.items() if isinstance(p, Parameter)}
    return rule.function(**{**own, **inputs})


def test_hunger_empties_the_capital_first():
    near, far = call(
        population.starving_towns_empty,
        urban=1e6,
        hunger=0.5,
        land=1.0,
        villages=jnp.zeros(len(REGIONS)),
    )
    assert REGIONS[int((near + far).argmax())] == "petrograd"


def test_wanderers_settle_where_bread_grows_and_nobody_starves():
    hunger = jnp.zeros(len(REGIONS)).at[REGIONS.index("volga")].set(0.6)
    settling = call(
        population.wanderers_settle_where_bread_is,
        travelling=1e6,
        crop=jnp.full(len(REGIONS), 4e6),
        hunger=hunger,
    )
    assert int(settling.argmin()) == REGIONS.index("volga")
    assert 0 < settling.sum() < 1e6


def test_famine_kills_more_where_flight_is_forbidden():
    hunger = jnp.full(len(REGIONS), 0.6)
    free = call(population.village_famine, rural=1e6, hunger=hunger, sealed=0.0)
    assert (call(population.village_famine, rural=1e6, hunger=hunger, sealed=1.0) > free).all()


def test_the_active_layer_is_lost_faster_than_it_is_formed():
    lost = call(
        classes.office_and_front_take_the_active, active=80e3, appointed=5e4, war=1.0, power=1.0
    )
    formed = call(
        classes.struggle_forms_new_active_workers,
        workers=2e6,
        active=80e3,
        confidence=0.4,
        discontent=0.3,
        participation=0.4,
        fear=0.3,
        appointed=0.3,
        strikers=4e4,
        unemployed=2e5,
    )
    assert lost > formed


def test_scarcity_multiplies_officials():
    state = dict(
        urban=jnp.full(len(REGIONS), 1.4e6),
        power=1.0,
        method=1.0,
        participation=0.3,
        quality=0.4,
    )
    assert call(classes.scarcity_needs_counters, goods=0.1, hunger=0.4, **state) > call(
        classes.scarcity_needs_counters, goods=0.9, hunger=0.0, **state
    )


def test_an_active_class_and_hope_abroad_hold_the_caste_back():
    def elements(hope, active):
        weariness = call(privilege.the_weary_settle_down, fatigue=0.6, hope=hope)
        state = dict(scarcity=0.2, command=0.2, nomination=0.2, workers=1.5e6)
        return call(privilege.elements_of_a_caste, **state, weariness=weariness, active=active)

    assert elements(hope=0.1, active=2e4) > elements(hope=0.6, active=2e4)
    assert elements(hope=0.1, active=2e4) > elements(hope=0.1, active=6e4)


def test_war_wearies_faster_than_peace_rests():
    state = dict(front=0.0, towns=0.0, isolation=0.0, villages=jnp.zeros(len(REGIONS)))
    up = call(mood.war_and_hunger_weary, **state | dict(towns=0.5), war=1.0, fatigue=0.3)
    down = call(mood.war_and_hunger_weary, **state, war=0.0, fatigue=0.6)
    assert up > -down > 0


def formed(**changes):
    state = dict(
        workers=2e6, active=40e3, confidence=0.3, discontent=0.3, participation=0.1, fear=0.2
    )
    state |= dict(appointed=0.3, strikers=4e4, unemployed=2e5)
    return call(classes.struggle_forms_new_active_workers, **state | changes)


def test_strikes_and_work_form_active_workers_and_the_gate_keeps_them_down():
    assert formed(strikers=2e5) > formed() > formed(strikers=0.0)
    assert formed(unemployed=1e6) < formed()
    assert formed(workers=3e6) > formed()
    assert formed(fear=1.0) == 0


def test_a_post_that_pays_no_more_than_a_wage_binds_and_draws_nobody():
    assert call(privilege.whoever_names_can_take_it_back, ratio=1.0, appointed=0.9, power=1.0) == 0
    assert call(privilege.whoever_names_can_take_it_back, ratio=6.0, appointed=0.9, power=1.0) > 0.5
    party = dict(careerists=0.0, unsifted=0.9, power=1.0, appointed=0.5, risen=0.0)
    assert call(privilege.careerists_enter, ratio=1.0, **party) == 0
    assert call(privilege.careerists_enter, ratio=6.0, **party) > 0.2


def test_a_purge_by_elected_men_finds_careerists_and_one_by_nominees_does_not():
    purged = dict(careerists=0.4, ratio=6.0, unsifted=0.0, power=1.0, risen=0.0)
    assert call(privilege.careerists_enter, appointed=0.0, **purged) < -0.05
    assert call(privilege.careerists_enter, appointed=1.0, **purged) == 0


def test_privilege_without_nomination_is_in_nobodys_hand():
    assert call(privilege.whoever_names_can_take_it_back, ratio=6.0, appointed=0.0, power=1.0) == 0


def pay(hunger=0.0, war=0.0, caste=0.0, power=1.0):
    kind = call(privilege.war_feeds_its_offices_first, hunger=hunger, war=war, power=power)
    return call(privilege.posts_pay, caste=caste, power=power, capital=0.5, kind=kind)


def test_hunger_and_war_are_the_first_privileges_before_there_is_a_caste():
    assert pay(hunger=0.6) > pay()
    assert pay(war=0.8) > pay()
    assert pay(caste=0.9) > pay(hunger=1.0, war=1.0), "what a caste takes in peace is more"
    assert pay(hunger=0.6, power=0.0) == pay(power=0.0), "another power has its own order"


def listed(**changes):
    state = dict(officials=2e6, appointed=0.95, caste=0.8, power=1.0, specialists=3e5)
    state |= dict(cadres=8e5, mass=0.0)
    return call(privilege.list_of_posts, **state | changes)


def test_the_list_is_carried_to_directors_in_calm_years_struck_by_terror_and_ends_with_the_power():
    assert listed(cadres=2e6) > listed() > listed(specialists=0.0)
    assert listed(mass=0.9, cadres=2e6) < listed(cadres=2e6) * 0.7
    assert listed(mass=1.0, cadres=2e6) == listed(mass=1.0), "terror carries it nowhere"
    assert listed(power=0.0) == 0


def risen(**changes):
    state = dict(risen=0.0, vacancies=0.2, mass=0.9, appointed=0.95, power=1.0)
    return call(privilege.the_purge_makes_its_own_men, **state | changes)


def test_a_year_and_a_half_of_terror_renews_a_third_of_the_holders_who_owe_it_their_place():
    share = 0.0
    for _ in range(18):
        share += risen(risen=share)
    assert 0.25 < share < 0.5
    assert risen(mass=0.0) == 0, "a purge of cards makes nobody"
    assert risen(appointed=0.0) == 0, "whom voters choose owes it to them"
    party = dict(careerists=0.1, ratio=8.0, unsifted=0.2, power=1.0, appointed=0.95)
    assert call(privilege.careerists_enter, risen=share, **party) > call(
        privilege.careerists_enter, risen=0.0, **party
    )


def rank(members=2e6, interest=0.8):
    urban = jnp.full(len(REGIONS), 6e6)
    return call(
        privilege.members_rank_above_the_rest,
        members=members, listed=2e5, urban=urban, interest=interest,
    )  # fmt: skip


def test_members_of_a_large_party_with_their_families_live_by_the_power_and_complain_less():
    assert rank() > rank(members=2e5) > 0
    assert rank(interest=0.0) == 0, "who can be voted out depends on voters"
    state = dict(power=1.0, threat=0.0, abroad=0.0, participation=0.1, attachment=0.5)
    assert call(mood.fear_of_revenge_holds_a_floor, base=0.2, **state) > call(
        mood.fear_of_revenge_holds_a_floor, base=0.0, **state
    )


def test_delegates_vote_for_the_hand_that_gives_and_without_privilege_more_of_them_as_they_think():
    share = jnp.full(len(DIMENSIONS["organisation"]), 0.4)
    state = dict(share=share, appointed=0.9, loyal=jnp.ones_like(share), bloc=jnp.zeros(52))
    state |= dict(publication=0.0, named=1.0, secret=0.0)

    def left(interest):
        return share + call(delegation.filter_thins_out_the_opposition, interest=interest, **state)

    assert (left(0.9) < left(0.0)).all()
    assert (left(0.0) < share).all(), "whoever names has the lists, too"


def unified(**changes):
    state = dict(power=1.0, pluralism=0.0, participation=0.05, militants=0.0)
    return call(classes.somebody_unifies_anger, **state | changes)


def test_where_the_opposition_is_dismantled_nobody_unifies_anger():
    assert unified() < 0.1
    assert unified(militants=8e3) > 0.6
    assert unified(pluralism=0.9) > 0.8
    assert unified(participation=0.6) > 0.5
    assert unified(power=0.0) == 1, "against another power soviets and parties do"


def test_strikes_spread_where_anger_is_unified_and_stay_in_one_works_where_it_is_not():
    state = dict(
        discontent=0.6,
        threshold=0.2,
        fear=0.3,
        workers=2e6,
        terror=0.2,
        fatigue=0.4,
        strikers=0.0,
        general=0.12,
    )
    one = call(labour.discontent_strikes, united=0.0, **state)
    assert call(labour.discontent_strikes, united=1.0, **state) > 1.5 * one > 0


def quarrel(method, **changes):
    state = dict(power=1.0, scissors=1.5, hunger=0.0, war=0.0)
    return call(
        classes.worker_stands_against_peasant,
        method=float(METHODS.index(method)),
        **state | changes,
    )


def test_ruin_and_then_trade_part_worker_and_peasant_and_the_white_threat_holds_them():
    assert quarrel("requisition") == 0
    assert quarrel("requisition", hunger=0.8) > quarrel("requisition", hunger=0.8, war=1.0) > 0
    assert quarrel("market", scissors=3.0) > quarrel("market", scissors=1.0) > 0
    assert quarrel("quota") > 0


def test_two_classes_are_deadlocked_only_where_neither_rules():
    def deadlock(participation, revolt):
        risen = jnp.full(len(REGIONS), revolt)
        return call(
            classes.neither_class_can_rule, opposed=0.6, participation=participation, revolt=risen
        )

    assert deadlock(0.05, 0.0) > deadlock(0.8, 0.0)
    assert deadlock(0.05, 0.0) > deadlock(0.05, 0.8)


def test_attachment_to_october_outlives_a_disaster():
    state = dict(power=1.0, participation=0.4, wage=80.0)
    bound = call(mood.october_is_held_to, attachment=0.2, unmet=0.0, **state)
    lost = call(
        mood.october_is_held_to,
        attachment=0.8,
        unmet=0.0,
        **state | dict(participation=0.0, wage=0.0),
    )
    assert bound > -lost > 0


def test_an_angry_base_presses_only_as_far_as_somebody_speaks_for_it():
    def pressed(active, fear):
        return call(
            mood.the_base_presses_its_party,
            attachment=0.8, discontent=0.6, fear=fear, active=active, workers=2e6, power=1.0,
        )  # fmt: skip

    assert pressed(6e4, 0.2) > pressed(1e4, 0.2) > 0
    assert pressed(6e4, 1.0) == 0


def test_what_october_gave_takes_the_edge_off_discontent():
    state = dict(power=1.0, threat=0.0, abroad=0.0, participation=0.1, base=0.0)
    held = call(mood.fear_of_revenge_holds_a_floor, attachment=0.9, **state)
    assert held > call(mood.fear_of_revenge_holds_a_floor, attachment=0.0, **state)


def test_a_threat_from_abroad_rallies_those_who_hold_to_october_and_nobody_else():
    def floor(attachment, abroad):
        return call(
            mood.fear_of_revenge_holds_a_floor,
            power=1.0, threat=0.0, participation=0.1, base=0.0, attachment=attachment, abroad=abroad,
        )  # fmt: skip

    assert floor(0.9, 0.9) > floor(0.9, 0.0) + 0.1
    assert floor(0.0, 0.9) == floor(0.0, 0.0)
