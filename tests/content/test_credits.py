"""What others made, as the data file has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from data_files import slip
from projects import LIBRARY

from tfprep.content.credits import read_credits

TEXT = """\
credits:
  - id: coins
    title: a photograph of coins
    kind: picture
    maker: a museum
    url: https://example.org/coins
    licence: public domain
    package: scikit-image
    takes: [skimage.data.coins]
  - id: editor
    title: an editor
    kind: script
    maker: somebody
    url: https://example.org/editor
    licence: MIT
    files: ["docs/assets/vendor/editor/*"]
own: ["examples/diagrams/*.svg"]
"""


def test_the_photograph_of_scikit_learn_is_credited() -> None:
    """It is CC BY 2.0: who shows a changed version names maker and license."""
    told = {credit.id: credit for credit in LIBRARY.credits.credits}
    flower = told["flower"]

    assert flower.licence == "CC BY 2.0"
    assert flower.licence_url
    assert "changed versions" in flower.note


def test_an_owner_is_found_by_name(tmp_path: Path) -> None:
    """Ours by `own`, somebody else's by `files`, and nobody's."""
    path = tmp_path / "credits.yml"
    path.write_text(TEXT, "utf-8")
    others = read_credits(path)

    assert others.owner("examples/diagrams/neuron.svg") == "own"
    assert others.owner("docs/assets/vendor/editor/licenses/a.txt") == others.credits[1]
    assert others.owner("docs/assets/photo.jpg") is None
    assert others.of("skimage.data.coins") == others.credits[0]
    assert others.of("skimage.data.camera") is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    takes: [skimage.data.coins]\n", "", "got no takes, tasks or files"),
        ("    licence: MIT\n", "", "licence"),
        ("id: editor", "id: coins", "got 'coins' again, expected it once"),
        ("kind: script", "kind: program", "'picture', 'data', 'text', 'script'"),
        ("url: https://example.org/editor", "url: nowhere", "starts with https://"),
    ],
)
def test_slips_are_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    """An entry says where the thing comes from, under what license, and where it is."""
    assert said in slip(read_credits, tmp_path / "credits.yml", TEXT, old, new)
