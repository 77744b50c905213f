# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Recurrent layers for text: SimpleRNN, GRU, LSTM"
#     summary: "Compute the state of a recurrent layer by hand, count the weights of SimpleRNN, GRU and LSTM, and see what a long note does to them."
#     skills: [NLP-6, NLP-7]
#     requires: [text/many-kinds]
# ---

# %% [markdown]
# In this lesson you meet the layers that read a text word by word: `SimpleRNN`, `GRU` and `LSTM`.
# You compute the state of such a layer by hand and count its weights.
# Then you watch a network's prediction change in the middle of a note, and you find out why a longer note can defeat it.

# %% [markdown]
# ## Notes in which only the order tells
# In a holiday house, whoever leaves writes down two jobs for whoever comes next.
# One job is inside, one outside, and the question is which comes first.
# The notes are put together from 16 jobs and 7 ways to say it; the label is 1 if the outside job comes first.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
inside = ["bake the bread", "wash the cups", "iron the shirts", "fold the towels"]
inside += [
    "dust the shelves",
    "sweep the stairs",
    "polish the spoons",
    "clean the oven",
]
outside = ["rake the leaves", "prune the roses", "mow the lawn", "feed the hens"]
outside += ["chop the wood", "paint the fence", "water the beans", "dig the pond"]
ways = ["first {a} then {b}", "{a} and then {b}", "{a} before you {b}"]
ways += ["before you {b} {a}", "after you {a} {b}", "{b} but {a} first"]
ways += ["{b} after you {a}"]  # in each way {a} comes first

# %% [markdown]
# `write` makes two notes of each pair of jobs and each way to say it, one with the outside job first and one with the inside job first.
# Of all pairs, 48 are for training, and the rest are for the test.


