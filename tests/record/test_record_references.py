"""Every id leads somewhere, and nothing is named twice."""

from __future__ import annotations

from collections import Counter

import pytest

from thermidor.record import KINDS, Record, UnknownKind, UnknownRecordId


def missing(pairs, collection) -> list:
    return [(owner, id) for owner, id in pairs if id not in collection]


def test_the_record_holds_what_it_should(record: Record) -> None:
    counts = {kind: len(record.collection(kind)) for kind in KINDS}
    assert counts["system"] == 48
    assert counts["rule"] == 787
    assert counts["claim"] == 1504
    assert counts["decision"] == 248
    assert counts["figure"] == 1669
    assert counts["series"] == 1164
    assert counts["event"] == 1754
    assert counts["milestone"] == 127
    assert counts["leader"] == 80
    assert counts["actor"] == 1009
    assert counts["ballot"] == 195
    assert counts["independent"] == 1156


def test_an_id_names_one_entry_save_leaders_and_two_systems(record: Record) -> None:
    kinds: dict[str, list[str]] = {}
    for kind in KINDS:
        for id in record.collection(kind):
            kinds.setdefault(id, []).append(kind)
    shared = {id: tuple(found) for id, found in kinds.items() if len(found) > 1}
    assert {id for id, found in shared.items() if found == ("leader", "actor")} == set(
        record.leaders
    )
    others = {id: found for id, found in shared.items() if found != ("leader", "actor")}
    assert others == {"comintern": ("system", "actor"), "soviets": ("system", "actor")}


def test_every_system_named_exists(record: Record) -> None:
    systems = record.systems
    assert not missing(((f.id, f.system) for f in record.figures.values()), systems)
    assert not missing(((s.id, c.id) for s in systems.values() for c in s.couples_to), systems)
    for collection in (
        record.claims, record.decision_points, record.series, record.events, record.milestones, record.ballots,
    ):  # fmt: skip
        assert not missing(((e.id, s) for e in collection.values() for s in e.systems), systems)


def test_every_figure_belongs_to_its_series(record: Record) -> None:
    listed = {figure: s.id for s in record.series.values() for figure in s.figures}
    assert listed == {f.id: f.series for f in record.figures.values()}
    assert all(s.n == len(s.figures) for s in record.series.values())
    assert not missing(
        ((s.id, f) for s in record.systems.values() for f in s.figures), record.figures
    )


@pytest.mark.parametrize("relation", ["contradicts", "repeats"])
def test_contradictions_and_repetitions_of_figures_are_mutual(
    record: Record, relation: str
) -> None:
    pairs = {(f.id, other) for f in record.figures.values() for other in getattr(f, relation)}
    assert pairs
    assert pairs == {(b, a) for a, b in pairs}
    assert not missing(pairs, record.figures)


def test_contradictions_of_events_are_mutual(record: Record) -> None:
    pairs = {(e.id, other) for e in record.events.values() for other in e.contradicts}
    assert pairs
    assert pairs == {(b, a) for a, b in pairs}


def test_a_merged_event_is_gone(record: Record) -> None:
    assert not [id for e in record.events.values() for id in e.merged if id in record.events]


def test_every_milestone_is_an_event_at_its_date(record: Record) -> None:
    for m in record.milestones.values():
        event = record.events[m.event]
        assert (m.id, m.date, m.date_end) == (f"m{m.order}", event.date, event.date_end)
    assert not missing(
        ((m.id, s) for m in record.milestones.values() for s in m.series), record.series
    )


def test_every_voter_is_an_actor_and_every_option_was_put(record: Record) -> None:
    for ballot in record.ballots.values():
        assert ballot.organ is None or ballot.organ in record.actors
        for vote in ballot.votes:
            assert vote.actor in record.actors
            assert vote.option is None or vote.option in ballot.options


