"""Ensembles in files: what the CF conventions ask holds, and the program reads them back as they were."""

from __future__ import annotations

import io
from pathlib import Path

import cf_units
import numpy as np
import pytest
import xarray as xr
from cf_rules import broken

from thermidor.engine.controls import Schedule
from thermidor.engine.origin import Origin
from thermidor.errors import BadRequest
from thermidor.experiments.branches.following import Assimilated
from thermidor.experiments.branches.point import BranchPoint
from thermidor.experiments.branches.tables import figure_rows, learned_rows, with_branch
from thermidor.experiments.cf import NAME, QUANTITIES, TIMES, UNIT, cf_name, cf_unit, for_files
from thermidor.experiments.dataset import Seen, dataset
from thermidor.experiments.stored import open_histories, read, write_netcdf, write_zarr
from thermidor.theories import theories

HISTORIES = 32


@pytest.fixture(scope="module")
def free(toy) -> xr.Dataset:
    """Histories of the toy, one of which failed, as if they were of the model's own variables."""
    registry = toy.model.registry
    seen = Seen(registry, list(registry.outputs), HISTORIES, 0, 11)
    for batch in toy.run(np.arange(HISTORIES, dtype=np.uint32), 7, Schedule(registry), end=12):
        seen.add(batch)
    ds = dataset(toy, seen, "toy", Schedule(registry), 7, {"learn": 0, "seconds": 1.5})
    ds["coin.heat"].attrs["units"] = "tonnes a month"
    ds["outcome"][-1] = -1
    return ds


def followed(names: list[str], drawn: np.ndarray | None) -> BranchPoint:
    """A branch point that nobody followed, with a figure for each name."""
    figures = [
        Assimilated(name, "coin.heat", n, *(float(n) for n in range(9)), 0.5, n > 0)
        for n, name in enumerate(names)
    ]  # fmt: skip
    origin = Origin(2, {}, lambda p: p, np.zeros(8, np.int64), drawn)
    return BranchPoint("1917-03", origin, tuple(figures), 0.5, -3.0, 8, 7, drawn is not None, ())


@pytest.fixture(scope="module")
def branched(free, toy) -> xr.Dataset:
    """The same as if it had followed two figures, its particles with constants of their own."""
    registry = toy.model.registry
    drawn = np.linspace(*registry.bounds, num=8).astype(np.float32)
    point = followed(["coin.heat 1917-01", "coin.heat 1917-02"], drawn)
    return with_branch(free, point, registry).assign_attrs(point.attrs())


def content(ds: xr.Dataset, folder: Path) -> bytes:
    write_netcdf(ds, folder / "data.nc")
    return (folder / "data.nc").read_bytes()


