# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Custom layers, losses and metrics
#     summary: "Write a layer, a loss and a metric of your own, save and load them with the model, and meet the mistakes that raise no error."
#     skills: [NN-2, DEV-6]
#     requires: [basics/callbacks, basics/training-by-hand]
# ---

# %% [markdown]
# After this lesson you can write a layer, a loss and a metric of your own, and use them in `compile` and `fit` like those of Keras.
# You save a model that contains them and load it again, and you know which part of your code Keras needs for that.
# You also meet the mistakes that raise no error: settings that are missing in a file, sample weights without effect, and batches of different sizes.

# %% [markdown] given=["1857"]
# ## What families spend on food
# The data ship with statsmodels and are in the public domain: yearly income and food expenditure of 235 Belgian working-class households, in francs, from 1857.
# That the share of food falls as the income rises is known as Engel's law.
# In a formula, the expenditure is
#
# $$ \text{food} = \text{scale} \cdot \text{income}^{\,\text{power}} $$
#
# and a power below 1 means that the share falls.
# No layer of Keras computes this, but the two numbers are weights like any other, so we write the layer ourselves.

# %%
import keras
import numpy as np
from keras import ops
from statsmodels.datasets import engel

keras.utils.set_random_seed(7)
table = engel.load_pandas().data
income = table[["income"]].to_numpy("float32")
food = table[["foodexp"]].to_numpy("float32") / 1000  # thousands of francs
print("households:", len(table), " shape of the income:", income.shape)
for name, part in {"poorest": slice(0, 50), "richest": slice(-50, None)}.items():
    order = np.argsort(income[:, 0])[part]
    share = np.mean(1000 * food[order] / income[order])
    print(f"the 50 {name} spend {share:.0%} of their income on food")

# %% tags=["claim"]
assert len(table) == 235, "households"
order = np.argsort(income[:, 0])
spent = 1000 * food[order, 0] / income[order, 0]
assert spent[:50].mean() > spent[-50:].mean() + 0.03, "the share falls"

# %% [markdown] skills=["NN-2"]
# ## A layer of your own
# A custom layer is a class derived from `keras.layers.Layer`, with three methods:
#
# - `__init__` takes the **settings** and keeps them.
#   `**kwargs` passes on what every layer has, such as its name.
# - `build` makes the **weights**.
#   Keras calls it once, when the shape of the input is known.
# - `call` computes the output from the input.
#
# ![The life of a layer: init keeps the settings, build makes the weights, call computes; weights and settings go into a .keras file, and loading it begins with init again](../diagrams/custom-layer.svg)
#
# Here the setting `unit` is the income that counts as 1, so that no weight has to be tiny.
# In `call`, use plain arithmetic or the functions of `keras.ops` (here imported as `ops`), because with NumPy's functions there would be no gradient.


# %%
class Power(keras.layers.Layer):
    def __init__(self, unit, **kwargs):
        super().__init__(**kwargs)
        self.unit = unit

    def build(self, input_shape):
        shape = (input_shape[-1],)
        self.scale = self.add_weight(shape=shape, initializer="ones", name="scale")
        self.power = self.add_weight(shape=shape, initializer="ones", name="power")

    def call(self, inputs):
        return self.scale * (inputs / self.unit) ** self.power


layer = Power(1000.0)
print("weights before the first call:", len(layer.weights))
print("income of 500 and 2000:", ops.ravel(layer(np.array([[500.0], [2000.0]]))))
print("weights after it:", [weight.name for weight in layer.weights])

# %% tags=["claim"]
assert np.allclose(layer(np.array([[500.0], [2000.0]])), [[0.5], [2.0]]), "with ones"
assert len(Power(1000.0).weights) == 0, "none before it is built"
assert [weight.name for weight in layer.weights] == ["scale", "power"], "then two"

# %% [markdown]
# Why not make the weights in `__init__`?
# There you don't know yet how many you need, while `build` gets the shape of the input, so the same class works for one column and for ten.

# %% [markdown] skills=["NN-2"]
# ## A loss of your own
# An error of 100 francs is a lot for a poor household and little for a rich one.
# The MAE treats both alike, while a relative error, the distance divided by the truth, takes that into account.
#
# A loss is a function of the truth and the prediction that returns **one number for each example**, not one for the batch.
# Keras takes the mean itself, because before that it may have to weight the examples.
# Which power will training find: is it below 1?


