"""What strangers named, on one line."""

from __future__ import annotations

import os

from hypothesis import given
from hypothesis import strategies as st

from tfprep.exam.classes.readable import LONGEST, escape, one_line

ANY = st.text(st.characters(), max_size=30) | st.binary(max_size=30).map(os.fsdecode)


def test_odd_letters_are_written_as_codes() -> None:
    """Control codes, turned writing, bytes that are no text; all else stays."""
    assert escape("Ünal Ada-2") == "Ünal Ada-2"
    assert escape("a\x1b[2J\nb") == "a\\x1b[2J\\x0ab"
    assert escape("\u202egpj.exe") == "\\u202egpj.exe"
    assert escape(os.fsdecode(b"caf\xe9")) == "caf\\xe9"
    assert escape("a\\b") == "a\\\\b"
    assert escape("\ud800\U000e0001") == "\\ud800\\U000e0001"


@given(ANY, ANY)
def test_no_two_names_look_alike(one: str, two: str) -> None:
    """Escaping loses nothing, and what comes of it can be shown and stored."""
    assert escape(one).isprintable()
    assert escape(one).encode("utf-8").decode("utf-8") == escape(one)
    assert (escape(one) == escape(two)) == (one == two)


@given(ANY)
def test_words_are_one_printable_line(text: str) -> None:
    """Whatever they quote."""
    line = one_line(text)

    assert line.isprintable()
    assert line.encode("utf-8").decode("utf-8") == line


def test_a_long_text_is_cut() -> None:
    """A name of 30 MB is neither shown nor stored."""
    assert len(one_line("x" * 30_000_000)) <= LONGEST + 4
    assert one_line("Got  a\tstone.\n") == "Got a stone."
