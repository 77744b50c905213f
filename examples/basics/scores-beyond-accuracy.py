# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Scores beyond accuracy: precision, recall, F1, ROC"
#     summary: "Judge a classifier of a rare class by precision, recall, F1, ROC and precision-recall curves, and choose its threshold."
#     skills: [NN-6, NN-7]
#     requires: [basics/two-or-many, basics/overfitting]
# ---

# %% [markdown]
# After this lesson you can judge a classifier when one class is rare and accuracy tells you nothing.
# You compute precision, recall, F1 and balanced accuracy from four counts, read ROC and precision-recall curves, and choose a threshold on validation data.
# You also see what class weights change in a network, and how you get the same decisions from a network that was trained without them.

# %% [markdown] skills=["NN-6"]
# ## When accuracy says nothing
# A health insurer has a nurse who calls people at home.
# She should call those who will see a doctor often, which here means eight times or more in a year, and she has time for one person in ten.
#
# The data come from the RAND Health Insurance Experiment, are in the public domain, and ship with statsmodels.
# Each row is one person in one year.
# Four columns describe the insurance plan, for example how much of a bill people pay themselves.
# Five describe the health at the start: a physical limitation, an index of chronic diseases, and three columns for "I feel good", "fair" or "poor".
# `mdvis` counts the visits of that year.
#
# The rows of one person in different years are nearly equal, and so are those of a family's members.
# If some of them were in the training set and others in the test set, the test would ask about people whom the network already knows.
# So each family goes as a whole to one of the three parts.
# The rows of a family follow one another and have the same plan, so a new family begins wherever the plan differs from that of the row above; `plan.shift()` moves the column down by one row, so that the two can be compared.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn import metrics
from statsmodels.datasets import randhie

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
table = randhie.load_pandas().data
often = (table["mdvis"] >= 8).to_numpy()
plan = table[["lncoins", "idp", "lpi", "fmde"]]
family = (plan != plan.shift()).any(axis=1).cumsum().to_numpy()
drawn = rng.random(family.max() + 1)[family]  # one random number for each family
train, valid, test = drawn < 0.6, (drawn >= 0.6) & (drawn < 0.8), drawn >= 0.8

x = table.drop(columns="mdvis").to_numpy("float32")
x = (x - x[train].mean(axis=0)) / x[train].std(axis=0)
for name, part in {"training": train, "validation": valid, "test": test}.items():
    print(f"{name:10} {part.sum():6} rows, often: {often[part].mean():.1%}")

# %% tags=["claim"]
assert len(table) == 20190 and x.shape[1] == 4 + 5, "four columns and five"
for part in (train, valid, test):
    assert 0.07 < often[part].mean() < 0.12, "about one in ten"
parts = train * 1 + valid * 2 + test * 3
assert all(len(set(parts[family == f])) == 1 for f in range(1, 200)), "whole families"
assert np.mean(table.duplicated()) > 0.5, "rows are nearly equal"

# %% [markdown]
# Most people see a doctor less often, so "no" is right for about nine in ten.
# What accuracy do you expect from a network, compared with always saying "no"?


# %%
def train_network(labels, last, loss, class_weight=None):
    hidden = keras.layers.Dense(16, activation="relu")
    model = keras.Sequential([keras.Input(shape=(9,)), hidden, last])
    model.compile(keras.optimizers.Adam(0.01), loss=loss)
    options = {"batch_size": 256, "epochs": 6, "verbose": 0}
    model.fit(x[train], labels[train], class_weight=class_weight, **options)
    return model


one_unit = keras.layers.Dense(1, activation="sigmoid")
plain = train_network(often, one_unit, "binary_crossentropy")
p = np.array(plain(x))[:, 0]
print(f"accuracy, always no:            {np.mean(~often[test]):.3f}")
print(f"accuracy, network at p > 0.5:   {np.mean((p[test] > 0.5) == often[test]):.3f}")
print(f"people to whom it says yes:     {np.sum(p[test] > 0.5)} of {test.sum()}")

called = test & (p >= np.quantile(p[test], 0.9))  # a tenth, the highest p
print(f"often, among all:               {often[test].mean():.1%}")
print(f"often, among the tenth with the highest p: {often[called].mean():.1%}")

# %% tags=["claim"]
always_no = np.mean(~often[test])
assert abs(np.mean((p[test] > 0.5) == often[test]) - always_no) < 0.01, "no difference"
assert np.mean(p[test] > 0.5) < 0.02, "it says yes to almost nobody"
lift = often[called].mean() / often[test].mean()
assert 1.8 < lift < 3.4, f"about two and a half times: {lift:.2f}"

# %% [markdown]
# By accuracy the network looks useless, because at a threshold of 0.5 it says "yes" to almost nobody.
# Yet its probabilities are informative: among the tenth of the people to whom it gives the highest ones, those who see a doctor often are about two and a half times as frequent as among all.
# The nurse would reach more than twice as many of them as with random calls.
# You need scores that show this, and a better threshold.

# %% [markdown] skills=["NN-6"]
# ## Four counts: the confusion matrix of two classes
# Call the class that you look for **positive**.
# At any threshold, an answer is then one of four things: a **true positive** (TP, called and needed), a **false positive** (FP, a false alarm), a **false negative** (FN, missed) or a **true negative** (TN, left in peace, and rightly).
# Together they are the confusion matrix of two classes.
# Here they are at a threshold of 0.15.

