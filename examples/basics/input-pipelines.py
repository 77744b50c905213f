# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Input pipelines that keep up: tf.data measured"
#     summary: "Find out whether training waits for its data, and speed up tf.data with prefetch, parallel calls, cache, TFRecord and interleave."
#     skills: [NN-15, NN-17, NN-18]
#     requires: [basics/batches-and-sources, basics/training-by-hand]
# ---

# %% [markdown]
# A network learns no faster than its examples arrive, and the fastest machine is wasted while it waits for them.
# After this lesson you can tell whether your training waits for its data, and you know what to do if it does: `prefetch`, parallel calls, `cache` in the right place, TFRecord files, and `interleave` over several of them.
#
# Seconds depend on the machine and on what else it is doing.
# So this lesson counts wherever counting gives the answer: how often a function was called, in which order, and how far the pipeline was ahead.
# Where it needs a clock, slow steps sleep for a fixed time.

# %% [markdown] skills=["NN-15"]
# ## Where does the time go?
# `fit` does two things in turn: it waits for the next batch, and it trains on it.
# You can only shorten an epoch if you shorten the one of the two that takes longer, so first find out which one that is.
#
# `slow_read` stands for a slow disk: it sleeps for 5 milliseconds and notes which example was read.
# `map` calls a Python function only once, to learn which operations to repeat.
# `tf.numpy_function` is such an operation, and it calls Python for each example; it needs the type of the result, here `tf.int64`, and it forgets shapes, so `tf.ensure_shape` states them again.
#
# TensorFlow rewrites a pipeline before it runs it.
# `tf.data.Options` switches that off here, so that you see what each step does by itself.

# %%
import threading
import time

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

keras.utils.set_random_seed(7)
read = []


def slow_read(number):
    time.sleep(0.005)
    read.append(int(number))
    return number


def called(function):
    """A step for `map` that calls a Python function for each number."""

    def step(number):
        return tf.ensure_shape(tf.numpy_function(function, [number], tf.int64), ())

    return step


load = called(slow_read)


plain = tf.data.Options()
plain.experimental_optimization.apply_default_optimizations = False
numbers = tf.data.Dataset.range(80).with_options(plain)
loaded = numbers.map(load).batch(8)

# %% [markdown]
# Three runs tell you where the time goes, and they work with any data set and any model:
#
# - **The pipeline alone**: go through the data and do nothing with them.
# - **The training alone**: train on one batch again and again, `data.take(1).cache().repeat(…)`, so that nothing has to be read.
# - **Both**: a normal epoch.
#
# Here a training step sleeps for 20 milliseconds, and there are 10 batches of 8 examples.
# Predict the milliseconds for each batch in the three runs.


# %%
def train(batch):
    time.sleep(0.02)


def epoch(data, step):
    """Milliseconds for a batch: spent waiting for it, and training on it."""
    spent = np.zeros(2)
    batches, end = iter(data), object()
    for count in range(1000):
        start = time.perf_counter()
        batch = next(batches, end)
        ready = time.perf_counter()
        if batch is end:
            return (1000 * spent / count).round().astype(int).tolist()
        step(batch)
        spent += [ready - start, time.perf_counter() - ready]


one_batch = loaded.take(1).cache().repeat(10)
runs = {
    "pipeline alone": epoch(loaded, step=lambda batch: None),
    "training alone": epoch(one_batch, step=train),
    "both": epoch(loaded, step=train),
}
for name, (waited, trained) in runs.items():
    print(f"{name:15} waits {waited:3} ms, trains {trained:3} ms for each batch")

# %% tags=["claim"]
assert len(list(loaded)) == len(list(one_batch)) == 10, "ten batches"
for name in ("pipeline alone", "both"):
    assert runs[name][0] >= 40, f"eight reads of 5 ms, one after the other: {runs}"
for name in ("training alone", "both"):
    assert runs[name][1] >= 20, f"a step sleeps 20 ms: {runs}"
assert runs["pipeline alone"][1] < 0.5 * runs["both"][1], f"no step: {runs}"
assert runs["training alone"][0] < 0.5 * runs["both"][0], f"one read: {runs}"

# %% [markdown]
# Reading takes at least 8 times 5 milliseconds, a step takes 20, and an epoch pays for both.
# (What the training alone waits for is its one batch, which had to be read once.)
# The pipeline alone is slower than the training alone, so this training is **input-bound**: a faster machine for the training would change little.
# If it were the other way around, nothing that follows would help you.

# %% [markdown] skills=["NN-15"]
# ## Prefetch: read while the network trains
# While the network trains on a batch, nothing keeps the pipeline from reading the next.
# `prefetch(2)` starts a thread that works ahead until two batches are ready.
#
# ![Above, reading and training take turns, and the third batch is trained last; below, with prefetch, the second batch is read while the first is trained on, and the three batches are done sooner](../diagrams/prefetch-overlap.svg)
#
# `ahead` takes one batch and then does nothing until the pipeline has stopped reading.
# What was read by then, beyond that batch, was read while nobody asked for it.
# How many examples will it be for each of the four, at 8 in a batch?


# %%
def ahead(data):
    """How many examples are read beyond the first batch while nobody asks."""
    read.clear()
    batches = iter(data)
    size, known = len(next(batches)), 0
    while known < len(read):
        known = len(read)
        time.sleep(0.25)
    return len(read) - size


lines = {
    "batch": numbers.map(load).batch(8),
    "batch, prefetch(1)": numbers.map(load).batch(8).prefetch(1),
    "batch, prefetch(2)": numbers.map(load).batch(8).prefetch(2),
    "prefetch(2), batch": numbers.map(load).prefetch(2).batch(8),
}
read_ahead = {name: ahead(data) for name, data in lines.items()}
for name, examples in read_ahead.items():
    print(f"{name:18} reads {examples:2} examples ahead")
