# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Convolutions, by hand and by layer
#     summary: "Slide a filter over a photograph, first with two loops and then with Conv2D, and work out the shapes and weights of a network."
#     skills: [IMG-1, IMG-3]
#     requires: [basics/first-model]
# ---

# %% [markdown]
# In this lesson you slide a small filter over a photograph, first with two loops, then with `Conv2D`.
# You work out the shapes and the number of weights of a convolutional network.
# At the end you compare a network with convolutions with one without, on digits that are not always in the middle.

# %% [markdown] skills=["IMG-1"]
# ## One filter, by hand
# A **filter** (or kernel) is a small grid of weights, here 3 x 3.
# Lay it on a patch of the picture, multiply each weight by the pixel under it, and add up the 9 products, which gives one number of the output.
# Then move the filter one pixel to the right and do it again; that is a **convolution**:
#
# $$ y_{i,j} = b + \sum_{m=0}^{2} \sum_{n=0}^{2} w_{m,n} \; x_{i+m,\,j+n} $$
#
# Here $x$ is the picture, $w$ the filter, $b$ a number called the bias, and $y$ the output, called a **feature map**.
# (In mathematics this is a **cross-correlation**; a convolution would flip the filter in both directions first.
# Every deep learning library computes the formula above and calls it a convolution.
# It makes no difference, because the weights are learned either way.)

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from skimage.data import brick
from sklearn.datasets import load_digits


def convolve(picture, kernel):
    size = len(kernel)
    rows, columns = (length - size + 1 for length in picture.shape)
    output = np.zeros((rows, columns), "float32")
    for i in range(rows):
        for j in range(columns):
            output[i, j] = np.sum(picture[i : i + size, j : j + size] * kernel)
    return output


left_right = np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]], "float32")
top_bottom = left_right.T
strip = np.array([[0, 0, 0, 1, 1, 1]] * 3, "float32")
print(strip)

# %% [markdown]
# This strip is dark on the left and bright on the right.
# The filter `left_right` takes the right column of a patch minus the left one.
# Before you run the next cell, work out its four answers on paper.

# %%
print("left_right:", convolve(strip, left_right))
print("top_bottom:", convolve(strip, top_bottom))

# %% tags=["claim"]
assert convolve(strip, left_right).tolist() == [[0, 3, 3, 0]], "an edge answers 3"
assert not convolve(strip, top_bottom).any(), "the other filter sees nothing"

# %% [markdown]
# Where the patch has the same brightness everywhere, the answer is 0; where it contains the edge from dark to bright, the answer is 3.
# The other filter, which compares top and bottom, sees nothing here.
# So a filter asks the same question at every place, here: "is there a vertical edge?"
#
# Now a real photograph: a wall, with long joints from top to bottom and short ones across.

# %% alt="A brick wall in gray; beside it the map of left_right, in which the long vertical joints shine, and the map of top_bottom, in which only the short joints across shine"
wall = (brick()[:240:2, :360:2] / 255).astype("float32")
maps = [convolve(wall, left_right), convolve(wall, top_bottom)]
titles = ["the wall", "left_right", "top_bottom"]
plt.figure(figsize=(7, 2.2))
for place, picture in enumerate([wall, *np.abs(maps)]):
    plt.subplot(1, 3, place + 1)
    plt.imshow(picture, cmap="gray")
    plt.title(titles[place])
    plt.axis("off")
plt.tight_layout()
plt.show()
print("wall:", wall.shape, " map:", maps[0].shape)
print("mean answer, without sign:", np.abs(maps).mean(axis=(1, 2)).round(2))

# %% tags=["claim"]
strength = np.abs(maps).mean(axis=(1, 2))
assert strength[0] > 2 * strength[1], "vertical joints are longer than those across"
assert wall.shape == (120, 180), "the wall"
assert maps[0].shape == (118, 178), "2 rows and 2 columns less"

# %% [markdown]
# Two filters give two maps: one found the long joints and the other the short ones.
# Neither filter knows what a brick is, because 9 weights are enough to find a joint.
#
# Other weights ask other questions.
# Step through four more filters, whose weights are beside their maps, and say for each what it does before you read on.

