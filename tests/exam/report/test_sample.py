"""The sample report of the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import LIBRARY, REPOSITORY, real_course

from tfprep.exam.report.sample import FILE, Sample, sample_page, sample_report
from tfprep.exam.taskspec.task import read_tasks
from tfprep.pages.macros import Macros
from tfprep.problems import ProblemError

RECORDED = REPOSITORY / "docs" / FILE


@pytest.fixture(scope="module")
def sample() -> Sample:
    """The recording."""
    return Sample.model_validate_json(RECORDED.read_bytes())


def page(path: Path = RECORDED) -> BeautifulSoup:
    """The page as the site has it."""
    tasks = list(read_tasks().values())
    html = sample_page(sample_report(path, tasks, LIBRARY.syllabus, real_course()))
    return BeautifulSoup(html, "html.parser")


def test_the_sample_has_good_and_bad_models(sample: Sample) -> None:
    """By the scales of today: if bands or data change much, it is recorded again."""
    tasks = read_tasks()
    best = dict.fromkeys(sample.sitting.tasks, 0)
    for hand_in in sample.sitting.hand_ins:
        task = tasks[hand_in.task]
        score = task.metric.score(hand_in.value, task.spec.bands)
        best[hand_in.task] = max(score, best[hand_in.task])

    assert len(best) == 5
    assert sum(score == 5 for score in best.values()) >= 2
    assert sum(score < 4 for score in best.values()) >= 2


def test_what_the_models_did_is_of_the_tasks_kinds(sample: Sample) -> None:
    """Classes by their names of today, values as many as a model answers."""
    tasks = read_tasks()
    assert sample.evidence.keys() == set(sample.sitting.tasks)
    for name, evidence in sample.evidence.items():
        output = tasks[name].spec.output
        if evidence.kind == "classes":
            assert evidence.classes == output.classes
        else:
            assert {len(values) for values in evidence.truth} == {output.values}


def test_the_sample_says_that_it_is_one() -> None:
    """And how it came to be, with a way back, and links to the pages of the site."""
    soup = page()
    links = [str(link["href"]) for link in soup.select("a[href]")]

    assert "A sample of the practice exam's report." in soup.get_text()
    assert links[0] == "index.html"
    assert len(links) > 20
    folders = ("../lessons/", "../reference/", "../topics/")
    assert all(link.startswith(folders) for link in links[1:])


def test_the_sample_shows_every_part() -> None:
    """Hand-ins, a refusal, both kinds of figures, all four states, and next steps."""
    soup = page()
    heads = [head.get_text() for head in soup.select("h3")]

    assert {"Solid", "Shaky", "To learn", "Not shown"} >= set(heads[5:])
    assert "Not shown" in heads
    assert soup.select(".history li")
    assert "refused." in soup.get_text()
    assert soup.select("svg .cell")
    assert soup.select("svg .point")
    assert soup.select(".steps > li")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"form":', '"from":', "sitting.form: Field required; record it again"),
        ("bent-sensor", "bent-center", "got the task bent-center, expected one that"),
    ],
)
def test_a_recording_that_does_not_fit_is_a_problem(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """With its file, what is wrong, and how to fix it."""
    path = tmp_path / "sample.json"
    path.write_text(RECORDED.read_text("utf-8").replace(old, new), "utf-8")

    with pytest.raises(ProblemError) as caught:
        page(path)

    assert said in str(caught.value)
    assert "scripts/dev/record_sample.py" in str(caught.value)


def test_pages_show_its_first_lines() -> None:
    """The verdict, and each task's score, in the words of the report."""
    tasks = list(read_tasks().values())
    report = sample_report(RECORDED, tasks, LIBRARY.syllabus, real_course())
    shown = Macros(LIBRARY, tasks, [], [], {}, sample=report).sample_result("to.html")

    assert f"**Not passed yet: {report.points:g} of 100 points**" in shown
    assert "(to.html)" in shown
    for task in report.tasks:
        assert f"{task.letter}: {task.title}</span>" in shown
        assert f"{task.score} of 5, {task.points:g} of {task.weight} points" in shown
