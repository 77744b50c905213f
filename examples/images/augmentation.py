# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Augmentation, new and old
#     summary: "Get more out of few pictures by changing each a little every time, with layers and with the legacy ImageDataGenerator."
#     skills: [IMG-5, IMG-6]
#     requires: [basics/overfitting, images/photo-folders]
# ---

# %% [markdown]
# After this lesson you can make a network learn more from few pictures, by showing it each one a little changed every time.
# You see what that does to the validation curves, and which changes spoil the label.
# Then you do the same with `ImageDataGenerator`, the legacy way, so that you can read older code.

# %% [markdown] skills=["IMG-5"]
# ## Few pictures, and a gap
# Along a path somebody has painted white arrows on the ground: left, right, and up for straight on.
# You have 8 photographs of each kind to train on, and want to name arrows that you have not seen.
#
# The pictures are made here: a painted arrow on a piece of a real photograph, 20 x 20 pixels.
# Place, angle, size and brightness differ from arrow to arrow.

# %%
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from skimage.data import brick, grass, gravel

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
TURNS = {"left": -90, "right": 90, "up": 0}  # degrees, clockwise from up
ground = np.stack([brick(), grass(), gravel()])[:, ::2, ::2] * 0.25 + 40

# %% [markdown]
# `paint` draws one arrow: `along` and `across` hold for each pixel how far along the arrow it lies and how far to its side; a narrow strip is the shaft, and a triangle is the head.


# %%
def paint(turn):
    angle = np.radians(turn + rng.uniform(-15, 15))
    rows, columns = np.mgrid[:20, :20] - rng.uniform(7, 13, (2, 1, 1))
    along = columns * np.sin(angle) - rows * np.cos(angle)
    across = np.abs(columns * np.cos(angle) + rows * np.sin(angle))
    tip = rng.uniform(5, 7)
    arrow = (across < 1.7) & (along > -tip) & (along < 2)
    arrow |= (along > 0.5) & (across < tip - along)
    top, left = rng.integers(0, 236, 2)
    picture = ground[rng.integers(3), top : top + 20, left : left + 20].copy()
    picture[arrow] += rng.uniform(90, 150)
    return picture[..., np.newaxis]


# %% [markdown]
# Write the pictures to files, a folder for each class, as photographs would lie there, and read them with [`image_dataset_from_directory`](photo-folders.ipynb).
# `repeat(9)` hands out all 24 pictures nine times, so one epoch below is nine rounds; that saves the time between rounds.


# %%
for side, count in {"train": 8, "validation": 60}.items():
    for kind, turn in TURNS.items():
        Path("arrows", side, kind).mkdir(parents=True, exist_ok=True)
        for number in range(count):
            name = f"arrows/{side}/{kind}/{number:02}.png"
            keras.utils.save_img(name, paint(turn), scale=False)


def load(side, **options):
    return keras.utils.image_dataset_from_directory(
        f"arrows/{side}", color_mode="grayscale", image_size=(20, 20), **options
    )


singles = load("train", batch_size=None).cache()
train = singles.shuffle(24).repeat(9).batch(18)
validation = load("validation", batch_size=180, shuffle=False).cache()

# %% [markdown]
# `network` takes the layers that go between the input and the first convolution.
# To begin with, that is only the scaling.


# %%
def network(*front):
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input(shape=(20, 20, 1)),
            *front,
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(16, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.006),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model


# %% [markdown]
# `fit` trains such a network and returns the history.
# `shuffle=False` because the data set mixes its pictures itself.


# %%
def fit(model, data, test=validation):
    options = {"epochs": 11, "verbose": 0, "shuffle": False}
    return model.fit(data, validation_data=test, **options).history


scale = keras.layers.Rescaling(1 / 255)
plain = fit(network(scale), train)
for name in ("accuracy", "val_accuracy"):
    print(f"{name:13}{plain[name][-1]:.2f}")

# %% tags=["claim"]
assert plain["accuracy"][-1] > 0.97, "it knows the 24 pictures"
assert plain["val_accuracy"][-1] < 0.92, "and fails on new ones"

# %% [markdown]
# The network is right on all its 24 pictures and wrong on many new ones: it overfits.
# An arrow that it has seen in the upper left corner is unfamiliar in the lower right one.
# More photographs would help, but you have none.

