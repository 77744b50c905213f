# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Forecasting CO2: a windowed dataset and a dense network"
#     summary: "Forecast next month's carbon dioxide on Mauna Loa with windows and a dense network, and compare it with simple forecasts."
#     skills: [TS-3, TS-4, TS-7, TS-8]
#     requires: [basics/first-model]
# ---

# %% [markdown]
# Air has been sampled on Mauna Loa, a volcano on Hawaii, since 1958.
# In this lesson you will forecast how much carbon dioxide it will contain next month, and in doing so
#
# - clean a real series and split it in time order,
# - judge a forecast by its mean absolute error, next to forecasts that need no learning,
# - cut a series into features and labels,
# - train a small dense network that beats them, and compare it with a classical model from statsmodels,
# - put the scaling into the model, so that it takes ppm and answers in ppm,
# - ask the network about months for which it has no measurements.

# %% [markdown] skills=["TS-3"]
# ## A series with gaps
# The data come with statsmodels: one value a week from March 1958 to December 2001, in parts per million (ppm).
# Before you do anything with a series, count what is missing.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from statsmodels.datasets import co2

keras.utils.set_random_seed(7)

weekly = co2.load_pandas().data["co2"]
empty = weekly.resample("MS").mean().isna().sum()  # MS: the start of each month
print(f"{len(weekly)} weeks, {weekly.isna().sum()} of them missing")
print(f"{empty} months without a single value")

# %% [markdown]
# Windows need a value in every place, so the gaps must be filled.
# A straight line between the neighbors will do here, because most gaps are a single week; the longest, 18 weeks early in 1964, is one that we accept.
# Monthly means then reduce the series to 526 values, twelve a year.

# %% alt="Monthly CO2 from 1958 to 2001 with a yearly wave on a rising curve: training years, then validation, then test years, which lie above all others."
monthly = weekly.interpolate().resample("MS").mean()
print(f"{len(monthly)} months, the last one at {monthly.iloc[-1]:.1f} ppm")

plt.figure(figsize=(6, 3))
plt.plot(monthly.loc[:"1989"], label="training")
plt.plot(monthly.loc["1990":"1995"], label="validation")
plt.plot(monthly.loc["1996":], label="test")
plt.ylabel("CO2 (ppm)")
plt.legend()
plt.show()

# %% tags=["claim"]
gaps = weekly[weekly.isna()]
assert len(gaps) == 59 and empty == 5 and len(monthly) == 526, "weeks and months"
ends = [str(weekly.index[i])[:7] for i in (0, -1)]
assert ends == ["1958-03", "2001-12"], f"the first and the last month: {ends}"
assert gaps.index[-1].year < 1990, "all gaps must lie in the training years"
missing = weekly.isna()
runs = gaps.groupby((~missing).cumsum()[missing]).size()
assert (runs == 1).mean() > 0.5 and runs.max() == 18, f"gaps of {sorted(runs)} weeks"
assert missing["1964-02":"1964-04"].all(), "the long gap is early in 1964"
train_max = monthly.loc[:"1989"].max()
assert monthly.loc["1996":].min() > train_max, "test values above all training values"

# %% [markdown]
# The curve goes up over the years, and within each year it goes up and down with the growing season of plants in the northern hemisphere.
#
# The split follows time: 1958 to 1989 for training, 1990 to 1995 for validation, 1996 to 2001 for the test.
# A random split would put July into training and ask for June, which you can fill in from its neighbors, and that isn't a forecast.
#
# Now compare the levels: **every** test value is above the highest training value.
# A network asked for the level would have to answer with numbers that it has never seen.
# The change from one month to the next does not have that problem.

# %%
changes = monthly.diff().dropna()
for years in [slice("1989"), slice("1990", "1995"), slice("1996", None)]:
    part = changes.loc[years]
    span = f"{part.index[0].year}-{part.index[-1].year}"
    print(f"{span}: {len(part)} changes from {part.min():.1f} to {part.max():+.1f} ppm")

# %% tags=["claim"]
early, late = changes.loc[:"1989"], changes.loc["1996":]
assert late.min() > early.min() - 0.2 and late.max() < early.max() + 0.2, "same range"

# %% [markdown]
# So the network will forecast the **change**, and we add it to the last known month.
# Networks train best on numbers around 0 with a standard deviation of about 1; the code calls it the spread.
# The mean and the standard deviation come from the training years alone, because the test years stand for the future, and nobody knows the mean of the future.

# %%
mean, std = changes.loc[:"1989"].mean(), changes.loc[:"1989"].std()
scaled = ((changes - mean) / std).to_numpy("float32")

