"""Flats on a heating network, each on one day, and the heat that they took.

The physics is that of a rough heat balance: what leaks through walls and windows (area
times degrees of difference, more in wind), less what the sun and the residents bring.
The flats, the buildings and all numbers are invented; the order of the buildings says
nothing about them, and differs from seed to seed.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

BUILDINGS = tuple("ABCDEFGHIJKLMNOP")
CONTROLS = ("steady", "away", "cool nights", "cool weekends")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
INSIDE = np.array(((21, 21), (11, 11), (19, 19), (21, 14)))
"""Degrees inside by control, from Monday to Friday and on the weekend."""


def make(folder: Path, seed: int) -> None:
    """Write days.csv, 6000 rows, and codes.json, which says what the codes mean."""
    days, heat = _observe(seed, np.random.default_rng([seed, 7]), 6000)
    days.assign(heat_kwh=heat.round(1)).to_csv(folder / "days.csv", index=False)
    codes = {
        "building": BUILDINGS,
        "control": CONTROLS,
        "weekday": WEEKDAYS,
    }
    (folder / "codes.json").write_text(json.dumps(codes, indent=2) + "\n", "utf-8")


def hidden(seeds: Seeds) -> Hidden:
    """1500 more days of flats in the same buildings."""
    days, heat = _observe(seeds.seed, seeds.generator(), 1500)
    return Hidden(days.to_numpy("float32"), heat[:, None])


def _observe(
    seed: int, rng: np.random.Generator, rows: int
) -> tuple[pd.DataFrame, np.ndarray]:
    columns = {
        "outdoor_c": rng.normal(4, 6, rows).clip(-15, 18).round(1),
        "wind_m_s": rng.gamma(3, 1.3, rows).clip(0, 16).round(1),
        "sun_kwh_m2": (5 * rng.beta(1.3, 2.5, rows)).round(1),
        "area_m2": rng.uniform(30, 160, rows).round(),
        "residents": rng.integers(1, 6, rows),
        "building": rng.integers(0, len(BUILDINGS), rows),
        "control": rng.choice(len(CONTROLS), rows, p=(0.4, 0.1, 0.3, 0.2)),
        "weekday": rng.integers(0, len(WEEKDAYS), rows),
    }
    days = pd.DataFrame(columns)
    heat = _heat(days, np.random.default_rng(seed))
    return days, (heat * rng.normal(1, 0.04, rows) + rng.normal(0, 1, rows)).clip(0)


def _heat(days: pd.DataFrame, network: np.random.Generator) -> np.ndarray:
    """What the flats take, in kWh a day, from properties drawn for each building."""
    kinds = len(BUILDINGS)
    loss = network.permutation(np.linspace(0.5, 2.0, kinds))  # W/(m2 K)
    drafty = network.uniform(0, 0.06, kinds)  # of the loss, more for each m/s
    windows = network.uniform(0.01, 0.1, kinds)  # m2 that catch sun, each m2
    building, control = days["building"], days["control"]
    inside = INSIDE[control, (days["weekday"] > 4).astype(int)]
    degrees = (inside - days["outdoor_c"]).clip(0)
    leaks = 0.024 * loss[building] * (1 + drafty[building] * days["wind_m_s"])
    gains = windows[building] * days["area_m2"] * days["sun_kwh_m2"]
    gains += np.where(control == CONTROLS.index("away"), 0, 2 * days["residents"])
    return np.asarray((leaks * days["area_m2"] * degrees - gains).clip(0))
