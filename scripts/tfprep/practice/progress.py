"""What somebody has done in the course: schema version 1, in Python.

The page guide/your-progress tells what each part holds. What a part has beside these
fields is kept: a later version may write more.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
)

from tfprep.practice import merging
from tfprep.practice.merging import MOMENT, Json

SCHEMA = 1
CORRECT = "correct"
"""The outcome of an attempt that solves its exercise."""


class BrokenProgressError(ValueError):
    """Content that is not what somebody has done; says what it got and expected."""


class NewerProgressError(ValueError):
    """Content that only a later version of tfprep can read; says which."""


def to_text(moment: datetime) -> str:
    """A moment in UTC with milliseconds, such as `2026-11-27T12:00:00.000Z`."""
    utc = moment.astimezone(UTC)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_datetime(text: str) -> datetime:
    """The moment that `to_text` wrote.

    Raises:
        ValueError: there is no such moment.
    """
    return datetime.fromisoformat(text)


def _moment(text: str) -> str:
    if not MOMENT.fullmatch(text):
        raise ValueError("expected a moment such as 2026-11-27T12:00:00.000Z")
    to_datetime(text)
    return text


Moment = Annotated[str, AfterValidator(_moment)]
"""A moment as text, as it is kept; `to_datetime` reads it."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True, strict=True)


class _Dated(_Part):
    at: Moment

    @property
    def when(self) -> datetime:
        """The moment `at`, with its time zone."""
        return to_datetime(self.at)


class Attempt(_Dated):
    """One answer that was checked."""

    outcome: str
    """One of practice.answer's outcomes."""
    hints: int = 0
    """How many hints had been shown by then."""
    solution: bool = False
    """Whether the solution had been shown by then."""


class Answer(_Dated):
    """The text that somebody wrote last."""

    text: str


