"""Only the 100 commonest words: those are the words that every text has."""

import keras
import pandas as pd
import tensorflow as tf

FAMILIES = ["files", "network", "numbers", "tasks"]

table = pd.read_csv("data/docstrings.csv", keep_default_na=False)
texts = tf.constant(table["text"].tolist())
families = table["family"].map(FAMILIES.index).to_numpy()

vectorize = keras.layers.TextVectorization(100, output_sequence_length=30)
vectorize.adapt(texts)
model = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.Embedding(100, 16),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(texts, families, epochs=20, verbose=0)
model.save("model.keras")
