# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Ship it: export, serve, convert"
#     summary: "Log a run for TensorBoard, export a model with a fixed signature, serve it over HTTP, and shrink it for a telephone."
#     skills: [NN-8, DEV-6, NN-13]
#     requires: [developer/model-files, basics/two-or-many, basics/callbacks]
# ---

# %% [markdown]
# A model is useful once somebody else's program can ask it.
# After this lesson you can write and read the logs of a training run, export a model with a fixed signature, put it behind HTTP on your own machine, and shrink it for a telephone.
# At each step you compare: the same answers as before, and what a smaller file costs.

# %% [markdown]
# ## A model that takes raw pixels
# The model reads scikit-learn's handwritten digits, 8 x 8 pixels with values from 0 to 16.
# Whoever asks it later should send these values as they are, so the scaling is a part of the model: `Normalization` with mean 0 and variance $16^2$ divides by 16.

# %%
import http.client
import http.server
import json
import shutil
import threading
import warnings
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

keras.utils.set_random_seed(7)
digits = load_digits()
order = np.random.default_rng(7).permutation(len(digits.target))
x, y = digits.images[order].astype("float32"), digits.target[order]
train, check, test = slice(0, 1000), slice(1000, 1300), slice(1300, None)

model = keras.Sequential(
    [
        keras.Input(shape=(8, 8), name="pixels"),
        keras.layers.Normalization(mean=0, variance=16**2),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
print(model.count_params(), "parameters,", model.count_params() * 4 / 1000, "kB")

# %% tags=["claim"]
assert x.min() == 0 and x.max() == 16 and x.shape[1:] == (8, 8), "raw pixels"
small_step = np.array(model.layers[0](x[:2]))
assert np.allclose(small_step, x[:2] / 16, atol=1e-6), "the layer divides by 16"

# %% [markdown] skills=["NN-8"]
# ## Logs that TensorBoard reads
# TensorBoard is a program that draws the curves of many runs side by side in the browser.
# The usual way to feed it is one line: `callbacks=[keras.callbacks.TensorBoard("logs")]` in `fit`, and `tensorboard --logdir logs` in a terminal.
# Up to TensorFlow 2.20 that worked at once.
# Since TensorFlow 2.21 it is a package of its own, and without `pip install tensorboard` the callback stops the training with an error that says so.
#
# The files need neither.
# What the callback does is a few lines.
# `tf.summary.create_file_writer` opens a file in a folder, and at the end of each epoch `tf.summary.write` adds every number of `logs` to it, with its name and the epoch.
# The metadata, a `SummaryMetadata` with the `PluginData` of the plugin `scalars`, tell TensorBoard to draw these numbers as a curve.


# %%
class Log(keras.callbacks.Callback):
    def __init__(self, folder):
        super().__init__()
        self.writer = tf.summary.create_file_writer(folder)
        scalars = tf.compat.v1.SummaryMetadata.PluginData(plugin_name="scalars")
        self.curve = tf.compat.v1.SummaryMetadata(plugin_data=scalars)

    def on_epoch_end(self, epoch, logs=None):
        with self.writer.as_default():
            for name, number in logs.items():
                tf.summary.write(name, float(number), step=epoch, metadata=self.curve)

    def on_train_end(self, logs=None):
        self.writer.close()


model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(
    x[train],
    y[train],
    validation_data=(x[check], y[check]),
    batch_size=40,
    epochs=10,
    callbacks=[Log("logs/first")],
    verbose=0,
)
for path in Path("logs/first").iterdir():
    print(path.name[:20], "...", path.stat().st_size, "bytes")

# %% tags=["claim"]
stopped = ""
try:
    usual = keras.callbacks.TensorBoard("logs/usual", write_graph=False)
    model.evaluate(x[:2], y[:2], callbacks=[usual], verbose=0)
except Exception as problem:
    stopped = str(problem)
old = tuple(int(part) for part in tf.__version__.split(".")[:2]) < (2, 21)
assert not stopped or "TensorBoard is not installed" in stopped, stopped
assert not stopped or not old, "up to 2.20 it came with TensorFlow"
shutil.rmtree("logs/usual", ignore_errors=True)

# %% [markdown]
# Such an event file is a sequence of records, the format that `tf.data.TFRecordDataset` reads.
# Each record is an event: a step, and values with a tag and a small tensor.
# `tf.compat.v1.Event.FromString` unpacks it, and `tf.make_ndarray` makes an array of the tensor.
# What do you expect in the file for ten epochs, and how often?

# %% alt="Two curves over ten epochs, read from the event file: the training loss and the validation loss, both falling, quickly at first and then slowly"
read = {}
files = [str(path) for path in Path("logs/first").iterdir()]
for record in tf.data.TFRecordDataset(files):
    event = tf.compat.v1.Event.FromString(record.numpy())
    for value in event.summary.value:
        number = tf.make_ndarray(value.tensor).item()
        read.setdefault(value.tag, {})[event.step] = number
print({tag: len(numbers) for tag, numbers in read.items()})

plt.figure(figsize=(6, 3))
for tag in ("loss", "val_loss"):
    plt.plot(list(read[tag]), list(read[tag].values()), label=tag)
plt.xlabel("epoch")
plt.ylabel("loss")
plt.legend()
plt.show()

# %% tags=["claim"]
assert set(read) == {"loss", "accuracy", "val_loss", "val_accuracy"}, "four curves"
for tag, numbers in read.items():
    assert list(numbers) == list(range(10)), "one number for each epoch, from 0"
    assert np.allclose(list(numbers.values()), history.history[tag], atol=1e-6), tag
assert read["val_loss"][9] < 0.5 * read["val_loss"][0], "it falls"

# %% [markdown]
# The four curves are the ones that `fit` returned, but they are still there tomorrow, even after a crash.
# Give each run a folder of its own below `logs`, or their curves become one.

# %% [markdown] skills=["DEV-6"]
# ## Export: a folder with a signature
# In [Model files](model-files.ipynb) you met `export`, which writes a SavedModel: the calculation without Keras.
# A program that loads it can't ask `summary()`; it finds **serving signatures**, calls with a name and with fixed names, shapes and types of what goes in and comes out.
# `"serving_default"` is the one that serving programs look for.
#
# What will be the shape of the input, and which of its numbers is open?

# %%
model.export("digits_export", verbose=False)
loaded = tf.saved_model.load("digits_export")
signature = loaded.signatures["serving_default"]
takes = signature.structured_input_signature[1]
gives = signature.structured_outputs
for name, what in [*takes.items(), *gives.items()]:
    print(f"{name:9} {what.shape} {what.dtype.name}")

answer = signature(pixels=tf.constant(x[test]))
by_export = answer[next(iter(gives))].numpy()
by_model = model.predict(x[test], verbose=0)
print("largest difference:", np.abs(by_export - by_model).max().round(6))

# %% tags=["claim"]
assert set(loaded.signatures) >= {"serving_default"}, "the name to look for"
(only,) = takes.values()
assert list(takes) == ["pixels"] and only.shape.as_list() == [None, 8, 8], "the input"
assert only.dtype == tf.float32, "its type"
assert np.allclose(by_export, by_model, atol=1e-5), "the same answers"
try:
    signature(pixels=tf.constant(x[test].reshape(-1, 64)))
    too_flat = False
except Exception:
    too_flat = True
assert too_flat, "another shape is refused"

# %% [markdown]
# The name `pixels` is that of the `Input`, and `None` leaves the number of pictures open.
# A signature is called with named tensors and gives a dictionary, and a table of 64 columns instead of 8 x 8 is refused: that is the agreement between you and whoever asks.

# %% [markdown] skills=["NN-13"]
# ## Serve it: HTTP on your own machine
# A web page or a program in another language can't call Python, but it can send a request and read the reply.
# Python's `http.server` is enough to see how it works; in production a tested program such as TensorFlow Serving takes its place.
#
# A request brings text in JSON, from a stranger.
# So before the model sees it, bring it into the shape of the model's input, or refuse it: status 400 means "your request is wrong", and a word about why saves the other side an hour.


# %%
def read_pixels(body):
    """The pictures of a request as an array; a ValueError says what is wrong."""
    request = json.loads(body)  # what is no JSON is a ValueError, too
    if "pixels" not in request:
        raise ValueError(f"got {sorted(request)}, expected pixels")
    pixels = np.array(request["pixels"], "float32")
    if pixels.ndim != 3 or pixels.shape[1:] != (8, 8):
        raise ValueError(f"got shape {pixels.shape}, expected (n, 8, 8)")
    return pixels


def reply_to(body):
    try:
        pixels = read_pixels(body)
    except ValueError as problem:
        return 400, {"error": str(problem)}
    answer = signature(pixels=tf.constant(pixels))
    return 200, {"probabilities": answer[next(iter(gives))].numpy().tolist()}


# %% [markdown]
# The rest handles HTTP.
# `do_POST` is called for each request; it reads as many bytes as the header announces and sends the reply back.
# The address `127.0.0.1` is this machine alone, so nobody else can ask, and port 0 means "any free port".
# The server runs in a thread of its own, so that the notebook can go on and ask it.


# %%
class Predict(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, content = reply_to(body)
        reply = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(reply)))
        self.end_headers()
        self.wfile.write(reply)

    def log_message(self, *args):
        pass  # no line for each request


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Predict)
threading.Thread(target=server.serve_forever, daemon=True).start()


