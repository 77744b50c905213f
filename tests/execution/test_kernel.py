"""One kernel: everything that a cell can do to it, and what comes of it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from tfprep.execution.kernel import CodeError, DiedError, Kernel
from tfprep.execution.limits import Limits
from tfprep.execution.outputs import Displays, Outputs
from tfprep.execution.scratch import scratch

pytestmark = pytest.mark.slow

linux = pytest.mark.skipif(sys.platform != "linux", reason="warm kernels are for Linux")


def run(*codes: str, seconds: float = 30) -> list[str]:
    """Run cells one after the other; all that each printed or displayed."""
    return asyncio.run(_run(codes, seconds))


async def _run(codes: Sequence[str], seconds: float) -> list[str]:
    folder = Path(tempfile.mkdtemp(dir=scratch().files))
    (folder / "work").mkdir()
    kernel, displays = Kernel(folder), Displays()
    found = [Outputs(displays, Limits()) for _ in codes]
    try:
        await kernel.start(folder / "work")
        for code, outputs in zip(codes, found, strict=True):
            await kernel.run(code, outputs, seconds)
    finally:
        await kernel.stop()
    return ["".join(map(_text, outputs.all())) for outputs in found]


def _text(output: dict[str, object]) -> str:
    data = output.get("data")
    return str(data["text/plain"] if isinstance(data, dict) else output["text"])


def gone(pid: int, seconds: float = 10) -> bool:
    """Whether a process ends within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def test_what_children_and_libraries_write_is_caught_in_order() -> None:
    """Programs, shells and C code write to the page, where they ran."""
    (said,) = run(
        "import ctypes, os, subprocess, sys\n"
        "print('one')\n"
        "subprocess.run('echo two', shell=True)\n"
        "print('three')\n"
        "os.system('echo four')\n"
        "os.write(1, b'five\\n')\n"
        "libc = ctypes.CDLL(None); libc.puts(b'six'); libc.fflush(None)\n"
        "subprocess.run(['echo', 'seven'], stdout=sys.stdout)\n"
        "print('eight')"
    )

    assert " ".join(said.split()) == "one two three four five six seven eight"


def test_nothing_reaches_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    """What is written past Python is not echoed."""
    run("import os; os.system('echo out; echo err >&2'); os.write(2, b'fd')")

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "how",
    [
        "import os\nif os.fork() == 0:\n    import time; time.sleep(600)\n",
        "import subprocess; subprocess.Popen(['sleep', '600'])",
        "import subprocess; subprocess.Popen('sleep 600 & sleep 600 &', shell=True)",
        "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        import time; time.sleep(600)\n    os._exit(0)\n",
        "import subprocess; subprocess.run('setsid nohup sleep 600 &', shell=True)",
    ],
    ids=["fork", "popen", "shell", "daemon", "setsid"],
)
@linux
def test_what_a_kernel_started_ends_with_it(how: str) -> None:
    """Children, and children that left its session, don't outlive it."""
    tell = (
        "import psutil, time; time.sleep(0.3)\n"
        "keeper = psutil.Process().parent()\n"
        "print(*[p.pid for p in keeper.children(recursive=True)])"
    )

    _, said = run(how, tell)

    pids = [int(pid) for pid in said.split()]
    assert len(pids) >= 2
    assert all(gone(pid) for pid in pids)


@pytest.mark.parametrize(
    "code",
    [
        "from concurrent.futures import ProcessPoolExecutor\n"
        "with ProcessPoolExecutor(2) as pool: print(list(pool.map(abs, [-1, -2])))",
        "import multiprocessing\n"
        "with multiprocessing.Pool(2) as pool: print(pool.map(abs, [-1, -2]))",
        "import multiprocessing\n"
        "with multiprocessing.get_context('spawn').Pool(1) as pool:\n"
        "    print(pool.map(abs, [-1, -2]))",
    ],
    ids=["futures", "pool", "spawn"],
)
def test_a_kernel_may_have_children(code: str) -> None:
    """Worker processes start and answer, as in an ordinary kernel."""
    assert run(code) == ["[1, 2]\n"]


@pytest.mark.parametrize(
    "harm",
    [
        "import sys; sys.stdout = open('log.txt', 'w')\nsys.stdout.close()",
        "import sys\nwith open('log.txt', 'w') as sys.stdout: print('there')",
        "import sys; sys.stdout = None",
        "import sys; sys.stdout = 3",
        "import sys; sys.stderr = open('log.txt', 'w'); sys.stderr.close()",
        "import sys; sys.stdin = None",
        "import sys; sys.displayhook = None; sys.excepthook = None",
        "import builtins; del builtins.input, builtins.help",
        "del __builtins__",
        "import os; os.chdir('/')",
        "import os, shutil; shutil.rmtree(os.getcwd())",
        "import os; os.environ.clear()",
        "import os; os.close(0); os.close(1); os.close(2)",
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN)",
        "import json; json.dumps = json.loads = None",
        "import builtins; builtins.open = None",
        "import builtins, functools; builtins.print = functools.partial(print)",
        "import threading; threading.Thread.start = None",
    ],
)
def test_a_kernel_lives_through_harm(harm: str) -> None:
    """Whatever a cell swaps, closes or removes, the next one is answered."""
    assert run(harm, "print('there'); 2 + 2")[1] == "there\n4"


def test_a_swapped_stdout_stays_swapped() -> None:
    """As in an ordinary kernel, what goes to a file is not on the page."""
    said = run("import sys; sys.stdout = open('log.txt', 'w')", "print('hidden')", "3")

    assert said == ["", "", "3"]


