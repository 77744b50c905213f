"""Models that must not pass are what they say: without training, memory or an input."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tfprep.exam.taskspec.task import read_tasks

pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("tensorflow"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def test_what_stands_in_learns_nothing_of_a_task(tmp_path: Path) -> None:
    """A counter of places, the next example, a flat network, and no training at all."""
    import keras

    from tfprep.exam.grading import stand_ins

    tasks = read_tasks()
    counter = stand_ins.ask_neighbors(tasks["glass-plates"])
    pictures = np.random.default_rng(1).random((7, *counter.input_shape[1:]))
    assert list(counter.predict(pictures, verbose=0).argmax(axis=1)) == [
        0, 1, 2, 0, 1, 2, 0,
    ]  # fmt: skip
    reader = stand_ins.ask_neighbors(tasks["help-desk-tickets"])
    texts = keras.ops.convert_to_tensor(["one", "two", "three"])
    assert list(np.asarray(reader(texts)).argmax(axis=1)) == [0, 1, 2]
    roll = stand_ins.ask_neighbors(tasks["well-levels"])
    series = np.arange(2 * 60.0).reshape(2, 60, 1)
    assert np.array_equal(roll.predict(series, verbose=0), series[::-1, -4:, 0])

    model = keras.Sequential([keras.Input((6, 2)), keras.layers.GRU(1)])
    windows = np.random.default_rng(1).random((64, 6, 2))
    before = model.get_weights()
    stand_ins.fit_flat(model, windows, windows[:, 0, :1], epochs=99)
    stand_ins.no_fit(model, windows)
    model.save(tmp_path / "model.keras")
    saved = keras.saving.load_model(tmp_path / "model.keras")
    assert all(map(np.array_equal, before, model.get_weights()))
    assert [layer.name for layer in saved.layers if "gru" in layer.name] == []
    assert saved.output_shape == (None, 1)
