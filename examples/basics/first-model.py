# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: A first model, from one neuron to several layers
#     summary: "Teach one neuron to draw a line through measurements, let Keras do the same in three calls, then stack layers that follow a curve."
#     skills: [NN-1, NN-2, NN-4, NN-5]
#     requires: []
# ---

# %% [markdown]
# You will teach a single neuron to draw a straight line through measurements, and see what happens inside while it learns.
# Then you let Keras do the same in three calls: define, compile, fit.
# At the end you stack layers into a network that follows sixty years of sea temperatures, where a straight line fails.
# You need Python and a little NumPy, and no experience with neural networks.

# %% [markdown] skills=["NN-1"]
# ## TensorFlow 2 and Keras
# *TensorFlow* calculates with arrays of numbers, which it calls *tensors*.
# *Keras* sits on top of it: with Keras you describe a network and train it.
# Look at the versions first, because code written for TensorFlow 1 does not run on TensorFlow 2.

# %%
import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from statsmodels.datasets import elnino

keras.utils.set_random_seed(7)
print("TensorFlow", tf.__version__, "and Keras", keras.__version__)
print("tf.keras is the same Keras:", tf.keras.Sequential is keras.Sequential)
print(tf.constant([1.0, 2.0, 6.0]) * 10)

# %% [markdown]
# `tf.constant` makes a tensor, and the last line shows the working style of TensorFlow 2: a calculation runs at once, and you can look at the result.
# Its `shape=(3,)` says three numbers in a row, and `.numpy()` turns a tensor into a NumPy array.
#
# A network starts with random numbers.
# `set_random_seed` gives the generator of these numbers a **seed** to start from, so that the lesson comes out the same whenever it runs.

# %% tags=["claim"]
assert tf.__version__.startswith("2."), "the lesson is for TensorFlow 2"
assert tf.keras.Sequential is keras.Sequential, "tf.keras and keras are one"
assert tf.constant([1.0, 2.0, 6.0]).numpy().shape == (3,), "three numbers"

# %% [markdown]
# ## Neurons and layers
# A **neural network** is a calculation: numbers go in on one side, and numbers come out on the other.
# It is made of neurons, and a single neuron does very little.
# It multiplies its input $x$ by a number $w$, its *weight*, and adds another number $b$, its *bias*: $w \cdot x + b$.
# Here the input is a time in hours, and the result is a guess at how high water stands in a barrel.
#
# ![A neuron: the input hours is multiplied by w, b is added, and the result is the guess, which is compared with the measured level](../diagrams/neuron.svg)
#
# With several inputs, a neuron has a weight for each of them and adds up all the products.
# Several neurons side by side that get the same inputs are a **layer**, and the results of one layer are the inputs of the next.
# This is the network that you will build at the end of the lesson; each line in it is one weight.
#
# ![A network in four columns: the month goes to each of 16 neurons, each of those to each of 16 more, and these to one neuron, which says the change](../diagrams/layers.svg)
#
# A layer in which every neuron is connected to every input is a **dense layer**.
# The two layers between the input and the last layer are **hidden layers**: what they compute never leaves the network.
#
# Nobody sets the weights by hand.
# You give the network examples with the right answers, the **training set**, and it adjusts its weights until its answers come close.
# How it does that is easiest to see with one neuron.

# %% tags=["claim"]
drawn = [keras.layers.Dense(16), keras.layers.Dense(16), keras.layers.Dense(1)]
drawn = keras.Sequential([keras.Input(shape=(1,)), *drawn])
assert [w.shape for w in drawn.weights[::2]] == [(1, 16), (16, 16), (16, 1)], "lines"

# %% [markdown]
# ## How a neuron learns
# Steady rain falls into a barrel.
# You measure the water level every three minutes for three hours, with a ruler, standing in the rain.
# The level starts at 10 cm and rises by 12 cm an hour; the neuron gets only the 61 measurements.

# %%
rng = np.random.default_rng(7)
hours = np.linspace(0, 3, 61).astype("float32")
level = (10 + 12 * hours + rng.normal(0, 0.5, 61)).astype("float32")

