"""mkdocs-jupyter with our template, as long as a test runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs_jupyter import nbconvert2, plugin
from mkdocs_jupyter.config import settings

from tfprep.site.jupyter import use_our_template


def borrow_our_template(monkeypatch: pytest.MonkeyPatch, compiled: Path) -> Path:
    """Use our template until the test ends; the folder of the one that was used."""
    before = settings.templates_dir
    for where, name in (
        (settings, "templates_dir"),
        (nbconvert2, "HTMLExporter"),
        (plugin, "_get_nb_toc_tokens"),
    ):
        monkeypatch.setattr(where, name, getattr(where, name))
    use_our_template(compiled)
    return Path(before)
