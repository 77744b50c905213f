"""Render lesson pages on all cores, so that `mkdocs serve` answers soon.

mkdocs-jupyter takes most of a second for a page and keeps what it rendered in a cache
of files. So forks of this process render a part each; the build then finds all pages
in that cache. Where forking isn't possible, the build renders them one by one.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from collections.abc import Sequence

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs_jupyter.plugin import Plugin

from tfprep.execution.batch import default_jobs
from tfprep.execution.warm_kernels import CAN_FORK
from tfprep.pages.page_cache import Shelf


def prerender(
    pages: Sequence[File], files: Files, config: MkDocsConfig, shelf: Shelf
) -> None:
    """Fill mkdocs-jupyter's cache and ours; only while there is a single thread."""
    jobs = min(default_jobs(), len(pages))
    if not CAN_FORK or jobs < 2:
        return
    fork = multiprocessing.get_context("fork")
    workers = [
        fork.Process(target=_render, args=(pages[job::jobs], files, config, shelf))
        for job in range(jobs)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def _render(
    pages: Sequence[File], files: Files, config: MkDocsConfig, shelf: Shelf
) -> None:
    """In a fork: let mkdocs-jupyter render pages as the build will."""
    logging.disable()  # the build says it all once more
    plugin = config.plugins["mkdocs-jupyter"]
    assert isinstance(plugin, Plugin)
    for file in pages:
        page = Page(None, file, config)
        plugin.on_pre_page(page, config, files)
        page.render(config, files)
        shelf.get(page.content or "")
    os._exit(0)  # leave the parent's resources alone
