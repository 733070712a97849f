from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import made_up_ensemble as made_up

from thermidor.report import summarise, write_report


@pytest.fixture(scope="session")
def recorded():
    return made_up.observations()


@pytest.fixture(scope="session")
def ds():
    return made_up.ensemble()


@pytest.fixture(scope="session")
def summary(ds, recorded):
    return summarise(ds, recorded)


@pytest.fixture(scope="session")
def page(ds, summary, recorded, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    return write_report(
        ds,
        summary,
        path,
        observations=recorded,
        parameters=made_up.PARAMETERS,
        comparisons=made_up.COMPARISONS,
        regions=made_up.regional(),
    )
