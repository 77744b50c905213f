"""A convolution reads the letters and finds parts of words; Nadam trains it."""

import json
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

TOPICS = ["accounts", "hardware", "network", "printing", "software"]

tickets = json.loads(Path("data/tickets.json").read_text("utf-8"))
texts = tf.constant([ticket["text"] for ticket in tickets])
topics = np.array([TOPICS.index(ticket["topic"]) for ticket in tickets])
weights = {n: len(topics) / (5 * c) for n, c in enumerate(np.bincount(topics))}

vectorize = keras.layers.TextVectorization(
    split="character", output_sequence_length=140
)
vectorize.adapt(texts)
model = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.Embedding(vectorize.vocabulary_size(), 24),
        keras.layers.Conv1D(128, 7, activation="relu"),
        keras.layers.MaxPooling1D(3),
        keras.layers.Conv1D(96, 5, activation="relu"),
        keras.layers.GlobalMaxPooling1D(),
        keras.layers.Dropout(0.4),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Nadam(0.002), loss="sparse_categorical_crossentropy"
)
model.fit(texts, topics, class_weight=weights, epochs=12, verbose=0)
model.save("model.keras")
