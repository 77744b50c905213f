# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: Vanishing and exploding gradients
#     summary: "Find the layer where a deep network loses its gradient, and choose among initial weights, normalization, skip connections and clipping."
#     skills: [NN-5, NN-2]
#     requires: [basics/branches, basics/training-by-hand]
# ---

# %% [markdown]
# More layers should make a network more capable, but often they keep it from learning at all.
# The loss doesn't move, or it turns into NaN ("not a number") in the first epoch, and in neither case do you get an error message.
# After this lesson you can measure which of the two is happening and in which layer.
# You can also choose among four remedies: initial weights that fit the activation, batch normalization, skip connections and gradient clipping.

# %% [markdown] skills=["NN-2"]
# ## Eight layers that learn nothing
# To make the result visible, the network learns a single photograph.
# It gets the position of a pixel as two numbers, how far across and how far down, and answers with the brightness at that position.
# The 1024 pixels are the whole data set, so you can look at what the network has learned by letting it paint all of them.
#
# The photograph comes with scikit-image; Lav Varshney took it and put it into the public domain (CC0).
# Its 512 by 512 pixels become 32 by 32 when you average blocks of 16 by 16.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from skimage.data import camera

keras.utils.set_random_seed(7)
photo = camera().reshape(32, 16, 32, 16).mean(axis=(1, 3))
down, across = np.mgrid[:32, :32]
places = np.stack([across.ravel(), down.ravel()], axis=1).astype("float32")
places = (places - places.mean(axis=0)) / places.std(axis=0)
brightness = photo.ravel().astype("float32")
brightness = (brightness - brightness.mean()) / brightness.std()
print("inputs:", places.shape, " labels:", brightness.shape)

# %% tags=["claim"]
assert camera().shape == (512, 512) and photo.shape == (32, 32), "the sizes"
assert np.allclose(places.std(axis=0), 1, atol=1e-3), "the inputs are scaled"
mean_only = np.mean((brightness - brightness.mean()) ** 2)
assert np.isclose(mean_only, 1, atol=1e-3), "always the mean: a loss of 1"
assert len(places) == 1024, "the pixels"

# %% [markdown]
# Inputs and labels have mean 0 and standard deviation 1.
# A network that always answers with the mean has a mean squared error of 1, so any network that has learned something must be below that.
#
# `stack` chains eight hidden layers and ends in one number.
# You pass it a function that makes a hidden layer, because the kind of hidden layer is all that will change in this lesson.
# We start with sigmoid, the classic activation, which squeezes every number into the range from 0 to 1.
# The optimizer is plain `SGD`, so that each step is exactly the learning rate times the gradient.


# %%
def stack(block, depth=8):
    """A model of `depth` blocks, and the list of what each block passes on."""
    place = keras.Input(shape=(2,))
    signals = [block(place)]
    for _ in range(depth - 1):
        signals.append(block(signals[-1]))
    return keras.Model(place, keras.layers.Dense(1)(signals[-1])), signals


def train(model):
    """The losses of five epochs."""
    run = model.fit(places, brightness, batch_size=64, epochs=5, verbose=0)
    return run.history["loss"]


def sigmoid(signal):
    return keras.layers.Dense(32, activation="sigmoid")(signal)


model, _ = stack(sigmoid)
model.compile(keras.optimizers.SGD(0.02), loss="mse")
losses = {"sigmoid": train(model)}
painted = {"sigmoid": np.array(model(places)).reshape(32, 32)}
print("losses:", np.round(losses["sigmoid"], 2))
darkest, brightest = painted["sigmoid"].min(), painted["sigmoid"].max()
print(f"its picture goes from {darkest:.4f} to {brightest:.4f}")

# %% tags=["claim"]
assert min(losses["sigmoid"]) > 0.97, f"nothing is learned: {losses}"
assert brightest - darkest < 0.001, "a gray picture: the same answer everywhere"

# %% [markdown]
# After five epochs the loss is still no better than 1, and the network gives the same answer for every position, so its picture is plain gray.
# Nothing is wrong with the data or the code, so the information must get lost somewhere between the input and the loss, and you can find out where.

# %% [markdown] skills=["NN-5"]
# ## Follow the signal forward
# Send all positions through an untrained network and look at what each layer passes on.
# The next layer can only work with differences: if a unit gives the same number for every position, nothing is left to tell them apart.
# So measure the standard deviation of each unit over the 1024 positions, and average it over the 32 units of a layer.
#
# Compare sigmoid with ReLU, and ReLU with two ways to draw the initial weights: the default of Keras, named **Glorot**, and another one, named **He** after its author.
# Take 15 layers this time, so that you see more clearly what happens; as nothing is trained, that costs little time.
# Which of the three signals will survive all of them?


# %% alt="Standard deviation against the number of the layer, on a logarithmic axis: sigmoid falls steeply to about a millionth within a few layers, ReLU with Glorot weights falls steadily to a small fraction of its start, ReLU with He weights stays about level"
def relu(signal):
    return keras.layers.Dense(32, activation="relu")(signal)


def relu_he(signal):
    start = "he_normal"
    return keras.layers.Dense(32, "relu", kernel_initializer=start)(signal)


def spread(model, signals):
    """The standard deviation over the places, one number for each layer."""
    inside = keras.Model(model.inputs[0], signals)
    return [np.array(signal).std(axis=0).mean() for signal in inside(places)]


