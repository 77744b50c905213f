# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Silent mistakes
#     reviewed: 2026-11-22
# ---

# %% [markdown]
# These mistakes raise no error: the code runs, and the result is wrong, so each entry shows the output that gives the mistake away.
# The ones that do raise an error are in [Common errors](common-errors.ipynb).
#
# All entries use these few arrays.

# %%
import warnings

import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
rows = rng.random((64, 3), dtype="float32")  # a table with 3 columns
kinds = rng.integers(0, 3, 64)  # three classes: 0, 1 or 2
print("rows ", rows.shape, rows.dtype)
print("kinds", kinds.shape, kinds.dtype)

# %% tags=["claim"]
assert rows.shape == (64, 3) and kinds.shape == (64,), "as the comments say"
assert set(kinds) == {0, 1, 2}, "three classes"

# %% [markdown]
# ## Softmax with one output
# The model always says yes.

# %%
wrong = keras.Sequential(
    [keras.Input(shape=(3,)), keras.layers.Dense(1, activation="softmax")]
)
right = keras.Sequential(
    [keras.Input(shape=(3,)), keras.layers.Dense(1, activation="sigmoid")]
)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always", UserWarning)
    print("softmax:", wrong(rows[:4]).numpy().ravel())
print("sigmoid:", right(rows[:4]).numpy().ravel().round(2))
print("warned: ", str(caught[0].message)[:57])

# %% tags=["claim"]
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    assert np.allclose(wrong(rows), 1), "always 1"
assert "softmax over axis -1" in str(caught[0].message), "what it warns"
assert np.all((right(rows).numpy() > 0) & (right(rows).numpy() < 1)), "between"
assert np.ptp(right(rows).numpy()) > 0.001, "and different"

# %% [markdown]
# **Why.** Softmax divides by the sum over the outputs.
# With one output, that sum is the output itself, so each row gets 1.
# Keras only warns, and we caught the warning to print it.
#
# **Fix.** Use sigmoid for one output; softmax needs at least two.
#
# ## Softmax twice
# The model ends in softmax, and the loss has `from_logits=True`.

# %%
certain = np.array([[1.0, 0.0, 0.0]])  # the model is sure of class 0, and right
for from_logits in (True, False):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)
    print(f"from_logits={from_logits!s:6} loss {loss(np.array([0]), certain):.2f}")

# %% tags=["claim"]
twice = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
once = keras.losses.SparseCategoricalCrossentropy()
assert 0.55 < float(twice(np.array([0]), certain)) < 0.56, "log(e + 2) - 1"
assert float(once(np.array([0]), certain)) < 1e-3, "nothing to fix"
model = keras.Sequential(
    [keras.Input(shape=(3,)), keras.layers.Dense(3, activation="softmax")]
)
model.compile(optimizer="sgd", loss=twice)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    model.fit(rows, kinds, verbose=0)
assert any("Softmax activation" in str(one.message) for one in caught), "a warning"

# %% [markdown]
# **Why.** `from_logits=True` tells the loss to apply softmax itself, and here that happens a second time.
# A perfect answer still costs 0.55, so the loss never gets near 0.
# `fit` warns about it before the first epoch, where it is easily missed.
#
# **Fix.** Use softmax in the model and `from_logits=False`, the default, or no activation and `from_logits=True`.
#
# ## Accuracy of logits
# The model has no sigmoid at the end, which is fine for the loss but not for the metric.

# %%
answers = np.array([0.3, 0.2, -1.0, -2.0])  # logits: above 0 means yes
truth = np.array([1, 1, 0, 0])
for threshold in (0.5, 0.0):
    metric = keras.metrics.BinaryAccuracy(threshold=threshold)
    print(f"threshold {threshold}: accuracy {float(metric(truth, answers)):.2f}")

# %% tags=["claim"]
assert float(keras.metrics.BinaryAccuracy()(truth, answers)) == 0.5, "by default"
assert float(keras.metrics.BinaryAccuracy(threshold=0)(truth, answers)) == 1, "right"
half = float(keras.ops.sigmoid(0.0))
assert half == 0.5, "logit 0 is probability 0.5"

# %% [markdown]
# **Why.** `"accuracy"` for two classes counts an answer above 0.5 as yes.
# For a logit the threshold has to be 0, which is a probability of 0.5.
#
# **Fix.** Use `BinaryAccuracy(threshold=0.0)`, or a sigmoid in the model.
#
# ## Scaled for training, raw for prediction
# The model is good on its test data and useless in your program.

# %%
light = rng.uniform(0, 255, (256, 1)) + rng.normal(0, 20, (256, 16))  # 16 pixels
bright = (light.mean(axis=1) > 127).astype("float32")
model = keras.Sequential(
    [keras.Input(shape=(16,)), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.1), loss="binary_crossentropy")
model.fit(light / 255, bright, epochs=4, batch_size=8, verbose=0)

whole = keras.Sequential(
    [keras.Input(shape=(16,)), keras.layers.Rescaling(1 / 255), model]
)
for name, answer in {"raw": model(light), "scaled inside": whole(light)}.items():
    says = answer.numpy().ravel() > 0.5
    print(f"{name:14} correct {(says == bright).mean():.2f}, yes {says.mean():.2f}")

# %% tags=["claim"]
raw = model(light).numpy().ravel() > 0.5
inside = whole(light).numpy().ravel() > 0.5
assert raw.mean() > 0.9, "yes to nearly all"
assert (raw == bright).mean() < 0.65, "about as good as a coin"
assert (inside == bright).mean() > 0.8, "good"

