"""Ask, the first page: a question put with scenarios, conditions and a branch, and its answer as it arrives.

The page works without JavaScript too: its form submits, the address becomes the canonical one, and
the finished answer is part of the page.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from thermidor import glossary
from thermidor.experiments.twins import LEAST_BASE
from thermidor.plots.labels import is_share
from thermidor.scenarios import catalogue
from thermidor.theories import BOOK
from thermidor.theories.outputs import by_sector
from thermidor.web.asking import form_of, question_of, whole_answer
from thermidor.web.marks import N_
from thermidor.web.pages import charts, conditions
from thermidor.web.pages.charts import OUTCOMES
from thermidor.web.pages.entries import address, theory_title
from thermidor.web.pages.rendering import render
from thermidor.web.service.limits import LEAST_HISTORIES, MOST_HISTORIES, MOST_VARIABLES
from thermidor.web.service.model import registry, theories
from thermidor.web.service.questions import SHOWN, BadQuestion, Question, scenario_of
from thermidor.web.service.readers import FIELD
from thermidor.web.words import i18n
from thermidor.web.words.i18n import Lang, translator
from thermidor.web.words.names import (
    milestone_name,
    outcome_name,
    scenario_name,
    scenario_question,
    scenario_summary,
    unit_name,
    variable_name,
)

router = APIRouter(include_in_schema=False)

HINGES = (
    ("no-foreign-intervention-1918", 1918),
    ("tendencies-kept-legal-tenth-congress", 1921),
    ("stalin-as-general-secretary", 1922),
    ("lenin-active-one-more-year", 1922),
    ("trotsky-at-twelfth-congress", 1923),
    ("german-insurrection-october-1923", 1923),
    ("testament-made-public-may-1924", 1924),
    ("victory-of-the-right-1928", 1928),
)
"""Scenarios that stand as cards: hinges of the book, with their year."""

BRANCHES = (
    "1917-11", "1921-03", "1923-03", "1924-01", "1926-01", "1927-10", "1929-01", "1934-01",
)  # fmt: skip
"""Months up to which the record can be followed, beside a scenario's own."""

PLAIN = "answer"
"""Part of the address with which the server writes the finished answer into the page."""


@router.get("/{lang}/")
async def page(request: Request, lang: Lang) -> Response:
    """Return the page of a question, with the answer where it is wanted and there; nothing is computed for it."""
    params = request.query_params
    question = await run_in_threadpool(question_of, params, (PLAIN,))
    known = None
    if params.get(PLAIN) == "page":
        known = await run_in_threadpool(request.app.state.service.known, question)
    return await run_in_threadpool(_page, request, lang, question, known and known.data)


@router.post("/{lang}/")
async def ask(request: Request, lang: Lang) -> Response:
    """Answer what the page's form asks, and return the reader to the address of the question.

    A reader without a script waits for it here. A crawler, which follows links alone, has nothing computed.
    """
    params = await form_of(request)
    question = await run_in_threadpool(from_form, params)
    await whole_answer(request, question, str(params.get(FIELD, "")))
    query = "&".join(part for part in (question.query(), f"{PLAIN}=page") if part)
    return RedirectResponse(f"/{lang}/?{query}", 303)


