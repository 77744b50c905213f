"""The list of resources."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from data_files import slips
from projects import LIBRARY

from tfprep.content.resources import FACETS, LONGEST, Cost, Resources, read_resources

ENTRY: dict[str, Any] = {
    "id": "shapes",
    "title": "All about shapes",
    "author": "Somebody",
    "url": "https://example.org/shapes/",
    "kind": ["course", "practice"],
    "topics": ["images"],
    "level": ["beginner"],
    "cost": "free",
    "licence": "MIT",
    "seen": "2026-03",
    "status": "alive",
    "good_for": "A first look at shapes, for beginners.",
}
TOMORROW = (date.today() + timedelta(days=1)).isoformat()


def read(folder: Path, *entries: dict[str, Any]) -> Resources:
    """What is read from a file of these entries."""
    path = folder / "resources.yml"
    path.write_text(yaml.safe_dump({"resources": list(entries)}), "utf-8")
    return read_resources(path)


def entry(**changes: Any) -> dict[str, Any]:
    """A sound entry with some keys changed."""
    return {**deepcopy(ENTRY), **changes}


def test_the_real_list_is_whole() -> None:
    """It has the ten resources of the guide of 2020 and more than 47 others."""
    ten = {resource.id for resource in LIBRARY.resources.resources if resource.article}

    assert ten == {
        "candidate-handbook",
        "colab",
        "deep-learning-specialization",
        "exam-setup",
        "hands-on-ml-2",
        "hands-on-ml-3",  # stands for the PDF that is not linked
        "mit-6s191",
        "pycharm-learning",
        "tensorflow-developer-course",
        "udacity-intro-tensorflow",
    }
    assert len(LIBRARY.resources.resources) - len(ten) >= 47


def test_every_topic_and_level_has_something_free() -> None:
    """A reader without money finds something alive for each topic."""
    free = {
        topic
        for resource in LIBRARY.resources.resources
        for topic in resource.topics
        if resource.cost == "free" and resource.status == "alive"
    }

    assert free == {"developer", "basics", "images", "text", "sequences", "maths"}


def test_what_must_not_be_linked_is_not_linked() -> None:
    """No address is a book's PDF, and none holds solutions of a graded course."""
    urls = [u for r in LIBRARY.resources.resources for u in (r.url, r.source_url or "")]
    pdfs = [url for url in urls if url.endswith(".pdf")]

    assert all(url.startswith("https://www.tensorflow.org/extras/") for url in pdfs)
    assert not [url for url in urls if "solution" in url.lower()]


@pytest.mark.parametrize(
    ("seen", "kept"),
    [
        (2024, "2024"),
        ("2025-09", "2025-09"),
        (date(2024, 5, 2), "2024-05-02"),
    ],
)
def test_a_date_is_as_precise_as_it_is_known(
    tmp_path: Path, seen: object, kept: str
) -> None:
    """A year, a month or a day, however YAML reads it."""
    assert read(tmp_path, entry(seen=seen)).resources[0].seen == kept


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"kind": ["curse"]},
            "kind: item 1: got 'curse', expected.*Did you mean .course",
        ),
        ({"kind": []}, "kind: got an empty list, expected one word or more"),
        ({"topics": ["text", "text"]}, "topics: got .*, expected each word once"),
        ({"framework": "torch"}, "framework: got 'torch', expected.*pytorch"),
        ({"url": "ftp://example.org"}, "url: got 'ftp://example.org', expected.*https"),
        ({"url": "example.org"}, "url: got 'example.org', expected.*https"),
        ({"source_url": "/home"}, "source_url: got '/home', expected.*https"),
        (
            {"source_url": "http://example.org/shapes"},
            "got the same url and source_url",
        ),
        ({"seen": "May 2024"}, "seen: got 'May 2024', expected YYYY"),
        ({"seen": "2024-13"}, "seen: got '2024-13', which no calendar has"),
        ({"seen": "2023-02-29"}, "seen: got '2023-02-29', which no calendar has"),
        ({"seen": TOMORROW}, f"seen: got '{TOMORROW}', which is in the future"),
        ({"seen": 9999}, "seen: got '9999', which is in the future"),
        ({"seen": None}, "got status 'alive' without a date, expected seen"),
        ({"good_for": "One. Two."}, "good_for: got 2 sentences, expected one"),
        ({"good_for": "No period"}, "good_for: got 0 sentences, expected one"),
        ({"good_for": "x" * LONGEST + "."}, "good_for: got 201 char.* at most 200"),
        ({"note": "x" * (LONGEST + 1)}, "note: got 201 characters, expected at most"),
        ({"author": ""}, "author: got '', expected at least 2 characters"),
    ],
)
def test_a_slip_in_an_entry_is_refused(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    """The message names the line, the entry, what we got and what we expected."""
    text = yaml.safe_dump({"resources": [entry(**change)]})

    (got,) = slips(read_resources, tmp_path / "resources.yml", text)

    assert re.match(rf"\d+: shapes: {said}", got)


@pytest.mark.parametrize("name", ["Shapes", "all shapes", "-shapes", "s" * 41])
def test_an_id_is_fit_for_a_link(tmp_path: Path, name: str) -> None:
    """Ids are short, with lower-case letters, digits and hyphens."""
    text = yaml.safe_dump({"resources": [entry(id=name)]})

    (got,) = slips(read_resources, tmp_path / "resources.yml", text)

    assert f"{name}: id: got " in got


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/shapes/",
        "https://example.org/shapes",
        "http://example.org/shapes/",
        "https://Example.org/shapes",
    ],
)
def test_an_address_stands_there_once(tmp_path: Path, url: str) -> None:
    """Neither a slash at the end nor http instead of https makes another address."""
    text = yaml.safe_dump({"resources": [ENTRY, entry(id="sounds", url=url)]})

    (got,) = slips(read_resources, tmp_path / "resources.yml", text)

    assert f'sounds: url: got {url!r}, which "shapes" has already' in got


def test_an_id_is_given_once(tmp_path: Path) -> None:
    """Two entries with one id are refused, where the second stands."""
    other = entry(url="https://example.org/other")
    text = yaml.safe_dump({"resources": [ENTRY, other]})

    (got,) = slips(read_resources, tmp_path / "resources.yml", text)

    assert got.endswith("shapes: id: got 'shapes' again, expected each id once")


@pytest.mark.parametrize("cost", get_args(Cost))
def test_each_value_can_be_filtered_by(tmp_path: Path, cost: str) -> None:
    """A resource's facets are among those that a page offers."""
    (resource,) = read(tmp_path, entry(cost=cost)).resources

    assert list(resource.facets) == list(FACETS)
    assert all(set(resource.facets[name]) <= set(FACETS[name]) for name in FACETS)