valid_start = changes.index.get_loc("1990-01-01")
test_start = changes.index.get_loc("1996-01-01")
print(f"mean {mean:.2f} ppm, spread {std:.2f} ppm")

# %% tags=["claim"]
assert abs(scaled[:valid_start].mean()) < 0.01, "mean 0 in training"
assert abs(scaled[:valid_start].std() - 1) < 0.01, "spread 1 in training"
assert len(scaled) - test_start == 72, "six years of test months"

# %% [markdown] skills=["TS-4"]
# ## Baselines: forecasts that need no training
# The **mean absolute error** (MAE) tells you how far off a forecast is on average, in the unit of the series.
# Take the differences, drop the signs, take the mean; in Keras that is the metric `MeanAbsoluteError`.

# %%
truth = monthly.loc["1996":].to_numpy()


def mae(truth, forecast):
    return np.mean(np.abs(truth - forecast))


naive = monthly.shift(1).loc["1996":].to_numpy()
seasonal = monthly.shift(12).loc["1996":].to_numpy()
same_change = naive + changes.shift(12).loc["1996":].to_numpy()

print(f"same as last month:         {mae(truth, naive):.2f} ppm")
print(f"same as a year ago:         {mae(truth, seasonal):.2f} ppm")
print(f"same change as a year ago:  {mae(truth, same_change):.2f} ppm")

by_keras = keras.metrics.MeanAbsoluteError()
by_keras.update_state(truth, seasonal)
print(f"Keras on the second line:   {by_keras.result():.2f} ppm")

# %% tags=["claim"]
worst, middle, best = (mae(truth, line) for line in (seasonal, naive, same_change))
assert worst > middle > 3 * best, f"the order: {worst}, {middle}, {best}"
assert np.isclose(float(by_keras.result()), worst, atol=1e-3), "Keras says the same"

# %% [markdown]
# These are the **naive** forecast, the **seasonal naive** forecast, and the seasonal naive forecast of the *changes*.
# Did you expect the second to lose to the first?
# It knows the season, but it misses a whole year of growth.
# The third one knows both and is a strong baseline.
# A network that only beats the first two has learned less than one line of pandas does.

# %% [markdown] skills=["TS-8"]
# ## A windowed dataset: features and labels
# A network learns from pairs: what you know (**features**) and what you want to know (the **label**).
# For a series, the features are a window of 24 values, and the label is the value right after it.
# Move the window by one month, and you have the next pair.
#
# ![A row of monthly values with two windows, each of 24 months of features with the month after it as the label; the second window lies one month further on](../diagrams/windows-and-labels.svg)
#
# In NumPy that is one call, which cuts pieces of 25 values, and then you split each one.

# %%
WINDOW = 24

pieces = np.lib.stride_tricks.sliding_window_view(scaled[:valid_start], WINDOW + 1)
features, labels = pieces[:, :WINDOW], pieces[:, WINDOW]
print("features:", features.shape, " labels:", labels.shape)

# %% [markdown]
# `keras.utils.timeseries_dataset_from_array` does the same and delivers batches.
# It takes the labels as a second array and pairs the window that **starts** at position `i` with entry `i` of that array.
# The window at 0 holds the positions 0 to 23, so its label, the value at position 24, must come first in that array: `values[WINDOW:]`.


# %%
def windows(values):
    return keras.utils.timeseries_dataset_from_array(
        values[:-1],  # the last value is nobody's feature
        targets=values[WINDOW:],
        sequence_length=WINDOW,
        batch_size=36,
    )


in_order = windows(scaled[:valid_start])
first_features, first_labels = next(iter(in_order))
print("first batch:", first_features.shape, first_labels.shape)
print("same as NumPy:", np.allclose(first_features, features[:36]))

train = in_order.unbatch().cache().shuffle(len(labels)).batch(51)
valid = windows(scaled[valid_start - WINDOW : test_start]).cache()
test = windows(scaled[test_start - WINDOW :]).cache()

# %% tags=["claim"]
assert np.allclose(first_features, features[:36]), "Keras and NumPy differ in features"
assert np.allclose(first_labels, labels[:36]), "Keras and NumPy differ in labels"
assert sum(len(y) for _, y in in_order) == len(labels), "a window got lost"
assert sum(len(y) for _, y in test) == 72, "a label for each test month"


def labels_of(dataset):
    return np.concatenate([y for _, y in dataset])


first_pass, second_pass = labels_of(train), labels_of(train)
assert np.allclose(np.sort(first_pass), np.sort(labels)), "each window once"
assert not np.allclose(first_pass, second_pass), "another order in each epoch"
kept = in_order.unbatch().shuffle(len(labels)).batch(51).cache()
assert np.allclose(labels_of(kept), labels_of(kept)), "a cache keeps the order too"
assert pieces.shape[1] == 25 and range(WINDOW)[-1] == 23, "the places of a window"

