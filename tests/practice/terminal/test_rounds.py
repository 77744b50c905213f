"""A round: what is saved is checked, remembered, and followed by the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from editor import RIGHT, STUB, WRONG, Desk, LessonWithoutKernel, until, write

from tfprep.practice.lesson_kernel import SetUpError
from tfprep.practice.progress import ExerciseRecord
from tfprep.practice.terminal import rounds
from tfprep.practice.terminal.rounds import READY, Round, State

pytestmark = pytest.mark.xdist_group("waiting")

ONE, TWO = "1-basics/01-one/1-double.py", "1-basics/02-two/1-double.py"


def going(
    desk: Desk,
    learner: Callable[[Round], Awaitable[None]],
    since: datetime | None = None,
) -> Round:
    """Let a learner work while a round runs; polling, so that no event is missed."""

    async def work() -> Round:
        round_ = desk.round(desk.folder(), since)
        task = asyncio.create_task(round_.run(desk.face, poll=True))
        try:
            await until(lambda: READY in desk.face.heard or task.done())
            await asyncio.sleep(0.6)  # until the files were looked at once
            await learner(round_)
        finally:
            task.cancel()
            await asyncio.wait([task])
        if not task.cancelled():
            task.result()
        return round_

    return asyncio.run(work())


def has_results(desk: Desk, count: int) -> bool:
    return len(desk.face.results) == count


def record_of(desk: Desk, name: str = "basics/one/double") -> ExerciseRecord:
    return desk.memory.read().exercise(name)


def test_what_is_right_leads_on(desk: Desk) -> None:
    """Saved, checked, remembered with its text, and the next lesson is ready."""

    async def learner(round_: Round) -> None:
        write(desk.place / ONE, WRONG)
        await until(lambda: desk.face.results)
        write(desk.place / ONE, RIGHT, WRONG)
        await until(lambda: round_.current.lesson.slug == "basics/two")
        await until(lambda: len(desk.sessions) == 2 and desk.sessions[1].prepared)

    round_ = going(desk, learner)

    said = [str(result.verdict.outcome) for result in desk.face.results]
    assert said == ["incorrect", "correct"]
    assert [x.outcome for x in record_of(desk).attempts] == said
    answer = record_of(desk).answer
    assert answer is not None
    assert answer.text == f"def double(x):\n{RIGHT}\n"
    assert (round_.done, round_.number) == (1, 2)
    assert [session.is_closed for session in desk.sessions] == [True, True]


def test_the_end_is_said(desk: Desk) -> None:
    """When all is done, nothing opens, and the last one stays."""

    async def learner(_round: Round) -> None:
        for path, count in ((ONE, 1), (TWO, 2)):
            write(desk.place / path, RIGHT)
            await until(partial(has_results, desk, count))
        await until(lambda: "finished" in desk.face.heard)

    assert going(desk, learner).done == 2


def test_a_save_while_the_lesson_is_set_up_waits_for_it(desk: Desk) -> None:
    """Of several, the last one is checked, and only that."""

    async def learner(round_: Round) -> None:
        round_.go(round_.assignments[1])
        await until(lambda: len(desk.sessions) == 2)
        desk.sessions[1].is_free.clear()
        round_.again()
        write(desk.place / TWO, RIGHT)
        round_.again()
        desk.sessions[1].is_free.set()
        await until(lambda: desk.face.results)

    going(desk, learner)

    assert len(desk.sessions[1].answered) == 1
    assert RIGHT in desk.sessions[1].answered[0]


async def checking(round_: Round, desk: Desk) -> LessonWithoutKernel:
    """Save a wrong answer whose check goes on until its lesson may."""
    session = desk.sessions[0]
    session.is_free.clear()
    write(desk.place / ONE, WRONG)
    round_.again()
    session.is_free.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    session.is_free.clear()
    await until(lambda: session.answered)
    return session


def test_a_check_that_takes_long_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what stops it; the outcome comes all the same."""
    monkeypatch.setattr(rounds, "LATE", 0.01)

    async def learner(round_: Round) -> None:
        session = await checking(round_, desk)
        await until(lambda: any("Save a change to stop" in x for x in desk.face.heard))
        session.is_free.set()
        await until(lambda: desk.face.results)

    going(desk, learner)


def test_a_save_during_a_check_ends_it(desk: Desk) -> None:
    """Nobody waits for an answer that is outdated; its outcome isn't shown."""

    async def learner(round_: Round) -> None:
        session = await checking(round_, desk)
        write(desk.place / ONE, RIGHT, WRONG)
        await until(lambda: desk.face.results)
        assert session.interrupts == 1

    going(desk, learner)

    assert [str(x.verdict.outcome) for x in desk.face.results] == ["correct"]


def test_the_same_text_again_is_no_other_attempt(desk: Desk) -> None:
    """Nor is the stub one at all."""

    async def learner(round_: Round) -> None:
        round_.again()
        await until(lambda: len(desk.face.results) == 1)
        write(desk.place / ONE, WRONG)
        await until(lambda: len(desk.face.results) == 2)
        round_.again()
        await until(lambda: len(desk.face.results) == 3)

    going(desk, learner)

    assert [x.outcome for x in record_of(desk).attempts] == ["incorrect"]


def test_saving_another_file_goes_there(desk: Desk) -> None:
    """Whatever the order: what somebody works on is the current exercise."""

    async def learner(round_: Round) -> None:
        write(desk.place / TWO, WRONG)
        await until(lambda: desk.face.results)
        assert round_.current.lesson.slug == "basics/two"

    going(desk, learner)

    assert desk.face.results[0].assignment.id == "basics/two/double"