blocks = {"sigmoid": sigmoid, "ReLU, Glorot": relu, "ReLU, He": relu_he}
deep = {name: stack(block, depth=15) for name, block in blocks.items()}
forward = {name: spread(*made) for name, made in deep.items()}
plt.figure(figsize=(6, 3))
for name, numbers in forward.items():
    plt.semilogy(range(1, 16), numbers, ".-", label=name)
plt.xlabel("layer")
plt.xticks([1, 5, 10, 15])
plt.ylabel("standard deviation")
plt.legend()
plt.show()

# %% tags=["claim"]
for name, numbers in forward.items():
    assert len(numbers) == 15, name
assert forward["sigmoid"][9] < 1e-4 * forward["sigmoid"][0], f"{forward['sigmoid']}"
fall = forward["ReLU, Glorot"][-1] / forward["ReLU, Glorot"][0]
assert fall < 1 / 20, f"a small rest: {fall}"
assert forward["ReLU, He"][-1] > 0.05 * forward["ReLU, He"][0], "He keeps the size"
assert forward["ReLU, He"][-1] > 20 * forward["ReLU, Glorot"][-1], "far above Glorot"

# %% [markdown]
# Sigmoid loses the differences within a few layers; what you see at the far right is rounding noise.
# ReLU with the default weights loses some of the signal in every layer, and with He weights the signal keeps about its size.
#
# The reason is a sum.
# A unit adds up $n$ inputs, each multiplied by its weight.
# If the weights are drawn around 0 with variance $v$, the square of the sum is on average $n \cdot v$ times the square of an input.
# With $v = 1/n$ the size stays the same.
# ReLU then sets about half of the sums to 0, which halves the mean square, so a ReLU layer needs twice the variance: $v = 2/n$.
#
# | initializer | variance of the weights | made for |
# |---|---|---|
# | `"glorot_uniform"`, the default | 2 / (inputs + outputs) | tanh, sigmoid, softmax |
# | `"he_normal"`, `"he_uniform"` | 2 / inputs | ReLU and its relatives |
# | `"lecun_normal"` | 1 / inputs | SELU |
#
# In a layer of 32 inputs and 32 outputs, Glorot gives $1/32$, so each ReLU layer halves the mean square, and ten of them leave about a thousandth of it.

# %%
for name in ("glorot_uniform", "he_normal", "lecun_normal"):
    weights = np.array(keras.initializers.get(name)((400, 100)))
    print(f"{name:15} 400 inputs, 100 outputs: variance {weights.var():.5f}")
print("2 / (400 + 100) =", 2 / 500, "  2 / 400 =", 2 / 400, "  1 / 400 =", 1 / 400)

# %% tags=["claim"]
wanted = {"glorot_uniform": 2 / 500, "he_normal": 2 / 400, "lecun_normal": 1 / 400}
wanted["he_uniform"] = 2 / 400
for name, variance in wanted.items():
    weights = np.array(keras.initializers.get(name)((400, 100)))
    assert np.isclose(weights.var(), variance, rtol=0.05), f"{name}: {weights.var()}"
assert 2 / (32 + 32) == 1 / 32 and 0.5**10 < 1 / 1000, "half of the square, ten times"
default = type(keras.layers.Dense(1).kernel_initializer).__name__
assert default == "GlorotUniform", f"the default is {default}"
sums = np.random.default_rng(7).normal(size=100_000)
kept = np.mean(np.maximum(sums, 0) ** 2) / np.mean(sums**2)
assert 0.48 < kept < 0.52, "ReLU halves the mean square"

# %% [markdown]
# Is 2 really the right number?
# `VarianceScaling(scale)` draws weights with the variance `scale / inputs`, and `"he_normal"` is the same with a scale of 2.
# Step through five scales, each for 15 layers with ReLU.
# The layers have 128 units here, so that the draw of the weights matters less than the scale.
# With which scale does the signal stay within the gray band, between 0.02 and 10 times what the first layer passes on?


# %% slider="Scale" states=["0.5", "1", "2", "4", "8"] alt=["Scale 0.5: the standard deviation falls steeply, and leaves the gray band after a few layers", "Scale 1: it falls more slowly, and ends below the gray band", "Scale 2: it stays in the gray band through all 15 layers", "Scale 4: it climbs, and ends above the gray band", "Scale 8: it climbs steeply, and leaves the gray band at the top after a few layers"]
def scaled_by(scale):
    start = keras.initializers.VarianceScaling(scale)
    return lambda signal: keras.layers.Dense(128, "relu", kernel_initializer=start)(
        signal
    )


grown = {}
for scale in (0.5, 1, 2, 4, 8):
    numbers = spread(*stack(scaled_by(scale), depth=15))
    grown[scale] = np.array(numbers) / numbers[0]
    plt.figure(figsize=(6, 3))
    plt.semilogy(range(1, 16), grown[scale], ".-")
    plt.axhspan(0.02, 10, alpha=0.2, color="gray")
    plt.ylim(1e-6, 1e6)
    plt.xlabel("layer")
    plt.xticks([1, 5, 10, 15])
    plt.ylabel("standard deviation / first layer")
    plt.show()

# %% tags=["claim"]
last = {scale: numbers[-1] for scale, numbers in grown.items()}
assert last[1] < 0.02 < last[2] < 10 < last[4], f"only 2 stays: {last}"
out = {scale: np.argmax((line < 0.02) | (line > 10)) for scale, line in grown.items()}
assert 0 < out[0.5] < out[1] and 0 < out[8] < out[4], f"places of leaving: {out}"
assert min(grown[2]) > 0.02 and last[8] > 1000 > 0.002 > last[0.5], f"{last}"
he, two = keras.initializers.HeNormal(7), keras.initializers.VarianceScaling(2, seed=7)
assert np.allclose(he((9, 9)), two((9, 9)), atol=1e-3), "He is a scale of 2"

