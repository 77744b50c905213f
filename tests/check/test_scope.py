"""A scope holds the rules for one kind of thing."""

import importlib
import pkgutil
from pathlib import Path

import tfprep.check
from tfprep.check.scope import Scope
from tfprep.check.walk import SCOPES
from tfprep.problems import Problem


def test_a_scope_asks_every_rule() -> None:
    """What one rule finds doesn't keep the next from looking."""
    words: Scope[str] = Scope("a word")

    @words.rule
    def is_short(word: str) -> list[Problem]:
        return [Problem(Path(word), None, "long")] if len(word) > 3 else []

    @words.rule
    def is_lower(word: str) -> list[Problem]:
        return [] if word.islower() else [Problem(Path(word), None, "capital")]

    assert [problem.text for problem in words.problems("Words")] == ["long", "capital"]
    assert list(words.problems("a")) == []


def test_each_rule_says_what_it_asks_and_why() -> None:
    """A rule's docstring is one sentence that a contributor can read; none is lost."""
    modules = [
        importlib.import_module(f"tfprep.check.{found.name}")
        for found in pkgutil.iter_modules(tfprep.check.__path__)
    ]
    scopes = {id(x) for m in modules for x in vars(m).values() if type(x) is Scope}

    assert scopes == {id(scope) for scope in SCOPES}
    for reason in (reason for scope in SCOPES for reason in scope.reasons.values()):
        assert reason.endswith("."), reason
        assert "\n" not in reason, reason
