"""The record: search over what is known, and a page for each entry."""

from __future__ import annotations

import functools
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse

from thermidor.record import KINDS, UnknownRecordId, load, search, series
from thermidor.record import observations as recorded
from thermidor.web.asking import charge
from thermidor.web.marks import N_
from thermidor.web.pages import entries, points
from thermidor.web.pages.charts import page_data
from thermidor.web.pages.entries import KINDS_NAMES, Link
from thermidor.web.pages.rendering import Lang, render, render_error
from thermidor.web.service.limits import COSTS
from thermidor.web.words.i18n import translator
from thermidor.web.words.vocabulary import term

router = APIRouter(include_in_schema=False)

MOST = 50
"""Entries on one page of a list."""

LAST_PAGE = 380
"""Of the book."""

MOST_FANS = 8
"""Variables that one answer shows at most."""


@router.get("/{lang}/record")
def home(
    request: Request,
    lang: Lang,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=40)] = "",
    page: Annotated[str, Query(max_length=4)] = "",
    start: Annotated[int, Query(ge=0, le=100_000, alias="from")] = 0,
) -> HTMLResponse:
    """Search, the list of a kind, or what is cited from a page of the book."""
    if kind and kind not in KINDS:
        right = N_("The list of the record names the kinds that there are.")
        return render_error(request, 404, N_("There is no such kind of entry."), kind, right)
    number = _page_number(page)
    if number is None and page.strip():
        right = N_("Pages of the book are whole numbers from 1 to 380.")
        return render_error(request, 422, N_("That is no page of the book."), page, right)
    if q.strip():
        charge(request, COSTS.search)
    found, more = _found(q.strip(), kind, number, start, lang)
    return render(
        request, lang, "record.html", **_common(lang), q=q.strip(), kind=kind, page=number, start=start,
        found=found, more=more, most=MOST, counts=entries.counts(), kinds_names=KINDS_NAMES,
        sectors=entries.by_sector(), hinges=entries.links((("decision", id) for id in entries.hinges()), lang),
        searching=bool(q.strip() or kind or number),
    )  # fmt: skip


@router.get("/{lang}/record/{kind}/{id}")
def entry(request: Request, lang: Lang, kind: str, id: str) -> Any:
    """The page of one entry; kinds without a page of their own lead to the place where they stand."""
    if kind not in KINDS:
        right = N_("The list of the record names the kinds that there are.")
        return render_error(request, 404, N_("There is no such kind of entry."), kind[:80], right)
    try:
        href = entries.address(lang, kind, id)
        found = load().collection(kind)[id]
    except UnknownRecordId:
        right = N_("The search of the record finds entries by words, in English or French.")
        return render_error(request, 404, N_("The record has no such entry."), id[:80], right)
    if kind not in entries.PAGES or (kind == "actor" and id in load().leaders):
        return RedirectResponse(href, 301)
    words, language = entries.title(kind, id, lang)
    template = f"record_{_TEMPLATES.get(kind, kind)}.html"
    return render(
        request, lang, template, **_common(lang), **_MAKERS[kind](id, lang), entry=found, kind=kind,
        title=words, title_lang=language,
        kind_name=entries.KIND_NAMES[kind], kinds_name=KINDS_NAMES[kind], book_pages=entries.pages_of(found),
    )  # fmt: skip


_TEMPLATES: dict[str, str] = dict.fromkeys(
    ("actor", "ballot", "source", "definition", "disagreement"), "entry"
)
_TEMPLATES["independent_series"] = "series"


# -- lists -------------------------------------------------------------------------------------


def _page_number(text: str) -> int | None:
    """A page of the book, None where the text is none."""
    text = text.strip()
    return (
        int(text) if text.isascii() and text.isdecimal() and 1 <= int(text) <= LAST_PAGE else None
    )


def _found(
    q: str, kind: str, page: int | None, start: int, lang: Lang
) -> tuple[list[tuple[Link, str]], bool]:
    """Entries of one page of the list with the line that fits, and whether there are more."""
    end = start + MOST
    if q:
        hits = search(q, kind=kind or None, limit=min(end + 1, 501))
        if page is not None:
            cited = set(entries.on_page().get(page, ()))
            hits = [hit for hit in hits if (hit.kind, hit.id) in cited]
        rows = [
            (
                entries.link(hit.kind, hit.id, lang),
                entries.shown_line(hit.kind, hit.id, hit.snippet),
            )
            for hit in hits[start:end]
        ]
        return rows, len(hits) > end
    if page is not None:
        refs = [ref for ref in entries.on_page().get(page, ()) if kind in ("", ref.kind)]
        return [(one, "") for one in entries.links(refs[start:end], lang)], len(refs) > end
    if kind:
        ids = entries.listed(kind)
        return [(entries.link(kind, id, lang), "") for id in ids[start:end]], len(ids) > end
    return [], False