# %%
def write(pairs):
    notes = []
    for indoors, outdoors in pairs:
        for way in ways:
            notes.append(way.format(a=outdoors, b=indoors))  # label 1
            notes.append(way.format(a=indoors, b=outdoors))  # label 0
    return notes, np.tile([1.0, 0.0], len(notes) // 2)


pairs = rng.permutation([(i, o) for i in inside for o in outside])
train, y_train = write(pairs[:48])
test, y_test = write(pairs[48:])
print(f"{len(train)} notes to train on, {len(test)} to test with, such as")
for note, label in zip(test[-2:], y_test[-2:], strict=True):
    print(f"   {note}: {label:.0f}")

# %% [markdown]
# The test holds pairs of jobs that training never puts together.
# The last two notes are **twins**: the same words, another order, another label.
# Each note has a twin.
# So what can a network do that averages word vectors?
# Here is one, untrained; make a guess before you read its predictions for the twins.

# %%
talk = ["the key is under the mat", "we arrive at noon", "there is soup in the pot"]
talk += ["call if it rains", "the neighbors are away", "mind the step at the door"]
talk += ["the radio is on the table", "thank you for the help", "the train was late"]
vectorize = keras.layers.TextVectorization()
vectorize.adapt(train + talk)  # the talk comes in later
words = vectorize.vocabulary_size()
x_train, x_test = vectorize(train).numpy(), vectorize(test).numpy()


def network(*reader):
    start = [
        keras.Input(shape=(None,)),
        keras.layers.Embedding(words, 8, mask_zero=True),
    ]
    return keras.Sequential(
        [*start, *reader, keras.layers.Dense(1, activation="sigmoid")]
    )


average = network(keras.layers.GlobalAveragePooling1D())
answers = np.array(average(x_test))[:, 0]
print("answers to three pairs of twins:", answers[:6].round(4))

# %% tags=["claim"]
assert np.allclose(answers[0::2], answers[1::2], atol=1e-6), "twins get one answer"
for first, second in zip(test[0::2], test[1::2], strict=True):
    assert sorted(first.split()) == sorted(second.split()), f"no twins: {first}"
assert (y_test[0::2] == 1).all() and (y_test[1::2] == 0).all(), "labels of the twins"
assert not set(train) & set(test), "a test note is in training"
assert len(train) == 672 and len(test) == 224, "48 and 16 pairs, 7 ways, 2 orders"
assert len(inside + outside) == 16 and len(ways) == 7, "16 jobs, 7 ways"
assert x_test.shape == (224, 8), "these notes have 8 words at most"

# %% [markdown]
# Twins get the same answer, whatever the weights are, because a sum does not care about the order.
# So such a network gets exactly one note of each pair of twins right, which is half of all notes, and no training can change that.

# %% [markdown] skills=["NLP-7"]
# ## The state, by hand
# A **recurrent** layer goes through the words from left to right and carries a **state** along: a row of numbers, all 0 at the start.
# At each word it computes a new state from two things, the vector of the word and the state so far:
#
# $$ h_t = \tanh(x_t W + h_{t-1} U + b) $$
#
# The weights $W$, $U$ and $b$ are the same at each word, so a note may have any length.
# The length of the state is up to you: it is the number of `units`.
# That is all of `SimpleRNN`, and a loop of one line does the same.
#
# ![A recurrent layer unrolled over the words first, feed, the, hens: at each word the same W, U and b make a new state h of the word and the state before, from 0 at the start to the last state](../diagrams/unrolled-rnn.svg)
#
# The picture shows one layer four times, not four layers.

# %%
simple = keras.layers.SimpleRNN(4)
sentence = rng.normal(size=(1, 6, 3)).astype("float32")  # 1 text, 6 words, 3 numbers
last = np.array(simple(sentence))
W, U, b = simple.get_weights()

h = np.zeros(4)
for x in sentence[0]:
    h = np.tanh(x @ W + h @ U + b)
print("by hand: ", h.round(3))
print("by layer:", last[0].round(3))
print("shapes of W, U and b:", W.shape, U.shape, b.shape)

# %% tags=["claim"]
assert np.allclose(h, last[0], atol=1e-5), "loop and layer agree"
assert (W.shape, U.shape, b.shape) == ((3, 4), (4, 4), (4,)), "the three weights"
assert simple.count_params() == 4 * (3 + 4 + 1) == 32, "32 weights"
asked = keras.KerasTensor((1, 600, 3))
assert simple(asked).shape == (1, 4), "600 words do as well"

# %% [markdown]
# Count the weights: each of the 4 units looks at 3 inputs and 4 numbers of the state, and has a bias.
# That makes $4 \cdot (3 + 4 + 1) = 32$, for 6 words as for 600.

# %% [markdown] skills=["NLP-6", "NLP-7"]
# ## Gates: GRU and LSTM
# `SimpleRNN` writes its whole state anew at each word.
# An **LSTM** can leave parts of it alone.
# It carries a second row of numbers, the cell $c$, and decides with **gates**, numbers from 0 to 1, what happens to it:
#
# $$ c_t = f \cdot c_{t-1} + i \cdot g \qquad h_t = o \cdot \tanh(c_t) $$
#
# Read it from the left: keep the share $f$ of the old cell (forget gate), add the share $i$ (input gate) of the proposal $g$, and show the share $o$ (output gate).
# With $f = 1$ and $i = 0$ the cell passes a word unchanged.
#
# ![An LSTM: the old cell is multiplied by the gate f, then the proposal g times the gate i is added, which gives the new cell c; its tanh times the gate o gives the state h](../diagrams/lstm-gates.svg)
#
# Follow the upper line in the picture: there is only one multiplication and one addition between the old cell and the new one.
#
# Each of $i$, $f$, $g$ and $o$ is computed like the state of a `SimpleRNN`, from word and state, with weights of its own; $g$ through $\tanh$, the gates through a sigmoid.
# So an LSTM has exactly 4 times the weights.
#
# A **GRU** does something similar with two gates and without a second row, so it needs three sets of weights.
# Keras gives each set two biases, which makes $3 \cdot \text{units} \cdot (\text{inputs} + \text{units} + 2)$.

# %%
kinds = keras.layers.SimpleRNN, keras.layers.GRU, keras.layers.LSTM
weights = {}
print("weights for inputs of 8 numbers:")
for kind in kinds:
    for units in (16, 32):
        layer = kind(units)
        layer.build((None, None, 8))
        weights[kind.__name__, units] = layer.count_params()
    print(f"{kind.__name__:10} 16 units: {weights[kind.__name__, 16]:5}", end="")
    print(f"   32 units: {weights[kind.__name__, 32]:5}")

# %% tags=["claim"]
for units in (16, 32):
    one = units * (8 + units + 1)
    assert weights["SimpleRNN", units] == one, "units x (inputs + units + 1)"
    assert weights["LSTM", units] == 4 * one, "four times the weights"
    assert weights["GRU", units] == 3 * units * (8 + units + 2), "three, two biases"

# %% [markdown] skills=["NLP-6"]
# ## An LSTM reads the notes
# The state after the last word has seen every word in its order.
# A `Dense` layer makes the answer of it, as it did with the average.
# `SimpleRNN` or `GRU` would go into the same place: `network(keras.layers.GRU(16))`.


# %%
def prepare(reader):
    model = network(reader)
    model.compile(optimizer=keras.optimizers.Adam(0.05), loss="binary_crossentropy")
    return model


def learn(model, x):
    model.fit(x, y_train, epochs=9, batch_size=168, verbose=0)


def score(model, x):
    return np.mean((np.array(model(x))[:, 0] > 0.5) == y_test)


lstm = prepare(keras.layers.LSTM(16))
learn(lstm, x_train)
right = {"average": score(average, x_test), "LSTM": score(lstm, x_test)}
for name, share in right.items():
    print(f"{name:8}{share:.2f} of the test notes are right")

# %% tags=["claim"] numbers=["test accuracy of the LSTM = solved"]
solved = right["LSTM"]
assert abs(right["average"] - 0.5) < 0.05, "the average is right on half of them"
assert solved > 0.93, f"the LSTM reads the order, got {solved:.2f}"
assert network(keras.layers.GRU(16))(x_test[:3]).shape == (3, 1), "a GRU fits there too"

# %% [markdown]
# The LSTM solves what no average can.
# To watch the state at work, ask the LSTM after each word: give it the first word, the first two, and so on.
# These are the two notes that you saw above.

# %% alt="Two panels, one for each twin note, with the words on the horizontal axis and the answer of the LSTM after each word: the lines end on opposite sides of one half"
plt.figure(figsize=(7, 3.2))
ends = []
for place, note in enumerate(test[-2:]):
    parts = note.split()
    so_far = [" ".join(parts[: i + 1]) for i in range(len(parts))]
    line = np.array(lstm(vectorize(so_far)))[:, 0]
    ends.append(line[-1])
    plt.subplot(1, 2, place + 1)
    plt.plot(line, "o-")
    plt.axhline(0.5, linestyle=":")
    plt.xticks(range(len(parts)), parts, rotation=60)
    plt.xlabel("word read last")
    plt.ylim(-0.05, 1.05)
    plt.ylabel("answer: outside first")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert ends[0] > 0.5 > ends[1], f"each twin gets its own answer: {ends}"

# %% [markdown]
# After the first job the network can only guess.
# The word *after* reverses the order, so the state has to hold two things: which job came, and that the order is reversed.
# Do not read a meaning into every jump, though: the network was trained to be right after the last word only.

# %% [markdown] skills=["NLP-7"]
# ## All states, stacks, both directions, masks
# By default a recurrent layer returns the last state only.
# With `return_sequences=True` it returns one state for each word.
# A second recurrent layer needs just that: it reads the states of the first as if they were word vectors.
# The top layer of the stack returns its last state again.
#
# `Bidirectional` holds two copies of a layer.
# One reads from the left, one from the right, and their states are put side by side; so it has twice the weights and twice the numbers.

# %%
texts = rng.normal(size=(5, 6, 8)).astype("float32")  # 5 texts, 6 words, 8 numbers
every = keras.layers.GRU(16, return_sequences=True)
both = keras.layers.Bidirectional(keras.layers.GRU(16))
print("last state:     ", keras.layers.GRU(16)(texts).shape)
print("all states:     ", every(texts).shape)
print("stacked:        ", keras.layers.LSTM(4)(every(texts)).shape)
print("both directions:", both(texts).shape, both.count_params(), "weights")

# %% tags=["claim"]
assert both(texts).shape == (5, 32) and both.count_params() == 2 * 1248, "doubled"
assert every(texts).shape == (5, 6, 16), "a state for each word"
again = keras.layers.GRU(16)
again(texts), again.set_weights(every.get_weights())
assert np.allclose(again(texts), every(texts)[:, -1], atol=1e-5), "the last of all"

# %% [markdown]
# What about the padding?
# Our notes have 8 words or fewer; put into rows of 42 numbers, as a longer note beside them would ask for, they end in zeros.
# `mask_zero=True` marks the padding, and a recurrent layer then carries its state past it unchanged.
# Take the mask away, and the LSTM reads 34 or more words that mean nothing, while its state drifts.
# How many answers change with it depends on the weights; compare the two scores in the output.

# %%
embed, layer, output = lstm.layers
wide = np.pad(x_test, ((0, 0), (0, 34)))
vectors = np.array(embed(wide))  # a plain array carries no mask
kept = layer(vectors, mask=embed.compute_mask(wide))
drifted = layer(vectors)
moved = np.abs(drifted - kept).mean()
masked, unmasked = (np.array(output(state))[:, 0] for state in (kept, drifted))
print(f"with the mask:    {np.mean((masked > 0.5) == y_test):.2f}")
print(f"without the mask: {np.mean((unmasked > 0.5) == y_test):.2f}")
print(f"a number of the state moves by {moved:.2f} on average")
unpadded = np.array(lstm(x_test))[:, 0]
print("8 columns or 42, the same answers:", np.allclose(masked, unpadded, atol=1e-5))

# %% tags=["claim"]
assert np.allclose(masked, unpadded, atol=1e-5), "padding is skipped"
assert moved > 0.1, f"without the mask the state drifts: {moved:.2f}"
assert wide.shape[1] == 42 and (wide == 0).sum(axis=1).min() >= 34, "the padding"

# %% [markdown] skills=["NLP-6"]
# ## Why long texts are hard
# Suppose one number in the state says "outside first", and only unimportant words follow.
# A `SimpleRNN` multiplies it by a weight at each word, an LSTM by its forget gate.
# Set the weights by hand and look at what is left.

# %% alt="Three falling lines on a logarithmic axis over 25 words: the simple layer with weight 0.8 and the LSTM with a gate of 0.73 fall below a hundredth, the LSTM with a gate of 0.95 stays above a tenth"
LONG = 26
signal = np.zeros((1, LONG, 1), "float32")
signal[0, 0] = 1  # one word that counts, 25 that do not


def faded(layer, *values):
    layer(signal)
    layer.set_weights([np.array(value, "float32") for value in values])
    states = np.abs(layer(signal))[0, :, 0]
    return states / states[0]


left = {}
simple = keras.layers.SimpleRNN(1, return_sequences=True)
left["SimpleRNN, weight 0.8"] = faded(simple, [[1]], [[0.8]], [0])
for bias, gate in ((1, 0.73), (3, 0.95)):
    cell = keras.layers.LSTM(1, return_sequences=True)
    #      input, forget, proposal, output
    to_word, to_state = [[0, 0, 1, 0]], [[0, 0, 0, 0]]
    left[f"LSTM, forget gate {gate}"] = faded(cell, to_word, to_state, [0, bias, 0, 5])

plt.figure(figsize=(6, 3))
for (name, states), line in zip(left.items(), ("-", "--", ":"), strict=True):
    plt.semilogy(states, line, label=name)
plt.xlabel("words read since then")
plt.ylabel("share that is left")
plt.legend()
plt.show()

# %% tags=["claim"]
ends = [states[-1] for states in left.values()]
assert ends[0] < 0.005 and ends[1] < 0.001 and ends[2] > 0.2, f"what is left: {ends}"
assert abs(1 / (1 + np.exp(-1)) - 0.73) < 0.002, "sigmoid of 1"
assert abs(1 / (1 + np.exp(-3)) - 0.95) < 0.003, "sigmoid of 3"
fresh = keras.layers.LSTM(1)
fresh.build((None, None, 1))
assert fresh.get_weights()[2].tolist() == [0, 1, 0, 0], "Keras starts with a bias of 1"

# %% [markdown]
# An LSTM *can* hold on for long, with a gate near 1.
# But it does not start that way.
# Keras gives the forget gate a bias of 1, so a fresh gate is near 0.73, and less than a thousandth is left after 25 words.
# Training corrects weights by following the influence of the early words on the answer, and that influence has shrunk by the same factors.
# So the network must learn to remember from a signal that it has hardly kept.
#
# Try it: the same notes, each followed by five sentences of talk that do not matter.
# A new LSTM of the same size learns for as long as before.
# Beside it learns a `GRU` with half as many units and one change: `go_backwards=True` lets it read from the last word to the first.
# Which one will do better?


# %%
def add_talk(notes):
    return [" ".join([n, *rng.permutation(talk)[:5]]) for n in notes]


x_long, x_long_test = (vectorize(add_talk(n)).numpy() for n in (train, test))
readers = {
    "LSTM": prepare(keras.layers.LSTM(16)),
    "GRU backwards": prepare(keras.layers.GRU(8, go_backwards=True)),
}
long_scores = []
for name, model in readers.items():
    learn(model, x_long)
    long_scores.append(score(model, x_long_test))
    print(f"{name:14}{model.count_params():5} weights   {long_scores[-1]:.2f}")

# %% tags=["claim"]
assert long_scores[0] < 0.75, f"not learned in nine epochs, {long_scores[0]:.2f}"
assert right["LSTM"] > long_scores[0] + 0.2, "far below what it reached without talk"
assert long_scores[1] > 0.9, f"backwards is right, got {long_scores[1]:.2f}"
assert 25 < (x_long > 0).sum(axis=1).min(), "long notes have more than 25 words"
forward, backward = readers.values()
assert forward.count_params() > 2 * backward.count_params(), "the smaller layer wins"

# %% [markdown]
# After nine epochs the LSTM is far below what it reached without the talk, while the smaller layer gets more than nine notes in ten right.
# That doesn't prove that an LSTM can't learn it: more notes, a larger forget gate at the start or a slower rate might get it there, but these nine epochs don't.
# Read from the end, the talk comes first and the jobs last, so the state needs to hold for a few words only.
# You seldom know at which end the important words are, so take `Bidirectional`, which reads from both.
# Other things to try: cut what does not matter, train on short texts first, or let the answer look at all states and not at the last alone.

# %% [markdown]
# ## What can go wrong
# - **A stack without `return_sequences`.**
#   The second layer complains: "expected ndim=3, found ndim=2".
#   Set it on every recurrent layer but the top one.
# - **No mask.**
#   There is no error, but the last state is that of the padding.
# - **Zeros at the wrong end.**
#   `TextVectorization` pads at the end; without a mask that is the worst place, and the older `pad_sequences` therefore pads in front.
# - **The important words are cut off.**
#   With `output_sequence_length=8` a longer note loses its end, silently.
# - **The network seems to learn nothing.**
#   A loss that stays near 0.69, the logarithm of 2, says "I toss a coin".
#   Shorten the texts before you add units.

# %% tags=["claim"]
try:
    keras.layers.GRU(4)(keras.layers.GRU(4)(texts))
except ValueError as error:
    assert "expected ndim=3, found ndim=2" in str(error), error
else:
    raise AssertionError("a stack without return_sequences should be refused")
assert round(np.log(2), 2) == 0.69, "the loss of a coin"
short = keras.layers.TextVectorization(output_sequence_length=8, vocabulary=["a"])
assert short(["a " * 12]).shape == (1, 8), "the end is cut off"
assert keras.utils.pad_sequences([[3]], 3).tolist() == [[0, 0, 3]], "old code: in front"
assert (wide[:, -1] == 0).all() and (wide[:, 0] > 0).all(), "zeros at the end"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Count the weights
# Write `count(kind, inputs, units)`: the number of weights of a recurrent layer.
# `kind` is `"SimpleRNN"`, `"GRU"` or `"LSTM"`.
# Calculate it; the check compares your number with that of a real layer.


# %% tags=["exercise"] id="text/recurrent-layers/count" skills=["NLP-7"]
def count(kind, inputs, units):
    ### BEGIN SOLUTION
    if kind == "GRU":
        return 3 * units * (inputs + units + 2)
    return {"SimpleRNN": 1, "LSTM": 4}[kind] * units * (inputs + units + 1)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Each unit has a weight for each input, one for each number of the state, and a bias.

# %% [markdown] tags=["hint"]
# How many sets of these weights does an LSTM have, and how many does a GRU have?
# How many biases does each unit of a GRU have in each set?

# %% tags=["check"]
answer = count("SimpleRNN", 8, 16)
assert answer is not None, "Not attempted: count returned None. Return a number."
for n_inputs, n_units in ((8, 16), (5, 3)):
    without = n_units * (n_inputs + 1)
    for kind in kinds:
        kind_name, counted = kind.__name__, kind(n_units)
        counted.build((None, None, n_inputs))
        expected, got = counted.count_params(), count(kind_name, n_inputs, n_units)
        message = f"Got {got!r} for count({kind_name!r}, {n_inputs}, {n_units}), "
        message += f"expected {expected}. "
        number = np.asarray(got)
        assert number.shape == () and np.issubdtype(number.dtype, np.number), (
            message + "Add up the weights and return the sum as a single number."
        )
        assert got not in (without, 3 * without, 4 * without), (
            message
            + "The state is an input too: each unit has a weight for each number "
            "of the state."
        )
        if kind_name == "GRU":
            assert got != expected - 3 * n_units, (
                message + "A GRU has two biases for each unit in each set."
            )
        if kind_name == "LSTM":
            assert got != expected * 3 // 4, (
                message + "An LSTM has four sets: the proposal g has weights too."
            )
        assert got == expected, (
            message + "Add a unit's weights and biases in one set, and multiply by the "
            "units and by the number of sets."
        )
