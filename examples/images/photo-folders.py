# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Photographs in folders
#     summary: "Train on photographs that lie in folders, in all sizes, and split them so that the validation score can be trusted."
#     skills: [IMG-2, IMG-4, IMG-7]
#     requires: [images/convolutions]
#     data: [places-plants.jpg, places-sky.jpg, places-stone.jpg]
# ---

# %% [markdown]
# After this lesson you can train on photographs that lie in folders on your disk, in all sizes and shapes.
# You know which number each folder becomes, what resizing does to a picture, and how to split so that the validation score can be trusted.
# At the end a small network tells plants, sky and stone apart at places that it has never seen.

# %% [markdown] skills=["IMG-7"]
# ## Names of folders become labels
# Real photographs come as files, one folder for each class.
# Usually somebody hands you such folders; here you fill them yourself.
#
# Three files come with this lesson; they hold parts of 29 photographs.
# Each part shows plants, sky or stone, and has 160 x 160 pixels; the parts of a class lie side by side in one file.
# Some are in the public domain, some under a license that asks for the photographer's name: [Credits and licenses](../../reference/credits.md) names them all.
# A **place** is one of the 29 photographs; some places appear in two classes, such as `lake` with its sky and its mountain.

# %%
from pathlib import Path
from shutil import copy

import keras
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_sample_image

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
atlas = {
    "stone": "arena creek facade gravel lake otters pass ruin temple wall wren",
    "sky": "arena dune harbor lake meadow pass pavilion ridge roofs shrike summit tea "
    "terminal windy",
    "plants": "anhinga creek dandelion falls heron lily meadow osprey periwinkle "
    "ridge tea windy",
}

# %% [markdown]
# At each place two phones take four pictures each, of different height and width, some upright and some lying.
# The second phone is old: it keeps only every second pixel.
#
# `shoot` cuts the eight pictures of a place out of its part at random positions and writes them to files; `save_img` takes an array and the name of a file, whose ending sets the format.


# %%
def shoot(part, name):
    for number in range(8):
        step, kind = (1, "jpg") if number < 4 else (2, "png")
        height, width = rng.integers(96, 145, 2)
        top, left = rng.integers(0, 161 - height), rng.integers(0, 161 - width)
        picture = part[top : top + height : step, left : left + width : step]
        keras.utils.save_img(f"{name}_{number}.{kind}", picture, scale=False)


for name, listed in atlas.items():
    Path("photos", name).mkdir(parents=True, exist_ok=True)
    strip = keras.utils.img_to_array(keras.utils.load_img(f"data/places-{name}.jpg"))
    for number, place in enumerate(listed.split()):
        shoot(strip[:, 160 * number : 160 * (number + 1)], f"photos/{name}/{place}")

# %% alt="Six of the pictures, two of each class, at their true proportions: leaves, a sky and rock, of different heights and widths between 48 and 144 pixels"
plt.figure(figsize=(7, 3.6))
stems = ("plants/heron", "sky/lake", "stone/lake")
shown = [f"{stem}_{number}" for number in (0, 5) for stem in stems]
for position, stem in enumerate(shown):
    file = next(Path("photos").glob(stem + ".*"))
    picture = keras.utils.img_to_array(keras.utils.load_img(file))
    plt.subplot(2, 3, position + 1)
    plt.imshow(picture.astype("uint8"))
    plt.title(f"{file.parent.name}/{file.name}", fontsize=9)
    plt.xlabel("pixels", fontsize=8)
plt.tight_layout()
plt.show()

# %% [markdown]
# `load_img` with `img_to_array` reads one of the files back as an array.
# Now the call that reads all of them.
# It looks at the folders inside `photos`, sorts their names, and numbers them from 0.
# You wrote stone first: does that matter?

# %%
files = keras.utils.image_dataset_from_directory(
    "photos", image_size=(32, 32), batch_size=64, shuffle=False
)
print("classes:", files.class_names)
for pictures, labels in files.take(1):
    print("one batch:", pictures.shape, " labels:", np.unique(labels))
    print(f"pixels from {np.min(pictures):.0f} to {np.max(pictures):.0f}")
print("first file:", Path(files.file_paths[0]).name)

