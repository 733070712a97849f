"""The folder of a run: looked at before the work, held while it lasts, whole at the end."""

from __future__ import annotations

import errno
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xarray as xr

from thermidor.cli import results
from thermidor.keep import locked

pytestmark = pytest.mark.lowest

Command = Callable[..., Any]
Simulated = list[str]


@pytest.fixture
def simulated(
    monkeypatch: pytest.MonkeyPatch, ensemble: Callable[[int, int], xr.Dataset], tmp_path: Path
) -> Simulated:
    """Names of the scenarios that were simulated, in place of the model."""
    names: list[str] = []

    def simulate(asked: Any, progress: Any) -> xr.Dataset:
        names.append(asked.name)
        ds = ensemble(3, 0).assign_attrs(
            scenario=asked.name,
            seed=asked.seed,
            title="Thermidor: simulated histories",
            **asked.told(),
        )
        return ds if asked.parameters == "point" else ds.assign_attrs(parameters=asked.parameters)

    monkeypatch.setattr("thermidor.experiments.ensemble.simulate_request", simulate)
    monkeypatch.setenv("THERMIDOR_CACHE", str(tmp_path / "cache"))
    return names


def test_report_and_data_lie_there_at_the_end_and_nothing_else(
    command: Command, simulated: Simulated
) -> None:
    assert command("run", "--out", "out").code == 0
    assert sorted(p.name for p in Path("out").iterdir()) == ["data.zarr", "report.html"]
    assert command("run", "--out", "out", "--data", "netcdf").code == 0
    assert sorted(p.name for p in Path("out").iterdir()) == ["data.nc", "report.html"]
    assert command("run", "--out", "out", "--data", "none").code == 0
    assert [p.name for p in Path("out").iterdir()] == ["report.html"]


@pytest.mark.parametrize(
    ("name", "make", "what"),
    [
        ("data.zarr", lambda p: p.write_text("mine"), "is a file that no run has written"),
        ("data.zarr", lambda p: p.symlink_to("elsewhere"), "is a link"),
        ("data.zarr", lambda p: (p.mkdir(), (p / "thesis").write_text("mine")), "is a folder that no run"),
        ("report.html", lambda p: p.mkdir(), "is a folder that no run has written"),
        ("report.html", lambda p: p.write_text("my own"), "is a file that no run has written"),
        ("data.nc", lambda p: p.write_text("my own"), "is a file that no run has written"),
    ],
)  # fmt: skip
def test_what_no_run_has_written_is_not_replaced_and_nothing_is_simulated(
    command: Command, simulated: Simulated, name: str, make: Any, what: str
) -> None:
    Path("out").mkdir()
    Path("elsewhere").mkdir()
    make(Path("out", name))
    said = command("run", "--out", "out")
    assert said.code == 2
    assert f"--out: 'out/{name}' {what}" in said.err
    assert said.err.count("\n") == 1
    assert simulated == []
    assert [p.name for p in Path("out").iterdir()] == [name]


def test_a_folder_that_another_run_writes_into_is_refused_before_the_work(
    command: Command, simulated: Simulated
) -> None:
    for words in (["run"], ["compare", "secret-ballot"]):
        with locked("out"):
            said = command(*words, "--out", "out")
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "another run is writing into 'out'" in said.err
    assert simulated == []


def test_an_empty_name_is_no_folder(command: Command, simulated: Simulated) -> None:
    for words in (
        ["run"],
        ["compare", "secret-ballot"],
    ):
        said = command(*words, "--out", "")
        assert (said.code, said.err.count("\n")) == (2, 1)
        assert "the name is empty" in said.err
    assert simulated == []
    assert list(Path().iterdir()) == []


