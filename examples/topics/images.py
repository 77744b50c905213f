# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Image classification, skill by skill
#     reviewed: 2026-11-22
# ---

# %% [markdown] skills=["IMG-1"]
# ### IMG-1: Convolution and pooling
# You stack `Conv2D` layers, which look for small patterns everywhere in a picture, and pooling layers, which make the feature maps smaller.
# At the end the maps become one row of numbers, and a `Dense` layer turns that row into an answer for each class.
# The lesson [Convolutions, by hand and by layer](../lessons/images/convolutions.ipynb) teaches it in depth.
#
# **A task could ask you**: name the tree that a leaf comes from, given color photos of 64 x 64 pixels of leaves from four trees.
# The network may have at most 10000 weights.
#
# **Check yourself**: before you look at the output, work out the shape after the first pooling and the number of weights of the first `Conv2D`.

# %%
import keras

model = keras.Sequential(
    [
        keras.Input(shape=(64, 64, 3)),
        keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
        keras.layers.GlobalMaxPooling2D(),
        keras.layers.Dense(4, activation="softmax"),
    ]
)
for layer in model.layers:
    name, shape = type(layer).__name__, str(layer.output.shape)
    print(f"{name:20}{shape:20}{layer.count_params():5} weights")

# %% tags=["claim"]
assert model.layers[1].output.shape == (None, 32, 32, 8), "pooling halves the sides"
assert model.layers[0].count_params() == (3 * 3 * 3 + 1) * 8 == 224, "with biases"
assert model.layers[3].output.shape == (None, 16), "the maps become one row"
assert model.count_params() < 10000, "the limit of the invented task"

# %% [markdown] skills=["IMG-2"] given=["900 photos"]
# ### IMG-2: Real photos
# Real photos differ in light, angle and background, and the object to be recognized does not fill the picture.
# You scale the pixels, train, and test on photos that share nothing with the training photos.
# Here three photos of surfaces are cut into tiles: the upper three quarters of each photo are for training, the rest is for the test.
#
# **A task could ask you**: tell asphalt, cobbles and gravel apart on 900 photos taken from a bicycle.
# The test photos come from streets that are not in the training photos.
#
# **Check yourself**: suppose neighboring tiles overlapped by half, and you split them at random.
# Why would the test result be too good?

# %%
import keras
import numpy as np
from skimage.data import brick, grass, gravel

keras.utils.set_random_seed(7)
photos = np.stack([brick(), grass(), gravel()]) / 255  # 512 x 512 gray pixels each
tiles = photos.reshape(3, 16, 32, 16, 32, 1).swapaxes(2, 3)
x, x_new = tiles[:, :12].reshape(-1, 32, 32, 1), tiles[:, 12:].reshape(-1, 32, 32, 1)
y, y_new = np.repeat([0, 1, 2], 192), np.repeat([0, 1, 2], 64)

conv = keras.layers.Conv2D(16, 5, strides=2, activation="relu")
pool = keras.layers.GlobalMaxPooling2D()
answer = keras.layers.Dense(3, activation="softmax")
model = keras.Sequential([keras.Input(shape=(32, 32, 1)), conv, pool, answer])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
model.fit(x, y, epochs=15, verbose=0)
right = np.argmax(model(x_new), axis=1) == y_new
print(f"new tiles: {len(y_new)}, named right: {right.mean():.0%}")

# %% tags=["claim"]
assert (tiles[1, 2, 3, ..., 0] == grass()[64:96, 96:128] / 255).all(), "grass"
assert len(x) == len(y) == 576 and len(x_new) == len(y_new) == 192, "12 of 16 rows"
assert right.mean() > 0.65, f"the tiles are told apart, got {right.mean():.2f}"

# %% [markdown] skills=["IMG-3"]
# ### IMG-3: What convolution improves
# A `Dense` layer has its own weight for each pixel, so what it learns in one corner helps nowhere else.
# A filter is used at every place, so what it has learned in one place works everywhere (equivariance), with few weights.
# The lesson [Convolutions, by hand and by layer](../lessons/images/convolutions.ipynb) shows it on digits that move.
#
# **A task could ask you**: take a classifier made of `Dense` layers that misses cracks near the border of a tile, and show that a convolution solves the problem.
#
# **Check yourself**: both networks below are trained on vertical and horizontal bars in the left half of a picture only.
# Which of them can recognize a bar in the right half, and why?

# %%
import keras
import numpy as np

