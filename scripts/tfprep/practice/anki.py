"""The quiz questions as an Anki deck: one card a question, with the reasons."""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import genanki
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tfprep.content.quiz import Question, Quiz
from tfprep.content.skills import Skill, Syllabus

TEMPLATES = Path(__file__).parent / "templates"
MODEL = 1_764_246_541
"""The number by which Anki knows our kind of note; another one would double them."""
FIELDS = ("Id", "Question", "Code", "Options", "Answer", "Skill")
ABOUT = (
    "Questions of tfprep, an open study guide to the syllabus of the TensorFlow "
    "Developer Certificate; not affiliated with Google. Text: CC BY 4.0, code: "
    "Apache-2.0, the tfprep contributors."
)
_CODE = re.compile(r"`([^`]+)`")


def write_deck(
    out: BinaryIO,
    syllabus: Syllabus,
    quizzes: Mapping[str, Quiz],
    keys: Mapping[str, int],
    made: datetime,
) -> int:
    """Write the questions as Anki's package: a deck a topic, all under one parent.

    Notes are known by the questions' ids, so that a later file updates those that
    somebody has and adds what is new.

    Args:
        quizzes: by topic.
        keys: the place of the right option by question id, where code decides.
        made: when; of two files with the same question, Anki takes the later one.

    Returns:
        How many cards it has.
    """
    parent = genanki.Deck(_number("tfprep"), "tfprep", ABOUT)
    decks = [parent]
    places = count()
    for topic in syllabus.topics:
        if topic.id not in quizzes:
            continue
        deck = genanki.Deck(_number(f"tfprep/{topic.id}"), f"tfprep::{topic.title}")
        decks.append(deck)
        for question in quizzes[topic.id].questions:
            skill = syllabus.skills[question.skill]
            note = _note(question, skill, keys.get(question.id), next(places))
            note.tags = ["tfprep", f"tfprep::{topic.id}", f"tfprep::{skill.id}"]
            deck.add_note(note)
    _write(genanki.Package(decks), out, made.timestamp())
    return next(places)


def _write(package: Any, out: BinaryIO, made: float) -> None:
    """Write the package; genanki's own way leaves a file in the temporary folder."""
    with closing(sqlite3.connect(":memory:")) as base:
        package.write_to_db(base.cursor(), made, count(int(made * 1000)))
        base.commit()
        content = base.serialize()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", content)
        archive.writestr("media", "{}")


def _note(question: Question, skill: Skill, key: int | None, place: int) -> Any:
    """A question as a note; `place` is its turn among the new cards."""
    options = [
        {
            "text": _pieces(option.text, is_code=bool(question.code)),
            "why": _pieces(option.why),
            "right": option.right if key is None else index == key,
        }
        for index, option in enumerate(question.options)
    ]
    fields = {
        "Id": question.id,
        "Question": _html("text", pieces=_pieces(question.question)),
        "Code": _html("code", code=question.code) if question.show_code else "",
        "Options": _html("options", options=options),
        "Answer": _html("answer", options=options),
        "Skill": _html("text", pieces=_pieces(f"{skill.id}: {skill.text}")),
    }
    return genanki.Note(
        model=_model(),
        fields=[fields[name] for name in FIELDS],
        guid=genanki.guid_for("tfprep", question.id),
        due=place,
    )


def _pieces(text: str, *, is_code: bool = False) -> list[tuple[bool, str]]:
    """Text cut into pieces, each with whether it is code.

    Args:
        is_code: all of it, if it doesn't say itself what is.
    """
    if is_code and "`" not in text:
        return [(True, text)]
    return list(_cut(text.strip()))


def _cut(text: str) -> Iterator[tuple[bool, str]]:
    for place, piece in enumerate(_CODE.split(text)):
        if piece:
            yield place % 2 == 1, piece


def _number(name: str) -> int:
    """A number for a name, always the same, in the range that Anki's own have."""
    digest = hashlib.sha256(name.encode()).digest()
    return 1 << 30 | int.from_bytes(digest[:4]) >> 2


@cache
def _model() -> Any:
    card = {
        "name": "Question",
        "qfmt": (TEMPLATES / "anki_front.mustache").read_text("utf-8"),
        "afmt": (TEMPLATES / "anki_back.mustache").read_text("utf-8"),
    }
    fields = [{"name": name} for name in FIELDS]
    css = (TEMPLATES / "anki.css").read_text("utf-8")
    return genanki.Model(MODEL, "tfprep question", fields, [card], css)


def _html(part: str, **data: Any) -> str:
    return _environment().get_template(f"anki_{part}.html.j2").render(data)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
