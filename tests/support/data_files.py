"""What is said of data files that hold a slip."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tfprep.problems import ProblemError


def slips(read: Callable[[Path], object], path: Path, text: str) -> list[str]:
    """What is wrong with a file of this text, each problem as `LINE: MESSAGE`."""
    path.write_text(text, "utf-8")
    with pytest.raises(ProblemError) as caught:
        read(path)
    assert {problem.path for problem in caught.value.problems} == {path}
    return [f"{problem.line}: {problem.text}" for problem in caught.value.problems]


def slip(
    read: Callable[[Path], object], path: Path, text: str, old: str, new: str
) -> str:
    """The one thing that is wrong once the text has `new` in place of `old`."""
    assert old in text
    (said,) = slips(read, path, text.replace(old, new, 1))
    return said
