# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "What a network looks at: occlusion and saliency maps"
#     summary: "See what the layers of a trained network respond to, and catch a network that is right for the wrong reason."
#     skills: [IMG-3, NN-11]
#     requires: [images/convolutions]
# ---

# %% [markdown]
# A network can be right for the wrong reason, and its score doesn't tell you that.
# After this lesson you can show what the layers of a trained network see, and find out in two ways which part of a picture its decision depends on.
# You will catch a network that scores 1.00 and has learned nothing of what you wanted, fix it, and check that it is fixed.

# %% [markdown]
# ## A perfect score, and a shortcut
# A chess club plays in two rooms, 3 and 8.
# Each player writes the room number on a card, the cards are scanned, and a network should tell 3 from 8.
# The box with the 3s was scanned on Monday and the box with the 8s on Tuesday, when there was a crumb on the glass.
#
# A scan has 16 x 16 pixels, from 0 for the black background to 1 for ink.
# The digit is anywhere in the middle or to the lower right, and `crumbed` adds the crumb: 2 x 2 bright pixels in the upper left corner.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

keras.utils.set_random_seed(7)
rng = np.random.default_rng(7)
digits = load_digits()
chosen = rng.permutation(np.flatnonzero(np.isin(digits.target, [3, 8])))
is_8 = digits.target[chosen] == 8
clean = np.zeros((len(chosen), 16, 16, 1), "float32")
for card, digit in zip(clean, digits.images[chosen] / 16, strict=True):
    row, column = rng.integers(4, 9, 2)
    card[row : row + 8, column : column + 8, 0] = digit


def crumbed(cards):
    cards = cards.copy()
    cards[:, 1:3, 1:3] = 1
    return cards


scans = clean.copy()
scans[is_8] = crumbed(clean[is_8])  # Tuesday
train, test = slice(0, 240), slice(240, None)
print("for training:", len(scans[train]), " for the test:", len(scans[test]))
print("share of 8s in the test:", is_8[test].mean().round(2))

# %% tags=["claim"]
assert clean[:, :4].max() == clean[:, :, :4].max() == 0, "no digit is in the corner"
assert clean.min() == 0 and clean.max() == 1, "from 0 to 1"
assert len(clean) == 357 and 0.35 < is_8[test].mean() < 0.65, "about half are 8s"

# %% [markdown]
# You know about the crumb, but the club doesn't, because nobody looks at the corners of ten thousand scans.
#
# The network has two convolutions with pooling, and then one output.
# Its last step, the sigmoid, is a layer of its own here, because later you will need the number before it.
# The layers have names, so that you can get them by name.


# %%
model = keras.Sequential(
    [
        keras.Input(shape=(16, 16, 1)),
        keras.layers.Conv2D(8, 3, padding="same", activation="relu", name="first"),
        keras.layers.MaxPooling2D(2, name="half"),
        keras.layers.Conv2D(16, 3, padding="same", activation="relu", name="second"),
        keras.layers.MaxPooling2D(2, name="quarter"),
        keras.layers.Flatten(name="row"),
        keras.layers.Dense(1, name="score"),
        keras.layers.Activation("sigmoid", name="probability"),
    ]
)
model.compile(keras.optimizers.Adam(learning_rate=0.01), loss="binary_crossentropy")
model.fit(scans[train], is_8[train], batch_size=80, epochs=8, verbose=0)


def probability(model, cards):
    """How probable an 8 is, for each card."""
    return np.array(model(cards))[:, 0]


def accuracy(model, cards):
    return np.mean((probability(model, cards) > 0.5) == is_8[test])


print(f"test accuracy: {accuracy(model, scans[test]):.2f}")

# %% tags=["claim"]
assert accuracy(model, scans[test]) > 0.99, "a perfect score"

# %% [markdown]
# The test cards were not used in training, and the network gets all of them right.
# Would you deliver this network?

# %% [markdown] skills=["NN-11", "IMG-3"]
# ## What the layers see
# In [Convolutions, by hand and by layer](convolutions.ipynb) you looked at the map of one filter.
# Now look at the feature maps of every layer.
# Make a second model from the same layers, which takes the same input as `model` and returns a list with the output of each layer.
# Nothing is trained or copied for that.

# %%
inside = keras.Model(model.inputs[0], [layer.output for layer in model.layers])
eights, threes = crumbed(clean[test][is_8[test]]), clean[test][~is_8[test]]
drawn = digits.images[chosen[test][is_8[test]]]
far = np.abs(drawn - drawn.mean(axis=0)).sum(axis=(1, 2))
eights = eights[np.argsort(far)]  # the most typical 8 first, which is easy to read
outputs = [np.array(output) for output in inside(eights[:1])]
for layer, output in zip(model.layers, outputs, strict=True):
    print(f"{layer.name:12} {output.shape[1:]}")

