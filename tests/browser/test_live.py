"""Live pages: a tiny course, a real server, a real browser, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from contrast import faint_texts
from learning import BANNER, DOUBLE, SLUG, Learn, free_port, learning, live_site
from once import once
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from reader import NARROW, WIDE, Profiles, Reader, page_path, settle
from server import needs_loopback

pytestmark = [pytest.mark.slow, needs_loopback]

RIGHT = "def double(x):\nreturn 2 * x"  # the editor indents the second line
STOPPED = re.compile("server doesn't answer")
PATIENCE = 20_000  # milliseconds: a kernel starts, and other tests run beside this one


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """What a page shows may wait for Python."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=None)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny course, built."""
    return once(tmp_path_factory, "live_site", live_site)


@pytest.fixture(scope="module")
def server(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Learn]:
    """The server that most tests share."""
    progress = tmp_path_factory.mktemp("progress") / "progress.json"
    with learning(site, free_port(), progress) as learn:
        yield learn


@pytest.fixture
def learn(server: Learn) -> Learn:
    """The server, with nothing remembered and no kernel."""
    ask(server, "progress", method="DELETE")
    ask(server, "restart", {"lesson": SLUG})
    return server


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Opens addresses of one server in new profiles; fails if a page asks elsewhere."""
    contexts: list[BrowserContext] = []
    foreign: list[str] = []

    def refuse(route: Route) -> None:
        foreign.append(route.request.url)
        route.abort()

    def opened(address: str, **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        origin = re.match(r"https?://[^/]+/", address)
        assert origin
        context.route(re.compile(f"^(?!{re.escape(origin[0])})"), refuse)
        page = context.new_page()
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert foreign == []


def ask(
    learn: Learn, path: str, body: Any = None, method: str = "POST"
) -> dict[str, Any]:
    """What the server answers to somebody who has the key."""
    headers = {
        "Authorization": f"token {learn.key.removeprefix('#live=')}",
        "Content-Type": "application/json",
    }
    data = None if body is None else json.dumps(body).encode()
    request = Request(f"{learn.base}tfprep/{path}", data, headers, method=method)  # noqa: S310 (our own server)
    with urlopen(request, timeout=20) as answer:  # noqa: S310 (our own server)
        return dict(json.load(answer))


def card(page: Page, exercise: str) -> Locator:
    """The frame of an exercise."""
    return page.locator(f"[data-exercise='{exercise}']")


def editor(page: Page, exercise: str) -> Locator:
    return card(page, exercise).get_by_role("textbox")


def verdict(page: Page, exercise: str) -> Locator:
    return card(page, exercise).locator(".live-verdict")


def block(page: Page, number: int) -> Locator:
    """A code block, counted from 0."""
    return page.locator("[data-cell]").nth(number)


def said(page: Page) -> Locator:
    """What a screen reader is told."""
    return page.locator(".live-said")


def bar(page: Page) -> Locator:
    """The line at the top."""
    return page.locator(".live-bar")


def write(page: Page, exercise: str, text: str) -> None:
    """Put an answer in the place of what stands there."""
    editor(page, exercise).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def answer(page: Page, exercise: str, text: str) -> None:
    write(page, exercise, text)
    page.keyboard.press("Shift+Enter")


def tab_to(page: Page, target: Locator) -> None:
    """Go there by keyboard, as far as that leads."""
    for _ in range(80):
        if target.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab doesn't lead to {target}")


def test_a_lesson_by_keyboard_alone(learn: Learn, visit: Visit) -> None:
    """Run, write, check, hint, solution, on to the next: no mouse is needed."""
    page = visit(learn.page())
    tab_to(page, block(page, 1).get_by_role("button", name="Run", exact=True))
    page.keyboard.press("Enter")
    expect(block(page, 1).locator(".live-note")).to_have_text(re.compile("Ran in"))
    expect(block(page, 1).locator(".output")).to_have_text("runs once more\ntwotwo")

    tab_to(page, editor(page, DOUBLE))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(RIGHT)
    page.keyboard.press("Shift+Enter")
    expect(verdict(page, DOUBLE)).to_contain_text("Correct.")
    expect(editor(page, DOUBLE)).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page, DOUBLE).get_by_role("button", name="Check")).to_be_focused()

    tab_to(page, editor(page, BANNER))
    page.keyboard.press("Escape")
    tab_to(page, card(page, BANNER).get_by_role("button", name="Hint 1 of 1"))
    page.keyboard.press("Enter")
    expect(card(page, BANNER).get_by_text("Add.")).to_be_visible()
    expect(said(page)).to_have_text("Hint 1: Add.")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    solution = card(page, BANNER).get_by_text("return word + text")
    expect(solution).to_be_visible()

    wait_for(lambda: "solution" in kept(learn, BANNER), page)
    assert [x["outcome"] for x in kept(learn, DOUBLE)["attempts"]] == ["correct"]
    assert len(kept(learn, BANNER)["hints"]) == 1


OUTCOMES = (
    ("return word + text", "Correct", "two!"),
    ("return text + word", "Incorrect", "the word first"),
    ("...", "Not attempted", "returned None"),
    ("return wrd + text", "Could not run", "wrd"),
)
"""What an answer does, what is said first, and what the rest has."""


def test_outcomes(learn: Learn, visit: Visit) -> None:
    """Each of the four stands in words with a sign, and is announced."""
    page = visit(learn.page())

    for line, outcome, words in OUTCOMES:
        answer(page, BANNER, f"def banner(text):\n    {line}")

        expect(verdict(page, BANNER).locator("strong")).to_have_text(f"{outcome}.")
        expect(verdict(page, BANNER)).to_contain_text(words)
        expect(verdict(page, BANNER).locator("svg").first).to_be_visible()
        announced = re.compile(f"^{outcome}: .*{words}", re.DOTALL)
        expect(said(page)).to_have_text(announced)


def test_what_an_answer_prints_stands_above_its_outcome(
    learn: Learn, visit: Visit
) -> None:
    """In the frame of the exercise."""
    page = visit(learn.page())

    answer(page, DOUBLE, "print('<b>mine</b>')\ndef double(x):\n    return 2 * x")

    expect(verdict(page, DOUBLE)).to_contain_text("Correct.")
    output = card(page, DOUBLE).locator(".live-result > .output")
    expect(output).to_contain_text("<b>mine</b>")
    box, below = output.bounding_box(), verdict(page, DOUBLE).bounding_box()
    assert box
    assert below
    assert box["y"] < below["y"]


def test_what_is_above_runs_first(learn: Learn, visit: Visit) -> None:
    """It says how many blocks, shows their outputs, and nothing on the screen jumps."""
    page = visit(learn.page())
    for number in (0, 1):
        block(page, number).locator(".output pre").evaluate("e => e.textContent = '?'")
    heard = listen(page)
    button = block(page, 1).get_by_role("button", name="Run", exact=True)
    button.evaluate("e => scrollBy(0, e.getBoundingClientRect().top - 200)")
    page.wait_for_timeout(500)  # what comes into sight is prepared
    expect(bar(page)).to_contain_text("Python is ready.")
    ask(learn, "restart", {"lesson": SLUG})
    before = button.bounding_box()

    button.click()

    expect(block(page, 1).locator(".output")).to_have_text("runs once more\ntwotwo")
    expect(block(page, 0).locator(".output")).to_have_text("the word is two")
    expect(said(page)).to_have_text(re.compile(r"Block 2: Ran in [\d.]+ s\."))
    assert "Running the block above first." in heard()
    after = button.bounding_box()
    assert before
    assert after
    assert after["y"] == pytest.approx(before["y"], abs=1)


def listen(page: Page) -> Callable[[], list[str]]:
    """Note all that a screen reader is told from now on."""
    expect(page.locator(".live-said")).to_be_attached()
    page.evaluate("""() => {
      window.heard = [];
      const region = document.querySelector(".live-said");
      new MutationObserver(() => window.heard.push(region.textContent))
        .observe(region, { childList: true });
    }""")
    return lambda: list(page.evaluate("window.heard"))


def test_run_all_above(learn: Learn, visit: Visit) -> None:
    """Every block above runs anew, from the first on; this one doesn't."""
    page = visit(learn.page())
    for number in (0, 1):
        block(page, number).locator(".output pre").evaluate("e => e.textContent = '?'")

    block(page, 1).get_by_role("button", name="Run all above").click()

    expect(block(page, 0).locator(".output")).to_have_text("the word is two")
    expect(block(page, 1).locator(".live-note")).to_have_text("Ran the 1 block above")
    expect(block(page, 1).locator(".output")).to_have_text("?")
    expect(block(page, 0).get_by_role("button", name="Run all above")).to_be_hidden()