# %% tags=["claim"]
assert files.class_names == ["plants", "sky", "stone"], "the alphabet decides"
names_of = {place for listed in atlas.values() for place in listed.split()}
assert len(names_of) == 29, "29 photographs"
parts = sum(len(listed.split()) for listed in atlas.values())
assert len(files.file_paths) == 8 * parts == 296, "296 files"
assert strip.shape == (160, 160 * 12, 3), "parts of 160 x 160 pixels, side by side"
assert Path(files.file_paths[0]).parts[-2:] == ("plants", "anhinga_0.jpg"), "sorted"
assert pictures.shape == (64, 32, 32, 3) and set(labels.numpy()) == {0}, "plants first"
assert np.max(pictures) > 100, "the pixels are not scaled"
assert sorted(["moss", "Ice", "clay"]) == ["Ice", "clay", "moss"], "capitals first"

# %% [markdown]
# It does not matter: plants are 0, sky is 1, stone is 2, because only the sorted names count.
# Sorted as a computer does it, that is: capital letters come before small ones, so `Ice` comes before `clay`.
# If you need another order, pass it: `class_names=["stone", "sky", "plants"]` makes stone 0.
#
# Three arguments are worth knowing.
# `image_size` is 256 x 256 unless you say otherwise, which is slow.
# `color_mode` is `"rgb"` unless you say otherwise, and then gray files get three equal channels; `"grayscale"` gives one channel.
# `label_mode="categorical"` gives one-hot rows instead of numbers, and `"binary"` a column of 0 and 1 for two classes.
# Pixels arrive as numbers from 0 to 255, so the network must scale them.

# %% tags=["claim"]
turned = keras.utils.image_dataset_from_directory(
    "photos",
    class_names=["stone", "sky", "plants"],
    label_mode="categorical",
    shuffle=False,
    verbose=False,
)
assert "stone" in turned.file_paths[0], "the order that was passed"
in_color, one_hot = next(iter(turned.take(1)))
assert one_hot[0].numpy().tolist() == [1, 0, 0], "one-hot, stone is 0"
assert in_color.shape == (32, 256, 256, 3), "defaults: 32 pictures, 256 pixels, color"
Path("one-gray", "a").mkdir(parents=True, exist_ok=True)
keras.utils.save_img("one-gray/a/1.png", np.mean(picture, axis=2, keepdims=True))
for mode, channels in (("rgb", 3), ("grayscale", 1)):
    gray = keras.utils.image_dataset_from_directory(
        "one-gray", color_mode=mode, verbose=False
    )
    gray_picture = next(iter(gray))[0]
    assert gray_picture.shape[-1] == channels, mode
    assert np.ptp(gray_picture, axis=-1).max() == 0, "equal channels"

# %% [markdown] skills=["IMG-4"]
# ## One size, three ways
# A batch is one array, so its pictures must agree in height and width.
# Our files hardly ever agree; `image_size=(32, 32)` above made them, and you did not see how.
# Look at the three ways on a photograph that comes with scikit-learn: 427 pixels high, 640 wide, with a round flower.
# It is by the Flickr user vultilion, under a Creative Commons license (CC BY); [Credits and licenses](../../reference/credits.md) has the details.
# Which of the three results keeps the flower round, and which keeps all of it?

# %% alt="A dahlia resized to a square in three ways: squeezed, the round blossom is a tall oval; cropped, it is round and the sides are missing; padded, it is round and small between black bars"
flower = load_sample_image("flower.jpg").astype("float32")
ways = {
    "squeezed": {},
    "cropped": {"crop_to_aspect_ratio": True},
    "padded": {"pad_to_aspect_ratio": True},
}
plt.figure(figsize=(7, 2.6))
for place, (name, options) in enumerate(ways.items()):
    small = np.array(keras.layers.Resizing(96, 96, **options)(flower))
    plt.subplot(1, 3, place + 1)
    plt.imshow(small.astype("uint8"))
    plt.title(name)
    plt.axis("off")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert flower.shape == (427, 640, 3), "427 high, 640 wide"
rows, columns = np.mgrid[:427, :640]
disk = ((rows - 213) ** 2 + (columns - 320) ** 2 < 150**2) * 255.0
for name, options in ways.items():
    small = np.array(keras.layers.Resizing(96, 96, **options)(disk[..., np.newaxis]))
    bright = small[..., 0] > 127
    ratio = bright.any(axis=1).sum() / bright.any(axis=0).sum()
    target = 1.5 if name == "squeezed" else 1
    assert abs(ratio - target) < 0.1, f"{name}: height / width is {ratio:.2f}"