# %% slider="Filter" states=["blur", "sharpen", "outline", "slanted"] alt=["Filter blur, nine times 0.11: the wall without its grain, as if out of focus", "Filter sharpen, 5 in the middle and -1 above, below and at the sides: the wall with a harder grain", "Filter outline, 8 in the middle and -1 around it: black, but for the joints and the grain", "Filter slanted, 1 in the lower right, -1 in the upper left: what gets brighter towards the lower right shines"]
more = {
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "outline": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "slanted": np.array([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]]),
}
answers = {name: convolve(wall, kernel) for name, kernel in more.items()}
for name, kernel in more.items():
    plt.figure(figsize=(6, 2.4))
    plt.subplot(1, 2, 1)
    plt.imshow(kernel, cmap="gray", vmin=-8, vmax=32)
    for (row, column), weight in np.ndenumerate(kernel):
        plt.text(column, row, f"{weight:.2g}", ha="center", va="center", color="w")
    plt.axis("off")
    plt.subplot(1, 2, 2)
    plt.imshow(answers[name], cmap="gray", vmin=0, vmax=1)
    plt.axis("off")
    plt.tight_layout()
    plt.show()

# %% tags=["claim"]
grain = {name: np.abs(np.diff(map_, axis=1)).mean() for name, map_ in answers.items()}
inner = np.abs(np.diff(wall, axis=1)).mean()
assert grain["blur"] < 0.7 * inner < inner < 0.5 * grain["sharpen"], "softer and harder"
weights = {name: kernel.sum() for name, kernel in more.items()}
assert np.isclose(weights["blur"], 1) and weights["sharpen"] == 1, "as bright as before"
assert weights["outline"] == weights["slanted"] == 0, "0 where nothing changes"
assert round(1 / 9, 2) == 0.11 and (wall.min(), wall.max()) > (0, 0), "the figure"

# %% [markdown]
# The weights of *blur* and *sharpen* add up to 1, so the wall stays about as bright as it was; those of the others add up to 0, so an even area becomes black.
# A network does not choose among such filters but learns its own weights, and in [What the network looks at](what-it-looks-at.ipynb) you will see what they have become.

# %% [markdown] skills=["IMG-1"]
# ## The same with a Conv2D layer
# `Conv2D(filters=2, kernel_size=3)` has two such filters.
# Its weights start at random and are learned, but here you set them to yours.
# The layer wants four axes: pictures, height, width, channels (1 for gray, 3 for color).
# Its weights have four axes too: height and width of the filter, channels in, filters.

# %%
layer = keras.layers.Conv2D(filters=2, kernel_size=3)
layer.build((None, 120, 180, 1))
print("shapes of its weights:", [w.shape for w in layer.get_weights()])

kernels = np.stack([left_right, top_bottom], axis=-1)[:, :, np.newaxis, :]
layer.set_weights([kernels, np.zeros(2)])
answer = np.array(layer(wall[np.newaxis, :, :, np.newaxis]))
print("shape of the answer:", answer.shape)
print("the same as by hand:", np.allclose(answer[0], np.stack(maps, -1), atol=1e-5))

# %% tags=["claim"]
assert np.allclose(answer[0], np.stack(maps, -1), atol=1e-5), "layer and loops agree"
assert kernels.shape == (3, 3, 1, 2), "height, width, channels in, filters"

# %% [markdown] skills=["IMG-1"]
# ## Shapes: padding, strides, pooling
# The map is 2 pixels smaller than the picture, because the filter can't extend beyond the border.
# That is `padding="valid"`, the default.
# With `padding="same"` a border of zeros is first put around the picture, so the size stays the same.
# With `strides=2` the filter takes steps of two pixels, so only every second answer is computed.
# For a side of $n$ pixels, a filter of $k$ and a stride of $s$, "valid" gives $\lfloor (n-k)/s \rfloor + 1$ and "same" gives $\lceil n/s \rceil$.
#
# ![A filter of 3 x 3 on a picture of 5 x 5 at its first two places: with valid the map has 3 x 3 values; with same a border is added and it has 5 x 5; with strides=2 the filter moves two pixels and it has 2 x 2](../diagrams/sliding-filter.svg)
#
# Check the three maps in the picture with these two formulas.
#
# **Pooling** makes a map smaller and has no weights: `MaxPooling2D(2)` keeps the largest of each 2 x 2 block.
# It tells you that the edge is somewhere in the block, but no longer where exactly.

