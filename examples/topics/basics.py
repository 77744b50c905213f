# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Building and training networks, skill by skill
#     reviewed: 2026-11-22
# ---

# %% [markdown] skills=["NN-1"]
# ### NN-1: TensorFlow 2
# In TensorFlow 2 a calculation runs immediately, so you can look at each result.
# Tensors hold numbers that never change, and have a shape and a type; a variable holds numbers that do change.
# The lesson [A first model](../lessons/basics/first-model.ipynb#tensorflow-2-and-keras) starts here.
# On a GPU or several devices the same code runs faster: [Hardware and scale](../lessons/developer/hardware-and-scale.ipynb).
#
# **A task could ask you**: Old code opens a session to turn a table of prices from one currency into another.
# Write the same calculation for TensorFlow 2, and give the result as a NumPy array.
#
# **Check yourself**: What happens when you add `tf.constant([1, 2])` and `tf.constant([0.5, 0.5])`?
# Look at the types before you answer.

# %%
import tensorflow as tf

prices = tf.constant([[10.0, 4.0, 2.5], [8.0, 1.0, 3.0]])
rate = tf.Variable(0.5)
print("shape", prices.shape, "type", prices.dtype.name)
print((prices * rate).numpy())
rate.assign(2.0)
print("sum at the new rate:", tf.reduce_sum(prices * rate).numpy())

# %% tags=["claim"]
assert prices.shape == (2, 3) and prices.dtype == tf.float32, "shape and type"
assert tf.reduce_sum(prices * rate) == 57.0, "a calculation runs at once"
assert not hasattr(prices, "assign"), "a tensor never changes"
try:
    tf.constant([1, 2]) + tf.constant([0.5, 0.5])
    refused = False
except tf.errors.InvalidArgumentError:
    refused = True
assert refused, "whole numbers and fractions don't mix"

# %% [markdown] skills=["NN-2"] given=["200 boat trips"]
# ### NN-2: Define, compile, fit
# Define says which layers the numbers go through.
# Compile names the loss, which measures how wrong an answer is, and the optimizer, which changes the weights so that it gets less wrong.
# Fit shows the examples again and again; [A first model](../lessons/basics/first-model.ipynb#define-compile-fit) explains what it does each time.
# What you choose for all three, such as the learning rate, can be searched for: [Hyperparameter search](../lessons/basics/searching-settings.ipynb).
# Where Keras has no such layer or loss, write it: [Custom layers, losses and metrics](../lessons/basics/custom-layers.ipynb).
#
# **A task could ask you**: From 200 boat trips you know the distance and the fare.
# Train a model that predicts the fare of a new trip to within half a dollar.
#
# **Check yourself**: Which of the three calls changes the weights?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
km = np.linspace(0, 2, 80).reshape(-1, 1)
fare = 3 + 2 * km  # the rule that the model has to find

model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.2), loss="mse")
history = model.fit(km, fare, batch_size=8, epochs=12, verbose=0)

losses = history.history["loss"]
print(f"loss in the first epoch {losses[0]:.2f}, in the last {losses[-1]:.5f}")
print("weight and bias:", [round(w.item(), 1) for w in model.get_weights()])

# %% tags=["claim"]
weight, bias = (w.item() for w in model.get_weights())
assert len(losses) == 12 and losses[-1] < 0.01 < losses[0], f"the loss falls: {losses}"
assert abs(weight - 2) < 0.1 and abs(bias - 3) < 0.1, f"the rule: {weight}, {bias}"
assert np.abs(model(km) - fare).max() < 0.5, "within half a dollar"

# %% [markdown] skills=["NN-3"]
# ### NN-3: From raw data to numbers
# A network wants numbers of a similar size, without gaps.
# So you fill what is missing, turn words into columns of 0 and 1, and scale the rest.
# What you need for that, such as a mean, comes from the training rows only and is used unchanged on all others.
#
# **A task could ask you**: A table of houses has the floor area, sometimes empty, and the kind of heating as a word.
# Turn it into an array of numbers that a model can learn from.
#
# **Check yourself**: In a new town all houses are twice as large, and you scale its rows with that town's own mean and standard deviation.
# How much of the difference does the model then see?
#
# In the snippet, the column after the area is for words that `StringLookup` doesn't know.

# %%
import keras
import numpy as np

