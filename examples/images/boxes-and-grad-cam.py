# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Where is it: bounding boxes and Grad-CAM"
#     summary: "Train a network that draws a box around what it found, score the box by IoU, and get the place out of a classifier with Grad-CAM."
#     skills: [NN-14, NN-11]
#     requires: [images/what-it-looks-at, basics/branches]
# ---

# %% [markdown]
# A classifier tells you what is in a photo; often you need to know where.
# After this lesson you can train a network that draws a box around what it found, and score that box.
# You also see why global pooling throws the place away, and how Grad-CAM gets it back out of a network that was asked only for a class.
# No task of the practice exam asks for a box; the two outputs and the features that you work with here are part of the syllabus.

# %% [markdown]
# ## A digit somewhere
# A camera above a conveyor belt photographs parcels.
# Each parcel carries the number of its gate, 0, 4 or 7, and there are bright specks of dirt.
# A machine is to put a stamp over the number, so it must know where the number is.
#
# `photograph` makes such a photo of 20 x 20 pixels from one of scikit-learn's digits: a gray background, three specks of 2 x 2 pixels, and the digit, 8 to 11 pixels high, at any place.
# It also returns the **bounding box**, the smallest rectangle that holds all ink of the digit.
# We write a box as four numbers: top, left, bottom, right.
# As in a slice of Python, bottom and right are the first row and column that don't belong to it anymore.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.linear_model import Ridge

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
digits = load_digits()
gates = [0, 4, 7]
side = 20


def photograph(digit):
    size = rng.integers(8, 12)
    enlarge = np.arange(size) * 8 // size  # some rows and columns twice
    digit = digit[np.ix_(enlarge, enlarge)]
    photo = rng.uniform(0, 0.15, (side, side))
    for row, column in rng.integers(0, side - 1, (3, 2)):
        photo[row : row + 2, column : column + 2] = rng.uniform(0.5, 1)
    row, column = corner = rng.integers(0, side - size + 1, 2)
    part = photo[row : row + size, column : column + size]
    part[:] = np.maximum(rng.uniform(0, 0.15, part.shape), digit)
    ink = np.argwhere(digit > 0.2)
    return photo, np.concatenate(
        [corner + ink.min(axis=0), corner + ink.max(axis=0) + 1]
    )


# %% [markdown]
# 400 handwritten digits are photographed five times each, for the training; the others once, for the test.
# No handwritten digit is in both.

# %%
order = rng.permutation(np.flatnonzero(np.isin(digits.target, gates)))
order = np.concatenate([np.repeat(order[:400], 5), order[400:]])
made = [photograph(digits.images[number] / 16) for number in order]
photos = np.array([photo for photo, box in made], "float32")[..., np.newaxis]
boxes = np.array([box for photo, box in made], "float32")
kind = np.searchsorted(gates, digits.target[order])  # 0, 1, 2 for the gates 0, 4, 7
train, test = slice(0, 2000), slice(2000, None)
print("for training:", len(photos[train]), " for the test:", len(photos[test]))
print("box of the first photo:", boxes[0], " gate:", gates[kind[0]])

# %% tags=["claim"]
assert not set(order[train]) & set(order[test]), "no digit is in both"
assert len(photos[train]) == 400 * 5 and len(photos[test]) == 138, "how many"
assert photos.shape[1:] == (20, 20, 1) and boxes.shape[1] == 4, "shapes"
assert (boxes[:, :2] < boxes[:, 2:]).all(), "top before bottom, left before right"
assert boxes.min() >= 0 and boxes.max() <= side, "inside the photo"
heights = boxes[:, 2] - boxes[:, 0]
assert 7 <= heights.min() and heights.max() <= 11, "8 to 11 pixels, less a blank row"

# %% alt="Four photos of a digit on a gray, speckled background, each with a rectangle drawn closely around the digit; the digits are at different places and of different sizes"


def draw(box, **style):
    top, left, bottom, right = (
        np.asarray(box) - 0.5
    )  # a pixel's center is a whole number
    plt.plot([left, right, right, left, left], [top, top, bottom, bottom, top], **style)


plt.figure(figsize=(7, 2))
for place, number in enumerate(range(2000, 2004)):
    plt.subplot(1, 4, place + 1)
    plt.imshow(photos[number, ..., 0], cmap="gray", vmin=0, vmax=1)
    draw(boxes[number])
    plt.title(f"gate {gates[kind[number]]}")
    plt.axis("off")
plt.tight_layout()
plt.show()

# %% [markdown]
# ## IoU: how good is a box?
# A found box is hardly ever exact, so "right or wrong" is no measure for it.
# The usual one is the **intersection over union**, or IoU: the area that both boxes share, divided by the area that they cover together.
#
# ![Two overlapping rectangles: the true box has an area of 24, the found one of 36, they share 12, cover 48 together, and so the IoU is 0.25](../diagrams/iou.svg)
#
# It is 1 for the same box and 0 for boxes that don't touch.
# The shared part is a rectangle too.
# It starts at the larger of the two tops and ends at the smaller of the two bottoms; the same holds for left and right.
# If that height or width comes out negative, nothing is shared, so it must be replaced by 0.
# Work out the IoU of the drawing from these corners before you run the cell.


# %%
def area(boxes):
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def iou(found, true):
    start = np.maximum(found[:, :2], true[:, :2])
    end = np.minimum(found[:, 2:], true[:, 2:])
    height_and_width = np.maximum(end - start, 0)
    shared = height_and_width.prod(axis=1)
    return shared / (area(found) + area(true) - shared)


true = np.array([[2, 2, 8, 6]])
found = np.array([[4, 3, 10, 9]])
print("areas:", area(true)[0], "and", area(found)[0])
print("IoU:", iou(found, true)[0])
print("IoU with itself:", iou(true, true)[0])
print("IoU with a box far away:", iou(found + 50, true)[0])

