# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Batches and data sources: tf.data"
#     summary: "Feed a network from arrays, files, a generator or a ready-made set, and learn why shuffling comes before batching."
#     skills: [NN-15, NN-17, NN-19]
#     requires: [basics/first-model, basics/tables-and-json]
# ---

# %% [markdown]
# After this lesson you can feed a network from arrays, files, a running program or a ready-made set, with the same few calls.
# You know what a batch is, why shuffling comes before batching, and what `fit` does by itself and what it leaves to you.

# %% [markdown] skills=["NN-15"]
# ## Cut the data into batches
# A network takes one training step for each **batch**, the few examples that it sees at once.
# The whole data set needn't fit into memory, because `fit` needs only one batch at a time.
#
# Take 1500 handwritten digits, each a row of 64 brightnesses.
# Suppose that they come from ten folders, one for each digit, and were read folder by folder: first all zeros, then all ones.
#
# A `tf.data.Dataset` hands out examples one after the other.
# `from_tensor_slices` makes one from arrays in memory, `batch` puts examples together, and `element_spec` describes what comes out.
# 1500 examples, 32 in a batch: how many batches will there be, and how large is the last one?

# %%
import json

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.datasets import load_digits, load_iris

keras.utils.set_random_seed(7)
digits = load_digits()
order = np.random.default_rng(7).permutation(len(digits.target))
folders = order[:1500][np.argsort(digits.target[order[:1500]])]
x, y = (digits.data[folders] / 16).astype("float32"), digits.target[folders]
x_test, y_test = digits.data[order[1500:]] / 16, digits.target[order[1500:]]

examples = tf.data.Dataset.from_tensor_slices((x, y))
batches = examples.batch(32)
even = examples.batch(32, drop_remainder=True)
for name, data in {"examples": examples, "batches": batches, "even": even}.items():
    rows, labels = data.element_spec
    print(f"{len(data):4} {name:8} of shape {rows.shape}, labels {labels.shape}")
sizes = [len(labels) for rows, labels in batches]
print("first batches:", sizes[:3], " last batches:", sizes[-3:])

# %% tags=["claim"]
assert sizes == [32] * 46 + [28] and len(batches) == 47, "46 full batches, a rest"
assert batches.element_spec[0].shape.as_list() == [None, 64], "None for the rest"
assert even.element_spec[0].shape.as_list() == [32, 64] and len(even) == 46, "no rest"
assert y[0] == 0 and y[-1] == 9 and (np.diff(y) >= 0).all(), "folder by folder"

# %% [markdown]
# A batch has one axis more than an example, and it is the first.
# After 46 batches of 32 there are 28 examples left over, and they make a smaller last batch.
# That is why the shape has `None` in that place: the length may change from batch to batch.
#
# `drop_remainder=True` leaves that smaller batch out, for the rare code that needs a fixed size.
# Never use it on test data, or the score leaves out some of the examples.

# %% [markdown] skills=["NN-15"]
# ## Shuffle, then batch
# `shuffle(size)` works with a **shuffle buffer**: it fills the buffer with `size` examples, draws one at random, puts the next example in its place, and draws again.
# An example can't come out before it has gone in, so a small buffer mixes only neighbors.
#
# ![Sorted examples enter a buffer one by one; examples drawn from it at random fill batches, in which only kinds appear that are already in the buffer](../diagrams/shuffle-buffer.svg)
#
# In the picture the third kind has not entered the buffer yet, so no batch can contain it.
#
# Send 1500 numbers, in order from 0 upward, through buffers of five sizes.
# Each point is one number: the horizontal axis shows its place on the way in, before shuffling, and the vertical axis its place on the way out.
# Step through the sizes: how far can a number move forward, and from which size on does the first half of the output contain numbers from all parts of the input?

# %% slider="Buffer" states=["1", "30", "100", "500", "1500"] alt=["Buffer 1: all points lie on the diagonal", "Buffer 30: the points lie close above a line that is hardly lower than the diagonal", "Buffer 100: a band along the diagonal", "Buffer 500: a wide band, and the lower right corner stays empty", "Buffer 1500: the points fill the square evenly"]
came_in = {}
for size in (1, 30, 100, 500, 1500):
    stream = tf.data.Dataset.range(1500).shuffle(size)
    came_in[size] = np.array(list(stream.as_numpy_iterator()))
    plt.figure(figsize=(6, 3.4))
    plt.plot(came_in[size], np.arange(1500), ".", markersize=2, rasterized=True)
    plt.xlabel("place on the way in")
    plt.ylabel("place on the way out")
    plt.xlim(0, 1500)
    plt.ylim(0, 1500)
    plt.show()

# %% tags=["claim"]
for size, went_in in came_in.items():
    forward = (went_in - np.arange(1500)).max()
    assert forward <= size - 1, f"buffer {size}: {forward} places forward"
    assert sorted(went_in) == [*range(1500)], "each number once"
assert (came_in[1] == np.arange(1500)).all(), "1 changes nothing"
latest = {size: went_in[:750].max() for size, went_in in came_in.items()}
assert latest[500] < 750 + 500 and latest[1500] > 1400, f"the first half: {latest}"
mixed_up = {size: np.corrcoef(n, np.arange(1500))[0, 1] for size, n in came_in.items()}
assert mixed_up[100] > 0.9 > mixed_up[500] > 0.3 > abs(mixed_up[1500]), f"{mixed_up}"

# %% [markdown]
# With a buffer of `size`, a number can move forward by at most `size - 1` positions, because it has to go in first.
# It may come out much later if it is unlucky in the draw, which is why the points have no such limit on the upper side.
# Only with the buffer of 1500 does the first half of the output contain numbers from every part of the input.
#
# Now do the same with digits.
# Here are four ways to make batches of the sorted digits.
# Before you look at the figure: which digits will each of them put into a batch?

