"""The bent sensor: write build_model, then run this file."""

import sys

import keras
import pandas as pd

table = pd.read_csv("data/measurements.csv")
readings = table["reading"].to_numpy("float32")[:, None]
celsius = table["celsius"].to_numpy("float32")
print("readings", readings.shape, "celsius", celsius.shape)


def build_model() -> keras.Model | None:
    """A compiled model: (batch, 1) readings in, (batch, 1) degrees out."""
    # Your model goes here, in place of the next line.
    return None


model = build_model()
if model is None:
    sys.exit("Nothing to train yet: write build_model in train.py, then run it again.")
# How it is trained is yours to change as well.
model.fit(readings, celsius, epochs=10, verbose=2)
model.save("model.keras")
print("Saved model.keras. Next: tfprep exam submit A")
