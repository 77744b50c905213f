# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "A network that writes: text generation by character"
#     summary: "Train an LSTM on a few rhymes, letter by letter, let it write, and measure whether the result is new, misspelled or memorized."
#     skills: [NLP-8, NLP-9]
#     requires: [text/recurrent-layers]
#     data: [mill-rhymes.txt]
# ---

# %% [markdown]
# In this lesson you train an LSTM on a few rhymes, letter by letter, and let it generate text.
# You choose how daring its writing is, and you measure whether the result is new, misspelled or memorized.
# Then you put a convolution before the LSTM, and find out why one setting gives it an excellent score and makes it a useless writer.

# %% [markdown] skills=["NLP-9"]
# ## Tokens: letters become numbers
# The file has 56 short lines about a mill, its weather and its tools.
# The network learns from the first 48, and the last 8 are set aside to test it.
#
# A network that writes needs a list of everything that it can write, its **tokens**.
# They can be words or characters.
# Take a guess: how many different words does this text have, and how many different characters?

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
with open("data/mill-rhymes.txt", encoding="utf-8") as file:
    lines = file.read().splitlines(keepends=True)
text, new_text = "".join(lines[:48]), "".join(lines[48:])
print(text[:99])
chars = sorted(set(text + new_text))
known = set(text.split())
print(f"to learn: {len(text)} characters, {len(text.split())} words")
print(f"different: {len(chars)} characters, {len(known)} words")

# %% tags=["claim"]
assert len(lines) == 56 and len(lines[48:]) == 8, "56 lines, 8 of them kept back"
assert len(chars) == 24, f"24 characters, got {len(chars)}"
assert set(text) == set(chars), "the test has no character of its own"
assert 4 * len(chars) < len(known) < len(text.split()) / 2, "more words than letters"
once = [word for word in known if text.split().count(word) <= 2]
assert len(once) > len(known) / 2, "most words come only once or twice"
assert chars[:2] == ["\n", " "], "the space and the end of a line count"

# %% [markdown]
# With words as tokens the network can never misspell, but it sees most of them only once or twice and can never write a word that is not on the list.
# With characters the list is short, and each one occurs often enough to learn from, but the network must learn to spell first.
# Here you take characters; the space and the end of a line count as two of them.
# The number, or **id**, of a character is its position in the list.


# %%
def to_ids(string):
    return np.array([chars.index(char) for char in string])


def to_text(ids):
    return "".join(chars[i] for i in ids)


print("the mill ->", to_ids("the mill"))

# %% tags=["claim"]
assert to_text(to_ids(text)) == text, "nothing is lost on the way"

# %% [markdown] skills=["NLP-9"]
# ## The label is the next character
# Nobody has to label this text, because the right answer at each place is the character that follows.
# A model that predicts the next token from the ones before, and then continues from its own answer, is called **autoregressive**.
# Cut the text into **windows** of 21 characters.
# The first 20 are the input and the last 20 the labels, so the label of each input character is the one after it.
#
# An LSTM with `return_sequences=True` gives a state at each of the 20 places, and from each state a `Dense` layer makes 24 numbers, one for each possible next character.
# So one window contains not one example but 20.

# %%
WIDTH = 20


def windows(string, step):
    cut = np.lib.stride_tricks.sliding_window_view(to_ids(string), WIDTH + 1)[::step]
    return cut[:, :-1], cut[:, 1:]


x, y = windows(text, step=10)
x_new, y_new = windows(new_text, step=10)
print("inputs:", x.shape, " labels:", y.shape, " to test:", x_new.shape)
print("input:", repr(to_text(x[0])))
print("label:", repr(to_text(y[0])))

# %% tags=["claim"]
assert (x[:, 1:] == y[:, :-1]).all(), "a label is the next input"
assert WIDTH + 1 == 21, "the characters of a window"

