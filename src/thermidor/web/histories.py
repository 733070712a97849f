"""The page of one history: what is asked for, what is told of a year, and where it leaves the record.

The telling itself is made elsewhere (`telling`) and comes as a document of plain data; this module
reads it for one year and one language.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import yaml

from thermidor.engine.calendar import MONTHS, month_number, month_text
from thermidor.experiments.milestones import MILESTONES
from thermidor.plots.theme import colour
from thermidor.web.i18n import N_, Lang, month, month_of, percent, translator
from thermidor.web.limits import Refused
from thermidor.web.names import leader_name, outcome_name
from thermidor.web.questions import Question
from thermidor.web.telling import FORMAT, LAYERS

FILE = Path(__file__).parent / "data" / "history.yaml"
MOST = 1_000_000
"""Histories that have a number."""

OWN = ("history", "outcome", "year", "at", "layer")
"""Parts of an address that are no part of the question."""

GAP = 2
"""Months of pause after which what goes on is told again."""

RARE = 0.02
"""Chance in its month below which what happened is called a rare turn."""

LAYER_NAMES = {
    "holder": N_("Who holds it"),
    "hunger": N_("Hunger in the villages"),
    "revolt": N_("Revolt of the villages"),
    "burden": N_("Crop taken for nothing"),
    "loyal": N_("Officials who follow the Secretary"),
}
"""Layers of the map as readers choose them; the holder is told by three of the document's."""

HOLDERS = {
    "soviet": N_("soviet power"),
    "white": N_("the Whites"),
    "foreign": N_("foreign troops"),
    "other": N_("another government, or nobody"),
}

PLACES = {
    "p": N_("Politburo"),
    "c": N_("Central Committee"),
    "-": N_("no seat"),
    "o": N_("expelled"),
    "e": N_("deported or exiled"),
    "d": N_("dead"),
    "x": N_("executed or driven to death"),
}
"""Where a leader stands, by the letter of the document."""

PARTS = {
    "conviction": N_("conviction"),
    "ignorance": N_("not informed"),
    "trust": N_("trust"),
    "fear": N_("fear"),
}
"""The parts of a voter's pull."""


