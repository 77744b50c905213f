# ---
# jupyter:
#   kernelspec: {display_name: Python 3, language: python, name: python3}
#   tfprep:
#     title: "Documentation and versions: look it up, and test it"
#     summary: "Look up a layer that you don't know, search for an error message, and test an answer against the version that you have."
#     skills: [DEV-2, DEV-4, DEV-7]
#     requires: [basics/first-model]
# ---

# %% [markdown]
# In this lesson you look up a layer that you don't know, without leaving Python, and then on two sites whose addresses you can write yourself.
# You turn an error message into words to search for, and test an answer before you trust it.
# At the end you find out why a line from an old program means something else today.

# %% [markdown] skills=["DEV-2"]
# ## Ask the object itself
# A colleague uses `keras.layers.LeakyReLU`, and you have only met `relu`, which makes 0 of every negative number.
# What does the leaky one make of -2?
#
# Three questions lead to the answer, and Python can answer all three.
#
# - **Which arguments?** `inspect.signature` shows them with their defaults.
# - **What for?** The text under the name, its *docstring*, says it in the first line.
# - **In detail?** The docstring has parts such as `Args:`, one entry for each argument.
#
# `help(keras.layers.LeakyReLU)` shows all of it and every method too, which is long; in a terminal the key q ends it.
# So `part` takes one part of it only: the lines from its title to the next line that isn't indented.

# %%
import importlib.metadata
import inspect
import platform
import re
import warnings
from urllib.parse import quote_plus

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf


# %%
def part(thing, title):
    lines = inspect.getdoc(thing).splitlines()
    first = lines.index(title + ":") + 1
    for number, line in enumerate(lines[first:], start=first):
        if line and not line.startswith(" "):  # the next part begins
            return "\n".join(lines[first:number])
    return "\n".join(lines[first:])


layer = keras.layers.LeakyReLU
print(inspect.signature(layer))
print(inspect.getdoc(layer).splitlines()[0])
print(part(layer, "Args"))

# %% [markdown]
# The default of `negative_slope` is 0.3, so -2 should become -0.6.
# The signature ends with `**kwargs`: further arguments that every layer takes, such as `name`.
#
# A docstring is written by people and may be wrong or old.
# So a fourth question decides: is it true?
# Try it on numbers whose answer you can work out.

# %% alt="Two lines: relu is 0 for all negative inputs, LeakyReLU falls gently below 0 there; for positive inputs both rise together"
x = np.linspace(-3, 3, 61, dtype="float32")
print(f"LeakyReLU of -2: {float(layer()(np.float32([-2.0]))[0]):.2f}")
plt.figure(figsize=(6, 2.8))
plt.plot(x, layer()(x), label="LeakyReLU, slope 0.3")
plt.plot(x, keras.ops.relu(x), "--", label="relu")
plt.xlabel("number that goes in")
plt.ylabel("number that comes out")
plt.legend()
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert inspect.signature(layer).parameters["negative_slope"].default == 0.3, "default"
assert "negative_slope" in part(layer, "Args"), "the part tells of the argument"
assert "kwargs" in inspect.signature(layer).parameters, "further arguments"
assert layer(name="leak").name == "leak", "such as name"
assert np.allclose(layer()(np.float32([-2, 2])), [-0.6, 2]), "0.3 times -2"
assert np.allclose(keras.ops.relu(x), np.maximum(x, 0)), "relu makes 0 of negatives"
text = inspect.getdoc(layer)
assert text.count("alpha") >= 1, "the formula still has the old name"

# %% [markdown]
# It holds.
# If you print the whole docstring, you find the slope called `alpha` in its formula, a name that is not in the signature.
# You will meet that name again.

# %% [markdown] skills=["DEV-2"]
# ## Addresses by a rule
# You find the same text on two sites, with links to guides that use the class.
# On tensorflow.org the address follows from the Python name: dots become slashes.
# A method is on the page of its class, after a `#`.
# The pages of old versions are kept, under the version's number.


