# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Debugging a training run: breakpoints, NaN, and a checklist"
#     summary: "Stop a training run at a breakpoint, find the operation that made the first NaN, and run a checklist before a long training."
#     skills: [DEV-1, DEV-3, DEV-4]
#     requires: [developer/docs-and-versions, basics/custom-layers]
# ---

# %% [markdown]
# The worst bugs of a training run raise no error: the loss is NaN, it doesn't move, or the result is good and wrong.
# After this lesson you can stop a program at a line and look at its variables, in an editor or in a terminal.
# You can look inside `fit`, find the operation that made the first NaN, and run a checklist over a model before you train it for hours.
# At the end you check code that an AI assistant wrote: some of it was right for another version, and some of it never was.

# %% [markdown] skills=["DEV-1"]
# ## Breakpoints: stop and look
# A `print` shows what you thought of beforehand.
# A **debugger** stops the program at a line, a **breakpoint**, and there you can look at every variable, see who called, and go on line by line.
#
# Both PyCharm and VS Code have one, and only the keys differ.
# Click beside a line number, and a red dot marks the breakpoint; then start the program with *Debug* instead of *Run*.
# It stops before that line is executed.
#
# | You want to | PyCharm | VS Code | terminal |
# |---|---|---|---|
# | start with the debugger | Shift+F9 | F5 | `python -m pdb cups.py` |
# | set a breakpoint | Ctrl+F8 | F9 | `breakpoint()` in the code |
# | execute this line | F8 | F10 | `n` |
# | go into the function that it calls | F7 | F11 | `s` |
# | go on until it returns | Shift+F8 | Shift+F11 | `r` |
# | go on to the next breakpoint | F9 | F5 | `c` |
# | see a value | *Variables*, or Alt+F8 | *Variables*, or *Debug Console* | `p gaps.shape` |
# | see who called, and go there | the list of frames | *Call Stack* | `w`, then `u` and `d` |
#
# The keys are those of Windows and Linux; on a Mac, look in the menu *Run*.
#
# - The pane *Variables* shows the type of each variable, of an array or a tensor also its shape and its type of numbers.
#   These three give most mistakes away.
# - A right click on the red dot takes a condition, such as `step > 100`, and the program stops only where it is true.
# - Both can stop where an error is raised, before the program ends: *Python Exception Breakpoints* below *View Breakpoints* in PyCharm, *Raised Exceptions* below *Breakpoints* in VS Code.
# - VS Code stays out of library code unless `launch.json` says `"justMyCode": false`.
#   That is what you want, most of the time.
#
# A lesson has no window to click in, but the terminal's debugger, `pdb`, is a part of Python.
# This program measures how far six guesses are off.
# Each of them is half a cup too high; which error do you expect?

# %%
import ast
import math
import subprocess
import sys
import warnings
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_breast_cancer, load_digits

program = """
import numpy as np


def mean_error(truth, guess):
    gaps = np.abs(truth - guess)
    breakpoint()
    return gaps.mean()


truth = np.arange(6.0)
guess = truth.reshape(6, 1) + 0.5  # a model answers with one row each
print("error:", mean_error(truth, guess))
"""
Path("cups.py").write_text(program, encoding="utf-8")
commands = ["p gaps.shape", "p truth.shape, guess.shape", "u", "p guess[:2]", "c"]
done = subprocess.run(
    [sys.executable, "cups.py"],
    input="\n".join(commands) + "\n",  # as if you typed them
    capture_output=True,
    text=True,
)
answers = done.stdout.split("(Pdb) ")[1:]
for command, answer in zip(commands, answers, strict=True):
    print("(Pdb)", command)
    print(answer.replace(str(Path.cwd()), ".").strip())

# %% tags=["claim"]
assert answers[0].strip() == "(6, 6)", answers
assert answers[1].strip() == "((6,), (6, 1))", answers
assert "<module>" in answers[2] and "cups.py" in answers[2], "u goes to the caller"
assert answers[-1].startswith("error: 2.0"), answers[-1]
assert np.abs(np.arange(6.0) - (np.arange(6.0) + 0.5)).mean() == 0.5, "half a cup"

# %% [markdown]
# The program prints an error above 2, for guesses that are all 0.5 off.
# The debugger shows why: `gaps` should have 6 numbers, and it has 6 times 6.
# `truth` is a row and `guess` is a column, so NumPy compares each of the one with each of the other; that is **broadcasting**, and TensorFlow does the same.
# `u` went up to the caller, where you see that `guess` was made as a column.
# The repair is `guess[:, 0]`, and a line that would have told you at once: `assert truth.shape == guess.shape`.

# %% [markdown] skills=["DEV-1"]
# ## Inside fit: run_eagerly=True
# Now set a breakpoint, or a `print`, in a loss of your own and train.
# The model below sees 32 rows in batches of 8, for 2 epochs, so it takes 8 steps.
# How often will the loss print its line?

# %%
keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
rows = rng.normal(size=(32, 3)).astype("float32")
heights = rows @ np.array([1.0, -2.0, 0.5], "float32")
calls = {}


def told_loss(truth, guess):
    calls[eager] += 1
    if calls[eager] == 1:
        print(f"  loss gets {type(guess).__name__}, {truth.shape} and {guess.shape}")
    return keras.ops.mean((truth - guess) ** 2, axis=-1)


for eager in (False, True):
    print(f"run_eagerly={eager}")
    calls[eager] = 0
    model = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1)])
    model.compile("sgd", loss=told_loss, run_eagerly=eager)
    model.fit(rows, heights, batch_size=8, epochs=2, verbose=0)
    print("  calls of the loss:", calls[eager])

