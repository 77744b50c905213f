"""Models that chance has damaged, made from a few small good ones."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

CORPUS = Path(__file__).parents[1] / "exam/files"
OPERATIONS = (
    "Abort",
    "Identity",
    "PyFunc",
    "ReadFile",
    "RestoreV2",
    "Tanh",
    "WriteFile",
)
"""What an operation of an export may become."""
WORDS = (
    b"Lambda",
    b"Dense",
    b"../",
    b"null",
    b"[" * 99,
    b"-1",
    b"1e999",
    b"/etc/passwd",
)


@dataclass(frozen=True)
class Edit:
    """One change of some bytes."""

    place: float
    """From 0, the first byte, to 1, the last."""
    removed: int
    added: bytes

    def __call__(self, content: bytes) -> bytes:
        start = int(self.place * len(content))
        return content[:start] + self.added + content[start + self.removed :]


edits = st.lists(
    st.builds(
        Edit,
        st.floats(0, 1),
        st.sampled_from([0, 1, 1, 4, 16, 10**6]),
        st.binary(max_size=4) | st.sampled_from(WORDS),
    ),
    min_size=1,
    max_size=4,
)
Mutant = Callable[[Path], Path]
"""Writes the model below a folder, and returns where."""


def _edited(content: bytes, changes: Sequence[Edit]) -> bytes:
    for change in changes:
        content = change(content)
    return content


def _file(name: str, changes: Sequence[Edit]) -> Mutant:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(_edited((CORPUS / name).read_bytes(), changes))
        return path

    return make


def _member(number: int, changes: Sequence[Edit]) -> Mutant:
    """A sound archive, one of whose members is damaged."""

    def make(folder: Path) -> Path:
        path = folder / "model.keras"
        with zipfile.ZipFile(CORPUS / "keras2.keras") as whole:
            members = {name: whole.read(name) for name in whole.namelist()}
        name = list(members)[number % len(members)]
        members[name] = _edited(members[name], changes)
        with BytesIO() as packed:
            with zipfile.ZipFile(packed, "w") as archive:
                for member, content in members.items():
                    archive.writestr(member, content)
            path.write_bytes(packed.getvalue())
        return path

    return make


def _folder(name: str, changes: Sequence[Edit], swaps: dict[int, str]) -> Mutant:
    """An export with other bytes in a file, and other operations in its functions."""

    def make(folder: Path) -> Path:
        for path in (CORPUS / "exported").rglob("*"):
            if path.is_file():
                copy = folder / "model" / path.relative_to(CORPUS / "exported")
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(path.read_bytes())
        program = folder / "model/saved_model.pb"
        program.write_bytes(_swapped(program.read_bytes(), swaps))
        damaged = folder / "model" / name
        damaged.write_bytes(_edited(damaged.read_bytes(), changes))
        return folder / "model"

    return make


def _swapped(content: bytes, swaps: dict[int, str]) -> bytes:
    from tensorflow.core.protobuf.saved_model_pb2 import SavedModel

    saved: Any = SavedModel.FromString(content)
    functions = saved.meta_graphs[0].graph_def.library.function
    nodes = [node for function in functions for node in function.node_def]
    for number, operation in swaps.items():
        nodes[number % len(nodes)].op = operation
    return bytes(saved.SerializeToString())


programs = st.builds(
    _folder,
    st.sampled_from(["saved_model.pb"] * 3 + ["variables/variables.index"]),
    st.just([]) | edits,
    st.dictionaries(st.integers(0, 99), st.sampled_from(OPERATIONS), max_size=2),
)
MUTANTS = (
    st.builds(_file, st.sampled_from(["keras2.h5", "keras2.keras"]), edits)
    | st.builds(_member, st.integers(0, 2), edits)
    | programs
)