# %%
def relative(truth, prediction):
    return ops.mean(ops.abs(truth - prediction) / truth, axis=-1)


model = keras.Sequential([keras.Input(shape=(1,)), Power(1000.0)])
model.compile(optimizer=keras.optimizers.Adam(0.03), loss=relative)
model.fit(income, food, batch_size=32, epochs=30, verbose=0)
scale, power = (float(weight[0]) for weight in model.get_weights())
print(f"food = {scale:.2f} * (income / 1000) ** {power:.2f}")

everybody = np.ones(235)
poor = (income[:, 0] < np.median(income)).astype("float32")
losses = {}
for name, weights in {"all": everybody, "the poorer half": poor}.items():
    losses[name] = model.evaluate(income, food, sample_weight=weights, verbose=0)
    print(f"relative error, weights for {name}: {losses[name]:.3f}")

# %% tags=["claim"]
assert 0.75 < power < 0.97, f"a power below 1: {power:.2f}"
off = np.abs(food - np.array(model(income)))[:, 0] / food[:, 0]
assert np.isclose(losses["all"], off.mean(), atol=1e-3), f"{losses}, {off.mean()}"
assert relative(food, food * 2).shape == (235,), "one number for each example"
assert np.allclose(relative(food, food * 2), 1), "twice as much is 100 percent off"

# %% [markdown]
# The power is below 1, so the share of food falls as the income rises, which is Engel's law.
#
# For a loss with settings, write a class: derive it from `keras.losses.Loss`, keep the settings in `__init__`, and write `call(self, y_true, y_pred)`, which again returns one number for each example.

# %% [markdown] skills=["NN-2"]
# ## A metric of your own
# A metric is a number for people, such as the share of the households for which the prediction is within a tenth of the truth.
# It sees the examples in batches and has to answer for all of them, so it has a **state**: weights that are updated with each batch and not trained.
# Three methods use the state: `update_state` is called for each batch, `result` at any time, and `reset_state` at the start of each epoch, where it sets everything to 0 unless you write another one.
#
# Why isn't the mean of the batches good enough?
# Think of a batch of 200 with half of them right, and one of 35 with all of them right.


