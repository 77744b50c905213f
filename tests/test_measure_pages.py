"""The script that measures pages: what it serves, which run counts, what it refuses."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

from measure_pages import AT_LEAST, Measured, all_pages, answer, median, read

GOOD = Measured(
    page="exam/",
    scores=(97, 100, 100, 100),
    lcp=1500,
    cls=0,
    tbt=80,
    nodes=500,
    bytes={"HTML": 9000, "CSS": 28000, "JS": 40000, "images": 0, "other": 0},
    fails=(),
)


def test_files_travel_as_from_a_web_host(tmp_path: Path) -> None:
    """Text is zipped, a folder is its page, and what isn't there is the 404 page."""
    (tmp_path / "404.html").write_text("gone")
    (tmp_path / "exam").mkdir()
    (tmp_path / "exam/index.html").write_text("exam")
    (tmp_path / "shot.png").write_bytes(b"png")

    status, kind, body, packed = answer(tmp_path, "/exam/?x=1")
    assert (status, kind, packed) == (200, "text/html; charset=utf-8", True)
    assert gzip.decompress(body) == b"exam"
    assert answer(tmp_path, "/shot.png") == (200, "image/png", b"png", False)
    for nowhere in ("/no/", "/../secret.txt", "/%2e%2e/secret.txt"):
        status, _, body, _ = answer(tmp_path, nowhere)
        assert (status, gzip.decompress(body)) == (404, b"gone")
    assert list(all_pages(tmp_path)) == ["exam/"]


def test_the_run_in_the_middle_counts() -> None:
    """The best and the worst run say nothing."""
    runs = [replace(GOOD, scores=(n, 100, 100, 100), tbt=n) for n in (90, 99, 96)]

    assert median(runs).scores[0] == median(runs).tbt == 96


def test_scores_shifts_and_weights_are_held_to_their_limits() -> None:
    """What is beyond a limit is named, with what fails."""
    assert GOOD.problems(AT_LEAST) == []
    loads_index = GOOD.bytes | {"other": 560_000}
    slow = replace(GOOD, scores=(80, 100, 100, 90), cls=0.05, bytes=loads_index)
    slow = replace(slow, fails=("link-text",))

    assert slow.problems((75, *AT_LEAST[1:])) == [
        "SEO: got 90, expected at least 100",
        "layout shift: got 0.050, expected 0",
        "other: got 560,000 bytes, expected at most 5,000",
        "fails link-text",
    ]


def test_bytes_are_told_by_kind() -> None:
    """What has no column of its own, such as the search index, is in the last one."""
    told = {
        "address": "http://127.0.0.1:1/exam/",
        "scores": [97, 100, 100, 100],
        "lcp": 1500,
        "cls": 0,
        "tbt": 80,
        "nodes": 500,
        "fails": [],
        "bytes": {"Document": 9, "Fetch": 1, "Other": 2},
    }

    measured = read(told, "http://127.0.0.1:1/")
    assert (measured.page, measured.bytes["HTML"], measured.bytes["other"]) == (
        "exam/",
        9,
        3,
    )
