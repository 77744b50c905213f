# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Two classes or many: sigmoid, softmax and the confusion matrix"
#     summary: "Choose a last layer, a loss and a form of labels that fit together, set a threshold, and read a confusion matrix."
#     skills: [NN-6, NN-7]
#     requires: [basics/first-model]
# ---

# %% [markdown]
# After this lesson you can choose the last layer, the loss and the form of the labels so that the three fit together.
# You choose the threshold above which the answer is "yes", and you read from a confusion matrix which classes a network confuses.
# At the end you meet a network that is right nine times out of ten and still misses most of what it should find.
#
# Saying which class an example belongs to is called **classification**.

# %% [markdown] skills=["NN-6"]
# ## Two classes: one number is enough
# Doctors took cells from 569 breast lumps and measured the cell nuclei in a picture; it was found out later which lumps were cancer.
# You use two of the measurements, the mean radius of the nuclei and their texture, and ask: cancer or not?
# (This is a table to learn from; nobody should be diagnosed with two numbers.)
#
# The class that you look for gets the label 1.
# In this table cancer has the label 0, so swap the two labels.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_breast_cancer, load_digits

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
lumps = load_breast_cancer()
order = rng.permutation(569)
raw = lumps.data[order][:, :2]
cancer = 1 - lumps.target[order]
mean, spread = raw[:300].mean(axis=0), raw[:300].std(axis=0)
x = (raw - mean) / spread
x_test, y_test = x[300:], cancer[300:]
print("measurements:", ", ".join(lumps.feature_names[:2]))
print("300 lumps to learn from, cancer:", cancer[:300].sum())
print("269 lumps to test with, cancer: ", y_test.sum())

# %% [markdown]
# A single neuron computes $z = w_1 x_1 + w_2 x_2 + b$, which can be any number and is called the **logit**.
# The **sigmoid** turns it into a probability:
#
# $$ p = \frac{1}{1 + e^{-z}} $$
#
# A logit of 0 becomes 0.5, a large one comes close to 1, and a very negative one close to 0.
# This $p$ is the probability of class 1, and class 0 has the remaining $1 - p$, so a second unit would add nothing.

# %%
judge = keras.Sequential(
    [keras.Input(shape=(2,)), keras.layers.Dense(1, activation="sigmoid")]
)
judge.compile(optimizer=keras.optimizers.Adam(0.1), loss="binary_crossentropy")
judge.fit(x[:300], cancer[:300], epochs=10, verbose=0)

p = judge(x_test).numpy()[:, 0]
weights, bias = judge.get_weights()
z = x_test @ weights[:, 0] + bias[0]
print("logits:       ", z[:5].round(1))
print("probabilities:", p[:5].round(2))
print("labels:       ", y_test[:5])
print(f"right at threshold 0.5:  {np.mean((p > 0.5) == y_test):.2f}")
print(f"always saying no cancer: {np.mean(y_test == 0):.2f}")

# %% tags=["claim"]
assert len(cancer) == 569 and len(y_test) == 269, "the sizes"
assert lumps.target_names[0] == "malignant", "cancer has the label 0 in the table"
assert np.allclose(1 / (1 + np.exp(-z)), p, atol=1e-4), "sigmoid of the logit"
assert ((z > 0) == (p > 0.5)).all(), "logit 0 is probability 0.5"
assert np.mean((p > 0.5) == y_test) > 0.8 > 0.1 + np.mean(y_test == 0), "it learned"

# %% [markdown]
# What does the loss measure?
# It takes the probability that the network gave to the **true** class and computes minus its logarithm.
# With 0.99 for the truth the loss is 0.01, with 0.5 it is 0.69, with 0.01 it is 4.6.
# So a confident mistake costs the most.
#
# ![Left, the sigmoid: the probability rises from 0 over 0.5 at logit 0 to 1; right, the loss over the probability of the true class: 4.6 at 0.01, 0.69 at 0.5, near 0 at 0.99](../diagrams/sigmoid-and-loss.svg)
#
# In the right half of the picture the loss climbs faster and faster as the probability of the true class approaches 0.
#
# All three losses of this lesson follow this one rule.

# %%
given_to_truth = np.where(y_test == 1, p, 1 - p)
by_hand = -np.log(given_to_truth).mean()
by_keras = keras.losses.BinaryCrossentropy()(y_test[:, np.newaxis], p[:, np.newaxis])
print(f"by hand {by_hand:.4f}, by Keras {by_keras:.4f}")

# %% tags=["claim"]
assert np.isclose(by_hand, by_keras, atol=1e-4), "the same loss"
costs = -np.log([0.99, 0.5, 0.01])
assert np.allclose(costs, [0.01, 0.69, 4.6], atol=0.006), "the numbers in the text"

