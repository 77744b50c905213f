"""The folder in which somebody does the exercises, and what it never loses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from tfprep.files import write_atomically
from tfprep.lessons.origin import Origin
from tfprep.practice.exercises import Assignment
from tfprep.practice.terminal.exercise_file import (
    ExerciseFile,
    UnreadableError,
    edition_of,
    exercise_text,
    is_untouched,
    read_exercise_file,
)
from tfprep.practice.terminal.lesson_before import FILES, lesson_before, name_of
from tfprep.problems import Problem, ProblemError

NAME = "tfprep-practice"
"""Of the folder, where somebody names no other."""
LOCK = ".tfprep.lock"
"""The file inside it that is locked by who watches it, and by which it is known."""
KEPT = "kept"
"""The folder inside it that takes each text that another one replaced."""


class Folder:
    """The learner's files, one an exercise, in the course's order.

    A file is known by the id that it names: it may be renamed and moved, and so may
    its lesson.
    """

    def __init__(
        self, root: Path, assignments: Sequence[Assignment], origin: Origin = Origin()
    ) -> None:
        self.root = root
        self.assignments = {x.id: x for x in assignments}
        self.origin = origin
        self._places = dict(_places(root, assignments))
        self._found: dict[str, Path] = {}

    def make(self, chosen: Sequence[Assignment]) -> None:
        """Write what is missing for these exercises; a learner's text is never touched.

        Raises:
            ProblemError: the folder can't be made, read or written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self._look_around()
            for assignment in chosen:
                self._make_one(assignment)
        except (NotADirectoryError, FileExistsError):
            text = "this is a file; expected a folder, or a new name: --folder NAME"
            raise ProblemError([Problem(self.root, None, text)]) from None
        except OSError as error:
            text = f"the folder can't be used: {error.strerror}; name another: --folder"
            place = Path(error.filename or self.root)
            raise ProblemError([Problem(place, None, text)]) from None

    def file_of(self, assignment: Assignment) -> Path:
        """Where the exercise's file is, or belongs if there is none."""
        found = self._found.get(assignment.id)
        return found if found and found.is_file() else self._places[assignment.id]

    def read(self, assignment: Assignment) -> ExerciseFile:
        """The learner's file.

        Raises:
            UnreadableError: it is no text, or isn't there; the message says what helps.
        """
        path = self.file_of(assignment)
        try:
            return read_exercise_file(path)
        except FileNotFoundError:
            text = f"{path.name} is gone. Save it again, or reset the exercise."
        except OSError as error:
            text = f"{path.name} can't be read: {error.strerror}. Fix its permissions."
        raise UnreadableError(text)

    def saved(self, path: Path) -> Assignment | None:
        """The exercise whose file was saved at `path`, if it is one."""
        if not self._may_hold_exercise(path):
            return None
        assignment = None
        with suppress(UnreadableError, OSError):
            assignment = self.assignments.get(read_exercise_file(path).id)
        if assignment is None:
            known = {self.file_of(x): x for x in self.assignments.values()}
            return known.get(path)
        self._found[assignment.id] = path
        return assignment

    def replace(self, assignment: Assignment, answer: str) -> Path | None:
        """Write an answer into the exercise's file.

        Returns:
            Where the learner's text that stood there is kept, if it was one.

        Raises:
            OSError: it could not be written; the file is as it was.
        """
        path = self.file_of(assignment)
        kept, mode = None, 0o644
        if path.exists():
            kept, mode = self._keep(assignment, path), path.stat().st_mode
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, self._text(assignment, answer))
        path.chmod(mode)
        return kept

    def keep_text(self, assignment: Assignment, answer: str) -> Path:
        """Write an answer that loses against the file's where nothing replaces it.

        Raises:
            OSError: it could not be written.
        """
        kept = self._free_name(assignment)
        write_atomically(kept, self._text(assignment, answer))
        return kept

    def reset(self, assignment: Assignment) -> Path | None:
        """Write the stub again; else as `replace`."""
        kept = self.replace(assignment, assignment.exercise.cell.stub)
        self._make_lesson(assignment)
        return kept

    def _text(self, assignment: Assignment, answer: str) -> str:
        slug = assignment.lesson.slug
        here = f"`tfprep learn {slug}` opens it in the browser."
        page = self.origin.home(assignment.lesson) if self.origin.site else here
        return exercise_text(assignment, answer, page)

    def is_of_older_edition(self, file: ExerciseFile) -> bool:
        """Whether brief or stub have changed since the file was made."""
        return bool(file.edition) and file.edition != edition_of(
            self.assignments[file.id]
        )

    def _make_one(self, assignment: Assignment) -> None:
        self._make_lesson(assignment)
        path = self.file_of(assignment)
        if not path.exists():
            self.replace(assignment, assignment.exercise.cell.stub)
            return
        try:
            file = read_exercise_file(path)
        except UnreadableError:
            return  # it is said when the exercise is opened
        if file.id and is_untouched(file) and self.is_of_older_edition(file):
            self.reset(assignment)

    def _make_lesson(self, assignment: Assignment) -> None:
        """Write the lesson's code and data beside the file."""
        beside, lesson = self.file_of(assignment).parent, assignment.lesson
        module = beside / f"{name_of(assignment.exercise)}.py"
        source = lesson_before(lesson, assignment.exercise)
        (beside / FILES).mkdir(parents=True, exist_ok=True)
        if not module.exists() or module.read_bytes() != source.encode():
            write_atomically(module, source)
        for path in lesson.data_paths():
            (beside / FILES / "data").mkdir(exist_ok=True)
            if not (copy := beside / FILES / "data" / path.name).exists():
                shutil.copyfile(path, copy)

    def _keep(self, assignment: Assignment, path: Path) -> Path | None:
        """Keep a file's text where no other replaces it, unless it is as we made it."""
        with suppress(UnreadableError):  # whatever that is, it is the learner's
            file = read_exercise_file(path)
            made = self._text(assignment, assignment.exercise.cell.stub)
            if file.is_empty or file.text == made:
                return None
        kept = self._free_name(assignment)
        shutil.copyfile(path, kept)
        return kept

    def _free_name(self, assignment: Assignment) -> Path:
        """A name among what is kept that no file has."""
        folder = self.root / KEPT
        folder.mkdir(exist_ok=True)
        stem = f"{assignment.id.replace('/', '-')}-{datetime.now():%Y-%m-%d-%H%M%S}"
        names = (stem, *(f"{stem}-{number}" for number in range(2, 10_000)))
        paths = (folder / f"{name}.py" for name in names)
        return next(path for path in paths if not path.exists())

    def _look_around(self) -> None:
        """Find the files that stand elsewhere than they would be made."""
        for path in sorted(self.root.rglob("*.py")):
            if not self._may_hold_exercise(path):
                continue
            try:
                name = read_exercise_file(path).id
            except (UnreadableError, OSError):
                continue
            if name in self.assignments and not self._places[name].is_file():
                newer = self._found.get(name)
                if newer is None or newer.stat().st_mtime < path.stat().st_mtime:
                    self._found[name] = path

    def _may_hold_exercise(self, path: Path) -> bool:
        if path.suffix != ".py" or not path.is_relative_to(self.root):
            return False
        parts = path.relative_to(self.root).parts
        hidden = any(part.startswith((".", "__")) for part in parts)
        return not hidden and parts[0] != KEPT and FILES not in parts[:-1]


def _places(
    root: Path, assignments: Sequence[Assignment]
) -> Iterator[tuple[str, Path]]:
    """The id of each exercise, and the place where its file is made.

    Topics, lessons and exercises are numbered, so that names sort as the course goes.
    """
    topics: dict[str, dict[str, None]] = {}
    for assignment in assignments:
        lesson = assignment.lesson
        topics.setdefault(lesson.topic, {}).setdefault(lesson.slug)
    order = list(topics)
    for assignment in assignments:
        lesson = assignment.lesson
        topic = f"{order.index(lesson.topic) + 1}-{lesson.topic}"
        number = list(topics[lesson.topic]).index(lesson.slug) + 1
        word = assignment.id.rpartition("/")[2]
        name = f"{assignment.number}-{word}.py"
        yield assignment.id, root / topic / f"{number:02}-{lesson.name}" / name
