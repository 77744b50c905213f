# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "From raw tables to a model: CSV, JSON and preprocessing layers"
#     summary: "Take a CSV and a JSON file as somebody left them, clean and join them, and train a model that takes raw rows."
#     skills: [NN-3, NN-18]
#     requires: [basics/first-model]
#     data: [bike-rentals.csv, bike-fleet.json]
# ---

# %% [markdown]
# After this lesson you can take a CSV file and a JSON file as somebody left them, and end with a model that answers questions about raw rows.
# You clean what people typed, join the two files, and let layers inside the model do the scaling and counting.
#
# The files are about an invented shop that rents out bicycles; its rows were made up for this lesson.
# The question is how many minutes a ride takes.

# %% [markdown] skills=["NN-18"]
# ## A CSV file is only text
# Always look at the text before you look at the table.
# The first line names the columns, the others are rows.

# %%
import json

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import tensorflow as tf

with open("data/bike-rentals.csv") as file:
    lines = file.read().splitlines()
print(f"{len(lines)} lines", *lines[:4], sep="\n")

# %% [markdown]
# Nothing in this text says that 1001 is a number, that 23 is a name, or that 01.04.2026 is the first of April.
# `read_csv` must guess.
# Which of these guesses would you not accept?

# %%
guess = pd.read_csv("data/bike-rentals.csv")
print(guess.dtypes.to_string())
print("\nbikes:", guess["bike"].unique()[:5])
print("weather:", guess["weather"].unique().tolist())
odd = pd.to_numeric(guess["km"], errors="coerce").isna() & guess["km"].notna()
print("not a number in km:", guess["km"][odd].unique().tolist())

# %% tags=["claim"]
assert len(lines) == 245 and len(guess) == 244, "a header and 244 rows"
assert lines[1].startswith("1001,23,01.04.2026,"), "the first row"
assert str(guess["bike"].dtype) == "int64", "the zero of bike 09 is lost"
assert 9 in guess["bike"].values and any(",09," in line for line in lines), "bike 09"
assert not pd.api.types.is_numeric_dtype(guess["km"]), "km is text"
assert not pd.api.types.is_datetime64_any_dtype(guess["date"]), "the date is text"
assert set(guess["km"][odd]) == {"?"}, "one odd sign in km"
assert guess["weather"].nunique() == 7, "seven spellings of three kinds of weather"

# %% [markdown]
# Four things went wrong, and no error told you.
#
# - `bike` became a number, so bike `09` is now 9; in the other file it is still called `"09"`.
# - `km` stayed text, because somebody typed `?` where the distance was not known.
# - `date` stayed text as well.
# - `weather` has seven spellings of three words, such as `Dry` with a capital and `dry` with a trailing space.
#
# So tell `read_csv` what each column is, instead of letting it guess.
# `dtype` sets a type, `na_values` lists the markers that mean "not known", and `format` says that the day comes before the month.

# %%
rentals = pd.read_csv("data/bike-rentals.csv", dtype={"bike": str}, na_values=["?"])
rentals["date"] = pd.to_datetime(rentals["date"], format="%d.%m.%Y")
rentals["weather"] = rentals["weather"].str.strip().str.lower()
print(rentals.dtypes.to_string())
print("\nweather:", rentals["weather"].unique().tolist())
print("duplicate rows:", rentals.duplicated().sum())
print("gaps:", rentals.isna().sum().loc[lambda gaps: gaps > 0].to_dict())

# %% tags=["claim"]
assert rentals["date"].min() == pd.Timestamp(2026, 4, 1), "the first of April"
assert set(rentals["weather"].dropna()) == {"dry", "wind", "rain"}, "three words"
assert rentals.duplicated().sum() == 4, "four duplicate rows"
assert rentals.isna().sum()[["weather", "km", "minutes"]].tolist() == [6, 9, 3], "gaps"

# %% [markdown]
# A gap, or **missing value**, in `minutes` is special, because the minutes are what the model has to learn.
# If you filled it with a number of your own, the model would learn that number, so drop those rows.
# Drop duplicate rows too, because one copy could end up in the training rows and the other in the test rows.
# Leave the gaps in `km` and `weather` for now.

# %%
rentals = rentals.drop_duplicates().dropna(subset=["minutes"])
print("rows:", len(rentals), " different rentals:", rentals["rental"].nunique())

# %% [markdown] skills=["NN-18"]
# ## JSON has types and nested records
# The second file describes the bikes.
# JSON marks text with quotes, so `"01"` stays text, and it can hold records within records.

# %%
with open("data/bike-fleet.json") as file:
    fleet = json.load(file)
print({key: type(value).__name__ for key, value in fleet.items()})
print(fleet["bikes"][2])
print(fleet["bikes"][4])

# %% [markdown]
# Here `frame` is a record inside a record, and `repairs` is a list.
# The second bike has no weight; in JSON a missing value is often a key that is simply absent, so `record["frame"]["weight_g"]` would fail on it.
#
# `json_normalize` makes one row of each record.
# An inner key becomes a column with both names, such as `frame.weight_g`, and an absent key becomes NaN, which is how pandas marks a missing value.
# A list stays a list, which a network cannot take because its length varies, so count its entries.