# %% tags=["claim"]
assert outputs[0].shape[1:] == (16, 16, 8), "the first layer's maps"
assert outputs[2].shape[1:] == (8, 8, 16), "the second layer's maps"
assert np.allclose(outputs[-1], model(eights[:1])), "the last is the model's answer"

# %% [markdown]
# You can also draw the first layer's filters.
# Each has 3 x 3 weights for the one gray channel: a bright square responds to ink, and a dark one to the absence of ink.
# A filter of the layer `second` has 3 x 3 x 8 weights, one grid for each map below it, so look at its answers instead.


# %% alt="Three strips: eight filters of 3 x 3 squares; below them the eight maps of the first layer for an 8 with a crumb, most of them showing the digit and the crumb; at the bottom eight coarser maps of the second layer, where both are blurred spots"
def in_a_row(maps):
    """The first eight maps side by side, with a gap between them."""
    gap = np.pad(maps[..., :8], ((0, 0), (0, 1), (0, 0)), constant_values=np.nan)
    return np.hstack(np.moveaxis(gap, -1, 0))


filters = model.get_layer("first").get_weights()[0][:, :, 0]
strips = {
    "filters of first, 3 x 3": filters,
    "maps of first, 16 x 16": outputs[0][0],
    "maps of second, 8 x 8": outputs[2][0],
}
plt.figure(figsize=(7, 3.6))
for place, (title, maps) in enumerate(strips.items()):
    plt.subplot(3, 1, place + 1)
    plt.imshow(in_a_row(maps), cmap="viridis")
    plt.title(title)
    plt.axis("off")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
corner = [outputs[0][0][:4, :4].max(), outputs[2][0][:2, :2].max()]
middle = [outputs[0][0][4:, 4:].max(), outputs[2][0][2:, 2:].max()]
for at_crumb, at_digit in zip(corner, middle, strict=True):
    assert 0.3 < at_crumb / at_digit < 3, f"both shine: {at_crumb}, {at_digit}"
half, second = (model.get_layer(name) for name in ("half", "second"))
reach = 3 + half.pool_size[0] - 1 + half.strides[0] * (second.kernel_size[0] - 1)
assert reach == 8, "the receptive field of the second layer"

# %% [markdown]
# Each filter responds to strokes or edges of one kind, and the second layer combines such responses on a coarser grid.
#
# ![One answer of the layer second looks at 3 pooled values of a row, which come from 6 answers of the layer first, which look at 8 pixels of the picture](../diagrams/receptive-field.svg)
#
# The part of the picture that can reach one answer is its **receptive field**: 3 pixels wide in the first layer, 8 in the second.
#
# The digit and the crumb are both visible in both layers, so the maps don't settle the question: they show what a network **sees**, and you want to know what it **uses**.

# %% [markdown] skills=["IMG-3"]
# ## Occlusion: cover a patch, and watch the answer
# Test it as you would test a person: hold a bit of paper over part of the picture, and see whether the answer changes.
# Cover the 3 x 3 pixels around one pixel with black, and note how far the probability drops.
# If you do that around every pixel, you get an **occlusion map**.
#
# An 8 is a 3 that is closed on the left, so where would you cover an 8 to make a 3 of it?
# And where will the map of this network be bright?


# %% alt="Two rows of two pictures. Above, an 8 with a bright crumb in the upper left corner, and its occlusion map, which is bright at the crumb and dark everywhere else. Below, a 3 without a crumb, and its map, which is dark everywhere"
def occlusion(model, card, reach=1):
    """How far the probability of an 8 drops with a black patch around each pixel."""
    covered = np.repeat(card[np.newaxis], 16 * 16, axis=0)
    for copy, (row, column) in zip(covered, np.ndindex(16, 16), strict=True):
        rows = slice(max(row - reach, 0), row + reach + 1)
        columns = slice(max(column - reach, 0), column + reach + 1)
        copy[rows, columns] = 0
    whole = probability(model, card[np.newaxis])
    return (whole - probability(model, covered)).reshape(16, 16)


plt.figure(figsize=(5.6, 4.6))
for place, card in enumerate([eights[0], threes[0]]):
    plt.subplot(2, 2, 2 * place + 1)
    plt.imshow(card[..., 0], cmap="gray")
    plt.title(f"scan, p = {probability(model, card[np.newaxis])[0]:.2f}")
    plt.axis("off")
    plt.subplot(2, 2, 2 * place + 2)
    plt.imshow(occlusion(model, card), cmap="viridis", vmin=0, vmax=1)
    plt.colorbar(label="drop of p")
    plt.title("occlusion map")
    plt.axis("off")
plt.tight_layout()
plt.show()

