"""The syllabus."""

from pathlib import Path

import pytest
from data_files import slips
from projects import LIBRARY, SKILLS

from tfprep.content.skills import read_syllabus


def test_the_real_syllabus_has_its_52_skills() -> None:
    """2020 asked for 44 skills and 2021 for 52, in the topics' known sizes."""
    syllabus = LIBRARY.syllabus

    sizes = {topic.prefix: len(topic.skills) for topic in syllabus.topics}
    old = [skill for skill in syllabus.skills.values() if 2020 in skill.editions]

    assert sizes == {"DEV": 7, "NN": 19, "IMG": 7, "NLP": 9, "TS": 10}
    assert len(syllabus.skills) == 52
    assert len(old) == 44
    assert all(2021 in skill.editions for skill in syllabus.skills.values())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "editions: [2021]",
            "editions: [2019]",
            "8: NN-2: editions: item 1: got 2019, expected 2020 or 2021",
        ),
        ("NN-2", "NN-3", "8: NN-3: id: got 'NN-3', expected 'NN-2': ids count up"),
        ("prefix: NN", "prefix: TS", "7: NN-1: id: got 'NN-1', expected 'TS-1': ids"),
    ],
)
def test_a_slip_is_said_with_its_skill(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """An edition that never was, and gaps in the numbering, are named."""
    path = tmp_path / "skills.yml"

    assert slips(read_syllabus, path, SKILLS.replace(old, new))[0].startswith(said)


def test_a_topic_stands_there_once(tmp_path: Path) -> None:
    """Neither an id nor a prefix names two topics."""
    topic = SKILLS.removeprefix("topics:\n")

    assert slips(read_syllabus, tmp_path / "skills.yml", SKILLS + topic) == [
        '9: basics: got "basics" again, expected it once',
        '9: basics: got "NN" again, expected it once',
    ]
