# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Filters that find phrases: Conv1D for text"
#     summary: "Slide Conv1D filters along a text to detect phrases, choose their widths, and read from the network which phrases it looks for."
#     skills: [NLP-8, NLP-5]
#     requires: [text/two-classes, text/recurrent-layers]
# ---

# %% [markdown]
# In this lesson you slide filters along a text, each of which detects a short phrase.
# You find out how wide a filter must be, put several widths side by side, and read from a trained network which phrases it looks for.
# At the end a GRU reads what the filters found, because there is a question about a text that no filter can answer.

# %% [markdown]
# ## Praise and complaint in the same words
# A hut by a lake keeps a guest book.
# Each note makes two remarks, which agree: both are praise (label 1), or both are complaints (label 0).
# The notes are put together from 8 rooms and 12 words for them.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
good = ["warm", "clean", "quiet", "dry", "bright", "tidy"]
bad = ["cold", "dirty", "noisy", "damp", "gloomy", "shabby"]
rooms = ["hut", "loft", "kitchen", "cellar", "porch", "sauna", "bedroom", "washroom"]


# %%
def say(room, how):
    return f"as for the {room} it was {how} this time"


def write(pairs):
    notes = []
    for g, b in pairs:
        for very in ("", "very "):
            praise = f"{very}{g}", f"not {very}{b}"
            complaint = f"not {very}{g}", f"{very}{b}"
            two, order = rng.choice(rooms, 2, replace=False), rng.permutation(2)
            for hows in (praise, complaint):
                notes.append(" ".join(say(two[i], hows[i]) for i in order))
    return notes, np.tile([1.0, 0.0], len(notes) // 2)


pairs = rng.permutation([(g, b) for g in good for b in bad])
train, y_train = write(np.repeat(pairs[:26], 4, axis=0))
test, y_test = write(np.repeat(pairs[26:], 4, axis=0))
print(f"{len(train)} notes to train on, {len(test)} to test with, such as")
for note, label in zip(test[:4], y_test[:4], strict=True):
    half = note.index(" as for")
    print(f"{label:.0f}  {note[:half]}\n  {note[half:]}")

# %% tags=["claim"]
assert len(rooms) == 8 and len(good + bad) == 12, "8 rooms, 12 words"
assert len(train) == 416 and len(test) == 160, "26 and 10 pairs, 4 times 4 notes"
assert not set(train) & set(test), "a test note is in training"
for first, second in zip(test[::2], test[1::2], strict=True):
    assert sorted(first.split()) == sorted(second.split()), f"no twins: {first}"

# %% [markdown]
# The notes come in twins, as in [Recurrent layers for text](recurrent-layers.ipynb): the same words in another order, and the opposite label.
# They differ only in the position of *not*.
# A network that averages word vectors, as in [Two classes of text](two-classes.ipynb), gives twins the same answer, whatever its weights are.
# You know one solution, a recurrent layer, which reads the words one after the other.
# Another is to look at a few neighboring words at a time, and at all places at once.

# %% [markdown] skills=["NLP-5", "NLP-8"]
# ## A filter for a phrase, by hand
# In [Convolutions](../images/convolutions.ipynb) a filter is a small grid of weights that slides over a picture.
# Over a text it slides in one direction only, from word to word.
# A text is a sequence of **word vectors**, and a filter of width 2 covers two of them at a time.
# Such a stretch of neighboring words is called a **window**, or an n-gram.
# The filter multiplies its weights by the numbers that it covers and adds up the products, which gives one number for each place.
# The numbers for all places are its **map** of the text.
#
# To see it work, take word vectors made by hand, with three numbers each: is it *not*, is it a good word, is it a bad word?
# The filter asks: "Is this *not*, with a bad word after it?"


# %%
def by_hand(text):
    words = text.split()
    rows = [[w == "not", w in good, w in bad] for w in words]
    return np.array([rows], "float32")  # 1 text, its words, 3 numbers


kernel = np.array([[1, 0, 0], [0, 0, 1]], "float32")  # not, then bad
detector = keras.layers.Conv1D(filters=1, kernel_size=2, activation="relu")
detector.build((None, None, 3))
detector.set_weights([kernel[:, :, np.newaxis], np.array([-1])])
for text in ("not damp but warm", "not warm but damp"):
    print(text, "->", np.array(detector(by_hand(text)))[0, :, 0])
print("shapes of its weights:", [w.shape for w in detector.get_weights()])

# %% tags=["claim"]
yes = np.array(detector(by_hand("not damp but warm"))).ravel()
no = np.array(detector(by_hand("not warm but damp"))).ravel()
assert yes.tolist() == [1, 0, 0] and no.tolist() == [0, 0, 0], f"got {yes}, {no}"
assert kernel[:, :, np.newaxis].shape == (2, 3, 1), "width, numbers, filters"

# %% [markdown]
# The same four words get two answers, because the filter sees which word comes after *not*.
# The sum for a window is 2 where both conditions hold, and 1 where one of them does.
# The bias of -1 and `relu` turn that into 1 and 0.
#
# The weights have three axes (the width of the window, the numbers in a word vector, the filters), and each filter has a bias.
# So a layer has (width x numbers + 1) x filters weights, however long the text is.
# Padding works as it does on pictures: with `padding="valid"`, the default, a text of $n$ words gives $n - k + 1$ answers for a width of $k$.
# With `padding="same"`, vectors of zeros are put at the ends, and there are $n$ answers.
# Work out the table before you look: 20 words, 8 numbers each, 16 filters.

# %%
text = np.zeros((1, 20, 8), "float32")
print("width   valid     same      weights")
layers = {}
for k in (1, 2, 3, 5):
    valid = keras.layers.Conv1D(16, k)
    same = keras.layers.Conv1D(16, k, padding="same")
    layers[k] = valid(text).shape[1:], same(text).shape[1:], valid.count_params()
    print(f"{k:5}   {tuple(layers[k][0])}  {tuple(layers[k][1])}  {layers[k][2]:7}")

# %% tags=["claim"]
for k, (valid, same, weights) in layers.items():
    assert tuple(valid) == (20 - k + 1, 16) and tuple(same) == (20, 16), "places"
    assert weights == (k * 8 + 1) * 16, "the formula for the weights"

# %% [markdown] skills=["NLP-8"]
# ## Global pooling: anywhere, or how often?
# A filter gives a number for each place, but an answer about the whole note needs a single number.
# `GlobalMaxPooling1D` keeps the largest, which tells you whether the phrase occurs **anywhere**.
# `GlobalAveragePooling1D` takes the mean, which depends on **how often** it occurs.
#
# ![A filter of width 2 at its three places on the words not damp but warm; its map is 1, 0, 0, and GlobalMaxPooling1D keeps the 1](../diagrams/filter-over-words.svg)
#
# Predict the two numbers for these texts.

# %%
strongest = keras.layers.GlobalMaxPooling1D()
average = keras.layers.GlobalAveragePooling1D()
pooled = {}
for text in (
    "the loft was warm and dry",
    "the loft was not damp",
    "the loft was not damp not cold",
    "after a long day on the lake the loft was not damp",
):
    answers = detector(by_hand(text))
    pooled[text] = float(strongest(answers)[0, 0]), float(average(answers)[0, 0])
    print("max {:.0f}   average {:.2f}  ".format(*pooled[text]), text)

# %% tags=["claim"]
largest, mean = zip(*pooled.values(), strict=True)
assert largest == (0, 1, 1, 1), f"anywhere: {largest}"
assert np.allclose(mean, [0, 1 / 4, 2 / 6, 1 / 11]), f"how often: {mean}"

# %% [markdown]
# The maximum can't count, because it is the same whether the phrase occurs once or twice.
# The average can, but it mixes the count with the length of the text: in the last one, a single phrase is drowned out by ten words that don't matter.
# To find out *whether* something is said, use the maximum; for the tone of a whole text, the average is worth a try.

# %% [markdown] skills=["NLP-8"]
# ## How wide must a filter be?
# Half of our notes say "not damp", the other half "not very damp".
# A filter of width $k$ sees the windows of $k$ words in a note, and the order of the windows is lost in the maximum and in the average.
# So if twins have the same windows, no filter of this width will ever tell them apart, and you can count such twins without any network.
# For which widths do you expect a difference?


# %%
def windows(note, k):
    words = note.split()
    return sorted(" ".join(words[i : i + k]) for i in range(len(words) - k + 1))


def differ(notes, k):
    twins = zip(notes[::2], notes[1::2], strict=True)
    return float(np.mean([windows(a, k) != windows(b, k) for a, b in twins]))


has_very = np.array(["very" in note for note in test])
plain = [note for note in test if "very" not in note]
very = [note for note in test if "very" in note]
print("twins with different windows")
for k in (1, 2, 3):
    print(
        f"width {k}:  'not' {differ(plain, k):4.0%}  'not very' {differ(very, k):4.0%}"
    )

# %% tags=["claim"]
assert [differ(plain, k) for k in (1, 2, 3)] == [0, 1, 1], "'not damp' needs width 2"
assert [differ(very, k) for k in (1, 2, 3)] == [0, 0, 1], "'not very' needs width 3"
assert has_very.mean() == 0.5, "half of the notes"

# %% [markdown]
# A filter of width 1 sees single words, so that is a bag of words again.
# A filter of width 2 sees "not damp", but in "not very damp" it sees "not very" and "very damp", and the twin has "not very" and "very damp" too.
# A filter of width 3 sees the whole phrase.
#
# ## Two widths side by side
# Should all filters have width 3, then?
# They could do it alone, but each of them would have to learn to ignore the third word after "not damp".
# So it is common to let filters of several widths look at the same vectors.
# For that you need the functional API, because a list of layers can't branch.
# `padding="same"` gives all maps the same length, so that `Concatenate` can put them side by side.

# %%
talk = ["we came by train", "the lake is high", "there were two swans"]
talk += ["we saw the old mill", "our dog swam too", "the children picked berries"]
vectorize = keras.layers.TextVectorization(output_sequence_length=44)
vectorize.adapt(train + talk)  # the talk comes in later
vocabulary = [str(word) for word in vectorize.get_vocabulary()]
x_train, x_test = vectorize(train).numpy(), vectorize(test).numpy()

# %%
ids = keras.Input(shape=(None,))
vectors = keras.layers.Embedding(len(vocabulary), 8)(ids)
pair = keras.layers.Conv1D(8, 2, padding="same", activation="relu")(vectors)
triple = keras.layers.Conv1D(8, 3, padding="same", activation="relu")(vectors)
side_by_side = keras.layers.Concatenate()([pair, triple])
found = keras.layers.GlobalMaxPooling1D()(side_by_side)
answer = keras.layers.Dense(1, activation="sigmoid")(found)
model = keras.Model(ids, answer)
detectors = keras.Model(ids, side_by_side)  # the same layers, without the end


def learn(model, x, y, epochs):
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="binary_crossentropy")
    model.fit(x, y, epochs=epochs, verbose=0)