# %%
steps = {
    "Conv2D(8, 3)": keras.layers.Conv2D(8, 3),
    "Conv2D(8, 3, padding='same')": keras.layers.Conv2D(8, 3, padding="same"),
    "Conv2D(8, 3, strides=2)": keras.layers.Conv2D(8, 3, strides=2),
    "MaxPooling2D(2)": keras.layers.MaxPooling2D(2),
    "GlobalMaxPooling2D()": keras.layers.GlobalMaxPooling2D(),
}
shapes = {}
print("From a picture of 12 x 12 x 1:")
for name, step in steps.items():
    shapes[name] = tuple(step(np.zeros((1, 12, 12, 1))).shape[1:])
    print(f"{name:30} {str(shapes[name]):14} {step.count_params():3} weights")

block = np.array([[1, 5, 0, 2], [3, 2, 1, 0], [0, 0, 9, 7], [1, 0, 8, 6]], "float32")
pooled = keras.layers.MaxPooling2D(2)(block.reshape(1, 4, 4, 1))
print("\nblocks:", *block.astype(int), sep="\n")
print("largest of each:", *np.array(pooled).reshape(2, 2).astype(int), sep="\n")

# %% tags=["claim"]
sides = list(shapes.values())
assert sides == [(10, 10, 8), (12, 12, 8), (5, 5, 8), (6, 6, 1), (1,)], f"got {sides}"
assert [(12 - 3) // s + 1 for s in (1, 2)] == [10, 5], "the formula for valid"
for n in range(3, 12):
    same = keras.layers.Conv2D(1, 3, strides=2, padding="same")
    got = same.compute_output_shape((1, n, n, 1))[1], (n + 1) // 2
    assert got[0] == got[1], f"same with stride 2 gives ceil(n / 2), got {got}"
one, two = keras.layers.Conv2D(2, 3), keras.layers.Conv2D(2, 3, strides=2)
picture = wall[np.newaxis, :, :, np.newaxis]
one(picture), two(picture), two.set_weights(one.get_weights())
assert np.allclose(one(picture)[:, ::2, ::2], two(picture), atol=1e-5), "every second"
assert np.array(pooled).reshape(-1).tolist() == [5, 2, 1, 9], "the largest of each"
assert steps["MaxPooling2D(2)"].count_params() == 0, "pooling has no weights"
assert keras.layers.GlobalMaxPooling2D()(pooled).numpy().item() == 9, "the largest"

# %% [markdown]
# `GlobalMaxPooling2D` goes all the way (**global pooling**): it keeps one number for a whole map, its largest, which answers "is there such an edge anywhere?"
#
# The number of weights does not depend on the size of the picture.
# Each of 8 filters has $3 \cdot 3 \cdot 1$ weights and one bias: $8 \cdot (9 + 1) = 80$.
# A `Dense` layer with 8 units on the flattened picture has a weight for every pixel and unit: $144 \cdot 8 + 8 = 1160$, and 172808 on our wall.

# %% tags=["claim"]
for pixels, weights in ((12 * 12, 1160), (120 * 180, 172808)):
    flat = keras.layers.Dense(8)
    flat.build((None, pixels))
    assert flat.count_params() == weights, f"{pixels} pixels, {flat.count_params()}"
big = keras.layers.Conv2D(8, 3)
big.build((None, 120, 180, 1))
assert steps["Conv2D(8, 3)"].count_params() == big.count_params() == 80, "80 weights"

# %% [markdown] skills=["IMG-3"]
# ## Shifted digits: equivariance and invariance
# Real objects are seldom in the middle of the picture.
# So put each handwritten digit, 8 x 8 pixels, on a black background of 12 x 12, shifted by up to 2 pixels in each direction.

# %%
keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
digits = load_digits()
order = rng.permutation(len(digits.target))
y = digits.target[order]
x = np.zeros((len(y), 12, 12, 1), "float32")
for picture, digit in zip(x, digits.images[order] / 16, strict=True):
    row, column = rng.integers(0, 5, 2)  # 2 is the middle
    picture[row : row + 8, column : column + 8, 0] = digit

train = tf.data.Dataset.from_tensor_slices((x[:1200], y[:1200])).shuffle(1200).batch(64)


def train_and_test(hidden):
    output = keras.layers.Dense(10, activation="softmax")
    model = keras.Sequential([keras.Input(shape=(12, 12, 1)), *hidden, output])
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss=loss)
    model.fit(train, epochs=8, verbose=0, shuffle=False)  # the data set shuffles
    correct = np.argmax(model(x[1200:]), axis=1) == y[1200:]
    return model, correct.mean()


