# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Common errors
#     reviewed: 2026-11-22
# ---

# %% [markdown]
# Read a traceback from the bottom: the last lines name the error and say what was wrong.
# Then go up to the first line that is your own and not inside `keras` or `tensorflow`, since that is the call to change.
# Where Keras writes "Exception encountered when calling ...", read the sentence after it.
# Each entry shows code that fails, the message, the cause, and code that works.
# Code that runs but gives a wrong result has [a page of its own](silent-mistakes.ipynb).
# The messages were captured by running the code with the versions that are named at the end of the page; other versions use other words.
#
# All entries use these few arrays.

# %%
import pathlib
import warnings

import keras
import numpy as np
import pandas as pd
import tensorflow as tf

tf.get_logger().setLevel("ERROR")  # no hints on speed: all models here are tiny
keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
rows = rng.random((64, 3), dtype="float32")  # a table with 3 columns
pictures = rng.random((64, 28, 28), dtype="float32")  # gray pictures
kinds = rng.integers(0, 3, 64)  # three classes: 0, 1 or 2
for name, array in {"rows": rows, "pictures": pictures, "kinds": kinds}.items():
    print(f"{name:8} {array.shape!s:13} {array.dtype}")


# %% tags=["claim"]
def refused(call, *args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            call(*args, **kwargs)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return ""


assert rows.shape == (64, 3) and pictures.shape == (64, 28, 28), "as the comments say"
assert set(kinds) == {0, 1, 2} and len(kinds) == 64, "three classes"

# %% [markdown]
# ## Names
# ### A name is not defined
# You use a variable, a function or a module that Python doesn't know at this place.

# %% tags=["error"] reason="' is not defined"
forecast = Model(rows)

# %% [markdown]
# **Why.** The name is misspelled, as here, where a small letter would do; or the cell or the import that makes it has not run; or it was made inside a function, and such names are gone when the function returns.
#
# **Fix.** Compare the name with the line that makes it, letter by letter, and run that line first.
# To get a value out of a function, `return` it.

# %%
model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
forecast = model(rows)
print(forecast.shape)

# %% tags=["claim"]
assert forecast.shape == (64, 1), "the right name works"


def make():
    inside = 1
    return inside


assert make() == 1, "it leaves by return"
assert "name 'inside' is not defined" in refused(lambda: inside), "the name is gone"

# %% [markdown]
# ## Shapes
# Keras leaves the batch axis out of `Input(shape=...)` and shows it as `None` in messages.
# So `Input(shape=(3,))` expects `(None, 3)`: any number of rows, three columns.
#
# ### A column too many or too few
# The model was built for other data than those that you give it now.

# %% tags=["error"] reason="expected axis -1 of input shape to have value 4"
model = keras.Sequential([keras.Input(shape=(4,)), keras.layers.Dense(1)])
model(rows)

# %% [markdown]
# **Why.** A `Dense` layer has a weight for each column.
# Axis -1 is the last axis, the columns: this layer has weights for 4, and the rows have 3.
#
# **Fix.** Take the shape from the data, without the batch axis.

# %%
model = keras.Sequential([keras.Input(shape=rows.shape[1:]), keras.layers.Dense(1)])
print(model(rows).shape)

# %% tags=["claim"]
assert model(rows).shape == (64, 1), "one answer for each row"
assert model.input_shape == (None, 3), "Input(shape=(3,)) expects (None, 3)"

# %% [markdown]
# ### You ask for one row
# Training worked, and the first prediction for a single row fails.

# %% tags=["error"] reason="Expected shape (None, 3), but input has incompatible shape (3,)"
model.predict(rows[0], verbose=0)

# %% [markdown]
# **Why.** A model always expects a batch, even if it is a batch of one.
# `rows[0]` has lost that axis.
#
# **Fix.** Slice instead of index, or add the axis with `rows[0][np.newaxis]`.

# %%
print(rows[0].shape, rows[:1].shape)
print(model.predict(rows[:1], verbose=0).shape)

# %% tags=["claim"]
assert np.array_equal(rows[:1], rows[0][np.newaxis]), "both ways give a batch of one"
assert model.predict(rows[:1], verbose=0).shape == (1, 1), "one answer"

# %% [markdown]
# ### Gray pictures without a channel axis
# `Conv2D` or `MaxPooling2D` gets an array of shape (pictures, height, width).

# %% tags=["error"] reason="expected min_ndim=4, found ndim=3"
keras.layers.Conv2D(4, 3)(pictures)

# %% [markdown]
# **Why.** Image layers want four axes: pictures, height, width, channels.
# A gray picture has one channel, but it still needs an axis for that.
# You get the same message from `Input(shape=(28, 28))` before a `Conv2D`.
#
# **Fix.** Add the axis at the end.

# %%
gray = pictures[..., np.newaxis]
print(gray.shape, "->", keras.layers.Conv2D(4, 3)(gray).shape)

# %% tags=["claim"]
assert keras.layers.Conv2D(4, 3)(gray).shape == (64, 26, 26, 4), "four axes in and out"
flat_input = [keras.Input(shape=(28, 28)), keras.layers.Conv2D(4, 3)]
assert "min_ndim=4" in refused(keras.Sequential, flat_input), "the same message"
assert "ndim=4" in refused(keras.layers.MaxPooling2D(), pictures), "pooling too"

# %% [markdown]
# ### Pictures of another size
# The message names a `Dense` layer and two large numbers that you never wrote.

# %% tags=["error"] reason="to have value 5408, but received input with shape (2, 7200)"
model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Conv2D(8, 3),
        keras.layers.Flatten(),
        keras.layers.Dense(10),
    ]
)
photos = rng.random((2, 32, 32, 1), dtype="float32")
model(photos)

# %% [markdown]
# **Why.** `Conv2D` takes any size, so the error only shows up in a later layer.
# `Flatten` makes 26 x 26 x 8 = 5408 numbers of a picture of 28 x 28, but 30 x 30 x 8 = 7200 of one of 32 x 32.
#
# **Fix.** Bring all pictures to the size of the input.

# %%
resized = keras.layers.Resizing(28, 28)(photos)
print(resized.shape, "->", model(resized).shape)

# %% tags=["claim"]
assert 26 * 26 * 8 == 5408 and 30 * 30 * 8 == 7200, "the two numbers"
assert model(resized).shape == (2, 10), "resized pictures fit"

# %% [markdown]
# ### Color pictures for a model of gray ones
# The last axis of the input is 3 where the model has 1, or the other way around.

# %% tags=["error"] reason="to have value 1, but received input with shape (2, 28, 28, 3)"
color = rng.random((2, 28, 28, 3), dtype="float32")
model(color)

# %% [markdown]
# **Why.** A filter has weights for each channel, and this model was built for one.
#
# **Fix.** Turn color into gray, or gray into color with `np.repeat(gray, 3, axis=-1)`.
# `image_dataset_from_directory` reads three channels unless you say `color_mode="grayscale"`.

# %%
print(model(tf.image.rgb_to_grayscale(color)).shape)

# %% tags=["claim"]
assert model(tf.image.rgb_to_grayscale(color)).shape == (2, 10), "gray pictures fit"
assert np.repeat(gray, 3, axis=-1).shape == (64, 28, 28, 3), "the other way"

