"""What the pages of the practice exam show of its tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tfprep.content.skills import Syllabus
from tfprep.exam.report.parts import DOCUMENTED
from tfprep.exam.taskspec.brief import brief
from tfprep.exam.taskspec.task import CATEGORIES, FORMS, Task
from tfprep.lessons.heading_ids import heading_id
from tfprep.pages.markdown_text import render_markdown

NO_TASKS = "There are no tasks yet."
_HEADING = re.compile(r"(#{2,4}) (.+?)\s*$")


@dataclass(frozen=True, repr=False)
class ExamPages:
    """Renders Markdown for pages in docs/exam."""

    syllabus: Syllabus
    tasks: Sequence[Task]
    """In the order of categories and forms."""

    def weights(self) -> str:
        """The categories with their points."""
        return render_markdown("exam_weights", categories=list(CATEGORIES.values()))

    def overview(self) -> str:
        """Every task in one row, with a link to its section."""
        if not self.tasks:
            return NO_TASKS
        return render_markdown("exam_overview", tasks=self.tasks)

    def report_fields(self) -> str:
        """What report.json holds, part by part, in the words of the code."""
        return render_markdown(
            "exam_report",
            parts={
                title: {name: f.description for name, f in part.model_fields.items()}
                for title, part in DOCUMENTED.items()
            },
        )

    def briefs(self) -> str:
        """A section for each task, form by form, as the workspace shows its brief."""
        if not self.tasks:
            return NO_TASKS
        return render_markdown(
            "exam_briefs",
            forms={
                form: [(task, Markup(body(task))) for task in mine]  # noqa: S704 (an author's CommonMark)
                for form in FORMS
                if (mine := [task for task in self.tasks if task.spec.form == form])
            },
            skills=self.syllabus.skills,
            topic_of=self.syllabus.topic_of,
        )


def body(task: Task) -> str:
    """A task's brief below its title, with headings that fit below a third level."""
    return "\n".join(_shifted(task)).strip()


def _shifted(task: Task) -> Iterator[str]:
    title, *lines = brief(task).splitlines()
    assert title.startswith("# "), "a brief opens with its title"
    is_code = False
    for line in lines:
        is_code ^= line.startswith(("```", "~~~"))
        heading = None if is_code else _HEADING.match(line)
        if heading:
            anchor = f"{task.name}-{heading_id(heading[2])}"
            line = f"##{heading[1]} {heading[2]} {{ #{anchor} }}"
        yield line
