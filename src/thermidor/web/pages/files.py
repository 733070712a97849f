"""An answer as files to keep: tables, histories, pictures, the scenario."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from thermidor.experiments.tidy import COLUMNS, rows_of
from thermidor.web.pages import charts
from thermidor.web.pages.charts import LEVELS, OUTCOMES

if TYPE_CHECKING:
    from thermidor.web.service.answers import Arrays
else:
    Arrays = Any


Decimal = Literal["point", "comma"]
"""How a table writes numbers: with a comma, its cells are parted by semicolons, as spreadsheets then want it."""


def figures_csv(answer: Mapping[str, Any], decimal: Decimal = "point") -> str:
    """Return every figure that the page shows, as a tidy table: a row for each.

    Args:
        answer: as the interface gives it.
        decimal: how numbers are written.
    """
    return _csv([[*COLUMNS], *([*row.values()] for row in rows_of(answer))], decimal)


def fans_csv(
    answer: Mapping[str, Any], variables: tuple[str, ...], decimal: Decimal = "point"
) -> str:
    """Return the quantiles of variables as a tidy table: a row for each month, variable and arm.

    Args:
        answer: as the interface gives it.
        variables: of those that it shows.
        decimal: how numbers are written.
    """
    rows: list[list[Any]] = [["variable", "unit", "month", "arm", *LEVELS]]
    for variable in variables:
        fan = answer["fans"][variable]
        for arm in ("without", "with"):
            columns = [fan[arm][level] for level in LEVELS]
            for month, *values in zip(fan["months"], *columns, strict=True):
                rows.append([variable, fan["unit"], month, arm, *values])
    return _csv(rows, decimal)


def outcomes_csv(answer: Mapping[str, Any], decimal: Decimal = "point") -> str:
    """Return the loss of all say and the outcomes by every coding, in both arms, with intervals and paired differences.

    Args:
        answer: as the interface gives it.
        decimal: how numbers are written.
    """
    heads = [f"{arm}_{key}" for arm in ("without", "with") for key in ("p", "low", "high")]
    rows: list[list[Any]] = [
        ["coding", "outcome", *heads, "difference", "difference_low", "difference_high"]
    ]
    changes: dict[tuple[str, str], list[Any]] = {}
    for row in rows_of(answer):
        if row["part"] in ("ever", "end"):
            name = f"{row['name']}_ever" if row["part"] == "ever" else row["name"]
            cells = changes.setdefault((row["coding"], name), [])
            cells += [row["value"], row["low"], row["high"]]
    return _csv([*rows, *([*named, *cells] for named, cells in changes.items())], decimal)


def netcdf(arrays: Arrays, answer: Mapping[str, Any]) -> bytes:
    """Return every history of an answer, month by month, as NetCDF with CF attributes.

    Args:
        arrays: the histories of the answer.
        answer: as the interface gives it, for what describes it.
    """
    import numpy as np
    import xarray as xr

    from thermidor.experiments.cf import for_files
    from thermidor.experiments.coded import PREFIX, names_in
    from thermidor.experiments.dataset import COUNTED, MILESTONE
    from thermidor.experiments.milestones import MILESTONES
    from thermidor.web.service.model import registry

    dims = ("arm", "history", "month")

    def flags(coding: str) -> dict[str, Any]:
        names = names_in(coding)
        return {
            "flag_values": np.arange(len(names), dtype=np.int8),
            "flag_meanings": " ".join(names),
        }

    data: dict[str, Any] = {}
    for name in arrays.question.show:
        o = registry(arrays.question.theory).outputs[name]
        pair = np.stack([arrays.without[name], arrays.with_it[name]]).astype(np.float32)
        cites = ", ".join(o.grounds.cites)
        attributes = {"units": o.unit, "long_name": o.meaning, "system": o.system, "cites": cites}
        data[name] = (dims, pair, attributes)
    for coding, (with_it, without) in arrays.codings.items():
        said = {"long_name": f"who rules whom by the coding '{coding}'", **flags(coding)}
        data[f"{PREFIX}{coding}"] = (dims, np.stack([without, with_it]).astype(np.int8), said)
    ends = np.stack([arrays.outcome[1], arrays.outcome[0]]).astype(np.int8)
    meaning = f"class of the history at its end by the coding '{arrays.coding}'; -1 where it failed"
    data["outcome"] = (("arm", "history"), ends, {"long_name": meaning, **flags(arrays.coding)})
    with_it, without = arrays.milestones
    for m in MILESTONES:
        if m.id in with_it and m.id in without:
            told = {"long_name": m.name, "comment": COUNTED, "units": "months"}
            pair = np.stack([without[m.id], with_it[m.id]]).astype(np.float32)
            data[f"{MILESTONE}{m.id}"] = (("arm", "history"), pair, told)
    ds = xr.Dataset(
        data,
        {
            "arm": ["without", "with"],
            "history": np.arange(ends.shape[1]),
            "month": np.array(arrays.months, "datetime64[ns]"),
        },
        {
            "title": "Thermidor: twin histories with and without a change",
            "question": answer["question"]["query"],
            "theory": arrays.question.theory,
            "key": answer["key"],
            "version": answer["version"],
            "fingerprint": answer["fingerprint"],
            "tile": answer["tile"],
        },
    )
    kept = for_files(ds)
    encoding = {name: {"zlib": True, "complevel": 4} for name in kept.data_vars}
    return bytes(kept.to_netcdf(engine="h5netcdf", encoding=encoding))


def picture(answer: Mapping[str, Any], variable: str, kind: str, lang: Any) -> bytes:
    """Return a chart of an answer as SVG or PNG.

    Args:
        answer: as the interface gives it.
        variable: one of those that it shows, or "outcomes".
        kind: "svg" or "png".
        lang: of its words.
    """
    spec = (
        charts.outcomes_chart(answer, lang, OUTCOMES[variable])
        if variable in OUTCOMES
        else charts.fan_chart(answer, variable, lang)
    )
    return charts.drawn(spec, kind, lang)


def _csv(rows: list[list[Any]], decimal: Decimal) -> str:
    text = io.StringIO()
    comma = decimal == "comma"
    writer = csv.writer(text, delimiter=";" if comma else ",", lineterminator="\n")
    for row in rows:
        cells = ["" if cell is None else cell for cell in row]
        writer.writerow(
            [str(c).replace(".", ",") if comma and isinstance(c, float) else c for c in cells]
        )
    return text.getvalue()
