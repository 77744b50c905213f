# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Two classes of text: vocabulary and embeddings"
#     summary: "Turn reports from a trail into numbers with a vocabulary and an embedding, and train a network that tells two classes apart."
#     skills: [NLP-2, NLP-3, NLP-5]
#     requires: [basics/first-model]
#     data: [trail-reports.csv]
# ---

# %% [markdown]
# A network computes with numbers, so text has to become numbers first.
# In this lesson you will
#
# - turn sentences into rows of integers with `TextVectorization`,
# - let the model learn a vector for each word,
# - train a classifier for two classes and read its mistakes,
# - ship one model that takes plain strings.

# %% [markdown]
# ## Trail reports: the data
# Hikers leave notes about a trail, and the next hiker has one question: can I get through?
# The file has 384 such notes, written for this course, each with a label: `passable` or `blocked`.
# Its column `split` sets 72 notes aside for the test.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

keras.utils.set_random_seed(7)

reports = pd.read_csv("data/trail-reports.csv")
train = reports[reports["split"] == "train"]
test = reports[reports["split"] == "test"]

for label in ["passable", "blocked"]:
    print(label)
    for text in train.loc[train["label"] == label, "text"].iloc[:3]:
        print("   ", text)

# %% [markdown]
# The loss that we will use needs labels of 0 and 1, so one class becomes 1.
# We choose `blocked`, so that the output of the model reads as "how likely is it that the trail is blocked?".

# %%
y_train = (train["label"] == "blocked").to_numpy("float32")
y_test = (test["label"] == "blocked").to_numpy("float32")

print(f"{len(y_train)} notes to train on, {y_train.mean():.0%} of them blocked")
print(f"{len(y_test)} notes to test with, {y_test.mean():.0%} of them blocked")

# %% tags=["claim"]
assert (len(reports), len(train), len(test)) == (384, 312, 72), "how many notes"
assert not reports["text"].str.lower().duplicated().any(), "a note is in there twice"
assert set(reports["label"]) == {"passable", "blocked"}, "two classes"

# %% [markdown] skills=["NLP-2"]
# ## From words to integers
# `TextVectorization` does three things: it makes everything lower case and drops the punctuation, it splits the text at the spaces, and it looks each word up in a vocabulary.
# The vocabulary comes from `adapt`, which counts the words in the texts that you show it.
#
# Adapt it on the **training** texts only, because the test stands for notes that nobody has written yet.
# If the words of the test notes get into the vocabulary, the test no longer shows what happens with a word that the model has never seen.

# %%
LENGTH = 24  # words per note, the longest one in training has 19
WORDS = 400  # size of the vocabulary

vectorize = keras.layers.TextVectorization(
    max_tokens=WORDS, output_sequence_length=LENGTH
)
vectorize.adapt(train["text"].to_list())

vocabulary = [str(word) for word in vectorize.get_vocabulary()]
print(vocabulary[:12])

# %% [markdown]
# The list is sorted by frequency, after two special entries.
# Number 0, the empty string, is **padding**: it fills short notes up to 24 numbers, because all rows of an array must have the same length.
# Number 1, `[UNK]`, stands for every word outside the vocabulary.
# Predict the numbers of the next note before you look: which words get a 1, and where do the zeros go?

# %%
note = "The bridge is CLOSED, a yeti sits on it!"
numbers = vectorize([note])[0].numpy()
print(numbers)
print([vocabulary[i] for i in numbers[:10]])

# %% tags=["claim"]
lengths = train["text"].str.split().str.len()
assert lengths.max() == 19, f"the longest training note has {lengths.max()} words"
assert vocabulary[:2] == ["", "[UNK]"], "padding first, then the unknown word"
assert vocabulary[2] == "the" and "yeti" not in vocabulary, "the diagram"
assert LENGTH - 6 == 18, "the padding of a note of 6 words"
assert len(vocabulary) == 400, "the vocabulary is full"
assert numbers[5] == 1 and vocabulary[numbers[3]] == "closed", "yeti is unknown"
assert (numbers[9:] == 0).all() and (numbers[:9] > 0).all(), "zeros stand at the end"
full = keras.layers.TextVectorization()
full.adapt(train["text"].to_list())
assert 600 < full.vocabulary_size() < 700, "the prose says more than 600"

