"""Entries of the record as pages: their addresses, titles, places in the book, and what leads from one to another."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from thermidor.plots.labels import sentence
from thermidor.record import KINDS, load
from thermidor.web.marks import N_
from thermidor.web.service.model import theories
from thermidor.web.words.i18n import Lang, month, translator
from thermidor.web.words.names import decision_name, leader_name, milestone_name, system_name
from thermidor.web.words.vocabulary import term

FRENCH_WORDS = 6
"""Most words of a French name that the record takes from the book; longer ones are shown in English."""

PAGES = (
    "system", "leader", "event", "series", "claim", "decision", "independent_series", "actor", "ballot", "source",
    "definition", "disagreement",
)  # fmt: skip
"""Kinds that have a page of their own; a rule, a figure or a milestone stands on another's page."""

KIND_NAMES = {
    "system": N_("System"),
    "rule": N_("Rule"),
    "claim": N_("Claim"),
    "decision": N_("Decision point"),
    "figure": N_("Figure"),
    "series": N_("Series of figures"),
    "event": N_("Event"),
    "milestone": N_("Milestone"),
    "leader": N_("Leader"),
    "actor": N_("Actor"),
    "ballot": N_("Vote"),
    "independent": N_("Independent figure"),
    "independent_series": N_("Independent series"),
    "source": N_("Source"),
    "definition": N_("Definition"),
    "disagreement": N_("Disagreement of sources"),
}
"""What one entry of each kind is called; to be translated."""

KINDS_NAMES = {
    "system": N_("Systems"),
    "decision": N_("Decision points"),
    "leader": N_("Leaders"),
    "event": N_("Events"),
    "claim": N_("Claims"),
    "series": N_("Series of figures"),
    "independent_series": N_("Independent series"),
    "actor": N_("Persons and bodies"),
    "ballot": N_("Votes"),
    "rule": N_("Rules"),
    "figure": N_("Figures"),
    "milestone": N_("Milestones"),
    "independent": N_("Independent figures"),
    "source": N_("Sources"),
    "definition": N_("Definitions"),
    "disagreement": N_("Disagreements of sources"),
}
"""What the entries of each kind are called, in the order of the list; to be translated."""


