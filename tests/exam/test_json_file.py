"""exam.json: whatever stands in it, a command goes on or says which field is wrong."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from hypothesis import given
from hypothesis import strategies as st

from tfprep.exam.outcomes import ExamError, Grade
from tfprep.exam.saying import time_left
from tfprep.exam.sitting import actions
from tfprep.exam.sitting.state import (
    KEEP,
    STATE,
    Sitting,
    find_workspace,
    load,
    save,
)
from tfprep.exam.verify.statements import check_statements

Change = Callable[[dict[str, Any]], object]
HAND_IN = "hand_ins, item 2"


@pytest.fixture(scope="module")
def sat(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An exam in which two models were graded and one was refused."""
    desk = Desk(tmp_path_factory.mktemp("sat") / "exam")
    desk.start()
    for task, score in ((0, 3), (1, 5)):
        desk.save_model(task=task)
        desk.submit(score, task)
    return desk


def said_of(content: bytes, folder: Path) -> str:
    """What is said of an exam.json that holds this."""
    (folder / STATE).write_bytes(content)
    with pytest.raises(ExamError) as caught:
        load(folder)
    return str(caught.value)


def change_first(**fields: object) -> Change:
    return lambda data: data["hand_ins"][1].update(fields)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (change_first(score=7), f"{HAND_IN}, score: got 7, expected at most 5."),
        (change_first(value=None), f"{HAND_IN}, value: got None, expected a number."),
        (change_first(sha256="abc"), f"{HAND_IN}, sha256: got 'abc', expected text of"),
        (change_first(file="../x.keras"), f"{HAND_IN}, file: got '../x.keras'"),
        (change_first(file=".hand-ins/../../x"), f"{HAND_IN}, file: got"),
        (
            change_first(task="gone"),
            f'{HAND_IN}, task: got "gone", expected one of ben',
        ),
        (
            lambda d: d.update(tasks=["../x"]),
            "tasks, item 1: got '../x', expected text",
        ),
        (change_first(task="../../x"), f"{HAND_IN}, task: got '../../x', expected"),
        (change_first(time="soon"), f"{HAND_IN}, time: got 'soon', expected a date, a"),
        (change_first(time="2026-11-22T09:00"), "time: got '2026-11-22T09:00', expect"),
        (
            change_first(scores=1),
            f"{HAND_IN}, scores: got an unknown key, expected one",
        ),
        (lambda d: d["hand_ins"][0].pop("score"), 'hand_ins, item 1: got no "score"'),
        (lambda d: d.pop("clock"), 'got no "clock", expected one.'),
        (lambda d: d.update(hours=math.nan), "hours: got nan, expected at most 24."),
        (lambda d: d.update(hours=1e300), "hours: got 1e+300, expected at most 24."),
        (lambda d: d.update(hours=-math.inf), "hours: got -inf, expected at least 0.1"),
        (lambda d: d.update(started="9999-12-31T23:59:59Z"), "started: got 9999-12-31"),
        (lambda d: d.update(started="0001-01-01T00:00:00+14:00"), "started: got 0001"),
        (lambda d: d.update(tasks=[]), "tasks: got [], expected a list of 1 or more."),
        (lambda d: d.update(tasks=["bent-sensor"] * 2), "expected each once."),
        (lambda d: d.update(seed=-1), "seed: got -1, expected at least 0."),
        (lambda d: d.update(secret="1" * 31), "secret: got '1111"),
        (
            lambda d: d["clock"]["seen"].update(ticks=1e300),
            "clock, seen, ticks: got 1e",
        ),
        (lambda d: d["clock"]["seen"].update(ticks=math.nan), "seen, ticks: got nan"),
        (lambda d: d.update(remarks="none"), "remarks: got 'none', expected a list."),
        (lambda d: d.update(hand_ins={"a": 1}), "hand_ins: got {'a': 1}, expected a "),
        (
            lambda d: d.update(form=True, tasks=7, seed="x"),
            "tasks: got 7, expected a l",
        ),
        (lambda d: d.update({"\x1b[2J\n": 1}), " [2J : got an unknown key"),
        (lambda d: d.update(format="two"), "format: got 'two', expected 2."),
        (lambda d: d.update(format=1), "is of format 1; expected format 2, which this"),
    ],
)
def test_the_field_that_is_wrong_is_named(
    sat: Desk, tmp_path: Path, change: Change, said: str
) -> None:
    """Which one, what stands there, what is expected, and what to do, in one line."""
    data = json.loads((sat.workspace / STATE).read_text("utf-8"))
    change(data)
    message = said_of(json.dumps(data).encode(), tmp_path)

    assert said in message
    assert message.startswith(f"{tmp_path / STATE} ")
    assert message.isprintable()
    assert "?." not in message
    assert "Undo your last change" in message or "format 1" in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "got an empty file"),
        (b"\0" * 4096, "got only blanks"),
        (b"{", "it ends in the middle, in line 1"),
        (b'{\n"form": 1,\n"seed": "', "it ends in the middle, in line 3"),
        (b'{\n"form": 1;\n}', "line 2: not JSON (Expecting ',' delimiter)"),
        (b"[]", "got [], expected keys and values"),
        (b"null", "got None, expected keys and values"),
        (b"[" * 10**6, "nested too deeply"),
        (b'{"form": 1, "form": 2}', 'the key "form" twice in one object'),
        (b'{"seed": 1' + b"0" * 5000 + b"}", "Exceeds the limit"),
        (b'{\n"form": "\xff"}', "line 2: got the byte 0xff, expected UTF-8"),
        ('{"form": 1}'.encode("utf-16"), "line 1: got the byte 0xff"),
        (b'{"a": "' + b"x" * 10**7 + b'"}', "got more than 10 MB, expected a few kB"),
        (b'{"tasks": ["\\ud800"]}', 'got no "form"'),
        (b"\x1f\x8b\x08\x00", "line 1: got the byte 0x8b"),
    ],
)
def test_what_is_no_json_is_told_by_its_line(
    tmp_path: Path, content: bytes, said: str
) -> None:
    """A torn, empty, huge or foreign file has a message of one line, too."""
    message = said_of(content, tmp_path)

    assert said in message
    assert message.isprintable()
    assert len(message) < 1500
    assert (tmp_path / STATE).read_bytes() == content


