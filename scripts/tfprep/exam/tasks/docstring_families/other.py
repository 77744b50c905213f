"""Average the vectors of the words, without the padding; RMSprop trains them."""

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

FAMILIES = ["files", "network", "numbers", "tasks"]

table = pd.read_csv("data/docstrings.csv", keep_default_na=False)
texts = tf.constant(table["text"].tolist())
families = table["family"].map(FAMILIES.index).to_numpy()
weights = {n: len(table) / (4 * c) for n, c in enumerate(np.bincount(families))}

vectorize = keras.layers.TextVectorization(4000, output_sequence_length=150)
vectorize.adapt(texts)
model = keras.Sequential(
    [
        keras.Input(shape=(1,), dtype="string"),
        vectorize,
        keras.layers.Embedding(4000, 64, mask_zero=True),
        keras.layers.Dropout(0.3),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.RMSprop(0.01), loss="sparse_categorical_crossentropy"
)
model.fit(
    texts[:, None], families, class_weight=weights, epochs=20, batch_size=64, verbose=0
)
model.save("model.keras")