def right(model, x, y):
    return (np.array(model(x))[:, 0] > 0.5) == y


learn(model, x_train, y_train, epochs=6)
correct = right(model, x_test, y_test)
print("answers for each place:", detectors(x_test).shape)
print(f"right on 'not':      {correct[~has_very].mean():.2f}")
print(f"right on 'not very': {correct[has_very].mean():.2f}")

# %% tags=["claim"] numbers=["accuracy on 'not very' = correct[has_very].mean()"]
assert correct[~has_very].mean() > 0.95, f"'not damp': {correct[~has_very].mean()}"
assert correct[has_very].mean() > 0.95, f"'not very damp': {correct[has_very].mean()}"

# %% [markdown]
# It gets both kinds of notes right, even with pairs of words that never occurred together in training.
# Filters of width 2 alone would have stayed at one half on "not very damp", as you counted.
#
# ## Which phrase does a filter look for?
# Nobody told the filters what to look for, but you can find out in which window of the test notes the answer of each was largest.
# The last layer shows what a filter speaks for: a positive weight means praise, a negative one a complaint.
# The weight times the standard deviation of the filter's maximum from note to note is its **influence** on the answers.
# Here are the four filters with the largest influence.

# %%
maps = np.array(detectors(x_test))  # notes, places, filters
weights = model.layers[-1].get_weights()[0][:, 0]
influence = weights * maps.max(axis=1).std(axis=0)


