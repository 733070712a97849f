"""Cases run side by side give what they give alone, and come out as they are marked."""

from __future__ import annotations

from functools import cache

import pytest

from thermidor.cases import BadCase, Case, shipped_cases
from thermidor.cases.batch import Batch
from thermidor.cases.run import Result, run_cases
from thermidor.cases.subject import CLASSES, SEEN_BY_CODINGS
from thermidor.cases.words import Given
from thermidor.report.coverage import accounts
from thermidor.theories import lequenne

UNTESTABLE = {
    "factions.r08": "its pages tell of one who refused to recant and of one truce; the model knows only the "
    "recantation of those who are already out, so that its cases give a bound and a decision as it was made",
}
"""Rules whose pages say nothing that the model could do otherwise without them, and why."""


@cache
def batch() -> Batch:
    """The batch that all tests share: its program is loaded once."""
    return Batch(lequenne())


@pytest.fixture(scope="module")
def results() -> list[Result]:
    return run_cases(shipped_cases(), batch())


def case(**parts: object) -> Case:
    """A case of fear and daring, with some of its parts replaced."""
    plain = {
        "rule": "delegation.r06", "page": 247, "case": "fear", "written_from": "page", "base": "nep",
        "given": {"factions.fear": 0.7}, "against": {"factions.fear": 0.1},
        "expect": {"party.dare": "down"},
    }  # fmt: skip
    return Case.model_validate({**plain, **parts})


def run(*cases: Case) -> list[Result]:
    return run_cases(cases, batch())


def test_every_case_comes_out_as_it_is_marked(results: list[Result]) -> None:
    wrong = [f"{r.case.rule}: {r.case.case}: {r.findings}" for r in results if not r.as_marked]
    assert not wrong, "\n".join(wrong)


def implementers() -> dict[str, list[str]]:
    """Rules of the model, which have a switch, by rule of the record; a definition of the codings has none."""
    registry = batch().model.registry
    found = {r: by for a in accounts(registry) for r, by in a.rules.items()}
    return {r: [one for one in by if one in registry.rules] for r, by in found.items()}


def the_next(subject: str) -> str:
    """Another class of the same coding, or another measure."""
    for known in (CLASSES, SEEN_BY_CODINGS):
        alike = [n for n in known if n.rpartition(".")[0] == subject.rpartition(".")[0]]
        if subject in alike:
            return alike[(alike.index(subject) + 1) % len(alike)]
    return subject


def test_each_definition_has_a_case_that_fails_when_another_class_is_asked(
    results: list[Result],
) -> None:
    defined = [r.case for r in results if r.passes and not implementers().get(r.case.rule)]
    asked = [
        c.model_copy(update={"expect": {the_next(s): e for s, e in c.expect.items()}})
        for c in defined
    ]
    told_apart = {r.case.rule for r in run(*asked) if not r.passes}
    assert {c.rule for c in defined} == told_apart != set()


def test_each_rule_has_a_case_that_fails_when_the_rule_is_switched_off(
    results: list[Result],
) -> None:
    switches = {rule: by for rule, by in implementers().items() if by}
    passing = [r.case for r in results if r.passes and r.case.rule in switches]
    off = [
        c.model_copy(update={"both": {**c.both, **{rule: Given(0.0) for rule in switches[c.rule]}}})
        for c in passing
    ]
    needed = {r.case.rule for r in run(*off) if not r.passes}
    assert {c.rule for c in passing} - needed == set(UNTESTABLE)


