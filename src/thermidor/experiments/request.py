"""What is asked of a model: one request, checked once, when it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import InitVar, dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np

from thermidor.engine.calendar import month_number, month_text
from thermidor.engine.controls import Schedule
from thermidor.engine.registry import Registry
from thermidor.engine.simulator import TILE, Simulator
from thermidor.errors import BadPart, nearest
from thermidor.experiments.models import known_model, simulator
from thermidor.experiments.priors import draw_parameters
from thermidor.scenarios import Scenario, catalogue, with_settings
from thermidor.theories import BOOK

Progress = Callable[[int, int], None]
"""Called with what is done and what is wanted."""

LIMIT = 1_000_000
"""Histories in one run; more are the matter of a stored ensemble."""

MOST_PARTICLES = 65_536


# -- its parts ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """The months that are looked at, both included.

    Attributes:
        start: first month, "YYYY-MM".
        stop: last month; the outcome of a history is its class in this month.

    Raises:
        BadDate: for a month outside the record.
        BadPart: where it stops before it starts.

    Example:
        >>> Span("1921-03", "1921-12").last
        59
    """

    start: str = "1917-01"
    stop: str = "1940-12"

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise BadPart("stop", f"the run stops ({self.stop}) before it starts ({self.start})")

    @property
    def first(self) -> int:
        """Number of the first month."""
        return month_number(self.start)

    @property
    def last(self) -> int:
        """Number of the last month."""
        return month_number(self.stop)


@dataclass(frozen=True)
class Following:
    """How histories follow the record before they are free.

    Attributes:
        branch: first month that is free, "YYYY-MM"; None for histories that are free from the beginning.
        learn: the particles carry parameters from their priors: all, or those whose paths begin so.
        particles: that follow the record, a multiple of the width of a tile; None for the usual number.
        not_held: recorded decisions that are not held.
        figures: that weigh the particles: files of figures, "record" for those of the record, which alone
            weigh by default.

    Raises:
        BadDate: for a month outside the record.
        BadPart: for a number of particles that cannot be, or wishes for a branch where there is none.
    """

    branch: str | None = None
    learn: bool | Sequence[str] = False
    particles: int | None = None
    not_held: Sequence[str] = ()
    figures: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.branch is None:
            for part in ("learn", "particles", "not_held", "figures"):
                if getattr(self, part):
                    raise BadPart(
                        part,
                        f"'{part}' goes with a branch",
                        "say from which month histories are free",
                    )
            return
        month_number(self.branch)
        if self.particles is not None:
            _check_whole("particles", self.particles, 1, MOST_PARTICLES)
            if self.particles % TILE:
                near = max(TILE, round(self.particles / TILE) * TILE)
                raise BadPart(
                    "particles",
                    f"particles must be a multiple of {TILE}, not {self.particles}",
                    f"the nearest is {near}",
                )

    @property
    def month(self) -> int:
        """Number of the first month that is free."""
        return 0 if self.branch is None else month_number(self.branch)


# -- the whole ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Request:
    """All that decides what a model answers, whoever asks: a notebook, the command line, the explorer.

    Attributes:
        scenario: what is done: id in the catalogue, path of a YAML file, a `Scenario`, or a list of
            `Intervention`.
        settings: "PATH=VALUE" laid over it for the whole run.
        histories: how many.
        seed: of the ensemble, 0 to 2**32 - 1.
        span: months that are looked at.
        theory: name of the theory.
        parameters: at their point values, or drawn from their priors, one vector a history.
        following: how the histories follow the record before they are free.
        variables: names of those that are looked at; all where None.
        name: of the scenario.
        schedule: its interventions, compiled for the model.
        wanted: the variables that are looked at, in the order of the model.

    Args:
        least: histories that there must be.
        most: histories that there can be.

    Raises:
        ValueError: for a part that cannot be, in one line that says what would be right.

    Example:
        >>> asked = Request("secret-ballot", histories=64, span=Span(stop="1923-12"))
        >>> asked.name, asked.span.last, asked.other("baseline").schedule.interventions
        ('secret-ballot', 83, ())
    """

    scenario: Any = "baseline"
    settings: Sequence[str] = ()
    histories: int = 1000
    seed: int = 0
    span: Span = field(default_factory=Span)
    theory: str = BOOK
    parameters: Literal["point", "prior"] = "point"
    following: Following = field(default_factory=Following)
    variables: Sequence[str] | None = None
    least: InitVar[int] = 1
    most: InitVar[int] = LIMIT
    name: str = field(init=False, repr=False, compare=False)
    schedule: Schedule = field(init=False, repr=False, compare=False)
    wanted: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self, least: int, most: int) -> None:
        _check_whole("histories", self.histories, least, most)
        _check_whole("seed", self.seed, 0, 2**32 - 1)
        if self.parameters not in ("point", "prior"):
            raise BadPart(
                "parameters", f"parameters must be 'point' or 'prior', not '{self.parameters}'"
            )
        self._check_branch()
        name, schedule = _resolved(self.scenario, self.settings, self.registry)
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "schedule", schedule)
        wanted = wanted_variables(self.registry, self.variables)
        object.__setattr__(self, "wanted", tuple(wanted))
        self._check_interventions()

    def _check_branch(self) -> None:
        """See that the branch goes with the rest."""
        if self.following.branch is None:
            return
        if self.parameters == "prior":
            raise BadPart(
                "parameters",
                "in a branch, parameters from their priors are weighed by the past",
                "use 'learn'",
            )
        if self.following.month > self.span.last:
            raise BadPart(
                "branch",
                f"the branch begins in {self.following.branch}, after the last month looked at, "
                f"{self.span.stop}",
            )

    def _check_interventions(self) -> None:
        """See that what is done can happen after the branch."""
        for i in self.schedule.interventions:
            if i.last < self.following.month:
                raise BadPart(
                    "branch",
                    f"'{i}' is over before the branch begins in {self.following.branch}",
                    f"branch in {month_text(i.first)} or earlier",
                )

    # -- for the model -------------------------------------------------------------------------

    def told(self) -> dict[str, str]:
        """What a result says of the wishes that its other attributes do not tell, so that it can be had again."""
        found = {
            "settings": "; ".join(self.settings),
            "figures": "; ".join(map(str, self.following.figures)),
            "not_held": "; ".join(self.following.not_held),
        }
        learn = self.following.learn
        found["learn_only"] = "" if isinstance(learn, bool) else "; ".join(learn)
        if isinstance(self.scenario, str | Path) and str(self.scenario) != self.name:
            found["scenario_file"] = str(self.scenario)
        if not isinstance(self.scenario, list | tuple):
            scenario = Scenario.load(self.scenario) if "scenario_file" in found else self.scenario
            if isinstance(scenario, Scenario) and scenario != catalogue().get(scenario.id):
                found["scenario_yaml"] = scenario.to_yaml()
        return {part: text for part, text in found.items() if text}

    @property
    def registry(self) -> Registry:
        """What the model is made of."""
        return known_model(self.theory).registry

    @property
    def simulator(self) -> Simulator:
        """The compiled model, shared by all requests of its theory."""
        return simulator(self.theory)

    @property
    def numbers(self) -> np.ndarray:
        """Numbers of the histories, (history,)."""
        return np.arange(self.histories, dtype=np.uint32)

    @cached_property
    def drawn(self) -> np.ndarray | None:
        """Parameters of the histories, (history, parameter); None for point values."""
        return self.drawn_by(self.numbers)

    def drawn_by(self, numbers: np.ndarray) -> np.ndarray | None:
        """Parameters of some histories, (history, parameter); None for point values.

        Args:
            numbers: of the histories.
        """
        if self.parameters == "point":
            return None
        return draw_parameters(self.registry, numbers, self.seed)

    # -- for what is asked next to it ------------------------------------------------------------

    def other(self, scenario: Any) -> Request:
        """The same asked of another scenario, without the settings of this one.

        Args:
            scenario: as in a request.

        Raises:
            ValueError: the scenario cannot be, or not after this branch.
        """
        return replace(self, scenario=scenario, settings=())


def _resolved(scenario: Any, settings: Sequence[str], registry: Registry) -> tuple[str, Schedule]:
    """Name and compiled interventions of a scenario with settings laid over it."""
    try:
        if isinstance(scenario, list | tuple):
            if settings:
                raise BadPart(
                    "settings",
                    "settings go with a scenario; add interventions to the list instead",
                )
            return "interventions", Schedule(registry, scenario)
        found = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
        found = with_settings(found, settings) if settings else found
        return found.id, found.compile(registry)
    except KeyError as unknown:
        raise BadPart("scenario", str(unknown)) from None


def _check_whole(part: str, value: Any, least: int, most: int) -> None:
    """See that a part is a whole number in its range."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadPart(part, f"{part} must be a whole number from {least} to {most:,}, not {value}")


