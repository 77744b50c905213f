# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "A training step by hand: GradientTape"
#     summary: "Write a training step with GradientTape, prove that it does what fit does, and hand your own step to fit."
#     skills: [NN-2]
#     requires: [basics/first-model, basics/two-or-many, basics/callbacks]
# ---

# %% [markdown]
# `fit` takes thousands of training steps and shows you none.
# After this lesson you can write such a step yourself, put it into a loop, and prove that your loop does the same as `fit`.
# Then you hand your own step to `fit`, so that you keep its callbacks and its history.
#
# The data: 178 wines from three growers, with 13 measurements of each.
# 128 of them, four batches of 32, are enough to watch a step at work.
# The network is to say whose wine it is.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_wine

keras.utils.set_random_seed(7)
wine = load_wine()
order = np.random.default_rng(7).permutation(len(wine.target))
scaled = (wine.data - wine.data.mean(axis=0)) / wine.data.std(axis=0)
x, y = scaled[order].astype("float32"), wine.target[order]
batches = tf.data.Dataset.from_tensor_slices((x[:128], y[:128])).batch(32)


def build():
    return keras.Sequential(
        [
            keras.Input(shape=(13,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )


model = build()
start = model.get_weights()
print(len(batches), "batches;", len(start), "weight tables:", [w.shape for w in start])

# %% tags=["claim"]
assert wine.data.shape == (178, 13) and len(wine.target_names) == 3, "the wines"
assert len(batches) == 4, "four batches"

# %% [markdown] skills=["NN-2"]
# ## Five things for each batch
# In [A first model](first-model.ipynb#how-a-neuron-learns) you moved two numbers downhill.
# A network has more numbers, and the step is the same:
#
# 1. **Forward**: the model answers for the batch.
# 2. **Loss**: one number for how wrong the answers are.
# 3. **Gradients**: a `GradientTape`, which recorded 1 and 2, tells you how the loss changes with each weight, as the slope did for a single one.
# 4. **Update**: the optimizer moves each weight a little against its gradient.
# 5. **Metrics**: count what you want to see, such as the accuracy.
#
# ![A training step: a batch goes forward through the model, the loss is computed, both recorded by the GradientTape; gradients follow, the update makes new weights for the next batch, and metrics are counted](../diagrams/training-step.svg)
#
# `compile` takes the loss, the optimizer and the metrics by name; by hand you make the three objects.
# Where `compile` chose the right kind of accuracy by the loss, you now name it: `SparseCategoricalAccuracy`, for labels that are whole numbers.
# `model.trainable_variables` is the list of all weights that may be moved.
# How many gradients will come back, and of which shapes?

# %%
loss_of = keras.losses.SparseCategoricalCrossentropy()
optimizer = keras.optimizers.SGD(learning_rate=0.1)
accuracy = keras.metrics.SparseCategoricalAccuracy()

rows, labels = next(iter(batches))
with tf.GradientTape() as tape:
    answers = model(rows, training=True)
    loss = loss_of(labels, answers)
gradients = tape.gradient(loss, model.trainable_variables)
optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
accuracy.update_state(labels, answers)

print("gradients:", [tuple(slope.shape) for slope in gradients])
print(f"loss before the step {loss:.3f}, after it {loss_of(labels, model(rows)):.3f}")
print(f"accuracy before the step: {accuracy.result():.2f}")

# %% tags=["claim"]
shapes = [tuple(slope.shape) for slope in gradients]
assert shapes == [w.shape for w in start], "one slope for each weight"
assert loss_of(labels, model(rows)) < loss, "the step goes downhill"
for old, new, slope in zip(start, model.get_weights(), gradients, strict=True):
    assert np.allclose(new, old - 0.1 * slope.numpy(), atol=1e-6), "a plain step"

# %% [markdown]
# Each weight has its gradient, so the shapes are those of the weights.
# `apply_gradients` wants pairs of gradient and weight, and `zip` makes them.
# `training=True` tells the layers that this is a training step; dropout, for example, is active only then.
#
# ## The loop
# Put the step into a function, call it for each batch, and go through the batches once in each epoch.
# A metric collects over batches until you tell it to start again, so `reset_state` is called at the start of each epoch.
# `keras.metrics.Mean` averages the losses; `sample_weight` gives a short last batch no more weight than its examples deserve.

# %%
mean_loss = keras.metrics.Mean()


def step(rows, labels):
    with tf.GradientTape() as tape:
        answers = model(rows, training=True)
        loss = loss_of(labels, answers)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    mean_loss.update_state(loss, sample_weight=len(labels))
    accuracy.update_state(labels, answers)


model.set_weights(start)
by_hand = []
for epoch in range(5):
    mean_loss.reset_state()
    accuracy.reset_state()
    for rows, labels in batches:
        step(rows, labels)
    by_hand.append(float(mean_loss.result()))
    print(f"epoch {epoch + 1}: loss {by_hand[-1]:.3f}, {accuracy.result():.2f} right")

# %% tags=["claim"] numbers=["loss of the fifth epoch = by_hand[-1]", "its accuracy = accuracy.result()"]
assert by_hand[-1] < 0.7 * by_hand[0], "the loss falls"
assert accuracy.result() > 0.8, f"most wines are right, got {accuracy.result():.2f}"

# %% [markdown] skills=["NN-2"]
# ## The same as fit
# Does `fit` do anything else?
# Give it the same weights, batches, loss and optimizer, and compare.

# %%
model.set_weights(start)
model.compile(keras.optimizers.SGD(learning_rate=0.1), loss_of, metrics=["accuracy"])
history = model.fit(batches, epochs=5, shuffle=False, verbose=0).history
print("by hand:", np.round(by_hand, 4))
print("fit:    ", np.round(history["loss"], 4))

# %% tags=["claim"]
assert np.allclose(by_hand, history["loss"], atol=1e-3), "the same numbers"
assert np.isclose(accuracy.result(), history["accuracy"][-1], atol=0.02), "and right"

# %% [markdown]
# The same numbers: `fit` does nothing more than these steps.
#
# ## What tf.function changes
# In the loop above Python runs each operation one by one.
# `tf.function` calls your function once with stand-ins for the batch, writes down the operations, and from then on runs that list, which is called a *graph*.
# Python no longer takes part, which saves most time when the steps are small and many.
# `fit` does this too.
#
# The price: Python code inside runs only while the list is written.
# Ten steps; how often will the line with `append` run?

# %%
calls = []


@tf.function
def fast_step(rows, labels):
    calls.append("Python was here")
    step(rows, labels)


model.set_weights(start)
for rows, labels in batches.repeat().take(10):
    fast_step(rows, labels)
print("10 steps, and Python was there", len(calls), "time(s)")

# %% tags=["claim"]
assert len(calls) == 1, f"written down once, got {len(calls)}"
assert int(optimizer.iterations) == 1 + 5 * 4 + 10, "every step was taken"
fast_step(tf.constant(x[:5]), tf.constant(y[:5]))
assert len(calls) == 2, f"another size, a second list, got {len(calls)}"
numbers = []
double = tf.function(lambda number: numbers.append(number) or tf.constant(number))
for number in (1, 2, 1):
    double(number)
assert numbers == [1, 2], "a list for each new Python number"

# %% [markdown]
# So use `tf.print` in place of `print`, and collect nothing in Python lists.
# A batch of another size or type makes it write a second list; a call with a new Python number does, too.
# While you look for a mistake, take `@tf.function` away and look at each line.
#
# Now that a step costs little, try five learning rates, ten epochs each, from the same weights.
# The rate is a variable of the optimizer, so the graph that exists already reads the new value.
# Step through the rates: where does the loss fall too slowly, and where does it no longer fall?

# %% slider="Learning rate" states=["0.001", "0.01", "0.1", "1", "10"] alt=["Rate 0.001: the loss stays about where it was", "Rate 0.01: the loss falls slowly and steadily", "Rate 0.1: the loss falls to less than a quarter", "Rate 1: the loss falls steeply, and lowest of all", "Rate 10: the loss rises in the first epochs, and leaves the figure at the top"]
losses = {}
for rate in (0.001, 0.01, 0.1, 1, 10):
    optimizer.learning_rate = rate
    model.set_weights(start)
    losses[rate] = []
    for _ in range(10):
        mean_loss.reset_state()
        for rows, labels in batches:
            fast_step(rows, labels)
        losses[rate].append(float(mean_loss.result()))
    plt.figure(figsize=(6, 3))
    plt.semilogy(range(1, 11), losses[rate], ".-")
    plt.title(f"after ten epochs: {losses[rate][-1]:.3g}")
    plt.xlim(0, 11)
    plt.ylim(0.005, 1e5)
    plt.xlabel("epoch")
    plt.ylabel("mean loss")
    plt.show()

# %% tags=["claim"]
assert losses[0.001][-1] > 0.9 * losses[0.001][0], "about where it was"
assert 0.5 < losses[0.01][-1] / losses[0.01][0] < 0.85, "slowly"
assert losses[0.1][-1] < 0.25 * losses[0.1][0], "less than a quarter"
finals = [losses[rate][-1] for rate in (0.001, 0.01, 0.1, 1)]
assert finals == sorted(finals, reverse=True) and finals[-1] < 0.03, f"{finals}"
assert losses[10][1] > 100 * losses[10][0] > 1000, f"it explodes: {losses[10]}"
assert not losses[10][-1] < 100, f"and does not come back: {losses[10]}"

# %% [markdown]
# From one rate to the next the loss falls faster, up to a rate of 1.
# With 10, each step jumps across the valley and lands higher on the other side, and no later step repairs that.
# So look for the rate in powers of ten: the best one often lies just below the first that explodes.

# %% [markdown] skills=["NN-2"]
# ## Your step inside fit
# You rarely need a loop of your own, but now and then you need a different step.
# Then write a class with a method `train_step`: `fit` calls it for each batch, and keeps doing the rest.
#
# - `self.compute_loss` and `self.optimizer` are what you gave to `compile`.
# - `self.metrics` are the metrics, and the mean loss is the one named `loss`.
# - What the method returns becomes the `logs` of the callbacks, and the history.
#
# This step is the usual one, and adds the length of all gradients taken together, `tf.linalg.global_norm`: large on a steep slope, near 0 at the bottom.
# The loss is a mean over the batch, so each batch counts in the mean of the epoch with its number of rows, `tf.shape(rows)[0]`.


# %%
class Watched(keras.Sequential):
    def train_step(self, data):
        rows, labels = data
        with tf.GradientTape() as tape:
            answers = self(rows, training=True)
            loss = self.compute_loss(x=rows, y=labels, y_pred=answers)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(
            zip(gradients, self.trainable_variables, strict=True)
        )
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss, sample_weight=tf.shape(rows)[0])
            else:
                metric.update_state(labels, answers)
        return {**self.get_metrics_result(), "slope": tf.linalg.global_norm(gradients)}


watched = Watched([keras.Input(shape=(13,)), *build().layers])
watched.set_weights(start)
watched.compile(keras.optimizers.SGD(learning_rate=0.1), loss_of, metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="slope", mode="min", patience=5)
run = watched.fit(batches, epochs=5, shuffle=False, verbose=0, callbacks=[stop])
for name, values in run.history.items():
    print(f"{name:9}", np.round(values, 3))

# %% tags=["claim"]
assert np.allclose(run.history["loss"], by_hand, atol=1e-3), "the same numbers again"
assert set(run.history) == {"loss", "accuracy", "slope"}, "the history has the slope"

# %% [markdown]
# The losses are the same for the third time, and a callback can now watch a number that Keras doesn't compute by itself.

# %% [markdown]
# ## What can go wrong
# - **`training=True` forgotten.** Dropout stays off, and the network overfits as if you had none, without an error.
# - **Metrics not reset.** The accuracy is then the mean over all epochs so far, bad first ones included.
# - **Gradients are `None`.** The tape did not record the way from the weight to the loss.
#   The usual reasons: the model was called outside the `with`, you left TensorFlow with `.numpy()`, or used an operation without a slope, such as `argmax`.

# %%
with tf.GradientTape() as tape:
    chances = model(rows, training=True)
    guess = tf.cast(tf.argmax(chances, axis=1), "float32")
    miss = tf.reduce_mean((guess - tf.cast(labels, "float32")) ** 2)
nothing = tape.gradient(miss, model.trainable_variables)
print("after argmax:", nothing)
try:
    optimizer.apply_gradients(zip(nothing, model.trainable_variables, strict=True))
except ValueError as problem:
    print("apply_gradients:", str(problem)[:60])

# %% tags=["claim"]
assert all(slope is None for slope in nothing), "no slope through argmax"
drop = keras.layers.Dropout(0.5)
assert np.allclose(drop(x[:9]), x[:9]), "off, when nobody says training"
assert not np.allclose(drop(x[:9], training=True), x[:9]), "on in training"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### One step
# Write `one_step(model, loss_of, optimizer, rows, labels)`.
# It takes one training step with that batch, on all trainable weights, and returns the loss from before the step.


# %% tags=["exercise"] id="basics/training-by-hand/one-step" skills=["NN-2"]
def one_step(model, loss_of, optimizer, rows, labels):
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(rows, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return loss
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Forward and loss go inside the `with`, gradients and update after it.

# %% [markdown] tags=["hint"]
# The layers must know that this is training: which argument tells them when you call the model?

# %% tags=["check"]
ones, twos = np.ones((4, 1), "float32"), 2 * np.ones((4, 1), "float32")
uneven = np.array([[1], [3], [2], [2]], "float32")  # its mean is 2, too
square = keras.losses.MeanSquaredError()


def chain(*layers):
    net = keras.Sequential([keras.Input(shape=(1,)), *layers])
    net.add(keras.layers.Dense(1, use_bias=False, kernel_initializer="ones"))
    return net


def number(got):
    """The number in a Python number, an array or a tensor; None for anything else."""
    several = isinstance(got, list | tuple) or np.shape(got) != ()
    return None if several or np.asarray(got).dtype.kind not in "fi" else float(got)


net = chain()
got = one_step(net, square, keras.optimizers.SGD(0.1), ones, uneven)
assert got is not None, "Not attempted: one_step returned None. Return the loss."
assert number(got) is not None, f"Got {got!r:.60}, expected one number: the loss."
weight = net.get_weights()[0].item()
told = f"Got a weight of {weight:.2f} after the step, expected 1.20. "
assert weight != 1, told + "It did not move: apply the gradients."
assert abs(weight - 1.2) < 1e-3, (
    told + "Take one step with the given optimizer, on the whole batch."
)
told = f"Got a loss of {float(got):.2f}, expected 1.50. "
assert abs(float(got) - 1.5) < 1e-3, told + "Return the loss from before the step."
# Another loss and rate, a bias, and a layer that must stay as it is. Answers: 1.
kept = keras.layers.Dense(1, kernel_initializer="ones", trainable=False)
net = chain(kept, keras.layers.Dense(1, kernel_initializer="ones"))
percent = keras.losses.MeanAbsolutePercentageError()
got = number(one_step(net, percent, keras.optimizers.SGD(0.001), ones, twos))
assert got is not None and abs(got - 50) < 0.1, (
    f"Got a loss of {got} percent for predictions of 1 and labels of 2, expected 50. "
    "Use the given loss: labels first, then predictions."
)
weights = [weight.item() for weight in net.get_weights()]
moved_by = np.round(np.subtract(weights, [1, 0, 1, 0, 1]), 3).tolist()
told = f"The weights moved by {moved_by}, expected {[0, 0, 0.05, 0.05, 0.05]}. "
assert moved_by[:2] == [0, 0], told + "Leave weights alone that are not trainable."
assert np.allclose(moved_by, [0, 0, 0.05, 0.05, 0.05], atol=2e-3), (
    told + "Move all trainable weights, with the given optimizer."
)
# Dropout of nearly everything: in training the answers are 0 or very large.
net = chain(keras.layers.Dropout(0.999))
got = number(one_step(net, square, keras.optimizers.SGD(0.1), ones, twos))
assert abs(got - 1) > 0.1, (
    f"Got a loss of {got:.2f}, the same as without dropout. Call the model with "
    "training=True."
)
print("Correct: one step downhill, with dropout at work.")


# %% tags=["wrong"] reason="training=True"
def one_step(model, loss_of, optimizer, rows, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(rows))
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return loss


# %% tags=["wrong"] reason="apply the gradients"
def one_step(model, loss_of, optimizer, rows, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(rows, training=True))
    tape.gradient(loss, model.trainable_variables)
    return loss


# %% tags=["wrong"] reason="the given optimizer"
def one_step(model, loss_of, optimizer, rows, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(rows, training=True))
    gradients = tape.gradient(loss, model.trainable_variables)
    mine = keras.optimizers.SGD(learning_rate=0.1)
    mine.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return loss


# %% tags=["wrong"] reason="labels first"
def one_step(model, loss_of, optimizer, rows, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(model(rows, training=True), labels)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return loss


# %% tags=["wrong"] reason="not trainable"
def one_step(model, loss_of, optimizer, rows, labels):
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(rows, training=True))
    gradients = tape.gradient(loss, model.weights)
    optimizer.apply_gradients(zip(gradients, model.weights, strict=True))
    return loss


# %% tags=["right"]
def one_step(model, loss_of, optimizer, rows, labels):
    weights = model.trainable_variables
    with tf.GradientTape(persistent=True) as tape:
        answers = model(rows, training=True)
        loss = tf.reduce_mean(loss_of(y_true=labels, y_pred=answers))
    optimizer.apply([tape.gradient(loss, weight) for weight in weights], weights)
    return loss.numpy()


# %% tags=["right"]
def one_step(model, loss_of, optimizer, rows, labels):
    model.compile(optimizer=optimizer, loss=loss_of, run_eagerly=True)
    return model.train_on_batch(rows, labels)


# %% [markdown]
# ### Measure without training
# Write `measure(model, metric, data)`, which goes once through the data set `data` and returns the metric over all of its examples, as one number.
# `metric` may have been used before, and the model must not learn, nor drop anything out.


# %% tags=["exercise"] id="basics/training-by-hand/measure" skills=["NN-2"]
def measure(model, metric, data):
    ### BEGIN SOLUTION
    metric.reset_state()
    for rows, labels in data:
        metric.update_state(labels, model(rows, training=False))
    return float(metric.result())
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Four things: reset, loop, update, result.
# No tape is needed.

# %% [markdown] tags=["hint"]
# The result of the whole is not the mean of the batches' results: the last batch may be smaller.

# %% tags=["check"]
truth = np.array([[1.0], [1.0], [1.0], [1.0], [6.0]], "float32")
five = np.full((5, 1), 0.5, "float32")
rescaling = keras.layers.Rescaling(2.0)  # makes answers of 1 from rows of 0.5
data = tf.data.Dataset.from_tensor_slices((five, truth)).batch(4)
metric = keras.metrics.MeanAbsoluteError()
metric.update_state([[0.0]], [[95.0]])
plain_net = chain(rescaling)
got = measure(plain_net, metric, data)
assert got is not None, "Not attempted: measure returned None. Return a number."
assert number(got) is not None, (
    f"Got {got!r:.60}, expected one number: ask the metric for its result."
)
told = f"Got {float(got):.2f}, expected 1.00. "
assert got < 10, told + "An old value is still in the metric: reset it first."
assert abs(got - 2.5) > 0.01, told + "That averages batches of 4 and 1: update instead."
assert abs(got - 1) < 1e-3, told + "Update with labels and predictions of each batch."
assert plain_net.get_weights()[0] == 1, "Got other weights: measure, don't train."
got = measure(chain(rescaling, keras.layers.Dropout(0.999)), metric, data)
assert abs(got - 1) < 1e-3, (
    f"Got {got:.2f} with dropout, expected 1.00: call the model with training=False."
)
# All answers are 1, so the root of the mean square is that of (0 + 0 + 0 + 0 + 25) / 5.
got = float(measure(chain(rescaling), keras.metrics.RootMeanSquaredError(), data))
assert abs(got - 5**0.5) < 1e-3, (
    f"Got {got:.2f} for RootMeanSquaredError, expected 2.24. Update the given metric "
    "with each batch, and ask for one result at the end."
)
percent = keras.metrics.MeanAbsolutePercentageError()
got = float(measure(chain(rescaling), percent, data))
assert abs(got - 100 / 6) < 0.01, (
    f"Got {got:.2f} for MeanAbsolutePercentageError, expected 16.67. The labels come "
    "first, then the predictions."
)
print("Correct: all examples count the same, and nothing is learned.")


# %% tags=["wrong"] reason="reset it first"
def measure(model, metric, data):
    for rows, labels in data:
        metric.update_state(labels, model(rows, training=False))
    return float(metric.result())


# %% tags=["wrong"] reason="averages batches"
def measure(model, metric, data):
    values = []
    for rows, labels in data:
        metric.reset_state()
        metric.update_state(labels, model(rows, training=False))
        values.append(float(metric.result()))
    return np.mean(values)


# %% tags=["wrong"] reason="labels come first"
def measure(model, metric, data):
    metric.reset_state()
    for rows, labels in data:
        metric.update_state(model(rows, training=False), labels)
    return float(metric.result())


# %% tags=["wrong"] reason="one result at the end"
def measure(model, metric, data):
    values, sizes = [], []
    for rows, labels in data:
        metric.reset_state()
        metric.update_state(labels, model(rows, training=False))
        values.append(float(metric.result()))
        sizes.append(len(labels))
    return np.average(values, weights=sizes)


# %% tags=["right"]
def measure(model, metric, data):
    labels = np.concatenate([labels for _, labels in data])
    answers = np.concatenate([model.predict_on_batch(rows) for rows, _ in data])
    metric.reset_state()
    metric.update_state(labels, answers)
    return metric.result().numpy()


# %% tags=["right"]
def measure(model, metric, data):
    metric.reset_state()
    for batch in iter(data):
        metric(batch[1], model(batch[0]))
    return metric.result()


# %% [markdown]
# ### Small steps only
# One strange label can make the gradients so large that a single step ruins the weights.
# Finish `Careful`: a training step like the one of `Watched`, but if the length of all gradients **taken together** is above 1, they are clipped to a length of 1.
# `tf.clip_by_global_norm(gradients, 1.0)` does that; it returns the clipped gradients, and the length from before.
# The history must have the usual measures, counted as `Watched` counts them; you need not add any.
# It has to work in an ordinary `fit`, which runs the step as a graph.


# %% tags=["exercise"] id="basics/training-by-hand/careful" skills=["NN-2"]
class Careful(keras.Sequential):
    ### BEGIN SOLUTION
    def train_step(self, data):
        rows, labels = data
        with tf.GradientTape() as tape:
            answers = self(rows, training=True)
            loss = self.compute_loss(x=rows, y=labels, y_pred=answers)
        gradients = tape.gradient(loss, self.trainable_variables)
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        self.optimizer.apply_gradients(
            zip(gradients, self.trainable_variables, strict=True)
        )
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss, sample_weight=tf.shape(rows)[0])
            else:
                metric.update_state(labels, answers)
        return self.get_metrics_result()

    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Copy `train_step` from `Watched`.
# Between which two of its lines do you clip the gradients?

# %% [markdown] tags=["hint"]
# `gradients, length = tf.clip_by_global_norm(gradients, 1.0)` goes before the update, and the metrics stay as they are.

# %% tags=["check"]
assert isinstance(Careful, type) and issubclass(Careful, keras.Sequential), (
    f"Got {Careful!r:.60}, expected a class built on keras.Sequential."
)
assert Careful.train_step is not keras.Sequential.train_step, (
    "Not attempted: Careful has no train_step yet. Write that method."
)


class OneInTraining(keras.layers.Layer):
    """Makes 1 of each 0, and that in training only, as dropout is active only then."""

    def call(self, rows, training=False):
        return rows + 1 if training else rows


last = keras.layers.Dense(1, kernel_initializer="zeros")
net = Careful([keras.Input(shape=(1,)), OneInTraining(), last])
percent = keras.metrics.MeanAbsolutePercentageError(name="percent")
net.compile(keras.optimizers.SGD(1.0), loss="mse", metrics=["mae", percent])


def after_epoch(*targets):
    """Weight and bias after an epoch from 0, in batches of 4, and the history."""
    net.set_weights([np.zeros((1, 1)), np.zeros(1)])
    labels = np.reshape(targets, (-1, 1)).astype("float32")
    try:
        kept = net.fit(0 * labels, labels, batch_size=4, shuffle=False, verbose=0)
    except Exception as error:
        told = f"fit fails ({type(error).__name__}: {error}".splitlines()[0][:110]
        raise AssertionError(
            told + "). Update the metrics in each step, and return their results. fit "
            "runs your step as a graph: no Python if on a tensor, and no numpy()."
        ) from None
    return np.array([w.item() for w in net.get_weights()]), kept.history


place, measures = after_epoch(100, 100, 100, 100)
told = f"Got a step to {place.round(2).tolist()}, expected [0.71, 0.71]. "
assert place.any(), told + "Nothing moved: apply the gradients."
assert place.max() < 10, told + "It is as long as without a limit: clip the gradients."
assert place[0] > 0, told + "Call the model with training=True."
assert not np.allclose(place, 1), told + "Clip all gradients taken together, not each."
assert np.allclose(place, 0.5**0.5, atol=1e-3), told + "Clip to 1, then update."
told = f"Got the history {measures}, expected "
assert {"loss", "mae", "percent"} <= set(measures), (
    told + "loss, mae and percent. Return self.get_metrics_result()."
)
assert abs(measures["mae"][0] - 100) < 0.1, (
    told + "a mae of 100. Update the metrics in each step."
)
assert abs(measures["percent"][0] - 100) < 0.1, (
    f"Got a mean of {measures['percent'][0]:.3g} percent, expected 100. "
    "A metric takes the labels first, then the predictions."
)
# A batch of four with short gradients, to [0.2, 0.2], then one row with long ones.
place, measures = after_epoch(0.1, 0.1, 0.1, 0.1, 1.4)
told = f"Got two steps to {place.round(2).tolist()}, expected [0.91, 0.91]. "
assert np.allclose(place, 0.2 + 0.5**0.5, atol=1e-3), (
    told + "Leave short gradients as they are."
)
got_loss, got_mae = measures["loss"][0], measures["mae"][0]
assert abs(got_loss - 0.208) < 1e-3 and abs(got_mae - 0.28) < 1e-3, (
    f"Got a loss of {got_loss:.3f} and a mae of {got_mae:.3f} over batches of 4 and 1, "
    "expected 0.208 and 0.280. Give the loss a sample_weight, so that each row counts "
    "the same."
)
print("Correct: long gradients are clipped, short ones stay, and fit still measures.")


# %% tags=["wrong"] reason="taken together"
class Careful(keras.Sequential):
    def train_step(self, data):
        rows, labels = data
        with tf.GradientTape() as tape:
            answers = self(rows, training=True)
            loss = self.compute_loss(y=labels, y_pred=answers)
        gradients = tape.gradient(loss, self.trainable_variables)
        gradients = [tf.clip_by_norm(slope, 1.0) for slope in gradients]
        self.optimizer.apply_gradients(
            zip(gradients, self.trainable_variables, strict=True)
        )
        for metric in self.metrics:
            metric.update_state(
                *([loss] if metric.name == "loss" else [labels, answers])
            )
        return self.get_metrics_result()


# %% tags=["wrong"] reason="update the metrics"
class Careful(keras.Sequential):
    def train_step(self, data):
        rows, labels = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=labels, y_pred=self(rows, training=True))
        gradients = tape.gradient(loss, self.trainable_variables)
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        self.optimizer.apply_gradients(
            zip(gradients, self.trainable_variables, strict=True)
        )
        return self.get_metrics_result()


# %% tags=["wrong"] reason="expected loss, mae and percent"
class Careful(keras.Sequential):
    def train_step(self, data):
        rows, labels = data
        with tf.GradientTape() as tape:
            answers = self(rows, training=True)
            loss = self.compute_loss(x=rows, y=labels, y_pred=answers)
        gradients = tape.gradient(loss, self.trainable_variables)
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        self.optimizer.apply(gradients, self.trainable_variables)
        for metric in self.metrics:
            if metric.name != "loss":
                metric.update_state(labels, answers)
        return {"loss": loss, "mae": tf.reduce_mean(tf.abs(labels - answers))}


# %% tags=["wrong"] reason="as a graph"
class Careful(keras.Sequential):
    def train_step(self, data):
        rows, labels = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=labels, y_pred=self(rows, training=True))
        gradients = tape.gradient(loss, self.trainable_variables)
        length = tf.linalg.global_norm(gradients)
        if length > 1:
            gradients = [slope / length for slope in gradients]
        self.optimizer.apply_gradients(
            zip(gradients, self.trainable_variables, strict=True)
        )
        return self.get_metrics_result()


