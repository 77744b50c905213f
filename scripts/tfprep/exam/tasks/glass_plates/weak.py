"""A convolution that is never pooled, and a Dense layer that memorizes pictures.

The misconception: one convolution lets a network see a thing wherever it is, and
longer training makes up for the rest.
"""

import keras

layers = keras.layers

pictures = keras.utils.image_dataset_from_directory(
    "data/train", image_size=(32, 32), verbose=False
)
model = keras.Sequential(
    [
        keras.Input(shape=(32, 32, 3)),
        layers.Rescaling(1 / 255),
        layers.Conv2D(4, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(pictures.cache(), epochs=20, shuffle=False, verbose=0)
model.save("model.keras")
