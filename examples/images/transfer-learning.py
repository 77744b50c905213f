# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Transfer learning with few pictures
#     summary: "Use a network that learned one task for another with few labeled pictures: features, a new last layer, fine-tuning."
#     skills: [NN-10, NN-11]
#     requires: [images/convolutions, basics/overfitting]
# ---

# %% [markdown]
# After this lesson you can take a network that learned one task and use it for another one, for which you have only a few labeled pictures.
# You take features out of it, put a new last layer on it, and train the old layers on, gently.
# Each step is measured against a network that starts from nothing.
#
# This is **transfer learning**, and such a network is usually called **pretrained**: somebody trained it on many pictures, and you reuse what it learned.
# Here you are that somebody too, so that nothing must be downloaded.

# %% [markdown] skills=["NN-10"]
# ## A network that reads digits
# A parcel service has a network that reads the handwritten digit on a parcel, the number of its zone.
# It learned from 1000 labeled pictures.
# Now the parcels go to three depots, and each depot serves some of the zones.
# Nobody tells you which.
# You have 20 parcels that arrived, two from each zone, and know the depot of each: 20 pictures with new labels.
#
# Every digit stands somewhere on a black ground of 12 x 12 pixels.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
digits = load_digits()
order = rng.permutation(len(digits.target))
zone = digits.target[order]
x = np.zeros((len(zone), 12, 12, 1), "float32")
for picture, digit in zip(x, digits.images[order] / 16, strict=True):
    row, column = rng.integers(0, 5, 2)
    picture[row : row + 8, column : column + 8, 0] = digit

served_by = np.array([2, 0, 1, 2, 0, 2, 1, 0, 1, 2])  # the depot of zone 0, 1, ...
depot = served_by[zone]
few = 1000 + np.ravel([np.flatnonzero(zone[1000:] == z)[:2] for z in range(10)])
rest = np.setdiff1d(np.arange(1000, len(zone)), few)
print("labeled with a zone: ", 1000)
print("labeled with a depot:", len(few), " for the test:", len(rest))

# %% tags=["claim"]
assert np.bincount(zone[few]).tolist() == [2] * 10, "two parcels from each zone"
assert few.min() >= 1000 and not set(few) & set(rest), "no picture is used twice"
assert set(depot[few]) == {0, 1, 2}, "three depots"
assert np.mean(depot[rest] == 2) < 0.45, "always saying 2 is right less often"

# %% [markdown]
# `network` stacks convolutions and pooling, as in [Convolutions, by hand and by layer](convolutions.ipynb), then a `Dense` layer of 32 units and the answer.
# Train one on the zones.


# %%
def network(classes):
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input(shape=(12, 12, 1)),
            layers.Conv2D(16, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(32, activation="relu"),
            layers.Dense(classes, activation="softmax"),
        ]
    )


def train(model, x, y, rate, epochs):
    optimizer = keras.optimizers.Adam(learning_rate=rate)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy")
    model.fit(x, y, batch_size=64, epochs=epochs, verbose=0)


def accuracy(model, x, y):
    return np.mean(np.argmax(model(x, training=False), axis=1) == y)


old = network(10)
train(old, x[:1000], zone[:1000], rate=0.01, epochs=8)
print(f"zones, test accuracy: {accuracy(old, x[rest], zone[rest]):.2f}")

# %% tags=["claim"]
old_score = accuracy(old, x[rest], zone[rest])
assert old_score > 0.7, f"it reads most zones, got {old_score:.2f}"

# %% [markdown]
# It reads most zones, but it cannot answer with a depot: its last layer has ten outputs, one for each digit.
# Yet to tell a 3 from a 5 it had to learn strokes, bends and loops.
# That knowledge is worth keeping.

# %% [markdown] skills=["NN-11"]
# ## Features, layer by layer
# The output of a layer, taken as a description of the picture, is called its **features**.
# `keras.Model(inputs, output)` makes a model that ends at any layer you name.
# It copies nothing: its layers are the layers of `old`, with the same weights.
# `old.inputs` is a list, because a network may have several inputs; ours has one, so take number 0.

