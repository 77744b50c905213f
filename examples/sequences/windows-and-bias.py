# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Moving averages, look-ahead leaks and sequence bias"
#     summary: "Find out whether a feature looks into the future, and learn why you shuffle the windows but split a series by time."
#     skills: [TS-6, TS-9]
#     requires: [sequences/forecasting-co2]
# ---

# %% [markdown]
# After this lesson you can say which moving average a forecast may use, and you can find out whether a feature looks into the future.
# You can also say what the order of the windows does to a network, and why you shuffle the windows but split by time.
# Most of it comes down to one question: what was known on that day?

# %% [markdown] skills=["TS-6"]
# ## Moving averages
# A machine counts the cyclists on a path, day by day.
# We make the counts ourselves, so that we know what is in them: busy working days, quiet weekends, and noise.
# On day 42 a bridge opens and brings 250 more riders a day.
#
# The weekends hide what happens from week to week.
# A **moving average** removes them, because for each day it is the mean over a **window** of 7 days.
# But which seven?
#
# - A **trailing** window ends today: today and the six days before.
# - A **centered** window has today in its middle: three days before, today, three days after.
#
# ![Days in a row with a line after today: the trailing window of 7 days ends today, the centered one reaches 3 days beyond the line, into what is not yet known](../diagrams/trailing-and-centered.svg)
#
# In pandas they are `rolling(7)` and `rolling(7, center=True)`.
# Before you look at the figure: on which day will each of the two start to rise?

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

WEEK = np.array([40, 60, 55, 60, 25, -110, -130])  # Monday to Sunday
rng = np.random.default_rng(7)
days = np.arange(84)
bridge = 500 + WEEK[days % 7] + 250 * (days >= 42) + rng.normal(0, 20, 84)
bridge = pd.Series(bridge.round())
trailing = bridge.rolling(7).mean()
centered = bridge.rolling(7, center=True).mean()

# %% alt="Daily counts as dots that jump up on day 42: the centered average begins to climb three days before the jump, the trailing average begins on the day itself and arrives six days later"
shown = slice(21, 63)
plt.figure(figsize=(6, 3))
plt.plot(days[shown], bridge[shown], "o", markersize=3, label="counted")
plt.plot(days[shown], centered[shown], label="centered")
plt.plot(days[shown], trailing[shown], "--", label="trailing")
plt.axvline(42, linestyle=":")
plt.xlabel("day (the bridge opens on day 42)")
plt.ylabel("riders a day")
plt.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1))
plt.show()

before = slice(14, 35)  # three whole weeks in which nothing changes
print(f"usual level: {bridge[before].mean():.0f} riders a day")
print(f"average on day 41: centered {centered[41]:.0f}, trailing {trailing[41]:.0f}")

# %% tags=["claim"]
level = bridge[before].mean()
assert centered[41] > level + 70 > trailing[41] + 30, "centered rises before the bridge"
assert centered[38] < level + 40, "and not four days before it"
assert trailing[48] > level + 200, "trailing has arrived on day 48, six days later"
assert trailing[44] < level + 180 < centered[45], "centered has arrived on day 45"
assert np.isclose(centered[41], bridge[38:45].mean()), "its window"
assert days[38:45][4:].tolist() == [42, 43, 44], "the days with the bridge in it"

# %% [markdown]
# One day before the opening, the centered average has already gone up by about 100, because days 42, 43 and 44 are in its window.
# The trailing average shows nothing before day 42, and it takes until day 48 to reach the new level, when all its seven days are after the opening.
#
# So each has its disadvantage: the trailing average is late, and the centered one looks ahead.

# %% [markdown] skills=["TS-6"]
# ## Delay, edges, length
# Take a closer look with a straight line that goes up by 10 a day.
# Here the right average for a day is the value of that day.

# %%
line = pd.Series(np.arange(11) * 10.0)
table = pd.DataFrame({"value": line, "trailing": line.rolling(7).mean()})
table["centered"] = line.rolling(7, center=True).mean()
table["filled"] = line.rolling(7, center=True, min_periods=1).mean()
print(table.T.to_string(float_format="%.0f", na_rep="-"))

# %% tags=["claim"]
late = (table["value"] - table["trailing"]).dropna()
assert len(late) == 5 and (late == 30).all(), "trailing is 30 too low: three days"
inside = table["centered"].dropna()
assert inside.index.tolist() == [3, 4, 5, 6, 7], "three empty days at each end"
assert (inside == line[3:8]).all(), "centered is right where it exists"
assert (table["trailing"].dropna().to_numpy() == inside.to_numpy()).all(), "one row"
assert table["filled"].iloc[-1] == 85 < line.iloc[-1] == 100, "the edge is pulled in"
pure = bridge.rolling(7).mean().shift(-3).dropna()
assert np.allclose(pure, centered.dropna()), "the same numbers, moved by three days"

