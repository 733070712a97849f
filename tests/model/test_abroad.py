"""The world: crises, risings, the Nazis and the International, rule by rule."""

import jax.numpy as jnp

from thermidor.model.names import COUNTRIES
from thermidor.model.world import abroad, comintern

ONES = jnp.ones(len(COUNTRIES))


def at(rule, **inputs):
    """Evaluate a rule's function at the point values of its parameters."""
    values = {
        k: getattr(abroad, p.split(".")[1].upper()) if isinstance(p, str) else p
        for k, p in rule.parameters.items()
    }
    return rule.function(**{k: jnp.asarray(p.value) for k, p in values.items()}, **inputs)


def chance(**changes):
    common = dict(
        leadership=0.4 * ONES,
        organisation=0.7 * ONES,
        right=0.4 * ONES,
        loyalty=0.7 * ONES,
        crisis=0.7 * ONES,
        advice=0.6,
        power=0 * ONES,
    )
    return at(abroad.risings_succeed, **{**common, **changes})


def test_a_german_rising_may_win_and_mostly_loses():
    assert 0.02 < float(chance()[0]) < 0.3


def test_leadership_advice_and_neighbours_help_a_rising():
    assert chance(leadership=0.8 * ONES)[0] > chance()[0]
    assert chance(advice=0.1)[0] < chance()[0]
    assert chance(power=jnp.eye(len(COUNTRIES))[0])[1] > chance()[1]


def test_only_reparations_and_slump_distinguish_a_ruined_germany():
    common = dict(from_war=0.2 * ONES, hope=0.5, soviet=1.0, slump=0.0)
    calm, ruhr = (at(abroad.crisis_ripens, reparations=r, **common) for r in (0.0, 1.0))
    assert ruhr[0] > calm[0] + 0.2
    assert (ruhr[1:] == calm[1:]).all()


def test_a_common_front_keeps_the_nazis_out():
    common = dict(vote=0.37, crisis=0.7, power=0.0, governs=0.0)
    assert (
        at(abroad.capital_calls_the_nazis, unity=0.7, **common)
        < at(abroad.capital_calls_the_nazis, unity=0.1, **common) / 2
    )


def test_victory_in_germany_ends_isolation_and_defeats_deepen_it():
    common = dict(power=1.0, engaged=0.0, blockade=0.0)
    none = jnp.zeros(len(COUNTRIES))
    alone = at(comintern.state_stands_alone, abroad=none, discouraged=none, **common)
    assert (
        at(comintern.state_stands_alone, abroad=none.at[0].set(1.0), discouraged=none, **common)
        < alone / 2
    )
    assert at(comintern.state_stands_alone, abroad=none, discouraged=0.5 * ONES, **common) > alone


def test_appointment_at_home_takes_the_sections_independence():
    common = dict(autonomy=0.8, deciders=5.0, ties=1.0, debate=0.4, isolation=0.6, facade=0.0)
    assert at(comintern.centre_takes_command, appointed=0.9, **common) < at(
        comintern.centre_takes_command, appointed=0.1, **common
    )
