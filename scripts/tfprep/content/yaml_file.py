"""Data files: YAML that has to fit a model, or else each slip is said with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, RootModel, ValidationError
from yaml.nodes import Node, ScalarNode

from tfprep.content.yaml_nodes import (
    Found,
    brief,
    child_of,
    line_of,
    load_nodes,
    refusal,
)
from tfprep.problems import Problem, ProblemError, did_you_mean

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]
"""The keys and indexes that lead to a value, such as ("terms", 3, "see", 0)."""
Misfits = Iterable[tuple[Place, str]]
"""What is wrong between entries that are each sound: where, and a message."""

NAMES = ("id", "term")
"""Keys by whose value messages call an entry."""

_MOMENT = "a date, a time and its zone, such as 2026-11-22T09:00:00Z"
_WORDS = {
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "date_from_datetime_inexact": "a date such as 2026-11-22",
    "date_from_datetime_parsing": "a date such as 2026-11-22",
    "date_type": "a date such as 2026-11-22",
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_type": _MOMENT,
    "dict_type": "keys and values",
    "float_parsing": "a number",
    "finite_number": "a finite number",
    "float_type": "a number",
    "greater_than": "more than {gt:g}",
    "greater_than_equal": "at least {ge:g}",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "less_than": "less than {lt:g}",
    "less_than_equal": "at most {le:g}",
    "literal_error": "{expected}",
    "model_type": "keys and values",
    "string_pattern_mismatch": "text of the form {pattern}",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "string_type": "text",
    "string_unicode": "text whose every character is one of Unicode's",
    "timezone_aware": _MOMENT,
    "too_long": "a list of {max_length} at most",
    "too_short": "a list of {min_length} or more",
    "tuple_type": "a list",
}
"""What pydantic expects, by its kinds of error; other kinds speak for themselves."""


def read_data(
    path: Path,
    model: type[Model],
    holds: str,
    misfits: Callable[[Model], Misfits] | None = None,
) -> Model:
    """The content of a YAML file as a model.

    Args:
        holds: what the file is for, as a message says it, such as "the list of terms".
        misfits: finds what is wrong between entries, once the model fits.

    Raises:
        ProblemError: the file is missing, isn't UTF-8, or as `parse_data`.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise refusal(path, None, f"no such file; expected {holds}") from None
    except OSError as error:
        said = f"can't be read ({error.strerror}); expected {holds}"
        raise refusal(path, None, said) from None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        said = f"got the byte 0x{content[error.start]:02x}, which is not UTF-8"
        raise refusal(path, line, f"{said}; save the file as UTF-8") from None
    return parse_data(path, text, model, holds, misfits)


def parse_data(
    path: Path,
    text: str,
    model: type[Model],
    holds: str,
    misfits: Callable[[Model], Misfits] | None = None,
    within: tuple[str, ...] = (),
) -> Model:
    """YAML as a model.

    Args:
        path: the file that messages name.
        within: the keys that lead from the top to the part that the model describes.

    Raises:
        ProblemError: every way in which the text isn't YAML or doesn't fit the model,
            each with its line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    root, data, found = load_nodes(path, text, holds)
    top, data = _part(path, text, root, data, within, holds)
    try:
        content = model.model_validate(data)
    except ValidationError as error:
        places = [
            (i["loc"], say_error(i, model)) for i in error.errors() if not follows(i)
        ]
    else:
        places = list(misfits(content)) if misfits else []
    found += (_named(top, place, said) for place, said in places)
    if found:
        raise _problems(path, text, found)
    return content


def _part(
    path: Path, text: str, root: Node, data: Any, within: tuple[str, ...], holds: str
) -> tuple[tuple[Node, Node], Any]:
    """What the keys lead to: the node with its line, its node, and its data."""
    top = (root, root)
    for key in within:
        inner = child_of(top[1], key)
        if inner is None or not isinstance(data, dict) or key not in data:
            raise _problems(path, text, [(top[0], f'got no "{key}", expected {holds}')])
        top, data = inner, data[key]
    return top, data


def unread_files(folder: Path, known: Collection[str]) -> Iterator[Problem]:
    """YAML files of a folder whose names nothing reads; most are misspelt."""
    for path in sorted(folder.glob("*.y*ml")):
        if path.name not in known:
            said = f"a data file that nothing reads, expected one of {', '.join(known)}"
            yield Problem(path, 1, f"got {said}.{did_you_mean(path.name, known)}")


def _problems(path: Path, text: str, found: Found) -> ProblemError:
    """What is wrong, in the order of lines; what an alias repeats stands there once."""
    lines = [(line_of(text, node.start_mark.index), said) for node, said in found]
    lines.sort(key=lambda pair: pair[0])
    return ProblemError(Problem(path, *pair) for pair in dict.fromkeys(lines))


def _named(top: tuple[Node, Node], place: Place, said: str) -> tuple[Node, str]:
    """A message that begins with its place in words, and the node with its line."""
    lined, node = top
    words: list[str] = []
    for part in place:
        found = child_of(node, part)
        if found is None:  # pydantic names types and missing keys too
            continue
        lined, node = found
        words.append(f"item {part + 1}" if isinstance(part, int) else part)
        for name in filter(None, (child_of(node, key) for key in NAMES)):
            if isinstance(name[1], ScalarNode):
                words = [" ".join(name[1].value.split())[:60]]
    return lined, ": ".join([*words, said])


def follows(item: Any) -> bool:
    """A list that is too short only because items of it were refused."""
    if item["type"] != "too_short":
        return False
    return bool(len(item["input"]) >= item["ctx"]["min_length"])


def say_error(item: Any, model: type[BaseModel]) -> str:
    """One of the errors that a ValidationError lists, as got and expected."""
    kind, value, context = item["type"], item["input"], item.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "missing":
        last = item["loc"][-1]
        what = f"item {last + 1}" if isinstance(last, int) else f'"{last}"'
        return f"got no {what}, expected one"
    if kind == "extra_forbidden":
        keys = _keys(model, item["loc"])
        hint = did_you_mean(str(item["loc"][-1])[:60], keys)
        return f"got an unknown key, expected one of {', '.join(keys)}.{hint}"
    got, advice = brief.repr(value), ""
    expected = _WORDS[kind].format(**context) if kind in _WORDS else str(item["msg"])
    if kind == "string_too_long":
        got = f"{len(value)} characters"
    elif kind == "string_type" and isinstance(value, int | float | date):
        advice = ": put it between quotes"
    elif kind == "literal_error":
        meant = did_you_mean(str(value)[:60], re.findall(r"'([^']+)'", expected))
        advice = meant and f".{meant}"
    return f"got {got}, expected {expected}{advice}"


def _keys(model: type[BaseModel], place: Place) -> list[str]:
    """The keys that stand beside the one at a place, as the model knows them."""
    models = list(_models(model))
    for part in place[:-1]:
        fields = [
            each.model_fields[str(part)] for each in models if part in each.model_fields
        ]
        inner = [each for field in fields for each in _models(field.annotation)]
        models = inner or [m for m in models if m.__name__ == part] or models
    return list(dict.fromkeys(name for each in models for name in each.model_fields))


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in a field's type."""
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        annotation = annotation.model_fields["root"].annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
