"""Tables of skills: what each means, and where it is taught, practiced and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from tfprep.content.quiz import Quiz
from tfprep.content.skills import Skill, Syllabus
from tfprep.exam.taskspec.coverage import tasks_by_skill
from tfprep.exam.taskspec.task import Task
from tfprep.lessons.cells import Role, heading_of
from tfprep.lessons.heading_ids import heading_id
from tfprep.lessons.lesson import Lesson
from tfprep.pages.markdown_text import inline, render_markdown

Place = tuple[Lesson, Markup, str]
"""A lesson, one of its headings, and the heading's anchor."""


@dataclass(frozen=True)
class SkillRow:
    """What the tables show of a skill."""

    skill: Skill
    page: str
    """Of its topic."""
    sections: Sequence[Place]
    """Those that teach it."""
    exercises: Sequence[Place]
    questions: int
    tasks: Sequence[Task]


@dataclass(frozen=True, repr=False)
class SkillTables:
    """Renders Markdown tables for pages in docs/topics."""

    syllabus: Syllabus
    lessons: Sequence[Lesson]
    quizzes: Mapping[str, Quiz]
    tasks: Sequence[Task] = ()
    """Of the practice exam, in the order of categories and forms."""

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
        return render_markdown("skill_table", rows=rows)

    def map(self) -> str:
        """Every skill with its sections, exercises, questions and exam tasks."""
        rows = [self.row(skill) for skill in self.syllabus.skills.values()]
        return render_markdown("skill_map", rows=rows)

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
                _place(lesson, exercise.title)
                for lesson in self.lessons
                for exercise in lesson.exercises
                if skill.id in exercise.cell.skills
            ],
            sum(question.skill == skill.id for question in questions),
            self._asking[skill.id],
        )

    @cached_property
    def _asking(self) -> dict[str, tuple[Task, ...]]:
        return tasks_by_skill(self.tasks, self.syllabus)


def _place(lesson: Lesson, heading: str) -> Place:
    return lesson, inline(heading), heading_id(heading)
