"""Two convolutions see a few words at a time; max pooling keeps what decides."""

import keras
import pandas as pd
import tensorflow as tf

table = pd.read_csv("data/reviews.csv").sample(frac=1, random_state=0)
texts = tf.constant(table["text"].tolist())
thumbs = (table["thumb"] == "up").to_numpy("float32")

vectorize = keras.layers.TextVectorization(output_sequence_length=45)
vectorize.adapt(texts)
model = keras.Sequential(
    [
        keras.Input(shape=(1,), dtype="string"),
        vectorize,
        keras.layers.Embedding(vectorize.vocabulary_size(), 32),
        keras.layers.SpatialDropout1D(0.1),
        keras.layers.Conv1D(64, 5, padding="same", activation="relu"),
        keras.layers.Conv1D(64, 5, padding="same", activation="relu"),
        keras.layers.GlobalMaxPooling1D(),
        keras.layers.Dropout(0.3),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.RMSprop(0.002), loss="sparse_categorical_crossentropy"
)
model.fit(texts[:, None], thumbs, epochs=12, batch_size=64, verbose=0)
model.save("model.keras")
