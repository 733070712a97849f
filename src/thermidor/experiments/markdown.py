"""Tables of the experiments' pages, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()
) -> list[str]:
    """Lines of a table.

    Args:
        heads: of the columns.
        rows: a cell for each column.
        right: numbers of the columns that are set to the right.

    Returns:
        Heads, rule and rows.

    Example:
        >>> table(("year", "dead"), [("1921", "5")], right=[1])
        ['| year | dead |', '|---|---:|', '| 1921 | 5 |']
    """
    rule = "".join("---:|" if i in right else "---|" for i in range(len(heads)))
    return [f"| {' | '.join(heads)} |", f"|{rule}", *(f"| {' | '.join(row)} |" for row in rows)]


__all__ = ["table"]