class Ref(NamedTuple):
    """An entry by kind and id."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Link:
    """What is shown of an entry in a list.

    Attributes:
        kind: a key of `KINDS`.
        id: of the entry.
        title: in the language asked for where there is one, otherwise in English.
        lang: language of the title.
        href: address of its page.
        when: its date in words, empty where it has none.
        pages: of the book.
    """

    kind: str
    id: str
    title: str
    lang: Lang
    href: str
    when: str
    pages: tuple[int, ...]


def theory_title(id: str, lang: Lang) -> str:
    """Return the title of a theory as it is declared; its name in words where it has none.

    Example:
        >>> theory_title("lequenne", "en")
        "The book's: a counter-revolution inside the revolution"
    """
    title = theories().get(id, {})
    return title.get(lang) or title.get("en") or sentence(id.replace("-", " ").replace("_", " "))


def address(lang: Lang, kind: str, id: str) -> str:
    """The address of an entry's page, and of its place there.

    Args:
        lang: of the page.
        kind: a key of `KINDS`.
        id: of an entry of that kind.

    Returns:
        The address below the server's.

    Raises:
        UnknownRecordId: there is no such entry.

    Example:
        >>> address("en", "rule", "army.r01")
        '/en/record/system/army#army.r01'
    """
    record, mark = load(), ""
    if kind == "actor" and id in record.leaders:
        kind = "leader"
    elif kind == "rule":
        kind, id, mark = "system", record.rules[id].system, id
    elif kind == "figure":
        kind, id, mark = "series", record.figures[id].series, id
    elif kind == "independent":
        kind, id, mark = "independent_series", record.independent[id].series, id
    elif kind == "milestone":
        kind, id, mark = "event", record.milestones[id].event, id
    return f"/{lang}/record/{kind}/{quote(id, safe='')}" + (f"#{quote(mark)}" if mark else "")


def title(kind: str, id: str, lang: Lang) -> tuple[str, Lang]:
    """The title of an entry, and the language in which it is.

    Args:
        kind: a key of `KINDS`.
        id: of the entry.
        lang: in which it is wanted.

    Returns:
        The title and its language: the record's own words are English, names are in both languages.

    Example:
        >>> title("decision", "trotsky-at-twelfth-congress", "fr")[1]
        'fr'
    """
    if kind == "system":
        return system_name(id, lang), lang
    if kind == "leader":
        return leader_name(id, lang), lang
    if kind == "milestone":
        return milestone_name(id, lang), lang
    entry = load().collection(kind)[id]
    if lang == "fr":
        own = getattr(entry, "title_fr", None) or getattr(entry, "name_fr", None)
        if own and len(own.split()) <= FRENCH_WORDS:
            return own, "fr"
        ours = _french(kind, id)
        if ours:
            return ours, "fr"
    if kind == "claim":
        return f"{entry.cause} – {term('sign', entry.sign, 'en')}: {entry.effect}", "en"
    return (entry.subject if kind == "figure" else entry.title), "en"


def _french(kind: str, id: str) -> str | None:
    """A French title of our own, where there is one."""
    if kind == "decision":
        return decision_name(id, "fr")
    if kind != "event":
        return None
    from thermidor.web.pages.history_words import event_name

    english = load().events[id].name
    named = event_name(id, "fr")
    if named != english:
        return named
    marked = milestones_of(id)
    return milestone_name(marked[0], "fr") if marked else None


def shown_line(kind: str, id: str, line: str) -> str:
    """The line of an entry that fits a search, empty where it is a name that is shown elsewhere or is too long a quotation."""
    entry = load().collection(kind)[id]
    names = (entry.title, getattr(entry, "title_fr", None), getattr(entry, "name_fr", None), id)
    return "" if line in names else line


def link(kind: str, id: str, lang: Lang) -> Link:
    """What a list shows of an entry.

    Args:
        kind: a key of `KINDS`.
        id: of the entry.
        lang: of the page that holds the list.
    """
    entry = load().collection(kind)[id]
    words, language = title(kind, id, lang)
    when = date_words(getattr(entry, "date", None), getattr(entry, "date_end", None), lang)
    return Link(
        kind, id, words, language, address(lang, kind, id), when, pages_of(entry)[:6]
    )  # fmt: skip


def links(refs: Iterable[tuple[str, str]], lang: Lang) -> list[Link]:
    """What a list shows of entries, each once, in the order given; those that the record lacks are left out."""
    record = load()
    return [
        link(kind, id, lang) for kind, id in dict.fromkeys(refs) if id in record.collection(kind)
    ]  # fmt: skip


def pages_of(entry: Any) -> tuple[int, ...]:
    """The pages of the book that an entry cites, in order."""
    return tuple(sorted({place.page for place in getattr(entry, "citations", ())}))


def date_words(date: str | None, end: str | None, lang: Lang) -> str:
    """A date of the record in words, or a span of two; empty without one.

    Example:
        >>> date_words("1923-02-15", "1923-03", "en"), date_words("1926/27", None, "en")
        ('15 February 1923 to March 1923', '1926/27')
    """
    if not date:
        return ""
    if "/" in date:
        first, second = date.split("/", 1)
        if len(second) == 2:
            return date
        date, end = first, second
    if not end or end == date:
        return month(date, lang)
    _ = translator(lang)
    return _("%(first)s to %(last)s", first=month(date, lang), last=month(end, lang))


# -- what leads from one entry to another ------------------------------------------------------


@functools.cache
def milestones_of(event: str) -> tuple[str, ...]:
    """The milestones that an event is."""
    return tuple(m.id for m in load().milestones.values() if m.event == event)


@functools.cache
def on_page() -> dict[int, tuple[Ref, ...]]:
    """What the record cites from each page of the book: claims, decisions, events, figures, rules, votes, persons."""
    record, found = load(), defaultdict(dict)
    for kind in ("event", "decision", "claim", "figure", "rule", "ballot", "actor"):
        for id, entry in record.collection(kind).items():
            for page in pages_of(entry):
                found[page][Ref(kind, id)] = None
    return {page: tuple(found[page]) for page in sorted(found)}


@functools.cache
def of_system() -> dict[tuple[str, str], tuple[str, ...]]:
    """Entries that touch each system, by system and kind."""
    record = load()
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind in ("event", "decision", "claim", "series", "ballot"):
        for id, entry in record.collection(kind).items():
            for system in entry.systems:
                found[system, kind].append(id)
    return {key: tuple(ids) for key, ids in found.items()}


@functools.cache
def named() -> dict[str, str]:
    """Actor by each name that means this one alone."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor in load().actors.values():
        for name in (actor.name, actor.name_fr, *actor.aliases):
            if name:
                found[name.lower()].add(actor.id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


@functools.cache
def of_actor() -> dict[tuple[str, str], tuple[str, ...]]:
    """Events that name each actor, votes that he cast and claims that he holds, by actor and kind."""
    record, names = load(), named()
    found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for event in record.events.values():
        for name in event.actors:
            if name.lower() in names:
                found[names[name.lower()], "event"][event.id] = None
    for ballot in record.ballots.values():
        for vote in ballot.votes:
            found[vote.actor, "ballot"][ballot.id] = None
    for claim in record.claims.values():
        if claim.holder.lower() in names:
            found[names[claim.holder.lower()], "claim"][claim.id] = None
    return {key: tuple(ids) for key, ids in found.items()}


@functools.cache
def events_in_order() -> tuple[str, ...]:
    """Dated events from the first to the last."""
    events = load().events.values()
    return tuple(e.id for e in sorted((e for e in events if e.date), key=_by_date))


def _by_date(event: Any) -> tuple[str, str, str]:
    return event.date, event.date_end or "", event.id


def around(event: str, each: int = 3) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The events told just before and just after one, leaving out minor ones.

    Args:
        event: id of a dated event.
        each: how many on either side.

    Returns:
        Ids before, from the nearest back turned to the order of time, and ids after.
    """
    record, order = load(), events_in_order()
    if event not in order:
        return (), ()
    place = order.index(event)
    before = [id for id in order[:place] if record.events[id].importance < 3]
    after = [id for id in order[place + 1 :] if record.events[id].importance < 3]
    return tuple(before[-each:]), tuple(after[:each])


def same_pages(kind: str, id: str, limit: int = 24) -> list[Ref]:
    """Other claims, decisions, events and figures cited from the same pages, those with most pages shared first.

    Args:
        kind: of the entry.
        id: of the entry.
        limit: how many at most.
    """
    shared: dict[Ref, int] = defaultdict(int)
    pages = pages_of(load().collection(kind)[id])
    if len(pages) > 12:
        return []
    for page in pages:
        for ref in on_page().get(page, ()):
            if ref != (kind, id) and ref.kind in ("event", "decision", "claim", "ballot"):
                shared[ref] += 1
    return sorted(shared, key=lambda ref: -shared[ref])[:limit]


def scenario_of(decision: str) -> str | None:
    """The shipped scenario of a decision point: its own, or the first that rests on it."""
    from thermidor.scenarios import catalogue

    shipped = catalogue()
    if decision in shipped:
        return decision
    return next((s.id for s in shipped.values() if decision in s.cites), None)


@functools.cache
def scenarios_citing(id: str) -> tuple[str, ...]:
    """Shipped scenarios that rest on an entry."""
    from thermidor.scenarios import catalogue

    return tuple(s.id for s in catalogue().values() if id in s.cites or s.id == id)


@functools.cache
def rules_of_model() -> dict[str, tuple[str, ...]]:
    """Rules of the model that implement each rule of the record."""
    from thermidor.report.coverage import accounts

    found: dict[str, tuple[str, ...]] = {}
    for account in accounts():
        for rule, by in account.rules.items():
            found[rule] = tuple(by)
    return found


@functools.cache
def reasons_left_out() -> dict[str, str]:
    """Why no rule of the model does what a rule of the record says, where that is said."""
    from thermidor.report.coverage import accounts

    return {rule: reason for account in accounts() for rule, reason in account.reasons.items()}


# -- lists -------------------------------------------------------------------------------------


def counts() -> dict[str, int]:
    """How many entries of each kind there are, in the order of the list."""
    record = load()
    return {kind: len(record.collection(kind)) for kind in KINDS_NAMES}


@functools.cache
def listed(kind: str) -> tuple[str, ...]:
    """Ids of a kind in the order in which a reader looks for them: by date, by name, or that of their file."""
    record = load()
    collection = record.collection(kind)
    if kind == "event":
        dated = events_in_order()
        return (*dated, *(id for id in collection if id not in set(dated)))
    if kind in ("leader", "actor"):
        return tuple(sorted(collection, key=lambda id: collection[id].name.split()[-1].lower()))
    if kind in ("decision", "ballot"):
        return tuple(sorted(collection, key=lambda id: (collection[id].date, id)))
    if kind in ("series", "independent_series"):
        return tuple(sorted(collection))
    return tuple(collection)


def hinges() -> list[str]:
    """The forty hinges among the decision points, in their rank."""
    points = load().decision_points.values()
    return [p.id for p in sorted((p for p in points if p.rank), key=lambda p: p.rank or 0)]


def by_sector() -> dict[str, list[str]]:
    """The systems by sector, in the order of the record."""
    found: dict[str, list[str]] = {}
    for system in load().systems.values():
        found.setdefault(system.sector, []).append(system.id)
    return found


__all__ = [
    "KINDS", "KINDS_NAMES", "KIND_NAMES", "PAGES", "Link", "Ref", "address", "around", "by_sector", "counts",
    "date_words", "events_in_order", "hinges", "link", "links", "listed", "milestones_of", "named", "of_actor",
    "of_system", "on_page", "pages_of", "reasons_left_out", "rules_of_model", "same_pages",
    "scenario_of", "scenarios_citing", "shown_line", "title",
]  # fmt: skip