@router.get("/{lang}", include_in_schema=False)
def without_slash(request: Request, lang: Lang) -> Response:
    """Return the reader to the page's own address."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{lang}/{query}", 308)


def from_form(params: Any) -> Question:
    """The question that the form of the page puts.

    Args:
        params: what the form sends: scenario, branch ("own", "free" or a month), one `c.ID` for each
            condition, and further parts of a question; `keep` holds settings without a control.

    Raises:
        BadQuestion: it cannot be asked.
    """
    fields: dict[str, Any] = {
        key: value
        for key, field in (
            ("scenario", "scenario"), ("against", "against"), ("theory", "theory"), ("stop", "stop"),
            ("seed", "seed"),
        )
        if (value := params.get(key))
    }  # fmt: skip
    if params.get("n"):
        fields["histories"] = params["n"]
    fields["set"] = [*conditions.settings_of(_values(params)), *params.getlist("keep")]
    branch = params.get("branch") or "own"
    if branch == "own":
        branch = scenario_of(str(fields.get("scenario", "baseline"))).branch or "free"
    if branch != "free":
        fields["branch"] = branch
    chosen = params.getlist("show")
    if chosen and set(chosen) != set(SHOWN):
        fields["show"] = chosen
    return Question.of(fields)


def _values(params: Any) -> dict[str, float]:
    found = {}
    for c in conditions.conditions():
        text = params.get(f"c.{c.id}")
        if text is None:
            continue
        try:
            found[c.id] = 1.0 if c.kind == "switch" else c.clamped(float(text))
        except ValueError:
            raise BadQuestion(
                N_("This is not a number."), f"c.{c.id}", N_("Move the slider.")
            ) from None
    return found


def _page(
    request: Request, lang: Lang, question: Question, answer: Mapping[str, Any] | None
) -> Response:
    moved, left = conditions.values_of(question.set)
    chosen = question.scenario
    own = None if chosen in catalogue() else _own(chosen)
    held = {k: v for k, v in _holds(chosen).items() if k not in moved}
    return render(
        request, lang, "ask.html",
        question=question, values=moved, left=left,
        cards=[_card(id, lang, year) for id, year in HINGES],
        catalogue=[_card(id, lang) for id in catalogue() if id != "baseline"],
        own=own,
        groups=_groups(lang, moved, held),
        codings=_codings(lang),
        branches=BRANCHES,
        branch_of_scenario=(own or {}).get("branch") or scenario_of(chosen).branch,
        sectors=_sectors(lang, question.theory),
        theories=[(id, theory_title(id, lang)) for id in theories()],
        limits={"least": LEAST_HISTORIES, "most": MOST_HISTORIES, "show": MOST_VARIABLES},
        answer=answer,
        told=told(answer, lang) if answer else None,
        page=_data(lang, question.theory),
        **charts.page_data(lang),
    )  # fmt: skip


def _own(id: str) -> dict[str, Any]:
    scenario = scenario_of(id)
    return {
        "id": id,
        "title": scenario.title.en,
        "summary": scenario.summary or "",
        "branch": scenario.branch,
        "holds": _holds(id),
    }


def _holds(id: str) -> dict[str, float]:
    """The conditions that a scenario holds itself, with their values."""
    return conditions.held_by(scenario_of(id).do)


def _codings(lang: Lang) -> list[tuple[str, str, str]]:
    """Id, name and question of each coding, the book's first."""
    return [
        (t.id, t.name[lang], t.says[lang]) for t in glossary.terms().values() if t.kind == "coding"
    ]


@functools.cache
def _card(id: str, lang: Lang, year: int | None = None) -> dict[str, Any]:
    scenario = catalogue()[id]
    return {
        "id": id,
        "year": year,
        "title": scenario_name(id, lang),
        "summary": scenario_summary(id, lang),
        "question": scenario_question(id, lang),
        "branch": scenario.branch,
        "holds": _holds(id),
        "pages": list(scenario.pages),
        "cites": [(cite, address(lang, "decision", cite)) for cite in scenario.cites],
    }


def _groups(
    lang: Lang, moved: Mapping[str, float], held: Mapping[str, float]
) -> list[dict[str, Any]]:
    found = []
    for group in conditions.groups():
        rows = []
        for c in conditions.conditions():
            if c.group != group.id:
                continue
            value = moved.get(c.id, held.get(c.id, c.neutral))
            rows.append(
                {
                    "it": c,
                    "title": c.title[lang],
                    "says": c.says[lang],
                    "value": value,
                    "shown": charts.shown(c, value, lang) if c.kind == "slider" else "",
                    "moved": c.id in moved,
                    "held": c.id in held,
                    "cites": [address(lang, "decision", cite) for cite in c.cites],
                }
            )
        found.append({"id": group.id, "title": group.title[lang], "rows": rows})
    return found


