"""An exam as a page of the server sees it, with its clock and grader in hand."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk import Desk
from live import Answer, LiveServer, live_server
from projects import TinyCourse

from tfprep.exam.live.exam_room import ExamRoom
from tfprep.exam.live.handlers import routes
from tfprep.exam.outcomes import Grade
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task

TASK = "bent-sensor"


@dataclass
class Hall:
    """A server, and the exam that it answers for."""

    server: LiveServer
    desk: Desk
    goes_on: threading.Event = field(default_factory=threading.Event)
    """Until it is set, the grader waits."""
    graded: list[Path] = field(default_factory=list)
    """What the grader was given."""

    def grade(self, task: Task, seeds: Seeds, path: Path) -> Grade:
        """Answer as the desk was told, when it is time."""
        self.graded.append(path)
        assert self.goes_on.wait(30), "the test lets it wait"
        return self.desk.grade(task, seeds, path)

    def get(self, path: str = "") -> Answer:
        return self.server.live("GET", f"/tfprep/exam{path}")

    def post(self, path: str, body: object) -> Answer:
        return self.server.live("POST", f"/tfprep/exam/{path}", body)

    def send(
        self, content: bytes, name: str = "model.keras", task: str = TASK
    ) -> Answer:
        """Hand a file in, as the page does."""
        return self.server.ask(
            "POST",
            f"/tfprep/exam/hand-in?task={task}&name={name}",
            content,
            Content_Type="application/octet-stream",
            **self.server.with_token,
        )

    def look(self) -> dict[str, Any]:
        """What the page shows."""
        return dict(self.get().json)

    def done(self) -> dict[str, Any]:
        """What the page shows when nothing is under way any more."""
        self.goes_on.set()
        self.wait_for(lambda: self.look()["job"] is None)
        return self.look()

    def wait_for(self, what: Callable[[], object]) -> None:
        """Look again and again until something is so."""
        end = time.monotonic() + 30
        while not what():
            assert time.monotonic() < end, "it never came to that"
            time.sleep(0.01)


@contextmanager
def hall(
    course: TinyCourse, workspace: Path, site: Path | None = None, pages: str = ""
) -> Iterator[Hall]:
    """A server whose exam lies, or will lie, in `workspace`."""
    desk = Desk(workspace)
    made: list[Hall] = []
    room = ExamRoom(
        workspace,
        make_grader=lambda _tasks: made[0].grade,
        clocks=desk.clock,
    )
    with live_server(course, site, pages, others=routes(room)) as server:
        made.append(Hall(server, desk))
        yield made[0]
        made[0].goes_on.set()