# %% tags=["claim"]
assert area(true)[0] == 6 * 4 == 24 and area(found)[0] == 6 * 6 == 36, "the areas"
assert iou(found, true)[0] == (4 * 3) / (24 + 36 - 12) == 12 / 48 == 0.25, "by hand"
assert iou(true, true)[0] == 1 and iou(found + 50, true)[0] == 0, "the two ends"
pixels = np.zeros((2, 12, 12), bool)
for sheet, (t, left, b, right) in zip(pixels, (true[0], found[0]), strict=True):
    sheet[t:b, left:right] = True
both, either = (pixels[0] & pixels[1]).sum(), (pixels[0] | pixels[1]).sum()
assert both / either == 0.25, "counted pixel by pixel, it is the same"

# %% [markdown]
# People often count a box as found if its IoU is at least 0.5.
# That is less strict than it sounds: a box of the right size that is off by a sixth of its height *and* a sixth of its width has just passed it.
#
# Before you train, ask what you get without training.
# One baseline always predicts the average box of the training photos.
# The other takes the box around all bright pixels; without dirt it would be perfect, and you wouldn't need a network.

# %%
average = np.repeat(boxes[train].mean(axis=0, keepdims=True), 138, axis=0)
bright = []
for photo in photos[test, ..., 0]:
    spots = np.argwhere(photo > 0.2)
    bright.append([*spots.min(axis=0), *(spots.max(axis=0) + 1)])
guesses = {"average box": average, "box around all that is bright": np.array(bright)}
score = {name: iou(guess, boxes[test]).mean() for name, guess in guesses.items()}
for name, value in score.items():
    print(f"{name:31} mean IoU {value:.2f}")

# %% tags=["claim"]
unit = np.array([[0, 0, 60, 60]])
assert 0.5 < iou(unit + 10, unit)[0] < 0.54 and 10 * 6 == 60, "a sixth both ways"
assert 0.18 < score["average box"] < 0.36, f"a poor guess: {score}"
assert 0.25 < score["box around all that is bright"] < 0.42, f"dirt spoils it: {score}"

# %% [markdown] skills=["NN-14"]
# ## Two heads: a class and a box
# A box is four numbers, so finding it is a regression with four outputs.
# In [Models with branches](../basics/branches.ipynb) a model gave two answers; such outputs are called **heads**, and the layers that they share are the trunk.
# Here the trunk is three convolutions, the first of which steps over every second pixel, so that its last maps have 10 x 10 places.
#
# - The head for the class uses **global pooling**, which keeps one number of each map: `GlobalMaxPooling2D` takes the largest, so it says whether there is such a thing anywhere, and `GlobalAveragePooling2D` the mean.
# - The head for the box takes the whole maps in one row, with `Flatten`.
#
# The box is learned in shares of the side, from 0 to 1, so that its errors are small numbers whatever the size of the photo.
# Its last layer has no activation: softmax would force the four numbers to sum to 1, and none of them is a probability.

# %%
photo = keras.Input(shape=(side, side, 1))
net = keras.layers.Conv2D(8, 5, strides=2, padding="same", activation="relu")(photo)
net = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(net)
net = keras.layers.Conv2D(16, 3, padding="same", activation="relu", name="maps")(net)

pooled = keras.layers.GlobalMaxPooling2D()(net)
points = keras.layers.Dense(3, name="score")(pooled)
gate = keras.layers.Activation("softmax")(points)

places = keras.layers.Flatten()(net)
hidden = keras.layers.Dense(32, activation="relu")(places)
box = keras.layers.Dense(4)(hidden)

model = keras.Model(photo, {"gate": gate, "box": box})
print({name: output.shape for name, output in model.output.items()})

# %% [markdown]
# What the two losses measure differs: how improbable the true gates were, and how far the corners are off in shares of the side.
# They are added, so one of them may drown the other.
# Look at both before you train.
# Which of the two heads would be trained for if you simply added them?

# %%
loss = {"gate": "sparse_categorical_crossentropy", "box": "mae"}
weights = {"gate": 1, "box": 5}
model.compile(keras.optimizers.Adam(0.005), loss=loss, loss_weights=weights)
answers = {"gate": kind[train], "box": boxes[train] / side}
history = model.fit(photos[train], answers, batch_size=64, epochs=7, verbose=0).history
for name in ("gate_loss", "box_loss"):
    print(f"{name:10}", np.round(history[name], 2))

# %% tags=["claim"]
first = {name: numbers[0] for name, numbers in history.items()}
last = {name: numbers[-1] for name, numbers in history.items()}
assert first["gate_loss"] > 4 * first["box_loss"], f"the gate is larger: {first}"
assert last["gate_loss"] < 0.6 * first["gate_loss"], f"the gate is learned: {last}"
assert last["box_loss"] < 0.6 * first["box_loss"], f"the box is learned: {last}"
parts = last["gate_loss"] + 5 * last["box_loss"]
assert np.isclose(parts, last["loss"], rtol=0.05), "the weighted sum"

# %% [markdown]
# Added as they are, the box would be a small part of the sum.
# With `loss_weights` it counts five times.
# There is no right weight; the question is how much of one error you would accept for less of the other.
# It is a setting like the learning rate: choose it on validation data, by the two scores that you care about.
#
# Those are not the losses.
# Make a guess: how often is the gate right, and what is the mean IoU?

# %%
got = {name: np.array(output) for name, output in model(photos[test]).items()}
right = np.mean(got["gate"].argmax(axis=1) == kind[test])
overlap = iou(got["box"] * side, boxes[test])
score["box head"] = overlap.mean()
print(f"gate right: {right:.2f}")
print(f"mean IoU:   {overlap.mean():.2f}, at least 0.5 in {np.mean(overlap > 0.5):.0%}")

