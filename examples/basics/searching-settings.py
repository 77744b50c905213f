# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Hyperparameter search: random search and an honest score"
#     summary: "Search for hyperparameters on a budget and against a baseline, and report a score that isn't too good to be true."
#     skills: [NN-2, NN-9]
#     requires: [basics/overfitting, basics/two-or-many]
# ---

# %% [markdown]
# Learning rate, number of units, dropout: you choose them, and training doesn't change them.
# Such settings are called **hyperparameters**.
# After this lesson you can search for good ones with a budget that you set beforehand, and you know which ranges to draw them from.
# You also know why the best score of a search is too good to be true, and how to report one that holds.

# %% [markdown] skills=["NN-2"]
# ## A baseline first
# Before you search, you need a number to beat: the score of something simple that needs no search, a **baseline**.
# Without it you can't tell a good result from an easy task.
#
# The data are the 1797 handwritten digits of scikit-learn, here as a plain table: 64 columns, one for each pixel.
# Only 300 rows are for training and 100 for validation, as if labels were expensive.
# All others are the test set.
# In real work you would hardly hold back that much; here it lets you measure how honest a score is.
#
# The baseline is logistic regression from scikit-learn: a single softmax layer, trained until its loss falls no further.
# Next to it is a network with settings that you might write down without thinking, 0.01 being the default rate of `SGD`.

# %%
import itertools

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
digits = load_digits()
order = rng.permutation(len(digits.target))
x = (digits.data[order] / 16).astype("float32")
y = digits.target[order]
train, valid, test = slice(0, 300), slice(300, 400), slice(400, None)
batches = tf.data.Dataset.from_tensor_slices((x[train], y[train]))
batches = batches.shuffle(300).batch(30)


