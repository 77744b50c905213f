"""What a round says, in words: the same on the screen and line by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tfprep.execution.outputs import Output
from tfprep.lessons.origin import Origin
from tfprep.practice.answer import Outcome
from tfprep.practice.terminal.rounds import Result, Round
from tfprep.problems import count

LABELS = {
    Outcome.CORRECT: "Correct",
    Outcome.INCORRECT: "Not right yet",
    Outcome.NOT_ATTEMPTED: "Not attempted",
    Outcome.COULD_NOT_RUN: "Could not run",
}
MOST_LINES = 30
"""Lines of what an answer printed that a terminal shows; the last ones."""

_COLOR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Told:
    """A result in words, part by part; a part is empty if there is nothing to say."""

    outcome: str
    """The outcome and the exercise, such as `Correct: Downhill`."""
    words: str
    """What the check says."""
    error: str
    """The learner's own traceback."""
    printed: str
    """What the answer printed; colors are left out."""
    figures: tuple[str, ...]
    """A line for each figure, and one that counts them."""
    help: str

    @property
    def lines(self) -> list[str]:
        """All of it; the outcome comes late, where the eye of a reader rests."""
        shown = [f"Your code printed:\n{self.printed}"] if self.printed else []
        rest = (self.error, self.outcome, self.words, self.help)
        return [*shown, *self.figures, *filter(None, rest)]


def tell(result: Result, origin: Origin = Origin()) -> Told:
    """A result in words.

    Args:
        origin: where the course stands, for an address of what helps.
    """
    verdict = result.verdict
    label = LABELS[verdict.outcome]
    words = re.sub(rf"^{label}(?:: |\.\s*)", "", verdict.words.strip())
    if not words.startswith(result.assignment.exercise.wanted):
        words = words[:1].upper() + words[1:]
    figures: list[str] = []
    if result.figures:
        number = count(len(result.figures), "figure")
        figures = [f"Your code drew {number}, beside its file:"]
        figures += [path.name for path in result.figures]
    return Told(
        outcome=f"{label}: {result.assignment.exercise.title}",
        words=words,
        error=_COLOR.sub("", verdict.error).strip("\n"),
        printed=_last_lines(printed(verdict.outputs)),
        figures=tuple(figures),
        help=_help(verdict.help, origin.site),
    )


def printed(outputs: Sequence[Output]) -> str:
    """The text of some outputs, one below the other."""
    texts = (
        output.get("text") or output.get("data", {}).get("text/plain", "")
        for output in outputs
        if not any(kind.startswith("image/") for kind in output.get("data", {}))
    )
    return "\n".join(_COLOR.sub("", text).rstrip("\n") for text in texts if text)


def where(round_: Round) -> str:
    """Which exercise is the current one, and how far the round is."""
    lesson = round_.current.lesson
    of = len(round_.assignments)
    return (
        f"{lesson.header.title}: exercise {round_.current.number} "
        f"of {len(lesson.exercises)}; {round_.done} of {of} done"
    )


def listed(round_: Round) -> list[str]:
    """A line for each exercise of the round: number, state, title, lesson."""
    ids = [assignment.id for assignment in round_.assignments]
    current = round_.current.id
    return [
        f"{'>' if assignment.id == current else ' '}{ids.index(assignment.id) + 1:>3}  "
        f"{round_.state_of(assignment):5}  {assignment.exercise.title} "
        f"({assignment.lesson.slug})"
        for assignment in round_.assignments
    ]


def _last_lines(text: str) -> str:
    lines = text.split("\n") if text else []
    if len(lines) > MOST_LINES:
        left_out = count(len(lines) - MOST_LINES, "line")
        lines = [f"... {left_out} before", *lines[-MOST_LINES:]]
    return "\n".join(lines)


def _help(anchor: str, site: str) -> str:
    if not anchor:
        return ""
    if site:
        return f"Help: {site}{anchor}"
    page, _, part = anchor.partition("#")
    title = page.strip("/").rpartition("/")[2].replace("-", " ").capitalize()
    return f'Help: "{part.replace("-", " ")}" on the page "{title}" in `tfprep learn`'
