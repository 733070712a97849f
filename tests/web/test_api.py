"""The JSON API: what it answers, and how it refuses. The workers are pretended, so that answers come at once."""

from __future__ import annotations

import asyncio
import io
import json
import zlib

import pytest
from finishing import finish
from pretend import PretendWorker
from starlette.testclient import TestClient

from thermidor.web.app import ROUTERS, create_app
from thermidor.web.service.limits import MOST_BODY, Refused, Settings
from thermidor.web.service.logs import quiet
from thermidor.web.service.questions import BadQuestion, Question
from thermidor.web.service.service import Event, Service, Waiting

pytestmark = pytest.mark.lowest

OWN = (
    b"id: mine\ntitle: {en: Mine}\ndo:\n  - hold: delegation.members_dare_to_vote\n    value: 0.5\n"
)
SHORT = "set=delegation.members_dare_to_vote=0.5&n=32&stop=1918-12"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    quiet()
    folder = tmp_path_factory.mktemp("explorer")
    settings = Settings(cache=folder, workers=1, budget=1e9)
    app = create_app(settings)
    app.state.service = Service(settings, PretendWorker.kind())
    yield app
    app.state.service.stop()
    quiet(False)


@pytest.fixture
def client(app):
    return TestClient(app, raise_server_exceptions=False)


def refused(answer, status):
    assert answer.status_code == status, answer.text
    assert set(answer.json()["error"]) == {"what", "where", "right"}
    assert answer.json()["error"]["what"]
    assert "Traceback" not in answer.text
    return answer.json()["error"]


# -- answers -----------------------------------------------------------------------------------


def test_an_answer_has_the_form_of_the_document(client, app):
    answer = client.get(f"/api/v1/answer?{SHORT}")
    assert answer.status_code == 200
    import jsonschema

    from thermidor.web.routes.api import document

    schemas = document(app)["components"]["schemas"]
    jsonschema.validate(answer.json(), schemas["Answer"])


def test_an_answer_names_the_question_that_gives_it_again(client):
    first = client.get(f"/api/v1/answer?{SHORT}")
    again = client.get(f"/api/v1/answer?{first.json()['question']['query']}")
    assert again.content == first.content


def test_what_the_reader_has_already_is_not_sent_again(client):
    tag = client.get(f"/api/v1/answer?{SHORT}").headers["etag"]
    again = client.get(f"/api/v1/answer?{SHORT}", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("packed", [True, False])
def test_the_stream_ends_with_the_whole_answer(client, packed):
    headers = {"accept-encoding": "gzip" if packed else "identity"}
    answer = client.get(f"/api/v1/answer/stream?{SHORT}", headers=headers)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert (answer.headers.get("content-encoding") == "gzip") is packed
    *_, last = answer.text.strip().split("\n\n")
    number, kind, data = last.split("\n")
    assert (number, kind) == ("id: 32", "event: complete")
    whole = client.get(f"/api/v1/answer?{SHORT}")
    assert data.removeprefix("data: ") == whole.text


def test_the_events_of_a_stream_have_the_forms_of_the_document(client, app):
    import jsonschema

    from thermidor.web.routes.api import document

    found = document(app)
    stream = found["paths"]["/api/v1/answer/stream"]["get"]["responses"]["200"]["content"]
    forms = stream["text/event-stream"]["x-events"]
    answer = client.get("/api/v1/answer/stream?set=delegation.members_dare_to_vote=0.35&n=64")
    seen = set()
    for message in answer.text.strip().split("\n\n"):
        _, kind, data = (line.partition(": ")[2] for line in message.split("\n"))
        form = forms[kind]["$ref"].rpartition("/")[2]
        jsonschema.validate(json.loads(data), found["components"]["schemas"][form])
        seen.add(kind)
    assert {"waiting", "complete"} <= seen


def test_a_stream_says_in_codes_what_it_waits_for(client):
    answer = client.get("/api/v1/answer/stream?set=delegation.members_dare_to_vote=0.36&n=32")
    first = answer.text.split("\n\n")[0].split("\n")
    assert first[1] == "event: waiting"
    told = json.loads(first[2].removeprefix("data: "))
    assert told["waits_for"] in ("model", "turn", "answer")
    assert "text" not in told


def test_a_stream_that_fails_says_so_in_the_form_of_the_document(app):
    import jsonschema

    from thermidor.web.routes.api import _sent, document

    async def events():
        raise Refused("too much", "budget", status=429, after=3.0)
        yield

    async def last():
        first = Event("waiting", waiting=Waiting("model"))
        return [part async for part in _sent(first, events(), False, "en")][-1]

    _, kind, data = finish(last()).decode().strip().split("\n")
    assert kind == "event: error"
    told = json.loads(data.removeprefix("data: "))
    jsonschema.validate(told, document(app)["components"]["schemas"]["Failure"])
    assert told["after"] == 3.0


def test_a_stream_that_cannot_begin_is_refused_before_it_begins(client):
    refused(client.get("/api/v1/answer/stream?n=5"), 400)


# -- questions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "",
        "scenario=secret-ballot",
        "n=64&seed=7&stop=1926-12&branch=1923-03",
        "set=b.c=1&set=a.b=0.50&show=party.fear,party.members",
        "scenario=secret-ballot&against=lenin-active-one-more-year",
    ],
)
def test_a_canonical_address_is_its_own_canonical_address(query):
    question = Question.from_query(query, check=False)
    again = Question.from_query(question.query(), check=False)
    assert again == question
    assert again.query() == question.query()


