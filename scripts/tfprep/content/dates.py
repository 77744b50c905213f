"""Dates as pages write them."""

from __future__ import annotations

from datetime import date


def long_date(when: date) -> str:
    """A date as 22 November 2026."""
    return f"{when.day} {when:%B %Y}"
