"""A history that nobody simulated, in the form that `telling.tell` gives, for tests of its page."""

from __future__ import annotations

from typing import Any

from thermidor.engine.declare import DIMENSIONS
from thermidor.experiments.milestones import MILESTONES
from thermidor.web.service.jobs import Job
from thermidor.web.service.service import Service
from thermidor.web.service.telling import AXES, FORMAT, NUMBERS

END = 8 * 12
"""Months: to the end of 1924."""


def decision(choice: str, **other: Any) -> dict[str, Any]:
    usual = {
        "element": "", "kind": "decision", "happened": True, "option": "yes", "p": 0.25,
        "forced": False,
    }  # fmt: skip
    return {"choice": choice, **usual, **other}


def vote(voter: str, weight: float, pull: float, **parts: float) -> dict[str, Any]:
    own = {"conviction": 0.0, "ignorance": 0.0, "trust": 0.0, "fear": 0.0} | parts
    side = "for" if pull >= 0 else "against"
    return {"voter": voter, "weight": weight, "for": side, "p": 0.8, "pull": pull, **own}


def ballot() -> dict[str, Any]:
    return {
        "choice": "factions.ban",
        "rule": "factions.danger_makes_unity_a_law",
        "options": ["for"],
        "shares": [0.75],
        "carries": [0.9],
        "votes": [
            vote("lenin", 0.5, 0.9, conviction=0.9),
            vote("shlyapnikov", 0.25, -0.6, conviction=-0.6),
            vote("radek", 0.15, 0.3, conviction=-0.1, fear=0.4),
        ],
        "rest": {"voters": 7, "weight": 0.1, "for": 0.5},
    }


def told(month: str, *decisions: dict[str, Any], ballots: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"month": month, "decisions": list(decisions), "ballots": list(ballots)}


def document(*months: dict[str, Any], **other: Any) -> dict[str, Any]:
    """A document; months are told as given."""
    leaders = [
        {"id": id, "where": [["-", 0, END]], "opposed": [], "recanted": None, "weight": 0.0}
        for id in DIMENSIONS["leader"]
    ]
    by_id = {leader["id"]: leader for leader in leaders}
    by_id["lenin"].update(where=[["p", 0, 84], ["d", 84, END]], weight=0.5)
    by_id["trotsky"].update(where=[["p", 0, 90], ["o", 90, END]], opposed=[[80, END]], weight=0.2)
    by_id["stalin"].update(where=[["c", 0, 30], ["p", 30, END]], weight=0.2)
    regions = {
        layer: {name: [0] * END for name in DIMENSIONS[axis]} for layer, axis in AXES.items()
    }
    regions["soviet"]["moscow"] = [0] * 11 + [90] * (END - 11)
    regions["white"]["siberia"] = [0] * 18 + [70] * (END - 18)
    regions["hunger"]["volga"] = [0] * 54 + [65] * (END - 54)
    regions["grain"]["ukraine"] = [1250] * END
    regions["loyal"]["transcaucasia"] = [44] * END
    return {
        "format": FORMAT, "query": "", "scenario": "baseline", "branch": None, "seed": 0,
        "history": 7, "stop": "1924-12", "begun": 0, "months": END, "version": "0",
        "fingerprint": "0", "identical": True, "gap": 0.0, "failure": "", "outcome": "thermidor",
        "coding": "book",
        "codings": {"book": [["thermidor", 0, END]], "regime": [["party_rule", 0, END]], "class": [["deformed", 0, 62], ["caste", 62, END]]},
        "because": {
            "book": {"60": [["filter_complete", 0.6], ["living_soviets", -0.4]]},
            "class": {"62": [["privilege", 0.5], ["strikes", -0.3]]},
        },
        "society": [
            {"what": "harvest", "month": 57, "last": 57, "most": 36_200_000.0, "sum": 45_200_000.0},
            {"what": "famine", "month": 57, "last": 66, "most": 300_000.0, "sum": 2_100_000.0},
        ],
        "regime": [["tsarism", 0, 2], ["war_communism", 2, 60], ["thermidor", 60, END]],
        "milestones": [
            {"id": m.id, "month": 53 if m.id == "m37" else None, "recorded": m.recorded}
            for m in MILESTONES
        ],
        "numbers": {name: [0.5] * 8 for name in NUMBERS},
        "secretary": [["", 0, 63], ["stalin", 63, END]],
        "leaders": leaders,
        "deciders": [[["lenin", 60], ["trotsky", 25]]] * END,
        "regions": regions,
        "told": list(months),
        "grounds": {
            "choices": {
                "factions.ban": {"system": "factions", "book": ["factions.r01"], "else": ""},
            },
            "rules": {
                "factions.danger_makes_unity_a_law": {
                    "system": "factions", "book": ["regime.r04"],
                },
            },
        },
    } | other  # fmt: skip


class Done(Service):
    """A service whose work is done, or stands as given."""

    def __init__(self, document: Any, **stands: Any):
        self.document, self.stands = document, stands
        self.found = {"history": 7, "outcome": "thermidor", "of": 3, "among": 64, "outcomes": {}}
        self.begun: list[str] = []

    def look(self, function: str, *, key: str) -> Job | None:
        if function.endswith(":typical"):
            return Job(key, function, {}, "done", 1, 1, self.found)
        if self.document is None and not self.begun:
            return None
        return self.work(function, key)

    def begin(self, function: str, *, key: str, reader: str = "", **arguments: Any) -> Job:
        self.begun.append(function)
        return self.work(function, key)

    def work(self, function: str, key: str) -> Job:
        job = Job(key, function, {}, "done", 1, 1, self.document)
        for name, value in self.stands.items():
            setattr(job, name, value)
        return job

    async def call(self, function: str, *, key: str, reader: str = "", **arguments: Any) -> Any:
        found = self.look(function, key=key)
        assert found is not None
        return found.result
