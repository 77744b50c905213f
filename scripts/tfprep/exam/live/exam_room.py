"""The exam of a page: what is asked of it happens one thing after the other."""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

from tfprep.exam.live import folders, view
from tfprep.exam.outcomes import ExamError, RefusedError, TroubleError
from tfprep.exam.report.finished import report_on
from tfprep.exam.report.page import served_html
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.clock import Clocks, read_clocks
from tfprep.exam.sitting.state import STATE, Sitting
from tfprep.exam.strangers import with_warning
from tfprep.exam.system_errors import say
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks
from tfprep.problems import ProblemError

FELL_OVER = "The server fell over this; its terminal says where."
DOING = {
    "start": "the data of an exam are made",
    "hand-in": "a model is graded",
    "finish": "the report is written",
}
"""What is under way, by its kind."""
log = logging.getLogger("tornado.application")
Tasks = Callable[[], dict[str, Task]]
MakeGrader = Callable[[Sequence[Task]], actions.Grader]


class BusyError(Exception):
    """Something else is under way; the message says what."""


@dataclass(frozen=True)
class Job:
    """What is under way."""

    kind: str
    """One of DOING."""
    task: str = ""
    file: str = ""
    waits: bool = False
    """Whether a command in a terminal is at work in the same exam."""


@dataclass(frozen=True)
class Trouble:
    """What kept the last job from its end, if it isn't the model's fault."""

    kind: str
    task: str
    words: str


@dataclass(frozen=True)
class Sight:
    """All that a page shows."""

    folder: str
    exam: view.Exam | None
    broken: str
    """Why the exam that lies there can't be read."""
    job: Job | None
    trouble: Trouble | None
    choices: list[view.Choice]
    """From which a new exam can be made, where none is under way."""
    next_folder: str
    """Where it would lie."""
    report: str
    """The report's file, if it is there."""


def grader(tasks: Sequence[Task]) -> actions.Grader:
    """The grader of `tfprep exam submit`, for an exam of these tasks."""
    from tfprep.exam.grading import parent  # takes a while, and comes with a hand-in

    return partial(parent.grade, others=tasks)


