"""The list of known failures is exact: what is not in it, and what is in it for nothing, are both told."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from thermidor.experiments.check.corners import RESTS, Corners
from thermidor.experiments.check.finding import Fault, Finding, over_limit
from thermidor.experiments.check.known import Known, compare, known_failures
from thermidor.experiments.check.possible import CHECKS
from thermidor.theories import lequenne

FAILS = Finding("a", "All is well.", False, 1.0, (Fault("grain", 1.0), Fault("bread", 0.5)))
PASSES = Finding("b", "All is well.", True, 0.0)
WHOLE = Finding("c", "Most is well.", False, 0.3)
BOTH = (Known("a", "grain", "why"), Known("a", "bread", "why"))


def test_what_is_known_is_neither_unknown_nor_mended():
    verdict = compare([FAILS, PASSES], BOTH, small=False)
    assert verdict.exact


def test_an_unknown_failure_is_told():
    verdict = compare([FAILS, PASSES], BOTH[:1], small=False)
    assert verdict.unknown == (("a", "bread"),)
    assert not verdict.exact


def test_a_known_failure_that_passes_is_told():
    mended = Known("b", "salt", "why")
    verdict = compare([FAILS, PASSES], (*BOTH, mended), small=False)
    assert verdict.mended == (mended,)
    assert not verdict.exact


def test_what_is_rare_need_not_show_itself_in_the_small_check():
    rare = Known("b", "salt", "why", rare=True)
    assert compare([PASSES], [rare], small=True).exact
    assert not compare([PASSES], [rare], small=False).exact


def test_what_only_the_small_check_has_is_an_error_in_the_full_one():
    small = tuple(replace(k, small=True) for k in BOTH)
    assert compare([FAILS], small, small=True).exact
    assert compare([FAILS], small, small=False).unknown
    assert compare([PASSES], [Known("b", "salt", "why", small=True)], small=False).exact
    assert not compare([PASSES], [Known("b", "salt", "why", small=True)], small=True).exact


def test_entries_of_checks_that_were_not_run_are_left_alone():
    assert compare([PASSES], BOTH, small=False).exact


def test_a_check_that_fails_as_a_whole_can_be_known():
    assert compare([WHOLE], [], small=False).unknown == (("c", ""),)
    assert compare([WHOLE], [Known("c", "", "why")], small=False).exact


def test_stars_stand_for_any_words():
    assert compare([FAILS], [Known("a", "*", "why")], small=False).exact


def test_what_lies_close_to_its_limit_is_neither():
    near = over_limit("a", "All is well.", [Fault("over", 0.06), Fault("under", 0.04)], 0.05)
    assert [f.what for f in near.faults] == ["over"]
    assert compare([near], [], small=False).exact
    assert compare([near], [Known("a", "under", "why")], small=False).exact


def test_every_entry_of_the_list_has_a_reason_and_a_check_to_belong_to():
    ids = {c.id for c in CHECKS} | {
        "conditions.never", "conditions.always", "corners.still", "corners.bound", "famine.in-calm-years",
        "prior.population", "prior.famine", "prior.bound",
    }  # fmt: skip
    known = known_failures()
    assert {k.id for k in known} <= ids
    assert all(len(k.reason.split()) >= 3 for k in known)
    assert len({(k.id, k.what) for k in known}) == len(known)


def test_an_entry_without_a_reason_is_refused(tmp_path: Path):
    file = tmp_path / "known.yaml"
    file.write_text("- {id: a, what: grain}\n")
    with pytest.raises(ValueError, match=r"entry 1: has id, what; it takes"):
        known_failures(file)


def test_every_rest_is_an_end_of_the_range_of_a_quantity():
    registry = lequenne().registry
    followed = Corners(registry).paths
    for path, at in RESTS:
        assert path in followed
        assert math.isfinite(getattr(registry.states[path], at))
