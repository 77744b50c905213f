"""Before a stranger's models are opened: does every wall stand that confines them?"""

from __future__ import annotations

from collections.abc import Callable

import click

from tfprep.exam.outcomes import ExamError
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.state import Sitting

_NOTHING_KEEPS = "Nothing on this machine keeps a model that is graded from"
UNCONFINED = click.option(
    "--unconfined",
    is_flag=True,
    help="Grade though this machine can't confine a model in every way.",
)


def check_walls(unconfined: bool, say: Callable[[str], object]) -> None:
    """Refuse to open models of strangers where they could do more than answer.

    Args:
        unconfined: whether somebody said that this is all right.
        say: hears what is missing, if it is all right.

    Raises:
        ExamError: a wall is missing, and nobody said so.
    """
    if not (gaps := what_is_missing()):
        return
    if not unconfined:
        raise ExamError(
            f"Nothing was graded: this machine can't keep a model from {gaps}. Grade "
            "on one where tfprep doctor shows every wall. Or, if you trust those who "
            "made the models: --unconfined"
        )
    say(f"Unconfined: nothing here keeps a model from {gaps}.")


def what_is_missing() -> str:
    """What nothing on this machine keeps a model from, and why; empty: nothing."""
    from tfprep.exam.grading import walls  # `--help` does without

    return "; ".join(f"{wall.holds_off} ({wall.why_not})" for wall in walls.missing())


def with_warning(sitting: Sitting) -> tuple[Sitting, str]:
    """The exam with a remark on what its models aren't kept from, made once.

    Returns:
        The exam, and what to say; nothing, where nothing is missing or it was said.
    """
    told = any(_NOTHING_KEEPS in remark for remark in sitting.remarks)
    if told or sitting.hand_ins or sitting.is_over or not (gaps := what_is_missing()):
        return sitting, ""
    words = f"{_NOTHING_KEEPS} {gaps}."
    said = f"{words} That is no danger to you, as long as you made it yourself."
    return actions.with_remark(sitting, words), said
