"""French names that readers see on the pages of the explorer and that the record does not carry itself.

They lie with the explorer's other words; the search has to find what a page shows.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

from ._files import fingerprint, keep, kept, parse_yaml

WEB = Path(__file__).parent.parent / "web"
NAMES = WEB / "words" / "locale" / "names.yaml"
EVENTS = WEB / "pages" / "data" / "history.yaml"

KINDS = {"recorded": "milestone", "milestones": "milestone", "decisions": "decision", "leaders": "leader", "systems": "system"}  # fmt: skip
"""Parts of the file of names, and the kinds of entries that they name."""


def sources() -> tuple[bytes, ...]:
    """The files that hold these names."""
    return tuple(path.read_bytes() for path in (NAMES, EVENTS))


@functools.cache
def french_names() -> dict[tuple[str, str], tuple[str, ...]]:
    """French names by kind and id of the entry.

    Example:
        >>> french_names()["milestone", "m122"]
        ('Livret de travail obligatoire',)
    """
    state = fingerprint(*sources())
    found = kept("french", state)
    if found is None:
        names = parse_yaml(NAMES.name, NAMES.read_bytes())
        events = parse_yaml(EVENTS.name, EVENTS.read_bytes())["events"]
        rows = [
            [kind, str(id), named["fr"]]
            for part, kind in KINDS.items()
            for id, named in names[part].items()
            if named.get("fr")
        ]
        rows += [["event", str(id), name] for id, name in events.items()]
        found = json.dumps(rows, ensure_ascii=False).encode()
        keep("french", state, found)
    out: dict[tuple[str, str], dict[str, None]] = {}
    for kind, id, name in json.loads(found):
        out.setdefault((kind, id), {})[name] = None
    return {key: tuple(names) for key, names in out.items()}