# %% alt="Histogram of the probabilities with a vertical line at the threshold of 0.15: to the right of it true and false positives, to the left true and false negatives; the counts of those who come often are smaller everywhere but shifted to the right"
truth, yes = often[test], p[test] > 0.15
tp, fp = np.sum(yes & truth), np.sum(yes & ~truth)
fn, tn = np.sum(~yes & truth), np.sum(~yes & ~truth)
print(f"{'':12} says no  says yes")
print(f"truly no     {tn:7} {fp:9}")
print(f"truly often  {fn:7} {tp:9}")

bins = np.arange(0, 0.52, 0.02)
plt.figure(figsize=(6, 3))
plt.hist(p[test][~truth], bins, alpha=0.6, label="truly no")
plt.hist(p[test][truth], bins, alpha=0.8, label="truly often")
plt.axvline(0.15, linestyle="--", label="threshold")
plt.yscale("log")
plt.xlabel("probability that the network gives")
plt.ylabel("people (log scale)")
plt.legend()
plt.show()

# %% tags=["claim"]
matrix = metrics.confusion_matrix(truth, yes)
assert matrix.tolist() == [[tn, fp], [fn, tp]], "scikit-learn counts the same"
assert fp > tp and fn > 0.3 * tp, "more false than true positives, and many missed"
assert p[test][truth].mean() > 1.3 * p[test][~truth].mean(), "shifted to the right"
assert p[test].max() < 1 and np.mean(p[test] > 0.52) < 0.01, "the figure shows them"

# %% [markdown]
# The most common scores are computed from these counts, and each answers another question:
#
# | Score | Formula | Question |
# |---|---|---|
# | precision | TP / (TP + FP) | what share of the people called needed the call? |
# | recall | TP / (TP + FN) | what share of those who needed a call gets one? |
# | specificity | TN / (TN + FP) | what share of those who didn't need one is left in peace? |
# | F1 | 2 TP / (2 TP + FP + FN) | are precision and recall both high? |
# | balanced accuracy | (recall + specificity) / 2 | how often is it right if both classes count the same? |
#
# Precision reads a column of the matrix, recall and specificity read a row:
#
# ![The four counts in two rows, truly no and truly yes, and two columns, says no and says yes: a solid frame around the column says yes, FP above TP, is named precision, and a dashed frame around the row truly yes, FN beside TP, is named recall; both frames hold TP](../diagrams/precision-and-recall.svg)
#
# F1 is the harmonic mean of precision and recall, $2PR / (P + R)$, which stays close to the smaller of the two.
#
# Before you look: what are precision, recall, F1 and balanced accuracy of a model that always says "yes"?


# %%
def show(name, truth, yes):
    row = [
        metrics.precision_score(truth, yes, zero_division=0),
        metrics.recall_score(truth, yes),
        metrics.f1_score(truth, yes),
        metrics.balanced_accuracy_score(truth, yes),
        metrics.accuracy_score(truth, yes),
    ]
    print(f"{name:14}" + "".join(f"{score:11.2f}" for score in row))
    return row


print(f"{'':14}  precision     recall         F1   balanced   accuracy")
everybody = np.ones(len(truth), bool)
rows = {
    "always no": show("always no", truth, ~everybody),
    "always yes": show("always yes", truth, everybody),
    "random tenth": show("random tenth", truth, rng.random(len(truth)) < 0.1),
    "p > 0.5": show("p > 0.5", truth, p[test] > 0.5),
    "p > 0.15": show("p > 0.15", truth, yes),
}
precision, recall, f1, balanced, _ = rows["p > 0.15"]

# %% tags=["claim"]
assert np.isclose(precision, tp / (tp + fp)), "precision"
assert np.isclose(recall, tp / (tp + fn)), "recall"
assert np.isclose(f1, 2 * tp / (2 * tp + fp + fn)), "F1"
assert np.isclose(f1, 2 * precision * recall / (precision + recall)), "harmonic mean"
assert np.isclose(balanced, (recall + tn / (tn + fp)) / 2), "balanced accuracy"
always = rows["always yes"]
assert always[1] == 1 and np.isclose(always[0], truth.mean()), "its recall, precision"
assert 0.5 < (always[0] + always[1]) / 2 < 0.6, "the plain mean looks fair"
assert 0.12 < always[2] < 0.22 and always[3] == 0.5, "F1 and balanced accuracy"
assert rows["always no"][3] == 0.5 and rows["always no"][2] == 0, "always no"
assert abs(rows["random tenth"][3] - 0.5) < 0.04, "random decisions"
assert max(rows, key=lambda name: rows[name][2]) == "p > 0.15", "the highest F1"
assert max(rows, key=lambda name: rows[name][3]) == "p > 0.15", "and balanced"
assert rows["p > 0.15"][4] < rows["always no"][4] - 0.04, "accuracy says otherwise"

# %% [markdown]
# "Always yes" finds everybody, so its recall is 1, and its precision is the share of the positive class.
# The ordinary mean of the two would be above 0.5 for a model that doesn't even look at its input, which is why F1 is the harmonic mean: that is less than 0.22.
#
# Balanced accuracy is 0.5 for always "no", for always "yes", and on average for every model that decides without looking.
# F1 has no such fixed reference value, because what "always yes" gets depends on how rare the class is, so report that number beside yours.
#
# By F1 and by balanced accuracy the threshold of 0.15 is the best row, and by accuracy it is far worse than "always no".
# Which score is right depends on what a false alarm and a miss cost, so answer that first and then choose the score.

# %% [markdown] skills=["NN-6"]
# ## All thresholds at once: ROC and precision-recall curves
# Each threshold gives another confusion matrix.
# Move the slider from right to left: recall rises, but what gets worse?