# %%
def exists(name):
    thing = {"tf": tf, "keras": keras}[name.partition(".")[0]]
    for word in name.split(".")[1:]:
        thing = getattr(thing, word, None)
    return thing is not None


def page(name, method="", version=""):
    if not exists(name):
        return f"{name}: no such name, look for a typing mistake first"
    old = f"versions/r{version}/" if version else ""
    end = f"#{method}" if method else ""
    path = name.replace(".", "/")
    return f"https://www.tensorflow.org/{old}api_docs/python/{path}{end}"


print(page("tf.keras.layers.LeakyReLU"))
print(page("tf.keras.layers.LeakyReLU", version="2.14"))
print(page("tf.data.Dataset", method="shuffle"))
print(page("tf.keras.layers.LeakyRelu"))

# %% tags=["claim"]
start = "https://www.tensorflow.org/"
assert page("tf.data.Dataset") == start + "api_docs/python/tf/data/Dataset", "slashes"
assert "/versions/r2.14/api_docs/" in page("tf.keras.Model", version="2.14"), "version"
assert exists("tf.keras.layers.LeakyReLU"), "the layer is there"
assert not exists("tf.keras.layers.LeakyRelu"), "capital letters count"

# %% [markdown]
# On keras.io the pages are sorted into groups, and the class name is written in small letters with underscores: <https://keras.io/api/layers/activation_layers/leaky_relu/>.
# You have to know the group, or start at <https://keras.io/api/> and click.
# The pages of Keras 2 have a `2` before `api`: <https://keras.io/2/api/layers/activation_layers/leaky_relu/>.
# Open both in two tabs and compare the first line of code, and you know why the formula says `alpha`.
#
# | You look for | Go to |
# |---|---|
# | one class or function | its API page, or `inspect` |
# | how the parts go together | the guides, <https://keras.io/guides/> and <https://www.tensorflow.org/guide> |
# | a whole worked example | <https://keras.io/examples/> and <https://www.tensorflow.org/tutorials> |

# %% [markdown] skills=["DEV-4"]
# ## What to type into the search box
# The documentation says how things should be.
# What happens when they are not is written in issue threads and forums, under the words of the error message.
# But a message also holds things that only you have: your file, your layer's name, your shapes.
# Nobody else has written about those, so leave them out.
#
# Names of the library stay, for they are what others have written too.
# That is why `searchable` wants to know which names are yours.
# Each of its lines replaces one kind of private word by a space: `re.sub` replaces whatever fits a pattern.


# %%
def searchable(message, mine=()):
    words = re.sub(r"\x1b\[\d*m", "", message)  # codes for bold print
    for name in mine:
        words = words.replace(name, " ")
    words = re.sub(r"\S*[/\\]\S*", " ", words)  # paths
    words = re.sub(r"\([\d, ]*\)", " ", words)  # shapes
    words = re.sub(r"-?\b\d+(\.\d+)?\b", " ", words)  # numbers
    words = re.sub(r"['\"`]\s*['\"`]", " ", words)  # quotation marks that are empty
    return " ".join(words.split())


# %% [markdown]
# Try it on three real messages: a layer that gets the wrong shape, a file that isn't there, and a layer that Keras no longer has.


# %%
def refusal(call):
    try:
        call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


dense = keras.layers.Dense(1, name="loaves")
dense.build((None, 4))
messages = [
    refusal(lambda: dense(np.ones((8, 3), "float32"))),
    refusal(lambda: keras.models.load_model("bakery/monday.keras")),
    refusal(lambda: keras.layers.ThresholdedReLU(2)),
]
for message in messages:
    print("message:", message)
    print("search: ", searchable(message, mine=["loaves"]), "\n")

# %% tags=["claim"]
first, second, third = (searchable(m, mine=["loaves"]) for m in messages)
assert "loaves" in messages[0] and "loaves" not in first, "the layer's name is out"
assert "(8, 3)" in messages[0] and "8" not in first, "the shape is out"
assert "monday" in messages[1] and "monday" not in second, "the path is out"
assert "File not found" in second and ".keras` zip file" in second, "the rest stays"
assert "ThresholdedReLU" in third and "keras.layers" in third, "their names stay"