# %% [markdown]
# - **Delay.** The two rows hold the same five numbers; the centered row has them three days earlier.
#   On a line the trailing average is therefore three days behind, 30 too low.
#   In general the delay is half the number of the other days in the window: $(7 - 1) / 2$ days.
# - **Edges.** The trailing average has six empty places, all at the beginning.
#   The centered one has three at each end, so it is missing on the newest days, where a forecast would need it.
# - **Filled edges.** `min_periods=1` takes the mean of what is there.
#   On the last day that is a mean of four days, none of them ahead: 85 instead of 100.
#   So the last three numbers of such a row mean something else than the others.
#
# How long should the window be?
# Make it as long as the pattern that you want to remove, or a multiple of that.
# Here is what windows of different lengths leave of the weekly pattern alone:

# %%
pattern = pd.Series(np.tile(WEEK, 8))
left = {}
for window in (3, 5, 7, 10, 14):
    average = pattern.rolling(window).mean()
    left[window] = average.max() - average.min()
    print(f"window of {window:2} days: lowest to highest {left[window]:5.1f} riders")

# %% tags=["claim"]
assert left[7] < 1e-9 and left[14] < 1e-9, "whole weeks take the pattern out"
assert min(left[3], left[5], left[10]) > 20, f"others do not: {left}"
assert left[10] > left[7] + 20, "10 days are not better for being longer than 7"

# %% [markdown]
# A multiple smooths the noise better, but it also comes later and loses more days at the edges.
# Step through five windows over the days around the opening of the bridge.
# Look for two things: does the weekly wave show in the line, and on which day does the line reach its new level?

# %% slider="Window" states=["3 days", "5 days", "7 days", "14 days", "28 days"] alt=["3 days: the average goes up and down with the week, before and after the jump", "5 days: a smaller wave of the week is left", "7 days: hardly any wave is left, and the average climbs from day 42 to day 48", "14 days: no wave, and the climb takes twice as long", "28 days: nearly a straight ramp, which arrives close to the end of the figure"]
shown = slice(28, 77)
for window in (3, 5, 7, 14, 28):
    average = bridge.rolling(window).mean()
    plt.figure(figsize=(6, 3))
    plt.plot(days[shown], bridge[shown], "o", markersize=3, label="counted")
    plt.plot(days[shown], average[shown], label=f"trailing, {window} days")
    plt.axvline(42, linestyle=":")
    plt.ylim(250, 950)
    plt.xlabel("day (the bridge opens on day 42)")
    plt.ylabel("riders a day")
    plt.legend(ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1))
    plt.show()

