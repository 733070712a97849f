"""The party: posts, lines, fear, health and who holds what, rule by rule."""

import importlib

import jax
import jax.numpy as jnp
import pytest

from thermidor.model.names import AXES, LEADERS
from thermidor.model.party import (
    appointments,
    delegation,
    factions,
    information,
    leaders,
    organs,
    persons,
    succession,
)

L = len(LEADERS)
LENIN, TROTSKY, STALIN, BUKHARIN, ZINOVIEV = (
    LEADERS.index(n) for n in ("lenin", "trotsky", "stalin", "bukharin", "zinoviev")
)
INDUSTRY, PEASANTRY = AXES.index("industrialisation"), AXES.index("peasantry")


def one(n: int, size: int = L):
    return jax.nn.one_hot(n, size)


def parameter(path: str):
    """A parameter's point value, wherever it is declared."""
    system, *rest = path.split(".")
    module = vars(importlib.import_module(f"thermidor.model.party.{system}"))
    if len(rest) == 1:
        return jnp.asarray(module[rest[0].upper()].value)
    return jnp.asarray(module[rest[0]].parameters[rest[1]].value)


def at(rule, **inputs):
    """Evaluate a rule's function at the point values of its parameters."""
    values = {
        k: parameter(p) if isinstance(p, str) else jnp.asarray(p.value)
        for k, p in rule.parameters.items()
    }
    return rule.function(**values, **inputs)


# -- posts -----------------------------------------------------------------------------------------


def share_named(**changes):
    common = dict(
        appointees=0.1,
        congress=0.1,
        power=0.9,
        docility=0.5,
        fear=0.2,
        participation=0.1,
        isolation=0.7,
        circular=1.0,
        deadlock=0.0,
    )
    return at(appointments.patronage_closes_the_circle, **{**common, **changes})


def test_nomination_needs_a_secretariat():
    common = dict(power=0.3, soviet=1.0, control=0.0, congress=0.1, shelter=0.0)
    aim = {
        (office, ban): float(
            at(appointments.power_of_assignment_grows, secretariat=office, banned=ban, **common)
        )
        for office in (0.0, 1.0)
        for ban in (0.0, 1.0)
    }
    assert aim[0.0, 0.0] == aim[0.0, 1.0] < 0, "a ban gives no office that could use it"
    assert aim[1.0, 1.0] > aim[1.0, 0.0] > 0
    assert share_named(power=0.08) < 0.06 < share_named()


def test_a_purge_alone_does_not_nominate():
    """Posts that a purge empties are filled as any other: by whoever may fill a post."""
    without_office = share_named(power=0.08)
    quiet, purged = (
        at(appointments.posts_fall_vacant, vacancies=v) * without_office for v in (0.0, 0.15)
    )
    assert purged < 0.01
    assert quiet < purged
    assert (
        at(appointments.new_men_owe_their_place, vacancies=0.15, appointed=0.1, power=0.5, mass=0.0)
        == 0
    )
    assert (
        at(appointments.new_men_owe_their_place, vacancies=0.15, appointed=0.1, power=0.5, mass=0.8)
        > 0.02
    )


def test_a_congress_with_nearly_a_majority_slows_the_circle():
    def power(congress):
        return at(
            appointments.power_of_assignment_grows, power=0.9, secretariat=1.0, banned=1.0, soviet=1.0,
            control=0.0, congress=congress, shelter=0.0,
        )  # fmt: skip

    assert power(0.45) < power(0.1) - 0.04
    assert power(0.6) < power(0.45)


def test_a_congress_of_nominees_opens_the_posts_to_nomination_and_its_opposition_shuts_them():
    """The circle closes through the delegates: nominees among them, as far as they are not outvoted."""
    assert share_named(appointees=0.9) > share_named(appointees=0.1) + 0.2
    assert share_named(appointees=0.9, congress=0.45) < share_named(appointees=0.9) - 0.1
    reads = appointments.patronage_closes_the_circle.reads
    assert "appointments.appointed" not in reads.values()


