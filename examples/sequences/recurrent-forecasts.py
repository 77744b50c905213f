# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Recurrent and convolutional forecasts, and the learning rate"
#     summary: "Forecast a series with a recurrent and with a convolutional layer, find a learning rate with a sweep, and change it during training."
#     skills: [TS-1, TS-5, TS-10]
#     requires: [sequences/forecasting-co2]
# ---

# %% [markdown]
# After this lesson you can forecast a series with a recurrent and with a convolutional layer, and say what each does with a window.
# You can find a learning rate with a sweep, and change it during training.
# You choose among three networks on the validation years, and ask the chosen one about a month that is not in the data.

# %% [markdown] skills=["TS-1"]
# ## The sea off Peru
# The data come with statsmodels: the surface temperature of the Pacific off Ecuador and Peru (0 to 10 degrees south, 80 to 90 degrees west), in degrees Celsius, one value for each month from 1950 to 2010.
# The set is named after El Niño, the years in which this water is unusually warm.
#
# The split follows time: 40 years for training, 10 for validation and 11 for the test.
# The features are 12 months, and the label is the **change** to the next month.
# The mean and the standard deviation for scaling come from the training years alone.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
from statsmodels.datasets import elnino

keras.utils.set_random_seed(7)
celsius = elnino.load_pandas().data.drop(columns="YEAR").to_numpy().ravel()
TRAIN, VALID = 480, 600  # 1950 to 1989, 1990 to 1999; the rest is the test
WINDOW = 12
mean, spread = celsius[:TRAIN].mean(), celsius[:TRAIN].std()
scaled = ((celsius - mean) / spread).astype("float32")
pieces = np.lib.stride_tricks.sliding_window_view(scaled, WINDOW + 1)
x, y = pieces[:, :WINDOW, np.newaxis], pieces[:, WINDOW] - pieces[:, WINDOW - 1]
train = slice(0, TRAIN - WINDOW)
valid = slice(TRAIN - WINDOW, VALID - WINDOW)
test = slice(VALID - WINDOW, None)
print(f"{len(celsius)} months from {celsius.min():.1f} to {celsius.max():.1f} degrees")
print("features for training:", x[train].shape, " labels:", y[train].shape)

# %% [markdown]
# The features have three axes: windows, steps, and the numbers at each step.
# Here that is one number; `np.newaxis` makes the third axis.
#
# First come two forecasts that need no training, because a network has to beat them.


# %%
def mae(change, part):
    """The mean absolute error in degrees, of forecast changes in scaled units."""
    return spread * np.abs(change[part] - y[part]).mean()


no_change = np.zeros(len(y))
year_ago = np.concatenate([np.zeros(12), y[:-12]])  # 12 labels earlier, where known
naive = {"no change": no_change, "same change as a year ago": year_ago}
for name, change in naive.items():
    print(f"{name:26} validation MAE {mae(change, valid):.2f} degrees")

# %% tags=["claim"]
told = " ".join(elnino.DESCRLONG.split())
assert "0-10 degrees South and 90-80 degrees West, from 1950 to 2010" in told, told
assert len(celsius) == 61 * 12 and np.isfinite(celsius).all(), "61 years, no gap"
assert (TRAIN / 12, VALID / 12 - 40) == (40, 10), "years to train on and validate"
assert [len(y[part]) for part in (train, valid, test)] == [468, 120, 132], "the parts"
year_before = (celsius[500] - celsius[499]) / spread
assert np.isclose(year_ago[500], year_before, atol=1e-4), "the change of a year ago"
assert mae(year_ago, valid) < 0.6 * mae(no_change, valid), "the season helps a lot"

# %% [markdown]
# The second one knows the season, so its error is about half as large, and it is the one to beat.

# %% [markdown] skills=["TS-10"]
# ## A sweep finds the learning rate
# Begin with a dense network and the simplest optimizer, `SGD`: each step moves the weights by the **learning rate** times the gradient, in the direction that lowers the loss.
# Which rate should it be?
# If you guess, each guess costs a training.
# A **sweep** costs only one: start with a rate that is far too small, increase it in each epoch, and draw the loss against the rate.
#
# `LearningRateScheduler` is a callback that is asked for the rate before each epoch.

