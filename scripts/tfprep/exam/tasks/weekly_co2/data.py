"""Weekly CO2 on Mauna Loa, 1958 to 2001, with four blocks of four years held out.

The values are real, public and few. So the missing years can be looked up, and runs of
weeks within them overlap. The secret draws which runs are asked, and gives to each of
them an instrument of its own, whose zero point is off: the answer to one run doesn't
stand in another, however near in time.

The series comes with statsmodels and is in the public domain: C. D. Keeling and T. P.
Whorf, 2004, Atmospheric CO2 concentrations derived from flask air samples at sites in
the SIO network, Carbon Dioxide Information Analysis Center, Oak Ridge. The seed only
chooses which years are held out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from statsmodels.datasets import co2

from tfprep.exam.taskspec.hidden import Hidden, Seeds

STEPS, AHEAD = 60, 4
"""The most weeks that a model may look back on, and those that it has to forecast."""
BLOCKS, YEARS = 4, 4
ASKED, OFF = 400, 20.0
"""Hidden runs, and the most ppm by which the zero of an instrument is off."""
FIRST, LAST = 1965, 2001
"""Between these years a block may lie: before them, too many weeks are missing."""


def make(folder: Path, seed: int) -> None:
    """Write weekly_co2.csv: week and co2, without the rows of the hidden years."""
    weekly, blocks = _weekly(), _blocks(seed)
    known = weekly[~weekly.index.year.isin([year for b in blocks for year in b])]
    known.to_csv(folder / "weekly_co2.csv", index_label="week")


def hidden(seeds: Seeds) -> Hidden:
    """Runs of 64 weeks within a block, each as another instrument would give it."""
    weekly, runs, rng = _weekly(), [], seeds.generator()
    for block in _blocks(seeds.seed):
        part = weekly[weekly.index.year.isin(block)]
        cut = np.lib.stride_tricks.sliding_window_view
        # Asked for are weeks that were all measured.
        measured = cut(part.notna().to_numpy(), STEPS + AHEAD)[:, STEPS:].all(axis=1)
        runs.append(cut(part.interpolate().to_numpy(), STEPS + AHEAD)[measured])
    values = rng.permutation(np.concatenate(runs))[:ASKED]
    values += rng.uniform(-OFF, OFF, (len(values), 1))
    inputs, truth = values[:, :STEPS, None], values[:, STEPS:]
    return Hidden(inputs, truth, baseline=np.repeat(inputs[:, -1], AHEAD, axis=1))


def _weekly() -> pd.Series:
    """One value a week in ppm, on Saturdays, NaN where none was measured."""
    return co2.load_pandas().data["co2"]


def _blocks(seed: int) -> list[range]:
    """The hidden years: blocks with at least one known year between them."""
    slack = (LAST - FIRST + 1) - BLOCKS * YEARS - (BLOCKS - 1)
    rng = np.random.default_rng(seed)
    waits = np.sort(rng.choice(slack + BLOCKS, BLOCKS, replace=False))
    waits -= np.arange(BLOCKS)  # years of slack before each block, never falling
    starts = FIRST + waits + (YEARS + 1) * np.arange(BLOCKS)
    return [range(start, start + YEARS) for start in starts.tolist()]