small = keras.layers.Resizing(96, 96, pad_to_aspect_ratio=True)(flower)
assert 30 < np.sum(np.max(small, axis=(1, 2)) == 0) < 34, "a third of the rows is black"
crop = keras.layers.Resizing(96, 96, crop_to_aspect_ratio=True)
middle = flower[:, 106:533]
assert np.allclose(crop(flower), crop(middle), atol=3), "the middle 427 columns"

# %% [markdown]
# Squeezed, the flower is half as tall again as it is wide.
# Cropped, it is round, and a third of the columns is gone.
# Padded, all is there and round, but small, and a third of the rows is black.
#
# | your pictures | a way that fits |
# |---|---|
# | the class fills the picture, as here | crop |
# | the thing may stand at the border | pad |
# | proportions tell the classes apart, such as egg and ball | crop or pad |
# | all have nearly the same proportions | squeeze, it loses nothing |
#
# `image_dataset_from_directory` squeezes unless you pass one of the same two arguments.
# Whatever you choose, do the same to each picture that the network ever sees.


# %%
def load(folder, **options):
    return keras.utils.image_dataset_from_directory(
        folder,
        image_size=(32, 32),
        crop_to_aspect_ratio=True,
        **options,
    )


shapes = [np.array(keras.utils.load_img(file)).shape for file in files.file_paths]
print("different sizes among", len(shapes), "files:", len(set(shapes)))

# %% tags=["claim"]
sides = np.array(shapes)[:, :2]
assert len(set(shapes)) > 200, "hardly two files agree"
assert 48 <= sides.min() and sides.max() <= 144, "the sizes in the figure's text"
assert (sides[:, 0] > sides[:, 1]).any() and (sides[:, 0] < sides[:, 1]).any(), "both"

# %% [markdown] skills=["IMG-2"]
# ## A split that does not leak
# `validation_split=0.25` with `subset="both"` gives you two data sets, picked at random, file by file; for that it needs a `seed`.
# That sounds fair.
# Test it with a machine that understands nothing: the **memorizer** keeps all training pictures, and for a new one it repeats the label of the most similar one.
# Similar means: at 16 x 16 pixels, each color is strong where it is strong in the other one, and weak where it is weak.


# %%
def arrays(dataset):
    batches = [(x.numpy(), y.numpy()) for x, y in dataset]  # one pass for both
    return [np.concatenate(part) for part in zip(*batches, strict=True)]


def directions(pictures):
    rows = keras.layers.Resizing(16, 16)(pictures).numpy().reshape(len(pictures), -1)
    rows -= rows.mean(axis=1, keepdims=True)
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)


def memorizer(train, validation):
    (x, y), (x_new, y_new) = arrays(train), arrays(validation)
    similar = np.argmax(directions(x_new) @ directions(x).T, axis=1)
    return np.mean(y[similar] == y_new)


both = load("photos", validation_split=0.25, subset="both", seed=7)
by_file = memorizer(*both)
print(f"memorizer, split by file: {by_file:.2f}")

# %% [markdown]
# That is a splendid score for a machine that has not learned what stone looks like.
# The reason: each place was photographed eight times, and most validation pictures have a near twin among the training pictures.
# Information has **leaked** from one side to the other.
# With photographs this is common: ten shots of one object, frames of one film, several pictures of one patient.
#
# What you want to know is how it will do at a place where nobody has been.
#
# ![Eight pictures of each of four places: split file by file, each place has training and validation pictures; split place by place, one place is validation as a whole](../diagrams/split-by-place.svg)
#
# So split by place: nine of the 29 photographs go to validation, and every picture of them goes along, whichever class it shows.
# If `lake` is held out, its sky and its mountain both are.
# The file name says the place; in your own work, make sure that something does.
# Before you run it: how far will the memorizer's score fall?

# %%
held_out = rng.permutation(sorted({n for row in atlas.values() for n in row.split()}))
held_out = set(held_out[:9])
for file in Path("photos").glob("*/*"):
    place = file.name.split("_")[0]
    side = "validation" if place in held_out else "train"
    target = Path("by-place", side, file.parent.name)
    target.mkdir(parents=True, exist_ok=True)
    copy(file, target)

train = load("by-place/train", batch_size=None)  # single pictures, no batches yet
validation = load("by-place/validation", shuffle=False)
by_place = memorizer(train.batch(32), validation)
print(f"memorizer, split by place: {by_place:.2f}")

