# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "A series and its parts: trend, seasonality and noise"
#     summary: "Take a time series apart into trend, seasonality and noise, and measure the errors of forecasts that need no training."
#     skills: [TS-3, TS-4]
#     requires: [basics/first-model]
# ---

# %% [markdown]
# A time series is a sequence of numbers in the order of time.
# After this lesson you can take one apart, find out after how many steps it repeats itself, and say which part of it nobody can forecast.
# You can make four forecasts that need no training, measure their errors in three ways, and test them at several points in time.
# At the end a very small network beats all four, and then you meet a series on which no network can.

# %% [markdown] skills=["TS-3"]
# ## A series made of known parts
# An island gets its water from one pump, and a meter records the cubic meters of each hour (m³/h).
# We make 30 days of it ourselves, as a sum of three parts, so that we know what is in the series:
#
# - the **trend**, a slow rise: more guests come to the island every day;
# - the **season**, a pattern that returns after a fixed time, its **period**: here the 24 hours of a day, with the most water used in the morning and in the evening;
# - the **noise**, which is random: each hour draws a new number that has nothing to do with the others.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from statsmodels.datasets import sunspots
from statsmodels.tsa.seasonal import seasonal_decompose

DAY, HOURS = 24, 720
shape = [-14, -17, -19, -18, -13, -4, 7, 14, 16, 13, 8, 4]  # midnight to noon
shape += [2, 0, -1, 0, 3, 8, 12, 12, 7, -1, -8, -11]  # noon to midnight

rng = np.random.default_rng(7)
hours = np.arange(HOURS)
trend = 40 + 0.06 * hours  # 1.44 more each day
season = np.array(shape)[hours % DAY]
noise = rng.normal(0, 4, HOURS)
water = trend + season + noise
print(f"{HOURS} hours from {water.min():.0f} to {water.max():.0f} m³/h")

# %% [markdown]
# Now forget the parts, keep only `water`, and try to get them back.
#
# 1. **Trend**: the mean over a whole day around each hour.
#    A whole day contains each hour of the day once, so the season cancels out.
#    (24 hours have no middle, so we take 25 and count the first and the last of them half.)
# 2. **Season**: subtract the trend, then take the mean of all midnights, of all hours from one to two, and so on.
# 3. **Noise**: what is left when you subtract the season too.
#
# The **standard deviation** measures how large the noise is; the code calls it the spread.

# %%
weights = np.r_[0.5, np.ones(DAY - 1), 0.5] / DAY
found_trend = np.full(HOURS, np.nan)  # the first and last 12 hours stay empty
found_trend[12:-12] = np.convolve(water, weights, mode="valid")

