"""One year of a history beside the record: months, decisions, votes and their reasons."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Any

from thermidor import glossary
from thermidor.engine.calendar import month_text
from thermidor.experiments.coded import LADDER
from thermidor.web.marks import N_
from thermidor.web.pages.charts import coding_name
from thermidor.web.pages.history_views import seat_changes, seat_said
from thermidor.web.pages.history_words import (
    Recorded,
    Told,
    choice_text,
    course,
    departure,
    element_name,
    event_ids,
    event_name,
    heaviest,
    months_away,
    recorded,
    template_of,
    words,
)
from thermidor.web.words.i18n import Lang, month, month_of, percent, translator
from thermidor.web.words.i18n import number as number_said
from thermidor.web.words.names import outcome_name

RARE = 0.02
"""Chance in its month below which what happened is called a rare turn."""

PARTS = {
    "conviction": N_("conviction"),
    "ignorance": N_("not informed"),
    "trust": N_("trust"),
    "fear": N_("fear"),
}
"""The parts of a voter's pull."""


# -- one year ------------------------------------------------------------------------------------


def year_rows(document: Mapping[str, Any], year: int, lang: Lang) -> list[dict[str, Any]]:
    """The months of a year: what happened in this history, and what the record has beside it.

    Returns:
        For each month its `number`, `here` (lines of this history) and `there` (of the record);
        what the record dates by the year alone stands in a last row without number.
    """
    told = course(document)
    seats = seat_changes(document)
    begin = (year - 1917) * 12
    answered = {t.record.id: t for t in told if t.record}
    own = own_milestones(document)
    rows = []
    for number in range(begin, min(begin + 12, document["months"])):
        there = [e for e in recorded().values() if e.exact and e.first == number]
        rows.append(
            {
                "number": number,
                "month": month_text(number),
                "before": number < document["begun"],
                "turns": turns_said(document, number, lang),
                "here": lines(document, told, number, lang, background=False),
                "behind": lines(document, told, number, lang, background=True),
                "society": [
                    society_said(e, lang) for e in document["society"] if e["month"] == number
                ],
                "seats": [seat_said(s, lang) for s in seats.get(number, ())],
                "there": [
                    _event(e, answered, own, document["begun"], lang) for e in _ordered(there)
                ],
            }
        )
    loose = [e for e in recorded().values() if not e.exact and begin <= e.first < begin + 12]
    if loose:
        rows.append(
            {
                "number": None, "month": str(year), "before": False, "turns": [], "here": [], "behind": [],
                "society": [], "seats": [],
                "there": [_event(e, answered, own, document["begun"], lang) for e in _ordered(loose)],
            }
        )  # fmt: skip
    return rows


def lines(
    document: Mapping[str, Any], told: Iterable[Told], number: int, lang: Lang, *, background: bool
) -> list[dict[str, Any]]:
    """What happened or nearly did in a month, by cause: shocks from outside alone, or all else."""
    listed = words()["choices"]
    here = [
        t
        for t in told
        if t.month == number
        and bool(listed.get(template_of(t.decision["choice"]), {}).get("background")) is background
    ]
    return [_line(document, t, lang) for t in sorted(here, key=_place)]


def _place(t: Told) -> tuple[bool, int]:
    """Order within a month: by cause, what happens abroad last."""
    order = words()["order"]
    template = template_of(t.decision["choice"])
    place = order.index(template if template in order else "*")
    return (template.startswith("abroad."), place)


def turns_said(document: Mapping[str, Any], number: int, lang: Lang) -> list[dict[str, Any]]:
    """The codings that have another name from this month on: the name, what it means and why it came.

    The coding by which the whole history is named comes first. A model that cannot be coded is named by its ladder.
    """
    if number <= document["begun"]:
        return []
    first = document["coding"]
    others = {c: spans for c, spans in document["codings"].items() if c != first}
    named = {first: document["regime"], **others}
    found = []
    for coding, spans in named.items():
        begins = next((code for code, a, _ in spans if a == number), None)
        if begins is None:
            continue
        term = glossary.outcomes().get(begins)
        why = []
        for measure, change in document["because"].get(coding, {}).get(str(number), ()):
            if known := words()["measures"].get(measure):
                why.append(known[lang][0 if change > 0 else 1])
        found.append(
            {
                "code": begins,
                "by": ladder_name(lang) if coding == LADDER else coding_name(coding, lang),
                "name": outcome_name(begins, lang),
                "says": term.says[lang] if term else "",
                "why": "; ".join(why) if lang == "en" else "\u202f; ".join(why),
            }
        )
    return found


