"""Which ready-made sets a piece of Python takes from an installed package."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache

SHELVES = ("sklearn.datasets", "skimage.data", "statsmodels.datasets")
"""Modules that hold pictures and data of many makers."""
_SAME = {"statsmodels.api.datasets": "statsmodels.datasets"}
_MADE = "make_"
"""scikit-learn's functions of this name draw their data at random."""
_FINDS = "find_spec"
"""Who asks for a package's folder reads its files, such as its docstrings."""


@lru_cache(maxsize=512)
def taken_sets(source: str) -> Mapping[str, int]:
    """The sets by name, such as `skimage.data.brick`, each with its first line.

    The files of a package are a set too: `find_spec("pandas")` is `pandas, its files`.

    Source that is no Python takes nothing: that is said elsewhere.
    """
    shelved = any(all(x in source for x in shelf.split(".")) for shelf in SHELVES)
    if not shelved and _FINDS not in source:
        return {}  # most sources: to parse them all takes half a second
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return {}
    telling = (ast.Import, ast.ImportFrom, ast.Attribute, ast.Call)
    nodes = sorted(
        (node for node in ast.walk(tree) if isinstance(node, telling)),
        key=lambda node: node.lineno,
    )
    names: dict[str, str] = {}
    found: dict[str, int] = {}
    for node in nodes:
        names |= _imported(node)
        if package := _looked_for(node):
            found.setdefault(f"{package}, its files", node.lineno)
        for full in (*_imported(node).values(), _chain(node, names)):
            shelf, _, name = _plain(full).rpartition(".")
            if shelf in SHELVES and not name.startswith(_MADE):
                found.setdefault(f"{shelf}.{name}", node.lineno)
    return found


def _looked_for(node: ast.AST) -> str:
    """The package in a call such as `find_spec("pandas")`."""
    match node:
        case ast.Call(
            func=ast.Name(id=name) | ast.Attribute(attr=name),
            args=[ast.Constant(value=str(package))],
        ) if name == _FINDS:
            return package
    return ""


def _imported(node: ast.AST) -> dict[str, str]:
    """The names that an import gives, and what each of them is in full."""
    if isinstance(node, ast.ImportFrom):
        return {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
    if isinstance(node, ast.Import):
        return {a.asname or a.name: a.name for a in node.names}
    return {}


def _chain(node: ast.AST, names: dict[str, str]) -> str:
    """What an expression such as `data.brick` is in full."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.insert(0, node.attr)
        node = node.value
    if not parts or not isinstance(node, ast.Name):
        return ""
    return ".".join([names.get(node.id, node.id), *parts])


def _plain(name: str) -> str:
    for long, short in _SAME.items():
        if name.startswith(f"{long}."):
            return short + name.removeprefix(long)
    return name