# %% [markdown]
# The neuron computes $\text{guess} = w \cdot \text{hours} + b$.
# The weight $w$ and the bias $b$ are all that it can learn, and both start at 0 here, so that every guess is 0 cm.
# How wrong is that?
# The *loss* puts it into one number: take each error, square it, and average the squares.
# Squares never cancel each other out, and a large miss costs far more than a small one.
# This loss is the **mean squared error**, MSE for short; `tf.reduce_mean` takes the mean.
#
# To improve, we ask which way the loss falls.
# A **gradient tape**, `tf.GradientTape`, records a calculation, and then gives you the *slope* of its result: by how much the loss rises for each unit that $w$ or $b$ rises.
# The slopes for all weights together are called the **gradient**.
# A `tf.Variable` is a tensor that may get another value; the tape follows such variables.

# %%
w, b = tf.Variable(0.0), tf.Variable(0.0)
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((w * hours + b - level) ** 2)
slope_w, slope_b = tape.gradient(loss, [w, b])
print(f"loss {loss:.0f}, slope for w {slope_w:.0f}, slope for b {slope_b:.0f}")

# %% [markdown]
# Both slopes are negative: the loss falls when $w$ and $b$ rise.
# So we raise both.
# A *gradient step* subtracts the slope times a small number, the *learning rate*.
# At the new place the slopes are different, so we measure them again and take the next step.
# Going down like this, step by step, is called **gradient descent**.
# Before you look: how many steps will a good line need?

# %% alt="Rain barrel measurements rising from 10 to 46 cm; the line after 1 step lies below them, after 3 steps it is near, after 60 steps it runs through them"
plt.figure(figsize=(6, 3))
plt.plot(hours, level, ".", label="measured")
for step in range(1, 61):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((w * hours + b - level) ** 2)
    slope_w, slope_b = tape.gradient(loss, [w, b])
    w.assign_sub(0.1 * slope_w)
    b.assign_sub(0.1 * slope_b)
    if step in (1, 3, 60):
        print(f"after step {step:2}: w = {float(w):5.2f}, b = {float(b):5.2f}")
        plt.plot(hours, w * hours + b, label=f"after step {step}")
plt.xlabel("time (hours)")
plt.ylabel("water level (cm)")
plt.legend()
plt.show()

# %% tags=["claim"]
best_w, best_b = np.polyfit(hours, level, 1)
assert slope_w.shape == (), "one slope for each number"
assert abs(w - best_w) < 0.7 and abs(b - best_b) < 1.2, "the steps find the line"
assert abs(best_w - 12) < 0.5 and abs(best_b - 10) < 0.7, "the line is the rule"
assert np.allclose([level.min(), level.max()], [10, 46], atol=3), "the figure"

# %% [markdown] skills=["NN-2"]
# ## Define, compile, fit
# Keras does the same work in three calls.
# **Define** says what the model is: `Sequential` takes a list of layers, `Input` says that rows with one number go in, and `Dense(1)` is a dense layer of one neuron.
# **Compile** chooses the loss (`"mse"` is our mean of squared errors) and the *optimizer*, which takes the steps; `SGD` takes plain gradient steps like ours.
# **Fit** trains.
# It takes a step after every 4 rows (a *batch*), and once through all rows is an *epoch*.

# %%
neuron = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
neuron.compile(optimizer=keras.optimizers.SGD(learning_rate=0.1), loss="mse")
history = neuron.fit(hours[:, None], level, batch_size=4, epochs=5, verbose=2)
kernel, bias = neuron.get_weights()
print(f"w = {kernel[0, 0]:.2f}, b = {bias[0]:.2f}")

# %% [markdown]
# Read the loss from top to bottom: it should fall fast, then flatten.
# `16/16` counts the batches: 61 rows make 15 full ones and a last batch of one row.
# `hours[:, None]` turns 61 numbers into a table of 61 rows and 1 column, since Keras wants one row for each example.

# %% tags=["claim"]
losses = history.history["loss"]
assert losses[-1] < losses[0] / 20 and losses[-1] < 2, "the loss falls and flattens"
assert abs(kernel[0, 0] - 12) < 1.5 and abs(bias[0] - 10) < 2.5, "Keras finds the rule"
assert hours[:, None].shape == (61, 1) and divmod(61, 4) == (15, 1), "16 batches"

