"""History: one course told month by month, the record beside it."""

from __future__ import annotations

import asyncio
import functools
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from thermidor.scenarios.shipped import shipped_ids
from thermidor.web.asking import address_of
from thermidor.web.pages import charts, histories, history_views, history_words, history_year
from thermidor.web.pages.histories import Wish
from thermidor.web.pages.rendering import render
from thermidor.web.service.limits import Refused
from thermidor.web.service.model import outcomes
from thermidor.web.service.service import Service
from thermidor.web.words.i18n import N_, Lang, month_of, translator
from thermidor.web.words.names import outcome_name, scenario_name

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


def made(service: Service, wish: Wish, address: str, *, begin: bool = True) -> Made:
    """What there is for a wish; begins the work that is missing.

    Args:
        service: of the server.
        wish: of the reader.
        address: of the reader.
        begin: without it, what is missing is not begun.

    Raises:
        Refused: it cannot be made.
    """
    out = Made()

    def job(function: str, key: str, step: str, **arguments: Any) -> Any:
        found = service.look(function, key=key)
        if found is None or (begin and found.state == "failed"):
            if not begin:
                out.step, out.begun = step, False
                return None
            found = service.begin(function, key=key, address=address, **arguments)
        if found.failure is not None:
            raise found.failure
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
    """The document of an address, waited for; for the data interface.

    Args:
        request: with the parts of a question, and `history` or `outcome`.
    """
    wish = Wish.from_query(request.query_params)
    service: Service = request.app.state.service
    address = address_of(request)
    if wish.history is None:
        found = await service.call(
            CHOOSE, key=wish.key(f"typical {wish.outcome}"), address=address,
            query=wish.base, outcome=wish.outcome,
        )  # fmt: skip
        if found["history"] is None:
            raise Refused(
                N_("None of these histories ends so."), "outcome", ", ".join(found["outcomes"]),
                status=404,
            )  # fmt: skip
        wish = replace(wish, history=found["history"])
    return await service.call(
        TELL, key=wish.key(f"history {wish.history}"), address=address,
        query=wish.base, history=wish.history,
    )  # fmt: skip


@router.get("/{lang}/history")
async def page(request: Request, lang: Lang) -> HTMLResponse:
    """The page: the history, or word of how far its making is."""
    wish = Wish.from_query(request.query_params)
    service: Service = request.app.state.service
    found = await asyncio.to_thread(made, service, wish, address_of(request))
    return await asyncio.to_thread(_page, request, lang, wish, found)


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
        response = render(
            request, lang, "history_wait.html", status_code=status,
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
        layers=histories.LAYER_NAMES,
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
    found = await asyncio.to_thread(
        made, request.app.state.service, wish, address_of(request), begin=False
    )
    return JSONResponse(
        {
            "ready": not found.step or not found.begun,
            "step": found.step,
            "done": found.done,
            "wanted": found.wanted,
        },
        headers={"cache-control": "no-store"},
    )


@router.get("/{lang}/history/map.json")
async def map_data(request: Request, lang: Lang) -> Response:
    """The map's layers for all months."""
    d = await document_of(request)
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
    """The whole document."""
    return JSONResponse(await document_of(request), headers={"cache-control": "max-age=3600"})


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
        "percent": "\u202f%" if lang == "fr" else "%",
        "play": _("Play"),
        "pause": _("Pause"),
    }
