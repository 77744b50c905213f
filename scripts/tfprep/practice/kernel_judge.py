"""Inside a kernel: run a lesson's cells, judge an answer, tell what happened.

Each function publishes one report, as a display of the type `REPORT`.
"""

from __future__ import annotations

import functools
import signal
import sys
import threading
import time
import traceback
import types
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tfprep.practice.described import described
from tfprep.practice.kernel_state import State, bound

REPORT = "application/vnd.tfprep.report+json"
ANSWER = "your answer"
"""What stands in a traceback where Python has the name of a file."""
TRACE_LINES = 30

_states: dict[str, State] = {}
_mine: dict[str, object] = {}
"""What the learner's answers defined."""


@dataclass
class Ran:
    """How some code ended."""

    file: str
    """The name that Python gave to the code."""
    error: BaseException | None
    cpu: float = 0.0
    wall: float = 0.0


@dataclass
class Calls:
    """What a function returned, call by call, while a check ran."""

    values: list[object] = field(default_factory=list)
    begun: int = 0


def begin() -> None:
    """Prepare a new kernel: `exit()` ends the cell and not the kernel."""
    names = _shell().user_ns
    names["exit"] = names["quit"] = sys.exit
    message = "To exit: use 'exit', 'quit', or Ctrl-D."
    warnings.filterwarnings("ignore", message=message)
    _publish({})


def capture(name: str) -> None:
    """Keep the present state under a name."""
    _states[name] = State(_shell().user_ns)
    _publish({})


def adopt() -> None:
    """Add what the learner's answers defined to the present names."""
    _shell().user_ns.update(_mine)
    _publish({})


def restore(name: str) -> None:
    """Go back to a state; the learner's answers stay what they were."""
    _states[name].restore()
    _publish({})


def run(code: str, label: str) -> None:
    """Run a cell; report the error, if there is one."""
    ran = _run(code)
    _publish({"error": ran.error and _told(ran.error, (ran.file,), label)})


def judge(state: str, text: str, check: str, wanted: str, own: str = "") -> None:
    """Try an answer from a kept state, and report how it and its check went.

    Args:
        state: from which each try begins.
        wanted: the name of what the answer has to define.
        own: the name of a state to go back to, with what the answer defined.
    """
    shell = _shell()
    _states[state].restore()
    before = dict(shell.user_ns)
    threads = set(threading.enumerate())
    answer = _run(text)
    made = bound(before, shell.user_ns)
    report: dict[str, Any] = {
        "made": {name: described(value) for name, value in made.items()},
        "functions": [name for name, value in made.items() if callable(value)],
        "seconds": answer.wall,
        "cpu": answer.cpu,
    }
    if answer.error is not None:
        report["stage"] = "answer"
        report["error"] = _told(answer.error, (answer.file,), ANSWER)
    elif wanted not in made:
        report["stage"] = "missing"
    else:
        report |= _checked(check, wanted, answer)
        report["seconds"] += answer.wall
    report["threads"] = _started(threads, answer.file)
    _mine.update(made)
    if own:
        _states[own].restore()
        shell.user_ns.update(made)
    _publish(report)


def explain(state: str, solution: str, check: str, wanted: str) -> None:
    """Report what the solution returns when its check calls it."""
    _states[state].restore()
    _run(solution)
    with _recorded(wanted) as calls:
        _run(check)
    _states[state].restore()
    _publish({"returned": [_value(value) for value in calls.values]})


def _checked(check: str, wanted: str, answer: Ran) -> dict[str, Any]:
    """Run the check; what it said, and what it got."""
    value = _shell().user_ns[wanted]
    with _recorded(wanted) as calls:
        ran = _run(check)
    answer.wall, answer.cpu = ran.wall, ran.cpu
    report: dict[str, Any] = {"stage": "check", "check_cpu": ran.cpu}
    report["calls"] = len(calls.values)
    report["returned"] = _value(calls.values[-1]) if calls.values else None
    report["wanted"] = described(value)
    if ran.error is not None:
        files = (answer.file, ran.file)
        report["error"] = _told(ran.error, files[:1], ANSWER)
        frames = [frame.f_code.co_filename for frame, _ in _frames(ran.error)]
        refuses = isinstance(ran.error, AssertionError)
        report["error"]["own"] = refuses and frames[-1:] == [ran.file]
        report["error"]["in_answer"] = answer.file in frames
    return report


def _value(value: object) -> dict[str, str]:
    kind = type(value)
    return {"type": f"{kind.__module__}.{kind.__qualname__}", "what": described(value)}


@contextmanager
def _recorded(wanted: str) -> Iterator[Calls]:
    """Remember what a function returns; what is no function is left alone."""
    names, calls = _shell().user_ns, Calls()
    function = names.get(wanted)
    if not isinstance(function, types.FunctionType):
        yield calls
        return

    @functools.wraps(function)
    def recorder(*args: Any, **kwargs: Any) -> Any:
        calls.begun += 1
        value = function(*args, **kwargs)
        calls.values.append(value)
        return value

    names[wanted] = recorder
    yield calls
    if names.get(wanted) is recorder:
        names[wanted] = function


def _run(code: str) -> Ran:
    """Run some code as a cell; whatever it raises is no error of the kernel."""
    shell = _shell()
    file = shell.compile.get_code_name(code, code, 0)
    cpu, wall = time.process_time(), time.perf_counter()
    names = ("showtraceback", "showsyntaxerror", "showindentationerror")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        for name in names:
            setattr(shell, name, lambda *_args, **_options: None)
        result = shell.run_cell(code, store_history=False)
        error = result.error_before_exec or result.error_in_exec
    except BaseException as raised:  # noqa: BLE001 - an interrupt, anywhere
        error = raised
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for name in names:
            with suppress(AttributeError):
                delattr(shell, name)
    return Ran(file, error, time.process_time() - cpu, time.perf_counter() - wall)


def _told(error: BaseException, files: tuple[str, ...], label: str) -> dict[str, Any]:
    """An exception, and its traceback cut to the lines of some files."""
    shown = traceback.TracebackException(type(error), error, error.__traceback__)
    shown.__cause__ = shown.__context__ = None
    mine = [frame for frame in shown.stack if frame.filename in files]
    for frame in mine:
        frame.filename = label
    shown.stack[:] = mine[:1] + mine[1:][-TRACE_LINES:]
    text = "".join(shown.format()).rstrip()
    message = _message(error)
    for file in files:
        text, message = text.replace(file, label), message.replace(file, label)
    return {
        "name": type(error).__name__,
        "message": message,
        "trace": text if mine else "",
        "line": mine[-1].lineno if mine else None,
    }


def _message(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - the learner's own class
        return ""


def _frames(error: BaseException) -> Iterator[tuple[types.FrameType, int]]:
    return traceback.walk_tb(error.__traceback__)


def _started(before: set[threading.Thread], file: str) -> bool:
    """Whether a thread runs on that the answer started."""
    for thread in set(threading.enumerate()) - before:
        code = getattr(getattr(thread, "_target", None), "__code__", None)
        if getattr(code, "co_filename", "") == file:
            return True
    return False


def _shell() -> Any:
    from IPython import get_ipython

    return get_ipython()


def _publish(report: dict[str, Any]) -> None:
    _shell().display_pub.publish({REPORT: report})
