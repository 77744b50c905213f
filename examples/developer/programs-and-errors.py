# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Programs and errors: from a notebook to a script, and tracebacks"
#     summary: "Turn the cells of a notebook into a program with arguments and an exit code, and find the line to change in a traceback."
#     skills: [DEV-1, DEV-3]
#     requires: [basics/first-model]
# ---

# %% [markdown]
# In this lesson you turn the cells of a notebook into a program that anyone can start with one line.
# You give it arguments, and an exit code that tells other programs whether it worked.
# Then you break things on purpose and learn to get from a long error report to the one line that has to change.

# %% [markdown] skills=["DEV-1"]
# ## Why notebooks give results that don't come back
# A notebook keeps every variable until you restart it, and you may run its cells in any order.
# So what you see on the screen need not be what was executed.
# Here are three cells as text.
# They take water in liters, convert it to milliliters, and work out the mean.

# %%
import os
import re
import subprocess
import sys
import textwrap
import traceback
from pathlib import Path

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

cells = {
    "load": "water = [0.5, 1.0, 1.5]",
    "convert": "water = [1000 * liters for liters in water]",
    "mean": "mean = sum(water) / len(water)",
}

# %% [markdown]
# `mean_after` runs them in the order that you name, with an empty memory at the start.
#
# Guess first: what mean do you get if `convert` is run twice by mistake?
# And what does a colleague get if you ran `convert` once and then deleted the cell?


# %%
def mean_after(*names):
    memory = {}
    for name in names:
        exec(cells[name], memory)
    return memory["mean"]


print("each once, in order:", mean_after("load", "convert", "mean"))
print("convert run twice:  ", mean_after("load", "convert", "convert", "mean"))
print("convert deleted:    ", mean_after("load", "mean"))

# %% tags=["claim"]
assert mean_after("load", "convert", "mean") == 1000, "milliliters"
assert mean_after("load", "convert", "convert", "mean") == 1_000_000, "converted twice"
assert mean_after("load", "mean") == 1, "the colleague gets liters"

# %% [markdown]
# None of the three stops with an error, and only one is right.
# The remedy in a notebook is "Restart and run all" before you believe a result.
# A program gets that treatment each time: it starts with nothing, and runs each line once, from top to bottom.

# %% [markdown] skills=["DEV-1"]
# ## From cells to a program
# The next program reads a table of how many minutes a kettle needed for how much water, and learns a weight and a bias by gradient descent.
# It uses plain Python, so that it starts at once; a program that trains with Keras has the same four parts.
# You would type it into an editor; the lesson has none, so it keeps the text in two strings and writes the file for you.
# First the imports, and two functions: one reads the table, and the other learns from it.

# %%
functions = """
import argparse
import csv
import sys


def read(path):
    rows = []
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.append((float(row["liters"]), float(row["minutes"])))
    return rows


def train(rows, steps=3000, rate=0.1):
    weight = bias = 0.0
    for _ in range(steps):
        gaps = [weight * x + bias - y for x, y in rows]
        weight -= rate * sum(gap * x for gap, (x, y) in zip(gaps, rows)) / len(rows)
        bias -= rate * sum(gaps) / len(rows)
    return weight, bias
"""

# %% [markdown]
# Then the function `main`, which does the work, and two lines that start it.

# %%
work = """

def main():
    parser = argparse.ArgumentParser(description="How long does the kettle take?")
    parser.add_argument("table", help="a CSV file with columns liters and minutes")
    parser.add_argument("--liters", type=float, default=1.0)
    args = parser.parse_args()
    rows = read(args.table)
    if len(rows) < 3:
        sys.exit(f"Got {len(rows)} rows, expected at least 3: measure more.")
    weight, bias = train(rows)
    print(f"{args.liters} liters: {weight * args.liters + bias:.1f} minutes")


if __name__ == "__main__":
    main()
"""
Path("kettle.py").write_text(functions + work, encoding="utf-8")

# %% [markdown]
# Two tables to try it on: six measurements, and only the first two of them.

# %%
measured = ["0.5,2.1", "0.75,2.8", "1.0,3.6", "1.25,4.2", "1.5,4.9", "1.75,5.6"]


def write_table(name, rows):
    Path(name).write_text("\n".join(["liters,minutes", *rows]), encoding="utf-8")


