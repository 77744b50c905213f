"""The syllabus: topics and skills, read from docs/data/skills.yml."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tfprep.content.yaml_file import Misfits, read_data


class Skill(BaseModel):
    """One line of the candidate handbook's checklist, in our words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[A-Z]{2,3}-[1-9][0-9]?$")]
    text: str = Field(min_length=5)
    editions: tuple[Literal[2020, 2021], ...] = Field(min_length=1)
    """Handbook editions that list the skill."""
    today: str = ""
    """What has changed since, as inline Markdown."""
    no_task: str = ""
    """Why no task of the practice exam asks for it; empty: some do."""
    no_trace: str = ""
    """Why a model's score doesn't show it, though tasks ask for it; empty: it does."""


class Topic(BaseModel):
    """A section of the handbook; `id` names its folder in examples and docs/topics."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,3}$")]
    title: str
    in_2020: str = ""
    """What the topic was called in 2020; empty: it was no topic then."""
    summary: str
    skills: tuple[Skill, ...] = Field(min_length=1)


class Syllabus(BaseModel):
    """All topics, in the order in which they are taught."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    topics: tuple[Topic, ...] = Field(min_length=1)

    @cached_property
    def skills(self) -> dict[str, Skill]:
        """Every skill by its id."""
        return {skill.id: skill for topic in self.topics for skill in topic.skills}

    @cached_property
    def topic_of(self) -> dict[str, Topic]:
        """The topic of every skill id."""
        return {skill.id: topic for topic in self.topics for skill in topic.skills}

    def topic(self, name: str) -> Topic:
        """The topic with this id.

        Raises:
            KeyError: there is no such topic.
        """
        return {topic.id: topic for topic in self.topics}[name]


def read_syllabus(path: Path) -> Syllabus:
    """Read and check the skills file.

    Raises:
        ProblemError: the file is missing, isn't YAML or doesn't fit the model.
    """
    return read_data(path, Syllabus, "the list of skills", _misnumbered)


def _misnumbered(syllabus: Syllabus) -> Misfits:
    """Skills whose ids don't count up, and ids that two topics have."""
    ids: set[str] = set()
    for index, topic in enumerate(syllabus.topics):
        for key in (topic.id, topic.prefix):
            if key in ids:
                yield ("topics", index), f'got "{key}" again, expected it once'
            ids.add(key)
        for number, skill in enumerate(topic.skills):
            if skill.id != (expected := f"{topic.prefix}-{number + 1}"):
                place = ("topics", index, "skills", number, "id")
                yield place, f"got {skill.id!r}, expected {expected!r}: ids count up"