by_itself = ahead(tf.data.Dataset.range(80).map(load).batch(8))
print("batch, with TensorFlow's own rewriting:", by_itself)

# %% tags=["claim"]
expected = {"batch": 0, "batch, prefetch(1)": 8, "batch, prefetch(2)": 16}
expected["prefetch(2), batch"] = 2
for name, most_ahead in expected.items():
    for _ in range(9):  # a busy machine may keep the thread that works ahead waiting
        if read_ahead[name] < most_ahead:
            read_ahead[name] = ahead(lines[name])
for _ in range(9):
    if by_itself < 8:
        by_itself = ahead(tf.data.Dataset.range(80).map(load).batch(8))
assert read_ahead == expected, f"ahead: {read_ahead}"
assert by_itself >= 8, f"TensorFlow's own prefetch: {by_itself}"
orders = [np.concatenate(list(data.as_numpy_iterator())) for data in lines.values()]
assert all((order == np.arange(80)).all() for order in orders), "prefetch changes none"

# %% [markdown]
# `prefetch` counts elements of the data set that it follows: batches after `batch`, single examples before it.
# So it comes last.
#
# The last line is the same pipeline as the first, without our options.
# TensorFlow has put a prefetch at its end by itself, so a missing `prefetch` costs you less than older texts say.
# Write it all the same: that rewriting is a default that may change, and `prefetch(tf.data.AUTOTUNE)` says what you mean.
#
# Overlapping has a limit.
# An epoch now takes as long as the slower of the two, and that is still the reading.

# %% [markdown] skills=["NN-15"]
# ## Parallel calls: num_parallel_calls
# `map` reads one example after the other.
# With `num_parallel_calls=4` it works on four of them at a time.
# `watched_read` counts how many calls are running at once; the lock keeps two threads from changing the counts at the same moment.
#
# For this TensorFlow takes as many threads as the machine has cores, which is right where the calls compute.
# Where they wait, for a disk or a network, more threads help, and `private_threadpool_size` gives them to this pipeline.


# %%
running, most, lock = 0, 0, threading.Lock()


def watched_read(number):
    global running, most
    with lock:
        running += 1
        most = max(most, running)
    slow_read(number)
    with lock:
        running -= 1
    return number


plain.threading.private_threadpool_size = 8
numbers = tf.data.Dataset.range(80).with_options(plain)
at_once, wait = {}, {}
for calls in (1, 4):
    most = 0
    data = (
        numbers.map(called(watched_read), num_parallel_calls=calls).batch(8).prefetch(2)
    )
    wait[calls], _ = epoch(data, step=train)
    at_once[calls] = most
    print(f"{calls} call(s): {most} at once, waits {wait[calls]} ms for each batch")

# %% tags=["claim"]
assert at_once[1] == 1 and 2 <= at_once[4] <= 4, f"at once: {at_once}"
for _ in range(9):  # a busy machine may keep one of the two waiting
    if wait[4] >= 0.75 * wait[1]:
        for calls in (1, 4):
            data = numbers.map(called(watched_read), num_parallel_calls=calls)
            wait[calls], _ = epoch(data.batch(8).prefetch(2), step=train)
assert wait[4] < 0.75 * wait[1], f"four calls share the waiting: {wait}"
assert wait[1] > 8, f"reading 40 ms, of which a step of 20 ms hides a part: {wait}"

# %% [markdown]
# With one call, `prefetch` hides the 20 milliseconds of a step behind the 40 of reading, and the rest is still waiting.
# With four, a batch is read in about a quarter of the time, which is less than a step takes, so little is left to wait for.
#
# In your own code write `num_parallel_calls=tf.data.AUTOTUNE`: TensorFlow measures while it runs and chooses the number.
#
# Do four calls at once mix up the order?
# Let example 0 take much longer than the others.


# %%
def uneven_read(number):
    time.sleep(0.4 if number == 0 else 0.005)
    return number


uneven = called(uneven_read)
dozen = numbers.take(12)
in_order = dozen.map(uneven, num_parallel_calls=4)
as_ready = dozen.map(uneven, num_parallel_calls=4, deterministic=False)
print("default:            ", [int(number) for number in in_order])
print("deterministic=False:", [int(number) for number in as_ready])

# %% tags=["claim"]
assert [int(number) for number in in_order] == list(range(12)), "the order is kept"
loose = [int(number) for number in as_ready]
assert loose[0] != 0 and sorted(loose) == list(range(12)), f"as they are ready: {loose}"
in_python = []


def add_up(number):
    start = time.thread_time()
    sum(range(200_000))
    in_python.append(time.thread_time() - start)
    return number


start = time.perf_counter()
list(dozen.map(called(add_up), num_parallel_calls=4))
passed = time.perf_counter() - start
assert passed > 0.9 * sum(in_python), "Python computes in one thread at a time"

# %% [markdown]
# By default the order is kept, so the results are the same as with one call.
# `deterministic=False` hands out whatever is ready first, which waits less and loses nothing, but gives another order in each run.
#
# One thing parallel calls can't speed up: Python code that computes.
# Python lets one thread compute at a time, so four calls of `numpy_function` share the time of one unless they sleep or wait.
# Use TensorFlow's own operations in `map`, such as `tf.io.decode_png` below; these run side by side.

# %% [markdown] skills=["NN-15"]
# ## Cache: its place decides
# `cache` keeps what the steps before it produced, so they run in the first epoch only.
#
# `vary` stands for [augmentation](../images/augmentation.ipynb), such as a photo turned a little: it adds a random number, and each epoch should get a new one.
# The number comes from a `tf.random.Generator`, made by `from_seed`, which goes on where it stopped; a trap at the end of this lesson shows why that matters.
# Here are four places for `cache`; over three epochs of 80 examples, predict how often an example is read and how many different values come out.