def test_a_file_that_an_editor_saved_is_read(sat: Desk, tmp_path: Path) -> None:
    """With a byte order mark, other line ends and other blanks it is the same exam."""
    data = json.loads((sat.workspace / STATE).read_text("utf-8"))
    text = json.dumps(data, indent=4).replace("\n", "\r\n")
    (tmp_path / STATE).write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert load(tmp_path) == load(sat.workspace)


@pytest.mark.parametrize(
    "value", [math.inf, -math.inf, math.nan, 1e305, -1e-320, 0.0, 2**70]
)
def test_any_value_that_was_graded_can_be_read(tmp_path: Path, value: float) -> None:
    """Finite or not: status, submit, finish go on; the file is JSON for anybody."""
    desk = Desk(tmp_path / "exam")
    desk.start()
    desk.save_model()
    desk.answer = Grade(0, value)
    desk.hand_in()
    desk.submit(3)

    (first, _) = desk.finish().hand_ins
    assert first.value == value or (math.isnan(value) and math.isnan(first.value))
    content = (desk.workspace / STATE).read_text("utf-8")
    json.loads(content, parse_constant=pytest.fail)


def test_what_could_not_be_read_is_not_written(sat: Desk, tmp_path: Path) -> None:
    """The state that was there stays, whatever a program tries to save."""
    sitting = load(sat.workspace)
    save(tmp_path, sitting)
    with pytest.raises(ValueError, match="hours"):
        save(tmp_path, sitting.model_copy(update={"hours": 1e9}))

    assert load(tmp_path) == sitting


def test_an_exam_whose_state_is_gone_says_so(tmp_path: Path) -> None:
    """Where only the graded models are left, the way back is told."""
    (tmp_path / KEEP).mkdir()
    with pytest.raises(ExamError, match=r"was an exam, but its exam.json is gone"):
        find_workspace(tmp_path)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.mark.fuzz
@given(data=st.data())
def test_no_exam_json_makes_a_command_fail(
    sat: Desk, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Changed, cut or scratched anywhere, it can be used, or is refused in a line."""
    folder = tmp_path_factory.getbasetemp() / "fuzzed"
    folder.mkdir(exist_ok=True)
    content = (sat.workspace / STATE).read_bytes()
    (folder / STATE).write_bytes(mutate(content, data))
    sitting, said = None, ""
    try:
        sitting = load(folder)
    except ExamError as error:
        said = str(error)
    if sitting:
        use(sitting, sat, folder)
    else:
        assert STATE in said
        assert said.isprintable()
        assert len(said) < 1500


def mutate(content: bytes, data: st.DataObject) -> bytes:
    """The state with a value replaced, a key dropped, or bytes lost or changed."""
    if data.draw(st.booleans()):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 40)))
        return content[:start] + data.draw(st.binary(max_size=9)) + content[end:]
    changed = json.loads(content)
    node = changed
    while True:
        keys = range(len(node)) if isinstance(node, list) else sorted(node)
        key = data.draw(st.sampled_from(list(keys)))
        if (
            isinstance(node[key], dict | list)
            and node[key]
            and data.draw(st.booleans())
        ):
            node = node[key]
            continue
        if data.draw(st.booleans()):
            node[key] = data.draw(JSON)
        else:
            del node[key]
        return json.dumps(changed).encode("utf-8", "surrogatepass")


def use(sitting: Sitting, sat: Desk, folder: Path) -> None:
    """What commands do with a state that was read."""
    now = sitting if sitting.finished else sitting.now(sat.clock)
    assert time_left(now)
    for task in sitting.tasks:
        now.best(task)
    save(folder, now)
    assert load(folder).tasks == sitting.tasks
    with contextlib.suppress(ExamError):  # tasks that this version lacks
        tasks = actions.tasks_of(sitting)
        assert all(map(str, check_statements(folder, sitting, tasks)))