# %%
ends = {"Flatten": 4, "Dense": 5, "softmax": 6}
tables = {"pixels": x.reshape(len(x), -1)}
for name, place in ends.items():
    part = keras.Model(old.inputs[0], old.layers[place].output)
    tables[name] = np.array(part(x))
for name, table in tables.items():
    print(f"{name:20} {table.shape[1]:5} numbers for each picture")

# %% tags=["claim"]
widths = [table.shape[1] for table in tables.values()]
assert widths == [144, 288, 32, 10], f"the numbers that the text speaks of: {widths}"
assert part.layers[-1] is old.layers[-1], "the layers are shared, not copied"

# %% [markdown]
# Any classifier can use a table of numbers.
# Logistic regression from scikit-learn is a single layer with a softmax, found without epochs or a learning rate.
# Give it 20 rows of each table, and test it on all the others.
#
# Where in the network will the features be most useful for the depots: early, late, or at the very end?
# Decide before you look.

# %% alt="Four bars of test accuracy for the depots: lowest for pixels, much higher for Flatten, Dense and softmax"
scores = {}
for name, table in tables.items():
    simple = LogisticRegression(max_iter=1000).fit(table[few], depot[few])
    scores[name] = simple.score(table[rest], depot[rest])
plt.figure(figsize=(6, 2.4))
bars = plt.barh(list(scores), list(scores.values()))
plt.bar_label(bars, fmt="%.2f", padding=3)
plt.axvline(1 / 3, linestyle="--", label="guessing")
plt.gca().invert_yaxis()
plt.xlim(0, 1)
plt.xlabel("share of parcels sent to the right depot, 20 labels")
plt.legend(loc="upper right")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
pixels, flat, dense, last = scores.values()
late = min(flat, dense, last)
assert late > 0.5, f"20 labels are enough to be useful: {scores}"
assert late > pixels + 0.12, f"far better than pixels: {scores}"

# %% [markdown]
# - **Pixels** say little: a digit moved by two pixels is another row of numbers.
# - **Flatten** gives 288 numbers, 32 patterns at 9 places each, so it still depends a little on where the digit stands.
# - **Dense** has learned from 1000 pictures to combine them into 32 numbers that tell digits apart, wherever they stand.
# - **The softmax** says which digit it is, and a depot is made of digits, so here its ten numbers are useful too.
#
# The last layer is useful only because each depot is a set of digits.
# A letter A would have to be described as shares of ten digits, and most of what makes it an A would be lost.
# So the usual place is the layer before the last one.
# If you can spare some labels, try two or three places and compare them.

# %% [markdown] skills=["NN-10"]
# ## A new head on a frozen base
# The part that you keep is called the **base**, and the layers that you put on it are the **head**.
# With `base.trainable = False` you **freeze** the base: `fit` leaves its weights alone.
# Set it before you compile.
#
# ![Above, the network trained on 1000 digits: picture, base with 32 features, ten digits; below, the same base frozen, with a new head for three depots that is trained on 20 parcels](../diagrams/frozen-base.svg)
#
# The head gets the new number of classes.
# It starts from zeros here, so that it begins without an opinion: 20 pictures are too few to correct many random weights.

# %%
base = keras.Model(old.inputs[0], old.layers[-2].output)
base.trainable = False
head = keras.layers.Dense(3, activation="softmax", kernel_initializer="zeros")
model = keras.Sequential([base, head])
print("weights in all:  ", model.count_params())
print("weights to train:", sum(w.numpy().size for w in model.trainable_weights))

before = base.get_weights()
train(model, x[few], depot[few], rate=0.05, epochs=20)
untouched = all(map(np.array_equal, before, base.get_weights()))
results = {"frozen base": accuracy(model, x[rest], depot[rest])}
print(f"base untouched: {untouched}, accuracy: {results['frozen base']:.2f}")

