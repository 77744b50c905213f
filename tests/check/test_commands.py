"""The commands, as a contributor types them."""

import subprocess
import sys

from projects import DESCRIBED, TinyCourse


def test_a_clean_file_is_one_line(course: TinyCourse) -> None:
    """With how many were looked at, and exit code 0."""
    (course.root / "docs/page.md").write_text(DESCRIBED + "# Title\n")

    done = course.tfprep("check", "docs/page.md")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "1 file, nothing to fix.\n"


def test_what_is_to_mend_is_a_list(course: TinyCourse) -> None:
    """File and line, got, expected, next step; a wrong name is a part of it."""
    (course.root / "docs/page.md").write_text(
        DESCRIBED + "# Title\n\nSee [here](a.md).\n"
    )

    done = course.tfprep("check", "docs/page.md", "docs/none.md")

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "docs/none.md: got no such file, expected a file or a folder; fix the name",
        "docs/page.md:6: got the link text [here], expected words that say where it "
        "leads; name the page or the thing",
        "2 to fix; 1 file checked.",
    ]


def test_a_lesson_is_checked_without_what_it_teaches(course: TinyCourse) -> None:
    """Nothing heavy is imported: the answer comes while an author writes."""
    course.write("basics/one", "\n# %%\nimport tensorflow as tf\n")
    heavy = {"tensorflow", "keras", "numpy", "pandas", "IPython", "mkdocs", "sklearn"}
    program = (
        "import sys\nfrom tfprep.cli import cli\n"
        "words = ['check', 'examples/basics/one.py']\n"
        "try:\n    cli.main(words, standalone_mode=False)\n"
        f"finally:\n    print(sorted({heavy} & sys.modules.keys()), file=sys.stderr)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "to fix; 1 file checked." in done.stdout
    assert done.stderr == "[]\n"


def test_the_rules_are_listed(course: TinyCourse) -> None:
    """By what they are for, each with its reason."""
    done = course.tfprep("check", "--rules")

    lines = done.stdout.splitlines()
    place = lines.index("Rules for a page:")
    assert lines[place + 1].startswith(
        "  introduces itself: A page has a description: "
    )
    assert len(lines) > 40