print("Correct: you know how many weights a layer has before you build it.")


# %% tags=["wrong"] reason="the state is an input too"
def count(kind, inputs, units):
    return {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}[kind] * units * (inputs + 1)


# %% tags=["wrong"] reason="two biases for each unit"
def count(kind, inputs, units):
    return {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}[kind] * units * (inputs + units + 1)


# %% tags=["wrong"] reason="the proposal g has weights too"
def count(kind, inputs, units):
    if kind == "GRU":
        return 3 * units * (inputs + units + 2)
    return {"SimpleRNN": 1, "LSTM": 3}[kind] * units * (inputs + units + 1)


# %% tags=["right"]
def count(kind, inputs, units):
    sets, biases = {"SimpleRNN": (1, 1), "GRU": (3, 2), "LSTM": (4, 1)}[kind]
    from_word = inputs * units
    from_state = units * units
    return sets * (from_word + from_state + biases * units)


# %% tags=["right"]
def count(kind, inputs, units):
    shapes = [(inputs, units), (units, units), (units,)]
    if kind == "GRU":
        shapes.append((units,))
    one_set = sum(np.prod(shape) for shape in shapes)
    return one_set * {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}[kind]


# %% [markdown]
# ### Stack two layers
# Write `stack(words)`: a model for rows of integers below `words`, padded with 0 to any length; you don't have to compile it.
# Two recurrent layers read the note, one on top of the other, and the lower one reads it in both directions.
# The prediction is one number from 0 to 1, and padding must not change it.


