"""The search: what it costs before it is opened, what it finds, and how it is used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect
from reader import HOST, MOVED, Reader

pytestmark = pytest.mark.slow

QUERIES = Path(__file__).parent / "search_queries.yml"
SHOWN = 3  # results that somebody looks at
FIRST = ".md-search-result__item"
ANSWERS = """async queries => {
  const found = [];
  for (const query of queries) {
    const {items, meant} = await tfprepSearch.ask(query);
    found.push({pages: items.map(docs => docs[0].location.split("#")[0]), meant});
  }
  return found;
}"""
LINK = "/lessons/basics/overfitting/"
NO_SLIPS = (  # words that stand somewhere, and words that stand nowhere and are right
    *("augmentation", "tf.data", "NN-15", "confidence interval", "shape mismatch"),
    *("object is not callable", "horses or humans", "gpu not detected"),
)


def opened(reader: Reader, path: str = "404.html") -> Page:
    page = reader.open(path)
    page.keyboard.press("/")
    return page


def test_queries_find_their_page(reader: Reader) -> None:
    """The best page for what people type is among the first three results."""
    groups = yaml.safe_load(QUERIES.read_text("utf-8"))
    queries = [query for group in groups for query in group["queries"]]
    page = reader.open("404.html")

    answers = page.evaluate(ANSWERS, [query["asks"] for query in queries])

    ranks = [
        place(q["best"], a["pages"]) for q, a in zip(queries, answers, strict=True)
    ]
    print(
        f"\n{len(queries)} queries: {share(ranks, 1)} have the best page first, "
        f"{share(ranks, SHOWN)} among the first {SHOWN}"
    )
    missed = [
        f"{query['asks'][:70]!r}: got {', '.join(answer['pages'][:SHOWN])}, "
        f"expected {' or '.join(query['best'])}"
        for query, answer, rank in zip(queries, answers, ranks, strict=True)
        if rank > SHOWN
    ]
    assert missed == [], "\n".join(missed)


def place(best: list[str], pages: list[str]) -> float:
    """The rank of the first page that answers; infinity if none does."""
    ranks = (rank for rank, page in enumerate(pages, 1) if page.rstrip("/") in best)
    return next(ranks, float("inf"))


def share(ranks: list[float], most: int) -> str:
    return f"{sum(rank <= most for rank in ranks) / len(ranks):.0%}"


def test_slips_are_noticed(reader: Reader) -> None:
    """A word that stands nowhere, but for a slip, is offered as it is spelled."""
    groups = yaml.safe_load(QUERIES.read_text("utf-8"))
    slips = [q for group in groups for q in group["queries"] if "means" in q]
    asks = [*(query["asks"] for query in slips), *NO_SLIPS]
    page = reader.open("404.html")

    answers = page.evaluate(ANSWERS, asks)

    meant = {ask: answer["meant"] for ask, answer in zip(asks, answers, strict=True)}
    assert meant == dict.fromkeys(asks) | {q["asks"]: q["means"] for q in slips}


def test_nothing_is_loaded_before_the_search_is_opened(reader: Reader) -> None:
    """Index and engine come with the focus, and what is typed at once counts."""
    page = reader.open("")
    page.wait_for_load_state("networkidle")
    assert [path for path in reader.asked if "search" in path] == [
        "assets/search-start.js"
    ]

    page.keyboard.press("/")
    page.keyboard.type("dropout")

    expect(page.locator(FIRST).first).to_contain_text("Overfitting")
    assert "search/search_index.json" in reader.asked


def test_an_address_with_a_query_opens_the_search(reader: Reader) -> None:
    """Its results come at once; operators and markup are plain text."""
    page = reader.open("404.html?q=dropout:+*~^<b>")

    expect(page.locator(FIRST).first).to_contain_text("Overfitting")


def test_results_lead_to_the_section_by_key(reader: Reader) -> None:
    """Enter, or the first arrow and Enter, opens the section and not the page's top."""
    page = opened(reader)
    page.keyboard.type("early stopping")
    expect(page.locator(FIRST).first).to_contain_text("Overfitting")

    page.keyboard.press("ArrowDown")
    link = page.evaluate("document.activeElement.href")
    page.keyboard.press("Enter")
    page.wait_for_url("**#early-stopping")

    assert page.url == link
    expect(page.locator("#early-stopping")).to_be_in_viewport()
    assert page.locator("article mark").first.is_visible()


def test_what_was_meant_is_one_key_away(reader: Reader) -> None:
    """It is announced, the arrow reaches it, Enter searches for it."""
    page = opened(reader)
    page.keyboard.type("overfiting")
    meant = page.get_by_role("status").filter(has_text="Did you mean")
    expect(meant).to_have_text("Did you mean overfitting?")

    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.get_by_role("textbox", name="Search")).to_have_value("overfitting")
    expect(meant).to_be_hidden()
    expect(page.locator(f"{FIRST} a").first).to_be_visible()


@pytest.mark.parametrize(
    ("address", "found"),
    [("lessons/basics/overfiting.html", LINK), ("docs/text_vectorization/", "two-cl")],
)
def test_an_address_that_leads_nowhere_is_searched_for(
    reader: Reader, built_site: Path, address: str, found: str
) -> None:
    """The page for it says the address, and what its words lead to; nothing moves."""
    page = reader.open("404.html")
    body = (built_site / "404.html").read_bytes()
    page.route(HOST + address, lambda route: fulfill(route, body))

    page.goto(HOST + address)

    expect(page.locator("article")).to_contain_text(f"There is no page at /{address}.")
    link = page.get_by_role("heading", name="Perhaps").locator("~ ol a").first
    expect(link).to_have_attribute("href", re.compile(found))
    onward = page.locator("article > ul a")
    expect(onward.filter(has_text="How to prepare")).to_be_visible()
    assert page.evaluate(MOVED) == []


def fulfill(route: Any, body: bytes) -> None:
    route.fulfill(body=body, content_type="text/html")
