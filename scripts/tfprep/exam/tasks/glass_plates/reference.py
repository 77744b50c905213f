"""A small convolutional network that averages its features over the whole picture."""

import keras

layers = keras.layers
SIZE = (64, 64)
EPOCHS = 15

pictures = keras.utils.image_dataset_from_directory(
    "data/train", image_size=SIZE, batch_size=None, verbose=False
)
train = pictures.cache().shuffle(1000).batch(32)

model = keras.Sequential([keras.Input(shape=(*SIZE, 3))])
model.add(layers.Rescaling(1 / 127.5, offset=-1))
model.add(layers.RandomFlip())
for filters in (16, 32, 64):
    model.add(layers.Conv2D(filters, 3, padding="same", strides=2, use_bias=False))
    model.add(layers.BatchNormalization(momentum=0.9))
    model.add(layers.ReLU())
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dense(len(pictures.class_names), activation="softmax"))

rate = keras.optimizers.schedules.CosineDecay(0.004, EPOCHS * len(train))
model.compile(
    optimizer=keras.optimizers.Adam(rate),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(train, epochs=EPOCHS, shuffle=False, verbose=0)
model.save("model.keras")
