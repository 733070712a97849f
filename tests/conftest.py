"""What all tests share: the environment of JAX, Hypothesis profiles, a browser, golden results."""

from __future__ import annotations

import json
import math
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

# JAX reads these when it is imported, so they come before everything else.  Two host devices let
# the paths that share work between devices be tested on any machine; one compile cache serves all
# workers of a run and the runs after it.
os.environ.setdefault("JAX_PLATFORMS", "cpu")
os.environ.setdefault("JAX_COMPILATION_CACHE_DIR", str(ROOT / ".cache" / "jax"))
os.environ.setdefault("JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS", "0.5")
if "xla_force_host_platform_device_count" not in os.environ.get("XLA_FLAGS", ""):
    os.environ["XLA_FLAGS"] = (
        os.environ.get("XLA_FLAGS", "") + " --xla_force_host_platform_device_count=2"
    ).strip()

import hypothesis  # noqa: E402
import pytest  # noqa: E402

hypothesis.settings.register_profile("dev", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "dev")

GOLDEN = ROOT / "tests" / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-golden",
        action="store_true",
        help="write the golden results instead of comparing with them (make golden)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they use, so that `-m browser` and `-m golden` find them."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        if used & {"browser_path", "browser", "page"}:
            item.add_marker(pytest.mark.browser)
        if "golden" in used:
            item.add_marker(pytest.mark.golden)


def _find_browser() -> str | None:
    chosen = os.environ.get("THERMIDOR_BROWSER")
    if chosen and os.access(chosen, os.X_OK):
        return chosen
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((p for p in map(shutil.which, names) if p), None)


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Path of a Chromium; skips where there is none, and fails there under CI=true."""
    path = _find_browser()
    if path is None:
        why = "no Chromium on this machine (tools/browser.sh installs Debian's as root)"
        if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
            pytest.fail(why)
        pytest.skip(why)
    return path


@pytest.fixture(scope="session")
def browser(browser_path: str) -> Iterator[Any]:
    """A running headless Chromium (Playwright)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as p:
        chromium = p.chromium.launch(
            executable_path=browser_path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A blank page without network, which fails the test when a script of the page fails."""
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, f"errors in the page: {errors}"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Compare a result with the one on record: `golden("baseline", {...}, rel=1e-5)`.

    The result is anything JSON can hold.  `make golden` writes it; nothing else does.
    """

    def check(name: str, value: Any, rel: float = 1e-5) -> None:
        path = GOLDEN / f"{name}.json"
        value = json.loads(json.dumps(value))
        if request.config.getoption("--refresh-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(value, indent=1, sort_keys=True) + "\n")
            return
        assert path.exists(), f"no golden result {path.name}: write it with `make golden`"
        differences = list(_differences(json.loads(path.read_text()), value, rel))
        assert not differences, f"{path.name}: " + "; ".join(differences[:5])

    return check


def _differences(old: Any, new: Any, rel: float, at: str = "") -> Iterator[str]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            if key not in old or key not in new:
                yield f"{at}/{key} only in the {'old' if key in old else 'new'} result"
            else:
                yield from _differences(old[key], new[key], rel, f"{at}/{key}")
    elif isinstance(old, list) and isinstance(new, list):
        if len(old) != len(new):
            yield f"{at}: length {len(old)} became {len(new)}"
        for i, (a, b) in enumerate(zip(old, new, strict=False)):
            yield from _differences(a, b, rel, f"{at}[{i}]")
    elif isinstance(old, (int, float)) and isinstance(new, (int, float)):
        if not (math.isclose(old, new, rel_tol=rel, abs_tol=1e-12) or (old != old and new != new)):
            yield f"{at}: {old} became {new}"
    elif old != new:
        yield f"{at}: {old!r} became {new!r}"
