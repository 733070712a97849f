"""The question: all that decides an answer, in the form of an address.

Two addresses that ask the same have one canonical form and one key, so that the answer is computed
once, and a link gives the same answer whenever it is opened.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from thermidor import __version__
from thermidor.engine.calendar import month_number
from thermidor.errors import BadPart, Sendable, nearest, shown
from thermidor.keep import KEPT, forget_unused, recall, remember
from thermidor.scenarios import BadScenario, Scenario
from thermidor.scenarios.operation import Operation
from thermidor.scenarios.settings import setting
from thermidor.scenarios.shipped import shipped_ids
from thermidor.theories import BOOK
from thermidor.web.marks import N_
from thermidor.web.service.limits import (
    LEAST_HISTORIES,
    MOST_HISTORIES,
    MOST_SETTINGS,
    MOST_VARIABLES,
    Refused,
)
from thermidor.web.service.model import identity, model

if TYPE_CHECKING:
    from thermidor.engine.controls import Intervention
    from thermidor.experiments.request import Request
else:
    Intervention = Request = Any

MONTH = r"^19(1[7-9]|[23][0-9]|40)-(0[1-9]|1[0-2])$"
OWN = re.compile(r"own-[0-9a-f]{32}")
"""Id of an uploaded scenario: the address of its content."""

CLAIM = re.compile(r"claim-k[0-9]{4}")
"""Id of the intervention by which a claim of the book is tried."""

SHOWN = (
    "power.secretariat",
    "congress.opposition",
    "party.fear",
    "workers.active",
    "industry.output",
    "collectivisation.share",
)
"""Variables that are shown where the reader has not chosen."""

PARTS = {
    "scenario": "scenario",
    "against": "against",
    "theory": "theory",
    "set": "set",
    "branch": "branch",
    "stop": "stop",
    "n": "histories",
    "seed": "seed",
    "show": "show",
}
"""Names in an address, in canonical order, and the fields they fill."""


class BadQuestion(Refused):
    """A question that cannot be asked: what is wrong, in which part, and what would be right."""


class _Wrong(Sendable, ValueError):
    """What a validator found, and what would be right: passed on as a BadQuestion."""

    def __init__(self, what: str, right: str = ""):
        super().__init__(what)
        self.what, self.right = what, right


# -- what a question may name --------------------------------------------------------------------

_uploads: list[Path] = []


def uploads_in(folder: Path) -> None:
    """Say where uploaded scenarios lie."""
    _uploads[:] = [folder]


def scenario_of(id: str) -> Scenario:
    """A scenario of the catalogue, or one that was uploaded here.

    Args:
        id: in the catalogue; "own-" and the address of its content; or "claim-" and the id of a claim, for
            the intervention by which that is tried.

    Raises:
        BadQuestion: there is none.
    """
    if id in shipped_ids():
        return Scenario.load(id)
    if OWN.fullmatch(id):
        for folder in _uploads:
            content = recall(folder / f"{id}{KEPT}")
            if content is not None:
                return _uploaded(id, content)
        raise BadQuestion(
            N_("This server does not hold the uploaded scenario."),
            "scenario",
            N_("Upload its file again: its address stays the same."),
            status=404,
        )
    if CLAIM.fullmatch(id):
        from thermidor.web.service.claims import scenario_of_claim

        try:
            return scenario_of_claim(id)
        except LookupError:
            raise BadQuestion(
                N_("This claim is not tried by an intervention."), "scenario", "", status=404
            ) from None
    raise BadQuestion(
        N_("No scenario has this name."),
        "scenario",
        nearest(id, shipped_ids(), cutoff=0.5).removeprefix("; ") or "/api/v1/scenarios lists them",
    )


@functools.lru_cache(maxsize=64)
def _uploaded(id: str, content: bytes) -> Scenario:
    return Scenario.from_yaml(content, f"{id}.yaml")


def upload(content: bytes, most: int, days: float) -> str:
    """Keep a scenario of a reader's own.

    Args:
        content: of its file.
        most: scenarios that are kept.
        days: after which one that nobody asks for goes.

    Returns:
        Its id.

    Raises:
        Refused: there is no room for it.
    """
    id, (folder,) = own_id(content), _uploads
    path = folder / f"{id}{KEPT}"
    if recall(path) is None:
        forget_unused(folder, days)
        if sum(1 for _ in folder.glob(f"own-*{KEPT}")) >= most:
            raise Refused("This server keeps no more scenarios.", status=503)
        if not remember(path, content):
            raise Refused("The scenario cannot be kept here.", status=503)
    return id


def own_id(content: bytes) -> str:
    """The id of an uploaded scenario: the address of its content."""
    return f"own-{hashlib.sha256(content).hexdigest()[:32]}"


# -- its parts -----------------------------------------------------------------------------------


def _name(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9-]{1,80}", value):
        raise _Wrong(f"{shown(value)} is no name of a scenario", "write small letters and hyphens")
    return value


def _month(value: Any) -> Any:
    if not isinstance(value, str) or not re.match(MONTH, value) or len(value) != 7:
        raise _Wrong(f"{shown(value)} is not a month from 1917-01 to 1940-12", "write YYYY-MM")
    return value


def _branch(value: Any) -> Any:
    return None if value is None else _month(value)


def _theory(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9_-]{1,80}", value):
        raise _Wrong(f"{shown(value)} is no name of a theory", "write small letters and hyphens")
    return value


def _number(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,10}", value, re.ASCII):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong(f"{shown(value)} is not a whole number")
    return value


def _histories(value: Any) -> int:
    """As many as a server computes for one question, which are fewer than a model can be asked."""
    found, least, most = _number(value), LEAST_HISTORIES, MOST_HISTORIES
    if not least <= found <= most:
        raise _Wrong(f"{found} histories", f"from {least} to {most}")
    return found


def _settings(value: Any) -> Any:
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise _Wrong("settings are texts of the form path=value")
    if len(value) > MOST_SETTINGS:
        raise _Wrong(f"{len(value)} settings", f"at most {MOST_SETTINGS}")
    canonical = [_setting(text) for text in value]
    paths = [text.partition("=")[0] for text in canonical]
    for path in paths:
        if paths.count(path) > 1:
            raise _Wrong(f"{shown(path)} is set twice", "keep one of them")
    return tuple(sorted(canonical))


def _setting(text: str) -> str:
    """The canonical form of one setting."""
    if len(text) > 200:
        raise _Wrong("a setting is longer than 200 letters", "write path=value")
    operation = _operation(text)
    if operation.operation == "forbid":
        return f"{operation.path}=forbid"
    value = operation.value
    if isinstance(value, bool):
        return f"{operation.path}={str(value).lower()}"
    if operation.operation == "hold" and isinstance(value, int | float):
        number = float(value)
        written = repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
        return f"{operation.path}={written}"
    return f"{operation.path}={value}"


def _operation(text: str) -> Operation:
    try:
        return setting(text)
    except BadScenario as error:
        raise _Wrong(str(error).removeprefix("--set ")) from None


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list | tuple) or not all(isinstance(v, str) for v in value):
        raise _Wrong("variables are names separated by commas")
    names = tuple(dict.fromkeys(value))
    if not 1 <= len(names) <= MOST_VARIABLES:
        raise _Wrong(f"{len(names)} variables", f"from 1 to {MOST_VARIABLES}")
    if "regime" in names:
        raise _Wrong("the phases of the regime are shown by every answer", "leave regime out")
    return names


Name = Annotated[str, BeforeValidator(_name)]
Month = Annotated[str, BeforeValidator(_month)]


class Question(BaseModel):
    """What is asked.

    Attributes:
        scenario: id in the catalogue, or "own-" and the content address of an uploaded one.
        against: what it is compared with, likewise.
        theory: whose model answers.
        set: conditions, "path=value", from the branch on or over the whole run.
        branch: month up to which the record is followed; None where histories are free from 1917-01.
        stop: last month; outcomes are those of this month.
        histories: in each arm.
        seed: of both arms.
        show: variables of the fans.

    Example:
        >>> Question.from_query("set=party.rate=0.2&n=64", check=False).query()
        'set=party.rate%3D0.2&n=64'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scenario: Name = "baseline"
    against: Name = "baseline"
    theory: Annotated[str, BeforeValidator(_theory)] = BOOK
    set: Annotated[tuple[str, ...], BeforeValidator(_settings)] = ()
    branch: Annotated[str | None, BeforeValidator(_branch)] = None
    stop: Month = "1940-12"
    histories: Annotated[int, BeforeValidator(_histories)] = 200
    seed: Annotated[int, BeforeValidator(_number)] = 0
    show: Annotated[tuple[str, ...], BeforeValidator(_shown)] = SHOWN

    @model_validator(mode="after")
    def _hangs_together(self) -> Question:
        if self.branch == "1917-01":
            raise _Wrong("histories are free from 1917-01 without a branch", "leave it out")
        return self

    # -- as an address -------------------------------------------------------------------------

    @classmethod
    def from_query(cls, params: Any, *, ignore: Iterable[str] = (), check: bool = True) -> Question:
        """The question of an address.

        Args:
            params: its query: text, pairs, a mapping, or the request's `query_params`.
            ignore: names in it that are no part of the question.
            check: see also that scenario and conditions fit the model.

        Raises:
            BadQuestion: with one clear line.
        """
        fields: dict[str, Any] = {}
        for name, value in _pairs(params):
            if name in ignore:
                continue
            if name not in PARTS:
                raise BadQuestion(
                    f"{shown(name)} is no part of a question", "query", f"parts: {', '.join(PARTS)}"
                )
            if name == "set":
                fields.setdefault("set", []).append(value)
            elif PARTS[name] in fields:
                raise BadQuestion("it is given twice", name, "keep one of them")
            else:
                fields[PARTS[name]] = value
        return cls.of(fields, check=check)

    @classmethod
    def of(cls, fields: Mapping[str, Any], *, check: bool = True) -> Question:
        """The question of these fields; raises BadQuestion."""
        try:
            found = cls.model_validate(dict(fields))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            wrong = first.get("ctx", {}).get("error")
            if not isinstance(wrong, _Wrong):
                wrong = _Wrong(first["msg"])
            field = str(first["loc"][0]) if first["loc"] else "branch"
            where = next((n for n, f in PARTS.items() if f == field), field)
            raise BadQuestion(wrong.what, where, wrong.right) from None
        if check:
            found.check()
        return found

    def query(self) -> str:
        """The canonical address: parts that are as usual are left out."""
        return urlencode([(name, value) for name, value in self._parts()])

    def _parts(self) -> Iterable[tuple[str, str]]:
        usual = type(self).model_fields
        for name, field in PARTS.items():
            value = getattr(self, field)
            if value == usual[field].default:
                continue
            if name == "set":
                yield from (("set", text) for text in value)
            else:
                yield name, ",".join(value) if name == "show" else str(value)

    @functools.cached_property
    def key(self) -> str:
        """Address of the answer's content: it changes with everything that the answer reads."""
        whole = (
            self.query(),
            [[str(i) for i in arm] for arm in self.arms],
            __version__,
            identity(self.theory),
        )
        return hashlib.sha256(repr(whole).encode()).hexdigest()

    def __hash__(self) -> int:
        return hash(self.query())

    # -- for the model -------------------------------------------------------------------------

    @property
    def end(self) -> int:
        """Months from 1917-01 that are looked at."""
        return month_number(self.stop) + 1

    @property
    def requests(self) -> tuple[Request, Request]:
        """What the model is asked, with and without what is asked about.

        Raises:
            BadQuestion: the model cannot be asked this.
        """
        return _requests(self)

    @property
    def arms(self) -> tuple[tuple[Intervention, ...], tuple[Intervention, ...]]:
        """What is done with and without what is asked about."""
        with_it, without = self.requests
        return with_it.schedule.interventions, without.schedule.interventions

    def scenario_done(self) -> Scenario:
        """The scenario with the conditions laid over it."""
        return laid_over(self.scenario, self.set, self.branch)

    def check(self) -> None:
        """See that there is what it names, and that the model can be asked it.

        Raises:
            BadQuestion: it cannot.
        """
        for where in ("scenario", "against"):
            try:
                scenario_of(getattr(self, where))
            except BadQuestion as error:
                raise BadQuestion(error.what, where, error.right, status=error.status) from None
        _ = self.requests


