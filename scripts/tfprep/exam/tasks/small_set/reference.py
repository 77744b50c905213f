"""A new head on the frozen base; then the base learns on, gently, with the head."""

import keras

layers = keras.layers
CLASSES = 5

pictures = keras.utils.image_dataset_from_directory(
    "data/train", image_size=(64, 64), batch_size=None, verbose=False
)
train = pictures.cache().shuffle(200).batch(20)

base = keras.models.load_model("data/base.keras")
inputs = keras.Input(shape=(64, 64, 3))
varied = layers.RandomFlip()(inputs)
varied = layers.RandomRotation(0.5, fill_mode="nearest")(varied)
features = base(varied, training=False)  # fit overrides it once the base learns
outputs = layers.Dense(CLASSES, activation="softmax")(features)
model = keras.Model(inputs, outputs)


def fit(rate: float, epochs: int) -> None:
    """Train what is not frozen, in ever smaller steps."""
    falling = keras.optimizers.schedules.CosineDecay(rate, epochs * len(train))
    model.compile(
        optimizer=keras.optimizers.Adam(falling),
        loss="sparse_categorical_crossentropy",
    )
    model.fit(train, epochs=epochs, shuffle=False, verbose=0)


base.trainable = False
fit(rate=0.02, epochs=10)
base.trainable = True
fit(rate=0.001, epochs=30)
model.save("model.keras")
