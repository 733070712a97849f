"""What can be wrong with a scenario, said in one line."""

from __future__ import annotations

from thermidor.errors import Sendable, one_line


class BadScenario(Sendable, ValueError):
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