# %%
class Close(keras.metrics.Metric):
    def __init__(self, share=0.1, name="close", **kwargs):
        super().__init__(name=name, **kwargs)
        self.share = share
        self.hits = self.add_weight(name="hits", initializer="zeros")
        self.seen = self.add_weight(name="seen", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        hit = ops.cast(ops.abs(y_true - y_pred) <= self.share * y_true, "float32")
        weight = ops.ones_like(hit)
        if sample_weight is not None:
            weight = ops.reshape(ops.cast(sample_weight, "float32"), ops.shape(hit))
        self.hits.assign_add(ops.sum(weight * hit))
        self.seen.assign_add(ops.sum(weight))

    def result(self):
        return self.hits / self.seen


truth = np.ones((235, 1), "float32")
guess = truth + np.where(np.arange(235) < 100, 0.5, 0)[:, None].astype("float32")
metric = Close()
for batch in (slice(0, 200), slice(200, 235)):
    metric.update_state(truth[batch], guess[batch])
    print(f"after {int(metric.seen):3} examples: {float(metric.result()):.3f}")
print(f"mean of the two batches: {(0.5 + 1) / 2:.3f}")
by_metric = float(metric.result())

# %% tags=["claim"]
assert len(truth[200:]) == 35 and np.isclose(by_metric, 135 / 235), (
    f"135 of 235 are right: {by_metric}"
)
assert np.mean(guess[:200] == 1) == 0.5 and np.all(guess[200:] == 1), "half, and all"
metric.reset_state()
assert float(metric.seen) == 0, "reset_state sets it to 0"
weighted = Close()
weighted.update_state(truth, guess, sample_weight=np.arange(235) >= 100)
assert float(weighted.result()) == 1, "weights of 0 leave examples out"

# %% [markdown] skills=["DEV-6"]
# ## Save it and load it again
# A `.keras` file holds weights and settings, but none of your code.
# So the program that loads it needs the classes, and Keras has to know which class belongs to which name in the file.
# What happens if it doesn't?

# %%
model.compile(optimizer="adam", loss=relative, metrics=[Close()])
history = model.fit(income, food, epochs=1, verbose=0).history
print(f"within a tenth of the truth: {history['close'][-1]:.0%} of the households")
model.save("food.keras")
try:
    keras.models.load_model("food.keras")
except TypeError as error:
    message = str(error)
print("TypeError, and in its text:", "Could not locate" in message)

mine = {"Power": Power, "relative": relative, "Close": Close}
loaded = keras.models.load_model("food.keras", custom_objects=mine)
print("the same answers:", np.allclose(loaded(income), model(income)))
print("the setting:", loaded.layers[-1].unit)

# %% tags=["claim"]
assert "Could not locate" in message or "deserialize" in message, message
assert np.allclose(loaded(income), model(income)), "the same answers"
assert loaded.layers[-1].unit == 1000, "the setting is back"
assert "get_config" not in vars(Power), "nobody wrote a get_config"

# %% [markdown]
# `custom_objects` tells one call which classes are meant.
# The other way is to **register** a class once, where it is defined, with `keras.saving.register_keras_serializable` in a line above it:
#
# ```python
# @keras.saving.register_keras_serializable(package="household")
# class Power(keras.layers.Layer):
# ```
#
# The file then says `household>Power`, and any program that imports your module can load it.
#
# What about the setting?
# Keras noticed the argument `unit=1000.0` and wrote it to the file, which it can do for numbers, strings, booleans and lists of them.
# For anything else, such as an array or another layer, saving stops with a `NotImplementedError` that asks for **`get_config`**: a method that returns all arguments of `__init__` as a dictionary.
# As soon as you write that method, you are responsible for all of them.


# %%
@keras.saving.register_keras_serializable(package="household")
class Forgetful(Power):
    def __init__(self, unit=1.0, **kwargs):
        super().__init__(unit, **kwargs)

    def get_config(self):
        return super().get_config()  # and unit is not in it


@keras.saving.register_keras_serializable(package="household")
class Complete(Forgetful):
    def get_config(self):
        return {**super().get_config(), "unit": self.unit}


after = {}
for kind in (Forgetful, Complete):
    short = keras.Sequential([keras.Input(shape=(1,)), kind(1000.0)])
    short.set_weights(model.get_weights())
    short.save("short.keras")
    again = keras.models.load_model("short.keras")
    after[kind.__name__] = [float(one(income[:1])[0, 0]) for one in (short, again)]
    before, now = after[kind.__name__]
    print(f"{kind.__name__:9} before {before:.3f}, after loading {now:.3f}")

# %% tags=["claim"]
assert np.isclose(*after["Complete"]), "the same answer"
assert after["Forgetful"][1] > 100 * after["Forgetful"][0], "more than 100 times"


class Shift(keras.layers.Layer):
    def __init__(self, by, **kwargs):
        super().__init__(**kwargs)
        self.by = by

    def call(self, inputs):
        return inputs - self.by


refused = ""
try:
    keras.Sequential([keras.Input(shape=(1,)), Shift(np.array([2.0]))]).save("s.keras")
except NotImplementedError as error:
    refused = str(error)
assert "get_config" in refused, "an array asks for get_config"

# %% [markdown]
# `Forgetful` loads without an error, because `unit` has a default, and its answers are more than 100 times too large.
# So after each save, compare the answers of the loaded model with those before, as [Model files and model size](../developer/model-files.ipynb) does with every file.
#
# ## A model as a class
# A whole model can be a class, too: derive it from `keras.Model`, make the layers in `__init__`, and use them in `call`.
# Do that when the path through the layers depends on the data, or when you write a `train_step` as in [A training step by hand](training-by-hand.ipynb).
# For everything else prefer Sequential or the functional API: such a model knows its shapes before the first batch, and it loads without your code as long as its layers are those of Keras.


# %%
class Household(keras.Model):
    def __init__(self, unit, **kwargs):
        super().__init__(**kwargs)
        self.curve = Power(unit)

    def call(self, income):
        return self.curve(income)


whole = Household(1000.0)
print("built before the first call:", whole.built)
print("answers:", np.array(whole(income[:2])).ravel().round(3))
print("weights:", whole.count_params())

# %% tags=["claim"]
assert not Household(1000.0).built and whole.built, "built by the first call"
assert whole.count_params() == 2, "the weights of its layer are its own"

# %% [markdown]
# ## What can go wrong
# - **Weights made in `call`.**
#   Each call would make new ones, and Keras refuses that once the layer is built.
# - **An array as an attribute where a weight was meant.**
#   It works, but it is never trained and never saved.
#   `layer.weights` shows what Keras knows.
# - **A loss that returns one number for the batch.**
#   It trains, but `sample_weight` and `class_weight` no longer have an effect on single examples, because every example gets the same number.
# - **A metric that keeps a Python number.**
#   `fit` runs `update_state` as a graph, in which Python code runs only once, while the graph is made, so make the state with `add_weight`.


# %% tags=["claim"]
class Flat(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return ops.mean(ops.abs(y_true - y_pred) / y_true)


class Each(keras.losses.Loss):
    def call(self, y_true, y_pred):
        return ops.mean(ops.abs(y_true - y_pred) / y_true, axis=-1)


two = np.array([[1.0], [1.0]]), np.array([[1.0], [3.0]])
chosen = [float(Each()(*two, sample_weight=np.array(w))) for w in ([1, 0], [0, 1])]
flat = [float(Flat()(*two, sample_weight=np.array(w))) for w in ([1, 0], [0, 1])]
assert chosen[0] < chosen[1] and flat[0] == flat[1], f"{chosen}, {flat}"


class Attribute(keras.layers.Layer):
    def build(self, input_shape):
        self.gain = np.ones(input_shape[-1], "float32")

    def call(self, inputs):
        return self.gain * inputs


kept = Attribute()
kept(income)
assert kept.weights == [], "Keras doesn't know the array"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### A layer that squashes
# Write the layer `Squash(limit)`, which computes $L \tanh(w \cdot x / L)$ with the limit $L$.
# It has one trained weight $w$ for each feature, which is the last axis of the input, and each starts at 1.
# `limit` is a number; a model with the layer can be saved, and after loading it gives the same answers.


# %% tags=["exercise"] id="basics/custom-layers/squash" skills=["NN-2", "DEV-6"]
class Squash(keras.layers.Layer):
    ### BEGIN SOLUTION
    def __init__(self, limit, **kwargs):
        super().__init__(**kwargs)
        self.limit = limit

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        return self.limit * ops.tanh(self.w * inputs / self.limit)

    def get_config(self):
        return {**super().get_config(), "limit": self.limit}

    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `Power` above has the same three methods; here `build` makes one weight of the shape `(input_shape[-1],)`.

# %% [markdown] tags=["hint"]
# If you write `get_config`, it has to return `limit` together with what `super().get_config()` returns.

# %% tags=["check"]
assert "__init__" in vars(Squash), (
    "Not attempted: Squash has no __init__. Write the methods of the layer."
)
try:
    tried = Squash(limit=2.0, name="squash")
    problem = ""
except Exception as error:
    tried, problem = None, f"{type(error).__name__}: {error}"
assert not problem, (
    f"Squash(limit=2.0, name='squash') fails with {problem[:90]}. "
    "Accept **kwargs, and pass them to super().__init__ first."
)
for rows in (
    np.array([[-3.0, 0.5, 1.0], [4.0, -1.0, 0.2]], "float32"),
    np.linspace(-4, 5, 24).reshape(2, 3, 4).astype("float32"),
):
    for top in (2.0, 0.5):
        given = keras.Input(shape=rows.shape[1:])
        try:
            outcome = Squash(top)(given)
            problem = "" if outcome is not None else "call returns nothing"
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
        assert not problem, (
            f"In a model for inputs of shape {rows.shape}, it fails: {problem[:90]}. "
            "In call, use keras.ops and don't rely on the number of rows."
        )
        net = keras.Model(given, outcome)
        first = np.asarray(net(rows))
        wanted = top * np.tanh(rows / top)
        assert first.shape == rows.shape, (
            f"Got outputs of shape {first.shape} for inputs of shape {rows.shape}, "
            "expected the same shape."
        )
        assert np.allclose(first, wanted, atol=1e-5), (
            f"Got {first.ravel()[:3].round(3)} with limit {top} and new weights, "
            f"expected {wanted.ravel()[:3].round(3)}. Check the formula; weights start "
            "at 1."
        )
        trained = [tuple(weight.shape) for weight in net.trainable_weights]
        assert trained == [(rows.shape[-1],)], (
            f"Got trained weights of shapes {trained}, expected {[(rows.shape[-1],)]}: "
            "one number for each feature, made with add_weight."
        )
        factors = np.linspace(0.5, 2, rows.shape[-1])
        net.set_weights([factors])
        answered, wanted = np.asarray(net(rows)), top * np.tanh(factors * rows / top)
        assert np.allclose(answered, wanted, atol=1e-5), (
            f"Got {answered.ravel()[:3].round(3)} with the weights {factors.round(2)}, "
            f"expected {wanted.ravel()[:3].round(3)}: multiply inputs and weights."
        )
        try:
            net.save("squash.keras")
            known = {"Squash": Squash}
            back = keras.models.load_model("squash.keras", custom_objects=known)
            problem = ""
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
        assert not problem, (
            f"Saving and loading fails with {problem[:90]}. get_config must return all "
            "arguments of __init__, the limit too."
        )
        assert np.allclose(back(rows), answered, atol=1e-5), (
            f"Got other predictions after loading with limit {top}: "
            f"{np.asarray(back(rows)).ravel()[:3].round(3)}, expected "
            f"{answered.ravel()[:3].round(3)}. Is the limit in get_config?"
        )
print("Correct: settings and weights come back from the file.")


# %% tags=["wrong"] reason="Is the limit in get_config"
class Squash(keras.layers.Layer):
    def __init__(self, limit=1.0, **kwargs):
        super().__init__(**kwargs)
        self.limit = limit

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        return self.limit * ops.tanh(self.w * inputs / self.limit)

    def get_config(self):
        return super().get_config()


# %% tags=["wrong"] reason="one number for each feature"
class Squash(keras.layers.Layer):
    def __init__(self, limit, **kwargs):
        super().__init__(**kwargs)
        self.limit = limit
        self.w = self.add_weight(shape=(), initializer="ones")

    def call(self, inputs):
        return self.limit * ops.tanh(self.w * inputs / self.limit)


# %% tags=["wrong"] reason="made with add_weight"
class Squash(keras.layers.Layer):
    def __init__(self, limit, **kwargs):
        super().__init__(**kwargs)
        self.limit = limit

    def build(self, input_shape):
        self.w = np.ones(input_shape[-1], "float32")

    def call(self, inputs):
        return self.limit * ops.tanh(self.w * inputs / self.limit)


# %% tags=["wrong"] reason="pass them to super"
class Squash(keras.layers.Layer):
    def __init__(self, limit):
        super().__init__()
        self.limit = limit

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1],), initializer="ones")

    def call(self, inputs):
        return self.limit * ops.tanh(self.w * inputs / self.limit)