# %% tags=["claim"]
means = {window: bridge.rolling(window).mean() for window in (3, 5, 7, 14, 28)}
waves = {window: np.ptp(line[28:42]) for window, line in means.items()}
assert waves[3] > 120 and 60 < waves[5] < waves[3], f"the week still shows: {waves}"
assert max(waves[7], waves[14], waves[28]) < 40, f"whole weeks take it out: {waves}"
for window, last in ((7, 48), (14, 55), (28, 69)):
    assert last - window + 1 == 42, "the first window without a day from before"
    assert means[window][last] > level + 200, f"arrived: {means[window][last] - level}"
    halfway = means[window][last - window // 2] - level
    assert 75 < halfway < 175, f"half of the way: {halfway}"
assert 250 < bridge[28:77].min() and bridge[28:77].max() < 950, "the axis"

# %% [markdown]
# Windows of 3 and 5 days still show the weekly wave, and windows of whole weeks don't.
# The window of 7 days reaches the new level on day 48, that of 14 days on day 55, and that of 28 days only on day 69, because each has to wait until the last day from before the opening has dropped out.
# So take the shortest window that removes the pattern.

# %% [markdown] skills=["TS-6"]
# ## What a forecast may see: look-ahead leaks
# Now take four years of counts, with quiet winters and busy summers, and ask how many riders there will be tomorrow.
# The features are the last 7 counts and the last 7 averages, which are trailing in one model and centered in the other.
# The model is linear: a weight for each feature and a bias, the same as a `Dense(1)` without an activation.
# For such a model `np.linalg.lstsq` computes the best weights directly, so there is no training to wait for.
#
# Nobody can predict the noise in the counts, so an error near 0 is not possible.

# %%
rng = np.random.default_rng(7)
days = np.arange(4 * 364)  # years of 52 weeks
year = -220 * np.cos(2 * np.pi * days / 364)  # day 0 is in the depth of winter
riders = (500 + year + WEEK[days % 7] + rng.normal(0, 45, len(days))).round()
counts = pd.Series(riders)


def features(day, averages):
    last_week = slice(day - 6, day + 1)
    return np.concatenate([riders[last_week], averages[last_week], [1]])


def rows(some_days, averages):
    return np.stack([features(day, averages) for day in some_days])


learn, test = np.arange(20, 1092), np.arange(1092, 1452)  # three years, then the last
weights, error = {}, {}
for name, center in (("trailing", False), ("centered", True)):
    averages = counts.rolling(7, center=center).mean().to_numpy()
    weights[name], *_ = np.linalg.lstsq(rows(learn, averages), riders[learn + 1])
    forecast = rows(test, averages) @ weights[name]
    error[name] = np.abs(forecast - riders[test + 1]).mean()
    print(f"{name:9} MAE of tomorrow's count: {error[name]:.1f} riders")

# %% tags=["claim"]
ago = np.abs(riders[test + 1] - riders[test - 6]).mean()
assert error["centered"] < 0.01, "the centered average gives the answer away"
assert 35 < error["trailing"] < 0.97 * ago, "trailing: no miracle, better than a week"

# %% [markdown]
# An error of 0.0 is impossible on days that are partly noise, unless the answer is among the features.
# You can even say where it is.
# The centered average of two days ago reaches up to tomorrow, and the one of three days ago up to today.
# The first sum contains tomorrow and the second does not, so
#
# $$ \text{tomorrow} = 7 \cdot (\text{average two days ago} - \text{average three days ago}) + \text{count six days ago} $$
#
# The model has found this arithmetic.
# On a real evening it fails, since tomorrow has not been counted yet.
# Replay that evening for each test day: the averages come from the counts up to that day, with filled edges.

# %%
forecast = []
for day in test:
    known = counts.where(days <= day)  # all later days are empty
    filled = known.rolling(7, center=True, min_periods=1).mean().to_numpy()
    forecast.append(features(day, filled) @ weights["centered"])
error["live"] = np.abs(np.array(forecast) - riders[test + 1]).mean()
week_ago = np.abs(riders[test + 1] - riders[test - 6]).mean()
print(f"centered, looking back:   MAE {error['centered']:5.1f} riders")
print(f"centered, live:           MAE {error['live']:5.1f} riders")
print(f"trailing, looking back:   MAE {error['trailing']:5.1f} riders, live the same")
print(f"the same as a week ago:   MAE {week_ago:5.1f} riders")

# %% tags=["claim"] numbers=["MAE, trailing (riders) = error['trailing']", "MAE, centered, live (riders) = error['live']"]
assert error["live"] > 1.25 * week_ago, "live it is clearly worse than a week ago"
assert error["live"] > 1.4 * error["trailing"], "and than the trailing model"
mean = counts.rolling(7, center=True).mean()
told = 7 * (mean[700 - 2] - mean[700 - 3]) + counts[700 - 6]
assert np.isclose(told, counts[701]), "the arithmetic of the prose"
assert np.isnan(counts.where(days <= 1100).rolling(7).mean()[1101]), "empty days"
one, all_ = counts[:1101].rolling(7).mean(), counts.rolling(7).mean()
assert one[1100] == all_[1100], "a trailing average is the same live"

# %% [markdown]
# The model that looked perfect is now the worst of all, worse than "the same as a week ago".
# The trailing model scores the same live, because each evening you can compute exactly the features that it was trained on.
#
# So use centered windows for charts and for looking back, and trailing ones for everything that goes into a forecast.
# The same is true of medians, standard deviations and filled gaps.

# %% [markdown] skills=["TS-9"]
# ## Sequence bias: batches in time order
# The next trap is not in the features but in their order.
# A network takes a step after each batch, and each step makes it a little better on that batch.
# If a batch holds the windows of one week in July, the step moves the network toward the answers of July.
# Four such weeks follow one another, and no batch of January moves it back.
# What a network learns from the order alone is called **sequence bias**.
#
# Train two networks on windows of 3 days, in batches of 7.
# The training days end in the summer of the third year.
# Both start with the same weights and see the same windows equally often; only the order differs.
# In which season will the network that was trained in order be wrong?

# %%
END = 910  # two and a half years: midsummer
mean, spread = riders[:END].mean(), riders[:END].std()
scaled = ((riders - mean) / spread).astype("float32")
pieces = np.lib.stride_tricks.sliding_window_view(scaled, 4)
x, y = pieces[:, :3], pieces[:, 3]
n = END - 3  # windows whose label is a training day


def train(shuffle):
    keras.utils.set_random_seed(7)
    hidden = keras.layers.Dense(16, activation="relu")
    model = keras.Sequential([keras.Input(shape=(3,)), hidden, keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(0.05), "mse")
    model.fit(x[:n], y[:n], batch_size=7, epochs=4, shuffle=shuffle, verbose=0)
    return (np.array(model(x))[:, 0] - y) * spread  # too high is positive


off = {"in order": train(False), "shuffled": train(True)}
winter = year[3:] < -150
summer = year[3:] > 150
past = np.arange(len(y)) < n
for name, value in off.items():
    print(f"{name}: MAE {np.abs(value[past]).mean():.0f} riders, mean error", end=" ")
    print(f"{value[past & summer].mean():+.0f} in summer", end=", ")
    print(f"{value[past & winter].mean():+.0f} in winter")

# %% alt="Mean error by four weeks over two and a half years: the network trained in order is far too high in each winter and about right in summer, the shuffled one stays much closer to zero in winter"
blocks = np.arange(32) * 28
plt.figure(figsize=(6, 3))
for (name, value), style in zip(off.items(), ("-", "--"), strict=True):
    monthly = [value[start : start + 28].mean() for start in blocks]
    plt.plot((blocks + 14) / 364, monthly, style, label=name)
plt.axhline(0, linestyle=":")
plt.xlabel("year (each starts in midwinter)")
plt.ylabel("mean error (riders)")
plt.legend(ncols=2, loc="lower center", bbox_to_anchor=(0.5, 1))
plt.show()

# %% tags=["claim"]
order, mixed = off["in order"], off["shuffled"]
cold, warm = past & winter, past & summer
assert order[cold].mean() > 50, f"too high in winter: {order[cold].mean():.0f}"
assert order[cold].mean() > abs(mixed[cold].mean()) + 40, "shuffled is much closer"
assert order[cold].mean() > order[warm].mean() + 40, "winter is worse than summer"
assert abs(order[warm].mean()) < 60, f"about right in summer: {order[warm].mean():.0f}"
assert (END - 2 * 364) / 7 == 26, "26 batches from midwinter to midsummer"
assert np.abs(order[past]).mean() > 1.1 * np.abs(mixed[past]).mean(), "MAE, trained"
new = ~past & winter
assert order[new].mean() > 50 and order[new].mean() > abs(mixed[new].mean()) + 40, "new"

# %% [markdown]
# The network that was trained in order has seen as many winter days as summer days, and still it is far too high in each winter, even in the winter after training.
# Its last 26 steps were the 26 weeks from midwinter to midsummer, and they moved it up to the summer level.
# If you shuffle, each batch holds some windows of every season, so the steps no longer pull in one direction for months.
#
# Shuffling windows does not mix up the days, because the order inside each window is untouched, and the label stays with its window.
# With arrays, `fit` shuffles by default, anew in each epoch.
# With a `tf.data.Dataset` it does not, so there you pass `shuffle=True` to `timeseries_dataset_from_array`.

# %% tags=["claim"]
import inspect

assert abs(cold.sum() - warm.sum()) < 0.03 * cold.sum(), "as many winter days"
defaults = inspect.signature(keras.Model.fit).parameters
assert defaults["shuffle"].default is True, "fit shuffles arrays"
cutter = inspect.signature(keras.utils.timeseries_dataset_from_array).parameters
assert cutter["shuffle"].default is False, "the data set is in time order"


class Seen(keras.callbacks.Callback):
    losses = []

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])  # the mean so far


