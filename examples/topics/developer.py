# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Developer skills, skill by skill
#     reviewed: 2026-11-22
# ---

# %% [markdown] skills=["DEV-1"]
# ### DEV-1: Programs in a file
# You write a program in a `.py` file, run it, and fix the line where it fails; the handbook named PyCharm for this, and any editor will do.
# Unlike a notebook, a program starts with nothing in memory each time, so its result can't depend on a cell that you ran earlier.
# What is below `if __name__ == "__main__":` runs when you start the file, and not when another file imports it.
#
# **A task could ask you**: A notebook predicts the weight of pumpkins from their girth.
# Turn it into a program that trains, prints its error and saves the model when you type `python pumpkins.py`.
#
# **Check yourself**: `fence.py` below prints nothing when another file imports it.
# Where would you have to put a `print` so that it runs on import too?

# %%
import subprocess
import sys
from pathlib import Path

program = """
def posts(length, gap):
    return length // gap + 1

if __name__ == "__main__":
    print("You need", posts(30, 3), "posts.")
"""
Path("fence.py").write_text(program, encoding="utf-8")
for name, arguments in {"run": ["fence.py"], "import": ["-c", "import fence"]}.items():
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True)
    print(f"{name:6} exit code {done.returncode}, printed {done.stdout.strip()!r}")

# %% tags=["claim"]
ran, imported = (
    subprocess.run([sys.executable, *words], capture_output=True, text=True)
    for words in (["fence.py"], ["-c", "import fence"])
)
assert ran.returncode == imported.returncode == 0, "both work"
assert ran.stdout.strip() == "You need 11 posts.", "the program prints"
assert imported.stdout == "", "the import prints nothing"
Path("loud.py").write_text(program + 'print("outside")\n', encoding="utf-8")
loud = subprocess.run(
    [sys.executable, "-c", "import loud"], capture_output=True, text=True
)
assert loud.stdout.strip() == "outside", "what stands outside the guard runs on import"

# %% [markdown] skills=["DEV-2"]
# ### DEV-2: Find the API page
# For each class there is a page that lists its arguments, their defaults and a short example.
# TensorFlow's site has it under the Python name, and keras.io has it in a group of related layers.
# The same text is inside the package, so you can read it without a network.
#
# **A task could ask you**: The loudness readings in your table are too clean, and you want a layer that disturbs them a little during training.
# Find its name, the argument for how much, and whether it also acts when you predict.
#
# **Check yourself**: You know only the Python name, `keras.layers.UpSampling1D`.
# On which of the two sites can you write the address of its page without searching?

# %%
import inspect

import keras

print("by name:", [name for name in dir(keras.layers) if "Noise" in name])
layer = keras.layers.GaussianNoise
print(inspect.signature(layer))
print(inspect.getdoc(layer).splitlines()[0])
print("https://keras.io/api/layers/regularization_layers/gaussian_noise/")
print(f"https://www.tensorflow.org/api_docs/python/tf/keras/layers/{layer.__name__}")

# %% tags=["claim"]
noise = layer(0.5)(keras.ops.zeros((4, 4)), training=False)
assert "GaussianNoise" in dir(keras.layers), "the search finds the layer"
assert "stddev" in inspect.signature(layer).parameters, "how much"
assert not noise.numpy().any(), "it is silent in prediction"
assert "noise" in inspect.getdoc(layer).splitlines()[0], "what it does"
assert "training time" in inspect.getdoc(layer), "the text answers the last question"
assert "stddev" in inspect.getdoc(layer), "the text lists the arguments"
assert hasattr(keras.layers, "UpSampling1D"), "the question's layer exists"

# %% [markdown] skills=["DEV-3"] given=["value 12"]
# ### DEV-3: Read an error message
# An error report is read from its end.
# The last line says what went wrong; from there go up to the first line that you wrote yourself.
# A Keras message often contains two shapes, the one that the layer expected and the one that you passed.
# Where no message comes, because the loss is NaN or doesn't fall, go on with [Debugging a training run](../lessons/developer/debugging-a-run.ipynb).
#
# **A task could ask you**: A program that should guess the price of used canoes stops in its first call of `fit`.
# Name the cause in one sentence and change one line.
#
# **Check yourself**: A layer says that axis -1 should have the value 12, and that it received the shape (32, 10).
# How many columns are missing, and what is the 32?

