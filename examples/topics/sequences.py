# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Time series and sequences, skill by skill
#     reviewed: 2026-11-22
# ---

# %% [markdown] skills=["TS-1"]
# ### TS-1: Train, tune, use
# You train a model on the oldest part of a series and choose its settings on a later part, the validation set.
# The newest part, the test set, is used only once, at the end, to measure how good the chosen model is.
# Here the setting is the length of the window: 2 days or 7.
# With more settings than that, search as in [Hyperparameter search](../lessons/basics/searching-settings.ipynb).
#
# **A task could ask you**: forecast how many visitors a swimming pool has tomorrow, from 210 days of counts.
# Find the window length yourself.
#
# **Check yourself**: why may you not choose the window by its error on the test days?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
week = [120, 110, 130, 140, 180, 320, 300]
visitors = np.tile(week, 30) + np.random.default_rng(7).normal(0, 10, 210)
mean, std = visitors[:-70].mean(), visitors[:-70].std()
off = {}
for window in (2, 7):
    scaled = (visitors - mean) / std
    pieces = np.lib.stride_tricks.sliding_window_view(scaled, window + 1)
    x, y = pieces[:, :-1], pieces[:, -1]
    model = keras.Sequential([keras.Input(shape=(window,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.Adam(0.1), "mae")
    model.fit(x[:-70], y[:-70], epochs=12, verbose=0)
    off[window] = std * np.abs(np.array(model(x))[:, 0] - y)
    print(f"window of {window}: off by {off[window][-70:-35].mean():.0f} in validation")

best = min(off, key=lambda window: off[window][-70:-35].mean())
print(f"chosen: {best}, off by {off[best][-35:].mean():.0f} visitors on the test days")

# %% tags=["claim"]
assert best == 7, "a week has seven days"
assert off[7][-70:-35].mean() < 0.6 * off[2][-70:-35].mean(), f"a clear choice: {off}"
assert off[7][-35:].mean() < 30, f"off by {off[7][-35:].mean():.0f} on the test days"

# %% [markdown] skills=["TS-2"]
# ### TS-2: One variable or several
# With one variable the model sees only the past of what it forecasts.
# With several it also sees other series that run beside it, and the features get a third axis: windows, steps, variables.
# The second series helps only if it carries information that the first one does not contain yet.
# `LSTM`, `GRU` and `Conv1D` take such windows as they are; a dense layer needs `Flatten` before it.
# In the lesson [Forecasts with one variable and with several](../lessons/sequences/several-variables.ipynb), rain improves the forecast of a real river, and less so with each day ahead.
#
# **A task could ask you**: forecast the level of a river in the next hour, once from the levels of the last three hours and once from levels and rain.
#
# **Check yourself**: the features have the shape (300, 3, 2).
# What does each of the three numbers count?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
rain, level = rng.random(403), np.zeros(403)
for hour in range(1, 403):  # rain raises the level one hour later
    level[hour] = 0.6 * level[hour - 1] + rain[hour - 1]

both = np.stack([level, rain], axis=1)
x = np.stack([both[hour : hour + 3] for hour in range(400)])
y, errors = level[3:], {}
for names, features in {"level": x[:, :, :1], "level and rain": x}.items():
    layers = [keras.layers.Flatten(), keras.layers.Dense(1)]
    model = keras.Sequential([keras.Input(shape=features.shape[1:]), *layers])
    model.compile(keras.optimizers.Adam(0.05), "mae")
    model.fit(features[:300], y[:300], epochs=12, verbose=0)
    answer = np.array(model(features[300:]))[:, 0]
    errors[names] = np.abs(answer - y[300:]).mean()
    print(f"{names:15}{features[:300].shape}  MAE {errors[names]:.2f}")

# %% tags=["claim"]
assert x.shape == (400, 3, 2) and (x[5, 2] == both[7]).all() and y[5] == level[8], "xy"
assert errors["level and rain"] < 0.75 * errors["level"], f"rain helps: {errors}"

# %% [markdown] skills=["TS-3"] given=["14 weeks"]
# ### TS-3: Prepare a series
# Gaps are filled, the series is split in time order, and the numbers are scaled.
# Each step may use only what is known at that time, so fill gaps from the past, and take the mean and the standard deviation from the training part alone.
# The lesson [Forecasting CO2](../lessons/sequences/forecasting-co2.ipynb) does all of it on a real series.
#
# **A task could ask you**: bring ten years of weekly well levels, with 14 weeks missing, into a form that a network can learn from.
#
# **Check yourself**: a straight line between the neighbors is another way to fill a gap.
# Which of the two neighbors is a problem in a live forecast?

# %%
import numpy as np
import pandas as pd

level = pd.Series([2.0, 2.4, np.nan, 3.2, 2.8, 2.6, 2.2, 3.0, 3.6, 3.4])
filled = level.ffill()  # carries the last known value forward
train, test = filled[:7], filled[7:]
mean, std = train.mean(), train.std()

print("missing:", level.isna().sum(), " filled with:", filled[2])
print("train:", ((train - mean) / std).round(1).tolist())
print("test: ", ((test - mean) / std).round(1).tolist())

# %% tags=["claim"]
scaled = (train - mean) / std
assert filled[2] == level[1] == 2.4 and not filled.isna().any(), "from the past"
assert abs(scaled.mean()) < 1e-9 and abs(scaled.std() - 1) < 1e-9, "mean 0, spread 1"
assert abs(((test - mean) / std).mean()) > 1, "the test part need not be around 0"

# %% [markdown] skills=["TS-4"]
# ### TS-4: Mean absolute error
# The MAE is the mean distance between forecast and truth, in the unit of the series.
# On its own it doesn't tell you whether a forecast is good, so compare it with a naive forecast, which needs no training, such as "the same as yesterday".
# The lesson [Forecasting CO2](../lessons/sequences/forecasting-co2.ipynb) judges a network in this way.
# [Prediction intervals, backtesting and anomalies](../lessons/sequences/prediction-intervals.ipynb) measures it by backtesting in six folds, and shows how far off a single forecast may be.
#
# **A task could ask you**: forecast the loaves that a bakery sells per day, with an MAE below that of "the same as a week ago".
#
# **Check yourself**: work out the two MAEs below by hand.
# The mean squared error prefers one of the two forecasts; which one?

# %%
import keras
import numpy as np

truth = np.array([40.0, 44.0, 41.0, 47.0])
forecasts = {
    "always a little off": np.array([41.0, 43.0, 42.0, 46.0]),
    "one big miss": np.array([40.0, 44.0, 41.0, 43.0]),
}
for name, forecast in forecasts.items():
    mae = float(keras.losses.MeanAbsoluteError()(truth, forecast))
    mse = float(keras.losses.MeanSquaredError()(truth, forecast))
    print(f"{name:20} MAE {mae:.1f}   MSE {mse:.1f}")
print(f"{'same as yesterday':20} MAE {np.abs(np.diff(truth)).mean():.1f}  (three days)")

# %% tags=["claim"]
assert [np.abs(truth - f).mean() for f in forecasts.values()] == [1, 1], "the same MAE"
assert [((truth - f) ** 2).mean() for f in forecasts.values()] == [1, 4], "another MSE"
assert np.isclose(mae, 1) and np.isclose(mse, 4), "Keras agrees"
assert np.isclose(np.abs(np.diff(truth)).mean(), 13 / 3), "4 + 3 + 6, over three days"

# %% [markdown] skills=["TS-5"]
# ### TS-5: Recurrent and convolutional layers on series
# A `Conv1D` filter sees a few neighboring steps, and a recurrent layer carries a state from step to step.
# With `padding="causal"` a convolution only looks back; with `"same"` it also looks ahead.
# The snippet changes one value of a series and lists the steps whose output changes.
#
# **A task could ask you**: forecast the next hour of a wind record with a `Conv1D` layer, a pooling layer and an LSTM, and compare it with the LSTM alone.
#
# **Check yourself**: the value at step 4 changes, and the filters are 3 steps wide.
# Which steps of the output change with causal padding, which with "same", and which with a GRU?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
series = np.random.default_rng(7).normal(size=(1, 9, 1)).astype("float32")
changed = series.copy()
changed[0, 4] += 1
layers = {
    "Conv1D, causal": keras.layers.Conv1D(4, 3, padding="causal"),
    "Conv1D, same": keras.layers.Conv1D(4, 3, padding="same"),
    "GRU": keras.layers.GRU(4, return_sequences=True),
}
for name, layer in layers.items():
    difference = np.abs(layer(changed) - layer(series)).max(axis=(0, 2))
    print(f"{name:15} steps", np.flatnonzero(difference).tolist())

# %% tags=["claim"]
steps = {}
for name, layer in layers.items():
    difference = np.abs(layer(changed) - layer(series)).max(axis=(0, 2))
    steps[name] = np.flatnonzero(difference).tolist()
assert list(steps.values()) == [[4, 5, 6], [3, 4, 5], [4, 5, 6, 7, 8]], f"got {steps}"

# %% [markdown] skills=["TS-6"]
# ### TS-6: Trailing and centered windows
# A moving average takes the mean of a window that slides along the series.
# A trailing window ends at the present step, so it lags behind; a centered window has the present in its middle, so it contains the future.
# Use centered windows to look at the past, and trailing ones for everything that a forecast gets to see.
#
# **A task could ask you**: smooth the daily water use of a village, once for a chart of last year and once as a feature for tomorrow's forecast.
#
# **Check yourself**: the series below jumps at step 3.
# Which of the two averages rises before the jump, and what would a model make of that?

# %%
import pandas as pd

use = pd.Series([1.0, 1.0, 1.0, 7.0, 7.0, 7.0])
table = pd.DataFrame(
    {
        "use": use,
        "trailing": use.rolling(3).mean(),
        "centered": use.rolling(3, center=True).mean(),
    }
)
print(table.T.to_string())

# %% tags=["claim"]
assert table["trailing"].tolist()[2:] == [1, 3, 5, 7], "lags behind"
assert table["centered"].tolist()[1:5] == [1, 3, 5, 7], "the same numbers, a step early"
assert table["centered"][2] > use[2] == table["trailing"][2], "rises before the jump"

# %% [markdown] skills=["TS-7"]
# ### TS-7: Forecast further ahead
# A model that sees one step ahead can forecast recursively: forecast a step, put it at the end of the window, drop the oldest value, forecast again.
# Errors add up along the way, so try it on a part of the series that you know.
# The lesson [Forecasting CO2](../lessons/sequences/forecasting-co2.ipynb) forecasts a year in this way.
# [Direct or recursive](../lessons/sequences/prediction-intervals.ipynb#direct-or-recursive) compares the two ways over twelve months.
#
# **A task could ask you**: forecast the water level in a harbor for the next 12 hours from the levels of the last 12.
#
# **Check yourself**: after how many steps does the window below hold nothing but forecasts?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
hours = np.arange(400)
level = np.sin(2 * np.pi * hours / 12.4)  # high tide every 12.4 hours
level += np.random.default_rng(7).normal(0, 0.05, 400)
pieces = np.lib.stride_tricks.sliding_window_view(level[:388], 13)

model = keras.Sequential([keras.Input(shape=(12,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.02), "mse")
model.fit(pieces[:, :12], pieces[:, 12], epochs=20, verbose=0)

window = level[376:388]
for _ in range(12):
    window = np.append(window, model(window[None, -12:])[0, 0])
off = np.abs(window[12:] - level[388:]).mean()
lazy = np.abs(level[387] - level[388:]).mean()
print(f"12 hours ahead, MAE: {off:.2f}   level stays the same: {lazy:.2f}")

# %% tags=["claim"]
assert len(window) == 24, "12 known levels, 12 forecasts"
assert off < 0.25 and off < lazy / 2, f"off by {off:.2f}, lazy {lazy:.2f}"

# %% [markdown] skills=["TS-8"]
# ### TS-8: Features and labels
# A series becomes pairs: a window of known values (the features) and the value right after it (the label).
# `timeseries_dataset_from_array` pairs the window that starts at position `i` with entry `i` of `targets`, so the targets start one window later.
# The lesson [Forecasting CO2](../lessons/sequences/forecasting-co2.ipynb) teaches it in depth.
#
# **A task could ask you**: cut 5 years of monthly ferry passengers into windows of 12 months, each with the month after it as its label.
#
# **Check yourself**: how many pairs do you get from 10 values with windows of 3?
# And what is wrong with `targets=series[2:]`?

# %%
import keras
import numpy as np

series = np.arange(10) * 10
pairs = keras.utils.timeseries_dataset_from_array(
    series[:-1], targets=series[3:], sequence_length=3, batch_size=None
)
for features, label in pairs:
    print(features.numpy(), "->", label.numpy())

# %% tags=["claim"]
cut = [(f.numpy().tolist(), int(label)) for f, label in pairs]
assert len(cut) == 7, f"10 - 3 pairs, got {len(cut)}"
assert cut[0] == ([0, 10, 20], 30) and cut[-1] == ([60, 70, 80], 90), f"got {cut}"
late = keras.utils.timeseries_dataset_from_array(
    series[:-1], targets=series[2:], sequence_length=3, batch_size=None
)
assert all(f[-1] == label for f, label in late), "the label is the last feature"

# %% [markdown] skills=["TS-9"]
# ### TS-9: Sequence bias
# If windows come in time order, all windows of a batch are alike: first only winter, then only summer.
# The network then tends to follow the latest batches and to forget the earlier ones.
# So shuffle the windows, but not the values inside them, and split by time before you shuffle.
#
# **A task could ask you**: a network trained on a growing series gets worse with each epoch on the oldest months.
# Find out whether the order of the batches is the cause.
#
# **Check yourself**: you shuffle first and then take the last fifth of the windows for validation.
# What do training and validation now share?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
series = np.arange(105.0)  # grows by 1 a day
for shuffle in (False, True):
    batches = keras.utils.timeseries_dataset_from_array(
        series[:-1], series[5:], sequence_length=5, batch_size=25, shuffle=shuffle
    )
    means = [float(np.mean(labels)) for _, labels in batches]
    print(f"shuffle={shuffle!s:5}  mean label of each batch:", np.round(means))

# %% tags=["claim"]
assert max(means) - min(means) < 37, f"shuffled batches are alike: {means}"
for windows, labels in batches:
    assert (np.diff(windows, axis=1) == 1).all(), "inside, the order is kept"
    assert np.all(labels == windows[:, -1] + 1), "each label stays with its window"

# %% [markdown] skills=["TS-10"]
# ### TS-10: Learning rate during training
# A large learning rate gets you near a minimum quickly, and a small one lets you settle there.
# You can give the optimizer a learning rate schedule, which counts steps, or use a callback, which is called once an epoch.
# `ReduceLROnPlateau` is such a callback: it lowers the rate when the validation loss stops falling.
#
# **A task could ask you**: the loss of a forecast model falls fast, then jumps up and down.
# Change the learning rate during training so that it calms down.
#
# **Check yourself**: the rate starts at 0.1 and is halved after every two epochs.
# What is it in the sixth epoch?

# %%
import keras
import numpy as np

schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 100, decay_rate=0.5)
print("schedule, steps 0, 100, 200:", schedule(np.array([0, 100, 200])).numpy())


def halve(epoch, rate):
    return rate / 2 if epoch in (2, 4) else rate


x = np.linspace(-1, 1, 16)[:, None]
model = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.1), "mse")
callback = keras.callbacks.LearningRateScheduler(halve)
history = model.fit(x, 2 * x, epochs=6, callbacks=[callback], verbose=0)
print("callback, by epoch:", np.round(history.history["learning_rate"], 4))

# %% tags=["claim"]
rates = history.history["learning_rate"]
assert np.allclose(rates, [0.1, 0.1, 0.05, 0.05, 0.025, 0.025]), f"got {rates}"
by_step = [float(schedule(step)) for step in (0, 100, 200)]
assert np.allclose(by_step, [0.1, 0.05, 0.025]), f"got {by_step}"