def test_an_endless_loop_is_interrupted(learn: Learn, visit: Visit) -> None:
    """By the button that began it; the next try works."""
    page = visit(learn.page())
    answer(page, DOUBLE, "def double(x):\n    while True: pass")
    expect(bar(page)).to_contain_text("Python is busy.")

    card(page, DOUBLE).get_by_role("button", name="Interrupt").click()

    expect(verdict(page, DOUBLE).locator("strong")).to_have_text("Could not run.")
    answer(page, DOUBLE, RIGHT.replace("return", "    return"))
    expect(verdict(page, DOUBLE).locator("strong")).to_have_text("Correct.")


def test_a_kernel_that_dies(learn: Learn, visit: Visit) -> None:
    """The outcome says so, and the next try has a new one."""
    page = visit(learn.page())

    answer(page, DOUBLE, "import os\nos.kill(os.getpid(), 9)")

    expect(verdict(page, DOUBLE).locator("strong")).to_have_text("Could not run.")
    answer(page, DOUBLE, RIGHT.replace("return", "    return"))
    expect(verdict(page, DOUBLE).locator("strong")).to_have_text("Correct.")


def test_restart(learn: Learn, visit: Visit) -> None:
    """What ran is forgotten, and what is above runs again."""
    page = visit(learn.page())
    answer(page, BANNER, "word = 'one'\ndef banner(text):\n    return word + text")
    expect(verdict(page, BANNER)).not_to_contain_text("Checking")

    bar(page).get_by_role("button", name="Restart").click()

    expect(said(page)).to_have_text(re.compile("nothing has run in it yet"))
    expect(bar(page)).to_contain_text("Python is ready.")
    answer(page, BANNER, "def banner(text):\n    return word + text")
    expect(verdict(page, BANNER).locator("strong")).to_have_text("Correct.")