# %% [markdown]
# Three networks learn from the same 1200 pictures and are tested on the other 597.
# The first two see the picture as a flat row of 144 numbers.
# The third applies 16 filters of 3 x 3 pixels everywhere, pools, applies 32 filters to the result, and keeps the largest answer of each.
# Which one will do best, and which has the most weights?
# Decide before you look.

# %%
networks = {
    "Dense, 32 units": [
        keras.layers.Flatten(),
        keras.layers.Dense(32, activation="relu"),
    ],
    "Dense, 256 units": [
        keras.layers.Flatten(),
        keras.layers.Dense(256, activation="relu"),
    ],
    "Conv2D and pooling": [
        keras.layers.Conv2D(16, 3, padding="same", activation="relu"),
        keras.layers.MaxPooling2D(2),
        keras.layers.Conv2D(32, 3, padding="same", activation="relu"),
        keras.layers.GlobalMaxPooling2D(),
    ],
}
results = {}
for name, hidden in networks.items():
    model, accuracy = train_and_test(hidden)
    results[name] = model.count_params(), accuracy
    print(f"{name:20} {model.count_params():6} weights   test accuracy {accuracy:.2f}")

# %% tags=["claim"] numbers=["accuracy with convolutions = conv[1]"]
small, wide, conv = results.values()
assert len(x) - 1200 == 597, "597 test pictures"
assert x[0].size == 144, "numbers in a row"
assert conv[1] > 0.88, f"convolution is right in more than 88 of 100, got {conv[1]:.2f}"
assert conv[1] > wide[1] + 0.05 > small[1] + 0.1, "convolution, then wide, then small"
assert abs(conv[0] - small[0]) < 0.05 * small[0], "as many weights as the small one"
assert wide[0] > 7 * conv[0], "the wide one has seven times the weights"

# %% [markdown]
# The convolutional network wins clearly, with about as many weights as the small `Dense` network and less than a seventh of the wide one.
# Why?
# For `Dense`, a digit that is shifted by one pixel is a new picture, because other inputs are bright, and other weights must learn the same thing again.
# A filter is used at every place, so what it learns in one place works everywhere.
# Look at the map of one learned filter for a digit, and for the same digit shifted 4 pixels to the right and 3 down.


# %% alt="A digit and the same digit moved to the lower right, and below each the map of one learned filter: the map is the same, moved along with the digit"
def moved(picture, down, right):
    canvas = np.zeros((16, 16), "float32")
    canvas[2 + down : 10 + down, 2 + right : 10 + right] = picture / 16
    return canvas


pair = np.stack([moved(digits.images[0], 0, 0), moved(digits.images[0], 3, 4)])
answers = np.array(model.layers[0](pair[..., np.newaxis]))
best = np.argmax(answers.max(axis=(0, 1, 2)))
plt.figure(figsize=(6, 3.6))
pictures = [pair[0], answers[0, ..., best], pair[1], answers[1, ..., best]]
for place, picture in enumerate(pictures):
    plt.subplot(2, 2, place + 1)
    plt.imshow(picture, cmap="gray" if place % 2 == 0 else "viridis")
    plt.title(["the digit", "map of one filter", "moved", "its map"][place])
    plt.axis("off")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
along = np.roll(answers[0], (3, 4), axis=(0, 1))
assert np.allclose(along, answers[1], atol=1e-5), "all maps move with the digit"
largest = [answer.max(axis=(0, 1)) for answer in answers[:2]]
assert np.allclose(*largest, atol=1e-5), "the largest values stay the same"

# %% [markdown]
# The map has shifted with the digit and is otherwise the same, which is called **equivariance**.
# So its largest value is the same too, and `GlobalMaxPooling2D` passes on nothing else: that is **invariance**, because the result no longer depends on the position.
# Notice also that the layer was trained on 12 x 12 pixels and works on 16 x 16 here.
#
# ## What can go wrong
# - **The channel axis is missing.** `Conv2D` on pictures of shape (12, 12) fails with "expected min_ndim=4, found ndim=3".
#   Add the axis: `x[..., np.newaxis]`.
# - **Nothing left to pool.** Each pooling halves the sides; on 12 x 12 the fourth `MaxPooling2D(2)` finds a side of 1 and raises an error.
# - **Flatten too early.** After `Conv2D(16, 3, padding="same")` a picture of 12 x 12 has 2304 numbers, so a `Dense` layer of 32 units needs 73760 weights.
#   Pool first, which leaves fewer numbers.
# - **Pooling where the position matters.** `GlobalMaxPooling2D` discards where the largest answer was, so to find out *where* something is, keep the map.


