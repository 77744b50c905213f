"""Hand-ins of every kind, graded in one process that nothing confines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from little_tasks import make_little_tasks
from once import once
from projects import REPOSITORY

from tfprep.exam.grading import parent
from tfprep.exam.outcomes import RefusedError
from tfprep.exam.sitting.hand_ins import digest
from tfprep.exam.taskspec.hidden import Seeds
from tfprep.exam.taskspec.task import read_task

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
grade = partial(parent.grade, keep=lambda _said: None)
"""By the process that lasts: one for all tests."""
PLACES = {
    "four_classes": "little_c",
    "picture": "little_c",
    "text_named": "little_a",
    "text_": "little_d",
    "series": "little_e",
}
"""Which task a case is for, by how its name begins; else it is A."""
SOFTMAX, SIGMOID = "a softmax is missing?", "a sigmoid is missing?"
ACCEPTED = {
    "good_keras": "",
    "good_again": "",
    "good_h5": "",
    "good_export": "",
    "h5_named_keras": "",
    "keras_named_h5": "",
    "keras2.h5": "",
    "keras2.keras": "",
    "lost_optimizer": "",
    "own_loss": "",
    "any_rows": "",
    "circular_h5": "",
    "half_precision": "",
    "functional_h5": "",
    "functional_keras": "",
    "tensorflow_functions": "",
    "picture_bytes": "",
    "picture_numbers": "",
    "picture_any_size": "",
    "picture_logits": SOFTMAX,
    "text_keras": "",
    "text_export": "",
    "text_logits": SIGMOID,
    "text_tf_idf": "",
    "text_multi_hot": "",
    "text_count": "",
    "text_padded": "",
    "series_any_length": "",
    "series_flat": "",
    "named_in_words": "",
    "named_in_words_h5": "",
    "inner_own_loss": "",
    "in_and_out_dict": "",
    "in_and_out_dict_export": "",
    "in_and_out_list": "",
    "one_too_many_axes": "",
    "one_axis_too_few": "",
    "squeezed": "",
    "any_shape": "",
    "one_batch_size": "",
    "int8": "",
    "layers_that_rest": "",
    "layers_that_rest_export": "",
    "left_on_Dropout": "",
    "left_on_BatchNormalization": "",
    "trained_by_hand": "",
    "zip_of_export": "",
    "zip_of_folder": "",
    "zip_of_keras": "",
    "zip_of_unpacked": "",
    "chunked": "",
}
"""What is graded, and what is remarked on it."""
REFUSED = {
    # No model, or no longer one.
    "empty_file": "an empty file",
    "cut_keras": "a truncated or damaged .keras file",
    "cut_h5": "a truncated or damaged HDF5 file",
    "cut_weights": "a truncated or damaged .keras file",
    "scratched_keras": "a damaged archive (its model.weights.h5 can't be read)",
    "config_of_numbers": "a truncated or damaged .keras file",
    "config_without_class": "a truncated or damaged .keras file",
    "deep_config": "a truncated or damaged .keras file",
    "text_named_keras": "a text file",
    "zip_of_pictures": "an archive that holds no model (but cat.png, dog.png)",
    "torch_file": "a PyTorch file",
    "pickle_file": "a pickle, which could run any code",
    "pickle_named_keras": "a pickle, which could run any code",
    "zip_bomb": "a file that unpacks to 500 MiB or more",
    "zip_bomb_of_words": "a config.json of 60 MiB or more",
    "zip_that_climbs": "an archive that would write to assets/../../marker",
    "zip_with_twins": "an archive with two members of the same name",
    "locked_zip": "a truncated or damaged .keras file",
    "h5_bomb": "weights of 16384 MiB or more",
    "damaged_export": "a damaged saved_model.pb",
    "empty_export": "a saved_model.pb that is empty, or made for TensorFlow 1",
    "weights_only": "weights only, without the model around them",
    # Models that don't fit, or that don't answer.
    "wide_input": "a model whose input is (batch, 5), float32; expected (batch, 1)",
    "wide_output": "a model whose output is (batch, 2); expected (batch, 1), numbers",
    "four_classes": "output is (batch, 4); expected (batch, 3), a probability for each",
    "two_inputs": "a model with 2 input(s) and 1 output(s) (input_layer",
    "two_outputs": "a model with 1 input(s) and 2 output(s) (",
    "never_called": "a model that was never built: it has no weights yet",
    "zip_of_two": "an archive that holds 2 models (other.keras, zip_of_keras.keras)",
    "zip_of_zip": "an archive inside an archive",
    "series_every_step": "output is (batch, 8, 1); expected (batch, 1), numbers. It "
    "answers once for each step: leave return_sequences=True out",
    "text_h5": "an .h5 file with a TextVectorization layer, whose words this format",
    "newer_keras": "a file that Keras 9.1.0 wrote, with parts that Keras 3.",
    "computing_h5": "a file that Keras 3.",
    "older_keras": "a file that Keras 2.15.0 wrote, with parts that Keras 3.",
    "fails_when_asked": "a model that fails when it is asked (Input to reshape is a",
    "answers_once": "answers of shape (1, 1) to 64 examples",
    "answers_words": "answers that are texts",
    "answers_by_width": "output is (batch, 2); expected (batch, 1), numbers",
    "answers_too_large": "answers as large as 1e+308, whose mean error is no finite",
    "answers_nan": "NaN or infinite answers to 1000 of 1000 examples",
    "answers_infinite": "NaN or infinite answers to 1000 of 1000 examples",
    "answers_one_number": "the same answer to every example",
    # Models whose answers depend on more than the example.
    "counter": "a model that answers the same batch differently when asked again;",
    "series_stateful": "differently when asked again (it has LSTM with stateful=True)",
    "dropout_stays_on": "a model that answers the same batch differently when asked ag",
    "batch_is_normalized": "depends on the other examples in the batch;",
    "neighbor": "depends on the other examples in the batch (it has roll along the",
    "neighbors_sum": "a model whose answer depends on the other examples in the batch;",
    # Code, files and other people's classes.
    "own_layer": "something that isn't Keras' own (Doubling)",
    "own_layer_h5": "something that isn't Keras' own (mine>Doubling)",
    "own_activation": "something that isn't Keras' own (bent)",
    "lambda_keras": "a model with code in it (Lambda)",
    "lambda_h5": "a model with code in it (Lambda)",
    "lambda_nested": "a model with code in it (Lambda)",
    "lambda_by_its_long_name": "a model with code in it (Lambda)",
    "torch_module": "a model with code in it (TorchModuleWrapper)",
    "saved_model_layer": "a model with code in it (TFSMLayer)",
    "named_as_type": "a model with code in it (__typespec__)",
    "system_call": "something that isn't Keras' own (system)",
    "system_function": "something that isn't Keras' own (system)",
    "class_with_list": "something that isn't Keras' own (Popen)",
    "function_get": "something that isn't Keras' own (get)",
    "function_deserialize": "something that isn't Keras' own (deserialize)",
    "function_load_model": "something that isn't Keras' own (load_model)",
    "function_of_mine": "something that isn't Keras' own (sin)",
    "registered_as_mine": "something that isn't Keras' own (Rescaling)",
    "keras_download": "something that isn't Keras' own (get_file)",
    "keras_internals": "something that isn't Keras' own (func_load)",
    "unsafe_switch": "something that isn't Keras' own (enable_unsafe_deserialization)",
    "hidden_in_build": "something that isn't Keras' own (get_file)",
    "vocabulary_file": "a layer (StringLookup) that reads the file '/etc/passwd'",
    "linked_h5": "a link from more to another file",
    "stored_elsewhere": "weights (more) that stand in another file",
    "writes_file": "operations that reach out (WriteFile)",
    "reads_file": "operations that reach out (ReadFile)",
    "lists_files": "operations that reach out (MatchingFiles)",
    "runs_python": "operations that reach out (EagerPyFunc)",
    "runs_pure_python": "operations that reach out (PyFuncStateless)",
    "prints_to_file": "operations that reach out (PrintV2)",
    "aborts": "operations that reach out (Abort)",
    "saves_weights": "operations that reach out (SaveV2)",
    "restores_weights": "operations that reach out (RestoreV2)",
    "reads_table": "operations that reach out (InitializeTableFromTextFileV2)",
    "debugs_to_file": "operations that reach out (DebugIdentityV2)",
    "of_tensorflow_1": "a saved_model.pb that is empty, or made for TensorFlow 1",
}
"""What is refused, and how it is told."""
MISTAKEN = {
    ("picture_bytes", "little_a"): "It fits task C, Little task C: "
    "tfprep exam submit C FILE",
    ("series_any_length", "little_d"): "It fits task E, Little task E: ",
    ("good_keras", "little_b"): "It fits task A, Little task A: ",
}
"""Cases handed in for another task than theirs, and what is said to that."""


@dataclass(frozen=True)
class Graded:
    """What came of all of them."""

    folder: Path
    """It holds the hand-ins in `in`, and the little tasks in `tasks`."""
    changed: list[str]
    """Files of the hand-ins that are others now, or new, or gone."""
    answers: dict[str, dict[str, Any]]

    def of(self, name: str, task: str = "") -> dict[str, Any]:
        """What came of a hand-in for a task, by default the one it is made for."""
        return self.answers[f"{name} {task or task_of(name)}"]


def task_of(name: str) -> str:
    return next(
        (task for start, task in PLACES.items() if name.startswith(start)),
        "little_a",
    )


def contents(folder: Path) -> set[tuple[str, str]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {(str(path.relative_to(folder)), digest(path)) for path in files}


def run_script(name: str, *words: str, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, REPOSITORY / "tests/support" / name, *words],
        input=given,
        capture_output=True,
        text=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def make_and_grade(folder: Path) -> str:
    """All hand-ins, made in one process and graded in another."""
    handed = folder / "in"
    handed.mkdir(parents=True)
    (folder / "tasks").mkdir()
    tasks = make_little_tasks(folder / "tasks")
    run_script("make_hand_ins.py", str(handed))
    paths = {path.name.split(".")[0]: path for path in handed.iterdir()}
    paths.pop("endless")  # it gets a process of its own
    for path in (HERE / "files").glob("keras2.*"):
        paths[path.name] = path
    pairs = [*((name, task_of(name)) for name in paths), *MISTAKEN]
    asked = [[str(paths[name]), str(tasks / task)] for name, task in pairs]
    before = contents(handed)
    answered = json.loads(run_script("grade_them.py", given=json.dumps(asked)))
    changed = sorted({name for name, _ in before ^ contents(handed)})
    answers = {
        f"{name} {task}": answer
        for (name, task), answer in zip(pairs, answered, strict=True)
    }
    (folder / "answers.json").write_text(json.dumps([changed, answers]))
    return ""


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """The hand-ins, graded once a run."""
    folder = once(tmp_path_factory, "hand-ins", make_and_grade)
    return Graded(folder, *json.loads((folder / "answers.json").read_text()))


def test_every_case_is_expected(graded: Graded) -> None:
    """No hand-in is made without a word on what must come of it."""
    assert {key.split()[0] for key in graded.answers} == {*ACCEPTED, *REFUSED}


@pytest.mark.parametrize("name", ACCEPTED)
def test_odd_but_whole_models_are_graded(graded: Graded, name: str) -> None:
    """A working model gets a score however it was saved; what is odd is remarked."""
    answer = graded.of(name)

    assert "score" in answer, answer
    said = " ".join(answer["notes"])
    assert ACCEPTED[name] in said
    assert any(odd in said for odd in (SOFTMAX, SIGMOID)) == bool(ACCEPTED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_graded_is_refused_in_one_message(
    graded: Graded, name: str
) -> None:
    """The message says what we got, what we expected and what to do next."""
    said = graded.of(name).get("refused", graded.of(name))

    assert REFUSED[name] in said
    assert said.startswith("Got ")
    assert "; expected " in said
    assert len(said.splitlines()) == 1
    assert len(said) < 400


def test_nothing_in_a_refused_model_runs(graded: Graded) -> None:
    """Grading changes no file: no model writes its marker, none is lost."""
    assert graded.changed == []
    assert not (graded.folder / "in/marker").exists()
    assert not (graded.folder / "marker").exists()


@pytest.mark.parametrize(("name", "task"), MISTAKEN)
def test_a_model_for_another_task_is_told_so(
    graded: Graded, name: str, task: str
) -> None:
    """Who mixes two tasks up is told which one the model fits."""
    assert MISTAKEN[name, task] in graded.of(name, task)["refused"]


def test_equal_files_get_equal_scores(graded: Graded) -> None:
    """A copy of a model is graded as the model was, to the last digit."""
    assert graded.of("good_again") == graded.of("good_keras")


def test_keras_2_files_keep_what_was_trained(graded: Graded) -> None:
    """Both formats of Keras 2 give the trained model, not just one of its shape."""
    assert graded.of("keras2.h5") == graded.of("keras2.keras")
    assert graded.of("keras2.h5")["score"] >= 4


def test_behind_the_walls_the_grades_are_the_same(graded: Graded) -> None:
    """Whatever an honest model reads or starts, the walls leave to it."""
    paths = {path.name: path for path in (HERE / "files").iterdir()}
    paths |= {p.name.split(".")[0]: p for p in (graded.folder / "in").iterdir()}
    found = {}
    for name in ACCEPTED:
        task = read_task(graded.folder / "tasks" / task_of(name))
        found[name] = grade(task, Seeds.known(1), paths[name]).value

    assert found == {name: graded.of(name)["value"] for name in ACCEPTED}


def test_an_endless_model_is_ended(graded: Graded) -> None:
    """A model that never answers is refused when its time is over."""
    task = read_task(graded.folder / "tasks/little_a")

    with pytest.raises(RefusedError, match="had not answered after 2 s of processor"):
        grade(task, Seeds.known(1), graded.folder / "in/endless", seconds=2)
