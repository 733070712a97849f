"""What is imported is declared, what is declared is imported, and the lowest versions are those that are tried."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
MODULES = {
    "PyYAML": "yaml", "Babel": "babel", "vl-convert-python": "vl_convert", "python-multipart": "multipart",
}  # fmt: skip
THROUGH_ANOTHER = {
    "h5netcdf": "xarray writes NetCDF through it",
    "h5py": "h5netcdf reads and writes through it",
    "python-multipart": "starlette reads forms through it",
}
COME_ALONG = {"jaxlib": "jax"}
"""Imported, and pinned by another."""


def declared() -> dict[str, str]:
    """Names of the packages that are declared, with their lowest versions."""
    found = (re.fullmatch(r"([A-Za-z0-9-]+)>=([0-9.]+)", line) for line in PROJECT["dependencies"])
    return {m[1]: m[2] for m in found if m}


def module_of(package: str) -> str:
    named = {name.lower(): module for name, module in MODULES.items()}
    return named.get(package.lower(), package.lower().replace("-", "_"))


def imported() -> set[str]:
    """Packages of others that the source imports anywhere."""
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"thermidor", "__future__"}


def test_every_dependency_has_a_lowest_version() -> None:
    assert len(declared()) == len(PROJECT["dependencies"])


def test_what_is_imported_is_declared_and_the_other_way_round() -> None:
    modules = {module_of(package): package for package in declared()}
    assert imported() - set(modules) - set(COME_ALONG) == set()
    assert {modules[m] for m in set(modules) - imported()} <= set(THROUGH_ANOTHER)


def test_the_lowest_versions_that_are_tried_are_those_declared() -> None:
    lines = (ROOT / "constraints-lowest.txt").read_text().split()
    tried = dict(line.split("==") for line in lines)
    assert {n: v for n, v in tried.items() if n not in COME_ALONG} == declared()


def test_constraints_hold_names_and_versions_and_no_address() -> None:
    for name in ("constraints.txt", "constraints-lowest.txt"):
        for line in (ROOT / name).read_text().split():
            assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", line), f"{name}: {line}"


def test_there_is_one_yaml_library() -> None:
    assert [p for p in declared() if "yaml" in p.lower()] == ["pyyaml"]