def width(f):
    return 2 if f < 8 else 3  # in the order of Concatenate


def top_phrases(f, count=3):
    largest = {}
    for row, place in zip(*np.nonzero(x_test), strict=True):
        start = place - (width(f) - 1) // 2  # a window of 3 begins one word earlier
        ids = x_test[row, max(start, 0) : start + width(f)]
        largest[" ".join(vocabulary[i] for i in ids)] = maps[row, place, f]
    return sorted(largest, key=largest.get, reverse=True)[:count]


strong = np.argsort(-np.abs(influence))[:4]
for f in strong:
    side = "praise" if influence[f] > 0 else "complaint"
    print(f"{side:9}", " | ".join(top_phrases(f)))

# %% tags=["claim"]
for f in strong:
    for phrase in top_phrases(f):
        words = phrase.split()
        assert set(words) & set(good + bad), f"no word of praise or blame: {phrase}"
        kind = bool(set(words) & set(good)) ^ ("not" in words)
        assert kind == (influence[f] > 0), f"the wrong side: {phrase}, {influence[f]}"
assert any("not" in phrase for f in strong for phrase in top_phrases(f)), "a negation"

# %% [markdown]
# A filter detects not one phrase but a kind of phrase.
# All good words got similar vectors, and so did all bad words, as in [Two classes of text](two-classes.ipynb), so a filter that answers to one of them answers to the others.
#
# Now look from the other side: take the strongest filter, and see its answers along two twins.
# Each bar is at the word in the middle of its window, or at the first of two words.

# %% alt="Two panels, one for each twin note, with the words on the horizontal axis and the answer of the strongest filter as a bar at each word: one panel has a single high bar, at one of the two phrases with very, and the other panel has low bars only"
f = strong[0]
twins = np.flatnonzero(has_very)[:2]
plt.figure(figsize=(7, 3.2))
for panel, row in enumerate(twins):
    said = [vocabulary[i] for i in x_test[row] if i > 0]
    plt.subplot(1, 2, panel + 1)
    plt.bar(range(len(said)), maps[row, : len(said), f])
    plt.xticks(range(len(said)), said, rotation=90, fontsize=7)
    plt.ylim(0, maps[twins, :, f].max() * 1.1)
    plt.title("praise" if y_test[row] else "complaint")
    plt.xlabel("word")
    plt.ylabel("answer of the filter")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
peaks = maps[twins, :, f].max(axis=1)
assert peaks.max() > 2 * peaks.min(), f"one twin has what it looks for: {peaks}"

# %% [markdown] skills=["NLP-5", "NLP-8"]
# ## Padding, and notes that are short
# The rows have 44 numbers, and these notes have about 20 words; the rest is padding.
# In earlier lessons, `mask_zero=True` kept the padding out, but `Conv1D` drops the mask, and Keras warns you that it will "destroy the mask information".
# So the network above has no mask, and to its filters padding is one more word, with a vector that is trained like any other.
# Here that does no harm, because all rows end in padding, in training and in the test.
#
# A short note in a long row is another matter, because its few words compete with 40 windows of padding for the maximum.
# The remedy is to multiply by the mask twice.
# Before the filter, that puts zeros in place of the vectors of the padding, as "same" does at the end of a row anyway.
# After the filter, it puts zeros in place of the answers there, which can't win, because after `relu` no answer is lower.
# Here are 64 untrained filters on a note of four words.

