"""A year of an invented weather station beside a roofed garden, hour by hour.

Not a model of the atmosphere, but with the links that forecasters look for. Fronts
bring other air, with wind and clouds. The sun heats the ground and clear nights cool
it, both the less the more clouds there are and the more wind mixes the air. Humidity
follows from the air's dew point and its temperature, by the Magnus formula. The plants
take water from the soil: more in sun, in wind and in dry air, less from dry soil.
Place and plants come from the seed. Each hidden example has hours of its own, played
anew by the secret, so none of them holds the answer to another.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

FIRST, KNOWN = "2021-01-01", 365 * 24
STEPS, AHEAD = 48, 6
"""The most hours that a model may look back on, and those that it has to forecast."""
EXAMPLES, EARLIER = 1000, 96
"""Hidden examples, and the hours before each in which the soil finds its level."""
FULL, WAIT = (8.0, 20.0), (8, 41)
"""Millimeters in the soil after a watering, and hours from one to the next."""
DRY = 6.0
"""Below these millimeters the plants take less."""
COLUMNS = ("temperature", "humidity", "wind", "sun", "watered")
"""What a model gets, in this order."""

Array = np.ndarray


def make(folder: Path, seed: int) -> None:
    """Write garden.csv: 8760 hours of time, five variables and water."""
    hours = np.arange(KNOWN)
    columns = _live(seed, hours[None], np.random.default_rng([seed, 1]))
    time = pd.date_range(FIRST, periods=KNOWN, freq="h", name="time")
    garden = pd.DataFrame({name: runs[0] for name, runs in columns.items()}, time)
    garden.to_csv(folder / "garden.csv")


def hidden(seeds: Seeds) -> Hidden:
    """The next six hours after each of 1000 runs of 48 hours in the year after."""
    rng, long = seeds.generator(), EARLIER + STEPS + AHEAD
    starts = KNOWN + rng.integers(0, KNOWN - long, EXAMPLES)
    columns = _live(seeds.seed, starts[:, None] + np.arange(long), rng)
    runs = np.stack([columns[name] for name in COLUMNS], axis=-1)
    inputs = runs[:, EARLIER:-AHEAD]
    watered = columns["watered"][:, :-AHEAD]
    last = watered.shape[1] - 1 - np.argmax(watered[:, ::-1] > 0, axis=1)
    baseline = np.repeat(watered[np.arange(EXAMPLES), last][:, None], AHEAD, axis=1)
    return Hidden(inputs, columns["water"][:, -AHEAD:], baseline=baseline)


def _live(seed: int, hours: Array, rng: np.random.Generator) -> dict[str, Array]:
    """The garden at hours (runs, hours) that count from FIRST; the same of each column.

    Nobody waters in the last six hours.
    """
    place, shape = np.random.default_rng(seed), hours.shape
    season = -np.cos(2 * np.pi * (hours / 24 - 15) / 365)  # -1 to 1
    air, moist, near = _fronts(rng, shape)
    cloud = 1 / (1 + np.exp(-2 * _drift(rng, shape, 0.96) - 3 * near - moist / 7 + 1))
    height = np.sin(2 * np.pi * (hours % 24 - 6) / 24) + 0.4 * season
    sun = place.uniform(600, 700) * np.clip(height, 0, None) * (1 - 0.8 * cloud)
    wind = 2.5 * np.exp(0.5 * _drift(rng, shape, 0.95)) + 7 * near
    air += place.uniform(14, 18) + place.uniform(6, 8) * season
    temperature = air + _ground(sun, cloud, wind)
    dew = np.minimum(air - 5 + moist + _drift(rng, shape, 0.97), temperature)
    lacks = _vapor(temperature) - _vapor(dew)
    thirst = place.uniform(0.8, 1.2) * (sun / 1000 + lacks * (0.5 + wind / 4) / 15)
    watered, water = _soil(rng, thirst)
    columns = {
        "temperature": temperature + rng.normal(0, 0.2, shape),
        "humidity": (100 * _vapor(dew) / _vapor(temperature)).clip(5, 100),
        "wind": np.clip(wind + rng.normal(0, 0.4, shape), 0, None),
        "sun": np.clip(sun * (1 + rng.normal(0, 0.05, shape)), 0, None),
        "watered": watered,
        "water": water,
    }
    return {name: values.round(1) for name, values in columns.items()}


def _fronts(
    rng: np.random.Generator, shape: tuple[int, ...]
) -> tuple[Array, Array, Array]:
    """What fronts do: to the air and its moisture; how near one is."""
    air, moist, near = (np.zeros(shape) for _ in range(3))
    for run in range(shape[0]):
        hour, level = 0.0, 0.0
        while (hour := hour + 20 + rng.exponential(20)) < shape[1] - 5:
            # The air swings back: after warm air comes cold air more often.
            jump = rng.normal(-0.8 * level, 7)
            level += jump
            since = np.arange(shape[1]) - hour
            air[run] += jump / (1 + np.exp(-np.clip(since, -50, 50)))
            around = np.exp(-np.abs(since) / 6)
            moist[run] += max(jump, 0) * 0.8 * around
            near[run] += min(abs(jump), 15) / 15 * around
    return air, moist, near


def _ground(sun: Array, cloud: Array, wind: Array) -> Array:
    """The warmth of the ground, hour by hour: what the sun gives, less what is lost."""
    goal = (0.032 * sun - 9 * (1 - 0.8 * cloud)) / (1 + 0.12 * wind)
    warmth = np.zeros(sun.shape)
    for hour in range(1, sun.shape[1]):
        warmth[:, hour] = 0.82 * warmth[:, hour - 1] + 0.18 * goal[:, hour]
    return warmth


def _soil(rng: np.random.Generator, thirst: Array) -> tuple[Array, Array]:
    """Water in the soil after each watering (else 0), and at the end of each hour."""
    full = rng.uniform(*FULL, thirst.shape).round(1)
    waits = rng.integers(*WAIT, thirst.shape)
    watered, water = np.zeros(thirst.shape), np.zeros(thirst.shape)
    now, wait = full[:, 0].copy(), waits[:, 0].copy()
    last = thirst.shape[1] - AHEAD
    for hour in range(thirst.shape[1]):
        water[:, hour] = now - thirst[:, hour] * np.clip(now / DRY, 0, 1)
        wait -= 1
        today = (wait <= 0) & (hour < last)
        watered[:, hour] = np.where(today, full[:, hour], 0)
        wait = np.where(today, waits[:, hour], wait)
        now = np.where(today, full[:, hour], water[:, hour]).clip(0)
    return watered, water.clip(0)


def _drift(rng: np.random.Generator, shape: tuple[int, ...], memory: float) -> Array:
    """Numbers with mean 0 and spread 1 that change slowly."""
    drift = rng.normal(0, 1, shape)
    drift[:, 1:] *= np.sqrt(1 - memory**2)
    for hour in range(1, shape[1]):
        drift[:, hour] += memory * drift[:, hour - 1]
    return drift


def _vapor(celsius: Array) -> Array:
    """The pressure of saturated vapor, up to a factor (Magnus formula)."""
    return np.asarray(np.exp(17.62 * celsius / (243.12 + celsius)))
