"""Which task a name is for."""

from __future__ import annotations

import pytest
from classroom import every_task

from tfprep.exam.classes.names import Names, stem_of

NAMES = Names(form=1, every=every_task())


@pytest.mark.parametrize(
    "name",
    [
        "A.keras",
        "a.h5",
        "A",
        "A.KERAS",
        "A (1).keras",
        "A.keras ",
        "A - Copy.keras",
        "A.zip",
        "A.keras.zip",
        "A.weights.h5",
        "bent-sensor.keras",
        "bent_sensor.keras",
        "Bent Sensor.h5",
        "bentsensor.keras",
        "BentSensor(2).keras",
        "A-bent-sensor",
        "A_bent_sensor.keras",
        "a bent sensor copy 2.keras",
    ],
)
def test_a_task_s_own_name_is_known(name: str) -> None:
    """Whatever the case, the signs between words, and the mark of a second copy."""
    hint = NAMES.hint(name)

    assert [task.name for task in hint.tasks] == ["bent-sensor"]
    assert hint.exact


@pytest.mark.parametrize(
    ("name", "tasks"),
    [
        ("model_A.keras", ["bent-sensor"]),
        ("ada_bent_sensor_final.keras", ["bent-sensor"]),
        ("taskA.keras", ["bent-sensor"]),
        ("Task A v2.keras", ["bent-sensor"]),
        ("A_final.keras", ["bent-sensor"]),
        ("003-A-bent-sensor.keras", ["bent-sensor"]),
        ("E-bent-sensor.keras", ["bent-sensor", "daily-rentals"]),
        ("bent-sensor-and-glass-plates.keras", ["bent-sensor", "glass-plates"]),
        ("A_or_B.keras", ["bent-sensor", "shifted-digits"]),
        ("failing-pumps.keras", ["failing-pumps"]),  # of another form
        ("model.keras", []),
        ("best of all.keras", []),
        ("A1.keras", ["bent-sensor"]),
        ("A2.keras", []),  # the second one, or form 2?
        (".keras", []),
        ("\ud800\n", []),
    ],
)
def test_other_names_say_what_they_may(name: str, tasks: list[str]) -> None:
    """None, one or several tasks."""
    hint = NAMES.hint(name)

    assert sorted(task.name for task in hint.tasks) == tasks


@pytest.mark.parametrize(
    ("name", "who", "tasks"),
    [
        ("ada_A.keras", "ada", ["bent-sensor"]),
        ("Ada Smith - A-bent-sensor.keras", "Ada Smith", ["bent-sensor"]),
        ("ada.bent_sensor (1).h5", "ada", ["bent-sensor"]),
        ("A_ada.keras", "ada", ["bent-sensor"]),
        ("bent-sensor ada.keras", "ada", ["bent-sensor"]),
        ("a_smith_B.keras", "a_smith", ["shifted-digits"]),
        ("ada.keras", "ada", []),
        ("A.keras", "", ["bent-sensor"]),
    ],
)
def test_a_file_beside_the_folders_says_whose_it_is(
    name: str, who: str, tasks: list[str]
) -> None:
    """A learner's name and a task's, in either order."""
    whose, hint = NAMES.split(name)

    assert (whose, [task.name for task in hint.tasks]) == (who, tasks)


def test_a_stem_is_never_empty() -> None:
    """Each file has something to be called by."""
    assert stem_of("(1).keras") == "(1).keras"
    assert stem_of("\n") == "\n"
    assert stem_of("x (1) - Copy.keras.txt") == "x"
