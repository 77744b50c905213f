"""Keep results, and never a wrong one."""

import errno
import logging
import os

import pytest
from projects import EXERCISE, TinyCourse

from tfprep.execution import cache as module
from tfprep.execution.cache import FORMAT, KEEP, Cache, Entry, key_of
from tfprep.lessons.lesson import Lesson

CODE = "\n# %%\nassert not print(1)\n"


def entry_for(lesson: Lesson, executed: str = "2026-11-22T10:00:00+00:00") -> Entry:
    return Entry(
        format=FORMAT,
        slug=lesson.slug,
        key=key_of(lesson),
        executed=executed,
        wall_seconds=1,
        cpu_seconds=2,
        versions={"python": "3.11.7"},
        claims=0,
        refusals=(),
        outputs={0: [{"output_type": "stream", "name": "stdout", "text": "1\n"}]},
    )


def test_what_is_stored_is_found(course: TinyCourse) -> None:
    """An entry comes back as it was."""
    lesson = course.lesson("basics/kept", CODE)
    cache = Cache(course.root / "cache")

    cache.put(entry_for(lesson))

    assert cache.get(lesson) == entry_for(lesson)


def test_prose_is_not_part_of_the_key(course: TinyCourse) -> None:
    """An edit of text, a hint's too, or of an exercise's id re-executes nothing."""
    before = key_of(course.lesson("basics/kept", CODE + EXERCISE))
    changed = EXERCISE.replace("# Multiply.", "# Think of a product.")
    changed = changed.replace("/double", "/twice")
    more = "\n# %% [markdown]\n# More words.\n"

    assert key_of(course.lesson("basics/kept", more + CODE + changed)) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("print(1)", "print(2)"),
        ("return x * x", "return x * x * x"),
        ('reason="expected 6"', 'reason="got 9"'),
        ("# %%\nassert", '# %% tags=["claim"]\nassert'),
        ("# %%\nassert", '# %% alt="A line"\nassert'),
    ],
)
def test_code_roles_and_reasons_are_part_of_the_key(
    course: TinyCourse, old: str, new: str
) -> None:
    """Whatever could change the outputs, or the law, makes a new key."""
    body = CODE + EXERCISE
    before = key_of(course.lesson("basics/kept", body))

    assert key_of(course.lesson("basics/kept", body.replace(old, new, 1))) != before


def test_data_and_versions_are_part_of_the_key(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New data, or another version of a package, makes a new key."""
    from projects import HEADER

    data = course.root / "examples/data/tides.csv"
    data.write_text("1")
    header = HEADER.replace("minutes: 5", "minutes: 5\n#     data: [tides.csv]")
    lesson = course.lesson("basics/kept", "\n# %%\nimport numpy\n", header)
    before = key_of(lesson)

    data.write_text("2")
    after_data = key_of(lesson)
    monkeypatch.setattr(module, "versions_for", lambda _lesson: {"numpy": "9"})

    assert len({before, after_data, key_of(lesson)}) == 3


@pytest.mark.parametrize("damage", ["", "{", '{"format": 1}', "\x00\xff"])
def test_a_broken_entry_is_a_miss_and_is_said(
    course: TinyCourse, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    """A half-written or foreign file never counts, and the log names it."""
    lesson = course.lesson("basics/kept", CODE)
    cache = Cache(course.root / "cache")
    cache.put(entry_for(lesson))
    (path,) = cache.folder.rglob("*.json")
    path.write_text(damage, "latin-1")

    with caplog.at_level(logging.WARNING):
        assert cache.get(lesson) is None

    assert str(path) in caplog.text
    assert "will be made again" in caplog.text


def test_an_entry_that_can_not_be_read_is_a_miss(course: TinyCourse) -> None:
    """What stands in the way of an entry, here a folder, doesn't stop a run."""
    lesson = course.lesson("basics/kept", CODE)
    cache = Cache(course.root / "cache")
    cache.put(entry_for(lesson))
    (path,) = cache.folder.rglob("*.json")
    path.unlink()
    path.mkdir()

    assert cache.get(lesson) is None


def test_a_full_disk_leaves_nothing_behind(
    course: TinyCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When an entry can't be written, the old one stays and no part file is left."""
    lesson = course.lesson("basics/kept", CODE)
    cache = Cache(course.root / "cache")
    cache.put(entry_for(lesson))

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        cache.put(entry_for(lesson, "2026-11-23T10:00:00+00:00"))

    assert cache.get(lesson) == entry_for(lesson)
    assert len(list(cache.folder.rglob("*.*"))) == 1


def test_old_entries_are_removed(course: TinyCourse) -> None:
    """A lesson keeps its newest entries only."""
    cache = Cache(course.root / "cache")
    for day in range(1, KEEP + 3):
        lesson = course.lesson("basics/kept", f"\n# %%\nprint({day})\n")
        cache.put(entry_for(lesson, f"2026-11-0{day}T10:00:00+00:00"))

    assert len(list(cache.folder.rglob("*.json"))) == KEEP
    assert cache.get(lesson) is not None


def test_parts_merge_by_copying(course: TinyCourse) -> None:
    """The caches of two machines become one by copying their folders together."""
    import shutil

    one, two = course.lesson("basics/one", CODE), course.lesson("basics/two", CODE)
    for name, lesson in (("a", one), ("b", two)):
        Cache(course.root / name).put(entry_for(lesson))

    merged = Cache(course.root / "a")
    shutil.copytree(course.root / "b", merged.folder, dirs_exist_ok=True)

    assert merged.get(one) is not None
    assert merged.get(two) is not None


def test_seconds_outlive_the_key(course: TinyCourse) -> None:
    """The measured seconds are known even after the lesson was edited."""
    cache = Cache(course.root / "cache")
    cache.put(entry_for(course.lesson("basics/kept", CODE)))

    assert cache.seconds("basics/kept") == 2
    assert cache.seconds("basics/other") is None
