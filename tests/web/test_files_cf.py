"""The histories of an answer as NetCDF keep the rules of CF."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import numpy as np
import xarray as xr
from made_up_answer import MONTHS, answer

sys.path.insert(0, str(Path(__file__).parents[1] / "experiments"))
from cf_rules import broken

from thermidor.web.pages import files
from thermidor.web.service.answers import Arrays
from thermidor.web.service.questions import Question


def arrays() -> Arrays:
    """Three histories, one of which failed."""
    question = Question.of({"set": ["mood.confidence_lags=4"], "show": ["party.members", "mood.fear"], "histories": 32})  # fmt: skip
    rows = np.ones((3, len(MONTHS)), np.float32)
    codes = np.zeros((3, len(MONTHS)), np.int8)
    ends = np.array([0, 1, -1], np.int8)
    months = {"m53": np.array([70.0, np.nan, 88.0])}
    return Arrays(
        question, MONTHS, dict.fromkeys(question.show, rows), dict.fromkeys(question.show, 2 * rows),
        dict.fromkeys(("book", "regime", "class"), (codes, codes)), "book", (ends, ends), (months, months),
    )  # fmt: skip


def test_the_histories_of_an_answer_keep_the_rules_of_cf():
    assert broken(files.netcdf(arrays(), answer())) == []


def test_a_file_of_histories_tells_the_arms_apart_and_holds_classes_and_milestones():
    ds = xr.open_dataset(io.BytesIO(files.netcdf(arrays(), answer())), engine="h5netcdf")
    names = ds["arm"].attrs["flag_meanings"].split()
    assert names == ["without", "with"]
    assert (ds["party_members"].sel(arm=names.index("with")) == 1).all()
    assert (ds["party_members"].sel(arm=names.index("without")) == 2).all()
    assert ds["party_members"].attrs["thermidor_name"] == "party.members"
    assert {"coding_book", "coding_regime", "coding_class", "outcome"} <= set(ds)
    assert ds["milestone_m53"].sel(arm=1).values[0] == 70
    assert ds.attrs["license"] == "Apache-2.0"