# -- what is asked for ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """Which history, which year of it, and what its map shows.

    Attributes:
        question: to whose histories it belongs.
        history: its number, or None for the most typical of an outcome.
        outcome: of which it is the most typical; "" for the most frequent.
        year: that is told.
        at: month of the map.
        layer: of the map.
    """

    question: Question
    history: int | None
    outcome: str
    year: int
    at: int
    layer: str

    @classmethod
    def from_query(cls, params: Any) -> Wish:
        """The wish of an address.

        Args:
            params: the request's `query_params`, or a mapping.

        Raises:
            Refused: with one clear line.
        """
        pairs = list(params.multi_items() if hasattr(params, "multi_items") else params.items())
        asked = [pair for pair in pairs if pair != ("branch", "")]  # a form sends it empty
        question = Question.from_query(asked, ignore=OWN)
        given = _lone(pairs)
        last = question.end - 1
        year = _whole(given.get("year"), "year", 1917, 1940)
        at = given.get("at")
        if at is not None and re.fullmatch(r"[0-9]{4}-[0-9]{2}", at):
            try:
                place = month_number(at)
            except ValueError:
                raise Refused(N_("There is no such month."), "at", N_("Write YYYY-MM.")) from None
        else:
            place = _whole(at, "at", 0, 287)
        first = month_number(question.branch) if question.branch else 0
        usual = 1917 + first // 12 if first else 1921
        year = min(usual if year is None else year, 1917 + last // 12)
        place = (year - 1917) * 12 + 11 if place is None else place
        layer = given.get("layer") or "holder"
        if layer not in LAYER_NAMES:
            raise Refused(N_("The map has no such layer."), "layer", ", ".join(LAYER_NAMES))
        outcome = given.get("outcome") or ""
        if outcome and outcome not in outcomes():
            raise Refused(N_("No outcome has this name."), "outcome", ", ".join(outcomes()))
        return cls(
            question,
            _whole(given.get("history") or None, "history", 0, MOST - 1),
            outcome,
            max(year, 1917 + first // 12),
            max(first, min(place, last)),
            layer,
        )

    def query(self, **changes: Any) -> str:
        """The address of this wish with some parts changed, after the question mark."""
        other = replace(self, **changes)
        parts: list[tuple[str, str]] = []
        if other.history is not None:
            parts.append(("history", str(other.history)))
        elif other.outcome:
            parts.append(("outcome", other.outcome))
        parts.append(("year", str(other.year)))
        if other.at != (other.year - 1917) * 12 + 11 and "at" in changes:
            parts.append(("at", month_text(other.at)))
        if other.layer != "holder":
            parts.append(("layer", other.layer))
        asked = other.question.query()
        return (asked + "&" if asked else "") + urlencode(parts)

    @property
    def base(self) -> str:
        """The question as far as it decides the course of its histories: what is shown does not."""
        usual = Question.model_fields
        bare = self.question.model_copy(
            update={"show": usual["show"].default, "against": usual["against"].default}
        )
        if self.history is not None:
            bare = bare.model_copy(update={"histories": usual["histories"].default})
        return bare.query()

    def key(self, what: str) -> str:
        """Address of the content of what is made for this wish."""
        whole = (FORMAT, what, self.base, [str(done) for done in self.question.arms[0]])
        return hashlib.sha256(repr(whole).encode()).hexdigest()[:40]


def outcomes() -> tuple[str, ...]:
    """Names of the outcomes."""
    from thermidor.model.regime.regime import PHASES

    return PHASES


def _lone(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if name not in OWN:
            continue
        if name in found:
            raise Refused(N_("It is given twice."), name, N_("Keep one of them."))
        found[name] = value
    return found


def _whole(text: str | None, name: str, least: int, most: int) -> int | None:
    if text is None or text == "":
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) or not least <= int(text) <= most:
        raise Refused(N_("This is not a whole number in the range."), name, f"{least}-{most}")
    return int(text)


# -- names ---------------------------------------------------------------------------------------


@functools.cache
def words() -> dict[str, Any]:
    """The file of names, places and counterparts in the record."""
    return yaml.load(FILE.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def element_name(label: str, lang: Lang) -> str:
    """Name of a leader, place, milieu or option; of several, joined by commas."""
    parts = []
    for piece in label.split(", "):
        known = words()["names"].get(piece)
        parts.append(known[lang] if known else leader_name(piece, lang))
    return ", ".join(parts)


@functools.cache
def template_of(path: str) -> str:
    """The choice of the model to which a path with its element belongs.

    Example:
        >>> template_of("leaders.lenin.death")
        'leaders.{leader}.death'
    """
    listed = words()["choices"]
    if path in listed:
        return path
    for template in listed:
        pattern = (
            re.escape(template).replace(r"\{leader\}", "[^.]+").replace(r"\{country\}", "[^.]+")
        )
        if re.fullmatch(pattern, path):
            return template
    return path


def choice_text(decision: Mapping[str, Any], lang: Lang) -> str:
    """What happened, in a line."""
    found = words()["choices"].get(template_of(decision["choice"]))
    if found is None:
        return decision["choice"]
    if decision["happened"]:
        if "choose" in found:
            return found["choose"][lang].format(who=element_name(decision["option"], lang))
        found = found.get("option", {}).get(decision["option"], found)
    return found[lang].format(who=element_name(decision["element"], lang))


def event_name(id: str, lang: Lang) -> str:
    """Short title of a recorded event."""
    from thermidor.record import load

    if lang == "fr" and id in words()["events"]:
        return words()["events"][id]
    return load().events[id].name


# -- the record beside it ------------------------------------------------------------------------


@dataclass(frozen=True)
class Recorded:
    """A recorded event: its id, its months (first and last, as numbers), its title's words apart."""

    id: str
    first: int
    last: int
    page: int

    @property
    def exact(self) -> bool:
        """Whether the month is known."""
        return self.first == self.last


@functools.cache
def recorded() -> dict[str, Recorded]:
    """Recorded events of 1917-40 that the page tells: the hinges, and all that answers to a choice."""
    from thermidor.record import load
    from thermidor.record._dates import months as span_of

    record = load()
    ids = {m.event for m in record.milestones.values()}
    ids |= {id for c in words()["choices"].values() for id in _ids(c)}
    measured = {record.milestones[m.id].event: m.recorded for m in MILESTONES}
    out = {}
    for id in ids:
        event = record.events[id]
        span = span_of(event.date, event.date_end) if event.date else None
        if id in measured:
            first = last = month_number(measured[id])
        elif span is None or span.first < "1917-01" or span.first > "1940-12":
            continue
        else:
            first = month_number(span.first)
            last = month_number(min(span.last, "1940-12"))
        if event.date and len(str(event.date)) > 4 and last - first < 4:
            last = first
        out[id] = Recorded(id, first, last, event.evidence.page)
    return out


