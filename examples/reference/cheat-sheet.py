# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Cheat sheet
#     reviewed: 2026-11-22
# ---

# %% [markdown]
# This is the code that you write most often, in the order in which you need it.
# Every cell was executed, so you can copy from it.
# `x` goes into a model, `y` is what should come out.
#
# ## Shapes

# %%
from pathlib import Path

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
x = rng.normal(size=(100, 4)).astype("float32")  # 100 rows, 4 columns
y = x[:, :3].argmax(axis=1)  # a class for each row: 0, 1 or 2
# Input(shape=...) is the shape of ONE example, without the batch axis:
#   table (4,)   gray picture (28, 28, 1)   color picture (64, 64, 3)
#   window of a series (30, 1)   text of 12 word numbers (12,)
print("batch:", x.shape, x.dtype, " labels:", y.shape)
print("one example:", x[0].shape, " a batch of one:", x[:1].shape)
print("channel axis added:", x[..., np.newaxis].shape)

# %% tags=["claim"]
assert x.shape == (100, 4) and y.shape == (100,), "100 rows and labels"
assert x.dtype == "float32" and set(y) == {0, 1, 2}, "three classes"
assert x[0].shape == (4,) and x[:1].shape == (1, 4), "[:1] keeps the batch axis"
assert x[..., np.newaxis].shape == (100, 4, 1), "a channel axis at the end"
assert keras.Input(shape=(4,)).shape == (None, 4), "Input adds the batch axis"

# %% [markdown]
# ## Data in
# ### Arrays: split, then scale

# %%
x_train, y_train, x_val, y_val = x[:80], y[:80], x[80:], y[80:]  # mixed rows only
scale = keras.layers.Normalization()  # put it first in the model
scale.adapt(x_train)  # mean and variance of the training rows only
print("means:", abs(scale(x_train).numpy().mean(axis=0)).round(3))

# %% tags=["claim"]
scaled = scale(x_train).numpy()
assert np.abs(scaled.mean(axis=0)).max() < 1e-3, "the means become 0"
assert np.abs(scaled.std(axis=0) - 1).max() < 1e-2, "the spreads become 1"
assert len(x_train) == len(y_train) == 80 and len(x_val) == len(y_val) == 20, "split"

# %% [markdown]
# ### CSV

# %%
Path("days.csv").write_text("month,rain,dry\n1,80,0\n7,,1\n9,35,1\n")
table = pd.read_csv("days.csv")
table = table.fillna({"rain": table["rain"].median()})  # no NaN may reach a model
features = table[["month", "rain"]].to_numpy("float32")
labels = table["dry"].to_numpy()
print(features.tolist(), labels.tolist())

# %% tags=["claim"]
assert features.tolist() == [[1, 80], [7, 57.5], [9, 35]], features
assert labels.tolist() == [0, 1, 1] and not np.isnan(features).any(), "filled"

# %% [markdown]
# ### Folders of pictures
# One folder for each class; the first lines only make some pictures.

# %%
for bird, gray in [("crow", 40), ("gull", 220)]:
    Path("birds", bird).mkdir(parents=True, exist_ok=True)
    for i in range(4):
        picture = np.full((20 + i, 30, 3), gray, "uint8")
        keras.utils.save_img(f"birds/{bird}/{i}.png", picture, scale=False)

load = {"directory": "birds", "image_size": (16, 16), "batch_size": 4}
load |= {"validation_split": 0.25, "seed": 7, "verbose": False}  # same seed twice
train_pictures = keras.utils.image_dataset_from_directory(subset="training", **load)
val_pictures = keras.utils.image_dataset_from_directory(subset="validation", **load)
print("classes:", train_pictures.class_names)  # numbered in alphabetical order
for pictures, numbers in train_pictures.take(1):
    print(pictures.shape, "values up to", int(tf.reduce_max(pictures)), numbers.shape)


# %% tags=["claim"]
def files(dataset):
    return {Path(path).relative_to("birds") for path in dataset.file_paths}


assert train_pictures.class_names == ["crow", "gull"], "alphabetical"
assert pictures.shape == (4, 16, 16, 3) and numbers.shape == (4,), "resized"
assert float(tf.reduce_max(pictures)) in (40, 220), "0 to 255: not scaled"
assert len(files(train_pictures)) == 6 and len(files(val_pictures)) == 2, "a quarter"
assert not files(train_pictures) & files(val_pictures), "same seed: no overlap"
for shown, birds in train_pictures:
    bright = shown.numpy().mean(axis=(1, 2, 3)) > 100
    assert (bright == (birds.numpy() == 1)).all(), "gull is class 1"

