"""Where the user's system keeps the data and the caches of programs."""

from __future__ import annotations

from pathlib import Path

import platformdirs

NOWHERE = Path("~")
"""Begins what nobody knows: no folder can be made there, and none is looked for."""


def data_folder() -> Path:
    """For what must not be lost; below NOWHERE, if nobody knows the user's home."""
    try:
        return platformdirs.user_data_path("tfprep")
    except RuntimeError:
        return NOWHERE / "tfprep"


def cache_folder() -> Path:
    """For what can be made again; below NOWHERE, if nobody knows the user's home."""
    try:
        return platformdirs.user_cache_path("tfprep")
    except RuntimeError:
        return NOWHERE / "tfprep"
