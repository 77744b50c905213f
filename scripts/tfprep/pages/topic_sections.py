"""The sections of a topic's sheet as Markdown for the topic's page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from tfprep.execution.cache import Entry
from tfprep.lessons.cells import Cell, Role
from tfprep.lessons.lesson import Lesson


def skill_sections(sheet: Lesson, entry: Entry | None) -> str:
    """All sections of a sheet, with outputs where it has been executed.

    A section's heading gets the id of its skill, to which lessons link.
    """
    return "\n\n".join(_blocks(sheet, entry))


def _blocks(sheet: Lesson, entry: Entry | None) -> Iterator[str]:
    for cell in sheet.cells:
        if cell.role is Role.PROSE:
            yield _prose(cell)
        elif cell.role in (Role.CODE, Role.ERROR):
            outputs = entry.outputs.get(cell.place, []) if entry else []
            texts = (_text(output) for output in outputs)
            yield _example(cell.source, "".join(filter(None, texts)))


def _prose(cell: Cell) -> str:
    if not cell.skills:
        return cell.source
    anchor = cell.skills[0].lower()
    return re.sub(
        r"^(#{2,6} .+?)\s*$", rf"\1 {{ #{anchor} }}", cell.source, count=1, flags=re.M
    )


def _example(code: str, output: str) -> str:
    """Code and its output as one block, as on a lesson's page."""
    parts = [f"```python\n{code}\n```"]
    if output.strip():
        # One line of HTML, or Markdown would look for paragraphs inside.
        said = html.escape(output.rstrip("\n")).replace("\n", "&#10;")
        parts.append(f'<div class="output"><pre tabindex="0">{said}</pre></div>')
    inside = "\n\n".join(parts)
    return f'<div class="example" markdown>\n\n{inside}\n\n</div>'


def _text(output: dict[str, object]) -> str:
    """The plain text of an output: what was printed, or the value of a last line."""
    if "text" in output:
        return str(output["text"])
    data = output.get("data")
    return f"{data['text/plain']}\n" if isinstance(data, dict) else ""
