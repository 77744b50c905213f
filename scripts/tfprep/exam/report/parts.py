"""What a report holds; report.json is this, and each field says what it means."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from tfprep.exam.outcomes import Evidence
from tfprep.exam.taskspec.task import CATEGORIES
from tfprep.lessons.heading_ids import heading_id

SOLID, SHAKY = 0.8, 0.4
"""Shares of a skill's scores from which it is solid, or at least begun."""
State = Literal["solid", "shaky", "to learn", "not shown"]
STATES: tuple[State, ...] = ("solid", "shaky", "to learn", "not shown")


class Part(BaseModel):
    """A part of a report."""

    # The evidence of a broken model may be infinite, for which JSON has no number.
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        ser_json_inf_nan="strings",
        use_attribute_docstrings=True,
    )


def source_of(slug: str) -> str:
    """What the page of a lesson or a sheet is made from, on the site."""
    folder = "" if slug.startswith("reference/") else "lessons/"
    return f"{folder}{slug}.ipynb"


class Place(Part):
    """A section or an exercise of a lesson or a sheet."""

    lesson: str
    """The lesson's title."""
    slug: str
    """The lesson's name, as `tfprep learn` takes it."""
    heading: str
    """Of the section or the exercise."""
    address: str = ""
    """Where it stands on the site, or in the repository; empty: nobody knows."""
    exercise: str = ""
    """The exercise's id, as `tfprep practice` takes it; empty: it is a section."""
    solved: bool = False
    """Whether the exercise was solved before the report was made."""

    @property
    def page(self) -> str:
        """Its place on any copy of the site."""
        page = source_of(self.slug).removesuffix(".ipynb")
        return f"{page}/#{heading_id(self.heading)}"


class Note(Part):
    """What the grader noticed."""

    text: str
    """In a sentence or two."""
    read: Place | None
    """The section that it names, or null: it names none."""

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The text before the words that name the section, they, and what follows."""
        if self.read is None:
            return self.text, "", ""
        return self.text.partition(named(self.read.heading, self.read.lesson))


def named(heading: str, lesson: str) -> str:
    """How a note names a section of a lesson."""
    return f'"{heading}" in "{lesson}"'


class Band(Part):
    """One step of a task's scale."""

    score: int
    """1 to 5."""
    asked: str
    """What the metric has to reach, such as `at most 0.9 °C`."""
    reached: bool
    """Whether the best hand-in did."""


class Attempt(Part):
    """One hand-in, graded or refused."""

    time: AwareDatetime
    """By the exam's clock."""
    minutes: float
    """Since the start of the exam."""
    score: int | None
    """0 to 5, or null: it was refused, and costs nothing."""
    said: str
    """What the metric came to, such as `accuracy 81 %`, or why it was refused."""


class TaskResult(Part):
    """One task's part of the report."""

    letter: str
    """Of its category, A to E."""
    name: str
    """As `tfprep exam start --practice` takes it."""
    title: str
    """As a reader sees it."""
    weight: int
    """The most points that it brings."""
    score: int | None
    """The best score, or null: no hand-in was graded."""
    points: float
    """Weight times score, divided by 5."""
    metric: str
    """The measure's name."""
    value: str
    """What the best hand-in reached; empty: nothing was graded."""
    said: str
    """The same in words, such as `mean absolute error 0.42 °C`."""
    baseline: str
    """What a relative metric compares with; empty: it is none."""
    bands: tuple[Band, ...]
    """The scale, from 1 to 5."""
    minutes: float
    """From the hand-in before, whatever its task, to this task's own, added up."""
    attempts: tuple[Attempt, ...]
    """Every hand-in of the task, in the order of time."""
    notes: tuple[Note, ...]
    """What the grader noticed about the best hand-in."""
    skills: tuple[str, ...]
    """The ids of all that it asks for."""
    ahead: bool = False
    """Whether its outputs are steps ahead in time."""
    unit: str = ""
    """Of the values in the evidence, if they have one."""
    evidence: Evidence | None = None
    """What the best model did on the hidden data; null: `lacks` says why."""


