"""What the content of each page goes through before the theme frames it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from tfprep.content.board import newest_green
from tfprep.lessons.lesson import Lesson
from tfprep.pages.description import description
from tfprep.pages.diagrams import with_drawings
from tfprep.pages.docs_page import finish_page
from tfprep.pages.lesson_frame import Frame, notice_line, reviewed_line
from tfprep.pages.light_page import light_page
from tfprep.pages.stuck import Help
from tfprep.pages.terms import link_terms
from tfprep.site.build import Build
from tfprep.site.links import Linker

GLOSSARY = "reference/glossary.md"
INSTALL = "guide/environment.md"
BOARD = "lessons/numbers.md"


@dataclass(frozen=True)
class Finishing:
    """The last step of the pages of one build."""

    build: Build

    def finish(self, html: str, page: Page, link: Linker) -> str:
        """The content of a page in its frame, with links to the glossary.

        Raises:
            ProblemError: the page holds what can't be shown.
        """
        lesson = self.build.lesson_of(page.file)
        page.meta.setdefault("description", description(html, lesson))
        asks = Help(self.build.repository, page.url, _title(page, lesson))
        entry = self.build.entries.get(lesson.slug) if lesson else None
        page.meta["stuck"] = asks.link(entry=entry)
        if lesson is None:
            return self._with_terms(self._dated(html, page), page, link)
        framed = self._framed(html, page, lesson, link)
        asking = asks.in_exercises(framed, lesson, entry)
        return self._with_terms(asking, page, link)

    def _dated(self, html: str, page: Page) -> str:
        """A page with its formulas, and with its last review below the title."""
        reviewed = page.meta.get("reviewed")
        uri = page.file.src_uri.removesuffix(".md")
        above = reviewed_line(reviewed, uri) if reviewed else ""
        above += notice_line(self.build.notices.get(uri, ""))
        path = Path(page.file.abs_src_path or page.file.src_uri)
        return finish_page(html, path).replace("</h1>", "</h1>" + above, 1)

    def _framed(self, html: str, page: Page, lesson: Lesson, link: Linker) -> str:
        """A lesson's page made light, between its facts and its stamp."""
        light = light_page(html)
        page.title = lesson.header.title
        page.toc = get_toc(list(light.contents))  # type: ignore[arg-type]  # the same keys
        frame = self._frame(lesson, link)
        page.edit_url = frame.edit
        if any(cell.states for cell in lesson.cells):
            page.meta["assets"] = ["slider.js", "slider.css"]
        entry = self.build.entries.get(lesson.slug)
        above = frame.above(self.build.notices.get(lesson.slug, ""), entry)
        text = with_drawings(light.linked(link.from_lesson), lesson)
        text = text.replace("</h1>", "</h1>" + above, 1)
        return text + frame.below(entry)

    def _with_terms(self, html: str, page: Page, link: Linker) -> str:
        """The page with links to the glossary, unless its front matter says no."""
        has_glossary = link.files.get_file_from_path(GLOSSARY)
        if not has_glossary or not page.meta.get("terms", True):
            return html
        glossary = self.build.library.glossary
        return link_terms(html, glossary, lambda term: link.to(f"{GLOSSARY}#{term}"))

    def _frame(self, lesson: Lesson, link: Linker) -> Frame:
        home = self.build.repository
        says_how, says_why = map(link.files.get_file_from_path, (INSTALL, BOARD))
        return Frame(
            lesson=lesson,
            syllabus=self.build.library.syllabus,
            titles={x.slug: x.header.title for x in self.build.course.lessons},
            link=link.to,
            colab=home.colab_url(f"{lesson.slug}.ipynb") if home else None,
            edit=home.edit_url(f"examples/{lesson.slug}.py") if home else None,
            install=link.to(f"{INSTALL}#install") if says_how else None,
            green=newest_green(self.build.library.boards, lesson.slug),
            board=link.to(BOARD) if says_why else None,
            quizzes=[
                topic
                for topic in self.build.library.quizzes
                if link.files.get_file_from_path(f"quiz/{topic}.md")
            ],
        )


def _title(page: Page, lesson: Lesson | None) -> str:
    """What a page is called in plain text."""
    return lesson.header.title if lesson else str(page.title)