class ExamRoom:
    """One exam after the other, each in a folder of its own.

    Nothing of the exam is kept here: its file is read anew for each look, so that the
    command line may go on with it at any time. What takes long runs in a thread that
    ends with the process; what is cut off so was not counted.
    """

    def __init__(
        self,
        first: Path,
        tasks: Tasks = cache(read_tasks),
        make_grader: MakeGrader = grader,
        clocks: Clocks = read_clocks,
    ) -> None:
        """Nothing is read or made yet.

        Args:
            first: the folder of the first exam.
            tasks: reads all tasks.
        """
        self.first = first
        """Where the first exam lies, or will lie."""
        self._tasks = tasks
        self._make_grader = make_grader
        self._clocks = clocks
        self._turn = threading.Lock()
        self._job: Job | None = None
        self._trouble: Trouble | None = None

    @property
    def folder(self) -> Path:
        """Of the exam that is sat now."""
        return folders.newest(self.first)

    def look(self) -> Sight:
        """What a page shows now; this changes nothing, and waits for nobody.

        Raises:
            ProblemError: the tasks can't be read.
        """
        job, trouble = self._job, self._trouble
        folder, tasks = self.folder, self._tasks()
        exam, broken = None, ""
        if (folder / STATE).exists():
            try:
                sitting = actions.look(folder, self._clocks)
                exam = view.exam(folder, sitting, actions.tasks_of(sitting))
            except (ExamError, OSError) as error:
                broken = str(error)
        is_under_way = exam is not None and not exam.is_finished
        page = folder / "report.html"
        return Sight(
            folder=str(folder),
            exam=exam,
            broken=broken,
            job=job,
            trouble=trouble,
            choices=[] if is_under_way else view.choices(tasks.values()),
            next_folder="" if is_under_way else str(folders.fresh(self.first)),
            report=str(page) if exam and exam.is_finished and page.is_file() else "",
        )

    def task(self, name: str) -> Task:
        """The task with this name.

        Raises:
            ExamError: there is none.
        """
        return actions.pick_task(name, list(self._tasks().values()))

    def start(self, names: Iterable[str], hours: float | None) -> None:
        """Begin to make a new exam of these tasks.

        Raises:
            BusyError: something else is under way, another exam perhaps.
            ExamError: there is no such task, or none was named.
        """
        tasks = [self.task(name) for name in names]
        if not tasks:
            raise ExamError("Got no task, expected one at least: choose what to sit.")
        self._check_none_is_under_way()

        def work() -> None:
            self._check_none_is_under_way()  # another tab may have been quicker
            folder = folders.fresh(self.first)
            seeds = Seeds.draw(secrets.randbelow(10**6))
            actions.start(folder, tasks, seeds=seeds, hours=hours, clocks=self._clocks)

        self._begin(Job("start"), work)

    def _check_none_is_under_way(self) -> None:
        sight = self.look()
        if sight.exam and not sight.exam.is_finished:
            raise BusyError(f"An exam is under way in {sight.folder}: finish it first.")

    def check_free(self) -> None:
        """Do nothing, if nothing is under way.

        Raises:
            BusyError: something is.
        """
        if job := self._job:
            raise BusyError(
                f"One thing at a time: {DOING[job.kind]} at the moment. Nothing was "
                "charged; try again when that is done."
            )

    def submit(self, name: str, file: Path | None = None) -> None:
        """Begin to grade a model; by default the last one saved in the task's folder.

        Args:
            file: the model, alone in a folder that goes when it was graded.

        Raises:
            BusyError: something else is under way.
            ExamError: there is no such task.
        """
        task, workspace = self.task(name), self.folder

        def work() -> None:
            try:
                with self._opened(workspace) as sitting:
                    mine = actions.tasks_of(sitting)
                    chosen = actions.pick_task(task.name, mine)
                    grade = self._make_grader(mine)
                    sitting, _ = with_warning(sitting)  # its remarks are shown
                    actions.submit(workspace, sitting, chosen, file, grade)
            finally:
                if file:
                    shutil.rmtree(file.parent, ignore_errors=True)

        self._begin(Job("hand-in", task.name, file.name if file else ""), work)

    def finish(self) -> None:
        """Begin to end the exam, unless it has ended, and to write its report.

        Raises:
            BusyError: something else is under way.
        """
        workspace = self.folder

        def work() -> None:
            with self._opened(workspace) as sitting:
                tasks = actions.tasks_of(sitting)
                sitting = actions.finish(workspace, sitting, self._clocks)
            grade = self._make_grader(tasks)
            report_on(workspace, sitting, tasks, grade, remembers=True)

        self._begin(Job("finish"), work)

    def report(self) -> str:
        """The report's HTML, whose links lead to the pages that are served here.

        Raises:
            OSError: it can't be read.
        """
        return served_html(self.folder, "/")

    def _opened(self, workspace: Path) -> AbstractContextManager[Sitting]:
        """The exam, when no command is at work there any more."""
        return actions.opened(workspace, self._clocks, self._wait)

    def _wait(self, _words: str) -> None:
        if self._job:
            self._job = replace(self._job, waits=True)

    def _begin(self, job: Job, work: Callable[[], None]) -> None:
        with self._turn:
            self.check_free()
            self._job, self._trouble = job, None
        # It must not keep the process from its end, as an executor's thread does.
        threading.Thread(target=self._run, args=(job, work), daemon=True).start()

    def _run(self, job: Job, work: Callable[[], None]) -> None:
        try:
            with contextlib.suppress(RefusedError):  # which stands in the exam's file
                work()
        except (BusyError, ExamError, TroubleError, ProblemError) as error:
            self._trouble = Trouble(job.kind, job.task, str(error))
        except OSError as error:
            self._trouble = Trouble(job.kind, job.task, say(error))
        except Exception:
            log.exception("in the exam: %s", job.kind)
            self._trouble = Trouble(job.kind, job.task, FELL_OVER)
        finally:
            self._job = None