def _ids(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        if re.fullmatch(r"c[0-9]+-e[0-9]+", node):
            yield node
    elif isinstance(node, Mapping):
        for value in node.values():
            yield from _ids(value)
    elif isinstance(node, list):
        for value in node:
            yield from _ids(value)


def counterparts(decision: Mapping[str, Any]) -> list[str]:
    """Recorded events that answer to what happened in a history."""
    found = words()["choices"].get(template_of(decision["choice"]), {})
    listed = found.get("option", {}).get(decision["option"], {}).get("record", found.get("record"))
    if isinstance(listed, Mapping):
        who = decision["option"] if "choose" in found else decision["element"]
        listed = listed.get(who)
    return [id for id in listed or () if id in recorded()]


@dataclass(frozen=True)
class Told:
    """A decision or event of a history, with what the record has for it.

    Attributes:
        month: number of the month.
        last: of its last month where it goes on, else the same.
        decision: of the document.
        ballot: of the document, or None.
        record: the recorded event that answers to it, or None.
        lasting: it goes on from month to month.
    """

    month: int
    last: int
    decision: Mapping[str, Any]
    ballot: Mapping[str, Any] | None
    record: Recorded | None
    lasting: bool


def course(document: Mapping[str, Any]) -> list[Told]:
    """All that happened or nearly did, in order; what goes on month after month is told once.

    A recorded event answers to at most one happening: the nearest in time.
    """
    told: list[Told] = []
    running: dict[tuple[str, bool], int] = {}
    for entry in document["told"]:
        number = month_number(entry["month"])
        for d in entry["decisions"]:
            listed = words()["choices"].get(template_of(d["choice"]), {})
            ballots = [
                b
                for b in entry["ballots"]
                if b["choice"] == d["choice"] or template_of(d["choice"]) == b["choice"]
            ]
            lasting = bool(listed.get("lasting"))
            key = (d["choice"], d["happened"])
            before = running.get(key)
            repeats = before is not None and number - told[before].last <= GAP
            if repeats and (lasting or not d["happened"]) and not ballots:
                assert before is not None
                told[before] = replace(told[before], last=number)
                continue
            if lasting and not d["happened"] and (d["choice"], True) in running:
                began = running[d["choice"], True]
                if number - told[began].last <= GAP:
                    continue  # a month's pause of what goes on
            running[key] = len(told)
            told.append(Told(number, number, d, ballots[0] if ballots else None, None, lasting))
    return _matched(told)


def _matched(told: list[Told]) -> list[Told]:
    pairs = []
    for place, t in enumerate(told):
        if t.decision["happened"]:
            found = words()["choices"].get(template_of(t.decision["choice"]), {})
            for id in counterparts(t.decision):
                away = abs(_away(t.month, recorded()[id]))
                if away <= found.get("within", MONTHS):
                    pairs.append((away, place, id))
    taken: set[str] = set()
    done: set[int] = set()
    for _, place, id in sorted(pairs):
        if place not in done and id not in taken:
            told[place] = replace(told[place], record=recorded()[id])
            done.add(place)
            taken.add(id)
    return told


def _away(number: int, event: Recorded) -> int:
    """Months by which something is later than a recorded event; nothing within its span."""
    if number < event.first:
        return number - event.first
    return max(number - event.last, 0)


def departure(number: int, event: Recorded, lang: Lang) -> str:
    """How far from the record, in words."""
    _ = translator(lang)
    away = _away(number, event)
    if away == 0:
        return _("as recorded")
    if away > 0:
        return _("%(span)s later than recorded", span=span_name(away, lang))
    return _("%(span)s earlier than recorded", span=span_name(-away, lang))


def span_name(months: int, lang: Lang) -> str:
    """A number of months in words, from two years on in years.

    Example:
        >>> span_name(17, "en"), span_name(37, "en")
        ('17 months', '3 years')
    """
    _ = translator(lang)
    if months >= 24 or months == 12:
        return _.many("{n} year", "{n} years", round(months / 12))
    return _.many("{n} month", "{n} months", months)


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
                "here": [
                    _line(document, t, lang)
                    for t in sorted((t for t in told if t.month == number), key=_weight)
                ],
                "seats": [_seat(s, lang) for s in seats.get(number, ())],
                "there": [_event(e, answered, own, lang) for e in _ordered(there)],
            }
        )
    loose = [e for e in recorded().values() if not e.exact and begin <= e.first < begin + 12]
    if loose:
        rows.append(
            {
                "number": None, "month": str(year), "before": False, "here": [], "seats": [],
                "there": [_event(e, answered, own, lang) for e in _ordered(loose)],
            }
        )  # fmt: skip
    return rows