# %% alt="Four panels, one for each way, with the digits 0 to 9 from bottom to top and 47 batches from left to right: not shuffled gives a staircase; batched, then shuffled gives single bright fields at random places; a buffer of 100 gives a blurred staircase; a buffer of 1500 gives an even mixture"
ways = {
    "not shuffled": examples.batch(32),
    "batched, then shuffled": examples.batch(32).shuffle(47),
    "buffer 100, then batched": examples.shuffle(100).batch(32),
    "buffer 1500, then batched": examples.shuffle(1500).batch(32),
}
plt.figure(figsize=(7, 4))
held = {}
for place, (name, data) in enumerate(ways.items()):
    held[name] = np.array([np.bincount(labels, minlength=10) for _, labels in data])
    plt.subplot(2, 2, place + 1)
    plt.imshow(held[name].T, aspect="auto", origin="lower", vmin=0, vmax=32)
    plt.title(name, fontsize=10)
    plt.xlabel("batch")
    plt.ylabel("digit")
    plt.yticks([0, 3, 6, 9])
plt.tight_layout()
plt.show()

# %% tags=["claim"]
kinds = {name: (counts > 0).sum(axis=1).mean() for name, counts in held.items()}
assert kinds["not shuffled"] == kinds["batched, then shuffled"] < 1.5, "one or two"
assert 1.5 < kinds["buffer 100, then batched"] < 5, "only neighbors"
assert kinds["buffer 1500, then batched"] > 8, "nearly all digits in each batch"
assert all(counts.sum() == 1500 for counts in held.values()), "no example is lost"
assert np.bincount(y).min() > 100, "a folder is larger than the small buffer"

# %% [markdown]
# A bright field means many examples of that digit.
# After `batch` the data set consists of batches, so `shuffle` moves whole batches, and each still holds one digit, or two where one folder ends and the next begins.
# The buffer of 100 is smaller than a folder, so it only blurs these transitions.
# Only with a buffer for all examples does each batch look like the whole set.
#
# Does it matter?
# Train the same network four times, from the same first weights.
# It gives a probability for each digit (`softmax`), and [Two classes or many](two-or-many.ipynb) explains that and the loss with the long name.
# `accuracy` is the share of right answers.


# %%
def reader():
    hidden = keras.layers.Dense(32, activation="relu")
    answer = keras.layers.Dense(10, activation="softmax")
    model = keras.Sequential([keras.Input(shape=(64,)), hidden, answer])
    loss = "sparse_categorical_crossentropy"
    model.compile(keras.optimizers.SGD(0.2), loss, metrics=["accuracy"])
    return model


model = reader()
start = model.get_weights()
scores = {}
for name, data in ways.items():
    model.set_weights(start)
    model.fit(data, epochs=3, verbose=0, shuffle=False)
    scores[name] = np.mean(np.argmax(model(x_test), axis=1) == y_test)
    print(f"{name:26} {scores[name]:.2f} of the test digits read")

# %% tags=["claim"] numbers=["accuracy, all shuffled = full", "accuracy, not shuffled = unmixed"]
unmixed, late, small, full = scores.values()
assert full > 0.8, f"a full buffer reads most, got {full:.2f}"
assert unmixed < 0.3 and unmixed < small < full - 0.2, f"the order decides: {scores}"
assert late < full - 0.05, f"whole batches are not enough: {scores}"
model.set_weights(start)
model.fit(ways["not shuffled"], epochs=3, verbose=0, shuffle=False)
assert np.mean(np.argmax(model(x_test), axis=1) >= 8) > 0.7, "what it saw last"
again = [
    np.concatenate([k for _, k in ways["buffer 100, then batched"]]) for _ in range(2)
]
assert not np.array_equal(*again), "a new order in each epoch"

# %% [markdown]
# Without shuffling, the last steps of each epoch show nothing but nines, and the network ends up answering with the digits that it saw last.
# So make the buffer as large as the data set if memory allows.
# If it does not, shuffle the list of files, and let the buffer mix the examples that come out of them.
# By default `shuffle` makes a new order in each epoch.

# %% [markdown] skills=["NN-15"]
# ## What fit does with arrays and with a data set
# `fit` takes arrays or a data set, but it doesn't treat them alike.
#
# | | `fit(x, y)` | `fit(data)` |
# |---|---|---|
# | size of a batch | `batch_size`, otherwise 32 | as you batched; `batch_size` is silently ignored |
# | order | shuffled in each epoch | as it comes |
# | labels | second argument | in the pairs |
#
# The default of `fit` is `shuffle=True`, and for a data set it warns that this has no effect.
# So pass `shuffle=False`, which avoids the warning and changes nothing about your own `shuffle`.
#
# A data set can also be endless: after its last example `repeat()` starts over, again and again.
# Then `fit` would never finish an epoch, so you tell it with `steps_per_epoch` how many batches make one.
# You need the two when a source has no end, or when an epoch would last for hours.
#
# The optimizer counts its steps in `iterations`.
# Predict the three numbers before you look.


# %%
def steps_of(*data, **options):
    before = int(model.optimizer.iterations)
    model.fit(*data, verbose=0, **options)
    return int(model.optimizer.iterations) - before


mixed = examples.shuffle(1500)
forever = mixed.repeat().batch(100)
print("arrays:     ", steps_of(x, y, epochs=2))
print("a data set: ", steps_of(mixed.batch(100), epochs=2, shuffle=False))
options = {"epochs": 3, "steps_per_epoch": 20, "shuffle": False}
print("without end:", steps_of(forever, **options))

# %% tags=["claim"]
import warnings

assert steps_of(x, y, epochs=2) == 2 * 47, "arrays, 32 in a batch"
assert steps_of(mixed.batch(100), epochs=2, shuffle=False) == 2 * 15, "100 in a batch"
assert steps_of(forever, **options) == 3 * 20, "as many as you said"
assert steps_of(mixed.batch(100), batch_size=500, shuffle=False) == 15, "ignored"


