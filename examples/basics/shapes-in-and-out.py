# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Shapes, from the data to the answer: axes, input and output"
#     summary: "Read the shape of any data set, prepare photographed digits for a network, and build one that answers with a picture."
#     skills: [NN-12, NN-13, NN-14]
#     requires: [basics/first-model]
# ---

# %% [markdown]
# After this lesson you can read the shape of any data set and say which network it fits.
# You prepare photographed digits, which look nothing like the training data, for a network that has never seen a photo.
# Then you build a network that answers with a picture instead of a number.

# %% [markdown] skills=["NN-12"]
# ## Axes have meanings
# The shape of a tensor gives its length along each **axis**.
# Nothing in the array says what an axis means, so you have to know that yourself.
# By convention the first axis counts the examples, and the last one holds the values that belong to one place or one moment.
#
# | data | one example | 50 examples |
# |---|---|---|
# | a table with 13 columns | (13,) | (50, 13) |
# | a curve: 120 moments, 1 measurement each | (120, 1) | (50, 120, 1) |
# | a gray picture, 60 pixels high and 110 wide | (60, 110, 1) | (50, 60, 110, 1) |
# | the same in color: red, green, blue | (60, 110, 3) | (50, 60, 110, 3) |
#
# Height comes before width, because an array counts rows first.
# The last axis holds the **channels** of each pixel: one number for gray, three for red, green and blue.
#
# ![The shape (50, 60, 110, 3) as a stack of 50 pictures, each 60 rows high and 110 columns wide, with 3 channels](../diagrams/axes-of-a-batch.svg)
#
# Two NumPy calls can change a shape, and they do different things.
# `transpose` moves whole axes: what was a row becomes a column.
# `reshape` keeps all numbers in their order and only puts the line breaks elsewhere.
# Here are some coins, 60 pixels high and 110 wide.
# You want 110 by 60; which of the two still shows coins?

# %% alt="Three pictures: coins in a row; the same coins turned on their side by transpose, still round; and gray stripes made by reshape, in which no coin is left"
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from skimage.data import coins
from sklearn.datasets import load_digits

strip = coins()[20:80, 30:140]
turned, broken = strip.T, strip.reshape(110, 60)
plt.figure(figsize=(7, 2.6))
for place, picture in enumerate([strip, turned, broken]):
    plt.subplot(1, 3, place + 1)
    plt.imshow(picture, cmap="gray")
    plt.title(["as it is", "transpose", "reshape"][place])
    plt.xlabel("column (pixels)")
    plt.ylabel("row (pixels)")
plt.tight_layout()
plt.show()
print("shapes:", strip.shape, turned.shape, broken.shape)


# %% tags=["claim"]
def roughness(picture):
    return np.abs(np.diff(picture.astype(float), axis=0)).mean()


assert strip.shape == (60, 110) and turned.shape == broken.shape == (110, 60), "shapes"
assert (broken.ravel() == strip.ravel()).all(), "reshape keeps the order"
assert turned[100, 7] == strip[7, 100], "transpose swaps the axes"
assert np.zeros((50, 13))[0].shape == (13,), "one row of a table"
assert np.zeros((50, 120, 1))[0].shape == (120, 1), "one curve"
assert roughness(broken) > 2 * max(roughness(turned), roughness(strip)), "stripes"

# %% [markdown]
# Both results have the shape that you wanted, and no error tells you which one is wrong.
# Use `reshape` to add or remove an axis of size 1, or to flatten; use `transpose` or `np.moveaxis` to change the order of the axes.

# %% [markdown] skills=["NN-12"]
# ## keras.Input: what it promises
# `keras.Input(shape=(8, 8, 1))` is a promise about one example: 8 rows, 8 columns, 1 value for each pixel.
# Keras adds a first axis for the examples and writes it as `None`, because their number may change from call to call.
#
# Train a small network on handwritten digits, white on black, with a brightness from 0 to 1.
# `Conv2D` is a layer for pictures, which [Convolutions](../images/convolutions.ipynb) explains.
# `Flatten` puts all numbers of an example into one row, and `softmax` turns the ten answers into probabilities, one for each digit.
# The loss with the long name is the one for labels that are numbers of classes.

