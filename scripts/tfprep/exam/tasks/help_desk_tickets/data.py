"""Tickets to the computer help desk of a college, typed in a hurry.

A ticket says what is wrong with something (its topic), often with a greeting, and often
with a second thing that is fine or was replaced before. Then it is typed badly: letters
are dropped, doubled, swapped or replaced by a neighbor on the keyboard. For each seed
some phrases are left out of the learner's file. All were written for this project.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from tfprep.exam.taskspec.hidden import Hidden, Seeds

TOPICS = ("accounts", "hardware", "network", "printing", "software")
SHARES = (0.44, 0.08, 0.27, 0.15, 0.06)
LEARNER, HIDDEN = 2000, 1000
TYPOS = 0.16
"""The share of longer words that are typed wrong."""

THINGS = {
    "accounts": "my password|my account|my login|the sign-in page|my student account|"
    "the second factor|my user name|the code from my phone|my profile|the staff portal",
    "hardware": "my laptop|the keyboard|the monitor|the mouse|the projector|the webcam|"
    "my headset|the docking station|the desktop pc|the battery of my notebook",
    "network": "the wifi|the internet|the vpn|the network|my connection|the wireless|"
    "the network drive|the cable in the wall|the guest wifi|the web proxy",
    "printing": "the printer|the copier|the print queue|the scanner|my print job|"
    "the color printer|the plotter|the paper tray|the printer upstairs|the toner",
    "software": "the spreadsheet program|the editor|the statistics package|the app|"
    "the license|the drawing program|the installer|the new version|the mail client|"
    "the add-in",
}
TROUBLES = {
    "accounts": "is locked|has expired|is not accepted|was disabled over night|"
    "keeps asking for a reset|is refused as wrong|needs to be unlocked|was forgotten|"
    "says invalid credentials|has to be renewed|belongs to my old name",
    "hardware": "is broken|has a cracked screen|does not switch on|flickers|gets hot|"
    "makes a grinding noise|has a dead key|stays black|fell off the desk|"
    "is not charging anymore|smells burnt",
    "network": "drops every few minutes|is very slow|has no signal|does not connect|"
    "is down again|times out|loses packets|is out of reach in room {}|"
    "gets no address|is unavailable on our floor|only reaches half of the sites",
    "printing": "is jammed|prints blank pages|leaves black streaks|is out of ink|"
    "waits for paper|prints only half of the page|ignores both sides|"
    "spits out empty sheets|smears the ink|needs a new cartridge|"
    "prints the wrong colors",
    "software": "crashes at start|needs an update|can't be installed|shows error {}|"
    "closes when i save|is missing a plugin|asks for a serial number|"
    "won't open my file|has to be upgraded|runs only as a trial|is not compatible",
}
BESIDES = """{} is fine, but {}|{} works, only {}|not about {}, it's that {}
since {} was replaced, {}|{} was repaired last week, now {}|{}? no trouble, but {}"""
HELLO = """||||hi|hello team|good morning|dear help desk|hey|urgent!!|pls help
sorry to bother you again|to whom it may concern|ticket {}|hi all, me again"""
BYE = """||||thanks|thx|room {}|please call me on {}|regards|asap pls|since monday
cheers from the second floor|my number is {}|can someone come by?|best wishes"""
NEIGHBORS = str.maketrans("qwertyuiopasdfghjklzxcvbnm", "wertyuioiosdfghjklkxcvbnmn")


def make(folder: Path, seed: int) -> None:
    """Write tickets.json: a list of 2000 objects with text and topic."""
    texts, topics = _learners(seed)
    tickets = [
        {"text": t, "topic": TOPICS[n]} for t, n in zip(texts, topics, strict=True)
    ]
    (folder / "tickets.json").write_text(json.dumps(tickets, indent=0), "utf-8")


def hidden(seeds: Seeds) -> Hidden:
    """1000 other tickets, with all phrases."""
    seen = set(_learners(seeds.seed)[0])
    phrases = _Phrases(seeds.seed, seeds.generator(), all_of_them=True)
    return Hidden(*_write(phrases, HIDDEN, seen))


class _Phrases:
    """What tickets are made of: all phrases, or those that a seed shows the learner."""

    def __init__(
        self, seed: int, rng: np.random.Generator, *, all_of_them: bool
    ) -> None:
        self.rng = rng
        self._keep_out = np.random.default_rng(seed)
        self._all = all_of_them
        self.things = {t: self._some(THINGS[t], 2) for t in TOPICS}
        self.troubles = {t: self._some(TROUBLES[t], 2) for t in TOPICS}
        self.besides = self._some(BESIDES, 1)
        self.hello = self._some(HELLO, 3)
        self.bye = self._some(BYE, 3)

    def _some(self, phrases: str, fewer: int) -> list[str]:
        listed = phrases.replace("\n", "|").split("|")
        shuffled = [str(p) for p in self._keep_out.permutation(listed)]
        return shuffled if self._all else shuffled[fewer:]

    def pick(self, phrases: list[str]) -> str:
        return phrases[self.rng.integers(len(phrases))]

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)


def _learners(seed: int) -> tuple[list[str], np.ndarray]:
    rng = np.random.default_rng([seed, 0])
    return _write(_Phrases(seed, rng, all_of_them=False), LEARNER, set())


def _write(use: _Phrases, count: int, seen: set[str]) -> tuple[list[str], np.ndarray]:
    """So many different tickets, none of them in `seen`, and the numbers of topics."""
    tickets: dict[str, int] = {}
    while len(tickets) < count:
        topic = int(use.rng.choice(len(TOPICS), p=SHARES))
        text = _mistype(use, _ticket(use, topic))
        if text not in seen:
            tickets[text] = topic
    return list(tickets), np.array(list(tickets.values()))


def _ticket(use: _Phrases, topic: int) -> str:
    name = TOPICS[topic]
    said = f"{use.pick(use.things[name])} {use.pick(use.troubles[name])}"
    if use.chance(0.45):
        other = TOPICS[(topic + use.rng.integers(1, len(TOPICS))) % len(TOPICS)]
        said = use.pick(use.besides).format(use.pick(use.things[other]), said)
    parts = [use.pick(use.hello), said, use.pick(use.bye)]
    text = use.pick([", ", ". ", " - ", "... "]).join(filter(None, parts))
    return text.replace("{}", str(use.rng.integers(100, 9999)))


def _mistype(use: _Phrases, text: str) -> str:
    words = [
        _slip(use, w) if len(w) > 3 and use.chance(TYPOS) else w for w in text.split()
    ]
    typed = " ".join(words)
    case = use.rng.random()
    return typed.upper() if case < 0.1 else typed.capitalize() if case < 0.4 else typed


def _slip(use: _Phrases, word: str) -> str:
    """The word with one mistake."""
    at = int(use.rng.integers(1, len(word) - 1))
    head, letter, tail = word[:at], word[at], word[at + 1 :]
    match use.rng.integers(4):
        case 0:
            return head + tail
        case 1:
            return head + letter * 2 + tail
        case 2:
            return head + tail[0] + letter + tail[1:]
        case _:
            return head + letter.translate(NEIGHBORS) + tail
