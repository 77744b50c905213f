"""Tools for rent: write train_model, then run this file."""

import sys

import keras
import pandas as pd

table = pd.read_csv("data/rentals.csv", parse_dates=["date"])
rentals = table["rentals"].to_numpy("float32")
print(len(rentals), "days from", table["date"].min().date(), end=" ")
print("to", table["date"].max().date())
print("the first two weeks:", rentals[:14].astype(int).tolist())


def train_model() -> keras.Model | None:
    """A trained model: (batch, days, 1) counts in, (batch, 1) the next count out.

    The whole series is `rentals`, shape (2922,).
    """
    return None


model = train_model()
if model is None:
    sys.exit("Nothing to save yet: write train_model in train.py, then run it again.")
model.save("model.keras")
print("Saved model.keras. Next: tfprep exam submit E")
