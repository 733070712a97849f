"""Decisions and events of the record, as interventions that hold a history to them up to a date."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from thermidor.engine.calendar import MONTHS, month_number, month_text
from thermidor.engine.controls import Intervention
from thermidor.errors import BadRequest, nearest, one_line, shown
from thermidor.experiments.branches.offices import RecordedOffice, recorded_offices
from thermidor.experiments.branches.stances import RecordedStance, recorded_stances
from thermidor.scenarios._errors import BadScenario
from thermidor.scenarios._yaml import Place, parse

SOURCE = "decisions.yaml"
LAST = month_text(MONTHS - 1)
ELEMENT = re.compile(r"\{\w+\}")


class BadDecisions(ValueError):
    """A file of decisions that cannot be used; its one line says where, and what would be right."""


class _Entry(BaseModel):
    """Frozen; a key that is not named here is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, strict=True)


class Span(_Entry):
    """A month (`at`), or the months from one to another.

    Attributes:
        at: the month, YYYY-MM.
        from_: first month (`from` in the file).
        to: last month.
    """

    at: str | None = None
    from_: str | None = Field(None, alias="from")
    to: str | None = None

    @model_validator(mode="after")
    def _is_a_span(self) -> Span:
        if (self.at is None) == (self.from_ is None) or (self.from_ is None) != (self.to is None):
            raise ValueError("give a month with 'at', or a span with 'from' and 'to'")
        if self.first > self.last:
            raise ValueError(f"the span ends ({self.to}) before it begins ({self.from_})")
        return self

    @property
    def first(self) -> int:
        """Number of the first month."""
        return month_number(self.at or self.from_ or "")

    @property
    def last(self) -> int:
        """Number of the last month."""
        return month_number(self.at or self.to or "")

    def __str__(self) -> str:
        return self.at or f"{self.from_}..{self.to}"


class Happening(Span):
    """Months in which it happened.

    Attributes:
        option: the outcome; the first that is not "nothing" where none is named.
    """

    option: str | None = None

    def __str__(self) -> str:
        return super().__str__() + (f" {self.option}" if self.option else "")


class _Element(_Entry):
    """What the file says of one element of a choice."""

    happened: tuple[Happening, ...]
    until: str = LAST
    silent: tuple[Span, ...] = ()
    cites: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    note: str = ""


class _Declared(_Entry):
    """What the file says of one choice."""

    path: str
    kind: Literal["decision", "event"]
    happened: tuple[Happening, ...] | None = None
    until: str = LAST
    between: Literal["free", "forbidden"] = "forbidden"
    silent: tuple[Span, ...] = ()
    cites: tuple[str, ...] = Field(min_length=1)
    pages: tuple[int, ...] = ()
    note: str = ""
    elements: dict[str, _Element] = {}

    @model_validator(mode="after")
    def _says_something(self) -> _Declared:
        if (self.happened is None) != bool(self.elements):
            raise ValueError("give 'happened', or 'elements' with what happened in each")
        if bool(ELEMENT.search(self.path)) != bool(self.elements):
            raise ValueError(
                "a path with an axis in braces has 'elements', and no other path has them"
            )
        return self