# %% [markdown]
# Now be the client.
# It knows nothing of TensorFlow: numbers go out as text, and text comes back.
# Which of the four requests will be answered?


# %%
def post(body):
    address, port = server.server_address
    connection = http.client.HTTPConnection(address, port, timeout=30)
    connection.request("POST", "/", body)
    reply = connection.getresponse()
    return reply.status, json.loads(reply.read())


requests = {
    "three digits": json.dumps({"pixels": x[test][:3].tolist()}),
    "one, without a list": json.dumps({"pixels": x[test][0].tolist()}),
    "another name": json.dumps({"image": x[test][:3].tolist()}),
    "no JSON": "pixels=0,0,5",
}
replies = {name: post(body) for name, body in requests.items()}
for name, (status, content) in replies.items():
    print(f"{name:19} {status}", content.get("error", "answered"))
by_http = np.array(replies["three digits"][1]["probabilities"])
print("digits:", by_http.argmax(axis=1), " true:", y[test][:3])

# %% tags=["claim"]
statuses = [status for status, content in replies.values()]
assert statuses == [200, 400, 400, 400], f"one is answered: {statuses}"
assert np.allclose(by_http, by_model[:3], atol=1e-5), "the same as model.predict"

# %%
server.shutdown()
server.server_close()

# %% [markdown]
# The answers are those of `model.predict`, and three wrong requests got a reason instead of a crash.
# The commonest mistake is the second: a single picture needs the axis of the batch, too.