write_table("kettle.csv", measured)
write_table("short.csv", measured[:2])

# %% [markdown]
# The program has four parts.
#
# 1. **Imports** come first, all of them.
# 2. **Functions** get what they need through their arguments, and so can't depend on a forgotten cell.
# 3. **`main`** does the work, in order.
#    `ArgumentParser` turns the words after the program's name into variables: `table` must be given, `--liters` may be.
#    Words are text, so `type=float` makes a number of them.
# 4. **The guard**, the last two lines.
#    Python sets `__name__` to `"__main__"` in the file that you start, and to another name in a file that is imported.
#
# You start a program in a terminal with `python kettle.py kettle.csv --liters 1.6`.
# From Python, `subprocess.run` does the same; `sys.executable` is the Python that runs this lesson.
# Thanks to the guard you can also import the file and try one function alone, on rows of `y = 2x + 1`.


# %%
def start(*words):
    command = [sys.executable, *words]
    plain = {**os.environ, "PYTHON_COLORS": "0"}  # no color codes in the text
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,  # nobody is there to answer a question
        capture_output=True,
        text=True,
        timeout=60,
        env=plain,
    )


print(start("kettle.py", "kettle.csv").stdout)
print(start("kettle.py", "kettle.csv", "--liters", "1.6").stdout)
alone = "import kettle; print(kettle.train([(0, 1), (1, 3), (2, 5)]))"
print("weight and bias:", start("-c", alone).stdout)

# %% [markdown]
# %% tags=["claim"]
first = start("kettle.py", "kettle.csv")
assert re.fullmatch(r"1\.0 liters: 3\.[56] minutes\s*", first.stdout), first
more = start("kettle.py", "kettle.csv", "--liters", "1.6").stdout
assert more.startswith("1.6 liters: 5."), more
weight, bias = eval(start("-c", alone).stdout)
assert abs(weight - 2) < 0.01 and abs(bias - 1) < 0.01, "a weight of 2, a bias of 1"
imported = start("-B", "-c", "import kettle")
assert (imported.returncode, imported.stdout) == (0, ""), "an import prints nothing"

# %% [markdown] skills=["DEV-1"]
# ## The exit code
# When a program ends, it leaves a whole number behind, the **exit code**.
# Whoever started it, another program or a service that tests your code each night, looks at that number first.
# Five starts; which of them deserve a 0?

# %%
write_table("broken.csv", [*measured[:4], "two,5.8", *measured[4:]])
starts = {
    "all is well": ["kettle.csv"],
    "help": ["--help"],
    "too few rows": ["short.csv"],
    "no such file": ["tea.csv"],
    "a word for a number": ["kettle.csv", "--liters", "much"],
}
codes = {}
for name, words in starts.items():
    done = start("kettle.py", *words)
    codes[name] = done.returncode
    last = (done.stderr or done.stdout).splitlines()[-1].strip()
    print(f"exit code {done.returncode}, {name}:\n    {last}")

# %% tags=["claim"]
assert list(codes.values()) == [0, 0, 1, 1, 2], f"got {codes}"
few = start("kettle.py", "short.csv")
assert few.stdout == "" and few.stderr.count("\n") == 1, "one line, on the error stream"
assert "Traceback" not in few.stderr, "sys.exit with a text shows no traceback"
assert "Traceback" in start("kettle.py", "tea.csv").stderr, "an exception does"

# %% [markdown]
# | exit code | who sets it |
# |---|---|
# | 0 | Python, when the program ended without an error; `argparse`, after `--help` |
# | 1 | Python, after an exception that nobody caught, and `sys.exit("some text")` |
# | 2 | `argparse`, when the words don't fit |
#
# `sys.exit("some text")` is for mistakes that you foresee: it writes the text to the error stream, without a traceback.
# For the others you get a traceback, and the rest of this lesson is about those.

# %% [markdown] skills=["DEV-3"]
# ## Read a traceback from its last line
# Somebody wrote "two" into the table in place of a number.
# Cover the output below and uncover it from the bottom.

# %%
report = start("kettle.py", "broken.csv").stderr
print(report.replace(str(Path.cwd().resolve()), "."))

