"""Execute a whole course and show how far it is: for the command and for the site."""

from __future__ import annotations

from collections.abc import Sequence

from tfprep.execution.batch import run_lessons
from tfprep.execution.cache import Cache, Entry
from tfprep.execution.progress import Progress
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, ProblemError


def run_course(
    lessons: Sequence[Lesson],
    cache: Cache,
    known: Sequence[Problem] = (),
    *,
    jobs: int | None = None,
    force: bool = False,
) -> dict[str, Entry]:
    """Run the lessons with a progress display; their entries by slug.

    Args:
        known: what is wrong with the course already.

    Raises:
        ProblemError: after all others ran, with `known` and what is wrong in any
            lesson.
    """
    with Progress() as progress:
        report = run_lessons(lessons, cache, jobs=jobs, force=force, listen=progress)
    progress.summarize(report)
    problems = list(known)
    for slug in sorted(report.problems):
        problems += report.problems[slug]
    if problems:
        raise ProblemError(problems)
    return report.entries
