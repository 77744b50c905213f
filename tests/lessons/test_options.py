"""What stands on a line that begins a cell."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tfprep.lessons.cells import Role
from tfprep.lessons.options import read_options

WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20
).filter(lambda text: bool(text.strip()))
TAGS = [role.value for role in Role if role not in (Role.PROSE, Role.CODE, Role.HINT)]
LISTS = st.fixed_dictionaries(
    {name: st.lists(WORDS) for name in ("skills", "alt", "given")}
)


@given(st.sampled_from(TAGS), WORDS, LISTS)
def test_options_are_read_as_they_are_written(
    tag: str, reason: str, lists: dict[str, list[str]]
) -> None:
    """Texts in an option may hold brackets, quotes and signs of equality."""
    lists = {} if tag == "right" else lists
    values: dict[str, object] = {"tags": [tag], **lists}
    if tag in ("wrong", "error"):
        values["reason"] = reason
    said = " ".join(f"{name}={json.dumps(value)}" for name, value in values.items())

    options = read_options(said)

    assert options.wrong == ()
    assert (options.role, options.values) == (Role(tag), values)
    assert {name: list(options.texts(name)) for name in lists} == lists


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("", Role.CODE),
        ("[code]", Role.CODE),
        ("[markdown]", Role.PROSE),
        ("[md]", Role.PROSE),
        ('[markdown] tags=["hint"]', Role.HINT),
        ('tags = ["claim"]', Role.CLAIM),
        ("tags=[]", Role.CODE),
    ],
)
def test_a_line_says_what_its_cell_is_for(said: str, role: Role) -> None:
    """Text is marked; code with a tag has a part of its own."""
    options = read_options(said)

    assert (options.role, options.wrong) == (role, ())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("[raw]", "got a [raw] cell"),
        ("[Markdown]", 'kind of cell [Markdown]. Did you mean "markdown"?'),
        ("Load the data", 'got "Load the data" on a line that begins a cell'),
        ("[markdown] Results", 'got "Results" on a line that begins a cell'),
        ("Results [markdown]", 'got "Results [markdown]" on a line'),
        ('tags=["hint"] [markdown]', 'got "[markdown]" on a line'),
        ("tags=['claim']", "got tags=['claim']; expected tags=[\"claim\"]"),
        ("reason=words", 'got reason=words; expected reason="words of the message"'),
        ("other=words", "got other=words; expected double quotes"),
        ('tags="claim"', 'bad "tags": got "claim"; expected it as in tags=["claim"]'),
        ("skills=[1]", 'bad "skills": got [1]; expected it as in skills=["NN-1"]'),
        ("reason=1", 'bad "reason": got 1'),
        ('alt={"a": "b"}', 'bad "alt": got {"a": "b"}'),
        ('alt="\\ud800"', "expected one line of text"),
        ('alt="a\\nb"', "expected one line of text"),
        ('alt="a" alt="b"', '"alt" stands twice on this line'),
        ('id="double"', 'bad "id": got "double"; expected topic/name/words in a-z'),
        ('tags=["exercise"] id="a/b/C"', 'bad "id": got "a/b/C"'),
        ('tags=["check"] id="a/b/c"', "only an exercise has an id"),
        (
            'tags=["right"] skills=["NN-1"] alt="x"',
            'a right answer takes no options; got "alt, skills" on it',
        ),
        ('slider="Rate" alt=["a", "b"]', "a slider needs its name and its states"),
        ('states=["1", "2"] alt=["a", "b"]', "expected both, as in slider="),
        ('slider="Rate" states=["1"] alt="a"', "got 1 states for 1 figures"),
        ('slider="Rate" states=["1", "2"]', "got 2 states for 0 figures"),
        ('slider="Rate" states=["1", "2"] alt="ab"', "got 2 states for 1 figures"),
        ('tags=["claim"] slider="Rate" states=["1"]', "a cell of code without a tag"),
        ('numbers=["a = b"]', "only a claim has key numbers"),
        ('tags=["claim"] numbers=["accuracy"]', 'bad "numbers": got "accuracy"; expec'),
        ('tags=["claim"] numbers=["a = b +"]', "expected words and an expression"),
        ('tags=["claim"] numbers=[" = b"]', "expected words and an expression"),
        ('tags=["claim"] numbers=["a = b", "a = c"]', "two key numbers have the same"),
        ('tag=["claim"]', 'unknown cell option "tag". Did you mean "tags"?'),
        ('tags=["xcheck"]', 'unknown tag "xcheck". Did you mean "check"?'),
        ('tags=["code"]', 'unknown tag "code"'),
        ('tags=["claim", "check"]', "got 2 tags on one cell"),
        ('tags=["hint"]', 'got tags=["hint"] on a cell of code'),
        ('[markdown] tags=["claim"]', 'got tags=["claim"] on a [markdown] cell'),
        pytest.param("alt=" + "[" * 10_000, 'can\'t read "alt": got alt=[[', id="deep"),
    ],
)
def test_a_slip_is_said_in_the_words_of_the_line(said: str, words: str) -> None:
    """What was got and what was expected; the cell then has no part but its kind."""
    options = read_options(said)

    assert words in "\n".join(options.wrong)
    assert options.role in (Role.CODE, Role.PROSE)


def test_all_slips_of_a_line_are_said() -> None:
    """Nobody has to fix one thing at a time."""
    assert len(read_options('[raw] tag=["x"] alt=1').wrong) == 3