# %% tags=["claim"]
def refusal(layer, picture):
    try:
        layer(picture)
    except ValueError as error:
        return str(error)


told = refusal(keras.layers.Conv2D(8, 3), np.zeros((5, 12, 12), "float32"))
assert "expected min_ndim=4, found ndim=3" in told, told
grid = keras.Input(shape=(12, 12, 1))
for _ in range(3):
    grid = keras.layers.MaxPooling2D(2)(grid)
assert grid.shape == (None, 1, 1, 1), "three times halved: 6, 3, 1"
assert refusal(keras.layers.MaxPooling2D(2), grid), "a fourth pooling is refused"
assert 12 * 12 * 16 == 2304 and 2304 * 32 + 32 == 73760, "flatten too early"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### How large is the map?
# Write `side(n, kernel, stride)`: the side of the map when a filter with `kernel` pixels moves over `n` pixels in steps of `stride`, with "valid" padding.
# You don't need a layer for it: arithmetic is enough.


# %% tags=["exercise"] id="images/convolutions/side" skills=["IMG-1"]
def side(n, kernel, stride):
    ### BEGIN SOLUTION
    return (n - kernel) // stride + 1
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# How many steps can the filter take before it reaches beyond the border?
# Its starting position counts too.

# %% tags=["check"]
cases = ((12, 3, 1), (12, 2, 2), (28, 5, 1), (12, 3, 2), (10, 3, 4), (5, 5, 3))
for pixels, size, step in cases:
    got, expected = side(pixels, size, step), len(range(0, pixels - size + 1, step))
    assert got is not None, "Not attempted: side returned None. Return a number."
    told = f"side({pixels}, {size}, {step}) is {got!r}, expected {expected}. "
    try:
        number = float(got)
    except (TypeError, ValueError):
        number = None
    assert number is not None and not isinstance(got, str), (
        told + "Return a single number, not a list or a string."
    )
    assert number != expected - 1, (
        told + "Count the starting position too: there is one more position than steps."
    )
    fits = (pixels - size) % step == 0
    assert number % 1 == 0 and (fits or number != expected + 1), (
        told + "The filter can't extend beyond the border: round down."
    )
    assert number == expected, (
        told + "Subtract the kernel from n, divide by the stride, and add 1."
    )
print("Correct: you can plan a network on paper.")


# %% tags=["wrong"] reason="count the starting position"
def side(n, kernel, stride):
    return (n - kernel) // stride


# %% tags=["wrong"] reason="round down"
def side(n, kernel, stride):
    return (n - kernel) / stride + 1


# %% tags=["wrong"] reason="add 1"
def side(n, kernel, stride):
    return n // stride


# %% tags=["wrong"] reason="round down"
def side(n, kernel, stride):
    return round((n - kernel) / stride) + 1


# %% tags=["right"]
def side(n, kernel, stride):
    start, places = 0, 0
    while start + kernel <= n:
        start, places = start + stride, places + 1
    return places


# %% tags=["right"]
def side(n, kernel, stride):
    starts = np.arange(n)[::stride]
    return np.sum(starts + kernel <= n)


# %% [markdown]
# ### A layer with your filter
# Write `fixed(kernel)`, which takes a square array such as `left_right` and returns a `Conv2D` layer with a single filter that has exactly these weights and no bias.
# The layer is for gray pictures and uses "valid" padding.


# %% tags=["exercise"] id="images/convolutions/fixed" skills=["IMG-1"]
def fixed(kernel):
    ### BEGIN SOLUTION
    layer = keras.layers.Conv2D(1, kernel.shape, use_bias=False)
    layer.build((None, None, None, 1))
    layer.set_weights([kernel[:, :, np.newaxis, np.newaxis]])
    return layer
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# A layer has no weights before it is built: call `layer.build((None, None, None, 1))`.

# %% [markdown] tags=["hint"]
# `set_weights` wants a list; the first array has the shape (height, width, 1, 1).

