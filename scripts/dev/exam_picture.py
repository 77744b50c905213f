"""Take docs/assets/live-exam.png anew, the picture of an exam in the browser.

    .venv/bin/python scripts/dev/exam_picture.py

It needs the built site (make site) and Chromium. The exam is real but for its grader,
which is told what to answer: nobody has to wait for five models.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from live_picture import COLORS, box, learning
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tfprep.exam.outcomes import Grade, RefusedError
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.clock import Moment
from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks
from tfprep.project import find_project

PICTURE = "docs/assets/live-exam.png"
FOLDER = "tfprep-exam"
HAND_INS: tuple[tuple[int, str, int | None], ...] = (
    (24, "A", 2),
    (41, "B", 1),
    (52, "A", 4),
    (66, "B", None),
    (71, "B", 3),
    (93, "A", 5),
)
"""Minutes after the start, the task, and the score; None: it was refused."""
NOW = 112
"""Minutes after the start at which the picture is taken."""


def main() -> None:
    """Sit two tasks up to a point, and keep what the page shows then."""
    root = find_project(Path.cwd()).root
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Got no Chromium on the path, expected chromium or google-chrome.")
    with tempfile.TemporaryDirectory(prefix="tfprep-picture-") as name:
        sit(Path(name) / FOLDER)
        with learning(Path(name)) as (base, key), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium)
            size = {"width": 1300, "height": 1400}
            page = browser.new_page(viewport=size, device_scale_factor=2)  # type: ignore[arg-type]
            page.goto(f"{base}exam/sit/{key}")
            shot = taken(page, name)
    picture = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLORS)
    picture.save(root / PICTURE, optimize=True)
    print(f"{PICTURE}: {picture.width // 2} x {picture.height // 2}")


def sit(folder: Path) -> None:
    """An exam that began NOW minutes ago, with all its hand-ins."""
    begun, passed = datetime.now(UTC) - timedelta(minutes=NOW), 0

    def clocks() -> Moment:
        return Moment(wall=begun + timedelta(minutes=passed))

    every = read_tasks().values()
    tasks = {str(t.spec.category): t for t in every if t.spec.form == 1}
    mine = [tasks["A"], tasks["B"]]
    actions.start(folder, mine, seeds=Seeds.known(1), hours=5, clocks=clocks)
    for minutes, letter, score in HAND_INS:
        passed, task = minutes, tasks[letter]
        model = folder / folder_of(task) / "model.keras"
        model.write_bytes(b"PK")

        grade = partial(graded, score)
        with suppress(RefusedError), actions.opened(folder, clocks) as sitting:
            actions.submit(folder, sitting, task, None, grade)


def graded(score: int | None, task: Task, _seeds: Seeds, _path: Path) -> Grade:
    """The grade that was given."""
    if score is None:
        raise RefusedError("a file", "a model", "Save it.")
    return Grade(score, task.spec.bands[score - 1])


def taken(page: Page, folder: str) -> bytes:
    """The page from the line at the top down to the plot."""
    page.get_by_role("heading", name="Scores over time").wait_for(timeout=60_000)
    page.evaluate(  # no machine is named
        "folder => document.querySelectorAll('code').forEach(code => {"
        "code.textContent = code.textContent.replace(folder, '~'); })",
        folder,
    )
    top, end = box(page.locator(".live-bar")), box(page.locator(".exam-plot"))
    height = end["y"] + end["height"] + 8 - top["y"]
    clip = {"x": top["x"], "y": top["y"], "width": top["width"], "height": height}
    return page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
