"""Eleven years of a shop that rents out tools: eight are the learner's, three hidden.

An invented process: a growing level times a week, a year and a mood that drifts from
day to day (the weather, mostly), with closed days and offers. Counts are Poisson draws.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

FIRST, LAST = "2012-01-01", "2022-12-31"
HIDDEN_FROM = "2020-01-01"
STEPS = 56
"""The most days that a model may look back on."""
CLOSED = ("01-01", "05-01", "08-15", "11-01", "12-25", "12-26")
"""Month and day of the days on which the shop is closed every year."""


def make(folder: Path, seed: int) -> None:
    """Write rentals.csv: 2922 rows of date and rentals, from 2012 to 2019."""
    rentals = _rentals(seed)
    known = rentals[rentals.index < HIDDEN_FROM]
    known.to_csv(folder / "rentals.csv", index_label="date")


def hidden(seeds: Seeds) -> Hidden:
    """The next day for each run of 56 days that lies in 2020 to 2022."""
    rentals = _rentals(seeds.seed)
    later = rentals[rentals.index >= HIDDEN_FROM].to_numpy("float64")
    cut = np.lib.stride_tricks.sliding_window_view(later, STEPS + 1)
    inputs, truth = cut[:, :-1, None], cut[:, -1:]
    return Hidden(inputs, truth, baseline=inputs[:, -7])


def _rentals(seed: int) -> pd.Series:
    rng = np.random.default_rng(seed)
    days = pd.date_range(FIRST, LAST)
    level = rng.uniform(280, 360) * rng.uniform(1.01, 1.03) ** (
        np.arange(len(days)) / 365.25
    )
    expected = level * _week(rng, days) * _year(rng, days)
    expected *= _mood(rng, len(days)) * _offers(rng, len(days))
    closed = np.isin(days.strftime("%m-%d"), CLOSED)
    expected[:-1][closed[1:]] *= 1.3  # whoever needs a tool comes a day earlier
    expected[1:][closed[:-1]] *= 1.3  # ... or a day later
    expected[closed] = 0
    return pd.Series(rng.poisson(expected), index=days, name="rentals")


def _week(rng: np.random.Generator, days: pd.DatetimeIndex) -> np.ndarray:
    """Monday to Sunday: slow at first, busy on Friday and Saturday."""
    shares = np.array([0.8, 0.75, 0.8, 0.95, 1.35, 1.6, 0.55])
    shares *= rng.uniform(0.92, 1.08, 7)
    return np.asarray(shares[days.day_of_week])


def _year(rng: np.random.Generator, days: pd.DatetimeIndex) -> np.ndarray:
    """A summer half with a peak in spring, when people renovate."""
    angle = 2 * np.pi * (days.day_of_year.to_numpy() - rng.uniform(130, 150)) / 365.25
    return np.asarray(np.exp(0.22 * np.cos(angle) + 0.08 * np.cos(2 * angle)))


def _mood(rng: np.random.Generator, days: int) -> np.ndarray:
    """Most of a good or bad day is left on the next one."""
    mood = np.zeros(days)
    for day, push in enumerate(rng.normal(0, 0.11, days - 1), start=1):
        mood[day] = 0.85 * mood[day - 1] + push
    return np.exp(mood)


def _offers(rng: np.random.Generator, days: int) -> np.ndarray:
    """Four days at half price, some five times a year, never announced long before."""
    factor = np.ones(days)
    for start in rng.choice(days - 4, days * 5 // 365, replace=False):
        factor[start : start + 4] = 1.3
    return factor
