# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Subwords, characters and pretrained vectors
#     summary: "Learn byte-pair encoding by hand, and measure what words, characters, subwords and pretrained vectors make of typing errors."
#     skills: [NLP-2, NLP-3, NLP-5]
#     requires: [text/filters-for-phrases, images/transfer-learning]
# ---

# %% [markdown]
# A vocabulary of words is never complete: names, endings and typing errors are missing from it.
# In this lesson you learn byte-pair encoding by hand, the way in which language models cut words into subwords, and measure what words, characters and subwords make of texts that nobody has seen.
# You train the same classifier on all three, and type its test badly.
# Then you load word vectors that were learned without labels into an `Embedding`, and find out when they help.

# %% [markdown]
# ## Lines of documentation
# The texts of this lesson are on your disk already.
# pandas and statsmodels describe each of their functions in a docstring, between triple quotes, and the first line of it says what the function does.
# We want to know which of the two a line comes from.

# %%
import re
from collections import Counter
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)

# %%
sources = [find_spec("pandas"), find_spec("statsmodels")]  # labels 0 and 1
docs, lines, seen = [], [], set()
for label, package in enumerate(sources):
    for path in sorted(Path(package.origin).parent.rglob("*.py")):
        if "tests" in path.parts:
            continue
        for text in re.findall(r'"""(.+?)"""', path.read_text("utf-8"), re.S):
            line = text.strip().partition("\n")[0]
            docs.append((path, text[:500]))
            if line[:1].isupper() and len(line.split()) > 3 and line not in seen:
                seen.add(line)
                lines.append((path, line, label))
print(f"{len(docs)} docstrings, {len(lines)} different first lines")

# %% [markdown]
# Lines of one file resemble each other, so whole **files** are set apart for the test, one in four.
# With lines drawn at random, the test would hold near copies of what training has seen.

