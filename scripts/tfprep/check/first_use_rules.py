"""Rules for what a lesson may use: only what it or a lesson above it explains."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from posixpath import join, normpath

from tfprep.check.lesson_rules import prose_lines
from tfprep.check.material import Material, line_of
from tfprep.check.order_rules import listed, order
from tfprep.check.scope import Scope
from tfprep.content.glossary import Term
from tfprep.content.introduced import Introduced
from tfprep.lessons.cells import Role
from tfprep.lessons.lesson import Lesson
from tfprep.problems import Problem, did_you_mean

FIRST_USE: Scope[Material] = Scope("what a lesson uses and which lesson explains it")

FILE = "introduced.yml"
ALL_OF = ("keras", "tf")
"""Every name of these that a lesson uses stands in the file; of others some do."""

_NO_PROSE = re.compile(r"`[^`]*`|\$[^$]*\$|\]\([^)]*\)")
_LINK = re.compile(r"\]\(([^)#\s]+)\.ipynb")


@dataclass(frozen=True)
class Use:
    """A name or a term where a lesson has it for the first time."""

    what: str
    line: int
    is_shown: bool = True
    """Whether learners see it; a solution may use a name that others do without."""


@FIRST_USE.rule
def the_file_names_what_is_there(material: Material) -> Iterator[Problem]:
    """A lesson or a term that is misspelt would hold nothing."""
    for introduced in _introduced(material):
        path = material.project.data / FILE
        known = {
            "lesson of the menu": order(material),
            "term of the glossary": [t.term for t in material.library.glossary.terms],
        }
        for what, got in (
            ("lesson of the menu", list(introduced.lessons)),
            ("term of the glossary", list(introduced.by_term())),
        ):
            for name in got:
                if name not in known[what]:
                    hint = did_you_mean(name, known[what])
                    line = line_of(path, rf".*(?<![\w-]){re.escape(name)}(?![\w-])")
                    text = f"got {name}, expected a {what}.{hint}"
                    yield Problem(path, line, text)


@FIRST_USE.rule
def nothing_is_used_before_it_is_explained(material: Material) -> Iterator[Problem]:
    """Who reads the lessons in order meets no name and no term unexplained."""
    for introduced in _introduced(material):
        way = _Way(order(material), introduced)
        for lesson in listed(material):
            for use in names_used(lesson):
                yield from way.problem(lesson, use, way.names)
            for term in _named(lesson, material.library.glossary.terms):
                owner = way.terms.get(term.term)
                line = first_mention(lesson, term.pattern(), owner)
                if line and not term.quiet:
                    yield from way.problem(lesson, Use(term.term, line), way.terms)


@FIRST_USE.rule
def what_is_introduced_is_spoken_of(material: Material) -> Iterator[Problem]:
    """A name that stands in code alone, without a word about it, explains nothing."""
    for introduced in _introduced(material):
        terms = {term.term: term for term in material.library.glossary.terms}
        for lesson in listed(material):
            each = introduced.lessons.get(lesson.slug)
            words = _words(lesson)
            for name in each.names if each else ():
                if not re.search(rf"\b{re.escape(name.rpartition('.')[2])}\b", words):
                    yield _unsaid(lesson, name)
            for name in each.terms if each else ():
                if name in terms and not terms[name].pattern().search(words):
                    yield _unsaid(lesson, name)


def _named(lesson: Lesson, terms: Iterable[Term]) -> Iterator[Term]:
    """Those that a lesson may mention: far fewer than there are, and quickly found."""
    text = "\n".join(line for _, line in prose_lines(lesson)).casefold()
    for term in terms:
        if any(spelling.casefold() in text for spelling in term.spellings):
            yield term


def _introduced(material: Material) -> Iterator[Introduced]:
    """What the file says, if the project has one that can be read."""
    if (material.project.data / FILE).is_file() and not any(
        problem.path.name in (FILE, "glossary.yml") for problem in material.problems
    ):
        yield material.library.introduced


@dataclass(frozen=True)
class _Way:
    """The order of the lessons, and where along it things are explained."""

    slugs: list[str]
    introduced: Introduced

    @cached_property
    def names(self) -> dict[str, str]:
        return self.introduced.by_name()

    @cached_property
    def terms(self) -> dict[str, str]:
        return self.introduced.by_term()

    def problem(
        self, lesson: Lesson, use: Use, owners: dict[str, str]
    ) -> Iterator[Problem]:
        """Why a lesson may not use this yet, if it may not."""
        owner = owners.get(use.what)
        if owner is None and self._needs_an_owner(use, owners):
            text = (
                f"got {use.what}, which no lesson introduces, expected one; explain it "
                f"here and list it for {lesson.slug} in docs/data/{FILE}"
            )
            yield Problem(lesson.path, use.line, text)
        elif owner in self.slugs and self._is_above(lesson.slug, owner):
            text = (
                f"got {use.what}, which {owner} introduces, further down in the menu; "
                f"do without it, explain it here and move it to {lesson.slug} in "
                f"docs/data/{FILE}"
            )
            link = f", or link to ../{owner}.ipynb in the same line"
            yield Problem(
                lesson.path, use.line, text + (link if owners is self.terms else "")
            )

    def _needs_an_owner(self, use: Use, owners: dict[str, str]) -> bool:
        return owners is self.terms or (use.is_shown and use.what.startswith(ALL_OF))

    def _is_above(self, slug: str, owner: str) -> bool:
        return self.slugs.index(slug) < self.slugs.index(owner)


def names_used(lesson: Lesson) -> Iterator[Use]:
    """Each name of Keras, TensorFlow and NumPy in code that learners see or write."""
    seen: set[str] = set()
    for role in (Role.CODE, Role.EXERCISE):
        for cell in (cell for cell in lesson.code_cells if cell.role is role):
            for name, line in _dotted_names(cell.tree):
                if name not in seen and not name.endswith("__"):
                    seen.add(name)
                    yield Use(name, cell.line + line - 1, role is Role.CODE)


def _dotted_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Attributes of the three modules, each as far as its dots go, with its line."""
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    inner = {node.value for node in nodes}
    for node in nodes:
        parts: list[str] = []
        first: ast.expr = node
        while isinstance(first, ast.Attribute):
            parts.insert(0, first.attr)
            first = first.value
        known = isinstance(first, ast.Name) and first.id in (*ALL_OF, "np")
        if known and node not in inner:
            name = ".".join([ast.unparse(first), *parts])
            yield name.replace("tf.keras.", "keras."), node.lineno


def first_mention(
    lesson: Lesson, pattern: re.Pattern[str], owner: str | None
) -> int | None:
    """The line of the prose that has a term first, unless it links to its lesson."""
    for number, line in prose_lines(lesson):
        if pattern.search(_NO_PROSE.sub(" ", line)):
            links = {normpath(join(lesson.topic, link)) for link in _LINK.findall(line)}
            return None if owner in links else number
    return None


def _words(lesson: Lesson) -> str:
    """All that a lesson says, hints and comments in shown code included."""
    said = [line for _, line in prose_lines(lesson)]
    code = [c.source for c in lesson.code_cells if c.role is Role.CODE]
    return "\n".join([*said, *re.findall(r"#.*", "\n".join(code))])


def _unsaid(lesson: Lesson, name: str) -> Problem:
    text = (
        f"got no word about {name}, which docs/data/{FILE} has {lesson.slug} "
        "introduce, expected a sentence or a comment that names it; say what it does"
    )
    uses = [use.line for use in names_used(lesson) if use.what == name]
    return Problem(lesson.path, uses[0] if uses else 1, text)