# %%
import keras
import numpy as np

price = keras.layers.Dense(1, name="price")
price.build((None, 4))  # for rows of length, width, weight and age
canoes = np.ones((10, 3), "float32")
try:
    price(canoes)
except ValueError as error:
    print(type(error).__name__, error, sep=": ")

age = np.ones((10, 1), "float32")
print("with the fourth column:", price(np.hstack([canoes, age])).shape)

# %% tags=["claim"]
try:
    price(canoes)
    said = ""
except ValueError as error:
    said = " ".join(str(error).split())
assert "price" in said and "value 4" in said and "(10, 3)" in said, said
assert price(np.hstack([canoes, age])).shape == (10, 1), "the repair works"

# %% [markdown] skills=["DEV-4"] given=["15838"]
# ### DEV-4: Search beyond the documentation
# Some answers are only in issue threads, forums and other people's code.
# Search with the fixed words of the message and leave out what is yours, such as file names and numbers.
# Note your versions first: the code in an older answer may be for Keras 2, which came with TensorFlow up to 2.15.
# The same holds for an assistant's answer; [Code from an AI assistant](../lessons/developer/debugging-a-run.ipynb#code-from-an-ai-assistant-check-it-before-you-use-it) shows how to check one.
#
# **A task could ask you**: A colleague's program for sorting screws calls a method that your Keras doesn't have.
# Find out what took its place, and give the thread that says so.
#
# **Check yourself**: The best answer that you find was written in March 2021.
# For which Keras was it written, and what do you check before you paste its code?
#
# The snippet is the smallest program that shows the problem.
# Searching for its message leads to [issue 15838 of keras-team/keras](https://github.com/keras-team/keras/issues/15838), and the last line is the way that works today.

# %%
import keras
import tensorflow as tf

model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(3)])
rows = tf.constant([[0.5, 1.0], [2.0, 0.1]])
try:
    model.predict_classes(rows)
except AttributeError as error:
    print("Search for:", error)
print("Add: TensorFlow", tf.__version__, "and Keras", keras.__version__)
print("Today:", model.predict(rows, verbose=0).argmax(axis=1).shape)

# %% tags=["claim"]
try:
    model.predict_classes(rows)
    said = ""
except AttributeError as error:
    said = str(error)
assert "Sequential" in said and "has no attribute 'predict_classes'" in said, said
assert keras.__version__.startswith("3."), "an answer for Keras 2 may not fit"
assert model.predict(rows, verbose=0).argmax(axis=1).shape == (2,), "a class per row"

# %% [markdown] skills=["DEV-5"]
# ### DEV-5: A size that fits
# A network that is too small underfits, and one that is too large costs time and disk space without being better.
# Start small, enlarge it until the error on unseen data stops falling, and keep the smallest of the good ones.
# [Model files and model size](../lessons/developer/model-files.ipynb#how-large-must-the-model-be) goes through it slowly.
# Whether it also fits into memory while it trains, [Hardware and scale](../lessons/developer/hardware-and-scale.ipynb#out-of-memory-what-takes-the-space) works out.
#
# **A task could ask you**: Predict the hourly flow of a brook from its water level, with a mean error below a given bound and with at most 500 weights.
#
# **Check yourself**: How many weights does a `Dense` layer of 8 units have for 3 inputs?
# And how many does the layer of 1 unit that follows it have?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
x = rng.uniform(-1, 1, (900, 1))
y = x**2 + rng.normal(0, 0.1, x.shape)  # a bend, and noise that nobody can learn
errors = {}
for units in [1, 16, 256]:
    hidden = keras.layers.Dense(units, activation="relu")
    model = keras.Sequential([keras.Input((1,)), hidden, keras.layers.Dense(1)])
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse")
    model.fit(x[:600], y[:600], batch_size=10, epochs=8, verbose=0)
    errors[units] = np.abs(model(x[600:]) - y[600:]).mean()
    print(f"{units:3} units {model.count_params():4} weights: {errors[units]:.2f} off")