class SkillResult(Part):
    """How sure a skill is, judged by the graded tasks that ask for it."""

    id: str
    """Such as NN-2."""
    text: str
    """In plain words; empty: the course could not be read."""
    state: State
    """solid, shaky, to learn, or not shown."""
    why: str
    """Why it is not shown; empty: it is."""
    tasks: tuple[str, ...]
    """The letters of the tasks that ask for it."""
    points: float
    """Its part of the points that are missing."""
    address: str = ""
    """Of its section on a topic's page; empty: nobody knows."""
    page: str = ""
    """The same, below the address of any copy of the site."""


class Repeat(Part):
    """What to do again in one lesson."""

    lesson: str
    """Its title."""
    slug: str
    """Its name, as `tfprep learn` takes it."""
    address: str
    """Where it stands on the site, or in the repository; empty: nobody knows."""
    points: float
    """The part of the missing points that its skills have."""
    tasks: tuple[str, ...]
    """The letters of the tasks that miss them."""
    skills: tuple[str, ...]
    """Those that it is read for."""
    read: tuple[Place, ...]
    """Sections."""
    practice: tuple[Place, ...]
    """Exercises; those that were not solved before come first."""
    first: date
    """The day to do it."""
    again: date
    """The day to do the exercises once more."""

    @property
    def page(self) -> str:
        """Its place on any copy of the site."""
        return f"lessons/{self.slug}/"


class Earlier(BaseModel):
    """A sitting of before: what any version of its report.json tells."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, use_attribute_docstrings=True
    )

    started: AwareDatetime
    """By its own clock."""
    form: int
    """Which of the three sets of tasks."""
    points: float
    """The sum over its tasks."""
    of: int
    """The most that they bring."""


class NextSitting(Part):
    """When to sit what next."""

    form: int
    """The first form that was not sat, or else the one sat longest ago."""
    day: date
    """Two weeks after the end of this one."""


class Report(Part):
    """All of it, as report.json holds it."""

    format: Literal[2] = 2
    """Of this file; reports without it were written by the first versions."""
    form: int
    """Which of the three sets of tasks."""
    seed: int
    """What the data were made from."""
    started: AwareDatetime
    """By the exam's clock, as all times are."""
    finished: AwareDatetime
    """When the exam was ended, or its time was over."""
    hours: float | None
    """The time allowed, or null: practice, without a clock."""
    used: str
    """How long it took."""
    points: float
    """The sum over the tasks."""
    of: int
    """The most that these tasks bring: 100 for a whole form."""
    passed: bool
    """Whether a whole form came to 90 % of them against the clock."""
    tasks: tuple[TaskResult, ...]
    """In the order of their letters."""
    skills: tuple[SkillResult, ...]
    """All that the tasks ask for, in the order of the syllabus."""
    repeat: tuple[Repeat, ...]
    """The lessons that would bring most points, first the most."""
    next: NextSitting | None
    """What to sit next; null after practice, a part of a form, or nothing graded."""
    remarks: tuple[str, ...]
    """What was strange about the machine's clock."""
    lacks: tuple[str, ...]
    """What this report can't tell, and why."""
    earlier: tuple[Earlier, ...]
    """The sittings that began before this one, as far as they are known here."""

    @property
    def kind(self) -> Literal["nothing", "practice", "part", "passed", "failed"]:
        """What it says: of nothing that was graded it can say nothing, for example."""
        if all(task.score is None for task in self.tasks):
            return "nothing"
        if self.hours is None:
            return "practice"
        if len(self.tasks) < len(CATEGORIES):
            return "part"
        return "passed" if self.passed else "failed"

    @property
    def left_out(self) -> tuple[TaskResult, ...]:
        """The tasks of which nothing was graded."""
        return tuple(task for task in self.tasks if task.score is None)


DOCUMENTED: dict[str, type[BaseModel]] = {
    "The report": Report,
    "Of `tasks`": TaskResult,
    "Of their `bands`": Band,
    "Of their `attempts`": Attempt,
    "Of their `notes`": Note,
    "Of `skills`": SkillResult,
    "Of `repeat`": Repeat,
    "Of `read` and `practice`": Place,
    "`next`": NextSitting,
    "Of `earlier`": Earlier,
}
"""The parts of report.json, in the order in which a reader meets them."""
