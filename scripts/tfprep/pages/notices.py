"""Sentences that stand on a lesson's page in place of its outputs."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path

from tfprep.problems import Problem


def waiting_notice() -> str:
    """The lesson is waiting for its execution, or in the middle of it."""
    return (
        "The outputs of this lesson are being made now, with those of the others. "
        "The page fills in by itself."
    )


def missing_notice(packages: Sequence[str]) -> str:
    """The lesson can't be executed in this environment."""
    names = html.escape(", ".join(packages))
    return (
        f"This copy of the site was built without {names}, so the outputs are missing. "
        "Run <code>make serve</code> to see them."
    )


def broken_notice(problems: Sequence[Problem], root: Path) -> str:
    """The lesson has to be mended first."""
    listed = "\n\n".join(str(problem.relative_to(root)) for problem in problems)
    return (
        f"This lesson can't be shown with its outputs:<pre>{html.escape(listed)}</pre>"
    )
