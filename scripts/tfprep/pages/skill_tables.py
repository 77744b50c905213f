"""Tables of skills: what each means, and where it is taught, practiced and asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from markupsafe import Markup

from tfprep.content.quiz import Quiz
from tfprep.content.skills import Skill, Syllabus
from tfprep.exam.taskspec.coverage import tasks_by_skill
from tfprep.exam.taskspec.task import Task
from tfprep.lessons.cells import Role, heading_of
from tfprep.lessons.heading_ids import heading_id
from tfprep.lessons.lesson import Lesson
from tfprep.pages.markdown_text import inline, render_markdown


class Place(NamedTuple):
    """A heading of a lesson."""

    lesson: Lesson
    heading: Markup
    anchor: str
    exercise: str
    """The id of the exercise that it heads, if it does."""


@dataclass(frozen=True)
class SkillRow:
    """What the tables show of a skill."""

    skill: Skill
    page: str
    """Of its topic."""
    sections: Sequence[Place]
    """Those that teach it."""
    exercises: Sequence[Place]
    questions: Sequence[str]
    """The ids of those that ask for it."""
    tasks: Sequence[Task]
    name: str
    """A few words, such as `TensorFlow 2`."""


@dataclass(frozen=True, repr=False)
class SkillTables:
    """Renders Markdown tables for pages in docs/topics."""

    syllabus: Syllabus
    lessons: Sequence[Lesson]
    quizzes: Mapping[str, Quiz]
    tasks: Sequence[Task] = ()
    """Of the practice exam, in the order of categories and forms."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What `skill_names` gives."""

    def editions(self) -> str:
        """The topics with their skills in the handbooks of 2020 and 2021."""
        rows = [
            (topic, sum(2020 in s.editions for s in topic.skills), len(topic.skills))
            for topic in self.syllabus.topics
        ]
        return render_markdown("editions", rows=rows)

    def topic(self, name: str) -> str:
        """A topic's skills in plain words, what has changed, and where each is."""
        rows = [self.row(skill) for skill in self.syllabus.topic(name).skills]
        return render_markdown("skill_table", rows=rows, is_map=False)

    def map(self) -> str:
        """Every skill with its sections, exercises, questions and exam tasks."""
        rows = [self.row(skill) for skill in self.syllabus.skills.values()]
        return render_markdown("skill_table", rows=rows, is_map=True)

    def tiles(self) -> str:
        """Every skill as a tile in its topic's group, with the ids of what shows it."""
        groups = [
            (topic, [self.row(skill) for skill in topic.skills])
            for topic in self.syllabus.topics
        ]
        return render_markdown("skill_tiles", groups=groups)

    def row(self, skill: Skill) -> SkillRow:
        """Where a skill is taught, practiced and asked for."""
        questions = [q for quiz in self.quizzes.values() for q in quiz.questions]
        return SkillRow(
            skill,
            f"{self.syllabus.topic_of[skill.id].id}.md",
            [
                _place(lesson, heading_of(cell))
                for lesson in self.lessons
                for cell in lesson.cells
                if cell.role is Role.PROSE and skill.id in cell.skills
            ],
            [
                _place(lesson, exercise.title, exercise.id)
                for lesson in self.lessons
                for exercise in lesson.exercises
                if skill.id in exercise.cell.skills
            ],
            [question.id for question in questions if question.skill == skill.id],
            self._asking[skill.id],
            self.names.get(skill.id, skill.text),
        )

    @cached_property
    def _asking(self) -> dict[str, tuple[Task, ...]]:
        return tasks_by_skill(self.tasks, self.syllabus)


def skill_names(sheets: Iterable[Lesson]) -> dict[str, str]:
    """A few words for each skill: the heading of its section on the topic's page."""
    cells = [cell for sheet in sheets for cell in sheet.cells]
    return {
        skill: heading_of(cell).removeprefix(f"{skill}: ")
        for cell in cells
        if cell.role is Role.PROSE
        for skill in cell.skills
    }


def _place(lesson: Lesson, heading: str, exercise: str = "") -> Place:
    return Place(lesson, inline(heading), heading_id(heading), exercise)
