"""Highlighting on another core, while a build does what comes before."""

import multiprocessing
import sys
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from tfprep.pages import highlighting
from tfprep.pages.highlighting import Ahead, highlighted, lexer_of

forks = pytest.mark.skipif(
    sys.platform == "darwin" or "fork" not in multiprocessing.get_all_start_methods(),
    reason="needs a process that can be forked",
)


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ahead]:
    """One that may begin: with two cores, and no threads that other tests left."""
    monkeypatch.setattr(highlighting, "default_jobs", lambda: 2)
    monkeypatch.setattr(highlighting, "active_count", lambda: 1)
    one = Ahead()
    yield one
    one.stop()


@forks
def test_the_other_process_gives_the_same_markup(
    ahead: Ahead, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever highlights a piece of code, the page is the same."""
    code = 'x = "<b>"  # a comment'
    lexer = lexer_of("python")
    assert lexer
    monkeypatch.setattr(Future, "cancel", lambda _: False)  # as if it had begun

    ahead.start()
    ahead.want([(code,)])

    assert ahead.take(code) == highlighted(code, lexer)
    assert ahead.take("y = 2") is None


@forks
def test_a_process_that_dies_costs_nothing_but_time(ahead: Ahead) -> None:
    """Then a build highlights its code itself."""
    others = multiprocessing.active_children()
    ahead.start()
    (child,) = (x for x in multiprocessing.active_children() if x not in others)
    child.kill()
    child.join()
    ahead.want([("x = 1",)])

    assert ahead.take("x = 1") is None


def test_one_core_does_nothing_ahead(
    ahead: Ahead, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second process would only take the first one's time."""
    monkeypatch.setattr(highlighting, "default_jobs", lambda: 1)

    ahead.start()
    ahead.want([("x = 1",)])

    assert ahead.take("x = 1") is None