def test_the_committee_is_filled_by_the_delegates_whom_the_secretary_supplies():
    common = dict(
        ties=0.8 * one(STALIN), prestige=jnp.full(L, 0.3), dependence=jnp.zeros(L), secretary=one(STALIN),
        network=0.8 * one(STALIN),
    )  # fmt: skip
    merit = {
        a: at(organs.delegates_prefer_whom_their_secretaries_prefer, appointees=a, **common)[0]
        for a in (0.1, 0.9)
    }
    assert merit[0.1][STALIN] - merit[0.1][TROTSKY] < 0.1
    assert merit[0.9][STALIN] - merit[0.9][TROTSKY] > 0.3


def test_an_office_that_loses_its_power_loses_its_nominees():
    kept, lost = (
        at(
            appointments.vacant_posts_are_filled,
            vacant=0.08,
            named=0.5,
            appointed=0.6,
            power=p,
            able=1.0,
        )[1]
        for p in (1.0, 0.2)
    )
    assert kept == 0
    assert lost > 0.03


VOTERS = dict(
    participation=0.35, docility=0.25, piled=0.1, network=0.05 * one(STALIN), secretary=one(STALIN)
)
NO_VOTERS = dict(
    participation=0.03, docility=0.7, piled=0.6, network=0.8 * one(STALIN), secretary=one(STALIN)
)


def test_without_a_base_that_can_elect_elections_are_void_whoever_wants_them():
    able, unable = (at(appointments.who_could_elect, **x) for x in (VOTERS, NO_VOTERS))
    assert unable < able / 5
    wanted = [
        lambda x: -appointments.enforced_election_bars_nomination.function(named=0.03, able=x, enforced=1.0),
        lambda x: at(appointments.norms_return_posts_to_election, correction=0.4, appointed=0.3, banned=0.0, able=x),
        lambda x: at(
            appointments.authority_turned_against_the_apparatus, authority=1.0, recognition=1.0, appointed=0.3,
            democracy=0.2, able=x,
        ),
        lambda x: at(
            appointments.vacant_posts_are_filled, vacant=0.2, named=0.1, appointed=0.3, power=0.3, able=x
        )[1],
    ]  # fmt: skip
    for back in wanted:
        assert back(able) > back(unable)


@pytest.mark.parametrize("part", ["participation", "docility", "piled", "network"])
def test_each_part_of_a_base_counts_for_who_could_elect(part):
    assert at(appointments.who_could_elect, **(VOTERS | {part: NO_VOTERS[part]})) < at(
        appointments.who_could_elect, **VOTERS
    )


def clients(patronage, alive):
    return at(
        appointments.clients_follow_who_nominates, patronage=patronage, secretary=one(STALIN),
        standing=jnp.ones(L), prestige=jnp.full(L, 0.3), capacity=jnp.ones(L), power=0.8,
        loyal=jnp.full(7, 0.5), alive=alive,
    )  # fmt: skip


def test_the_clients_of_a_dead_man_pass_to_others():
    before = jnp.full(L, 0.5 / (L - 1)).at[LENIN].set(0.5)
    after = clients(before, 1.0 - one(LENIN))
    assert after[LENIN] == 0
    assert after.sum() == pytest.approx(1, abs=1e-5)
    assert after[STALIN] > before[STALIN]


# -- lines -----------------------------------------------------------------------------------------


def wanted(target, positions, weight=None):
    opponent = at(
        organs.what_the_opponent_stands_for, target=target, positions=positions, secretary=one(STALIN),
        seat=jnp.ones(L), prestige=jnp.full(L, 0.3), dependence=jnp.zeros(L), standing=jnp.ones(L),
    )  # fmt: skip
    weight = one(STALIN) if weight is None else weight
    return at(
        organs.those_who_decide_want, weight=weight, secretary=one(STALIN), positions=positions,
        opponent=opponent,
    )  # fmt: skip


def test_against_the_left_the_line_turns_to_the_village_and_against_the_right_away_from_it():
    positions = jnp.asarray(persons.positions())
    none = wanted(jnp.zeros(L), positions)
    left, right = (wanted(one(n), positions) for n in (TROTSKY, BUKHARIN))
    assert left[PEASANTRY] > none[PEASANTRY] > right[PEASANTRY]
    assert right[INDUSTRY] > none[INDUSTRY] > left[INDUSTRY]


