"""The study paths: steps with hours, read from docs/data/study_paths.yml."""

from __future__ import annotations

from collections import Counter
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

from tfprep.content.yaml_file import read_data
from tfprep.problems import did_you_mean

STUDY_PATHS_FILE = Path("docs/data/study_paths.yml")
"""Where the study paths of the site stand, for messages."""

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
    hours: float = Field(gt=0, le=200)
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
            raise ValueError(
                f'"{self.id}" must say whose hours these are: expected either '
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
    """The kind of a step, by the one key that only this kind has."""
    found = [kind for kind in _KINDS if isinstance(step, dict) and kind in step]
    return found[0] if len(found) == 1 else None


Step = Annotated[
    Annotated[LessonsStep, Tag("lessons")]
    | Annotated[StudyPathStep, Tag("study_path")]
    | Annotated[ResourceStep, Tag("resource")]
    | Annotated[EitherStep, Tag("either")]
    | Annotated[TextStep, Tag("text")],
    Discriminator(
        _kind,
        custom_error_type="kind_of_step",
        custom_error_message=f"expected exactly one of {', '.join(_KINDS)}",
    ),
]


class StudyPath(_Model):
    """One way through the material, in order."""

    id: Id
    title: str = Field(min_length=5)
    practice: float = Field(ge=1, le=5)
    """A lesson takes the minutes of its header times this, with the practice."""
    steps: tuple[Step, ...] = Field(min_length=1)


class StudyPaths(_Model):
    """All study paths; a later one may include an earlier one."""

    study_paths: tuple[StudyPath, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> StudyPaths:
        known: list[str] = []
        for study_path in self.study_paths:
            if study_path.id in known:
                raise ValueError(
                    f'two study paths are called "{study_path.id}"; rename one'
                )
            for step in study_path.steps:
                if isinstance(step, StudyPathStep) and step.study_path not in known:
                    raise ValueError(
                        f'study path "{study_path.id}" includes "{step.study_path}"; '
                        f"expected one that stands before it: "
                        f"{', '.join(known) or 'there is none'}"
                    )
            known.append(study_path.id)
            keys = Counter(step.key for step in study_path.steps)
            if twice := [key for key, count in keys.items() if count > 1]:
                raise ValueError(
                    f'study path "{study_path.id}" has a step more than once: '
                    f"{', '.join(twice)}"
                )
        return self

    @model_validator(mode="after")
    def _ids_mean_one_thing(self) -> StudyPaths:
        """A step that is ticked off in one study path is ticked off in all."""
        steps: dict[str, Step] = {}
        for step in (each for way in self.study_paths for each in way.steps):
            if steps.setdefault(step.key, step) != step:
                raise ValueError(
                    f'"{step.key}" stands for two different steps; rename one, '
                    "or make them the same"
                )
        return self

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


def read_study_paths(path: Path) -> StudyPaths:
    """Read and check the file of study paths.

    Raises:
        ProblemError: the file is missing, isn't YAML or doesn't fit the model.
    """
    return read_data(path, StudyPaths, "the list of study paths", _explain)


def _explain(item: Any, _data: Any) -> str:
    """One validation error: where it is, what we got and what we expected."""
    place = ".".join(map(str, item["loc"])) or "the file"
    key = str(item["loc"][-1]) if item["loc"] else ""
    if item["type"] == "extra_forbidden":
        known = {name for kind in _MODELS for name in kind.model_fields}
        return f'{place}: unknown key "{key}".{did_you_mean(key, known - {key})}'
    if item["type"] == "missing":
        return f'{place}: no "{key}"; add it'
    if item["type"] == "value_error":
        return f"{place}: {item['msg'].removeprefix('Value error, ')}"
    return f"{place}: got {_short(item['input'])}; {item['msg']}"


def _short(value: object) -> str:
    said = repr(value)
    return said if len(said) <= 80 else f"{said[:77]}..."


_MODELS: tuple[type[BaseModel], ...] = (
    StudyPaths,
    StudyPath,
    ResourcePart,
    *_KINDS.values(),
)
