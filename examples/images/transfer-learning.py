# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Transfer learning with few pictures
#     summary: "Use a network that learned one task for another with few labeled pictures: features, a new last layer, fine-tuning."
#     skills: [NN-10, NN-11]
#     requires: [images/convolutions, images/augmentation, basics/vanishing-gradients]
#     data: [photo-squares.keras]
# ---

# %% [markdown]
# After this lesson you can take a network that learned one task and use it for another one, for which you have only a few labeled pictures.
# You take features out of it, put a new last layer on it, and carefully train its upper layers further.
# The steps are those that you would take with MobileNetV2, and you see its real call as well.
# At the end you compare the result with a network that starts from random weights, and with a method that needs no network at all.
#
# This is **transfer learning**, and a network that you get with trained weights is called **pretrained**.

# %% [markdown] skills=["NN-10"] given=["16200"]
# ## A network that knows photographs
# The usual pretrained networks learned to name 1000 kinds of things in more than a million photographs.
# Ours is small and comes with this lesson as a file.
# It takes squares of 24 x 24 gray pixels, scaled from -1 to 1, and says from which of nine photographs a square was cut: an astronaut, a man with a camera, a cell, a clock, some coins, a page of a book, a few printed words, a Chinese tower or a flower.
# It learned that from 16200 squares, in two minutes; `scripts/dev/train_base.py` in the repository is the program.
#
# Its layers are those of [Convolutions](convolutions.ipynb), with [batch normalization](../basics/vanishing-gradients.ipynb) after each convolution.
# The last but one, `GlobalAveragePooling2D`, takes the mean of each of the 32 maps.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from skimage.data import brick, grass, gravel
from sklearn.linear_model import LogisticRegression

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
old = keras.models.load_model("data/photo-squares.keras")
blank = keras.models.clone_model(old)  # the same layers with random weights, for later
for number, layer in enumerate(old.layers):
    print(f"{number:2} {type(layer).__name__:22} {layer.output.shape[1:]}")

# %% tags=["claim"]
assert old.input_shape == (None, 24, 24, 1) and old.output_shape == (None, 9), "ends"
assert old.layers[-2].output.shape == (None, 32), "32 means"

# %% [markdown]
# ## The new task: few labels
# Somebody wants to know what the ground in a picture is made of: brick, grass or gravel.
# The network has never seen these three photographs, and none of its nine answers fits.
#
# `squares` cuts squares out of one half of a photograph, at random places.
# It draws a contrast and a brightness for each of them, as if the light had changed, so that brightness alone gives nothing away.
# Labeled squares come from the left half of a photograph and test squares from its right half, so no pixel is in both.


# %%
def squares(photo, half, count):
    part = np.array_split(photo, 2, axis=1)[half]
    cut = np.zeros((count, 24, 24, 1), "float32")
    for square in cut:
        top, left = (rng.integers(length - 24) for length in part.shape)
        square[..., 0] = part[top : top + 24, left : left + 24]
        square -= square.mean()
        square *= rng.uniform(0.5, 1.5)  # contrast
        square += rng.uniform(80, 175)  # brightness
    return np.clip(cut, 0, 255)


def draw(half, count):
    parts = [squares(photo, half, count) for photo in (brick(), grass(), gravel())]
    return np.concatenate(parts), np.repeat([0, 1, 2], count)


x_few, y_few = draw(half=0, count=3)
x_test, y_test = draw(half=1, count=100)
print("labeled:", x_few.shape, " test:", x_test.shape)

# %% alt="Nine squares of 24 pixels in three rows: bricks with light joints, blades of grass, and gravel, each with another brightness and contrast"
plt.figure(figsize=(4, 3.6))
for place, square in enumerate(x_few):
    plt.subplot(3, 3, place + 1)
    plt.imshow(square[..., 0], cmap="gray", vmin=0, vmax=255)
    plt.title(["brick", "grass", "gravel"][y_few[place]], fontsize=9)
    plt.axis("off")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert np.bincount(y_few).tolist() == [3, 3, 3], "three of each, 9 in all"
assert x_few.shape == (9, 24, 24, 1) and len(y_test) == 300, "the two sets"

# %% [markdown]
# Those nine are all the labels that you get.
# Would you trust a network that was trained on them alone?

