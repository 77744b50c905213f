# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Old and new
#     reviewed: 2026-11-22
# ---

# %% [markdown] given=["2.16"]
# Most code that was written for the exam is older than the library you install today.
# TensorFlow up to 2.15 had Keras 2; since 2.16, of March 2024, `tf.keras` is Keras 3.
# The exam used Keras 2 until it [closed in May 2024](../guide/certificate.md), so most code that was written about it is Keras 2 code.
#
# Each entry below shows such code, marked **Then**, beside today's, marked **Now**.
# All of it was executed.
# Where the old code no longer runs, you see its error.
# Learn the new way first; the old one is legacy, and it is shown here so that you can read it and replace it.
#
# If you must run an old program unchanged, install the package `tf_keras`, which is Keras 2, and set the environment variable `TF_USE_LEGACY_KERAS=1` before TensorFlow is imported.
# Keras has its own [guide to the change](https://keras.io/guides/migrating_to_keras_3/).

# %%
import logging
import warnings
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
x = rng.normal(size=(64, 4)).astype("float32")
y = (x[:, 0] > 0).astype("int32")
print("Keras", keras.__version__)

# %% tags=["claim"]
assert keras.__version__.startswith("3."), "Keras 3"
assert keras.__version__ == tf.keras.__version__, "tf.keras is the same Keras"
assert x.shape == (64, 4) and set(y) == {0, 1}, "64 rows, two classes"

# %% [markdown]
# ## Names and imports
#
# ### tf.keras and keras
# **Then:** everything came from inside TensorFlow.

# %%
from tensorflow.keras.layers import Dense
from tensorflow.keras.models import Sequential

old = Sequential([Dense(2)])

# %% tags=["claim"]
assert old(x).shape == (64, 2), "the old imports work"

# %% [markdown]
# **Now:** `import keras`.
# The classes are the same ones.

# %%
new = keras.Sequential([keras.layers.Dense(2)])
print(keras.layers.Dense is Dense, keras.Sequential is Sequential)

# %% tags=["claim"]
assert keras.layers.Dense is Dense and keras.Sequential is Sequential, (
    "the same classes"
)
from tensorflow.python.keras import layers as other_layers

other = other_layers.Dense
assert other is not Dense, "tensorflow.python.keras is another Keras"
assert not isinstance(new.layers[0], other), "and its layers are no Keras 3 layers"

# %% [markdown]
# Both spellings may occur in one program.
# Never import from `tensorflow.python.keras`: that is another Keras, and its layers are not these.
#
# ### Where the preprocessing tools are
# **Then:** three modules below `preprocessing`.

# %%
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator, pad_sequences
from tensorflow.keras.preprocessing.text import Tokenizer

for tool in (ImageDataGenerator, TimeseriesGenerator, Tokenizer, pad_sequences):
    print(tool.__name__, "from", tool.__module__)

# %% tags=["claim"]
for tool in (ImageDataGenerator, TimeseriesGenerator, Tokenizer):
    assert ".legacy." in tool.__module__, f"{tool} is legacy"
assert ".legacy." not in pad_sequences.__module__, "pad_sequences is not"

# %% [markdown]
# As the module names show, three of the four are legacy.
# They exist only below `tf.keras`:

# %% tags=["error"] reason="has no attribute 'text'"
keras.preprocessing.text.Tokenizer()

# %% [markdown]
# **Now:** the tools that stayed are in `keras.utils`.

# %%
tools = keras.utils
for tool in (tools.pad_sequences, tools.load_img, tools.img_to_array):
    print(tool.__name__)
print("same pad_sequences:", keras.utils.pad_sequences is pad_sequences)

# %% tags=["claim"]
assert keras.utils.pad_sequences is pad_sequences, "one function, two places"
assert not hasattr(keras.preprocessing.image, "ImageDataGenerator"), "only in tf.keras"
assert not hasattr(keras.preprocessing.sequence, "TimeseriesGenerator"), "only there"

# %% [markdown]
# What replaces the other three is shown under [Pictures](#pictures), [Text](#text) and [Series](#series).
#
# ### Names with experimental
# **Then:** the preprocessing layers were experimental.

# %% tags=["error"] reason="No module named 'tensorflow.keras.layers.experimental'"
from tensorflow.keras.layers.experimental import preprocessing

preprocessing.Rescaling(1 / 255)

# %% [markdown]
# **Now:** leave out `experimental.preprocessing`.

# %%
scale = keras.layers.Rescaling(1 / 255)
print(tf.data.AUTOTUNE == tf.data.experimental.AUTOTUNE)