def warned(words, data, shuffle=False, **options):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        steps_of(data, shuffle=shuffle, **options)
    return any(words in str(one.message) for one in caught)


options, words = {"epochs": 2, "steps_per_epoch": 10}, "ran out of data"
assert warned(words, mixed.batch(100), **options), "20 steps of 15 batches"
assert not warned(words, forever, **options), "it never ends"
assert warned("will be ignored", mixed.batch(100), shuffle=True), "it can't obey"

# %% [markdown]
# An epoch has 47 steps with batches of 32, 15 with batches of 100, or as many as `steps_per_epoch` says.
# If you set `steps_per_epoch` without `repeat`, the batches may run out, and `fit` warns about it.

# %% [markdown] skills=["NN-17"]
# ## Three sources, three ways to read them
# 150 irises were measured, 50 of each of three species; here are the length and width of a petal.
# The flowers are real, but the rest is a story: three gardens measured 50 each, and each sends a file of its own kind.
# First write the files.

# %%
iris = load_iris()
names = iris.target_names.tolist()
sent = np.random.default_rng(7).permutation(150)  # the order of the flowers
table = pd.DataFrame(iris.data[sent, 2:].round(1), columns=["length", "width"])
table["species"] = [names[kind] for kind in iris.target[sent]]

table[:50].to_csv("pond.csv", index=False)
(table[50:100] * [10, 10, 1]).to_csv("hill.csv", index=False, float_format="%.1f")
table[100:].to_json("wall.jsonl", orient="records", lines=True)
for file in ["pond.csv", "hill.csv", "wall.jsonl"]:
    with open(file) as opened:
        print(file, *opened.read().splitlines()[:2], sep="\n    ")

# %% [markdown]
# `wall.jsonl` is JSON with one record on each line, a common format for a log that grows.
# Something is odd about the hill; don't fix it yet.
#
# - **A table that fits into memory**: pandas and `from_tensor_slices`, as with the digits.
# - **A text file of any size**: `TextLineDataset` reads line by line, `skip(1)` leaves the header out, and `map` puts each line through a function.
#   It calls your function only once, to record which TensorFlow operations to repeat for each line.
#   So parse the line with `tf.io.decode_csv`, and not with Python's `split`, which would run only that once.
#   The list beside the line gives the default for each empty field, and with it the type of the column.
#   `tf.stack` puts the two numbers side by side in one tensor; `tf.equal` compares the species with each name in the list, and `tf.argmax` finds the position where they are equal.
# - **Anything that Python can produce**: a generator, which is a function with a `yield` for each example.
#   It could query a database, or an instrument that is measuring now.
#   TensorFlow can't look inside, so `output_signature` promises the shape and the type of each part, as a `tf.TensorSpec`.


# %%
lines_read = []


def parse(line):
    length, width, name = tf.io.decode_csv(line, [0.0, 0.0, ""])
    return tf.stack([length, width]), tf.argmax(tf.equal(name, names))  # its place


def records():
    with open("wall.jsonl") as opened:
        for line in opened:
            lines_read.append(line)  # to count them later on
            record = json.loads(line)
            yield [record["length"], record["width"]], names.index(record["species"])


pond_table = pd.read_csv("pond.csv")
petals = pond_table[["length", "width"]].to_numpy("float32")
kinds = [names.index(name) for name in pond_table["species"]]
pond = tf.data.Dataset.from_tensor_slices((petals, np.array(kinds, "int64")))
hill = tf.data.TextLineDataset("hill.csv").skip(1).map(parse)
promise = (tf.TensorSpec((2,), "float32"), tf.TensorSpec((), "int64"))
wall = tf.data.Dataset.from_generator(records, output_signature=promise)

gardens = {"pond": pond, "hill": hill, "wall": wall}
for name, data in gardens.items():
    petals = np.array([petal for petal, kind in data])
    low, high = petals.min(axis=0), petals.max(axis=0)
    print(f"{name}: {len(petals)} flowers, length and width from {low} to {high}")
print("the same form:", pond.element_spec == hill.element_spec == wall.element_spec)

# %% tags=["claim"]
assert pond.element_spec == hill.element_spec == promise, "one form"
for (name, data), first in zip(gardens.items(), (0, 50, 100), strict=True):
    pairs = [(petal.numpy(), int(kind)) for petal, kind in data]
    part, unit = table[first : first + 50], 10 if name == "hill" else 1
    assert [names[kind] for _, kind in pairs] == part["species"].tolist(), name
    measured = unit * part[["length", "width"]].to_numpy()
    assert np.allclose([petal for petal, _ in pairs], measured, atol=1e-3), name
calls = []
counted = hill.map(lambda petal, kind: calls.append(kind) or kind)
assert len(list(counted)) == 50 and len(calls) == 1, "map calls the function once"

# %% [markdown]
# All three sources end in the same form: a petal of two numbers, and a label.
#
# But the numbers disagree, because the hill measures in millimeters and the others in centimeters.
# Names and types are the same, so no call raises an error.
# Print the smallest and the largest value **for each source** before you mix them.
# Then convert the hill's values with one more `map`, and join the three with `concatenate`.
#
# One thing is still missing: TensorFlow can't know in advance how long a text file or a generator is.
# `cardinality` gives the length of a data set, and here it gives -2, which stands for "unknown".
# `fit` would take the end of the first epoch for a mistake, and warn that the input "ran out of data".
# So promise the number with `assert_cardinality`; if another number of examples comes, you get an error.

# %%
hill_cm = hill.map(lambda petal, kind: (petal / 10, kind))
flowers = pond.concatenate(hill_cm).concatenate(wall)
known = flowers.apply(tf.data.experimental.assert_cardinality(150))
petals = np.array([petal for petal, kind in known])
print("length:", flowers.cardinality().numpy(), "- with the promise:", len(known))
print("from", petals.min(axis=0), "to", petals.max(axis=0))

