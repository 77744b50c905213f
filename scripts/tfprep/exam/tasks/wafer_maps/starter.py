"""Wafer maps: write build_model, then run this file."""

import sys
from pathlib import Path

import keras
import numpy as np

lots = [np.load(file) for file in sorted(Path("data").glob("lot-*.npz"))]
maps = np.concatenate([lot["maps"] for lot in lots])[..., None]  # one channel
patterns = np.concatenate([lot["patterns"] for lot in lots])
names, labels = np.unique(patterns, return_inverse=True)  # in the alphabet's order
print("maps", maps.shape, "numbers", np.unique(maps))
for name, count in zip(names, np.bincount(labels), strict=True):
    print(f"{name:>12} {count:4} wafers")


def build_model() -> keras.Model | None:
    """A compiled model: (batch, 32, 32, 1) maps in, (batch, 6) probabilities out."""
    return None  # <- your model goes here


model = build_model()
if model is None:
    sys.exit("Nothing to train yet: write build_model in train.py, then run it again.")
model.fit(maps, labels, epochs=5, verbose=2)
model.save("model.keras")
print("Saved model.keras. Next: tfprep exam submit B")