# %% [markdown] skills=["NN-6"]
# ## Choose the threshold
# A **threshold** of 0.5, called `limit` in the code, treats both kinds of mistake alike.
# Here they are not alike, because a false alarm costs a second examination, and a missed cancer may cost a life.
# You don't have to train again for that; it is enough to move the threshold.
# How many more false alarms would you accept?

# %% alt="Lumps by radius and texture of their cell nuclei, cancer mostly on the right; two parallel slanted lines, the one for a threshold of 0.2 further left, so that more of the cancers lie on its right side"
print("limit  missed cancers  false alarms")
mistakes = {}
for limit in (0.8, 0.5, 0.2, 0.1):
    yes = p > limit
    mistakes[limit] = np.sum(~yes & (y_test == 1)), np.sum(yes & (y_test == 0))
    print(f"{limit:5} {mistakes[limit][0]:15} {mistakes[limit][1]:13}")

plt.figure(figsize=(6, 3.4))
for label, sign in ((0, "."), (1, "x")):
    rows = raw[300:][y_test == label]
    plt.plot(*rows.T, sign, alpha=0.6, label=["no cancer", "cancer"][label])
texture = np.array([10, 35])
for limit, style in ((0.5, "-"), (0.2, "--")):
    rest = np.log(limit / (1 - limit)) - bias[0]  # the logit of the limit
    radius = (rest - weights[1, 0] * (texture - mean[1]) / spread[1]) / weights[0, 0]
    plt.plot(radius * spread[0] + mean[0], texture, style, label=f"p = {limit}")
plt.xlabel("mean radius of the nuclei (no unit given)")
plt.ylabel("mean texture (no unit)")
plt.legend(loc="lower right")
plt.show()

# %% tags=["claim"]
missed, alarms = zip(*mistakes.values(), strict=True)
assert sorted(missed, reverse=True) == list(missed), "a lower threshold misses fewer"
assert sorted(alarms) == list(alarms), "and gives more false alarms"
assert missed[2] < 0.6 * missed[1] and alarms[2] > 1.5 * alarms[1], "0.2 against 0.5"
assert weights[0, 0] > weights[1, 0] > 0, "both measurements speak for cancer"

# %% [markdown]
# With a lower threshold the line moves to the left: fewer cancers are missed, and more healthy people are called in.
# No threshold is right for every purpose, so choose it by what the two mistakes cost, and on examples that you use neither for training nor for the test; [Overfitting](overfitting.ipynb) calls them validation data.

# %% [markdown] skills=["NN-7"]
# ## Many classes: one unit each
# For ten handwritten digits the network gets ten units, one logit for each class.
# **Softmax** turns them into probabilities: it takes $e^z$ of each and divides by the sum.
#
# $$ p_k = \frac{e^{z_k}}{e^{z_0} + e^{z_1} + \dots + e^{z_9}} $$
#
# This time the network ends with the logits, and `from_logits=True` tells the loss about it, which then takes the softmax itself.
# `SparseCategoricalCrossentropy` is the loss for several classes whose labels are whole numbers, here 0 to 9.

# %%
images, target = load_digits(return_X_y=True)
order = rng.permutation(len(target))
digits, y = images[order] / 16, target[order]

net = keras.Sequential([keras.Input(shape=(64,)), keras.layers.Dense(10)])
from_logits = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
net.compile(optimizer=keras.optimizers.Adam(0.02), loss=from_logits)
net.fit(digits[:900], y[:900], epochs=6, verbose=0)

logits = net(digits[900:]).numpy()
chances = keras.ops.softmax(logits).numpy()
says = logits.argmax(axis=1)
print("logits of one digit:", logits[0].round(1))
print("as probabilities:   ", chances[0].round(2))
print(f"right: {np.mean(says == y[900:]):.2f} of {len(says)} digits")

# %% tags=["claim"] numbers=["accuracy on the test digits = np.mean(says == y[900:])"]
assert np.allclose(chances.sum(axis=1), 1, atol=1e-4), "they sum to 1"
assert (chances.argmax(axis=1) == says).all(), "softmax keeps the order"
powers = np.exp(logits.astype("float64"))
by_formula = powers / powers.sum(axis=1, keepdims=True)
assert np.allclose(by_formula, chances, atol=1e-5), "the formula of softmax"
assert np.mean(says == y[900:]) > 0.88, "most digits are right"
shifted = keras.ops.softmax(logits + 5).numpy()
assert np.allclose(shifted, chances, atol=1e-4), "adding 5 changes nothing"
pair = np.stack([np.zeros_like(z), z], axis=1)
assert np.allclose(keras.ops.softmax(pair)[:, 1], p, atol=1e-4), "sigmoid of the gap"