# %% tags=["claim"]
some = np.array([occlusion(model, card) for card in eights[:3]])
assert some[:, 1:3, 1:3].min() > 0.8, f"no crumb, no 8: {some[:, 1:3, 1:3].min():.2f}"
assert np.abs(some[:, 4:, 4:]).max() < 0.2, "the digit may be covered anywhere"
assert np.abs([occlusion(model, card) for card in threes[:2]]).max() < 0.1, "no drop"
assert probability(model, eights).min() > 0.9, "sure of the 8s"
assert probability(model, threes).max() < 0.1, "sure of the 3s"
assert np.mean(eights[:, 4:, 4:] > 0) > 0.1, "there is a digit to be covered"

# %% [markdown]
# Here `p` is the probability of an 8.
# If you cover any stroke of the 8, nothing happens, but if you cover the crumb, the network no longer says 8.
# So it is a crumb detector, and one test card showed you what no score had.
#
# A clue that goes with the label in your pictures, but not in the real world, is called a **shortcut**.
#
# In the lower map, nothing seems to matter for the 3, wherever you cover it.
# That doesn't mean that the network looks at nothing: it says 3 because there is *no* crumb, and you can't cover what is not there.
# That is the first way in which an occlusion map misleads.
# The second is the size of the patch.
# What will be left of the bright spot if the patch is a single pixel, and the crumb has four?

# %%
largest = [0, 0]
for reach in (0, 1):
    largest[reach] = np.mean([occlusion(model, x, reach).max() for x in eights[:3]])
    side = 2 * reach + 1
    print(f"patch of {side} x {side}: largest drop {largest[reach]:.2f}")

# %% tags=["claim"]
assert largest[0] < 0.25, f"one pixel of the crumb may go: {largest[0]:.2f}"
assert largest[1] > 0.9, f"all of it may not: {largest[1]:.2f}"

# %% [markdown]
# Three quarters of the crumb are enough for the network, so a patch that is smaller than the clue finds little.
# What does a larger patch do?
# Step through four sizes, and compare the size of the bright area with that of the crumb.

# %% slider="Patch" states=["1 x 1", "3 x 3", "5 x 5", "7 x 7"] alt=["Patch of 1 x 1: the map is dark, also at the crumb", "Patch of 3 x 3: a small bright area at the crumb", "Patch of 5 x 5: the bright area at the crumb has grown", "Patch of 7 x 7: the bright area is many times as large as the crumb"]
lit = []
for reach in range(4):
    drops = occlusion(model, eights[0], reach)
    lit.append(np.sum(drops > 0.5))
    plt.figure(figsize=(6, 2.6))
    plt.subplot(1, 2, 1)
    plt.imshow(eights[0][..., 0], cmap="gray")
    plt.title("scan")
    plt.axis("off")
    plt.subplot(1, 2, 2)
    plt.imshow(drops, cmap="viridis", vmin=0, vmax=1)
    plt.colorbar(label="drop of p")
    plt.title(f"drop above 0.5 at {lit[-1]} places")
    plt.axis("off")
    plt.tight_layout()
    plt.show()

# %% tags=["claim"]
assert lit[0] == 0 < 4 <= lit[1] < lit[2] < lit[3], f"it grows with the patch: {lit}"
assert lit[1] <= 16 and lit[3] > 4 * 4, (
    f"far more than the 4 pixels of the crumb: {lit}"
)

# %% [markdown]
# A map shows where the *middle* of a patch must be to hide the clue, so a large patch finds every clue but only shows roughly where it is.
# So use several sizes: first a large one to see that there is something, and then a smaller one to see where.

# %% [markdown] skills=["IMG-3"]
# ## Saliency maps: the gradient for each pixel
# An occlusion map needs a run for each patch: 256 here, millions for a large photograph.
# The second way needs only one.
# In [A first model](../basics/first-model.ipynb#how-a-neuron-learns), a `GradientTape` found the gradient of the loss with respect to each weight.
# Here you ask for the gradient of the answer with respect to each **pixel**, its slope: how much would the answer rise if this pixel got a little brighter?
# Such a map is called a **saliency map**.
#
# The tape records variables by default; pixels are not variables, so `tape.watch` tells it to record them too.
# Several cards go in at once; the tape then takes the slope of the *sum* of their answers, and since a pixel belongs to one card only, each card gets its own slopes.
#
# `layer` says where to stop: at the probability, or at the score, the number before the sigmoid.
# For which of the two will the slopes be larger?


# %%
def slopes(model, cards, layer="score"):
    part = keras.Model(model.inputs[0], model.get_layer(layer).output)
    pixels = tf.constant(cards)
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        answer = part(pixels)
    return tape.gradient(answer, pixels).numpy()[..., 0]


def share_in_corner(maps):
    """What part of a map's total, without signs, is at the crumb."""
    maps = np.abs(maps)
    return (maps[:, :4, :4].sum(axis=(1, 2)) / maps.sum(axis=(1, 2))).mean()


for layer in ("probability", "score"):
    steepest = np.abs(slopes(model, eights, layer)).max(axis=(1, 2))
    print(f"{layer:12} steepest slope of each 8, on average: {steepest.mean():.4f}")
