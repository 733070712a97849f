"""How an address asks: the question of a request, its form in the API's document, and waiting for a reader."""

from __future__ import annotations

import asyncio
import functools
import re
from collections.abc import Coroutine, Iterable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from starlette.datastructures import QueryParams

from thermidor.errors import nearest, shown
from thermidor.scenarios.shipped import shipped_ids
from thermidor.theories import BOOK
from thermidor.web.marks import N_
from thermidor.web.pages import conditions
from thermidor.web.pages.charts import OUTCOMES
from thermidor.web.service import readers
from thermidor.web.service.answers import Answer
from thermidor.web.service.limits import (
    COSTS,
    LEAST_HISTORIES,
    MOST_HISTORIES,
    MOST_VARIABLES,
    Refused,
)
from thermidor.web.service.model import registry, theories
from thermidor.web.service.questions import SHOWN, BadQuestion, Question

T = TypeVar("T")

BESIDE = ("variable", "lang", "decimal")
"""Names in an address that say how an answer is shown, not what is asked."""

FIRST, LAST = "1917-01", "1940-12"


def asked(request: Request) -> Question:
    """The question of a request's address; raises BadQuestion."""
    return question_of(request.query_params, BESIDE)


def question_of(params: Any, ignore: Iterable[str] = ()) -> Question:
    """The question of an address, whose conditions lie where their controls can stand.

    Args:
        params: the query of the address.
        ignore: names in it that are no part of the question.

    Raises:
        BadQuestion: it cannot be asked.
    """
    question = Question.from_query(params, ignore=ignore)
    conditions.check(question.set)
    return question


Asked = Annotated[Question, Depends(asked)]
"""A handler's parameter that is the question of the address."""

DOCUMENTED = {"x-question": True}
"""`openapi_extra` of a route that takes a question: its parameters go into the document."""


def reader_of(request: Request, token: str = "") -> str:
    """The reader who asks, as limits and turns know him.

    Args:
        request: of the reader.
        token: that a form of his page has sent; otherwise that of the header counts.
    """
    address = request.client.host if request.client else "unknown"
    given = token or request.headers.get(readers.HEADER, "")
    return readers.reader(address, request.app.state.tokens.name_in(given))


def charge(request: Request, histories: float | int) -> None:
    """Charge a reader for work that simulates nothing.

    Args:
        request: of the reader.
        histories: that it costs, of `COSTS`.

    Raises:
        Refused: his budget does not hold as many.
    """
    request.app.state.budgets.take(reader_of(request), histories)


def pays(request: Request) -> None:
    """Charge a program for its request before anything is looked up; raises Refused."""
    charge(request, COSTS.request)


def no_crawler(request: Request) -> None:
    """Refuse one that calls itself a crawler: `/robots.txt` has asked it not to come here."""
    if CRAWLER.search(request.headers.get("user-agent", "")):
        raise Refused(
            N_("Crawlers have nothing computed."), "user-agent", N_("/robots.txt says where they may go."),
            status=403,
        )  # fmt: skip


CRAWLER = re.compile(r"(?<!cu)bot\b|crawl|spider|slurp", re.IGNORECASE)

PAYS = [Depends(no_crawler), Depends(pays)]
"""`dependencies` of a router whose addresses are those of programs: what they ask may have work done."""


def check_shown(question: Question, variable: str) -> None:
    """See that an answer holds the chart that is wanted of it.

    Args:
        question: that is asked.
        variable: of the chart, or of the outcomes by a coding.

    Raises:
        BadQuestion: the question does not show it.
    """
    known = (*OUTCOMES, *question.show)
    if variable not in known:
        raise BadQuestion(
            f"{shown(variable)} is not shown by this question.",
            "variable",
            nearest(variable, known).removeprefix("; ") or f"there are {', '.join(known)}",
        )


