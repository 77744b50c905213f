"""The file that remembers what somebody has done: whole, locked, and never in the way.

Two programs may use it at once, and any may be killed at any moment. Where it can't be
read or written, that is said once, the work goes on, and what could not be written is
written as soon as it can.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock

from tfprep.files import write_atomically
from tfprep.practice.merging import Json, newest
from tfprep.practice.progress import (
    BrokenProgressError,
    NewerProgressError,
    Progress,
    parse_progress,
    to_datetime,
    to_text,
)
from tfprep.problems import Problem, ProblemError
from tfprep.user_folders import data_folder

VARIABLE = "TFPREP_PROGRESS"
"""Names another file, for tests and for whoever keeps it somewhere else."""
NAME = "progress.json"
PATIENCE = 5.0
"""Seconds to wait for another program that writes."""


def default_path() -> Path:
    """The file in the user's data folder, or the one that TFPREP_PROGRESS names.

    Where nobody knows the user's home, it begins with `~`.
    """
    if given := os.environ.get(VARIABLE):
        return Path(given).absolute()
    return data_folder() / NAME


Change = (
    Progress
    | Mapping[str, Json]
    | Callable[[Progress], Mapping[str, Json]]
    | Callable[[Progress], Progress]
)
"""Something to merge in, or what makes it, or makes all, of the progress now."""


def utc_now() -> datetime:
    """The time of this machine's clock."""
    return datetime.now(UTC)


def to_stderr(words: str) -> None:
    """Say something to whoever sits at the terminal."""
    print(words, file=sys.stderr, flush=True)


