"""Constants of a vote: those of the model, and those that only the record of a ballot needs."""

from __future__ import annotations

from functools import cache

from thermidor.experiments.ballots.encoding import constants_on_file
from thermidor.theories import lequenne

OF_THE_MODEL = ("temper", "hesitation", "clientage", "weight_of_fear", "exposure", "spread")
"""What every vote of the model is counted with; each is the parameter of this name of the organs."""


@cache
def constants() -> dict[str, float]:
    """All numbers that the recorded ballots share.

    Returns:
        Values by name: the model's as the book's theory declares them, the others from their file.

    Example:
        >>> constants()["temper"] == float(lequenne().registry.parameters["organs.temper"].value)
        True
    """
    declared = lequenne().registry.parameters
    return {
        **{name: float(entry["value"]) for name, entry in constants_on_file()["constants"].items()},
        **{name: float(declared[f"organs.{name}"].value) for name in OF_THE_MODEL},
    }


def bounds() -> dict[str, tuple[float, float]]:
    """Bounds within which the numbers are searched for when they are fitted.

    Returns:
        Low and high by name; `exposure` is judged with the bodies and not fitted.
    """
    table = constants_on_file()
    return {
        **{name: (float(e["low"]), float(e["high"])) for name, e in table["constants"].items()},
        **{name: (float(low), float(high)) for name, (low, high) in table["search"].items()},
    }
