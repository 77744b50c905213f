# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Prediction intervals, backtesting and anomalies
#     summary: "Give forecasts an interval with the quantile loss, test its coverage in walk-forward folds, and find anomalies."
#     skills: [TS-1, TS-4, TS-7]
#     requires: [sequences/recurrent-forecasts, sequences/several-variables]
# ---

# %% [markdown]
# After this lesson your forecast is more than one number: it comes with an interval, and you know how often the truth is inside.
# You train a network on the quantile loss, test it in walk-forward folds, and widen its intervals until they contain as many values as they should.
# You make the same forecast for twelve months directly and recursively, and see why only one of the two ways gives you intervals for free.
# Then you use the errors of a forecast to find false readings in a series.

# %% [markdown]
# ## A forecast without a width
# Here is the sea off Peru once more, the monthly temperatures from 1950 to 2010 of [Recurrent and convolutional forecasts](recurrent-forecasts.ipynb).
# Somebody who buys nets or rents boats asks how warm it will be in each of the next twelve months.
# "Half a degree warmer than usual in June" is one number, and it doesn't tell them what they need most, which is whether two degrees are possible too.
#
# We forecast the **deviation** from the temperature that is usual in a month, which is the mean of that month in the years before the cut point, so that the future isn't in it.
# The features are 12 deviations, and the labels are the next 12.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from statsmodels.datasets import elnino

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
celsius = elnino.load_pandas().data.drop(columns="YEAR").to_numpy().ravel()
PAST = AHEAD = 12


def windows(cut):
    """Deviations, features and labels; only months before `cut` say what is usual."""
    usual = celsius[:cut].reshape(-1, 12).mean(axis=0)
    deviation = (celsius - np.resize(usual, len(celsius))).astype("float32")
    pieces = np.lib.stride_tricks.sliding_window_view(deviation, PAST + AHEAD)
    return deviation, pieces[:, :PAST], pieces[:, PAST:]


CUT = 360  # January 1980
deviation, x, y = windows(CUT)
train = slice(0, CUT - PAST - AHEAD + 1)  # the last label is December 1979
print("features", x[train].shape, " labels", y[train].shape)
print(f"deviations before 1980: {deviation[:CUT].min():.1f}", end=" ")
print(f"to {deviation[:CUT].max():+.1f} degrees")

# %% tags=["claim"]
assert len(celsius) == (2010 - 1950 + 1) * 12 and CUT == (1980 - 1950) * 12, "months"
assert np.isclose(y[train][-1, -1], deviation[CUT - 1]), "the last label is before it"
assert abs(deviation[5:CUT:12].mean()) < 1e-4, "each June deviates from the mean June"

# %% [markdown] skills=["TS-4"]
# ## A loss for each quantile
# The MAE punishes an error of one degree the same whether the truth lies above the forecast or below.
# The best answer is then the **median**: half of the truths lie above it and half below.
# Punish the two sides differently, and the best answer moves.
#
# ![The loss for the 0.9 quantile against the truth: where the truth is below the forecast the line rises by 0.1 for each degree, where the truth is above it rises by 0.9 for each degree](../diagrams/pinball.svg)
#
# If it costs 0.9 to be a degree too low and 0.1 to be a degree too high, it pays to forecast high.
# The best forecast is the **quantile** of 0.9, which nine of ten truths don't exceed.
# This is the **quantile loss**, also called pinball loss.
# For a level $q$, a truth $y$ and a forecast $f$ it is
#
# $$ \max\bigl(q \, (y - f), \; (q - 1) \, (y - f)\bigr) $$
#
# At $q = 0.5$ it is half the absolute error.
# To check that, try every constant forecast on the training labels, and compare the one with the lowest loss, the cheapest, with NumPy's quantile.


# %%
def pinball(truth, forecast, level):
    over = truth - forecast  # how far the truth lies above the forecast
    return np.maximum(level * over, (level - 1) * over).mean()


labels = y[train].ravel()
candidates = np.arange(-2.5, 2.5, 0.05)
cheapest = {}
for level in (0.1, 0.5, 0.9):
    costs = [pinball(labels, constant, level) for constant in candidates]
    cheapest[level] = candidates[np.argmin(costs)]
    quantile = np.quantile(labels, level)
    print(f"level {level}: cheapest {cheapest[level]:+.2f}, quantile {quantile:+.2f}")

# %% tags=["claim"]
for level, constant in cheapest.items():
    assert abs(constant - np.quantile(labels, level)) < 0.06, f"{level}: {constant}"
assert np.isclose(pinball(labels, 0.3, 0.5), np.abs(labels - 0.3).mean() / 2), "half"
assert np.isclose(pinball(np.array([1.0]), 0, 0.9), 0.9), "a degree too low"
assert np.isclose(pinball(np.array([0.0]), 1, 0.9), 0.1), "a degree too high"

# %% [markdown]
# Step through five levels.
# Below are the training labels, and above them the mean loss of every constant forecast; the dashed line marks the cheapest one.
# On which side is the curve steep, and how much of the histogram lies to the left of the line?

