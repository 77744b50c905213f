"""Code as text whose pieces are replaced: its layout and its comments stay."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property

_ATOMS = (
    *(ast.Name, ast.Constant, ast.Call, ast.Attribute, ast.Subscript, ast.List),
    *(ast.Dict, ast.Set, ast.ListComp, ast.JoinedStr),
)

Edit = tuple[int, int, str]
"""Where a replaced piece begins and ends, in bytes, and what stands there then."""


@dataclass(frozen=True)
class Code:
    """Python code, with the places of what it consists of."""

    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """What each node stands in."""
        return {
            child: node
            for node in ast.walk(self.tree)
            for child in ast.iter_child_nodes(node)
        }

    def start(self, node: ast.AST) -> int:
        """Where a node begins; a function begins with its decorators."""
        for decorator in getattr(node, "decorator_list", ()):
            return self.start(decorator) - 1
        place: ast.expr = node  # type: ignore[assignment]  # each that we ask for has one
        return self._lines[place.lineno - 1] + place.col_offset

    def end(self, node: ast.AST) -> int:
        place: ast.expr = node  # type: ignore[assignment]
        return self._lines[(place.end_lineno or 0) - 1] + (place.end_col_offset or 0)

    def of(self, node: ast.AST) -> str:
        """The text of a node."""
        return self.between(self.start(node), self.end(node))

    def whole(self, node: ast.AST) -> str:
        """The text of a node, in brackets where it would run into its neighbors."""
        return self.of(node) if isinstance(node, _ATOMS) else f"({self.of(node)})"

    def between(self, start: int, end: int) -> str:
        return self._bytes[start:end].decode()

    def edited(self, *edits: Edit) -> str:
        """The whole code with some pieces replaced."""
        raw = self._bytes
        for start, end, new in sorted(edits, reverse=True):
            raw = raw[:start] + new.encode() + raw[end:]
        return raw.decode()

    @cached_property
    def _bytes(self) -> bytes:
        return self.source.encode()

    @cached_property
    def _lines(self) -> list[int]:
        """Where each line begins."""
        lines = self._bytes.split(b"\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts
