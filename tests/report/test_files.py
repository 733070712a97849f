"""The files: whole or absent, without the network, safe from what the data say."""

from __future__ import annotations

import json
import re

import made_up_ensemble as made_up
import pytest

from thermidor.report import summarise, write_markdown, write_report

pytestmark = pytest.mark.lowest


def test_the_page_loads_nothing_from_elsewhere(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(
        r"""<[a-z]+[^>]*\s(?:src|href|action|data)\s*=\s*["']?\s*(?:https?:)?//""", text, re.I
    )
    assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", text, re.I)
    assert "default-src 'none'" in text


def test_the_page_is_under_eight_megabytes(page):
    assert page.stat().st_size < 8e6


def test_what_the_data_say_is_text_and_never_markup(page):
    text = page.read_text(encoding="utf-8")
    assert "<in April" not in text
    assert "&lt;in April" in text


def test_every_chart_of_a_report_can_be_kept_with_a_description_that_says_its_unit(page):
    text = page.read_text(encoding="utf-8")
    charts = re.findall(r'<figure class="chart" id="([^"]+)" data-unit="([^"]+)"', text)
    assert len(charts) == len(re.findall('<figure class="chart"', text)) > 60
    maps = re.findall(r'<figure id="regions-map" class="regions" data-unit="[^"]+"', text)
    assert len(maps) == 1
    assert text.count('class="keep" data-file="metadata.json"') == len(charts) + len(maps)
    assert text.count('class="keep" data-file="svg"') == len(charts)
    units = dict(charts)
    assert (units["v-army-red"], units["effects"]) == ("persons", "percentage points")
    found = re.search(r'id="described">(.+)</script>', text)
    assert found is not None
    told = json.loads(found[1])
    assert told["link"].startswith("thermidor run baseline --histories 120 --seed 0")
    assert any("rest on assumption" in line for line in told["assumptions"])


def test_markdown_says_the_same(summary, tmp_path):
    path = write_markdown(
        summary,
        tmp_path / "report.md",
        parameters=made_up.PARAMETERS,
        comparisons=made_up.COMPARISONS,
    )
    text = path.read_text(encoding="utf-8")
    for part in (
        "# Was the counter-revolution a fatality",
        "## The dead",
        "## Milestones",
        "p.\u00a072, 80, 184, 217",
        "thermidor run baseline",
    ):
        assert part in text
    widths = {
        line.count(" | ")
        for line in text.split("## The dead")[1].split("##")[0].splitlines()
        if line.startswith("| Deaths")
    }
    assert len(widths) <= 2


def test_a_bare_run_still_makes_a_report(tmp_path):
    ds = made_up.ensemble(histories=3, failed=0)[["party.members", "regime", "outcome"]]
    ds.attrs = {}
    summary = summarise(ds)
    assert summary.milestones == ()
    assert summary.deaths == ()
    assert summary.fit.counts.points == 0
    assert write_report(ds, summary, tmp_path / "r.html").exists()
    assert write_markdown(summary, tmp_path / "r.md").exists()


def test_a_run_in_which_every_history_failed_still_makes_a_report(tmp_path):
    ds = made_up.ensemble(histories=3, failed=3)
    summary = summarise(ds)
    assert summary.outcomes["failed"].p == 1
    assert write_report(ds, summary, tmp_path / "r.html").exists()
