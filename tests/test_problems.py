"""Messages about somebody's input."""

from pathlib import Path

from tfprep.problems import Problem, count, did_you_mean


def test_a_problem_reads_as_an_editor_expects() -> None:
    """path:line: text, with a short path inside the project."""
    problem = Problem(Path("/a/b/c.py"), 3, "bad").relative_to(Path("/a"))

    assert str(problem) == "b/c.py:3: bad"
    assert str(Problem(Path("c.py"), None, "bad")) == "c.py: bad"


def test_a_suggestion_is_made_when_one_is_near() -> None:
    """A near miss is suggested, a far one isn't."""
    assert did_you_mean("minuts", ["minutes", "title"]) == ' Did you mean "minutes"?'
    assert did_you_mean("xyz", ["minutes", "title"]) == ""


def test_a_count_has_its_noun() -> None:
    """One of it, or several."""
    assert (count(1, "file"), count(0, "file")) == ("1 file", "0 files")
