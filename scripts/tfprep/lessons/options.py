"""What may stand on a `# %%` line: the kind of its cell, and options."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tfprep.lessons.cells import Role
from tfprep.problems import did_you_mean

_EXAMPLES = {
    "tags": 'tags=["claim"]',
    "id": 'id="basics/first-model/downhill"',
    "skills": 'skills=["NN-1"]',
    "alt": 'alt="What the figure shows"',
    "slider": 'slider="Learning rate"',
    "states": 'states=["0.01", "0.1", "1"]',
    "given": 'given=["1998"]',
    "numbers": 'numbers=["test accuracy = accuracy"]',
    "reason": 'reason="words of the message"',
}
"""Every option, as it looks."""
_LISTS = ("tags", "skills", "alt", "states", "given", "numbers")
_TEXTS = ("id", "alt", "slider", "reason")
_TAGS = {role.value for role in Role if role not in (Role.PROSE, Role.CODE)}
_NEED_REASON = {Role.WRONG: "a wrong answer", Role.ERROR: "an error"}

_KIND = re.compile(r"\[([^\]\"']*)\]\s*")
_OPTION = re.compile(r"([\w-]+)\s*=\s*")
_ID = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+){2}")
_BREAKS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_JSON = json.JSONDecoder()


@dataclass(frozen=True)
class Options:
    """A `# %%` line, read."""

    is_text: bool
    values: dict[str, Any] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()
    """What is wrong with the line, each with what was expected."""

    @property
    def role(self) -> Role:
        """What the cell is for; only a line without a fault has all of it."""
        tags = self.values.get("tags")
        if tags and not self.wrong:
            return Role(tags[0])
        return Role.PROSE if self.is_text else Role.CODE

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of an option, which may be a list or a single one."""
        value = () if self.wrong else self.values.get(name, ())
        return (value,) if isinstance(value, str) else tuple(value)


def read_options(said: str) -> Options:
    """Read what follows `# %%` on its line."""
    kind = _KIND.match(said)
    is_text = kind is not None and kind[1] in ("markdown", "md")
    wrong = list(_wrong_kind(kind[1]) if kind else ())
    values: dict[str, Any] = {}
    for name, value in _pairs(said, kind.end() if kind else 0, wrong):
        if name in values:
            wrong.append(f'"{name}" stands twice on this line; expected it once')
        values[name] = value
        wrong += _wrong_value(name, value)
    if not wrong:
        wrong += _wrong_tags(is_text, values)
        wrong += _wrong_slider(is_text, values)
        wrong += _wrong_numbers(values)
    return Options(is_text, values, tuple(wrong))


def _wrong_kind(kind: str) -> Iterator[str]:
    if kind in ("markdown", "md", "code"):
        return
    if kind == "raw":
        yield (
            "got a [raw] cell, which each page and program shows otherwise or not at "
            "all; expected [markdown] for text, and nothing for code"
        )
    else:
        hint = did_you_mean(kind.lower(), ["markdown"])
        yield (
            f"unknown kind of cell [{kind}].{hint} Expected [markdown] for text, and "
            "nothing for code."
        )


def _pairs(said: str, at: int, wrong: list[str]) -> Iterator[tuple[str, Any]]:
    """Every option with its value, up to the first that can't be read."""
    while at < len(said):
        match = _OPTION.match(said, at)
        if match is None:
            wrong.append(_no_option(said[at:]))
            return
        try:
            value, end = _JSON.raw_decode(said, match.end())
        except (ValueError, RecursionError):
            example = _EXAMPLES.get(match[1], 'double quotes, as in reason="words"')
            got = f"got {_short(said[match.start() :])}"
            wrong.append(f'can\'t read "{match[1]}": {got}; expected {example}')
            return
        yield match[1], value
        at = end + len(said[end:]) - len(said[end:].lstrip())


def _no_option(rest: str) -> str:
    return (
        f'got "{_short(rest)}" on a line that begins a cell; expected options alone, '
        f"such as {_EXAMPLES['tags']}: write a title as a heading or a comment below, "
        "and a comment in a diagram without a space after its %%"
    )