# -- entries -----------------------------------------------------------------------------------


def _common(lang: Lang) -> dict[str, Any]:
    """What every template of the record may call."""
    return {
        "address": functools.partial(entries.address, lang),
        "term": lambda set_, key: term(set_, key, lang),
        "dated": lambda date, end=None: entries.date_words(date, end, lang),
        "kind_names": entries.KIND_NAMES,
        "record_texts": _texts(lang),
    }


def _texts(lang: Lang) -> dict[str, str]:
    """What the page's script says; it fills the names in itself."""
    _ = translator(lang)
    return {
        "waiting": _("The histories of the baseline are being computed …"),
        "done": _("%(n)s histories of the baseline"),
        "failed": _(
            "The simulated histories cannot be had at the moment; reload the page to try again."
        ),
        "summary": _(
            "Median from %(first)s in January 1917 to %(last)s in December 1940; nine tenths of the histories end "
            "between %(low)s and %(high)s."
        ),
        "reached": _(
            "%(share)s of the histories have it (interval of 95 per cent: %(low)s to %(high)s); half of these by "
            "%(median)s, nine tenths between %(q05)s and %(q95)s."
        ),
        "never": _("None of the histories has it."),
    }


def _system(id: str, lang: Lang) -> dict[str, Any]:
    from thermidor.web.pages.board import board

    of = entries.of_system()
    record = load()
    by_id = {a: b for a, b in entries.rules_of_model().items() if a.startswith(f"{id}.")}
    known = of.get((id, "series"), ())
    variables = dict.fromkeys(v for name in known for v in series(name).variables)
    central = [e for e in of.get((id, "event"), ()) if record.events[e].importance == 1]
    events = central or of.get((id, "event"), ())[:20]
    return {
        "rules_of_model": by_id, "reasons": entries.reasons_left_out(), "verdicts": board().counts(system=id),
        "n": {kind: len(of.get((id, kind), ())) for kind in ("event", "decision", "claim", "series", "ballot")},
        "events": entries.links((("event", e) for e in sorted(events, key=_date_of)), lang),
        "decisions": entries.links((("decision", d) for d in of.get((id, "decision"), ())), lang),
        "claims": entries.links((("claim", c) for c in _ranked(of.get((id, "claim"), ()))[:30]), lang),
        "series": entries.links((("series", s) for s in known), lang),
        "couplings": [(c, entries.link("system", c.id, lang)) for c in _couplings(id)],
        "fans": points.fans(variables, lang), **page_data(lang),
    }  # fmt: skip


def _couplings(id: str) -> list[Any]:
    """The systems on which one acts, with the reasons, those that the record holds."""
    record = load()
    return [c for c in record.systems[id].couples_to if c.id in record.systems]


def _leader(id: str, lang: Lang) -> dict[str, Any]:
    record, of = load(), entries.of_actor()
    events = sorted(of.get((id, "event"), ()), key=_date_of)
    stages = [e for e in events if record.events[e].importance == 1]
    stages = stages or [e for e in events if record.events[e].importance < 3]
    return {
        "actor": record.actors[id],
        "stages": entries.links((("event", e) for e in stages), lang),
        "events": entries.links((("event", e) for e in events), lang),
        "claims": entries.links((("claim", c) for c in of.get((id, "claim"), ())), lang),
        "person": lambda other: entries.link("actor", other, lang) if other in record.actors else None,
        "vote": lambda ballot: entries.link("ballot", ballot, lang) if ballot in record.ballots else None,
    }  # fmt: skip


def _event(id: str, lang: Lang) -> dict[str, Any]:
    record, names = load(), entries.named()
    event = record.events[id]
    before, after = entries.around(id)
    return {
        "milestones": [record.milestones[m] for m in entries.milestones_of(id)],
        "measured_by": {
            m: entries.links((("series", s) for s in record.milestones[m].series), lang)
            for m in entries.milestones_of(id)
        },
        "actors": [(name, names.get(name.lower())) for name in event.actors],
        "contradictions": entries.links((("event", other) for other in event.contradicts), lang),
        "contradicting": [record.events[other] for other in event.contradicts],
        "before": entries.links((("event", e) for e in before), lang),
        "after": entries.links((("event", e) for e in after), lang),
        "same_pages": entries.links(entries.same_pages("event", id), lang),
        "scenarios": entries.scenarios_citing(id),
    }


