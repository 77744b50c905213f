"""Count how often Tab is pressed on the way from the home page to the practice exam.

    make site
    .venv/bin/python scripts/dev/walk_by_key.py

The way is that of a learner without a mouse: home, a lesson, its exercises, the
quiz, the practice exam. For a wide and a narrow window the table says how many stops
stand before the text of a page, how many of them can't be seen, and how many presses
lead to what the learner wants there, without and with the link that skips the header.
"""

from __future__ import annotations

from pathlib import Path

import click
from axe import WIDTHS, browsing
from measure_pages import of_site
from playwright.sync_api import Page, ViewportSize

WALK = (
    ("home", "", "article a.door"),
    ("lesson", "lessons/basics/first-model/", "article :is(a, button)"),
    ("exercise", "lessons/basics/first-model/#exercises", ".exercise *"),
    ("quiz", "quiz/basics/", "form.quiz input"),
    ("exam", "exam/", "article a.md-button"),
)
"""What a step is called, its page, and what the learner wants there."""
AT_MOST = 300
"""Presses after which something is given up."""
SEEN = """wanted => {
  const element = document.activeElement;
  const shown = element.matches(".md-option") ? element.nextElementSibling : element;
  const box = shown.getBoundingClientRect();
  return {
    there: element.matches(wanted),
    inText: !!element.closest("article"),
    visible: shown.checkVisibility({visibilityProperty: true}) && box.right > 0,
  };
}"""


@click.command()
@of_site
def main(site: Path) -> None:
    """Print the table."""
    print("| width | step | before the text | not visible | goal | goal, skipping |")
    print("|---|---|---|---|---|---|")
    with browsing(site.resolve()) as (browser, base):
        for width in WIDTHS:
            size: ViewportSize = {"width": width, "height": 900}
            for step, path, goal in WALK:
                context = browser.new_context(viewport=size, reduced_motion="reduce")
                tab = context.new_page()
                tab.goto(base + path)
                tab.wait_for_load_state()
                before, hidden, there = presses(tab, goal)
                skipping = there if "#" in path else skipped(tab, goal)
                cells = (width, step, before, hidden, there, skipping)
                print("| " + " | ".join(map(str, cells)) + " |", flush=True)
                context.close()


def presses(tab: Page, goal: str) -> tuple[int, int, int]:
    """How many stops come before the text, how many of them unseen, and the goal's."""
    before = hidden = 0
    for pressed in range(1, AT_MOST):
        tab.keyboard.press("Tab")
        seen = tab.evaluate(SEEN, goal)
        if seen["there"]:
            return before, hidden, pressed
        before += not seen["inText"]
        hidden += not seen["visible"]
    raise click.ClickException(f"{tab.url}: {goal} not reached by {AT_MOST} presses")


def skipped(tab: Page, goal: str) -> int:
    """The presses to the goal with the link that skips the header."""
    tab.reload()
    tab.wait_for_load_state()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    return 2 + presses(tab, goal)[2]


if __name__ == "__main__":
    main()
