"""Take docs/assets/live-exercise.png anew, the picture of a live exercise.

    .venv/bin/python scripts/dev/live_picture.py

It needs the built site (make site) and Chromium.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from tfprep.project import find_project

PICTURE = "docs/assets/live-exercise.png"
LESSON, EXERCISE = "basics/first-model", "basics/first-model/downhill"
ANSWER = """\
def downhill(f, start, rate, steps):
    place = tf.Variable(float(start))
    for step in range(steps):
        with tf.GradientTape() as tape:
            height = f(place)
        place.assign_add(rate * tape.gradient(height, place))
        print(f"step {step + 1}: at {float(place):.2f}")
    return float(place)"""
COLORS = 48
"""Enough for letters and a few lines, and a third of the size."""
_ADDRESS = re.compile(r"(http://[^/\s]+/)\S*(#live=\S+)")


def main() -> None:
    """Answer the exercise wrong, as a learner might, and keep what the page shows."""
    root = find_project(Path.cwd()).root
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Got no Chromium on the path, expected chromium or google-chrome.")
    with learning(root) as (base, key), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        size = {"width": 1300, "height": 1000}
        page = browser.new_page(viewport=size, device_scale_factor=2)  # type: ignore[arg-type]
        page.goto(f"{base}lessons/{LESSON}/{key}")
        shot = taken(page)
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLORS)
    picture.save(root / PICTURE, optimize=True)


@contextmanager
def learning(root: Path) -> Iterator[tuple[str, str]]:
    """The site's address and the key of a server that remembers nothing."""
    with tempfile.TemporaryDirectory(prefix="tfprep-picture-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "tfprep", "learn", "--no-browser", "--port", "0"],
            cwd=root,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TFPREP_PROGRESS": f"{folder}/progress.json"},
        )
        assert process.stdout
        try:
            found = next(filter(None, map(_ADDRESS.search, process.stdout)), None)
            if found is None:
                sys.exit("`tfprep learn` told no address; what it said stands above.")
            yield found[1], found[2]
        finally:
            process.terminate()
            process.wait(timeout=30)


def taken(page: Page) -> bytes:
    """The exercise from its frame's top down to its outcome."""
    card = page.locator(f"[data-exercise='{EXERCISE}']")
    card.get_by_role("textbox").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(ANSWER)
    page.keyboard.press("Shift+Enter")
    card.locator(".live-verdict strong").wait_for(timeout=120_000)
    card.get_by_role("button", name="Check").focus()
    page.keyboard.press("Tab")
    page.evaluate("document.activeElement.blur()")
    top, end = box(card), box(card.locator(".live-verdict"))
    height = end["y"] + end["height"] + 14 - top["y"]
    clip = {"x": top["x"], "y": top["y"], "width": top["width"], "height": height}
    return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]


def box(part: Locator) -> dict[str, float]:
    """Where a part of the page stands, counted from the page's top."""
    found: dict[str, float] = part.evaluate(
        "e => { const b = e.getBoundingClientRect();"
        "return {x: b.x, y: b.y + scrollY, width: b.width, height: b.height}; }"
    )
    return found


if __name__ == "__main__":
    main()