# %% slider="Threshold" states=["0.05", "0.10", "0.15", "0.20", "0.30"] alt=["Threshold 0.05, at the left of the histogram: most people of both kinds lie to its right", "Threshold 0.10: of those who come often, a larger share lies to its right than of the others", "Threshold 0.15: less than half of those who come often lie to its right, and fewer of the others still", "Threshold 0.20: few of those who come often lie to its right, and hardly any of the others", "Threshold 0.30: almost nobody lies to its right"]
for threshold in (0.05, 0.10, 0.15, 0.20, 0.30):
    above = p[test] > threshold
    part = metrics.precision_score(truth, above)
    found = metrics.recall_score(truth, above)
    plt.figure(figsize=(6, 3))
    plt.hist(p[test][~truth], bins, alpha=0.6, label="truly no")
    plt.hist(p[test][truth], bins, alpha=0.8, label="truly often")
    plt.axvline(threshold, linestyle="--")
    plt.title(f"says yes to {above.sum()}: precision {part:.2f}, recall {found:.2f}")
    plt.xlabel("probability that the network gives")
    plt.yscale("log")
    plt.legend()
    plt.show()

# %% tags=["claim"]
at = (0.05, 0.10, 0.15, 0.20, 0.30)
reached = [np.mean(p[test][truth] > t) for t in at]
others = [np.mean(p[test][~truth] > t) for t in at]
assert reached[0] > others[0] > 0.5, "most of both kinds"
assert reached[1] > others[1] + 0.1, "a larger share"
assert others[2] < reached[2] < 0.5, "less than half"
assert reached[3] < 0.35 and others[3] < 0.12, "few, and hardly any"
assert reached[4] < 0.2 and others[4] < 0.06, "almost nobody"
assert reached == sorted(reached, reverse=True), "recall falls"

# %% [markdown]
# A curve shows all thresholds at once, and two kinds are in use:
#
# - The **ROC curve** shows recall against the false positive rate, FP / (FP + TN), which is 1 minus the specificity.
#   The area under it is the **AUC**.
# - The **precision-recall curve** shows precision against recall.
#   The area under it is the **average precision**.
#
# On which of the two will this network look better?

# %% alt="Two panels. Left the ROC curve, a bow clearly above the diagonal that stands for random decisions. Right the precision-recall curve: precision is low nearly everywhere, falls as recall grows, and ends on a horizontal line that stands for random decisions. A dot on each marks the threshold of 0.15"
alarms, found, _ = metrics.roc_curve(truth, p[test])
precisions, recalls, _ = metrics.precision_recall_curve(truth, p[test])
plt.figure(figsize=(7, 3.2))
plt.subplot(1, 2, 1)
plt.plot(alarms, found)
plt.plot([0, 1], [0, 1], ":")
plt.plot(fp / (fp + tn), recall, "o")
plt.xlabel("false positive rate")
plt.ylabel("recall (true positive rate)")
plt.subplot(1, 2, 2)
plt.plot(recalls[:-1], precisions[:-1])
plt.axhline(truth.mean(), linestyle=":")
plt.plot(recall, precision, "o")
plt.ylim(0, 1)
plt.xlabel("recall")
plt.ylabel("precision")
plt.tight_layout()
plt.show()

auc = metrics.roc_auc_score(truth, p[test])
average = metrics.average_precision_score(truth, p[test])
print(f"AUC {auc:.2f} (random: 0.50)")
print(f"average precision {average:.2f} (random: {truth.mean():.2f})")

# %% tags=["claim"] numbers=["AUC = auc"]
assert 0.6 < auc < 0.76, f"above the diagonal: {auc:.2f}"
assert 1.5 * truth.mean() < average < 0.32, f"low, but above random: {average:.2f}"
assert precisions[recalls > 0.3].max() < 0.4, "low nearly everywhere"

# %% [markdown]
# The AUC has a simple meaning.
# Pick at random one person who comes often and one who doesn't: the AUC is the probability that the network gives the higher number to the first.
# So 0.5 is guessing, and 1 is a perfect order.
# You can check that by counting all such pairs.
#
# Now imagine the same network in a town where people who come often are five times rarer.
# To simulate that, count each of the others five times.
# Which of the two numbers changes?

# %%
high, low = p[test][truth], p[test][~truth]
pairs = high[:, np.newaxis] - low  # each of the ones against each of the others
won = np.mean(pairs > 0) + 0.5 * np.mean(pairs == 0)
print(f"pairs in the right order: {won:.3f}, AUC: {auc:.3f}")

rare_p = np.concatenate([high, np.tile(low, 5)])
rare_truth = np.repeat([True, False], [len(high), 5 * len(low)])
rare_auc = metrics.roc_auc_score(rare_truth, rare_p)
rare_average = metrics.average_precision_score(rare_truth, rare_p)
print(f"five times rarer: AUC {rare_auc:.3f}, average precision {rare_average:.2f}")

# %% tags=["claim"]
assert np.isclose(won, auc) and np.isclose(rare_auc, auc), "AUC counts pairs"
assert rare_average < 0.55 * average, f"precision pays: {rare_average:.2f}"
assert np.mean(pairs == 0) < 0.05, "ties are few"

# %% [markdown]
# The AUC stays the same, since it compares members of the two classes and doesn't depend on how many there are.
# The average precision falls to less than 0.55 of what it was, because for each person who comes often there are now five times as many false alarms.
# So use the AUC to compare networks on the same data, and precision and recall to tell somebody how far they can rely on the answers.
# If a class is rare, the AUC can look fine while most answers of "yes" are wrong.