# %% [markdown] skills=["NLP-9"]
# ## Train, and read the loss in bits
# The numbers of the last layer are **logits**, which a softmax turns into probabilities.
# The softmax is left out of the model here, because you will want to change the logits before it, and `from_logits=True` tells the loss about that.
#
# The loss at one place is $-\ln p$, where $p$ is the probability that the model gave to the right character.
# Divided by $\ln 2$ it is measured in **bits**, which are easier to imagine: 1 bit is the uncertainty before a coin toss, 2 bits are that of 4 equally likely choices.
# Two simple baselines set the scale.
# One gives each of the 24 characters the same probability, and the other knows how often each one occurs, and nothing else.
#


# %%
def network(*before):
    return keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(len(chars), 16),
            *before,
            keras.layers.LSTM(64, return_sequences=True),
            keras.layers.Dense(len(chars)),
        ]
    )


def softmax(logits, temperature=1.0):
    powers = np.exp((logits - logits.max(axis=-1, keepdims=True)) / temperature)
    return powers / powers.sum(axis=-1, keepdims=True)


share = np.bincount(to_ids(text)) / len(text)
even = np.log2(len(chars))
frequent = -np.log2(share[y_new]).mean()
print(f"all alike: {even:.2f} bits, by frequency: {frequent:.2f} bits")


# %% [markdown]
# `learn` trains, and measures the new lines after each epoch: `LambdaCallback` makes a [callback](../basics/callbacks.ipynb) of a function.
# `tf.function` turns the model into a graph, which makes the many calls to come fast.


# %%
def mean_bits(run, places=slice(None)):
    right = np.take_along_axis(softmax(np.array(run(x_new))), y_new[..., None], axis=2)
    return -np.log2(right[:, places]).mean()


def learn(model, epochs):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.Adam(0.03), loss=loss)
    run, new = tf.function(model), []
    measure = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: new.append(mean_bits(run))
    )
    options = {"batch_size": 81, "callbacks": [measure], "verbose": 0}
    history = model.fit(x, y, epochs=epochs, **options).history
    return run, np.array(history["loss"]) / np.log(2), new


writer = network()
run, old, new = learn(writer, epochs=40)
print(f"LSTM, on the lines it learned: {old[-1]:.2f} bits")
print(f"LSTM, on the 8 new lines:      {min(new):.2f} at best,", end="")
print(f" {new[-1]:.2f} at the end")

# %% alt="Bits for each character over 40 epochs: the curve of the learned lines falls steadily towards zero, the curve of the new lines falls below the baseline that knows frequencies, then turns upward"
plt.figure(figsize=(6, 3))
epochs = range(1, 41)
plt.plot(epochs, old, label="learned lines")
plt.plot(epochs, new, "--", label="new lines")
plt.axhline(frequent, linestyle=":", label="by frequency")
plt.xlabel("epoch")
plt.ylabel("bits for each character")
plt.legend()
plt.show()

# %% tags=["claim"] numbers=["lowest bits a character, new lines = min(new)"]
assert 4.5 < even < 4.7 and 4 < frequent < 4.3, "the two baselines"
assert old[-1] < 1.3, f"the learned lines are easy, got {old[-1]:.2f}"
assert 1.5 < min(new) < frequent - 1, f"better than by frequency, {min(new):.2f}"
assert new[-1] > min(new) + 0.01, f"the curve turns: {min(new):.2f}, {new[-1]:.2f}"
assert old[-1] < old[int(np.argmin(new))] - 0.3, "while the other one falls on"
assert new[-1] > old[-1] + 1, "at the end a gap of more than one bit"

# %% [markdown]
# On new lines the LSTM is more than one bit better than the frequencies, so it has learned something about spelling that holds for other lines too.
# Then that curve turns upwards, while the other one keeps falling: from then on the network memorizes the lines.
# To model the language you would stop there (**early stopping**).
# Here you go on, so that you learn to notice when a network has memorized its lines.