# %% [markdown] skills=["DEV-6"]
# ## Convert it: LiteRT and quantization
# A telephone doesn't have TensorFlow; it has **LiteRT**, a small runtime that was called TensorFlow Lite.
# `tf.lite.TFLiteConverter.from_saved_model` reads an exported folder, and `convert` makes one file of it.
# On the way it can store the numbers in fewer bits, which is called **quantization**:
#
# - **None**: each weight stays a 32-bit number, 4 bytes.
# - **Dynamic range**: weights become whole numbers of 8 bits, 1 byte; the calculation between them stays in 32-bit numbers.
# - **Full integer**: inputs, outputs and everything between are 8-bit numbers too, as small processors want it.
#
# A whole number $q$ stands for the real number $\text{scale} \cdot (q - \text{zero point})$.
# With 8 bits there are 256 steps, and what falls between two is rounded.
#
# ![A line of real numbers from 0 to 16 above a line of whole numbers from -128 to 127: each whole number stands for a step of 16 / 255, and values above 16 all become 127](../diagrams/quantization.svg)
#
# For the values inside the network the converter has to know how large they get.
# So full integer needs a **representative data set**, a hundred or so real inputs, which it runs through.
#
# In code, `tf.lite.Optimize.DEFAULT` asks for quantization, `TFLITE_BUILTINS_INT8` allows no other operations than those on 8-bit numbers, and `tf.int8` is the type of what goes in and comes out.
# The converter may print a line of its own that begins with `fully_quantize`; it repeats these types and is no warning.


# %%
def some_inputs():
    for row in x[train][:100]:
        yield [row[np.newaxis]]


def convert(kind, inputs=some_inputs):
    converter = tf.lite.TFLiteConverter.from_saved_model("digits_export")
    if kind != "none":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind == "full integer":
        converter.representative_dataset = inputs
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        converter.inference_input_type = converter.inference_output_type = tf.int8
    return converter.convert()


files = {kind: convert(kind) for kind in ("none", "dynamic range", "full integer")}
for kind, content in files.items():
    Path(f"{kind}.tflite".replace(" ", "-")).write_bytes(content)
    print(f"{kind:14}{len(content) / 1000:5.1f} kB")

# %% [markdown]
# Before you look on: what will the accuracy on the 497 test digits be, if every weight has only 256 values left?
#
# An interpreter runs such a file.
# You set the input, invoke, and get the output; the input of the full-integer file has to be rounded to its steps first, and `get_input_details` tells scale and zero point.
#
# `tf.lite.Interpreter` still works in TensorFlow 2.21, with a warning: it is to be removed, and in a new program you take the same class from the package `ai-edge-litert`.
# We catch the warning here and print its beginning.
# A line with `INFO` and `XNNPACK` only names the library that does the calculation.