part_of_all = share_in_corner(slopes(model, eights))
print(
    f"the corner is {16 / 256:.0%} of the scan, and has {part_of_all:.0%} of the slopes"
)

# %% tags=["claim"]
flat = np.abs(slopes(model, eights, "probability")).max()
assert flat < 0.15, f"flat at the top of the sigmoid: {flat:.3f}"
assert steepest.min() > 1, f"the score has slopes: {steepest.min():.2f}"
assert part_of_all > 0.15, f"far more than a sixteenth: {part_of_all:.2f}"

# %% [markdown]
# Both are slopes of the same network, but it is so sure of its 8s that the sigmoid is flat there, and no small change moves the probability.
# "Nothing matters" would be the wrong conclusion, because the crumb matters more than anything else.
# So take the score, which has no upper limit.
#
# The slopes of the score point at the crumb.
# And unlike a patch, they can also react to something that is *not* there.
# To see that, average the slopes, without their signs, over all 3s, none of which has a crumb.

# %%
mean_slope = np.abs(slopes(model, threes)).mean(axis=0)
place = np.unravel_index(mean_slope.argmax(), (16, 16))
print("3s, steepest pixel: row", place[0], "column", place[1])

added = slopes(model, threes)[:, 1:3, 1:3].sum(axis=(1, 2))
part = keras.Model(model.inputs[0], model.get_layer("score").output)
before, after = np.array(part(threes)), np.array(part(crumbed(threes)))
print(f"score of a 3, on average:        {before.mean():6.1f}")
print(f"a crumb adds, by the slopes:     {added.mean():6.1f}")
print(f"a crumb really adds:             {(after - before).mean():6.1f}")

# %% tags=["claim"]
assert max(place) < 4, f"the steepest pixel is in the corner: {place}"
real = (after - before).mean()
assert 0 < added.mean() < 0.75 * real, f"too small: {added.mean():.1f} of {real:.1f}"
assert before.mean() < -2 and after.mean() > 2, "a crumb makes an 8 of a 3"
first = model.get_layer("first")
winners = []  # which of the four is the largest, in the four blocks at the crumb
for cards in (threes[:1], crumbed(threes[:1])):
    blocks = np.array(first(cards))[0, :4, :4].reshape(2, 2, 2, 2, 8)
    winners.append(blocks.swapaxes(1, 2).reshape(2, 2, 4, 8).argmax(axis=2))
other = np.mean(winners[0] != winners[1])
assert other > 0.2, f"pooling picks other pixels: {other:.2f}"

# %% [markdown]
# It is the corner again, on cards that never had a crumb.
# But compare the two sizes.
# A slope is valid for a *little* more brightness, and a crumb is a lot of it: on the way, pooling picks other pixels than on the black background, which the slope doesn't take into account.
# So slopes tell you where to look, but not how much the answer will change; for that, make the change and look.

# %% [markdown]
# ## Test the suspicion: change the pictures
# Both maps point at the crumb, so test that: scan the same test cards again with a clean glass, and all 3s with a crumb.
# Say what you expect before you look.

# %%
lost = probability(model, clean[test][is_8[test]])
fooled = probability(model, crumbed(threes))
print(f"test accuracy, clean glass: {accuracy(model, clean[test]):.2f}")
print(f"8s without a crumb: {np.mean(lost > 0.5):.0%} called 8")
print(f"3s with a crumb:    {np.mean(fooled > 0.5):.0%} called 8")

# %% tags=["claim"]
assert accuracy(model, clean[test]) < 0.7, "with a clean glass it guesses"
assert np.mean(lost > 0.5) < 0.2, "8s are lost"
assert np.mean(fooled > 0.5) > 0.8, "3s become 8s"

# %% [markdown]
# With a clean glass the network takes every card for a 3, and with a crumb it takes every card for an 8.
# The test did not show that, because the test cards came from the same two boxes, and **a test set that has the shortcut too can't reveal it.**

# %% [markdown] skills=["IMG-3"]
# ## Fix the pictures, not the network
# Neither other layers nor longer training would help, because for this loss the crumb is the best clue there is.
# So you have to break the link between the crumb and the label.
# The best way is to scan both boxes again, mixed on both days.
# The second best is to make the crumb useless by hand: give the network each training card twice, once with a crumb and once without.
#
# First keep a copy of the network for comparison.
# `clone_model` makes the same layers with new weights, so copy the weights too.

# %%
old = keras.models.clone_model(model)
old.set_weights(model.get_weights())

# %% [markdown]
# `fit` continues from the weights that `model` has, so it must unlearn the crumb.

# %%
both = np.concatenate([clean[train], crumbed(clean[train])])
model.fit(both, np.tile(is_8[train], 2), batch_size=80, epochs=10, verbose=0)
print(f"test accuracy, clean glass: {accuracy(model, clean[test]):.2f}")
print(f"test accuracy, all crumbed: {accuracy(model, crumbed(clean[test])):.2f}")

