"""Tables of skills: what each means, and where it is taught, practiced and asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from tfprep.content.quiz import Quiz
from tfprep.content.skills import Skill, Syllabus
from tfprep.exam.taskspec.coverage import tasks_by_skill
from tfprep.exam.taskspec.task import Task
from tfprep.lessons.cells import Role, heading_of
from tfprep.lessons.lesson import Lesson
from tfprep.pages.exam_pages import code_of
from tfprep.pages.heading_ids import heading_id

NONE = "not yet"


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
        topics = self.syllabus.topics
        old = [sum(2020 in s.editions for s in topic.skills) for topic in topics]
        new = [len(topic.skills) for topic in topics]
        rows = ["| Topic | In 2020 | Skills 2020 | Skills 2021 |", "|---|---|---|---|"]
        for topic, before, after in zip(topics, old, new, strict=True):
            name = topic.in_2020 or "no topic yet"
            link = f"[{topic.title}]({topic.id}.md)"
            rows.append(f"| {link} | {name} | {before} | {after} |")
        rows.append(f"| All | | {sum(old)} | {sum(new)} |")
        return "\n".join(rows)

    def topic(self, name: str) -> str:
        """A topic's skills in plain words, what has changed, and where each is."""
        rows = [
            "| Skill | In plain words | Since | Lesson | Exercise | Quiz | Exam task |",
            "|---|---|---|---|---|---|---|",
        ]
        for skill in self.syllabus.topic(name).skills:
            today = f'<br><span class="today">{skill.today}</span>'
            cells = [
                f"[{skill.id}](#{skill.id.lower()}){{ .skill }}",
                skill.text + (today if skill.today else ""),
                str(min(skill.editions)),
                self.sections(skill) or NONE,
                self.exercises(skill) or NONE,
                self.questions(skill, "") or NONE,
                self.exam_tasks(skill) or skill.no_task or NONE,
            ]
            rows.append(f"| {' | '.join(cells)} |")
        return "\n".join(rows)

    def map(self) -> str:
        """Every skill with its sections, exercises, questions and exam tasks."""
        rows = [
            "| Skill | Lesson | Exercise | Quiz | Exam task |",
            "|---|---|---|---|---|",
        ]
        for skill in self.syllabus.skills.values():
            page = f"{self.syllabus.topic_of[skill.id].id}.md"
            cells = [
                f"[{skill.id}]({page}#{skill.id.lower()}){{ .skill }} {skill.text}",
                self.sections(skill) or NONE,
                self.exercises(skill) or NONE,
                self.questions(skill, page) or NONE,
                self.exam_tasks(skill) or skill.no_task or NONE,
            ]
            rows.append(f"| {' | '.join(cells)} |")
        return "\n".join(rows)

    def sections(self, skill: Skill) -> str:
        """Links to the sections of lessons that teach a skill."""
        return "<br>".join(
            _link(lesson, heading_of(cell))
            for lesson in self.lessons
            for cell in lesson.cells
            if cell.role is Role.PROSE and skill.id in cell.skills
        )

    def exercises(self, skill: Skill) -> str:
        """Links to the exercises that practice a skill."""
        return "<br>".join(
            _link(lesson, exercise.title)
            for lesson in self.lessons
            for exercise in lesson.exercises
            if skill.id in exercise.cell.skills
        )

    def questions(self, skill: Skill, page: str) -> str:
        """How many questions ask for a skill, with a link to the quiz of a page."""
        every = [q for quiz in self.quizzes.values() for q in quiz.questions]
        count = sum(question.skill == skill.id for question in every)
        noun = "question" if count == 1 else "questions"
        return f"[{count} {noun}]({page}#quiz)" if count else ""

    def exam_tasks(self, skill: Skill) -> str:
        """Links to the exam tasks that ask for a skill, such as `A1`."""
        return " ".join(
            f'[{code_of(task)}](../exam/tasks.md#{task.name} "{task.spec.title}")'
            for task in self._asking[skill.id]
        )

    @cached_property
    def _asking(self) -> dict[str, tuple[Task, ...]]:
        return tasks_by_skill(self.tasks, self.syllabus)


def _link(lesson: Lesson, heading: str) -> str:
    target = f"../lessons/{lesson.slug}.ipynb#{heading_id(heading)}"
    return f'[{heading}]({target} "{lesson.header.title}")'