# %% tags=["claim"]
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

assert hill.cardinality() == wall.cardinality() == flowers.cardinality() == -2, "-2"
assert np.allclose(petals, iris.data[sent, 2:], atol=1e-3), "all in centimeters"
promised = tf.data.experimental.assert_cardinality
unknown = mixed.batch(100).filter(lambda rows, labels: True)
assert warned(words, unknown), "the first end is taken for a mistake"
assert not warned(words, unknown.apply(promised(15))), "with the promise it is not"
try:
    assert not list(flowers.apply(promised(151))), "another number came"
except tf.errors.FailedPreconditionError as error:
    assert "contained only 150" in str(error), error
for new in ("a", "b"):
    address = Path("there.csv").absolute().as_uri()
    Path("there.csv").write_text(new)
    with redirect_stdout(StringIO()):
        kept = keras.utils.get_file("here.csv", origin=address, cache_dir=".")
    assert Path(kept).read_text() == "a", "get_file fetches once and keeps"

# %% [markdown]
# A file on the web is one more source: `keras.utils.get_file("pond.csv", origin="https://…")` downloads it once, keeps it and returns its path.
# That call is only shown, because a lesson never uses the network.

# %% [markdown] skills=["NN-15"]
# ## A tf.data pipeline: cache, shuffle, prefetch
# With `tf.data`, reading takes time and happens again in each epoch.
# `cache` keeps what came out of the steps before it, in memory or in a file that you name.
# Count the lines that are read from the wall's file in three epochs, and check whether the order changes.

# %%
plans = {
    "no cache": flowers.shuffle(150).batch(32),
    "cache, then shuffle": flowers.cache().shuffle(150).batch(32),
    "shuffle, then cache": flowers.shuffle(150).cache().batch(32),
}
seen = {}
for name, plan in plans.items():
    lines_read.clear()
    orders = [np.concatenate([petals for petals, kinds in plan]) for epoch in range(3)]
    seen[name] = len(lines_read), not np.array_equal(orders[0], orders[1])
    print(f"{name:20} {seen[name][0]:4} lines read, a new order: {seen[name][1]}")

# %% tags=["claim"]
expected = [(150, True), (50, True), (50, False)]
assert list(seen.values()) == expected, f"lines and orders: {seen}"
plain, early = ([k.numpy().tolist() for p, k in d] for d in (wall, wall.prefetch(10)))
assert plain == early, "prefetch changes no number"

# %% [markdown]
# What comes before `cache` happens only once, so parse before it and shuffle after it.
# The same goes for anything else that must be new in each epoch, such as [augmentation](../images/augmentation.ipynb#in-the-model-or-in-the-pipeline).
#
# `prefetch` comes last: it prepares the next batches while the network works on this one.
# It changes none of the numbers and only saves waiting; `prefetch(tf.data.AUTOTUNE)` lets TensorFlow choose how many batches to prepare.
#
# Such a chain of calls is called a **data pipeline**, and the whole one is: read, `map`, `cache`, `shuffle`, `batch`, `prefetch`.
# Leave `shuffle` out for validation and test data.

# %% [markdown] skills=["NN-19"]
# ## Ready-made: keras.datasets
# `keras.datasets` has eight data sets that somebody has collected, cleaned and split for you, and the call always has this form:
# `(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()`.
# It downloads a file to your home folder, once, and opens it.
# For `mnist` that is an `.npz` file: several named arrays in one.
#
# The real call is not run here, because it downloads.
# What comes after the download is run: you write our digits to a file of the same kind, and `load_data` opens it as Keras does.
# Look at the result before you build anything.


# %%
def load_data(path="digits.npz"):
    with np.load(path) as file:
        train = file["x_train"], file["y_train"]
        return train, (file["x_test"], file["y_test"])


pictures, labels = digits.images[order].astype("uint8"), digits.target[order]
train = {"x_train": pictures[:1500], "y_train": labels[:1500]}
test = {"x_test": pictures[1500:], "y_test": labels[1500:]}
np.savez("digits.npz", **train, **test)
(x_train, y_train), (x_test, y_test) = load_data()
print("train:", x_train.shape, x_train.dtype, " labels:", y_train.shape)
print("test: ", x_test.shape, " pixels from", x_train.min(), "to", x_train.max())
print("examples of each digit:", np.bincount(y_train))

# %% tags=["claim"]
sets = [name for name in dir(keras.datasets) if not name.startswith("_")]
assert len(sets) == 8 and {"mnist", "imdb", "california_housing"} <= set(sets), sets
assert x_train.shape == (1500, 8, 8) and x_train.dtype == "uint8", "pictures"
assert x_train.max() == 16, "the range that the text warns of"
assert np.bincount(y_train).min() > 110, "about even"

# %% [markdown]
# Two pairs come back, and no validation part, so split one off the training data yourself.
#
# The type `uint8` holds whole numbers to 255, and in `mnist` the pixels go up to 255.
# Here they end at 16, so if you divide by 255 out of habit, you get a very dark picture.
# Other sets have no pictures: `imdb` gives lists of word numbers, `california_housing` a table and prices.

# %% [markdown] skills=["NN-19"]
# ## Ready-made: TensorFlow Datasets
# The package [TensorFlow Datasets](https://www.tensorflow.org/datasets/overview), `tfds` for short, has many more.
# It isn't part of TensorFlow: you install it with `pip install tensorflow-datasets`, and this course does without it.
# So this call is only shown:
#
# ```python
# import tensorflow_datasets as tfds
#
# (train, valid, test), info = tfds.load(
#     "mnist",
#     split=["train[:90%]", "train[90%:]", "test"],
#     as_supervised=True,
#     with_info=True,
# )
# ```
#
# - `split` names the parts and can [cut them further](https://www.tensorflow.org/datasets/splits); without it you get a dictionary of all parts.
# - `as_supervised=True` gives pairs of picture and label; without it each example is a dictionary with keys such as `"image"`.
# - `with_info=True` adds a description, including `info.features` and `info.splits["train"].num_examples`.
#
# You get data sets of **single** examples: pictures of type `uint8` with a third axis, which has length 1 for a gray picture.
# Scaling, shuffling and batching are left to you.
# The next cell is the stand-in: three data sets of that form, made from our file, and then treated as you would treat the real ones.
# In it `tf.cast` turns whole numbers into floats, and `tf.reshape` turns each picture into a row of 64 numbers.

