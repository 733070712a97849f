"""The model's answer to the question of the book, as sentences that follow from the numbers."""

from __future__ import annotations

from thermidor.plots.labels import name, percent
from thermidor.report.summary import Estimate, Summary

QUESTION = "Was the counter-revolution a fatality, or the result of precise conditions?"


def headline(summary: Summary) -> str:
    """Return the probability of Thermidor or beyond, with its interval and its count.

    Example:
        >>> headline(summary)
        'In 412 of 500 histories (82.4%; ...) the regime reaches Thermidor or goes beyond it.'
    """
    e = summary.thermidor
    return (
        f"In {e.count:,} of {e.total:,} histories ({percent(e.p)}; 95% interval {interval(e)}) "
        "the regime reaches Thermidor, or goes beyond it, at some time."
    )


def by_codings(summary: Summary) -> list[str]:
    """Return the answer under each coding, and how often two of them agree; nothing where there is none.

    Example:
        >>> by_codings(summary)[0]
        'Coded by what an observer can see, ... in 46% (43% to 49%) by the coding ...'
    """
    codings = summary.codings
    if not codings.closed:
        return []
    shares = ", ".join(
        f"{percent(e.p)} ({interval(e)}) by the coding '{n}'" for n, e in codings.closed.items()
    )
    agreed = ", ".join(f"{pair} in {percent(p)}" for pair, p in codings.agreement.items())
    lines = [
        "Coded by what an observer can see, apart from what the rules make of it, those below lose all say over those who "
        f"rule, at some time, in {shares}.",
        f"Of the months under soviet power codings agree on that: {agreed}.",
    ]
    for n, outcomes in codings.outcomes.items():
        ranked = sorted(outcomes.items(), key=lambda item: -item[1].p)
        ends = ", ".join(f"{name(c)} {percent(e.p)}" for c, e in ranked if e.count)
        lines.append(f"Ends by the coding '{n}': {ends}.")
    return lines


def meaning(summary: Summary) -> list[str]:
    """Return what the numbers mean, without claiming more than they carry."""
    return [
        sentence
        for sentence in (_fatality(summary), _certainty(summary), _failures(summary), _limits())
        if sentence
    ]


def interval(estimate: Estimate) -> str:
    """Return an interval in words.

    Example:
        >>> interval(Estimate(0.5, 0.4, 0.6, 50, 100))
        '40% to 60%'
    """
    return f"{percent(estimate.low)} to {percent(estimate.high)}"


def _fatality(summary: Summary) -> str:
    e = summary.thermidor
    elsewhere = e.total - e.count - summary.failed
    if e.count == 0:
        return (
            f"No history reaches Thermidor. That does not make it impossible: the interval goes up to {percent(e.high)}. "
            "It does mean that the model, so set, does not account for what happened."
        )
    if elsewhere == 0:
        return (
            "Every history that ran to its end reaches Thermidor: in this ensemble the question stays closed. "
            f"A count is no proof of fatality, since the interval goes down to {percent(e.low)}; "
            "what the conditions do has to be read from the comparisons."
        )
    likely = (
        "Thermidor is very likely" if e.low > 0.9
        else "Thermidor is more likely than not" if e.low > 0.5
        else "Thermidor is less likely than not" if e.high < 0.5
        else "Thermidor is about as likely as not"
    )  # fmt: skip
    return (
        f"{likely} under these starting conditions, and the same rules lead elsewhere in {elsewhere:,} other "
        f"{'history' if elsewhere == 1 else 'histories'}. In the model it is therefore no fatality: "
        "it comes about where its conditions meet."
    )


def _certainty(summary: Summary) -> str:
    if not summary.outcomes:
        return ""
    first, best = max(summary.outcomes.items(), key=lambda item: item[1].p)
    if best.p == 1:
        return (
            f"All histories end in one outcome ({name(first)}); even so, {best.total:,} histories "
            f"allow it a probability as low as {percent(best.low)}."
        )
    return f"No outcome has probability 1: the most frequent one ({name(first)}) ends {percent(best.p)} of the histories ({interval(best)})."


def _failures(summary: Summary) -> str:
    if not summary.failed:
        return ""
    e = summary.thermidor
    reasons = ", ".join(f"{reason}: {count:,}" for reason, count in summary.failures.items())
    return (
        f"{summary.failed:,} of {summary.histories:,} histories broke off ({reasons}). They are counted as such; had all of them "
        f"reached Thermidor, its share would be {(e.count + summary.failed) / e.total:.1%} instead of {e.p:.1%}."
    )


def _limits() -> str:
    return (
        "These are probabilities in a model of one author's thesis, not of the past itself. The intervals carry the chance between "
        "histories; they do not carry the doubt about the rules and the parameters, which the last section lists."
    )
