"""What a checker of the CF conventions asks of a NetCDF file, of the rules that such files as ours can break."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import cf_units
import h5netcdf
import numpy as np

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
MEANING = re.compile(r"[A-Za-z0-9_.+@-]+")
STANDARD = {"time": "days since 1917-01-01", "realization": "1"}
"""Standard names that our files use, and a unit to which that of the variable must be convertible."""


def broken(content: bytes) -> list[str]:
    """Rules that a file breaks, one line each."""
    with h5netcdf.File(io.BytesIO(content), "r") as file:
        return [*_of_file(file), *_of_group(file, "")]


def _of_file(file: h5netcdf.File) -> Iterator[str]:
    if not re.fullmatch(r"CF-1\.(9|1[0-2])", str(file.attrs.get("Conventions"))):
        yield "2.6.1 it names no version of the conventions"
    for told in ("title", "license"):
        if not file.attrs.get(told):
            yield f"2.6.2 it has no {told}"


def _of_group(group: h5netcdf.Group, path: str) -> Iterator[str]:
    names = [*group.variables, *group.dimensions, *group.attrs]
    for name in names:
        if not NAME.fullmatch(name):
            yield f"2.3 {path}{name} is no name"
    if len({n.lower() for n in group.variables}) < len(group.variables):
        yield "2.3 names differ by case alone"
    for name, v in group.variables.items():
        yield from (f"{path}{name}: {line}" for line in _of_variable(group, name, v))
    for name, inner in group.groups.items():
        yield from _of_group(inner, f"{path}{name}/")


def _of_variable(group: h5netcdf.Group, name: str, v: h5netcdf.Variable) -> Iterator[str]:
    attrs = {k: v.attrs[k] for k in v.attrs if k not in ("DIMENSION_LABELS",)}
    values = v[...]
    words = values.dtype.kind in "OSU"
    for key in attrs:
        if key != "_FillValue" and not NAME.fullmatch(key):
            yield f"2.3 {key} is no name of an attribute"
    if not (attrs.get("long_name") or attrs.get("standard_name")):
        yield "3.2 it has neither a long_name nor a standard_name"
    if not words and "units" not in attrs and "flag_values" not in attrs and not group.name[1:]:
        yield "3.1 a quantity without units"
    if "units" in attrs:
        try:
            unit = cf_units.Unit(attrs["units"], calendar=attrs.get("calendar"))
        except ValueError as error:
            yield f"3.1 units: {error}"
            return
        like = STANDARD.get(attrs.get("standard_name", ""))
        if like and not unit.is_convertible(cf_units.Unit(like, calendar=attrs.get("calendar"))):
            yield f"3.3 {attrs['units']} is no unit of {attrs['standard_name']}"
    if attrs.get("standard_name", "time") not in STANDARD:
        yield f"3.3 {attrs['standard_name']} is not known here"
    if (fill := attrs.get("_FillValue")) is not None and np.asarray(fill).dtype != v.dtype:
        yield "2.5.1 _FillValue is of another type"
    for other in str(attrs.get("coordinates", "")).split():
        if other not in group.variables:
            yield f"5 it names a coordinate that is not there: {other}"
    if len(set(v.dimensions)) < len(v.dimensions):
        yield "2.4 it has a dimension twice"
    if name in group.dimensions:
        yield from _of_axis(attrs, values, words)
    if "flag_values" in attrs:
        yield from _of_flags(attrs, values)


def _of_axis(attrs: dict, values: np.ndarray, words: bool) -> Iterator[str]:
    if words or values.ndim != 1:
        yield "5 an axis is a row of numbers"
        return
    steps = np.diff(values.astype(float))
    if not ((steps > 0).all() or (steps < 0).all()):
        yield "5 an axis has an order"
    if "_FillValue" in attrs or "missing_value" in attrs:
        yield "2.5.1 an axis has no gaps"
    if attrs.get("standard_name") == "time":
        if attrs.get("axis") != "T":
            yield "4 time is the axis T"
        if " since " not in attrs.get("units", ""):
            yield "4.4 time counts from a date"
        if attrs.get("calendar") not in ("standard", "proleptic_gregorian"):
            yield "4.4.1 time has a calendar"


def _of_flags(attrs: dict, values: np.ndarray) -> Iterator[str]:
    flags, words = np.atleast_1d(attrs["flag_values"]), attrs["flag_meanings"].split()
    if flags.dtype != values.dtype:
        yield "3.5 flag_values are of another type"
    if len(flags) != len(words) or len(set(flags.tolist())) < len(flags):
        yield "3.5 each flag has one meaning"
    if not all(MEANING.fullmatch(w) for w in words):
        yield "3.5 a meaning holds a letter that it may not"
    if not np.isin(values, flags).all():
        yield "3.5 a value has no meaning"
