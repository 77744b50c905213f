"""JSON that has to fit a model, or else each slip is said with the field it is in."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tfprep.content.yaml_file import follows, say_error
from tfprep.exam.outcomes import ExamError, one_line
from tfprep.exam.system_errors import reason, shown

Model = TypeVar("Model", bound=BaseModel)

LARGEST = 10**7
"""Bytes that are read; an exam of a hundred hand-ins has less than a hundredth."""
_SHOWN = 3
"""Slips that a message names."""


class BadJsonError(ExamError):
    """A file that isn't what it should be; says where, what we got and expected."""

    def __init__(self, path: Path, slips: Iterable[str]) -> None:
        first, rest = (found := list(slips))[:_SHOWN], len(found) - _SHOWN
        more = f"; and {rest} more" if rest > 0 else ""
        said = one_line("; ".join(first), longest=900)
        end = "" if f"{said}{more}".endswith(("?", ".")) else "."
        super().__init__(f"{shown(path)} can't be used: {said}{more}{end}")


def read_json(path: Path) -> Any:
    """What a JSON file holds.

    Raises:
        BadJsonError: it can't be read, is too large, isn't JSON, or gives a key twice.
    """
    if path.exists() and not path.is_file():
        raise BadJsonError(path, ["got a folder, a pipe or a device, expected a file"])
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise BadJsonError(path, [reason(error)]) from error
    if len(content) > LARGEST:
        raise BadJsonError(
            path, [f"got more than {LARGEST // 10**6} MB, expected a few kB"]
        )
    try:
        return json.loads(_text(content), object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        said = f"line {error.lineno}: not JSON ({error.msg})"
        if _is_cut(error):
            said = f"it ends in the middle, in line {_lines(error.doc)}"
        raise BadJsonError(path, [said]) from error
    except RecursionError as error:
        said = "got lists and objects that are nested too deeply to be read"
        raise BadJsonError(path, [said]) from error
    except ValueError as error:
        raise BadJsonError(path, [str(error)]) from error


def fit(path: Path, data: Any, model: type[Model]) -> Model:
    """The data as a model.

    Args:
        path: the file that a message names.
        data: what it holds.
        model: what it should hold.

    Raises:
        BadJsonError: they don't fit.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        slips = [_slip(item, model) for item in error.errors() if not follows(item)]
        raise BadJsonError(path, slips) from error


def _lines(text: str) -> int:
    return text.count("\n") + 1


def _is_cut(error: json.JSONDecodeError) -> bool:
    """Whether the file ended before the JSON in it did."""
    return error.msg.startswith("Unterminated") or error.pos >= len(error.doc.rstrip())


def _text(content: bytes) -> str:
    """The text of a file, with or without a byte order mark.

    Raises:
        ValueError: it is empty, or no UTF-8.
    """
    if not content.strip(b"\0 \t\r\n"):
        raise ValueError("got an empty file" if not content else "got only blanks")
    try:
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"line {line}: got the byte 0x{content[error.start]:02x}, expected UTF-8"
        ) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, each of whose keys stands there once.

    Raises:
        ValueError: one stands there twice.
    """
    made: dict[str, Any] = {}
    for key, value in pairs:
        if key in made:
            raise ValueError(
                f'got the key "{key}" twice in one object, expected it once'
            )
        made[key] = value
    return made


def _slip(item: Any, model: type[BaseModel]) -> str:
    """Where something doesn't fit, and how."""
    place = [f"item {p + 1}" if isinstance(p, int) else p for p in item["loc"]]
    if item["type"] == "missing" and isinstance(item["loc"][-1], str):
        place.pop()  # the message names it
    where = ", ".join(one_line(str(part))[:60] for part in place)
    said = say_error(item, model)
    return f"{where}: {said}" if where else said
