"""An answer as the interface gives it, made up: what the charts, files and sentences are tested on."""

from __future__ import annotations

from typing import Any

MONTHS = [f"{1917 + n // 12}-{n % 12 + 1:02d}" for n in range(288)]


def share(p: float) -> dict[str, float]:
    return {"p": p, "low": max(0.0, p - 0.1), "high": min(1.0, p + 0.1)}


def fan(top: float) -> dict[str, list[float]]:
    levels = {"q05": 0.2, "q25": 0.4, "median": 0.5, "q75": 0.6, "q95": 0.8}
    return {q: [top * part * n / 287 for n in range(288)] for q, part in levels.items()}


def answer(**question: Any) -> dict[str, Any]:
    asked = {
        "scenario": "baseline", "against": "baseline", "set": ["membership.levy=forbid"], "branch": None,
        "stop": "1940-12", "histories": 64, "seed": 0, "show": ["party.members", "party.fear"], "query": "set=membership.levy%3Dforbid&n=64",
        **question,
    }  # fmt: skip
    with_it = {"thermidor": 0.25, "brumaire": 0.5, "soviet_democracy": 0.25, "restoration": 0.0}
    without = {"thermidor": 0.5, "brumaire": 0.5, "soviet_democracy": 0.0, "restoration": 0.0}

    def change(coding_with: dict[str, float], coding_without: dict[str, float]) -> dict[str, Any]:
        return {
            k: {
                "with": share(coding_with[k]), "without": share(coding_without[k]),
                "difference": {"d": coding_with[k] - coding_without[k], "low": -0.4, "high": 0.3},
            }
            for k in coding_with
        }  # fmt: skip

    lost = change({"lost": 0.75}, {"lost": 1.0})["lost"]
    return {
        "key": "0" * 64,
        "question": asked,
        "done": 64,
        "wanted": 64,
        "complete": True,
        "outcomes": {k: share(p) for k, p in with_it.items()},
        "outcomes_against": {k: share(p) for k, p in without.items()},
        "difference": {k: {"d": with_it[k] - without[k], "low": -0.4, "high": 0.3} for k in with_it},
        "reached": {
            "event": "no_say_from_below", "with": share(0.75), "without": share(1.0),
            "difference": {"d": -0.25, "low": -0.36, "high": -0.14},
        },
        "codings": {
            "book": change(with_it, without),
            "regime": change({"party_rule": 0.5, "contested": 0.5}, {"party_rule": 1.0, "contested": 0.0}),
            "class": change({"caste": 1.0}, {"caste": 1.0}),
        },
        "closed": {"book": lost, "regime": lost, "class": lost},
        "moves_most": {
            "coding": "regime", "when": "end", "name": "contested", "beyond_chance": True, "with": share(0.5), "without": share(0.0),
            "difference": {"d": 0.5, "low": 0.38, "high": 0.62},
        },
        "defined_by": [{"path": "membership.levy", "reads": ["party.levy"], "codings": ["book"]}],
        "milestones": [
            {"id": "m53", "name": "", "share": 0.9, "low": 0.8, "high": 1.0, "median": "1924-05", "q05": "1922-01",
             "q95": "1930-01", "recorded": "1924-01", "against": share(0.8), "difference": {"d": 0.1, "low": 0.0, "high": 0.2}, "shift": -3.0},
        ],
        "necessity": {"event": "no_say_from_below", "base": 64, **share(0.25)},
        "sufficiency": {"event": "no_say_from_below", "base": 16, "p": 0.5, "low": 0.3, "high": 0.7},
        "parting": {"never": share(0.2), "q05": "1924-02", "median": "1924-04", "q95": "1925-01"},
        "fans": {
            "party.members": {"unit": "persons", "months": MONTHS, "with": fan(2e6), "without": fan(3e6)},
            "party.fear": {"unit": "share of something", "months": MONTHS, "with": fan(0.8), "without": fan(1)},
        },
        "record": {"party.members": [], "party.fear": []},
        "tile": 32, "version": "0.1.0", "fingerprint": "f",
    }  # fmt: skip