def test_a_full_disk_leaves_the_earlier_run_and_loses_no_later_one(
    command: Command, simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command("run", "--out", "out").code == 0
    before = {p: p.read_bytes() for p in Path("out").rglob("*") if p.is_file()}
    with monkeypatch.context() as full:

        def fail(*_: Any, **__: Any) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        full.setattr(xr.Dataset, "to_zarr", fail)
        said = command("run", "--out", "out", "--seed", "4", "--json")
    assert (said.code, said.err.count("\n")) == (1, 1)
    assert json.loads(said.out)["histories"] == 3
    assert "No space left on device; it is kept, and the same command takes it up" in said.err
    assert {p: p.read_bytes() for p in Path("out").rglob("*") if p.is_file()} == before
    assert simulated == ["baseline"] * 2
    assert command("run", "--out", "out", "--seed", "4").code == 0
    assert simulated == ["baseline"] * 2
    assert xr.open_zarr("out/data.zarr").attrs["seed"] == 4
    assert command("run", "--out", "out", "--seed", "4").code == 0
    assert simulated == ["baseline"] * 3


def test_two_different_runs_have_different_folders(command: Command, simulated: Simulated) -> None:
    Path("mine.yaml").write_text(
        "id: baseline\ntitle: {en: Mine}\ndo: [{hold: mood.confidence_lags, value: 4}]\n"
    )
    runs = [
        [],
        ["--seed", "1"],
        ["--histories", "7"],
        ["--parameters", "prior"],
        ["--set", "mood.confidence_lags=4"],
        ["--set", "mood.confidence_lags=4.5"],
        ["--stop", "1930-12"],
        ["secret-ballot"],
        ["mine.yaml"],
    ]
    folders = [
        json.loads(command("run", *words, "--json").out)["files"]["report"] for words in runs
    ]
    assert len(set(folders)) == len(runs)
    assert folders[0] == "out/baseline-0/report.html"
    again = [json.loads(command("run", *words, "--json").out)["files"]["report"] for words in runs]
    assert again == folders


@pytest.mark.parametrize(
    "words",
    [
        ["--set", "mood.confidence_lags=4.5", "--set", "mood.pressure=0"],
        ["--parameters", "prior", "--seed", "3"],
        ["mine.yaml"],
        ["--conditions", "0"],
        ["--map", "0"],
    ],
)
def test_the_command_of_the_report_asks_for_the_same_run(
    command: Command, simulated: Simulated, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    from thermidor.experiments import ensemble
    from thermidor.report.manifest import command as again

    Path("mine.yaml").write_text(
        "id: mine\ntitle: {en: Mine}\ndo: [{hold: mood.confidence_lags, value: 4}]\n"
    )
    asked: list[Any] = []
    simulate = ensemble.simulate_request
    monkeypatch.setattr(
        ensemble, "simulate_request", lambda r, p: (asked.append(r), simulate(r, p))[1]
    )
    assert command("run", *words, "--out", "out").code == 0
    told = again({**xr.open_zarr("out/data.zarr").attrs, "histories": 1000, "stop": "1940-12"})
    assert command(*shlex.split(told)[1:], "--out", "again").code == 0
    assert asked[0] == asked[1]


def test_the_report_maps_as_many_histories_as_are_asked_for(
    command: Command, simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    import numpy as np

    from thermidor.engine.declare import DIMENSIONS
    from thermidor.experiments import mapped
    from thermidor.experiments.regions import Regional, quantities

    asked: list[list[int]] = []

    def found(request: Any, histories: Any, progress: Any) -> Regional:
        asked.append(list(histories))
        shape = (288, len(DIMENSIONS["region"]))
        return Regional({id: np.zeros(shape) for id in quantities()}, tuple(histories), 0, 288)

    monkeypatch.setattr(mapped, "map_request", found)
    assert command("run", "--map", "2", "--out", "out").code == 0
    assert asked == [[0, 1]]
    page = Path("out/report.html").read_text()
    assert "Medians over 2 histories" in page
    assert "--map 2" in page
    assert command("run", "--out", "without").code == 0
    assert asked == [[0, 1]]


def test_a_run_that_is_put_by_is_the_same_when_it_is_taken_up(
    ensemble: Callable[[int, int], xr.Dataset], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from thermidor.experiments.request import Request

    monkeypatch.setenv("THERMIDOR_CACHE", str(tmp_path / "cache"))
    request, ds = Request(histories=3), ensemble(3, 0)
    assert results.taken_up(request) is None
    assert results.put_by(request, ds)
    assert results.taken_up(Request(histories=4)) is None
    assert results.taken_up(request).identical(ds.assign_coords()) or (
        results.taken_up(request).equals(ds)
    )
    results.written(request)
    assert results.taken_up(request) is None
