"""A rival theory through every interface, beside the book's and on the same draws.

The rival replaces two rules and adds one system (`rival`, `zeal`): people of zeal tire less, and the active
among them withdraw less.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from starlette.testclient import TestClient
from typer.testing import CliRunner

import thermidor as th
from thermidor.cli import app as command_line
from thermidor.errors import BadPart
from thermidor.experiments.models import simulator
from thermidor.experiments.request import Request
from thermidor.theories import BOOK, forget, register, theory
from thermidor.web.app import create_app
from thermidor.web.routes.api import document
from thermidor.web.service import workers
from thermidor.web.service.limits import Settings
from thermidor.web.service.logs import quiet
from thermidor.web.service.questions import Question
from thermidor.web.service.service import Service

ROOT = Path(__file__).resolve().parents[2]
SPAN = {"histories": 64, "stop": "1919-12"}
WEARY = "mood.war_and_hunger_weary"
SILENCED = "classes.the_active_tire_or_are_silenced"
NIL = (f"{WEARY}.kept=0", f"{SILENCED}.kept=0")
"""The coefficients by which the rival departs from the book."""

pytestmark = pytest.mark.usefixtures("zealots")


@pytest.fixture(scope="module")
def book() -> xr.Dataset:
    return th.simulate(**SPAN)


@pytest.fixture(scope="module")
def rival(zealots: str) -> xr.Dataset:
    return th.simulate(theory=zealots, **SPAN)


# -- the model -----------------------------------------------------------------------------------


def test_promise_19_the_rules_that_replace_others_are_the_ones_that_run(
    book: xr.Dataset, rival: xr.Dataset
) -> None:
    assert rival.attrs["theory"] == "zealots"
    assert (rival["zeal.index"].sel(month="1919-12") > 0).all()
    for name, sign in (("mood.fatigue", -1), ("workers.active", +1)):
        apart = sign * (rival[name] - book[name]).mean("month")
        assert (apart > 0).mean() > 0.9, name


def test_promise_19_a_switch_on_the_old_path_switches_the_new_rule(zealots: str) -> None:
    """Off, the rival's rule does as little as the book's: what is left of it is the book's world."""
    off = th.simulate(theory=zealots, settings=[f"{WEARY}=0", NIL[1]], **SPAN)
    same = th.simulate(settings=[f"{WEARY}=0"], **SPAN)
    assert differing(same, off) == []


def differing(one: xr.Dataset, other: xr.Dataset) -> list[str]:
    """Variables of the first that have other bits in the second."""
    return [
        str(name)
        for name in one.data_vars
        if one[name].dtype.kind in "fi"
        and one[name].values.tobytes() != other[name].values.tobytes()
    ]


def test_promise_8_with_its_coefficients_at_nil_it_is_the_book_bit_for_bit(zealots: str) -> None:
    """To the last month and the last bit, although each theory is a program compiled by itself."""
    whole = {"histories": 64, "seed": 8}
    nil = th.simulate(theory=zealots, settings=list(NIL), **whole)
    assert differing(th.simulate(**whole), nil) == []
    assert (nil["zeal.index"].isel(month=-1) > 0).all()


def test_promise_8_what_is_compared_has_other_bits_as_soon_as_the_coefficients_are_not_nil(
    book: xr.Dataset, rival: xr.Dataset
) -> None:
    assert len(differing(book, rival)) > 50


def test_both_theories_draw_the_same_parameters_from_their_priors(zealots: str) -> None:
    mine, theirs = (Request(histories=8, theory=t, parameters="prior") for t in (BOOK, zealots))
    places = theirs.registry.parameter_place
    assert mine.drawn is not None
    assert theirs.drawn is not None
    for path, place in mine.registry.parameter_place.items():
        assert np.array_equal(mine.drawn[:, place], theirs.drawn[:, places[path]]), path


# -- Python --------------------------------------------------------------------------------------


def test_twins_are_compared_in_the_rival_s_world(zealots: str) -> None:
    found = th.compare("no-foreign-intervention-1918", theory=zealots, **SPAN)
    usual = th.compare("no-foreign-intervention-1918", **SPAN)
    assert (found.theory, found.histories) == (zealots, 64)
    assert found.fingerprint != usual.fingerprint
    assert not found.effects["mood.fatigue"].equals(usual.effects["mood.fatigue"])
    assert "zeal.index" in found.effects


def test_claims_are_run_on_the_rival(zealots: str) -> None:
    (found,), (usual,) = (th.claims(["k0594"], histories=64, theory=t) for t in (zealots, BOOK))
    assert found.id == usual.id == "k0594"
    assert found.effect != usual.effect