# %% tags=["claim"]
sides_of = [
    {file.name.split("_")[0] for file in Path("by-place", side).glob("*/*")}
    for side in ("train", "validation")
]
assert not sides_of[0] & sides_of[1], "no place on both sides"
assert [len(side) for side in sides_of] == [20, 9], "nine of 29 places"
total = len(list(Path("by-place").glob("*/*/*")))
assert total == 296, f"as many files as before, {total}"
assert by_file > 0.78, f"the memorizer shines with a leak, {by_file:.2f}"
assert by_place < by_file - 0.1, f"and not without, {by_place:.2f}"

# %% [markdown]
# The same machine on the same pictures, and the shine is gone.
# The second number is the honest one, and it is the one that a real network has to beat.
# It is still a rough one: pictures of one place are alike, so nine places count like nine answers rather than like the pictures that show them, and nine other places give another score.
# Two folders, `train` and `validation`, with the classes inside each, are also the layout in which most photo sets arrive.

# %% [markdown] skills=["IMG-2"]
# ## A network for new places
# Two layers of filters, the strongest answer of each map, three probabilities.
# `Rescaling` stands in the model, so that the model takes the pixels as they come from a file.

# %%
layers = keras.layers
model = keras.Sequential(
    [
        keras.Input(shape=(32, 32, 3)),
        layers.Rescaling(1 / 255),
        layers.Conv2D(16, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, activation="relu"),
        layers.GlobalMaxPooling2D(),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=0.01),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)

# %% [markdown]
# The training pictures pass three stations on their way.
# `cache()` keeps them in memory; without it every epoch opens all files again.
# `shuffle(300)` behind it, room for all of them, mixes them anew in each epoch, and `batch(32)` comes last.

# %%
ready = train.cache().shuffle(300).batch(32)
history = model.fit(ready, epochs=15, verbose=0, shuffle=False).history

x_new, y_new = arrays(validation)
probabilities = model.predict(x_new, verbose=0)
answers = np.argmax(probabilities, axis=1)
print(f"accuracy, training: {history['accuracy'][-1]:.2f}")
print(f"accuracy at new places: {np.mean(answers == y_new):.2f}")
for number, name in enumerate(validation.class_names):
    share = np.mean(answers[y_new == number] == number)
    print(f"  {name:7}{share:.2f} of {np.sum(y_new == number)}")

# %% tags=["claim"] numbers=["accuracy on new places = score"]
score = np.mean(answers == y_new)
assert score > by_place, f"it beats the memorizer, {score:.2f}, {by_place:.2f}"
assert score > 0.55, f"much better than 1 in 3, {score:.2f}"
assert history["accuracy"][-1] > score - 0.1, "as good or better on what it has seen"
assert total < 300, "room for all of them"

# %% [markdown]
# The network does better than the memorizer at places that neither has seen, and much better than guessing one class of three.
# It has learned something about plants, sky and stone, and not only about these photographs.
# One number for all classes hides such things, so print one for each class.
#
# Then look at pictures, always.
# These are the six where the network is least sure.

# %% alt="The six validation pictures with the lowest highest probability, each with the name of its folder and the network's answer"
unsure = np.argsort(probabilities.max(axis=1))[:6]
plt.figure(figsize=(7, 3.4))
for position, index in enumerate(unsure):
    true, said = (validation.class_names[n] for n in (y_new[index], answers[index]))
    plt.subplot(2, 3, position + 1)
    plt.imshow(x_new[index].astype("uint8"))
    plt.title(f"{true}, said {said} ({probabilities[index].max():.2f})", fontsize=9)
    plt.axis("off")
plt.tight_layout()
plt.show()

# %% [markdown]
# At 32 x 32 pixels you may hesitate too.
# If you cannot name a picture at the size that you give the network, use a larger size.
#
# ### A photograph of any size
# The network wants 32 x 32 pixels, and a new photograph has what it has.
# Put a `Resizing` layer in front, with the same option as in training, and the two together take any file.

# %%
whole = keras.Sequential(
    [
        keras.Input(shape=(None, None, 3)),
        layers.Resizing(32, 32, crop_to_aspect_ratio=True),
        model,
    ]
)
file = validation.file_paths[4]
photo = keras.utils.img_to_array(keras.utils.load_img(file))
answer = whole(photo[np.newaxis])[0]
print("size in the file:", photo.shape[:2], " answer:", np.round(answer, 2))
print("from the data set:", np.round(probabilities[4], 2))

