"""The JSON API: the explorer's answers for programs, and the document that describes it."""

from __future__ import annotations

import asyncio
import copy
import functools
import json
import zlib
from collections.abc import AsyncIterator, Iterable
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Path, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.datastructures import UploadFile

from thermidor import __version__
from thermidor.scenarios import BadScenario, Scenario, catalogue
from thermidor.theories import BOOK
from thermidor.web.asking import (
    DOCUMENTED,
    PAYS,
    Asked,
    charge,
    parameters,
    reader_of,
    while_here,
    whole_answer,
)
from thermidor.web.marks import N_
from thermidor.web.service.limits import COSTS, MOST_HISTORIES, Refused
from thermidor.web.service.logs import log_error
from thermidor.web.service.model import outcomes, registry, theories
from thermidor.web.service.questions import BadQuestion, scenario_of, upload
from thermidor.web.service.service import Event, WaitsFor
from thermidor.web.words.i18n import Lang, language_of
from thermidor.web.words.refusals import in_words

router = APIRouter(dependencies=PAYS)

Theory = Annotated[
    str, Query(description="Whose model.", max_length=80, json_schema_extra={"examples": [BOOK]})
]

ERROR = {
    "description": "What is wrong, where, and what would be right.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
}
REFUSALS: dict[int | str, dict[str, Any]] = {
    400: ERROR, 404: ERROR, 413: ERROR, 414: ERROR, 422: ERROR, 429: ERROR, 503: ERROR,
}  # fmt: skip
ANSWER = {
    "description": "The answer.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}},
}


EVENTS = {
    kind: {"$ref": f"#/components/schemas/{form}"}
    for kind, form in {
        "waiting": "Waiting", "partial": "Answer", "complete": "Answer", "error": "Failure",
    }.items()
}  # fmt: skip
"""Forms of the data of a stream's events."""


# -- answers -----------------------------------------------------------------------------------


@router.get(
    "/api/v1/answer",
    openapi_extra=DOCUMENTED,
    responses={200: ANSWER, **REFUSALS},
    response_class=JSONResponse,
    tags=["answers"],
)
async def answer(request: Request, question: Asked) -> Response:
    """The whole answer to a question: twins with and without what is asked about.

    The same question gives the same bytes. It may take some seconds: the stream tells how far it is.
    """
    tag = f'"{question.key}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    found = await whole_answer(request, question)
    return Response(found.json, media_type="application/json", headers=headers)


@router.get(
    "/api/v1/answer/stream",
    openapi_extra=DOCUMENTED,
    responses={
        200: {
            "description": "Events `waiting`, `partial`, `complete` and `error`, whose data have the forms "
            "Waiting, Answer, Answer and Failure; the id of an event is its number of twins.",
            "content": {"text/event-stream": {"schema": {"type": "string"}, "x-events": EVENTS}},
        },
        **REFUSALS,
    },
    response_class=StreamingResponse,
    tags=["answers"],
)
async def stream(request: Request, question: Asked) -> Response:
    """The answer to a question as it arrives, as server-sent events."""
    events = request.app.state.service.events(question, reader_of(request))
    first = await anext(events)  # a refusal comes before the stream begins
    packed = "gzip" in request.headers.get("accept-encoding", "")
    headers = {
        "cache-control": "no-store, no-transform",
        "x-accel-buffering": "no",
        "vary": "accept-encoding",
    }
    if packed:
        headers["content-encoding"] = "gzip"
    return StreamingResponse(
        _sent(first, events, packed, language_of(request)),
        media_type="text/event-stream",
        headers=headers,
    )


async def _sent(
    first: Event, events: AsyncIterator[Event], packed: bool, lang: Lang
) -> AsyncIterator[bytes]:
    press = zlib.compressobj(1, zlib.DEFLATED, 31) if packed else None

    def out(text: bytes) -> bytes:
        return text if press is None else press.compress(text) + press.flush(zlib.Z_SYNC_FLUSH)

    following: asyncio.Task[Event | None] | None = None
    try:
        yield out(_event(first))
        while True:
            following = asyncio.ensure_future(_next(events))
            while not (await asyncio.wait((following,), timeout=SILENCE))[0]:
                yield out(COMMENT)
            event = following.result()
            if event is None:
                return
            yield out(_event(event))
    except Refused as error:
        yield out(_failure(in_words(error, lang)))
    except Exception as error:
        log_error("stream", error)
        failed = Refused(N_("The server failed on this question; the fault is in its log."))
        yield out(_failure(in_words(failed, lang)))
    finally:
        if following is not None and not following.done():
            following.cancel()
            await asyncio.wait((following,))
        await events.aclose()  # type: ignore[attr-defined]


