"""YAML as nodes, which know their lines, and as the data that they make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from reprlib import Repr
from typing import Any

import yaml
from yaml.composer import Composer, ComposerError
from yaml.constructor import ConstructorError
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import Reader

from tfprep.problems import Problem, ProblemError

DEEPEST = 30
"""Levels of lists and mappings within each other."""
LARGEST = 100_000
"""Values in a file, counted again wherever an alias repeats them."""

_ADVICE = {
    "mapping values": "put text that holds a colon and a space between quotes",
    "cannot start any token": "put the text between quotes, and indent with spaces",
    "tab character": "indent with spaces",
}
"""What to do about some of YAML's complaints."""

brief = Repr()
"""Says what somebody wrote, however long it is."""
brief.maxlevel, brief.maxstring, brief.maxother, brief.maxlong = 2, 60, 60, 40

if yaml.__with_libyaml__:

    class _SafeLoader(Composer, yaml.CSafeLoader):
        """Read by libyaml; composed by Python, which can't overrun its stack."""

        def __init__(self, text: str) -> None:
            yaml.CSafeLoader.__init__(self, text)
            Composer.__init__(self)

else:
    _SafeLoader = yaml.SafeLoader  # type: ignore[misc,assignment]


class _Loader(_SafeLoader):
    """YAML's errors, all with a mark, and for depth and bad values too."""

    depth = 0

    def compose_node(self, parent: Node | None, index: int) -> Node | None:
        if self.depth > DEEPEST:
            said = f"got more than {DEEPEST} levels of lists and mappings"
            mark = self.peek_event().start_mark  # type: ignore[union-attr]
            raise ComposerError(None, None, said, mark)  # type: ignore[arg-type]
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            data = super().construct_object(node, deep)
            if isinstance(data, int) and data.bit_length() > 64:
                raise OverflowError("too large")
        except (ArithmeticError, AttributeError, LookupError, ValueError) as error:
            kind = node.tag.rpartition(":")[2]
            said = f"got {brief.repr(node.value)}, which is no {kind} ({error})"
            raise ConstructorError(None, None, said, node.start_mark) from None
        return data


Found = list[tuple[Node, str]]
"""What is wrong: the node whose line a message gives, and the message."""


def load_nodes(path: Path, text: str, holds: str) -> tuple[Node, Any, Found]:
    """The nodes of the text, the data that they make, and keys that stand there twice.

    Raises:
        ProblemError: it isn't YAML, is empty, or is too deep or too large.
    """
    if text.startswith("\ufeff"):
        said = "got a byte order mark, expected none; save the file as plain UTF-8"
        raise refusal(path, 1, said)
    if odd := Reader.NON_PRINTABLE.search(text):
        said = f"not YAML: got the character U+{ord(odd[0]):04X}, expected text"
        raise refusal(path, line_of(text, odd.start()), said)
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            raise refusal(path, 1, f"got an empty file, expected {holds}")
        if (size := _size(root, {})) > LARGEST:
            said = f"got {size} values or more by its aliases, expected {LARGEST}"
            raise refusal(path, 1, said)
        found = list(_repeated_keys(root, set()))  # before merged keys are put in
        return root, loader.construct_document(root), found
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = _not_yaml(text, error)
        raise refusal(path, line_of(text, mark.index if mark else 0), said) from None


def _not_yaml(text: str, error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "it can't be read"
    start = (
        error.context_mark and f" from line {line_of(text, error.context_mark.index)}"
    )
    context = f"{error.context}{start or ''}, " if error.context else ""
    advice = [advice for words, advice in _ADVICE.items() if words in problem]
    return "; ".join([f"not YAML: {context}{problem}", *advice])


def refusal(path: Path, line: int | None, said: str) -> ProblemError:
    """A single problem, to be raised."""
    return ProblemError([Problem(path, line, said)])


def line_of(text: str, index: int) -> int:
    """The line of a character, as editors count; YAML counts U+2028 as a new one."""
    return text.count("\n", 0, min(index, len(text.rstrip()))) + 1


def _size(node: Node, known: dict[Node, int]) -> int:
    """How many values a node stands for; one that holds itself is too large."""
    if node not in known:
        known[node] = LARGEST + 1
        known[node] = 1 + sum(_size(child, known) for child in _children(node))
    return known[node]


def _children(node: Node) -> Iterator[Node]:
    if isinstance(node, MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, SequenceNode):
        yield from node.value


def _repeated_keys(node: Node, seen: set[Node]) -> Iterator[tuple[Node, str]]:
    """The keys that their mapping has already: YAML would keep the last, silently."""
    if node in seen:
        return
    seen.add(node)
    keys: set[str] = set()
    for key, _ in node.value if isinstance(node, MappingNode) else ():
        if isinstance(key, ScalarNode):
            if key.value in keys:
                yield key, f'got the key "{key.value}" again, expected each key once'
            keys.add(key.value)
    for child in _children(node):
        yield from _repeated_keys(child, seen)


def child_of(node: Node, part: str | int) -> tuple[Node, Node] | None:
    """What a key or an index leads to: the node that has its line, and its value."""
    if isinstance(node, MappingNode):
        pairs = (pair for pair in reversed(node.value) if pair[0].value == part)
        return next(pairs, None)
    if isinstance(node, SequenceNode) and part in range(len(node.value)):
        return (node.value[int(part)],) * 2
    return None
