"""A GRU on windows that Keras cuts, with a small network on top of it."""

import keras
import pandas as pd

WINDOW = 24
EPOCHS = 24

shop = pd.read_csv("data/shop.csv")
days = shop[["rentals", "filled"]].to_numpy("float32")
left = shop["left"].to_numpy("float32")[:, None]
pairs = keras.utils.timeseries_dataset_from_array(
    days[:-1],
    targets=left[WINDOW:],
    sequence_length=WINDOW,
    batch_size=64,
    shuffle=True,
    seed=1,
).cache()

model = keras.Sequential(
    [
        keras.Input(shape=(WINDOW, 2)),
        keras.layers.Rescaling([1 / 500, 1 / 5000]),
        keras.layers.GRU(32),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
        keras.layers.Rescaling(2000),
    ]
)
rate = keras.optimizers.schedules.CosineDecay(0.01, EPOCHS * len(pairs))
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(pairs, epochs=EPOCHS, verbose=0)
model.save("model.keras")
