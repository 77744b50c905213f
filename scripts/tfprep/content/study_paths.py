"""The ways through the material: steps with hours, read from docs/data/paths.yml."""

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

PATHS_FILE = Path("docs/data/paths.yml")
"""Where the paths of the site stand, for messages."""

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
        """What must be unique in a path."""
        return f"lessons: {self.lessons}"


class PathStep(_Model):
    """The steps of an earlier path, but for those that stand here already."""

    path: Id

    @property
    def key(self) -> str:
        return f"path: {self.path}"


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


class Choice(_Model):
    """One of the resources to choose from."""

    resource: ResourceId
    """An id from docs/data/resources.yml."""
    do: str = Field(min_length=3)
    """Which part of it, as inline Markdown."""


class ResourceStep(_TimedStep, Choice):
    """A part of a resource."""


class EitherStep(_TimedStep):
    """One out of several resources that take about the same time."""

    either: tuple[Choice, ...] = Field(min_length=2)


class TextStep(_TimedStep):
    """Something to do that is no lesson and no resource."""

    text: str = Field(min_length=5)
    """Inline Markdown; links as in docs/guide/prepare.md."""


_KINDS: dict[str, type[BaseModel]] = {
    "lessons": LessonsStep,
    "path": PathStep,
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
    | Annotated[PathStep, Tag("path")]
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


class Paths(_Model):
    """All paths; a later one may include an earlier one."""

    paths: tuple[StudyPath, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Paths:
        known: list[str] = []
        for path in self.paths:
            if path.id in known:
                raise ValueError(f'two paths are called "{path.id}"; rename one')
            for step in path.steps:
                if isinstance(step, PathStep) and step.path not in known:
                    raise ValueError(
                        f'path "{path.id}" includes "{step.path}"; expected one that '
                        f"stands before it: {', '.join(known) or 'there is none'}"
                    )
            known.append(path.id)
            keys = Counter(step.key for step in path.steps)
            if twice := [key for key, count in keys.items() if count > 1]:
                raise ValueError(
                    f'path "{path.id}" has a step more than once: {", ".join(twice)}'
                )
        return self

    @model_validator(mode="after")
    def _ids_mean_one_thing(self) -> Paths:
        """A step that is ticked off in one path is ticked off in all."""
        steps: dict[str, Step] = {}
        for step in (step for path in self.paths for step in path.steps):
            if steps.setdefault(step.key, step) != step:
                raise ValueError(
                    f'"{step.key}" stands for two different steps; rename one, '
                    "or make them the same"
                )
        return self

    def path(self, name: str) -> StudyPath:
        """The path with this id, with the steps of the paths that it includes.

        Raises:
            KeyError: there is no such path.
        """
        found = {path.id: path for path in self.paths}[name]
        steps: dict[str, Step] = {}
        for step in found.steps:
            included = isinstance(step, PathStep) and self.path(step.path).steps
            for each in included or [step]:
                steps.setdefault(each.key, each)
        return found.model_copy(update={"steps": tuple(steps.values())})


def read_paths(path: Path) -> Paths:
    """Read and check the file of paths.

    Raises:
        ProblemError: the file is missing, isn't YAML or doesn't fit the model.
    """
    return read_data(path, Paths, "the list of paths", _explain)


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


_MODELS: tuple[type[BaseModel], ...] = (Paths, StudyPath, Choice, *_KINDS.values())