# %% [markdown]
# **Why.** The weights fit numbers from 0 to 1.
# With numbers up to 255 the sum is huge, and the answer is yes to everything.
#
# **Fix.** Make the scaling a layer of the model, as `whole` does; then you can't forget it, and it is saved with the model.
#
# ## The loss becomes nan
# Training runs to the end, and the history is full of `nan`.

# %%
meters = rng.uniform(0, 5000, (64, 1))
cost = meters[:, 0] / 10 + 100
scale = keras.layers.Normalization()
scale.adapt(meters)
losses = {}
for name, layers in {"raw": [], "scaled": [scale]}.items():
    model = keras.Sequential([keras.Input((1,)), *layers, keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    history = model.fit(meters, cost, epochs=3, batch_size=8, verbose=0)
    losses[name] = history.history["loss"]
    print(f"{name:7}", " ".join(f"{loss:7.0e}" for loss in losses[name]))

# %% tags=["claim"]
assert np.isnan(losses["raw"][-1]), "raw it becomes nan"
assert losses["scaled"][-1] < 0.1 * losses["scaled"][0], "scaled it learns"

# %% [markdown]
# **Why.** With inputs in the thousands each step overshoots, the next one overshoots more, and in the end the numbers are too large for float32.
# A missing value in the table, a division by 0 or the logarithm of 0 gives `nan` as well.
#
# **Fix.** Scale the inputs, here with a `Normalization` layer.
# If the loss grows with scaled inputs too, lower the learning rate.
# If neither helps, [let TensorFlow name the operation that made the first NaN](../lessons/developer/debugging-a-run.ipynb#nan-find-the-operation-that-made-the-first-one).
#

# ## Judged on rows that it has learned
# Validation is perfect because its rows were among the training rows.

# %%
noise = rng.normal(size=(300, 20))
coin = rng.integers(0, 2, 300)  # labels by the toss of a coin: nothing to learn
model = keras.Sequential(
    [
        keras.Input(shape=(20,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy")
model.fit(noise[:60], coin[:60], epochs=6, batch_size=5, verbose=0)
correct = (model(noise).numpy().ravel() > 0.5) == coin
print(f"rows that it has learned: {correct[:60].mean():.2f}")
print(f"rows that it has not:     {correct[60:].mean():.2f}")

# %% tags=["claim"]
assert correct[:60].mean() > 0.95, "memorized"
assert 0.35 < correct[60:].mean() < 0.65, "a coin"

# %% [markdown]
# **Why.** A network with enough weights memorizes its rows, even with labels that mean nothing.
# The same happens to a smaller extent with duplicate rows, with overlapping windows, and with a scaler that was adapted to all rows.
#
# **Fix.** Split first, then scale and train, and use the validation data only to judge.
# If a result is too good, suspect this first.
#
# ## Predictions and labels in different order
# The report is as bad as guessing, although `evaluate` says that the model is good.

# %%
numbers = np.arange(100.0)
data = tf.data.Dataset.from_tensor_slices((numbers, numbers)).shuffle(100).batch(10)
perfect = keras.Sequential([keras.Input(shape=()), keras.layers.Rescaling(1.0)])

answers = perfect.predict(data, verbose=0)
labels = np.concatenate([y for x, y in data])
print(f"two passes: {np.mean(answers == labels):.2f} correct")

together = [(perfect(x).numpy(), y.numpy()) for x, y in data]
answers, labels = (np.concatenate(part) for part in zip(*together, strict=True))
print(f"one pass:   {np.mean(answers == labels):.2f} correct")

# %% tags=["claim"]
shuffled = perfect.predict(data, verbose=0) == np.concatenate([y for x, y in data])
assert shuffled.mean() < 0.2, "two orders"
assert np.mean(answers == labels) == 1, "one order"
assert perfect.predict(numbers, verbose=0).tolist() == numbers.tolist(), "perfect"

# %% [markdown]
# **Why.** A data set with `shuffle` has a new order in each pass.
# `predict` is the first pass, and collecting the labels is the second.
#
# **Fix.** Don't shuffle data that you only judge, or collect answers and labels in one pass.
#
# ## A column minus a row
# You compute the error yourself, and it doesn't agree with what `evaluate` says.

# %%
answers = numbers[:, np.newaxis]  # shape (100, 1), as from predict
print("shape of the difference:", (answers - numbers).shape)
print(f"mean error, wrong: {np.abs(answers - numbers).mean():.1f}")
print(f"mean error, right: {np.abs(answers.ravel() - numbers).mean():.1f}")

# %% tags=["claim"]
assert (answers - numbers).shape == (100, 100), "each with each"
assert np.abs(answers - numbers).mean() > 30, "wrong"
assert np.abs(answers.ravel() - numbers).mean() == 0, "right: they are equal"

# %% [markdown]
# **Why.** The answers have the shape (100, 1), the labels (100,).
# NumPy then subtracts each label from each answer.
#
# **Fix.** Bring both to one shape with `ravel()`, and print shapes before you trust a number.
#
# ## Early stopping watches nothing
# The callback is there, and training never stops early.

# %%
model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
model.compile(loss="mse")
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=0)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always", UserWarning)
    history = model.fit(rows, kinds, epochs=4, callbacks=[stop], verbose=0)
print(len(history.epoch), "epochs")
print(caught[0].message)

# %% tags=["claim"]
assert len(history.epoch) == 4, "all epochs"
assert len(caught) >= 4, "each epoch"
assert "which is not available" in str(caught[0].message), "what it warns"

# %% [markdown]
# **Why.** Without validation data there is no `val_loss`.
# Keras only warns, each epoch; we caught the warning to print it.
#
# **Fix.** Give `validation_data` or `validation_split`, and spell the name as in `history.history`.
