"""Where everything stands in the report's figures; the templates draw it.

All lengths are units of the figures' own coordinates, x to the right and y down. A
figure is as wide as a telephone, so that its words are never made smaller there.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tfprep.exam.outcomes import ClassEvidence, ValueEvidence
from tfprep.exam.taskspec.metrics import rounded

WIDTH, HEIGHT = 350.0, 260.0
LEFT, RIGHT, TOP, BELOW = 52.0, 10.0, 10.0, 40.0
"""Room around a plot for what is written there."""
INK = 0.45
"""Of the strongest shade of a cell: what is written on it stays readable."""
GAP = 0.3
"""Between bars, as a share of their distance."""
FIFTHS = 5


@dataclass(frozen=True)
class Mark:
    """A word or a number at a place."""

    place: float
    text: str


@dataclass(frozen=True)
class Cell:
    """How often one class was taken for another, or for itself."""

    x: float
    y: float
    count: int
    shade: float
    is_right: bool


@dataclass(frozen=True)
class ClassRow:
    """What became of the examples of one class."""

    name: str
    right: int
    total: int
    mostly: str
    """What else they were taken for most often, with how often."""


@dataclass(frozen=True)
class Matrix:
    """A confusion matrix: a row for each true class, a column for each answer."""

    width: float
    height: float
    left: float
    top: float
    side: float
    """Of a cell."""
    rows: tuple[Mark, ...]
    columns: tuple[Mark, ...]
    cells: tuple[Cell, ...]
    classes: tuple[ClassRow, ...]


@dataclass(frozen=True)
class Plot:
    """Points or bars between two axes."""

    x_ticks: tuple[Mark, ...]
    y_ticks: tuple[Mark, ...]
    points: tuple[tuple[float, float], ...] = ()
    equal: tuple[float, float, float, float] = (0, 0, 0, 0)
    """The ends of the line on which truth and answer would be equal."""
    bars: tuple[tuple[float, float, float], ...] = ()
    """Left edge, top and width of each; they stand on the axis."""
    said: str = ""
    """The bars in words."""


@dataclass(frozen=True)
class Errors:
    """How far the answers are off, in words."""

    half: str
    """Half of them are off by no more than this."""
    tenth: str
    """One in ten is off by more than this."""
    lean: str
    """The mean of answer minus truth."""
    too: str
    """high, low, or nothing where they don't lean."""


def matrix(evidence: ClassEvidence) -> Matrix:
    """The places of a confusion matrix."""
    number = len(evidence.classes)
    longest = max(len(name) for name in evidence.classes)
    left = min(40 + 6.6 * longest, 150)
    side = min((WIDTH - left) / number, 48.0)
    top = 38.0
    places = [top + side * (row + 0.5) for row in range(number)]
    names = [
        Mark(place, name if name == str(row) else f"{_short(name)} {row}")
        for row, (place, name) in enumerate(zip(places, evidence.classes, strict=True))
    ]
    return Matrix(
        width=WIDTH,
        height=top + side * number + 4,
        left=left,
        top=top,
        side=side,
        rows=tuple(names),
        columns=tuple(
            Mark(left + side * (column + 0.5), str(column)) for column in range(number)
        ),
        cells=tuple(
            Cell(
                x=left + side * column,
                y=top + side * row,
                count=count,
                shade=round(INK * count / max(sum(counts), 1), 3),
                is_right=row == column,
            )
            for row, counts in enumerate(evidence.confusion)
            for column, count in enumerate(counts)
        ),
        classes=tuple(_class_rows(evidence)),
    )


def scatter(evidence: ValueEvidence) -> Plot | None:
    """Answers over truths, and the line on which they would be equal.

    None: some value is so large that there is no scale for it.
    """
    pairs = _pairs(evidence)
    across = _Scale.of((truth for truth, _ in pairs), LEFT, WIDTH - RIGHT)
    up = _Scale.of((v for pair in pairs for v in pair), HEIGHT - BELOW, TOP)
    if across is None or up is None:
        return None
    return Plot(
        x_ticks=across.ticks,
        y_ticks=up.ticks,
        points=tuple((across.at(truth), up.at(answer)) for truth, answer in pairs),
        equal=(
            *(across.at(across.low), up.at(across.low)),
            *(across.at(across.high), up.at(across.high)),
        ),
    )