# %% [markdown] skills=["NN-11"]
# ## Features
# The output of a layer, taken as a description of the picture, is called its **features**.
# `keras.Model(inputs, output)` makes a model that ends at any layer you name, or at several if you give it a list.
# It copies nothing: its layers are the layers of `old`, with the same weights.
# `old.inputs` is a list, because a network may have several inputs; ours has one, so take number 0.

# %%
prepare = keras.layers.Rescaling(1 / 127.5, offset=-1)  # 0 to 255 becomes -1 to 1
ends = {"means": 11, "answers": 12}
inside = keras.Model(old.inputs[0], [old.layers[end].output for end in ends.values()])


def tables(pictures):
    scaled = prepare(pictures)
    arrays = [scaled, *inside(scaled, training=False)]
    rows = [np.reshape(array, (len(pictures), -1)) for array in arrays]
    return dict(zip(["pixels", *ends], rows, strict=True))


test_tables = tables(x_test)
for name, table in test_tables.items():
    print(f"{name:14} {table.shape[1]:5} numbers for each square")

# %% tags=["claim"]
widths = [table.shape[1] for table in test_tables.values()]
assert widths == [576, 32, 9], f"the numbers that the text speaks of: {widths}"
assert inside.layers[1] is old.layers[0], "the layers are shared, not copied"

# %% [markdown]
# Any classifier can use a table of numbers.
# Logistic regression from scikit-learn is a single layer with a softmax, found without epochs or a learning rate; `solver` names the method that finds its weights.
# Give it the nine labeled rows of a table, and test it on the 300 others.
#
# For comparison, a method that learns nothing: the **nearest neighbor** keeps the pixels of the labeled squares, and gives a new square the label of the most similar one.
#
# Nine squares are a small sample, and another nine give another score.
# So draw them three times, and compare means.
# Which description will be the most useful: the pixels, the 32 means before the last layer, or the old network's nine answers?
# Decide before you look.


# %%
def nearest(known, labels, asked):
    sides = []
    for rows in (known, asked):
        rows = rows - rows.mean(axis=1, keepdims=True)
        sides.append(rows / np.linalg.norm(rows, axis=1, keepdims=True))
    return labels[np.argmax(sides[1] @ sides[0].T, axis=1)]


draws = [(x_few, y_few), draw(half=0, count=3), draw(half=0, count=3)]
scores = {name: [] for name in ["nearest, pixels", *ends]}
for x, y in draws:
    few_tables = tables(x)
    said = nearest(few_tables["pixels"], y, test_tables["pixels"])
    scores["nearest, pixels"].append(np.mean(said == y_test))
    for name in ends:
        simple = LogisticRegression(solver="newton-cg").fit(few_tables[name], y)
        scores[name].append(simple.score(test_tables[name], y_test))

# %% alt="Three scores for each of three ways: the nearest neighbor on pixels is little better than guessing, logistic regression on the answers is better, and on the means it is the best"
plt.figure(figsize=(6, 2.6))
for name, three in scores.items():
    print(f"{name:16} mean {np.mean(three):.2f}")
    plt.plot(three, [name] * 3, "o")
plt.axvline(1 / 3, linestyle="--", label="guessing")
plt.gca().invert_yaxis()
plt.xlim(0, 1)
plt.xlabel("accuracy on 300 test squares, nine labels")
plt.legend(loc="lower left")
plt.tight_layout()
plt.show()

# %% tags=["claim"] numbers=["accuracy, features and nine labels = means"]
averages = {name: np.mean(three) for name, three in scores.items()}
means = averages["means"]
assert means > 0.65, f"nine labels are enough to be useful: {averages}"
assert averages["nearest, pixels"] < means - 0.2, f"pixels are far behind: {averages}"
assert averages["answers"] < means, f"the answers are behind: {averages}"

# %% [markdown]
# - **Pixels** say little: two squares of gravel have no stone in the same place, so the most similar picture is often one of something else.
# - **The means** say how much of each of 32 patterns is in the square, wherever it is, and grass differs from gravel in just that.
# - **The answers** say how much a square looks like coins or like a page; nine shares are too coarse a description of something else.
#
# So the usual place is the layer before the last one.
# If you can spare some labels, try two or three places and compare them.

