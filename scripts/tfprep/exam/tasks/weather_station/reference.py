"""A day of all five variables, read by a convolution; forecast the change."""

import keras
import numpy as np
import pandas as pd

WINDOW, AHEAD = 24, 6
EPOCHS, BATCH = 5, 128

station = pd.read_csv("data/station.csv", index_col="time").to_numpy("float32")
cut = np.lib.stride_tricks.sliding_window_view(station, WINDOW + AHEAD, axis=0)
runs = cut.swapaxes(1, 2)  # (examples, hours, variables)
windows, next_hours = runs[:, :WINDOW], runs[:, WINDOW:, 0]

scale = keras.layers.Normalization()  # a mean and a spread for each variable
scale.adapt(station)

inputs = keras.Input(shape=(WINDOW, 5))
x = keras.layers.Conv1D(32, 3, activation="relu")(scale(inputs))
x = keras.layers.Flatten()(x)
x = keras.layers.Dense(64, activation="relu")(x)
change = keras.layers.Rescaling(5)(keras.layers.Dense(AHEAD)(x))  # degrees
last_temperature = inputs[:, -1, :1]
outputs = keras.layers.Add()([last_temperature, change])

model = keras.Model(inputs, outputs)
rate = keras.optimizers.schedules.CosineDecay(0.003, EPOCHS * len(windows) // BATCH)
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(windows, next_hours, batch_size=BATCH, epochs=EPOCHS, verbose=0)
model.save("model.keras")
