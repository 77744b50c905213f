"""A group of commands, each of which is imported when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from tfprep.problems import did_you_mean


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and not before.

    Help is there at once: importing every command takes longer than most of them run.
    """

    def __init__(
        self, *args: Any, table: Mapping[str, tuple[str, str]], **options: Any
    ) -> None:
        """Nothing is imported yet.

        Args:
            args: as of click's own groups.
            table: by name, where a command is (`module:attribute`), and its help line.
            options: as of click's own groups.
        """
        super().__init__(*args, **options)
        self.table = table

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(self.table)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.table:
            context.fail(f"No such command {name!r}.{did_you_mean(name, self.table)}")
        module, _, attribute = self.table[name][0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(
        self, _context: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.table.items()])
