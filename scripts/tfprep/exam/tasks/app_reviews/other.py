"""A recurrent layer reads the words in their order; Nadam trains it."""

import keras
import pandas as pd
import tensorflow as tf

WORDS, LENGTH = 1000, 45

table = pd.read_csv("data/reviews.csv").sample(frac=1, random_state=0)
texts = tf.constant(table["text"].tolist())
thumbs = (table["thumb"] == "up").to_numpy("float32")

vectorize = keras.layers.TextVectorization(WORDS, output_sequence_length=LENGTH)
vectorize.adapt(texts)
model = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.Embedding(WORDS, 32, mask_zero=True),
        keras.layers.GRU(48),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Nadam(0.004),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
model.fit(texts, thumbs, epochs=10, batch_size=64, verbose=0)
model.save("model.keras")