# %% [markdown]
# Softmax keeps the order, so if you only need the answer, take the largest logit.
# Only the differences between logits count: if you add 5 to all ten, no probability changes.
# That also links the two cases, because with two units softmax gives exactly the sigmoid of the difference of the two logits.
#
# Why would anyone end with logits?
# A probability very close to 0 or 1 loses its digits to rounding, and a logit doesn't.
# Say the true class is 1 and the logit is -50; minus the logarithm of the probability is then 50.
# Compute the loss from the logit and from the probability.

# %%
truth, logit = np.array([[1.0]]), np.array([[-50.0]])
tiny = keras.ops.sigmoid(logit).numpy()
exact = keras.losses.BinaryCrossentropy(from_logits=True)(truth, logit)
clipped = keras.losses.BinaryCrossentropy()(truth, tiny)
print(f"probability {tiny.item():.1e}")
print(f"loss from the logit {exact:.1f}, from the probability {clipped:.1f}")

# %% tags=["claim"]
assert np.isclose(exact, 50) and 15 < clipped < 17, "cut off at about 16"
assert np.isclose(clipped, -np.log(1e-7), atol=0.01), "at one ten-millionth"
assert 1 / (1 + np.exp(20)) < 1e-7, "-20 is beyond that point too"
single = keras.ops.convert_to_tensor(logit, "float32")
behind = keras.losses.BinaryCrossentropy()(truth, keras.activations.sigmoid(single))
assert np.isclose(behind, 50), "Keras finds the logit behind the sigmoid"

# %% [markdown]
# Before the logarithm Keras clips probabilities at one ten-millionth, so the loss stops at about 16.
# The network then learns nothing from such an example, because the loss is the same whether the logit is -20 or -50.
#
# In training you needn't worry about this if sigmoid or softmax is the activation of the last layer.
# Keras then finds the logits behind it and computes with them, so both endings learn equally well.
# It can't find them if another layer follows, or if you compute the loss from stored probabilities, as here.
#
# The labels can be written in two ways: as whole numbers from 0, or **one-hot**, as rows of zeros with a 1 in the column of the class.
# Each has its own loss, and both losses give the same number.
# `to_categorical` turns whole numbers into one-hot rows, and `CategoricalCrossentropy` is the loss for these.
#
# | question | labels | last layer | loss |
# |---|---|---|---|
# | yes or no | 0 or 1 | `Dense(1, "sigmoid")` | `binary_crossentropy` |
# | one of K | whole numbers 0 to K - 1 | `Dense(K, "softmax")` | `sparse_categorical_crossentropy` |
# | one of K | one-hot rows | `Dense(K, "softmax")` | `categorical_crossentropy` |
# | K times yes or no | rows with any number of ones | `Dense(K, "sigmoid")` | `binary_crossentropy` |
#
# In the last line several answers may be true for one example, such as a photo of a lake *and* snow; this is called **multi-label** classification.
# To end with logits, leave the activation out and write the loss as a class, such as `BinaryCrossentropy(from_logits=True)`.

# %%
rows = keras.utils.to_categorical(y[900:], 10)
print("label", y[900], "as one-hot:", rows[0].astype(int))
sparse = keras.losses.SparseCategoricalCrossentropy()(y[900:], chances)
one_hot = keras.losses.CategoricalCrossentropy()(rows, chances)
print(f"loss with whole numbers {sparse:.4f}, with one-hot rows {one_hot:.4f}")

# %% tags=["claim"]
by_hand = -np.log(chances[np.arange(len(says)), y[900:]]).mean()
assert np.allclose([sparse, one_hot], by_hand, atol=1e-3), "the same rule"

# %% [markdown] skills=["NN-7"]
# ## The confusion matrix
# The accuracy is a single number, which doesn't tell you which classes the network confuses.
# A **confusion matrix** counts that: it has a row for each true class and a column for each answer, so the right answers are on the diagonal.
# `tf.math.confusion_matrix` does the counting.
# Which digits do you expect off the diagonal?

# %% alt="Confusion matrix of ten digits: large counts on the diagonal, a few small ones beside it, most often between 8 and other digits such as 1, 3 and 9"
matrix = tf.math.confusion_matrix(y[900:], says, num_classes=10).numpy()
plt.figure(figsize=(5, 4.2))
plt.imshow(np.sqrt(matrix), cmap="viridis")  # the root makes small counts visible
for (true, said), count in np.ndenumerate(matrix):
    if count:
        color = "black" if true == said else "white"
        plt.text(said, true, count, ha="center", va="center", color=color, fontsize=8)
plt.xticks(range(10))
plt.yticks(range(10))
plt.xlabel("digit that the network says")
plt.ylabel("true digit")
plt.show()