# %%
def ask(content, pictures):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        interpreter = tf.lite.Interpreter(model_content=content)
    told = " ".join(" ".join(str(one.message) for one in caught).split())
    (takes,), (gives,) = (
        interpreter.get_input_details(),
        interpreter.get_output_details(),
    )
    interpreter.resize_tensor_input(takes["index"], pictures.shape)
    interpreter.allocate_tensors()
    if takes["dtype"] == np.int8:
        scale, zero_point = takes["quantization"]
        pictures = np.round(pictures / scale) + zero_point
        pictures = np.clip(pictures, -128, 127).astype("int8")
    interpreter.set_tensor(takes["index"], pictures)
    interpreter.invoke()
    return interpreter.get_tensor(gives["index"]).argmax(axis=1), told


accuracy = {"Keras": np.mean(by_model.argmax(axis=1) == y[test])}
for kind, content in files.items():
    says, told = ask(content, x[test])
    accuracy[kind] = np.mean(says == y[test])
print(told[:76])
for kind, right in accuracy.items():
    print(f"{kind:14}{right:.3f} right")

# %% tags=["claim"]
assert len(y[test]) == 497, "the test digits"
assert 2**8 == 256 == 127 - -128 + 1 and 256 - 1 == 255, "values of 8 bits, and steps"
assert np.array(128).astype("int8") == -128, "int8 wraps around"
size = {kind: len(content) for kind, content in files.items()}
assert 4 * model.count_params() < size["none"] < 4 * model.count_params() + 8000, size
assert 0.25 < size["dynamic range"] / size["none"] < 0.4, f"about a third: {size}"
assert 0.25 < size["full integer"] / size["none"] < 0.4, f"about a third: {size}"
assert accuracy["Keras"] > 0.9, f"a good model: {accuracy}"
assert abs(accuracy["none"] - accuracy["Keras"]) < 0.004, f"as before: {accuracy}"
lost = accuracy["Keras"] - min(accuracy.values())
assert lost < 0.015, f"quantization costs little: {accuracy}"

# %% [markdown]
# The files shrink to about a third, and the accuracy hardly moves, up or down.
# A digit is told from another by many weights together, and their rounding errors mostly cancel.
# That isn't guaranteed: measure it for your model, on data that no choice was made on.
#
# Why a third, and not a quarter?
# The weights do shrink to a quarter; the description of the layers stays, and with a model this small it shows.

# %% [markdown]
# ## What can go wrong
# **Representative data that represent something else.**
# Somebody has scaled pictures at hand, from 0 to 1, and gives those to the converter.
# Nothing warns.
# What happens to a pixel of 16, when the largest whole number stands for 1?

# %%


def scaled_inputs():
    for row in x[train][:100]:
        yield [row[np.newaxis] / 16]


says, told = ask(convert("full integer", scaled_inputs), x[test])
accuracy["wrong inputs"] = np.mean(says == y[test])
print(f"with scaled inputs: {accuracy['wrong inputs']:.3f} right")

# %% tags=["claim"]
assert accuracy["wrong inputs"] < accuracy["full integer"] - 0.02, f"{accuracy}"

# %% [markdown]
# Everything above 1 becomes 1, so each digit turns into a black-and-white stencil.
#
# **Scaling outside.**
# A model that wants scaled pixels and gets raw ones answers too, confidently and wrong; with the scaling inside nobody can forget it.
#
# **A server for everybody.**
# With the address `0.0.0.0` the whole network may ask, as often and with as large a body as it likes.
# Leave that to a program that is made for it.
#
# **A file nobody tried.**
# Compare answers after each step, as you did here, before anybody depends on them.

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Real numbers in eight bits
# Write `to_int8(values, scale, zero_point)`, as a full-integer file wants its input.
# A real number $v$ becomes the whole number nearest to $v / \text{scale}$, plus the zero point; what is below -128 becomes -128, and what is above 127 becomes 127.
# Return an array of type `int8`, of the same shape as `values`.


# %% tags=["exercise"] id="developer/shipping-a-model/to-int8" skills=["DEV-6"]
def to_int8(values, scale, zero_point):
    ### BEGIN SOLUTION
    steps = np.round(values / scale) + zero_point
    return np.clip(steps, -128, 127).astype("int8")
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `astype("int8")` alone cuts decimals off and turns 128 into -128.

# %% [markdown] tags=["hint"]
# Round first, add the zero point, clip, and change the type last.

