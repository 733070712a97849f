"""The recorded decisions: what a branch is held to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from thermidor.engine.calendar import MONTHS, month_number, month_text
from thermidor.engine.controls import Schedule
from thermidor.engine.registry import Registry
from thermidor.errors import BadRequest
from thermidor.experiments.branches.decisions import (
    BadDecisions,
    RecordedDecision,
    held,
    left_free,
    listed,
    read,
    recorded_decisions,
)
from thermidor.experiments.models import simulator
from thermidor.record import load, months
from thermidor.theories import lequenne

DATES = ("1917-11", "1921-03", "1923-03", "1924-01", "1926-01", "1927-10", "1929-01", "1934-01")
DECISIONS = recorded_decisions()
BY_PATH = {d.path: d for d in DECISIONS}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return lequenne().registry


def test_every_choice_of_the_model_is_held_or_left_free_with_a_reason(registry: Registry) -> None:
    free = {f.path: f.reason for f in left_free()}
    assert all(free.values())
    assert set(free) <= set(registry.choices)
    covered: dict[str, set[int]] = {path: set() for path in registry.choices}
    for d in DECISIONS:
        site, slots = registry.resolve(d.path, ("decision", "event"))
        assert (site.path, site.kind) == (d.choice, d.kind)
        assert not covered[d.choice] & set(slots.tolist())
        covered[d.choice] |= set(slots.tolist())
    for path, slots in covered.items():
        whole = len(slots) == registry.sites[path].size
        assert whole != (path in free), f"{path} is held in full and left free, or neither"


def test_every_citation_exists() -> None:
    ids = set(load().ids())
    assert not [(d.path, c) for d in DECISIONS for c in d.cites if c not in ids]
    assert all(d.cites for d in DECISIONS)


def _dated(d: RecordedDecision) -> list[tuple[int, int, bool]]:
    """First and last month of each dated entry that a decision cites, and whether it has a month."""
    record, out = load(), []
    for id in d.cites:
        for collection in (record.events, record.decision_points, record.milestones):
            entry = collection.get(id)
            if entry is not None and entry.date is not None:
                first, last = months(entry.date).first, months(entry.date_end or entry.date).last
                precise = len(entry.date) > 4 and collection is not record.decision_points
                clip = [min(max(m, "1917-01"), "1940-12") for m in (first, last)]
                out.append((month_number(clip[0]), month_number(clip[1]), precise))
    return out


def test_every_date_lies_in_the_dates_of_what_it_cites_or_its_note_says_why() -> None:
    astray = [
        f"{d.path} {h}"
        for d in DECISIONS
        for h in d.happened
        if not any(a <= h.last and h.first <= b for a, b, _ in _dated(d)) and not d.note
    ]
    assert not astray


def test_every_cited_event_with_a_month_is_a_month_in_which_it_happened() -> None:
    missed = [
        f"{d.path}: {month_text(a)}"
        for d in DECISIONS
        if d.happened
        for a, b, precise in _dated(d)
        if precise and not any(a <= h.last and h.first <= b for h in d.happened)
    ]
    assert not missed


def test_pages_are_pages_of_what_is_cited() -> None:
    record = load()
    for d in DECISIONS:
        cited: set[int] = set()
        for id in d.cites:
            for name in ("events", "decision_points", "milestones", "rules", "actors"):
                entry = getattr(record, name).get(id)
                cited |= {e.page for e in entry.citations} if entry is not None else set()
                if name == "actors" and entry is not None:
                    cited |= {e.page for e in entry.fate.evidence}
        assert set(d.pages) <= cited, d.path


@pytest.mark.parametrize("date", [*DATES, "1917-01", "end"])
def test_the_decisions_compile_without_contradiction_and_end_at_the_branch(
    date: str, registry: Registry
) -> None:
    until = MONTHS if date == "end" else month_number(date)
    interventions = held(until)
    schedule = Schedule(registry, interventions)
    assert not np.asarray(schedule.controls(first=until).forced).any()
    assert all(0 <= i.first <= i.last < until for i in interventions)
    assert bool(interventions) == (until > 0)


def test_what_happened_is_forced_and_the_other_months_forbidden_unless_free_or_silent(
    registry: Registry,
) -> None:
    controls = Schedule(registry, held(MONTHS)).controls()
    for d in DECISIONS:
        site, slots = registry.resolve(d.path)
        forced, value = controls.forced[:, slots[0]], controls.value[:, slots[0]]
        happened = np.zeros(MONTHS, bool)
        silent = np.zeros(MONTHS, bool)
        silent[month_number(d.until) + 1 :] = True
        for h in d.happened:
            happened[h.first : h.last + 1] = True
            option = site.options.index(h.option) if h.option else 1
            assert (value[h.first : h.last + 1] == option).all(), d.path
        for s in d.silent:
            silent[s.first : s.last + 1] = True
        other = ~happened & ~silent
        assert forced[happened].all()
        assert not forced[silent & ~happened].any(), d.path
        assert (forced[other] == (d.between == "forbidden")).all(), d.path
        assert not value[other].any(), d.path


def test_options_are_named_where_there_are_several(registry: Registry) -> None:
    for d in DECISIONS:
        options = registry.resolve(d.path)[0].options
        for h in d.happened:
            assert (h.option in options[1:]) if len(options) > 2 else h.option is None, d.path


def test_a_path_a_choice_or_a_beginning_can_be_left_out() -> None:
    until = month_number("1934-01")
    everything = held(until)
    for name, gone in {
        "factions.ban": {"factions.ban"},
        "abroad.germany": {p for p in BY_PATH if p.startswith("abroad.germany.")},
        "leaders.{leader}.death": {
            d.path for d in DECISIONS if d.choice == "leaders.{leader}.death"
        },
    }.items():
        assert gone
        assert held(until, without=[name]) == [i for i in everything if i.path not in gone]
    assert not held(until, without=sorted({p.split(".")[0] for p in BY_PATH}))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("factions.bann", "nearest: factions.ban"),
        ("leaders.lenin.strok", "leaders.lenin.stroke"),
        ("money.currency_reform", "no recorded decision"),
        ("", "no recorded decision"),
        ("x" * 5000, "no recorded decision"),
    ],
)
def test_an_unknown_name_gets_one_line_with_the_nearest(name: str, said: str) -> None:
    with pytest.raises(BadRequest) as error:
        held(50, without=[name])
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 400


@pytest.mark.parametrize("until", [-1, MONTHS + 1, 10**9])
def test_a_month_outside_the_record_is_refused(until: int) -> None:
    with pytest.raises(BadRequest, match=f"0 to {MONTHS}"):
        held(until)


def test_a_bare_word_is_no_list_of_names() -> None:
    with pytest.raises(BadRequest):
        held(50, without="factions.ban")


FAULTS = {
    "decisions: [{path: a.b, kind: event, happend: [], cites: [x]}]\nleft_free: []": (  # codespell:ignore
        1,
        "nearest: happened",
    ),
    "decisions:\n  - path: a.b\n    kind: event\n    cites: [x]\nleft_free: []": (2, "happened"),
    "decisions:\n  - path: a.b\n    kind: event\n    cites: [x]\n    happened: [{at: 1921-13}]\nleft_free: []": (
        5,
        "1921-13",
    ),
    "decisions:\n  - path: a.b\n    kind: event\n    cites: [x]\n    happened:\n"
    "      - {from: 1922-01, to: 1921-01}\nleft_free: []": (6, "ends"),
    "decisions:\n  - path: a.b\n    kind: event\n    cites: [x]\n    until: 1920-01\n"
    "    happened: [{at: 1921-01}]\nleft_free: []": (2, "last word"),
    "decisions:\n  - path: a.b\n    kind: event\n    cites: [x]\n"
    "    happened: [{at: 1921-01}, {at: 1921-01}]\nleft_free: []": (2, "1921-01"),
    "decisions:\n  - path: a.b\n    kind: happening\n    cites: [x]\n    happened: []\nleft_free: []": (
        3,
        "kind",
    ),
    "decisions:\n  - {path: a.b, kind: event, cites: [x], happened: []}\n"
    "  - {path: a.b, kind: event, cites: [x], happened: []}\nleft_free: []": (3, "twice"),
    "decisions:\n  - path: a.{leader}.b\n    kind: event\n    cites: [x]\n    happened: []\nleft_free: []": (
        2,
        "elements",
    ),
    "decisions: []": (None, "left_free"),
    "decisions: [": (1, "not YAML"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_in_the_file_gets_one_line_with_its_place(text: str) -> None:
    line, said = FAULTS[text]
    with pytest.raises(BadDecisions) as error:
        read(text, "mine.yaml")
    message = str(error.value)
    assert message.startswith(f"mine.yaml:{line}:" if line else "mine.yaml:")
    assert said in message
    assert "\n" not in message


def test_the_table_has_a_row_for_each_decision_with_its_grounds() -> None:
    rows = {row["path"]: row for row in listed()}
    assert set(rows) == set(BY_PATH)
    assert rows["succession.general_secretary"]["happened"] == "1922-04 stalin"
    assert rows["succession.recall"]["happened"] == "never"
    assert all(row["cites"] for row in rows.values())


@pytest.fixture(scope="module")
def followed() -> Callable[[str, str], np.ndarray]:
    """Histories in which the decisions of the record are held to 1926: an output in a month, by history."""
    sim = simulator()
    stop = month_number("1926-01")
    batches = sim.run(np.arange(128), 0, Schedule(sim.model.registry, held(stop)), end=stop)
    values = np.concatenate([b.values for b in batches])
    names = list(sim.model.registry.outputs)
    return lambda name, month: values[:, month_number(month), names.index(name)]


def test_held_decisions_take_effect_on_the_state(
    followed: Callable[[str, str], np.ndarray],
) -> None:
    def share(name: str, month: str, low: float, high: float) -> float:
        x = followed(name, month)
        return float(((low <= x) & (x <= high)).mean())

    assert share("soviets.tsar", "1917-02", 1, 1) == 1
    assert share("soviets.tsar", "1917-03", 0, 0) == 1
    assert share("soviets.power", "1917-10", 0, 0) == 1
    assert share("soviets.power", "1917-12", 1, 1) > 0.95
    assert share("abroad.revolutions", "1919-04", 1, 1) > 0.95
    assert share("abroad.revolutions", "1923-11", 0, 0) > 0.95
    assert share("procurement.method", "1921-04", 2, 2) > 0.95
    assert share("party.banned", "1921-02", 0, 0) == 1
    assert share("party.banned", "1921-04", 1, 1) > 0.95
    assert share("power.stalin_secretary", "1922-03", 0, 0) == 1
    # An office is held under the power whose posts it fills; some histories have lost it to the Whites.
    standing = share("soviets.power", "1922-05", 1, 1)
    assert share("power.stalin_secretary", "1922-05", 1, 1) > 0.95 * standing > 0.8
    assert share("power.lenin_capacity", "1922-04", 0.9, 1) > 0.95
    assert share("power.lenin_capacity", "1923-04", 0, 0.2) > 0.95
    assert share("power.gatekeeper", "1923-01", 1, 1) > 0.95
    # Whose arms win is no choice of the model: nothing can be held there.
    assert share("soviets.power", "1921-04", 1, 1) > 0.8


def test_posts_are_nominated_with_a_secretariat_and_not_before(
    followed: Callable[[str, str], np.ndarray],
) -> None:
    def posts(month: str) -> float:
        return float(np.median(followed("party.posts_appointed", month)))

    assert posts("1922-03") < 0.1, "a purge alone nominates nobody"
    assert posts("1920-06") < 0.12 * posts("1923-10"), "war nominated a tenth of what came later"
    assert 0.15 < posts("1923-04") - posts("1922-04") < 0.45, "a third of the posts in a year"
    assert posts("1924-01") > posts("1923-04") + 0.1
    assert posts("1925-12") > 0.6


def test_a_purge_leaves_a_smaller_party(followed: Callable[[str, str], np.ndarray]) -> None:
    def members(month: str) -> float:
        return float(np.median(followed("party.members", month)))

    assert members("1922-03") < 0.9 * members("1921-09")
    assert members("1924-01") < members("1921-03")


@pytest.mark.xfail(
    strict=True, reason="453 thousand; the record has 350: the purge ends and doors open too soon"
)
def test_the_party_of_1924_has_the_size_of_the_record(
    followed: Callable[[str, str], np.ndarray],
) -> None:
    assert 300_000 < float(np.median(followed("party.members", "1924-01"))) < 450_000


def test_the_line_on_the_village_is_concession_under_the_new_policy(
    followed: Callable[[str, str], np.ndarray],
) -> None:
    for month in ("1922-12", "1924-06"):
        assert np.median(followed("party.line_peasantry", month)) > 0.05


@pytest.mark.xfail(
    strict=True,
    reason="one history in twenty has the line at -0.10 or lower at the end of 1925: what the leaders of the twenties think "
    "of the village is drawn as the question comes up, and no longer put in from what they said in those years",
)
def test_the_line_on_the_village_is_concession_in_nearly_every_history_of_1925(
    followed: Callable[[str, str], np.ndarray],
) -> None:
    assert np.quantile(followed("party.line_peasantry", "1925-12"), 0.05) > 0


@pytest.mark.xfail(
    strict=True,
    reason="concessions were widest in 1925, with land leased and hands hired; here the line falls from 0.20 at the end of "
    "1922 to 0.11, 0.06 and 0.04 at the ends of the next three years, for risings and famine that wrung it have passed, "
    "and grain kept back (0.8 to 0.9 of the surplus) turns a summit of nominated posts to force: without that turn it "
    "is 0.12, 0.09 and 0.09",
)
def test_the_line_on_the_village_is_widest_in_1925(
    followed: Callable[[str, str], np.ndarray],
) -> None:
    def line(month: str) -> float:
        return float(np.median(followed("party.line_peasantry", month)))

    assert line("1925-12") > line("1923-12")


def test_who_sat_in_the_inner_organ_is_held() -> None:
    def holds(leader: str, month: str) -> list[float]:
        at = month_number(month)
        path = f"organs.politburo.{leader}"
        return [float(i.value) for i in held(240) if i.path == path and i.first <= at <= i.last]  # type: ignore[arg-type]

    assert holds("sverdlov", "1926-12") == [0]
    assert holds("trotsky", "1919-02") == [0]
    assert holds("trotsky", "1925-01") == [1]
    assert holds("trotsky", "1926-11") == [0]
    assert holds("molotov", "1927-01") == [1]
    assert not any(i.path.startswith("organs.politburo") for i in held(240, without=["organs"]))


def test_the_inner_organ_is_never_larger_than_it_may_be() -> None:
    for month in range(260):
        sitting = [
            i for i in held(264)
            if i.path.startswith("organs.politburo.") and i.first <= month <= i.last and i.value
        ]  # fmt: skip
        assert len(sitting) <= 11
        assert bool(sitting) == (month >= month_number("1919-03"))
