"""What a file of an answer is: in words for a reader, and in parts for a catalogue of data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from thermidor.codings import CODINGS
from thermidor.experiments.cf import LICENCE
from thermidor.experiments.listing import basis_shares
from thermidor.experiments.tidy import COLUMNS
from thermidor.report.conditions import book
from thermidor.theories import BOOK
from thermidor.web.pages import charts
from thermidor.web.pages.charts import LEVELS, OUTCOMES
from thermidor.web.pages.facts import constants
from thermidor.web.service.model import registry
from thermidor.web.words.i18n import LANGUAGES, Lang, month, translator
from thermidor.web.words.names import unit_name, variable_name

ARMS = {
    "without": "without the change: the twin of the same number, with the same chances",
    "with": "with the change",
}
FAN_COLUMNS = {
    "variable": "name of the variable in the model",
    "unit": "of the quantiles",
    "month": "year and month",
    "arm": "; ".join(f"{arm}: {says}" for arm, says in ARMS.items()),
    **{level: f"{level} of the histories in that month" for level in LEVELS},
}
OUTCOME_COLUMNS = {
    "coding": "coding that names the class",
    "outcome": "class in the last month; ..._ever: at any time",
    **{
        f"{arm}_{key}": f"{says}, {arm} the change"
        for arm in ("without", "with")
        for key, says in (
            ("p", "share of the histories"),
            ("low", "lower end of its 95% interval"),
            ("high", "upper end"),
        )
    },
    "difference": "share with less share without, of twins",
    "difference_low": "lower end of its 95% interval",
    "difference_high": "upper end",
}


def described(answer: Mapping[str, Any], variable: str, here: str) -> dict[str, Any]:
    """Return what the files of an answer, or of one of its charts, hold.

    Args:
        answer: as the interface gives it.
        variable: of the chart; "" for the table of all figures and the histories.
        here: address of the server, to which links lead.

    Returns:
        Plain data: `what`, `unit`, `columns`, `source`, `assumptions`, `question`, `histories`, `seed`, `version`,
        `fingerprint`, `key`, `link`, `data`, `license`.
    """
    question = answer["question"]
    query = question["query"]
    return {
        "what": {lang: _what(answer, variable, lang) for lang in LANGUAGES},
        "unit": _unit(answer, variable),
        "columns": OUTCOME_COLUMNS if variable in OUTCOMES else FAN_COLUMNS if variable else COLUMNS,
        "source": _source(answer, variable),
        "assumptions": _assumptions(answer, variable),
        "question": {lang: charts.asked(question, lang) for lang in LANGUAGES},
        "histories": answer["done"],
        "seed": question["seed"],
        "version": answer["version"],
        "fingerprint": answer["fingerprint"],
        "key": answer["key"],
        "link": f"{here}/en/?{query}",
        "data": f"{here}/api/v1/answer?{query}",
        "license": LICENCE,
    }  # fmt: skip


def _what(answer: Mapping[str, Any], variable: str, lang: Lang) -> str:
    _ = translator(lang)
    if not variable:
        return _("All figures of an answer, or its histories, with and without the change")
    if variable in OUTCOMES:
        return charts.outcomes_title(answer, lang, OUTCOMES[variable])
    return _(
        "%(title)s, %(unit)s: median, middle half and nine tenths of the histories, by month.",
        title=variable_name(variable, lang, answer["question"].get("theory", BOOK)),
        unit=unit_name(answer["fans"][variable]["unit"], lang),
    )


def _unit(answer: Mapping[str, Any], variable: str) -> str:
    if not variable:
        return "of each row: its column 'unit'"
    return "share" if variable in OUTCOMES else answer["fans"][variable]["unit"]


def _source(answer: Mapping[str, Any], variable: str) -> dict[str, Any]:
    shown = [variable] if variable in answer["fans"] else [] if variable else [*answer["fans"]]
    recorded = [p["source"] for v in shown for p in answer["record"].get(v, [])]
    return {
        "simulated": f"Thermidor {answer['version']}, theory '{answer['question'].get('theory', BOOK)}'",
        "book": book(),
        "recorded": [*dict.fromkeys(recorded)],
    }


def _assumptions(answer: Mapping[str, Any], variable: str) -> list[str]:
    question = answer["question"]
    theory = question.get("theory", BOOK)
    shares = basis_shares([c for c in constants(theory) if c["kind"] != "absent"])
    found = [
        "Every history is simulated by a model of one book; none is a record of what happened.",
        "A share says what follows from the rules and constants of the model. Its interval is that of the count of "
        "histories and says nothing of whether the rules hold.",
        f"Constants stand at their point values; {shares['assumption']['share']:.0%} of them rest on assumption.",
        f"Both arms follow the record to {month(question['branch'], 'en')} and are free after it."
        if question.get("branch")
        else "Both arms are free from January 1917.",
    ]  # fmt: skip
    if variable not in answer["fans"]:
        found += [
            f"The change ({d['path']}) acts directly on what is read by {', '.join(d['codings'])}: there the figures "
            "restate the question."
            for d in answer["defined_by"]
        ]
        named = [OUTCOMES[variable]] if variable else [*OUTCOMES.values()]
        found += [f"{c.title}: {c.grounds.assumption}" for c in CODINGS if c.name in named]
    else:
        found.append(f"{variable}: {registry(theory).outputs[variable].grounds.assumption}")
    return [text for text in found if not text.endswith(": ")]


__all__ = ["described"]