# %% tags=["claim"]
assert calls[False] < 4, f"traced, not called in each step: {calls}"
assert calls[True] == 2 * 32 / 8 == 8, f"once a step: {calls}"

# %% [markdown]
# By default `fit` calls your Python once or twice only, to make a graph of it, and then runs the graph.
# What it passes there are placeholders with a shape and without numbers, so a debugger finds nothing to look at.
# [A training step by hand](../basics/training-by-hand.ipynb#what-tffunction-changes) has more about such graphs.
#
# With `run_eagerly=True` each step is plain Python: breakpoints work in your losses, layers and metrics, and every tensor has numbers.
# It is much slower, so take a few batches, and take it out again when the bug is found.

# %% [markdown] skills=["DEV-3"]
# ## Print shapes and values, layer by layer
# A model is one line in your program and many steps inside.
# A second model that shares its layers and returns the output of each shows what comes out on the way.
#
# The data are the cell nuclei from [Two or many](../basics/two-or-many.ipynb): 30 measurements each, of which some are below 0.1 and one goes up to 4254, and this program forgot to scale them.

# %%
nuclei = load_breast_cancer()
raw = nuclei.data[:512].astype("float32")  # 8 batches of 64
benign = nuclei.target[:512].astype("float32")[:, np.newaxis]


def classifier():
    return keras.Sequential(
        [
            keras.Input(shape=(30,)),
            keras.layers.Dense(16, activation="relu", name="hidden"),
            keras.layers.Dense(1, activation="sigmoid", name="answer"),
        ]
    )


def look(model, rows):
    inside = keras.Model(model.inputs[0], [layer.output for layer in model.layers])
    for layer, values in zip(model.layers, inside(rows), strict=True):
        values = np.array(values)
        sizes = f"{values.min():8.2g} to {values.max():8.2g}"
        print(f"  {layer.name:7}{values.shape!s:10}{sizes}", end="")
        ends = [np.mean(values == end) for end in (0, 1)]
        print(f"  exactly 0: {ends[0]:4.0%}, exactly 1: {ends[1]:4.0%}")


scaled = (raw - raw.mean(axis=0)) / raw.std(axis=0)
model = classifier()
for name, table in {"raw": raw, "scaled": scaled}.items():
    print(f"{name}, up to {table.max():.0f}")
    look(model, table)

# %% tags=["claim"]
assert raw.max() == 4254 and np.mean(raw < 0.1) > 0.2, "very different sizes"
hidden = keras.Model(model.inputs[0], model.layers[0].output)
certain = np.array(model(raw))
assert np.mean((certain < 0.001) | (certain > 0.999)) > 0.3, "saturated"
assert np.abs(np.array(hidden(raw))).max() > 300, "large sums"
mild = np.array(model(scaled))
assert mild.min() > 0 and mild.max() < 1, "scaled: probabilities"

# %% [markdown]
# With raw numbers the hidden layer gives sums in the hundreds or thousands, and for many lumps the answer is 0 or 1, or nearly, before anything was learned.
# Read such a table from the top, and stop at the first line that surprises you:
#
# - a shape that you didn't plan;
# - numbers far above 10: the inputs aren't scaled, or the weights are too large;
# - nearly all exactly 0 after a ReLU: its units are dead, which a rate that is too large can do;
# - a sigmoid or softmax at 0 or 1: it is saturated, and hardly any gradient comes through;
# - NaN.

# %% [markdown] skills=["DEV-3"]
# ## NaN: find the operation that made the first one
# Train on the raw numbers with a loss of your own, **cross-entropy** as its formula says: minus the logarithm of the probability that the true class got.
# `keras.ops` has the functions of NumPy for tensors, here `keras.ops.log` and `keras.ops.mean`.


# %%
def cross_entropy(truth, p):
    log, mean = keras.ops.log, keras.ops.mean
    return -mean(truth * log(p) + (1 - truth) * log(1 - p), axis=-1)


def run(rows, eager=False):
    model.compile(keras.optimizers.SGD(0.1), loss=cross_entropy, run_eagerly=eager)
    options = {"batch_size": 64, "epochs": 2, "verbose": 0}
    return model.fit(rows, benign, **options).history["loss"]


start = model.get_weights()
losses = run(raw)
print("losses:", losses)
alive = np.isfinite(model.get_weights()[0]).mean()
print(f"weights that are still numbers: {alive:.0%}")

# %% tags=["claim"]
assert np.isnan(losses).all(), "the loss is NaN"
assert not np.isfinite(model.get_weights()[0]).any(), "and so are the weights"

# %% [markdown]
# One NaN makes everything NaN that is computed from it, so after one step the whole model is lost, and the loss doesn't say where it began.
# `tf.debugging.enable_check_numerics()` looks at the result of every operation from then on, and raises an error at the first that isn't finite.
# Together with `run_eagerly=True` the message shows the input of that operation too.
# `tf.debugging.disable_check_numerics()` switches it off again.

# %%
model.set_weights(start)
tf.debugging.enable_check_numerics()
try:
    run(raw, eager=True)
except tf.errors.InvalidArgumentError as error:
    message = str(error)
finally:
    tf.debugging.disable_check_numerics()
for line in message.splitlines():
    if any(word in line for word in ("Detected", "shape:", "# of -Inf")):
        print(line.strip()[:76])
given = message.split("Input tensor: tf.Tensor(")[1].split()
print("input:", *given[:4], "...")

# %% tags=["claim"]
assert 'op "Log"' in message and "-Inf" in message, message[:500]
assert "Input tensor" in message, "the input is shown"
assert not np.isfinite(np.log(np.float32(0))), "log(0)"

