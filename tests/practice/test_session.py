"""A learner's session: whatever an answer does, the next one is judged."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from projects import CONFIG, HEADER, SKILLS, TinyCourse

from tfprep.execution.outputs import Output
from tfprep.practice.answer import Outcome, Verdict
from tfprep.practice.exercises import Assignment, assignments
from tfprep.practice.session import LIMITS, LOST, CellResult, Session

pytestmark = pytest.mark.slow

LESSON = """
# %%
import threading
numbers = [3, 1, 2]
table = {"a": [1, 2]}
print("numbers", numbers)

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Double it
# Write `double(x)`.

# %% tags=["exercise"] id="basics/tried/double" skills=["NN-1"]
three = 3

def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% [markdown] tags=["hint"]
# Multiply.

# %% tags=["check"]
got = double(three)
assert got is not None, "Not attempted: double returned None. Replace the ..."
assert got + 0 == 6, f"Got {got} for 3, expected 6. Multiply, don't square."
print("Correct: twice three is six.")

# %% tags=["wrong"] reason="expected 6"
def double(x):
    return x * x

# %% [markdown]
# ### Put in order
# Write `ordered(values)`.

# %% tags=["exercise"] id="basics/tried/ordered" skills=["NN-1"]
def ordered(values):
    ### BEGIN SOLUTION
    return sorted(values)
    ### END SOLUTION

# %% [markdown] tags=["hint"]
# Python has a function for it.

# %% tags=["check"]
got = ordered(numbers)
assert got is not None, "Not attempted: ordered returned None."
assert len(got) == double(1) + 1, f"Got {len(got)} values, expected 3: keep all."
assert got == [1, 2, 3], f"Got {got}, expected [1, 2, 3]: the smallest first."
assert numbers == [3, 1, 2], f"numbers is {numbers} now, expected it untouched."
print("Correct: in order.")

# %% tags=["wrong"] reason="the smallest first"
def ordered(values):
    return sorted(values, reverse=True)