# %% tags=["claim"]
assert right > 0.8, f"the gate: {right:.2f}"
assert score["box head"] > 0.42, f"the box: {score['box head']:.2f}"
assert score["box head"] > score["average box"] + 0.12, f"better than a guess: {score}"

# %% [markdown]
# The box is far better than both guesses, with a small network and a few seconds of training.
# It is not exact, and the loss isn't to blame alone: an error of one pixel costs a box of 8 x 5 pixels a good part of its IoU.

# %% [markdown] skills=["NN-14"]
# ## Why global pooling can't say where
# Why does the box need `Flatten`, when the class does so well with global pooling?
# Take the trained maps out, and read the box from them in three ways:
#
# - **pooled**: the average of each map, 16 numbers
# - **with coordinates**: in addition the average row and column of each map's answers, which makes 48
# - **flat**: every number of every map
#
# Each reading is a single layer without activation.
# Such a layer needs no training in steps, because its best weights can be computed; that is linear regression, and `Ridge` does it while keeping the weights small.
# Which reading will be best, and which as poor as the average box?

# %%
maps = np.array(keras.Model(photo, model.get_layer("maps").output)(photos))
rows, columns = np.indices((10, 10))[..., np.newaxis] / 10
mean = maps.mean(axis=(1, 2))
total = mean + 0.01  # so that an empty map is no division by 0
by_row = (maps * rows).mean(axis=(1, 2)) / total
by_column = (maps * columns).mean(axis=(1, 2)) / total
readings = {
    "pooled": mean,
    "with coordinates": np.concatenate([mean, by_row, by_column], axis=1),
    "flat": maps.reshape(len(maps), -1),
}
for name, numbers in readings.items():
    layer = Ridge(alpha=1).fit(numbers[train], boxes[train])
    score[name] = iou(layer.predict(numbers[test]), boxes[test]).mean()
    print(f"{name:17}{numbers.shape[1]:5} numbers, mean IoU {score[name]:.2f}")

# %% tags=["claim"]
assert [numbers.shape[1] for numbers in readings.values()] == [16, 48, 1600], "sizes"
assert abs(score["pooled"] - score["average box"]) < 0.06, f"no better: {score}"
assert score["with coordinates"] > score["pooled"] + 0.2, f"the place: {score}"
assert score["with coordinates"] > 0.8 * score["flat"], f"nearly as good: {score}"
assert score["flat"] > 0.6, f"a good box: {score}"

# %% [markdown]
# The pooled numbers are worth no more than the average box: an average stays the same when the digit moves, and so does a maximum.
# That is why pooling is so good for the class, where the place must *not* matter.
# Tell the pooling where each answer was found, and 48 numbers are nearly as good as all 1600.
# Flattening needs no such help, because each place has weights of its own there; in exchange there are many weights, and the photo's size is fixed.
#
# A single layer may even beat the trained head, because its weights are the best possible ones for these maps, not those after a few epochs.

# %% [markdown] skills=["NN-11"]
# ## Grad-CAM: where the evidence is
# Boxes are expensive: somebody has to draw each one.
# But the maps knew the place before it was pooled away, even in a network that has seen nothing but class labels.
# **Grad-CAM** asks a trained classifier which places of its last maps speak for a class:
#
# 1. Take the score of the class, before the softmax, and its gradient for each number of the last maps.
# 2. Average the gradient over each map: how much the class wants this map, its weight.
# 3. Add up the maps, each times its weight, and set what is negative to 0.
#
# $$ \text{heat} = \max\left(0, \sum_k w_k A_k\right) \qquad w_k = \text{mean of } \frac{\partial\, \text{score}}{\partial A_k} \text{ over all places} $$
#
# Here $A_k$ is map number $k$.
# For one photo you can watch each step; only the head for the gate is asked, and no box comes into it.
# In `tape.gradient` the maps take the place that the pixels had in [the lesson before](what-it-looks-at.ipynb).

# %%
ends = [model.get_layer("maps").output, model.get_layer("score").output]
looker = keras.Model(photo, ends)
one, label = photos[2000:2001], kind[2000]
with tf.GradientTape() as tape:
    last_maps, scores = looker(one)
    wanted = scores[0, label]
slopes = tape.gradient(wanted, last_maps)[0].numpy()  # 10, 10, 16
map_weights = slopes.mean(axis=(0, 1))
heat = np.maximum((last_maps[0].numpy() * map_weights).sum(axis=-1), 0)
print("slopes:", slopes.shape, " weights:", map_weights.shape, " heat:", heat.shape)

# %% tags=["claim"]
kernel = model.get_layer("score").get_weights()[0]
assert np.allclose(map_weights, kernel[:, label] / 100, atol=1e-5), "the same weights"
assert heat.shape == (10, 10) and heat.max() > 0, "some heat"

# %% [markdown]
# The heat has 10 x 10 places and the photo 20 x 20 pixels, so enlarge it with `tf.image.resize`.
# The function does all of that for many photos at once.
# The tape takes the gradient of the sum of all scores that are left after the product with `chosen`; as each score belongs to one photo only, each photo gets its own slopes.


# %%
def grad_cam(photos, labels):
    chosen = keras.utils.to_categorical(labels, 3)
    with tf.GradientTape() as tape:
        maps, scores = looker(photos)
        wanted = scores * chosen
    slopes = tape.gradient(wanted, maps).numpy()
    weights = slopes.mean(axis=(1, 2), keepdims=True)
    heat = np.maximum((maps.numpy() * weights).sum(axis=-1, keepdims=True), 0)
    return tf.image.resize(heat, (side, side)).numpy()[..., 0]


