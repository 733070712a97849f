"""Data sets as other people's programs read them: names, units and times by the CF conventions.

In Python a variable is called `party.members` and is in `persons`.  A file that follows the conventions
has no dots in its names and only units that UDUNITS knows, in which whatever is counted is a pure number.
So each variable of a file carries both: `thermidor_name` and `thermidor_unit` are what stands everywhere
else, in the pages, the tables and the model.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import xarray as xr

NAME, UNIT = "thermidor_name", "thermidor_unit"
"""Attributes that hold the name and the unit of a variable as they are outside files."""

LICENCE = "Apache-2.0"
"""Of the program and of what it makes, by its SPDX name."""

NUMBER = "1"
QUANTITIES = {
    "tonnes": "t",
    "hectares": "ha",
    "grams": "g",
    "months": "month",
    "million roubles": "1e6",
    "million gold roubles": "1e6",
    **dict.fromkeys(
        (
            "persons", "head", "posts", "countries", "risings", "plenums", "roubles", "share", "ratio", "factor", "probability",
            "flag", "code", "rung 0-6", "0 to 1", "index", "index 0-1", "index -1..1", "index, 1913 = 100", "1913 = 1",
        ),
        NUMBER,
    ),
}  # fmt: skip
"""What is measured, and what UDUNITS calls it: counts, shares, indices and roubles are numbers."""

TIMES = {" a day": "day-1", " a month": "month-1", " a year": "year-1"}
"""In how long, and what UDUNITS calls it; its month is a twelfth of its year."""

EPOCH = "days since 1917-01-01"
LABELS: Mapping[str, tuple[str, ...]] = {"arm": ("without", "with")}
"""Axes of words, which a file numbers, since an axis has an order."""

FAILED = " failed"
OURS = {
    "Conventions": "CF-1.11",
    "license": LICENCE,
    "comment": f"{NAME} and {UNIT} are the name and the unit of a variable in the program",
}
"""What a file tells of itself beside what the data set tells."""


def cf_unit(unit: str) -> str | None:
    """The name by which UDUNITS knows a unit.

    Args:
        unit: as the model has it.

    Returns:
        The name; None for a unit that is not known here.

    Example:
        >>> cf_unit("persons a month"), cf_unit("tonnes a month"), cf_unit("share of members")
        ('month-1', 't month-1', '1')
    """
    ending = next((end for end in TIMES if unit.endswith(end)), "")
    what = unit.removesuffix(ending)
    found = QUANTITIES.get("share" if re.match(r"share[ ,]", what) else what)
    if not ending or found is None:
        return found
    return TIMES[ending] if found == NUMBER else f"{found} {TIMES[ending]}"


def cf_name(name: str) -> str:
    """The name of a variable in a file: letters, digits and underscores.

    Example:
        >>> cf_name("party.members")
        'party_members'
    """
    return re.sub(r"[^A-Za-z0-9_]", "_", name)


def for_files(ds: xr.Dataset) -> xr.Dataset:
    """A data set as files hold it.

    Args:
        ds: as the program has it.

    Returns:
        The same figures under names, units and coordinates of the CF conventions; attributes that are tables are left
        out.

    Example:
        >>> sown = xr.DataArray([1.0], dims="history", attrs={"units": "hectares"})
        >>> kept = for_files(xr.Dataset({"agriculture.sown": sown}))
        >>> kept["agriculture_sown"].attrs["units"], kept["agriculture_sown"].attrs["thermidor_name"]
        ('ha', 'agriculture.sown')
    """
    # a new data set, since attributes of a copy are those of the original
    out = xr.Dataset(
        {n: (v.dims, v.values, _attributes(str(n), v)) for n, v in ds.data_vars.items()},
        {n: _coordinate(str(n), v) for n, v in ds.coords.items()},
        {k: v for k, v in ds.attrs.items() if np.ndim(v) == 0},
    )
    out = out.rename({n: cf_name(str(n)) for n in out.variables if cf_name(str(n)) != n})
    return out.assign_attrs(OURS)


def as_in_python(ds: xr.Dataset) -> xr.Dataset:
    """A data set that was read from a file, as the program has it.

    Args:
        ds: as `for_files` returned it.

    Returns:
        The same under the names and units of the program.

    Example:
        >>> sown = xr.DataArray([1.0], dims="history", attrs={"units": "hectares"})
        >>> list(as_in_python(for_files(xr.Dataset({"agriculture.sown": sown}))))
        ['agriculture.sown']
    """
    out = ds.rename({n: v.attrs[NAME] for n, v in ds.variables.items() if NAME in v.attrs})
    out.attrs = {k: v for k, v in ds.attrs.items() if OURS.get(str(k)) != v}
    for name in out.variables:
        attrs = dict(out[name].attrs)
        attrs.pop(NAME, None)
        attrs.pop("units", None)
        if UNIT in attrs:
            attrs["units"] = attrs.pop(UNIT)
        if "flag_values" in attrs:
            words = attrs["flag_meanings"].removesuffix(FAILED)
            known = np.asarray(attrs["flag_values"], out[name].dtype)[: len(words.split())]
            attrs |= {"flag_values": known, "flag_meanings": words}
        out[name].attrs = {} if name in out.coords else attrs
    return out


def _attributes(name: str, a: xr.DataArray) -> dict[str, Any]:
    attrs: dict[str, Any] = dict(a.attrs)
    if cf_name(name) != name:
        attrs[NAME] = name
    if "units" in attrs:
        attrs[UNIT] = attrs.pop("units")
        if (known := cf_unit(attrs[UNIT])) is not None:
            attrs["units"] = known
    if "flag_values" in attrs and (a.values == -1).any():
        attrs["flag_values"] = np.append(attrs["flag_values"], -1).astype(a.dtype)
        attrs["flag_meanings"] += FAILED
    return {k: v for k, v in attrs.items() if v is not None and (np.ndim(v) or v != "")}


def _coordinate(name: str, a: xr.DataArray) -> xr.Variable:
    """An axis with what says which it is."""
    if name == "month":
        told = {"standard_name": "time", "long_name": "first day of the month", "axis": "T"}
        stored = {"units": EPOCH, "calendar": "standard", "dtype": "int32"}
        return xr.Variable(a.dims, a.values, told, stored)
    if name == "history":
        told = {
            "standard_name": "realization",
            "long_name": "number of the history",
            "units": NUMBER,
        }
        return xr.Variable(a.dims, a.values.astype(np.int32), told)
    if name in LABELS:
        words = LABELS[name]
        told = {
            "long_name": name,
            "units": NUMBER,
            "flag_values": np.arange(len(words), dtype=np.int8),
            "flag_meanings": " ".join(words),
        }
        numbers = [words.index(str(x)) for x in a.values]
        return xr.Variable(a.dims, np.array(numbers, np.int8), told)
    return xr.Variable(a.dims, a.values, a.attrs)


__all__ = [
    "LICENCE", "NAME", "QUANTITIES", "TIMES", "UNIT", "as_in_python", "cf_name", "cf_unit", "for_files",
]  # fmt: skip
