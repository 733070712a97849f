"""Case files say where and how they are wrong, and leave out no rule of the party."""

from __future__ import annotations

from pathlib import Path

import pytest

from thermidor.cases import BASES, BadCase, cases_of, read_cases, shipped_cases
from thermidor.cli.inspection import registry, traced_month
from thermidor.report.coverage import accounts
from thermidor.scenarios import BadScenario

PARTY = {
    "membership",
    "appointments",
    "delegation",
    "organs",
    "leaders",
    "factions",
    "information",
    "succession",
}

GOOD = """\
system: delegation
written_from: page
cases:
  - rule: delegation.r06
    page: 247
    case: Fear keeps dissenters from voting as they think
    base: nep
    given: {factions.fear: 0.7}
    against: {factions.fear: 0.1}
    expect:
      party.dare: down
"""


def test_a_good_file_is_read_as_it_stands() -> None:
    (case,) = read_cases(GOOD, "delegation.yaml")
    assert (case.rule, case.page, case.months, case.written_from) == (
        "delegation.r06", 247, 1, "page",
    )  # fmt: skip
    assert [str(e) for e in case.expect.values()] == ["down"]
    run, other = case.runs()
    assert (run["factions.fear"].value, other["factions.fear"].value) == (0.7, 0.1)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "said"),
    [
        ("system: delegation", "system: delegatoin", 1, "nearest: delegation"),
        ("    page: 247", "    page: 1", 5, "cites page 247, not 1"),
        ("rule: delegation.r06", "rule: delegation.r60", 4, "has no rule"),
        ("    base: nep", "    base: nip", 7, "nearest: nep"),
        ("    base: nep", "    bass: nep", 7, "no key of a case; nearest: base"),
        ("    base: nep", "    months: 240", 7, "months"),
        ("      party.dare: down", "      party.dare: dwon", 11, "nearest: down"),
        ("      party.dare: down", "      party.dare: between 2 and 1", 11, "no expectation"),
        ("{factions.fear: 0.7}", "{factions.fear: held at much}", 8, "held at NUMBER"),
        ("    against: {factions.fear: 0.1}", "    against: {factions.fear: 0.7}", 4, "differ"),
        ("    case: Fear", "    cas: Fear", 4, "'case' is missing"),
        ("written_from: page", "written_from: memory", 4, "must be 'page', 'record' or 'code'"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(right: str, wrong: str, line: int, said: str) -> None:
    assert right in GOOD
    with pytest.raises(BadCase) as found:
        read_cases(GOOD.replace(right, wrong), "delegation.yaml")
    message = str(found.value)
    assert message.startswith(f"delegation.yaml:{line}: "), message
    assert said in message
    assert "\n" not in message


def test_a_case_may_not_stand_twice() -> None:
    entry = GOOD[GOOD.index("  - rule") :]
    with pytest.raises(BadCase, match=r"delegation\.yaml:14: .* stands twice"):
        read_cases(GOOD + entry, "delegation.yaml")


def test_the_page_on_cases_shows_a_file_that_can_be_read_and_every_base() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "cases.md").read_text("utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    assert len(read_cases(example, "delegation.yaml")) == 1
    assert all(f"| `{name}` |" in page for name in BASES)


def test_what_is_no_list_of_cases_is_refused() -> None:
    for text in ("", "cases: []", "system: delegation\nwritten_from: page\ncases: 3", "- 1"):
        with pytest.raises(BadCase, match="a case file has the keys"):
            read_cases(text, "delegation.yaml")
    with pytest.raises(BadScenario, match=r"delegation\.yaml:1: not YAML"):
        read_cases("a: [", "delegation.yaml")


def test_every_rule_of_the_party_that_is_implemented_has_a_case_from_its_page() -> None:
    implemented = {
        rule
        for account in accounts(registry(), traced_month().calls)
        if account.system in PARTY
        for rule, by in account.rules.items()
        if by
    }
    written = {case.rule for case in shipped_cases() if case.written_from == "page"}
    assert len(implemented) > 100
    assert implemented <= written


def test_no_case_is_written_for_a_rule_that_is_not_implemented() -> None:
    done = {
        rule
        for a in accounts(registry(), traced_month().calls)
        for rule in a.rules
        if a.rules[rule]
    }
    assert {case.rule for case in shipped_cases()} <= done


def test_cases_are_found_by_rule_and_by_system() -> None:
    assert {case.rule for case in cases_of("delegation.r02")} == {"delegation.r02"}
    assert {case.system for case in cases_of("delegation")} == {"delegation"}
    assert cases_of() == shipped_cases()
    with pytest.raises(BadCase, match="nearest: delegation"):
        cases_of("delegatoin")
    with pytest.raises(BadCase, match="has no case yet"):
        cases_of("camps")


def test_a_base_holds_what_its_own_base_holds() -> None:
    nep, later = BASES["nep"], BASES["apparatus"]
    assert set(nep.state) <= set(later.state)
    assert nep.month < later.month
    assert later.state["appointments.appointed"].value > nep.state["appointments.appointed"].value


def test_a_whole_given_by_a_base_undoes_the_parts_of_the_base_under_it() -> None:
    assert BASES["nep"].state["appointments.loyal.petrograd"].value < 0.1
    given = list(BASES["apparatus"].state)
    assert given.index("appointments.loyal") > given.index("appointments.loyal.petrograd")


@pytest.mark.parametrize("name", sorted(set(BASES) - {"january-1917"}))
def test_the_members_of_a_base_are_the_sum_of_its_cohorts(name: str) -> None:
    state = BASES[name].state
    start = {"membership.cohort.underground": 23_800.0}
    cohorts = {**start, **{p: g.value for p, g in state.items() if ".cohort." in p}}
    assert sum(float(x) for x in cohorts.values()) == pytest.approx(
        state["membership.total"].value, rel=0.005
    )