# %% [markdown]
# Three habits make a search better.
#
# 1. Put the rarest five to ten words between quotation marks, so that they are searched for in that order.
# 2. Add the library's name, and first look in its own issue threads, closed ones too, because a closed thread often has an answer.
# 3. If nothing comes, take words away, starting from the end.
#
# A search is an address as well.
# Spaces and characters such as `#` have a meaning of their own in an address, so `quote_plus` replaces them.

# %%
query = "[keras] \"has no attribute 'ThresholdedReLU'\""
print("https://stackoverflow.com/search?q=" + quote_plus(query))

# %% tags=["claim"]
assert not set(" #\"'[]") & set(quote_plus(query)), "signs are replaced"

# %% [markdown] skills=["DEV-4"]
# ## Test the answer before you use it
# An answer that you find was right for somebody, on some day, with some version.
# Ask three things: **When** was it written, **for which version**, and **can I test it** in three lines?
# Before March 2024 nobody had Keras 3 from an ordinary installation of TensorFlow, so an older answer speaks of Keras 2.
#
# Suppose that two answers contradict each other.
# One says: "`Dropout(0.2)` keeps 20 percent of the numbers."
# The other says: "It drops 20 percent and makes the rest larger."
# You need neither votes nor a third opinion.

# %%
keras.utils.set_random_seed(7)
ones = np.ones((100, 100), "float32")
dropped = np.array(keras.layers.Dropout(0.2)(ones, training=True))
print(f"share of zeros: {np.mean(dropped == 0):.2f}")
print(f"the others are: {dropped.max():.2f}")

# %% tags=["claim"]
assert 0.17 < np.mean(dropped == 0) < 0.23, "one in five is dropped"
assert np.allclose(dropped[dropped > 0], 1.25), "the rest grows by 1 / 0.8"

# %% [markdown]
# About one number in five is 0, and the others have grown from 1 to 1.25: the second answer is right.
#
# If you find nothing, ask.
# A question that gets an answer holds the shortest program that fails, the whole report, what you expected, and your versions.

# %% [markdown] skills=["DEV-7"]
# ## Know your versions
# `importlib.metadata` reads the version of any installed package, also of one that you can't import because it is broken.

# %%
packages = ["tensorflow", "keras", "numpy"]
print("Python", platform.python_version(), "on", platform.system())
for name in packages:
    print(name, importlib.metadata.version(name))

# %% tags=["claim"]
assert importlib.metadata.version("keras") == keras.__version__, "the same number"
assert keras.__version__.startswith("3."), "Keras 3"

# %% [markdown]
# TensorFlow and Keras are two packages with two numbers, and a new Keras can come without a new TensorFlow.
# Note both.
#
# What can a new version do to an old line?
# Four things, and they are not equally dangerous.
# Each of these lines comes from the days of Keras 2.


# %%
def try_line(call):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        said = refusal(call)
    return said, [str(warning.message) for warning in caught]


old_lines = {
    "Dense(3)": lambda: keras.layers.Dense(3),
    "LeakyReLU(alpha=0.1)": lambda: keras.layers.LeakyReLU(alpha=0.1),
    "ThresholdedReLU(2)": lambda: keras.layers.ThresholdedReLU(2),
    "Adam(decay=0.01)": lambda: keras.optimizers.Adam(0.1, decay=0.01),
}
for line, call in old_lines.items():
    said, caught = try_line(call)
    print(line, "->", said or " ".join(caught) or "works")

# %% tags=["claim"]
tried = [try_line(call) for call in old_lines.values()]
assert tried[0] == (None, []), "unchanged"
assert tried[1][0] is None and "negative_slope" in tried[1][1][0], "renamed, works"
assert "no attribute" in tried[2][0], "gone"
assert tried[3][0] is None and "ignored" in tried[3][1][0], "accepted and ignored"
leaky = keras.layers.LeakyReLU
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    old_name = float(leaky(alpha=0.1)(np.float32([-2]))[0])
assert np.isclose(old_name, -0.2), "alpha still does its work"