# %% [markdown]
# Half the right variance makes the signal fade, and twice the right variance makes it explode, because the factor of one layer is applied again in each of the others.
# So the deeper the stack, the more the choice of the initializer matters.

# Training needs the other direction too.
# The gradient for the weights of an early layer is a product: for each layer after it, the slope of the activation times the weights of that layer.
# The slope of a sigmoid is 0.25 at most, in the middle, and nearly 0 at both ends.
# A product of 15 such numbers is tiny, a **vanishing gradient**, and the step of an early layer is tiny with it.
#
# Measure it with a `GradientTape`, as in [A training step by hand](training-by-hand.ipynb).
# There is one gradient for each table of weights, and `tf.norm` computes its length, the root of the sum of its squares.
# In which layers will the sigmoid network still learn something?


# %% alt="Length of the gradient against the number of the layer, on a logarithmic axis: sigmoid climbs from less than a millionth in the first layer to its largest value in the last, ReLU with Glorot weights is small in all layers, ReLU with He weights is large in all layers"
def gradient_lengths(model):
    """The length of the gradient for the weights of each Dense layer."""
    dense = [one for one in model.layers if isinstance(one, keras.layers.Dense)]
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(places)[:, 0] - brightness) ** 2)
    gradients = tape.gradient(loss, [layer.kernel for layer in dense])
    return [float(tf.norm(gradient)) for gradient in gradients]


backward = {name: gradient_lengths(model) for name, (model, _) in deep.items()}
plt.figure(figsize=(6, 3))
for name, numbers in backward.items():
    plt.semilogy(range(1, 17), numbers, ".-", label=name)
plt.xlabel("layer (the last one gives the answer)")
plt.xticks([1, 5, 10, 15])
plt.ylabel("length of the gradient")
plt.legend()
plt.show()

# %% tags=["claim"]
first_and_last = [backward["sigmoid"][place] for place in (0, 14)]
assert first_and_last[0] < 1e-7 * first_and_last[1], f"it vanishes: {first_and_last}"
assert backward["sigmoid"][0] < 1e-7, "less than a millionth"
assert np.argmax(backward["sigmoid"]) >= 14, "the last layers alone learn"
small, large = backward["ReLU, Glorot"], backward["ReLU, He"]
assert np.median(large) > 30 * np.median(small), "He has larger gradients everywhere"
at = np.linspace(-8, 8, 1601)
slopes = np.diff(1 / (1 + np.exp(-at))) / np.diff(at)
assert 0.249 < slopes.max() < 0.2501 and slopes[0] < 0.001, "0.25 at most"

# %% [markdown]
# In the sigmoid network only the last layers get a gradient of a useful size, and no useful signal reaches those, so its picture stayed gray.
#
# The gradients of ReLU with Glorot weights are small in every layer, since the signal that they are multiplied with has faded.
# With He weights, first and last layers have gradients of a similar size.

# %% [markdown] skills=["NN-5"]
# ## He initialization: initial weights that fit
# Now train both ReLU networks, eight layers each, with the same rate and the same number of epochs as the sigmoid network.
# Look at the first epochs: how soon will each of the two get clearly below 1?

# %% alt="Three small pictures: the photograph of a dark figure with a camera in front of a bright sky; plain gray from the sigmoid network; from the network with ReLU and He weights a very blurred picture, dark where the figure stands and bright around it"
model, _ = stack(relu)
model.compile(keras.optimizers.SGD(0.02), loss="mse")
for name in ("ReLU, Glorot", "ReLU, He"):
    if name == "ReLU, He":
        model.set_weights(stack(relu_he)[0].get_weights())
    losses[name] = train(model)
    painted[name] = np.array(model(places)).reshape(32, 32)
    print(f"{name:13} losses", np.round(losses[name], 2))

shown = {"photograph": brightness.reshape(32, 32)}
shown |= {name: painted[name] for name in ("sigmoid", "ReLU, He")}
plt.figure(figsize=(6, 2.3))
for place, (title, picture) in enumerate(shown.items()):
    plt.subplot(1, 3, place + 1)
    plt.imshow(picture, cmap="gray", vmin=-2, vmax=2)
    plt.title(title)
    plt.axis("off")
plt.show()

# %% tags=["claim"]
assert losses["ReLU, Glorot"][1] > 0.75, f"Glorot waits: {losses}"
assert losses["ReLU, He"][2] < 0.75, f"He starts at once: {losses}"
assert losses["ReLU, He"][2] < losses["ReLU, Glorot"][2] - 0.15, f"and leads: {losses}"
assert losses["ReLU, He"][-1] < 0.5, f"less than half is left: {losses}"
likeness = np.corrcoef(painted["ReLU, He"].ravel(), brightness)[0, 1]
assert likeness > 0.7, f"the picture shows the figure: {likeness}"

# %% [markdown]
# Both do better than sigmoid.
# With Glorot weights the loss hardly falls at first, because the weights must grow before enough of the signal gets through, and the more layers there are, the longer that takes.
# With He weights the network learns from the start.
#
# So `kernel_initializer="he_normal"` is worth writing for a deep stack of ReLU layers.
# With two or three layers you won't notice a difference.

