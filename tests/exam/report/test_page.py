"""The page of a report: what it says in each case, and how it is built."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from projects import LIBRARY, real_course
from sat import every, evidence_for, sat

from tfprep.exam.report.advice import Guide
from tfprep.exam.report.evidence import Looked
from tfprep.exam.report.page import report_html, served_html, write_report
from tfprep.exam.report.parts import Report
from tfprep.exam.report.results import compose
from tfprep.exam.report.words import summary
from tfprep.lessons.origin import Origin

SITE = "https://example.org/course/"
PRAISE = re.compile(r"\b[Ss]olid\b(?! from)|[Ee]very (point|skill)|\bPassed")
"""Words of good news; the legend's `solid from 80 %` is none."""
Scores = Mapping[str, Sequence[int | None]]


def made(
    scores: Scores, guide: Guide | None = None, *, hours: float | None = 5.0
) -> Report:
    """A report, by default with the skills' texts and without lessons."""
    sitting, tasks = sat(scores, hours=hours)
    looked = Looked(
        {t.name: evidence_for(t) for t in tasks if any(scores[t.spec.category])}
    )
    return compose(sitting, tasks, guide or Guide(LIBRARY.syllabus), looked=looked)


def text_of(report: Report) -> str:
    """What a reader reads, with single spaces."""
    page = BeautifulSoup(report_html(report, UTC), "html.parser")
    body = page.body
    assert body is not None
    return " ".join(body.get_text().split())


@pytest.mark.parametrize(
    "scores",
    [every(0), every(), every(None)],
)
@pytest.mark.parametrize("hours", [5.0, None])
@pytest.mark.parametrize("guide", [Guide(), Guide(trouble="No course."), None])
def test_no_data_and_no_points_are_never_good_news(
    scores: Scores, hours: float | None, guide: Guide | None
) -> None:
    """Without advice, without a course, with nothing handed in: nothing is praised."""
    report = made(scores, guide, hours=hours)
    text = text_of(report)

    assert not PRAISE.search(text)
    assert "0 of 100 points" in text or "Practice: 0 of 5 in" in text
    assert not PRAISE.search("\n".join(summary(report)))


def test_without_a_course_the_skills_are_named() -> None:
    """What would bring most, by its id, and why there is no lesson."""
    text = text_of(made(every(1), Guide(trouble="No course here.")))

    assert "No course here." in text
    assert re.search(r"Repeat first what would bring most: [A-Z]+-\d+ \(about", text)


def test_nothing_handed_in_leads_to_a_first_task() -> None:
    """The report says that it can say nothing, and what to do."""
    text = text_of(made({"A": [], "B": []}))

    assert "No model was graded: 0 of 25 points" in text
    assert "can say nothing about your skills" in text
    assert "tfprep exam start --practice bent-sensor" in text
    assert "nothing to repeat" not in text


def test_a_part_and_practice_pass_nothing() -> None:
    """Full marks in one task are full marks in one task."""
    part, practice = made({"A": [5]}), made({"A": [5]}, hours=None)

    assert "10 of 10 points in 1 task of the exam's 5" in text_of(part)
    assert "neither passes nor fails" in text_of(part)
    assert "Practice: 5 of 5 in The bent sensor" in text_of(practice)
    for report in (part, practice):
        assert "Passed" not in text_of(report)
        assert "Every point of this task: there is nothing to repeat here." in text_of(
            report
        )


def test_what_was_left_out_comes_first_in_what_to_do() -> None:
    """With its points, beside full marks in the others."""
    text = text_of(made({"A": [5], "B": [5], "C": [5], "D": [], "E": [None]}))

    assert "Without a score: D, App reviews, thumbs up or down (25 points); E," in text
    assert "to try the first of them" in text.lower()
    assert "Every point" not in text


def test_the_history_of_a_task_is_told() -> None:
    """0, refused, 3, 5 and 5 again, with times; the first of the best counts."""
    text = text_of(made({"A": [0, None, 3, 5, 5]}))

    assert "5 hand-ins in 50 minutes:" in text
    assert (
        "09:10: 0 of 5, mean absolute error 30 °C 09:20: refused. Got a stone;" in text
    )
    assert (
        "09:40: 5 of 5, mean absolute error 1 °C (counts) 09:50: 5 of 5, mean" in text
    )
    assert text.count("(counts)") == 1


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "1 hand-in in 1 minute:"), (0.3, "1 hand-in in less than a minute:")],
)
def test_one_is_one(minutes: float, said: str) -> None:
    """No `1 minutes`, `1 tasks`, `1 hand-ins`, `1 points` or `1 hours` anywhere."""
    sitting, tasks = sat({"A": [4]}, minutes=minutes, hours=1.0)
    text = text_of(compose(sitting, tasks, Guide(LIBRARY.syllabus)))

    assert said in text
    assert not re.search(r"\b1 (minutes|tasks|hand-ins|points|hours|lessons)\b", text)
    assert "of 1 hour." in text