def build(rate, units, dropout):
    model = keras.Sequential(
        [
            keras.Input(shape=(64,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dropout(dropout),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.SGD(rate), loss="sparse_categorical_crossentropy")
    return model


def fit(model, epochs):
    # The data set shuffles itself.
    model.fit(batches, epochs=epochs, shuffle=False, verbose=0)


# %%
def right(model, rows):
    """For each row whether the model names the right digit."""
    return np.argmax(model(x[rows]), axis=1) == y[rows]


logistic = LogisticRegression(max_iter=1000).fit(x[train], y[train])
baseline = logistic.predict(x[valid]) == y[valid]
network = build(rate=0.01, units=32, dropout=0.0)
fit(network, epochs=6)
print(f"logistic regression: {np.mean(baseline):.2f} of the validation set")
print(f"network, 6 epochs:   {np.mean(right(network, valid)):.2f}")

# %% tags=["claim"]
assert x.shape == (1797, 64), "the table"
assert len(y[train]) == 300 and len(y[valid]) == 100, "the parts"
assert np.mean(baseline) > 0.85, f"a good baseline: {np.mean(baseline)}"
assert np.mean(right(network, valid)) < np.mean(baseline) - 0.1, "the network is worse"
assert np.isclose(float(keras.optimizers.SGD().learning_rate), 0.01), "the default"

# %% [markdown]
# The network is far below the baseline.
# That says nothing about networks yet, only about these three settings, which nobody has chosen with care.

# %% [markdown] skills=["NN-2"]
# ## Ranges: uniform or log-uniform
# A search draws each setting from a range.
# Make it wide enough that the ends are clearly bad, and think about its scale.
#
# Suppose that you draw learning rates between 0.001 and 10 uniformly, each as likely as any other.
# What share of 1000 draws will lie below 0.1?

# %%
uniform = rng.uniform(0.001, 10, 1000)
log_uniform = 10 ** rng.uniform(-3, 1, 1000)
edges = [0.001, 0.01, 0.1, 1, 10]
print("learning rate     uniform   log-uniform")
for low, high in zip(edges[:-1], edges[1:], strict=True):
    inside = [np.mean((d >= low) & (d < high)) for d in (uniform, log_uniform)]
    print(f"{low:5} to {high:4} {inside[0]:11.1%} {inside[1]:12.1%}")

# %% tags=["claim"]
assert 0.85 < np.mean(uniform > 1) < 0.95, "nine in ten above 1"
assert np.mean(uniform < 0.1) < 0.03, "hardly any below 0.1"
for low in (-3, -2, -1, 0):
    share = np.mean((log_uniform >= 10.0**low) & (log_uniform < 10.0 ** (low + 1)))
    assert 0.2 < share < 0.3, "a quarter for each power of ten"

# %% [markdown]
# Nine in ten uniform draws are above 1, and hardly any below 0.1, so most of the budget would go to one end of the range.
# For a learning rate it is the factor that counts: going from 0.01 to 0.1 changes as much as going from 1 to 10.
# So draw the exponent uniformly and take 10 to that power.
# This is **log-uniform**, and each power of ten gets the same share.
#
# | Setting | Range here | Scale | Why |
# |---|---|---|---|
# | learning rate | 0.001 to 10 | log | factors count |
# | units | 8 to 256 | log | so do doublings |
# | dropout | 0 to 0.6 | uniform | a share, and 0 must be possible |
# | L2, if you use it | 0.000001 to 0.1 | log | factors count |


# %%
def draw(rng):
    return {
        "rate": 10 ** rng.uniform(-3, 1),
        "units": round(2 ** rng.uniform(3, 8)),
        "dropout": rng.uniform(0, 0.6),
    }


print(draw(rng))

# %% tags=["claim"]
drawn = [draw(rng) for _ in range(300)]
assert all(8 <= one["units"] <= 256 for one in drawn), "2**3 to 2**8"
assert all(0.001 <= one["rate"] <= 10 for one in drawn), "0.001 to 10"
assert all(0 <= one["dropout"] <= 0.6 for one in drawn), "0 to 0.6"
assert keras.regularizers.L2(0.000001) and keras.regularizers.L2(0.1), "the L2 range"

# %% [markdown] skills=["NN-2"]
# ## Grid search and random search
# **Grid search** names a few values for each setting and tries all combinations.
# **Random search** draws new values from the ranges for each trial.
# Both may try nine times, but they don't learn the same from it:
#
# ![Two squares with nine trials each, the learning rate across and the dropout upwards, and above each square the same curve of the score with a narrow peak: the grid's nine dots share 3 learning rates, and none of the 3 is under the peak; the nine random dots have 9 learning rates, and one of them is under the peak](../diagrams/grid-and-random.svg)
#
# If one setting matters much more than the others, as the learning rate often does, a grid wastes most of its trials: it repeats the same few rates with another dropout.
#
# Put numbers to it.
# Let the good learning rates form a window that is half a power of ten wide and lies anywhere in the four powers of ten.
# How often does at least one trial land in it, with a grid of 3 values for each of two or three settings, and with as many random trials?


# %%
def found(exponents, start):
    """Whether one of the rates is in the window that begins at `start`."""
    return np.any((exponents >= start) & (exponents < start + 0.5))


windows = rng.uniform(-3, 0.5, 2000)
three_rates = np.array([-2.5, -1, 0.5])
shares = {}
for settings, trials in ((2, 9), (3, 27)):
    grid = np.mean([found(three_rates, start) for start in windows])
    at_random = [found(rng.uniform(-3, 1, trials), start) for start in windows]
    shares[trials] = grid, np.mean(at_random)
    print(f"{settings} settings, {trials:2} trials: grid {grid:.0%}, ", end="")
    print(f"random {shares[trials][1]:.0%}")
print(f"a draw from the best 5% among 60 trials: {1 - 0.95**60:.0%}")

# %% tags=["claim"]
assert 0.37 < shares[9][0] < 0.48 and shares[9][0] == shares[27][0], f"grid: {shares}"
assert 0.64 < shares[9][1] < 0.77, f"random, 9 trials: {shares}"
assert shares[27][1] > 0.94, f"random, 27 trials: {shares}"
assert 3**2 == 9 and 3**3 == 27, "combinations"
assert 0.95 < 1 - 0.95**60 < 0.96, "19 in 20 with 60 trials"

# %% [markdown]
# The grid finds the window in fewer than half of the cases, and a third setting makes it three times as expensive without making it any better.
# Random search profits from every trial.
#
# The last line is a rule for the budget.
# Call the best 5 percent of all settings in your ranges good enough.
# Then 60 random trials contain at least one of them with a probability of 95 percent, however many settings there are.
# A grid has its place when one run takes a second and you want a picture of one or two settings.

# %% [markdown] skills=["NN-2"]
# ## Run the search
# Settle three things before the first trial: the budget, the score, and which rows give it.
# Here it is 16 trials of 6 epochs, and accuracy on the 100 validation rows.
# Keep everything that you try, also what fails: you will need it for the report.

# %%
trials = []
for _ in range(16):
    settings = draw(rng)
    model = build(**settings)
    fit(model, epochs=6)
    score = np.mean(right(model, valid))
    trials.append({**settings, "model": model, "score": score})
trials.sort(key=lambda trial: trial["score"], reverse=True)

print("  rate     units  dropout  validation accuracy")
for trial in trials:
    print(f"{trial['rate']:.5f} {trial['units']:7} {trial['dropout']:8.2f}", end="")
    print(f" {trial['score']:12.2f}")

# %% alt="Three panels with one dot for each trial, accuracy upwards. Against the learning rate on a logarithmic axis the dots form a hill: low at both ends and high in the middle. Against units and against dropout they are scattered over much of the panel"
names = {"rate": "learning rate", "units": "units", "dropout": "dropout"}
plt.figure(figsize=(7, 2.8))
for place, (name, label) in enumerate(names.items(), start=1):
    plt.subplot(1, 3, place)
    values = [trial[name] for trial in trials]
    plt.plot(values, [trial["score"] for trial in trials], "o")
    plt.axhline(np.mean(baseline), linestyle=":")
    if name != "dropout":
        plt.xscale("log")
    plt.xlabel(label)
    plt.ylim(0, 1)
plt.subplot(1, 3, 1)
plt.ylabel("validation accuracy")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert trials[0]["score"] > 0.65, f"a good one is found: {trials[0]}"
assert 0.03 < trials[0]["rate"] < 3, f"not at an end: {trials[0]}"
ends = [t["score"] for t in trials if not 0.01 < t["rate"] < 3]
assert max(ends, default=0) < 0.5, f"low at both ends: {ends}"
middle = [t["score"] for t in trials if 0.1 < t["rate"] < 1]
assert not middle or np.mean(middle) > 0.55, f"high in the middle: {middle}"
assert len(trials) == 16, "the budget"

# %% [markdown]
# The dotted line is the baseline.
# The learning rate decides: too small, and 6 epochs don't get anywhere; too large, and the network never settles.
# Units and dropout matter less: their dots are scattered widely, since each of them has another learning rate too.
# A second search would take a narrower range for the rate.
# If the best trials were at an end of the range, you would move the range.

# %% [markdown] skills=["NN-2"]
# ## Spend the budget where it pays: successive halving
# After 6 epochs it is clear which trials are hopeless, and the good ones are not done yet.
# So let only the best go on.
# Repeated several times, with half of the trials going in each round, that is **successive halving**; Hyperband is a search that is built on it.
#
# Here one round is enough: the best 4 train for another 18 epochs.
# `fit` goes on from the weights that the model has.

# %%
finalists = trials[:4]
for trial in finalists:
    fit(trial["model"], epochs=18)
    trial["later"] = np.mean(right(trial["model"], valid))
    print(f"after 6 epochs {trial['score']:.2f}, after 24 {trial['later']:.2f}")
winner = max(finalists, key=lambda trial: trial["later"])
everything, spent = 16 * 24, 16 * 6 + 4 * 18
print(f"{spent} epochs instead of {everything}")
chosen = {name: winner[name] for name in names}
print("chosen:", {name: round(value, 4) for name, value in chosen.items()})

# %% tags=["claim"]
assert spent < everything / 2, "less than half of the epochs"
*_, second, first = sorted(trial["later"] for trial in finalists)
assert first - second < 0.1, f"a few rows of 100: {first} and {second}"

# %% [markdown]
# That took less than half of the epochs that training all 16 to the end would take.
# The price: a setting that starts slowly and ends well, such as a small learning rate, is thrown out.
#
# Is the winner really better than the second?
# Their accuracies differ by a few rows of 100, and that is the next question.

# %% [markdown] skills=["NN-9"]
# ## What the validation set pays: the best of many is too good
# Imagine models that are all equally good: each is right with a probability of 0.9 on every row.
# You measure each on a validation set and keep the best.
# What score will the best of 100 show, on 100 rows?

# %% alt="Accuracy of the best model against the number of models, on a logarithmic axis. All lines start at 0.90. With 50 rows the line climbs to nearly 1, with 100 rows to about 0.97, with 1000 rows only a little above 0.92; a dotted line at 0.90 is the truth"
counts = [1, 3, 10, 30, 100]
best_of = {}
plt.figure(figsize=(6, 3))
for rows in (50, 100, 1000):
    scores = rng.binomial(rows, 0.9, (2000, 100)) / rows  # 2000 searches, 100 models
    best_of[rows] = [scores[:, :count].max(axis=1).mean() for count in counts]
    plt.plot(counts, best_of[rows], "o-", label=f"{rows} rows")
    print(f"{rows:4} rows, best of 100 models: {best_of[rows][-1]:.3f}")
plt.axhline(0.9, linestyle=":")
plt.xscale("log")
plt.xticks(counts, counts)
plt.xlabel("models among which you choose")
plt.ylabel("accuracy of the best")
plt.legend()
plt.show()

# %% tags=["claim"]
assert 0.985 < best_of[50][-1] < 1, f"nearly 1: {best_of}"
assert 0.96 < best_of[100][-1] < 0.98, f"about 0.97: {best_of}"
assert 0.92 < best_of[1000][-1] < 0.93, f"a little: {best_of}"
assert all(abs(best[0] - 0.9) < 0.005 for best in best_of.values()), "one model: true"

# %% [markdown]
# It shows about 0.97, though every one of them is a 0.9 model.
# The maximum picks the model with the luckiest 100 rows.
# A fresh test set would give 0.9 again.
# With more models it gets worse, with more rows better, and 1000 rows are nearly honest.
# This is overfitting too: what memorizes the validation set is your choice.
#
# Real models share many mistakes and aren't equally good, so the effect is smaller.
# Measure it on the 16 models from above.
# Their answers on the test set are known, so repeat the choice a thousand times: let 50 random rows be the validation set, choose the best model on them, and look at its accuracy on all other rows.

# %%
answers = np.array([right(trial["model"], test) for trial in trials])
chosen_gaps, fixed_gaps = [], []
for _ in range(1000):
    mixed = rng.permutation(answers.shape[1])
    small = answers[:, mixed[:50]].mean(axis=1)
    large = answers[:, mixed[50:]].mean(axis=1)
    best = np.argmax(small)
    chosen_gaps.append(small[best] - large[best])
    fixed_gaps.append(small[0] - large[0])  # always the same model
print(f"too good by, on average: chosen {np.mean(chosen_gaps):+.3f}, ", end="")
print(f"the same model each time {np.mean(fixed_gaps):+.3f}")
above = np.mean(np.array(chosen_gaps) > 0)
print(f"searches in which the chosen score was too good: {above:.0%}")

# %% tags=["claim"]
assert 0.002 < np.mean(chosen_gaps) < 0.06, f"too good: {np.mean(chosen_gaps)}"
assert abs(np.mean(fixed_gaps)) < 0.006, f"fair: {np.mean(fixed_gaps)}"
assert np.mean(chosen_gaps) > np.mean(fixed_gaps) + 0.002, "more than without a choice"
assert above > 0.5, "in more than half of the searches"
assert round(np.sqrt(0.9 * 0.1 / 100), 2) == 0.03, "the standard error"

# %% [markdown]
# A model that you name beforehand is judged fairly on average, sometimes too well and sometimes too badly.
# The chosen one is too good on average, by a percent or more.
# In a single search you can't see which way it went.
#
# So keep three habits:
#
# - The set that chooses can't also judge.
#   Measure on the **test set once**, when everything is chosen, and report that number.
# - Take more rows for validation when you try more settings.
#   With few rows, use cross-validation: several splits, and the mean of their scores.
# - Treat small differences as none.
#   The **standard error** of an accuracy $p$ on $n$ rows is $\sqrt{p (1 - p) / n}$, 0.03 for 0.9 on 100 rows.
#   Among models within one standard error of the best, take the simplest.

# %% [markdown] skills=["NN-9"]
# ## A report that holds
# Now the test set, once, for the winner and for the baseline.
# Will the winner beat the baseline?


# %%
def standard_error(p, rows):
    return np.sqrt(p * (1 - p) / rows)


winner_right = right(winner["model"], test)
baseline_right = logistic.predict(x[test]) == y[test]
for name, hits in {"network": winner_right, "baseline": baseline_right}.items():
    error = standard_error(hits.mean(), len(hits))
    print(f"{name:8} {hits.mean():.3f} on {len(hits)} test rows, +- {2 * error:.3f}")

only_winner = np.sum(winner_right & ~baseline_right)
only_baseline = np.sum(baseline_right & ~winner_right)
noise = np.sqrt(only_winner + only_baseline)
print(f"right alone: network {only_winner}, baseline {only_baseline}, ", end="")
print(f"a difference up to about {2 * noise:.0f} is noise")

# %% tags=["claim"] numbers=["test accuracy of the winner = winner_right.mean()", "of the baseline = baseline_right.mean()"]
network_right = right(network, test).mean()
assert winner_right.mean() > network_right + 0.2, "useful out of useless"
assert winner_right.mean() < baseline_right.mean() + 0.03, "little or nothing"
assert baseline_right.mean() > 0.9, "the baseline is good"
tosses = rng.binomial(1397, 0.93, 4000) / 1397
covered = abs(tosses - 0.93) < 2 * standard_error(tosses, 1397)
assert 0.93 < covered.mean() < 0.98 and 19 / 20 == 0.95, f"{covered.mean()}"
coins = rng.binomial(100, 0.5, 4000)
rarely = np.mean(abs(coins - (100 - coins)) > 2 * np.sqrt(100))
assert rarely < 0.07, f"rarely: {rarely}"
assert spent == 168, "the epochs that it cost"

# %% [markdown]
# A band of two standard errors to each side holds the true accuracy in about 19 of 20 cases.
# For two models on the same rows there is a sharper comparison: count the rows on which one of them alone is right.
# If both were equally good, these rows would fall to either like tossed coins, and the difference of the two counts would rarely exceed twice the root of their sum.
#
# The search has made a useful network out of a useless one.
# But after 168 epochs of training it doesn't clearly beat logistic regression, which needed no search at all.
# For 300 rows of such a table you would ship the baseline.
# A fair report says that, and also:
#
# - how many settings were tried, from which ranges, and on which rows they were chosen;
# - the test score, measured once, with the number of rows or an error band;
# - the baseline, with as much care as the winner, on the same rows;
# - another seed or two for the winner, if the difference is small.

# %% [markdown] skills=["NN-2"]
# ## KerasTuner
# [KerasTuner](https://keras.io/keras_tuner/) is a package of the Keras team that keeps the log, draws the settings and saves the models for you.
# You write a function that builds the model and asks an object, `hp`, for each setting:
#
# ```python
# import keras_tuner
#
#
# def build_tuned(hp):
#     return build(
#         rate=hp.Float("rate", 0.001, 10.0, sampling="log"),
#         units=hp.Int("units", 8, 256, sampling="log"),
#         dropout=hp.Float("dropout", 0.0, 0.6),
#     )
#
#
# tuner = keras_tuner.RandomSearch(
#     build_tuned, objective="val_loss", max_trials=16, seed=7, directory="tuned"
# )
# held_out = (x[valid], y[valid])
# tuner.search(batches, epochs=6, validation_data=held_out, verbose=0)
# print(tuner.get_best_hyperparameters(1)[0].values)
# best = tuner.get_best_models(1)[0]
# ```
#
# `keras_tuner.Hyperband` is successive halving with several rounds, and `keras_tuner.BayesianOptimization` lets the trials so far decide where to look next.
#
# This is the only code of the lesson that isn't executed here, because the course doesn't install KerasTuner.
# We ran it with KerasTuner 1.4.8, Keras 3.15 and TensorFlow 2.21, and this is what we found:
#
# - It stops in the first trial with `No module named 'tensorboard'`.
#   KerasTuner imports the package `tensorboard`, a viewer for training logs, without installing it, and TensorFlow 2.21 no longer brings it along.
#   `pip install keras-tuner tensorboard` is the remedy; with both, all three searches run.
# - The folder `tuned` keeps all trials.
#   If you start the same program again, it goes on from there and trains nothing; say `overwrite=True` when you have changed the ranges.
# - `get_best_models` gives the weights of the best epoch, in a model whose optimizer starts from scratch.
#   Compile again before you train on.
# - It counts the `val_loss` of each trial's best epoch, which is one more choice on the validation set.
#
# For a search of a few dozen trials on one machine, the loop above does the same in a few lines.
# KerasTuner is worth it when you want Hyperband, or several machines that share one search.

# %% [markdown]
# ## What can go wrong
# - **The test set chooses.** Looking at the test score after each trial turns it into a second validation set.
# - **Comparing a searched network with a baseline that nobody searched.** Logistic regression has a setting too, `C`.
#   Give both the same number of trials.
# - **A range whose end is the best.** Then the good values may be outside; move the range and search again.
# - **Scaling or filling gaps with all rows before the split.** Then every trial has seen the validation rows, and the search can't notice it.
# - **A trial that ends in NaN.** In Python, `nan > 0.9` and `nan < 0.9` are both false, so `max` can return NaN or step over the best.
#   Take such trials out first.
# - **One seed for all trials.** It makes runs repeatable, but a setting can still win by lucky initial weights.
#   Train the finalists again with other seeds.

# %%
scores = [float("nan"), 0.8, 0.9]
print("max:", max(scores), " np.argmax:", np.argmax(scores))
print("np.nanargmax:", np.nanargmax(scores), "-> score", scores[np.nanargmax(scores)])

# %% tags=["claim"]
assert np.isnan(max([float("nan"), 0.8, 0.9])), "max keeps the NaN"
assert np.argmax([float("nan"), 0.8, 0.9]) == 0, "so does argmax"
assert max([0.8, float("nan"), 0.7]) == 0.8, "and sometimes it goes well"
assert not float("nan") > 0.9 and not float("nan") < 0.9, "both are false"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Draw the settings
# Write `draw_settings(rng)`, which draws one trial with the generator `rng` and returns a dictionary:
#
# - `"rate"`: log-uniform from 0.00001 to 0.1;
# - `"units"`: a whole number, log-uniform from 16 to 512;
# - `"batch"`: 16, 32, 64 or 128, each as likely as the others;
# - `"dropout"`: uniform from 0.1 to 0.5.


# %% tags=["exercise"] id="basics/searching-settings/draw-settings" skills=["NN-2"]
def draw_settings(rng):
    ### BEGIN SOLUTION
    return {
        "rate": 10 ** rng.uniform(-5, -1),
        "units": round(2 ** rng.uniform(4, 9)),
        "batch": int(rng.choice([16, 32, 64, 128])),
        "dropout": rng.uniform(0.1, 0.5),
    }
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `draw` above draws two of the four in the same way; the ends of the ranges differ.

# %% [markdown] tags=["hint"]
# 0.00001 is 10 to the power of -5, and 512 is 2 to the power of 9.
# `rng.choice` takes one entry of a list.

# %% tags=["check"]
one_generator = np.random.default_rng(7)
many = [draw_settings(one_generator) for _ in range(600)]
assert many[0] is not None, "Not attempted: draw_settings returned None. Return a dict."
wanted_keys = {"rate", "units", "batch", "dropout"}
assert isinstance(many[0], dict) and set(many[0]) == wanted_keys, (
    f"Got {many[0]!r:.90}, expected a dictionary with the keys {sorted(wanted_keys)}."
)
numbers_only = all(
    isinstance(value, int | float | np.number) for one in many for value in one.values()
)
assert numbers_only, f"Got {many[0]}, expected a plain number for each setting."
for name in ("units", "batch"):
    kinds = {type(one[name]).__name__ for one in many}
    whole = all(isinstance(one[name], int | np.integer) for one in many)
    assert whole, (
        f"Got {name} of type {sorted(kinds)}, expected whole numbers. "
        "Round it, and convert it to an int."
    )
of = {name: np.array([float(one[name]) for one in many]) for name in wanted_keys}
ranges = {"rate": (1e-5, 0.1), "units": (16, 512), "dropout": (0.1, 0.5)}
for name, (low, high) in ranges.items():
    within = (of[name] >= low - 1e-9) & (of[name] <= high + 1e-9)
    assert within.all(), (
        f"Got a {name} of {of[name][~within][0]:.6g}, expected {low} to {high}. Check "
        "the ends of its range."
    )
    on_scale = of[name] if name == "dropout" else np.log(of[name])
    low, high = (low, high) if name == "dropout" else np.log([low, high])
    quarters = np.histogram(on_scale, bins=4, range=(low, high))[0] / len(many)
    scale = "uniform" if name == "dropout" else "log-uniform"
    assert np.all((quarters > 0.18) & (quarters < 0.32)), (
        f"Got shares of {np.round(quarters, 2)} for {name} in the four quarters of its "
        f"{scale} range, expected about 0.25 in each. For a log-uniform setting, draw "
        "the exponent uniformly, over the whole range."
    )
for name, least in {"rate": 500, "dropout": 500, "units": 50}.items():
    different = len(set(of[name]))
    assert different > least, (
        f"Got {different} different values of {name} in 600 draws, expected more than "
        f"{least}. Draw from the whole range, not from a list."
    )
batch_values, batch_counts = np.unique(of["batch"], return_counts=True)
assert batch_values.tolist() == [16, 32, 64, 128], (
    f"Got batch sizes {batch_values.astype(int).tolist()}, expected 16, 32, 64 and 128."
)
assert np.all((batch_counts > 110) & (batch_counts < 190)), (
    f"Got the four batch sizes {batch_counts} times, expected about 150 times each. "
    "Make each of them equally likely."
)
for first, second in itertools.combinations(sorted(wanted_keys), 2):
    likeness = abs(np.corrcoef(np.log(of[first]), np.log(of[second]))[0, 1])
    assert likeness < 0.3, (
        f"Got {first} and {second} that rise and fall together (correlation "
        f"{likeness:.2f}), expected independent draws. Draw a new number for each."
    )
again = [draw_settings(np.random.default_rng(5)) for _ in range(2)]
assert again[0] == again[1], (
    "Got different settings from generators with the same seed, expected the same. "
    "Draw with rng, not with np.random."
)
print("Correct: every power of ten gets its share of the budget.")


# %% tags=["wrong"] reason="draw the exponent uniformly"
def draw_settings(rng):
    return {
        "rate": rng.uniform(0.00001, 0.1),
        "units": round(2 ** rng.uniform(4, 9)),
        "batch": int(rng.choice([16, 32, 64, 128])),
        "dropout": rng.uniform(0.1, 0.5),
    }


# %% tags=["wrong"] reason="not from a list"
def draw_settings(rng):
    return {
        "rate": rng.choice([0.00003, 0.0003, 0.003, 0.03]),
        "units": round(2 ** rng.uniform(4, 9)),
        "batch": int(rng.choice([16, 32, 64, 128])),
        "dropout": rng.uniform(0.1, 0.5),
    }


# %% tags=["wrong"] reason="for units in the four quarters"
def draw_settings(rng):
    return {
        "rate": 10 ** rng.uniform(-5, -1),
        "units": int(rng.integers(16, 513)),
        "batch": int(rng.choice([16, 32, 64, 128])),
        "dropout": rng.uniform(0.1, 0.5),
    }


# %% tags=["wrong"] reason="rise and fall together"
def draw_settings(rng):
    share = rng.random()
    return {
        "rate": 10 ** (-5 + 4 * share),
        "units": round(2 ** (4 + 5 * share)),
        "batch": [16, 32, 64, 128][int(4 * share)],
        "dropout": 0.1 + 0.4 * share,
    }


# %% tags=["wrong"] reason="not with np.random"
def draw_settings(rng):
    return {
        "rate": 10 ** np.random.uniform(-5, -1),
        "units": round(2 ** np.random.uniform(4, 9)),
        "batch": int(np.random.choice([16, 32, 64, 128])),
        "dropout": np.random.uniform(0.1, 0.5),
    }


# %% tags=["wrong"] reason="expected whole numbers"
def draw_settings(rng):
    return {
        "rate": 10 ** rng.uniform(-5, -1),
        "units": 2 ** rng.uniform(4, 9),
        "batch": rng.choice([16, 32, 64, 128]),
        "dropout": rng.uniform(0.1, 0.5),
    }


# %% tags=["right"]
def draw_settings(rng):
    rate = np.exp(rng.uniform(np.log(0.00001), np.log(0.1)))
    units = np.exp(rng.uniform(np.log(16), np.log(512)))
    return dict(
        dropout=0.1 + 0.4 * rng.random(),
        batch=2 ** int(rng.integers(4, 8)),
        units=int(units),
        rate=float(rate),
    )


# %% tags=["right"]
def draw_settings(rng):
    settings = {"rate": 0.1 * 10 ** (-4 * rng.random())}
    settings["units"] = np.round(np.geomspace(16, 512, 1001)).astype(int)[
        rng.integers(0, 1001)
    ]
    settings["batch"] = rng.choice(np.array([16, 32, 64, 128]))
    settings["dropout"] = rng.uniform(0.1, 0.5)
    return settings


# %% [markdown]
# ### A search with a budget
# Write `search(draw, score, budget)`.
# `draw()` gives the settings of a new trial, and `score(settings)` trains with them and gives one number; higher is better.
# Make exactly `budget` trials, and return the best settings and their score, as a pair.
# A trial that blew up has the score NaN and never wins; at least one trial has a number, which may be negative.
# Training is expensive, so call `score` once for each trial and no more.


# %% tags=["exercise"] id="basics/searching-settings/search" skills=["NN-2"]
def search(draw, score, budget):
    ### BEGIN SOLUTION
    best, best_score = None, -np.inf
    for _ in range(budget):
        settings = draw()
        found_score = score(settings)
        if found_score > best_score:
            best, best_score = settings, found_score
    return best, best_score
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Go through the trials and keep the best settings so far and their score.

# %% [markdown] tags=["hint"]
# Start with a score of `-np.inf`: every number is above it, and NaN is above nothing.

# %% tags=["check"]
nan_score = float("nan")
plans = {
    "scores that rise and fall": [0.3, 0.9, 0.5, 0.7],
    "the best at the end": [0.1, 0.2, 0.8],
    "the best at the start": [0.8, 0.2, 0.1],
    "NaN first": [nan_score, 0.4, 0.6, 0.5],
    "NaN between": [0.4, nan_score, 0.6, nan_score, 0.5],
    "NaN after the best": [0.6, nan_score, 0.5],
    "negative scores": [-3.0, -1.0, nan_score, -2.0],
    "a single trial": [0.2],
}
for title, listed in plans.items():
    drawn_settings, scored = [], []

    def draw_next():
        drawn_settings.append({"trial": len(drawn_settings)})
        return drawn_settings[-1]

    def score_listed(settings):
        assert isinstance(settings, dict) and "trial" in settings, (
            f"Got score({settings!r}), expected the settings that draw() gave."
        )
        scored.append(settings["trial"])
        return listed[settings["trial"] % len(listed)]

    told = f"With {title} ({listed}): "
    got = search(draw_next, score_listed, len(listed))
    assert got is not None, "Not attempted: search returned None. Return a pair."
    assert isinstance(got, tuple | list) and len(got) == 2, told + (
        f"got {type(got).__name__}, expected a pair of settings and score."
    )
    assert len(scored) == len(listed), told + (
        f"got {len(scored)} calls of score, expected {len(listed)}. Call it once for "
        "each trial, and keep the result."
    )
    assert len(drawn_settings) == len(listed), told + (
        f"got {len(drawn_settings)} calls of draw, expected {len(listed)}, one for "
        "each trial."
    )
    assert scored == list(range(len(listed))), told + (
        f"got the trials {scored}, expected {list(range(len(listed)))}. "
        "Draw new settings for each trial, and score each once."
    )
    best_place = int(np.nanargmax(listed))
    assert isinstance(got[0], dict) and got[0].get("trial") == best_place, told + (
        f"got {got[0]} with the score {got[1]}, expected trial {best_place} with "
        f"{listed[best_place]}. Higher is better, and NaN never wins."
    )
    assert isinstance(got[1], (int, float, np.number)) and np.isclose(
        got[1], listed[best_place]
    ), told + (
        f"got the score {got[1]}, expected {listed[best_place]}. Return the best score."
    )
print("Correct: the budget is kept, and a trial that blew up can't win.")


# %% tags=["wrong"] reason="nan never wins"
def search(draw, score, budget):
    trials = [draw() for _ in range(budget)]
    scores = [score(settings) for settings in trials]
    return trials[int(np.argmax(scores))], max(scores)


# %% tags=["wrong"] reason="nan never wins"
def search(draw, score, budget):
    best = draw()
    best_score = score(best)
    for _ in range(budget - 1):
        settings = draw()
        now = score(settings)
        if now > best_score:
            best, best_score = settings, now
    return best, best_score


# %% tags=["wrong"] reason="expected trial 1 with -1.0"
def search(draw, score, budget):
    best, best_score = None, 0
    for _ in range(budget):
        settings = draw()
        now = score(settings)
        if now > best_score:
            best, best_score = settings, now
    return best, best_score


# %% tags=["wrong"] reason="keep the result"
def search(draw, score, budget):
    trials = [draw() for _ in range(budget)]
    good = [settings for settings in trials if not np.isnan(score(settings))]
    best = max(good, key=score)
    return best, score(best)


# %% tags=["wrong"] reason="higher is better"
def search(draw, score, budget):
    trials = [draw() for _ in range(budget)]
    scores = [score(settings) for settings in trials]
    place = int(np.nanargmin(scores))
    return trials[place], scores[place]


# %% tags=["right"]
def search(draw, score, budget):
    trials = [draw() for _ in range(budget)]
    scores = np.array([score(settings) for settings in trials])
    place = int(np.nanargmax(scores))
    return trials[place], scores[place]


# %% tags=["right"]
def search(draw, score, budget):
    done = []
    while len(done) < budget:
        settings = draw()
        done.append([settings, score(settings)])
    numbers = [pair for pair in done if pair[1] == pair[1]]
    return sorted(numbers, key=lambda pair: pair[1])[-1]


# %% [markdown]
# ### The simplest that is good enough
# Write `choose(accuracies, weights, rows)`.
# Each model has an accuracy, measured on the same number of `rows` for all, and a number of `weights`.
# Take the best accuracy and its standard error on that many rows.
# Among the models whose accuracy is at most one standard error below the best, return the position, counted from 0, of the one with the fewest weights.


# %% tags=["exercise"] id="basics/searching-settings/choose" skills=["NN-9"]
def choose(accuracies, weights, rows):
    ### BEGIN SOLUTION
    accuracies, weights = np.array(accuracies), np.array(weights)
    best = accuracies.max()
    close = accuracies >= best - np.sqrt(best * (1 - best) / rows)
    return int(np.argmin(np.where(close, weights, np.inf)))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `standard_error` above takes an accuracy and a number of rows.

# %% [markdown] tags=["hint"]
# `np.where(close, weights, np.inf)` hides the models that are too far below, and `np.argmin` gives the position of the smallest number.

# %% tags=["check"]
tables = {
    "0.03 is the standard error": ([0.90, 0.88, 0.86], [900, 500, 100], 100, 1),
    "many rows, a small error": ([0.90, 0.88, 0.86], [900, 500, 100], 10_000, 0),
    "few rows, a large error": ([0.90, 0.88, 0.86], [900, 500, 100], 25, 2),
    "the best is the simplest": ([0.70, 0.80, 0.79], [300, 200, 400], 400, 1),
    "another order": ([0.55, 0.79, 0.80, 0.785], [5, 30, 90, 40], 400, 1),
    "a perfect model has no error": ([0.99, 1.0, 0.98], [10, 90, 20], 50, 1),
    "a best model with a small error": ([0.99, 0.975], [50, 10], 100, 0),
    "bad models": ([0.20, 0.24, 0.19], [10, 90, 5], 100, 0),
}
for title, (accuracies, counted, rows_given, place) in tables.items():
    got = choose(list(accuracies), list(counted), rows_given)
    assert got is not None, "Not attempted: choose returned None. Return a position."
    told = f"Case: {title}. choose({accuracies}, {counted}, {rows_given}): "
    assert np.ndim(got) == 0 and isinstance(got, (int, float, np.number)), told + (
        f"got {got!r}, expected one position."
    )
    top = max(accuracies)
    one_error = np.sqrt(top * (1 - top) / rows_given)
    assert got == place, told + (
        f"got {got}, expected {place}. The best is {top}, its standard error "
        f"{one_error:.4f}: keep the models at or above {top - one_error:.4f}, and "
        "return the place of the one with the fewest weights."
    )
print("Correct: you take more weights only where they clearly help.")


# %% tags=["wrong"] reason="the one with the fewest weights"
def choose(accuracies, weights, rows):
    return int(np.argmax(accuracies))


# %% tags=["wrong"] reason="keep the models at or above"
def choose(accuracies, weights, rows):
    best = max(accuracies)
    close = np.array(accuracies) >= best - best * (1 - best) / rows
    return int(np.argmin(np.where(close, weights, np.inf)))


# %% tags=["wrong"] reason="keep the models at or above"
def choose(accuracies, weights, rows):
    close = np.array(accuracies) >= max(accuracies) - np.std(accuracies)
    return int(np.argmin(np.where(close, weights, np.inf)))


# %% tags=["wrong"] reason="expected 1"
def choose(accuracies, weights, rows):
    best = max(accuracies)
    error = standard_error(best, rows)
    good = [w for a, w in zip(accuracies, weights, strict=True) if a >= best - error]
    return int(np.argmin(good))


# %% tags=["right"]
def choose(accuracies, weights, rows):
    best = max(accuracies)
    limit = best - standard_error(best, rows)
    good = [place for place, one in enumerate(accuracies) if one >= limit]
    return min(good, key=lambda place: weights[place])


# %% tags=["right"]
def choose(accuracies, weights, rows):
    top = max(accuracies)
    answer = None
    for place, (accuracy, count) in enumerate(zip(accuracies, weights, strict=True)):
        near = rows * (top - accuracy) ** 2 <= top * (1 - top)
        if near and (answer is None or count < weights[answer]):
            answer = place
    return np.int64(answer)


# %% [markdown]
# ## What to remember
# - First a baseline, then a budget, then the search; without the first two you can't judge the third.
# - Draw learning rates, sizes and L2 log-uniformly: the exponent is uniform.
# - Random search tries a new value of every setting in each trial, a grid repeats a few.
#   With 60 trials, one of the best 5 percent is among them with a probability of 95 percent.
# - Stop the hopeless trials early, and spend the epochs on the best ones.
# - The best validation score of many is too good.
#   Measure on the test set once, with the standard error, and the baseline beside it.
#
# Next: [A training step by hand](training-by-hand.ipynb), on what `fit` does with each batch.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
