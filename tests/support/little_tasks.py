"""Five little tasks in a folder of their own, one of each kind of input."""

from __future__ import annotations

from pathlib import Path

TASK = """\
title: Little task {letter}
category: {letter}
form: 1
skills: [NN-1]
minutes: 20
seconds: 9
summary: A little task that only tests use, of the kind {kind}.
input: {{kind: {kind}, shape: {shape}}}
output: {output}
metric: {metric}
bands: {bands}
"""
DATA = """\
import numpy as np
from tfprep.exam.taskspec.hidden import Hidden


def hidden(seeds):
    rng = seeds.generator()
    {body}
"""
RISING, FALLING = "[0.1, 0.2, 0.3, 0.4, 0.5]", "[5, 4, 3, 2, 1]"
KINDS = {
    "A": ("rows", "[1]", "{values: 1}"),
    "B": ("rows", "[4]", "{classes: [calm, storm]}"),
    "C": ("pictures", "[[16, 64], [16, 64], 3]", "{classes: [a, b, c]}"),
    "D": ("text", "[]", "{classes: [bad, good]}"),
    "E": ("series", "[[4, 20], 1]", "{values: 1}"),
}
BODIES = {
    "A": """\
readings = rng.integers(0, 1024, (1000, 1))
    return Hidden(readings.astype("float32"), (1023 - readings) / 10 - 32)""",
    "B": "return Hidden(rng.normal(size=(70, 4)), rng.integers(0, 2, 70))",
    "C": """\
sizes = [(20, 30), (40, 25)] * 35
    pictures = [rng.integers(0, 256, (*size, 3)).astype("uint8") for size in sizes]
    return Hidden(pictures, rng.integers(0, 3, 70))""",
    "D": """\
words = np.array(["good", "bad", "film", "day", "fine", "poor"])
    texts = [" ".join(rng.choice(words, 4)) for _ in range(70)]
    return Hidden(texts, rng.integers(0, 2, 70))""",
    "E": "return Hidden(rng.normal(size=(70, 20, 1)), rng.normal(size=(70, 1)))",
}


def make_little_tasks(folder: Path) -> Path:
    """Write them; A is what the stored models of Keras 2 were trained for."""
    for letter, (kind, shape, output) in KINDS.items():
        place = folder / f"little_{letter.lower()}"
        place.mkdir()
        metric = "mae" if "values" in output else "accuracy"
        text = TASK.format(
            letter=letter,
            kind=kind,
            shape=shape,
            output=output,
            metric=metric,
            bands=FALLING if metric == "mae" else RISING,
        )
        (place / "task.yml").write_text(text)
        (place / "data.py").write_text(DATA.format(body=BODIES[letter]))
    return folder
