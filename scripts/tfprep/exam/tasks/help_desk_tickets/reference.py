"""Pieces of three or four letters survive most typos; rare classes weigh more."""

import json
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

TOPICS = ["accounts", "hardware", "network", "printing", "software"]

tickets = json.loads(Path("data/tickets.json").read_text("utf-8"))
texts = tf.constant([ticket["text"] for ticket in tickets])
topics = np.array([TOPICS.index(ticket["topic"]) for ticket in tickets])
count = np.bincount(topics)
weights = {n: len(topics) / (5 * c) for n, c in enumerate(count)}

vectorize = keras.layers.TextVectorization(
    6000, split="character", ngrams=(3, 4, 5), output_mode="multi_hot"
)
vectorize.adapt(texts)
model = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.002), loss="sparse_categorical_crossentropy"
)
model.fit(texts, topics, class_weight=weights, epochs=10, verbose=0)
model.save("model.keras")