zero = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
zero.compile(keras.optimizers.SGD(0.0), "mae")
rising = keras.utils.timeseries_dataset_from_array(np.zeros(60), np.arange(60.0), 1)
zero.fit(
    rising.unbatch().batch(5), epochs=2, shuffle=True, callbacks=[Seen()], verbose=0
)
assert Seen.losses == sorted(Seen.losses[:12]) * 2, "fit does not shuffle a data set"

# %% [markdown] skills=["TS-9"]
# ## Shuffle windows, but split by time
# If shuffling is good, why not shuffle first and then split off the validation windows?
# Because neighboring windows are almost duplicates of each other.
#
# Take a forecaster that can do nothing but memorize: it looks for the most similar window among those that it has seen in training, and repeats the label of that window.
# (A network that overfits does in part the same.)
# Its features are the trailing averages of the last 28 days, and its label is the mean of the next 7 days.
# It is judged in three ways: on a random fifth of three years, on the last fifth of them, and on the fourth year, which was kept aside.


# %%
smooth = counts.rolling(7).mean().to_numpy()[6:]  # no empty places
cut = np.lib.stride_tricks.sliding_window_view(smooth, 28 + 7)
seen, label = cut[:, :28], cut[:, -1]  # the last average covers the 7 days ahead
n = 1092 - 6 - 34  # pieces that end within three years