# %% tags=["wrong"] reason="weights start at 1"
class Squash(keras.layers.Layer):
    def __init__(self, limit, **kwargs):
        super().__init__(**kwargs)
        self.limit = limit

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1],))

    def call(self, inputs):
        return self.limit * ops.tanh(self.w * inputs / self.limit)


# %% tags=["right"]
class Squash(keras.layers.Layer):
    def __init__(self, limit, **kwargs):
        super().__init__(**kwargs)
        self.limit = limit

    def build(self, input_shape):
        shape = [input_shape[-1]]
        self.w = self.add_weight(name="w", shape=shape, initializer="ones")
        super().build(input_shape)

    def call(self, inputs):
        small = inputs * self.w / self.limit
        return keras.activations.tanh(small) * self.limit


# %% tags=["right"]
@keras.saving.register_keras_serializable(package="exercise")
class Squash(keras.layers.Layer):
    def __init__(self, limit=1.0, **options):
        super().__init__(**options)
        self.limit = float(limit)

    def build(self, input_shape):
        ones = keras.initializers.Constant(1.0)
        self.factors = self.add_weight(shape=(input_shape[-1],), initializer=ones)

    def call(self, inputs, training=False):
        twice = ops.exp(2 * self.factors * inputs / self.limit)
        return self.limit * (twice - 1) / (twice + 1)

    def get_config(self):
        config = super().get_config()
        config.update(limit=self.limit)
        return config