# %% [markdown] skills=["NN-6"]
# ## Choose the threshold on validation data
# A threshold is a setting like the number of epochs: you choose it on the validation set and measure it on the test set.
# Here is the one with the best F1, and the one for the nurse, who has time for a tenth of the people.


# %%
def f1_at(threshold, truth, p):
    yes = p > threshold
    return 2 * np.sum(yes & truth) / (np.sum(yes) + np.sum(truth))


thresholds = np.arange(0.02, 0.41, 0.01)
curve = [f1_at(t, often[valid], p[valid]) for t in thresholds]
best = thresholds[np.argmax(curve)]
tenth = np.quantile(p[valid], 0.9)
for name, t in {"best F1": best, "for the nurse": tenth}.items():
    on_valid, on_test = f1_at(t, often[valid], p[valid]), f1_at(t, truth, p[test])
    print(f"{name}: threshold {t:.2f}, called {np.mean(p[test] > t):.1%}")
    print(f"    F1 on validation {on_valid:.2f}, on test {on_test:.2f}")

# %% tags=["claim"] numbers=["F1 at the chosen threshold = f1_at(best, truth, p[test])"]
assert np.isclose(f1_at(0.15, truth, p[test]), f1), "yes + truth = 2 TP + FP + FN"
assert 0.07 < best < 0.27, f"far below 0.5: {best:.2f}"
assert f1_at(best, truth, p[test]) > always[2] + 0.02, "better than always yes"
assert 0.06 < np.mean(p[test] > tenth) < 0.15, "about a tenth of the test set too"

# %% [markdown]
# Both thresholds are far below 0.5.
# Why not try the thresholds on the test set itself, and report the best one?
# Because the best of many thresholds is partly just the luckiest one.
# To see how large that part is, pretend 200 times that your test set has only 150 rows: choose the threshold on these rows, and note the F1 that it reaches on them and the F1 on all other rows.

# %%
promised, kept = [], []
for _ in range(200):
    mixed = rng.permutation(len(truth))
    few, others = mixed[:150], mixed[150:]
    scores = [f1_at(t, truth[few], p[test][few]) for t in thresholds]
    chosen = thresholds[np.argmax(scores)]
    promised.append(max(scores))
    kept.append(f1_at(chosen, truth[others], p[test][others]))
print(f"F1 on the rows that chose the threshold: {np.mean(promised):.2f}")
print(f"F1 on all others:                        {np.mean(kept):.2f}")

# %% tags=["claim"]
gap = np.mean(promised) - np.mean(kept)
assert gap > 0.05, f"the promise is too high: {gap:.3f}"
assert abs(150 * truth.mean() - 14) < 3.5, "about 14 positives in 150 rows"

# %% [markdown]
# The F1 on the rows that chose the threshold is too high by more than 0.05, although nothing was trained on them.
# The fewer positives your set has, the larger this gap is, and 150 rows have only some 14 of them.

# %% [markdown] skills=["NN-6"]
# ## Class weights, and moving the threshold instead
# In [Two classes or many](two-or-many.ipynb#when-one-class-is-rare-class-weights) you trained with `class_weight`, so that each example of the rare class counts several times in the loss.
# Take the weight that makes both classes count the same, and compare.
# Will the ROC curve get better?

# %%
share = often[train].mean()
weight = (1 - share) / share
another = keras.layers.Dense(1, activation="sigmoid")
heavy = train_network(often, another, "binary_crossentropy", {0: 1, 1: weight})
q = np.array(heavy(x))[:, 0]
print(f"weight of the rare class: {weight:.1f}")
print(
    f"AUC without weights {auc:.3f}, with {metrics.roc_auc_score(truth, q[test]):.3f}"
)
print(f"mean output without weights {p[test].mean():.2f}, with {q[test].mean():.2f}\n")
print(f"{'':14}  precision     recall         F1   balanced   accuracy")
by_weight = show("q > 0.5", truth, q[test] > 0.5)
by_threshold = show(f"p > {share:.3f}", truth, p[test] > share)
same = np.mean((q[test] > 0.5) == (p[test] > share))
print(f"\nthe same decision for {same:.0%} of the people")

# %% tags=["claim"]
auc_q = metrics.roc_auc_score(truth, q[test])
assert abs(auc_q - auc) < 0.03, f"no better order: {auc:.3f}, {auc_q:.3f}"
assert abs(p[test].mean() - truth.mean()) < 0.03, "probabilities, on average"
assert 0.38 < q[test].mean() < 0.56, f"no probabilities: {q[test].mean():.2f}"
assert same > 0.8, f"nearly the same decisions: {same:.2f}"
assert np.abs(np.subtract(by_weight, by_threshold))[[0, 2, 3]].max() < 0.05, "scores"
assert np.isclose(1 / (1 + weight), share), "the threshold of the text"
undone = q / (q + weight * (1 - q))
assert abs(undone[test].mean() - truth.mean()) < 0.03, "the weight can be taken out"
assert by_weight[3] > rows["p > 0.5"][3] + 0.06, "both are far better than 0.5"