def memory_error(known, asked):
    """The MAE on the rows `asked` of a forecaster that remembers the rows `known`."""
    distance = ((seen[asked, None] - seen[None, known]) ** 2).sum(axis=-1)
    nearest = known[distance.argmin(axis=1)]
    return np.abs(label[nearest] - label[asked]).mean()


mixed = np.random.default_rng(7).permutation(n)
fifth = n // 5
in_time = np.arange(n)
judged = {
    "a random fifth": memory_error(mixed[fifth:], mixed[:fifth]),
    "the last fifth": memory_error(in_time[:-fifth], in_time[-fifth:]),
    "the fourth year": memory_error(in_time, np.arange(n + 6, len(label))),
}
for name, value in judged.items():
    print(f"MAE on {name:15} {value:5.1f} riders")

twins = np.isin(mixed[:fifth] - 1, mixed[fifth:])
twins |= np.isin(mixed[:fifth] + 1, mixed[fifth:])
print(f"asked windows whose neighbor has been learned: {twins.mean():.0%}")

# %% tags=["claim"]
random, last, fourth = judged.values()
assert random < 0.6 * fourth, f"the random fifth promises too much: {judged}"
assert abs(last - fourth) < 0.35 * fourth, f"the last fifth is honest: {judged}"
assert twins.mean() > 0.9, "nearly all have a learned neighbor"
assert np.isclose(label[0], riders[6 + 28 : 6 + 35].mean()), "the next 7 days"
assert seen[0, -1] == riders[6 + 21 : 6 + 28].mean(), "the last feature ends before"

# %% [markdown]
# The error on the random fifth is far too low, as the fourth year shows.
# More than nine in ten of its windows have a neighbor in the training windows, one day earlier or later, and the labels of neighbors share 6 of 7 days.
# The forecaster only had to fill in the day between two that it knew.
# The last fifth is judged as the future will be, and its error comes close to that of the fourth year.
#
# So first split by time, then shuffle the training windows.

# %% [markdown]
# ## What can go wrong
# - **Zeros at the edges.** `np.convolve(values, np.ones(7) / 7, mode="same")` is a centered average, and it treats everything beyond the ends as 0.
#   On a series that is always 70 the last value is 40.
# - **A window without a middle.** A centered window of 4 has two days before today and one after.
#   Take an odd length.
# - **A small shuffle buffer.** `dataset.shuffle(10)` chooses each time from the next ten windows, so January still comes before July.
#   Make the buffer large enough for all training windows.
# - **Labels across the border.** If a label covers the next 7 days, the last 6 training labels share days with the first validation label.
#   Leave these windows out.
# - **A result that is too good.** Before you celebrate, change the future and check whether a feature changes; you do that in the last exercise.

# %% tags=["claim"]
import tensorflow as tf

flat = np.convolve(np.full(20, 70.0), np.ones(7) / 7, mode="same")
assert np.isclose(flat[-1], 40) and np.isclose(flat[10], 70), "4 of 7 days are there"
even = pd.Series([0, 0, 0, 0, 4.0, 0, 0, 0, 0]).rolling(4, center=True).mean()
assert np.flatnonzero(even.fillna(0)).tolist() == [3, 4, 5, 6], "sees one day ahead"
drawn = list(tf.data.Dataset.range(1000).shuffle(10).as_numpy_iterator())
assert all(value < place + 10 for place, value in enumerate(drawn)), "a small buffer"
border = 100  # the first day of validation, and of its first label
firsts = [day for day in range(border) if day + 6 >= border]
assert len(firsts) == 6, "labels that start before the border and end after it"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### A trailing average in NumPy
# Write `average(values, window)` for a one-dimensional array.
# It returns an array of the same length: at each place the mean of that value and the `window - 1` values before it.
# Where these do not exist yet, put `np.nan`.


# %% tags=["exercise"] id="sequences/windows-and-bias/average" skills=["TS-6"]
def average(values, window):
    ### BEGIN SOLUTION
    pieces = np.lib.stride_tricks.sliding_window_view(values, window)
    empty = np.full(window - 1, np.nan)
    return np.concatenate([empty, pieces.mean(axis=1)])
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Cut all windows, take the mean of each: that gives `window - 1` values fewer than you need.

# %% [markdown] tags=["hint"]
# The missing places are all at the start, so join `np.full(window - 1, np.nan)` and the means with `np.concatenate`.