heats = grad_cam(photos[test], kind[test])

# %% [markdown]
# A heat map always looks convincing, so measure before you look.
# How much of the heat is inside the true box?
# If it were spread evenly, it would be the box's share of the photo's area.
# A stronger baseline is the photo itself: how much of its brightness is inside?

# %%
inside_box = np.zeros((138, side, side), bool)
for sheet, (top, left, bottom, right_edge) in zip(
    inside_box, boxes[test].astype(int), strict=True
):
    sheet[top:bottom, left:right_edge] = True


def inside(maps):
    """What part of a map's total is inside the true box, on average."""
    total = np.maximum(maps.sum(axis=(1, 2)), 1e-9)  # no heat at all counts as 0
    return np.mean((maps * inside_box).sum(axis=(1, 2)) / total)


light = photos[test, ..., 0]
part = {
    "area": inside(np.ones(light.shape)),
    "brightness": inside(light),
    "heat": inside(heats),
}
for name, value in part.items():
    print(f"{name:10} inside the box: {value:.2f}")

# %% tags=["claim"]
assert 0.12 < part["area"] < 0.2, f"a sixth or so: {part}"
assert np.isclose(part["area"], np.mean(area(boxes[test])) / side**2), "the same area"
assert part["heat"] > 2 * part["area"], f"more than twice: {part}"
assert 0.38 < part["brightness"] < 0.55, f"brightness is a good guess: {part}"

# %% [markdown]
# There is more than twice as much heat inside the box as an even spread would put there, so the network looks at the digit.
# But brightness alone does as well or nearly so, because the digit is the largest bright thing in each photo.
# So this check can catch a network that looks elsewhere, as the crumb detector did, but it can't show that Grad-CAM knows more than a light meter.
#
# A better test asks what brightness can't know.
# Put **two** digits into one photo, which the network has never seen, and ask for one of them.
# Will the heat go to the right one?


# %% alt="Two rows of three pictures. Each row begins with a photo of two different digits side by side; the next picture shows the heat for the class of the left digit, bright in the left half, and the last one the heat for the class of the right digit, bright in the right half"
def pair():
    photo = rng.uniform(0, 0.15, (side, side))
    both = rng.permutation(3)[:2]
    for start, label in zip((0, 10), both, strict=True):
        number = rng.choice(order[test][kind[test] == label])
        row, column = rng.integers(0, 12), start + rng.integers(0, 3)
        part = photo[row : row + 8, column : column + 8]
        part[:] = np.maximum(part, digits.images[number] / 16)
    return photo, both


pairs = [pair() for _ in range(100)]
two = np.array([photo for photo, both in pairs], "float32")[..., np.newaxis]
asked = np.array([both for photo, both in pairs])
left_heat, right_heat = grad_cam(two, asked[:, 0]), grad_cam(two, asked[:, 1])
plt.figure(figsize=(5.6, 3.8))
for row in range(2):
    for place, shown in enumerate((two[row, ..., 0], left_heat[row], right_heat[row])):
        plt.subplot(2, 3, 3 * row + place + 1)
        plt.imshow(shown, cmap="viridis" if place else "gray")
        names = ["photo", *(f"heat for {gates[label]}" for label in asked[row])]
        plt.title(names[place])
        plt.axis("off")
plt.tight_layout()
plt.show()

# %%
in_left = left_heat[:, :, :10].sum(axis=(1, 2)) / left_heat.sum(axis=(1, 2))
in_right = right_heat[:, :, 10:].sum(axis=(1, 2)) / right_heat.sum(axis=(1, 2))
print(f"asked for the left digit, heat in the left half:   {in_left.mean():.2f}")
print(f"asked for the right digit, heat in the right half: {in_right.mean():.2f}")
found_both = np.mean((in_left > 0.5) & (in_right > 0.5))
print(f"most of the heat on the right side for both questions: {found_both:.2f}")

# %% tags=["claim"]
assert min(in_left.mean(), in_right.mean()) > 0.55, (
    f"{in_left.mean()}, {in_right.mean()}"
)
assert found_both > 0.5, f"both questions answered: {found_both:.2f}"

# %% [markdown]
# With the same photo and the same maps, another question lights up another place.
# That is what Grad-CAM is good for, and it works with a network that has never been told a place.

# %% [markdown]
# ## What can go wrong
# **Another order of the corners.**
# Many tools write a box as left, top, right, bottom, or as center and size, in pixels or in shares.
# Nothing raises an error, and the loss falls all the same; only the IoU shows it.
#
# **The heat is not a box.**
# It marks what decides the class, which may be a corner of a 7, and is as coarse as the last maps.
# Draw a box around the hottest half of each heat map, and compare it with the box head.

# %%
hot = []
for sheet in heats:
    spots = np.argwhere(sheet >= 0.5 * sheet.max())
    hot.append([*spots.min(axis=0), *(spots.max(axis=0) + 1)])
score["box around the heat"] = iou(np.array(hot), boxes[test]).mean()
swapped = boxes[test][:, [1, 0, 3, 2]]
score["rows and columns swapped"] = iou(swapped, boxes[test]).mean()
for name in ("box head", "box around the heat", "rows and columns swapped"):
    print(f"{name:25} mean IoU {score[name]:.2f}")

# %% tags=["claim"]
assert score["box around the heat"] < score["box head"] - 0.1, f"no box: {score}"
assert score["rows and columns swapped"] < 0.45, f"a true box, swapped: {score}"
far = np.array([[0, 0, 4, 4]])
assert iou(far, far + 6)[0] == iou(far, far + 60)[0] == 0, "both are 0"
assert (6 - 4, 60 - 4) == (2, 56), "pixels between the boxes"