# %% tags=["exercise"] id="text/recurrent-layers/stack" skills=["NLP-6", "NLP-7"]
def stack(words):
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(words, 8, mask_zero=True),
            keras.layers.Bidirectional(keras.layers.GRU(8, return_sequences=True)),
            keras.layers.LSTM(8),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `keras.Input(shape=(None,))` leaves the length open.

# %% [markdown] tags=["hint"]
# The lower layer returns all its states, the upper one its last.
# `return_sequences` belongs to the layer inside `Bidirectional`.

# %% tags=["check"]
try:
    built, problem = stack(50), ""
except ValueError as error:
    built, problem = 0, str(error)
assert not problem, (
    f"Got an error, expected a model: {problem[:90]}... "
    "Usually the lower layer returns only its last state: set return_sequences."
)
assert built is not None, "Not attempted: stack returned None. Return a model."
assert isinstance(built, keras.Model), (
    f"Got an object of type {type(built).__name__}, expected a Keras model."
)


def layers_of(model):
    """The layers of a model, and those of models that it contains."""
    for layer in model.layers:
        inner = isinstance(layer, keras.Model)
        yield from layers_of(layer) if inner else [layer]


reads = (keras.layers.RNN, keras.layers.Bidirectional)
found = [layer for layer in layers_of(built) if isinstance(layer, reads)]
assert len(found) >= 2, (
    f"Got {len(found)} recurrent layers, expected 2, one on top of the other."
)
assert isinstance(found[0], keras.layers.Bidirectional), (
    f"Got {type(found[0]).__name__} as the lower layer, expected Bidirectional: it "
    "reads in both directions."
)
assert found[0].return_sequences, (
    "Got a lower layer that passes on only its last state, expected all its states for "
    "the upper layer to read. Set return_sequences."
)
padded = np.array([[3, 4, 5, 0, 0], [5, 4, 3, 0, 0]])
got = np.array(built(padded))
assert got.shape == (2, 1), (
    f"Got shape {got.shape} for 2 notes, expected (2, 1): the upper layer returns only "
    "its last state, and Dense has one unit."
)
assert np.abs(got - 0.5).max() < 0.4, (
    f"Got {got[0, 0]:.2f} from an untrained network, expected a number near 0.5. "
    "End with a sigmoid."
)
sizes = [tuple(weights.shape) for weights in built.weights]
try:
    knows_49 = np.isfinite(np.array(built(np.array([[49, 48]])))).all()
