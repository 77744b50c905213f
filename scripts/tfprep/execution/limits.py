"""What one lesson may use before it is stopped."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Limits on time, memory, and what is left on the page."""

    seconds: int = 300
    """Wall time of the whole lesson."""
    memory: int = 6 * 2**30
    """Bytes on top of what the imports take."""
    output: int = 2**20
    """Characters that one cell may leave: text, HTML, figures, values."""
    lines: int = 20_000
    """Lines of text that one cell may leave."""
    outputs: int = 100
    """Displays that one cell may leave."""
    page: int = 3 * 2**20
    """Characters that all cells may leave together."""
    messages: int = 10_000
    """Displays, and updates of them, that one cell may send."""
    sent: int = 2**24
    """Characters that one cell may send, those that it clears or updates included."""