# %% slider="Level" states=["0.1", "0.25", "0.5", "0.75", "0.9"] alt=["Level 0.1: the loss rises steeply to the right, and the line stands at the left end of the histogram", "Level 0.25: still steeper to the right, a quarter of the labels lie to the left of the line", "Level 0.5: the loss rises equally to both sides, the line halves the histogram", "Level 0.75: steeper to the left, three quarters of the labels lie to the left of the line", "Level 0.9: the loss rises steeply to the left, and the line stands at the right end of the histogram"]
for level in (0.1, 0.25, 0.5, 0.75, 0.9):
    costs = [pinball(labels, constant, level) for constant in candidates]
    best = candidates[np.argmin(costs)]
    figure, (top, bottom) = plt.subplots(2, 1, sharex=True, figsize=(6, 3.6))
    top.plot(candidates, costs)
    top.set_ylim(0, 2.5)
    top.set_ylabel("mean loss")
    top.set_title(f"cheapest {best:+.2f}, {np.mean(labels < best):.0%} lie below it")
    bottom.hist(labels, bins=50, range=(-2.5, 2.5))
    bottom.set_ylabel("labels")
    bottom.set_xlabel("constant forecast (degrees)")
    for panel in (top, bottom):
        panel.axvline(best, linestyle="--", color="C1")
    plt.show()

# %% tags=["claim"]
ends = {}
for level in (0.1, 0.25, 0.5, 0.75, 0.9):
    costs = [pinball(labels, constant, level) for constant in candidates]
    best = candidates[np.argmin(costs)]
    assert abs(np.mean(labels < best) - level) < 0.04, f"{level} lie below {best}"
    ends[level] = costs[0], costs[-1]
    assert max(costs) < 2.5, "the axis"
left, right = np.array(list(ends.values())).T
assert left[0] < right[0] / 4 and right[-1] < left[-1] / 4, "steep on the dear side"
assert left[1] < right[1] and right[3] < left[3], "and less so in between"
assert 0.8 < left[2] / right[2] < 1.25, "equal at the median"

# %% [markdown]
# The level is the share of the labels below the cheapest forecast, whatever the shape of the histogram is.
# That is why a network can learn a quantile: it only has to make this loss small.

# %% [markdown] skills=["TS-4", "TS-7"]
# ## Twelve months, three quantiles
# A network can learn all of them at once.
# It gives 12 x 3 numbers, three for each month ahead: the quantiles of 0.1, 0.5 and 0.9.
# The two outer ones are the ends of an **interval** that should contain eight truths of ten, and the middle one is the usual forecast of a single number.
# In `fit` a loss is a function of the truth and the answer of the network; `truth[..., None]` gives the truth a third axis, so that each number is compared with its three quantiles.
# `keras.ops.maximum` takes the larger of the two products, as `np.maximum` would, and TensorFlow can differentiate it.
#
# With a few hundred windows, a single `Dense` layer is enough.

# %%
LEVELS = np.array([0.1, 0.5, 0.9], "float32")


def quantile_loss(truth, forecast):
    over = truth[..., None] - forecast
    return keras.ops.mean(keras.ops.maximum(LEVELS * over, (LEVELS - 1) * over))


network = keras.Sequential(
    [
        keras.Input(shape=(PAST,)),
        keras.layers.Dense(AHEAD * 3),
        keras.layers.Reshape((AHEAD, 3)),
    ]
)
network.compile(optimizer=keras.optimizers.Adam(0.02), loss=quantile_loss)
network.fit(x[train], y[train], batch_size=32, epochs=15, verbose=0)


def coverage(truth, low, high):
    """The share of the truths that lie in the interval."""
    return np.mean((truth >= low) & (truth <= high))


answer = np.array(network(x))
inside = coverage(y[train], answer[train, :, 0], answer[train, :, 2])
print("windows, months ahead, quantiles:", answer.shape)
print(f"months of the training years inside the interval: {inside:.0%}")

# %% tags=["claim"]
assert answer.shape == (709, 12, 3), "twelve months, three quantiles"
assert 0.72 < inside < 0.86, f"about 80 percent in training: {inside:.2f}"
some = y[:50]
ours = float(quantile_loss(keras.ops.convert_to_tensor(some), answer[:50]))
parts = [pinball(some, answer[:50, :, k], LEVELS[k]) for k in range(3)]
assert np.isclose(ours, np.mean(parts), atol=1e-5), "the mean over the three quantiles"

# %% [markdown]
# The share of truths inside the interval is its **coverage**.
# In training it is close to the promised 80 percent, because that is what the loss asked for.
# What coverage do you expect in the years after?
# Here are three forecasts from those years, each made at the start of the band.

# %% given=["1980 to 1985", "late 1982"] alt="Deviation from 1980 to 1985 as dots, with three bands of twelve months and a line in the middle of each: the first and the third band hold most of the dots, the second one starts in late 1982 and the dots leave it upward, to more than four degrees"
plt.figure(figsize=(7, 3))
months = np.arange(CUT, CUT + 72)
plt.plot(1950 + months / 12, deviation[months], "o", markersize=3, label="measured")
for start in (366, 394, 418):
    low, middle, high = answer[start - PAST].T
    years = 1950 + np.arange(start, start + AHEAD) / 12
    plt.fill_between(years, low, high, alpha=0.3, color="C1")
    plt.plot(years, middle, color="C1")
plt.xlabel("year")
plt.ylabel("deviation (degrees)")
plt.legend()
plt.show()

# %% tags=["claim"]
held = [
    coverage(y[s - PAST], answer[s - PAST, :, 0], answer[s - PAST, :, 2])
    for s in (366, 394, 418)
]
assert held[0] > 0.6 and held[2] > 0.55 and held[1] < 0.4, f"the second fails: {held}"
assert deviation[394:406].max() > 4, "more than four degrees"
assert answer[394 - PAST, :, 2].max() < 3.9, "and above the band"

