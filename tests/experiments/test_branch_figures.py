"""Figures of a reader's own: read with their lines, and refused in one line where they cannot be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from thermidor.experiments.branches.figures import BadFigures, figures_of, read_figures
from thermidor.experiments.branches.following import Follower, ParticleStates, follow_record
from thermidor.experiments.branches.likelihood import likelihoods
from thermidor.experiments.particles import Impossible, WeightedSample
from thermidor.record import observations
from thermidor.theories import lequenne

REGISTRY = lequenne().registry
ONE = "variable: party.members\n  first_month: 1923-04\n  value: 386000\n"


def write(folder: Path, text: str, name: str = "mine.yaml") -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def test_yaml_and_csv_say_the_same(tmp_path):
    yaml = write(tmp_path, f"figures:\n- {ONE}  low: 380000\n  high: 400000\n")
    table = write(
        tmp_path,
        "variable,first_month,value,low,high\n\nparty.members,1923-04,386000,380000,400000\n",
        "mine.csv",
    )
    (a,), (b,) = read_figures(yaml, REGISTRY), read_figures(table, REGISTRY)
    assert a._replace(source=()) == b._replace(source=())
    assert (a.value, a.low, a.high, a.last_month, a.aggregate) == (
        386000, 380000, 400000, "1923-04", "month value",
    )  # fmt: skip


def test_a_span_is_a_mean_and_a_wide_range_is_a_wide_error(tmp_path):
    file = write(
        tmp_path,
        "- variable: unrest.strikers\n  first_month: 1922-01\n  last_month: 1922-12\n  value: 200\n"
        "- variable: unrest.strikers\n  first_month: 1925-01\n  last_month: 1925-12\n  value: 200\n"
        "  low: 50\n  high: 900\n",
    )
    sharp, vague = likelihoods(read_figures(file, REGISTRY))
    assert sharp.observation.aggregate == "period mean"
    assert vague.error > 2 * sharp.error


def test_files_stand_in_place_of_the_record_or_beside_it(tmp_path):
    file = write(tmp_path, f"- {ONE}")
    alone, both = figures_of([file], REGISTRY), figures_of(["record", file, file], REGISTRY)
    assert alone is not None
    assert both is not None
    assert len(alone) == 1
    assert len(both) == len(likelihoods(observations())) + 1
    assert figures_of([], REGISTRY) is None
    assert figures_of(["record"], REGISTRY) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- variable: party.memberz\n  first_month: 1923-04\n  value: 1\n", "mine.yaml:1: no variable is called 'party.memberz'; nearest: party.members"),
        (f"- {ONE}- {ONE}", "mine.yaml:4: party.members has a figure of the same months in line 1: sources that differ are one figure with a range"),
        (f"- {ONE}  low: 400000\n", "mine.yaml:1: party.members 1923-04: the value 386000 lies outside its own range, 400000 to 386000"),
        (f"- {ONE}  vlaue: 3\n", "mine.yaml:1: 'vlaue' is no key of a figure; nearest: value"),  # codespell:ignore
        ("- variable: party.members\n  value: 3\n", "mine.yaml:1: 'first_month' is missing"),
        (f"- {ONE}  unit: thousands\n", "mine.yaml:1: party.members is in 'persons', not in 'thousands'"),
        (f"- {ONE}  aggregate: year men\n", "not 'year men'; nearest: year mean"),
        (f"- {ONE}  last_month: 1923-01\n", "it ends (1923-01) before it begins (1923-04)"),
        (f"- {ONE}  last_month: 1933-01\n", "a figure spans 60 months at most, not 118"),
        (f"- {ONE}  last_month: 1945-01\n", "1945-01 lies outside 1917-01..1940-12"),
        ("- variable: party.members\n  first_month: 1905-01\n  value: 3\n", "1905-01 lies outside"),
        ("- variable: party.members\n  first_month: 1923-04\n  value: many\n", "'value' wants a number, not 'many'"),
        ("- variable: party.members\n  first_month: 1923-04\n  value: .nan\n", "mine.yaml:1: "),
        ("- variable: party.members\n  first_month: 1923-04\n  value: -3\n", "-3 is impossible"),
        ("- variable: party.workers_share\n  first_month: 1923-04\n  value: 1.2\n", "1.2 is impossible"),
        (f"- {ONE}  confirmed: maybe\n", "'confirmed' is true or false, not 'maybe'"),
        ("- 3\n", "mine.yaml:1: a figure has keys and values, not 3"),
        ("figures: 3\n", "a file of figures is a list"),
        ("[]", "mine.yaml: it holds no figure"),
        ("figures: [mine\n", "not YAML"),
    ],
)  # fmt: skip
def test_a_bad_figure_is_one_line_with_its_place(tmp_path, text, words):
    with pytest.raises(BadFigures) as error:
        read_figures(write(tmp_path, text), REGISTRY)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("variable,first_month,value\nparty.members,1923-04\n", "mine.csv:2: 2 cells under 3 heads"),
        ("variable,first_month,value\n\nparty.members,1923-04,x\n", "mine.csv:3: 'value' wants a number"),
        ("variable,first_month,valeu\nparty.members,1923-04,3\n", "mine.csv:2: 'valeu' is no key of a figure; nearest: value"),  # codespell:ignore
        ('variable,first_month,value\n"party\n', "mine.csv:"),
        ("", "mine.csv: it holds no figure"),
    ],
)  # fmt: skip
def test_a_bad_table_is_one_line_with_its_place(tmp_path, text, words):
    with pytest.raises(BadFigures) as error:
        read_figures(write(tmp_path, text, "mine.csv"), REGISTRY)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_no_file_is_one_line(tmp_path):
    with pytest.raises(BadFigures, match=r"nothing\.yaml: no such file"):
        read_figures(str(tmp_path / "nothing.yaml"), REGISTRY)


def test_where_no_particle_gives_a_figure_any_probability_the_figure_is_named():
    class Broken(Follower):
        def advance(self, state, first, last):
            return state

        def simulated(self, states, figure):
            return np.full(4, np.nan)

    class Sim:
        class model:
            registry = REGISTRY

    follower = Broken.__new__(Broken)
    follower.sim, follower.seed = Sim, 0  # pyright: ignore[reportAttributeAccessIssue]
    first = likelihoods()[0]
    states = ParticleStates({}, np.arange(4, dtype=np.uint32), np.zeros((4, 60, 1), np.float32))
    with pytest.raises(Impossible) as error:
        follow_record(follower, WeightedSample(states, np.zeros(4), 0), [first], 1)
    assert first.name in str(error.value)
    assert "impossible in all 4 particles" in str(error.value)
    assert "\n" not in str(error.value)
