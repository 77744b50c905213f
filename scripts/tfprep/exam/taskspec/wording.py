"""What a model must take and give, in words."""

from __future__ import annotations

from tfprep.exam.taskspec.task import Input, Output, Size


def say_size(size: Size) -> str:
    """`3`, or `32 to 192`."""
    return str(size) if isinstance(size, int) else f"{size[0]} to {size[1]}"


def say_input(asked: Input) -> str:
    """The input's shape in words, such as `(batch, 28, 28, 1), numbers`."""
    if asked.kind == "text":
        return "(batch,) or (batch, 1), strings"
    return f"(batch, {', '.join(map(say_size, asked.shape))}), numbers"


def say_output(asked: Output) -> str:
    """The output's shape in words, such as `(batch, 4), a probability a class`."""
    if asked.values:
        return f"(batch, {asked.values}), numbers"
    shape = f"(batch, {len(asked.classes)}), a probability for each class"
    if len(asked.classes) == 2:
        shape += f", or (batch, 1), the probability of {asked.classes[1]!r}"
    return shape