# %% [markdown] skills=["NLP-9"]
# ## Let it write
# To write, ask for the next character, append it, and ask again with the longer text.
#
# ![A loop: the text so far goes into the LSTM, which gives 24 probabilities; one character is drawn, appended to the text, and the LSTM is asked again](../diagrams/writing-loop.svg)
#
# What remains is how to choose from 24 probabilities.
#
# - **Argmax** takes the most probable one.
# - **Sampling** picks one at random, each with its probability.
# - **Temperature** reshapes the probabilities before sampling: you divide the logits by a number $T$ before the softmax.
#   A $T$ below 1 makes the differences between the logits larger, one above 1 makes them smaller, and $T = 1$ changes nothing.
#
# Move the slider to see what that does to the character after "the r":


# %%
logits = np.array(writer(to_ids("\nthe r")[np.newaxis]))[0, -1]

# %% slider="Temperature" states=["0.2", "0.4", "1", "2", "5"] alt=["Temperature 0.2: the bar of the most probable character takes nearly all", "Temperature 0.4: the first few of eight bars have nearly all", "Temperature 1, the probabilities as they are: the bars fall from left to right", "Temperature 2: the bars fall less steeply", "Temperature 5: none of the eight bars is high"]
top = np.argsort(-logits)[:8]
for temperature in (0.2, 0.4, 1, 2, 5):
    plt.figure(figsize=(6, 2.6))
    plt.bar(range(8), softmax(logits, temperature)[top])
    plt.xticks(range(8), [repr(chars[i]) for i in top])
    plt.ylim(0, 1)
    plt.xlabel("next character")
    plt.ylabel("probability")
    plt.show()

# %% tags=["claim"]
heights = {t: softmax(logits, t)[top] for t in (0.2, 0.4, 1, 2, 5)}
peaks = [bars[0] for bars in heights.values()]
assert (np.diff(peaks) < 0).all(), f"temperature flattens: {peaks}"
assert np.allclose(softmax(logits), keras.ops.softmax(logits), atol=1e-5), "T = 1"
assert all((np.diff(bars) <= 0).all() for bars in heights.values()), "the order stays"
assert peaks[0] > 0.7 and heights[0.4][:3].sum() > 0.8, "nearly all on the first"
assert heights[5].max() < 0.3, "none is high"

# %% [markdown]
# The order of the characters stays the same; only the differences change.
#
# The function below writes 24 texts at once, one in each row.
# The model sees the last 20 characters at most, as in training.
# Shorter rows are padded on the right, and the answer is read at the last real character.
# An LSTM reads from the left, so the padding to the right of that place can't influence it.


# %%
def write(run, temperature, length=60):
    rows = np.tile(to_ids("\n"), (24, 1))
    for _ in range(length):
        seen = rows[:, -WIDTH:]
        place = seen.shape[1] - 1
        filled = np.pad(seen, ((0, 0), (0, WIDTH - 1 - place)))
        logits = np.array(run(filled))[:, place]
        if temperature == 0:  # argmax
            chosen = logits.argmax(axis=1)
        else:
            chances = softmax(logits, temperature)
            chosen = [rng.choice(len(chars), p=row) for row in chances]
        rows = np.column_stack([rows, chosen])
    return [to_text(row) for row in rows]


written = {temperature: write(run, temperature) for temperature in (0, 0.5, 1, 2)}
for temperature, texts in written.items():
    print(f"T = {temperature}:", " / ".join(texts[0].split("\n")[1:]))
print("different texts among 24:", [len(set(texts)) for texts in written.values()])

# %% tags=["claim"]
different = [len(set(texts)) for texts in written.values()]
assert different[0] == 1, "argmax writes one text only"
assert different[2] > 18, f"sampling writes another one each time, got {different}"
short = to_ids("\nthe r")
filled = np.array(writer(np.pad(short, (0, 14))[np.newaxis]))[0, 5]
assert np.allclose(filled, logits, atol=1e-4), "what stands on the right is no matter"

# %% [markdown]
# Argmax gave the same text 24 times, because from the same start it always makes the same choices.
# For the same reason it ends in a loop: once the last 20 characters are the same as earlier, so is everything after them.