# %% [markdown] skills=["IMG-5"]
# ## Layers that vary a picture
# **Augmentation** makes new pictures out of old ones by changes that leave the label true.
# In Keras these are layers, and each call draws new random numbers for each picture.
#
# | layer | what it changes |
# |---|---|
# | `RandomTranslation(0.15, 0.15)` | moves by up to 15% of the height and of the width |
# | `RandomRotation(0.04)` | turns by up to 4% of a full circle, about 14 degrees, either way |
# | `RandomZoom(0.2)` | shrinks or enlarges by up to 20% |
# | `RandomFlip("horizontal")` | mirrors left and right, for half of the pictures |
# | `RandomBrightness(0.2)` | adds or takes off up to 20% of the range of values |
# | `RandomContrast(0.2)` | stretches or shrinks the differences to the mean |
#
# A picture that is moved uncovers a strip on one side.
# `fill_mode="nearest"` continues the outermost pixels, and `"constant"` paints it black.
# `"reflect"` is the default: it mirrors the picture into the strip.

# %% alt="Two arrows, the original on the left of each row, and four augmented versions: each is shifted and turned a little, and still points the same way"
augment = keras.Sequential(
    [
        keras.layers.RandomTranslation(0.15, 0.15, fill_mode="nearest"),
        keras.layers.RandomRotation(0.04, fill_mode="nearest"),
    ]
)
x_new, y_new = next(iter(validation))
plt.figure(figsize=(7, 2.6))
for row, index in enumerate((0, -1)):
    varied = augment(np.repeat(x_new[index][np.newaxis], 4, axis=0), training=True)
    for place, picture in enumerate([x_new[index], *varied]):
        plt.subplot(2, 5, 5 * row + place + 1)
        plt.imshow(picture[..., 0], cmap="gray")
        plt.title("" if row else f"version {place}" if place else "original")
        plt.axis("off")
plt.show()

# %% [markdown]
# Now the same network learns again, with `augment` in front.
# Before you run it, predict: which of the two accuracies will be lower than before?

# %% alt="Two panels over 11 epochs. Plain: the training loss falls to zero and the validation loss stays high. Augmented: the two losses fall together, and the validation accuracy ends higher than the plain one"
with_layers = network(augment, scale)
augmented = fit(with_layers, train)

plt.figure(figsize=(7, 3))
for panel, name in enumerate(["loss", "accuracy"], start=1):
    plt.subplot(1, 2, panel)
    for label, history in {"plain": plain, "augmented": augmented}.items():
        line = plt.plot(range(1, 12), history[name], "--", label=f"{label}, training")
        color = line[0].get_color()
        values = history["val_" + name]
        plt.plot(range(1, 12), values, color=color, label=f"{label}, validation")
    plt.xlabel("epoch (nine rounds)")
    plt.ylabel(name)
plt.legend(fontsize=8)
plt.tight_layout()
plt.show()
for label, history in {"plain": plain, "augmented": augmented}.items():
    print(f"{label:10} validation accuracy {history['val_accuracy'][-1]:.2f}")

# %% tags=["claim"] numbers=["validation accuracy, plain = plain['val_accuracy'][-1]", "augmented = augmented['val_accuracy'][-1]"]
gaps = [h["accuracy"][-1] - h["val_accuracy"][-1] for h in (plain, augmented)]
assert augmented["val_accuracy"][-1] > plain["val_accuracy"][-1] + 0.01, (
    f"better: {augmented['val_accuracy'][-1]:.2f}, {plain['val_accuracy'][-1]:.2f}"
)
assert augmented["accuracy"][-1] < plain["accuracy"][-1], "training is harder"
assert gaps[1] < gaps[0] / 2, f"the gap closes: {gaps}"
assert augmented["val_loss"][-1] < 0.75 * plain["val_loss"][-1], "the loss is lower"

# %% [markdown]
# The training accuracy is lower, and that is how it should be: the 24 pictures never come twice in the same form, so they are much harder to memorize.
# The validation loss goes on falling where the plain one turned, so it pays to train longer.
# The gap is less than half as wide, without one new photograph.
#
# If the validation accuracy lies above the training accuracy, that isn't a mistake.
# The training accuracy is measured on varied pictures, and the validation accuracy on plain ones, because the layers do nothing outside training.

# %% [markdown] skills=["IMG-5"]
# ## Changes that spoil the label
# Would a mirrored arrow be one more good version?
# Ask the network that you have just trained: mirror the validation pictures and see what it predicts.

# %%
mirrored = np.array(x_new)[:, :, ::-1]
before = np.argmax(with_layers(x_new, training=False), axis=1)
after = np.argmax(with_layers(mirrored, training=False), axis=1)
said = {}
for number, kind in enumerate(TURNS):
    rows = (y_new == number) & (before == number)  # those that it knew
    counts = np.bincount(after[rows], minlength=3)
    said[kind] = list(TURNS)[np.argmax(counts)]
    print(f"{kind:6} mirrored: mostly {said[kind]:6} {counts.max()} of {counts.sum()}")

