# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Attention, by hand and by layer
#     summary: "Compute attention with NumPy, get the same numbers from MultiHeadAttention, and build the block that transformers are made of."
#     skills: [NLP-7, NLP-8]
#     requires: [text/recurrent-layers, text/filters-for-phrases]
# ---

# %% [markdown]
# In this lesson you compute attention with NumPy, in five lines, and get the same numbers from `keras.layers.MultiHeadAttention`.
# You build the encoder block of which transformers are made, compare it with a recurrent layer on a question that needs looking things up, and see where it looks.
# You also see what attention can't do alone: it doesn't know the order of the words.
# The exam's syllabus ended before attention reached it; the layers that you combine here are part of it.

# %% [markdown]
# ## A note and a question
# The caretaker of a camp keeps a note of where things are, such as "rope attic lamp barn saw shed", and then somebody asks: "rope?"
# The answer is one of eight places, here the attic.
# We make the notes ourselves: three things at three places, and one of the three is asked for.
# Each note has 7 words, so there is no padding.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
things = ["rope", "saw", "lamp", "ladder", "kettle", "tent", "map", "drum"]
places = ["attic", "barn", "cellar", "shed", "porch", "loft", "hut", "garage"]


def write(count):
    notes, answers = [], []
    for _ in range(count):
        three, where = rng.permutation(8)[:3], rng.permutation(8)[:3]
        asked = rng.integers(3)
        pairs = [f"{things[t]} {places[p]}" for t, p in zip(three, where, strict=True)]
        notes.append(" ".join([*pairs, things[three[asked]]]))
        answers.append(where[asked])
    return notes, np.array(answers)


train, y_train = write(2400)
test, y_test = write(600)
vectorize = keras.layers.TextVectorization()
vectorize.adapt(train)
words = vectorize.vocabulary_size()
x_train, x_test = vectorize(train).numpy(), vectorize(test).numpy()
for note, answer in zip(test[:3], y_test[:3], strict=True):
    print(f"{note}?  {places[answer]}")

# %% tags=["claim"]
assert x_train.shape == (2400, 7) and (x_train > 1).all(), "7 known words each"
assert words == 2 + 16, "padding, unknown, and 16 words"
assert len(set(train) & set(test)) < 0.05 * len(test), "the test notes are new"

# %% [markdown]
# A `GRU` reads such a note from left to right.
# What is in its state when the question comes, at the very last word?
# It has to hold all three pairs, because it can't know which one will be asked for, and it can't go back.
# Make a guess of its accuracy; naming any of the three places of the note is right for one note in three.


# %%
def reader(body):
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(words, 32)(ids)
    place = keras.layers.Dense(8, activation="softmax")(body(vectors))
    return keras.Model(ids, place)


def learn(model):
    optimizer = keras.optimizers.Adam(0.01)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy")
    model.fit(x_train, y_train, epochs=8, batch_size=96, verbose=0)
    return np.mean(np.array(model(x_test)).argmax(axis=1) == y_test)


recurrent = reader(keras.layers.GRU(32))
score = {"GRU": learn(recurrent)}
says = np.array(recurrent(x_test)).argmax(axis=1)
listed = [places[s] in note for s, note in zip(says, test, strict=True)]
print(f"GRU: {score['GRU']:.2f} right")
print(f"     {np.mean(listed):.2f} name a place of the note")

# %% tags=["claim"]
assert 0.24 < score["GRU"] < 0.5, f"about one in three: {score['GRU']:.2f}"
assert np.mean(listed) > 0.8, f"places of the note: {np.mean(listed):.2f}"

# %% [markdown]
# It has learned which places a note names, and then it guesses one of them.
# Longer training or a larger state might help, but the difficulty stays: everything has to pass through one vector of fixed size before the question is known.
# If the last word could look back over the whole note, it would need no such memory.
# That is what attention does.