# %% [markdown] skills=["NLP-9"]
# ## Judge what it writes
# Two numbers let you compare writers.
#
# - **Known words**: the share of the written words that occur in the training text.
#   It tells you whether the writer can spell; the last word is left out, as it may be cut off.
# - **Copied**: the share of all pieces of 16 characters that occur in that text letter by letter.
#   It tells you how much is memorized.
#
# What do you expect of each when the temperature rises?


# %%
def judge(texts):
    words = [word for string in texts for word in string.split()[:-1]]
    starts = range(1, len(texts[0]) - 16)
    pieces = [string[i : i + 16] for string in texts for i in starts]
    spelled = np.mean([word in known for word in words])
    return spelled, np.mean([piece in text for piece in pieces])


print("  T   known words   copied")
results = {}
for temperature, texts in written.items():
    results[temperature] = spelled, copied = judge(texts)
    print(f"{temperature:3}   {spelled:11.0%}   {copied:6.0%}")

# %% tags=["claim"]
(spelled1, copied1), (spelled2, copied2) = results[0.5], results[2]
assert spelled1 > 0.75, f"at 0.5 it can spell, got {spelled1:.2f}"
assert spelled2 < spelled1 - 0.2, f"at 2 it spells worse: {results}"
assert copied2 < 0.05 < 0.1 < copied1, f"at 0.5 it copies, at 2 it does not: {results}"
assert judge([text[:300]]) == (1, 1), "the text itself has full marks, twice"

# %% [markdown]
# At a low temperature the network spells well and copies long pieces; at a high one it copies almost nothing and spells badly.
# Perfect spelling alone doesn't show that it writes well, because the training text itself has 100% in both columns.
# You want many known words and few copied pieces.
# More training text improves both, while temperature only trades one for the other.

# %% [markdown] skills=["NLP-8"]
# ## A convolution before the LSTM
# `Conv1D` slides filters along the text, as `Conv2D` slides them over a picture.
# With a kernel of 3, a filter looks at three neighboring characters at once, so the LSTM reads syllables rather than letters.
# `padding="same"` keeps the length, so there is one label for each place, as before.
# It trains for 8 epochs instead of 40.
# Look at its score on the new lines, and ask yourself whether you believe it.


# %%
peeking = network(keras.layers.Conv1D(48, 3, padding="same", activation="relu"))
peek, _, _ = learn(peeking, epochs=8)
print(f"bits on the new lines, LSTM alone:    {mean_bits(run):.2f}")
print(f"bits on the new lines, Conv1D + LSTM: {mean_bits(peek):.2f}")
print(f"bits at the last place of a window:   {mean_bits(peek, [-1]):.2f}")
nonsense = judge(write(peek, 0.5, length=40))[0]
print(f"known words at T = 0.5: {nonsense:.0%}")

# %% tags=["claim"]
assert mean_bits(peek) < 1.6 < mean_bits(run) - 0.3, "too good to be true"
assert mean_bits(peek, [-1]) > mean_bits(peek) + 2, "it fails where it can't peek"
assert nonsense < 0.5, "it can't write"

# %% [markdown]
# After 8 epochs it is far better than the LSTM on new lines, and yet most of what it writes aren't words.
# With "same", the filter at a place looks at the character before, the one at the place, and the one after, which is the label.
# The network has learned to copy it, so at the last place of a window, where nothing follows, it doesn't know what to answer.
# When it writes, every place is the last one.
#
# `padding="causal"` shifts the filter so that it ends at its place, where it sees this character and the two before.
# You can test for peeking without training: change only the last character, and see whether the answers before it change.