lifted = (water - found_trend).reshape(-1, DAY)  # one row for each day
by_hour = np.nanmean(lifted, axis=0)
by_hour -= by_hour.mean()
found_season = np.tile(by_hour, HOURS // DAY)

found_noise = water - found_trend - found_season
print("off by, on average (m³/h):")
print(f"  trend  {np.nanmean(np.abs(found_trend - trend)):.2f}")
print(f"  season {np.mean(np.abs(by_hour - shape)):.2f}")
print(
    f"spread of the noise: {noise.std():.2f} true, {np.nanstd(found_noise):.2f} found"
)

library = seasonal_decompose(water, period=DAY)
print("statsmodels finds the same:", np.allclose(library.seasonal, found_season))

# %% tags=["claim"]
assert np.nanmean(np.abs(found_trend - trend)) < 1.2, "the trend is found"
assert np.mean(np.abs(by_hour - shape)) < 1.2, "the season is found"
assert abs(np.nanstd(found_noise) - noise.std()) < 0.5, "the noise is found"
inner = slice(12, -12)
assert np.corrcoef(noise[inner], found_noise[inner])[0, 1] > 0.9, "hour by hour too"
assert np.allclose(library.seasonal, found_season), "the library agrees on the season"
assert np.allclose(library.trend[inner], found_trend[inner]), "and on the trend"
assert sum(shape) == 0 and np.isclose(0.06 * DAY, 1.44), "as the comments say"
assert len(weights) == 25 and np.isclose(weights.sum(), 1), "25 hours, one day"

# %% alt="Three panels one above the other. Top: the measured water with a daily wave that rises over 30 days, and the found trend as a smooth line through its middle. Middle: the found season of one day as dots on the true curve, with a high in the morning and one in the evening. Bottom: the found noise, a band around zero without a pattern."
figure, (top, middle, bottom) = plt.subplots(3, 1, figsize=(6, 5.4))
top.plot(hours / DAY, water, linewidth=0.8, label="measured")
top.plot(hours / DAY, found_trend, label="found trend")
top.set_ylabel("water (m³/h)")
top.set_xlabel("day")
top.legend(ncols=2, loc="upper left")
middle.plot(range(DAY), shape, label="true season")
middle.plot(range(DAY), by_hour, "o", markersize=4, label="found")
middle.set_ylabel("m³/h")
middle.set_xlabel("hour of the day")
middle.legend(loc="lower center")
bottom.plot(hours / DAY, found_noise, linewidth=0.8)
bottom.set_ylabel("noise (m³/h)")
bottom.set_xlabel("day")
plt.tight_layout()
plt.show()

# %% [markdown]
# The parts come back, not exactly, but with errors well below the size of the noise.
# `seasonal_decompose` does the same three steps in one call.
# With real data you never see the true parts, so you can check the method only on data that you made yourself.
#
# The window around each hour also contains later hours.
# That is fine for looking back but forbidden in a forecast, and [Windows that look ahead](windows-and-bias.ipynb) shows what happens if you do it.

# %% [markdown] skills=["TS-3"]
# ## Find the period: autocorrelation
# Here we knew that a day has 24 hours.
# For an unknown series, ask how much it resembles itself some steps earlier.
# Shift a copy of the series by a number of steps, the **lag**, and compute the correlation of the series with its copy.
# That is the **autocorrelation**: 1 means that the two go up and down together, 0 means that they have nothing in common, and below 0 one is high where the other is low.
#
# Predict: what will it be at a lag of 6 hours, and what at 24?


# %%
def autocorrelation(values, lag):
    return np.corrcoef(values[lag:], values[:-lag])[0, 1]


level = (water - found_trend)[12:-12]
rest = found_noise[12:-12]
print("lag in hours       1      6     24     48")
for name, values in (("water", water), ("without trend", level), ("noise", rest)):
    row = [f"{autocorrelation(values, lag):+7.2f}" for lag in (1, 6, 24, 48)]
    print(f"{name:13}{''.join(row)}")

# %% tags=["claim"]
clean = {lag: autocorrelation(level, lag) for lag in range(1, 49)}
assert max(clean, key=clean.get) in (24, 48), "a whole day is the highest"
assert clean[24] > 0.75 and clean[48] > 0.75, "it stays high after two days"
assert clean[6] < -0.2 < 0.1 < autocorrelation(water, 6), "the trend lifts it"

assert abs(autocorrelation(rest, 1)) < 0.2, "the noise has no autocorrelation"
assert abs(autocorrelation(rest, 24)) < 0.2, "not even a day later"

# %% [markdown]
# Why does the autocorrelation go up and down like that?
# Step from lag to lag, which shifts a copy of the water, without its trend, along the original.
# Where are both curves high at the same time, and where does a high of one meet a low of the other?

# %% slider="Lag in hours" states=["1", "6", "12", "18", "24"] alt=["Lag of 1 hour: the moved curve lies almost on the other", "Lag of 6 hours: the highs of the moved curve meet lows of the other", "Lag of 12 hours: some highs meet, but the long low of the night meets the day", "Lag of 18 hours: again highs meet lows", "Lag of 24 hours: the two curves lie on each other, a day apart"]
for lag in (1, 6, 12, 18, 24):
    plt.figure(figsize=(6, 2.8))
    plt.plot(range(96), level[24:120], label="water")
    plt.plot(range(96), level[24 - lag : 120 - lag], "--", label="moved")
    plt.title(f"autocorrelation {autocorrelation(level, lag):+.2f}")
    plt.ylim(-35, 35)
    plt.xticks(range(0, 97, 24))
    plt.xlabel("hour")
    plt.ylabel("without trend (m³/h)")
    plt.legend(ncols=2, loc="lower right")
    plt.show()

# %% tags=["claim"]
assert clean[24] > clean[1] > 0.65, "an hour later is much alike, a day later more"
assert max(clean[6], clean[18]) < -0.2, f"highs on lows: {clean[6]}, {clean[18]}"
assert abs(clean[12]) < 0.2, f"12 hours: {clean[12]}"
assert np.abs(level[:120]).max() < 35, "the axis"

# %% [markdown]
# Without the trend, 24 and 48 stand out, so the period is a day.
# At a lag of six hours, the high of the morning falls on the low of the night, and the value is below 0.
# With the trend in it, all values are higher, because late hours are above the mean, and so are their neighbors at any lag.
# So subtract the trend first.
#
# For the noise it is about 0 at every lag, because its past tells you nothing about its next value.
# If the errors of your model look like this, nothing is left to forecast.

# %% [markdown] skills=["TS-3"]
# ## A real series without a fixed period
# statsmodels brings the number of sunspots for each year from 1700 to 2008.
# Sunspots come and go, and you may have read that they do so "every eleven years".
# Draw their autocorrelation below that of the water without its trend, each over five periods.
# Will the two look alike?

# %% alt="Autocorrelation against lag in two panels. Top, the water: peaks at 24, 48, 72, 96 and 120 hours, all about equally high. Bottom, the sunspots: peaks near 11, 22, 32 and 43 years, each clearly lower than the one before."
spots = sunspots.load_pandas().data["SUNACTIVITY"].to_numpy()
figure, panels = plt.subplots(2, 1, figsize=(6, 4.2))
for panel, values, period, unit in zip(
    panels, (level, spots), (24, 11), ("hours (water)", "years (sunspots)"), strict=True
):
    lags = range(1, 5 * period + 1)
    panel.plot(lags, [autocorrelation(values, lag) for lag in lags])
    panel.axhline(0, linestyle=":")
    panel.set_xticks(range(0, 5 * period + 1, period))
    panel.set_ylim(-1, 1)
    panel.set_xlabel(f"lag in {unit}")
    panel.set_ylabel("autocorrelation")
plt.tight_layout()
plt.show()

# %%
years = np.arange(3, len(spots) - 3)  # a peak: no higher year within three years
peaks = [year for year in years if spots[year] == spots[year - 3 : year + 4].max()]
between = np.diff(peaks)
print(f"{len(peaks)} peaks, {between.min()} to {between.max()} years apart")

eleven = [spots[start::11].mean() for start in range(11)]
without = spots - np.resize(eleven, len(spots))
print(
    f"spread of the water:    {level.std():4.1f}, without its season {rest.std():.1f}"
)
print(
    f"spread of the sunspots: {spots.std():4.1f}, without 11 years {without.std():.1f}"
)

# %% tags=["claim"]
of_spots = {lag: autocorrelation(spots, lag) for lag in range(1, 56)}
assert max(range(5, 17), key=of_spots.get) in (10, 11), "about eleven years"
tops = [max(of_spots[lag] for lag in range(k - 3, k + 4)) for k in (11, 22, 32, 43)]
assert np.all(np.diff(tops) < -0.05), f"each peak is lower: {np.round(tops, 2)}"
highs = [autocorrelation(level, lag) for lag in (24, 48, 72, 96, 120)]
assert max(highs) - min(highs) < 0.1, f"the water stays as high: {highs}"
data = sunspots.load_pandas().data["YEAR"]
assert (data.min(), data.max()) == (1700, 2008), "the years of the sunspots"
ends = (between.min(), between.max())
assert ends == (7, 17) and 10 < between.mean() < 12, "years between two peaks"
assert rest.std() < 0.5 * level.std(), "the day explains most of the water"
assert without.std() > 0.8 * spots.std(), "11 years explain little"

# %% [markdown]
# The water resembles itself as much after five days as after one.
# For the sunspots each peak is lower than the one before, because their periods are not equally long: two highs are 7 to 17 years apart.
# After a few of them the shifted copy is out of step.
#
# So there are two kinds of repetition.
# A **season** has a fixed period, and once you know it, it explains most of the water.
# A **cycle** has none.
# A table with one mean for each of eleven years explains little of the variation, since the sun does not keep to eleven years.

# %% [markdown] skills=["TS-4", "TS-3"]
# ## Four forecasts without training
# A **naive forecast** repeats something that is known.
# It costs a line of code, and every model has to beat it.
# Each of these four takes the past and returns the next `steps` values.


# %%
def last_value(past, steps):
    return np.full(steps, past[-1])


def last_season(past, steps):
    return np.resize(past[-DAY:], steps)  # the last day, again and again


def mean(past, steps):
    return np.full(steps, past.mean())


def drift(past, steps):  # goes on along the line from the first value to the last
    slope = (past[-1] - past[0]) / (len(past) - 1)
    return past[-1] + slope * np.arange(1, steps + 1)


# %% [markdown]
# Judge them as they would be used.
# Choose a **cut point**, pretend that only the hours before it are known, and forecast the next 72 hours.
# Then move 72 hours forward, to the next cut point, and do it again.
# This is called **backtesting** by walking forward, and each such test is a **fold**.
# In every fold the tested hours come after everything that the forecast has seen.
#
# ![Three folds below each other: in each, all hours before the cut point are known and the 72 hours after it are the test; from fold to fold the cut point moves to the right](../diagrams/walking-forward.svg)
#
# The **mean absolute error** (MAE) is the mean distance between forecast and truth, without the sign, in m³/h.
#
# Before you run the cell, go through the parts: which forecast gets the trend right, which one the season, and which is best for nothing but noise?

# %%
CUTS, AHEAD = (504, 576, 648), 72  # after 21, 24 and 27 days


def mae(truth, forecast):
    return np.abs(truth - forecast).mean()


def walk_forward(values, forecast):
    """The MAE of each fold."""
    return [
        mae(values[cut : cut + AHEAD], forecast(values[:cut], AHEAD)) for cut in CUTS
    ]


naive = (last_value, last_season, mean, drift)
parts = {"trend": trend, "season": season, "noise": noise, "water": water}
table = {}
print("MAE in m³/h   " + "".join(f"{name:>8}" for name in parts))
for forecast in naive:
    row = [np.mean(walk_forward(values, forecast)) for values in parts.values()]
    table[forecast.__name__] = row
    print(f"{forecast.__name__:14}" + "".join(f"{error:8.1f}" for error in row))

# %% tags=["claim"] numbers=["MAE of last_season (m³/h) = of_water[1]"]
of_trend, of_season, of_noise, of_water = np.array(list(table.values())).T
assert of_trend[3] < 1e-6 < 1 < of_trend[:3].min(), "drift has the trend"
assert of_season[1] == 0 and of_season[[0, 2, 3]].min() > 5, "last_season the season"
assert of_noise[2] < 1.03 * of_noise.min(), f"the mean is best for noise: {of_noise}"
assert of_noise[2] < 0.95 * of_noise[1], "and clearly better than the last season"
assert of_water[1] < 0.6 * of_water[[0, 2, 3]].min(), "last season wins on the water"
assert CUTS[-1] + AHEAD == HOURS, "the folds reach the end"

# %% [markdown]
# - `drift` continues a straight line without any error, but knows nothing of the day.
# - `last_season` repeats the day without error, but lags behind by the growth of each day.
# - `mean` is best for noise, because all draws together say more about the next one than a single draw does.
# - `last_value` only gets the level of this moment right, which here is always the last hour before midnight.
#
# On the water, `last_season` wins clearly: over three days the season matters more than the growth.
# But look at its error on the noise: it copies yesterday's noise, and tomorrow's noise comes on top of that.
#
# ## Noise is the floor of the error
# How good can a forecast get at all?
# If you knew the trend and the season exactly, your errors would be the noise itself.
# For normally distributed noise, such as `rng.normal` draws, the MAE is then 0.8 of the standard deviation.

# %%
floor = np.mean(np.abs(noise[CUTS[0] :]))
print(f"trend and season known exactly: MAE {floor:.1f} m³/h")
print(f"0.8 of the spread of the noise: {0.8 * noise.std():.1f} m³/h")

# %% tags=["claim"]
assert abs(floor - 0.8 * noise.std()) < 0.5, "normal noise: 0.8 spreads"
assert floor < 0.85 * of_water[1], "even last season is well above the floor"

# %% [markdown]
# No model gets below this floor, except by luck or by looking at the answer.
# With real data you don't know the floor, but the noise that a decomposition finds gives you an estimate.
# If a model reports half of that, look for the mistake.

# %% [markdown] skills=["TS-4"]
# ## MAE, RMSE and MASE: three ways to measure an error
# The **root mean squared error** (RMSE) is the square root of the mean of the squared errors, so it is in m³/h as well.
# The two differ when a few errors are large.
# Let a pipe burst for two of the 72 hours of the first fold, with 150 m³/h more on the meter.
# Measure `last_season` with and without the burst; its forecast is the same in both cases.
# How much worse will it look by each of the two measures?


# %%
def rmse(truth, forecast):
    return np.sqrt(np.mean((truth - forecast) ** 2))


past, truth = water[: CUTS[0]], water[CUTS[0] : CUTS[1]]
burst = truth.copy()
burst[30:32] += 150
guess = last_season(past, AHEAD)
for name, values in (("as measured", truth), ("with the burst", burst)):
    print(f"{name:15} MAE {mae(values, guess):5.1f}   RMSE {rmse(values, guess):5.1f}")

# %% tags=["claim"]
by_mae = mae(burst, guess) / mae(truth, guess)
by_rmse = rmse(burst, guess) / rmse(truth, guess)
assert 1.4 < by_mae < 2.8, f"MAE about doubles: {by_mae:.1f}"
assert by_rmse > 1.5 * by_mae and by_rmse > 2.8, f"RMSE far more: {by_rmse:.1f}"
assert rmse(truth, guess) > mae(truth, guess), "RMSE is never below MAE"

# %% [markdown]
# The MAE about doubles, and the RMSE becomes several times as large, because an error of 150 counts as much as 150 errors of 1 in the MAE, but as much as 22500 of them in the mean of the squares.
# Use the RMSE where one large miss is worse than many small ones, for example because the tank runs dry.
# Use the MAE where every cubic meter costs the same, and where a burst pipe should not decide which forecast is better.
# If the two are far apart, look for the few large errors.
#
# Both have a unit, so neither tells you whether 5 m³/h is good.
# The **mean absolute scaled error** (MASE) divides the MAE by that of a naive forecast *on the past*: how far is each known hour from the one a day earlier?
# Below 1 the forecast is better than that, above 1 it is worse, and the unit cancels out.

# %%
scale = mae(past[DAY:], past[:-DAY])
print(f"a day earlier, on the past: MAE {scale:.2f} m³/h")
for forecast in naive:
    error = mae(truth, forecast(past, AHEAD))
    print(f"{forecast.__name__:12} MAE {error:5.1f} m³/h   MASE {error / scale:.2f}")

# %% tags=["claim"]
mases = [mae(truth, forecast(past, AHEAD)) / scale for forecast in naive]
assert 0.75 < mases[1] < 1.6, f"last season: about 1, got {mases[1]:.2f}"
assert min(mases[0], mases[2], mases[3]) > 1.3, f"the others are worse: {mases}"
assert 150**2 == 22500, "the square in the prose"

# %% [markdown]
# `last_season` is near 1, since it is measured against nearly the same forecast.
# With the MASE you can also compare forecasts of two series with different units.

# %% [markdown] skills=["TS-4", "TS-3"]
# ## A network that is told the time
# `last_season` repeats the noise of one day.
# A model could learn the usual day from all days, and the growth too, if it only knew which hour it is.
#
# The number of the hour is a bad feature, because 23 and 0 are neighbors on the clock and far apart as numbers.
# So put the hour on a circle and use its two coordinates, sine and cosine.
# One pair goes round once a day, and a second pair twice, because the day has two highs.
# Time itself, scaled, is there for the trend.
# That makes five features for a `Dense(1)`, which has five weights and a bias.
#
# At each cut point the network trains on the hours before it, and continues from the weights that it had at the cut point before.
# The mean and the standard deviation for scaling come from the hours before the first cut point.


# %%
def features(hours):
    angle = 2 * np.pi * hours / DAY
    waves = [np.sin(angle), np.cos(angle), np.sin(2 * angle), np.cos(2 * angle)]
    time = 2 * hours / CUTS[0] - 1  # from -1 to 1 before the first cut
    return np.stack([time, *waves], axis=1).astype("float32")


keras.utils.set_random_seed(7)
model = keras.Sequential([keras.Input(shape=(5,)), keras.layers.Dense(1)])
model.compile(keras.optimizers.SGD(0.1), "mse")
usual, spread = past.mean(), past.std()
x, y = features(hours), (water - usual) / spread

answers = []
for cut, epochs in zip(CUTS, (10, 3, 3), strict=True):
    model.fit(x[:cut], y[:cut], batch_size=72, epochs=epochs, verbose=0)
    ahead = np.array(model(x[cut : cut + AHEAD]))[:, 0]
    answers.append(ahead * spread + usual)

# %%
truths = water[CUTS[0] :].reshape(3, AHEAD)  # one row for each fold
by_network = [mae(*fold) for fold in zip(truths, answers, strict=True)]
print("MAE in m³/h    fold 1  fold 2  fold 3    mean")
baseline = walk_forward(water, last_season)
for name, errors in (("last season", baseline), ("network", by_network)):
    row = [*errors, np.mean(errors)]
    print(f"{name:13}" + "".join(f"{error:8.2f}" for error in row))
print(f"floor{floor:40.2f}")
slope = model.get_weights()[0][0, 0] * 2 / CUTS[0] * spread
print(f"learned trend: {slope:.3f} m³/h more each hour, true is 0.060")

# %% tags=["claim"]
assert np.mean(by_network) < 0.9 * np.mean(baseline), f"{by_network}, {baseline}"
assert np.mean(by_network) < 1.3 * floor, f"close to the floor of {floor:.1f}"
assert np.mean(by_network) > 0.95 * floor, "and not below it"
assert abs(slope - 0.06) < 0.02, f"the trend is learned: {slope:.3f}"
assert model.count_params() == 6, "five weights and a bias"
clock = features(np.array([23, 0, 1]))[:, 1:3]
to_before, to_after = np.linalg.norm(clock[[0, 2]] - clock[1], axis=1)
assert np.isclose(to_before, to_after), "23 is as near to 0 as 1 is"
assert CUTS[0] == 21 * DAY, "the days before the first cut point"

# %% alt="Measured water over the last nine days as dots, with vertical lines at the three cut points. The forecast of the network runs as a smooth double wave through the middle of the dots; the last season is jagged, repeats itself three times in each fold, and lies a little low."
test = slice(CUTS[0], HOURS)
repeated = np.concatenate([last_season(water[:cut], AHEAD) for cut in CUTS])
plt.figure(figsize=(6, 3.2))
plt.plot(hours[test] / DAY, water[test], "o", markersize=2, label="measured")
plt.plot(hours[test] / DAY, repeated, "--", linewidth=0.9, label="last season")
plt.plot(hours[test] / DAY, np.concatenate(answers), label="network")
for cut in CUTS:
    plt.axvline(cut / DAY, linestyle=":")
plt.xlabel("day (dotted: cut points)")
plt.ylabel("water (m³/h)")
plt.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1))
plt.show()

