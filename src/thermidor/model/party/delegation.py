"""From cell to congress: what members think, what they dare vote, and what each level lets through."""

import jax
import jax.numpy as jnp
from jaxtyping import Array

from thermidor.engine.declare import System, choice, here, observable, parameter, rule, variable
from thermidor.engine.month import Month


class Delegation(System):
    """The chain of delegation."""

    since: Array = variable("months", "months since the last congress or conference",
                            start=parameter(6.0, "months", 0, 12, assumption="the last conference was years ago, "
                                            "the next is called in spring 1917"), typical=(0, 48))
    voted: Array = variable("share", "votes counted against the leadership in the cells", start=0.0, high=1.0)
    dare: Array = variable("probability", "readiness of a dissenter to vote as he thinks", start=1.0, high=1.0,
                           book=("delegation.r06",))
    delegates: Array = variable("share", "opposition among the delegates of the last congress",
                               start=parameter(0.35, "share", 0.2, 0.5, book=("delegation.r01",)), high=1.0)
    cells: Array = variable("share", "votes against the leadership in the cells before the last congress",
                            start=parameter(0.35, "share", 0.2, 0.5, book=("delegation.r01",)), high=1.0)
    sitting: Array = variable("flag", "a congress or conference sits this month", start=0.0, high=1.0)


CONGRESS = choice("delegation.congress", "a congress or conference meets", kind="event",
                  book=("organs.r14", "delegation.r10"))


@rule(
    "delegation.r06", "delegation.r07", "mood.r12", "delegation.r13",
    reads=dict(fear="factions.fear", docility="membership.docility", appointed="appointments.appointed"),
    parameters=dict(
        risk=parameter(6.0, "1", 3.0, 10.0, book=("delegation.r06", "delegation.r07")),
        follow=parameter(0.5, "share", 0.2, 0.8, book=("delegation.r13",)),
        secret=parameter(0.0, "share", 0.0, 0.0,
                         assumption="nil by construction: share of cells that vote in secret, a question to ask"),
    ),
    neutral=1.0, signs=dict(fear=-1, docility=-1, appointed=-1), unit="probability",
)
def members_dare_to_vote(fear, docility, appointed, risk, follow, secret):
    """Open voting turns conviction into votes only as far as job, bread and secretary allow."""
    brave = jnp.exp(-risk * fear * (0.3 + 0.7 * appointed)) * (1.0 - follow * docility)
    return secret + (1.0 - secret) * brave


@rule(
    "delegation.r02", "delegation.r05",
    reads=dict(voted=here(0, 1), appointed="appointments.appointed"),
    parameters=dict(
        levels=parameter(3.0, "levels", 2, 4, book=("delegation.r02",)),
        hold=parameter(0.75, "share", 0.5, 0.95,
                       book=("delegation.r02",),
                       assumption="each level in the hands of nominated secretaries halves the opposition or "
                                  "more, as between district and province"),
    ),
    neutral=0.0, signs=dict(appointed=-1), unit="share of delegates taken off",
)
def filter_thins_out_the_opposition(voted, appointed, levels, hold):
    """District, province and congress each let through less, the more secretaries are nominated."""
    passed = voted * jnp.power(1.0 - hold * appointed, levels)
    return passed - voted


@rule(
    "organs.r14", "delegation.r10",
    reads=dict(since="delegation.since", deciders="organs.deciders", ),
    parameters=dict(
        interval=parameter(9.0, "months", 6, 12, book=("soviets.r07", "organs.r14")),
        neglect=parameter(14.0, "months", 6, 30, book=("organs.r14",)),
        steep=parameter(1.2, "1 a month", 0.5, 3.0, assumption="a congress is due within a few months"),
    ),
    neutral=0.0, signs=dict(since=+1, deciders=+1), unit="probability a month",
)
def a_congress_is_called(since, deciders, interval, neglect, steep):
    """Congresses are due every year; the fewer decide, the longer they need none."""
    due = interval + neglect * jnp.clip(2.5 - deciders, 0.0, 2.0)
    return 0.7 * jax.nn.sigmoid(steep * (since - due))


def step(m: Month) -> None:
    """Votes in the cells, and the congress when one meets."""
    sitting = m.set("sitting", m.choose(CONGRESS, m.rule(a_congress_is_called)))
    m.set("since", jnp.where(sitting > 0, 0.0, m.last("delegation.since") + 1.0))
    dare = m.set("dare", m.rule(members_dare_to_vote))
    voted = m.set("voted", m.last("factions.opposition") * dare)
    delegates = jnp.clip(voted + m.rule(filter_thins_out_the_opposition, voted=voted), 0.0, 1.0)
    m.set("cells", jnp.where(sitting > 0, voted, m.last("delegation.cells")))
    m.set("delegates", jnp.where(sitting > 0, delegates, m.last("delegation.delegates")))


@observable("party.opposition_voted", "share", "Votes counted against the leadership at the base",
            system="delegation", high=1.0, book=("delegation.r06", "delegation.r07"))
def opposition_voted(w, flows):
    """Counted votes in the cells."""
    return w.delegation.voted


@observable("congress.opposition", "share", "Opposition among the delegates of the last congress",
            system="delegation", high=1.0, book=("delegation.r02",))
def congress_opposition(w, flows):
    """Delegates of the last congress or conference."""
    return w.delegation.delegates


@observable("congress.cells", "share", "Votes against the leadership in the cells before the last congress",
            system="delegation", high=1.0, book=("delegation.r02",))
def cells_before_congress(w, flows):
    """What the cells voted before the congress whose delegates are counted."""
    return w.delegation.cells
