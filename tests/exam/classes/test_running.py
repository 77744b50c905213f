"""Many rows side by side, within the memory, until somebody stops them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from classroom import hand_in, open_room, read_score, results_in

from tfprep.exam.classes.grading import State
from tfprep.exam.classes.running import Gate, cores
from tfprep.exam.outcomes import Grade
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task


def test_there_is_a_core() -> None:
    """At least the one that we run on."""
    assert cores() >= 1


def most_at_once(gate: Gate, rounds: int = 6) -> int:
    """How many are inside together when more want to be."""
    inside, most, lock = 0, 0, threading.Lock()
    both = threading.Barrier(2)

    def enter() -> None:
        nonlocal inside, most
        with gate.enter():
            with lock:
                inside += 1
                most = max(most, inside)
            try:
                both.wait(0.02)  # as long as a second one might come
            except threading.BrokenBarrierError:
                both.reset()
            with lock:
                inside -= 1

    with ThreadPoolExecutor(2) as pool:
        for _ in range(rounds):
            pool.submit(enter)
    return most


def test_little_memory_means_one_at_a_time() -> None:
    """One is always let in; two only where there is room for what both may take."""
    assert most_at_once(Gate(lambda: 100.0), rounds=3) == 1
    assert most_at_once(Gate(lambda: 100_000.0)) == 2


def test_many_are_graded_at_once(tmp_path: Path) -> None:
    """As many as were asked for."""
    for name in "abcd":
        hand_in(tmp_path / "class" / name / "A.keras")
    both = threading.Barrier(2, timeout=10)

    def waiting(task: Task, seeds: Seeds, path: Path) -> Grade:
        both.wait()
        return read_score(task, seeds, path)

    room = open_room(tmp_path)
    assert [
        o.score for o in room.grade(results_in(tmp_path), waiting, 2, lambda: None)
    ] == [5, 5, 5, 5]


def test_what_was_done_is_kept_when_it_stops(tmp_path: Path) -> None:
    """What runs then is ended and not kept; the next run grades the rest alone."""
    for number in range(6):
        hand_in(tmp_path / f"class/{number}/A.keras", str(number % 6))
    ended = threading.Event()

    def slow(task: Task, seeds: Seeds, path: Path) -> Grade:
        if path.read_text() > "1":
            assert ended.wait(10), "somebody ends it"
        return read_score(task, seeds, path)

    room = open_room(tmp_path)
    graded = room.grade(results_in(tmp_path), slow, 1, ended.set)
    with closing(graded):
        assert {next(graded).score, next(graded).score} == {0, 1}  # in any order
    assert len(room.open()) == 4

    room = open_room(tmp_path)
    again = list(room.grade(results_in(tmp_path), read_score, 1, lambda: None))
    assert [outcome.is_new for outcome in again].count(False) == 2
    assert [outcome.score for outcome in room.table()] == [0, 1, 2, 3, 4, 5]
    assert all(outcome.state is State.GRADED for outcome in room.table())
