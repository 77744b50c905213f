"""One lesson in a kernel: what is kept, and every way to go wrong."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from projects import EXERCISE, HEADER, RIGHT, SECTION, TinyCourse

from tfprep.execution.cache import Entry
from tfprep.execution.lesson_run import MESSAGE_LINES, execute
from tfprep.execution.limits import Limits
from tfprep.execution.scratch import scratch
from tfprep.lessons.parse import read_lesson
from tfprep.problems import ProblemError

pytestmark = pytest.mark.slow

QUICK = Limits(seconds=20)


def run(course: TinyCourse, body: str, limits: Limits = QUICK) -> Entry:
    return asyncio.run(execute(course.lesson("basics/tried", body), limits))


def refusal(course: TinyCourse, body: str, limits: Limits = QUICK) -> str:
    """The message, with the path left out and its line in front."""
    with pytest.raises(ProblemError) as caught:
        run(course, body, limits)
    path = course.root / "examples/basics/tried.py"
    return str(caught.value).removeprefix(f"{path}:")


def line_of(body: str, words: str) -> int:
    text = HEADER + SECTION + body
    return text[: text.index(words)].count("\n") + 1


def test_outputs_are_kept_and_claims_are_not_shown(course: TinyCourse) -> None:
    """Printed text and results are kept for code cells, nothing for claims."""
    claim = '# %% tags=["claim"]\nassert not print("hidden")\n'
    body = f'\n# %%\nprint("one")\n2 + 3\n\n{claim}'

    entry = run(course, body)

    assert [output["output_type"] for output in entry.outputs[0]] == [
        "stream",
        "execute_result",
    ]
    assert entry.outputs[0][1]["data"]["text/plain"] == "5"
    assert set(entry.outputs) == {0}
    assert entry.claims == 1


def test_the_law_holds_for_a_good_exercise(course: TinyCourse) -> None:
    """Stub and wrong answer are refused, the solution's outputs are kept."""
    entry = run(course, EXERCISE)

    (refusals,) = entry.refusals
    assert refusals.stub == "Not attempted: double returned None."
    assert refusals.wrong == ("Got 9 for 3, expected 6. Multiply, don't square.",)
    assert entry.outputs[1][0]["text"] == "Correct: 6\n"


@pytest.mark.parametrize(
    ("old", "new", "words", "place"),
    [
        (
            'assert got is not None, "Not attempted: double returned None."\n',
            "if got is None: got = 6\n",
            "the check passes on the stub",
            '# %% tags=["check"]',
        ),
        (
            '"Not attempted: double returned None."',
            '"Wrong."',
            "the check refuses the stub as a wrong answer: got 'Wrong.'",
            '# %% tags=["check"]',
        ),
        (
            "return x * x",
            "return x + x",
            "the check passes on this wrong answer",
            '# %% tags=["wrong"]',
        ),
        (
            'reason="expected 6"',
            'reason="too small"',
            'is refused for another reason: got "Got 9',
            '# %% tags=["wrong"]',
        ),
        (
            "return 2 * x",
            "return 3 * x",
            "the check refuses the solution: AssertionError: Got 9 for 3",
            "assert got == 6",
        ),
        (
            "got = double(3)",
            "got = undefined(3)",
            "the check could not run: NameError",
            "got = undefined(3)",
        ),
        (
            "return x * x",
            "return x * unknown",
            "the check could not run: NameError",
            "got = double(3)",
        ),
    ],
)
def test_a_breach_of_the_law_is_named_with_its_line(
    course: TinyCourse, old: str, new: str, words: str, place: str
) -> None:
    """Each way to break the four-way law is refused where it stands."""
    body = EXERCISE.replace(old, new)

    message = refusal(course, body)

    assert words in message
    assert message.startswith(f"{line_of(body, place)}:")


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (
            'assert type(got) is int, f"Got {got}, expected a whole number."',
            "the check refuses this right answer: got AssertionError: Got 6.0, "
            "expected a whole number. (line {}, the check), expected it to pass",
        ),
        (
            'assert got.bit_length() == 3, "Odd."',
            "the check could not run on this right answer: got AttributeError: "
            "'float' object has no attribute 'bit_length' (line {}, the check)",
        ),
        (
            '__import__("unittest").TestCase().assertIsInstance(got, int)',
            "the check could not run on this right answer: got AssertionError",
        ),
    ],
)
def test_a_right_answer_that_does_not_pass_is_named(
    course: TinyCourse, check: str, words: str
) -> None:
    """What the check said, and where: one of the two has to be fixed."""
    right = RIGHT.replace("x + x", "2.0 * x")
    body = EXERCISE.replace('print("Correct: 6")', check) + right

    message = refusal(course, body)

    assert words.format(line_of(body, check)) in message
    assert "if the brief allows the answer, fix the check" in message
    assert message.startswith(f"{line_of(body, right.strip())}:")


