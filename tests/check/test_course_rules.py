"""Rules for what must fit between files, and for the course as a whole."""

import shutil
from pathlib import Path

import pytest
from projects import EXERCISE, SKILLS, TinyCourse
from tasks import write_task

from tfprep.check.choice import Choice
from tfprep.check.course_rules import COURSE, WHOLE_COURSE
from tfprep.check.material import Material
from tfprep.check.reading import read_material

QUIZ = """\
reviewed: 2026-11-22
questions:
"""
QUESTION = """\
  - id: nn-1-{0}
    skill: NN-1
    question: What is the question {0}?
    options:
      - {{text: one, why: Because it is so., right: true}}
      - {{text: two, why: Because it is not.}}
      - {{text: three, why: Because it is not.}}
"""
SECTION = """
# %% [markdown] skills=["NN-1"]
# ### NN-1: Working
# Text.

# %%
x = 1

# %% tags=["claim"]
assert x == 1, "one"
"""
PAGE = '---\ndescription: "A page"\n---\n# Title\n'


@pytest.fixture
def one(course: TinyCourse) -> TinyCourse:
    """A course of the skill NN-1 alone."""
    skills = course.project.data / "skills.yml"
    skills.write_text(SKILLS[: SKILLS.index("      - {id: NN-2")])
    return course


def material(course: TinyCourse) -> Material:
    """All of a course, which has no other problem."""
    read = read_material(course.project, Choice())
    assert read.problems == ()
    return read


def between(course: TinyCourse) -> list[str]:
    """What must fit between files and doesn't."""
    problems = COURSE.problems(material(course))
    return [str(problem.relative_to(course.root)) for problem in problems]


def whole(course: TinyCourse) -> list[str]:
    """What the course as a whole lacks."""
    problems = WHOLE_COURSE.problems(material(course))
    return [str(problem.relative_to(course.root)) for problem in problems]


def write(course: TinyCourse, name: str, text: str) -> Path:
    path = course.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_what_is_in_no_menu_is_named_with_its_place(one: TinyCourse) -> None:
    """Lessons, reference sheets and pages; the topics' sheets have none."""
    one.write("basics/one")
    one.write("basics/two")
    one.sheet(SECTION, "topics/basics")
    one.sheet(SECTION, "reference/words")
    write(one, "docs/index.md", PAGE)
    write(
        one,
        "mkdocs.yml",
        "nav:\n  - Start: index.md\n  - lessons/basics/one.ipynb\n",
    )

    assert between(one) == [
        "examples/basics/two.py: got no entry in the menu, expected one; add the line "
        "`- lessons/basics/two.ipynb` below line 3 of mkdocs.yml, or where its readers "
        "need it",
        "examples/reference/words.py: got no entry in the menu, expected one; add the "
        "line `- reference/words.ipynb` below nav: of mkdocs.yml, or where its readers "
        "need it",
    ]


def test_the_menu_names_each_page_once(course: TinyCourse) -> None:
    """And nothing that is not there."""
    course.write("basics/one")
    entry = "  - lessons/basics/one.ipynb\n"
    write(course, "mkdocs.yml", "nav:\n" + entry * 2 + entry.replace("one", "ones"))

    assert between(course) == [
        "examples/basics/one.py: got 2 entries in the menu of mkdocs.yml, expected "
        "one; leave one there",
        "mkdocs.yml:4: got lessons/basics/ones.ipynb in the menu, expected a page that "
        'is there. Did you mean "lessons/basics/one.ipynb"?',
    ]


def test_a_skill_has_a_section_and_a_snippet(one: TinyCourse) -> None:
    """A text with a heading of the skill's name, code, and a claim."""
    one.sheet(SECTION, "topics/basics")
    assert between(one) == []
    one.sheet(SECTION.replace("### NN-1: ", "### "), "topics/basics")
    (said,) = between(one)
    assert said.startswith('examples/topics/basics.py:10: got the heading "Working"')
    one.sheet(SECTION.partition("# %%\nx")[0], "topics/basics")
    (said,) = between(one)
    assert "got prose for NN-1, expected prose, code, claim: a text, code" in said
    one.sheet(SECTION + SECTION.replace("Working", "More"), "topics/basics")
    (said,) = between(one)
    assert "got 2 sections (lines 10, 20) for NN-1, expected one cell with" in said
    one.sheet(SECTION.replace(' skills=["NN-1"]', ""), "topics/basics")
    (said,) = between(one)
    assert said.startswith("examples/topics/basics.py: got no section for NN-1")


def test_a_skill_is_taught_practiced_and_asked(one: TinyCourse) -> None:
    """The line is that of the skill."""
    (said,) = whole(one)
    assert said == (
        "docs/data/skills.yml:7: got NN-1 without a section in a lesson, an exercise, "
        "2 quiz questions, expected all of them"
    )
    one.write("basics/one", EXERCISE)
    write(one, "docs/data/quiz/basics.yml", QUIZ + QUESTION.format("a"))
    (said,) = whole(one)
    assert "got NN-1 without 2 quiz questions, expected" in said
    questions = QUIZ + QUESTION.format("a") + QUESTION.format("b")
    write(one, "docs/data/quiz/basics.yml", questions)
    assert whole(one) == []


def exam(course: TinyCourse) -> list[str]:
    """What is said of the exam's tasks of a course that lacks nothing else."""
    course.write("basics/one", EXERCISE)
    questions = QUIZ + QUESTION.format("a") + QUESTION.format("b")
    write(course, "docs/data/quiz/basics.yml", questions)
    return whole(course)