# %% tags=["check"]
draw = np.random.default_rng(7)
for size in (3, 5):
    given = draw.normal(size=(size, size)).astype("float32")
    pictures_tried = draw.normal(size=(2, 9, 11, 1)).astype("float32")
    own = fixed(given)
    assert own is not None, "Not attempted: fixed returned None. Return the layer."
    assert isinstance(own, keras.layers.Conv2D), (
        f"Got {type(own).__name__}, expected a Conv2D layer. Return the layer itself."
    )
    try:
        got, problem = np.array(own(pictures_tried)), ""
    except Exception as error:
        got, problem = None, f"{type(error).__name__}: {error}"
    assert not problem, (
        f"The layer fails on gray pictures with {problem[:90]}, expected maps. Build "
        "it for one channel."
    )
    shape = (2, 10 - size, 12 - size, 1)
    assert got.shape == shape, (
        f"Got shape {got.shape} for two pictures of 9 x 11 and a {size} x {size} "
        f"kernel, expected {shape}. Use one filter of the kernel's size, a stride of 1 "
        "and valid padding."
    )
    wanted = np.stack([convolve(one[..., 0], given) for one in pictures_tried])
    for turned in (given.T, given[::-1, ::-1]):
        answer_turned = convolve(pictures_tried[0, ..., 0], turned)
        assert not np.allclose(got[0, ..., 0], answer_turned, atol=1e-4), (
            "Got the map of the kernel transposed or flipped, expected that of the "
            "kernel as it is. Keep the order of its rows and columns."
        )
    worst = np.unravel_index(np.abs(got[..., 0] - wanted).argmax(), wanted.shape)
    assert np.allclose(got[..., 0], wanted, atol=1e-4), (
        f"Got {got[worst].item():.2f} at one place of a map, expected "
        f"{wanted[worst]:.2f}. Either the weights aren't those of the kernel (set them "
        "after the layer is built), or an activation or a bias changes the result."
    )
    arrays = [weights.shape for weights in own.get_weights()]
    assert arrays == [(size, size, 1, 1)], (
        f"Got weights of the shapes {arrays}, expected only [{(size, size, 1, 1)}]: "
        "there is a bias. Pass use_bias=False."
    )
print("Correct: the layer holds your filter.")


# %% tags=["wrong"] reason="aren't those of the kernel"
def fixed(kernel):
    return keras.layers.Conv2D(1, kernel.shape, use_bias=False)


# %% tags=["wrong"] reason="transposed or flipped"
def fixed(kernel):
    layer = keras.layers.Conv2D(1, kernel.shape, use_bias=False)
    layer.build((None, None, None, 1))
    layer.set_weights([kernel.T[:, :, np.newaxis, np.newaxis]])
    return layer


# %% tags=["wrong"] reason="valid padding"
def fixed(kernel):
    layer = keras.layers.Conv2D(1, 3, padding="same", use_bias=False)
    layer.build((None, None, None, 1))
    layer.set_weights([kernel[:, :, np.newaxis, np.newaxis]])
    return layer


# %% tags=["wrong"] reason="there is a bias"
def fixed(kernel):
    layer = keras.layers.Conv2D(1, kernel.shape)
    layer.build((None, None, None, 1))
    layer.set_weights([kernel[:, :, np.newaxis, np.newaxis], np.zeros(1)])
    return layer


# %% tags=["right"]
def fixed(kernel):
    start = keras.initializers.Constant(kernel.reshape(*kernel.shape, 1, 1))
    return keras.layers.Conv2D(
        filters=1, kernel_size=len(kernel), use_bias=False, kernel_initializer=start
    )


# %% tags=["right"]
def fixed(kernel):
    layer = keras.layers.Conv2D(1, kernel.shape, use_bias=False)
    layer(np.zeros((1, *kernel.shape, 1)))  # the first call builds it
    layer.kernel.assign(kernel[..., np.newaxis, np.newaxis])
    return layer


# %% [markdown]
# ### A network on a budget
# Write `small_net()`, which returns a convolutional network for gray pictures of 28 x 28 pixels and 10 classes, not compiled and with at most 5000 weights.
# Its 10 outputs are probabilities.


# %% tags=["exercise"] id="images/convolutions/small-net" skills=["IMG-1", "IMG-3"]
def small_net():
    ### BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(8, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(16, 3, activation="relu"),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# A `Conv2D` layer has (height x width of the filter x channels in + 1) weights for each filter.

# %% [markdown] tags=["hint"]
# Most weights are in the `Dense` layer after `Flatten`.
# Make the maps small before it, or use `GlobalMaxPooling2D` instead of `Flatten`.

