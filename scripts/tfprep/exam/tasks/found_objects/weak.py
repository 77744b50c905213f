"""One convolution, no augmentation, and trained until the training set is known.

The misconception: an accuracy of 100 % on one's own pictures means that it works.
"""

import keras

layers = keras.layers

pictures = keras.utils.image_dataset_from_directory(
    "data/train", image_size=(48, 48), verbose=False
)
model = keras.Sequential(
    [
        keras.Input(shape=(48, 48, 3)),
        layers.Rescaling(1 / 255),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dense(4, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
model.fit(pictures.cache(), epochs=15, shuffle=False, verbose=0)
model.save("model.keras")