def test_a_note_is_told_with_a_link() -> None:
    """Once, whatever it says, and the link on the words that name the section."""
    sitting, tasks = sat({"A": [1]})
    words = (
        '"Define, compile, fit" in "A first model, from one neuron to several layers"'
    )
    note = f"Answers <b>below</b> 0. Read {words}."
    (hand_in,) = sitting.hand_ins
    told = hand_in.model_copy(update={"notes": (note,)})
    sitting = sitting.model_copy(update={"hand_ins": (told,)})
    guide = Guide(LIBRARY.syllabus, real_course().lessons, origin=Origin(site=SITE))
    page = BeautifulSoup(report_html(compose(sitting, tasks, guide)), "html.parser")

    (link,) = page.select(".task a")
    assert link.get_text() == words
    assert link.parent is not None
    assert link.parent.get_text() == note


def test_a_relative_error_reads_as_a_share() -> None:
    """Not `as a share of the baseline's 98 %`."""
    report = made({"E": [1]})
    (task,) = report.tasks

    share, baseline = task.value, task.baseline
    assert share.endswith(" %")
    assert baseline
    assert (
        f"Best: {share} of the baseline's mean absolute error ({baseline})."
    ) in text_of(report)


def test_times_have_their_zone() -> None:
    """Once for all, and the machine's own, as clocks on the wall show it."""
    sitting, tasks = sat({"A": [4]})
    zone = timezone(timedelta(hours=5, minutes=30))
    html = report_html(compose(sitting, tasks, Guide()), zone)

    assert "14:30 to 14:50 (UTC+05:30)" in html
    assert '<time datetime="2026-11-22T09:10:00+00:00">14:40</time>' in html


def test_next_steps_are_links_with_days() -> None:
    """Lessons, sections, exercises and skills lead to the site; a command offline."""
    guide = Guide(LIBRARY.syllabus, real_course().lessons, origin=Origin(site=SITE))
    report = made(every(1), guide)
    page = BeautifulSoup(report_html(report, UTC), "html.parser")
    links = [str(link["href"]) for link in page.select("a[href]")]

    assert all(link.startswith(SITE) for link in links)
    (first, *_) = page.select(".steps > li")
    assert len(first.select("a")) >= 3
    assert (
        "Monday, 23 November 2026; its exercises once more on Monday, 30"
        in " ".join(first.get_text().split())
    )
    assert f"tfprep learn {report.repeat[0].slug}" in first.get_text()
    assert "Sunday, 6 December 2026, two weeks later" in page.get_text()


def test_nothing_is_loaded_from_elsewhere() -> None:
    """A report is one file: no script, style sheet, picture or frame."""
    page = BeautifulSoup(report_html(made(every(3))), "html.parser")

    assert not page.select("script, link, img, iframe, [src]")
    (style,) = page.select("style")
    assert not re.search(r"url\(|@import", style.get_text())


def test_everybody_can_read_it() -> None:
    """Headings without a gap, names for figures, heads for tables, unique ids."""
    page = BeautifulSoup(report_html(made(every(3))), "html.parser")
    levels = [int(h.name[1]) for h in page.find_all(re.compile(r"^h[1-6]$"))]
    ids = [str(tag["id"]) for tag in page.select("[id]")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(ids) == len(set(ids))
    figures = page.select("svg")
    assert len(figures) == 5  # VALUES are too few for fifths
    for figure in figures:
        assert figure["role"] == "img"
        (title,) = figure.select("title")
        assert figure["aria-labelledby"] == title["id"]
        assert title.get_text().strip()
    for table in page.select("table"):
        assert table.select("caption")
        assert all(head["scope"] in ("col", "row") for head in table.select("th"))


def test_a_served_report_leads_to_the_pages_beside_it(tmp_path: Path) -> None:
    """Offline too; one of another version is shown as it was written."""
    guide = Guide(LIBRARY.syllabus, real_course().lessons, origin=Origin(site=SITE))
    report = made(every(1), guide)
    write_report(report, tmp_path, tmp_path / "history")
    links = BeautifulSoup(served_html(tmp_path, "/"), "html.parser").select("a[href]")
    first = report.repeat[0]

    assert all(
        str(link["href"]).startswith(("/lessons/", "/topics/")) for link in links
    )
    assert f"/lessons/{first.slug}/" in {link["href"] for link in links}
    assert f"/{first.read[0].page}" == f"/{first.read[0].address.removeprefix(SITE)}"
    (tmp_path / "report.json").write_text("{}")
    assert served_html(tmp_path, "/") == (tmp_path / "report.html").read_text("utf-8")
    (tmp_path / "report.html").unlink()
    with pytest.raises(FileNotFoundError):
        served_html(tmp_path, "/")
