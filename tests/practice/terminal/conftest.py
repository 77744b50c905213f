"""What the tests of practice share."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import Desk
from projects import TinyCourse


@pytest.fixture
def desk(course: TinyCourse, tmp_path: Path) -> Desk:
    """A course of two lessons, one exercise each, and a place for the folder."""
    course.write("basics/one")
    course.write("basics/two")
    return Desk(course, tmp_path / "my folder")
