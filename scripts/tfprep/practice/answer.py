"""One answer of a learner: its outcome, in words that say what came and what next."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from warnings import catch_warnings

from tfprep.execution.outputs import Output
from tfprep.execution.steps import NOT_ATTEMPTED
from tfprep.lessons.cells import Exercise
from tfprep.practice import slips
from tfprep.practice.kernel_judge import ANSWER

Report = Mapping[str, Any]
"""What a kernel tells about a try."""
LONGEST = 300
"""Characters of an error's message in a sentence; all of it stands in the traceback."""


LONGEST_TEXT = 200_000
"""Characters of an answer; the longest solution has some thousand."""


class Outcome(StrEnum):
    """The four ways in which a try ends."""

    CORRECT = "correct"
    INCORRECT = "incorrect"
    NOT_ATTEMPTED = "not attempted"
    COULD_NOT_RUN = "could not run"


@dataclass(frozen=True)
class Verdict:
    """What became of an answer."""

    outcome: Outcome
    words: str
    """The check's own words, or one clear sentence of ours; never a traceback."""
    error: str = ""
    """The learner's own traceback, cut to the learner's lines, as plain text."""
    help: str = ""
    """A place below the site's root that explains the error, or nothing."""
    outputs: tuple[Output, ...] = ()
    """What the answer and its check printed and drew, in nbformat's shape."""
    seconds: float = 0.0
    """From the question to the verdict."""
    own_seconds: float = 0.0
    """Those of them in which the answer and its check themselves ran."""


def could_not_run(words: str, error: str = "") -> Verdict:
    """A verdict on what never came to its end."""
    return Verdict(Outcome.COULD_NOT_RUN, words, error)


def refused_unseen(text: str) -> Verdict | None:
    """A verdict on a text that needs no kernel: an empty one, or no Python."""
    if len(text) > LONGEST_TEXT:
        words = f"Your answer has {len(text):,} characters, expected {LONGEST_TEXT:,} "
        return could_not_run(f"{words}at most: read large data from a file.")
    try:
        with catch_warnings(action="ignore"):
            compile(text, ANSWER, "exec", dont_inherit=True)
    except SyntaxError as error:
        shown = "".join(traceback.format_exception_only(error)).rstrip()
        said = f"{type(error).__name__}: {error.msg}"
        where = f" in line {error.lineno}" if error.lineno else ""
        return could_not_run(f"Python can't read your answer{where}: {said}.", shown)
    except (ValueError, MemoryError, RecursionError, OverflowError) as error:
        said = f"Python can't read your answer: {error or type(error).__name__}."
        return could_not_run(said)
    tree = slips.parsed(text)
    if tree is not None and not tree.body:
        words = f"{NOT_ATTEMPTED}: there is no code yet. Write some below the brief."
        return Verdict(Outcome.NOT_ATTEMPTED, words)
    return None


def needs_comparison(exercise: Exercise, text: str, report: Report) -> bool:
    """Whether to look what the solution returns before anything is said."""
    error = report.get("error")
    if report["stage"] != "check" or error is None:
        return False
    if error["own"]:
        claims = error["message"].startswith(NOT_ATTEMPTED)
        return claims and not slips.is_untouched(text, exercise.cell.stub)
    special = error["in_answer"] or error["name"] in _SPECIAL
    return not special and not _misshapen(exercise, text, report)


def verdict_of(
    exercise: Exercise, text: str, report: Report, solution: Report | None = None
) -> Verdict:
    """The verdict on a try.

    Args:
        report: what the kernel told of it.
        solution: what it told of the solution, if `needs_comparison`.
    """
    match report["stage"]:
        case "answer":
            return _stopped("Your answer", text, report["error"])
        case "missing":
            return _missing(exercise, text, report)
    error = report.get("error")
    if error is None:
        return Verdict(Outcome.CORRECT, "")
    if error["own"]:
        return _refused(exercise, text, report, solution)
    if error["in_answer"]:
        return _stopped(exercise.wanted, text, error)
    return _misfit(exercise, text, report, solution)


def _refused(
    exercise: Exercise, text: str, report: Report, solution: Report | None
) -> Verdict:
    """The check said no, in its own words."""
    said = report["error"]["message"]
    if not said.startswith(NOT_ATTEMPTED):
        return Verdict(Outcome.INCORRECT, said or "The check refuses this answer.")
    if slips.is_untouched(text, exercise.cell.stub):
        return Verdict(Outcome.NOT_ATTEMPTED, said)
    returned = report["returned"]
    if returned and returned["what"] in ("None", "..."):
        return Verdict(
            Outcome.INCORRECT, _returned_none(exercise, text, report, solution)
        )
    rest = said.removeprefix(NOT_ATTEMPTED).lstrip(":. ")
    return Verdict(Outcome.INCORRECT, rest[:1].upper() + rest[1:])


def _returned_none(
    exercise: Exercise, text: str, report: Report, solution: Report | None
) -> str:
    wanted, expected = exercise.wanted, _expected(report, solution)
    expected = f", expected {expected}" if expected else ""
    return f"{wanted} returned None{expected}: {slips.missing_return(text, wanted)}."