async def _next(events: AsyncIterator[Event]) -> Event | None:
    return await anext(events, None)


SILENCE = 15.0
"""Seconds without an event after which a stream says that it is still there: proxies end what is silent."""

COMMENT = b": still here\n\n"


def _event(event: Event) -> bytes:
    if event.answer is not None:
        return _message(event.kind, event.done, event.answer.json)
    told = event.waiting.to_json() if event.waiting is not None else {}
    return _message(event.kind, event.done, json.dumps(told).encode())


def _failure(error: Refused) -> bytes:
    return _message("error", 0, json.dumps({**error.plain(), "after": error.after}).encode())


def _message(kind: str, number: int, data: bytes) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (number, kind.encode(), data)


# -- scenarios ---------------------------------------------------------------------------------


@router.get("/api/v1/scenarios", responses=REFUSALS, tags=["scenarios"])
def scenarios() -> dict[str, Any]:
    """The scenarios of the catalogue."""
    return {"scenarios": [s.plain() for s in catalogue().values()]}


@router.get("/api/v1/scenarios/{id}", responses=REFUSALS, tags=["scenarios"])
def scenario(
    id: Annotated[str, Path(description="A scenario of the catalogue, or an uploaded one.")],
) -> dict[str, Any]:
    """One scenario, and the file that it is."""
    try:
        found = scenario_of(id)
    except BadQuestion as error:
        raise BadQuestion(error.what, "id", error.right, status=404) from None
    return {"scenario": id, **found.plain(), "yaml": found.to_yaml()}


@router.post(
    "/api/v1/scenarios/check",
    responses=REFUSALS,
    tags=["scenarios"],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/yaml": {"schema": {"type": "string", "maxLength": 65536}},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "required": ["file"],
                        "properties": {"file": {"type": "string", "format": "binary"}},
                    }
                },
            },
        }
    },
)
async def check(request: Request, theory: Theory = BOOK) -> dict[str, Any]:
    """See that a scenario of one's own fits the model, and keep it under the address of its content.

    The address is a scenario in a question; whoever opens a link with it gets the same answer.
    """
    charge(request, COSTS.upload)
    return await asyncio.to_thread(_keep, request, await _uploaded(request), theory)


async def _uploaded(request: Request) -> bytes:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "multipart/form-data":
        return await request.body()
    from starlette.exceptions import HTTPException

    try:
        form = await request.form(max_files=1, max_fields=4, max_part_size=64 * 1024)
    except HTTPException:
        raise Refused(N_("The form cannot be read."), "body", N_("send one file")) from None
    except (ValueError, LookupError):
        raise Refused(N_("The form cannot be read."), "body", N_("send one file")) from None
    file = form.get("file")
    if isinstance(file, UploadFile):
        return await file.read()
    if isinstance(file, str):
        return file.encode()
    raise Refused(N_("The form holds no file."), "body", N_("name it file"))


def _keep(request: Request, content: bytes, theory: str) -> dict[str, Any]:
    """Check a scenario and write it down before its address is given out."""
    try:
        found = Scenario.from_yaml(content, "scenario.yaml")
        found.compile(registry(theory))
    except BadScenario as error:
        raise Refused(
            str(error), "body", "/api/v1/scenarios shows how scenarios are written"
        ) from None
    settings = request.app.state.settings
    id = upload(content, settings.scenarios, settings.scenario_days)
    return {
        "scenario": id,
        "query": f"scenario={id}",
        **found.plain(),
        "does": [str(o) for o in found.do],
    }


# -- histories ---------------------------------------------------------------------------------


@router.get("/api/v1/history", openapi_extra=DOCUMENTED, responses=REFUSALS, tags=["histories"])
async def history(
    request: Request,
    history: Annotated[
        int | None, Query(ge=0, le=MOST_HISTORIES - 1, description="Its number.")
    ] = None,
    outcome: Annotated[
        str | None,
        Query(
            description="In its place: the most typical history of an outcome.",
            max_length=40,
            json_schema_extra={"examples": list(outcomes())},
        ),
    ] = None,
) -> dict[str, Any]:
    """One history of a question: its months, decisions, events and votes.

    The first time it takes a minute or two; then it is kept.
    """
    from thermidor.web.routes.history import document_of

    return await while_here(request, document_of(request))