# %%
bikes = pd.json_normalize(fleet["bikes"])
bikes["repairs"] = bikes["repairs"].str.len()
bikes = bikes.rename(columns={"frame.weight_g": "weight_g", "frame.gears": "gears"})
print(bikes.iloc[2:5].to_string(index=False))

# %% tags=["claim"]
assert len(bikes) == len(fleet["bikes"]) == 28, "one row for each record"
assert bikes["weight_g"].isna().sum() == 2, "two bikes without a weight"
assert bikes["bike"].tolist()[:2] == ["01", "02"], "text stays text"
lists = [len(bike["repairs"]) for bike in fleet["bikes"]]
assert bikes["repairs"].tolist() == lists, "a list becomes its length"
assert "weight_g" not in fleet["bikes"][4]["frame"], "a key that is not there"

# %% [markdown]
# Now join the two tables on `bike`.
# `how="left"` keeps every rental, even if its bike is not on the list.
# `validate="many_to_one"` makes pandas refuse if a bike is on the list twice, because that would silently double its rentals.

# %%
table = rentals.merge(bikes, on="bike", how="left", validate="many_to_one")
table["weekday"] = table["date"].dt.day_of_week  # Monday is 0, Sunday is 6
print("rows before and after:", len(rentals), len(table))
columns = ["km", "weight_g", "repairs", "kind", "weather", "station", "weekday"]
print(table[[*columns, "minutes"]].head(3).to_string(index=False))

# %% tags=["claim"]
assert len(table) == rentals["rental"].nunique() == 244 - 4 - 3, "none lost or doubled"
assert table["kind"].notna().all(), "each rental found its bike"
double = pd.concat([bikes, bikes[:1]])
assert len(rentals.merge(double, on="bike", how="left")) > len(rentals), "silently"

# %% [markdown] skills=["NN-3"]
# ## Split first, then measure: no data leakage
# Put the test rows aside before you compute a single mean.
# They stand for rides that have not happened yet, so nothing about them may leak into the preparation.
#
# ![Above, a leak: medians and means are measured on all rows before the split, so the test rows count in them; below, sound: the rows are split, medians and means come from the training rows alone, and fill and scale the test rows too](../diagrams/leaking-split.svg)
#
# If you measure before the split, as in the upper half, the test rows help to set the medians, and the test score comes out too good.
#
# Fill a gap in `km` with the median, the middle value, because one very long ride barely moves it.
# Take the median of the training rows, and use it for the gaps of the test rows as well.
# Give a gap in `weather` a word of its own: perhaps nobody writes down the weather on busy days, and then the gap itself carries information.

# %%
order = np.random.default_rng(7).permutation(len(table))
train, test = table.iloc[order[:177]], table.iloc[order[177:]]
numbers = ["km", "weight_g", "repairs"]
medians = train[numbers].median()


def fill(rows):
    return rows.fillna({**medians, "weather": "unknown"})


train, test = fill(train), fill(test)
print("training rows:", len(train), " test rows:", len(test))
print("gaps left:", train[columns].isna().sum().sum(), test[columns].isna().sum().sum())
print(train[numbers].agg(["min", "median", "max"]).round(1).to_string())

# %% tags=["claim"]
assert len(train) == 177 and len(test) == 60, "the sizes"
assert not pd.concat([train, test])[columns].isna().any(axis=None), "no gap is left"
low, middle, high = train[numbers].agg(["min", "median", "max"]).to_numpy()
assert middle[1] > 1000 * middle[0], "weights are thousands of times the distances"

# %% [markdown] skills=["NN-3"]
# ## Layers that prepare
# You could scale and count in pandas, but then everybody who uses the model needs your pandas code too, with the very same medians and means.
# Keras has **preprocessing layers** for this job, and they are saved with the model.
# Before the training you call `adapt` once, which shows a layer the training rows.
#
# `Normalization` learns the mean and the **standard deviation** of a column, which measures how far its values spread; then it subtracts the mean from each value and divides by the standard deviation.


# %%
def as_inputs(rows):
    numeric = {name: rows[[name]].to_numpy("float32") for name in numbers}
    words = {name: rows[[name]].to_numpy(object) for name in ["kind", "weather"]}
    codes = {name: rows[[name]].to_numpy("int64") for name in ["station", "weekday"]}
    return {name: tf.constant(x) for name, x in (numeric | words | codes).items()}


inputs, test_inputs = as_inputs(train), as_inputs(test)
scalers = {name: keras.layers.Normalization() for name in numbers}
for name, layer in scalers.items():
    layer.adapt(inputs[name])
    scaled = np.array(layer(inputs[name]))
    print(f"{name:9} mean {scaled.mean():5.2f}  spread {scaled.std():.2f}")

