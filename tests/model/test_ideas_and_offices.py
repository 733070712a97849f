"""Doctrine, the educated and the offices: each link of the chains that they carry."""

import jax.numpy as jnp
import pytest

from thermidor.engine.declare import DIMENSIONS, Parameter, Rule
from thermidor.model.party import appointments, factions, organs
from thermidor.model.society import culture, ideology
from thermidor.model.state import government, police
from thermidor.theories import lequenne

LEADERS = DIMENSIONS["leader"]
REGISTRY = lequenne().registry


def call(rule: Rule, **inputs):
    """Evaluate a rule at its own point parameters."""
    own = {n: jnp.asarray(p.value) for n, p in rule.parameters.items() if isinstance(p, Parameter)}
    return rule.function(**{**own, **inputs})


LINKS = [
    # isolation -> hope wears out -> appetite -> doctrine -> votes
    ("ideology.the_weary_want_peace_and_a_homeland", "comintern.hope"),
    ("ideology.the_weary_want_peace_and_a_homeland", "comintern.isolation"),
    ("ideology.one_country_is_put_in_the_dead_mans_mouth", "now:ideology.appetite"),
    ("ideology.the_doctrine_wins_the_base", "now:ideology.appetite"),
    ("factions.docility_defeats_and_campaigns_drain_it", "ideology.one_country"),
    ("organs.fading_hope_turns_to_one_country", "ideology.one_country"),
    # few educated people -> the tsar's officials stay -> command by circular -> posts
    ("government.old_offices_are_renewed_slowly", "culture.educated"),
    ("government.offices_pile_on_few_heads", "culture.educated"),
    ("government.offices_command_by_circular", "now:government.tsarist"),
    ("appointments.patronage_closes_the_circle", "government.circular"),
    ("soviets.masses_take_part_or_withdraw", "government.circular"),
    ("appointments.who_could_elect", "government.piled"),
    # ban -> no corrections -> error is never admitted -> worse errors -> more to silence
    ("ideology.error_is_never_admitted", "factions.banned"),
    ("organs.open_dissent_corrects_errors", "ideology.infallible"),
    ("police.terror_answers_terror", "ideology.blame"),
    ("factions.terror_reaches_the_party", "ideology.blame"),
    ("factions.name_and_place_may_be_lost", "ideology.scare"),
    ("factions.offences_and_inventions_outweigh_scruples", "ideology.scare"),
    ("delegation.division_before_a_war_is_treason", "ideology.scare"),
    # nominees -> delegates -> committee -> Secretariat -> nomination
    ("delegation.secretaries_supply_the_delegates", "appointments.appointed"),
    ("organs.delegates_prefer_whom_their_secretaries_prefer", "now:delegation.appointees"),
    ("succession.nominated_votes_are_his", "delegation.appointees"),
    ("appointments.power_of_assignment_grows", "delegation.delegates"),
    ("appointments.patronage_closes_the_circle", "delegation.appointees"),
    ("appointments.patronage_closes_the_circle", "appointments.power"),
    # a crime voted binds; the appeal over an organ's head is the way out
    ("succession.who_dares_turn_on_him", "factions.complicity"),
    ("succession.who_dares_turn_on_him", "now:delegation.mandate"),
    ("succession.the_testament_comes_out", "factions.complicity"),
    ("factions.offences_and_inventions_outweigh_scruples", "factions.complicity"),
    ("succession.leaders_weigh_the_charge", "now:delegation.mandate"),
    # scarcity -> privilege -> an interest that fears its loss, careerists -> docility
    ("privilege.posts_pay", "privilege.caste"),
    ("privilege.whoever_names_can_take_it_back", "now:privilege.ratio"),
    ("privilege.careerists_enter", "now:privilege.ratio"),
    ("factions.name_and_place_may_be_lost", "privilege.interest"),
    ("membership.untrained_entrants_follow", "privilege.careerists"),
    # ruin and trade part the classes -> deadlock -> room for an arbiter
    ("classes.neither_class_can_rule", "now:classes.opposed"),
    ("appointments.patronage_closes_the_circle", "classes.deadlock"),
    ("soviets.who_still_speaks_there", "classes.opposed"),
    # October's gains -> a bond that outlives approval -> pressure that corrects the party
    ("mood.the_base_presses_its_party", "now:mood.attachment"),
    ("organs.open_dissent_corrects_errors", "mood.pressure"),
    ("soviets.risings_find_nobody_to_defend_the_power", "mood.attachment"),
    ("mood.fear_of_revenge_holds_a_floor", "abroad.threat"),
    # strikes -> new active workers
    ("classes.struggle_forms_new_active_workers", "labour.strikers"),
]


@pytest.mark.parametrize(("rule", "read"), LINKS, ids=[f"{r}<-{p}" for r, p in LINKS])
def test_a_link_of_a_chain_is_declared_where_it_acts(rule, read):
    assert read in REGISTRY.rules[rule].reads.values()


def test_the_new_systems_do_not_write_for_themselves_alone():
    outward = {
        source.split(":")[-1]
        for name, r in REGISTRY.rules.items()
        for source in r.reads.values()
        if isinstance(source, str)
        and name.partition(".")[0] != source.split(":")[-1].partition(".")[0]
    }
    for system in ("ideology", "culture", "government"):
        assert sum(path.startswith(f"{system}.") for path in outward) >= 5


def test_waiting_in_vain_makes_hearers_for_one_country():
    state = dict(power=1.0, fatigue=0.5, isolation=0.7, docility=0.5)
    rule = ideology.the_weary_want_peace_and_a_homeland
    assert call(rule, hope=0.1, **state) > call(rule, hope=0.8, **state)