# %% [markdown]
# ### The picture shrinks to nothing
# You stack convolutions and pooling layers, and one more is one too many.

# %% tags=["error"] reason="Computed output size would be"
keras.Sequential(
    [
        keras.Input(shape=(12, 12, 1)),
        keras.layers.Conv2D(8, 3),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(8, 3),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(8, 3),
    ]
)

# %% [markdown]
# **Why.** The side shrinks from 12 to 10, 5, 3 and 1, and a filter of 3 x 3 doesn't fit into a picture of 1 x 1.
# [Shapes: padding, strides, pooling](../lessons/images/convolutions.ipynb#shapes-padding-strides-pooling) has the arithmetic.
#
# **Fix.** Use `padding="same"`, larger pictures, or fewer layers.

# %%
model = keras.Sequential(
    [
        keras.Input(shape=(12, 12, 1)),
        keras.layers.Conv2D(8, 3, padding="same"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(8, 3, padding="same"),
        keras.layers.MaxPooling2D(),
        keras.layers.Conv2D(8, 3, padding="same"),
    ]
)
print(model.output_shape)

# %% tags=["claim"]
side, sides = 12, []
for _ in range(2):
    sides += [side - 2, (side - 2) // 2]
    side = sides[-1]
assert sides == [10, 5, 3, 1], "the sides"
assert model.output_shape == (None, 3, 3, 8), "3 x 3 are left"

# %% [markdown]
# ### Flatten is missing
# The model builds, and `fit` complains about a rank.

# %% tags=["error"] reason="26, 26, 3)"
model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Conv2D(4, 3, activation="relu"),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile(loss="sparse_categorical_crossentropy")
model.fit(gray, kinds, verbose=0)

# %% [markdown]
# **Why.** `Dense` works on the last axis and leaves the others alone.
# So the model gives three numbers for each of 26 x 26 places, and there is one label for a picture.
# The rank, or ndim, is the number of axes.
#
# **Fix.** Put `Flatten` or a global pooling before the last layer.

# %%
model = keras.Sequential(
    [
        keras.Input(shape=(28, 28, 1)),
        keras.layers.Conv2D(4, 3, activation="relu"),
        keras.layers.Flatten(),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
print(model.output_shape)

# %% tags=["claim"]
assert model.output_shape == (None, 3), "three numbers for a picture"
loss = keras.losses.SparseCategoricalCrossentropy()
assert loss(kinds, model(gray)) > 0, "the loss takes it"

# %% [markdown]
# ### Flatten meets an unknown size
# You wrote `None` in the input shape to allow pictures of any size.

# %% tags=["error"] reason="must be fully-defined (no `None` dimensions)"
keras.Sequential(
    [
        keras.Input(shape=(None, None, 1)),
        keras.layers.Conv2D(4, 3),
        keras.layers.Flatten(),
        keras.layers.Dense(3),
    ]
)

# %% [markdown]
# **Why.** `Dense` must know how many inputs it has to create its weights, and after `Flatten` that depends on the picture.
#
# **Fix.** A global pooling gives one number for each filter, whatever the size.

# %%
model = keras.Sequential(
    [
        keras.Input(shape=(None, None, 1)),
        keras.layers.Conv2D(4, 3),
        keras.layers.GlobalMaxPooling2D(),
        keras.layers.Dense(3),
    ]
)
print(model(gray).shape, model(photos).shape)

# %% tags=["claim"]
assert gray.shape[1:3] != photos.shape[1:3], "two sizes"
assert model(gray).shape == (64, 3) and model(photos).shape == (2, 3), "both work"

# %% [markdown]
# ## Arrays and tensors
# ### Integers times decimals
# You multiply two tensors, and one of them was made from whole numbers.

# %% tags=["error"] reason="was expected to be a int32 tensor but is a float tensor"
counts = tf.constant([[1, 2]])
prices = tf.constant([[0.5], [0.25]])
counts @ prices

# %% [markdown]
# **Why.** NumPy converts the types silently, TensorFlow doesn't.
# A "double" in such a message is float64, the usual type of NumPy arrays; a "float" is float32.
#
# **Fix.** Convert one of them.

# %%
print((tf.cast(counts, tf.float32) @ prices).numpy())

# %% tags=["claim"]
assert (tf.cast(counts, "float32") @ prices).numpy().item() == 1, "0.5 + 2 x 0.25"
assert (counts.numpy() @ prices.numpy()).item() == 1, "NumPy converts"
double = refused(lambda: tf.constant(np.zeros(2)) + tf.constant([1.0, 2.0]))
assert "double tensor but is a float" in double, double

# %% [markdown]
# ### You change one number of a tensor
# An assignment that works with a list or an array fails with a tensor.

# %% tags=["error"] reason="does not support item assignment"
scores = tf.zeros(3)
scores[0] = 1.0

# %% [markdown]
# **Why.** A tensor can't be changed.
#
# **Fix.** Change the array before you make a tensor of it, or use a `tf.Variable`.

# %%
scores = tf.Variable(tf.zeros(3))
scores[0].assign(1.0)
print(scores.numpy())

# %% tags=["claim"]
assert scores.numpy().tolist() == [1, 0, 0], "one number changed"

# %% [markdown]
# ### A list goes into fit
# The data look right, and Keras says that it does not know their type.

# %% tags=["error"] reason="Unrecognized data type: x=[["
model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(1)])
model.compile(loss="mse")
model.fit([[1.0, 2.0], [3.0, 4.0]], [0.0, 1.0], verbose=0)

# %% [markdown]
# **Why.** `fit` takes arrays, tensors and data sets.
# A list means several inputs to it, and plain numbers are none.
# If only the labels are a list, the message is the same and still shows `x`.
#
# **Fix.** Make arrays of both.

# %%
x = np.array([[1.0, 2.0], [3.0, 4.0]])
y = np.array([0.0, 1.0])
print(x.shape, y.shape)
print("loss is a number:", np.isfinite(model.evaluate(x, y, verbose=0)))

# %% tags=["claim"]
assert np.isfinite(model.evaluate(x, y, verbose=0)), "arrays are taken"
told = refused(model.fit, x, [0.0, 1.0], verbose=0)
assert "Unrecognized data type: x=" in told, told

# %% [markdown]
# ### A missing value in the table
# A value is missing, so the whole array has the type `object`.

# %% tags=["error"] reason="Invalid dtype: object"
x = np.array([[1.5, 2.0], [None, 3.0]])
model.predict(x, verbose=0)

# %% [markdown]
# **Why.** `None` isn't a number, so NumPy keeps Python objects, and a network can't calculate with them.
#
# **Fix.** Convert to float, which turns the missing value into `nan`, and fill it or drop the row.
# If you leave a `nan` in, every result that depends on it is `nan`, without an error.

# %%
x = x.astype("float32")
print("missing:", np.isnan(x).sum())
x = np.where(np.isnan(x), np.nanmean(x, axis=0), x)
print(x)

# %% tags=["claim"]
assert x.tolist() == [[1.5, 2], [1.5, 3]], "filled with the mean of the column"
assert np.isnan(model(np.array([[np.nan, 3]]))).all(), "nan in, nan out"
assert np.isfinite(model.predict(x, verbose=0)).all(), "the filled table works"

# %% [markdown]
# ### Words in a table
# A column of a DataFrame holds text.

# %% tags=["error"] reason="could not convert string to float"
table = pd.DataFrame({"size": [1.0, 2.0, 1.5], "color": ["red", "blue", "red"]})
table.to_numpy("float32")

# %% [markdown]
# **Why.** "red" isn't a number, and no number for it would be better than another.
# Keras raises the same error if you give it the table as it is.
#
# **Fix.** Make a column of 0 and 1 for each value.

# %%
numbers = pd.get_dummies(table, columns=["color"], dtype="float32")
print(list(numbers.columns))
print(numbers.to_numpy("float32"))

# %% tags=["claim"]
same = refused(model.predict, table, verbose=0)
assert "could not convert string to float" in same, same
assert list(numbers.columns) == ["size", "color_blue", "color_red"], "a column each"
assert numbers.to_numpy().tolist()[0] == [1, 0, 1], "the first is red"

# %% [markdown]
# ### NumPy inside your own loss
# You wrote a loss with NumPy or `.numpy()`, and it works when you call it by hand.


# %% tags=["error"] reason="object has no attribute 'numpy'"
def absolute(y_true, y_pred):
    return np.abs(y_true.numpy() - y_pred.numpy()).mean()


model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
model.compile(loss=absolute)
model.fit(rows, rows[:, :1], verbose=0)

# %% [markdown]
# **Why.** `fit` first turns your Python into a TensorFlow graph.
# At that time the tensors are symbolic: they have a shape and no values yet.
#
# **Fix.** Use the functions of `keras.ops`, which work with and without values.


# %%
def absolute(y_true, y_pred):
    return keras.ops.mean(keras.ops.abs(y_true - y_pred))


model.compile(loss=absolute)
history = model.fit(rows, rows[:, :1], verbose=0)
print("loss is a number:", np.isfinite(history.history["loss"][0]))

# %% tags=["claim"]
assert np.isfinite(history.history["loss"]).all(), "it trains"
assert abs(absolute(tf.zeros(2), tf.constant([1.0, 3.0])).numpy() - 2) < 1e-6, "by hand"

# %% [markdown]
# ### NumPy between two layers
# You build a model from layers that you call yourself, and use a NumPy function on the way.

# %% tags=["error"] reason="A KerasTensor is symbolic"
inputs = keras.Input(shape=(3,))
np.exp(inputs)

# %% [markdown]
# **Why.** While you build, there are no numbers, only a plan.
# NumPy wants numbers.
#
# **Fix.** Again `keras.ops`; its functions become part of the plan.

# %%
model = keras.Model(inputs, keras.ops.exp(inputs))
print(np.allclose(model(rows), np.exp(rows)))

# %% tags=["claim"]
assert np.allclose(model(rows), np.exp(rows), atol=1e-5), "the same function"

# %% [markdown]
# ## Build, compile, train
# ### A layer without brackets
# You wrote the name of a layer where a layer should be.

# %% tags=["error"] reason="Only instances of `keras.Layer` can be added"
keras.Sequential([keras.Input(shape=(28, 28)), keras.layers.Flatten])

# %% [markdown]
# **Why.** `Flatten` is the class, and `Flatten()` makes a layer of that class.
#
# **Fix.** Add the brackets, even if they are empty.

# %%
model = keras.Sequential([keras.Input(shape=(28, 28)), keras.layers.Flatten()])
print(model.output_shape)

# %% tags=["claim"]
assert model.output_shape == (None, 28 * 28), "784 numbers"

# %% [markdown]
# ### The model has no weights yet
# You ask for the number of weights before the model has seen data.

# %% tags=["error"] reason="but the layer isn't built"
keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1)]).count_params()