def test_a_run_among_others_has_the_numbers_that_it_has_alone(results: list[Result]) -> None:
    for number in (0, len(results) // 2, len(results) - 1):
        (alone,) = run(results[number].case)
        assert alone == results[number]


def test_a_kept_program_takes_the_parameters_as_they_are_declared_today(
    results: list[Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = batch().model.registry
    point = registry.point
    monkeypatch.setattr(type(registry), "point", property(lambda _: 0.5 * point))
    (today,) = run(results[0].case)
    assert today.findings != results[0].findings


def test_two_runs_have_the_same_draws() -> None:
    (same,) = run(case(given={"factions.fear": 0.2}, against={"factions.fear": 0.2000001}, months=6,
                       expect={"party.members": "unchanged"}))  # fmt: skip
    assert same.findings[0].got == same.findings[0].compared


def test_a_held_value_stays_and_a_given_one_moves() -> None:
    held, free = run(
        case(given={"mood.fatigue": "held at 0.2"}, months=3,
             expect={"mood.fatigue": "between 0.199 and 0.201"}),
        case(given={"mood.fatigue": 0.2}, months=3,
             expect={"mood.fatigue": "between 0.199 and 0.201"}),
    )  # fmt: skip
    assert held.passes
    assert not free.passes


def test_what_is_so_in_both_runs_makes_no_difference() -> None:
    (result,) = run(case(both={"delegation.members_dare_to_vote.secret": 1}))
    assert not result.passes


def test_without_against_the_other_run_is_the_base() -> None:
    with_base, without = run(
        case(given={"factions.fear": 0.7}, against={}),
        case(given={"factions.fear": 0.2}, against={}, expect={"party.dare": "unchanged"}),
    )
    assert with_base.passes
    assert without.passes, "the base itself gives fear 0.2"


def test_the_chance_of_each_option_of_a_choice_can_be_asked_for() -> None:
    path = "soviets.october.outcome"
    (result,) = run(
        case(base="october", given={}, against={},
             expect={f"{path} is {option}": "between 0 and 1" for option in ("none", "defeat", "victory")}),
    )  # fmt: skip
    assert sum(f.got for f in result.findings) == pytest.approx(1.0)


def test_a_class_and_a_measure_of_the_codings_are_told_by_the_month_alone() -> None:
    (paid,) = run(
        case(rule="nature_of_state.r02", page=368, base="one-man-rule",
             given={"privilege.ratio": "held at 9"}, against={"privilege.ratio": "held at 1"},
             expect={"measure.privilege": "up", "coding.class.deformed": "down",
                     "measure.living_soviets": "unchanged"}),
    )  # fmt: skip
    assert paid.passes
    assert all(0 <= f.got <= 1 for f in paid.findings)


def test_a_marked_case_that_passes_and_an_unmarked_one_that_fails_are_not_as_marked() -> None:
    mended, broken, known = run(
        case(fails="once"),
        case(expect={"party.dare": "up"}),
        case(expect={"party.dare": "up"}, fails="still"),
    )
    assert [r.as_marked for r in (mended, broken, known)] == [False, False, True]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"expect": {"party.dares": "down"}}, "nothing in the model is called 'party.dares'"),
        ({"expect": {"party.dare": "below party.dares"}}, "nothing in the model is called"),
        (
            {"expect": {"coding.class.cast": "up"}},
            "called 'coding.class.cast'; nearest: coding.class.caste",
        ),
        ({"expect": {"measure.privileges": "up"}}, "nearest: measure.privilege"),
        ({"expect": {"party.dare": "likelier"}}, "party.dare is no choice: write 'up' or 'down'"),
        ({"expect": {"delegation.congress": "up"}}, "is a choice: write 'likelier'"),
        ({"expect": {"delegation.congress is maybe": "likelier"}}, "has the options no, yes"),
        ({"given": {"factions.feer": 1}}, "nothing in the model is called 'factions.feer'"),
        ({"given": {"factions.fear": 1.5}}, "lies between 0 and 1, so it cannot be 1.5"),
        ({"given": {"leaders.positions": "held at 0"}}, "keeps 312 values"),
        ({"given": {"factions.fear": "much"}}, "takes a number, not 'much'"),
        ({"given": {"delegation.congress": "maybe"}}, "has the options no, yes, not 'maybe'"),
    ],
)
def test_what_the_model_does_not_have_is_said_in_one_line(
    parts: dict[str, object], said: str
) -> None:
    with pytest.raises(BadCase) as found:
        run(case(**parts))
    assert said in str(found.value)
    assert "\n" not in str(found.value)
