"""What hunger, office and scarcity do to the classes, rule by rule."""

import jax.numpy as jnp

from thermidor.engine.declare import DIMENSIONS, Parameter, Rule
from thermidor.model.names import METHODS
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
    free = call(population.village_famine, rural=1e6, hunger=hunger, share=0.0)
    assert (call(population.village_famine, rural=1e6, hunger=hunger, share=1.0) > free).all()


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
    party = dict(careerists=0.0, unsifted=0.9, power=1.0, appointed=0.5)
    assert call(privilege.careerists_enter, ratio=1.0, **party) == 0
    assert call(privilege.careerists_enter, ratio=6.0, **party) > 0.2


def test_a_purge_by_elected_men_finds_careerists_and_one_by_nominees_does_not():
    purged = dict(careerists=0.4, ratio=6.0, unsifted=0.0, power=1.0)
    assert call(privilege.careerists_enter, appointed=0.0, **purged) < -0.05
    assert call(privilege.careerists_enter, appointed=1.0, **purged) == 0


def test_privilege_without_nomination_is_in_nobodys_hand():
    assert call(privilege.whoever_names_can_take_it_back, ratio=6.0, appointed=0.0, power=1.0) == 0


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
    state = dict(power=1.0, threat=0.0, participation=0.1)
    held = call(mood.fear_of_revenge_holds_a_floor, attachment=0.9, **state)
    assert held > call(mood.fear_of_revenge_holds_a_floor, attachment=0.0, **state)
