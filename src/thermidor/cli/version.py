"""`thermidor version`."""

from __future__ import annotations

from thermidor.cli.output import Json, print_json

LIBRARIES = ("jax", "jaxlib", "numpy", "xarray")


def version(as_json: Json = False) -> None:
    """Print the version.

    And those of the libraries that decide the last bits of a result.

    Example: thermidor version --json
    """
    import platform
    from importlib.metadata import version as installed

    from thermidor import __version__

    found = {"version": __version__, "python": platform.python_version()}
    found |= {library: installed(library) for library in LIBRARIES}
    if as_json:
        print_json(found)
        return
    print(f"thermidor {__version__}")
    print(", ".join(f"{name} {number}" for name, number in found.items() if name != "version"))
