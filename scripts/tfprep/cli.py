"""All commands by name; each is imported when it is called."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click

from tfprep.exam.errors import ExamError, TroubleError
from tfprep.execution.stopping import exit_code, stop_on_signals
from tfprep.lazy_commands import LazyGroup
from tfprep.problems import ProblemError

COMMANDS = {
    "learn": (
        "tfprep.learn:learn",
        "The course in the browser: run the code, have your answers checked.",
    ),
    "practice": (
        "tfprep.practice.terminal.commands:practice",
        "Do the exercises in your editor; each is checked when you save its file.",
    ),
    "exam": (
        "tfprep.exam.commands:exam",
        "Sit the practice exam: five models, five hours, graded here.",
    ),
    "progress": (
        "tfprep.practice.progress_commands:progress",
        "Show what you have done and what is due; export, import or forget it.",
    ),
    "doctor": (
        "tfprep.doctor:doctor",
        "Say whether this machine can run course and exam, and how fast it trains.",
    ),
    "notebooks": (
        "tfprep.practice.export:notebooks",
        "Write every lesson as notebook and script, or the questions for Anki.",
    ),
    "run": (
        "tfprep.execution.commands:run",
        "Execute lessons and sheets; what did not change comes from the cache.",
    ),
    "exercises": (
        "tfprep.execution.commands:exercises",
        "Hold every exercise to the four-way law.",
    ),
    "check": (
        "tfprep.check.commands:check",
        "Hold lessons, pages, data and tasks to the rules, without running them.",
    ),
    "new": (
        "tfprep.check.commands:new",
        "Write the files of a new lesson or exam task, with what is to fill in.",
    ),
}
"""Name -> where the command is, and its help line, so that help needs no import."""


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="tfprep")
def cli() -> None:
    """Lessons that run, exercises that check."""


def main() -> None:
    """Run a command; what is wrong is said in one message, with exit code 1."""
    stop_on_signals()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may lack a letter
            stream.reconfigure(errors="backslashreplace")
    try:
        cli.main(standalone_mode=False)
    except ProblemError as error:
        for problem in error.problems:
            click.echo(f"{problem.relative_to(Path.cwd())}\n", err=True)
        sys.exit(f"{len(error.problems)} to fix.")
    except (ExamError, TroubleError) as error:
        sys.exit(str(error))
    except ModuleNotFoundError as error:
        _say_what_lacks(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo(
            "Stopped. What was finished is kept; the next run goes on.", err=True
        )
        sys.exit(exit_code())
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)


def _say_what_lacks(error: ModuleNotFoundError) -> None:
    """End with the name of a package of the lessons that is not installed.

    Raises:
        ModuleNotFoundError: it is none of them.
    """
    # Most commands don't need what these bring.
    from tfprep.lessons.stack import STACK
    from tfprep.project import how_to_install

    if error.name not in STACK:
        raise error
    name = STACK[error.name]
    sys.exit(f"This needs {name}, which is not installed: {how_to_install()}.")
