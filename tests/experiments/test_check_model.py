"""The model as it is: it fails where it is known to fail, and nowhere else."""

import pytest

from thermidor.experiments.check import Checked, check


def wrong(found: Checked) -> str:
    """What the list of known failures has too little or too much."""
    unknown = [f"not known: {id}: {what}" for id, what in found.verdict.unknown]
    return "\n".join(unknown + [f"mended: {k.id}: {k.what}" for k in found.verdict.mended])


def test_the_small_check_finds_what_is_known_and_nothing_else():
    found = check(small=True)
    assert len({f.id for f in found.findings}) == len(found.findings) == 24
    assert found.histories == 320
    assert found.verdict.exact, wrong(found)


@pytest.mark.slow
def test_the_full_check_finds_what_is_known_and_nothing_else():
    found = check()
    assert found.verdict.exact, wrong(found)