# %% tags=["claim"]
assert tf.data.AUTOTUNE == tf.data.experimental.AUTOTUNE, "the same value"
assert np.allclose(scale(np.array([0.0, 255.0])), [0, 1]), "a plain layer"
for name in ("Resizing", "RandomFlip", "TextVectorization", "Normalization"):
    assert hasattr(keras.layers, name), f"{name} is a plain layer"

# %% [markdown]
# In `tf.data` the experimental names that became plain still work, such as `AUTOTUNE` above.
#
# ## Building and training
#
# ### The shape of the input
# **Then:** the first layer was told.
# It still works, with a warning, which we catch here to show it.

# %%
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    old = keras.Sequential(
        [
            keras.layers.Dense(8, activation="relu", input_shape=(4,)),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )
print(str(told[0].message).split(". ")[0])

# %% tags=["claim"]
assert "Do not pass an `input_shape`/`input_dim`" in str(told[0].message), told[0]

# %% [markdown]
# **Now:** the input is an entry of its own.

# %%
model = keras.Sequential(
    [
        keras.Input(shape=(4,)),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
print(model.count_params(), "parameters, before:", old.count_params())

# %% tags=["claim"]
assert model.count_params() == old.count_params() == 58, "the same model"
old.set_weights(model.get_weights())
assert np.allclose(old(x), model(x), atol=1e-6), "the same answers"
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    keras.layers.Embedding(10, 4, input_length=5)
assert "`input_length` is deprecated" in str(told[0].message), "input_length is ignored"

# %% [markdown]
# Like `input_shape`, the shape leaves out the batch.
# `Embedding(..., input_length=5)` belongs to the same family: the argument is ignored, so delete it.
#
# ### lr and learning_rate
# **Then:**

# %% tags=["error"] reason="not recognized: {'lr'"
keras.optimizers.Adam(lr=0.01)

# %% [markdown]
# **Now:** the full name, in both places.

# %%
optimizer = keras.optimizers.Adam(learning_rate=0.01)
optimizer.lr = 0.5  # the old name: no error, and no effect
print("after lr:", round(float(optimizer.learning_rate), 3))
optimizer.learning_rate = 0.5
print("after learning_rate:", float(optimizer.learning_rate))

# %% tags=["claim"]
unmoved = keras.optimizers.Adam(learning_rate=0.01)
unmoved.lr = 0.5
assert abs(float(unmoved.learning_rate) - 0.01) < 1e-6, "lr has no effect"
assert float(optimizer.learning_rate) == 0.5, "learning_rate has"
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    keras.optimizers.Adam(0.01, decay=0.001)
assert "`decay` is no longer supported" in str(told[0].message), "decay is ignored"
try:
    tf.keras.optimizers.legacy.Adam(learning_rate=0.01)
except ImportError as error:
    refused = str(error)
assert "not supported in Keras 3" in refused, "the legacy optimizers raise"

# %% [markdown]
# The dangerous line is `optimizer.lr = 0.5`, because it raises no error and has no effect.
# `decay=` is ignored too, with a warning.
# The optimizers in `tf.keras.optimizers.legacy` raise an error when you make one.
#
# ### fit_generator and fit
# **Then:** batches that a Python function makes had a method of their own.

# %% tags=["error"] reason="no attribute 'fit_generator'"
model.compile(optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])


def batches():
    while True:  # fit asks for as many batches as it needs
        rows = rng.integers(0, len(x), size=16)
        yield x[rows], y[rows]


model.fit_generator(batches(), steps_per_epoch=4, epochs=1)

# %% [markdown]
# **Now:** `fit` takes generators.

# %%
model.fit(batches(), steps_per_epoch=4, epochs=1, shuffle=False, verbose=0)
print("steps:", int(model.optimizer.iterations))


# %% tags=["claim"]
def refusal(action, *args, **options):
    try:
        action(*args, **options)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


assert int(model.optimizer.iterations) == 4, "four batches"
for name in ("predict_generator", "evaluate_generator"):
    assert not hasattr(model, name), f"{name} is gone"
for name in ("workers", "use_multiprocessing"):
    told = refusal(model.fit, x, y, **{name: 1})
    assert f"unexpected keyword argument '{name}'" in told, told

# %% [markdown]
# `predict_generator` and `evaluate_generator` are gone the same way, and `fit` has lost the arguments `workers` and `use_multiprocessing`.
# A generator does its own shuffling, so pass `shuffle=False`.
#
# ### predict_classes
# **Then:**

# %% tags=["error"] reason="no attribute 'predict_classes'"
model.predict_classes(x)

# %% [markdown]
# **Now:** the position of the largest probability.

# %%
chances = model.predict(x, verbose=0)
classes = chances.argmax(axis=1)
print(chances.shape, "->", classes.shape, classes[:5])

# %% tags=["claim"]
assert chances.shape == (64, 2) and classes.shape == (64,), "a class for each row"
assert np.array_equal(classes, (chances[:, 1] > chances[:, 0]).astype(int)), (
    "the largest"
)
assert not hasattr(model, "predict_proba"), "predict_proba is gone too"
assert (chances[:, :1].argmax(axis=1) == 0).all(), "argmax of one column is always 0"

# %% [markdown]
# With one sigmoid output, `argmax` would always answer 0: write `(chances[:, 0] > 0.5).astype("int32")`.
#
# ### acc and accuracy
# **Then:** often `acc`, which still runs.

# %%
twin = keras.models.clone_model(model)
twin.set_weights(model.get_weights())
loss = "sparse_categorical_crossentropy"
twin.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss, metrics=["acc"])
old_history = twin.fit(x, y, shuffle=False, verbose=0).history
print(sorted(old_history))

# %% tags=["claim"]
assert sorted(old_history) == ["acc", "loss"], "the key is the word that you gave"

# %% [markdown]
# **Now:** `accuracy`, everywhere.

# %%
model.compile(optimizer=keras.optimizers.SGD(0.1), loss=loss, metrics=["accuracy"])
history = model.fit(x, y, shuffle=False, verbose=0).history
print(sorted(history))

# %% tags=["claim"]
assert sorted(history) == ["accuracy", "loss"], "the key is the word that you gave"
assert np.isclose(history["accuracy"][0], old_history["acc"][0]), "the same accuracy"
assert np.isclose(history["loss"][0], old_history["loss"][0], rtol=1e-4), (
    "the same loss"
)
assert "'acc'" in refusal(lambda: history["acc"]), "KeyError: 'acc'"

# %% [markdown]
# The key is the name that you gave to `compile`, with `val_` in front of it for the validation data.
# `KeyError: 'acc'` in copied plotting code means that the two names differ.
#
# ### Stopping from a callback
# **Then:** `logs.get`.
# The model above was compiled with `accuracy`, so this fails.


# %% tags=["error"] reason="not supported between instances of 'NoneType' and 'float'"
class OldStop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("acc") > 0.9:
            self.model.stop_training = True


model.fit(x, y, epochs=20, verbose=0, callbacks=[OldStop()])


# %% [markdown]
# **Now:** square brackets, which name the key that is missing, and `None` as the default.


# %%
class Stop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] > 0.9:
            self.model.stop_training = True


