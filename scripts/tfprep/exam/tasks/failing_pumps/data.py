"""Inspections of invented pumps, some of which fail soon after.

Pumps fail in four ways here, and each adds to the risk: running far from the flow they
are built for, drawing more than the suction side gives (cavitation), hot bearings that
shake, and wear. Luck adds its part, and the worst eighth fails. Nothing is measured on
real pumps; the ranges are plausible ones. How much each way counts differs from seed to
seed.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

COLUMNS = (
    "vibration_mm_s",
    "suction_pa",
    "bearing_c",
    "service_hours",
    "starts_per_day",
    "flow_m3_s",
    "insulation_ohm",
    "current_a",
)
FAILING = 1 / 8
LUCK = 0.6
"""The part that nobody can measure, as the scale of a logistic distribution."""


def make(folder: Path, seed: int) -> None:
    """Write pumps.csv: 5000 rows of eight measurements and failed."""
    pumps, failed = _inspect(seed, np.random.default_rng([seed, 7]), 5000)
    table = pumps.assign(failed=failed)
    table.to_csv(folder / "pumps.csv", index=False)


def hidden(seeds: Seeds) -> Hidden:
    """1500 more inspections by the same water company."""
    pumps, failed = _inspect(seeds.seed, seeds.generator(), 1500)
    return Hidden(pumps.to_numpy("float32"), failed)


def _inspect(
    seed: int, rng: np.random.Generator, rows: int
) -> tuple[pd.DataFrame, np.ndarray]:
    weights = np.random.default_rng(seed).uniform(0.85, 1.2, 4)
    pumps = _measure(rng, rows)
    trouble = _trouble(pumps, weights) + rng.logistic(0, LUCK, rows)
    return pumps, (trouble > np.quantile(trouble, 1 - FAILING)).astype(int)


def _measure(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    flow = rng.normal(0.024, 0.008, rows).clip(0.003)
    columns = (
        rng.lognormal(1.0, 0.5, rows).clip(0.3, 20).round(2),
        rng.normal(220_000, 55_000, rows).clip(60_000).round(-2).astype(int),
        rng.normal(58, 9, rows).round(1),
        rng.gamma(2.2, 2600, rows).round().astype(int),
        rng.gamma(2, 4, rows).round().astype(int),
        flow.round(4),
        rng.normal(9e8, 2.5e8, rows).clip(5e7).round(-6).astype(int),
        (18 + 900 * flow + rng.normal(0, 4, rows)).round(1),
    )
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _trouble(pumps: pd.DataFrame, weights: np.ndarray) -> np.ndarray:
    """How much is wrong with each pump, as one number."""
    flow = (pumps["flow_m3_s"] - 0.024) / 0.008
    suction = (pumps["suction_pa"] - 220_000) / 55_000
    shaking = ((pumps["vibration_mm_s"] - 3.1) / 1.75).clip(-1)
    heat = (pumps["bearing_c"] - 58) / 9
    hours = (pumps["service_hours"] - 5700) / 3800
    starts = (pumps["starts_per_day"] - 8) / 5.6
    insulation = (pumps["insulation_ohm"] - 9e8) / 2.5e8
    ways = (
        1.3 * flow.abs(),
        0.9 * (flow - suction).clip(0),
        0.8 * shaking + 0.5 * heat + 0.35 * shaking * heat,
        0.7 * hours + 0.4 * starts - 0.5 * insulation,
    )
    return np.asarray(np.column_stack(ways) @ weights)
