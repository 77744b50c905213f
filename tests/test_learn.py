"""The command that serves the course, from its start to its end."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner, Result
from learning import LEARN
from projects import TinyCourse
from server import needs_loopback

from tfprep.learn import learn
from tfprep.practice.progress_file import ProgressFile

pytestmark = needs_loopback


@pytest.fixture
def ready(course: TinyCourse, monkeypatch: pytest.MonkeyPatch) -> TinyCourse:
    """A course of two lessons with a site, in which we stand."""
    course.write("basics/one")
    course.write("basics/two")
    course.project.site.mkdir()
    (course.project.site / "index.html").write_text("Hello")
    monkeypatch.chdir(course.root)
    monkeypatch.setenv("TFPREP_PROGRESS", str(course.root / "progress.json"))
    return course


def run(*words: str) -> Result:
    """Run the command until it says that something is wrong."""
    return CliRunner().invoke(learn, words)


def test_a_wrong_lesson_is_said_at_once(ready: TinyCourse) -> None:
    """With the one that was probably meant."""
    done = run("basics/ones")

    assert done.exit_code == 2
    assert "got 'basics/ones', expected a lesson. Did you mean \"basics/one\"?" in (
        done.output
    )


def test_a_second_one_on_the_same_port_is_said(ready: TinyCourse) -> None:
    """With what to do: go on in the first, or take another port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--port", str(port))

    assert done.exit_code == 1
    assert f"Port {port} of 127.0.0.1 is in use" in done.output
    assert f"tfprep learn --port {port + 1}" in done.output


@contextlib.contextmanager
def running(
    course: TinyCourse, *words: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command as a process of its own, and the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, *LEARN, "0", *words],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        said = iter(process.stdout.readline, "")
        address = next(line.strip() for line in said if "#live=" in line)
        yield process, address
    finally:
        process.kill()
        process.wait(30)
        process.stdout.close()


def ask(address: str, path: str, body: object = None) -> str:
    """Ask the server as the page at this address does."""
    port, token = address.split(":")[2].partition("/")[0], address.partition("=")[2]
    headers = {"Authorization": f"token {token}", "Content-Type": "application/json"}
    connection = HTTPConnection("127.0.0.1", int(port), timeout=60)
    method, data = ("POST", json.dumps(body)) if body else ("GET", None)
    connection.request(method, path, data, headers)
    answer = connection.getresponse().read().decode()
    connection.close()
    return answer


def are_gone(pids: list[int], seconds: float = 20) -> bool:
    """Whether all processes end within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        alive = [pid for pid in pids if psutil.pid_exists(pid)]
        if not [pid for pid in alive if psutil.Process(pid).status() != "zombie"]:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="warm kernels are for Linux")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"])
def test_nothing_of_it_is_left(ready: TinyCourse, name: str) -> None:
    """However it ends: no kernel, no child of a kernel, no file."""
    code = (
        "import os, subprocess\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        "print('pids', os.getpid(), child.pid, os.getcwd().encode().hex())"
    )
    with running(ready, "one") as (process, address):
        body = {"lesson": "basics/one", "cell": 0, "code": code}
        said = re.search(
            r"pids (\d+) (\d+) (\w+)\\n", ask(address, "/tfprep/run", body)
        )
        assert said
        folder = Path(bytes.fromhex(said[3]).decode())
        pids = [int(said[1]), int(said[2]), process.pid]
        pids += [x.pid for x in psutil.Process(process.pid).children(recursive=True)]
        process.send_signal(getattr(signal, name))
        process.wait(30)

    assert are_gone(pids)
    deadline = time.monotonic() + 10
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()


@pytest.mark.slow
def test_the_exam_can_be_opened(ready: TinyCourse) -> None:
    """It would lie where the command was typed, and goes on if it was begun there."""
    with running(ready, "exam") as (_, address):
        assert "/exam/sit/#live=" in address
        told = json.loads(ask(address, "/tfprep/exam"))

    assert told["exam"] is None
    assert told["next_folder"] == str(ready.root / "tfprep-exam")


@pytest.mark.slow
def test_it_goes_on_where_you_were(ready: TinyCourse) -> None:
    """Without a lesson's name, at the one that was opened last."""
    ProgressFile().opened("basics/two")

    with running(ready) as (_, address):
        assert "/lessons/basics/two/#live=" in address
        assert ask(address, "/") == "Hello"
        assert '"kernels": 0' in ask(address, "/tfprep/status")
