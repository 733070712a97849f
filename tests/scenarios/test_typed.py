"""Input as people have it: numbers as they type them, files as other programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermidor.engine.controls import BadIntervention, Intervention, Schedule
from thermidor.experiments.branches.figures import read_figures
from thermidor.experiments.models import known_model
from thermidor.scenarios import BadScenario, Scenario, catalogue, with_settings
from thermidor.scenarios.compile import check_names
from thermidor.scenarios.typed import number_typed, text_of

MINE = "id: mine\ntitle: {en: Mine, fr: Été}\n"


@pytest.fixture(scope="module")
def registry():
    return known_model("lequenne").registry


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0,5", 0.5), ("50%", 0.5), ("50 %", 0.5), ("5\u202f%", 0.05), ("5‰", 0.005), ("1 000", 1000), ("1\u2009000", 1000),
        ("1\u202f234\u202f567,5", 1234567.5), ("1,234,567", 1234567), ("1,234.5", 1234.5), ("1.234,5", 1234.5),
        ("1'000", 1000), ("1’000", 1000), ("\u22120,5", -0.5), ("–3", -3), ("+2", 2), ("0,125", 0.125), (" 7 ", 7),
        ("1e3", 1000.0), (".5", 0.5), ("２", 2), ("1,5e3", 1500.0),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_type_them(text, number):
    assert number_typed(text) == number


@pytest.mark.parametrize("text", ["1,500", "12,000", "-1,234"])
def test_a_number_that_can_be_read_in_two_ways_is_refused_with_both(text):
    with pytest.raises(ValueError, match=r"can be read in two ways; write \d+ or \d+\.\d+"):
        number_typed(text)


@pytest.mark.parametrize(
    "text", ["", "victory", "1 2", "1,2,3", "0x10", "1 00", "nan", "5 men", "%", "--1"]
)
def test_what_is_no_number_is_taken_for_none(text):
    assert number_typed(text) is None


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_prints_is_read_back(number):
    assert number_typed(repr(number)) == number


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_scenarios_are_read_whatever_wrote_them(encoding, ends):
    content = MINE.replace("\n", ends).encode(encoding)
    assert Scenario.from_yaml(content).title.fr == "Été"


def test_bytes_that_are_no_text_are_refused():
    for content in (bytes(range(256)), b"\xff\xfe\x00", b"a\x81b"):
        with pytest.raises(UnicodeDecodeError):
            text_of(content)


@pytest.mark.parametrize(
    "text",
    [
        "variable,first_month,value\nparty.members,1922-01,500000\n",
        "variable;first_month;value;;\nparty.members;1922-01-01;500 000;;\n",
        "variable\tfirst_month\tvalue\nparty.members\t1922-1\t500000,0\n",
        'variable,first_month,value\nparty.members,1922-01,"500,000.0"\n\x1a',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_figures_are_read_whatever_wrote_them(registry, tmp_path, text, encoding):
    file = tmp_path / "figures.csv"
    file.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    (figure,) = read_figures(str(file), registry)
    assert (figure.variable, figure.first_month, figure.value) == ("party.members", "1922-01", 5e5)


def compiled(setting, registry):
    return str(
        with_settings(Scenario.load("baseline"), [setting]).compile(registry).interventions[0]
    )


@pytest.mark.parametrize(
    ("setting", "done"),
    [
        ("mood.fear=0,5", "hold mood.fear = 0.5"),
        ("factions.ban=true", "force factions.ban = yes"),
        ("factions.ban=false", "force factions.ban = no"),
        ("procurement.who_buys=false", "hold procurement.who_buys = False"),
        ("population.urban.volga=1 000", "hold population.urban.volga = 1000.0"),
    ],
)
def test_settings_mean_what_they_say(registry, setting, done):
    assert compiled(setting, registry).startswith(done)


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("mood.fear=1,500", "write 1500 or 1.500"),
        ("mood.fear=−0.2", r"mood.fear lies between 0 and 1 \(index 0-1\)"),
        ("mood.fear=150%", "lies between 0 and 1"),
        ("initial.mood.fear=7", "lies between 0 and 1"),
        ("mood.fear=true", "wants a number; true and false switch rules"),
        ("population.urban=1e12", "counted apart in 16 places, .* such as population.urban."),
        ("initial.population.urban=5", "counted apart in 16 places"),
        ("procurement.who_buys=-1", "not below 0"),
        (
            "party.fear=1",
            "'party.fear' is an output: .* it is made of factions.fear, which can be set",
        ),
    ],
)
def test_settings_that_cannot_be_are_refused_with_the_true_reason(registry, setting, reason):
    with pytest.raises(BadScenario, match=reason):
        compiled(setting, registry)


def test_interventions_of_python_are_held_to_the_same_bounds(registry):
    with pytest.raises(BadIntervention, match="lies between 0 and 1"):
        Schedule(registry, [Intervention("hold", "mood.fear", 2.0, 0, 5)])


def test_every_output_that_cannot_be_set_says_what_stands_behind_it(registry):
    for name in registry.outputs:
        if name not in registry.sites:
            with pytest.raises(
                BadScenario, match="is an output: it is counted, not set; it is made of"
            ):
                compiled(f"{name}=1", registry)


def test_every_setting_that_is_listed_can_be_resolved(registry):
    import thermidor as th

    rows = th.settable()
    assert {row["kind"] for row in rows} >= {"variable", "parameter", "rule", "decision", "event"}
    for row in rows:
        registry.resolve(row["path"])
    with pytest.raises(ValueError, match="is an output"):
        th.settable("party.fear")


def test_what_a_scenario_cites_and_expects_exists(registry):
    plain = {"id": "mine", "title": {"en": "Mine"}, "do": []}
    for wrong, reason in (
        ({"cites": ["mood.r999"]}, "cites: no item of the record is called 'mood.r999'"),
        ({"expected": {"party.feer": "+"}}, "expected: no variable or outcome is called 'party.feer'; nearest: party.fear"),
    ):  # fmt: skip
        with pytest.raises(BadScenario, match=reason):
            Scenario.from_data({**plain, **wrong}).compile(registry)
    Scenario.from_data({**plain, "expected": {"party.fear": "+", "thermidor": "-"}}).compile(
        registry
    )


def test_what_shipped_scenarios_cite_and_expect_exists(registry):
    for scenario in catalogue().values():
        check_names(scenario, registry)


def test_a_change_of_ones_own_is_not_called_no_change():
    changed = with_settings(Scenario.load("baseline"), ["mood.fear=0.9"])
    assert changed.title.en == "A change of one's own"
