"""What leaders are comes from facts dated before they act; what they did later tests it, and does not enter."""

import shutil

import jax.numpy as jnp
import numpy as np
import pytest

from thermidor.model.names import AXES, CIRCLES, LEADERS
from thermidor.model.party import factions, leaders
from thermidor.model.party.persons import (
    FOLDER,
    PERSONS,
    TABLES,
    TRAITS,
    circles,
    positions,
    read_persons,
    read_table,
    trait,
)
from thermidor.record import load

LAST_YEAR_BEFORE = 1916
WAR = {"headed the army", "commanded a front", "sat in a council of war"}
"""Posts of 1918-19: they count for command alone, which the model lets nobody use before there is a Red Army."""


@pytest.fixture
def changed(tmp_path):
    """A copy of the tables in which a text of one stands for another."""

    def write(name: str, old: str, new: str):
        for table in TABLES:
            shutil.copy(FOLDER / table, tmp_path / table)
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert old in text
        (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return write


def test_every_leader_has_positions_traits_and_circles_in_the_order_of_the_model():
    assert tuple(PERSONS) == LEADERS
    assert [len(row) for row in positions()] == [len(AXES)] * len(LEADERS)
    assert [len(row) for row in circles()] == [len(CIRCLES)] * len(LEADERS)
    assert trait("prestige")[LEADERS.index("lenin")] == max(trait("prestige"))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("coding.csv", "peasantry", "peasants", "columns"),
        ("persons.csv", "\nstalin,", "\nstaline,", "staline"),
        ("persons.csv", "1870", "old", "lenin"),
        ("facts.csv", "lenin,1903,leads", "lenin,1903,1904,leads", "lenin"),
        ("facts.csv", "leads the party", "owns the party", "owns the party"),
        ("coding.csv", "leads the party,0", "leads the party,much", "leads the party"),
    ],
)
def test_a_fault_in_the_tables_is_named(changed, name, old, new, said):
    with pytest.raises(ValueError, match=said):
        read_persons(changed(name, old, new))


def test_no_fact_is_later_than_the_year_in_which_its_man_begins_to_act():
    joined = {row["leader"]: int(row["joined"]) for row in read_table("persons.csv")}
    late = [
        row
        for row in read_table("facts.csv")
        if int(row["year"]) > max(LAST_YEAR_BEFORE, joined[row["leader"]])
        and row["fact"] not in WAR
    ]
    assert not late


def test_posts_in_the_civil_war_count_for_command_alone():
    for row in read_table("coding.csv"):
        if row["fact"] in WAR:
            assert {c for c, x in row.items() if c != "fact" and float(x)} == {"command"}


def test_every_trait_is_what_the_facts_count_for():
    counts = {row.pop("fact"): row for row in read_table("coding.csv")}
    lenin = [row["fact"] for row in read_table("facts.csv") if row["leader"] == "lenin"]
    skill = sum(float(counts[fact]["skill"]) for fact in ["everybody", *lenin])
    assert PERSONS["lenin"]["skill"] == pytest.approx(skill)


def test_nobody_is_frail_without_an_illness_known_beforehand():
    ill = {row["leader"] for row in read_table("facts.csv") if row["fact"] == "was chronically ill"}
    assert {n for n, p in PERSONS.items() if p["frailty"] != 1} == ill
    assert "sverdlov" not in ill
    assert "frunze" not in ill


def deaths(**changes):
    common = dict(
        years=0.0, capacity=jnp.ones(len(LEADERS)), illness=0.0, alive=jnp.ones(len(LEADERS)), last=0.0,
        clock=0.0, fever=0.6, base=0.0005, age=jnp.asarray(trait("age")), table=40.0,
        frailty=jnp.asarray(trait("frailty")), growth=0.07, ill=0.1, invalid=0.6,
    )  # fmt: skip
    return leaders.leaders_die.function(**{**common, **changes})


def test_the_risk_of_death_follows_age_and_known_illness_alone():
    risk = dict(zip(LEADERS, deaths().tolist(), strict=True))
    assert risk["sverdlov"] == pytest.approx(risk["shlyapnikov"])
    assert risk["lenin"] > risk["kirov"] > risk["mikoyan"]
    assert risk["dzerzhinsky"] > risk["stalin"]


def above(score, chosen):
    """How often one of the chosen stands above one of the others."""
    inside = [s for n, s in score.items() if n in chosen]
    outside = [s for n, s in score.items() if n not in chosen]
    return np.mean([(a > b) + 0.5 * (a == b) for a in inside for b in outside])


def test_prestige_of_before_1917_tells_whom_the_congress_of_august_elected():
    elected = {
        name
        for name in LEADERS
        for t in load().leaders[name].tenures
        if t.organ == "central_committee" and str(t.start)[:7] == "1917-08"
    }
    assert len(elected) > 8
    prestige = {n: p["prestige"] for n, p in PERSONS.items()}
    assert above(prestige, elected) > 0.85
    assert prestige["lenin"] > prestige["zinoviev"] > prestige["kamenev"]


def test_skill_of_before_1917_tells_who_was_to_run_the_secretariat():
    """Of whom the record shows in the Secretariat or at the head of the assignments before 1923."""
    ran = {"sverdlov", "krestinsky", "preobrazhensky", "molotov", "stalin"}
    assert above({n: p["skill"] for n, p in PERSONS.items()}, ran) > 0.8


def test_the_currents_of_the_twenties_are_not_there_at_the_start():
    industry = [row[AXES.index("industrialisation")] for row in positions()]
    assert not any(industry)
    left, right = (PERSONS[n] for n in ("preobrazhensky", "bukharin"))
    assert left["peasantry"] == right["peasantry"]


def test_opinions_form_as_questions_come_up_and_clients_have_none():
    rng = np.random.default_rng(0)
    place = jnp.zeros((len(LEADERS), len(AXES)))
    dependence = jnp.zeros(len(LEADERS)).at[1].set(1.0)
    for _ in range(72):
        place = place + leaders.opinions_form_as_questions_come_up.function(
            positions=place,
            dependence=dependence,
            question=jnp.asarray(rng.uniform()),
            opinion=jnp.asarray(rng.normal(size=len(LEADERS))),
            step=0.16,
        )
    assert not jnp.any(place[1])
    spread = float(jnp.std(place.at[1].set(place[0])))
    assert 0.25 < spread < 0.6
    assert float(jnp.max(jnp.abs(place))) < 1.0


def test_who_has_no_opinion_yet_does_not_stand_apart_from_the_line():
    away = factions.leaders_differ_from_the_line.function(
        positions=jnp.array([[0.0] * 6, [0.0, -0.8, 0.0, 0.0, 0.0, 0.0]]),
        world=0.5, industry=0.5, democracy=0.5, peasantry=0.5, faint=0.15,
    )  # fmt: skip
    assert away[0] == 0
    assert away[1] > 0.5


def test_a_revolution_gives_an_orator_a_name_in_the_party_and_a_leader_one_in_the_street():
    party, street = leaders.a_revolution_makes_names.function(
        prestige=jnp.array([0.3, 0.4]), popularity=jnp.array([0.6, 0.1]),
        participation=1.0, standing=jnp.ones(2), pace=0.04,
    )  # fmt: skip
    assert party[0] > 0 == party[1]
    assert street[1] > 0 == street[0]


def test_traits_lie_within_their_bounds():
    for name in TRAITS:
        if name != "frailty":
            assert all(0 <= x <= 1 for x in trait(name))
