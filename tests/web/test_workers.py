"""The queue and the workers: order, sharing, bounds, faults. The workers are pretended, but for the last tests."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter

import numpy as np
import pytest
from finishing import finish
from pretend import PretendWorker, tile_of

from thermidor.web.service import workers
from thermidor.web.service.answers import quantiles
from thermidor.web.service.limits import Budgets, Refused, Settings
from thermidor.web.service.questions import Question
from thermidor.web.service.service import Service
from thermidor.web.service.workers import TILE_OF_WEB, Unit, prints


@pytest.fixture(autouse=True)
def _quiet():
    from thermidor.web.service.logs import quiet

    quiet()
    yield
    quiet(False)


@pytest.fixture
def made(tmp_path):
    """Makes services with pretended workers, and ends them."""
    services = []

    def make(kind=None, **settings):
        usual = {"cache": tmp_path / str(len(services)), "workers": 1}
        service = Service(Settings(**{**usual, **settings}), kind or PretendWorker.kind())
        services.append(service)
        return service

    yield make
    for service in services:
        service.stop()


def asked(text: str = "", **fields) -> Question:
    return Question.from_query(text or fields)


def held(level: float, n: int = 64) -> Question:
    return asked(f"set=delegation.members_dare_to_vote={level}&n={n}")


async def told(service, question, reader="reader"):
    return [event async for event in service.events(question, reader)]


# -- answers -----------------------------------------------------------------------------------


def test_an_answer_grows_until_it_is_whole(made):
    events = finish(told(made(PretendWorker.kind(pause=0.2)), held(0.3, 128)))
    done = [event.done for event in events if event.answer is not None]
    assert events[0].kind == "waiting"
    assert done == sorted(done)
    assert len(done) >= 2
    assert events[-1].kind == "complete"
    assert events[-1].answer.data["complete"] is True
    assert events[-1].done == 128


def test_the_same_question_gives_the_same_bytes_on_another_server(made):
    one = finish(made().answer(held(0.3), "a")).json
    other = finish(made(workers=3).answer(held(0.3), "b")).json
    assert one == other


def test_a_whole_answer_does_not_depend_on_what_was_asked_before(made):
    fresh = finish(made().answer(asked("set=delegation.members_dare_to_vote=0.2&n=80"), "a"))
    service = made()

    async def after():
        await service.answer(
            asked("set=delegation.members_dare_to_vote=0.2&n=128&show=party.fear"), "a"
        )
        await service.answer(asked("n=64&stop=1920-12"), "a")
        return await service.answer(asked("set=delegation.members_dare_to_vote=0.2&n=80"), "a")

    assert finish(after()).json == fresh.json


def test_nothing_changed_means_that_the_arms_are_the_same_and_computed_once(made):
    kind = PretendWorker.kind()
    data = finish(made(kind).answer(asked("n=64"), "a")).data
    assert data["outcomes"] == data["outcomes_against"]
    assert data["parting"]["never"]["p"] == 1
    assert all(fan["with"] == fan["without"] for fan in data["fans"].values())
    assert len(kind.log) == 2


def test_a_slider_costs_one_arm_because_the_baseline_is_kept(made):
    kind = PretendWorker.kind()
    service = made(kind)

    async def slide():
        await service.answer(held(0.1), "a")
        before = len(kind.log)
        await service.answer(held(0.2), "a")
        return len(kind.log) - before

    assert finish(slide()) == 2


def test_an_earlier_stop_is_read_from_what_is_there(made):
    kind = PretendWorker.kind()
    service = made(kind)

    async def ask():
        await service.answer(held(0.1), "a")
        before = len(kind.log)
        short = await service.answer(
            asked("set=delegation.members_dare_to_vote=0.1&n=64&stop=1929-12"), "a"
        )
        return len(kind.log) - before, short.data

    computed, data = finish(ask())
    assert computed == 0
    assert data["fans"]["party.fear"]["months"][-1] == "1929-12"


def test_only_the_histories_asked_for_count(made):
    data = finish(made().answer(held(0.1, 33), "a")).data
    assert data["done"] == 33
    assert data["reached"]["with"]["p"] == pytest.approx(
        round(data["reached"]["with"]["p"] * 33) / 33, abs=1e-5
    )


def test_histories_one_by_one_agree_with_the_answer(made):
    service = made()

    async def both():
        return await service.arrays(held(0.1, 40), "a"), await service.answer(held(0.1, 40), "a")

    arrays, answer = finish(both())
    fear = arrays.with_it["party.fear"]
    assert fear.shape == (40, 288)
    median = answer.data["fans"]["party.fear"]["with"]["median"]
    assert np.allclose(np.median(fear, axis=0), median, rtol=1e-3)
    assert arrays.outcome[0].shape == (40,)


def test_a_kept_answer_needs_no_worker_after_a_new_start(made, tmp_path):
    first = finish(made(cache=tmp_path / "shared").answer(held(0.1), "a"))
    kind = PretendWorker.kind()
    again = finish(made(kind, cache=tmp_path / "shared").answer(held(0.1), "a"))
    assert again.json == first.json
    assert kind.log == []


def test_a_damaged_answer_on_disk_is_computed_again(made, tmp_path):
    first = finish(made(cache=tmp_path / "shared").answer(held(0.1), "a"))
    (file,) = (tmp_path / "shared").rglob("answers/*/*.kept")
    file.write_bytes(file.read_bytes()[:-9] + b"damaged..")
    again = finish(made(cache=tmp_path / "shared").answer(held(0.1), "a"))
    assert again.json == first.json


# -- order -------------------------------------------------------------------------------------


def gated(made, questions, **settings):
    """The units begun when all these (question, address) wait before the first is computed."""
    gate = threading.Event()
    kind = PretendWorker.kind(gate=gate)
    service = made(kind, **settings)

    async def run():
        tasks = []
        for question, address in questions:
            tasks.append(asyncio.create_task(service.answer(question, address)))
            await asyncio.sleep(0.15)
        gate.set()
        await asyncio.gather(*tasks)

    finish(run())
    return kind.log


def test_addresses_take_turns_however_much_one_asks(made):
    greedy = [(held(0.1 + n / 100, 128), "greedy") for n in range(4)]
    log = gated(made, [*greedy, (held(0.9, 64), "modest")])
    mine = {u.arm for u in log} - {u.arm for u in log if u.done == ()}
    modest = next(u.arm for u in log if u.done and u.done[0].value == 0.9)
    assert modest in mine
    last = max(n for n, u in enumerate(log) if u.arm == modest)
    assert last < len(log) / 2


def test_questions_of_one_address_take_turns(made):
    log = gated(made, [(held(0.1, 128), "a"), (held(0.2, 128), "a")])
    arms = [u.done[0].value for u in log if u.done]
    first_half = Counter(arms[: len(arms) // 2])
    assert min(first_half.values()) >= 1
    assert len(first_half) == 2


def test_what_many_ask_is_computed_once(made):
    log = gated(made, [(held(0.1, 64), f"reader {n}") for n in range(12)])
    assert len(log) == 4
    assert len({(u.arm, u.tile) for u in log}) == 4


def test_what_nobody_waits_for_any_more_is_dropped_and_not_charged(made):
    gate = threading.Event()
    kind = PretendWorker.kind(gate=gate)
    service = made(kind, budget=4096.0, refill=1e-9)

    async def run():
        task = asyncio.create_task(service.answer(held(0.1, 1024), "a"))
        await asyncio.sleep(0.3)
        assert service.health()["questions"] == 1
        task.cancel()
        await asyncio.sleep(0.1)
        assert service.health()["questions"] == 0
        gate.set()
        await asyncio.sleep(0.3)

    finish(run())
    assert len(kind.log) <= 1
    service.budgets.take("a", 3900)


def test_one_of_two_listeners_may_leave(made):
    gate = threading.Event()
    service = made(PretendWorker.kind(gate=gate))

    async def run():
        one = asyncio.create_task(service.answer(held(0.1), "a"))
        other = asyncio.create_task(service.answer(held(0.1), "b"))
        await asyncio.sleep(0.3)
        one.cancel()
        await asyncio.sleep(0.1)
        gate.set()
        return await asyncio.wait_for(other, 10)

    assert finish(run()).complete


# -- faults ------------------------------------------------------------------------------------


def test_a_worker_that_dies_costs_time_and_nothing_else(made):
    whole = finish(made().answer(held(0.1), "a")).json
    service = made(PretendWorker.kind(deaths=2))
    assert finish(service.answer(held(0.1), "a")).json == whole
    assert service.health()["workers_replaced"] == 2


def test_a_unit_that_kills_every_worker_is_given_up_and_others_go_on(made):
    service = made(PretendWorker.kind(deaths=3))
    with pytest.raises(Refused) as error:
        finish(service.answer(asked("n=32"), "a"))
    assert error.value.status == 500
    assert finish(service.answer(held(0.2), "a")).complete


def test_a_fault_of_the_model_is_told_without_its_inside(made):
    service = made(PretendWorker.kind(fault="ZeroDivisionError at /secret/place.py"))
    with pytest.raises(Refused) as error:
        finish(service.answer(held(0.1), "a"))
    assert error.value.status == 500
    assert "secret" not in str(error.value)


def test_stopping_tells_those_who_wait(made):
    gate = threading.Event()
    service = made(PretendWorker.kind(gate=gate))

    async def run():
        task = asyncio.create_task(service.answer(held(0.1), "a"))
        await asyncio.sleep(0.3)
        service.stop()
        gate.set()
        await asyncio.wait_for(task, 5)

    with pytest.raises(Refused) as error:
        finish(run())
    assert error.value.status == 503


# -- bounds ------------------------------------------------------------------------------------


def test_an_address_that_asks_for_too_much_is_told_when_to_come_back(made):
    service = made(budget=256.0, refill=10.0)
    finish(service.answer(held(0.1), "a"))
    with pytest.raises(Refused) as error:
        finish(service.answer(held(0.2, 1024), "a"))
    assert error.value.status == 429
    assert error.value.after is not None
    assert error.value.after > 0
    assert finish(service.answer(held(0.3), "b")).complete


def test_a_full_queue_says_so(made):
    gate = threading.Event()
    service = made(PretendWorker.kind(gate=gate), waiting=2)

    async def run():
        tasks = [asyncio.create_task(service.answer(held(0.1 * n), "a")) for n in (1, 2)]
        await asyncio.sleep(0.3)
        try:
            with pytest.raises(Refused) as error:
                await service.answer(held(0.7), "b")
            assert error.value.status == 503
            assert error.value.after is not None
        finally:
            gate.set()
            await asyncio.gather(*tasks)

    finish(run())


def test_buckets_fill_again_and_forget_the_oldest():
    budgets = Budgets(100.0, 1000.0, most=2)
    budgets.take("a", 100)
    with pytest.raises(Refused):
        budgets.take("a", 100)
    time.sleep(0.15)
    budgets.take("a", 100)
    for address in "bcd":
        budgets.take(address, 1)
    assert len(budgets._left) == 2


# -- long work ---------------------------------------------------------------------------------


def test_long_work_is_done_once_and_kept(made, tmp_path):
    service = made(cache=tmp_path / "shared")

    async def both():
        return await asyncio.gather(
            *(service.call("thermidor.x:y", key="k", reader="a", n=1) for _ in range(3))
        )

    assert finish(both()) == [{"function": "thermidor.x:y", "n": 1}] * 3
    again = made(cache=tmp_path / "shared").look("thermidor.x:y", key="k")
    assert again is not None
    assert again.state == "done"
    assert again.result["n"] == 1


def test_long_work_that_fails_says_why(made):
    service = made(PretendWorker.kind(fault="no such history"))
    with pytest.raises(Refused, match="no such history"):
        finish(service.call("thermidor.x:y", key="k", reader="a"))


def test_a_branch_is_prepared_before_its_units(made):
    kind = PretendWorker.kind(pause=0.3)
    service = made(kind)
    question = asked("set=delegation.members_dare_to_vote=0.1&n=32&branch=1923-03")
    events = finish(told(service, question))
    waits = [event.waiting for event in events if event.waiting is not None]
    assert any((w.waits_for, w.branch) == ("branch", "1923-03") for w in waits)
    assert events[-1].kind == "complete"
    assert all(u.branch == "1923-03" for u in kind.log)


def test_too_much_long_work_is_refused(made):
    service = made(PretendWorker.kind(pause=2.0), jobs_waiting=2)
    for key in "ab":
        service.begin("thermidor.x:y", key=key, reader="a")
    with pytest.raises(Refused) as error:
        service.begin("thermidor.x:y", key="c", reader="a")
    assert error.value.status == 503


# -- what is sent ------------------------------------------------------------------------------


def test_prints_differ_where_one_bit_of_one_variable_does():
    values = np.random.default_rng(1).random((4, 5, 139)).astype(np.float32)
    other = values.copy()
    other[2, 3, 77] = np.nextafter(other[2, 3, 77], np.float32(2))
    apart = prints(values) != prints(other)
    assert apart.sum() == 1
    assert apart[2, 3]


def test_prints_take_two_missing_values_and_both_zeros_for_the_same():
    one = np.array([[[np.nan, 0.0]]], np.float32)
    other = np.array([[[-np.nan, -0.0]]], np.float32)
    assert (prints(one) == prints(other)).all()


def test_quantiles_leave_out_what_is_no_number():
    x = np.random.default_rng(2).random((31, 7))
    assert np.allclose(quantiles(x, [0.05, 0.5, 0.95]), np.quantile(x, [0.05, 0.5, 0.95], axis=0))
    x[3, 2] = np.nan
    x[:, 4] = np.nan
    found = quantiles(x, [0.5])
    assert found[0, 2] == pytest.approx(np.nanmedian(x[:, 2]))
    assert np.isnan(found[0, 4])


def test_a_tile_serves_what_it_holds():
    tile = tile_of(Unit("a", 0, (), None, 0, 156, ("party.fear",)))
    assert tile.serves(156, ("party.fear",))
    assert tile.serves(100, ())
    assert not tile.serves(157, ("party.fear",))
    assert not tile.serves(156, ("party.members",))
    assert len(tile.regime) == TILE_OF_WEB


# -- the model itself --------------------------------------------------------------------------


def test_a_real_worker_gives_the_comparison_that_the_command_line_makes(tmp_path):
    """Statistics from tiles that came over a pipe are those of twins in one process."""
    import jax

    from thermidor.engine.controls import Schedule
    from thermidor.engine.simulator import Simulator
    from thermidor.experiments.compare import compare_arms
    from thermidor.theories import lequenne
    from thermidor.web.service.answers import COMMON, _rounded

    question = asked("scenario=secret-ballot&n=48&stop=1926-12")
    service = Service(Settings(cache=tmp_path, workers=1))
    try:
        data = finish(service.answer(question, "a")).data
    finally:
        service.stop()
    sim = Simulator(lequenne(), tile=TILE_OF_WEB, devices=jax.devices()[:1])
    arms = [Schedule(sim.model.registry, arm) for arm in question.arms]
    numbers = np.arange(48, dtype=np.uint32)
    whole = compare_arms(sim, arms[0], arms[1], numbers, 0, last=question.end - 1).to_json()
    for name in COMMON:
        assert data[name] == _rounded(whole[name]), name


def test_a_worker_holds_one_compiled_model_at_a_time():
    assert workers.simulator.cache_parameters()["maxsize"] == 1