@functools.cache
def _sectors(lang: Lang, theory: str) -> list[tuple[str, list[tuple[str, str]]]]:
    names = [name for name in registry(theory).outputs if name != "regime"]
    return [
        (sector, [(name, variable_name(name, lang, theory)) for name in found])
        for sector, found in by_sector(names, theory, lang).items()
    ]


@functools.cache
def _data(lang: Lang, theory: str) -> dict[str, Any]:
    """What ask.js needs beside the page itself: names, conditions, usual values, words."""
    from thermidor.experiments.milestones import MILESTONES

    known = registry(theory).outputs
    return {
        "lang": lang,
        "outcomes": {code: outcome_name(code, lang) for code in glossary.outcomes()},
        "codings": {c: charts.coding_name(c, lang) for c in OUTCOMES.values()},
        "charts": {c: variable for variable, c in OUTCOMES.items()},
        "least": LEAST_BASE,
        "milestones": {m.id: milestone_name(m.id, lang) for m in MILESTONES},
        "variables": {
            name: {"title": variable_name(name, lang, theory), "unit": unit_name(o.unit, lang)}
            for name, o in known.items()
            if name != "regime"
        },
        "conditions": [
            {
                "id": c.id,
                "kind": c.kind,
                "show": c.show,
                "neutral": c.neutral,
                "title": c.title[lang],
                "acts": [act.model_dump(exclude_none=True) for act in c.acts],
            }
            for c in conditions.conditions()
        ],
        "usual": {
            "scenario": "baseline",
            "theory": BOOK,
            "n": 200,
            "seed": 0,
            "stop": "1940-12",
            "show": SHOWN,
        },
        "scenarios": {
            id: {
                "title": card["title"],
                "summary": card["summary"],
                "question": card["question"],
                "pages": i18n.pages(card["pages"], lang),
                "link": card["cites"][0][1] if card["cites"] else "",
            }
            for id, card in ((id, _card(id, lang)) for id in catalogue())
        },
        "most": MOST_VARIABLES,
        "texts": _texts(lang),
    }


def _texts(lang: Lang) -> dict[str, str]:
    _ = translator(lang)
    return {
        "asking": _("Asking …"),
        "progress": _("%(done)s of %(wanted)s histories"),
        "done": _("%(wanted)s histories, finished"),
        "from": _("from %(month)s on"),
        "own_branch": _("As it was up to %(month)s, the scenario’s own"),
        "in_record": _("In the record"),
        "thermidor": _("No say from below:"),
        "following": _("Following the record to %(month)s; the first time takes a minute or two."),
        "queued": _("Waiting for the model …"),
        "lost": _("The connection is lost; trying again."),
        "copied": _("The link is copied."),
        "not_copied": _("The link could not be copied; it stands in the address bar."),
        "with": _("With the change"),
        "without": _("Without it"),
        "single": _(
            "In %(p)s of the histories (95%% interval %(low)s to %(high)s) those below lose all say over those who rule, at some time, by the book’s coding."
        ),
        "ends_most": _("Most often they end in: %(outcome)s, %(p)s (%(low)s to %(high)s), by the book’s coding."),
        "moves_end": _(
            "What moves most is the end “%(outcome)s”, by %(coding)s: %(without)s → %(with)s of the histories (%(d)s points, %(low)s to %(high)s)."
        ),
        "moves_ever": _(
            "What moves most is that those below lose all say over those who rule, at some time, by %(coding)s: %(without)s → %(with)s of the histories (%(d)s points, %(low)s to %(high)s)."
        ),
        "moves_nothing": _("So many histories tell nothing that moves from chance; more of them may."),
        "moves_none": _("Nothing moves: no history ends otherwise with the change."),
        "by_definition": _(
            "By definition: the change acts directly on what is read by %(codings)s (%(reads)s). There the figures restate the question and are no finding."
        ),
        "without_free": _("“Without the change” here: histories that are free from January 1917."),
        "without_branch": _(
            "“Without the change” here: histories that follow the record to %(month)s and are free after it. The later the month, the more is decided by then, so that this share differs from one turning point to another."
        ),
        "without_other": _("They are compared with “%(against)s”, not with the course in which nothing is changed."),
        "previous": _("Previous answer, until the new one arrives: %(asked)s"),
        "twins": _(
            "Without the change those below lose all say over those who rule, at some time, in %(without)s of the histories by the book’s coding; with it in %(with)s."
        ),
        "difference": _("Difference: %(d)s points (95%% interval %(low)s to %(high)s)."),
        "undecided": _(
            "So many histories do not tell this difference from chance; more of them may."
        ),
        "parting": _(
            "%(share)s of the twins part; half of those by %(median)s, nineteen in twenty by %(last)s. Until then they are the same in every bit."
        ),
        "parting_never": _("No twins part: the change never bites."),
        "necessity": _(
            "Of the %(base)s histories that lose it without the change, the change would have spared %(p)s (%(low)s to %(high)s)."
        ),
        "necessity_few": _(
            "Only %(base)s histories lose it without the change: under 30, so that no share is shown."
        ),
        "sufficiency": _(
            "Of the %(base)s histories that are spared it with the change, %(p)s (%(low)s to %(high)s) would come to it without the change."
        ),
        "sufficiency_few": _(
            "Only %(base)s histories are spared it with the change: under 30, so that no share is shown."
        ),
        "never": _("never"),
        "median": _("Median"),
        "most_range": _("5–95%%"),
        "month": _("Month"),
        "table_of": _("%(title)s: each December"),
        "take_away": _("Take away"),
        "chart_of": _("%(title)s, %(unit)s: median, middle half and nine tenths of the histories, by month."),
        "failed": _("The answer did not arrive."),
        "again": _("Ask again"),
    }  # fmt: skip


