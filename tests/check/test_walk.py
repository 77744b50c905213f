"""Files and rules come together."""

import subprocess
from pathlib import Path

from projects import DESCRIBED, HEADER, REPOSITORY, TinyCourse, executed, printed

from tfprep.check.choice import Choice
from tfprep.check.walk import check_files, source_files
from tfprep.execution.cache import Cache, key_of
from tfprep.project import Project


def git(course: TinyCourse, *words: str) -> None:
    subprocess.run(["git", *words], cwd=course.root, check=True, capture_output=True)


def test_a_file_s_rules_are_those_of_its_kind(course: TinyCourse) -> None:
    """A page, a lesson's prose and its code are all held, and problems are in order."""
    lesson = course.write("basics/one", "\n# %%\nimport jax\n")
    page = course.root / "docs/page.md"
    page.write_text(DESCRIBED + "# Title\n\nOne. Two. See [here](a.md).\n")

    report = check_files(course.project, Choice((lesson, page)))

    said = [str(problem.relative_to(course.root)) for problem in report.problems]
    assert report.files == 2
    assert [text.partition(",")[0] for text in said if "page.md" in text] == [
        "docs/page.md:6: got the link text [here]",
        "docs/page.md:6: got two sentences on a line",
    ]
    assert any(": got an import of jax, expected" in text for text in said)
    assert any(': got no section "## What can go wrong"' in text for text in said)
    assert said == sorted(said, key=lambda text: text.partition(":")[0])


def test_nothing_is_said_of_other_files(course: TinyCourse) -> None:
    """Somebody else's open ends are not yours."""
    course.write("basics/bad").write_text("print(1)\n")
    page = course.root / "docs/page.md"
    page.write_text(DESCRIBED + "# Title\n")

    assert check_files(course.project, Choice((page,))).problems == ()


def test_a_fault_of_form_hides_no_fault_of_text(course: TinyCourse) -> None:
    """Both are said at once, and what is missing beside the lesson too."""
    header = HEADER.replace("5\n", "5\n#     data: [a.csv]\n")
    text = "\n# %% [markdown]\n# One. Two.\n\n# %%\nimport jax\n"
    typo = course.write("basics/typo", text + "(\n")
    lost = course.write("basics/lost", text, header)

    def said(path: Path, words: str) -> bool:
        problems = check_files(course.project, Choice((path,))).problems
        return any(words in problem.text for problem in problems)

    assert said(typo, "syntax error")
    assert said(typo, "got two sentences on a line")
    assert said(lost, "no data file")
    assert said(lost, "got two sentences on a line")
    assert said(lost, "got an import of jax")


def test_outputs_come_from_the_cache(course: TinyCourse) -> None:
    """Where a lesson ran as it is now, its outputs are held; else nothing is said."""
    lesson = course.lesson("basics/one", "\n# %%\nprint(1)\n")
    entry = executed("basics/one", printed("a\n" * 30))
    key = key_of(lesson)

    def said() -> bool:
        report = check_files(course.project, Choice((lesson.path,)))
        return any("got 30 printed lines" in p.text for p in report.problems)

    assert not said()
    Cache(course.project.cache / "lessons").put(entry.model_copy(update={"key": key}))
    assert said()
    course.write("basics/one", "\n# %%\nprint(2)\n")
    assert not said()


def test_what_git_ignores_is_no_source(course: TinyCourse) -> None:
    """New files count before they are added; without git, those of its folders do."""
    course.write("basics/one")
    (course.root / ".gitignore").write_text("*.log\n")
    (course.root / "examples/run.log").touch()
    without = {file.path.name for file in source_files(course.project)}
    git(course, "init", "-q")
    git(course, "add", "mkdocs.yml", "docs")

    found = {file.path.name: file.committed for file in source_files(course.project)}

    assert {"one.py", "skills.yml"} <= without
    assert found == {
        ".gitignore": False,
        "mkdocs.yml": True,
        "one.py": False,
        "skills.yml": True,
    }


def test_the_real_course_keeps_every_rule() -> None:
    """What `make check` says at its end; outputs are held where they are cached."""
    report = check_files(Project(REPOSITORY), Choice())

    assert [str(problem) for problem in report.problems] == []
    assert report.files > 300
