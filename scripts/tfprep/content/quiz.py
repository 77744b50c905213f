"""The quiz questions of the topics, read from docs/data/quiz/TOPIC.yml."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from tfprep.content.skills import Syllabus, Topic
from tfprep.content.yaml_file import read_data
from tfprep.problems import Problem, ProblemError, did_you_mean

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
            raise ValueError(f"{self.id}: got code and right: true, expected one")
        if not self.code and not right:
            raise ValueError(f"{self.id}: got neither right: true nor code")
        if right > 1 and SEVERAL not in self.question:
            raise ValueError(f"{self.id}: {right} are right; then say {SEVERAL!r}")
        twice = [t for t, n in Counter(o.text for o in self.options).items() if n > 1]
        if twice:
            raise ValueError(f"{self.id}: the option {twice[0]!r} stands there twice")
        if not self.id.startswith(f"{self.skill.lower()}-"):
            raise ValueError(f"{self.id}: expected an id {self.skill.lower()}-…")
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
    problems: list[Problem] = []
    owners: dict[str, str] = {}
    for topic in syllabus.topics:
        path = folder / f"{topic.id}.yml"
        if not path.is_file():
            continue
        quizzes[topic.id] = read_data(path, Quiz, "quiz questions", _say)
        problems += _misplaced(path, topic, quizzes[topic.id], owners)
    if problems:
        raise ProblemError(problems)
    return quizzes


def _misplaced(
    path: Path, topic: Topic, quiz: Quiz, owners: dict[str, str]
) -> Iterator[Problem]:
    known = [skill.id for skill in topic.skills]
    for question in quiz.questions:
        if question.skill not in known:
            hint = did_you_mean(question.skill, known)
            text = f"{question.id}: {question.skill} is no skill of {topic.id}.{hint}"
            yield Problem(path, None, text)
        if question.id in owners:
            text = f"{question.id}: this id is taken, in {owners[question.id]}.yml"
            yield Problem(path, None, text)
        owners[question.id] = topic.id


def _say(item: Any, data: Any) -> str:
    """One of pydantic's errors with the question's id."""
    place = [*item["loc"]]
    names = []
    if len(place) > 1 and isinstance(place[1], int):
        entry = data["questions"][place[1]]
        names = [str(entry.get("id", f"question {place[1] + 1}"))]
        place = place[2:]
    names += [".".join(map(str, place))] if place else []
    message = str(item["msg"]).removeprefix("Value error, ")
    named = names and message.startswith(f"{names[0]}:")
    return message if named else ": ".join([*names, message])