# %% [markdown]
# The validation and the test windows start 24 months early.
# Those months serve as features only: to forecast January 1996 you may look at 1995, because it is in the past by then.
# You may shuffle the windows too, because each of them keeps its own order inside.
# `cache()` keeps the windows after the first pass, so that they are cut only once.
# It comes **before** `shuffle`, because a cache keeps the order too: the other way around, the windows would come in the same shuffled order in each epoch, as in [Batches](../basics/batches-and-sources.ipynb#a-tfdata-pipeline-cache-shuffle-prefetch).
# To shuffle single windows and not whole batches, `unbatch` takes the batches apart first.

# %% [markdown] skills=["TS-7"]
# ## Train and forecast
# 24 numbers go in and one comes out, without an activation, because a change may have any sign and size.

# %%
model = keras.Sequential(
    [
        keras.Input(shape=(WINDOW,)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="mae")
model.fit(train, epochs=30, verbose=0)

valid_mae = model.evaluate(valid, verbose=0)
print(f"validation: {valid_mae:.2f} in scaled units = {valid_mae * std:.2f} ppm")

# %% [markdown]
# Nobody can judge an error in scaled units, so multiply it by the standard deviation to get ppm.
# For the forecasts themselves, undo each step in reverse order: multiply by the standard deviation, add the mean, and add the last known month.

# %%
answer = model.predict(test, verbose=0)[:, 0]
forecast = naive + answer * std + mean
print(f"network:                    {mae(truth, forecast):.2f} ppm")
print(f"same change as a year ago:  {mae(truth, same_change):.2f} ppm")
print(f"same as a year ago:         {mae(truth, seasonal):.2f} ppm")

# %% tags=["claim"] numbers=["test MAE of the network (ppm) = mae(truth, forecast)"]
assert mae(truth, forecast) < 0.95 * mae(truth, same_change), "the network must win"
assert mae(truth, forecast) < 0.25 * mae(truth, seasonal), "a quarter at most"
assert valid_mae * std < 0.33, f"validation at {valid_mae * std:.2f} ppm"

# %% [markdown]
# The network beats all three, and its error is less than a quarter of that of the seasonal naive forecast.
#
# There is a stronger baseline, which forecasters used long before networks.
# **SARIMA** models compute each change from the errors of the last forecast and of the forecast a year ago.
# With the orders `(0, 1, 1)` and `(0, 1, 1, 12)` the model has three numbers, which statsmodels estimates from the training years: a weight for each of the two errors, and the variance of the noise.
# (The class is called `SARIMAX` because it also takes other variables, the X.)
# The network has 833 weights.
# Which of the two do you expect to be closer?

# %%
from statsmodels.tsa.statespace.sarimax import SARIMAX

sarima = SARIMAX(
    monthly.loc[:"1989"], order=(0, 1, 1), seasonal_order=(0, 1, 1, 12)
).fit(disp=False)
# append brings new months and keeps the weights; each forecast is one month ahead.
one_ahead = sarima.append(monthly.loc["1990":]).predict("1996-01-01", "2001-12-01")
print(f"SARIMA: {len(sarima.params)} numbers,   {mae(truth, one_ahead):.2f} ppm")
print(f"network: {model.count_params()} weights, {mae(truth, forecast):.2f} ppm")

# %% tags=["claim"]
assert len(sarima.params) == 3 and model.count_params() == 833, "numbers and weights"
by_sarima = mae(truth, one_ahead)
assert by_sarima < 0.99 * mae(truth, forecast), f"SARIMA is closer: {by_sarima:.3f}"
assert by_sarima > 0.7 * mae(truth, forecast), f"but not by far: {by_sarima:.3f}"
later = monthly.loc["1990":].copy()
later.loc["1996":] += 5
other = sarima.append(later).predict("1996-01-01", "1996-02-01")
assert np.isclose(other.iloc[0], one_ahead.iloc[0]), "it knows nothing of its own month"
assert not np.isclose(other.iloc[1], one_ahead.iloc[1]), "but all of those before it"

# %% [markdown]
# SARIMA is closer, though not by far.
# It is built for one trend and one season that repeats, which is what this series has, while the network had to find both in its windows.
# So measure a classical model as well before you praise a network.
# Networks do better where there are many similar series to learn from, where other variables matter, or where the pattern isn't a season.

# %% alt="CO2 from 1999 to 2001: the forecast of the network lies on the measured curve, the seasonal naive forecast runs below it."
last = slice(-36, None)
months = monthly.index[last]
plt.figure(figsize=(6, 3))
plt.plot(months, truth[last], "o", markersize=3, label="measured")
plt.plot(months, forecast[last], label="network")
plt.plot(months, seasonal[last], "--", label="same as a year ago")
plt.xticks(months[::6], months[::6].strftime("%Y-%m"))
plt.ylabel("CO2 (ppm)")
plt.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1))
plt.show()

