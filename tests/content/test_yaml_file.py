"""Data files as models."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import pytest
from data_files import slips
from pydantic import BaseModel, ConfigDict, Discriminator, Field, RootModel, Tag

from tfprep.content.yaml_file import Misfits, parse_data, read_data
from tfprep.problems import ProblemError


class Animal(BaseModel):
    """What a zoo keeps."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern="^[a-z]+$", max_length=8)
    legs: int = Field(ge=0, le=100)
    food: tuple[Literal["grass", "meat"], ...] = Field(min_length=1)
    tame: bool = False


class Zoo(BaseModel):
    """Animals by their places in a list."""

    model_config = ConfigDict(extra="forbid")

    animals: tuple[Animal, ...] = Field(min_length=1, max_length=3)


GOOD = """\
animals:
  - id: horse
    legs: 4
    food: [grass]
  - id: wolf
    legs: 4
    food:
      - meat
"""


def same_legs(zoo: Zoo) -> Misfits:
    """Animals with as many legs as one above."""
    for index, animal in enumerate(zoo.animals):
        if animal.legs in [other.legs for other in zoo.animals[:index]]:
            yield ("animals", index, "legs"), f"got {animal.legs} legs again"


def read_zoo(path: Path) -> Zoo:
    return read_data(path, Zoo, "a zoo")


def test_good_data_become_a_model(tmp_path: Path) -> None:
    """Keys and types fit."""
    path = tmp_path / "zoo.yml"
    path.write_text(GOOD)

    horse, wolf = read_zoo(path).animals

    assert (horse.id, horse.food) == ("horse", ("grass",))
    assert (wolf.legs, wolf.tame) == (4, False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("legs: 4", "legs: many", "3: horse: legs: got 'many', expected a whole num"),
        ("legs: 4", "legs: 4.5", "3: horse: legs: got 4.5, expected a whole number"),
        ("legs: 4", "legs: -1", "3: horse: legs: got -1, expected at least 0"),
        ("legs: 4", "legs: 102", "3: horse: legs: got 102, expected at most 100"),
        ("    legs: 4\n", "", '2: horse: got no "legs", expected one'),
        ("[grass]", "grass", "4: horse: food: got 'grass', expected a list"),
        ("[grass]", "[]", "4: horse: food: got [], expected a list of 1 or more"),
        ("[grass]", "[gras]", "4: horse: food: item 1: got 'gras', expected 'grass' "),
        ("[grass]", "[gras]", "or 'meat'. Did you mean \"grass\"?"),
        ("- meat", "- 7", "8: wolf: food: item 1: got 7, expected 'grass' or 'meat'"),
        ("id: wolf", "id: Wolf", "5: Wolf: id: got 'Wolf', expected text of the form"),
        ("id: wolf", "id: 12", "5: 12: id: got 12, expected text: put it between quo"),
        ("id: wolf", "id: wolverine", "5: wolverine: id: got 9 characters, expected "),
        ("id: wolf\n    ", "", '5: animals: item 2: got no "id", expected one'),
        ("[grass]", "[grass]\n    tame: often", "5: horse: tame: got 'often', expect"),
        ("[grass]", "[grass]\n    tam: true", "5: horse: tam: got an unknown key, exp"),
        ("[grass]", "[grass]\n    tam: true", 'id, legs, food, tame. Did you mean "ta'),
        ("[grass]", "[grass]\n    legs: 2", '5: got the key "legs" again, expected e'),
        (GOOD, "- horse\n", "1: got ['horse'], expected keys and values"),
        (GOOD, "horse\n", "1: got 'horse', expected keys and values"),
        (GOOD, "animals: {horse: 4}", "1: animals: got {'horse': 4}, expected a list"),
        (GOOD, "animals:\n- horse", "2: animals: item 1: got 'horse', expected keys "),
        (GOOD, "animals: []", "1: animals: got [], expected a list of 1 or more"),
    ],
)
def test_a_slip_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """A value has the line of its key, a missing key that of its entry."""
    assert old in GOOD

    (got,) = slips(read_zoo, tmp_path / "zoo.yml", GOOD.replace(old, new, 1))

    assert said in got