# %% [markdown] skills=["NN-5"]
# ## Batch normalization
# Initial weights only fit at the start, because training changes them.
# **Batch normalization** restores the size of the signal in each step.
# For each unit it takes the mean and the standard deviation over the batch, subtracts the mean and divides by the standard deviation.
# Then it multiplies by a number called gamma and adds one called beta, both of which the network learns, so that a unit can have another size if that lowers the loss.
#
# When you predict, there may be no batch, only a single example.
# So the layer also keeps a moving average of the means and variances that it has seen in training, and uses these for predictions.
# The layer is `keras.layers.BatchNormalization`.
# Check it by hand:

# %%
normalize = keras.layers.BatchNormalization()
batch = np.array([[1.0, 10.0], [2.0, 30.0], [3.0, 80.0]], "float32")
by_hand = (batch - batch.mean(axis=0)) / np.sqrt(batch.var(axis=0) + 0.001)
print("in training:\n", np.array(normalize(batch, training=True)).round(2))
print("by hand:\n", by_hand.round(2))
print("moving mean:", normalize.moving_mean.numpy().round(2))
print("for a prediction:\n", np.array(normalize(batch, training=False)).round(2))

# %% tags=["claim"]
fresh = keras.layers.BatchNormalization()
assert np.allclose(fresh(batch, training=True), by_hand, atol=1e-3), "the same"
assert np.allclose(fresh.moving_mean.numpy(), 0.01 * batch.mean(axis=0), atol=1e-4), (
    "a hundredth"
)
assert fresh.epsilon == 0.001 and fresh.momentum == 0.99, "the defaults"
single = fresh(batch[:1], training=True)
assert np.allclose(single, 0, atol=1e-3), "one example has no spread"
for _ in range(19):
    fresh(batch, training=True)
taken = fresh.moving_mean.numpy() / batch.mean(axis=0)
assert np.allclose(taken, 1 - 0.99**20, atol=0.01), f"after 20 steps, {taken}"
assert 0.1 < 0.99**200 < 0.2 and 0.99**400 < 0.02, "a few hundred steps"

# %% [markdown]
# In training both columns come out in the same range, although one was twenty times as large.
# (The 0.001 keeps the division safe when a unit is constant.)
# The prediction is quite different: after one batch, the moving mean has taken over only a hundredth of the batch's mean.
# With the default it needs a few hundred steps to catch up, so if you have few batches, set `momentum=0.9`, which takes over a tenth in each step.
#
# The usual place is between the sum and the activation, which then becomes a layer of its own, `Activation("relu")`.
# The `Dense` layer then needs no bias, since subtracting the mean would remove it again.
# With normalized signals you can also afford larger steps, so raise the rate from 0.02 to 0.1.


# %%
def normalized(signal):
    dense = keras.layers.Dense(32, use_bias=False, kernel_initializer="he_normal")
    calm = keras.layers.BatchNormalization(momentum=0.9)(dense(signal))
    return keras.layers.Activation("relu")(calm)


model, _ = stack(normalized)
model.compile(keras.optimizers.SGD(0.1), loss="mse")
losses["normalized"] = train(model)
for name in ("ReLU, He", "normalized"):
    print(f"{name:10} losses", np.round(losses[name], 2))

# %% tags=["claim"] numbers=["loss after five epochs, ReLU and He = losses['ReLU, He'][-1]", "with batch normalization = losses['normalized'][-1]"]
assert losses["normalized"][-1] < losses["ReLU, He"][-1] - 0.01, f"lower: {losses}"
assert losses["normalized"][-1] < 0.4, f"far below 1: {losses['normalized']}"
with_bias = keras.layers.Dense(2)
with_bias.build((None, 2))
without = with_bias(batch)
with_bias.set_weights([with_bias.get_weights()[0], np.array([5.0, -3.0])])
both = [
    np.array(normalize(signal, training=True)) for signal in (without, with_bias(batch))
]
assert np.allclose(*both, atol=1e-3), "a bias is removed again"

# %% [markdown]
# With a learning rate five times as large, the same eight layers get further in the same five epochs.
# The disadvantages are that each step takes longer, and that the layer behaves differently in training and in prediction.

# %% [markdown] skills=["NN-5"]
# ## Skip connections
# In [Models with branches](branches.ipynb) you led a signal around a layer and added it again with `Add`.
# The gradient takes the same path back: an addition passes it on unchanged, so there is a path to the first layer on which it is never multiplied by anything.
#
# ![A signal goes through Dense and ReLU, which make the change, and around them as it is; both meet in a sum, the new signal; the gradient comes back on both paths: through the layers it is multiplied by weights and slope, around them by 1](../diagrams/skip-connection.svg)
#
# Measure how much that helps the 15 layers of sigmoid, which had practically no gradient, and then do the same for ReLU.


# %%
def around(block):
    def with_skip(signal):
        change = block(signal)
        if signal.shape[-1] != change.shape[-1]:  # the first layer: 2 in, 32 out
            return change
        return keras.layers.Add()([signal, change])

    return with_skip


print("length of the gradient in the first layer:")
skipped = {}
for name in ("sigmoid", "ReLU, Glorot"):
    skipped[name] = stack(around(blocks[name]), depth=15)
    length = gradient_lengths(skipped[name][0])[0]
    print(f"{name:13} without skips {backward[name][0]:.0e}, with skips {length:.0e}")
growing = spread(*skipped["ReLU, Glorot"])
print(f"ReLU, signal in layer 1: {growing[0]:.2f}, in layer 15: {growing[-1]:.0f}")

# %% tags=["claim"]
alive = gradient_lengths(skipped["sigmoid"][0])[0]
assert alive > 1e5 * backward["sigmoid"][0], f"revived: {alive}"
assert length > 20, f"ReLU with skips explodes: {length}"
assert growing[-1] > 3 * growing[0], f"and its signal grows: {growing}"

