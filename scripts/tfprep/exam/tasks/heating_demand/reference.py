"""Numbers are scaled, codes get columns of their own, and a network mixes them all."""

import json
from pathlib import Path

import keras
import pandas as pd

table = pd.read_csv("data/days.csv")
codes = json.loads(Path("data/codes.json").read_text("utf-8"))
heat = table.pop("heat_kwh").to_numpy("float32")
days = table.to_numpy("float32")

row = keras.Input(shape=(8,))
parts = []
for place, name in enumerate(table.columns):
    column = row[:, place : place + 1]
    if name in codes:
        part = keras.layers.CategoryEncoding(len(codes[name]), output_mode="one_hot")
    else:
        part = keras.layers.Normalization()
        part.adapt(table[[name]].to_numpy("float32"))
    parts.append(part(column))
x = keras.layers.Concatenate()(parts)
x = keras.layers.Dense(64, activation="relu")(x)
x = keras.layers.Dense(32, activation="relu")(x)
model = keras.Model(row, keras.layers.Dense(1)(x))

epochs, batch = 30, 64
slower = keras.optimizers.schedules.CosineDecay(0.005, epochs * len(days) // batch)
model.compile(optimizer=keras.optimizers.Adam(slower), loss="mae")
model.fit(days, heat, batch_size=batch, epochs=epochs, verbose=0)
model.save("model.keras")