# %% tags=["claim"]
assert said == {"left": "right", "right": "left", "up": "up"}, said

# %% [markdown]
# A mirrored "left" is a "right".
# `RandomFlip("horizontal")` would mirror half of the pictures and leave the labels as they are, so half of the lefts would be taught as rights.
# Only "up" would be unharmed.
#
# The rule: a change is allowed if a person would still give the same label, and if such pictures can occur.
#
# | pictures | fits | spoils the label |
# |---|---|---|
# | leaves on a table, from above | any turn, both flips | strong changes of color, if color tells the kind |
# | arrows, letters, clocks | small shifts and turns | flips, large turns |
# | landscapes | horizontal flip | upside down |
# | X-ray pictures with a side as label | small shifts, brightness | horizontal flip |
#
# Only the training pictures are varied.
# Validation and test pictures stay as they are, or your measure changes each time you look.

# %% [markdown] skills=["IMG-5"]
# ## In the model or in the pipeline
# Above, the layers were part of the model.
# They can also be part of the pipeline that feeds it, where `map` applies a function to each batch: `vary`, below.

#
# | | in the model | in the pipeline |
# |---|---|---|
# | who computes it | the device that trains | the processor, beside the training |
# | off outside training | by itself | you leave `map` away for validation data |
# | saved with the model | yes, and does nothing there | no |
# | needs | nothing | `training=True`, and the right order |
#
# The right order is `cache`, `shuffle`, `batch`, then `map`.
# What comes before `cache` happens once, and after that each epoch sees the same pictures: with `map` before `cache` you would have 24 pictures again, only others.
#
# ![Two pipelines: cache, shuffle, batch, then map gives new changes in each epoch; map before cache gives the same changed pictures in each epoch](../diagrams/augmentation-order.svg)


# %%
def vary(pictures, labels):
    return augment(pictures, training=True), labels


def rounds_differ(dataset):
    first, second = (next(iter(dataset))[0].numpy() for _ in range(2))
    return not np.allclose(first, second)


ordered = load("train", batch_size=24, shuffle=False, verbose=False)
fresh = ordered.cache().map(vary, num_parallel_calls=tf.data.AUTOTUNE)
frozen = ordered.map(vary).cache()
print("cache, then map: the second round differs:", rounds_differ(fresh))
print("map, then cache: the second round differs:", rounds_differ(frozen))

# %% tags=["claim"]
assert rounds_differ(fresh), "each round is new"
assert not rounds_differ(frozen), "map before cache: the same pictures again"
assert not rounds_differ(ordered), "without augmentation they are the same"
assert np.allclose(augment(x_new, training=False), x_new), "off outside training"
assert 0.04 * 360 == 14.4, "about 14 degrees"

# %% [markdown] skills=["IMG-6"]
# ## ImageDataGenerator, the legacy way
# Code from the years of the exam does all this with one object: it reads the folders, scales, varies and hands out batches.
# `ImageDataGenerator` is deprecated and exists only below `tf.keras`.
# Read it, don't begin with it.

# %%
Generator = tf.keras.preprocessing.image.ImageDataGenerator
training_side = Generator(
    rescale=1 / 255,
    rotation_range=14,
    width_shift_range=0.15,
    height_shift_range=0.15,
    fill_mode="nearest",
)
validation_side = Generator(rescale=1 / 255)
same = {"target_size": (20, 20), "color_mode": "grayscale", "class_mode": "sparse"}
old_train = training_side.flow_from_directory("arrows/train", **same)
old_validation = validation_side.flow_from_directory(
    "arrows/validation", batch_size=180, shuffle=False, **same
)
print("classes:", old_train.class_indices)
pictures, labels = next(old_train)
print("batch:", pictures.shape, f"up to {pictures.max():.2f}")

# %% [markdown]
# Read it line by line.
#
# - Angles are in degrees, and shifts are shares of the width and the height.
# - There are two generators, because one that varies would vary the validation pictures too.
# - `class_mode="sparse"` gives numbers as labels; without it you get one-hot rows.
# - The labels follow the sorted names of the folders, as today.
# - `rescale` happens here, so the model has no `Rescaling` layer and, later on, must be given scaled pixels.
#
# `fit` takes a generator in place of a data set.
# There is a second way in, `flow`, for pictures that are in memory already; with it an epoch can be nine rounds again.

# %%
x, y = next(iter(load("train", batch_size=24, verbose=False)))
rounds = training_side.flow(np.repeat(x, 9, axis=0), np.repeat(y, 9), batch_size=18)
as_they_are = validation_side.flow(x_new, y_new, batch_size=180, shuffle=False)
legacy = fit(network(), rounds, test=as_they_are)
for name, history in {"plain": plain, "layers": augmented, "legacy": legacy}.items():
    print(f"{name:7} validation accuracy {history['val_accuracy'][-1]:.2f}")