def test_a_right_answer_that_passes_shows_nothing(course: TinyCourse) -> None:
    """What a page and a report of the law hold is as it was without it."""
    with_right = run(course, EXERCISE + RIGHT)

    assert with_right.refusals == run(course, EXERCISE).refusals
    assert set(with_right.outputs) == {1}


def test_a_cell_that_raises_shows_line_and_traceback(course: TinyCourse) -> None:
    """The line in the file, the error and the traceback's end are in the message."""
    body = "\n# %%\ndef f():\n    return 1 / 0\n\n# %%\nx = 1\nf()\n"

    message = refusal(course, body)

    line = line_of(body, "x = 1") + 1
    assert message.startswith(f"{line}: this cell raises: ZeroDivisionError")
    assert "return 1 / 0" in message


def test_a_claim_that_fails_is_called_so(course: TinyCourse) -> None:
    """A number in the prose that isn't so fails the lesson."""
    body = '\n# %% tags=["claim"]\nassert 1 == 2, "one is two"\n'

    assert "a claim fails: AssertionError: one is two" in refusal(course, body)


def test_a_claim_that_fails_shows_what_it_compared(course: TinyCourse) -> None:
    """Its author sees what was got; also in a function, and whatever repr raises."""
    claim = (
        "class Odd:\n    def __repr__(self):\n        1 / 0\n"
        "def hold(loss):\n    odd = Odd()\n"
        '    assert odd and loss < 0.1, "it learns"\nhold(0.25)\n'
    )

    said = refusal(course, f'\n# %% tags=["claim"]\n{claim}')

    assert "a claim fails: AssertionError: it learns\n    loss = 0.25\n" in said


def test_a_cell_that_never_ends_is_stopped(course: TinyCourse) -> None:
    """The time limit of a lesson holds."""
    body = "\n# %%\nimport time\nwhile True:\n    time.sleep(1)\n"

    message = refusal(course, body, Limits(seconds=3))

    assert "still running after 3 s" in message
    assert message.startswith(f"{line_of(body, 'import') - 1}:")


def test_a_cell_that_floods_its_output_is_stopped(course: TinyCourse) -> None:
    """A cell that prints 100 MB is refused, and does not take its time to do it."""
    body = "\n# %%\nfor _ in range(100):\n    print('x' * 1_000_000)\n"

    assert "printed text; expected at most 1,048,576: print a summary" in refusal(
        course, body
    )


def test_a_cell_that_kills_its_kernel_is_named(course: TinyCourse) -> None:
    """A dead kernel is reported with its exit code."""
    body = "\n# %%\nimport os\nos._exit(7)\n"

    message = refusal(course, body)

    assert "the kernel died (exit code 7)" in message
    assert message.startswith(f"{line_of(body, 'import') - 1}:")


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_cell_that_takes_all_memory_is_stopped(course: TinyCourse) -> None:
    """A lesson can't take the memory of the machine."""
    body = "\n# %%\nhoard = [bytearray(10**8) for _ in range(1000)]\n"

    message = refusal(course, body, Limits(seconds=20, memory=5 * 10**8))

    assert "MemoryError" in message or "ran out of memory" in message