# %% [markdown]
# The first layer of the sigmoid network can learn again: its gradient was practically 0 and is now of ordinary size.
#
# With ReLU there is another problem.
# Each layer adds a number that is never negative to its input, so the signal grows from layer to layer.
# The gradient grows with it, and is then called an **exploding gradient**.
# What will that do to the training?
# Take a few steps by hand, with eight layers and a rate of 0.03, and watch the loss and the gradient.


# %%
def step(model, rate):
    """One gradient step on all places; returns the loss and the gradient's length."""
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(places)[:, 0] - brightness) ** 2)
    gradients = tape.gradient(loss, model.trainable_variables)
    for weight, gradient in zip(model.trainable_variables, gradients, strict=True):
        weight.assign_sub(rate * gradient)
    return float(loss), float(tf.linalg.global_norm(gradients))


exploding, _ = stack(around(relu))
start = exploding.get_weights()
steps = [step(exploding, rate=0.03) for _ in range(8)]
for number, (loss, length) in enumerate(steps, start=1):
    print(f"step {number}: loss {loss:8.2g}, length of the gradient {length:8.2g}")

# %% tags=["claim"]
assert not steps[2][1] < 10 * steps[0][1], f"longer and longer: {steps}"
assert not steps[-1][0] < 1e6, f"it explodes: {steps}"
assert not np.isfinite(exploding.get_weights()[0]).all(), "no numbers any more"

# %% [markdown]
# A step along such a long gradient ends so far away that the next gradient is longer still.
# After a few steps the numbers no longer fit into a `float32` and become infinite; infinity minus infinity is NaN, and one NaN soon makes every weight NaN.
#
# In practice you combine skip connections with batch normalization inside the block, which keeps the added part small; the second exercise builds such a block.

# %% [markdown] skills=["NN-2"]
# ## Gradient clipping
# The other remedy is to limit the length of the step.
# `global_clipnorm=1.0` in the optimizer looks at all gradients together as one long list of numbers.
# If its length is more than 1, every number is divided by that length, so the step keeps its direction and gets a length of 1 times the rate.
# Shorter gradients stay as they are.
#
# Train the same network from the same weights with that limit.
# Outside an optimizer, `tf.clip_by_global_norm` does the same to a list of gradients.
# `tf.clip_by_value` limits each number on its own instead; look at what that does to the direction.

# %%
exploding.set_weights(start)
exploding.compile(keras.optimizers.SGD(0.03, global_clipnorm=1.0), loss="mse")
losses["clipped"] = train(exploding)
print("losses:", np.round(losses["clipped"], 2))

steep = [tf.constant([30.0, 0.3])]
together, length = tf.clip_by_global_norm(steep, 1.0)
print(f"length {length:.1f}, clipped by it:", together[0].numpy().round(2))
print("each number alone:        ", tf.clip_by_value(steep[0], -1, 1).numpy().round(2))

# %% tags=["claim"]
assert np.isfinite(losses["clipped"]).all(), f"no NaN: {losses['clipped']}"
assert losses["clipped"][-1] < 0.8, f"it learns: {losses['clipped']}"
assert np.allclose(together[0], [1, 0.01], atol=0.001), "the direction is kept"
assert np.allclose(tf.clip_by_value(steep[0], -1, 1), [1, 0.3]), "another direction"
assert np.isclose(length, 30, atol=0.1), "the length"
for name in ("global_clipnorm", "clipnorm", "clipvalue"):
    keras.optimizers.SGD(0.1, **{name: 1.0})  # all three exist

# %% [markdown]
# Only the limit has changed, and the network that exploded now learns.
#
# Two similar arguments do something else: `clipnorm` looks at each table of weights on its own, and `clipvalue` at each number on its own, so both can change the direction.
# In the last line the second number was a hundredth of the first, and after clipping by value it is almost a third.
#
# Clipping helps against exploding gradients, but not against vanishing ones.
#
# ## What can go wrong
# - **Clipping too late.** A weight that is NaN stays NaN whatever you do to the gradients.
#   Build the model again, or go back to saved weights.
#   The callback `keras.callbacks.TerminateOnNaN()` ends the training at once.
# - **Batch normalization with tiny batches.** The mean and standard deviation of two examples are mostly noise.
#   A batch of one becomes all zeros in training.
# - **Good in training, bad in prediction.** After few steps, the moving averages of batch normalization are still far from the real means and variances, so lower the momentum or train longer.
# - **Initial weights that are all equal.** Units that start equal get the same gradient (in the output below, a column for each unit) and stay equal forever, so 32 units do the work of one.
#   That is why weights start at random; a bias may start at 0.
# - **More layers than you need.** Two or three layers are enough for most tables of numbers.
#   Go deeper when a shallow network underfits.

# %%
ones = {"activation": "tanh", "kernel_initializer": "ones"}
start_alike = [keras.layers.Dense(4, **ones), keras.layers.Dense(1, **ones)]
same = keras.Sequential([keras.Input(shape=(2,)), *start_alike])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((same(places)[:, 0] - brightness) ** 2)
print("gradients of four units that start alike:")
print(tape.gradient(loss, same.layers[0].kernel).numpy().round(3))

# %% tags=["claim"]
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((same(places)[:, 0] - brightness) ** 2)
alike = tape.gradient(loss, same.layers[0].kernel).numpy()
assert np.allclose(alike, alike[:, :1], atol=1e-5), "they stay alike"
assert np.abs(alike).max() > 1e-4, "although they learn"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Weights for ReLU
# Write `he_weights(inputs, outputs, rng)`: initial weights of a ReLU layer, as a NumPy array with one row for each input and one column for each output.
# Draw them with the generator `rng`, around 0, with the variance that keeps the size of the signal.