# %% tags=["claim"]
for path in (validation.file_paths[4], *validation.file_paths[-12:]):
    one = keras.utils.img_to_array(keras.utils.load_img(path))
    number = validation.file_paths.index(path)
    small = np.array(whole.layers[0](one))
    off = np.max(np.abs(small - x_new[number]))
    limit = 10 if path.endswith("jpg") else 0.01
    assert off < limit, f"pixels of {path} differ by {off:.2f}"
    if path.endswith("png"):
        same = np.allclose(whole(one[np.newaxis])[0], probabilities[number], atol=0.01)
        assert same, f"the same answer both ways, {path}"

# %% [markdown]
# `photo[np.newaxis]` makes a batch of one picture, because a model always takes a batch.
# For a PNG, as here, both ways give the same answer.
# A JPEG is decoded by Pillow in `load_img` and by TensorFlow in the data set; its pixels then differ by a few of 255, and an unsure answer can move.

# %% [markdown]
# ## What can go wrong
# - **A split without shuffling.** With `validation_split` and `shuffle=False` the last files in the list are taken, and the list is sorted by class: here the validation set would be all stone.
# - **Two passes over a shuffled data set.** Each pass has a new order, so labels from one pass don't fit predictions from another.
#   Take pictures and labels in one pass, as `arrays` does, or load with `shuffle=False`.
# - **Height and width swapped.** `image_size` is height first; a picture from `load_img` tells its `size` width first.
# - **Files that are not read.** Only names that end in `.bmp`, `.gif`, `.jpeg`, `.jpg` or `.png` count, and others are silently skipped.
#   Compare the number after "Found" with what you expect.
# - **A folder too many.** Each folder is a class, an empty one too, and then all labels behind it move by one.

# %% tags=["claim"]
try:
    load("photos", validation_split=0.25, subset="both", verbose=False)
except ValueError as error:
    assert "seed" in str(error), error
else:
    raise AssertionError("a random split needs a seed")
ends = load(
    "photos", validation_split=0.25, subset="validation", shuffle=False, verbose=False
)
assert set(arrays(ends)[1]) == {2}, "only stone"
mixed = load("by-place/train", verbose=False)
assert not np.array_equal(arrays(mixed)[1], arrays(mixed)[1]), "two passes, two orders"
assert not np.array_equal(arrays(ready)[1], arrays(ready)[1]), "each epoch is mixed"
opened = keras.utils.load_img(files.file_paths[0])
assert opened.size == shapes[0][1::-1], "width first"
Path("odd", "b").mkdir(parents=True, exist_ok=True)
Path("odd", "a").mkdir(exist_ok=True)
copy(files.file_paths[0], "odd/b/1.jpg")
copy(files.file_paths[0], "odd/b/2.webp")
copy(files.file_paths[0], "odd/b/3.txt")
odd = load("odd", verbose=False)
assert len(odd.file_paths) == 1 and odd.class_names == ["a", "b"], "one file is read"
assert arrays(odd)[1].tolist() == [1], "the label behind the empty folder"
for number, kind in enumerate(("bmp", "gif", "jpeg", "png")):
    opened.save(f"odd/b/{number + 4}.{kind}")
assert len(load("odd", verbose=False).file_paths) == 5, "five kinds are read"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Names for the answers
# A network was trained on pictures from the folders in `folders`, a list of names in any order.
# Write `names(probabilities, folders)`: for each row of probabilities the name of the most probable class, as a list.


# %% tags=["exercise"] id="images/photo-folders/names" skills=["IMG-7"]
def names(probabilities, folders):
    ### BEGIN SOLUTION
    classes = sorted(folders)
    return [classes[number] for number in np.argmax(probabilities, axis=1)]
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The list of folders is in any order; the columns of the probabilities are not.

# %% [markdown] tags=["hint"]
# `sorted` sorts text as Keras does, and `np.argmax` with `axis=1` finds the column of the largest number in each row.

