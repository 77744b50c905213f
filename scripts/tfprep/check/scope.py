"""Scopes: the kinds of things that rules look at, each with its rules."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from tfprep.problems import Problem

Subject = TypeVar("Subject")
Find = Callable[[Subject], Iterable[Problem]]


class Scope(Generic[Subject]):
    """One kind of thing, and the rules for it.

    A rule is a function that yields a problem for each place where a thing breaks it.
    Its docstring says the rule and the reason.
    """

    def __init__(self, what: str) -> None:
        self.what = what
        self.rules: list[Find[Subject]] = []

    def rule(self, find: Find[Subject]) -> Find[Subject]:
        """Decorate a function: it is a rule of this scope."""
        self.rules.append(find)
        return find

    @property
    def reasons(self) -> dict[str, str]:
        """Each rule in words, and why it is there: its name and its docstring."""
        return {
            find.__name__.replace("_", " "): inspect.getdoc(find) or ""
            for find in self.rules
        }

    def problems(self, subject: Subject) -> Iterator[Problem]:
        """What a thing breaks, rule by rule."""
        for find in self.rules:
            yield from find(subject)
