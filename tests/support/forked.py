"""Runs of mkdocs whose imports are done: they take most of the time of a tiny site."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import subprocess
import sys
import threading
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["mkdocs.commands.build", "mkdocs_jupyter.plugin", "tfprep.site.plugin"]
)


def mkdocs(
    words: tuple[str, ...], folder: Path, environ: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, in a fork of a process that has only imported.

    Args:
        words: what follows `mkdocs`.
    """
    said = [Path(f"{folder}.{name}") for name in ("stdout", "stderr")]
    process = _FORKS.Process(target=_be, args=(words, folder, environ, *said))
    process.start()
    process.join(timeout=120)
    if process.exitcode is None:
        process.kill()
        raise TimeoutError(f"mkdocs {' '.join(words)} doesn't end")
    out, err = (path.read_text("utf-8") for path in said)
    return subprocess.CompletedProcess(words, process.exitcode, out, err)


def _be(
    words: tuple[str, ...], folder: Path, environ: dict[str, str], *said: Path
) -> None:
    """Become the command: its folder, environment, words and streams."""
    from mkdocs.__main__ import cli

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv = ["mkdocs", *words]
    for stream, path in enumerate(said, 1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    try:
        cli()
    finally:
        # As any Python ends: what threads still do, then atexit, which a process of
        # multiprocessing would leave out.
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