# %%
generator = tf.random.Generator.from_seed(7)


def vary(number):
    return tf.cast(number, "float64") + generator.uniform((), dtype="float64")


def report(data):
    """Over three epochs: reads, different values, and whether the order is new."""
    read.clear()
    epochs = [np.concatenate(list(data.as_numpy_iterator())) for _ in range(3)]
    moved = (np.floor(epochs[0]) != np.floor(epochs[1])).any()
    return len(read), len(np.unique(epochs)), bool(moved)


examples = numbers.map(load, num_parallel_calls=8)
places = {
    "no cache": examples.shuffle(80).map(vary).batch(8),
    "read, CACHE, shuffle, vary": examples.cache().shuffle(80).map(vary).batch(8),
    "read, shuffle, CACHE, vary": examples.shuffle(80).cache().map(vary).batch(8),
    "read, shuffle, vary, CACHE": examples.shuffle(80).map(vary).cache().batch(8),
}
reports = {name: report(data) for name, data in places.items()}
for name, (reads, values, moved) in reports.items():
    print(f"{name:27} {reads:3} reads, {values:3} values, a new order: {moved}")

# %% tags=["claim"]
expected = [(240, 240, True), (80, 240, True), (80, 240, False), (80, 80, False)]
assert list(reports.values()) == expected, f"reads, values, orders: {reports}"
assert 10_000 * 224 * 224 * 3 / 1e9 > 1.5, "as uint8"
assert 5.9 < 10_000 * 224 * 224 * 3 * 4 / 1e9 < 6.1, "as float32"

# %% [markdown]
# Only the second has all three: each example is read once, and in each epoch they are shuffled and varied again.
# Put `cache` after everything that is slow and always gives the same result, and before everything that is random.
#
# What is cached has to fit into memory.
# 10,000 color photos of 224 by 224 pixels take 1.5 GB as `uint8` and 6 GB as `float32`, so cache first and convert after it.
# `cache("some-file")` keeps them on disk instead, which is worthwhile when reading that file is faster than decoding again.

# %% [markdown] skills=["NN-18"]
# ## TFRecord: many examples in one file
# A folder of 10,000 small files has to be opened 10,000 times.
# A TFRecord file holds many records one after the other, so it is read in one go, from a disk or over a network.
# Each record is usually a `tf.train.Example`: a dictionary of named features, packed into bytes.
# A feature is a list of one of three kinds:
#
# | list | holds |
# |---|---|
# | `tf.train.BytesList` | text, and whole files such as a PNG |
# | `tf.train.FloatList` | fractions, as float32 |
# | `tf.train.Int64List` | whole numbers: labels, ids, yes or no |
#
# To write one: wrap each list in a `tf.train.Feature`, name them in a `tf.train.Features`, put that into the `Example`, and let `SerializeToString` make bytes of it.
# `tf.io.TFRecordWriter` appends these to a file.
#
# The data are the digits of [Batches and data sources](batches-and-sources.ipynb): ten files, one for each digit.
# `tf.io.encode_png` packs a picture; it wants whole numbers and a channel axis.

# %%
digits = load_digits()
pictures, labels = digits.images.astype("uint8")[..., np.newaxis], digits.target


def example_of(picture, label):
    png = tf.io.encode_png(picture).numpy()
    as_bytes = tf.train.BytesList(value=[png])
    as_int = tf.train.Int64List(value=[label])
    features = {
        "picture": tf.train.Feature(bytes_list=as_bytes),
        "label": tf.train.Feature(int64_list=as_int),
    }
    return tf.train.Example(features=tf.train.Features(feature=features))


files = [f"digit-{digit}.tfrecord" for digit in range(10)]
for digit, path in enumerate(files):
    with tf.io.TFRecordWriter(path) as file:
        for picture in pictures[:1500][labels[:1500] == digit]:
            file.write(example_of(picture, digit).SerializeToString())
record = next(iter(tf.data.TFRecordDataset(files[3])))
print(record.dtype, "of", len(record.numpy()), "bytes:", record.numpy()[:24])

# %% [markdown]
# `tf.data.TFRecordDataset` gives back these strings of bytes.
# An `Example` holds the names and kinds of its features, but no shapes, and not that these bytes are a picture: the program that reads them must know.
# `tf.io.FixedLenFeature(shape, type)` promises shape and type of one feature, with the empty shape `[]` for a single value and `tf.string` for bytes, and `tf.io.parse_single_example` unpacks a record by these promises.
#
# `decode_png` can't know the size of a picture before it sees one, so the shape is stated once more.


# %%
form = {
    "picture": tf.io.FixedLenFeature([], tf.string),
    "label": tf.io.FixedLenFeature([], tf.int64),
}


def parse(record):
    fields = tf.io.parse_single_example(record, form)
    picture = tf.io.decode_png(fields["picture"], channels=1)
    picture = tf.cast(tf.ensure_shape(picture, (8, 8, 1)), "float32") / 16
    return picture, fields["label"]


threes = tf.data.TFRecordDataset(files[3]).map(parse)
print(threes.element_spec)
for row in next(iter(threes))[0][::2, :, 0].numpy().round(1):
    print(row)

# %% tags=["claim"]
with open(files[3], "rb") as opened:
    assert b"PNG" in opened.read(200), "a whole PNG file in a record"
for digit, path in enumerate(files):
    shown, named = next(iter(tf.data.TFRecordDataset(path).map(parse).batch(999)))
    original = pictures[:1500][labels[:1500] == digit]
    assert np.allclose(16 * shown.numpy(), original), f"digit {digit}"
    assert set(named.numpy()) == {digit}, "its label"
strings = tf.data.TFRecordDataset(files[3]).batch(20)
fields = tf.io.parse_example(next(iter(strings)), form)
assert fields["label"].shape == (20,), "parse_example takes a batch of records"