# %% tags=["claim"]
for name, layer in scalers.items():
    scaled = np.array(layer(inputs[name]))
    assert abs(scaled.mean()) < 0.01 and abs(scaled.std() - 1) < 0.01, f"{name}: scaled"
    raw, new = train[name], test[[name]].to_numpy("float32")
    by_hand = (new - raw.mean()) / raw.std(ddof=0)
    assert np.allclose(layer(new), by_hand, atol=0.01), "test rows, training mean"

# %% alt="Two panels with a box for each of km, weight_g and repairs: raw, on an axis in powers of ten, the boxes lie four powers of ten apart; after Normalization all three lie around 0"
plt.figure(figsize=(7, 3))
plt.subplot(1, 2, 1)
plt.boxplot([train[name] for name in numbers])
plt.xticks([1, 2, 3], ["distance (km)", "weight (g)", "repairs"])
plt.yscale("symlog")
plt.ylim(-0.5, 1e5)
plt.ylabel("raw value")
plt.subplot(1, 2, 2)
plt.boxplot([np.array(scalers[name](inputs[name]))[:, 0] for name in numbers])
plt.xticks([1, 2, 3], numbers)
plt.ylabel("standard deviations from the mean")
plt.tight_layout()
plt.show()

# %% [markdown]
# On the left you need an axis on which each mark is ten times the one before (`symlog` leaves room for 0), or you would see nothing but the weights.
# On the right an ordinary axis shows all three.
#
# Words have no order, so each gets a column of its own, which is 1 in the rows that have this word and 0 elsewhere.
# This is **one-hot** encoding, and `StringLookup` does it: `adapt` collects the words of the training rows.
# One more column, the first, is for any word that it has never seen.
#
# `station` looks like a number but is a name, as you can see from how long the rides from each station take.

# %%
print(train.groupby("station")["minutes"].mean().round().astype(int).to_dict())

# %% tags=["claim"]
mean = train.groupby("station")["minutes"].mean()
assert mean[3] < mean[8] > mean[15] < mean[22] > mean[40], "up and down"

# %% [markdown]
# The minutes go up and down as the station's number rises, because the number says nothing about the place.
# Multiplying 22 by something makes no sense here; a column for station 22 does.
# `IntegerLookup` is the same as `StringLookup`, for whole numbers that are names.
# If the numbers run from 0 without gaps, as the weekdays do, there is nothing to look up, and `CategoryEncoding` only needs to know how many there are.

# %%
encoders = {
    "kind": keras.layers.StringLookup(output_mode="one_hot"),
    "weather": keras.layers.StringLookup(output_mode="one_hot"),
    "station": keras.layers.IntegerLookup(output_mode="one_hot"),
}
for name, layer in encoders.items():
    layer.adapt(inputs[name])
    print(f"{name:8}", [str(word) for word in layer.get_vocabulary()])
encoders["weekday"] = keras.layers.CategoryEncoding(7, output_mode="one_hot")

asked = np.array([[22], [3], [51]])
print("\nstations 22, 3 and 51:")
print(np.array(encoders["station"](asked)).astype(int))
print("a Tuesday:", np.array(encoders["weekday"]([[1]])).astype(int))

# %% tags=["claim"]
coded = np.array(encoders["station"](asked))
known = encoders["station"].get_vocabulary()
assert coded.shape == (3, 6) and (coded.sum(axis=1) == 1).all(), "one-hot"
assert known[coded[0].argmax()] == 22 and known[coded[1].argmax()] == 3, "its column"
assert coded[2].argmax() == 0, "station 51 is not known: the first column"
assert np.array(encoders["kind"](np.array([["tandem"]])))[0, 0] == 1, "so is a tandem"
tuesday = np.array(encoders["weekday"]([[1]])).tolist()
assert tuesday == [[0, 1, 0, 0, 0, 0, 0]], "a weekday needs no unknown column"
counts = train["kind"].value_counts().reindex(encoders["kind"].get_vocabulary()[1:])
assert counts.is_monotonic_decreasing, "the most frequent word comes first"

# %% [markdown]
# The words are sorted by how often they occur, and `[UNK]` or `-1` at the front stands for everything unknown.
# The shop has no station 51, so that row has its 1 in the first column, and nothing breaks.

# %% [markdown] skills=["NN-3"]
# ## One model for raw rows
# Until now each of your models was a list of layers, `keras.Sequential`, in which a layer gets the output of the one before it.
# Here that doesn't work, because every column needs its own layer.
# The **functional API** is another way to build a model: you call a layer on a tensor, as you call a function, and get the next tensor.
# For the distance alone it takes three lines:

# %%
km = keras.Input((1,), name="km")  # a tensor without numbers yet
scaled_km = scalers["km"](km)  # what the layer will make of it
distance_alone = keras.Model(km, scaled_km)  # all that leads from the one to the other
print(np.array(distance_alone(np.array([[2.0], [8.0]]))).round(1).tolist())

