"""How much of the record the model implements: system by system, honest zeros included."""

from __future__ import annotations

from thermidor.model import lequenne
from thermidor.record import load


def markdown() -> str:
    """A table of the record's systems with the rules that the model implements.

    Returns:
        Markdown; below the table the ids implemented, by system.
    """
    record, registry = load(), lequenne().registry
    by_id: dict[str, list[str]] = {}
    for rule in registry.rules.values():
        for id in rule.implements:
            by_id.setdefault(id, []).append(rule.name)
    lines = [
        "# Coverage\n",
        "A rule of the record counts as implemented when a named rule of the model, with a switch, "
        "carries its id. What is not listed is not modelled yet.\n",
        "| system | rules of the record | implemented |",
        "|---|---:|---:|",
    ]
    details = ["\n## Which rules\n"]
    total = done = 0
    for id, system in record.systems.items():
        rules = [r.id for r in system.rules]
        found = [r for r in rules if r in by_id]
        total, done = total + len(rules), done + len(found)
        lines.append(f"| {id} | {len(rules)} | {len(found)} |")
        if found:
            details.append(
                f"- **{id}**: " + "; ".join(f"{r} ({', '.join(by_id[r])})" for r in found)
            )
    lines.append(f"| **all** | {total} | {done} |")
    return "\n".join([*lines, *details]) + "\n"