def test_the_order_of_conditions_and_the_form_of_numbers_make_no_other_question():
    one = Question.from_query("set=countryside.a=0.50&set=a.b=1.0", check=False)
    other = Question.from_query("set=a.b=1&set=countryside.a=0.5", check=False)
    assert one == other
    assert one.query() == other.query()


def test_every_part_of_a_question_makes_another_key():
    keys = {
        Question.from_query(q).key
        for q in (
            "", "n=64", "seed=1", "stop=1930-12", "branch=1923-03", "scenario=secret-ballot",
            "against=secret-ballot", "show=party.fear", "set=delegation.members_dare_to_vote=0.5",
        )
    }  # fmt: skip
    assert len(keys) == 9


def test_conditions_act_from_the_branch_on():
    question = Question.from_query("set=delegation.members_dare_to_vote=0.5&branch=1923-03")
    (one,) = question.arms[0]
    assert (one.first, one.last) == (74, 287)
    (free,) = Question.from_query("set=delegation.members_dare_to_vote=0.5").arms[0]
    assert (free.first, free.last) == (0, 287)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("n=0", "n"),
        ("n=1025", "n"),
        ("n=12.5", "n"),
        ("n=²", "n"),
        ("n=99999999999999999999999", "n"),
        ("seed=-1", "seed"),
        ("seed=4294967296", "seed"),
        ("stop=1941-01", "stop"),
        ("stop=1923-3", "stop"),
        ("stop=1923-03%0A", "stop"),
        ("branch=1917-01", "branch"),
        ("branch=1930-01&stop=1920-01", "branch"),
        ("show=", "show"),
        ("show=party.feer", "show"),
        ("show=regime", "show"),
        ("show=" + ",".join("abcdefghi"), "show"),
        ("scenario=secret-balot", "scenario"),
        ("scenario=../../etc/passwd", "scenario"),
        ("scenario=own-" + "0" * 32, "scenario"),
        ("against=nothing-such", "against"),
        ("set=nothing", "set"),
        ("set=a.b=", "set"),
        ("set=nothing.such=1", "set"),
        ("set=delegation.members_dare_to_vote=1e39", "set"),
        ("set=delegation.members_dare_to_vote=__import__('os')", "set"),
        ("set=delegation.members_dare_to_vote=1&set=delegation.members_dare_to_vote=0", "set"),
        ("set=" + "a" * 300 + "=1", "set"),
        ("&".join(f"set=a.b{n}=1" for n in range(30)), "set"),
        ("n=64&n=64", "n"),
        ("unknown=1", "query"),
        ("theory=lequene", "theory"),
        ("theory=../secrets", "theory"),
        ("scenario=german-insurrection-october-1923&branch=1939-01", "branch"),
        ("%ff%fe=%00", "query"),
    ],
)
def test_a_bad_question_is_refused_in_one_line_that_says_where(client, query, where):
    answer = client.get(f"/api/v1/answer?{query}")
    assert answer.status_code in (400, 404)
    error = refused(answer, answer.status_code)
    assert error["where"] == where
    assert "\n" not in error["what"]
    assert len(answer.text) < 1000


def test_a_question_made_in_python_is_checked_as_well():
    with pytest.raises(BadQuestion):
        Question.of({"histories": 5})
    with pytest.raises(Refused):
        Question.of({"scenario": "secret-balot"})


# -- scenarios of one's own --------------------------------------------------------------------


def test_an_uploaded_scenario_can_be_asked_about(client):
    kept = client.post("/api/v1/scenarios/check", content=OWN)
    assert kept.status_code == 200, kept.text
    id = kept.json()["scenario"]
    assert (
        client.post("/api/v1/scenarios/check", files={"file": io.BytesIO(OWN)}).json()["scenario"]
        == id
    )
    data = client.get(f"/api/v1/answer?scenario={id}&n=32&stop=1918-12").json()
    same = client.get(f"/api/v1/answer?{SHORT}").json()
    assert data["outcomes"] == same["outcomes"]
    assert "members_dare_to_vote" in client.get(f"/api/v1/scenarios/{id}").json()["yaml"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"a: &a [*a, *a]",
        b"!!python/object/apply:os.system ['true']",
        b"id: x\ntitle: {en: X}\ndo:\n  - hold: nothing.such\n    value: 1\n",
        b"[" * 5000,
        b"{" * 60000,
        b"id: x\n" * 100,
        json.dumps(
            {"id": "x", "title": {"en": "x"}, "do": [{"hold": "a.b", "value": 1}] * 300}
        ).encode(),
    ],
)
def test_a_scenario_that_is_none_is_refused(client, content):
    refused(client.post("/api/v1/scenarios/check", content=content), 400)


