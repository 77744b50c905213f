"""Rules for any file."""

from pathlib import Path

import pytest

from tfprep.check.repository_rules import SOURCE, SourceFile


def found(path: Path, text: str, *, committed: bool = True, ours: bool = True) -> str:
    """What is said of a file with this text."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    source = SourceFile(path, committed, by_author=ours)
    problems = [problem.relative_to(path.parent) for problem in SOURCE.problems(source)]
    return "\n".join(map(str, problems))


def test_what_is_left_open_is_named_by_line(tmp_path: Path) -> None:
    """In a part of the course; elsewhere these words are words."""
    path, text = tmp_path / "task.yml", "a: 1\ntitle: FILL IN a name, not an order\n"

    assert found(path, text) == (
        'task.yml:2: got "FILL IN a name, not an order", expected your own words; '
        "replace the mark"
    )
    assert found(path, text, ours=False) == ""


def test_open_ends_are_issues(tmp_path: Path) -> None:
    """In every text, but not in what is no text."""
    text = "# TO" + "DO later\n"

    said = found(tmp_path / "a.py", text, ours=False)
    assert said.startswith("a.py:1: got a TO" + "DO, expected none; do it now or open")
    assert found(tmp_path / "a.keras", text) == ""


@pytest.mark.parametrize("name", ["a.ipynb", "a.html", "a.pyc"])
def test_generated_files_are_not_committed(tmp_path: Path, name: str) -> None:
    """On the disk they may be; a theme's templates are sources."""
    assert found(tmp_path / name, "", committed=False) == ""
    assert found(tmp_path / "theme" / name, "") == ""
    assert found(tmp_path / name, "").startswith(f"{name}: got a {Path(name).suffix}")


def test_text_is_utf8(tmp_path: Path) -> None:
    """The line is that of the first odd byte; what is no text may hold any."""
    for name, said in (("brief.md", ["brief.md:2"]), ("model.keras", [])):
        path = tmp_path / name
        path.write_bytes(b"Text\ncaf\xe9\n")
        problems = SOURCE.problems(SourceFile(path, committed=True, by_author=True))
        assert [
            str(p.relative_to(tmp_path)).partition(": ")[0] for p in problems
        ] == said
