# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Model files and model size
#     summary: "Find out how large a model has to be, save it, load it, prove that nothing was lost, and say the size of its file beforehand."
#     skills: [DEV-5, DEV-6]
#     requires: [basics/overfitting]
# ---

# %% [markdown]
# A trained model that lives only in memory is gone when you close the notebook.
# Here you save one, load it, and prove that nothing was lost.
# You look into the file and learn to say how large it will be before you write it.
# But first you find out how large a model has to be.

# %% [markdown] skills=["DEV-5"]
# ## How large must the model be?
# The data are those of [A first model](../basics/first-model.ipynb): sea temperatures, and the question by how much the sea warms or cools until next month.
# The two inputs are the month and the temperature now.
#
# A size is a choice, so it needs a [validation set](../basics/overfitting.ipynb) of its own.
# We train on the years before 1990, choose the size on the ten years from 1990 on, and use those from 2000 on once, to judge what was chosen.

# %%
import json
import os
import zipfile

import keras
import numpy as np
import tensorflow as tf
from statsmodels.datasets import elnino

keras.utils.set_random_seed(7)
table = elnino.load_pandas().data
celsius = table.drop(columns="YEAR").to_numpy("float32").ravel()
change = celsius[1:] - celsius[:-1]

since = np.arange(len(change))  # months since January 1950
month = since % 12 + 1
year = 1950 + since // 12
train, test = year < 1990, year >= 2000
validation = ~train & ~test
print(train.sum(), "months to train,", validation.sum(), "to choose,", test.sum())

# %% [markdown]
# The table has a row for each year and a column for each month, so `ravel` puts the months one after the other.
# `raw` has the month and the temperature in °C; a network learns better from numbers around 0, so `x` has both scaled, by numbers that we write down for later.
# `build` makes a model with as many hidden layers as you give it numbers of neurons.

# %%
raw = np.column_stack([month, celsius[:-1]]).astype("float32")
middle, spread = np.float32([6.5, 23.0]), np.float32([3.5, 2.0])
x = (raw - middle) / spread


def build(*units):
    model = keras.Sequential([keras.Input(shape=(2,))])
    for number in units:
        model.add(keras.layers.Dense(number, activation="relu"))
    model.add(keras.layers.Dense(1))
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
    return model


# %% [markdown]
# A model's size is its number of *parameters*: all the weights and biases that it can learn.
# A `Dense` layer with $n$ inputs and $k$ neurons has $(n + 1) \cdot k$, since each neuron has a weight for each input and one bias.
# One hidden layer of 16 therefore makes $3 \cdot 16 + 17 = 65$.
#
# We train no hidden layer, 16 neurons, and 64 and 48 neurons, a model more than 50 times as large.
# Which will be best on the years that it has not seen?


# %%
def miss(model, months):
    return np.abs(model(x[months]).numpy().ravel() - change[months]).mean()


models = []
for units in [(), (16,), (64, 48)]:
    model = build(*units)
    model.fit(x[train], change[train], batch_size=10, epochs=4, verbose=0)
    off = miss(model, validation)
    print(f"{model.count_params():5} parameters: off by {off:.2f} degrees")
    models.append((model, off))
tiny, small, large = [model for model, off in models]

# %% [markdown]
# The smallest model can only draw a straight line, which isn't enough.
# The other two are about equally good: what keeps them from getting better is the weather, not their size.
# So take the small one.
# It trains and answers faster, its file is smaller, and it has less room to memorize the training data.
#
# That is the whole method: start small, enlarge until the error on the validation set stops falling, and keep the smallest of the good ones.
# Only now use the test years, and only on the model that was chosen.

# %%
print(f"the chosen one, from 2000 on: off by {miss(small, test):.2f} degrees")

# %% tags=["claim"]
assert small.count_params() == 3 * 16 + 17 == 65, "the formula"
assert large.count_params() > 50 * small.count_params(), "50 times as large"
assert models[0][1] > 1.5 * models[1][1], "without a bend it fails"
assert abs(models[1][1] - models[2][1]) < 0.15, "small is as good as large"
assert miss(small, test) < 0.67 * miss(tiny, test), "the choice holds later, too"
assert (month[12], year[12]) == (1, 1951) and celsius[12] == np.float32(
    table.iloc[1, 1]
), "a row for each year, the months one after the other"
assert table["YEAR"].tolist() == list(range(1950, 2011)), "each year once"

# %% [markdown] skills=["DEV-6"]
# ## Save, load, prove
# The ending `.keras` chooses Keras' own format.