# %% tags=["claim"]
last = report.splitlines()[-1]
assert last == "ValueError: could not convert string to float: 'two'", last
assert report.startswith("Traceback (most recent call last)"), "the newest is the last"
order = [report.index(f"in {name}") for name in ("<module>", "main", "read")]
assert order == sorted(order), "from the start of the program down to the failure"

# %% [markdown]
# 1. **The last line** has the kind of the error and its message.
#    A string could not become a number, and the string was 'two'.
# 2. **The entry above it** is the line that failed: it is in `read` and makes floats of a row.
# 3. **Going up**, each entry is the caller of the next: `read` was called by `main`, and `main` by the last line of the file.
#
# ![A traceback, read upwards: the last line says what happened, the entry above it where it failed, and the entries further up who called it](../diagrams/reading-a-traceback.svg)
#
# The first line says so too: "most recent call last".
# Now you know what to look for in `broken.csv`, and the last line was enough.

# %% [markdown] skills=["DEV-3"]
# ## Find your own line in the traceback
# In the report above each line was yours.
# In a report from Keras the lowest lines belong to the library, and you can't fix those.
# So the second step is: go up until you meet a file of your own.
#
# The model here wants three columns, and the function `columns` hands it two.


# %%
def columns(table):
    return np.column_stack([table["liters"], table["start"]])


def forecast(model, table):
    rows = columns(table)
    return model(rows)


table = {name: np.ones(12, "float32") for name in ("liters", "start", "watts")}
kettle = keras.Sequential([keras.Input(shape=(3,)), keras.layers.Dense(1, name="boil")])

# %% [markdown]
# `entries` lists the entries of the report from top to bottom, and marks those that are yours: their file isn't in the folder of installed packages.
# `message` takes the codes for bold print out of the text.

# %%
library = str(Path(keras.__file__).parents[1])  # the folder of installed packages


def message(error):
    return re.sub(r"\x1b\[\d*m", "", str(error))


def entries(error):
    stack = traceback.extract_tb(error.__traceback__)
    return [(not entry.filename.startswith(library), entry) for entry in stack]


try:
    forecast(kettle, table)
except ValueError as error:
    caught = error
for own, entry in entries(caught):
    print("YOURS  " if own else "library", f"in {entry.name}:  {entry.line}")
print(type(caught).__name__, message(caught), sep=": ")

# %% tags=["claim"]
marks = [own for own, entry in entries(caught)]
names = [entry.name for own, entry in entries(caught) if own]
assert names[-1] == "forecast" and not marks[-1], "the lowest own line is in forecast"
assert "columns" not in names, "the guilty function is not in the report at all"
told = message(caught)
assert "value 3" in told and "(12, 2)" in told and "boil" in told, told

# %% [markdown]
# Your lowest line is `return model(rows)`, and yet that line is right.
# It is where the mistake was noticed.
# The mistake was made where `rows` came from, in `columns`, which had already returned and is not in the report.
# So from your own line you ask: **which of its values is not what I think, and who made it?**
#
# (Keras leaves most of its own entries out; after `keras.config.disable_traceback_filtering()` you get all of them.)

# %% tags=["claim"]
keras.config.disable_traceback_filtering()
try:
    forecast(kettle, table)
except ValueError as error:
    assert len(entries(error)) > 2 * len(entries(caught)), "many more entries"
finally:
    keras.config.enable_traceback_filtering()

# %% [markdown] skills=["DEV-3"]
# ## What it expected and what it got
# Keras puts the sentence that counts between "Exception encountered when calling" and a list of arguments.
# It has three parts: a name, what was expected, and what came.
#
# | part | in the message | what it tells |
# |---|---|---|
# | name | `boil` | the layer that refused; give your layers names, and you find it at once |
# | expected | axis -1 to have value 3 | the last axis should have 3 numbers, because the layer has weights for 3 |
# | got | `(12, 2)` | 12 rows, which is fine, of 2 numbers each |
#
# Read the two shapes from the right.
# The first axis is the batch and may have any length.
#
# The layer that refuses is not always the one to change.
# This network was planned for 24 readings of a day.
# `Conv1D(4, 5)` looks at windows of 5 readings and gives 4 numbers for each, `MaxPooling1D(2)` keeps the larger of each two neighbors and so halves the length, and `Flatten` makes one row of it: $24 \to 12$, and $12 \cdot 4 = 48$ numbers for the last layer.