def _weight(t: Told) -> tuple[bool, bool, bool]:
    """Order within a month: votes and decisions, then events, what happens abroad last."""
    d = t.decision
    return (d["choice"].startswith("abroad."), d["kind"] != "decision", not d["happened"])


def _ordered(events: Iterable[Recorded]) -> list[Recorded]:
    return sorted(events, key=lambda e: (e.first, e.page, e.id))


def own_milestones(document: Mapping[str, Any]) -> dict[str, int | None]:
    """Recorded events that are milestones with a condition: month in which this history has them."""
    from thermidor.record import load

    marks = load().milestones
    return {marks[m["id"]].event: m["month"] for m in document["milestones"]}


def _event(
    e: Recorded, answered: Mapping[str, Told], own: Mapping[str, int | None], lang: Lang
) -> dict[str, Any]:
    """A recorded event, and when this history has it, where the model can tell."""
    from thermidor.web.entries import address

    _ = translator(lang)
    if e.id in own and (month_here := own[e.id]) is not None:
        here: int | None = month_here
        known = True
    elif e.id in answered:
        here, known = answered[e.id].month, True
    else:
        here, known = None, e.id in own or e.id in _answerable()
    away = None if here is None else _away(here, e)
    if not known:
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
    return frozenset(id for c in words()["choices"].values() for id in _ids(c))


def _line(document: Mapping[str, Any], t: Told, lang: Lang) -> dict[str, Any]:
    from thermidor.web.entries import address

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
        "same": bool(t.record) and _away(t.month, t.record) == 0 if t.record else False,
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


def heaviest(document: Mapping[str, Any], number: int, lang: Lang, most: int = 3) -> str:
    """Those with the most weight in decisions, by family name."""
    return ", ".join(
        f"{leader_name(id, lang).split(' ')[-1]} {hundredths(share, lang)}"
        for id, share in document["deciders"][number][:most]
    )


def _declared(path: str) -> str:
    return template_of(path)


def _rule(id: str, lang: Lang) -> dict[str, Any]:
    """A rule or another entry of the record by its id: title, address, pages."""
    from thermidor.record import load
    from thermidor.web.entries import address

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


# -- leaders and seats ---------------------------------------------------------------------------


def seat_changes(document: Mapping[str, Any]) -> dict[int, list[tuple[str, str, str]]]:
    """Months in which leaders enter or leave the Politburo or are struck: (leader, from, to)."""
    out: dict[int, list[tuple[str, str, str]]] = {}
    for leader in document["leaders"]:
        runs = leader["where"]
        for (was, _, _), (now, at, _) in itertools.pairwise(runs):
            if at > document["begun"] and ("p" in (was, now) or now in "oe") and now not in "dx":
                out.setdefault(at, []).append((leader["id"], was, now))
    return out


def _seat(change: tuple[str, str, str], lang: Lang) -> str:
    who, _was, now = change
    _ = translator(lang)
    name = leader_name(who, lang)
    if now == "p":
        return _("%(who)s enters the Politburo", who=name)
    if now == "e":
        return _("%(who)s is deported or exiled", who=name)
    if now == "o":
        return _("%(who)s is expelled from the party", who=name)
    return _("%(who)s leaves the Politburo", who=name)


def seats(document: Mapping[str, Any], number: int, lang: Lang) -> dict[str, Any]:
    """Who holds which post in a month: the Secretary, the Politburo, the opposition, the struck."""
    held: dict[str, list[str]] = {letter: [] for letter in PLACES}
    opposed = []
    for leader in document["leaders"]:
        name = leader_name(leader["id"], lang)
        for letter, first, end in leader["where"]:
            if first <= number < end:
                held[letter].append(name)
                if letter in "pc-oe" and any(a <= number < b for a, b in leader["opposed"]):
                    opposed.append(name)
    head = next((w for w, a, b in document["secretary"] if a <= number < b), "")
    return {
        "secretary": leader_name(head, lang) if head else "",
        "opposed": opposed,
        "held": held,
        "deciders": heaviest(document, number, lang, 4),
    }