# %% tags=["check"]
rows = np.array([[0.1, 0.7, 0.2], [0.6, 0.3, 0.1], [0.2, 0.2, 0.6], [0.1, 0.6, 0.3]])
cases = {
    ("tile", "sand", "moss"): ["sand", "moss", "tile", "sand"],
    ("moss", "Ice", "clay"): ["clay", "Ice", "moss", "clay"],
    ("9", "10", "2"): ["2", "10", "9", "2"],
}
for folders, expected in cases.items():
    returned = names(rows, list(folders))
    assert returned is not None, "Not attempted: names returned None. Return a list."
    try:
        got = [str(name) for name in returned]
    except TypeError:
        got = None
    told = f"Got {returned} for folders {list(folders)}, expected {expected}. "
    assert got is not None and not isinstance(returned, str), (
        told + "Return a list with one name for each row."
    )
    assert len(got) == 4, (
        told + "Return one name for each row; with np.argmax, use axis=1."
    )
    assert got != [folders[n] for n in (1, 0, 2, 1)], (
        told + "The folders are used as they are listed: sort them first."
    )
    lower = sorted(folders, key=str.lower)
    assert got == expected or got != [lower[n] for n in (1, 0, 2, 1)], (
        told + "Capital letters come first: sort without changing the letters."
    )
    by_number = sorted(folders, key=lambda name: (len(name), name))
    assert got == expected or got != [by_number[n] for n in (1, 0, 2, 1)], (
        told + "Names are text, and 10 comes before 9: sort them as text."
    )
    assert got == expected, (
        told + "Take the name of the column with the largest number."
    )
print("Correct: every answer has its right name.")


# %% tags=["wrong"] reason="as they are listed"
def names(probabilities, folders):
    return [folders[number] for number in np.argmax(probabilities, axis=1)]


# %% tags=["wrong"] reason="use axis=1"
def names(probabilities, folders):
    return [sorted(folders)[number] for number in np.argmax(probabilities, axis=0)]


# %% tags=["wrong"] reason="capital letters come first"
def names(probabilities, folders):
    classes = sorted(folders, key=str.lower)
    return [classes[number] for number in np.argmax(probabilities, axis=1)]


# %% tags=["wrong"] reason="sort them as text"
def names(probabilities, folders):
    classes = sorted(folders, key=lambda name: (len(name), name))
    return [classes[number] for number in np.argmax(probabilities, axis=1)]


# %% tags=["right"]
def names(probabilities, folders):
    classes = list(folders)
    classes.sort()
    found = []
    for row in probabilities:
        best = max(range(len(row)), key=lambda number: row[number])
        found.append(classes[best])
    return found


# %% tags=["right"]
def names(probabilities, folders):
    return np.sort(folders)[probabilities.argmax(axis=-1)]


# %% [markdown]
# ### Hold out whole places
# File names look like `mill_3.jpg` or `quay_12.jpg`: the place, an underscore, a number.
# Write `split(files, places)`: two lists of file names, first those for training, then those for validation.
# Validation gets all files from the places in `places`, and nothing else.


# %% tags=["exercise"] id="images/photo-folders/split" skills=["IMG-2"]
def split(files, places):
    ### BEGIN SOLUTION
    train = [file for file in files if file.split("_")[0] not in places]
    validation = [file for file in files if file.split("_")[0] in places]
    return train, validation
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `"mill_3.jpg".split("_")[0]` is `"mill"`.

# %% tags=["check"]
every = ["mill", "millpond", "quay", "yard"]
pile = [f"{place}_{number}.jpg" for number in range(8, 13) for place in every]
for places in (["mill"], ["quay", "millpond"]):
    returned = split(list(pile), list(places))
    assert returned is not None, "Not attempted: split returned None. Return two lists."
    try:
        got = [list(part) for part in returned]
    except TypeError:
        got = []
    assert len(got) == 2, (
        f"Got {str(returned)[:60]}, expected two lists: training, then validation."
    )
    strays = [file for part in got for file in part if file not in pile]
    assert not strays, (
        f"Got {strays[0]!r} in a list, which is none of the files that were given. "
        "Return their names unchanged."
    )
    held = [file for file in pile if file.split("_")[0] in places]
    sides = [{str(file).split("_")[0] for file in part} for part in got]
    told = f"Held out {places}; got {sorted(sides[1])} in validation. "
    twice = sorted(sides[0] & sides[1])
    assert not twice, told + f"The split leaks: {twice} are on both sides."
    assert sides[0] != set(places), told + "Swapped: training comes first."
    assert sides[1] <= set(places), (
        told + "Too many places: compare the whole name before the underscore."
    )
    assert sorted(got[1]) == sorted(held), told + (
        f"These are {len(got[1])} files, expected {len(held)}: each file from these "
        "places, once."
    )
    assert sorted(got[0] + got[1]) == sorted(pile), (
        f"Got {len(got[0]) + len(got[1])} files in all, expected each of the "
        f"{len(pile)} once."
    )
print("Correct: no place is on both sides.")


