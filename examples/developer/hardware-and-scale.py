# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Hardware and scale: GPU, mixed precision, several devices"
#     summary: "Work out whether a model fits into memory, use mixed precision without losing gradients, and train on several devices."
#     skills: [NN-1, DEV-5]
#     requires: [basics/training-by-hand, basics/input-pipelines, developer/model-files]
# ---

# %% [markdown]
# Sooner or later a model is too slow or too large for the machine that you have.
# After this lesson you can see what TensorFlow found on your machine, work out whether a model and a batch fit into its memory, and say what to change if they don't.
# You can use mixed precision without losing gradients, keep `tf.function` from compiling again and again, and train the same code on several devices with the same result as on one.
#
# All of it runs on a CPU, which is split into two devices for the purpose.
# Only speed is missing: how much a GPU brings depends on yours, so no claim here is about seconds.

# %% [markdown] skills=["NN-1"]
# ## Is there a GPU?
# `tf.config.list_physical_devices` tells you what TensorFlow can use.
# An empty list of GPUs means that it trains on the CPU, without a warning that you would notice; [Set up your machine](../../guide/environment.md) says which systems and packages a GPU needs.
#
# Two settings must come before the first computation, so they are in the first cell:
#
# - `set_memory_growth`: without it TensorFlow takes nearly all memory of a GPU at once, and a second notebook gets none.
# - `set_logical_device_configuration`: it splits a device into several **logical devices**, each described by a `LogicalDeviceConfiguration`.
#   Here the CPU becomes two, which `list_logical_devices` then lists, so that code for several devices can be tried without owning them.

# %%
import json
import os

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_wine

gpus = tf.config.list_physical_devices("GPU")
cpus = tf.config.list_physical_devices("CPU")
for gpu in gpus:
    tf.config.experimental.set_memory_growth(gpu, True)
one_part = tf.config.LogicalDeviceConfiguration()
tf.config.set_logical_device_configuration(cpus[0], [one_part, one_part])

keras.utils.set_random_seed(7)
print("GPUs:", len(gpus), " CPUs:", len(cpus))
print("logical:", [device.name for device in tf.config.list_logical_devices("CPU")])
with tf.device("CPU:1"):
    product = tf.constant([[1.0, 2.0]]) @ tf.constant([[3.0], [4.0]])
print("computed on", product.device[-5:])

# %% tags=["claim"]
assert len(tf.config.list_logical_devices("CPU")) == 2, "two logical devices"
assert product.device.endswith("CPU:1"), f"as told: {product.device}"

# %% [markdown]
# TensorFlow puts each operation on a GPU if there is one, so you need `tf.device` only to say otherwise.
# A tensor's `device` shows where it is: the surest sign that a GPU is really at work.

# %% [markdown] skills=["DEV-5"]
# ## Out of memory: what takes the space
# Four things must fit into the memory of the device while it trains:
#
# | what | numbers |
# |---|---|
# | weights | one for each parameter |
# | gradients | one for each trainable parameter |
# | slots of the optimizer, what it remembers | 0, 1 or 2 for each trainable parameter |
# | activations, the outputs of all layers | for each example of the batch |
#
# The activations are kept until the gradients are computed, because these need them.
# The first three don't depend on the batch, and the last grows with it.
#
# This network gets color pictures of 96 by 96 pixels.
# At 32 pictures in a batch, which of the four will be the largest?

