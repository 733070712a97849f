"""Ask in a real browser: the question in the address, the answer as it arrives."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser

SMALL = "n=64"
CHANGED = f"set=membership.levy%3Dforbid&{SMALL}"
READY = "#answer[aria-busy='false']"


def answered(page):
    page.wait_for_selector(READY)
    page.wait_for_selector("#result:not(.empty)", state="attached")
    page.locator("#fans").scroll_into_view_if_needed()
    page.wait_for_selector("#fans figure[data-state='drawn'][data-done='64']")
    return page


def numbers(page):
    return {
        "big": page.locator("#big").inner_text(),
        "bars": page.locator("#bars").inner_text(),
        "causes": page.locator("#twins dd p").all_inner_texts(),
        "table": page.locator("#outcomes-table").text_content(),
    }


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_answer_arrives_and_its_charts_are_drawn(reader, lang):
    page = answered(reader(f"/{lang}/?{CHANGED}"))
    assert page.locator("#bars .bar").count() >= 3
    assert page.locator("#fans figure").count() == 6
    assert page.locator("#fans figure[data-state='drawn'] svg path").count() > 5
    assert re.search(r"\d", page.locator("#big-with").inner_text())
    assert page.locator("#twins").is_visible()
    assert page.locator("#says").text_content()


def test_nothing_changed_shows_one_course_and_speaks_of_no_twins(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    assert not page.locator("#twins").is_visible()
    assert not page.locator("#big-without").is_visible()
    assert page.locator("#bars .figure-without").count() == 0


def test_a_slider_moved_from_the_keyboard_asks_again_and_stands_in_the_address(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    slider = page.locator("#c-elections")
    slider.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"appointments\.enforced%3D0\.2"))
    answered(page)
    assert page.locator("#o-elections").inner_text() == "20%"
    assert slider.get_attribute("aria-valuetext") == "20%"
    assert "Posts filled by election 20%" in page.locator("#asked").inner_text()
    page.locator("#reset").click()
    page.wait_for_url(re.compile(rf"/en/\?{SMALL}$"))
    assert slider.input_value() == "0"


def test_a_link_opened_in_a_second_browser_gives_the_same_numbers_and_controls(reader, explorer):
    first = answered(reader(f"/en/?{SMALL}"))
    first.locator("input[name=scenario][value=secret-ballot]").evaluate("e => { e.click(); }")
    first.locator("#c-levy").check()
    first.wait_for_url(re.compile("secret-ballot.*levy"))
    answered(first)
    second = answered(reader(first.url.removeprefix(explorer.address)))
    assert numbers(second) == numbers(first)
    assert second.locator("#c-levy").is_checked()
    assert second.locator("input[name=scenario]:checked").input_value() == "secret-ballot"


def test_without_javascript_the_form_gives_the_same_finished_answer(reader):
    page = reader(f"/en/?{SMALL}", javascript=False)
    page.locator("#c-levy").check()
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url(re.compile(r"set=membership\.levy%3Dforbid.*answer=page"))
    other = answered(reader(f"/en/?{CHANGED}"))
    assert page.locator("#big-with").inner_text() == other.locator("#big-with").inner_text()
    assert page.locator("#bars .bar").count() == other.locator("#bars .bar").count()
    assert page.locator("#parting").inner_text() == other.locator("#parting").inner_text()
    assert page.locator("#necessity").inner_text() == other.locator("#necessity").inner_text()
    assert page.locator("#fans table").count() == 6


def test_without_javascript_an_unchanged_course_is_answered_too(reader):
    page = reader(f"/fr/?{SMALL}&answer=page", javascript=False)
    if (
        page.locator("#bars .bar").count() == 0
    ):  # nobody has asked this yet: a link computes nothing
        page.get_by_role("button", name="Montrer la réponse").click()
        page.wait_for_url(re.compile("answer=page"))
    assert page.locator("#bars .bar").count() >= 3
    assert not page.locator("#twins").is_visible()
    assert not page.locator("#key-without").is_visible()


def test_the_language_switch_keeps_the_question(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    page.locator("#c-tendencies").check()
    page.wait_for_url(re.compile("factions"))
    page.locator("a[data-language]").click()
    page.wait_for_url(re.compile(r"/fr/\?set=factions\.ban%3Dforbid&n=64"))
    assert page.locator("#c-tendencies").is_checked()
    answered(page)


def test_a_scenario_brings_its_branch_which_can_be_left(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    page.context.route("**/api/v1/answer/stream**", lambda route: route.abort())
    page.get_by_role("radio", name="A victorious German October").check()
    page.wait_for_url(re.compile("branch=1923-08"))
    assert "August 1923" in page.locator("#branch option:checked").inner_text()
    assert "Oct" in page.locator("#chosen").inner_text()
    page.locator("#branch").select_option("free")
    page.wait_for_url(re.compile(r"scenario=german-insurrection-october-1923&n=64$"))
    page.locator("#branch").select_option("1921-03")
    page.wait_for_url(re.compile("branch=1921-03"))
    page.said.clear()  # the streams that were cut off on purpose


def test_the_catalogue_can_be_searched(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    page.locator("#catalogue > summary").click()
    every = page.locator("#list label:visible").count()
    page.locator("#filter").fill("trotsky")
    found = page.locator("#list label:visible").count()
    assert 0 < found < every


def test_curves_can_be_chosen_and_taken_away(reader):
    page = answered(reader(f"/en/?{SMALL}&show=party.fear"))
    assert page.locator("#fans figure").count() == 1
    page.locator("#curves > summary").click()
    page.locator("input[name=show][value='party.members']").check()
    page.wait_for_selector("#v-party-members[data-state='drawn']")
    assert "show=party.fear%2Cparty.members" in page.url
    page.locator("#v-party-fear .take-away").click()
    page.wait_for_selector("#v-party-fear", state="detached")
    assert "show=party.members" in page.url


def test_a_chart_has_a_name_and_a_table_with_each_december(reader):
    page = answered(reader(f"/en/?{CHANGED}&show=party.fear"))
    figure = page.locator("#v-party-fear")
    assert "median" in figure.locator(".canvas").get_attribute("aria-label")
    figure.locator("details > summary").click()
    rows = figure.locator("tbody tr")
    rows.nth(23).wait_for()  # they are written once the table is opened
    assert rows.count() == 24
    assert rows.last.locator("td").count() == 4
    page.locator("#milestones > summary").click()
    page.locator("#milestones-table tbody tr").nth(20).wait_for()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_fits_its_screen_and_axe_finds_nothing(reader, axe, width):
    page = answered(reader(f"/en/?{CHANGED}", width=width))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for summary in page.locator("details:not([open]) > summary").all()[:30]:
        if summary.is_visible():
            summary.click()
    assert axe(page) == []


@pytest.mark.parametrize("variable", ["outcomes", "party.fear"])
def test_one_chart_stands_alone_in_another_page(reader, axe, variable):
    page = reader(f"/fr/embed?{CHANGED}&variable={variable}", width=480, height=400)
    page.wait_for_selector("#chart[data-done='64']")
    assert page.locator("#canvas svg").count() >= 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 480
    assert axe(page) == []


def test_the_stream_of_the_last_question_is_given_up(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    failed = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.locator("#n").evaluate("e => { e.closest('details').open = true; }")
    page.locator("#n").select_option("1024")
    page.wait_for_url(re.compile("n=1024"))
    page.locator("#c-publication").fill("0.5")
    page.wait_for_url(re.compile("information"))
    page.locator("#n").select_option("64")
    answered(page)
    assert any("n=1024" in url for url in failed)
    assert page.locator("#status").inner_text().startswith("64")


def test_a_refusal_is_said_and_can_be_asked_again(reader, explorer):
    page = reader(None)
    body = '{"error": {"what": "too many histories", "where": "budget", "right": "ask again soon"}}'
    page.context.route(
        "**/api/v1/answer/stream**",
        lambda route: route.fulfill(status=400, content_type="application/json", body=body),
    )
    page.goto(explorer.url(f"/en/?{CHANGED}"))
    page.wait_for_selector("#fault:not([hidden])")
    assert "too many histories" in page.locator("#fault").inner_text()
    page.context.unroute("**/api/v1/answer/stream**")
    page.locator("#fault button").click()
    answered(page)
    page.said.clear()  # the browser remarks on the status


def test_a_file_of_one_s_own_is_opened_by_the_address_that_the_server_gives_it(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    page.context.route("**/api/v1/answer/stream**", lambda route: route.abort())
    text = (
        "id: secret-ballot\ntitle: {en: Mine}\ndo:\n"
        "  - hold: delegation.members_dare_to_vote\n    value: 0.5\n"
    )
    file = {"name": "mine.yaml", "mimeType": "application/yaml", "buffer": text.encode()}
    page.locator("#file").set_input_files(file)
    page.wait_for_url(re.compile(r"/en/\?scenario=own-[0-9a-f]{32}$"))
    assert page.locator("input[name=scenario]:checked").input_value().startswith("own-")
    page.said.clear()  # the streams that were cut off on purpose


def test_the_page_says_that_the_record_is_followed_and_how_far(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    told = '{"waits_for": "branch", "branch": "1923-03", "done": 37, "wanted": 74, "ahead": 0}'
    page.context.route(
        "**/api/v1/answer/stream**",
        lambda route: route.fulfill(
            content_type="text/event-stream", body=f"id: 0\nevent: waiting\ndata: {told}\n\n"
        ),
    )
    page.evaluate(
        """() => {
          window.heard = [];
          const [status, bar] = ["status", "progress"].map((id) => document.getElementById(id));
          new MutationObserver(() => heard.push([status.textContent, bar.value / bar.max]))
            .observe(status, { childList: true });
        }"""
    )
    page.locator("#branch").select_option("1923-03")
    page.get_by_text("The connection is lost").wait_for()  # the stream made up here ends at once
    followed = [share for text, share in page.evaluate("heard") if "record to March 1923" in text]
    assert followed
    assert set(followed) == {0.5}


def test_the_answer_of_the_last_question_is_called_so_until_the_new_one_arrives(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    page.context.route("**/api/v1/answer/stream**", lambda route: route.abort())
    page.locator("#c-tendencies").check()
    page.wait_for_selector("#previous:not([hidden])")
    assert "Nothing is changed" in page.locator("#previous").inner_text()
    assert "Tendencies stay legal" in page.locator("#asked").inner_text()
    assert float(page.locator("#result").evaluate("e => getComputedStyle(e).opacity")) < 0.5
    page.wait_for_selector(
        "#fault:not([hidden])", timeout=60_000
    )  # the server is down: it stays named
    assert page.locator("#previous").is_visible()
    page.context.unroute("**/api/v1/answer/stream**")
    page.locator("#fault button").click()
    answered(page)
    assert not page.locator("#previous").is_visible()
    page.said.clear()  # the streams that were cut off on purpose


def test_the_course_without_the_change_does_not_wobble_once_it_is_known(reader):
    page = answered(reader(f"/en/?{SMALL}&seed=7"))
    known = page.locator("#big-with").inner_text()
    page.evaluate(
        """() => {
          window.heard = [];
          const big = document.getElementById("big-without");
          new MutationObserver(() => heard.push(big.textContent)).observe(big, { childList: true, characterData: true, subtree: true });
        }"""
    )
    page.locator("#c-levy").check()
    page.wait_for_url(re.compile("levy"))
    answered(page)
    assert set(page.evaluate("heard")) <= {known}
    assert page.locator("#big-without").inner_text() == known


def test_back_returns_to_the_question_before_and_its_controls(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    page.locator("#c-tendencies").check()
    page.wait_for_url(re.compile("factions"))
    page.locator("#c-levy").check()
    page.wait_for_url(re.compile("levy"))
    page.go_back()
    page.wait_for_url(re.compile(r"/en/\?set=factions\.ban%3Dforbid&n=64$"))
    page.wait_for_load_state("load")
    answered(page)
    assert page.locator("#c-tendencies").is_checked()
    assert not page.locator("#c-levy").is_checked()
    page.go_back()
    page.wait_for_url(re.compile(rf"/en/\?{SMALL}$"))
    page.wait_for_load_state("load")
    answered(page)
    assert not page.locator("#c-tendencies").is_checked()
    page.go_forward()
    page.wait_for_url(re.compile(r"/en/\?set=factions\.ban%3Dforbid&n=64$"))


def test_a_slider_moved_on_and_on_is_one_step_back(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    page.context.route("**/api/v1/answer/stream**", lambda route: route.abort())
    before = page.evaluate("history.length")
    page.locator("#c-elections").focus()
    for step in range(1, 5):
        page.keyboard.press("ArrowRight")
        page.wait_for_url(re.compile(rf"enforced%3D0\.{['05', '1', '15', '2'][step - 1]}&"))
    assert page.evaluate("history.length") == before + 1
    page.said.clear()


def test_a_card_ticks_the_switch_that_does_the_same(reader):
    page = answered(reader(f"/en/?{SMALL}"))
    page.context.route("**/api/v1/answer/stream**", lambda route: route.abort())
    page.get_by_role("radio", name="Tendencies stay legal in the party").check()
    switch = page.locator("#c-tendencies")
    assert switch.is_checked()
    assert switch.is_disabled()
    page.wait_for_url(re.compile("scenario=tendencies"))
    assert "set=" not in page.url
    page.get_by_role("radio", name="Nothing is changed").check()
    assert not switch.is_checked()
    assert switch.is_enabled()
    plain = reader(
        f"/en/?scenario=tendencies-kept-legal-tenth-congress&branch=1921-03&{SMALL}",
        javascript=False,
    )
    assert plain.locator("#c-tendencies").is_checked()
    page.said.clear()  # the streams that were cut off on purpose


@pytest.mark.parametrize("path", ["/en/", "/fr/", "/en/embed", "/en/history", "/api/v1/answer"])
def test_a_value_outside_its_range_is_refused_in_every_address(explorer, path):
    status, _, body = explorer.get(f"{path}?set=appointments.enforced%3D99")
    assert status == 400
    assert "99" in body.decode()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_on_a_projector_the_bars_begin_above_the_fold_and_from_when_is_at_hand(reader, lang):
    page = answered(reader(f"/{lang}/?{CHANGED}", height=720))
    page.evaluate("scrollTo(0, 0)")
    second = page.locator("#bars .bar:visible").nth(1).bounding_box()
    assert second["y"] + second["height"] < 720
    assert page.locator("#branch").bounding_box()["y"] < 300
    assert page.locator("#moves").bounding_box()["y"] < page.locator("#big").bounding_box()["y"]


def test_the_three_codings_take_turns_in_bars_table_and_files(reader):
    page = answered(reader(f"/en/?{CHANGED}"))
    seen = []
    for name, variable in (
        ("The coding of political science", "outcomes-regime"),
        ("The coding by who", "outcomes-class"),
        ("The book", "outcomes"),
    ):
        page.get_by_role("radio", name=re.compile(f"^{name}")).check()
        seen.append(page.locator("#bars .bar:visible .bar-name").all_inner_texts())
        assert seen[-1]
        assert f"variable={variable}" in page.locator(
            "#keep-outcomes [data-file=png]"
        ).get_attribute("href")
    assert len({tuple(s) for s in seen}) == 3
    link = page.locator("#bars .bar:visible .bar-name").first.get_attribute("href")
    page.goto(page.url.split("/en/")[0] + link)
    assert page.locator(f"dt[id='{link.split('#')[1]}']").is_visible()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_glossary_is_linked_from_every_part_and_axe_finds_nothing(reader, axe, lang):
    for part in ("", "history?n=32", "record", "claims", "method"):
        page = reader(f"/{lang}/{part}")
        assert page.locator(f"a[href='/{lang}/glossary']").count() >= 1, part
    page = reader(f"/{lang}/glossary", width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("dt").count() > 40
    assert axe(page) == []


MOST_SHOWN = "show=power.secretariat,congress.opposition,party.fear,workers.active,industry.output,collectivisation.share,mood.fear,party.members"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    "question", [CHANGED, f"{CHANGED}&{MOST_SHOWN}", SMALL, f"scenario=secret-ballot&{SMALL}"]
)  # fmt: skip
def test_an_answer_prints_on_one_page(reader, lang, question):
    page = answered(reader(f"/{lang}/?{question}"))
    for coding in ("book", "regime", "class"):
        page.locator(f".codings input[value={coding}]").check(force=True)
        assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 1, coding