# %% tags=["claim"]
assert (water[test] - repeated).mean() > 1, "last season lies low"
assert np.allclose([mae(water[test], repeated)], np.mean(baseline)), (
    "the drawn forecast"
)

# %% [markdown]
# The folds differ though the island has not changed, so one fold alone would be weak evidence.
# Over all three, the network is clearly ahead and not far above the floor.
# That isn't magic: six numbers learned from 21 days or more are hardly affected by the noise of a single day.
# The network has taken the series apart as you did, and one of its weights is the trend.

# %% [markdown] skills=["TS-4", "TS-3"]
# ## A series that no network can forecast
# In a **random walk** each value is the one before plus noise.
# Drawn as a curve, it seems to have trends and turns, but the next step is random.
# So the best forecast of the next value is the last value.
#
# Let a network try it anyway: it sees the last 8 steps and forecasts the next one.
# "The same as the last value" then means a forecast of 0, no step at all.
# 500 steps are for training and the 1500 after them for the test.

# %%
steps = np.random.default_rng(7).normal(0, 1, 2008).astype("float32")
walk = np.cumsum(steps)
rows = np.lib.stride_tricks.sliding_window_view(steps, 9)
seen, following = rows[:, :8], rows[:, 8]  # 8 steps, and the step after them

inner = keras.layers.Dense(32, activation="relu")
walker = keras.Sequential([keras.Input(shape=(8,)), inner, keras.layers.Dense(1)])
walker.compile(keras.optimizers.Adam(0.02), "mae")
walker.fit(seen[:500], following[:500], batch_size=50, epochs=10, verbose=0)
guesses = np.array(walker(seen))[:, 0]
for name, part in (("training", slice(500)), ("test", slice(500, 2000))):
    print(f"{name:9} network {mae(following[part], guesses[part]):.3f}   ", end="")
    print(f"last value {mae(following[part], 0):.3f}")