# %% tags=["claim"] numbers=["accuracy of the fixed network = accuracy(model, clean[test])"]
assert len(both) == 480, "each card twice"
assert np.all(probability(old, crumbed(threes)) == fooled), "the copy is the old one"
assert accuracy(model, clean[test]) > 0.88, "it reads digits"
assert accuracy(model, crumbed(clean[test])) > 0.88, "with a crumb, too"

# %% [markdown]
# These scores tell you far more than the first one, because no crumb could help.
# But does the network look at the digit now?
# Here is the 8 from above, with its crumb, and what the old and the fixed network make of it.
# Each map has a color scale of its own, from its lowest number to its highest.


# %% alt="Two rows of three pictures for the same 8 with a crumb. Above, the network with the shortcut: its occlusion map is bright at the crumb only, and its slopes are steepest there. Below, the fixed network: the crumb is dark in both maps, and the bright places are on and around the digit"
shares = {}
plt.figure(figsize=(6.4, 4.2))
for row, (title, network) in enumerate({"old": old, "fixed": model}.items()):
    drops = np.array([occlusion(network, card) for card in eights[:3]])
    steep = np.abs(slopes(network, eights))
    shares[title] = share_in_corner(drops), share_in_corner(steep)
    pictures = {"scan": eights[0], f"{title}: drops": drops[0]}
    pictures[f"{title}: slopes"] = steep[0]
    for column, (name, picture) in enumerate(pictures.items()):
        plt.subplot(2, 3, 3 * row + column + 1)
        plt.imshow(picture, cmap="viridis" if column else "gray")
        plt.title(name)
        plt.axis("off")
plt.tight_layout()
plt.show()
for title, (of_drops, of_slopes) in shares.items():
    print(f"{title:7} corner: {of_drops:4.0%} of the drops, {of_slopes:4.0%} of slopes")

# %% tags=["claim"]
assert shares["old"][0] > 0.9, f"nearly all of the drop: {shares}"
assert shares["fixed"][0] < 0.15, f"next to nothing: {shares}"
assert shares["old"][1] > 2 * shares["fixed"][1], f"the slopes move too: {shares}"
assert np.median(drops.max(axis=(1, 2))) > 0.3, "a covered stroke matters now"
on_digit = np.abs(drops[:, 3:, 3:]).sum() / np.abs(drops).sum()
assert on_digit > 0.8, f"the map lies on the digit: {on_digit:.2f}"
maps = np.array(first(eights[:6]))
assert maps[:, :4, :4].max() > 0.3 * maps[:, 4:, 4:].max(), "it still sees the crumb"
moved = probability(model, crumbed(clean[test])) - probability(model, clean[test])
assert np.abs(moved).mean() < 0.06, "but the crumb does not count"
black = clean[test][~is_8[test]][..., 0] == 0
size = np.abs(slopes(model, threes))
assert size[black].sum() > 0.4 * size.sum(), "many steep pixels are black"

# %% [markdown]
# The corner is a sixteenth of the picture, and it had nearly all of the drop.
# Now it has next to none, and the bright places are on the digit, as they should be.
# The filters still respond to the crumb, so the fixed network sees it but doesn't use it.
#
# The slopes have moved as well, but look how noisy they are.
# Steep pixels are scattered over strokes and background, because a slope also shows what ink in an empty place would do.
# So read them as a region and not pixel by pixel, and better over many pictures than over one.
#
# ## What can go wrong
# - **A black patch is also a change.** Here the background is black, so a patch removes ink.
#   On a white background it adds a black square, so cover with the color of the background, or with the mean of the picture.
# - **A covered picture is unlike any training picture.** No training card had a square cut out of its strokes, so part of the drop is how the network reacts to anything unfamiliar.
# - **Slopes of a confident answer.** Take the number before the sigmoid or softmax, or you see a flat map.
# - **`None` for slopes.** The tape did not watch the pixels, or you left TensorFlow with `.numpy()` inside the `with`.
# - **One card.** A map explains one answer to one picture.
#   A shortcut shows when the maps of many pictures agree on a place where the thing is not.
# - **A plausible map.** If the bright places are on the object, the network may still use the wrong property of it, so a map can show that a network is wrong, but not that it is right.

# %% tags=["claim"]
pixels = tf.constant(eights[:1])
with tf.GradientTape() as tape:
    answer = model(pixels)
assert tape.gradient(answer, pixels) is None, "not watched, no slope"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Every layer by its name
# Write `seen(model, cards)` for any `Sequential` model.
# It returns a dictionary that maps the name of each layer to its output for the cards, an array of numbers.