# %%
before = {
    "LSTM alone": (),
    "Conv1D same": (keras.layers.Conv1D(48, 3, padding="same"),),
    "Conv1D causal": (keras.layers.Conv1D(48, 3, padding="causal"),),
    "Bidirectional": (
        keras.layers.Bidirectional(keras.layers.LSTM(24, return_sequences=True)),
    ),
}
row = to_ids("\nthe mill")[np.newaxis]
other = to_ids("\nthe milk")[np.newaxis]
models = {name: network(*layers) for name, layers in before.items()}
moves = {}
for name, model in models.items():
    difference = np.array(model(row) - model(other))[0, :-1]
    moves[name] = not np.allclose(difference, 0, atol=1e-7)
    print(f"{name:14} {model.count_params():6} weights   looks ahead: {moves[name]}")

# %% tags=["claim"]
assert list(moves.values()) == [False, True, False, True], f"who looks ahead: {moves}"
one, two = models["Conv1D same"], models["Conv1D causal"]
assert one.count_params() == two.count_params(), "causal costs nothing"

# %% [markdown]
# A bidirectional layer reads from the end too, so a writer can't use it either.

# %% [markdown] skills=["NLP-8"]
# ## Combine layers to read
# A network that *reads* gets the whole text at once, so it may look in both directions.
# Then you can combine layers freely, and there are reasons for the usual order:
#
# 1. `Conv1D` finds short patterns wherever they occur.
# 2. `MaxPooling1D(2)` halves the number of places, so the next layer has half as many steps to take, one after the other.
# 3. `Bidirectional` reads what is left from both ends.
# 4. `GlobalMaxPooling1D` keeps the largest value of each number over all places, so that no place is too far away.
#
# Work it out on paper first: for 40 characters, what is the shape of each layer's output, and which layer has the most weights?