def test_the_doctrine_takes_members_from_the_opposition():
    state = dict(wanted=jnp.full(5, 0.5), ripe=1.0, docility=0.4, hope=0.2, strong=0.0, vulgate=0.0)
    rule = factions.docility_defeats_and_campaigns_drain_it
    assert (call(rule, won=0.8, **state) < call(rule, won=0.0, **state)).all()


def test_literacy_spreads_at_the_pace_of_the_two_censuses():
    men, women = 0.318, 0.131
    for _ in range(23 * 12):
        m, w = call(culture.schools_teach_to_read, men=men, women=women, schools=1.0)
        men, women = men + float(m), women + float(w)
    assert men == pytest.approx(0.409, abs=0.01)
    assert women == pytest.approx(0.244, abs=0.01)


def test_five_years_do_not_renew_the_tsars_apparatus():
    tsarist = 1.0
    for _ in range(5 * 12):
        tsarist -= float(
            call(
                government.old_offices_are_renewed_slowly,
                tsarist=tsarist,
                educated=0.12,
                power=1.0,
                war=0.4,
                hunger=0.4,
                isolation=0.7,
            )
        )
    assert tsarist > 0.8


def test_few_educated_people_pile_offices_up():
    state = dict(power=1.0, active=60e3, officials=2e6)
    rule = government.offices_pile_on_few_heads
    assert call(rule, educated=0.1, **state) > call(rule, educated=0.7, **state)


def test_officials_strike_at_the_takeover_and_not_before():
    rule = government.officials_strike
    state = dict(strike=0.0, bolshevik=0.6, broad=0.0)
    assert call(rule, before=0.0, now=0.0, **state) == 0.0
    assert call(rule, before=0.0, now=1.0, **state) > 0.7


def test_command_by_circular_hastens_nomination():
    state = dict(
        appointees=0.4,
        congress=0.1,
        power=0.8,
        docility=0.5,
        fear=0.3,
        participation=0.2,
        isolation=0.7,
        deadlock=0.0,
    )
    rule = appointments.patronage_closes_the_circle
    assert call(rule, circular=0.8, **state) > call(rule, circular=0.0, **state)


def test_a_line_that_never_erred_corrects_less():
    state = dict(
        spoken=0.8, seen=0.8, fear=0.2, appointed=0.5, deciders=5.0, enlarged=0.0, pressure=0.0
    )
    rule = organs.open_dissent_corrects_errors
    assert call(rule, infallible=0.9, **state) < call(rule, infallible=0.0, **state)


def test_pressure_from_below_corrects_a_party_in_which_nobody_speaks():
    state = dict(
        spoken=0.0, seen=0.8, fear=0.2, appointed=0.3, deciders=5.0, enlarged=0.0, infallible=0.0
    )
    rule = organs.open_dissent_corrects_errors
    assert call(rule, pressure=0.0, **state) == 0.0
    assert call(rule, pressure=0.3, **state) > 0.02


def test_two_deadlocked_classes_give_the_arbiter_room():
    state = dict(
        appointees=0.4,
        congress=0.1,
        power=0.8,
        docility=0.5,
        fear=0.3,
        participation=0.2,
        isolation=0.7,
        circular=0.5,
    )
    rule = appointments.patronage_closes_the_circle
    assert call(rule, deadlock=0.6, **state) > call(rule, deadlock=0.0, **state)


def test_who_can_lose_a_privileged_post_pays_more_for_dissent():
    rule = factions.name_and_place_may_be_lost
    assert call(rule, interest=0.0, scare=0.0) == 0.0
    assert call(rule, interest=0.6, scare=0.0) > 0.1
    assert call(rule, interest=0.6, scare=0.5) > call(rule, interest=0.6, scare=0.0)


def test_without_a_ban_no_line_is_infallible():
    state = dict(appointed=0.9, orthodoxy=0.8, authority=0.0)
    assert call(ideology.error_is_never_admitted, banned=0.0, **state) == 0.0
    assert call(ideology.error_is_never_admitted, banned=1.0, **state) > 0.6


def test_a_threat_that_nobody_proclaims_is_no_treason():
    state = dict(scare=0.0, power=1.0, threat=0.5, voice=0.5, editors=0.8, isolation=0.7)
    assert call(ideology.war_is_said_to_be_imminent, banned=0.0, **state) == 0.0
    assert call(ideology.war_is_said_to_be_imminent, banned=1.0, **state) > 0.0


def test_the_founders_deputies_give_the_next_head_not_his_rival():
    def person(name):
        return jnp.zeros(len(LEADERS)).at[LEADERS.index(name)].set(1.0)

    seated = sum(person(n) for n in ("trotsky", "zinoviev", "rykov", "stalin"))
    head = call(
        government.who_heads_the_council,
        head=person("lenin"),
        power=1.0,
        standing=seated,
        capacity=seated,
        prestige=0.5 * seated + 0.3 * person("trotsky"),
        seat=seated,
        secretary=person("stalin"),
        ties=jnp.zeros(len(LEADERS)),
        network=jnp.zeros(len(LEADERS)),
        skill=0.5 * seated + 0.35 * person("rykov"),
    )
    assert LEADERS[int(head.argmax())] == "rykov"


def test_courts_left_alone_bind_the_police():
    state = dict(autonomy=0.5, terror=0.3, correction=0.1, deciders=3.0, power=1.0, banned=1.0)
    rule = police.impunity_makes_it_autonomous
    few = {"few": 3.0}
    assert call(rule, courts=0.8, **state, **few) < call(rule, courts=0.0, **state, **few)
