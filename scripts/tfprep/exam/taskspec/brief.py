"""A task's brief, as the workspace and the site show it."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from tfprep.exam.taskspec.task import Task
from tfprep.exam.taskspec.wording import say_input, say_output

MEGABYTES = 100
"""The most that a hand-in may have, in millions of bytes."""
_SIZES = {
    "pictures": "Each picture is stretched to your model's size before it is scored, "
    "as `image_dataset_from_directory` does it.",
    "series": "Your model gets the last steps of each window, as many as it takes.",
}


def brief(task: Task) -> str:
    """The whole page: the author's text, then what task.yml says, as Markdown."""
    spec = task.spec
    is_free = any(not isinstance(size, int) for size in spec.input.shape)
    environment = Environment(
        loader=PackageLoader("tfprep.exam.taskspec", "."),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown from our own files
    )
    return environment.get_template("brief.md.jinja").render(
        task=task,
        text=(task.folder / "brief.md").read_text("utf-8").strip(),
        metric=task.metric.name,
        baseline=spec.baseline,
        falls=task.metric.falls,
        bands=[task.metric.show(band, spec.unit) for band in spec.bands],
        input=say_input(spec.input),
        output=say_output(spec.output),
        classes=spec.output.classes,
        megabytes=MEGABYTES,
        size=_SIZES.get(spec.input.kind, "") if is_free else "",
    )
