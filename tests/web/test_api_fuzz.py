"""Schemathesis on the document of the API: whatever is asked, the server does not fail.

The ordinary tests take a few hundred cases; ten thousand are the slow test's. The workers are pretended:
what is tried is everything between the network and them.
"""

from __future__ import annotations

import contextlib
import functools
import json
from collections import Counter
from typing import Any

import hypothesis
import pytest
import requests
import schemathesis
from pretend import PretendWorker, tile_of
from schemathesis import GenerationMode
from schemathesis.core.control import SkipTest
from starlette.testclient import TestClient

from thermidor.web.app import create_app
from thermidor.web.routes.api import document
from thermidor.web.service.limits import Settings
from thermidor.web.service.logs import quiet
from thermidor.web.service.service import Service
from thermidor.web.service.workers import Tile, Unit

WEIGHTS = {
    "/api/v1/answer": 4.0,
    "/api/v1/answer/stream": 2.0,
    "/api/v1/scenarios/check": 2.0,
    "/api/v1/scenarios": 0.01,
    "/api/v1/variables": 0.01,
    "/api/v1/conditions": 0.01,
    "/api/v1/systems": 0.01,
    "/api/v1/claims": 0.01,
}
"""How many cases an operation gets, compared with the others; those without a parameter need few."""

LEFT = ("/api/v1/answer.nc", "/api/v1/answer.png", "/api/v1/answer.svg", "/api/v1/history")
"""Drawing and packing take long, and a history needs a real worker: tests of their own try them."""


WHOLE = Unit("any", 0, (), None, 0, 288, None)


class QuickWorker(PretendWorker):
    """Gives every unit the same histories, made up once: what is tried is not in them."""

    def do(self, kind: str, wish: Any, told: Any = None, within: Any = None) -> Any:
        return _whole() if kind == "tile" else super().do(kind, wish, told, within)


@functools.cache
def _whole() -> Tile:
    return tile_of(WHOLE)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    quiet()
    settings = Settings(
        cache=tmp_path_factory.mktemp("explorer"), workers=2, budget=1e12, scenarios=100_000
    )
    app = create_app(settings)
    app.state.service = Service(settings, QuickWorker.kind())
    yield app
    app.state.service.stop()
    quiet(False)


def fuzz(app, cases: int, mode: GenerationMode) -> Counter[str]:
    """Try so many cases on all operations.

    Returns:
        How many answers there were of each hundred, by operation.
    """
    schema = schemathesis.openapi.from_dict(document(app))
    schema.config.generation.update(modes=[mode])
    client = TestClient(app, raise_server_exceptions=False)
    operations = [o.ok() for o in schema.get_all_operations()]
    operations = [o for o in operations if o.path not in LEFT]
    weights = {o.path: WEIGHTS.get(o.path, 1.0) for o in operations}
    found: Counter[str] = Counter()
    for operation in operations:
        share = max(1, round(cases * weights[operation.path] / sum(weights.values())))

        @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
        @hypothesis.settings(
            max_examples=share,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate],
        )
        def one(case):
            path = case.operation.path
            answer = sent(client, case)
            found[f"{path} {answer.status_code // 100}xx"] += 1
            assert answer.status_code < 500, f"{case.as_curl_command()}: {answer.text[:300]}"
            if answer.status_code >= 400:
                error = json.loads(answer.content)["error"]
                assert error["what"], case.as_curl_command()
                assert "Traceback" not in error["what"]

        with contextlib.suppress(SkipTest):  # nothing is forbidden to it
            one()
    return found


def sent(client: TestClient, case: schemathesis.Case):
    """The answer to a case, encoded as it would be on the network."""
    whole = case.as_transport_kwargs(base_url="http://testserver")
    wish = requests.Request(**{k: v for k, v in whole.items() if k in KNOWN}).prepare()
    return client.request(
        wish.method, wish.url, headers=dict(wish.headers), content=wish.body or b"",
        follow_redirects=False,
    )  # fmt: skip


KNOWN = ("method", "url", "headers", "files", "data", "json", "params", "cookies")


def share_accepted(found: Counter[str], path: str) -> float:
    accepted = found[f"{path} 2xx"] + found[f"{path} 3xx"]
    return accepted / max(1, sum(n for name, n in found.items() if name.split()[0] == path))


def test_what_the_document_allows_is_mostly_accepted(app):
    found = fuzz(app, 250, GenerationMode.POSITIVE)
    assert share_accepted(found, "/api/v1/answer") > 0.5, found
    assert share_accepted(found, "/api/v1/answer/stream") > 0.5, found


def test_what_the_document_forbids_does_no_harm(app):
    found = fuzz(app, 250, GenerationMode.NEGATIVE)
    assert found["/api/v1/answer 4xx"] > 0, found


@pytest.mark.slow
def test_ten_thousand_cases_make_no_server_error(app):
    found = fuzz(app, 6000, GenerationMode.POSITIVE) + fuzz(app, 6000, GenerationMode.NEGATIVE)
    print(dict(sorted(found.items())))
    assert sum(found.values()) >= 10_000