# %%
layers = [
    keras.layers.Conv1D(4, 5, name="windows"),
    keras.layers.MaxPooling1D(2, name="halve"),
    keras.layers.Flatten(name="flat"),
]
answer = keras.layers.Dense(1, name="answer")
answer.build((None, 48))
day = np.zeros((6, 24, 1), "float32")
try:
    answer(layers[2](layers[1](layers[0](day))))
except ValueError as error:
    said = message(error)
print(textwrap.fill(said, 80))

# %% [markdown]
# The layer `answer` got 40 numbers in place of 48, but it is as planned.
# To find the step at which the network departs from your plan, write the plan down, and print the shape after each step.

# %% alt="Numbers per row after each step: the plan goes 24, 96, 48, 48 while the network has 24, 80, 40, 40; the two part at the step named windows"
plan = [(24, 1), (24, 4), (12, 4), (48,)]
found, x = [day.shape[1:]], day
for layer in layers:
    x = layer(x)
    found.append(tuple(x.shape[1:]))
steps = ["input", *(layer.name for layer in layers)]
for step, planned, real in zip(steps, plan, found, strict=True):
    print(f"{step:8} planned {planned!s:8} found {real!s:8}", planned == real)

plt.figure(figsize=(6, 2.6))
plt.plot(steps, [np.prod(shape) for shape in plan], "o--", label="planned")
plt.plot(steps, [np.prod(shape) for shape in found], "s-", label="found")
plt.xlabel("after the step")
plt.ylabel("numbers per row")
plt.legend()
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert "value 48" in said and "(6, 40)" in said and "answer" in said, said
assert found == [(24, 1), (20, 4), (10, 4), (40,)], f"got {found}"
assert [np.prod(shape) for shape in plan] == [24, 96, 48, 48], "the planned line"
same = keras.layers.Conv1D(4, 5, padding="same")(day)
assert answer(layers[2](layers[1](same))).shape == (6, 1), "the repair works"

# %% [markdown]
# The first `False` is the place, and everything below it only passes the mistake on.
# The windows must not hang over the ends, so 24 readings have room for 20 windows.
# With `padding="same"` in that layer all four lines agree, and the layer `answer` accepts its input.

# %% [markdown] skills=["DEV-3"]
# ## Errors that surface later
# TensorFlow prepares some work and does it later.
# `map` below only notes what to do with each word.
# The work is done when the loop asks for the first batch, and so the report points at the loop.

# %%
words = ["1.5", "0.75", "1,8", "1.25"]
numbers = tf.data.Dataset.from_tensor_slices(words).map(tf.strings.to_number).batch(2)
print("map is done, no error so far")
try:
    for batch in numbers:
        print("a batch:", batch.numpy())
except tf.errors.InvalidArgumentError as error:
    late = error
print(textwrap.fill(message(late), 80, break_on_hyphens=False))

# %% tags=["claim"]
assert "could not correctly convert string: 1,8" in message(late), message(late)
assert "IteratorGetNext" in message(late), "the operation that was running"
lowest = [entry.line for own, entry in entries(late) if own][-1]
assert "for batch in numbers" in lowest, f"the report points at the loop, not {lowest}"

# %% [markdown]
# Such a message comes from below Python.
# The parts in curly braces and at the end, after `Op:`, say where it was: in fetching the next element.
# The sentence between them is for you: a string could not be converted, and the string was 1,8, with a comma.
# The line to fix is the one that feeds `map`.
# To find the word, call the function yourself, without `map`: `tf.strings.to_number("1,8")` fails at once, and at your own line.

# %% tags=["claim"]
try:
    tf.strings.to_number("1,8")
    raise AssertionError("the function refuses the word by itself")
except tf.errors.InvalidArgumentError as error:
    assert "convert string: 1,8" in str(error), "with the same sentence"

# %% [markdown] skills=["DEV-3"]
# ## The smallest example that fails
# Some messages don't say which row is to blame.
# Then you make the example smaller while it goes on failing.
# Try each half: if one of them fails, forget the other and go on.
# How many rounds does that take for 64 rows?


# %%
def failure(rows):
    try:
        tf.constant(rows)
    except ValueError as error:
        return str(error)
    return ""


