"""What can be wrong with a scenario, said in one line."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class BadScenario(ValueError):
    """A scenario that cannot be run; its one line of text says what, where, and what would be right.

    Args:
        text: what is wrong.
        source: file or scenario in which it is wrong.
        line: line of the file, counted from 1.

    Example:
        >>> print(BadScenario("'valuee' is no key of an operation; nearest: value", "mine.yaml", 7))
        mine.yaml:7: 'valuee' is no key of an operation; nearest: value
    """

    def __init__(self, text: str, source: str | None = None, line: int | None = None):
        place = ":".join(str(part) for part in (source, line) if part is not None)
        self.source, self.line = source, line
        super().__init__(one_line(f"{place}: {text}" if place else text))


def one_line(text: str) -> str:
    """The text with line breaks and unprintable characters made visible, on one line."""
    words = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def shown(value: object, width: int = 60) -> str:
    """A value as an error message quotes it: short, on one line."""
    text = repr(value[:width] if isinstance(value, str) else value)
    return text if len(text) <= width else f"{text[: width - 3]}..."


def nearest(name: str, known: Iterable[str], cutoff: float = 0.66) -> str:
    """The end of a message that suggests names like the one written, or nothing.

    Args:
        name: as written.
        known: the names to choose from.
        cutoff: how alike they must be, 0 to 1.

    Returns:
        The end of an error message.

    Example:
        >>> nearest("titlee", ["title", "summary"])
        '; nearest: title'
    """
    near = difflib.get_close_matches(name[:100], list(known), n=3, cutoff=cutoff)
    return f"; nearest: {', '.join(near)}" if near else ""
