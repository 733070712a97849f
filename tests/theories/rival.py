"""A rival of the book's theory for the tests: zeal keeps people from tiring and the active from withdrawing.

It replaces two rules and adds one system.  With its coefficients at nil it is the book's theory.
"""

from thermidor.engine.declare import parameter, rule
from thermidor.model.society import classes, mood
from thermidor.theories import register
from thermidor.theories.book import LEQUENNE

from . import zeal

WEARY = mood.war_and_hunger_weary
SILENCED = classes.the_active_tire_or_are_silenced


@rule(
    "information.r12",  # any rule of the record that nothing in the book's theory implements
    reads={**WEARY.reads, "zeal": "zeal.zeal"},
    parameters={
        **WEARY.parameters,
        "kept": parameter(0.8, "share", 0.0, 1.0, assumption=zeal.TOY),
    },
    neutral=0.0,
    unit=WEARY.unit,
    assumption=zeal.TOY,
)
def the_zealous_do_not_tire(
    war, front, towns, villages, isolation, fatigue, zeal, fighting, hungry, alone, grow, rest, kept
):
    """War and hunger weary those who have no zeal."""
    change = WEARY.function(
        war, front, towns, villages, isolation, fatigue, fighting, hungry, alone, grow, rest
    )
    return change * (1 - kept * zeal)


@rule(
    reads={**SILENCED.reads, "zeal": "zeal.zeal"},
    parameters={
        **SILENCED.parameters,
        "kept": parameter(0.8, "share", 0.0, 1.0, assumption=zeal.TOY),
    },
    neutral=0.0,
    unit=SILENCED.unit,
    assumption=zeal.TOY,
)
def the_zealous_stay_active(active, fatigue, fear, terror, zeal, tired, silenced, usual, kept):
    """Zeal keeps the active layer from tiring and falling silent."""
    lost = SILENCED.function(active, fatigue, fear, terror, tired, silenced, usual)
    return lost * (1 - kept * zeal)


COEFFICIENTS = ("mood.war_and_hunger_weary.kept", "classes.the_active_tire_or_are_silenced.kept")

ZEALOTS = register(
    LEQUENNE.rival(
        "zealots",
        replaces={
            "mood.war_and_hunger_weary": the_zealous_do_not_tire,
            "classes.the_active_tire_or_are_silenced": the_zealous_stay_active,
        },
        adds=(("Society", zeal),),
        title={"en": "Zeal (a toy of the tests)", "fr": "Le zèle (un jouet des tests)"},
    )
)
