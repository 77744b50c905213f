"""Macros for the pages: everything that is rendered from data, never typed twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tfprep.content.dates import long_date
from tfprep.content.library import Library
from tfprep.content.skills import Syllabus
from tfprep.exam.report.parts import Report
from tfprep.exam.report.words import headline
from tfprep.exam.taskspec.task import Task
from tfprep.execution.cache import Entry
from tfprep.lessons.lesson import CODE, EXERCISE, WORDS, Lesson
from tfprep.lessons.repository import Repository
from tfprep.pages.addresses import clone_steps, version_links
from tfprep.pages.board_table import board_table
from tfprep.pages.credits_table import credits_table
from tfprep.pages.exam_pages import ExamPages
from tfprep.pages.example_exercise import example_exercise
from tfprep.pages.lesson_frame import executed_with
from tfprep.pages.lesson_picture import picture_name
from tfprep.pages.markdown_text import render_markdown
from tfprep.pages.placement_parts import placement_parts
from tfprep.pages.quiz_markup import quiz_markup
from tfprep.pages.resource_table import resource_table
from tfprep.pages.skill_tables import SkillTables, skill_names
from tfprep.pages.study_path_list import ResourceLink, study_path_list
from tfprep.pages.terms import glossary_list
from tfprep.pages.topic_sections import skill_sections
from tfprep.problems import count


@dataclass(
    frozen=True, repr=False
)  # mkdocs-macros logs each macro, which would print the course
class Macros:
    """The functions that a page may call, over the data of one build.

    While serving, none is called again as long as these data are equal. So the files
    that a macro reads are lessons, templates, or among `site.build.data_files`.
    """

    library: Library
    tasks: Sequence[Task]
    """Of the practice exam, in the order of categories and forms."""
    lessons: Sequence[Lesson]
    """In the order of the course."""
    sheets: Sequence[Lesson]
    entries: dict[str, Entry]
    repository: Repository | None = None
    changelog: str = ""
    sample: Report | None = None
    """Of the exam, as the site shows it."""

    def all(self) -> dict[str, Callable[..., str]]:
        """Every macro by the name that pages use."""
        tables = SkillTables(
            self.syllabus,
            self.lessons,
            self.library.quizzes,
            self.tasks,
            skill_names(self.sheets),
        )
        exam = ExamPages(self.syllabus, self.tasks)
        return {
            "topic_cards": self.topic_cards,
            "topic_summary": self.topic_summary,
            "edition_table": tables.editions,
            "skill_table": tables.topic,
            "skill_map": tables.map,
            "skill_tiles": tables.tiles,
            "lesson_list": self.lesson_list,
            "minutes_rule": self.minutes_rule,
            "board_table": self.board_table,
            "example_exercise": self.example_exercise,
            "sample_result": self.sample_result,
            "last_run": self.last_run,
            "skill_sections": self.skill_sections,
            "questions": self.questions,
            "placement": self.placement,
            "resource_table": self.resource_table,
            "study_path_list": self.study_path_list,
            "glossary_list": self.glossary_list,
            "credits_table": self.credits_table,
            "exam_weights": exam.weights,
            "exam_overview": exam.overview,
            "exam_briefs": exam.briefs,
            "exam_report": exam.report_fields,
            "clone_steps": self.clone_steps,
            "version_links": self.version_links,
        }

    @property
    def syllabus(self) -> Syllabus:
        """The topics and their skills."""
        return self.library.syllabus

    def topic_cards(self, base: str = "") -> str:
        """The topics as a path in the course's order; `base` leads to their pages."""
        order = [lesson.topic for lesson in self.lessons]
        order += [topic.id for topic in self.syllabus.topics]
        cards = [
            {
                "topic": topic,
                "counts": self._counts(topic.id),
                "exercises": self._exercises(topic.id),
                "questions": self._questions(topic.id),
            }
            for topic in map(self.syllabus.topic, dict.fromkeys(order))
        ]
        return render_markdown("topic_cards", cards=cards, base=base)

    def topic_summary(self, topic: str) -> str:
        """The sentences that introduce a topic."""
        return self.syllabus.topic(topic).summary

    def lesson_list(self, topic: str) -> str:
        """The lessons of a topic, each with a picture, a sentence and its minutes."""
        mine = [lesson for lesson in self.lessons if lesson.topic == topic]
        rows = [
            (each, picture_name(each, self.entries.get(each.slug))) for each in mine
        ]
        return render_markdown("lesson_list", rows=rows)

    def board_table(self) -> str:
        """When each lesson last held with other seeds, and how far numbers move."""
        return board_table(self.library.boards, self.lessons)

    def minutes_rule(self) -> str:
        """How the minutes of a lesson are computed."""
        return (
            f"{WORDS} words of text a minute, {CODE * 60:g} seconds for a piece of "
            f"code with its output, {EXERCISE} minutes for an exercise"
        )

    def example_exercise(self, slug: str, number: int = 1, figure: int = 0) -> str:
        """One real exercise with what its check says to three answers."""
        lesson = next((lesson for lesson in self.lessons if lesson.slug == slug), None)
        if lesson is None:  # while serving: it has to be fixed first
            return f"The lesson {slug} can't be shown at the moment."
        return example_exercise(lesson, self.entries.get(slug), number, figure)

    def sample_result(self, page: str) -> str:
        """The first lines of the exam's sample report; `page` is where it stands."""
        if self.sample is None:
            return ""
        said = {"headline": headline(self.sample), "page": page}
        return render_markdown("sample_result", report=self.sample, **said)

    def last_run(self) -> str:
        """When and with what the lessons were last executed."""
        ran = [x.slug for x in self.lessons if x.slug in self.entries]
        if not ran:
            return "In this copy of the site the lessons have not been executed yet."
        newest = max(map(self.entries.__getitem__, ran), key=lambda x: x.executed)
        day = long_date(datetime.fromisoformat(newest.executed))
        when = f"the last one on {day} with {executed_with(newest)}"
        return f"For this copy of the site, {count(len(ran), 'lesson')} ran: {when}."

    def skill_sections(self, topic: str) -> str:
        """A section for each skill of a topic: its meaning, and a snippet that ran."""
        slug = f"topics/{topic}"
        sheet = next((sheet for sheet in self.sheets if sheet.slug == slug), None)
        if sheet is None:  # while serving: it has to be fixed first
            return f"examples/{slug}.py can't be shown at the moment."
        return skill_sections(sheet, self.entries.get(slug))

    def questions(self, topic: str) -> str:
        """The questions of a topic, skill by skill."""
        slug = f"quiz/{topic}"
        source = next((sheet for sheet in self.sheets if sheet.slug == slug), None)
        if source is None:
            return "There are no questions for this topic yet."
        quiz, names = self.library.quizzes[topic], skill_names(self.sheets)
        return quiz_markup(quiz, source, self.entries.get(slug), names)

    def placement(self) -> str:
        """The questions and exercises that tell somebody where to start."""
        return placement_parts(
            self.library,
            {x.slug: x for x in (*self.lessons, *self.sheets)},
            self.entries,
        )

    def resource_table(self, **only: str) -> str:
        """The resources, or those of one kind, topic, level, cost or status."""
        return resource_table(self.library.resources, **only)

    def study_path_list(self, name: str) -> str:
        """A way through lessons and resources as a list with hours."""
        links = {
            resource.id: ResourceLink(
                resource.title, f"../resources/index.md#{resource.id}"
            )
            for resource in self.library.resources.resources
        }
        study_path = self.library.study_paths.study_path(name)
        return study_path_list(study_path, self.lessons, links)

    def glossary_list(self) -> str:
        """Every term with its meaning and its lesson, by first letters."""
        lessons = {lesson.slug: lesson for lesson in self.lessons}
        first = self.library.introduced.by_term().items()
        explains = {term: lessons[slug] for term, slug in first if slug in lessons}
        return glossary_list(self.library.glossary, explains)

    def credits_table(self) -> str:
        """What others made, with maker and license."""
        sheets = [sheet for sheet in self.sheets if sheet.topic != "quiz"]
        return credits_table(self.library.credits, [*self.lessons, *sheets], self.tasks)

    def clone_steps(self) -> str:
        """How to get a clone of the repository that this site comes from."""
        return clone_steps(self.repository)

    def version_links(self) -> str:
        """Where the versions in the changelog's headings lead."""
        return version_links(self.repository, self.changelog)

    def _exercises(self, topic_id: str) -> list[str]:
        """The ids of a topic's exercises, of which the page shows how many are done."""
        lessons = [lesson for lesson in self.lessons if lesson.topic == topic_id]
        return [exercise.id for lesson in lessons for exercise in lesson.exercises]

    def _questions(self, topic_id: str) -> list[str]:
        """The ids of a topic's questions."""
        quiz = self.library.quizzes.get(topic_id)
        return [question.id for question in quiz.questions] if quiz else []

    def _counts(self, topic_id: str) -> list[str]:
        """How much a topic holds, in words."""
        lessons = [lesson for lesson in self.lessons if lesson.topic == topic_id]
        minutes = sum(lesson.minutes for lesson in lessons)
        return [
            count(len(self.syllabus.topic(topic_id).skills), "skill"),
            count(len(lessons), "lesson"),
            count(sum(len(lesson.exercises) for lesson in lessons), "exercise"),
            f"about {count(max(1, round(minutes / 60)), 'hour')}",
        ]