except Exception:
    knows_49 = False
assert knows_49 and any(size[0] == 50 for size in sizes), (
    f"Got weights of the shapes {str(sizes)[:60]}... from stack(50), expected an "
    "embedding with 50 rows. Use the argument words."
)
shorter = np.array(built(padded[:, :3]))
assert np.allclose(got, shorter, atol=1e-5), (
    f"Got {got[0, 0]:.6f} with padding, expected {shorter[0, 0]:.6f} as without it: "
    "the padding is read. Set mask_zero."
)
found[0].set_weights([0 * weights for weights in found[0].get_weights()])
silenced = np.array(built(np.array([[3, 4, 5], [7, 9, 8]])))
assert np.allclose(silenced[0], silenced[1], atol=1e-6), (
    f"Got {silenced[0, 0]:.4f} and {silenced[1, 0]:.4f} for two notes when all weights "
    "of the lower layer are 0, expected the same: the upper layer must read the states "
    "of the lower one, and not the words."
)
print("Correct: two layers, both directions, and padding changes nothing.")


# %% tags=["wrong"] reason="return_sequences"
def stack(words):
    return keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(words, 8, mask_zero=True),
            keras.layers.Bidirectional(keras.layers.GRU(8)),
            keras.layers.LSTM(8),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% tags=["wrong"] reason="padding is read"
