"""Normalized groups, GELU and AdamW, on random cuts of larger pictures."""

import keras

layers = keras.layers

pictures = keras.utils.image_dataset_from_directory(
    "data/train", image_size=(72, 72), batch_size=None, verbose=False
)
train = pictures.cache().shuffle(1000).batch(32)

model = keras.Sequential([keras.Input(shape=(72, 72, 3))])
model.add(layers.RandomCrop(64, 64))
model.add(layers.Rescaling(1 / 127.5, offset=-1))
for filters in (16, 32, 48):
    model.add(layers.Conv2D(filters, 3, strides=2, padding="same", use_bias=False))
    model.add(layers.GroupNormalization(4))
    model.add(layers.Activation("gelu"))
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dropout(0.2))
model.add(layers.Dense(3, activation="softmax"))

rate = keras.optimizers.schedules.CosineDecay(0.006, 16 * len(train))
model.compile(
    optimizer=keras.optimizers.AdamW(rate),
    loss="sparse_categorical_crossentropy",
)
model.fit(train, epochs=16, shuffle=False, verbose=0)
model.save("model.keras")
