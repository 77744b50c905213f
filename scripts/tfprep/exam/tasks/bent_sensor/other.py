"""Three small layers, known limits instead of measured ones, AdamW that slows down.

The readings are scaled by what is known of the sensor, 0 to 1023, and the answers are
stretched back to degrees, so that the layers between work with small numbers.
"""

import keras
import pandas as pd

table = pd.read_csv("data/measurements.csv")
readings = table["reading"].to_numpy("float32")[:, None]
celsius = table["celsius"].to_numpy("float32")

model = keras.Sequential(
    [
        keras.Input(shape=(1,)),
        keras.layers.Rescaling(2 / 1023, offset=-1),
        keras.layers.Dense(24, activation="leaky_relu"),
        keras.layers.Dense(24, activation="leaky_relu"),
        keras.layers.Dense(24, activation="leaky_relu"),
        keras.layers.Dense(1),
        keras.layers.Rescaling(50, offset=40),
    ]
)
epochs, batch = 60, 25
steps = epochs * len(readings) // batch
slower = keras.optimizers.schedules.CosineDecay(0.01, steps)
model.compile(optimizer=keras.optimizers.AdamW(slower), loss="mse")
model.fit(readings, celsius, batch_size=batch, epochs=epochs, verbose=0)
model.save("model.keras")
