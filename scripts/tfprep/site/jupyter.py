"""mkdocs-jupyter with our template.

Its own brings about 600 kB of style sheets and two scripts from a foreign host into
every page.
"""

from __future__ import annotations

from mkdocs_jupyter.config import settings
from nbconvert.exporters.templateexporter import default_filters

from tfprep.pages.light_page import FILTERS
from tfprep.pages.templates import FOLDER


def use_our_template() -> None:
    """Have mkdocs-jupyter render notebooks with our template instead of its own.

    It has no option for that, but its module `config` names the folder, and nbconvert
    gives every template the filters of `default_filters`.
    """
    settings.templates_dir = str(FOLDER)
    default_filters.update(FILTERS)