area = np.array([[40.0], [70.0], [np.nan], [100.0]], "float32")
heating = np.array(["gas", "wood", "gas", "none"])

area[np.isnan(area)] = np.nanmedian(area)
scale = keras.layers.Normalization()
scale.adapt(area)  # learns the mean and the spread
words = ["gas", "none", "wood"]
one_hot = keras.layers.StringLookup(vocabulary=words, output_mode="one_hot")

print(np.hstack([scale(area), one_hot(heating)]).round(1))
new = [scale(np.array([[85.0]])), one_hot(np.array(["sun"]))]
print("a new house:", np.hstack(new).round(1))

# %% tags=["claim"]
rows = np.hstack([scale(area), one_hot(heating)])
assert area[2] == 70, "the gap is filled with the median"
assert abs(rows[:, 0].mean()) < 1e-5 and abs(rows[:, 0].std() - 1) < 1e-3, "scaled"
assert rows[:, 1:].argmax(axis=1).tolist() == [1, 3, 1, 2], "gas, wood, gas, none"
assert np.hstack(new)[0, 1] == 1, "an unknown word goes to the first column"
town = keras.layers.Normalization()
town.adapt(area * 2)
assert np.allclose(town(area * 2), scale(area), atol=1e-4), "it sees no difference"

# %% [markdown] skills=["NN-4"]
# ### NN-4: Predict with a model
# `predict` takes a table of inputs, even for a single question, and gives one row of answers for each.
# For classes the answers are probabilities, and you still have to say which class you choose.
# [Predict](../lessons/basics/first-model.ipynb#predict) in the first lesson has more.
#
# **A task could ask you**: A trained model tells nails, screws and bolts apart by length and thickness.
# Name the kind of two new ones, and say how sure the model is.
#
# **Check yourself**: The model gets 5 rows and has 3 classes.
# What is the shape of what `predict` returns, and along which axis do you take the largest?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
kinds = np.array(["nail", "screw", "bolt"])
y = np.arange(240) % 3
middle = np.array([[-1.0, -1.0], [0.0, 1.0], [1.0, -1.0]])  # scaled sizes
x = middle[y] + np.random.default_rng(7).normal(0, 0.2, (240, 2))
model = keras.Sequential(
    [keras.Input(shape=(2,)), keras.layers.Dense(3, activation="softmax")]
)
loss = "sparse_categorical_crossentropy"
model.compile(optimizer=keras.optimizers.Adam(0.1), loss=loss)
model.fit(x, y, batch_size=16, epochs=4, verbose=0)

answers = model.predict(np.array([[0.9, -1.1], [0.1, 0.8]]), verbose=0)
print("shape", answers.shape)
print(kinds[answers.argmax(axis=1)], answers.max(axis=1).round(2))

# %% tags=["claim"]
assert answers.shape == (2, 3), "a row for each question, a column for each class"
assert kinds[answers.argmax(axis=1)].tolist() == ["bolt", "screw"], "the kinds"
assert np.allclose(answers.sum(axis=1), 1, atol=1e-4), "probabilities"
assert answers.max(axis=1).min() > 0.7, f"fairly sure: {answers}"
assert model.predict(x[:5], verbose=0).shape == (5, 3), "the question's answer"

# %% [markdown] skills=["NN-5"]
# ### NN-5: Stack layers
# `Sequential` is a list of layers, in which each layer takes the output of the one before it.
# The `Input` at the top gives the shape of one example, without the number of examples.
# Between two `Dense` layers you need a nonlinear activation such as `relu`, because without it the two could do no more than one; see [When a line is not enough](../lessons/basics/first-model.ipynb#when-a-line-is-not-enough-several-layers).
# Tall stacks need more care; [Vanishing and exploding gradients](../lessons/basics/vanishing-gradients.ipynb) shows why.
#
# **A task could ask you**: Stack a network with two hidden layers that takes the 13 measurements of a beehive and gives one number, the honey in kilograms.
#
# **Check yourself**: How many weights does each of the three layers below have?
# Work it out before you read the output.

# %%
import keras