# -- what the model is made of -----------------------------------------------------------------


@router.get("/api/v1/theories", responses=REFUSALS, tags=["model"])
def theories_() -> dict[str, Any]:
    """The theories whose models can be asked, the book's first."""
    return {"theories": [{"id": id, "title": dict(title)} for id, title in theories().items()]}


@router.get("/api/v1/variables", responses=REFUSALS, tags=["model"])
def variables(theory: Theory = BOOK) -> dict[str, Any]:
    """The output variables, which a question can show."""
    import thermidor as th

    return {"variables": th.variables(theory=theory)}


@router.get("/api/v1/parameters", responses=REFUSALS, tags=["model"])
def parameters_(
    under: Annotated[
        str | None,
        Query(description="Beginning of paths: a system or a rule.", min_length=1, max_length=200),
    ] = None,
    theory: Theory = BOOK,
) -> dict[str, Any]:
    """The constants of the model, each with its range and what it rests on."""
    import thermidor as th

    return {"parameters": th.parameters(under, theory=theory)}


@router.get("/api/v1/conditions", responses=REFUSALS, tags=["model"])
def conditions() -> dict[str, Any]:
    """The conditions that the book names, as sliders and switches of the page Ask."""
    from thermidor.web.pages.conditions import plain

    return {"conditions": plain()}


@router.get("/api/v1/systems", responses=REFUSALS, tags=["model"])
def systems() -> dict[str, Any]:
    """The systems that the book describes."""
    from thermidor.record import load

    ours = [rule.system for rule in registry().rules.values()]
    return {
        "systems": [
            {
                "id": s.id,
                "title": s.title,
                "sector": s.sector,
                "rules": [r.id for r in s.rules],
                "modules": sorted({name for name in ours if name == s.id}),
            }
            for s in load().systems.values()
        ]
    }


# -- the record --------------------------------------------------------------------------------

KIND = Annotated[str, Path(description="Kind of entry: system, event, claim, figure, series...")]


@router.get("/api/v1/claims", responses=REFUSALS, tags=["record"])
def claims() -> dict[str, Any]:
    """What the book claims, and what the model says of it."""
    from thermidor.web.pages.board import board

    return board().to_json()


@router.get("/api/v1/record/search", responses=REFUSALS, tags=["record"])
def search(
    request: Request,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="Words, in English or French.")
    ],
    kind: Annotated[str | None, Query(max_length=40, description="Only this kind.")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="Entries at most.")] = 20,
) -> dict[str, Any]:
    """Find entries of the record by words."""
    from thermidor.record.commands import search_command

    _check_kind(kind, 400)
    charge(request, COSTS.search)
    return search_command(q, True, kind=kind, limit=limit)[0]


@router.get("/api/v1/record/{kind}/{id}", responses=REFUSALS, tags=["record"])
def entry(kind: KIND, id: Annotated[str, Path(description="Id of the entry.")]) -> dict[str, Any]:
    """One entry of the record, with the entries that it refers to."""
    from thermidor.record import load, show

    _check_kind(kind, 404)
    if id not in load().collection(kind):
        raise Refused(
            N_("The record holds no such entry."), "id", "/api/v1/record/search", status=404
        )
    return show(f"{kind}:{id}")


def _check_kind(kind: str | None, status: int) -> None:
    from thermidor.record import KINDS

    if kind is not None and kind not in KINDS:
        raise Refused(
            N_("There is no such kind of entry."), "kind", ", ".join(KINDS), status=status
        )


# -- the document ------------------------------------------------------------------------------


@router.get("/api/openapi.json", include_in_schema=False)
def openapi(request: Request) -> JSONResponse:
    """The document of the API, in the form of OpenAPI 3.1."""
    servers = [{"url": request.scope.get("root_path") or "/"}]
    return JSONResponse({**document(request.app), "servers": servers})


@functools.lru_cache(maxsize=4)
def document(app: Any) -> dict[str, Any]:
    """What the API answers and takes.

    Args:
        app: whose routes are described.
    """
    found = get_openapi(
        title="Thermidor",
        version=__version__,
        summary="How the Russian revolution was undone from within, 1917-1940: an executable model.",
        description="Everything is read with GET; nothing is changed but that a scenario of one's own can be "
        "kept. The same question gives the same bytes.",
        routes=app.routes,
    )
    found["paths"] = {p: o for p, o in found["paths"].items() if p.startswith("/api/v1/")}
    for operations in found["paths"].values():
        for operation in operations.values():
            if operation.pop("x-question", False):
                operation["parameters"] = [
                    *copy.deepcopy(parameters()), *operation.get("parameters", []),
                ]  # fmt: skip
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    schemas |= {
        "Error": _error_schema(), "Answer": _answer_schema(),
        "Failure": _failure_schema(), "Waiting": _waiting_schema(),
    }  # fmt: skip
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return found


