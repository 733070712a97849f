"""The claims: the board of what the book claims and what the model says, and the experiment behind each."""

from __future__ import annotations

import asyncio
import functools
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.status import HTTP_404_NOT_FOUND

from thermidor.experiments.claims import left_claims, load_claims
from thermidor.record import load
from thermidor.web.asking import charge, form_of, reader_of
from thermidor.web.marks import N_
from thermidor.web.pages import board as boards
from thermidor.web.pages import entries
from thermidor.web.pages.board import CHOICES, SORTS, STATUSES, Row, board
from thermidor.web.pages.rendering import Lang, render, render_error
from thermidor.web.service.claims import scenario_of_claim
from thermidor.web.service.limits import COSTS, Refused
from thermidor.web.service.readers import FIELD
from thermidor.web.words.i18n import translator
from thermidor.web.words.vocabulary import term

router = APIRouter()

RUN = "thermidor.web.service.claims:run_claim"

STATUS_NAMES = {
    "as_claimed": N_("as claimed"),
    "opposite": N_("opposite"),
    "practically_none": N_("practically none"),
    "undecided": N_("undecided"),
    "not_connected": N_("not connected"),
    "descriptive": N_("descriptive"),
    "reaches": N_("as claimed, and as large as the book says"),
    "short": N_("as claimed, but less than the book says"),
    "unrun": N_("not run"),
    "left": N_("not encoded, with the reason"),
}
LEGEND = {
    "as_claimed": N_(
        "The interval excludes nil on the side claimed, and the effect passes the floor: 2 points of a share, 5%% of a level or a tenth of a standard deviation."
    ),
    "opposite": N_("The same on the other side."),
    "practically_none": N_("The whole interval lies inside the floor."),
    "undecided": N_("The interval leaves it open, or too few histories meet the condition."),
    "not_connected": N_(
        "The effect is nil to the last bit, or under a thousandth of the level: a wire is missing in the model. That is work to do, not a verdict on the book."
    ),
    "descriptive": N_(
        "A course of free histories, without an intervention: it is described by the share of histories that show it, and proves no cause."
    ),
}
WHY = {
    "told apart": N_(
        "direction and size are told apart: the old figures give this verdict under the new rules"
    ),
    "described": N_("the course of free histories is described, not judged"),
    "asked anew": N_("the claim is encoded anew"),
    "model": N_("the same question has another answer on the model of today"),
    "dropped": N_("the claim is no longer run; the reason stands beside it"),
}
OLD_NAMES = {"holds": N_("holds"), "fails": N_("fails")}
"""Verdicts of the board before."""

SORT_NAMES = {
    "number": N_("number, the order of the book"),
    "page": N_("page"),
    "verdict": N_("verdict"),
    "effect": N_("effect, beside what was asked"),
    "strength": N_("weight in the book"),
}
KIND_NAMES = {
    "contrast": N_("twins with and without an intervention"),
    "trajectory": N_("the course of free histories"),
}


@router.get("/{lang}/claims", include_in_schema=False)
def page(
    request: Request,
    lang: Lang,
    q: Annotated[str, Query(max_length=200)] = "",
    system: Annotated[str, Query(max_length=80)] = "",
    status: Annotated[str, Query(max_length=20)] = "",
    kind: Annotated[str, Query(max_length=20)] = "",
    sort: Annotated[str, Query(max_length=20)] = "number",
) -> HTMLResponse:
    """The board, filtered and sorted."""
    wrong = _wrong(system, status, kind, sort)
    if wrong is not None:
        what, where, right = wrong
        return render_error(request, HTTP_404_NOT_FOUND, what, where, right)
    if q.strip():
        charge(request, COSTS.search)
    run = board()
    rows = boards.chosen(run, q.strip(), system, status, kind, sort or "number")
    names = {id: entries.title("system", id, lang)[0] for id in load().systems}
    return render(
        request, lang, "claims.html", **_common(lang), run=run, rows=rows, counts=run.counts(), q=q.strip(),
        system=system, status=status, kind=kind, sort=sort or "number",
        left=len(left_claims()), recorded=len(load().claims), systems=sorted(names.items(), key=lambda item: item[1].lower()),
        statuses=STATUS_NAMES, sorts=SORT_NAMES, kinds=KIND_NAMES, legend=LEGEND, why=WHY, old_names=OLD_NAMES,
    )  # fmt: skip


@router.get("/{lang}/claims/{id}", include_in_schema=False)
def claim(
    request: Request,
    lang: Lang,
    id: str,
    run: Annotated[int | None, Query()] = None,
    seed: Annotated[int, Query(ge=0, le=2**32 - 1)] = 0,
) -> HTMLResponse:
    """One claim: what is claimed, the experiment, the stored result, and a run made now where one is asked for."""
    encoded = load_claims().get(id)
    if encoded is None:
        return _unknown(request, id)
    if run is not None and run not in CHOICES:
        right = N_("A run takes 64, 128 or 256 histories an arm.")
        return render_error(request, 422, N_("That is no number of histories."), str(run), right)
    job = request.app.state.service.look(RUN, key=_key(id, run, seed)) if run is not None else None
    fresh = boards.row(id, job.result) if job is not None and job.state == "done" else None
    return render(
        request, lang, "claim.html", **_common(lang), run=board(), row=boards.row(id, board().results.get(id)),
        claim=encoded, entry=load().claims[id], job=job, fresh=fresh, asked=run, seed=seed, choices=CHOICES,
        record_href=entries.address(lang, "claim", id), book_pages=entries.pages_of(load().claims[id]),
        words=functools.partial(boards.metric_words, lang=lang), variables=boards.variables(encoded), ask=_ask(lang, id), commands=list(boards.commands(id, run or 400, seed)),
        systems=entries.links((("system", s) for s in encoded.systems), lang),
        around=_around(id),
    )  # fmt: skip


