"""A browser that reads the built site from disk, and notes whatever goes wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from reader import SAMPLE, Profiles, Reader

from tfprep.lessons.lesson import Lesson
from tfprep.lessons.parse import read_lesson
from tfprep.project import find_project

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update "
    # All pages are of one site: no process that waits for another one's pages.
    "--disable-features=IsolateOrigins,site-per-process,SpareRendererForSitePerProcess "
    "--disable-site-isolation-trials "
    # The pages of a profile share a process: see Profiles.
    "--renderer-process-limit=1"
)


def find_chromium() -> str | None:
    """The Chromium to use: the one that TFPREP_CHROMIUM names, or an installed one.

    The one without windows comes first: for a page of ours it takes 0.55 s of processor
    time where the whole browser takes 1.5 s.
    """
    if given := os.environ.get("TFPREP_CHROMIUM"):
        return shutil.which(given)
    whole = ("chromium", "chromium-browser", "google-chrome")
    names = ("chromium-headless-shell", *whole)
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="package")  # in a session's, asyncio.run would fail elsewhere
def chromium() -> Iterator[Browser]:
    """One browser for these tests; without it they are skipped, unless required."""
    path = find_chromium()
    if path is None:
        reason = "no Chromium found: install one, or name it in TFPREP_CHROMIUM"
        if os.environ.get("TFPREP_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        flags = FLAGS.split()
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def profiles(chromium: Browser) -> Profiles:
    """The browser's profiles, which tests use one after the other."""
    return Profiles(chromium)


@pytest.fixture
def reader(profiles: Profiles, built_site: Path) -> Iterator[Reader]:
    """A reader of the site; the test fails if a page that it opened went wrong."""
    reader = Reader(profiles, built_site)
    yield reader
    reader.close()
    assert reader.problems == []


@pytest.fixture
def lesson() -> Lesson:
    """The source of the lesson that stands for all lessons."""
    examples = find_project(Path(__file__).parent).examples
    return read_lesson(examples / f"{SAMPLE}.py", examples)