def test_claims_of_two_theories_are_made_by_different_models(zealots: str) -> None:
    from thermidor.experiments.claims import made_by

    models = (theory(zealots).model, theory().model)
    assert made_by(models[0]).short != made_by(models[1]).short


def test_the_rival_s_histories_follow_the_record_and_are_kept_apart(
    zealots: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THERMIDOR_CACHE", str(tmp_path))
    ours, theirs = (
        th.branch_point("1917-03", theory=t, seed=5, particles=128).origin for t in (BOOK, zealots)
    )
    assert set(theirs.state) - set(ours.state) == {"zeal.zeal"}
    assert not np.array_equal(theirs.state["mood.fatigue"], ours.state["mood.fatigue"])
    folders = {p.parent for p in tmp_path.rglob("about.kept")}
    assert len(folders) == 2


@pytest.mark.parametrize("listed", [th.parameters, th.variables, th.rules])
def test_lists_are_of_the_theory_that_is_named(
    zealots: str, listed: Callable[..., list[dict[str, Any]]]
) -> None:
    assert listed("zeal", theory=zealots)
    with pytest.raises(ValueError, match="zeal"):
        listed("zeal")


def test_the_list_of_rules_shows_the_rule_that_runs(zealots: str) -> None:
    (rule,) = th.rules(WEARY, theory=zealots)
    assert rule["says"] == "War and hunger weary those who have no zeal."
    assert rule["inputs"]["zeal"] == "zeal.zeal"


ASKED: tuple[Callable[..., Any], ...] = (
    th.simulate, th.claims, th.parameters, th.rules, th.ablate, th.conditions, th.loops, th.coalitions, th.chain, th.forecasts,
    th.hinges, lambda **t: th.compare("secret-ballot", **t), lambda **t: th.trace(history=0, **t),
    lambda **t: th.branch("1923-03", **t), lambda **t: th.branch_point("1923-03", **t),
)  # fmt: skip


@pytest.mark.parametrize("function", ASKED)
def test_an_unknown_theory_gets_one_line_that_names_those_there_are(
    function: Callable[..., Any],
) -> None:
    with pytest.raises(BadPart) as error:
        function(theory="zealot")
    assert str(error.value) == "unknown theory 'zealot'; there is: zealots"


# -- the command line ----------------------------------------------------------------------------


def test_a_process_of_its_own_finds_the_rival(tmp_path: Path) -> None:
    listed = process(tmp_path, "rules", WEARY, "--theory", "zealots", "--json")["rules"]
    assert listed[0]["inputs"]["zeal"] == "zeal.zeal"
    assert listed[0]["live"] is True


def process(folder: Path, *words: str) -> dict[str, Any]:
    """What a command says in a process that finds theories by the environment variable."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "thermidor", *words],
        capture_output=True, text=True, timeout=300, cwd=folder, check=False,
        env={**os.environ, "PYTHONPATH": paths, "THERMIDOR_THEORIES": "tests.theories.rival"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def said(*words: str) -> dict[str, Any]:
    """What a command says in this process."""
    result = CliRunner().invoke(command_line, [*words, "--json"], prog_name="thermidor")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("rules", "zeal"), "zeal.zeal_rises_and_wears_off"),
        (("parameters", WEARY), f"{WEARY}.kept"),
        (("variables", "zeal"), "zeal.index"),
        (("phases",), '"system": "zeal"'),
        (("systems",), '"id"'),
    ],
)
def test_commands_list_what_the_rival_is_made_of(
    zealots: str, words: tuple[str, ...], names: str
) -> None:
    found = json.dumps(said(*words, "--theory", zealots))
    assert names in found
    assert found != json.dumps(said(words[0]))


def test_run_runs_the_rival(
    rival: xr.Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ("run", "--theory", "zealots", "--histories", "64", "--stop", "1919-12")
    found = said(*words, "--data", "none")
    assert found["theory"] == "zealots"
    ends, names = rival["outcome"].values, rival["outcome"].attrs["flag_meanings"].split()
    for name, share in found["outcomes"].items():
        assert share["p"] == pytest.approx((ends == names.index(name)).mean()), name


def test_compare_runs_the_rival(zealots: str, tmp_path: Path) -> None:
    found = said(
        "compare", "no-foreign-intervention-1918", "--theory", zealots, "--histories", "64",
        "--stop", "1919-12",
    )  # fmt: skip
    assert found["theory"] == zealots
    assert "zeal.index" in found["effects"]["variables"]


# -- the explorer --------------------------------------------------------------------------------


class Here(workers.Worker):
    """A worker in this process."""

    def __init__(self, aside: bool = False):
        self.aside = aside

    @property
    def pid(self) -> int:
        return os.getpid()

    def do(self, kind: str, wish: Any, told: Any = None, within: Any = None) -> Any:
        if kind == "tile":
            return workers.simulate(wish)
        return None

    def end(self) -> None:
        """Nothing to end."""


@pytest.fixture(scope="module")
def client(zealots: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The explorer on the programs that the other tests have compiled."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(workers, "simulator", simulator)
        quiet()
        settings = Settings(cache=tmp_path_factory.mktemp("explorer"), workers=1, budget=1e9)
        app = create_app(settings)
        app.state.service = Service(settings, Here)
        yield TestClient(app, raise_server_exceptions=False)
        app.state.service.stop()
        quiet(False)


SHORT = "n=64&stop=1919-12&show=mood.fatigue,workers.active"


def test_the_explorer_answers_with_the_theory_that_is_asked(
    client: TestClient, book: xr.Dataset, rival: xr.Dataset
) -> None:
    answers = [client.get(f"/api/v1/answer?{q}{SHORT}").json() for q in ("", "theory=zealots&")]
    assert answers[0]["key"] != answers[1]["key"]
    assert answers[0]["fingerprint"] != answers[1]["fingerprint"]
    assert [a["question"]["theory"] for a in answers] == [BOOK, "zealots"]
    for answer, ds in zip(answers, (book, rival), strict=True):
        last = ds["mood.fatigue"].sel(month="1919-12").median().item()
        assert answer["fans"]["mood.fatigue"]["with"]["median"][-1] == pytest.approx(last, rel=1e-3)


def test_a_variable_of_the_rival_can_be_shown_only_of_the_rival(client: TestClient) -> None:
    found = client.get("/api/v1/answer?theory=zealots&n=32&stop=1917-12&show=zeal.index")
    assert found.json()["fans"]["zeal.index"]["unit"] == "index 0-1"
    refused = client.get("/api/v1/answer?n=32&stop=1917-12&show=zeal.index")
    assert refused.status_code == 400
    assert refused.json()["error"]["where"] == "show"


def test_the_explorer_names_the_theories_there_are(client: TestClient) -> None:
    refused = client.get("/api/v1/answer?theory=zealot")
    assert refused.status_code == 400
    assert refused.json()["error"] == {
        "what": "unknown theory 'zealot'", "where": "theory", "right": "there is: zealots",
    }  # fmt: skip
    listed = client.get("/api/v1/theories").json()["theories"]
    assert [t["id"] for t in listed] == [BOOK, "zealots"]
    for path, name in (("variables", "zeal.index"), ("parameters", f"{WEARY}.kept")):
        assert name in client.get(f"/api/v1/{path}?theory=zealots").text
        assert name not in client.get(f"/api/v1/{path}").text


def test_the_document_of_the_interface_lists_the_theories(client: TestClient) -> None:
    from thermidor.web import asking

    asking.parameters.cache_clear()
    document.cache_clear()
    parts = document(client.app)["paths"]["/api/v1/answer"]["get"]["parameters"]
    (part,) = [p for p in parts if p["name"] == "theory"]
    assert part["schema"] == {"type": "string", "enum": [BOOK, "zealots"], "default": BOOK}
    asking.parameters.cache_clear()
    document.cache_clear()


def test_the_page_offers_a_choice_only_where_there_is_one(client: TestClient) -> None:
    page = client.get("/en/?theory=zealots").text
    assert 'name="theory"' in page
    assert "Zeal (a toy of the tests)" in page
    forget("zealots")
    try:
        assert 'name="theory"' not in client.get("/en/").text
    finally:
        from tests.theories.rival import ZEALOTS

        register(ZEALOTS)


def test_the_method_s_page_counts_the_theory_that_is_named(client: TestClient) -> None:
    assert "/en/method/zeal?theory=zealots" in client.get("/en/method?theory=zealots").text
    assert "/en/method/zeal" not in client.get("/en/method").text
    assert "zeal_rises" in client.get("/en/method/zeal?theory=zealots").text
    assert client.get("/en/method?theory=zealot").status_code == 400


def test_a_question_keeps_its_theory_in_its_address(zealots: str) -> None:
    question = Question.from_query("theory=zealots&n=64")
    assert question.query() == "theory=zealots&n=64"
    assert Question.from_query(f"theory={BOOK}&n=64").query() == "n=64"
    assert {u.theory for u in units(question)} == {zealots}
    arms = {u.arm for u in units(question)} & {u.arm for u in units(Question.from_query("n=64"))}
    assert arms == set()


def units(question: Question) -> list[workers.Unit]:
    from thermidor.web.service.inquiry import Inquiry

    return list(Inquiry.of(question, "a").units.values())