def test_an_answer_that_was_begun_is_checked_when_it_opens(desk: Desk) -> None:
    """Whoever comes back sees at once where they were."""
    desk.folder()
    write(desk.place / ONE, WRONG)

    async def learner(_round: Round) -> None:
        await until(lambda: desk.face.results)

    going(desk, learner)

    assert desk.face.results[0].verdict.words.startswith("Got 9 for 3")


def test_hints_come_one_at_a_time_and_are_counted(desk: Desk) -> None:
    """And the attempt that follows knows of them, and of the solution."""

    async def learner(round_: Round) -> None:
        assert (round_.hints, round_.hint()) == ((), "Multiply.")
        assert (round_.hint(), round_.hints) == ("", ("Multiply.",))
        assert round_.solution() == "def double(x):\n    return 2 * x"
        write(desk.place / ONE, RIGHT)
        await until(lambda: desk.face.results)

    going(desk, learner)

    [attempt] = record_of(desk).attempts
    assert (attempt.hints, attempt.solution) == (1, True)


def test_a_solution_after_a_pass_is_not_noted(desk: Desk) -> None:
    """It is there to compare with."""

    async def learner(round_: Round) -> None:
        write(desk.place / ONE, RIGHT)
        await until(lambda: round_.number == 2)
        round_.back()
        assert round_.state_of(round_.current) is State.DONE
        assert "2 * x" in round_.solution()

    going(desk, learner)

    assert record_of(desk).solution is None


def test_reset_begins_anew_and_keeps_the_text(desk: Desk) -> None:
    """Memory and files alike; and it says where the text is."""

    async def learner(round_: Round) -> None:
        write(desk.place / ONE, RIGHT)
        await until(lambda: round_.number == 2)
        round_.reset(round_.assignments)
        assert round_.done == 0

    going(desk, learner)

    [kept] = (desk.place / "kept").iterdir()
    assert RIGHT in kept.read_text("utf-8")
    assert any(str(kept) in words for words in desk.face.heard)
    assert STUB in (desk.place / ONE).read_text("utf-8")
    assert not record_of(desk).is_begun


def test_a_broken_file_is_said_and_the_next_save_works(desk: Desk) -> None:
    """Empty, not UTF-8 or gone: one sentence, and no attempt."""
    text = ""

    async def learner(round_: Round) -> None:
        nonlocal text
        path: Path = desk.place / ONE
        text = path.read_text("utf-8")
        for number, raw in enumerate((b"", b"x = '\xe4'\n"), 1):
            path.write_bytes(raw)
            await until(partial(has_results, desk, number))
        path.unlink()
        round_.again()
        path.write_text(text.replace(STUB, RIGHT), "utf-8")
        await until(lambda: round_.number == 2)

    going(desk, learner)

    words = [result.verdict.words for result in desk.face.results]
    assert "is empty. Reset brings the stub back." in words[0]
    assert "expected UTF-8" in words[1]
    assert "is gone" in words[2]
    assert [x.outcome for x in record_of(desk).attempts] == ["correct"]


def test_a_lesson_that_can_t_be_set_up_is_said(desk: Desk) -> None:
    """And another one may be tried."""

    async def learner(round_: Round) -> None:
        async def fail(_assignment: object) -> None:
            raise SetUpError("no kernel")

        desk.sessions[0].prepare = fail  # type: ignore[assignment, method-assign]
        round_.again()
        await until(lambda: any("no kernel" in words for words in desk.face.heard))
        round_.next()
        await until(lambda: len(desk.sessions) == 2 and desk.sessions[1].prepared)

    going(desk, learner)


def test_it_ends_at_the_ends(desk: Desk) -> None:
    """Next and back say so there."""

    async def learner(round_: Round) -> None:
        round_.back()
        round_.next()
        round_.next()

    going(desk, learner)

    assert "This is the first exercise." in desk.face.heard
    assert "This is the last exercise." in desk.face.heard


def test_a_review_begins_anew_and_counts_from_then_on(desk: Desk) -> None:
    """The stub is back, the old answer is kept, and a pass now is another attempt."""
    path = desk.place / ONE
    desk.folder()
    write(path, RIGHT)
    desk.memory.answered("basics/one/double", f"def double(x):\n{RIGHT}\n")
    desk.memory.hint_shown("basics/one/double")
    desk.memory.attempted("basics/one/double", "correct")

    async def learner(round_: Round) -> None:
        assert (round_.done, round_.hints) == (0, ())
        write(path, RIGHT)
        await until(lambda: desk.face.results)
        await until(lambda: round_.number == 2)

    assert going(desk, learner, datetime.now(UTC)).done == 1
    assert [x.outcome for x in record_of(desk).attempts] == ["correct", "correct"]
    [kept] = (desk.place / "kept").iterdir()
    assert RIGHT in kept.read_text("utf-8")


def test_a_review_leaves_alone_what_was_begun_in_it(desk: Desk) -> None:
    """Whoever quits in the middle finds their text when they come back."""
    desk.folder()
    write(desk.place / ONE, WRONG)
    desk.memory.answered("basics/one/double", f"def double(x):\n{WRONG}\n")
    desk.memory.attempted("basics/one/double", "correct")
    desk.memory.attempted("basics/one/double", "incorrect")

    async def learner(round_: Round) -> None:
        assert WRONG in round_.folder.read(round_.current).text

    going(desk, learner, datetime.now(UTC))
