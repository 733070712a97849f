"""No rule looks at the calendar to make history happen."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

import thermidor.model

MODULES = sorted(
    p for p in Path(thermidor.model.__file__).parent.rglob("*.py") if p.name != "outside.py"
)
YEARS = range(1914, 1946)
PROSE = {"book", "publication", "assumption", "meaning"}


def dates(path):
    """Numbers that are years of the period, outside docstrings and stated grounds."""
    tree = ast.parse(path.read_text())
    grounds = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in PROSE:
            grounds |= {id(n) for n in ast.walk(node.value)}
    found = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and id(node) not in grounds
            and (
                isinstance(node.value, int | float)
                and not isinstance(node.value, bool)
                and node.value in YEARS
            )
        ):
            found.append(node.lineno)
    return found


def months_counted(path):
    """Rules that read the number of years since the start."""
    text = path.read_text()
    return "outside:years" in text and path.name != "leaders.py"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_a_model_module_holds_no_date(path):
    assert not dates(path), f"{path}: years in lines {dates(path)}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_only_the_biology_of_leaders_reads_the_years_that_have_passed(path):
    assert not months_counted(path)


def test_the_walk_would_see_a_date(tmp_path):
    bad = tmp_path / "bad.py"
    bad.write_text("def step(m):\n    return 1921 if m else 0\n")
    assert dates(bad) == [2]


def test_no_series_from_outside_tells_the_month_but_the_years_of_ageing():
    from thermidor.theories import lequenne

    outside = lequenne().registry.outside.values()
    assert [o.name for o in outside if len(np.unique(o.values)) == o.values.size] == ["years"]


def test_every_series_from_outside_is_listed_for_readers_and_used_by_the_model():
    import thermidor as th

    listed = {o["name"] for o in th.outside_series()}
    text = "".join(path.read_text() for path in MODULES)
    assert listed == set(re.findall(r'outside(?::|\(")(\w+)', text))


def test_histories_follow_an_outside_shock_that_comes_a_year_later():
    import thermidor as th
    from thermidor.model.outside import shifted

    names = ["agriculture.harvest_grain"]
    here = th.simulate(histories=128, stop="1924-12", variables=names)
    later = th.simulate(
        histories=128, stop="1924-12", variables=names, outside=shifted("drought", 12)
    )

    def worst_year(ds):
        december = ds["agriculture.harvest_grain"].values[:, 11::12].mean(axis=0)
        return 1917 + int(np.argmin(december[3:7])) + 3

    assert worst_year(here) == 1921
    assert worst_year(later) == 1922