"""

Result = TypeVar("Result")


class Desk:
    """Somebody who answers the exercises of one small lesson."""

    def __init__(self, course: TinyCourse) -> None:
        course.write("basics/tried", LESSON, HEADER)
        found = assignments(course.read(), course.library)
        self.double, self.ordered = found
        self._loop = asyncio.new_event_loop()
        limits = replace(LIMITS, seconds=2, memory=2**29, output=100_000)
        self.session = Session(self.double.lesson, limits)

    def do(self, work: Awaitable[Result]) -> Result:
        async def done() -> Result:
            return await work

        return self._loop.run_until_complete(done())

    def answer(self, text: str, assignment: Assignment | None = None) -> Verdict:
        return self.do(self.session.answer(assignment or self.double, text))

    def run(self, place: int, code: str) -> CellResult:
        return self.do(self.session.run_cell(place, code))

    def still_works(self) -> None:
        """The next answer is judged as if nothing had been."""
        right = self.answer("def double(x):\n    return x + x\n")
        assert right.outcome is Outcome.CORRECT, right
        assert right.words == "Correct: twice three is six."

    def close(self) -> None:
        self.do(self.session.close())
        self._loop.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("practice")
    (root / "docs" / "data").mkdir(parents=True)
    (root / "examples" / "data").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(CONFIG)
    (root / "docs" / "data" / "skills.yml").write_text(SKILLS)
    desk = Desk(TinyCourse(root))
    yield desk
    desk.close()


def answer_of(body: str) -> str:
    """An answer whose function does this."""
    return f"def double(x):\n    {body}\n"


def texts(outputs: tuple[Output, ...]) -> str:
    """What was printed."""
    return "".join(output.get("text", "") for output in outputs)


def test_a_right_answer_is_correct_in_the_check_s_words(desk: Desk) -> None:
    """The last line that the check prints is the verdict, the rest is output."""
    found = desk.answer("print('so')\n" + answer_of("return 2 * x"))

    assert found.outcome is Outcome.CORRECT
    assert found.words == "Correct: twice three is six."
    assert texts(found.outputs) == "so\n"
    assert 0 < found.own_seconds <= found.seconds


def test_what_the_stub_gives_is_there_in_any_answer(desk: Desk) -> None:
    """Who writes the function alone, without the lines above it, is judged as well."""
    assert "three" not in answer_of("return 2 * x")
    assert desk.answer(answer_of("return 2 * x")).outcome is Outcome.CORRECT
    assert desk.answer("three = 4\n").outcome is Outcome.COULD_NOT_RUN


def test_a_wrong_answer_is_incorrect_in_the_check_s_words(desk: Desk) -> None:
    """What it got, what it expected, and what to do next."""
    found = desk.answer(answer_of("return x * x"))

    assert found.outcome is Outcome.INCORRECT
    assert found.words == "Got 9 for 3, expected 6. Multiply, don't square."
    assert found.error == ""


@pytest.mark.parametrize(
    "text",
    ["", "   \n# later\n", "three = 3\n# my try\n\ndef double(x):\n    ...\n"],
)
def test_the_stub_is_not_attempted(desk: Desk, text: str) -> None:
    """So is an empty text, and the stub with other comments and blanks."""
    found = desk.answer(text)

    assert found.outcome is Outcome.NOT_ATTEMPTED
    assert found.words.startswith("Not attempted")


SLIPS = {
    "nothing returned": (
        answer_of("y = 2 * x"),
        Outcome.INCORRECT,
        ["double returned None, expected the number 6", "return"],
    ),
    "an expression that goes nowhere": (
        answer_of("2 * x"),
        Outcome.INCORRECT,
        ["double returned None", "`return 2 * x`"],
    ),
    "another name": (
        "def dooble(x):\n    return 2 * x\n",
        Outcome.COULD_NOT_RUN,
        ["no function called double", "got dooble", "call it double"],
    ),
    "another type": (
        answer_of("return [x, x]"),
        Outcome.INCORRECT,
        ["double returned a list of 2, expected the number 6"],
    ),
    "too many parameters": (
        "def double(x, y):\n    return x + y\n",
        Outcome.COULD_NOT_RUN,
        ["double takes 2 values (x, y), expected 1 value (x)"],
    ),
    "a value in place of a function": (
        "double = 6\n",
        Outcome.COULD_NOT_RUN,
        ["double is the number 6, expected a function"],
    ),
    "no Python": (
        "def double(x)\n    return 2 * x\n",
        Outcome.COULD_NOT_RUN,
        ["Python can't read your answer in line 1", "expected ':'"],
    ),
    "a text that is no program": (
        f"text = '{'a' * 200_000}'\n",
        Outcome.COULD_NOT_RUN,
        ["has 200,010 characters, expected 200,000 at most"],
    ),
    "a NUL character": ("double = '\0'", Outcome.COULD_NOT_RUN, ["can't read"]),
    "an error when it is defined": (
        "numberz[0]\n" + answer_of("return 2 * x"),
        Outcome.COULD_NOT_RUN,
        ["Your answer stopped with NameError: name 'numberz' is not defined"],
    ),
    "an error when it is called": (
        answer_of("return 2 * y"),
        Outcome.COULD_NOT_RUN,
        ["double stopped with NameError: name 'y' is not defined"],
    ),
    "an assertion of its own": (
        answer_of("assert x > 5, 'mine'"),
        Outcome.COULD_NOT_RUN,
        ["double stopped with AssertionError: mine"],
    ),
    "a name that the check needs": (
        "print = 3\n" + answer_of("return 2 * x"),
        Outcome.COULD_NOT_RUN,
        ["gives print another meaning, and the check needs it"],
    ),
    "a loop that keeps its result": (
        "def double(x):\n    for _ in range(3):\n        x = x - 1\n",
        Outcome.INCORRECT,
        ["double returned None", "end it with `return x`"],
    ),
    "exit": (
        "exit()\n" + answer_of("return 2 * x"),
        Outcome.COULD_NOT_RUN,
        ["ends Python with exit(): take that line out"],
    ),
    "input": (
        answer_of("return float(input('?'))"),
        Outcome.COULD_NOT_RUN,
        ["asks for input(), and nobody can type there"],
    ),
    "no end of calls": (
        answer_of("return double(x)"),
        Outcome.COULD_NOT_RUN,
        ["calls itself again and again"],
    ),
    "an endless loop": (
        answer_of("while True: pass"),
        Outcome.COULD_NOT_RUN,
        ["still ran after 2 s and was stopped", "a loop that doesn't end"],
    ),
    "a loop that can't be interrupted": (
        "import signal as s\ns.signal(s.SIGINT, s.SIG_IGN)\nwhile True: pass\n",
        Outcome.COULD_NOT_RUN,
        ["couldn't be stopped", "started anew, so just try again"],
    ),
    "a flood": (
        "while True: print('water' * 1000)\n",
        Outcome.COULD_NOT_RUN,
        ["printed or drew more than a page can hold", "show less"],
    ),
    "the end of the process": (
        "import os\nos._exit(3)\n",
        Outcome.COULD_NOT_RUN,
        ["Python ended (exit code 3)", "just try again"],
    ),
    "all memory": (
        answer_of("return bytearray(2**34)"),
        Outcome.COULD_NOT_RUN,
        ["needs more memory than there is"],
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_one_clear_sentence_and_the_next_try_works(
    desk: Desk, slip: str
) -> None:
    """It says what came and what was expected, never with the check's traceback."""
    text, outcome, said = SLIPS[slip]

    found = desk.answer(text)

    assert found.outcome is outcome, found
    for words in said:
        assert words in found.words, found
    assert "assert got" not in found.words + found.error
    assert "Traceback" not in found.words
    desk.still_works()


