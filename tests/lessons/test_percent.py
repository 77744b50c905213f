"""The percent format."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfprep.lessons.percent import blocks_of, odd_marks, uncommented, written

# What some programs take for the end of a line, and what looks like a mark.
ODD = "\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ufeff#%!?'\"\\[]= aé😀"


def is_mark(line: str) -> bool:
    return bool(odd_marks([line, f"# {line}"], is_text=True))


LINES = st.text(ODD, max_size=12).filter(lambda line: not is_mark(line))
SOURCES = st.lists(LINES, min_size=1, max_size=5).map("\n".join)
TEXT = st.tuples(st.sampled_from(["[markdown]", '[markdown] tags=["hint"]']), SOURCES)
CODE = st.tuples(
    st.sampled_from(["", 'tags=["claim"]']),
    SOURCES.filter(lambda source: not source or source.split("\n")[-1].strip()),
)
CELLS = st.lists(TEXT | CODE)


@given(CELLS)
def test_what_is_written_is_read_again(cells: list[tuple[str, str]]) -> None:
    """Whatever cells hold, writing and reading them gives the same cells."""
    read = []
    for block in blocks_of(written(cells)):
        is_text = block.said.startswith("[markdown]")
        lines = map(uncommented, block.lines) if is_text else block.lines
        read.append((block.said, "\n".join(lines)))

    assert read == cells


@given(CELLS)
def test_a_block_knows_its_line(cells: list[tuple[str, str]]) -> None:
    """Lines are counted by line feeds alone, as editors and Python count them."""
    text = "# above\n\n" + written(cells)

    for block in blocks_of(text):
        assert text.split("\n")[block.line - 1] == f"# %% {block.said}".rstrip()


@pytest.mark.parametrize("mark", ["# %%", "#%%", "# %%  ", '# %%\ttags=["claim"]'])
def test_a_mark_stands_at_the_left_margin(mark: str) -> None:
    """With or without the space that some editors leave out."""
    (block,) = blocks_of(f"above\n{mark}\nx = 1\n\n")

    assert (block.line, block.lines) == (2, ("x = 1",))
    assert block.said in ("", 'tags=["claim"]')


@pytest.mark.parametrize(
    "line",
    ["# %time", "# %%time", "# !ls", "# +", "# -", "# region", "# <codecell>", "%%"],
)
def test_other_comments_are_comments(line: str) -> None:
    """What is a command or a mark for other programs is text here."""
    (block,) = blocks_of(f"# %%\n{line}\nx = 1\n")

    assert block.lines == (line, "x = 1")


@pytest.mark.parametrize(
    "line",
    [
        "    # %% inner",
        "#  %% two spaces",
        "# %%% three",
        "# %%[markdown]",
        '# %%tags=["claim"]',
    ],
)
def test_a_mark_for_others_alone_is_found(line: str) -> None:
    """Other editors begin a cell there; in a string it is text for all of them."""
    code = ["def f():", line, "    return 1"]

    assert odd_marks(code, is_text=False) == [2]
    assert odd_marks(['"""', *code, '"""'], is_text=False) == []
    assert odd_marks(["# Text.", line], is_text=True) == [2]


@pytest.mark.parametrize("line", ["# %%{init: {}}%%", "# # %% quoted", "# 5 %% of"])
def test_text_may_hold_signs_of_percent(line: str) -> None:
    """No editor takes these for the beginning of a cell."""
    assert odd_marks([line], is_text=True) == []


def test_a_line_of_text_is_a_comment() -> None:
    """The space behind # may be missing, and an empty line stays one."""
    lines = ["# Text.", "#Text.", "#", "", "#   indented"]

    assert [uncommented(line) for line in lines] == [
        "Text.",
        "Text.",
        "",
        "",
        "  indented",
    ]
    with pytest.raises(ValueError, match="x = 1"):
        uncommented("x = 1")
