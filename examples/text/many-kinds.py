# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Many classes of text: softmax, and words that nobody has seen"
#     summary: "Build one model that takes a note as it was typed and names the desk that answers it, and see what unknown words do to it."
#     skills: [NLP-1, NLP-4]
#     requires: [text/two-classes]
#     data: [library-desk.csv]
# ---

# %% [markdown]
# A library gets notes from its readers, and five desks answer them.
# In this lesson you build one model that takes a note as it was typed and names the desk.
# You find out which desks it confuses, and what it answers to a note in which it knows no word.
#
# The file has 300 notes written for this course, 60 for each desk.
# The column `split` sets 16 notes of each desk aside for the test.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

keras.utils.set_random_seed(7)
notes = pd.read_csv("data/library-desk.csv")
train = notes[notes["split"] == "train"]
test = notes[notes["split"] == "test"]
names = sorted(train["desk"].unique())
for name in names:
    print(f"{name:8}", train.loc[train["desk"] == name, "text"].iloc[0])

# %% tags=["claim"]
assert len(notes) == 300 and len(names) == 5, "300 notes, five desks"
assert (test["desk"].value_counts() == 16).all(), "16 test notes for each desk"
assert (notes["desk"].value_counts() == 60).all(), "60 notes for each desk"
assert not notes["text"].str.lower().duplicated().any(), "a note is in there twice"

# %% [markdown] skills=["NLP-1"]
# ## One model from string to answer
# You know the parts from [Two classes of text](two-classes.ipynb): `TextVectorization`, an embedding, a masked average.
# There you put the vectorizer in front after the training.
# Here it is the first layer from the start, so that `fit`, `predict` and `save` all see plain strings, and nobody can prepare a text in one way for training and in another way later.
#
# ![One model from left to right: the note becomes numbers by TextVectorization, vectors by an embedding, their masked average, 5 shares by Dense with softmax, and a name by StringLookup](../diagrams/string-to-desk.svg)
#
# You add the last box, the name, at the end of the lesson.
#
# The input is one string for each note: `shape=()` says that a note has no further axis.
# `StringLookup` turns the names of the desks into integers, in the order of the list that you give it.
# A desk that is not in the list would be an error, because `num_oov_indices=0` reserves no number for unknown names.

# %%
to_number = keras.layers.StringLookup(vocabulary=names, num_oov_indices=0)
x_train = tf.constant(train["text"].tolist())
x_test = tf.constant(test["text"].tolist())
y_train = to_number(tf.constant(train["desk"].tolist())).numpy()
y_test = to_number(tf.constant(test["desk"].tolist())).numpy()

vectorize = keras.layers.TextVectorization(max_tokens=300, output_sequence_length=20)
vectorize.adapt(x_train)
model = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.Embedding(300, 16, mask_zero=True),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(5, activation="softmax"),
    ]
)
print("in: ", x_test.dtype.name, x_test.shape)
print("out:", model(x_test).dtype.name, model(x_test).shape)
print("desks:", dict(enumerate(names)))

# %% tags=["claim"]
assert vectorize.vocabulary_size() == 300, "the training notes have 300 words and more"
assert train["text"].str.split().str.len().max() <= 20, "no training note is cut"
assert names == ["catalog", "devices", "loans", "lost", "rooms"], names
assert [names[i] for i in y_test] == test["desk"].tolist(), "number and name agree"
try:
    to_number(tf.constant(["garden"]))
except tf.errors.InvalidArgumentError:
    pass
else:
    raise AssertionError("a desk that is not in the list should be an error")