# %% [markdown] skills=["NN-10"]
# ## A new head on a frozen base
# The part that you keep is called the **base**, and the layers that you put on it are the **head**.
# With `base.trainable = False` you **freeze** the base: `fit` leaves its weights alone.
# Set it before you compile.
#
# ![Above, the network trained on nine photographs: picture, base with 32 features, nine answers; below, the same base frozen, with a new head for three kinds of ground that is trained on nine squares](../diagrams/frozen-base.svg)
#
# `recipe` puts the whole model together, from pixels to probabilities, in the order in which you find it wherever a pretrained network is used.


# %%
def without_head(model):
    return keras.Model(model.inputs[0], model.layers[-2].output)


def recipe(base, prepare, classes):
    pixels = keras.Input(shape=base.input_shape[1:])
    varied = keras.layers.RandomFlip("horizontal")(pixels)
    described = base(prepare(varied), training=False)
    answers = keras.layers.Dense(classes, activation="softmax")(described)
    return keras.Model(pixels, answers)


def count_trainable(model):
    return sum(weight.numpy().size for weight in model.trainable_weights)


base = without_head(old)
base.trainable = False
model = recipe(base, prepare, classes=3)
print("weights in all:  ", model.count_params())
print("weights to train:", count_trainable(model))

# %% [markdown]
# 1. **Augment** the pixels first: ground stays ground in a mirror. [Augmentation](augmentation.ipynb) says which changes leave a label true.
# 2. **Prepare** them inside the model, so that nobody who uses it can forget it.
# 3. **Call the base with `training=False`**, so that its batch normalization uses the means that it has learned.
#    What that doesn't do comes below.
# 4. **The head** is new, and has one unit for each new class.
#
# Now train the head.

# %%
before = base.get_weights()
model.compile(keras.optimizers.Adam(0.03), "sparse_categorical_crossentropy")
model.fit(x_few, y_few, batch_size=3, epochs=10, verbose=0)
untouched = all(map(np.array_equal, before, base.get_weights()))


def accuracy(model):
    return np.mean(np.argmax(model(x_test, training=False), axis=1) == y_test)


frozen = accuracy(model)
print(f"base untouched: {untouched}, accuracy: {frozen:.2f}")

# %% tags=["claim"]
assert untouched, "fit leaves a frozen base alone"
assert count_trainable(model) == 32 * 3 + 3 == 99, "the weights of the head"
assert model.count_params() - 99 == 10_800, f"that stay: {model.count_params() - 99}"
assert frozen > 0.5, f"got {frozen:.2f}"
mirrored = np.array(model.layers[1](x_few, training=True))
same = [np.array_equal(a, b) for a, b in zip(mirrored, x_few, strict=True)]
assert np.all(same | np.all(mirrored == x_few[:, :, ::-1], axis=(1, 2, 3))), "a mirror"

# %% [markdown]
# Only the 99 weights of the head were trained; the 10800 of the base have not moved.
# This is the same idea as logistic regression on the means, but what you get is one model that takes pixels from 0 to 255 and that you can save and hand over.

# %% [markdown] skills=["NN-10"]
# ## Fine-tuning, gently
# Now the upper part of the base may learn too: that is **fine-tuning**.
# Do it after the head has been trained.
# A head that still answers at random would send large, senseless corrections down into the base.
# Use a small learning rate, because the base is to be adjusted, not replaced.
# And open only the top: the lowest layers see edges and grains, which every picture has.
#
# First a trap.
# If you change `trainable` on a model that has been compiled and trained, the change waits for the next compile.
# Predict what this cell prints.

# %%
base.trainable = True
for layer in base.layers[:9]:  # all below the third convolution
    layer.trainable = False
model.fit(x_few, y_few, batch_size=3, verbose=0)  # not compiled again
unchanged = all(map(np.array_equal, before, base.get_weights()))
print("after fit without compile, base unchanged:", unchanged)

# %% tags=["claim"]
assert unchanged, "a change of trainable waits for compile"
assert base.layers[9] is old.layers[8], "an input layer stands in front"
assert isinstance(base.layers[9], keras.layers.Conv2D), "the third convolution"
try:
    model.fit(x_few, y_few, batch_size=9, verbose=0)
