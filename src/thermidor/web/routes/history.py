"""History: one course told month by month, the record beside it."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from thermidor.scenarios.shipped import shipped_ids
from thermidor.web.asking import form_of, reader_of
from thermidor.web.marks import N_
from thermidor.web.pages import charts, history_views, history_words, history_year
from thermidor.web.pages.histories import Wish
from thermidor.web.pages.rendering import render
from thermidor.web.service.limits import Refused
from thermidor.web.service.model import outcomes
from thermidor.web.service.readers import FIELD
from thermidor.web.service.service import Service
from thermidor.web.service.telling import AXES
from thermidor.web.words.i18n import Lang, month_of, translator
from thermidor.web.words.names import outcome_name, scenario_name
from thermidor.web.words.refusals import in_words

router = APIRouter(include_in_schema=False)

CHOOSE = "thermidor.web.service.telling:typical"
TELL = "thermidor.web.service.telling:tell"

STEPS = {
    "choose": N_("Looking through the histories for the most typical one"),
    "tell": N_("Going through the history month by month"),
}


@dataclass
class Made:
    """How far the wish is: the typical history, the document, or the step that is under way or next."""

    typical: dict[str, Any] | None = None
    document: dict[str, Any] | None = None
    step: str = ""
    done: int = 0
    wanted: int = 0
    begun: bool = True
    failure: Refused | None = None


def made(service: Service, wish: Wish, reader: str = "", *, begin: bool = False) -> Made:
    """What there is for a wish.

    Args:
        service: of the server.
        wish: of the reader.
        reader: who asks.
        begin: have the work done that is missing.

    Raises:
        Refused: it cannot be made.
    """
    out = Made()

    def job(function: str, key: str, step: str, **arguments: Any) -> Any:
        found = service.look(function, key=key)
        if begin and (found is None or found.state == "failed"):
            found = service.begin(function, key=key, reader=reader, **arguments)
        if found is None or found.failure is not None:
            out.step, out.begun = step, False
            out.failure = found.failure if found is not None else None
            return None
        if found.state == "done":
            return found.result
        out.step, out.done, out.wanted = step, found.done, found.wanted
        return None

    if wish.history is None:
        out.typical = job(
            CHOOSE, wish.key(f"typical {wish.outcome}"), "choose",
            query=wish.base, outcome=wish.outcome,
        )  # fmt: skip
        if out.typical is None or out.typical["history"] is None:
            return out
        wish = replace(wish, history=out.typical["history"])
    out.document = job(
        TELL, wish.key(f"history {wish.history}"), "tell", query=wish.base, history=wish.history
    )
    return out


async def document_of(request: Request) -> dict[str, Any]:
    """The document of an address, waited for; for the data interface, which no crawler follows.

    Args:
        request: with the parts of a question, and `history` or `outcome`.
    """
    wish = Wish.from_query(request.query_params)
    service: Service = request.app.state.service
    reader = reader_of(request)
    if wish.history is None:
        found = await service.call(
            CHOOSE, key=wish.key(f"typical {wish.outcome}"), reader=reader,
            query=wish.base, outcome=wish.outcome,
        )  # fmt: skip
        if found["history"] is None:
            raise Refused(
                N_("None of these histories ends so."), "outcome", ", ".join(found["outcomes"]),
                status=404,
            )  # fmt: skip
        wish = replace(wish, history=found["history"])
    return await service.call(
        TELL, key=wish.key(f"history {wish.history}"), reader=reader,
        query=wish.base, history=wish.history,
    )  # fmt: skip


@router.get("/{lang}/history")
async def page(request: Request, lang: Lang) -> HTMLResponse:
    """The page: the history where it has been told, or word of how far its making is; nothing is begun."""
    wish = Wish.from_query(request.query_params)
    found = await asyncio.to_thread(made, request.app.state.service, wish)
    return await asyncio.to_thread(_page, request, lang, wish, found)


@router.post("/{lang}/history")
async def begin(request: Request, lang: Lang) -> Response:
    """Have a history told, and return the reader to its page.

    Its form and its script ask so; a crawler, which follows links alone, begins nothing.
    """
    token = str((await form_of(request)).get(FIELD, ""))
    wish = Wish.from_query(request.query_params)
    service: Service = request.app.state.service
    await asyncio.to_thread(made, service, wish, reader_of(request, token), begin=True)
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{lang}/history{query}", 303)


def _page(request: Request, lang: Lang, wish: Wish, found: Made) -> HTMLResponse:
    common = {
        "wish": wish,
        "typical": found.typical,
        "scenarios": _scenarios(wish, lang),
        "outcomes": [(code, outcome_name(code, lang)) for code in outcomes()],
        "coding_title": functools.partial(charts.coding_name, lang=lang),
        "kept": _kept(wish),
        "branches": _branches(wish),
    }
    if found.document is None:
        status = 404 if found.typical and found.typical["history"] is None else 200
        _ = translator(lang)
        if found.failure is not None:
            status = found.failure.status
        response = render(
            request, lang, "history_wait.html", status_code=status, begun=found.begun,
            failure=found.failure and in_words(found.failure, lang),
            step=_(STEPS[found.step]) if found.step else "", done=found.done, wanted=found.wanted,
            texts={"steps": {name: _(text) for name, text in STEPS.items()}}, **common,
        )  # fmt: skip
        response.headers["cache-control"] = "no-store"
        return response
    d = found.document
    year = wish.year
    years = range(1917 + d["begun"] // 12, 1917 + (d["months"] - 1) // 12 + 1)
    number = wish.at
    end_of_year = min((year - 1917) * 12 + 11, d["months"] - 1)
    return render(
        request,
        lang,
        "history.html",
        d=d,
        years=[
            {
                "year": y,
                "address": "?" + wish.query(year=y) + "#year" if y in years else "",
                "on": y == year,
            }
            for y in range(1917, years[-1] + 1)
        ],
        before=year - 1 if year > years[0] else None,
        after=year + 1 if year < years[-1] else None,
        rows=history_year.year_rows(d, year, lang),
        ladder=history_views.ladder(d, lang),
        milestones=history_views.milestone_rows(d, lang),
        seats=history_views.seats(d, end_of_year, lang),
        seats_month=month_of(end_of_year, lang),
        lives=history_views.lives(d, lang),
        places=history_views.PLACES,
        parts=history_year.PARTS,
        layers=history_views.layers_of(lang),
        columns=history_views.columns_of(lang),
        holders=history_views.HOLDERS,
        tiles=history_views.map_of(d, number, wish.layer, lang),
        number=number,
        carried=[pair for pair in parse_qsl(wish.query()) if pair[0] not in ("at", "layer")],
        numbers=_numbers(d, year),
        texts=_texts(lang),
        **common,
    )


@router.get("/{lang}/history/state")
async def state(request: Request, lang: Lang) -> JSONResponse:
    """How far the making of a history is, for a page that waits."""
    wish = Wish.from_query(request.query_params)
    found = await asyncio.to_thread(made, request.app.state.service, wish)
    return JSONResponse(
        {
            "ready": not found.step or found.failure is not None,
            "begun": found.begun,
            "step": found.step,
            "done": found.done,
            "wanted": found.wanted,
        },
        headers={"cache-control": "no-store"},
    )


@router.get("/{lang}/history/map.json")
async def map_data(request: Request, lang: Lang) -> Response:
    """The map's layers for all months, of a history that has been told."""
    d = await _told(request)
    return JSONResponse(
        {
            "begun": d["begun"],
            "regions": d["regions"],
            "organisation": history_words.words()["organisation"],
        },
        headers={"cache-control": "max-age=3600"},
    )


