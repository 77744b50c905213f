"""Families of docstrings: write build_model, then run this file."""

import sys

import keras
import pandas as pd
import tensorflow as tf

FAMILIES = ["files", "network", "numbers", "tasks"]  # 0 to 3

table = pd.read_csv("data/docstrings.csv", keep_default_na=False)
texts = tf.constant(table["text"].tolist())
families = table["family"].map(FAMILIES.index).to_numpy()
print("texts", texts.shape, texts.dtype.name, "families", families.shape)
print("the first:", table["text"][0][:100], "->", table["family"][0])


def build_model() -> keras.Model | None:
    """A compiled model: (batch,) strings in, (batch, 4) probabilities out.

    It begins with keras.Input(shape=(), dtype="string"). What turns the strings into
    numbers is a layer of the model, which can adapt to the texts above.
    """
    return None


model = build_model()
if model is None:
    sys.exit("Nothing to train yet: write build_model in train.py, then run it again.")
model.fit(texts, families, epochs=10, verbose=2)
model.save("model.keras")
print("Saved model.keras. Next: tfprep exam submit D")