# %% [markdown] given=["1983"]
# The warm months of 1983 were beyond anything that this network had seen in 30 years.
# But three forecasts don't tell you whether the intervals are good or bad; for that you need many, made as they would have been made at the time.

# %% [markdown] skills=["TS-1", "TS-4"] given=["to 2005"]
# ## Backtesting in walk-forward folds
# In [A series and its parts](parts-of-a-series.ipynb) you judged naive forecasts by **backtesting**: you replay the past and let the forecast see only what was known then.
# With a network it is the same, except that it continues its training at each cut point, on all months before it.
#
# Here the cut points are five years apart, from 1980 to 2005.
# At each one the network continues its training on the longer series, for 3 epochs, as you would do it in practice.
# Then it makes a forecast in each of the next 60 months, so six folds give 360 forecasts of twelve months.
#
# The baseline is a forecast without a network: for each month ahead, the quantiles of all training labels, whatever the last months were.

# %%
CUTS = range(360, 720, 60)
seen, truth, made, weights = [], [], [], []
print("fold        coverage   loss: network   fixed quantiles")
table = {}
for cut in CUTS:
    _, x, y = windows(cut)
    known, test = slice(0, cut - PAST - AHEAD + 1), slice(cut - PAST, cut - PAST + 60)
    if cut > CUTS[0]:
        network.fit(x[known], y[known], batch_size=32, epochs=3, verbose=0)
    weights.append(network.get_weights())
    seen.append(x[test])
    truth.append(y[test])
    made.append(np.array(network(x[test])))
    fixed = np.quantile(y[known], LEVELS, axis=0).T  # (12, 3), the same for each window
    row = [coverage(y[test], made[-1][..., 0], made[-1][..., 2])]
    row += [float(quantile_loss(y[test], some)) for some in (made[-1], fixed)]
    years = f"{1950 + cut // 12}-{1954 + cut // 12}"
    table[years] = row
    print(f"{years}  {row[0]:9.0%} {row[1]:14.2f} {row[2]:16.2f}")

seen, truth, made = map(np.array, (seen, truth, made))  # folds, windows, ...
overall = coverage(truth, made[..., 0], made[..., 2])
print(f"all folds  {overall:9.0%}")

# %% tags=["claim"] numbers=["coverage over all folds = overall"]
covered, by_network, by_fixed = np.array(list(table.values())).T
assert truth.shape == (6, 60, 12) and truth[..., 0].size == 360, "360 forecasts"
assert np.allclose(truth[1:, 0, 0], [windows(c)[0][c] for c in CUTS[1:]]), "first label"
assert 0.70 < overall < 0.8, f"below the promise: {overall:.2f}"
assert covered[0] < 0.66 and covered[3] < 0.73, f"the two worst: {covered.round(2)}"
assert covered.min() < 0.65 and covered.max() > 0.8, f"from fold to fold: {covered}"
assert max(covered[0], covered[3]) < min(covered[[1, 2, 4, 5]]), "these are the worst"
assert (by_network[:4] < 0.97 * by_fixed[:4]).all(), f"wins: {by_network}, {by_fixed}"
assert (by_network[4:] > 0.99 * by_fixed[4:]).all(), f"no gain: {by_network}"
assert by_network.mean() < 0.93 * by_fixed.mean(), "better on the whole"

# %% [markdown] given=["1982/83", "1997/98"]
# Read the table row by row, and imagine that you had only this one row.
# The promised coverage was 0.8, and the folds give anything from 0.65 or less to more than 0.8.
# The two worst are those with a great El Niño, 1982/83 and 1997/98.
# Over all folds the coverage is below the promise, because the quantiles were fitted to the training years, and later years had weather that these did not have.
#
# The loss varies as much: in the first four folds the network beats the fixed quantiles, and in the last two it doesn't.
# With a single test period, such as the last ten years, you would have called it useless; with the ten years before, a success.
# So report all folds and not only their mean, because the differences between them show how far you can trust the mean.

# %% [markdown] skills=["TS-4", "TS-1"]
# ## Conformal prediction: intervals with the right coverage
# By now you know how far the truth was outside the intervals of earlier folds, so use that to correct the next ones.
# Measure for each truth how far it is **outside** its interval, as the distance to the nearer end; inside, the distance is negative.
# If you then move both ends outward by the 0.8 quantile of these distances, eight of ten past truths are inside.
# (This is the idea of **conformal prediction**.)
#
# The amount for a fold comes from the folds before it.
# There are too few of these before the first two folds, so we look at the last four.

# %%
outside = np.maximum(made[..., 0] - truth, truth - made[..., 2])
before, after = [], []
for k in range(2, 6):
    amount = np.quantile(outside[:k], 0.8)
    low, high = made[k, ..., 0] - amount, made[k, ..., 2] + amount
    before.append(np.mean(outside[k] <= 0))
    after.append(coverage(truth[k], low, high))
    print(f"{list(table)[k]}  widened by {amount:.2f} degrees at each end", end="")
    print(f"  coverage {before[-1]:.0%}, now {after[-1]:.0%}")
print(f"mean {np.mean(before):.0%}, now {np.mean(after):.0%}")

