"""An answer to keep: figures as CSV, histories as NetCDF, charts as SVG and PNG, what these are, the scenario."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, cast

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from thermidor.scenarios import Title
from thermidor.web.asking import (
    DOCUMENTED,
    PAYS,
    Asked,
    charge,
    check_shown,
    reader_of,
    while_here,
    whole_answer,
)
from thermidor.web.pages import charts, files, metadata
from thermidor.web.pages.charts import OUTCOMES
from thermidor.web.routes.api import REFUSALS
from thermidor.web.service.limits import COSTS
from thermidor.web.service.questions import Question
from thermidor.web.words.i18n import Lang

router = APIRouter(tags=["downloads"], dependencies=PAYS)

Language = Annotated[Lang, Query(description="Of the words in a chart.")]
Variable = Annotated[
    str,
    Query(
        description="One of the variables shown, or the outcomes by a coding.",
        max_length=100,
        json_schema_extra={"enum": list(OUTCOMES), "default": "outcomes"},
    ),
]
Decimal = Annotated[
    files.Decimal,
    Query(description="How numbers are written; with a comma, semicolons part the cells."),
]
KINDS = {
    "metadata.json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "nc": "application/x-netcdf",
    "svg": "image/svg+xml",
    "png": "image/png",
    "yaml": "application/yaml; charset=utf-8",
}


def _given(*kinds: str) -> dict[int | str, dict[str, Any]]:
    content = {KINDS[kind].partition(";")[0]: {} for kind in kinds}
    return {200: {"description": "The file.", "content": content}, **REFUSALS}


@router.get(
    "/api/v1/answer.csv",
    openapi_extra=DOCUMENTED,
    responses=_given("csv"),
    response_class=Response,
)
async def figures(
    request: Request, question: Asked, variable: Variable = "", decimal: Decimal = "point"
) -> Response:
    """Every figure of the answer, or those of one chart, as a table."""
    if variable:
        check_shown(question, variable)
    found = (await whole_answer(request, question)).data
    charge(request, COSTS.table)
    if not variable:
        text = await run_in_threadpool(files.figures_csv, found, decimal)
    elif variable in OUTCOMES:
        text = files.outcomes_csv(found, decimal)
    else:
        text = files.fans_csv(found, (variable,), decimal)
    return _file(question, "csv", text, variable)


@router.get(
    "/api/v1/answer.metadata.json",
    openapi_extra=DOCUMENTED,
    responses=_given("metadata.json"),
    response_class=Response,
)
async def description(request: Request, question: Asked, variable: Variable = "") -> Response:
    """What a table, a chart or the histories are: unit, source, assumptions, version, link, licence."""
    if variable:
        check_shown(question, variable)
    found = (await whole_answer(request, question)).data
    charge(request, COSTS.table)
    here = str(request.base_url).rstrip("/")
    told = await run_in_threadpool(metadata.described, found, variable, here)
    told = {"files": _name(question, variable), **told}
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    return _file(question, "metadata.json", text, variable)


@router.get(
    "/api/v1/answer.nc",
    openapi_extra=DOCUMENTED,
    responses=_given("nc"),
    response_class=Response,
)
async def histories(request: Request, question: Asked) -> Response:
    """Every history of both arms, month by month, as NetCDF."""
    found = (await whole_answer(request, question)).data
    charge(request, COSTS.file * question.histories * len(question.show))
    service = request.app.state.service
    arrays = await while_here(request, service.arrays(question, reader_of(request)))
    content = await run_in_threadpool(files.netcdf, arrays, found)
    return _file(question, "nc", content)


@router.get(
    "/api/v1/answer.svg",
    openapi_extra=DOCUMENTED,
    responses=_given("svg"),
    response_class=Response,
)
async def drawing(
    request: Request, question: Asked, variable: Variable = "outcomes", lang: Language = "en"
) -> Response:
    """A chart of the answer as a drawing."""
    return await _picture(request, question, variable, lang, "svg")


@router.get(
    "/api/v1/answer.png",
    openapi_extra=DOCUMENTED,
    responses=_given("png"),
    response_class=Response,
)
async def image(
    request: Request, question: Asked, variable: Variable = "outcomes", lang: Language = "en"
) -> Response:
    """A chart of the answer as an image."""
    return await _picture(request, question, variable, lang, "png")


@router.get(
    "/api/v1/answer.yaml",
    openapi_extra=DOCUMENTED,
    responses=_given("yaml"),
    response_class=Response,
)
def scenario(question: Asked) -> Response:
    """What is asked as a scenario file, for `thermidor compare` or another server."""
    done = question.scenario_done()
    told: dict[str, Any] = {"branch": question.branch or done.branch}
    if question.set:
        words = {"set": question.set, "scenario": question.scenario}
        title = Title(en=charts.asked(words, "en"), fr=charts.asked(words, "fr"))
        told |= {"id": f"question-{question.key[:12]}", "title": title}
    text = done.model_copy(update=told).to_yaml()
    return _file(question, "yaml", text)


async def _picture(
    request: Request, question: Question, variable: str, lang: str, kind: str
) -> Response:
    check_shown(question, variable)
    found = (await whole_answer(request, question)).data
    charge(request, COSTS.picture)
    content = await run_in_threadpool(files.picture, found, variable, kind, cast(Lang, lang))
    return _file(question, kind, content, variable)


def _file(question: Question, kind: str, content: str | bytes, variable: str = "") -> Response:
    """The file, under a name that tells questions apart."""
    disposition = "inline" if kind == "svg" else "attachment"
    headers = {
        "content-disposition": f'{disposition}; filename="{_name(question, variable)}.{kind}"',
        "cache-control": "no-cache",
    }
    return Response(content, media_type=KINDS[kind], headers=headers)


def _name(question: Question, variable: str) -> str:
    """The name that all files of a chart have, but for its ending."""
    parts = ["thermidor", question.scenario, variable.replace(".", "-"), question.key[:8]]
    return re.sub(r"[^a-zA-Z0-9_-]", "", "-".join(part for part in parts if part))