def check_history(history: Any) -> None:
    """See that a number can be that of a history.

    Args:
        history: its number, from 0.

    Raises:
        BadPart: it cannot.
    """
    _check_whole("history", history, 0, LIMIT - 1)


def own_date(scenario: Any) -> str:
    """The month from which a scenario branches.

    Args:
        scenario: id, YAML file or `Scenario`.

    Returns:
        "YYYY-MM".

    Raises:
        BadPart: it has none.
    """
    found = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
    if found.branch is None:
        raise BadPart(
            "branch",
            f"the scenario '{found.id}' has no branch date of its own",
            "give a month, YYYY-MM",
        )
    return found.branch


def wanted_variables(registry: Registry, variables: Sequence[str] | None) -> list[str]:
    """The output variables that are asked for, in the order of the model.

    Args:
        registry: of the model.
        variables: names; all where None.

    Raises:
        BadPart: one of them is no output variable.
    """
    for name in variables or ():
        if name not in registry.outputs:
            near = nearest(name, registry.outputs, 0.4).removeprefix("; ")
            raise BadPart("variables", f"no variable is called '{name}'", near, "; ")
    return [n for n in registry.outputs if variables is None or n in variables]


__all__ = [
    "LIMIT", "Following", "Progress", "Request", "Span", "check_history", "own_date", "wanted_variables",
]  # fmt: skip