# %% tags=["claim"]
one_by_one = np.array(scalers["km"](np.array([[2.0], [8.0]])))
assert np.allclose(distance_alone(np.array([[2.0], [8.0]])), one_by_one), "its layer"
assert len(raw_names := [*numbers, "kind", "weather", "station", "weekday"]) == 7, (
    f"seven columns: {raw_names}"
)

# %% [markdown]
# The first two lines compute nothing.
# Keras notes which layer follows which, and `keras.Model` makes a model of everything that leads from the first tensor to the last.
# [Models with branches](branches.ipynb) goes on from there.
#
# Now do that for all seven columns.
# Each gets an input under its own name, each input goes through its own layer, and `Concatenate` puts the results side by side.
#
# ![Raw columns on the left go through their layers, numbers through Normalization, kind and weather through StringLookup, the station through IntegerLookup, the weekday through CategoryEncoding; Concatenate makes one row of numbers for the network](../diagrams/columns-to-row.svg)
#
# The first model made of them, called `front`, has nothing left to learn, so run it once and train the rest of the network on its output.

# %%
types = dict.fromkeys(numbers, "float32") | dict.fromkeys(["kind", "weather"], "string")
types |= dict.fromkeys(["station", "weekday"], "int64")
raw = {name: keras.Input((1,), name=name, dtype=types[name]) for name in types}
prepared = [layer(raw[name]) for name, layer in (scalers | encoders).items()]
front = keras.Model(raw, keras.layers.Concatenate()(prepared))

x, x_test = np.array(front(inputs)), np.array(front(test_inputs))
y, truth = train["minutes"].to_numpy(), test["minutes"].to_numpy()
print("from", len(raw), "columns to", x.shape[1], "numbers a row; the first row:")
print(x[0].round(1))

# %% tags=["claim"]
width = 3 + sum(len(encoders[n].get_vocabulary()) for n in ("kind", "weather"))
assert x.shape == (177, width + 6 + 7), "all columns side by side"
assert (x[:, 3:].sum(axis=1) == 4).all(), "three scaled numbers, then four ones"

# %% [markdown]
# The row starts with the three scaled numbers; then there is one 1 for each of kind, weather, station and weekday.
#
# How much does the scaling matter?
# Train the same network twice: on these rows, and on rows in which the first three numbers are raw again.
# Which error do you expect, if always saying the median of the minutes is off by about a quarter of an hour?

# %%
x_raw, x_test_raw = x.copy(), x_test.copy()
x_raw[:, :3], x_test_raw[:, :3] = train[numbers], test[numbers]


def train_and_test(x, x_test):
    keras.utils.set_random_seed(7)
    layers = [keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)]
    net = keras.Sequential([keras.Input(shape=(x.shape[1],)), *layers])
    net.compile(optimizer=keras.optimizers.Adam(0.1), loss="mse")
    net.fit(x, y, batch_size=32, epochs=20, verbose=0)
    return net, np.abs(np.array(net(x_test))[:, 0] - truth).mean()


net, scaled_error = train_and_test(x, x_test)
_, raw_error = train_and_test(x_raw, x_test_raw)
baseline = np.abs(truth - np.median(y)).mean()
print(f"always {np.median(y):.0f} minutes:  off by {baseline:.1f} minutes")
print(f"raw numbers:        off by {raw_error:.1f} minutes")
print(f"scaled numbers:     off by {scaled_error:.1f} minutes")

# %% tags=["claim"] numbers=["test error, scaled (minutes) = scaled_error", "test error, raw (minutes) = raw_error"]
assert scaled_error < 6, f"off by less than 6 minutes, got {scaled_error:.1f}"
assert scaled_error < 0.6 * raw_error, f"raw {raw_error:.1f}, {scaled_error:.1f}"
assert scaled_error < 0.5 * baseline, f"less than half of {baseline:.1f}"
assert raw_error > 0.6 * baseline, f"raw is no great help, {raw_error:.1f}"
assert 11 < baseline < 18, f"about a quarter of an hour, got {baseline:.1f}"
assert 23_900 in table["weight_g"].to_numpy(), "the weight of a bike"

# %% [markdown]
# The two networks differ only in the scaling.
# In the raw rows a weight of 23,900 grams outweighs everything else: the training spends its steps on keeping that effect in check, and a kilometer or a weekday hardly counts.
# With scaling, the network's error is less than half of what you get by always predicting the median.
#
# Now join `front` and the network to one model, which takes raw rows and answers in minutes.

# %%
model = keras.Model(raw, net(front(raw)))
answers = np.array(model(test_inputs))[:, 0]

