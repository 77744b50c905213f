"""An LSTM reads four weeks day by day: a filling resets what it has in mind."""

import keras
import numpy as np
import pandas as pd

WINDOW = 28
EPOCHS, BATCH = 20, 64

shop = pd.read_csv("data/shop.csv")
days = shop[["rentals", "filled"]].to_numpy("float32")
left = shop["left"].to_numpy("float32")[:, None]

cut = np.lib.stride_tricks.sliding_window_view(days[:-1], WINDOW, axis=0)
windows = cut.swapaxes(1, 2)  # (examples, days, columns)
tomorrow = left[WINDOW:]
largest = days.max(axis=0)

model = keras.Sequential(
    [
        keras.Input(shape=(WINDOW, 2)),
        keras.layers.Rescaling((1 / largest).tolist()),
        keras.layers.LSTM(24),
        keras.layers.Dense(1),
        keras.layers.Rescaling(float(left.std()), offset=float(left.mean())),
    ]
)
rate = keras.optimizers.schedules.CosineDecay(0.01, EPOCHS * len(windows) // BATCH)
model.compile(optimizer=keras.optimizers.Adam(rate), loss="mae")
model.fit(windows, tomorrow, batch_size=BATCH, epochs=EPOCHS, verbose=0)
model.save("model.keras")