# %%
lines = [lines[i] for i in rng.permutation(len(lines))[:4000]]  # enough, and quick
files = sorted({path for path, _, _ in lines})
held = {files[i] for i in rng.permutation(len(files))[: len(files) // 4]}
train = [line for path, line, _ in lines if path not in held]
test = [line for path, line, _ in lines if path in held]
y_train = np.array([label for path, _, label in lines if path not in held])
y_test = np.array([label for path, _, label in lines if path in held])
print(f"{len(train)} lines to train on, {len(test)} to test with, such as")
for name, label in (("pandas", 0), ("statsmodels", 1)):
    print(f"  {name}: {test[np.flatnonzero(y_test == label)[3]]}")

# %% tags=["claim"]
assert len(train) > 2500 and len(test) > 600, f"{len(train)}, {len(test)}: enough"
assert 0.3 < y_test.mean() < 0.7, "both classes"
assert not set(train) & set(test), "a test line is in training"

# %% [markdown] skills=["NLP-2"]
# ## Byte-pair encoding, by hand
# Whole words are too large a unit for rare words, and single characters are too small a unit for frequent ones.
# **Subwords** lie in between: a frequent word stays whole, and a rare one is put together from pieces.
# **Byte-pair encoding** (BPE) finds the pieces by counting.
# Each **token**, as such a piece is called, starts as a single character, and then one step is repeated: join the pair of neighbors that occurs most often.
#
# ![Four rows with the words row and grown, each after a space: first as characters; then o and w are joined in both; then r and ow; then the space and row, so that row with its space is one piece and grown is the space, g, row and n](../diagrams/byte-pairs.svg)
#
# The picture shows the first three steps for two of five words; a space belongs to the word after it.
# Two more steps follow in the output.
# Which pair comes next?


# %%
def join(parts, pair):
    """The parts, with each `pair` of neighbors joined."""
    joined = []
    for part in parts:
        if joined and (joined[-1], part) == pair:
            joined[-1] += part
        else:
            joined.append(part)
    return joined


print(join(list(" grown"), ("o", "w")))


# %%
def learn_pairs(counts, steps):
    """The pairs to join, in the order in which they were found."""
    words = {word: list(word) for word in counts}
    found = []
    for _ in range(steps):
        pairs = Counter()
        for word, parts in words.items():
            for pair in zip(parts, parts[1:], strict=False):
                pairs[pair] += counts[word]
        best = max(pairs, key=lambda pair: (pairs[pair], pair))  # ties by the alphabet
        found.append(best)
        words = {word: join(parts, best) for word, parts in words.items()}
    return found


five = {" row": 5, " rows": 3, " grow": 4, " grown": 2, " low": 2}
toy = learn_pairs(five, steps=5)
for left, right in toy:
    print(f"{left!r} + {right!r}")

# %% tags=["claim"]
expected = [("o", "w"), ("r", "ow"), (" ", "row"), ("g", "row"), (" ", "grow")]
assert toy == expected, f"the diagram shows the first three: {toy}"
assert join(list(" grown"), ("o", "w")) == [" ", "g", "r", "ow", "n"], "the diagram"
assert join(list("aaa"), ("a", "a")) == ["aa", "a"], "no part is used twice"

# %% [markdown]
# "row" became a piece because five words share it, and in the end " row" and " grow" are single pieces with their spaces.
# A new word such as " rows" or " growing" starts with one of them, and the rest follows as characters.
#
# Now the same on the training lines.
# To keep it quick, only words that occur at least five times take part, and there are 300 steps; language models take many thousands.


# %%
def chunks(text):
    """Words, each with the space before it, and single other characters."""
    return re.findall(r" ?\w+|.", text.lower())


counts = Counter(chunk for line in train for chunk in chunks(line))
often = {chunk: count for chunk, count in counts.items() if count >= 5}
merges = learn_pairs(often, steps=300)
joined = [left + right for left, right in merges]
print("first:", joined[:10])
print("last: ", joined[-6:])

# %% tags=["claim"]
assert len(set(joined)) > 285, "nearly all are different"
assert " the" in joined[:30] and max(map(len, joined)) > 8, "whole words are among them"

# %% [markdown]
# The first pieces are pairs of frequent letters and short words; later ones are longer, with whole words among them.
# To **encode** a new word, split it into characters and apply the same joins in the same order: the pair that was learned first comes first.
# The ids are places in the list of all pieces; 0 is kept for padding, 1 for characters that training never saw.
# Predict for each of the three words below whether it is one piece or several.


# %%
rank = {pair: step for step, pair in enumerate(merges)}


@cache
def split(chunk):
    parts = list(chunk)
    while True:
        pairs = list(zip(parts, parts[1:], strict=False))
        first = min(pairs, key=lambda pair: rank.get(pair, len(rank)), default=None)
        if first not in rank:
            return parts
        parts = join(parts, first)


# %%
alphabet = sorted(set("".join(counts)))
pieces = ["", "[UNK]", *alphabet, *dict.fromkeys(joined)]
number = {piece: place for place, piece in enumerate(pieces)}


def encode(text):
    parts = [part for chunk in chunks(text) for part in split(chunk)]
    return [number.get(part, 1) for part in parts]


def decode(ids):
    return "".join(pieces[i] for i in ids)


for word in ("return", "returning", "heteroskedastic"):
    print(f"{word!r}: {split(word)}")
print(encode("Return the mean"), "->", repr(decode(encode("Return the mean"))))

# %% tags=["claim"]
assert split("return") == ["return"], "a frequent word is one piece"
assert 1 < len(split("returning")) < 6, "a rarer one is put together"
assert len(split("heteroskedastic")) > len(split("returning")), (
    "and a rare one of more pieces"
)
known = [line for line in test if set(line.lower()) <= set(alphabet)]
assert len(known) > 0.95 * len(test), f"{len(known)} of {len(test)} lines"
assert all(decode(encode(line)) == line.lower() for line in known), "decode undoes it"

# %% [markdown]
# `decode` is the inverse of `encode`: the pieces hold every character, spaces too, so nothing is lost except the capitals, which `chunks` dropped.
# With `TextVectorization` and words there is no way back from `[UNK]`.

# %% [markdown] skills=["NLP-2"]
# ## What falls out of the vocabulary
# How much of the **test** lines does each way of splitting know?
# `TextVectorization` splits into words by default and into characters with `split="character"`.
# Guess the share of unknown words before you look: with 500 words, with 2000, and with every word of the training lines.


# %%
def words_of(most):
    layer = keras.layers.TextVectorization(most)
    layer.adapt(train)
    return layer


characters = keras.layers.TextVectorization(split="character")
characters.adapt(train)
layers = {f"words, at most {most}": words_of(most) for most in (500, 2000)}
layers |= {"all words": words_of(None), "characters": characters}
unknown, length, size = {}, {}, {}
for name, layer in layers.items():
    ids = layer(test).numpy()
    unknown[name], length[name] = (ids == 1).sum() / (ids > 0).sum(), (ids > 0).sum()
    size[name] = layer.vocabulary_size()
rows = [encode(line) for line in test]
flat = np.concatenate(rows)
unknown["pieces"], length["pieces"] = np.mean(flat == 1), len(flat)
size["pieces"] = len(pieces)
print(f"{'':20} vocabulary   unknown   tokens in a line")
for name in unknown:
    mean = length[name] / len(test)
    print(f"{name:20} {size[name]:10} {unknown[name]:9.1%} {mean:13.1f}")

# %% tags=["claim"]
few, many, every, letters, parts = unknown.values()
assert few > 0.2 and many > 0.08 and every > 0.05, f"words fall out: {unknown}"
assert letters < 0.005 and parts < 0.005, f"hardly a character is new: {unknown}"
per_line = {name: count / len(test) for name, count in length.items()}
assert per_line["characters"] > 4 * per_line["all words"], "characters: long rows"
assert per_line["pieces"] < 0.5 * per_line["characters"], "pieces: in between"
assert size["all words"] > 6 * size["pieces"] > 30 * 15, f"tables: {size}"

# %% [markdown]
# Even with room for all words of training, more than one word in twenty of a new file is unknown, and each has the same id, so the model can't tell one from another.
# With the 2000 most frequent words it is more than 8 percent.
# Characters know everything and make rows more than four times as long, of tokens that mean nothing by themselves.
# Pieces know as much, with rows less than half as long as those of characters and a vocabulary that is less than a sixth as large as that of all words.
# A few characters may be new, in a word of another alphabet; language models therefore begin with the 256 values of a **byte**, and then nothing is unknown.

# %% [markdown] skills=["NLP-3"]
# ## The same classifier on words, characters and pieces
# Does it matter to a classifier?
# To compare fairly, only the tokens differ: each text becomes a row with a 1 for each token that occurs in it (`output_mode="multi_hot"`), and one `Dense` unit makes the answer.
# All three stand side by side in one model, which is trained in one go; as they share nothing, each learns as if it were alone.
#
# Single characters would tell such a model nothing but which letters occur.
# So the character model counts each run of three neighboring characters, `ngrams=(3,)`, as one token; a filter of width 3 in a `Conv1D` looks at such runs, too.
#
# The test is done twice: as the lines are, and **mistyped**, with two letters swapped in each word of more than four.
# The models never see a typing error in training.
# Which of the three will suffer most?


# %%
def mistype(text):
    words = text.split()
    for place, word in enumerate(words):
        if len(word) > 4:
            i = rng.integers(1, len(word) - 2)
            words[place] = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    return " ".join(words)


def one_hot_pieces(texts):
    table = np.zeros((len(texts), len(pieces)), "float32")
    for row, text in enumerate(texts):
        table[row, encode(text)] = 1
    return table


options = {"max_tokens": 2000, "output_mode": "multi_hot"}
by_word = keras.layers.TextVectorization(**options)
by_three = keras.layers.TextVectorization(split="character", ngrams=(3,), **options)
for layer in (by_word, by_three):
    layer.adapt(train)
mistyped = [mistype(line) for line in test]
print(mistyped[0])

# %%
ways = {"words": by_word, "characters": by_three, "pieces": one_hot_pieces}
rows_of = [np.array(to_row(train)) for to_row in ways.values()]
inputs = [keras.Input(shape=x.shape[1:]) for x in rows_of]
outputs = [keras.layers.Dense(1, activation="sigmoid")(one) for one in inputs]
three = keras.Model(inputs, outputs)  # side by side, with nothing in common
three.compile(keras.optimizers.Adam(0.03), ["binary_crossentropy"] * 3)
three.fit(rows_of, [y_train] * 3, epochs=4, batch_size=128, verbose=0)

accuracy = {}
for kind, asked in (("as they are", test), ("mistyped", mistyped)):
    answers = three([np.array(to_row(asked)) for to_row in ways.values()])
    print(f"{kind:12}", end="")
    for name, answer in zip(ways, answers, strict=True):
        accuracy[name, kind] = np.mean((np.array(answer)[:, 0] > 0.5) == y_test)
        print(f"   {name} {accuracy[name, kind]:.2f}", end="")
    print()

# %% tags=["claim"]
clean = [accuracy[name, "as they are"] for name in ways]
typed = [accuracy[name, "mistyped"] for name in ways]
common = max(y_test.mean(), 1 - y_test.mean())
assert min(clean) > 0.75 and max(clean) < 0.95, f"all of them work: {accuracy}"
assert max(clean) - min(clean) < 0.07, f"and are much alike: {accuracy}"
assert typed[1] > typed[0] + 0.02, f"characters lose less: {accuracy}"
assert typed[2] > typed[0] + 0.02, f"and so do pieces: {accuracy}"
assert clean[0] - typed[0] > 0.06, f"words lose much: {accuracy}"
lost = np.mean([(np.array(by_word([t]))[0, 0] == 1) for t in mistyped[:50]])
assert 2**8 == 256, "the values of a byte"
assert lost > 0.9, "nearly each mistyped line has an unknown word"

# %% [markdown]
# On clean lines the three are much alike: this question is decided by whole words, and a vocabulary of 2000 holds those that matter.
# A mistyped word is an unknown word, so the model that counts words loses most.
# A run of three characters survives if the mistake is elsewhere in the word, so the character model loses less.
# Pieces don't break down either: where a joined piece no longer fits, the shorter ones that it was made of are in the vocabulary, too.
#
# Two tasks of the practice exam are about texts in which words fall out of a vocabulary: [help desk tickets](../../exam/tasks.md#help-desk-tickets), typed in haste, and [docstrings](../../exam/tasks.md#docstring-families), full of names.
# There the model gets plain strings, so characters have another advantage: `TextVectorization` splits into them inside the model, while your own BPE in Python can't be saved with it.

# %% [markdown] skills=["NLP-5"]
# ## Vectors that were learned before
# You can bring along the word vectors, too.
# An `Embedding` starts at random and learns from labels, and labels are expensive.
# Texts without labels are cheap, and you can learn from them as well: words that occur in similar contexts are similar.
# Word2vec and GloVe learned vectors from billions of words in that way; the same idea fits into one cell.
#
# For each pair of 800 words, count how often they occur within four places of each other.
# Divide by the count that their frequencies alone would lead to, and take the logarithm; negative values become 0.
# That is a row of 800 numbers for each word.
# Only 32 directions are kept, those in which the rows differ most, as in the picture of [Two classes of text](two-classes.ipynb): multiply random columns by the table again and again, and keep them at right angles with `np.linalg.qr`.

# %%
SIZE, WIDE = 800, 32
texts = [text for path, text in docs if path not in held]  # no label, no test file
stream = re.sub(r"[^\w\s]", "", " ".join(texts).lower()).split()
frequent = [word for word, _ in Counter(stream).most_common(SIZE - 2)]
vectorize = keras.layers.TextVectorization(
    vocabulary=frequent, output_sequence_length=16
)
vocabulary = [str(word) for word in vectorize.get_vocabulary()]
id_of = {word: place for place, word in enumerate(vocabulary)}
ids = np.array([id_of.get(word, 1) for word in stream])

near = np.zeros((SIZE, SIZE))
for gap in (1, 2, 3, 4):
    pair = ids[:-gap] * SIZE + ids[gap:]
    near += np.bincount(pair, minlength=SIZE**2).reshape(SIZE, SIZE)
near = (near + near.T)[2:, 2:]  # without padding and [UNK]
total = near.sum(axis=1, keepdims=True) + 1
affinity = np.log(np.maximum(near * total.sum() / (total * total.T), 1))
basis = rng.normal(size=(SIZE - 2, WIDE))
for _ in range(10):
    basis, strength = np.linalg.qr(affinity @ basis)
vectors = basis * np.sqrt(np.abs(np.diag(strength)))
vectors /= vectors.std()
print(f"{len(ids)} words of text, vectors: {vectors.shape}")

# %%
units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
neighbors = {}
for word in ("dataframe", "regression", "variance", "columns"):
    nearest = np.argsort(-units @ units[id_of[word] - 2])[1:5]
    neighbors[word] = [vocabulary[i + 2] for i in nearest]
    print(f"{word:12}", ", ".join(neighbors[word]))

# %% tags=["claim"]
assert len(ids) > 100_000 and vectors.shape == (798, 32), "800 less padding and [UNK]"


def alike(first, second):
    return units[id_of[first] - 2] @ units[id_of[second] - 2]


assert alike("variance", "mean") > alike("variance", "columns") + 0.2, "statistics"
assert alike("columns", "rows") > alike("columns", "regression") + 0.2, "tables"

# %% [markdown]
# Nobody told the program that a variance has to do with a mean, or columns with rows.
# To use the vectors, put each into the row of its word, **in the order of your vocabulary**.
# Row 0 is for padding and stays zero; `mask_zero=True` leaves it out of the average.
# Row 1 is for unknown words and has no vector: zeros do, or the mean of all vectors.
# `keras.initializers.Constant` hands the table to the layer, and `trainable=False` freezes it, as in [Transfer learning](../images/transfer-learning.ipynb).
#
# The comparison: 40 labeled lines, 20 of each library, and two networks that differ in their table alone: one starts at random and is trained, the other is the frozen one.
# With 40 lines much depends on which ones are drawn, so they are drawn twice.
# For comparison the last line repeats what all labels gave without any vectors: the model that counts words.

# %%
table = np.zeros((SIZE, WIDE), "float32")
table[2:] = vectors


def embed(pretrained):
    if not pretrained:
        return keras.layers.Embedding(SIZE, WIDE, mask_zero=True)
    start = keras.initializers.Constant(table)
    return keras.layers.Embedding(
        SIZE, WIDE, embeddings_initializer=start, trainable=False, mask_zero=True
    )


def learn(chosen):
    ids, answers = keras.Input(shape=(16,)), []
    for pretrained in (False, True):  # side by side again
        mean = keras.layers.GlobalAveragePooling1D()(embed(pretrained)(ids))
        answers.append(keras.layers.Dense(1, activation="sigmoid")(mean))
    model = keras.Model(ids, answers)
    model.compile(keras.optimizers.Adam(0.02), ["binary_crossentropy"] * 2)
    labels = [y_train[chosen]] * 2
    model.fit(x[chosen], labels, epochs=12, batch_size=4, verbose=0)
    return [np.mean((np.array(one)[:, 0] > 0.5) == y_test) for one in model(x_test)]


# %%
x, x_test = vectorize(train).numpy(), vectorize(test).numpy()
by_label = [np.flatnonzero(y_train == label) for label in (0, 1)]
right = {"random, trained": [], "pretrained, frozen": []}
for _ in range(2):
    drawn = np.concatenate([rng.choice(some, 20, replace=False) for some in by_label])
    for scores, score in zip(right.values(), learn(drawn), strict=True):
        scores.append(score)
for name, scores in right.items():
    print(f"40 labels,  {name:18}", *(f"{score:.2f}" for score in scores))
print(f"all labels, words as above      {accuracy['words', 'as they are']:.2f}")

# %% tags=["claim"]
scratch, frozen_right = (np.mean(scores) for scores in right.values())
assert len(drawn) == 40, "20 of each library"
assert frozen_right > scratch + 0.02, f"few labels: {right}"
assert clean[0] > frozen_right, f"all labels are better still: {right}, {clean}"
frozen = embed(pretrained=True)
frozen(x[:1])
assert not frozen.trainable_weights, "frozen"
assert np.allclose(frozen.get_weights()[0], table), "the vectors are in it"

# %% [markdown]
# With 40 labels the frozen vectors win on average, though a single draw of lines may go the other way: a word that no labeled line contains still lies near words that do, while a random vector that was never trained says nothing.
# All labels are better still, without any vectors from elsewhere: what a network learns for its own question serves that question best.
# So pretrained vectors pay where labels are few.
# Here they come from texts of the same kind; vectors made of other texts, such as news, fit less well, since a word may mean something else there.

# %% [markdown]
# ## What can go wrong
# - **Another tokenizer**, the program that splits texts into tokens.
#   Pretrained vectors and models belong to the tokenizer that they were learned with: with other ids, each word gets the vector of some other word, and no error tells you.
#   Keep them together.
# - **Rows in the wrong order, or off by two.**
#   A `TextVectorization` counts padding and `[UNK]` before the first word.
#   Compare a row with the vector of its word before you train.
# - **Unknown words that nobody notices.**
#   No layer complains about a row full of `[UNK]`.
#   Measure the share on texts from another source, as above.
# - **A frozen table that is not frozen.**
#   Without `trainable=False` the vectors of words in your few labeled texts move away from those of their neighbors.
# - **Rows cut off.**
#   Characters need about six times as many places as words; with `output_sequence_length` as for words, a text loses most of itself.
#
# You will seldom write BPE yourself: [KerasHub](https://keras.io/keras_hub/) and [Hugging Face](https://huggingface.co/docs/tokenizers/) have fast tokenizers, each with the vocabulary of its model.

# %% tags=["claim"]
assert vocabulary[:2] == ["", "[UNK]"] and id_of[vocabulary[2]] == 2, "two before"
assert 5 < per_line["characters"] / per_line["all words"] < 8, f"six times: {per_line}"
moving = keras.layers.Embedding(
    SIZE, WIDE, embeddings_initializer=keras.initializers.Constant(table)
)
moving(x[:1])
assert len(moving.trainable_weights) == 1, "not frozen by default"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### The longest piece first
# BERT's tokenizer, WordPiece, splits a word without a list of joins: it takes the longest piece that the word begins with, then the longest piece that the rest begins with, and so on.
# Write `longest_first(word, pieces)`, which returns the list of these pieces.
# `pieces` is a set of strings.
# If no piece fits at some point, the whole word is unknown, and the result is `["[UNK]"]`.


# %% tags=["exercise"] id="text/subwords-and-vectors/longest-first" skills=["NLP-2"]
def longest_first(word, pieces):
    ### BEGIN SOLUTION
    parts = []
    while word:
        fits = [piece for piece in pieces if word.startswith(piece)]
        if not fits:
            return ["[UNK]"]
        parts.append(max(fits, key=len))
        word = word.removeprefix(parts[-1])
    return parts
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Keep what is left of the word, and look for all pieces that it starts with.

# %% [markdown] tags=["hint"]
# `word.startswith(piece)` is true if a piece fits, `max(fits, key=len)` finds the longest, and `word.removeprefix(piece)` is what is left.
# If no piece fits, return `["[UNK]"]` at once, whatever you have found before.

# %% tags=["check"]
cases = [
    ("aaaaa", {"a", "aa"}, ["aa", "aa", "a"]),
    ("regrown", {"r", "re", "regr", "g", "grow", "own", "n", "w"}, ["regr", "own"]),
    ("grows", {"g", "gr", "grow", "s", "row", "rows"}, ["grow", "s"]),
    ("mean", {"mean", "me", "an"}, ["mean"]),
    ("medians", {"me", "median", "s", "i"}, ["median", "s"]),
    ("regrown", {"re", "grow", "gro", "wn"}, ["[UNK]"]),
    ("xrow", {"row", "r", "o", "w"}, ["[UNK]"]),
]
for case_word, case_pieces, wanted in cases:
    got = longest_first(case_word, set(case_pieces))
    assert got is not None, (
        "Not attempted: longest_first returned None. Return a list of strings."
    )
    told = f"Got {got!r} for {case_word!r} with {sorted(case_pieces)}, "
    told += f"expected {wanted}. "
    assert not isinstance(got, str) and np.iterable(got), told + "Return a list."
    got = [str(part) for part in got]
    assert wanted != ["[UNK]"] or got == wanted, (
        told + "If no piece fits at some point, the whole word is unknown: never try "
        "a shorter piece instead."
    )
    assert not wanted or len(got) <= len(wanted) or got == wanted, (
        told + "Take the longest piece that fits, not the first one found."
    )
    assert got == wanted, told + "Go from the left, and continue after each piece."
print("Correct: this is how WordPiece splits a word.")


# %% tags=["wrong"] reason="the longest piece that fits"
def longest_first(word, pieces):
    parts, start = [], 0
    while start < len(word):
        for end in range(start + 1, len(word) + 1):
            if word[start:end] in pieces:
                break
        else:
            return ["[UNK]"]
        parts.append(word[start:end])
        start = end
    return parts


# %% tags=["wrong"] reason="the whole word is unknown"
def longest_first(word, pieces):
    parts, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            if word[start:end] in pieces:
                parts.append(word[start:end])
                break
        else:
            parts.append("[UNK]")
            end = start + 1
        start = end
    return parts


# %% tags=["wrong"] reason="Go from the left"
def longest_first(word, pieces):
    parts = []
    for piece in sorted(pieces, key=len, reverse=True):  # longest of all, anywhere
        while piece in word:
            parts.append(piece)
            word = word.replace(piece, "", 1)
    return parts


# %% tags=["right"]
def longest_first(word, pieces):
    if not word:
        return []
    for end in range(len(word), 0, -1):
        if word[:end] in pieces:
            rest = longest_first(word[end:], pieces)
            return rest if rest == ["[UNK]"] else [word[:end], *rest]
    return ["[UNK]"]


# %% tags=["right"]
def longest_first(word, pieces):
    parts, start = [], 0
    while start < len(word):
        ends = [e for e in range(start + 1, len(word) + 1) if word[start:e] in pieces]
        if not ends:
            return ["[UNK]"]
        parts.append(word[start : ends[-1]])
        start = ends[-1]
    return parts


# %% [markdown]
# ### Pretrained vectors into a layer
# Write `pretrained_layer(vocabulary, vectors)`, which returns an `Embedding`.
# `vocabulary` is a list as `get_vocabulary` returns it: padding, `[UNK]`, then words.
# `vectors` is a dictionary with an array of numbers for some of these words, and for others that you don't need.
#
# - Each word that has a vector gets it, at its own id.
# - Padding gets zeros, and the layer masks it.
# - `[UNK]` and words without a vector get the mean of all vectors in the dictionary.
# - Training doesn't change the table.


# %% tags=["exercise"] id="text/subwords-and-vectors/pretrained-layer" skills=["NLP-5"]
def pretrained_layer(vocabulary, vectors):
    ### BEGIN SOLUTION
    middle = np.mean(list(vectors.values()), axis=0)
    rows = np.array([vectors.get(word, middle) for word in vocabulary])
    rows[0] = 0
    return keras.layers.Embedding(
        *rows.shape,
        embeddings_initializer=keras.initializers.Constant(rows),
        trainable=False,
        mask_zero=True,
    )
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Make a table with a row for each entry of `vocabulary`; `vectors.get(word, middle)` finds a word or takes `middle`.

# %% [markdown] tags=["hint"]
# The table goes into `embeddings_initializer=keras.initializers.Constant(...)`.
# Two more arguments of `Embedding` freeze it and mask the padding.

# %% tags=["check"]
maker = np.random.default_rng(7)
for case_words, case_size in ((["the", "mean", "of", "axis"], 3), (["a", "b"], 5)):
    case_vocabulary = ["", "[UNK]", *case_words]
    named = [*case_words[::-1][:-1], "other", "unused"]  # the first has no vector
    case_vectors = {word: maker.normal(2, 1, case_size) for word in named}
    average = np.mean([*case_vectors.values()], axis=0)
    kept = {word: vector.copy() for word, vector in case_vectors.items()}
    got = pretrained_layer([*case_vocabulary], case_vectors)
    assert got is not None, (
        "Not attempted: pretrained_layer returned None. Return the layer."
    )
    assert isinstance(got, keras.layers.Embedding), (
        f"Got {type(got).__name__}, expected a keras.layers.Embedding. Return the "
        "layer itself."
    )
    same_words = kept.keys() == case_vectors.keys()
    assert same_words and all(np.array_equal(kept[w], case_vectors[w]) for w in kept), (
        "Your function changed the dictionary that it was given: leave it as it is."
    )
    case_ids = np.arange(len(case_vocabulary))[np.newaxis]
    try:
        answer, trouble = np.array(got(case_ids))[0], ""
    except Exception as error:
        answer, trouble = None, type(error).__name__
    assert not trouble, (
        f"Got {trouble} for the ids 0 to {len(case_vocabulary) - 1}, expected a "
        "vector for each: the table needs a row for each entry of the vocabulary."
    )
    assert answer.shape == (len(case_vocabulary), case_size), (
        f"Got vectors of shape {answer.shape} for the ids 0 to "
        f"{len(case_vocabulary) - 1}, expected {(len(case_vocabulary), case_size)}: "
        "one row for each id, as long as the vectors of the dictionary."
    )
    for place, entry in enumerate(case_vocabulary[2:], start=2):
        wanted = case_vectors.get(entry, average)
        rule = "its own vector" if entry in case_vectors else "the mean of all vectors"
        assert np.allclose(answer[place], wanted, atol=1e-4), (
            f"Got {answer[place].round(2)} for {entry!r}, id {place}, expected "
            f"{wanted.round(2)}, {rule}. Row {place} of the table belongs to entry "
            f"{place} of the vocabulary."
        )
    assert np.allclose(answer[1], average, atol=1e-4), (
        f"Got {answer[1].round(2)} for [UNK], expected {average.round(2)}, the mean "
        "of all vectors in the dictionary."
    )
    assert np.allclose(answer[0], 0), (
        f"Got {answer[0].round(2)} for padding, expected zeros: it has id 0."
    )
    assert not got.trainable_weights, (
        "Got a table that training would change, expected a frozen one: look for the "
        "argument of Embedding that freezes it."
    )
    mask = got.compute_mask(case_ids)
    assert mask is not None and not np.array(mask)[0, 0], (
        "Got a layer that doesn't mask padding, expected mask_zero=True."
    )
print("Correct: each word has its vector, padding is masked, and the table is frozen.")


# %% tags=["wrong"] reason="of the table belongs to entry"
def pretrained_layer(vocabulary, vectors):
    rows = np.zeros((len(vocabulary), len(next(iter(vectors.values())))))
    for place, vector in enumerate(list(vectors.values())[: len(vocabulary) - 2]):
        rows[place + 2] = vector  # as they come
    rows[1] = np.mean(list(vectors.values()), axis=0)
    start = keras.initializers.Constant(rows)
    return keras.layers.Embedding(*rows.shape, start, trainable=False, mask_zero=True)


# %% tags=["wrong"] reason="expected zeros"
def pretrained_layer(vocabulary, vectors):
    middle = np.mean(list(vectors.values()), axis=0)
    rows = np.array([vectors.get(word, middle) for word in vocabulary])
    start = keras.initializers.Constant(rows)
    return keras.layers.Embedding(*rows.shape, start, trainable=False, mask_zero=True)


# %% tags=["wrong"] reason="expected a frozen one"
def pretrained_layer(vocabulary, vectors):
    middle = np.mean(list(vectors.values()), axis=0)
    rows = np.array([vectors.get(word, middle) for word in vocabulary])
    rows[0] = 0
    start = keras.initializers.Constant(rows)
    return keras.layers.Embedding(*rows.shape, start, mask_zero=True)


# %% tags=["wrong"] reason="the mean of all vectors"
def pretrained_layer(vocabulary, vectors):
    rows = np.zeros((len(vocabulary), len(next(iter(vectors.values())))))
    for place, word in enumerate(vocabulary):
        if word in vectors:
            rows[place] = vectors[word]
    start = keras.initializers.Constant(rows)
    return keras.layers.Embedding(*rows.shape, start, trainable=False, mask_zero=True)


# %% tags=["right"]
def pretrained_layer(vocabulary, vectors):
    known = np.stack(list(vectors.values()))
    rows = np.tile(known.mean(axis=0), (len(vocabulary), 1))
    rows[0] = 0
    for place, word in enumerate(vocabulary):
        if word in vectors:
            rows[place] = vectors[word]
    layer = keras.layers.Embedding(len(vocabulary), known.shape[1], mask_zero=True)
    layer.build()
    layer.set_weights([rows])
    layer.trainable = False
    return layer


# %% tags=["right"]
def pretrained_layer(vocabulary, vectors):
    import pandas as pd

    known = pd.DataFrame(vectors).T
    rows = known.reindex(vocabulary).fillna(known.mean())
    rows.iloc[0] = 0.0
    return keras.layers.Embedding(
        len(rows),
        known.shape[1],
        weights=[rows.to_numpy()],
        trainable=False,
        mask_zero=True,
    )


# %% [markdown]
# ### A reader of characters
# Write `character_reader(texts)`, which returns a model, not compiled, that takes plain strings and returns one number from 0 to 1 for each.
# A `TextVectorization` with `split="character"`, adapted on `texts`, turns a string into ids.
# Then come an `Embedding` of length 8, a `Conv1D` with 16 filters of width 4 and ReLU, the maximum of each filter over the text, and a `Dense` unit with a sigmoid.


# %% tags=["exercise"] id="text/subwords-and-vectors/character-reader" skills=["NLP-2", "NLP-3"]
def character_reader(texts):
    ### BEGIN SOLUTION
    to_ids = keras.layers.TextVectorization(split="character")
    to_ids.adapt(texts)
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            to_ids,
            keras.layers.Embedding(to_ids.vocabulary_size(), 8),
            keras.layers.Conv1D(16, 4, activation="relu"),
            keras.layers.GlobalMaxPooling1D(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The model starts with `keras.Input(shape=(), dtype="string")`, as the last model of [Two classes of text](two-classes.ipynb) does.

# %% [markdown] tags=["hint"]
# `vocabulary_size()` of the adapted layer is the number of rows of the embedding.
# `GlobalMaxPooling1D` takes the maximum over the text.

# %% tags=["check"]
told_apart = ["mean of rows", "sum of columns", "plot the model", "fit a line"]
reader = character_reader(list(told_apart))
assert reader is not None, (
    "Not attempted: character_reader returned None. Return a model."
)
assert isinstance(reader, keras.Model), (
    f"Got {type(reader).__name__}, expected a keras.Model: return the model itself."
)
assert not reader.compiled, (
    "Got a compiled model, expected one that isn't: leave out the call of compile."
)
probes = tf.constant(["mean of rows", "maen of rows", "rows of mean", "sum of line"])
try:
    got, trouble = np.array(reader(probes)), ""
except Exception as error:
    got, trouble = None, type(error).__name__
assert not trouble, (
    f"Got {trouble} for a tensor of strings, expected a number for each. "
    'Start with keras.Input(shape=(), dtype="string"), then the TextVectorization.'
)
assert got.shape == (4, 1), (
    f"Got shape {got.shape} for 4 texts, expected (4, 1): end with a single unit."
)
has = {}
for kind in ("TextVectorization", "Embedding", "Conv1D", "Dense"):
    some = [part for part in reader.layers if type(part).__name__ == kind]
    assert len(some) == 1, (
        f"Got {len(some)} layers of the type {kind} in model.layers, expected 1."
    )
    has[kind] = some[0]
by_character, lookup, filters, answering = has.values()
spelled = {str(token) for token in by_character.get_vocabulary()}
assert spelled == {"", "[UNK]", *"".join(told_apart)}, (
    f"Got the vocabulary {sorted(spelled)[:8]}, expected padding, [UNK] and the "
    "characters of the texts: split into characters, and adapt on texts."
)
numbers = by_character(probes)
vectors_of = lookup(numbers)
assert lookup.embeddings.shape == (len(spelled), 8), (
    f"Got an embedding of shape {tuple(lookup.embeddings.shape)}, expected "
    f"{(len(spelled), 8)}: a row of 8 numbers for each entry of the vocabulary."
)
assert filters.kernel.shape == (4, 8, 16), (
    f"Got filters of shape {tuple(filters.kernel.shape)}, expected (4, 8, 16): "
    "16 filters of width 4."
)
for shift in (0, np.linspace(-2, 2, 16)):  # filters that answer below 0 as well
    filters.set_weights([filters.get_weights()[0], np.zeros(16) + shift])
    got = np.array(reader(probes))
    own_activation, filters.activation = filters.activation, keras.activations.linear
    maps = np.array(filters(vectors_of))  # as they are before any activation
    filters.activation = own_activation
    kernel, bias = answering.get_weights()
    sums = [np.maximum(maps, 0).max(axis=1) @ kernel + bias]
    sums.append(maps.max(axis=1) @ kernel + bias)
    wanted, without_relu = [1 / (1 + np.exp(-numbers)) for numbers in sums]
    told = f"Got {got[:, 0].round(4)}, expected {wanted[:, 0].round(4)}. "
    assert not np.allclose(got, sums[0], atol=1e-4), told + (
        "These are the sums before the sigmoid: add one to the Dense unit."
    )
    assert not np.allclose(got, without_relu, atol=1e-4) or (
        np.allclose(got, wanted, atol=1e-4)
    ), told + "There is no ReLU after the filters."
    assert np.allclose(got, wanted, atol=1e-4), told + (
        "After the filters come ReLU, the maximum of each filter over the text, and "
        "the Dense unit with a sigmoid."
    )
print("Correct: the model reads any string, character by character.")


# %% tags=["wrong"] reason="split into characters"
def character_reader(texts):
    to_ids = keras.layers.TextVectorization(output_sequence_length=20)
    to_ids.adapt(texts)
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            to_ids,
            keras.layers.Embedding(to_ids.vocabulary_size(), 8),
            keras.layers.Conv1D(16, 4, activation="relu"),
            keras.layers.GlobalMaxPooling1D(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% tags=["wrong"] reason="no ReLU after the filters"
def character_reader(texts):
    to_ids = keras.layers.TextVectorization(split="character")
    to_ids.adapt(texts)
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            to_ids,
            keras.layers.Embedding(to_ids.vocabulary_size(), 8),
            keras.layers.Conv1D(16, 4),
            keras.layers.GlobalMaxPooling1D(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% tags=["wrong"] reason="after the filters come ReLU"
def character_reader(texts):
    to_ids = keras.layers.TextVectorization(split="character")
    to_ids.adapt(texts)
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            to_ids,
            keras.layers.Embedding(to_ids.vocabulary_size(), 8),
            keras.layers.Conv1D(16, 4, activation="sigmoid"),
            keras.layers.GlobalMaxPooling1D(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% tags=["wrong"] reason="the maximum of each filter"
def character_reader(texts):
    to_ids = keras.layers.TextVectorization(split="character")
    to_ids.adapt(texts)
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            to_ids,
            keras.layers.Embedding(to_ids.vocabulary_size(), 8),
            keras.layers.Conv1D(16, 4, activation="relu"),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% tags=["wrong"] reason="for a tensor of strings"
def character_reader(texts):
    to_ids = keras.layers.TextVectorization(split="character")
    to_ids.adapt(texts)
    return keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(to_ids.vocabulary_size(), 8),
            keras.layers.Conv1D(16, 4, activation="relu"),
            keras.layers.GlobalMaxPooling1D(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% tags=["right"]
def character_reader(texts):
    strings = keras.Input(shape=(), dtype="string")
    found = sorted(set("".join(texts)))
    to_ids = keras.layers.TextVectorization(vocabulary=found, split="character")
    vectors = keras.layers.Embedding(len(found) + 2, 8)(to_ids(strings))
    filtered = keras.layers.Conv1D(16, 4, activation="relu")(vectors)
    best = keras.ops.max(filtered, axis=1)
    return keras.Model(strings, keras.layers.Dense(1, activation="sigmoid")(best))


# %% tags=["right"]
def character_reader(texts):
    to_ids = keras.layers.TextVectorization(split="character")
    to_ids.adapt(list(texts))
    stack = [keras.Input(shape=(), dtype="string"), to_ids]
    stack += [keras.layers.Embedding(len(to_ids.get_vocabulary()), output_dim=8)]
    stack += [keras.layers.Conv1D(filters=16, kernel_size=4), keras.layers.ReLU()]
    stack += [keras.layers.GlobalMaxPooling1D(), keras.layers.Dense(1)]
    return keras.Sequential([*stack, keras.layers.Activation("sigmoid")])


# %% [markdown]
# ## What to remember
# - A vocabulary of words is never complete: measure the share of `[UNK]` on texts from elsewhere.
# - Byte-pair encoding joins the most frequent neighbors again and again; frequent words become one token, rare ones several, and nothing is lost.
# - `TextVectorization(split="character")` needs no list of words; with `ngrams=(3,)` it counts runs of three characters, which survive typing errors.
# - Subwords and characters make longer rows of smaller vocabularies.
# - Pretrained vectors go into an `Embedding` by `Constant` or `set_weights`, in the order of your vocabulary, with zeros for padding, frozen at first.
# - They help most with few labels.
#   Compare with a table trained from scratch before you rely on them.
#
# Next: [Attention, by hand and by layer](attention.ipynb), which lets each word look at all others.
# The sheet [Natural language processing](../../topics/text.md) shows every skill of this topic in brief.