# %% tags=["claim"]
ratio = mae(following[500:], guesses[500:]) / mae(following[500:], 0)
assert ratio > 1.0, f"nothing beats the last value on the test: {ratio:.3f}"
learned = mae(following[:500], guesses[:500]) / mae(following[:500], 0)
assert learned < 0.98, f"it beats it on what it has learned: {learned:.3f}"
assert len(rows[:500]) == 500 and len(rows[500:]) == 1500, "steps to train and test"

# %% [markdown]
# On the steps that it was trained on, the network is ahead, since it has memorized their noise.
# On the test steps it falls behind the last value; [Overfitting](../basics/overfitting.ipynb) has more about this gap.
#
# Now see how a random split makes it look as if the last value could be beaten.
# A forecaster draws straight lines between the values that it knows, and reads off the others.
# First you hide a random fifth of the walk from it, then the last fifth.

# %%
places = np.arange(len(walk))
hidden = np.random.default_rng(7).permutation(len(walk) - 1)[:400] + 1
for name, asked in (("a random fifth", hidden), ("the last fifth", places[-400:])):
    known = np.setdiff1d(places, asked)
    lines = np.interp(asked, known, walk[known])
    print(f"{name}: lines MAE {mae(walk[asked], lines):5.2f}   ", end="")
    print(f"last value {mae(walk[asked], walk[asked - 1]):.2f}")