# %% tags=["check"]
net = small_net()
assert net is not None, "Not attempted: small_net returned None. Return a model."
assert isinstance(net, keras.Model), (
    f"Got {type(net).__name__}, expected a model. Put the layers into a Sequential."
)
assert not net.compiled, (
    "Got a compiled model, expected one that isn't: leave out the call of compile."
)
begins = [tensor.shape[1:3] for tensor in getattr(net, "inputs", None) or []]
for sides in begins:
    assert all(side in (None, 28) for side in sides), (
        f"Got an Input with the sides {tuple(sides)}, expected (28, 28). "
        "Begin with keras.Input(shape=(28, 28, 1))."
    )
pictures_tried = np.random.default_rng(7).random((6, 28, 28, 1), "float32")
try:
    got, problem = np.array(net(pictures_tried)), ""
except Exception as error:
    got, problem = None, f"{type(error).__name__}: {error}"
assert not problem, (
    f"The model fails on pictures of shape (28, 28, 1) with {problem[:90]}, expected "
    "10 outputs for each. Does its Input have that shape?"
)
assert got.shape == (6, 10), (
    f"Got shape {got.shape} for 6 pictures, expected (6, 10). "
    "Flatten the maps or pool them globally, and end with 10 units."
)
assert (got >= 0).all() and np.allclose(got.sum(axis=1), 1, atol=1e-4), (
    f"Got outputs from {got.min():.2f} to {got.max():.2f} that sum to "
    f"{got[0].sum():.2f} for the first picture, expected none below 0 and a sum of 1. "
    "Use softmax in the last layer."
)
assert any(weights.ndim == 4 for weights in net.get_weights()), (
    "Got a model without filters: there is no Conv2D. Put one after the input."
)
assert net.count_params() <= 5000, (
    f"Got {net.count_params()} weights, expected at most 5000. Look at the layers with "
    "net.summary(); usually the Dense layer after Flatten has too many weights."
)
print(f"Correct: a convolutional network with {net.count_params()} weights.")


# %% tags=["wrong"] reason="expected at most 5000"
def small_net():
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(8, 3, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


# %% tags=["wrong"] reason="expected (28, 28)"
def small_net():
    return keras.Sequential(
        [
            keras.Input(shape=(784,)),
            keras.layers.Reshape((28, 28, 1)),
            keras.layers.Conv2D(8, 3, activation="relu"),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


# %% tags=["wrong"] reason="no Conv2D"
def small_net():
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.MaxPooling2D(4),
            keras.layers.Flatten(),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


# %% tags=["wrong"] reason="use softmax"
def small_net():
    return keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(8, 3, activation="relu"),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(10, activation="sigmoid"),
        ]
    )


# %% tags=["wrong"] reason="a compiled model"
def small_net():
    model = keras.Sequential(
        [
            keras.Input(shape=(28, 28, 1)),
            keras.layers.Conv2D(8, 3, activation="relu"),
            keras.layers.GlobalMaxPooling2D(),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


# %% tags=["right"]
def small_net():
    pixels = keras.Input(shape=(28, 28, 1))
    maps = keras.layers.Conv2D(8, 5, strides=2, activation="relu")(pixels)
    maps = keras.layers.SeparableConv2D(16, 3, activation="relu")(maps)
    scores = keras.layers.Dense(10)(keras.layers.GlobalAveragePooling2D()(maps))
    return keras.Model(pixels, keras.layers.Softmax()(scores))


# %% tags=["right"]
class SmallNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.filters = keras.layers.Conv2D(12, 3, activation="relu")
        self.pool = keras.layers.AveragePooling2D(7)
        self.flatten = keras.layers.Flatten()
        self.classes = keras.layers.Dense(10, activation="softmax")

    def call(self, pictures):
        return self.classes(self.flatten(self.pool(self.filters(pictures))))


def small_net():
    return SmallNet()


# %% [markdown]
# ## What to remember
# - A filter is a small grid of weights, used at every place; its answers form a feature map.
# - `Conv2D` takes an array with the axes pictures, height, width, channels, and has (height x width x channels in + 1) x filters weights.
# - "valid" loses the border, "same" keeps the size; strides and pooling make the map smaller.
# - A convolution is equivariant to shifts, and keeping only the largest value makes the result invariant, so a network recognizes an object wherever it is, with few weights.
#
# A network with few weights can still memorize its training pictures: [Overfitting, and when to stop](../basics/overfitting.ipynb).
# Next: [Photographs in folders](photo-folders.ipynb), with pictures of all sizes.
