"""Method: how to read the explorer, what the model assumes, how much of the book it holds."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from thermidor.theories import BOOK
from thermidor.web.marks import N_
from thermidor.web.pages import facts
from thermidor.web.pages.entries import theory_title
from thermidor.web.pages.rendering import render
from thermidor.web.service.limits import Refused
from thermidor.web.service.model import theories
from thermidor.web.words.i18n import Lang, number, translator

router = APIRouter(include_in_schema=False)

BASES = {"book": N_("the book"), "publication": N_("a publication"), "assumption": N_("assumption")}


@router.get("/{lang}/method")
def page(request: Request, lang: Lang, theory: str = BOOK) -> HTMLResponse:
    """The whole page, with the counts of one theory's model."""
    return render(
        request,
        lang,
        "method.html",
        facts=facts.facts(theory),
        theory=theory,
        usual=BOOK,
        theories=[(id, theory_title(id, lang)) for id in theories()],
        citation=facts.citation(),
    )


@router.get("/{lang}/method/{part}")
def constants(request: Request, lang: Lang, part: str, theory: str = BOOK) -> HTMLResponse:
    """The constants of one part of a model, each with its range and its ground."""
    rows = facts.constants_of(part, theory)
    if not rows:
        raise Refused(
            N_("The model has no part of this name."), part, N_("Choose one on the page Method."),
            status=404,
        )  # fmt: skip
    _ = translator(lang)
    shown = [
        {
            "path": row["path"],
            "value": _numbers(row["value"], lang),
            "unit": row["unit"],
            "range": f"{_numbers(row['low'], lang)} – {_numbers(row['high'], lang)}",
            "basis": _(BASES[row["basis"]]),
            "cites": [cite for cite in row["cites"] if " " not in cite],
            "ground": [cite for cite in row["cites"] if " " in cite],
        }
        for row in rows
    ]
    return render(request, lang, "method_constants.html", part=part, rows=shown)


def _numbers(value: float | list | None, lang: Lang) -> str:
    """A constant, or the least and the greatest of a vector of them."""
    if not isinstance(value, list):
        return number(value, lang, 4)
    flat = [float(v) for v in _flat(value)]
    if not flat:
        return "–"
    least, most = number(min(flat), lang, 4), number(max(flat), lang, 4)
    return least if least == most else f"{least} … {most}"


def _flat(value: list) -> list:
    return [leaf for item in value for leaf in (_flat(item) if isinstance(item, list) else [item])]
