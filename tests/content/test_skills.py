"""The syllabus."""

from pathlib import Path

import pytest
from projects import REPOSITORY, SKILLS

from tfprep.content.skills import read_syllabus
from tfprep.problems import ProblemError


def test_the_real_syllabus_has_its_52_skills() -> None:
    """2020 asked for 44 skills and 2021 for 52, in the topics' known sizes."""
    syllabus = read_syllabus(REPOSITORY / "docs/data/skills.yml")

    sizes = {topic.prefix: len(topic.skills) for topic in syllabus.topics}
    old = [skill for skill in syllabus.skills.values() if 2020 in skill.editions]

    assert sizes == {"DEV": 7, "NN": 19, "IMG": 7, "NLP": 9, "TS": 10}
    assert len(syllabus.skills) == 52
    assert len(old) == 44
    assert all(2021 in skill.editions for skill in syllabus.skills.values())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("editions: [2021]", "editions: [2019]", "2020"),
        ("NN-2", "NN-3", "skill ids must count up"),
        ("summary: The", "sumary: The", "sumary"),
        ("topics:", "topics: [", "not YAML"),
    ],
)
def test_a_slip_in_the_file_is_refused(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    """Unknown keys, editions and gaps in the numbering are named."""
    path = tmp_path / "skills.yml"
    path.write_text(SKILLS.replace(old, new))

    with pytest.raises(ProblemError, match=words):
        read_syllabus(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """Without the file there is a message, not a traceback."""
    with pytest.raises(ProblemError, match="no such file"):
        read_syllabus(tmp_path / "skills.yml")