@router.post("/{lang}/claims/{id}", include_in_schema=False)
async def begin(request: Request, lang: Lang, id: str) -> Response:
    """Have the experiment of a claim run, and return the reader to its page.

    The form of the page asks so; a crawler, which follows links alone, begins nothing.
    """
    form = await form_of(request)
    histories, seed = str(form.get("run", "")), str(form.get("seed", "")) or "0"
    if id not in load_claims():
        return _unknown(request, id)
    if histories not in map(str, CHOICES):
        right = N_("A run takes 64, 128 or 256 histories an arm.")
        return render_error(request, 422, N_("That is no number of histories."), histories, right)
    if not (seed.isascii() and seed.isdecimal() and int(seed[:11]) < 2**32):
        right = N_("A seed is a whole number from 0 to 4294967295.")
        return render_error(request, 422, N_("That is no seed."), seed[:40], right)
    reader = reader_of(request, str(form.get(FIELD, "")))
    await asyncio.to_thread(
        request.app.state.service.begin, RUN, key=_key(id, int(histories), int(seed)), reader=reader,
        id=id, histories=int(histories), seed=int(seed),
    )  # fmt: skip
    return RedirectResponse(f"/{lang}/claims/{id}?run={histories}&seed={int(seed)}#run", 303)


@router.get("/{lang}/claims/{id}/scenario.yaml", include_in_schema=False)
def scenario(lang: Lang, id: str) -> Response:
    """The intervention of a claim as a scenario file."""
    try:
        text = scenario_of_claim(f"claim-{id}").to_yaml()
    except KeyError:
        raise Refused(
            N_("This claim is not tried by an intervention."), "id", status=HTTP_404_NOT_FOUND
        ) from None
    name = f'attachment; filename="claim-{id}.yaml"'
    return Response(text, media_type="application/yaml", headers={"content-disposition": name})


@router.get("/api/v1/claims/{id}", tags=["record"], responses={404: {"description": "No such claim is encoded."}})  # fmt: skip
def data(
    id: Annotated[str, Path(pattern="^k[0-9]{4}$", description="Id of the claim.")],
) -> dict[str, Any]:
    """One encoded claim: what it says, the experiment, and the result of the stored run."""
    encoded = load_claims().get(id)
    if encoded is None:
        raise Refused(
            N_("No claim of this id is encoded as an experiment."), "id", "/api/v1/claims", status=HTTP_404_NOT_FOUND
        )  # fmt: skip
    row = boards.row(id, board().results.get(id))
    return {
        "id": id, "statement": row.statement, "page": row.page, "systems": list(row.systems), "strength": row.strength,
        "verdict": row.verdict, "result": dict(row.result) if row.result else None,
        "experiment": encoded.model_dump(mode="json", by_alias=True, exclude_none=True),
        "expected": encoded.expected, "run": {k: v for k, v in board().to_json().items() if k != "claims"},
    }  # fmt: skip


# -- parts ---------------------------------------------------------------------------------------


def _wrong(system: str, status: str, kind: str, sort: str) -> tuple[str, str, str] | None:
    """What of a filter does not exist, where, and what would be right."""
    if system and system not in load().systems:
        return (
            N_("There is no such system."),
            system,
            N_("The list of the record names the systems."),
        )
    if status and status not in STATUSES:
        return N_("There is no such verdict."), status, N_("The form above the board offers those that exist.")  # fmt: skip
    if kind and kind not in KIND_NAMES:
        return N_("There is no such kind of experiment."), kind, N_("The form above the board offers those that exist.")  # fmt: skip
    if sort and sort not in SORTS:
        return N_("The board cannot be sorted by that."), sort, N_("The form above the board offers those that exist.")  # fmt: skip
    return None


def _unknown(request: Request, id: str) -> HTMLResponse:
    right = N_("The board lists the claims that are encoded.")
    if id in load().claims:
        what = N_(
            "This claim is recorded but not encoded as an experiment; the record says what it claims."
        )
        return render_error(request, 404, what, id, right)
    return render_error(request, 404, N_("There is no such claim."), id[:40], right)


def _key(id: str, histories: int, seed: int) -> str:
    """Of the run of a claim."""
    return f"{id} {histories} {seed}"


def _ask(lang: Lang, id: str) -> str:
    """The address in Ask that shows what a claim measures, with its intervention where there is one."""
    encoded = load_claims()[id]
    parts = []
    if encoded.operations:
        parts.append(f"scenario={encoded.scenario or f'claim-{id}'}")
    shown = boards.variables(encoded)
    if shown:
        parts.append(f"show={','.join(shown)}")
    return f"/{lang}/" + (f"?{'&'.join(parts)}" if parts else "")


def _around(id: str) -> tuple[str | None, str | None]:
    """The claims before and after one on the board."""
    order = sorted(load_claims())
    place = order.index(id)
    return (order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None)  # fmt: skip


def _common(lang: Lang) -> dict[str, Any]:
    return {
        "address": functools.partial(entries.address, lang),
        "term": lambda set_, key: term(set_, key, lang),
        "interval": boards.interval,
        "said_effect": lambda row: boards.effect_words(row, lang),
        "said_interval": lambda row: boards.interval_words(row, lang),
        "said_expected": lambda claim: boards.expected_words(claim, lang),
        "said_verdict": lambda row: _verdict(row, lang),
        "dated": lambda date, end=None: entries.date_words(date, end, lang),
        "kind_names": entries.KIND_NAMES,
        "recorded_claim": load().claims.__getitem__,
    }


def _verdict(row: Row, lang: Lang) -> str:
    return translator(lang)(STATUS_NAMES[row.size or row.verdict])