# %% [markdown]
# ### A loss for a shop
# What is missing costs a shop more than what is left over.
# Write the loss `Shortage(factor)`, a class derived from `keras.losses.Loss`.
# It takes the absolute error, times `factor` where the prediction is below the truth, and returns the mean over the last axis: one number for each example.


# %% tags=["exercise"] id="basics/custom-layers/shortage" skills=["NN-2"]
class Shortage(keras.losses.Loss):
    ### BEGIN SOLUTION
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, y_true, y_pred):
        missing = y_true - y_pred
        return ops.mean(ops.maximum(self.factor * missing, -missing), axis=-1)

    ### END SOLUTION


# %% [markdown] tags=["hint"]
# With `missing = y_true - y_pred`, the cost is `factor * missing` where this is above 0 and `-missing` where it is below.

# %% [markdown] tags=["hint"]
# `ops.where` or `ops.maximum` chooses between the two; then take `ops.mean(…, axis=-1)`.

# %% tags=["check"]
assert "__init__" in vars(Shortage) or "call" in vars(Shortage), (
    "Not attempted: Shortage has no methods. Write __init__ and call."
)
two_sold = np.array([[5.0, 2.0], [1.0, 4.0], [3.0, 3.0]], "float32")
two_baked = np.array([[3.0, 2.5], [2.0, 3.0], [7.0, 1.0]], "float32")
one_sold, one_baked = two_sold[:, :1], two_baked[:, :1]
for costs, sold, baked in ((3.0, one_sold, one_baked), (1.5, two_sold, two_baked)):
    gap = sold - baked
    wanted = np.where(gap > 0, costs * gap, -gap).mean(axis=1)
    weights = np.array([1.0, 0.0, 2.0])
    try:
        rule = Shortage(costs)
        got = rule.call(ops.convert_to_tensor(sold), ops.convert_to_tensor(baked))
        got = None if got is None else np.asarray(got, dtype=float)
        in_all = None if got is None else rule(sold, baked, sample_weight=weights)
        problem = ""
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    assert not problem, (
        f"Shortage({costs}) fails with {problem[:90]}. Check __init__ and call."
    )
    assert got is not None, "Got None from call, expected a number for each example."
    told = f"Got {got.round(2)} with factor {costs}, expected {wanted.round(2)}. "
    assert got.shape == (3,), told + (
        "Return one number for each example: the mean over the last axis only."
    )
    swapped = np.where(gap < 0, -costs * gap, gap).mean(axis=1)
    assert not np.allclose(got, swapped), told + (
        "Apply the factor where the prediction is below the truth."
    )
    assert np.allclose(got, wanted, atol=1e-5), told + (
        "Take the absolute error, with the factor on one side only, and then the mean "
        "over the last axis, however long it is."
    )
    assert np.shape(in_all) == (), (
        f"Got a loss of shape {np.shape(in_all)} for a batch, expected one number: "
        "leave the mean over the examples to Keras, and don't set its reduction."
    )
    in_all = float(in_all)
    assert np.isclose(in_all, np.mean(weights * wanted), atol=1e-4), (
        f"Got {in_all:.3f} with sample weights, expected "
        f"{np.mean(weights * wanted):.3f}: leave the weighting to Keras."
    )
still = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Rescaling(1.0)])
still.compile(loss=rule)
try:
    in_graph = still.evaluate(baked, sold, verbose=0)
    problem = ""
except Exception as error:
    problem = f"{type(error).__name__}: {error}"
assert not problem, f"In evaluate it fails with {problem[:90]}: use keras.ops."
assert np.isclose(in_graph, wanted.mean(), atol=1e-4), (
    f"Got {in_graph:.3f} from evaluate, expected {wanted.mean():.3f}: use keras.ops."
)
print("Correct: a shortage costs more, example by example.")


# %% tags=["wrong"] reason="one number for each example"
class Shortage(keras.losses.Loss):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, y_true, y_pred):
        missing = y_true - y_pred
        return ops.mean(ops.maximum(self.factor * missing, -missing))


# %% tags=["wrong"] reason="below the truth"
class Shortage(keras.losses.Loss):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, y_true, y_pred):
        missing = y_pred - y_true
        return ops.mean(ops.maximum(self.factor * missing, -missing), axis=-1)


# %% tags=["wrong"] reason="on one side only"
class Shortage(keras.losses.Loss):
    def __init__(self, factor, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, y_true, y_pred):
        return self.factor * ops.mean(ops.abs(y_true - y_pred), axis=-1)


# %% tags=["right"]
class Shortage(keras.losses.Loss):
    def __init__(self, factor, name="shortage", **kwargs):
        super().__init__(name=name, **kwargs)
        self.factor = factor

    def call(self, y_true, y_pred):
        cost = ops.where(y_pred < y_true, self.factor, 1.0)
        return ops.mean(cost * ops.abs(y_true - y_pred), axis=-1)


