"""Which task a name is for: `A.keras`, `bent_sensor (1).h5`, `ada_A.keras`, ..."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tfprep.exam.sitting.workspace import folder_of
from tfprep.exam.taskspec.task import Task

_TAIL = re.compile(
    r"""(?:
    \.(?:keras|h5|hdf5|weights|zip|pb|txt|part|crdownload|tmp|bak)
    | [\s_-]*\(\d+\)                          # how a browser marks a second copy
    | [\s_-]+(?:copy|kopie)(?:[\s_-]*\d+)?     # and how file managers do
    )+$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Endings of a name, and marks of a copy."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"[^\W_]+")
_LETTER = re.compile(r"(?:task|model|category|exam|part|exercise)([a-e])")
_VERSION = re.compile(r"v?\d+|final|last|latest|new|best")
_SEPARATOR = r"[\s._-]*"


def stem_of(name: str) -> str:
    """A file's name without its endings and without the mark of a copy."""
    text = unicodedata.normalize("NFKC", name).strip()
    return _TAIL.sub("", text).strip() or text or name


def words_of(stem: str) -> list[str]:
    """The words of a name in small letters: `BentSensor_v2` is bent, sensor, v2."""
    return [word.casefold() for word in _WORD.findall(_CAMEL.sub(" ", stem))]


@dataclass(frozen=True)
class Hint:
    """The tasks that a name may be for."""

    tasks: tuple[Task, ...]
    """None: the name doesn't say. Several: it says more than one thing."""
    exact: bool
    """Whether the name is a task's own, and nothing else."""


NO_HINT = Hint((), exact=False)


@dataclass(frozen=True)
class Names:
    """What the names of a class may stand for."""

    form: int
    """The one that is graded: a letter stands for its task."""
    every: Sequence[Task]
    """All tasks of all forms."""
    _known: dict[str, Hint] = field(default_factory=dict)

    def hint(self, name: str) -> Hint:
        """What the name of a file or folder says."""
        if name not in self._known:  # most names stand in every learner's folder
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Hint:
        words = words_of(stem_of(name))
        if task := self._exact.get("".join(words)):
            return Hint((task,), exact=True)
        named = {task.name: task for task in self.every if _holds(words, task)}
        letters = _letters(words, self.form) - {
            task.spec.category for task in named.values()
        }
        lettered = {task.name: task for task in map(self._of, sorted(letters)) if task}
        return Hint(tuple({**named, **lettered}.values()), exact=False)

    def split(self, name: str) -> tuple[str, Hint]:
        """Whose file it is, and of which task, from a name such as `ada_A.keras`.

        The name is empty if the file's is only a task's.
        """
        stem = stem_of(name)
        if self.hint(name).exact:
            return "", self.hint(name)
        for pattern in (r"(?P<who>.+?)[\s._-]+(?:{})", r"(?:{})[\s._-]+(?P<who>.+)"):
            for key, task in self._keys:
                whole = pattern.format(key)
                if match := re.fullmatch(whole, stem, re.IGNORECASE | re.DOTALL):
                    return match["who"], Hint((task,), exact=False)
        return stem, NO_HINT

    @cached_property
    def _form(self) -> dict[str, Task]:
        return {t.spec.category: t for t in self.every if t.spec.form == self.form}

    def _of(self, letter: str) -> Task | None:
        return self._form.get(letter)

    @cached_property
    def _exact(self) -> dict[str, Task]:
        exact = {letter.casefold(): task for letter, task in self._form.items()}
        for task in self.every:
            for name in (task.name, folder_of(task)):
                exact["".join(words_of(name))] = task
        return exact

    @cached_property
    def _keys(self) -> list[tuple[str, Task]]:
        """Patterns of the names of tasks, the longest first."""
        keys = [
            (_SEPARATOR.join(words_of(name)), task)
            for task in self.every
            for name in (folder_of(task), task.name)
        ]
        keys.sort(key=lambda pair: -len(pair[0]))
        return keys + list(self._form.items())


def _holds(words: list[str], task: Task) -> bool:
    """Whether a task's name stands among the words, as one word or several."""
    own = words_of(task.name)
    spans = (words[start : start + len(own)] for start in range(len(words)))
    return own in spans or "".join(own) in words


def _letters(words: Sequence[str], form: int) -> set[str]:
    """The letters of tasks at the beginning or end, as of `model_a`, `Task A v2`.

    `A1` is the first form's task; in another form nobody knows what it is.
    """
    words = [word[:1] if word[1:] == str(form) else word for word in words]
    words = [word for word in words if not _VERSION.fullmatch(word)]
    ends = {*words[:1], *words[-1:]}
    found = {word for word in ends if len(word) == 1}
    found |= {match[1] for word in words if (match := _LETTER.fullmatch(word))}
    return {letter.upper() for letter in found}
