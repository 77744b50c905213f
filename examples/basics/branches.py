# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Models with branches: the functional API"
#     summary: "Build models with two inputs, two outputs, a shared layer or a path around one, with the functional API of Keras."
#     skills: [NN-12, NN-14]
#     requires: [basics/first-model, basics/shapes-in-and-out]
# ---

# %% [markdown]
# After this lesson you can build models that aren't a simple stack: with two inputs, two outputs, a part that is used twice, or a path around a layer.
# You train a model that looks at a photo and a row of numbers, and gives a number and a class.
# Then you take it apart and use the parts again.

# %% [markdown] skills=["NN-12"]
# ## A stack, written in another way
# `keras.Sequential` takes a list of layers, and each layer gets what the one before it gives.
# The **functional API** does the same step by step: you call a layer on a tensor, and get the next tensor.
# Nothing is calculated yet.
# The tensors are placeholders that know a shape but hold no numbers, and Keras remembers which layer made which.
# At the end `keras.Model` gets the first tensor and the last, and finds the way between them.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(7)
stack = keras.Sequential(
    [
        keras.Input(shape=(2,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)

start = keras.Input(shape=(2,))
middle = keras.layers.Dense(16, activation="relu")(start)
end = keras.layers.Dense(1)(middle)
chain = keras.Model(start, end)

print("placeholders:", start.shape, middle.shape, end.shape)
print("weights:", stack.count_params(), "and", chain.count_params())

# %% [markdown]
# Look at `keras.layers.Dense(16, activation="relu")(start)`.
# The first pair of parentheses makes a layer, the second calls it.
#
# Both models begin with random weights, so they answer differently.
# Give the second the weights of the first: should all answers agree?

# %%
questions = np.array([[0.2, 0.9], [0.7, 0.1], [1.0, 1.0]], "float32")
print("before:", stack(questions).numpy()[:, 0], chain(questions).numpy()[:, 0])
chain.set_weights(stack.get_weights())
print("after: ", stack(questions).numpy()[:, 0], chain(questions).numpy()[:, 0])

# %% tags=["claim"]
new = keras.models.clone_model(chain)
assert not np.allclose(new(questions), chain(questions), atol=1e-3), "random weights"
assert np.allclose(stack(questions), chain(questions), atol=1e-6), "the same model"
assert stack.count_params() == chain.count_params() == 65, "as many weights"
assert stack.output_shape == chain.output_shape == (None, 1), "same shapes"
lines = [[], []]
for model, kept in zip((stack, chain), lines, strict=True):
    model.summary(print_fn=kept.append)
assert "Connected" not in lines[0][0] + lines[1][0], "both are a chain"

# %% [markdown]
# They are one and the same model, and `compile`, `fit` and `save` work as before.
# For a stack, `Sequential` is shorter.
# The functional API pays off as soon as the path divides.

# %% [markdown] skills=["NN-12"]
# ## A photo and a row of numbers
# A greenhouse photographs its plants from above, 12 by 12 pixels.
# With each photo comes a row of two numbers: the days since the last watering, and the width of the pot in centimeters.
# The gardener wants two answers:
#
# - how many spoons of water the plant needs: 10 for a photo full of leaves, times the days
# - what to do: 0 wait, 1 water it, 2 give it a larger pot, because the leaves have outgrown this one
#
# You draw the plants yourself, so you know the rule.
# The model gets photos, rows and answers only.


# %%
def rule(leaves, days, pot):  # leaves: the share of the photo that they cover
    water = 10 * leaves * days
    advice = np.where(water > 10, 1, 0)
    return water, np.where(leaves > pot / 40, 2, advice)


rng = np.random.default_rng(7)
count = 9000
down, across = np.mgrid[:12, :12]
center = rng.uniform(4.5, 6.5, (2, count, 1, 1))
dy, dx = down - center[0], across - center[1]
lobes = rng.integers(3, 7, (count, 1, 1))
edge = np.sqrt(rng.uniform(2, 26, (count, 1, 1)))
edge = edge * (1 + 0.25 * np.cos(lobes * np.arctan2(dy, dx)))
green = np.hypot(dy, dx) < edge  # closer to the center than the edge of the leaves
photos = (0.8 * green + rng.uniform(0, 0.2, green.shape)).astype("float32")
leaves = green.mean(axis=(1, 2))
days, pot = rng.uniform(1, 9, count), rng.uniform(10, 30, count)
rows = np.stack([days / 9, pot / 30], axis=1).astype("float32")
water, advice = rule(leaves, days, pot)

# %% [markdown]
# Look at some before you build anything.
# For which of these plants could you name the spoons from the photo alone?

# %% alt="Five photos of plants from above, bright leaves on a dark background, from small to large; above each the days since watering and the width of the pot, below each the spoons of water"
plt.figure(figsize=(7, 2.2))
by_size = np.argsort(leaves)
for place, n in enumerate(by_size[[500, 2500, 4500, 6500, 8500]]):
    plt.subplot(1, 5, place + 1)
    plt.imshow(photos[n], cmap="gray", vmin=0, vmax=1)
    plt.title(f"{days[n]:.0f} days, {pot[n]:.0f} cm", fontsize=9)
    plt.xlabel(f"{water[n]:.0f} spoons,\nadvice {advice[n]}")
    plt.xticks([])
    plt.yticks([])
plt.tight_layout()
plt.show()
print("photos:", photos.shape, " rows:", rows.shape)

# %% [markdown]
# For hardly any of them: a large plant watered yesterday needs little, and one that was forgotten for a week needs a lot.
#
# The two inputs have different shapes, so they can't be one array.
# Each gets an `Input` and a path of its own, a **branch**.
# `Concatenate` puts the ends of the branches side by side, and everything after it works on both:
#
# ![The photo goes through Flatten and a Dense layer of 32, the row goes straight to Concatenate; after it a Dense layer of 32 leads to two outputs, water and advice](../diagrams/two-branches.svg)
#
# The second output, at the lower right, comes later in this lesson.

# %%
photo = keras.Input(shape=(12, 12), name="photo")
row = keras.Input(shape=(2,), name="row")
flat = keras.layers.Flatten()(photo)
seen = keras.layers.Dense(32, activation="relu", name="seen")(flat)
both = keras.layers.Concatenate(name="both")([seen, row])
joint = keras.layers.Dense(32, activation="relu", name="joint")(both)
spoons = keras.layers.Dense(1, name="water")(joint)

model = keras.Model({"photo": photo, "row": row}, spoons)
table = []
model.summary(print_fn=table.append, line_length=76)
lines = [line.replace("│", " ") for line in table[0].splitlines()]
print(*[line for line in lines if line[0] == " "], sep="\n")

# %% [markdown]
# This is `model.summary()`, with its frame taken off to save room.
# The columns are layer, output shape, weights, and, for a model with branches, "Connected to": read the graph from there.
# `both` is connected to two tensors, and its shape is (None, 34): 32 numbers from the photo and the 2 of the row.
#
# The inputs have names, so you feed the model a dictionary with these names.

# %%
for tensor in model.inputs:
    print("wants", tensor.name, tensor.shape)
some = {"photo": photos[:5], "row": rows[:5]}
print("gives", model.output_shape, "- for five plants", model(some).shape)

# %% tags=["claim"]
assert both.shape == (None, 34) and model(some).shape == (5, 1), "side by side"
assert [tensor.name for tensor in model.inputs] == ["photo", "row"], "names"
lines = []
model.summary(print_fn=lines.append)
assert "Connected to" in lines[0], "the column of the summary"
turned_round = {"row": rows[:5], "photo": photos[:5]}
assert np.allclose(model(turned_round), model(some), atol=1e-5), "names, not order"

# %% [markdown]
# In a dictionary the order does not matter, the names do.

# %% [markdown] skills=["NN-14"]
# ## A number and a class
# The second answer is a class, and both answers need to know leaves, days and pot.
# So both grow from `joint`: two layers called on the same tensor are two outputs.
# The model has not been trained, so nothing is lost when you build a new one from the same tensors.
#
# Each output needs a loss of its own; [Two classes or many](two-or-many.ipynb) explains the one for classes.
# It may also have a metric, a number that is only for you to read: here the mean absolute error in spoons ("mae") and the share of right advice ("accuracy").
# Name the outputs, and use the names everywhere: in the model, in `compile`, and for the labels.
#
# Training makes one number small, the sum of both losses.
# So look at the two before you train: how large is each for the untrained model?
# `keras.losses.sparse_categorical_crossentropy` gives the loss for classes of each single row.

# %%
kind = keras.layers.Dense(3, activation="softmax", name="advice")(joint)
outputs = {"water": spoons, "advice": kind}
model = keras.Model({"photo": photo, "row": row}, outputs)

x = {"photo": photos[:8000], "row": rows[:8000]}
y = {"water": water[:8000], "advice": advice[:8000]}
x_test = {"photo": photos[8000:], "row": rows[8000:]}
untrained = model(x_test)
squares = (water[8000:] - untrained["water"].numpy()[:, 0]) ** 2
entropy = keras.losses.sparse_categorical_crossentropy(
    advice[8000:], untrained["advice"]
)
before = {"water": np.mean(squares), "advice": np.mean(entropy)}
print("answers:", {name: tensor.shape for name, tensor in model.output.items()})
print("losses: ", {name: round(float(loss), 2) for name, loss in before.items()})

# %% tags=["claim"]
assert before["water"] > 100 * before["advice"], f"water is nearly all: {before}"
assert 0.7 < before["advice"] < 2.5, f"about log 3: {before}"
assert 0.1 * before["water"] > 4 * before["advice"], "a tenth outweighs all advice"

# %% [markdown]
# Squared spoons are large numbers, so the water makes up nearly all of the sum.
# Cutting its loss by a tenth lowers the sum more than perfect advice would.
#
# **Loss weights** set that right: each loss is multiplied by its weight before the sum is taken.
# The weight 0.01 brings the water close to the advice.

# %%
model.compile(
    optimizer=keras.optimizers.Adam(0.02),
    loss={"water": "mse", "advice": "sparse_categorical_crossentropy"},
    loss_weights={"water": 0.01, "advice": 1},
    metrics={"water": "mae", "advice": "accuracy"},
)
history = model.fit(x, y, batch_size=64, epochs=2, verbose=0).history
for name in sorted(history):
    print(f"{name:16}", np.round(history[name], 2))

# %% tags=["claim"]
final = {name: numbers[-1] for name, numbers in history.items()}
parts = 0.01 * final["water_loss"] + final["advice_loss"]
assert np.isclose(final["loss"], parts, rtol=0.02), "the weighted sum"
assert 0.1 < 0.01 * final["water_loss"] / final["advice_loss"] < 10, "about the size"
losses = [history[name] for name in ("loss", "water_loss", "advice_loss")]
assert all(last < first for first, last in losses), "all three fall"
assert {"water_mae", "advice_accuracy"} < set(history), "names of the outputs"

# %% [markdown]
# Each line has two numbers, for the two epochs, and each name begins with the name of its output.
# Keras prints the single losses as they are, and only `loss` with the weights: take 0.01 of `water_loss`, add `advice_loss`, and you get `loss`.
# Both parts are now of about the same size, and both fall.
#
# Now test on the other 1000 plants.
# Is the model better than one that has a single branch?
# Compare it with two guesses that stand in for such models, and that cheat: they know the rule, but each sees only half of the input.
# The first knows the row and puts the average leaves into the rule; the second measures the leaves without any mistake and puts in average days and an average pot.
# So hardly any model with one branch can beat them.


# %%
def score(name, spoons, kinds):
    error = np.abs(spoons - water[8000:]).mean()
    right = (kinds == advice[8000:]).mean()
    print(f"{name:22} off by {error:.1f} spoons, advice right {right:.0%}")
    return error, right


def answers(model):
    got = model(x_test)
    return got["water"].numpy()[:, 0], got["advice"].numpy().argmax(axis=1)


guesses = {
    "row alone": rule(leaves.mean(), days[8000:], pot[8000:]),
    "photo alone": rule(leaves[8000:], days.mean(), pot.mean()),
    "photo and row": answers(model),
}
scores = {name: score(name, *guess) for name, guess in guesses.items()}

# %% tags=["claim"]
by_row, by_photo, weighted = scores.values()
assert len(water[8000:]) == 1000, "the plants of the test"
for single in (by_row, by_photo):
    assert single[0] > 1.4 * weighted[0], f"each alone is worse: {scores}"
    assert single[1] < weighted[1] - 0.08, f"the same for the advice: {scores}"

# %% [markdown]
# The model beats both guesses at both answers, though it had to find the rule by itself.
# With real data you don't know the rule; then train a model on each branch alone and compare.
# If one branch is as good as both, leave the other out.

# %% alt="Three clouds of points, predicted against true spoons: with the row alone and with the photo alone they are wide fans, with photo and row they lie close to the diagonal"
plt.figure(figsize=(7, 2.8))
for place, name in enumerate(["row alone", "photo alone", "photo and row"]):
    plt.subplot(1, 3, place + 1)
    plt.plot(water[8000:8400], guesses[name][0][:400], ".", alpha=0.4)
    plt.plot([0, 50], [0, 50], "--")
    plt.title(name, fontsize=10)
    plt.xlabel("true (spoons)")
    plt.ylabel("predicted (spoons)" if place == 0 else "")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
agree = [np.corrcoef(guesses[n][0], water[8000:])[0, 1] for n in guesses]
assert max(agree[:2]) < 0.85 < 0.93 < agree[2], f"fans and diagonal: {agree}"

# %% [markdown] skills=["NN-14"]
# ## Take a part out
# Each tensor on the way can become the end of a model.
# `get_layer(name).output` finds it again, also in a model that you loaded from a file.
# Here is the branch of the photo, which turns a photo into 32 numbers, its **features**.
# [Transfer learning](../images/transfer-learning.ipynb) trains new layers on such features.

# %%
looker = keras.Model(model.get_layer("photo").output, model.get_layer("seen").output)
print("features:", looker(photos[:5]).shape)

kept = looker.get_weights()
looker.set_weights([0 * weight for weight in kept])
wiped = score("looker wiped", *answers(model))
looker.set_weights(kept)
restored = score("looker restored", *answers(model))

# %% tags=["claim"]
assert wiped[0] > 1.4 * weighted[0], f"wiping the part harms the whole: {wiped}"
assert np.allclose(restored, weighted, atol=1e-4), "and it comes back"
assert looker(photos[:5]).shape == (5, 32), "32 features"
own = keras.models.clone_model(looker)
own.set_weights(looker.get_weights())
own.set_weights([0 * weight for weight in kept])
assert np.allclose(looker.get_weights()[0], kept[0]), "a copy of its own is separate"

# %% [markdown]
# You wiped the weights of `looker`, and `model` went blind.
# The part isn't a copy: its layers *are* the layers of the model.
# For a copy of its own, take `clone_model(looker)` and give it the weights with `set_weights`.

# %% [markdown] skills=["NN-12"]
# ## Shared weights: one part, used twice
# A layer can be called on two tensors, and a whole model too.
# That is how you compare two things (a *Siamese network*): both go through the same weights.
# The question here: which of two plants drinks more, if both were watered on the same day and stand in the same kind of pot?
# `Subtract` takes the second answer from the first.

# %%
first = keras.Input(shape=(12, 12), name="first")
second = keras.Input(shape=(12, 12), name="second")
of_first = model({"photo": first, "row": row})["water"]
of_second = model({"photo": second, "row": row})["water"]
gap = keras.layers.Subtract()([of_first, of_second])
compare = keras.Model({"first": first, "second": second, "row": row}, gap)
print("weights:", model.count_params(), "and", compare.count_params())

a, b, rows_of_pair = photos[8000:8500], photos[8500:], rows[8000:8500]
more = compare({"first": a, "second": b, "row": rows_of_pair}).numpy()[:, 0]
less = compare({"first": b, "second": a, "row": rows_of_pair}).numpy()[:, 0]
truth = leaves[8000:8500] > leaves[8500:]
print(f"right about {((more > 0) == truth).mean():.0%} of the pairs")
print("a and b, then swapped:", more[:3].round(1), less[:3].round(1))

# %% tags=["claim"]
assert compare.count_params() == model.count_params(), "counted once"
assert ((more > 0) == truth).mean() > 0.85, "compares without training"
assert np.allclose(more, -less, atol=1e-3), "the other sign"

# %% [markdown]
# There are two calls but only one set of weights, so the new model needed no training.
# Swap the plants, and the answer changes its sign.
# Two separate branches would have twice the weights, and would have to learn that from examples.

# %% [markdown] skills=["NN-12"]
# ## Skip connections: a path around a layer
# In a long stack the signal can get lost.
# Stack 10 layers and send 200 rows through: do different rows still give different numbers at the end?
# Measure that by the standard deviation over the rows, averaged over the units of a layer.
#
# How much gets lost depends on the random weights that the layers start with.
# By default Keras draws them by a rule named Glorot, under which each ReLU layer passes on a smaller signal than it got.
# `kernel_initializer="he_normal"` draws larger ones, made for ReLU.
#
# There is another remedy, the **skip connection**: `Add` adds a layer's input to its output, number by number.
# What came in goes on, and the layer only adds its change.
# Before you run the cell: which of the three signals will shrink, and will any of them grow?


# %%
def dense(signal, start="glorot_uniform"):
    layer = keras.layers.Dense(16, activation="relu", kernel_initializer=start)
    return layer(signal)


entry = keras.Input(shape=(2,))
default, he = [dense(entry)], [dense(entry, "he_normal")]
around = [default[0]]
for _ in range(10):
    default.append(dense(default[-1]))
    he.append(dense(he[-1], "he_normal"))
    around.append(keras.layers.Add()([around[-1], dense(around[-1])]))

deep = keras.Model(entry, {"default": default, "He": he, "with skips": around})
spread = {
    name: [np.array(tensor).std(axis=0).mean() for tensor in tensors]
    for name, tensors in deep(rows[:200]).items()
}

# %% alt="Standard deviation over the number of layers, on a logarithmic axis: with the default weights it falls to a small fraction, with He weights it stays higher, with skip connections it rises"
plt.figure(figsize=(6, 2.8))
for (name, numbers), mark in zip(spread.items(), "xo.", strict=True):
    plt.semilogy(numbers, mark, label=name)
plt.xlabel("layers passed")
plt.ylabel("standard deviation")
plt.xticks(range(0, 11, 2))
plt.legend()
plt.tight_layout()
plt.show()

# %% tags=["claim"]
lost, stays = spread["default"], spread["with skips"]
assert lost[-1] < lost[0] / 5, f"the signal gets lost: {lost[0]}, {lost[-1]}"
assert spread["He"][-1] > 3 * lost[-1], f"He keeps more: {spread}"
assert stays[-1] > stays[0], "and rises with skip connections"
assert lost[0] == stays[0], "they share the first layer"

# %% [markdown]
# With the default weights, the numbers shrink from layer to layer, and the differences between the rows with them.
# Little of the input is left for the last layer to learn from.
# Weights that are drawn by another rule, named He, keep far more of it, without any change to the graph.
# With skip connections the differences survive whatever the weights are, and even grow, because every layer adds something.
# [Vanishing and exploding gradients](vanishing-gradients.ipynb) shows why, and what this does to training.
#
# `Add` needs both shapes to agree, because it adds number 1 to number 1.
# If the layer changes the width, bring its input to the new width first, with a `Dense` layer without activation.

# %% [markdown]
# ## What can go wrong
# Most mistakes stop you while you build, and the message names the input or the shapes.
# Here are six of them.


# %%
def told(name, action):
    try:
        action()
    except ValueError as error:
        print(f"{name}:\n    {str(error).splitlines()[0][:110]}")
        return str(error)
    return ""


layer = keras.layers.Dense(8)
errors = [
    told("a name is missing", lambda: model({"photo": photos[:5]})),
    told("names swapped", lambda: model({"photo": rows[:5], "row": photos[:5]})),
    told("a layer that was not called", lambda: keras.layers.Dense(1)(layer)),
    told("joined before Flatten", lambda: keras.layers.Concatenate()([photo, row])),
    told("an input left out", lambda: keras.Model(photo, spoons)),
    told("widths 32 and 2", lambda: keras.layers.Add()([seen, row])),
]

# %% tags=["claim"]
assert all(errors), "each is refused"
assert "row" in errors[0] and "photo" in errors[1], "the message names the input"

# %% [markdown]
# In the third, `layer` is only a layer; `layer(seen)` would be a tensor.
# "Not connected" means that the way back from the output reaches an input that you did not name; older versions said "graph disconnected".
#
# Two mistakes are silent:
#
# - **Joined along the wrong axis.** `Concatenate(axis=0)` of two tensors of the same width puts the examples below each other.
#   Five plants become ten rows, and no error appears while you build.
#   Keep the default, the last axis.
# - **A list in the wrong order.** `keras.Model([first, second], gap)` takes a list, and then the position decides which input is which.
#   Two inputs of the same shape can be swapped silently.
#   Use names.

# %% tags=["claim"]
left, right = keras.Input(shape=(3,)), keras.Input(shape=(3,))
below = keras.Model([left, right], keras.layers.Concatenate(axis=0)([left, right]))
three = np.ones((5, 3), "float32")
assert below([three, three]).shape == (10, 3), "ten rows"
pair = keras.Model([left, right], keras.layers.Subtract()([left, right]))
assert np.allclose(pair([three, 0 * three]), 1), "in order"
assert np.allclose(pair([0 * three, three]), -1), "swapped, without a warning"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Losses of the same size
# Write `even(losses)`.
# It takes a dictionary with the loss of each output before training, such as `{"water": 400.0, "advice": 1.25}`.
# It returns a dictionary of loss weights with the same names, such that each loss times its weight is 1.


# %% tags=["exercise"] id="basics/branches/even" skills=["NN-14"]
def even(losses):
    ### BEGIN SOLUTION
    return {name: 1 / loss for name, loss in losses.items()}
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# A loss of 400 needs the weight 1 / 400.

# %% tags=["check"]
for case in ({"water": 400.0, "advice": 1.25}, {"a": 0.5, "b": 20.0, "c": 2.0}):
    got = even(dict(case))
    assert got is not None, "Not attempted: even returned None. Return a dictionary."
    assert isinstance(got, dict) and set(got) == set(case), (
        f"Got {got!r:.60}, expected a dictionary with the names {sorted(case)}. "
        "Keep the names of the outputs."
    )
    for output, loss in case.items():
        is_number = np.asarray(got[output]).dtype.kind in "fi"
        assert is_number and np.shape(got[output]) == (), (
            f"Got the weight {got[output]!r:.60} for {output}, expected one number."
        )
        together = float(got[output]) * loss
        assert abs(together - 1) < 1e-3, (
            f"Got the weight {got[output]:.4g} for {output}, whose loss is {loss:g}: "
            f"their product is {together:.4g}, expected 1. "
            "A larger loss needs a smaller weight: divide 1 by the loss."
        )
print("Correct: no output drowns out the others.")


# %% tags=["wrong"] reason="smaller weight"
def even(losses):
    total = sum(losses.values())
    return {name: loss / total for name, loss in losses.items()}


# %% tags=["wrong"] reason="keep the names"
def even(losses):
    return [1 / loss for loss in losses.values()]


# %% tags=["wrong"] reason="expected one number"
def even(losses):
    return {name: f"{1 / loss:.4f}" for name, loss in losses.items()}


# %% tags=["right"]
def even(losses):
    return dict(zip(losses, 1 / np.array(list(losses.values())), strict=True))


# %% tags=["right"]
def even(losses):
    for name in losses:
        losses[name] **= -1
    return losses


# %% [markdown]
# ### A beehive on a scale
# A beehive is weighed every hour: a curve of the shape (24, 1) for one day.
# With it comes a row of three numbers about the weather.
# Write `hive()`, which returns a model that you need not compile, with two inputs named `"curve"` and `"weather"`, fed as a dictionary.
# It answers with one number, which can be any, negative ones too, and every number of both inputs may matter for it.


# %% tags=["exercise"] id="basics/branches/hive" skills=["NN-12"]
def hive():
    ### BEGIN SOLUTION
    curve = keras.Input(shape=(24, 1), name="curve")
    weather = keras.Input(shape=(3,), name="weather")
    branch = keras.layers.Dense(16, activation="relu")(keras.layers.Flatten()(curve))
    joined = keras.layers.Concatenate()([branch, weather])
    hidden = keras.layers.Dense(16, activation="relu")(joined)
    inputs = {"curve": curve, "weather": weather}
    return keras.Model(inputs, keras.layers.Dense(1)(hidden))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Two calls of `keras.Input`, each with a name; only the curve needs a `Flatten`.

# %% [markdown] tags=["hint"]
# `Concatenate` takes a list of tensors, and `keras.Model` a dictionary of inputs and then the output.

# %% tags=["check"]
import tensorflow as tf

net = hive()
assert net is not None, "Not attempted: hive returned None. Return a model."
assert isinstance(net, keras.Model), (
    f"Got {type(net).__name__}, expected a model: call keras.Model(inputs, output)."
)
random = np.random.default_rng(7)
day = {
    "curve": tf.constant(random.normal(size=(200, 24, 1)), "float32"),
    "weather": tf.constant(random.normal(size=(200, 3)), "float32"),
}
found = sorted(tensor.name for tensor in getattr(net, "inputs", None) or [])
assert found in ([], ["curve", "weather"]), (
    f"Got inputs named {found}, expected ['curve', 'weather']. Give keras.Input a name."
)
try:
    with tf.GradientTape() as tape:
        tape.watch(day)
        numbers_out = net(day)
    problem = ""
except Exception as error:
    problem = " ".join(f"{type(error).__name__}: {error}".split())[:120]
assert not problem, (
    f"Got an error for a dictionary of both inputs, expected predictions ({problem}). "
    "Check the names, and the shapes for one example: (24, 1) and (3,)."
)
assert np.shape(numbers_out) == (200, 1), (
    f"Got {np.shape(numbers_out)} for 200 days, expected (200, 1). "
    "Flatten the curve before you join the two, and end with Dense(1)."
)
for part, slopes in tape.gradient(numbers_out, day).items():
    used = np.zeros(day[part].shape) if slopes is None else np.abs(slopes)
    unseen = np.flatnonzero(used.max(axis=0) == 0).tolist()
    assert not unseen, (
        f"The output doesn't depend on the numbers at places {unseen} of {part}, "
        "expected that every number matters. Let them all reach the output."
    )
low, high = 0, 0
for _ in range(8):  # other weights each time
    for variable in net.trainable_variables:
        variable.assign(random.normal(0, 10, variable.shape))
    tried = np.array(net(day))
    low, high = min(low, tried.min()), max(high, tried.max())
assert low < -5 and high > 5, (
    f"With 8 sets of random weights, got numbers from {low:.1f} to {high:.1f}, "
    "expected large ones on both sides of 0. Use no activation in the last Dense."
)
print("Correct: two inputs by name, one number out.")


# %% tags=["wrong"] reason="give keras.Input a name"
def hive():
    curve, weather = keras.Input(shape=(24, 1)), keras.Input(shape=(3,))
    joined = keras.layers.Concatenate()([keras.layers.Flatten()(curve), weather])
    return keras.Model([curve, weather], keras.layers.Dense(1)(joined))


# %% tags=["wrong"] reason="no activation"
def hive():
    curve = keras.Input(shape=(24, 1), name="curve")
    weather = keras.Input(shape=(3,), name="weather")
    joined = keras.layers.Concatenate()([keras.layers.Flatten()(curve), weather])
    last = keras.layers.Dense(1, activation="sigmoid")(joined)
    return keras.Model({"curve": curve, "weather": weather}, last)


# %% tags=["wrong"] reason="doesn't depend on"
def hive():
    curve = keras.Input(shape=(24, 1), name="curve")
    weather = keras.Input(shape=(3,), name="weather")
    every_other = keras.layers.Flatten()(curve[:, ::2])
    joined = keras.layers.Concatenate()([every_other, weather])
    inputs = {"curve": curve, "weather": weather}
    return keras.Model(inputs, keras.layers.Dense(1)(joined))


# %% tags=["wrong"] reason="the shapes for one example"
class Loose(keras.Model):
    def __init__(self):
        super().__init__()
        self.last = keras.layers.Dense(1)

    def call(self, day):
        return self.last(keras.ops.concatenate([day["curve"], day["weather"]], axis=1))


def hive():
    return Loose()


# %% tags=["wrong"] reason="expected a model"
def hive():
    curve = keras.Input(shape=(24, 1), name="curve")
    weather = keras.Input(shape=(3,), name="weather")
    joined = keras.layers.Concatenate()([keras.layers.Flatten()(curve), weather])
    return keras.layers.Dense(1)(joined)


# %% tags=["right"]
def hive():
    curve = keras.Input(shape=(24, 1), name="curve")
    weather = keras.Input(shape=(3,), name="weather")
    seen = keras.layers.GlobalMaxPooling1D()(keras.layers.Conv1D(8, 3)(curve))
    joined = keras.layers.concatenate([seen, weather])
    even_out = keras.layers.BatchNormalization()(joined)
    hidden = keras.layers.Dense(16, activation="tanh")(even_out)
    return keras.Model([weather, curve], keras.layers.Dense(1)(hidden))


# %% tags=["right"]
class Hive(keras.Model):
    def __init__(self):
        super().__init__()
        self.curve = keras.layers.LSTM(8)
        self.last = keras.layers.Dense(1)

    def call(self, day):
        both = [self.curve(day["curve"]), day["weather"]]
        return self.last(keras.ops.concatenate(both, axis=1))


def hive():
    return Hive()


# %% [markdown]
# ### Twins
# Write `twins(part)`.
# `part` is a model with one input, such as `looker`; it turns an example into a few numbers.
# `twins` returns a model with two inputs named `"left"` and `"right"`, of the shape that `part` takes, fed as a dictionary.
# It answers with the numbers of `part` for the left one minus those for the right one.
# It must go on using the weights of `part`, even if they change later.


# %% tags=["exercise"] id="basics/branches/twins" skills=["NN-12", "NN-14"]
def twins(part):
    ### BEGIN SOLUTION
    left = keras.Input(shape=part.input_shape[1:], name="left")
    right = keras.Input(shape=part.input_shape[1:], name="right")
    difference = keras.layers.Subtract()([part(left), part(right)])
    return keras.Model({"left": left, "right": right}, difference)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `part.input_shape` has the axis of the examples in front; `keras.Input` wants the rest.

# %% [markdown] tags=["hint"]
# Call `part` like a layer, once for each input; make no copy.

# %% tags=["check"]
narrow = keras.Sequential(
    [keras.Input(shape=(4,)), keras.layers.Dense(3, activation="tanh")]
)
grid = keras.Sequential(
    [keras.Input(shape=(2, 5)), keras.layers.Flatten(), keras.layers.Dense(6)]
)
random = np.random.default_rng(7)
for part, size in ((narrow, (4,)), (grid, (2, 5))):
    both_of = twins(part)
    assert both_of is not None, "Not attempted: twins returned None. Return a model."
    assert isinstance(both_of, keras.Model), (
        f"Got {type(both_of).__name__}, expected a model that subtracts inside."
    )
    tensors = getattr(both_of, "inputs", None) or []
    found = sorted((tensor.name, tuple(tensor.shape)) for tensor in tensors)
    expected = [("left", (None, *size)), ("right", (None, *size))]
    assert found in ([], expected), (
        f"Got the inputs {found}, expected {expected}. "
        "Name both, and take the shape from part.input_shape."
    )
    one, two = random.uniform(0, 1, (2, 6, *size)).astype("float32")
    for moment in ("at first", "after the weights of part changed"):
        try:
            got = both_of({"left": one, "right": two})
        except Exception as error:
            problem = " ".join(f"{type(error).__name__}: {error}".split())[:120]
            raise AssertionError(
                f"Got an error for a dictionary of left and right ({problem}). "
                "Take both from one dictionary."
            ) from None
        several = isinstance(got, list | tuple | dict)
        shape = () if several else np.shape(got)
        wanted = np.array(part(one)) - np.array(part(two))
        assert shape == wanted.shape, (
            f"Got {type(got).__name__} of shape {shape}, expected one tensor of shape "
            f"{wanted.shape}, left minus right."
        )
        got = np.array(got)
        assert not np.allclose(got, -wanted, atol=1e-4), (
            "Got right minus left, expected left minus right. Swap the two."
        )
        assert np.allclose(got, wanted, atol=1e-4), (
            f"Got {got[0, :3].round(2)} {moment}, expected {wanted[0, :3].round(2)}. "
            "Call part itself on both inputs: no copy, no new layer."
        )
        part.set_weights([weight * -1.5 for weight in part.get_weights()])
print("Correct: two inputs, and one set of weights.")


# %% tags=["wrong"] reason="no copy"
def twins(part):
    left = keras.Input(shape=part.input_shape[1:], name="left")
    right = keras.Input(shape=part.input_shape[1:], name="right")
    other = keras.models.clone_model(part)
    other.name = "other"
    other.set_weights(part.get_weights())
    difference = keras.layers.Subtract()([part(left), other(right)])
    return keras.Model({"left": left, "right": right}, difference)


# %% tags=["wrong"] reason="swap the two"
def twins(part):
    left = keras.Input(shape=part.input_shape[1:], name="left")
    right = keras.Input(shape=part.input_shape[1:], name="right")
    difference = keras.layers.Subtract()([part(right), part(left)])
    return keras.Model({"left": left, "right": right}, difference)


# %% tags=["wrong"] reason="expected one tensor"
def twins(part):
    left = keras.Input(shape=part.input_shape[1:], name="left")
    right = keras.Input(shape=part.input_shape[1:], name="right")
    return keras.Model({"left": left, "right": right}, [part(left), part(right)])


# %% tags=["wrong"] reason="take both from one dictionary"
class Pair(keras.Model):
    def __init__(self, part):
        super().__init__()
        self.part = part

    def call(self, left, right):
        return self.part(left) - self.part(right)


def twins(part):
    return Pair(part)


# %% tags=["right"]
def twins(part):
    sides = {}
    for side in ("right", "left"):
        sides[side] = keras.Input(batch_shape=part.input_shape, name=side)
    minus = keras.layers.Rescaling(-1.0)(part(sides["right"]))
    return keras.Model(sides, keras.layers.Add()([minus, part(sides["left"])]))


# %% tags=["right"]
class Twins(keras.Model):
    def __init__(self, part):
        super().__init__()
        self.part = part

    def call(self, pair):
        return self.part(pair["left"]) - self.part(pair["right"])


def twins(part):
    return Twins(part)


# %% [markdown]
# ## What to remember
# - Call layers on tensors, then give `keras.Model` the inputs and outputs, by name.
# - Branches end in `Concatenate`, along the last axis; the other axes must agree.
# - Several outputs: a loss and a metric for each, by name; loss weights keep a loss in large units from drowning the others.
# - A layer or model that is called twice has its weights once; a part that you take out shares them too.
# - `Add` leads a signal around a layer, and needs equal shapes.
#
# Next: [Overfitting, and when to stop](overfitting.ipynb).
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