# %% [markdown]
# The network with weights doesn't rank people any better.
# It has only moved all its numbers up: a weight $w$ multiplies the odds $p / (1 - p)$ by $w$, which adds $\log w$ to the logit.
# So if $q$ is its output, $q > 0.5$ means about the same as $p > 1 / (1 + w)$.
# Here $w$ is the number of negatives for each positive, so $1 / (1 + w)$ is the share of the rare class.
#
# The disadvantage is that $q$ isn't a probability anymore: it averages near a half, although only about one person in ten comes often.
# To get a probability back, undo the weight: $p = q / (q + w (1 - q))$.
#
# So if you only want other decisions, move the threshold, because that needs no training, works for any number of thresholds, and keeps the probabilities.
# Use weights if the program that uses the model compares the output with 0.5 or takes the largest one, as the [practice exam](../../exam/index.md) does.
# One of its tasks scores balanced accuracy, on machines of which few fail.
# You can also build the threshold into the network; the last exercise does that.

# %% [markdown] skills=["NN-7"]
# ## Several classes: macro F1
# With more classes, compare each one with all the others together, which gives each its own precision, recall and F1.
# The mean of these F1 scores is **macro F1**, in which a rare class counts as much as a frequent one.
# (Balanced accuracy is the mean of the recalls, for any number of classes.)
# Three tasks of the practice exam score macro F1.
#
# Split the visits into three classes: none, some (1 to 7), often.
# There is no single threshold here, since the class with the largest probability wins, and a rare class hardly ever has that.
# To help it, divide each probability by a power of its class's share, which enlarges those of rare classes the most:
#
# $$ \text{answer} = \text{argmax}_k \; \frac{p_k}{\text{share}_k^{\,s}} $$
#
# With $s = 0$ that is the usual answer, and with $s = 1$ it is about the answer of a network trained with class weights that make all classes count the same.
# Choose $s$ on validation data.

# %%
kinds = np.digitize(table["mdvis"], [1, 8])  # 0: none, 1: some, 2: often
three_units = keras.layers.Dense(3, activation="softmax")
visits = train_network(kinds, three_units, "sparse_categorical_crossentropy")
p3 = np.array(visits(x))
shares = np.bincount(kinds[train]) / train.sum()


def macro_f1(part, s):
    answers = (p3[part] / shares**s).argmax(axis=1)
    return metrics.f1_score(kinds[part], answers, average="macro")


strengths = (0.0, 0.25, 0.5, 0.75, 1.0)
s = max(strengths, key=lambda strength: macro_f1(valid, strength))
print("shares of none, some, often:", shares.round(2), " chosen: s =", s)
for strength in (0.0, s):
    answers = (p3[test] / shares**strength).argmax(axis=1)
    each = metrics.f1_score(kinds[test], answers, average=None).round(2)
    right = np.mean(answers == kinds[test])
    print(f"s = {strength:4}: accuracy {right:.2f}, F1 of each class {each}", end="")
    print(f", macro F1 {macro_f1(test, strength):.2f}")

# %% tags=["claim"]
before, after = ((p3[test] / shares**t).argmax(axis=1) for t in (0.0, s))
each = [metrics.f1_score(kinds[test], a, average=None) for a in (before, after)]
assert np.isclose(each[1].mean(), macro_f1(test, s)), "the mean of the F1 scores"
assert each[0][2] < 0.16, f"often is hardly ever said: {each[0]}"
assert each[1][2] > each[0][2] + 0.03, f"the rare class gains: {each}"
assert macro_f1(test, s) > macro_f1(test, 0) + 0.015, "macro F1 gains"
losses = np.mean(before == kinds[test]) - np.mean(after == kinds[test])
assert losses > 0.005 and s > 0, f"accuracy pays: {losses:.3f}"

# %% [markdown]
# The largest probability is hardly ever that of "often", so the F1 of that class is close to 0 and drags the mean down.
# If you divide by a power of the shares, the rare class is named more often, so macro F1 rises and accuracy falls.
# Take the first line if only the number of right answers counts, and the second if each class matters.

# %% [markdown]
# ## What can go wrong
# - **A precision without a single "yes".** If the model never says "yes", precision divides 0 by 0.
#   scikit-learn warns and takes 0; say `zero_division=0` if that is what you mean.
# - **Decisions where probabilities belong.** `roc_auc_score` needs `p`.
#   Given `p > 0.15`, it raises no error and returns the balanced accuracy at that threshold.
# - **The arguments in the wrong order.** `precision_score(yes, truth)` is the recall.
#   For F1 the order makes no difference, so you won't notice the mistake there.
# - **The mean of F1 over batches.** F1 of the whole set isn't the mean of the F1 of its parts.
#   `keras.metrics.F1Score` adds up the counts; it wants outputs and labels of shape (n, classes), and `threshold=0.5` for a sigmoid.
# - **Micro F1.** With `average="micro"` and one answer for each example, F1 is the accuracy again.
# - **Copies before the split.** Repeating rare examples works like weights, but if you repeat them before you split, copies of training rows are in the test set.

# %% tags=["claim"]
import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    assert metrics.precision_score(truth, ~everybody) == 0, "takes 0"
assert "zero_division" in str(caught[0].message), "and warns"
of_decisions = metrics.roc_auc_score(truth, yes)
assert np.isclose(of_decisions, balanced), "balanced accuracy at that threshold"
assert np.isclose(metrics.precision_score(yes, truth), recall), "the recall"
assert np.isclose(metrics.f1_score(yes, truth), f1), "F1 has no order"
halves = [
    metrics.f1_score(truth[k::40], yes[k::40], zero_division=0) for k in range(40)
]
assert abs(np.mean(halves) - f1) > 1e-4, "not the mean of its parts"
counter = keras.metrics.F1Score(threshold=0.15)
for k in range(40):
    counter.update_state(truth[k::40, None].astype("float32"), p[test][k::40, None])