found = np.diag(matrix) / matrix.sum(axis=1)
print("found of each digit:", dict(enumerate(found.round(2).tolist())))

# %% tags=["claim"]
assert matrix.sum() == len(says) == 897, "each digit is counted once"
assert np.trace(matrix) == np.sum(says == y[900:]), "the diagonal is right"
wrong = matrix - np.diag(np.diag(matrix))
mixed = wrong.sum(axis=0) + wrong.sum(axis=1)
assert mixed[8] > 3 * mixed[0], f"the 8 more often than the 0: {mixed}"
assert found[0] > 0.93 and found.min() < 0.95, "not all digits are equally easy"

# %% [markdown]
# A row shows what one true digit was taken for; the share on the diagonal is its **recall**.
# A column shows which digits got the same answer; the share on the diagonal is the **precision** of that answer.
# The 0 is hardly ever confused with another digit, while many of the mistakes involve the 8, so look at the pictures of those first.

# %% [markdown] skills=["NN-6"]
# ## When one class is rare: class weights
# Now ask only one question: is it an 8?
# Those are two classes again, but only one digit in ten is an 8.


# %%
def train_eights(class_weight=None):
    layer = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Sequential([keras.Input(shape=(64,)), layer])
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy")
    eights = (y[:900] == 8).astype(int)
    model.fit(digits[:900], eights, epochs=5, verbose=0, class_weight=class_weight)
    return model(digits[900:]).numpy()[:, 0]


is_eight = y[900:] == 8
plain, weighted = train_eights(), train_eights(class_weight={0: 1, 1: 9})
score = {}
print(f"{is_eight.sum()} of {len(is_eight)} are an 8\n")
print(f"{'':22} right  8s found  false alarms")
for name, yes in {
    "always no": np.zeros(len(is_eight), bool),
    "plain, limit 0.5": plain > 0.5,
    "plain, limit 0.15": plain > 0.15,
    "weighted, limit 0.5": weighted > 0.5,
}.items():
    right = np.mean(yes == is_eight)
    score[name] = right, np.mean(yes[is_eight]), np.sum(yes & ~is_eight)
    print(f"{name:22} {right:5.2f} {score[name][1]:9.0%} {score[name][2]:13}")

# %% tags=["claim"]
always, half, low, heavy = score.values()
assert 0.85 < always[0] < 0.95, "always no is right for nine of ten"
assert abs(half[0] - always[0]) < 0.03 and half[1] < 0.3, f"finds few: {half}"
assert low[1] > 0.6 and heavy[1] > 0.75, f"both find most: {low}, {heavy}"
assert min(low[2], heavy[2]) > half[2] + 20, "at the price of false alarms"

# %% [markdown]
# After this short training the plain network is right about as often as "always no", and it misses most 8s, because its loss is mostly made up of the many easy "no" answers.
# There are two remedies.
# One is a lower threshold, which needs no training.
# The other is **class weights**: with `class_weight={0: 1, 1: 9}` each 8 counts nine times in the loss, about as if both classes were equally frequent.
# Both find most 8s, and both pay for it with false alarms.
#
# Whichever you choose, don't report accuracy alone for a rare class; say how much of the class is found, and how many alarms are false.

# %% [markdown]
# ## What can go wrong
# - **Softmax on one unit.** A single unit divided by its own sum is always 1.
#   The network says "yes" to everything, and no error appears.
# - **Logits taken for probabilities.** The last layer has no activation, and you forget `from_logits=True`.
#   Then every negative output is clipped to the same tiny probability, so -5 and -50 cost the same, and nothing is learned from them.
# - **Softmax twice.** With a softmax as the last activation *and* `from_logits=True`, Keras warns you and does the right thing.
#   If a layer such as `Reshape` follows the softmax, Keras can't notice it: for ten classes the loss then never falls below 1.46, even if every answer is right and confident.
# - **Accuracy of logits.** For a single output, `metrics=["accuracy"]` compares it with 0.5, even when it is a logit, for which 0.5 means a probability of 0.62.
#   Write `keras.metrics.BinaryAccuracy(threshold=0)`.
# - **Labels that start at 1.** The labels 1 to 10 with ten units end, on a CPU, in an error about a label value outside the valid range; subtract 1.
# - **Labels and loss don't match.** One-hot rows with the sparse loss, or whole numbers with the other one, raise an error about ranks or shapes.
#   But `binary_crossentropy` accepts one-hot rows and a softmax without an error, and then it measures something else.

# %% tags=["claim"]
import warnings