model.compile(keras.optimizers.Adam(0.05), loss=loss, metrics=["accuracy"])
run = model.fit(x, y, epochs=50, verbose=0, callbacks=[Stop()])
print("stopped before the end:", len(run.epoch) < 50)

# %% tags=["claim"]
reached = run.history["accuracy"]
assert len(reached) < 50 and reached[-1] > 0.9, "stopped when accurate enough"
assert all(value <= 0.9 for value in reached[:-1]), "and not later"

# %% [markdown]
# `logs.get` answers `None` for a wrong name, and the error then speaks of `NoneType`.
# The pattern itself has not changed.
#
# ### Changing the learning rate
# **Then, and still:** a callback that sets the rate at the start of each epoch.

# %%
twin.compile(optimizer=keras.optimizers.SGD(0.001), loss=loss)
rise = keras.callbacks.LearningRateScheduler(lambda epoch: 0.001 * 10 ** (epoch / 2))
run = twin.fit(x, y, batch_size=16, epochs=3, verbose=0, callbacks=[rise])
rates = run.history["learning_rate"]
print([f"{rate:.4f}" for rate in rates])

# %% tags=["claim"]
assert np.allclose(rates, [0.001, 0.00316, 0.01], rtol=1e-2), rates

# %% [markdown]
# **Now:** a schedule inside the optimizer.
# It counts batches, and an epoch has four here.

# %%
schedule = keras.optimizers.schedules.ExponentialDecay(
    initial_learning_rate=0.001, decay_steps=2 * 4, decay_rate=10
)
print([f"{float(schedule(4 * epoch)):.4f}" for epoch in range(3)])
fixed = keras.optimizers.SGD(learning_rate=schedule)

