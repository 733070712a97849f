"""Installed like any package, away from its sources, the program does in a notebook what the README promises."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 1_800
"""Seconds for one cell: the first follows the record with a thousand particles."""

RUN = """
import json, sys
import nbformat
from nbclient import NotebookClient

book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in json.load(sys.stdin)])
book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
NotebookClient(book, timeout=%d, kernel_name="python3").execute()
json.dump([c.outputs for c in book.cells], sys.stdout)
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a fresh environment with the package, not editable, and what runs a notebook."""
    folder = tmp_path_factory.mktemp("installed")
    sources = folder / "sources"
    shutil.copytree(ROOT / "src", sources / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__"))  # fmt: skip
    for name in ("pyproject.toml", "README.md", "LICENSE", "constraints.txt"):
        shutil.copy(ROOT / name, sources / name)
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    wanted = [str(sources), "nbclient", "ipykernel"]
    subprocess.run(
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", sources / "constraints.txt", *wanted],
        check=True, env=alone(folder),
    )  # fmt: skip
    shutil.rmtree(sources)
    return python


def alone(folder: Path) -> dict[str, str]:
    """The environment of a user who has neither the sources nor anything kept from before."""
    kept = {k: v for k, v in os.environ.items() if not re.match(r"PYTHON|THERMIDOR|JAX|XLA", k)}
    return {**kept, "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"), "PIP_CACHE_DIR": str(folder / "pip")}  # fmt: skip


def dozen_lines() -> list[str]:
    """The lines of the README, a cell for each of its paragraphs."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"## A dozen lines\n\n```python\n(.+?)```", text, re.DOTALL)
    assert found is not None
    return found[1].strip().split("\n\n")


def test_a_normal_install_does_the_dozen_lines_of_the_readme_in_a_notebook(installed, tmp_path):
    cells = [*dozen_lines(), "import sys; print(th.__file__, sys.prefix)", "ds", "what_if"]
    done = subprocess.run(
        [installed, "-c", RUN % LONGEST], input=json.dumps(cells), capture_output=True, text=True,
        cwd=tmp_path, env=alone(installed.parents[2]), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    outputs = json.loads(done.stdout)
    texts = ["".join(str(o.get("text", o.get("data", ""))) for o in cell) for cell in outputs]
    place, prefix = texts[-3].split()
    assert place.startswith(f"{prefix}/lib/")
    assert "site-packages" in place
    assert any("200 histories were run twice" in text for text in texts)
    for cell in outputs[-2:]:
        assert "text/html" in cell[0]["data"]
        assert len(cell[0]["data"]["text/plain"]) < 10_000
    assert not any(o["output_type"] == "error" for cell in outputs for o in cell)


def test_a_normal_install_has_the_command(installed):
    done = subprocess.run(
        [installed.parent / "thermidor", "--version"], capture_output=True, text=True, check=True,
        env=alone(installed.parents[2]),
    )  # fmt: skip
    assert re.search(r"\d+\.\d+", done.stdout)
    assert sys.executable != str(installed)
