"""Without the base: a small network from nothing, and every picture varied a lot."""

import keras

layers = keras.layers
EPOCHS = 60

pictures = keras.utils.image_dataset_from_directory(
    "data/train", image_size=(64, 64), batch_size=None, verbose=False
)
train = pictures.cache().shuffle(200).batch(20)

model = keras.Sequential([keras.Input(shape=(64, 64, 3))])
model.add(layers.Rescaling(1 / 127.5, offset=-1))
model.add(layers.RandomFlip())
model.add(layers.RandomRotation(0.5, fill_mode="reflect"))
for filters, strides in ((16, 2), (32, 1), (64, 1)):
    model.add(layers.Conv2D(filters, 3, strides, padding="same", use_bias=False))
    model.add(layers.BatchNormalization(momentum=0.9))
    model.add(layers.Activation("gelu"))
    if filters < 64:
        model.add(layers.MaxPooling2D())
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dense(5, activation="softmax"))

rate = keras.optimizers.schedules.CosineDecay(0.005, EPOCHS * len(train))
model.compile(
    optimizer=keras.optimizers.AdamW(rate), loss="sparse_categorical_crossentropy"
)
model.fit(train, epochs=EPOCHS, shuffle=False, verbose=0)
model.save("model.keras")