# %%
embed = keras.layers.Embedding(len(vocabulary), 8)
filters = keras.layers.Conv1D(64, 3, padding="same", activation="relu")
note = vectorize(["the loft was damp"]).numpy()  # 4 words, 40 times padding
real = (note != 0).astype("float32")[:, :, np.newaxis]


def largest(ids, real):
    return np.array(filters(embed(ids) * real) * real).max(axis=1)[0]


alone = largest(note[:, :4], 1.0)
for name, factor in (("as it is", 1.0), ("multiplied", real)):
    wins = largest(note, factor) > alone + 1e-6
    print(f"{name:10}  padding wins in {wins.sum()} of 64 filters")

# %% tags=["claim"]
import warnings  # noqa: E402

assert (largest(note, 1.0) > alone + 1e-6).sum() >= 4, "padding wins in some filters"
assert np.allclose(largest(note, real), alone, atol=1e-6), "and then in none"
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    with_mask = keras.layers.Embedding(9, 4, mask_zero=True)(np.array([[3, 0]]))
    keras.layers.Conv1D(2, 2)(with_mask)
assert any("destroy the mask" in str(w.message) for w in caught), "Keras warns"
assert (x_train[:, -1] == 0).all() and (x_test[:, -1] == 0).all(), "rows end in padding"
used = (x_test > 0).sum(axis=1)
assert 18 <= used.min() and used.max() <= 22, f"about 20 words: {used}"
inside = keras.ops.not_equal(ids, 0)
assert keras.Model(ids, inside)(note).numpy().sum() == 4, "the mask inside a model"
numbers = filters(embed(note))
by_mask = average(numbers, mask=note != 0)
assert np.allclose(by_mask, np.mean(numbers[:, :4], axis=1), atol=1e-5), "handed on"
try:
    keras.layers.Conv1D(1, 4)(np.zeros((1, 3, 8), "float32"))
except ValueError as error:
    assert "zero or negative" in str(error), error
else:
    raise AssertionError("3 words are too few for a width of 4")
padded = keras.layers.Conv1D(1, 4, padding="same")(np.zeros((1, 3, 8)))
assert padded.shape == (1, 3, 1), "with padding 3 words are enough"

# %% [markdown]
# Inside a model, `keras.ops.not_equal(ids, 0)` tells words from padding.
# With the average instead of the maximum, padding always changes the result, because there are 40 more places to divide by.
# So pass the mask on yourself there: `GlobalAveragePooling1D()(maps, mask=…)`.
#
# What if a text is shorter than the filter is wide?
# With "valid" there is no place for the filter, and Keras raises an error; "same" works.

# %% [markdown] skills=["NLP-8"]
# ## What no filter can answer
# Some guests have both praise and complaints, with other remarks in between, and now the question is whether the note **ends** well.
# Label 1 means first the complaint and then the praise; the twin has them the other way around.