def move(line, **turns):
    common = dict(retreat=0.0, coercion=0.0, concession=0.0, forced=0.0, command=0.0)
    lines = dict(world=line[0], industry=line[1], peasantry=line[3], democracy=line[2])
    wants = jnp.full(len(AXES), -0.9)
    who = dict(weight=one(STALIN), secretary=one(STALIN))
    return at(
        organs.the_line_follows_who_decides, wanted=wants, **who, **lines, **{**common, **turns}
    )


def test_no_line_is_driven_to_the_end_of_its_axis():
    end = [-1.0, -1.0, -1.0, -1.0]
    for change in move(end, retreat=0.9, coercion=0.9, command=0.9):
        assert change > 0


def test_a_college_does_not_answer_shortage_by_force():
    def coercion(weight):
        return at(
            organs.shortage_turns_a_blind_summit_to_force, weight=weight, secretary=one(STALIN),
            crisis=0.8, withheld=0.0, goods=1.0, missed=0.0, appointed=0.9, correction=0.05,
        )[0]  # fmt: skip

    alone = coercion(one(STALIN))
    seven = coercion(jnp.where(jnp.arange(L) < 7, 1 / 7, 0.0))
    assert alone > 0.5
    assert seven < 0.2


def test_risings_wring_a_concession_and_war_refuses_it():
    def concession(revolt, war):
        return at(
            organs.disaster_wrings_a_concession,
            revolt=jnp.full(16, revolt),
            hunger=jnp.zeros(16),
            war=war,
        )

    assert concession(0.4, 0.0) > 0.4
    assert concession(0.4, 0.9) < 0.1
    assert concession(0.0, 0.0) == 0


# -- fear ------------------------------------------------------------------------------------------


def test_fear_does_not_saturate():
    change = at(
        factions.dissent_is_made_costly, fear=0.97, banned=1.0, appointed=1.0, terrified=0.7, purge=1.0,
        deciders=1.0, sanction=6.0, lost=at(factions.name_and_place_may_be_lost, scare=1.0, interest=1.0),
    )  # fmt: skip
    assert change < 0


# -- health ----------------------------------------------------------------------------------------


def test_the_fourth_attack_at_the_latest_kills():
    reserve, last, borne = 1.0, 0.0, 0
    while not last:
        borne += 1
        reserve, last = at(leaders.attacks_wear_lenin_out, reserve=reserve, struck=1.0, alive=1.0)
    assert borne == 4
    assert at(leaders.attacks_wear_lenin_out, reserve=0.42, struck=0.0, alive=1.0) == (
        pytest.approx(0.42),
        0,
    )


def test_nobody_is_killed_who_has_died():
    chance = at(
        leaders.those_who_could_replace_him_are_killed, ties=jnp.zeros(L), mass=0.9, secretary=one(STALIN),
        expelled=jnp.zeros(L), dependence=jnp.zeros(L), prestige=jnp.full(L, 0.3), alive=jnp.ones(L),
        died=one(BUKHARIN),
    )  # fmt: skip
    assert chance[BUKHARIN] == 0
    assert chance[ZINOVIEV] > 0


def test_death_ends_a_mission():
    change = at(
        leaders.critics_are_sent_abroad, abroad=jnp.full(L, 0.6), transfer=0.5, bloc=jnp.zeros(L),
        prestige=jnp.zeros(L), seat=jnp.zeros(L), alive=1.0 - one(BUKHARIN),
    )  # fmt: skip
    assert 0.6 + change[BUKHARIN] == pytest.approx(0)
    assert 0.6 + change[ZINOVIEV] > 0.5


# -- expulsion -------------------------------------------------------------------------------------


def test_who_is_in_question_has_no_vote():
    votes = at(
        factions.a_plenum_weighs_names_or_posts, bloc=0.8 * one(TROTSKY) + 0.3 * one(BUKHARIN),
        standing=jnp.ones(L), capacity=jnp.ones(L), seat=jnp.ones(L), prestige=jnp.full(L, 0.5),
        network=jnp.full(L, 0.01), appointed=0.5,
    )  # fmt: skip
    assert votes[TROTSKY] == 0
    assert 0 < votes[BUKHARIN] < votes[ZINOVIEV]