# %% tags=["claim"] numbers=["accuracy with a frozen base = results['frozen base']"]
assert untouched, "fit leaves a frozen base alone"
learned = sum(w.numpy().size for w in model.trainable_weights)
assert learned == 32 * 3 + 3 == 99, f"the head has 99 weights, got {learned}"
assert model.count_params() - learned == 14048, "the weights that stay"
assert results["frozen base"] > 0.55, f"got {results['frozen base']:.2f}"

# %% [markdown]
# Only the 99 weights of the head were trained; the 14048 of the base have not moved.
# This is the same idea as the table of features, but what you get is one model, from pixels to probabilities, that you can save and hand over.

# %% [markdown] skills=["NN-10"]
# ## Fine-tuning, gently
# Now the base may learn too: that is **fine-tuning**.
# Do it after the head has been trained.
# A head that still answers at random would send large, senseless corrections down into the base.
# And use a small learning rate, because the base is to be adjusted, not replaced.
#
# First a trap.
# If you change `trainable` on a model that has been compiled and trained, the change waits for the next compile.
# Predict what this cell prints.

# %%
base.trainable = True
model.fit(x[few], depot[few], batch_size=64, epochs=1, verbose=0)  # not compiled again
unchanged = all(map(np.array_equal, before, base.get_weights()))
print("after fit without compile, base unchanged:", unchanged)

train(model, x[few], depot[few], rate=0.001, epochs=8)  # train compiles
unchanged = all(map(np.array_equal, before, base.get_weights()))
print("after compile and fit, base unchanged:    ", unchanged)
results["then fine-tuned"] = accuracy(model, x[rest], depot[rest])

# %% tags=["claim"]
after = base.get_weights()
step = max(np.abs(a - b).max() for a, b in zip(before, after, strict=True))
assert not unchanged, "after compile the base learns"
assert step < 0.05, f"a small learning rate means small changes, got {step:.3f}"

# %% [markdown]
# The first `fit` went by the old plan, without a warning.
#
# And a network that starts from nothing?
# It has the same layers and the same 20 pictures.

# %% alt="Three bars of test accuracy for the depots with 20 labels: from nothing is the lowest, the frozen base and the fine-tuned network are clearly higher"
fresh = network(3)
train(fresh, x[few], depot[few], rate=0.01, epochs=25)
results = {"from nothing": accuracy(fresh, x[rest], depot[rest])} | results
plt.figure(figsize=(6, 2))
bars = plt.barh(list(results), list(results.values()))
plt.bar_label(bars, fmt="%.2f", padding=3)
plt.gca().invert_yaxis()
plt.xlim(0, 1)
plt.xlabel("share of parcels sent to the right depot, 20 labels")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
nothing, frozen, tuned = results.values()
assert accuracy(fresh, x[few], depot[few]) > 0.9, "it has memorized its 20 pictures"
assert min(frozen, tuned) > nothing + 0.05, f"the zones help: {results}"
assert abs(tuned - frozen) < 0.12, f"fine-tuning changes little: {results}"

# %% [markdown]
# Both reused networks are ahead of the one that has memorized its 20 pictures and knows little else.
# Fine-tuning changes little here: the base was trained on pictures of just this kind.
# It pays more when you have more labels, or when your pictures look different from those that the base has seen.
# So measure after each step, on pictures that were kept apart, and keep what helps.

# %% [markdown] skills=["NN-10", "NN-11"]
# ## With a network for photographs
# `keras.applications` holds large networks that were trained on ImageNet, a collection of photographs in 1000 classes.
# The call is `keras.applications.MobileNetV2(input_shape=(96, 96, 3), include_top=False, pooling="avg")`.
# It is not run here, because it downloads the weights on first use.
# `include_top=False` leaves out the old head, and `pooling="avg"` turns the last maps into one row of features.
# The rest is as above: freeze, new head, compile, fit, and perhaps fine-tune.
#
# Two things are different.
# Each of these networks was trained on pixels prepared in its own way, and has its own `preprocess_input` for it.
# That function can be run offline; see what it does to a black, a gray and a white pixel.

