"""Each sentence on possible histories can be broken, and a blameless history breaks none."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from thermidor.engine.controls import Intervention, Schedule
from thermidor.experiments.check.account import Account
from thermidor.experiments.check.possible import CHECKS
from thermidor.experiments.check.possible.held import deaths, seats
from thermidor.experiments.check.walk import Group, Step
from thermidor.experiments.check.witness import Told
from thermidor.model.names import LEADERS
from thermidor.model.regime.regime import CODE
from thermidor.theories import lequenne

MONTHS, HISTORIES = 4, 3
LENIN, TROTSKY, STALIN, SVERDLOV = (
    LEADERS.index(n) for n in ("lenin", "trotsky", "stalin", "sverdlov")
)
LINKS = {"factions.expulsion": ("plenum",)}


class Plan:
    """States (month + 1, ...), choices (month, ...) and votes of a few histories, to be changed by a test."""

    def __init__(self, first: int = 60):
        self.registry = lequenne().registry
        self.first, self.name = first, "free"
        self.schedule = Schedule(self.registry)
        reads = sorted({p for c in CHECKS for p in c.reads if p in self.registry.states})
        self.state = {p: np.zeros((MONTHS + 1, *self._shape(p), HISTORIES)) for p in reads}
        for path in ("leaders.alive", "leaders.capacity", "succession.standing", "soviets.power"):
            self.state[path][:] = 1
        self.fell = {
            p: np.zeros((MONTHS, *self._shape(p), HISTORIES), np.int8)
            for p in self.registry.choices
        }
        self.voted = {"plenum": np.zeros((MONTHS, len(LEADERS), HISTORIES), bool)}

    def _shape(self, path: str) -> tuple[int, ...]:
        return self.registry.sites[path].shape

    def dies(self, leader: int, month: int, history: int = 1) -> None:
        """He dies in a month, and leaves what he had."""
        self.fell["leaders.{leader}.death"][month, leader, history] = 1
        for path in ("leaders.alive", "leaders.capacity"):
            self.state[path][month + 1 :, leader, history] = 0
        self.state["succession.standing"][month + 2 :, leader, history] = 0

    def broken(self) -> dict[str, set[str]]:
        """By check, what breaks it."""
        steps = [
            Step(
                self.first + k,
                {p: x[k] for p, x in self.state.items()},
                {p: x[k + 1] for p, x in self.state.items()},
                np.zeros((0, HISTORIES)),
                Told(
                    {p: x[k] for p, x in self.fell.items()},
                    {n: x[k] for n, x in self.voted.items()},
                    LINKS,
                    {},
                ),
            )
            for k in range(MONTHS)
        ]
        group = Group(self.name, np.arange(HISTORIES), self.schedule)
        account = Account(self.registry, group, list(self.state), steps)
        found = {c.id: {what for what, x in c.find(account).items() if np.any(x)} for c in CHECKS}
        return {id.removeprefix("possible."): told for id, told in found.items() if told}


def dead_man_recants(p: Plan) -> None:
    p.dies(TROTSKY, 0)
    p.fell["factions.{leader}.recantation"][2, TROTSKY, 1] = 1


def dead_man_is_struck_down(p: Plan) -> None:
    p.dies(LENIN, 0)
    p.fell["leaders.lenin.stroke"][1, 1] = 1


def dead_man_is_made_secretary(p: Plan) -> None:
    p.dies(STALIN, 0)
    p.fell["succession.general_secretary"][1, 1] = STALIN + 1


def dies_twice_in_a_month(p: Plan) -> None:
    p.dies(TROTSKY, 1)
    p.fell["leaders.{leader}.execution"][1, TROTSKY, 1] = 1


def dies_again(p: Plan) -> None:
    p.dies(TROTSKY, 0)
    p.fell["leaders.{leader}.death"][3, TROTSKY, 1] = 1


def dead_man_sits(p: Plan) -> None:
    p.dies(SVERDLOV, 0)
    p.state["organs.politburo"][:, SVERDLOV, 1] = 1


def dead_man_votes(p: Plan) -> None:
    p.dies(TROTSKY, 0)
    p.fell["factions.expulsion"][2, 1] = 1
    p.voted["plenum"][:, TROTSKY] = True


def dead_man_is_expelled(p: Plan) -> None:
    p.dies(TROTSKY, 0)
    p.state["factions.expelled"][3:, TROTSKY, 1] = 1


def votes_on_himself(p: Plan) -> None:
    p.fell["factions.expulsion"][2, 1] = 1
    p.state["factions.expelled"][3:, TROTSKY, 1] = 1
    p.voted["plenum"][:, TROTSKY] = True


def disabled_man_is_expelled(p: Plan) -> None:
    p.state["leaders.capacity"][1:, LENIN, 1] = 0.3
    p.state["factions.expelled"][3:, LENIN, 1] = 1


def expelled_man_sits(p: Plan) -> None:
    p.state["factions.expelled"][1:, TROTSKY, 1] = 1
    p.state["organs.politburo"][:, TROTSKY, 1] = 1


def two_secretaries(p: Plan) -> None:
    p.state["succession.secretary"][:, [STALIN, LENIN], 1] = 1
    p.state["appointments.secretariat"][:] = 1


def post_is_taken(p: Plan) -> None:
    p.state["appointments.secretariat"][:] = 1
    p.state["succession.secretary"][:3, STALIN, 1] = 1
    p.state["succession.secretary"][3:, LENIN, 1] = 1
    p.fell["succession.general_secretary"][2, 1] = LENIN + 1


def too_many_seats(p: Plan) -> None:
    p.state["organs.politburo"][2, :20, 1] = 1


def organ_outlives_its_power(p: Plan) -> None:
    p.state["soviets.power"][1:, 1] = 0
    p.state["regime.ended"][1:, 1] = 1
    p.state["organs.politburo"][:, STALIN, 1] = 1


def sits_before_it_is_founded(p: Plan) -> None:
    p.first = 0
    p.state["organs.politburo"][:, LENIN, 1] = 1


def secretary_without_an_office(p: Plan) -> None:
    p.first = 0
    p.state["succession.secretary"][:, STALIN, 1] = 1


def last_ally_leaves_twice(p: Plan) -> None:
    p.fell["soviets.one_party"][[0, 2], 1] = 1


def renewed_from_nothing(p: Plan) -> None:
    p.state["regime.phase"][:3] = CODE["thermidor"]
    p.state["regime.phase"][3:] = CODE["soviet_democracy"]


def another_man_sits_in_a_branch(p: Plan) -> None:
    p.name, p.first = "branch 1927-10", 129
    seated(p)
    p.state["organs.politburo"][:, LEADERS.index("piatakov"), 1] = 1


def seated(p: Plan) -> None:
    """Those of the record sit, hold office and are dead."""
    done, _ = deaths(p.first)
    for name in done:
        p.state["leaders.alive"][:, LEADERS.index(name)] = 0
    for name in seats("politburo", "1927-10")[0]:
        p.state["organs.politburo"][:, LEADERS.index(name)] = 1
    for path in ("leaders.capacity", "succession.standing"):
        p.state[path] *= p.state["leaders.alive"]
    p.state["succession.secretary"][:, STALIN] = 1
    p.state["appointments.secretariat"][:] = 1


PLANTED: list[tuple[Callable[[Plan], None], str, str]] = [
    (dead_man_recants, "the-dead-do-not-act", "factions.{leader}.recantation"),
    (dead_man_is_struck_down, "the-dead-do-not-act", "leaders.lenin.stroke"),
    (dead_man_is_made_secretary, "the-dead-do-not-act", "succession.general_secretary"),
    (dies_twice_in_a_month, "everybody-dies-once", "leaders.{leader}.execution"),
    (dies_again, "everybody-dies-once", "leaders.{leader}.death"),
    (dead_man_sits, "the-dead-hold-nothing", "organs.politburo"),
    (dead_man_votes, "the-dead-do-not-vote", "plenum"),
    (dead_man_is_expelled, "the-dead-are-not-expelled", "factions.expelled"),
    (votes_on_himself, "nobody-votes-on-his-own-expulsion", "plenum"),
    (disabled_man_is_expelled, "the-disabled-are-left-alone", "factions.expelled"),
    (expelled_man_sits, "the-expelled-hold-no-seat", "organs.politburo"),
    (two_secretaries, "one-secretary", "succession.secretary"),
    (post_is_taken, "a-post-is-vacated-before-it-is-filled", "succession.general_secretary"),
    (too_many_seats, "no-more-seats-than-places", "organs.politburo"),
    (organ_outlives_its_power, "organs-end-with-their-power", "organs.politburo"),
    (sits_before_it_is_founded, "a-body-sits-after-its-founding", "organs.politburo"),
    (secretary_without_an_office, "a-body-sits-after-its-founding", "succession.secretary"),
    (last_ally_leaves_twice, "once-is-once", "soviets.one_party"),
    (renewed_from_nothing, "a-renewal-shows-a-cause", "regime.phase"),
    (another_man_sits_in_a_branch, "who-held-office-holds-it", "organs.politburo.piatakov"),
]


def test_a_blameless_history_passes():
    assert Plan().broken() == {}


def test_a_branch_in_which_the_record_was_held_passes():
    p = Plan(129)
    p.name = "branch 1927-10"
    seated(p)
    assert p.broken() == {}


@pytest.mark.parametrize(("plant", "id", "what"), PLANTED, ids=[p[0].__name__ for p in PLANTED])
def test_a_planted_fault_is_found_and_no_other(plant: Any, id: str, what: str):
    p = Plan()
    plant(p)
    assert p.broken() == {id: {what}}


def test_every_sentence_is_broken_by_some_planted_fault():
    assert {f"possible.{id}" for _, id, _ in PLANTED} == {c.id for c in CHECKS}


def test_what_an_intervention_does_twice_is_no_fault_of_the_model():
    p = Plan()
    last_ally_leaves_twice(p)
    p.schedule = Schedule(p.registry, [Intervention("force", "soviets.one_party", True, 60, 62)])
    assert p.broken() == {}


def test_what_has_been_made_possible_again_may_happen_again():
    p = Plan()
    last_ally_leaves_twice(p)
    p.fell["soviets.other_parties"][1, 1] = 1
    assert p.broken() == {}


def test_a_recalled_secretary_may_be_replaced():
    p = Plan()
    post_is_taken(p)
    p.fell["succession.recall"][2, 1] = 1
    assert p.broken() == {}


def test_a_fever_does_not_disable():
    p = Plan()
    p.state["leaders.illness"][:, 1] = 0.8
    p.state["leaders.capacity"][1:, TROTSKY, 1] = 0.4
    p.state["factions.expelled"][3:, TROTSKY, 1] = 1
    assert p.broken() == {}