def ladder_name(lang: Lang) -> str:
    """What names the months of a model that cannot be coded."""
    return translator(lang)("the ladder inside the model")


def society_said(e: Mapping[str, Any], lang: Lang) -> str:
    """A harvest, a famine, a wave of strikes or arrests in words."""
    _ = translator(lang)
    last, most = month_of(e["last"], lang), number_said(e["most"], lang, 2)
    if e["what"] == "harvest":
        values = {
            "grain": number_said(e["most"] / 1e6, lang, 3),
            "before": number_said(e["sum"] / 1e6, lang, 3),
        }
        return _(
            "The harvest: %(grain)s million tonnes of grain, after %(before)s the year before",
            **values,
        )
    if e["what"] == "famine":
        dead = number_said(e["sum"], lang, 2)
        return _("Hunger kills: some %(dead)s dead until %(last)s", dead=dead, last=last)
    if e["what"] == "strikes":
        return _("Strikes until %(last)s: up to %(most)s workers a month", last=last, most=most)
    return _("Arrests until %(last)s: up to %(most)s persons a month", last=last, most=most)


def _ordered(events: Iterable[Recorded]) -> list[Recorded]:
    return sorted(events, key=lambda e: (e.first, e.page, e.id))


def own_milestones(document: Mapping[str, Any]) -> dict[str, int | None]:
    """Recorded events that are milestones with a condition: month in which this history has them."""
    from thermidor.record import load

    marks = load().milestones
    return {marks[m["id"]].event: m["month"] for m in document["milestones"]}


def _event(
    e: Recorded,
    answered: Mapping[str, Told],
    own: Mapping[str, int | None],
    begun: int,
    lang: Lang,
) -> dict[str, Any]:
    """A recorded event, and when this history has it, where the model can tell."""
    from thermidor.web.pages.entries import address

    _ = translator(lang)
    here: int | None
    if e.id in answered:  # what is said to answer to it on the other side
        here, known = answered[e.id].month, True
    elif e.id in own and own[e.id] is not None:
        here, known = own[e.id], True
    else:
        here, known = None, e.id in own or e.id in _answerable()
    away = None if here is None else months_away(here, e)
    if not known or e.last < begun:
        state, said = "", ""
    elif here is None:
        state, said = "never", _("not in this history")
    elif away == 0:
        state, said = "same", _("here too")
    else:
        state, said = "moved", _("here in %(month)s", month=month_of(here, lang))
    return {
        "id": e.id,
        "title": event_name(e.id, lang),
        "foreign": lang == "fr" and e.id not in words()["events"],
        "address": address(lang, "event", e.id),
        "page": e.page,
        "state": state,
        "said": said,
        "year": None if here is None else 1917 + here // 12,
    }


@functools.cache
def _answerable() -> frozenset[str]:
    return frozenset(id for c in words()["choices"].values() for id in event_ids(c))


