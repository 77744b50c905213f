# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Overfitting, and when to stop
#     summary: "Watch a network memorize its pictures, compare the usual remedies, and let early stopping end the training in time."
#     skills: [NN-8, NN-9, NN-16]
#     requires: [basics/first-model]
# ---

# %% [markdown]
# In this lesson you make a network memorize its pictures, and watch it happen in two curves.
# Then you train a network with each of the usual remedies, choose its size on validation data, and let the training end in time by itself.
#
# A network **overfits** when it gets better on the pictures that it trains on, but no better, or even worse, on new ones.
# To notice this you need pictures that it never trains on: the **validation set**.
#
# ![The pictures in one row: the first 120 are for training, those up to 480 only for the try with more data, 480 to 1080 are the validation set, and the rest from 1080 is the test set](../diagrams/three-sets.svg)
#
# The third set in the picture, the **test set**, is used once, when all is decided.
#
# You take 120 handwritten digits and give 40 of them a wrong label on purpose, as a very careless person would.
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
wrong = np.arange(0, 480, 3)  # every third of the first 480 pictures
y[wrong] = (y[wrong] + rng.integers(1, 10, len(wrong))) % 10


def batches(start, stop, size):
    data = tf.data.Dataset.from_tensor_slices((x[start:stop], y[start:stop]))
    return data.shuffle(stop - start).batch(size)


train = batches(0, 120, size=30)
validation = batches(480, 1080, size=600)
print("shape of the pictures:", x.shape)
print("wrong labels among the first 120:", np.sum(y[:120] != truth[:120]))

# %% tags=["claim"]
assert np.sum(y[:120] != truth[:120]) == 40, "40 of the 120 labels are wrong"
assert np.sum(y[:480] != truth[:480]) == 160, "one in three in the larger set too"
assert (y[480:] == truth[480:]).all(), "validation and test labels are right"

# %% [markdown]
# The labels of the validation and the test set stay right, because they are our measure.
# A `tf.data.Dataset` hands out pictures and labels in batches; `fit` takes it in place of two arrays.

# %% [markdown] skills=["NN-8"]
# ## Draw the curves
# `fit` returns a history: for each measure a list with one number per epoch.
# Names that start with `val_` were measured on the validation set, at the end of the epoch.
#
# Make a guess before you read on: 512 units, 120 pictures, 20 epochs.
# Where will the two accuracies end?