# %% [markdown]
# The operation is `Log`, and its result has `-Inf`, minus infinity: the loss took the logarithm of 0.
# Now you know the whole chain: numbers that aren't scaled, sums that are too large, a sigmoid at exactly 0 or 1, log(0), and 0 times infinity is NaN.
#
# Fix both ends.
# Scale the inputs, which is the cause, and use the loss of Keras, which avoids log(0).
# A loss of your own has to stay finite for every answer that a model can give, so keep the probability away from 0 and 1: `keras.ops.clip` limits a number to a range.
# `keras.losses.binary_crossentropy` does the same inside.


# %%
def safe_cross_entropy(truth, p):
    p = keras.ops.clip(p, 1e-7, 1 - 1e-7)
    return cross_entropy(truth, p)


model.set_weights(start)
losses = run(scaled)
print("scaled, losses:", np.round(losses, 3))
worst = np.array([[0.0], [1.0]], "float32"), np.array([[1.0], [0.0]], "float32")
print("wrong and certain, safe:", safe_cross_entropy(*worst).numpy().round(1))
built_in = keras.losses.binary_crossentropy(*worst).numpy()
print("the loss of Keras:      ", built_in.round(1))

# %% tags=["claim"]
assert np.isfinite(losses).all() and losses[-1] < 0.8 * losses[0], f"{losses}"
finite = safe_cross_entropy(*worst).numpy()
assert np.isfinite(finite).all() and (finite > 10).all(), "large, and finite"
assert np.allclose(finite, built_in, rtol=0.05), "as Keras does"
assert (
    np.isnan(cross_entropy(*worst).numpy()).any()
    or np.isinf(cross_entropy(*worst).numpy()).any()
), "the formula alone isn't"

# %% [markdown]
# Three more tools against NaN:
#
# - `tf.debugging.check_numerics(tensor, "after scaling")` checks one tensor at one place and costs little, so it can stay in the program.
# - `keras.callbacks.TerminateOnNaN()` ends the training, and the log shows the epoch.
# - `np.isfinite(table).all()` before the training.
#   A single empty cell of a table is NaN, and it is the most frequent cause.
#
# One trap is left.
# The loss can be finite and its gradient NaN.
# `tf.where(condition, a, b)` takes numbers of `a` where the condition is true and of `b` elsewhere, but the gradient goes through both, here through `tf.math.log` of 0 too:

# %%
p = tf.Variable([0.0, 0.5])
with tf.GradientTape() as tape:
    surprise = tf.where(p > 0, -p * tf.math.log(p), 0.0)
print("values:  ", surprise.numpy().round(2))
print("gradient:", tape.gradient(surprise, p).numpy().round(2))
try:
    tf.debugging.check_numerics(tf.math.log([0.0, 0.5]), "the logarithm")
except tf.errors.InvalidArgumentError as error:
    print(str(error).split("}} ")[-1].split(" [Op")[0])

# %% tags=["claim"]
assert np.isfinite(surprise).all(), "finite values"
with tf.GradientTape() as tape:
    surprise = tf.where(p > 0, -p * tf.math.log(p), 0.0)
slope = tape.gradient(surprise, p).numpy()
assert np.isnan(slope[0]) and np.isfinite(slope[1]), f"the gradient: {slope}"

# %% [markdown]
# At 0, `where` takes the 0 and multiplies the gradient of the other branch by 0.
# But that gradient is infinite, and 0 times infinity is NaN.
# The repair is to give the logarithm a harmless number where it isn't used, which you will do in the second exercise.

# %% [markdown] skills=["DEV-3"]
# ## Overfit one batch
# Suppose that the loss is finite and hardly falls.
# Is the code wrong, or is the task hard?
# One test separates the two: train on 16 rows only, again and again.
# A correct program memorizes them within a few hundred steps, whatever the rows are.
# If yours can't, no amount of data or training will help, and you have a run of seconds to search in, in place of hours.
#
# ![Four questions from top to bottom, each with an arrow to the next for yes and one to the side for no: it runs, no: read the traceback; the loss is a number, no: check_numerics; one batch is learned, no: wrong model or training; it is good on new rows, no: labels, too little data or overfitting](../diagrams/debugging-order.svg)
#
# The order of the picture saves time, because each question makes sense only when the one above is answered with yes.

# %% [markdown] skills=["DEV-3"]
# ## A checklist that runs
# A checklist is only used if it takes no effort, so write it as a function.
# It is for classifiers with one whole number as label, and collects in a list what it finds.
# Before any training it looks at the numbers:


# %%
def look_at_data(x, y, classes):
    found = []
    if not np.isfinite(x).all():
        found.append("inputs: NaN or infinite")
    if np.abs(x).max() > 10:
        found.append(f"inputs: up to {np.abs(x).max():.0f}, scale them")
    if len(x) != len(y):
        found.append(f"{len(x)} rows, but {len(y)} labels")
    if y.min() < 0 or y.max() >= classes:
        found.append(f"labels: {y.min()} to {y.max()}, expected 0 to {classes - 1}")
    if len(np.unique(y)) == 1:
        found.append("labels: all alike")
    return found


def look_at_start(model, x, classes):
    p = np.array(model(x[:64]))
    if p.shape[1:] != (classes,):
        return [f"outputs: shape {p.shape[1:]}, expected {(classes,)}"]
    if p.min() < 0 or not np.allclose(p.sum(axis=1), 1, atol=1e-3):
        return ["outputs: no probabilities, is the softmax missing?"]
    return []


# %% [markdown]
# Then it trains on 16 rows.
# At the start the loss should be near $\log(\text{classes})$, because a fresh network gives each class about the same probability.
# Afterwards the weights must have moved, and the loss must be a small part of what it was.
# Warnings count as findings too, since they drown in the output of a real run.
# Only a program that passes all of this is trained on 640 rows, and must then beat the most frequent class on the others.


