"""The code of quiz questions as something that the engine executes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tfprep.content.quiz import Question, Quiz
from tfprep.lessons.cells import Cell, Role, numbered
from tfprep.lessons.header import SheetHeader
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, ProblemError


def quiz_source(path: Path, topic: str, quiz: Quiz) -> Lesson:
    """A sheet `quiz/TOPIC` whose cells are the code of the questions that have any."""
    lines = path.read_text("utf-8").split("\n")
    cells = numbered(
        Cell(Role.CODE, question.code.rstrip(), _line_of(lines, question))
        for question in quiz.questions
        if question.code
    )
    header = SheetHeader(title=f"Quiz: {topic}", reviewed=quiz.reviewed)
    return Lesson(path, f"quiz/{topic}", header, cells)


def computed_keys(
    source: Lesson, quiz: Quiz, outputs: Mapping[int, list[dict[str, Any]]]
) -> dict[str, int]:
    """The place of the right option, by question id, where code decides.

    Args:
        outputs: of the code that ran, by its place among the source's code cells.

    Raises:
        ProblemError: code printed something that is none of the options.
    """
    coded = [question for question in quiz.questions if question.code]
    keys, problems = {}, []
    for question, cell in zip(coded, source.cells, strict=True):
        printed = "".join(
            str(output["text"])
            for output in outputs.get(cell.place, [])
            if output.get("name") == "stdout"  # warnings are no answers
        ).strip()
        texts = [option.text for option in question.options]
        if printed in texts:
            keys[question.id] = texts.index(printed)
        else:
            said = f"{question.id}: got {printed!r}, expected one of {texts}"
            problems.append(Problem(source.path, cell.line, said))
    if problems:
        raise ProblemError(problems)
    return keys


def _line_of(lines: list[str], question: Question) -> int:
    """Where a question's code begins in its file."""
    its_id = re.compile(rf"\bid:\s*[\"']?{re.escape(question.id)}(?![\w-])")
    start = next((i for i, line in enumerate(lines) if its_id.search(line)), 0)
    rest = enumerate(lines[start:], start + 2)
    return next((i for i, line in rest if line.strip().startswith("code:")), start + 1)
