"""Where in the source a traced operation stands: the rule that asks for it, and its words."""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Mapping
from typing import Any

from jax._src import source_info_util  # pyright: ignore[reportPrivateImportUsage]

from thermidor.engine.declare import Rule


def rules_by_code(rules: Mapping[str, Rule]) -> dict[tuple[str, str], str]:
    """Find the path of a rule by its code; what wraps a function is taken off.

    Args:
        rules: by path.

    Returns:
        By file and name of the function, the path.
    """
    own = {path: inspect.unwrap(r.function).__code__ for path, r in rules.items()}
    return {(code.co_filename, code.co_name): path for path, code in own.items()}


def place_of(info: Any, rules: Mapping[tuple[str, str], str]) -> str | None:
    """Name a traced operation.

    Args:
        info: of its source, as JAX keeps it.
        rules: as `rules_by_code` gives them.

    Returns:
        "rule: expression", or None where no rule has asked for it.
    """
    for frame in source_info_util.user_frames(info.traceback):
        rule = rules.get((frame.file_name, frame.function_name.rpartition(".")[2]))
        if rule is not None:
            return f"{rule}: {_text(frame)}"
    return None


def _text(frame: Any) -> str:
    """The words of the source at a place, on one line."""
    lines = [
        linecache.getline(frame.file_name, n) for n in range(frame.start_line, frame.end_line + 1)
    ]
    if not lines or not lines[0]:
        return frame.function_name
    lines[-1] = lines[-1].encode()[: frame.end_column].decode()
    lines[0] = lines[0].encode()[frame.start_column :].decode()
    return " ".join(" ".join(lines).split())


__all__ = ["place_of", "rules_by_code"]