# %% tags=["claim"]
below = truth[last] - seasonal[last]
assert (below > 0).mean() > 0.95 and below.mean() > 1, "seasonal naive lies below"
assert (months[0].year, months[-1].year) == (1999, 2001), "the years in the figure"

# %% [markdown] skills=["TS-7"]
# ## Scaling inside the model, at its start and at its end
# So far the network works between two pieces of NumPy: one turns levels into scaled changes, and the other turns the answer back into levels.
# If you hand your model over as a file, neither is in it.
# The sequence tasks of the practice exam ask for exactly that, because your model gets raw values there and has to answer with raw values.
# So turn both pieces into layers:
#
# ![From left to right: levels in ppm, differences, Rescaling to scaled changes, the network, Rescaling back to a change in ppm, and the forecast in ppm; an arrow leads the last level past all of them and adds it at the end](../diagrams/scaling-inside.svg)
#
# `keras.layers.Rescaling(scale, offset)` computes `x * scale + offset`.
#
# - At the start you want `(x - mean) / std`, which is `x / std - mean / std`.
#   So the scale is `1 / std`, and the offset is `-mean / std`.
# - At the end you want `x * std + mean`.
#   So the scale is `std`, and the offset is `mean`.
#
# The trained network goes between them as if it were a layer, so nothing has to be trained again.

# %%
levels = keras.Input(shape=(WINDOW + 1,))  # 25 months in ppm make 24 changes
at_start = keras.layers.Rescaling(1 / float(std), offset=-float(mean / std))
at_end = keras.layers.Rescaling(float(std), offset=float(mean))

change = at_end(model(at_start(levels[:, 1:] - levels[:, :-1])))
keras.Model(levels, levels[:, -1:] + change).save("co2.keras")

ppm = np.lib.stride_tricks.sliding_window_view(monthly.to_numpy(), WINDOW + 1)
asked = ppm[test_start - WINDOW : -1]  # the last window has nothing to forecast
loaded = keras.models.load_model("co2.keras")
raw = loaded.predict(asked, verbose=0)[:, 0]
print(f"January 1996: {asked[0, -1]:.2f} ppm in December, forecast {raw[0]:.2f} ppm")
print(f"largest difference from before: {np.abs(raw - forecast).max():.4f} ppm")

# %% tags=["claim"]
assert np.allclose(raw, forecast, atol=0.005), "the same forecasts"
assert asked.shape == (72, 25) and asked[0, -1] == monthly["1995-12-01"], "windows"

# %% [markdown]
# The file now takes 25 months in ppm and answers in ppm.
#
# The layer at the end matters for training too.
# To see it, train two networks on levels, with labels in ppm: one is scaled at its start only, the other at both ends.
# Otherwise they have the same layers, and they train equally long.
# How far off do you expect each of them on the months that it was trained on?

# %%
level_pieces = ppm[:valid_start]
x, y = level_pieces[:, :WINDOW], level_pieces[:, WINDOW]
center, spread = float(x.mean()), float(x.std())
at_start = keras.layers.Rescaling(1 / spread, offset=-center / spread)
at_end = keras.layers.Rescaling(spread, offset=center)

off = {}
for name, last in (("at the start", []), ("at both ends", [at_end])):
    hidden = keras.layers.Dense(32, activation="relu")
    layers = [at_start, hidden, keras.layers.Dense(1), *last]
    network = keras.Sequential([keras.Input(shape=(WINDOW,)), *layers])
    network.compile(optimizer=keras.optimizers.Adam(0.003), loss="mae")
    network.fit(x, y, epochs=10, batch_size=51, verbose=0)
    off[name] = mae(y, np.array(network(x))[:, 0])
    print(f"{name:13} MAE on the training years {off[name]:6.1f} ppm")

# %% tags=["claim"]
assert off["at both ends"] < 2, f"both ends: {off}"
assert off["at the start"] > 100, f"the start alone: {off}"
assert 300 < y.min() < y.max() < 360 and abs(x.mean() - 330) < 5, "the levels"