# %% [markdown]
# Why only 400 words, when the training notes have more than 600 different ones?
# The ones left out occur once or twice, which is too rare to learn from.
# Leaving them out even helps, because they appear in training as `[UNK]`, and so the model learns what to make of an unknown word.
# If the vocabulary had room for all words, number 1 would appear only in the test, and its vector would still be random.

# %%
X_train = vectorize(train["text"].to_list()).numpy()
X_test = vectorize(test["text"].to_list()).numpy()
print("X_train:", X_train.shape, " X_test:", X_test.shape)

for name, X in [("training", X_train), ("test", X_test)]:
    print(f"unknown words in the {name} notes: {(X == 1).sum() / (X > 0).sum():.0%}")

# %% tags=["claim"]
counts = pd.Series(X_train[X_train > 1]).value_counts()
assert counts.min() <= 2, "what is left out occurs once or twice"
assert (X_train == 1).sum() > 100, "[UNK] must occur in training"
assert (X_test == 1).any(), "[UNK] occurs in the test notes too"

# %% [markdown]
# ## A baseline
# Before you train anything, find out what score you get without any training.
# The first rule always answers with the more frequent class.
# The second looks for the single word that separates the training notes best.

# %%
majority = max(y_test.mean(), 1 - y_test.mean())


def one_word_rule(X, y):
    """Accuracy of the rules 'blocked if the word is there', one for each number."""
    there = np.stack([(X == i).any(axis=1) for i in range(2, WORDS)])
    return (there == y).mean(axis=1)


scores = one_word_rule(X_train, y_train)
best = scores.argmax()
one_word = one_word_rule(X_test, y_test)[best]

print(f"always the same answer:        {majority:.2f}")
print(f"blocked if it says {vocabulary[best + 2]!r}:    {one_word:.2f}")

# %% tags=["claim"]
assert majority < 0.55 and one_word < 0.62, "the baselines are weak"
assert scores.max() < 0.62 and scores.min() > 0.38, "one word does not separate"

# %% [markdown]
# A single word is hardly better than tossing a coin, so a useful model must weigh all the words of a note.

# %% [markdown] skills=["NLP-5"]
# ## From integers to vectors: embeddings
# The integers are only names, because word 8 is not twice word 4.
# An **embedding** replaces each integer by a vector, a row of a table that is trained like any other weight.
# Words that push the answer in the same direction end up with similar rows.
#
# ![The note “The yeti!” becomes the pieces the and yeti, these the numbers 2 and 1, followed by zeros as padding; each number becomes a vector, and the average makes one vector of them](../diagrams/text-to-vectors.svg)
#
# A note of 24 words gives 24 vectors.
# `GlobalAveragePooling1D` takes their average, so that each note, short or long, becomes one vector.

# %%
table = keras.layers.Embedding(WORDS, 16, mask_zero=True)
average = keras.layers.GlobalAveragePooling1D()

vectors = table(X_train[:2])
print("two notes as integers:", X_train[:2].shape)
print("after the embedding:  ", vectors.shape)
print("after the average:    ", average(vectors).shape)

# %% [markdown]
# `mask_zero=True` marks the zeros as padding, and the average leaves them out.
# Without it, a note of 6 words would be averaged with 18 copies of the vector for padding.

# %% [markdown] skills=["NLP-3"]
# ## Train the classifier
# One more layer turns the averaged vector into the answer.
# For two classes that is a single number: `sigmoid` squeezes it between 0 and 1, and `binary_crossentropy` compares it with the label.