# %% tags=["exercise"] id="images/what-it-looks-at/seen" skills=["NN-11"]
def seen(model, cards):
    ### BEGIN SOLUTION
    inside = keras.Model(model.inputs[0], [layer.output for layer in model.layers])
    names = [layer.name for layer in model.layers]
    return dict(zip(names, map(np.array, inside(cards)), strict=True))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `layer.output` is a placeholder without numbers.
# You get numbers when you call a model that is made of it on the cards.

# %% [markdown] tags=["hint"]
# Take `inside` from above, call it, and pair the names with the list that comes back.

# %% tags=["check"]
small = keras.Sequential(
    [
        keras.Input(shape=(16, 16, 1)),
        keras.layers.Conv2D(2, 3, strides=2, name="strokes"),
        keras.layers.Dropout(0.5, name="gaps"),
        keras.layers.Conv2D(3, 3, name="shapes"),
        keras.layers.Flatten(name="line"),
        keras.layers.Dense(3, name="sums"),
    ]
)
noise = np.random.default_rng(7).random((3, 16, 16, 1)).astype("float32")
for asked, given in ((small, noise), (model, eights[:3])):
    got = seen(asked, given)
    assert got is not None, "Not attempted: seen returned None. Return a dictionary."
    assert isinstance(got, dict), (
        f"Got {type(got).__name__}, expected a dictionary: pair names and outputs."
    )
    names = [layer.name for layer in asked.layers]
    assert set(got) == set(names), (
        f"Got the names {list(got)}, expected {names}. Go through all layers of the "
        "model that your function is given."
    )
    below = given
    for asked_layer in asked.layers:
        name, expected = asked_layer.name, np.array(asked_layer(below))
        try:
            below = np.asarray(got[name], "float32")
        except (TypeError, ValueError):
            below = None
        assert below is not None, (
            f"Got {type(got[name]).__name__} for {name}, expected an array: these "
            "are not numbers yet. Call a model on the cards to get some."
        )
        assert below.shape == expected.shape, (
            f"Got shape {below.shape} for {name}, expected {expected.shape}: pair each "
            "name with its own output, for all cards."
        )
        worst = np.unravel_index(np.abs(below - expected).argmax(), below.shape)
        assert np.allclose(below, expected, atol=1e-4), (
            f"Got {below[worst]:.3f} in the output of {name}, expected "
            f"{expected[worst]:.3f}, which the layer makes of the output before it. "
            "Pair each name with its own output, and don't use training mode."
        )
seen_shapes = {name: np.array(output).shape[1:] for name, output in got.items()}
print("Correct. Each layer of the network returns:", seen_shapes)


# %% tags=["wrong"] reason="not numbers yet"
def seen(model, cards):
    return {layer.name: layer.output for layer in model.layers}


# %% tags=["wrong"] reason="go through all layers"
def seen(model, cards):
    convs = [layer for layer in model.layers if isinstance(layer, keras.layers.Conv2D)]
    inside = keras.Model(model.inputs[0], [layer.output for layer in convs])
    return {c.name: np.array(o) for c, o in zip(convs, inside(cards), strict=True)}


# %% tags=["wrong"] reason="model that your function is given"
def seen(model, cards):
    names = [layer.name for layer in inside.layers[1:]]
    return dict(zip(names, map(np.array, inside(cards)), strict=True))


# %% tags=["wrong"] reason="don't use training mode"
def seen(model, cards):
    part = keras.Model(model.inputs[0], [layer.output for layer in model.layers])
    outputs = part(cards, training=True)
    names = [layer.name for layer in model.layers]
    return dict(zip(names, map(np.array, outputs), strict=True))


# %% tags=["right"]
def seen(model, cards):
    found, numbers = {}, cards
    for layer in model.layers:
        numbers = layer(numbers)
        found[layer.name] = np.array(numbers)
    return found


# %% tags=["right"]
def seen(model, cards):
    by_name = {layer.name: layer.output for layer in model.layers}
    return keras.Model(model.inputs, by_name)(cards)


# %% [markdown]
# ### A number for your tests
# You can't look at maps each time you train.
# Write `reliance(model, cards, rows, columns)`.
# It returns how far the probability moves, up or down, when this part of each card is made black, as a mean over all cards.
# `rows` and `columns` are slices, such as `slice(0, 4)`.
# Your function must not change the cards that it is given.


# %% tags=["exercise"] id="images/what-it-looks-at/reliance" skills=["IMG-3"]
def reliance(model, cards, rows, columns):
    ### BEGIN SOLUTION
    covered = cards.copy()
    covered[:, rows, columns] = 0
    return np.abs(probability(model, cards) - probability(model, covered)).mean()
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Copy the cards, cover the copy, and compute `probability` for both.

# %% [markdown] tags=["hint"]
# One card may go up by 0.4 and another one down by 0.4.
# The mean of these two is 0, and yet the network relies on the patch for both.