def _short(text: str) -> str:
    return text if len(text) < 60 else f"{text[:59]}…"


def _wrong_value(name: str, value: Any) -> Iterator[str]:
    if name not in _EXAMPLES:
        hint = did_you_mean(name, _EXAMPLES)
        known = ", ".join(_EXAMPLES)
        yield f'unknown cell option "{name}".{hint} Known options: {known}.'
        return
    texts = value if isinstance(value, list) and name in _LISTS else [value]
    kind_fits = isinstance(value, list) if name not in _TEXTS else True
    if not kind_fits or not all(isinstance(text, str) for text in texts):
        got = _short(json.dumps(value, ensure_ascii=False))
        yield f'bad "{name}": got {got}; expected it as in {_EXAMPLES[name]}'
    elif any(_BREAKS.search(text) for text in texts):
        yield f'bad "{name}": got {value!r}; expected one line of text'
    elif name == "id" and not _ID.fullmatch(value):
        form = "topic/name/words in a-z, 0-9, hyphens"
        yield f'bad "id": got "{value}"; expected {form}, as in {_EXAMPLES[name]}'


def _wrong_slider(is_text: bool, values: dict[str, Any]) -> Iterator[str]:
    """A slider has a name, and a state for each of at least two figures."""
    if not values.keys() & {"slider", "states"}:
        return
    if is_text or values.get("tags"):
        yield "a slider steps through the figures of a cell of code without a tag"
    elif not (values.get("slider") and values.get("states")):
        both = f"{_EXAMPLES['slider']} {_EXAMPLES['states']}"
        yield f"a slider needs its name and its states; expected both, as in {both}"
    else:
        alt = values.get("alt", [])
        figures = 1 if isinstance(alt, str) else len(alt)
        if not figures == len(values["states"]) >= 2:
            yield (
                f"got {len(values['states'])} states for {figures} figures with an "
                "alt; expected one for each of at least two figures"
            )


def words_and_code(number: str) -> tuple[str, str]:
    """What a key number is called, and the expression that gives it."""
    words, _, code = number.partition(" = ")
    return words.strip(), code.strip()


def _wrong_numbers(values: dict[str, Any]) -> Iterator[str]:
    """Key numbers stand on a claim, each with words and an expression."""
    texts = values.get("numbers", [])
    if "numbers" in values and values.get("tags") != [Role.CLAIM]:
        yield "only a claim has key numbers; their values are taken once it has held"
    words = [words_and_code(text)[0] for text in texts]
    for text, name in zip(texts, words, strict=True):
        try:
            ast.parse(words_and_code(text)[1], mode="eval")
        except (SyntaxError, ValueError):
            name = ""
        if not name:
            expected = f"words and an expression, as in {_EXAMPLES['numbers']}"
            yield f'bad "numbers": got "{_short(text)}"; expected {expected}'
    if len(words) != len(set(words)):
        yield "two key numbers have the same words; expected words of their own"


def _wrong_tags(is_text: bool, values: dict[str, Any]) -> Iterator[str]:
    tags = values.get("tags", [])
    for tag in tags:
        if tag not in _TAGS:
            known = ", ".join(sorted(_TAGS))
            yield f'unknown tag "{tag}".{did_you_mean(tag, _TAGS)} Known tags: {known}.'
    if len(tags) > 1:
        yield f"got {len(tags)} tags on one cell, expected one at most"
    if tags and (Role.HINT in tags) != is_text:
        got = "a [markdown] cell" if is_text else "a cell of code"
        text = "only a hint is a [markdown] cell with a tag"
        yield f'got tags=["{tags[0]}"] on {got}; {text}'
    needing = next((name for role, name in _NEED_REASON.items() if role in tags), None)
    if needing and not values.get("reason"):
        yield f'{needing} needs reason="…": words that the message must contain'
    if values.get("reason") and not needing:
        yield "only a wrong answer or an error has a reason"
    if Role.RIGHT in tags and (more := values.keys() - {"tags"}):
        yield f'a right answer takes no options; got "{", ".join(sorted(more))}" on it'
    if "id" in values and Role.EXERCISE not in tags:
        yield "only an exercise has an id; progress is kept under it"