keras.utils.set_random_seed(7)
bars = np.zeros((2, 10, 10, 12, 12, 1), "float32")  # kind, row, column, picture
for row, column in np.ndindex(10, 10):
    bars[0, row, column, row : row + 3, column] = 1  # upright
    bars[1, row, column, row, column : column + 3] = 1  # lying
left, right = (bars[:, :, s].reshape(-1, 12, 12, 1) for s in (slice(4), slice(6, 10)))
kind = np.repeat([0, 1], 40)

flat = [keras.layers.Flatten(), keras.layers.Dense(32, "relu")]
conv = [keras.layers.Conv2D(8, 3, activation="relu"), keras.layers.GlobalMaxPooling2D()]
scores = {}
for name, layers in {"Dense": flat, "Conv2D": conv}.items():
    stack = [keras.Input(shape=(12, 12, 1)), *layers, keras.layers.Dense(2, "softmax")]
    model = keras.Sequential(stack)
    model.compile(keras.optimizers.Adam(0.05), "sparse_categorical_crossentropy")
    model.fit(left, kind, epochs=25, batch_size=80, verbose=0)
    scores[name] = [np.mean(np.argmax(model(x), 1) == kind) for x in (left, right)]
    print(f"{name:7}" + "left half: {:.2f}   right half: {:.2f}".format(*scores[name]))

# %% tags=["claim"]
assert not left[:, :, 6:].any() and not right[:, :, :6].any(), "halves share no pixel"
dense, convolution = scores.values()
assert min(dense[0], convolution[0]) > 0.9, f"both learn the left half: {scores}"
assert convolution[1] > 0.9, f"convolution knows the right half too: {scores}"
assert dense[1] < 0.75, f"Dense is lost in the right half: {scores}"
assert 10 * model.count_params() < 144 * 32, "with few weights"

# %% [markdown] skills=["IMG-4"]
# ### IMG-4: Photos of different sizes
# A batch is one array, so all its pictures need the same height and width.
# Cropping keeps the proportions and loses the borders, padding keeps everything and adds black bars, and resizing alone distorts the picture.
#
# **A task could ask you**: train on photos of mushrooms taken with five different phones, some in portrait and some in landscape format.
# The saved model must take pictures of 96 x 96 pixels.
#
# **Check yourself**: a photo is 300 pixels high and 400 wide, and you crop the middle to a square.
# How many columns do you lose on each side, and for which photos would that be a mistake?

# %%
import keras
import numpy as np
from skimage.data import astronaut, coffee, rocket

photos = [photo().astype("float32") for photo in (coffee, rocket, astronaut)]
print("before:", [photo.shape for photo in photos])

crop = keras.layers.Resizing(96, 96, crop_to_aspect_ratio=True)
pad = keras.layers.Resizing(96, 96, pad_to_aspect_ratio=True)
batch = np.stack([crop(photo) for photo in photos])
print("after: ", batch.shape)

padded = np.array(pad(photos[0]))
black = np.sum(padded.max(axis=(1, 2)) == 0)
print("padded coffee:", padded.shape, "with", black, "black rows")

# %% tags=["claim"]
assert len({photo.shape for photo in photos}) == 3, "three photos, three sizes"
assert batch.shape == (3, 96, 96, 3), "one array"
assert black == 32, f"96 x 400 / 600 = 64 rows hold the photo, {black} are black"
middle = crop(photos[0][:, 100:500])
assert np.allclose(batch[0], middle, atol=2), "the crop is the middle 400 columns"
assert (400 - 300) // 2 == 50, "the answer to the question"

# %% [markdown] skills=["IMG-5"] given=["120 photos"]
# ### IMG-5: Augmentation against overfitting
# With few photos a network memorizes them.
# Augmentation layers show it each photo a little flipped, turned or shifted, and differently in each epoch.
# They work in training only: when you predict, they leave the picture alone.
#
# **A task could ask you**: you have 120 photos of shells on a beach, and the network is right on all of them but only on a few new ones.
# Narrow the gap without more photos.
#
# **Check yourself**: for shells a flip from left to right does no harm.
# Name a kind of picture whose class changes when you flip it.

# %%
import keras
import numpy as np
from skimage.data import coffee

keras.utils.set_random_seed(7)
augment = keras.Sequential(
    [
        keras.layers.RandomFlip("horizontal"),
        keras.layers.RandomRotation(0.05),  # up to 18 degrees either way
        keras.layers.RandomTranslation(0.1, 0.1),
    ]
)
photo = coffee()[::8, ::8].astype("float32")
batch = np.stack([photo] * 4)
for training in (True, False):
    change = np.abs(augment(batch, training=training) - batch).mean(axis=(1, 2, 3))
    print(f"training={training!s:5}  mean change of each copy:", change.round(1))