except ValueError as error:
    assert "Unknown variable" in str(error), error
else:
    raise AssertionError("another size of batch makes a new plan")

# %% [markdown]
# That `fit` followed the old plan, without a warning.
# With another batch size it would have had to make a new plan, and would have stopped with `Unknown variable`: the optimizer was made for the weights of the head.
#
# The other trap is `BatchNormalization`, which most of the large networks contain.
# In training it scales each batch by that batch's own mean and standard deviation, and keeps a running mean for later.
# A few pictures would spoil these running numbers, although no gradient touches them.
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
# So leave these layers frozen when you open a base.
# `training=False` in the call of the base doesn't do it: `fit` overrides that `False`, because it hands `training=True` to all layers of the model, and only a frozen layer ignores it.
#
# Now all of it, in the right order: open the top, freeze its batch normalization, compile, fit.

# %%
for layer in base.layers:
    if isinstance(layer, keras.layers.BatchNormalization):
        layer.trainable = False
print("weights to train:", count_trainable(model))
model.compile(keras.optimizers.Adam(0.0005), "sparse_categorical_crossentropy")
model.fit(x_few, y_few, batch_size=3, epochs=5, verbose=0)
tuned = accuracy(model)
print(f"frozen base: {frozen:.2f}, then fine-tuned: {tuned:.2f}")

# %% tags=["claim"]
moved = [
    name
    for name, old_array, weight in zip(
        [weight.path.split("/")[-2:] for weight in base.weights],
        before,
        base.get_weights(),
        strict=True,
    )
    if not np.array_equal(old_array, weight)
]
assert [name[-1] for name in moved] == ["kernel"], f"one convolution moved: {moved}"
kernel = 24 * 32 * 9
assert count_trainable(model) == 99 + kernel == 7011, "head and third convolution"
pairs = zip(before, base.get_weights(), strict=True)
step = max(np.abs(a - b).max() for a, b in pairs)
assert 0 < step < 0.03, f"a small learning rate means small changes, got {step:.3f}"
assert abs(tuned - frozen) < 0.2, f"fine-tuning changes little: {frozen}, {tuned}"
held, free = (keras.layers.BatchNormalization(trainable=kind) for kind in (False, True))
row = keras.Input(shape=(1,))
called = keras.Model(row, free(held(row, training=False), training=False))
called.compile(optimizer="sgd", loss="mse", run_eagerly=True)
called.fit(batch, batch, verbose=0)
assert held.moving_mean.numpy().item() == 0, "a frozen layer keeps its mean in fit"
assert free.moving_mean.numpy().item() > 0.4, "fit overrides training=False"

# %% [markdown]
# Of the base, only the third convolution has learned, and its weights have changed little.
# Nine squares say little about thousands of weights, so fine-tuning may help here or do harm.
# It pays when you have more labels, or when your pictures look different from those that the base has seen.
# Measure after each step, on pictures that were kept apart, and keep what helps.

# %% [markdown] skills=["NN-10"]
# ## Is it worth it?
# A network that starts from random weights has the same layers, the same augmentation and the same squares, and all of its weights may learn, at a larger rate.
# `blank` has these layers: `clone_model` made them anew.
# Train one network on each of the three draws, with plain SGD, which remembers nothing of the draw before; `train_on_batch` takes one step, and with nine squares that is a whole epoch.
# The `training=False` in `recipe` doesn't hold these networks back: as you saw, training overrides it.


# %%
def start():
    return recipe(without_head(keras.models.clone_model(blank)), prepare, classes=3)


starts = [start() for _ in draws]
fresh = starts[0]
fresh.compile(keras.optimizers.SGD(0.2), "sparse_categorical_crossentropy")
scores["from scratch"] = []
for (x, y), new in zip(draws, starts, strict=True):
    fresh.set_weights(new.get_weights())  # other random weights
    for _ in range(60):
        fresh.train_on_batch(x, y)
    scores["from scratch"].append(accuracy(fresh))
said = np.argmax(fresh(x, training=False), axis=1)
print(f"its own nine squares: {np.mean(said == y):.2f}")

