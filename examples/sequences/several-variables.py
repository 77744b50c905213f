# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Forecasts with one variable and with several
#     summary: "Give a network several series at once, measure what the second one adds, and forecast a real river with an LSTM and a Conv1D."
#     skills: [TS-2]
#     requires: [sequences/recurrent-forecasts]
#     data: [river-and-rain.csv]
# ---

# %% [markdown]
# After this lesson you can give a network several series at once and read the shapes that come with that.
# You can measure what the second series adds, and say for how many hours it can help.
# You can forecast several steps in two ways.
# You can train an LSTM and a Conv1D on several variables of a real river.

# %% [markdown] skills=["TS-2"]
# ## A building that answers late
# An old town hall has thick walls.
# When the air outside cools down, the rooms follow five hours later, and only then does the boiler work harder.
# We make these two series ourselves, hour by hour, so that we know what is in them; a real river follows below.
#
# - **outside**, the temperature in degrees Celsius: a wave with the time of day, on weather that drifts at random;
# - **heat**, the power of the boiler in kilowatts (kW): 4 kW more for each degree less **five hours ago**, and some noise.
#
# The heat of the next hours is what we forecast, the **target**.
# One variable means that the network sees only the past of the target.
# With two it also sees the past of the temperature.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np

LEAD, HOURS = 5, 1920  # 80 days
TRAIN = 1440  # the first 60 days; the last 20 are the validation

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
clock = np.arange(HOURS + LEAD)
weather = np.zeros(HOURS + LEAD)
for hour in range(1, len(weather)):
    weather[hour] = 0.97 * weather[hour - 1] + rng.normal(0, 0.8)
air = 3 + 4 * np.sin(2 * np.pi * (clock - 9) / 24) + weather

heat = 100 - 4 * air[:-LEAD] + rng.normal(0, 2, HOURS)
outside = air[LEAD:]
series = np.stack([heat, outside], axis=1)
print("shape (time, variables):", series.shape)

# %% alt="Two curves over four days, one above the other: the temperature outside rises and falls, and the heat does the opposite a few hours later"
figure, (above, below) = plt.subplots(2, 1, figsize=(6, 3.6), sharex=True)
above.plot(outside[:96])
above.set_ylabel("outside (°C)")
below.plot(heat[:96])
below.set_ylabel("heat (kW)")
below.set_xlabel("hour")
below.set_xticks(range(0, 97, 12))
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert series.shape == (1920, 2) and np.all(series[:, 0] == heat), "heat comes first"
late = np.corrcoef(heat[5:], outside[:-5])[0, 1]
assert late < -0.95, f"heat does the opposite, five hours later: {late:.2f}"

# %% [markdown] skills=["TS-2"]
# ## Who leads, and by how much
# With real data nobody tells you the delay.
# You can look for it: move one series against the other and see at which delay they agree best.
# Compare the **changes** from hour to hour, not the levels.
# Levels that drift slowly agree more or less at every delay.
#
# A correlation of -1 says "always the opposite", and 0 says "nothing in common".
# Which delay will stand out?

# %%
heat_change, outside_change = np.diff(heat[:TRAIN]), np.diff(outside[:TRAIN])
agreement = {}
for delay in range(9):
    early = outside_change[: len(outside_change) - delay]
    agreement[delay] = np.corrcoef(early, heat_change[delay:])[0, 1]
    print(f"outside {delay} hours earlier: {agreement[delay]:+.2f}")

# %% tags=["claim"]
found = min(agreement, key=agreement.get)
assert found == LEAD, f"the delay that stands out is {found}"
levels = [
    np.corrcoef(outside[: TRAIN - d], heat[d:TRAIN])[0, 1]
    for d in range(len(agreement))
]
assert max(levels) < -0.3, f"levels agree at every delay: {np.round(levels, 2)}"
rest = [value for delay, value in agreement.items() if delay != LEAD]
assert agreement[LEAD] < min(rest) - 0.15, f"clearly the lowest: {agreement}"

# %% [markdown]
# Five hours: the temperature **leads** the heat by that much.
# So at noon you already know what will drive the boiler until five in the afternoon.
# A second variable helps only if it knows something that the target does not show yet.
#
# ## Scale each variable by itself
# Heat is around 90, the temperature only a few degrees.
# Each column gets its own mean and its own standard deviation, so `axis=0`: along time, one result for each variable.
# As always, both come from the training hours alone.

# %%
mean = series[:TRAIN].mean(axis=0)
spread = series[:TRAIN].std(axis=0)
scaled = ((series - mean) / spread).astype("float32")
print("mean:  ", mean.round(1), " shape", mean.shape)
print("spread:", spread.round(1))

# %% tags=["claim"]
assert mean.shape == spread.shape == (2,), "one number for each variable"
assert abs(mean[0] - 90) < 15, f"heat is around 90: {mean}"
assert -2 < mean[1] < 8, f"the temperature is a few degrees: {mean}"
assert np.allclose(scaled[:TRAIN].mean(axis=0), 0, atol=1e-3), "each mean is 0"
assert np.allclose(scaled[:TRAIN].std(axis=0), 1, atol=1e-3), "each spread is 1"

# %% [markdown] skills=["TS-2"]
# ## Windows with a third axis
# The features are the last 24 hours of both variables, and the labels are the next 12 hours of the heat.
# `sliding_window_view` puts the axis of time **last**: (windows, variables, time).
# Layers expect (windows, time, variables), so two axes must change places.
# `swapaxes(1, 2)` does that; `reshape` would keep the order of the numbers and mix the two variables.