lonely = keras.layers.Dense(1, activation="softmax")(x_test)
assert np.allclose(lonely, 1), "softmax on one unit is always 1"
sure = np.eye(10, dtype="float32")
assert np.isclose(from_logits(np.arange(10), sure), 1.46, atol=0.005), "softmax twice"
behind = keras.activations.softmax(keras.ops.convert_to_tensor(1000 * sure))
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    assert from_logits(np.arange(10), behind) < 0.01, "does the right thing"
assert "from_logits" in str(caught[0].message), "and warns"
behind = keras.layers.Reshape((10,))(behind)
assert from_logits(np.arange(10), behind) > 1.45, "a layer follows, no warning"
lost = [keras.losses.BinaryCrossentropy()(truth, logit / n) for n in (1, 10)]
assert lost[0] == lost[1], "-50 and -5 cost the same"
assert np.isclose(1 / (1 + np.exp(-0.5)), 0.62, atol=0.005), "a logit of 0.5"
bare = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
bare.set_weights([np.ones((1, 1)), np.zeros(1)])  # its logit is its input
bare.compile(loss="mse", metrics=["accuracy"])
two = np.array([[0.3], [0.7]])
got = bare.evaluate(two, np.ones((2, 1)), verbose=0, return_dict=True)["accuracy"]
assert got == 0.5, f"0.3 counts as no, 0.7 as yes: {got}"
assert keras.metrics.BinaryAccuracy(threshold=0)(np.ones((2, 1)), two) == 1, "both yes"


def refusal(loss, labels):
    try:
        loss(labels, sure)
    except (ValueError, tf.errors.InvalidArgumentError) as error:
        return str(error)
    return ""


sparse_loss = keras.losses.SparseCategoricalCrossentropy()
assert "label value" in refusal(sparse_loss, np.arange(1, 11)), "labels from 1"
assert "rank" in refusal(sparse_loss, sure), "one-hot rows with the sparse loss"
full_loss = keras.losses.CategoricalCrossentropy()
assert "rank" in refusal(full_loss, np.arange(10)), "whole numbers with the other"
even = np.full((10, 10), 0.1)
other = keras.losses.BinaryCrossentropy()(sure, even), full_loss(sure, even)
assert other[0] < 0.5 * other[1], f"another measure: {other}"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Decide from logits
# Write `decide(logits, limit)`.
# It takes the logits of a model with one output, in an array of shape (n, 1).
# It returns an array of shape (n,) that is true where the **probability** is above `limit`.


# %% tags=["exercise"] id="basics/two-or-many/decide" skills=["NN-6"]
def decide(logits, limit):
    ### BEGIN SOLUTION
    return 1 / (1 + np.exp(-logits[:, 0])) > limit
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# First turn `logits[:, 0]` into probabilities, then compare them with the limit.
# The formula of the sigmoid is in the first section.

# %% tags=["check"]
column = np.array([[-3.0], [-1.0], [0.0], [0.1], [0.5], [2.0]])
for tried_limit, wanted in (
    (0.2, [0, 1, 1, 1, 1, 1]),
    (0.6, [0, 0, 0, 0, 1, 1]),
    (0.5, [0, 0, 0, 1, 1, 1]),
):
    got = decide(column, tried_limit)
    assert got is not None, "Not attempted: decide returned None. Return the array."
    got = np.asarray(got).astype(object)
    assert got.shape == (6,), (
        f"Got shape {got.shape} for logits of shape (6, 1), expected (6,). "
        "Return one entry for each row: take the entries of column 0."
    )
    told = f"Got {got.tolist()} at a limit of {tried_limit}, expected "
    told += f"{list(map(bool, wanted))}. "
    assert all(entry in (0, 1) for entry in got), (
        told + "Every entry must be true or false."
    )
    if tried_limit != 0.5:
        assert (got != (column[:, 0] > tried_limit)).any(), (
            told + "You compare the logits themselves: apply the sigmoid first."
        )
        assert (got != (column[:, 0] > 0)).any(), (
            told + "The limit has no effect: compare with limit, not with 0.5."
        )
    assert got.tolist() == wanted, (
        told + "True where the sigmoid is above the limit, and false where it is equal."
    )
print("Correct: you compare the limit with probabilities, not with logits.")


# %% tags=["wrong"] reason="apply the sigmoid first"
def decide(logits, limit):
    return logits[:, 0] > limit


# %% tags=["wrong"] reason="no effect"
def decide(logits, limit):
    return np.round(1 / (1 + np.exp(-logits[:, 0]))) == 1


# %% tags=["wrong"] reason="one entry for each row"
def decide(logits, limit):
    return 1 / (1 + np.exp(-logits)) > limit


# %% tags=["wrong"] reason="false where it is equal"
def decide(logits, limit):
    return 1 / (1 + np.exp(-logits[:, 0])) >= limit


