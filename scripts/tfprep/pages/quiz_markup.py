"""Quiz questions as the Markdown that mkdocs-quiz turns into forms."""

from __future__ import annotations

import html
import re

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from tfprep.content.quiz import Question, Quiz
from tfprep.execution.cache import Entry
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.quiz_code import computed_keys

_SPAN = re.compile(r"`([^`]+)`")
_LEXER = PythonLexer()
_FORMATTER = HtmlFormatter(cssclass="language-python highlight", wrapcode=True)


def quiz_markup(quiz: Quiz, source: Lesson, entry: Entry | None) -> str:
    """All questions of a topic, each below a link to its skill.

    Without an entry, questions whose key is computed are left out, and that is said.

    Raises:
        ProblemError: code printed something that is none of its options.
    """
    keys = computed_keys(source, quiz, entry.outputs) if entry else {}
    ready = [q for q in quiz.questions if q.id in keys or not q.code]
    blocks = [_question(question, keys.get(question.id)) for question in ready]
    if lacking := len(quiz.questions) - len(ready):
        blocks.append(
            f"{lacking} more questions are not shown: their answers are computed by "
            "code, which has not been executed for this copy of the site."
        )
    return "\n\n".join(blocks)


def _question(question: Question, key: int | None) -> str:
    chip = f"[{question.skill}](#{question.skill.lower()}){{ .skill }}"
    lines = ["<quiz>", f"{chip} {_prose(question.question)}", ""]
    if question.code and question.show_code:
        lines += [_no_blanks(highlight(question.code, _LEXER, _FORMATTER)), ""]
    for place, option in enumerate(question.options):
        right = option.right if key is None else place == key
        printed = question.code and "`" not in option.text
        text = _code(option.text) if printed else _prose(option.text)
        lines += [f"- [{'x' if right else ' '}] {text}", f"  > {_prose(option.why)}"]
    return "\n".join([*lines, "</quiz>"])


def _prose(text: str) -> str:
    """Inline Markdown whose code may hold two brackets."""
    return _SPAN.sub(lambda match: _code(match[1]), text.strip())


def _code(text: str) -> str:
    return f"<code>{_no_blanks(html.escape(text))}</code>"


def _no_blanks(markup: str) -> str:
    """HTML with its brackets masked: mkdocs-quiz takes [[1]] for a blank to fill in."""
    return markup.replace("[", "&#91;")
