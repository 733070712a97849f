"""Figures in the tables that spreadsheets, Vensim and old systems write."""

from __future__ import annotations

import pytest

from thermidor.experiments.branches.figures import BadFigures, read_figures
from thermidor.theories import lequenne

REGISTRY = lequenne().registry
MEMBERS = {("party.members", "1922-01", "1922-01"): 5e5, ("party.members", "1923-04", "1923-04"): 386000.0}  # fmt: skip
FEAR = {("mood.fear", "1922-01", "1922-01"): 0.25, ("mood.fear", "1923-04", "1923-04"): 1.0}
YEARS = {("mood.fear", "1922-01", "1922-12"): 0.25, ("mood.fear", "1923-01", "1923-12"): 1.0}


def figures(folder, text: str, name: str = "mine.csv", encoding: str = "utf-8") -> dict:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return {
        (o.variable, o.first_month, o.last_month): o.value
        for o in read_figures(str(path), REGISTRY)
    }


WIDE = [
    # time along the columns
    "variable,1922-01,1923-04\nparty.members,500000,386000\nmood.fear,0.25,1\n",
    ",1922-01-01,1923-04-01\nparty.members,500000,386000\nmood.fear,0.25,1\n",
    'Time (Month)\t60\t75\n"party.members"\t500000\t386000\nmood fear\t0.25\t1\n',
    "Time (Month)\t60\t75\nparty members : Current\t500000\t386000\nmood fear : Current\t0.25\t1\n",
    "Time\t60\t75\t\nparty members\t500000\t386000\t\nmood_fear\t0.25\t1\t\n",
    "Time (Year);1922,0;1923,25\nparty.members;500 000;386000\nmood.fear;0,250;1,0\n",
    # time down the rows
    "month,party.members,mood.fear\n1922-01,500000,0.25\n1923-04,386000,1\n",
    "Time (Month)\tparty members\tmood fear\n60\t500000\t0.25\n75\t386000\t1\n",
    "sep=;\ndate;Party.Members;mood.fear\n1922-01;500000,0;0,25\n1923-04;386000,0;1,0\n",
    # one series below the other
    "party members\n60\t500000\n75\t386000\nmood fear\n60\t0.25\n75\t1\n",
]


@pytest.mark.parametrize("text", WIDE)
@pytest.mark.parametrize("name", ["mine.csv", "mine.tab", "MINE.DAT"])
def test_wide_tables_are_read_with_time_along_the_columns_or_down_the_rows(tmp_path, text, name):
    assert figures(tmp_path, text, name) == {**MEMBERS, **FEAR}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_wide_tables_are_read_whatever_wrote_them(tmp_path, encoding, ends):
    for text in WIDE:
        assert figures(tmp_path, text.replace("\n", ends), encoding=encoding) == {**MEMBERS, **FEAR}


def test_whole_years_are_means_of_years_and_fractions_moments(tmp_path):
    assert figures(tmp_path, "year,1922,1923\nmood.fear,0.25,1\n") == YEARS
    assert figures(tmp_path, "year,1922.0,1923.25\nmood.fear,0.25,1\n") == FEAR


def test_cells_without_a_figure_are_passed_over(tmp_path):
    text = (
        "variable,1922-01,1922-02,1922-03,1923-04\nmood.fear,0.25,,:NA:,1\n\nparty.members,,,#N/A\n"
    )
    assert figures(tmp_path, text) == FEAR


def test_a_comma_is_the_decimal_sign_where_semicolons_part_the_cells(tmp_path):
    long = "variable;first_month;value;low;high\nmood.fear;1922-01;0,250;0,125;0,375\n"
    (path := tmp_path / "mine.csv").write_text(long)
    (o,) = read_figures(str(path), REGISTRY)
    assert (o.value, o.low, o.high) == (0.25, 0.125, 0.375)
    assert figures(tmp_path, "variable;1922-01;1923-04\nmood.fear;0,250;1,000\n") == FEAR


def test_heads_are_keys_however_they_are_capitalised(tmp_path):
    text = "Variable,First month,Value\nmood.fear,1922-01,0.25\nmood.fear,1923-04,1\n"
    assert figures(tmp_path, text) == FEAR


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("variable,1922-01\nmood.feer,0.5\n", "mine.csv:2 (1922-01): no variable is called 'mood.feer'; nearest: mood.fear"),
        ("variable,1922-01\nmood.fear,much\n", "mine.csv:2 (1922-01): 'value' wants a number, not 'much'"),
        ("variable,1922-01\nparty.members,\"1,500\"\n", "mine.csv:2 (1922-01): 'value': '1,500' can be read in two ways"),
        ("variable,1922-01\nmood.fear,7\n", "mine.csv:2 (1922-01): mood.fear lies between 0 and 1"),
        ("Time (Month),300\nmood.fear,0.5\n", "mine.csv:2: time 300 lies outside 1917-01..1940-12; months are counted from 1917-01 as 0"),
        ("Time (Month),0.5\nmood.fear,0.5\n", "0.5 is no whole month; save a figure for each month"),
        ("variable,1922-01\nmood.fear,0.5\nmood.fear,0.6\n", "mood.fear has a figure of the same months in line 2 (1922-01)"),
        ("year,1912\nmood.fear,0.5\n", "1912-12 lies outside"),
        ("a,b\n1,2\n", "mine.csv:1: the first line holds neither the keys of a figure (variable, "),
        ("PK\x03\x04 and more", "mine.csv: a workbook; save its sheet as CSV"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_one_line_with_its_place(tmp_path, text, words):
    with pytest.raises(BadFigures) as error:
        figures(tmp_path, text)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