# %% tags=["wrong"] reason="must be true or false"
def decide(logits, limit):
    return np.where(1 / (1 + np.exp(-logits[:, 0])) > limit, "yes", "no")


# %% tags=["right"]
def decide(logits, limit):
    return logits.ravel() > np.log(limit / (1 - limit))  # the logit of the limit


# %% tags=["right"]
def decide(logits, limit):
    return [tf.sigmoid(logit) > limit for (logit,) in logits]


# %% [markdown]
# ### The most frequent mistake
# Write `mixed_up(truth, says, classes)`.
# It takes two arrays of whole numbers, the true classes and the answers, and the number of classes.
# It returns the pair `(true class, answer)` of the mistake that happens most often.


# %% tags=["exercise"] id="basics/two-or-many/mixed-up" skills=["NN-7"]
def mixed_up(truth, says, classes):
    ### BEGIN SOLUTION
    matrix = tf.math.confusion_matrix(truth, says, num_classes=classes).numpy()
    np.fill_diagonal(matrix, 0)
    true, said = np.unravel_index(matrix.argmax(), matrix.shape)
    return int(true), int(said)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Right answers must not count: `np.fill_diagonal(matrix, 0)` removes them.

# %% [markdown] tags=["hint"]
# `np.unravel_index(matrix.argmax(), matrix.shape)` gives row and column of the largest entry.

# %% tags=["check"]
# Of the rare class 5 half are mixed up; of two others together more, each way fewer.
right_of = np.repeat(range(6), [9, 8, 9, 7, 8, 2])
for common, other in ((1, 3), (4, 0)):
    pairs = [(2, 1 - common % 2), (5, 2), (5, 2), (2, 3), (2, 3), (2, 3)]
    pairs += [(3, 2)] * 3 + [(other, common)] * 2 + [(common, other)] * 4
    a, b = np.concatenate([np.stack([right_of, right_of], axis=1), pairs]).T
    got = mixed_up(a, b, 6)
    assert got is not None, "Not attempted: mixed_up returned None. Return the pair."
    told = f"Got {got!r:.60}, expected {(common, other)}. "
    assert (isinstance(got, tuple | list) or np.ndim(got) == 1) and len(got) == 2, (
        told + "Return a pair: the true class, then the answer."
    )
    assert all(np.size(one) == 1 for one in got) and all(
        np.asarray(one).dtype.kind in "iuf" for one in got
    ), told + "Each of the two must be one number."
    got = tuple(np.ravel(one)[0].item() for one in got)
    told = f"Got {got}, expected {(common, other)}. "
    assert got[0] != got[1], told + "That is a right answer: empty the diagonal."
    assert got != (other, common), told + "The true class comes first."
    assert got == (common, other), (
        told + "Find the row and the column of the largest count: compare counts, not "
        "shares."
    )
got = mixed_up(np.array([0, 1, 2, 2]), np.array([0, 2, 2, 2]), 3)
assert tuple(got) == (1, 2), (
    f"Got {got!r:.60}, expected (1, 2): a 1 is taken for a 2 once, and all else is "
    "right. Ignore right answers, however many there are."
)
print(f"Correct. For the digits above it is {mixed_up(y[900:], says, 10)}.")


# %% tags=["wrong"] reason="empty the diagonal"
def mixed_up(truth, says, classes):
    matrix = tf.math.confusion_matrix(truth, says, num_classes=classes).numpy()
    return np.unravel_index(matrix.argmax(), matrix.shape)


# %% tags=["wrong"] reason="true class comes first"
def mixed_up(truth, says, classes):
    matrix = tf.math.confusion_matrix(says, truth, num_classes=classes).numpy()
    np.fill_diagonal(matrix, 0)
    return np.unravel_index(matrix.argmax(), matrix.shape)


# %% tags=["wrong"] reason="not shares"
def mixed_up(truth, says, classes):
    matrix = tf.math.confusion_matrix(truth, says, num_classes=classes).numpy()
    shares = matrix / matrix.sum(axis=1, keepdims=True)
    np.fill_diagonal(shares, 0)
    return np.unravel_index(shares.argmax(), shares.shape)


# %% tags=["wrong"] reason="the largest count"
def mixed_up(truth, says, classes):
    first = np.argmax(truth != says)
    return truth[first], says[first]


# %% tags=["wrong"] reason="must be one number"
def mixed_up(truth, says, classes):
    matrix = tf.math.confusion_matrix(truth, says, num_classes=classes).numpy()
    return np.where(matrix == matrix.max())


# %% tags=["wrong"] reason="return a pair"
def mixed_up(truth, says, classes):
    matrix = tf.math.confusion_matrix(truth, says, num_classes=classes)
    mistakes = tf.linalg.set_diag(matrix, [0] * classes)
    return tf.argmax(tf.reshape(mistakes, -1))


