"""The figures of an answer as files, since a terminal can't show them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tfprep.execution.outputs import Output

_KINDS = {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}


def save_figures(outputs: Sequence[Output], path: Path) -> list[Path]:
    """Write each figure beside the file at `path`, in place of those of the last try.

    Returns:
        The new files, in the order in which they were drawn.

    Raises:
        OSError: they could not be written.
    """
    for ending in _KINDS.values():
        for old in path.parent.glob(f"{path.stem}-figure-*{ending}"):
            old.unlink(missing_ok=True)
    found: list[Path] = []
    for output in outputs:
        data = output.get("data", {})
        kind = next((kind for kind in _KINDS if kind in data), None)
        if kind is None:
            continue
        with suppress(binascii.Error):
            name = f"{path.stem}-figure-{len(found) + 1}{_KINDS[kind]}"
            (figure := path.with_name(name)).write_bytes(_bytes(kind, data[kind]))
            found.append(figure)
    return found


def _bytes(kind: str, value: str) -> bytes:
    text = kind == "image/svg+xml"
    return value.encode("utf-8") if text else base64.b64decode(value)