# %%
def one_batch(model, x, y, classes):
    weights = model.get_weights()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        run = model.fit(x[:16], y[:16], batch_size=16, epochs=60, verbose=0)
    first, last = run.history["loss"][0], run.history["loss"][-1]
    found = [f"a warning: {str(one.message)[:57]}…" for one in told]
    if not np.isfinite(last):
        found.append(f"one batch: the loss is {last}")
    if not 0.3 * math.log(classes) < first < 3 * math.log(classes):
        found.append(f"loss at the start: {first:.1f}, about {math.log(classes):.1f}")
    if all(map(np.array_equal, weights, model.get_weights())):
        found.append("one batch: no weight has moved")
    if last > 0.3 * first:
        found.append(f"one batch isn't learned: loss {first:.2f}, then {last:.2f}")
    return found


def checkup(model, x, y, classes):
    found = look_at_data(x, y, classes) or look_at_start(model, x, classes)
    found = found or one_batch(model, x, y, classes)
    if not found:
        model.fit(x[:640], y[:640], batch_size=16, epochs=3, verbose=0)
        right = np.argmax(model(x[640:]), axis=1) == y[640:]
        usual = np.mean(y[640:] == np.bincount(y[:640]).argmax())
        if right.mean() < usual + 0.1:
            found = [f"new rows: {right.mean():.2f}, the usual class {usual:.2f}"]
    return found or ["nothing found"]


# %% [markdown]
# Now break a program that sorts handwritten digits in six ways.
# Each of the six runs through without an error, or would if you let it.
# Guess which of them the checklist finds, and with which question.


# %%
digits = load_digits()
order = rng.permutation(len(digits.target))[:900]
x = (digits.data[order] / 16).astype("float32")
y = digits.target[order]


def sorter(last="softmax", rate=0.3, trainable=True, from_logits=False):
    hidden = keras.layers.Dense(32, activation="relu", trainable=trainable)
    end = keras.layers.Dense(10, activation=last, trainable=trainable)
    model = keras.Sequential([keras.Input(shape=(64,)), hidden, end])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=from_logits)
    model.compile(keras.optimizers.SGD(rate), loss=loss)
    return model


mixed = rng.permutation(y)
programs = {
    "as it should be": (sorter(), x, y),
    "not scaled": (sorter(), x * 255, y),
    "labels from 1 to 10": (sorter(), x, y + 1),
    "no softmax": (sorter(last=None), x, y),
    "softmax twice": (sorter(from_logits=True), x, y),
    "all layers frozen": (sorter(trainable=False), x, y),
    "labels mixed up": (sorter(), x, mixed),
}
findings = {}
for name, (model, inputs, labels) in programs.items():
    findings[name] = checkup(model, inputs, labels, classes=10)
    print(f"{name}:")
    print(*(f"    {line}" for line in findings[name]), sep="\n")

# %% tags=["claim"]
assert findings["as it should be"] == ["nothing found"], findings
for name, word in {
    "not scaled": "scale them",
    "labels from 1 to 10": "1 to 10",
    "no softmax": "softmax missing",
    "softmax twice": "a warning",
    "all layers frozen": "no weight has moved",
    "labels mixed up": "new rows",
}.items():
    assert any(word in line for line in findings[name]), f"{name}: {findings[name]}"
assert len(programs) == 1 + 6, "six broken programs"
assert not any("learned" in one for one in findings["softmax twice"]), "repaired"
twice = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
perfect = np.eye(10, dtype="float32")[:1]
assert float(twice(np.array([0]), perfect)) > 0.5, "eagerly it stays"

# %% [markdown]
# Inputs, labels and the missing softmax are found in a moment, without any training.
# Softmax twice gives a warning, which you would overlook above the output of a long run.
# Its batch is learned all the same: in a graph, Keras notices and takes the numbers before the softmax.
# With `run_eagerly=True` it can't, and even a perfect answer costs more than 0.5.
#
# Look at the last one.
# Rows and labels were shuffled apart, and yet the network learned its batch: 16 rows can be memorized with any labels.
# So the batch test finds mistakes in the model and in the training, and none in the labels.
# For those you need new rows and a comparison with the most frequent class.
#
# The numbers in the function, such as 60 epochs and a factor of 0.3, suit small networks.
# For yours, run it once on a program that works, and set them so that it passes.

# %% [markdown] skills=["DEV-4"]
# ## Code from an AI assistant: check it before you use it
# An assistant writes the code that is usual, and much of what it learned from is older than your library.
# So one part of its answers is Keras 2 code, and another part is code that runs and does something else than it says.
# For the first kind, run it line by line and record three things: errors, warnings, and nothing.
# These lines are typical:

# %%
answer = """
from keras.utils import np_utils
from tensorflow.keras.layers.experimental.preprocessing import Normalization
optimizer = keras.optimizers.Adam(lr=0.01)
optimizer = keras.optimizers.Adam(0.01, decay=0.001)
optimizer.lr = 0.5
model.compile(optimizer, loss='sparse_categorical_crossentropy')
model.fit_generator(batches, epochs=1)
classes = model.predict_classes(x)
"""


def run_each(program, memory):
    """What each statement of a program says; it goes on after an error."""
    said = {}
    for node in ast.parse(program).body:
        line = ast.unparse(node)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                exec(line, memory)
                said[line] = [str(one.message) for one in told]
            except Exception as error:
                text = str(error).split(" (")[0]  # without the path of a file
                said[line] = [f"{type(error).__name__}: {text}"]
    return said


memory = {"keras": keras, "model": sorter(), "x": x, "batches": [(x, y)]}
said = run_each(answer, memory)
for line, words in said.items():
    print(line)
    print("    ->", " ".join(words)[:76] or "nothing")