# %% tags=["check"]
reals = np.array([[-9.0, -2.06, -0.3, 0.0], [0.27, 1.94, 3.3, 40.0]], "float32")
for case_scale, case_zero in ((0.1, 3), (0.25, -20), (0.0625, -128)):
    exact = reals / case_scale
    wanted_steps = np.clip(np.round(exact) + case_zero, -128, 127)
    try:
        returned, problem = to_int8(reals.copy(), case_scale, case_zero), ""
        steps_got = None if returned is None else np.asarray(returned)
    except Exception as error:
        steps_got, problem = np.zeros(0), f"{type(error).__name__}: {error}"
    assert steps_got is not None, (
        "Not attempted: to_int8 returned None. Return an array."
    )
    assert not problem, f"Got {problem[:80]}, expected an array."
    assert steps_got.shape == reals.shape, (
        f"Got shape {steps_got.shape}, expected {reals.shape}: a number for each value."
    )
    assert steps_got.dtype == np.int8, (
        f"Got the type {steps_got.dtype}, expected int8: convert it at the end."
    )
    told_steps = f"Got {steps_got.ravel().tolist()} for scale {case_scale} and zero "
    told_steps += f"point {case_zero}, expected "
    told_steps += f"{wanted_steps.astype(int).ravel().tolist()}. "
    cut = np.clip(np.trunc(exact) + case_zero, -128, 127)
    wrapped = (np.round(exact) + case_zero).astype("int64").astype("int8")
    minus = np.clip(np.round(exact) - case_zero, -128, 127)
    assert not np.array_equal(steps_got, cut), (
        told_steps + "Round to the nearest number, don't cut decimals off."
    )
    assert not np.array_equal(steps_got, wrapped), (
        told_steps + "Numbers outside -128 to 127 wrap around: clip before int8."
    )
    assert not np.array_equal(steps_got, minus), (
        told_steps + "Add the zero point, don't subtract it."
    )
    assert np.array_equal(steps_got, wanted_steps), (
        told_steps + "Divide by the scale, round, add the zero point, and clip last."
    )
print("Correct: real numbers fit into eight bits.")


# %% tags=["wrong"] reason="clip before int8"
def to_int8(values, scale, zero_point):
    return (np.round(values / scale) + zero_point).astype("int64").astype("int8")


# %% tags=["wrong"] reason="don't cut decimals off"
def to_int8(values, scale, zero_point):
    steps = np.trunc(values / scale) + zero_point
    return np.clip(steps, -128, 127).astype("int8")


# %% tags=["wrong"] reason="Add the zero point"
def to_int8(values, scale, zero_point):
    steps = np.round(values / scale) - zero_point
    return np.clip(steps, -128, 127).astype("int8")


# %% tags=["wrong"] reason="convert it at the end"
def to_int8(values, scale, zero_point):
    return np.clip(np.round(values / scale) + zero_point, -128, 127)


# %% tags=["right"]
def to_int8(values, scale, zero_point):
    table = []
    for row in values:
        steps = [round(float(value) / scale) + zero_point for value in row]
        table.append([min(max(step, -128), 127) for step in steps])
    return np.array(table, dtype=np.int8)


# %% tags=["right"]
def to_int8(values, scale, zero_point):
    steps = tf.round(values / scale) + float(zero_point)
    return tf.cast(tf.clip_by_value(steps, -128.0, 127.0), tf.int8)


# %% [markdown]
# ### Curves from a folder of logs
# Write `curves(folder)`, which reads all event files that are directly in `folder`.
# Return a dictionary: for each tag a list of its numbers, ordered by step.
# A run that was stopped and continued has two files, and the steps of a file needn't be in order.


# %% tags=["exercise"] id="developer/shipping-a-model/curves" skills=["NN-8"]
def curves(folder):
    ### BEGIN SOLUTION
    found = {}
    paths = [str(path) for path in Path(folder).glob("events*")]
    for record in tf.data.TFRecordDataset(paths):
        event = tf.compat.v1.Event.FromString(record.numpy())
        for value in event.summary.value:
            number = tf.make_ndarray(value.tensor).item()
            found.setdefault(value.tag, []).append((event.step, number))
    return {tag: [number for step, number in sorted(found[tag])] for tag in found}
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# The cell that drew the curves reads one folder; keep pairs of step and number, and sort at the end.

# %% [markdown] tags=["hint"]
# `sorted` orders pairs by their first part, so a list of `(step, number)` is enough.

