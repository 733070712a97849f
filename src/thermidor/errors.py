"""What is said of bad input: in one line, what is wrong and what would be right."""

from __future__ import annotations

import difflib
import functools
import heapq
import itertools
from collections.abc import Iterable
from typing import Any


class Sendable(Exception):
    """An error that another process gets as it was raised, whatever it was made of."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.args, self.__dict__)


def _again(kind: type[Exception], args: tuple[Any, ...], state: dict[str, Any]) -> Exception:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class BadRequest(Sendable, ValueError):
    """A wish that cannot be met; its text says what would be right."""


class BadPart(BadRequest):
    """A part of a request that cannot be.

    Args:
        part: which.
        what: is wrong.
        right: what would be.
        between: stands between the two in the message.
    """

    def __init__(self, part: str, what: str, right: str = "", between: str = ": "):
        self.part, self.what, self.right = part, what, right
        super().__init__(f"{what}{between}{right}" if right else what)


def is_bad_input(error: BaseException) -> bool:
    """Whether an error is the user's to mend.

    Args:
        error: any.

    Returns:
        True for the project's own ValueErrors and KeyErrors.

    Example:
        >>> is_bad_input(BadRequest("ask for fewer")), is_bad_input(ValueError("a fault of ours"))
        (True, False)
    """
    return isinstance(error, ValueError | LookupError) and type(error).__module__.startswith(
        "thermidor."
    )


def one_line(text: str) -> str:
    r"""The text on one line, its unprintable characters made visible.

    Example:
        >>> print(one_line("an empty\n  line\a"))
        an empty line\x07
    """
    words = " ".join(text.split())
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


def shown(value: object, width: int = 60) -> str:
    """A value as an error message quotes it: short, on one line.

    Args:
        value: any.
        width: most characters.

    Example:
        >>> shown("thermidor" * 9, width=12)
        "'thermido..."
    """
    text = repr(value[:width] if isinstance(value, str) else value)
    return text if len(text) <= width else f"{text[: width - 3]}..."


def alike(name: object, known: Iterable[str], count: int = 3, cutoff: float = 0.66) -> list[str]:
    """Names like the one written, nearest first.

    Args:
        name: as written.
        known: the names to choose from.
        count: how many at most.
        cutoff: how alike they must be, 0 to 1.

    Example:
        >>> alike("titlee", ["title", "summary"])
        ['title']
    """
    written, names = str(name)[:100], list(known)
    if len(names) > CLOSER:  # the full comparison is dear, and is made of few
        pairs = _pairs(written)
        names = heapq.nlargest(CLOSER, names, key=lambda n: len(pairs & _pairs(n)) / (8 + len(n)))
    return difflib.get_close_matches(written, names, n=count, cutoff=cutoff)


CLOSER = 60
"""Names that are compared letter by letter: those that share most pairs of letters with the one written."""


@functools.lru_cache(maxsize=16_384)
def _pairs(name: str) -> frozenset[str]:
    return frozenset(map("".join, itertools.pairwise(f"^{name}$")))


def nearest(name: object, known: Iterable[str], cutoff: float = 0.66, otherwise: str = "") -> str:
    """The end of a message that suggests names like the one written.

    Args:
        name: as written.
        known: the names to choose from.
        cutoff: how alike they must be, 0 to 1.
        otherwise: what is said where none is like it.

    Returns:
        The end of an error message.

    Example:
        >>> nearest("titlee", ["title", "summary"])
        '; nearest: title'
    """
    near = alike(name, known, cutoff=cutoff)
    return f"; nearest: {', '.join(near)}" if near else otherwise


def unknown(what: str, name: object, known: Iterable[str]) -> str:
    """One line for a name that does not exist, with the nearest ones.

    Args:
        what: kind of thing that was looked for.
        name: as written.
        known: the names there are.

    Example:
        >>> unknown("phase", "brumair", ["brumaire", "thermidor"])
        "no phase is called 'brumair'; nearest: brumaire"
    """
    return f"no {what} is called {str(name)[:100]!r}{nearest(name, known, cutoff=0.4)}"
