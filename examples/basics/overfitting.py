# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Overfitting, and when to stop
#     skills: [NN-8, NN-9, NN-16]
#     minutes: 25
#     requires: [basics/first-model]
# ---

# %% [markdown]
# In this lesson you make a network learn its pictures by heart, and watch it happen in two curves.
# Then you try the usual ways against it, and let a callback end the training in time.
#
# A network **overfits** when it gets better on the pictures that it trains on, but no better, or even worse, on new ones.
# To notice this you need pictures that it never trains on: the **validation set**.
#
# You take 150 handwritten digits and give 30 of them a wrong label on purpose, as careless people do.
# Nothing in the picture of a 3 explains the label 7.
# So a network that answers 7 has not understood that picture; it has memorized it.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
digits = load_digits()
order = rng.permutation(len(digits.target))
x = (digits.images[order] / 16).astype("float32")[..., np.newaxis]
truth = digits.target[order]
y = truth.copy()
wrong = np.arange(0, 600, 5)  # every fifth of the first 600 pictures
y[wrong] = (y[wrong] + rng.integers(1, 10, len(wrong))) % 10


def batches(start, stop, size):
    data = tf.data.Dataset.from_tensor_slices((x[start:stop], y[start:stop]))
    return data.shuffle(stop - start).batch(size)


train = batches(0, 150, size=50)
validation = batches(600, 1200, size=600)
test = batches(1200, 1797, size=600)
print("shape of the pictures:", x.shape)
print("wrong labels among the first 150:", np.sum(y[:150] != truth[:150]))

# %% tags=["claim"]
assert np.sum(y[:150] != truth[:150]) == 30, "30 of the 150 labels are wrong"
assert np.sum(y[:600] != truth[:600]) == 120, "the larger set has the same share"
assert (y[600:] == truth[600:]).all(), "validation and test labels are right"

# %% [markdown]
# The labels of the validation and the test set stay right, because they are our measure.
# A `tf.data.Dataset` hands out pictures and labels in batches; `fit` takes it in place of two arrays.

# %% [markdown] skills=["NN-8"]
# ## Draw the curves
# `fit` returns a history: for each measure a list with one number per epoch.
# Names that start with `val_` were measured on the validation set, at the end of the epoch.
#
# Make a guess before you read on: 512 units, 150 pictures, 20 epochs. Where will the two accuracies end?

# %%
def dense(units=512, before=(), dropout=0.0, regularizer=None):
    layers = keras.layers
    hidden = layers.Dense(units, activation="relu", kernel_regularizer=regularizer)
    output = layers.Dense(10, activation="softmax")
    start = [keras.Input(shape=(8, 8, 1)), *before, layers.Flatten()]
    return keras.Sequential([*start, hidden, layers.Dropout(dropout), output])


def fit(model, data=train, epochs=20, callbacks=()):
    optimizer = keras.optimizers.Adam(learning_rate=0.005)
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])
    options = {"validation_data": validation, "callbacks": list(callbacks)}
    return model.fit(data, epochs=epochs, verbose=0, **options).history


plain = dense()
history = fit(plain)

# %% alt="Two panels over 20 epochs: the training loss falls towards zero while the validation loss turns upwards; training accuracy nears 1 while validation accuracy falls back"
epochs = range(1, len(history["loss"]) + 1)
plt.figure(figsize=(7, 3))
for panel, name in enumerate(["loss", "accuracy"], start=1):
    plt.subplot(1, 2, panel)
    plt.plot(epochs, history[name], label="training")
    plt.plot(epochs, history["val_" + name], "--", label="validation")
    plt.xlabel("epoch")
    plt.ylabel(name)
plt.legend()
plt.tight_layout()
plt.show()

# %% tags=["claim"]
best = int(np.argmin(history["val_loss"])) + 1
gap = history["accuracy"][-1] - history["val_accuracy"][-1]
assert history["loss"][-1] < 0.5 * history["loss"][4], "the training loss still falls"
assert history["accuracy"][-1] > 0.9, "training accuracy above 0.9"
assert history["val_accuracy"][-1] < 0.85, "validation accuracy below 0.85"
assert 3 <= best <= 15, f"the validation loss turns between 3 and 15, not {best}"
assert history["val_loss"][-1] > 1.1 * min(history["val_loss"]), "it rises clearly"
assert history["val_accuracy"][-1] < max(history["val_accuracy"]), "falls back"
assert gap > 0.1, f"a gap of 0.1 at the end, got {gap:.2f}"

# %% [markdown]
# Read such curves from left to right.
#
# - **Both losses fall**: the network learns something that holds for new pictures too.
# - **The validation loss turns upwards while the training loss goes on falling**: from here on it learns by heart. That happens before epoch 16 here.
# - **The gap at the end** is the price: more than 0.9 on the training labels, less than 0.85 on new pictures.
#
# If both accuracies were low and close together, the network would **underfit**, and it would need more units or more epochs, not less.
#
# Did it memorize the wrong labels? Ask it about just those 30 pictures.

# %%
def repeats(model):
    answers = np.argmax(model(x[wrong[:30]]), axis=1)
    return np.mean(answers == y[wrong[:30]])


print(f"wrong labels that it repeats: {repeats(plain):.0%}")

# %% tags=["claim"]
assert wrong[29] < 150 <= wrong[30], "the first 30 are the ones in the training set"
assert repeats(plain) > 0.6, "the plain network repeats most of the wrong labels"

# %% [markdown] skills=["NN-9"]
# ## Ways against it
# Each way makes learning by heart harder, or learning the rule easier.
#
# | way | what it does |
# |---|---|
# | more data | 600 pictures are harder to memorize than 150 |
# | smaller model | fewer weights, less room for single pictures |
# | dropout | switches off a random part of the units in each training step, so that none can rely on one other |
# | L2 | adds the squared weights to the loss, so that large weights must pay for themselves |
# | augmentation | shows each picture a little changed each time: moved, turned, mirrored |
# | early stopping | ends the training when the validation loss has turned |
#
# Augmentation is a layer too: `RandomTranslation` moves a picture by a random part of its height and width.
# Here that is up to one of its 8 pixels.
# Choose changes that keep the label: a mirrored 2 is no 2.

# %% alt="Six versions of the same handwritten digit, each moved by a different part of a pixel"
augment = keras.layers.RandomTranslation(1 / 8, 1 / 8, fill_mode="constant")
plt.figure(figsize=(7, 1.6))
for place in range(6):
    plt.subplot(1, 6, place + 1)
    plt.imshow(augment(x[:1], training=True)[0, ..., 0], cmap="gray")
    plt.axis("off")
plt.show()

# %%
ways = {
    "plain": (plain, train),
    "more data": (dense(), batches(0, 600, size=100)),
    "16 units": (dense(units=16), train),
    "dropout": (dense(dropout=0.7), train),
    "L2": (dense(regularizer=keras.regularizers.L2(0.02)), train),
    "augmentation": (dense(before=[augment]), train),
}
score = {}
print("              training  validation  wrong labels repeated")
for name, (model, data) in ways.items():
    if name != "plain":
        fit(model, data)
    old = model.evaluate(train, verbose=0)[1]
    new = model.evaluate(validation, verbose=0)[1]
    score[name] = old, new, repeats(model)
    print(f"{name:14}{old:7.2f}{new:11.2f}{score[name][2]:13.0%}")
