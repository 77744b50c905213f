"""Words and pairs of words, weighed by how rare they are; a small network on top."""

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

FAMILIES = ["files", "network", "numbers", "tasks"]

table = pd.read_csv("data/docstrings.csv", keep_default_na=False)
texts = tf.constant(table["text"].tolist())
families = table["family"].map(FAMILIES.index).to_numpy()
weights = {n: len(table) / (4 * c) for n, c in enumerate(np.bincount(families))}

vectorize = keras.layers.TextVectorization(8000, ngrams=2, output_mode="tf_idf")
vectorize.adapt(texts)
model = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.UnitNormalization(),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy"
)
model.fit(texts, families, class_weight=weights, epochs=15, verbose=0)
model.save("model.keras")
