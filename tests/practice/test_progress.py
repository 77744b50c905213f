"""What a file of progress holds, as Python sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from platformdirs.api import PlatformDirsABC
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from projects import REPOSITORY
from pydantic import BaseModel, ValidationError

from tfprep.practice import progress as progress_module
from tfprep.practice.progress import (
    BrokenProgressError,
    NewerProgressError,
    Progress,
    parse_progress,
    to_datetime,
    to_text,
)
from tfprep.practice.progress_file import NAME

AT = "2026-11-27T12:00:00.000Z"
LATER = "2026-11-27T12:00:01.000Z"


def test_moments_are_written_as_javascript_writes_them() -> None:
    """UTC with three digits of a second, whatever the zone."""
    zone = timezone(timedelta(hours=2))
    moment = datetime(2026, 11, 27, 14, 0, 0, 7999, tzinfo=zone)

    assert to_text(moment) == "2026-11-27T12:00:00.007Z"
    assert to_datetime(AT) == datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_a_new_progress_is_empty() -> None:
    """Whoever has done nothing gets answers too, and all of them are nothing."""
    progress = Progress()

    assert progress.is_empty
    assert progress.to_json() == {"schema": 1}
    assert not progress.exercise("basics/a/b").is_begun
    assert progress.question("nn-1-types").attempts == ()
    assert progress.last_lesson is None


@pytest.mark.parametrize(
    ("record", "is_begun", "is_done"),
    [
        ({"reset": AT}, False, False),
        ({"answer": {"text": "x", "at": AT}}, True, False),
        ({"hints": [AT]}, True, False),
        ({"solution": AT}, True, False),
        ({"attempts": [{"at": AT, "outcome": "incorrect"}]}, True, False),
        (
            {
                "attempts": [
                    {"at": AT, "outcome": "correct"},
                    {"at": LATER, "outcome": "incorrect"},
                ]
            },
            True,
            True,
        ),
    ],
)
def test_an_exercise_is_begun_by_anything_and_done_by_a_right_answer(
    record: dict[str, Any], is_begun: bool, is_done: bool
) -> None:
    """Once solved, it stays solved until it is reset."""
    exercise = Progress().plus({"exercises": {"a/b/c": record}}).exercise("a/b/c")

    assert (exercise.is_begun, exercise.is_done) == (is_begun, is_done)


def test_the_last_lesson_is_the_one_opened_last() -> None:
    """That is where somebody goes on."""
    lessons = {"basics/a": {"opened": LATER}, "basics/b": {"opened": AT}}

    assert Progress().plus({"lessons": lessons}).last_lesson == "basics/a"


def test_a_file_s_text_comes_back_as_it_was() -> None:
    """Everything is readable text, and what is unknown is kept."""
    progress = Progress().plus(
        {
            "exercises": {"gone/for/good": {"answer": {"text": "é 😀\n", "at": AT}}},
            "later": {"what": [1, 2.5, None, "x"]},
        }
    )
    text = progress.to_text()

    assert parse_progress(text) == parse_progress(text.encode()) == progress
    assert "é 😀" in text
    assert json.loads(text)["later"] == {"what": [None, 1, 2.5, "x"]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "got no JSON"),
        (b"{", "got no JSON"),
        (b"\xff\xfe{}", "got no JSON"),
        (b"\x00" * 100, "got no JSON"),
        (b"[" * 100_000, "got no JSON"),
        (b'{"schema": 1, "level": NaN}', "the number NaN"),
        (b'{"schema": 1, "level": 1e999}', "the number 1e999"),
        (b'{"schema": 1, "level": ' + b"9" * 5000 + b"}", "the number 99999"),
        (b"[]", 'got no "schema"'),
        (b"{}", 'got no "schema"'),
        (b'{"schema": "1"}', 'got no "schema"'),
        (b'{"schema": true}', 'got no "schema"'),
        (b'{"schema": 0}', 'got no "schema"'),
        (b'{"schema": 1, "exercises": ["x"]}', "exercises: "),
        (b'{"schema": 1, "exercises": {"a/b/c": {"attempts": "x"}}}', "attempts: "),
        (b'{"schema": 1, "erased": "yesterday"}', "expected a moment such as 2026-"),
        (b'{"schema": 1, "erased": "2026-13-27T12:00:00.000Z"}', "erased: "),
        (b'{"schema": 1, "steps": {"a": {"done": 1, "at": "%s"}}}', "steps: a: "),
    ],
)
def test_what_is_no_progress_is_refused_with_its_place(
    content: bytes, said: str
) -> None:
    """Whatever a file holds, the message says what was got and what is expected."""
    with pytest.raises(BrokenProgressError) as caught:
        parse_progress(content.replace(b"%s", AT.encode()))

    assert said in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Install the newest tfprep: pip install --upgrade tfprep"),
        ({"since": "0.9.0"}, "Install tfprep 0.9.0 or later: pip install"),
        ({"since": ["x"]}, "Install the newest tfprep"),
    ],
)
def test_a_newer_schema_is_refused_with_what_to_install(
    more: dict[str, Any], said: str
) -> None:
    """Nobody guesses what a later version meant."""
    text = json.dumps({"schema": 2, "exercises": "another form", **more})

    with pytest.raises(NewerProgressError) as caught:
        parse_progress(text)

    assert "got schema 2, expected 1" in str(caught.value)
    assert said in str(caught.value)


def test_half_a_character_is_no_hindrance() -> None:
    """An editor that cuts an emoji in two costs that character, not the file."""
    text = '{"schema": 1, "plan": {"path": "a\\ud83d", "at": "%s"}}' % AT  # noqa: UP031

    plan = parse_progress(text).plan

    assert plan is not None
    assert plan.path == "a?"


def test_a_byte_order_mark_is_no_hindrance() -> None:
    """Some editors on Windows put one before the text."""
    assert parse_progress(b'\xef\xbb\xbf{"schema": 1}').is_empty


def test_a_change_that_does_not_fit_is_refused() -> None:
    """What would make the file unreadable never gets into it."""
    with pytest.raises(ValidationError, match="outcome"):
        Progress().plus({"exercises": {"a/b/c": {"attempts": [{"at": AT}]}}})


def fields(model: type[BaseModel]) -> Iterator[str]:
    """The keys of a model and of all models in it, as JSON has them."""
    for name, field in model.model_fields.items():
        yield field.alias or name
        for inner in re.findall(r"progress\.(\w+)", str(field.annotation)):
            yield from fields(getattr(progress_module, inner))


def test_the_page_documents_every_key() -> None:
    """Whoever reads the file finds each of its keys on the page, and no other."""
    page = (REPOSITORY / "docs/guide/your-progress.md").read_text("utf-8")
    table = page.partition("## What the file holds")[2].partition("An outcome is")[0]
    told = set(re.findall(r"`([a-z]+)`", table))

    assert told == set(fields(Progress))


@pytest.mark.parametrize(
    ("system", "path"),
    [
        (Unix, "~/.local/share/tfprep/progress.json"),
        (MacOS, "~/Library/Application Support/tfprep/progress.json"),
    ],
)
def test_the_page_tells_where_the_file_is(
    monkeypatch: pytest.MonkeyPatch, system: type[PlatformDirsABC], path: str
) -> None:
    """Where platformdirs puts it, as far as this system can tell of others."""
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    page = (REPOSITORY / "docs/guide/your-progress.md").read_text("utf-8")

    assert system("tfprep").user_data_path / NAME == Path(path).expanduser()
    assert f"`{path}`" in page
