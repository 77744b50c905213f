"""A finished exam, to be verified."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from desk import Desk
from finished import sit


@pytest.fixture(scope="module")
def sat(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A finished exam."""
    return sit(tmp_path_factory.mktemp("sat") / "exam")


@pytest.fixture
def desk(sat: Desk, tmp_path: Path) -> Desk:
    """A copy of it, to be changed."""
    return Desk(Path(shutil.copytree(sat.workspace, tmp_path / "exam")))