def _series(id: str, lang: Lang) -> dict[str, Any]:
    record = load()
    view = series(id)
    return {
        **page_data(lang), "view": view, "chart": points.chart(view, lang), "rows": points.rows(view),
        "sizes": {p.id: points.size(p, lang) for p in view.points},
        "subjects": {p.id: record.figures[p.id].subject for p in view.points if p.id in record.figures},
        "figure_pages": {f: record.figures[f].evidence.page for p in view.points for f in p.repeats},
        "other_figures": {
            other: _said_figure(other, lang) for p in view.points for other in p.contradicts
        },
        "systems": entries.links((("system", s) for s in getattr(record.series.get(id), "systems", ())), lang),
        "fans": points.fans(view.variables, lang),
        "see_also": entries.links((_series_ref(other) for other in view.see_also), lang),
        "definitions": [record.definitions[d] for d in view.definitions],
        "disagreements": [record.disagreements[d] for d in view.disagreements],
        "sources": {s: record.sources[s] for s in {p.source for p in view.points} if s in record.sources},
        "compared": [o for v in view.variables for o in recorded(v) if set(o.ids) & {p.id for p in view.points}],
    }  # fmt: skip


def _said_figure(id: str, lang: Lang) -> str:
    """Another figure in a few words: what it counts, how much, from which page."""
    figure = load().figures[id]
    point = next(p for p in series(figure.series).points if p.id == id)
    return f"{figure.subject}: {points.size(point, lang)} (p. {figure.evidence.page})"


def _series_ref(id: str) -> tuple[str, str]:
    return ("series" if id in load().series else "independent_series"), id


def _claim(id: str, lang: Lang) -> dict[str, Any]:
    from thermidor.experiments.claims import left_claims, load_claims
    from thermidor.web.pages.board import board

    encoded = id in load_claims()
    return {
        "encoded": encoded,
        "result": board().results.get(id),
        "left_out": left_claims().get(id),
        "systems": entries.links((("system", s) for s in load().claims[id].systems), lang),
        "same_pages": entries.links(entries.same_pages("claim", id), lang),
        "scenarios": entries.scenarios_citing(id),
    }


def _decision(id: str, lang: Lang) -> dict[str, Any]:
    point = load().decision_points[id]
    return {
        "scenarios": tuple(
            dict.fromkeys(s for s in (entries.scenario_of(id), *entries.scenarios_citing(id)) if s)
        ),
        "systems": entries.links((("system", s) for s in point.systems), lang),
        "related": entries.links((("decision", d) for d in point.related), lang),
        "same_pages": entries.links(entries.same_pages("decision", id), lang),
    }


def _actor(id: str, lang: Lang) -> dict[str, Any]:
    of = entries.of_actor()
    return {
        "events": entries.links((("event", e) for e in sorted(of.get((id, "event"), ()), key=_date_of)), lang),
        "ballots": entries.links((("ballot", b) for b in of.get((id, "ballot"), ())), lang),
        "claims": entries.links((("claim", c) for c in of.get((id, "claim"), ())), lang),
        "person": lambda other: entries.link("actor", other, lang) if other in load().actors else None,
    }  # fmt: skip


def _ballot(id: str, lang: Lang) -> dict[str, Any]:
    ballot = load().ballots[id]
    return {
        "systems": entries.links((("system", s) for s in ballot.systems), lang),
        "person": lambda other: (
            entries.link("actor", other, lang) if other in load().actors else None
        ),
        "same_pages": entries.links(entries.same_pages("ballot", id), lang),
    }


def _source(id: str, lang: Lang) -> dict[str, Any]:
    names = dict.fromkeys(f.series for f in load().independent.values() if f.source == id)
    return {"series": entries.links((("independent_series", s) for s in names), lang)}


def _definition(id: str, lang: Lang) -> dict[str, Any]:
    collection = load().independent_series
    named = (s for s in collection if id in collection[s].definitions)
    return {"series": entries.links((("independent_series", s) for s in named), lang)}


def _disagreement(id: str, lang: Lang) -> dict[str, Any]:
    names = load().disagreements[id].series
    return {"series": entries.links((("independent_series", s) for s in names), lang)}


_MAKERS = {
    "system": _system,
    "leader": _leader,
    "event": _event,
    "series": _series,
    "independent_series": _series,
    "claim": _claim,
    "decision": _decision,
    "actor": _actor,
    "ballot": _ballot,
    "source": _source,
    "definition": _definition,
    "disagreement": _disagreement,
}


def _date_of(event: str) -> tuple[str, str]:
    return load().events[event].date or "9999", event


def _ranked(claims: tuple[str, ...]) -> list[str]:
    """Claims with those of the sixty most important first."""
    collection = load().claims
    return sorted(claims, key=lambda id: (collection[id].rank or 999, id))
