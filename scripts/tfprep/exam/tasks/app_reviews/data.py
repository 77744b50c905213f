"""Short reviews of phone apps, made by a small grammar.

A review judges an app by one clause, or by two: one that counts (the verdict) and one
that is only conceded. Which one counts is said by the order of the words around "but",
"although" and the like, and a negation turns a clause over. Good and bad words are
therefore about as frequent in both classes. For each seed some phrasings and nouns are
left out of the learner's file. All phrases were written for this project.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from tfprep.exam.taskspec.hidden import Hidden, Seeds

LEARNER, HIDDEN = 3000, 1000

PARTS = """the search|the widget|the new menu|the dark mode|the map view|the login
the free version|the calendar|the export|the sync|the start page|the editor|the timer
the sound|the help page|the chat|the camera|the layout|the backup|the sharing|the font
the reminder|the list view|the offline mode|the paid version|the scanner|the tablet view
the newest update|the player|the keyboard|the settings page|the weekly summary"""
GOOD = """fast|reliable|clear|handy|smooth|useful|stable|accurate|clever|great|well made
easy to use"""
BAD = """slow|clumsy|confusing|shaky|ugly|annoying|cluttered|useless|broken|awful
full of bugs|hard to read"""
VERY = "|||very |really |so |quite |incredibly |pretty "
STRAIGHT = "{} is {}|{} is {}|{} feels {}|{} looks {}|{} seems {}|I find {} {}"
"""The commonest one is there twice, so a learner always has it."""
NEGATED = (
    "{} is not {}|{} isn't {} at all|{} is not really {}|I would not call {} {}",
    "{} is never {}|I never found {} {}|{} never felt {}",
    "{} is far from {}|{} is anything but {}|{} is by no means {}",
    "nothing about {} is {}|nobody could call {} {}|no one finds {} {}",
)
"""Ways to deny, in groups that share their sense."""
LAST_COUNTS = (
    "{0}, but {1}|sure, {0}, but {1}|{0}, no question, but {1}|I know, {0}, but {1}",
    "I was of two minds, {0}, but {1}|it took me a while, {0}, but {1}",
    "although {0}, {1}|even though {0}, {1}|although I admit that {0}, {1}",
)
FIRST_COUNTS = (
    "{1}, although {0}|{1}, even though {0}|{1}, although some say {0}",
    "{1}, and I can live with it that {0}|{1}, and I don't mind that {0}",
)
"""Frames for two clauses: {0} is conceded, {1} counts."""
BEFORE = """|||||||||Installed it last week.|Third app of this kind that I tried.
Used it on two phones.|Had it for a month.|My sister showed me this one.
Wrote this on the train.|I use it every day.|Bought it for school."""
AFTER = """|||||||||That is my view.|Two stars more or less, who counts.
Will look again soon.|Greetings to the team.|Tested on an old phone.
This is my first review."""


def make(folder: Path, seed: int) -> None:
    """Write reviews.csv: 3000 rows of text and thumb (up or down)."""
    texts, thumbs = _learners(seed)
    table = pd.DataFrame({"text": texts, "thumb": np.where(thumbs, "up", "down")})
    table.to_csv(folder / "reviews.csv", index=False)


def hidden(seeds: Seeds) -> Hidden:
    """1000 other reviews, with all phrasings and nouns."""
    seen = set(_learners(seeds.seed)[0])
    phrases = _Phrases(seeds.seed, seeds.generator(), all_of_them=True)
    return Hidden(*_write(phrases, HIDDEN, seen))


class _Phrases:
    """What reviews are made of: all phrases, or those that a seed shows the learner."""

    def __init__(
        self, seed: int, rng: np.random.Generator, *, all_of_them: bool
    ) -> None:
        self.rng = rng
        self._keep_out = np.random.default_rng(seed)
        self._all = all_of_them
        self.parts = self._some(_split(PARTS), 8)
        self.straight = self._some(_split(STRAIGHT), 1)
        self.negated = [self._some(_split(group), 1) for group in NEGATED]
        self.last = [self._some(_split(group), 1) for group in LAST_COUNTS]
        self.first = [self._some(_split(group), 1) for group in FIRST_COUNTS]
        self.before = self._some(_split(BEFORE), 3)
        self.after = self._some(_split(AFTER), 3)

    def _some(self, phrases: list[str], fewer: int) -> list[str]:
        shuffled = [str(p) for p in self._keep_out.permutation(phrases)]
        return shuffled if self._all else shuffled[fewer:]

    def pick(self, phrases: list[str]) -> str:
        return phrases[self.rng.integers(len(phrases))]

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)


def _split(phrases: str) -> list[str]:
    return phrases.replace("\n", "|").split("|")


def _learners(seed: int) -> tuple[list[str], np.ndarray]:
    rng = np.random.default_rng([seed, 0])
    return _write(_Phrases(seed, rng, all_of_them=False), LEARNER, set())


def _write(use: _Phrases, count: int, seen: set[str]) -> tuple[list[str], np.ndarray]:
    """So many different reviews, none of them in `seen`, and their thumbs."""
    reviews: dict[str, int] = {}
    while len(reviews) < count:
        thumb = use.chance(0.5)
        text = _review(use, thumb)
        if text not in seen:
            reviews[text] = int(thumb)
    return list(reviews), np.array(list(reviews.values()))


def _review(use: _Phrases, thumb: bool) -> str:
    part, other = use.rng.choice(use.parts, 2, replace=False)
    said = _clause(use, part, thumb)
    if use.chance(0.6):
        group = use.last if use.chance(0.6) else use.first
        frame = use.pick(group[use.rng.integers(len(group))])
        # The conceded clause says the opposite, so each side has a good word.
        said = frame.format(_clause(use, other, not thumb), said)
    said = f"{said[0].upper()}{said[1:]}."
    return " ".join(filter(None, [use.pick(use.before), said, use.pick(use.after)]))


def _clause(use: _Phrases, part: str, good: bool) -> str:
    """A clause that says something good, or something bad, about a part of the app."""
    deny = use.chance(0.25)
    word = use.pick(_split(GOOD if good != deny else BAD))
    very = "" if deny else use.pick(VERY.split("|"))
    group = use.negated[use.rng.integers(len(use.negated))] if deny else use.straight
    return use.pick(group).format(part, very + word)
