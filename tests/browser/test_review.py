"""What comes back when, in the browser: as in Python, whatever somebody has done."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from projects import REPOSITORY
from reader import Profiles, Reader

from tfprep.practice.progress import Progress, to_text
from tfprep.practice.review import due

pytestmark = pytest.mark.slow

ASSETS = REPOSITORY / "docs/assets"
ZONE = "Europe/Berlin"
"""Its clocks change, and its days aren't those of UTC."""
PAGE = """<!doctype html><html lang="en"><title>Blank</title>
<link rel="icon" href="data:,"></html>
"""
ASK = """async cases => {
  const { due } = await import("./review.js");
  return cases.map(({ progress, known, now }) => due(progress, known, new Date(now)));
}"""
OUTCOMES = ("correct", "correct", "incorrect", "not attempted", "could not run")
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
KNOWN = ["a/b/one", "a/b/two", "question"]


@pytest.fixture
def blank(profiles: Profiles, tmp_path: Path) -> Iterator[Reader]:
    """A site of one page that has nothing but the script."""
    (tmp_path / "index.html").write_text(PAGE)
    shutil.copy(ASSETS / "review.js", tmp_path)
    shutil.copytree(ASSETS / "vendor/fsrs", tmp_path / "vendor/fsrs")
    reader = Reader(profiles, tmp_path)
    yield reader
    reader.close()
    assert reader.problems == []


def done_by_chance(chance: random.Random) -> dict[str, Any]:
    """What somebody may have done within days, weeks or a year."""

    def moment() -> str:
        minutes = chance.randrange(24 * 60 * chance.choice((3, 30, 400)))
        return to_text(START + timedelta(minutes=minutes))

    def attempt() -> dict[str, Any]:
        aid = {"hints": chance.choice((0, 0, 2)), "solution": chance.random() < 0.1}
        return {"at": moment(), "outcome": chance.choice(OUTCOMES), **aid}

    def exercise() -> dict[str, Any]:
        found: dict[str, Any] = {"attempts": [attempt() for _ in range(6)]}
        if chance.random() < 0.5:
            found["hints"] = [moment()]
        if chance.random() < 0.3:
            found["solution"] = moment()
        return found

    def question() -> dict[str, Any]:
        right = [chance.random() < 0.7 for _ in range(chance.randrange(1, 9))]
        return {"attempts": [{"at": moment(), "right": each} for each in right]}

    return {
        "schema": 1,
        "exercises": {name: exercise() for name in KNOWN[:2]},
        "questions": {KNOWN[2]: question(), "of a later course": question()},
    }


def test_the_browser_says_what_python_says(blank: Reader) -> None:
    """On the same day of the same calendar the same is due, in the same order."""
    chance = random.Random(7)  # noqa: S311 (nothing secret)
    cases: list[dict[str, Any]] = [
        {
            "progress": done_by_chance(chance),
            "known": KNOWN,
            "now": to_text(START + timedelta(hours=chance.randrange(24 * 420))),
        }
        for _ in range(300)
    ]
    page = blank.open("", timezone_id=ZONE)

    found = page.evaluate(ASK, cases)

    for case, said in zip(cases, found, strict=True):
        now = datetime.fromisoformat(case["now"]).astimezone(ZoneInfo(ZONE))
        here = due(Progress.model_validate(case["progress"]), now, KNOWN)
        assert said == {
            "exercises": [*here.exercises],
            "questions": [*here.questions],
            "next": here.next and here.next.isoformat(),
        }
    assert {bool(said["exercises"]) for said in found} == {True, False}
