"""Options that commands share: declared once, the same words and the same checks everywhere."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import pytest
import typer
from typer.main import get_command

from thermidor.cli import app
from thermidor.cli.asking import Asked, Seeded, with_shared_options

Command = Callable[..., Any]

READERS: dict[str, tuple[str, ...]] = {
    "run": (), "compare": ("secret-ballot",), "claims": (), "systems": (), "conditions": (), "timing": (), "loops": (), "coalitions": (),
    "chain": (), "branches": ("1923-03",), "forecasts": (), "hinges": (), "rules": (), "phases": (), "cases": (), "check": (),
    "parameters": (), "variables": (), "settable": (),
}  # fmt: skip
"""Commands that read the model, with the words that they cannot do without."""

OTHERS = {"ballots", "scenarios", "record", "serve", "version"}
"""Commands that read no model of a theory."""


def test_every_command_reads_the_model_of_a_theory_or_none() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) == {*READERS, *OTHERS}
    having = {name for name, c in commands.items() if any(p.name == "theory" for p in c.params)}
    assert having == set(READERS)


@pytest.mark.parametrize("name", READERS)
def test_an_unknown_theory_gets_the_same_line_from_every_command(
    command: Command, name: str
) -> None:
    answer = command(name, *READERS[name], "--theory", "lequene")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "thermidor: unknown theory 'lequene'; there is: lequenne\n"


def test_options_of_one_name_are_the_same_in_all_commands() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    shared = {"seed", "theory", "particles", "learn", "learn_only", "not_held", "figures", "branch"}
    said: dict[str, set[Any]] = {}
    for c in commands.values():
        for p in c.params:
            if p.name in shared and isinstance(p.opts, list):
                said.setdefault(p.name, set()).add((tuple(p.opts), p.help, str(p.default)))
    assert set(said) == shared
    assert all(len(forms) == 1 for forms in said.values()), said


def test_a_command_of_shared_options_has_an_option_for_each_of_them() -> None:
    seen: list[Any] = []

    @with_shared_options
    def ask(
        name: Annotated[str, typer.Argument()], asked: Seeded, loud: Annotated[bool, typer.Option()] = False
    ) -> None:  # fmt: skip
        """Ask."""
        seen.append((name, asked, loud))

    assert list(inspect.signature(ask).parameters) == ["name", "seed", "theory", "loud"]
    ask(name="a", seed=3, theory="other", loud=True)
    assert seen == [("a", Seeded(3, "other"), True)]


def test_what_the_options_say_is_what_the_model_is_asked() -> None:
    words = Asked(
        seed=4, learn_only=["classes"], particles=256, not_held=["factions.ban"], histories=7,
        stop="1925-12", branch="1923-03", set_=["factions.repeal=forbid"],
    )  # fmt: skip
    request = words.request("baseline")
    assert (request.seed, request.histories, request.span.stop) == (4, 7, "1925-12")
    assert [i.path for i in request.schedule.interventions] == ["factions.repeal"]
    follow = request.following
    assert (follow.branch, follow.learn, follow.particles) == ("1923-03", ["classes"], 256)
    assert list(follow.not_held) == ["factions.ban"]
