"""A rival of the book's theory for the tests: zeal keeps people from tiring and the active from withdrawing.

It replaces two rules and adds one system.  With its coefficient at nil it is the book's theory.
"""

from thermidor.engine.declare import parameter, rule
from thermidor.model.society import classes, mood
from thermidor.theories import register
from thermidor.theories.lequenne import LEQUENNE

from . import zeal

COEFFICIENTS = ("mood.war_and_hunger_weary.kept", "classes.the_active_tire_or_are_silenced.kept")


def _kept_by_zeal(book):
    """The book's rule, weakened by zeal."""
    arguments = [*book.reads, *book.parameters]
    names = ", ".join([*arguments, "zeal", "kept"])
    source = f"def by_zeal({names}):\n    return book({', '.join(arguments)}) * (1 - kept * zeal)\n"
    scope = {"book": book.function}
    exec(source, scope)
    by_zeal = scope["by_zeal"]
    by_zeal.__module__, by_zeal.__doc__ = __name__, "Zeal keeps people going."
    return rule(
        reads={**book.reads, "zeal": "zeal.zeal"},
        parameters={
            **book.parameters,
            "kept": parameter(0.8, "share", 0.0, 1.0, assumption=zeal.TOY),
        },
        neutral=0.0,
        unit=book.unit,
        assumption=zeal.TOY,
    )(by_zeal)


ZEALOTS = register(
    LEQUENNE.rival(
        "zealots",
        replaces={
            "mood.war_and_hunger_weary": _kept_by_zeal(mood.war_and_hunger_weary),
            "classes.the_active_tire_or_are_silenced": _kept_by_zeal(
                classes.the_active_tire_or_are_silenced
            ),
        },
        adds=(("Society", zeal),),
        title={"en": "Zeal (a toy of the tests)", "fr": "Le zèle (un jouet des tests)"},
    )
)