# %%
prepare = keras.applications.mobilenet_v2.preprocess_input
print("for MobileNetV2:", prepare(np.array([0, 127.5, 255])))

# %% tags=["claim"]
import inspect

scaled = keras.layers.Rescaling(1 / 127.5, offset=-1)(np.array([0, 127.5, 255]))
assert prepare(np.array([0, 127.5, 255])).tolist() == [-1, 0, 1], "from -1 to 1"
assert np.allclose(scaled, [-1, 0, 1]), "Rescaling does the same"
options = inspect.signature(keras.applications.MobileNetV2).parameters
assert {"input_shape", "include_top", "pooling"} <= set(options), "the call exists"
assert options["classes"].default == 1000, "the old head has 1000 classes"
assert options["weights"].default == "imagenet", "it downloads unless told otherwise"

# %% [markdown]
# The second thing is `BatchNormalization`, a layer that many of them contain.
# In training it scales each batch by that batch's own mean and standard deviation, and keeps a running mean for later.
# With few pictures these running numbers would be spoiled, although no gradient touches them.
# Frozen, the layer keeps them, even when it is called with `training=True`.

# %%
norm = keras.layers.BatchNormalization()
batch = np.full((8, 1), 50, "float32")
for trainable in (False, True):
    norm.trainable = trainable
    norm(batch, training=True)
    mean = norm.moving_mean.numpy().item()
    print(f"trainable={trainable!s:5}  running mean: {mean:.2f}")

# %% tags=["claim"]
assert abs(mean - 0.5) < 1e-3, "one batch moves the running mean by a hundredth"
fixed = keras.layers.BatchNormalization()
fixed.trainable = False
fixed(batch, training=True)
assert fixed.moving_mean.numpy().item() == 0, "a frozen layer keeps it"
assert np.allclose(fixed(batch, training=True), fixed(batch, training=False)), "same"

# %% [markdown]
# So when you unfreeze such a base, leave its `BatchNormalization` layers frozen.
# Many recipes call the base with `base(pictures, training=False)` and trust that this keeps the running numbers.
# While the layers are frozen, they are kept anyway; once they are unfrozen, `fit` overrides that `False`, because it hands `training=True` to all layers of the model.

# %% tags=["claim"]
calm = keras.layers.BatchNormalization()
row = keras.Input(shape=(1,))
called = keras.Model(row, calm(row, training=False))
for trainable in (True, False):
    calm.trainable, kept = trainable, calm.moving_mean.numpy().item()
    called.compile(optimizer="sgd", loss="mse", run_eagerly=True)
    called.fit(batch, batch, verbose=0)
    moved = calm.moving_mean.numpy().item() != kept
    assert moved == trainable, f"trainable {trainable}: it moved: {moved}"

# %% [markdown]
# ## What can go wrong
# - **Not compiled again.** After a change of `trainable`, `fit` goes on as before and says nothing.
# - **A large learning rate.** In its first step Adam moves each weight that has a gradient by about the learning rate.
#   With 0.1 that is more than most weights of a filter, and what they knew is gone.
# - **Pictures prepared in another way.** A base expects the numbers that it was trained on.
#   Our `old` has learned bright ink on black; on dark ink and white ground it is lost.
# - **A test that flatters.** If the base was trained on pictures of your test set, your score is too good.

# %% tags=["claim"]
weight = keras.Variable(np.array([0.2, -0.3, 0.4], "float32"))
start = weight.numpy()
keras.optimizers.Adam(0.1).apply([np.array([2, -0.5, 0.01], "float32")], [weight])
assert np.allclose(np.abs(weight.numpy() - start), 0.1, atol=1e-3), "by the rate"
filters = np.abs(old.layers[2].get_weights()[0])
assert np.median(filters) < 0.15, f"a typical weight is {np.median(filters):.2f}"
inverted = accuracy(old, 1 - x[rest], zone[rest])
assert inverted < 0.5, f"lost on inverted pictures, got {inverted:.2f}"