# %% [markdown]
# **IoU as the loss.**
# A box that misses by 2 pixels and one that misses by 56 both have an IoU of 0, so there is no slope that says which way to go.
# Train with the error of the corners, and judge by the IoU.
#
# **No heat at all.**
# A class that is recognized by what is absent has no place that speaks for it, so the maximum with 0 leaves nothing.
#
# **A probability instead of the score.**
# A sure network has a flat softmax, so its gradients are nearly 0, as you saw with saliency maps.

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### From center and size to corners
# Another network answers with the center and the size of a box: center row, center column, height, width, all four as shares of the side of the photo.
# Write `to_corners(answers, side)`, where `answers` has the shape (n, 4).
# Return the boxes as this lesson writes them: top, left, bottom, right in pixels, not rounded.
# A corner that lies outside the photo is moved to its border, so that all numbers are from 0 to `side`.


# %% tags=["exercise"] id="images/boxes-and-grad-cam/to-corners" skills=["NN-14"]
def to_corners(answers, side):
    ### BEGIN SOLUTION
    center, size = answers[:, :2], answers[:, 2:]
    corners = np.concatenate([center - size / 2, center + size / 2], axis=1)
    return np.clip(corners * side, 0, side)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The top is half a height above the center row, the bottom half a height below it.

# %% [markdown] tags=["hint"]
# Put `center - size / 2` and `center + size / 2` side by side, multiply by `side`, and use `np.clip`.

# %% tags=["check"]
cases = np.array(
    [
        [0.5, 0.25, 0.2, 0.1],
        [0.1, 0.6, 0.3, 0.4],
        [0.8, 0.9, 0.5, 0.3],
        [0.3, 0.1, 0.25, 0.5],
        [0.7, 0.4, 0.1, 0.6],
    ]
)
for case_side in (40, 100):
    case = cases.copy()
    try:
        returned, problem = to_corners(case, case_side), ""
        corners = None if returned is None else np.asarray(returned, "float64")
    except Exception as error:
        corners, problem = np.zeros(0), f"{type(error).__name__}: {error}"
    assert corners is not None, (
        "Not attempted: to_corners returned None. Return an array."
    )
    assert not problem, (
        f"The call failed with {problem[:80]}, expected an array of corners."
    )
    assert corners.shape == (5, 4), (
        f"Got shape {corners.shape} for 5 boxes, expected (5, 4): one row for each box."
    )
    middle, half = cases[:, :2], cases[:, 2:] / 2
    open_corners = np.hstack([middle - half, middle + half]) * case_side
    expected = np.clip(open_corners, 0, case_side)
    worst = np.abs(corners - expected).max(axis=1).argmax()
    told = f"Got {corners[worst].round(2)} for {cases[worst]} and side {case_side}, "
    told += f"expected {expected[worst].round(2)}. "
    slips = {
        "The corners are half the size away from the center.": np.hstack(
            [middle - 2 * half, middle + 2 * half]
        ),
        "The first two numbers are the center, not a corner.": np.hstack(
            [middle, middle + 2 * half]
        ),
        "The order is top, left, bottom, right.": (expected / case_side)[
            :, [1, 0, 3, 2]
        ],
        "Top and left come before bottom and right.": (expected / case_side)[
            :, [0, 2, 1, 3]
        ],
    }
    for advice, slip in slips.items():
        slip = np.clip(slip * case_side, 0, case_side)
        assert not np.allclose(corners, slip, atol=1e-3), told + advice
    assert not np.allclose(corners, expected / case_side, atol=1e-3), (
        told + "These are still shares: multiply by the side to get pixels."
    )
    assert corners.min() >= 0 and corners.max() <= case_side, (
        f"Got numbers from {corners.min():.1f} to {corners.max():.1f}, expected none "
        f"below 0 or above {case_side}: move corners outside the photo to its border."
    )
    assert np.allclose(corners, expected, atol=1e-3), (
        told + "Compute the corners from center and size, move only those outside the "
        "photo, and don't round."
    )
    assert np.array_equal(case, cases), (
        "The call changed the answers that it was given: work on a copy."
    )
print("Correct: you have converted answers in another format to boxes.")


# %% tags=["wrong"] reason="half the size"
def to_corners(answers, side):
    center, size = answers[:, :2], answers[:, 2:]
    corners = np.concatenate([center - size, center + size], axis=1)
    return np.clip(corners * side, 0, side)


# %% tags=["wrong"] reason="move corners outside the photo to its border"
def to_corners(answers, side):
    center, size = answers[:, :2], answers[:, 2:]
    return np.concatenate([center - size / 2, center + size / 2], axis=1) * side


# %% tags=["wrong"] reason="the center, not a corner"
def to_corners(answers, side):
    center, size = answers[:, :2], answers[:, 2:]
    return np.clip(np.concatenate([center, center + size], axis=1) * side, 0, side)


# %% tags=["wrong"] reason="don't round"
def to_corners(answers, side):
    center, size = answers[:, :2], answers[:, 2:]
    corners = np.concatenate([center - size / 2, center + size / 2], axis=1)
    return np.clip(np.round(corners * side), 0, side)


# %% tags=["right"]
def to_corners(answers, side):
    boxes_in_pixels = []
    for row, column, height, width in answers * side:
        top, bottom = row - height / 2, row + height / 2
        left, right = column - width / 2, column + width / 2
        found = [top, left, bottom, right]
        boxes_in_pixels.append([min(max(edge, 0), side) for edge in found])
    return boxes_in_pixels


# %% tags=["right"]
def to_corners(answers, side):
    half = 0.5 * tf.roll(answers, 2, axis=1)[:, :2]
    corners = tf.concat([answers[:, :2] - half, answers[:, :2] + half], axis=1)
    return side * tf.clip_by_value(corners, 0, 1)