# %% [markdown] skills=["NN-4"]
# ## Predict
# `predict` takes rows and answers with rows, even when you ask only one question.
# For a few rows you can also call the model itself: `neuron(rows)` gives the same answers as a tensor.

# %%
rows = np.array([[1.0], [2.5]])
answers = neuron.predict(rows, verbose=0)
print("shape", answers.shape, "- after 1 h and 2.5 h:", answers.ravel().round(1))

# %% tags=["claim"]
assert answers.shape == (2, 1), "rows in, rows out"
assert np.allclose(answers.ravel(), [22, 40], atol=2.5), "the levels"
assert np.allclose(neuron(rows), answers, atol=1e-4), "calling gives the same"

# %% [markdown] skills=["NN-5"]
# ## When a line is not enough: several layers
# Now real data: the monthly temperature of the Pacific off Peru and Ecuador, 1950 to 2010, measured to follow El Niño.
# The question: it is a certain month now; by how much will the sea warm or cool until next month?
# We train on the years before 2000 and judge on the years from 2000 on, which the model never sees.

# %%
table = elnino.load_pandas().data
celsius = table.drop(columns="YEAR").to_numpy("float32").ravel()
change = celsius[1:] - celsius[:-1]

count = np.arange(len(change))  # months since January 1950
month = count % 12 + 1
year = 1950 + count // 12
train, later = year < 2000, year >= 2000


def scale(month):
    return (month - 6.5) / 3.5


x = scale(month)[:, None]
print(train.sum(), "months to learn from,", later.sum(), "to judge on")

# %% [markdown]
# `scale` moves the months to numbers around 0, between -1.6 and 1.6, because networks learn slowly from inputs that are large or far from 0.
# The table has a row for each year and a column for each month, so `ravel` puts the months one after the other.
#
# Predicting a number, such as a change in degrees, is called **regression**.
# We judge it by the *mean absolute error* (MAE): by how many degrees a prediction is off on average.
# The months from 2000 on are the **test set**, which is for judging alone.
# A model is worth its effort only if it beats a simple guess; ours is always "no change".
#
# One neuron can only draw one straight line across the year, but the sea warms and cools.
# So we put two hidden layers of 16 neurons before the last one, as in the picture at the beginning.
#
# Layers alone don't help yet: a sum of straight lines is a straight line again.
# So each hidden neuron applies an **activation function** to its result, here `relu`, the rectified linear unit or **ReLU**.
# It is as simple as it can be: a negative number becomes 0, and any other stays as it is, $\max(0, w \cdot x + b)$.
#
# Drawn over the input $x$, the neuron's line is then flat on one side and slopes on the other, with a bend where $w \cdot x + b$ is 0.
# The weight decides how steep the slope is and to which side it points, and weight and bias together decide where the bend is.
# So training moves the bends to where they are needed.
# The next layer adds up many such bent lines, each with a weight of its own, and so gets one line with many bends, which can follow a curve.
#
# ![Three lines, each flat on one side of a bend and sloping on the other, and their sum, a line with three bends that rises to a peak and falls](../diagrams/relu-sum.svg)
#
# In the picture three such lines, with one bend each, add up to a line with three bends.
# The last layer gets no activation, because a change may be negative, too.
#
# `Adam` is an optimizer that adapts its steps to each weight.

