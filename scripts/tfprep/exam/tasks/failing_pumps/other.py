"""Failing pumps shown as often as the others; a tanh network, RMSprop, softmax.

Instead of weights in the loss, failing pumps are drawn again and again, until there are
as many of them as of the others.
"""

import keras
import numpy as np
import pandas as pd

table = pd.read_csv("data/pumps.csv")
failed = table.pop("failed").to_numpy("int32")
pumps = table.to_numpy("float32")

scale = keras.layers.Normalization()
scale.adapt(pumps)
model = keras.Sequential(
    [
        keras.Input(shape=(8,)),
        scale,
        keras.layers.Dense(40, activation="tanh"),
        keras.layers.Dense(20, activation="tanh"),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
rng = np.random.default_rng(0)
fails, holds = np.flatnonzero(failed == 1), np.flatnonzero(failed == 0)
rows = np.concatenate([holds, rng.choice(fails, len(holds))])

epochs, batch = 12, 128
steps = epochs * len(rows) // batch
slower = keras.optimizers.schedules.CosineDecay(0.005, steps)
model.compile(
    optimizer=keras.optimizers.RMSprop(slower),
    loss="sparse_categorical_crossentropy",
)
model.fit(pumps[rows], failed[rows], batch_size=batch, epochs=epochs, verbose=0)
model.save("model.keras")