# %% tags=["claim"]
planned = [float(schedule(4 * epoch)) for epoch in range(3)]
assert np.allclose(planned, rates, rtol=1e-3), "the same at the start of each epoch"
assert float(schedule(2)) > float(schedule(0)), "but it moves within an epoch"
assert "lr" not in run.history, "the key is learning_rate"
told = refusal(setattr, fixed, "learning_rate", 0.1)
assert "learning rate is not settable" in told, told

# %% [markdown]
# The history has the rates as `learning_rate`; old plots ask for `lr`.
# An optimizer with a schedule refuses to be set, so don't combine it with `LearningRateScheduler` or `ReduceLROnPlateau`.
#
# ### A loss of your own
# **Then:** functions of the backend, called `K`.

# %%
from tensorflow.keras import backend as K


def old_rmse(truth, guess):
    return K.sqrt(K.mean(K.square(truth - guess)))


truth, guess = tf.constant([1.0, 2.0, 3.0]), tf.constant([2.0, 2.0, 5.0])
print(f"{float(old_rmse(truth, guess)):.3f}")

# %% tags=["claim"]
assert abs(float(old_rmse(truth, guess)) - (5 / 3) ** 0.5) < 1e-5, "the root of 5 / 3"

# %% [markdown]
# The functions of `K` are legacy and exist only below `tf.keras`:

# %% tags=["error"] reason="has no attribute 'mean'"
keras.backend.mean(truth)


# %% [markdown]
# **Now:** `keras.ops`, with the names that NumPy uses.


# %%
def rmse(truth, guess):
    return keras.ops.sqrt(keras.ops.mean(keras.ops.square(truth - guess)))


print(f"{float(rmse(truth, guess)):.3f}")

# %% tags=["claim"]
assert np.isclose(float(rmse(truth, guess)), float(old_rmse(truth, guess))), "the same"
short = keras.Sequential([keras.Input(shape=(4,)), keras.layers.Dense(1)])
short.compile(loss=rmse, run_eagerly=True)
assert short.test_on_batch(x, y) > 0, "it serves as a loss"
symbol = keras.Input(shape=(4,))
assert "A KerasTensor cannot be used" in refusal(K.square, symbol), "K fails in a model"
assert keras.ops.square(symbol).shape == (None, 4), "keras.ops does not"

# %% [markdown]
# Between the layers of a functional model, `K` and plain `tf` functions raise an error, and `keras.ops` works.
#
# ## Pictures
# A folder for each class, with three pictures each, for the entries below:

# %%
for bird in ("crow", "gull"):
    Path("birds", bird).mkdir(parents=True, exist_ok=True)
    for i in range(3):
        picture = rng.integers(0, 256, size=(16, 16, 3), dtype="uint8")
        keras.utils.save_img(f"birds/{bird}/{i}.png", picture, scale=False)
print(sorted(path.name for path in Path("birds").iterdir()))

# %% tags=["claim"]
assert len(list(Path("birds").glob("*/*.png"))) == 6, "six pictures"

# %% [markdown]
# ### Reading a folder
# **Then:** `ImageDataGenerator`, legacy.

# %%
old_birds = ImageDataGenerator().flow_from_directory(
    "birds", target_size=(16, 16), batch_size=6, class_mode="binary", shuffle=False
)
old_x, old_y = next(old_birds)
print(old_x.shape, old_birds.class_indices, old_y)

# %% tags=["claim"]
assert old_x.shape == (6, 16, 16, 3) and old_y.tolist() == [0, 0, 0, 1, 1, 1], old_y
assert old_birds.class_indices == {"crow": 0, "gull": 1}, "in alphabetical order"

# %% [markdown]
# **Now:** a function that returns a `tf.data` data set.

# %%
birds = keras.utils.image_dataset_from_directory(
    "birds", image_size=(16, 16), batch_size=6, label_mode="binary", shuffle=False
)
new_x, new_y = next(iter(birds))
print(new_x.shape, birds.class_names, new_y.numpy().ravel())

# %% tags=["claim"]
import inspect

assert np.array_equal(new_x, old_x), "the same pictures"
assert np.array_equal(new_y.numpy().ravel(), old_y), "the same labels"
assert birds.class_names == list(old_birds.class_indices), "the same classes"


def defaults(function):
    return {k: v.default for k, v in inspect.signature(function).parameters.items()}


