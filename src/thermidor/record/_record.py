"""The whole record, each collection read when it is first asked for."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from . import _schemas as schemas
from ._errors import RecordError, UnknownRecordId
from ._files import as_json

T = TypeVar("T", bound=BaseModel)

KINDS: dict[str, str] = {
    "system": "systems",
    "rule": "rules",
    "claim": "claims",
    "decision": "decision_points",
    "figure": "figures",
    "series": "series",
    "event": "events",
    "milestone": "milestones",
    "leader": "leaders",
    "actor": "actors",
    "ballot": "ballots",
    "independent": "independent",
    "independent_series": "independent_series",
    "source": "sources",
    "definition": "definitions",
    "disagreement": "disagreements",
}
"""Kinds of entry, in the order in which an id is looked up, and the collection of each."""


class Collection(Mapping[str, T], Generic[T]):
    """Entries of one kind by id, in the order of their file.

    Example:
        >>> load().systems["army"].sector
        'state'
    """

    __slots__ = ("_entries", "kind")

    def __init__(self, kind: str, entries: dict[str, T]) -> None:
        self.kind = kind
        self._entries = entries

    def __getitem__(self, id: str) -> T:
        try:
            return self._entries[id]
        except KeyError:
            raise UnknownRecordId(id, self._entries) from None

    def __contains__(self, id: object) -> bool:
        return id in self._entries

    def get(self, id: str, default: Any = None) -> Any:
        """The entry of this id, or the default."""
        return self._entries.get(id, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"<{len(self)} entries of kind {self.kind}>"


class Record:
    """What is known: the book as data, and independent statistics beside it.

    Every collection is a mapping from id to entry and is read, checked and kept when first asked for. `record[id]` resolves
    an id of any kind; where an id names entries of two kinds the first of `KINDS` wins, and "kind:id" asks for one.

    Example:
        >>> record = load()
        >>> record["k0613"].author_verdict
        'endorses'
        >>> record["actor:comintern"].kind
        'organ'
    """

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("the record is read only")

    @functools.cached_property
    def systems(self) -> Collection[schemas.System]:
        """The systems that the book describes."""
        return self._collection("system", _read("systems.yaml", schemas.System, "systems"))

    @functools.cached_property
    def rules(self) -> Collection[schemas.Rule]:
        """The rules of all systems."""
        return self._collection(
            "rule", tuple(rule for system in self.systems.values() for rule in system.rules)
        )

    @functools.cached_property
    def claims(self) -> Collection[schemas.Claim]:
        """The causal and evaluative claims."""
        return self._collection("claim", _read("claims.jsonl", schemas.Claim))

    @functools.cached_property
    def decision_points(self) -> Collection[schemas.DecisionPoint]:
        """The decision points and their alternatives, hinges with their rank."""
        hinges = {hinge.id: hinge for hinge in _read("hinges.yaml", schemas.Hinge)}
        points = _read("counterfactuals.yaml", schemas.DecisionPoint)
        ranked = tuple(
            point.model_copy(update={"rank": hinges[point.id].rank, "why": hinges[point.id].why})
            if point.id in hinges
            else point
            for point in points
        )
        return self._collection("decision", ranked)

    @functools.cached_property
    def figures(self) -> Collection[schemas.Figure]:
        """The numbers that the book prints."""
        return self._collection("figure", _read("figures.jsonl", schemas.Figure))

    @functools.cached_property
    def series(self) -> Collection[schemas.Series]:
        """The series that the book's numbers form."""
        named = json.loads(as_json("series.yaml"))
        listed = json.dumps([{"id": id, **series} for id, series in named.items()]).encode()
        return self._collection("series", _validate("series.yaml", listed, schemas.Series))

    @functools.cached_property
    def events(self) -> Collection[schemas.Event]:
        """The dated events."""
        return self._collection("event", _read("events.jsonl", schemas.Event))

    @functools.cached_property
    def milestones(self) -> Collection[schemas.Milestone]:
        """The hinges of the narrative, in order."""
        return self._collection("milestone", _read("milestones.jsonl", schemas.Milestone))

    @functools.cached_property
    def actors(self) -> Collection[schemas.Actor]:
        """All persons and collective actors."""
        return self._collection("actor", _read("actors.yaml", schemas.Actor, "actors"))

    @functools.cached_property
    def leaders(self) -> Collection[schemas.Leader]:
        """The persons whom a model of the leadership needs; each is an actor of the same id."""
        return self._collection("leader", _read("leaders.yaml", schemas.Leader, "leaders"))

    @functools.cached_property
    def ballots(self) -> Collection[schemas.Ballot]:
        """The divided votes and contested decisions."""
        return self._collection("ballot", _read("ballots.yaml", schemas.Ballot, "ballots"))

    @functools.cached_property
    def independent(self) -> Collection[schemas.IndependentFigure]:
        """Published figures that do not come from the book."""
        return self._collection(
            "independent", _read("independent.jsonl", schemas.IndependentFigure)
        )

    @functools.cached_property
    def independent_series(self) -> Collection[schemas.IndependentSeries]:
        """Published figures by series name, with the definitions and disagreements that govern them."""
        grouped: dict[str, list[schemas.IndependentFigure]] = {}
        for figure in self.independent.values():
            grouped.setdefault(figure.series, []).append(figure)
        return self._collection(
            "independent_series",
            tuple(
                schemas.IndependentSeries(
                    id=name,
                    units=tuple(dict.fromkeys(figure.unit for figure in figures)),
                    figures=tuple(figure.id for figure in figures),
                    definitions=tuple(
                        d.id for d in self.definitions.values() if _governs(d.series, name)
                    ),
                    disagreements=tuple(
                        x.id for x in self.disagreements.values() if name in x.series
                    ),
                )
                for name, figures in grouped.items()
            ),
        )

    @functools.cached_property
    def sources(self) -> Collection[schemas.Source]:
        """The publications, the book first."""
        return self._collection("source", _read("sources.yaml", schemas.Source))

    @functools.cached_property
    def definitions(self) -> Collection[schemas.Definition]:
        """What the figures mean."""
        return self._collection("definition", _read("definitions.yaml", schemas.Definition))

    @functools.cached_property
    def disagreements(self) -> Collection[schemas.Disagreement]:
        """Where independent sources disagree."""
        return self._collection("disagreement", _read("disagreements.yaml", schemas.Disagreement))

    @functools.cached_property
    def master_question(self) -> schemas.MasterQuestion:
        """Was it inevitable? The conditions that the book names, grouped by the strength of its wording."""
        return _validate_one(
            "master_question.yaml", as_json("master_question.yaml"), schemas.MasterQuestion
        )

    def collection(self, kind: str) -> Collection[Any]:
        """The entries of one kind.

        Args:
            kind: a key of `KINDS`.

        Returns:
            The collection.

        Raises:
            UnknownKind: there is no such kind.
        """
        if kind not in KINDS:
            from ._errors import UnknownKind

            raise UnknownKind(kind, KINDS)
        return getattr(self, KINDS[kind])

    def kind_of(self, id: str) -> str:
        """The kind of entry that an id names.

        Args:
            id: an id of any kind, or "kind:id".

        Returns:
            A key of `KINDS`.

        Raises:
            UnknownRecordId: no entry has this id.
        """
        kind, colon, rest = id.partition(":")
        if colon and kind in KINDS:
            self.collection(kind)[rest]
            return kind
        for kind in KINDS:
            if id in self.collection(kind):
                return kind
        raise UnknownRecordId(id, self.ids())

    def ids(self) -> Iterator[str]:
        """Every id of the record, kind by kind."""
        for kind in KINDS:
            yield from self.collection(kind)

    def __getitem__(self, id: str) -> Any:
        kind = self.kind_of(id)
        return self.collection(kind)[id.removeprefix(f"{kind}:")]

    def __contains__(self, id: object) -> bool:
        try:
            return isinstance(id, str) and bool(self.kind_of(id))
        except UnknownRecordId:
            return False

    def __repr__(self) -> str:
        return "Record\n" + "\n".join(
            f"├── {collection}: {len(self.collection(kind))}" for kind, collection in KINDS.items()
        )

    @staticmethod
    def _collection(kind: str, entries: tuple[T, ...]) -> Collection[T]:
        by_id = {entry.id: entry for entry in entries}  # type: ignore[attr-defined]
        if len(by_id) != len(entries):
            ids = [entry.id for entry in entries]  # type: ignore[attr-defined]
            twice = sorted({id for id in ids if ids.count(id) > 1})
            raise RecordError(f"{KINDS[kind]}: ids given twice: {', '.join(twice)}")
        return Collection(kind, by_id)