# %% tags=["claim"]
last = mae(walk[hidden], walk[hidden - 1])
known = np.setdiff1d(places, hidden)
drawn = mae(walk[hidden], np.interp(hidden, known, walk[known]))
assert drawn < 0.95 * last, (
    f"a random split lets the lines win: {drawn:.2f}, {last:.2f}"
)
assert mae(walk[-400:], walk[-401]) > 2 * mae(walk[-400:], walk[-401:-1]), "not ahead"
beyond = np.interp([2000], [1606, 1607], walk[1606:1608])
assert np.allclose(beyond, walk[1607]), "beyond the last point the line is flat"

# %% [markdown]
# On a random fifth, straight lines beat the forecast that nothing can beat, because they know the value *after* the hidden one, and the truth is near the middle between its two neighbors.
# In the last fifth no later value is known, so the line continues flat, and the error explodes.
# The last value only ever looks back, so its error is about the same in both cases.
# A random split asks "can you fill a gap?", and you wanted to know "what comes next?".

# %% [markdown]
# ## What can go wrong
# - **A wrong period.**
#   `seasonal_decompose(water, period=7)` returns a season too, and leaves the day in what it calls noise.
#   Look at the autocorrelation of what is left: it should be near 0.
# - **A season that grows with the level.**
#   If the evening is always twice the noon, and not 40 more, the parts are multiplied and not added.
#   Take the logarithm first, which turns products into sums.
# - **One lucky cut.**
#   A single test period can be an easy one, so use several cut points, and look at the folds one by one.
# - **A weak baseline.**
#   Beating `mean` on a series with a trend tells you nothing, because almost any forecast does.
#   Compare with the best naive forecast; for the water even `last_season` is not the best, as the last exercise shows.

