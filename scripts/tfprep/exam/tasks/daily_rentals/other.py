"""Two convolutions, over days and then over weeks, on scaled counts, by RMSprop."""

import keras
import pandas as pd

WINDOW = 34  # 28 stretches of seven days

rentals = pd.read_csv("data/rentals.csv")["rentals"].to_numpy("float32")
pairs = keras.utils.timeseries_dataset_from_array(
    rentals[:-1, None],
    targets=rentals[WINDOW:, None],
    sequence_length=WINDOW,
    batch_size=64,
    shuffle=True,
    seed=1,
).cache()
mean, spread = float(rentals.mean()), float(rentals.std())

model = keras.Sequential(
    [
        keras.Input(shape=(WINDOW, 1)),
        keras.layers.Rescaling(1 / spread, offset=-mean / spread),
        keras.layers.Conv1D(32, 7, activation="relu"),
        keras.layers.Conv1D(16, 7, strides=7, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
        keras.layers.Rescaling(spread, offset=mean),
    ]
)
model.compile(optimizer=keras.optimizers.RMSprop(0.002), loss="mae")
slower = keras.callbacks.LearningRateScheduler(lambda _, rate: rate * 0.88)
model.fit(pairs, epochs=20, verbose=0, callbacks=[slower])
model.save("model.keras")
