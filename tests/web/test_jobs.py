"""Long work: begun once, kept, done in order, given up, refused. No thread, no worker."""

from __future__ import annotations

import pytest

from thermidor.keep import Files
from thermidor.web.service.jobs import MOST_ENDED, Jobs
from thermidor.web.service.limits import LIVES, Refused

FUNCTION = "thermidor.x:y"


@pytest.fixture
def jobs(tmp_path):
    return Jobs(Files(tmp_path, 1 << 20), most=3)


def test_work_that_is_under_way_is_not_begun_again(jobs):
    costs = []
    first = jobs.begin("k", FUNCTION, {}, charge=lambda: costs.append(1))
    assert jobs.begin("k", FUNCTION, {}, charge=lambda: costs.append(1)) is first
    assert costs == [1]


def test_work_is_done_in_the_order_in_which_it_was_begun(jobs):
    for key in "ab":
        jobs.begin(key, FUNCTION, {})
    assert [jobs.next(0.0).key, jobs.next(0.0).key] == ["a", "b"]
    assert jobs.next(0.0) is None


def test_a_result_is_kept_for_a_server_that_starts_anew(jobs, tmp_path):
    jobs.begin("k", FUNCTION, {})
    jobs.finish(jobs.next(0.0), {"n": 1})
    later = Jobs(Files(tmp_path, 1 << 20), most=3)
    told = []
    found = later.begin("k", FUNCTION, {}, charge=lambda: pytest.fail("charged"), then=told.append)
    assert (found.state, found.result) == ("done", {"n": 1})
    assert told == [found]
    assert later.look("k").result == {"n": 1}
    assert later.look("other") is None


def test_all_who_began_the_same_work_are_told_of_its_end(jobs):
    told = []
    for name in ("one", "other"):
        jobs.begin("k", FUNCTION, {}, then=lambda job, name=name: told.append((name, job.result)))
    jobs.finish(jobs.next(0.0), 7)
    assert told == [("one", 7), ("other", 7)]


def test_work_that_failed_may_be_begun_again(jobs):
    jobs.begin("k", FUNCTION, {})
    jobs.fail(jobs.next(0.0), Refused("no"))
    assert jobs.known("k").state == "failed"
    assert jobs.begin("k", FUNCTION, {}).state == "waiting"


def test_work_that_costs_too_many_workers_is_given_up(jobs):
    jobs.begin("k", FUNCTION, {})
    for life in range(LIVES):
        assert not jobs.known("k").ended, life
        jobs.lost(jobs.next(0.0))
    assert jobs.known("k").failure.status == 500
    assert jobs.next(0.0) is None


def test_too_much_work_is_refused_but_what_is_under_way_is_found(jobs):
    for key in "abc":
        jobs.begin(key, FUNCTION, {})
    with pytest.raises(Refused) as error:
        jobs.begin("d", FUNCTION, {})
    assert error.value.status == 503
    assert jobs.begin("a", FUNCTION, {}).key == "a"
    jobs.finish(jobs.next(0.0), 1)
    assert jobs.begin("d", FUNCTION, {}).state == "waiting"


def test_only_so_many_ended_jobs_are_remembered(jobs):
    for n in range(MOST_ENDED + 5):
        jobs.begin(str(n), FUNCTION, {})
        jobs.fail(jobs.next(0.0), Refused("no"))
    assert jobs.known("4") is None
    assert jobs.known("5") is not None


def test_closing_tells_those_who_wait_and_takes_nothing_more(jobs):
    told = []
    jobs.begin("a", FUNCTION, {}, then=lambda job: told.append(job.failure))
    running = jobs.next(0.0)
    why = Refused("closed", status=503)
    jobs.close(why)
    assert told == [why]
    assert jobs.unfinished == 0
    with pytest.raises(Refused, match="closed"):
        jobs.begin("b", FUNCTION, {})
    jobs.finish(running, 1)
    assert running.state == "failed"
