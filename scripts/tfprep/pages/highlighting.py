"""Code in color: much of the time that a first build takes."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import suppress
from functools import lru_cache
from itertools import groupby
from threading import active_count
from typing import Any

from markupsafe import escape
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

from tfprep.execution.batch import default_jobs

_PLAIN = frozenset({"", "kc", "n", "o", "p", "sa", "w"})
"""Names, operators, brackets and spaces: Material shows them as ink, or nearly so.

They are four of five words of Python: a span around each makes a lesson's page twice as
much work for a telephone, which styles every element several times while it loads.
"""


@lru_cache
def lexer_of(language: str) -> Lexer | None:
    """The lexer of a language, or None if Pygments lacks it."""
    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


class Ahead:
    """Python that another process highlights while this one does what comes before."""

    def __init__(self) -> None:
        self._worker: ProcessPoolExecutor | None = None
        self._begun: dict[str, Future[dict[str, str]]] = {}

    def start(self) -> None:
        """Have another process ready, if there is a core for it, and it can be forked.

        That has to be done before this process has threads.
        """
        if default_jobs() < 2 or not _can_fork():
            return
        context = multiprocessing.get_context("fork")
        self._worker = ProcessPoolExecutor(1, context, _leave_ctrl_c_alone)
        self._worker.submit(_highlighted, ())

    def want(self, groups: Iterable[Sequence[str]]) -> None:
        """Begin with pieces of Python, in the order in which they will be wanted."""
        if self._worker is None:
            return
        with suppress(BrokenExecutor):
            for group in groups:
                made = self._worker.submit(_highlighted, group)
                self._begun.update(dict.fromkeys(group, made))

    def take(self, code: str) -> str | None:
        """The markup of a piece of code; None: nobody has begun with it."""
        made = self._begun.get(code)
        if made is None or made.cancel():
            return None
        with suppress(BrokenExecutor):
            return made.result()[code]
        return None

    def stop(self) -> None:
        """End the other process; what it hasn't begun stays undone."""
        self._begun.clear()
        if self._worker:
            self._worker.shutdown(wait=False, cancel_futures=True)
            self._worker = None


AHEAD = Ahead()
"""What the build that is under way has begun with."""


def highlighted(code: str, lexer: Lexer) -> str:
    """Markup of code: one element for each run of one kind that has a color."""
    made = AHEAD.take(code) if lexer is lexer_of("python") else None
    return made or "".join(_spans(lexer.get_tokens(code)))


def _highlighted(group: Sequence[str]) -> dict[str, str]:
    lexer = get_lexer_by_name("python")
    return {code: "".join(_spans(lexer.get_tokens(code))) for code in group}


def _spans(tokens: Iterable[tuple[Any, str]]) -> Iterator[str]:
    classed = ((_class_of(kind), text) for kind, text in tokens)
    for name, run in groupby(classed, lambda token: token[0]):
        text = escape("".join(part for _, part in run))
        yield f'<span class="{name}">{text}</span>' if name else str(text)


def _class_of(kind: Any) -> str:
    """The short name by which Material colors a kind of token; none if it is plain."""
    while kind not in STANDARD_TYPES:  # what a lexer calls by a name of its own
        kind = kind.parent
    name = STANDARD_TYPES[kind]
    return "" if name in _PLAIN else name


def _can_fork() -> bool:
    """A process with threads may not survive it, nor any on a Mac."""
    forks = "fork" in multiprocessing.get_all_start_methods()
    return forks and sys.platform != "darwin" and active_count() == 1


def _leave_ctrl_c_alone() -> None:
    """It goes to every process of a terminal; the main one ends this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