# %% tags=["claim"]
wrong_period = seasonal_decompose(water, period=7)
left = wrong_period.resid[~np.isnan(wrong_period.resid)]
assert autocorrelation(left, 24) > 0.3, "the day is still in the rest"
doubled = np.log(np.array([100, 200, 150, 300.0]))
assert np.isclose(doubled[1] - doubled[0], doubled[3] - doubled[2]), "factors to sums"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### After how many steps?
# Write `find_period(values, longest)`.
# It returns the lag from 2 to `longest` (included) at which the **changes** of `values` from step to step have the highest autocorrelation.
# A slow trend hardly shows in the changes, so you don't have to find it first.


# %% tags=["exercise"] id="sequences/parts-of-a-series/find-period" skills=["TS-3"]
def find_period(values, longest):
    ### BEGIN SOLUTION
    changes = np.diff(values)
    lags = range(2, longest + 1)
    return max(lags, key=lambda lag: autocorrelation(changes, lag))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `np.diff(values)` gives the changes, and `autocorrelation` from above does the rest.

# %% [markdown] tags=["hint"]
# If you use `argmax`, remember that its position 0 is a lag of 2.

# %% tags=["check"]
wave = np.array([0, 6, -3, 8, 2, -7, 5, -9, 1, -4, 7.0, -6])
ticks = np.arange(240)
turned = np.concatenate([wave[:4], -wave[:4]])  # after half its period: the opposite
slow_and_fast = 9 * np.sin(ticks / 5 * np.pi) + 2 * np.sin(ticks / 2 * np.pi)
mixed = np.append(wave[ticks[:40] % 5], wave[ticks % 7])
steep = [(wave[ticks % 7], 12), (wave[ticks % 9], 9), (wave[ticks % 10], 9)]
steep += [(9 * np.sin(ticks / 6), 12), (slow_and_fast, 9)]
flat = [(wave[ticks % 12], 20), (wave[ticks % 2], 3), (turned[ticks % 8], 4)]
flat += [(mixed, 12)]
for number_of_it, (pattern, longest) in enumerate(steep + flat):
    bend = 90 * np.sin(np.arange(len(pattern)) / 50)
    series = pattern + bend
    if number_of_it < len(steep):
        series += 70 * np.arange(len(pattern))
    changes_of_it = np.diff(series)
    all_lags = range(2, longest + 1)
    found = {k: autocorrelation(changes_of_it, k) for k in all_lags}
    right_lag = max(found, key=found.get)
    got = find_period(series.copy(), longest)
    assert got is not None and got is not ..., (
        "Not attempted: find_period returned None. Return a lag."
    )
    assert hasattr(got, "__float__") and np.size(got) == 1, (
        f"Got {got}, expected a single number: return the lag itself."
    )
    got = float(np.ravel(got)[0])
    told = f"Got {got:g} for lags up to {longest}, expected {right_lag}. "
    raw = [autocorrelation(series, lag) for lag in all_lags]
    shorter = max(all_lags[:-1], key=found.get, default=0)
    assert got == right_lag or got not in (right_lag - 2, shorter), (
        told + "Check the range of lags: the first one is 2, and `longest` is included."
    )
    assert got == right_lag or 2 <= got <= longest, (
        told + f"The lags to compare are 2 to {longest}, and no others."
    )
    assert got == right_lag or got != 2 + np.argmax(raw), (
        told + "Usually the trend is still in the values: take the changes first."
    )
    assert got == right_lag, (
        told + "Compute the autocorrelation of all the changes at each lag, and take "
        "the lag where it is highest."
    )