# %% tags=["right"]
class Shortage(keras.losses.Loss):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def call(self, y_true, y_pred):
        missing, left = ops.relu(y_true - y_pred), ops.relu(y_pred - y_true)
        total = ops.sum(self.factor * missing + left, axis=-1)
        return total / y_pred.shape[-1]


# %% [markdown]
# ### The largest error so far
# Write the metric `Worst`, a class derived from `keras.metrics.Metric`: the largest absolute error of all examples since the last reset.
# After a reset, and before the first batch, it is 0.
# You may ignore `sample_weight`, but `update_state` has to take it.


# %% tags=["exercise"] id="basics/custom-layers/worst" skills=["NN-2"]
class Worst(keras.metrics.Metric):
    ### BEGIN SOLUTION
    def __init__(self, name="worst", **kwargs):
        super().__init__(name=name, **kwargs)
        self.largest = self.add_weight(name="largest", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        here = ops.max(ops.abs(y_true - y_pred))
        self.largest.assign(ops.maximum(self.largest, here))

    def result(self):
        return ops.convert_to_tensor(self.largest)

    ### END SOLUTION


# %% [markdown] tags=["hint"]
# One weight holds the largest error so far; in `update_state`, compare it with the largest error of the batch.

# %% [markdown] tags=["hint"]
# `self.largest.assign(ops.maximum(self.largest, …))` works in a graph; Python's `max` and `if` don't.

# %% tags=["check"]
assert "update_state" in vars(Worst) or "result" in vars(Worst), (
    "Not attempted: Worst has no methods. Write __init__, update_state and result."
)
off_by = np.array([1.0, -7.0, 2.0, 5.0, 0.5, -3.0, 4.0, 6.0], "float32")[:, None]
level = np.array([2.0, 1.0, 4.0, 3.0, 9.0, 5.0, 2.0, 1.0], "float32")[:, None]
still = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Rescaling(1.0)])
told = "Two batches of four examples, one after the other: "
for sign in (1, -1):
    try:
        counter = Worst()
        heights = [float(counter.result())]
        for part in (slice(0, 4), slice(4, 8)):
            near = (level + sign * off_by)[part]
            counter.update_state(level[part], near, sample_weight=np.ones(4))
            heights.append(float(counter.result()))
        problem = ""
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    assert not problem, (
        f"Outside of fit, Worst fails with {problem[:100]}. Check its three methods."
    )
    assert heights[0] == 0, f"Got {heights[0]} before the first batch, expected 0."
    assert heights[1:] != [7, 6], told + (
        "got [7, 6], expected [7, 7]: the first batch is forgotten."
    )
    assert heights == [0, 7, 7], told + (
        f"got {heights[1:]}, expected [7, 7]: the largest absolute error of all, "
        "whether the prediction is too high or too low."
    )
counter.reset_state()
assert float(counter.result()) == 0, (
    f"Got {float(counter.result())} after reset_state, expected 0: keep the state in "
    "a weight from add_weight, which a reset sets to 0."
)
try:
    still.compile(loss="mae", metrics=[Worst()])
    options = {"batch_size": 4, "verbose": 0, "return_dict": True}
    reports = [still.evaluate(level + off_by / k, level, **options) for k in (1, 2)]
    named = [key for key in reports[0] if key != "loss"]
    graph = [float(report[named[0]]) for report in reports]
    problem = ""
except Exception as error:
    problem = f"{type(error).__name__}: {error}"
