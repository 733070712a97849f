"""One chart of an answer alone, to stand in another's page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from thermidor.web.asking import check_shown
from thermidor.web.pages import charts
from thermidor.web.pages.charts import OUTCOMES
from thermidor.web.pages.rendering import render
from thermidor.web.service.model import outcomes, registry
from thermidor.web.service.questions import Question
from thermidor.web.words.i18n import Lang, translator
from thermidor.web.words.names import outcome_name, unit_name, variable_name

router = APIRouter(include_in_schema=False)


@router.get("/{lang}/embed")
async def page(request: Request, lang: Lang, variable: str = OUTCOMES) -> Response:
    """Return one chart, which draws itself as its histories arrive."""
    params = request.query_params
    question = await run_in_threadpool(
        Question.from_query, params, ignore=("variable", "answer", "lang")
    )
    check_shown(question, variable)
    return await run_in_threadpool(_page, request, lang, question, variable)


def _page(request: Request, lang: Lang, question: Question, variable: str) -> Response:
    _ = translator(lang)
    bars = variable == OUTCOMES
    asked = {**question.model_dump(mode="json")}
    return render(
        request,
        lang,
        "embed.html",
        question=question,
        variable=variable,
        title=_("How the histories end")
        if bars
        else variable_name(variable, lang, question.theory),
        asked=charts.asked(asked, lang),
        page={
            "variable": variable,
            "query": question.query(),
            "single": charts.same_arms({"question": asked}),
            "title": variable if bars else variable_name(variable, lang, question.theory),
            "unit": ""
            if bars
            else unit_name(registry(question.theory).outputs[variable].unit, lang),
            "outcomes": {code: outcome_name(code, lang) for code in [*outcomes(), "failed"]},
            "texts": {
                "progress": _("%(done)s of %(wanted)s histories"),
                "done": _("%(wanted)s histories, finished"),
                "asking": _("Asking …"),
                "failed": _("The answer did not arrive."),
            },
        },
        **charts.page_data(lang),
    )
