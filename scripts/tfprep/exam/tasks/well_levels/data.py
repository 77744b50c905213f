"""Weekly levels of the groundwater in the wells of an invented valley.

A rough balance of water: rain and snow fill the ground in the winter half, by another
amount each year and each week; the water drains off, the quicker the higher it stands;
and from spring to late summer the farms pump. When they begin and end, and how much
they take, differs from seed to seed, and a little from year to year. A logger hangs in
each well at a depth of its own and gives the height of the water above it.

The learner has one well over many years. Each hidden example is a well of its own,
played anew by the secret, so none of them holds the answer to another.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

STEPS, AHEAD = 60, 4
"""The most weeks that a model may look back on, and those that it has to forecast."""
WEEKS = pd.date_range("1970-01-03", "2019-12-28", freq="W-SAT")
YEAR = 365.25 / 7
"""Weeks."""
BREAKS, OUT = 4, 52
"""How often the learner's logger was out of order, and for how many weeks."""
MISSED = 50
"""Other weeks without a value."""
EXAMPLES, EARLIER = 400, 209
"""Hidden examples, and the weeks before each, four years, in which a well finds its
level."""
DEPTH = 400.0
"""Loggers hang up to so many cm higher or lower than the learner's."""
PUMPING = (((12, 16), (4, 7), (7, 10)), ((25, 29), (6, 9), (7, 10)))
"""When the farms pump, twice a year: from a week between these, for so many weeks, and
so many cm a week."""
NOISE = 2.0
"""Spread of a reading, in cm: the weight of the air moves the water a little."""
LEFT = 0.97
"""Share of the water that is still there a week later."""


def make(folder: Path, seed: int) -> None:
    """Write well.csv: week and level, without the rows of four years."""
    rng = np.random.default_rng([seed, 1])
    weeks = np.arange(EARLIER + len(WEEKS))
    level = 500 + _levels(seed, weeks[None], rng)[0, EARLIER:]
    # The breaks lie apart: one in each part of the years, a year or more from its ends.
    part = len(WEEKS) // BREAKS
    starts = part * np.arange(BREAKS) + rng.integers(OUT, part - 2 * OUT, BREAKS)
    out = (starts[:, None] + np.arange(OUT)).ravel()
    known = np.setdiff1d(np.arange(len(WEEKS)), out)
    # A piece begins and ends with a value, or nothing could be drawn to it.
    inner = known[1:-1][known[2:] - known[:-2] == 2]
    level[rng.choice(inner, MISSED, replace=False)] = np.nan
    index = pd.Index(WEEKS[known], name="week")
    pd.Series(level[known].round(1), index, name="level").to_csv(folder / "well.csv")


def hidden(seeds: Seeds) -> Hidden:
    """The last 64 weeks of 400 other wells, each in years of its own."""
    rng = seeds.generator()
    weeks = rng.integers(0, len(WEEKS), (EXAMPLES, 1))
    weeks = weeks + np.arange(EARLIER + STEPS + AHEAD)
    levels = _levels(seeds.seed, weeks, rng)[:, EARLIER:]
    levels += 500 + rng.uniform(-DEPTH, DEPTH, (EXAMPLES, 1))
    levels = levels.round(1)
    inputs, truth = levels[:, :STEPS, None], levels[:, STEPS:]
    return Hidden(inputs, truth, baseline=np.repeat(inputs[:, -1], AHEAD, axis=1))


def _levels(seed: int, weeks: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Centimeters above the middle, for runs of weeks (runs, weeks).

    The first weeks of a run are needed to find its level.
    """
    flow = _rain(seed, weeks, rng) - _pumps(seed, weeks, rng)
    levels = np.zeros(weeks.shape)
    for week in range(1, weeks.shape[1]):
        levels[:, week] = LEFT * levels[:, week - 1] + flow[:, week]
    return np.asarray(levels + rng.normal(0, NOISE, weeks.shape))


def _rain(seed: int, weeks: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What seeps in, in cm a week: most in winter, and more in wet spells of weeks."""
    valley = np.random.default_rng([seed, 2])
    most, when = valley.uniform(4.0, 5.5), valley.uniform(3, 7)
    season = (1 + np.cos(2 * np.pi * (weeks - when) / YEAR)) / 2
    spell = np.zeros(weeks.shape)
    for week in range(1, weeks.shape[1]):
        push = rng.normal(0, 0.16, len(weeks))
        spell[:, week] = 0.9 * spell[:, week - 1] + push
    return np.asarray(most * season * np.exp(spell))


def _pumps(seed: int, weeks: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """What the farms take, in cm a week: for the seedlings, and again in the heat."""
    valley = np.random.default_rng([seed, 3])
    years, runs = (weeks // YEAR).astype(int), np.arange(len(weeks))[:, None]
    taken = np.zeros(weeks.shape)
    for begins, lasts, most in PUMPING:
        begin = valley.uniform(*begins)
        end, take = begin + valley.uniform(*lasts), valley.uniform(*most)
        each = (len(weeks), int(years.max()) + 1)
        first = (begin + rng.uniform(-0.5, 0.5, each))[runs, years]
        last = (end + rng.uniform(-0.5, 0.5, each))[runs, years]
        much = (take * rng.uniform(0.85, 1.15, each))[runs, years]
        week = weeks % YEAR
        taken += much * np.clip(week - first, 0, 1) * np.clip(last - week, 0, 1)
    return taken
