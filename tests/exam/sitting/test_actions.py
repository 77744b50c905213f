"""Start, submit and finish, with a clock and a grader in the test's hands."""

from __future__ import annotations

import json
import math
import shutil
from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup
from desk import Desk
from tasks import titled

from tfprep.exam.outcomes import ExamError, Grade, RefusedError, TroubleError
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.hand_ins import digest
from tfprep.exam.sitting.state import STATE, find_workspace, load
from tfprep.exam.sitting.workspace import MAKING, folder_of
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import Task, read_tasks


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk at which nothing has started yet."""
    return Desk(tmp_path / "exam")


def test_a_workspace_has_all_that_a_learner_needs(desk: Desk) -> None:
    """A brief, a starter and data for each task, a README, and the state."""
    desk.start()

    readme = (desk.workspace / "README.md").read_text("utf-8")
    for task in desk.tasks:
        folder = desk.workspace / folder_of(task)
        assert folder.name in readme
        assert (
            (folder / "brief.md")
            .read_text("utf-8")
            .startswith(f"# {task.spec.category}: {task.spec.title}\n")
        )
        assert (folder / "train.py").read_text("utf-8") == (
            task.folder / "starter.py"
        ).read_text("utf-8")
        assert any((folder / "data").iterdir())
    assert not (desk.workspace / MAKING).exists()
    assert json.loads((desk.workspace / STATE).read_text("utf-8"))["form"] == 1


def test_any_title_may_stand_in_the_table_of_tasks(tmp_path: Path) -> None:
    """What would be markup, or end a cell, is shown as it is written."""
    title = 'A <b> & "c" | `d` *e*'
    task = titled(read_tasks()["bent-sensor"], title)
    actions.start(tmp_path, [task], seeds=Seeds.known(1), hours=5)

    text = (tmp_path / "README.md").read_text("utf-8")
    table = BeautifulSoup(markdown.markdown(text, extensions=["tables"]), "html.parser")
    cells = [cell.get_text() for cell in table.select("table:first-of-type td")]
    assert cells == [f"A: {title}", "A-bent-sensor", "10", "20 min"]


def test_the_same_seed_makes_the_same_data(tmp_path: Path) -> None:
    """So that a class can sit the same exam."""
    digests = []
    for name in ("one", "two"):
        desk = Desk(tmp_path / name)
        desk.start()
        digests.append(
            [digest(desk.workspace / folder_of(t) / "data") for t in desk.tasks]
        )

    assert digests[0] == digests[1]


def test_a_folder_with_something_in_it_is_left_alone(desk: Desk) -> None:
    """Nothing of anybody's is overwritten, and nothing is left behind."""
    desk.workspace.mkdir()
    (desk.workspace / "notes.txt").write_text("mine")

    with pytest.raises(ExamError, match=r"is not empty \(it holds notes.txt\)"):
        desk.start()

    assert [path.name for path in desk.workspace.iterdir()] == ["notes.txt"]


def test_an_exam_is_not_started_twice(desk: Desk) -> None:
    """A second start in the same folder leads back to the first."""
    first = desk.start()
    with pytest.raises(ExamError, match="holds an exam already"):
        desk.start()

    assert load(desk.workspace) == first


def test_a_start_that_was_cut_off_begins_again(desk: Desk) -> None:
    """What it had made is made anew; the clock starts when all is there."""
    desk.start()
    (desk.workspace / STATE).unlink()
    (desk.workspace / MAKING).mkdir()
    names = [folder_of(task) for task in desk.tasks]
    (desk.workspace / MAKING / "names.json").write_text(json.dumps(names))

    desk.clock.wait(10)
    assert desk.start().started == desk.clock.wall
    assert not (desk.workspace / MAKING).exists()


def test_the_best_hand_in_counts(desk: Desk) -> None:
    """A worse model does not take points away."""
    desk.start()
    desk.save_model()

    assert [desk.submit(score) for score in (2, 4, 3)] == [2, 4, 4]
    assert [hand_in.score for hand_in in desk.status().hand_ins] == [2, 4, 3]