# %% tags=["claim"]
assert pictures.shape == (24, 20, 20, 1) and 0.5 < pictures.max() <= 1, "scaled"
assert old_train.class_indices == {"left": 0, "right": 1, "up": 2}, "sorted names"
assert labels.shape == (24,), "numbers as labels"
one_hot = Generator().flow_from_directory("arrows/train", target_size=(20, 20))
assert next(one_hot)[1].shape == (24, 3), "one-hot rows without class_mode"
old_x, old_y = next(old_validation)
assert np.allclose(old_x, x_new / 255, atol=1e-5), "the same pictures, scaled"
assert np.array_equal(old_y, y_new), "the same labels"
ends = [h["val_accuracy"][-1] for h in (plain, augmented, legacy)]
assert abs(ends[1] - ends[2]) < 0.25, f"layers and legacy agree: {ends}"
assert ends[2] > ends[0], f"legacy is better than plain: {ends}"
assert legacy["val_loss"][-1] < 0.8 * plain["val_loss"][-1], "and its loss much lower"

# %% [markdown]
# Both ways end above the plain network: the changes are the same.
# The gap between the two is within the noise of the seed, and another seed may reverse it.
# What differs is everything around them: the old object runs in Python, picture by picture, and cannot be saved with the model.

# %% [markdown]
# ## What can go wrong
# - **Brightness after scaling.** `RandomBrightness(0.2)` takes for granted that pixels go to 255, and adds up to 51.
#   Behind `Rescaling(1 / 255)` that drowns the picture: put it in front, or pass `value_range=(0, 1)`.
# - **Units mixed up.** `RandomRotation(14)` means 14 full circles and is refused.
#   `ImageDataGenerator(rotation_range=0.04)` means 0.04 degrees: no error, and no augmentation.
# - **Scaled twice.** With `rescale` in the generator and `Rescaling` in the model all pixels are below 0.004, nearly black.
# - **Too much.** If the training accuracy stays low too, the changes are too strong, or the training too short.
#   Look at ten varied pictures: can you still name them?

# %% tags=["claim"]
scaled = np.array(x_new) / 255
bright = keras.layers.RandomBrightness(0.2)
drowned = np.abs(bright(scaled, training=True) - scaled).max(axis=(1, 2, 3))
assert 10 < drowned.max() <= 52, f"up to 51 is added, {drowned.max():.1f}"
assert np.isclose(0.2 * 255, 51), "a fifth of the range"
ranged = keras.layers.RandomBrightness(0.2, value_range=(0, 1))
assert np.abs(ranged(scaled, training=True) - scaled).max() < 0.21, "with value_range"
try:
    keras.layers.RandomRotation(14)
except ValueError as error:
    assert "[-1, 1]" in str(error), error
else:
    raise AssertionError("14 full circles are refused")
tiny = next(Generator(rotation_range=0.04).flow(x_new.numpy(), shuffle=False))
assert np.abs(tiny - x_new[:32]).max() < 3, "hardly anything changes"
assert 1 / 255 < 0.004, "scaled twice"

# %% [markdown]
# ## Exercises
# Two of the checks look for marks in pictures that your layers have varied.
# These functions make such pictures and find the marks again.


# %%
def marked(count):
    """Pictures of 20 x 40: a red mark, a green mark, and blue everywhere."""
    made = np.zeros((count, 20, 40, 3), "float32")
    made[:, 4:7, 11:14, 0] = 200  # its center is in row 5, column 12
    made[:, 13:16, 25:28, 1] = 200  # row 14, column 26
    made[..., 2] = 200
    return made


def center(color):
    """The row and the column of the mark in each picture, as two arrays."""
    total = np.maximum(color.sum(axis=(1, 2)), 1e-6)
    row = (color.sum(axis=2) * np.arange(20)).sum(axis=1) / total
    column = (color.sum(axis=1) * np.arange(40)).sum(axis=1) / total
    return row, column


# %% [markdown]
# ### Nudge house numbers
# Write `nudge()`, which returns a layer for photographs of house numbers.
# In training it moves each picture up or down by up to a tenth of its height, and left or right by up to a tenth of its width.
# What it uncovers becomes black.
# It changes nothing else, and outside training it changes nothing at all.


# %% tags=["exercise"] id="images/augmentation/nudge" skills=["IMG-5"]
def nudge():
    ### BEGIN SOLUTION
    return keras.layers.RandomTranslation(0.1, 0.1, fill_mode="constant")
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# One layer from the table is enough, with one more argument for the uncovered strip.