def test_the_disabled_are_not_expelled_and_the_feverish_are():
    capacity = jnp.ones(L).at[LENIN].set(0.3).at[TROTSKY].set(0.46)
    able = at(
        leaders.who_can_be_called_to_account, before=capacity, capacity=capacity, fevered=0.9, illness=0.9
    )  # fmt: skip
    out = at(
        factions.the_expelled_stay_out_until_they_recant, expelled=jnp.zeros(L), voted=1.0,
        bloc=one(LENIN) + one(TROTSKY), standing=jnp.ones(L), alive=jnp.ones(L), recants=jnp.zeros(L),
        able=able,
    )  # fmt: skip
    assert out[LENIN] == 0
    assert out[TROTSKY] == 1


def test_nobody_is_called_to_account_in_the_month_in_which_he_recovers():
    ill, well = jnp.ones(L).at[LENIN].set(0.3).at[TROTSKY].set(0.46), jnp.ones(L)
    able = at(
        leaders.who_can_be_called_to_account, before=ill, capacity=well, fevered=0.9, illness=0.0
    )
    assert (able[LENIN], able[TROTSKY]) == (0, 1)


def test_nobody_combines_against_a_man_whom_illness_has_taken_out_of_politics():
    menace = 0.5 * one(LENIN) + 0.3 * one(TROTSKY)
    common = dict(
        menace=menace,
        pursued=one(LENIN),
        standing=jnp.ones(L),
        truce=0.0,
        deciding=jnp.full(L, 0.1),
        authority=0.0,
    )
    rule = succession.others_combine_against_the_most_threatening
    assert at(rule, able=jnp.ones(L), **common).argmax() == LENIN
    spared = at(rule, able=1.0 - one(LENIN), **common)
    assert spared[LENIN] == 0
    assert spared[TROTSKY] == 1
    lost = at(
        succession.a_place_is_lost_at_each_blow, near_target=one(LENIN), struck=1.0, target=one(TROTSKY),
        bloc=jnp.ones(L), secretary=one(STALIN), able=1.0 - one(LENIN),
    )  # fmt: skip
    assert lost[LENIN] == 0
    assert lost[TROTSKY] > 0


# -- what restores: appeals, failures, accomplices ---------------------------------------------------


def mandate(**changes):
    common = dict(delegates=0.05, opposition=0.4, dare=0.9, banned=0.0, authority=0.0)
    return float(at(delegation.an_organ_may_be_appealed_from, **{**common, **changes}))


def test_a_ban_closes_the_appeal_over_an_organs_head_except_to_an_authority():
    assert mandate() == pytest.approx(0.36)
    assert mandate(banned=1.0) == pytest.approx(0.05), "what is left is the congress that sat"
    assert mandate(banned=1.0, authority=0.9) > 0.3, "nobody dares call it factional"
    assert mandate(dare=0.0) == pytest.approx(0.05), "who may vote and does not dare lends nothing"
    assert mandate(delegates=0.45, banned=1.0) == pytest.approx(0.45)


def test_a_minority_that_can_appeal_moves_the_organ():
    common = dict(
        shown=0.6, saved=jnp.zeros(L), net=0.4, recognition=0.5, ties=jnp.zeros(L), dependence=jnp.zeros(L),
        wiretap=0.0,
    )  # fmt: skip
    closed, open_ = (
        at(succession.leaders_weigh_the_charge, congress=c, **common) for c in (0.02, 0.4)
    )
    assert jnp.all(open_ > closed + 0.3)
    loyal = [
        at(succession.nominated_votes_are_his, appointees=0.9, net=0.8, congress=c, turned=0.0)
        for c in (0.02, 0.4)
    ]
    assert loyal[1] < loyal[0] / 2


def dare(**changes):
    return float(
        at(
            succession.who_dares_turn_on_him,
            **{**dict(complicity=0.0, fear=0.0, alternative=1.0, appeal=0.0), **changes},
        )
    )


def turned(**changes):
    common = dict(misgivings=0.8, his=0.7, blame=0.0, dare=1.0)
    return float(at(succession.disaster_turns_his_own_men, **{**common, **changes}))


def test_fear_complicity_and_nobody_to_turn_to_protect_the_one_who_rules():
    assert dare() == 1
    for against in (dict(fear=0.9), dict(complicity=0.9), dict(alternative=0.0)):
        assert 0.1 < dare(**against) < 0.5, "each alone holds most back, none all"