# %%
keras.utils.set_random_seed(7)
digits = load_digits()
order = np.random.default_rng(7).permutation(len(digits.target))
pictures, y = digits.images[order] / 16, digits.target[order]
x = pictures[..., np.newaxis].astype("float32")
print("pictures:", pictures.shape, pictures.dtype, "->", x.shape, x.dtype)

reader = keras.Sequential(
    [
        keras.Input(shape=(8, 8, 1)),
        keras.layers.Conv2D(16, 3, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
adam = keras.optimizers.Adam(0.01)
reader.compile(optimizer=adam, loss="sparse_categorical_crossentropy")
reader.fit(x[:1200], y[:1200], epochs=5, verbose=0)
print("the network wants", reader.input_shape, "and gives", reader.output_shape)

# %% [markdown]
# Give it five arrays.
# Which of them will it accept?
# (An array that doesn't fit raises a `ValueError`, or an `InvalidArgumentError` if TensorFlow finds out only while it computes.)


# %%
def offer(network, data):
    try:
        return f"fine, answers {network(data).shape}"
    except (ValueError, tf.errors.InvalidArgumentError):
        return "refused"


offers = {
    "one picture, by its number": x[0],
    "one picture, as a slice": x[:1],
    "5 pictures as flat rows": x[:5].reshape(5, 64),
    "channel axis in front": np.moveaxis(x[:5], -1, 1),
    "no channel axis": x[:5, :, :, 0],
}
for name, data in offers.items():
    print(f"{name:28} {data.shape!s:14} {offer(reader, data)}")

# %% tags=["claim"]
fine = [offer(reader, data) != "refused" for data in offers.values()]
assert fine == [False, True, False, False, True], f"slice and last: {fine}"
assert reader.input_shape == (None, 8, 8, 1), "None for the examples"
assert np.allclose(reader(x[:5, :, :, 0]), reader(x[:5]), atol=1e-5), "it adds the axis"
assert offer(reader.layers[0], x[:5, :, :, 0]) == "refused", "a bare layer does not"

# %% [markdown]
# `x[0]` takes a picture out of the array, and the first axis is gone; `x[:1]` is an array with one picture.
# Keras read the 8 rows of `x[0]` as 8 examples.
#
# In the last line Keras helps you: where the promised last axis has size 1, it adds that axis.
# Don't rely on it, because Keras does so for no other axis, and a single layer that you call yourself doesn't do it at all.

# %% [markdown] skills=["NN-13"]
# ## Bring new data to the network
# Somebody sends photos of digits, written in blue ink on white paper, 48 pixels by 48.
# You make such photos from the digits that the network has not seen, so that you know what is on them.

# %%
ink = np.array([235, 225, 165])  # what full ink takes away from white, by color
large = np.kron(pictures[1200:], np.ones((6, 6)))  # each pixel becomes 6 x 6
photos = (255 - large[..., np.newaxis] * ink).astype("uint8")
truth = y[1200:]


def describe(name, data):
    low, high, mean = (float(f(data)) for f in (np.min, np.max, np.mean))
    numbers = f"{low:5.1f} to {high:5.1f}, mean {mean:5.1f}"
    print(f"{name:9} {data.shape!s:18} {np.asarray(data).dtype!s:8} {numbers}")


describe("training", x[:1200])
describe("photos", photos)

# %% [markdown]
# Compare the two lines from left to right, and write down each difference.
# The size, the number of channels, the type and the range differ.
# The mean shows one more difference: training pictures are mostly dark and photos mostly bright, so black and white are swapped.
#
# Each difference needs a step:
#
# 1. three colors to one gray value: `tf.image.rgb_to_grayscale`
# 2. 48 pixels to 8: `tf.image.resize`, where `"area"` averages each block
# 3. whole numbers up to 255 become fractions up to 1: divide by 255
# 4. dark on bright becomes bright on dark: subtract it from 1


# %% alt="Three pictures of digits: the photo, dark ink on white; what prepare makes of it, 8 by 8 pixels, bright on black; and a training picture, which looks like the second"
def prepare(photos):
    gray = tf.image.rgb_to_grayscale(photos)
    small = tf.image.resize(gray, (8, 8), method="area")
    return 1 - small / 255


ready = prepare(photos)
describe("training", x[:1200])
describe("ready", ready)
plt.figure(figsize=(7, 2.3))
for place, picture in enumerate([photos[0], ready[0, ..., 0], x[0, ..., 0]]):
    plt.subplot(1, 3, place + 1)
    shades = {} if place == 0 else {"cmap": "gray", "vmin": 0, "vmax": 1}
    plt.imshow(picture, **shades)
    plt.title(["a photo", "the same, prepared", "a training picture"][place])
    plt.xticks([])
    plt.yticks([])
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert photos.shape == (597, 48, 48, 3) and photos.dtype == "uint8", "the photos"
assert x[:1200].mean() < 0.4 and photos.mean() > 0.6 * 255, "dark and bright"
assert ready.shape == (597, 8, 8, 1) and ready.dtype == tf.float32, "shape and type"
assert 0 <= ready.numpy().min() < 0.01 and 0.8 < ready.numpy().max() < 0.9, "range"

# %% [markdown]
# The prepared digits reach about 0.87 instead of 1, since blue ink is not black; that is close enough.
#
# Now leave out one step at a time, in such a way that the shape still fits.
# Besides the accuracy, look at how sure the network is: the mean of the largest of its 10 probabilities.

# %%
versions = {
    "all steps": ready,
    "not divided by 255": ready * 255,
    "dark on bright": 1 - ready,
    "rows and columns swapped": np.swapaxes(ready, 1, 2),
}
report = {}
print(f"{'':26}right   sure")
for name, data in versions.items():
    answers = reader(data).numpy()
    report[name] = (answers.argmax(axis=1) == truth).mean(), answers.max(axis=1).mean()
    print(f"{name:26}{report[name][0]:5.2f}  {report[name][1]:5.2f}")

# %% tags=["claim"] numbers=["accuracy on the photos = right['all steps']", "with dark and bright exchanged = right['dark on bright']"]
right = {name: numbers[0] for name, numbers in report.items()}
sure = {name: numbers[1] for name, numbers in report.items()}
assert right["all steps"] > 0.9, f"more than 9 of 10, got {right['all steps']:.2f}"
assert right["dark on bright"] < 0.3, "nearly all wrong"
assert right["rows and columns swapped"] < 0.3, "nearly all wrong"
assert right["not divided by 255"] > 0.8, "the wrong range costs little here"
assert sure["not divided by 255"] > 0.99 > sure["all steps"], "sure of everything"
assert min(sure.values()) > 0.6, "sure in all four"

# %% [markdown]
# None of the four raised an error.
# With black and white swapped, or rows and columns, most answers are wrong, and yet the network is sure of them.
# The wrong range is the hardest to notice.
# In this small network, inputs that are 255 times as large make nearly everything 255 times as large, so the largest answer mostly stays the largest.
# But its probability is now always close to 1, whether the answer is right or wrong, so it no longer tells you anything.
#
# So the absence of an error doesn't show that the input was right, and a confident answer doesn't either.
# If you print `describe` for the training data and for the new data, one line above the other, you see the mistake before you ask the network.

# %% [markdown] skills=["NN-14"]
# ## The output shape: Dense and Reshape
# The labels determine what shape the answer must have.
# Here is a task with an unusual one: given the upper half of a digit, draw the lower half.
# Input and answer are tables of 4 x 8 brightnesses.
#
# A `Dense` layer returns its numbers in a row, so ask it for all 32 and let `Reshape((4, 8))` break the row into lines.
# The brightness must be between 0 and 1, which `sigmoid` ensures.

# %%
upper, lower = x[:, :4, :, 0], x[:, 4:, :, 0]
artist = keras.Sequential(
    [
        keras.Input(shape=(4, 8)),
        keras.layers.Flatten(),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(32, activation="sigmoid"),
        keras.layers.Reshape((4, 8)),
    ]
)
for layer in artist.layers:
    print(f"{type(layer).__name__:8} gives {layer.output.shape}")
assert artist.output_shape[1:] == lower.shape[1:], "output and labels differ"

artist.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
artist.fit(upper[:1200], lower[:1200], epochs=8, verbose=0)
drawn = artist(upper[1200:]).numpy()

# %% [markdown]
# The `assert` compares two shapes before any training; below you see what it guards against.
#
# Does the drawing help?
# Let the first network read digits whose lower half is black, and digits whose lower half was drawn.

# %% alt="Top row: six digits as they were written. Bottom row: their upper halves with a drawn lower half, blurred but mostly the same digit"
whole = np.concatenate([upper[1200:], drawn], axis=1)
black = np.concatenate([upper[1200:], np.zeros_like(drawn)], axis=1)
found = {}
for name, data in {"lower half black": black, "lower half drawn": whole}.items():
    answers = reader(data[..., np.newaxis]).numpy().argmax(axis=1)
    found[name] = (answers == truth).mean()
    print(f"{name}: {found[name]:.2f} read correctly")
plt.figure(figsize=(7, 2.5))
for place in range(6):
    for row, picture in enumerate([x[1200 + place, ..., 0], whole[place]]):
        plt.subplot(2, 6, 6 * row + place + 1)
        plt.imshow(picture, cmap="gray", vmin=0, vmax=1)
        plt.axhline(3.5, linestyle=":")
        plt.title(["written", "drawn"][row])
        plt.axis("off")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert drawn.shape == lower[1200:].shape == (597, 4, 8), "a table for each"
assert drawn.min() >= 0 and drawn.max() <= 1, "brightness"
always = np.abs(lower[:1200].mean(axis=0) - lower[1200:]).mean()
assert np.abs(drawn - lower[1200:]).mean() < 0.85 * always, "better than the mean half"
assert found["lower half drawn"] > 0.65 and found["lower half black"] < 0.55, found

# %% [markdown]
# The dotted line shows where the drawing begins.
# For other answers only the last layers change: `Dense(1)` for one number, `Dense(3)` for three, `Dense(12)` and `Reshape((6, 2))` for two values at six moments.

# %% [markdown]
# ## What can go wrong
# - **Dense on a table.** `Dense` works along the last axis only and leaves the others alone.
#   From (4, 8) the layer `Dense(32)` makes (4, 32), not (32,): put `Flatten` before it.
# - **Labels that are stretched to fit.** With `Dense(1)` and labels of shape (n, 6) you might expect an error.
#   The loss `mse`, as a class `MeanSquaredError`, compares the one answer with all six labels, and trains toward their mean.
# - **A column against a row.** `y - model(x)` with shapes (5,) and (5, 1) is a table of 5 x 5, and its mean isn't the error that you want.
#   Write `model(x)[:, 0]`.
# - **Columns in another order.** A table whose columns have been reordered has the same shape.
#   Pick columns by name, in the order of the training: `table[names]`.
#
# Here are the second and the third of these.

# %%
table, labels = np.zeros((5, 3), "float32"), np.arange(30).reshape(5, 6) % 6
single = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
answer = single(table).numpy()
loss = keras.losses.MeanSquaredError()
stretched = float(loss(labels, answer))
print(labels.shape, "labels,", answer.shape, "answer, no error:", round(stretched, 2))
print("a row minus a column:", (labels[:, 0] - answer).shape)
print("a row minus a row:   ", (labels[:, 0] - answer[:, 0]).shape)

# %% tags=["claim"]
assert keras.layers.Dense(32)(np.zeros((1, 4, 8))).shape == (1, 4, 32), "last axis only"
assert np.isclose(loss(labels, answer), np.mean(np.square(labels))), "stretched"
values = np.linspace(-1, 6, 71)
costs = [float(loss(labels, np.full((5, 1), v))) for v in values]
assert np.isclose(values[np.argmin(costs)], labels.mean()), "best answer: the mean"
assert (labels[:, 0] - answer).shape == (5, 5), "a table of 5 x 5"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### One picture or many
# Write `to_input(pictures)`.
# It takes one gray picture of shape (height, width), or several of shape (n, height, width).
# It returns `float32` numbers of shape (n, height, width, 1), with n = 1 for a single picture.


# %% tags=["exercise"] id="basics/shapes-in-and-out/to-input" skills=["NN-12"]
def to_input(pictures):
    ### BEGIN SOLUTION
    if pictures.ndim == 2:
        pictures = pictures[np.newaxis]
    return pictures[..., np.newaxis].astype("float32")
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `pictures.ndim` is the number of axes: 2 for a single picture.

# %% [markdown] tags=["hint"]
# `a[np.newaxis]` adds an axis in front, `a[..., np.newaxis]` one at the end.

# %% tags=["check"]
several = np.arange(70).reshape(2, 5, 7)
fractions = np.random.default_rng(7).uniform(0, 255, (3, 6, 4))
for given in (several, several[1], fractions, fractions[:1]):
    got = to_input(given)
    assert got is not None, "Not attempted: to_input returned None. Return the array."
    assert isinstance(got, np.ndarray | tf.Tensor), (
        f"Got {type(got).__name__}, expected an array or a tensor of all pictures."
    )
    got = np.asarray(got)
    wanted = (1, *given.shape, 1) if given.ndim == 2 else (*given.shape, 1)
    told = f"Got {got.shape} for pictures of shape {given.shape}, expected {wanted}. "
    assert got.ndim == 4, told + "Make it four axes: add the ones that are missing."
    assert got.shape[-1] == 1, told + "The channel axis comes last, after the width."
    assert got.shape == wanted, told + "Keep the other axes in order: only add axes."
    given = given.reshape(got.shape)
    assert np.allclose(got, given, atol=1e-3), (
        f"Got {got[-1, 0, :3, 0].round(2)} as the first pixels of the last picture, "
        f"expected {given[-1, 0, :3, 0].round(2)}. Pixels have moved, or their values "
        "have changed: only add axes."
    )
    assert got.dtype == "float32", (
        f"Got {got.dtype}, expected float32. Change the type with astype."
    )
print("Correct: the network can take one picture or many.")


# %% tags=["wrong"] reason="four axes"
def to_input(pictures):
    return pictures[..., np.newaxis].astype("float32")


# %% tags=["wrong"] reason="comes last"
def to_input(pictures):
    return pictures.reshape(-1, 1, *pictures.shape[-2:]).astype("float32")


# %% tags=["wrong"] reason="pixels have moved"
def to_input(pictures):
    columns = np.swapaxes(pictures, -1, -2)
    return columns.reshape(-1, *pictures.shape[-2:], 1).astype("float32")


# %% tags=["wrong"] reason="values have changed"
def to_input(pictures):
    if pictures.ndim == 2:
        pictures = pictures[np.newaxis]
    return pictures[..., np.newaxis].astype("uint8").astype("float32")


# %% tags=["right"]
def to_input(pictures):
    height, width = pictures.shape[-2:]
    return np.asarray(pictures, "float32").reshape(-1, height, width, 1)


# %% tags=["right"]
def to_input(pictures):
    several = [pictures] if pictures.ndim == 2 else pictures
    return tf.stack([tf.cast(one, "float32")[:, :, tf.newaxis] for one in several])


# %% [markdown]
# ### A photo from another program
# Another program hands you one color photo as an array of shape (3, 24, 32): colors first, then height and width.
# Its numbers are of type `float64`; -1 means black and 1 full brightness, and a photo need not use the whole range.
# Write `bring(photo)`, which makes it fit a network with `keras.Input(shape=(24, 32, 3))`, trained on `float32` numbers from 0 to 1.


# %% tags=["exercise"] id="basics/shapes-in-and-out/bring" skills=["NN-13"]
def bring(photo):
    ### BEGIN SOLUTION
    last = np.moveaxis(photo, 0, -1)
    return ((last + 1) / 2)[np.newaxis].astype("float32")
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `np.moveaxis(photo, 0, -1)` moves the first axis to the end; don't forget the axis for the examples.

# %% [markdown] tags=["hint"]
# The range from -1 to 1 has a width of 2, so first add 1, then divide by 2.

# %% tags=["check"]
photos_to_bring = np.random.default_rng(7).uniform(-0.8, 0.5, (2, 3, 24, 32))
photos_to_bring[1] = -1
photos_to_bring[:, :, 2, 3] = [-0.4, 0, 0.9]
for photo_to_bring in photos_to_bring:
    got = bring(photo_to_bring.copy())
    assert got is not None, "Not attempted: bring returned None. Return the array."
    assert isinstance(got, np.ndarray | tf.Tensor), (
        f"Got {type(got).__name__}, expected an array or a tensor."
    )
    got, fractions = np.asarray(got), photo_to_bring / 2 + 0.5
    wanted = np.transpose(fractions, (1, 2, 0))
    told = f"Got shape {got.shape}, expected (1, 24, 32, 3). "
    assert got.shape != (24, 32, 3), told + "The axis for the examples is missing."
    assert got.shape[-3:] != (32, 24, 3), told + "Height and width are swapped."
    assert got.shape == (1, 24, 32, 3), told + "Examples come first, colors last."
    assert not np.allclose(got.ravel(), fractions.ravel(), atol=1e-4), (
        "The shape is right, but the numbers are still in their old order, as after "
        "reshape. Move the color axis instead."
    )
    assert np.allclose(got[0], wanted, atol=1e-4), (
        f"Got {got[0, 2, 3].round(2)} at row 2, column 3, expected "
        f"{wanted[2, 3].round(2)} for {photo_to_bring[:, 2, 3]}. In every photo, -1 "
        "must become 0, and 1 must stay 1: shift the values, then scale them."
    )
    assert got.dtype == "float32", f"Got {got.dtype}, expected float32. Use astype."
print("Correct: axes, examples, range and type are as in training.")


# %% tags=["wrong"] reason="as after reshape"
def bring(photo):
    return ((photo + 1) / 2).reshape(1, 24, 32, 3).astype("float32")


# %% tags=["wrong"] reason="shift the values"
def bring(photo):
    return np.moveaxis(photo, 0, -1)[np.newaxis].astype("float32")


# %% tags=["wrong"] reason="height and width are swapped"
def bring(photo):
    return ((photo.T + 1) / 2)[np.newaxis].astype("float32")


# %% tags=["wrong"] reason="in every photo"
def bring(photo):
    last = np.moveaxis(photo, 0, -1)
    low, high = last.min(), last.max()
    return ((last - low) / (high - low))[np.newaxis].astype("float32")


# %% tags=["right"]
def bring(photo):
    tensor = tf.transpose(tf.constant(photo, "float32"), (1, 2, 0))
    return tf.expand_dims(tensor * 0.5 + 0.5, axis=0)


# %% tags=["right"]
def bring(photo):
    red, green, blue = np.interp(photo, (-1, 1), (0, 1)).astype("float32")
    return np.array([np.dstack([red, green, blue])])


# %% [markdown]
# ### A forecast of six hours
# A station measures 3 things every hour, and you get the last 48 hours: shape (48, 3).
# Write `forecaster()`, which returns a model that predicts 2 values for each of the next 6 hours, so that one answer has the shape (6, 2).
# You need not compile it.
# A value can be any number, negative ones too, and everything that was measured in the 48 hours may matter for each of them.


# %% tags=["exercise"] id="basics/shapes-in-and-out/forecaster" skills=["NN-14"]
def forecaster():
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input(shape=(48, 3)),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(12),
            keras.layers.Reshape((6, 2)),
        ]
    )
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# How many numbers does one answer hold?
# A `Dense` layer without an activation can give them.

# %% [markdown] tags=["hint"]
# `Flatten` before the first `Dense`, `Reshape((6, 2))` after the last.

# %% tags=["check"]
net = forecaster()
assert net is not None, "Not attempted: forecaster returned None. Return a model."
assert isinstance(net, keras.Model), (
    f"Got {type(net).__name__}, expected a model. Make one model of the layers."
)
hours = tf.random.stateless_normal((240, 48, 3), seed=(7, 7))
try:
    got = np.array(net(hours))
except (ValueError, TypeError, tf.errors.InvalidArgumentError):
    told = f"Got an error for {hours.shape}, expected predictions. Check keras.Input."
    raise AssertionError(told) from None
promised = getattr(net, "input_shape", (None, 48, 3))[1:]
assert promised == (48, 3), (
    f"Got a model for inputs of shape {promised}, expected (48, 3). "
    "The 48 hours come first, then the 3 measurements."
)
told = f"Got {got.shape[1:]} for one example, expected (6, 2). "
assert got.ndim == 3, told + "One example needs two axes: end with a Reshape layer."
assert got.shape[1] != 48, told + "The axis of 48 hours is still there: flatten first."
assert got.shape == (240, 6, 2), told + "The 6 hours come first, then the 2 values."
# Of each example look at one of the 12 numbers; each number has its turn 20 times.
chosen = np.resize(np.eye(12, dtype="float32"), (240, 12)).reshape(240, 6, 2)
with tf.GradientTape() as tape:
    tape.watch(hours)
    total = tf.reduce_sum(chosen * net(hours))
slopes = np.reshape(np.abs(tape.gradient(total, hours)), (20, 12, 48, 3))
unseen = 48 - np.count_nonzero(slopes.max(axis=0).all(axis=2), axis=1)
assert not unseen.any(), (
    f"One of the 12 numbers doesn't depend on {unseen.max()} of the 48 hours, expected "
    "that each depends on all of them. For example, flatten the hours before a Dense."
)
for variable in net.trainable_variables:
    variable.assign(50 * variable)
low, high = np.min(net(hours)), np.max(net(hours))
assert low < -10 and high > 10, (
    f"With weights 50 times as large, got numbers from {low:.1f} to {high:.1f}, "
    "expected large ones on both sides of 0. Use no activation in the last Dense."
)
print("Correct: 48 hours of 3 values go in, 6 hours of 2 values come out.")


# %% tags=["wrong"] reason="end with a reshape layer"
def forecaster():
    layers = [keras.layers.Flatten(), keras.layers.Dense(12)]
    return keras.Sequential([keras.Input(shape=(48, 3)), *layers])


# %% tags=["wrong"] reason="48 hours is still there"
def forecaster():
    layers = [keras.layers.Dense(32, activation="relu"), keras.layers.Dense(2)]
    return keras.Sequential([keras.Input(shape=(48, 3)), *layers])


# %% tags=["wrong"] reason="no activation"
def forecaster():
    dense = keras.layers.Dense(12, activation="sigmoid")
    layers = [keras.layers.Flatten(), dense, keras.layers.Reshape((6, 2))]
    return keras.Sequential([keras.Input(shape=(48, 3)), *layers])


# %% tags=["wrong"] reason="doesn't depend on"
def forecaster():
    layers = [keras.layers.Reshape((6, 24)), keras.layers.Dense(2)]
    return keras.Sequential([keras.Input(shape=(48, 3)), *layers])


# %% tags=["wrong"] reason="doesn't depend on"
def forecaster():
    last = [keras.layers.Cropping1D((36, 0)), keras.layers.Flatten()]
    layers = [*last, keras.layers.Dense(12), keras.layers.Reshape((6, 2))]
    return keras.Sequential([keras.Input(shape=(48, 3)), *layers])


# %% tags=["wrong"] reason="make one model of the layers"
def forecaster():
    flatten, reshape = keras.layers.Flatten(), keras.layers.Reshape((6, 2))
    return [flatten, keras.layers.Dense(12), reshape]


# %% tags=["right"]
def forecaster():
    hours = keras.Input(shape=(48, 3))
    flat = keras.layers.Flatten()(keras.layers.BatchNormalization()(hours))
    hidden = keras.layers.Dense(24, activation="tanh")(flat)
    heads = [keras.layers.Dense(6)(hidden) for _ in range(2)]
    columns = [keras.layers.Reshape((6, 1))(head) for head in heads]
    return keras.Model(hours, keras.layers.Concatenate()(columns))


# %% tags=["right"]
class Forecaster(keras.Model):
    def __init__(self):
        super().__init__()
        self.read = keras.layers.Conv1D(8, 5, activation="relu")
        self.answer = keras.layers.Dense(12)

    def call(self, hours):
        seen = keras.ops.reshape(self.read(hours), (-1, 44 * 8))
        return keras.ops.reshape(self.answer(seen), (-1, 6, 2))


def forecaster():
    return Forecaster()


# %% tags=["right"]
def forecaster():
    model = keras.Sequential([keras.Input(shape=(48, 3)), keras.layers.GRU(8)])
    model.add(keras.layers.Dense(12))
    model.add(keras.layers.Reshape((6, 2)))
    return model


# %% [markdown]
# ## What to remember
# - The first axis counts examples; `keras.Input` describes one of them.
# - `reshape` keeps the order of the numbers, `transpose` and `moveaxis` move axes; that a shape fits doesn't show that the numbers are in the right places.
# - For new data compare the shape, the type, the smallest value, the largest and the mean with the training data, and add a step for each difference.
# - The last layers produce the shape that the labels have: a `Dense` for as many numbers as one label holds, then `Reshape`.
# - Compare `model.output_shape` with the labels before you train, because a loss may stretch labels to fit.
#
# Next: [Two classes or many](two-or-many.ipynb), where the last layer decides together with the loss.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