def test_every_leader_is_an_actor_and_votes_as_the_ballot_says(record: Record) -> None:
    assert {a.id for a in record.actors.values() if a.leader} == set(record.leaders)
    for leader in record.leaders.values():
        assert not missing(
            ((leader.id, tie.actor) for tie in leader.patrons_clients), record.actors
        )
        assert not missing(((leader.id, f.faction) for f in leader.factions), record.actors)
        for vote in leader.votes:
            cast = {(v.actor, v.vote) for v in record.ballots[vote.ballot].votes}
            assert (leader.id, vote.vote) in cast


def test_every_actor_named_by_another_exists(record: Record) -> None:
    for actor in record.actors.values():
        named = [r.organ for r in actor.roles if r.organ] + [f.faction for f in actor.factions]
        named += [id for part in (*actor.roles, *actor.positions) for id in part.shared_with]
        assert not missing(((actor.id, id) for id in named), record.actors)


def test_every_related_decision_exists_and_expectations_name_an_alternative(record: Record) -> None:
    for point in record.decision_points.values():
        assert not missing(((point.id, id) for id in point.related), record.decision_points)
        assert all(0 <= e.alternative < len(point.alternatives) for e in point.expected)


def test_the_forty_hinges_are_ranked_and_no_others(record: Record) -> None:
    ranks = {p.rank: p for p in record.decision_points.values() if p.rank}
    assert sorted(ranks) == list(range(1, 41))
    assert all(
        (p.importance == "hinge") == (p.rank is not None) for p in record.decision_points.values()
    )
    assert all(p.why for p in ranks.values())


def test_the_sixty_claims_are_ranked_and_testable(record: Record) -> None:
    ranked = [c for c in record.claims.values() if c.rank]
    assert sorted(c.rank for c in ranked) == list(range(1, 61))
    assert all(c.test for c in ranked)
    for claim in record.claims.values():
        assert (claim.test is None) == (claim.testable == "no") == (claim.why is not None)


def test_every_independent_figure_has_a_source_and_a_stable_id(record: Record) -> None:
    for figure in record.independent.values():
        assert figure.source in record.sources
        assert figure.id.startswith(f"i-{figure.series}-{figure.date.replace('/', '_')}")
    used = Counter(f.source for f in record.independent.values())
    assert set(record.sources) == {*used, "lequenne-2017"}


def test_definitions_and_disagreements_govern_series_that_exist(record: Record) -> None:
    for definition in record.definitions.values():
        for pattern in definition.series:
            start = pattern.rstrip("*")
            assert any(name.startswith(start) for name in record.independent_series), pattern
    for item in record.disagreements.values():
        assert not missing(((item.id, s) for s in item.series), record.independent_series)
        assert item.range is None or item.range[0] <= item.range[1]


def test_a_rule_belongs_to_its_system(record: Record) -> None:
    for system in record.systems.values():
        assert all(rule.system == system.id for rule in system.rules)
        assert all(set(rule.derived_params) <= set(rule.params) for rule in system.rules)


def test_the_master_question_keeps_the_order_of_strength(record: Record) -> None:
    roles = [group.role for group in record.master_question.groups]
    assert roles == ["hazard", "threshold", "hazard", "switch", "window", "floor"]


def test_an_unknown_id_names_the_nearest(record: Record) -> None:
    with pytest.raises(UnknownRecordId, match="trotsky-at-twelfth-congress"):
        record["trotski-at-twelfth-congress"]
    with pytest.raises(KeyError, match="k0613"):
        record.claims["K0613"]
    with pytest.raises(UnknownKind, match="the kinds are system"):
        record.collection("claims")


def test_an_id_of_two_kinds_can_be_asked_for_by_kind(record: Record) -> None:
    assert record.kind_of("comintern") == "system"
    assert record["actor:comintern"].kind == "organ"
    assert record.kind_of("lenin") == "leader"
    assert "actor:lenin" in record
    assert "actor:nobody-at-all" not in record


def test_the_record_cannot_be_changed(record: Record) -> None:
    with pytest.raises(AttributeError):
        record.claims = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        record.claims["k0001"] = None  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        record.claims["k0001"].cause = "another"