# %% [markdown]
# ## Exercises
# The checks try your functions on two networks that are smaller than those above, and quicker.


# %%
def small_network(widths, classes):
    """A dense layer for each width, dropout, and a softmax at the end."""
    hidden = [keras.layers.Dense(width, activation="relu") for width in widths]
    hidden.insert(-1, keras.layers.Dropout(0.5))
    output = keras.layers.Dense(classes, activation="softmax")
    pixels = keras.Input(shape=(12, 12, 1))
    return keras.Sequential([pixels, keras.layers.Flatten(), *hidden, output])


# %% [markdown]
# ### Take the features
# Write `features(model, pictures)`.
# It returns the output of the layer before the last one, for each picture, as an array of numbers.
# It must work for a `Sequential` model with any number of layers, and leave the model as it is.


# %% tags=["exercise"] id="images/transfer-learning/features" skills=["NN-11"]
def features(model, pictures):
    ### BEGIN SOLUTION
    part = keras.Model(model.inputs[0], model.layers[-2].output)
    return np.array(part(pictures))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Make a model that ends earlier, then call it on the pictures.

# %% [markdown] tags=["hint"]
# Count layers from the end: `model.layers[-1]` is the last one.

# %% tags=["check"]
for tried, width in ((small_network([9, 7], 5), 7), (small_network([8], 4), 8)):
    answers, depth = np.array(tried(x[:6])), len(tried.layers)
    returned = features(tried, x[:6])
    assert returned is not None, (
        "Not attempted: features returned None. Return an array."
    )
    try:
        got = np.asarray(returned, "float32")
    except (TypeError, ValueError):
        got = None
    assert got is not None, (
        f"Got {type(returned).__name__}, which is no array, expected numbers: call the "
        "model on the pictures, and return nothing else."
    )
    told = f"Got an array of shape {got.shape}, expected {(6, width)}. "
    assert len(tried.layers) == depth, (
        f"Got a model that has {len(tried.layers)} layers afterwards, expected {depth} "
        "as before: make a new model that ends earlier."
    )
    assert got.shape != answers.shape, told + (
        "These are the answers of the last layer: stop one layer earlier."
    )
    assert got.shape == (6, width), told + (
        "This is another layer than the one before the last: count from the end."
    )
    assert np.allclose(tried.layers[-1](got), answers, atol=1e-3), (
        f"Got numbers such as {got[0, 0]:.2f} that the last layer doesn't receive when "
        "the model answers. Use its own layers, not in training mode, and the pictures "
        "as they are."
    )
print("Correct: the last layer, applied to your features, gives the model's answer.")


# %% tags=["wrong"] reason="answers of the last layer"
def features(model, pictures):
    return np.array(model(pictures))


# %% tags=["wrong"] reason="count from the end"
def features(model, pictures):
    part = keras.Model(model.inputs[0], model.layers[1].output)
    return np.array(part(pictures))


# %% tags=["wrong"] reason="expected numbers"
def features(model, pictures):
    return keras.Model(model.inputs[0], model.layers[-2].output)


# %% tags=["wrong"] reason="a model that has"
def features(model, pictures):
    model.pop()
    return np.array(model(pictures))


# %% tags=["wrong"] reason="not in training mode"
def features(model, pictures):
    part = keras.Model(model.inputs[0], model.layers[-2].output)
    return np.array(part(pictures, training=True))


# %% tags=["right"]
def features(model, pictures):
    numbers = pictures
    for layer in model.layers[:-1]:
        numbers = layer(numbers)
    return numbers


# %% tags=["right"]
def features(model, pictures):
    part = keras.Sequential(model.layers[:-1])
    return part.predict(pictures, verbose=0)


# %% [markdown]
# ### A new head
# Write `reuse(model, classes)` for a `Sequential` model.
# It returns a new model, not compiled: all layers of `model` but the last, with their weights and frozen, and a new last layer that gives probabilities for `classes` classes.
# `model` keeps its own last layer.