# %%
model = keras.Sequential(
    [
        keras.Input(shape=(LENGTH,)),
        keras.layers.Embedding(WORDS, 16, mask_zero=True),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(0.01),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
history = model.fit(X_train, y_train, epochs=20, verbose=0)

probability = model.predict(X_test, verbose=0)[:, 0]
answer = probability > 0.5
accuracy = (answer == y_test).mean()
print(f"accuracy on training notes: {history.history['accuracy'][-1]:.2f}")
print(f"accuracy on test notes:     {accuracy:.2f}")

# %% tags=["claim"] numbers=["accuracy on the test notes = accuracy"]
assert accuracy > one_word + 0.12, f"only {accuracy:.2f} on the test notes"
assert 0.7 < accuracy < 0.9, f"the prose says about four of five, not {accuracy:.2f}"
assert history.history["accuracy"][-1] > 0.95, "the training notes are learned"

# %% [markdown]
# It gets about four out of five unseen notes right, far more than either rule.
# It has also nearly memorized the training notes, which is no surprise with 312 short texts; [Overfitting](../basics/overfitting.ipynb) is the lesson about that gap.

# %% [markdown]
# ## Read the errors
# A score tells you how often the model is wrong, and its mistakes often tell you why.
# Sort them by how sure the model was, with the most confident mistake first.

# %%
errors = test.assign(blocked=probability.round(2))[answer != y_test]
errors["sure"] = (errors["blocked"] - 0.5).abs()
for row in errors.sort_values("sure", ascending=False).head(8).itertuples():
    print(f"{row.blocked:.2f}  {row.label:9}{row.text}")

# %% [markdown]
# The number is the probability of `blocked`, and the word next to it is the true label.
# "Closed again." goes wrong because of *again*, which occurs in training in *open again*.
# "No more closed sections" is good news, but the model only notices *no* and *closed*.
# An average can't tell the difference, because it does not know which word came after which.
# You can check that: if you mix up the words, the answer stays the same.

# %%
mixed = "The path is not closed, it is clear."
jumbled = "Clear is it, not the path is closed."
pair = model.predict(vectorize([mixed, jumbled]), verbose=0)[:, 0]
print(f"{pair[0]:.4f}  {mixed}\n{pair[1]:.4f}  {jumbled}")

# %% tags=["claim"]
assert abs(pair[0] - pair[1]) < 1e-5, f"word order mattered: {pair}"
top = errors.sort_values("sure", ascending=False).head(8)
no_more = "The crew has finished, no more closed sections on the north side."
assert {"Closed again.", no_more} <= set(top["text"]), "the prose quotes rows not shown"
assert (top.set_index("text").loc[no_more, "blocked"] > 0.5).all(), "taken for blocked"

# %% [markdown]
# Layers that read a note in order (`LSTM`, `GRU`, `Conv1D`) can do better here, given more data.
# For many tasks the average is enough, and it is the quickest model to try first.

# %% [markdown]
# ## What the embedding learned
# The average has an advantage, because you can take the model apart.
# The last layer gives every word a score, and the score of a note is the mean of the scores of its words.
# A score above zero means `blocked`.

# %%
E = model.layers[0].get_weights()[0]
w, b = model.layers[-1].get_weights()
word_score = (E @ w + b)[:, 0]

order = np.argsort(word_score[2:]) + 2
print("passable:", ", ".join(vocabulary[i] for i in order[:8]))
print("blocked: ", ", ".join(vocabulary[i] for i in order[::-1][:8]))

# %% tags=["claim"]
for row, p in zip(X_test, probability, strict=True):
    score = word_score[row[row > 0]].mean()
    assert abs(1 / (1 + np.exp(-score)) - p) < 1e-4, "not the mean of the words"

# %% [markdown]
# Nobody told the model what these words mean.
# To see the table as a picture, project the 16 numbers of each word onto the two directions in which the words differ most (a principal component analysis).

# %% alt="Words as points. On the horizontal axis clear, dry, easy and open stand at the left end, turned, too, gave and broken at the right end, and gone, bridge and path in the middle."
shown = (
    "clear dry easy open again safe reached crossed new cleared not "
    "too gone closed gave turned locked broken bridge path snow"
).split()
centred = E - E.mean(axis=0)
_, _, directions = np.linalg.svd(centred, full_matrices=False)
xy = centred @ directions[:2].T
xy[:, 0] *= np.sign(xy[:, 0] @ word_score)  # blocked to the right

plt.figure(figsize=(7, 4.5))
place = {word: xy[vocabulary.index(word)] for word in shown}
for rank, word in enumerate(sorted(shown, key=lambda word: place[word][1])):
    spot = place[word][0], rank
    plt.plot(*spot, "o", color="C0", markersize=3)
    plt.annotate(word, spot, xytext=(4, -3), textcoords="offset points")
plt.margins(x=0.12)
plt.xlabel("first direction")
plt.ylabel("rank in the second direction")
plt.yticks([])
plt.show()

# %% tags=["claim"]
spread = (centred @ directions.T).var(axis=0)
assert np.corrcoef(xy[:, 0], word_score)[0, 1] > 0.95, "the first axis is the score"
assert spread[0] > 100 * spread[1], f"the second direction matters: {spread[:2]}"
score_of = {w: word_score[vocabulary.index(w)] for w in [*shown, "no"]}
assert score_of["no"] > 0 and score_of["closed"] > 0, "no more closed: both blocked"
for word in "clear dry easy open again".split():
    assert score_of[word] < -10, f"{word} has the score {score_of[word]:.1f}"
for word in "turned too gave locked broken".split():
    assert score_of[word] > 10, f"{word} has the score {score_of[word]:.1f}"
assert all(abs(score_of[word]) < 10 for word in ["gone", "bridge", "path"]), score_of

# %% [markdown]
# The first direction runs from good news to bad.
# The second one is there only to keep the words apart in the figure, which is why the axis shows ranks: along this direction the words differ by less than a tenth as much, and only because the table started from random numbers.
# This task asks a single question, so it needed only one direction of the 16.
#
# So an embedding learns what the task needs, not what words mean in general: *dry* and *open* are neighbors because both are good news for a hiker.
#
# ![Three arrows from one point: open and dry point nearly the same way, so the cosine of their angle is near 1; closed points the other way, and its cosine with both is below 0](../diagrams/nearest-by-angle.svg)
#
# To measure how similar two words are, one usually takes the angle between their vectors, whose **cosine** is near 1 when they point the same way.
#
# The word *gone* stays in the middle, because in some notes the ice is gone, and in others the bridge.

# %% [markdown]
# ## One model for plain strings
# The people who use your model have strings, not integers, and shouldn't have to know your vocabulary.
# So put the trained layers after the vectorizer, in a model whose input is text; the vocabulary is then saved in the same file.

# %%
predictor = keras.Sequential(
    [keras.Input(shape=(1,), dtype="string"), vectorize, model]
)
predictor.save("trail.keras")
predictor = keras.models.load_model("trail.keras")

fresh = tf.constant([["Easy walk, dry and clear"], ["River too deep, we turned back"]])
for text, p in zip(fresh[:, 0], predictor.predict(fresh, verbose=0)[:, 0], strict=True):
    print(f"{p:.2f}  {text.numpy().decode()}")

# %% tags=["claim"]
p = predictor.predict(fresh, verbose=0)
assert p.shape == (2, 1) and p[0, 0] < 0.3 and p[1, 0] > 0.7, f"got {p.ravel()}"
again = predictor.predict(tf.constant(test[["text"]].to_numpy(str)), verbose=0)[:, 0]
assert np.allclose(again, probability, atol=1e-5), "loaded model answers differently"

# %% [markdown]
# More on saved models is in [Model files](../developer/model-files.ipynb).

# %% [markdown]
# ## What can go wrong
# - **You vectorize the test notes with a second vectorizer.**
#   It counts its own words, so number 5 stands for another word there.
#   Adapt once, and use that layer everywhere.
# - **The padding counts.**
#   Without `mask_zero=True`, the same note gets another answer when it is padded to another length.
# - **Output and loss do not match.**
#   One number with `sigmoid` goes with `binary_crossentropy`.
#   Two numbers with `softmax` go with `sparse_categorical_crossentropy`.
#   One number with `softmax` is always 1, whatever the note says, so the model trains without an error message and learns nothing.
# - **The note is longer than you allow.**
#   `TextVectorization` silently cuts off the end (**truncation**).
#   "Fine as far as the bridge, which is gone" loses the part that counts.
# - **Old code.**
#   Before Keras 3 the same steps were `Tokenizer` and `pad_sequences`.
#   `Tokenizer` is deprecated, and it isn't a layer, so it can't be saved in the model.
#   Unless you ask for an unknown word with `oov_token`, it has none and drops the words that it doesn't know.

# %% tags=["claim"]
second = keras.layers.TextVectorization(max_tokens=WORDS)
second.adapt(test["text"].to_list())
assert second.get_vocabulary()[5] != vocabulary[5], "number 5 is the same in both"
cut = keras.layers.TextVectorization(output_sequence_length=6)
cut.adapt(train["text"].to_list())
long = "Fine as far as the bridge, which is gone"
assert cut([long]).shape == (1, 6), "the end must be cut off"
alone = keras.ops.softmax(np.array([[-3.0], [5.0]]))
assert np.allclose(alone, 1), "softmax of a single number is 1"
Tokenizer = tf.keras.preprocessing.text.Tokenizer
old = Tokenizer()
old.fit_on_texts(["the bridge"])
assert old.texts_to_sequences(["the yeti"]) == [[1]], "yeti must be dropped"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### How much is unknown?
# A high share of unknown words warns you that the model is out of its depth.
# Write `unknown_share(texts)`.
# It takes a list of strings and returns the share of words that `vectorize` does not know, among all the words of all the texts together.
# A word that occurs several times counts each time, capitals and punctuation make no difference, and padding is not a word.


# %% tags=["exercise"] id="text/two-classes/unknown-share" skills=["NLP-2"]
def unknown_share(texts):
    ### BEGIN SOLUTION
    ids = vectorize(texts).numpy()
    return (ids == 1).sum() / (ids > 0).sum()
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `vectorize(texts).numpy()` gives the integers: 0 is padding, 1 is an unknown word.

# %% [markdown] tags=["hint"]
# Count the ones in the whole array, count the entries above zero, and divide.

# %% tags=["check"]
got = unknown_share(["bridge closed zebra", "xylophone"])
assert got is not None and got is not ..., (
    "Not attempted: unknown_share returned nothing. Replace the ... with your code."
)
number = np.asarray(got)
assert number.shape == () and np.issubdtype(number.dtype, np.number), (
    f"Got {got!r}, expected a single number for all the texts together. Count the "
    "words of all texts before you divide."
)
got = float(got)
assert not np.isclose(got, 2 / 48), (
    f"Got {got:.3f}, expected 0.5: the padding was counted as words. "
    "Divide by the number of entries above zero."
)
assert not np.isclose(got, 46 / 48), (
    f"Got {got:.3f}, expected 0.5: the padding was taken for unknown words. "
    "Only the number 1 means unknown."
)
assert np.isclose(got, 0.5), (
    f"Got {got:.3f}, expected 0.5: zebra and xylophone are unknown, bridge and closed "
    "are not. Print vectorize(texts) and count by hand."
)
got = float(unknown_share(["bridge closed"]))
assert got == 0, (
    f"Got {got:.3f} for two known words, expected 0: only the number 1 means unknown."
)
written = ["Bridge CLOSED!", "The bridge, closed: zebra, (Zebra)."]
got = float(unknown_share(written))
assert np.isclose(got, 2 / 7), (
    f"Got {got:.3f} for {written}, expected {2 / 7:.3f}: two of seven words are "
    "unknown; capitals and punctuation make no difference, and a word counts each "
    "time. Let vectorize split the texts."
)
got = float(unknown_share(test["text"].to_list()))
print(f"Correct. Unknown in the test notes: {got:.1%}")


# %% tags=["wrong"] reason="padding was counted as words"
def unknown_share(texts):
    return np.mean(vectorize(texts).numpy() == 1)


# %% tags=["wrong"] reason="taken for unknown words"
def unknown_share(texts):
    return np.mean(vectorize(texts).numpy() <= 1)


# %% tags=["wrong"] reason="capitals and punctuation"
def unknown_share(texts):
    words = [word for text in texts for word in text.split()]
    return np.mean([word not in vocabulary for word in words])


# %% tags=["right"]
def unknown_share(texts):
    ids = np.concatenate([vectorize(text) for text in texts])
    return np.mean(ids[ids != 0] == 1)


# %% tags=["right"]
def unknown_share(texts):
    ids = vectorize(tf.constant(texts))
    unknown = tf.math.count_nonzero(ids == 1)
    return unknown / tf.math.count_nonzero(ids)


# %% [markdown]
# ### Nearest words
# Two vectors point the same way when their **cosine** is near 1; it is the dot product, divided by the lengths of both.
# Write `nearest(word, words, vectors, k)`.
# `vectors` holds one row for each entry of the list `words`.
# Return the `k` words whose vectors have the largest cosine with that of `word`, the best first, without `word` itself.
#
# Then look at the words near *closed*: they are on the same side of the picture, but needn't have the same meaning.


# %% tags=["exercise"] id="text/two-classes/nearest" skills=["NLP-5"]
def nearest(word, words, vectors, k):
    ### BEGIN SOLUTION
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosine = unit @ unit[words.index(word)]
    order = np.argsort(-cosine)
    return [words[i] for i in order if words[i] != word][:k]
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# First divide each row by `np.linalg.norm(vectors, axis=1, keepdims=True)`; then the dot product *is* the cosine.

# %% [markdown] tags=["hint"]
# `np.argsort` sorts from small to large: sort the negative cosines.

# %% tags=["check"]
toy_words = ["north", "peak", "summit", "top", "far", "south"]
toy = np.array([[1, 0], [1, 1], [2, 2.1], [1, 1.5], [9, 0.5], [-1, -1]])
cases = {
    "peak": ["summit", "top"],
    "north": ["far", "peak", "summit"],
    "south": ["north"],
}
for asked, expected in cases.items():
    k = len(expected)
    got = nearest(asked, list(toy_words), toy.copy(), k)
    assert got is not None and got is not ..., (
        "Not attempted: nearest returned nothing. Replace the ... with your code."
    )
    assert np.shape(got) == (k,), (
        f"Got {got!r} for k={k}, expected a list of {k} words."
    )
    got = [str(word) for word in got]
    told = f"Got {got} for {asked}, expected {expected}: "
    dots = np.argsort(-(toy @ toy[toy_words.index(asked)]))
    by_dot = [toy_words[i] for i in dots]
    others_by_dot = [other for other in by_dot if other != asked]
    assert got == expected or got not in (by_dot[1 : k + 1], others_by_dot[:k]), (
        told + "a long vector wins only because of its length. Divide by the lengths."
    )
    assert asked not in got, (
        told + "the word itself is in the list, since its cosine is 1. Leave it out."
    )
    assert got == expected, (
        told
        + f"print the cosine of each word with {asked}, and start with the largest."
    )
got = [str(word) for word in nearest("closed", vocabulary[2:], E[2:], 6)]
assert len(got) == 6, f"Got {len(got)} words for k=6, expected 6."
print("Correct. Nearest to closed:", ", ".join(got))


# %% tags=["wrong"] reason="the word itself is in the list"
def nearest(word, words, vectors, k):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosine = unit @ unit[words.index(word)]
    return [words[i] for i in np.argsort(-cosine)[:k]]


# %% tags=["wrong"] reason="divide by the lengths"
def nearest(word, words, vectors, k):
    dot = vectors @ vectors[words.index(word)]
    return [words[i] for i in np.argsort(-dot) if words[i] != word][:k]


# %% tags=["wrong"] reason="divide by the lengths"
def nearest(word, words, vectors, k):
    dot = vectors @ vectors[words.index(word)]
    return [words[i] for i in np.argsort(-dot)[1 : k + 1]]


# %% tags=["right"]
def nearest(word, words, vectors, k):
    def cosine(other):
        a, b = (vectors[words.index(w)] for w in (word, other))
        return a @ b / (np.linalg.norm(a) * np.linalg.norm(b))

    others = [other for other in words if other != word]
    return sorted(others, key=cosine, reverse=True)[:k]


# %% tags=["right"]
def nearest(word, words, vectors, k):
    unit = keras.ops.normalize(vectors, axis=1)
    cosine = keras.ops.matmul(unit, unit[words.index(word)])
    return pd.Series(cosine, index=words).drop(word).nlargest(k).index


# %% tags=["claim"]
near = nearest("closed", vocabulary[2:], E[2:], 6)
sides = [word_score[vocabulary.index(word)] for word in near]
assert min(sides) > 0, f"a neighbor of closed is on the other side: {near}, {sides}"

# %% [markdown]
# ### Build it from memory
# Write `build(words)` for a vocabulary of that many entries, each with its row in the embedding.
# It returns a compiled model that takes rows of integers of any length and returns one probability for each note.
# This time put a hidden `Dense` layer of 16 units with `relu` between the average and the output.
# Padding must not change the prediction, and the model must be able to learn the training notes.


# %% tags=["exercise"] id="text/two-classes/build" skills=["NLP-3", "NLP-5"]
def build(words):
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(words, 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    return model
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `keras.Input(shape=(None,))` leaves the length open.

# %% [markdown] tags=["hint"]
# Two classes, one output: which activation keeps it between 0 and 1, and which loss goes with that?

# %% [markdown] tags=["hint"]
# An argument of `Embedding` tells the average which entries are padding.

# %% tags=["check"]
small = build(50)
assert small is not None and small is not ..., (
    "Not attempted: build returned nothing. Replace the ... and return your model."
)
assert isinstance(small, keras.Model), (
    f"Got {type(small).__name__}, expected a Keras model. Return the model itself."
)
try:
    answered = [small(np.full((1, length), 2)).shape for length in (19, 24)]
    problem = ""
except Exception as error:
    answered, problem = [], " ".join(str(error).split())
assert not problem, (
    f"The model fails on rows of 19 or of 24 integers with {problem[:90]}, expected it "
    "to take any length. Leave the length open in the Input, and average over the "
    "words instead of flattening."
)
sizes = [tuple(weights.shape) for weights in small.weights]
try:
    knows_49 = np.isfinite(np.asarray(small(np.array([[49, 48]])))).all()
except tf.errors.InvalidArgumentError:
    knows_49 = False
assert knows_49 and any(size[0] == 50 for size in sizes), (
    f"Got weights of the shapes {sizes} from build(50), expected an embedding with 50 "
    "rows. Use the argument words."
)

built = build(WORDS)
got = np.asarray(built(X_test))
assert got.shape == (72, 1), (
    f"Got an output of shape {got.shape} for 72 notes, expected (72, 1): "
    "one number for each note."
)
shorter = np.asarray(built(X_test[:, :19]))
assert np.allclose(got, shorter, atol=1e-5), (
    "Got different predictions for the same notes padded to 24 and to 19 words, "
    "expected equal ones: usually the padding is averaged in. Look at the arguments of "
    "Embedding."
)
assert getattr(built, "optimizer", None) is not None, (
    "Got a model that isn't compiled. Call compile with an optimizer and a loss."
)
fresh_weights = built.get_weights()
built.set_weights([100 * weights for weights in fresh_weights])
got = np.asarray(built(X_train))
built.set_weights(fresh_weights)
assert got.min() >= 0 and got.max() <= 1, (
    f"Got outputs from {got.min():.2f} to {got.max():.2f} with weights 100 times as "
    "large, expected probabilities. An activation must keep the output between 0 and 1."
)


def built_loss():
    p = np.asarray(built(X_train))[:, 0]
    return -np.mean(np.log(np.where(y_train == 1, p, 1 - p) + 1e-7))


loss_before, problem = built_loss(), ""
try:
    for _ in range(30):
        built.train_on_batch(X_train, y_train)
except Exception as error:
    problem = " ".join(str(error).split())
assert not problem, (
    f"Training fails with {problem[:90]}, expected a step. Give compile an optimizer, "
    "and a loss that goes with one output."
)
loss_after = built_loss()
assert loss_after < loss_before, (
    f"Got a loss of {loss_before:.3f} before and {loss_after:.3f} after 30 training "
    "steps, expected it to fall. Do the loss and the output match, and is the learning "
    "rate a usual one?"
)

ones, others = np.arange(2, 102), np.arange(102, 202)  # a hundred pairs of words


def log_odds(*columns):
    p = np.asarray(built(np.stack(columns, axis=1)), "float64")[:, 0]
    return np.log(p / (1 - p))


both = log_odds(ones, others)
for same in (log_odds(others, ones), log_odds(ones, ones, others, others)):
    assert np.allclose(both, same, atol=1e-4), (
        "Got another prediction when the words swap places or each occurs twice, "
        "expected the same: an average ignores order and length."
    )
uneven = log_odds(ones, ones, others)
assert not np.allclose(both, uneven, atol=1e-6), (
    "Got the same predictions when one of two words occurs twice, expected other ones: "
    "in an average a word counts each time it occurs."
)
straight = (log_odds(ones) + log_odds(others)) / 2
assert np.abs(both - straight).max() > 0.01 * both.std(), (
    "The log-odds of two words are exactly the mean of their single log-odds, as "
    "without a hidden layer or without its activation. Put a Dense layer with relu "
    "between the average and the output."
)
assert (16, 1) in [tuple(weights.shape) for weights in built.weights], (
    "Got no hidden layer of 16 units before the output, expected one: look at the "
    "shapes with summary()."
)
print(f"Correct: 30 steps take the loss from {loss_before:.3f} to {loss_after:.3f}.")


# %% tags=["wrong"] reason="padding is averaged in"
def build(words):
    model = keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(words, 8),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


# %% tags=["wrong"] reason="one number for each note"
def build(words):
    model = keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(words, 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


# %% tags=["wrong"] reason="expected probabilities"
def build(words):
    model = keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(words, 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


# %% tags=["wrong"] reason="without a hidden layer"
def build(words):
    model = keras.Sequential(
        [
            keras.Input(shape=(None,)),
            keras.layers.Embedding(words, 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(16),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


# %% tags=["right"]
def build(words):
    ids = keras.Input(shape=(None,), dtype="int32")
    vectors = keras.layers.Embedding(words, 32, mask_zero=True)(ids)
    note = keras.layers.GlobalAveragePooling1D()(vectors)
    hidden = keras.layers.ReLU()(keras.layers.Dense(16)(note))
    logit = keras.layers.Dense(1)(keras.layers.Dropout(0.2)(hidden))
    model = keras.Model(ids, keras.layers.Activation("sigmoid")(logit))
    model.compile(optimizer="rmsprop", loss=keras.losses.BinaryCrossentropy())
    return model


# %% tags=["right"]
def build(words):
    class Notes(keras.Model):
        def __init__(self):
            super().__init__()
            self.table = keras.layers.Embedding(words, 8, mask_zero=True)
            self.average = keras.layers.GlobalAveragePooling1D()
            self.hidden = keras.layers.Dense(16, activation="relu")
            self.answer = keras.layers.Dense(1, activation="sigmoid")

        def call(self, ids):
            return self.answer(self.hidden(self.average(self.table(ids))))

    model = Notes()
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model


# %% [markdown]
# ## What to remember
# - `TextVectorization` maps words to integers: 0 is padding, 1 is unknown.
#   Adapt it on the training texts, once.
# - If the vocabulary is smaller than the number of different words in training, the model learns what to make of `[UNK]` before it meets unknown words in the test.
# - An `Embedding` is a table of vectors that the task itself shapes; `mask_zero=True` keeps padding out of what follows.
# - For two classes use one output, `sigmoid` and `binary_crossentropy`.
# - An average of word vectors is quick and often good enough, but it doesn't see the order of the words.
# - Ship the vectorizer inside the model, so that its users can pass plain strings.
#
# Next: [Many classes of text](many-kinds.ipynb), with five desks instead of two answers.