# %% alt="Three bars of mean accuracy with nine labels: nearest neighbor on pixels is the lowest, the network from scratch is higher, a head on the frozen base is the highest"
named = {
    "nearest, pixels": "nearest neighbor on pixels",
    "from scratch": "network from scratch",
    "means": "frozen base and a head",
}
plt.figure(figsize=(6, 2))
bars = plt.barh(list(named.values()), [np.mean(scores[name]) for name in named])
plt.bar_label(bars, fmt="%.2f", padding=3)
plt.gca().invert_yaxis()
plt.xlim(0, 1)
plt.xlabel("mean accuracy of three draws, nine labels each")
plt.tight_layout()
plt.show()

# %% tags=["claim"] numbers=["accuracy from scratch = nothing"]
nothing = np.mean(scores["from scratch"])
assert np.mean(said == y) > 0.75, "it has memorized nearly all of its squares"
assert means > nothing + 0.02, f"the photographs help: {scores}"
assert nothing > averages["nearest, pixels"] + 0.1, f"and so does a network: {scores}"

# %% [markdown]
# All three had the same nine labels, and the head on the frozen base gets the most out of them.
# The network trained from scratch isn't hopeless either: it knows its own squares, and does far better on new ones than the nearest neighbor.
# How much of the lead is left when you have more labels?
# Change `count=3`, where the labeled squares are drawn, and see.

# %% [markdown] skills=["NN-10", "NN-11"]
# ## The same recipe with MobileNetV2
# `keras.applications` holds large networks that were trained on ImageNet, a collection of photographs in 1000 classes.
# This is the real call, with one word changed.
# With `weights="imagenet"`, the default, Keras downloads the trained weights on first use; with `weights=None` it builds the same layers with random ones and needs no connection.
#
# `include_top=False` leaves out the old head, and `pooling="avg"` turns the last maps into one row of features.
# `alpha=0.35` asks for the narrowest version, and `input_shape` for color pictures of 96 x 96 pixels.

# %%
mobile = keras.applications.MobileNetV2(
    input_shape=(96, 96, 3), alpha=0.35, include_top=False, pooling="avg", weights=None
)
mobile.trainable = False
as_trained = keras.applications.mobilenet_v2.preprocess_input
large = recipe(mobile, as_trained, classes=3)
kinds = [type(layer).__name__ for layer in mobile.layers]
print("layers:", len(kinds), "with", kinds.count("BatchNormalization"), "normalizing")
print("features:", mobile.output.shape[1:], " weights in all:", large.count_params())
print("weights to train:", count_trainable(large))
print("prepared:", as_trained(np.array([0, 127.5, 255])))

# %% tags=["claim"]
import inspect

assert kinds.count("BatchNormalization") == 52, "that many normalize"
assert mobile.output.shape == (None, 1280), "the features"
assert count_trainable(large) == 1280 * 3 + 3 == 3843, "only the head is trained"
assert as_trained(np.array([0, 127.5, 255])).tolist() == [-1, 0, 1], "from -1 to 1"
assert np.allclose(prepare(np.array([0, 127.5, 255])), [-1, 0, 1]), "as Rescaling"
options = inspect.signature(keras.applications.MobileNetV2).parameters
assert options["classes"].default == 1000, "the old head has 1000 classes"
assert options["weights"].default == "imagenet", "it downloads unless told otherwise"
assert large.input_shape == (None, 96, 96, 3), "it takes pictures"
assert large.output_shape == (None, 3), "and gives three probabilities"

# %% [markdown]
# `recipe` is the one from above: augment, prepare, frozen base, new head.
# What follows is what you did above, too: compile and fit, open the top with its 52 normalizing layers frozen, compile with a small learning rate, fit.
#
# Each of these networks was trained on pixels prepared in its own way, and has its own `preprocess_input` for that.
# That of MobileNetV2 does what our `Rescaling` does; others expect other numbers.

# %% [markdown]
# ## What can go wrong
# - **Not compiled again.** After a change of `trainable`, `fit` goes on as before and says nothing, or stops with `Unknown variable`.
# - **A large learning rate.** In its first step Adam moves each weight that has a gradient by about the learning rate.
#   With 0.1 that is half of a typical weight of our filters, in a single step, and what they knew is soon gone.
# - **Pictures prepared twice, or not at all.** A base expects the numbers that it was trained on.
#   Give our model pixels that are scaled already, and it is hardly better than guessing.
# - **A changed array.** `preprocess_input` writes into a NumPy array of floats that you give it; inside a model, as above, it can't.
# - **A clone of a frozen base.** `clone_model` copies what is frozen, and `trainable = True` on the clone changes nothing then, so clone before you freeze.
# - **A test that flatters.** If the base was trained on pictures of your test set, your score is too good.