@router.get("/api/docs", include_in_schema=False)
def docs(request: Request) -> HTMLResponse:
    """The document of the API as a page."""
    from thermidor.web.pages.rendering import render

    found = document(request.app)
    operations = [
        {"method": method.upper(), "path": path, "parameters": [], **operation}
        for path, methods in found["paths"].items()
        for method, operation in methods.items()
    ]
    return render(
        request, language_of(request), "api.html", operations=operations, info=found["info"]
    )


def _object(properties: dict[str, Any], required: Iterable[str] | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties if required is None else required),
    }


def _error_schema() -> dict[str, Any]:
    text = {"type": "string"}
    return _object({"error": _object({"what": text, "where": text, "right": text})})


def _failure_schema() -> dict[str, Any]:
    """An error in the middle of a stream, which has no header to say when to ask again."""
    after = {"type": ["number", "null"], "description": "Seconds after which to ask again."}
    return _object({**_error_schema()["properties"], "after": after})


def _waiting_schema() -> dict[str, Any]:
    count = {"type": "integer", "minimum": 0}
    return _object(
        {
            "waits_for": {
                "type": "string",
                "enum": list(get_args(WaitsFor)),
                "description": "branch: the record followed to the month of the branch; model: a worker with "
                "the compiled model; turn: questions asked earlier; answer: the first histories of its own.",
            },
            "branch": {
                "type": ["string", "null"],
                "description": "Month to which the record is followed.",
            },
            "done": {**count, "description": "Months of the record that have been followed."},
            "wanted": {**count, "description": "Months to follow; 0 where it is not known."},
            "ahead": {**count, "description": "Units of questions asked earlier."},
        }
    )


def _answer_schema() -> dict[str, Any]:
    number = {"type": ["number", "null"]}
    month = {"type": ["string", "null"]}
    interval = _object({"p": number, "low": number, "high": number})
    difference = _object({"d": number, "low": number, "high": number})
    change = _object({"with": interval, "without": interval, "difference": difference})
    row = {"type": "array", "items": number}
    fan = _object(dict.fromkeys(("q05", "q25", "median", "q75", "q95"), row))
    return _object(
        {
            "key": {"type": "string", "description": "Address of the answer's content."},
            "question": {"type": "object"},
            "done": {"type": "integer", "description": "Twins in it."},
            "wanted": {"type": "integer", "description": "Twins asked for."},
            "complete": {"type": "boolean"},
            "outcomes": {"type": "object", "additionalProperties": interval},
            "outcomes_against": {"type": "object", "additionalProperties": interval},
            "difference": {"type": "object", "additionalProperties": difference},
            "reached": _object(
                {
                    "event": {"type": "string"},
                    "with": interval,
                    "without": interval,
                    "difference": difference,
                }
            ),
            "codings": {
                "type": "object",
                "description": "By coding and class the share that ends so.",
                "additionalProperties": {"type": "object", "additionalProperties": change},
            },
            "closed": {
                "type": "object",
                "description": "By coding the share in which those below ever lose all say over those who rule.",
                "additionalProperties": change,
            },
            "moves_most": {
                "type": ["object", "null"],
                "description": "What moves most, of losses of all say (ever) and classes at the end; null where nothing does.",
            },
            "defined_by": {
                "type": "array",
                "description": "Interventions that act directly on what codings read: there the figures restate the question.",
                "items": {"type": "object"},
            },
            "milestones": {"type": "array", "items": {"type": "object"}},
            "necessity": {"type": "object"},
            "sufficiency": {"type": "object"},
            "parting": _object({"never": interval, "q05": month, "median": month, "q95": month}),
            "fans": {
                "type": "object",
                "additionalProperties": _object(
                    {
                        "unit": {"type": "string"},
                        "months": {"type": "array", "items": {"type": "string"}},
                        "with": fan,
                        "without": fan,
                    }
                ),
            },
            "record": {"type": "object", "description": "Recorded points of the variables."},
            "tile": {"type": "integer"},
            "version": {"type": "string"},
            "fingerprint": {"type": "string"},
        }
    )