# %%
def write_long(pairs):
    notes = []
    for g, b in pairs:
        for very in ("", "very "):
            praise = rng.choice([f"{very}{g}", f"not {very}{b}"])
            complaint = rng.choice([f"{very}{b}", f"not {very}{g}"])
            two, chat = rng.choice(rooms, 2, replace=False), rng.permutation(talk)
            for hows in ((complaint, praise), (praise, complaint)):
                first, last = map(say, two, hows)
                notes.append(" ".join([chat[0], first, *chat[1:4], last, chat[4]]))
    return notes, np.tile([1.0, 0.0], len(notes) // 2)


long, y_long = write_long(np.repeat(pairs[:26], 3, axis=0))
long_test, y_long_test = write_long(np.repeat(pairs[26:], 3, axis=0))
x_long, x_long_test = vectorize(long).numpy(), vectorize(long_test).numpy()
print(long_test[0])
print("twins that differ:", [differ(long_test, k) for k in (1, 2, 3)])

# %% tags=["claim"]
assert not any(differ(long_test, k) for k in (1, 2, 3)), "the same windows"
answers = np.array(model(x_long_test))
assert np.allclose(answers[::2], answers[1::2], atol=1e-5), "so twins get one answer"
assert not set(long) & set(long_test), "a test note is in training"
filled = (x_long > 0).sum(axis=1)
assert 38 <= filled.min() and filled.max() <= 44, f"little padding: {filled.min()}"

# %% [markdown]
# No twins differ in their windows at widths 1, 2 and 3, so filters with pooling over the whole text must fail, however long they are trained.
# A filter wide enough for both remarks would have to span more than 20 words, and it would have to learn every distance between them.
# The filters find *what* is said, and another layer has to find out in which *order*.
#
# That is a job for a recurrent layer, and it needn't read every word.
# The filters have already learned their phrases, so freeze them with `trainable = False`.
# `MaxPooling1D(4)` keeps the largest of every 4 neighboring numbers in each map: "is the phrase somewhere around here?"
# Look at what is left of two twins; each row is one of the strongest filters, named by its best phrase that no row above has taken.

# %%
detectors.trainable = False
hybrid = keras.Sequential(
    [
        keras.Input(shape=(44,)),
        detectors,  # embedding, Conv1D of two widths, Concatenate
        keras.layers.MaxPooling1D(4),
        keras.layers.GRU(12),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)

# %% alt="Two panels, one for each twin note, with 11 steps on the horizontal axis and the four strongest filters on the vertical one: bright fields are around two places of the text, and in the other panel the two places have swapped their brightness"
found = np.array(hybrid.layers[1](detectors(x_long_test[:2])))
names = []
for f in strong:
    names.append(next(x for x in top_phrases(f, 20) if x not in names))
plt.figure(figsize=(7, 2.2))
for panel in (0, 1):
    plt.subplot(1, 2, panel + 1)
    plt.imshow(found[panel][:, strong].T, aspect="auto", vmin=0, vmax=found.max())
    plt.yticks(range(4), names if panel == 0 else [])
    plt.xlabel("step, 4 words each")
    plt.ylabel("" if panel else "filter")
    plt.title(["ends well", "ends badly"][panel])
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert np.allclose(*found.max(axis=1), atol=1e-5), "the twins have the same phrases"
steps_of = found[:, :, strong].argmax(axis=1)
assert (steps_of[0] != steps_of[1]).any(), f"in other places: {steps_of}"

# %% [markdown]
# The two bright places have swapped, and that is all that the GRU has to notice, in 11 steps instead of 44.
# (These notes have 38 words and more, so hardly any step is padding.)
# Three epochs are enough.

# %%
learn(hybrid, x_long, y_long, epochs=3)
ends_well = right(hybrid, x_long_test, y_long_test).mean()
print(f"filters and maximum: {right(model, x_long_test, y_long_test).mean():.2f}")
print(f"filters, then GRU:   {ends_well:.2f}")

pooling, gru = hybrid.layers[1:3]
whole = keras.layers.GRU(12)
whole.build((None, 44, 8))  # the word vectors themselves
print(f"GRU on every word:   {x_long.shape[1]} steps, {whole.count_params()} weights")
print(f"GRU on the filters:  {pooling.output.shape[1]} steps, ", end="")
print(f"{gru.count_params()} weights, and {detectors.count_params()} before it")

# %% tags=["claim"]
plain_score = right(model, x_long_test, y_long_test).mean()
assert abs(plain_score - 0.5) < 0.02, f"without an order: a coin, got {plain_score:.2f}"
assert ends_well > 0.9, f"the hybrid reads the order, got {ends_well:.2f}"
assert pooling.output.shape[1:] == (11, 16), "44 / 4 steps of 16 numbers"
assert gru.count_params() == 3 * 12 * (16 + 12 + 2) == 1080, "weights of the GRU"
assert whole.count_params() == 3 * 12 * (8 + 12 + 2) == 792, "fewer without filters"

# %% [markdown]
# The hybrid answers the question that filters alone can't.
# It is not smaller, because its GRU reads 16 numbers at each step and not 8, and the filters come on top.
# What it saves is **steps**, which can only be taken one after the other, and which make early words fade, as you saw in [Recurrent layers for text](recurrent-layers.ipynb).
# So a hybrid is worth it when texts are long *and* the order of phrases that are far apart matters.
# If it is enough that a phrase occurs anywhere, filters and a maximum do the job without any recurrent steps.
#
# ## What can go wrong
# - **Maps of different lengths.**
#   With "valid", widths 2 and 3 leave 43 and 42 places of 44, and `Concatenate` refuses them.
#   Use "same", or pool each map over the whole text first.
# - **Global pooling before the GRU.**
#   `GlobalMaxPooling1D` leaves no places, and the GRU fails with "expected ndim=3, found ndim=2".
# - **Pooling too wide.**
#   Whatever is in one block loses its order, so with `MaxPooling1D(44)` the hybrid can't see any order again.


# %% tags=["claim"]
def refusal(layer, data):
    try:
        layer(data)
    except ValueError as error:
        return str(error)
    return ""


ends = [keras.layers.Conv1D(1, k)(np.zeros((1, 44, 8))) for k in (2, 3)]
assert [m.shape[1] for m in ends] == [43, 42], "different lengths"
assert refusal(keras.layers.Concatenate(), ends), "maps of different lengths"
told = refusal(keras.layers.GRU(2), np.zeros((1, 8), "float32"))
assert "expected ndim=3, found ndim=2" in told, told
blocks = keras.layers.MaxPooling1D(44)(detectors(x_long_test))
assert np.allclose(blocks[::2], blocks[1::2], atol=1e-5), "one block has no order"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### A detector for your phrase
# Write `phrase_filter(phrase, size)` for a list of word ids, such as `[3, 7]`.
# The words of a text come as **one-hot** vectors of `size` numbers, which are all 0 except for a 1 at the word's id.
# Return a `Conv1D` layer with one filter, "valid" padding and `relu`, which gives 1 where the whole phrase begins, and 0 everywhere else.
# A phrase may have any number of words.


# %% tags=["exercise"] id="text/filters-for-phrases/phrase-filter" skills=["NLP-5", "NLP-8"]
def phrase_filter(phrase, size):
    ### BEGIN SOLUTION
    layer = keras.layers.Conv1D(1, len(phrase), activation="relu")
    layer.build((None, None, size))
    kernel = np.eye(size)[phrase][:, :, np.newaxis]
    layer.set_weights([kernel, np.array([1 - len(phrase)])])
    return layer
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `np.eye(size)[phrase]` is the phrase as one-hot vectors, and it has nearly the shape of the weights.

# %% [markdown] tags=["hint"]
# How large is the sum where the whole phrase occurs, and how large is it where one word is missing?
# Choose the bias so that the first becomes 1 and the second 0.

# %% tags=["check"]
for phrase, text_ids, size in (
    ([3, 7], [3, 7, 0, 7, 3, 7, 5, 3], 9),
    ([1, 4, 2], [4, 1, 4, 2, 1, 4, 5], 9),
    ([6, 2, 6, 11, 0], [6, 2, 6, 11, 6, 2, 6, 11, 0, 2, 6, 2, 5, 11, 0], 12),
    ([5], [5, 1, 5], 6),
):
    made = phrase_filter(list(phrase), size)
    assert made is not None, (
        "Not attempted: phrase_filter returned None. Return the layer."
    )
    assert isinstance(made, keras.layers.Conv1D), (
        f"Got {type(made).__name__}, expected a Conv1D layer. Return the layer itself."
    )
    one_hots = np.eye(size, dtype="float32")[text_ids][np.newaxis]
    told = f" for the phrase {phrase} in the text {text_ids}, size {size}, "
    try:
        got, problem = np.array(made(one_hots)), ""
    except Exception as error:
        got, problem = None, type(error).__name__
    assert not problem, (
        f"Got {problem}{told}expected numbers. Build the layer for vectors of `size` "
        "numbers."
    )
    k = len(phrase)
    expected = [
        float(text_ids[i : i + k] == phrase) for i in range(len(text_ids) - k + 1)
    ]
    assert got.shape == (1, len(expected), 1), (
        f"Got shape {got.shape}{told}expected {(1, len(expected), 1)}. "
        "Use one filter that is as wide as the phrase, and valid padding."
    )
    got = got[0, :, 0].round(3).tolist()
    told = f"Got {got}{told}expected {expected}. "
    backwards = [
        float(text_ids[i : i + k] == phrase[::-1]) for i in range(len(expected))
    ]
    assert got == expected or got != backwards, (
        told + "It finds the phrase backwards: keep the order of the words."
    )
    assert min(got) >= 0, told + "Some numbers are below 0: use relu."
    elsewhere = max(g for g, e in zip([*got, 0.0], [*expected, 0.0]) if e == 0)
    assert elsewhere == 0, (
        told + "Where the whole phrase doesn't begin, the result must be 0: if a part "
        "of the phrase is enough, lower the bias."
    )
    assert got == expected, (
        told + "Where the whole phrase begins, the result must be 1: work out the sum "
        "of products there, and choose the bias."
    )
    bent = np.array(made.activation(keras.ops.array([-2.0, 0.0, 3.0])))
    assert bent.tolist() == [0, 0, 3], (
        f"Got an activation that turns -2, 0 and 3 into {bent.round(2)}, expected relu."
    )
print("Correct: a filter for any phrase.")


# %% tags=["wrong"] reason="a part of the phrase"
def phrase_filter(phrase, size):
    layer = keras.layers.Conv1D(1, len(phrase), activation="relu")
    layer.build((None, None, size))
    layer.set_weights([np.eye(size)[phrase][:, :, np.newaxis], np.zeros(1)])
    return layer


# %% tags=["wrong"] reason="as wide as the phrase"
def phrase_filter(phrase, size):
    layer = keras.layers.Conv1D(1, 2, activation="relu")
    layer.build((None, None, size))
    layer.set_weights([np.eye(size)[phrase[:2]][:, :, np.newaxis], np.array([-1])])
    return layer


# %% tags=["wrong"] reason="expected relu"
def phrase_filter(phrase, size):
    layer = keras.layers.Conv1D(1, len(phrase), activation="sigmoid")
    layer.build((None, None, size))
    kernel = 99 * np.eye(size)[phrase][:, :, np.newaxis]
    layer.set_weights([kernel, np.array([99 * (0.5 - len(phrase))])])
    return layer


# %% tags=["wrong"] reason="a part of the phrase"
def phrase_filter(phrase, size):
    layer = keras.layers.Conv1D(1, len(phrase), activation="relu")
    layer.build((None, None, size))
    layer.set_weights([np.eye(size)[phrase][:, :, np.newaxis], np.array([-1])])
    return layer


# %% tags=["wrong"] reason="expected a Conv1D layer"
def phrase_filter(phrase, size):
    return np.eye(size)[phrase]


# %% tags=["right"]
def phrase_filter(phrase, size):
    kernel = np.zeros((len(phrase), size, 1))
    for place, word in enumerate(phrase):
        kernel[place, word, 0] = 1
    layer = keras.layers.Conv1D(filters=1, kernel_size=len(phrase), activation="relu")
    layer(np.zeros((1, len(phrase), size)))
    layer.kernel.assign(kernel)
    layer.bias.assign([1 - len(phrase)])
    return layer


# %% tags=["right"]
def phrase_filter(phrase, size):
    n = len(phrase)
    kernel = -n * (1 - np.eye(size)[phrase])  # any wrong word is too much
    kernel += np.eye(size)[phrase] / n
    return keras.layers.Conv1D(
        1,
        n,
        activation=keras.activations.relu,
        use_bias=False,
        kernel_initializer=lambda shape, dtype=None: kernel.reshape(shape),
    )


# %% [markdown]
# ### Several widths, then in order
# Write `reader(words, widths)`, which returns a model, not compiled, for rows of 40 ids that are all below `words`.
# After the embedding, one `Conv1D` for each width in the list reads the word vectors, side by side.
# Their maps are concatenated and pooled to 10 steps, a GRU or LSTM reads these, and the output is one number from 0 to 1.


# %% tags=["exercise"] id="text/filters-for-phrases/reader" skills=["NLP-8"]
def reader(words, widths):
    ### BEGIN SOLUTION
    ids = keras.Input(shape=(40,))
    vectors = keras.layers.Embedding(words, 8)(ids)
    maps = [
        keras.layers.Conv1D(8, k, padding="same", activation="relu")(vectors)
        for k in widths
    ]
    steps = keras.layers.MaxPooling1D(4)(keras.layers.Concatenate()(maps))
    state = keras.layers.GRU(8)(steps)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(state))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Call each `Conv1D` on the same word vectors, and keep the results in a list for `Concatenate`.

# %% [markdown] tags=["hint"]
# The maps must have the same length: which padding does that?
# The pooling must leave places for the GRU to read.


# %% tags=["check"]
def layers_inside(outer):
    for layer in outer.layers:
        yield from layers_inside(layer) if isinstance(layer, keras.Model) else [layer]


def listen(layer, heard):
    """Note what a layer is given, whenever the model is called."""
    answer_of = layer.call

    def call(given, *more, **options):
        heard[layer] = np.array(given)
        return answer_of(given, *more, **options)

    layer.call = call


for words, widths in ((50, [2, 3, 4]), (70, [3, 2])):
    try:
        built, problem = reader(words, list(widths)), ""
    except Exception as error:
        built, problem = 0, " ".join(str(error).split())
    assert not problem, (
        f"The call fails with {problem[:90]}, expected a model. Often the maps differ "
        "in length (use same padding), or no places are left for the GRU (don't pool "
        "globally)."
    )
    assert built is not None, "Not attempted: reader returned None. Return a model."
    assert isinstance(built, keras.Model), (
        f"Got {type(built).__name__}, expected a model: keras.Model(ids, output)."
    )
    rows_of_ids = np.arange(words - 80, words).reshape(2, 40) % words
    try:
        got, problem = np.array(built(rows_of_ids)), ""
    except Exception as error:
        got, problem = None, type(error).__name__
    assert not problem, (
        f"Got {problem} for rows of ids from 0 to {words - 1}, expected a number for "
        "each row. The embedding needs a vector for each of the `words` ids."
    )
    assert got.shape == (2, 1), (
        f"Got shape {got.shape} for 2 rows, expected (2, 1): end with a single unit."
    )
    inside = list(layers_inside(built))
    of_kind = {
        kind: [layer for layer in inside if isinstance(layer, kind)]
        for kind in (keras.layers.Embedding, keras.layers.Conv1D, keras.layers.Dense)
    }
    vectors_of, convs, dense = of_kind.values()
    got = sorted(layer.kernel_size[0] for layer in convs)
    assert got == sorted(widths), (
        f"Got Conv1D layers of the widths {got}, expected {sorted(widths)}: one layer "
        "for each width in the list."
    )
assert vectors_of, "Got no Embedding, expected one: the ids are only names of words."
kinds = (keras.layers.RNN, keras.layers.Bidirectional)
readers = [layer for layer in inside if isinstance(layer, kinds)]
assert readers, "Got no recurrent layer, expected a GRU or LSTM after the pooling."
one_way = getattr(readers[0], "forward_layer", readers[0])
cell = getattr(one_way.cell, "cells", [one_way.cell])[0]
assert isinstance(cell, keras.layers.GRUCell | keras.layers.LSTMCell), (
    f"Got {type(one_way).__name__}, expected a GRU or LSTM after the pooling."
)
heard = {}
for layer in (*convs, *readers):
    listen(layer, heard)
# Only word 2 counts from now on: all others have a vector of zeros.
only_word_2 = np.zeros(vectors_of[0].get_weights()[0].shape)
only_word_2[2] = 1
vectors_of[0].set_weights([only_word_2])
for layer in convs:
    layer.set_weights([np.ones_like(layer.get_weights()[0]), *layer.get_weights()[1:]])
built(np.append(np.where(np.eye(40), 2, 1), [[1] * 40], axis=0))
given_to_convs = [heard[layer] for layer in convs]
*moved, still = heard[readers[0]]
moved = np.array(moved)
assert moved.shape[1] == 10, (
    f"Got {moved.shape[1]} steps for the recurrent layer, expected 10. "
    "Pool blocks of 4 places."
)
heard_by = np.abs(moved - still).max(axis=2) > 1e-6  # place, step
for place, steps_of_place in enumerate(heard_by):
    near = np.abs(np.flatnonzero(steps_of_place) - place // 4)
    assert steps_of_place[place // 4] and near.max() <= 1, (
        f"The word at place {place} reaches the steps "
        f"{np.flatnonzero(steps_of_place).tolist()} of the recurrent layer, "
        f"expected step {place // 4}, and its neighbors at most. Concatenate the maps "
        "along the filters, and pool blocks of 4 places."
    )
for layer in convs:
    layer.set_weights([0 * weights for weights in layer.get_weights()])
built(np.where(np.eye(40), 2, 1)[:1])
same_as_before = [
    np.allclose(heard[layer], before_it[:1])
    for layer, before_it in zip(convs, given_to_convs, strict=True)
]
assert all(same_as_before), (
    "Got a Conv1D that reads the map of another one, expected them side by side. "
    "Call each Conv1D on the word vectors."
)
together = sum(layer.filters for layer in convs)
assert moved.shape[2] == together, (
    f"Got {moved.shape[2]} numbers in each step, expected one from each of the "
    f"{together} filters: Concatenate keeps them all, and pooling makes one number of "
    "four places."
)
for bias in (3.0, -3.0):
    kernel_of_end, *biases = dense[-1].get_weights() if dense else [np.zeros(1)]
    if biases:
        dense[-1].set_weights([0 * kernel_of_end, 0 * biases[0] + bias])
    got = float(np.array(built(rows_of_ids))[0, 0])
    assert 0 < got < 1, (
        f"Got an output of {got:.2f}, expected one between 0 and 1: use sigmoid at the "
        "end."
    )
assert not built.compiled, (
    "Got a compiled model, expected one that isn't: leave out the call of compile."
)
print("Correct: it finds phrases of every width and reads them in order.")


# %% tags=["wrong"] reason="same padding"
def reader(words, widths):
    ids = keras.Input(shape=(40,))
    vectors = keras.layers.Embedding(words, 8)(ids)
    maps = [keras.layers.Conv1D(8, k, activation="relu")(vectors) for k in widths]
    steps = keras.layers.MaxPooling1D(4)(keras.layers.Concatenate()(maps))
    state = keras.layers.GRU(8)(steps)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(state))


# %% tags=["wrong"] reason="side by side"
def reader(words, widths):
    model = keras.Sequential(
        [keras.Input(shape=(40,)), keras.layers.Embedding(words, 8)]
    )
    for k in widths:
        model.add(keras.layers.Conv1D(8, k, padding="same", activation="relu"))
    model.add(keras.layers.MaxPooling1D(4))
    model.add(keras.layers.GRU(8))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    return model


# %% tags=["wrong"] reason="along the filters"
def reader(words, widths):
    ids = keras.Input(shape=(40,))
    vectors = keras.layers.Embedding(words, 8)(ids)
    maps = [
        keras.layers.Conv1D(8, k, padding="same", activation="relu")(vectors)
        for k in widths
    ]
    every = keras.layers.Concatenate(axis=1)(maps)
    steps = keras.layers.MaxPooling1D(4 * len(widths))(every)
    state = keras.layers.GRU(8)(steps)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(state))


