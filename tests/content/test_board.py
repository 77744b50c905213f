"""The runs of all lessons."""

from datetime import date
from pathlib import Path

import pytest
from data_files import slip

from tfprep.content.board import Board, Green, Runs, newest_green, read_boards
from tfprep.content.board import write_board as write

GREEN = Green(
    day=date(2026, 11, 28),
    seeds=10,
    versions={"python": "3.11.7", "tensorflow": "2.21.0"},
    code="0123456789ab",
    numbers={"accuracy: tests": (0.75, 0.8)},
)
BOARD = Board(
    lessons={
        "text/two": Runs(green=GREEN, failed=date(2026, 12, 5)),
        "basics/one": Runs(failed=date(2026, 12, 5)),
    }
)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A file for each version, lessons in alphabetical order; before it, none."""
    folder = tmp_path / "board"

    assert read_boards(folder) == {}
    write(folder / "2.21.yml", BOARD)

    assert read_boards(folder) == {"2.21": BOARD}
    assert [*read_boards(folder)["2.21"].lessons] == ["basics/one", "text/two"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("seeds: 10", "seeds: 0", "green: seeds: got 0, expected at least 1"),
        ("- 0.8", "- high", "expected a number"),
        ("failed: 2026-12-05", "broke: 2026-12-05", "broke: got an unknown key"),
    ],
)
def test_a_slip_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """With its file, its line and what was expected."""
    path = tmp_path / "board" / "2.21.yml"
    write(path, BOARD)

    text = slip(lambda file: read_boards(file.parent), path, path.read_text(), old, new)

    assert said in text


def test_the_newest_good_run_counts() -> None:
    """Whatever version it had; a failure later on hides it as little as fewer seeds."""
    newer = GREEN.model_copy(update={"day": date(2026, 12, 1)})
    other = Board(lessons={"text/two": Runs(green=newer)})
    once = Board(
        lessons={"text/two": Runs(green=GREEN.model_copy(update={"seeds": 1}))}
    )

    assert newest_green({"2.21": BOARD, "2.20": other}, "text/two") == newer
    assert newest_green({"2.20": once, "2.21": BOARD}, "text/two") == GREEN
    assert newest_green({"2.21": BOARD}, "basics/one") is None
    assert newest_green({}, "text/two") is None