def test_what_binds_an_organ_binds_nobody_to_whom_one_can_appeal_over_its_head():
    assert dare(complicity=0.9, appeal=1.0) == 1
    assert dare(complicity=0.9, appeal=0.5) > dare(complicity=0.9) + 0.2
    assert dare(fear=0.9, appeal=1.0) == dare(fear=0.9), "fear is not a vote that was given"


def test_scruples_are_for_those_who_have_voted_nothing_yet():
    case = dict(voice=0.3, printing=0.0, autonomy=0.2, scare=0.0)

    def pull(complicity, control):
        rule = factions.offences_and_inventions_outweigh_scruples
        return at(rule, **case, complicity=complicity, control=control)

    assert pull(0.9, 0.6) > pull(0.0, 0.6) + 0.3
    assert pull(0.0, 0.6) < pull(0.0, 0.2), "a commission with a will holds those who are free"
    assert dare(fear=0.9, complicity=0.9, alternative=0.0) < 0.06


def test_failure_turns_his_own_men_as_far_as_the_line_is_his():
    assert turned() == pytest.approx(0.56)
    assert turned(misgivings=0.0) == 0
    assert turned(his=0.1) < 0.1, "in a college nobody alone answers for it"
    assert turned(blame=0.9) < turned() * 0.7, "culprits are found elsewhere"
    assert turned(dare=0.1) < 0.06
    shown = {
        t: at(
            succession.what_lies_against_the_secretary, charge=0.0, exposed=0.0, curbed=0.0, known=jnp.zeros((4, 5)),
            authority=0.0, recognition=0.0, net=0.8, turned=t, dare=1.0,
        )
        for t in (0.0, 0.5)
    }  # fmt: skip
    assert shown[0.0][1] == 0, "where nothing has been seen or has failed nobody asks for a vote"
    assert shown[0.5][0] > 0.3
    assert shown[0.5][1] > 0.3


def recall(against, appointees=0.3, misgivings=0.6, **who_dares):
    """Chance a month of a recall by the Politburo of the summer of 1928, by who of it is against the line."""
    men = [LEADERS.index(n) for n in ("rykov", "tomsky", "molotov", "kuibyshev", "rudzutak")]
    seat = sum((one(n) for n in (STALIN, BUKHARIN, *men)), start=jnp.zeros(L))
    right = sum((one(LEADERS.index(n)) for n in against), start=jnp.zeros(L))
    positions = jnp.zeros((L, len(AXES))).at[:, PEASANTRY].set(0.8 * right - 0.4 * (1 - right))
    will = dare(**{**dict(fear=0.3), **who_dares})
    his = at(succession.how_far_the_line_is_his, weight=0.45 * one(STALIN), secretary=one(STALIN))
    own = turned(misgivings=misgivings, his=his, blame=0.1, dare=will)
    shown, pressing = at(
        succession.what_lies_against_the_secretary, charge=0.0, exposed=0.0, curbed=0.0, known=jnp.zeros((4, 5)),
        authority=0.0, recognition=0.5, net=0.7, turned=own, dare=will,
    )  # fmt: skip
    motion = at(
        succession.a_motion_against_him_is_one_against_his_line, his=his, world=-0.5, industry=0.5, democracy=-0.3,
        peasantry=-0.6,
    )  # fmt: skip
    trust = at(
        succession.leaders_weigh_the_charge, shown=shown, saved=jnp.zeros(L), net=0.7, recognition=0.5, congress=0.0,
        ties=jnp.zeros(L), dependence=jnp.zeros(L), wiretap=0.0,
    )  # fmt: skip
    loyal = at(
        succession.nominated_votes_are_his, appointees=appointees, net=0.7, congress=0.0, turned=own
    )
    return float(
        at(
            succession.a_plenum_may_recall_the_secretary, motion=motion, weights=seat / seat.sum(), trust=trust,
            net=0.7, loyal=loyal, pressing=pressing, positions=positions, fear=0.3, secretary=one(STALIN),
        )
    )  # fmt: skip


