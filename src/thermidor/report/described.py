"""What the charts and tables of a report are, for the description that is saved beside each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from thermidor.experiments.cf import LICENCE
from thermidor.report.conditions import book
from thermidor.report.manifest import command
from thermidor.report.summary import Summary
from thermidor.theories import BOOK


def described(summary: Summary, parameters: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the descriptions of all charts of a report have in common.

    Args:
        summary: of the ensemble.
        parameters: mappings with basis.

    Returns:
        Plain data: `source`, `assumptions`, `histories`, `seed`, `version`, `link` (the command that gives the report
        again), `license`.
    """
    manifest = summary.manifest
    bases = [str(p.get("basis") or "not said") for p in parameters]
    assumed = bases.count("assumption") / len(bases) if bases else None
    drawn = manifest.get("parameters") == "prior"
    start = manifest.get("branch")
    return {
        "source": {
            "simulated": f"Thermidor {manifest.get('version', '')}, theory '{manifest.get('theory', BOOK)}', "
            f"scenario '{manifest.get('scenario', 'baseline')}'",
            "book": book(),
        },
        "assumptions": [
            "Every history is simulated by a model of one book; none is a record of what happened.",
            "A share says what follows from the rules and constants of the model. Its interval is that of the count of "
            "histories and says nothing of whether the rules hold.",
            f"Constants {'are drawn from their ranges' if drawn else 'stand at their point values'}"
            + ("." if assumed is None else f"; {assumed:.0%} of them rest on assumption."),
            f"The histories follow the record to {start} and are free after it."
            if start
            else "The histories are free from January 1917.",
        ],
        "histories": summary.histories,
        "seed": manifest.get("seed"),
        "version": str(manifest.get("version", "")),
        "link": command(manifest),
        "license": LICENCE,
    }  # fmt: skip


__all__ = ["described"]
