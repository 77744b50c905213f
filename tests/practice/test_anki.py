"""The Anki deck of the quiz questions."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from anki_deck import Deck
from projects import LIBRARY

from tfprep.content.quiz import Option, Question, Quiz
from tfprep.practice.anki import write_deck

MADE = datetime(2026, 11, 27, 12, tzinfo=UTC)
CODED = Question(
    id="nn-1-list",
    skill="NN-1",
    question="What does `<b>` become, and what does this print?",
    code='print(["a < b & c"])\n',
    show_code=True,
    options=(
        Option(text="['a < b & c']", why="A list shows its texts in quotes."),
        Option(text="[a < b & c]", why="That is how `print(*x)` would show it."),
        Option(text="a < b & c", why="A list keeps its <brackets>."),
    ),
)
MARKED = Question(
    id="nn-2-both",
    skill="NN-2",
    question="Choose all that train a model.",
    options=(
        Option(text="`fit`", why="It runs the epochs.", right=True),
        Option(text="`train_on_batch`", why="It runs one step.", right=True),
        Option(text="`predict`", why="It changes no weight."),
    ),
)


def deck_of(
    folder: Path, *questions: Question, made: datetime = MADE, key: int = 0
) -> Deck:
    """A deck of questions about the basics, opened."""
    quizzes = {"basics": Quiz(reviewed=MADE.date(), questions=questions)}
    keys = {question.id: key for question in questions if question.code}
    out = BytesIO()
    assert write_deck(out, LIBRARY.syllabus, quizzes, keys, made) == len(questions)
    folder.mkdir(exist_ok=True)
    return Deck(folder, out.getvalue())


def test_every_question_is_a_card_in_the_deck_of_its_topic(tmp_path: Path) -> None:
    """All of the real ones, in the course's order, below one parent; no other files."""
    out = BytesIO()
    quizzes = LIBRARY.quizzes
    every = [
        q for topic in LIBRARY.syllabus.topics for q in quizzes[topic.id].questions
    ]

    count = write_deck(
        out, LIBRARY.syllabus, quizzes, {q.id: 0 for q in every if q.code}, MADE
    )

    deck = Deck(tmp_path, out.getvalue())
    assert count == len(every)
    assert [note["Id"] for note in deck.notes().values()] == [q.id for q in every]
    titles = [f"tfprep::{topic.title}" for topic in LIBRARY.syllabus.topics]
    assert sorted(deck.decks().values()) == sorted(["Default", "tfprep", *titles])
    assert (sorted(deck.names), deck.media) == (["collection.anki2", "media"], {})


def test_a_second_import_updates(tmp_path: Path) -> None:
    """The same question is the same note, model and deck, whatever its text; newer."""
    old = deck_of(tmp_path / "old", CODED, MARKED)
    reworded = CODED.model_copy(update={"question": "What is printed by this?"})
    later = datetime(2027, 1, 1, tzinfo=UTC)

    new = deck_of(tmp_path / "new", MARKED, reworded, made=later)

    assert set(old.notes()) == set(new.notes())
    assert old.model()["id"] == new.model()["id"]
    assert old.decks() == new.decks()
    dates = [
        deck.base.execute("select distinct mod from notes").fetchall()
        for deck in (old, new)
    ]
    assert dates == [[(MADE.timestamp(),)], [(later.timestamp(),)]]


def test_text_is_never_markup(tmp_path: Path) -> None:
    """Brackets of code and prose are escaped; what stands in backticks is code."""
    (note,) = deck_of(tmp_path, CODED).notes().values()

    assert note["Question"] == (
        "What does <code>&lt;b&gt;</code> become, and what does this print?"
    )
    assert note["Code"] == (
        "<pre><code>print([&#34;a &lt; b &amp; c&#34;])</code></pre>"
    )
    assert "<code>[a &lt; b &amp; c]</code>" in note["Options"]
    assert "<p>A list keeps its &lt;brackets&gt;.</p>" in note["Answer"]


@pytest.mark.parametrize("key", [0, 2])
def test_the_answer_is_what_the_code_printed(tmp_path: Path, key: int) -> None:
    """One option is called right, at the computed place; the front doesn't tell it."""
    (note,) = deck_of(tmp_path, CODED, key=key).notes().values()

    items = note["Answer"].split("<li")[1:]
    assert ["<b>Right:</b>" in item for item in items] == [x == key for x in range(3)]
    assert "ight" not in note["Options"]


def test_a_question_may_have_several_right_options(tmp_path: Path) -> None:
    """All that are marked are called right, and each option keeps its reason."""
    (note,) = deck_of(tmp_path, MARKED).notes().values()

    assert note["Answer"].count("<b>Right:</b> <code>") == 2
    assert [option.why in note["Answer"] for option in MARKED.options] == [True] * 3
    assert note["Code"] == ""


def test_cards_name_site_and_license_and_ask_nobody_else(tmp_path: Path) -> None:
    """Both sides say CC BY 4.0 and tfprep; nothing on a card has an address."""
    deck = deck_of(tmp_path, CODED)

    (card,) = deck.model()["tmpls"]
    for side in (card["qfmt"], card["afmt"]):
        assert "tfprep, CC BY 4.0" in side
    looks = [card["qfmt"], card["afmt"], deck.model()["css"]]
    for text in [*looks, *next(iter(deck.notes().values())).values()]:
        assert not any(word in text for word in ("http", "src=", "url(", "@import"))