def test_a_traceback_is_cut_to_the_learner_s_lines(desk: Desk) -> None:
    """As Python shows it, with the file called what it is."""
    text = (
        "def help_me(x):\n    return 2 * y\n\ndef double(x):\n    return help_me(x)\n"
    )
    lines = desk.answer(text).error.splitlines()

    assert lines[0] == "Traceback (most recent call last):"
    assert '  File "your answer", line 5, in double' in lines
    assert '  File "your answer", line 2, in help_me' in lines
    assert "    return 2 * y" in lines
    assert lines[-1] == "NameError: name 'y' is not defined"
    assert "cwd" not in "".join(lines)


TRICKS = {
    "overwrites names of the lesson": "numbers = 5\nsorted = None\ndouble = None\n",
    "changes its data": "numbers.sort()\ntable['a'].clear()\n",
    "changes the folder": "import os\nos.makedirs('x/y')\nos.chdir('x/y')\n",
    "removes a builtin": "import builtins\nbuiltins.len = None\n",
    "changes an imported module": "import json, math\nmath.floor = None\n",
    "leaves a thread": (
        "threading.Thread(target=lambda: __import__('time').sleep(9), daemon=True)"
        ".start()\n"
    ),
    "closes its output": "import sys\nsys.stdout = None\n",
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_try_leaves_nothing_to_the_next(desk: Desk, trick: str) -> None:
    """Names, data, the folder and modules are as the lesson left them."""
    desk.answer(TRICKS[trick], desk.ordered)

    found = desk.answer(
        "def ordered(values):\n    assert numbers == [3, 1, 2] and table['a'] == [1, 2]"
        "\n    return sorted(values)\n",
        desk.ordered,
    )

    assert found.outcome is Outcome.CORRECT, found
    desk.still_works()


def test_a_method_that_returns_nothing_is_named(desk: Desk) -> None:
    """`values.sort()` used as a value is told from a forgotten return."""
    found = desk.answer(
        "def ordered(values):\n    return values.sort()\n", desk.ordered
    )

    assert found.outcome is Outcome.INCORRECT
    assert "ordered returned None, expected a list of 3" in found.words
    assert "use sorted(values)" in found.words


def test_what_an_answer_draws_or_prints_is_told_while_it_runs(desk: Desk) -> None:
    """A learner sees how far a long answer is."""
    heard: list[str] = []
    text = "import time\nprint('begun')\ntime.sleep(0.5)\n" + answer_of("return 2 * x")
    work = desk.session.answer(
        desk.double, text, lambda found: heard.append(texts(tuple(found)))
    )
    found = desk.do(work)

    assert heard[0] == "begun\n"
    assert texts(found.outputs) == "begun\n"


def test_an_answer_can_be_stopped(desk: Desk) -> None:
    """Whoever asks gets the verdict that it was stopped, at once."""

    async def stopped() -> Verdict:
        text = "print('here')\nwhile True: pass\n"
        begun = asyncio.Event()
        work = asyncio.create_task(
            desk.session.answer(desk.double, text, lambda _found: begun.set())
        )
        await begun.wait()
        await desk.session.interrupt()
        return await work

    found = desk.do(stopped())

    assert found.outcome is Outcome.COULD_NOT_RUN
    assert found.words == "Your answer was stopped."
    assert found.seconds < 2
    desk.still_works()


def test_cells_of_the_lesson_run_with_those_before_them(desk: Desk) -> None:
    """What a learner made with them outlives a check, and a check sees none of it."""
    desk.do(desk.session.restart())
    heard: list[tuple[int, str]] = []

    def listen(place: int, outputs: list[Output]) -> None:
        heard.append((place, texts(tuple(outputs))))

    last = desk.ordered.exercise.cell.place
    found = desk.do(desk.session.run_cell(last, "mine = len(numbers)\nmine", listen))
    again = desk.run(0, "import threading\nnumbers = 'all mine'")
    judged = desk.answer("def ordered(v):\n    return sorted(v)\n", desk.ordered)
    kept = desk.run(last, "print(mine, numbers)")

    assert found.ok, found
    assert (0, "numbers [3, 1, 2]\n") in heard
    assert found.outputs[0]["data"]["text/plain"] == "3"
    assert again.ok
    assert judged.outcome is Outcome.CORRECT, judged
    assert texts(kept.outputs) == "3 all mine\n"


def test_an_error_in_a_cell_is_the_learner_s_own(desk: Desk) -> None:
    """It is shown as Python shows it, and the next cell runs."""
    found = desk.run(0, "1 / 0")

    assert not found.ok
    assert found.words == "This cell stopped with ZeroDivisionError."
    assert found.error.splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert desk.run(0, "1").ok


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("exit()", "This cell ends Python with exit(): take that line out."),
        ("input('?')", "This cell asks for input(), and nobody can type there"),
        ("x = [2, 1].sort()\nx[0]", "This cell stopped at None: `[2, 1].sort()`"),
    ],
)
def test_a_cell_s_errors_are_told_as_an_answer_s_are(
    desk: Desk, code: str, said: str
) -> None:
    """Where the error's own words don't help, with others."""
    found = desk.run(1, code)

    assert found.words.startswith(said), found
    assert "SystemExit" not in found.error
    assert "Stdin" not in found.error