rows = [[day, day / 2, day / 4] for day in range(64)]
rows[41].pop()
left = rows
while True:
    half = len(left) // 2
    bad = [part for part in (left[:half], left[half:]) if failure(part)]
    print(f"{len(left):2} rows fail, and of their halves {len(bad)}")
    if not bad:
        break
    left = bad[0]
print("left over:", left)
print("message:  ", failure(left))

# %% tags=["claim"]
assert left == [[40, 20.0, 10.0], [41, 20.5]], f"got {left}"
assert not failure(left[:1]) and not failure(left[1:]), "each row alone is fine"
assert failure(rows) and "41" not in failure(rows), "the message names no row"
assert 64 // 2**5 == 2 and 2000 <= 2 * 2**10, "5 and 10 halvings"

# %% [markdown]
# Five halvings lead from 64 rows to 2, and ten would do for 2000 rows.
# Neither of the two fails alone: the mistake is that their lengths differ, 3 and 2.
# That is more than the message told you, and short enough to send to somebody, with your versions of Python and TensorFlow.
#
# The same works for code: take out layers, callbacks and arguments, one at a time, and keep each cut after which it still fails with the same message.

# %% [markdown]
# ## What can go wrong
# - **You read the first line of the report first.** It says where the program began, and that is rarely the mistake.
# - **Two reports in one.** "During handling of the above exception, another exception occurred" means that code which dealt with a first error failed too.
#   The cause is often the upper report: read its last line as well.
# - **You catch everything.** `except Exception: pass` throws the message away, and the program goes on with a wrong value and ends with exit code 0.
#   Catch the one kind that you expect.
# - **You change three things at once.** If the error goes, you don't know why; if it stays, there may be two.
# - **You take a new message for a setback.** It often means that the first mistake is fixed and the next one has been reached.

# %% tags=["claim"]
hidden = start("-c", "try:\n    int('x')\nexcept Exception:\n    pass")
assert (hidden.returncode, hidden.stderr) == (0, ""), "a swallowed error leaves a 0"
two = start("-c", "try:\n    int('x')\nexcept ValueError:\n    {}['y']").stderr
middle = "During handling of the above exception, another exception occurred"
assert middle in two, "the sentence between the two reports"
assert two.index("ValueError") < two.index("KeyError"), "the first error stands above"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### A program for the pantry
# Write the text of a program `jars.py` that says how many shelves a number of jars needs.
# `python jars.py 10 --per-shelf 4` prints `3` and nothing else; without `--per-shelf`, 6 jars fit on a shelf.
# If `--per-shelf` is below 1, it ends with exit code 1 and a sentence on the error stream, without a traceback.
# When another program imports it, nothing is printed and nothing is asked for.

# %% tags=["exercise"] id="developer/programs-and-errors/jars" skills=["DEV-1"]
jars = (
    ### BEGIN SOLUTION
    """
import argparse
import sys


def shelves(jars, per_shelf):
    return -(-jars // per_shelf)


def main():
    parser = argparse.ArgumentParser(description="How many shelves?")
    parser.add_argument("jars", type=int)
    parser.add_argument("--per-shelf", type=int, default=6)
    args = parser.parse_args()
    if args.per_shelf < 1:
        sys.exit(f"Got {args.per_shelf} jars per shelf, expected 1 or more.")
    print(shelves(args.jars, args.per_shelf))


if __name__ == "__main__":
    main()
"""
    ### END SOLUTION
)

# %% [markdown] tags=["hint"]
# Put three quotation marks around the program, and take the four parts of `kettle.py` as a model.

# %% [markdown] tags=["hint"]
# `argparse` turns `--per-shelf` into `args.per_shelf`.
# A last shelf that is not full counts too: `math.ceil` rounds up.