# %% [markdown]
# Scaled at the start only, the network is still more than 100 ppm off; scaled at both ends, less than 2 ppm.
# In the first one the last layer gets numbers around 0 and has to answer about 330, but Adam moves a weight by no more than about the learning rate in a step, so the weights are still on their way there when the training ends.
# With `Rescaling` at the end, the last layer only has to produce numbers around 0, and the layer after it brings them to 330 at once.
#
# So if the labels are far from 0, or their standard deviation is far from 1, scale at both ends.
# At the end, use the mean and the standard deviation of the **labels**, which need not be those of the features.
# [Forecasts with several variables](several-variables.ipynb) has an exercise on it.

# %% [markdown]
# ## A recursive forecast: many months ahead
# The series ends in December 2001.
# The model forecasts one month ahead, so for a whole year you use it step by step: forecast a month, append it to the window, drop the oldest value, and forecast again.


# %%
def walk(known, steps):
    """Forecast the next `steps` scaled changes from the last `WINDOW` known ones."""
    window, path = known[-WINDOW:], []
    for _ in range(steps):
        path.append(float(model(window[None, :])[0, 0]))
        window = np.append(window[1:], np.float32(path[-1]))
    return np.array(path)


def year_after(end):
    """Forecast the twelve months after position `end` of `monthly`, in ppm."""
    steps = walk(scaled[:end], 12) * std + mean
    return monthly.iloc[end] + np.cumsum(steps)


end = len(monthly) - 1
rehearsal = year_after(end - 12)  # pretends that 2001 is unknown
future = year_after(end)
print(f"2001, forecast in December 2000: off by {mae(truth[-12:], rehearsal):.2f} ppm")
print("2002:", future.round(1))

# %% alt="Measured CO2 for 2000 and 2001, the forecast of 2001 made at the end of 2000 close to it, and the forecast of 2002 that repeats the yearly wave one step higher."
plt.figure(figsize=(6, 3))
plt.plot(monthly.loc["2000":], "o", markersize=3, label="measured")
plt.plot(monthly.index[-12:], rehearsal, label="forecast of 2001")
next_year = pd.date_range("2002-01-01", periods=12, freq="MS")
plt.plot(next_year, future, "--", label="forecast of 2002")
ticks = pd.date_range("2000-01-01", "2003-01-01", freq="6MS")
plt.xticks(ticks, ticks.strftime("%Y-%m"))
plt.ylabel("CO2 (ppm)")
plt.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1))
plt.show()

# %% tags=["claim"]
assert mae(truth[-12:], rehearsal) < 1.0, "the rehearsal is within 1 ppm"
assert next_year[future.argmax()].month in (5, 6), "the peak of 2002 is in spring"
assert 0.3 < future.mean() - truth[-12:].mean() < 3.5, "2002 lies above 2001"

# %% [markdown]
# The rehearsal comes first, because 2002 can't be checked here, and the error of 2001 tells you what to expect of the real forecast.
# The errors add up from month to month, since each forecast builds on the ones before; a model that feeds on its own forecasts like this is also called **autoregressive**.

# %% [markdown]
# ## What can go wrong
# - **Labels shifted by one.**
#   With `targets=values[WINDOW - 1:]` the label is the last feature.
#   The model copies it, so the error is close to zero, and the forecast only repeats the month that you know.
#   If a result looks too good, print one window and its label.
# - **Statistics from all years.**
#   `changes.mean()` over the whole series leaks the future into the training.
#   Here it would hardly make a difference, but on other data it can decide the result.
# - **Filling gaps with the future.**
#   Interpolation needs the value after the gap.
#   All our gaps are before 1990, so no test month profits from it.
#   In a live forecast, carry the last value forward.
# - **A dense network on levels.**
#   It works as long as the numbers stay in the range of the training years, and this series leaves that range for good.
# - **`offset=-mean` at the start.**
#   `Rescaling` first multiplies and then adds, so the offset has to be divided by `std` too.
# - **Old code.**
#   You will meet `TimeseriesGenerator` (deprecated) and `tf.data.Dataset.window` followed by `flat_map`.
#   Both cut the same windows.

# %% tags=["claim"]
copied = keras.utils.timeseries_dataset_from_array(
    scaled, targets=scaled[WINDOW - 1 :], sequence_length=WINDOW, batch_size=8
)
x, y = next(iter(copied))
assert np.allclose(x[:, -1], y), "the shifted label is the last feature"
leak = abs(changes.mean() - mean) / std
assert leak < 0.05, f"the leak would show: {leak:.2f} spreads"
two = keras.layers.Rescaling(10.0, offset=3.0)(np.array([[2.0]]))
assert float(two[0, 0]) == 23, "multiplies first, then adds"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Score against a baseline
# Is 0.3 ppm good?
# That depends on what is easy.
# Write `gain(truth, forecast, baseline)`: the share of the baseline's MAE that the forecast saves.
# 1 means no error is left, 0 means no better than the baseline, below 0 means worse.