# %% [markdown]
# ### Text

# %%
texts = ["Good soup!", "Bad soup.", "good, good bread"]
words = keras.layers.TextVectorization(max_tokens=1000, output_sequence_length=4)
words.adapt(texts)  # training texts only
print([str(word) for word in words.get_vocabulary()])  # 0 pads, 1 is unknown
print(words(["good cake"]).numpy())

# %% tags=["claim"]
vocabulary = words.get_vocabulary()
assert vocabulary[:4] == ["", "[UNK]", "good", "soup"], vocabulary
assert sorted(vocabulary[4:]) == ["bad", "bread"], "no punctuation, small letters"
assert words(["good cake"]).numpy().tolist() == [[2, 1, 0, 0]], "padded at the end"

# %% [markdown]
# ### Windows of a series

# %%
series = np.arange(10, dtype="float32")
past = 3  # a label comes `past` steps after the start of its window
windows = keras.utils.timeseries_dataset_from_array(
    series[:-1], targets=series[past:], sequence_length=past, batch_size=2
)
for window, label in windows.take(1):
    print(window.numpy().tolist(), "->", label.numpy().tolist())

# %% tags=["claim"]
assert window.numpy().tolist() == [[0, 1, 2], [1, 2, 3]], window
assert label.numpy().tolist() == [3, 4], "the value right after each window"
last = list(windows.unbatch())[-1]
assert last[0].numpy().tolist() == [6, 7, 8] and last[1] == 9, "nothing is lost"

# %% [markdown]
# ### tf.data

# %%
data = tf.data.Dataset.from_tensor_slices((x_train, y_train))
data = data.shuffle(len(x_train))  # before batch; buffer as large as the data
data = data.batch(32).prefetch(tf.data.AUTOTUNE)
print("batches:", [len(batch_y) for batch_x, batch_y in data])

# %% tags=["claim"]
assert [len(batch_y) for _, batch_y in data] == [32, 32, 16], "the rest comes last"
first, again = (np.concatenate([b for b, _ in data]) for _ in range(2))
assert not np.array_equal(first, again), "another order in each epoch"
assert np.allclose(np.sort(first, axis=0), np.sort(x_train, axis=0)), "the same rows"

# %% [markdown]
# ## Layers by task
# Each stack ends in a few features for one example; the output layer comes next.

# %%
layers = keras.layers
stacks = {
    "table": [keras.Input(shape=(4,)), layers.Dense(16, activation="relu")],
    "pictures": [
        keras.Input(shape=(32, 32, 3)),
        layers.Rescaling(1 / 255),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(16, 3, activation="relu"),
        layers.GlobalAveragePooling2D(),  # or Flatten()
    ],
    "text": [
        keras.Input(shape=(12,)),
        layers.Embedding(1000, 16, mask_zero=True),
        layers.Bidirectional(layers.LSTM(8)),  # quick: GlobalAveragePooling1D()
    ],
    "series": [
        keras.Input(shape=(30, 1)),
        layers.Conv1D(8, 5, padding="causal", activation="relu"),
        layers.GRU(16, return_sequences=True),  # another recurrent layer follows
        layers.GRU(16),
    ],
}
for task, stack in stacks.items():
    print(f"{task:9}", keras.Sequential(stack).output_shape)

# %% tags=["claim"]
for task, stack in stacks.items():
    shape = keras.Sequential(stack).output_shape
    assert shape == (None, 16), f"{task}: one row of 16 features, got {shape}"

# %% [markdown]
# ## Output, labels, loss, metric
# `n` examples; `k` classes, values or labels.
#
# | You predict | Labels `y` | Last layer | `loss=` | `metrics=` |
# |---|---|---|---|---|
# | one value | (n,) | `Dense(1)` | `"mse"` | `["mae"]` |
# | several values | (n, k) | `Dense(k)` | `"mse"` | `["mae"]` |
# | two classes | (n,) of 0, 1 | `Dense(1, "sigmoid")` | `"binary_crossentropy"` | `["accuracy"]` |
# | many, numbered | (n,) of 0 to k-1 | `Dense(k, "softmax")` | `"sparse_categorical_crossentropy"` | `["accuracy"]` |
# | many, one-hot | (n, k), one 1 in a row | `Dense(k, "softmax")` | `"categorical_crossentropy"` | `["accuracy"]` |
# | several labels | (n, k) of 0, 1 | `Dense(k, "sigmoid")` | `"binary_crossentropy"` | `["binary_accuracy"]` |
# | value, each step | (n, steps, 1) | `Dense(1)` after `return_sequences=True` | `"mse"` | `["mae"]` |
# | class, each step | (n, steps) of 0 to k-1 | `Dense(k, "softmax")` after `return_sequences=True` | `"sparse_categorical_crossentropy"` | `["accuracy"]` |
#
# With `"accuracy"`, Keras chooses the kind of accuracy by the shapes.
# For several labels at once it would only compare the largest output, so use `"binary_accuracy"` there.
# The same rows as code; each builds its head and computes loss and metric:

