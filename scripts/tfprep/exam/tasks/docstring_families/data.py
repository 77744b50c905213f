"""Docstrings of the Python library that runs this file, in four families.

They are read from the library's source files, of which none is imported. Each top-level
class or function is either the learner's, with all docstrings in it, or the grader's;
the seed says which. The texts are public, so whoever knows the learner's file knows
what was left out; the secret draws which of that is asked. The name of a docstring's
own module is masked in it. Texts differ a little from one version of Python to the
next.
"""

from __future__ import annotations

import ast
import re
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

FAMILIES = {
    "files": "pathlib shutil tarfile zipfile gzip bz2 lzma tempfile glob fnmatch "
    "posixpath ntpath genericpath filecmp fileinput _pyio os",
    "network": "http urllib xmlrpc wsgiref email ftplib imaplib poplib smtplib socket "
    "socketserver ssl mailbox webbrowser",
    "numbers": "_pydecimal statistics fractions random numbers datetime _pydatetime "
    "calendar zoneinfo _pylong",
    "tasks": "asyncio concurrent multiprocessing threading queue subprocess sched "
    "selectors _threading_local",
}
"""Modules and packages; some are only there in some versions of Python."""
SHORTEST = 10
"""Words of a docstring that is used."""
MOST = 40
"""Docstrings from one source file, so that no long file rules its family."""
HIDDEN = 100
"""Docstrings of each family that the learner doesn't get, at least, if they suffice."""
ASKED = 0.8
"""The part of these that is asked."""
SHARE = 0.4
"""The largest share of a family that is hidden."""


@dataclass(frozen=True)
class _Docstring:
    text: str
    family: str
    unit: str
    """Its top-level class or function, with the file."""


def make(folder: Path, seed: int) -> None:
    """Write docstrings.csv: text and family, in no order."""
    units = _hidden_units(seed)
    kept = [d for d in _docstrings() if d.unit not in units]
    order = np.random.default_rng([seed, 1]).permutation(len(kept))
    rows = [(kept[i].text, kept[i].family) for i in order]
    table = pd.DataFrame(rows, columns=["text", "family"])
    table.to_csv(folder / "docstrings.csv", index=False)


def hidden(seeds: Seeds) -> Hidden:
    """Most docstrings of the classes and functions that `make` leaves out."""
    units, rng = _hidden_units(seeds.seed), seeds.generator()
    left = [d for d in _docstrings() if d.unit in units]
    asked = []
    for family in FAMILIES:
        mine = [d for d in left if d.family == family]
        order = rng.permutation(len(mine))[: round(ASKED * len(mine))]
        asked += [mine[number] for number in order]
    asked = [asked[number] for number in rng.permutation(len(asked))]
    names = list(FAMILIES)
    truth = np.array([names.index(d.family) for d in asked])
    return Hidden([d.text for d in asked], truth)


def _hidden_units(seed: int) -> set[str]:
    """Classes and functions that the learner doesn't get, about as many a family."""
    rng = np.random.default_rng(seed)
    chosen = set()
    for family in FAMILIES:
        units = [d.unit for d in _docstrings() if d.family == family]
        sizes = {unit: units.count(unit) for unit in dict.fromkeys(units)}
        wanted = min(HIDDEN, SHARE * len(units))
        for unit in rng.permutation(list(sizes)):
            # A class with very many docstrings stays with the learner.
            if wanted > 0 and sizes[unit] <= HIDDEN / 5:
                chosen.add(str(unit))
                wanted -= sizes[unit]
    return chosen


@cache
def _docstrings() -> tuple[_Docstring, ...]:
    """All of them; of equal texts the first."""
    found: dict[str, _Docstring] = {}
    for family, modules in FAMILIES.items():
        for path in _sources(modules.split()):
            for docstring in list(_read(path, family))[:MOST]:
                found.setdefault(docstring.text, docstring)
    return tuple(found.values())


def _sources(modules: list[str]) -> Iterator[Path]:
    library = Path(sysconfig.get_path("stdlib"))
    for module in modules:
        yield from sorted(library.glob(f"{module}.py"))
        yield from sorted((library / module).rglob("*.py"))


def _read(path: Path, family: str) -> Iterator[_Docstring]:
    """The longer docstrings of a source file, with the file's own names masked."""
    names = {part.strip("_") for part in (path.parent.name, path.stem)}
    own = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b", re.IGNORECASE)
    for top in ast.parse(path.read_text("utf-8")).body:
        for node in ast.walk(top):
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                text = " ".join((ast.get_docstring(node) or "").split())
                if len(text.split()) >= SHORTEST:
                    unit = f"{path.parent.name}/{path.stem}:{getattr(top, 'name', '')}"
                    yield _Docstring(own.sub("MODULE", text), family, unit)