# %%
reader = keras.Sequential(
    [
        keras.Input(shape=(40,)),
        keras.layers.Embedding(len(chars), 16),
        keras.layers.Conv1D(32, 5, activation="relu"),
        keras.layers.MaxPooling1D(2),
        keras.layers.Bidirectional(keras.layers.GRU(12, return_sequences=True)),
        keras.layers.GlobalMaxPooling1D(),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
print("layer                 places  numbers  weights")
for layer in reader.layers:
    *places, numbers = layer.output.shape[1:]
    place = places[0] if places else "-"
    print(f"{layer.__class__.__name__:20} {place:>7} {numbers:8}", end="")
    print(f" {layer.count_params():8}")

# %% tags=["claim"]
shapes = [layer.output.shape[1:] for layer in reader.layers]
assert shapes == [(40, 16), (36, 32), (18, 32), (18, 24), (24,), (3,)], f"got {shapes}"
weights = [layer.count_params() for layer in reader.layers]
assert weights[1] == (5 * 16 + 1) * 32 == 2592, "Conv1D"
assert weights[3] == 2 * 3 * 12 * (32 + 12 + 2) == 3312 == max(weights), "GRU"

# %% [markdown]
# `Conv1D` without padding loses 4 places, because a filter of 5 can't extend beyond the end.
# It has (5 x 16 + 1) x 32 = 2592 weights; the two GRU layers have 3 x 12 x (32 + 12 + 2) each, together 3312.
# They take 18 steps instead of 40.

# %% [markdown]
# ## What can go wrong
# - **A score that is too good.**
#   If a network predicts the next character of a new text almost with certainty, it can probably see it.
#   Look for "same", for `Bidirectional`, and for labels that are not shifted.
# - **Softmax twice.**
#   With a softmax in the model and `from_logits=True` in the loss, the loss can hardly fall, because Keras applies softmax to the probabilities once more.
# - **Temperature on probabilities.**
#   Dividing probabilities by $T$ changes nothing once they are made to add up to 1 again.
#   Divide the logits.
# - **Windows across the border.**
#   Split into old and new lines first, then cut the windows; otherwise pieces of the test lines leak into the training.

# %% tags=["claim"]
p = softmax(logits)
assert np.allclose((p / 3) / (p / 3).sum(), p), "dividing probabilities is no use"
again = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
twice = again(np.array([0]), np.eye(24)[:1])
assert float(twice) / np.log(2) > 2, "even a perfect answer has a high loss"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Count in bits
# Write `in_bits(right)`, which takes an array with the probabilities that a model gave to the right characters.
# It returns the mean loss in bits.


# %% tags=["exercise"] id="text/writing-text/in-bits" skills=["NLP-9"]
def in_bits(right):
    ### BEGIN SOLUTION
    return -np.log2(right).mean()
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `np.log2` gives bits, and the logarithm of a probability is never positive.

# %% tags=["check"]
for case, expected in (
    ([0.5, 0.125], 2),
    ([0.25, 0.25], 2),
    ([1.0, 0.5, 0.5], 2 / 3),
    ([0.5, 0.25, 0.5, 0.125, 1.0], 1.4),
):
    got = in_bits(np.array(case))
    assert got is not None, "Not attempted: in_bits returned None. Return a number."
    assert hasattr(got, "__float__") and np.size(got) == 1, (
        f"Got {got} for {case}, expected one number: take the mean of all."
    )
    got = float(np.ravel(got)[0])
    told = f"Got {got:.2f} for {case}, expected {expected:.2f}. "
    assert got >= 0, told + "The sign is wrong: this loss is never negative."
    assert not np.isclose(got, expected * np.log(2)), (
        told + "This uses the natural logarithm: divide by ln 2, or use log2."
    )
    assert np.isclose(got, expected, atol=1e-4), (
        told + "Take the logarithm of each probability first; the mean comes last."
    )
print("Correct: you can now compare writers in bits.")


# %% tags=["wrong"] reason="natural logarithm"
def in_bits(right):
    return -np.log(right).mean()


# %% tags=["wrong"] reason="mean comes last"
def in_bits(right):
    return -np.log2(right.mean())


# %% tags=["wrong"] reason="expected one number"
def in_bits(right):
    return -np.log2(right)


# %% tags=["right"]
def in_bits(right):
    return np.mean(np.log(1 / right)) / np.log(2)


# %% tags=["right"]
def in_bits(right):
    bits = 0
    for p in right:
        bits -= np.log2(p)
    return bits / len(right)


# %% [markdown]
# ### Only the best few
# At a high temperature the writer now and then picks a character that makes no sense at all.
# Write `best_few(logits, k)`, which prevents that.
# It takes a row of logits and returns a probability for each: the `k` largest get the softmax of these `k` logits, and all others get exactly 0.


# %% tags=["exercise"] id="text/writing-text/best-few" skills=["NLP-9"]
def best_few(logits, k):
    ### BEGIN SOLUTION
    smallest = np.sort(logits)[-k]
    return softmax(np.where(logits >= smallest, logits, -np.inf))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `np.sort(logits)[-k]` is the smallest logit that may stay.

# %% [markdown] tags=["hint"]
# Which logit gives a probability of 0?
# Or set the probabilities to 0 yourself, and make the rest add up to 1 again.

# %% tags=["check"]
first_row = np.array([2.0, -1.0, 0.5, -3.0, 1.0])
other_row = np.array([-4.0, -2.5, -7.0, -1.0, -3.0, -0.5, -9.0])
for some_logits, k, kept_places in (
    (first_row, 1, [0]),
    (first_row, 2, [0, 4]),
    (first_row, 3, [0, 4, 2]),
    (other_row, 4, [5, 3, 1, 4]),
):
    got = best_few(some_logits.copy(), k)
    assert got is not None, "Not attempted: best_few returned None. Return an array."
    try:
        as_numbers = np.asarray(got, float)
    except (TypeError, ValueError):
        as_numbers = None
    assert as_numbers is not None, (
        f"Got {got}, expected probabilities: return an array of numbers."
    )
    got, size = as_numbers, len(some_logits)
    told = f"Got {got.round(2).tolist()} for {some_logits.tolist()} and k = {k}. "
    assert got.shape == (size,), (
        told + f"Expected {size} probabilities, one for each logit."
    )
    assert not np.isnan(got).any(), (
        told + "Expected no nan. Is any logit left? The k-th largest must stay: use >=."
    )
    dropped = np.delete(got, kept_places)
    assert (dropped == 0).all(), (
        told + f"Expected exactly 0 for all but the {k} largest. To become a "
        "probability of 0 in softmax, a logit must be -inf, not 0."
    )
    assert np.isclose(got.sum(), 1), (
        told + f"They sum to {got.sum():.2f}, expected 1: divide by their sum."
    )
    wanted = softmax(some_logits[kept_places])
    assert np.allclose(got[kept_places], wanted, atol=1e-4), (
        told
        + f"Expected {wanted.round(2).tolist()} for the {k} largest, in descending "
        "order: take the softmax of these logits."
    )
print("Correct: the writer can no longer pick an improbable character.")


# %% tags=["wrong"] reason="a logit must be -inf"
def best_few(logits, k):
    smallest = np.sort(logits)[-k]
    return softmax(np.where(logits >= smallest, logits, 0))


# %% tags=["wrong"] reason="divide by their sum"
def best_few(logits, k):
    smallest = np.sort(logits)[-k]
    return np.where(logits >= smallest, softmax(logits), 0)


# %% tags=["wrong"] reason="use >="
def best_few(logits, k):
    smallest = np.sort(logits)[-k]
    return softmax(np.where(logits > smallest, logits, -np.inf))


# %% tags=["wrong"] reason="one for each logit"
def best_few(logits, k):
    return softmax(np.sort(logits)[-k:])


# %% tags=["right"]
def best_few(logits, k):
    places = np.argsort(logits)[-k:]
    probabilities = np.zeros(len(logits))
    probabilities[places] = softmax(logits[places])
    return probabilities


# %% tags=["right"]
def best_few(logits, k):
    values, places = tf.math.top_k(logits, k)
    return tf.scatter_nd(places[:, tf.newaxis], tf.nn.softmax(values), [len(logits)])


# %% [markdown]
# ### Does it peek?
# Write `looks_ahead(model, rows)`.
# It takes any model that gives an output at each place, and rows of ids that are all below 23.
# It returns `True` if an output depends on an id further to the right, and `False` if not.


# %% tags=["exercise"] id="text/writing-text/looks-ahead" skills=["NLP-8"]
def looks_ahead(model, rows):
    ### BEGIN SOLUTION
    changed = rows.copy()
    changed[:, -1] += 1
    earlier = np.array(model(rows))[:, :-1], np.array(model(changed))[:, :-1]
    return not np.allclose(*earlier, atol=1e-7)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Make a copy of the rows, and change its last column.

# %% [markdown] tags=["hint"]
# At which places may the outputs differ even if the model does not peek?
# Leave these out with `[:, :-1]`.

# %% tags=["check"]
only_layers = {
    "Conv1D same of width 1": keras.layers.Conv1D(4, 1, padding="same"),
    "Conv1D same with a dilation of 3": keras.layers.Conv1D(
        4, 3, padding="same", dilation_rate=3
    ),
    "GRU that reads backwards": keras.layers.GRU(
        4, return_sequences=True, go_backwards=True
    ),
}


def model_to_try(name):
    """The model of the lesson with that name, or one of a single layer."""
    if name in models:
        return models[name]
    start = [keras.Input(shape=(None,)), keras.layers.Embedding(24, 4)]
    return keras.Sequential([*start, only_layers[name]])


tries = np.random.default_rng(7).integers(0, 23, (2, 4))
advice = {
    "LSTM alone": "It never looks ahead: change the last id, and compare the outputs "
    "without the last place itself.",
    "Conv1D causal": "Its filter ends at its own place: compare only the outputs to "
    "the left of a changed id.",
    "Conv1D same": "Its filter sees the next id: change an id, and compare the outputs "
    "to the left of it.",
    "Bidirectional": "It reads from the right, too: change the last id, and compare "
    "the outputs to the left of it.",
    "Conv1D same of width 1": "It sees only the id at its own place: run the model to "
    "find out, and don't go by the names or settings of its layers.",
    "Conv1D same with a dilation of 3": "It sees the id 3 places to the right: compare "
    "all outputs to the left of a changed id, including the first one.",
    "GRU that reads backwards": "It starts at the right end: run the model to find "
    "out, and don't go by the names or settings of its layers.",
}
honest = ("LSTM alone", "Conv1D causal", "Conv1D same of width 1")
for last_id, (name_of_model, step) in enumerate(advice.items()):
    tries[:, -1] = 22 * (last_id % 2)
    given, expected = tries.copy(), name_of_model not in honest
    got = looks_ahead(model_to_try(name_of_model), given)
    assert got is not None, "Not attempted: looks_ahead returned None. Return a bool."
    told = f"Got {got} for {name_of_model}, expected {expected}. "
    is_one = hasattr(got, "dtype") and np.size(got) == 1
    assert isinstance(got, bool) or (is_one and np.asarray(got).dtype == bool), (
        told + "Return a single True or False for all rows and places together."
    )
    assert (given == tries).all(), (
        "Your function changed the rows that it was given: change a copy instead."
    )
    assert bool(np.ravel(got)[0]) == expected, told + step
print("Correct: you can find out before you train.")


# %% tags=["wrong"] reason="without the last place itself"
def looks_ahead(model, rows):
    changed = rows.copy()
    changed[:, -1] += 1
    return not np.allclose(model(rows), model(changed), atol=1e-7)


# %% tags=["wrong"] reason="its filter sees the next id"
def looks_ahead(model, rows):
    kinds = [type(layer) for layer in model.layers]
    return keras.layers.Bidirectional in kinds


# %% tags=["wrong"] reason="change a copy"
def looks_ahead(model, rows):
    old = np.array(model(rows))
    rows[:, -1] += 1
    return not np.allclose(old[:, :-1], np.array(model(rows))[:, :-1], atol=1e-7)


# %% tags=["wrong"] reason="don't go by the names"
def looks_ahead(model, rows):
    paddings = [getattr(layer, "padding", "") for layer in model.layers]
    kinds = [type(layer) for layer in model.layers]
    return "same" in paddings or keras.layers.Bidirectional in kinds


# %% tags=["wrong"] reason="including the first one"
def looks_ahead(model, rows):
    changed = rows.copy()
    changed[:, -1] += 1
    before, after = np.array(model(rows)), np.array(model(changed))
    return not np.allclose(before[:, -2], after[:, -2], atol=1e-7)


# %% tags=["wrong"] reason="a single True or False"
def looks_ahead(model, rows):
    changed = rows.copy()
    changed[:, -1] += 1
    difference = np.array(model(rows) - model(changed))[:, :-1]
    return np.abs(difference).max(axis=(1, 2)) > 1e-6


# %% tags=["right"]
def looks_ahead(model, rows):
    whole = np.array(model(rows))[:, :-1]
    without_last = np.array(model(rows[:, :-1]))
    return bool(np.abs(whole - without_last).max() > 1e-5)


# %% tags=["right"]
def looks_ahead(model, rows):
    half = rows.shape[1] // 2
    changed = rows.copy()
    changed[:, half:] = (changed[:, half:] + 1) % 23
    difference = tf.abs(model(changed) - model(rows))[:, :half]
    return tf.reduce_any(difference > 1e-6)


# %% [markdown]
# ## What to remember
# - The labels of a writer are its inputs, shifted by one; `return_sequences=True` gives an answer at each place.
# - Measure the loss in bits, and compare it with what the frequencies of the characters alone give.
# - Argmax repeats itself; sampling varies, and the temperature, by which you divide the logits, controls how much.
# - Judge spelling and copying together, on many texts.
# - Before an LSTM that writes, use only a `Conv1D` with `padding="causal"`; a network that reads may use "same", pooling and `Bidirectional`.
#
# Next: [A series and its parts](../sequences/parts-of-a-series.ipynb), with numbers in place of letters.
# The sheet [Natural language processing](../../topics/text.md) shows every skill of this topic in brief.