# %%
whole = tf.data.Dataset.from_tensor_slices((x_train[..., np.newaxis], y_train))
train, valid = whole.take(1350), whole.skip(1350)  # as "train[:90%]", "train[90%:]"
test = tf.data.Dataset.from_tensor_slices((x_test[..., np.newaxis], y_test))
print("one example:", train.element_spec[0])


def scale(picture, label):
    return tf.reshape(tf.cast(picture, "float32") / 16, (64,)), label


def ready(data, buffer=0):
    data = data.map(scale).cache()
    data = data.shuffle(buffer) if buffer else data
    return data.batch(32).prefetch(tf.data.AUTOTUNE)


model.set_weights(start)  # forget everything
mixed, fixed = ready(train, buffer=1350), ready(valid)
model.fit(mixed, validation_data=fixed, epochs=4, verbose=2, shuffle=False)
loss, right = model.evaluate(ready(test), verbose=0)
print(f"test digits read: {right:.2f}")

# %% tags=["claim"]
assert train.element_spec[0] == tf.TensorSpec((8, 8, 1), "uint8"), "single pictures"
assert len(train) == 1350 and len(valid) == 150 and len(test) == 297, "three parts"
assert right > 0.7, f"most test digits are read, got {right:.2f}"

# %% [markdown]
# `43/43` counts the batches: 1350 examples, 32 in each but the last.
# `evaluate` goes through a data set once, without training, and gives the loss and the share of right answers, which is called the **accuracy**.
# `ready` works for all three, because it doesn't matter where the examples came from.

# %% [markdown]
# ## What can go wrong
# - **Split after shuffle.** `shuffle` makes a new order in each pass, so `take` and `skip` after it pick other examples each time, and training examples leak into the validation part.
#   Split first, then shuffle.
# - **A source that is used up.** `from_generator` wants the function, so that it can call it again for each epoch.
#   If you give it a generator that is already running, the second epoch is empty.
# - **No batch at all.** `fit` refuses single examples, with a message about shapes; see [the data set has no batches](../../reference/common-errors.ipynb#the-data-set-has-no-batches).
#
# Here is the first one.

# %%
mixed = tf.data.Dataset.range(100).shuffle(100)
valid = set(mixed.take(20).as_numpy_iterator())
train = set(mixed.skip(20).as_numpy_iterator())
print("of 20 validation numbers,", len(valid & train), "are in the training part too")

# %% tags=["claim"]
assert len(valid & train) > 5, f"most of them wander, got {len(valid & train)}"
running = records()
spent = tf.data.Dataset.from_generator(lambda: running, output_signature=promise)
assert (len(list(spent)), len(list(spent))) == (50, 0), "used up"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Batches for training
# Write `feed(x, y, size)`, which gets inputs and labels as arrays.
# Return a `tf.data.Dataset` for training: pairs in batches of `size`, all examples in a new random order in each epoch, and none left out.


# %% tags=["exercise"] id="basics/batches-and-sources/feed" skills=["NN-15"]
def feed(x, y, size):
    ### BEGIN SOLUTION
    return tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x)).batch(size)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Three calls are enough; their order matters, and so does the size of the buffer.

# %% [markdown] tags=["hint"]
# Any example must be able to come first, so the buffer needs room for `len(x)` examples.

# %% tags=["check"]
pairs_of_100 = np.arange(200.0).reshape(100, 2), 10 * np.arange(100)
for size in (16, 30):
    got = feed(*pairs_of_100, size)
    assert got is not None, "Not attempted: feed returned None. Return a data set."
    assert isinstance(got, tf.data.Dataset) and (
        isinstance(got.element_spec, tuple) and len(got.element_spec) == 2
    ), (
        f"Got {type(got).__name__}, expected a tf.data.Dataset of pairs, input and "
        "label. Use from_tensor_slices((x, y))."
    )
    passes = []
    for _ in range(6):
        parts_of = [(np.array(a), np.array(b)) for a, b in got.take(101)]
        shape = parts_of[0][0].shape
        told = f"Got a first batch of shape {shape}, expected {(size, 2)}. "
        assert len(shape) == 2, told + "These are single examples: batch them."
        assert shape[1] == 2, told + "Keep both numbers of each row."
        drawn = np.concatenate([a[:, 0] for a, b in parts_of]) / 2
        told = f"Got {len(drawn)} examples in an epoch, expected each of 100 once. "
        assert sorted(drawn) == list(range(100)), (
            told + "Keep the smaller last batch, and repeat nothing."
        )
        assert (10 * drawn == np.concatenate([b for a, b in parts_of])).all(), (
            "Got inputs with the labels of other examples. Shuffle them as pairs."
        )
        passes.append(drawn)
    assert (passes[0] != passes[1]).any(), (
        "Got the same order in two epochs, expected a new one. Shuffle in the data "
        "set, and cache only before that."
    )
    together = np.mean(np.diff(passes[0]) == 1)
    assert together < 0.5, (
        f"{together:.0%} of the examples still follow their old neighbor, expected "
        "hardly any. Shuffle before you batch, with a buffer for all examples."
    )
    # An example can't come more places early than the buffer is large.
    early = max((drawn - np.arange(100)).max() for drawn in passes)
    assert early > 80, (
        f"In 6 epochs no example came more than {early:.0f} places early, expected "
        "more than 80. The buffer is too small: it must hold all examples."
    )
    sets = {frozenset(drawn[i : i + size]) for drawn in passes for i in (0, size)}
    assert len(sets) == 6 * 2, (
        "Got a batch of the same examples twice, expected new batches in each epoch. "
        "Shuffle examples, not batches."
    )
    lengths = [len(b) for a, b in parts_of]
    assert lengths == [size] * (100 // size) + [100 % size], (
        f"Got batches of {lengths}, expected {size} in each but the last."
    )
