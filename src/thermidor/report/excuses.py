"""What the model leaves out of the record's systems, each with its reason, read from YAML and checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from thermidor.engine.registry import Registry, UnknownPath
from thermidor.record import Record, load

Because = Literal["period", "resolution", "act", "evidence", "result", "elsewhere", "source"]

REASONS: dict[str, str] = {
    "period": "outside the years that the model covers",
    "resolution": "below the resolution of a month",
    "act": "a unique act, kept in the record",
    "evidence": "contradicted by better evidence",
    "result": "what other rules bring about, and therefore not put in",
    "elsewhere": "the matter of another system",
    "source": "how something is known, not how it worked",
}
"""Why a rule of the record may stand without a rule of the model."""


HOLDERS = ("variable", "parameter", "flow", "decision", "event")
"""What of the model may hold a state variable of the record."""


class BadCoverage(ValueError):
    """The file of excuses says what cannot be."""


class Strict(BaseModel):
    """Frozen; a field that is not named here is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Excuse(Strict):
    """Why no rule of the model implements a rule of the record.

    Attributes:
        because: the kind of reason.
        reason: in a sentence.
        see: what stands in its place: entries of the record for an act or for what belongs elsewhere,
            rules of the model for a result.
    """

    because: Because
    reason: str
    see: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _shown(self) -> Excuse:
        if self.because in ("act", "result", "elsewhere") and not self.see:
            raise ValueError(f"because: {self.because} needs 'see'")
        return self


class Held(Strict):
    """Where the model keeps a state variable of the record, or why it does not.

    Attributes:
        paths: of the model.
        but: what of it is left out, nothing where all of it is there.
        reason: why there is no path.
    """

    paths: tuple[str, ...] = ()
    but: str = ""
    reason: str = ""

    @model_validator(mode="before")
    @classmethod
    def _short(cls, data: Any) -> Any:
        if isinstance(data, str):
            return {"paths": [data]}
        return {"paths": data} if isinstance(data, list) else data

    @model_validator(mode="after")
    def _either(self) -> Held:
        if bool(self.paths) == bool(self.reason):
            raise ValueError("either paths or a reason")
        return self


class Misattribution(Strict):
    """A rule of the model that carries an id without doing what the record's rule says.

    Attributes:
        rule: of the model.
        id: that it carries.
        why: it does not count.
    """

    rule: str
    id: str
    why: str


class Excuses(Strict):
    """The whole file.

    Attributes:
        rules: excuses by rule of the record.
        misattributed: pairs that do not count.
        state: by system of the record and state variable.
    """

    rules: dict[str, Excuse]
    misattributed: tuple[Misattribution, ...]
    state: dict[str, dict[str, Held]]

    @property
    def systems(self) -> tuple[str, ...]:
        """Systems of the record that are accounted for in full."""
        return tuple(self.state)


def read_excuses(data: Any, source: str = "excuses") -> Excuses:
    """Check plain data that is meant to be the file.

    Args:
        data: as YAML gives it.
        source: its name in messages.

    Returns:
        The excuses.

    Raises:
        BadCoverage: in one line that names source, place and fault.
    """
    try:
        return Excuses.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise BadCoverage(f"{source}: {place}: {first['msg']}") from None


@cache
def excuses() -> Excuses:
    """The excuses of this version."""
    file = resources.files("thermidor.report") / "data" / "coverage.yaml"
    return read_excuses(yaml.safe_load(file.read_text(encoding="utf-8")), file.name)


def implementers(
    registry: Registry, called: Collection[str] | None = None, file: Excuses | None = None
) -> dict[str, list[str]]:
    """The rules of the model that do what each rule of the record says.

    Args:
        registry: of the model.
        called: rules that a month calls; all where nothing is said.
        file: the excuses; those of this version where nothing is said.

    Returns:
        Names of rules by id of the record, without those that carry the id in vain.
    """
    vain = {(m.rule, m.id) for m in (file or excuses()).misattributed}
    found: dict[str, list[str]] = {}
    for rule in registry.rules.values():
        if called is not None and rule.name not in called:
            continue
        for id in rule.implements:
            if (rule.name, id) not in vain:
                found.setdefault(id, []).append(rule.name)
    return found


def problems(registry: Registry, file: Excuses | None = None) -> list[str]:
    """What is wrong in the excuses, each in a line: ids, paths, doubles, gaps.

    Args:
        registry: of the model.
        file: the excuses; those of this version where nothing is said.
    """
    file, record = file or excuses(), load()
    return [
        *_rules(file, record, registry),
        *_misattributed(file, record, registry),
        *_state(file, record, registry),
    ]


def _rules(file: Excuses, record: Record, registry: Registry) -> Iterable[str]:
    done = implementers(registry, file=file)
    for id, excuse in file.rules.items():
        if id not in record.rules:
            yield f"rules: {id} is no rule of the record"
        if id in done:
            yield f"rules: {id} is excused, and {done[id][0]} implements it"
        collections: tuple[Any, ...] = {
            "act": (record.events, record.ballots, record.decision_points),
            "result": (registry.rules,),
            "elsewhere": (record.rules,),
        }.get(excuse.because, (record.rules,))
        for one in excuse.see:
            if not any(one in collection for collection in collections):
                yield f"rules: {id}: {one} is nothing that a reason of this kind can point to"
    for system in file.systems:
        if system not in record.systems:
            continue
        for rule in record.systems[system].rules:
            if rule.id not in done and rule.id not in file.rules:
                yield f"rules: {rule.id} is neither implemented nor excused"


def _misattributed(file: Excuses, record: Record, registry: Registry) -> Iterable[str]:
    for m in file.misattributed:
        if m.id not in record.rules:
            yield f"misattributed: {m.id} is no rule of the record"
        if m.rule not in registry.rules or m.id not in registry.rules[m.rule].implements:
            yield f"misattributed: {m.rule} does not carry {m.id} (any more); take the line out"


def _state(file: Excuses, record: Record, registry: Registry) -> Iterable[str]:
    for system, held in file.state.items():
        if system not in record.systems:
            yield f"state: {system} is no system of the record"
            continue
        known = [v.variable for v in record.systems[system].state]
        yield from (f"state: {system} has no {name}" for name in held if name not in known)
        yield from (
            f"state: {system}.{name} is not accounted for" for name in known if name not in held
        )
        for name, place in held.items():
            for path in place.paths:
                try:
                    registry.resolve(path, HOLDERS)
                except UnknownPath as unknown:
                    yield f"state: {system}.{name}: {unknown}"
