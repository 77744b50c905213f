"""What tells somebody where to start, read from docs/data/placement.yml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tfprep.content.quiz import Quiz
from tfprep.content.skills import Syllabus
from tfprep.content.yaml_file import Misfits, read_data
from tfprep.problems import did_you_mean

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"


class TopicPlacement(BaseModel):
    """What shows that somebody knows a topic, and where it begins."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topic: str
    start: Annotated[str, Field(pattern=rf"^{_SLUG}/{_SLUG}$")]
    """The lesson that it begins with, by its slug."""
    questions: tuple[str, ...] = Field(min_length=2, max_length=2)
    """Questions of the topic's quiz whose key is computed."""
    exercise: Annotated[str, Field(pattern=rf"^({_SLUG}/{_SLUG}/{_SLUG})?$")] = ""
    """The exercise that makes up for one wrong answer, if there is one."""
    shows: str = ""
    """What somebody can who solves it: ends a sentence."""

    @model_validator(mode="after")
    def _says_what_the_exercise_shows(self) -> TopicPlacement:
        if bool(self.exercise) != bool(self.shows):
            raise ValueError("got one of exercise and shows, expected both or neither")
        return self


class Placement(BaseModel):
    """The topics in the order in which to learn them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reviewed: date
    topics: tuple[TopicPlacement, ...] = Field(min_length=1)


def read_placement(
    path: Path, known: Callable[[], tuple[Syllabus, Mapping[str, Quiz]]]
) -> Placement:
    """Read and check the file of the placement.

    Args:
        known: gives the syllabus and the quizzes by topic; asked once the file fits
            the model.

    Raises:
        ProblemError: the file is missing, isn't YAML, doesn't fit the model, leaves a
            topic out, or names a topic or question that isn't there.
    """

    def misfits(found: Placement) -> Misfits:
        syllabus, quizzes = known()
        yield from _misplaced_topics(found, syllabus)
        for index, each in enumerate(found.topics):
            quiz = quizzes.get(each.topic)
            ids = [x.id for x in quiz.questions if x.code] if quiz else []
            for number, question in enumerate(each.questions):
                place = ("topics", index, "questions", number)
                if question not in ids:
                    hint = did_you_mean(question, ids)
                    expected = f"a question of quiz/{each.topic}.yml that has code"
                    yield place, f'got "{question}", expected {expected}.{hint}'
                elif question in each.questions[:number]:
                    yield place, f'got "{question}" again, expected another one'

    return read_data(path, Placement, "what the placement asks", misfits)


def _misplaced_topics(found: Placement, syllabus: Syllabus) -> Misfits:
    """Topics that the syllabus lacks, that stand twice, or that nothing asks about."""
    topics = [topic.id for topic in syllabus.topics]
    there = [each.topic for each in found.topics]
    for index, each in enumerate(found.topics):
        place = ("topics", index, "topic")
        if each.topic not in topics:
            hint = did_you_mean(each.topic, topics)
            yield place, f'got "{each.topic}", expected a topic of skills.yml.{hint}'
        elif each.topic in there[:index]:
            yield place, f'got "{each.topic}" again, expected each topic once'
    if lacking := [topic for topic in topics if topic not in there]:
        yield ("topics",), f"got nothing on {', '.join(lacking)}, expected every topic"