print("Correct: each epoch has every example once, in a new order.")


# %% tags=["wrong"] reason="their old neighbor"
def feed(x, y, size):
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(size)
    return data.shuffle(len(x))


# %% tags=["wrong"] reason="the buffer is too small"
def feed(x, y, size):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    return data.shuffle(size).batch(size)


# %% tags=["wrong"] reason="of the same examples twice"
def feed(x, y, size):
    order = np.random.permutation(len(x))
    data = tf.data.Dataset.from_tensor_slices((x[order], y[order]))
    return data.batch(size).shuffle(len(x))


# %% tags=["right"]
def feed(x, y, size):
    inputs, labels = (tf.data.Dataset.from_tensor_slices(part) for part in (x, y))
    pairs = tf.data.Dataset.zip((inputs, labels)).cache()
    return pairs.shuffle(10 * len(x)).batch(size).prefetch(tf.data.AUTOTUNE)


# %% tags=["right"]
def feed(x, y, size):
    def mixed():
        left = np.random.permutation(len(x))
        while len(left):
            chosen, left = left[:size], left[size:]
            yield x[chosen], y[chosen]

    forms = [tf.TensorSpec((None, *part.shape[1:]), part.dtype) for part in (x, y)]
    return tf.data.Dataset.from_generator(mixed, output_signature=tuple(forms))


# %% [markdown]
# ### A log with two units
# A measuring device writes lines like those of the wall, but each record also has a `"unit"`, which is `"mm"` or `"cm"`.
# Write `from_log(path)`, which returns a `tf.data.Dataset` of single pairs in the form `promise`: length and width in cm, and the place of the species in `names`.
# It must give all records in every epoch.


# %% tags=["exercise"] id="basics/batches-and-sources/from-log" skills=["NN-17"]
def from_log(path):
    ### BEGIN SOLUTION
    def measured():
        with open(path) as opened:
            for line in opened:
                record = json.loads(line)
                unit = {"mm": 10, "cm": 1}[record["unit"]]
                petal = [record["length"] / unit, record["width"] / unit]
                yield petal, names.index(record["species"])

    return tf.data.Dataset.from_generator(measured, output_signature=promise)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Start from `records`, and define it inside `from_log`, so that it can use the path.

# %% [markdown] tags=["hint"]
# Divide by 10 only where the record says `"mm"`, and pass the function itself, without parentheses after its name.

# %% tags=["check"]
from pathlib import Path

records_of = {
    "device.jsonl": [
        {"length": 1.4, "width": 0.2, "unit": "cm", "species": "setosa"},
        {"length": 55, "width": 21, "unit": "mm", "species": "virginica"},
        {"length": 9.5, "width": 1, "unit": "mm", "species": "versicolor"},
    ],
    "other.jsonl": [
        {"length": 6.9, "width": 2.3, "unit": "cm", "species": "virginica"},
        {"length": 11.5, "width": 0.5, "unit": "cm", "species": "setosa"},
    ],
}
expected_petals = {
    "device.jsonl": [[1.4, 0.2], [5.5, 2.1], [0.95, 0.1]],
    "other.jsonl": [[6.9, 2.3], [11.5, 0.5]],
}
for file_name, log in records_of.items():
    Path(file_name).write_text("".join(json.dumps(line) + "\n" for line in log))
    got = from_log(file_name)
    assert got is not None, "Not attempted: from_log returned None. Return a data set."
    assert isinstance(got, tf.data.Dataset) and (
        isinstance(got.element_spec, tuple) and len(got.element_spec) == 2
    ), (
        f"Got {type(got).__name__}, expected a tf.data.Dataset of pairs, petal and "
        "species."
    )
    form = [(part.shape, part.dtype) for part in got.element_spec]
    assert form == [(part.shape, part.dtype) for part in promise], (
        f"Got pairs of the form {got.element_spec}, expected {promise}. Fix the shape "
        "or the type, and give single pairs."
    )
    try:
        epochs = [[(np.array(a), int(b)) for a, b in got.take(9)] for _ in range(2)]
        problem = ""
    except Exception as error:
        problem = " ".join(str(error).split())[:90]
    assert not problem, (
        f"Got an error while the records are read, expected pairs: {problem} "
        "Run your generator on its own, with list(...), and look at its first record."
    )
    counted = len(epochs[0])
    told = f"Got {counted} records, expected {len(log)}. "
    assert counted == len(log), told + "Yield one for each line of the file at path."
    assert len(epochs[1]) == len(log), (
        f"Got {len(epochs[1])} records in the second epoch, expected {len(log)}. "
        "The generator is used up: pass a function that starts a new one."
    )
    measured = np.array([petal for petal, kind in epochs[0]])
    expected = np.array(expected_petals[file_name])
    shown_as = measured.astype(float).round(2).tolist()
    told = f"Got the petals {shown_as}, expected {expected.tolist()}. "
    assert not (measured > 8 * expected).any(), (
        told + "Some are still in millimeters: divide those by 10."
    )
    assert not (measured < expected / 8).any(), (
        told + "Leave centimeters as they are: look at the unit of each record."
    )
    assert np.allclose(measured, expected, atol=1e-3), (
        told + "Length comes before width, and neither is rounded."
    )
    kinds_of = [kind for petal, kind in epochs[0]]
    expected = [names.index(record["species"]) for record in log]
    assert kinds_of == expected, (
        f"Got the labels {kinds_of}, expected {expected}: the species' places in names."
    )
