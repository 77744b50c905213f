"""The report: points, skills, time, what to do next, and attempts of before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from desk import Desk
from projects import EXERCISE, HEADER, TinyCourse
from tasks import titled

from tfprep.exam.outcomes import RefusedError
from tfprep.exam.report.results import Report, make_report, write_report
from tfprep.exam.taskspec.task import read_tasks
from tfprep.project import Project


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An exam that has begun."""
    desk = Desk(tmp_path / "exam")
    desk.start()
    return desk


def hand_in(desk: Desk, score: int, minutes: float, task: int = 0) -> None:
    """Work for some minutes, then hand in a model that gets this score."""
    desk.clock.wait(minutes)
    desk.save_model(task=task)
    desk.submit(score, task)


def report_of(desk: Desk, project: Project | None = None) -> Report:
    """The report of the exam as it stands, with advice from a project's lessons.

    Without a project there is no advice: reading the real course takes seconds.
    """
    history = desk.workspace.parent / "history"
    project = project or Project(history)
    return make_report(desk.finish(), desk.tasks, history, project)


def test_points_are_weights_times_scores(desk: Desk) -> None:
    """A task that was not handed in has none."""
    hand_in(desk, 4, 10)
    task, *rest = report_of(desk).tasks

    assert (task.score, task.points, task.weight) == (4, 8.0, 10)
    assert [band.reached for band in task.bands] == [True] * 4 + [False]
    assert all((other.score, other.points) == (None, 0.0) for other in rest)


@pytest.mark.parametrize(("score", "passed"), [(5, True), (4, False)])
def test_ninety_percent_pass(desk: Desk, score: int, passed: bool) -> None:
    """The same share passes when only some of the tasks were chosen."""
    for place in range(len(desk.tasks)):
        hand_in(desk, score, 5, place)
    report = report_of(desk)

    assert report.points == report.of * score / 5
    assert report.passed is passed


def test_time_belongs_to_the_next_hand_in(desk: Desk) -> None:
    """Refused hand-ins count as work on their task too."""
    hand_in(desk, 2, 30)
    desk.clock.wait(12)
    desk.save_model(b"")
    with pytest.raises(RefusedError):
        desk.submit()
    desk.clock.wait(60)
    task = report_of(desk).tasks[0]

    assert task.minutes == 42
    assert (task.graded, task.refused) == (1, 1)


def test_skills_are_judged_by_the_tasks_that_ask_for_them(desk: Desk) -> None:
    """5 is solid, 2 is shaky, 1 is to learn, nothing handed in is not shown."""
    asked = set(read_tasks()["bent-sensor"].skills)
    alone = asked - {skill for task in desk.tasks[1:] for skill in task.skills}
    for score, state in ((1, "to learn"), (2, "shaky"), (5, "solid")):
        hand_in(desk, score, 5)
        states = {skill.id: skill.state for skill in partly(desk).skills}
        assert {states[skill] for skill in alone} <= {state}
        assert set(states) >= asked


def partly(desk: Desk) -> Report:
    """A report as if the exam ended now."""
    sitting = desk.status().model_copy(update={"finished": desk.clock.wall})
    history = desk.workspace.parent / "history"
    return make_report(sitting, desk.tasks, history, Project(history))


def test_nothing_handed_in_shows_nothing(desk: Desk) -> None:
    """A skill nobody tried is not called unlearned."""
    assert {skill.state for skill in report_of(desk).skills} == {"not shown"}


def test_open_skills_come_with_advice(desk: Desk, course: TinyCourse) -> None:
    """Sections and exercises of the course, by the title of their lesson."""
    course.write("basics/doubling")
    skills = {skill.id: skill for skill in report_of(desk, course.project).skills}

    assert list(skills)[:2] == ["NN-1", "NN-2"]
    assert skills["NN-1"].text == "Work in TensorFlow"
    assert [p.heading for p in skills["NN-1"].advice.practice] == ["Double it"]
    assert skills["NN-2"].advice.places == ()