# %% tags=["wrong"] reason="leaks"
def split(files, places):
    cut = len(files) * len(places) // 4
    return files[cut:], files[:cut]


# %% tags=["wrong"] reason="whole name"
def split(files, places):
    held = [file for file in files if file.startswith(tuple(places))]
    return [file for file in files if file not in held], held


# %% tags=["wrong"] reason="swapped"
def split(files, places):
    held = [file for file in files if file.split("_")[0] in places]
    return held, [file for file in files if file not in held]


# %% tags=["wrong"] reason="leaks"
def split(files, places):
    held = [file for file in files if file[:-6] in places]
    return [file for file in files if file not in held], held


# %% tags=["right"]
def split(files, places):
    sides = [], []
    for file in files:
        place, _, _ = file.partition("_")
        sides[place in places].append(file)
    return sides


# %% tags=["right"]
def split(files, places):
    held = {file for file in files if file.rsplit("_", 1)[0] in places}
    return set(files) - held, held


# %% [markdown]
# ### Load them as specified
# Write `load_wide(folder)`, which returns a `tf.data.Dataset` of the color photographs in the folders inside `folder`, in batches or one by one.
# The pictures are 24 pixels high and 32 wide, cropped to the middle and not squeezed, with pixels from 0 to 255.
# The labels are one-hot rows, and the files come in their sorted order.


# %% tags=["exercise"] id="images/photo-folders/load-wide" skills=["IMG-4", "IMG-7"]
def load_wide(folder):
    ### BEGIN SOLUTION
    return keras.utils.image_dataset_from_directory(
        folder,
        label_mode="categorical",
        image_size=(24, 32),
        crop_to_aspect_ratio=True,
        shuffle=False,
        verbose=False,
    )
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Four arguments differ from their defaults: `image_size`, `label_mode`, `shuffle`, and the one that crops.

# %% [markdown] tags=["hint"]
# `image_size` is height first, and one-hot labels are called `"categorical"`.

# %% tags=["check"]
import tensorflow as tf

