"""The model's answer to the question of the book, as sentences that follow from the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

from thermidor.codings import ELSEWHERE
from thermidor.glossary import Term, outcomes, terms
from thermidor.plots.labels import name, percent
from thermidor.report.summary import Estimate, Summary

QUESTION = "Was the counter-revolution a fatality, or the result of precise conditions?"


def headline(summary: Summary) -> str:
    """Return what share of the histories end with no say left below, by each coding.

    A model that gives out too little to be coded is told by its own ladder, and the sentence says so.

    Example:
        >>> headline(summary)
        'At the end those below have lost all say over those who rule in 47% of 512 histories (43% to 52%) by ...'
    """
    found = summary.codings.ending
    if not found:
        e = summary.ladder
        return (
            f"This model cannot be coded from outside; by the ladder of its own rules {e.count:,} of {e.total:,} histories "
            f"({percent(e.p)}; 95% interval {interval(e)}) come to Thermidor, or go beyond it, at some time."
        )
    (first, e), *others = found.items()
    shares = [
        f"in {percent(e.p)} of {e.total:,} histories ({interval(e)}) by the coding '{first}'",
        *(f"in {percent(e.p)} ({interval(e)}) by '{n}'" for n, e in others),
    ]
    return f"At the end those below have lost all say over those who rule {listed(shares)}."


def by_codings(summary: Summary) -> list[str]:
    """Return how often the codings agree, what was lost on the way, and what came where October did not last.

    Nothing where there is no coding.

    Example:
        >>> by_codings(summary)[0]
        'Of the months under soviet power the codings agree on that as follows: book and regime in 95%, ...'
    """
    codings = summary.codings
    if not codings.ending:
        return []
    lines = []
    if known := {pair: p for pair, p in codings.agreement.items() if not isnan(p)}:
        agreed = [f"{pair.replace('-', ' and ')} in {percent(p)}" for pair, p in known.items()]
        lines.append(
            f"Of the months under soviet power the codings agree on that as follows: {listed(agreed)}."
        )
    ever = [f"{percent(e.p)} by '{n}'" for n, e in codings.closed.items()]
    lines.append(f"At some time, for good or not, it was lost in {listed(ever)}.")
    lines.append(_instead(summary))
    for n, found in codings.outcomes.items():
        ranked = sorted(found.items(), key=lambda item: -item[1].p)
        ends = [f"{percent(e.p)} {name(c)}" for c, e in ranked if e.count and c not in ELSEWHERE]
        if ends:
            lines.append(
                f"Where soviets rule at the end, of all histories the coding '{n}' calls {listed(ends)}."
            )
    return lines


def listed(parts: Sequence[str]) -> str:
    """Return parts as a list in a sentence.

    Example:
        >>> listed(["one", "two", "three"])
        'one, two and three'
    """
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _instead(summary: Summary) -> str:
    first = next(iter(summary.codings.outcomes.values()))
    found = sorted(
        ((c, e) for c, e in first.items() if c in ELSEWHERE and e.count), key=lambda x: -x[1].p
    )
    if not found:
        return "In no history did October fail to come, or was it undone from outside."
    share = sum(e.count for _, e in found) / found[0][1].total
    came = listed([f"{name(c)} {percent(e.p)}" for c, e in found])
    return f"In {percent(share)} October never came or was undone, and what stands in its place at the end is: {came}."


def meaning(summary: Summary) -> list[str]:
    """Return what the numbers mean, without claiming more than they carry."""
    return [
        sentence
        for sentence in (_fatality(summary), _certainty(summary), _failures(summary), _limits())
        if sentence
    ]


def definitions(summary: Summary) -> list[str]:
    """Return one line for each set of codings that the scenario only restates; none for most scenarios."""
    return str(summary.manifest.get("by_definition") or "").splitlines()


def words(summary: Summary) -> list[Term]:
    """Return the words of the glossary that the report uses: terms, codings, groups, names of ends that occur."""
    seen = {c for found in summary.codings.outcomes.values() for c, e in found.items() if e.count}
    seen |= {c for c, e in summary.ends.items() if e.count}
    return [t for t in terms().values() if t.id not in outcomes() or t.id in seen]


def interval(estimate: Estimate) -> str:
    """Return an interval in words.

    Example:
        >>> interval(Estimate(0.5, 0.4, 0.6, 50, 100))
        '40% to 60%'
    """
    return f"{percent(estimate.low)} to {percent(estimate.high)}"


def _fatality(summary: Summary) -> str:
    e = summary.lost
    elsewhere = e.total - e.count - summary.failed
    if e.count == 0:
        return (
            f"In no history is it lost. That does not make it impossible: the interval goes up to {percent(e.high)}. "
            "It does mean that the model, so set, does not account for what happened."
        )
    if elsewhere == 0:
        return (
            "It is lost in every history that ran to its end: in this ensemble the question stays closed. "
            f"A count is no proof of fatality, since the interval goes down to {percent(e.low)}; "
            "what the conditions do has to be read from the comparisons."
        )
    likely = (
        "The loss is very likely" if e.low > 0.9
        else "The loss is more likely than not" if e.low > 0.5
        else "The loss is less likely than not" if e.high < 0.5
        else "The loss is about as likely as not"
    )  # fmt: skip
    coding = " by the book's coding" if summary.codings.ending else ""
    return (
        f"{likely}{coding} under these starting conditions, and the same rules lead elsewhere in {elsewhere:,} other "
        f"{'history' if elsewhere == 1 else 'histories'}. In the model it is therefore no fatality: "
        "it comes about where its conditions meet."
    )


def _certainty(summary: Summary) -> str:
    outcomes = summary.ends
    if not outcomes:
        return ""
    first, best = max(outcomes.items(), key=lambda item: item[1].p)
    if best.p == 1:
        return (
            f"All histories end in one outcome ({name(first)}); even so, {best.total:,} histories "
            f"allow it a probability as low as {percent(best.low)}."
        )
    return f"No outcome has probability 1: the most frequent one ({name(first)}) ends {percent(best.p)} of the histories ({interval(best)})."


def _failures(summary: Summary) -> str:
    if not summary.failed:
        return ""
    e = summary.lost
    reasons = ", ".join(f"{reason}: {count:,}" for reason, count in summary.failures.items())
    return (
        f"{summary.failed:,} of {summary.histories:,} histories broke off ({reasons}). They are counted as such; had all of them "
        f"ended so, the share would be {(e.count + summary.failed) / e.total:.1%} instead of {e.p:.1%}."
    )


def _limits() -> str:
    return (
        "These are probabilities in a model of one author's thesis, not of the past itself. The intervals carry the chance between "
        "histories; they do not carry the doubt about the rules and the parameters, which the last section lists."
    )