# %% [markdown]
# ![Four lines of Keras 2 and where each leads today: Dense to the same result, alpha to the same result with a warning, ThresholdedReLU to an error, decay to another result with a warning](../diagrams/old-lines-today.svg)
#
# | What became of it | Example | What you notice |
# |---|---|---|
# | unchanged | `Dense(3)` | nothing |
# | renamed | `alpha`, now `negative_slope` | a warning, and the right result |
# | gone | `ThresholdedReLU` | an error at once |
# | ignored | `decay` | a warning, and another result |
#
# Which is the worst?
# Not the error, because it stops you at the right line.
# In old programs `decay` made the learning rate smaller in each step: after $n$ steps it was $0.1 / (1 + 0.01 \cdot n)$.
# Now it has no effect, and if you overlook one line of warning, you train another model than you meant to.
# A schedule, `InverseTimeDecay`, brings the old meaning back: give it to the optimizer in place of the learning rate, and call it with a step to see the rate of that step.

# %% alt="Learning rate over 300 steps: with decay=0.01 today it stays at 0.1; with the schedule it falls in a curve from 0.1 to a quarter of that"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the warning that was printed above
    ignored = keras.optimizers.Adam(0.1, decay=0.01)
schedule = keras.optimizers.schedules.InverseTimeDecay(
    0.1, decay_steps=1, decay_rate=0.01
)
meant = keras.optimizers.Adam(schedule)
steps = np.arange(0, 301, 20)
rates = {
    "decay=0.01 today": [float(ignored.learning_rate) for step in steps],
    "schedule": [float(schedule(step)) for step in steps],
}
plt.figure(figsize=(6, 2.8))
for (name, values), style in zip(rates.items(), ["--", "-"], strict=True):
    plt.plot(steps, values, style, label=name)
plt.xlabel("training step")
plt.ylabel("learning rate")
plt.ylim(0, 0.11)
plt.legend()
plt.tight_layout()
plt.show()

# %% tags=["claim"]
assert np.allclose(rates["decay=0.01 today"], 0.1), "decay has no effect"
assert np.allclose(rates["schedule"], 0.1 / (1 + 0.01 * steps)), "the old formula"
assert np.isclose(rates["schedule"][-1], 0.025), "a quarter after 300 steps"
for name, optimizer in (("decay=0.01 today", ignored), ("schedule", meant)):
    optimizer.iterations.assign(300)  # as if it had taken 300 steps
    assert np.isclose(optimizer.learning_rate, rates[name][-1]), "the optimizer says so"

# %% [markdown]
# More old lines, each beside its replacement, are on the page [Old and new](../../reference/old-and-new.ipynb).

# %% [markdown] skills=["DEV-7"]
# ## Ask for the feature
# Sometimes one program must run on two versions.
# You could compare version numbers, but then you must know in which version each thing changed.
# It is safer to ask for the thing itself: `hasattr` for a name, the signature for an argument.


# %%
def leaky_relu(slope):
    names = inspect.signature(keras.layers.LeakyReLU).parameters
    argument = "negative_slope" if "negative_slope" in names else "alpha"
    return keras.layers.LeakyReLU(**{argument: slope})


print(f"with a slope of 0.1: {float(leaky_relu(0.1)(np.float32([-2.0]))[0]):.2f}")
for name in ["ThresholdedReLU", "LeakyReLU"]:
    print(f"keras.layers.{name}:", hasattr(keras.layers, name))

# %% tags=["claim"]
assert np.isclose(float(leaky_relu(0.1)(np.float32([-2.0]))[0]), -0.2), "the slope"
said, caught = try_line(lambda: leaky_relu(0.1))
assert said is None and not caught, "without a warning"

# %% [markdown]
# `**{argument: slope}` passes an argument whose name is held by a variable.
# The function has the same result under both names, and gives no warning.