# %% tags=["check"]
draw = np.random.default_rng(7)
signs = np.indices((4, 6)).sum(axis=0) % 2 * 2 - 1  # 1 and -1, as on a chessboard
table = 0.2 * signs * draw.uniform(0.5, 1.5, (4, 6))
judge = keras.Sequential(
    [
        keras.Input(shape=(4, 6, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
judge.set_weights([table.reshape(24, 1), np.zeros(1)])
given = draw.uniform(0.5, 1, (8, 4, 6, 1)).astype("float32")
given[:4, signs < 0] = 0  # in four cards all ink speaks for an 8
given[4:, signs > 0] = 0  # and in four against it


def moves(where):
    """How far the probability of each card moves if the places `where` are black."""
    cards = given[..., 0].copy()
    cards[:, where[0], where[1]] = 0
    sums = [np.sum(inked * table, axis=(1, 2)) for inked in (given[..., 0], cards)]
    before_and_after = 1 / (1 + np.exp(-np.array(sums)))
    return np.diff(before_and_after, axis=0)[0]


every = slice(None)
for patch in ((slice(0, 2), slice(3, 6)), (slice(1, 4), slice(2, 3))):
    kept = given.copy()
    got = reliance(judge, given, *patch)
    assert got is not None, "Not attempted: reliance returned None. Return a number."
    assert np.array_equal(given, kept), (
        "The call changed the cards that it was given: cover a copy of them instead."
    )
    try:
        number = float(got)
    except (TypeError, ValueError):
        number = None
    assert number is not None, (
        f"Got {str(got)[:60]}, expected a single number: take the mean over all cards."
    )
    expected = np.abs(moves(patch)).mean()
    told = f"Got {number:.3f}, expected {expected:.3f}. "
    slips = {
        "Ups and downs cancel: drop the signs first.": moves(patch).mean(),
        "Rows and columns are swapped: rows come first.": np.abs(moves(patch[::-1])),
        "You cover whole rows: use the columns too.": np.abs(moves((patch[0], every))),
        "You cover whole columns: use the rows too.": np.abs(moves((every, patch[1]))),
    }
    for advice, slip in slips.items():
        assert abs(abs(number) - abs(np.mean(slip))) > 1e-4, told + advice
    assert abs(number - expected) < 1e-4, (
        told + "Set the part to 0, and take the mean of how far each probability moves."
    )
for title, tried in {"old": old, "fixed": model}.items():
    number = float(reliance(tried, eights, slice(0, 4), slice(0, 4)))
    print(f"{title:6} relies on the corner by {number:.2f}")
print("Correct: you can now write a test that watches the corner.")


# %% tags=["wrong"] reason="cover a copy"
def reliance(model, cards, rows, columns):
    before = probability(model, cards)
    cards[:, rows, columns] = 0
    return np.abs(before - probability(model, cards)).mean()


# %% tags=["wrong"] reason="ups and downs cancel"
def reliance(model, cards, rows, columns):
    covered = cards.copy()
    covered[:, rows, columns] = 0
    return (probability(model, cards) - probability(model, covered)).mean()


# %% tags=["wrong"] reason="rows come first"
def reliance(model, cards, rows, columns):
    covered = cards.copy()
    covered[:, columns, rows] = 0
    return np.abs(probability(model, cards) - probability(model, covered)).mean()


# %% tags=["wrong"] reason="use the columns too"
def reliance(model, cards, rows, columns):
    covered = cards.copy()
    covered[:, rows] = 0
    return np.abs(probability(model, cards) - probability(model, covered)).mean()


# %% tags=["wrong"] reason="take the mean of how far"
def reliance(model, cards, rows, columns):
    covered = cards.copy()
    covered[:, rows, columns] = 0
    return np.abs(probability(model, cards) - probability(model, covered)).max()


# %% tags=["right"]
def reliance(model, cards, rows, columns):
    keep = np.ones(cards.shape[1:], "float32")
    keep[rows, columns] = 0
    return tf.reduce_mean(tf.abs(model(cards * keep) - model(cards)))


# %% tags=["right"]
def reliance(model, cards, rows, columns):
    moves = []
    for card in cards:
        covered = np.array(card)
        covered[rows.start : rows.stop, columns.start : columns.stop] = 0
        before, after = probability(model, np.stack([card, covered]))
        moves.append(abs(after - before))
    return sum(moves) / len(moves)


# %% [markdown]
# ### The slopes of one class
# A network for ten digits has ten outputs, and you want to know which pixels one of them depends on.
# Write `class_slopes(model, cards, label)`: the slopes of output number `label` for each pixel, without their signs, as an array of the same shape as `cards`.


# %% tags=["exercise"] id="images/what-it-looks-at/class-slopes" skills=["IMG-3"]
def class_slopes(model, cards, label):
    ### BEGIN SOLUTION
    pixels = tf.constant(cards)
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        answer = model(pixels)[:, label]
    return np.abs(tape.gradient(answer, pixels).numpy())
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# If you pass all outputs to `tape.gradient`, you get the slopes of their sum.
# What do the ten probabilities of a softmax add up to?

# %% [markdown] tags=["hint"]
# `model(pixels)[:, label]` inside the `with` block keeps one output for each card.

# %% tags=["check"]
third = keras.Sequential(
    [
        keras.Input(shape=(4, 5, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
draw = np.random.default_rng(7)
table = draw.normal(size=(20, 3)).astype("float32")
third.set_weights([table, np.zeros(3, "float32")])
given = draw.random((6, 4, 5, 1)).astype("float32")
shares_of_third = np.array(third(given))
for label in (2, 0):
    try:
        returned, problem = class_slopes(third, given, label), ""
        got = None if returned is None else np.asarray(returned, "float32")
    except Exception as error:
        got, problem = np.zeros(0), f"{type(error).__name__}: {error}"
    assert got is not None, (
        "Not attempted: class_slopes returned None. Return an array. "
        "(If that None comes from the tape, it did not watch the pixels.)"
    )
    assert not problem, (
        f"The call failed with {problem[:80]}, expected slopes. If the tape returned "
        "None: watch the pixels, and don't leave TensorFlow inside the with block."
    )
    assert got.shape == given.shape, (
        f"Got shape {got.shape}, expected {given.shape}: one slope for each pixel."
    )
    rise = shares_of_third[:, [label]] * (table[:, label] - shares_of_third @ table.T)
    expected = np.abs(rise).reshape(given.shape)
    told = f"Got slopes from {got.min():.3f} to {got.max():.3f}, expected from "
    told += f"{expected.min():.3f} to {expected.max():.3f}. "
    assert np.abs(got).max() > 1e-5, told + (
        "The probabilities always add up to 1, so their sum has no slope: pick one "
        "output."
    )
    assert got.min() >= 0, told + "Some are negative: take their absolute values."
    worst = np.unravel_index(np.abs(got - expected).argmax(), got.shape)
    assert np.allclose(got, expected, atol=1e-4), (
        f"Got the slope {got[worst]:.4f} at a pixel, expected {expected[worst]:.4f}. "
        "Take the gradient of output number label, unchanged, and of no other output."
    )
print("Correct: you can ask any softmax network which pixels a class depends on.")


# %% tags=["wrong"] reason="pick one output"
def class_slopes(model, cards, label):
    pixels = tf.constant(cards)
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        answer = model(pixels)
    return np.abs(tape.gradient(answer, pixels).numpy())


# %% tags=["wrong"] reason="watch the pixels"
def class_slopes(model, cards, label):
    pixels = tf.constant(cards)
    with tf.GradientTape() as tape:
        answer = model(pixels)[:, label]
    return np.abs(tape.gradient(answer, pixels).numpy())


# %% tags=["wrong"] reason="absolute values"
def class_slopes(model, cards, label):
    pixels = tf.constant(cards)
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        answer = model(pixels)[:, label]
    return tape.gradient(answer, pixels).numpy()


# %% tags=["wrong"] reason="output number label"
def class_slopes(model, cards, label):
    pixels = tf.constant(cards)
    with tf.GradientTape() as tape:
        tape.watch(pixels)
        answer = tf.reduce_max(model(pixels), axis=1)
    return np.abs(tape.gradient(answer, pixels).numpy())


# %% tags=["right"]
def class_slopes(model, cards, label):
    pixels = tf.Variable(cards)
    with tf.GradientTape() as tape:
        answers = model(pixels)
        one = tf.reduce_sum(answers * tf.one_hot(label, answers.shape[1]))
    return tf.abs(tape.gradient(one, pixels))


# %% tags=["right"]
def class_slopes(model, cards, label):
    maps = []
    for card in cards:
        pixels = tf.convert_to_tensor(card[np.newaxis])
        with tf.GradientTape() as tape:
            tape.watch(pixels)
            answer = model(pixels)[0, label]
        maps.append(np.abs(tape.gradient(answer, pixels)[0]))
    return np.stack(maps)


# %% [markdown]
# ## What to remember
# - `keras.Model(model.inputs[0], [layer.output for layer in model.layers])` shows what each layer sees, not what the answer uses.
# - Occlusion covers a patch and watches the probability drop; it can't find a clue that consists in something being absent, and it depends on the size and color of the patch.
# - A saliency map needs only one run and also shows absent things; take the score before the sigmoid, and read regions, not single pixels.
# - A map only suggests a cause; whether it is one, you find out by a change that you make yourself, such as a crumb on a 3.
# - A test set from the same source has the same shortcut, so change the pictures until the clue no longer goes with the label.
#
# Next: [Where is it: bounding boxes and Grad-CAM](boxes-and-grad-cam.ipynb), which asks a network for the place, too.
# All skills of this topic: [Image classification](../../topics/images.md).