# %% [markdown]
# ### A heat map without a tape
# Many classifiers end with a convolution, `GlobalAveragePooling2D` and one `Dense` layer.
# For them you can read the weight of each map without a gradient: the `Dense` layer holds one for each map and class.
# Such a heat map is called a **class activation map**, and Grad-CAM is named after it.
#
# Write `class_map(model, photos, label)` for a model whose convolution has the name `maps` and whose last layer has the name `gate`.
# For each photo add up the maps, each times its weight for the class `label`, set negative values to 0, and return the result with the shape (photos, rows, columns).
# Keep the size of the maps.


# %% tags=["exercise"] id="images/boxes-and-grad-cam/class-map" skills=["NN-11"]
def class_map(model, photos, label):
    ### BEGIN SOLUTION
    looker = keras.Model(model.inputs[0], model.get_layer("maps").output)
    kernel = model.get_layer("gate").get_weights()[0]
    return np.maximum(np.array(looker(photos)) @ kernel[:, label], 0)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `get_weights()` of a `Dense` layer returns the kernel, of shape (inputs, outputs), and the biases.

# %% [markdown] tags=["hint"]
# `kernel[:, label]` has a weight for each map.
# Multiply the maps by it and sum along the last axis.

# %% tags=["check"]
drawn = np.random.default_rng(7)
for maps_count, classes, size in ((5, 3, (12, 16)), (4, 4, (10, 14))):
    small = keras.Sequential(
        [
            keras.Input(shape=(*size, 1)),
            keras.layers.Conv2D(maps_count, 3, strides=2, name="maps"),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(classes, activation="softmax", name="gate"),
        ]
    )
    table = drawn.normal(size=(maps_count, classes)).astype("float32")
    small.layers[-1].set_weights([table, drawn.normal(size=classes)])
    some = drawn.normal(size=(6, *size, 1)).astype("float32")
    values = np.array(small.layers[0](some))
    for tried in (2, 0):
        sums = np.einsum("nhwk,k->nhw", values, table[:, tried])
        expected = np.maximum(sums, 0)
        try:
            returned, problem = class_map(small, some, tried), ""
            warm = None if returned is None else np.asarray(returned, "float32")
        except Exception as error:
            warm, problem = np.zeros(0), f"{type(error).__name__}: {error}"
        assert warm is not None, (
            "Not attempted: class_map returned None. Return an array."
        )
        assert not problem, (
            f"The call failed with {problem[:90]} for {maps_count} maps and {classes} "
            "classes, expected heat maps. The kernel has a row for each map and a "
            "column for each class."
        )
        assert warm.shape == expected.shape, (
            f"Got shape {warm.shape} for 6 photos with maps of {values.shape[1:3]}, "
            f"expected {expected.shape}: sum over the maps, and keep the places."
        )
        told = f"Got heat from {warm.min():.2f} to {warm.max():.2f}, expected "
        told += f"{expected.min():.2f} to {expected.max():.2f}. "
        assert warm.min() >= 0, told + "Set negative values to 0."
        others = {
            "Add up first, and set negative values to 0 after that.": np.einsum(
                "nhwk,k->nhw", np.maximum(values, 0), table[:, tried]
            ).clip(0),
            "Multiply each map by its weight for the class.": values.sum(-1).clip(0),
            "Don't drop the signs: negative sums become 0.": np.abs(sums),
            "Leave the heat as it is, and don't scale it to 1.": (
                expected / expected.max(axis=(1, 2), keepdims=True)
            ),
        }
        for advice, other in others.items():
            assert not np.allclose(warm, other, atol=1e-4), told + advice
        assert np.allclose(warm, expected, atol=1e-3), (
            told + "Use the column of the class in the kernel as weights, without the "
            "bias."
        )
print("Correct: the maps and one column of weights are all you need.")


# %% tags=["wrong"] reason="set negative values to 0"
def class_map(model, photos, label):
    looker = keras.Model(model.inputs[0], model.get_layer("maps").output)
    kernel = model.get_layer("gate").get_weights()[0]
    return np.array(looker(photos)) @ kernel[:, label]


# %% tags=["wrong"] reason="a column for each class"
def class_map(model, photos, label):
    looker = keras.Model(model.inputs[0], model.get_layer("maps").output)
    kernel = model.get_layer("gate").get_weights()[0]
    return np.maximum(np.array(looker(photos)) @ kernel[label], 0)


# %% tags=["wrong"] reason="by its weight for the class"
def class_map(model, photos, label):
    looker = keras.Model(model.inputs[0], model.get_layer("maps").output)
    return np.maximum(np.array(looker(photos)).sum(axis=-1), 0)


# %% tags=["wrong"] reason="without the bias"
def class_map(model, photos, label):
    looker = keras.Model(model.inputs[0], model.get_layer("maps").output)
    kernel, bias = model.get_layer("gate").get_weights()
    return np.maximum(np.array(looker(photos)) @ kernel[:, label] + bias[label], 0)


# %% tags=["right"]
def class_map(model, photos, label):
    maps = photos
    for layer in model.layers:
        maps = layer(maps)
        if layer.name == "maps":
            break
    weights = model.get_layer("gate").kernel.numpy()
    heat = sum(weights[k, label] * maps[..., k] for k in range(len(weights)))
    return tf.nn.relu(heat)


# %% tags=["right"]
def class_map(model, photos, label):
    last = model.get_layer("gate")
    kernel, bias = last.kernel, last.bias
    looker = keras.Model(model.inputs[0], model.get_layer("maps").output)
    with tf.GradientTape() as tape:
        maps = looker(photos)
        score = tf.reduce_mean(maps, axis=(1, 2)) @ kernel + bias
        score = score[:, label]
    slopes = np.array(tape.gradient(score, maps)) * maps.shape[1] * maps.shape[2]
    return [np.maximum((s * m).sum(-1), 0) for s, m in zip(slopes, maps.numpy())]


