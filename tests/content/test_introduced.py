"""What each lesson introduces."""

from pathlib import Path

import pytest
from data_files import slip

from tfprep.content.introduced import read_introduced

GOOD = """\
lessons:
  basics/one:
    names: [keras.Input, np.tile]
    terms: [epoch]
  basics/two:
    names: [tf.cast]
"""


def test_each_name_and_term_has_its_lesson(tmp_path: Path) -> None:
    """A lesson may introduce names alone, terms alone, or both."""
    path = tmp_path / "introduced.yml"
    path.write_text(GOOD)

    introduced = read_introduced(path)

    assert introduced.by_name()["np.tile"] == "basics/one"
    assert introduced.by_name()["tf.cast"] == "basics/two"
    assert introduced.by_term() == {"epoch": "basics/one"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tf.cast", "keras.Input", "6: lessons: basics/two: names: item 1: got keras"),
        ("tf.cast", "cast", "6: lessons: basics/two: names: item 1: got 'cast', exp"),
        ("tf.cast", "pandas.concat", "6: lessons: basics/two: names: item 1: got 'pa"),
        ("terms:", "term:", "4: lessons: basics/one: term: got an unknown key"),
        ("[epoch]", "[epoch, epoch]", "4: lessons: basics/one: terms: item 2: got ep"),
    ],
)
def test_a_slip_is_said_with_its_lesson(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """What is introduced twice, or no name of the three modules, is named."""
    path = tmp_path / "introduced.yml"
    assert said in slip(read_introduced, path, GOOD, old, new)