# %% tags=["check"]
numbers = np.array([2.0, 4.0, 9.0, 5.0, 1.0, 12.0])
for length in (3, 4, 5):
    got = average(numbers.copy(), length)
    assert got is not None, "Not attempted: average returned None. Return an array."
    wanted = pd.Series(numbers).rolling(length).mean().to_numpy()
    try:
        got = np.asarray(got, float)
    except (TypeError, ValueError):
        got = np.full((), np.nan)
    advice = f"Got {got.round(1).tolist()} for a window of {length} on "
    advice += f"{numbers.tolist()}, expected {wanted.round(1).tolist()}. "
    assert got.shape == numbers.shape, (
        advice + "Return an array as long as the values, with np.nan where the window "
        "isn't full."
    )
    middle = pd.Series(numbers).rolling(length, center=True).mean().to_numpy()
    padded = np.convolve(numbers, np.ones(length) / length, mode="same")
    centers = ~np.isnan(middle)
    for ahead in (middle, padded):
        assert not np.allclose(got[centers], ahead[centers]), (
            advice + "This window is centered and looks ahead: it must end at its day."
        )
    early = got[: length - 1]
    assert np.isnan(early).all(), (
        advice + f"The first {length - 1} windows aren't full: put np.nan there."
    )
    assert np.allclose(got, wanted, equal_nan=True), (
        advice + f"Take the mean of each value and the {length - 1} values before it."
    )
print("Correct: your window ends today, and is empty where values are missing.")


# %% tags=["wrong"] reason="centered"
def average(values, window):
    return np.convolve(values, np.ones(window) / window, mode="same")


# %% tags=["wrong"] reason="as long as the values"
def average(values, window):
    return np.convolve(values, np.ones(window) / window, mode="valid")


# %% tags=["wrong"] reason="windows aren't full"
def average(values, window):
    return pd.Series(values).rolling(window, min_periods=1).mean().to_numpy()


# %% tags=["wrong"] reason="the mean of each value"
def average(values, window):
    yesterday = pd.Series(values).shift(1)  # today is left out
    return yesterday.rolling(window).mean().to_numpy()


# %% tags=["right"]
def average(values, window):
    return pd.Series(values).rolling(window).mean()


# %% tags=["right"]
def average(values, window):
    total = np.concatenate([[0], np.cumsum(values)])
    means = np.full(len(values), np.nan)
    means[window - 1 :] = (total[window:] - total[:-window]) / window
    return means


# %% [markdown]
# ### Cut, then shuffle
# Write `split(x, y, held, rng)` for windows `x` and labels `y` in time order.
# Return `train_x, train_y, valid_x, valid_y`.
# The validation set is the newest `held` pairs, in time order.
# The training set is all the others, shuffled with the generator `rng`.


# %% tags=["exercise"] id="sequences/windows-and-bias/split" skills=["TS-9"]
def split(x, y, held, rng):
    ### BEGIN SOLUTION
    order = rng.permutation(len(x) - held)
    return x[order], y[order], x[-held:], y[-held:]
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `rng.permutation(5)` gives the numbers 0 to 4 in a random order, and `x[order]` takes the rows in that order.

# %% [markdown] tags=["hint"]
# Use one permutation for both windows and labels, and only over the older pairs.

# %% tags=["check"]
case_x = np.arange(40)[:, None] + np.arange(3)  # windows from day 0, 1, 2
case_y = np.random.default_rng(7).permutation(40) + 100  # a label of its own for each
parts = split(case_x.copy(), case_y.copy(), 8, np.random.default_rng(7))
assert parts is not None, "Not attempted: split returned None. Return four arrays."
assert isinstance(parts, tuple | list) and len(parts) == 4, (
    f"Got {type(parts).__name__}, expected four arrays, one after the other: return "
    "train_x, train_y, valid_x, valid_y."
)
shapes = [np.shape(part) for part in parts]
assert shapes == [(32, 3), (32,), (8, 3), (8,)], (
    f"Got shapes {shapes} from 40 pairs with held=8, expected [(32, 3), (32,), "
    "(8, 3), (8,)]. Return train_x, train_y, valid_x, valid_y."
)
parts = [np.asarray(part) for part in parts]
newest = sorted(parts[2][:, 0].tolist())
assert newest == list(range(32, 40)), (
    f"Got validation windows that start on days {newest}, expected 32 to 39. "
    "The newest pairs are for validation: split before you shuffle."
)
assert (np.diff(parts[0], axis=1) == 1).all(), (
    "Got training windows whose days don't follow each other, expected them whole. "
    "Shuffle the windows, not the days inside a window."
)
for rows_of_x, rows_of_y in (parts[:2], parts[2:]):
    fits = case_y[rows_of_x[:, 0]] == rows_of_y
    assert fits.all(), (
        f"Got {np.sum(~fits)} windows with the label of another window, expected none. "
        "Use the same permutation for windows and labels."
    )
