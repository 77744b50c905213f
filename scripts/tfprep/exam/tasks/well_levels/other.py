"""A convolution smooths the weeks and halves them; trained by AdamW, step by step."""

import keras
import numpy as np
import pandas as pd

WINDOW, AHEAD = 56, 4

table = pd.read_csv("data/well.csv", parse_dates=["week"])
piece_numbers = (table["week"].diff() > pd.Timedelta(days=7)).cumsum()
cuts = []
for _, piece in table.groupby(piece_numbers):
    series = piece["level"].interpolate().to_numpy("float32")
    if len(series) >= WINDOW + AHEAD:
        cuts.append(np.lib.stride_tricks.sliding_window_view(series, WINDOW + AHEAD))
runs = np.random.default_rng(0).permutation(np.concatenate(cuts))
windows, next_weeks = runs[:, :WINDOW, None], runs[:, WINDOW:]

inputs = keras.Input(shape=(WINDOW, 1))
last_week = keras.layers.Cropping1D((WINDOW - 1, 0))(inputs)
x = keras.layers.Subtract()([inputs, last_week])
x = keras.layers.Rescaling(0.25)(x)
x = keras.layers.Conv1D(16, 4, strides=2, activation="relu")(x)
x = keras.layers.Flatten()(x)
change = keras.layers.Dense(AHEAD)(x)
outputs = keras.layers.Add()([keras.layers.Flatten()(last_week), change])

model = keras.Model(inputs, outputs)
epochs, batch = 40, 32
rate = keras.optimizers.schedules.CosineDecay(0.003, epochs * len(windows) // batch)
model.compile(optimizer=keras.optimizers.AdamW(rate, weight_decay=0.01), loss="mae")
model.fit(windows, next_weeks, batch_size=batch, epochs=epochs, verbose=0)
model.save("model.keras")