# %%
small.save("sea.keras")
loaded = keras.models.load_model("sea.keras")
gap = np.abs(loaded(x).numpy() - small(x).numpy()).max()
print("largest difference between the answers:", gap)

# %% [markdown]
# That a file exists doesn't show that the right weights are in it, and a matching `summary()` doesn't either.
# Equal predictions for the same rows do, so make this comparison a habit.
#
# ## What is in the file
# A `.keras` file is a zip archive, so Python can list its parts.
#
# ![The archive sea.keras holds metadata.json with the version and the date, config.json with the layers, the loss and the optimizer, and model.weights.h5 with the weights and the state of the optimizer](../diagrams/inside-keras-file.svg)

# %%
with zipfile.ZipFile("sea.keras") as archive:
    for part in archive.infolist():
        print(f"{part.filename:17} {part.file_size:6} bytes")
    config = json.loads(archive.read("config.json"))
print("layers:", [layer["class_name"] for layer in config["config"]["layers"]])

# %% [markdown]
# - `metadata.json`: the version of Keras, and the date.
# - `config.json`: the layers, the loss and the optimizer as readable text.
# - `model.weights.h5`: the numbers, which are the weights and the *state of the optimizer*, so that training can go on where it stopped.
#
# Your data are not in it, and neither is your scaling in NumPy: the loaded model still wants scaled inputs.

# %% tags=["claim"]
parts = {"metadata.json", "config.json", "model.weights.h5"}
assert gap < 1e-6, "the loaded model gives the same answers"
assert parts <= set(archive.namelist()), "the three parts"
assert {"compile_config", "config"} <= set(config), "layers, loss and optimizer"
assert int(loaded.optimizer.iterations) == 4 * 48, "the optimizer's state came along"

# %% [markdown]
# ## How large will the file be?
# A parameter is a 32-bit number: 4 bytes.
# `Adam` remembers two further numbers for each parameter as soon as it has trained, which makes 12 bytes.
# Names and structure add some 15 to 30 kB for models like ours.
# Predict the two sizes of a model with 66,817 parameters, before and after training.


# %%
def kilobytes(path):
    return os.path.getsize(path) / 1000


big = build(256, 256)
numbers = big.count_params() * 4 / 1000
big.save("before.keras")
big.fit(x[train], change[train], batch_size=100, verbose=0)
big.save("after.keras")
bare = keras.Sequential([keras.Input(shape=(2,)), *big.layers])
bare.save("bare.keras")
print(f"{big.count_params()} parameters of 4 bytes: {numbers:.0f} kB")
for path in ["before.keras", "after.keras", "bare.keras", "sea.keras"]:
    print(f"{path:13} {kilobytes(path):4.0f} kB")

# %% [markdown]
# Training made the file three times as large without adding a parameter.
# `bare` is a new model around the same layers, never compiled, so it has no optimizer: hand that over when nobody will train it further.
# And `sea.keras` holds 65 parameters, so nearly all of it is packing.

# %% tags=["claim"]
assert big.count_params() == 66_817 and small.get_weights()[0].itemsize == 4, "bytes"
assert 15 < kilobytes("before.keras") - numbers < 30, "4 bytes each, and packing"
assert 15 < kilobytes("after.keras") - 3 * numbers < 30, "12 bytes each, and packing"
assert 2.5 < kilobytes("after.keras") / kilobytes("before.keras") < 3.2, "3 times"
assert 15 < kilobytes("bare.keras") - numbers < 30, "no optimizer in the copy"
assert np.allclose(bare(x), big(x), atol=1e-5), "the copy gives the same answers"
assert 65 * 12 / 1000 < 0.05 * kilobytes("sea.keras"), "nearly all packing"

# %% [markdown]
# ## Other formats
# **`.h5`** is the format of the exam's time.
# It still works, and Keras warns that it is *legacy*, as you see below.
# Load it with `compile=False` when you only want to predict: Keras 3 can't read a loss given by its short name `"mse"` back from it.
#
# **`export`** writes a *SavedModel*: a folder for serving programs, which TensorFlow runs without Keras.
# You can't train it further, and `load_model` does not read it.
#
# **Weights only** are the numbers without the layers: build the same layers first, then load.

# %%
loaded.save("sea.h5")
from_h5 = keras.models.load_model("sea.h5", compile=False)

small.export("sea_export", verbose=False)
served = tf.saved_model.load("sea_export")