# %% tags=["check"]
numbers_of = {"loss": [0.9, 0.5, 0.7, 0.25], "mae": [3.0, 2.0, 2.5, 1.5]}
shutil.rmtree("logs/checked", ignore_errors=True)
for part_of_run, steps_of_part in (("b", (1, 0)), ("a", (3, 2))):
    made = tf.summary.create_file_writer(
        "logs/checked", filename_suffix=f".{part_of_run}"
    )
    with made.as_default():
        for at in steps_of_part:
            for tag_made, row_made in numbers_of.items():
                tf.summary.write(tag_made, row_made[at], step=at)
    made.close()
other_run = tf.summary.create_file_writer("logs/checked/other")
with other_run.as_default():
    tf.summary.write("loss", 77.0, step=9)
other_run.close()
try:
    returned, problem = curves("logs/checked"), ""
except Exception as error:
    returned, problem = {}, f"{type(error).__name__}: {error}"
assert returned is not None, "Not attempted: curves returned None. Return a dictionary."
assert not problem, f"Got {problem[:90]}, expected a dictionary."
assert isinstance(returned, dict) and set(returned) == set(numbers_of), (
    f"Got {str(returned)[:60]}, expected a dictionary with the tags loss and mae."
)
for tag_made, row_made in numbers_of.items():
    try:
        row_got = np.array(list(returned[tag_made]), "float64")
    except Exception as error:
        row_got = np.full(1, np.nan)
    told_row = f"Got {row_got.round(3).tolist()} for {tag_made}, expected {row_made}. "
    assert 77.0 not in row_got, told_row + "The subfolder belongs to another run."
    assert row_got.shape == (4,), (
        told_row + "Read both files, and keep one number for each step."
    )
    assert np.allclose(row_got, row_made, atol=1e-6), told_row + "Sort by step."
print("Correct: the curves are back, from two files and in order.")


# %% tags=["wrong"] reason="sort by step"
def curves(folder):
    found = {}
    paths = sorted(str(path) for path in Path(folder).glob("events*"))
    for record in tf.data.TFRecordDataset(paths):
        event = tf.compat.v1.Event.FromString(record.numpy())
        for value in event.summary.value:
            number = tf.make_ndarray(value.tensor).item()
            found.setdefault(value.tag, []).append(number)
    return found


# %% tags=["wrong"] reason="Both files"
def curves(folder):
    found = {}
    path = str(next(Path(folder).glob("events*")))
    for record in tf.data.TFRecordDataset(path):
        event = tf.compat.v1.Event.FromString(record.numpy())
        for value in event.summary.value:
            number = tf.make_ndarray(value.tensor).item()
            found.setdefault(value.tag, []).append((event.step, number))
    return {tag: [number for step, number in sorted(found[tag])] for tag in found}


# %% tags=["wrong"] reason="another run"
def curves(folder):
    found = {}
    paths = [str(path) for path in Path(folder).rglob("events*")]
    for record in tf.data.TFRecordDataset(paths):
        event = tf.compat.v1.Event.FromString(record.numpy())
        for value in event.summary.value:
            number = tf.make_ndarray(value.tensor).item()
            found.setdefault(value.tag, []).append((event.step, number))
    return {tag: [number for step, number in sorted(found[tag])] for tag in found}


# %% tags=["right"]
def curves(folder):
    by_step = {}
    for path in sorted(Path(folder).iterdir()):
        if not path.is_file():
            continue
        for record in tf.data.TFRecordDataset(str(path)).as_numpy_iterator():
            event = tf.compat.v1.Event.FromString(record)
            for value in event.summary.value:
                by_step.setdefault(value.tag, {})[event.step] = float(
                    tf.make_ndarray(value.tensor)
                )
    return {tag: [row[s] for s in sorted(row)] for tag, row in by_step.items()}


# %% tags=["right"]
def curves(folder):
    events = []
    for path in Path(folder).glob("*tfevents*"):
        for record in tf.data.TFRecordDataset([str(path)]):
            event = tf.compat.v1.Event()
            event.ParseFromString(record.numpy())
            events.append(event)
    events.sort(key=lambda event: event.step)
    rows = {}
    for event in events:
        for value in event.summary.value:
            rows[value.tag] = [
                *rows.get(value.tag, []),
                tf.make_ndarray(value.tensor),
            ]
    return {tag: np.array(row) for tag, row in rows.items()}


