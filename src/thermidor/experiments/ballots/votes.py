"""One ballot seen from close: who sat, what pulled each, how he is recorded to have voted."""

from __future__ import annotations

from typing import Any

import numpy as np

from thermidor.experiments.ballots.constants import constants
from thermidor.experiments.ballots.draws import explain
from thermidor.experiments.ballots.electorate import electorate
from thermidor.experiments.ballots.encoding import Encoding, results
from thermidor.experiments.ballots.scores import CENTRAL, compare_one, simulate
from thermidor.record import load

PARTS = ("conviction", "ignorance", "trust", "fear")


def close_up(encoding: Encoding) -> dict[str, Any]:
    """One ballot with its options, its voters and its distribution.

    Args:
        encoding: what was known before it.

    Returns:
        The comparison, `options` by key, and `voters`, each with his pull towards every option by part.
        Ignorance is what a voter loses of his conviction because he has not been shown the matter.
    """
    row = compare_one(encoding, constants()).to_json()
    row |= {"cites": list(encoding.cites), "assumption": encoding.assumption, "body": encoding.body}
    if not encoding.runs:
        return {**row, "options": {}, "voters": []}
    return {**row, "options": _options(encoding), "voters": voters(encoding)}


def voters(encoding: Encoding) -> list[dict[str, Any]]:
    """Each row of voters: votes, pull by option and part, probability of each option, recorded vote.

    Args:
        encoding: what was known before the ballot.
    """
    who = electorate(encoding)
    verdict = explain(who, constants())
    recorded = {v.actor: v.option or v.vote for v in load().ballots[encoding.id].votes}
    pulls = {part: np.asarray(getattr(verdict, part), float) for part in PARTS}
    choices = np.asarray(verdict.choices, float)
    return [
        {
            "name": name,
            "named": bool(who.person[r]),
            "votes": float(who.votes[r]),
            "pull": {
                o: {part: float(pulls[part][r, k]) for part in PARTS}
                for k, o in enumerate(who.options)
            },
            "probability": {o: float(choices[r, k]) for k, o in enumerate(who.options)},
            "abstains": float(1.0 - choices[r].sum()),
            "recorded": recorded.get(name),
        }
        for r, name in enumerate(who.names)
    ]


def _options(encoding: Encoding) -> dict[str, Any]:
    drawn = simulate(encoding, constants())
    meanings, result = load().ballots[encoding.id].options, results()[encoding.id]
    found = {}
    for k, (option, words) in enumerate(encoding.options.items()):
        low, median, high = np.quantile(drawn.share[:, k], (CENTRAL[0], 0.5, CENTRAL[1]))
        found[option] = {
            "meaning": meanings.get(option, "refuse it"),
            "direction": list(words),
            "low": float(low),
            "median": float(median),
            "high": float(high),
            "first": float(drawn.first[k]),
            "votes": result.votes.get(option),
            "line": option == encoding.line,
        }
    return found
