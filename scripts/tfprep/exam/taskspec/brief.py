"""A task's brief, as the workspace and the site show it."""

from __future__ import annotations

from tfprep.exam.limits import MEGABYTES
from tfprep.exam.taskspec.task import Task
from tfprep.exam.templates import render

_SIZES = {
    "pictures": "Each picture is stretched to your model's size before it is scored, "
    "as `image_dataset_from_directory` does it.",
    "series": "Your model gets the last steps of each window, as many as it takes.",
}


def brief(task: Task) -> str:
    """The whole page: the author's text, then what task.yml says, as Markdown."""
    spec = task.spec
    is_free = any(not isinstance(size, int) for size in spec.input.shape)
    return render(
        "brief.md.j2",
        task=task,
        text=(task.folder / "brief.md").read_text("utf-8").strip(),
        metric=task.metric.name,
        definition=task.metric.definition,
        baseline=spec.baseline,
        falls=task.metric.falls,
        bands=[task.metric.show(band, spec.unit) for band in spec.bands],
        classes=spec.output.classes,
        megabytes=MEGABYTES,
        size=_SIZES.get(spec.input.kind, "") if is_free else "",
    )