# %% alt="Predicted against real minutes of the 60 test rides: the points lie close to the diagonal line, except for crosses, rides whose distance was a gap"
plt.figure(figsize=(5, 3.4))
gap = table["km"].isna().to_numpy()[order[177:]]
plt.scatter(truth[~gap], answers[~gap], s=14, label="distance known")
plt.scatter(truth[gap], answers[gap], marker="x", label="distance was a gap")
plt.axline((40, 40), slope=1, linestyle="--", label="predicted = real")
plt.xlabel("real time (minutes)")
plt.ylabel("predicted time (minutes)")
plt.legend()
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert np.allclose(answers, np.array(net(x_test))[:, 0], atol=1e-3), "the same answers"
close = np.corrcoef(truth[~gap], answers[~gap])[0, 1]
assert close > 0.9, f"the points lie close to the diagonal, {close:.2f}"
both = {name: tf.concat([inputs[name], test_inputs[name]], 0) for name in inputs}
error = np.abs(np.array(model(both))[:, 0] - np.concatenate([y, truth]))
gaps = table["km"].isna().to_numpy()[order]
assert gaps.sum() == 9, "nine rides without a distance"
assert error[gaps].mean() > 1.5 * error[~gaps].mean(), "they are off by more"

# %% [markdown]
# The prediction for a ride with a missing distance can be far off: the median keeps the row usable, but it doesn't know how far the ride went.
# Over all rows, rides with such a gap have clearly larger errors than the others.
#
# Means, words and weights are now in one model, so save it, load it with `load_model`, and ask it about a ride as a person would describe it.

# %%
model.save("minutes.keras")
loaded = keras.models.load_model("minutes.keras")
ride = {"km": 6.0, "repairs": 1.0, "weather": "dry", "station": 3, "weekday": 1}
minutes = {}
for kind, grams in [("city", 16000.0), ("cargo", 33500.0)]:
    question = ride | {"kind": kind, "weight_g": grams}
    question = {name: tf.constant([[x]]) for name, x in question.items()}
    minutes[kind] = loaded(question).numpy().item()
    print(f"6 km on a {kind} bike: {minutes[kind]:.0f} minutes")

# %% tags=["claim"]
assert np.allclose(loaded(test_inputs), model(test_inputs), atol=1e-3), "all is stored"
assert 12 < minutes["city"] < minutes["cargo"] < 60, f"cargo is slower, {minutes}"

# %% [markdown]
# ## What can go wrong
# - **Keys of two types.** If `bike` is a number in one table and text in the other, `merge` refuses: "You are trying to merge on int64 and str columns".
#   Fix it where you read the file, not by turning `"09"` into 9.
# - **Day and month swapped.** `pd.to_datetime("05.04.2026")` without a format is the 4th of May, without any warning.
# - **A gap in the training rows.** One NaN makes the mean of `Normalization` NaN, and then every answer of the model.
#   Fill gaps before `adapt`.
# - **Adapted on all rows.** `adapt` on the whole table raises no error, but it leaks the test rows into the preparation, and the test score comes out too good.
# - **Never adapted.** A `Normalization` layer without `adapt` silently subtracts 0 and divides by 1.

# %% tags=["claim"]
try:
    guess.merge(bikes, on="bike")
except ValueError as error:
    assert "You are trying to merge on int64 and str columns" in str(error), error
else:
    raise AssertionError("merge refuses keys of two types")
assert pd.to_datetime("05.04.2026") == pd.Timestamp(2026, 5, 4), "the 4th of May"
spoiled = keras.layers.Normalization()
spoiled.adapt(np.array([[1.0], [np.nan], [3.0]], "float32"))
assert np.isnan(spoiled(np.array([[2.0]]))).all(), "one gap spoils every answer"
fresh = keras.layers.Normalization()
assert np.array(fresh(np.array([[5.0]], "float32"))).item() == 5, "never adapted"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Flatten records
# Write `parcels(text)`.
# The text is JSON: a record with a list under `"parcels"`, such as the one in the check.
# Return a DataFrame with one row for each parcel, in the same order, and exactly the columns `id`, `city` and `kg`.
# `kg` is a number, and NaN where the record has no weight.


# %% tags=["exercise"] id="basics/tables-and-json/parcels" skills=["NN-18"]
def parcels(text):
    ### BEGIN SOLUTION
    flat = pd.json_normalize(json.loads(text)["parcels"])
    flat = flat.rename(columns={"to.city": "city", "size.kg": "kg"})
    return flat[["id", "city", "kg"]]
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `json.loads` reads JSON from a text, as `json.load` does from a file.

# %% [markdown] tags=["hint"]
# Print the columns that `pd.json_normalize` gives you, then rename and choose.