# %%
n, k, steps = 6, 3, 5
floats = rng.normal(size=(n, steps, k))
numbers = rng.integers(0, k, size=(n, steps))
bits = rng.integers(0, 2, size=(n, k))
one_hot = keras.utils.to_categorical(numbers[:, 0], k)
binary, many = "binary_crossentropy", "categorical_crossentropy"
sparse = "sparse_categorical_crossentropy"
rows = {
    "one value": (floats[:, 0, 0], layers.Dense(1), "mse", "mae"),
    "several values": (floats[:, 0], layers.Dense(k), "mse", "mae"),
    "two classes": (bits[:, 0], layers.Dense(1, "sigmoid"), binary, "accuracy"),
    "many, numbered": (numbers[:, 0], layers.Dense(k, "softmax"), sparse, "accuracy"),
    "many, one-hot": (one_hot, layers.Dense(k, "softmax"), many, "accuracy"),
    "several labels": (bits, layers.Dense(k, "sigmoid"), binary, "binary_accuracy"),
    "value, each step": (floats[..., :1], layers.Dense(1), "mse", "mae"),
    "class, each step": (numbers, layers.Dense(k, "softmax"), sparse, "accuracy"),
}
for name, (labels, head, loss, metric) in rows.items():
    body = layers.LSTM(8, return_sequences="each step" in name)
    net = keras.Sequential([keras.Input(shape=(steps, 1)), body, head])
    net.compile(loss=loss, metrics=[metric], run_eagerly=True)
    got = net.test_on_batch(rng.normal(size=(n, steps, 1)), labels, return_dict=True)
    print(f"{name:17} y {labels.shape!s:10} out {net.output_shape!s:13} {list(got)}")


# %% tags=["claim"]
def judged(name, guess):
    """Loss and metric of the row for a guess, through the row's own compile."""
    labels, head, loss, metric = rows[name]
    same = keras.Sequential(
        [keras.Input(shape=guess.shape[1:]), layers.Activation(None)]
    )
    same.compile(loss=loss, metrics=[metric], run_eagerly=True)
    return same.test_on_batch(guess, labels, return_dict=True)


for name, (labels, head, loss, metric) in rows.items():
    wide = labels[..., None] if head.units == 1 and labels.ndim == 1 else labels
    if loss == sparse:
        wide = keras.utils.to_categorical(labels, k)
    assert wide.shape[-1] == head.units, f"{name}: the head fits the labels"
    right = judged(name, wide.astype("float32"))
    wrong = judged(name, (0.9 - 0.8 * wide).astype("float32"))
    assert right["loss"] < 1e-3 < wrong["loss"], f"{name}: {right}, {wrong}"
    best = 0 if metric == "mae" else 1
    assert abs(right[metric] - best) < 1e-3, f"{name}: the metric of a right guess"
    assert abs(wrong[metric] - best) > 0.05, f"{name}: the metric of a wrong guess"
    kind = {"linear": "mse", "sigmoid": binary}
    kind = kind.get(
        head.activation.__name__, many if name == "many, one-hot" else sparse
    )
    assert loss == kind, f"{name}: activation and loss belong together"
two_of_three = np.array([[1, 1, 0]]), np.array([[0.9, 0.1, 0.1]], "float32")
passing = keras.Sequential([keras.Input(shape=(k,)), layers.Activation(None)])
both = ["accuracy", "binary_accuracy"]
passing.compile(loss=binary, metrics=both, run_eagerly=True)
told = passing.test_on_batch(two_of_three[1], two_of_three[0], return_dict=True)
assert told["accuracy"] == 1, "accuracy looks at the largest output only"
assert abs(told["binary_accuracy"] - 2 / 3) < 1e-3, "one of three labels is wrong"

# %% [markdown]
# ## Compile, fit, evaluate, predict


