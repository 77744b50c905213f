"""A thermistor in a voltage divider, read by a ten-bit converter many times over.

The curve is the beta equation of thermistors, 1/T = 1/T0 + ln(R/R0)/B, with T in
kelvin; the noise is that of the converter. A reading is the mean of many steps, so it
has decimals, and hardly two are alike.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

KELVIN = 273.15
STEPS = 1023
COLD, HOT = -30, 110


def make(folder: Path, seed: int) -> None:
    """Write measurements.csv: 600 rows of reading and celsius."""
    celsius, reading = _measure(seed, np.random.default_rng([seed, 7]), 600)
    table = pd.DataFrame({"reading": reading, "celsius": celsius.round(2)})
    table.to_csv(folder / "measurements.csv", index=False)


def hidden(seeds: Seeds) -> Hidden:
    """1000 more readings of the same sensor, none of which the learner has."""
    _, known = _measure(seeds.seed, np.random.default_rng([seeds.seed, 7]), 600)
    celsius, reading = _measure(seeds.seed, seeds.generator(), 1200)
    new = np.flatnonzero(~np.isin(reading, known))[:1000]
    return Hidden(reading[new, None].astype("float32"), celsius[new, None])


def _measure(
    seed: int, rng: np.random.Generator, rows: int
) -> tuple[np.ndarray, np.ndarray]:
    sensor = np.random.default_rng(seed)
    beta = sensor.uniform(3300, 4100)
    divider = sensor.uniform(0.25, 0.6)  # the fixed resistor, as a share of R0
    celsius = rng.uniform(COLD, HOT, rows)
    resistance = np.exp(beta * (1 / (celsius + KELVIN) - 1 / (25 + KELVIN)))
    share = resistance / (resistance + divider)
    reading = np.round(STEPS * share + rng.normal(0, 2, rows), 2)
    return celsius, np.clip(reading, 0, STEPS)