# %% tags=["right"]
def mixed_up(truth, says, classes):
    counts = {}
    for pair in zip(truth.tolist(), says.tolist(), strict=True):
        counts[pair] = counts.get(pair, 0) + (pair[0] != pair[1])
    return max(counts, key=counts.get)


# %% tags=["right"]
def mixed_up(truth, says, classes):
    codes = (classes * truth + says)[truth != says]  # a number for each pair
    return list(divmod(np.bincount(codes).argmax(), classes))


# %% [markdown]
# ### Choose the ending
# Write `ending(labels)`, which looks at an array of labels as in the table above, one of its four kinds.
# It returns two things: the last layer of a model whose outputs are probabilities, and the name of the loss.
# For two classes use one unit.
# All classes occur in the labels.


# %% tags=["exercise"] id="basics/two-or-many/ending" skills=["NN-6", "NN-7"]
def ending(labels):
    ### BEGIN SOLUTION
    layer = keras.layers.Dense
    if labels.ndim == 2:
        if (labels.sum(axis=1) == 1).all():
            return layer(labels.shape[1], "softmax"), "categorical_crossentropy"
        return layer(labels.shape[1], "sigmoid"), "binary_crossentropy"
    classes = int(labels.max()) + 1
    if classes == 2:
        return layer(1, "sigmoid"), "binary_crossentropy"
    return layer(classes, "softmax"), "sparse_categorical_crossentropy"
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `labels.ndim` tells rows from single numbers, and the sum of each row tells one-hot from several answers.

# %% [markdown] tags=["hint"]
# Whole numbers from 0 to K - 1 mean `labels.max() + 1` classes.

# %% tags=["check"]
inputs = np.random.default_rng(7).normal(size=(8, 5)).astype("float32")
some = np.array([[0, 1, 0], [1, 1, 0], [0, 0, 0], [0, 0, 1]] * 2)
whole, letters = np.array([0, 3, 1, 2, 4, 0, 2, 1]), np.array([0, 3, 1, 2, 3, 0, 2, 1])
cases = {"labels 0 or 1": (whole % 2, 1), "whole numbers": (whole, 5)}
cases |= {"one-hot rows": (np.eye(4)[letters], 4), "several answers": (some, 3)}
for kind, (labels, units) in cases.items():
    got = ending(labels.copy())
    assert got is not None, "Not attempted: ending returned None. Return two things."
    assert isinstance(got, tuple | list) and len(got) == 2, (
        f"For {kind}, got {got!r:.60}, expected a layer and the name of a loss."
    )
    last, named = got
    assert isinstance(last, keras.layers.Layer) and (
        isinstance(named, str) or callable(named)
    ), f"For {kind}, got {last!r:.40} and {named!r:.40}, expected a layer and a loss."
    outputs = np.array(last(inputs))
    told = f"For {kind}, got {outputs.shape[-1]} units, expected {units}. "
    assert outputs.shape[-1] >= units, told + "Every class needs a unit, class 0 too."
    assert outputs.shape == (8, units), (
        told + "Use one unit for each class, and a single one for two classes."
    )
    assert units > 1 or outputs.std() > 0, (
        f"For {kind}, every row got the same output: softmax on one unit is always 1."
    )
    assert outputs.min() >= 0 and outputs.max() <= 1, (
        f"For {kind}, got outputs from {outputs.min():.1f} to {outputs.max():.1f}, "
        "expected probabilities from 0 to 1. Give the layer a fitting activation."
    )
    sums = np.allclose(outputs.sum(axis=1), 1, atol=1e-4)
    assert sums == (units > 3), (
        f"For {kind}, the outputs of the first row sum to {outputs[0].sum():.2f}. "
        "Use softmax if exactly one class is true, sigmoid for independent answers."
    )
    ones = np.eye(units)[labels] if kind == "whole numbers" else labels
    ones = np.reshape(ones, outputs.shape)
    chosen = ones * np.log(outputs)
    if units <= 3:
        chosen = (chosen + (1 - ones) * np.log(1 - outputs)) / units
    cost = -chosen.sum(axis=1).mean()
    try:
        shaped = ones if units == 1 else labels
        got = np.mean(keras.losses.get(named)(shaped, outputs))
    except (ValueError, tf.errors.InvalidArgumentError):
        told = f"For {kind}, got {named}, which Keras refuses here. See the table."
        raise AssertionError(told) from None
    assert abs(got - cost) < 1e-3, (
        f"For {kind}, got a loss of {got:.3f}, expected {cost:.3f}. "
        f"{named} measures something else here. See the table."
    )