def stack(words):
    lower = keras.layers.GRU(8, return_sequences=True)
    return keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(words, 8),
            keras.layers.Bidirectional(lower),
            keras.layers.LSTM(8),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% tags=["wrong"] reason="all its states"
def stack(words):
    ids = keras.Input(shape=(None,))
    vectors = keras.layers.Embedding(words, 8, mask_zero=True)(ids)
    both_ways = keras.layers.Bidirectional(keras.layers.GRU(8))(vectors)
    forward = keras.layers.LSTM(8)(vectors)  # beside the other, not above it
    states = keras.layers.Concatenate()([both_ways, forward])
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(states))


# %% tags=["right"]
def stack(words):
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(words, 4, mask_zero=True)(ids)
    lower = keras.layers.SimpleRNN(4, return_sequences=True)
    states = keras.layers.Bidirectional(lower, merge_mode="sum")(vectors)
    last = keras.layers.Bidirectional(keras.layers.SimpleRNN(4))(states)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(last))


# %% tags=["right"]
def stack(words):
    class Reader(keras.Model):
        def __init__(self):
            super().__init__()
            self.table = keras.layers.Embedding(words, 4, mask_zero=True)
            lower = keras.layers.SimpleRNN(4, return_sequences=True)
            self.lower = keras.layers.Bidirectional(lower)
            self.upper = keras.layers.SimpleRNN(4)
            self.answer = keras.layers.Dense(1, activation="sigmoid")

        def call(self, ids):
            return self.answer(self.upper(self.lower(self.table(ids))))

    return Reader()