# %% [markdown]
# ## What can go wrong
# - **You read the page of another version.** A search engine may lead you to an old page; look for `versions/` or `/2/` in the address.
# - **You silence all warnings.** Then you lose the one about `decay` too.
#   Silence one line, as above, and only after you have read its warning.
# - **You trust `**kwargs`.** A layer refuses an argument that it doesn't know, but not everything does: `Adam` took `decay` and did nothing with it.
# - **You search for the whole report.** Most of its lines are about where, not about what.
# - **The program uses another installation than you think.** Print the versions inside the program that fails, not in another window.

# %% tags=["claim"]
assert "Unrecognized" in refusal(lambda: keras.layers.Dense(3, slope=1)), "refused"

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### What it does if you say nothing
# Write `defaults(thing)`, which takes a function or a class.
# It returns a dictionary with the name of each argument that has a default, and that default.
# A default of `None`, 0 or `False` is a default too.


# %% tags=["exercise"] id="developer/docs-and-versions/defaults" skills=["DEV-2"]
def defaults(thing):
    ### BEGIN SOLUTION
    found = {}
    for name, parameter in inspect.signature(thing).parameters.items():
        if parameter.default is not inspect.Parameter.empty:
            found[name] = parameter.default
    return found
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# `inspect.signature(thing).parameters.items()` gives pairs of a name and a parameter.

# %% [markdown] tags=["hint"]
# `parameter.default` is `inspect.Parameter.empty` where there is no default.
# Compare with `is not`.


# %% tags=["check"]
def bake(flour, water=300, /, salt=None, sweet=False, *, hours=0, **more):
    """Something to look at."""


cases = {
    bake: {"water": 300, "salt": None, "sweet": False, "hours": 0},
    layer: {"negative_slope": 0.3},
    len: {},
}
for thing, expected in cases.items():
    got = defaults(thing)
    assert got is not None, "Not attempted: defaults returned None. Return a dict."
    assert isinstance(got, dict), (
        f"Got {type(got).__name__}, expected a dictionary of names and defaults."
    )
    told = f"For {thing.__name__}: got {list(got)}, expected {list(expected)}. "
    extra = ", ".join(str(name) for name in got if name not in expected)
    assert not extra, told + f"There is no default for {extra}: leave it out."
    missing = sorted(set(expected) - set(got))
    assert not missing, (
        told + f"Missing: {', '.join(missing)}. None, 0 and False are defaults too."
    )
    assert got == expected, (
        f"For {thing.__name__}: got {got}, expected {expected}. "
        "Keep each default with its name, as it is and not as text."
    )
print("Correct: you know what happens if you say nothing.")


# %% tags=["wrong"] reason="missing:"
def defaults(thing):
    parameters = inspect.signature(thing).parameters
    empty = inspect.Parameter.empty
    some = {name: p.default for name, p in parameters.items() if p.default}
    return {name: value for name, value in some.items() if value != empty}


# %% tags=["wrong"] reason="no default for"
def defaults(thing):
    parameters = inspect.signature(thing).parameters
    return {name: parameter.default for name, parameter in parameters.items()}


# %% tags=["wrong"] reason="no default for flour"
def defaults(thing):
    known = inspect.getfullargspec(thing)
    found = dict(zip(known.args, known.defaults or ()))
    return found | (known.kwonlydefaults or {})


# %% tags=["wrong"] reason="not as text"
def defaults(thing):
    found = {}
    for name, parameter in inspect.signature(thing).parameters.items():
        if parameter.default is not inspect.Parameter.empty:
            found[name] = str(parameter.default)
    return found


# %% tags=["right"]
def defaults(thing):
    parameters = inspect.signature(thing).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not p.empty}


# %% tags=["right"]
def defaults(thing):
    known = inspect.getfullargspec(thing)
    values = known.defaults or ()
    names = known.args[len(known.args) - len(values) :]
    return dict(zip(names, values, strict=True)) | (known.kwonlydefaults or {})


# %% [markdown]
# ### A search that others can repeat
# Write `issue_search(repository, words)`: the address that searches the issues of a GitHub repository such as `keras-team/keras`.
# It is `https://github.com/`, the repository, `/issues?q=` and the query.
# The query is `is:issue`, a space, and the words between double quotation marks, so that they are found in that order.
# Open and closed issues are both wanted.