def test_an_infinite_error_is_kept(desk: Desk) -> None:
    """JSON has no such number; the state stays readable, for others too."""
    desk.start()
    desk.save_model()
    desk.answer = Grade(0, math.inf)
    desk.hand_in()

    assert desk.status().hand_ins[0].value == math.inf
    json.loads((desk.workspace / STATE).read_text("utf-8"), parse_constant=pytest.fail)


def test_the_graded_copy_is_kept(desk: Desk) -> None:
    """What was graded can be looked at later, whatever becomes of the original."""
    desk.start()
    model = desk.save_model(b"PK first")
    desk.submit()
    model.write_bytes(b"PK second")

    hand_in = desk.status().hand_ins[0]
    copy = desk.workspace / hand_in.file
    assert copy.read_bytes() == b"PK first"
    assert digest(copy) == hand_in.sha256


def test_a_model_from_elsewhere_can_be_handed_in(desk: Desk, tmp_path: Path) -> None:
    """It may have been trained on another machine."""
    desk.start()
    downloaded = tmp_path / "my model (3).h5"
    downloaded.write_bytes(b"\x89HDF model")

    assert desk.submit(file=downloaded) == 5
    assert desk.status().hand_ins[0].file.endswith("001-A-bent-sensor.h5")
    assert downloaded.exists()


def test_an_exported_folder_is_one_model(desk: Desk) -> None:
    """It is copied with all that is in it."""
    desk.start()
    folder = desk.workspace / folder_of(desk.tasks[0]) / "model"
    (folder / "variables").mkdir(parents=True)
    (folder / "saved_model.pb").write_bytes(b"graph")
    (folder / "variables/data").write_bytes(b"weights")

    desk.submit()
    copy = desk.workspace / desk.status().hand_ins[0].file
    assert (copy / "variables/data").read_bytes() == b"weights"


def test_what_is_refused_costs_nothing(desk: Desk) -> None:
    """It is noted with its reason; no hand-in, no score, no copy of it is kept."""
    desk.start()
    desk.save_model()
    desk.submit(3)
    desk.answer = RefusedError("an egg", "a model", "Cook it.")
    with pytest.raises(RefusedError):
        desk.hand_in()

    sitting = desk.status()
    assert [hand_in.score for hand_in in sitting.hand_ins] == [3]
    assert [refusal.why for refusal in sitting.refused] == [
        "Got an egg; expected a model. Cook it."
    ]
    assert len(list((desk.workspace / ".hand-ins").iterdir())) == 1


def test_trouble_with_the_grader_leaves_no_trace(desk: Desk) -> None:
    """It is no fault of the model's, so nothing is noted."""
    desk.start()
    desk.save_model()
    desk.answer = TroubleError("no memory")
    with pytest.raises(TroubleError):
        desk.hand_in()

    sitting = desk.status()
    assert (sitting.hand_ins, sitting.refused) == ((), ())


def test_when_time_is_over_nothing_is_taken(desk: Desk) -> None:
    """Submit refuses in words; finish works, and ends the exam at its deadline."""
    sitting = desk.start()
    desk.save_model()
    desk.clock.wait(299)
    assert desk.submit(4) == 4
    desk.clock.wait(1)

    with pytest.raises(ExamError, match="The 5 hours are over, since 14:00 UTC"):
        desk.submit(5)
    desk.clock.wait(1000)
    assert desk.finish().finished == sitting.deadline
    assert [hand_in.score for hand_in in desk.status().hand_ins] == [4]