# %%
WINDOW, HORIZON = 24, 12
cut = np.lib.stride_tricks.sliding_window_view
pieces = cut(scaled, WINDOW + HORIZON, axis=0)
print("as it comes:", pieces.shape)
pieces = pieces.swapaxes(1, 2)
print("as we want: ", pieces.shape)

x, y = pieces[:, :WINDOW], pieces[:, WINDOW:]
train = slice(0, TRAIN - WINDOW - HORIZON + 1)
valid = slice(TRAIN - WINDOW, None)
for name, part in {"train": train, "valid": valid}.items():
    print(f"{name}: features {x[part].shape}  labels {y[part, :, 0].shape}")

# %% tags=["claim"]
assert np.all(x[10] == scaled[10:34]) and np.all(y[10] == scaled[34:46]), "rows in time"
assert x[:, :, :1].shape == (1885, 24, 1), "one variable keeps the third axis"
assert np.all(y[train][-1, -1] == scaled[TRAIN - 1]), "the last label of the training"
assert np.all(y[valid][0, 0] == scaled[TRAIN]), "the first label of the validation"

# %% [markdown]
# The parts are cut so that all labels of a window lie in its own part.
# Windows of the validation begin in the training days, which is fine: those hours are past by then.
#
# ## The bar, hour by hour
# Two forecasts need no training: "the heat stays as it is now" and "as at this hour yesterday".
# There are 12 errors, one for each hour ahead.
# To get kilowatts, multiply by the spread of the **heat**, `spread[0]`.


# %%
def mae_by_hour(forecast, part):
    """The mean absolute error in kW for each hour ahead."""
    return spread[0] * np.abs(forecast - y[part, :, 0]).mean(axis=0)


def show(name, errors):
    first, fifth, last = errors[[0, 4, 11]]
    print(f"{name:24}{first:5.1f}{fifth:9.1f}{last:9.1f}{errors.mean():9.1f}")


HEAD = "MAE in kW, hours ahead:     1        5       12     mean"
yesterday = x[valid, WINDOW - 24 : WINDOW - 24 + HORIZON, 0]
errors = {
    "as now": mae_by_hour(x[valid, -1:, 0], valid),
    "as yesterday": mae_by_hour(yesterday, valid),
}
print(HEAD)
for name, values in errors.items():
    show(name, values)

# %% tags=["claim"]
assert np.all(yesterday[0] == scaled[TRAIN - 24 : TRAIN - 12, 0]), "a day earlier"
now, day = errors["as now"], errors["as yesterday"]
assert now[0] < 0.6 * day[0] and now[11] > day[11], f"now {now}, day {day}"
assert now[4] > 2 * now[0], "the error of the first grows with the hours"
assert day.max() < 1.2 * day.min(), "the error of the second does not"

# %% [markdown]
# "As now" is hard to beat one hour ahead and poor half a day ahead.
# "As yesterday" is equally far off at every hour, and a single MAE over all hours would hide that.

# %% [markdown] skills=["TS-2"]
# ## What the second variable adds
# The network is small: flatten the window, then `Dense(12)`, one output for each hour ahead.
# That is a **direct** forecast: all hours at once.
# Only the number of variables differs, 1 or 2, or you would not know what made the difference.
#
# Think first: how far ahead can the temperature help?


# %%
def trained(variables, outputs, labels):
    layers = [keras.layers.Flatten(), keras.layers.Dense(outputs)]
    model = keras.Sequential([keras.Input(shape=(WINDOW, variables)), *layers])
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mae")
    features = x[train, :, :variables]
    model.fit(features, labels[train], batch_size=128, epochs=15, verbose=0)
    return model


alone = trained(1, HORIZON, y[:, :, 0])
both = trained(2, HORIZON, y[:, :, 0])
errors["heat alone"] = mae_by_hour(alone(x[valid, :, :1]).numpy(), valid)
errors["heat and outside"] = mae_by_hour(both(x[valid]).numpy(), valid)
print(HEAD)
for name, values in errors.items():
    show(name, values)

# %% alt="Mean absolute error against hours ahead: the error with heat alone rises from the first hour on, with heat and outside it stays low for five hours and rises after that, below the other curve"
plt.figure(figsize=(6, 3))
ahead = np.arange(1, HORIZON + 1)
for name, style in {
    "as yesterday": "--",
    "heat alone": "o-",
    "heat and outside": "o-",
}.items():
    plt.plot(ahead, errors[name], style, markersize=4, label=name)
plt.xticks(ahead)
plt.ylim(bottom=0)
plt.xlabel("hours ahead")
plt.ylabel("MAE (kW)")
plt.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1))
plt.show()

# %% tags=["claim"] numbers=["MAE with two variables (kW) = two.mean()", "with one (kW) = one.mean()"]
one, two = errors["heat alone"], errors["heat and outside"]
assert two[:5].mean() < 0.5 * one[:5].mean(), f"half the error at most: {one}, {two}"
floor = np.abs(heat - 100 + 4 * air[:-LEAD]).mean()
assert 1.5 < floor < 1.7, f"chance alone makes {floor:.2f} kW"
assert two[:5].mean() < 1.5 * floor, f"little is left to gain: {two}"
assert two[:5].max() < 1.8 * floor, f"flat for five hours: {two}"
assert two[11] > 2.2 * two[:5].mean(), f"then rises: {two}"
assert np.all(two[:8] < one[:8]) and two.mean() < 0.75 * one.mean(), f"{one}, {two}"
saved = 1 - two / one
assert saved[2:5].mean() > 0.5 and saved[9:].mean() < 0.45, f"saved {saved.round(2)}"
assert one.mean() < 0.9 * min(now.mean(), day.mean()), "one variable clears the bar"
assert 0.7 < one[0] / now[0] < 1.02, f"but little at the first hour: {one[0]} {now[0]}"