# %% tags=["check"]
text = """{"day": "2026-11-22", "parcels": [
    {"id": "007", "to": {"city": "Lund", "floor": 3}, "size": {"kg": 2.5, "cm": 40}},
    {"id": "112", "to": {"city": "Ghent"}, "size": {"cm": 15}},
    {"id": "009", "to": {"city": "Porto"}, "size": {"kg": 0.5}},
    {"id": "031", "to": {"city": "Lund"}, "size": {"kg": 0.0, "cm": 22}}
]}"""
other_text = """{"parcels": [
    {"size": {"kg": 7}, "id": "a5", "to": {"city": "Graz"}}, {"id": "112",
    "size": {"kg": 1.5}, "to": {"city": "Lund"}, "note": "fragile"}
]}"""
got = parcels(text)
assert got is not None, "Not attempted: parcels returned None. Return a DataFrame."
assert isinstance(got, pd.DataFrame), (
    f"Got {type(got).__name__}, expected a DataFrame, for example from json_normalize."
)
found = sorted(map(str, got.columns))
assert found == ["city", "id", "kg"], (
    f"Got the columns {found}, expected city, id and kg. "
    "Flatten the inner records, then choose and rename the columns."
)
assert len(got) == 4, (
    f"Got {len(got)} rows, expected 4: one for each parcel, even if it has no weight."
)
ids = got["id"].tolist()
assert ids == ["007", "112", "009", "031"], (
    f"Got the ids {ids}, expected 007, 112, 009, 031. Leave them as text, in this "
    "order."
)
cities = got["city"].tolist()
assert cities == ["Lund", "Ghent", "Porto", "Lund"], (
    f"Got the cities {cities}, expected Lund, Ghent, Porto, Lund. They are in the "
    "record `to`, under `city`."
)
weights = got["kg"].tolist()
assert not any(isinstance(kg, str) for kg in weights), (
    f"Got the weights {weights}, expected numbers. Leave them as they are in the JSON."
)
assert pd.isna(weights[1]) or weights[1] != 0, (
    "Got 0 kg for parcel 112, expected NaN: a missing weight is not zero."
)
assert pd.isna(weights[1]), (
    f"Got {weights[1]} kg for parcel 112, which nobody weighed, expected NaN: don't "
    "fill it."
)
assert [weights[0], *weights[2:]] == [2.5, 0.5, 0], (
    f"Got the weights {weights}, expected 2.5, NaN, 0.5 and 0. They are in the record "
    "`size`, under `kg`, and 0 is a weight too."
)
got = parcels(other_text)
found = got[["id", "city", "kg"]].to_numpy(object).tolist()
assert found == [["a5", "Graz", 7], ["112", "Lund", 1.5]], (
    f"Got {found} for the two parcels in {other_text}, expected [['a5', 'Graz', 7], "
    "['112', 'Lund', 1.5]]. Read the text that is given; keys come in any order."
)
print("Correct: four flat rows, and the missing weight is still missing.")


# %% tags=["wrong"] reason="flatten the inner records"
def parcels(text):
    return pd.DataFrame(json.loads(text)["parcels"])


# %% tags=["wrong"] reason="even if it has no weight"
def parcels(text):
    flat = pd.json_normalize(json.loads(text)["parcels"]).dropna(subset=["size.kg"])
    flat = flat.rename(columns={"to.city": "city", "size.kg": "kg"})
    return flat[["id", "city", "kg"]]


# %% tags=["wrong"] reason="is not zero"
def parcels(text):
    flat = pd.json_normalize(json.loads(text)["parcels"]).fillna({"size.kg": 0})
    flat = flat.rename(columns={"to.city": "city", "size.kg": "kg"})
    return flat[["id", "city", "kg"]]


# %% tags=["wrong"] reason="expected 2.5, NaN, 0.5 and 0"
def parcels(text):
    rows = []
    for record in json.loads(text)["parcels"]:
        kg = record["size"].get("kg") or np.nan
        rows.append({"id": record["id"], "city": record["to"]["city"], "kg": kg})
    return pd.DataFrame(rows)


# %% tags=["right"]
def parcels(text):
    columns = {"id": [], "city": [], "kg": []}
    for parcel in json.loads(text)["parcels"]:
        columns["id"].append(parcel["id"])
        columns["city"].append(parcel["to"]["city"])
        columns["kg"].append(parcel["size"].get("kg", np.nan))
    return pd.DataFrame(columns).convert_dtypes()


# %% tags=["right"]
def parcels(text):
    raw = pd.DataFrame(json.loads(text)["parcels"])
    flat = raw[["id"]].assign(city=raw["to"].str["city"])
    return flat.assign(kg=[size.get("kg") for size in raw["size"]])


# %% [markdown]
# ### Fill and scale by hand
# Write `prepare(train, new)`, without any layer.
# Both are arrays of one axis, with NaN for gaps.
# Fill the gaps of both with the median of the training values.
# Then return `new`, scaled with the mean and the standard deviation (`np.std`) of the filled training values.


# %% tags=["exercise"] id="basics/tables-and-json/prepare" skills=["NN-3"]
def prepare(train, new):
    ### BEGIN SOLUTION
    median = np.nanmedian(train)
    train = np.where(np.isnan(train), median, train)
    new = np.where(np.isnan(new), median, new)
    return (new - train.mean()) / train.std()
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `np.nanmedian` leaves gaps out, and `np.where(np.isnan(a), b, a)` fills them.

# %% [markdown] tags=["hint"]
# Take the median, the mean and the standard deviation from `train`; `new` only supplies the values to scale.

