"""Glossary: what the words of an answer mean, the same as in reports and in the documentation."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from thermidor import glossary
from thermidor.web.pages.rendering import render
from thermidor.web.words.i18n import Lang

router = APIRouter(include_in_schema=False)


@router.get("/{lang}/glossary")
def page(request: Request, lang: Lang) -> HTMLResponse:
    """The whole page: terms, groups, the classes of each coding, what stands where soviets do not rule."""
    return render(
        request, lang, "glossary.html", sections=glossary.sections(), terms=glossary.terms()
    )