# %% tags=["exercise"] id="developer/docs-and-versions/issue-search" skills=["DEV-4"]
def issue_search(repository, words):
    ### BEGIN SOLUTION
    query = quote_plus(f'is:issue "{words}"')
    return f"https://github.com/{repository}/issues?q={query}"
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Build the query first, as a plain text, and hand all of it to `quote_plus`.

# %% tags=["check"]
from urllib.parse import parse_qs, urlsplit

for repository, words in (
    ("keras-team/keras", "File not found"),
    ("tensorflow/tensorflow", "axis #1 & axis #2"),
    ("numpy/numpy", "got 50% + 1"),
):
    got = issue_search(repository, words)
    assert got is not None, "Not attempted: issue_search returned None. Return a text."
    assert isinstance(got, str), (
        f"Got {type(got).__name__}, expected a text. Return only the address."
    )
    place, target = urlsplit(got), f"https://github.com/{repository}/issues"
    assert f"{place.scheme}://{place.netloc}{place.path}" == target, (
        f"Got {got}, expected {target}?q=... "
        "Put the repository that is given before /issues, and begin with https."
    )
    asked = parse_qs(place.query).get("q", [""])[0]
    told = f"Got the query {asked!r} for the words {words!r}. "
    assert " " not in got and words in asked, (
        told + "It isn't encoded exactly once: pass the whole query to quote_plus."
    )
    assert "is:open" not in asked and "is:closed" not in asked, (
        told + "Open and closed issues are wanted: leave is:open and is:closed out."
    )
    assert f'"{words}"' in asked, told + "Put quotation marks around the words."
    assert asked == f'is:issue "{words}"', told + "Begin with is:issue and a space."
print("Correct: an address that you can put into your notes.")


# %% tags=["wrong"] reason="isn't encoded"
def issue_search(repository, words):
    return f'https://github.com/{repository}/issues?q=is:issue+"{words}"'


# %% tags=["wrong"] reason="quotation marks"
def issue_search(repository, words):
    query = quote_plus(f"is:issue {words}")
    return f"https://github.com/{repository}/issues?q={query}"


# %% tags=["wrong"] reason="leave is:open"
def issue_search(repository, words):
    query = quote_plus(f'is:issue is:open "{words}"')
    return f"https://github.com/{repository}/issues?q={query}"


# %% tags=["wrong"] reason="the repository that is given"
def issue_search(repository, words):
    query = quote_plus(f'is:issue "{words}"')
    return f"https://github.com/keras-team/keras/issues?q={query}"


# %% tags=["right"]
def issue_search(repository, words):
    from urllib.parse import urlencode

    query = urlencode({"q": f'is:issue "{words}"'})
    return f"https://github.com/{repository}/issues?{query}"


# %% tags=["right"]
def issue_search(repository, words):
    from urllib.parse import quote

    parts = ["https:", "", "github.com", repository, "issues?q="]
    return "/".join(parts) + quote("is:issue " + '"' + words + '"', safe="")


# %% [markdown]
# ### New enough
# Write `at_least(version, wanted)`, which says with `True` or `False` whether the version is `wanted` or newer.
# Both are texts such as `"3"`, `"2.16"` or `"2.16.1"`; a missing part counts as 0.
# Versions that are being prepared look like `"2.21.0rc1"` or `"2.21.0-rc1"`; count them as 2.21.0.


# %% tags=["exercise"] id="developer/docs-and-versions/at-least" skills=["DEV-7"]
def at_least(version, wanted):
    ### BEGIN SOLUTION
    def numbers(text):
        parts = [int(re.match(r"\d+", part)[0]) for part in text.split(".")[:3]]
        return parts + [0] * (3 - len(parts))

    return numbers(version) >= numbers(wanted)
    ### END SOLUTION


# %% [markdown] tags=["hint"]
# Turn each text into a list of three whole numbers, and compare the lists.