# %% tags=["check"]
assert jars is not ..., "Not attempted: jars is still `...`. Write the program's text."
assert isinstance(jars, str), f"Got {type(jars).__name__}, expected text in quotes."
Path("jars.py").write_text(jars, encoding="utf-8")
runs = {"10 --per-shelf 4": "3", "2 --per-shelf 1": "2", "13": "3", "12": "2", "1": "1"}
for words_given, expected in runs.items():
    given = words_given.split()
    ran = start("-B", "jars.py", *given)
    end = (ran.stderr.strip().splitlines() or [""])[-1]
    advice = "Read its report from the last line upwards."
    if "TypeError" in end:
        advice = "Are the numbers still text? Then set type=int for both arguments."
    assert ran.returncode == 0, (
        f"Got exit code {ran.returncode} for {' '.join(given)}, expected 0. "
        f"The last line was {end!r}. {advice}"
    )
    assert ran.stdout.strip() == expected, (
        f"Got {ran.stdout.strip()!r} for {' '.join(given)}, expected {expected!r}. "
        "Print only the number, rounded up, and take 6 jars per shelf by default."
    )
for too_few in ("0", "-1"):
    ran = start("-B", "jars.py", "10", "--per-shelf", too_few)
    assert "Traceback" not in ran.stderr, (
        f"Got a traceback for --per-shelf {too_few}, expected one sentence. "
        "Check the number before you divide, and use sys.exit with a text."
    )
    assert ran.returncode == 1 and ran.stderr.strip(), (
        f"Got exit code {ran.returncode} for --per-shelf {too_few} and "
        f"{ran.stderr.strip()[-60:]!r} on the error stream, expected exit code 1 and a "
        "sentence. Use sys.exit with a text for every number below 1."
    )
ran = start("-B", "-c", "import jars")
assert ran.returncode == 0 and not ran.stdout + ran.stderr, (
    f"Got exit code {ran.returncode} and {(ran.stdout + ran.stderr)[-60:]!r} on "
    "import, expected 0 and no output. Call main only below the guard, and print "
    "nothing above it."
)
print("Correct: it runs, refuses, and stays silent when it is imported.")

# %% tags=["wrong"] reason="on import"
jars = """
import argparse, math, sys
parser = argparse.ArgumentParser()
parser.add_argument("jars", type=int)
parser.add_argument("--per-shelf", type=int, default=6)
args = parser.parse_args()
if args.per_shelf < 1:
    sys.exit("Expected 1 or more.")
print(math.ceil(args.jars / args.per_shelf))
"""

# %% tags=["wrong"] reason="type=int"
jars = """
import argparse, math, sys
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jars")
    parser.add_argument("--per-shelf", default=6)
    args = parser.parse_args()
    if args.per_shelf < 1:
        sys.exit("Expected 1 or more.")
    print(math.ceil(args.jars / args.per_shelf))
if __name__ == "__main__":
    main()
"""

# %% tags=["wrong"] reason="expected exit code 1"
jars = """
import argparse, math
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jars", type=int)
    parser.add_argument("--per-shelf", type=int, default=6)
    args = parser.parse_args()
    if args.per_shelf < 1:
        print("Expected 1 or more.")
        return
    print(math.ceil(args.jars / args.per_shelf))
if __name__ == "__main__":
    main()
"""

# %% tags=["wrong"] reason="below 1"
jars = """
import argparse, math, sys
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jars", type=int)
    parser.add_argument("--per-shelf", type=int, default=6)
    args = parser.parse_args()
    if args.per_shelf == 0:
        sys.exit("Expected 1 or more.")
    print(math.ceil(args.jars / args.per_shelf))
if __name__ == "__main__":
    main()
"""

# %% tags=["right"]
jars = """
import sys


def main(words):
    per_shelf = 6
    if "--per-shelf" in words:
        place = words.index("--per-shelf")
        per_shelf = int(words[place + 1])
        del words[place : place + 2]
    if per_shelf < 1:
        print("A shelf holds at least one jar.", file=sys.stderr)
        return 1
    full, rest = divmod(int(words[0]), per_shelf)
    print(full + (rest > 0))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""

# %% tags=["right"]
jars = """
from argparse import ArgumentParser
from math import ceil

if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("jars", type=float)
    parser.add_argument("--per-shelf", type=float, default=6, dest="size")
    order = parser.parse_args()
    if order.size < 1:
        raise SystemExit("Put at least one jar on a shelf.")
    print(ceil(order.jars / order.size))
