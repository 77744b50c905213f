"""Names and texts of strangers, written so that a screen or a file can bear them."""

from __future__ import annotations

from tfprep.exam import outcomes

LONGEST = 1000
"""Letters of a text that a table or a screen shows."""


def escape(name: str) -> str:
    r"""A file's name on one line; other names look different.

    What can't be printed (control codes, marks that turn the direction of writing,
    bytes that are no text in UTF-8) is written as Python would: `\x1b`, `\u202e`.
    """
    return "".join(map(_escaped, name))


def one_line(text: str) -> str:
    """Words on one line, of bearable length, without what can't be printed."""
    # A text of 30 MB is not looked through.
    return " ".join(outcomes.one_line(text[: 2 * LONGEST], LONGEST).split())


def _escaped(letter: str) -> str:
    if letter == "\\":
        return "\\\\"
    if letter.isprintable():
        return letter
    code = ord(letter)
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte that is no text
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
