"""Write the pages of the documentation that come out of the code, into docs/generated.

Each page is a function that returns Markdown.  A page whose figures nobody has made is a line that says
so, so that the documentation always builds.
"""

from __future__ import annotations

import importlib
from pathlib import Path

# file -> (title, module, function without arguments that returns Markdown)
PAGES: dict[str, tuple[str, str, str]] = {
    "odd.md": ("The model, by the ODD protocol", "thermidor.report.odd", "markdown"),
    "coverage.md": ("Coverage", "thermidor.report.coverage", "markdown"),
    "api.md": ("", "api", "markdown"),
}

# file of figures -> the command that makes it
FIGURES: dict[str, str] = {
    **dict.fromkeys(("loops.md", "coalitions.md", "chain.md"), "make loops"),
    **dict.fromkeys(("forecasts.md", "hinges.md"), "make branches"),
}


def page(title: str, module: str, function: str) -> str:
    """The text of one page, under its title where it has one."""
    text = getattr(importlib.import_module(module), function)()
    return text if text.lstrip().startswith("#") else f"# {title}\n\n{text}"


def main(folder: Path) -> None:
    """Write every page; files that would not change are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (title, module, function) in PAGES.items():
        text = page(title, module, function)
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    for name, command in FIGURES.items():
        if not (folder / name).exists():
            (folder / name).write_text(
                f"*These figures have not been made: `{command}` makes them.*\n"
            )


if __name__ == "__main__":
    main(Path(__file__).resolve().parent / "generated")
