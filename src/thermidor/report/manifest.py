"""What suffices to run an ensemble again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any

OPTIONS = ("histories", "seed", "start", "stop", "branch", "theory")


def command(manifest: Mapping[str, Any]) -> str:
    """Return the command that runs the ensemble again.

    Example:
        >>> command({"scenario": "baseline", "histories": 500, "seed": 0})
        'thermidor run baseline --histories 500 --seed 0'
    """
    words = ["thermidor", "run", str(manifest.get("scenario") or "baseline")]
    for option in OPTIONS:
        if manifest.get(option) not in (None, ""):
            words += [f"--{option}", str(manifest[option])]
    return shlex.join(words)
