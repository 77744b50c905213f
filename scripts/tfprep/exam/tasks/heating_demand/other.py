"""Embeddings instead of columns, one layer for all numbers, swish, and AdamW."""

import json
from pathlib import Path

import keras
import pandas as pd

table = pd.read_csv("data/days.csv")
codes = json.loads(Path("data/codes.json").read_text("utf-8"))
heat = table.pop("heat_kwh").to_numpy("float32")
days = table.to_numpy("float32")

row = keras.Input(shape=(8,))
scale = keras.layers.Normalization()
scale.adapt(days[:, :5])
parts = [scale(row[:, :5])]
for place, name in enumerate(table.columns):
    if name in codes:
        parts.append(keras.layers.Embedding(len(codes[name]), 4)(row[:, place]))
x = keras.layers.Concatenate()(parts)
x = keras.layers.Dense(96, activation="swish")(x)
x = keras.layers.Dense(48, activation="swish")(x)
heats = keras.layers.Rescaling(50, offset=50)(keras.layers.Dense(1)(x))
model = keras.Model(row, heats)

epochs, batch = 24, 64
slower = keras.optimizers.schedules.CosineDecay(0.005, epochs * len(days) // batch)
model.compile(optimizer=keras.optimizers.AdamW(slower), loss="mse")
model.fit(days, heat, batch_size=batch, epochs=epochs, verbose=0)
model.save("model.keras")