assert not problem, (
    f"In evaluate, Worst fails with {problem[:100]}. It runs as a graph there: use "
    "keras.ops and a weight, not Python's max or if."
)
assert np.allclose(graph, [7, 3.5]), (
    f"Got {graph} from two calls of evaluate, expected [7.0, 3.5]: it runs as a graph, "
    "so use keras.ops and a weight, and each evaluate begins with a reset."
)
print("Correct: it remembers across batches, and forgets at a reset.")


# %% tags=["wrong"] reason="the first batch is forgotten"
class Worst(keras.metrics.Metric):
    def __init__(self, name="worst", **kwargs):
        super().__init__(name=name, **kwargs)
        self.largest = self.add_weight(name="largest", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.largest.assign(ops.max(ops.abs(y_true - y_pred)))

    def result(self):
        return ops.convert_to_tensor(self.largest)


# %% tags=["wrong"] reason="too high or too low"
class Worst(keras.metrics.Metric):
    def __init__(self, name="worst", **kwargs):
        super().__init__(name=name, **kwargs)
        self.largest = self.add_weight(name="largest", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        here = ops.max(y_true - y_pred)
        self.largest.assign(ops.maximum(self.largest, here))

    def result(self):
        return ops.convert_to_tensor(self.largest)


# %% tags=["wrong"] reason="after reset_state"
class Worst(keras.metrics.Metric):
    def __init__(self, name="worst", **kwargs):
        super().__init__(name=name, **kwargs)
        self.largest = 0.0

    def update_state(self, y_true, y_pred, sample_weight=None):
        self.largest = max(self.largest, float(ops.max(ops.abs(y_true - y_pred))))

    def result(self):
        return self.largest


# %% tags=["wrong"] reason="sample_weight"
class Worst(keras.metrics.Metric):
    def __init__(self, name="worst", **kwargs):
        super().__init__(name=name, **kwargs)
        self.largest = self.add_weight(name="largest", initializer="zeros")

    def update_state(self, y_true, y_pred):
        here = ops.max(ops.abs(y_true - y_pred))
        self.largest.assign(ops.maximum(self.largest, here))

    def result(self):
        return ops.convert_to_tensor(self.largest)


# %% tags=["wrong"] reason="it runs as a graph"
class Worst(keras.metrics.Metric):
    def __init__(self, name="worst", **kwargs):
        super().__init__(name=name, **kwargs)
        self.largest = self.add_weight(name="largest", initializer="zeros")

    def update_state(self, y_true, y_pred, sample_weight=None):
        here = float(np.max(np.abs(np.array(y_true) - np.array(y_pred))))
        self.largest.assign(max(float(self.largest), here))

    def result(self):
        return ops.convert_to_tensor(self.largest)


# %% tags=["right"]
class Worst(keras.metrics.Metric):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.top = self.add_variable(shape=(), initializer="zeros", name="top")

    def update_state(self, y_true, y_pred, sample_weight=None):
        errors = ops.ravel(ops.abs(y_pred - y_true))
        self.top.assign(ops.max(ops.append(errors, self.top)))

    def result(self):
        return self.top + 0.0


# %% tags=["right"]
class Worst(keras.metrics.Metric):
    def __init__(self, name="largest_error", dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.largest = self.add_weight(shape=(1,), initializer="zeros", name="w")

    def update_state(self, y_true, y_pred, sample_weight=None):
        here = ops.maximum(ops.max(y_true - y_pred), ops.max(y_pred - y_true))
        self.largest.assign(ops.where(here > self.largest, here, self.largest))

    def result(self):
        return self.largest[0]

    def reset_state(self):
        self.largest.assign(ops.zeros((1,)))


# %% [markdown]
# ## What to remember
# - A layer keeps settings in `__init__`, makes weights in `build` and computes in `call`, with `keras.ops`.
# - A loss returns one number for each example; Keras weights them and takes the mean.
# - A metric has a state from `add_weight`, which is updated with each batch and is 0 after a reset.
# - A file holds settings and weights, not code: pass `custom_objects`, or register the class.
# - `get_config` returns all arguments of `__init__`; compare answers before and after loading.
#
# Next: [Input pipelines that keep up](input-pipelines.ipynb), on what to do when the network waits for its data.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
