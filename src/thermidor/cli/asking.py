"""Options that several commands share, declared once: a command takes them as one value."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, get_type_hints

from thermidor.cli.errors import BadOption
from thermidor.cli.options import (
    Branch,
    Draw,
    Figures,
    Histories,
    Learn,
    LearnOnly,
    NotHeld,
    Parameters,
    Particles,
    Seed,
    Set,
    Start,
    Stop,
    Theory,
    check_dates,
)
from thermidor.theories import BOOK

if TYPE_CHECKING:
    from thermidor.experiments.request import Following, Request
    from thermidor.scenarios import Scenario


@dataclass(frozen=True)
class Seeded:
    """Which histories of which theory."""

    seed: Seed = 0
    theory: Theory = BOOK


@dataclass(frozen=True)
class Followed(Seeded):
    """How histories follow the record up to a month."""

    learn: Learn = False
    learn_only: LearnOnly = None
    particles: Particles = None
    not_held: NotHeld = None
    figures: Figures = None

    def following(self, branch: str | None) -> Following:
        """The same for the model.

        Args:
            branch: first month that is free; None for histories that are free from the beginning.

        Raises:
            ValueError: for a wish that cannot be.
        """
        from thermidor.experiments.request import Following

        learn = self.learn_only or self.learn
        return Following(branch, learn, self.particles, self.not_held or (), self.figures or ())


@dataclass(frozen=True)
class Asked(Followed):
    """All that decides what a model answers, but for the scenario."""

    histories: Histories = 1000
    start: Start = "1917-01"
    stop: Stop = "1940-12"
    branch: Branch = None
    set_: Set = None
    parameters: Draw = Parameters.point

    def __post_init__(self) -> None:
        check_dates(self.start, self.stop, None if self.branch == "own" else self.branch)

    def scenario(self, name: str) -> Scenario:
        """A scenario with the settings of the command line laid over it.

        Args:
            name: in the catalogue, or of a file.

        Raises:
            BadScenario: there is none, or a setting is none.
        """
        from thermidor.scenarios import Scenario, with_settings

        return with_settings(Scenario.load(name), self.set_ or ())

    def branch_of(self, scenario: Scenario) -> str | None:
        """The month up to which histories follow the record, or None for free ones.

        Args:
            scenario: that is run.

        Raises:
            BadOption: `--branch own` of a scenario that has no date of its own, or one after the last month.
        """
        if self.branch != "own":
            return self.branch
        if scenario.branch is None:
            raise BadOption(
                f"--branch own: '{scenario.id}' has no branch date; give a month, such as 1923-03"
            )
        check_dates(self.start, self.stop, scenario.branch)
        return scenario.branch

    def request(self, name: str, *, start: str | None = None, stop: str | None = None) -> Request:
        """The same for the model.

        Args:
            name: of the scenario in the catalogue, or of a file.
            start: first month, if not that of `--start`.
            stop: last month, if not that of `--stop`.

        Raises:
            ValueError: for bad input, in one line.
        """
        at = self.branch_of(self.scenario(name))
        ready()
        from thermidor.experiments.request import Request, Span

        return Request(
            name,
            settings=tuple(self.set_ or ()),
            histories=self.histories,
            seed=self.seed,
            span=Span(start or self.start, stop or self.stop),
            theory=self.theory,
            parameters=self.parameters.value,
            following=self.following(at),
        )


def ready() -> None:
    """Ready the devices; to be called before a module of the model or an experiment is imported."""
    from thermidor.engine.devices import prepare

    prepare()


def with_shared_options(function: Callable[..., None]) -> Callable[..., None]:
    """Make a command of a function that takes shared options as one value.

    Args:
        function: some of whose parameters are of a class of this module.

    Returns:
        The same with an option for each field of these classes.
    """
    hints = get_type_hints(function, include_extras=True)
    own = inspect.signature(function).parameters
    shared: dict[str, Any] = {
        name: kind for name, kind in hints.items() if is_dataclass(kind) and name in own
    }
    options: dict[str, inspect.Parameter] = {}
    for name, parameter in own.items():
        if name not in shared:
            options[name] = parameter.replace(
                annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY
            )
            continue
        kinds = get_type_hints(shared[name], include_extras=True)
        for field in fields(hints[name]):
            options[field.name] = inspect.Parameter(
                field.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=field.default,
                annotation=kinds[field.name],
            )

    @wraps(function)
    def command(**given: Any) -> None:
        values = {
            name: kind(**{field.name: given.pop(field.name) for field in fields(hints[name])})
            for name, kind in shared.items()
        }
        function(**given, **values)

    command.__signature__ = inspect.Signature([*options.values()])  # type: ignore[attr-defined]
    command.__annotations__ = {name: option.annotation for name, option in options.items()}
    return command
