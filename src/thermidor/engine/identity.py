"""Is this the same code as last time?  Then what was compiled from it can be used again."""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import numpy as np

PACKAGES = ("thermidor.engine", "thermidor.model", "thermidor.theories")
"""The code that decides what a month is."""


def code_identity() -> str:
    """Hash of the sources of a month, and of what has been replaced in them since they were loaded.

    Returns:
        The same text as long as neither a file nor a function or constant of a module changes.
    """
    h = hashlib.sha256(_sources())
    modules = {n: m for n, m in sys.modules.items() if n.startswith(PACKAGES)}
    for name in sorted(modules):
        for line in _contents(modules[name]):
            h.update(f"{name}.{line}\n".encode())
    return h.hexdigest()


@cache
def _sources() -> bytes:
    h = hashlib.sha256()
    root = Path(__file__).resolve().parents[1]
    for package in PACKAGES:
        for path in sorted((root / package.rpartition(".")[2]).rglob("*.py")):
            h.update(f"{path.relative_to(root)}\n".encode() + path.read_bytes())
    return h.digest()


def _contents(module: ModuleType) -> Iterator[str]:
    for name, item in sorted(vars(module).items()):
        if name.startswith("__"):
            continue
        item = getattr(item, "function", item)
        function = inspect.unwrap(item) if callable(item) else None
        if inspect.isfunction(function):
            yield f"{name} {_code(function.__code__)} {_plain(function.__defaults__)}"
        elif isinstance(item, np.ndarray | bool | int | float | str | tuple | list | dict):
            yield f"{name} {_plain(item)}"


def _code(code: CodeType) -> str:
    constants = [_code(c) if isinstance(c, CodeType) else _plain(c) for c in code.co_consts]
    return f"{code.co_code.hex()} {code.co_names} {code.co_varnames} {constants}"


def _plain(x: Any) -> str:
    if isinstance(x, np.ndarray):
        return f"{x.shape} {x.dtype} {hashlib.sha256(x.tobytes()).hexdigest()}"
    if isinstance(x, tuple | list):
        return f"({', '.join(map(_plain, x))})"
    if isinstance(x, dict):
        return f"{{{', '.join(sorted(f'{_plain(k)}: {_plain(v)}' for k, v in x.items()))}}}"
    if isinstance(x, frozenset | set):
        return f"{{{', '.join(sorted(map(_plain, x)))}}}"
    return (
        repr(x)
        if isinstance(x, bool | int | float | complex | str | bytes | None)
        else type(x).__name__
    )