def test_a_missing_package_is_named(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without TensorFlow a lesson isn't wrong: it can't run here, and says how to."""
    monkeypatch.setattr("tfprep.execution.versions.installed", lambda _name: None)

    message = refusal(course, "\n# %%\nimport tensorflow\n")

    assert "can't run: tensorflow not installed" in message
    assert "make setup" in message


def test_data_files_stand_where_the_lesson_looks(course: TinyCourse) -> None:
    """Files of examples/data are at hand as data/NAME, in a folder of its own."""
    (course.root / "examples/data/tides.csv").write_text("high\n3\n")
    header = HEADER.replace(
        "#     minutes: 5", "#     minutes: 5\n#     data: [tides.csv]"
    )
    body = (
        '\n# %%\nopen("made.txt", "w").close()\nprint(open("data/tides.csv").read())\n'
    )
    lesson = course.lesson("basics/tried", body, header)

    entry = asyncio.run(execute(lesson, QUICK))

    assert entry.outputs[0][0]["text"] == "high\n3\n\n"
    assert not Path("made.txt").exists()


def test_a_file_that_the_header_does_not_name_is_missing(course: TinyCourse) -> None:
    """The message for a missing data file says what the header needs."""
    message = refusal(course, '\n# %%\nopen("data/other.csv")\n')

    assert "FileNotFoundError" in message
    assert "header's data" in message


def test_figures_need_text_alternatives(course: TinyCourse) -> None:
    """A figure without alt is refused; with alt it is kept as SVG."""
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\n"

    message = refusal(course, f"\n# %%\n{plot}")
    entry = run(course, f'\n# %% alt="A rising line"\n{plot}')

    assert "draws 1 figures with 0 text alternatives" in message
    assert entry.outputs[0][0]["data"]["image/svg+xml"].lstrip().startswith("<?xml")


def test_a_progress_bar_is_refused(course: TinyCourse) -> None:
    """No progress-bar garbage reaches a page."""
    body = '\n# %%\nprint("1/1 \\u2501\\u2501\\u2501\\u2501 0s")\n'

    assert "prints a progress bar; use verbose=0" in refusal(course, body)


def test_startup_notices_are_dropped_and_warnings_kept(course: TinyCourse) -> None:
    """TensorFlow's start-up log is no output; a warning of the lesson is."""
    body = """
# %%
import sys
print("WARNING: All log messages before absl::InitializeLog()", file=sys.stderr)
print("I0000 00:00:1795.602214 31739 stub.cc:31] No cuda", file=sys.stderr)

# %%
print("W0000 00:00:1795.602214 1 x.cc:1] note\\nreal warning", file=sys.stderr)
"""

    entry = run(course, body)

    assert set(entry.outputs) == {1}
    assert entry.outputs[1][0]["text"] == "real warning\n"


def test_an_assertion_of_something_else_is_no_refusal(course: TinyCourse) -> None:
    """Only the check's own asserts refuse; one from below is "could not run"."""
    helper = "\n# %%\ndef even(x):\n    assert x % 2 == 0, 'expected 6'\n"
    body = helper + EXERCISE.replace(
        "got = double(3)\n", "got = double(3)\neven(got)\n"
    )
    body = body.replace("got is not None", "got").replace("even(got)", "even(got or 0)")

    message = refusal(course, body)

    assert "the check could not run: AssertionError: expected 6" in message
    assert message.startswith(f"{line_of(body, 'even(got or 0)')}:")


def test_a_later_cell_updates_what_an_earlier_one_displays(course: TinyCourse) -> None:
    """The page shows the last state, where it was displayed first."""
    body = (
        '\n# %%\nprint("before")\nhandle = display("first", display_id=True)\n'
        '\n# %%\nprint("between")\nhandle.update("second")\n'
    )

    entry = run(course, body)

    assert entry.outputs[0][0]["text"] == "before\n"
    assert entry.outputs[0][1]["data"]["text/plain"] == "'second'"
    assert [output["text"] for output in entry.outputs[1]] == ["between\n"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ('display({"application/pdf": "x"}, raw=True)', "got application/pdf"),
        ('from IPython.display import HTML\nHTML("<script></script>")', "a <script>"),
        ('"x" * 2_000_000', "a value; expected at most 1,048,576"),
        ("for n in range(200): display(n)", "more than 100 displays"),
        (
            'from IPython.display import Image\nImage("x.png")',
            "FileNotFoundError: No such file or directory: 'x.png'",
        ),
    ],
)
def test_what_a_page_can_not_show_is_refused(
    course: TinyCourse, code: str, words: str
) -> None:
    """The message has the cell's line, what we got, and what we expected."""
    body = f"\n# %%\nx = 1\n\n# %%\n{code}\n"

    message = refusal(course, body)

    assert words in message
    assert int(message.partition(":")[0]) >= line_of(body, code) - 1


