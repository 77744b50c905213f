"""A round line by line: for screen readers, pipes and terminals that can't redraw."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable
from typing import TextIO

from tfprep.practice.terminal.exercise_file import brief_of
from tfprep.practice.terminal.rounds import Result, Round
from tfprep.practice.terminal.words import listed, tell, where

COMMANDS = {
    "hint": "show one more hint",
    "brief": "say again what to do",
    "next": "go to the next exercise",
    "back": "go to the one before",
    "list": "list the exercises with their states",
    "go N": "go to exercise N of the list",
    "again": "check the file again",
    "solution": "show the solution",
    "reset": "begin this exercise anew",
    "reset all": "begin all of them anew",
    "quit": "stop; everything is kept",
}
"""What can be typed; the first letter does, too."""


class Plain:
    """Prints what happens, and does what is typed."""

    def __init__(self, round_: Round) -> None:
        self._round = round_
        self._question: Callable[[], None] | None = None

    async def run(self, typed: TextIO, *, poll: bool = False) -> None:
        """Go on until somebody types quit, or nothing more can be typed."""
        lines: asyncio.Queue[str] = asyncio.Queue()
        _read_aside(typed, lines)
        print(f"Folder: {self._round.folder.root}", flush=True)
        print("Type help for what you can type, and quit to stop.", flush=True)
        work = asyncio.create_task(self._round.run(self, poll=poll))
        line = asyncio.create_task(lines.get())
        try:
            while not work.done():
                await asyncio.wait([work, line], return_when=asyncio.FIRST_COMPLETED)
                if not line.done():
                    continue
                if not line.result():
                    print("Nothing more can be typed: stopped.", flush=True)
                    break
                if not self.do(line.result().strip()):
                    break
                line = asyncio.create_task(lines.get())
        finally:
            line.cancel()
            work.cancel()
            await asyncio.wait([work])
        if not work.cancelled():
            work.result()

    def opened(self) -> None:
        """Print where somebody is, and what to do."""
        file = self._round.folder.file_of(self._round.current)
        print(f"\n{where(self._round)}", flush=True)
        print(f"{self._round.current.exercise.title}, {self._state()}.")
        print(brief_of(self._round.current))
        print(f"File: {file}", flush=True)

    def lesson_is(self, words: str) -> None:
        """Print the state of the lesson."""
        print(words, flush=True)

    def judged(self, result: Result) -> None:
        """Print a result; the outcome comes last, where a screen reader is."""
        print("\n".join(tell(result, self._round.folder.origin).lines), flush=True)

    def said(self, words: str) -> None:
        """Print it."""
        print(words, flush=True)

    def finished(self) -> None:
        """Print that nothing is left to do."""
        print("\nAll exercises are done. Type list to see them, or quit.", flush=True)

    def do(self, typed: str) -> bool:
        """Do what was typed; False if that was to quit."""
        if self._question is not None:
            question, self._question = self._question, None
            if typed.casefold() in ("y", "yes"):
                question()
            else:
                print("Not done.", flush=True)
            return True
        word, _, rest = typed.casefold().partition(" ")
        known = (*_DOES, "quit")
        name = next((x for x in known if word and x.startswith(word)), None)
        if name == "quit":
            return False
        if name is not None:
            _DOES[name](self, rest.strip())
        elif word:
            print(f'Got "{typed}", expected one of these:')
            self._help("")
        return True

    def _state(self) -> str:
        return str(self._round.state_of(self._round.current))

    def _hint(self, _rest: str) -> None:
        hint = self._round.hint()
        number, of = len(self._round.hints), len(self._round.current.exercise.hints)
        if hint:
            print(f"Hint {number} of {of}: {hint}", flush=True)
        else:
            print("\n".join(["There are no more hints.", *self._round.hints]))

    def _brief(self, _rest: str) -> None:
        self.opened()

    def _next(self, _rest: str) -> None:
        self._round.next()

    def _back(self, _rest: str) -> None:
        self._round.back()

    def _list(self, _rest: str) -> None:
        print("\n".join(listed(self._round)), flush=True)

    def _go(self, rest: str) -> None:
        of = len(self._round.assignments)
        if rest.isdecimal() and 1 <= int(rest) <= of:
            self._round.go(self._round.assignments[int(rest) - 1])
        else:
            print(f'Got "go {rest}", expected a number from 1 to {of}.', flush=True)

    def _again(self, _rest: str) -> None:
        self._round.again()

    def _solution(self, _rest: str) -> None:
        def show() -> None:
            print(f"The solution:\n{self._round.solution()}", flush=True)

        if self._state() == "done":
            show()
        else:
            self._ask("You haven't solved it yet; that you saw it is noted.", show)

    def _reset(self, rest: str) -> None:
        round_ = self._round
        if rest not in ("", "all"):
            print(f'Got "reset {rest}", expected reset or reset all.', flush=True)
            return
        chosen = round_.assignments if rest else (round_.current,)
        what = f"all {len(chosen)} exercises" if rest else "this exercise"
        self._ask(
            f"This begins {what} anew; the text of your files is kept.",
            lambda: round_.reset(chosen),
        )

    def _help(self, _rest: str) -> None:
        rows = (f"{name:10}{said}" for name, said in COMMANDS.items())
        print("\n".join(rows), flush=True)

    def _ask(self, said: str, then: Callable[[], None]) -> None:
        print(f"{said} Type yes to do it.", flush=True)
        self._question = then


_DOES: dict[str, Callable[[Plain, str], None]] = {
    "hint": Plain._hint,
    "help": Plain._help,
    "back": Plain._back,
    "brief": Plain._brief,
    "next": Plain._next,
    "list": Plain._list,
    "go": Plain._go,
    "again": Plain._again,
    "solution": Plain._solution,
    "reset": Plain._reset,
}


def _read_aside(typed: TextIO, lines: asyncio.Queue[str]) -> None:
    """Read lines in a thread of its own, which ends with the program.

    The last one is empty: nothing more comes.
    """
    loop = asyncio.get_running_loop()

    def read() -> None:
        line = "\n"
        while line:
            try:
                line = typed.readline()
            except (OSError, ValueError):
                line = ""  # the terminal is gone
            try:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            except RuntimeError:
                return  # the program has ended

    threading.Thread(target=read, name="typed", daemon=True).start()


def say_anything() -> None:
    """Let no letter that the terminal lacks stop the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")