print("Correct: all petals in centimeters, in each epoch.")


# %% tags=["wrong"] reason="used up"
def from_log(path):
    table = pd.read_json(path, lines=True)
    unit = table["unit"].map({"mm": 10, "cm": 1})
    petals = zip(table["length"] / unit, table["width"] / unit, strict=True)
    pairs = zip(petals, map(names.index, table["species"]), strict=True)
    return tf.data.Dataset.from_generator(lambda: pairs, output_signature=promise)


# %% tags=["wrong"] reason="still in millimeters"
def from_log(path):
    table = pd.read_json(path, lines=True)
    petals = table[["length", "width"]].to_numpy("float32")
    kinds = np.array([names.index(name) for name in table["species"]], "int64")
    return tf.data.Dataset.from_tensor_slices((petals, kinds))


# %% tags=["wrong"] reason="the unit of each record"
def from_log(path):
    table = pd.read_json(path, lines=True)
    petals = table[["length", "width"]].to_numpy("float32")
    kinds = np.array([names.index(name) for name in table["species"]], "int64")
    unit = np.where(petals.max(axis=1, keepdims=True) > 8, 10, 1).astype("float32")
    return tf.data.Dataset.from_tensor_slices((petals / unit, kinds))


# %% tags=["wrong"] reason="fix the shape or the type"
def from_log(path):
    table = pd.read_json(path, lines=True)
    unit = table["unit"].map({"mm": 10, "cm": 1})
    petals = table[["length", "width"]].div(unit, axis=0)
    kinds = [names.index(name) for name in table["species"]]
    return tf.data.Dataset.from_tensor_slices((petals.to_numpy(), kinds))


# %% tags=["right"]
def from_log(path):
    table = pd.read_json(path, lines=True)
    unit = table["unit"].map({"mm": 10, "cm": 1})
    petals = table[["length", "width"]].div(unit, axis=0).to_numpy("float32")
    kinds = table["species"].map(names.index).to_numpy("int64")
    return tf.data.Dataset.from_tensor_slices((petals, kinds))


# %% tags=["right"]
def from_log(path):
    def parsed(line):
        record = json.loads(line.numpy())
        shrink = 0.1 if record["unit"] == "mm" else 1
        petal = [shrink * record[side] for side in ("length", "width")]
        return petal, names.index(record["species"])

    def shaped(line):
        petal, kind = tf.py_function(parsed, [line], promise)
        return tf.ensure_shape(petal, (2,)), tf.ensure_shape(kind, ())

    return tf.data.TextLineDataset(path).map(shaped)


# %% [markdown]
# ### Three parts of a ready-made set
# Write `parts(load_data)`.
# The argument is a function like `keras.datasets.mnist.load_data`, for pictures of type `uint8` from 0 to 255.
# Return three data sets of pairs, `train, valid, test`, in batches of 20, with pixels as `float32`, 0 for 0 and 1 for 255.
# `valid` is the last fifth of the training part; `train` is the rest of it, with all pictures in a new random order in each epoch.


# %% tags=["exercise"] id="basics/batches-and-sources/parts" skills=["NN-19"]
def parts(load_data):
    ### BEGIN SOLUTION
    (x, y), (x_test, y_test) = load_data()
    x, x_test = x.astype("float32") / 255, x_test.astype("float32") / 255
    cut = len(x) * 4 // 5
    train = tf.data.Dataset.from_tensor_slices((x[:cut], y[:cut])).shuffle(cut)
    valid = tf.data.Dataset.from_tensor_slices((x[cut:], y[cut:]))
    test = tf.data.Dataset.from_tensor_slices((x_test, y_test))
    return train.batch(20), valid.batch(20), test.batch(20)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# First scale, then split, and shuffle last, and only the training data.

# %% [markdown] tags=["hint"]
# `x[:cut]` and `x[cut:]` cut arrays; `take` and `skip` do the same for a data set that is not shuffled.


# %% tags=["check"]
def offline():
    """255 pictures, the number of each in its first pixel; few are bright."""
    pictures = np.repeat(np.arange(255, dtype="uint8"), 16).reshape(255, 4, 4)
    pictures[:, 3, 3] = 51
    labels = np.arange(255) % 10
    return (pictures[:210], labels[:210]), (pictures[210:], labels[210:])


def numbers_of(data):
    pairs = [(np.array(a), np.array(b)) for a, b in data.take(99)]
    assert all(b.ndim == 1 for a, b in pairs), (
        "Got single pictures, expected batches of 20. Batch all three parts."
    )
    lengths = sorted(len(b) for a, b in pairs)
    assert set(lengths[1:]) == {20}, (
        f"Got batches of {lengths}, expected 20 in each but the last."
    )
    pictures, labels = (np.concatenate(part) for part in zip(*pairs, strict=True))
    told = f"Got {pictures.dtype} up to {pictures.max():g}, expected float32 up to 1. "
    assert pictures.dtype == "float32", told + "Convert the type too."
    pixels = pictures.reshape(len(labels), -1)
    assert pixels.shape[1] == 16, f"Got {pixels.shape[1]} pixels, expected all 16."
    assert np.allclose(pixels[:, 15], 0.2, atol=1e-5), (
        f"Got {pixels[0, 15]:.3f} for a pixel of 51, expected 0.2. "
        "Divide every picture by 255, however bright it is."
    )
    found = np.round(255 * pixels[:, 0]).astype(int)
    assert (labels == found % 10).all(), "Got labels of other pictures. Keep the pairs."
    return found.tolist()


