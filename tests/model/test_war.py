"""War: the rules of the old army, the intervention, the Red Army and the civil war, called directly."""

import jax.numpy as jnp
import pytest

from thermidor.model.names import REGIONS
from thermidor.model.state import army, civil_war
from thermidor.model.world import great_war, intervention


def at(rule, **inputs):
    """Evaluate a rule's function at the point values of its parameters."""
    modules = {"intervention": intervention, "civil_war": civil_war, "army": army}

    def value(p):
        if not isinstance(p, str):
            return jnp.asarray(p.value)
        system, *rest = p.split(".")
        module = modules[system]
        if len(rest) == 2:
            return jnp.asarray(getattr(module, rest[0]).parameters[rest[1]].value)
        return jnp.asarray(getattr(module, rest[0].upper()).value)

    return rule.function(**{k: value(p) for k, p in rule.parameters.items()}, **inputs)


def test_about_a_seventh_of_the_old_army_deserts_by_october():
    gone, men = 0.0, 7.0e6
    for month in range(9):
        run = float(
            at(
                great_war.soldiers_go_home,
                soldiers=men,
                weariness=0.5 + 0.03 * month,
                authority=0.7 - 0.04 * month,
                front=1.0,
                rural=jnp.full(len(REGIONS), 6e6),
            ).sum()
        )
        gone, men = gone + run, men - run
    assert gone == pytest.approx(1.0e6, rel=0.6)


def test_no_peace_is_signed_before_the_soviets_hold_power():
    sign, fight = at(
        intervention.leaders_decide_on_peace,
        line=0.5,
        weariness=0.8,
        front=0.0,
        power=0.0,
        war=1.0,
        brest=0.0,
        lost=0.5,
        executive=0.0,
    )
    assert float(sign) == 0
    assert float(fight) == 0


def test_a_treaty_stops_the_advance_at_its_line():
    common = dict(war=1.0, front=0.0, terms=1.0, soldiers=2e6, authority=0.1, red=1e5)
    without = at(intervention.the_central_powers_advance, brest=0.0, **common)
    signed = at(intervention.the_central_powers_advance, brest=1.0, **common)
    petrograd = REGIONS.index("petrograd")
    assert without[petrograd] > 5 * signed[petrograd]


def test_arms_not_heads_make_strength():
    common = dict(competence=0.6, communists=5e4, revolt=jnp.zeros(len(REGIONS)), poland=0.0, stalled=0.0)
    few = at(civil_war.reds_fight, red=3e6, arms=1e6, **common)
    assert at(civil_war.reds_fight, red=3e6, arms=2e6, **common) > few


def test_long_lines_weaken_the_whites():
    common = dict(white=4e5, arms=4e5, partisans=0.3, troops=0.0, czechs=0.0, fortune=0.0)
    assert at(civil_war.whites_fight, territory=0.4, **common) < at(
        civil_war.whites_fight, territory=0.1, **common
    )


@pytest.mark.parametrize(
    ("core", "white", "engaged", "ratio", "expected"),
    [
        (0.9, 1e4, 0.0, 0.95, 1.0),
        (0.9, 3e5, 0.0, 0.95, 0.0),
        (0.9, 1e4, 0.6, 0.95, 0.0),
        (0.3, 3e5, 0.6, 0.1, 2.0),
    ],
)
def test_the_war_is_decided_by_remnants_patrons_and_the_core(core, white, engaged, ratio, expected):
    decided = at(
        civil_war.war_is_decided,
        outcome=jnp.float32(0),
        begun=jnp.float32(1),
        white=jnp.float32(white),
        engaged=jnp.float32(engaged),
        power=1.0,
        poland=jnp.float32(0),
        ratio=ratio,
        core=core,
    )
    assert float(decided) == expected


def test_extreme_terror_destroys_command_and_ordinary_fear_does_not():
    common = dict(competence=0.8, specialists=1.0, red=1e6, generals=0.0)
    assert at(army.command_learns, terror=0.3, **common) > 0
    assert at(army.command_learns, terror=0.95, **common) < -0.02
