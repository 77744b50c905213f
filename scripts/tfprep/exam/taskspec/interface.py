"""What a task's model must take and give, as data and in words."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Size = (
    Annotated[int, Field(ge=1)]
    | tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]]
)
"""A length that a model must have, or the first and last of those it may choose."""


class Input(BaseModel):
    """What a task's model is asked: one tensor, without its batch axis."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["rows", "pictures", "series", "text"]
    shape: tuple[Size, ...] = ()
    """Rows: columns. Pictures: height, width, channels. Series: steps, variables."""

    @model_validator(mode="after")
    def _axes(self) -> Input:
        axes = {"rows": 1, "pictures": 3, "series": 2, "text": 0}[self.kind]
        if len(self.shape) != axes:
            raise ValueError(f"{self.kind} have {axes} axes, got {list(self.shape)}")
        return self

    def __str__(self) -> str:
        """In words, such as `(batch, 28, 28, 1), numbers`."""
        if self.kind == "text":
            return "(batch,) or (batch, 1), strings"
        return f"(batch, {', '.join(map(_say, self.shape))}), numbers"


class Output(BaseModel):
    """What a task's model answers: `values` numbers, or one of the `classes`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    values: Annotated[int, Field(ge=1)] | None = None
    classes: tuple[str, ...] = ()
    """The names of the classes, in the order of their numbers."""

    @model_validator(mode="after")
    def _one(self) -> Output:
        if (self.values is None) == (len(self.classes) < 2):
            raise ValueError("expected either values, or two classes or more")
        return self

    def __str__(self) -> str:
        """In words, such as `(batch, 4), a probability for each class`."""
        if self.values:
            return f"(batch, {self.values}), numbers"
        shape = f"(batch, {len(self.classes)}), a probability for each class"
        if len(self.classes) == 2:
            shape += f", or (batch, 1), the probability of {self.classes[1]!r}"
        return shape


def _say(size: Size) -> str:
    """`3`, or `32 to 192`."""
    return str(size) if isinstance(size, int) else f"{size[0]} to {size[1]}"