# %%
def dense(units=512, before=(), dropout=0.0, regularizer=None):
    return keras.Sequential(
        [
            keras.Input(shape=(8, 8, 1)),
            *before,
            keras.layers.Flatten(),
            keras.layers.Dense(
                units, activation="relu", kernel_regularizer=regularizer
            ),
            keras.layers.Dropout(dropout),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def fit(model, data=train, epochs=20, **options):
    optimizer = keras.optimizers.Adam(learning_rate=0.01)
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizer=optimizer, loss=loss, metrics=["accuracy"])
    options |= {"verbose": 0, "shuffle": False}  # the data set shuffles itself
    return model.fit(data, epochs=epochs, **options).history


plain = dense()
history = fit(plain, validation_data=validation)

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

# %% tags=["claim"] numbers=["last training accuracy = history['accuracy'][-1]", "last validation accuracy = history['val_accuracy'][-1]"]
best = int(np.argmin(history["val_loss"])) + 1
gap = history["accuracy"][-1] - history["val_accuracy"][-1]
assert history["loss"][-1] < 0.5 * history["loss"][4], "the training loss still falls"
assert history["accuracy"][-1] > 0.85, "training accuracy above 0.85"
assert history["val_accuracy"][-1] < 0.8, "validation accuracy below 0.8"
early = np.subtract(history["val_accuracy"], history["accuracy"])[:6]
assert early.max() > 0.02, "the validation accuracy starts above the training accuracy"
assert best < 15, f"the validation loss turns before epoch 15, not at {best}"
assert history["val_loss"][-1] > 1.03 * min(history["val_loss"]), "it rises clearly"
assert history["val_accuracy"][-1] < max(history["val_accuracy"]), "falls back"
assert gap > 0.1, f"a gap of 0.1 at the end, got {gap:.2f}"

# %% [markdown]
# Read such curves from left to right.
#
# - **Both losses fall**: the network learns something that holds for new pictures too.
# - **The validation loss turns upwards while the training loss goes on falling**: from here on it memorizes.
# - **The gap at the end** is the price: more than 0.85 on the training labels, less than 0.8 on new pictures.
#
# In the first epochs the validation accuracy is the higher one.
# The reason is our trick: a network that knows digits, but not our wrong labels, is right on 80 of the 120 training labels only.
# A training accuracy above 0.67 can only come from memorized labels.
#
# If both accuracies were low and close together, the network would **underfit**: it would need more units or more epochs, not fewer.
#
# Did it memorize the wrong labels?
# Ask it about just those 40 pictures.
# Its accuracy on them is the share of the wrong labels that it repeats.


# %%
def accuracy(model, rows):
    answers = np.argmax(model(x[rows], training=False), axis=1)
    return np.mean(answers == y[rows])


def repeats(model):
    return accuracy(model, wrong[:40])


print(f"wrong labels that it repeats: {repeats(plain):.0%}")

# %% tags=["claim"]
assert round(80 / 120, 2) == 0.67, "what a network that memorizes nothing can reach"
assert wrong[39] < 120 <= wrong[40], "the first 40 are the ones in the training set"
assert repeats(plain) > 0.6, "the plain network repeats most of the wrong labels"

# %% [markdown] skills=["NN-9"]
# ## Ways against overfitting
# Each way makes memorizing harder, or learning the rule easier.
#
# | way | what it does |
# |---|---|
# | more data | 480 pictures are harder to memorize than 120 |
# | smaller model | fewer weights, less room for single pictures |
# | dropout | switches off a random part of the units in each training step, so that no unit can rely on another |
# | L2 | adds the squared weights to the loss, so that a weight stays large only if that lowers the error |
# | [augmentation](../images/augmentation.ipynb) | shows each picture a little changed each time: moved, turned, zoomed |
# | early stopping | ends the training when the validation loss has turned |
#
# Such a change is a layer too: `RandomRotation(0.05)` turns a picture by a random angle, up to 0.05 of a full circle or 18 degrees.
# Choose changes that keep the label: a 6 turned by half a circle is a 9.

# %% alt="Six versions of the same handwritten digit, each turned by a different small angle"
augment = keras.layers.RandomRotation(0.05, fill_mode="constant")
versions = augment(np.repeat(x[:1], 6, axis=0), training=True)
plt.figure(figsize=(7, 1.6))
for place in range(6):
    plt.subplot(1, 6, place + 1)
    plt.imshow(versions[place, ..., 0], cmap="gray")
    plt.axis("off")
plt.show()

# %% [markdown]
# Now train one network for each way, and change nothing else, so that you can tell which of them helps.
# Early stopping has a section of its own further down; here are the other five.
# The pictures are turned as above, and `RandomTranslation` also moves them by up to a tenth of their height and width.
# Before you look: which of the networks will be best on new pictures, and which will repeat the fewest wrong labels?

# %%
shift = keras.layers.RandomTranslation(0.1, 0.1, fill_mode="constant")
l2 = keras.regularizers.L2(0.01)
ways = {
    "plain": (plain, None),
    "more data": (dense(), batches(0, 480, size=120)),
    "smaller model": (dense(units=16), train),
    "dropout": (dense(dropout=0.6), train),
    "L2": (dense(regularizer=l2), train),
    "augmentation": (dense(before=[augment, shift]), train),
}
score = {}
print("                accuracy on     accuracy on    wrong labels")
print("                the 120 labels  new pictures   repeated")
for name, (model, data) in ways.items():
    if data is not None:  # plain is trained already
        fit(model, data)
    old, new = accuracy(model, slice(0, 120)), accuracy(model, slice(480, 1080))
    score[name] = old, new, repeats(model)
    print(f"{name:14} {old:8.2f} {new:16.2f} {repeats(model):15.0%}")

# %% tags=["claim"]
old0, new0, learned0 = score["plain"]
for name in list(ways)[1:]:
    old, new, learned = score[name]
    assert old - new < old0 - new0 - 0.02, f"{name}: the gap is smaller"
    assert learned < learned0 - 0.1, f"{name}: repeats fewer wrong labels"
    assert old < old0 - 0.02, f"{name}: gives up accuracy on the 120 labels"
assert score["more data"][1] > new0 + 0.05, f"more data is clearly better: {score}"
assert score["dropout"][1] > new0 + 0.02, f"dropout is better: {score}"
assert score["augmentation"][1] > new0 - 0.03, f"no worse on new pictures: {score}"
fewest = min(learned for _, _, learned in score.values())
assert score["augmentation"][2] < min(0.3, fewest + 0.1), f"it repeats few: {score}"
assert abs(score["L2"][1] - new0) < 0.12, f"L2 changes little: {score}"
assert 0.05 * 360 == 18, "0.05 of a full circle in degrees"

# %% [markdown]
# Each way gives up accuracy on the 120 labels, and that is good, because what it gives up was memorized.
# The gap shrinks, and fewer wrong labels are repeated.
#
# More data and dropout help on new pictures.
# In the larger set one label in three is wrong too, but a rule that fits most of 480 pictures is easier to find than one that fits 120.
# With augmentation next to nothing is memorized, since the network never gets the same picture twice.
# L2 shrinks the weights, so that less is memorized, and on new pictures it changes little here.
# On another task the order may be different, so measure, and combine what helps.

# %% [markdown] skills=["NN-8"]
# ## Learning curves and validation curves
# Two more curves tell you which way is worth trying.
#
# - A **learning curve** shows both accuracies against the number of training pictures.
#   If the validation accuracy still rises at its right end, more data would probably help.
# - A **validation curve** shows both accuracies against one setting of the network, here its number of units.
#   On its left the network underfits, on its right it overfits.
#
# Each point is a network of its own, trained from the start.
# For the learning curve, those with 120 and 480 pictures exist already, so one with 30 is left; batches of 8 give it as many training steps as the others had.
# What will happen to the accuracy on the training pictures, as there are more of them?

# %% alt="Accuracy against the number of training pictures, 30, 120 and 480: the training curve starts near 1 and falls, the validation curve rises from below 0.6, and the gap between them shrinks"
starved = dense()
fit(starved, batches(0, 30, size=8))
more_data = ways["more data"][0]
by_size = {
    30: (accuracy(starved, slice(0, 30)), accuracy(starved, slice(480, 1080))),
    120: score["plain"][:2],
    480: (accuracy(more_data, slice(0, 480)), score["more data"][1]),
}


def draw(curves, label):
    plt.figure(figsize=(6, 3))
    for which, name in enumerate(["training", "validation"]):
        heights = [both[which] for both in curves.values()]
        plt.plot(list(curves), heights, "o-", label=name)
    plt.xscale("log")
    plt.xticks(list(curves), list(curves))
    plt.xlabel(label)
    plt.ylabel("accuracy")
    plt.legend()
    plt.show()


draw(by_size, "training pictures")

# %% tags=["claim"]
gaps = [old - new for old, new in by_size.values()]
rise = [new for _, new in by_size.values()]
assert rise[0] < min(0.6, rise[2] - 0.1), f"validation rises from below 0.6: {by_size}"
assert rise[0] - 0.03 < rise[1] < rise[2] - 0.05, f"and most at the end: {by_size}"
assert gaps[0] > gaps[1] > gaps[2] + 0.05, f"the gap shrinks: {by_size}"
assert by_size[30][0] > by_size[480][0] + 0.05, f"harder to memorize: {by_size}"
assert -(-30 // 8) == 120 // 30 == 480 // 120, "as many steps in an epoch"

# %% [markdown]
# 30 pictures are memorized without trouble, and teach little.
# The more there are, the harder they are to memorize, and the more the network must find what they have in common: the curves come closer.
# At 480 the validation curve still rises, so more pictures would be worth collecting.
# Had both curves met at a low accuracy, more pictures would change nothing, and you would need a better network.
#
# For the validation curve, the networks with 16 and 512 units exist already, so one with 2 units is left.

# %% alt="Accuracy against the number of units: with 2 units both curves are low, with 16 they are close together, and with 512 the training curve is near 1 and the validation curve far below it"
tiny = dense(units=2)
fit(tiny)
by_units = {
    2: (accuracy(tiny, slice(0, 120)), accuracy(tiny, slice(480, 1080))),
    16: score["smaller model"][:2],
    512: score["plain"][:2],
}
draw(by_units, "units")

# %% tags=["claim"]
few, some, many = by_units.values()
assert max(few) < 0.55, f"2 units underfit: {by_units}"
assert abs(some[0] - some[1]) < 0.15, f"16 units: close together: {by_units}"
assert many[0] > 0.9 and many[0] - many[1] > 0.2, f"512 units overfit: {by_units}"
assert some[1] > max(few[1] + 0.2, many[1] - 0.03), f"more bring nothing: {by_units}"

# %% [markdown]
# 2 units are too few, because even the training accuracy is low.
# With 512 units the two curves are far apart, and on new pictures they are no better than 16: the additional units only memorize.
#
# You choose the number on the validation set, and never on the test set.
# If several are about equally good, take the smallest.
# The best of several networks is partly the luckiest one, so the score that chose it is a little too good; [Hyperparameter search](searching-settings.ipynb#what-the-validation-set-pays-the-best-of-many-is-too-good) measures by how much.
# If the test set chose, you would have no honest number left.

# %% [markdown] skills=["NN-16"]
# ## Early stopping
# A **callback** is an object that `fit` calls at fixed moments, for example after each epoch.
# `EarlyStopping` watches one measure: if it has not improved for `patience` epochs, training ends.
# By then the best epoch is already past, so `restore_best_weights=True` puts its weights back.

# %%
stopped = dense()
stopper = keras.callbacks.EarlyStopping(
    monitor="val_loss", patience=3, restore_best_weights=True
)
stopped_history = fit(
    stopped, epochs=60, validation_data=validation, callbacks=[stopper]
)
losses = stopped_history["val_loss"]
now = stopped.evaluate(validation, verbose=0)[0]
print(f"epochs run: {len(losses)} of 60, best epoch: {np.argmin(losses) + 1}")
print(f"validation loss: best {min(losses):.3f}, last {losses[-1]:.3f}, now {now:.3f}")
print(f"wrong labels that it repeats: {repeats(stopped):.0%}")
print(f"accuracy on the test set: {accuracy(stopped, slice(1080, None)):.2f}")

# %% tags=["claim"]
assert len(losses) == np.argmin(losses) + 1 + 3 < 60, "stops 3 epochs after the best"
assert abs(now - min(losses)) < 1e-3 < losses[-1] - now, "the best weights are back"
assert repeats(stopped) < repeats(plain) - 0.15, "stops before it memorizes"
assert accuracy(stopped, slice(1080, None)) > score["plain"][1], "better than plain"

# %% [markdown]
# Training ended 3 epochs after the best one, and the loss "now" is the best loss, not the last.
# The test set was used once, at the very end: the validation set chose the epoch, so its score is a little flattered.
#
# You can write a callback of your own: a class built on `keras.callbacks.Callback`, with a method named after the moment.
# `logs` holds the measures of that epoch, and `self.model.stop_training = True` ends the training.
# Use one for a bad purpose: train `stopped` on until it has memorized its 120 labels.


# %%
class StopAtTarget(keras.callbacks.Callback):
    def __init__(self, target):
        super().__init__()
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] >= self.target:
            print(f"epoch {epoch + 1}: target reached")
            self.model.stop_training = True


more = stopped.fit(
    train, epochs=100, verbose=0, shuffle=False, callbacks=[StopAtTarget(0.99)]
)
print(f"wrong labels that it repeats: {repeats(stopped):.0%}")

# %% tags=["claim"]
assert len(more.epoch) < 100, "the target stops the training"
reached = more.history["accuracy"]
assert reached[-1] >= 0.99 > max([0, *reached[:-1]]), "it stops at the first 0.99"
assert repeats(stopped) > 0.75, "it now repeats most wrong labels"

# %% [markdown]
# It now repeats more than three in four of the wrong labels: a high training accuracy on its own doesn't show that a network has learned anything general.
# Set a target on `val_accuracy` if you want a model that works on new pictures.

# %% [markdown]
# ## What can go wrong
# - **A measure that does not exist.** With `monitor="val_acc"` you get an error after the first epoch, or, if you pass `mode="max"` too, a warning only: then nothing ever stops the training.
#   The right names are the keys of `history`.
# - **Too little patience.** The validation loss jumps up and down; with `patience=0` the first bad epoch ends the training.
# - **Validation better than training.** Dropout and augmentation work during training only, so the training curve may lie below the other one.
#   That isn't a mistake.
#   If you call a model yourself, say `training=False`, as `accuracy` does: an augmentation layer is on unless told otherwise.
# - **Comparing the loss of an L2 model.** It contains the penalty; compare accuracies instead.

# %% tags=["claim"]
import warnings

typo = keras.callbacks.EarlyStopping(monitor="val_acc", mode="max", patience=1)
eager = keras.callbacks.EarlyStopping(monitor="val_loss", patience=0)
for callback, stops in ((typo, False), (eager, True)):
    plain.stop_training = False
    callback.set_model(plain)
    callback.on_train_begin()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for epoch, value in enumerate((0.5, 0.6, 0.7)):
            callback.on_epoch_end(epoch, {"val_loss": value, "loss": value})
    assert plain.stop_training is stops, f"{callback.monitor} stops: {stops}"
    assert any("val_acc" in str(w.message) for w in caught) != stops, "a warning"
image = x[:20]
dropped = ways["dropout"][0]
assert not np.allclose(dropped(image, training=True), dropped(image, training=True)), (
    "in training each call drops others"
)
assert np.allclose(dropped(image, training=False), dropped(image, training=False)), (
    "dropout is off outside training"
)
assert np.allclose(augment(image, training=False), image), (
    "augmentation is off outside training"
)
assert not np.allclose(augment(image), image), "and on unless told otherwise"
assert sum(ways["L2"][0].losses) > 0.05, "the penalty is part of the loss"
unknown = keras.callbacks.EarlyStopping(monitor="val_acc")
unknown.set_model(plain)
try:
    unknown.on_epoch_end(0, {"val_loss": 0.5})
except ValueError as error:
    assert "val_acc" in str(error), error
else:
    raise AssertionError("a measure that does not exist gives an error")

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Find the best epoch
# Write `best_epoch(history)`, which takes a dictionary as `fit` above returns it.
# It returns the number of the epoch with the lowest validation loss; the first epoch has number 1.


# %% tags=["exercise"] id="basics/overfitting/best-epoch" skills=["NN-8"]
def best_epoch(history):
    ### BEGIN SOLUTION
    return int(np.argmin(history["val_loss"])) + 1
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `np.argmin` gives the position of the smallest number, counted from 0.

# %% tags=["check"]
# The lowest val_loss comes after a first dip, in the last epoch, and in the first.
cases = {
    4: [0.9, 0.7, 0.8, 0.5, 0.6, 0.9],
    6: [0.9, 0.8, 0.7, 0.8, 0.5, 0.4],
    1: [0.4, 0.8, 0.7, 0.9, 0.5, 0.6],
}
for turn, val_losses in cases.items():
    case = {"val_loss": val_losses, "val_accuracy": [0.5, 0.6, 0.7, 0.7, 0.8, 0.7]}
    case["loss"] = [1.2, 0.8, 0.5, 0.2, 0.1, 0.3]
    got = best_epoch(case)
    assert got is not None, "Not attempted: best_epoch returned None. Return a number."
    told = f"Got {got!r:.60}, expected {turn}, for a val_loss of {val_losses}. "
    assert (
        not isinstance(got, list | tuple)
        and np.shape(got) == ()
        and np.asarray(got).dtype.kind in "iuf"
    ), told + "Return the number of the epoch and nothing else."
    assert got != turn - 1, told + "Counting from 0? The first epoch is number 1."
    assert got != 5, told + "That epoch is best by another measure: use val_loss."
    assert got == turn, told + "Find the smallest val_loss of all epochs."
print("Correct: you find the epoch with the lowest validation loss.")


# %% tags=["wrong"] reason="counting from 0"
def best_epoch(history):
    return int(np.argmin(history["val_loss"]))


# %% tags=["wrong"] reason="another measure"
def best_epoch(history):
    return int(np.argmin(history["loss"])) + 1


# %% tags=["wrong"] reason="smallest val_loss of all"
def best_epoch(history):
    losses = history["val_loss"]
    epoch = 1
    while epoch < len(losses) and losses[epoch] < losses[epoch - 1]:
        epoch += 1
    return epoch


# %% tags=["right"]
def best_epoch(history):
    losses = history["val_loss"]
    return losses.index(min(losses)) + 1


# %% tags=["right"]
def best_epoch(history):
    numbered = enumerate(history["val_loss"], start=1)
    return min(numbered, key=lambda pair: pair[1])[0]


# %% [markdown]
# ### Tame a network
# Write `tamed()`, which returns a new model for the same pictures, not compiled: 8 x 8 x 1 in, probabilities of 10 digits out.
# Give it one hidden layer with an L2 penalty, and dropout after that layer.


# %% tags=["exercise"] id="basics/overfitting/tamed" skills=["NN-9"]
def tamed():
    ### BEGIN SOLUTION
    l2 = keras.regularizers.L2(0.001)
    return keras.Sequential(
        [
            keras.Input(shape=(8, 8, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu", kernel_regularizer=l2),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Look at how `dense` above passes `kernel_regularizer` and places `Dropout`.

# %% [markdown] tags=["hint"]
# The last layer must be the one with the softmax; dropout comes before it.

# %% tags=["check"]
net = tamed()
assert net is not None, "Not attempted: tamed returned None. Return a model."
assert isinstance(net, keras.Model), (
    f"Got {type(net).__name__}, expected a model. Make one model of the layers."
)
assert not net.compiled, (
    "Got a compiled model, expected one that isn't: leave out the call of compile."
)
try:
    calm = np.array(net(x[:50]))
except (ValueError, TypeError, tf.errors.InvalidArgumentError):
    told = f"Got an error for {x[:50].shape}, expected predictions. Check keras.Input."
    raise AssertionError(told) from None
assert calm.shape == (50, 10), (
    f"Got {calm.shape} for 50 pictures, expected (50, 10). Flatten the pictures before "
    "the first Dense, and end with 10 units."
)
assert np.allclose(calm.sum(axis=1), 1, atol=1e-4), (
    "The 10 outputs do not sum to 1. Use a softmax in the last layer."
)
# Without a hidden layer that bends, logits halfway between two pictures are halfway.
between = np.log(np.array(net((x[:25] + x[25:50]) / 2)))
bend = between - (np.log(calm[:25]) + np.log(calm[25:])) / 2
assert np.ptp(bend, axis=1).max() > 1e-3, (
    "Got logits that are a linear function of the pixels, expected a hidden layer with "
    "an activation before the output."
)
assert np.allclose(calm, net(x[:50]), atol=1e-5), (
    "Two calls without training=True gave different predictions, expected the same: "
    "the dropout must be active in training only, so don't pass training to the layer."
)
busy = [np.array(net(x[:50], training=True)) for _ in range(2)]
assert not np.allclose(*busy), (
    "Two calls with training=True gave the same predictions, expected different ones: "
    "there is no dropout."
)
assert np.allclose(busy[0].sum(axis=1), 1, atol=1e-4), (
    "With training=True the 10 outputs do not sum to 1, expected that they do: the "
    "dropout is after the output layer."
)
with tf.GradientTape() as tape:
    penalty = tf.add_n([0.0, *net.losses])
kernels = [weight for weight in net.trainable_variables if len(weight.shape) > 1]
assert len(kernels) == 2, (
    f"Got {len(kernels)} layers with weights, expected 2: one hidden layer and the "
    "output."
)
slope = tape.gradient(penalty, kernels[0])
assert penalty > 0 and slope is not None, (
    f"Got a penalty of {penalty:.2f} that doesn't depend on the weights of the hidden "
    "layer, expected one that does: no L2. Set its kernel_regularizer."
)
# The slope of a square is twice the weight, so their quotient is the same everywhere.
quotient = slope / kernels[0]
assert np.allclose(quotient, np.median(quotient), rtol=0.01), (
    "Got a penalty that does not grow with the square of each weight of the hidden "
    "layer, expected L2. Use keras.regularizers.L2 as its kernel_regularizer."
)
# A black picture has nothing to drop, but with a bias of 1 the hidden layer has.
for weight in net.trainable_variables:
    weight.assign(weight if len(weight.shape) > 1 else tf.ones_like(weight))
black = np.zeros((50, 8, 8, 1), "float32")
assert np.array(net(black, training=True)).std(axis=0).max() > 1e-4, (
    "With training=True got the same predictions for 50 black pictures, expected "
    "different ones. The dropout is before the hidden layer: put it after."
)
print("Correct: dropout in training only, and a penalty on large weights.")


# %% tags=["wrong"] reason="no dropout"
def tamed():
    return dense(64, regularizer=keras.regularizers.L2(0.001))


# %% tags=["wrong"] reason="no L2"
def tamed():
    return dense(64, dropout=0.5)


# %% tags=["wrong"] reason="after the output layer"
def tamed():
    l2 = keras.regularizers.L2(0.001)
    return keras.Sequential([dense(64, regularizer=l2), keras.layers.Dropout(0.5)])


# %% tags=["wrong"] reason="linear function"
def tamed():
    l2 = keras.regularizers.L2(0.001)
    return keras.Sequential(
        [
            keras.Input(shape=(8, 8, 1)),
            keras.layers.Flatten(),
            keras.layers.Dropout(0.5),
            keras.layers.Dense(10, activation="softmax", kernel_regularizer=l2),
        ]
    )


# %% tags=["wrong"] reason="before the hidden layer"
def tamed():
    l2 = keras.regularizers.L2(0.001)
    return dense(64, before=[keras.layers.Dropout(0.5)], regularizer=l2)


# %% tags=["wrong"] reason="expected L2"
def tamed():
    return dense(64, dropout=0.5, regularizer=keras.regularizers.L1(0.001))


# %% tags=["right"]
def tamed():
    pictures = keras.Input(shape=(8, 8, 1))
    flat = keras.layers.Reshape((64,))(pictures)
    hidden = keras.layers.Dense(100, "tanh", kernel_regularizer="l2")(flat)
    kept = keras.layers.Dropout(rate=0.3)(hidden)
    return keras.Model(pictures, keras.layers.Softmax()(keras.layers.Dense(10)(kept)))


# %% tags=["right"]
def tamed():
    model = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Flatten()])
    both_weights = keras.regularizers.L1L2(l2=0.01)
    model.add(keras.layers.Dense(32, kernel_regularizer=both_weights))
    model.add(keras.layers.Activation("relu"))
    model.add(keras.layers.Dropout(0.4))
    model.add(keras.layers.Dense(10, "softmax", kernel_regularizer=both_weights))
    return model


# %% [markdown]
# ### Stop at a gap
# Finish `StopAtGap`: it stops the training after the first epoch whose training accuracy is more than `limit` above the validation accuracy.


# %% tags=["exercise"] id="basics/overfitting/stop-at-gap" skills=["NN-16"]
class StopAtGap(keras.callbacks.Callback):
    def __init__(self, limit):
        super().__init__()
        self.limit = limit

    ### BEGIN SOLUTION
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] - logs["val_accuracy"] > self.limit:
            self.model.stop_training = True

    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Write the method `on_epoch_end(self, epoch, logs=None)`, as `StopAtTarget` does.

# %% [markdown] tags=["hint"]
# Both accuracies are in `logs`, named as in the history.

# %% tags=["check"]
assert isinstance(StopAtGap, type) and issubclass(
    StopAtGap, keras.callbacks.Callback
), f"Got {StopAtGap!r:.60}, expected a class built on keras.callbacks.Callback."
assert StopAtGap.on_epoch_end is not keras.callbacks.Callback.on_epoch_end, (
    "Not attempted: StopAtGap has no on_epoch_end yet. Write that method."
)
# Epoch 1: validation is far better. Then gaps of 0, 0.125, 0.25 and 0.375.
curves = [(0.25, 0.75), (0.75, 0.75), (0.625, 0.5), (0.875, 0.625), (1.0, 0.625)]
for limit, expected in ((0.1, 3), (0.125, 4), (0.25, 5)):
    ender, trained = StopAtGap(limit), keras.Sequential()
    trained.stop_training = False
    ender.set_model(trained)
    got, returned = 0, None
    while got < len(curves) and not trained.stop_training:
        measures = dict(zip(("accuracy", "val_accuracy"), curves[got], strict=True))
        measures |= {"loss": 1.0, "val_loss": 0.5}
        returned = ender.on_epoch_end(got, measures)
        got += 1
    told = f"At a limit of {limit}, got a stop after epoch {got}, expected {expected}. "
    assert got != 1, (
        told + "There the validation accuracy is higher: the gap is training minus "
        "validation."
    )
    assert trained.stop_training or returned is None, (
        f"on_epoch_end returned {returned}, and training went on: fit ignores what it "
        "returns. Set self.model.stop_training."
    )
    assert trained.stop_training, (
        f"At a limit of {limit}, training never stopped, expected a stop after epoch "
        f"{expected}. When the gap is above it, set self.model.stop_training = True."
    )
    assert got == expected, (
        told + "Compare the gap of this epoch with self.limit, and stop only above it."
    )
print("Correct: it stops as soon as the gap is too wide.")


# %% tags=["wrong"] reason="training minus validation"
class StopAtGap(StopAtGap):
    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] - logs["accuracy"] > self.limit:
            self.model.stop_training = True


# %% tags=["wrong"] reason="fit ignores what it returns"
class StopAtGap(StopAtGap):
    def on_epoch_end(self, epoch, logs=None):
        return logs["accuracy"] - logs["val_accuracy"] > self.limit


# %% tags=["wrong"] reason="self.limit"
class StopAtGap(StopAtGap):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] - logs["val_accuracy"] > 0.1:
            self.model.stop_training = True