async def while_here(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """The result of work that is given up when the reader goes.

    Args:
        request: of the reader.
        work: to be done.

    Raises:
        Refused: the reader has gone.
    """
    task = asyncio.ensure_future(work)
    try:
        while True:
            done, _ = await asyncio.wait((task,), timeout=0.5)
            if done:
                return task.result()
            if await request.is_disconnected():
                raise Refused(N_("The reader has gone."), status=499)
    finally:
        task.cancel()


async def form_of(request: Request) -> QueryParams:
    """What a form of a page has sent; raises Refused where it is none.

    Args:
        request: of the reader; one that comes from a page of another site is none of ours.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    if site not in ("same-origin", "none"):
        raise Refused(
            N_("This form comes from another site."), "", N_("Open the page here."), status=403
        )
    try:
        return QueryParams((await request.body()).decode())
    except UnicodeDecodeError:
        raise Refused(N_("The form cannot be read."), "body", "") from None


async def whole_answer(request: Request, question: Question, token: str = "") -> Answer:
    """The finished answer to a reader's question.

    Args:
        request: of the reader, whose address has a budget.
        question: that is asked.
        token: of the reader, where a form has sent it.

    Raises:
        Refused: there are too many questions, or too many histories were asked for.
    """
    service = request.app.state.service
    return await while_here(request, service.answer(question, reader_of(request, token)))


@functools.cache
def parameters() -> list[dict[str, Any]]:
    """A question's parts as the document of the API describes them."""
    month = r"^19(1[7-9]|2[0-9]|3[0-9]|40)-(0[1-9]|1[0-2])$"
    rules = "|".join(sorted(registry().rules)).replace(".", r"\.")
    scenario = {"type": "string", "enum": list(shipped_ids())}
    own = {"type": "string", "pattern": "^own-[0-9a-f]{32}$"}
    return [
        _parameter(
            "scenario",
            "What is done: a scenario of the catalogue, or the address of an uploaded one "
            "(own- and 32 hexadecimal digits, as /api/v1/scenarios/check gives it).",
            {**scenario, "default": "baseline"},
            also=own,
        ),
        _parameter(
            "against", "What it is compared with.", {**scenario, "default": "baseline"}, also=own
        ),
        _parameter(
            "theory",
            "Whose model answers.",
            {"type": "string", "enum": list(theories()), "default": BOOK},
        ),
        _parameter(
            "set",
            "Conditions, path=value, from the branch on or over the whole run. A rule held at 0 is switched "
            "off, at 0.5 half as strong; parameters, state and decisions can be set as well.",
            {
                "type": "array",
                "maxItems": 3,
                "uniqueItems": True,
                "items": {"type": "string", "pattern": rf"^({rules})=(0|1|0\.[0-9]{{1,3}})$"},
            },
            explode=True,
        ),
        _parameter(
            "branch",
            "Month up to which the record is followed; without it histories are free from 1917-01.",
            {"type": "string", "pattern": month, "examples": ["1923-03"]},
        ),
        _parameter("stop", "Last month.", {"type": "string", "pattern": month, "default": LAST}),
        _parameter(
            "n",
            "Histories in each arm.",
            {
                "type": "integer",
                "minimum": LEAST_HISTORIES,
                "maximum": MOST_HISTORIES,
                "default": 200,
            },
        ),
        _parameter(
            "seed",
            "The same seed gives the same histories.",
            {"type": "integer", "minimum": 0, "maximum": 2**32 - 1, "default": 0},
        ),
        _parameter(
            "show",
            "Variables of the fans.",
            {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_VARIABLES,
                "uniqueItems": True,
                "items": {
                    "type": "string",
                    "enum": [n for n in registry().outputs if n != "regime"],
                },
                "default": list(SHOWN),
            },
            explode=False,
        ),
    ]


def _parameter(
    name: str,
    text: str,
    schema: dict[str, Any],
    explode: bool | None = None,
    also: dict[str, Any] | None = None,
) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "in": "query", "required": False, "description": text}
    if explode is not None:
        found |= {"style": "form", "explode": explode}
    if also is not None:
        found["x-also"] = also
    return {**found, "schema": schema}