def test_a_file_of_histories_keeps_the_rules_of_cf(free, branched, tmp_path):
    assert broken(content(free, tmp_path)) == []
    assert broken(content(branched, tmp_path)) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda ds: ds.rename(coin_heat="coin.heat"), "2.3 coin.heat is no name"),
        (lambda ds: ds.coin_heat.attrs.update(units="persons"), "3.1 units"),
        (lambda ds: ds.coin_heat.attrs.pop("units"), "3.1 a quantity without units"),
        (lambda ds: ds.outcome.attrs.update(flag_meanings="one two"), "3.5 each flag"),
        (lambda ds: ds.outcome.attrs.update(flag_values=np.arange(3)), "3.5 flag_values"),
        (lambda ds: ds.month.attrs.pop("axis"), "4 time is the axis T"),
        (lambda ds: ds.assign_coords(history=[str(n) for n in range(HISTORIES)]), "5 an axis"),
        (lambda ds: ds.assign_coords(history=np.zeros(HISTORIES)), "5 an axis has an order"),
        (lambda ds: ds.attrs.pop("Conventions"), "2.6.1"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_a_rule_of_cf_is_found(free, change, rule):
    ds = for_files(free)
    changed = change(ds)
    ds = changed if isinstance(changed, xr.Dataset) else ds
    assert any(rule in line for line in broken(bytes(ds.to_netcdf(engine="h5netcdf"))))


def test_every_unit_of_every_theory_is_one_that_udunits_knows():
    for theory in theories().values():
        for name, o in theory.registry.outputs.items():
            unit = cf_unit(o.unit)
            assert unit is not None, f"{name}: add '{o.unit}' to the table of units"
            cf_units.Unit(unit)


def test_names_of_every_theory_stay_apart_without_their_dots():
    for theory in theories().values():
        names = [cf_name(n).lower() for n in theory.registry.outputs]
        assert len(set(names)) == len(names)


def test_units_mean_to_udunits_what_they_mean_here():
    def unit(ours: str) -> cf_units.Unit:
        return cf_units.Unit(cf_unit(ours))

    assert unit("tonnes").convert(2, "kg") == 2000
    assert unit("hectares").convert(1, "km2") == pytest.approx(0.01)
    assert unit("grams a day").convert(1, "kg year-1") == pytest.approx(0.365, rel=1e-3)
    assert unit("persons a month").convert(1, "year-1") == pytest.approx(12)
    assert unit("million roubles").convert(3, "1") == pytest.approx(3e6)
    assert cf_unit("furlongs") is None
    assert all(QUANTITIES.values())
    assert set(TIMES) == {" a day", " a month", " a year"}


def test_a_variable_of_a_file_says_its_name_and_unit_in_the_program(free, tmp_path):
    ds = xr.open_dataset(io.BytesIO(content(free, tmp_path)), engine="h5netcdf")
    heat = ds["coin_heat"].attrs
    assert (heat[NAME], heat[UNIT], heat["units"]) == ("coin.heat", "tonnes a month", "t month-1")
    assert (ds["month"].attrs["standard_name"], ds["month"].attrs["axis"]) == ("time", "T")
    assert ds["month"].encoding["units"] == "days since 1917-01-01"
    assert ds["outcome"].attrs["flag_meanings"].split()[-1] == "failed"
    assert ds.attrs["license"] == "Apache-2.0"


@pytest.mark.parametrize("write", [write_netcdf, write_zarr])
def test_histories_come_back_from_their_files_as_they_were(branched, write, tmp_path):
    write(branched, tmp_path / ("data.nc" if write is write_netcdf else "data.zarr"))
    ds = open_histories(tmp_path)
    assert ds.drop_attrs().identical(branched.drop_attrs())
    assert set(ds.attrs) == set(branched.attrs)
    assert figure_rows(ds) == figure_rows(branched)
    assert learned_rows(ds) == learned_rows(branched)
    for name, v in branched.variables.items():
        told = {k: x for k, x in v.attrs.items() if np.ndim(x) or x != ""}
        assert {k: np.array(x).tolist() for k, x in ds[name].attrs.items()} == {
            k: np.array(x).tolist() for k, x in told.items()
        }


def test_a_table_of_one_row_comes_back_as_a_table(free, toy, tmp_path):
    ds = with_branch(free, followed(["coin.heat 1917-01"], None), toy.model.registry)
    for kept in (read(io.BytesIO(content(ds, tmp_path))), ds):
        (row,) = figure_rows(kept)
        assert (row["figure"], row["month"], row["reached"]) == ("coin.heat 1917-01", "1917-01", 0)
        assert learned_rows(kept) == []


def test_what_is_no_ensemble_is_refused_in_one_line(tmp_path):
    (tmp_path / "data.nc").write_text("nothing")
    for path in (tmp_path, tmp_path / "data.nc", tmp_path / "nowhere"):
        with pytest.raises(BadRequest, match="name the folder of a run") as error:
            open_histories(path)
        assert "\n" not in str(error.value)


def test_the_rows_of_a_data_frame_are_the_months_of_the_histories_and_nothing_multiplies_them(
    branched,
):
    assert figure_rows(branched)
    assert learned_rows(branched)
    assert set(branched.dims) == {"history", "month"}
    assert len(branched.to_dataframe()) == branched.sizes["history"] * branched.sizes["month"]
    assert len(xr.open_dataset(io.BytesIO(bytes(for_files(branched).to_netcdf(engine="h5netcdf"))), engine="h5netcdf")
               .to_dataframe()) == HISTORIES * 12  # fmt: skip


def test_a_branched_ensemble_can_be_written_without_the_program(branched, tmp_path):
    branched.to_netcdf(tmp_path / "mine.nc", engine="h5netcdf")
    mine = xr.open_dataset(tmp_path / "mine.nc", engine="h5netcdf")
    assert figure_rows(mine) == figure_rows(branched)


def test_the_documentation_has_the_table_of_units():
    page = (Path(__file__).parents[2] / "docs" / "files.md").read_text()
    found: dict[str, str] = {}
    for line in page.partition("| here | UDUNITS |")[2].partition("\n\n")[0].splitlines()[2:]:
        ours, theirs = line.strip("| ").split(" | ")
        found |= {word.strip("`"): theirs.strip("`") for word in ours.split("`, `")}
    assert found == QUANTITIES