@functools.lru_cache(maxsize=256)
def _requests(question: Question) -> tuple[Request, Request]:
    with _told_of_the_address():
        model(question.theory)  # readies the devices before anything else of the model is imported
        from thermidor.experiments.request import Following, Request, Span

        asked = Request(
            question.scenario_done(),
            histories=question.histories,
            seed=question.seed,
            span=Span(stop=question.stop),
            theory=question.theory,
            following=Following(question.branch),
            variables=question.show,
        )
        return asked, asked.other(laid_over(question.against, (), question.branch))


@contextmanager
def _told_of_the_address() -> Iterator[None]:
    """What is wrong with a request, as what is wrong with a part of an address."""
    try:
        yield
    except BadScenario as error:
        raise BadQuestion(
            str(error).removeprefix("--set: "), "set" if error.source == "--set" else "scenario"
        ) from None
    except BadPart as error:
        field = FIELDS.get(error.part, error.part)
        where = next((name for name, own in PARTS.items() if own == field), error.part)
        raise BadQuestion(error.what, where, error.right) from None


FIELDS = {"variables": "show", "settings": "set"}
"""Parts of a request that a question calls otherwise."""


def laid_over(scenario: str, settings: tuple[str, ...], branch: str | None) -> Scenario:
    """A scenario with further conditions laid over it; its own on the same path give way.

    Args:
        scenario: its id.
        settings: "path=value"; they act from the branch on, or over the whole run.
        branch: month up to which the record is followed.
    """
    chosen = scenario_of(scenario)
    added = [_from_branch(setting(text), branch) for text in settings]
    paths = {o.path for o in added}
    kept = [n for n, o in enumerate(chosen.do) if o.path not in paths or not o.overwrites]
    whole = chosen.model_copy(update={"do": (*(chosen.do[n] for n in kept), *added)})
    whole._places = (*(chosen.where(n) for n in kept), *(("--set", None) for _ in added))
    return whole


def _from_branch(operation: Operation, branch: str | None) -> Operation:
    if branch is None:
        return operation
    plain = {**operation.plain(), "from": branch}
    return Operation.model_validate(plain)


def _pairs(params: Any) -> Iterable[tuple[str, str]]:
    if isinstance(params, str | bytes):
        text = params if isinstance(params, str) else params.decode("ascii", "replace")
        return parse_qsl(text.removeprefix("?"), keep_blank_values=True, max_num_fields=100)
    if hasattr(params, "multi_items"):
        return params.multi_items()
    return params.items() if isinstance(params, Mapping) else params


__all__ = [
    "BadQuestion",
    "Question",
    "own_id",
    "scenario_of",
    "upload",
    "uploads_in",
]
