"""What stands around a lesson's text: facts and buttons above, the stamp below."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from tfprep.content.board import Green
from tfprep.content.dates import long_date
from tfprep.content.skills import Syllabus
from tfprep.execution.cache import Entry
from tfprep.execution.key_numbers import code_of
from tfprep.lessons.header import Header, SheetHeader
from tfprep.lessons.lesson import Lesson
from tfprep.pages.templates import render

SiteLink = Callable[[str], str]
"""Turns a source path of the site (`topics/images.md#img-1`) into a link."""


@dataclass(frozen=True)
class Frame:
    """The frame of one lesson page."""

    lesson: Lesson
    syllabus: Syllabus
    titles: dict[str, str]
    """Title of every lesson, by slug."""
    link: SiteLink
    colab: str | None
    edit: str | None
    install: str | None
    """Where the site says how to install, if it does."""
    green: Green | None = None
    """The newest run with other seeds in which all held."""
    board: str | None = None
    """Where the site says how far numbers move, if it does."""
    quizzes: Collection[str] = ()
    """The topics whose questions have a page."""

    def above(self, notice: str = "", entry: Entry | None = None) -> str:
        """HTML to stand below the page's title.

        Args:
            notice: why outputs lack.
            entry: what the lesson printed when it last ran.
        """
        header = self.lesson.header
        if isinstance(header, SheetHeader):
            top = reviewed_line(header.reviewed, self.lesson.name)
        else:
            top = self._facts(header, entry)
        return top + notice_line(notice)

    def below(self, entry: Entry | None) -> str:
        """HTML to stand at the end: the quiz, and what the lesson was executed with."""
        stamp = _stamp(entry) if entry else ""
        page = {"edit": self.edit, "board": self.board, "questions": self._questions()}
        return str(render("lesson_below", stamp=stamp, bands=self._bands(), **page))

    def _questions(self) -> list[dict[str, str]]:
        """Where the questions on each skill of the lesson stand, as far as they do."""
        header = self.lesson.header
        skills = () if isinstance(header, SheetHeader) else header.skills
        found = [(skill, self.syllabus.topic_of[skill].id) for skill in skills]
        return [
            {"id": skill, "href": self.link(f"quiz/{topic}.md#{skill.lower()}")}
            for skill, topic in found
            if topic in self.quizzes
        ]

    def _bands(self) -> str:
        """How far the key numbers moved, if they are those of this code."""
        green = self.green
        if not green or not green.numbers or green.code != code_of(self.lesson):
            return ""
        bands = "; ".join(band(*item) for item in green.numbers.items())
        return f"With {green.seeds} other seeds: {bands}"

    def _facts(self, header: Header, entry: Entry | None) -> str:
        """Minutes, skills and requirements, and the buttons below them."""
        base = f"lessons/{self.lesson.slug}/{self.lesson.name}"
        facts = render(
            "lesson_above",
            slug=self.lesson.slug,
            short=self.lesson.name,
            install=self.install,
            minutes=self.lesson.minutes,
            ran=_ran(entry) if entry else "",
            skills=[self._skill(skill) for skill in header.skills],
            requires=[
                {
                    "href": self.link(f"lessons/{slug}.ipynb"),
                    "title": self.titles.get(slug, slug),
                }
                for slug in header.requires
            ],
            colab=self.colab,
            notebook=self.link(f"{base}.ipynb"),
            script=self.link(f"{base}.py"),
        )
        return str(facts)

    def _skill(self, skill: str) -> dict[str, str]:
        topic = self.syllabus.topic_of[skill]
        href = self.link(f"topics/{topic.id}.md#{skill.lower()}")
        return {"id": skill, "href": href, "text": self.syllabus.skills[skill].text}


def notice_line(notice: str) -> str:
    """HTML that says why outputs lack, or nothing."""
    return str(render("notice", text=notice))


def reviewed_line(when: date, page: str) -> str:
    """HTML that says when a page's text was last compared with its sources.

    Args:
        page: the page's name, by which the style sheet knows it.
    """
    return str(render("reviewed", when=long_date(when), page=page))


def band(words: str, ends: tuple[float, float]) -> str:
    """The lowest and the highest value of a key number, in words."""
    low, high = (f"{end:.3g}" for end in ends)
    return f"{words} {low}" if low == high else f"{words} {low} to {high}"


def executed_with(entry: Entry) -> str:
    """The versions that matter to a reader: TensorFlow, Keras and Python."""
    names = {"tensorflow": "TensorFlow", "keras": "Keras", "python": "Python"}
    known = entry.versions
    return ", ".join(f"{names[key]} {known[key]}" for key in names if key in known)


def _ran(entry: Entry) -> str:
    tensorflow = entry.versions.get("tensorflow")
    used = f"with TensorFlow {tensorflow} " if tensorflow else ""
    return f"last run {used}on {_day(entry)}"


def _day(entry: Entry) -> str:
    return long_date(datetime.fromisoformat(entry.executed))


def _stamp(entry: Entry) -> str:
    seconds = f"{entry.cpu_seconds:.0f}"
    used = executed_with(entry)
    return f"Executed on {_day(entry)} with {used} in {seconds} s of processor time"
