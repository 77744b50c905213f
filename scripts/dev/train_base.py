"""How examples/data/photo-squares.keras was made, which a lesson uses as pretrained.

A network learns from which of nine photographs a small square is. None of them is
shown to it again in the lesson, whose classes come from three other photographs.

    python scripts/dev/train_base.py [FILE]

It takes two minutes. The photographs are free to use, see docs/data/credits.yml;
the weights are CC0, as all of examples/data is.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import keras
import numpy as np
from skimage.data import astronaut, camera, cell, clock, coins, page, text
from sklearn.datasets import load_sample_image

FILE = Path(__file__).parents[2] / "examples" / "data" / "photo-squares.keras"
SIDE = 24
EACH, EPOCHS = 1800, 12
ZOOMS = (1, 2)
"""How many pixels of the photograph, across and down, become one of the square."""
FLAT = 8
"""A square whose pixels have a smaller standard deviation shows nothing."""

layers = keras.layers


def photographs() -> list[np.ndarray]:
    """Nine photographs in gray, the classes in their order."""
    found = [astronaut(), camera(), cell(), clock(), coins(), page(), text()]
    found += [load_sample_image("china.jpg"), load_sample_image("flower.jpg")]
    return [photo if photo.ndim == 2 else photo.mean(axis=2) for photo in found]


def squares(photo: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """`count` squares with pixels from -1 to 1, of different zoom and light."""
    cuts: list[np.ndarray] = []
    while len(cuts) < count:
        zoom = rng.choice(ZOOMS)
        side = zoom * SIDE
        top, left = (rng.integers(length - side) for length in photo.shape)
        cut = photo[top : top + side, left : left + side]
        cut = cut.reshape(SIDE, zoom, SIDE, zoom).mean(axis=(1, 3))[..., np.newaxis]
        if cut.std() > FLAT:
            lit = (cut - cut.mean()) * rng.uniform(0.5, 1.5) + rng.uniform(80, 175)
            cuts.append(np.clip(lit, 0, 255))
    return np.stack(cuts) / 127.5 - 1


def network(classes: int) -> keras.Sequential:
    """Three convolutions with batch normalization, 32 features, the answer."""
    model = keras.Sequential([keras.Input(shape=(SIDE, SIDE, 1))])
    for filters in (16, 24, 32):
        model.add(layers.Conv2D(filters, 3, padding="same", use_bias=False))
        model.add(layers.BatchNormalization(momentum=0.9))
        model.add(layers.ReLU())
        if filters < 32:
            model.add(layers.MaxPooling2D(2))
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(classes, activation="softmax"))
    return model


def main() -> None:
    """Cut, train, save without the optimizer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    file = parser.parse_args().file
    keras.utils.set_random_seed(2026)
    rng = np.random.default_rng(2026)
    parts = [squares(photo, EACH, rng) for photo in photographs()]
    x, y = np.concatenate(parts), np.repeat(np.arange(len(parts)), EACH)
    x = np.where(rng.random((len(x), 1, 1, 1)) < 0.5, x, x[:, :, ::-1])
    model = network(len(parts))
    steps = EPOCHS * -(-len(x) // 64)
    rate = keras.optimizers.schedules.CosineDecay(0.01, steps)
    model.compile(
        keras.optimizers.Adam(rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    model.fit(x, y, batch_size=64, epochs=EPOCHS, verbose=2)
    keras.Sequential([*model.inputs, *model.layers]).save(file)  # no optimizer


if __name__ == "__main__":
    main()