before = defaults(ImageDataGenerator.flow_from_directory)
after = defaults(keras.utils.image_dataset_from_directory)
assert before["class_mode"] == "categorical" and after["label_mode"] == "int", "labels"
assert before["interpolation"] == "nearest", "nearest then"
assert after["interpolation"] == "bilinear", "bilinear now"
again = next(old_birds), next(old_birds)
assert len(again) == 2 and len(old_birds) == 1, "the generator never ends"

# %% [markdown]
# Without a mode, the old call gives one-hot labels and the new one numbers, which need different losses.
# When pictures must be resized, the old call takes the nearest pixel and the new one blends, so the values differ a little.
#
# ### Scaling pixels
# **Then:** an argument of the generator.

# %%
old_scaled = ImageDataGenerator(rescale=1 / 255).flow(old_x, shuffle=False)
old_batch = next(old_scaled)
print(f"up to {old_batch.max():.2f}")

# %% tags=["claim"]
assert 0.9 < old_batch.max() <= 1 and old_batch.min() >= 0, "0 to 1"

# %% [markdown]
# **Now:** a layer, the first one after the input.

# %%
new_batch = keras.layers.Rescaling(1 / 255)(new_x)
print(f"up to {float(tf.reduce_max(new_batch)):.2f}")

# %% tags=["claim"]
assert np.allclose(new_batch, old_batch, atol=1e-6), "the same values"

# %% [markdown]
# The layer is saved with the model, so the model takes raw pixels later on.
# Do only one of the two, because pixels that are divided twice are all nearly black.
#
# ### Augmentation
# **Then:** more arguments of the generator.

# %%
old_augment = ImageDataGenerator(
    horizontal_flip=True, rotation_range=36, fill_mode="nearest"
)
old_varied = next(old_augment.flow(old_x, batch_size=6, shuffle=False))
print(old_varied.shape, "changed:", not np.allclose(old_varied, old_x))

# %% tags=["claim"]
assert old_varied.shape == old_x.shape and not np.allclose(old_varied, old_x), "varied"
assert old_varied.min() >= -1 and old_varied.max() <= 256, "the range stays"

# %% [markdown]
# **Now:** layers, in the model or in `map`.
# 36 degrees are a tenth of a full turn.

# %%
augment = keras.Sequential(
    [
        keras.layers.RandomFlip("horizontal"),
        keras.layers.RandomRotation(0.1, fill_mode="nearest"),
    ]
)
varied = augment(new_x, training=True)
used = augment.predict(new_x, verbose=0)
print(varied.shape, "changed:", not np.allclose(varied, new_x))
print("in predict:", "unchanged" if np.allclose(used, new_x) else "changed")


# %% tags=["claim"]
def flips(results, pictures):
    """For each result: is it the picture (0), its mirror image (1), or neither?"""
    for result, picture in zip(np.array(results), np.array(pictures), strict=True):
        kinds = [picture, picture[:, ::-1]]
        yield next(
            (i for i, k in enumerate(kinds) if np.allclose(result, k)), "neither"
        )


many = np.repeat(old_x, 20, axis=0)
old_flip = ImageDataGenerator(horizontal_flip=True)
by_old = set(flips(next(old_flip.flow(many, batch_size=120, shuffle=False)), many))
by_new = set(flips(augment.layers[0](many, training=True), many))
assert by_old == by_new == {0, 1}, f"each keeps or mirrors: {by_old}, {by_new}"
assert not np.allclose(varied, new_x) and np.allclose(used, new_x), "only in training"
assert not np.allclose(augment(new_x), new_x), "called by yourself: varied as well"
assert np.allclose(augment(new_x, training=False), new_x), "unless told"
told = refusal(keras.layers.RandomRotation, 36)
assert "in the range [-1, 1]" in told, told
assert varied.shape == new_x.shape, "the shape stays"
assert abs(0.1 * 360 - 36) < 1e-9, "a tenth of a turn"
assert ImageDataGenerator().fill_mode == "nearest", "the old filling"
assert keras.layers.RandomRotation(0.1).fill_mode == "reflect", "the new filling"

# %% [markdown]
# Angles were degrees and are now parts of a full turn, from -1 to 1; a copied 36 is refused.
# The corners that a rotation uncovers were filled with the nearest pixel and are now mirrored, unless you say otherwise.
# The layers vary pictures in `fit` and leave them alone in `evaluate` and `predict`.
# When you call them yourself, pass `training=True` or `False`; without it they vary the picture.
# The old generator varied whatever you gave it, validation pictures too.
#
# ## Text
#
# ### Tokenizer and TextVectorization
# **Then:** a `Tokenizer`, legacy, and `pad_sequences`.