def test_a_text_stands_there_again(learn: Learn, visit: Visit) -> None:
    """After a reload, in a new profile, and when an editor wrote a newer one."""
    page = visit(learn.page())
    write(page, DOUBLE, "mine = 1")
    page.reload()
    expect(editor(page, DOUBLE)).to_have_text("mine = 1")
    write(page, DOUBLE, "mine = 2")
    page.wait_for_timeout(100)
    page.evaluate("document.activeElement.blur()")

    wait_for(
        lambda: kept(learn, DOUBLE).get("answer", {}).get("text") == "mine = 2", page
    )
    other = visit(learn.page())
    expect(editor(other, DOUBLE)).to_have_text("mine = 2")

    at = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.999Z"
    newer = {"answer": {"text": "from elsewhere", "at": at}}
    ask(learn, "progress", {"schema": 1, "exercises": {DOUBLE: newer}})
    other.reload()
    expect(editor(other, DOUBLE)).to_have_text("from elsewhere")


def kept(learn: Learn, exercise: str) -> dict[str, Any]:
    """What the server remembers of an exercise."""
    exercises = ask(learn, "progress", method="GET").get("exercises", {})
    return dict(exercises.get(exercise, {}))


def wait_for(holds: Callable[[], bool], page: Page) -> None:
    """Wait until something holds that the page doesn't show."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never held")


def test_reset(learn: Learn, visit: Visit) -> None:
    """The stub is back, and undo brings the text back."""
    page = visit(learn.page())
    stub = editor(page, DOUBLE).inner_text()
    write(page, DOUBLE, "mine = 1")

    card(page, DOUBLE).get_by_role("button", name="Reset").click()

    expect(editor(page, DOUBLE)).to_have_text(stub)
    editor(page, DOUBLE).click()
    page.keyboard.press("ControlOrMeta+z")
    expect(editor(page, DOUBLE)).to_have_text("mine = 1")


def test_a_server_that_stops_and_starts_again(
    site: Path, visit: Visit, tmp_path: Path
) -> None:
    """The page says what is the matter, keeps the text, goes on with the new key."""
    port, progress = free_port(), tmp_path / "progress.json"
    with learning(site, port, progress) as first:
        page = visit(first.page())
        expect(bar(page)).to_contain_text("Python is ready.")
        first.stop()
        answer(page, DOUBLE, RIGHT.replace("return", "    return"))
        expect(verdict(page, DOUBLE).locator("strong")).to_have_text("Not checked.")
        expect(verdict(page, DOUBLE)).to_contain_text(STOPPED)
        expect(bar(page)).to_contain_text(STOPPED)

    with learning(site, port, progress) as second:
        expect(bar(page)).to_contain_text("isn't connected")
        page.context.new_page().goto(second.page(""))
        expect(bar(page)).to_contain_text("Python is ready.")
        expect(editor(page, DOUBLE)).to_contain_text("return 2 * x")
        card(page, DOUBLE).get_by_role("button", name="Check").click()
        expect(verdict(page, DOUBLE).locator("strong")).to_have_text("Correct.")


def test_the_key_stays_in_the_tabs(learn: Learn, visit: Visit) -> None:
    """It leaves the address at once; a second tab gets it from the first."""
    page = visit(learn.page())
    expect(bar(page)).to_be_visible()
    assert "live=" not in page.url
    kept = page.evaluate("JSON.stringify([document.cookie, {...localStorage}])")
    assert learn.key.removeprefix("#live=") not in kept

    second = page.context.new_page()
    second.goto(page.url)

    expect(bar(second)).to_contain_text("Python is ready.")
    second.reload()
    expect(bar(second)).to_contain_text("Python is ready.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_live_page_can_be_read(learn: Learn, visit: Visit, scheme: str) -> None:
    """Contrast 4.5:1 and more, no scrolling sideways, a name on all that is pressed."""
    page = visit(learn.page(), color_scheme=scheme)
    expect(page.locator(".lesson-do")).to_contain_text("write your answer and press")
    answer(page, BANNER, "def banner(text):\n    return wrd + text")
    expect(verdict(page, BANNER).locator("strong")).to_be_visible()
    card(page, DOUBLE).get_by_role("button", name="Hint").click()

    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert faint_texts(page, 4.5) == {}
        settle(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        for button in page.locator(".live-button:visible").all():
            assert button.inner_text().strip()
    expect(editor(page, BANNER)).to_have_accessible_name("Your answer to: A banner")
    expect(editor(page, BANNER)).to_have_attribute("tabindex", "0")  # it may scroll


def test_a_static_page_loads_nothing_of_it(learn: Learn, visit: Visit) -> None:
    """Without the key no script, style or editor of live pages is asked for."""
    page = visit(learn.base)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{learn.base}lessons/{SLUG}/", wait_until="networkidle")

    assert any("live-start.js" in url for url in asked)
    assert not [
        url for url in asked if re.search("assets/(live/|vendor/|progress)", url)
    ]
    expect(page.locator("[data-stub]").first).to_be_visible()
    expect(page.locator(".lesson-do")).to_contain_text("uvx tfprep learn")


def test_a_published_page_is_never_live(profiles: Profiles, site: Path) -> None:
    """Whatever its address says: a public site asks nobody for anything."""
    reader = Reader(profiles, site / "site")
    page = reader.open(f"{page_path(SLUG)}#live=8888:a-key", service_workers="block")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.reload(wait_until="networkidle")

    assert not [url for url in asked if "assets/live/" in url]
    assert page.evaluate("sessionStorage.length") == 0
    reader.close()
    assert reader.problems == []


HOSTILE = """
<p onclick="x()" style="color:red" id="a">text<script>window.hurt = 1</script></p>
<img src="x" onerror="window.hurt = 1"><img src="data:image/png;base64,AA" alt="fine">
<a href="javascript:window.hurt = 1">go</a><a href="https://example.org/">there</a>
<svg><script>window.hurt = 1</script></svg><iframe src="/"></iframe><h2>Head</h2>
<form action="/"><button>press</button></form>
<table><tr><td colspan="2">cell</td></tr></table>
"""


def test_html_of_a_cell_is_harmless(learn: Learn, visit: Visit) -> None:
    """What isn't on the list of allowed tags and attributes is left out."""
    page = visit(learn.base)

    clean = page.evaluate(
        """async (html) => {
          const { harmless } = await import("/assets/live/harmless.js");
          const box = document.createElement("div");
          document.body.append(box);
          box.append(...harmless(html));
          return box.innerHTML.replace(/\\s*\\n\\s*/g, "");
        }""",
        HOSTILE,
    )

    assert clean == (
        '<p>text</p><img><img src="data:image/png;base64,AA" alt="fine"><a>go</a>'
        '<a href="https://example.org/">there</a><p><strong>Head</strong></p>press'
        '<table><tbody><tr><td colspan="2">cell</td></tr></tbody></table>'
    )
    assert page.evaluate("window.hurt") is None
