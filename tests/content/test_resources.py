"""The list of resources."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from projects import REPOSITORY

from tfprep.content.resources import LONGEST, Resources, read_resources
from tfprep.problems import ProblemError

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


@pytest.fixture(scope="module")
def real() -> Resources:
    return read_resources(REPOSITORY / "docs/data/resources.yml")


def test_the_real_list_is_whole(real: Resources) -> None:
    """It has the ten resources of the guide of 2020 and more than 47 others."""
    ten = {resource.id for resource in real.resources if resource.article}

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
    assert len(real.resources) - len(ten) >= 47


def test_every_topic_and_level_has_something_free(real: Resources) -> None:
    """A reader without money finds something alive for each topic."""
    free = {
        topic
        for resource in real.resources
        for topic in resource.topics
        if resource.cost == "free" and resource.status == "alive"
    }

    assert free == {"developer", "basics", "images", "text", "sequences", "maths"}


def test_what_must_not_be_linked_is_not_linked(real: Resources) -> None:
    """No address is a book's PDF, and none holds solutions of a graded course."""
    urls = [u for r in real.resources for u in (r.url, r.source_url or "")]
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


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"titles": "x"}, "titles: got an unknown key.*Did you mean .title"),
    ({"kind": ["curse"]}, "kind.0: got 'curse', expected.*Did you mean .course"),
    ({"kind": []}, "kind: got an empty list, expected one word or more"),
    ({"kind": "course"}, "kind: got 'course', expected.*tuple"),
    ({"topics": ["maps"]}, "topics.0: got 'maps', expected 'developer'"),
    ({"topics": ["text", "text"]}, "expected each word once"),
    ({"level": ["expert"]}, "level.0: got 'expert', expected 'beginner'"),
    ({"cost": "gratis"}, "cost: got 'gratis', expected 'free'"),
    ({"status": "dead"}, "status: got 'dead', expected 'alive'"),
    ({"framework": "torch"}, "framework: got 'torch', expected.*pytorch"),
    ({"url": "ftp://example.org"}, "url: got 'ftp://example.org', expected.*https"),
    ({"url": "example.org"}, "url: got 'example.org', expected.*https"),
    ({"source_url": "/home"}, "source_url: got '/home', expected.*https"),
    ({"source_url": "http://example.org/shapes"}, "same url and source_url"),
    ({"seen": "May 2024"}, "seen: got 'May 2024', expected YYYY"),
    ({"seen": "2024-13"}, "seen: got '2024-13', which no calendar has"),
    ({"seen": "2023-02-29"}, "seen: got '2023-02-29', which no calendar has"),
    ({"seen": TOMORROW}, f"seen: got '{TOMORROW}', which is in the future"),
    ({"seen": 9999}, "seen: got '9999', which is in the future"),
    ({"seen": None}, "'alive' without a date, expected seen"),
    ({"good_for": "One. Two."}, "good_for: got 2 sentences, expected one"),
    ({"good_for": "No period"}, "good_for: got 0 sentences, expected one"),
    ({"good_for": "x" * LONGEST + "."}, "good_for: got 201 characters, expected 200"),
    ({"note": "x" * (LONGEST + 1)}, "note: got 201 characters, expected 200"),
    ({"author": ""}, "author: got '', expected"),
]


@pytest.mark.parametrize(("change", "words"), REFUSED)
def test_a_slip_in_an_entry_is_refused(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    """The message names the file, the entry, what we got and what we expected."""
    with pytest.raises(ProblemError, match=rf"resources\.yml: shapes: .*{words}"):
        read(tmp_path, entry(**change))


@pytest.mark.parametrize("key", ["title", "url", "licence", "good_for", "status"])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    """An entry needs all keys that a page shows."""
    less = entry()
    del less[key]

    with pytest.raises(ProblemError, match=f"shapes: {key}: got nothing"):
        read(tmp_path, less)


@pytest.mark.parametrize("name", ["Shapes", "all shapes", "-shapes", "s" * 41])
def test_an_id_is_fit_for_a_link(tmp_path: Path, name: str) -> None:
    """Ids are short, with lower-case letters, digits and hyphens."""
    with pytest.raises(ProblemError, match=f"{name}: id: got .*expected"):
        read(tmp_path, entry(id=name))


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
    with pytest.raises(ProblemError, match=r"shapes, sounds: got the url .* twice"):
        read(tmp_path, ENTRY, entry(id="sounds", url=url))


def test_an_id_is_given_once(tmp_path: Path) -> None:
    """Two entries with one id are refused."""
    with pytest.raises(ProblemError, match="shapes: got this id twice"):
        read(tmp_path, ENTRY, entry(url="https://example.org/other"))


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    """Two bad entries make two problems; one without an id is named by its place."""
    nameless = entry(cost="gratis")
    del nameless["id"]

    with pytest.raises(ProblemError) as caught:
        read(tmp_path, entry(status="dead"), nameless)

    texts = [problem.text for problem in caught.value.problems]
    assert len(texts) == 3
    assert texts[0].startswith("shapes: status: got 'dead'")
    assert texts[1] == "entry 2: id: got nothing, expected a value"
    assert texts[2].startswith("entry 2: cost: got 'gratis'")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("resources: [", "not YAML"),
        ("resources: []", "resources: got"),
        ("resource: []", "resource: got an unknown key.*Did you mean .resources"),
        ("resources: [shapes]", "entry 1: got 'shapes', expected"),
        ("", "got None, expected"),
    ],
)
def test_a_file_of_another_shape_is_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    """Broken YAML and wrong keys at the top have a message, not a traceback."""
    path = tmp_path / "resources.yml"
    path.write_text(text)

    with pytest.raises(ProblemError, match=rf"resources\.yml: {words}"):
        read_resources(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """Without the file there is a message, not a traceback."""
    with pytest.raises(ProblemError, match="no such file"):
        read_resources(tmp_path / "resources.yml")