class ExerciseRecord(_Part):
    """What came of one exercise since its last reset."""

    attempts: tuple[Attempt, ...] = Field(default=(), strict=False)
    """Oldest first."""
    hints: tuple[Moment, ...] = Field(default=(), strict=False)
    """When each hint was shown."""
    solution: Moment | None = None
    """When the solution was last shown."""
    answer: Answer | None = None
    reset: Moment | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was solved."""
        return any(attempt.outcome == CORRECT for attempt in self.attempts)

    @property
    def is_begun(self) -> bool:
        """Whether anything was done with it, solved or not."""
        return bool(self.attempts or self.hints or self.solution or self.answer)


class Reply(_Dated):
    """One answer to a question of a quiz."""

    right: bool
    chosen: tuple[str, ...] = Field(default=(), strict=False)
    """The texts of the options."""


class QuestionRecord(_Part):
    """What came of one question since its last reset."""

    attempts: tuple[Reply, ...] = Field(default=(), strict=False)
    """Oldest first."""
    reset: Moment | None = None


class Tick(_Dated):
    """Whether a step of the planner is ticked off."""

    done: bool


class Plan(_Dated):
    """What the planner was told; without a path there is no plan (any more)."""

    path: str | None = None
    hours: float | None = None
    date: str | None = None
    """The first day."""
    until: str | None = None
    """The day to be done by, if that was given and the hours follow from it."""


class LessonRecord(_Part):
    """What is known of one lesson."""

    opened: Moment | None = None
    """When it was last opened."""


class Placement(_Dated):
    """What the placement page found."""

    start: str | None = None
    """The lesson to begin with, by its slug."""
    known: tuple[str, ...] = Field(default=(), strict=False)
    """The skills that need no lesson."""


class ExamRecord(_Dated):
    """One sitting of the practice exam."""

    form: int
    started: Moment
    finished: Moment | None = None
    points: float
    of: int
    """The points that could be had."""
    tasks: Mapping[str, int] = Field(default_factory=dict)
    """The best score of each task, by its name; 0 where nothing was handed in."""


class Progress(_Part):
    """All of it. It never changes: `plus` makes another one."""

    version: Literal[1] = Field(default=1, alias="schema")
    exercises: Mapping[str, ExerciseRecord] = Field(default_factory=dict)
    questions: Mapping[str, QuestionRecord] = Field(default_factory=dict)
    steps: Mapping[str, Tick] = Field(default_factory=dict)
    plan: Plan | None = None
    lessons: Mapping[str, LessonRecord] = Field(default_factory=dict)
    placement: Placement | None = None
    exams: Mapping[str, ExamRecord] = Field(default_factory=dict)
    erased: Moment | None = None
    """When everything was deleted; what is older never comes back."""

    def exercise(self, name: str) -> ExerciseRecord:
        """What came of the exercise with this id; nothing, if it wasn't touched."""
        return self.exercises.get(name, ExerciseRecord())

    def question(self, name: str) -> QuestionRecord:
        """What came of the question with this id; nothing, if it wasn't answered."""
        return self.questions.get(name, QuestionRecord())

    @property
    def last_lesson(self) -> str | None:
        """The lesson that was opened last, by its slug."""
        opened = {slug: each.opened or "" for slug, each in self.lessons.items()}
        return max(opened, key=lambda slug: opened[slug], default=None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is remembered, but perhaps that something was deleted."""
        return not self.to_json().keys() - {"schema", "erased"}

    def to_json(self) -> dict[str, Json]:
        """Plain JSON, with everything that came in, known or not."""
        plain = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return {"schema": SCHEMA, **plain}

    def to_text(self) -> str:
        """The text of a file that holds it."""
        plain = self.to_json()
        return json.dumps(plain, indent=1, ensure_ascii=False, allow_nan=False) + "\n"

    def plus(self, other: Progress | Mapping[str, Json]) -> Progress:
        """Both as one; see practice.merging.

        Raises:
            pydantic.ValidationError: `other` is plain JSON that does not fit.
        """
        plain = other.to_json() if isinstance(other, Progress) else dict(other)
        return Progress.model_validate(merging.merge(self.to_json(), plain))


def parse_progress(content: bytes | str) -> Progress:
    """Read what a file of progress holds.

    Raises:
        BrokenProgressError: it is no such file.
        NewerProgressError: a later version of tfprep wrote it.
    """
    try:
        data = _load(content)
    except (ValueError, RecursionError) as error:
        said = f"got no JSON ({error}), expected what `tfprep progress --export` writes"
        raise BrokenProgressError(said) from None
    schema = data.get("schema") if isinstance(data, dict) else None
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        said = f'got no "schema", expected {{"schema": {SCHEMA}, …}}'
        raise BrokenProgressError(said)
    if schema > SCHEMA:
        raise NewerProgressError(_newer(schema, data.get("since")))
    try:
        return Progress.model_validate(data)
    except ValidationError as error:
        raise BrokenProgressError(_first(error)) from None


def _load(content: bytes | str) -> Json:
    """JSON in its shortest form, without what JavaScript or UTF-8 couldn't hold."""
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    data = json.loads(
        text, parse_int=_number, parse_float=_number, parse_constant=_number
    )
    # Half of a character that is written as two: somebody's editor cut there.
    whole = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    return merging.merge(json.loads(whole), None)


def _number(text: str) -> int | float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"the number {text[:20]}")
    return int(number) if number.is_integer() else number


def _newer(schema: int, since: Any) -> str:
    known = isinstance(since, str) and len(since) < 20
    version = f"tfprep {since} or later" if known else "the newest tfprep"
    return (
        f"got schema {schema}, expected {SCHEMA}; a later tfprep wrote it, so it stays "
        f"as it is. Install {version}: pip install --upgrade tfprep"
    )


def _first(error: ValidationError) -> str:
    """The first of pydantic's complaints, with its place."""
    first = error.errors()[0]
    place = ": ".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']} (got {str(first['input'])[:60]!r})"
