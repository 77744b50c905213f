"""The weather station: write train_model, then run this file."""

import sys

import keras
import pandas as pd

table = pd.read_csv("data/garden.csv", parse_dates=["time"])
garden = table.drop(columns="time").to_numpy("float32")
print("hours and columns:", garden.shape)
print(table.drop(columns="time").describe().loc[["mean", "std", "min", "max"]].round(1))


def train_model() -> keras.Model | None:
    """A trained model: (batch, hours, 5) in, (batch, 6) millimeters out.

    The whole series is `garden`, shape (8760, 6): five variables, then the answer.
    """
    return None


model = train_model()
if model is None:
    sys.exit("Nothing to save yet: write train_model in train.py, then run it again.")
model.save("model.keras")
print("Saved model.keras. Next: tfprep exam submit E")