# %% tags=["claim"]
past = np.mean(outside[:2] <= np.quantile(outside[:2], 0.8))
assert abs(past - 0.8) < 0.01, f"eight of ten past truths: {past:.3f}"
assert np.mean(before) < 0.8 < np.mean(after) < 0.9, f"{before}, {after}"
assert after[1] < 0.8, f"the fold of 1997 stays below: {after}"
assert np.isclose(np.mean(outside <= 0), overall, atol=0.001), "0 is the end"
assert after[2] > 0.85, f"and the calm one has more: {after}"

# %% [markdown] given=["1995 to 1999"]
# On average the coverage is now a little higher than promised, and before it was lower.
# In a single fold it still depends on what happens: 1995 to 1999 stays below 0.8, and the calm years after it are above 0.85.
# The method only gives you the promised coverage if the future behaves like the past that you measured, so state which years that was.
#
# High coverage alone is easy, because from -10 to 10 degrees everything is inside.
# So never report a coverage without the width, or report the quantile loss, which punishes both misses and width.

# %% [markdown] skills=["TS-7", "TS-4"]
# ## Direct or recursive
# The network forecasts **directly**: each of the twelve months has outputs of its own.
# A **recursive** forecast needs only the next month, puts it at the end of the window, and asks again, as in [Forecasts with several variables](several-variables.ipynb).
# Our network can do that too if we only use the first of its twelve months, so the comparison is fair: the weights and the folds are the same.


# %%
def walk(windows, choose):
    """Twelve months ahead, one after the other; `choose` makes a value of quantiles."""
    path = []
    for _ in range(AHEAD):
        quantiles = np.array(network(windows))[:, 0]  # of the next month
        path.append(choose(quantiles))
        windows = np.concatenate([windows[:, 1:], path[-1][:, None]], axis=1)
    return np.stack(path, axis=1)


walked, walked_ends = [], []
for k in range(6):
    network.set_weights(weights[k])
    walked.append(walk(seen[k], lambda quantiles: quantiles[:, 1]))
    ends = [walk(seen[k], lambda quantiles, e=e: quantiles[:, e]) for e in (0, 2)]
    walked_ends.append(np.stack(ends, axis=-1))

error_direct = np.abs(truth - made[..., 1]).mean(axis=(0, 1))
error_walked = np.abs(truth - np.array(walked)).mean(axis=(0, 1))
print("MAE in degrees, months ahead:   1     3     6    12")
for name, error in {"direct": error_direct, "recursive": error_walked}.items():
    print(f"{name:27}" + "".join(f"{error[h - 1]:6.2f}" for h in (1, 3, 6, 12)))

# %% tags=["claim"]
assert np.allclose(np.array(walked)[..., 0], made[..., 0, 1], atol=1e-4), "month 1"
ratio = error_walked.mean() / error_direct.mean()
assert 0.8 < ratio < 1.35, f"close to each other: {ratio:.2f}"
assert error_direct[11] > 1.8 * error_direct[0], "far ahead is harder"

# %% [markdown]
# The errors are close to each other, and which is smaller changes with the random start, so for a forecast of a single number you may choose the simpler way.
# For intervals the two ways differ.
# It is tempting to put the 0.9 quantile into the window at each step for the upper end, and the 0.1 quantile for the lower one.
# What will you get twelve months ahead?
#
# A better way is to simulate many paths.
# In each step of a path, add to the median an error that the network really made in training, drawn at random.
# After 100 such paths, called walks in the code, take the quantiles of the values that they have reached.

# %%
drawn_ends = []
for k, cut in enumerate(CUTS):
    network.set_weights(weights[k])
    _, x, y = windows(cut)
    known = slice(0, cut - PAST - AHEAD + 1)
    errors = y[known, 0] - np.array(network(x[known]))[:, 0, 1]
    many = np.repeat(seen[k], 100, axis=0)  # 100 walks from each window
    steps = walk(many, lambda q, errors=errors: q[:, 1] + rng.choice(errors, len(q)))
    steps = steps.reshape(60, 100, AHEAD)
    drawn_ends.append(np.moveaxis(np.quantile(steps, [0.1, 0.9], axis=1), 0, -1))

ways = {
    "direct": made[..., [0, 2]],
    "walked quantiles": np.array(walked_ends),
    "100 walks": np.array(drawn_ends),
}
wide, held = {}, {}
print(f"{'after 12 months':18} width (degrees)   coverage")
for name, interval in ways.items():
    low, high = interval[..., -1, 0], interval[..., -1, 1]
    wide[name], held[name] = np.mean(high - low), coverage(truth[..., -1], low, high)
    print(f"{name:18} {wide[name]:15.1f} {held[name]:10.0%}")

# %% tags=["claim"]
assert wide["walked quantiles"] > 2 * wide["direct"], f"far too wide: {wide}"
assert held["walked quantiles"] > 0.9, f"and holds nearly all: {held}"
assert abs(held["100 walks"] - held["direct"]) < 0.12, f"like direct: {held}"
assert 0.7 < wide["100 walks"] / wide["direct"] < 1.5, f"about as wide: {wide}"

# %% [markdown]
# Feeding the 0.9 quantile back assumes twelve months in a row that are each among the warmest tenth.
# That is far rarer than one month in ten, so the interval is more than twice as wide as it should be.
# Simulated paths don't have this problem, because a warm month may be followed by a cool one, but they cost a hundred forecasts instead of one.
# A direct forecast needs none of this, because the network learns the quantiles of each month separately.