for number in range(40):  # more than a batch of 32, in four classes
    striped = np.full((40, 80, 3), 80 + 4 * number, "uint8")  # brighter each time
    striped[:, :20] = striped[:, 60:] = (250, 0, 0)  # red at both ends
    home = Path("striped", "abcd"[number // 10])
    home.mkdir(parents=True, exist_ok=True)
    keras.utils.save_img(f"{home}/{number:02}.png", striped, scale=False)
wide = load_wide("striped")
assert wide is not None, "Not attempted: load_wide returned None. Return a data set."
assert isinstance(wide, tf.data.Dataset), (
    f"Got {type(wide).__name__}, expected a tf.data.Dataset. "
    "Return what image_dataset_from_directory gives."
)
assert isinstance(wide.element_spec, tuple) and len(wide.element_spec) == 2, (
    "Got pictures without labels, expected pairs. Set label_mode to categorical."
)
singly = len(wide.element_spec[0].shape) == 3
x_got, y_got = arrays((wide.batch(1) if singly else wide).take(99))
told = f"Got pictures of {x_got.shape[1:]}, expected (24, 32, 3). "
assert x_got.shape[1:] != (32, 24, 3), told + "Height and width are swapped."
assert x_got.shape[1:] == (24, 32, 3), told + "Set image_size and keep the color."
assert len(x_got) == 40, f"Got {len(x_got)} pictures, expected 40: each file once."
assert y_got.shape == (40, 4), (
    f"Got labels of shape {y_got.shape}, expected (40, 4): not one-hot rows for these "
    "four folders. Set label_mode to categorical."
)
order = np.argmax(y_got, axis=1).tolist()
assert order == sorted(order), (
    f"Got labels {order}, expected sorted order. Don't shuffle."
)
assert x_got.max() > 200, (
    f"Got pixels up to {x_got.max():.3g}, expected 250. Leave them from 0 to 255."
)
levels = x_got[:, 12, 16, 1].round().tolist()  # green, in the middle of each picture
assert np.allclose(levels, 80 + 4 * np.arange(40), atol=1), (
    f"Got pictures with a brightness of {levels[:10]} in the first folder, expected "
    "80 to 116: the files of a class are in another order. Take them in sorted order."
)
assert np.array_equal(y_got, np.repeat(np.eye(4), 10, axis=0)), (
    f"Got the label {y_got[9].tolist()} for the last picture of folder 1 and "
    f"{y_got[10].tolist()} for the first of folder 2, expected [1, 0, 0, 0] and "
    "[0, 1, 0, 0]. The label of a picture is the number of its folder."
)
assert x_got[0].max(axis=(1, 2)).min() > 60, (
    "Got dark rows, expected none: they usually come from padding. Crop instead."
)
red = x_got[-1, 12, :, 1] < 120
told = f"Got {red[:16].sum()} red columns on the left and {red[16:].sum()} on the "
told += "right, expected about 4 and 4. "
assert red.sum() < 16, told + "The picture is squeezed: use crop_to_aspect_ratio."
assert 3 <= red[:16].sum() <= 5 and 3 <= red[16:].sum() <= 5, (
    told + "Crop as much on the left as on the right."
)
print("Correct: size, proportions, labels and order are all as specified.")


# %% tags=["wrong"] reason="swapped"
def load_wide(folder):
    return keras.utils.image_dataset_from_directory(
        folder, "inferred", "categorical", image_size=(32, 24), verbose=False
    )


# %% tags=["wrong"] reason="not one-hot"
def load_wide(folder):
    return keras.utils.image_dataset_from_directory(
        folder, image_size=(24, 32), crop_to_aspect_ratio=True, verbose=False
    )


# %% tags=["wrong"] reason="not one-hot rows for these four folders"
def load_wide(folder):
    numbered = keras.utils.image_dataset_from_directory(
        folder,
        image_size=(24, 32),
        crop_to_aspect_ratio=True,
        shuffle=False,
        verbose=False,
    )
    return numbered.map(lambda picture, number: (picture, tf.one_hot(number, 3)))


# %% tags=["wrong"] reason="squeezed"
def load_wide(folder):
    return keras.utils.image_dataset_from_directory(
        folder,
        label_mode="categorical",
        image_size=(24, 32),
        shuffle=False,
        verbose=False,
    )


# %% tags=["wrong"] reason="don't shuffle"
def load_wide(folder):
    return keras.utils.image_dataset_from_directory(
        folder,
        label_mode="categorical",
        image_size=(24, 32),
        crop_to_aspect_ratio=True,
        seed=1,
        verbose=False,
    )


# %% tags=["wrong"] reason="another order"
def load_wide(folder):
    files = sorted(Path(folder).glob("*/*"), key=lambda file: file.name, reverse=True)
    files.sort(key=lambda file: file.parent.name)
    crop = keras.layers.Resizing(24, 32, crop_to_aspect_ratio=True)
    photos = [keras.utils.img_to_array(keras.utils.load_img(file)) for file in files]
    labels = keras.utils.to_categorical(["abcd".index(f.parent.name) for f in files])
    pictures = np.stack([crop(photo) for photo in photos])
    return tf.data.Dataset.from_tensor_slices((pictures, labels))


# %% tags=["right"]
def load_wide(folder):
    numbered = keras.utils.image_dataset_from_directory(
        folder,
        image_size=(24, 32),
        crop_to_aspect_ratio=True,
        shuffle=False,
        batch_size=None,
        verbose=False,
    )
    classes = len(numbered.class_names)
    return numbered.map(lambda picture, number: (picture, tf.one_hot(number, classes)))


# %% tags=["right"]
def load_wide(folder):
    files = sorted(Path(folder).glob("*/*"))
    classes = sorted({file.parent.name for file in files})
    crop = keras.layers.Resizing(24, 32, crop_to_aspect_ratio=True)
    photos = [keras.utils.img_to_array(keras.utils.load_img(file)) for file in files]
    numbers = [classes.index(file.parent.name) for file in files]
    pictures = np.stack([crop(photo) for photo in photos])
    both = pictures, keras.utils.to_categorical(numbers)
    return tf.data.Dataset.from_tensor_slices(both).batch(32)


# %% [markdown]
# ## What to remember
# - A folder is a class, and its number is its place in the sorted list of names.
# - Set `image_size` (height first), `color_mode` and `label_mode` each time you call `image_dataset_from_directory`.
# - Resizing squeezes; `crop_to_aspect_ratio` loses borders, `pad_to_aspect_ratio` adds black, and both keep the proportions.
# - Split by place, person or object, never by file, when several files show the same thing.
# - Look at one score for each class, and at the pictures that the network is least sure of.
#
# Next: [Augmentation, new and old](augmentation.ipynb), for when you have few pictures.
# All skills of this topic: [Image classification](../../topics/images.md).
