"""Theories that users bring: found by their name, in the form in which they were registered last."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from thermidor.experiments.models import simulator
from thermidor.theories import ELSEWHERE, forget, register
from thermidor.theories.book import LEQUENNE


@pytest.fixture
def mine() -> Iterator[str]:
    yield "mine"
    forget("mine")


def test_a_theory_that_is_registered_anew_is_the_one_that_runs(mine: str) -> None:
    first = register(LEQUENNE.rival(mine))
    assert simulator(mine).model is first.model
    second = register(LEQUENNE.rival(mine))
    assert simulator(mine).model is second.model


def test_the_name_of_a_shipped_theory_is_refused() -> None:
    with pytest.raises(ValueError, match="choose another"):
        register(LEQUENNE.rival(LEQUENNE.name))


def test_a_module_of_theories_that_cannot_be_imported_gives_one_line() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "thermidor", "phases", "--theory", "mine"],
        env=os.environ | {ELSEWHERE: "no_such_module"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr.strip().count("\n") == 0
    assert f"{ELSEWHERE} names the module 'no_such_module'" in ran.stderr
