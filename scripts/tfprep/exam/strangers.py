"""Before a stranger's models are opened: does every wall stand that confines them?"""

from __future__ import annotations

from collections.abc import Callable

import click

from tfprep.exam.outcomes import ExamError

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
