"""What a claim measures of a variable, in words, and in which unit its effect is told."""

from __future__ import annotations

from thermidor.experiments.metric import CROSSING, Metric
from thermidor.plots.labels import is_share
from thermidor.theories import BOOK, theory
from thermidor.web.marks import N_
from thermidor.web.pages.history_words import element_name, element_of, template_of, words
from thermidor.web.words.i18n import Lang, number, percent, translator
from thermidor.web.words.names import unit_name, variable_name

HOW = {
    "mean": N_("mean of %(when)s"),
    "max": N_("highest value in %(when)s"),
    "min": N_("lowest value in %(when)s"),
    "sum": N_("sum of %(when)s"),
    "first": N_("at the beginning of %(when)s"),
    "last": N_("at the end of %(when)s"),
    "change": N_("change over %(when)s"),
    "ratio": N_("the end over the beginning of %(when)s"),
}
"""How the months of a window become one number; a window is written by whoever calls."""

SUMMED = {"persons a month": "persons", "tonnes a month": "tonnes"}
"""Units of a sum over months."""


def variable_words(metric: Metric, when: str, earlier: str, lang: Lang) -> str:
    """What a metric of a variable measures.

    Args:
        metric: of a variable, an event or a decision.
        when: its months in words.
        earlier: those with which they are compared, "" for none.
        lang: of the words.
    """
    _ = translator(lang)
    kind, _colon, rest = metric.of.partition(":")
    if kind == "taken":
        known = words()["choices"].get(template_of(rest.removesuffix(".outcome")))
        known = words()["choices"].get(template_of(rest), known)
        if not known:
            return ""
        what = known[lang].format(who=element_name(element_of(rest), lang))
        return _("Whether it happens in %(when)s: %(what)s", what=what, when=when)
    if kind == "event":
        said = crossing_words(rest, lang)
        if metric.reduce == "month":
            return _("When it comes in %(when)s: %(what)s", what=said, when=when)
        return _("Whether it comes in %(when)s: %(what)s", what=said, when=when)
    name = variable_name(metric.of, lang)
    if metric.per is not None:
        other = variable_name(metric.per, lang)
        name = _("%(name)s over %(other)s", name=name, other=other[:1].lower() + other[1:])
    single = metric.window[0] == metric.window[1] and metric.reduce in ("first", "last", "mean")
    how = when if single else _(HOW[metric.reduce], when=when)
    if earlier:
        form = N_("%(how)s less that of %(earlier)s") if metric.by == "change" else N_("%(how)s over that of %(earlier)s")  # fmt: skip
        how = _(form, how=how, earlier=earlier)
    if metric.above is not None:
        return _("Whether above %(level)s: %(name)s, %(how)s", level=_level(metric, metric.above, lang), name=name, how=how)  # fmt: skip
    if metric.below is not None:
        return _("Whether below %(level)s: %(name)s, %(how)s", level=_level(metric, metric.below, lang), name=name, how=how)  # fmt: skip
    return _("%(name)s: %(how)s", name=name, how=how)


def crossing_words(event: str, lang: Lang) -> str:
    """A variable that passes a level, in words.

    Example:
        >>> crossing_words("mood.discontent > 0.5", "en")
        'Discontent above 0.5'
    """
    _ = translator(lang)
    found = CROSSING.fullmatch(event)
    if found is None:
        return event
    name, level = variable_name(found["name"], lang), _amount(found["name"], float(found["level"]), lang)  # fmt: skip
    if found["side"] == ">":
        return _("%(name)s above %(level)s", name=name, level=level)
    return _("%(name)s below %(level)s", name=name, level=level)


def _level(metric: Metric, value: float, lang: Lang) -> str:
    if metric.comparison == "ratio" or metric.per is not None or metric.reduce == "sum":
        return number(value, lang, 4)
    return _amount(metric.of, value, lang)


def _amount(variable: str, value: float, lang: Lang) -> str:
    return percent(value, lang) if is_share(unit_of(variable)) else number(value, lang, 4)


def unit_of(variable: str) -> str:
    """The unit of an output variable as it is declared; "" for one that the book's model does not have."""
    found = theory(BOOK).registry.outputs.get(variable)
    return found.unit if found is not None else ""


def with_unit(metric: Metric, shown: str, lang: Lang) -> str:
    r"""An effect on a metric with the unit in which it is told.

    Args:
        metric: that the effect is on.
        shown: the effect as a number.
        lang: of the words.

    Example:
        >>> with_unit(Metric(of="party.members", at="1921-03"), "+2 000", "fr")
        '+2 000\xa0personnes'
    """
    _ = translator(lang)
    if in_points(metric):
        return _("%(value)s points", value=shown)
    if metric.of.startswith(("milestone:", "event:")) and metric.reduce == "month":
        unit = _("months")
        return f"{shown}\u00a0{unit}"
    if ":" in metric.of or metric.per is not None:
        return shown
    if metric.comparison == "ratio":
        unit = _("times the earlier value")
        return f"{shown}\u00a0{unit}"
    unit = unit_of(metric.of)
    if metric.reduce == "sum":
        unit = SUMMED.get(unit, "")
    if unit == "index 0-1":
        return _("%(value)s of an index between 0 and 1", value=shown)
    if unit in ("", "flag", "code") or is_share(unit) or unit.startswith("index"):
        return shown
    return f"{shown}\u00a0{unit_name(unit, lang)}"


def in_points(metric: Metric) -> bool:
    """Whether an effect on a metric is told in points of a share."""
    if metric.is_share:
        return True
    plain = ":" not in metric.of and metric.per is None and metric.comparison != "ratio"
    return plain and metric.reduce != "sum" and is_share(unit_of(metric.of))