got = parts(offline)
assert got is not None, "Not attempted: parts returned None. Return three data sets."
assert isinstance(got, (tuple, list)) and len(got) == 3, (
    f"Got {type(got).__name__}, expected three data sets: return train, valid, test."
)
for part_of in got:
    pair = getattr(part_of, "element_spec", None)
    assert isinstance(pair, tuple) and len(pair) == 2, (
        f"Got {type(part_of).__name__}, expected a tf.data.Dataset of pairs."
    )
in_train, in_valid, in_test = map(numbers_of, got)
twice = len(set(in_train) & set(in_valid))
assert not twice, (
    f"Got {twice} pictures in both train and valid. Split before you shuffle."
)
told = (
    f"Got pictures {min(in_valid)} to {max(in_valid)} in valid, expected 168 to 209. "
)
assert sorted(in_valid) == list(range(168, 210)), (
    told + "Take the last fifth of the training part, without leaving any out."
)
told = f"Got {len(in_train)} in train, expected 168. "
assert sorted(in_train) == list(range(168)), (
    told + "Take the rest of the training part, each picture once."
)
told = f"Got {len(in_test)} in test, expected 45. "
assert sorted(in_test) == list(range(210, 255)), told + "Take the whole second pair."
mixed_orders = np.array([in_train, *(numbers_of(got[0]) for _ in range(5))])
assert (mixed_orders[0] != mixed_orders[1]).any(), (
    "Got train in the same order twice, expected a new one in each epoch. Shuffle it "
    "in the data set, and cache only before that."
)
early = (mixed_orders - np.arange(168)).max()
together = np.mean(np.diff(mixed_orders[0]) == 1)
assert together < 0.5, (
    f"{together:.0%} of the pictures still follow their old neighbor, expected hardly "
    "any. Shuffle before you batch, with a buffer for all pictures."
)
assert early > 120, (
    f"In 6 epochs no picture came more than {early} places early, expected more than "
    "120. The buffer is too small: it must hold all pictures."
)
sets = {
    frozenset(order[i : i + 20]) for order in mixed_orders for i in range(0, 160, 20)
}
assert len(sets) == 6 * 8, (
    "Got a batch of the same pictures twice, expected new batches in each epoch. "
    "Shuffle pictures, not batches."
)
print("Correct: three parts, and no picture is in two of them.")


# %% tags=["wrong"] reason="split before you shuffle"
def parts(load_data):
    pairs = [(x.astype("float32") / 255, y) for x, y in load_data()]
    whole, test = map(tf.data.Dataset.from_tensor_slices, pairs)
    whole, fifth = whole.shuffle(len(whole)), len(whole) // 5
    return whole.skip(fifth).batch(20), whole.take(fifth).batch(20), test.batch(20)


# %% tags=["wrong"] reason="last fifth of the training part"
def parts(load_data):
    pairs = [(x.astype("float32") / 255, y) for x, y in load_data()]
    train, test = map(tf.data.Dataset.from_tensor_slices, pairs)
    return train.shuffle(len(train)).batch(20), test.batch(20), test.batch(20)


# %% tags=["wrong"] reason="divide every picture by 255"
def parts(load_data):
    pairs = [((x / x.max()).astype("float32"), y) for x, y in load_data()]
    whole, test = map(tf.data.Dataset.from_tensor_slices, pairs)
    cut = len(whole) * 4 // 5
    train, valid = whole.take(cut).shuffle(cut), whole.skip(cut)
    return train.batch(20), valid.batch(20), test.batch(20)


# %% tags=["wrong"] reason="shuffle before you batch"
def parts(load_data):
    pairs = [(x.astype("float32") / 255, y) for x, y in load_data()]
    whole, test = map(tf.data.Dataset.from_tensor_slices, pairs)
    cut = len(whole) * 4 // 5
    train, valid = whole.take(cut).batch(20).shuffle(cut), whole.skip(cut).batch(20)
    return train, valid, test.batch(20)


# %% tags=["wrong"] reason="the buffer is too small"
def parts(load_data):
    pairs = [(x.astype("float32") / 255, y) for x, y in load_data()]
    whole, test = map(tf.data.Dataset.from_tensor_slices, pairs)
    cut = len(whole) * 4 // 5
    train, valid = whole.take(cut).shuffle(20), whole.skip(cut)
    return train.batch(20), valid.batch(20), test.batch(20)


# %% tags=["right"]
def parts(load_data):
    rescale = keras.layers.Rescaling(1 / 255)
    whole, test = map(tf.data.Dataset.from_tensor_slices, load_data())
    cut = 4 * (len(whole) // 5)
    cuts = [whole.take(cut).shuffle(cut), whole.skip(cut), test]
    return [part.batch(20).map(lambda x, y: (rescale(x), y)) for part in cuts]


# %% tags=["right"]
def parts(load_data):
    def to_float(picture, label):
        return tf.image.convert_image_dtype(picture[..., tf.newaxis], "float32"), label

    (x, y), test = load_data()
    cut = round(0.8 * len(x))
    train, valid, test = (
        tf.data.Dataset.from_tensor_slices(pair).map(to_float).cache()
        for pair in ((x[:cut], y[:cut]), (x[cut:], y[cut:]), test)
    )
    return train.shuffle(1000).batch(20).prefetch(2), valid.batch(20), test.batch(20)


# %% [markdown]
# ## What to remember
# - `fit` takes one step for each batch; the last batch may be smaller, so the first axis is `None`.
# - Read, `map`, `cache`, `shuffle`, `batch`, `prefetch`, with a buffer as large as the data set.
# - `fit` shuffles arrays; it takes a data set in the order in which it comes, so pass `shuffle=False` and shuffle the data set yourself.
# - Arrays, lines of text and generators end in the same form; compare the range of each source before you mix them.
# - `keras.datasets` gives two pairs of arrays, `tfds.load` data sets of single examples: look at shape, type, range and labels first.
# - Split off the validation part before you shuffle.
#
# Next: [Shapes, from the data to the answer](shapes-in-and-out.ipynb), for data that are pictures, curves or tables.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