# %% tags=["wrong"] reason="keeps them all"
def reader(words, widths):
    ids = keras.Input(shape=(40,))
    vectors = keras.layers.Embedding(words, 8)(ids)
    maps = [
        keras.layers.Conv1D(8, k, padding="same", activation="relu")(vectors)
        for k in widths
    ]
    steps = keras.layers.MaxPooling1D(4)(keras.layers.Add()(maps))
    state = keras.layers.GRU(8)(steps)
    return keras.Model(ids, keras.layers.Dense(1, activation="sigmoid")(state))


# %% tags=["wrong"] reason="use sigmoid"
def reader(words, widths):
    ids = keras.Input(shape=(40,))
    vectors = keras.layers.Embedding(words, 8)(ids)
    maps = [
        keras.layers.Conv1D(8, k, padding="same", activation="relu")(vectors)
        for k in widths
    ]
    steps = keras.layers.MaxPooling1D(4)(keras.layers.Concatenate()(maps))
    state = keras.layers.GRU(8)(steps)
    return keras.Model(ids, keras.layers.Dense(1, activation="relu")(state))


# %% tags=["right"]
def reader(words, widths):
    ids = keras.Input(shape=(40,))
    vectors = keras.layers.Embedding(words, 16)(ids)
    maps = []
    for k in widths:
        one = keras.layers.Conv1D(4, k, padding="causal")(vectors)
        maps.append(keras.layers.AveragePooling1D(4)(one))
    steps = keras.layers.concatenate(maps)
    state = keras.layers.Bidirectional(keras.layers.LSTM(4))(steps)
    logit = keras.layers.Dense(1)(state)
    return keras.Model(ids, keras.layers.Activation("sigmoid")(logit))