# %% [markdown]
# With the temperature, the error stays flat for five hours.
# Chance alone makes 1.6 kW, which no forecast can undo, so little is left to gain there.
# From the sixth hour on it climbs: hour 6 depends on the temperature of the next hour, and nobody knows that yet.
# **The lead is the reach.**
# A variable that leads by five hours makes five hours easy; after that it only gives a better start.
#
# Heat alone beats both naive forecasts on average, but hardly one hour ahead.

# %% [markdown] skills=["TS-2"]
# ## Step by step needs both variables
# The other way is a model that sees one hour ahead and walks.
#
# ![Direct: one model gives all 12 hours at once from the past; recursive: a model gives one hour, which joins the window while the oldest hour leaves it, and gives the next hour from that](../diagrams/recursive-and-direct.svg)
#
# It appends its forecast to the window, drops the oldest hour, and forecasts again.
# With two variables, a new row of the window has **two** numbers, so the model must forecast the temperature too.
# Hence `Dense(2)`, with the next row of both variables as its label.

# %%
stepper = trained(2, 2, y[:, 0, :])


def walk(window, steps):
    """Forecast scaled heat, for windows of shape (windows, time, variables)."""
    path = []
    for _ in range(steps):
        row = stepper(window).numpy()
        path.append(row[:, 0])
        window = np.concatenate([window[:, 1:], row[:, np.newaxis]], axis=1)
    return np.stack(path, axis=1)


errors["both, step by step"] = mae_by_hour(walk(x[valid], HORIZON), valid)
print(HEAD)
for name in ("heat and outside", "both, step by step"):
    show(name, errors[name])

# %% tags=["claim"]
steps = errors["both, step by step"]
one_step = walk(x[valid][:5], 1)[:, 0]
assert np.allclose(one_step, stepper(x[valid][:5])[:, 0], atol=1e-5), "the first step"
assert np.abs(steps[:5] - two[:5]).max() < 1.5, f"alike for five hours: {steps}, {two}"
assert steps[11] > 2 * steps[:5].mean(), f"then its error grows: {steps}"
assert two.mean() < 1.15 * steps.mean(), f"direct is as good or better: {two} {steps}"

# %% [markdown]
# For five hours the two are much alike: the walk reads measured temperatures.
# After that it reads temperatures of its own, and their errors go into the heat.
#
# | | direct | step by step |
# |---|---|---|
# | last layer | one output for each hour | one output for each variable |
# | must forecast the other variables | no | yes |
# | number of hours | fixed when you train | free |
# | errors | stay in their hour | feed all later hours |

# %% [markdown] skills=["TS-2"] given=["2448 square kilometers"]
# ## A real river: the rain is a day ahead
# `data/river-and-rain.csv` describes the French Broad River at Asheville, North Carolina, over ten years, one row a day:
#
# - **flow**, in cubic meters per second, measured by the U.S. Geological Survey;
# - **rain**, in millimeters, which the National Weather Service averaged over the 2448 square kilometers whose water runs through Asheville;
# - **temperature**, halfway between the highest and the lowest of the day, in degrees Celsius.
#
# Each evening, when the flow and the rain of the day are known, you forecast the flow of the next three days.

# %% alt="Rain as bars and the flow of the river as a curve over four months: after days with much rain the flow jumps, and then it falls slowly"
import pandas as pd

river = pd.read_csv("data/river-and-rain.csv")
LEARN, CHECK = 2192, 2922  # six years, then two years; the last two are the test
print(river.head(3).to_string(index=False))
print("flow from", river.flow.min(), "to", river.flow.max())

figure, (above, below) = plt.subplots(2, 1, figsize=(6, 3.6), sharex=True)
above.vlines(range(120), 0, river.rain[:120])
above.set_ylabel("rain (mm)")
below.plot(river.flow[:120])
below.set_ylabel("flow (m³/s)")
below.set_xlabel("day, from 1 October 1990")
plt.tight_layout()
plt.show()

# %% [markdown]
# The flow ranges from 9 to almost 700, so a few floods would dominate the error.
# Take the natural logarithm: a difference of 0.1 is about 10 percent then, in a drought and in a flood.
# For the rain it is `log1p`, the logarithm of 1 + rain, because on many days the rain is 0.
#
# Who leads here?
# Compare the change of the flow to the next day with the rain of that day and of the days before it.

# %%
logs = np.stack([np.log(river.flow), np.log1p(river.rain)], axis=1)
rise = np.diff(logs[:LEARN, 0])  # the change to the next day
rain_and_rise = {}
for delay in range(4):
    rain = logs[4 - delay : LEARN - delay, 1]
    rain_and_rise[delay] = np.corrcoef(rain, rise[3:])[0, 1]
    print(f"rain {delay} days earlier: {rain_and_rise[delay]:+.2f}")