# %%
def build():
    net = keras.Sequential(
        [
            keras.Input(shape=(4,)),
            scale,  # the adapted layer from above
            layers.Dense(32, activation="relu"),
            layers.Dense(3, activation="softmax"),
        ]
    )
    net.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.02),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return net


class StopAt(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] > 0.99:  # the name you gave, with val_ in front
            self.model.stop_training = True


callbacks = [
    keras.callbacks.EarlyStopping("val_loss", patience=5, restore_best_weights=True),
    keras.callbacks.ReduceLROnPlateau("val_loss", factor=0.5, patience=3),
    keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True),
    StopAt(),
]
model = build()
history = model.fit(
    x_train,  # for a tf.data data set: model.fit(data, shuffle=False, ...)
    y_train,
    batch_size=32,
    validation_data=(x_val, y_val),
    epochs=30,
    callbacks=callbacks,
    verbose=0,
)
loss, accuracy = model.evaluate(x_val, y_val, verbose=0)
chances = model.predict(x_val, verbose=0)
classes = chances.argmax(axis=1)  # one sigmoid: (chances[:, 0] > 0.5).astype(int)
print("epochs:", len(history.epoch), " keys:", sorted(history.history))
print("chances:", chances.shape, " classes:", classes[:5], f" {accuracy:.2f} correct")

# %% tags=["claim"]
curves = history.history
assert {"loss", "accuracy", "val_loss", "val_accuracy"} <= set(curves), curves.keys()
assert "learning_rate" in curves, "ReduceLROnPlateau notes the learning rate"
assert len(history.epoch) <= 30 and Path("best.keras").exists(), "callbacks ran"
assert chances.shape == (20, 3) and np.allclose(chances.sum(axis=1), 1, atol=1e-4), (
    "a probability for each class"
)
assert abs((classes == y_val).mean() - accuracy) < 1e-6, "evaluate agrees with predict"
assert accuracy > 0.6, f"it learns: {accuracy:.2f}"
stopped = max(curves["val_accuracy"]) > 0.99 or len(history.epoch) == 30
waited = len(history.epoch) - 1 - np.argmin(curves["val_loss"]) == 5
assert stopped or waited, "stopped by accuracy, by patience, or at the end"

# %% [markdown]
# ## Reading the curves
#
# | Training loss | Validation loss | So | Do |
# |---|---|---|---|
# | falls | falls | still learning | train longer |
# | falls | falls, then rises | overfitting | stop at the lowest point; then the remedies below |
# | stays high | stays high | underfitting | more units or layers, more epochs, another learning rate |
# | jumps or `nan` | jumps or `nan` | steps too large, or bad input | smaller learning rate; scale the inputs; look for `nan` in the data |
# | does not move | does not move | nothing is learned | check labels, last layer and loss; overfit 10 rows, below |
#
# More on this in [Overfitting, and when to stop](../lessons/basics/overfitting.ipynb).

# %%
best = int(np.argmin(history.history["val_loss"]))
print("best epoch:", best + 1, "of", len(history.epoch))

# %% tags=["claim"]
assert history.history["val_loss"][best] == min(history.history["val_loss"]), best
assert 0 <= best < len(history.epoch), "an epoch that was run"

# %% [markdown]
# ## Against overfitting
# In this order: more data, augmentation, a smaller model, stopping in time, dropout, a penalty on weights.

# %%
augment = keras.Sequential(
    [
        layers.RandomFlip("horizontal"),
        layers.RandomRotation(0.1),  # up to a tenth of a full turn
        layers.RandomZoom(0.1),
    ]
)  # first in the model, after Input
drop = layers.Dropout(0.5)  # after a Dense layer
penalty = layers.Dense(8, kernel_regularizer=keras.regularizers.L2(0.001))
ones = np.ones((1, 1000), "float32")
print("dropped in training:", np.mean(drop(ones, training=True) == 0).round(1))
print("dropped in use:", np.mean(drop(ones) == 0))

# %% tags=["claim"]
assert 0.4 < np.mean(drop(ones, training=True) == 0) < 0.6, "about half"
assert np.array_equal(drop(ones), ones), "nothing is dropped in use"
shot = rng.random((2, 16, 16, 3)).astype("float32")
assert np.allclose(augment(shot, training=False), shot), "no augmentation in use"
assert not np.allclose(augment(shot, training=True), shot, atol=1e-3), "varied"
weights = penalty(ones) is not None and penalty.kernel.numpy()
assert np.isclose(penalty.losses[0], 0.001 * (weights**2).sum(), rtol=1e-3), "L2"

