"""The conditions of the book that a reader can move, and what each does to the model.

They are data (`data/conditions.yaml`). A condition that is moved becomes one or more settings of a
question, "path=value", and is read back from them, so that an address says all.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from thermidor.web.service.questions import BadQuestion

FILE = Path(__file__).parent / "data" / "conditions.yaml"


class Text(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    en: str
    fr: str

    def __getitem__(self, lang: str) -> str:
        """The text in a language."""
        return self.fr if lang == "fr" else self.en


class Group(BaseModel):
    """Conditions that stand together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: Text


class Act(BaseModel):
    """What a condition does to one path of the model.

    Attributes:
        path: of the model.
        to: of a switch: "forbid", or a value.
        plus: of a slider: the number it gives the path at zero.
        times: of a slider: what one unit adds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    to: str | float | None = None
    plus: float = 0.0
    times: float = 1.0

    def setting(self, value: float) -> str:
        """The setting that a value of the condition makes."""
        if self.to is not None:
            return f"{self.path}={self.to}"
        return f"{self.path}={self.number(value):.6g}"

    def number(self, value: float) -> float:
        """The number of the path at a value of a slider."""
        return self.plus + self.times * value

    def value(self, written: str) -> float | None:
        """The value of the condition that a written setting means, None where it means none."""
        if self.to is not None:
            return 1.0 if written == str(self.to) else None
        try:
            number = float(written)
        except ValueError:
            return None
        return (number - self.plus) / self.times if math.isfinite(number) else None


class Condition(BaseModel):
    """A condition as a control: a switch that is off or on, or a slider.

    Attributes:
        id: its name.
        group: with which it stands.
        kind: switch or slider.
        title: in both languages.
        says: what it changes, in a sentence.
        acts: on the model; the first decides how it is read back.
        low: of a slider.
        high: of a slider.
        step: of a slider.
        neutral: value at which a slider changes nothing.
        show: how a slider's value is written.
        cites: ids of the record.
        pages: of the book.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    group: str
    kind: Literal["switch", "slider"]
    title: Text
    says: Text
    acts: tuple[Act, ...] = Field(min_length=1)
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    neutral: float = 0.0
    show: Literal["percent", "times", "doublings"] = "percent"
    cites: tuple[str, ...]
    pages: tuple[int, ...] = ()

    def moved(self, value: float) -> bool:
        """Whether a value is another than the model's own."""
        return abs(value - self.neutral) > 1e-6

    def clamped(self, value: float) -> float:
        """The nearest value that the control can have; the neutral one for what is no number."""
        if not math.isfinite(value):
            return self.neutral
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        return round(self.low + steps * self.step, 6) + 0.0

    def settings(self, value: float) -> tuple[str, ...]:
        """The settings that a value makes; none at the neutral one.

        Example:
            >>> condition("elections").settings(0.5)
            ('appointments.enforced=0.5',)
        """
        return tuple(act.setting(value) for act in self.acts) if self.moved(value) else ()


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    groups: tuple[Group, ...]
    conditions: tuple[Condition, ...]


@functools.cache
def _file() -> _File:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return _File.model_validate(yaml.load(FILE.read_bytes(), Loader=loader))


def groups() -> tuple[Group, ...]:
    """The groups of conditions, in the order of the page."""
    return _file().groups


def conditions() -> tuple[Condition, ...]:
    """The conditions, in the order of the page."""
    return _file().conditions


def condition(id: str) -> Condition:
    """One condition.

    Raises:
        KeyError: there is none of this name.
    """
    return next(c for c in conditions() if c.id == id) if id in ids() else _missing(id)


def ids() -> tuple[str, ...]:
    """Names of the conditions."""
    return tuple(c.id for c in conditions())


def settings_of(values: Mapping[str, float]) -> tuple[str, ...]:
    """The settings that values of conditions make, in the order of the page.

    Args:
        values: by the conditions' names; those not named stay neutral.

    Example:
        >>> settings_of({"levy": 1.0, "elections": 0.0})
        ('membership.levy=forbid',)
    """
    return tuple(
        setting for c in conditions() if c.id in values for setting in c.settings(values[c.id])
    )


def values_of(settings: Iterable[str]) -> tuple[dict[str, float], tuple[str, ...]]:
    """The values of conditions that settings mean, and the settings that mean none.

    Args:
        settings: "path=value", as in a question.

    Returns:
        Values by condition, moved ones only, and what the controls cannot show, to be kept as it is.
    """
    written: dict[str, str] = {}
    for setting in settings:
        path, _, value = setting.partition("=")
        written[path.strip()] = value.strip()
    found: dict[str, float] = {}
    left = dict(written)
    for c in conditions():
        first = c.acts[0]
        meant = first.value(written[first.path]) if first.path in written else None
        value = None if meant is None else c.clamped(meant)
        if meant is None or value is None or abs(meant - value) > 1e-3 * c.step:
            continue
        if all(
            _equal(written.get(act.path), act.setting(value).partition("=")[2]) for act in c.acts
        ):
            found[c.id] = value
            for act in c.acts:
                left.pop(act.path, None)
    return found, tuple(f"{path}={value}" for path, value in left.items())


def held_by(operations: Iterable[Any]) -> dict[str, float]:
    """The values of conditions that a scenario itself holds to the end, so that its controls can show them.

    Args:
        operations: of the scenario.

    Example:
        >>> from thermidor.scenarios import Scenario
        >>> held_by(Scenario.load("no-foreign-intervention-1918").do)
        {'foreign-intervention': 1.0}
    """
    written = [
        f"{o.path}={'forbid' if o.operation == 'forbid' else o.value}"
        for o in operations
        if o.operation in ("hold", "forbid") and o.to is None and o.at is None
    ]
    return values_of(written)[0]


def outside(settings: Iterable[str]) -> tuple[Condition, float] | None:
    """The first condition that settings put outside the range of its control, with the value; None for most.

    Args:
        settings: "path=value", as in a question.
    """
    written = dict(setting.partition("=")[::2] for setting in settings)
    for c in conditions():
        act = c.acts[0]
        if c.kind == "slider" and act.path in written:
            value = act.value(written[act.path])
            slack = 1e-6 * max(1.0, abs(c.high))
            if value is None or not c.low - slack <= value <= c.high + slack:
                return c, math.nan if value is None else value
    return None


def check(settings: Iterable[str]) -> None:
    """See that settings lie where the controls of their conditions can stand.

    Args:
        settings: "path=value", as in a question.

    Raises:
        BadQuestion: one does not.
    """
    found = outside(settings)
    if found is None:
        return
    c, value = found
    act = c.acts[0]
    low, high = sorted(act.number(v) for v in (c.low, c.high))
    written = "no number" if math.isnan(value) else f"{act.number(value):g}"
    raise BadQuestion(
        f"{act.path} = {written} lies outside the range of “{c.title.en}”.",
        "set",
        f"from {low:g} to {high:g}",
    )


def plain() -> list[dict[str, Any]]:
    """The conditions as plain data, for the JSON interface."""
    return [c.model_dump(mode="json", exclude_none=True) for c in conditions()]


def _equal(one: str | None, other: str) -> bool:
    if one is None:
        return False
    try:
        return math.isclose(float(one), float(other), rel_tol=1e-4, abs_tol=1e-6)
    except ValueError:
        return one == other


def _missing(id: str) -> Condition:
    raise KeyError(f"no condition is called '{id}'; there are {', '.join(ids())}")
