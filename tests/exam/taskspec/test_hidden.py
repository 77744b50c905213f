"""What the hidden data are drawn from."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tfprep.exam.taskspec.hidden import HEXADECIMAL, Seeds


def test_a_secret_is_drawn_anew_each_time() -> None:
    """128 bits that no seed tells."""
    drawn = {Seeds.draw(7).secret for _ in range(20)}

    assert len(drawn) == 20
    assert all(re.fullmatch(HEXADECIMAL, secret) for secret in drawn)


def test_both_parts_make_the_draw() -> None:
    """The same seeds draw the same; another seed or secret draws something else."""
    one, same = Seeds.known(1), Seeds.known(1)
    others = [Seeds.known(2), Seeds(1, "0" * 32), Seeds(2, one.secret)]

    assert np.array_equal(one.generator().random(4), same.generator().random(4))
    for other in others:
        assert not np.array_equal(
            one.generator().random(4), other.generator().random(4)
        )
    # Nor is it what a learner's data are made with, even if the secret is the seed.
    assert one.generator().random() != np.random.default_rng(1).random()


@pytest.mark.parametrize("secret", ["", "1" * 31, "1" * 33, "G" * 32, "1" * 32 + "\n"])
def test_any_other_secret_is_refused(secret: str) -> None:
    """A slip in it would silently grade on other data."""
    with pytest.raises(ValueError, match=f"got a secret of {len(secret)} characters"):
        Seeds(1, secret)