# %% [markdown]
# **Why.** Without an input shape, the layers can't know how many weights they need.
# `summary()` doesn't fail, but shows 0 parameters and "unbuilt".
#
# **Fix.** Start with an `Input`, or call the model on a batch once.

# %%
model = keras.Sequential(
    [keras.Input(shape=(3,)), keras.layers.Dense(4), keras.layers.Dense(1)]
)
print(model.count_params())

# %% tags=["claim"]
lines = []
keras.Sequential([keras.layers.Dense(4)]).summary(print_fn=lines.append)
told = "\n".join(lines)
assert "unbuilt" in told and "Total params: 0" in told, "what summary shows"
called = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(1)])
called(rows)
assert called.count_params() == model.count_params() == 4 * 4 + 5, "both ways"

# %% [markdown]
# ### Fit before compile
# The model is new, or you ran the cell that builds it again but not the one that compiles it.

# %% tags=["error"] reason="You must call `compile()` before using the model"
model.fit(rows, kinds, verbose=0)

# %% [markdown]
# **Why.** `compile` sets the loss and the optimizer (RMSprop if you name none), and a newly built model has neither.
#
# **Fix.** Build and compile in one function or one cell.

# %%
model.compile(loss="mse")
history = model.fit(rows, kinds, verbose=0)
print("trained for", len(history.epoch), "epoch")

# %% tags=["claim"]
assert len(history.epoch) == 1, "it trains"
assert isinstance(model.optimizer, keras.optimizers.RMSprop), "if you name none"

# %% [markdown]
# ### The mistake is fixed, and fit still fails
# A `fit` failed, you corrected the data, and the next `fit` fails with a message that has nothing to do with either.

# %% tags=["error"] reason="Creating variables on a non-first call"
model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
model.compile(loss="mse")
try:
    model.fit(rows[:, :2], kinds, verbose=0)  # a column too few
except ValueError:
    pass  # in a notebook: you read the message and fix the call
model.fit(rows, kinds, verbose=0)

# %% [markdown]
# **Why.** At its first call `fit` makes a training function, which also creates the optimizer's variables.
# The failed call left that function half made, and after that it may no longer create variables.
# Sometimes the message is about `Toutput_types` instead.
#
# **Fix.** After a failed `fit`, compile again, or run the cell again that builds the model.

# %%
model.compile(loss="mse")
history = model.fit(rows, kinds, verbose=0)
print("trained for", len(history.epoch), "epoch")

# %% tags=["claim"]
assert len(history.epoch) == 1, "it trains after compile"
model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
model.compile(loss="mse")
single = tf.data.Dataset.from_tensor_slices((rows, kinds))
assert refused(model.fit, single, verbose=0, shuffle=False), "no batches"
refused(model.fit, single.batch(16), verbose=0, shuffle=False)
told = refused(model.fit, rows, kinds, verbose=0)
assert "Toutput_types" in told, told

# %% [markdown]
# ### A name is misspelled
# You give the loss, a metric or the optimizer as a string.

# %% tags=["error"] reason="Could not interpret loss identifier"
model.compile(loss="binary_cross_entropy")
model.fit(rows, kinds, verbose=0)

# %% [markdown]
# **Why.** Keras looks the string up and finds nothing, at `fit` for a loss or a metric, at `compile` for the optimizer.
#
# **Fix.** It is `"binary_crossentropy"`.
# With the class instead of the string, your editor completes the name.

