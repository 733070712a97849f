"""Options that several commands have, and their checks."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from thermidor.cli.errors import BadOption

MOST_HISTORIES = 1_000_000


class Parameters(StrEnum):
    """How the constants of the model are chosen."""

    point = "point"
    prior = "prior"


class DataFormat(StrEnum):
    """How the data are written."""

    netcdf = "netcdf"
    zarr = "zarr"
    none = "none"


Histories = Annotated[
    int, typer.Option("--histories", "-n", min=1, max=MOST_HISTORIES, help="How many histories.")
]
Seed = Annotated[
    int, typer.Option(min=0, max=2**32 - 1, help="Seed; the same one gives the same histories.")
]
Start = Annotated[str, typer.Option(metavar="YYYY-MM", help="First month given back.")]
Stop = Annotated[str, typer.Option(metavar="YYYY-MM", help="Last month given back.")]
Branch = Annotated[
    str | None,
    typer.Option(
        metavar="YYYY-MM|own",
        help="Follow the record up to this month, free from it on; 'own' for the scenario's own date.",
    ),
]
Learn = Annotated[
    bool,
    typer.Option(
        "--learn", help="In a branch, let the past inform the constants, from their ranges."
    ),
]
LearnOnly = Annotated[
    list[str] | None,
    typer.Option(
        "--learn-only", metavar="PATH",
        help="As --learn, for a constant or all whose paths begin so; the rest stay at their point "
        "values. May be repeated.",
    ),
]  # fmt: skip
Particles = Annotated[
    int | None,
    typer.Option(
        min=128, max=65_536, show_default=False,
        help="Histories that follow the record up to the branch, in steps of 128; 1,024 by default.",
    ),
]  # fmt: skip
NotHeld = Annotated[
    list[str] | None,
    typer.Option(
        "--not-held", metavar="PATH",
        help="A recorded decision, or the beginning of several, that is not held before the branch. "
        "May be repeated.",
    ),
]  # fmt: skip
Figures = Annotated[
    list[str] | None,
    typer.Option(
        "--figures", metavar="FILE",
        help="Figures that weigh the histories up to the branch: a file (YAML or a table), or 'record'; "
        "the record alone by default. May be repeated.",
    ),
]  # fmt: skip
Theory = Annotated[str, typer.Option(metavar="NAME", help="Theory whose model is asked.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE",
        help="Hold a parameter, variable or rule at a number for the whole run, or force a decision "
        "or event to an option; 'PATH=forbid' forbids it. May be repeated.",
    ),
]  # fmt: skip


def named_path(text: str) -> Path:
    """The path that an option names.

    Args:
        text: as typed.

    Raises:
        BadParameter: it is empty, which would be taken for the folder one is in.
    """
    if not text.strip():
        raise typer.BadParameter("the name is empty; '.' is the folder you are in")
    return Path(text)


Out = Annotated[
    Path | None,
    typer.Option(
        parser=named_path,
        metavar="DIR",
        help="Folder for the report and the data.",
        show_default=False,
    ),
]
Draw = Annotated[
    Parameters,
    typer.Option(
        "--parameters", help="Constants at their point values, or drawn from their ranges."
    ),
]


def check_dates(start: str, stop: str, branch: str | None = None) -> None:
    """See that the months make a run.

    Args:
        start: first month.
        stop: last month.
        branch: month up to which the record is followed.

    Raises:
        BadDate: a month that the model does not know.
        BadOption: a run that ends before it begins, or before its branch.
    """
    from thermidor.engine.calendar import month_number

    if month_number(start) > month_number(stop):
        raise BadOption(f"--stop {stop} lies before --start {start}")
    if branch is not None and month_number(branch) > month_number(stop):
        raise BadOption(f"--branch {branch} lies after --stop {stop}")


def check_writable(folder: Path, option: str = "--out") -> None:
    """See that a folder can be made and written, without leaving anything behind.

    Args:
        folder: where results will go.
        option: that named it.

    Raises:
        BadOption: it cannot; the text says why.
    """
    try:
        near = folder.absolute()
        while not near.exists():
            near = near.parent
        if not near.is_dir():
            raise NotADirectoryError(20, f"{near.name} is a file, not a folder")
        with tempfile.TemporaryFile(dir=near):
            pass
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadOption(f"{option} '{folder}' cannot be written: {reason}") from None


def check_format(data: DataFormat) -> None:
    """See that the data can be written in this form.

    Args:
        data: the form.

    Raises:
        BadOption: a library is missing.
    """
    from importlib.util import find_spec

    if data is DataFormat.netcdf and find_spec("h5py") is None:
        raise BadOption(
            "--data netcdf needs the package h5py, which is not installed; --data zarr does not"
        )
