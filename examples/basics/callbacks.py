# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Callbacks: watch, save, stop"
#     summary: "Act while fit runs: watch the numbers, keep the best model, write a log, stop in time, and go on after a power cut."
#     skills: [NN-16, NN-2]
#     requires: [basics/overfitting, basics/tables-and-json]
# ---

# %% [markdown]
# `fit` runs for minutes or for a whole night, and returns only at the end.
# After this lesson you can act while it runs: look at the numbers, keep the best model in a file, write a log, and end the training when you have what you wanted.
# You can also go on after a power cut.
#
# The data are real: ten measurements of each of 442 people with diabetes, and a score for how far the disease went in the year that followed.
# The score goes from 25 to 346 points.
# We learn from 30 people only, so that the network soon memorizes them, as in [Overfitting](overfitting.ipynb).

# %%
import warnings
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.datasets import load_diabetes

keras.utils.set_random_seed(7)
people = load_diabetes()
order = np.random.default_rng(7).permutation(442)
inputs = (people.data[order] * 21).astype("float32")  # standard deviation: about 1
points = (people.target[order] / 100).astype("float32")
x, y = inputs[:30], points[:30]
validation = inputs[30:220], points[30:220]
test = inputs[220:], points[220:]
print("learn from", len(x), "people, validate on 190, test on", len(test[0]))

# %% [markdown]
# The network is far larger than 30 people need.
# `build` makes a new one whenever an experiment begins, and `off` says in points how far its answers are off.
# What every `fit` of this lesson gets is collected in `options`, such as the batch size of 15, which makes two batches of 30 people.
# `validation_batch_size` lets all 190 people of the validation set be judged in one batch, which is quicker and gives the same numbers; you can leave it out.