# %% tags=["exercise"] id="images/transfer-learning/reuse" skills=["NN-10"]
def reuse(model, classes):
    ### BEGIN SOLUTION
    base = keras.Model(model.inputs[0], model.layers[-2].output)
    base.trainable = False
    head = keras.layers.Dense(classes, activation="softmax")
    return keras.Sequential([base, head])
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Build the base as in "A new head on a frozen base", from `model` in place of `old`.

# %% [markdown] tags=["hint"]
# Freeze the base before you put the head on it, and give the head a softmax.

# %% tags=["check"]
for source, classes in ((small_network([9, 7], 5), 3), (small_network([8], 2), 4)):
    known, depth, units = (
        source.get_weights(),
        len(source.layers),
        source.layers[-2].units,
    )
    before_head = np.array(
        keras.Model(source.inputs[0], source.layers[-2].output)(x[:6])
    )
    got = reuse(source, classes)
    assert got is not None, "Not attempted: reuse returned None. Return a model."
    assert isinstance(got, keras.Model), (
        f"Got {type(got).__name__}, expected one model: put base and head together."
    )
    assert got is not source and len(source.layers) == depth, (
        "Got the old model itself, changed, expected a new one: build it from the old "
        "layers, and leave the old model as it is."
    )
    assert not got.compiled, (
        "Got a compiled model, expected one that is not: whoever trains it compiles it."
    )
    answer = np.array(got(x[:6]))
    assert answer.shape == (6, classes), (
        f"Got {answer.shape} for 6 pictures, expected {(6, classes)}. "
        "The last layer needs as many units as there are new classes."
    )
    arrays = [weight.shape for weight in got.get_weights()]
    on_top = [(units, classes), (classes,)]
    assert arrays == [weight.shape for weight in known[:-2]] + on_top, (
        f"Got weights of the shapes {arrays}, expected those of the old model without "
        f"its last layer, then {on_top}. Leave out the old last layer, and no other."
    )
    assert all(map(np.array_equal, got.get_weights()[:-2], known)), (
        "Got new weights in the base, expected those of the old model: use its layers."
    )
    learns = [tuple(weight.shape) for weight in got.trainable_weights]
    assert learns == on_top, (
        f"Got {len(learns)} arrays of weights to train, expected the 2 of the head. "
        "Check what is frozen: the base, and only the base."
    )
    drawn = [np.random.default_rng(7).normal(size=shape) for shape in on_top]
    for weight, numbers in zip(got.trainable_weights, drawn, strict=True):
        weight.assign(numbers)  # zeros would give the same answer without a softmax
    answer, sums = np.array(got(x[:6])), before_head @ drawn[0] + drawn[1]
    assert np.allclose(answer.sum(axis=1), 1, atol=1e-4), (
        f"The outputs of a picture sum to {answer[0].sum():.2f}, expected 1. "
        "Use softmax in the head."
    )
    wanted = np.exp(sums) / np.exp(sums).sum(axis=1, keepdims=True)
    assert np.allclose(answer, wanted, atol=1e-3), (
        f"Got {answer[0].round(2)} for a picture, expected {wanted[0].round(2)}, the "
        "head's answer to the base. Let the picture pass all layers of the base."
    )
print("Correct: old layers, frozen, and a new head that can learn.")


# %% tags=["wrong"] reason="check what is frozen"
def reuse(model, classes):
    base = keras.Model(model.inputs[0], model.layers[-2].output)
    return keras.Sequential([base, keras.layers.Dense(classes, activation="softmax")])


# %% tags=["wrong"] reason="leave out the old last layer"
def reuse(model, classes):
    base = keras.Model(model.inputs[0], model.outputs[0])
    base.trainable = False
    return keras.Sequential([base, keras.layers.Dense(classes, activation="softmax")])