# %% tags=["exercise"] id="basics/vanishing-gradients/he-weights" skills=["NN-5"]
def he_weights(inputs, outputs, rng):
    ### BEGIN SOLUTION
    return rng.normal(0, np.sqrt(2 / inputs), (inputs, outputs))
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `rng.normal(0, s, (3, 5))` gives a table of 3 rows and 5 columns with standard deviation `s`.

# %% [markdown] tags=["hint"]
# The variance is 2 / inputs, and the standard deviation is the root of the variance.

# %% tags=["check"]
for rows, columns in ((400, 60), (60, 400)):
    got = he_weights(rows, columns, np.random.default_rng(7))
    assert got is not None, "Not attempted: he_weights returned None. Return an array."
    assert isinstance(got, np.ndarray), (
        f"Got {type(got).__name__}, expected a NumPy array. Draw it with rng."
    )
    assert got.shape == (rows, columns), (
        f"Got shape {got.shape} for {rows} inputs and {columns} outputs, expected "
        f"{(rows, columns)}. One row for each input."
    )
    told = f"Got the variance {got.var():.5f} for {rows} inputs and {columns} outputs, "
    told += f"expected {2 / rows:.5f}. "
    assert abs(got.mean()) < 0.1 * np.sqrt(2 / rows), (
        f"Got the mean {got.mean():.3f}, expected about 0. Draw around 0."
    )
    assert not np.isclose(got.var(), (2 / rows) ** 2, rtol=0.1), told + (
        "The generator wants the standard deviation: take the root."
    )
    assert not np.isclose(got.var(), 2 / (rows + columns), rtol=0.1), told + (
        "That is Glorot: count only the inputs."
    )
    assert np.isclose(got.var(), 2 / rows, rtol=0.1), told + (
        "Divide 2 by the number of inputs; a uniform draw from -a to a has the "
        "variance a² / 3."
    )
    again = he_weights(rows, columns, np.random.default_rng(7))
    other = he_weights(rows, columns, np.random.default_rng(8))
    assert np.array_equal(got, again) and not np.array_equal(got, other), (
        "Got weights that don't follow rng, expected the same from equal generators "
        "and others from another one. Draw with rng, not with np.random."
    )
print("Correct: a ReLU layer with these weights keeps its signal.")


# %% tags=["wrong"] reason="take the root"
def he_weights(inputs, outputs, rng):
    return rng.normal(0, 2 / inputs, (inputs, outputs))


# %% tags=["wrong"] reason="count only the inputs"
def he_weights(inputs, outputs, rng):
    return rng.normal(0, np.sqrt(2 / (inputs + outputs)), (inputs, outputs))


# %% tags=["wrong"] reason="a uniform draw"
def he_weights(inputs, outputs, rng):
    limit = np.sqrt(2 / inputs)
    return rng.uniform(-limit, limit, (inputs, outputs))


# %% tags=["wrong"] reason="don't follow rng"
def he_weights(inputs, outputs, rng):
    return np.random.normal(0, np.sqrt(2 / inputs), (inputs, outputs))


# %% tags=["wrong"] reason="draw around 0"
def he_weights(inputs, outputs, rng):
    return rng.uniform(0, np.sqrt(24 / inputs), (inputs, outputs))


# %% tags=["right"]
def he_weights(inputs, outputs, rng):
    limit = np.sqrt(6 / inputs)
    return rng.uniform(-limit, limit, size=(inputs, outputs)).astype("float32")


# %% tags=["right"]
def he_weights(inputs, outputs, rng):
    return rng.standard_normal((inputs, outputs)) * (2 / inputs) ** 0.5


# %% [markdown]
# ### A block with a way around
# Write `block(signal, units)`.
# `signal` is a placeholder of any width, and so is what you return, with `units` numbers.
#
# - The change: a `Dense` layer with He weights and `units` units, then batch normalization, then ReLU.
# - The way around: `signal` itself if its width is `units` already, else a `Dense` layer without activation that brings it there.
#
# Return the sum of the two, without an activation after it.


# %% tags=["exercise"] id="basics/vanishing-gradients/block" skills=["NN-5"]
def block(signal, units):
    ### BEGIN SOLUTION
    dense = keras.layers.Dense(units, use_bias=False, kernel_initializer="he_normal")
    change = keras.layers.BatchNormalization()(dense(signal))
    change = keras.layers.Activation("relu")(change)
    if signal.shape[-1] != units:
        signal = keras.layers.Dense(units)(signal)
    return keras.layers.Add()([signal, change])
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `normalized` above makes the change, and `around` adds; here they come together.

# %% [markdown] tags=["hint"]
# `signal.shape[-1]` is the width of a placeholder.

