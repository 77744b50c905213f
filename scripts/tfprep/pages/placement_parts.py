"""What the page "Where to start" asks, and what follows from the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from tfprep.content.library import Library
from tfprep.content.placement import TopicPlacement
from tfprep.content.skills import Topic
from tfprep.execution.cache import Entry
from tfprep.lessons.cells import Exercise
from tfprep.lessons.heading_ids import heading_id
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.quiz_code import computed_keys
from tfprep.pages.markdown_text import render_markdown
from tfprep.pages.quiz_markup import question_form


@dataclass(frozen=True)
class _Part:
    """A topic, as the page asks about it."""

    asks: TopicPlacement
    topic: Topic
    start: Lesson
    forms: tuple[Markup, ...]
    lesson: Lesson | None
    """Of the exercise, if there is one."""
    exercise: Exercise | None

    @property
    def anchor(self) -> str:
        """Where the exercise stands on its page."""
        return heading_id(self.exercise.title) if self.exercise else ""


def placement_parts(
    library: Library, sources: Mapping[str, Lesson], entries: Mapping[str, Entry]
) -> str:
    """The questions topic by topic and the list of results, for a page of docs/guide.

    docs/assets/placement.js reads the answers with the list. Questions that have not
    been executed are left out, and so the page says.

    Args:
        library: the data.
        sources: lessons and sheets by their slugs.
        entries: of what has been executed, by slug.
    """
    asked = library.placement.topics
    wanted = [f"quiz/{each.topic}" for each in asked] + [each.start for each in asked]
    wanted += [each.exercise.rpartition("/")[0] for each in asked if each.exercise]
    if not all(slug in sources for slug in wanted):  # while serving
        return "The questions can't be shown at the moment: a lesson has to be fixed."
    if not all(f"quiz/{each.topic}" in entries for each in asked):
        return (
            "The questions are not shown: their answers are computed by code, which "
            "has not been executed for this copy of the site."
        )
    parts = [_part(each, library, sources, entries) for each in asked]
    return render_markdown("placement", parts=parts)


def _part(
    asks: TopicPlacement,
    library: Library,
    sources: Mapping[str, Lesson],
    entries: Mapping[str, Entry],
) -> _Part:
    slug, quiz = f"quiz/{asks.topic}", library.quizzes[asks.topic]
    keys = computed_keys(sources[slug], quiz, entries[slug].outputs)
    questions = {question.id: question for question in quiz.questions}
    page = f"../topics/{asks.topic}.md"
    lesson = sources.get(asks.exercise.rpartition("/")[0])
    its = {exercise.id: exercise for exercise in lesson.exercises} if lesson else {}
    return _Part(
        asks=asks,
        topic=library.syllabus.topic(asks.topic),
        start=sources[asks.start],
        forms=tuple(
            question_form(questions[name], keys[name], page) for name in asks.questions
        ),
        lesson=lesson,
        exercise=its.get(asks.exercise),
    )