# %% tags=["wrong"] reason="new weights in the base"
def reuse(model, classes):
    base = keras.Model(model.inputs[0], model.layers[-2].output)
    fresh = keras.models.clone_model(base)
    fresh.trainable = False
    return keras.Sequential([fresh, keras.layers.Dense(classes, activation="softmax")])


# %% tags=["wrong"] reason="a compiled model"
def reuse(model, classes):
    base = keras.Model(model.inputs[0], model.layers[-2].output)
    base.trainable = False
    head = keras.layers.Dense(classes, activation="softmax")
    new = keras.Sequential([base, head])
    new.compile("adam", "sparse_categorical_crossentropy")
    return new


# %% tags=["wrong"] reason="leave the old model as it is"
def reuse(model, classes):
    model.pop()
    for layer in model.layers:
        layer.trainable = False
    model.add(keras.layers.Dense(classes, activation="softmax"))
    return model


# %% tags=["right"]
def reuse(model, classes):
    pixels = keras.Input(shape=model.input_shape[1:])
    maps = pixels
    for layer in model.layers[:-1]:
        layer.trainable = False
        maps = layer(maps)
    scores = keras.layers.Dense(classes)(maps)
    return keras.Model(pixels, keras.layers.Softmax()(scores))


# %% tags=["right"]
def reuse(model, classes):
    copied = keras.models.clone_model(model)
    copied.set_weights(model.get_weights())
    copied.pop()
    copied.trainable = False
    head = keras.layers.Dense(classes, activation="softmax")
    return keras.Sequential([copied, keras.layers.Dropout(0.2), head])


# %% [markdown]
# ### Fine-tune the upper part
# Write `open_top(model)` for a model such as `reuse` makes: its first layer is a frozen base, its second the head.
# Make the head and the last layer of the base trainable, and nothing else.
# Then compile the model, for labels that are numbers of classes and with a learning rate of at most 0.001, and return it.
# Train nothing yet.


# %% tags=["exercise"] id="images/transfer-learning/open-top" skills=["NN-10"]
def open_top(model):
    ### BEGIN SOLUTION
    base = model.layers[0]
    base.trainable = True
    for layer in base.layers[:-1]:
        layer.trainable = False
    optimizer = keras.optimizers.Adam(learning_rate=0.0005)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy")
    return model
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Setting `trainable` on the base sets it on all layers inside.
# Start there, then freeze again what must stay.

# %% [markdown] tags=["hint"]
# `base.layers[:-1]` are all layers of the base but the last.

# %% tags=["check"]
plans = []


class Watched(keras.Sequential):
    """A model that notes what is trainable whenever it is compiled."""

    def compile(self, *args, **options):
        super().compile(*args, **options)
        plans.append([tuple(weight.shape) for weight in self.trainable_weights])


for whole, upon_it in (
    (small_network([9, 7], 5), []),
    (small_network([6, 8, 5], 4), []),
    (small_network([4], 4), [keras.layers.Dense(6), keras.layers.Dense(5)]),
):
    ending_of_base = whole.layers[-2].output
    for one_more in upon_it:
        ending_of_base = one_more(ending_of_base)
    bottom = keras.Model(whole.inputs[0], ending_of_base)
    bottom.trainable = False
    trial = Watched([bottom, keras.layers.Dense(3, activation="softmax")])
    start_weights = trial.get_weights()
    plans.clear()
    got = open_top(trial)
    assert got is not None, "Not attempted: open_top returned None. Return the model."
    assert got is trial, (
        f"Got {type(got).__name__}, expected the model that was given. Return it."
    )
    every = [weight.shape for weight in start_weights]
    opened = [tuple(weight.shape) for weight in got.trainable_weights]
    told = f"Got {len(opened)} arrays of weights to train, expected 4. "
    assert opened != every[-2:], told + "The base is still frozen: open its last layer."
    assert opened != every, told + "All layers are open: freeze those below the last."
    assert opened == every[-4:], (
        f"Got the shapes {opened} to train, expected {every[-4:]}: other layers. Open "
        "the head, and the last layer of the base."
    )
    assert plans, "Got a model that is not compiled. Compile after the change."
    assert plans[-1] == opened, (
        f"Got {len(plans[-1])} arrays to train at the time of compile, expected 4: "
        "compiled too early. Compile after the change, so that it surely counts."
    )
    rate = float(got.optimizer.learning_rate)
    assert 0 < rate <= 0.00101, (
        f"Got a learning rate of {rate:g}, expected at most 0.001, and more than 0: "
        f"{'too large a step' if rate > 0 else 'no step at all'}. Try 0.0005."
    )
    assert all(map(np.array_equal, got.get_weights(), start_weights)), (
        "Got other weights than before, expected the same: train and reset nothing."
    )
    got.run_eagerly = True  # for one step, quicker than a graph
    try:
        got.train_on_batch(x[few], depot[few])
        problem = ""
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:100]
    assert not problem, (
        f"Got {problem} in training, expected no error. Give compile a loss for labels "
        "that are numbers of classes."
    )
    still = list(map(np.array_equal, got.get_weights(), start_weights))
    assert still == [True] * (len(every) - 4) + [False] * 4, (
        f"Got {still.count(False)} arrays that move in training, expected the last 4."
    )
