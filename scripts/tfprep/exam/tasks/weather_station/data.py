"""Three years of an invented weather station, hour by hour: two to learn from.

Not a model of the atmosphere, but with the links that forecasters look for. Fronts
bring other air: pressure falls and wind rises for hours before one arrives, and moist
air announces warm air. The sun heats the ground and clear nights cool it, both the less
the more clouds there are and the more wind mixes the air. Humidity follows from the
air's dew point and its temperature, by the Magnus formula.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

FIRST, HOURS = "2021-01-01", 3 * 365 * 24
HIDDEN_FROM = "2023-01-01"
STEPS, AHEAD = 48, 6
"""The most hours that a model may look back on, and those that it has to forecast."""
EVERY = 7
"""Hours between two hidden examples: coprime to 24, so that each hour is asked."""
LEAD = 12
"""Hours for which a front announces itself."""

Array = np.ndarray


def make(folder: Path, seed: int) -> None:
    """Write station.csv: 17520 hours of time and five variables, 2021 and 2022."""
    station = _station(seed)
    station[station.index < HIDDEN_FROM].to_csv(
        folder / "station.csv", index_label="time"
    )


def hidden(seeds: Seeds) -> Hidden:
    """Every seventh run of 54 hours of 2023; the baseline is persistence."""
    station = _station(seeds.seed)
    later = station[station.index >= HIDDEN_FROM].to_numpy("float64")
    cut = np.lib.stride_tricks.sliding_window_view(later, STEPS + AHEAD, axis=0)
    runs = cut[::EVERY].swapaxes(1, 2)
    inputs, truth = runs[:, :STEPS], runs[:, STEPS:, 0]
    return Hidden(inputs, truth, baseline=np.repeat(inputs[:, -1:, 0], AHEAD, axis=1))


def _station(seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    time = pd.date_range(FIRST, periods=HOURS, freq="h")
    season = -np.cos(2 * np.pi * (time.day_of_year.to_numpy() - 15) / 365)  # -1 to 1
    air, moist, pressure, near = _fronts(rng)
    cloud = 1 / (1 + np.exp(-2 * _drift(rng, 0.96) - 3 * near - 0.15 * moist + 1))
    height = np.sin(2 * np.pi * (time.hour.to_numpy() - 6) / 24) + 0.4 * season
    sun = rng.uniform(600, 700) * np.clip(height, 0, None) * (1 - 0.8 * cloud)
    wind = 2.5 * np.exp(0.5 * _drift(rng, 0.95)) + 7 * near
    air += rng.uniform(7, 11) + rng.uniform(7, 9) * season
    temperature = air + _ground(sun, cloud, wind)
    dew = np.minimum(air - 5 + moist + _drift(rng, 0.97), temperature)
    humidity = 100 * _vapor(dew) / _vapor(temperature)
    columns = {
        "temperature": temperature + rng.normal(0, 0.2, HOURS),
        "humidity": np.clip(humidity + rng.normal(0, 1.5, HOURS), 5, 100),
        "pressure": pressure + rng.normal(0, 0.1, HOURS),
        "wind": np.clip(wind + rng.normal(0, 0.4, HOURS), 0, None),
        "sun": np.clip(sun * (1 + rng.normal(0, 0.05, HOURS)), 0, None),
    }
    return pd.DataFrame(columns, index=time).round(1)


def _fronts(rng: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """What fronts do: to the air, to its moisture and pressure; how near one is."""
    air, moist, fall, near = (np.zeros(HOURS) for _ in range(4))
    hour, level = 0.0, 0.0
    while (hour := hour + 20 + rng.exponential(20)) < HOURS - 5:
        # The air swings back: after warm air comes cold air more often.
        jump = rng.normal(-0.8 * level, 7)
        level += jump
        since = np.arange(HOURS) - hour
        air += jump / (1 + np.exp(-np.clip(since, -50, 50)))
        before = np.clip(1 + since / LEAD, 0, 1) * (since < 0)
        after = np.exp(-np.clip(since, 0, None) / 6) * (since >= 0)
        size = min(abs(jump), 15) / 15
        moist += max(jump, 0) * 0.8 * (before + after)
        fall += 20 * size * (before + after)
        near += size * (before + after)
    return air, moist, 1015 + 2 * _drift(rng, 0.99) - fall, near


def _ground(sun: Array, cloud: Array, wind: Array) -> Array:
    """The warmth of the ground, hour by hour: what the sun gives, less what is lost."""
    goal = (0.032 * sun - 9 * (1 - 0.8 * cloud)) / (1 + 0.12 * wind)
    warmth = np.zeros(HOURS)
    for hour in range(1, HOURS):
        warmth[hour] = 0.82 * warmth[hour - 1] + 0.18 * goal[hour]
    return warmth


def _drift(rng: np.random.Generator, memory: float) -> Array:
    """Numbers with mean 0 and spread 1 that change slowly."""
    drift, step = np.zeros(HOURS), np.sqrt(1 - memory**2)
    for hour, push in enumerate(rng.normal(0, step, HOURS - 1), start=1):
        drift[hour] = memory * drift[hour - 1] + push
    return drift


def _vapor(celsius: Array) -> Array:
    """The pressure of saturated vapor, up to a factor (Magnus formula)."""
    return np.asarray(np.exp(17.62 * celsius / (243.12 + celsius)))