small.save_weights("sea.weights.h5")
twin = keras.Sequential(
    [
        keras.Input(shape=(2,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
twin.load_weights("sea.weights.h5")

want = small(x).numpy()
for name, ask in {".h5": from_h5, "export": served.serve, "weights": twin}.items():
    print(f"{name:7} largest difference: {np.abs(ask(x).numpy() - want).max():.6f}")


# %% tags=["claim"]
def refused(action, *args):
    try:
        return action(*args) is NotImplemented
    except ValueError:
        return True


for ask in (from_h5, served.serve, twin):
    assert np.allclose(ask(x), want, atol=1e-5), "every format gives the same answers"
assert os.path.isdir("sea_export"), "a SavedModel is a folder"
assert refused(keras.models.load_model, "sea_export"), "load_model reads no SavedModel"
assert refused(keras.models.load_model, "sea.h5"), "mse is not found in .h5"

# %% [markdown]
# ## What can go wrong
# **No ending.** `save` refuses a path that ends in neither `.keras` nor `.h5`.
#
# **Weights of other layers.** They fit only a model with the same layers in the same sizes.
#
# **A `Lambda` layer.** It puts Python code of yours into the file.
# Loading such a file would run code that a stranger may have written, so `load_model` refuses it in its *safe mode*.
# Use a ready-made layer instead; pass `safe_mode=False` only for files that you wrote yourself.

# %%
coded = keras.Sequential(
    [keras.Input(shape=(2,)), keras.layers.Lambda(lambda rows: rows / 2)]
)
coded.save("coded.keras")
mistakes = {
    "no ending": lambda: small.save("sea"),
    "other layers": lambda: keras.Sequential(
        [keras.Input(shape=(2,)), keras.layers.Dense(8), keras.layers.Dense(1)]
    ).load_weights("sea.weights.h5"),
    "Lambda": lambda: keras.models.load_model("coded.keras"),
}
for name, mistake in mistakes.items():
    try:
        mistake()
    except ValueError as problem:
        print(f"{name}: {str(problem)[:62]} ...")

# %% tags=["claim"]
assert all(refused(mistake) for mistake in mistakes.values()), "all three refused"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Save it and load it
# Write `keep(model, path)`, which saves the model under `path` and returns two things, in this order: the model loaded from the file, and the size of the file in bytes.


# %% tags=["exercise"] id="developer/model-files/keep" skills=["DEV-6"]
def keep(model, path):
    ### BEGIN SOLUTION
    model.save(path)
    return keras.models.load_model(path), os.path.getsize(path)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Three calls do it: `model.save`, `keras.models.load_model`, `os.path.getsize`.

# %% tags=["check"]
other = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(1)])
for given, path in ((small, "kept.keras"), (other, "kept-too.keras")):
    if os.path.exists(path):
        os.remove(path)
    got = keep(given, path)
    assert got is not None, "Not attempted: keep returned None. Replace the ..."
    assert os.path.exists(path), (
        f"Got no file {path}, expected one: save under the given path."
    )
    assert isinstance(got, (tuple, list)) and len(got) == 2, (
        f"Got {str(got)[:60]}, expected two things: the loaded model, then the size."
    )
    copied, size = got
    assert isinstance(copied, keras.Model), (
        f"Got {type(copied).__name__} as the first thing, expected a model. "
        "Return what load_model gives, and the size after it."
    )
    assert copied is not given, (
        "Got the same model back, expected the one from the file: load it."
    )
    assert np.allclose(copied(x), given(x), atol=1e-5), (
        "Got different predictions from the loaded model, expected the same: "
        "save the given model, and load that file."
    )
    size_on_disk = os.path.getsize(path)
    assert size == size_on_disk, (
        f"Got a size of {size}, expected {size_on_disk}: return the size of the file "
        "in bytes, not that of the parameters."
    )
print(f"Correct: {size} bytes for a model of 3 parameters, and the same predictions.")


# %% tags=["wrong"] reason="the same model back"
def keep(model, path):
    model.save(path)
    return model, os.path.getsize(path)


# %% tags=["wrong"] reason="size of the file"
def keep(model, path):
    model.save(path)
    return keras.models.load_model(path), model.count_params() * 4


# %% tags=["wrong"] reason="save the given model"
def keep(model, path):
    small.save(path)
    return keras.models.load_model(path), os.path.getsize(path)


# %% tags=["wrong"] reason="the size after it"
def keep(model, path):
    model.save(path)
    return os.path.getsize(path), keras.models.load_model(path)


# %% tags=["right"]
def keep(model, path):
    keras.saving.save_model(model, path)
    with open(path, "rb") as file:
        size = len(file.read())
    return keras.saving.load_model(path), size


# %% tags=["right"]
def keep(model, path):
    model.save(path)
    only_to_predict = keras.models.load_model(path, compile=False)
    return [only_to_predict, os.stat(path).st_size]


# %% [markdown]
# ### Fit it into a budget
# A small device has `budget` bytes for the parameters, at 4 bytes each.
# Write `fit_into(budget)`, which returns the largest model that fits, with 2 inputs, one hidden layer with `relu`, and 1 output without an activation.
# You need neither to train nor to save it.


# %% tags=["exercise"] id="developer/model-files/fit-into" skills=["DEV-5"]
def fit_into(budget):
    ### BEGIN SOLUTION
    units = (budget // 4 - 1) // 4
    return build(units)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# With $n$ hidden neurons: how many parameters does the hidden layer have, and how many the output layer?
# Don't forget the biases.

# %% [markdown] tags=["hint"]
# Together they are $3n + (n + 1) = 4n + 1$. Solve $4 \cdot (4n + 1) \le \text{budget}$ for $n$ and round down.

# %% tags=["check"]
draw = np.random.default_rng(7)
for budget, most in {260: 65, 259: 61, 2000: 497, 1000: 249}.items():
    net = fit_into(budget)
    assert net is not None, "Not attempted: fit_into returned None. Replace the ..."
    assert isinstance(net, keras.Model), (
        f"Got {str(net)[:60]}, expected a model. Build one with as many neurons as fit."
    )
    try:
        shape = tuple(net(x[:5]).shape)
    except ValueError:
        shape = None
    assert shape is not None, (
        "Got an error for rows of 2 numbers, expected predictions: take 2 inputs."
    )
    assert shape == (5, 1), (
        f"Got predictions of shape {shape} for 5 rows, expected (5, 1): end with one "
        "neuron."
    )
    arrays = [weights.shape for weights in net.get_weights()]
    assert len(arrays) == 4, (
        f"Got weights of the shapes {arrays}, expected weights and biases for two "
        "layers. Use one hidden layer and the output."
    )
    count = net.count_params()
    assert count * 4 <= budget, (
        f"Got {count} parameters, which take {count * 4} bytes, for a budget of "
        f"{budget}: count the biases too, at 4 bytes each."
    )
    assert count == most, (
        f"Got {count} parameters for a budget of {budget}, expected {most}: a larger "
        "model still fits."
    )
    kernel, bias, last, _ = [draw.normal(size=array) for array in arrays]
    sums = x[:99] @ kernel + bias
    end = -np.median(np.maximum(sums, 0) @ last)  # so that answers have both signs
    net.set_weights([kernel, bias, last, np.array([end])])
    got = np.array(net(x[:99]))
    assert not np.allclose(got, sums @ last + end, atol=1e-3), (
        "Got a linear model, expected relu in the hidden layer. Set its activation."
    )
    assert np.allclose(got, np.maximum(sums, 0) @ last + end, atol=1e-3), (
        "Got predictions with another activation, expected relu in the hidden layer "
        "and none at the output. Check both."
    )
print("Correct: 65, 497 and 249 parameters for 260, 2000 and 1000 bytes.")


# %% tags=["wrong"] reason="count the biases too"
def fit_into(budget):
    return build(budget // 4 // 3)


# %% tags=["wrong"] reason="a larger model still fits"
def fit_into(budget):
    return build(budget // 32)


# %% tags=["wrong"] reason="got a linear model"
def fit_into(budget):
    units = (budget // 4 - 1) // 4
    layers = [keras.layers.Dense(units), keras.layers.Dense(1)]
    return keras.Sequential([keras.Input(shape=(2,)), *layers])


# %% tags=["wrong"] reason="one hidden layer"
def fit_into(budget):
    return build()


# %% tags=["wrong"] reason="another activation"
def fit_into(budget):
    units = (budget // 4 - 1) // 4
    row = keras.Input(shape=(2,))
    hidden = keras.layers.Dense(units, activation="relu")(row)
    return keras.Model(row, keras.layers.Dense(1, activation="relu")(hidden))


# %% tags=["right"]
def fit_into(budget):
    units = max(n for n in range(budget) if 4 * (3 * n + n + 1) <= budget)
    row = keras.Input(shape=(2,))
    hidden = keras.layers.ReLU()(keras.layers.Dense(units)(row))
    return keras.Model(row, keras.layers.Dense(1)(hidden))


# %% tags=["right"]
def fit_into(budget):
    model = keras.Sequential()
    model.add(keras.layers.Dense((budget - 4) // 16, activation=keras.ops.relu))
    model.add(keras.layers.Dense(1))
    return model


# %% [markdown]
# ### Ship the scaling
# Whoever gets `sea.keras` must know how to scale the inputs, and will forget it.
# Write `with_scaling(model)`, which returns a model for rows of `raw` (month and °C): it subtracts `middle`, divides by `spread`, then does what `model` does.
# It must survive saving and loading, and `model` stays as it is.


# %% tags=["exercise"] id="developer/model-files/with-scaling" skills=["DEV-6"]
def with_scaling(model):
    ### BEGIN SOLUTION
    scaling = keras.layers.Normalization(mean=middle, variance=spread**2)
    return keras.Sequential([keras.Input(shape=(2,)), scaling, *model.layers])
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Put `keras.layers.Normalization(mean=..., variance=...)` before the layers of the model, which are in `model.layers`.

# %% [markdown] tags=["hint"]
# The layer divides by the square root of `variance`; we want it to divide by `spread`.

# %% tags=["check"]
for given in (small, large):
    weights_before, expected = given.get_weights(), np.array(given(x))
    whole = with_scaling(given)
    assert whole is not None, (
        "Not attempted: with_scaling returned None. Replace the ..."
    )
    assert isinstance(whole, keras.Model), (
        f"Got {type(whole).__name__}, expected a model. Join scaling and model."
    )
    assert all(map(np.array_equal, given.get_weights(), weights_before)), (
        "The given model's weights changed, expected it as it was: make a new model."
    )
    assert given.trainable and np.array_equal(np.array(given(x)), expected), (
        "The given model itself changed, expected it as it was: neither add, remove "
        "nor freeze its layers. Make a new model."
    )
    try:
        shape = tuple(whole(raw).shape)
    except Exception as error:
        shape = f"an error ({type(error).__name__})"
    assert shape == expected.shape, (
        f"Got {shape} for all rows of raw, expected predictions of shape "
        f"{expected.shape}: scale first, then apply the model's layers."
    )
    try:
        whole.save("whole.keras")
        shipped, problem = keras.models.load_model("whole.keras"), ""
    except Exception as refusal:
        shipped, problem = None, " ".join(str(refusal).split())[:75]
    assert shipped is not None, (
        f"Saving or loading failed ({problem}), expected a file that safe mode "
        "accepts: use a ready-made layer such as Normalization."
    )
    off_by = np.abs(shipped(raw).numpy() - expected).max()
    assert off_by < 0.001, (
        f"The predictions differ by up to {off_by:.3f} degrees, expected the same: "
        "scale first, then use the given model; variance is the square of the spread."
    )
print("Correct: the file takes months and degrees as they are.")


# %% tags=["wrong"] reason="safe mode"
def with_scaling(model):
    scaling = keras.layers.Lambda(lambda rows: (rows - middle) / spread)
    return keras.Sequential([keras.Input(shape=(2,)), scaling, *model.layers])


# %% tags=["wrong"] reason="square of the spread"
def with_scaling(model):
    scaling = keras.layers.Normalization(mean=middle, variance=spread)
    return keras.Sequential([keras.Input(shape=(2,)), scaling, *model.layers])


# %% tags=["wrong"] reason="use the given model"
def with_scaling(model):
    scaling = keras.layers.Normalization(mean=middle, variance=spread**2)
    return keras.Sequential([keras.Input(shape=(2,)), scaling, *small.layers])


# %% tags=["wrong"] reason="make a new model"
def with_scaling(model):
    kernel, bias, *others = model.get_weights()
    kernel = kernel / spread[:, np.newaxis]
    model.set_weights([kernel, bias - middle @ kernel, *others])
    return model


# %% tags=["right"]
def with_scaling(model):
    row = keras.Input(shape=(2,))
    return keras.Model(row, model((row - middle) / spread))


# %% tags=["right"]
def with_scaling(model):
    kernel, bias, *others = model.get_weights()
    kernel = kernel / spread[:, np.newaxis]
    scaled = keras.models.clone_model(model)
    scaled.set_weights([kernel, bias - middle @ kernel, *others])
    return scaled


# %% [markdown]
# ## What to remember
# - Start small, enlarge while the validation set says so, keep the smallest of the good models, and ask the test set once.
# - Save as `.keras`, load, and compare the answers.
# - File size: 4 bytes a parameter, 12 with the state of `Adam`, plus some packing.
# - `.h5` is legacy, `export` is for serving, weights alone need the layers.
# - Put the scaling into the model as a layer; no `Lambda`.
#
# Next: [Hardware and scale](hardware-and-scale.ipynb), on what fits into memory, and on training with a GPU or several devices.