# %% [markdown]
# ### A network with two heads
# Write `two_heads(side, classes)`, which returns a model, not compiled, for gray photos of shape (`side`, `side`, 1).
#
# - At least two `Conv2D` layers, each with ReLU, are shared by both heads.
# - The output `"class"` is a probability for each class, and comes from global pooling, so that it doesn't depend on the place.
# - The output `"box"` is four numbers without an activation, and depends on the place.
#
# The outputs are a dictionary.


# %% tags=["exercise"] id="images/boxes-and-grad-cam/two-heads" skills=["NN-14"]
def two_heads(side, classes):
    ### BEGIN SOLUTION
    photo = keras.Input(shape=(side, side, 1))
    maps = keras.layers.Conv2D(8, 3, strides=2, activation="relu")(photo)
    maps = keras.layers.Conv2D(16, 3, activation="relu")(maps)
    pooled = keras.layers.GlobalMaxPooling2D()(maps)
    kinds = keras.layers.Dense(classes, activation="softmax")(pooled)
    box = keras.layers.Dense(4)(keras.layers.Flatten()(maps))
    return keras.Model(photo, {"class": kinds, "box": box})
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Both heads start from the same tensor, the last maps.

# %% [markdown] tags=["hint"]
# One head pools the maps and ends with softmax; the other flattens them and ends with `Dense(4)`.

# %% tags=["check"]
drawn = np.random.default_rng(7)
for case_side, classes in ((32, 3), (36, 5)):
    net_of_two = two_heads(case_side, classes)
    assert net_of_two is not None, (
        "Not attempted: two_heads returned None. Return a model."
    )
    assert isinstance(net_of_two, keras.Model), (
        f"Got {type(net_of_two).__name__}, expected a model: return keras.Model(...)."
    )
    assert not net_of_two.compiled, (
        "Got a compiled model, expected one that isn't: leave out the call of compile."
    )
    variables = net_of_two.trainable_variables
    kernels = [variable for variable in variables if len(variable.shape) > 1]
    for variable in variables:  # no biases: dark places stay 0
        variable.assign(np.full(variable.shape, float("gamma" in variable.path)))
    for variable in kernels:
        variable.assign(0.3 * drawn.normal(size=variable.shape))
    given = np.zeros((8, case_side, case_side, 1), "float32")
    thing = drawn.random((4, 4, 1)).astype("float32")
    given[0, 8:12, 12:16] = given[1, 16:20, 20:24] = thing  # the same, 8 pixels off
    given[2:] = drawn.random((6, case_side, case_side, 1))
    try:
        returned, problem = net_of_two(given), ""
        outs = {name: np.array(out) for name, out in dict(returned).items()}
    except Exception as error:
        outs, problem = {}, f"{type(error).__name__}: {error}"
    assert not problem, (
        f"Got {problem[:90]} for photos of shape {given.shape[1:]}, expected a "
        "dictionary with two outputs."
    )
    assert set(outs) == {"class", "box"}, (
        f"Got the outputs {sorted(outs)}, expected ['box', 'class']."
    )
    shapes = {name: out.shape[1:] for name, out in outs.items()}
    assert shapes == {"class": (classes,), "box": (4,)}, (
        f"Got the shapes {shapes}, expected ({classes},) for the class and (4,) for "
        "the box."
    )
    chances, corners_out = outs["class"], outs["box"]
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-3) and chances.min() >= 0, (
        f"Got class outputs that sum to {chances[0].sum():.2f} for the first photo, "
        "expected probabilities: end this head with a softmax."
    )
    assert not np.allclose(corners_out.sum(axis=1), 1, atol=1e-3), (
        "Got boxes whose four numbers sum to 1: use no softmax for the box."
    )
    strong = np.array(net_of_two(1e4 * given)["box"])
    assert np.abs(strong).max() > 1.5, (
        f"Got box outputs of at most {np.abs(strong).max():.2f} even for huge inputs, "
        "expected no such limit: use no activation for the box."
    )
    with tf.GradientTape(persistent=True) as both_heads:
        heads = net_of_two(given)
        lengths = {name: tf.reduce_sum(out**2) for name, out in heads.items()}
    convolutions = [variable for variable in variables if len(variable.shape) == 4]
    shared_by_both = 0
    for variable in convolutions:
        pulls = [both_heads.gradient(length, variable) for length in lengths.values()]
        shared_by_both += all(
            pull is not None and np.abs(pull).max() > 0 for pull in pulls
        )
    assert shared_by_both >= 2, (
        f"Got {shared_by_both} convolutions that both heads use, expected at least 2: "
        "start both heads from the same maps."
    )
    moved = np.abs(chances[0] - chances[1]).max()
    assert moved < 1e-4, (
        f"Got class probabilities that change by {moved:.3f} when an object moves by 8 "
        "pixels, expected no change: pool the maps globally for the class."
    )
    seen = np.abs(corners_out[0] - corners_out[1]).max()
    assert seen > 1e-3 * np.abs(corners_out[:2]).max(), (
        "Got the same box for an object at two places, expected two boxes: global "
        "pooling forgets the place, so flatten the maps for the box."
    )
    lowest = corners_out.min()
    for _ in range(3):
        for variable in kernels:
            variable.assign(0.3 * drawn.normal(size=variable.shape))
        lowest = min(lowest, np.array(net_of_two(given)["box"]).min())
    assert lowest < 0, (
        "Got no box output below 0 with any weights: use no activation for the box."
    )
    if case_side == 36:
        continue  # the rest doesn't depend on the size
    for place in range(len(convolutions)):  # answers below 0 must end in its ReLU
        for dense_sign in (1, -1):
            for variable in kernels:
                sign = dense_sign if len(variable.shape) == 2 else 1
                variable.assign(sign * (0.05 + drawn.random(variable.shape)))
            for variable in convolutions[place : place + 2]:
                variable.assign(-variable.numpy())
            leak = np.abs(np.array(net_of_two(given)["box"])).max()
            assert leak == 0, (
                f"Negative outputs of convolution number {place + 1} reach the box, "
                "expected zeros: put a ReLU after each convolution."
            )