model = keras.Sequential(
    [
        keras.Input(shape=(13,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1),
    ]
)
for layer in model.layers:
    print(layer.output.shape, layer.count_params(), "weights")
print("in:", model.input_shape, " out:", model.output_shape)

# %% tags=["claim"]
assert [layer.count_params() for layer in model.layers] == [448, 264, 9], "the sizes"
assert model.input_shape == (None, 13) and model.output_shape == (None, 1), "shapes"
assert model(keras.ops.zeros((5, 13))).shape == (5, 1), "five hives, five numbers"

# %% [markdown] skills=["NN-6"]
# ### NN-6: Two classes
# The last layer has one unit with `sigmoid`, which gives the probability of the class that you call 1.
# The loss that goes with it is `binary_crossentropy`.
# To decide, compare the probability with a threshold, which is 0.5 or, if one of the two mistakes costs more, another number.
# [Scores beyond accuracy](../lessons/basics/scores-beyond-accuracy.ipynb) shows how to choose it, and which score fits.
#
# **A task could ask you**: You have knocked on 300 melons, and for each you noted the pitch, the weight and whether it was ripe.
# Train a model that says "ripe" or "not ripe", right for at least 85 of 100 new melons.
#
# **Check yourself**: 9 of 10 melons are ripe, and a model is right for 90 of 100.
# Why isn't that an achievement?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
x = rng.normal(size=(600, 2))  # pitch and weight, scaled
ripe = (x[:, 1] - 2 * x[:, 0] + rng.normal(0, 0.3, 600) > 0).astype(int)

model = keras.Sequential(
    [keras.Input(shape=(2,)), keras.layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer=keras.optimizers.Adam(0.1), loss="binary_crossentropy")
model.fit(x[:300], ripe[:300], batch_size=15, epochs=5, verbose=0)

says = model(x[300:]).numpy().ravel() > 0.5
print("right for new melons:", np.mean(says == ripe[300:]).round(2))
print("always saying ripe:  ", ripe[300:].mean().round(2))

# %% tags=["claim"]
assert model.output_shape == (None, 1), "one unit is enough for two classes"
assert np.mean(says == ripe[300:]) > 0.85, "right for 85 of 100"
assert 0.35 < ripe[300:].mean() < 0.65, "the guess is right half of the time"

# %% [markdown] skills=["NN-7"] given=["20 measurements"]
# ### NN-7: More than two classes
# The last layer has one unit for each class, with `softmax`, so that the answers of a row sum to 1.
# The loss depends on how the labels are written: `sparse_categorical_crossentropy` for whole numbers from 0, `categorical_crossentropy` for rows such as `[0, 1, 0]`.
#
# **A task could ask you**: Sort leaves into eight species by 20 measurements.
# The labels are the numbers 1 to 8.
#
# **Check yourself**: What must you do to the labels of that task before you train with eight units?

# %%
import keras
from sklearn.datasets import load_digits

keras.utils.set_random_seed(7)
x, y = load_digits(return_X_y=True)  # handwritten digits, as rows of 64 pixels
x = x / 16

layers = [keras.layers.Dense(32, "relu"), keras.layers.Dense(10, "softmax")]
model = keras.Sequential([keras.Input(shape=(64,)), *layers])
adam = keras.optimizers.Adam(0.02)
model.compile(optimizer=adam, loss="sparse_categorical_crossentropy")
model.fit(x[:1000], y[:1000], epochs=5, verbose=0)
model.save("digits.keras")

answers = model(x[1000:]).numpy()
print("shape", answers.shape, "- sum of a row:", answers[0].sum().round(2))
print("right:", (answers.argmax(axis=1) == y[1000:]).mean().round(2))

# %% tags=["claim"]
import numpy as np

assert answers.shape == (797, 10), "one unit for each class"
assert np.allclose(answers.sum(axis=1), 1, atol=1e-4), "a row sums to 1"
assert np.mean(answers.argmax(axis=1) == y[1000:]) > 0.85, "most digits are right"
sparse = keras.losses.SparseCategoricalCrossentropy()(y[1000:], answers)
rows = keras.utils.to_categorical(y[1000:], 10)
assert np.isclose(sparse, keras.losses.CategoricalCrossentropy()(rows, answers)), (
    "both losses measure the same, for two ways to write the labels"
)

# %% [markdown] skills=["NN-8"]
# ### NN-8: Loss and accuracy curves
# `fit` returns a history with one number per epoch for each measure; names with `val_` belong to the validation data.
# Draw the training curve and the validation curve of a measure in one figure.
# When the validation loss rises while the training loss still falls, the network has begun to memorize; [Draw the curves](../lessons/basics/overfitting.ipynb#draw-the-curves) shows such a figure.
#
# **A task could ask you**: Train a network on 90 marked bird calls, draw its losses, and say after which epoch you would have stopped.
#
# **Check yourself**: Both losses still fall in the last epoch.
# What do you try next?

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(7)
x = np.random.default_rng(7).normal(size=(80, 30))
y = (x[:, 0] + x[:, 1] > 0).astype(int)  # 28 of the 30 columns are noise
layers = [keras.layers.Dense(32, "relu"), keras.layers.Dense(1, "sigmoid")]
model = keras.Sequential([keras.Input(shape=(30,)), *layers])
adam = keras.optimizers.Adam(0.02)
model.compile(optimizer=adam, loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x, y, epochs=12, validation_split=0.5, verbose=0).history

figure, panels = plt.subplots(2, sharex=True)
for axes, name in zip(panels, ["loss", "accuracy"], strict=True):
    for curve in [name, "val_" + name]:
        axes.plot(history[curve], label=curve)
        print(f"{curve:12} ends at {history[curve][-1]:.2f}")
    axes.legend()
figure.savefig("curves.png")
plt.close(figure)  # to look at it, call plt.show() instead
print("lowest validation loss after epoch", np.argmin(history["val_loss"]) + 1)

# %% tags=["claim"]
names = ["loss", "val_loss", "accuracy", "val_accuracy"]
assert set(history) == set(names) and len(history["loss"]) == 12, "one per epoch"
assert history["loss"][-1] < 0.1 < min(history["val_loss"]), "the two curves part"
assert history["val_loss"][-1] > min(history["val_loss"]), "it rises again"
drawn = [list(line.get_ydata()) for axes in panels for line in axes.lines]
assert drawn == [history[name] for name in names], "both pairs are drawn"

# %% [markdown] skills=["NN-9"]
# ### NN-9: Ways against overfitting
# First try to get more data.
# If you can't, change the examples a little each time (augmentation), switch units off at random (`Dropout`), penalize large weights, take a smaller network, or stop earlier.
# Augmentation and dropout act in training only; [Ways against overfitting](../lessons/basics/overfitting.ipynb#ways-against-overfitting) compares several.
#
# **A task could ask you**: A network knows its 60 photos of mosses perfectly, and half of the new ones wrongly.
# Narrow the gap with two changes, and show by how much.
#
# **Check yourself**: `Dropout(0.2)` gets 100 ones in training.
# About how many become 0, and what becomes of the others?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
ones = np.ones((1, 1000), "float32")
drop = keras.layers.Dropout(0.2)
for training in [True, False]:
    values = np.unique(drop(ones, training=training))
    print("Dropout, training", training, "- values:", values)

picture = np.arange(6.0, dtype="float32").reshape(1, 2, 3, 1)
flip = keras.layers.RandomFlip("horizontal")
rows = {str(flip(picture, training=True).numpy().ravel()[:3]) for _ in range(30)}
print("RandomFlip, training True - first row:", *sorted(rows))

# %% tags=["claim"]
dropped = drop(ones, training=True).numpy()
assert 0.12 < np.mean(dropped == 0) < 0.28, "about 20 of 100"
assert np.allclose(dropped[dropped > 0], 1.25), "the others grow, the sum stays"
assert np.allclose(drop(ones, training=False), ones), "nothing in prediction"
assert rows == {"[0. 1. 2.]", "[2. 1. 0.]"}, "as it is, or mirrored"
assert np.allclose(flip(picture, training=False), picture), "nothing in prediction"

# %% [markdown] skills=["NN-10"] given=["20 photos"]
# ### NN-10: Transfer learning
# A network that has learned one task has layers that are useful for another one.
# You take it without its last layer, freeze it so that its weights stay, and train a new last layer on your few examples.
# For photos you would start from `keras.applications.MobileNetV2(include_top=False, pooling="avg")`, which downloads its weights on first use.
#
# **A task could ask you**: You have 20 photos of each of three kinds of bridges.
# Reuse a pretrained network to tell them apart, and train nothing but a new last layer.
#
# **Check yourself**: Which weights of `new` does `fit` change below?
# Which others would it change if you forgot to freeze `base`?
#
# The snippet stays offline: it loads the network that NN-7 saved, which reads digits, and asks it whether a digit has a closed loop.

# %%
import keras
import numpy as np
from sklearn.datasets import load_digits

old = keras.models.load_model("digits.keras")
base = keras.Model(old.inputs, old.layers[-2].output)  # all but the last layer
base.trainable = False
new = keras.Sequential([base, keras.layers.Dense(1, "sigmoid")])
new.compile(optimizer=keras.optimizers.Adam(0.05), loss="binary_crossentropy")

x, y = load_digits(return_X_y=True)
x, loop = x[1000:] / 16, np.isin(y[1000:], [0, 6, 8, 9])
new.fit(x[:50], loop[:50], epochs=15, verbose=0)  # only 50 examples

says = new(x[50:]).numpy().ravel() > 0.5
print("trained weights:", [tuple(w.shape) for w in new.trainable_weights])
print("right:", np.mean(says == loop[50:]).round(2))
print("always saying no:", np.mean(~loop[50:]).round(2))

# %% tags=["claim"]
import inspect

before = keras.models.load_model("digits.keras").get_weights()[:2]
kept = [np.array_equal(a, b) for a, b in zip(before, base.get_weights(), strict=True)]
assert kept == [True, True], "the frozen weights stayed"
assert [tuple(w.shape) for w in new.trainable_weights] == [(32, 1), (1,)], "the new"
assert np.mean(says == loop[50:]) > 0.78, "50 examples are enough to be useful"
assert np.mean(~loop[50:]) < 0.65, "the guess is much worse"
arguments = inspect.signature(keras.applications.MobileNetV2).parameters
assert arguments["weights"].default == "imagenet", "pretrained unless you say no"
assert {"include_top", "pooling"} <= set(arguments), "the arguments in the prose"
base.trainable = True
assert len(new.trainable_weights) == 4, "not frozen, the old weights change too"

# %% [markdown] skills=["NN-11"]
# ### NN-11: Features from a pretrained model
# The outputs of a late layer describe an input in a few numbers, its features.
# You get them with a model that ends at that layer.
# Then a simple method can work on them, such as "which of my examples is most similar?".
# Earlier features know *where* something is, too: [Grad-CAM](../lessons/images/boxes-and-grad-cam.ipynb#grad-cam-where-the-evidence-is) makes a heat map of them.
#
# **A task could ask you**: Take the features of 500 photos of tiles from a pretrained network, save them as one array, and find the three tiles that look most like a new one.
#
# **Check yourself**: A pretrained network ends in a `Dense` layer for 1000 classes, and yours are not among them.
# Why do you take the features from a layer before it?
#
# The file in the snippet is the network that NN-7 saved; it has learned from the first 1000 digits.

# %%
import keras
import numpy as np
from sklearn.datasets import load_digits

network = keras.models.load_model("digits.keras")
extract = keras.Model(network.inputs, network.layers[-2].output)

x, y = load_digits(return_X_y=True)
pixels, y = x[1000:] / 16, y[1000:]
features = extract.predict(pixels, verbose=0)

for name, table in {"pixels": pixels, "features": features}.items():
    distance = np.linalg.norm(table[100:, None] - table[:100], axis=2)
    same = y[:100][distance.argmin(axis=1)] == y[100:]
    print(
        f"{name:8} {table.shape}, the most similar is the same digit: {same.mean():.2f}"
    )

# %% tags=["claim"]
assert pixels.shape == (797, 64) and features.shape == (797, 32), "32 features"
assert same.mean() > 0.8, "similar digits lie close together"

# %% [markdown] skills=["NN-12"]
# ### NN-12: The right input shape
# The first axis of the data counts the examples; the rest is the shape of one example and must match `keras.Input`.
# A gray picture still has a channel axis of size 1 if the network was built with one, and a single example still needs a batch axis of size 1.
# [What can go wrong](../lessons/images/convolutions.ipynb#what-can-go-wrong) shows the error for pictures.
#
# **A task could ask you**: Your heart-rate curves have the shape (500, 120), and the network begins with `keras.Input(shape=(120, 1))`.
# Feed it all the curves, and then one alone.
#
# **Check yourself**: One color photo has the shape (32, 48, 3).
# What `shape` do you pass to `keras.Input`, and what is the shape of the array with this one photo?

# %%
import keras
import numpy as np

model = keras.Sequential(
    [keras.Input(shape=(120, 1)), keras.layers.Conv1D(4, 5), keras.layers.Flatten()]
)
curves = np.random.default_rng(7).normal(size=(500, 120))
x = curves[..., np.newaxis]
print("expected", model.input_shape)
print("all     ", curves.shape, "->", x.shape)
print("one     ", x[0].shape, "->", x[:1].shape)
print("answers ", model(x).shape, model(x[:1]).shape)

# %% tags=["claim"]
assert model.input_shape == (None, 120, 1) and x.shape == (500, 120, 1), "all"
assert x[:1].shape == (1, 120, 1), "a slice keeps the batch axis"
assert np.allclose(model(x[:1])[0], model(x)[0], atol=1e-5), "the same answer"

# %% [markdown] skills=["NN-13"]
# ### NN-13: Test data in the network's shape
# New data seldom look like the training data: a photo is larger, has colors, or holds whole numbers from 0 to 255.
# Take the same steps as for the training data, in the same order, until shape, type and range agree.
# Keras can't warn you about a wrong range, because the shapes fit.
#
# **A task could ask you**: A network was trained on gray stamps of 32 x 32 pixels from 0 to 1.
# Let it judge a color scan of 60 x 90 pixels.
#
# **Check yourself**: You forget to divide by 255, and the predictions are poor without any error message.
# How would you have noticed it with one line of code?

# %%
import numpy as np
import tensorflow as tf

scan = np.random.default_rng(7).integers(0, 256, (60, 90, 3), dtype="uint8")


def prepare(photo):
    gray = tf.image.rgb_to_grayscale(photo)
    small = tf.image.resize(gray, (32, 32))
    return small[tf.newaxis] / 255  # a batch of one


x = prepare(scan)
print("before:", scan.shape, scan.dtype, "largest", scan.max())
print("after: ", x.shape, x.dtype.name, f"largest {x.numpy().max():.1f}")

# %% tags=["claim"]
assert x.shape == (1, 32, 32, 1) and x.dtype == tf.float32, "shape and type"
assert scan.max() == 255 and 0 <= x.numpy().min() < x.numpy().max() <= 1, "range"

# %% [markdown] skills=["NN-14"] given=["(800, 6)"]
# ### NN-14: The output that is asked for
# The last layer decides what comes out for each example: one number, a probability per class, or a whole table.
# For a table, let a `Dense` layer give all its numbers and `Reshape` bring them into form.
# For a box around something, it is four numbers without activation: see [Two heads: a class and a box](../lessons/images/boxes-and-grad-cam.ipynb#two-heads-a-class-and-a-box).
# Compare `model.output_shape` with the shape of the labels before you train.
#
# **A task could ask you**: Predict temperature and wind for each of the next 24 hours.
# The answer for one day must have the shape (24, 2).
#
# **Check yourself**: Your labels have the shape (800, 6), and the last layer is `Dense(1)`.
# What do you change?

# %%
import keras

outputs = {
    "one number": [keras.layers.Dense(1)],
    "one of 5 classes": [keras.layers.Dense(5, activation="softmax")],
    "3 yes-or-no answers": [keras.layers.Dense(3, activation="sigmoid")],
    "24 hours, 2 values": [keras.layers.Dense(48), keras.layers.Reshape((24, 2))],
}
for name, last in outputs.items():
    model = keras.Sequential([keras.Input(shape=(10,)), *last])
    print(f"{name:20} {model.output_shape}")

# %% tags=["claim"]
shapes = [
    keras.Sequential([keras.Input((10,)), *last]).output_shape[1:]
    for last in outputs.values()
]
assert shapes == [(1,), (5,), (3,), (24, 2)], f"the shapes: {shapes}"
assert model(keras.ops.zeros((7, 10))).shape == (7, 24, 2), "seven days"

# %% [markdown] skills=["NN-15"] given=["10,000 sound clips"]
# ### NN-15: Data in batches
# A network takes one training step for each batch, the few examples that it sees at once.
# With batches, the data need not all be in memory, and the network takes many steps in each epoch.
# The last batch may be smaller, so never build a fixed number of examples into your model.
# If the network waits for its batches, [Input pipelines that keep up](../lessons/basics/input-pipelines.ipynb) shows where the time goes.
#
# **A task could ask you**: Your 10,000 sound clips don't fit into memory.
# Feed them to `fit` in batches of 32, in a new order for each epoch.
#
# **Check yourself**: 1000 examples, batches of 64, 3 epochs.
# How many steps does `fit` take, and how large is the last batch of an epoch?

# %%
import numpy as np
import tensorflow as tf

x = np.arange(10)
data = tf.data.Dataset.from_tensor_slices(x).shuffle(10, seed=7).batch(4)
print("batches in an epoch:", len(data))
for epoch in [1, 2]:
    print("epoch", epoch, [batch.numpy().tolist() for batch in data])
even = tf.data.Dataset.from_tensor_slices(x).batch(4, drop_remainder=True)
print("without the rest:", [len(batch) for batch in even])

# %% tags=["claim"]
first, second = ([batch.numpy().tolist() for batch in data] for _ in range(2))
assert len(data) == 3 and [len(batch) for batch in first] == [4, 4, 2], "2 left"
assert sorted(sum(first, [])) == sorted(sum(second, [])) == list(range(10)), "all"
assert [len(batch) for batch in even] == [4, 4], "the rest is gone"
assert -(-1000 // 64) * 3 == 48 and 1000 % 64 == 40, "the question's answer"

# %% [markdown] skills=["NN-16"]
# ### NN-16: Stop from a callback
# A callback is an object that `fit` calls at fixed moments, such as the end of an epoch.
# It can look at the numbers and end the training with `self.model.stop_training = True`.
# For the usual case, no improvement for some epochs, there is `EarlyStopping`; see [Early stopping](../lessons/basics/overfitting.ipynb#early-stopping).
#
# **A task could ask you**: Train a model of a bakery's daily sales, and end as soon as the error on the validation data is below 12 loaves.
#
# **Check yourself**: `EarlyStopping(monitor="val_loss", patience=3)` sees its best value in epoch 8 and nothing better after it.
# After which epoch does the training end?

# %%
import keras
import numpy as np


class StopWhenGood(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs["loss"] < 0.1:
            self.model.stop_training = True


keras.utils.set_random_seed(7)
x = np.linspace(-1, 1, 64).reshape(-1, 1)
model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
stop = StopWhenGood()
history = model.fit(x, 2 * x + 1, epochs=100, callbacks=[stop], verbose=0)
losses = history.history["loss"]
print("epochs:", len(losses), "of 100")
print(f"the last two losses: {losses[-2]:.3f}, {losses[-1]:.3f}")

# %% tags=["claim"]
assert 1 < len(losses) < 50, f"it ended early, after {len(losses)} epochs"
assert losses[-1] < 0.1 <= losses[-2], "in the first epoch below 0.1"
early = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)
early.set_model(model)
model.stop_training = False
early.on_train_begin()
for number in range(1, 21):
    early.on_epoch_end(number - 1, {"val_loss": abs(number - 8) + 1.0})
    if model.stop_training:
        break
assert number == 11, f"the question's answer is 11, got {number}"

# %% [markdown] skills=["NN-17"]
# ### NN-17: Data from different places
# Data come as files in a folder, inside an archive, from a database or from the web.
# Bring each source into one table with the same columns, and remember where a row came from.
# `keras.utils.get_file(origin=...)` downloads a file once and keeps it, and `pd.read_csv` takes an address too; the snippet stays offline.
# To read many files of one kind in turn, use [interleave](../lessons/basics/input-pipelines.ipynb#interleave-several-files-in-turn).
#
# **A task could ask you**: Readings of three water meters are in a zip file, a database and a CSV file.
# Combine them into one training set, and check that no row was lost.
#
# **Check yourself**: One source gives liters and another cubic meters, under the same column name.
# When do you find out if you only look at the column names?

# %%
import sqlite3

import pandas as pd

mill = pd.DataFrame({"day": [1, 2], "liters": [120, 95]})
pond = pd.DataFrame({"day": [1, 2, 3], "liters": [40, 44, 39]})
farm = pd.DataFrame({"day": [1], "liters": [310]})
database = sqlite3.connect("meters.db")
mill.to_csv("mill.csv", index=False)
pond.to_csv("pond.zip", index=False)
farm.to_sql("farm", database, index=False, if_exists="replace")

sources = {
    "mill": pd.read_csv("mill.csv"),
    "pond": pd.read_csv("pond.zip"),
    "farm": pd.read_sql("SELECT * FROM farm", database),
}
database.close()
table = pd.concat(sources, names=["place", "row"]).reset_index("place")
print(table.to_string(index=False))

# %% tags=["claim"]
assert len(table) == sum(map(len, sources.values())) == 6, "no row was lost"
assert table["place"].tolist() == ["mill"] * 2 + ["pond"] * 3 + ["farm"], "the places"
assert table["liters"].sum() == 120 + 95 + 40 + 44 + 39 + 310, "the readings"

# %% [markdown] skills=["NN-18"]
# ### NN-18: CSV and JSON
# CSV is a table as text, with one row on each line and without types, so each column has to be read as a number, a word or a date.
# JSON has numbers, lists and nested records, so you first pick out what becomes a column.
# Either way you end with an array of inputs and an array of labels.
# Data that don't fit into memory are often kept in [TFRecord files](../lessons/basics/input-pipelines.ipynb#tfrecord-many-examples-in-one-file).
#
# **A task could ask you**: Plant measurements come as CSV, and the gardener's verdicts as JSON, joined by the plant's number.
# Turn them into inputs and labels, in the same order.
#
# **Check yourself**: A CSV column of postal codes holds `01069`.
# What does it become if it is read as a number?

# %%
import io
import json

import pandas as pd

csv = "plant,height,leaves\n7,31.5,12\n9,18.0,5\n4,25.0,9\n"
text = """{"garden": "north", "verdicts": [
    {"plant": 4, "good": true}, {"plant": 7, "good": true}, {"plant": 9, "good": false}
]}"""

plants = pd.read_csv(io.StringIO(csv))
verdicts = pd.DataFrame(json.loads(text)["verdicts"])
table = plants.merge(verdicts, on="plant")
x = table[["height", "leaves"]].to_numpy("float32")
y = table["good"].to_numpy("int32")
print(table.to_string(index=False))
print("inputs", x.shape, x.dtype, "- labels", y)

# %% tags=["claim"]
assert table["plant"].tolist() == [7, 9, 4] and y.tolist() == [1, 0, 1], "joined"
assert x.tolist() == [[31.5, 12], [18, 5], [25, 9]] and x.dtype == "float32", "inputs"
assert pd.read_csv(io.StringIO("code\n01069\n"))["code"][0] == 1069, "the 0 is lost"

# %% [markdown] skills=["NN-19"]
# ### NN-19: Ready-made data sets
# Ready-made data sets save you the cleaning, and they let you compare your result with others.
# `keras.datasets` has eight small ones; the package TensorFlow Datasets (`tfds`) has a [long catalog](https://www.tensorflow.org/datasets/catalog/overview).
# Both download a set when you first load it, here with `(x, y), (x_test, y_test) = keras.datasets.mnist.load_data()`.
# The snippet stays offline: its own `load_data` gives the digits of scikit-learn in the same form.
#
# **A task could ask you**: Load a ready-made set of house prices, and report how many examples and columns it has, and the lowest and the highest price.
#
# **Check yourself**: Why do you look at the range of the pixels before you build the network?

# %%
import keras
import numpy as np
from sklearn.datasets import load_digits


def load_data():  # the same form as keras.datasets: two pairs of arrays
    digits = load_digits()
    x, y = digits.images.astype("uint8"), digits.target
    return (x[:1500], y[:1500]), (x[1500:], y[1500:])


print([name for name in dir(keras.datasets) if not name.startswith("_")])
(x, y), (x_test, y_test) = load_data()
print(x.shape, x.dtype, "from", x.min(), "to", x.max(), "- test:", x_test.shape)
print("examples of each class:", np.bincount(y))

# %% tags=["claim"]
names = [name for name in dir(keras.datasets) if not name.startswith("_")]
assert len(names) == 8 and "mnist" in names, f"eight sets: {names}"
loaded = [hasattr(getattr(keras.datasets, name), "load_data") for name in names]
assert all(loaded), "each has load_data"
assert x.shape == (1500, 8, 8) and x_test.shape == (297, 8, 8), "two pairs"
assert len(np.bincount(y)) == 10 and np.bincount(y).min() > 140, "ten even classes"