# %%
texts = [
    "The bus was late.",
    "The bus was full!",
    "The bus was here, the bus left.",
    "The tram is late.",
]
tokenizer = Tokenizer(num_words=6, oov_token="<OOV>")
tokenizer.fit_on_texts(texts)
sequences = tokenizer.texts_to_sequences(texts)
print(pad_sequences(sequences, maxlen=5, padding="post", truncating="post"))

# %% tags=["claim"]
old_rows = pad_sequences(sequences, maxlen=5, padding="post", truncating="post")
assert old_rows.tolist()[0] == [2, 3, 4, 5, 0], old_rows

# %% [markdown]
# **Now:** one layer, which can go into the model.

# %%
words = keras.layers.TextVectorization(max_tokens=6, output_sequence_length=5)
words.adapt(texts)
print(words(texts).numpy())

# %% tags=["claim"]
assert np.array_equal(words(texts), old_rows), "the same numbers"
front = pad_sequences(sequences, maxlen=5)
assert front[0].tolist() == [0, 2, 3, 4, 5], "the default pads in front"
assert front[2].tolist() == sequences[2][-5:], "and cuts in front"
short_form = Tokenizer()
short_form.fit_on_texts(["we'll"])
assert list(short_form.word_index) == ["we'll"], "the Tokenizer keeps the apostrophe"
words.adapt(["we'll"])
assert "well" in words.get_vocabulary(), "the layer takes it out"
assert 0 not in tokenizer.index_word, "0 is no word, then"
assert words.get_vocabulary()[0] == "", "and now"

# %% [markdown]
# Both count 0 for padding and 1 for unknown words among the six.
# By default `pad_sequences` pads and cuts at the **front**; the layer does both at the end.
# The `Tokenizer` keeps an apostrophe and the layer drops it: `we'll` becomes `well`.
#
# ## Series
#
# ### TimeseriesGenerator
# **Then:** legacy.

# %%
series = np.arange(10, dtype="float32")
old_windows = TimeseriesGenerator(series, series, length=3, batch_size=4)
old_x, old_y = old_windows[0]
print(old_x.tolist(), "->", old_y.tolist())

# %% tags=["claim"]
assert old_x[0].tolist() == [0, 1, 2] and old_y.tolist() == [3, 4, 5, 6], "next values"

# %% [markdown]
# **Now:** a function that returns a `tf.data` data set.
# You shift the labels yourself.

# %%
windows = keras.utils.timeseries_dataset_from_array(
    series[:-1], targets=series[3:], sequence_length=3, batch_size=4
)
new_x, new_y = next(iter(windows))
print(new_x.numpy().tolist(), "->", new_y.numpy().tolist())

# %% tags=["claim"]
pairs = list(windows)
assert len(pairs) == len(old_windows) == 2, "as many batches"
for (new_x, new_y), place in zip(pairs, range(2), strict=True):
    old_x, old_y = old_windows[place]
    assert np.array_equal(new_x, old_x) and np.array_equal(new_y, old_y), "the same"
documented = keras.utils.timeseries_dataset_from_array.__doc__
assert "input_data = data[:-10]" in documented, "the documented way cuts more"
fewer = keras.utils.timeseries_dataset_from_array(series[:-3], series[3:], 3)
assert len(list(fewer.unbatch())) == 5 == len(list(windows.unbatch())) - 2, "two lost"

# %% [markdown]
# `targets[i]` is the label of the window that **starts** at position `i`; the old class shifted the labels for you.
# The example in Keras' own documentation would cut the data as `series[:-3]`, which loses the last two windows.
#
# ### Windows by hand
# **Then:** five steps of `tf.data`.
# They are not legacy, only long.

# %%
by_hand = tf.data.Dataset.from_tensor_slices(series)
by_hand = by_hand.window(3 + 1, shift=1, drop_remainder=True)
by_hand = by_hand.flat_map(lambda window: window.batch(3 + 1))
by_hand = by_hand.map(lambda window: (window[:-1], window[-1])).batch(4)
print(next(iter(by_hand))[1].numpy().tolist())

# %% tags=["claim"]
assert next(iter(by_hand))[1].numpy().tolist() == [3, 4, 5, 6], "the next values"

# %% [markdown]
# **Now:** the function above; with `shuffle=True` it shuffles the windows.

# %%
shuffled = keras.utils.timeseries_dataset_from_array(
    series[:-1], targets=series[3:], sequence_length=3, batch_size=4, shuffle=True
)
print(sorted(label.numpy().item() for _, label in shuffled.unbatch()))

