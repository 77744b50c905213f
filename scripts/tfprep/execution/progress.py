"""Show on a terminal, or in a log, how far a run has come."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.status import Status

from tfprep.execution.batch import Event, Report
from tfprep.lessons.lesson import BUDGET


class Progress:
    """One line for each lesson that ends; on a terminal, a line of what runs now."""

    def __init__(self) -> None:
        self._console = Console(highlight=False, soft_wrap=True)
        self._status = Status("Reading the lessons", console=self._console)
        self._running: dict[str, float] = {}
        self._start = time.monotonic()

    def __enter__(self) -> Progress:
        self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._status.stop()

    def __call__(self, event: Event) -> None:
        slug, now = event.lesson.slug, time.monotonic()
        if event.ended:
            seconds = now - self._running.pop(slug, now)
            state = f"{seconds:6.1f} s" if event.entry else "failed".rjust(8)
            self._console.print(f"{state}  {slug}  ({event.left} to go)")
        else:
            self._running[slug] = now
        self._status.update(f"Running {', '.join(sorted(self._running))}")

    def summarize(self, report: Report) -> None:
        """Say what was executed, what came from the cache, and what was slow."""
        executed = len(report.entries) - len(report.cached)
        seconds = time.monotonic() - self._start
        self._console.print(
            f"{executed} executed in {seconds:.1f} s, "
            f"{len(report.cached)} from the cache, {len(report.problems)} failed."
        )
        for slug, entry in sorted(report.entries.items()):
            if entry.cpu_seconds > BUDGET:
                self._console.print(
                    f"{slug} used {entry.cpu_seconds:.1f} s CPU of {BUDGET:.0f} s."
                )