def _missing(exercise: Exercise, text: str, report: Report) -> Verdict:
    """The answer defines something else, or nothing."""
    wanted, made = exercise.wanted, report["made"]
    if slips.is_untouched(text, exercise.cell.stub):
        words = f"{NOT_ATTEMPTED}: write {wanted} in place of the `...`."
        return Verdict(Outcome.NOT_ATTEMPTED, words)
    names = report["functions"] or list(made)
    got = f"got {', '.join(names[-3:])}" if names else "got no name at all"
    words = f"Your answer has no {_what(exercise)} called {wanted}: {got}"
    return could_not_run(f"{words}; call it {wanted}.")


_WHAT = {"FunctionDef": "function", "ClassDef": "class"}


def _misfit(
    exercise: Exercise, text: str, report: Report, solution: Report | None
) -> Verdict:
    """The check fell over what the answer gave it."""
    wanted, error, returned = exercise.wanted, report["error"], report["returned"]
    if error["name"] in _SPECIAL:
        return _stopped("Your answer", text, error)
    if said := _misshapen(exercise, text, report):
        return could_not_run(said)
    got, expected = returned and returned["what"], _expected(report, solution)
    if got == "None":
        return Verdict(
            Outcome.INCORRECT, _returned_none(exercise, text, report, solution)
        )
    if got and expected and got != expected:
        if name := slips.fitted(text, wanted):
            advice = f": call fit on a line of its own, and end with `return {name}`"
        else:
            advice = ""
        words = f"{wanted} returned {got}, expected {expected}{advice}."
        return Verdict(Outcome.INCORRECT, words)
    if hidden := slips.hidden_names(text, exercise.cell.stub, exercise.check.source):
        words = f"Your answer gives {hidden[0]} another meaning, and the check needs it"
        return could_not_run(f"{words}: choose another name ({_said(error)[:-1]}).")
    what = f"what {wanted} returned, {got}" if got else f"your {wanted}"
    return could_not_run(f"The check could not use {what}: {_said(error)}")


def _misshapen(exercise: Exercise, text: str, report: Report) -> str:
    """What is wrong with a name that stands for another kind of thing, or nothing."""
    got, expected = report["wanted"].partition(",")[0], f"a {_what(exercise)}"
    if got != expected and {got, expected} & {"a function", "a class"}:
        return f"{exercise.wanted} is {got}, expected {expected} of this name."
    return "" if report["calls"] else _other_parameters(exercise, text)


def _what(exercise: Exercise) -> str:
    """What is to be written: a function, a class, a value."""
    return _WHAT.get(type(exercise.cell.tree.body[-1]).__name__, "value")


def _other_parameters(exercise: Exercise, text: str) -> str:
    wanted = exercise.wanted
    got = slips.parameters(text, wanted)
    expected = slips.parameters(exercise.cell.solution, wanted)
    if got is None or expected is None or len(got) == len(expected):
        return ""
    return (
        f"{wanted} takes {_values(got)}, expected {_values(expected)}: "
        f"begin it with `def {wanted}({', '.join(expected)}):`."
    )


def _values(names: list[str]) -> str:
    count = f"{len(names)} value{'s' * (len(names) != 1)}"
    return f"{count} ({', '.join(names)})" if names else "no value"


def _expected(report: Report, solution: Report | None) -> str:
    """What the solution returned when it was called as the answer was the last time."""
    returned = (solution or {}).get("returned", ())[: report["calls"]]
    return str(returned[-1]["what"]) if returned else ""


_SPECIAL = {
    "SystemExit": "{0} ends Python with exit(): take that line out.",
    "KeyboardInterrupt": "{0} was stopped before it ended.",
    "MemoryError": "{0} needs more memory than there is: work with less at a time.",
    "RecursionError": "{0} calls itself again and again without an end.",
    "StdinNotImplementedError": (
        "{0} asks for input(), and nobody can type there: write the value down."
    ),
}
"""Errors whose own words don't help."""
_TOLD = ("SystemExit", "StdinNotImplementedError")
"""Those of them that need no traceback either."""


def in_other_words(what: str, text: str, error: Mapping[str, Any]) -> str:
    """What an error of the learner's code means, where its own words don't help.

    Args:
        what: the sentence's subject, such as `Your answer`.
        error: its name and message, as the kernel tells them.
    """
    if special := _SPECIAL.get(error["name"]):
        return special.format(what)
    if "NoneType" in error["message"] and (said := slips.in_place(text)):
        return f"{what} stopped at None: {said}."
    return ""


def trace_of(error: Mapping[str, Any]) -> str:
    """An error's traceback, if it says more than the words."""
    return "" if error["name"] in _TOLD else str(error["trace"])


def _stopped(what: str, text: str, error: Mapping[str, Any]) -> Verdict:
    """The learner's own code raised something."""
    words = in_other_words(what, text, error) or f"{what} stopped with {_said(error)}"
    return could_not_run(words, trace_of(error))


def _said(error: Mapping[str, Any]) -> str:
    """An error's name and the first line of its message, as the end of a sentence."""
    lines = [line for line in error["message"].splitlines() if line.strip()]
    if lines[1:] and lines[0].startswith("Exception encountered when calling"):
        del lines[0]  # Keras says what counts below
    first = lines[0] if lines else ""
    if len(first) > LONGEST:
        first = f"{first[: LONGEST - 1]}…"
    said = f"{error['name']}: {first}" if first else error["name"]
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."