# %% [markdown]
# ### A request from a stranger
# `read_pixels` looks at the shape and lets a lot through.
# Write `careful_pixels(body)`, where `body` holds the bytes of a request.
# Return the pictures as a `float32` array of shape (n, 8, 8), with n at least 1.
# Raise a `ValueError` if the body
#
# - isn't JSON, or isn't a dictionary with the key `pixels`,
# - doesn't hold tables of 8 x 8, or holds none,
# - has something other than numbers in a table, such as the text `"5"`,
# - has a number below 0 or above 16, or NaN, which Python's JSON reads silently.


# %% tags=["exercise"] id="developer/shipping-a-model/careful-pixels" skills=["NN-13"]
def careful_pixels(body):
    ### BEGIN SOLUTION
    request = json.loads(body)
    if not isinstance(request, dict) or "pixels" not in request:
        raise ValueError("expected a dictionary with the key pixels")
    pixels = np.array(request["pixels"])
    if pixels.ndim != 3 or pixels.shape[1:] != (8, 8):
        raise ValueError(f"got shape {pixels.shape}, expected (n, 8, 8)")
    if pixels.dtype.kind not in "if":
        raise ValueError("expected numbers")
    if not np.all((pixels >= 0) & (pixels <= 16)):
        raise ValueError("expected numbers from 0 to 16")
    return pixels.astype("float32")
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Make the array without a type first: its `dtype.kind` is `i` or `f` for numbers and `U` for text.

# %% [markdown] tags=["hint"]
# NaN is neither below 0 nor above 16; ask whether all numbers are inside, not whether one is outside.

# %% tags=["check"]
sheet_sent = np.arange(64).reshape(8, 8) % 17
mixed = sheet_sent.tolist()
mixed[3][4] = "5"
holed = sheet_sent.tolist()
holed[7][7] = None
short = [*sheet_sent.tolist()[:7], [1, 2, 3]]
dark, light, unknown = sheet_sent.tolist(), sheet_sent.tolist(), sheet_sent.tolist()
dark[0][0], light[7][0], unknown[2][2] = -1, 16.5, float("nan")
refusals = {
    "a body that isn't JSON": b"pixels=0",
    "bytes that are no text": b"\xff\xfe\x00",
    "a list instead of a dictionary": b"[1, 2]",
    "a number instead of a dictionary": b"5",
    "the text pixels instead of a dictionary": b'"pixels"',
    "a dictionary without the key": json.dumps({"image": [mixed]}),
    "an empty list": b'{"pixels": []}',
    "no pixels at all": b'{"pixels": null}',
    "a single picture without a list": {"pixels": sheet_sent.tolist()},
    "rows of 64": {"pixels": [sheet_sent.ravel().tolist()]},
    "tables of 4 x 16": {"pixels": sheet_sent.reshape(1, 4, 16).tolist()},
    "tables of 8 x 7": {"pixels": [sheet_sent[:, :7].tolist()]},
    "tables of 7 x 8": {"pixels": [sheet_sent[:7].tolist()]},
    "a table with a short row": {"pixels": [short]},
    "a table with the text 5": {"pixels": [mixed]},
    "a table of texts": {"pixels": [sheet_sent.astype(str).tolist()]},
    "a table with a hole": {"pixels": [holed]},
    "a table of yes and no": {"pixels": [(sheet_sent > 8).tolist()]},
    "a number of -1": {"pixels": [sheet_sent.tolist(), dark]},
    "a number of 16.5": {"pixels": [light]},
    "NaN": {"pixels": [sheet_sent.tolist(), unknown]},
}
accepted = {
    "whole numbers": np.stack([sheet_sent, sheet_sent.T, 16 - sheet_sent]),
    "decimals": sheet_sent[np.newaxis] / 2,
}
for what, sent in accepted.items():
    try:
        returned, problem = (
            careful_pixels(json.dumps({"pixels": sent.tolist()}).encode()),
            "",
        )
    except Exception as error:
        returned, problem = (), f"{type(error).__name__}: {error}"
    assert returned is not None, (
        "Not attempted: careful_pixels returned None. Return an array."
    )
    assert not problem, f"Got {problem[:80]} for {what}, expected an array."
    arrived = np.asarray(returned)
    assert arrived.dtype == np.float32 and arrived.shape == sent.shape, (
        f"Got {arrived.dtype} of shape {arrived.shape} for {what}, expected float32 of "
        f"shape {sent.shape}."
    )
    assert np.allclose(arrived, sent), (
        f"The numbers changed for {what}, expected those that were sent. Leave them "
        "as they are."
    )