# %%
def build():
    model = keras.Sequential(
        [
            keras.Input(shape=(10,)),
            keras.layers.Dense(256, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    optimizer = keras.optimizers.Adam(learning_rate=0.02)
    model.compile(optimizer=optimizer, loss="mse", metrics=["mae"])
    return model


def off(model, part):
    """By how many points the answers are off on average."""
    return 100 * np.mean(np.abs(model(part[0]).numpy().ravel() - part[1]))


options = {"validation_data": validation, "validation_batch_size": 190}
options |= {"batch_size": 15, "verbose": 0}

# %% tags=["claim"]
assert people.data.shape == (442, 10), "ten measurements of 442 people"
assert (people.target.min(), people.target.max()) == (25, 346), "25 to 346 points"
assert np.allclose(inputs.std(axis=0), 1, atol=0.05), "a spread of 1"
assert len(validation[0]) == 190, "190 people validate"

# %% [markdown] skills=["NN-16", "NN-2"]
# ## Which method is called when
# A **callback** is an object that you hand to `fit`.
# `fit` calls its methods at fixed moments, and such a method is also called a *hook*, because you can attach code of your own there.
# The class `keras.callbacks.Callback` has all the methods, and each does nothing.
# You write a class on top of it, and replace those that you need.
#
# The one below keeps a diary.
# 30 people in batches of 15, two epochs, a validation set: write down the calls that you expect before you look.


# %%
class Diary(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        print("train begin")

    def on_epoch_begin(self, epoch, logs=None):
        print("    epoch begin", epoch)

    def on_train_batch_end(self, batch, logs=None):
        print("        batch end", batch, list(logs))

    def on_test_end(self, logs=None):
        print("        test end", list(logs))

    def on_epoch_end(self, epoch, logs=None):
        print("    epoch end", epoch, list(logs))

    def on_train_end(self, logs=None):
        print("train end", list(logs))


trial = build()
history = trial.fit(x, y, epochs=2, callbacks=[Diary()], **options)


# %% tags=["claim"]
class Recorder(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        self.batch = dict(logs)

    def on_epoch_end(self, epoch, logs=None):
        assert set(logs) == {"loss", "mae", "val_loss", "val_mae"}, sorted(logs)
        assert np.isclose(logs["loss"], self.batch["loss"], rtol=1e-4), (
            "the mean so far"
        )
        assert (self.params["epochs"], self.params["steps"]) == (1, 2), self.params
        assert epoch == 0, "epochs are counted from 0"


class Brake(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        self.model.stop_training = True
        self.last = batch


brake = Brake()
trial.fit(x, y, callbacks=[Recorder()], **options)
stopped = trial.fit(x, y, epochs=3, callbacks=[brake], **options)
assert brake.last == 0 and len(stopped.epoch) == 1, "the rest of the epoch is left out"
assert "val_loss" in stopped.history, "but it is still validated"

# %% [markdown]
# Validation comes between the last batch and the end of the epoch.
# So only `on_epoch_end` sees all four measures, and most callbacks use it.
#
# ![An epoch of fit as a line: on_epoch_begin, batch 0 and batch 1 with on_train_batch_end after each, the validation with on_test_end, and last on_epoch_end with all four measures](../diagrams/callbacks-along-fit.svg)
#
# | method | called | what `logs` holds |
# |---|---|---|
# | `on_train_begin(logs)` | once, at the start | nothing |
# | `on_epoch_begin(epoch, logs)` | before each epoch | nothing |
# | `on_train_batch_end(batch, logs)` | after each training step | means since the epoch began |
# | `on_test_end(logs)` | after each validation | the measures, without `val_` |
# | `on_epoch_end(epoch, logs)` | after each epoch | all measures, as in the history |
# | `on_train_end(logs)` | once, at the end | as in the last epoch |
#
# There are a few more, such as `on_train_batch_begin` and `on_test_begin`.
#
# - Epochs and batches are counted **from 0**.
# - `logs` is a dictionary; its names depend on what you gave to `compile`.
# - `self.model` is the model that is trained, and `self.params` holds the settings of `fit`: `self.params["epochs"]` is the number that you asked for.
# - `self.model.stop_training = True` ends the training, after this epoch or, if a batch hook says so, after this batch.
#   What a method returns is ignored.

# %% [markdown] skills=["NN-16", "NN-2"]
# ## The best epoch, not the last
# A network that memorizes is at its best somewhere along the way.
# `ModelCheckpoint` saves the model while it trains.
# With `save_best_only=True` it does so only after an epoch that beats all before it.
#
# - `monitor` is the measure to compare, here `val_mae`: by how much a new score is off on average.
# - `mode="min"` says that less is better; an accuracy needs `"max"`.
# - `{epoch:02d}` in the name becomes the number of the epoch, in two digits, so that each save gets a file of its own.
#
# How many of 22 epochs will be saved, and will the last one be among them?

# %% alt="Mean error in points over 22 epochs: the training error falls towards zero; the validation error drops in the first epochs, then turns and rises again; dots on its way down mark the saved epochs"
keeper = keras.callbacks.ModelCheckpoint(
    "best-{epoch:02d}.keras", monitor="val_mae", mode="min", save_best_only=True
)
model = build()
history = model.fit(x, y, epochs=22, callbacks=[keeper], **options)
curves = 100 * pd.DataFrame(history.history)  # in points
curves.index += 1

files = sorted(Path().glob("best-*.keras"))
saved = [int(file.stem[-2:]) for file in files]
print("saved after the epochs", saved)
plt.figure(figsize=(6, 3))
plt.plot(curves["mae"], label="training")
plt.plot(curves["val_mae"], "--", label="validation")
plt.plot(saved, curves["val_mae"][saved], "o", label="saved")
plt.xticks(range(2, 23, 2))
plt.xlabel("epoch")
plt.ylabel("mean error (points)")
plt.legend()
plt.show()

# %% [markdown]
# Each saved epoch is the best one so far; after the best of all, nothing is saved.
# The file name counts from **1**, as people do, although the hooks count from 0.
#
# The newest file holds the best model.
# `load_model` brings it back.
# The test set, which nothing has looked at so far, shows what the choice was worth.

# %%
best = keras.models.load_model(files[-1])
print(f"validation error at epoch {saved[-1]}: {curves['val_mae'].min():.1f} points")
print(f"validation error of the loaded model: {off(best, validation):.1f}")
print(f"test error of the last epoch: {off(model, test):.1f}")
print(f"test error of the best epoch: {off(best, test):.1f}")

# %% tags=["claim"] numbers=["lowest validation MAE = curves['val_mae'].min()"]
lowest = curves["val_mae"].cummin()
assert saved[0] == 1 and saved[-1] == curves["val_mae"].idxmin(), "the best so far"
assert saved == [1, *(1 + np.flatnonzero(np.diff(lowest) < 0) + 1)], "each best so far"
assert saved[-1] < 22 and 2 <= len(saved) < 13, f"not the last epoch: {saved}"
apart = off(best, validation) - curves["val_mae"].min()
assert abs(apart) < 0.1, "the file holds the best epoch"
assert curves["mae"].iloc[-1] < 25 < curves["val_mae"].min(), "it memorizes"
assert curves["val_mae"][-3:].mean() > 1.02 * curves["val_mae"].min(), "it turns"
assert off(best, test) < off(model, test), "it was worth it"
assert best.optimizer.iterations == 2 * saved[-1], "the optimizer came along"

# %% [markdown]
# `EarlyStopping` with `restore_best_weights=True` would have kept the best weights too, but in memory; see [Early stopping](overfitting.ipynb#early-stopping).
# A file is still there tomorrow, and you can give it to somebody.
# The two work well together: one ends the training, the other keeps the result.

# %% [markdown] skills=["NN-16"]
# ## When the power goes off: resume training
# `fit` returns its history at the end.
# If the program dies before that, the history is gone, and the model with it.
# Three callbacks protect you from that:
#
# - `CSVLogger` writes a line with all measures after each epoch.
# - A first checkpoint keeps the **best** model, the one to use.
# - A second one without `save_best_only` overwrites its file after each epoch, and so keeps the **latest** model, the one to go on with.
#
# A fourth one simulates the power cut.
# An error in a hook ends `fit`, so it does not return.


# %%
class PowerCut(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 3:
            raise RuntimeError("the power is gone")


def night(best_so_far=None, **log):
    return [
        keras.callbacks.CSVLogger("night.csv", **log),
        keras.callbacks.ModelCheckpoint(
            "best.keras",
            monitor="val_mae",
            mode="min",
            save_best_only=True,
            initial_value_threshold=best_so_far,
        ),
        keras.callbacks.ModelCheckpoint("latest.keras"),
    ]


history = None
lost = build()
try:
    watch = [*night(), PowerCut()]
    history = lost.fit(x, y, epochs=5, callbacks=watch, **options)
except RuntimeError as problem:
    print("stopped:", problem, "- history:", history)
del lost
print(pd.read_csv("night.csv").round(2).to_string(index=False))

# %% [markdown]
# The model is gone, but three lines and two files are left.
# `CSVLogger` counts epochs from 0 like the hooks, so 2 is the third.
#
# Now go on.
# The file holds the optimizer and its state too, so you need no `compile`.
# `initial_epoch=3` says that three epochs are done, and `epochs=5` is where to end, not how many to add.
#
# Two things would go wrong by themselves:
#
# - A new `CSVLogger` starts a new file, unless you say `append=True`.
# - A new `ModelCheckpoint` has seen nothing, so it would take its first epoch for the best and overwrite `best.keras`.
#   `initial_value_threshold` tells it the value to beat, and the log knows it.

# %%
log = pd.read_csv("night.csv")
resumed = keras.models.load_model("latest.keras")
watch = night(best_so_far=log["val_mae"].min(), append=True)
more = {"initial_epoch": 3, "epochs": 5, "callbacks": watch}
resumed.fit(x, y, **more, **options)

log = pd.read_csv("night.csv")
best = keras.models.load_model("best.keras")
print("epochs in the log:", log["epoch"].tolist())
print(f"lowest error in the log: {100 * log['val_mae'].min():.1f} points")
print(f"error of best.keras:     {off(best, validation):.1f} points")

# %% tags=["claim"]
assert history is None, "fit did not return"
assert log["epoch"].tolist() == list(range(5)), "one log, no epoch twice"
apart = off(best, validation) - 100 * log["val_mae"].min()
assert abs(apart) < 0.1, "best of both parts"
assert resumed.optimizer.iterations == 5 * 2, "the optimizer's steps go on"
assert log["loss"][3] < 0.7 * log["loss"][0], "it did not start from zero"

# %% [markdown]
# If all you want is to go on, Keras has a callback for just that, `keras.callbacks.BackupAndRestore("backup")`.
# It saves weights, optimizer and the number of the epoch in the folder `backup` after each epoch.
# Start the same program again, with a newly built model and the same folder, and `fit` loads them and goes on with the next epoch, without any `initial_epoch`.
# When the training ends as planned, it deletes the folder.
# It keeps neither the best model nor the log, so it replaces only the second checkpoint.


# %% tags=["claim"]
def tiny():
    net = keras.Sequential([keras.Input(shape=(10,)), keras.layers.Dense(1)])
    net.compile(optimizer="adam", loss="mse", run_eagerly=True)
    return net


plan = {"x": x, "y": y, "batch_size": 30, "epochs": 5, "verbose": 0}
try:
    watch = [keras.callbacks.BackupAndRestore("backup"), PowerCut()]
    tiny().fit(callbacks=watch, **plan)
except RuntimeError:
    left = sorted(path.name for path in Path("backup").iterdir())
restarted = tiny()
watch = [keras.callbacks.BackupAndRestore("backup")]
went_on = restarted.fit(callbacks=watch, **plan)
assert left == ["latest.weights.h5", "training_metadata.json"], f"in the folder: {left}"
assert went_on.epoch == [3, 4], f"it goes on with the fourth epoch: {went_on.epoch}"
assert restarted.optimizer.iterations == 5, "the optimizer's steps go on, too"
assert not Path("backup").exists(), "the folder is deleted at the end"

# %% [markdown] skills=["NN-16"]
# ## Stop at a target
# Often you know how good is good enough, and each further epoch is a waste.
# No callback of Keras stops at a target, so write one; it is short.
# Your `__init__` takes what the user should choose, and must first call the one of Keras.
# Let the model of the night go on until its training error is below 25 points.


# %%
class StopBelow(keras.callbacks.Callback):
    def __init__(self, monitor, target):
        super().__init__()
        self.monitor = monitor
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        if logs[self.monitor] < self.target:
            print(f"epoch {epoch + 1}: {self.monitor} is {logs[self.monitor]:.3f}")
            self.model.stop_training = True


model = resumed
goal = StopBelow("mae", 0.25)
history = model.fit(x, y, epochs=50, callbacks=[goal], **options)
print("epochs:", len(history.epoch), "of 50")

# %% tags=["claim"]
errors = history.history["mae"]
assert len(errors) < 50 and errors[-1] < 0.25, "the target ends the training"
assert min([1, *errors[:-1]]) >= 0.25, "in the first epoch below it"
assert len(history.history["val_mae"]) == len(errors), "the last epoch is whole"

# %% [markdown]
# For an accuracy the comparison is reversed: stop when it is *above* the target.
#
# A target on a training metric is always reached in the end, because the network can memorize its examples.
# A target on `val_mae` means more, but it may be out of reach.
# Then only `epochs` ends the training, so add `EarlyStopping` to the list as well.

# %% [markdown] skills=["NN-16"]
# ## The order of callbacks
# At each moment `fit` calls your callbacks in the order of the list, and hands the **same** `logs` to all of them.
# So a callback can add a measure, and those after it find it there.
# Those before it have already done their work.
#
# `Gap` adds by how much the validation error is larger than the training error.
# One log comes before it and one after it.


# %%
class Gap(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["gap"] = logs["val_mae"] - logs["mae"]


first, last = (keras.callbacks.CSVLogger(name) for name in ("first.csv", "last.csv"))
history = model.fit(x, y, epochs=2, callbacks=[first, Gap(), last], **options)
for name in ("first.csv", "last.csv"):
    print(f"{name:9}", pd.read_csv(name).columns.tolist())
print("history  ", list(history.history))

# %% tags=["claim"]
assert "gap" not in pd.read_csv("first.csv"), "the one before it misses the gap"
after = pd.read_csv("last.csv")
assert np.allclose(after["gap"], after["val_mae"] - after["mae"]), "the one behind"
assert np.allclose(after["gap"], history.history["gap"]), "and the history too"

# %% [markdown]
# The history has the gap as well: `fit` builds it with a callback of its own, which comes last.
# The rule is simple: those that **add** a measure come first, those that **read** it come after them.
# Keras' own callbacks that change the learning rate add a measure too, `learning_rate`.

# %% [markdown] skills=["NN-16"]
# ## Stop at NaN
# One score is missing in a table, and appears as NaN, "not a number".
# Whatever is calculated from it becomes NaN too: the loss, the gradients, and after a single step the weights and all predictions.
# `fit` doesn't notice, and goes on to the end.
# `TerminateOnNaN` looks after each batch and ends the training.

# %%
holes = y.copy()
holes[17] = np.nan
guard = keras.callbacks.TerminateOnNaN()
keep = keras.callbacks.ModelCheckpoint("sound.keras", "val_mae", save_best_only=True)
model.fit(x, y, callbacks=[keep], **options)  # saves a sound model first
for watch in ([keep], [keep, guard]):
    history = model.fit(x, holes, epochs=2, callbacks=watch, **options)
    print(len(history.epoch), "epoch(s), losses:", history.history["loss"])
answers = model(test[0]).numpy()
print(np.isnan(answers).sum(), "of", len(answers), "answers are NaN")

# %% tags=["claim"]
assert len(history.epoch) == 1 and np.isnan(answers).all(), "one epoch, all broken"
sound = keras.models.load_model("sound.keras")
assert np.isfinite(sound(test[0]).numpy()).all(), "NaN is never the best"

# %% [markdown]
# The callback can't repair the weights.
# A checkpoint can: NaN is never better than a number, so `sound.keras` still holds the last good model.
# Then look for the cause: a hole in the data, as here, or a learning rate that is far too large.
# `np.isnan(y).sum()` counts the holes before you train.

# %% [markdown]
# ## What can go wrong
# Four mistakes in one checkpoint.
# Two of them only give a warning, which is easily lost among other lines; we catch and print it.

# %%
known = {"x": x, "y": y, **options}
blind = {"x": x, "y": y, "batch_size": 15, "verbose": 0}
mistakes = {
    "a name that does not exist": (known, "file.keras", {"monitor": "val_mea"}),
    "with a mode": (known, "file.keras", {"monitor": "val_mea", "mode": "min"}),
    "no validation data": (blind, "file.keras", {"monitor": "val_mae"}),
    "no ending": (known, "file", {"monitor": "val_mae"}),
}
for name, (data, path, choice) in mistakes.items():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        try:
            keep = keras.callbacks.ModelCheckpoint(path, save_best_only=True, **choice)
            trial.fit(**data, callbacks=[keep])
            told = f"warning: {caught[0].message}"
        except ValueError as problem:
            told = f"error: {problem}"
    print(f"{name}\n    {told[:75]}")


# %% tags=["claim"]
def saved_after(values, **choice):
    """In which epochs a checkpoint saves, for these values of val_mae."""
    net = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
    keep = keras.callbacks.ModelCheckpoint("x.keras", save_best_only=True, **choice)
    keep.set_model(net)
    epochs = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, value in enumerate(values):
            Path("x.keras").unlink(missing_ok=True)
            keep.on_epoch_begin(number)
            keep.on_epoch_end(number, {"val_mae": value})
            epochs += [number] * Path("x.keras").exists()
    return epochs, keep


values = [0.9, 0.5, 0.8]
assert saved_after(values, monitor="val_mae", mode="max")[0] == [0], "the worst"
assert saved_after(values, monitor="val_mea", mode="min")[0] == [0, 1, 2], "each"
epochs, old = saved_after(values, monitor="val_mae", mode="min")
assert epochs == [0, 1], "the best so far"
old.on_train_begin()
old.on_epoch_end(0, {"val_mae": 0.6})
assert not Path("x.keras").exists(), "used again, it still compares with the old best"
try:
    keras.callbacks.ModelCheckpoint("x.keras", save_weights_only=True)
except ValueError as problem:
    assert ".weights.h5" in str(problem), problem
else:
    raise AssertionError("weights alone need another ending")

# %% [markdown]
# - **A misspelled name.** Without a mode Keras can't tell which direction is better, and stops with an error.
#   With a mode you only get the warning, and *every* epoch is saved: the "best" file holds the last.
#   The right names are the keys of `history.history`.
# - **No validation data.** Then no name with `val_` exists, and the same happens.
# - **The wrong mode** says nothing at all: with `mode="max"` for an error, the file holds the worst epoch.
#   Evaluate the loaded model once and compare with the history, as you did above.
# - **No ending.** A whole model goes to `.keras`; with `save_weights_only=True` the name must end in `.weights.h5`.
# - **Too little patience.** `EarlyStopping` with `patience=0` ends at the first bad epoch, and validation measures jump; [Overfitting](overfitting.ipynb#what-can-go-wrong) has more on that.
# - **A used callback.** A `ModelCheckpoint` from an earlier `fit` still knows the old best value, and may save nothing for the new model.
#   Make new objects for each training.

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Keep the best
# Write `keep_best(model, x, y, validation, path)`.
# `model` is compiled already, and `validation` is a pair of inputs and labels.
# Train for 3 epochs with the usual batch size, keep the epoch with the lowest validation loss under `path`, and return the model that you load from there.


# %% tags=["exercise"] id="basics/callbacks/keep-best" skills=["NN-16", "NN-2"]
def keep_best(model, x, y, validation, path):
    ### BEGIN SOLUTION
    keeper = keras.callbacks.ModelCheckpoint(
        path, monitor="val_loss", mode="min", save_best_only=True
    )
    options = {"validation_data": validation, "callbacks": [keeper], "verbose": 0}
    model.fit(x, y, epochs=3, **options)
    return keras.models.load_model(path)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# One callback is enough; the model in memory is not the one to return.

# %% [markdown] tags=["hint"]
# Give `ModelCheckpoint` the path, `monitor="val_loss"` and `save_best_only=True`, then `load_model(path)`.

# %% tags=["check"]
# One weight grows from 0 towards 2; the validation labels want a 1.
layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
ramp = keras.Sequential([keras.Input(shape=(1,)), layer])
ramp.compile(optimizer=keras.optimizers.SGD(0.08), loss="mse", run_eagerly=True)
ones = np.ones((35, 1), "float32")
Path("ramp.keras").unlink(missing_ok=True)
got = keep_best(ramp, ones, 2 * ones, (ones[:5], ones[:5]), "ramp.keras")
assert got is not None, "Not attempted: keep_best returned None. Return a model."
assert isinstance(got, keras.Model), (
    f"Got {type(got).__name__}, expected a model. Return what load_model gives you."
)
assert Path("ramp.keras").exists(), "Got no file at path. Save the best epoch there."
steps = int(ramp.optimizer.iterations)
assert steps == 6, (
    f"Got {steps} training steps for 35 rows, expected 6: two batches in each of "
    "3 epochs. Check the epochs, and leave the batch size at its default, 32."
)
answer = np.ravel(got(ones[:1]))[0]
words = f"Got a model that predicts {answer:.2f}, expected 1.00, as after epoch 2. "
assert answer < 1.2, words + "That is the last epoch: save only the best one."
assert answer > 0.7, words + "That is the worst epoch: a lower loss is better."
assert abs(answer - 1.004) < 0.02, words + "Keep the lowest validation loss."
assert got is not ramp, (
    "Got the model that was trained, expected the one from the file: return what "
    "load_model gives you."
)
in_file = np.ravel(keras.models.load_model("ramp.keras")(ones[:1]))[0]
assert abs(in_file - answer) < 1e-4, (
    f"Got a file whose model predicts {in_file:.2f}, expected {answer:.2f} as from the "
    "model that was returned: keep the best epoch under the path."
)
print("Correct: the file holds epoch 2, although training went on to epoch 3.")


# %% tags=["wrong"] reason="the last epoch"
def keep_best(model, x, y, validation, path):
    keeper = keras.callbacks.ModelCheckpoint(path, monitor="val_loss")
    options = {"validation_data": validation, "callbacks": [keeper], "verbose": 0}
    model.fit(x, y, epochs=3, **options)
    return keras.models.load_model(path)


# %% tags=["wrong"] reason="the worst epoch"
def keep_best(model, x, y, validation, path):
    keeper = keras.callbacks.ModelCheckpoint(path, mode="max", save_best_only=True)
    options = {"validation_data": validation, "callbacks": [keeper], "verbose": 0}
    model.fit(x, y, epochs=3, **options)
    return keras.models.load_model(path)


# %% tags=["right"]
def keep_best(model, x, y, validation, path):
    stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
    model.fit(x, y, epochs=3, validation_data=validation, callbacks=[stop], verbose=0)
    model.set_weights(stop.best_weights)
    model.save(path)
    return keras.models.load_model(path)


# %% tags=["right"]
def keep_best(model, x, y, validation, path):
    class Keeper(keras.callbacks.Callback):
        lowest = float("inf")

        def on_epoch_end(self, epoch, logs=None):
            if logs["val_loss"] < self.lowest:
                self.lowest = logs["val_loss"]
                self.model.save(path)

    model.fit(x, y, 32, 3, 0, [Keeper()], validation_data=validation)
    return keras.saving.load_model(path)


# %% [markdown]
# ### Good for long enough
# A single good epoch may be luck.
# Finish `StopWhenSteady`: it ends the training as soon as the measure `monitor` was below `target` in `times` epochs **in a row**.
# The same object may be used for a second training, and must then count from 0 again.


# %% tags=["exercise"] id="basics/callbacks/stop-when-steady" skills=["NN-16"]
class StopWhenSteady(keras.callbacks.Callback):
    def __init__(self, monitor, target, times):
        super().__init__()
        self.monitor = monitor
        self.target = target
        self.times = times

    ### BEGIN SOLUTION
    def on_train_begin(self, logs=None):
        self.good = 0

    def on_epoch_end(self, epoch, logs=None):
        self.good = self.good + 1 if logs[self.monitor] < self.target else 0
        if self.good >= self.times:
            self.model.stop_training = True

    ### END SOLUTION


# %% [markdown] tags=["hint"]
# You need two methods: one that sets a counter to 0, and one that counts.
# Which hook is called once, before anything else?

# %% [markdown] tags=["hint"]
# A bad epoch sets the counter back to 0, too.

# %% tags=["check"]
assert isinstance(StopWhenSteady, type) and issubclass(
    StopWhenSteady, keras.callbacks.Callback
), f"Got {StopWhenSteady!r:.60}, expected a class built on keras.callbacks.Callback."
assert StopWhenSteady.on_epoch_end is not keras.callbacks.Callback.on_epoch_end, (
    "Not attempted: StopWhenSteady has no on_epoch_end yet. Write that method."
)


def ends_after(callback, values):
    """Play fit: the number of the epoch after which it ends, or 0 for never."""
    model = keras.Sequential()
    model.stop_training = False
    played = keras.callbacks.CallbackList([callback], model=model)
    played.on_train_begin()
    for epoch, value in enumerate(values):
        played.on_epoch_begin(epoch)
        played.on_epoch_end(epoch, {"loss": 5.0, "mae": value, "val_mae": 9 - value})
        if model.stop_training:
            break
    played.on_train_end()
    return epoch + 1 if model.stop_training else 0


steady = StopWhenSteady("mae", 0.5, 3)
calm = [0.9, 0.4, 0.4, 0.4, 0.4]
ended = ends_after(steady, calm)
words = f"Got a stop after epoch {ended} for {calm}, target 0.5, 3 times; expected 4. "
assert ended != 0, (
    words + "0 means never: count good epochs, and set self.model.stop_training."
)
assert ended == 4, words + "Stop when the counter reaches self.times."
jumpy = [0.4, 0.4, 0.9, 0.4, 0.5, 0.4, 0.4, 0.4]
ended = ends_after(StopWhenSteady("mae", 0.5, 3), jumpy)
words = f"Got a stop after epoch {ended} for {jumpy}, target 0.5, expected 8. "
assert ended == 8, (
    words + "Good epochs must be in a row, and below the target: any other epoch sets "
    "the counter to 0."
)
ended = ends_after(steady, calm[1:])
words = f"Got a stop after epoch {ended} in a second training, expected 3. "
assert ended == 3, words + "Start again: set the counter to 0 in on_train_begin."
ended = ends_after(StopWhenSteady("val_mae", 8.5, 2), [0.1, 0.6, 0.7])
words = f"Got a stop after epoch {ended} for val_mae 8.9, 8.4, 8.3, target 8.5, 2 times"
assert ended == 3, words + ", expected 3. Use self.monitor, self.target and self.times."
print("Correct: it waits until the measure has stayed good for long enough.")


# %% tags=["wrong"] reason="in a row"
class StopWhenSteady(StopWhenSteady):
    def on_train_begin(self, logs=None):
        self.good = 0

    def on_epoch_end(self, epoch, logs=None):
        if logs[self.monitor] < self.target:
            self.good += 1
        if self.good >= self.times:
            self.model.stop_training = True


# %% tags=["wrong"] reason="start again"
class StopWhenSteady(StopWhenSteady):
    def __init__(self, monitor, target, times):
        super().__init__(monitor, target, times)
        self.good = 0

    def on_train_begin(self, logs=None):
        pass

    def on_epoch_end(self, epoch, logs=None):
        self.good = self.good + 1 if logs[self.monitor] < self.target else 0
        if self.good >= self.times:
            self.model.stop_training = True


# %% tags=["wrong"] reason="below the target"
class StopWhenSteady(StopWhenSteady):
    def on_train_begin(self, logs=None):
        self.good = 0

    def on_epoch_end(self, epoch, logs=None):
        self.good = self.good + 1 if logs[self.monitor] <= self.target else 0
        if self.good >= self.times:
            self.model.stop_training = True


# %% tags=["right"]
class StopWhenSteady(StopWhenSteady):
    def on_train_begin(self, logs=None):
        self.values = []

    def on_epoch_end(self, epoch, logs=None):
        self.values.append(logs[self.monitor])
        last = self.values[-self.times :]
        if len(last) == self.times and max(last) < self.target:
            self.model.stop_training = True


# %% tags=["right"]
class StopWhenSteady(StopWhenSteady):
    def on_epoch_begin(self, epoch, logs=None):
        if epoch == 0:
            self.last_bad = -1

    def on_epoch_end(self, epoch, logs=None):
        if logs[self.monitor] >= self.target:
            self.last_bad = epoch
        self.model.stop_training |= epoch - self.last_bad >= self.times


# %% [markdown]
# ### Three in the right order
# Write `watchers(path)`, which returns a list of callbacks for `fit`:
# a `Gap` as above, a CSV log at `path` that has a column `gap`, and an `EarlyStopping` that ends the training once the gap has not become smaller for 2 epochs.
# Smaller is better here.


# %% tags=["exercise"] id="basics/callbacks/watchers" skills=["NN-16"]
def watchers(path):
    ### BEGIN SOLUTION
    return [
        Gap(),
        keras.callbacks.CSVLogger(path),
        keras.callbacks.EarlyStopping(monitor="gap", mode="min", patience=2),
    ]
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Who adds the measure, and who reads it?

# %% [markdown] tags=["hint"]
# For losses and its own measures, Keras knows which direction is better.
# For a measure of yours it can't know that, so set `mode`.

# %% tags=["check"]
Path("watched.csv").unlink(missing_ok=True)
got = watchers("watched.csv")
assert got is not None, "Not attempted: watchers returned None. Return a list."
assert isinstance(got, list | tuple) and len(got) == 3, (
    f"Got {got!r:.60}, expected a list of three callbacks."
)
for callback in got:
    assert isinstance(callback, keras.callbacks.Callback), (
        f"Got {callback!r:.60} in the list, expected a callback: call a class with ()."
    )
gaps = [0.5, 0.3, 0.2, 0.2, 0.4, 0.6]  # never smaller after epoch 3
errors_of = [0.9, 0.8, 0.7, 0.6, 0.3, 0.2]  # these fall on, and so does val_mae
watched = keras.Sequential()
watched.stop_training = False
played = keras.callbacks.CallbackList(got, model=watched)
problem, ended = "", 0
with warnings.catch_warnings():
    warnings.simplefilter("ignore", UserWarning)
    played.on_train_begin()
    while ended < len(gaps) and not watched.stop_training and not problem:
        off_by, gap = errors_of[ended], gaps[ended]
        measures = {"loss": off_by, "mae": off_by, "val_mae": off_by + gap}
        try:
            played.on_epoch_end(ended, measures | {"val_loss": 2 * off_by})
        except ValueError as error:
            problem = str(error)
        ended += 1
    played.on_train_end()
assert not problem, (
    f"Got an error: {problem[:80]}... Keras can't tell which direction is better: set "
    "mode."
)
assert Path("watched.csv").exists(), "Got no file at path. Add a CSVLogger(path)."
logged = pd.read_csv("watched.csv")
assert "gap" in logged, (
    f"Got the columns {logged.columns.tolist()}, expected gap among them. "
    "Put the log after Gap."
)
assert watched.stop_training, (
    "Training never stopped, expected a stop after epoch 5. Put EarlyStopping after "
    "Gap, and let it monitor the gap with a patience of 2."
)
words = f"Got a stop after epoch {ended} for the gaps {gaps}, expected 5. "
assert ended != 3, words + "A growing gap is taken for progress: smaller is better."
assert ended == 5, words + "The gap is smallest in epoch 3; stop 2 epochs later."
assert np.allclose(logged["gap"], gaps[:5]), (
    f"Got the gaps {logged['gap'].tolist()} in the log, expected {gaps[:5]}: let Gap "
    "compute them."
)
print("Correct: the gap is added first, then logged and watched.")


# %% tags=["wrong"] reason="put the log after Gap"
def watchers(path):
    stop = keras.callbacks.EarlyStopping(monitor="gap", mode="min", patience=2)
    return [keras.callbacks.CSVLogger(path), Gap(), stop]


# %% tags=["wrong"] reason="set mode"
def watchers(path):
    stop = keras.callbacks.EarlyStopping(monitor="gap", patience=2)
    return [Gap(), keras.callbacks.CSVLogger(path), stop]


# %% tags=["wrong"] reason="smaller is better"
def watchers(path):
    stop = keras.callbacks.EarlyStopping(monitor="gap", mode="max", patience=2)
    return [Gap(), keras.callbacks.CSVLogger(path), stop]


# %% tags=["wrong"] reason="monitor the gap"
def watchers(path):
    stop = keras.callbacks.EarlyStopping(monitor="val_mae", mode="min", patience=2)
    return [Gap(), keras.callbacks.CSVLogger(path), stop]


# %% tags=["right"]
def watchers(path):
    stop = keras.callbacks.EarlyStopping(
        "gap", patience=2, mode="min", restore_best_weights=True
    )
    return Gap(), stop, keras.callbacks.CSVLogger(filename=path)


# %% tags=["right"]
def watchers(path):
    watching = [keras.callbacks.CSVLogger(path)]
    watching.insert(0, Gap())
    options = {"monitor": "gap", "min_delta": 0.01, "patience": 2, "mode": "min"}
    return [*watching, keras.callbacks.EarlyStopping(**options)]


# %% [markdown]
# ## What to remember
# - `fit` calls your methods; `on_epoch_end` is the one that sees everything, and epochs are counted from 0 there.
# - `ModelCheckpoint("best.keras", monitor="val_loss", save_best_only=True)` keeps the best epoch; load it, and evaluate it once.
# - For long runs add a `CSVLogger` and a second checkpoint of the latest epoch, and go on with `initial_epoch`.
# - `self.model.stop_training = True` in `on_epoch_end` stops at any target that you can write down.
# - Those that add a measure come before those that read it.
# - A misspelled name with a mode, a missing validation set and a wrong mode raise no error: check what the file holds.
#
# Next: [Hyperparameter search](searching-settings.ipynb), on choosing the settings, and on what the best score of many is worth.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