def _line(document: Mapping[str, Any], t: Told, lang: Lang) -> dict[str, Any]:
    from thermidor.web.pages.entries import address

    _ = translator(lang)
    d = t.decision
    chance = percent(d["p"], lang)
    if d["forced"]:
        odds = _("set by the scenario") if d["happened"] else _("forbidden by the scenario")
    elif t.lasting and t.last > t.month:
        odds = _("chance in its first month %(p)s", p=chance)
    else:
        odds = _("chance that month %(p)s", p=chance)
    said = ""
    if t.last > t.month:
        said = (
            _("goes on until %(month)s", month=month_of(t.last, lang))
            if d["happened"]
            else _("open until %(month)s", month=month_of(t.last, lang))
        )
    grounds = document["grounds"]["choices"].get(_declared(d["choice"]), {})
    return {
        "text": choice_text(d, lang),
        "kind": d["kind"],
        "happened": d["happened"],
        "by": _by(document, t, lang),
        "odds": odds,
        "rare": d["happened"] and not d["forced"] and not d["element"] and d["p"] < RARE,
        "said": said,
        "departs": departure(t.month, t.record, lang) if t.record else "",
        "same": bool(t.record) and months_away(t.month, t.record) == 0 if t.record else False,
        "record": None
        if t.record is None
        else {
            "title": event_name(t.record.id, lang),
            "address": address(lang, "event", t.record.id),
            "month": month_of(t.record.first, lang)
            if t.record.exact
            else month(str(1917 + t.record.first // 12), lang),
        },
        "rules": [_rule(id, lang) for id in grounds.get("book", ())],
        "ballot": None if t.ballot is None else ballot(document, t.ballot, lang),
    }


def _by(document: Mapping[str, Any], t: Told, lang: Lang) -> str:
    """Who decides; of the leadership, those who have the most weight in that month."""
    who = words()["choices"].get(template_of(t.decision["choice"]), {}).get("by")
    if who is None or t.decision["kind"] != "decision":
        return ""
    name = words()["by"][who][lang]
    return f"{name} ({heaviest(document, t.month, lang)})" if who == "summit" else name


def _declared(path: str) -> str:
    return template_of(path)


def _rule(id: str, lang: Lang) -> dict[str, Any]:
    """A rule or another entry of the record by its id: title, address, pages."""
    from thermidor.record import load
    from thermidor.web.pages.entries import address

    record = load()
    kind = record.kind_of(id)
    entry = record[id]
    pages = sorted({c.page for c in getattr(entry, "citations", ())})[:3]
    return {"id": id, "kind": kind, "address": address(lang, kind, id), "pages": pages}


def ballot(document: Mapping[str, Any], b: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """A vote with its voters and their reasons."""
    _ = translator(lang)
    grounds = document["grounds"]["rules"].get(b["rule"], {})
    several = len(b["options"]) > 1
    rows = []
    for v in b["votes"]:
        parts = {name: v[name] for name in PARTS}
        against = sum(1 for x in parts.values() if x)
        chief = max(parts, key=lambda name: parts[name] if v["pull"] >= 0 else -parts[name])
        rows.append(
            {
                "voter": element_name(v["voter"], lang),
                "weight": percent(v["weight"], lang),
                "option": element_name(v["for"], lang),
                "sure": "" if v["p"] is None else percent(v["p"], lang),
                "because": _(PARTS[chief]) if against else _("undecided"),
                "parts": [signed(parts[name], lang) for name in PARTS],
                "for": v["for"] != "against",
            }
        )
    rest = b["rest"]
    result = [
        {"option": element_name(o, lang), "share": s, "said": percent(s, lang)}
        for o, s in zip(b["options"], b["shares"], strict=True)
    ]
    return {
        "several": several,
        "result": result,
        "carried": percent(b["carries"][0], lang) if not several else "",
        "rows": rows,
        "rest": rest["voters"]
        and _.many(
            "and {n} more with %(weight)s of the votes together, %(share)s of them for",
            "and {n} more with %(weight)s of the votes together, %(share)s of them for",
            rest["voters"],
            weight=percent(rest["weight"], lang),
            share=percent(rest["for"], lang),
        ),
        "rule": b["rule"].rpartition(".")[2].replace("_", " "),
        "rules": [_rule(id, lang) for id in grounds.get("book", ())],
    }


def signed(x: float, lang: Lang) -> str:
    """A number with its sign and two decimals.

    Example:
        >>> signed(-0.5, "fr")
        '−0,50'
    """
    text = "0" if abs(x) < 0.005 else f"{x:+.2f}".replace("-", "−")
    return text.replace(".", ",") if lang == "fr" else text