# %%
network = keras.Sequential(
    [
        keras.Input(shape=(96, 96, 3)),
        keras.layers.Conv2D(32, 5, activation="relu"),
        keras.layers.Conv2D(32, 5, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(10),
    ]
)
outputs = sum(np.prod(layer.output.shape[1:]) for layer in network.layers)
adam = keras.optimizers.Adam()
adam.build(network.trainable_variables)
slots = sum(np.prod(slot.shape) for slot in adam.variables if slot.shape != ())
megabytes = {
    "weights": 4 * network.count_params() / 1e6,
    "gradients": 4 * network.count_params() / 1e6,
    "slots of Adam": 4 * slots / 1e6,
    "activations, batch of 32": 4 * 32 * outputs / 1e6,
}
for what, size in megabytes.items():
    print(f"{what:25} {size:6.1f} MB")

# %% tags=["claim"]
counts = {}
for name, optimizer in {
    "SGD": keras.optimizers.SGD(),
    "momentum": keras.optimizers.SGD(momentum=0.9),
    "Adam": keras.optimizers.Adam(),
}.items():
    optimizer.build(network.trainable_variables)
    numbers = sum(np.prod(one.shape) for one in optimizer.variables if one.shape != ())
    counts[name] = numbers / network.count_params()
assert counts == {"SGD": 0, "momentum": 1, "Adam": 2}, f"slots: {counts}"
rest = sum(list(megabytes.values())[:3])
assert megabytes["activations, batch of 32"] > 2 * rest, "the activations, by far"
assert (network.layers[-1].count_params() / network.count_params()) > 0.95, "Dense"
assert outputs == 92 * 92 * 32 + 2 * 88 * 88 * 32 + 10, "the outputs of the layers"

# %% [markdown]
# The activations, by far, although nearly all parameters are in the `Dense` layer.
# The two `Conv2D` layers have few weights and large outputs, and that is why a model whose file is small can need a large machine.
#
# The sum is a lower bound: TensorFlow also needs room to work.
# But it tells you what will help.

# %% alt="Megabytes against the size of the batch: a level line for weights, gradients and slots, and a straight line for the activations that starts at 0 and is far above the level one at a batch of 128"
sizes = np.array([0, 32, 64, 128])
fixed = sum(list(megabytes.values())[:3])
plt.plot(sizes, 4 * sizes * outputs / 1e6, ".-", label="activations")
plt.plot(sizes, np.full(4, fixed), ".-", label="weights, gradients, slots")
plt.xlabel("examples in a batch")
plt.ylabel("megabytes")
plt.legend()
plt.show()

# %% tags=["claim"]
assert 4 * 128 * outputs / 1e6 > 5 * fixed, "far above at a batch of 128"

# %% [markdown]
# When memory runs out, TensorFlow raises a `ResourceExhaustedError`, and its message starts with "OOM when allocating tensor", short for *out of memory*.
# For our first layer it would look like this:
#
# ```text
# OOM when allocating tensor with shape[32,92,92,32] and type float
# on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc
# ```
#
# Read the shape: first the batch, then the height, the width and the number of [filters](../images/convolutions.ipynb), which tells you the layer.
# What to do, cheapest first:
#
# 1. Restart other notebooks: a kernel keeps its GPU memory until it ends.
# 2. Halve the batch, and the activations are halved.
# 3. Use mixed precision, the next section: an activation takes 2 bytes in place of 4.
# 4. Make pictures smaller, or sequences shorter, or let an early layer shrink its output.
# 5. If the large batch matters, add up the gradients of several small ones before each step: `gradient_accumulation_steps`.
#
# Is the last one really the same?
# The data are the 128 wines of [A training step by hand](../basics/training-by-hand.ipynb): four batches of 32 against one of 128.

# %%
wine = load_wine()
order = np.random.default_rng(7).permutation(len(wine.target))[:128]
scaled = (wine.data - wine.data.mean(axis=0)) / wine.data.std(axis=0)
x, y = scaled[order].astype("float32"), wine.target[order]


def build():
    return keras.Sequential(
        [
            keras.Input(shape=(13,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )


start = build().get_weights()


def trained(model, optimizer, data, epochs=1):
    """The weights after training on `data`, from the same first weights."""
    model.set_weights(start)
    model.compile(optimizer, loss="sparse_categorical_crossentropy")
    model.fit(data, epochs=epochs, shuffle=False, verbose=0)
    return model.get_weights()


def gap(weights, others):
    """The largest difference between two lists of weights."""
    return max(np.abs(a - b).max() for a, b in zip(weights, others, strict=True))


wines = tf.data.Dataset.from_tensor_slices((x, y))
whole = trained(build(), keras.optimizers.SGD(0.1), wines.batch(128))
collect = keras.optimizers.SGD(0.1, gradient_accumulation_steps=4)
in_four = trained(build(), collect, wines.batch(32))
print(f"moved by {gap(whole, start):.4f}, the two differ by {gap(whole, in_four):.7f}")

# %% tags=["claim"]
assert gap(whole, in_four) < 1e-5 < 1e-3 < gap(whole, start), "the same step"

# %% [markdown] skills=["NN-1"]
# ## Mixed precision: float16 and its limits
# Recent GPUs compute faster with numbers of 16 bits than with 32, and such numbers need half the memory.
# But 16 bits hold less.
# What becomes of these four numbers in each of the three types?

# %%
for number in (1.0004, 70_000.0, 1e-6, 1e-9):
    held = [
        tf.cast(number, kind).numpy() for kind in ("float32", "float16", "bfloat16")
    ]
    print(f"{number:>10}:  float32 {held[0]:<10.5g} float16 {held[1]:<10.5g}", end="")
    print(f" bfloat16 {float(held[2]):.5g}")

# %% tags=["claim"]
half = np.finfo("float16")
assert half.max == 65504 and np.float16(70_000) == np.inf, "overflow"
assert np.float16(1e-9) == 0 and np.float16(1e-6) > 0, "underflow"
assert np.float16(1.0004) == 1, "three digits"
assert np.float16(6e-8) > 0 == np.float16(2e-8), "the smallest"
assert float(tf.cast(1e-9, "bfloat16")) > 0, "the range of float32"

# %% [markdown]
# `float16` has about three digits and ends at 65504; what is smaller than about 6e-8 becomes 0, an *underflow*.
# `bfloat16` has the range of float32 and only two to three digits.
#
# So **mixed precision** uses both: layers compute in float16, and weights stay in float32, where a small step still changes them.
# In Keras that is a *policy*, for one layer as `dtype=` or for all that follow by `keras.config.set_dtype_policy`.

# %%
keras.config.set_dtype_policy("mixed_float16")
mixed = keras.Sequential(
    [
        keras.Input(shape=(13,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(3, activation="softmax", dtype="float32"),
    ]
)
mixed.compile(keras.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy")
keras.config.set_dtype_policy("float32")  # back to the default
for layer in mixed.layers:
    print(layer.compute_dtype, "computes,", layer.kernel.dtype, "is kept")
print("answers:", mixed(x).dtype.name, "- optimizer:", type(mixed.optimizer).__name__)

# %% [markdown]
# Note two things.
# The last layer says `dtype="float32"`, and Keras has wrapped the optimizer.
# Here is why, one after the other.
#
# **The last softmax.** The network is sure of class 1, but the truth is class 0.
# Its probability is tiny, and float16 has no such number.

# %%
truth_loss = keras.losses.SparseCategoricalCrossentropy()
for kind in ("float16", "float32"):
    scores = tf.Variable([[0.0, 20.0]])
    with tf.GradientTape() as tape:
        chances = keras.layers.Activation("softmax", dtype=kind)(scores)
        loss = truth_loss(tf.constant([0]), chances)
    slope = tape.gradient(loss, scores).numpy()
    print(f"{kind}: loss {loss:.2f}, chances {chances.numpy()}, gradient {slope}")

# %% tags=["claim"]
assert np.allclose(slope, [[-1, 1]], atol=0.01), f"in float32 it learns: {slope}"
assert np.isclose(loss, 20, atol=0.1), f"the loss in float32: {loss}"
scores = tf.Variable([[0.0, 20.0]])
with tf.GradientTape() as tape:
    chances = keras.layers.Activation("softmax", dtype="float16")(scores)
    loss = truth_loss(tf.constant([0]), chances)
assert chances[0, 0] == 0 and not tape.gradient(loss, scores).numpy().any(), "lost"
computed = [layer.compute_dtype for layer in mixed.layers]
assert computed == ["float16", "float32"], f"the last layer alone: {computed}"
assert all(layer.kernel.dtype == "float32" for layer in mixed.layers), "kept"

# %% [markdown]
# In float16 the worst mistake of all has a gradient of 0, so the network never learns from it.
# So give the last layer float32, whatever its activation.
#
# **Loss scaling.** Gradients are small numbers, and in float16 the smallest underflow.
# Multiply the loss by a large factor and all gradients grow with it; divide them in float32 before the update.
# That is what the wrapped optimizer, a `LossScaleOptimizer`, does by itself.

# %%
layer = keras.layers.Dense(1, kernel_initializer="ones", dtype="mixed_float16")
small = np.full((4, 1), 0.01, "float32")
for factor in (1.0, 32768.0):
    with tf.GradientTape() as tape:
        loss = 1e-7 * tf.reduce_mean(tf.cast(layer(small), "float32"))
        scaled_loss = factor * loss
    slope = tape.gradient(scaled_loss, layer.trainable_variables[0])
    print(f"factor {factor:7.0f}: gradient {slope.numpy().item() / factor:.1e}")

# %% [markdown]
# The gradient is 1e-9, and without the factor nothing of it arrives.
#
# Too large a factor would make gradients infinite.
# Then the optimizer leaves this step out, halves the factor, and goes on.
# See it happen with inputs that are far too large:

# %%
mixed.set_weights(start)
mixed.train_on_batch(x, y)
factors, moved = [float(mixed.optimizer.dynamic_scale)], []
for rows in (1e4 * x, x):
    before = mixed.get_weights()
    mixed.train_on_batch(rows, y)
    factors.append(float(mixed.optimizer.dynamic_scale))
    moved.append(bool(gap(before, mixed.get_weights()) > 0))
print("factors:", factors, " did the weights move?", moved)

# %% tags=["claim"]
assert type(mixed.optimizer).__name__ == "LossScaleOptimizer", "wrapped"
assert factors == [32768, 16384, 16384] and moved == [False, True], f"{factors} {moved}"
for factor, arrives in ((1.0, False), (32768.0, True)):
    with tf.GradientTape() as tape:
        loss = factor * 1e-7 * tf.reduce_mean(tf.cast(layer(small), "float32"))
    slope = tape.gradient(loss, layer.trainable_variables[0]) / factor
    assert bool(np.isclose(slope, 1e-9, rtol=0.05, atol=0)) is arrives, (
        f"{factor}: {slope}"
    )
plain = build()
plain.compile(keras.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy")
assert type(plain.optimizer).__name__ == "SGD", "not wrapped in float32"

# %% [markdown]
# In a loop of your own you call `optimizer.scale_loss(loss)` yourself, before you ask the tape.
# With `"mixed_bfloat16"` you need no factor, because its range is that of float32; use it where your hardware has it.

# %% [markdown] skills=["NN-1"]
# ## Compiled steps: tf.function without retracing
# `tf.function` runs your Python once, writes down a graph, and from then on runs that, as you saw in [A training step by hand](../basics/training-by-hand.ipynb#what-tffunction-changes).
# Writing it down is called **tracing**, and it costs far more than running a small step.
# So a step that is traced again and again is slower than no `tf.function` at all.
#
# Five calls, with batches of 32, 32, 32, 20 and 7 rows and three learning rates.
# How often will Python run in each of the four cases?

# %%
calls = [(32, 0.1), (32, 0.05), (32, 0.025), (20, 0.025), (7, 0.025)]
form = [tf.TensorSpec((None, 13)), tf.TensorSpec(())]
kinds = {
    "no tf.function": (lambda step: step, float),
    "tf.function": (tf.function, float),
    "tf.function, rates as tensors": (tf.function, tf.constant),
    "with input_signature": (
        lambda step: tf.function(step, input_signature=form),
        tf.constant,
    ),
}
python_ran = {}
for kind, (compiled, number) in kinds.items():
    seen = []

    def step(rows, rate, seen=seen):
        seen.append(1)
        return rate * tf.reduce_mean(rows)

    fast = compiled(lambda rows, rate, step=step: step(rows, rate))
    for size, rate in calls:
        fast(tf.constant(x[:size]), number(rate))
    python_ran[kind] = len(seen)
    print(f"{kind:30} Python ran {len(seen)} time(s)")

# %% tags=["claim"]
assert list(python_ran.values()) == [5, 5, 3, 1], f"{python_ran}"

# %% [markdown]
# A Python number is part of the graph, so each new one is traced; a tensor is an input of it.
# A new shape is traced too, unless `input_signature` promises that the number of rows may vary, as `None` does.
# `fit` traces a step for a full batch and once more for a smaller last one.
#
# `jit_compile=True` goes further: XLA, TensorFlow's compiler, turns the whole graph into one program for your device.
# The result is the same up to rounding, each new shape is compiled again, and operations that XLA can't translate are refused, such as a call of Python.


# %%
def spread(rows):
    return tf.norm(rows - tf.reduce_mean(rows, axis=0))


def in_python(rows):
    return tf.numpy_function(np.sum, [rows], "float32")


xla = tf.function(spread, jit_compile=True)
print("eager:", spread(x).numpy(), " XLA:", xla(tf.constant(x)).numpy())
try:
    tf.function(in_python, jit_compile=True)(tf.constant(x))
except tf.errors.InvalidArgumentError as problem:
    print("refused:", problem.message[:46])

# %% tags=["claim"]
assert np.isclose(spread(x), xla(tf.constant(x)), rtol=1e-3), "up to rounding"
try:
    refused = tf.function(in_python, jit_compile=True)(tf.constant(x)) is None
except tf.errors.InvalidArgumentError as problem:
    refused = "unsupported operations" in problem.message
assert refused, "XLA can't call Python"
assert gpus or not plain.jit_compile, "auto: not on a machine with CPUs alone"

# %% [markdown]
# `compile` has `jit_compile="auto"`: Keras uses XLA if there is a GPU and the layers allow it, and leaves it off on a machine with CPUs alone.
# If a step fails with "unsupported operations", pass `jit_compile=False`.

# %% [markdown] skills=["NN-1"]
# ## Several devices: MirroredStrategy
# `tf.distribute.MirroredStrategy` keeps a copy of the model on each device, a **replica**.
# Each replica gets its share of the batch and computes the gradients for it.
# These are summed over all replicas, and each takes the same step, so the copies stay equal.
#
# ![A batch of 64 is split into two halves; each of two replicas computes gradients for its half; the gradients are summed, and both replicas take the same step](../diagrams/mirrored-step.svg)
#
# Your code changes in one place: build and compile inside the `scope` of the strategy.
# Without an argument it takes all GPUs; here it gets our two logical CPUs.
# Will the weights after three epochs be the same as on one device?

# %%
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
with strategy.scope():
    mirrored = build()
    on_two = trained(mirrored, keras.optimizers.SGD(0.1), wines.batch(64), epochs=3)
on_one = trained(build(), keras.optimizers.SGD(0.1), wines.batch(64), epochs=3)
print("replicas:", strategy.num_replicas_in_sync)
print(f"moved by {gap(on_one, start):.3f}, the two differ by {gap(on_one, on_two):.7f}")

# %% tags=["claim"]
assert strategy.num_replicas_in_sync == 2, "two replicas"
assert gap(on_one, on_two) < 1e-5 < 0.01 < gap(on_one, start), "the same weights"

# %% [markdown]
# The same, up to rounding.
# The batch of the data set is the **global batch**: 64 here, which is 32 for each replica.
#
# In a step of your own, you do the sum yourself.
# `strategy.run` calls a function on each replica, and `strategy.reduce` adds up what comes back.
# With `reduction="sum"` the loss of a share is a sum, and it is divided by the *global* size, so that the sum of the parts is the mean of the whole.

# %%
dataset = strategy.experimental_distribute_dataset(wines.batch(64))
cross = keras.losses.SparseCategoricalCrossentropy(reduction="sum")


def gradients_of(rows, labels, count):
    with tf.GradientTape() as tape:
        loss = cross(labels, mirrored(rows, training=True)) / count
    return tape.gradient(loss, mirrored.trainable_variables), tf.shape(rows)[0]


@tf.function
def summed(batch):
    parts, rows = strategy.run(gradients_of, args=(*batch, 64.0))
    total = [strategy.reduce("SUM", part, axis=None) for part in parts]
    return total, strategy.experimental_local_results(rows)


total, rows = summed(next(iter(dataset)))
alone, _ = gradients_of(x[:64], y[:64], 64.0)
print("rows of each replica:", [int(number) for number in rows])
print(f"summed and alone differ by {gap(total, alone):.8f}")

# %% tags=["claim"]
assert [int(number) for number in rows] == [32, 32], "half each"
largest = max(np.abs(slope).max() for slope in alone)
assert gap(total, alone) < 1e-5 < 1e-3 < largest, "the sum is the gradient of all"

# %% [markdown]
# ## Batch size and learning rate
# To keep each device as busy as before, multiply the batch by the number of replicas.
# An epoch then has fewer steps, so each has to go further.
# The usual start is the **linear scaling rule**: twice the batch, twice the learning rate.
# Compare two steps of 32 examples at rate 0.02 with one step of 64; the number of devices makes no difference, so one is enough.

# %%
first = wines.take(64)
two_steps = trained(build(), keras.optimizers.SGD(0.02), first.batch(32))
off = {}
for rate in (0.02, 0.04):
    one_step = trained(build(), keras.optimizers.SGD(rate), first.batch(64))
    off[rate] = gap(one_step, two_steps)
    print(f"one step of 64, rate {rate}: {off[rate]:.5f} from two steps")

# %% tags=["claim"]
assert 1e-7 < off[0.04] < 0.4 * off[0.02], f"nearly, not quite: {off}"

# %% [markdown]
# With the doubled rate, one step goes nearly where two went.
# It is a rule of thumb: at large rates the second small step sees another slope than the first, and the rule breaks down.
# So raise the rate over the first epochs, and compare on validation data.

# %% [markdown] skills=["NN-1"]
# ## Several machines: TF_CONFIG
# For several machines the strategy is `tf.distribute.MultiWorkerMirroredStrategy`, and the rest of your code stays.
# Every machine runs the same program; what differs is one environment variable, `TF_CONFIG`, which says who takes part and which of them this one is.
# A cluster's own software usually sets it.
#
# ```python
# # train.py: the same file on each machine
# strategy = tf.distribute.MultiWorkerMirroredStrategy()  # reads TF_CONFIG
# with strategy.scope():
#     model = build()
#     model.compile(optimizer, loss)
# model.fit(wines.batch(32 * strategy.num_replicas_in_sync))
# ```
#
# The strategy connects to the other machines, so that file isn't run here.
# What it reads is: the next cell writes the variable of the second machine, and `TFConfigClusterResolver` reads it as the strategy would.

# %%
config = {
    "cluster": {"worker": ["first.example:12345", "second.example:12345"]},
    "task": {"type": "worker", "index": 1},
}
os.environ["TF_CONFIG"] = json.dumps(config)
read = tf.distribute.cluster_resolver.TFConfigClusterResolver()
cluster, me = read.cluster_spec().as_dict(), (read.task_type, read.task_id)
print("all:", cluster["worker"])
print("I am:", *me)
del os.environ["TF_CONFIG"]

# %% tags=["claim"]
assert cluster == config["cluster"] and me == ("worker", 1), "the second of two"

# %% [markdown]
# - `index` counts from 0, and 0 is the *chief*: it alone should write the model to its final place.
# - Set the variable before the strategy is made; every machine waits until all have come.
# - Each worker reads its own share of the files, so have at least as many [TFRecord files](../basics/input-pipelines.ipynb) as workers.
# - Keep checkpoints with `keras.callbacks.BackupAndRestore`: when one machine fails, all stop, and go on from there.

# %% [markdown]
# ## What can go wrong
# - **Devices set too late.** After the first computation, memory growth and logical devices can't be changed: restart the kernel, and put the cell first.
# - **An uneven last batch.** Each replica takes the mean over its own share, so in a share of one example it counts twice as much as in a share of two.
#   Take `drop_remainder=True` for training on several devices.
# - **A model from outside the scope.** Its weights are on one device only, and `fit` stops with an error whose message may be empty.
# - **A learning rate from one device**, with a larger batch: no error, only a slower training.

# %%
try:
    parts = [one_part, one_part, one_part]
    tf.config.set_logical_device_configuration(cpus[0], parts)
except RuntimeError as problem:
    print("too late:", problem)

few = wines.take(35).batch(32)  # a last batch of three: two and one
rest_one = trained(build(), keras.optimizers.SGD(0.1), few)
with strategy.scope():
    rest_two = trained(mirrored, keras.optimizers.SGD(0.1), few)
print(f"uneven: {gap(rest_one, rest_two):.4f} apart")

outside = build()
try:
    with strategy.scope():
        trained(outside, keras.optimizers.SGD(0.1), wines.batch(64))
    problem = None
except (AssertionError, ValueError) as error:
    problem = error
print("outside the scope:", type(problem).__name__)

# %% tags=["claim"]
assert problem is not None, "a model from outside the scope is refused"
assert gap(rest_one, rest_two) > 1e-3, "the last batch counts differently"
for count in (3, 1):
    try:
        parts = [one_part] * count
        tf.config.set_logical_device_configuration(cpus[0], parts)
        changed = True
    except RuntimeError:
        changed = False
    assert not changed, "too late"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### How many bytes?
# Write `training_bytes(model, batch, slots)`, which returns how many bytes a training step needs at least, at 4 bytes for each number.
# Count every weight; for every weight that may be trained its gradient and its `slots` numbers of the optimizer; and for every example of the batch the outputs of every layer in `model.layers`.


# %% tags=["exercise"] id="developer/hardware-and-scale/training-bytes" skills=["DEV-5"]
def training_bytes(model, batch, slots):
    ### BEGIN SOLUTION
    moved = sum(np.prod(weight.shape) for weight in model.trainable_variables)
    outputs = sum(np.prod(layer.output.shape[1:]) for layer in model.layers)
    return 4 * (model.count_params() + (1 + slots) * moved + batch * outputs)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `model.count_params()` counts all weights, `model.trainable_variables` holds those that move.

# %% [markdown] tags=["hint"]
# The shape of `layer.output` begins with `None` for the batch; the product of the rest is what one example takes.

# %% tags=["check"]
fixed_layer = keras.layers.Dense(5, trainable=False)
tried_networks = {
    "of one layer": ([keras.Input(shape=(3,)), keras.layers.Dense(2)], 8, 8, 2),
    "with a fixed layer": (
        [keras.Input(shape=(3,)), fixed_layer, keras.layers.Dense(2)],
        32,
        12,
        7,
    ),
    "of a convolution": (
        [
            keras.Input(shape=(8, 8, 1)),
            keras.layers.Conv2D(3, 3),
            keras.layers.Flatten(),
            keras.layers.Dense(1, use_bias=False),
        ],
        30 + 108,
        30 + 108,
        108 + 108 + 1,
    ),
}
for name_of, (parts_of, kept, moving, given_out) in tried_networks.items():
    tried_network = keras.Sequential(parts_of)
    for batch_of, slots_of in ((10, 2), (64, 0), (7, 1)):
        got = training_bytes(tried_network, batch_of, slots_of)
        assert got is not None, "Not attempted: training_bytes returned None."
        assert np.ndim(got) == 0 and np.asarray(got).dtype.kind in "iuf", (
            f"Got {str(got)[:60]}, expected one number."
        )
        got = float(got)
        expected = 4 * (kept + (1 + slots_of) * moving + batch_of * given_out)
        parts_told = (
            f"For a network {name_of}, a batch of {batch_of} and {slots_of} slots: got "
            f"{got:.0f}, expected {expected}, which is 4 times the sum of {kept} "
            f"weights, {moving} gradients, {slots_of * moving} slots and "
            f"{batch_of} * {given_out} outputs. "
        )
        assert got != expected / 4, parts_told + "Each number takes 4 bytes."
        assert got == expected, parts_told + "Find the part that differs."
print("Correct: weights, gradients, slots and activations.")


# %% tags=["wrong"] reason="find the part that differs"
def training_bytes(model, batch, slots):
    outputs = sum(np.prod(layer.output.shape[1:]) for layer in model.layers)
    return 4 * ((2 + slots) * model.count_params() + batch * outputs)


# %% tags=["wrong"] reason="find the part that differs"
def training_bytes(model, batch, slots):
    moved = sum(np.prod(weight.shape) for weight in model.trainable_variables)
    outputs = np.prod(model.layers[-1].output.shape[1:])
    return 4 * (model.count_params() + (1 + slots) * moved + batch * outputs)


# %% tags=["wrong"] reason="each number takes 4 bytes"
def training_bytes(model, batch, slots):
    moved = sum(np.prod(weight.shape) for weight in model.trainable_variables)
    outputs = sum(np.prod(layer.output.shape[1:]) for layer in model.layers)
    return model.count_params() + (1 + slots) * moved + batch * outputs


# %% tags=["right"]
def training_bytes(model, batch, slots):
    numbers = sum(weights.size for weights in model.get_weights())
    for layer in model.layers:
        one = np.zeros((batch, *layer.output.shape[1:]), "int8")
        numbers += one.size
    for weight in model.trainable_weights:
        numbers += weight.numpy().size * (slots + 1)
    return float(4 * numbers)


# %% tags=["right"]
def training_bytes(model, batch, slots):
    total, shape = 0, (batch, *model.input_shape[1:])
    for layer in model.layers:
        shape = layer.compute_output_shape(shape)
        copies = 2 + slots if layer.trainable else 1
        total += copies * layer.count_params() + int(np.prod(shape))
    return np.int64(4) * total


# %% [markdown]
# ### A classifier in mixed precision
# Write `mixed_classifier(inputs, classes)`, which returns a `keras.Sequential` for rows of `inputs` numbers: a hidden `Dense` layer of 32 with `relu`, and a softmax over `classes`.
# The hidden layer computes in float16 with weights in float32, and the softmax is computed in float32.
# After the call the policy of Keras is what it was before; you need not compile the model.


# %% tags=["exercise"] id="developer/hardware-and-scale/mixed-classifier" skills=["NN-1"]
def mixed_classifier(inputs, classes):
    ### BEGIN SOLUTION
    hidden = keras.layers.Dense(32, activation="relu", dtype="mixed_float16")
    answer = keras.layers.Dense(classes, activation="softmax", dtype="float32")
    return keras.Sequential([keras.Input(shape=(inputs,)), hidden, answer])
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# A layer takes its own policy as `dtype=`, so you needn't change that of Keras.

# %% [markdown] tags=["hint"]
# `"mixed_float16"` is for the hidden layer, `"float32"` for the last one.

# %% tags=["check"]
keras.config.set_dtype_policy("mixed_bfloat16")  # as another program may have it
mixed_classifier(4, 3)
policy_after = keras.config.dtype_policy().name
keras.config.set_dtype_policy("float32")
assert policy_after == "mixed_bfloat16", (
    f"Got the policy {policy_after} after a call under mixed_bfloat16, expected that "
    "one again, because all later layers change too: give each layer its dtype, or "
    "set the policy back to what it was."
)
for inputs_of, classes_of in ((4, 3), (7, 5)):
    keras.config.set_dtype_policy("float32")
    got = mixed_classifier(inputs_of, classes_of)
    policy_after = keras.config.dtype_policy().name
    keras.config.set_dtype_policy("float32")
    assert got is not None, "Not attempted: mixed_classifier returned None."
    assert isinstance(got, keras.Sequential), (
        f"Got {type(got).__name__}, expected a keras.Sequential."
    )
    assert policy_after == "float32", (
        f"Got the policy {policy_after} after the call, expected float32 as before: "
        "all later layers would change too."
    )
    shapes_of = [weights.shape for weights in got.get_weights()]
    expected = [(inputs_of, 32), (32,), (32, classes_of), (classes_of,)]
    assert shapes_of == expected, (
        f"Got weights of the shapes {shapes_of}, expected {expected}. Check the sizes "
        "of both layers."
    )
    kept_as = {weight.dtype for weight in got.weights}
    assert kept_as == {"float32"}, (
        f"Got weights in {kept_as}, expected float32: use mixed_float16, not float16."
    )
    computes = got.layers[0].compute_dtype
    assert computes == "float16", (
        f"Got a hidden layer that computes in {computes}, expected float16: set dtype."
    )
    first_class = np.zeros(shapes_of[2])
    first_class[:, 0] = 1 / 32  # its score is the mean of the hidden outputs
    ones_of = [np.ones(shapes_of[0]), np.zeros(32)]
    got.set_weights([*ones_of, first_class, np.zeros(classes_of)])
    for height in (0.5, -3.0):
        score = max(height * inputs_of, 0)
        expected = np.exp(score) / (np.exp(score) + classes_of - 1)
        chance = float(np.array(got(np.full((1, inputs_of), height, "float32")))[0, 0])
        assert abs(chance - expected) < 0.01, (
            f"With all first weights 1, inputs of {height} gave class 0 a probability "
            f"of {chance:.3f}, expected {expected:.3f}: use relu in the hidden layer "
            "and softmax at the end."
        )
    sure = np.zeros(classes_of)
    sure[0] = 20
    zeros_of = [np.zeros(shape) for shape in shapes_of[:-1]]
    got.set_weights([*zeros_of, sure])
    answers_of = got(np.eye(inputs_of, dtype="float32"))
    kind_of, answers_of = answers_of.dtype.name, np.array(answers_of, "float64")
    assert (answers_of[:, 1:] > 1e-9).all(), (
        f"Got a probability of {answers_of[0, 1]:.1e} for a logit of 0 beside 20, "
        "expected 2e-09: let the last layer compute in float32."
    )
    assert kind_of == "float32", f"Got outputs in {kind_of}, expected float32."
print("Correct: float16 inside, float32 where it matters.")


# %% tags=["wrong"] reason="last layer compute in float32"
def mixed_classifier(inputs, classes):
    hidden = keras.layers.Dense(32, activation="relu", dtype="mixed_float16")
    answer = keras.layers.Dense(classes, activation="softmax", dtype="mixed_float16")
    return keras.Sequential([keras.Input(shape=(inputs,)), hidden, answer])


# %% tags=["wrong"] reason="all later layers"
def mixed_classifier(inputs, classes):
    keras.config.set_dtype_policy("mixed_float16")
    hidden = keras.layers.Dense(32, activation="relu")
    answer = keras.layers.Dense(classes, activation="softmax", dtype="float32")
    return keras.Sequential([keras.Input(shape=(inputs,)), hidden, answer])


# %% tags=["wrong"] reason="what it was"
def mixed_classifier(inputs, classes):
    keras.config.set_dtype_policy("mixed_float16")
    hidden = keras.layers.Dense(32, activation="relu")
    answer = keras.layers.Dense(classes, activation="softmax", dtype="float32")
    keras.config.set_dtype_policy("float32")
    return keras.Sequential([keras.Input(shape=(inputs,)), hidden, answer])


# %% tags=["wrong"] reason="not float16"
def mixed_classifier(inputs, classes):
    hidden = keras.layers.Dense(32, activation="relu", dtype="float16")
    answer = keras.layers.Dense(classes, activation="softmax", dtype="float32")
    return keras.Sequential([keras.Input(shape=(inputs,)), hidden, answer])


# %% tags=["right"]
def mixed_classifier(inputs, classes):
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    layers = [keras.layers.Dense(32, "relu"), keras.layers.Dense(classes)]
    keras.config.set_dtype_policy(before)
    probabilities = keras.layers.Activation("softmax", dtype="float32")
    return keras.Sequential([keras.Input(shape=(inputs,)), *layers, probabilities])


# %% tags=["right"]
def mixed_classifier(inputs, classes):
    policy = keras.DTypePolicy("mixed_float16")
    net = keras.Sequential()
    net.add(keras.Input(shape=(inputs,)))
    net.add(keras.layers.Dense(32, activation=keras.ops.relu, dtype=policy))
    net.add(keras.layers.Dense(classes, activation=keras.ops.softmax))
    return net


# %% [markdown]
# ### The gradient of the whole batch
# Three machines had different shares of a batch, and each sends the gradient of the mean loss over its own examples.
# Write `whole_gradient(means, counts)`: `means` is a list of arrays of one shape, one for each machine, and `counts` a list of how many examples each had.
# Return the gradient of the mean loss over all examples, as an array of the same shape.


# %% tags=["exercise"] id="developer/hardware-and-scale/whole-gradient" skills=["NN-1"]
def whole_gradient(means, counts):
    ### BEGIN SOLUTION
    return np.average(means, axis=0, weights=counts)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# A mean times its count is a sum, and sums may be added.

# %% [markdown] tags=["hint"]
# Divide the sum of all by the number of all examples.

# %% tags=["check"]
draw_of = np.random.default_rng(7)
for counts_of, shape_of in (([2, 1, 1], (3,)), ([32, 32, 3], (2, 2)), ([5, 9], (4, 1))):
    slopes_of = draw_of.normal(size=(sum(counts_of), *shape_of))
    ends = np.cumsum(counts_of)[:-1]
    means_of = [share.mean(axis=0) for share in np.split(slopes_of, ends)]
    expected = slopes_of.mean(axis=0)
    try:
        got = whole_gradient([mean.copy() for mean in means_of], list(counts_of))
        problem_of = ""
    except Exception as error:
        problem_of = f"{type(error).__name__}: {error}"
    assert not problem_of, f"For shares of {counts_of}, it fails: {problem_of[:90]}."
    assert got is not None, "Not attempted: whole_gradient returned None."
    assert np.shape(got) == shape_of, (
        f"Got the shape {np.shape(got)}, expected {shape_of}, that of each gradient."
    )
    told = f"For shares of {counts_of} got {np.ravel(got)[:3].round(3)}, expected "
    told += f"{expected.ravel()[:3].round(3)}. "
    assert not np.allclose(got, np.mean(means_of, axis=0)), (
        told + "That gives each share the same weight, however few examples it has."
    )
    assert np.allclose(got, expected, atol=1e-5), (
        told + "Weight each mean by its count, and divide by the number of examples."
    )
print("Correct: every example counts the same.")


# %% tags=["wrong"] reason="the same weight"
def whole_gradient(means, counts):
    return np.mean(means, axis=0)


# %% tags=["wrong"] reason="divide by the number of examples"
def whole_gradient(means, counts):
    return np.sum(means, axis=0)


# %% tags=["wrong"] reason="divide by the number of examples"
def whole_gradient(means, counts):
    return sum(count * mean for mean, count in zip(means, counts, strict=True))


# %% tags=["right"]
def whole_gradient(means, counts):
    total = np.zeros_like(means[0])
    for mean, count in zip(means, counts, strict=True):
        total += mean * count / sum(counts)
    return total


# %% tags=["right"]
def whole_gradient(means, counts):
    shares = tf.constant(counts, "float64") / sum(counts)
    return tf.tensordot(shares, tf.stack(means), axes=1)


# %% [markdown]
# ## What to remember
# - `tf.config.list_physical_devices("GPU")` says what is there; set memory growth and logical devices before the first computation.
# - Weights, gradients, slots and activations must fit; the activations grow with the batch, so halve it first.
# - Mixed precision: compute in float16, keep weights and the last softmax in float32, scale the loss.
# - Python numbers and new shapes are traced again; pass tensors, and an `input_signature`.
# - `MirroredStrategy` sums the gradients of all replicas: the same result as one device, for even batches.
# - The batch that you give is the global one; scale the learning rate with it, and check.
#
# Next: [Ship it: export, serve, convert](shipping-a-model.ipynb), for programs that know nothing of Keras.
# All skills of this part are on the page [Developer skills](../../topics/developer.md).