# %% [markdown]
# ### One step of an LSTM
# Write `lstm_step(x, h, c, W, U, b)`, which takes a word vector, the state and the cell, and returns the new state and the new cell, in this order: as a pair, or as the two rows of an array.
# `W`, `U` and `b` are as Keras keeps them: the sets for $i$, $f$, $g$ and $o$ are side by side, in this order.
# So `x @ W + h @ U + b` has 4 times as many numbers as the state.


# %% tags=["exercise"] id="text/recurrent-layers/lstm-step" skills=["NLP-6"]
def lstm_step(x, h, c, W, U, b):
    ### BEGIN SOLUTION
    i, f, g, o = np.split(x @ W + h @ U + b, 4)
    i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    c = f * c + i * np.tanh(g)
    return o * np.tanh(c), c
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `np.split(numbers, 4)` cuts a row into four equal parts.

# %% [markdown] tags=["hint"]
# The sigmoid is `1 / (1 + np.exp(-z))`, for $i$, $f$ and $o$; $g$ goes through `np.tanh`.

# %% tags=["check"]
tries = np.random.default_rng(7)
for n_inputs, n_units in ((3, 4), (5, 2)):
    reader = keras.layers.LSTM(n_units, return_sequences=True, return_state=True)
    reader.build((None, None, n_inputs))
    sizes = [w.shape for w in reader.get_weights()]
    reader.set_weights([tries.normal(size=size) for size in sizes])
    word_vectors = tries.normal(size=(3, n_inputs)).astype("float32")
    outputs = reader(word_vectors[np.newaxis])
    all_h, _, last_c = (np.array(part)[0] for part in outputs)
    now_h, now_c = np.zeros(n_units), np.zeros(n_units)
    for step, word in enumerate(word_vectors):
        got = lstm_step(word, now_h, now_c, *reader.get_weights())
        assert got is not None, (
            "Not attempted: lstm_step returned None. Return the new h and the new c."
        )
        assert np.iterable(got) and len(got) == 2, (
            f"Got {str(got)[:60]}, expected a pair. Return the new h and the new c."
        )
        shapes = [np.shape(part) for part in got]
        assert shapes == [(n_units,)] * 2, (
            f"Got the shapes {shapes} for {n_units} units, expected ({n_units},) for h "
            "and for c. Split x @ W + h @ U + b into four equal parts."
        )
        now_h, now_c = (np.asarray(part) for part in got)
        wanted = all_h[step]
        message = (
            f"Got h = {now_h.round(3)} at word {step + 1}, expected {wanted.round(3)}. "
        )
        assert not np.allclose(now_c, wanted, atol=1e-4), (
            message + "You return the cell first: return the state, then the cell."
        )
        assert step or np.allclose(now_h, wanted, atol=1e-4), (
            message
            + "The first word is wrong already: i and o go through a sigmoid, g "
            "and the new c through tanh, and the sets are in the order i, f, g, o."
        )
        assert np.allclose(now_h, wanted, atol=1e-4), (
            message + "The first word is right, and this one isn't: is the old c "
            "multiplied by f, and is h multiplied by U?"
        )
    assert np.allclose(now_c, last_c, atol=1e-4), (
        f"Got c = {now_c.round(3)} after the last word, expected {last_c.round(3)}: "
        "return the new cell."
    )
