"""What a process that runs a lesson, or grades a model, gets from the machine.

Variables, start-up files and a caller's folder change what Python, Keras, IPython and
Matplotlib do. So a child gets the few variables of `KEPT`, our `SETTINGS` and a home
of its own, and nothing else.
"""

from __future__ import annotations

import os
import site
import sys
from pathlib import Path

import tfprep
from tfprep.user_folders import cache_folder

KEPT = (
    "PATH",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "VIRTUAL_ENV",
    "CONDA_PREFIX",
    "SYSTEMROOT",
    "WINDIR",
    "COMSPEC",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "NUMBER_OF_PROCESSORS",
)
"""Variables without which programs and libraries aren't found."""
SEARCHED = tuple(name for name in KEPT if name == "PATH" or name.endswith("_PATH"))
"""Those that are lists of folders."""

SETTINGS = {
    "CUDA_VISIBLE_DEVICES": "-1",  # a lesson must run on any laptop
    "KERAS_BACKEND": "tensorflow",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "LOGNAME": "learner",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONHASHSEED": "0",  # a set of words is printed in the same order every time
    "PYTHONUTF8": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",  # same results on every processor, no notice
    # One thread each: as many lessons run at once as there are cores. Two made no
    # difference that we could measure.
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TZ": "UTC",
    "USER": "learner",
}


def child_environment(home: Path) -> dict[str, str]:
    """All variables of a child whose settings and temporary files are below `home`."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    # A part that is empty, or begins nowhere, means the folder one stands in.
    kept |= {name: _absolute(kept[name]) for name in SEARCHED if name in kept}
    temporary = home / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    below = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(home))
    below |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))
    below["IPYTHONDIR"] = str(home / ".ipython")
    below["KERAS_HOME"] = str(home / ".keras")
    below["MPLCONFIGDIR"] = str(_fonts(home))
    packages = {"PYTHONPATH": path} if (path := python_path()) else {}
    return {**kept, **SETTINGS, **below, **packages}


def python(*words: str) -> list[str]:
    """A command line of this Python that imports nothing from the caller's folder."""
    return [sys.executable, "-P", *([] if _in_user_site() else ["-s"]), *words]


def settle() -> None:
    """Give this very process the settings, before it imports TensorFlow."""
    for name in [name for name in os.environ if name.startswith(("KERAS_", "TF_"))]:
        del os.environ[name]
    os.environ.update(SETTINGS)


def python_path() -> str:
    """What a child needs of the path: folders of installed packages, and this one's."""
    given = _absolute(os.environ.get("PYTHONPATH", "")).split(os.pathsep)
    kept = [path for path in given if path and _holds_packages(Path(path))]
    ours = str(Path(tfprep.__file__).parents[1])
    if ours not in (*site.getsitepackages(), site.getusersitepackages(), *kept):
        kept.append(ours)
    return os.pathsep.join(kept)


def _holds_packages(folder: Path) -> bool:
    """Whether packages were installed there; never the folder one stands in."""
    return any(folder.glob("*.dist-info")) and not _is_current(folder)


def _is_current(folder: Path) -> bool:
    try:
        return folder.samefile(os.curdir)
    except OSError:
        return False  # one of them is gone


def _absolute(folders: str) -> str:
    """A list of folders without those that depend on where one stands."""
    parts = folders.split(os.pathsep)
    return os.pathsep.join(part for part in parts if os.path.isabs(part))  # noqa: PTH117


def _fonts(home: Path) -> Path:
    """Where Matplotlib keeps its list of fonts, which takes seconds to make."""
    folder = cache_folder() / "matplotlib"
    if not folder.is_absolute():
        return home
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return home
    return folder if os.access(folder, os.W_OK) else home


def _in_user_site() -> bool:
    return Path(tfprep.__file__).is_relative_to(site.getusersitepackages())