assert np.isclose(np.ravel(counter.result())[0], f1, atol=1e-4), "adds up the counts"
micro = metrics.f1_score(kinds[test], before, average="micro")
assert np.isclose(micro, np.mean(before == kinds[test])), "the accuracy again"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### From a confusion matrix to scores
# Write `summary(matrix)` for the confusion matrix of any number of classes, with a row for each true class and a column for each answer.
# It returns two numbers, the balanced accuracy and the macro F1.
# Each class has examples, but a class may never be the answer; its F1 is then 0.


# %% tags=["exercise"] id="basics/scores-beyond-accuracy/summary" skills=["NN-7"]
def summary(matrix):
    ### BEGIN SOLUTION
    right = np.diag(matrix)
    recall = right / matrix.sum(axis=1)
    f1 = 2 * right / (matrix.sum(axis=0) + matrix.sum(axis=1))
    return recall.mean(), f1.mean()
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# For one class, TP is its entry on the diagonal, TP + FN is the sum of its row, and TP + FP is the sum of its column.

# %% [markdown] tags=["hint"]
# F1 as $2 TP / (2 TP + FP + FN)$ never divides by 0: below the line is the sum of the row plus the sum of the column.

# %% tags=["check"]
cases = [
    np.array([[50, 10, 0], [4, 6, 0], [3, 2, 0]]),
    np.array([[90, 10], [4, 6]]),
    np.array([[8, 1, 0, 1], [2, 30, 5, 3], [0, 2, 5, 0], [1, 0, 1, 4]]),
]
for case in cases:
    a, b = (
        np.repeat(places.ravel(), case.ravel()) for places in np.indices(case.shape)
    )
    wanted = [
        metrics.balanced_accuracy_score(a, b),
        metrics.f1_score(a, b, average="macro", zero_division=0),
    ]
    with np.errstate(all="ignore"):
        got = summary(case.copy())
    assert got is not None, "Not attempted: summary returned None. Return two numbers."
    parts = list(got) if isinstance(got, tuple | list) or np.ndim(got) == 1 else [got]
    assert list(map(np.size, parts)) == [1, 1] and all(
        np.asarray(part).dtype.kind in "iuf" for part in parts
    ), f"Got {got!r:.80}, expected two numbers: balanced accuracy, macro F1."
    got = [float(np.ravel(number)[0]) for number in parts]
    told = f"Got {np.round(got, 3).tolist()}, expected {np.round(wanted, 3).tolist()} "
    told += f"for {case.tolist()}. "
    assert not np.isnan(got).any(), (
        told + "For a class that is never the answer, 0 / 0 gives nan: its F1 is 0."
    )
    accuracy = np.trace(case) / case.sum()
    assert abs(got[0] - accuracy) > 1e-6, told + (
        "That is the accuracy: take the recall of each class, then their mean."
    )
    of_columns = np.mean(np.diag(case) / np.maximum(case.sum(axis=0), 1))
    assert abs(got[0] - of_columns) > 1e-6, told + (
        "That is the mean precision: recall divides by the sums of the rows."
    )
    assert np.isclose(got[0], wanted[0]), told + (
        "Check the balanced accuracy, the mean of the recalls."
    )
    weighted = metrics.f1_score(a, b, average="weighted", zero_division=0)
    assert abs(got[1] - weighted) > 1e-6, told + (
        "Each class counts the same in macro F1, however many examples it has."
    )
    assert np.isclose(got[1], wanted[1]), told + (
        "Check the macro F1: first the F1 of each class, then the mean."
    )
print("Correct: rare classes count as much as frequent ones.")


# %% tags=["wrong"] reason="never the answer"
def summary(matrix):
    right = np.diag(matrix)
    recall, precision = right / matrix.sum(axis=1), right / matrix.sum(axis=0)
    f1 = 2 * precision * recall / (precision + recall)
    return recall.mean(), f1.mean()


# %% tags=["wrong"] reason="That is the accuracy"
def summary(matrix):
    right = np.diag(matrix)
    f1 = 2 * right / (matrix.sum(axis=0) + matrix.sum(axis=1))
    return right.sum() / matrix.sum(), f1.mean()


# %% tags=["wrong"] reason="mean precision"
def summary(matrix):
    right = np.diag(matrix)
    f1 = 2 * right / (matrix.sum(axis=0) + matrix.sum(axis=1))
    return (right / np.maximum(matrix.sum(axis=0), 1)).mean(), f1.mean()


# %% tags=["wrong"] reason="first the F1 of each class"
def summary(matrix):
    right = np.diag(matrix)
    recall = (right / matrix.sum(axis=1)).mean()
    precision = (right / np.maximum(matrix.sum(axis=0), 1)).mean()
    return recall, 2 * precision * recall / (precision + recall)


# %% tags=["wrong"] reason="counts the same in macro F1"
def summary(matrix):
    right, rows = np.diag(matrix), matrix.sum(axis=1)
    f1 = 2 * right / (matrix.sum(axis=0) + rows)
    return (right / rows).mean(), np.average(f1, weights=rows)


# %% tags=["wrong"] reason="expected two numbers"
def summary(matrix):
    right = np.diag(matrix)
    f1 = 2 * right / (matrix.sum(axis=0) + matrix.sum(axis=1))
    return f"{(right / matrix.sum(axis=1)).mean():.3f}", f"{f1.mean():.3f}"


