"""Pictures of every page for the documentation: `make pictures` writes them, the tests only make them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from visits import VISITS, settle

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "images" / "explorer"

KINDS = {"": ("en", 1280, "light"), "-dark": ("fr", 1280, "dark"), "-narrow": ("en", 380, "light")}


PICTURES = [(visit, kind) for visit in VISITS for kind in KINDS if visit.shown or not kind]


@pytest.mark.parametrize(("visit", "kind"), PICTURES, ids=[v.name + k for v, k in PICTURES])
def test_a_picture_of_the_page(reader, tmp_path, visit, kind):
    lang, width, scheme = KINDS[kind]
    writing = bool(os.environ.get("THERMIDOR_PICTURES"))
    if not writing and (kind or visit.long):
        pytest.skip("written by make pictures")
    page = reader(visit.address(lang), width=width, height=900, scheme=scheme)
    settle(page, visit)
    page.evaluate("document.activeElement.blur()")
    folder = FOLDER if writing else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{visit.name}{kind}.png"
    page.screenshot(path=path)
    assert 5_000 < path.stat().st_size < 400_000
