"""Terror, the soviets and the world abroad: what the record says of their size, shape and order."""

import jax.numpy as jnp
import numpy as np
import pytest

import thermidor as th
from thermidor.engine.calendar import month_number
from thermidor.model.names import COUNTRIES, REGIONS
from thermidor.model.society import privilege
from thermidor.model.state import police, soviets
from thermidor.model.world import abroad, comintern

GERMANY, CHINA = COUNTRIES.index("germany"), COUNTRIES.index("china")
NONE, ALL = jnp.zeros(len(COUNTRIES)), jnp.ones(len(COUNTRIES))
MODULES = {m.__name__.split(".")[-1]: m for m in (abroad, comintern, police, privilege, soviets)}


def at(rule, **inputs):
    """Evaluate a rule at the point values of its parameters."""

    def value(p):
        if not isinstance(p, str):
            return jnp.asarray(p.value)
        system, name, *own = p.split(".")
        if own:
            return jnp.asarray(getattr(MODULES[system], name).parameters[own[0]].value)
        return jnp.asarray(getattr(MODULES[system], name.upper()).value)

    return rule.function(**{k: value(p) for k, p in rule.parameters.items()}, **inputs)


# -- terror ----------------------------------------------------------------------------------------------------------


def executions(months, terror=0.02, autonomy=0.05, oversight=0.4, revolt=0.0, **attacks):
    """Executions in so many months under the same attacks."""
    attacks = dict(intensity=0.0, white=0.0, engaged=0.0) | attacks
    shot = 0.0
    for _ in range(months):
        attacked = at(police.power_is_attacked, revolt=jnp.full(len(REGIONS), revolt), **attacks)
        deadly = at(
            police.death_is_the_answer_to_attack, attacked=attacked, autonomy=autonomy, mass=0.0
        )
        arrests = at(
            police.arrests_follow_terror, terror=terror, mass=0.0, drive=0.0, banned=0.0, voted=0.0
        )
        shot += float(at(police.some_of_them_are_shot, arrests=arrests, deadly=deadly))
        common = dict(power=1.0, other=0.0, autonomy=autonomy, oversight=oversight, blame=0.0)
        terror += float(
            at(police.terror_answers_terror, terror=terror, attacked=attacked, **common)
        )
    return shot


def test_half_a_year_of_civil_war_and_attacks_kills_as_in_1918():
    shot = executions(6, intensity=0.7, white=0.1, engaged=0.4)
    assert 6_000 <= shot <= 20_000  # record: 6,185 to 50,000 in 1918, most from September on


def test_a_year_of_risings_kills_as_in_1921():
    shot = executions(12, terror=0.3, autonomy=0.35, oversight=0.15, revolt=0.25)
    assert 4_000 <= shot <= 16_000  # record: 9,701 sentences


def test_a_bound_police_in_peace_shoots_hardly_anybody():
    assert executions(6, autonomy=0.005) < 60  # record: one death sentence before August 1918
    assert executions(12, autonomy=0.3) < 1_500  # record: 414 sentences in 1923


def test_white_terror_calls_out_red_terror():
    assert executions(6, intensity=0.4, white=0.2) > 1.15 * executions(6, intensity=0.4)


# -- soviets ---------------------------------------------------------------------------------------------------------


def voting(**changes):
    common = dict(
        discontent=0.5,
        confidence=0.3,
        pluralism=0.8,
        participation=0.3,
        appointed=0.05,
        opposed=0.0,
        unmet=0.0,
    )
    common |= changes
    most = at(soviets.other_parties_keep_some, pluralism=common["pluralism"])
    return float(at(soviets.who_still_speaks_there, **common, most=most))


def test_the_rulers_share_of_the_soviets_grows_as_others_are_put_out_and_the_base_stays_away():
    assert 0.5 < voting() < 0.7
    one_party = voting(pluralism=0.1)
    assert one_party > voting() + 0.1
    assert voting(pluralism=0.1, participation=0.02, appointed=0.9) > one_party + 0.05
    assert voting(pluralism=0.1, discontent=0.9) < one_party - 0.1


def test_other_parties_keep_a_share_while_they_are_free():
    happy = dict(discontent=0.0, confidence=1.0)
    assert voting(pluralism=1.0, **happy) < 0.9
    assert voting(pluralism=0.0, **happy) == 1.0


def test_no_wave_carries_free_soviets_to_one_party_alone():
    def after_a_wave(share, pluralism):
        most = at(soviets.other_parties_keep_some, pluralism=pluralism)
        rule = soviets.a_crushed_base_has_no_votes
        return at(rule, share=share, change=0.3, most=most, crushed=0.0, lost=0.0)

    assert after_a_wave(0.7, pluralism=1.0) < 0.9 < after_a_wave(0.7, pluralism=0.0)
    assert after_a_wave(0.95, pluralism=1.0) == jnp.float32(0.95)