print("Correct: that is all that happens inside an LSTM.")


# %% tags=["wrong"] reason="is the old c multiplied by f"
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4)
    i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    c = c + i * np.tanh(g)  # no forget gate
    return o * np.tanh(c), c


# %% tags=["wrong"] reason="first word is wrong already"
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4)
    i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    c = f * c + i * np.tanh(g)
    return o * c, c


# %% tags=["wrong"] reason="you return the cell first"
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4)
    i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    c = f * c + i * np.tanh(g)
    return c, o * np.tanh(c)


# %% tags=["right"]
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4)
    i, f, o = (1 / (1 + np.exp(-gate)) for gate in (i, f, o))
    c = f * c + i * np.tanh(g)
    return np.stack([o * np.tanh(c), c])


# %% tags=["right"]
def lstm_step(x, h, c, W, U, b):
    def gate(number, squeeze):
        columns = slice(number * len(h), (number + 1) * len(h))
        total = x @ W[:, columns] + h @ U[:, columns] + b[columns]
        return squeeze(total)

    kept = gate(1, keras.ops.sigmoid) * c
    new_cell = kept + gate(0, keras.ops.sigmoid) * gate(2, keras.ops.tanh)
    return [gate(3, keras.ops.sigmoid) * keras.ops.tanh(new_cell), new_cell]


# %% [markdown]
# ## What to remember
# - A recurrent layer carries a state from word to word, with the same weights at each.
#   An average of words cannot tell twins apart; a state can.
# - Weights: units x (inputs + units + 1) for `SimpleRNN`, 4 times that for `LSTM`, about 3 times for `GRU`.
# - `return_sequences=True` gives a state for each word; a stack needs it on all layers but the top one.
# - `mask_zero=True` carries the state past the padding.
# - Early words fade, and so does what training can learn from them.
#   Shorten texts, or read them from both ends.
#
# Next: [Filters that find phrases](filters-for-phrases.ipynb), which see a few words at a time, and all places at once.
# The sheet [Natural language processing](../../topics/text.md) shows every skill of this topic in brief.
