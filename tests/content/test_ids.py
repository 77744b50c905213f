"""The list of ids."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import pytest
from data_files import slip
from projects import LIBRARY, REPOSITORY

from tfprep.content.ids import lesson_step, read_ids

GOOD = """\
exercises:
  - basics/first/downhill
  - basics/first/uphill
questions:
  - nn-1-types
steps:
  - set-up
retired:
  basics/first/uphill: 2026-11-27
"""


def test_the_list_tells_what_is_taken_and_what_is_retired(tmp_path: Path) -> None:
    """A retired id stays in the list of its kind."""
    path = tmp_path / "ids.yml"
    path.write_text(GOOD)

    ids = read_ids(path)

    assert ids.of("exercises") == ("basics/first/downhill", "basics/first/uphill")
    assert ids.all[2:] == ("nn-1-types", "set-up")
    assert ids.retired == {"basics/first/uphill": date(2026, 11, 27)}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- set-up", "- nn-1-types", "7: steps: item 1: got nn-1-types again"),
        (
            "first/uphill\n",
            "first/downhill\n",
            "3: exercises: item 2: got basics/first/downhill again",
        ),
        (
            "  basics/first/uphill:",
            "  other:",
            "9: retired: other: got an id that no list",
        ),
        (
            "2026-11-27",
            "soon",
            "9: retired: basics/first/uphill: got 'soon', expected a date",
        ),
        ("steps:", "step:", "6: step: got an unknown key"),
    ],
)
def test_a_slip_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """Doubles, days that are none, and retired ids that no list has."""
    text = GOOD
    if "downhill" in new:  # one slip alone: the retired one is not to be missed, too
        text = GOOD.replace(
            "  basics/first/uphill: 2026-11-27\n", "  set-up: 2026-11-27\n"
        )

    assert slip(read_ids, tmp_path / "ids.yml", text, old, new).startswith(said)


def test_a_lesson_s_step_has_the_lesson_s_name() -> None:
    """The planner has kept lessons under these names from the start."""
    assert lesson_step("basics/first-model") == "lesson-basics-first-model"


def test_the_list_only_grows() -> None:
    """What any commit before listed is listed still."""
    asked = ["git", "log", "-p", "--format=", "--", "docs/data/ids.yml"]
    done = subprocess.run(
        asked, cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    ever = set(re.findall(r"^\+  - (\S+)$", done.stdout, re.MULTILINE))
    if not ever:
        pytest.skip("no history here: git is missing, or this is no clone")

    assert ever <= set(LIBRARY.ids.all), "ids are retired, never taken out of the list"
