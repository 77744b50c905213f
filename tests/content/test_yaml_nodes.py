"""YAML as nodes and data."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfprep.content.yaml_nodes import LARGEST, line_of, load_nodes
from tfprep.problems import Problem, ProblemError

PATH = Path("data.yml")


def refusal(text: str) -> str:
    with pytest.raises(ProblemError) as caught:
        load_nodes(PATH, text, "some data")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "data.yml:1: got an empty file, expected some data"),
        ("# nothing\n", "data.yml:1: got an empty file, expected some data"),
        ("\ufeffa: 1", "data.yml:1: got a byte order mark, expected none"),
        ("a: 1\nb: \x0c", "data.yml:2: not YAML: got the character U+000C, expected"),
        ("a: 1\nb: [2, 3\n\n", "data.yml:2: not YAML: while parsing a flow sequence f"),
        ("a: 1\nb: c: 2", "put text that holds a colon and a space between quotes"),
        ("a: 1\nb: @c", "put the text between quotes, and indent with spaces"),
        ("a:\n  b: 1\n\tc: 2", "data.yml:3: not YAML: while scanning"),
        ("a:\n  b: 1\n\tc: 2", "indent with spaces"),
        ("a: 1\n---\nb: 2", "data.yml:2: not YAML: expected a single document in the"),
        ("a: 1\nb: *c", "data.yml:2: not YAML: found undefined alias 'c'"),
        ("a: 1\nb: !!python/name:os.system x", "data.yml:2: not YAML: could not dete"),
        ("a: 1\nb: 2023-02-29", "data.yml:2: not YAML: got '2023-02-29', which is no"),
        ("a: 1\nb: !!int x", "data.yml:2: not YAML: got 'x', which is no int"),
        ("a: 1\nb: !!bool x", "data.yml:2: not YAML: got 'x', which is no bool"),
        ("a: 0x" + "f" * 99, "which is no int (too large)"),
        ("a: 1\n[b]: 2", "data.yml:2: not YAML: while constructing a mapping from li"),
        ("- " * 50_000, "got more than 30 levels of lists and mappings"),
    ],
)
def test_what_is_no_data_is_said_with_its_line(text: str, said: str) -> None:
    """Each message says what YAML stumbled over, and often what to do."""
    assert said in refusal(text)


def test_aliases_that_multiply_are_refused() -> None:
    """A few lines can stand for more values than there is memory."""
    lines = ["a0: &a0 [1, 2, 3]"]
    lines += [f"a{i}: &a{i} [{f'*a{i - 1}, ' * 9}]" for i in range(1, 12)]

    assert f"values or more by its aliases, expected {LARGEST}" in refusal(
        "\n".join(lines)
    )


def test_what_holds_itself_is_refused() -> None:
    """An alias within its own anchor never ends."""
    assert "by its aliases" in refusal("a: &a [1, *a]")


def test_merged_keys_are_no_keys_that_stand_there_twice() -> None:
    """A mapping may take another one's keys and change some."""
    text = "a: &a {b: 1, c: 2}\nd: {<<: *a, b: 3}\n"

    _, data, found = load_nodes(PATH, text, "some data")

    assert data["d"] == {"b": 3, "c": 2}
    assert found == []


def test_lines_count_as_editors_count_them() -> None:
    """For YAML a line ends at U+2028 too; for an editor it does not."""
    root, _, _ = load_nodes(PATH, 'a: "x\u2028y"\nb: 1\n', "some data")

    second = root.value[1][0]

    assert line_of('a: "x\u2028y"\nb: 1\n', second.start_mark.index) == 2


@given(st.text(st.sampled_from("ab01 \n\t:-[]{},&*!|>'\"#%@?~<=.é\u2028\x85\x00")))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    """Whatever is typed, nothing but a problem that has a line comes out."""
    found: list[Problem] = []
    try:
        load_nodes(PATH, text, "some data")
    except ProblemError as error:
        found = error.problems

    assert all(problem.line for problem in found)