# %% tags=["right"]
def reader(words, widths):
    ids = keras.Input(shape=(40,))
    vectors = keras.layers.Embedding(words, 8)(ids)
    maps = [
        keras.layers.Conv1D(8, k, padding="same", activation="relu")(vectors)
        for k in widths
    ]
    side_by_side = keras.Model(ids, keras.layers.Concatenate()(maps))
    return keras.Sequential(
        [
            keras.Input(shape=(40,)),
            side_by_side,
            keras.layers.MaxPooling1D(4),
            keras.layers.GRU(8),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )


# %% [markdown]
# ## What to remember
# - A `Conv1D` filter of width $k$ detects phrases of $k$ words, and a layer of them has (width x numbers + 1) x filters weights.
# - The maximum over all places asks "anywhere?", the average "how often?".
# - You can find out before training what a filter can't tell apart, by counting windows.
# - For several widths side by side use the functional API, "same" padding and `Concatenate`.
# - Look in which windows the answer of a trained filter is largest; the weight in the last layer shows what it speaks for.
# - `Conv1D` drops the mask, so multiply by it before and after.
# - Filters find what is said, a recurrent layer finds in which order, and pooling between them saves steps.
#
# Next: [Subwords, characters and pretrained vectors](subwords-and-vectors.ipynb), for words that no vocabulary has.
# The sheet [Natural language processing](../../topics/text.md) shows every skill of this topic in brief.
