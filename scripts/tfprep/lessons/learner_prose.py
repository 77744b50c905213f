"""A lesson's prose for a notebook or a script that stands by itself."""

from __future__ import annotations

import re
from urllib.parse import quote

from tfprep.lessons.dollars import escape_dollars
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.origin import Origin
from tfprep.lessons.stack import distributions

_LINK = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)|\Z)"  # code, in some way
    r"|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"
    r"|(?P<before>\]\(<?|\bhref=[\"']?)(?P<address>[^\s)>\"']+)",
    re.MULTILINE | re.DOTALL,
)


def learner_prose(markdown: str, lesson: Lesson, origin: Origin) -> str:
    """Markdown whose links lead there from anywhere, and whose money is no formula."""

    def linked(match: re.Match[str]) -> str:
        if match["address"] is None:
            return match[0]
        return match["before"] + origin.link(lesson, match["address"])

    return escape_dollars(_LINK.sub(linked, markdown))


def opening(lesson: Lesson, origin: Origin) -> str:
    """Title, where the lesson comes from, what it needs, and how its checks answer."""
    lines = [f"# {lesson.header.title}", ""]
    if home := origin.home(lesson):
        lines.append(f"This is a copy of <{quote(home, safe=':/')}>.")
    if needed := distributions(lesson.modules):
        lines += ["It needs these packages:", "", "```sh"]
        lines += [f"pip install {' '.join(needed)}", "```", ""]
    if lesson.exercises:
        lines += [
            "Each check prints what it finds, and the cells below it run all the same.",
            f"With tfprep installed, `tfprep practice {lesson.slug}` checks your "
            "answers as you save them, without the rest of the lesson.",
        ]
    return "\n".join(lines).rstrip()
