"""What the explorer keeps: verified when it is read, made anew where it is not ours, given up with its version."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from thermidor.engine.identity import ROOT, Identity, data, sources
from thermidor.keep import KEPT, remember
from thermidor.web.service import model
from thermidor.web.service.limits import Refused, Settings
from thermidor.web.service.questions import BadQuestion, scenario_of, upload, uploads_in
from thermidor.web.service.service import Service

DAYS = 30.0
MINE = b"id: mine\ntitle: {en: Mine}\ndo: []\n"

APART = ("web/static", "web/templates", "report", "cases", "web/routes", "cli")
"""What draws pages, answers other questions, or starts the program: an answer reads nothing of it."""


def test_the_key_of_an_answer_changes_with_every_file_that_it_may_read() -> None:
    told = set(Identity(sources(*model.OUR_CODE)).parts["sources"].entries)
    told |= set(Identity(data(*model.OUR_DATA)).parts["data"].entries)
    of_model = ("engine", "model", "theories")
    left = [
        name
        for path in ROOT.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        for name in [str(path.relative_to(ROOT))]
        if name not in told
        and not name.startswith(APART)
        and not (name.startswith(of_model) and path.suffix == ".py")
        and path.suffix not in (".typed", ".pyi")
        and not (name.startswith("web/") and name.count("/") == 1)
    ]
    assert left == []


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    uploads_in(tmp_path)
    return tmp_path


def test_an_upload_that_was_changed_is_not_asked_and_is_kept_anew(uploads: Path) -> None:
    id = upload(MINE, 10, DAYS)
    assert scenario_of(id).id == "mine"
    path = uploads / f"{id}{KEPT}"
    path.write_bytes(path.read_bytes().replace(b"Mine", b"Mean"))
    with pytest.raises(BadQuestion, match="does not hold"):
        scenario_of(id)
    assert upload(MINE, 10, DAYS) == id
    assert scenario_of(id).title.en == "Mine"


def test_uploads_expire_and_make_room(uploads: Path) -> None:
    others = [MINE.replace(b"Mine", f"Mine {n}".encode()) for n in range(3)]
    ids = [upload(content, 2, DAYS) for content in others[:2]]
    with pytest.raises(Refused, match="no more scenarios"):
        upload(others[2], 2, DAYS)
    long_ago = time.time() - 31 * 24 * 3600
    os.utime(uploads / f"{ids[0]}{KEPT}", (long_ago, long_ago))
    assert scenario_of(upload(others[2], 2, DAYS)).title.en == "Mine 2"
    with pytest.raises(BadQuestion):
        scenario_of(ids[0])
    assert scenario_of(ids[1]).title.en == "Mine 1"


def test_answers_of_earlier_versions_are_given_up(tmp_path: Path) -> None:
    settings = Settings(cache=tmp_path)
    for n in range(4):
        path = settings.folder / (f"{n}" * 16) / "answers" / "ab" / f"a{KEPT}"
        assert remember(path, b"x")
        os.utime(path, (n, n))
    (settings.folder / "mine").mkdir()
    Service(settings)
    left = sorted(p.name for p in settings.folder.iterdir())
    assert [name[0] for name in left] == ["2", "3", "m"]


def test_a_setting_that_is_empty_is_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THERMIDOR_EXPLORER_FOLDER", "")
    assert Settings(cache=tmp_path).folder == tmp_path / "explorer"
