"""What a check finds, as data: does it pass, by what figure, and what is to blame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

MARGIN = 1.6
"""Factor by which a share may lie over or under its limit and still count as close to it: another seed could
put it on the other side."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        what: the rule, variable, condition or constant.
        share: in how many of those looked at, or the size of an effect.
        where: an instance, in words: which history, which month.
    """

    what: str
    share: float
    where: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"what": self.what, "share": self.share, "where": self.where}


@dataclass(frozen=True)
class Finding:
    """What one check found.

    Attributes:
        id: of the check.
        says: what must be so, in a sentence.
        passes: whether it is so.
        figure: the number on which that rests.
        faults: what is to blame, the worst first.
        close: what lies so near to a limit that another seed could judge otherwise.
    """

    id: str
    says: str
    passes: bool
    figure: float
    faults: tuple[Fault, ...] = ()
    close: frozenset[str] = field(default_factory=frozenset)

    def to_json(self) -> dict[str, Any]:
        """The form that programs read."""
        return {
            "id": self.id, "says": self.says, "passes": self.passes, "figure": self.figure,
            "blame": [f.to_json() for f in self.faults],
        }  # fmt: skip


def over_limit(
    id: str, says: str, faults: list[Fault], limit: float, figure: float | None = None
) -> Finding:
    """What a check of shares found: those over the limit are to blame.

    Args:
        id: of the check.
        says: what must be so.
        faults: everything measured.
        limit: share up to which it is no fault.
        figure: of the finding; by default how many are over the limit.

    Returns:
        The finding.
    """
    wrong = sorted((f for f in faults if f.share > limit), key=lambda f: (-f.share, f.what))
    return Finding(
        id, says, not wrong, float(len(wrong)) if figure is None else figure, tuple(wrong),
        frozenset(f.what for f in faults if limit / MARGIN <= f.share <= limit * MARGIN),
    )  # fmt: skip


__all__ = ["Fault", "Finding", "over_limit"]