# %% [markdown] skills=["TS-1"]
# ## Anomalies from residuals
# The difference between a value and its forecast is the **residual**.
# A value is an **anomaly** if its residual is larger than the usual error of the forecast, and you don't need labels to find one.
#
# To measure how well this works, we put 12 false readings into the months from 1980 on, each two degrees too high or too low.
# The forecast is that of the network of the first fold, one month ahead, and the threshold, `limit` in the output, is the size that one residual in 200 exceeded in training.
# A simpler method looks at the value alone, with a threshold made in the same way.
# Which months will it report?

# %%
network.set_weights(weights[0])
deviation, x, y = windows(CUT)
places = np.sort(rng.choice(np.arange(CUT, 720, 6), 12, replace=False))
series = deviation.copy()
series[places] += rng.choice([-2, 2], 12)

views = np.lib.stride_tricks.sliding_window_view(series[:-1], PAST)
forecast = np.array(network(views))[:, 0, 1]
residual = np.concatenate([np.zeros(PAST), series[PAST:] - forecast])
found = {}
for name, values in {"value": series, "residual": residual}.items():
    limit = np.quantile(np.abs(values[:CUT]), 0.995)
    reported = np.flatnonzero(np.abs(values) > limit)
    found[name] = reported[reported >= CUT]
    hits = np.isin(found[name], places).sum()
    print(f"{name:9} limit {limit:.1f}: {hits:2} of 12 found, ", end="")
    print(f"{len(found[name]) - hits} other months reported")
echo = np.isin(found["residual"] - 1, places).sum()
print(f"of these, {echo} come right after a false reading")

# %% tags=["claim"]
right = {name: np.isin(months, places).sum() for name, months in found.items()}
false = {name: len(months) - right[name] for name, months in found.items()}
assert right["residual"] >= 9 and right["value"] <= 6, f"found: {right}"
warm = np.isin(found["value"], [*range(390, 410), *range(566, 585)])
assert warm.mean() > 0.6, (
    f"the simpler method reports the warm years: {warm.mean():.2f}"
)
assert echo >= 4 and echo >= 0.3 * false["residual"], f"echoes: {echo} of {false}"
kernel, bias = network.layers[0].get_weights()
clean, trusted, remedied = series.copy(), True, []
for month in range(PAST, 720):
    expected = clean[month - PAST : month] @ kernel[:, 1] + bias[1]
    trusted = not trusted or abs(clean[month] - expected) <= limit
    if not trusted:
        remedied.append(month)
        clean[month] = expected
others = np.sum(~np.isin([m for m in remedied if m >= CUT], places))
assert others < 0.7 * false["residual"], f"fewer other months: {others} of {false}"

# %% [markdown] given=["1983 and 1997"]
# The simpler method reports the warm months of 1983 and 1997, which are real, and misses most of the false readings.
# The residual compares each month with what the months before it suggest, and finds at least nine of the twelve.
#
# But it also reports many months that come right after a false reading, because the false value is then in the window, so the forecast is wrong and the true value looks strange.
# The remedy is an exercise below: once you have reported a value, put the forecast in its place before you go on.
# Do so for one month only.
# If the next month looks just as strange, the sea itself has changed, and with forecasts in the window the network would contradict every month to come.

# %% [markdown]
# ## What can go wrong
# - **Labels that reach across the cut point.**
#   The last window that you may train on ends with its last label before the cut, and not with its features.
#   Otherwise the network has seen the first eleven months of the test.
# - **Coverage measured in training.**
#   The loss pushes it to 80 percent there, which tells you nothing about later years.
# - **Quantiles that cross.**
#   Nothing stops the network from giving a lower end above the upper one; it happens where the features are unlike any in training.
#   `np.sort(answer, axis=-1)` puts them in order, and it never makes the quantile loss larger.
# - **A threshold based on the standard deviation.**
#   A few huge errors raise the standard deviation so much that none of them exceeds the threshold.
#   A quantile of clean years, as above, or the median of the absolute residuals is safer.

# %% tags=["claim"]
assert np.all(truth[0, 0] == windows(CUT)[0][CUT : CUT + AHEAD]), "test labels"
leaky = CUT - PAST  # features end before the cut, labels don't
assert windows(CUT)[2][leaky - 1][:-1].size == AHEAD - 1 == 11, "eleven months of it"
crossed = np.mean(np.diff(made, axis=-1) < 0)
ordered = float(quantile_loss(truth.reshape(-1, 12), np.sort(made.reshape(-1, 12, 3))))
plainly = float(quantile_loss(truth.reshape(-1, 12), made.reshape(-1, 12, 3)))
assert 0 < crossed < 0.1 and ordered <= plainly + 1e-6, f"crossed: {crossed:.3f}"
spoiled = np.append(rng.normal(size=200), [40.0, -40, 40])
assert 3 * spoiled.std() > 12 and np.median(np.abs(spoiled)) < 1, "they hide behind it"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### How much wider, month by month
# One amount for all twelve months is too much for the first and too little for the last.
# Write `amounts(truth, low, high, wanted)` for three arrays of shape (forecasts, months ahead).
# It returns one amount for each month ahead: the smallest by which both ends must move outward so that at least the share `wanted` of that month's truths is inside.
# Where the intervals are too wide, the amount is negative.


# %% tags=["exercise"] id="sequences/prediction-intervals/amounts" skills=["TS-4"]
def amounts(truth, low, high, wanted):
    ### BEGIN SOLUTION
    distance = np.maximum(low - truth, truth - high)
    return np.quantile(distance, wanted, axis=0, method="inverted_cdf")
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# For each truth, compute how far it is outside of its interval: `low - truth` or `truth - high`, whichever is larger.

