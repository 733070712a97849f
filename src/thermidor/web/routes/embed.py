"""One chart of an answer alone, to stand in another's page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from thermidor import glossary
from thermidor.web.asking import check_shown, question_of
from thermidor.web.pages import charts
from thermidor.web.pages.charts import OUTCOMES
from thermidor.web.pages.rendering import render
from thermidor.web.service.model import registry
from thermidor.web.service.questions import Question
from thermidor.web.words.i18n import Lang, translator
from thermidor.web.words.names import outcome_name, unit_name, variable_name

router = APIRouter(include_in_schema=False)


@router.get("/{lang}/embed")
async def page(request: Request, lang: Lang, variable: str = "outcomes") -> Response:
    """Return one chart, which draws itself as its histories arrive."""
    params = request.query_params
    question = await run_in_threadpool(question_of, params, ("variable", "answer", "lang"))
    check_shown(question, variable)
    return await run_in_threadpool(_page, request, lang, question, variable)


def _page(request: Request, lang: Lang, question: Question, variable: str) -> Response:
    _ = translator(lang)
    bars = variable in OUTCOMES
    asked = {**question.model_dump(mode="json")}
    return render(
        request,
        lang,
        "embed.html",
        question=question,
        variable="outcomes" if bars else variable,
        shown=variable,
        title=_(
            "How the histories end, by %(coding)s",
            coding=charts.coding_name(OUTCOMES[variable], lang),
        )
        if bars
        else variable_name(variable, lang, question.theory),
        asked=charts.asked(asked, lang),
        page={
            "variable": variable,
            "coding": OUTCOMES.get(variable, ""),
            "query": question.query(),
            "single": charts.same_arms({"question": asked}),
            "title": variable if bars else variable_name(variable, lang, question.theory),
            "unit": ""
            if bars
            else unit_name(registry(question.theory).outputs[variable].unit, lang),
            "outcomes": {code: outcome_name(code, lang) for code in glossary.outcomes()},
            "texts": {
                "progress": _("%(done)s of %(wanted)s histories"),
                "done": _("%(wanted)s histories, finished"),
                "asking": _("Asking …"),
                "failed": _("The answer did not arrive."),
            },
        },
        **charts.page_data(lang),
    )