def test_a_majority_against_the_line_could_recall_the_secretary_and_nominees_and_accomplices_save_him():
    """The Right of 1928-29: what its majority could do, and what it was worth."""
    majority = ("bukharin", "rykov", "tomsky", "kuibyshev")
    assert recall(majority) > 1.5 * recall(("bukharin",))
    assert recall(majority, appointees=0.95) < recall(majority, appointees=0.0) / 2, (
        "nominees save him"
    )
    assert recall(majority, complicity=0.9) < recall(majority) / 2, "it has voted the same"
    assert recall(majority, alternative=0.0) < recall(majority)
    assert recall(majority, misgivings=0.0) < recall(majority), "nothing has failed yet"


def test_who_votes_a_crime_is_bound_by_it():
    common = dict(sanction=0.0, mass=0.0, known=jnp.zeros((4, 5)), exposed=0.0)
    rule = factions.who_votes_a_crime_is_bound_by_it
    assert at(rule, complicity=0.0, voted=0.0, **common) == 0
    assert at(rule, complicity=0.0, voted=1.0, **common) > 0.2
    assert at(rule, complicity=0.9, voted=1.0, **common) < 0.05, "nobody is bound twice"
    assert at(rule, complicity=0.5, voted=0.0, **common) < 0, "the committee is renewed"
    kept = jnp.zeros((4, 5)).at[information.TESTAMENT, information.COMMITTEE].set(1.0)
    told = kept.at[information.TESTAMENT, information.MEMBERS].set(1.0)
    hushed = {
        k: at(rule, complicity=0.0, voted=0.0, **{**common, "known": v})
        for k, v in dict(kept=kept, told=told).items()
    }
    assert hushed["kept"] > hushed["told"] == 0
    assert at(rule, complicity=0.0, voted=0.0, **{**common, "mass": 0.8}) > 0.1


def test_a_line_that_fails_is_doubted_beyond_the_usual_only():
    rule = factions.a_line_that_fails_is_doubted
    assert at(rule, grief=0.3, withheld=0.4, hope=0.3) == 0
    famine = at(rule, grief=0.9, withheld=0.4, hope=0.3)
    assert famine > 0.8
    assert at(rule, grief=0.5, withheld=0.9, hope=0.1) > at(rule, grief=0.5, withheld=0.3, hope=0.1)
    assert at(rule, grief=0.5, withheld=0.9, hope=0.1) > at(rule, grief=0.5, withheld=0.9, hope=0.9)


def test_no_discussion_is_opened_while_war_is_said_to_be_coming():
    left = [
        float(at(delegation.division_before_a_war_is_treason, scare=x)) for x in (0.0, 0.5, 1.0)
    ]
    assert left[0] == 1
    assert left[0] > left[1] > left[2] > 0


# -- bodies ----------------------------------------------------------------------------------------


def organ(power, sitting=1.0, politburo=None):
    return at(
        organs.a_congress_fills_the_organs, merit=jnp.linspace(0.9, 0.1, L), fit=jnp.ones(L),
        sitting=sitting, politburo=jnp.zeros(L) if politburo is None else politburo,
        committee=jnp.zeros(L), size=jnp.asarray(25.0), power=power,
    )[0]  # fmt: skip


def test_the_inner_organ_is_founded_by_a_congress_in_power_and_ends_with_it():
    assert organ(power=0.0).sum() == 0, "before October no congress founds it"
    assert organ(power=1.0, sitting=0.0).sum() == 0, "nor does power without a congress"
    founded = organ(power=1.0)
    assert 5 <= founded.sum() <= 8
    assert organ(power=0.0, sitting=0.0, politburo=founded).sum() == 0


def test_an_office_and_a_congress_end_with_soviet_power():
    common = dict(alive=jnp.ones(L), standing=jnp.ones(L), expelled=jnp.zeros(L))
    assert at(succession.who_can_hold_an_office, power=0.0, **common).sum() == 0
    assert at(succession.who_can_hold_an_office, power=1.0, **common).sum() == L


def test_the_army_that_rules_does_not_take_power_again():
    common = dict(
        target=one(TROTSKY), present=jnp.ones(L), standing=jnp.ones(L), popularity=jnp.ones(L),
        capacity=jnp.ones(L), force=1e6, mass=0.0, dependence=jnp.zeros(L),
    )  # fmt: skip
    assert at(succession.the_army_may_be_used, rules=0.0, **common)[1] > 0
    assert at(succession.the_army_may_be_used, rules=1.0, **common)[1] == 0