# %% [markdown]
# ## Transfer learning
# `base` stands for a trained network.
# The usual call downloads its weights: `keras.applications.MobileNetV2(input_shape=(160, 160, 3), include_top=False, pooling="avg")`.
# Prepare its pictures with its own `preprocess_input`.

# %%
base = keras.Sequential(
    [keras.Input(shape=(16, 16, 3)), layers.Conv2D(8, 3), layers.GlobalMaxPooling2D()]
)
base.trainable = False  # keep what it has learned
inputs = keras.Input(shape=(16, 16, 3))
features = base(inputs, training=False)
outputs = layers.Dense(1, activation="sigmoid")(layers.Dropout(0.2)(features))
transfer = keras.Model(inputs, outputs)  # compile and fit as always
print("trainable:", [tuple(w.shape) for w in transfer.trainable_weights])
# Fine-tuning, afterwards: base.trainable = True, then compile AGAIN with a small
# learning rate such as 1e-5, and fit some more epochs. BatchNormalization layers
# stay frozen: fit overrides training=False.

# %% tags=["claim"]
assert [w.shape for w in transfer.trainable_weights] == [(8, 1), (1,)], "only the head"
assert transfer(shot).shape == (2, 1), "one probability for each picture"
mobile = keras.applications.MobileNetV2(
    input_shape=(160, 160, 3),
    include_top=False,
    pooling="avg",
    alpha=0.35,
    weights=None,
)
assert mobile.output_shape == (None, 1280), "a flat row of features"
assert callable(keras.applications.mobilenet_v2.preprocess_input), "its own scaling"

# %% [markdown]
# ## Save, load, size

# %%
model.save("model.keras")
loaded = keras.models.load_model("model.keras")
kilobytes = Path("model.keras").stat().st_size / 1000
same = np.allclose(loaded.predict(x_val, verbose=0), chances, atol=1e-5)
print(f"{model.count_params()} parameters, {kilobytes:.0f} kB, same answers: {same}")

# %% tags=["claim"]
assert same, "the loaded model gives the same answers"
assert 10 < kilobytes < 60, f"{kilobytes} kB"

# %% [markdown]
# ## Series
# Split by time, never at random, and compare with the naive forecast first.

# %%
months = np.arange(120)
warmth = 10 + 8 * np.sin(2 * np.pi * months / 12) + rng.normal(0, 1, size=120)
cut = 96  # train on warmth[:cut], judge on the rest


def mae(truth, forecast):
    return np.mean(np.abs(truth - forecast))


print(f"same as last month: {mae(warmth[cut:], warmth[cut - 1 : -1]):.1f}")
print(f"same as a year ago: {mae(warmth[cut:], warmth[cut - 12 : -12]):.1f}")
trailing = np.convolve(warmth, np.ones(12) / 12, mode="valid")  # mean of the last 12
print(f"mean of 12 before:  {mae(warmth[cut:], trailing[cut - 12 : -1]):.1f}")

# %% tags=["claim"]
assert np.isclose(trailing[cut - 12], warmth[cut - 12 : cut].mean()), "the past only"
assert len(trailing[cut - 12 : -1]) == 120 - cut, "one mean for each month"
errors = [
    mae(warmth[cut:], guess)
    for guess in (warmth[cut - 12 : -12], warmth[cut - 1 : -1], trailing[cut - 12 : -1])
]
assert errors[0] < errors[1] < errors[2], f"season, last month, mean: {errors}"

# %% [markdown]
# ## Debug
# Check the shapes first, then one batch, then ten rows.
# A model that can't memorize ten rows has a fault that more data won't fix.
# For messages that you meet, see [Common errors](common-errors.ipynb); for code from older courses, [Old and new](old-and-new.ipynb).

# %%
batch_x, batch_y = next(iter(data))
print("batch:", batch_x.shape, batch_y.shape, " model:", model.input_shape)
print("output:", model(batch_x).shape, " finite:", bool(np.isfinite(batch_x).all()))
probe = build()  # with new weights
learned = probe.fit(x[:10], y[:10], batch_size=2, epochs=20, verbose=0)
print("ten rows memorized:", learned.history["accuracy"][-1])

# %% tags=["claim"]
assert batch_x.shape == (32, 4) and batch_y.shape == (32,), "one batch"
assert model.input_shape == (None, 4) and model(batch_x).shape == (32, 3), "shapes"
assert learned.history["accuracy"][-1] == 1, "ten rows are memorized"
assert learned.history["accuracy"][0] < 1, "the new model starts anew"