print("learning rate now:", round(float(memory["optimizer"].learning_rate), 3))

# %% tags=["claim"]
words = [" ".join(told) for told in said.values()]
assert words[0].startswith("ImportError") and "np_utils" in words[0], words[0]
assert words[1].startswith("ModuleNotFoundError"), words[1]
assert words[2].startswith("ValueError") and "lr" in words[2], words[2]
assert "`decay`" in words[3] and "Error" not in words[3], words[3]
assert words[4] == "" and words[5] == "", "two lines say nothing"
assert "no attribute 'fit_generator'" in words[6], words[6]
assert "no attribute 'predict_classes'" in words[7], words[7]
assert np.isclose(float(memory["optimizer"].learning_rate), 0.01), "lr had no effect"
assert sum("Error" in told for told in words) == 5, "five errors"

# %% [markdown]
# Five lines stop with an error, and those are harmless: you notice them, and [Old and new](../../reference/old-and-new.ipynb) says what to write today.
# `decay` only warns, and the rate no longer falls.
# `optimizer.lr = 0.5` says nothing at all, and the rate is still 0.01.
# `python -W error program.py` turns each warning into an error, which is what you want for code that you haven't read.
#
# You can look for names that don't exist before anything runs.
# The module `ast` reads a program as a tree, `ast.walk` visits every part of it, and a name with dots is an `ast.Attribute`.
# `dotted` puts its parts together again.


# %%
def dotted(node):
    """A name such as "keras.layers.Dense", or "" if the node is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


for node in ast.walk(ast.parse("y = keras.ops.relu(x.T) + 1")):
    if isinstance(node, ast.Attribute):
        print(dotted(node))

# %% tags=["claim"]
seen = {dotted(n) for n in ast.walk(ast.parse("y = keras.ops.relu(x.T) + 1"))}
assert {"keras.ops.relu", "keras.ops", "x.T"} <= seen, seen
assert hasattr(keras.ops, "relu") and not hasattr(keras.utils, "np_utils"), "exist?"

# %% [markdown]
# The parts of a name are visited too, `keras.ops` with `keras.ops.relu`.
# Whether such a name exists, `getattr` tells you; the third exercise makes a tool of it.
#
# For the second kind, code that runs and is wrong, only a test helps.
# You asked for "scale each column to mean 0 and standard deviation 1", and this came back.
# Three tests need no knowledge of how it works: a case that you can do in your head, a change that mustn't change the answer, and an extreme.


# %%
def scale_columns(table):  # from the assistant
    center = table.mean(axis=1, keepdims=True)
    return (table - center) / table.std(axis=1, keepdims=True)


table = np.array([[1.0, 10.0, 3.0], [2.0, 20.0, 3.0], [3.0, 60.0, 3.0]])
by_head = scale_columns(table).mean(axis=0)
print("shape is right:        ", scale_columns(table).shape == table.shape)
print("each column has mean 0:", np.allclose(by_head, 0))
meters = table * [1, 1000, 1]  # the second column in another unit
same = np.allclose(scale_columns(meters), scale_columns(table))
print("unit doesn't matter:   ", same)
constant = np.full((3, 2), 5.0)
with np.errstate(invalid="ignore"):
    print("constant column:       ", scale_columns(constant)[0])

# %% tags=["claim"]
assert not np.allclose(by_head, 0) and not same, "two tests fail"
with np.errstate(invalid="ignore"):
    assert np.isnan(scale_columns(constant)).all(), "the extreme gives NaN"
    repaired = (table - table.mean(axis=0)) / table.std(axis=0)
assert np.allclose(repaired[:, :2].mean(axis=0), 0), "axis=0 passes the first"
assert np.isnan(repaired[:, 2]).all(), "and still fails at the constant column"

# %% [markdown]
# The shape is right, so a glance would have passed it.
# It scales rows in place of columns, `axis=1` for `axis=0`, and the repaired line would still make NaN of a constant column.
#
# Some habits that are worth having:
#
# - Name your versions in the question: "TensorFlow 2.21, Keras 3, no names of Keras 2".
#   You get less old code, not none.
# - Ask for a small piece whose result you can test, not for a program.
# - Ask where the data are split and what is computed on which rows.
#   A leak, such as scaling before the split, is usual in code on the web, and so in answers.
# - When it explains an error to you, do what you do with any answer from the web: test it in three lines, as in [Documentation and versions](docs-and-versions.ipynb#test-the-answer-before-you-use-it).
# - Paste no passwords, and no data that isn't yours to give away.

# %% [markdown]
# ## What can go wrong
# - **`run_eagerly=True` left in.** The run is right and takes many times as long; the same goes for `enable_check_numerics`.
# - **A breakpoint left in.** A program on a server waits at `breakpoint()` for keys that nobody presses.
#   The variable `PYTHONBREAKPOINT=0` in the environment switches them off.
# - **You debug with shuffled batches and no seed.** Then the bug comes and goes; set the seed, and `shuffle=False`.
# - **You fix the symptom.** Clipping, a smaller rate or `nan_to_num` can hide a NaN whose cause is a constant column or an empty cell.
# - **You change the model before you have looked at the data.** Print ten rows with their labels first.

# %% tags=["claim"]
import os

quiet = {**os.environ, "PYTHONBREAKPOINT": "0", "PYTHON_COLORS": "0"}
Path("waits.py").write_text("breakpoint()\nprint('through')\n", encoding="utf-8")
switched_off = subprocess.run(
    [sys.executable, "waits.py"],
    capture_output=True,
    text=True,
    stdin=subprocess.DEVNULL,
    env=quiet,
)
assert switched_off.stdout.strip() == "through", switched_off
old = subprocess.run(
    [sys.executable, "-W", "error", "-c", "import warnings; warnings.warn('old')"],
    capture_output=True,
    text=True,
    env=quiet,
)
assert old.returncode == 1 and "UserWarning: old" in old.stderr, "-W error stops"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### A session in the debugger
# This program prints a mean that is wrong:
#
# ```python
# def mean(numbers):
#     total = sum(numbers)
#     breakpoint()
#     return total / 24
#
#
# def report(day, sold):
#     print(day, "mean:", mean(sold))
#
#
# report("Monday", [3, 5, 5])
# ```
#
# Write `session`, a list of commands for `pdb`, one string each, as you would type them at the breakpoint.
# The session shows three things in this order, each as the output of one command and nothing else: how many `numbers` there are, the value of `day`, and the mean as it should be.
# Then it lets the program run to its end.
# The same commands must work for any other day and any other numbers.

# %% tags=["exercise"] id="developer/debugging-a-run/session" skills=["DEV-1"]
session = (
    ### BEGIN SOLUTION
    ["p len(numbers)", "u", "p day", "d", "p total / len(numbers)", "c"]
    ### END SOLUTION
)

# %% [markdown] tags=["hint"]
# `p` shows the value of any expression, such as `p len(numbers)`.

# %% [markdown] tags=["hint"]
# `day` belongs to the caller, so go there with `u` first, and back with `d`.
# `c` goes on to the end.

# %% tags=["check"]
till = """
def mean(numbers):
    total = sum(numbers)
    breakpoint()
    return total / 24