print("Correct: the upper part can learn, in small steps.")


# %% tags=["wrong"] reason="still frozen"
def open_top(model):
    model.compile(keras.optimizers.Adam(0.0005), "sparse_categorical_crossentropy")
    return model


# %% tags=["wrong"] reason="all layers are open"
def open_top(model):
    model.layers[0].trainable = True
    model.compile(keras.optimizers.Adam(0.0005), "sparse_categorical_crossentropy")
    return model


# %% tags=["wrong"] reason="too large a step"
def open_top(model):
    base = model.layers[0]
    base.trainable = True
    for layer in base.layers[:-1]:
        layer.trainable = False
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
    return model


# %% tags=["wrong"] reason="compiled too early"
def open_top(model):
    model.compile(keras.optimizers.Adam(0.0005), "sparse_categorical_crossentropy")
    base = model.layers[0]
    base.trainable = True
    for layer in base.layers[:-1]:
        layer.trainable = False
    return model


# %% tags=["wrong"] reason="other layers"
def open_top(model):
    base = model.layers[0]
    base.trainable = True
    for layer in base.layers[:3]:
        layer.trainable = False
    model.compile(keras.optimizers.Adam(0.0005), "sparse_categorical_crossentropy")
    return model


# %% tags=["wrong"] reason="a loss for labels"
def open_top(model):
    base = model.layers[0]
    base.trainable = True
    for layer in base.layers[:-1]:
        layer.trainable = False
    model.compile(keras.optimizers.Adam(0.0005), "categorical_crossentropy")
    return model


# %% tags=["right"]
def open_top(model):
    base, head = model.layers
    base.trainable = head.trainable = True
    last = len(base.layers) - 1
    for place, layer in enumerate(base.layers):
        layer.trainable = place == last
    loss = keras.losses.SparseCategoricalCrossentropy()
    model.compile(optimizer=keras.optimizers.SGD(1e-3), loss=loss, metrics=["accuracy"])
    return model


# %% tags=["right"]
def open_top(model):
    model.layers[0].layers[-1].trainable = True
    rate = keras.optimizers.schedules.ExponentialDecay(1e-4, 100, 0.9)
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy")
    return model


# %% [markdown]
# ## What to remember
# - Features are the output of a late layer; `keras.Model(inputs, output)` takes them out.
# - Few labels: freeze the base, put a new head on it, compile, and train the head.
# - Then, if it helps, unfreeze, compile again, and fine-tune with a small learning rate.
# - Prepare pictures as the base knew them, and keep `BatchNormalization` frozen: `training=False` in the call of the base doesn't do it.
# - Compare with a network that starts from nothing, or you do not know what the old one was worth.
#
# Next: [What a network looks at](what-it-looks-at.ipynb), before you trust its score.
# Every skill of this topic has its section in [Building and training networks](../../topics/basics.md).