"""

# %% [markdown]
# ### Where plan and network differ
# Write `first_off(layers, x, plan)`.
# It sends the batch `x` through the list `layers`, each layer taking what the one before gave.
# `plan` holds one shape for each layer, without the batch axis.
# Return the position, counted from 0, of the first layer whose output has another shape than planned, and -1 if all agree.


# %% tags=["exercise"] id="developer/programs-and-errors/first-off" skills=["DEV-3"]
def first_off(layers, x, plan):
    ### BEGIN SOLUTION
    for place, (layer, planned) in enumerate(zip(layers, plan)):
        x = layer(x)
        if tuple(x.shape[1:]) != tuple(planned):
            return place
    return -1
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Replace `x` by the layer's output in each round, as the lesson did when it filled `found`.

# %% [markdown] tags=["hint"]
# `x.shape[1:]` is the shape without the batch axis.
# Return inside the loop, at the first difference.

# %% tags=["check"]
stack = [
    keras.layers.Reshape((6, 2)),
    keras.layers.Conv1D(3, 3),
    keras.layers.Flatten(),
    keras.layers.Dense(5),
]
right = [(6, 2), (4, 3), (12,), (5,)]
trials = {
    -1: right,
    0: [(4, 3), *right[1:]],
    1: [right[0], (6, 3), (18,), (5,)],
    2: [*right[:2], (4, 3), (5,)],
    3: [*right[:3], (1,)],
}
for expected, planned in trials.items():
    try:
        got = first_off(stack, np.zeros((7, 12), "float32"), planned)
    except ValueError as error:
        raise AssertionError(
            "A layer raised an error. Pass each layer the output of the one before: "
            + message(error)
        ) from None
    assert got is not None, (
        "Not attempted: first_off returned None. Return a position, or -1."
    )
    told = f"Got {got} for the plan {planned}, expected {expected}. "
    assert isinstance(got, (int, float, np.number)), told + "Return one position."
    assert expected != -1 or got != 0, told + (
        "Leave the batch axis of 7 rows out, and compare tuples with tuples."
    )
    assert expected != 1 or got != 2, (
        told + "Return the first layer that differs, not the last."
    )
    assert got == expected, told + (
        "Compare the whole shape of each output with the plan, and count from 0."
    )
print("Correct: you find the layer that departs from the plan.")


# %% tags=["wrong"] reason="batch axis"
def first_off(layers, x, plan):
    for place, layer in enumerate(layers):
        x = layer(x)
        if tuple(x.shape) != tuple(plan[place]):
            return place
    return -1


# %% tags=["wrong"] reason="not the last"
def first_off(layers, x, plan):
    off = -1
    for place, layer in enumerate(layers):
        x = layer(x)
        if tuple(x.shape[1:]) != tuple(plan[place]):
            off = place
    return off


# %% tags=["wrong"] reason="the one before"
def first_off(layers, x, plan):
    for place, layer in enumerate(layers):
        if tuple(layer(x).shape[1:]) != tuple(plan[place]):
            return place
    return -1


# %% tags=["wrong"] reason="the whole shape"
def first_off(layers, x, plan):
    for place, layer in enumerate(layers):
        x = layer(x)
        if np.prod(x.shape[1:]) != np.prod(plan[place]):
            return place
    return -1


# %% tags=["right"]
def first_off(layers, x, plan):
    shape = x.shape
    for place, layer in enumerate(layers):
        shape = layer.compute_output_shape(shape)
        if tuple(shape[1:]) != tuple(plan[place]):
            return place
    return -1


# %% tags=["right"]
def first_off(layers, x, plan):
    found = []
    for layer in layers:
        x = layer(x)
        found.append(tuple(x.shape[1:]))
    agree = [real == tuple(planned) for real, planned in zip(found, plan, strict=True)]
    return agree.index(False) if False in agree else -1


# %% [markdown]
# ## What to remember
# - A program starts with an empty memory: imports, functions, `main`, and the guard at the end.
# - Exit code 0 means that it worked; `sys.exit("some text")` refuses with a 1.
# - Read a report from below: the last line, then your own lowest line, then the value in it that is not what you think.
# - In a message look for the layer's name, what it expected and what it got.
# - Write the planned shapes down and print the real ones; the first difference is the place.
# - Cut the example down until nothing more can go.
#
# Messages that you will meet are collected in [Common errors](../../reference/common-errors.ipynb).
# Next: [where to look things up](docs-and-versions.ipynb), when the message alone does not help.
# All skills of this part are on the page of [developer skills](../../topics/developer.md).