def test_villages_drift_away_where_worker_stands_against_peasant():
    assert voting(opposed=0.6) < voting(opposed=0.0) - 0.05


def test_the_last_partner_leaves_once_and_may_be_admitted_again():
    after = at(soviets.the_last_partner_leaves_once, partners=1.0, opened=0.0, closed=1.0)
    assert after == 0
    attacks = dict(power=1.0, intensity=0.9, terror=0.9, lost=jnp.ones(len(REGIONS)), broad=0.0)
    assert at(soviets.war_leaves_one_party, partners=after, **attacks) == 0
    assert at(soviets.the_last_partner_leaves_once, partners=after, opened=1.0, closed=0.0) == 1


def test_soviets_that_are_no_more_give_nobody_rights():
    common = dict(partners=1.0, terror=0.1, intensity=0.2, banned=0.0, power=1.0, unmet=0.0)
    assert at(soviets.rights_that_war_and_terror_leave, other=1.0, **common) == 0
    assert at(soviets.rights_that_war_and_terror_leave, other=0.0, **common) > 0.5


def test_a_police_whose_power_has_fallen_comes_to_an_end():
    fallen = dict(terror=0.5, correction=0.2, deciders=5.0, power=0.0, banned=0.0, courts=0.0)
    assert at(police.impunity_makes_it_autonomous, autonomy=0.5, **fallen) < -0.05


# -- world -----------------------------------------------------------------------------------------------------------


def votes(
    months, vote=0.0, slump=0.0, exhaustion=0.02, reparations=0.2, right=0.15, discouraged=0.0
):
    """National Socialist votes after so many months in the same Germany."""
    for _ in range(months):
        jobless = at(abroad.inflation_hides_a_slump, slump=slump, exhaustion=exhaustion)
        pull = at(
            abroad.the_ruined_look_for_a_way_out, jobless=jobless, right=right, discouraged=discouraged,
            power=0.0, reparations=reparations, unity=0.2,
        )  # fmt: skip
        vote += float(at(abroad.a_party_grows_by_those_it_has, vote=vote, pull=pull, nazi=0.0))
    return vote


def test_a_country_where_nothing_ripens_does_not_vote_national_socialist():
    assert votes(240) < 0.03


def test_the_slump_of_1921_makes_no_mass_party_and_that_of_1930_does():
    assert votes(24, slump=0.5, exhaustion=0.3, reparations=0.4, right=0.5) < 0.05
    assert 0.25 < votes(30, vote=0.026, slump=0.7, right=0.5, discouraged=0.2) < 0.5


def test_votes_of_despair_are_lost_when_it_lifts():
    assert votes(12, vote=0.065, right=0.5, slump=0.05) < 0.045


def party(months, spark_at=None):
    """Members of a party of a hardly organised class in a standing crisis, as in China."""
    organisation, movement, cp = 0.06, 0.0, 0.0
    common = dict(crisis=0.42 * ALL, discouraged=NONE, beaten=NONE, nazi=0.0)
    seen = []
    for month in range(months):
        reach = at(
            abroad.a_party_has_its_reach, organisation=organisation * ALL, autonomy=0.8,
            sectarian=0.0, nazi=0.0, soviet=1.0, war=0.0,
        )  # fmt: skip
        cp += float(
            at(abroad.parties_grow_and_shrink, cp=cp * ALL, reach=reach, movement=movement * ALL, hope=0.4)[CHINA]
        )  # fmt: skip
        calm = dict(discouraged=NONE, right=0.5 * ALL, nazi=0.0)
        organisation += float(
            at(abroad.workers_organise, organisation=organisation * ALL, movement=movement * ALL, **calm)[CHINA]
        )  # fmt: skip
        spark = ALL if month == spark_at else NONE
        movement += float(
            at(abroad.masses_are_set_in_motion, movement=movement * ALL, spark=spark, **common)[
                CHINA
            ]
        )
        seen.append(cp)
    return seen


def test_a_party_of_a_few_hundred_becomes_one_of_tens_of_thousands_by_a_great_movement_alone():
    calm, stirred = party(100), party(100, spark_at=70)
    assert calm[70] < 1_500  # record: 350 in 1923, 1,000 at the beginning of 1925
    assert calm[99] < 3_000
    assert stirred[94] > 10 * calm[70]  # record: 30,000 in 1926


def hope_after(months, defeat_at=None):
    """Hope and belief through years of which one may bring a German defeat."""
    hope, belief, discouraged = 0.45, 0.9, NONE
    movement = jnp.where(jnp.arange(len(COUNTRIES)) == GERMANY, 0.5, 0.1)
    for month in range(months):
        beaten = ALL * (jnp.arange(len(COUNTRIES)) == GERMANY) * (month == defeat_at)
        discouraged = discouraged + at(
            abroad.defeats_discourage, discouraged=discouraged, defeat=beaten
        )
        window = at(comintern.windows_open, movement=movement, organisation=0.6 * ALL, soviet=1.0)
        common = dict(belief=belief, discouraged=discouraged, abroad=NONE, window=window)
        hope += float(at(comintern.hope_rises_and_falls, hope=hope, **common))
        belief += float(at(comintern.defeats_wear_belief_out, isolation=0.7, **common))
    return hope, belief


