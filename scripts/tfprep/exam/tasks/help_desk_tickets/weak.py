"""The 60 commonest words, all classes alike: most of those words are greetings."""

import json
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

TOPICS = ["accounts", "hardware", "network", "printing", "software"]

tickets = json.loads(Path("data/tickets.json").read_text("utf-8"))
texts = tf.constant([ticket["text"] for ticket in tickets])
topics = np.array([TOPICS.index(ticket["topic"]) for ticket in tickets])

vectorize = keras.layers.TextVectorization(60, output_mode="multi_hot")
vectorize.adapt(texts)
model = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(texts, topics, epochs=10, verbose=0)
model.save("model.keras")