# %% tags=["check"]
nudging = nudge()
assert nudging is not None, "Not attempted: nudge returned None. Return a layer."
assert isinstance(nudging, keras.layers.Layer), (
    f"Got {str(nudging)[:60]}, expected a layer. "
    "Call the layer's class with its arguments, and return what that gives."
)
given = marked(300)
got = np.array(nudging(given, training=False))
assert got.shape == given.shape and np.allclose(got, given, atol=0.1), (
    "Got changed pictures outside training, expected them as they were. "
    "Vary them only when training is True, and don't scale them."
)
moved = np.array(nudging(given, training=True))
(row, column), (low, far) = center(moved[..., 0]), center(moved[..., 1])
assert (low > row).all() and (far > column).all(), (
    "Got mirrored pictures: the two marks have changed sides. Leave out the flip."
)
assert np.allclose([low - row, far - column], [[9], [14]], atol=0.1), (
    f"Got marks that are {low[0] - row[0]:.1f} rows and {far[0] - column[0]:.1f} "
    "columns apart, expected 9 and 14: usually the picture was turned or zoomed. "
    "Only move it."
)
brightness = moved[..., 0].sum(axis=(1, 2))
assert np.allclose(brightness, 9 * 200, rtol=0.01), (
    f"Got a mark with a total brightness of {brightness[0]:.0f}, expected {9 * 200}: "
    "the pixels were scaled, or their brightness was changed. Only move the picture."
)
for axis, moves, most in (("rows", row - 5, 2), ("columns", column - 12, 4)):
    told = (  # with z, a rounded -0.01 is 0.0
        f"Got moves from {moves.min():z.1f} to {moves.max():z.1f} {axis}, expected "
        f"from -{most} to {most}. "
    )
    assert np.abs(moves).max() > 0.1, told + (
        "Nothing moves in this direction: give both factors."
    )
    assert np.ptp(moves) > 0.1, told + (
        "Draw a move for each picture, not one for the whole batch."
    )
    assert np.abs(moves).max() < most + 0.1, told + ("That is too far: a tenth is 0.1.")
    assert np.abs(moves).max() > 0.92 * most, told + (
        "That is too little: a tenth is 0.1."
    )
    assert min(-moves.min(), moves.max()) > most / 2, (
        told + "Pictures move one way only: a single number as factor moves them both "
        "ways."
    )
white = moved[..., 2].sum(axis=(1, 2))
wanted = 200 * (20 - np.abs(row - 5)) * (40 - np.abs(column - 12))
assert np.allclose(white, wanted, rtol=0.02), (
    f"Got a blue channel with a mean of {white.mean() / 800:.0f} after the move, "
    f"expected {wanted.mean() / 800:.0f}: usually the uncovered strip isn't black. "
    "Set fill_mode."
)
in_graph = tf.function(nudging)  # as fit and map will call it
batches = [np.array(in_graph(given[:20], training=True)) for _ in range(2)]
assert not np.allclose(batches[0], batches[1]), (
    "Got the same moves for two batches inside a tf.function, expected new ones. "
    "Draw them with TensorFlow or Keras: inside a tf.function, Python and NumPy draw "
    "once, and every batch gets the same numbers."
)
print("Correct: small moves, black edges, and every number stays readable.")


# %% tags=["wrong"] reason="set fill_mode"
def nudge():
    return keras.layers.RandomTranslation(0.1, 0.1)


# %% tags=["wrong"] reason="got mirrored pictures"
def nudge():
    move = keras.layers.RandomTranslation(0.1, 0.1, fill_mode="constant")
    return keras.Sequential([keras.layers.RandomFlip("horizontal"), move])


# %% tags=["wrong"] reason="both factors"
def nudge():
    return keras.layers.RandomTranslation(0.1, 0, fill_mode="constant")


# %% tags=["wrong"] reason="as they were"
def nudge():
    move = keras.layers.RandomTranslation(0.1, 0.1)
    return keras.Sequential([move, keras.layers.Rescaling(1 / 255)])


# %% tags=["wrong"] reason="one way only"
def nudge():
    return keras.layers.RandomTranslation((0, 0.1), (0, 0.1), fill_mode="constant")


# %% tags=["wrong"] reason="turned or zoomed"
def nudge():
    move = keras.layers.RandomTranslation(0.1, 0.1, fill_mode="constant")
    return keras.Sequential([move, keras.layers.RandomZoom(0.1, fill_mode="constant")])


# %% tags=["right"]
def nudge():
    upright = keras.layers.RandomTranslation((-0.1, 0.1), 0, fill_mode="constant")
    sideways = keras.layers.RandomTranslation(0, (-0.1, 0.1), fill_mode="constant")
    return keras.Sequential([upright, sideways])


