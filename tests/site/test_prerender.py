"""Pages are rendered on all cores."""

import pytest
from projects import TinySite

pytestmark = pytest.mark.slow


def test_the_first_build_of_a_server_finds_its_pages_rendered(tiny: TinySite) -> None:
    """With more than one lesson, the build itself converts no notebook."""
    for i in range(3):
        tiny.course.write(f"basics/l{i}", "\n# %%\nprint(1)\n")

    log = tiny.first_served_build()

    assert log.count("Cache hit") == 3
    assert "Converting notebook" not in log