# %%
model.compile(loss=keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
print(keras.losses.get("binary_crossentropy").__name__)

# %% tags=["claim"]
told = refused(model.compile, optimizer="Adm", loss="mse")
assert "Could not interpret optimizer identifier" in told, "the optimizer at compile"
model.compile(loss="mse", metrics=["accurate"])
told = refused(model.fit, rows, kinds, verbose=0)
assert "Could not interpret metric identifier" in told, "the metric at fit"
named = keras.losses.get("binary_crossentropy")
assert named is keras.losses.binary_crossentropy, "a name stands for the function"

# %% [markdown]
# ### One optimizer for two models
# You made the optimizer once, above a loop over several models.

# %% tags=["error"] reason="This optimizer can only be called for the variables it was"
optimizer = keras.optimizers.Adam()
for units in (1, 2):
    model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(units)])
    model.compile(optimizer=optimizer, loss="mse")
    model.fit(rows, rows[:, :units], verbose=0)

# %% [markdown]
# **Why.** `Adam` keeps numbers for each weight of the first model, and the second model has other weights.
#
# **Fix.** Make a new optimizer for each model.

# %%
model.compile(optimizer=keras.optimizers.Adam(), loss="mse")
history = model.fit(rows, rows[:, :2], verbose=0)
print(sorted(history.history))

# %% tags=["claim"]
assert sorted(history.history) == ["loss"], "it trains, and there is a loss only"

# %% [markdown]
# ### The history has no val_loss
# You draw the curves of a training run.

# %% tags=["error"] reason="KeyError: 'val_"
history.history["val_loss"]

# %% [markdown]
# **Why.** There is a validation loss only if `fit` had validation data.
# `print(history.history.keys())` shows what there is.
#
# **Fix.** Set some rows aside for validation.

# %%
history = model.fit(rows, rows[:, :2], validation_split=0.25, verbose=0)
print(sorted(history.history))

# %% tags=["claim"]
assert sorted(history.history) == ["loss", "val_loss"], "now there is one"

# %% [markdown]
# ## Labels, outputs and losses
# In these messages `target` is the label and `output` is what the model gave.
#
# ### The labels are one-hot, the loss wants integers
# You used `to_categorical` and a loss that begins with "sparse".

# %% tags=["error"] reason="must have rank (ndim) `target.ndim - 1`"
one_hot = keras.utils.to_categorical(kinds)
model = keras.Sequential(
    [keras.Input(shape=(3,)), keras.layers.Dense(3, activation="softmax")]
)
model.compile(loss="sparse_categorical_crossentropy")
model.fit(rows, one_hot, verbose=0)

# %% [markdown]
# **Why.** The sparse loss expects one integer for a row, so its labels have an axis less than the output.
#
# **Fix.** Use the loss for one-hot labels, or leave `to_categorical` out.

# %%
sparse = keras.losses.SparseCategoricalCrossentropy()
dense = keras.losses.CategoricalCrossentropy()
print(f"integers, sparse loss: {sparse(kinds, model(rows)):.4f}")
print(f"one-hot, other loss:   {dense(one_hot, model(rows)):.4f}")

# %% tags=["claim"]
gap = float(sparse(kinds, model(rows)) - dense(one_hot, model(rows)))
assert abs(gap) < 1e-5, "two ways to write the same"

# %% [markdown]
# ### The labels are integers, the loss wants one-hot
# The reverse: integers, and a loss without "sparse".

# %% tags=["error"] reason="must have the same rank (ndim)"
model.compile(loss="categorical_crossentropy")
model.fit(rows, kinds, verbose=0)

# %% [markdown]
# **Why.** This loss compares the label with the output number by number, and the label has only one.
#
# **Fix.** Put "sparse" before it, and keep the integers.

# %%
model.compile(loss="sparse_categorical_crossentropy")
loss = model.evaluate(rows, kinds, verbose=0)
print(f"loss {loss:.2f}")

# %% tags=["claim"]
assert 0 < loss < 5, "it takes the labels"

# %% [markdown]
# ### A label is larger than the model has outputs
# The classes are numbered from 1, or one was forgotten when you counted them.

# %% tags=["error"] reason="label value of 3 which is outside the valid range of [0, 3)"
stars = kinds + 1  # 1, 2 or 3
model.compile(loss="sparse_categorical_crossentropy", run_eagerly=True)
model.fit(rows[:4], np.array([1, 2, 3, 3]), verbose=0)

# %% [markdown]
# **Why.** With 3 outputs the labels are 0, 1 and 2.
# `run_eagerly=True` keeps the message short; use it only to find such an error, since it is slow.
# Without it, the same sentence is at the end of a long message that starts with "Graph execution error".
#
# **Fix.** Count from 0.

# %%
labels = stars - stars.min()
print("before:", np.unique(stars), "after:", np.unique(labels))

# %% tags=["claim"]
assert set(labels) == {0, 1, 2} and set(stars) == {1, 2, 3}, "counted from 0"
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
told = refused(model.fit, rows, stars, verbose=0)
assert "Graph execution error" in told[:60], "how the long message starts"
assert "outside the valid range of [0, 3)" in told[-900:], "how it ends"
assert not refused(model.fit, rows, labels, verbose=0), "now it trains"

# %% [markdown]
# ### One column too many after to_categorical
# There are three classes, and the one-hot labels have four columns.

# %% tags=["error"] reason="must have the same shape"
model.compile(loss="categorical_crossentropy")
model.fit(rows, keras.utils.to_categorical(stars), verbose=0)

# %% [markdown]
# **Why.** `to_categorical` makes a column for each number from 0 to the largest.
# Nobody gave 0 stars, so the first column is empty.
#
# **Fix.** Count from 0 here too.

# %%
print(keras.utils.to_categorical(stars).shape, "with 0 stars")
print(keras.utils.to_categorical(stars - 1).shape, "counted from 0")

# %% tags=["claim"]
assert keras.utils.to_categorical(stars).shape == (64, 4), "a column too many"
assert not keras.utils.to_categorical(stars)[:, 0].any(), "the first is empty"
assert keras.utils.to_categorical(stars - 1).shape == (64, 3), "three columns"

# %% [markdown]
# ### Two outputs for yes or no
# A two-class model ends in `Dense(2)`, and the loss is for one number.

# %% tags=["error"] reason="must have the same rank (ndim)"
yes = (rows[:, 0] > 0.5).astype("float32")
model = keras.Sequential(
    [keras.Input(shape=(3,)), keras.layers.Dense(2, activation="softmax")]
)
model.compile(loss="binary_crossentropy")
model.fit(rows, yes, verbose=0)

# %% [markdown]
# **Why.** Binary cross-entropy wants the probability of "yes", one number for a row.
#
# **Fix.** One output with sigmoid.
# Two outputs with softmax work as well, with the sparse categorical loss.

