"""What is kept of the messages that a cell sends."""

from typing import Any

import pytest

from tfprep.execution.limits import Limits
from tfprep.execution.outputs import Displays, Output, Outputs, TooMuchError


def outputs(displays: Displays | None = None, limits: Limits = Limits()) -> Outputs:
    return Outputs(displays or Displays(), limits)


def write(found: Outputs, text: str, name: str = "stdout") -> None:
    found.take("stream", {"name": name, "text": text})


def show(
    found: Outputs, value: str, name: str = "", kind: str = "display_data"
) -> None:
    transient = {"display_id": name} if name else {}
    found.take(kind, {"data": {"text/plain": value}, "transient": transient})


def said(found: Outputs) -> list[Any]:
    def short(output: Output) -> Any:
        return output.get("text") or output["data"]["text/plain"]

    return [short(output) for output in found.all()]


def test_text_stays_on_its_side_of_a_display() -> None:
    """What is printed before and after a display stands before and after it."""
    found = outputs()

    write(found, "a")
    write(found, "b")
    show(found, "figure")
    write(found, "c")

    assert said(found) == ["ab", "figure", "c"]


def test_when_a_kernel_flushes_changes_nothing() -> None:
    """Each stream is one output, standard output first, however they came mixed."""
    found = outputs()

    for text, name in (("w1", "stderr"), ("o1", "stdout"), ("w2", "stderr")):
        write(found, text, name)

    assert said(found) == ["o1", "w1w2"]


def test_an_update_reaches_the_cell_that_displayed() -> None:
    """A later cell updates what an earlier one displayed, everywhere it stands."""
    displays = Displays()
    first, second = outputs(displays), outputs(displays)
    write(first, "loss")
    show(first, "old", "status")
    show(first, "old", "status")

    show(second, "new", "status", "update_display_data")

    assert said(first) == ["loss", "new", "new"]
    assert said(second) == []


def test_updates_of_what_is_not_there_are_ignored() -> None:
    """An id that never was, one that was cleared, and no id at all do no harm."""
    found = outputs()
    show(found, "old", "status")
    found.take("clear_output", {})

    for name in ("status", "never", ""):
        show(found, "new", name, "update_display_data")
    found.take("update_display_data", {"data": {}, "transient": None})

    assert said(found) == []


def test_clearing_waits_if_it_is_told_to() -> None:
    """With wait=True the old output stays until there is a new one."""
    found = outputs()
    show(found, "one")
    found.take("clear_output", {"wait": True})
    waiting = said(found)
    write(found, "two")

    assert (waiting, said(found)) == (["one"], ["two"])


def test_a_carriage_return_overwrites() -> None:
    """Of a line that is written again and again, the last state is kept."""
    found = outputs()

    write(found, "1/3\r2/3")
    write(found, "\r3/3\nend\r\n")

    assert said(found) == ["3/3\nend\r\n"]


def test_a_line_without_end_is_read_once() -> None:
    """Looking for what overwrites it takes no time that grows with its square."""
    found = outputs()

    write(found, "x" * 2**20)

    assert said(found) == ["x" * 2**20]


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("one\ntwo\n", "one\ntwo\n"),
        ("one\ntwo\nthree\nfour\n", "… 3 lines before\nfour\n"),
        ("x" * 1010, "… 1000 characters before\n" + "x" * 10),
        ("one\n" + "x" * 20 + "\n", "… 1 line before\n" + "x" * 9 + "\n"),
    ],
)
def test_the_end_of_a_text_can_be_had_alone(text: str, ending: str) -> None:
    """With what stands before it counted; a line that is too long is cut."""
    found = outputs()
    write(found, text)

    assert [output["text"] for output in found.all(10)] == [ending]


LIMITS = Limits(output=1000, lines=100, outputs=5, messages=20, sent=5000)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("text/plain", "a value; expected at most 1,000: show a part of it"),
        ("text/html", "HTML; expected at most 1,000: show fewer rows"),
        ("image/svg+xml", "rasterized=True"),
        ("image/png", "a picture; expected at most 1,000: make it smaller"),
        ("text/latex", "an output of type text/latex"),
    ],
)
@pytest.mark.parametrize("message", ["display_data", "execute_result"])
def test_all_that_a_cell_leaves_counts(kind: str, words: str, message: str) -> None:
    """Values, HTML and figures have the limit of text, and each its advice."""
    found = outputs(limits=LIMITS)
    write(found, "x" * 500)

    with pytest.raises(TooMuchError) as caught:
        found.take(message, {"data": {kind: "x" * 600}})

    assert "got 1,100 characters" in str(caught.value)
    assert words in str(caught.value)


def test_text_without_end_is_stopped() -> None:
    """Printing has the same limit, on both streams together."""
    found = outputs(limits=LIMITS)
    write(found, "x" * 999)

    with pytest.raises(TooMuchError, match="text on standard error"):
        write(found, "xx", "stderr")


def test_lines_without_end_are_stopped() -> None:
    """However short they are: nobody reads so many."""
    found = outputs(limits=LIMITS)
    write(found, "\n" * 100)

    with pytest.raises(TooMuchError, match="prints 101 lines; expected at most 100"):
        write(found, "\n")


def test_many_small_displays_are_too_many() -> None:
    """A page has no room for thousands of outputs of a few characters."""
    found = outputs(limits=LIMITS)

    for number in range(5):
        show(found, str(number))

    with pytest.raises(TooMuchError, match="more than 5 displays"):
        show(found, "one more")


def test_a_flood_of_updates_is_stopped() -> None:
    """What is cleared or replaced counts too, with a wider limit."""
    found = outputs(limits=LIMITS)
    show(found, "x", "status")
    for _ in range(19):
        show(found, "x", "status", "update_display_data")

    with pytest.raises(TooMuchError, match="21 displays and updates"):
        show(found, "x", "status", "update_display_data")


def test_what_is_sent_and_cleared_is_stopped_at_last() -> None:
    """A cell that prints and clears without end doesn't run for ever."""
    found = outputs(limits=LIMITS)

    for _ in range(5):
        write(found, "x" * 900)
        found.take("clear_output", {"wait": False})

    with pytest.raises(TooMuchError, match=r"5,400 characters; expected at most"):
        write(found, "x" * 900)


def test_an_update_may_not_be_larger_than_a_display() -> None:
    """An update can't bring in what a display may not."""
    displays = Displays()
    show(outputs(displays), "x", "status")

    with pytest.raises(TooMuchError, match="got 2,000 characters"):
        show(outputs(displays, LIMITS), "x" * 2000, "status", "update_display_data")