# %% [markdown] tags=["hint"]
# `re.match(r"\d+", "0rc1")[0]` is the number at the start, as text.

# %% tags=["check"]
cases = [
    ("2.21.0", "2.20.1", True, "Only the first difference decides"),
    ("2.16.1", "2.9.3", True, "16 is more than 9: compare numbers, not text"),
    ("2.9.0", "2.16", False, "9 is less than 16: compare numbers, not text"),
    ("3.0", "2.16", True, "Only the first difference decides"),
    ("10.1", "9.2", True, "10 is more than 9: compare numbers, not text"),
    ("2.16", "2.16.0", True, "A missing part counts as 0: add zeros"),
    ("2.16", "2.16.1", False, "A missing part counts as 0: add zeros"),
    ("3", "3.0.1", False, "Missing parts count as 0: add zeros"),
    ("3", "3.0.0", True, "Missing parts count as 0: add zeros"),
    ("2.21.0rc1", "2.21", True, "Cut off what follows the number, such as rc1"),
    ("2.21.0-rc1", "2.21.1", False, "Cut off what follows the number, such as -rc1"),
    ("2.21.0", "2.21.0rc1", True, "Cut off rc1 from the second text too"),
]
for version, wanted, expected, advice in cases:
    try:
        got = at_least(version, wanted)
    except Exception as error:
        raise AssertionError(
            f"Got {type(error).__name__}: {error} for {version!r} and {wanted!r}, "
            f"expected {expected}. {advice}."
        ) from None
    assert got is not None, "Not attempted: at_least returned None. Return a bool."
    told = f"Got {got!r} for at_least({version!r}, {wanted!r}), expected {expected}. "
    assert not hasattr(got, "__len__"), told + "Return True or False."
    assert bool(got) is expected, told + advice + "."
print("Correct: 2.16 is newer than 2.9, and rc1 does no harm.")


# %% tags=["wrong"] reason="not text"
def at_least(version, wanted):
    return version >= wanted


# %% tags=["wrong"] reason="add zeros"
def at_least(version, wanted):
    def numbers(text):
        return tuple(int(re.match(r"\d+", part)[0]) for part in text.split("."))

    return numbers(version) >= numbers(wanted)


# %% tags=["wrong"] reason="such as rc1"
def at_least(version, wanted):
    def numbers(text):
        return [int(part) for part in (text + ".0.0").split(".")[:3]]

    return numbers(version) >= numbers(wanted)


# %% tags=["wrong"] reason="first difference"
def at_least(version, wanted):
    pairs = zip((version + ".0").split("."), wanted.split("."))
    return all(int(have) >= int(want) for have, want in pairs)


# %% tags=["wrong"] reason="from the second text too"
def at_least(version, wanted):
    def numbers(text):
        return [int(part) for part in (text + ".0.0").split(".")[:3]]

    return numbers(re.split("-?rc", version)[0]) >= numbers(wanted)


# %% tags=["right"]
def at_least(version, wanted):
    def numbers(text):
        found = re.match(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?", text)
        return tuple(map(int, found.groups(default="0")))

    return numbers(version) >= numbers(wanted)


# %% tags=["right"]
def at_least(version, wanted):
    parts = [re.findall(r"\d+", re.split("-?rc", t)[0]) for t in (version, wanted)]
    for place in range(3):
        have, want = (int(p[place]) if place < len(p) else 0 for p in parts)
        if have != want:
            return have > want
    return True


# %% [markdown]
# ## What to remember
# - Signature, first line, `Args:`, and then a test: four looks at a thing that you don't know.
# - On tensorflow.org the address is the Python name with slashes; on keras.io you go through groups.
# - Search for the library's words in a message, not for your names, paths and numbers.
# - Test an answer in three lines, whatever its date.
# - An argument that is silently ignored is worse than one that raises an error, so read warnings.
# - Ask for the feature, and not for the version, where you can.
#
# Next: [Debugging a training run](debugging-a-run.ipynb), for mistakes that raise no error.
# All skills of this part are on the page of [developer skills](../../topics/developer.md).