# %% tags=["right"]
def summary(matrix):
    recalls, scores = [], []
    for k in range(len(matrix)):
        hits = matrix[k][k]
        recalls.append(hits / sum(matrix[k]))
        named = sum(row[k] for row in matrix)
        precision = hits / named if named else 0
        together = precision + recalls[-1]
        scores.append(2 * precision * recalls[-1] / together if together else 0)
    return [sum(recalls) / len(recalls), sum(scores) / len(scores)]


# %% tags=["right"]
def summary(matrix):
    truth, answer = np.indices(matrix.shape).reshape(2, -1)
    weights = {"sample_weight": matrix.ravel()}
    balanced = metrics.balanced_accuracy_score(truth, answer, **weights)
    return balanced, metrics.f1_score(truth, answer, average="macro", **weights)


# %% [markdown]
# ### A threshold that finds enough
# The insurer wants at least a given share of the people who come often to be called, with as few false alarms as possible.
# Write `threshold_for(truth, p, wanted)`: the threshold `t` for which calling everybody with `p >= t` reaches a recall of at least `wanted` with the fewest calls.
# `truth` is an array of booleans, `p` holds the probabilities, and equal probabilities can occur.


# %% tags=["exercise"] id="basics/scores-beyond-accuracy/threshold-for" skills=["NN-6"]
def threshold_for(truth, p, wanted):
    ### BEGIN SOLUTION
    for t in sorted(set(p), reverse=True):
        if np.mean(p[truth] >= t) >= wanted:
            return t
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The lower the threshold, the higher the recall and the more calls.
# So you look for the highest threshold that reaches the recall.

# %% [markdown] tags=["hint"]
# Only the values in `p` matter as thresholds.
# Try them from high to low, and look at `p[truth] >= t`.

# %% tags=["check"]
some_p = np.array([0.9, 0.8, 0.8, 0.7, 0.6, 0.55, 0.5, 0.4, 0.4, 0.3, 0.2, 0.1])
some_truth = np.array([1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0], bool)
shuffled = np.random.default_rng(7).permutation(12)
for case_p, case_truth in (
    (some_p, some_truth),
    (some_p[shuffled] / 2, some_truth[shuffled]),
):
    for wanted in (0.2, 0.4, 0.5, 0.6, 0.8, 1.0):
        got = threshold_for(case_truth.copy(), case_p.copy(), wanted)
        assert got is not None, (
            "Not attempted: threshold_for returned None. Return a threshold."
        )
        assert np.size(got) == 1 and np.asarray(got).dtype.kind in "iuf", (
            f"Got {got!r:.60}, expected one number."
        )
        t = float(np.ravel(got)[0])
        fine = [v for v in case_p if np.mean(case_p[case_truth] >= v) >= wanted]
        calls, fewest = np.sum(case_p >= t), np.sum(case_p >= max(fine))
        reached = np.mean(case_p[case_truth] >= t)
        told = f"Got {t:.3f} for a recall of {wanted}: it reaches {reached:.1f} with "
        told += f"{calls} calls, expected {fewest}. "
        assert reached >= wanted, told + (
            "Too few are found: lower the threshold. Everybody with p equal to t is "
            "called too."
        )
        assert calls == fewest, told + (
            "A higher threshold finds enough, with fewer calls."
        )
held = threshold_for(often[valid], p[valid], 0.5)
there = np.mean(p[test & often] >= held)
print(f"Correct. Half of them on validation, {there:.0%} of them on the test set.")


# %% tags=["wrong"] reason="too few are found"
def threshold_for(truth, p, wanted):
    for t in sorted(set(p), reverse=True):
        if np.mean(truth[p >= t]) >= wanted:
            return t


# %% tags=["wrong"] reason="a higher threshold finds enough"
def threshold_for(truth, p, wanted):
    for t in sorted(set(p)):
        if np.mean(p[truth] >= t) >= wanted:
            return t


# %% tags=["wrong"] reason="a higher threshold finds enough"
def threshold_for(truth, p, wanted):
    return np.quantile(p, 1 - wanted)


# %% tags=["right"]
def threshold_for(truth, p, wanted):
    alarms, found, thresholds = metrics.roc_curve(truth, p, drop_intermediate=False)
    return thresholds[np.argmax(found >= wanted)]


# %% tags=["right"]
def threshold_for(truth, p, wanted):
    positives = np.sort(p[truth])[::-1]
    needed = max(int(np.ceil(wanted * len(positives) - 1e-9)), 1)
    return np.array([positives[needed - 1]])


# %% [markdown]
# ### A network that decides at 0.5
# Somebody will compare the output of your network with 0.5, whatever you tell them.
# Write `with_threshold(model, threshold)`, which returns a new model with the same input and one output for each row.
# The new output is above 0.5 exactly where the output of `model` is above `threshold`.
# It stays between 0 and 1 and rises with the old one, so that the ROC curve is the same.
# `model` must stay as it was, and the new model can be saved and loaded.


# %% tags=["exercise"] id="basics/scores-beyond-accuracy/with-threshold" skills=["NN-6"]
def with_threshold(model, threshold):
    ### BEGIN SOLUTION
    moved = keras.models.clone_model(model)
    moved.set_weights(model.get_weights())
    kernel, bias = moved.layers[-1].get_weights()
    bias = bias - np.log(threshold / (1 - threshold))
    moved.layers[-1].set_weights([kernel, bias])
    return moved
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# A sigmoid is above 0.5 where its logit is above 0.
# Above which logit is it above `threshold`?

# %% [markdown] tags=["hint"]
# The sigmoid is above `threshold` where the logit is above $\log(t / (1 - t))$.
# Subtract that number from the bias of the last layer.