# %%
dense = keras.Sequential(
    [
        keras.Input(shape=(WINDOW, 1)),
        keras.layers.Flatten(),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
dense.compile(keras.optimizers.SGD(), "mae")
start = dense.get_weights()

rates = 10 ** np.linspace(-3, 0.5, 15)  # 0.001 to 3.2, four in each decade
sweep = keras.callbacks.LearningRateScheduler(lambda epoch, rate: float(rates[epoch]))
losses = dense.fit(
    x[train], y[train], batch_size=26, epochs=15, callbacks=[sweep], verbose=0
).history["loss"]
for epoch in (0, 4, 8, 12, 14):
    print(f"epoch {epoch + 1:2}  rate {rates[epoch]:<6.3g} loss {losses[epoch]:.2f}")

# %% alt="Loss against learning rate on a logarithmic axis: nearly flat at the smallest rates, then falling steeply to a wide valley, climbing again, and soaring above 1"
plt.figure(figsize=(6, 3))
plt.plot(rates, losses)
plt.xscale("log")
plt.ylim(0, 2)
plt.xlabel("learning rate (log scale)")
plt.ylabel("training loss (scaled units)")
plt.show()

# %% tags=["claim"]
valley = np.nanmin(losses)
lowest = rates[np.nanargmin(losses)]
assert 0.01 < lowest < 0.3, f"the valley is left of 0.3, got {lowest:.3f}"
assert losses[1] > 0.85 * losses[0], "at 0.001 hardly anything is learned"
assert losses[0] > 1.6 * valley, "then the loss falls a lot"
assert losses[12] > 1.5 * valley and np.isclose(rates[12], 1), "at 1 it has climbed"
assert not losses[-1] < 3 * valley, "at the end it is far up"

# %% [markdown]
# Read the curve from left to right.
#
# - **Flat**: the steps are too small, so the network learns hardly anything.
# - **Steep**: each epoch helps, so a good constant rate is here.
# - **Valley and climb**: the steps jump across the minimum, and above a rate of 1 the loss soars.
#
# Take a rate that is smaller than the one at the valley by a factor of 3 to 10.
# The low loss at the valley isn't due to that rate alone, because the smaller rates before it have done most of the work.

# %% [markdown] skills=["TS-10"]
# ## Change the rate during training
# A large rate is fast but never settles, because near the minimum it steps across it, back and forth.
# A small rate settles, but takes a long time to get there.
# `ReduceLROnPlateau` combines the two: you start with a large rate, and when the loss has not improved for `patience` epochs, the callback multiplies the rate by `factor`.
#
# Compare three runs from the same starting weights, 12 epochs each: a rate of 0.3 (right of the valley), 0.003 (far to its left), and 0.3 with the callback.
# Which will be behind after 3 epochs, and which will have the lowest loss after 12?


# %%
def run(rate, *callbacks):
    keras.utils.set_random_seed(7)
    dense.set_weights(start)
    dense.optimizer.learning_rate = rate
    options = {"batch_size": 18, "epochs": 12, "verbose": 0}
    return dense.fit(x[train], y[train], callbacks=callbacks, **options).history


plateau = keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.3, patience=1)
runs = {"0.3": run(0.3), "0.003": run(0.003), "0.3, reduced": run(0.3, plateau)}
for name, history in runs.items():
    late = history["loss"][-3:]
    print(f"rate {name:13} loss in epoch 3: {history['loss'][2]:.2f}", end="   ")
    print(f"in the last three: {min(late):.3f} to {max(late):.3f}")
used = runs["0.3, reduced"]["learning_rate"]
print("reduced to:", ", ".join(f"{rate:.2g}" for rate in sorted(set(used))[::-1]))

# %% alt="Training loss over 12 epochs: the constant rate of 0.3 falls fast and then gets no further, 0.003 falls slowly and smoothly, and the reduced rate starts like 0.3 and ends at the lowest loss"
plt.figure(figsize=(6, 3))
for (name, history), style in zip(runs.items(), (":", "--", "-"), strict=True):
    plt.plot(range(1, 13), history["loss"], style, label=name)
plt.ylim(0.1, 0.5)
plt.xlabel("epoch")
plt.ylabel("training loss (scaled units)")
plt.legend(ncols=3, loc="lower center", bbox_to_anchor=(0.5, 1))
plt.show()

# %% tags=["claim"]
large, small, reduced = (np.array(history["loss"]) for history in runs.values())
assert reduced[-3:].mean() < 0.93 * large[-3:].mean(), "reduced settles below large"
assert reduced[-3:].mean() < 0.95 * small[-3:].mean(), "and below small"
assert large[-3:].mean() > 0.85 * large[4:7].mean(), f"large gets no further: {large}"
assert (np.diff(large) > 0).any(), "some epochs are worse than the one before"
assert np.mean(np.diff(small) < 0) > 0.8, f"small falls nearly always: {small}"
assert small[2] > 1.05 * large[2], "small is behind after 3 epochs"
assert used[0] > 0.29 and used[-1] < 0.1, f"the rate was reduced: {used[-1]:.3f}"

# %% [markdown]
# The large rate gets down quickly and then makes no progress: some epochs are worse than the one before.
# That is what the callback waits for: it lowers the rate, and the loss drops below the other two.
# Plain `SGD` keeps no state besides the weights, so restoring `start` makes a fair new start.
# With `Adam`, which remembers past gradients, compile a new model instead.
#
# If you have validation data, let the callback watch `val_loss`.
# Another way is a **learning rate schedule**, which counts steps (batches) instead of epochs, and which you give to the optimizer in place of a number.
# The networks below get one.

# %% [markdown] skills=["TS-5"]
# ## A state from step to step
# For a dense network the 12 months are 12 separate inputs, while a **recurrent** layer reads them in order.
# It carries a **state** $h$, a few numbers that start at 0, and updates it at each step $t$ from the new value and the old state, always with the same weights:
#
# $$ h_t = \tanh(x_t W + h_{t-1} U + b) $$
#
# Do it by hand with the weights of a `SimpleRNN` layer of 2 units.

# %%
recurrent = keras.layers.SimpleRNN(2, return_sequences=True)
sample = x[:1, :4]  # one window, four steps, one number each
states = np.array(recurrent(sample))[0]

W, U, b = recurrent.get_weights()
h = np.zeros(2)
for t in range(4):
    h = np.tanh(sample[0, t] @ W + h @ U + b)
    print(f"step {t}  by hand {h.round(3)}  by layer {states[t].round(3)}")

# %% tags=["claim"]
assert np.allclose(h, states[-1], atol=1e-5), "loop and layer agree"
assert W.shape == (1, 2) and U.shape == (2, 2) and b.shape == (2,), "the weights"
last = keras.layers.SimpleRNN(2)
last.build((None, None, 1))
last.set_weights([W, U, b])
assert np.allclose(last(sample), states[-1:], atol=1e-5), "the last state only"
assert 0.5**10 < 0.001, "ten steps, each with 0.5; tanh only makes it smaller"

# %% [markdown]
# With `return_sequences=True` you get the state of every step, and without it only the last one.
#
# In such a state early values fade: with one unit and a weight of 0.5 on the old state, a change ten steps ago moves the state less than a thousandth as much as a change today.
# `LSTM` and `GRU` have **gates** against this: numbers between 0 and 1, computed anew at each step, that determine how much of the old state to keep.
# The gates have weights of their own, so these layers have three or four times as many weights.

# %% [markdown] skills=["TS-5"]
# ## Filters along time: causal and dilated convolutions
# A `Conv1D` filter asks one question about a few neighboring steps, and asks it at every step.
# With `padding="causal"` the answer at a step uses this step and earlier ones, and zeros are put before the start of the window.
# Here the question is "how much more than the step before?"

# %%
filter_ = keras.layers.Conv1D(1, kernel_size=2, padding="causal", use_bias=False)
filter_.build((None, None, 1))
filter_.set_weights([np.array([-1.0, 1.0]).reshape(2, 1, 1)])
values = np.array([3.0, 5.0, 4.0, 9.0])
print("values: ", values)
print("answers:", np.array(filter_(values.reshape(1, 4, 1))).ravel())

# %% tags=["claim"]
answers = np.array(filter_(values.reshape(1, 4, 1))).ravel()
assert answers.tolist() == [3, 2, -1, 5], "each value minus the one before"

# %% [markdown]
# A filter of 3 sees 3 steps.
# To see further, stack layers and use `dilation_rate`: with 3, a filter looks at every third step.
# How far back does the last step of a stack see?
# To find its **receptive field**, send in windows that are 1 at a single step and 0 elsewhere, and look where the answer is not 0.

# %%
reach = keras.Sequential(
    [
        keras.Input(shape=(12, 1)),
        keras.layers.Conv1D(1, 3, padding="causal"),
        keras.layers.Conv1D(1, 3, padding="causal", dilation_rate=3),
    ]
)
single = np.eye(12)[..., np.newaxis]  # window i is 1 at step i
answer = np.array(reach(single))[:, -1, 0]
print("the last step sees the steps", np.flatnonzero(answer).tolist())

# %% [markdown]
# How many weights do these layers have, for windows of 12 and of 120 steps?

# %%
layers = {
    "Dense": lambda: keras.layers.Dense(16),
    "Conv1D": lambda: keras.layers.Conv1D(16, 3),
    "SimpleRNN": lambda: keras.layers.SimpleRNN(16),
    "GRU": lambda: keras.layers.GRU(16),
    "LSTM": lambda: keras.layers.LSTM(16),
}
size = {}
print("weights of 16 units or filters for windows of 12 and 120 steps")
for name, make in layers.items():
    for steps in (12, 120):
        layer = make()
        layer.build((None, steps) if name == "Dense" else (None, steps, 1))
        size[name, steps] = layer.count_params()
    print(f"{name:10} {size[name, 12]:5} {size[name, 120]:5}")

# %% tags=["claim"]
assert np.flatnonzero(answer).tolist() == list(range(3, 12)), "nine steps"
assert [size[name, 12] for name in layers] == [208, 64, 288, 912, 1152], f"{size}"
grown = [name for name in layers if size[name, 12] != size[name, 120]]
assert grown == ["Dense"], "the others have the same size for any window"
assert size["Dense", 120] == 16 * 121, "Dense grows with the window"
assert 3 < size["GRU", 12] / size["SimpleRNN", 12] < 4, "three times, and a little"
assert size["LSTM", 12] == 4 * size["SimpleRNN", 12], "four times"

# %% [markdown]
# It sees nine steps with only 2 filters of 3, because the second looks at three answers that are 3 steps apart, and each of these has seen 3 values.
#
# ![Twelve steps in three rows: the answer at step 11 looks at three answers of the first filter, at the steps 5, 8 and 11, and each of these has seen 3 values, so that 9 values reach it and none of them lies ahead](../diagrams/causal-and-dilated.svg)
#
# The number of weights of a `Dense` layer grows with the window.
# Recurrent and convolutional layers use the same weights at each step, so their number stays the same.

# %% [markdown] skills=["TS-1", "TS-5"]
# ## Train the candidates and choose one
# There are three candidates: the dense network from the run with the callback, two causal convolutions, and a `GRU` of 16 units.
# The last two get `Adam` with `ExponentialDecay`: the rate starts at 0.02 and is halved every 26 steps, which here is every epoch.

# %%
hidden = {
    "two Conv1D": [
        keras.layers.Conv1D(16, 3, padding="causal", activation="relu"),
        keras.layers.Conv1D(
            16, 3, padding="causal", dilation_rate=3, activation="relu"
        ),
        keras.layers.Flatten(),
    ],
    "GRU": [keras.layers.GRU(16)],
}
networks = {"Dense": dense}
for name, stack in hidden.items():
    keras.utils.set_random_seed(7)
    output = keras.layers.Dense(1)
    model = keras.Sequential([keras.Input(shape=(WINDOW, 1)), *stack, output])
    decay = keras.optimizers.schedules.ExponentialDecay(0.02, 26, decay_rate=0.5)
    model.compile(keras.optimizers.Adam(decay), "mae")
    model.fit(x[train], y[train], batch_size=18, epochs=6, verbose=0)
    networks[name] = model

forecasts = naive | {name: np.array(net(x))[:, 0] for name, net in networks.items()}
print("                           MAE in training   in validation")
for name, change in forecasts.items():
    print(f"{name:26} {mae(change, train):15.2f} {mae(change, valid):15.2f}")

# %% tags=["claim"]
scores = {name: mae(change, valid) for name, change in forecasts.items()}
learned = [scores[name] for name in networks]
assert max(learned) < 0.6 * scores["no change"], f"all beat no change: {scores}"
assert max(learned) < scores["same change as a year ago"], f"and the season: {scores}"
assert max(learned) < 1.5 * min(learned), f"the three are near each other: {scores}"
assert len(y[train]) / 18 == 26, "26 steps an epoch"

# %% [markdown]
# All three beat the better naive forecast, and their errors are close to each other.
# Such small differences on 120 months don't show that one kind of layer is better, because with another seed the order may change.
# In these windows each place has a fixed meaning (the first month is always a year before the label), which suits a dense network well.
# Where a pattern may appear anywhere, it pays to use the same weights at every place; the digits in [Convolutions, by hand and by layer](../images/convolutions.ipynb) are such a case.
#
# Still, you have to choose one.
# Choose by the validation years, and then test only the chosen network on the test years, once.

# %%
best = min(networks, key=lambda name: mae(forecasts[name], valid))
print(f"chosen: {best}")
print(f"test MAE {mae(forecasts[best], test):.2f} degrees", end=", ")
print(f"same change as a year ago {mae(year_ago, test):.2f}")

newest = scaled[np.newaxis, -WINDOW:, np.newaxis]  # the year 2010
change = float(networks[best](newest)[0, 0]) * spread
print(f"December 2010: {celsius[-1]:.1f} degrees", end=", ")
print(f"forecast for January 2011: {celsius[-1] + change:.1f}")

# %% tags=["claim"] numbers=["test MAE of the best network (degrees) = mae(forecasts[best], test)"]
assert mae(forecasts[best], test) < 0.9 * mae(year_ago, test), "it holds on the test"
assert 0.3 < change < 3.5, f"it gets warmer in January, got {change:+.1f}"
december = celsius.reshape(61, 12)
assert (december[1:, 0] > december[:-1, 11]).mean() > 0.9, "as nearly always"

# %% [markdown]
# The forecast of the change is scaled, so multiply it by the standard deviation and add it to the last known month.
# From December to January the sea there warms up nearly every year, and the network has learned it.

# %% [markdown]
# ## What can go wrong
# - **A recurrent layer on top of another.** The lower one must pass on all its states.
#   Without `return_sequences=True` you get "expected ndim=3, found ndim=2".
# - **The third axis is missing.** Windows of shape (468, 12) give the same message: add `[..., np.newaxis]`.
# - **A schedule and a callback.** An optimizer with a schedule does not let a callback set its rate, so `ReduceLROnPlateau` then ends in an error.
#   Use one of the two.
# - **A schedule counted in epochs.** The second number of `ExponentialDecay` counts batches.
#   With a 2 in place of 26, the rate is halved 13 times within the first epoch, and after that the weights hardly move.
# - **No baseline.** An MAE of half a degree sounds good, until you see that "same change as a year ago" is better in the validation years.


# %% tags=["claim"]
assert mae(year_ago, valid) < 0.5, "better than half a degree"


def refusal(action):
    try:
        action()
    except (ValueError, TypeError) as error:
        return str(error)


two = keras.Sequential([keras.layers.GRU(4), keras.layers.GRU(4)])
assert "expected ndim=3, found ndim=2" in refusal(lambda: two(x[:2])), "stacked"
flat = refusal(lambda: keras.layers.GRU(4)(x[:2, :, 0]))
assert "expected ndim=3, found ndim=2" in flat, flat
masters = keras.callbacks.ReduceLROnPlateau(monitor="loss", patience=1)
masters.set_model(networks["GRU"])
masters.on_train_begin()


def stuck():
    for epoch in range(3):
        masters.on_epoch_end(epoch, {"loss": 1.0})


assert "LearningRateSchedule" in refusal(stuck), "a schedule cannot be set"
quick = keras.optimizers.schedules.ExponentialDecay(0.02, 2, decay_rate=0.5)
assert np.isclose(float(quick(26)), 0.02 / 2**13), "13 times in an epoch of 26 batches"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### How far does a stack see?
# Write `steps_seen(layers)` for a list of pairs `(kernel_size, dilation)`, the causal convolutions of a stack from first to last.
# It returns how many steps of the input the last step of the output depends on.
# Use arithmetic only.


# %% tags=["exercise"] id="sequences/recurrent-forecasts/steps-seen" skills=["TS-5"]
def steps_seen(layers):
    ### BEGIN SOLUTION
    return 1 + sum((kernel - 1) * dilation for kernel, dilation in layers)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Without a layer you see 1 step.
# How many steps further back does a filter of 3 see, and how many with a dilation of 3?

# %% [markdown] tags=["hint"]
# Each layer adds `(kernel - 1) * dilation`.

# %% tags=["check"]
cases = {9: [(3, 1), (3, 3)], 5: [(3, 1), (3, 1)], 8: [(2, 1), (2, 2), (2, 4)]}
cases |= {13: [(5, 3)], 7: [(1, 4), (4, 2)], 1: []}
for expected, stack_of_pairs in cases.items():
    got = steps_seen(list(stack_of_pairs))
    assert got is not None, "Not attempted: steps_seen returned None. Return a number."
    told = f"Got {got!r} for {stack_of_pairs}, expected {expected}. "
    assert hasattr(got, "__float__") and np.size(got) == 1, (
        told + "Return a single number."
    )
    got = float(np.ravel(got)[0])
    plain = 1 + sum(kernel - 1 for kernel, _ in stack_of_pairs)
    assert got == expected or got != plain, (
        told + "The dilation of each layer counts, too."
    )
    full = sum(kernel * dilation for kernel, dilation in stack_of_pairs)
    assert got == expected or got not in (full, full + 1), (
        told + "A filter of 3 goes back 2 steps, not 3: one of its 3 is the present."
    )
    assert got == expected, told + "Add up how far back each layer goes, and add 1."
print("Correct: you can now tell whether a stack sees a whole window.")


# %% tags=["wrong"] reason="not 3"
def steps_seen(layers):
    return sum(kernel * dilation for kernel, dilation in layers)


# %% tags=["wrong"] reason="dilation of each layer counts"
def steps_seen(layers):
    return 1 + sum(kernel - 1 for kernel, _ in layers)


# %% tags=["wrong"] reason="add up how far back"
def steps_seen(layers):
    seen = 1
    for kernel, dilation in layers:
        seen *= 1 + (kernel - 1) * dilation
    return seen


# %% tags=["right"]
def steps_seen(layers):
    seen = 1
    for kernel, dilation in layers:
        seen += (kernel - 1) * dilation
    return seen


# %% tags=["right"]
def steps_seen(layers):
    if not layers:
        return 1
    (kernel, dilation), *rest = layers
    return (kernel - 1) * dilation + steps_seen(rest)


# %% [markdown]
# ### Choose once, judge once
# Write `choose(forecasts, truth, valid, test)`.
# `forecasts` is a dictionary of arrays, `truth` an array, `valid` and `test` are slices.
# Return the name of the forecast that you would choose, and the MAE that you would report for it, as a pair.


# %% tags=["exercise"] id="sequences/recurrent-forecasts/choose" skills=["TS-1"]
def choose(forecasts, truth, valid, test):
    ### BEGIN SOLUTION
    def error(name, part):
        return float(np.mean(np.abs(forecasts[name][part] - truth[part])))

    best = min(forecasts, key=lambda name: error(name, valid))
    return best, error(best, test)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Use one part of the data to choose, and another one for the number that you report.

# %% [markdown] tags=["hint"]
# Compute the MAE of each forecast on `valid`, take the name with the smallest, and compute its MAE on `test`.

# %% tags=["check"]
usual = np.array([4.0, 9, 2, 7, 5, 8, 3, 6, 1, 9, 4, 7])
errors = {
    "a": [0.0] * 4 + [2, 2, 2, 2] + [3, 3, 3, 3],
    "b": [3.0] * 4 + [1, -1, 1, 1] + [2, -2, 2, 4],
    "c": [2.0] * 4 + [3, -3, 3, -3] + [1, 1, 1, 1],
}
others = {
    "lucky": [0.0] * 2 + [0, 0, 0.2, 9] + [2, 2, 2, 2] + [0, 0],
    "steady": [1.0] * 2 + [1.2, 1.2, 1.2, 1.2] + [1, 1, 1, 1] + [0, 0],
    "zigzag": [5.0] * 2 + [0.5, -0.5, 0.5, 2.5] + [1, -3, 3, 5] + [9, 9],
}
for case, name, right_mae, between, behind in (
    (errors, "b", 2.5, slice(4, 8), slice(8, 12)),
    (others, "zigzag", 3.0, slice(2, 6), slice(6, 10)),
):
    given = {one: usual + error for one, error in case.items()}
    got = choose(given, usual.copy(), between, behind)
    assert got is not None, (
        "Not attempted: choose returned None. Return a name and an MAE."
    )
    assert isinstance(got, (tuple, list)) and len(got) == 2, (
        f"Got {got}, expected a name and a number: return both, as in best, error."
    )
    picked, reported = got
    assert isinstance(picked, str) and picked in case, (
        f"Got {picked!r} as the name, expected one of {sorted(case)}."
    )
    assert hasattr(reported, "__float__") and np.size(reported) == 1, (
        f"Got {reported!r} as the MAE, expected one number: take the mean."
    )
    reported = float(np.ravel(reported)[0])
    told = f"Got {picked!r} with {reported:.2f}, expected {name!r} with "
    told += f"{right_mae:.2f}. "
    for one, error in case.items():
        of_valid, of_test = np.abs(error[between]), np.abs(error[behind])
        told += f"{one!r} has {np.mean(of_valid):.2f} on valid, "
        told += f"{np.mean(of_test):.2f} on test. "
    assert picked != "a", told + (
        "It is best before the validation, on data that it may have memorized. Choose "
        "by the MAE on valid alone."
    )
    assert picked != "c", told + (
        "It is best on the test, and its positive and negative errors cancel in "
        "validation. Choose by the mean of the absolute errors on valid."
    )
    assert picked == name, told + (
        "Choose by the mean of the absolute errors on valid, and by nothing else."
    )
    on_valid = np.mean(np.abs(case[name][between]))
    assert not np.isclose(reported, on_valid), (
        told + "This is its validation error, which flatters the one that was chosen."
    )
    assert np.isclose(reported, right_mae), (
        told + "Report the MAE of the chosen forecast on test."
    )
    kept_whole = all(
        np.allclose(given[one], usual + error) for one, error in case.items()
    )
    assert kept_whole, (
        "Your function changed the forecasts that it was given: compute the errors in "
        "new arrays."
    )
print("Correct: you choose by the validation set, and report the test set once.")


# %% tags=["wrong"] reason="best on the test"
def choose(forecasts, truth, valid, test):
    scores = {n: np.abs(f[test] - truth[test]).mean() for n, f in forecasts.items()}
    best = min(scores, key=scores.get)
    return best, scores[best]


# %% tags=["wrong"] reason="which flatters the one that was chosen"
def choose(forecasts, truth, valid, test):
    scores = {n: np.abs(f[valid] - truth[valid]).mean() for n, f in forecasts.items()}
    best = min(scores, key=scores.get)
    return best, scores[best]


# %% tags=["wrong"] reason="cancel"
def choose(forecasts, truth, valid, test):
    best = min(forecasts, key=lambda n: abs((forecasts[n] - truth)[valid].mean()))
    return best, np.abs(forecasts[best][test] - truth[test]).mean()


# %% tags=["wrong"] reason="by nothing else"
def choose(forecasts, truth, valid, test):
    best = min(forecasts, key=lambda n: np.square((forecasts[n] - truth)[valid]).mean())
    return best, np.abs(forecasts[best][test] - truth[test]).mean()


# %% tags=["wrong"] reason="expected one number"
def choose(forecasts, truth, valid, test):
    best = min(forecasts, key=lambda n: np.abs((forecasts[n] - truth)[valid]).mean())
    return best, np.abs(forecasts[best][test] - truth[test])


# %% tags=["right"]
def choose(forecasts, truth, valid, test):
    chosen, lowest = None, np.inf
    for name, values in forecasts.items():
        distance = np.abs(values[valid] - truth[valid]).mean()
        if distance < lowest:
            chosen, lowest = name, distance
    return [chosen, np.abs(forecasts[chosen][test] - truth[test]).mean()]


# %% tags=["right"]
def choose(forecasts, truth, valid, test):
    import pandas as pd

    distances = pd.DataFrame(forecasts).sub(truth, axis=0).abs()
    best = distances.iloc[valid].mean().idxmin()
    return best, distances[best].iloc[test].mean()


# %% [markdown]
# ### Your own plateau
# Write `rates_used(losses, rate, factor, patience)`, which returns the rate of each epoch under a rule like that of `ReduceLROnPlateau`.
# `losses` are the losses at the end of each epoch, and `rate` is the rate of the first epoch.
# If a loss is not below the best one so far, the epoch is a bad one.
# After `patience` bad epochs in a row, multiply the rate by `factor` for the epochs that follow, and start counting again.
# Return a list that is as long as `losses`.


# %% tags=["exercise"] id="sequences/recurrent-forecasts/rates-used" skills=["TS-10"]
def rates_used(losses, rate, factor, patience):
    ### BEGIN SOLUTION
    best, bad, used = float("inf"), 0, []
    for loss in losses:
        used.append(rate)
        bad = 0 if loss < best else bad + 1
        best = min(best, loss)
        if bad == patience:
            rate, bad = rate * factor, 0
    return used
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Go through the losses and keep track of three numbers: the rate, the best loss so far, and the bad epochs in a row.

# %% [markdown] tags=["hint"]
# An epoch's loss is known at its end, so note the rate first, and change it afterwards for the next epoch.

# %% tags=["check"]
case = [5.0, 4.0, 4.5, 4.2, 3.0, 3.5, 3.2, 3.1, 3.3, 3.2]
ties = [4.0, 4.0, 3.0, 3.5, 3.0, 3.0, 2.0, 2.5, 2.0, 2.0]
for losses_of_run, first, cut, patience in (
    (case, 0.8, 0.5, 2),
    (case, 0.8, 0.5, 3),
    (ties, 0.3, 0.1, 2),
    (ties, 0.3, 0.1, 1),
):
    got = rates_used(list(losses_of_run), first, cut, patience)
    assert got is not None, "Not attempted: rates_used returned None. Return a list."
    try:
        as_numbers = np.asarray(got, float)
    except (TypeError, ValueError):
        as_numbers = np.zeros(())
    assert as_numbers.ndim == 1, (
        f"Got {got}, expected a list of numbers: one rate for each epoch."
    )
    keras_rule = keras.callbacks.ReduceLROnPlateau(
        monitor="loss", factor=cut, patience=patience, min_delta=0
    )
    dummy = keras.Sequential()
    dummy.compile(keras.optimizers.SGD(first), "mae")
    keras_rule.set_model(dummy)
    keras_rule.on_train_begin()
    wanted = []
    for epoch_number, loss_there in enumerate(losses_of_run):
        wanted.append(float(dummy.optimizer.learning_rate))
        keras_rule.on_epoch_end(epoch_number, {"loss": loss_there})
    wanted = [float(f"{rate:.4g}") for rate in wanted]
    got = [float(f"{rate:.4g}") for rate in as_numbers]
    told = f"Got {got} for the losses {losses_of_run}, a rate of {first}, a factor of "
    told += f"{cut} and a patience of {patience}, expected {wanted}. "
    assert len(got) == len(wanted), told + "Return one rate for each epoch."
    assert got[1:] != wanted[:-1] and got[:-1] != wanted[1:], (
        told + "You are one epoch off: a new rate applies from the next epoch on."
    )
    cuts = np.sum(np.diff(got) != 0)
    assert cuts >= np.sum(np.diff(wanted) != 0), (
        told
        + "You reduce it too rarely: compare with the best loss, not the last one, "
        "and reduce the rate as soon as there are `patience` bad epochs in a row. "
        "An epoch whose loss equals the best one is bad, too."
    )
    assert cuts <= np.sum(np.diff(wanted) != 0), (
        told + "You reduce it too often: count again from 0 after each change and each "
        "good epoch, and the first epoch is never a bad one."
    )
    changed = np.flatnonzero(np.diff(got)).tolist()
    assert changed == np.flatnonzero(np.diff(wanted)).tolist(), (
        told + "Which epochs are bad, and how many in a row?"
    )
    assert got == wanted, told + "Start with `rate`, and multiply it by `factor`."
print("Correct: these are the rates that ReduceLROnPlateau uses.")


# %% tags=["wrong"] reason="compare with the best loss"
def rates_used(losses, rate, factor, patience):
    last, bad, used = float("inf"), 0, []
    for loss in losses:
        used.append(rate)
        bad = 0 if loss < last else bad + 1
        last = loss
        if bad == patience:
            rate, bad = rate * factor, 0
    return used


# %% tags=["wrong"] reason="count again from 0"
def rates_used(losses, rate, factor, patience):
    best, bad, used = float("inf"), 0, []
    for loss in losses:
        used.append(rate)
        bad = 0 if loss < best else bad + 1
        best = min(best, loss)
        if bad >= patience:
            rate = rate * factor
    return used


# %% tags=["wrong"] reason="one epoch off"
def rates_used(losses, rate, factor, patience):
    best, bad, used = float("inf"), 0, []
    for loss in losses:
        bad = 0 if loss < best else bad + 1
        best = min(best, loss)
        if bad == patience:
            rate, bad = rate * factor, 0
        used.append(rate)
    return used


# %% tags=["wrong"] reason="loss equals the best one"
def rates_used(losses, rate, factor, patience):
    best, bad, used = float("inf"), 0, []
    for loss in losses:
        used.append(rate)
        bad = bad + 1 if loss > best else 0
        best = min(best, loss)
        if bad == patience:
            rate, bad = rate * factor, 0
    return used


# %% tags=["wrong"] reason="the first epoch is never a bad one"
def rates_used(losses, rate, factor, patience):
    best, bad, used = losses[0], 0, []
    for loss in losses:
        used.append(rate)
        bad = 0 if loss < best else bad + 1
        best = min(best, loss)
        if bad == patience:
            rate, bad = rate * factor, 0
    return used


# %% tags=["wrong"] reason="multiply it by `factor`"
def rates_used(losses, rate, factor, patience):
    best, bad, used = float("inf"), 0, []
    for loss in losses:
        used.append(rate)
        bad = 0 if loss < best else bad + 1
        best = min(best, loss)
        if bad == patience:
            rate, bad = rate / 2, 0
    return used


# %% tags=["right"]
def rates_used(losses, rate, factor, patience):
    used, bad = np.empty(len(losses)), 0
    for epoch, loss in enumerate(losses):
        used[epoch] = rate
        if epoch == 0 or loss < min(losses[:epoch]):
            bad = 0
        else:
            bad += 1
        if bad >= patience:
            rate *= factor
            bad = 0
    return used


# %% tags=["right"]
def rates_used(losses, rate, factor, patience):
    model = keras.Sequential()
    model.compile(keras.optimizers.SGD(rate), "mae")
    rule = keras.callbacks.ReduceLROnPlateau(
        monitor="loss", factor=factor, patience=patience, min_delta=0
    )
    rule.set_model(model)
    rule.on_train_begin()
    used = []
    for epoch, loss in enumerate(losses):
        used.append(float(model.optimizer.learning_rate))
        rule.on_epoch_end(epoch, {"loss": loss})
    return used


# %% [markdown]
# ## What to remember
# - A recurrent layer carries a state from step to step; `return_sequences=True` passes on every state, as a second recurrent layer needs.
# - A causal `Conv1D` asks one question at every step and only looks back; dilation lets a stack see far.
# - Sweep first, then take a rate that is smaller than the one at the valley.
# - Start with a large rate and end with a small one, by `ReduceLROnPlateau` or a schedule, but not both.
# - Compare every network with a naive forecast and a dense one, choose by the validation years, and use the test years once.
#
# Next: [Forecasts with one variable and with several](several-variables.ipynb).
# All skills of this topic are on the page [Time series and sequences](../../topics/sequences.md).