def report(day, sold):
    print(day, "mean:", mean(sold))


report({day!r}, {sold!r})
"""
assert session is not ..., "Not attempted: session is still `...`. Write a list."
assert isinstance(session, list | tuple) and all(isinstance(c, str) for c in session), (
    f"Got {type(session).__name__}, expected a list of strings, one for each command."
)
for day_given, sold_given in (("Monday", [3, 5, 5]), ("Friday", [8, 1, 9, 2, 11])):
    Path("till.py").write_text(till.format(day=day_given, sold=sold_given), "utf-8")
    try:
        talk = subprocess.run(
            [sys.executable, "till.py"],
            input="\n".join(session) + "\n",
            capture_output=True,
            text=True,
            timeout=20,
        )
    except subprocess.TimeoutExpired:
        raise AssertionError(
            "The session had not ended after 20 seconds, expected that it ends with "
            "the program. Use c to continue."
        ) from None
    shown = [part.strip() for part in talk.stdout.split("(Pdb) ")[1:]]
    told = f"With {day_given} and {sold_given}, the outputs were {shown}. "
    end = f"{day_given} mean: {sum(sold_given) / 24}"
    assert talk.returncode == 0 and talk.stdout.rstrip().endswith(end), told + (
        f"Expected the program to end by printing {end!r}. Continue it with c."
    )
    plain = [one.strip("'\"") for one in shown]
    for place, one in enumerate(plain):
        try:  # a mean may be rounded to two places
            plain[place] = str(round(float(one), 2)).removesuffix(".0")
        except ValueError:
            pass
    at = -1
    for what, wanted in {
        "how many numbers there are": str(len(sold_given)),
        "the value of day": day_given,
        "the mean as it should be": str(round(sum(sold_given) / len(sold_given), 2)),
    }.items():
        places = [i for i, one in enumerate(plain) if i > at and one == wanted]
        assert places, told + (
            f"Expected {wanted} for {what}, as the output of one command, in the "
            "order of the task. A NameError means that the name belongs to another "
            "function: go there with u or d."
        )
        at = places[0]
print("Correct: you see what the program sees.")

# %% tags=["wrong"] reason="continue it with c"
session = ["p len(numbers)", "u", "p day", "d", "p total / len(numbers)"]

# %% tags=["wrong"] reason="go there with u or d"
session = ["p len(numbers)", "p day", "p total / len(numbers)", "c"]

# %% tags=["wrong"] reason="expected 5 for how many numbers"
session = ["p 3", "u", "p day", "d", "p 4.33", "c"]

# %% tags=["wrong"] reason="the mean as it should be"
session = ["p len(numbers)", "u", "p day", "d", "p total / 24", "c"]

# %% tags=["wrong"] reason="continue it with c"
session = ["p len(numbers)", "u", "p day", "d", "p total / len(numbers)", "q"]

# %% tags=["right"]
session = ("len(numbers)", "up", "day", "round(sum(sold) / len(sold), 2)", "continue")

# %% tags=["right"]
session = [
    "n_numbers = len(numbers)",
    "print(n_numbers)",
    "w",
    "u",
    "pp day",
    "d",
    "!print(sum(numbers) / n_numbers)",
    "c",
]

# %% [markdown]
# ### Entropy without NaN
# Write `entropy(p)`, which says how unsure a classifier is.
# `p` is a tensor of shape `(rows, classes)` with probabilities; return one number for each row, the sum of $-p \log p$ over the classes, as a tensor of shape `(rows,)`.
# A class with $p = 0$ adds 0.
# Value and gradient must be finite, for $p = 0$ too, and nothing may be added to or cut off from the probabilities above 0.001.
# It must also work inside a `tf.function`.


# %% tags=["exercise"] id="developer/debugging-a-run/entropy" skills=["DEV-3"]
def entropy(p):
    ### BEGIN SOLUTION
    inside = tf.where(p > 0, p, 1.0)
    return -tf.reduce_sum(p * tf.math.log(inside), axis=1)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `tf.math.log(0.0)` is minus infinity, and 0 times infinity is NaN; so the logarithm must never see a 0.

# %% [markdown] tags=["hint"]
# `tf.where(p > 0, p, 1.0)` replaces each 0 by 1, whose logarithm is 0.
# Take the logarithm of that.

# %% tags=["check"]
sure = [[1.0, 0.0, 0.0], [0.5, 0.5, 0.0], [0.2, 0.3, 0.5], [0.001, 0.002, 0.997]]
known = [-sum(q * math.log(q) for q in row if q) for row in sure]
for moment, first_row in {"called as it is": 0, "inside a tf.function": 1}.items():
    tried = tf.function(entropy) if first_row else entropy
    given_p, count_here = tf.Variable(sure[first_row:]), len(sure) - first_row
    try:
        with tf.GradientTape() as watching:
            got = tried(given_p)
        problem = ""
        found_slope = watching.gradient(got, given_p) if tf.is_tensor(got) else None
    except Exception as error_here:
        problem = f"{type(error_here).__name__}: {error_here}".splitlines()[-1].strip()
        got = []
    assert got is not None, "Not attempted: entropy returned None. Return a tensor."
    assert not problem, (
        f"{moment.capitalize()}, got {problem[:120]}, expected a tensor. "
        "Use TensorFlow operations only: no .numpy(), no if on a tensor."
    )
    assert tf.is_tensor(got) and tuple(got.shape) == (count_here,), (
        f"Got {type(got).__name__} of shape {np.shape(got)} for {count_here} rows, "
        f"expected a tensor of shape ({count_here},). Sum over the classes, axis 1, "
        "and over nothing else."
    )
    values_here = got.numpy()
    assert np.isfinite(values_here).all(), (
        f"Got {values_here.round(3)}, expected finite numbers. "
        "The logarithm must never see a 0."
    )
    known_here = known[first_row:]
    assert np.allclose(values_here, known_here, atol=2e-6), (
        f"Got {values_here.round(5)}, expected {np.round(known_here, 5)}. Sum -p log p "
        "with the natural logarithm, and leave probabilities above 0.001 as they are."
    )
    assert found_slope is not None, (
        "Got no gradient, expected one. Compute with TensorFlow all the way from p."
    )
    slope_here = np.array(found_slope)
    assert np.isfinite(slope_here).all(), (
        f"Got the gradient {slope_here[0].round(2)} for {sure[first_row]}, expected "
        "finite numbers. where passes the gradient of both branches: guard the "
        "logarithm."
    )
    wanted_slope = -np.log(sure[2]) - 1
    assert np.allclose(slope_here[-2], wanted_slope, atol=1e-3), (
        f"Got the gradient {slope_here[-2].round(2)} for {sure[2]}, expected "
        f"{wanted_slope.round(2)}. Let the gradient pass through both factors."
    )
print("Correct: values and gradients stay finite.")


# %% tags=["wrong"] reason="must never see a 0"
def entropy(p):
    return -tf.reduce_sum(p * tf.math.log(p), axis=1)


# %% tags=["wrong"] reason="guard the logarithm"
def entropy(p):
    return tf.reduce_sum(tf.where(p > 0, -p * tf.math.log(p), 0.0), axis=1)


# %% tags=["wrong"] reason="leave probabilities above 0.001 as they are"
def entropy(p):
    return -tf.reduce_sum(p * tf.math.log(p + 0.001), axis=1)


# %% tags=["wrong"] reason="over nothing else"
def entropy(p):
    inside = tf.where(p > 0, p, 1.0)
    return -tf.reduce_sum(p * tf.math.log(inside))


# %% tags=["wrong"] reason="got no gradient"
def entropy(p):
    numbers = tf.stop_gradient(p)
    inside = tf.where(numbers > 0, numbers, 1.0)
    return -tf.reduce_sum(numbers * tf.math.log(inside), axis=1)


# %% tags=["right"]
def entropy(p):
    return -tf.reduce_sum(p * tf.math.log(tf.maximum(p, 1e-12)), axis=-1)


# %% tags=["right"]
def entropy(p):
    return -keras.ops.sum(tf.math.xlogy(p, p), axis=1)


# %% [markdown]
# ### Names that aren't there
# Before you run code of an assistant, you can ask whether the names in it exist.
# Write `missing_names(program)`.
# `program` is the text of a Python program; return a sorted list of all names that begin with `keras.` or `tf.`, have dots in them, and can't be found in the installed packages, each once and in full, such as `"keras.layers.CuDNNLSTM"`.
# If a part is missing already, as in `keras.optimisers.Adam`, report only the full name.
# What is in a comment or in a string doesn't count, and the program must not be executed.
# `ast.walk` and `dotted` from above find the names.


# %% tags=["exercise"] id="developer/debugging-a-run/missing-names" skills=["DEV-4"]
def missing_names(program):
    ### BEGIN SOLUTION
    tree = ast.parse(program)
    inner = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    missing = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or id(node) in inner:
            continue
        first, *rest = dotted(node).split(".")
        thing = {"keras": keras, "tf": tf}.get(first)
        for word in rest if thing is not None else []:
            thing = getattr(thing, word, None)
            if thing is None:
                missing.add(dotted(node))
    return sorted(missing)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# A name exists if `getattr` gets you from the module to the end, part by part; `getattr(thing, word, None)` is `None` if there is no such part.

# %% [markdown] tags=["hint"]
# The parts of a name are the `value` of another `ast.Attribute`.
# Collect these first, with `id(node.value)`, and skip them.

# %% tags=["check"]
Path("ran.txt").unlink(missing_ok=True)
scripts = {
    "open('ran.txt', 'w').close()\nx = tf.data.Dataset.range(3).nothing": [],
    "keras.layers.CuDNNLSTM(8)": ["keras.layers.CuDNNLSTM"],
    "model.add(keras.layers.Dense(8, activation=tf.nn.relu))": [],
    "a = keras.optimisers.Adam(0.1)": ["keras.optimisers.Adam"],
    "keras.layers.Dense2(1)\nb = [keras.layers.Dense2(n) for n in range(3)]": [
        "keras.layers.Dense2"
    ],
    "tf.placeholder(tf.float32)\ntf.Session()": ["tf.Session", "tf.placeholder"],
    "# keras.layers.Nothing\nwords = 'keras.layers.Nothing'": [],
    "def net():\n    return tf.contrib.layers.flat(1)": ["tf.contrib.layers.flat"],
    "model.fit_generator(batches)\nnp.nothing.more": [],
    "class Net(keras.Network):\n    pass": ["keras.Network"],
    "keras_tuner.RandomSearch(build)\ntfds.load('mnist')\nkeras2.no": [],
    "keras.layers.Dens(1)\nkeras.layers.Dense(1)": ["keras.layers.Dens"],
    "keras.optimizers.schedules.Cosine(1)": ["keras.optimizers.schedules.Cosine"],
}
for text_given, expected in scripts.items():
    try:
        got = missing_names(text_given)
    except Exception as problem:
        raise AssertionError(
            f"Got {type(problem).__name__}: {problem} for {text_given!r}, expected a "
            "list. Try getattr with a default, and only for keras and tf."
        ) from None
    assert got is not None, "Not attempted: missing_names returned None. Return a list."
    assert not Path("ran.txt").exists(), (
        "The program was executed, expected it to be only read. Use ast.parse."
    )
    told = f"For {text_given!r}, got {got!r}, expected {expected}. "
    assert isinstance(got, list | tuple) and all(isinstance(n, str) for n in got), (
        told + "Return a list of names."
    )
    assert not set(got) - set(expected), told + (
        "Report only full names that begin with keras or tf and aren't there; comments "
        "and strings don't count."
    )
    assert set(got) == set(expected), told + "Walk through the whole program."
    assert list(got) == expected, told + "List each name once, sorted."
print("Correct: you see what is missing before anything runs.")


# %% tags=["wrong"] reason="strings don't count"
def missing_names(program):
    import re

    missing = set()
    for name in re.findall(r"\b(?:keras|tf)(?:\.\w+)+", program):
        thing = {"keras": keras, "tf": tf}[name.split(".")[0]]
        for word in name.split(".")[1:]:
            thing = getattr(thing, word, None)
        if thing is None:
            missing.add(name)
    return sorted(missing)


# %% tags=["wrong"] reason="begin with keras or tf"
def missing_names(program):
    gone = set()
    for node in ast.walk(ast.parse(program)):
        name = dotted(node)
        if isinstance(node, ast.Attribute) and name.startswith(("keras", "tf")):
            try:
                eval(name)
            except (AttributeError, NameError):
                gone.add(name)
    return sorted(gone)


# %% tags=["wrong"] reason="only full names"
def missing_names(program):
    missing = set()
    for node in ast.walk(ast.parse(program)):
        first, *rest = dotted(node).split(".")
        thing = {"keras": keras, "tf": tf}.get(first)
        for word in rest if thing is not None else []:
            thing = getattr(thing, word, None)
            if thing is None:
                missing.add(dotted(node))
    return sorted(missing)


# %% tags=["wrong"] reason="the program was executed"
def missing_names(program):
    try:
        exec(program, {"keras": keras, "tf": tf})
    except AttributeError as error:
        return [str(error)]
    except Exception:
        pass
    return []


# %% tags=["wrong"] reason="each name once, sorted"
def missing_names(program):
    tree = ast.parse(program)
    inner = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    missing = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and id(node) not in inner:
            first, *rest = dotted(node).split(".")
            thing = {"keras": keras, "tf": tf}.get(first, keras)
            for word in rest if first in ("keras", "tf") else []:
                thing = getattr(thing, word, None)
            if thing is None:
                missing.append(dotted(node))
    return missing


# %% tags=["right"]
def missing_names(program):
    class Names(ast.NodeVisitor):
        def __init__(self):
            self.missing = set()

        def visit_Attribute(self, node):
            name = dotted(node)
            if not name:
                self.generic_visit(node)
            elif name.split(".")[0] in ("keras", "tf"):
                try:
                    eval(name, {"keras": keras, "tf": tf})
                except AttributeError:
                    self.missing.add(name)

    visitor = Names()
    visitor.visit(ast.parse(program))
    return sorted(visitor.missing)


# %% tags=["right"]
def missing_names(program):
    every = {dotted(node) for node in ast.walk(ast.parse(program))}
    every = {name for name in every if name.startswith(("keras.", "tf."))}
    full = [n for n in every if not any(other.startswith(n + ".") for other in every)]
    gone = []
    for name in sorted(full):
        thing = keras if name.startswith("keras.") else tf
        for word in name.split(".")[1:]:
            if not hasattr(thing, word):
                gone.append(name)
                break
            thing = getattr(thing, word)
    return gone


# %% [markdown]
# ## What to remember
# - A breakpoint shows every variable at a line; look at type, shape and type of numbers first.
# - `run_eagerly=True` makes `fit` plain Python, for a few batches and a debugger.
# - Layer by layer, the first line that surprises you is the place to search.
# - `tf.debugging.enable_check_numerics()` names the operation that made the first NaN; switch it off afterwards.
# - Overfit one batch before you train on all: it finds what is wrong in model and training, and nothing that is wrong in the labels.
# - Code from an assistant is a draft: run it with warnings as errors, and test it on a case whose answer you know.
#
# Next: [Model files and model size](model-files.ipynb), on saving what you have trained and proving that the copy is the same.
# All skills of this part are on the page of [developer skills](../../topics/developer.md).
