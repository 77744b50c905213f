"""What somebody does on live pages, kept in the file that the terminal uses too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tfprep.practice.answer import Outcome
from tfprep.practice.progress import Progress
from tfprep.practice.progress_file import ProgressFile, to_stderr

Work = Callable[[ProgressFile], Progress]


class Keeping:
    """The file of progress, used by one at a time, and never in the way of the rest."""

    def __init__(self) -> None:
        self._file = ProgressFile(say=self._hear)
        self._turn = asyncio.Lock()
        self._trouble: list[str] = []

    async def use(self, work: Work) -> Progress:
        """Read or change the file; this may wait for another program.

        Raises:
            ProblemError: a later version of tfprep wrote it.
        """
        async with self._turn:
            return await asyncio.to_thread(work, self._file)

    async def answered(self, name: str, text: str, outcome: Outcome) -> None:
        """Remember a checked answer, and with how much help it came."""

        def work(file: ProgressFile) -> Progress:
            record = file.answered(name, text).exercise(name)
            hints, solution = len(record.hints), record.solution is not None
            return file.attempted(name, outcome, hints=hints, solution=solution)

        await self.use(work)

    def trouble(self) -> list[str]:
        """What is wrong with the file, and nobody was told yet on a page."""
        said, self._trouble = self._trouble, []
        return said

    def _hear(self, words: str) -> None:
        to_stderr(words)
        self._trouble.append(words)