print(f"Correct. Water: {find_period(water, 40)} hours.", end=" ")
print(f"Sunspots: {find_period(spots, 16)} years, but only on average.")


# %% tags=["wrong"] reason="the first one is 2"
def find_period(values, longest):
    changes = np.diff(values)
    return np.argmax([autocorrelation(changes, k) for k in range(2, longest + 1)])


# %% tags=["wrong"] reason="take the changes first"
def find_period(values, longest):
    return max(range(2, longest + 1), key=lambda lag: autocorrelation(values, lag))


# %% tags=["wrong"] reason="lags to compare are"
def find_period(values, longest):
    changes = np.diff(values)
    return max(range(1, longest + 1), key=lambda lag: autocorrelation(changes, lag))


# %% tags=["wrong"] reason="`longest` is included"
def find_period(values, longest):
    changes = np.diff(values)
    return max(range(2, longest), key=lambda lag: autocorrelation(changes, lag))


# %% tags=["wrong"] reason="a single number"
def find_period(values, longest):
    changes = np.diff(values)
    return max((autocorrelation(changes, k), k) for k in range(2, longest + 1))


# %% tags=["wrong"] reason="the lag where it is highest"
def find_period(values, longest):
    changes = np.diff(values)
    lags = range(2, longest + 1)
    return max(lags, key=lambda lag: abs(autocorrelation(changes, lag)))


# %% tags=["right"]
def find_period(values, longest):
    changes = values[1:] - values[:-1]
    return 2 + np.argmax([autocorrelation(changes, k) for k in range(2, longest + 1)])


# %% tags=["right"]
def find_period(values, longest):
    import pandas as pd

    changes = pd.Series(values).diff().dropna()
    return pd.Series({k: changes.autocorr(k) for k in range(2, longest + 1)}).idxmax()


# %% [markdown]
# ### A stronger baseline
# `last_season` has the season, `drift` has the trend.
# Write `season_and_growth(past, steps, period)`, which has both.
# It repeats the last period, and adds the growth of one period to the first repetition, twice that growth to the second, and so on.
# The growth of one period is the mean of the last period minus the mean of the first, divided by the number of periods from the first to the last.
# `past` holds whole periods, two or more; `steps` can be any number.


# %% tags=["exercise"] id="sequences/parts-of-a-series/season-and-growth" skills=["TS-3", "TS-4"]
def season_and_growth(past, steps, period):
    ### BEGIN SOLUTION
    rows = past.reshape(-1, period)
    growth = (rows[-1].mean() - rows[0].mean()) / (len(rows) - 1)
    repetition = np.arange(steps) // period + 1
    return np.resize(rows[-1], steps) + growth * repetition
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `past.reshape(-1, period)` has one row for each period.
# From the first row to the last there are `len(rows) - 1` periods.

# %% [markdown] tags=["hint"]
# `np.arange(steps) // period + 1` is 1 for the first repetition, 2 for the second.

