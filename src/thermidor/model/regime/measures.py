"""What an observer could count of who rules whom, where no other system counts it: nothing reads it but codings."""

import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, output, parameter, rule, variable
from thermidor.engine.month import Month
from thermidor.model.nature import MONTHS_A_YEAR
from thermidor.model.party.persons import trait

LAST_YEAR = parameter(12.0, "months", 6.0, 24.0,
                      assumption="a change at the top is news for about a year: between two congresses")
"""Time for which a removal counts as recent."""


class Measures(System):
    """Removals from the top."""

    voted_out: Array = variable(
        "share a year", "power whose holders lost their seats without force", start=0.0, high=12.0,
        gives="rulers.voted_out", typical=(0, 1), book=("delegation.r01",))


@rule(
    assumption="it is counted for the codings alone: whoever is still alive, at liberty and was not in the open "
               "opposition when seat or office went has been voted out",
    reads=dict(weight="organs.weight", seat="organs.politburo", kept="now:organs.politburo",
               secretary="succession.secretary", holds="now:succession.secretary", bloc="factions.bloc",
               present="now:leaders.capacity", expelled="now:factions.expelled", deported="now:factions.deported",
               executed="now:leaders.executed"),
    neutral=0.0, signs=dict(weight=+1, kept=-1, holds=-1, bloc=-1, present=+1, expelled=-1), unit="share a year",
)
def those_who_decided_are_voted_out(weight, seat, kept, secretary, holds, bloc, present, expelled, deported, executed):
    """Weight in decisions whose holders, not in the open opposition, lost seat or office and are alive and at liberty."""
    lost = jnp.maximum(seat * (1.0 - kept), secretary * (1.0 - holds)) * (1.0 - bloc) * weight
    force = jnp.maximum(jnp.maximum(expelled, deported), executed)
    return MONTHS_A_YEAR * jnp.sum(lost * (1.0 - force) * present)


def step(m: Month) -> None:
    """Count who has been voted out at the top."""
    m.approach("voted_out", m.rule(those_who_decided_are_voted_out), "measures.last_year")


@output("rulers.pioneers", "share", "Pioneers of 1917 who sit in the inner organ", system="measures", high=1.0,
        parameters=dict(
            pioneers=parameter([float(p > 0.3) for p in trait("prestige")], "flag", 1.0, 1.0, dim="leader",
                               assumption="those of first rank, who led together in 1917: four names stand above 0.3. The line is drawn where the page "
                                          "draws it, above those of the second rank who displace them")),
        book=("regime.r07",))
def pioneers_in_the_inner_organ(w, flows, pioneers):
    """Of those who led together in 1917, how many lead still; all of them as long as no inner organ sits."""
    sits = jnp.sum(w.organs.politburo) > 0
    return jnp.where(sits, jnp.sum(pioneers * w.organs.politburo) / jnp.sum(pioneers), 1.0)


@output("losers.free", "share", "Leaders who have opposed openly and are at liberty in the party", system="measures",
        high=1.0, book=("factions.r16", "delegation.r01"))
def losers_at_liberty(w, flows):
    """What happens to those who lose: one is counted as free where nobody has opposed yet."""
    f = w.factions
    struck = jnp.maximum(jnp.maximum(f.expelled, f.deported), w.leaders.executed)
    stood = jnp.maximum(jnp.maximum(f.bloc, f.recanted), struck)
    return (jnp.sum(stood * (1.0 - struck)) + 1.0) / (jnp.sum(stood) + 1.0)