# %% tags=["claim"]
for (hand_x, hand_y), (new_x, new_y) in zip(by_hand, windows, strict=True):
    assert np.array_equal(hand_x, new_x) and np.array_equal(hand_y, new_y), "the same"
assert sorted(label.numpy().item() for _, label in shuffled.unbatch()) == list(
    range(3, 10)
), "all seven labels"
for window, label in shuffled.unbatch():
    assert np.array_equal(window, label - np.arange(3, 0, -1)), "pairs stay together"

# %% [markdown]
# If you do it by hand, shuffle after the windows are cut, because before that it would destroy the order of the series.
#
# ## Files
#
# ### h5 and keras
# **Then:** `.h5`, the format of the exam.
# It still works and logs a warning, which the first line switches off.

# %%
logging.getLogger("absl").setLevel(logging.ERROR)
small = keras.Sequential([keras.Input(shape=(4,)), keras.layers.Dense(1)])
small.compile(optimizer="sgd", loss="mse")
small.fit(x, y, verbose=0)
small.save("small.h5")
from_h5 = keras.models.load_model("small.h5", compile=False)

# %% tags=["claim"]
assert np.allclose(from_h5(x), small(x), atol=1e-6), "the same answers"
absl, said = logging.getLogger("absl"), []


class Listener(logging.Handler):
    def emit(self, record):
        said.append(record.getMessage())


listener, passing_on = Listener(), absl.propagate
absl.addHandler(listener)
absl.propagate = False
absl.setLevel(logging.WARNING)
small.save("again.h5")
absl.setLevel(logging.ERROR)
absl.propagate = passing_on
absl.removeHandler(listener)
assert any("considered legacy" in message for message in said), said

# %% [markdown]
# Without `compile=False`, this file can't be loaded:

# %% tags=["error"] reason="keras.metrics.mse"
keras.models.load_model("small.h5")

# %% [markdown]
# **Now:** `.keras`, which holds the loss and the optimizer as well.
# This turns an old file into a new one:

# %%
from_h5.compile(optimizer="sgd", loss="mse")
from_h5.save("small.keras")
loaded = keras.models.load_model("small.keras")
print("same answers:", np.allclose(loaded(x), small(x)), " loss:", loaded.loss)

# %% tags=["claim"]
assert np.allclose(loaded(x), small(x), atol=1e-6), "both files, the same answers"
assert loaded.loss == "mse", "the loss is in the file"
assert isinstance(loaded.optimizer, keras.optimizers.SGD), "and the optimizer"
full = keras.models.clone_model(small)
full.compile(optimizer="sgd", loss="mean_squared_error")
full.fit(x, y, verbose=0)
full.save("full.h5")
assert keras.models.load_model("full.h5").compiled, "the full name loads"
small.save("after-h5.keras")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    forgot = keras.models.load_model("after-h5.keras").optimizer
assert isinstance(small.optimizer, keras.optimizers.SGD), "the model itself uses SGD"
assert isinstance(forgot, keras.optimizers.RMSprop), "its later .keras has forgotten it"

# %% [markdown]
# The error above comes from a short name such as `"mse"` for the loss; the full `"mean_squared_error"` loads.
# One more trap: once you have saved a model as `.h5`, a `.keras` file of the same model comes back with another optimizer.
# Save as `.keras` first, or only.
# [Model files and model size](../lessons/developer/model-files.ipynb) looks into both formats.
#
# ### Saving a folder
# **Then:** a path without an ending made a *SavedModel*, a folder.

# %% tags=["error"] reason="Invalid filepath extension for saving"
small.save("served")

# %% [markdown]
# **Now:** `export`.

# %%
tf.get_logger().setLevel("ERROR")  # it logs a line about an empty folder
small.export("served", verbose=False)
print(sorted(path.name for path in Path("served").iterdir()))

# %% tags=["claim"]
assert Path("served", "saved_model.pb").exists(), "a SavedModel"
assert refusal(small.save, "other", save_format="tf"), "save_format is refused"

# %% [markdown]
# The argument `save_format="tf"` is refused as well.
# Export for programs that serve the model; for yourself, save as `.keras`.
#
# ### Loading a folder
# **Then:** `load_model` took the folder.

# %% tags=["error"] reason="File format not supported"
keras.models.load_model("served")

# %% [markdown]
# **Now:** a layer that holds the folder.

