"""Encoded claims are read against the book by somebody else, and a reading says what it is of."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from thermidor.experiments.claims import left_claims, load_claims
from thermidor.experiments.moved import before, mark
from thermidor.experiments.readings import FAULTS, Reading, reading_of, readings, wrong


def reading(**changes):
    form = {
        "id": "k0613", "by": "second reader", "date": "2026-11-30", "batch": "anew", "found": "mended",
        "fault": "metric", "why": "Another thing is measured.", "asked": "abc", **changes,
    }  # fmt: skip
    return Reading.model_validate({k: v for k, v in form.items() if v is not None})


@pytest.mark.parametrize(
    "changes",
    [
        {"found": "right"},
        {"fault": None, "why": None},
        {"why": None},
        {"fault": "taste"},
        {"asked": None},
        {"found": "left"},
    ],
)
def test_a_reading_without_its_reason_or_its_encoding_is_refused(changes):
    assert reading().fault in FAULTS
    with pytest.raises(ValidationError):
        reading(**changes)


def test_every_claim_encoded_anew_with_results_in_view_has_been_read():
    anew = {
        i
        for i, old in before().items()
        if i in load_claims() and mark(load_claims()[i]) != old["asked"]
    }
    assert len(anew) > 80
    assert anew <= set(readings())


def test_what_was_read_is_encoded_or_left_with_a_reason():
    for id, r in readings().items():
        if r.found == "left":
            assert id in left_claims(), id
            assert id not in load_claims(), id
        else:
            assert id in load_claims(), id


def test_a_claim_encoded_anew_is_unread():
    claim = next(c for c in load_claims().values() if reading_of(c) is not None)
    assert reading_of(claim.model_copy(update={"note": "Another question."})) is None


def test_shares_count_what_was_mended_or_left_and_no_doubt():
    found, read = wrong("sample")
    assert read == 40
    assert found == sum(
        r.found in ("mended", "left") for r in readings().values() if r.batch == "sample"
    )
    assert {r.found for r in readings().values()} == {"right", "mended", "left", "doubtful"}