def test_who_has_run_cells_is_told_that_their_names_are_gone(desk: Desk) -> None:
    """A kernel that an answer or a cell ended takes them along; the next run works."""
    desk.run(0, "mine = 1")
    answered = desk.answer("import os\nos._exit(3)\n")
    again = desk.answer("import os\nos._exit(3)\n")
    desk.run(0, "mine = 1")
    ran = desk.run(0, "import os\nos._exit(3)\n")

    assert answered.words.endswith(LOST)
    assert ran.words.endswith(LOST)
    assert LOST not in again.words
    desk.still_works()


def test_what_a_learner_runs_and_what_a_check_finds_are_kept_apart(
    desk: Desk,
) -> None:
    """Own names and changed data survive a check, which sees the lesson's alone."""
    desk.do(desk.session.restart())
    assert desk.run(0, "numbers = [3, 1, 2]\nnumbers.append(9)\nmine = 'kept'").ok

    in_order = desk.answer("extra = 7\ndef ordered(x): return sorted(x)", desk.ordered)
    back = desk.answer("def double(x): return 2 * x")

    assert [x.outcome for x in (in_order, back)] == [Outcome.CORRECT] * 2
    found = desk.run(0, "print(numbers, mine, extra, double(4))")
    assert texts(found.outputs) == "[3, 1, 2, 9] kept 7 8\n"
    assert "three" in desk.run(0, "three, got").error  # a check's names are its own