# %% [markdown] tags=["hint"]
# If both ends move outward by this distance, the truth is just inside.
# Take the quantile `wanted` of the distances along the axis of the forecasts.
# By default `np.quantile` interpolates between two distances, and the share inside can then stay below `wanted`; with `method="inverted_cdf"` it returns the distance that reaches it.

# %% tags=["check"]
draw = np.random.default_rng(7)
for count, share in ((41, 0.8), (58, 0.9)):
    case = draw.normal(size=(count, 5)) * [0.2, 0.5, 1, 2, 4] + [0, 1, 0, -1, 2]
    limits = np.array([-1, -0.2, -1.5, -1, 0.5]), np.array([0.5, 1.5, 0.1, 2, 1])
    limits = [end + 0.1 * draw.normal(size=(count, 1)) for end in limits]
    got = amounts(case.copy(), limits[0].copy(), limits[1].copy(), share)
    assert got is not None, "Not attempted: amounts returned None. Return an array."
    try:
        got = np.asarray(got, dtype=float)
    except (TypeError, ValueError):
        got = np.full((), np.nan)
    assert got.shape == (5,), (
        f"Got shape {got.shape} for {count} forecasts of 5 months, expected (5,): "
        "one amount for each month ahead. Check the axis."
    )
    off = np.maximum(limits[0] - case, case - limits[1])
    wanted_amounts = np.quantile(off, share, axis=0, method="inverted_cdf")
    told = f"Got {got.round(2)}, expected {wanted_amounts.round(2)}. "
    assert not np.allclose(got, np.clip(wanted_amounts, 0, None)), (
        told + "An amount may be negative: it narrows intervals that are too wide."
    )
    upper = np.quantile(case - limits[1], share, axis=0, method="inverted_cdf")
    assert not np.allclose(got, upper), (
        told + "A truth may also be below the lower end."
    )
    reached = np.mean(off <= got + 1e-9, axis=0)
    held_now = (
        f"With yours, the shares inside are {reached.round(2)}, wanted: {share}. "
    )
    assert (reached >= share).all(), (
        told + held_now + "Some months need a larger amount. If you interpolate, as "
        "np.quantile does by default, take the next larger distance instead."
    )
    assert np.allclose(got, wanted_amounts, atol=1e-6), (
        told
        + held_now
        + "Smaller amounts are enough: take a quantile of the distances "
        "to the nearer end."
    )
print("Correct: each month is widened or narrowed by exactly what it needs.")


# %% tags=["wrong"] reason="check the axis"
def amounts(truth, low, high, wanted):
    return np.quantile(np.maximum(low - truth, truth - high), wanted)


# %% tags=["wrong"] reason="may be negative"
def amounts(truth, low, high, wanted):
    distance = np.maximum(np.maximum(low - truth, truth - high), 0)
    return np.quantile(distance, wanted, axis=0)


# %% tags=["wrong"] reason="be below the lower end"
def amounts(truth, low, high, wanted):
    return np.quantile(truth - high, wanted, axis=0)


# %% tags=["wrong"] reason="smaller amounts are enough"
def amounts(truth, low, high, wanted):
    middle = (low + high) / 2
    return np.quantile(np.abs(truth - middle), wanted, axis=0)


# %% tags=["wrong"] reason="if you interpolate"
def amounts(truth, low, high, wanted):
    return np.quantile(np.maximum(low - truth, truth - high), wanted, axis=0)


# %% tags=["wrong"] reason="some months need a larger amount"
def amounts(truth, low, high, wanted):
    distance = np.maximum(low - truth, truth - high)
    return np.full(truth.shape[1], np.quantile(distance, wanted))


# %% tags=["right"]
def amounts(truth, low, high, wanted):
    needed = int(np.ceil(wanted * len(truth)))
    found = []
    for month in range(truth.shape[1]):
        pairs = zip(truth[:, month], low[:, month], high[:, month], strict=True)
        distances = sorted(max(a - t, t - b) for t, a, b in pairs)
        found.append(distances[needed - 1])
    return found


# %% tags=["right"]
def amounts(truth, low, high, wanted):
    inward = np.minimum(truth - low, high - truth)  # inside, this is positive
    outside = int((1 - wanted) * len(truth) + 1e-9)  # that many may stay outside
    return -np.sort(inward, axis=0)[outside]


# %% [markdown]
# ### A fold without a leak
# Write `fold(cut, length, past, ahead, months)`, which returns two sequences of window numbers: those to train on, and those to test on.
# Window `i` of a series has its features at the places `i` to `i + past - 1` and its labels at the `ahead` places after them; the series has `length` places.
# Train on each window whose labels are all before `cut`.
# Test on the windows whose **first** label is at one of the `months` places from `cut` on, provided that all their labels are in the series.


# %% tags=["exercise"] id="sequences/prediction-intervals/fold" skills=["TS-1"]
def fold(cut, length, past, ahead, months):
    ### BEGIN SOLUTION
    train = range(cut - past - ahead + 1)
    last = length - past - ahead  # the last window that fits
    return train, range(cut - past, min(cut - past + months, last + 1))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The first label of window `i` is at place `i + past`, and the last one at `i + past + ahead - 1`.

# %% [markdown] tags=["hint"]
# Write the three conditions down as comparisons of `i`, and go through all windows, or solve each for `i`.