def test_the_exam_has_full_forms(one: TinyCourse) -> None:
    """A task of each category in each form, and in each category a second solution."""
    tasks = one.project.exam_tasks
    for letter in "ABCDE":
        for form in (1, 2, 3):
            name = f"{letter.lower()}{form}"
            folder = write_task(tasks, name, category=letter, form=form)
            (folder / "other.py").touch()
    assert exam(one) == []
    shutil.rmtree(tasks / "b3")
    for folder in tasks.glob("c?"):
        (folder / "other.py").unlink()
    assert exam(one) == [
        "scripts/tfprep/exam/tasks: got no task B in form 3, expected one; write it",
        "scripts/tfprep/exam/tasks: got no other.py in category C, expected one or "
        "more; write a second solution of another kind for a task",
    ]


def test_a_skill_has_a_task_or_a_reason(one: TinyCourse) -> None:
    """Not both, and not neither; a course without an exam needs no reason."""
    path = one.project.data / "skills.yml"
    assert exam(one) == []
    write_task(one.project.exam_tasks, "first")
    asked, reason = path.read_text(), ", no_task: It can't be shown}"
    path.write_text(asked.replace("2021]}", "2021]" + reason))
    assert exam(one)[0].startswith(
        "docs/data/skills.yml:7: got both no_task and first for NN-1, expected one of"
    )
    path.write_text(asked + "      - {id: NN-2, text: Fit a model, editions: [2021]}\n")
    assert "got neither a task nor no_task for NN-2" in exam(one)[1]


def test_a_score_shows_a_skill(one: TinyCourse) -> None:
    """A task asks for something that its model shows; no trace needs a model."""
    path = one.project.data / "skills.yml"
    write_task(one.project.exam_tasks, "first")
    asked = path.read_text()
    path.write_text(asked.replace("2021]}", "2021], no_trace: A plot is no layer}"))
    (problem,) = [said for said in exam(one) if "no_trace" in said]
    assert problem.startswith("scripts/tfprep/exam/tasks/first/task.yml: skills: got")
    other = "{id: NN-2, text: Plot it, editions: [2021], no_task: a, no_trace: b}"
    path.write_text(f"{asked}      - {other}\n")
    (problem,) = [said for said in exam(one) if "no_trace" in said]
    assert "got both no_task and no_trace for NN-2" in problem


def test_right_options_stand_anywhere(one: TinyCourse) -> None:
    """Less than half in any one place; a few questions prove nothing."""
    one.write("basics/one", EXERCISE)
    first = [QUESTION.format(f"q{number}") for number in range(5)]
    second = QUESTION.replace(", right: true", "").replace(
        "not.", "not., right: true", 1
    )
    other = [second.format(f"p{number}") for number in range(6)]
    path = "docs/data/quiz/basics.yml"
    write(one, path, QUIZ + "".join(first))
    assert whole(one) == []
    write(one, path, QUIZ + "".join(first + other))
    assert whole(one) == [
        "docs/data/quiz: got 6 of 11 right options in place 2, expected less than half "
        "in any place; move some"
    ]


SOURCE = '{text: "A report, of which we know.", checked: 2026-11-22}'


def test_sources_and_pages_fit(course: TinyCourse) -> None:
    """A cited source is there, and one that is there is cited."""
    write(course, "docs/data/sources.yml", f"report: {SOURCE}\nreport-2: {SOURCE}\n")
    write(course, "docs/index.md", PAGE + "It is so.[^report] It isn't.[^rapport]\n")

    assert between(course) == [
        "docs/index.md:5: got the source [^rapport], expected an id of "
        'docs/data/sources.yml; add it there. Did you mean "report"?'
    ]
    assert whole(course)[-1] == (
        "docs/data/sources.yml:2: got report-2, which no page cites, expected sources "
        "in use; cite it as [^report-2], or take it away"
    )


def test_texts_count_right(one: TinyCourse) -> None:
    """Each figure is at its line; older versions of the changelog keep theirs."""
    exam(one)
    write(one, "README.md", "# Tiny\n\nWith 1 skills and 2 lessons, 12 cats.\n")
    write(one, "CHANGELOG.md", "## [2]\n3 exercises\n\n## [1]\n9 lessons\n")

    assert whole(one) == [
        "README.md:3: got 2 lessons, expected 1, as many as there are; fix the number",
        "CHANGELOG.md:2: got 3 exercises, expected 1, as many as there are; fix the "
        "number",
    ]


PLACEMENT = """\
reviewed: 2026-11-22
topics:
  - topic: basics
    start: basics/{0}
    questions: [nn-1-one, nn-1-two]
    exercise: basics/{0}/double
    shows: that you can double
"""


def test_the_placement_leads_to_lessons_that_are_there(one: TinyCourse) -> None:
    """A lesson or exercise that was renamed is named with its line."""
    coded = QUESTION.replace(", right: true", "").replace(
        "    options", "{1}    options"
    )
    code = "    code: print('one')\n"
    quiz = one.project.data / "quiz/basics.yml"
    quiz.parent.mkdir()
    quiz.write_text(QUIZ + "".join(coded.format(x, code) for x in ("one", "two")))
    one.write("basics/one")
    one.sheet(SECTION, "topics/basics")
    path = one.project.data / "placement.yml"

    path.write_text(PLACEMENT.format("one"))
    assert [x for x in whole(one) if "placement" in x] == []

    path.write_text(PLACEMENT.format("onne"))
    assert [x for x in whole(one) if "placement" in x] == [
        'docs/data/placement.yml:4: got "basics/onne", expected a lesson of basics. '
        'Did you mean "basics/one"?',
        'docs/data/placement.yml:6: got "basics/onne/double", expected the id of an '
        'exercise of basics. Did you mean "basics/one/double"?',
    ]
