"""A GRU on windows that Keras cuts, with its own features for each hour, by AdamW."""

import keras
import pandas as pd

WINDOW, AHEAD = 42, 6
EPOCHS = 14

garden = pd.read_csv("data/garden.csv", index_col="time").to_numpy("float32")
both = keras.utils.timeseries_dataset_from_array(
    garden, None, sequence_length=WINDOW + AHEAD, batch_size=None, shuffle=True, seed=1
)
pairs = (
    both.filter(lambda run: keras.ops.all(run[WINDOW:, 4] == 0))
    .map(lambda run: (run[:WINDOW, :5], run[WINDOW:, 5]))
    .cache()
    .batch(64)
)

model = keras.Sequential(
    [
        keras.Input(shape=(WINDOW, 5)),
        keras.layers.Rescaling([1 / 30, 1 / 100, 1 / 5, 1 / 500, 1 / 20]),
        keras.layers.Conv1D(24, 1, activation="relu"),
        keras.layers.GRU(24),
        keras.layers.Dense(AHEAD),
        keras.layers.Rescaling(5, offset=10),
    ]
)
model.compile(optimizer=keras.optimizers.AdamW(0.01), loss="mae")
slower = keras.callbacks.LearningRateScheduler(lambda _, rate: rate * 0.75)
model.fit(pairs, epochs=EPOCHS, verbose=0, callbacks=[slower])
model.save("model.keras")
