"""How the tests are shared among workers."""

import pytest


@pytest.mark.xdist_group("together")
def test_groups_reach_the_scheduler(request: pytest.FixtureRequest) -> None:
    """What is marked for one worker stays on one: its id ends with the group's name."""
    # The scheduler reads the group from there, and spreads the tests without a word
    # where it is missing.
    if request.config.getoption("loadgroup", default=False):
        assert request.node.nodeid.endswith("@together")