def test_a_form_that_is_broken_is_refused(client):
    kind = {"content-type": "multipart/form-data"}
    refused(client.post("/api/v1/scenarios/check", content=b"x", headers=kind), 400)
    kind = {"content-type": "multipart/form-data; boundary=x"}
    refused(client.post("/api/v1/scenarios/check", content=b"--x\r\nnonsense", headers=kind), 400)
    refused(client.post("/api/v1/scenarios/check", data={"other": "1"}, files={"f": b"1"}), 400)


def test_what_is_too_long_is_refused(client):
    refused(client.post("/api/v1/scenarios/check", content=b"x" * (MOST_BODY + 1)), 413)
    refused(client.post("/api/v1/scenarios/check", content=(b"x" * 9000 for _ in range(9))), 413)
    refused(client.get("/api/v1/answer?set=" + "a" * 5000), 414)
    assert client.get("/" + "a" * 5000).status_code == 414


# -- lists -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("scenarios", "scenarios"),
        ("scenarios/secret-ballot", "yaml"),
        ("variables", "variables"),
        ("parameters?under=delegation", "parameters"),
        ("conditions", "conditions"),
        ("systems", "systems"),
        ("claims", "claims"),
        ("record/search?q=thermidor&limit=2", "hits"),
        ("record/claim/k0613", "entry"),
    ],
)
def test_lists_are_there(client, path, key):
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.json()[key]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("scenarios/nothing-such", 404),
        ("scenarios/..%2f..%2fpasswd", 404),
        ("parameters?under=nothing", 400),
        ("record/search", 422),
        ("record/search?q=x&kind=nothing", 400),
        ("record/search?q=x&limit=0", 422),
        ("record/nothing/k0613", 404),
        ("record/claim/nothing", 404),
        ("nothing", 404),
    ],
)
def test_what_is_not_there_is_refused(client, path, status):
    refused(client.get(f"/api/v1/{path}"), status)


def test_nothing_but_the_check_of_a_scenario_takes_anything(client):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused(client.request(method, "/api/v1/answer"), 405)
        assert client.request(method, "/healthz").status_code == 405


# -- the document and the guard ----------------------------------------------------------------


def test_the_document_describes_every_address_of_the_api(client):
    found = client.get("/api/openapi.json").json()
    assert {"/api/v1/answer", "/api/v1/answer/stream", "/api/v1/scenarios/check"} <= set(
        found["paths"]
    )
    assert all(path.startswith("/api/v1/") for path in found["paths"])
    names = [p["name"] for p in found["paths"]["/api/v1/answer"]["get"]["parameters"]]
    assert names == [
        "scenario", "against", "theory", "set", "branch", "stop", "n", "seed", "show",
    ]  # fmt: skip
    assert client.get("/api/docs").status_code == 200


def test_every_part_of_the_explorer_is_there():
    import importlib

    for name in ROUTERS:
        assert importlib.import_module(name).router


@pytest.mark.parametrize(
    "path", ["/api/v1/variables", "/nothing", "/en/", "/static/site.css", "/healthz"]
)
def test_every_answer_has_the_headers_of_security(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers


def test_a_fault_of_ours_is_one_line_and_no_traceback(app, monkeypatch):
    import thermidor as th

    def broken(*_):
        raise ZeroDivisionError("/secret/place.py")

    monkeypatch.setattr(th, "variables", broken)
    answer = TestClient(app, raise_server_exceptions=False).get("/api/v1/variables")
    refused(answer, 500)
    assert "secret" not in answer.text


def test_head_is_answered_as_get_without_a_body(client):
    answer = client.head("/api/v1/scenarios")
    assert answer.status_code == 200
    assert answer.content == b""


def test_health_tells_numbers(client):
    data = client.get("/healthz").json()
    assert data["status"] == "ok"
    assert data["questions"] == 0


def test_the_home_page_is_in_the_language_of_the_browser(client):
    answer = client.get("/", headers={"accept-language": "fr-FR,fr;q=0.9"}, follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"] == "/fr/"


def test_packed_streams_can_be_read_event_by_event():
    """Each event is flushed: a reader sees it before the stream ends."""

    from thermidor.web.routes.api import _sent

    async def events():
        yield Event("waiting", waiting=Waiting("turn", ahead=2))

    async def first():
        stream = _sent(Event("waiting", waiting=Waiting("answer")), events(), True, "en")
        part = await anext(stream)
        await stream.aclose()
        return part

    text = zlib.decompressobj(31).decompress(finish(first()))
    assert b'"waits_for": "answer"' in text


def test_a_stream_that_has_nothing_to_tell_says_that_it_is_still_there(monkeypatch):
    from thermidor.web.routes import api

    monkeypatch.setattr(api, "SILENCE", 0.05)

    async def events():
        await asyncio.sleep(0.2)
        yield Event("waiting", waiting=Waiting("turn"))

    async def parts():
        first = Event("waiting", waiting=Waiting("model"))
        return [part async for part in api._sent(first, events(), False, "en")]

    found = finish(parts())
    assert found.count(api.COMMENT) >= 2
    assert [b"event: waiting" in part for part in found if part != api.COMMENT] == [True, True]