# %% [markdown]
# Nothing was lost: a PNG keeps every pixel, and an assert that isn't shown compares all 1500.
#
# If the length differs from example to example, as with texts, say `tf.io.VarLenFeature` or write the text as one string.
# `tf.io.parse_example` unpacks a whole batch of records in one call, which is faster where records are small.

# %% [markdown] skills=["NN-17"]
# ## Interleave: several files in turn
# `tf.data.TFRecordDataset(files)` reads one file to its end, then the next.
# Then all zeros come first, and a shuffle buffer smaller than a file mixes only neighbors.
# `interleave` opens several files and takes records from them in turn.
#
# ![Three files of three records each; interleave takes the first record of each file, then the second of each](../diagrams/interleave-files.svg)
#
# `cycle_length` says how many files are open at a time, and `block_length` how many records it takes from one before it goes on to the next.
# Which digits do the first 24 records hold, for each of the four?

# %%
paths = tf.data.Dataset.from_tensor_slices(files)


def label_of(record):
    return tf.io.parse_single_example(record, form)["label"]


for cycle, block in ((1, 1), (2, 1), (10, 1), (10, 4)):
    records = paths.interleave(
        tf.data.TFRecordDataset, cycle_length=cycle, block_length=block
    )
    first = [str(int(label)) for label in records.map(label_of).take(24)]
    print(f"cycle_length={cycle:2}, block_length={block}:", "".join(first))

# %% [markdown]
# Now the mixing: how many of the ten digits does a batch of 32 hold, with a shuffle buffer of 100?

# %%
one_by_one = tf.data.TFRecordDataset(files)
in_turn = paths.interleave(
    tf.data.TFRecordDataset, cycle_length=10, num_parallel_calls=tf.data.AUTOTUNE
)
kinds = {}
for name, records in {"one by one": one_by_one, "interleaved": in_turn}.items():
    batches = list(records.map(label_of).shuffle(100).batch(32).as_numpy_iterator())
    kinds[name] = np.mean([len(np.unique(batch)) for batch in batches])
    count = sum(len(batch) for batch in batches)
    print(f"{name:12} {count} records, {kinds[name]:.1f} digits in a batch on average")

# %% tags=["claim"]
assert kinds["one by one"] < 5 and kinds["interleaved"] > 8.5, f"{kinds}"
for cycle in (1, 2, 10):
    for calls in (None, tf.data.AUTOTUNE):
        records = paths.interleave(
            tf.data.TFRecordDataset, cycle_length=cycle, num_parallel_calls=calls
        )
        batch_of_all = next(iter(records.batch(1500)))
        got = tf.io.parse_example(batch_of_all, form)["label"].numpy().tolist()
        assert sorted(got) == sorted(labels[:1500].tolist()), "none lost, none twice"
        expected = {1: [0, 0, 0, 0], 2: [0, 1, 0, 1], 10: [0, 1, 2, 3]}[cycle]
        assert got[:4] == expected, f"cycle_length={cycle}: {got[:4]}"

# %% [markdown]
# The same small buffer now gives batches that hold nearly all digits, and no record is lost or read twice.
# With `num_parallel_calls` the open files are read side by side, in the same order as without.
#
# Set `cycle_length` yourself: without it the number depends on the cores of the machine, and so does the order of your examples.
# For training, shuffle the paths too, so that each epoch begins with other files.

# %% [markdown] skills=["NN-15"]
# ## All of it in one pipeline
# Each step has the place where it does the least work: paths are shuffled because they are small, pictures are cached once they are parsed, and what is random comes after the cache.


# %%
def pipeline(files, size, training):
    paths = tf.data.Dataset.from_tensor_slices(files)
    if training:
        paths = paths.shuffle(len(files))
    records = paths.interleave(
        tf.data.TFRecordDataset, cycle_length=10, num_parallel_calls=tf.data.AUTOTUNE
    )
    data = records.map(parse, num_parallel_calls=tf.data.AUTOTUNE).cache()
    if training:
        data = data.shuffle(500)
    return data.batch(size).prefetch(tf.data.AUTOTUNE)


