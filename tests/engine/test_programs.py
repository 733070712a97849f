"""Compiled programs are kept between runs, and made anew when they do not fit."""

import io
import os
import pickle

import jax
import numpy as np
import pytest

from thermidor.engine import programs
from thermidor.keep import recall, remember

pytestmark = pytest.mark.lowest


@pytest.fixture
def folder(tmp_path):
    before = jax.config.jax_compilation_cache_dir
    jax.config.update("jax_compilation_cache_dir", str(tmp_path))
    yield tmp_path / "programs"
    jax.config.update("jax_compilation_cache_dir", before)


class Counted:
    """A function that counts how often it is traced."""

    def __init__(self, factor):
        self.factor, self.traced = factor, 0

    def __call__(self, x):
        self.traced += 1
        return x * self.factor + 1


X = np.arange(32, dtype=np.float32)


def run(function, code=None, x=X, devices=None):
    devices = devices or jax.devices()
    made = programs.compile_for(function, (x,), devices, code)
    return [np.asarray(p(jax.device_put(x, d))) for p, d in zip(made, devices, strict=True)]


def test_every_device_runs_the_same_program(folder):
    for out in run(Counted(2)):
        assert np.array_equal(out, X * 2 + 1)


def test_code_that_is_known_is_not_traced_again(folder):
    first, second = Counted(2), Counted(2)
    run(first, "the code")
    assert np.array_equal(run(second, "the code")[-1], X * 2 + 1)
    assert (first.traced, second.traced) == (1, 0)


def test_other_code_and_other_shapes_are_other_programs(folder):
    run(Counted(2), "the code")
    assert np.array_equal(run(Counted(3), "other code")[0], X * 3 + 1)
    assert run(Counted(2), "the code", x=X[:16])[0].shape == (16,)
    assert len(list(folder.iterdir())) == 3


def test_without_a_name_the_traced_function_is_compared(folder):
    run(Counted(2))
    assert np.array_equal(run(Counted(3))[0], X * 3 + 1)
    run(Counted(2))
    assert len(list(folder.iterdir())) == 2


def test_a_damaged_program_is_made_anew(folder):
    run(Counted(2), "the code")
    (file,) = folder.iterdir()
    for content in (b"", b"nonsense", file.read_bytes()[:-100]):
        file.write_bytes(content)
        assert np.array_equal(run(Counted(2), "the code")[0], X * 2 + 1)


class Harm:
    """Makes a folder when it is read back by a reader that trusts its file."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (os.mkdir, (str(self.path),))


@pytest.mark.parametrize("outside", [True, False])
def test_a_file_that_calls_something_is_not_obeyed_and_is_made_anew(folder, tmp_path, outside):
    run(Counted(2), "the code")
    (file,) = folder.iterdir()
    harm = tmp_path / "harm"
    _, arguments, results = programs._Reader(io.BytesIO(recall(file))).load()
    harmed = Harm(harm) if outside else (pickle.dumps(Harm(harm)), arguments, results)
    assert remember(file, pickle.dumps(harmed))
    third = Counted(2)
    assert np.array_equal(run(third, "the code")[0], X * 2 + 1)
    assert third.traced == 1
    assert not harm.exists()


def test_a_program_that_others_may_write_is_not_run(folder):
    run(Counted(2), "the code")
    (file,) = folder.iterdir()
    file.chmod(0o666)
    second, third = Counted(2), Counted(2)
    run(second, "the code")
    run(third, "the code")
    assert (second.traced, third.traced) == (1, 0)


def test_the_oldest_programs_are_dropped(folder, monkeypatch):
    monkeypatch.setattr(programs, "KEPT", 2)
    for k in range(4):
        run(Counted(k), f"code {k}", devices=jax.devices()[:1])
    assert len(list(folder.iterdir())) == 2


def test_an_unwritable_folder_is_no_obstacle(tmp_path):
    before = jax.config.jax_compilation_cache_dir
    (tmp_path / "file").write_text("in the way")
    jax.config.update("jax_compilation_cache_dir", str(tmp_path / "file"))
    try:
        assert np.array_equal(run(Counted(2), "the code")[0], X * 2 + 1)
    finally:
        jax.config.update("jax_compilation_cache_dir", before)
