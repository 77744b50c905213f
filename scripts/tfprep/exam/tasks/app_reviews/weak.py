"""A bag of words: it knows which words are there, and nothing of their order."""

import keras
import pandas as pd
import tensorflow as tf

table = pd.read_csv("data/reviews.csv")
texts = tf.constant(table["text"].tolist())
thumbs = (table["thumb"] == "up").to_numpy("float32")

vectorize = keras.layers.TextVectorization(1000, output_mode="multi_hot")
vectorize.adapt(texts)
model = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(texts, thumbs, epochs=15, verbose=0)
model.save("model.keras")