# -- the answer in words ---------------------------------------------------------------------------


def told(answer: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return an answer as sentences and tables, for the page that the server writes whole.

    Args:
        answer: as the interface gives it.
        lang: of the words.
    """
    text = {key: value.replace("%%", "%") for key, value in _texts(lang).items()}
    single = charts.same_arms(answer)
    reached = answer["reached"]

    def share(p: Mapping[str, Any]) -> dict[str, str]:
        return {key: i18n.percent(p.get(key), lang) for key in ("p", "low", "high")}

    sentences = []
    if single:
        sentences.append(_fill(text["single"], share(reached["without"])))
    else:
        values = {key: i18n.percent(reached[key]["p"], lang) for key in ("with", "without")}
        sentences.append(_fill(text["twins"], values))
        d = reached["difference"]
        sentences.append(
            _fill(text["difference"], {key: _points(d.get(key)) for key in ("d", "low", "high")})
        )
        if d["low"] <= 0 <= d["high"]:
            sentences.append(text["undecided"])
    causes = {}
    for which in ("necessity", "sufficiency"):
        found = answer[which]
        base = {"base": i18n.number(found["base"], lang)}
        few = found["base"] < LEAST_BASE
        causes[which] = _fill(text[f"{which}_few"] if few else text[which], base if few else {**base, **share(found)})  # fmt: skip
    parting = answer["parting"]
    parted = (
        text["parting_never"]
        if parting["median"] is None
        else _fill(
            text["parting"],
            {
                "share": i18n.percent(1 - parting["never"]["p"], lang),
                "median": i18n.month(parting["median"], lang),
                "last": i18n.month(parting["q95"], lang),
            },
        )
    )
    return {
        "single": single,
        "head": _head(answer, text, lang),
        "definitions": [] if single else _definitions(answer, text, lang),
        "against": "" if single else _against(answer, text, lang),
        "sentences": sentences,
        "causes": {} if single else causes,
        "parting": "" if single else parted,
        "outcomes": {
            coding: [
                {**row, "points": _points(row["difference"].get("d"))}
                for row in charts.outcome_rows(answer, lang, coding)
            ]
            for coding in OUTCOMES.values()
        },
        "milestones": [_milestone(m, lang, single) for m in answer["milestones"]],
        "fans": [_fan(answer, variable, lang) for variable in answer["fans"]],
        "query": answer["question"]["query"],
        "about": charts.about(answer, lang),
    }


def _head(answer: Mapping[str, Any], text: Mapping[str, str], lang: Lang) -> str:
    """What moves most, in a sentence; where nothing is changed, how the histories end most often."""
    if charts.same_arms(answer):
        rows = charts.outcome_rows(answer, lang)
        best = max(rows, key=lambda row: row["without"]["p"], default=None)
        if best is None:
            return ""
        shares = {key: i18n.percent(best["without"][key], lang) for key in ("p", "low", "high")}
        return _fill(text["ends_most"], {"outcome": best["name"], **shares})
    most = answer["moves_most"]
    if most is None or not most["beyond_chance"]:
        return text["moves_none" if most is None else "moves_nothing"]
    values = {key: i18n.percent(most[key]["p"], lang) for key in ("with", "without")}
    values |= {key: _points(most["difference"][key]) for key in ("d", "low", "high")}
    values["coding"] = charts.coding_name(most["coding"] or "book", lang)
    values["outcome"] = outcome_name(most["name"], lang)
    return _fill(text[f"moves_{most['when']}"], values)


def _definitions(answer: Mapping[str, Any], text: Mapping[str, str], lang: Lang) -> list[str]:
    """A line for each set of codings that the change acts on directly."""
    found = answer["defined_by"]
    lines = []
    for codings in dict.fromkeys(tuple(d["codings"]) for d in found):
        reads = dict.fromkeys(
            r for d in found if tuple(d["codings"]) == codings for r in d["reads"]
        )
        named = ", ".join(charts.coding_name(c, lang) for c in codings)
        lines.append(_fill(text["by_definition"], {"codings": named, "reads": ", ".join(reads)}))
    return lines


def _against(answer: Mapping[str, Any], text: Mapping[str, str], lang: Lang) -> str:
    """What "without the change" means here, and why its share is not that of another turning point."""
    question = answer["question"]
    branch, against = question.get("branch"), question["against"]
    lines = [
        _fill(text["without_branch"], {"month": i18n.month(branch, lang)})
        if branch
        else text["without_free"]
    ]
    if against != "baseline":
        lines.append(_fill(text["without_other"], {"against": scenario_name(against, lang)}))
    return " ".join(lines)


def _fan(answer: Mapping[str, Any], variable: str, lang: Lang) -> dict[str, Any]:
    fan = answer["fans"][variable]
    rows = []
    for row in charts.fan_rows(answer, variable):
        if not row["month"].endswith("-12") and row["month"] != fan["months"][-1]:
            continue
        cells = [i18n.month(row["month"], lang)]
        for arm in ("without", "with"):
            if f"{arm}_median" in row:
                cells.append(_quantity(row[f"{arm}_median"], fan["unit"], lang))
                low, high = (
                    _quantity(row[f"{arm}_{q}"], fan["unit"], lang) for q in ("q05", "q95")
                )
                cells.append(f"{low} – {high}")
        rows.append(cells)
    return {
        "variable": variable,
        "title": variable_name(variable, lang),
        "unit": unit_name(fan["unit"], lang),
        "rows": rows,
    }


def _milestone(m: Mapping[str, Any], lang: Lang, single: bool) -> list[str]:
    shift = m.get("shift")
    return [
        milestone_name(m["id"], lang),
        i18n.month(m.get("recorded"), lang),
        *([] if single else [i18n.percent(m["against"]["p"], lang)]),
        i18n.percent(m["share"], lang),
        i18n.month(m.get("median"), lang),
        *([] if single else ["–" if shift is None else _signed(shift)]),
    ]


def _quantity(value: float | None, unit: str, lang: Lang) -> str:
    if is_share(unit):
        return i18n.percent(value, lang)
    return i18n.number(value, lang, 3)


def _points(value: float | None) -> str:
    return "–" if value is None else _signed(100 * value)


def _signed(value: float) -> str:
    shown = f"{abs(value):.0f}"
    return shown if shown == "0" else f"{'+' if value > 0 else '−'}{shown}"


def _fill(text: str, values: Mapping[str, Any]) -> str:
    for key, value in values.items():
        text = text.replace(f"%({key})s", str(value))
    return text
