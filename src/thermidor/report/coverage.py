"""How much of the record the model implements, and why not the rest: honest zeros included."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from thermidor.cases import Case, shipped_cases
from thermidor.codings import definers
from thermidor.engine.registry import Registry
from thermidor.record import load
from thermidor.report.excuses import REASONS, Excuse, Held, excuses, implementers
from thermidor.theories import lequenne


@dataclass(frozen=True)
class Account:
    """One system of the record beside the model.

    Attributes:
        system: its id.
        rules: rule of the record -> rules of the model that implement it, and classes of the codings that name
            months as it defines them; none or more.
        reasons: rule of the record -> why no rule does, where that is said.
        state: state variable -> where the model keeps it or why not; None where nothing is said yet.
        read: rule of the record -> how it stands beside its page, for the rules that the model implements:
            `whole`, `part`, `name` or `unread`.
    """

    system: str
    rules: dict[str, list[str]]
    reasons: dict[str, str]
    state: dict[str, Held | None]
    read: dict[str, str]

    @property
    def counts(self) -> dict[str, int]:
        """Rules and state variables: all, in the model, excused."""
        held = [h for h in self.state.values() if h]
        return {
            "rules": len(self.rules),
            "rules_implemented": sum(map(bool, self.rules.values())),
            "rules_whole": sum(word == "whole" for word in self.read.values()),
            "rules_part": sum(word == "part" for word in self.read.values()),
            "rules_name": sum(word == "name" for word in self.read.values()),
            "rules_unread": sum(word == "unread" for word in self.read.values()),
            "rules_excused": len(self.reasons),
            "state": len(self.state),
            "state_modelled": sum(bool(h.paths) for h in held),
            "state_excused": sum(bool(h.reason) for h in held),
        }


def accounts(
    registry: Registry | None = None, called: Collection[str] | None = None
) -> list[Account]:
    """All systems of the record, in its order.

    Args:
        registry: of the model; of the book's where nothing is said.
        called: rules that a month calls; all where nothing is said.
    """
    registry = registry or lequenne().registry
    file, done = excuses(), implementers(registry, called)
    for id, classes in definers(registry.outputs).items():
        done[id] = [*done.get(id, []), *classes]
    found = []
    for id, system in load().systems.items():
        ids = [r.id for r in system.rules]
        held = file.state.get(id, {})
        found.append(
            Account(
                system=id,
                rules={r: done.get(r, []) for r in ids},
                reasons={r: why(file.rules[r]) for r in ids if r in file.rules and r not in done},
                state={v.variable: held.get(v.variable) for v in system.state},
                read={r: beside_the_page(r) for r in ids if done.get(r)},
            )
        )
    return found


def beside_the_page(rule: str, cases: Collection[Case] | None = None) -> str:
    """How the model does what a page says of a rule, by the cases written from the page.

    Args:
        rule: of the record, one that the model implements.
        cases: to judge by; those that come with the package where nothing is said.

    Returns:
        `whole` where every case passes, `part` where some do, `name` where none does, `unread` where
        nobody has written one from the page.
    """
    known = shipped_cases() if cases is None else cases
    fails = [c.fails is not None for c in known if c.rule == rule and c.written_from == "page"]
    if not fails:
        return "unread"
    return "name" if all(fails) else "part" if any(fails) else "whole"


HEADS = {
    "rules": "rules",
    "rules_implemented": "implemented",
    "rules_whole": "whole",
    "rules_part": "part",
    "rules_name": "name only",
    "rules_unread": "unread",
    "rules_excused": "excused",
    "state": "state variables",
    "state_modelled": "modelled",
    "state_excused": "excused",
}


def markdown() -> str:
    """The counts of all systems, then rule by rule and variable by variable.

    Returns:
        Markdown, from its second level of headings on; what is said above it stands in the documentation.
    """
    found = accounts()
    lines = [
        "## Counts\n",
        f"| system | {' | '.join(HEADS.values())} |",
        "|---|" + "---:|" * len(HEADS),
    ]
    for one in found:
        lines.append(f"| {one.system} | {' | '.join(str(n) for n in one.counts.values())} |")
    total = [sum(one.counts[key] for one in found) for key in HEADS]
    lines.append(f"| **all** | {' | '.join(map(str, total))} |")
    lines.append("\n## Left out, with reasons\n")
    lines += [f"- **{r}**, {reason}" for one in found for r, reason in one.reasons.items()]
    lines.append("\n## Which rule implements what\n")
    for one in found:
        done = "; ".join(f"{r} ({', '.join(by)})" for r, by in one.rules.items() if by)
        lines += [f"- **{one.system}**: {done}"] if done else []
    lines.append("\n## Where the state is\n")
    for one in found:
        if any(one.state.values()):
            lines += [f"### {one.system}\n", "| variable | in the model |", "|---|---|"]
            lines += [f"| {name} | {place(held)} |" for name, held in one.state.items()]
            lines.append("")
    lines.append("## Ids that do not count\n")
    lines += [f"- {m.rule} carries {m.id}: {m.why}." for m in excuses().misattributed]
    return "\n".join(lines).rstrip() + "\n"


def why(excuse: Excuse) -> str:
    """Why no rule of the model does what a rule of the record says, in words.

    Args:
        excuse: what the file says of it.
    """
    see = f" See {', '.join(excuse.see)}." if excuse.see else ""
    return f"{REASONS[excuse.because]}: {excuse.reason}{see}"


def place(held: Held | None, mark: str = "`") -> str:
    """Where a state variable is, in words.

    Args:
        held: what the file says of it.
        mark: put around each path.
    """
    if held is None:
        return "not yet"
    if held.reason:
        return f"not modelled: {held.reason}"
    where = ", ".join(f"{mark}{p}{mark}" for p in held.paths)
    return where + (f" ({held.but})" if held.but else "")