def lives(document: Mapping[str, Any], lang: Lang) -> list[dict[str, Any]]:
    """Lines of the leaders who ever sat in the Politburo, by their first month there."""
    rows = []
    heads: dict[str, list[list[int]]] = {}
    for who, a, b in document["secretary"]:
        if who:
            heads.setdefault(who, []).append([a, b])
    for leader in document["leaders"]:
        first = [a for letter, a, _ in leader["where"] if letter == "p"]
        if not first and leader["id"] not in heads:
            continue
        last = leader["where"][-1]
        rows.append(
            {
                "id": leader["id"],
                "name": leader_name(leader["id"], lang),
                "first": min(first, default=0),
                "runs": leader["where"],
                "opposed": leader["opposed"],
                "secretary": heads.get(leader["id"], []),
                "end": (last[0], last[1]),
                "weight": leader["weight"],
            }
        )
    # the heaviest, in the order in which they come
    rows = sorted(rows, key=lambda r: (bool(r["secretary"]), r["weight"]), reverse=True)[:24]
    return sorted(rows, key=lambda r: (r["first"], -r["weight"]))


# -- the map -------------------------------------------------------------------------------------


def region_values(document: Mapping[str, Any], number: int) -> dict[str, dict[str, int]]:
    """What the map tells of each region in a month, in hundredths, by layer of the document."""
    out = {}
    for region in words()["map"]:
        own = words()["organisation"][region]
        out[region] = {
            layer: document["regions"][layer][own if axis == "organisation" else region][number]
            for layer, (_, axis) in LAYERS.items()
        }
    return out


def holder(values: Mapping[str, int]) -> str:
    """Who holds most of a region."""
    shares = {name: values[name] for name in ("soviet", "white", "foreign")}
    shares["other"] = 100 - min(sum(shares.values()), 100)
    return max(shares, key=lambda name: shares[name])


def map_of(
    document: Mapping[str, Any], number: int, layer: str, lang: Lang
) -> list[dict[str, Any]]:
    """The tiles of the map for a month: place, name, class of colour and what is written on them."""
    _ = translator(lang)
    tiles = []
    for region, values in region_values(document, number).items():
        column, row = words()["map"][region]
        own = holder(values)
        if layer == "holder":
            shade, share = f"hold-{own}", values.get(own, 100)
            if own == "other":
                share = 100 - min(values["soviet"] + values["white"] + values["foreign"], 100)
        else:
            share = values[layer]
            shade = f"step-{step(share)}"
        tiles.append(
            {
                "id": region,
                "name": element_name(region, lang),
                "column": column,
                "row": row,
                "shade": shade,
                "share": share,
                "said": hundredths(share, lang),
                "lines": _lines(element_name(region, lang)),
                "holder": _(HOLDERS[own]),
                "shares": {name: hundredths(values[name], lang) for name in values},
            }
        )
    return tiles


def hundredths(n: int, lang: Lang) -> str:
    """Whole per cent.

    Example:
        >>> hundredths(7, "en")
        '7%'
    """
    return f"{n}\u202f%" if lang == "fr" else f"{n}%"


def _lines(name: str) -> list[str]:
    """A name in lines that fit a tile."""
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) >= 13:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def step(share: int) -> int:
    """Which of six shades stands for hundredths.

    Example:
        >>> [step(s) for s in (0, 4, 5, 40, 100)]
        [0, 0, 1, 3, 5]
    """
    return sum(share >= bound for bound in (5, 20, 40, 60, 80))


# -- the whole course ----------------------------------------------------------------------------


def ladder(document: Mapping[str, Any], lang: Lang) -> list[dict[str, Any]]:
    """The rungs in order, with their months and colours."""
    return [
        {
            "code": code,
            "name": outcome_name(code, lang),
            "first": a,
            "end": b,
            "colour": colour(code),
            "dark": code in DARK,
            "from": month_of(a, lang),
            "to": month_of(b - 1, lang),
        }
        for code, a, b in document["regime"]
    ]


DARK = frozenset(
    {"war_communism", "bureaucratised", "counter_revolution", "collapse", "occupation"}
)
"""Rungs whose colour asks for light letters."""


def milestone_rows(document: Mapping[str, Any], lang: Lang) -> list[dict[str, Any]]:
    """Each milestone with its month in the record and here, and the months between."""
    from thermidor.web.names import milestone_name

    _ = translator(lang)
    rows = []
    for m in document["milestones"]:
        there = month_number(m["recorded"])
        here = m["month"]
        if here is None:
            said = _("never") if there < document["months"] else _("not yet")
        elif here == there:
            said = _("as recorded")
        elif here > there:
            said = _("%(span)s later", span=span_name(here - there, lang))
        else:
            said = _("%(span)s earlier", span=span_name(there - here, lang))
        rows.append(
            {
                "id": m["id"],
                "name": milestone_name(m["id"], lang),
                "there": there,
                "here": here,
                "said": said,
            }
        )
    return sorted(rows, key=lambda r: r["there"])