# %% tags=["check"]
for case in ((20, 60, 5, 3, 10), (50, 60, 4, 6, 12), (30, 90, 12, 12, 24)):
    place, length, past, ahead, some = case
    got = fold(place, length, past, ahead, some)
    assert got is not None, "Not attempted: fold returned None. Return two sequences."
    assert isinstance(got, tuple | list) and len(got) == 2, (
        f"Got {type(got).__name__} {got}, expected two sequences: training, test."
    )
    every = range(length - past - ahead + 1)
    wanted_train = [i for i in every if i + past + ahead - 1 < place]
    wanted_test = [i for i in every if place <= i + past < place + some]
    named = dict(zip(("training", "test"), got, strict=True))
    lists = {}
    for part, numbers in named.items():
        if isinstance(numbers, slice):
            numbers = range(length)[numbers]
        assert np.ndim(numbers) == 1, (
            f"Got {numbers} for {part}, expected a sequence of window numbers."
        )
        lists[part] = [int(number) for number in np.sort(numbers)]
    told = f"For cut {place}, length {length}, past {past}, ahead {ahead}: "
    for part, wanted in (("training", wanted_train), ("test", wanted_test)):
        have = lists[part]
        assert have, told + f"got no windows for {part}, expected {len(wanted)}."
        told_part = told + (
            f"got the windows {have[0]} to {have[-1]} for {part}, expected "
            f"{wanted[0]} to {wanted[-1]}. "
        )
        labels_end = have[-1] + past + ahead - 1
        assert part == "test" or labels_end < place, told_part + (
            f"The last label of window {have[-1]} is at place {labels_end}, "
            "which isn't before the cut: that is a leak."
        )
        assert part == "training" or labels_end < length, told_part + (
            "The labels of the last window go beyond the end of the series."
        )
        assert part == "training" or have[0] + past == place, told_part + (
            f"The first label of window {have[0]} is at place {have[0] + past}, "
            "expected the cut: its features may be before the cut."
        )
        assert have == wanted, told_part + (
            "Check the first window, the last one, and that none is left out between."
        )
print("Correct: no test label is used in training, and no window is wasted.")


# %% tags=["wrong"] reason="that is a leak"
def fold(cut, length, past, ahead, months):
    last = length - past - ahead
    return range(cut - past), range(cut - past, min(cut - past + months, last + 1))


# %% tags=["wrong"] reason="may be before the cut"
def fold(cut, length, past, ahead, months):
    last = length - past - ahead
    return range(cut - past - ahead + 1), range(cut, min(cut + months, last + 1))


# %% tags=["wrong"] reason="beyond the end"
def fold(cut, length, past, ahead, months):
    first = cut - past
    return range(cut - past - ahead + 1), range(first, first + months)


# %% tags=["wrong"] reason="check the first window"
def fold(cut, length, past, ahead, months):
    last = length - past - ahead
    test = range(cut - past, min(cut - past + months, last + 1))
    return range(cut - past - ahead), test


# %% tags=["right"]
def fold(cut, length, past, ahead, months):
    i = np.arange(length - past - ahead + 1)
    first, last = i + past, i + past + ahead - 1
    return i[last < cut], i[(first >= cut) & (first < cut + months)]


# %% tags=["right"]
def fold(cut, length, past, ahead, months):
    train, test = [], []
    for i in range(length):
        labels = list(range(i + past, i + past + ahead))
        if labels[-1] < cut:
            train.append(i)
        if labels[0] in range(cut, cut + months) and labels[-1] < length:
            test.append(i)
    return [train, test]


# %% [markdown]
# ### Report each false reading once
# Write `report(values, step, limit)`, which goes through a series as if it came in live, and returns the places that it reports.
# `step(window)` forecasts the value after a window of the last 12 values, given as an array.
# The first 12 values are known to be good.
# Report a value whose distance from its forecast, in either direction, is larger than `limit`; in the windows that follow, replace it by the forecast.
# The value right after a reported one is never reported or replaced, because two strange values in a row are a real change and not a false reading.
# Don't change `values` itself.


# %% tags=["exercise"] id="sequences/prediction-intervals/report" skills=["TS-1", "TS-7"]
def report(values, step, limit):
    ### BEGIN SOLUTION
    clean, places = np.array(values), []
    for place in range(12, len(clean)):
        forecast = step(clean[place - 12 : place])
        if place - 1 not in places and abs(clean[place] - forecast) > limit:
            places.append(place)
            clean[place] = forecast
    return places
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Work on a copy of `values`, and overwrite a reported value in the copy, so that the next windows hold the forecast.

# %% [markdown] tags=["hint"]
# The window before place `t` is `copy[t - 12 : t]`.
# Compare with `abs`, because a reading can be too low as well, and ask whether `t - 1` was reported.

# %% tags=["check"]
pushes = np.random.default_rng(7).uniform(-0.4, 0.4, 80)
calm = [1.0, 0.3]
for push in pushes[2:]:
    calm.append(-0.95 * calm[-2] + push)
spikes = {12: 2.0, 20: 3.0, 40: -3.0, 41: -2.5, 42: -3.0, 55: 0.1, 70: 1.5}
noted = np.array(calm)
for place, size in spikes.items():
    noted[place] += size


def next_of(window):
    window = np.asarray(window, dtype=float)
    if window.shape != (12,):
        raise ValueError(f"a window of shape {window.shape}, not (12,)")
    return -0.95 * window[-2]