# %% [markdown] tags=["hint"]
# `keras.models.clone_model(model)` has the same layers and new weights, so hand the old ones over with `set_weights`.

# %% tags=["check"]
given = keras.models.clone_model(plain)
given.set_weights(plain.get_weights())
asked = x[test][:300]
old = np.array(given(asked))[:, 0]
# Stretched and moved, so that the outputs are anything from 0 to 1.
logits = np.log(old / (1 - old))
*inner_weights, bias_of_end = given.get_weights()
inner_weights[-1] = inner_weights[-1] * 3 / logits.std()
bias_of_end = (bias_of_end - logits.mean()) * 3 / logits.std()
given.set_weights([*inner_weights, bias_of_end])
old = np.array(given(asked))[:, 0]
from_low = np.argsort(old)
_, first_ones = np.unique(np.floor(50 * old[from_low]), return_index=True)
apart = from_low[first_ones[::2]]  # rows whose outputs are at least 0.02 apart
for threshold in (0.12, 0.25, 0.06):
    new = with_threshold(given, threshold)
    assert new is not None, (
        "Not attempted: with_threshold returned None. Return a model."
    )
    assert isinstance(new, keras.Model), (
        f"Got a {type(new).__name__}, expected a model."
    )
    assert np.array_equal(np.array(given(asked))[:, 0], old), (
        "The given model answers differently now, expected no change: change a copy, "
        "made with clone_model and set_weights."
    )
    try:
        new.save("moved.keras")
        new = keras.models.load_model("moved.keras")
        problem = ""
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"
    assert not problem, f"Saving or loading fails ({problem[:70]}): use Keras layers."
    got = np.asarray(new.predict(asked, verbose=0))
    assert got.shape in ((300, 1), (300,)), (
        f"Got shape {got.shape} for 300 rows, expected (300, 1): one output each."
    )
    got = got.ravel()
    told = f"At {threshold}, got outputs from {got.min():.2f} to {got.max():.2f}"
    assert got.min() >= 0 and got.max() <= 1, told + ", expected them from 0 to 1."
    clear = np.abs(old - threshold) > 1e-4
    as_before = np.mean((got > 0.5) == (old > 0.5))
    agreed = np.mean((got > 0.5)[clear] == (old > threshold)[clear])
    assert agreed == 1, told + (
        f"; {agreed:.0%} of the decisions at 0.5 are right, {as_before:.0%} are the "
        "same as before. Subtract the logit of the threshold."
    )
    rising = np.diff(got[from_low]).min() > -1e-5 and np.diff(got[apart]).min() > 1e-5
    assert rising and len(np.unique(got.round(3))) > 20, (
        told + ", but they don't rise everywhere with the old ones. Move the logit, "
        "and leave the decision to others."
    )
print("Correct: the same order of people, and 0.5 is your threshold.")


# %% tags=["wrong"] reason="subtract the logit"
def with_threshold(model, threshold):
    moved = keras.models.clone_model(model)
    moved.set_weights(model.get_weights())
    kernel, bias = moved.layers[-1].get_weights()
    moved.layers[-1].set_weights([kernel, bias + np.log(threshold / (1 - threshold))])
    return moved


# %% tags=["wrong"] reason="change a copy"
def with_threshold(model, threshold):
    kernel, bias = model.layers[-1].get_weights()
    model.layers[-1].set_weights([kernel, bias - np.log(threshold / (1 - threshold))])
    return model


# %% tags=["wrong"] reason="leave the decision to others"
def with_threshold(model, threshold):
    yes = keras.ops.cast(model.outputs[0] > threshold, "float32")
    return keras.Model(model.inputs[0], yes)


# %% tags=["wrong"] reason="use Keras layers"
def with_threshold(model, threshold):
    move = keras.layers.Lambda(lambda p: p ** (np.log(0.5) / np.log(threshold)))
    return keras.Sequential([model, move])


# %% tags=["wrong"] reason="expected them from 0 to 1"
def with_threshold(model, threshold):
    return keras.Model(model.inputs[0], model.outputs[0] * 0.5 / threshold)


# %% tags=["wrong"] reason="same as before"
def with_threshold(model, threshold):
    moved = keras.models.clone_model(model)
    moved.set_weights(model.get_weights())
    moved.compile(metrics=[keras.metrics.BinaryAccuracy(threshold=threshold)])
    return moved


# %% tags=["right"]
def with_threshold(model, threshold):
    p = model.outputs[0]
    yes, no = p * (1 - threshold), (1 - p) * threshold
    return keras.Model(model.inputs[0], yes / (yes + no))


# %% tags=["right"]
def with_threshold(model, threshold):
    power = np.log(0.5) / np.log(threshold)  # threshold ** power is 0.5
    return keras.Model(model.inputs, keras.ops.power(model.outputs[0], power))


# %% [markdown]
# ## What to remember
# - Precision: how many of your "yes" are right; recall: how many of the positives you find; F1 is high only if both are.
# - Balanced accuracy and macro F1 let each class count the same, however rare it is.
# - Compare with a model that doesn't look: 0.5 for balanced accuracy and AUC, the share of the class for average precision.
# - AUC judges the order and ignores how rare a class is; precision shows it.
# - Choose thresholds on validation data; the best threshold of the test set is partly luck.
# - Class weights move the outputs, not the order: nearly the same decisions come from another threshold, with probabilities that stay probabilities.
#
# Next: [Callbacks: watch, save, stop](callbacks.ipynb), on keeping the best epoch in a file, and on targets of your own.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