# %% tags=["claim"]
weight = keras.Variable(np.array([0.2, -0.3, 0.4], "float32"))
start = weight.numpy()
keras.optimizers.Adam(0.1).apply([np.array([2, -0.5, 0.01], "float32")], [weight])
assert np.allclose(np.abs(weight.numpy() - start), 0.1, atol=1e-3), "by the rate"
filters = np.abs(old.layers[4].get_weights()[0])
assert 0.15 < np.median(filters) < 0.25, f"a typical weight is {np.median(filters):.2f}"
scaled_twice = np.argmax(model(x_test / 255, training=False), axis=1)
assert np.mean(scaled_twice == y_test) < 0.5, "lost on scaled pixels"
floats = np.array([255.0])
as_trained(floats)
assert floats.tolist() == [1], "preprocess_input writes into its argument"
dense = [keras.layers.Dense(3), keras.layers.Dense(2)]
frozen_base = without_head(keras.Sequential([keras.Input(shape=(4,)), *dense]))
frozen_base.trainable = False
again = keras.models.clone_model(frozen_base)
again.trainable = True
assert not again.trainable_weights, "a clone of a frozen model stays frozen"

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


six = x_test[::50, :12, :12] / 255

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
# Make a model that ends one layer earlier, then call it on the pictures.

# %% [markdown] tags=["hint"]
# Count layers from the end: `model.layers[-1]` is the last one.

# %% tags=["check"]
for widths, classes, width in (([9, 7], 5, 7), ([8], 4, 8)):
    tried = small_network(widths, classes)
    answers, depth = np.array(tried(six)), len(tried.layers)
    returned = features(tried, six)
    assert returned is not None, (
        "Not attempted: features returned None. Return an array."
    )
    try:
        got = np.asarray(returned, "float32")
    except (TypeError, ValueError):
        got = None
    assert got is not None, (
        f"Got {type(returned).__name__}, expected an array of numbers: call the "
        "shorter model on the pictures, and return only its output."
    )
    told = f"Got an array of shape {got.shape}, expected {(6, width)}. "
    assert len(tried.layers) == depth, (
        f"The model has {len(tried.layers)} layers after the call, expected {depth} as "
        "before: make a new model that ends earlier."
    )
    assert got.shape != answers.shape, told + (
        "This is what the last layer returns: stop one layer earlier."
    )
    assert got.shape == (6, width), told + (
        "This isn't the layer before the last one: count from the end."
    )
    assert np.allclose(tried.layers[-1](got), answers, atol=1e-3), (
        f"Got numbers such as {got[0, 0]:.2f}, but the last layer doesn't turn them "
        "into the model's output. Use the model's own layers, not in training mode, "
        "and the pictures as they are."
    )
print("Correct: the last layer, applied to your features, gives the model's output.")


# %% tags=["wrong"] reason="what the last layer returns"
def features(model, pictures):
    return np.array(model(pictures))


# %% tags=["wrong"] reason="count from the end"
def features(model, pictures):
    part = keras.Model(model.inputs[0], model.layers[1].output)
    return np.array(part(pictures))


# %% tags=["wrong"] reason="expected an array of numbers"
def features(model, pictures):
    return keras.Model(model.inputs[0], model.layers[-2].output)


# %% tags=["wrong"] reason="layers after the call"
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
    return part(pictures).numpy()


# %% [markdown]
# ### A new head
# Write `reuse(model, classes)` for a `Sequential` model.
# It returns a new model, not compiled, which has all layers of `model` but the last, frozen and with their weights, and a new last layer that gives probabilities for `classes` classes.
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
# Build the base as in "A new head on a frozen base", but from `model` instead of `old`.

# %% [markdown] tags=["hint"]
# Freeze the base before you put the head on it, and give the head a softmax.