def test_somebody_who_goes_away_stops_the_work(desk: Desk) -> None:
    """An answer that nobody waits for any more doesn't keep the next one waiting."""

    async def gone() -> None:
        work = desk.session.answer(desk.double, "while True: pass")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(work, 0.5)

    desk.do(gone())
    desk.still_works()


def test_a_lesson_that_cannot_be_set_up_says_where(course: TinyCourse) -> None:
    """An answer isn't blamed for it."""
    body = LESSON.replace('print("numbers", numbers)', "1 / 0")
    course.write("basics/tried", body, HEADER)
    (double, _) = assignments(course.read(), course.library)

    async def tried() -> Verdict:
        session = Session(double.lesson)
        try:
            return await session.answer(double, answer_of("return 2 * x"))
        finally:
            await session.close()

    found = asyncio.run(tried())

    assert found.outcome is Outcome.COULD_NOT_RUN
    assert "The lesson's code above (tried.py, line " in found.words
    assert "ZeroDivisionError: division by zero" in found.words


MODELS = """
# %%
import keras
import numpy as np

rows = np.linspace(0, 1, 8).reshape(4, 2)

# %% [markdown]
# ## Exercises

# %% [markdown]
# ### Build it
# Write `built(rows)`, which returns a trained model.

# %% tags=["exercise"] id="basics/models/built" skills=["NN-1"]
def built(rows):
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(1)])
    model.compile(loss="mse")
    model.fit(rows, rows[:, :1], verbose=0)
    return model
    ### END SOLUTION

# %% tags=["check"]
model = built(rows)
assert model is not None, "Not attempted: built returned None."
assert model(rows).shape == (4, 1), "Got another shape, expected (4, 1)."
print("Correct: a model.")

# %% tags=["wrong"] reason="another shape"
def built(rows):
    return keras.Sequential([keras.Input(shape=(2,)), keras.layers.Dense(2)])
"""
MODEL = "a Sequential model from (None, 2) to (None, 1)"
MODEL_SLIPS = {
    "return model.fit(rows, rows[:, :1], verbose=0)": (
        f"built returned a History (what `fit` returns), expected {MODEL}: call fit on "
        "a line of its own, and end with `return model`."
    ),
    "model.fit(rows, rows[:, :1], verbose=0)": (
        f"built returned None, expected {MODEL}: end it with `return model`."
    ),
    "return [model]": f"built returned a list of 1, expected {MODEL}.",
}


def test_slips_with_models_name_what_came_and_what_was_expected(
    course: TinyCourse,
) -> None:
    """The history that `fit` returns, nothing at all, a list: never a traceback."""
    course.write("basics/models", MODELS, HEADER)
    (built,) = assignments(course.read(), course.library)
    stub, _, _ = built.exercise.cell.solution.partition("    model.fit")

    async def tried() -> list[Verdict]:
        session = Session(built.lesson)
        try:
            return [
                await session.answer(built, f"{stub}    {end}\n") for end in MODEL_SLIPS
            ]
        finally:
            await session.close()

    found = asyncio.run(tried())

    assert [verdict.words for verdict in found] == list(MODEL_SLIPS.values())
    assert {verdict.outcome for verdict in found} == {Outcome.INCORRECT}
    assert not any(verdict.error for verdict in found)