def test_the_guard_of_a_sick_man_does_not_lapse_while_the_office_is_empty():
    assert (
        at(information.a_guard_lasts_as_long_as_the_sick_man, guarded=1.0, made=0.0, alive=1.0) == 1
    )
    assert (
        at(information.a_guard_lasts_as_long_as_the_sick_man, guarded=1.0, made=0.0, alive=0.0) == 0
    )


def test_a_missed_plan_turns_a_sole_ruler_to_haste_as_missing_grain_does():
    def forced(**state):
        return at(
            organs.shortage_turns_a_blind_summit_to_force, weight=one(STALIN), secretary=one(STALIN),
            appointed=0.9, correction=0.05, **{"crisis": 0.0, "withheld": 0.5, "goods": 1.0, "missed": 0.0, **state},
        )[1]  # fmt: skip

    assert forced(missed=0.3) == forced(crisis=0.3) > forced() == 0


def test_grain_kept_back_for_want_of_goods_turns_a_sole_ruler_to_haste_and_not_to_coercion():
    def turns(goods):
        return at(
            organs.shortage_turns_a_blind_summit_to_force, weight=one(STALIN), secretary=one(STALIN),
            appointed=0.9, correction=0.05, crisis=0.0, withheld=0.6, goods=goods, missed=0.0,
        )  # fmt: skip

    coercion, forced = turns(0.4)
    assert coercion == 0
    assert forced > 0.4
    assert turns(1.0)[1] == 0


def test_who_sits_at_the_top_is_bound_to_the_secretary_by_nobody_new():
    def owed(seat, months=48):
        dependence = jnp.zeros(L)
        for _ in range(months):
            dependence += at(
                leaders.careers_depend_on_the_secretary, dependence=dependence, secretary=one(STALIN),
                network=jnp.where(jnp.arange(L) == STALIN, 0.7, 0.0), prestige=jnp.full(L, 0.2), standing=jnp.ones(L),
                seat=jnp.full(L, seat), dossiers=0.0, files=0.0,
            )  # fmt: skip
        return float(dependence[(STALIN + 1) % L])

    assert owed(1.0) < 0.2 < 0.4 < owed(0.0)


def test_who_has_recanted_has_a_small_place_whether_he_had_been_driven_out_or_not():
    left = at(
        succession.standing_is_what_blows_leave, standing=jnp.ones(L), lost=jnp.zeros(L), expelled=jnp.zeros(L),
        recanted=one(STALIN), alive=jnp.ones(L),
    )  # fmt: skip
    assert left[STALIN] < 0.4
    assert left[(STALIN + 1) % L] == 1


def test_who_thinks_as_the_secretary_does_is_no_opponent():
    def opponent(others):
        positions = jnp.broadcast_to(jnp.asarray(others), (L, len(AXES))).at[STALIN].set(0.0)
        return at(
            organs.what_the_opponent_stands_for, target=one(STALIN), positions=positions, secretary=one(STALIN),
            seat=jnp.ones(L), prestige=jnp.full(L, 0.2), dependence=jnp.full(L, 0.5), standing=jnp.ones(L),
        )  # fmt: skip

    right = jnp.zeros(len(AXES)).at[INDUSTRY].set(-0.5).at[PEASANTRY].set(0.7)
    assert opponent(right)[INDUSTRY] < -0.4
    assert abs(opponent(0.01 * right)[INDUSTRY]) < 0.001


def test_a_secretary_who_decides_alone_turns_the_line_sooner_than_a_college():
    def turn(weight):
        lines = dict(world=0.0, industry=0.0, peasantry=0.0, democracy=0.0)
        turns = dict(retreat=0.0, coercion=0.0, concession=0.0, forced=0.0, command=0.0)
        wants = jnp.full(len(AXES), 0.8)
        who = dict(weight=weight, secretary=one(STALIN))
        return at(organs.the_line_follows_who_decides, wanted=wants, **who, **lines, **turns)[1]

    assert turn(one(STALIN)) > 1.5 * turn(jnp.where(jnp.arange(L) < 7, 1 / 7, 0.0)) > 0