# %% tags=["right"]
class Nudge(keras.layers.Layer):
    """Adds a black frame and cuts a piece of the old size out of it."""

    def cut(self, picture):
        height, width = picture.shape[0] // 10, picture.shape[1] // 10
        framed = tf.pad(picture, [[height, height], [width, width], [0, 0]])
        return tf.image.random_crop(framed, picture.shape)

    @tf.function
    def cut_each(self, pictures):
        return tf.map_fn(self.cut, pictures)

    def call(self, pictures, training=False):
        return self.cut_each(pictures) if training else pictures


def nudge():
    return Nudge()


# %% [markdown]
# ### Four stations in order
# Write `pipeline(dataset, change)`.
# `dataset` yields single pictures with their labels, at most 100 of them, and reads them from disk.
# `change(pictures, labels)` varies a batch of pictures and returns new pictures and new labels.
# Return a data set of what `change` returns, in batches of 8; the last batch may be smaller.
# Each picture is read from disk once, however many rounds follow.
# Every round shuffles all pictures anew and varies them anew.


# %% tags=["exercise"] id="images/augmentation/pipeline" skills=["IMG-5"]
def pipeline(dataset, change):
    ### BEGIN SOLUTION
    return dataset.cache().shuffle(100).batch(8).map(change)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The four stations are `cache`, `shuffle`, `batch` and `map`.

# %% [markdown] tags=["hint"]
# Whatever comes before `cache` happens in the first round only.

# %% tags=["check"]
reads, axes = [], set()


def disk():
    for number in range(100):
        reads.append(number)
        yield np.full((2, 3, 1), number, "float32"), number


def shake(pictures, labels):
    axes.add(pictures.shape.rank)
    noise = tf.random.uniform(tf.shape(pictures), 0, 0.9)
    return pictures + 1000 + noise, labels + 1000