# %% [markdown] skills=["NLP-4"]
# ## Softmax: five outputs that add up to 1
# The last layer computes five numbers $z_1 \dots z_5$, one for each desk, and each can be any number.
# **Softmax** turns them into probabilities, here called shares: all are above 0, and together they are 1.
#
# $$ p_i = \frac{e^{z_i}}{e^{z_1} + \dots + e^{z_5}} $$
#
# The desks compete: one share can only grow at the cost of the others.
# The loss looks at a single share, that of the right desk.
# It is $-\log p$, which is 0 when the model is sure and right, and has no upper limit when it is sure and wrong; over many notes you take the average.
#
# What will this loss be before any training?
# The weights are small random numbers, so all desks get about the same share.
# Work it out before you look.

# %%
model.compile(
    optimizer=keras.optimizers.Adam(0.03),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
untrained = model.predict(x_train, verbose=0)
of_right_desk = untrained[np.arange(len(y_train)), y_train]
print("shares for the first note:", untrained[0].round(2))
print(f"loss by hand:  {-np.log(of_right_desk).mean():.3f}")
print(f"log of 5:      {np.log(5):.3f}")

# %% tags=["claim"]
by_hand = -np.log(of_right_desk).mean()
assert abs(by_hand - np.log(5)) < 0.02, f"about log 5, got {by_hand:.3f}"
sparse = keras.losses.sparse_categorical_crossentropy(y_train, untrained)
one_hot = keras.utils.to_categorical(y_train, 5)
dense = keras.losses.categorical_crossentropy(one_hot, untrained)
assert abs(float(np.mean(sparse)) - by_hand) < 1e-4, "Keras takes the same average"
assert np.allclose(sparse, dense, atol=1e-5), "both losses are the same number"
assert round(np.log(5), 2) == 1.61, "the number in the prose"

# %% [markdown]
# Five equal shares of 0.2 give $-\log 0.2 = \log 5 = 1.61$.
# You can use that as a test: a model whose loss stays at the logarithm of the number of classes has not learned anything yet.
#
# The word `sparse` in the name of the loss tells you the form of the labels: **sparse labels** are integers, such as 2.
# If they are one-hot rows, such as `[0, 0, 1, 0, 0]`, use `categorical_crossentropy`, which computes the same number.

# %%
history = model.fit(x_train, y_train, epochs=12, verbose=0).history
shares = model.predict(x_test, verbose=0)
answers = shares.argmax(axis=1)
accuracy = (answers == y_test).mean()
print(f"accuracy on training notes: {history['accuracy'][-1]:.2f}")
print(f"accuracy on test notes:     {accuracy:.2f}")
print(f"always the same desk:       {(y_test == 0).mean():.2f}")

# %% tags=["claim"] numbers=["accuracy on the test notes = accuracy"]
assert history["accuracy"][-1] > 0.95, "the training notes are learned"
assert 0.74 < accuracy < 0.94, f"about five in six are right, got {accuracy:.2f}"
assert (y_test == 0).mean() == 0.2, "a desk gets a fifth of the notes"

# %% [markdown] skills=["NLP-4"]
# ## The confusion matrix: which desks the model confuses
# Two classes are one pair that a model can confuse; five classes are ten pairs, each in two directions, so there are twenty kinds of mistake.
# The **confusion matrix** counts each of them: a row for the desk that a note belongs to, a column for the desk that the model named.
# The right answers are on the diagonal.

# %% alt="A table of five rows and five columns as colored fields with counts: high counts on the diagonal, the full 16 or nearly so for catalog, and mistakes scattered beside it, more of them in the row of devices than in that of catalog"
table = np.zeros((5, 5), int)
np.add.at(table, (y_test, answers), 1)  # add 1 at each pair

plt.figure(figsize=(5, 3.8))
plt.imshow(table, cmap="viridis")
for row in range(5):
    for column in range(5):
        shade = "black" if table[row, column] > 8 else "white"  # on bright or dark
        plt.text(column, row, table[row, column], ha="center", va="center", color=shade)
plt.xticks(range(5), names, rotation=30)
plt.yticks(range(5), names)
plt.xlabel("desk that the model named")
plt.ylabel("desk it belongs to")
plt.tight_layout()
plt.show()

# %% [markdown]
# The row and the column of a desk give you two different measures.
# **Recall**: what share of the notes that belong to a desk arrives there?
# **Precision**: what share of the notes that arrive at a desk belongs there?

# %%
recall = table.diagonal() / table.sum(axis=1)
for name, share, arrived in zip(names, recall, table.sum(axis=0), strict=True):
    print(f"{name:8} recall {share:.2f}   notes that arrive: {arrived}")

# The mistakes, the most confident one first.
wrong = np.flatnonzero(answers != y_test)
print()
for i in wrong[np.argsort(-shares[wrong].max(axis=1))][:4]:
    print(f"{names[answers[i]]} {shares[i].max():.2f}, is {names[y_test[i]]}:")
    print("   ", test["text"].iloc[i])

# %% tags=["claim"]
assert table.sum() == 80 and table.trace() == (answers == y_test).sum(), "80 answers"
assert 5 * 4 == 20 and 5 * 4 / 2 == 10, "pairs and ways"
assert recall[0] > 0.9, f"nearly all catalog notes arrive, got {recall[0]:.2f}"
assert recall[0] == recall.max(), f"the best recall: {recall}"
assert table[:, 0].sum() > 17, "and the catalog gets notes of other desks too"
assert recall[1] < recall[0], "devices loses more notes than catalog"
pay = train[train["text"].str.contains(r"\bpay\b")]["desk"].value_counts().to_dict()
assert pay.get("devices", 0) == 0, f"no training note to devices says pay: {pay}"
assert pay["loans"] == 3, f"three notes to loans say pay: {pay}"
scan = test["text"].tolist().index("What do I pay for a scan?")
assert names[answers[scan]] != "devices", "the question goes to the wrong desk"

# %% [markdown]
# The catalog desk has the best recall and may still complain, because it also gets notes that belong elsewhere.
# A model that sent everything to the catalog would have a recall of 1 there, so look at both measures.
#
# In the list of mistakes, look for the word that misled the model.
# *Pay* is a word of the loans desk, because three of its training notes have it and none of the training notes to devices, so a question about the price of a scan goes to the wrong desk.

# %% [markdown] skills=["NLP-1"]
# ## Unknown words: what the model answers to them
# Each word outside the vocabulary becomes number 1, and all of them share one vector.
# What does the model answer to a note in which it knows no word at all?
# Will it be unsure?

# %%
strange = tf.constant(["Zorp", "Zorp gloop fnib", "Zorp gloop fnib zorp wub"])
print(model.predict(strange, verbose=0).round(2))

ids = vectorize(x_train).numpy()
for number, name in enumerate(names):
    here = ids[y_train == number]
    print(f"{name:8} unknown words: {(here == 1).sum() / (here > 0).sum():.0%}")

# %% tags=["claim"]
blank = model.predict(strange, verbose=0)
assert np.allclose(blank, blank[0], atol=1e-5), "the same answer at any length"
assert blank[0].argmax() == 0 and blank[0, 0] > 0.5, f"says catalog: {blank[0]}"
unknown = [
    (ids[y_train == k] == 1).sum() / (ids[y_train == k] > 0).sum() for k in range(5)
]
assert np.argmax(unknown) == 0, f"catalog has the most unknown words: {unknown}"

# %% [markdown]
# It is far from unsure, and the answer is the same at any length, because the average of equal vectors is that vector: three unknown words count exactly as one does.
#
# And why *catalog*?
# Readers ask that desk about mushrooms, lullabies and stone walls, so its training notes contain the most rare words.
# To the model an unknown word is a clue like any other, and training has made much of a small difference.
# That may help as long as the notes come from readers of this library, but it doesn't help with a note in another language.
# Softmax has no share for "none of these", because the five shares add up to 1 whatever you type.

# %% [markdown] skills=["NLP-1", "NLP-4"]
# ## A threshold for doubtful notes
# A person at the front desk could read the doubtful notes.
# So let the model answer only if the largest share reaches a threshold, and see how many answers that costs and how many of the others are right.

# %% alt="Two lines over thresholds from 0.2 to 0.95: the share of notes that are answered falls from 1 to about a half, while the accuracy on the answered notes rises"
limits = np.arange(0.2, 0.96, 0.05)
sure = shares.max(axis=1)
answered = np.array([(sure >= limit).mean() for limit in limits])
right = np.array([(answers == y_test)[sure >= limit].mean() for limit in limits])

plt.figure(figsize=(6, 3))
plt.plot(limits, answered, label="share of notes answered")
plt.plot(limits, right, "--", label="accuracy on these")
plt.xlabel("threshold for the largest share")
plt.ylabel("share of notes")
plt.ylim(0, 1.05)
plt.legend()
plt.tight_layout()
plt.show()
print(f"at threshold 0.8: {answered[12]:.0%} answered, {right[12]:.0%} of these right")

# %% tags=["claim"]
assert abs(limits[12] - 0.8) < 1e-9, "the printed limit"
assert (np.diff(answered) <= 0).all() and answered[0] == 1, "fewer and fewer answers"
assert right[12] > accuracy + 0.02, f"better on what it answers: {right[12]:.2f}"
assert 0.4 < answered[12] < 0.95, f"and it answers most notes: {answered[12]:.2f}"
assert 0.2 < answered[-1] < 0.8, f"about a half at the end: {answered[-1]:.2f}"

# %% [markdown]
# Which threshold is right depends on which costs more, a person's time or a note at the wrong desk.
# Choose it on validation notes, not on the test notes; here we have too few notes to set some aside for that.

# %% [markdown] skills=["NLP-1"]
# ## Strings in, names out
# The model still answers with numbers, and a 3 means nothing to somebody who loads the file.
# A second `StringLookup` with `invert=True` turns integers back into names, and `keras.ops.argmax` finds the largest share inside the model.
# The new model shares all layers with the old one and needs no training.

# %%
to_name = keras.layers.StringLookup(vocabulary=names, num_oov_indices=0, invert=True)
text = keras.Input(shape=(), dtype="string")
desk = to_name(keras.ops.argmax(model(text), axis=-1))
keras.Model(text, desk).save("desk.keras")

clerk = keras.models.load_model("desk.keras")
fresh = ["I lost my scarf and my keys!", "The printer has no PAPER", "Renew my loan"]
for note, name in zip(fresh, clerk(tf.constant(fresh)).numpy(), strict=True):
    print(f"{name.decode():8} {note}")

# %% tags=["claim"]
said = [name.decode() for name in clerk(tf.constant(fresh)).numpy()]
assert said == ["lost", "devices", "loans"], f"clear notes get the right desk: {said}"
again = [name.decode() for name in clerk(x_test).numpy()]
assert again == [names[i] for i in answers], "the loaded file answers the same"

# %% [markdown]
# TensorFlow returns strings as bytes, and `decode()` turns them into Python strings.

# %% [markdown]
# ## What can go wrong
# - **The empty note.**
#   It is all padding, so the masked average divides 0 by 0, and all five shares are `nan`, "not a number".
#   `argmax` then silently returns 0, which is the catalog here.
#   Look for empty notes before you ask the model.
# - **A list in place of a tensor.**
#   `model.predict(["a note"])` fails with "Unrecognized data type", and a NumPy array of strings with "Invalid dtype".
#   Wrap the list: `tf.constant(["a note"])`.
# - **Two orders of names.**
#   If you sort the names in one place and take them in order of appearance in another, each answer gets a wrong name while all numbers look fine.
#   Keep one list, inside the model's file.
# - **Sigmoid for classes that exclude each other.**
#   Each output is then computed on its own, and two desks can both get 0.9.
#   Sigmoid is right where a note may belong to several classes at once.
# - **`adapt` is called too late.**
#   A vectorizer without a vocabulary refuses to work, so adapt it before you call the model.


# %% tags=["claim"]
def told(action):
    try:
        action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


empty = model.predict(tf.constant([""]), verbose=0)
assert np.isnan(empty).all() and empty.argmax() == 0, f"the empty note gives {empty}"
of_list = told(lambda: model.predict(["a"], verbose=0))
assert "Unrecognized data type" in of_list, of_list
of_array = told(lambda: model.predict(np.array(["a"]), verbose=0))
assert "Invalid dtype" in of_array, of_array
assert told(lambda: keras.layers.TextVectorization()(["a"])), "not adapted, refused"
assert train["desk"].unique().tolist() != names, "the other order is another one"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Precision of each desk
# Write `precision(table)`, which takes a confusion matrix as above and returns one number for each class.
# It must work for any number of classes.
# A class that the model never named gets 0.


# %% tags=["exercise"] id="text/many-kinds/precision" skills=["NLP-4"]
def precision(table):
    ### BEGIN SOLUTION
    named = table.sum(axis=0)
    return table.diagonal() / np.maximum(named, 1)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The notes that arrive at a desk are in its column.

# %% [markdown] tags=["hint"]
# `np.maximum(counts, 1)` keeps you from dividing by 0, and 0 right answers divided by 1 are 0.

# %% tags=["check"]
cases = [
    ([[6, 2, 0], [1, 9, 0], [1, 4, 0]], [0.75, 0.6, 0.0]),
    ([[2, 0, 5, 1], [8, 0, 1, 0], [0, 0, 3, 0], [0, 0, 1, 4]], [0.2, 0.0, 0.3, 0.8]),
    ([[2, 0], [3, 1]], [0.4, 1.0]),
]
for rows_of_table, expected in cases:
    counted = np.array(rows_of_table)
    with np.errstate(all="ignore"):
        got = precision(counted.copy())
    assert got is not None, (
        "Not attempted: precision returned None. Return the numbers."
    )
    message = f"Got {got} for {rows_of_table}, expected {expected}. "
    got = np.asarray(got)
    assert got.shape == (len(counted),), (
        message + "Return one number for each class, in an array or a list."
    )
    assert np.issubdtype(got.dtype, np.number), message + "Return numbers, not text."
    assert not np.allclose(got, counted.diagonal() / counted.sum(axis=1)), (
        message + "This is the recall: use the columns."
    )
    assert not np.allclose(got, counted.diagonal() / counted.sum()), (
        message + "You divided by the number of all notes: divide by those that arrive."
    )
    assert not np.isnan(got).any(), (
        message + "The model never named one of the classes: return 0 for it."
    )
    assert np.allclose(got, expected), (
        message + "Divide the diagonal by the column sums."
    )
print("Correct. Precision of the desks:", np.round(precision(table), 2))


# %% tags=["wrong"] reason="this is the recall"
def precision(table):
    return table.diagonal() / table.sum(axis=1)


# %% tags=["wrong"] reason="never named one of the classes"
def precision(table):
    return table.diagonal() / table.sum(axis=0)


# %% tags=["wrong"] reason="divided by the number of all notes"
def precision(table):
    return table.diagonal() / table.sum()


# %% tags=["wrong"] reason="the diagonal"
def precision(table):
    return table.max(axis=0) / np.maximum(table.sum(axis=0), 1)


# %% tags=["right"]
def precision(table):
    shares = []
    for kind, column in enumerate(table.T):
        named = sum(column)
        shares.append(column[kind] / named if named > 0 else 0)
    return shares


# %% tags=["right"]
def precision(table):
    right = tf.cast(tf.linalg.diag_part(table), tf.float32)
    return tf.math.divide_no_nan(right, tf.cast(tf.reduce_sum(table, 0), tf.float32))


# %% [markdown]
# ### Pass on the doubtful notes
# Write `send(texts, limit)`, which takes a list of strings and returns a list of strings of the same length.
# For each note the result holds the name of the desk, from `model` and `names`, or `"person"` if the largest share is below `limit`.
# An empty note goes to a person whatever the limit, wherever it is in the list.


# %% tags=["exercise"] id="text/many-kinds/send" skills=["NLP-1", "NLP-4"]
def send(texts, limit):
    ### BEGIN SOLUTION
    rows = model(tf.constant(texts)).numpy()
    # A comparison with nan is never true, so the empty note lands at "person".
    return [names[p.argmax()] if p.max() >= limit else "person" for p in rows]
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `model(tf.constant(texts)).numpy()` gives a row of five shares for each note.

# %% [markdown] tags=["hint"]
# What is `nan < 0.5`, and what is `nan >= 0.5`?
# Try both.

# %% tags=["check"]
tries = ["", *test["text"].iloc[:12], "", "Zorp gloop"]
rows = model(tf.constant(tries)).numpy()
for limit in (0.0, 0.5, 0.8, 1.01):
    got = send(list(tries), limit)
    assert got is not None, "Not attempted: send returned None. Return a list of names."
    assert np.shape(got) == (len(tries),), (
        f"Got {type(got).__name__} of shape {np.shape(got)} for {len(tries)} notes, "
        "expected a list with one string for each."
    )
    for asked_note, answer, p in zip(tries, got, rows, strict=True):
        assert isinstance(answer, str), (
            f"Got {answer!r} for a note, expected a string such as 'loans'. "
            "Look the number up in names, and decode bytes."
        )
        assert asked_note or answer == "person", (
            f"Got {answer!r} for an empty note, expected 'person'. "
            "Its shares are nan, and a comparison with nan is never true."
        )
        expected = names[p.argmax()] if p.max() >= limit else "person"
        message = f"Got {answer!r} for {asked_note!r} at a limit of {limit}, "
        message += f"expected {expected!r}: its largest share is {p.max():.2f}. "
        assert answer == expected, message + (
            "Name the desk with the largest share, and a person below the limit."
        )
print("Correct: the doubtful notes and the empty ones go to a person.")


# %% tags=["wrong"] reason="shares are nan"
def send(texts, limit):
    rows = model(tf.constant(texts)).numpy()
    return ["person" if p.max() < limit else names[p.argmax()] for p in rows]


# %% tags=["wrong"] reason="below the limit"
def send(texts, limit):
    rows = model(tf.constant(texts)).numpy()
    return ["person" if np.isnan(p).any() else names[p.argmax()] for p in rows]


# %% tags=["wrong"] reason="look the number up"
def send(texts, limit):
    rows = model(tf.constant(texts)).numpy()
    return [p.argmax() if p.max() >= limit else "person" for p in rows]


# %% tags=["right"]
def send(texts, limit):
    shares = model.predict(tf.constant(texts), verbose=0)
    desks = np.array(names)[shares.argmax(axis=1)]
    return np.where(shares.max(axis=1) >= limit, desks, "person")


# %% tags=["right"]
def send(texts, limit):
    answers = []
    for text, p in zip(texts, model(tf.constant(texts)).numpy(), strict=True):
        doubtful = text == "" or p.max() < limit
        answers.append("person" if doubtful else names[p.argmax()])
    return answers


# %% [markdown]
# ### A text model for anything
# Write `text_model(texts, classes)` for a list of training texts and a number of classes.
# It returns a model that takes plain strings and returns a share for each class; you don't have to compile it.
# Its vocabulary holds every word of `texts`, and it averages word vectors without the padding, as above.
# Saved to a file and loaded again, it gives the same outputs.


# %% tags=["exercise"] id="text/many-kinds/text-model" skills=["NLP-1", "NLP-4"]
def text_model(texts, classes):
    ### BEGIN SOLUTION
    lookup = keras.layers.TextVectorization(output_sequence_length=20)
    lookup.adapt(tf.constant(texts))
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            lookup,
            keras.layers.Embedding(lookup.vocabulary_size(), 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Make a new vectorizer inside the function and adapt it on `texts`.

# %% [markdown] tags=["hint"]
# The embedding needs as many rows as the vocabulary has entries: `vocabulary_size()`.

# %% tags=["check"]
toys = ["red kite", "blue boat", "blue kite and red boat", "an old mill by a lake"]
toy_words = sorted({word for toy in toys for word in toy.split()})
built = text_model(list(toys), 3)
assert built is not None, "Not attempted: text_model returned None. Return a model."
assert isinstance(built, keras.Model), (
    f"Got {type(built).__name__}, expected one model with the vectorizer inside."
)
asked = ["kite boat", "boat kite", "kite kite boat", "zorp", *toy_words]
asked = tf.constant([*asked, *(f"{word} {word} {word}" for word in asked[3:])])
try:
    got, problem = np.asarray(built(asked)), ""
except Exception as error:
    got, problem = np.zeros(0), f"{type(error).__name__}"
assert not problem, (
    f"The model fails on {len(asked)} strings with {problem}, expected a row for each. "
    "To read strings, start with a string Input and an adapted vectorizer, and give "
    "the embedding a row for each entry of the vocabulary."
)
assert got.shape == (len(asked), 3), (
    f"Got shape {got.shape} for {len(asked)} texts and 3 classes, expected "
    f"{(len(asked), 3)}. The last layer has one output for each of the `classes`."
)
assert np.allclose(got.sum(axis=1), 1, atol=1e-4), (
    f"Got shares that sum to {got[0].sum():.2f} for the first text, expected 1. "
    "Use softmax."
)
once, thrice = np.split(got[3:], 2)  # the unknown word first
single = len(np.unique(once.round(6), axis=0))
assert single == len(toy_words) + 1, (
    f"Got {single} different outputs for {len(toy_words)} words and an unknown one, "
    f"expected {len(toy_words) + 1}: it can't tell some words apart. Adapt the "
    "vectorizer on all the texts that the function gets, with room for all their words."
)
assert np.allclose(once, thrice, atol=1e-5), (
    "Got another output when a word is written three times, expected the same: usually "
    "the padding is averaged in. Set mask_zero."
)
kite_boat, boat_kite, more_kite = got[:3]
kite = once[1 + toy_words.index("kite")]
for other in (kite, more_kite):
    assert not np.allclose(kite_boat, other, atol=1e-6), (
        "Got the same output for 'kite boat' as for 'kite' or 'kite kite boat', "
        "expected another one: in an average every word counts, each time it occurs."
    )
assert np.allclose(kite_boat, boat_kite, atol=1e-5), (
    "Got different outputs for 'kite boat' and 'boat kite', expected the same: "
    "an average ignores the order of the words."
)
longest = "an old mill by a lake"
cut_off = [longest.removesuffix(" lake"), longest]
assert not np.allclose(*np.asarray(built(tf.constant(cut_off))), atol=1e-6), (
    f"Got the same output for {longest!r} as without its last word, expected another "
    "one: usually the vectorizer cuts off the end. Leave room for the longest text."
)
try:
    built.save("toys.keras")
    loaded, problem = keras.models.load_model("toys.keras"), ""
except Exception as error:
    loaded, problem = None, f"{type(error).__name__}: {str(error)[:90]}"
assert not problem, (
    f"Saving the model and loading it again fails with {problem}. Build the model from "
    "Keras layers alone."
)
assert np.allclose(got, loaded(asked), atol=1e-5), (
    "Got other outputs from the loaded model, expected the same. "
    "Everything that turns text into shares must be part of the model."
)
built.set_weights([6 * weights for weights in built.get_weights()])
pairs = [f"{a} {b}" for a in toy_words[:4] for b in toy_words[-4:]]
first_words, second_words = zip(*map(str.split, pairs), strict=True)
halves = [np.asarray(built(tf.constant(ws))) for ws in (first_words, second_words)]
of_pairs = np.asarray(built(tf.constant(pairs)))
assert np.abs(of_pairs - np.mean(halves, axis=0)).max() > 1e-3, (
    "The shares for two words are exactly the mean of their single shares, expected a "
    "softmax of the averaged vectors. Average first, and apply softmax after that."
)
print("Correct: strings go in, shares come out, and the file is complete.")


# %% tags=["wrong"] reason="tell some words apart"
def text_model(texts, classes):
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            vectorize,
            keras.layers.Embedding(300, 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )


# %% tags=["wrong"] reason="read strings"
def text_model(texts, classes):
    return keras.Sequential(
        [
            keras.Input(shape=(20,)),
            keras.layers.Embedding(300, 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )


# %% tags=["wrong"] reason="padding is averaged in"
def text_model(texts, classes):
    lookup = keras.layers.TextVectorization(output_sequence_length=20)
    lookup.adapt(tf.constant(texts))
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            lookup,
            keras.layers.Embedding(lookup.vocabulary_size(), 8),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )


# %% tags=["wrong"] reason="every word counts"
def text_model(texts, classes):
    lookup = keras.layers.TextVectorization(output_sequence_length=1)
    lookup.adapt(texts)
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            lookup,
            keras.layers.Embedding(lookup.vocabulary_size(), 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(classes, activation="softmax"),
        ]
    )


# %% tags=["wrong"] reason="one output for each of the `classes`"
def text_model(texts, classes):
    lookup = keras.layers.TextVectorization()
    lookup.adapt(texts)
    return keras.Sequential(
        [
            keras.Input(shape=(), dtype="string"),
            lookup,
            keras.layers.Embedding(lookup.vocabulary_size(), 8, mask_zero=True),
            keras.layers.GlobalAveragePooling1D(),
            keras.layers.Dense(5, activation="softmax"),
        ]
    )


# %% tags=["right"]
def text_model(texts, classes):
    lookup = keras.layers.TextVectorization(max_tokens=1000)
    lookup.adapt(texts)
    text = keras.Input(shape=(1,), dtype="string")
    vectors = keras.layers.Embedding(1000, 16, mask_zero=True)(lookup(text))
    note = keras.layers.GlobalAveragePooling1D()(vectors)
    note = keras.layers.Dropout(0.3)(note)
    logits = keras.layers.Dense(classes)(note)
    return keras.Model(text, keras.layers.Softmax()(logits))


# %% tags=["right"]
def text_model(texts, classes):
    lookup = keras.layers.TextVectorization()
    lookup.adapt(texts)
    text = keras.Input(shape=(), dtype="string")
    ids = lookup(text)
    vectors = keras.layers.Embedding(lookup.vocabulary_size(), 8)(ids)
    is_word = keras.ops.expand_dims(keras.ops.cast(ids > 0, "float32"), 2)
    total = keras.ops.sum(vectors * is_word, axis=1)
    note = total / keras.ops.maximum(keras.ops.sum(is_word, axis=1), 1)
    return keras.Model(text, keras.layers.Dense(classes, activation="softmax")(note))


# %% [markdown]
# ## What to remember
# - For classes that exclude each other, use one output for each, `softmax`, and `sparse_categorical_crossentropy` if the labels are integers.
# - An untrained model has a loss of about the logarithm of the number of classes.
# - The confusion matrix shows which classes the model confuses; recall comes from its rows, precision from its columns.
# - A softmax always names a class, even for a note without a known word, so pass a note on to a person if the largest share is below a threshold.
# - Put the vectorizer first and the names last, so that nobody has to know how to prepare the text or read the answer.
#
# Next: [Recurrent layers for text](recurrent-layers.ipynb), because an average does not know which word came first.
# The sheet [Natural language processing](../../topics/text.md) shows every skill of this topic in brief.
