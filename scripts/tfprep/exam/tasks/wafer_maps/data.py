"""Maps of the good and bad chips on round wafers, with six patterns of bad ones.

Each chip fails by chance, at a rate of its lot; a pattern adds chips that fail where
the pattern lies. The shapes are those that the industry speaks of (a blob, a ring, a
stretch of the edge, a scratch); their sizes and rates are made up for this project.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from tfprep.exam.taskspec.hidden import Hidden, Seeds

SIZE, RADIUS = 32, 15.7
"""Chips along a side of the map, and from the middle of the wafer to its edge."""
LOTS = 5
"""Lots of wafers that the learner has, and as many others that the grader has."""
SHARES = {
    "center": 0.16,
    "cluster": 0.12,
    "edge-local": 0.22,
    "random": 0.40,
    "ring": 0.06,
    "scratch": 0.04,
}
"""The part of each pattern in every lot."""
Y, X = np.mgrid[:SIZE, :SIZE] - (SIZE - 1) / 2
FAR = np.hypot(X, Y)
WAFER = FAR <= RADIUS


def make(folder: Path, seed: int) -> None:
    """Write lot-1.npz to lot-5.npz: maps uint8 (400, 32, 32) and their patterns."""
    rng = np.random.default_rng([seed, 0])
    for number in range(1, LOTS + 1):
        maps, numbers = _lot(rng, 400)
        patterns = np.array(list(SHARES))[numbers]
        np.savez(folder / f"lot-{number}.npz", maps=maps, patterns=patterns)


def hidden(seeds: Seeds) -> Hidden:
    """The 1000 wafers of five other lots."""
    rng = seeds.generator()
    maps, numbers = zip(*(_lot(rng, 200) for _ in range(LOTS)), strict=True)
    order = rng.permutation(LOTS * 200)
    return Hidden(
        np.concatenate(maps)[order, ..., None], np.concatenate(numbers)[order]
    )


def _lot(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Maps (count, 32, 32) and the numbers of their patterns (count,)."""
    often = [round(share * count) for share in SHARES.values()]
    numbers = rng.permutation(np.repeat(np.arange(len(SHARES)), often))
    rate = rng.uniform(0.02, 0.08)  # chips that fail without a pattern
    maps = np.zeros((count, SIZE, SIZE), np.uint8)
    draw = list(PATTERNS.values())
    for wafer, number in zip(maps, numbers, strict=True):
        fails = 1 - (1 - rate) * (1 - draw[number](rng))
        wafer[WAFER] = np.where(rng.random(WAFER.shape) < fails, 2, 1)[WAFER]
    return maps, numbers


def _center(rng: np.random.Generator) -> np.ndarray:
    x, y = rng.uniform(-1.5, 1.5, 2)
    return _blob(x, y, rng.uniform(3, 7), rng.uniform(0.6, 0.9))


def _cluster(rng: np.random.Generator) -> np.ndarray:
    turn, far = rng.uniform(0, 2 * np.pi), rng.uniform(6, 10)
    x, y = far * np.cos(turn), far * np.sin(turn)
    return _blob(x, y, rng.uniform(2.5, 5), rng.uniform(0.6, 0.9))


def _blob(x: float, y: float, radius: float, rate: float) -> np.ndarray:
    """Chips that fail around a place, less often at the blob's rim."""
    share = 1.5 * (1 - np.hypot(X - x, Y - y) / radius) + 0.5
    fails: np.ndarray = rate * np.clip(share, 0, 1)
    return fails


def _edge_local(rng: np.random.Generator) -> np.ndarray:
    middle, width = rng.uniform(-np.pi, np.pi), np.radians(rng.uniform(40, 110))
    off = np.abs(np.angle(np.exp(1j * (np.arctan2(Y, X) - middle))))
    rim = RADIUS - rng.uniform(2, 4)
    rate: np.ndarray = rng.uniform(0.5, 0.9) * ((rim < FAR) & (off < width / 2))
    return rate


def _random(rng: np.random.Generator) -> np.ndarray:
    return np.full(WAFER.shape, rng.uniform(0.02, 0.25))


def _ring(rng: np.random.Generator) -> np.ndarray:
    radius, half = rng.uniform(6, 11), rng.uniform(0.8, 2)
    x, y = rng.uniform(-1.5, 1.5, 2)
    off = np.abs(np.hypot(X - x, Y - y) - radius)
    rate: np.ndarray = rng.uniform(0.4, 0.8) * (off < half)
    return rate


def _scratch(rng: np.random.Generator) -> np.ndarray:
    """One chip wide and slightly bent, its middle in the wafer's inner part."""
    steps = np.arange(0, rng.uniform(12, 24), 0.5)
    turns = rng.uniform(0, 2 * np.pi) + rng.uniform(-0.08, 0.08) * steps
    path = np.cumsum(0.5 * np.array([np.sin(turns), np.cos(turns)]), axis=1)
    middle = (SIZE - 1) / 2 + rng.uniform(-6, 6, (2, 1))
    path += middle - path.mean(axis=1, keepdims=True)
    row, column = np.clip(np.rint(path), 0, SIZE - 1).astype(int)
    rate = np.zeros(WAFER.shape)
    rate[row, column] = rng.uniform(0.8, 0.95)
    return rate


PATTERNS: dict[str, Callable[[np.random.Generator], np.ndarray]] = {
    "center": _center,
    "cluster": _cluster,
    "edge-local": _edge_local,
    "random": _random,
    "ring": _ring,
    "scratch": _scratch,
}
"""How often each chip fails because of the pattern, in the order of SHARES."""