kinds = tf.TensorSpec((2, 3, 1), "float32"), tf.TensorSpec((), "int32")
made = pipeline(tf.data.Dataset.from_generator(disk, output_signature=kinds), shake)
assert made is not None, "Not attempted: pipeline returned None. Return a data set."
assert isinstance(made, tf.data.Dataset), (
    f"Got an object of type {type(made).__name__}, expected a tf.data.Dataset. "
    "Return the data set that the last of cache, shuffle, batch and map gives."
)
assert isinstance(made.element_spec, tuple) and len(made.element_spec) == 2, (
    f"Got elements like {str(made.element_spec)[:90]}, expected pairs. "
    "Pass on both the pictures and the labels that change returns."
)
loops = [list(made.take(20)) for _ in range(2)]  # more batches than 100 pictures need
sizes = sorted(batch[0].shape[0] for batch in loops[0] if len(batch[0].shape) == 4)
assert sizes[-1:] == [8], (
    f"Got {f'batches of {sizes[-1]}' if sizes else 'no batches of pictures'}, "
    "expected batches of 8: batch once, by 8."
)
assert 3 not in axes, (
    "Got a call of change with a single picture, expected a batch of them: batch, then "
    "map."
)
x_all = [np.concatenate([batch[0] for batch in loop]) for loop in loops]
y_all = [np.concatenate([batch[1] for batch in loop]) for loop in loops]
times = [x_all[0].max() // 1000, y_all[0].max() // 1000]
assert times[0] > 0, "Got the pictures as they were, expected varied ones. Map change."
assert times[0] == 1, (
    f"Got {times[0]:.0f} changes of a picture in one round, expected 1. Map once."
)
assert times[1] == 1, (
    "Got other labels than those that change returned. Pass on both of its results."
)
assert all(sorted(y) == list(range(1000, 1100)) for y in y_all), (
    f"Got {len(set(y_all[0]))} different pictures among {len(y_all[0])} in a round, "
    "expected each of the 100 once. Don't drop or repeat any."
)
assert len(reads) == 100, (
    f"Got {len(reads)} reads in two rounds, expected 100: the pictures are read from "
    "disk again. Use cache, once."
)
assert not np.array_equal(y_all[0], y_all[1]), (
    f"Got the labels {y_all[0][:5] - 1000}... in both rounds, expected a new order in "
    "the second. Shuffle after cache, and let shuffle draw a new order each time."
)
groups = [{frozenset(batch[1].numpy()) for batch in loop} for loop in loops]
assert groups[0] != groups[1], (
    "Got batches of the same pictures in both rounds, expected new groups: whole "
    "batches are shuffled. Shuffle before batch."
)
early = sum(np.sum(y[:25] >= 1075) for y in y_all)
assert early > 0, (
    "Got none of the last 25 pictures among the first 25 of a round, expected a few: "
    "the shuffle buffer is too small. It must hold all pictures."
)
assert all(np.array_equal(np.floor(x[:, 0, 0, 0]), y) for x, y in zip(x_all, y_all)), (
    "Got pictures with the labels of other pictures. Shuffle pictures and labels "
    "together."
)
one, two = (x[np.argsort(y)] for x, y in zip(x_all, y_all, strict=True))
assert not np.allclose(one, two, atol=1e-3), (
    "Got the same varied pictures in both rounds, expected new ones: what comes before "
    "cache happens only once. Map after cache."
)
print("Correct: each picture is read once, and every round is new.")


# %% tags=["wrong"] reason="happens only once"
def pipeline(dataset, change):
    return dataset.batch(8).map(change).unbatch().cache().shuffle(100).batch(8)


# %% tags=["wrong"] reason="read from disk again"
def pipeline(dataset, change):
    return dataset.shuffle(100).batch(8).map(change)


# %% tags=["wrong"] reason="expected a new order"
def pipeline(dataset, change):
    return dataset.shuffle(100).cache().batch(8).map(change)


# %% tags=["wrong"] reason="whole batches are shuffled"
def pipeline(dataset, change):
    return dataset.cache().batch(8).shuffle(100).map(change)


# %% tags=["wrong"] reason="buffer is too small"
def pipeline(dataset, change):
    return dataset.cache().shuffle(8).batch(8).map(change)


# %% tags=["wrong"] reason="batch, then map"
def pipeline(dataset, change):
    return dataset.cache().shuffle(100).map(change).batch(8)


# %% tags=["right"]
def pipeline(dataset, change):
    in_memory = [tf.stack(part) for part in zip(*dataset, strict=True)]
    mixed = tf.data.Dataset.from_tensor_slices(tuple(in_memory)).shuffle(100)
    return mixed.batch(8).map(change, num_parallel_calls=tf.data.AUTOTUNE).prefetch(1)


# %% tags=["right"]
def pipeline(dataset, change):
    kept = list(dataset.as_numpy_iterator())

    def mixed():
        for place in rng.permutation(len(kept)):
            yield kept[place]

    kinds = dataset.element_spec
    singles = tf.data.Dataset.from_generator(mixed, output_signature=kinds)
    return singles.batch(8).map(change)


# %% [markdown]
# ### Bring an old generator up to date
# A script has this line:
#
# ```python
# old = ImageDataGenerator(
#     rescale=1 / 255, horizontal_flip=True, width_shift_range=0.25, fill_mode="constant"
# )
# ```
#
# Write `today()`, which returns a layer, or a model of several layers, that does the same to a batch of pictures in training.
# Outside training it only scales.


# %% tags=["exercise"] id="images/augmentation/today" skills=["IMG-6"]
def today():
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.layers.Rescaling(1 / 255),
            keras.layers.RandomFlip("horizontal"),
            keras.layers.RandomTranslation(0, 0.25, fill_mode="constant"),
        ]
    )
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Three arguments become three layers; the fourth belongs to one of them.

# %% [markdown] tags=["hint"]
# `RandomTranslation` takes the height first, and `RandomFlip` flips in both directions unless you name one.

