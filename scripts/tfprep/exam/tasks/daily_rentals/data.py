"""A shop that rents out sanders, and the sandpaper that its customers take along.

An invented process: a growing level times a week, a year and a mood that drifts from
day to day (the weather, mostly), with closed days and offers. Counts are Poisson draws.
Each rental takes some sheets off a shelf, which is filled up every one to three weeks.
Shop and seasons come from the seed. Each hidden example has 57 days of its own, played
anew by the secret, so none of them holds the answer to another.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

FIRST, LAST = "2012-01-01", "2022-12-31"
DAYS = pd.date_range(FIRST, LAST)
HIDDEN_FROM = "2020-01-01"
STEPS = 56
"""The most days that a model may look back on."""
EXAMPLES, EARLIER = 1000, 30
"""Hidden examples, and the days before each in which the shelf finds its level."""
CLOSED = ("01-01", "05-01", "08-15", "11-01", "12-25", "12-26")
"""Month and day of the days on which the shop is closed every year."""
FULL, WAIT = (3000, 6001), (5, 20)
"""Sheets after a filling, and days from one filling to the next."""


class Diary(NamedTuple):
    """What happens in some runs of days; each array is (runs, days)."""

    rentals: np.ndarray
    filled: np.ndarray
    """Sheets on the shelf after it was filled in the evening; 0: it was not."""
    left: np.ndarray
    """Sheets on the shelf when the shop closes, before any filling."""


def make(folder: Path, seed: int) -> None:
    """Write shop.csv: 2922 rows of date, rentals, filled, left, from 2012 to 2019."""
    known = np.flatnonzero(DAYS < HIDDEN_FROM)
    diary = _live(seed, known[None], np.random.default_rng([seed, 1]))
    columns = {name: runs[0] for name, runs in diary._asdict().items()}
    dates = pd.Index(DAYS[known], name="date")
    pd.DataFrame(columns, index=dates).to_csv(folder / "shop.csv")


def hidden(seeds: Seeds) -> Hidden:
    """The next day after each of 1000 runs of 56 days in 2020 to 2022."""
    rng = seeds.generator()
    later = np.flatnonzero(DAYS >= HIDDEN_FROM)
    long = EARLIER + STEPS + 1
    starts = rng.integers(later[0], later[-1] - long + 1, EXAMPLES, endpoint=True)
    diary = _live(seeds.seed, starts[:, None] + np.arange(long), rng)
    inputs = np.stack([diary.rentals, diary.filled], axis=-1)[:, EARLIER:-1]
    filled = diary.filled[:, :-1]
    last = long - 2 - np.argmax(filled[:, ::-1] > 0, axis=1)
    baseline = filled[np.arange(EXAMPLES), last][:, None]
    return Hidden(inputs.astype("float64"), diary.left[:, -1:], baseline=baseline)


def _live(seed: int, days: np.ndarray, rng: np.random.Generator) -> Diary:
    """The shop on days (runs, days), which count from FIRST."""
    shop = np.random.default_rng(seed)
    level = shop.uniform(280, 360) * shop.uniform(1.01, 1.03) ** (days / 365.25)
    expected = level * _week(shop)[days] * _year(shop)[days]
    expected *= _mood(rng, days.shape) * _offers(rng, days.shape)
    closed = np.isin(DAYS.strftime("%m-%d"), CLOSED)
    beside = np.roll(closed, 1) | np.roll(closed, -1)
    expected *= np.where(beside, 1.3, 1)[days]  # a day earlier or later does as well
    rentals = rng.poisson(np.where(closed[days], 0, expected))
    sheets = shop.uniform(0.65, 0.85) * rng.normal(1, 0.05, days.shape)
    return Diary(rentals, *_shelf(rng, rentals * sheets))


def _week(shop: np.random.Generator) -> np.ndarray:
    """Monday to Sunday: slow at first, busy on Friday and Saturday."""
    shares = np.array([0.8, 0.75, 0.8, 0.95, 1.35, 1.6, 0.55])
    shares *= shop.uniform(0.92, 1.08, 7)
    return np.asarray(shares[DAYS.day_of_week])


def _year(shop: np.random.Generator) -> np.ndarray:
    """A summer half with a peak in spring, when people renovate."""
    angle = 2 * np.pi * (DAYS.day_of_year.to_numpy() - shop.uniform(130, 150)) / 365.25
    return np.asarray(np.exp(0.22 * np.cos(angle) + 0.08 * np.cos(2 * angle)))


def _mood(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Most of a good or bad day is left on the next one."""
    pushes, mood = rng.normal(0, 0.11, shape), np.zeros(shape)
    mood[:, 0] = 2 * pushes[:, 0]
    for day in range(1, shape[1]):
        mood[:, day] = 0.85 * mood[:, day - 1] + pushes[:, day]
    return np.asarray(np.exp(mood))


def _offers(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Four days at half price, some five times a year, never announced long before."""
    begins = rng.random(shape) < 5 / 365
    lasts = begins.copy()
    for day in range(1, 4):
        lasts[:, day:] |= begins[:, :-day]
    return np.where(lasts, 1.3, 1)


def _shelf(
    rng: np.random.Generator, taken: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """`filled` and `left` of a diary, from the sheets that are taken (runs, days)."""
    taken = taken.round().astype(int)
    full, waits = rng.integers(*FULL, taken.shape), rng.integers(*WAIT, taken.shape)
    filled, left = np.zeros_like(taken), np.zeros_like(taken)
    shelf, wait = full[:, 0].copy(), waits[:, 0].copy()
    for day in range(taken.shape[1]):
        left[:, day] = np.maximum(shelf - taken[:, day], 0)
        wait -= 1
        today = wait == 0
        filled[:, day] = np.where(today, full[:, day], 0)
        wait = np.where(today, waits[:, day], wait)
        shelf = np.where(today, full[:, day], left[:, day])
    return filled, left
