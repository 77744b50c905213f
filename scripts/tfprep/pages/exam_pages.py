"""What the pages of the practice exam show of its tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tfprep.content.skills import Syllabus
from tfprep.exam.taskspec.brief import brief
from tfprep.exam.taskspec.task import CATEGORIES, FORMS, Task
from tfprep.pages.heading_ids import heading_id

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
        every = list(CATEGORIES.values())
        total = sum(category.weight for category in every)
        head = ["| Task | What you build | Points |", "|---|---|---|"]
        rows = [f"| {one.letter} | {one.title} | {one.weight} |" for one in every]
        return "\n".join([*head, *rows, f"| | All together | {total} |"])

    def overview(self) -> str:
        """Every task in one row, with a link to its section."""
        if not self.tasks:
            return NO_TASKS
        rows = ["| Task | Title | What it asks for | Plan |", "|---|---|---|---|"]
        for task in self.tasks:
            spec = task.spec
            link = f"[{spec.title}](#{task.name})"
            plan = f"{spec.minutes}&nbsp;min"
            rows.append(f"| {code_of(task)} | {link} | {spec.summary} | {plan} |")
        return "\n".join(rows)

    def briefs(self) -> str:
        """A section for each task, form by form, as the workspace shows its brief."""
        parts = []
        for form in FORMS:
            mine = [task for task in self.tasks if task.spec.form == form]
            if mine:
                parts += [f"## Form {form}", *(self._section(task) for task in mine)]
        return "\n\n".join(parts) or NO_TASKS

    def _section(self, task: Task) -> str:
        spec = task.spec
        chips = " ".join(self._chip(skill) for skill in spec.skills)
        facts = [
            f"{spec.minutes} minutes",
            f"{task.category.weight} points",
            f"asks for {chips}",
        ]
        parts = [
            f"### {code_of(task)}: {spec.title} {{ #{task.name} }}",
            " · ".join(facts) + "\n{ .lesson-facts }",
            body(task),
            "To practice it without a clock:",
            f"```sh\ntfprep exam start --practice {task.name}\n```",
        ]
        return "\n\n".join(parts)

    def _chip(self, skill: str) -> str:
        page = f"../topics/{self.syllabus.topic_of[skill].id}.md"
        text = self.syllabus.skills[skill].text.replace('"', "&quot;")
        return f'[{skill}]({page}#{skill.lower()} "{text}"){{ .skill }}'


def code_of(task: Task) -> str:
    """A task's category and form, such as `A1`."""
    return f"{task.spec.category}{task.spec.form}"


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
