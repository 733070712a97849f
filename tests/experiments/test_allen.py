"""NEP without collectivisation beside Robert Allen's simulations: arms, published figures and the tables of the page."""

from __future__ import annotations

import doctest
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))
import allen  # noqa: E402
from thermidor.record import load  # noqa: E402
from thermidor.theories import lequenne  # noqa: E402

PAGE = (ROOT / "docs" / "allen.md").read_text(encoding="utf-8")
DATA = allen.data()
CUTS = [
    *((r["arm"], r["name"], r["do"]) for r in DATA["reasons"]),
    *((arm, p["name"], p[arm]) for p in DATA["pairs"] for arm in ("collectivised", "nep") if p[arm]),
]  # fmt: skip


@pytest.mark.parametrize("name", allen.ARMS)
def test_an_arm_names_what_the_model_has_and_cites_the_record_and_the_publication(name: str):
    arm, points = allen.arms()[name], load().decision_points
    assert arm.id == name
    assert arm.title.fr
    assert arm.branch == allen.BRANCH
    assert "Farm to Factory" in (arm.summary or "")
    assert len(arm.compile(lequenne().registry).interventions) == len(arm.do)
    assert set(arm.pages) <= {e.page for cite in arm.cites for e in points[cite].evidence}


def test_the_arms_beside_the_first_seize_nothing_and_drive_nobody():
    for name in allen.ARMS[1:]:
        forbidden = {o.forbid for o in allen.arms()[name].do}
        assert {"procurement.emergency_measures", "collectivisation.forced_drive"} <= forbidden


def test_a_figure_that_no_copy_showed_is_not_there():
    assert {e["seen"] for e in DATA["published"]} == {"text", "figure", "none"}
    for entry in DATA["published"]:
        assert entry["measure"] in allen.MEASURES
        assert (entry["seen"] == "none") == (not entry["values"])
        assert set(entry["values"]) <= set(allen.ARMS)


@pytest.mark.parametrize(
    ("arm", "name", "cut"), CUTS, ids=lambda x: x if isinstance(x, str) else ""
)
def test_a_cut_changes_the_arm_and_compiles(arm: str, name: str, cut: list[dict]):
    before = allen.arms()[arm]
    after = allen.with_cut(before, cut)
    assert after.do != before.do, name
    registry = lequenne().registry
    controls = [s.compile(registry).controls() for s in (before, after)]
    assert (controls[0].value != controls[1].value).any() or (
        controls[0].forced != controls[1].forced
    ).any()


def test_a_reason_names_rules_of_the_model():
    for reason in DATA["reasons"]:
        assert set(reason["rules"]) <= set(lequenne().registry.rules), reason["name"]


def test_the_page_gives_allens_ratios_as_the_data_has_them():
    for over in (None, "collectivised"):
        for measure in ("towns", "hands", "outside"):
            for arm in allen.ARMS:
                ratio = allen.allens(measure, arm, over)
                if arm != over and ratio != allen.NONE:
                    assert ratio in PAGE, (measure, arm, over)


def test_the_page_names_each_arm_and_each_cut():
    for label in allen.LABELS.values():
        assert label in PAGE
    for _, name, _ in CUTS:
        assert name in PAGE


def test_examples_run():
    assert doctest.testmod(allen, extraglobs={"np": allen.np}).failed == 0


@pytest.mark.slow
def test_the_command_of_the_page_makes_its_tables_and_its_picture(tmp_path: Path, capsys):
    picture = tmp_path / "allen.svg"
    lines = allen.tables(16, 128, seeds=(0,), to=picture)
    heads = [line for line in lines if line.startswith("| ") and line.split(" | ")[0][2:] in PAGE]
    for title in ("1939 over 1928", "1939, over the first arm", "1939", "arm"):
        assert any(line.startswith(f"| {title} |") for line in heads), title
    assert len(
        [
            line
            for line in lines
            if line.startswith(("| collectivisation, plan |", "| market, plan |"))
        ]
    ) == len(DATA["reasons"])
    assert "<svg" in picture.read_text(encoding="utf-8")
    towns = next(line for line in lines if line.startswith("| townspeople, millions |"))
    collectivised, nep = (float(c.split()[0]) for c in towns.split("|")[2:4])
    assert collectivised > nep
