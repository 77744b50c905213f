"""The quiz questions of the topics, read from docs/data/quiz/TOPIC.yml."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from tfprep.content.skills import Syllabus, Topic
from tfprep.content.yaml_file import Misfits, read_data, unread_files
from tfprep.problems import ProblemError, did_you_mean

SEVERAL = "Choose all"
"""Words of a question that has more than one right option."""
AsText = Annotated[str, BeforeValidator(str)]


class Option(BaseModel):
    """One answer to choose, with what is said to somebody who chose it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: AsText = Field(min_length=1)
    why: str = Field(min_length=10)
    right: bool = False


class Question(BaseModel):
    """A question; its key is marked, or it is what its code prints."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z]{2,3}-[0-9]+-[a-z0-9-]+$")]
    skill: str
    question: str = Field(min_length=10)
    code: str = ""
    """Python that prints one line: the text of the right option."""
    show_code: bool = False
    options: tuple[Option, ...] = Field(min_length=3, max_length=4)

    @model_validator(mode="after")
    def _answerable(self) -> Question:
        right = sum(option.right for option in self.options)
        if self.code and right:
            raise ValueError("got code and right: true, expected one of them")
        if not self.code and not right:
            raise ValueError("got neither right: true nor code, expected one of them")
        if right > 1 and SEVERAL not in self.question:
            said = f"got {right} right options, expected one"
            raise ValueError(f"{said}, or {SEVERAL!r} in the question")
        twice = [t for t, n in Counter(o.text for o in self.options).items() if n > 1]
        if twice:
            raise ValueError(f"got the option {twice[0]!r} twice, expected it once")
        if not self.id.startswith(f"{self.skill.lower()}-"):
            raise ValueError(f"got this id, expected {self.skill.lower()}-…")
        return self


class Quiz(BaseModel):
    """The questions of one topic."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reviewed: date
    questions: tuple[Question, ...] = Field(min_length=1)


def read_quizzes(folder: Path, syllabus: Syllabus) -> dict[str, Quiz]:
    """The quizzes in a folder by their topics; a topic may have none yet.

    Raises:
        ProblemError: a file doesn't fit the model, asks about a skill of another topic,
            or an id is taken.
    """
    quizzes: dict[str, Quiz] = {}
    owners: dict[str, str] = {}
    files = {folder / f"{topic.id}.yml": topic for topic in syllabus.topics}
    problems = list(unread_files(folder, [path.name for path in files]))
    for path, topic in files.items():
        if not path.exists():
            continue
        misfits = partial(_misplaced, topic, owners)
        try:
            quizzes[topic.id] = read_data(path, Quiz, "quiz questions", misfits)
        except ProblemError as error:
            problems += error.problems
    if problems:
        raise ProblemError(problems)
    return quizzes


def _misplaced(topic: Topic, owners: dict[str, str], quiz: Quiz) -> Misfits:
    """Questions about another topic's skill, and ids that are taken."""
    known = [skill.id for skill in topic.skills]
    for index, question in enumerate(quiz.questions):
        if question.skill not in known:
            hint = did_you_mean(question.skill, known)
            text = f"got {question.skill!r}, expected a skill of {topic.id}.{hint}"
            yield ("questions", index, "skill"), text
        if question.id in owners:
            text = f"got an id that {owners[question.id]}.yml has, expected a new one"
            yield ("questions", index, "id"), text
        owners[question.id] = topic.id