# %% tags=["check"]
for width, units in ((64, 64), (48, 64), (60, 40)):
    entry = keras.Input(shape=(width,))
    got = block(entry, units)
    assert got is not None, "Not attempted: block returned None. Return a placeholder."
    assert hasattr(got, "shape") and tuple(got.shape) == (None, units), (
        f"Got {getattr(got, 'shape', type(got).__name__)} for {width} numbers in and "
        f"{units} out, expected a placeholder of shape {(None, units)}. Call the "
        "layers on the signal, and take their size from `units`."
    )
    net = keras.Model(entry, got)
    dense = [one for one in net.layers if isinstance(one, keras.layers.Dense)]
    norms = [
        one for one in net.layers if isinstance(one, keras.layers.BatchNormalization)
    ]
    assert len(norms) == 1, (
        f"Got {len(norms)} layers of batch normalization, expected 1, between the "
        "Dense layer and the ReLU."
    )
    expected = 1 + (width != units)
    assert len(dense) == expected, (
        f"Got {len(dense)} Dense layers for {width} numbers in and {units} out, "
        f"expected {expected}. The signal needs a layer of its own only if it has "
        "another width."
    )
    sizes = [one.kernel.numpy().var() * width for one in dense]
    assert any(abs(size - 2) < 0.25 for size in sizes), (
        f"Got weights with a variance of {sizes[0]:.1f} / inputs, expected 2 / inputs. "
        "Give the Dense layer of the change He weights."
    )
    rows = np.random.default_rng(7).normal(size=(256, width)).astype("float32")
    gamma = norms[0].gamma.numpy()
    with_change = np.array(net(rows, training=True))
    norms[0].gamma.assign(0 * gamma)
    way = np.array(net(rows, training=True))
    mirrored, zero = np.array(net(-rows)), np.array(net(0 * rows))
    if width == units:
        assert np.allclose(way, rows, atol=1e-4), (
            "With the change switched off, got other numbers than the signal, expected "
            "the signal itself. Add it last, and put nothing after the sum."
        )
    assert np.allclose(way + mirrored, 2 * zero, atol=1e-3), (
        "Got a way around that isn't linear, expected a linear one. Use no activation "
        "there, nor after the sum."
    )
    change = with_change - way
    assert np.abs(way).max() > 0.1, (
        "Got nothing from the way around, expected the signal. Add both."
    )
    assert change.min() > -1e-4, (
        f"Got a change down to {change.min():.1f}, expected nothing below 0. "
        "ReLU comes last, after the normalization."
    )
    silent = np.mean(change < 1e-4)
    assert 0.4 < silent < 0.6, (
        f"{silent:.0%} of the change is 0, expected about half. Normalize the sums: "
        "use no activation between Dense and batch normalization."
    )
print("Correct: the signal goes around, and its change has a fixed size.")


# %% tags=["wrong"] reason="nothing after the sum"
def block(signal, units):
    dense = keras.layers.Dense(units, kernel_initializer="he_normal")
    change = keras.layers.BatchNormalization()(dense(signal))
    if signal.shape[-1] != units:
        signal = keras.layers.Dense(units)(signal)
    return keras.layers.Activation("relu")(keras.layers.Add()([signal, change]))


# %% tags=["wrong"] reason="of batch normalization"
def block(signal, units):
    change = keras.layers.Dense(units, "relu", kernel_initializer="he_normal")(signal)
    if signal.shape[-1] != units:
        signal = keras.layers.Dense(units)(signal)
    return keras.layers.Add()([signal, change])


# %% tags=["wrong"] reason="Give the Dense layer of the change He weights"
def block(signal, units):
    change = keras.layers.Dense(units, use_bias=False)(signal)
    change = keras.layers.ReLU()(keras.layers.BatchNormalization()(change))
    if signal.shape[-1] != units:
        signal = keras.layers.Dense(units)(signal)
    return keras.layers.Add()([signal, change])


# %% tags=["wrong"] reason="a layer of its own only if"
def block(signal, units):
    dense = keras.layers.Dense(units, kernel_initializer="he_normal")
    change = keras.layers.ReLU()(keras.layers.BatchNormalization()(dense(signal)))
    return keras.layers.Add()([keras.layers.Dense(units)(signal), change])


# %% tags=["wrong"] reason="no activation between"
def block(signal, units):
    dense = keras.layers.Dense(units, "relu", kernel_initializer="he_normal")
    change = keras.layers.ReLU()(keras.layers.BatchNormalization()(dense(signal)))
    if signal.shape[-1] != units:
        signal = keras.layers.Dense(units)(signal)
    return keras.layers.Add()([signal, change])


# %% tags=["wrong"] reason="take their size from `units`"
def block(signal, units):
    dense = keras.layers.Dense(64, use_bias=False, kernel_initializer="he_normal")
    change = keras.layers.ReLU()(keras.layers.BatchNormalization()(dense(signal)))
    if signal.shape[-1] != 64:
        signal = keras.layers.Dense(64)(signal)
    return keras.layers.Add()([signal, change])


# %% tags=["wrong"] reason="a way around that isn't linear"
def block(signal, units):
    dense = keras.layers.Dense(units, kernel_initializer="he_normal")
    change = keras.layers.ReLU()(keras.layers.BatchNormalization()(dense(signal)))
    if signal.shape[-1] != units:
        signal = keras.layers.Dense(units, activation="relu")(signal)
    return keras.layers.Add()([signal, change])


# %% tags=["right"]
def block(signal, units):
    dense = keras.layers.Dense(units, kernel_initializer="he_uniform")
    change = keras.layers.ReLU()(keras.layers.BatchNormalization()(dense(signal)))
    same_width = signal.shape[-1] == units
    way = signal if same_width else keras.layers.Dense(units, use_bias=False)(signal)
    return keras.layers.add([way, change])


# %% tags=["right"]
def block(signal, units):
    start = keras.initializers.HeNormal()
    way = signal
    if way.shape[1] != units:
        way = keras.layers.Dense(units, kernel_initializer=start)(way)
    change = keras.layers.Dense(units, kernel_initializer=start)(signal)
    change = keras.layers.BatchNormalization(momentum=0.9)(change)
    return keras.layers.Activation(keras.activations.relu)(change) + way