# %%
line = keras.Sequential([keras.Input(shape=(1,)), keras.layers.Dense(1)])
season = keras.Sequential(
    [
        keras.Input(shape=(1,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
mae = {"no change": np.abs(change[later]).mean()}
for name, model in {"one neuron": line, "three layers": season}.items():
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
    model.fit(x[train], change[train], batch_size=15, epochs=3, verbose=0)
    guess = model(x[later]).numpy().ravel()
    mae[name] = np.abs(guess - change[later]).mean()
for name, error in mae.items():
    print(f"{name:13} off by {error:.2f} degrees on average")

# %% alt="Change of the sea temperature by month: a cloud of points falls below zero from March to August and rises above it towards December; the straight line misses it, the network's bent curve follows it"
months = np.linspace(1, 12, 111)
plt.figure(figsize=(6, 3))
plt.plot(month[train], change[train], ".", alpha=0.3, label="measured")
for name, model in {"one neuron": line, "three layers": season}.items():
    plt.plot(months, model(scale(months)[:, None]), label=name)
plt.xlabel("month")
plt.ylabel("change to next month (°C)")
plt.legend()
plt.show()

# %% [markdown]
# The network is off by about half as much as the single neuron.
# It needed more numbers for that: `season.count_params()` gives 321 weights and biases, the neuron has 2.
# Was it worth it?
# Hardly: the plain average of each month, a table of 12 numbers, does just as well here.
# A network earns its keep when there is no such table.

# %% tags=["claim"] numbers=["MAE of three layers = mae['three layers']", "of one neuron = mae['one neuron']"]
table_of_12 = np.array([change[train & (month == m)].mean() for m in range(1, 13)])
best = np.abs(table_of_12[month[~train] - 1] - change[~train]).mean()
assert abs(x).max() < 1.6 and train.sum() == 600, "the scaled months"
assert 0.8 < mae["one neuron"] < mae["no change"] + 0.1, "a line hardly helps"
assert mae["three layers"] < 0.6 * mae["one neuron"], "about half the error"
assert season.count_params() == 321 and line.count_params() == 2, "sizes"
assert abs(mae["three layers"] - best) < 0.12, "the table does just as well"
assert (table_of_12[2:8] < 0).all() and (table_of_12[9:] > 0).all(), "the figure"
assert table["YEAR"].iloc[[0, -1]].tolist() == [1950, 2010], "the years of the data"
assert (table["YEAR"].diff().dropna() == 1).all(), "each year once"
names = [name.lower() for name in table.columns[1:]]
assert names[0].startswith("jan") and names[11].startswith("dec"), "columns in order"
assert np.isclose(celsius[12], table.iloc[1, 1]), "the months one after the other"
assert (month[12], year[12]) == (1, 1951), "January 1951"
bent = np.maximum(0, 2 * np.linspace(-1, 1, 201) - 1)
assert (bent[:150] == 0).all() and np.allclose(np.diff(bent[151:]), 0.02), "a bend"

# %% [markdown] given=["90 cm"]
# ## What can go wrong
# **The learning rate is too large.** Each step then jumps over the valley and lands higher on the other side, so the loss explodes; divide the rate by 10.
#
# ![Two valleys of the loss over the weight w: with a small learning rate each step ends lower on the same side; with one that is too large each step jumps to the other side and ends higher](../diagrams/overshoot.svg)
#
# **A forgotten activation.** Layers without one are still a straight line, however many you stack.
# On a line the middle value is the mean of its ends, so you can test it.
#
# **Questions outside the data.** The neuron saw three hours of rain; ask it for ten, and it goes on as if the barrel, 90 cm high, had no rim.

# %%
w = tf.Variable(0.0)
losses = []
for step in range(5):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((w * hours + 10 - level) ** 2)
    w.assign_sub(1.0 * tape.gradient(loss, w))
    losses.append(f"{loss:.0f}")
print("learning rate 1.0, losses:", ", ".join(losses))

flat = keras.Sequential(
    [keras.Input(shape=(1,)), keras.layers.Dense(16), keras.layers.Dense(1)]
)
for name, model in {"no activation": flat, "relu": season}.items():
    left, middle, right = np.ravel(model(np.array([[-1.0], [0.0], [1.0]])))
    print(f"{name}: middle {middle:.2f}, mean of the ends {(left + right) / 2:.2f}")
rim = neuron(np.array([[10.0]])).numpy().item()
print(f"after 10 hours: {rim:.0f} cm in a barrel of 90 cm")

# %% tags=["claim"]
assert float(losses[-1]) > 1000 * float(losses[0]), "the loss explodes"
assert abs(middle - (left + right) / 2) > 0.2, "relu bends the line"
left, middle, right = np.ravel(flat(np.array([[-1.0], [0.0], [1.0]])))
assert abs(middle - (left + right) / 2) < 1e-4, "no activation, still a line"
assert rim > 100, "more water than the barrel holds"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Next month's temperature
# Write `forecast(model, month, now)`, which returns next month's temperature as one number.
# `model` predicts the change, like `season`; `month` is a number from 1 to 12; `now` is this month's temperature in °C.


# %% tags=["exercise"] id="basics/first-model/forecast" skills=["NN-4"]
def forecast(model, month, now):
    ### BEGIN SOLUTION
    rows = np.array([[scale(month)]])
    return now + model.predict(rows, verbose=0).item()
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The model was trained on scaled months, in a table with one column: `np.array([[scale(month)]])` is such a table with one row.

# %% [markdown] tags=["hint"]
# `predict` answers with a table of shape `(1, 1)`; `.item()` takes the single number out of it.

# %% tags=["check"]
for given, its_name, when, warmth in (
    (season, "season", 3, 26.0),
    (line, "line", 3, 26.0),
    (season, "season", 10, 21.5),
):
    got = forecast(given, when, warmth)
    assert got is not None, "Not attempted: forecast returned None. Replace the ..."
    call = f"forecast({its_name}, {when}, {warmth})"
    assert (
        not isinstance(got, list | tuple)
        and np.shape(got) == ()
        and np.asarray(got).dtype.kind in "fi"
    ), (
        f"Got {got!r:.60} from {call}, expected one number: return it alone, neither "
        "in a table nor as text."
    )
    its_change = np.ravel(given(np.array([[scale(when)]])))[0]
    assert abs(got - its_change) > 1, (
        f"Got {got:.2f} from {call}, expected {warmth + its_change:.2f}: that is only "
        "the change, so add it to `now`."
    )
    assert abs(got - warmth - its_change) < 0.001, (
        f"Got {got:.2f} from {call}, expected {warmth + its_change:.2f}: pass the "
        "scaled month to the given model, and add the change it predicts to `now`."
    )
print("Correct: one number, predicted by the model you were given.")


# %% tags=["wrong"] reason="scaled month"
def forecast(model, month, now):
    return now + model.predict(np.array([[month]]), verbose=0).item()


# %% tags=["wrong"] reason="only the change"
def forecast(model, month, now):
    return model.predict(np.array([[scale(month)]]), verbose=0).item()


# %% tags=["wrong"] reason="it predicts to `now`"
def forecast(model, month, now):
    return 26 + model.predict(np.array([[scale(month)]]), verbose=0).item()


# %% tags=["wrong"] reason="expected one number"
def forecast(model, month, now):
    change = model.predict(np.array([[scale(month)]]), verbose=0).item()
    return f"{now + change:.1f} °C"


# %% tags=["right"]
def forecast(model, month, now):
    return now + model(tf.constant([[scale(month)]]))[0, 0]


# %% tags=["right"]
def forecast(model, month, now):
    year = scale(np.arange(1, 13))[:, np.newaxis]
    changes = model.predict(year, verbose=0)[:, 0]
    return float(now + changes[month - 1])


# %% [markdown]
# ### Walk downhill
# Write `downhill(f, start, rate, steps)`: begin at the number `start`, take `steps` gradient steps on the function `f` with the learning rate `rate`, and return where you end.
# Let a `GradientTape` find the slopes.


# %% tags=["exercise"] id="basics/first-model/downhill" skills=["NN-1"]
def downhill(f, start, rate, steps):
    ### BEGIN SOLUTION
    place = tf.Variable(float(start))
    for _ in range(steps):
        with tf.GradientTape() as tape:
            height = f(place)
        place.assign_sub(rate * tape.gradient(height, place))
    return float(place)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Make `start` a `tf.Variable`: a tape watches variables, not plain numbers.

# %% [markdown] tags=["hint"]
# The body of the loop has two parts: compute `f(place)` under a new tape, then subtract `rate` times the slope from `place`.


# %% tags=["check"]
def bowl(x):
    return (x - 3.0) ** 2


def guarded(x):  # a tape leaves out what is inside stop_gradient
    return x**2 + tf.stop_gradient(50.0 * x)


end = downhill(bowl, 0.0, 0.1, 1)
assert end is not None, "Not attempted: downhill returned None. Replace the ..."
assert (
    not isinstance(end, list | tuple)
    and np.shape(end) == ()
    and np.asarray(end).dtype.kind in "fi"
), f"Got {end!r:.60}, expected one number: return the place where you end."
assert end >= 0, (
    f"One step on (x - 3)**2 from 0 went to {float(end):.2f}, expected 0.60: that is "
    "uphill, so subtract the slope."
)
assert abs(end - 0.6) < 0.001, (
    f"One step on (x - 3)**2 from 0 went to {float(end):.2f}, expected 0.60: take one "
    "step, and multiply the slope by the learning rate, here 0.1."
)
end = downhill(bowl, 0.0, 0.1, 3)
assert abs(end - 1.464) < 0.001, (
    f"3 steps on (x - 3)**2 from 0 ended at {float(end):.2f}, expected 1.46: take as "
    "many steps as asked, and compute the slope again before every step."
)
end = downhill(guarded, -4.0, 0.25, 2)
assert abs(end + 1) < 0.001, (
    f"2 steps on `guarded` (see this check) from -4 ended at {float(end):.2f}, "
    "expected -1.00: use start and rate as given, and let a GradientTape find the "
    "slope."
)
end = downhill(tf.cos, 2.0, 0.5, 20)
assert abs(end - np.pi) < 0.01, (
    f"20 steps on cos(x) from 2 ended at {float(end):.2f}, expected 3.14: use f, "
    "start and rate as given."
)
print("Correct: every step follows the slope downhill.")


# %% tags=["wrong"] reason="uphill"
def downhill(f, start, rate, steps):
    place = tf.Variable(start)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            height = f(place)
        place.assign_add(rate * tape.gradient(height, place))
    return place


# %% tags=["wrong"] reason="before every step"
def downhill(f, start, rate, steps):
    place = tf.Variable(start)
    with tf.GradientTape() as tape:
        height = f(place)
    slope = tape.gradient(height, place)
    for _ in range(steps):
        place.assign_sub(rate * slope)
    return place


# %% tags=["wrong"] reason="let a GradientTape find"
def downhill(f, start, rate, steps):
    place = start
    for _ in range(steps):
        left, right = (f(tf.constant(place + shift)) for shift in (-0.001, 0.001))
        place -= rate * float(right - left) / 0.002
    return place


# %% tags=["right"]
def downhill(f, start, rate, steps):
    place = tf.Variable(start)
    optimizer = keras.optimizers.SGD(learning_rate=rate)
    for _ in range(steps):
        with tf.GradientTape() as tape:
            height = f(place)
        optimizer.apply_gradients([(tape.gradient(height, place), place)])
    return place


# %% tags=["right"]
def downhill(f, start, rate, steps):
    if steps == 0:
        return start
    place = tf.constant(start)
    with tf.GradientTape() as tape:
        tape.watch(place)
        height = f(place)
    lower = place - rate * tape.gradient(height, place)
    return downhill(f, lower.numpy(), rate, steps - 1)


# %% [markdown]
# ### Two columns
# Add what the thermometer says: `both` has the scaled month and the scaled temperature of this month in each row.
# Write `sea_model(rows, changes)`, which defines, compiles and fits a network of several layers on such rows, and returns it.
# Its mean absolute error on the years from 2000 on must be below 0.6 degrees.

# %% tags=["exercise"] id="basics/first-model/sea-model" skills=["NN-2", "NN-5"]
both = np.column_stack([scale(month), (celsius[:-1] - 23) / 2])


def sea_model(rows, changes):
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input(shape=(2,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
    model.fit(rows, changes, batch_size=15, epochs=3, verbose=0)
    return model
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Start from the code of `season`.
# A row has two numbers now: what must `keras.Input` say?

# %% [markdown] tags=["hint"]
# The last layer must be able to give -2 as well as 3, so it has one neuron and no activation.

# %% tags=["check"]
keras.utils.set_random_seed(7)
turned = -change  # the other sign, so that only what you are given can be learned
sea = sea_model(both[train], turned[train])
assert sea is not None, "Not attempted: sea_model returned None. Replace the ..."
assert isinstance(sea, keras.Model), (
    f"Got {type(sea).__name__}, expected a model: call fit on a line of its own, then "
    "return the model."
)
try:
    got = np.asarray(sea(both[~train]))
except (ValueError, tf.errors.InvalidArgumentError):
    told = "Got an error for rows of two numbers, expected predictions: check Input."
    raise AssertionError(told) from None
assert got.shape == (131, 1), (
    f"Got predictions of shape {got.shape} for 131 rows, expected (131, 1): end with "
    "a layer of one neuron."
)
by_month = np.column_stack([np.linspace(-1.5, 1.5, 31), np.zeros(31)])
bend = np.abs(np.diff(np.ravel(sea(by_month)), 2)).max()
assert bend > 1e-4, (
    "Got predictions on a straight line over the months, expected a curve: put hidden "
    "layers before the last one, and give them an activation."
)
assert got.min() < 0 < got.max(), (
    f"Got predictions from {got.min():.2f} to {got.max():.2f}, expected negative and "
    "positive ones: use an output layer without an activation, and train the model."
)
assert np.ptp(sea(by_month[:, ::-1])) > 0.01, (
    "Got the same prediction for cold and for warm water, expected different ones: use "
    "both columns."
)
off_by = np.abs(got.ravel() - turned[~train]).mean()
assert off_by < 0.6, (
    f"Got a mean absolute error of {off_by:.3f} degrees, expected less than 0.6: train "
    "on rows and changes alone, for longer or with another learning rate."
)
print(f"Correct: off by {off_by:.2f} degrees on average, in years it never saw.")


# %% tags=["wrong"] reason="straight line"
def sea_model(rows, changes):
    model = keras.Sequential(
        [keras.Input(shape=(2,)), keras.layers.Dense(16), keras.layers.Dense(1)]
    )
    model.compile(optimizer="sgd", loss="mse", run_eagerly=True)
    model.fit(rows, changes, batch_size=600, verbose=0)
    return model


# %% tags=["wrong"] reason="output layer without an activation"
def sea_model(rows, changes):
    hidden = keras.layers.Dense(16, activation="relu")
    last = keras.layers.Dense(1, activation="sigmoid")
    model = keras.Sequential([keras.Input(shape=(2,)), hidden, last])
    model.compile(optimizer="sgd", loss="mse", run_eagerly=True)
    model.fit(rows, changes, batch_size=600, verbose=0)
    return model


# %% tags=["wrong"] reason="return the model"
def sea_model(rows, changes):
    model = keras.Sequential(
        [
            keras.Input(shape=(2,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(optimizer="sgd", loss="mse", run_eagerly=True)
    return model.fit(rows, changes, batch_size=600, verbose=0)


# %% tags=["wrong"] reason="train on rows and changes"
def sea_model(rows, changes):
    model = keras.Sequential(
        [
            keras.Input(shape=(2,)),
            keras.layers.Dense(16, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(keras.optimizers.Adam(0.1), "mse", run_eagerly=True)
    model.fit(both, change, batch_size=100, epochs=1, verbose=0)
    return model


# %% tags=["right"]
def sea_model(rows, changes):
    inputs = keras.Input(shape=(2,))
    hidden = keras.layers.Dense(32, activation="tanh")(inputs)
    model = keras.Model(inputs, keras.layers.Dense(1)(hidden))
    model.compile(loss="mse", optimizer=keras.optimizers.Adam(0.1))
    model.fit(rows, changes, batch_size=60, epochs=8, verbose=0)
    return model


# %% tags=["right"]
def sea_model(rows, changes):
    scaler = keras.layers.Normalization()
    scaler.adapt(rows)
    model = keras.Sequential([keras.Input(shape=(2,)), scaler])
    for units in (32, 16):
        model.add(keras.layers.Dense(units, activation="relu"))
    model.add(keras.layers.Dense(1))
    model.compile("adam", "mean_squared_error")
    model.optimizer.learning_rate = 0.03
    model.fit(rows, changes, batch_size=40, epochs=5, verbose=0)
    return model


# %% [markdown]
# ## What to remember
# - A neuron multiplies, adds, and learns by small steps against the slope of the loss.
# - Define, compile, fit, predict: every Keras model goes through these four.
# - A model takes rows and answers with rows, and new inputs need the same scaling as the training data.
# - Layers need an activation between them, or they stay a straight line; the last layer of a regression has none.
# - Judge a model on data that it has not seen, and compare it with a simple guess.
#
# Next: [From raw tables to a model](tables-and-json.ipynb), on data with gaps, words and units of their own.