# %%
model = keras.Sequential(
    [keras.Input(shape=(3,)), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(loss="binary_crossentropy")
print(model.output_shape, f"loss {model.evaluate(rows, yes, verbose=0):.2f}")

# %% tags=["claim"]
assert model.output_shape == (None, 1), "one number for a row"
assert 0 < model.evaluate(rows, yes, verbose=0) < 5, "the loss takes it"
assert sparse(yes, np.full((64, 2), 0.5)) > 0, "two outputs with the sparse loss"

# %% [markdown]
# ### The labels are words
# The label column says "spam" and "ham" instead of 0 and 1.

# %% tags=["error"] reason="Invalid dtype: str"
words = np.where(yes == 1, "spam", "ham")
model.fit(rows, words, verbose=0)

# %% [markdown]
# **Why.** A loss computes with numbers, and it can't compute with words.
# The number after "str" is the space that NumPy reserves for each word, in bits.
#
# **Fix.** Number the words, and keep the list to translate back.

# %%
names, labels = np.unique(words, return_inverse=True)
print(names, labels[:8])
print(names[labels[:3]])

# %% tags=["claim"]
assert names.tolist() == ["ham", "spam"] and set(labels) == {0, 1}, "numbered"
assert np.array_equal(names[labels], words), "translated back"
assert words.dtype.itemsize * 8 == int(words.dtype.name.removeprefix("str")), "bits"
told = refused(model.fit, rows, words, verbose=0)
assert f"str{words.dtype.itemsize * 8}" in told, told

# %% [markdown]
# ## Data pipelines
# ### Features and labels differ in number
# You filtered or cut one of the two and not the other.

# %% tags=["error"] reason="Data cardinality is ambiguous"
model.fit(rows, yes[1:], verbose=0)

# %% [markdown]
# **Why.** Each row needs its label.
# Cardinality is the number of samples, and the message gives both.
#
# **Fix.** Filter both with the same mask.

# %%
mask = rows[:, 1] < 0.9
print(len(rows[mask]), "rows,", len(yes[mask]), "labels")

# %% tags=["claim"]
assert 0 < len(rows[mask]) == len(yes[mask]) < 64, "as many rows as labels"

# %% [markdown]
# ### A list where from_tensor_slices wants a tuple
# You put features and labels in square brackets.

# %% tags=["error"] reason="Can't convert non-rectangular Python sequence to Tensor"
tf.data.Dataset.from_tensor_slices([rows, yes])

# %% [markdown]
# **Why.** A list is made into one tensor, and two arrays of different shapes don't fit into one.
# A tuple stays a pair.
#
# **Fix.** Use round brackets.

# %%
pairs = tf.data.Dataset.from_tensor_slices((rows, yes))
for spec in pairs.element_spec:
    print(spec)

# %% tags=["claim"]
assert len(pairs.element_spec) == 2 and len(pairs) == 64, "64 pairs"

# %% [markdown]
# ### The data set has no batches
# The same data work as arrays and fail as a `tf.data.Dataset`.

# %% tags=["error"] reason="Expected shape (None, 3), but input has incompatible shape (3,)"
model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
model.compile(loss="mse")
model.fit(pairs, verbose=0, shuffle=False)

# %% [markdown]
# **Why.** `fit` makes batches of arrays, but takes a data set as it comes: here row by row.
# If the message says `(None, None, 3)`, you batched twice.
# A model that has trained before says "Cannot take the length of shape with unknown rank" instead.
#
# **Fix.** Batch once, after `shuffle`.

# %%
batches = pairs.shuffle(64).batch(16)
features, labels = next(iter(batches))
print(features.shape, labels.shape)

# %% tags=["claim"]
assert features.shape == (16, 3) and labels.shape == (16,), "a batch"
twice = refused(model.evaluate, batches.batch(2), verbose=0)
assert "incompatible shape (None, None, 3)" in twice, twice
model.compile(optimizer="sgd", loss="mse")
assert not refused(model.fit, batches, verbose=0, shuffle=False), "batched once"
told = refused(model.fit, pairs, verbose=0, shuffle=False)
assert "Cannot take the length of shape with unknown rank" in told, told

# %% [markdown]
# ### The data set has no labels
# One of the shortest messages, and one of the least helpful.

# %% tags=["error"] reason="None values not supported"
unlabeled = tf.data.Dataset.from_tensor_slices(rows).batch(16)
model.fit(unlabeled, verbose=0, shuffle=False)

# %% [markdown]
# **Why.** `fit` and `evaluate` want pairs; the label is missing, so the loss gets `None`.
# `image_dataset_from_directory(..., labels=None)` makes such a data set too.
#
# **Fix.** Look at `element_spec`: it must be a pair.
# Labels belong in the data set, not in the argument `y`.

# %%
print(len(batches.element_spec), "parts:", batches.element_spec[1])

# %% tags=["claim"]
assert isinstance(batches.element_spec, tuple), "a pair"
assert not isinstance(unlabeled.element_spec, tuple), "no pair"
told = refused(model.fit, batches, yes, verbose=0)
assert "`y` should not be passed" in told, told

# %% [markdown]
# ### The function in map takes one argument
# You want to scale the features of a data set with labels.


# %% tags=["error"] reason="takes 1 positional argument but 2 were given"
def halve(features):
    return features / 2


pairs.map(halve)

# %% [markdown]
# **Why.** `map` gives the function all parts of an element: the features and the label.
#
# **Fix.** Take both, and return both.


# %%
def halve(features, label):
    return features / 2, label


features, label = next(iter(pairs.map(halve)))
print(features.shape, label.shape)

# %% tags=["claim"]
assert np.allclose(features, rows[0] / 2), "halved"
assert label.numpy() == yes[0], "the label came along"

# %% [markdown]
# ### A validation split of a data set
# `validation_split` works with arrays, but not with a `tf.data.Dataset`.

# %% tags=["error"] reason="`validation_split` is only supported for tensors or NumPy arrays"
model.fit(batches, validation_split=0.25, verbose=0)

# %% [markdown]
# **Why.** `fit` can't split a data set, which may come from anywhere and have any length.
#
# **Fix.** Split it yourself, before you shuffle and batch, and pass `validation_data`.
# If you shuffle first, the parts change in each epoch, and rows move from one to the other.

# %%
validation = pairs.take(16).batch(16)
train = pairs.skip(16).shuffle(48).batch(16)
history = model.fit(train, validation_data=validation, verbose=0, shuffle=False)
print(sorted(history.history))

# %% tags=["claim"]
assert len(train) == 3 and len(validation) == 1, "48 and 16 rows"
assert sorted(history.history) == ["loss", "val_loss"], "both losses"
mixed = tf.data.Dataset.range(64).shuffle(64)
kept = set(mixed.take(16).as_numpy_iterator())
assert kept & set(mixed.skip(16).as_numpy_iterator()), "rows wander after shuffle"

# %% [markdown]
# ### The folder is not where you think
# The path starts from the wrong folder, or the archive was not unpacked.

# %% tags=["error"] reason="No such file or directory: 'photos/train'"
keras.utils.image_dataset_from_directory("photos/train")

# %% [markdown]
# **Why.** A path without a leading slash starts at the current directory, which is often not the one of your file.
#
# **Fix.** Look where you are (`pathlib.Path.cwd()`) and what is there, then correct the path.
# Here we write three small pictures into each of two folders.

# %%
for number in range(6):
    folder = pathlib.Path("photos", "gulls" if number < 3 else "terns")
    folder.mkdir(parents=True, exist_ok=True)
    keras.utils.save_img(folder / f"{number}.png", np.zeros((8, 8, 3)))
data = keras.utils.image_dataset_from_directory("photos", verbose=False)
print(data.class_names)

# %% tags=["claim"]
assert data.class_names == ["gulls", "terns"], "the folders are the classes"
assert data.element_spec[0].shape[-1] == 3, "three channels, unless you say grayscale"
one = keras.utils.image_dataset_from_directory(
    "photos", color_mode="grayscale", verbose=False
)
assert one.element_spec[0].shape[-1] == 1, "one channel"

# %% [markdown]
# ### A folder is split without a seed
# You call `image_dataset_from_directory` twice, for training and for validation.

# %% tags=["error"] reason="you must provide a `seed` argument"
keras.utils.image_dataset_from_directory(
    "photos", validation_split=0.5, subset="training", verbose=False
)

# %% [markdown]
# **Why.** The files are shuffled before they are split.
# With another order in the second call, some pictures would be in both parts.
#
# **Fix.** Use the same seed in both calls, or `subset="both"` in one call.

# %%
train, validation = keras.utils.image_dataset_from_directory(
    "photos", validation_split=0.5, subset="both", seed=7, verbose=False
)
print(len(train.file_paths), "and", len(validation.file_paths), "pictures")

# %% tags=["claim"]
assert len(train.file_paths) == len(validation.file_paths) == 3, "half of six"
assert not set(train.file_paths) & set(validation.file_paths), "none in both"

# %% [markdown]
# ## Text
# All steps from words to a model are in [Two classes of text](../lessons/text/two-classes.ipynb).
#
# ### Text goes straight into an embedding
# No layer turns the words into integers.

# %% tags=["error"] reason="Cast string to int32 is not supported"
texts = tf.constant(["sea fog at dawn", "fog and rain"])
embedding = keras.layers.Embedding(10, 4)
embedding(texts)

# %% [markdown]
# **Why.** An embedding looks up a row for an integer; it does not know words.
#
# **Fix.** A `TextVectorization` layer, adapted to the training texts, comes first.

# %%
vectorize = keras.layers.TextVectorization(max_tokens=10, output_sequence_length=5)
vectorize.adapt(texts)
print(vectorize(texts).numpy())
print(embedding(vectorize(texts)).shape)

# %% tags=["claim"]
assert vectorize(texts).shape == (2, 5), "five integers for a text"
assert embedding(vectorize(texts)).shape == (2, 5, 4), "four numbers for a word"

# %% [markdown]
# ### The text layer was not adapted
# Here the layer is there, but it has never seen a text.

# %% tags=["error"] reason="Table not initialized"
keras.layers.TextVectorization()(texts)

# %% [markdown]
# **Why.** The table from words to integers is made by `adapt`.
# The same message comes up after you built the layer again in a notebook and forgot the next cell.
#
# **Fix.** Call `adapt` with the training texts, once.

# %%
vectorize = keras.layers.TextVectorization()
vectorize.adapt(texts)
print([str(word) for word in vectorize.get_vocabulary()])

# %% tags=["claim"]
assert vectorize.get_vocabulary()[:3] == ["", "[UNK]", "fog"], "fog is most frequent"

# %% [markdown]
# ### Strings from NumPy or a list go into predict
# The model contains the text layer, and `predict` still refuses strings.

# %% tags=["error"] reason="Invalid dtype: str"
model = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.Embedding(vectorize.vocabulary_size(), 4),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.predict(np.array(["fog at sea", "rain"]), verbose=0)

# %% [markdown]
# **Why.** Keras does not take NumPy's string type.
# A plain list gives "Unrecognized data type" instead.
#
# **Fix.** `tf.constant` makes a tensor of strings.

# %%
print(model.predict(tf.constant(["fog at sea", "rain"]), verbose=0).shape)

# %% tags=["claim"]
answers = model.predict(tf.constant(["fog", "sea"]), verbose=0)
assert answers.shape == (2, 1), "a tensor of texts is taken"
told = refused(model.predict, ["fog", "sea"], verbose=0)
assert "Unrecognized data type" in told, told

# %% [markdown]
# ### A token is larger than the embedding
# The vocabulary has more words than the embedding has rows.

# %% tags=["error"] reason="indices[0,1] = 12 is not in [0, 10)"
keras.layers.Embedding(10, 4)(np.array([[3, 12]]))

# %% [markdown]
# **Why.** `Embedding(10, 4)` has rows for the tokens 0 to 9.
#
# **Fix.** Take the size from the text layer instead of typing it.
# A second way is `max_tokens` of that layer, with the same number for both.

# %%
embedding = keras.layers.Embedding(vectorize.vocabulary_size(), 4)
print(vectorize.vocabulary_size(), "tokens:", embedding(vectorize(texts)).shape)

# %% tags=["claim"]
size = vectorize.vocabulary_size()
assert size == len(vectorize.get_vocabulary()) > int(np.max(vectorize(texts))), "fits"
assert embedding(vectorize(texts)).shape == (2, 4, 4), "longest text has 4 words"

# %% [markdown]
# ### Sentences of different lengths
# Lists of tokens become a tensor.

# %% tags=["error"] reason="Can't convert non-rectangular Python sequence to Tensor"
tokens = [[4, 2, 7], [5, 3]]
tf.constant(tokens)

# %% [markdown]
# **Why.** A tensor is rectangular, so all rows must have the same length.
# NumPy's message for this is "inhomogeneous shape".
#
# **Fix.** Pad the rows with zeros, which `TextVectorization` does by default.

# %%
print(keras.utils.pad_sequences(tokens, padding="post"))

# %% tags=["claim"]
padded = keras.utils.pad_sequences(tokens, padding="post")
assert padded.tolist() == [[4, 2, 7], [5, 3, 0]], "filled with zeros"
assert "inhomogeneous shape" in refused(np.array, tokens), "NumPy's words"

# %% [markdown]
# ## Series
# ### Two LSTM layers in a row
# One layer works, and with a second one you get an error about an axis.

# %% tags=["error"] reason="expected ndim=3, found ndim=2"
keras.Sequential(
    [keras.Input(shape=(10, 1)), keras.layers.LSTM(4), keras.layers.LSTM(2)]
)

# %% [markdown]
# **Why.** An LSTM layer returns only its last state, without the time axis, and the next one needs a state for each step.
#
# **Fix.** `return_sequences=True` in every recurrent layer except the last.

# %%
model = keras.Sequential(
    [
        keras.Input(shape=(10, 1)),
        keras.layers.LSTM(4, return_sequences=True),
        keras.layers.LSTM(2),
    ]
)
print([layer.output.shape for layer in model.layers])

# %% tags=["claim"]
shapes = [layer.output.shape for layer in model.layers]
assert shapes == [(None, 10, 4), (None, 2)], "with and without the time axis"

# %% [markdown]
# ### Windows without a feature axis
# The same message, but from the first LSTM layer.

# %% tags=["error"] reason="Full shape received: (8, 10)"
windows = rng.random((8, 10), dtype="float32")  # 8 windows of 10 steps
keras.layers.LSTM(4)(windows)

# %% [markdown]
# **Why.** Recurrent layers and `Conv1D` want windows, steps, features.
# One series has one feature, and its axis has to be there.
#
# **Fix.** Add the axis, before the model or as its first layer: `keras.layers.Reshape((10, 1))`.

# %%
print(keras.layers.LSTM(4)(windows[..., np.newaxis]).shape)

# %% tags=["claim"]
assert keras.layers.LSTM(4)(windows[..., np.newaxis]).shape == (8, 4), "with the axis"
assert keras.layers.Reshape((10, 1))(windows).shape == (8, 10, 1), "as a layer"
assert "ndim=2" in refused(keras.layers.Conv1D(4, 3), windows), "Conv1D too"

# %% [markdown]
# ### The window is longer than the series
# Often it is the short validation part that is shorter than a window.

# %% tags=["error"] reason="'batch_outputs'"
series = np.arange(20.0)
data = keras.utils.timeseries_dataset_from_array(series, None, sequence_length=24)
model = keras.Sequential([keras.Input(shape=(24,)), keras.layers.Dense(1)])
model.predict(data, verbose=0)

# %% [markdown]
# **Why.** No window of 24 steps fits into 20, so the data set is empty, and `predict` never had a batch.
# `fit` on such a data set does not even fail: it warns that the input "ran out of data" and learns nothing.
#
# **Fix.** Count the batches first, and take a shorter window or a longer series.

# %%
shorter = keras.utils.timeseries_dataset_from_array(series, None, sequence_length=6)
print("batches of long windows: ", len(list(data)))
print("batches of short windows:", len(list(shorter)))

# %% tags=["claim"]
assert len(list(data)) == 0 and len(list(shorter)) == 1, "empty and not"
empty = keras.utils.timeseries_dataset_from_array(series, series, sequence_length=24)
model.compile(optimizer="sgd", loss="mse")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    nothing = model.fit(empty, verbose=0, shuffle=False)
assert any("ran out of data" in str(one.message) for one in caught), "the warning"
assert not nothing.history, "nothing learned"

# %% [markdown]
# ### A window of tf.data isn't a tensor
# You cut windows with `window` and want to look at one.

# %% tags=["error"] reason="'_VariantDataset' object has no attribute 'numpy'"
windows = tf.data.Dataset.range(6).window(4, shift=1, drop_remainder=True)
next(iter(windows)).numpy()

# %% [markdown]
# **Why.** `window` turns each window into a small data set.
#
# **Fix.** Turn each into a tensor with `flat_map` and `batch`.

# %%
tensors = windows.flat_map(lambda window: window.batch(4))
for window in tensors:
    print(window.numpy())

# %% tags=["claim"]
cut = [window.numpy().tolist() for window in tensors]
assert cut == [[0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5]], "three windows"

# %% [markdown]
# ## Saving and loading
# [Model files and model size](../lessons/developer/model-files.ipynb) explains the formats.
#
# ### The file has no ending
# Old code saved models under a bare name.

# %% tags=["error"] reason="Invalid filepath extension for saving"
model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
model.save("sea")

# %% [markdown]
# **Why.** Keras 3 chooses the format by the ending of the name, and here there is none.
#
# **Fix.** Save as `.keras`.
# For weights alone, `save_weights` wants a name that ends in `.weights.h5`.

# %%
model.save("sea.keras")
loaded = keras.models.load_model("sea.keras")
print(np.allclose(loaded(rows), model(rows)))

# %% tags=["claim"]
assert np.allclose(loaded(rows), model(rows), atol=1e-6), "the same answers"
assert "must end in `.weights.h5`" in refused(model.save_weights, "sea.h5"), "weights"

# %% [markdown]
# ### The file is not there
# Keras says it in a roundabout way.

# %% tags=["error"] reason="File not found: filepath=see.keras"
keras.models.load_model("see.keras")

# %% [markdown]
# **Why.** The name is misspelled, or the file is in another folder.
# A new Colab session doesn't have your files either.
#
# **Fix.** List what is there.

# %%
print(sorted(path.name for path in pathlib.Path().glob("*.keras")))

# %% tags=["claim"]
assert pathlib.Path("sea.keras").is_file(), "the right name"
assert not pathlib.Path("see.keras").exists(), "the wrong name"

# %% [markdown]
# ### A SavedModel folder goes into load_model
# The model is a folder with `saved_model.pb` in it: from `export`, from older code, or from the web.

# %% tags=["error"] reason="File format not supported: filepath=exported"
model.export("exported", verbose=False)
keras.models.load_model("exported")

# %% [markdown]
# **Why.** Keras 3 doesn't read SavedModel folders.
#
# **Fix.** Wrap the folder in a layer for predictions.
# `export` of Keras 3 calls the endpoint `serve`; in other folders it may be `serving_default`, as the message suggests.

# %%
served = keras.layers.TFSMLayer("exported", call_endpoint="serve")
print(np.allclose(served(rows), model(rows)))

# %% tags=["claim"]
assert np.allclose(served(rows), model(rows), atol=1e-5), "the same answers"

# %% [markdown]
# ### Your own loss is unknown at loading
# You load the model in a new program, where your function is not defined.


# %% tags=["error"] reason="Could not locate function 'fair'"
def fair(y_true, y_pred):
    return keras.ops.mean(keras.ops.abs(y_true - y_pred))


model.compile(optimizer="sgd", loss=fair)
model.save("fair.keras")
keras.models.load_model("fair.keras")

# %% [markdown]
# **Why.** The file holds the name of your function, not its code.
# With a layer of your own the message is longer and ends with "Could not locate class".
#
# **Fix.** Define it in the new program, and tell `load_model` what the name means.
# Or decorate it with `@keras.saving.register_keras_serializable()`.

# %%
loaded = keras.models.load_model("fair.keras", custom_objects={"fair": fair})
print(np.allclose(loaded(rows), model(rows)))


# %% tags=["claim"]
class Double(keras.layers.Layer):
    def call(self, inputs):
        return 2 * inputs


assert np.allclose(loaded(rows), model(rows), atol=1e-6), "the same answers"
keras.Sequential([keras.Input(shape=(3,)), Double()]).save("double.keras")
told = refused(keras.models.load_model, "double.keras")
assert "Could not locate class 'Double'" in told[200:], "the long message"


@keras.saving.register_keras_serializable()
def decorated(y_true, y_pred):
    return fair(y_true, y_pred)


model.compile(optimizer="sgd", loss=decorated)
model.save("decorated.keras")
assert not refused(keras.models.load_model, "decorated.keras"), "decorated works"

# %% [markdown]
# ### A Lambda layer in the file
# The model was saved without a complaint, and loading refuses it.

# %% tags=["error"] reason="Requested the deserialization of a `Lambda` layer"
model = keras.Sequential(
    [keras.Input(shape=(3,)), keras.layers.Lambda(lambda inputs: inputs / 2)]
)
model.save("half.keras")
keras.models.load_model("half.keras")

# %% [markdown]
# **Why.** A `Lambda` layer stores Python code, and loading a stranger's file would run it.
#
# **Fix.** Use a ready-made layer.
# For a file that you wrote yourself, `safe_mode=False` loads it.

# %%
model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Rescaling(0.5)])
model.save("half.keras")
print(np.allclose(keras.models.load_model("half.keras")(rows), rows / 2))