# %%
served = keras.layers.TFSMLayer("served", call_endpoint="serve")
print("same answers:", np.allclose(served(x), small(x), atol=1e-6))

# %% tags=["claim"]
assert np.allclose(served(x), small(x), atol=1e-6), "the same answers"
assert not hasattr(served, "fit"), "a layer, not a model"
signed = keras.layers.TFSMLayer("served", call_endpoint="serving_default")(x)
assert isinstance(signed, dict) and len(signed) == 1, "a dictionary of outputs"
assert np.allclose(next(iter(signed.values())), small(x), atol=1e-6), "the same"

# %% [markdown]
# It can only predict, because the layers inside are no longer accessible.
# The error names another endpoint, `serving_default`; it works too, and answers with a dictionary.
#
# ## All names in one table
# The last column is for TensorFlow 2.20 and 2.21, and the code below the table looks it up.
# "The name only" raises an error when you use it.
#
# | Then | Now | Still there? |
# |---|---|---|
# | `tf.keras.preprocessing.image.ImageDataGenerator` | `keras.utils.image_dataset_from_directory` and layers | yes, legacy |
# | `tf.keras.preprocessing.text.Tokenizer` | `keras.layers.TextVectorization` | yes, legacy |
# | `tf.keras.preprocessing.sequence.TimeseriesGenerator` | `keras.utils.timeseries_dataset_from_array` | yes, legacy |
# | `tf.keras.preprocessing.sequence.pad_sequences` | `keras.utils.pad_sequences` | yes |
# | `tf.keras.backend.mean` | `keras.ops.mean` | yes, legacy |
# | `tf.data.experimental.AUTOTUNE` | `tf.data.AUTOTUNE` | yes |
# | `tf.keras.optimizers.legacy.Adam` | `keras.optimizers.Adam` | the name only |
# | `keras.preprocessing.image.ImageDataGenerator` | `keras.utils.image_dataset_from_directory` and layers | no |
# | `keras.preprocessing.text.Tokenizer` | `keras.layers.TextVectorization` | no |
# | `keras.backend.mean` | `keras.ops.mean` | no |
# | `tf.keras.layers.experimental.preprocessing.Rescaling` | `keras.layers.Rescaling` | no |
# | `tf.keras.Model.fit_generator` | `keras.Model.fit` | no |
# | `tf.keras.Sequential.predict_classes` | `keras.Model.predict` and `argmax` | no |
# | `tf.keras.layers.CuDNNLSTM` | `keras.layers.LSTM` | no |
# | `tf.keras.wrappers.scikit_learn.KerasClassifier` | `keras.wrappers.SKLearnClassifier` | no |
# | `keras.utils.np_utils.to_categorical` | `keras.utils.to_categorical` | no |

# %%
then = """
tf.keras.preprocessing.image.ImageDataGenerator tf.keras.preprocessing.text.Tokenizer
tf.keras.preprocessing.sequence.TimeseriesGenerator
tf.keras.preprocessing.sequence.pad_sequences tf.keras.backend.mean
tf.data.experimental.AUTOTUNE tf.keras.optimizers.legacy.Adam
keras.preprocessing.image.ImageDataGenerator keras.preprocessing.text.Tokenizer
keras.backend.mean tf.keras.layers.experimental.preprocessing.Rescaling
tf.keras.Model.fit_generator tf.keras.Sequential.predict_classes
tf.keras.layers.CuDNNLSTM tf.keras.wrappers.scikit_learn.KerasClassifier
keras.utils.np_utils.to_categorical
""".split()


def is_there(name):
    place = {"tf": tf, "keras": keras}[name.split(".")[0]]
    for part in name.split(".")[1:]:
        place = getattr(place, part, None)
    return place is not None


gone = [name for name in then if not is_there(name)]
print(*gone, f"{len(gone)} of {len(then)} are gone", sep="\n")

# %% tags=["claim"]
assert gone == then[7:] and len(then) == 16, "the first seven are there, the others not"
now = """
keras.utils.image_dataset_from_directory keras.layers.TextVectorization
keras.utils.timeseries_dataset_from_array keras.utils.pad_sequences keras.ops.mean
tf.data.AUTOTUNE keras.optimizers.Adam keras.layers.Rescaling keras.Model.fit
keras.Model.predict keras.layers.LSTM keras.wrappers.SKLearnClassifier
keras.utils.to_categorical
""".split()
assert all(map(is_there, now)), [name for name in now if not is_there(name)]
assert "not supported in Keras 3" in refusal(tf.keras.optimizers.legacy.Adam), "a name"