class ProgressFile:
    """One learner's file.

    Every method reads the file anew; those that change it do so under a lock, and give
    what it holds then.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        say: Callable[[str], None] = to_stderr,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Nothing is read or written yet.

        Args:
            path: by default `default_path()`.
            say: gets each sentence about trouble with the file, and gets it once.
            now: the clock.
        """
        self.path = path.absolute() if path else default_path()
        self._say = say
        self._said: set[str] = set()
        self._now = now
        self._unwritten = Progress()
        self.is_kept = True
        """Whether the last change stands in the file."""

    def read(self) -> Progress:
        """What is remembered; nothing, where there is no file or a broken one.

        Raises:
            ProblemError: a later version of tfprep wrote it.
        """
        try:
            kept = self._load()
        except NewerProgressError as error:
            raise ProblemError([Problem(self.path, None, str(error))]) from None
        except (OSError, BrokenProgressError):
            return self.update({})  # says it, and sets a broken one aside
        return kept.plus(self._unwritten)

    def merge(self, other: Progress) -> Progress:
        """Add another copy to the file."""
        return self.update(other)

    def update(self, change: Change) -> Progress:
        """Merge something into the file, and write it if that changes anything."""
        try:
            with self._locked():
                before = self._load_or_set_aside()
                after = _changed(before.plus(self._unwritten), change)
                if after.to_json() != before.to_json():
                    self._write(after)
                self._unwritten, self.is_kept = Progress(), True
                return after
        except NewerProgressError as error:
            self._say_once(f"{self.path}: {error}. Until then nothing new is kept.")
        except OSError as error:
            self._say_once(
                f"{self.path} can't be used ({_reason(error)}): what you do now is "
                "remembered only until this program ends. Fix that, and it is kept."
            )
        now = self._readable().plus(self._unwritten)
        self._unwritten, self.is_kept = _changed(now, change), False
        return self._unwritten

    def attempted(
        self, name: str, outcome: str, *, hints: int = 0, solution: bool = False
    ) -> Progress:
        """Remember that an answer to an exercise was checked."""

        def change(progress: Progress) -> Json:
            at = self._after(progress.exercise(name).reset, progress.erased)
            attempt = {
                "at": at,
                "outcome": str(outcome),
                "hints": hints,
                "solution": solution,
            }
            return {"exercises": {name: {"attempts": [attempt]}}}

        return self.update(change)

    def hint_shown(self, name: str) -> Progress:
        """Remember that one more hint of an exercise was shown."""
        return self._noted(name, lambda at: {"hints": [at]})

    def solution_shown(self, name: str) -> Progress:
        """Remember that the solution of an exercise was shown."""
        return self._noted(name, lambda at: {"solution": at})

    def _noted(self, name: str, make: Callable[[str], Json]) -> Progress:
        def change(progress: Progress) -> Json:
            at = self._after(progress.exercise(name).reset, progress.erased)
            return {"exercises": {name: make(at)}}

        return self.update(change)

    def answered(self, name: str, text: str) -> Progress:
        """Keep the text of an answer, checked or not, unless it is kept already."""

        def change(progress: Progress) -> Json:
            record = progress.exercise(name)
            if record.answer and record.answer.text == text:
                return {}
            last = record.answer.at if record.answer else None
            at = self._after(record.reset, progress.erased, last)
            return {"exercises": {name: {"answer": {"text": text, "at": at}}}}

        return self.update(change)

    def question(self, name: str, right: bool, chosen: Sequence[str]) -> Progress:
        """Remember an answer to a question of a quiz."""

        def change(progress: Progress) -> Json:
            at = self._after(progress.question(name).reset, progress.erased)
            reply = {"at": at, "right": right, "chosen": list(chosen)}
            return {"questions": {name: {"attempts": [reply]}}}

        return self.update(change)

    def opened(self, slug: str) -> Progress:
        """Remember which lesson was opened last."""
        return self.update(
            lambda progress: {
                "lessons": {slug: {"opened": self._after(progress.erased)}}
            }
        )

    def ticked(self, step: str, done: bool) -> Progress:
        """Remember whether a step of the planner is done."""

        def change(progress: Progress) -> Json:
            before = progress.steps.get(step)
            at = self._after(progress.erased, before.at if before else None)
            return {"steps": {step: {"done": done, "at": at}}}

        return self.update(change)

    def placed(self, start: str | None, known: Sequence[str]) -> Progress:
        """Remember where the placement page says to begin, and the skills to skip."""

        def change(progress: Progress) -> Json:
            before = progress.placement
            at = self._after(progress.erased, before.at if before else None)
            return {"placement": {"at": at, "start": start, "known": list(known)}}

        return self.update(change)

    def exam(
        self,
        name: str,
        *,
        form: int,
        started: datetime,
        finished: datetime,
        points: float,
        of: int,
        tasks: Mapping[str, int],
    ) -> Progress:
        """Remember a sitting of the exam under a name of its own."""
        record = {
            "form": form,
            "started": to_text(started),
            "finished": to_text(finished),
            "points": points,
            "of": of,
            "tasks": dict(tasks),
            "at": to_text(finished),
        }
        return self.update({"exams": {name: record}})

    def reset(self, names: Sequence[str] | None = None) -> Progress:
        """Forget what came of these exercises and questions, by default of all."""

        def change(progress: Progress) -> Progress:
            plain = progress.to_json()
            for part in ("exercises", "questions"):
                for name, record in plain.get(part, {}).items():
                    if names is None or name in names:
                        plain[part][name] = {"reset": self._after(newest(record))}
            return Progress.model_validate(plain)

        return self.update(change)

    def erase(self) -> Progress:
        """Forget everything, and all that older copies of it may bring back."""

        def change(progress: Progress) -> Progress:
            return Progress(erased=self._after(newest(progress.to_json())))

        erased = self.update(change)
        if self.is_kept:
            for path in self.path.parent.glob(f"{self.path.stem}.broken-*.json"):
                path.unlink(missing_ok=True)
        return erased

    def _after(self, *moments: str | None) -> str:
        """Now, or just after the last of some moments: clocks are set back, too."""
        now, last = to_text(self._now()), max(filter(None, moments), default="")
        if now > last:
            return now
        return to_text(to_datetime(last) + timedelta(milliseconds=1))

    def _load(self) -> Progress:
        try:
            return parse_progress(self.path.read_bytes())
        except FileNotFoundError:
            return Progress()

    def _readable(self) -> Progress:
        """What can be read where nothing can be written."""
        try:
            return self._load()
        except (OSError, BrokenProgressError, NewerProgressError):
            return Progress()

    def _load_or_set_aside(self) -> Progress:
        try:
            return self._load()
        except BrokenProgressError as error:
            aside = self._free_name()
            self.path.replace(aside)
            self._say_once(
                f"{self.path} could not be read: {error}. It is kept as {aside.name}, "
                "and a new one is begun. Fix the old one, and tfprep progress "
                f'--import "{aside}" brings back what it holds.'
            )
            return Progress()

    def _free_name(self) -> Path:
        day = f"{self._now():%Y-%m-%d}"
        stem = f"{self.path.stem}.broken-{day}"
        names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
        paths = (self.path.with_name(f"{name}.json") for name in names)
        return next(path for path in paths if not path.exists())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if not self.path.is_absolute():
            raise FileNotFoundError(errno.ENOENT, "nobody knows your home folder")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self.path}.lock", timeout=PATIENCE):
            yield

    def _write(self, progress: Progress) -> None:
        """Write the file, and take away what a kill left of an earlier writing."""
        target = self.path.resolve()  # a link to it stays one
        for part in target.parent.glob(f".part-{target.name}-*.tmp"):
            part.unlink(missing_ok=True)
        write_atomically(target, progress.to_text())

    def _say_once(self, words: str) -> None:
        if words not in self._said:
            self._said.add(words)
            self._say(words)


def _changed(now: Progress, change: Change) -> Progress:
    """What a change leads to."""
    made = change(now) if callable(change) else now.plus(change)
    return made if isinstance(made, Progress) else now.plus(made)


def _reason(error: OSError) -> str:
    """What the system says, in words."""
    if isinstance(error, TimeoutError):
        return "another program has kept it locked for a while"
    return error.strerror or str(error)
