"""The tile map in the report: what it draws without a script, in the file itself."""

from __future__ import annotations

import json
import re
from html import unescape

import made_up_ensemble as made_up
import numpy as np
import pytest

from thermidor.engine.declare import DIMENSIONS
from thermidor.experiments.regions import quantities, tiles
from thermidor.report import write_report
from thermidor.report.regions import SHOWN, map_of, shades

AT = 59
"""December 1921."""


def part(pattern: str, text: str) -> str:
    """What a pattern finds, or the first group in it."""
    found = re.search(pattern, text, re.S)
    assert found, pattern
    return found[found.re.groups]


@pytest.fixture(scope="module")
def regional():
    return made_up.regional()


@pytest.fixture(scope="module")
def section(page):
    return part(r'<section id="regions".*?</section>', page.read_text())


def test_every_region_is_drawn_once(section):
    drawn = re.findall(r'<g class="tile step-[0-5]" data-region="(\w+)"', section)
    assert sorted(drawn) == sorted(DIMENSIONS["region"])


def test_the_data_of_the_page_are_the_values_in_whole_numbers(section, regional):
    data = json.loads(part(r'<script type="application/json">(.*?)</script>', section))
    assert set(data) == set(quantities())
    for id, x in regional.values.items():
        for k, region in enumerate(DIMENSIONS["region"]):
            assert data[id]["regions"][region] == np.rint(x[:, k]).tolist()


def test_without_a_script_tiles_and_table_say_the_first_month_shown(section, regional):
    assert SHOWN == "1921-12"
    place = DIMENSIONS["region"].index("volga")
    row = part(r'<tr data-region="volga">.*?</tr>', section)
    for id, q in quantities().items():
        said = q.said(int(np.rint(regional.values[id][AT, place])), "en")
        assert f'<td data-quantity="{id}">{said}</td>' in unescape(row)


def test_the_tables_of_the_years_hold_every_region_at_the_end_of_each_year(regional):
    found = map_of(regional).tables
    assert len(found) == len(quantities())
    for table, id in zip(found, quantities(), strict=True):
        assert table.heads == ("Region", *map(str, range(1917, 1941)))
        assert [row[0] for row in table.rows] == [tile.name["en"] for tile in tiles().values()]
        volga = next(row for row in table.rows if row[0] == "Volga")
        place = DIMENSIONS["region"].index("volga")
        assert volga[5] == f"{int(np.rint(regional.values[id][AT, place])):,}"


def test_the_legend_has_a_label_for_each_shade_with_its_numbers(section):
    for id, q in quantities().items():
        key = part(rf'data-key="{id}".*?</p>', section)
        assert len(shades(q)) == 6
        assert all(said in unescape(key) for said in shades(q))


def test_it_says_that_it_is_no_map_of_borders_and_whose_medians_it_shows(section):
    assert "no map of borders" in section
    assert "Medians over 3 histories" in section


def test_one_history_is_called_by_its_number():
    assert map_of(made_up.regional((17,))).about == "History 17 of this run."


def test_a_run_that_ends_early_is_shown_at_its_end():
    assert map_of(made_up.regional(months=20)).month == "August 1918"


def test_a_report_without_regions_says_how_to_have_them(ds, summary, tmp_path):
    page = write_report(ds, summary, tmp_path / "report.html").read_text()
    assert "No regions were recorded" in page
    assert 'id="regions-map"' not in page