def places_of(numbers, replace=True, absolute=True, pause=True):
    kept, found_there = numbers.copy(), []
    for place in range(12, len(kept)):
        ahead_of = -0.95 * kept[place - 2]
        gap = kept[place] - ahead_of
        strange = (abs(gap) if absolute else gap) > 0.8
        if strange and not (pause and place - 1 in found_there):
            found_there.append(place)
            if replace:
                kept[place] = ahead_of
    return found_there


for numbers in (noted, -noted):
    given_values = numbers.copy()
    try:
        got = report(given_values, next_of, 0.8)
        problem = ""
    except Exception as error:
        got, problem = [], f"{type(error).__name__}: {error}"
    assert not problem, (
        f"The call fails with {problem[:90]}, expected the places. Give step an array "
        "of the 12 values before the place."
    )
    assert got is not None, "Not attempted: report returned None. Return the places."
    got_list = [int(place) for place in np.ravel(got)]
    wanted = places_of(numbers)
    told = f"Got the places {got_list}, expected {wanted}. "
    assert np.array_equal(given_values, numbers), (
        "Your function changed the series that it was given: work on a copy."
    )
    unchanged = [places_of(numbers, replace=False, pause=p) for p in (True, False)]
    assert got_list == wanted or got_list not in unchanged, told + (
        "You also report values that come after a false reading: replace the reading "
        "by its forecast before you go on."
    )
    assert got_list != places_of(numbers, absolute=False), told + (
        "A reading may be too high or too low."
    )
    assert got_list != places_of(numbers, pause=False), told + (
        "A value right after a reported one is never reported or replaced."
    )
    assert got_list == wanted, told + (
        "Compare each value with its own forecast, and replace only reported values, "
        "by that forecast."
    )
at_limit = np.zeros(16)
at_limit[14] = 1.5
got = report(at_limit, lambda window: 0.0, 1.5)
assert np.size(got) == 0, (
    f"Got the places {list(np.ravel(got))} where a value is exactly as far from its "
    "forecast as the limit, expected none: report only what is farther."
)
by_hand = [weight[..., 1] for weight in network.layers[0].get_weights()]
checked = report(series, lambda window: window @ by_hand[0] + by_hand[1], limit)
hit_now = np.isin(checked, places).sum()
print(
    f"Correct. In the sea data it finds {hit_now} of the 12 false readings, and "
    f"reports {len(checked) - hit_now} other months."
)


# %% tags=["wrong"] reason="never reported or replaced"
def report(values, step, limit):
    clean, places = np.array(values), []
    for place in range(12, len(clean)):
        forecast = step(clean[place - 12 : place])
        if abs(clean[place] - forecast) > limit:
            places.append(place)
            clean[place] = forecast
    return places


# %% tags=["wrong"] reason="by its forecast before you go on"
def report(values, step, limit):
    places = []
    for place in range(12, len(values)):
        if abs(values[place] - step(values[place - 12 : place])) > limit:
            places.append(place)
    return places


# %% tags=["wrong"] reason="too high or too low"
def report(values, step, limit):
    clean, places = np.array(values), []
    for place in range(12, len(clean)):
        forecast = step(clean[place - 12 : place])
        if place - 1 not in places and clean[place] - forecast > limit:
            places.append(place)
            clean[place] = forecast
    return places


# %% tags=["wrong"] reason="work on a copy"
def report(values, step, limit):
    places = []
    for place in range(12, len(values)):
        forecast = step(values[place - 12 : place])
        if place - 1 not in places and abs(values[place] - forecast) > limit:
            places.append(place)
            values[place] = forecast
    return places


# %% tags=["wrong"] reason="compare each value with its own forecast"
def report(values, step, limit):
    clean, places = np.array(values), []
    for place in range(12, len(clean)):
        forecast = step(clean[place - 12 : place])
        if place - 1 not in places and abs(clean[place] - forecast) > limit:
            places.append(place)
            clean[place] = clean[place - 1]
    return places


# %% tags=["right"]
def report(values, step, limit):
    window, places, trusted = list(values[:12]), [], True
    for place, value in enumerate(values[12:], start=12):
        forecast = float(step(np.array(window)))
        strange = not forecast - limit <= value <= forecast + limit
        trusted = not (trusted and strange)
        if not trusted:
            places.append(place)
        window = [*window[1:], value if trusted else forecast]
    return np.array(places)


# %% tags=["right"]
def report(values, step, limit):
    clean, strange = values.copy(), np.zeros(len(values), bool)
    for place in range(12, len(values)):
        forecast = step(clean[place - 12 : place])
        large = np.abs(values[place] - forecast) > limit
        strange[place] = large and not strange[place - 1]
        clean[place] = np.where(strange[place], forecast, values[place])
    return np.flatnonzero(strange)


# %% [markdown]
# ## What to remember
# - The quantile loss makes a network forecast any quantile; two of them are the ends of an interval.
# - Measure coverage on years that the network hasn't seen, and report it with the width.
# - Backtesting means to train at each cut point on what was known and to test on what came next; report every fold.
# - Widen intervals by how far the truth was outside in earlier folds; the coverage is right as long as the future is like these.
# - Direct forecasts have an interval for each month; recursive ones need many simulated paths.
# - An anomaly is a value with a large residual, and a reported value must not stay in the window.
#
# This is the last lesson.
# Next: prove what you can, in the [practice exam](../../exam/index.md).
# The skills of this part are listed on the page [Time series and sequences](../../topics/sequences.md).
