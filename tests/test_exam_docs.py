"""The pages of the practice exam say what its code does."""

import subprocess
import sys

import click
import pytest
from projects import REPOSITORY

from tfprep.exam.classes.table import COLUMNS
from tfprep.exam.commands import COMMANDS, exam
from tfprep.exam.grading.calibration import FLAT, LIMIT, NEIGHBORS, RULE, UNTRAINED
from tfprep.exam.grading.walls import walls
from tfprep.exam.limits import KEPT_MINUTES, MEGABYTES, MEMORY, SECONDS
from tfprep.exam.report.parts import SHAKY, SOLID, STATES
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.points import PASS
from tfprep.exam.taskspec.metrics import METRICS
from tfprep.exam.taskspec.task import CATEGORIES, FILES, FORMS, MODELS, Spec
from tfprep.exam.verify.again import CLOSE

DOCS = REPOSITORY / "docs" / "exam"


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text("utf-8")


def test_the_rules_are_those_of_the_code() -> None:
    """Numbers of the page on the exam: tasks, hours, marks, limits."""
    text = page("index")

    assert len(CATEGORIES) == 5
    assert "five tasks and five hours" in text
    assert actions.HOURS == 5
    assert f"{100 * PASS:g} of 100 points pass" in text
    seconds = f"{SECONDS:g} seconds of processor time"
    assert f"At most {MEGABYTES} MB, {seconds} and {MEMORY / 1024:g} GB" in text
    assert f"solid from {100 * SOLID:g} % of the scores on" in text
    assert f"shaky from {100 * SHAKY:g} %" in text
    assert all(state.replace("not shown", "or not shown") in text for state in STATES)
    for model in MODELS:
        assert f'("{model}")' in text


def test_the_walls_are_those_of_the_code() -> None:
    """Each one of the list is leaned against; the minutes are those of the code."""
    listed = [line[2:-1] for line in page("class").splitlines() if line[:2] == "- "]

    assert [wall.holds_off for wall in walls()] == listed[-len(walls()) :]
    assert f"stays in memory for {KEPT_MINUTES} minutes" in page("start")


def test_the_rule_for_solutions_is_that_of_the_code() -> None:
    """What a good, a weak and an untrained model has to get, on both pages."""
    good, weak, untrained = RULE["reference"], RULE["weak"], RULE[UNTRAINED]
    text = page("index")

    assert f"the good one has to get {good[0]}" in text
    assert f"the weak one at most {weak[1]}" in text
    assert f"the untrained one at most {untrained[1]}" in text
    assert f"instead of its own gets at most {RULE[NEIGHBORS][1]}." in text
    assert f"a good scale reaches at most {RULE[FLAT][1]}," in text
    assert f"use at most {LIMIT:g} seconds of processor time" in text
    text = page("add-a-task")
    assert (
        f"| `reference.py` | {good[0]}, in at most {LIMIT:g} seconds of processor"
        in text
    )
    assert f"| `other.py` | {RULE['other'][0]} |" in text
    assert f"| `weak.py` | {weak[1]} at most |" in text
    assert f"without its training | {untrained[1]} at most |" in text
    assert f"on the reference's windows | {RULE[FLAT][1]} at most |" in text
    assert f"examples of its batch | {RULE[NEIGHBORS][1]} at most |" in text


def options(name: str) -> list[str]:
    """The options of a command of `tfprep exam`."""
    command = exam.get_command(click.Context(exam), name)
    assert command is not None
    return [p.opts[0] for p in command.params if isinstance(p, click.Option)]


def test_every_command_and_option_is_explained() -> None:
    """The pages for learners and for teachers leave no option out."""
    for option in options("start"):
        assert f"`{option} " in page("start"), option
    for option in options("grade"):
        assert option in page("class"), option
    told = (
        page("start")
        + page("verify")
        + page("class")
        + (DOCS / "session.txt").read_text("utf-8")
    )
    for command in COMMANDS.keys() - {"report"}:  # finish writes it already
        assert f"tfprep exam {command}" in told, command
    assert f"forms {FORMS[0]}, {FORMS[1]} and {FORMS[2]}" in page("start")


def test_how_close_a_value_must_be_is_told() -> None:
    """The page on checking a result and the code have one number."""
    assert f"its value within {100 * CLOSE:g} % of what is stated" in page("verify")


def test_the_messages_on_the_page_are_real() -> None:
    """What the page on starting explains is what the commands say."""
    sources = sorted((REPOSITORY / "scripts/tfprep/exam").rglob("*.py"))
    said = "".join(path.read_text("utf-8") for path in sources)

    for message in (
        "No exam here",
        "is not empty",
        "Not graded, and not counted",
        "The grader failed, not your model",
        "can't be used",
        "Another tfprep exam command is at work",
    ):
        assert message in said, message
        assert message in page("start"), message


def test_every_part_of_a_task_is_explained() -> None:
    """The page for authors names each file, each key and each metric."""
    text = page("add-a-task")

    for name in (*FILES, *Spec.model_fields, *METRICS):
        assert f"`{name}`" in text, name


def test_every_column_of_the_class_table_is_explained() -> None:
    """What a teacher finds in the file."""
    for column in COLUMNS:
        assert f"`{column}`" in page("class"), column


def test_the_recording_knows_what_may_differ() -> None:
    """Numbers, times and lists of skills may; words may not."""
    import record_session

    said = "Passed: 9.5 of 10 in 1 h 2 min.\nShaky: NN-1, NN-12\nuntil 05:43."
    again = "Passed: 10 of 10 in less than a minute.\nShaky: NN-3\nuntil 17:01."

    assert record_session.shape(said) == record_session.shape(again)
    assert record_session.shape("Passed: 1") != record_session.shape("Failed: 1")


@pytest.mark.slow
def test_the_recorded_session_is_what_happens() -> None:
    """The commands of docs/exam/session.txt still say what the page shows."""
    done = subprocess.run(
        [sys.executable, "scripts/dev/record_session.py", "--check"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_the_page_shows_the_whole_recording() -> None:
    """Each marked part is on the page, in the order in which it happened."""
    marks = [
        line.split("start:")[1].rstrip("]")
        for line in (DOCS / "session.txt").read_text("utf-8").splitlines()
        if "[start:" in line
    ]
    shown = [
        line.split("session.txt:")[1].rstrip('"')
        for line in page("start").splitlines()
        if line.startswith("--8<--")
    ]

    assert shown == marks


def test_the_exam_can_be_found() -> None:
    """The start page, the guide and the README lead to the exam."""
    for path in ("docs/index.md", "docs/guide/exam-day.md", "docs/guide/prepare.md"):
        assert "exam/index.md" in (REPOSITORY / path).read_text("utf-8")
    assert "docs/exam/index.md" in (REPOSITORY / "README.md").read_text("utf-8")