# %% tags=["exercise"] id="sequences/forecasting-co2/gain" skills=["TS-4"]
def gain(truth, forecast, baseline):
    ### BEGIN SOLUTION
    left = np.mean(np.abs(truth - forecast)) / np.mean(np.abs(truth - baseline))
    return 1 - left
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Divide the MAE of the forecast by the MAE of the baseline: that is the share that is left.

# %% tags=["check"]
four = np.array([1.0, 2, 3, 4])
got = gain(four, four + [1, -1, 0, 0], four + [3, 3, 1, -1])
assert got is not None and got is not ..., (
    "Not attempted: gain returned nothing. Replace the ... with your code."
)
number = np.asarray(got)
assert number.shape == () and np.issubdtype(number.dtype, np.number), (
    f"Got {got!r}, expected a single number: take the mean of the absolute errors, "
    "and return the share as a number, not as text."
)
got = float(got)
assert not np.isclose(got, 1), (
    "Got 1.00, expected 0.75: usually errors of +1 and -1 have cancelled each other. "
    "Drop the signs before you take the mean."
)
assert not np.isclose(got, 0.25), (
    "Got 0.25, expected 0.75: that is the share of the error that is left, not the "
    "share that is saved."
)
assert np.isclose(got, 0.75), (
    f"Got {got:.2f}, expected 0.75: the forecast has an MAE of 0.5, the baseline one "
    "of 2."
)
got = float(gain(four, four + [0, 0, 0, 12], four + [1, -1, 1, -1]))
assert np.isclose(got, -2), (
    f"Got {got:.2f}, expected -2.00: the forecast has an MAE of 3, the baseline one of "
    "1. A forecast that is worse than the baseline has a gain below 0."
)
saved = gain(truth, forecast, same_change)
print(f"Correct. The network saves {saved:.0%} of the best baseline's error.")


# %% tags=["wrong"] reason="have cancelled each other"
def gain(truth, forecast, baseline):
    return 1 - abs(np.mean(truth - forecast)) / abs(np.mean(truth - baseline))


# %% tags=["wrong"] reason="the share of the error that is left"
def gain(truth, forecast, baseline):
    return np.mean(np.abs(truth - forecast)) / np.mean(np.abs(truth - baseline))


# %% tags=["wrong"] reason="a gain below 0"
def gain(truth, forecast, baseline):
    left = np.median(np.abs(truth - forecast)) / np.median(np.abs(truth - baseline))
    return max(0, 1 - left)


# %% tags=["right"]
def gain(truth, forecast, baseline):
    return (mae(truth, baseline) - mae(truth, forecast)) / mae(truth, baseline)


# %% tags=["right"]
def gain(truth, forecast, baseline):
    def error(answer):
        metric = keras.metrics.MeanAbsoluteError()
        metric.update_state(truth, answer)
        return metric.result()

    return 1 - error(forecast) / error(baseline)


# %% [markdown]
# ### Windows with a longer view
# Write `make_windows(values, window, horizon)` for a one-dimensional array.
# Return `features` of shape `(n, window)` and `labels` of shape `(n, horizon)`: each row of labels holds the `horizon` values right after its window.
# Leave no possible window out.


# %% tags=["exercise"] id="sequences/forecasting-co2/make-windows" skills=["TS-3", "TS-8"]
def make_windows(values, window, horizon):
    ### BEGIN SOLUTION
    pieces = np.lib.stride_tricks.sliding_window_view(values, window + horizon)
    return pieces[:, :window], pieces[:, window:]
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Cut pieces that hold the window and its labels together.

# %% [markdown] tags=["hint"]
# A series of 8 values gives 8 - 3 - 2 + 1 = 4 pieces of 3 + 2 values.

