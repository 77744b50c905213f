"""Quiz questions as forms, in Markdown that holds HTML."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from markupsafe import Markup

from tfprep.content.quiz import SEVERAL, Question, Quiz
from tfprep.execution.cache import Entry
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.quiz_code import computed_keys
from tfprep.pages.code_blocks import code_block
from tfprep.pages.markdown_text import commonmark, plain, render_markdown
from tfprep.pages.templates import one_block


def quiz_markup(
    quiz: Quiz, source: Lesson, entry: Entry | None, names: Mapping[str, str]
) -> str:
    """All questions of a topic, folded by skill, for a page of docs/quiz.

    Without an entry, questions whose key is computed are left out, and that is said.

    Args:
        quiz: the questions, those of a skill one after the other.
        source: the sheet that prints the computed keys.
        entry: what it printed, if it has been executed.
        names: a few words for each skill.

    Raises:
        ProblemError: code printed something that is none of its options.
    """
    keys = computed_keys(source, quiz, entry.outputs) if entry else {}
    ready = [q for q in quiz.questions if q.id in keys or not q.code]
    groups = [
        {
            "skill": skill,
            "name": names.get(skill, ""),
            "forms": [question_form(q, keys.get(q.id)) for q in asked],
        }
        for skill, asked in groupby(ready, key=lambda question: question.skill)
    ]
    return render_markdown(
        "quiz",
        groups=groups,
        page=f"../topics/{source.name}.md",
        lacking=len(quiz.questions) - len(ready),
    )


def question_form(question: Question, key: int | None, page: str = "") -> Markup:
    """A form with the answer folded below it; docs/assets/quiz.js checks it.

    What a reader chose is kept by the texts of the options, never by their places.

    Args:
        question: the question.
        key: the place of the right option, where code decides it.
        page: the source path of the page that explains the skill, to link to it.
    """
    options = [
        {
            "key": option.text,
            "right": option.right if key is None else place == key,
            "text": _option(question, option.text),
            "why": _line(option.why),
        }
        for place, option in enumerate(question.options)
    ]
    shown = question.code if question.show_code else None
    return render_markdown(
        "question",
        id=question.id,
        kind="checkbox" if SEVERAL in question.question else "radio",
        skill=question.skill,
        page=page,
        question=_line(question.question),
        code=one_block(code_block(shown)) if shown else "",
        options=options,
    )


def _option(question: Question, text: str) -> Markup:
    """What code prints is shown as code, unless it holds code of its own."""
    if question.code and "`" not in text:
        return Markup("<code>{}</code>").format(plain(text))
    return commonmark(_line(text))


def _line(text: str) -> str:
    """Markdown that stays within its element, which a blank line would end."""
    return " ".join(text.split())