assert (np.diff(parts[2][:, 0]) == 1).all(), (
    f"Got validation windows that start on days {parts[2][:, 0].tolist()}, "
    "expected them in time order. Shuffle the training pairs only."
)
first_days = parts[0][:, 0].tolist()
assert sorted(first_days) == list(range(32)), (
    "Some training windows occur more than once and others are missing, expected each "
    "once. Use a permutation: integers drawn at random can repeat."
)
assert np.abs(np.diff(first_days)).mean() > 3, (
    "Got training windows that are still more or less in time order, expected a random "
    "order over all of them. Index with rng.permutation."
)
fewer = split(case_x.copy(), case_y.copy(), 5, np.random.default_rng(7))
lengths_of = [len(part) for part in fewer]
assert lengths_of == [35, 35, 5, 5], (
    f"Got parts of {lengths_of} from 40 pairs with held=5, expected [35, 35, 5, 5]. "
    "Hold back as many pairs as `held` says."
)
other_parts = split(case_x.copy(), case_y.copy(), 8, np.random.default_rng(8))
assert np.asarray(other_parts[0])[:, 0].tolist() != first_days, (
    "Got the same order with two different generators, expected two orders. "
    "Draw it from the rng that the function is given."
)
print("Correct: you split off the future first, and then shuffle the past.")


# %% tags=["wrong"] reason="split before you shuffle"
def split(x, y, held, rng):
    order = rng.permutation(len(x))
    x, y = x[order], y[order]
    return x[:-held], y[:-held], x[-held:], y[-held:]


# %% tags=["wrong"] reason="the same permutation"
def split(x, y, held, rng):
    train_x, train_y = x[:-held], y[:-held]
    rng.shuffle(train_x)
    rng.shuffle(train_y)
    return train_x, train_y, x[-held:], y[-held:]


# %% tags=["wrong"] reason="more or less in time order"
def split(x, y, held, rng):
    return x[:-held], y[:-held], x[-held:], y[-held:]


# %% tags=["wrong"] reason="the rng that the function is given"
def split(x, y, held, rng):
    order = np.random.default_rng(7).permutation(len(x) - held)
    return x[order], y[order], x[-held:], y[-held:]


# %% tags=["wrong"] reason="expected four arrays"
def split(x, y, held, rng):
    order = rng.permutation(len(x) - held)
    return (x[order], y[order]), (x[-held:], y[-held:])


# %% tags=["right"]
def split(x, y, held, rng):
    past = len(x) - held
    order = np.argsort(rng.random(past))  # sorting random keys shuffles
    return np.take(x, order, axis=0), np.take(y, order), x[past:], y[past:]


# %% tags=["right"]
def split(x, y, held, rng):
    pairs = list(zip(x, y, strict=True))
    train, valid = pairs[:-held], pairs[-held:]
    rng.shuffle(train)
    return [*zip(*train, strict=True), *zip(*valid, strict=True)]


# %% [markdown]
# ### Catch a feature that looks ahead
# Write `looks_ahead(feature, values, day)`.
# `feature` is a function that takes a series and returns an array of the same length.
# Return `True` if any of its numbers up to and including `day` depends on a value after `day`, and `False` if not.
# You can call the function as often as you like, but you don't see its code.


# %% tags=["exercise"] id="sequences/windows-and-bias/looks-ahead" skills=["TS-6"]
def looks_ahead(feature, values, day):
    ### BEGIN SOLUTION
    changed = values.copy()
    changed[day + 1 :] += 1000 + np.arange(len(values) - day - 1) ** 2
    before, after = feature(values)[: day + 1], feature(changed)[: day + 1]
    return not np.allclose(before, after, equal_nan=True)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# What would happen to today's feature if tomorrow turned out quite differently?

# %% [markdown] tags=["hint"]
# Change a copy of `values` after `day`, call `feature` on both, and compare the part up to `day`.
# `np.allclose(..., equal_nan=True)` treats two empty places as equal.

