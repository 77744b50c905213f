"""A tiny course in the browser, on a real server that can be stopped and started."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from projects import CONFIG, EXERCISE, REPOSITORY, SKILLS, TinyCourse, TinySite

SLUG = "basics/shouting"
DOUBLE, BANNER = "basics/shouting/double", "basics/shouting/banner"
_TOP = """
# %%
word = "two"
print("the word is", word)

# %%
print("runs once more")
table = [["a", "b"]]
print(word * 2)

# %% [markdown]
# ## Exercises
"""
_BANNER = """
# %% [markdown]
# ### A banner
# Write `banner(text)`.

# %% tags=["exercise"] id="basics/shouting/banner" skills=["NN-1"]
def banner(text):
    ### BEGIN SOLUTION
    return word + text
    ### END SOLUTION

# %% [markdown] tags=["hint"]
# Add.

# %% tags=["check"]
got = banner("!")
assert got is not None, "Not attempted: banner returned None."
assert got == "two!", f"Got {got!r}, expected 'two!'. Put the word first."
print("Correct: two!")

# %% tags=["wrong"] reason="word first"
def banner(text):
    return text + word
"""
_HINTS = """# Multiply.

# %% [markdown] tags=["hint"]
# By 2.
"""
BODY = _TOP + EXERCISE.replace("# Multiply.\n", _HINTS) + _BANNER
THEME = """\
theme:
  name: material
  font: false
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
"""
LIVE = """\
extra_css: [assets/tfprep.css]
extra_javascript: [{path: assets/live-start.js, defer: true}]
"""
OTHER = CONFIG.replace("theme: {name: material, font: false}\n", "")


def live_site(root: Path) -> str:
    """Build the site of a tiny course that can be live; gives what went wrong."""
    shutil.copytree(REPOSITORY / "docs" / "assets", root / "docs" / "assets")
    (root / "docs" / "data").mkdir()
    (root / "docs" / "data" / "skills.yml").write_text(SKILLS)
    (root / "docs" / "index.md").write_text("# Start\n\nHello.\n")
    (root / "docs" / "exam").mkdir()
    shutil.copy(REPOSITORY / "docs" / "exam" / "sit.md", root / "docs" / "exam")
    (root / "examples" / "data").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(f"{THEME}{OTHER}{LIVE}")
    course = TinyCourse(root)
    course.write(SLUG, BODY)
    done = TinySite(course).mkdocs("build")
    return done.stdout + done.stderr if done.returncode else ""


LEARN = ["-m", "tfprep", "learn", "--no-browser", "--port"]
"""Starts the server; the port has to follow."""


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Learn:
    """A running `tfprep learn`."""

    def __init__(self, root: Path, port: int, progress: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *LEARN, f"{port}"],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "TFPREP_PROGRESS": str(progress)},
        )
        self.base, self.key = self._address()

    def _address(self) -> tuple[str, str]:
        assert self.process.stdout
        said = ""
        for line in self.process.stdout:
            said += line
            if found := re.search(r"(http://\S+?/)\S*(#live=\S+)", line):
                return found[1], found[2]
        raise AssertionError(f"it told no address: {said}")

    def page(self, path: str = f"lessons/{SLUG}/") -> str:
        """The address that makes a page live."""
        return f"{self.base}{path}{self.key}"

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=30)


@contextmanager
def learning(root: Path, port: int, progress: Path) -> Iterator[Learn]:
    """Start the server; stop it in the end."""
    learn = Learn(root, port, progress)
    try:
        yield learn
    finally:
        learn.stop()