print("Correct: one trunk, one head that ignores the place, and one that knows it.")


# %% tags=["wrong"] reason="global pooling forgets the place"
def two_heads(side, classes):
    photo = keras.Input(shape=(side, side, 1))
    maps = keras.layers.Conv2D(8, 3, strides=2, activation="relu")(photo)
    maps = keras.layers.Conv2D(16, 3, activation="relu")(maps)
    pooled = keras.layers.GlobalMaxPooling2D()(maps)
    kinds = keras.layers.Dense(classes, activation="softmax")(pooled)
    return keras.Model(photo, {"class": kinds, "box": keras.layers.Dense(4)(pooled)})


# %% tags=["wrong"] reason="pool the maps globally for the class"
def two_heads(side, classes):
    photo = keras.Input(shape=(side, side, 1))
    maps = keras.layers.Conv2D(8, 3, strides=2, activation="relu")(photo)
    maps = keras.layers.Conv2D(16, 3, activation="relu")(maps)
    flat = keras.layers.Flatten()(maps)
    kinds = keras.layers.Dense(classes, activation="softmax")(flat)
    return keras.Model(photo, {"class": kinds, "box": keras.layers.Dense(4)(flat)})


# %% tags=["wrong"] reason="no softmax for the box"
def two_heads(side, classes):
    photo = keras.Input(shape=(side, side, 1))
    maps = keras.layers.Conv2D(8, 3, strides=2, activation="relu")(photo)
    maps = keras.layers.Conv2D(16, 3, activation="relu")(maps)
    pooled = keras.layers.GlobalMaxPooling2D()(maps)
    kinds = keras.layers.Dense(classes, activation="softmax")(pooled)
    box = keras.layers.Dense(4, activation="softmax")(keras.layers.Flatten()(maps))
    return keras.Model(photo, {"class": kinds, "box": box})


# %% tags=["wrong"] reason="start both heads from the same maps"
def two_heads(side, classes):
    photo = keras.Input(shape=(side, side, 1))
    ends = []
    for last in (keras.layers.GlobalMaxPooling2D(), keras.layers.Flatten()):
        maps = keras.layers.Conv2D(8, 3, strides=2, activation="relu")(photo)
        ends.append(last(keras.layers.Conv2D(8, 3, activation="relu")(maps)))
    kinds = keras.layers.Dense(classes, activation="softmax")(ends[0])
    return keras.Model(photo, {"class": kinds, "box": keras.layers.Dense(4)(ends[1])})


# %% tags=["wrong"] reason="ReLU after each convolution"
def two_heads(side, classes):
    photo = keras.Input(shape=(side, side, 1))
    maps = keras.layers.Conv2D(8, 3, strides=2)(photo)
    maps = keras.layers.Conv2D(16, 3, activation="relu")(maps)
    pooled = keras.layers.GlobalMaxPooling2D()(maps)
    kinds = keras.layers.Dense(classes, activation="softmax")(pooled)
    box = keras.layers.Dense(4)(keras.layers.Flatten()(maps))
    return keras.Model(photo, {"class": kinds, "box": box})


# %% tags=["right"]
def two_heads(side, classes):
    trunk = keras.Sequential(
        [
            keras.Input(shape=(side, side, 1)),
            keras.layers.Conv2D(6, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(8, 3, padding="same", activation="relu"),
            keras.layers.MaxPooling2D(2),
        ]
    )
    photo = keras.Input(shape=(side, side, 1))
    maps = trunk(photo)
    hidden = keras.layers.Dense(16, activation="relu")(keras.layers.Flatten()(maps))
    mean = keras.layers.GlobalAveragePooling2D()(maps)
    kinds = keras.layers.Dense(classes, "softmax")(mean)
    return keras.Model(photo, {"box": keras.layers.Dense(4)(hidden), "class": kinds})


# %% tags=["right"]
def two_heads(side, classes):
    photo = keras.Input((side, side, 1))
    maps = photo
    for filters in (4, 8):
        maps = keras.layers.Conv2D(filters, 5, strides=2, padding="same")(maps)
        maps = keras.layers.Activation("relu")(maps)
    strongest = keras.ops.max(maps, axis=(1, 2))
    kinds = keras.ops.softmax(keras.layers.Dense(classes)(strongest))
    row = keras.layers.Reshape((-1,))(maps)
    return keras.Model(
        photo, dict(zip(("class", "box"), (kinds, keras.layers.Dense(4)(row))))
    )


# %% [markdown]
# ## What to remember
# - A bounding box is a regression with four outputs, without activation; agree on order and units first.
# - IoU is the shared area divided by the area of both together; compare it with that of the average box.
# - Two heads on one trunk: a dictionary of outputs, a loss for each, and `loss_weights` between them.
# - Global pooling forgets the place, which a class needs and a box can't do without.
# - Grad-CAM: maps times the average gradient of the class's score, summed, negatives to 0.
#   Its heat shows evidence, not outlines; measure it against an even spread and a simple baseline.
#
# Next: [Two classes of text](../text/two-classes.ipynb), a row of words in place of pixels.
# All skills of this topic: [Image classification](../../topics/images.md).