# %% tags=["check"]
draw = np.random.default_rng(7)
plain = np.tile([0.0, 9, 3], 6) + np.repeat(2.0 * np.arange(6), 3)  # 2 more each period
tried_pasts = [(plain, 8, 3)]
tried_pasts += [(draw.normal(50, 9, 8), 5, 4), (draw.normal(50, 9, 35), 17, 7)]
tried_pasts += [(draw.normal(50, 9, 15), 2, 5)]
for tried_past, ahead_by, size in tried_pasts:
    each = tried_past.reshape(-1, size)
    ends_apart, how_many = each[-1].mean() - each[0].mean(), len(each)
    times = np.repeat(np.arange(1, 10), size)[:ahead_by]
    repeats = np.tile(each[-1], 9)[:ahead_by]
    expected = repeats + times * ends_apart / (how_many - 1)
    untouched = tried_past.copy()
    got = season_and_growth(tried_past, ahead_by, size)
    assert got is not None and got is not ..., (
        "Not attempted: season_and_growth returned None. Return the forecast."
    )
    assert np.array_equal(tried_past, untouched), (
        "Your function changed the past that it was given. A slice of an array is no "
        "copy, so write last = last + growth and not last += growth."
    )
    try:
        as_numbers = np.asarray(got, float)
    except (TypeError, ValueError):
        as_numbers = None
    assert as_numbers is not None, f"Got {got}, expected one number for each step."
    got = as_numbers
    assert got.shape == (ahead_by,), (
        f"Got shape {got.shape}, expected ({ahead_by},): one number for each step."
    )
    told = f"Got {got.round(1).tolist()}, expected {expected.round(1).tolist()} for "
    told += f"{how_many} periods of {size}: {tried_past.round(1).tolist()}. "
    assert ahead_by <= size or not np.allclose(
        got, repeats + expected[0] - each[-1, 0]
    ), told + "You add the growth only once: the second repetition needs it twice."
    assert not np.allclose(got, repeats + times * ends_apart / how_many), (
        told + f"From the first of {how_many} periods to the last there are "
        f"{how_many - 1}, so divide by {how_many - 1}."
    )
    assert np.allclose(got, expected, atol=1e-3), (
        told
        + "Repeat the last period, and add the growth: the mean of the last period "
        "minus that of the first, divided by the number of periods between them."
    )
stronger = walk_forward(water, lambda past, n: season_and_growth(past, n, DAY))
print(f"Correct. MAE {np.mean(stronger):.2f} m³/h, last_season", end=" ")
print(f"{np.mean(baseline):.2f}, network {np.mean(by_network):.2f}.")


# %% tags=["wrong"] reason="the second repetition needs it twice"
def season_and_growth(past, steps, period):
    rows = past.reshape(-1, period)
    growth = (rows[-1].mean() - rows[0].mean()) / (len(rows) - 1)
    return np.resize(rows[-1], steps) + growth


# %% tags=["wrong"] reason="divide by 5"
def season_and_growth(past, steps, period):
    rows = past.reshape(-1, period)
    growth = (rows[-1].mean() - rows[0].mean()) / len(rows)
    return np.resize(rows[-1], steps) + growth * (np.arange(steps) // period + 1)


# %% tags=["wrong"] reason="the mean of the last period"
def season_and_growth(past, steps, period):
    means = past.reshape(-1, period).mean(axis=1)
    growth = means[-1] - means[-2]
    return np.resize(past[-period:], steps) + growth * (np.arange(steps) // period + 1)


# %% tags=["wrong"] reason="the mean of the last period"
def season_and_growth(past, steps, period):
    growth = (past[-1] - past[period - 1]) / (len(past) // period - 1)
    return np.resize(past[-period:], steps) + growth * (np.arange(steps) // period + 1)


# %% tags=["wrong"] reason="changed the past"
def season_and_growth(past, steps, period):
    last, first = past[-period:], past[:period]
    growth = (last.mean() - first.mean()) / (len(past) // period - 1)
    forecast = []
    while len(forecast) < steps:
        last += growth
        forecast.extend(last)
    return np.array(forecast[:steps])


# %% tags=["right"]
def season_and_growth(past, steps, period):
    first, last = sum(past[:period]) / period, sum(past[-period:]) / period
    growth = (last - first) / (len(past) // period - 1)
    forecast = []
    for step in range(steps):
        repetition = step // period + 1
        forecast.append(past[-period + step % period] + growth * repetition)
    return forecast


# %% tags=["right"]
def season_and_growth(past, steps, period):
    growth = np.diff(past.reshape(-1, period).mean(axis=1)).mean()
    many = -(-steps // period)  # rounded up
    added = growth * np.arange(1, many + 1)[:, np.newaxis]
    return (past[-period:] + added).ravel()[:steps]


# %% tags=["claim"]
assert np.mean(stronger) < np.mean(baseline), "trend and season beat the season"
assert np.mean(by_network) < 0.97 * np.mean(stronger), (
    "the network beats this baseline too"
)

# %% [markdown]
# ## What to remember
# - A series is trend, season and noise: a mean over whole periods gives the trend, and a mean for each place in the period gives the season.
# - The autocorrelation of a series without trend peaks at its period; for a cycle without a fixed length the peaks get lower and lower.
# - The noise is the floor of the error, which no model gets below.
# - Start with naive forecasts: the last value for a random walk, the last season for a season, drift for a line, the mean for noise.
# - The MAE is in the unit of the series; use the RMSE if large misses are worse, and the MASE to compare with a naive forecast.
# - Split by time, and backtest over several cut points, because a random split only tests how well gaps are filled.
#
# Next: [Forecasting CO2](forecasting-co2.ipynb) cuts a real series into windows and lets a network forecast its changes.
# All skills of this topic are on the page [Time series and sequences](../../topics/sequences.md).