# %% tags=["wrong"] reason="sample_weight"
class Careful(keras.Sequential):
    def train_step(self, data):
        rows, labels = data
        with tf.GradientTape() as tape:
            answers = self(rows, training=True)
            loss = self.compute_loss(y=labels, y_pred=answers)
        gradients = tape.gradient(loss, self.trainable_variables)
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        self.optimizer.apply(gradients, self.trainable_variables)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss)
            else:
                metric.update_state(labels, answers)
        return self.get_metrics_result()


# %% tags=["right"]
class Careful(keras.Sequential):
    def train_step(self, data):
        rows, labels = data
        weights = self.trainable_variables
        with tf.GradientTape() as tape:
            answers = self(rows, training=True)
            loss = self.compute_loss(rows, labels, answers)
        slopes = tape.gradient(loss, weights)
        length = tf.sqrt(sum(tf.reduce_sum(slope**2) for slope in slopes))
        self.optimizer.apply([s / tf.maximum(length, 1.0) for s in slopes], weights)
        mean_of_losses = next(m for m in self.metrics if m.name == "loss")
        mean_of_losses.update_state(loss, sample_weight=tf.shape(rows)[0])
        return self.compute_metrics(rows, labels, answers)


# %% tags=["right"]
class Careful(keras.Sequential):
    def train_step(self, data):
        rows, labels, _ = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            answers = self(rows, training=True)
            loss = self.compute_loss(x=rows, y=labels, y_pred=answers)
        gradients = tape.gradient(loss, self.trainable_variables)
        length = tf.linalg.global_norm(gradients)
        shrink = tf.cond(length > 1, lambda: 1 / length, lambda: 1.0)
        shorter = [shrink * slope for slope in gradients]
        self.optimizer.apply(shorter, self.trainable_variables)
        for metric in self.metrics:
            if metric.name == "loss":
                metric.update_state(loss, sample_weight=tf.shape(labels)[0])
            else:
                metric.update_state(labels, answers)
        return self.get_metrics_result()


# %% [markdown]
# ## What to remember
# - A step is: forward, loss, gradients, update, metrics.
# - Say `training=True` in a step and `training=False` in a measurement.
# - Reset each metric at the start of an epoch.
# - `tf.function` writes the operations down once; Python inside runs only then.
# - For a step of your own with callbacks and history, write `train_step` and keep `fit`.
# - A gradient of `None` means that the tape did not see the way.
#
# Next: [Vanishing and exploding gradients](vanishing-gradients.ipynb), on stacks of layers that such steps can't train, and what to do about it.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