# %% [markdown] skills=["NLP-8"]
# ## One head, by hand
# Think of a card index.
# You come with a **query**, compare it with the **key** on each card, and take the **value** of the card that fits.
# Attention does so with vectors, and softly: it takes a mixture of all values, most of the one whose key fits best.
#
# ![A query asks three cards, each with a key and a value: the key of the first card fits best and gets a thick line, the other two get thin ones, and the values, weighted by these lines, add up to one answer](../diagrams/attention.svg)
#
# The fit of a query $q$ and a key $k$ is their product $q \cdot k$, the sum of the products of their numbers.
# It is large if the two point the same way.
# Divide it by $\sqrt{d}$, where $d$ is the length of the vectors, so that longer vectors don't give larger numbers.
# A softmax turns the fits into weights that sum to 1, and the answer is the weighted sum of the values:
#
# $$ \text{answer} = \sum_j w_j v_j \qquad w = \text{softmax}\left(\frac{q \cdot k_1}{\sqrt{d}}, \frac{q \cdot k_2}{\sqrt{d}}, \dots\right) $$
#
# Here are three cards, for rope, lamp and saw.
# Their keys have a 1 for the thing, and their values are 10, 20 and 30, so that you can see the mixture.
# The query asks for the rope; first in a low voice, then eight times as loud.
# Which answer comes closer to 10?


