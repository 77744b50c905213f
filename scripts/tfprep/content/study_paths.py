"""The study paths: steps with hours, read from docs/data/study_paths.yml."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from tfprep.content.yaml_file import Misfits, Place, read_data
from tfprep.problems import did_you_mean

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
ResourceId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LessonsStep(_Model):
    """All lessons of a topic, each one a step of its own."""

    lessons: Annotated[str, Field(pattern=r"^[a-z]+$")]
    """The id of the topic."""

    @property
    def key(self) -> str:
        """What must be unique in a study path."""
        return f"lessons: {self.lessons}"


class StudyPathStep(_Model):
    """The steps of an earlier study path, but for those that stand here already."""

    study_path: Id

    @property
    def key(self) -> str:
        return f"study_path: {self.study_path}"


class _TimedStep(_Model):
    """A step that says itself how long it takes."""

    id: Id
    """Browsers keep what is ticked off under this name: don't change it."""
    hours: float = Field(ge=0.1, le=200)
    estimate: Literal[True] | None = None
    """The hours are our own guess."""
    length: str | None = Field(default=None, min_length=5)
    """Who states the hours, as in `as its makers say`."""

    @property
    def key(self) -> str:
        return self.id

    @model_validator(mode="after")
    def _hours_have_an_origin(self) -> _TimedStep:
        if (self.estimate is None) == (self.length is None):
            got = "neither" if self.length is None else "both"
            raise ValueError(
                f"got {got}, expected one that says whose hours these are: "
                '"estimate: true" or "length: as its makers say"'
            )
        return self


class ResourcePart(_Model):
    """What to do of a resource."""

    resource: ResourceId
    """An id from docs/data/resources.yml."""
    do: str = Field(min_length=3)
    """Which part of it, as inline Markdown."""


class ResourceStep(_TimedStep, ResourcePart):
    """A part of one resource."""


class EitherStep(_TimedStep):
    """One out of several resources that take about the same time."""

    either: tuple[ResourcePart, ...] = Field(min_length=2)


class TextStep(_TimedStep):
    """Something to do that is no lesson and no resource."""

    text: str = Field(min_length=5)
    """Inline Markdown; links as in docs/guide/prepare.md."""


_KINDS: dict[str, type[BaseModel]] = {
    "lessons": LessonsStep,
    "study_path": StudyPathStep,
    "resource": ResourceStep,
    "either": EitherStep,
    "text": TextStep,
}


def _kind(step: Any) -> str | None:
    """The name of a step's model, by the one key that only this kind of step has."""
    found = [kind for kind in _KINDS if isinstance(step, dict) and kind in step]
    return _KINDS[found[0]].__name__ if len(found) == 1 else None


Step = Annotated[
    Annotated[LessonsStep, Tag("LessonsStep")]
    | Annotated[StudyPathStep, Tag("StudyPathStep")]
    | Annotated[ResourceStep, Tag("ResourceStep")]
    | Annotated[EitherStep, Tag("EitherStep")]
    | Annotated[TextStep, Tag("TextStep")],
    Discriminator(
        _kind,
        custom_error_type="kind_of_step",
        custom_error_message=f"exactly one of the keys {', '.join(_KINDS)}",
    ),
]


class StudyPath(_Model):
    """One way through the material, in order."""

    id: Id
    title: str = Field(min_length=5)
    practice: float = Field(ge=1, le=5)
    """A lesson takes its minutes times this, with the practice."""
    steps: tuple[Step, ...] = Field(min_length=1)


class StudyPaths(_Model):
    """All study paths; a later one may include an earlier one."""

    study_paths: tuple[StudyPath, ...] = Field(min_length=1)

    def study_path(self, name: str) -> StudyPath:
        """The study path with this id, with the steps of those that it includes.

        Raises:
            KeyError: there is no such study path.
        """
        found = {way.id: way for way in self.study_paths}[name]
        steps: dict[str, Step] = {}
        for step in found.steps:
            included = (
                self.study_path(step.study_path).steps
                if isinstance(step, StudyPathStep)
                else (step,)
            )
            for each in included:
                steps.setdefault(each.key, each)
        return found.model_copy(update={"steps": tuple(steps.values())})


_TWO_MEANINGS = (
    'got another step "{}" than above, expected the same: whoever ticks it off in one '
    "study path has done it in all; rename one, or make them alike"
)
_NOT_BEFORE = 'got "{}", expected a study path that stands above: {}'


def read_study_paths(
    path: Path, known: Callable[[], Mapping[str, Collection[str]]]
) -> StudyPaths:
    """Read and check the file of study paths.

    Args:
        known: says the ids of the topics in skills.yml and of the resources in
            resources.yml, by these two names; asked once the file fits the model.

    Raises:
        ProblemError: the file is missing, isn't YAML, doesn't fit the model, or names
            what isn't there.
    """

    def misfits(found: StudyPaths) -> Misfits:
        yield from _clashes(found)
        yield from _unknown(found, known())

    return read_data(path, StudyPaths, "the list of study paths", misfits)


def _clashes(found: StudyPaths) -> Misfits:
    """Names that mean two things, and study paths that aren't there to include."""
    known: list[str] = []
    steps: dict[str, Step] = {}
    for index, study_path in enumerate(found.study_paths):
        place = ("study_paths", index)
        if study_path.id in known:
            yield (*place, "id"), f"got {study_path.id!r} again, expected each id once"
        keys: set[str] = set()
        for number, step in enumerate(study_path.steps):
            here = (*place, "steps", number)
            if step.key in keys:
                yield here, f'got "{step.key}" again, expected each step once'
            elif steps.setdefault(step.key, step) != step:
                yield here, _TWO_MEANINGS.format(step.key)
            elif isinstance(step, StudyPathStep) and step.study_path not in known:
                yield here, _NOT_BEFORE.format(step.study_path, ", ".join(known))
            keys.add(step.key)
        known.append(study_path.id)


def _unknown(found: StudyPaths, known: Mapping[str, Collection[str]]) -> Misfits:
    """Topics and resources that aren't there."""
    for index, study_path in enumerate(found.study_paths):
        for number, step in enumerate(study_path.steps):
            for place, name in _names(step):
                file = "skills.yml" if place == ("lessons",) else "resources.yml"
                if name not in known[file]:
                    hint = did_you_mean(name, known[file])
                    said = f'got "{name}", expected an id of {file}.{hint}'
                    yield ("study_paths", index, "steps", number, *place), said


def _names(step: Step) -> Iterator[tuple[Place, str]]:
    """The topic or the resources that a step names, with their places in it."""
    if isinstance(step, LessonsStep):
        yield ("lessons",), step.lessons
    elif isinstance(step, ResourceStep):
        yield ("resource",), step.resource
    elif isinstance(step, EitherStep):
        for number, part in enumerate(step.either):
            yield ("either", number, "resource"), part.resource