model = keras.Sequential(
    [
        keras.Input(shape=(8, 8, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
loss = "sparse_categorical_crossentropy"
model.compile(keras.optimizers.SGD(0.2), loss, metrics=["accuracy"])
data = pipeline(files, 32, training=True)
model.fit(data, epochs=4, shuffle=False, verbose=0)
test = pictures[1500:] / np.float32(16), labels[1500:]
print(f"test digits read: {model.evaluate(*test, verbose=0)[1]:.2f}")

# %% tags=["claim"]
assert model.evaluate(*test, verbose=0)[1] > 0.75, "it learns"
assert sum(len(labels_) for _, labels_ in data) == 1500, "every record"
epochs = [np.concatenate([k for _, k in data]) for _ in range(2)]
assert (epochs[0] != epochs[1]).any(), "a new order in each epoch"
fixed = pipeline(files, 32, training=False)
epochs = [np.concatenate([k for _, k in fixed]) for _ in range(2)]
assert (epochs[0] == epochs[1]).all(), "the same order where nothing is shuffled"

# %% [markdown]
# ## What can go wrong
# - **A cache that is never filled.** `cache` keeps its examples only if the first epoch reads to the end.
#   With `take` after it, every epoch reads again; put `take` before `cache`.
# - **A cache file from yesterday.** `cache("kept")` finds the file and reads only that, even if you have changed the steps before it.
#   Delete the file when you change them.
# - **Random numbers that repeat.** With a seed set, as `set_random_seed` does, `tf.random.uniform` inside `map` starts over in every epoch, and "random" changes are the same ones again.
#   Three zeros from `from_tensors` show it below.
#   A `tf.random.Generator` goes on, and so do the layers of Keras for [augmentation](../images/augmentation.ipynb).
# - **The wrong promise.** `parse_single_example` refuses a type that differs from what was written, and a name that isn't there.
# - **`shuffle` after `batch`, `cache` after `shuffle`**: no error, only the wrong numbers of the table above.

# %%
read.clear()
for epoch_number in range(2):
    list(numbers.map(load).cache().take(5))
print("take after cache, two epochs:", len(read), "reads")

cached = list(numbers.map(load).take(5).cache("kept").as_numpy_iterator())
changed = numbers.map(load).take(5).map(lambda number: number + 100)
print("changed steps, old file:", [int(n) for n in changed.cache("kept")])

zeros = tf.data.Dataset.from_tensors(0.0).repeat(3)
for name, draw in {"tf.random": tf.random, "Generator": generator}.items():
    data = zeros.map(lambda zero, draw=draw: zero + draw.uniform(()))
    epochs = [np.round(list(data.as_numpy_iterator()), 2) for _ in range(2)]
    print(f"{name:9} epoch 1: {epochs[0]}, epoch 2: {epochs[1]}")

wrong = {"label": tf.io.FixedLenFeature([], "float32")}
try:
    tf.io.parse_single_example(record, wrong)
except tf.errors.InvalidArgumentError as problem:
    print(problem.message[problem.message.index("Key") :][:70])

# %% tags=["claim"]
assert len(read) == 2 * 5 + 5, "take behind cache: read in each epoch; a file: not"
assert [int(n) for n in changed.cache("kept")] == [0, 1, 2, 3, 4], "yesterday's file"
for draw, repeats in ((tf.random, True), (generator, False)):
    data = zeros.map(lambda zero, draw=draw: zero + draw.uniform(()))
    passes = [list(data.as_numpy_iterator()) for _ in range(2)]
    assert (passes[0] == passes[1]) is repeats, f"{draw}: {passes}"
kept, passes = numbers.map(load).take(5).cache(), len(read)
assert len([list(kept) for _ in range(2)]) == 2 and len(read) == passes + 5, "once"
for form_ in (wrong, {"color": form["picture"]}):
    try:
        refused = not tf.io.parse_single_example(record, form_)
    except tf.errors.InvalidArgumentError:
        refused = True
    assert refused, form_

# %% [markdown]
# The first line counts 5 reads in each epoch: the cache was never full, so it was never used.

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### The order of a training pipeline
# Write `for_training(numbers, load, vary, size)`.
# `numbers` is a data set of numbers, such as `tf.data.Dataset.range(60)`, and `len(numbers)` works.
# `load` reads one example and is slow; `vary` changes one example at random.
# Return a data set of batches of `size`, the last one with the rest.
# However many epochs there are, each example is loaded once.
# Each epoch holds every example once, changed by one new call of `vary`, in a new order, shuffled over all examples.


# %% tags=["exercise"] id="basics/input-pipelines/for-training" skills=["NN-15"]
def for_training(numbers, load, vary, size):
    ### BEGIN SOLUTION
    data = numbers.map(load).cache().shuffle(len(numbers))
    return data.map(vary).batch(size)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# What is slow and always the same comes before `cache`, and what is random after it.

# %% [markdown] tags=["hint"]
# `vary` and `shuffle` both work on single examples, so `batch` comes after them.

# %% tags=["check"]
loads = []
numbers_of_check = tf.random.Generator.from_seed(1)


def note_load(number):
    loads.extend(np.ravel(number).tolist())
    return 10.0 * number + 3


def load_of_check(number):
    value = tf.numpy_function(note_load, [number], tf.float64)
    return tf.ensure_shape(value, number.shape)


def vary_of_check(value):
    return value + numbers_of_check.uniform((), 0.05, 0.45, dtype=tf.float64)


for many, size in ((44, 8), (27, 10)):
    loads.clear()
    numbers_given = tf.data.Dataset.range(many)
    got = for_training(numbers_given, load_of_check, vary_of_check, size)
    assert got is not None, (
        "Not attempted: for_training returned None. Return a data set."
    )
    assert isinstance(got, tf.data.Dataset), (
        f"Got {type(got).__name__}, expected a tf.data.Dataset: chain its methods."
    )
    try:
        batches_of = [list(got.take(many).as_numpy_iterator()) for _ in range(4)]
        problem = ""
    except Exception as error:
        problem = " ".join(str(error).split())
        problem = (problem.partition("}} ")[2] or problem)[:110]
    assert not problem, (
        f"Got an error while the data are read, expected batches: {problem}"
    )
    assert all(np.ndim(batch) == 1 for batch in batches_of[0]), (
        f"Got elements of shape {np.shape(batches_of[0][0])}, expected batches of "
        f"{size} numbers: batch once, with the given size."
    )
    sizes = [len(batch) for batch in batches_of[0]]
    passes = [np.concatenate(batches) for batches in batches_of]
    orders_of = np.array([np.floor(values) for values in passes if len(values) == many])
    everything = 10.0 * np.arange(many) + 3
    told = f"Got {len(passes[0])} examples in an epoch of {many}. "
    assert len(orders_of) == 4, told + "Use each of them once."
    assert (np.sort(orders_of) == everything).all(), (
        f"Got {np.sort(passes[0])[:3].round(2)} as the smallest, expected values just "
        f"above {everything[:3]}: call load and vary once for each number."
    )
    bits = np.array([values - np.floor(values) for values in passes])
    assert (bits > 0).all(), "Got examples that vary never saw: pass each to it."
    assert (bits < 0.5).all(), "Got examples changed twice: call vary once for each."
    assert len(np.unique(bits[0])) == many, (
        f"Got {len(np.unique(bits[0]))} random numbers for {many} examples, expected "
        "one for each: vary takes a single example, so it comes before batch."
    )
    assert len(np.unique(bits)) == 4 * many, (
        f"Got {len(np.unique(bits))} random numbers in 4 epochs, expected "
        f"{4 * many}: what comes from a cache is not varied again."
    )
    assert len(loads) == many, (
        f"Got {len(loads)} loads in 4 epochs, expected {many}: cache what was loaded."
    )
    assert (orders_of[0] != orders_of[1]).any(), (
        "Got the same order in two epochs, expected a new one. Shuffle after the cache."
    )
    together = np.mean(np.diff(orders_of[0]) == 10)
    assert together < 0.5, (
        f"{together:.0%} of the examples still follow their old neighbor, expected "
        "hardly any. Shuffle before you batch, with a buffer for all examples."
    )
    early = ((orders_of - 3) / 10 - np.arange(many)).max()
    assert early > 0.7 * many, (
        f"In 4 epochs no example came more than {early:.0f} places early, of {many}. "
        "The buffer is too small: it must hold all examples."
    )
    assert sizes == [size] * (many // size) + [many % size], (
        f"Got batches of {sizes}, expected {size} in each but the last."
    )
    companies = {frozenset(order[:size]) for order in orders_of}
    later = {frozenset(order[size : 2 * size]) for order in orders_of}
    assert len(companies | later) == 8, (
        "Got a batch of the same examples twice, expected new batches in each epoch. "
        "Shuffle examples, not batches."
    )
print("Correct: loaded once, shuffled and varied in each epoch.")


# %% tags=["wrong"] reason="cache what was loaded"
def for_training(numbers, load, vary, size):
    data = numbers.map(load, num_parallel_calls=tf.data.AUTOTUNE)
    return data.shuffle(len(numbers)).map(vary).batch(size).prefetch(2)


# %% tags=["wrong"] reason="what comes from a cache is not varied again"
def for_training(numbers, load, vary, size):
    data = numbers.map(load).map(vary).cache()
    return data.shuffle(len(numbers)).batch(size).prefetch(2)


# %% tags=["wrong"] reason="shuffle after the cache"
def for_training(numbers, load, vary, size):
    data = numbers.map(load).shuffle(len(numbers)).cache()
    return data.map(vary).batch(size).prefetch(2)


# %% tags=["wrong"] reason="their old neighbor"
def for_training(numbers, load, vary, size):
    data = numbers.map(load).cache().map(vary).batch(size)
    return data.shuffle(len(numbers)).prefetch(2)


# %% tags=["wrong"] reason="vary takes a single example"
def for_training(numbers, load, vary, size):
    data = numbers.map(load).cache().shuffle(len(numbers))
    return data.batch(size).map(vary).prefetch(2)


# %% tags=["wrong"] reason="the buffer is too small"
def for_training(numbers, load, vary, size):
    data = numbers.map(load).cache().shuffle(size)
    return data.map(vary).batch(size)


# %% tags=["right"]
def for_training(numbers, load, vary, size):
    everything = numbers.map(load, num_parallel_calls=4).cache()
    changed = everything.map(vary, num_parallel_calls=tf.data.AUTOTUNE)
    return changed.shuffle(1000).batch(size)


# %% tags=["right"]
def for_training(numbers, load, vary, size):
    kept = numbers.batch(7).map(load).unbatch().cache()
    mixed = kept.shuffle(len(numbers), reshuffle_each_iteration=True)
    return mixed.map(vary).prefetch(9).batch(size)


# %% tags=["right"]
def for_training(numbers, load, vary, size):
    values = tf.stack([load(number) for number in numbers])
    data = tf.data.Dataset.from_tensor_slices(values)
    return data.shuffle(len(values)).map(vary).batch(size)


# %% [markdown]
# ### Write a TFRecord
# A tasting panel gives each cheese three numbers and a short note.
# Write `write_records(path, notes, scores)`, which writes one TFRecord file: a record for each cheese, in the given order.
# `notes` is a list of Python strings, `scores` an array with a row of three fractions for each.
# A record has two features: `"note"`, the text encoded as UTF-8, and `"scores"`, the three numbers as floats.


# %% tags=["exercise"] id="basics/input-pipelines/write-records" skills=["NN-18"]
def write_records(path, notes, scores):
    ### BEGIN SOLUTION
    with tf.io.TFRecordWriter(path) as file:
        for note, row in zip(notes, scores, strict=True):
            text = tf.train.BytesList(value=[note.encode("utf-8")])
            numbers_of_row = tf.train.FloatList(value=row)
            features = {
                "note": tf.train.Feature(bytes_list=text),
                "scores": tf.train.Feature(float_list=numbers_of_row),
            }
            record = tf.train.Example(features=tf.train.Features(feature=features))
            file.write(record.SerializeToString())
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Start from `example_of`, and make one `Example` for each pair of note and row.

# %% [markdown] tags=["hint"]
# A `BytesList` wants bytes, so write `note.encode("utf-8")`; a `FloatList` takes the whole row as its `value`.

# %% tags=["check"]
from pathlib import Path

panels = {
    "panel.tfrecord": (
        ["mild", "like Gruyère, salty", "too young"],
        [[6.5, 7.25, 8.0], [9.0, 2.5, 4.75], [3.25, 5.5, 1.5]],
    ),
    "one.tfrecord": (["crème brûlée"], [[0.5, 1.25, 9.75]]),
}
form_of_panel = {
    "note": tf.io.FixedLenFeature([], tf.string),
    "scores": tf.io.FixedLenFeature([3], tf.float32),
}
for file_name, (notes, scores) in panels.items():
    Path(file_name).unlink(missing_ok=True)
    try:
        write_records(file_name, notes, np.array(scores))
        problem = ""
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    assert not problem, (
        f"Got {problem[:110]}. Check what each list takes: bytes, floats or integers."
    )
    assert Path(file_name).is_file() or file_name != "panel.tfrecord", (
        f"Not attempted: there is no file {file_name}. Write it with TFRecordWriter."
    )
    assert Path(file_name).is_file(), (
        f"Got no file {file_name}, expected one: write to the path that you are given."
    )
    try:
        found_records = list(tf.data.TFRecordDataset(file_name).as_numpy_iterator())
        problem = ""
    except tf.errors.DataLossError:
        problem = "Got a file that isn't a TFRecord: write with tf.io.TFRecordWriter."
    assert not problem, problem
    assert len(found_records) == len(notes), (
        f"Got {len(found_records)} records, expected {len(notes)}: write one for each "
        "note, and close the writer at the end."
    )
    try:
        fields = [
            tf.io.parse_single_example(one, form_of_panel) for one in found_records
        ]
        problem = ""
    except tf.errors.InvalidArgumentError as error:
        problem = error.message.partition("}} ")[2][:110] or error.message[:110]
    assert not problem, (
        f"Got records that can't be read: {problem} Expected the features note, one "
        "string, and scores, three floats."
    )
    features_of = tf.train.Example.FromString(found_records[0]).features.feature
    assert set(features_of) == {"note", "scores"}, (
        f"Got the features {sorted(features_of)}, expected note and scores alone."
    )
    got = [field["note"].numpy() for field in fields]
    assert got == [note.encode() for note in notes], (
        f"Got the notes {got}, expected {[note.encode() for note in notes]}: in the "
        "given order, as UTF-8."
    )
    got = np.array([field["scores"].numpy() for field in fields])
    assert np.allclose(got, scores, atol=1e-5), (
        f"Got the scores {got.tolist()}, expected {scores}: keep row and note together."
    )
print("Correct: every note and every score came back.")


# %% tags=["wrong"] reason="one for each note"
def write_records(path, notes, scores):
    texts = tf.train.BytesList(value=[note.encode() for note in notes])
    numbers_of_all = tf.train.FloatList(value=np.ravel(scores))
    features = {
        "note": tf.train.Feature(bytes_list=texts),
        "scores": tf.train.Feature(float_list=numbers_of_all),
    }
    record = tf.train.Example(features=tf.train.Features(feature=features))
    with tf.io.TFRecordWriter(path) as file:
        file.write(record.SerializeToString())


# %% tags=["wrong"] reason="isn't a TFRecord"
def write_records(path, notes, scores):
    with open(path, "wb") as file:
        for note, row in zip(notes, scores, strict=True):
            features = {
                "note": tf.train.Feature(
                    bytes_list=tf.train.BytesList(value=[note.encode()])
                ),
                "scores": tf.train.Feature(float_list=tf.train.FloatList(value=row)),
            }
            record = tf.train.Example(features=tf.train.Features(feature=features))
            file.write(record.SerializeToString())


# %% tags=["wrong"] reason="check what each list takes"
def write_records(path, notes, scores):
    with tf.io.TFRecordWriter(path) as file:
        for note, row in zip(notes, scores, strict=True):
            features = {
                "note": tf.train.Feature(bytes_list=tf.train.BytesList(value=[note])),
                "scores": tf.train.Feature(float_list=tf.train.FloatList(value=row)),
            }
            record = tf.train.Example(features=tf.train.Features(feature=features))
            file.write(record.SerializeToString())


# %% tags=["right"]
def write_records(path, notes, scores):
    file = tf.io.TFRecordWriter(path)
    for place in range(len(notes)):
        record = tf.train.Example()
        features = record.features.feature
        features["note"].bytes_list.value.append(bytes(notes[place], "utf-8"))
        features["scores"].float_list.value.extend(scores[place].tolist())
        file.write(record.SerializeToString())
    file.close()


# %% tags=["right"]
def write_records(path, notes, scores):
    def feature(**one_list):
        return tf.train.Feature(**one_list)

    records = []
    for note, (first, second, third) in zip(notes, scores, strict=True):
        text = tf.train.BytesList(value=[tf.constant(note).numpy()])
        row = tf.train.FloatList(value=[first, second, third])
        both = {"scores": feature(float_list=row), "note": feature(bytes_list=text)}
        records.append(tf.train.Example(features=tf.train.Features(feature=both)))
    with tf.io.TFRecordWriter(str(path)) as file:
        for record in records:
            file.write(record.SerializeToString())


# %% [markdown]
# ### Several files in turn
# Write `gather(files, parse, size)`, which reads a list of TFRecord files.
# All of them are open from the start, and one record is taken from each in turn, beginning with the first file; a file that has ended is left out of the turns.
# Each record goes through `parse` once, and the results come in batches of `size`, the last one with the rest.
# While the network trains, two whole batches are prepared ahead, and no third, because batches take memory.
# So set that number yourself: `AUTOTUNE` may choose another.


# %% tags=["exercise"] id="basics/input-pipelines/gather" skills=["NN-17"]
def gather(files, parse, size):
    ### BEGIN SOLUTION
    paths = tf.data.Dataset.from_tensor_slices(files)
    records = paths.interleave(tf.data.TFRecordDataset, cycle_length=len(files))
    return records.map(parse).batch(size).prefetch(2)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `interleave` on a data set of paths opens them; how many at a time is its `cycle_length`.

# %% [markdown] tags=["hint"]
# `prefetch` counts the elements of the data set before it, and you want two batches.

# %% tags=["check"]
parsed = []


def note_record(record):
    number = tf.train.Example.FromString(record).features.feature["id"]
    parsed.append(number.int64_list.value[0])
    return np.int64(parsed[-1])


def parse_of_check(record):
    number = tf.numpy_function(note_record, [record], tf.int64)
    return tf.ensure_shape(number, tf.convert_to_tensor(record).shape)


def made_ready(data, enough):
    """How many records are parsed while nobody asks for a second batch."""
    parsed.clear()
    batches = iter(data.with_options(plain))
    next(batches)
    known, quiet = 0, 0
    while quiet < (15 if len(parsed) >= enough else 100):
        quiet = quiet + 1 if known == len(parsed) else 0
        known = len(parsed)
        time.sleep(0.02)
    return len(parsed)


for lengths, size in (([20, 35, 5, 30], 20), ([25, 9, 16, 40, 10, 12, 3], 25)):
    names_of, in_turn_of = [], []
    for place, length in enumerate(lengths):
        names_of.append(f"part-{len(lengths)}-{place}.tfrecord")
        with tf.io.TFRecordWriter(names_of[-1]) as part_file:
            for number in range(length):
                one = tf.train.Example()
                value = 100 * place + number
                one.features.feature["id"].int64_list.value.append(value)
                in_turn_of.append((number, place, value))
                part_file.write(one.SerializeToString())
    in_turn_of = [value for number, place, value in sorted(in_turn_of)]
    try:
        got = gather(names_of, parse_of_check, size)
        is_data = isinstance(got, tf.data.Dataset)
        parsed.clear()
        batches_of = list(got.take(200).as_numpy_iterator()) if is_data else []
        problem = ""
    except Exception as error:
        problem = " ".join(str(error).split())
        problem = (problem.partition("}} ")[2] or problem)[:110]
    assert not problem, f"Got an error ({problem}). Does parse get single records?"
    assert got is not None, "Not attempted: gather returned None. Return a data set."
    assert is_data, f"Got {type(got).__name__}, expected a tf.data.Dataset."
    assert all(np.ndim(batch) == 1 for batch in batches_of), (
        f"Got elements of shape {np.shape(batches_of[0])}, expected batches of numbers."
    )
    values = np.concatenate(batches_of).tolist()
    told = f"Got {len(values)} records of {len(in_turn_of)}, "
    assert len(values) >= len(in_turn_of), told + "expected all: some are lost."
    assert len(values) == len(in_turn_of), told + "expected each once."
    assert len(parsed) == len(in_turn_of), (
        f"Got {len(parsed)} calls of parse for {len(in_turn_of)} records, expected one "
        "for each."
    )
    assert values == in_turn_of, (
        f"Got the first records {values[:9]}, expected {in_turn_of[:9]}: one from each "
        "file in turn, with all files open from the start."
    )
    sizes = [len(batch) for batch in batches_of]
    rest = [len(values) % size] if len(values) % size else []
    assert sizes == [size] * (len(values) // size) + rest, (
        f"Got batches of {sizes}, expected {size} in each but the last."
    )
    ready = made_ready(got, 3 * size)
    assert ready >= 3 * size, (
        f"Got {ready} records ready after the first batch, expected {3 * size}: that "
        "batch and two more, so prefetch whole batches."
    )
    told = f"Got {ready} records ready after the first batch, expected {3 * size}: "
    assert ready < 3.6 * size, told + "prefetch two batches, because more take memory."
print("Correct: every record once, in turn, and two batches ready.")


# %% tags=["wrong"] reason="one from each file in turn"
def gather(files, parse, size):
    return tf.data.TFRecordDataset(files).map(parse).batch(size).prefetch(2)


# %% tags=["wrong"] reason="all files open from the start"
def gather(files, parse, size):
    paths = tf.data.Dataset.from_tensor_slices(files)
    records = paths.interleave(tf.data.TFRecordDataset, cycle_length=2)
    return records.map(parse).batch(size).prefetch(2)


# %% tags=["wrong"] reason="some are lost"
def gather(files, parse, size):
    each = tuple(tf.data.TFRecordDataset(path) for path in files)
    rows = tf.data.Dataset.zip(each).map(lambda *row: tf.stack(row))
    return rows.unbatch().map(parse).batch(size).prefetch(2)


# %% tags=["wrong"] reason="prefetch whole batches"
def gather(files, parse, size):
    paths = tf.data.Dataset.from_tensor_slices(files)
    records = paths.interleave(tf.data.TFRecordDataset, cycle_length=len(files))
    return records.map(parse).prefetch(2).batch(size)


# %% tags=["wrong"] reason="does parse get single records"
def gather(files, parse, size):
    paths = tf.data.Dataset.from_tensor_slices(files)
    records = paths.interleave(tf.data.TFRecordDataset, cycle_length=len(files))
    return records.batch(size).map(parse).prefetch(2)


# %% tags=["right"]
def gather(files, parse, size):
    def open_and_parse(path):
        return tf.data.TFRecordDataset(path).map(parse)

    options = {"cycle_length": len(files), "num_parallel_calls": 2}
    paths = tf.data.Dataset.from_tensor_slices(tf.constant(files))
    data = paths.interleave(open_and_parse, block_length=1, **options)
    return data.batch(size).prefetch(buffer_size=2)


# %% tags=["right"]
def gather(files, parse, size):
    each = [tf.data.TFRecordDataset(path) for path in files]
    turns = tf.data.Dataset.range(len(files)).repeat()
    records = tf.data.Dataset.choose_from_datasets(each, turns, False)
    data = records.map(parse, num_parallel_calls=tf.data.AUTOTUNE)
    return data.batch(size).prefetch(2)


# %% [markdown]
# ## What to remember
# - Time the pipeline alone and the training alone; shorten the slower of the two.
# - `prefetch` comes last and counts batches; `num_parallel_calls=tf.data.AUTOTUNE` keeps the order.
# - `cache` comes after what is slow and always the same, before `shuffle` and all that is random, and it counts only when an epoch reads to the end.
# - A TFRecord holds `tf.train.Example`s; the reader promises names, types and shapes with `FixedLenFeature`.
# - `interleave` takes files in turn; set its `cycle_length`.
# - Random numbers in `map` come from a `tf.random.Generator`.
#
# Next: [Programs and errors](../developer/programs-and-errors.ipynb), on what to do when your code fails.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