# %%
def softmax(fits):
    powers = np.exp(fits - fits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


keys = np.eye(3)  # rope, lamp, saw
values = np.array([[10.0], [20.0], [30.0]])
answers = {}
for loud in (1, 8):
    query = loud * np.array([[1.0, 0.0, 0.0]])
    fits = query @ keys.T / np.sqrt(3)
    weights = softmax(fits)
    answers[loud] = (weights @ values).item()
    print(f"fits {fits[0].round(2)}  weights {weights[0].round(2)}", end="")
    print(f"  answer {answers[loud]:.1f}")

# %% tags=["claim"]
assert 16 < answers[1] < 19, "the low voice gets a mixture"
assert abs(answers[8] - 10) < 0.5, "the loud one nearly the value of the rope"
assert np.isclose(weights.sum(), 1), "they sum to 1"
assert weights.shape == (1, 3) and len(values) == 3, "a weight for each card"

# %% [markdown]
# With fits that are nearly equal, attention takes an average of all values, as `GlobalAveragePooling1D` does.
# With fits that differ a lot, it picks one.
# Everything in between is possible too, and as all of it is smooth, training can find the right mixture by following gradients.

# %% [markdown] skills=["NLP-8"]
# ## The same numbers from Keras
# Where do queries, keys and values come from?
# In a network they are all made from the word vectors: one `Dense` layer without activation makes the queries, a second one the keys, a third one the values.
# These three, with weights that are trained, and a fourth one for the answer are all that `MultiHeadAttention` has.
#
# In **self-attention** each word of a text asks all words of the same text, itself included.
# So a text of 6 words has 6 queries, and the weights are a table of 6 x 6.

# %%
layer = keras.layers.MultiHeadAttention(num_heads=1, key_dim=4)
text = rng.normal(size=(1, 6, 5)).astype("float32")  # 1 text, 6 words, 5 numbers
by_layer = np.array(layer(text, text))[0]  # who asks, who is asked
Wq, bq, Wk, bk, Wv, bv, Wo, bo = layer.get_weights()
print("shapes:", Wq.shape, Wk.shape, Wv.shape, Wo.shape)

q = text[0] @ Wq[:, 0] + bq[0]  # 0: the only head
k = text[0] @ Wk[:, 0] + bk[0]
v = text[0] @ Wv[:, 0] + bv[0]
weights = softmax(q @ k.T / np.sqrt(4))
by_hand = weights @ v @ Wo[0] + bo
print("table of weights:", weights.shape)
print("first word, by hand: ", by_hand[0].round(3))
print("first word, by layer:", by_layer[0].round(3))

# %% tags=["claim"]
assert np.allclose(by_hand, by_layer, atol=1e-5), "hand and layer agree"
assert weights.shape == (6, 6) and np.allclose(weights.sum(axis=1), 1), "6 x 6"
assert Wq.shape == (5, 1, 4) and Wo.shape == (1, 4, 5), "inputs, heads, key_dim"
filled = keras.layers.MultiHeadAttention(num_heads=1, key_dim=3)
filled(np.zeros((1, 2, 3)), np.zeros((1, 2, 3)))
one, none = np.eye(3)[:, np.newaxis], np.zeros((1, 3))
filled.set_weights(
    [8 * one, none, one, none, one, none, np.eye(3)[np.newaxis], none[0]]
)
asked = np.array(filled(keys[np.newaxis, :1], keys[np.newaxis]))[0, 0]
assert np.allclose(asked, softmax(8 * keys[:1] @ keys.T / np.sqrt(3)), atol=1e-5), "set"

# %% [markdown]
# There is nothing else in the layer: three products for queries, keys and values, a softmax, a sum and one more product.
#
# With `num_heads=2` there are two sets of $W_q$, $W_k$ and $W_v$.
# Each head has its own table of weights, so one can look for the thing that is asked for while another looks for something else.
# Their answers are put side by side before the last product.

# %% [markdown] skills=["NLP-7", "NLP-8"]
# ## Attention doesn't know the order
# Look once more at the formula: does it say anywhere which word comes first?
# Reverse the order of the six words, and predict what happens to the six answers.

# %%
backwards = np.array(layer(text[:, ::-1], text[:, ::-1]))[0]
moved = np.allclose(backwards[::-1], by_layer, atol=1e-5)
average = np.allclose(backwards.mean(axis=0), by_layer.mean(axis=0), atol=1e-5)
print("the same answers, in the new order:", moved)
print("their average is the same:         ", average)

gru = keras.layers.GRU(4)
same_state = np.allclose(gru(text), gru(text[:, ::-1]), atol=1e-3)
print("a GRU ends in the same state:      ", same_state)

# %% tags=["claim"]
assert moved and average, "each word gets its answer, in the new order"
assert not same_state, "a GRU sees the order"

# %% [markdown]
# Each word gets the same answer as before, wherever it is.
# So attention alone is blind to order, like an average of word vectors, and can't tell twins such as "rope attic lamp barn" and "rope barn lamp attic" apart.
# Something else has to bring the order in, and there are three common ways:
#
# - **Position embeddings**: a vector for each place in the text, trained like a word vector, is added to the word's vector.
#   Most transformers do this or something like it.
# - **A convolution** before the attention: a filter of width 2 puts each word together with the one before it.
# - **A recurrent layer** before the attention: its state at each word knows what came before.
#
# For our notes the second one is just what is needed: "attic" must know that it comes after "rope".

# %% [markdown] skills=["NLP-8"]
# ## An encoder block
# A **transformer** is a stack of equal blocks, and a block has two parts:
#
# 1. Self-attention, in which the words exchange what they know.
# 2. A small network of two `Dense` layers, which works on each word by itself.
#
# Around each part goes a **skip**, as in [Models with branches](../basics/branches.ipynb): the input is added to the output, so a part only has to learn what is to be changed.
# `LayerNormalization` then shifts and scales the numbers of each word to mean 0 and standard deviation 1, which keeps sums of sums from growing.


# %%
def encoder(vectors):
    heads = keras.layers.MultiHeadAttention(num_heads=2, key_dim=16, name="heads")
    seen = keras.layers.Add()([vectors, heads(vectors, vectors)])
    seen = keras.layers.LayerNormalization()(seen)
    thought = keras.layers.Dense(64, activation="relu")(seen)
    thought = keras.layers.Dense(32)(thought)
    return keras.layers.LayerNormalization()(keras.layers.Add()([seen, thought]))


def with_pairs(vectors):
    pairs = keras.layers.Conv1D(
        32, 2, padding="causal", activation="relu", name="pairs"
    )
    return encoder(pairs(vectors))[:, -1]  # the word that asks


looking = reader(with_pairs)
score["pairs + attention"] = learn(looking)
for name, right in score.items():
    print(f"{name:22} {right:.2f}")

# %% tags=["claim"] numbers=["test accuracy with attention = score['pairs + attention']", "of the GRU = score['GRU']"]
assert score["pairs + attention"] > 0.85, f"it looks the answer up: {score}"

# %% [markdown]
# After the same eight passes over the notes, the network with pairs and attention looks the answer up, and the GRU guesses.
# The comparison is fair in what both were given, and it isn't fair to recurrent layers in general: the question was chosen so that looking back helps.
# Where the order of a few words decides, as in [Recurrent layers for text](recurrent-layers.ipynb), an LSTM does very well.
#
# Mind also what we built in: the filter of width 2 says that a place belongs to the word before it.
# Position embeddings say nothing of that kind, so a network with these would first have to find out which word goes with which, from the notes alone.
# Transformers are strong where there is a lot of data to find such things out; with little, build in what you know about the text.

# %% [markdown] skills=["NLP-8"]
# ## Where it looks
# The weights of each head say where a word looks.
# Ask the layer for them with `return_attention_scores=True`: it returns a table for each text and each head, in which row $i$ holds the weights of word $i$.
# We want the last row, as the last word asks.
# Where should it be dark, and where bright?

# %% alt="Heat map with a row for each of six notes and a column for each of seven words; in most rows the brightest square is the place that stands right after the thing that is asked for"
to_pairs = keras.Model(looking.inputs[0], looking.get_layer("pairs").output)
pairs = to_pairs(x_test)
_, tables = looking.get_layer("heads")(pairs, pairs, return_attention_scores=True)
print("texts, heads, who asks, who is asked:", tables.shape)
looks = np.array(tables)[:, :, -1].mean(axis=1)  # the last word, both heads averaged

plt.figure(figsize=(7, 3.4))
plt.imshow(looks[:6], cmap="viridis", vmin=0, vmax=1)
for row in range(6):
    for column, word in enumerate(test[row].split()):
        shade = "black" if looks[row, column] > 0.6 else "white"
        plt.text(column, row, word, ha="center", va="center", color=shade, fontsize=8)
plt.colorbar(label="weight")
plt.xticks([1, 3, 5, 6], ["place", "place", "place", "?"])
plt.yticks([])
plt.ylabel("six notes")
plt.tight_layout()
plt.show()

thing_at = 2 * (x_test[:, :6:2] == x_test[:, -1:]).argmax(axis=1)  # 0, 2 or 4
found = np.mean(looks.argmax(axis=1) == thing_at + 1)
print(f"largest weight on the right place: {found:.0%} of the notes")

# %% tags=["claim"]
assert tables.shape == (600, 2, 7, 7), "texts, heads, who asks, who is asked"
assert found > 0.8, f"it looks at the right place: {found:.2f}"
assert np.allclose(looks.sum(axis=1), 1, atol=1e-4), "weights"

# %% [markdown]
# Nobody told the network where to look; it found out from the answers alone.
# (The pair of the thing and its place is at the word of the place, since the filter looks back.)
# Be careful with such pictures, though: a weight says which values were mixed, and not what the rest of the network made of them.
#
# ## What it costs
# The layer's weights don't depend on the length of the text, but its tables do: $n$ words need a table of $n \cdot n$ for each head.
# How many numbers is that for a text of 1000 words and two heads?

# %%
cost = looking.get_layer("heads").count_params()
print(f"weights of two heads: {cost}, of the GRU: {recurrent.layers[2].count_params()}")
for n in (7, 100, 1000):
    print(f"{n:5} words: {2 * n * n:9} numbers in two tables")

# %% tags=["claim"]
assert cost == 4 * (32 * 32 + 32) == 4224, "four products with bias"
assert recurrent.layers[2].count_params() == 3 * 32 * (32 + 32 + 2), "the GRU"
assert 2 * 1000 * 1000 == 2_000_000, "two million"

# %% [markdown]
# That is two million numbers, for each text of a batch.
# On the other hand all words are computed at once, while a recurrent layer has to go through them one after the other.
# So attention is quick on hardware that computes a lot in parallel, and long texts are its problem.

# %% [markdown]
# ## What can go wrong
# - **Padding gets weight.** A softmax gives something to every word, also to padding.
#   With `mask_zero=True` in the embedding, `MultiHeadAttention` gets the mask and leaves padding out; after a `Conv1D`, which drops the mask, you pass `attention_mask` yourself.
# - **No order.** Without positions, a convolution or a recurrent layer before it, a text is a bag of words, and no error tells you.
# - **Query and value exchanged.** The first argument asks, the second one is asked: `layer(last, states)` gives one answer, `layer(states, last)` gives as many equal answers as there are states.
# - **A text longer than the position embeddings.** There is no vector for place 8 of 7.
#   Convolutions and recurrent layers have no such limit.
# - **`key_dim` is the length in each head.** With 8 heads and `key_dim=32`, queries have 256 numbers in all; the usual choice is the length of the word vectors divided by the number of heads.

# %% tags=["claim"]
embed = keras.layers.Embedding(9, 5, mask_zero=True)
short, long = np.array([[3, 4, 5]]), np.array([[3, 4, 5, 0, 0]])
masked = np.array(layer(embed(long), embed(long)))[:, :3]
assert np.allclose(masked, layer(embed(short), embed(short)), atol=1e-5), "left out"
plain = np.array(embed(long))  # a plain array carries no mask
assert not np.allclose(layer(plain, plain)[:, :3], masked, atol=1e-3), "gets weight"
real = (long > 0)[:, np.newaxis]
by_mask = np.array(layer(plain, plain, attention_mask=real))[:, :3]
assert np.allclose(by_mask, masked, atol=1e-5), "attention_mask"
many = np.array(layer(text, text[:, -1:]))[0]
assert layer(text[:, -1:], text).shape == (1, 1, 5), "one answer"
assert len(many) == 6 and np.allclose(many, many[0], atol=1e-5), "six equal answers"
wide = keras.layers.MultiHeadAttention(8, 32)
wide(np.zeros((1, 2, 5)), np.zeros((1, 2, 5)))
assert wide.get_weights()[0].shape == (5, 8, 32) and 8 * 32 == 256, "in all"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### One head that skips padding
# Write `attend(q, k, v, real)` in NumPy, without a batch.
# `q` has a query in each row, `k` has a key and `v` a value for each word of the text, and `real` holds a boolean for each word, which is false for padding.
# Padding gets a weight of 0, and the weights of each query sum to 1.
# Return one answer for each query, in an array of shape (queries, length of a value).


# %% tags=["exercise"] id="text/attention/attend" skills=["NLP-8"]
def attend(q, k, v, real):
    ### BEGIN SOLUTION
    fits = q @ k.T / np.sqrt(q.shape[1])
    fits = np.where(real, fits, -np.inf)
    return softmax(fits) @ v
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `q @ k.T` has a row for each query and a column for each word.
# Don't forget to divide by the square root of the length of a key.

# %% [markdown] tags=["hint"]
# The mask comes before the softmax: give padding a fit of `-np.inf`, so that $e$ to that power is 0.

# %% tags=["check"]
tried = np.random.default_rng(7)
for lengths in ((3, 5, 4, 2), (2, 4, 9, 3)):
    queries, count, size, width = lengths
    case_q, case_k = (
        tried.normal(size=(queries, size)),
        tried.normal(size=(count, size)),
    )
    case_v, case_real = tried.normal(size=(count, width)), np.arange(count) != 1
    case_real[-1] = False
    with np.errstate(all="ignore"):
        got = attend(case_q.copy(), case_k.copy(), case_v.copy(), case_real.copy())
    assert got is not None, "Not attempted: attend returned None. Return an array."
    try:
        numbers = np.asarray(got, float)
    except (TypeError, ValueError):
        numbers = None
    assert numbers is not None, (
        f"Got an object of type {type(got).__name__} that makes no array of numbers, "
        f"expected an array of shape {(queries, width)}: return one answer for each "
        "query, and nothing else."
    )
    got = numbers
    assert got.shape == (queries, width), (
        f"Got shape {got.shape} for {queries} queries, {count} words and values of "
        f"length {width}, expected {(queries, width)}: one answer for each query."
    )
    inner = case_q @ case_k.T

    def mixed(fits, case_real=case_real, case_v=case_v):
        powers = np.exp(fits) * case_real
        return powers / powers.sum(axis=1, keepdims=True) @ case_v

    wanted = mixed(inner / np.sqrt(size))
    row = np.abs(got - wanted).max(axis=1).argmax()  # the query that is furthest off
    told = f"Got {got[row].round(3)} for query {row}, "
    told += f"expected {wanted[row].round(3)}. "
    assert not np.allclose(got, mixed(inner)), (
        told + "Divide the fits by the square root of the length of a key."
    )
    every = softmax(inner / np.sqrt(size))
    assert not np.allclose(got, every @ case_v), told + (
        "Padding gets weight: use real."
    )
    assert not np.allclose(got, (every * case_real) @ case_v), told + (
        "The weights don't sum to 1: leave padding out before the softmax."
    )
    zeroed = softmax(inner / np.sqrt(size) * case_real)
    assert not np.allclose(got, zeroed @ case_v), told + (
        "A fit of 0 still gets weight, because e to the power of 0 is 1: use -np.inf."
    )
    assert np.allclose(got, wanted, atol=1e-4), told + (
        "Check each step: divide the fits by the root, mask padding, take the softmax "
        "over the words for each query, and weight the values."
    )
print("Correct: padding gets no weight.")


# %% tags=["wrong"] reason="square root of the length"
def attend(q, k, v, real):
    return softmax(np.where(real, q @ k.T, -np.inf)) @ v


# %% tags=["wrong"] reason="don't sum to 1"
def attend(q, k, v, real):
    weights = softmax(q @ k.T / np.sqrt(q.shape[1]))
    return (weights * real) @ v


# %% tags=["wrong"] reason="a fit of 0 still gets weight"
def attend(q, k, v, real):
    return softmax(q @ k.T / np.sqrt(q.shape[1]) * real) @ v


# %% tags=["wrong"] reason="and nothing else"
def attend(q, k, v, real):
    fits = np.where(real, q @ k.T / np.sqrt(q.shape[1]), -np.inf)
    weights = softmax(fits)
    return weights @ v, weights


# %% tags=["wrong"] reason="for each query, and weight"
def attend(q, k, v, real):
    fits = np.where(real, q @ k.T / np.sqrt(q.shape[1]), -np.inf)
    powers = np.exp(fits)
    return powers / powers.sum(axis=0).clip(1e-9) @ v


# %% tags=["right"]
def attend(q, k, v, real):
    answers = []
    for query in q:
        fits = [query @ key / len(query) ** 0.5 for key in k[real]]
        powers = np.exp(fits)
        answers.append((powers / powers.sum()) @ v[real])
    return answers


# %% tags=["right"]
def attend(q, k, v, real):
    fits = keras.ops.matmul(q, k.T) / float(k.shape[-1]) ** 0.5
    weights = keras.ops.softmax(fits - 1e9 * ~real, axis=-1)
    return keras.ops.matmul(weights, v)


# %% [markdown]
# ### What the last word looks at
# Write `looked_at(layer, texts)`.
# `layer` is a `MultiHeadAttention`, and `texts` holds vectors in the shape (texts, words, numbers); the texts attend to themselves.
# For each text return the number of the word, counted from 0, to which the **last** word gives the largest weight, with the weights averaged over all heads.


# %% tags=["exercise"] id="text/attention/looked-at" skills=["NLP-8"]
def looked_at(layer, texts):
    ### BEGIN SOLUTION
    _, tables = layer(texts, texts, return_attention_scores=True)
    return np.array(tables)[:, :, -1].mean(axis=1).argmax(axis=1)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The axes of the tables are: texts, heads, who asks, who is asked.

# %% [markdown] tags=["hint"]
# Take the last word on the third axis, average over the heads, and find the largest with `argmax`.

# %% tags=["check"]
for heads, count in ((3, 6), (2, 9)):
    keras.utils.set_random_seed(7)
    many_heads = keras.layers.MultiHeadAttention(heads, 4)
    case = 2 * np.random.default_rng(7).normal(size=(24, count, 5)).astype("float32")
    _, table = many_heads(case, case, return_attention_scores=True)
    table = np.array(table)
    wanted = table[:, :, -1].mean(axis=1).argmax(axis=1)
    got = looked_at(many_heads, case)
    assert got is not None, (
        "Not attempted: looked_at returned None. Return an array of word numbers."
    )
    got = np.asarray(got)
    assert got.shape == (24,), (
        f"Got shape {got.shape} for 24 texts, expected (24,): one number for each text."
    )
    agree = np.mean(got == wanted)
    told = f"Got the right word for {agree:.0%} of 24 texts, expected all. "
    others = {
        "Yours is the word that looks at the last word most: who asks is the third "
        "axis, who is asked the fourth.": (table[..., -1].mean(axis=1).argmax(axis=1)),
        "Yours looks at the first head alone: average the weights of all heads.": (
            table[:, 0, -1].argmax(axis=1)
        ),
        "Yours takes the maximum over the heads: average them instead.": (
            table[:, :, -1].max(axis=1).argmax(axis=1)
        ),
    }
    for mistake, other in others.items():
        assert agree == 1 or not np.array_equal(got, other), told + mistake
    assert agree == 1, told + (
        "Take the last row of each table, average over the heads, then take argmax."
    )
print("Correct: you can find out where any attention layer looks.")


# %% tags=["wrong"] reason="first head alone"
def looked_at(layer, texts):
    _, tables = layer(texts, texts, return_attention_scores=True)
    return np.array(tables)[:, 0, -1].argmax(axis=1)


# %% tags=["wrong"] reason="looks at the last word most"
def looked_at(layer, texts):
    _, tables = layer(texts, texts, return_attention_scores=True)
    return np.array(tables)[..., -1].mean(axis=1).argmax(axis=1)


# %% tags=["wrong"] reason="takes the maximum over the heads"
def looked_at(layer, texts):
    _, tables = layer(texts, texts, return_attention_scores=True)
    return np.array(tables)[:, :, -1].max(axis=1).argmax(axis=1)


# %% tags=["right"]
def looked_at(layer, texts):
    found = []
    _, tables = layer(texts[:, -1:], texts, return_attention_scores=True)
    for heads in np.array(tables):
        found.append(int(sum(heads)[0].argmax()))
    return found


# %% tags=["right"]
def looked_at(layer, texts):
    tables = layer(query=texts, value=texts, return_attention_scores=True)[1]
    return keras.ops.argmax(keras.ops.sum(tables, axis=1)[:, -1], axis=-1)


# %% [markdown]
# ### A GRU that looks back
# Give the GRU what it lacked.
# Write `look_back(words, classes)`, which returns a model, not compiled:
# word numbers of shape (n, any length) go through an `Embedding` of length 16 and a `GRU` with 16 units that returns a state for each word.
# Then the **last** state asks all states, with a `MultiHeadAttention` of one head and `key_dim=16`.
# Add its answer to the last state, and end with `Dense` and softmax.


# %% tags=["exercise"] id="text/attention/look-back" skills=["NLP-7", "NLP-8"]
def look_back(words, classes):
    ### BEGIN SOLUTION
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(words, 16)(ids)
    states = keras.layers.GRU(16, return_sequences=True)(vectors)
    last = states[:, -1:]
    answer = keras.layers.MultiHeadAttention(1, key_dim=16)(last, states)
    both = keras.layers.Add()([last, answer])[:, 0]
    return keras.Model(ids, keras.layers.Dense(classes, activation="softmax")(both))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `states[:, -1:]` keeps the axis of the words, with one word, so it can be a query.

# %% [markdown] tags=["hint"]
# The attention returns shape (n, 1, 16).
# After the sum, `[:, 0]` removes the axis of that one word.

# %% tags=["check"]
net = look_back(11, 4)
assert net is not None, "Not attempted: look_back returned None. Return a model."
assert isinstance(net, keras.Model), (
    f"Got an object of type {type(net).__name__}, expected a Keras model."
)
assert not net.compiled, (
    "Got a compiled model, expected one that isn't: leave out the call of compile."
)
parts = {}
for kind in ("Embedding", "GRU", "MultiHeadAttention", "Dense"):
    some = [part for part in net.layers if type(part).__name__ == kind]
    assert len(some) == 1, (
        f"Got {len(some)} layers of type {kind}, expected 1. Compare with the brief."
    )
    parts[kind] = some[0]
embedding, middle, asking, output = parts.values()
assert embedding.input_dim in (11, 12), (
    f"Got an Embedding for {embedding.input_dim} words, expected 11 for "
    "look_back(11, 4): its first argument is `words`."
)
case = np.random.default_rng(7).integers(1, 11, (6, 6))
for ids in (case, case[:, :4]):
    try:
        got, problem = np.asarray(net(ids)), ""
    except Exception as error:
        got, problem = None, type(error).__name__
    assert not problem, (
        f"Got {problem} for 6 texts of {ids.shape[1]} words, expected 4 "
        "probabilities for each. The model must take texts of any length."
    )
    assert got.shape == (6, 4), (
        f"Got shape {got.shape} for 6 texts and 4 classes, expected (6, 4): one "
        "probability for each class."
    )
    reads = output.kernel.shape[0]
    assert reads == 16, (
        f"Got a Dense layer with {reads} inputs, expected 16: add the answer to the "
        "last state, and don't put them side by side."
    )
    vectors = embedding(ids)
    assert vectors.shape[-1] == 16, (
        f"Got word vectors of length {vectors.shape[-1]}, expected 16: it is the "
        "second argument of Embedding."
    )
    assert middle.units == 16 and middle.return_sequences, (
        f"Got a GRU with {middle.units} units and return_sequences="
        f"{middle.return_sequences}, expected 16 and True: attention needs every state."
    )
    assert asking.num_heads == 1 and asking.key_dim == 16, (
        f"Got num_heads={asking.num_heads} and key_dim={asking.key_dim}, expected 1 "
        "and 16."
    )
    assert np.allclose(got.sum(axis=1), 1, atol=1e-4), (
        f"Got outputs that sum to {got[0].sum():.3f} for the first text, expected 1: "
        "end with a softmax."
    )
    run = keras.layers.GRU(16, return_sequences=True, reset_after=middle.reset_after)
    run.build(vectors.shape)
    run.set_weights(middle.get_weights())
    states = run(vectors)
    last = states[:, -1:]
    answer = asking(last, states)
    wanted = np.array(output((last + answer)[:, 0]))
    if np.allclose(got, wanted, atol=1e-5):
        continue
    told = f"Got {got[0].round(3)} for the first text, expected {wanted[0].round(3)}. "
    alone = np.array(output(answer[:, 0]))
    assert not np.allclose(got, alone, atol=1e-5), told + (
        "Add the last state to the answer."
    )
    first = np.array(output((states[:, :1] + asking(states[:, :1], states))[:, 0]))
    assert not np.allclose(got, first, atol=1e-5), (
        told + "The first state asks here: the last one must ask."
    )
    whole = np.array(output(keras.ops.mean(states + asking(states, states), axis=1)))
    assert not np.allclose(got, whole, atol=1e-5), told + (
        "All states ask here, and their answers are averaged: let the last state ask "
        "alone."
    )
    assert np.allclose(got, wanted, atol=1e-4), told + (
        "The last state is the query and all states are the value; add the answer to "
        "the last state, and give the sum to Dense."
    )
print("Correct: the GRU reads, and its last state looks back over all states.")


# %% tags=["wrong"] reason="add the last state to the answer"
def look_back(words, classes):
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(words, 16)(ids)
    states = keras.layers.GRU(16, return_sequences=True)(vectors)
    answer = keras.layers.MultiHeadAttention(1, key_dim=16)(states[:, -1:], states)
    last = keras.layers.Dense(classes, activation="softmax")(answer[:, 0])
    return keras.Model(ids, last)


# %% tags=["wrong"] reason="let the last state ask alone"
def look_back(words, classes):
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(words, 16)(ids)
    states = keras.layers.GRU(16, return_sequences=True)(vectors)
    answer = keras.layers.MultiHeadAttention(1, key_dim=16)(states, states)
    both = keras.layers.GlobalAveragePooling1D()(states + answer)
    return keras.Model(ids, keras.layers.Dense(classes, activation="softmax")(both))


# %% tags=["wrong"] reason="end with a softmax"
def look_back(words, classes):
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(words, 16)(ids)
    states = keras.layers.GRU(16, return_sequences=True)(vectors)
    last = states[:, -1:]
    both = last + keras.layers.MultiHeadAttention(1, key_dim=16)(last, states)
    return keras.Model(ids, keras.layers.Dense(classes)(both[:, 0]))


# %% tags=["wrong"] reason="the last state is the query"
def look_back(words, classes):
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(words, 16)(ids)
    states = keras.layers.GRU(16, return_sequences=True)(vectors)
    last = states[:, -1:]
    both = last + keras.layers.MultiHeadAttention(1, key_dim=16)(last, vectors)
    return keras.Model(ids, keras.layers.Dense(classes, "softmax")(both[:, 0]))


# %% tags=["right"]
def look_back(words, classes):
    ids = keras.Input(shape=(None,))
    read = keras.layers.GRU(16, return_sequences=True, return_state=True)
    states, last = read(keras.layers.Embedding(words, 16)(ids))
    query = keras.layers.Reshape((1, 16))(last)
    ask = keras.layers.MultiHeadAttention(num_heads=1, key_dim=16)
    answer = keras.layers.Flatten()(ask(query=query, value=states))
    ending = keras.layers.Dense(classes, activation="softmax")
    return keras.Model(ids, ending(keras.layers.Add()([answer, last])))


# %% tags=["right"]
def look_back(words, classes):
    ids = keras.Input(shape=(None,), dtype="int64")
    states = keras.layers.GRU(16, return_sequences=True)(
        keras.layers.Embedding(words, 16)(ids)
    )
    query = keras.ops.expand_dims(states[:, -1], axis=1)
    seen = query + keras.layers.MultiHeadAttention(1, 16)(query, states, states)
    ends = keras.layers.GlobalMaxPooling1D()(seen)  # of one word
    return keras.Model(ids, keras.layers.Dense(classes, "softmax")(ends))


# %% [markdown]
# ## What to remember
# - Attention: a query is compared with keys, a softmax makes weights of the fits, and the answer is the weighted sum of the values.
# - `MultiHeadAttention` makes queries, keys and values by products with trained weights; each head has its own.
# - It is blind to order: add positions, or put a convolution or a recurrent layer before it.
# - An encoder block is attention and a small dense network, each with a skip and a normalization.
# - It shines where an answer has to be looked up, and needs much data where the rest has to be found out too.
# - $n$ words make tables of $n \cdot n$, and padding has to be masked.
#
# Next: [A network that writes](writing-text.ipynb), where a layer may see too much.
# The sheet [Natural language processing](../../topics/text.md) shows every skill of this topic in brief.