# %% tags=["claim"]
assert np.allclose(keras.models.load_model("half.keras")(rows), rows / 2), "no code"
coded = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Lambda(lambda v: v)])
coded.save("coded.keras")
trusted = keras.models.load_model("coded.keras", safe_mode=False)
assert np.allclose(trusted(rows), rows), "your own file"

# %% [markdown]
# ## Old code on new versions
# TensorFlow 2.16 and later bring [Keras 3](https://keras.io/guides/migrating_to_keras_3/), and most code of the years before was written for Keras 2.
# [Old and new](old-and-new.ipynb) has the pairs side by side; these are some that raise an error.
#
# ### The argument lr
# For years the optimizers' argument was called `lr`.

# %% tags=["error"] reason="Argument(s) not recognized: {'lr': 0.01}"
keras.optimizers.Adam(lr=0.01)

# %% [markdown]
# **Why.** The short name is gone, as an argument and as an attribute.
#
# **Fix.** Write `learning_rate`.

# %%
optimizer = keras.optimizers.Adam(learning_rate=0.01)
print(f"{float(optimizer.learning_rate):.2f}")

# %% tags=["claim"]
assert abs(float(optimizer.learning_rate) - 0.01) < 1e-6, "the full name"
assert not hasattr(optimizer, "lr"), "no attribute lr"