def test_all_cells_together_have_a_limit(course: TinyCourse) -> None:
    """A page of many large cells is too heavy, though each cell is fine."""
    body = '\n# %%\nprint("x" * 900)\n' * 3

    message = refusal(course, body, Limits(seconds=20, page=2000))

    assert "all cells together leave 2,703 characters" in message
    assert "expected at most 2,000" in message


def test_a_warning_names_no_temporary_file(course: TinyCourse) -> None:
    """What Python says of a cell's file is said of the cell."""
    body = '\n# %%\nimport warnings\nwarnings.warn("high rate")\n'

    text = str(run(course, body).outputs[0][0]["text"])

    assert text.startswith("<cell>:2: UserWarning: high rate\n")


def test_nothing_is_left_behind(course: TinyCourse) -> None:
    """A lesson's scratch folder is removed, and its temporary files were inside."""
    body = """
# %%
import subprocess, sys, tempfile

handle, path = tempfile.mkstemp()
inner = "import tempfile; print(tempfile.gettempdir())"
said = subprocess.run([sys.executable, "-c", inner], capture_output=True, text=True)
print(path.replace("/", "|"), said.stdout.replace("/", "|"))
"""
    here = scratch().files
    before = set(here.iterdir())

    said = str(run(course, body).outputs[0][0]["text"])
    path, inner = map(Path, said.replace("|", "/").split())
    refusal(course, body + "1 / 0\n")

    assert path.is_relative_to(here)
    assert path.parent == inner
    assert set(here.iterdir()) - {here / "home"} <= before


def run_sheet(course: TinyCourse, body: str) -> Entry:
    sheet = read_lesson(course.sheet(body), course.root / "examples")
    return asyncio.run(execute(sheet, QUICK))


def error_cell(code: str, reason: str = "no such") -> str:
    return f'\n# %% tags=["error"] reason="{reason}"\n{code}\n'


def test_a_sheet_keeps_the_messages_of_its_errors(course: TinyCourse) -> None:
    """What an error says becomes the output; the next cell runs all the same."""
    after = '\n# %%\nx = 1\nprint(x)\n\n# %% tags=["claim"]\nassert x == 1, "one"\n'

    entry = run_sheet(course, error_cell('raise ValueError("No  such word")') + after)

    assert entry.outputs[0][0]["text"] == "ValueError: No  such word\n"
    assert entry.outputs[1][0]["text"] == "1\n"


def test_a_shown_error_is_short_and_names_no_place_of_this_machine(
    course: TinyCourse,
) -> None:
    """Long messages are cut, and paths begin at the package."""
    code = (
        'raise ValueError("no such file /home/me/.venv/lib/site-packages/keras/x.py" '
        "+ chr(10) * 40)"
    )

    code = code.replace("chr(10) * 40", "(chr(10) + 'more') * 40")
    text = str(run_sheet(course, error_cell(code)).outputs[0][0]["text"])

    assert text.startswith("ValueError: no such file …/keras/x.py\n")
    assert len(text.splitlines()) == MESSAGE_LINES + 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("x = 1", "raises nothing: expected an error with 'no such'"),
        ("1 / 0", "another error: got 'ZeroDivisionError: division by zero'"),
    ],
)
def test_an_error_that_does_not_come_is_named(
    course: TinyCourse, code: str, words: str
) -> None:
    """When a new version fixes or rewords an error, the sheet fails."""
    with pytest.raises(ProblemError, match=words):
        run_sheet(course, error_cell(code))


def test_a_kernel_waits_for_its_turn(course: TinyCourse) -> None:
    """It starts ahead, but its cells run when it is told so."""
    order: list[str] = []

    @asynccontextmanager
    async def turn() -> AsyncIterator[None]:
        order.append("turn")
        yield
        order.append("over")

    lesson = course.lesson("basics/tried", "\n# %%\nprint(1)\n")
    entry = asyncio.run(execute(lesson, QUICK, turn()))

    assert order == ["turn", "over"]
    assert entry.outputs[0][0]["text"] == "1\n"
