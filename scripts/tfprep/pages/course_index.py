"""The lessons and their exercises as the scripts of the pages read them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from tfprep.lessons.heading_ids import heading_id
from tfprep.lessons.lesson import Lesson
from tfprep.pages.prose import render_prose

URI = "assets/course-index.js"
"""Where docs/assets/course.js looks for it."""


def course_index(lessons: Iterable[Lesson]) -> str:
    """Title and exercises of each lesson by its slug, in the given order, as a module.

    Each exercise, by its id, has its title in plain text and its anchor.
    """
    index = {
        lesson.slug: {
            "title": lesson.header.title,
            "exercises": {
                exercise.id: [_plain(exercise.title), heading_id(exercise.title)]
                for exercise in lesson.exercises
            },
        }
        for lesson in lessons
    }
    text = json.dumps({"lessons": index}, ensure_ascii=False, separators=(",", ":"))
    return f"export default {text};\n"


def _plain(markdown: str) -> str:
    return render_prose(markdown).html.striptags()
