"""Sentences that stand on a lesson's page in place of its outputs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from tfprep.pages.templates import render
from tfprep.problems import Problem


def waiting_notice() -> str:
    """The lesson is waiting for its execution, or in the middle of it."""
    return (
        "The outputs of this lesson are being made now, with those of the others. "
        "The page fills in by itself."
    )


def missing_notice(packages: Sequence[str]) -> Markup:
    """The lesson can't be executed in this environment."""
    return render("missing_notice", packages=packages)


def broken_notice(problems: Sequence[Problem], root: Path) -> Markup:
    """The lesson has to be fixed first."""
    return render("broken_notice", problems=[p.relative_to(root) for p in problems])