def test_a_hand_in_counts_from_when_it_was_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grading that lasts past the end is no loss."""
    desk.start()
    desk.save_model()
    desk.clock.wait(299.9)
    grade = desk.grade

    def slow(task: Task, seeds: Seeds, path: Path) -> Grade:
        desk.clock.wait(5)
        return grade(task, seeds, path)

    monkeypatch.setattr(desk, "grade", slow)
    desk.hand_in()
    assert len(desk.status().hand_ins) == 1


def test_a_finished_exam_takes_nothing_and_stays(desk: Desk) -> None:
    """The second finish changes nothing."""
    desk.start()
    desk.save_model()
    desk.clock.wait(30)
    end = desk.finish().finished
    desk.clock.wait(30)

    with pytest.raises(ExamError, match="This exam is finished"):
        desk.submit()
    assert desk.finish().finished == end == load(desk.workspace).finished


def test_the_clock_can_not_be_paused(desk: Desk) -> None:
    """Closing, moving and restarting do not stop it; setting it back is said."""
    desk.start()
    desk.clock.wait(60)
    moved = desk.workspace.rename(desk.workspace.parent / "elsewhere")
    desk.workspace = moved
    assert desk.status().left == 4 * 3600
    desk.clock.restart(minutes=60)
    assert desk.status().left == 3 * 3600
    desk.clock.wait(60)
    desk.clock.wall = desk.clock.wall.replace(hour=6)

    sitting = desk.status()
    assert sitting.left == 2 * 3600
    assert len(sitting.remarks) == 1
    assert "12:00 UTC: The system's clock was set back by 6 h" in sitting.remarks[0]


def test_practice_has_no_clock(desk: Desk) -> None:
    """It never ends by itself."""
    desk.start(hours=None)
    desk.save_model()
    desk.clock.wait(10_000)

    assert desk.submit() == 5
    assert desk.status().left is None


def test_commands_work_from_any_folder_of_the_exam(desk: Desk, tmp_path: Path) -> None:
    """The workspace is looked for upward; elsewhere the way back is told."""
    desk.start()
    inside = desk.workspace / folder_of(desk.tasks[0]) / "data"

    assert find_workspace(inside) == desk.workspace.resolve()
    with pytest.raises(ExamError, match=r"No exam here: .* tfprep exam start"):
        find_workspace(tmp_path)


@pytest.mark.parametrize("word", ["A", "a", "bent-sensor", "A-bent-sensor/"])
def test_a_task_goes_by_letter_name_or_folder(desk: Desk, word: str) -> None:
    """However a learner types it."""
    assert actions.pick_task(word, desk.tasks).name == "bent-sensor"


def test_an_unknown_task_is_answered_with_the_known_ones(desk: Desk) -> None:
    """And with the one that was meant."""
    with pytest.raises(ExamError, match=r'A \(bent-sensor\).*mean "bent-sensor"'):
        actions.pick_task("bend-sensor", desk.tasks)


def test_a_torn_state_is_named(desk: Desk) -> None:
    """Who edits exam.json by hand and breaks it, is told the file and the reason."""
    desk.start()
    (desk.workspace / STATE).write_text("{")

    with pytest.raises(ExamError, match=r"exam.json can't be used: it ends in the"):
        desk.status()


def test_an_exam_of_another_format_is_refused(desk: Desk) -> None:
    """Its models were graded on other hidden data; both numbers are named."""
    desk.start()
    state = json.loads((desk.workspace / STATE).read_text("utf-8"))
    del state["secret"]
    (desk.workspace / STATE).write_text(json.dumps({**state, "format": 1}))

    with pytest.raises(ExamError, match=r"is of format 1; expected format 2, .*start"):
        desk.status()


def test_a_task_that_went_away_is_named(desk: Desk) -> None:
    """An exam that was started with another version says so."""
    sitting = desk.start().model_copy(update={"tasks": ("gone",)})

    with pytest.raises(ExamError, match="no task gone"):
        actions.tasks_of(sitting)


def test_a_copied_workspace_goes_on(desk: Desk, tmp_path: Path) -> None:
    """All of the state is in the folder."""
    desk.start()
    desk.save_model()
    desk.submit(4)
    desk.workspace = Path(shutil.copytree(desk.workspace, tmp_path / "copy"))

    assert desk.submit(3) == 4
