"""What suffices to run an ensemble again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

OPTIONS = (
    "histories",
    "seed",
    "start",
    "stop",
    "branch",
    "theory",
    "parameters",
    "particles",
    "conditions",
    "map",
)
"""Options with one value, by their names in the manifest."""

REPEATED = {
    "settings": "set",
    "learn_only": "learn-only",
    "not_held": "not-held",
    "figures": "figures",
}
"""Options that may be given again and again: in the manifest, and on the command line."""

SCENARIO = "scenario.yaml"
"""Name of a file for a scenario that was made in Python."""


def command(manifest: Mapping[str, Any]) -> str:
    """Return the command that runs the ensemble again.

    Args:
        manifest: attributes of the ensemble.

    Returns:
        One line; a scenario of one's own that had no file is called `scenario.yaml`, and its text stands in
        the manifest as `scenario_yaml`.

    Example:
        >>> command({"scenario": "baseline", "histories": 500, "seed": 0, "settings": "party.rate=0.2; mood.fear_lags=0"})
        'thermidor run baseline --histories 500 --seed 0 --set party.rate=0.2 --set mood.fear_lags=0'
    """
    named = SCENARIO if manifest.get("scenario_yaml") else manifest.get("scenario") or "baseline"
    words = ["thermidor", "run", str(manifest.get("scenario_file") or named)]
    for option in OPTIONS:
        if manifest.get(option) not in (None, ""):
            words += [f"--{option}", str(manifest[option])]
    if manifest.get("learn") and not manifest.get("learn_only"):
        words.append("--learn")
    for part, option in REPEATED.items():
        for value in filter(None, str(manifest.get(part) or "").split("; ")):
            words += [f"--{option}", value]
    return shlex.join(words)
