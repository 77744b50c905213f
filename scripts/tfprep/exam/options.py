"""What several commands of tfprep exam ask for: a form, and some of its tasks."""

from __future__ import annotations

from pathlib import Path

import click
from typing_extensions import override

from tfprep.exam.taskspec.task import CATEGORIES, FORMS, Task, read_tasks

FORM = click.option(
    "--form",
    type=click.Choice([str(form) for form in FORMS]),
    default="1",
    show_default=True,
    help="Which set of five tasks.",
)


class _Letters(click.ParamType):
    name = "A,C"

    @override
    def convert(self, value: object, param: object, ctx: object) -> tuple[str, ...]:
        letters = [part.strip().upper() for part in str(value).split(",")]
        if unknown := [letter for letter in letters if letter not in CATEGORIES]:
            known = ", ".join(CATEGORIES)
            self.fail(f"got {unknown[0]!r}, expected some of {known}")
        return tuple(sorted(set(letters)))


ONLY = click.option("--only", type=_Letters(), help="Only these categories.")


class Named(click.Path):
    """A path that has a name: an empty one would be the current folder, unasked."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    @override
    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        if not str(value).strip():
            self.fail("got an empty name, expected a path", param, ctx)
        return Path(str(value))


def tasks_of_form(form: str, only: tuple[str, ...] | None) -> list[Task]:
    """The tasks of a form, by default all five."""
    return [
        task
        for task in read_tasks().values()
        if task.spec.form == int(form) and task.spec.category in (only or CATEGORIES)
    ]