# %% tags=["claim"]
assert errors[1] > 1.5 * errors[16], f"one unit is too small: {errors}"
assert errors[256] > 0.8 * errors[16], f"256 units are no better: {errors}"
assert model.count_params() == 2 * 256 + 257, "an input, a bias; a weight, a bias"
eight, one = keras.layers.Dense(8), keras.layers.Dense(1)
eight.build((None, 3)), one.build((None, 8))
assert (eight.count_params(), one.count_params()) == (32, 9), "the question's answer"

# %% [markdown] skills=["DEV-6"] given=["100 kB", "250,000 weights"]
# ### DEV-6: Save, and look at the size
# `save` writes the layers and their weights into one file, which `load_model` reads back.
# Each weight takes 4 bytes, and the layers' names and structure take some more.
# To be sure that nothing was lost, load the file and compare its answers with those of the model; see [Save, load, prove](../lessons/developer/model-files.ipynb#save-load-prove).
# For a program without Keras, export it, and for a telephone, convert it: see [Ship it](../lessons/developer/shipping-a-model.ipynb).
# With a layer of your own in it, the program that loads needs your class; see [Save it and load it again](../lessons/basics/custom-layers.ipynb#save-it-and-load-it-again).
#
# **A task could ask you**: Save your model of bread-baking times as `bread.keras`, in less than 100 kB, so that another program can load and use it.
#
# **Check yourself**: A model that was never trained has 250,000 weights.
# How many kilobytes do they take in the file, about?

# %%
import os

import keras
import numpy as np

model = keras.Sequential([keras.Input(shape=(20,)), keras.layers.Dense(500)])
model.save("bread.keras")
print(f"{model.count_params()} weights: {model.count_params() * 4 / 1000:.0f} kB")
print(f"in the file: {os.path.getsize('bread.keras') / 1000:.0f} kB")

loaded = keras.models.load_model("bread.keras")
rows = np.random.default_rng(7).normal(size=(3, 20))
print("same answers:", np.allclose(loaded(rows), model(rows)))

# %% tags=["claim"]
numbers, size = model.count_params() * 4, os.path.getsize("bread.keras")
assert model.count_params() == 21 * 500, "20 weights and a bias for each unit"
assert numbers < size < numbers + 30_000, "4 bytes each, and the packing"
assert size < 100_000, "the task's limit is kept"
assert np.allclose(loaded(rows), model(rows)), "the copy gives the same answers"

# %% [markdown] skills=["DEV-7"] given=["2021"]
# ### DEV-7: Versions differ
# The same line can work in one version of TensorFlow and fail in another, and a model file may load in one and not in another.
# The largest change was Keras 3, which came with TensorFlow 2.16.
# Print your versions first, and where a name may be missing, check for it before you use it.
#
# **A task could ask you**: A program from 2021 splits recipes into words with `Tokenizer`.
# Make it run on today's TensorFlow, and say which of its names no longer exist in plain `keras`.
#
# **Check yourself**: A program compares versions as text, and refuses TensorFlow 2.16 because it wants "at least 2.9".
# Why does it do that?

# %%
import keras
import tensorflow as tf

version = tuple(int(part) for part in tf.__version__.split(".")[:2])
print("TensorFlow", tf.__version__, "with Keras", keras.__version__)
print("at least 2.16:", version >= (2, 16))
print("2.16 at least 2.9, as text:", "2.16" >= "2.9", "as numbers:", (2, 16) >= (2, 9))
for name, library in {"tf.keras": tf.keras, "keras": keras}.items():
    text = getattr(library.preprocessing, "text", None)
    print(f"{name}.preprocessing.text.Tokenizer:", hasattr(text, "Tokenizer"))

# %% tags=["claim"]
assert version >= (2, 16) and keras.__version__.startswith("3."), "Keras 3 since 2.16"
assert not "2.16" >= "2.9" and (2, 16) >= (2, 9), "text compares letter by letter"
assert hasattr(tf.keras.preprocessing.text, "Tokenizer"), "still under tf.keras"
assert not hasattr(keras.preprocessing, "text"), "gone from plain keras"