def test_all_slips_are_said_in_the_order_of_lines(tmp_path: Path) -> None:
    """Wherever they come from, and what follows from others is left out."""
    text = GOOD.replace("legs: 4", "legs: 4\n    legs: x").replace("meat", "fish")

    assert [
        line.split(": got")[0] for line in slips(read_zoo, tmp_path / "z", text)
    ] == [
        "4",
        "4: horse: legs",
        "8",
        "8: wolf: legs",
        "10: wolf: food: item 1",
    ]


def test_what_is_wrong_between_entries_has_its_line_too(tmp_path: Path) -> None:
    """A check of the whole names places, and the loader says where they are."""
    path = tmp_path / "zoo.yml"

    got = slips(lambda path: read_data(path, Zoo, "a zoo", same_legs), path, GOOD)

    assert got == ["6: wolf: legs: got 4 legs again"]


def test_an_alias_is_told_of_once(tmp_path: Path) -> None:
    """What two entries share is wrong where it is written."""
    text = "animals: [&a {id: ant, legs: six, food: [grass]}, *a]"

    (got,) = slips(read_zoo, tmp_path / "zoo.yml", text)

    assert got == "1: ant: legs: got 'six', expected a whole number"


def test_keys_are_those_of_the_right_model(tmp_path: Path) -> None:
    """Of several models that may stand in a place, the chosen one is meant."""

    class Plant(BaseModel):
        model_config = ConfigDict(extra="forbid")
        height: int

    class Stone(BaseModel):
        model_config = ConfigDict(extra="forbid")
        weight: int

    def kind(thing: dict[str, int]) -> str:
        return "Plant" if "height" in thing else "Stone"

    class Things(RootModel[dict[str, "Plant | Stone"]]):
        root: dict[
            str,
            Annotated[
                Annotated[Plant, Tag("Plant")] | Annotated[Stone, Tag("Stone")],
                Discriminator(kind),
            ],
        ]

    text = "fern: {height: 2}\npebble: {weight: 1,\n  weigh: 2}\n"

    (got,) = slips(lambda p: read_data(p, Things, "things"), tmp_path / "t", text)

    assert got == (
        "3: pebble: weigh: got an unknown key, expected one of weight. "
        'Did you mean "weight"?'
    )


def test_a_part_of_a_text_can_be_the_model() -> None:
    """Lines count from the top, and a missing part is said where it should stand."""
    path = Path("header")
    text = f"\nzoo:\n  ours:\n    {GOOD.replace(chr(10), chr(10) + '    ')}"
    within = ("zoo", "ours")

    assert len(parse_data(path, text, Zoo, "a zoo", within=within).animals) == 2
    bad = text.replace("legs: 4", "legs: x", 1)
    with pytest.raises(ProblemError, match=r"^header:6: horse: legs: got 'x'"):
        parse_data(path, bad, Zoo, "a zoo", within=within)
    with pytest.raises(ProblemError, match=r'^header:2: got no "ours", expected a zoo'):
        parse_data(path, text.replace("ours", "theirs"), Zoo, "a zoo", within=within)
    with pytest.raises(ProblemError, match=r'^header:1: got no "zoo", expected a zoo'):
        parse_data(path, "[1]", Zoo, "a zoo", within=within)


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    """The message says what the file would be for."""
    path = tmp_path / "zoo.yml"
    with pytest.raises(ProblemError, match="no such file; expected a zoo"):
        read_zoo(path)

    path.mkdir()

    with pytest.raises(ProblemError, match=r"can't be read \(.+\); expected a zoo"):
        read_zoo(path)


def test_another_encoding_is_said_with_its_line(tmp_path: Path) -> None:
    """Data files are UTF-8."""
    path = tmp_path / "zoo.yml"
    path.write_bytes(GOOD.encode() + "  - id: bär\n".encode("latin-1"))

    with pytest.raises(ProblemError, match=r":9: got the byte 0xe4, which is not UTF"):
        read_zoo(path)