# %% tags=["check"]
for widths, old_classes, classes in (([9, 7], 5, 3), ([8], 2, 4)):
    source, units = small_network(widths, old_classes), widths[-1]
    known, depth = source.get_weights(), len(source.layers)
    before_head = np.array(keras.Model(source.inputs[0], source.layers[-2].output)(six))
    got = reuse(source, classes)
    assert got is not None, "Not attempted: reuse returned None. Return a model."
    assert isinstance(got, keras.Model), (
        f"Got {type(got).__name__}, expected one model: put the base and the head "
        "together."
    )
    assert got is not source and len(source.layers) == depth, (
        "The old model was returned or changed, expected a new one: build it from the "
        "old layers, and leave the old model as it is."
    )
    assert not got.compiled, (
        "Got a compiled model, expected one that isn't: leave out the call of compile."
    )
    answer = np.array(got(six))
    assert answer.shape == (6, classes), (
        f"Got shape {answer.shape} for 6 pictures, expected {(6, classes)}. "
        "The last layer needs one unit for each new class."
    )
    arrays = [weight.shape for weight in got.get_weights()]
    on_top = [(units, classes), (classes,)]
    assert arrays == [weight.shape for weight in known[:-2]] + on_top, (
        f"Got weights of the shapes {arrays}, expected those of the old model without "
        f"its last layer, then {on_top}. Leave out the old last layer, and no other."
    )
    assert all(map(np.array_equal, got.get_weights()[:-2], known)), (
        "Got new weights in the base, expected those of the old model: use its layers, "
        "or copy their weights too."
    )
    learns = [tuple(weight.shape) for weight in got.trainable_weights]
    assert learns == on_top, (
        f"Got {len(learns)} arrays of weights to train, expected the 2 of the head. "
        "Check what is frozen: it must be the base, and only the base."
    )
    drawn = [np.random.default_rng(7).normal(size=shape) for shape in on_top]
    for weight, numbers in zip(got.trainable_weights, drawn, strict=True):
        weight.assign(numbers)  # zeros would give the same answer without a softmax
    answer, sums = np.array(got(six)), before_head @ drawn[0] + drawn[1]
    assert np.allclose(answer.sum(axis=1), 1, atol=1e-4), (
        f"Got outputs that sum to {answer[0].sum():.2f} for the first picture, "
        "expected 1. Use softmax in the head."
    )
    wanted = np.exp(sums) / np.exp(sums).sum(axis=1, keepdims=True)
    assert np.allclose(answer, wanted, atol=1e-3), (
        f"Got {answer[0].round(2)} for the first picture, expected "
        f"{wanted[0].round(2)}. Pass the pictures through all layers of the base, and "
        "its output directly to the head."
    )
print("Correct: the old layers are frozen, and the new head can learn.")


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
# Write `open_top(model)` for a model like the one that `reuse` makes: its first layer is a frozen base, its second the head.
# Make the head and the last layer of the base trainable, and nothing else.
# Then compile the model, with a learning rate of at most 0.001 and the cross-entropy for labels that are class numbers, and return it.
# Don't train it yet.


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
# Start there, then freeze again what must not learn.

# %% [markdown] tags=["hint"]
# `base.layers[:-1]` are all layers of the base but the last.

# %% tags=["check"]
plans = []


class Watched(keras.Sequential):
    """A model that notes what is trainable whenever it is compiled."""

    def compile(self, *args, **options):
        super().compile(*args, **options)
        plans.append([tuple(weight.shape) for weight in self.trainable_weights])