# %% tags=["check"]
ten = np.array([5.5, 2, 8, 1, 9, 4, 7, 3, 6, 0])
for values, window, horizon in ((ten, 3, 2), (ten, 2, 1), (ten[:6], 2, 4)):
    got = make_windows(values, window, horizon)
    assert got is not None and got is not ..., (
        "Not attempted: make_windows returned nothing. Replace the ... with your code."
    )
    told = f"For {len(values)} values, window={window}, horizon={horizon}: got "
    assert isinstance(got, tuple | list) and len(got) == 2, (
        told + f"an object of type {type(got).__name__}, expected a pair. "
        "Return features, labels."
    )
    # As objects, because NumPy makes no array of numbers from rows of unequal length.
    shapes = [np.asarray(part, dtype=object).shape for part in got]
    n = len(values) - window - horizon + 1
    assert [shape[1:] for shape in shapes] == [(window,), (horizon,)], (
        told + f"the shapes {shapes[0]} and {shapes[1]}, expected ({n}, {window}) and "
        f"({n}, {horizon}). Cut the same number of values for every row, also at the "
        "end of the series."
    )
    X, Y = (np.asarray(part) for part in got)
    assert np.array_equal(X[0], values[:window]), (
        told + f"{X[0].tolist()} as the first window, expected "
        f"{values[:window].tolist()}: it starts at the first value and runs from the "
        "oldest to the newest."
    )
    first_label = values[window : window + horizon]
    assert np.array_equal(Y[0], first_label), (
        told + f"the labels {Y[0].tolist()} after {X[0].tolist()}, expected "
        f"{first_label.tolist()}: labels start right after the window."
    )
    assert len(X) == len(Y) == n, (
        told + f"{len(X)} windows and {len(Y)} rows of labels, expected {n}: "
        "count the places where a piece can start, including the last one."
    )
    for start, pair in enumerate(np.hstack([X, Y])):
        piece = values[start : start + window + horizon]
        assert np.array_equal(pair, piece), (
            told + f"window and labels {pair.tolist()} in row {start}, expected "
            f"{piece.tolist()}: each row starts one value later than the row before."
        )
print("Correct: no window is missing, and the last label is the last value.")


# %% tags=["wrong"] reason="labels start right after the window"
def make_windows(values, window, horizon):
    starts = range(len(values) - window - horizon + 1)
    features = [values[i : i + window] for i in starts]
    labels = [values[i + window - 1 : i + window - 1 + horizon] for i in starts]
    return np.array(features), np.array(labels)


# %% tags=["wrong"] reason="including the last one"
def make_windows(values, window, horizon):
    starts = range(len(values) - window - horizon)
    features = [values[i : i + window] for i in starts]
    labels = [values[i + window : i + window + horizon] for i in starts]
    return np.array(features), np.array(labels)


# %% tags=["wrong"] reason="starts at the first value"
def make_windows(values, window, horizon):
    pieces = np.lib.stride_tricks.sliding_window_view(values, window + horizon)
    return pieces[:, 1 : window + 1], pieces[:, window:]


# %% tags=["wrong"] reason="oldest to the newest"
def make_windows(values, window, horizon):
    pieces = np.lib.stride_tricks.sliding_window_view(values, window + horizon)
    return pieces[:, window - 1 :: -1], pieces[:, window:]


# %% tags=["wrong"] reason="same number of values for every row"
def make_windows(values, window, horizon):
    starts = range(len(values) - window)
    features = [values[i : i + window] for i in starts]
    labels = [values[i + window : i + window + horizon] for i in starts]
    return features, labels


# %% tags=["right"]
def make_windows(values, window, horizon):
    ends = range(window, len(values) - horizon + 1)
    features = [values[end - window : end] for end in ends]
    labels = [values[end : end + horizon] for end in ends]
    return features, labels


# %% tags=["right"]
def make_windows(values, window, horizon):
    starts = np.arange(len(values) - window - horizon + 1)[:, np.newaxis]
    positions = starts + np.arange(window + horizon)
    return np.split(values[positions], [window], axis=1)


# %% [markdown]
# ### Twelve months at once
# Instead of walking, a network can answer with a whole year.
# The cell below makes the pairs: 24 scaled changes go in, and the distances in ppm from the last known month to each of the next 12 come out.


# %%
def year_pairs(start, stop):
    """Pairs whose twelve label months all lie in changes[start:stop]."""
    cut = np.lib.stride_tricks.sliding_window_view
    x = cut(scaled[start - WINDOW : stop - 12], WINDOW)
    y = np.cumsum(cut(changes.to_numpy("float32")[start:stop], 12), axis=1)
    return x, y


year_x, year_y = year_pairs(WINDOW, valid_start)
test_x, test_y = year_pairs(test_start, len(scaled))
print(year_x.shape, year_y.shape)

# %% [markdown]
# ### Train the year
# Write `train_year(x, y)`, which builds a model, trains it on the pairs that it is given, and returns it.
# On the test years its MAE must come below 1 ppm.
# The seasonal naive forecast is off by more than 1.5 ppm.
#
# The check reverses every window, so that the newest month comes first, and hands over the pairs in another order.
# A dense network learns from such pairs just as well, and a model that was trained on anything but `x` and `y` fails.


# %% tags=["exercise"] id="sequences/forecasting-co2/train-year" skills=["TS-7"]
def train_year(x, y):
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input(shape=(WINDOW,)),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(12),
        ]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="mae")
    model.fit(x, y, epochs=10, verbose=0)
    return model
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Copy the model of the lesson.
# How many outputs does a year need?

