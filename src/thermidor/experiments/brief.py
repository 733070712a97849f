"""What a notebook prints of a result: a line, not all that is in it."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

MOST = 300
"""Characters of the line."""


class Brief:
    """A dataclass whose text is one short line: what can be said in a word, and how much of the rest there is."""

    def __repr__(self) -> str:
        told = ", ".join(f"{f.name}={_told(getattr(self, f.name))}" for f in fields(self))  # type: ignore[arg-type]
        text = f"{type(self).__name__}({told})"
        return text if len(text) <= MOST else f"{text[: MOST - 4]}...)"


def _told(value: Any) -> str:
    if value is None or isinstance(value, bool | int | str):
        text = repr(value)
        return text if len(text) <= 40 else f"{text[:36]}...'"
    if isinstance(value, float):
        return f"{value:.4g}"
    if hasattr(value, "__len__"):
        return f"<{len(value)}>"
    return f"<{type(value).__name__}>"


def html_of(title: str, text: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A result as a notebook shows it.

    Args:
        title: above all.
        text: one paragraph a line.
        heads: of the columns.
        rows: of the table.

    Returns:
        HTML, with nothing in it that needs a network.

    Example:
        >>> html_of("a & b", "One.", ("x",), [("1",)]).startswith("<section><h4>a &amp; b</h4><p>One.</p>")
        True
    """
    paragraphs = "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines())

    def row(cells: Sequence[str], kind: str) -> str:
        return "<tr>" + "".join(f"<{kind}>{html.escape(c)}</{kind}>" for c in cells) + "</tr>"

    body = "".join(row(cells, "td") for cells in rows)
    return (
        f"<section><h4>{html.escape(title)}</h4>{paragraphs}"
        f"<table><thead>{row(heads, 'th')}</thead><tbody>{body}</tbody></table></section>"
    )


__all__ = ["Brief", "html_of"]