@pytest.mark.parametrize(
    ("code", "exit_code"),
    [
        ("import os; os._exit(7)", 7),
        ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM),
        ("import os, sys; os.execv(sys.executable, [sys.executable, '-c', '1'])", 0),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
    ],
)
def test_the_death_of_a_kernel_is_told(code: str, exit_code: int) -> None:
    """Its exit code says how it ended, however that was."""
    with pytest.raises(DiedError) as caught:
        run(code)

    assert caught.value.code == exit_code


@linux
def test_a_kernel_ends_with_its_keeper() -> None:
    """Should somebody kill the keeper, the kernel doesn't run on alone."""
    code = (
        "import os, signal, time; open('../pid', 'w').write(str(os.getpid()))\n"
        "os.kill(os.getppid(), signal.SIGKILL); time.sleep(600)"
    )

    with pytest.raises(DiedError):
        run(code)

    (pid,) = (path.read_text() for path in scratch().files.glob("*/pid"))
    assert gone(int(pid))


def test_late_words_stand_in_their_own_cell() -> None:
    """What a thread prints while a later cell runs belongs to the cell it runs in."""
    code = (
        "import threading, time\n"
        "thread = threading.Thread(target=lambda: (time.sleep(0.3), print('late')))\n"
        "thread.start()\nprint('early')"
    )

    said = run(code, "thread.join(); print('end')")

    assert "".join(said).split() == ["early", "late", "end"]


def test_a_display_that_fails_says_why() -> None:
    """A missing picture, or a repr that raises, is an error with its own words."""
    with pytest.raises(CodeError) as shown:
        run("from IPython.display import Image, display\ndisplay(Image('x.png'))")
    with pytest.raises(CodeError) as returned:
        run("class A:\n    def _repr_html_(self): raise ValueError('bad')\nA()")

    assert shown.value.name == "FileNotFoundError"
    assert "No such file or directory: 'x.png'" in shown.value.message
    assert (returned.value.name, returned.value.message) == ("ValueError", "bad")


OWN = "def mine():\n    assert 1 == 2, 'no'\n"


@pytest.mark.parametrize(
    ("code", "own"),
    [
        ("assert 1 == 2, 'no'", True),
        ("def check():\n    assert 1 == 2, 'no'\ncheck()", True),
        ("raise AssertionError('Cell In[1], line 1')", True),
        ("assert 1 == 2, '\\x1b[1mno\\x1b[0m'", True),
        ("try:\n    1 / 0\nexcept ZeroDivisionError:\n    assert 0, 'no'", True),
        ("mine()", False),
        ("import unittest\nunittest.TestCase().assertEqual(1, 2)", False),
        ("sorted([1], key=lambda x: mine())", False),
    ],
)
def test_whose_assertion_it_is(code: str, own: bool) -> None:
    """Only what the code itself asserts is its own: the innermost frame decides."""
    with pytest.raises(CodeError) as caught:
        run(OWN, code)

    assert caught.value.name == "AssertionError"
    assert caught.value.is_its_own is own


def test_nobody_types() -> None:
    """A cell that asks for input is told that there is none."""
    with pytest.raises(CodeError) as caught:
        run("input()")

    assert caught.value.name == "StdinNotImplementedError"


def test_seconds_of_the_processor_count_children_too() -> None:
    """Work in a subprocess is work of the lesson."""

    async def measure() -> float:
        folder = Path(tempfile.mkdtemp(dir=scratch().files))
        (folder / "work").mkdir()
        kernel = Kernel(folder)
        try:
            await kernel.start(folder / "work")
            before = kernel.cpu_seconds()
            work = "import time\nwhile time.process_time() < 0.3: pass"
            code = "import subprocess, sys\n"
            code += f"subprocess.run([sys.executable, '-c', {work!r}])"
            await kernel.run(code, Outputs(Displays(), Limits()), 30)
            return kernel.cpu_seconds() - before
        finally:
            await kernel.stop()

    assert asyncio.run(measure()) > 0.25


def test_the_environment_is_clean() -> None:
    """A kernel's home and temporary files are below its own folder."""
    (said,) = run(
        "import os, tempfile; print(os.environ['HOME'], tempfile.gettempdir())"
    )

    home, temporary = said.split()
    assert home.startswith(str(scratch().files))
    assert Path(temporary).is_relative_to(home)
    assert os.environ["HOME"] != home


def test_a_kernel_goes_on_after_an_interrupt_and_starts_again_after_a_stop() -> None:
    """Code that is interrupted, or whose kernel is stopped, costs nothing else."""

    async def tried() -> None:
        folder = Path(tempfile.mkdtemp(dir=scratch().files))
        (folder / "work").mkdir()
        kernel, outputs = Kernel(folder), Outputs(Displays(), Limits())
        endless = "print('begun', flush=True)\nwhile True: pass"
        assert not kernel.is_alive
        for stop in (kernel.interrupt, kernel.stop):
            await kernel.start(folder / "work")
            running = asyncio.create_task(kernel.run(endless, outputs, 30))
            while "begun" not in str(outputs.all()):
                await asyncio.sleep(0.01)
            await stop()
            expected = CodeError if stop == kernel.interrupt else DiedError
            with pytest.raises(expected):
                await running
            outputs = Outputs(Displays(), Limits())
            if kernel.is_alive:
                await kernel.run("print(6 * 7)", outputs, 30)
                assert "42" in str(outputs.all())
                await kernel.stop()
            assert not kernel.is_alive

    asyncio.run(tried())