for widths, upon_it in (([9, 7], []), ([6, 8, 5], []), ([4], [6, 5])):
    whole = small_network(widths, 4)
    ending_of_base = whole.layers[-2].output
    for units in upon_it:
        ending_of_base = keras.layers.Dense(units)(ending_of_base)
    bottom = keras.Model(whole.inputs[0], ending_of_base)
    bottom.trainable = False
    trial = Watched([bottom, keras.layers.Dense(3, activation="softmax")])
    start_weights = trial.get_weights()
    plans.clear()
    got = open_top(trial)
    assert got is not None, "Not attempted: open_top returned None. Return the model."
    assert got is trial, (
        f"Got another {type(got).__name__}, expected the model that the function was "
        "given. Change that one and return it."
    )
    every = [weight.shape for weight in start_weights]
    opened = [tuple(weight.shape) for weight in got.trainable_weights]
    told = f"Got {len(opened)} arrays of weights to train, expected 4. "
    assert opened != every[-2:], (
        told + "The base is still frozen: make its last layer trainable."
    )
    assert opened != every, (
        told + "All layers are trainable: freeze those of the base below its last one."
    )
    assert opened == every[-4:], (
        f"Got the shapes {opened} to train, expected {every[-4:]}. Only the head and "
        "the last layer of the base may be trainable."
    )
    assert plans, (
        "Got a model that isn't compiled: call compile after you have set trainable."
    )
    assert plans[-1] == opened, (
        f"Got {len(plans[-1])} arrays to train when compile was called, expected 4: "
        "compiled too early. Set trainable first, then compile."
    )
    rate = float(got.optimizer.learning_rate)
    assert 0 < rate <= 0.00101, (
        f"Got a learning rate of {rate:g}, expected one above 0 and at most 0.001. "
        "Try 0.0005."
    )
    assert all(map(np.array_equal, got.get_weights(), start_weights)), (
        "The weights have changed, expected them as before: don't train or reset them."
    )
    shares = keras.ops.convert_to_tensor([[0.7, 0.2, 0.1]])
    try:
        costs = [
            float(got.compute_loss(y=keras.ops.array([label]), y_pred=shares))
            for label in (0, 1, 2)
        ]
        problem = ""
    except Exception as error:
        costs, problem = None, f"{type(error).__name__}: {error}"[:100]
    told = "Use the cross-entropy for labels that are class numbers, on probabilities."
    assert not problem, (
        f"The loss fails on labels that are class numbers with {problem}. {told}"
    )
    assert np.allclose(costs, -np.log([0.7, 0.2, 0.1]), atol=1e-3), (
        f"Got a loss of {costs[0]:.2f} when the right class has the probability 0.7, "
        f"expected {-np.log(0.7):.2f}, the negative logarithm. {told}"
    )
    if not upon_it:
        continue  # one training step is enough
    got.run_eagerly = True  # for one step, quicker than a graph
    try:
        got.train_on_batch(six, np.arange(6) % 3)
        problem = ""
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:100]
    assert not problem, (
        f"Training fails with {problem}, expected no error. Look at what you pass to "
        "compile."
    )
    still = list(map(np.array_equal, got.get_weights(), start_weights))
    assert still == [True] * (len(every) - 4) + [False] * 4, (
        f"Got {still.count(False)} arrays that change in training, expected the last 4."
    )
print("Correct: the upper part can learn in small steps.")


# %% tags=["wrong"] reason="still frozen"
def open_top(model):
    model.compile(keras.optimizers.Adam(0.0005), "sparse_categorical_crossentropy")
    return model


# %% tags=["wrong"] reason="all layers are trainable"
def open_top(model):
    model.layers[0].trainable = True
    model.compile(keras.optimizers.Adam(0.0005), "sparse_categorical_crossentropy")
    return model


# %% tags=["wrong"] reason="at most 0.001"
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


# %% tags=["wrong"] reason="only the head and the last layer"
def open_top(model):
    base = model.layers[0]
    base.trainable = True
    for layer in base.layers[:3]:
        layer.trainable = False
    model.compile(keras.optimizers.Adam(0.0005), "sparse_categorical_crossentropy")
    return model


# %% tags=["wrong"] reason="negative logarithm"
def open_top(model):
    base = model.layers[0]
    base.trainable = True
    for layer in base.layers[:-1]:
        layer.trainable = False
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.0005), loss)
    return model


# %% tags=["wrong"] reason="loss fails on labels that are class numbers"
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
# - Few labels: augment, prepare the pixels as the base knew them, freeze the base, put a new head on it, compile, and train the head.
# - Then, if it helps, open the top, compile again, and fine-tune with a small learning rate.
# - Keep `BatchNormalization` frozen: `training=False` in the call of the base doesn't do it.
# - Compare with a network trained from scratch, and with a method that learns nothing, on more than one draw of the few labels, or you don't know what the old network was worth.
#
# Next: [What a network looks at](what-it-looks-at.ipynb), before you trust its score.
# Every skill of this topic has its section in [Building and training networks](../../topics/basics.md).
