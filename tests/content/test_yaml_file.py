"""Reading data files."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from tfprep.content.yaml_file import read_data
from tfprep.problems import ProblemError


class Pair(BaseModel):
    """Two numbers."""

    one: int
    two: int


def said(path: Path, **options: Any) -> str:
    with pytest.raises(ProblemError) as caught:
        read_data(path, Pair, "a pair", **options)
    return str(caught.value).replace(f"{path}: ", "")


def test_good_data_become_a_model(tmp_path: Path) -> None:
    """Keys and types fit."""
    path = tmp_path / "pair.yml"
    path.write_text("{one: 1, two: 2}")

    assert read_data(path, Pair, "a pair") == Pair(one=1, two=2)


def test_each_way_to_go_wrong_is_said(tmp_path: Path) -> None:
    """A missing file, broken YAML, and every key that does not fit."""
    path = tmp_path / "pair.yml"

    assert said(path) == "no such file; expected a pair"
    path.write_text("{one: 1")
    assert said(path).startswith("not YAML: ")
    path.write_text("{one: x}")
    assert [line.split(":")[0] for line in said(path).splitlines()] == ["one", "two"]


def test_a_file_can_have_its_own_words(tmp_path: Path) -> None:
    """A reader that knows more says more."""
    path = tmp_path / "pair.yml"
    path.write_text("{one: 1}")

    assert said(path, explain=lambda *found: f"only {found[1]}") == "only {'one': 1}"