# %% tags=["claim"]
assert len(river) == 3653 and str(river.day[0]) == "1990-10-01", "ten years of days"
assert (river.day[LEARN], river.day[CHECK]) == ("1996-10-01", "1998-10-01"), "6, 2, 2"
assert not river.isna().any().any() and 9 < river.flow.min() < 9.5, "no gap"
assert 690 < river.flow.max() < 700, "almost 700"
daily = np.sort(np.abs(np.diff(river.flow[:LEARN])))
assert daily[-len(daily) // 10 :].sum() > 0.5 * daily.sum(), "a tenth makes half of it"
assert (river.rain == 0).mean() > 0.3, "many days without rain"
assert 0.1 < np.exp(0.1) - 1 < 0.11, "about 10 percent"
order = sorted(rain_and_rise, key=rain_and_rise.get, reverse=True)
assert order[:2] == [1, 0] and rain_and_rise[1] > 0.55, f"{rain_and_rise}"
assert rain_and_rise[0] > 0.4 and abs(rain_and_rise[2]) < 0.1, f"{rain_and_rise}"

# %% [markdown]
# The rain of the day before agrees best: most of the water needs about a day to reach Asheville.
# Today's rain can help with tomorrow, but much of the rain that will matter on the third day has not fallen yet.
# So how will the gain change from the first day to the third?
#
# The windows are cut as before, seven days of both variables.
# The label is the change from today, so that the forecast "as today" is 0.

# %%
PAST, AHEAD = 7, 3
log_mean, log_std = logs[:LEARN].mean(axis=0), logs[:LEARN].std(axis=0)
days = cut(((logs - log_mean) / log_std).astype("float32"), PAST + AHEAD, axis=0)
days = days.swapaxes(1, 2)
past, today = days[:, :PAST], days[:, PAST - 1, :1]
change = days[:, PAST:, 0] - today
learn = slice(0, LEARN - PAST - AHEAD + 1)
check = slice(LEARN - PAST, CHECK - PAST - AHEAD + 1)
final = slice(CHECK - PAST, None)
print("features", past[learn].shape, " labels", change[learn].shape)


def off(forecast, part):
    """The mean absolute error of the logarithm, for each day ahead."""
    return log_std[0] * np.abs(forecast[part] - change[part]).mean(axis=0)


def least_squares(count):
    """The weighted sum of the window with the least squared error in training."""
    flat = past[:, :, :count].reshape(len(past), -1)
    flat = np.concatenate([flat, np.ones((len(flat), 1))], axis=1)
    return flat @ np.linalg.lstsq(flat[learn], change[learn], rcond=None)[0]


# %% tags=["claim"]
assert np.allclose(past[5, -1], (logs[11] - log_mean) / log_std, atol=1e-4), "today"
risen = (logs[12:15, 0] - logs[11, 0]) / log_std[0]
assert np.allclose(change[5], risen, atol=1e-4), "the label is the change from today"
assert len(past[learn]) + PAST + AHEAD - 1 == LEARN, "the last label of the training"
assert len(past[check]) == CHECK - LEARN - AHEAD + 1, "all labels in the two years"

# %% [markdown] skills=["TS-2"]
# ## An LSTM and a Conv1D over several variables
# The dense network needed `Flatten`; recurrent and convolutional layers take windows of several variables as they are.
#
# - `LSTM` reads the window day by day, all variables of a day at once.
# - A filter of `Conv1D` slides along time only.
#   With `kernel_size=3` it looks at three days at a time, and at **all** variables of these days.
#
# ![Two rows of boxes, flow and rain, over six days: a frame of three days spans both rows, so the filter has 3 times 2 weights, and it slides along time and gives one answer at each place](../diagrams/filter-over-variables.svg)
#
# So another variable adds weights to the first layer, and nothing else changes.


# %%
def network(kind, count):
    filters = keras.layers.Conv1D(16, kernel_size=3, activation="relu")
    first = {
        "LSTM": [keras.layers.LSTM(16)],
        "Conv1D": [filters, keras.layers.Flatten()],
    }
    layers = [*first[kind], keras.layers.Dense(AHEAD)]
    model = keras.Sequential([keras.Input(shape=(PAST, count)), *layers])
    # 18 steps are an epoch: small steps at the end, so that the seed matters less
    decay = keras.optimizers.schedules.ExponentialDecay(0.02, 18, decay_rate=0.7)
    model.compile(optimizer=keras.optimizers.Adam(decay), loss="mae")
    features = past[learn, :, :count]
    model.fit(features, change[learn], batch_size=128, epochs=8, verbose=0)
    return model


networks = {}
for kind, count in (("LSTM", 1), ("LSTM", 2), ("Conv1D", 2)):
    networks[kind, count] = network(kind, count)
    weights = networks[kind, count].layers[0].get_weights()[0]
    print(f"{kind}, {count} of the variables: weights of shape {weights.shape}")

# %% [markdown]
# For `Conv1D` these are (steps, variables, filters), and for `LSTM` (variables, four times its units).
#
# Compare the networks on the validation years with two simple forecasts: "as today", and a weighted sum of the window, fitted by least squares.

# %%
inputs = {0: "", 1: "flow", 2: "flow and rain"}
predicted = {("as today", 0): np.zeros_like(change)}
for count in (1, 2):
    predicted["least squares", count] = least_squares(count)
for (kind, count), model in networks.items():
    predicted[kind, count] = model(past[:, :, :count]).numpy()


def compare(names, part):
    print("error of the logarithm, days ahead:  1      2      3")
    for kind, count in names:
        one, two, three = off(predicted[kind, count], part)
        print(f"{kind:14}{inputs[count]:17}{one:7.3f}{two:7.3f}{three:7.3f}")


compare(predicted, check)

# %% tags=["claim"]
shapes = {name: net.layers[0].get_weights()[0].shape for name, net in networks.items()}
assert shapes["Conv1D", 2] == (3, 2, 16), shapes
assert shapes["LSTM", 1] == (1, 64) and shapes["LSTM", 2] == (2, 64), shapes

# %% [markdown]
# The rain improves least squares and the LSTM, and the forecast for tomorrow the most.
# On the third day less of the gain is left, because part of the rain that matters then falls after the forecast is made.
# As in the town hall, the second variable reaches about as far as it leads, only without a sharp edge.
#
# Both networks beat least squares with the same two variables.
# One likely reason: a weighted sum adds the same for the same rain, in a drought and after a wet week, and a network need not.
#
# LSTM and Conv1D are so close that another seed may change their order.
# Choose by the validation years, then use the test years once.

# %%
best = min(networks, key=lambda name: off(predicted[name], check).mean())
print("chosen:", best[0], "with", inputs[best[1]])
compare([("as today", 0), ("least squares", 2), ("LSTM", 1), best], final)

# %% tags=["claim"] numbers=["river, error for tomorrow with rain = off(predicted[best], final)[0]", "LSTM without rain = off(predicted['LSTM', 1], final)[0]"]
for part in (check, final):
    missed = {name: off(forecast, part) for name, forecast in predicted.items()}
    naive, linear = missed["as today", 0], missed["least squares", 2]
    for kind in ("least squares", "LSTM"):
        gain = 1 - missed[kind, 2] / missed[kind, 1]
        assert gain[0] > 0.1 and gain[0] > gain[2] + 0.04, f"{kind} gains {gain}"
        assert np.all(gain > 0), f"rain improves {kind} on each day: {gain}"
    for kind in ("LSTM", "Conv1D"):
        ours = missed[kind, 2]
        assert ours[0] < 0.95 * linear[0], f"{kind} {ours}, least squares {linear}"
        assert ours.mean() < 0.95 * linear.mean(), f"{kind} {ours}, linear {linear}"
        assert ours.mean() < 0.8 * naive.mean(), f"{kind} {ours}, as today {naive}"
    ratio = missed["LSTM", 2].mean() / missed["Conv1D", 2].mean()
    assert 0.88 < ratio < 1.13, f"LSTM and Conv1D are close: {ratio:.2f}"
assert best[1] == 2, f"with the rain: {best}"
with_rain, without = (np.exp(missed[name][0]) - 1 for name in (best, ("LSTM", 1)))
assert np.ceil(len(past[learn]) / 128) == 18, "the steps of an epoch"
assert with_rain < 0.1, f"off by less than 10 percent tomorrow: {with_rain:.3f}"
assert without > 0.11, f"more than 11 percent without the rain: {without:.3f}"

# %% [markdown]
# The test years agree: for tomorrow the chosen network is off by less than 10 percent, and the LSTM without the rain by more than 11 percent.

# %% [markdown]
# ## What can go wrong
# - **The second variable arrives late.**
#   If the weather station reports with a delay of five hours, the lead is used up, and nearly all of the gain is gone.
#   Build the windows from what is known at the hour of the forecast.
# - **One mean and one spread for both.**
#   With `series[:TRAIN].mean()` the scaled heat lies around 1 and the temperature around -1.
#   Its spread is below 0.2 then, so it counts for little when training begins.
# - **The wrong way back.**
#   The labels are heat, so the way back is `spread[0]` and `mean[0]`.
#   With `spread[1]` every error looks about four times as good as it is.
# - **A variable because you have it.**
#   The temperature at the river as a third variable changes the error of least squares by less than 4 percent: it becomes slightly smaller in the validation years and slightly larger in the test years.
#   Each variable must earn its place on data that were not used for training.


# %% tags=["claim"]
def best_linear(columns):
    """The MAE by hour of the best linear forecast (least squares) from `columns`."""
    windows = cut(columns, WINDOW + HORIZON, axis=0)[:, :, :WINDOW]
    flat = windows.reshape(len(windows), -1)
    flat = np.concatenate([flat, np.ones((len(flat), 1))], axis=1)
    weights = np.linalg.lstsq(flat[train], y[train, :, 0], rcond=None)[0]
    return mae_by_hour(flat[valid] @ weights, valid)


arrives = scaled.copy()
arrives[LEAD:, 1] = scaled[:-LEAD, 1]
one_best, two_best = best_linear(scaled[:, :1]), best_linear(scaled)
gain, gain_late = one_best - two_best, one_best - best_linear(arrives)
assert gain_late.mean() < 0.35 * gain.mean(), f"the gain is gone: {gain_late}, {gain}"
warmth = cut((river.temperature / 10).to_numpy("float32"), PAST + AHEAD)[:, :PAST]
windows = np.concatenate([past, warmth[:, :, np.newaxis]], axis=2)
flat = np.column_stack([windows.reshape(len(past), -1), np.ones(len(past))])
warm = flat @ np.linalg.lstsq(flat[learn], change[learn], rcond=None)[0]
for part, low, high in ((check, 0.96, 1), (final, 1, 1.04)):
    ratio = off(warm, part).mean() / off(predicted["least squares", 2], part).mean()
    assert low < ratio < high, f"temperature as a third variable: {ratio:.3f}"
one_scale = (series[:TRAIN] - series[:TRAIN].mean()) / series[:TRAIN].std()
joint = one_scale.mean(axis=0)
assert one_scale.std(axis=0)[1] < 0.2, "a small spread for the temperature"
assert 0.7 < joint[0] < 1.2 and -1.2 < joint[1] < -0.7, f"around 1 and -1: {joint}"
assert 3 < spread[0] / spread[1] < 5, f"four times: {spread}"
wrong_way = cut(scaled, 36, axis=0).reshape(-1, 36, 2)
assert wrong_way.shape == pieces.shape and not np.allclose(wrong_way, pieces), "mixed"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Scale a table
# Write `scale_table(table, known)`.
# `table` has the shape (time, variables), and its first `known` rows are for training.
# Return the whole table, scaled so that in these rows each variable has mean 0 and standard deviation 1.
# NumPy's `std` divides by the number of rows and pandas' by one less; either will do.
# Leave `table` itself as it is.


# %% tags=["exercise"] id="sequences/several-variables/scale-table" skills=["TS-2"]
def scale_table(table, known):
    ### BEGIN SOLUTION
    part = table[:known]
    return (table - part.mean(axis=0)) / part.std(axis=0)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Use `table[:known]` for mean and standard deviation, and the whole `table` for the result.

# %% tags=["check"]
tall = np.array([[10, 1, 500], [14, 3, 900], [30, 2, 200], [20, 9, 100], [6, 5, 0.0]])
untouched = tall.copy()
for known in (3, 4):
    got = scale_table(tall, known)
    assert got is not None and got is not ..., (
        "Not attempted: scale_table returned nothing. Replace the ... with your code."
    )
    assert np.array_equal(tall, untouched), (
        "Your function changed the table that it was given, expected a new one. "
        "Write table - ..., and not table -= ...."
    )
    assert not isinstance(got, tuple | list) or len(got) == len(tall), (
        f"Got {len(got)} things back, expected one: return the scaled table alone."
    )
    got = np.asarray(got)
    assert got.shape == tall.shape, (
        f"Got the shape {got.shape}, expected {tall.shape}: "
        "scale all rows, not only the known."
    )
    part = tall[:known]
    by_numpy = (tall - part.mean(axis=0)) / part.std(axis=0)
    by_pandas = (tall - part.mean(axis=0)) / part.std(axis=0, ddof=1)
    told = f"Got {got.round(1).tolist()} for {known} known rows of {tall.tolist()}, "
    told += f"expected {by_numpy.round(1).tolist()}. "
    every_row = (tall - tall.mean(axis=0)) / tall.std(axis=0)
    assert not np.allclose(got, every_row), (
        told + "Mean and standard deviation come from all rows: use the first `known`."
    )
    one_mean = (tall - part.mean()) / part.std()
    assert not np.allclose(got, one_mean), (
        told + "You use one mean for all variables; each column has its own: axis=0."
    )
    assert any(np.allclose(got, right, atol=1e-3) for right in (by_numpy, by_pandas)), (
        told
        + "Subtract the mean of each column's known rows, then divide by their std."
    )
print("Correct: each variable has its own scale, from the training rows.")


# %% tags=["wrong"] reason="one mean for all variables"
def scale_table(table, known):
    return (table - table[:known].mean()) / table[:known].std()


# %% tags=["wrong"] reason="come from all rows"
def scale_table(table, known):
    return (table - table.mean(axis=0)) / table.std(axis=0)


# %% tags=["wrong"] reason="the mean of each column's known rows"
def scale_table(table, known):
    part = table[:known]
    return (table - np.median(part, axis=0)) / part.std(axis=0)


# %% tags=["right"]
def scale_table(table, known):
    import pandas as pd

    part = pd.DataFrame(table[:known])
    return (pd.DataFrame(table) - part.mean()) / part.std()


# %% tags=["right"]
def scale_table(table, known):
    scale = keras.layers.Normalization(axis=-1)
    scale.adapt(table[:known])
    return scale(table)


# %% [markdown]
# ### Raw values in, raw values out
# `network` was trained on scaled windows: each variable of `x`, which has the shape (windows, time, variables), had its own mean and standard deviation.
# Its labels were scaled with the one mean and the one standard deviation of all numbers in `y`.
# Write `with_scaling(network, x, y)`, which returns a model around it.
# The model takes raw windows, like those in `x`, and predicts raw values, like those in `y`.
# It can be saved and loaded, and `network` stays as it is.


# %% tags=["exercise"] id="sequences/several-variables/with-scaling" skills=["TS-2"]
def with_scaling(network, x, y):
    ### BEGIN SOLUTION
    x_mean, x_std = x.mean(axis=(0, 1)), x.std(axis=(0, 1))
    start = keras.layers.Rescaling((1 / x_std).tolist(), (-x_mean / x_std).tolist())
    end = keras.layers.Rescaling(float(y.std()), offset=float(y.mean()))
    return keras.Sequential([keras.Input(shape=x.shape[1:]), start, network, end])
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The start needs a list of scales and a list of offsets, with an entry for each variable; the end needs one number of each.

# %% [markdown] tags=["hint"]
# `x.mean(axis=(0, 1))` has one number for each variable, and `.tolist()` makes a list of them.
# A trained network may stand in a list of layers: `keras.Sequential([keras.Input(...), start, network, end])`.

# %% tags=["check"]
made = np.random.default_rng(7)
probe_cases = (
    (made.normal([500, 4], [90, 2], (60, 6, 2)), made.normal(3000, 700, (60, 1))),
    (made.normal([-9, 0, 70], [1, 6, 20], (60, 4, 3)), made.normal(2, 0.1, (60, 5))),
)
for probe_x, probe_y in probe_cases:
    inner = keras.Sequential(
        [
            keras.Input(shape=probe_x.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(8, activation="tanh"),
            keras.layers.Dense(probe_y.shape[1]),
        ]
    )
    kept_weights = [np.array(w) for w in inner.get_weights()]
    center, width = probe_x.mean(axis=(0, 1)), probe_x.std(axis=(0, 1))
    inner_answers = np.asarray(inner(((probe_x - center) / width).astype("float32")))
    expected = inner_answers * probe_y.std() + probe_y.mean()
    outer = with_scaling(inner, probe_x.copy(), probe_y.copy())
    assert outer is not None and outer is not ..., (
        "Not attempted: with_scaling returned nothing. Replace the ... with your code."
    )
    assert isinstance(outer, keras.Model), (
        f"Got {type(outer).__name__}, expected a model: put the layers into a "
        "keras.Sequential or a keras.Model."
    )
    try:
        outer.save("scaled.keras")
        outer = keras.models.load_model("scaled.keras")
        got = np.asarray(outer(probe_x.astype("float32")))
        trouble = ""
    except Exception as problem:
        trouble = f"{type(problem).__name__}: {problem}"
    assert not trouble, (
        f"Got a model that can't be saved, loaded and called ({trouble[:80]}), "
        "expected Keras layers with plain numbers, which take windows like those in x."
    )
    told = f"Got {got.ravel()[:3].round(3).tolist()} for the first windows, expected "
    told += f"{expected.ravel()[:3].round(3).tolist()}. "
    assert got.shape == expected.shape, (
        f"Got predictions of shape {got.shape}, expected {expected.shape}: "
        "scaling must not change the shape."
    )
    weights_now = inner.get_weights()
    assert all(map(np.array_equal, kept_weights, weights_now)), (
        "Your function changed the weights of network, expected them unchanged."
    )
    answers_now = np.asarray(inner(((probe_x - center) / width).astype("float32")))
    assert np.array_equal(answers_now, inner_answers) and inner.trainable, (
        "Your function changed network itself, expected it as it was. Put the layers "
        "into a new model, and call neither add nor pop on network, nor freeze it."
    )
    near = 1e-3 * probe_y.std()
    assert np.abs(got - inner_answers).max() > near, told + (
        "These predictions are still scaled: add a layer at the end that undoes it."
    )
    of_x = inner_answers * probe_x.std() + probe_x.mean()
    assert np.abs(got - of_x).max() > 1e-3 * probe_x.std(), told + (
        "The end uses mean and std of x, but the predictions are scaled like y."
    )
    joint = ((probe_x - probe_x.mean()) / probe_x.std()).astype("float32")
    of_joint = np.asarray(inner(joint)) * probe_y.std() + probe_y.mean()
    assert np.abs(got - of_joint).max() > near, told + (
        "The start uses one mean for all variables; each has its own: axis=(0, 1)."
    )
    assert np.abs(got - expected).max() < near, told + (
        "The start must compute (x - mean) / std for each variable, and the end "
        "prediction * std + mean. Usually it is the offset at the start that is wrong."
    )
print("Correct: raw windows in, raw predictions out, and the file holds it all.")


# %% tags=["wrong"] reason="a layer at the end"
def with_scaling(network, x, y):
    mean, std = x.mean(axis=(0, 1)), x.std(axis=(0, 1))
    start = keras.layers.Rescaling((1 / std).tolist(), (-mean / std).tolist())
    return keras.Sequential([keras.Input(shape=x.shape[1:]), start, network])


# %% tags=["wrong"] reason="the offset at the start"
def with_scaling(network, x, y):
    mean, std = x.mean(axis=(0, 1)), x.std(axis=(0, 1))
    start = keras.layers.Rescaling((1 / std).tolist(), (-mean).tolist())
    end = keras.layers.Rescaling(float(y.std()), offset=float(y.mean()))
    return keras.Sequential([keras.Input(shape=x.shape[1:]), start, network, end])


# %% tags=["wrong"] reason="one mean for all variables"
def with_scaling(network, x, y):
    mean, std = float(x.mean()), float(x.std())
    start = keras.layers.Rescaling(1 / std, offset=-mean / std)
    end = keras.layers.Rescaling(float(y.std()), offset=float(y.mean()))
    return keras.Sequential([keras.Input(shape=x.shape[1:]), start, network, end])


# %% tags=["wrong"] reason="into a new model"
def with_scaling(network, x, y):
    mean, std = x.mean(axis=(0, 1)), x.std(axis=(0, 1))
    network.add(keras.layers.Rescaling(float(y.std()), offset=float(y.mean())))
    start = keras.layers.Rescaling((1 / std).tolist(), (-mean / std).tolist())
    return keras.Sequential([keras.Input(shape=x.shape[1:]), start, network])


# %% tags=["wrong"] reason="The end uses mean and std of x"
def with_scaling(network, x, y):
    mean, std = x.mean(axis=(0, 1)), x.std(axis=(0, 1))
    start = keras.layers.Rescaling((1 / std).tolist(), (-mean / std).tolist())
    end = keras.layers.Rescaling(float(x.std()), offset=float(x.mean()))
    return keras.Sequential([keras.Input(shape=x.shape[1:]), start, network, end])


# %% tags=["wrong"] reason="can't be saved, loaded and called"
def with_scaling(network, x, y):
    mean, std = x.mean(axis=(0, 1)), x.std(axis=(0, 1))
    start = keras.layers.Lambda(lambda raw: (raw - mean) / std)
    end = keras.layers.Rescaling(float(y.std()), offset=float(y.mean()))
    return keras.Sequential([keras.Input(shape=x.shape[1:]), start, network, end])


# %% tags=["right"]
def with_scaling(network, x, y):
    raw = keras.Input(shape=x.shape[1:])
    mean, std = (part(x, axis=(0, 1)).astype("float32") for part in (np.mean, np.std))
    answer = network((raw - mean) / std)
    return keras.Model(raw, answer * float(y.std()) + float(y.mean()))


# %% tags=["right"]
def with_scaling(network, x, y):
    start = keras.layers.Normalization(axis=-1)
    start.adapt(x)
    end = keras.layers.Normalization(
        axis=None, mean=y.mean(), variance=y.var(), invert=True
    )
    raw = keras.Input(shape=x.shape[1:])
    return keras.Model(raw, end(network(start(raw))))


# %% [markdown]
# ### Walk with a weather forecast
# The weather service knows the temperature of the next hours well enough.
# Then a step-by-step model need not forecast it.
# Write `walk_with(step, window, outside)`:
#
# - `window` has the shape (time, 2), each row with heat and temperature;
# - `step(window)` returns one number, the heat of the next hour;
# - `outside` holds the known temperatures of the next hours.
#
# Return a list of the forecasts of heat, one for each entry of `outside`.
# After each step the window moves on by one hour and keeps its shape.
# Leave the `window` that you were given as it is.


# %% tags=["exercise"] id="sequences/several-variables/walk-with" skills=["TS-2"]
def walk_with(step, window, outside):
    ### BEGIN SOLUTION
    path = []
    for temperature in outside:
        path.append(step(window))
        window = np.concatenate([window[1:], [[path[-1], temperature]]])
    return path
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Compare with `walk`: there both numbers of the new row came from the model.
# Which of them comes from somewhere else now?

# %% [markdown] tags=["hint"]
# The new row is `[[forecast, temperature]]`, put under `window[1:]` with `np.concatenate`.

# %% tags=["check"]
seen = []


def toy_step(window):
    """Heat of the next hour: the oldest heat, less ten times the latest temperature."""
    seen.append(np.shape(window))
    good = len(seen[-1]) == 2 and seen[-1][1] == 2
    return float(window[0][0] - 10 * window[-1][1]) if good else 0.0


start = np.array([[100.0, 1.0], [200.0, 2.0], [300.0, 3.0]])
start_before, forecasts = start.copy(), np.array([4.0, 5.0, 6.0, 7.0])
got = walk_with(toy_step, start, forecasts)
assert got is not None and got is not ..., (
    "Not attempted: walk_with returned nothing. Replace the ... with your code."
)
assert np.array_equal(start, start_before), (
    "Your function changed the window that it was given, expected it as it was. "
    "Make a new window in each step."
)
assert np.shape(got) == (4,), (
    f"Got a result of shape {np.shape(got)}, expected (4,): "
    "one forecast of heat for each temperature."
)
assert np.issubdtype(np.asarray(got).dtype, np.number), (
    f"Got {got}, expected numbers: return what step gave you."
)
assert len(seen) > 0 and all(shape == (3, 2) for shape in seen), (
    f"Got windows of shapes {seen}, expected (3, 2) in each step. "
    "The window must keep its length: drop the oldest row."
)
got = np.asarray(got, "float64").round(1).tolist()
right = [70.0, 160.0, 250.0, 10.0]
told = f"Got {got}, expected {right}. "
assert got != [70.0, 170.0, 270.0, 40.0], (
    told + "Each new row repeats the last temperature: take the next one from outside."
)
assert got[0] == 70, told + "The first call of step must get the window as given."
assert got == right, told + "Each new row holds heat first, then temperature."
print("Correct: heat from the model, temperature from the weather service.")


# %% tags=["wrong"] reason="repeats the last temperature"
def walk_with(step, window, outside):
    path = []
    for _ in outside:
        path.append(step(window))
        window = np.concatenate([window[1:], [[path[-1], window[-1, 1]]]])
    return path


# %% tags=["wrong"] reason="drop the oldest row"
def walk_with(step, window, outside):
    path = []
    for temperature in outside:
        path.append(step(window))
        window = np.concatenate([window, [[path[-1], temperature]]])
    return path


# %% tags=["wrong"] reason="heat first, then temperature"
def walk_with(step, window, outside):
    path = []
    for temperature in outside:
        path.append(step(window))
        window = np.concatenate([window[1:], [[temperature, path[-1]]]])
    return path


# %% tags=["right"]
def walk_with(step, window, outside):
    window = window.copy()
    path = np.zeros(len(outside))
    for hour, temperature in enumerate(outside):
        path[hour] = step(window)
        window = np.roll(window, -1, axis=0)  # the oldest row comes last
        window[-1] = path[hour], temperature  # and is overwritten
    return path


# %% tags=["right"]
def walk_with(step, window, outside):
    rows = [tuple(row) for row in window]
    for temperature in outside:
        heat = step(rows[-len(window) :])
        rows.append((heat, temperature))
    return [heat for heat, _ in rows[len(window) :]]


# %% [markdown]
# ## What to remember
# - Several variables give features of shape (windows, time, variables); one variable keeps the third axis with length 1.
# - Scale along `axis=0` with the training rows, and go back to units with the mean and the spread of the target.
# - A second variable helps as far as it leads; measure the MAE for each hour ahead, with and without it.
# - Direct: `Dense(horizon)`.
#   Step by step: the model must forecast every variable that it reads, or you must know it in advance.
# - `LSTM` and `Conv1D` take windows of several variables as they are; another variable adds weights to the first layer only.
# - Ask of each variable whether it is known at the hour of the forecast.
#
# Next: [Prediction intervals, backtesting and anomalies](prediction-intervals.ipynb), on how wrong a forecast may be.
# The skills of this part are listed on the page [Time series and sequences](../../topics/sequences.md).