# %% [markdown]
# ### Clip by hand
# Write `clip(gradients, limit)`, which does what `global_clipnorm` does.
# `gradients` is a list of tensors of different shapes.
# Take the length of all their numbers together.
# If it is more than `limit`, return all tensors multiplied by the same number, so that the length is `limit`; else return them as they are.
# The result is a list again, and your function must also work inside a `tf.function`.


# %% tags=["exercise"] id="basics/vanishing-gradients/clip" skills=["NN-2"]
def clip(gradients, limit):
    ### BEGIN SOLUTION
    squares = [tf.reduce_sum(gradient**2) for gradient in gradients]
    length = tf.sqrt(tf.add_n(squares))
    factor = limit / tf.maximum(length, limit)
    return [gradient * factor for gradient in gradients]
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The length is the root of the sum of all squares, over all tensors.

# %% [markdown] tags=["hint"]
# `limit / tf.maximum(length, limit)` is 1 for a short list, and never divides by 0.

# %% tags=["check"]
a, b = tf.constant([[3.0, 0.0], [0.0, -4.0]]), tf.constant([12.0])
nothing = [tf.zeros((2, 3)), tf.zeros(4), tf.zeros(())]
cases = {
    "length 13, limit 2": ([a, b], 2.0),
    "length 13, limit 20": ([a, b], 20.0),
    "length 0, limit 1": (nothing, 1.0),
}
for title, (given, limit) in cases.items():
    size = tf.linalg.global_norm(given).numpy()
    wanted = [np.array(one) * min(1, limit / max(size, 1e-9)) for one in given]
    for moment in ("called as it is", "inside a tf.function")[: 1 + (limit == 2)]:
        try:
            run = clip if moment == "called as it is" else tf.function(clip)
            got, problem = run(list(given), limit), ""
        except Exception as error:
            got, problem = (
                [],
                f"{type(error).__name__}: {error}".splitlines()[-1].strip(),
            )
        assert got is not None, "Not attempted: clip returned None. Return a list."
        told = f"With {title}, {moment}: "
        assert not problem, told + (
            f"got {problem[:120]}, expected tensors. "
            "Use TensorFlow operations only: no .numpy(), no float()."
        )
        assert isinstance(got, list | tuple) and len(got) == len(given), told + (
            f"got {type(got).__name__}, expected a list of {len(given)} tensors."
        )
        got = [np.array(one) for one in got]
        assert [one.shape for one in got] == [one.shape for one in wanted], told + (
            f"got shapes {[one.shape for one in got]}, expected those of the gradients."
        )
        assert all(np.isfinite(one).all() for one in got), told + (
            "got NaN, expected 0. Don't divide by a length of 0."
        )
        clipped = np.sqrt(sum((one**2).sum() for one in got))
        flat = [
            [one.astype(float).ravel().round(2).tolist() for one in side]
            for side in (got, wanted)
        ]
        told += f"got {flat[0]}, expected {flat[1]}. "
        alone = [tf.clip_by_norm(one, limit).numpy() for one in given]
        assert size <= limit or not all(map(np.allclose, got, alone)), told + (
            "Each tensor is clipped alone: take one length for all."
        )
        assert size > limit or clipped <= size + 1e-3, told + (
            "Leave short gradients as they are: don't make them longer."
        )
        assert all(map(np.allclose, got, wanted)), told + (
            "Multiply all by limit / length, and only if the length is more than limit."
        )
print("Correct: the step gets shorter and keeps its direction.")


# %% tags=["wrong"] reason="one length for all"
def clip(gradients, limit):
    return [tf.clip_by_norm(gradient, limit) for gradient in gradients]


# %% tags=["wrong"] reason="multiply all by limit"
def clip(gradients, limit):
    return [tf.clip_by_value(gradient, -limit, limit) for gradient in gradients]


# %% tags=["wrong"] reason="don't make them longer"
def clip(gradients, limit):
    length = tf.linalg.global_norm(gradients)
    return [gradient * limit / (length + 1e-9) for gradient in gradients]


# %% tags=["wrong"] reason="Use TensorFlow operations only"
def clip(gradients, limit):
    length = np.sqrt(sum(np.sum(gradient.numpy() ** 2) for gradient in gradients))
    factor = min(1.0, limit / max(length, 1e-9))
    return [gradient * factor for gradient in gradients]


# %% tags=["wrong"] reason="don't divide by a length of 0"
def clip(gradients, limit):
    length = tf.linalg.global_norm(gradients)
    return [gradient * tf.minimum(length, limit) / length for gradient in gradients]


# %% tags=["right"]
def clip(gradients, limit):
    return tf.clip_by_global_norm(gradients, limit)[0]


# %% tags=["right"]
def clip(gradients, limit):
    length = tf.linalg.global_norm(gradients)
    return tf.cond(
        length > limit,
        lambda: [gradient / length * limit for gradient in gradients],
        lambda: list(gradients),
    )


# %% [markdown]
# ## What to remember
# - If the loss doesn't move, look at the standard deviation of each layer's output and at the length of each gradient.
#   Both shrink from layer to layer when the gradient vanishes, and grow when it explodes.
# - ReLU goes with He weights (variance 2 / inputs), tanh and sigmoid with Glorot, the default.
# - Batch normalization restores mean and standard deviation in each step; predictions use its moving averages.
# - A skip connection gives the gradient a path back on which nothing multiplies it, but the signal grows.
# - `global_clipnorm` limits the length of a step and keeps its direction; it helps against NaN, not against gradients that vanish.
#
# Next: [Custom layers, losses and metrics](custom-layers.ipynb), on what to write yourself when Keras has no such layer.
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