# %% [markdown]
# ### predict_classes
# Sequential models once had a method for the class itself.

# %% tags=["error"] reason="'Sequential' object has no attribute 'predict_classes'"
model = keras.Sequential(
    [keras.Input(shape=(3,)), keras.layers.Dense(3, activation="softmax")]
)
model.predict_classes(rows)

# %% [markdown]
# **Why.** It was removed, like `predict_proba` and `fit_generator`.
#
# **Fix.** Take the position of the largest probability.
# With one sigmoid output, compare with 0.5 instead: `predict(x) > 0.5`.

# %%
print(np.argmax(model.predict(rows[:5], verbose=0), axis=1).shape)

# %% tags=["claim"]
best = np.argmax(model.predict(rows, verbose=0), axis=1)
assert best.shape == (64,) and set(best) <= {0, 1, 2}, "a class for each row"
gone = ("predict_classes", "predict_proba", "fit_generator")
assert not any(hasattr(model, name) for name in gone), "removed"

# %% [markdown]
# ### Importing the Tokenizer
# Text tutorials began with this line.

# %% tags=["error"] reason="No module named 'keras.preprocessing.text'"
from keras.preprocessing.text import Tokenizer

# %% [markdown]
# **Why.** Keras 3 has no such module.
# `tf.keras.preprocessing.text.Tokenizer` can still be imported, but it is deprecated.
#
# **Fix.** Use `TextVectorization`, which splits, counts and pads in one layer.

