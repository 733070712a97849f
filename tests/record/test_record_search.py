"""Words find what they name, in English and in French."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from thermidor.keep import recall
from thermidor.record import Record, UnknownKind, search
from thermidor.record import _files as files

pytestmark = pytest.mark.lowest


def ids(words: str, **options) -> list[str]:
    return [hit.id for hit in search(words, **options)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Testament", "m45"),
        ("testament de Lénine", "1924-cc-testament"),
        ("ciseaux", "money"),
        ("scissors", "money"),
        ("Cronstadt", "tenth-congress-without-kronstadt-1921"),
        ("Kronstadt", "kronstadt-baltic-sailors"),
        ("Lenin Levy", "m57"),
        ("promotion Lénine", "m57"),
        ("PROMOTION LENINE", "m57"),
        ("Boukharine", "bukharin"),
        ("Georgian note", "trotsky-circulates-georgian-note"),
    ],
)
def test_search_finds(words: str, expected: str) -> None:
    assert expected in ids(words, limit=10)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Kronstadt", ("c5-e052", "m36")),
        ("Cronstadt", ("c5-e052", "m36")),
        ("Trotsky", ("trotsky",)),
        ("Staline", ("stalin",)),
        ("Ryutin", ("riutin",)),
        ("NEP", ("m37", "c5-e075")),
        ("testament", ("m45", "c6-e044")),
        ("collectivisation", ("collectivisation",)),
        ("interdiction des fractions", ("m38", "c5-e073")),
        ("livret de travail", ("m122", "c11-e040")),
        ("procès de Moscou", ("m110", "c10-e080")),
    ],
)
def test_the_thing_itself_comes_first(words: str, first: tuple[str, ...]) -> None:
    assert ids(words, limit=1)[0] in first


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Rioutine", "riutin"), ("Ryutin", "riutin"), ("Riutine", "riutin"), ("Trotskii", "trotsky"), ("Trotzky", "trotsky"),
        ("Boukharine", "bukharin"), ("Bucharin", "bukharin"), ("Toukhatchevski", "tukhachevsky"), ("Dzerjinski", "dzerzhinsky"),
        ("Kamenef", "kamenev"), ("Kameneff", "kamenev"), ("Zinovief", "zinoviev"), ("Preobrajenski", "preobrazhensky"),
        ("Zinoviv", "zinoviev"), ("Bukhrain", "bukharin"), ("Stallin", "stalin"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written_and_with_a_letter_wrong(written: str, known: str) -> None:  # fmt: skip
    assert ids(written, limit=1) == [known]


@pytest.mark.parametrize(
    ("written", "right"),
    [("Spartakus", "Spartacus"), ("Kronstdt", "Kronstadt"), ("colectivisation", "collectivisation"), ("requisiton", "requisition")],
)  # fmt: skip
def test_a_word_with_a_letter_wrong_finds_what_the_right_one_finds(written: str, right: str) -> None:  # fmt: skip
    assert len(set(ids(written, limit=5)) & set(ids(right, limit=5))) >= 3


def test_what_a_page_shows_in_french_is_found(record: Record) -> None:
    from thermidor.record._french import french_names

    missing = [
        (kind, id, name)
        for (kind, id), names in list(french_names().items())[::7]
        for name in names
        if id in record.collection(kind) and id not in ids(name, kind=kind, limit=10)
    ]
    assert missing == []


def test_french_and_english_terms_find_the_same_first() -> None:
    assert ids("promotion Lénine", limit=5) == ids("Lenin Levy", limit=5)


def test_accents_make_no_difference() -> None:
    assert ids("Lénine") == ids("Lenine")


def test_a_stem_finds_its_forms() -> None:
    assert ids("requisitions", limit=50) == ids("requisition", limit=50)


def test_hits_come_best_first_and_name_their_page(record: Record) -> None:
    hits = search("control commission", limit=30)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(hit.id in record.collection(hit.kind) for hit in hits)
    assert any(hit.page for hit in hits)


def test_a_kind_narrows_the_search() -> None:
    assert {hit.kind for hit in search("famine", kind="claim")} == {"claim"}
    with pytest.raises(UnknownKind):
        search("famine", kind="clam")


@pytest.mark.parametrize(
    "words", ["", "   ", "?!", "'; DROP TABLE documents; --", "xyzzyqqq", "\x00", "%_"]
)
def test_words_that_name_nothing_find_nothing_or_little(words: str) -> None:
    assert len(search(words, limit=3)) <= 3


def test_words_too_common_are_found_where_nothing_else_was_asked() -> None:
    assert isinstance(search("the"), list)


def test_the_index_needs_no_folder_that_can_be_written(tmp_path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    code = (
        "import thermidor.record._files as f; from thermidor.record import search; "
        "print(f.kept('index', f.fingerprint()), len(f.as_json('pages.yaml')) > 0, search('famine')[0].id)"
    )
    environment = {**os.environ, "THERMIDOR_CACHE": str(blocked)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.stdout.split() == ["None", "True", search("famine")[0].id], done.stderr


def test_an_index_that_is_damaged_is_made_anew(tmp_path) -> None:
    code = "from thermidor.record import search; print(search('famine')[0].id)"
    environment = {**os.environ, "THERMIDOR_CACHE": str(tmp_path)}

    def found() -> str:
        return subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    first = found()
    (path,) = tmp_path.rglob("index-*.kept")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert found() == first
    assert recall(path) is not None


def test_old_states_of_the_cache_are_forgotten(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("THERMIDOR_CACHE", str(tmp_path))
    for state in range(8):
        files.keep("a", str(state), b"x")
    files.keep("b", "0", b"x")
    assert len(list(tmp_path.rglob("a-*"))) == files.STATES
    assert files.kept("b", "0") == b"x"


def test_importing_the_record_loads_no_heavy_library() -> None:
    code = (
        "import sys, thermidor.record; "
        "print([m for m in ('duckdb', 'pydantic', 'yaml', 'rich', 'typer', 'jax', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
