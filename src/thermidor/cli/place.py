"""Where a run writes: a folder of its own, looked at before the work and held while it lasts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from thermidor.cli.errors import BadOption
from thermidor.cli.options import check_writable
from thermidor.keep import Occupied, locked

if TYPE_CHECKING:
    from thermidor.cli.asking import Asked
    from thermidor.scenarios import Scenario

REPORT, ZARR, NETCDF, COMPARISON = "report.html", "data.zarr", "data.nc", "comparison.json"

RESULTS = (ZARR, NETCDF, REPORT)
"""What a run writes, the report last: where it stands, the data beside it are its own."""

TITLE = "Thermidor: simulated histories"
"""Title of the data sets that we write."""


def own_folder(asked: Asked, scenario: Scenario) -> Path:
    """The folder of a run that names none; two different runs have different ones.

    Args:
        asked: with the run's options.
        scenario: with the settings laid over it.

    Returns:
        `out/SCENARIO-SEED`, with a hash of what is not as usual.
    """
    from dataclasses import asdict

    from thermidor.scenarios import catalogue

    options, usual = (
        {n: x or None for n, x in asdict(each).items() if n != "set_"}
        for each in (asked, type(asked)(seed=asked.seed))
    )
    name = f"{scenario.id}-{asked.seed}"
    if options == usual and scenario == catalogue().get(scenario.id):
        return Path("out") / name
    told = json.dumps([options, scenario.plain()], default=str, sort_keys=True)
    return Path("out") / f"{name}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


@contextmanager
def held(folder: Path, names: tuple[str, ...] = RESULTS, option: str = "--out") -> Iterator[None]:
    """Hold a folder for this run alone, after a look at what the run will replace.

    Args:
        folder: made where missing; it goes again where nothing is written.
        names: that will be written.
        option: that named it.

    Raises:
        BadOption: it cannot be written, another run is writing into it, or something that is not ours would be
            lost.
    """
    check_writable(folder, option)
    for name in names:
        _check_ours(folder / name, option)
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(folder))
        except Occupied as error:
            raise BadOption(f"{option}: {error}; wait for it, or name another folder") from None
        except OSError as error:
            raise BadOption(f"{option} '{folder}' cannot be written: {error.strerror}") from None
        yield


def _check_ours(path: Path, option: str) -> None:
    """See that a file or folder, if there is one, is one that a run may replace."""
    if path.is_symlink():
        what = "is a link"
    elif not path.exists() or _is_ours(path):
        return
    else:
        what = f"is a {'folder' if path.is_dir() else 'file'} that no run has written"
    raise BadOption(f"{option}: '{path}' {what}; move it away, or name another folder")


def _is_ours(path: Path) -> bool:
    """Whether a file or folder bears what we write into those of its name."""
    try:
        if path.name == ZARR:
            told = [path / name for name in (".zattrs", "zarr.json")]
            return any(TITLE in p.read_text(encoding="utf-8") for p in told if p.is_file())
        if path.name == NETCDF:
            import h5py

            with h5py.File(path) as file:
                return TITLE in str(file.attrs.get("title"))
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return ('"necessity"' if path.name == COMPARISON else 'content="thermidor') in text