# %%
vectorize = keras.layers.TextVectorization(output_sequence_length=4)
vectorize.adapt(["sea fog at dawn", "fog and rain"])
print(vectorize(["fog at sea"]).shape)

# %% tags=["claim"]
assert hasattr(tf.keras.preprocessing.text, "Tokenizer"), "still under tf.keras"
assert vectorize(["fog at sea"]).shape == (1, 4), "padded to four"

# %% [markdown]
# ### Layers under experimental
# Preprocessing layers used to be in another module.

# %% tags=["error"] reason="module 'keras.layers' has no attribute 'experimental'"
keras.layers.experimental.preprocessing.Rescaling(1 / 255)

# %% [markdown]
# **Why.** The layers have moved up, and the old path is gone.
#
# **Fix.** Leave `experimental.preprocessing` out.

# %%
print(keras.layers.Rescaling(1 / 255)(np.array([0.0, 255.0])).numpy())

# %% tags=["claim"]
scaled = keras.layers.Rescaling(1 / 255)(np.array([0.0, 255.0]))
assert np.allclose(scaled, [0, 1]), "from 0 to 1"

# %% [markdown]
# ### The history has no acc
# Old code draws `acc` and `val_acc`.

# %% tags=["error"] reason="KeyError: 'acc'"
model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(rows, kinds, verbose=0)
history.history["acc"]

# %% [markdown]
# **Why.** The history uses the name that you gave the metric.
#
# **Fix.** Write `accuracy` in both places.

# %%
print(sorted(history.history))

# %% tags=["claim"]
assert sorted(history.history) == ["accuracy", "loss"], "the name as given"

# %% [markdown]
# ### Functions of keras.backend
# Losses and layers of old code start with `import keras.backend as K`.

# %% tags=["error"] reason="module 'keras.backend' has no attribute 'mean'"
keras.backend.mean(rows)

# %% [markdown]
# **Why.** In Keras 3 the functions on tensors live elsewhere.
#
# **Fix.** Take them from `keras.ops`; most names are NumPy's.

# %%
print(keras.ops.mean(rows).shape, keras.ops.mean(rows, axis=0).shape)

# %% tags=["claim"]
assert np.allclose(keras.ops.mean(rows, axis=0), rows.mean(axis=0), atol=1e-5), "NumPy"

# %% [markdown]
# ### Sessions
# The code was written for TensorFlow 1.

# %% tags=["error"] reason="module 'tensorflow' has no attribute 'Session'"
with tf.Session() as session:
    print(session.run(tf.constant(2) + tf.constant(3)))

# %% [markdown]
# **Why.** TensorFlow 2 calculates immediately, so there is no session to run.
#
# **Fix.** Leave the session out.
# If the code also has `tf.placeholder`, look for a newer tutorial.

# %%
print((tf.constant(2) + tf.constant(3)).numpy())

# %% tags=["claim"]
assert (tf.constant(2) + tf.constant(3)).numpy() == 5, "at once"
assert not hasattr(tf, "placeholder"), "no placeholder either"

# %% [markdown]
# ## Memory
# ### Out of memory (OOM)
# The message is a `ResourceExhaustedError` that says "OOM when allocating tensor", or the program ends with "Killed" and no message at all.
# There is no failing code here, since it could take your other programs down with it; here is how you work out what a layer needs.

# %%
maps = (64, 512, 512, 32)  # what Conv2D(32, 3, padding="same") makes of 64 photos
megabytes = np.prod(maps) * 4 / 1e6  # 4 bytes a number
print(f"batches of 64: {megabytes:.0f} MB for the output of this layer alone")
print(f"batches of 8:  {megabytes / 8:.0f} MB")

# %% tags=["claim"]
assert 2000 < megabytes < 2500 and megabytes / 8 < 300, "what the lines print"

# %% [markdown]
# **Why.** For the gradients, training keeps the output of every layer for the whole batch, and with large pictures or long texts that is far more than the weights need.
# Other causes: the whole data set is in one array, or old models and arrays are still in the notebook's memory.
#
# **Fix.** Take smaller batches first, then smaller pictures or strides and pooling early in the network.
# Read large data from files, batch by batch, with `tf.data`.
# In a notebook, restart the kernel; in a loop over many models, call `keras.utils.clear_session()` after each.

# %% [markdown]
# ## When your error is not here
# 1. Print what goes in: `x.shape`, `x.dtype`, `y.shape`, `y.dtype`, `model.input_shape`, `model.output_shape`, or `data.element_spec`.
# 2. Make it small: 8 rows, one layer, `run_eagerly=True` in `compile`.
#    Often you see the cause before you have finished.
#    [Debugging a training run](../lessons/developer/debugging-a-run.ipynb#a-checklist-that-runs) has a checklist for runs that raise nothing.
# 3. Search for the sentence of the message in quotation marks.
#    Leave out what is yours: names, numbers, shapes, paths, and endings such as `dense_3`.
# 4. Put the version first: `Keras 3` or the number from `keras.__version__`, then the sentence.
#    Without it you find answers for Keras 2 that no longer hold.
# 5. Look at the date of each answer, and prefer the issues of [Keras on GitHub](https://github.com/keras-team/keras/issues) and [TensorFlow on GitHub](https://github.com/tensorflow/tensorflow/issues) to old forum threads.
# 6. Ask with the small program, the whole message and the versions.
