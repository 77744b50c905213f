# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Natural language processing, skill by skill
#     reviewed: 2026-11-22
# ---

# %% [markdown] skills=["NLP-1"]
# ### NLP-1: A whole text system
# A text system takes a plain string and returns an answer.
# In between it turns words into numbers, numbers into vectors and vectors into a result, and all of that belongs in one model.
# If you give the file to somebody, they then need neither your vocabulary nor your code.
# The model below has all its parts but no training yet.
#
# **A task could ask you**: hand in one `.keras` file that takes the text of a repair order and says whether it is about a bicycle or a scooter.
#
# **Check yourself**: which part of the model below would be missing if you saved only the layers from `Embedding` on, and what would its user lack?

# %%
import keras
import tensorflow as tf

orders = tf.constant(["chain is loose", "battery is dead", "pedal is bent"])
vectorize = keras.layers.TextVectorization(output_sequence_length=6)
vectorize.adapt(orders)
system = keras.Sequential(
    [
        keras.Input(shape=(), dtype="string"),
        vectorize,
        keras.layers.Embedding(vectorize.vocabulary_size(), 4, mask_zero=True),
        keras.layers.GlobalAveragePooling1D(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
system.save("system.keras")
loaded = keras.models.load_model("system.keras")
print("in: ", orders.dtype.name, orders.shape)
print("out:", loaded(orders).dtype.name, loaded(orders).shape)

# %% tags=["claim"]
import numpy as np

assert np.allclose(loaded(orders), system(orders), atol=1e-6), "the file is complete"
assert loaded(orders).shape == (3, 1), "an answer for each string"

# %% [markdown] skills=["NLP-2"] given=["5000 recipe titles"]
# ### NLP-2: From text to numbers
# `TextVectorization` makes the text lower case, drops punctuation, splits it at spaces and looks each word up in a vocabulary.
# Shorter texts are padded with 0, and words outside the vocabulary become 1.
# The lesson [Two classes of text](../lessons/text/two-classes.ipynb) teaches it in depth.
# [Subwords, characters and pretrained vectors](../lessons/text/subwords-and-vectors.ipynb) goes on where words are not enough: names, endings, typing errors.
#
# **A task could ask you**: prepare 5000 recipe titles as rows of 12 integers with a vocabulary of 1000 words, learned from the training titles alone.
#
# **Check yourself**: before you look at the output, say which numbers in the last line will be 0 and which will be 1.

# %%
import keras

titles = ["Soup with beans", "Soup with rice", "Rice, beans and more rice!"]
vectorize = keras.layers.TextVectorization(output_sequence_length=6)
vectorize.adapt(titles)

words = [str(word) for word in vectorize.get_vocabulary()]
print("most frequent:", words[:4])
print("RICE with saffron:", vectorize(["RICE with saffron"])[0].numpy())

# %% tags=["claim"]
row = vectorize(["RICE with saffron"])[0].numpy()
assert words[:3] == ["", "[UNK]", "rice"], "rice occurs three times"
assert row.tolist() == [2, words.index("with"), 1, 0, 0, 0], f"got {row}"

# %% [markdown] skills=["NLP-3"]
# ### NLP-3: Two classes of text
# The network gives one number for each text, the probability that the text belongs to the class with label 1.
# That takes one unit with `sigmoid` and the loss `binary_crossentropy`.
# The lesson [Two classes of text](../lessons/text/two-classes.ipynb) builds such a model and reads its mistakes.
#
# **A task could ask you**: sort messages from guests of a campsite into praise and complaint, and be right on at least 80% of the messages that you have not seen.
#
# **Check yourself**: the output for a message is 0.3, and label 1 means complaint.
# What does the model say, and how sure is it?

# %%
import keras
import tensorflow as tf

keras.utils.set_random_seed(7)
praise = ["clean and quiet", "lovely quiet place", "clean showers", "lovely staff"]
complaint = ["dirty and loud", "loud all night", "dirty showers", "rude staff"]
texts, labels = tf.constant(praise + complaint), tf.constant([0] * 4 + [1] * 4)

vectorize = keras.layers.TextVectorization(output_mode="multi_hot")  # 1 if in the text
vectorize.adapt(texts)
x = vectorize(texts)
answer = keras.layers.Dense(1, activation="sigmoid")
model = keras.Sequential([keras.Input(shape=x.shape[1:]), answer])
model.compile(keras.optimizers.Adam(0.3), "binary_crossentropy")
model.fit(x, labels, epochs=10, verbose=0)

for text in ["quiet and lovely", "loud and dirty place"]:
    print(f"{float(model(vectorize([text]))[0, 0]):.2f}  {text}")

# %% tags=["claim"]
good, bad = (float(model(vectorize([t]))[0, 0]) for t in ("quiet and lovely", text))
assert good < 0.3 and bad > 0.7, f"the two new texts are told apart: {good}, {bad}"

# %% [markdown] skills=["NLP-4"] given=["3000 mails"]
# ### NLP-4: More than two classes
# Now there is one output for each class, and `softmax` makes them add up to 1.
# The labels are integers from 0, and the loss is `sparse_categorical_crossentropy`.
#
# **A task could ask you**: send each mail to a town hall to the right one of six offices, given 3000 mails with the office that answered them.
#
# **Check yourself**: how many units does the last layer need for six offices, and what do you change if the labels come as rows such as `[0, 0, 1, 0, 0, 0]`?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
mails = {
    "roads": ["pothole in the road", "street lamp broken", "road sign gone"],
    "waste": ["bin not emptied", "bin is broken", "where to leave old paint"],
    "permits": ["permit to build", "permit for a market stall", "form for a permit"],
}
texts = [mail for group in mails.values() for mail in group]
labels = np.repeat([0, 1, 2], 3)

vectorize = keras.layers.TextVectorization(output_mode="multi_hot")
vectorize.adapt(texts)
x = vectorize(texts)
answer = keras.layers.Dense(3, activation="softmax")
model = keras.Sequential([keras.Input(shape=x.shape[1:]), answer])
model.compile(keras.optimizers.Adam(0.3), "sparse_categorical_crossentropy")
model.fit(x, labels, epochs=12, verbose=0)

guess = model(vectorize(["the road has a pothole"]))[0].numpy()
for office, probability in zip(mails, guess, strict=True):
    print(f"{probability:.2f}  {office}")

# %% tags=["claim"]
assert guess[0] > 0.8, f"a pothole is a matter of roads: {guess}"
assert np.isclose(guess.sum(), 1, atol=1e-5), "the outputs add up to 1"

# %% [markdown] skills=["NLP-5"]
# ### NLP-5: Words as embeddings
# An `Embedding` is a table with one row of numbers for each word.
# Looking up a word means taking its row, and training changes the rows so that they serve the task.
# The lesson [Two classes of text](../lessons/text/two-classes.ipynb) shows what such a table learns.
# [Subwords, characters and pretrained vectors](../lessons/text/subwords-and-vectors.ipynb) loads vectors that were learned before.
#
# **A task could ask you**: how many weights does the embedding of a vocabulary of 8000 words have with 16 numbers each, and what happens to the file when you take 64?
#
# **Check yourself**: a batch of 32 texts with 20 words each goes into `Embedding(8000, 16)`.
# What is the shape of the output?

# %%
import keras
import numpy as np

table = keras.layers.Embedding(input_dim=5, output_dim=3)
words = np.array([[2, 4, 2, 0]])  # one text, four words
vectors = np.array(table(words))

print("in:", words.shape, " out:", vectors.shape, " weights:", table.count_params())
print("row 2 of the table:", table.get_weights()[0][2].round(3))
print("word 2 in the text:", vectors[0, 0].round(3))

# %% tags=["claim"]
assert vectors.shape == (1, 4, 3) and table.count_params() == 15, "5 rows of 3"
assert (vectors[0, 0] == table.get_weights()[0][2]).all(), "a lookup is a row"
assert (vectors[0, 0] == vectors[0, 2]).all(), "the same word, the same vector"
big = keras.layers.Embedding(8000, 16)
assert big(np.zeros((32, 20), int)).shape == (32, 20, 16), "the answer to the question"
assert big.count_params() == 128000, "the answer to the task"
bigger = keras.layers.Embedding(8000, 64)
bigger.build()
assert bigger.count_params() == 4 * 128000, "and the file grows as much"

# %% [markdown] skills=["NLP-6"]
# ### NLP-6: LSTM for classes
# An LSTM reads a text word by word and carries along what it has noted so far.
# So it can use the order of the words, which an average of word vectors can't.
# Below, a log lists what happened to a gate, and the class is whether the gate is open at the end.
# Its words have been turned into numbers already, as in NLP-2.
#
# **A task could ask you**: decide from a short log of a heating system whether it is on or off at the end.
# The same words occur in both classes, only in another order.
#
# **Check yourself**: can a model that only counts words solve it?
# Take "open shut" and "shut open".

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
OPEN, SHUT = 1, 2  # the other words, 3 to 5, do not move the gate
logs = np.random.default_rng(7).integers(1, 6, (600, 6))
logs[:, 0] = OPEN  # each log starts with an open gate
moves = [log[log <= SHUT] for log in logs]
is_open = np.array([float(move[-1] == OPEN) for move in moves])

embed, lstm = keras.layers.Embedding(6, 8), keras.layers.LSTM(16)
answer = keras.layers.Dense(1, activation="sigmoid")
model = keras.Sequential([keras.Input(shape=(6,)), embed, lstm, answer])
model.compile(keras.optimizers.Adam(0.03), "binary_crossentropy")
model.fit(logs[:400], is_open[:400], epochs=8, verbose=0)
right = (np.array(model(logs[400:]))[:, 0] > 0.5) == is_open[400:]
print(f"new logs: {len(right)}, right: {right.mean():.0%}")

# %% tags=["claim"]
assert right.mean() > 0.9, f"the LSTM follows the order, got {right.mean():.2f}"
assert 0.4 < is_open.mean() < 0.8, "both classes occur"

# %% [markdown] skills=["NLP-7"]
# ### NLP-7: Simple recurrent layers and GRU
# `SimpleRNN`, `GRU` and `LSTM` are used in the same way: a row of vectors goes in, and the last state comes out.
# The simple one soon forgets, because its gradients vanish; the GRU and the LSTM have gates that help them remember, and the gates need weights of their own.
# To put one recurrent layer on top of another, the lower one must return all its states.
#
# **A task could ask you**: replace the LSTM of a model that is too large by a lighter recurrent layer, and compare size and accuracy.
#
# **Check yourself**: which of the three layers below has the most weights?
# And what would the second layer of a stack complain about without `return_sequences=True`?

# %%
import keras
import numpy as np

text = np.zeros((1, 7, 8), "float32")  # one text of 7 words, 8 numbers each
for kind in (keras.layers.SimpleRNN, keras.layers.GRU, keras.layers.LSTM):
    layer = kind(4)
    print(f"{kind.__name__:10} {layer(text).shape}  {layer.count_params()} weights")

lower = keras.layers.GRU(4, return_sequences=True)
print("all states:", lower(text).shape)
print("a stack:   ", keras.layers.SimpleRNN(4)(lower(text)).shape)

# %% tags=["claim"]
count = {}
for kind in (keras.layers.SimpleRNN, keras.layers.GRU, keras.layers.LSTM):
    layer = kind(4)
    assert layer(text).shape == (1, 4), "the last state"
    count[kind.__name__] = layer.count_params()
assert count["SimpleRNN"] < count["GRU"] < count["LSTM"], f"gates cost: {count}"
assert lower(text).shape == (1, 7, 4), "a state for each word"
told = ""
try:
    keras.layers.SimpleRNN(4)(keras.layers.GRU(4)(text))
except ValueError as error:
    told = str(error)
assert "expected ndim=3, found ndim=2" in told, told

# %% [markdown] skills=["NLP-8"]
# ### NLP-8: Convolution and recurrence together
# `Conv1D` finds short phrases wherever they are, pooling makes the text shorter, and a recurrent layer reads what is left in order.
# The recurrent layer then has fewer steps to take.
# `Bidirectional` reads the text from both ends and puts the two states side by side.
# [Attention](../lessons/text/attention.ipynb) goes another way: each word looks at all others at once.
#
# **A task could ask you**: long reviews of hiking boots take too long with an LSTM.
# Put a convolution and a pooling layer before it, and keep the accuracy.
#
# **Check yourself**: a text has 100 words.
# How many steps does the recurrent layer have to read after `Conv1D` with `padding="same"` and `MaxPooling1D(4)`?

# %%
import keras

model = keras.Sequential(
    [
        keras.Input(shape=(100,)),
        keras.layers.Embedding(1000, 16),
        keras.layers.Conv1D(32, 5, padding="same", activation="relu"),
        keras.layers.MaxPooling1D(4),
        keras.layers.Bidirectional(keras.layers.LSTM(8)),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
for layer in model.layers:
    print(f"{type(layer).__name__:14}{layer.output.shape}")

# %% tags=["claim"]
shapes = [layer.output.shape for layer in model.layers]
assert shapes[2] == (None, 25, 32), "a quarter of the words is left"
assert shapes[3] == (None, 16), "8 numbers from each end"

# %% [markdown] skills=["NLP-9"]
# ### NLP-9: Writing new text
# You train a network to predict the next word after a few words.
# Then you let it continue from its own answers (autoregressive generation): predict a word, append it, predict again.
# On a short text it mostly memorizes, and you need much more text before it says something new.
#
# **A task could ask you**: train an LSTM on the refrains of ten sea songs, and let it continue a line that you give it by 20 words.
#
# **Check yourself**: if you always take the most likely word, the text can end in a loop.
# What could you do instead?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
verse = """the tide comes in and hides the stones
the tide goes out and bares the bones
the gull flies low and calls the rain""".split()
words = sorted(set(verse))
ids = np.array([words.index(word) for word in verse])
windows = np.lib.stride_tricks.sliding_window_view(ids, 4)  # 3 words and the next

embed, lstm = keras.layers.Embedding(len(words), 8), keras.layers.LSTM(24)
answer = keras.layers.Dense(len(words), activation="softmax")
model = keras.Sequential([keras.Input(shape=(3,)), embed, lstm, answer])
model.compile(keras.optimizers.Adam(0.05), "sparse_categorical_crossentropy")
model.fit(windows[:, :3], windows[:, 3], epochs=25, verbose=0)

text = ["the", "tide", "goes"]
for _ in range(13):
    last = [words.index(word) for word in text[-3:]]
    text.append(words[np.argmax(model(np.array([last])))])
print(" ".join(text))

# %% tags=["claim"]
import itertools

learned = set(itertools.pairwise(verse))
written = list(itertools.pairwise(text[2:]))
by_heart = np.mean([pair in learned for pair in written])
assert len(text) == 16, "13 new words"
assert by_heart > 0.8, f"mostly memorized: {by_heart:.2f}"
