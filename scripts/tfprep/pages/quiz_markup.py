"""Quiz questions as the Markdown that mkdocs-quiz turns into forms."""

from __future__ import annotations

import re

from markupsafe import Markup

from tfprep.content.quiz import Question, Quiz
from tfprep.execution.cache import Entry
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.quiz_code import computed_keys
from tfprep.pages.code_blocks import code_block
from tfprep.pages.templates import render

_SPAN = re.compile(r"`([^`]+)`")


def quiz_markup(quiz: Quiz, source: Lesson, entry: Entry | None) -> str:
    """All questions of a topic, each below a link to its skill.

    Without an entry, questions whose key is computed are left out, and that is said.

    Raises:
        ProblemError: code printed something that is none of its options.
    """
    keys = computed_keys(source, quiz, entry.outputs) if entry else {}
    ready = [q for q in quiz.questions if q.id in keys or not q.code]
    blocks: list[str] = [
        _question(question, keys.get(question.id)) for question in ready
    ]
    if lacking := len(quiz.questions) - len(ready):
        blocks.append(
            f"{lacking} more questions are not shown: their answers are computed by "
            "code, which has not been executed for this copy of the site."
        )
    return "\n\n".join(blocks)


def _question(question: Question, key: int | None) -> Markup:
    printed = bool(question.code)
    options = [
        {
            "right": option.right if key is None else place == key,
            "text": _code(option.text)
            if printed and "`" not in option.text
            else _prose(option.text),
            "why": _prose(option.why),
        }
        for place, option in enumerate(question.options)
    ]
    shown = question.code if question.show_code else None
    return render(
        "quiz",
        skill=question.skill,
        question=_prose(question.question),
        code=_no_blanks(code_block(shown)) if shown else "",
        options=options,
    )


def _prose(text: str) -> Markup:
    """Inline Markdown whose code may hold two brackets."""
    return Markup(_SPAN.sub(lambda match: _code(match[1]), text.strip()))  # noqa: S704 (the data's own Markdown)


def _code(text: str) -> Markup:
    return _no_blanks(Markup("<code>{}</code>").format(text))


def _no_blanks(markup: str) -> Markup:
    """HTML with its brackets masked: mkdocs-quiz takes [[1]] for a blank to fill in."""
    return Markup(str(markup).replace("[", "&#91;"))  # noqa: S704 (markup stays markup)