@router.get("/{lang}/history/document.json")
async def document(request: Request, lang: Lang) -> Response:
    """The whole document, of a history that has been told."""
    return JSONResponse(await _told(request), headers={"cache-control": "max-age=3600"})


async def _told(request: Request) -> dict[str, Any]:
    wish = Wish.from_query(request.query_params)
    found = await asyncio.to_thread(made, request.app.state.service, wish)
    if found.document is None:
        raise found.failure or Refused(
            N_("This history has not been told yet."), "", N_("Have it told on its page."), status=404
        )  # fmt: skip
    return found.document


def _scenarios(wish: Wish, lang: Lang) -> list[tuple[str, str, bool]]:
    own = wish.question.scenario
    listed = sorted(shipped_ids(), key=lambda id: (id != "baseline", scenario_name(id, lang)))
    named = [(id, scenario_name(id, lang), id == own) for id in listed]
    return named if own in listed else [(own, own, True), *named]


BRANCHES = (
    "1917-11", "1921-03", "1923-03", "1924-01", "1926-01", "1927-10", "1929-01", "1934-01",
)  # fmt: skip
"""Months offered for the end of the record; an address may name any other."""


def _branches(wish: Wish) -> list[str]:
    own = wish.question.branch
    return sorted({*BRANCHES, own} if own else BRANCHES)


def _kept(wish: Wish) -> list[tuple[str, str]]:
    """Parts of the question that the form of the page does not show but keeps."""
    return [
        (name, value)
        for name, value in parse_qsl(wish.question.query())
        if name not in ("scenario", "seed", "branch")
    ]


def _numbers(d: dict[str, Any], year: int) -> list[tuple[str, float, float | None]]:
    place = year - 1917
    return [
        (name, values[place], values[place - 1] if place else None)
        for name, values in d["numbers"].items()
        if place < len(values)
    ]


def _texts(lang: Lang) -> dict[str, Any]:
    _ = translator(lang)
    return {
        "months": [month_of(n, lang).split(" ")[0] for n in range(12)],
        "holders": {name: _(text) for name, text in history_views.HOLDERS.items()},
        "layers": history_views.layers_of(lang),
        "suffixes": {name: history_views.suffix_of(name, lang) for name in ("holder", *AXES)},
        "play": _("Play"),
        "pause": _("Pause"),
    }