class RecordedDecision(_Entry):
    """One decision or event of the record, on one path of the model.

    Attributes:
        path: where the model takes it.
        choice: the same as the model declares it, with its axis in braces.
        kind: decision where somebody decides, event otherwise.
        happened: when, and with what outcome; empty where the record says that it did not happen.
        until: last month of which the record speaks.
        between: what holds in the other months up to then.
        silent: spans up to then of which the record says nothing.
        cites: ids of the record.
        pages: of the book.
        note: why, where the mapping is a reading.

    Example:
        >>> [d.happened[0].at for d in recorded_decisions() if d.path == "factions.ban"]
        ['1921-03']
    """

    path: str
    choice: str
    kind: Literal["decision", "event"]
    happened: tuple[Happening, ...]
    until: str = LAST
    between: Literal["free", "forbidden"] = "forbidden"
    silent: tuple[Span, ...] = ()
    cites: tuple[str, ...]
    pages: tuple[int, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> RecordedDecision:
        end = month_number(self.until)
        taken: dict[int, Span] = {}
        for h in (*self.happened, *self.silent):
            for month in range(h.first, h.last + 1):
                if month in taken:
                    raise ValueError(
                        f"{self.path} has both '{taken[month]}' and '{h}' in {month_text(month)}"
                    )
                taken[month] = h
        for h in self.happened:
            if h.last > end:
                raise ValueError(
                    f"{self.path} happens in '{h}', after the record's last word ({self.until})"
                )
        return self

    def interventions(self, stop: int) -> list[Intervention]:
        """What holds a history to it.

        Args:
            stop: months 0 to `stop - 1` are held.

        Returns:
            One intervention for each run of months with the same outcome, in order of time.
        """
        end = min(stop, month_number(self.until) + 1)
        doing: list[tuple[Literal["force", "forbid"], str | None] | None] = [
            ("forbid", None) if self.between == "forbidden" else None
        ] * end
        for h in self.silent:
            doing[h.first : min(h.last + 1, end)] = [None] * len(
                range(h.first, min(h.last + 1, end))
            )
        for h in self.happened:
            for month in range(h.first, min(h.last + 1, end)):
                doing[month] = ("force", h.option)
        out: list[Intervention] = []
        first = 0
        for month in range(1, end + 1):
            if month == end or doing[month] != doing[first]:
                what = doing[first]
                if what is not None:
                    out.append(Intervention(what[0], self.path, what[1], first, month - 1))
                first = month
        return out


class LeftFree(_Entry):
    """A choice that is never held.

    Attributes:
        path: as the model declares it.
        reason: why the record cannot hold it.
    """

    path: str
    reason: str = Field(min_length=1)


class _File(_Entry):
    """The whole file."""

    decisions: tuple[_Declared, ...]
    left_free: tuple[LeftFree, ...]


def read(
    text: str | bytes, source: str = SOURCE
) -> tuple[tuple[RecordedDecision, ...], tuple[LeftFree, ...]]:
    """Read a file of decisions.

    Args:
        text: the file.
        source: its name in messages.

    Returns:
        The decisions, one for each path, and the choices left free.

    Raises:
        BadDecisions: with source, line and what would be right.
    """
    try:
        data, lines = parse(text, source)
    except BadScenario as error:
        raise BadDecisions(str(error)) from None
    try:
        file = _File.model_validate(_tuples(data))
    except ValidationError as error:
        raise _bad(error, lines, source) from None
    out: dict[str, RecordedDecision] = {}
    for number, declared in enumerate(file.decisions):
        for element, decision in _expanded(declared):
            place: Place = ("decisions", number, *(("elements", element) if element else ("path",)))
            try:
                made = RecordedDecision.model_validate(decision)
            except (ValidationError, ValueError) as error:
                raise _bad(error, lines, source, place) from None
            if made.path in out:
                raise _bad(ValueError(f"{made.path} stands here twice"), lines, source, place)
            out[made.path] = made
    return tuple(out.values()), file.left_free


def _expanded(d: _Declared) -> list[tuple[str, dict[str, Any]]]:
    """Each path of an entry, with the fields of its decision."""
    if not d.elements:
        fields = {**dict(d), "choice": d.path}
        del fields["elements"]
        return [("", fields)]
    out = []
    for name, e in d.elements.items():
        note = "; ".join(part for part in (e.note, d.note) if part)
        fields = {
            **dict(e),
            "path": ELEMENT.sub(name, d.path),
            "choice": d.path,
            "kind": d.kind,
            "between": d.between,
            "cites": (*e.cites, *(c for c in d.cites if c not in e.cites)),
            "note": note,
        }
        out.append((name, fields))
    return out


def _tuples(value: Any) -> Any:
    """Lists as tuples, which strict models want."""
    if isinstance(value, list):
        return tuple(_tuples(v) for v in value)
    if isinstance(value, dict):
        return {k: _tuples(v) for k, v in value.items()}
    return value


def _bad(
    error: Exception, lines: Mapping[Place, int], source: str, within: Place = ()
) -> BadDecisions:
    """The first fault, on one line."""
    place, text = within, str(error)
    if isinstance(error, ValidationError):
        fault = error.errors()[0]
        place = within or tuple(fault["loc"])
        cause = fault.get("ctx", {}).get("error")
        text = str(cause) if cause is not None else fault["msg"]
        name = str(fault["loc"][-1]) if fault["loc"] else ""
        if fault["type"] == "extra_forbidden":
            keys = {
                f.alias or n
                for m in (_Declared, _Element, Happening, LeftFree)
                for n, f in m.model_fields.items()
            }
            text = f"{shown(name)} is no key here{nearest(name, sorted(keys))}"
        elif fault["type"] == "missing":
            text = f"'{name}' is missing"
        elif cause is None:
            text = f"'{name}': {text}, not {shown(fault['input'])}"
    line = next((lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in lines), None)
    where = ":".join(str(part) for part in (source, line) if part is not None)
    return BadDecisions(one_line(f"{where}: {text}"))


@cache
def _shipped() -> tuple[tuple[RecordedDecision, ...], tuple[LeftFree, ...]]:
    file = resources.files("thermidor.experiments.branches").joinpath("data", SOURCE)
    return read(file.read_bytes())


def recorded_decisions() -> tuple[RecordedDecision, ...]:
    """Every decision and event of the record that a history can be held to, one for each path."""
    return _shipped()[0]


def left_free() -> tuple[LeftFree, ...]:
    """The choices of the model that the record cannot hold, each with its reason."""
    return _shipped()[1]


def held(until: int, *, without: Sequence[str] = ()) -> list[Intervention]:
    """What holds a history to the recorded decisions, to who held office and to what leaders said, up to a date.

    Args:
        until: number of the first month that is free: months 0 to `until - 1` are held.
        without: paths that are not held, whole choices, or the beginnings of several paths
            ("leaders", "abroad.germany").

    Returns:
        Interventions that a `Schedule` takes; none of them acts in `until` or later.

    Raises:
        BadRequest: for a month outside the record or a name that names no decision.

    Example:
        >>> [str(i) for i in held(51) if i.path == "factions.ban"]
        ['forbid factions.ban (1917-01..1921-02)', 'force factions.ban (1921-03)']
    """
    if not 0 <= until <= MONTHS:
        raise BadRequest(f"decisions can be held for 0 to {MONTHS} months, not {until!r}")
    if isinstance(without, str):
        raise BadRequest(f"'without' is a list of names: [{without!r}]")
    dropped: set[str] = set()
    for name in without:
        named = {d.path for d in _all() if _names(name, d)}
        if not named:
            raise BadRequest(f"no recorded decision is called {shown(name)}{_near(str(name))}")
        dropped |= named
    return [i for d in _all() if d.path not in dropped for i in d.interventions(until)]


def _all() -> tuple[RecordedDecision | RecordedOffice | RecordedStance, ...]:
    return (*recorded_decisions(), *recorded_offices(), *recorded_stances())


def _names(name: str, d: RecordedDecision | RecordedOffice | RecordedStance) -> bool:
    return name in (d.path, d.choice) or d.path.startswith(f"{name}.")


def _near(name: str) -> str:
    known = sorted({x for d in _all() for x in (d.choice, d.path)})
    return nearest(name, known, 0.5, otherwise="; `listed()` has them all")


def listed() -> list[dict[str, Any]]:
    """The decisions as rows of a table: path, kind, what happened, how far the record speaks, grounds."""
    return [
        {
            "path": d.path,
            "kind": d.kind,
            "happened": "; ".join(str(h) for h in d.happened) or "never",
            "until": d.until,
            "between": d.between,
            "silent": "; ".join(str(s) for s in d.silent),
            "cites": ", ".join(d.cites),
            "pages": ", ".join(str(p) for p in d.pages),
            "note": d.note,
        }
        for d in recorded_decisions()
    ]
