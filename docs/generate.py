"""Write the pages of the documentation that come out of the code, into docs/generated.

Each page is a function that returns Markdown.  A page whose figures nobody has made is a line that says
so, so that the documentation always builds.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from thermidor.report.made import made_line

# file -> (module, function without arguments that returns Markdown, whether it holds counts)
PAGES: dict[str, tuple[str, str, bool]] = {
    "odd.md": ("thermidor.report.odd", "markdown", True),
    "coverage.md": ("thermidor.report.coverage", "markdown", True),
    "outside.md": ("thermidor.report.odd", "outside", False),
    "glossary.md": ("thermidor.glossary", "markdown", False),
    "api.md": ("api", "markdown", False),
}

# file of figures -> the command that makes it
FIGURES: dict[str, str] = {
    **dict.fromkeys(
        ("conditions.md", "timing.md", "loops.md", "coalitions.md", "chain.md"), "make loops"
    ),
    **dict.fromkeys(("forecasts.md", "hinges.md"), "make branches"),
}


def page(module: str, function: str, counted: bool) -> str:
    """The text of one page; what is counted is dated, below the first heading."""
    text = getattr(importlib.import_module(module), function)()
    if not counted:
        return text
    heading, _, rest = text.partition("\n")
    return f"{heading}\n\n{made_line('make docs')}\n{rest}"


def main(folder: Path) -> None:
    """Write every page; files that would not change are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (module, function, counted) in PAGES.items():
        text = page(module, function, counted)
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