def test_what_to_do_next_is_sorted_by_lesson(desk: Desk, course: TinyCourse) -> None:
    """A lesson stands there once, with all of its parts that open skills need."""
    more = '# %% [markdown] skills=["NN-2"]\n# ## Fitting\n# Call `fit`.\n'
    header = HEADER.replace("[NN-1]", "[NN-1, NN-2]")
    course.write("basics/doubling", more + EXERCISE, header)
    course.write("basics/tripling")
    first, second = report_of(desk, course.project).repeat

    assert first.file == "examples/basics/doubling.py"
    assert (first.read, first.practice) == (("Doubling", "Fitting"), ("Double it",))
    assert first.skills == ("NN-1", "NN-2")
    assert second.file == "examples/basics/tripling.py"
    assert second.skills == ("NN-1",)


def test_what_was_solved_before_is_marked(
    desk: Desk, course: TinyCourse, tmp_path: Path
) -> None:
    """Whoever solved an exercise and didn't show its skill may want another one."""
    other = EXERCISE.replace("SLUG/double", "SLUG/again").replace("Double it", "Again")
    course.write("basics/doubling", EXERCISE + other)
    solved = {"basics/doubling/double", "basics/else/where"}
    history = tmp_path / "history"

    report = make_report(desk.finish(), desk.tasks, history, course.project, solved)

    (part,) = report.repeat
    assert (part.practice, part.solved) == (("Double it", "Again"), ("Double it",))
    page = write_report(report, tmp_path, history)
    (row,) = BeautifulSoup(page.read_text("utf-8"), "html.parser").select("tbody tr")
    assert "Double it (solved before) · Again" in row.get_text()


def test_solid_skills_need_no_advice(desk: Desk, course: TinyCourse) -> None:
    """Nothing is to be repeated of what was shown."""
    course.write("basics/doubling")
    for place in range(len(desk.tasks)):
        hand_in(desk, 5, 5, place)
    report = report_of(desk, course.project)

    assert {skill.state for skill in report.skills} == {"solid"}
    assert report.repeat == ()
    assert report.skills[0].text == "Work in TensorFlow"


def test_any_title_may_stand_in_the_report(desk: Desk) -> None:
    """What would be markup is shown as it is written."""
    title = 'A <b> & "c" | `d`'
    tasks = [titled(task, title) for task in desk.tasks]
    report = make_report(desk.finish(), tasks, desk.workspace, Project(desk.workspace))
    page = write_report(report, desk.workspace, desk.workspace.parent / "history")

    (heading, *_) = BeautifulSoup(page.read_text("utf-8"), "html.parser").select(
        ".task h3 span"
    )
    assert heading.get_text() == f"A: {title}"


def test_the_files_hold_the_same(desk: Desk) -> None:
    """JSON reads back as it was; the page names no other host."""
    hand_in(desk, 3, 10)
    report = report_of(desk)
    page = write_report(report, desk.workspace, desk.workspace.parent / "history")

    text = (desk.workspace / "report.json").read_text("utf-8")
    assert Report.model_validate_json(text) == report
    assert json.loads(text)["points"] == 6.0
    html = page.read_text("utf-8")
    assert "Not passed yet: 6 of" in html
    assert "//" not in html.replace("<!doctype", "")


def test_earlier_attempts_are_compared(desk: Desk, tmp_path: Path) -> None:
    """Oldest first, none later, and never itself; a torn file does no harm."""
    history = tmp_path / "history"
    write_report(report_of(desk), desk.workspace, history)
    (history / "torn.json").write_text("{")
    assert report_of(desk).earlier == ()

    second = Desk(tmp_path / "second", clock=desk.clock)
    desk.clock.wait(60)
    second.start()
    hand_in(second, 5, 5)
    (earlier,) = make_report(
        second.finish(), second.tasks, history, Project(history)
    ).earlier
    assert (earlier.points, earlier.form) == (0, 1)


def test_a_home_that_can_not_be_written_does_no_harm(desk: Desk) -> None:
    """The workspace has the report all the same."""
    blocked = desk.workspace / "README.md" / "history"

    assert write_report(report_of(desk), desk.workspace, blocked).is_file()


def test_a_moved_clock_is_reported(desk: Desk) -> None:
    """An instructor can see it."""
    desk.clock.wall = desk.clock.wall.replace(hour=3)
    desk.clock.ticks += 60

    report = report_of(desk)
    page = write_report(report, desk.workspace, desk.workspace / "history")
    assert "was set back by 6 h" in page.read_text("utf-8")
