"""A whole exam as quickly as it goes: python sitting.py FOLDER. Made to be killed.

Says `ready`, then a line for each thing that is done. It goes on with the exam that it
finds in the folder.
"""

from __future__ import annotations

import sys
from pathlib import Path

from desk import Desk

from tfprep.exam.sitting.state import STATE, load


def main(folder: Path) -> None:
    """Start, unless it was; hand in ten models; finish."""
    desk = Desk(folder)
    desk.tasks  # noqa: B018 - what is slow comes first
    say("ready")
    if not (folder / STATE).exists():
        desk.start()
        say("started")
    desk.clock.wall = load(folder).clock.time
    desk.save_model()
    for number in range(10):
        desk.submit(number % 6)
        say("graded")
    desk.finish()
    say("finished")


def say(word: str) -> None:
    """One line, at once."""
    print(word, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
