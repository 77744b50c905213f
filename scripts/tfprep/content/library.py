"""All of docs/data, each file read once, when it is first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tfprep.content.board import Board, read_boards
from tfprep.content.credits import Credits, read_credits
from tfprep.content.glossary import Glossary, read_glossary
from tfprep.content.ids import Ids, read_ids
from tfprep.content.introduced import Introduced, read_introduced
from tfprep.content.placement import Placement, read_placement
from tfprep.content.quiz import Quiz, read_quizzes
from tfprep.content.resources import Resources, read_resources
from tfprep.content.search_words import SearchWords, read_search_words
from tfprep.content.skills import Syllabus, read_syllabus
from tfprep.content.sources import Source, read_sources
from tfprep.content.study_paths import StudyPaths, read_study_paths
from tfprep.content.yaml_file import unread_files
from tfprep.problems import Problem, ProblemError

FILES = {
    "skills.yml": "syllabus",
    "sources.yml": "sources",
    "resources.yml": "resources",
    "study_paths.yml": "study_paths",
    "quiz": "quizzes",
    "placement.yml": "placement",
    "glossary.yml": "glossary",
    "ids.yml": "ids",
    "credits.yml": "credits",
    "introduced.yml": "introduced",
    "search_words.yml": "search_words",
    "board": "boards",
}
"""The files and the folder of docs/data, and what the library calls their content."""


@dataclass(frozen=True, eq=False)
class Library:
    """What the folder docs/data holds; read later, it may hold something else."""

    folder: Path

    @cached_property
    def syllabus(self) -> Syllabus:
        return read_syllabus(self.folder / "skills.yml")

    @cached_property
    def sources(self) -> dict[str, Source]:
        return read_sources(self.folder / "sources.yml")

    @cached_property
    def resources(self) -> Resources:
        return read_resources(self.folder / "resources.yml")

    @cached_property
    def study_paths(self) -> StudyPaths:
        return read_study_paths(
            self.folder / "study_paths.yml",
            lambda: {
                "skills.yml": [topic.id for topic in self.syllabus.topics],
                "resources.yml": [each.id for each in self.resources.resources],
            },
        )

    @cached_property
    def quizzes(self) -> dict[str, Quiz]:
        return read_quizzes(self.folder / "quiz", self.syllabus)

    @cached_property
    def placement(self) -> Placement:
        return read_placement(
            self.folder / "placement.yml", lambda: (self.syllabus, self.quizzes)
        )

    @cached_property
    def glossary(self) -> Glossary:
        return read_glossary(self.folder / "glossary.yml")

    @cached_property
    def ids(self) -> Ids:
        return read_ids(self.folder / "ids.yml")

    @cached_property
    def credits(self) -> Credits:
        return read_credits(self.folder / "credits.yml")

    @cached_property
    def introduced(self) -> Introduced:
        return read_introduced(self.folder / "introduced.yml")

    @cached_property
    def search_words(self) -> SearchWords:
        return read_search_words(self.folder / "search_words.yml")

    @cached_property
    def boards(self) -> dict[str, Board]:
        """By the versions of TensorFlow; empty before the first recorded run."""
        return read_boards(self.folder / "board")

    def problems(self) -> list[Problem]:
        """What is wrong in any of the files, each problem once.

        The skills have to be there, and so does what another file refers to; a file
        that nothing reads is a problem too.
        """
        problems = list(unread_files(self.folder, FILES))
        for name, part in FILES.items():
            if name == "skills.yml" or (self.folder / name).exists():
                try:
                    getattr(self, part)
                except ProblemError as error:
                    problems += error.problems
        return list(dict.fromkeys(problems))