# %% tags=["check"]
smoothers = {
    "a trailing mean": (lambda v: pd.Series(v).rolling(5).mean().to_numpy(), False),
    "yesterday's value": (lambda v: pd.Series(v).shift(1).to_numpy(), False),
    "the mean so far": (lambda v: pd.Series(v).expanding().mean().to_numpy(), False),
    "a centered mean": (
        lambda v: pd.Series(v).rolling(5, center=True).mean().to_numpy(),
        True,
    ),
    "a centered mean with filled edges": (
        lambda v: pd.Series(v).rolling(5, center=True, min_periods=1).mean().to_numpy(),
        True,
    ),
    "scaling by the mean of all days": (lambda v: v - v.mean(), True),
    "the mean of today and tomorrow": (
        lambda v: (v + np.append(v[1:], v[-1])) / 2,
        True,
    ),
    "the value two days later": (lambda v: np.append(v[2:], v[-2:]), True),
    "the last day's value, on the first day": (
        lambda v: np.append(v[-1], v[:-1]),
        True,
    ),
    "the bend of the last three days, added to each day": (
        lambda v: v + v[-1] - 2 * v[-2] + v[-3],
        True,
    ),
    "division by the standard deviation of the last nine days": (
        lambda v: v / v[-9:].std(),
        True,
    ),
}
sample = np.random.default_rng(7).normal(50, 9, 30)
untouched = sample.copy()
for case, (smoother, expected) in smoothers.items():
    got = looks_ahead(smoother, sample, 20)
    assert got is not None, "Not attempted: looks_ahead returned None. Return a bool."
    assert np.array_equal(sample, untouched, equal_nan=True), (
        "Your function changed the values that it was given: change a copy instead."
    )
    advice = f"Got {got} for {case}, expected {expected}. "
    assert np.shape(got) == () and not isinstance(got, str), (
        advice + "Return a single True or False for all days together, such as "
        "np.allclose gives."
    )
    if expected:
        assert got, (
            advice + "You miss it: change all values after the day, each by another "
            "amount and not along a line, and compare every day up to and including "
            "`day`."
        )
    else:
        assert not got, advice + (
            "This is a false alarm: compare only the days up to `day`, and treat two "
            "empty places as equal."
        )
print("Correct: you catch them all, without any false alarm.")


# %% tags=["wrong"] reason="you miss it"
def looks_ahead(feature, values, day):
    return bool(np.isnan(feature(values)[-1]))


# %% tags=["wrong"] reason="false alarm"
def looks_ahead(feature, values, day):
    changed = values.copy()
    changed[day + 1 :] += 1000
    return not np.allclose(feature(values), feature(changed), equal_nan=True)


# %% tags=["wrong"] reason="change a copy"
def looks_ahead(feature, values, day):
    before = feature(values)[: day + 1].copy()
    values[day + 1 :] += 1000
    return not np.allclose(before, feature(values)[: day + 1], equal_nan=True)


# %% tags=["wrong"] reason="up to and including `day`"
def looks_ahead(feature, values, day):
    changed = values.copy()
    changed[day + 1 :] += 1000
    before, after = feature(values)[:day], feature(changed)[:day]
    return not np.allclose(before, after, equal_nan=True)


# %% tags=["wrong"] reason="change all values after the day"
def looks_ahead(feature, values, day):
    changed = values.copy()
    changed[day + 1] += 1000
    before, after = feature(values)[: day + 1], feature(changed)[: day + 1]
    return not np.allclose(before, after, equal_nan=True)


# %% tags=["wrong"] reason="each by another amount"
def looks_ahead(feature, values, day):
    changed = values.copy()
    changed[day + 1 :] += 1000
    before, after = feature(values)[: day + 1], feature(changed)[: day + 1]
    return not np.allclose(before, after, equal_nan=True)


# %% tags=["right"]
def looks_ahead(feature, values, day):
    today = day + 1
    live = feature(values[:today])  # what the feature says while the future is unknown
    return not np.allclose(feature(values)[:today], live, equal_nan=True)


# %% tags=["right"]
def looks_ahead(feature, values, day):
    known = feature(values)[: day + 1]
    for later in range(day + 1, len(values)):
        changed = values.copy()
        changed[later] *= 3
        if not np.allclose(known, feature(changed)[: day + 1], equal_nan=True):
            return True
    return False


# %% [markdown]
# ## What to remember
# - A trailing window ends today and comes $(n - 1) / 2$ days late; a centered one is on time because it contains the future.
# - Features of a forecast come from trailing windows; centered ones are for looking back.
# - A window as long as the season removes the season.
# - Batches in time order bias the network toward the latest season, so shuffle the windows, but never the values inside.
# - Split by time first, then shuffle the training windows, because after a random split most validation windows have a near duplicate in training.
# - Whether a feature looks ahead can be tested: change the future and compare.
#
# Next: [Recurrent and convolutional forecasts](../sequences/recurrent-forecasts.ipynb), with other layers on such windows.
# All skills of this topic are on the page [Time series and sequences](../../topics/sequences.md).