# %% tags=["check"]
learned = np.array([2.0, 3.0, np.nan, 4.0, 10.0, 10.0])
to_scale = np.array([4.0, np.nan, 9.0, 30.0])
for before, after in ((learned, to_scale), (to_scale, learned)):
    median = np.nanmedian(before)
    whole = np.where(np.isnan(before), median, before)
    expected = (np.where(np.isnan(after), median, after) - whole.mean()) / whole.std()
    got = prepare(before.copy(), after.copy())
    assert got is not None, (
        "Not attempted: prepare returned None. Return the new values."
    )
    is_row = isinstance(got, list | tuple) or (
        isinstance(got, np.ndarray | pd.Series | tf.Tensor) and np.ndim(got) == 1
    )
    assert is_row and len(got) == len(after), (
        f"Got {type(got).__name__}, expected a row of {len(after)} numbers. "
        "Return one number for each value of new, and nothing else."
    )
    got = pd.Series([float(value) for value in got])
    told = f"Got {got.round(2).tolist()}, expected {expected.round(2).tolist()}. "
    assert not got.isna().any(), told + "A value is missing: fill both arrays first."
    assert abs(got.mean()) > 0.01, (
        told + "These are scaled with their own mean: use that of train."
    )
    open_places = np.isnan(after)
    scaled_median = (median - whole.mean()) / whole.std()
    own = np.allclose(got[~open_places], expected[~open_places], atol=1e-3)
    assert not own or np.allclose(got[open_places], scaled_median, atol=1e-3), (
        told + "The gap was filled with the wrong value: use the median of train."
    )
    assert np.allclose(got, expected, atol=1e-3), (
        told
        + "Fill train with its median, then subtract its mean and divide by its np.std."
    )
print("Correct: median, mean and standard deviation all come from train.")


# %% tags=["wrong"] reason="own mean"
def prepare(train, new):
    new = np.where(np.isnan(new), np.nanmedian(train), new)
    return (new - new.mean()) / new.std()


# %% tags=["wrong"] reason="wrong value"
def prepare(train, new):
    median = np.nanmedian(train)
    train = np.where(np.isnan(train), median, train)
    return (np.nan_to_num(new) - train.mean()) / train.std()


# %% tags=["wrong"] reason="a value is missing"
def prepare(train, new):
    return (new - np.nanmean(train)) / np.nanstd(train)


# %% tags=["wrong"] reason="fill train with its median"
def prepare(train, new):
    new = np.where(np.isnan(new), np.nanmedian(train), new)
    return (new - np.nanmean(train)) / np.nanstd(train)


# %% tags=["wrong"] reason="divide by its np.std"
def prepare(train, new):
    train, new = pd.Series(train), pd.Series(new)
    train, new = train.fillna(train.median()), new.fillna(train.median())
    return (new - train.mean()) / train.std()


# %% tags=["wrong"] reason="expected a row of 4 numbers"
def prepare(train, new):
    train = tf.constant(np.where(np.isnan(train), np.nanmedian(train), train))
    new = np.where(np.isnan(new), np.nanmedian(train), new)
    scaled = (new - tf.reduce_mean(train)) / tf.math.reduce_std(train)
    return tf.reduce_mean(scaled)


# %% tags=["wrong"] reason="nothing else"
def prepare(train, new):
    median = np.nanmedian(train)
    train = np.where(np.isnan(train), median, train)
    new = np.where(np.isnan(new), median, new)
    return train, (new - train.mean()) / train.std()


# %% tags=["right"]
def prepare(train, new):
    train, new = pd.Series(train), pd.Series(new)
    middle = train.median()
    train, new = train.fillna(middle), new.fillna(middle)
    return (new - train.mean()) / train.std(ddof=0)


# %% tags=["right"]
def prepare(train, new):
    middle = np.median([value for value in train if value == value])  # NaN is not NaN

    def filled(values):
        return [middle if np.isnan(value) else value for value in values]

    mean, deviation = np.mean(filled(train)), np.std(filled(train))
    return [(value - mean) / deviation for value in filled(new)]


# %% [markdown]
# ### Two layers, ready to use
# Write `ready(heights, colors)`, which gets training data as two arrays of shape (n, 1): numbers without gaps, and words.
# Return two layers, `scale, encode`: the first scales heights, the second turns colors into one-hot rows with a column for unknown words.


# %% tags=["exercise"] id="basics/tables-and-json/ready" skills=["NN-3"]
def ready(heights, colors):
    ### BEGIN SOLUTION
    scale = keras.layers.Normalization()
    scale.adapt(heights)
    encode = keras.layers.StringLookup(output_mode="one_hot")
    encode.adapt(colors)
    return scale, encode
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Both layers have to see the training data before you can use them.

# %% [markdown] tags=["hint"]
# Without `output_mode="one_hot"` a `StringLookup` gives the number of the word.