print("Correct: layer, loss and labels fit together in all four cases.")


# %% tags=["wrong"] reason="class 0 too"
def ending(labels):
    if labels.ndim == 1 and labels.max() > 1:
        units = int(labels.max())
        return keras.layers.Dense(units, "softmax"), "sparse_categorical_crossentropy"
    return keras.layers.Dense(1, "sigmoid"), "binary_crossentropy"


# %% tags=["wrong"] reason="always 1"
def ending(labels):
    return keras.layers.Dense(int(labels.max()), "softmax"), "binary_crossentropy"


# %% tags=["wrong"] reason="Keras refuses"
def ending(labels):
    if labels.ndim == 1 and labels.max() == 1:
        return keras.layers.Dense(1, "sigmoid"), "binary_crossentropy"
    units = labels.shape[1] if labels.ndim == 2 else int(labels.max()) + 1
    return keras.layers.Dense(units, "softmax"), "sparse_categorical_crossentropy"


# %% tags=["wrong"] reason="sigmoid for independent answers"
def ending(labels):
    if labels.ndim == 2:
        layer = keras.layers.Dense(labels.shape[1], "softmax")
        return layer, "categorical_crossentropy"
    if labels.max() == 1:
        return keras.layers.Dense(1, "sigmoid"), "binary_crossentropy"
    layer = keras.layers.Dense(int(labels.max()) + 1, "softmax")
    return layer, "sparse_categorical_crossentropy"


# %% tags=["wrong"] reason="softmax if exactly one class is true"
def ending(labels):
    units = labels.shape[1] if labels.ndim == 2 else int(labels.max()) + 1
    if labels.ndim == 1 and units == 2:
        return keras.layers.Dense(1, "sigmoid"), "binary_crossentropy"
    if labels.ndim == 1:
        return keras.layers.Dense(units, "softmax"), "sparse_categorical_crossentropy"
    if labels.sum() == len(labels):
        return keras.layers.Dense(units, "softmax"), "categorical_crossentropy"
    return keras.layers.Dense(units, "sigmoid"), "binary_crossentropy"


# %% tags=["wrong"] reason="measures something else"
def ending(labels):
    if labels.ndim == 2 and (labels.sum(axis=1) == 1).all():
        return keras.layers.Dense(labels.shape[1], "softmax"), "binary_crossentropy"
    if labels.ndim == 2:
        return keras.layers.Dense(labels.shape[1], "sigmoid"), "binary_crossentropy"
    units = len(np.unique(labels))
    if units > 2:
        return keras.layers.Dense(units, "softmax"), "sparse_categorical_crossentropy"
    return keras.layers.Dense(1, "sigmoid"), "binary_crossentropy"


# %% tags=["right"]
def ending(labels):
    in_rows = labels.ndim == 2
    classes = labels.shape[1] if in_rows else len(np.unique(labels))
    if in_rows and np.any(np.sum(labels, axis=1) != 1):
        layer, loss = keras.layers.Dense(classes), "BinaryCrossentropy"
    elif in_rows or classes > 2:
        layer = keras.layers.Dense(classes, activation="softmax")
        loss = ("" if in_rows else "sparse_") + "categorical_crossentropy"
    else:
        layer, loss = keras.layers.Dense(1), "binary_crossentropy"
    if "inary" in loss:
        layer.activation = keras.activations.sigmoid
    return layer, loss


# %% tags=["right"]
def ending(labels):
    def last(units, activation):
        layers = [keras.layers.Dense(units), keras.layers.Activation(activation)]
        return keras.Sequential(layers)

    if labels.ndim == 1 and set(labels.tolist()) == {0, 1}:
        return last(1, "sigmoid"), "binary_crossentropy"
    if labels.ndim == 1:
        return last(1 + int(max(labels)), "softmax"), "sparse_categorical_crossentropy"
    if all(sum(row) == 1 for row in labels):
        return [last(len(labels[0]), "softmax"), "categorical_crossentropy"]
    return [last(len(labels[0]), "sigmoid"), keras.losses.BinaryCrossentropy()]


# %% [markdown]
# ## What to remember
# - A logit is any number; sigmoid turns one logit into a probability, and softmax turns several into probabilities that sum to 1.
# - Two classes: one unit, sigmoid, `binary_crossentropy`.
#   Many: a unit for each, softmax, and the loss that fits the labels, sparse for whole numbers.
# - If the outputs are logits, pass `from_logits=True` and leave the activation out.
# - The threshold is your choice, made by what the two mistakes cost.
# - Look at the confusion matrix, because accuracy alone looks good even if a rare class is never found.
#
# Next: [Models with branches](branches.ipynb), for several inputs or several answers.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