@functools.cache
def load() -> Record:
    """The record, read lazily and kept: a second call returns the same one.

    Returns:
        The record.

    Example:
        >>> len(load().systems)
        48
    """
    return Record()


def _governs(patterns: tuple[str, ...], name: str) -> bool:
    return any(name == p or (p.endswith("*") and name.startswith(p[:-1])) for p in patterns)


def _read(name: str, model: type[T], under: str | None = None) -> tuple[T, ...]:
    text = as_json(name)
    if under is not None:
        text = json.dumps(json.loads(text)[under], ensure_ascii=False).encode()
    return _validate(name, text, model)


def _validate(name: str, text: bytes, model: type[T]) -> tuple[T, ...]:
    try:
        return TypeAdapter(tuple[model, ...]).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = first["loc"][0] if first["loc"] else 0
        entries = json.loads(text)
        entry = entries[place] if isinstance(place, int) and place < len(entries) else {}
        id = entry.get("id", place) if isinstance(entry, dict) else place
        field = ".".join(str(part) for part in first["loc"][1:])
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise RecordError(f"{name}, entry {id}, {field}: {first['msg']}{more}") from error


def _validate_one(name: str, text: bytes, model: type[T]) -> T:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise RecordError(f"{name}, {field}: {first['msg']}") from error
