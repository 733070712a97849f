"""Promise 14: what is written is whole or absent, what is read from a cache is verified, only ours is deleted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermidor import keep

pytestmark = pytest.mark.lowest

OLD, NEW = "old " * 1000, "new " * 250_000

WRITER = """
import sys
from pathlib import Path
from thermidor import keep

target, new = Path(sys.argv[1]), "new " * 250_000
while True:
    {write}
"""


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if not p.name.startswith(keep.PARTIAL))


def made_old(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


def killed_while_it_writes(write: str, target: Path, after: float) -> None:
    """Start a process that writes a file again and again, and kill it."""
    source = Path(keep.__file__).parents[1]
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER.format(write=write), str(target)],
        env={**os.environ, "PYTHONPATH": str(source)},
    )
    try:
        end = time.monotonic() + 60
        while not list(target.parent.glob(f"{keep.PARTIAL}*")):
            assert writer.poll() is None
            assert time.monotonic() < end
        time.sleep(after)
    finally:
        writer.send_signal(signal.SIGKILL)
        assert writer.wait() == -signal.SIGKILL


# -- whole or absent -------------------------------------------------------------------------------


@pytest.mark.parametrize("after", [0.0, 0.002, 0.01, 0.05])
def test_promise_14_a_process_killed_while_it_writes_leaves_the_old_file_or_the_new(
    tmp_path, after
):
    target = keep.write_text(tmp_path / "report.html", OLD)
    killed_while_it_writes("keep.write_text(target, new)", target, after)
    assert target.read_text() in (OLD, NEW)
    assert names(tmp_path) == ["report.html"]


@pytest.mark.parametrize("after", [0.0, 0.002, 0.01])
def test_promise_14_a_process_killed_while_it_remembers_leaves_nothing_or_all(tmp_path, after):
    target = tmp_path / "answer.kept"
    killed_while_it_writes("keep.remember(target, new.encode())", target, after)
    assert keep.recall(target) in (None, NEW.encode())
    assert names(tmp_path) in ([], ["answer.kept"])


def test_promise_14_a_reader_beside_a_writer_never_sees_a_part(tmp_path):
    target = tmp_path / "answer.kept"
    contents = [bytes([n]) * 300_000 for n in range(4)]
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            for content in contents:
                keep.remember(target, content)

    keep.remember(target, contents[0])
    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = {keep.recall(target) for _ in range(500)}
    finally:
        stop.set()
        writer.join()
    assert seen <= set(contents)
    assert len(seen) > 1


def test_promise_14_a_block_that_fails_leaves_what_was_there(tmp_path):
    target = keep.write_text(tmp_path / "data.nc", OLD)
    with pytest.raises(ZeroDivisionError), keep.whole(target) as made:
        raise ZeroDivisionError(made.write_text("half"))
    assert target.read_text() == OLD
    assert list(tmp_path.iterdir()) == [target]


def test_promise_14_a_disk_that_is_full_leaves_the_old_file_and_no_remains(tmp_path, monkeypatch):
    path = keep.write_text(tmp_path / "report.html", "old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        keep.write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_takes_the_place_of_another_as_a_whole(tmp_path):
    target = tmp_path / "data.zarr"
    for name in ("first", "second"):
        with keep.whole(target) as made:
            made.mkdir()
            (made / name).write_text(name)
    assert [p.name for p in target.iterdir()] == ["second"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_cannot_take_its_place_leaves_the_other(tmp_path, monkeypatch):
    target = tmp_path / "data.zarr"
    target.mkdir()
    (target / "first").write_text("first")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="disk full"), keep.whole(target) as made:
        made.mkdir()
    assert (target / "first").read_text() == "first"
    assert list(tmp_path.iterdir()) == [target]


def made_together(folder: Path, content: str, names: tuple[str, ...] = ("data", "report")) -> None:
    with keep.together(folder, ("data", "table", "report")) as made:
        for name in names:
            (made / name).write_text(content)


def test_files_made_together_replace_all_of_an_earlier_time(tmp_path):
    made_together(tmp_path, "old", ("data", "table", "report"))
    (tmp_path / "notes").write_text("mine")
    made_together(tmp_path, "new")
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {
        "data": "new",
        "report": "new",
        "notes": "mine",
    }


@pytest.mark.parametrize("fails", range(1, 7))
def test_files_made_together_that_cannot_take_their_places_leave_the_others(
    tmp_path, monkeypatch, fails
):
    made_together(tmp_path, "old")
    renamed, rename = [], os.rename

    def fail(*paths):
        renamed.append(paths)
        if len(renamed) == fails:
            raise OSError("disk full")
        rename(*paths)

    monkeypatch.setattr("os.rename", fail)
    if fails <= 4:
        with pytest.raises(OSError, match="disk full"):
            made_together(tmp_path, "new")
    else:
        made_together(tmp_path, "new")
    content = "old" if fails <= 4 else "new"
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == dict.fromkeys(
        ("data", "report"), content
    )


def test_a_folder_is_written_by_one_process_at_a_time(tmp_path):
    folder = tmp_path / "deep" / "out"
    with keep.locked(folder):
        with pytest.raises(keep.Occupied, match="another run is writing into"), keep.locked(folder):
            pass
        assert folder.is_dir()
    assert not (tmp_path / "deep").exists()
    with keep.locked(folder):
        (folder / "report").write_text("kept")
    assert names(folder) == ["report"]


def test_a_file_is_as_readable_for_others_as_any_the_user_makes(tmp_path):
    (tmp_path / "usual").write_text("")
    path = keep.write_text(tmp_path / "ours", "")
    assert path.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_what_a_killed_process_left_is_swept_up_after_a_day(tmp_path):
    for name, age in (("fresh", 0), ("stale", 2 * keep.A_DAY)):
        left = tmp_path / f"{keep.PARTIAL}{name}"
        left.mkdir()
        (left / "half").write_text("half")
        made_old(left, age)
    keep.write_text(tmp_path / "a", "")
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{keep.PARTIAL}fresh", "a"]


# -- verified --------------------------------------------------------------------------------------


@given(st.binary(max_size=200))
def test_promise_14_what_is_remembered_is_recalled(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("cache") / "a.kept"
    assert keep.remember(path, content)
    assert keep.recall(path) == content


@given(st.data())
def test_promise_14_whatever_is_changed_in_a_file_is_noticed(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("cache") / "a.kept"
    keep.remember(path, b"what was computed")
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    harm = data.draw(st.sampled_from(["changed", "cut", "longer"]))
    path.write_bytes(
        {
            "changed": whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
            "cut": whole[:place],
            "longer": whole + b"x",
        }[harm]
    )
    assert keep.recall(path) is None


def test_what_was_kept_under_another_name_is_not_recalled(tmp_path):
    keep.remember(tmp_path / "one.kept", b"the answer to one question")
    (tmp_path / "one.kept").rename(tmp_path / "other.kept")
    assert keep.recall(tmp_path / "other.kept") is None


@pytest.mark.parametrize("mode", [0o664, 0o646])
def test_what_others_may_write_is_not_recalled_and_is_made_anew(tmp_path, mode):
    path = tmp_path / "a.kept"
    keep.remember(path, b"ours")
    path.chmod(mode)
    assert keep.recall(path) is None
    assert keep.remember(path, b"anew")
    assert keep.recall(path) == b"anew"


def test_what_another_user_left_is_not_recalled_and_does_not_stand_in_the_way(
    tmp_path, monkeypatch
):
    path = tmp_path / "a.kept"
    keep.remember(path, b"theirs")
    nobody, they = os.getuid() + 1, path.stat().st_uid
    monkeypatch.setattr("os.getuid", lambda: nobody)
    monkeypatch.setattr(keep, "_trusted_users", lambda: {nobody})
    assert keep.recall(path) is None
    assert keep.remember(path, b"mine")
    monkeypatch.setattr(keep, "_trusted_users", lambda: {nobody, they})
    path.unlink()
    assert keep.recall(path) == b"mine"


def test_a_file_of_anothers_in_our_place_is_neither_read_nor_replaced(tmp_path):
    path = tmp_path / "a.kept"
    path.write_text("irreplaceable")
    assert keep.remember(path, b"ours")
    assert path.read_text() == "irreplaceable"
    assert keep.recall(path) == b"ours"


def test_a_link_is_not_followed(tmp_path):
    keep.remember(tmp_path / "elsewhere" / "a.kept", b"theirs")
    (tmp_path / "a.kept").symlink_to(tmp_path / "elsewhere" / "a.kept")
    assert keep.recall(tmp_path / "a.kept") is None
    assert keep.remember(tmp_path / "a.kept", b"ours")
    assert keep.recall(tmp_path / "a.kept") == b"ours"
    assert keep.recall(tmp_path / "elsewhere" / "a.kept") == b"theirs"


def test_what_is_not_there_is_not_recalled(tmp_path):
    assert keep.recall(tmp_path / "nothing.kept") is None
    assert keep.recall(tmp_path) is None


def test_a_folder_that_cannot_be_written_costs_no_result(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert not keep.remember(tmp_path / "file" / "a.kept", b"x")
    files = keep.Files(tmp_path / "file", 2000)
    files.put("a", b"text")
    assert files.get("a") is None


def test_a_damaged_text_is_no_answer_and_is_written_anew(tmp_path):
    files = keep.Files(tmp_path, 10_000)
    files.put("question", b"answer")
    (path,) = tmp_path.rglob("*.kept")
    path.write_bytes(path.read_bytes()[:-1])
    assert files.get("question") is None
    files.put("question", b"answer")
    assert files.get("question") == b"answer"


def test_files_hold_no_more_than_they_may(tmp_path):
    files = keep.Files(tmp_path, 2000)
    for n in range(20):
        files.put(str(n), os.urandom(400))
    assert sum(p.stat().st_size for p in tmp_path.rglob("*.kept")) <= 2000
    assert files.get("19") is not None
    assert files.get("0") is None
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and p.suffix != ".kept"]


def test_memory_holds_no_more_than_it_may():
    recent = keep.Recent(100, len)
    for n in range(30):
        recent.put(str(n), b"x" * 10)
    assert recent.bytes <= 100
    assert recent.get("29") is not None
    assert recent.get("0") is None
    recent.put("29", b"x" * 20)
    assert recent.bytes <= 100


# -- only ours is deleted --------------------------------------------------------------------------


def aged(path: Path, age: int) -> Path:
    keep.remember(path, b"x" * 1000)
    made_old(path, age)
    return path


def test_the_longest_unused_are_forgotten(tmp_path):
    for n in range(5):
        aged(tmp_path / f"{n}.kept", 100 * n)
    keep.recall(tmp_path / "4.kept")
    keep.forget_oldest(tmp_path, most=3)
    assert names(tmp_path) == ["0.kept", "1.kept", "4.kept"]


def test_what_takes_too_much_room_is_forgotten_but_never_the_last_used(tmp_path):
    for n in range(3):
        aged(tmp_path / f"{n}.kept", 100 * n)
    keep.forget_oldest(tmp_path, most=9, room=2500)
    assert names(tmp_path) == ["0.kept", "1.kept"]
    keep.forget_oldest(tmp_path, most=9, room=1)
    assert names(tmp_path) == ["0.kept"]


def test_only_names_of_the_pattern_are_counted(tmp_path):
    for n in range(3):
        aged(tmp_path / f"a-{n}.kept", 100 * n)
        aged(tmp_path / f"b-{n}.kept", 100 * n)
    keep.forget_oldest(tmp_path, most=1, pattern="a-*.kept")
    assert names(tmp_path) == ["a-0.kept", "b-0.kept", "b-1.kept", "b-2.kept"]


def test_promise_14_nothing_without_our_mark_is_deleted(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    cache = tmp_path / "cache"
    theirs = [cache / "thesis.txt", cache / "notes.kept", cache / "mixed" / "letter.txt"]
    for path in theirs:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("irreplaceable")
        os.utime(path, (0, 0))
    aged(elsewhere / "other.kept", 900)
    (cache / "linked").symlink_to(elsewhere)
    (cache / "linked.kept").symlink_to(elsewhere / "other.kept")
    aged(cache / "mixed" / "a.kept", 500)
    aged(cache / "whole" / "a.kept", 600)
    aged(cache / "new.kept", 0)
    keep.forget_oldest(cache, most=1)
    assert names(cache) == [
        "linked",
        "linked.kept",
        "mixed",
        "new.kept",
        "notes.kept",
        "thesis.txt",
    ]
    assert names(cache / "mixed") == ["letter.txt"]
    assert all(path.read_text() == "irreplaceable" for path in theirs)
    assert keep.recall(elsewhere / "other.kept") == b"x" * 1000


def test_promise_14_files_of_others_in_a_full_folder_of_answers_stay(tmp_path):
    (tmp_path / "ab").mkdir(parents=True)
    theirs = tmp_path / "ab" / "mine.kept"
    theirs.write_bytes(b"y" * 5000)
    os.utime(theirs, (0, 0))
    files = keep.Files(tmp_path, 3000)
    for n in range(30):
        files.put(str(n), os.urandom(300))
    assert theirs.read_bytes() == b"y" * 5000
    ours = [p for p in tmp_path.rglob("*.kept") if p != theirs]
    assert sum(p.stat().st_size for p in ours) <= 3000


def test_forgetting_tells_the_bytes_that_it_freed(tmp_path):
    path = aged(tmp_path / "filter" / "a.kept", 0)
    (tmp_path / "filter" / "letter.txt").write_text("mine")
    size = path.stat().st_size
    assert keep.forget(tmp_path / "filter") == size
    assert names(tmp_path / "filter") == ["letter.txt"]


def test_the_cache_lies_where_it_is_told(monkeypatch, tmp_path):
    monkeypatch.setenv("THERMIDOR_CACHE", str(tmp_path))
    assert keep.cache_folder("record") == tmp_path / "record"
    monkeypatch.setenv("THERMIDOR_CACHE", "")
    assert keep.cache_folder("record").parts[-2:] == ("thermidor", "record")
