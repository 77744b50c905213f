"""mkdocs-jupyter with our template.

Its own brings about 600 kB of style sheets and two scripts from a foreign host into
every page.
"""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs_jupyter import nbconvert2, plugin
from mkdocs_jupyter.config import settings
from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import default_filters
from traitlets import Bool, List

from tfprep.pages.light_page import FILTERS
from tfprep.pages.templates import FOLDER


def use_our_template(compiled: Path) -> None:
    """Have mkdocs-jupyter render notebooks with our template instead of its own.

    It has no option for that, but its module `config` names the folder, and nbconvert
    gives every template the filters of `default_filters`. Title and headings come from
    the lesson, so the Markdown that it would search for them is never made.

    Args:
        compiled: the folder for compiled templates, which must exist.
    """
    settings.templates_dir = str(FOLDER)
    default_filters.update(FILTERS)
    nbconvert2.HTMLExporter = _exporter(FileSystemBytecodeCache(str(compiled)))
    plugin._get_nb_toc_tokens = lambda *_: ([], None)


def _exporter(compiled: FileSystemBytecodeCache) -> type[HTMLExporter]:
    """Nbconvert's exporter, without what it does again for each notebook."""

    class QuickExporter(HTMLExporter):
        # One check at the end instead of one after each of its twelve steps.
        optimistic_validation = Bool(default_value=True)
        # Of its eleven, each made anew for each notebook, a page needs one.
        default_preprocessors = List(
            ["nbconvert.preprocessors.CoalesceStreamsPreprocessor"]
        )

        def _create_environment(self) -> Environment:
            environment: Environment = super()._create_environment()  # type: ignore[no-untyped-call]  # it has no types
            environment.bytecode_cache = compiled
            return environment

    return QuickExporter
