"""A deeper convolutional network, on pictures flipped and shifted at random."""

import keras

layers = keras.layers
SIZE = (64, 64)
EPOCHS = 20

pictures = keras.utils.image_dataset_from_directory(
    "data/train", image_size=SIZE, batch_size=None, verbose=False
)
train = pictures.cache().shuffle(1000).batch(32)

model = keras.Sequential([keras.Input(shape=(*SIZE, 3))])
model.add(layers.Rescaling(1 / 127.5, offset=-1))
model.add(layers.RandomFlip("horizontal"))
model.add(layers.RandomTranslation(0.1, 0.1))
for filters, strides in ((16, 2), (32, 1), (64, 1), (96, 1)):
    model.add(layers.Conv2D(filters, 3, strides, padding="same", use_bias=False))
    model.add(layers.BatchNormalization(momentum=0.9))
    model.add(layers.ReLU())
    model.add(layers.MaxPooling2D())
model.add(layers.Flatten())
model.add(layers.Dropout(0.4))
model.add(layers.Dense(len(pictures.class_names), activation="softmax"))

rate = keras.optimizers.schedules.CosineDecay(0.003, EPOCHS * len(train))
model.compile(
    optimizer=keras.optimizers.Adam(rate),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(train, epochs=EPOCHS, shuffle=False, verbose=0)
model.save("model.keras")