# %% tags=["check"]
new = today()
assert new is not None, "Not attempted: today returned None. Return the layers."
assert isinstance(new, keras.layers.Layer), (
    f"Got an object of type {type(new).__name__}, expected a layer or a model. "
    "Put several layers into keras.Sequential."
)
given = marked(300)
got = np.array(new(given, training=False))
assert got.shape == given.shape, (
    f"Got pictures of shape {got.shape}, expected {given.shape}: keep their size."
)
assert abs(got.max() - 200 / 255) < 0.001 and abs(got.min()) < 0.001, (
    f"Got pixels from {got.min():.3g} to {got.max():.3g} for 0 to 200, expected 0 to "
    f"{200 / 255:.2f}: the pixels must be multiplied by 1/255. Use one Rescaling."
)
assert np.allclose(got, given / 255, atol=0.001), (
    "Got varied pictures outside training, expected them only scaled. "
    "Vary them only when training is True."
)
got = np.array(new(given, training=True))
assert 0.7 < got.max() < 0.9, (
    f"Got pixels up to {got.max():.3g} in training, expected {200 / 255:.2f}. "
    "Scale in training too, and leave the brightness alone."
)
(row, column), (low, far) = center(got[..., 0]), center(got[..., 1])
assert (low > row).all(), (
    "Got pictures that are upside down, expected none: flip them only horizontally."
)
assert np.abs(row - 5).max() < 0.1, (
    f"Got moves of {np.abs(row - 5).max():.1f} rows, expected none. "
    "RandomTranslation takes the height first, and no picture may move up or down."
)
assert np.allclose(np.abs(far - column), 14, atol=0.1), (
    f"Got marks that are {abs(far - column)[0]:.1f} columns apart, expected 14: "
    "usually the picture was turned or zoomed. Only flip and move it."
)
flipped = far < column
assert 0.35 < flipped.mean() < 0.65, (
    f"Got {flipped.mean():.0%} of the pictures mirrored, expected about half. "
    'Use RandomFlip("horizontal").'
)
moves = column - np.where(flipped, 39 - 12, 12)
told = f"Got moves from {moves.min():z.1f} to {moves.max():z.1f} of 40 columns, "
told += "expected from -10 to 10. "
assert np.abs(moves).max() < 10.2, told + "That is too far: a quarter is 0.25."
assert np.abs(moves).max() > 9.2, told + "That is too little: a quarter is 0.25."
plain_moves = moves[~flipped]
assert min(-plain_moves.min(), plain_moves.max()) > 5, (
    told + "Pictures move one way only: a single number as factor moves them both ways."
)
white = got[..., 2].sum(axis=(1, 2)) * 255 / 200
assert np.allclose(white, 20 * (40 - np.abs(moves)), rtol=0.02), (
    f"Got {white.mean() / 800:.0%} of the area covered by the old picture, expected "
    f"{1 - np.abs(moves).mean() / 40:.0%}: usually the uncovered strip isn't black. "
    "Set fill_mode."
)
in_graph = tf.function(new)  # as fit and map will call it
twice = [np.array(in_graph(given[:20], training=True)) for _ in range(2)]
assert not np.allclose(twice[0], twice[1]), (
    "Got the same moves for two batches inside a tf.function, expected new ones. "
    "Draw them with TensorFlow or Keras: inside a tf.function, Python and NumPy draw "
    "once, and every batch gets the same numbers."
)
print("Correct: your layers do what the old line did, without the old class.")


# %% tags=["wrong"] reason="upside down"
def today():
    return keras.Sequential(
        [
            keras.layers.Rescaling(1 / 255),
            keras.layers.RandomFlip(),
            keras.layers.RandomTranslation(0, 0.25, fill_mode="constant"),
        ]
    )


# %% tags=["wrong"] reason="takes the height first"
def today():
    return keras.Sequential(
        [
            keras.layers.Rescaling(1 / 255),
            keras.layers.RandomFlip("horizontal"),
            keras.layers.RandomTranslation(0.25, 0, fill_mode="constant"),
        ]
    )


# %% tags=["wrong"] reason="must be multiplied by 1/255"
def today():
    return keras.Sequential(
        [
            keras.layers.RandomFlip("horizontal"),
            keras.layers.RandomTranslation(0, 0.25, fill_mode="constant"),
        ]
    )


# %% tags=["wrong"] reason="strip isn't black"
def today():
    return keras.Sequential(
        [
            keras.layers.Rescaling(1 / 255),
            keras.layers.RandomFlip("horizontal"),
            keras.layers.RandomTranslation(0, 0.25),
        ]
    )


# %% tags=["wrong"] reason="one way only"
def today():
    return keras.Sequential(
        [
            keras.layers.Rescaling(1 / 255),
            keras.layers.RandomFlip("horizontal"),
            keras.layers.RandomTranslation(0, (0, 0.25), fill_mode="constant"),
        ]
    )


# %% tags=["right"]
def today():
    pixels = keras.Input(shape=(None, None, 3))
    moved = keras.layers.RandomTranslation(0, 0.25, fill_mode="constant")(pixels)
    mirrored = keras.layers.RandomFlip("horizontal")(moved)
    return keras.Model(pixels, mirrored / 255)


# %% tags=["right"]
class Today(keras.layers.Layer):
    def __init__(self):
        super().__init__()
        self.move = keras.layers.RandomTranslation(0, 0.25, fill_mode="constant")

    def call(self, pictures, training=False):
        if training:
            pictures = tf.image.random_flip_left_right(pictures)
        return self.move(pictures, training=training) / 255


def today():
    return Today()


# %% [markdown]
# ## What to remember
# - Augmentation shows each training picture a little changed each time; training gets harder, and the validation curves get better.
# - Allow a change only if the label stays true, and never vary validation pictures.
# - In the model the layers are off outside training; in the pipeline the order is `cache`, `shuffle`, `batch`, `map`.
# - `ImageDataGenerator` is legacy: degrees instead of parts of a circle, and `rescale` outside the model.
#
# Next: [Transfer learning with few pictures](transfer-learning.ipynb), the other help when pictures are few.
# All skills of this topic: [Image classification](../../topics/images.md).
