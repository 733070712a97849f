"""A scenario: a named set of operations on the model, as data."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StrictInt,
    StrictStr,
    ValidationError,
)

from thermidor.errors import nearest, shown
from thermidor.scenarios._errors import BadScenario
from thermidor.scenarios._faults import first_fault
from thermidor.scenarios._yaml import Place, parse, read_bytes, write
from thermidor.scenarios.compile import check_names, compile_scenario
from thermidor.scenarios.operation import Month, Operation
from thermidor.scenarios.shipped import shipped_file, shipped_ids

if TYPE_CHECKING:
    from thermidor.engine.controls import Schedule
    from thermidor.engine.registry import Registry
else:  # the engine is loaded only when a scenario is compiled
    Schedule = Registry = Any


def _readable(text: str) -> str:
    if not all(c.isprintable() or c in "\n\t" for c in text) or not text.strip():
        raise ValueError("text must not be empty and must be readable, without control characters")
    return text


def _or_nothing(operations: Any) -> Any:
    return () if operations is None else operations


Text = Annotated[StrictStr, Field(max_length=4000), AfterValidator(_readable)]
Id = Annotated[StrictStr, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
RecordId = Annotated[StrictStr, Field(min_length=1, max_length=120), AfterValidator(_readable)]


class Title(BaseModel):
    """A title in two languages; the French one may be missing."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="a title")

    en: Text
    fr: Text | None = None


class Scenario(BaseModel):
    """A what-if: data, never code.

    Attributes:
        id: its name on the command line.
        title: in English and French.
        summary: what is changed and why, in a few sentences.
        question: what it is meant to answer.
        branch: month from which histories that follow the record go free; free runs ignore it.
        do: the operations.
        expected: direction in which the book expects a variable or an outcome to move.
        cites: ids of the record on which it rests.
        pages: of the book.

    Example:
        >>> scenario = Scenario.load("trotsky-circulates-georgian-note")
        >>> [str(operation) for operation in scenario.do]
        ['force succession.georgian_note = yes (1923-03)']
    """

    model_config = ConfigDict(frozen=True, extra="forbid", title="a scenario")

    id: Id
    title: Title
    summary: Text | None = None
    question: Text | None = None
    branch: Month = None
    do: Annotated[tuple[Operation, ...], Field(max_length=200), BeforeValidator(_or_nothing)] = ()
    expected: dict[RecordId, Literal["+", "-", "none"]] = {}
    cites: tuple[RecordId, ...] = ()
    pages: tuple[Annotated[StrictInt, Field(ge=1, le=2000)], ...] = ()

    _places: tuple[tuple[str | None, int | None], ...] = PrivateAttr(())

    @classmethod
    def load(cls, path_or_id: str | Path) -> Scenario:
        """Read a scenario from a file, or take one of the catalogue.

        Args:
            path_or_id: path of a YAML file, or the id of a shipped scenario.

        Returns:
            The scenario.

        Raises:
            BadScenario: there is none, or it is wrong; the text names file, line and fault.
        """
        name = str(path_or_id)
        if isinstance(path_or_id, str) and name in shipped_ids():
            return read_shipped(name)
        if (
            isinstance(path_or_id, Path)
            or "/" in name
            or "\\" in name
            or name.endswith((".yaml", ".yml"))
        ):
            source = shown(name, 200).strip("'\"")
            return cls.from_yaml(read_bytes(Path(name), source), source)
        hint = nearest(name, shipped_ids(), cutoff=0.5) or "; `thermidor scenarios` lists them"
        raise BadScenario(f"no scenario is called {shown(name)}{hint}")

    @classmethod
    def from_yaml(cls, text: str | bytes, source: str = "scenario.yaml") -> Scenario:
        """Read a scenario from text.

        Args:
            text: of a YAML document.
            source: its name in messages.

        Returns:
            The scenario.

        Raises:
            BadScenario: the text names line and fault.
        """
        data, lines = parse(text, source)
        return cls.from_data(data, source, lines)

    @classmethod
    def from_data(
        cls, data: Any, source: str | None = None, lines: Mapping[Place, int] | None = None
    ) -> Scenario:
        """Check plain data that is meant to be a scenario.

        Args:
            data: a mapping as in a scenario file.
            source: its name in messages.
            lines: line of each place.

        Returns:
            The scenario.

        Raises:
            BadScenario: the text names place and fault.
        """
        lines = dict(lines or {})
        if not isinstance(data, dict):
            kind = "nothing" if data is None else shown(data)
            raise BadScenario(f"a scenario has the keys id, title and do; here is {kind}", source)
        try:
            scenario = cls.model_validate(data)
        except ValidationError as error:
            line, text = first_fault(error, cls, lines, {"title": Title, "do": Operation})
            raise BadScenario(text, source, line) from None
        except RecursionError:
            raise BadScenario("nested too deep", source) from None
        scenario._places = tuple((source, lines.get(("do", n))) for n in range(len(scenario.do)))
        scenario._check_repeats()
        return scenario

    def to_yaml(self) -> str:
        """The scenario as a YAML document that `from_yaml` reads back to the same."""
        return write(self.plain())

    def plain(self) -> dict[str, Any]:
        """The scenario as plain data, in the order and form of its file."""
        data = self.model_dump(exclude_none=True, exclude={"do"}, mode="json")
        data = {k: v for k, v in data.items() if v not in ({}, [])}
        keys = list(type(self).model_fields)
        data["do"] = [operation.plain() for operation in self.do]
        return {k: data[k] for k in keys if k in data}

    def compile(self, registry: Registry) -> Schedule:
        """Lay the operations out for a model.

        Args:
            registry: of the model.

        Returns:
            The schedule that the simulator takes.

        Raises:
            BadScenario: a path names nothing, an operation does not fit what it names, or two
                operations contradict each other; lines are named.
        """
        schedule = compile_scenario(self, registry)
        shipped = read_shipped(self.id) if self.id in shipped_ids() else None
        if not shipped or (shipped.cites, shipped.expected) != (self.cites, self.expected):
            check_names(self, registry)  # a test sees to those of shipped scenarios
        return schedule

    def where(self, number: int) -> tuple[str | None, int | None]:
        """Source and line of an operation; the scenario's id where it was made in Python.

        Args:
            number: position in `do`, from 0.
        """
        return self._places[number] if number < len(self._places) else (self.id, None)

    def place_of(self, number: int) -> str:
        """Where an operation stands within its source: "line 7", or "operation 2" without lines."""
        source, line = self.where(number)
        return (
            f"line {line}"
            if line
            else (source or "")
            if source == "--set"
            else f"operation {number + 1}"
        )

    def _check_repeats(self) -> None:
        for number, operation in enumerate(self.do):
            if operation in self.do[:number]:
                earlier = self.place_of(self.do.index(operation))
                raise BadScenario(
                    f"'{operation}' is already done in {earlier}", *self.where(number)
                )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.model_dump() == other.model_dump()

    def __hash__(self) -> int:
        return hash(self.id)


@functools.cache
def read_shipped(id: str) -> Scenario:
    """A shipped scenario by its id."""
    return Scenario.from_yaml(*shipped_file(id))


def catalogue() -> dict[str, Scenario]:
    """The shipped scenarios by id.

    Returns:
        A new dictionary, the baseline first.

    Example:
        >>> catalogue()["baseline"].do
        ()
    """
    return {id: read_shipped(id) for id in shipped_ids()}
