"""Pooling twice and flattening, on digits moved about anew in each epoch; RMSprop."""

import keras
import numpy as np

data = np.load("data/digits.npz")
images, labels = data["images"][..., None], data["labels"]

inputs = keras.Input(shape=(12, 12, 1))
x = keras.layers.Rescaling(1 / 8, offset=-1)(inputs)
x = keras.layers.RandomTranslation(0.15, 0.15, "constant", fill_value=-1)(x)
for filters in (32, 64):
    x = keras.layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
    x = keras.layers.BatchNormalization(momentum=0.9)(x)
    x = keras.layers.ReLU()(x)
    x = keras.layers.MaxPooling2D()(x)
x = keras.layers.Dropout(0.4)(keras.layers.Flatten()(x))
x = keras.layers.Dense(64, activation="relu")(x)
outputs = keras.layers.Dense(10, activation="softmax")(x)

model = keras.Model(inputs, outputs)
rate = keras.optimizers.schedules.CosineDecay(0.002, decay_steps=1100)
model.compile(
    optimizer=keras.optimizers.RMSprop(rate),
    loss="sparse_categorical_crossentropy",
)
model.fit(images, labels, epochs=30, verbose=0)
model.save("model.keras")