# %% tags=["check"]
shops = {
    "red": (["red", "blue", "red", "green"], [10.0, 20.0, 30.0, 20.0]),
    "cyan": (["gray", "cyan", "cyan", "black"], [1.0, 3.0, 1.0, 3.0]),
}
for words, numbers_of in shops.values():
    heights = np.reshape(numbers_of, (4, 1)).astype("float32")
    pair = ready(heights, tf.constant(words)[:, tf.newaxis])
    assert pair is not None, "Not attempted: ready returned None. Return two layers."
    assert isinstance(pair, tuple | list) and len(pair) == 2, (
        f"Got {type(pair).__name__}, expected two layers: return scale, encode."
    )
    assert all(isinstance(layer, keras.layers.Layer) for layer in pair), (
        f"Got {type(pair[0]).__name__} and {type(pair[1]).__name__}, expected two "
        "layers: return the layers themselves, not their outputs."
    )
    known = sorted(set(words))
    try:
        got = np.array(pair[1](tf.constant([*known, "pink"])[:, tf.newaxis]))
        scaled_by = np.ravel(pair[0](np.array([[20.0], [3.0]], "float32")))
    except Exception:
        raise AssertionError(
            "Got an error from the layers, expected outputs, even for a word that the "
            "training data don't have. Adapt both, and return scale, then encode."
        ) from None
    assert got.shape != (4, 1), (
        f"Got the shape {got.shape} for four colors, expected (4, 4). "
        "A word became a single number: ask for one-hot."
    )
    assert got.shape == (4, 4), (
        f"Got the shape {got.shape} for four colors, expected (4, 4): three known "
        "colors and one column for unknown words. Let adapt find the words."
    )
    places = got.argmax(axis=1).tolist()
    assert (np.sort(got) == [0, 0, 0, 1]).all() and len(set(places)) == 4, (
        f"Got a 1 in the columns {places} for {', '.join(known)} and pink, expected "
        "four different ones. Use one_hot, and let adapt find the words."
    )
    expected = (np.array([20, 3]) - heights.mean()) / heights.std()
    assert np.allclose(scaled_by, expected, atol=0.01), (
        f"Got {scaled_by.round(2).tolist()} for heights of 20 and 3, expected "
        f"{expected.round(2).tolist()}. Adapt Normalization to the heights."
    )
print("Correct: both layers know the training data, and pink breaks nothing.")


# %% tags=["wrong"] reason="adapt Normalization"
def ready(heights, colors):
    encode = keras.layers.StringLookup(output_mode="one_hot")
    encode.adapt(colors)
    return keras.layers.Normalization(), encode


# %% tags=["wrong"] reason="ask for one-hot"
def ready(heights, colors):
    scale, encode = keras.layers.Normalization(), keras.layers.StringLookup()
    scale.adapt(heights)
    encode.adapt(colors)
    return scale, encode


# %% tags=["wrong"] reason="let adapt find the words"
def ready(heights, colors):
    scale = keras.layers.Normalization()
    scale.adapt(heights)
    known = ["red", "blue"]
    return scale, keras.layers.StringLookup(vocabulary=known, output_mode="one_hot")


# %% tags=["wrong"] reason="not their outputs"
def ready(heights, colors):
    scale = keras.layers.Normalization()
    scale.adapt(heights)
    encode = keras.layers.StringLookup(output_mode="one_hot")
    encode.adapt(colors)
    return scale(heights), encode(colors)


# %% tags=["wrong"] reason="a word that the training data don't have"
def ready(heights, colors):
    scale = keras.layers.Normalization()
    scale.adapt(heights)
    encode = keras.layers.StringLookup(num_oov_indices=0, output_mode="one_hot")
    encode.adapt(colors)
    return scale, encode


# %% tags=["right"]
def ready(heights, colors):
    spread = float(np.std(heights))
    scale = keras.layers.Rescaling(1 / spread, offset=-float(np.mean(heights)) / spread)
    lookup = keras.layers.StringLookup()
    lookup.adapt(colors)
    columns = keras.layers.CategoryEncoding(lookup.vocabulary_size(), "one_hot")
    word = keras.Input(shape=(1,), dtype="string")
    return scale, keras.Model(word, columns(lookup(word)))


# %% tags=["right"]
def ready(heights, colors):
    scale = keras.layers.Normalization(mean=heights.mean(), variance=heights.var())
    words = sorted({word.decode() for word in colors.numpy()[:, 0]})
    encode = keras.layers.StringLookup(vocabulary=words, output_mode="multi_hot")
    return [scale, encode]


# %% [markdown]
# ## What to remember
# - Look at the raw text first; then tell `read_csv` the types, the markers for missing values and the date format.
# - `json_normalize` turns nested records into flat rows; an absent key becomes a missing value.
# - Join with `validate`, and count the rows before and after.
# - Split first; medians, means and words come from the training rows only.
# - Numbers go through `Normalization`, words through `StringLookup`, codes through `IntegerLookup` or `CategoryEncoding`.
# - With these layers inside, one file holds everything that a raw row needs.
#
# All skills of this part are on the page [Building and training networks](../../topics/basics.md).
# Next: [Batches and data sources](batches-and-sources.ipynb), for data that are too large for one table.