# %% tags=["wrong"] reason="stop only above it"
class StopAtGap(StopAtGap):
    def on_epoch_end(self, epoch, logs=None):
        if logs["accuracy"] - logs["val_accuracy"] >= self.limit:
            self.model.stop_training = True


# %% tags=["wrong"] reason="gap of this epoch"
class StopAtGap(StopAtGap):
    lowest = 1.0

    def on_epoch_end(self, epoch, logs=None):
        self.lowest = min(self.lowest, logs["val_accuracy"])
        if logs["accuracy"] - self.lowest > self.limit:
            self.model.stop_training = True


# %% tags=["right"]
class StopAtGap(StopAtGap):
    def on_epoch_end(self, epoch, logs=None):
        train_accuracy, new = (logs[name] for name in ("accuracy", "val_accuracy"))
        if train_accuracy <= new + self.limit:
            return
        print("stopped after epoch", epoch + 1)
        self.model.stop_training = True


# %% tags=["right"]
class StopAtGap(keras.callbacks.Callback):
    def __init__(self, limit):
        super().__init__()
        self.limit, self.gaps = limit, []

    def on_epoch_end(self, epoch, logs=None):
        self.gaps.append(logs["accuracy"] - logs["val_accuracy"])
        self.model.stop_training |= self.gaps[-1] > self.limit
        return self.gaps[-1]


# %% [markdown]
# ## What to remember
# - Always draw training and validation curves together; the place where the validation loss turns is where memorizing begins.
# - Against overfitting: more data, a smaller model, dropout, L2, augmentation, early stopping.
# - `EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)` is a good first callback.
# - Your own callback sets `self.model.stop_training = True` in `on_epoch_end`.
# - Choose with the validation set, and use the test set once.
#
# Next: [Scores beyond accuracy](scores-beyond-accuracy.ipynb), for the case that one class is rare.