# %% tags=["claim"]
in_training = np.array(augment(batch, training=True))
assert not np.allclose(in_training[0], in_training[1], atol=1), "each copy differs"
assert np.abs(in_training - batch).mean(axis=(1, 2, 3)).min() > 1, "all are changed"
assert (change == 0).all(), "outside training nothing changes"
assert 0.05 * 360 == 18, "the factor is a share of a full turn"

# %% [markdown] skills=["IMG-6"] given=["2020"]
# ### IMG-6: ImageDataGenerator (legacy)
# Older code loads and varies pictures with one object, `ImageDataGenerator`.
# It is deprecated: `tf.keras` still has it, plain `keras` does not.
# Learn to read it, and write new code with `image_dataset_from_directory` and augmentation layers.
#
# **A task could ask you**: a script from 2020 feeds photos of road signs through an `ImageDataGenerator` with `rescale` and `horizontal_flip`.
# Rewrite it so that it runs without the deprecated class, and say which of the two options was a bad idea.
#
# **Check yourself**: what do you write today in place of `rescale=1 / 255`, and in place of `horizontal_flip=True`?

# %%
import keras
import numpy as np
import tensorflow as tf

keras.utils.set_random_seed(7)
signs = np.random.default_rng(7).integers(0, 256, (6, 32, 32, 3)).astype("float32")

Generator = tf.keras.preprocessing.image.ImageDataGenerator
legacy = Generator(rescale=1 / 255, horizontal_flip=True)
old = next(legacy.flow(signs, batch_size=6, shuffle=False))

today = keras.Sequential(
    [keras.layers.Rescaling(1 / 255), keras.layers.RandomFlip("horizontal")]
)
new = np.array(today(signs, training=True))

for name, batch in {"legacy": old, "today": new}.items():
    same = [np.allclose(a, b / 255) for a, b in zip(batch, signs, strict=True)]
    print(f"{name}: {batch.shape}, up to {batch.max():.1f}, flipped: {np.invert(same)}")

# %% tags=["claim"]
for name, batch in {"legacy": old, "today": new}.items():
    for got, sign in zip(batch, signs / 255, strict=True):
        mirrored = np.allclose(got, sign[:, ::-1], atol=1e-6)
        assert mirrored or np.allclose(got, sign, atol=1e-6), f"{name}: flip or nothing"
assert old.shape == new.shape == (6, 32, 32, 3) and 0.9 < old.max() <= 1, "scaled"
assert not hasattr(keras.preprocessing.image, "ImageDataGenerator"), "gone from keras"

# %% [markdown] skills=["IMG-7"]
# ### IMG-7: Labels from folders
# Put the pictures of each class into a folder of their own, and the names of the folders are the classes.
# The label is the position of the name in the sorted list, so 0 is the first name in the alphabet.
# Both `image_dataset_from_directory` and the older `flow_from_directory` follow this rule.
#
# **A task could ask you**: photos of clouds are in folders named after the kinds of cloud, and the answer must list the probabilities in an order that the task gives.
# It is not the order of the alphabet.
#
# **Check yourself**: three folders are named `2`, `9` and `10`.
# What label does each get if the names are sorted as text?

# %%
from pathlib import Path

import keras
import numpy as np

for name in ["stratus", "cirrus", "cumulus"]:  # made in this order
    Path("clouds", name).mkdir(parents=True, exist_ok=True)
    for number in range(2):
        gray = np.full((40, 60, 3), 128)
        keras.utils.save_img(f"clouds/{name}/{number}.png", gray, scale=False)

photos = keras.utils.image_dataset_from_directory(
    "clouds", image_size=(32, 32), shuffle=False
)
print("classes:", photos.class_names)
for x, y in photos:
    print("batch:", x.shape, " labels:", y.numpy())

# %% tags=["claim"]
assert photos.class_names == ["cirrus", "cumulus", "stratus"], "the alphabet decides"
assert y.numpy().tolist() == [0, 0, 1, 1, 2, 2] and x.shape == (6, 32, 32, 3), "labels"
for name in ["2", "9", "10"]:
    Path("numbers", name).mkdir(parents=True, exist_ok=True)
    keras.utils.save_img(f"numbers/{name}/0.png", gray, scale=False)
numbered = keras.utils.image_dataset_from_directory("numbers", verbose=False)
assert numbered.class_names == ["10", "2", "9"], "10 comes first as text"
indices = Generator().flow_from_directory("clouds").class_indices
assert indices == {"cirrus": 0, "cumulus": 1, "stratus": 2}, "the older call agrees"