def test_hope_falls_after_a_defeat_and_does_not_come_back_in_full():
    calm, beaten = hope_after(24), hope_after(24, defeat_at=2)
    assert beaten[0] < calm[0] - 0.08
    assert beaten[1] < calm[1] - 0.1
    assert hope_after(120, defeat_at=2)[0] < hope_after(120)[0] - 0.02


def test_ruin_without_masses_in_motion_is_no_open_window():
    still = at(comintern.windows_open, movement=NONE, organisation=ALL, soviet=1.0)
    assert still == at(comintern.windows_open, movement=NONE, organisation=NONE, soviet=1.0)


def test_sections_are_commanded_once_there_is_an_international():
    common = dict(autonomy=1.0, appointed=0.5, deciders=5.0, debate=0.4, isolation=0.7, facade=0.0)
    assert at(comintern.centre_takes_command, ties=0.0, **common) == 0
    assert at(comintern.centre_takes_command, ties=1.0, **common) < 0


def test_ruin_leaves_less_to_share_under_the_old_order_too():
    common = dict(caste=0.0, power=0.0, kind=0.0)
    assert at(privilege.posts_pay, capital=0.3, **common) < at(
        privilege.posts_pay, capital=1.0, **common
    )


# -- histories -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def free():
    """Free histories in which October won within two years."""
    names = [
        "soviets.power", "soviets.bolshevik", "comintern.hope", "germany.nazi_vote", "germany.nazi_power",
        "china.cpc_members", "britain.cpgb_members", "repression.executions", "war.threat",
    ]  # fmt: skip
    ds = th.simulate(histories=128, variables=names)
    return ds.isel(
        history=np.flatnonzero(ds["soviets.power"].values[:, month_number("1918-12")] > 0)
    )


def year(ds, name, y):
    first = month_number(f"{y}-01")
    return ds[name].values[:, first : first + 12]


def test_national_socialists_are_small_before_the_slump_and_do_not_govern(free):
    assert np.quantile(year(free, "germany.nazi_vote", 1922), 0.9) < 0.08
    assert (year(free, "germany.nazi_power", 1929).max(1) > 0).mean() < 0.03
    assert 0.2 < (year(free, "germany.nazi_power", 1934).max(1) > 0).mean() < 0.85


def test_hope_is_highest_in_the_years_of_the_german_and_polish_revolutions(free):
    hope = np.stack([year(free, "comintern.hope", y).mean(1) for y in range(1917, 1941)])
    best = 1917 + hope.argmax(0)
    assert (best <= 1925).mean() > 0.6
    median = np.median(hope, axis=1)
    assert 1919 <= 1917 + median.argmax() <= 1922


def test_the_chinese_party_is_small_before_its_revolution_and_parties_do_not_share_one_curve(free):
    assert np.median(year(free, "china.cpc_members", 1923)) < 2_500
    members = np.stack([year(free, "britain.cpgb_members", y).mean(1) for y in range(1921, 1940)])
    low, high = np.quantile(members, [0.1, 0.9], axis=0)
    assert np.median(high / np.maximum(low, 1.0)) > 2  # rise with struggle, fall with defeat


def test_the_bolshevik_share_of_the_soviets_moves(free):
    for y in (1919, 1922, 1930):
        ruling = year(free, "soviets.power", y).min(1) > 0
        assert year(free, "soviets.bolshevik", y)[ruling].std(1).min() > 1e-5
    assert (
        np.median(year(free, "soviets.bolshevik", 1930))
        > np.median(year(free, "soviets.bolshevik", 1918)) + 0.1
    )


def test_executions_of_the_year_of_the_war_are_of_the_order_of_the_record(free):
    assert 4_000 < np.median(year(free, "repression.executions", 1919).sum(1)) < 50_000


def test_the_executions_of_1921_lie_in_the_bulk_of_the_histories(free):
    low, high = np.quantile(year(free, "repression.executions", 1921).sum(1), [0.05, 0.95])
    assert low < 9_701 < high  # record: 9,701 sentences


def test_half_of_the_histories_shoot_in_1921_about_as_many_as_were_sentenced(free):
    assert 3_000 < np.median(year(free, "repression.executions", 1921).sum(1)) < 20_000


def test_the_threat_of_war_does_not_jump_with_the_calendar(free):
    threat = np.abs(
        np.diff(np.median(free["war.threat"].values[:, month_number("1921-01") :], axis=0))
    )
    january = threat[11::12]
    assert january.max() < 3 * np.quantile(threat, 0.9)
