"""Sphinx reads this: `make docs` builds the pages into docs/_build."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import generate  # noqa: E402

project = "Thermidor"
author = "Thermidor contributors"
project_copyright = author
version = release = "0.1.0"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "generated"]
suppress_warnings = ["myst.xref_missing"]
autodoc_typehints = "description"
default_role = "code"  # `name` in a docstring
napoleon_google_docstring = True
napoleon_numpy_docstring = False

html_theme = "furo"
html_title = "Thermidor"
html_copy_source = False


def setup(app):
    """Write the pages that come out of the code before Sphinx reads any page."""
    app.connect("builder-inited", lambda _: generate.main(HERE / "generated"))
