"""Who has read an encoded claim against the book, without its result, and what he found."""

from __future__ import annotations

import datetime
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import model_validator

from thermidor.experiments.claims import BadClaim, EncodedClaim
from thermidor.experiments.metric import Form
from thermidor.experiments.moved import mark

Batch = Literal["anew", "sample", "rest"]

FAULTS: dict[str, str] = {
    "restates": "the metric is set by the intervention, or the condition says it already",
    "metric": "something else is measured than what the claim speaks of",
    "intervention": "something else is changed than the cause that the claim names",
    "given": "histories count that the claim does not speak of",
    "window": "other months are measured",
    "size": "more is changed, or less asked, than the book's words say",
}
"""What can be wrong with an encoding."""


class Reading(Form):
    """What somebody who did not encode a claim found, with the record at hand, the book where in doubt, and no result in view.

    Attributes:
        id: of the claim.
        by: who read.
        date: of the reading.
        batch: claims encoded anew with earlier results in view, a random sample of the others, or the rest.
        found: the encoding is right, has been mended, asks what cannot be asked of the model and is left, or
            stands with a doubt.
        fault: what was wrong, of `FAULTS`; none where it is right.
        why: in one line; empty where it is right.
        asked: mark of the encoding that the reader leaves behind (see `thermidor.experiments.moved.mark`);
            a claim that is encoded anew afterwards is unread.
    """

    id: str
    by: str
    date: datetime.date
    batch: Batch
    found: Literal["right", "mended", "left", "doubtful"]
    fault: str | None = None
    why: str = ""
    asked: str | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Reading:
        if (self.found == "right") != (self.fault is None) or (self.found == "right") != (
            not self.why
        ):
            raise ValueError(
                "a fault and its reason are given where the encoding is not right, and only there"
            )
        if self.fault is not None and self.fault not in FAULTS:
            raise ValueError(f"'fault' is one of {', '.join(FAULTS)}, not {self.fault!r}")
        if (self.found == "left") != (self.asked is None):
            raise ValueError("'asked' marks the encoding that is left behind")
        return self


@cache
def readings() -> dict[str, Reading]:
    """All readings by id of the claim."""
    import yaml

    file = resources.files("thermidor.experiments") / "data" / "claims_read.yaml"
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))
    found = {e["id"]: Reading.model_validate(e) for e in entries}
    if len(found) < len(entries):
        raise BadClaim(f"{file.name}: a claim is listed twice")
    return found


def reading_of(claim: EncodedClaim) -> Reading | None:
    """What was found of a claim as it is encoded today.

    Args:
        claim: any encoded claim.

    Returns:
        None where nobody has read it since it was last encoded.
    """
    reading = readings().get(claim.id)
    return reading if reading is not None and reading.asked == mark(claim) else None


def wrong(batch: Batch) -> tuple[int, int]:
    """How many encodings of a batch were wrong.

    Args:
        batch: of `Reading`.

    Returns:
        Those mended or left, and all that were read; a doubt does not count.
    """
    read = [r for r in readings().values() if r.batch == batch]
    return sum(r.found in ("mended", "left") for r in read), len(read)


__all__ = ["FAULTS", "Reading", "reading_of", "readings", "wrong"]
