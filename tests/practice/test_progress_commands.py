"""The command tfprep progress."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from projects import TinyCourse

from tfprep.practice.progress import Progress, parse_progress
from tfprep.practice.progress_commands import progress
from tfprep.practice.progress_file import ProgressFile

NAME = "basics/one/double"


@pytest.fixture
def file(own_progress: Path) -> ProgressFile:
    """The learner's file, in which one exercise, a question and a tick stand."""
    file = ProgressFile(own_progress)
    file.attempted(NAME, "correct")
    file.question("nn-1-types", True, ["b"])
    file.ticked("set-up", True)
    return file


def call(*words: str | Path, text: str | None = None) -> Result:
    """Call the command with some words, and text as its standard input."""
    return CliRunner().invoke(progress, [str(word) for word in words], input=text)


def refused(*words: str | Path, text: str | None = None) -> str:
    """What the command says when it refuses."""
    result = call(*words, text=text)
    assert result.exit_code == 1
    return str(result.exception) + result.output


def test_it_shows_what_was_done_and_where_it_is_kept(
    file: ProgressFile, course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without options: the lessons, the sums, and the file."""
    course.write("basics/one")
    monkeypatch.chdir(course.root)

    result = call()

    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert lines[0] == "done   basics/one  1 of 1"
    assert lines[2] == "1 of 1 exercise done, 0 begun."
    assert lines[-1] == f"Kept in {file.path}"
    assert all(len(line) <= 80 for line in lines[:-1])


def test_an_export_can_be_taken_in_elsewhere(
    file: ProgressFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy loses nothing, by a file or through a pipe, and says what came in."""
    copy = tmp_path / "copy.json"
    assert call("--export", copy).output.startswith(f"Wrote {copy}.")
    assert call("--export", "-").output == copy.read_text("utf-8")

    monkeypatch.setenv("TFPREP_PROGRESS", str(tmp_path / "other.json"))
    came = call("--import", copy).output
    again = call("--import", "-", text=copy.read_text("utf-8")).output

    assert came.startswith("Came in: 1 exercise, 1 question, 1 step. Kept in ")
    assert again.startswith("Nothing new came in")
    assert ProgressFile().read() == file.read()


def test_an_import_takes_nothing_away(file: ProgressFile, tmp_path: Path) -> None:
    """It is merged with what is there."""
    other = Progress().plus(
        {"steps": {"more": {"done": True, "at": "2026-11-27T12:00:00.000Z"}}}
    )
    (tmp_path / "other.json").write_text(other.to_text())

    call("--import", tmp_path / "other.json")

    assert set(file.read().steps) == {"set-up", "more"}
    assert file.read().exercise(NAME).is_done


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "standard input: got no JSON"),
        ("{}", 'got no "schema"'),
        ('{"schema": 2}', "got schema 2, expected 1"),
    ],
)
def test_what_is_no_copy_is_refused(file: ProgressFile, text: str, said: str) -> None:
    """What is there stays as it was."""
    before = file.path.read_bytes()

    assert said in refused("--import", "-", text=text)
    assert file.path.read_bytes() == before


def test_an_export_writes_over_copies_alone(file: ProgressFile, tmp_path: Path) -> None:
    """A mistyped name costs nobody a file."""
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("Five years of work")

    assert "got no JSON" in refused("--export", thesis)
    assert thesis.read_text() == "Five years of work"
    assert "got the file itself" in refused("--export", file.path)
    assert "can't be written" in refused("--export", tmp_path / "nowhere" / "x.json")
    assert "can't be read" in refused("--import", tmp_path / "nowhere.json")


def test_reset_forgets_what_is_named(file: ProgressFile) -> None:
    """An exercise, a question, or a whole lesson; what is unknown is said."""
    said = refused("--reset", NAME, "--reset", "nn-1-typs")
    assert 'Did you mean "nn-1-types"? Nothing was forgotten.' in said
    assert file.read().exercise(NAME).is_done

    assert call("--reset", "basics/one").output == f"Forgotten: {NAME}\n"

    assert not file.read().exercise(NAME).is_begun
    assert file.read().question("nn-1-types").attempts


def test_nothing_is_forgotten_without_a_yes(file: ProgressFile) -> None:
    """No answer is a no."""
    before = file.path.read_bytes()

    assert "Nothing was forgotten" in refused("--delete")
    assert "Nothing was forgotten" in refused("--reset-all", text="n\n")
    assert file.path.read_bytes() == before


def test_reset_all_keeps_the_plan_and_delete_keeps_nothing(file: ProgressFile) -> None:
    """And what was deleted does not come back from a copy, which is said."""
    copy = file.read().to_text()
    file.path.with_name(f"{file.path.stem}.broken-2026-11-27.json").write_text("{")

    call("--reset-all", text="y\n")
    assert not file.read().exercise(NAME).is_begun
    assert file.read().steps["set-up"].done
    call("--delete", "--yes")
    assert set(json.loads(file.path.read_text())) == {"schema", "erased"}
    assert list(file.path.parent.glob(f"{file.path.stem}.broken-*")) == []

    assert "when you deleted everything" in call("--import", "-", text=copy).output
    file.path.unlink()
    assert "Came in: 1 exercise" in call("--import", "-", text=copy).output


@pytest.mark.parametrize("words", [("--import", "-"), ("--reset-all", "--yes")])
def test_what_cannot_be_written_fails(
    file: ProgressFile, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Whoever asks for a change hears that there was none, and a script does too."""

    def full(*_words: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("tfprep.practice.progress_file.write_atomically", full)
    other = '{"schema": 1, "steps": {"x": {"done": true, "at": "%s"}}}'

    said = refused(*words, text=other % "2026-11-27T12:00:00.000Z")

    assert "Nothing was changed in" in said
    assert "No space left on device" in said


def test_a_place_without_a_file_fails_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where nothing is to be forgotten, nobody is told that it was."""
    (tmp_path / "no-folder").write_text("in the way")
    monkeypatch.setenv("TFPREP_PROGRESS", str(tmp_path / "no-folder" / "x.json"))

    assert "Nothing was changed in" in refused("--reset-all", "--yes")


def test_one_thing_at_a_time(file: ProgressFile) -> None:
    """What was meant first is not guessed."""
    result = call("--reset-all", "--delete", "--yes")

    assert result.exit_code == 2
    assert "expected one; do one after the other" in result.output
    assert parse_progress(file.path.read_bytes()).exercise(NAME).is_done