def by_output(evidence: ValueEvidence) -> Plot | None:
    """The mean absolute error of each output, as bars.

    None: some value is so large that there is no scale for it.
    """
    outputs = range(len(evidence.truth[0]))
    off = [
        [abs(a - t) for t, a in zip(truths, answers, strict=True)]
        for truths, answers in zip(evidence.truth, evidence.answers, strict=True)
    ]
    means = [_mean(row[place] for row in off) for place in outputs]
    return _bars(means, [str(place + 1) for place in outputs])


def by_size(evidence: ValueEvidence) -> Plot | None:
    """The mean absolute error of each fifth of the examples, sorted by their truth.

    Below each bar stands the truth in its middle. None: some value is so large that
    there is no scale for it, or there are too few examples.
    """
    pairs = sorted(_pairs(evidence))
    if len(pairs) < FIFTHS:
        return None
    edges = [len(pairs) * part // FIFTHS for part in range(FIFTHS + 1)]
    parts = [pairs[start:end] for start, end in pairwise(edges)]
    means = [_mean(abs(a - t) for t, a in part) for part in parts]
    return _bars(means, [rounded(part[len(part) // 2][0], 3) for part in parts])


def _bars(heights: Sequence[float], names: Sequence[str]) -> Plot | None:
    up = _Scale.of((0, *heights), HEIGHT - BELOW, TOP)
    if up is None:
        return None
    up = replace(up, low=0)  # they stand on the axis
    step = (WIDTH - RIGHT - LEFT) / len(heights)
    return Plot(
        x_ticks=tuple(
            Mark(LEFT + step * (place + 0.5), name) for place, name in enumerate(names)
        ),
        y_ticks=up.ticks,
        bars=tuple(
            (LEFT + step * (place + GAP / 2), up.at(height), step * (1 - GAP))
            for place, height in enumerate(heights)
        ),
        said=", ".join(
            f"{name}: {rounded(height, 3)}"
            for name, height in zip(names, heights, strict=True)
        ),
    )


def errors(evidence: ValueEvidence, unit: str = "") -> Errors:
    """How far all answers are off."""
    off = [answer - truth for truth, answer in _pairs(evidence)]
    sizes = sorted(map(abs, off))
    lean = _mean(off)
    too = "high" if lean > 0 else "low"
    return Errors(
        half=_with_unit(statistics.median(sizes), unit),
        tenth=_with_unit(sizes[int(0.9 * (len(sizes) - 1))], unit),
        lean=_with_unit(abs(lean), unit),
        too=too if abs(lean) > 0.1 * _mean(sizes) else "",
    )


@dataclass(frozen=True)
class _Scale:
    """From values to places on an axis."""

    low: float
    high: float
    start: float
    end: float

    @classmethod
    def of(cls, values: Iterable[float], start: float, end: float) -> _Scale | None:
        """A scale that holds the values; None: they are too far apart for one."""
        every = list(values)
        low, high = min(every), max(every)
        if not math.isfinite(2 * (high - low)):
            return None
        room = (high - low) / 25 or abs(high) / 10 or 1.0
        return cls(low - room, high + room, start, end)

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def ticks(self) -> tuple[Mark, ...]:
        """Four to eight round numbers."""
        rough = (self.high - self.low) / 4
        power = 10 ** math.floor(math.log10(rough))
        step = next(power * n for n in (5, 2, 1) if power * n <= rough)
        first = math.ceil(self.low / step)
        last = math.floor(self.high / step)
        return tuple(
            Mark(self.at(number * step), f"{number * step:.6g}")
            for number in range(first, last + 1)
        )


def _pairs(evidence: ValueEvidence) -> list[tuple[float, float]]:
    """Truth and answer of every example and output."""
    return [
        (truth, answer)
        for truths, answers in zip(evidence.truth, evidence.answers, strict=True)
        for truth, answer in zip(truths, answers, strict=True)
    ]


def _class_rows(evidence: ClassEvidence) -> Iterable[ClassRow]:
    for row, (name, counts) in enumerate(
        zip(evidence.classes, evidence.confusion, strict=True)
    ):
        others = [(n, place) for place, n in enumerate(counts) if n and place != row]
        most = max(others, default=None, key=lambda pair: pair[0])
        yield ClassRow(
            name=name,
            right=counts[row],
            total=sum(counts),
            mostly=f"{evidence.classes[most[1]]} ({_times(most[0])})" if most else "",
        )


def _mean(values: Iterable[float]) -> float:
    """Infinite where the values are too large; statistics.fmean fails there."""
    every = list(values)
    return sum(every) / len(every)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _short(name: str) -> str:
    return name if len(name) <= 16 else f"{name[:15]}…"


def _with_unit(value: float, unit: str) -> str:
    return f"{rounded(value, 3)} {unit}".strip()