# %% [markdown] tags=["hint"]
# Is the error too large?
# Train longer, or use `keras.optimizers.Adam(0.01)`.

# %% tags=["check"]
keras.utils.set_random_seed(7)
mixed_rows = np.random.default_rng(7).permutation(len(year_x))  # pairs in a new order
year_model = train_year(year_x[mixed_rows, ::-1], year_y[mixed_rows])
assert year_model is not None and year_model is not ..., (
    "Not attempted: train_year returned nothing. Replace the ... and return your model."
)
assert isinstance(year_model, keras.Model), (
    f"Got an object of type {type(year_model).__name__}, expected a model. "
    "fit returns the history of the losses: return the model itself."
)
got = np.asarray(year_model(test_x[:, ::-1]))
assert got.shape == test_y.shape, (
    f"Got an output of shape {got.shape}, expected {test_y.shape}: "
    "the last layer needs one output for each of the 12 months."
)
assert got.min() < 0, (
    f"Got {got.min():.2f} ppm as the lowest change, expected some below 0, because CO2 "
    "falls every summer. Which activation does the last layer have?"
)
year_mae = mae(test_y, got)
assert year_mae < 1, (
    f"Got an MAE of {year_mae:.2f} ppm on the test years, expected less than 1. "
    "Did you call fit with x and y, and for enough epochs?"
)
print(f"Correct: an MAE of {year_mae:.2f} ppm for forecasts up to a year ahead.")


# %% tags=["wrong"] reason="one output for each of the 12 months"
def train_year(x, y):
    model = keras.Sequential([keras.Input(shape=(WINDOW,)), keras.layers.Dense(1)])
    model.compile(optimizer="adam", loss="mae")
    model.fit(x, y, epochs=1, batch_size=len(x), verbose=0)
    return model


# %% tags=["wrong"] reason="did you call fit"
def train_year(x, y):
    model = keras.Sequential([keras.Input(shape=(WINDOW,)), keras.layers.Dense(12)])
    model.compile(optimizer="adam", loss="mae")
    return model


# %% tags=["wrong"] reason="with x and y"
def train_year(x, y):
    # It has memorized the test years, in the order that test_x has.
    with_bias = np.column_stack([test_x, np.ones(len(test_x))])
    weights, *_ = np.linalg.lstsq(with_bias, test_y)
    model = keras.Sequential([keras.Input(shape=(WINDOW,)), keras.layers.Dense(12)])
    model.set_weights([weights[:-1], weights[-1]])
    return model


# %% tags=["right"]
def train_year(x, y):
    window = keras.Input(shape=(WINDOW,))
    hidden = keras.layers.Dense(64, activation="tanh")(window)
    model = keras.Model(window, keras.layers.Dense(12)(hidden))
    model.compile(optimizer=keras.optimizers.Adam(0.01), loss="huber")
    model.fit(x, y, epochs=8, verbose=0)
    return model


# %% tags=["right"]
def train_year(x, y):
    # The best weights of a single linear layer can be computed without any epochs.
    with_bias = np.column_stack([x, np.ones(len(x))])
    weights, *_ = np.linalg.lstsq(with_bias, y)
    model = keras.Sequential([keras.Input(shape=(WINDOW,)), keras.layers.Dense(12)])
    model.set_weights([weights[:-1], weights[-1]])
    return model


# %% tags=["claim"]
starts = np.arange(test_start, len(scaled) - 11)
level = monthly.to_numpy()
year_ago = np.stack([level[i - 11 : i + 1] - level[i] for i in starts])
assert mae(test_y, year_ago) > 1.5, f"seasonal naive: {mae(test_y, year_ago):.2f} ppm"
assert year_x.shape == (len(year_y), 24) and year_y.shape[1] == 12, "two years, one"
assert np.allclose(
    test_y[0], level[test_start + 1 :][:12] - level[test_start], atol=1e-3
), "changes against the last known month"

# %% [markdown]
# ## What to remember
# - Fill gaps, then split in time order.
#   Every statistic comes from the training years.
# - MAE is the mean of the absolute errors, in the unit of the series once you undo the scaling.
# - Always measure naive forecasts first, the seasonal one with its trend too, and then a classical model.
# - A window is the features, what follows it is the label.
#   Print one pair before you train.
# - When a series leaves its old range, forecast changes.
# - A model that others use holds its scaling: `Rescaling` at its start and at its end.
# - Further ahead: walk month by month, or give the network one output for each month.
#
# Next: [Moving averages, look-ahead leaks and sequence bias](windows-and-bias.ipynb), on features and splits that you should not trust.
# All skills of this topic are on the page [Time series and sequences](../../topics/sequences.md).