for what, sent in refusals.items():
    body_sent = json.dumps(sent).encode() if isinstance(sent, dict) else sent
    body_sent = body_sent.encode() if isinstance(body_sent, str) else body_sent
    try:
        careful_pixels(body_sent)
        problem = "an array"
    except ValueError:
        problem = ""
    except Exception as error:
        problem = type(error).__name__
    assert not problem, (
        f"Got {problem} for {what}, expected a ValueError. Refuse that case too."
    )
print("Correct: the model sees nothing but pictures.")


# %% tags=["wrong"] reason="for a table with the text 5"
def careful_pixels(body):
    request = json.loads(body)
    if not isinstance(request, dict) or "pixels" not in request:
        raise ValueError("expected a dictionary with the key pixels")
    if None in np.array(request["pixels"]).ravel():
        raise ValueError("expected numbers")
    pixels = np.array(request["pixels"], "float32")
    if pixels.ndim != 3 or pixels.shape[1:] != (8, 8):
        raise ValueError("expected (n, 8, 8)")
    if not np.all((pixels >= 0) & (pixels <= 16)):
        raise ValueError("expected numbers from 0 to 16")
    return pixels


# %% tags=["wrong"] reason="for NaN"
def careful_pixels(body):
    request = json.loads(body)
    if not isinstance(request, dict) or "pixels" not in request:
        raise ValueError("expected a dictionary with the key pixels")
    pixels = np.array(request["pixels"])
    if pixels.dtype.kind not in "if" or pixels.shape[1:] != (8, 8):
        raise ValueError("expected numbers, (n, 8, 8)")
    if np.any((pixels < 0) | (pixels > 16)):
        raise ValueError("expected numbers from 0 to 16")
    return pixels.astype("float32")


# %% tags=["wrong"] reason="for a list instead of a dictionary"
def careful_pixels(body):
    pixels = np.array(json.loads(body)["pixels"])
    if pixels.dtype.kind not in "if" or pixels.shape[1:] != (8, 8):
        raise ValueError("expected numbers, (n, 8, 8)")
    if not np.all((pixels >= 0) & (pixels <= 16)):
        raise ValueError("expected numbers from 0 to 16")
    return pixels.astype("float32")


# %% tags=["wrong"] reason="for rows of 64"
def careful_pixels(body):
    request = json.loads(body)
    if not isinstance(request, dict) or not request.get("pixels"):
        raise ValueError("expected a dictionary with the key pixels")
    pixels = np.array(request["pixels"])
    if pixels.dtype.kind not in "if" or pixels.shape == (8, 8):
        raise ValueError("expected numbers, (n, 8, 8)")
    if not np.all((pixels >= 0) & (pixels <= 16)):
        raise ValueError("expected numbers from 0 to 16")
    return pixels.astype("float32").reshape(-1, 8, 8)


# %% tags=["right"]
def careful_pixels(body):
    try:
        pictures = json.loads(body)["pixels"]
        if not pictures:
            raise ValueError("no pictures")
        for picture in pictures:
            if len(picture) != 8:
                raise ValueError("not 8 rows")
            for row in picture:
                if len(row) != 8 or not all(type(v) in (int, float) for v in row):
                    raise ValueError("not 8 numbers")
                if not all(0 <= value <= 16 for value in row):
                    raise ValueError("outside 0 to 16")
    except (TypeError, KeyError) as problem:
        raise ValueError("expected a dictionary of tables") from problem
    return np.array(pictures, "float32")


# %% tags=["right"]
def careful_pixels(body):
    request = json.loads(body.decode("utf-8"))
    if type(request) is not dict:
        raise ValueError("no dictionary")
    pixels = np.asarray(request.get("pixels"))
    if pixels.dtype not in (np.dtype("int64"), np.dtype("float64")):
        raise ValueError("no numbers")
    if np.shape(pixels) != (max(len(pixels), 1), 8, 8):
        raise ValueError("not (n, 8, 8)")
    if pixels.min() < 0 or not pixels.max() <= 16:
        raise ValueError("outside 0 to 16, or NaN")
    return tf.constant(pixels, tf.float32)


# %% [markdown]
# ## What to remember
# - Event files are sequences of records: `tf.summary.write` writes them, `tf.data.TFRecordDataset` reads them, TensorBoard draws them.
# - `export` fixes a signature: names, shapes and types, and nothing of Keras.
# - A server brings each request into the shape of the input or refuses it with status 400 and a reason.
# - LiteRT: dynamic range needs nothing, full integer needs representative inputs; both make weights four times smaller.
# - After each step compare the answers with those of the model that you trained.
#
# Next: [Convolutions, by hand and by layer](../images/convolutions.ipynb), a network for pictures that gets by with fewer weights.
