"""What can be read is read, whatever is wrong beside it."""

from projects import HEADER, TinyCourse
from tasks import write_task

from tfprep.check.choice import Choice
from tfprep.check.reading import read_material
from tfprep.problems import Problem


def short(course: TinyCourse, problems: tuple[Problem, ...]) -> list[str]:
    """Problems without the folder and without what comes after the first comma."""
    return [str(p.relative_to(course.root)).partition(",")[0] for p in problems]


def test_one_broken_file_hides_no_other(course: TinyCourse) -> None:
    """Whatever kind it is of: each is named, and the rest is there."""
    course.write("basics/good")
    course.write("basics/bad").write_text("print(1)\n")
    course.write("basics/worse").write_bytes(b"\xff")
    (course.root / "docs/good.md").write_text("# Title\n")
    (course.root / "docs/bad.md").write_text("---\na: [\n---\n")
    write_task(course.project.exam_tasks, "whole")
    (write_task(course.project.exam_tasks, "half") / "weak.py").unlink()
    (write_task(course.project.exam_tasks, "wrong") / "task.yml").write_text("a: 1\n")
    (write_task(course.project.exam_tasks, "odd") / "brief.md").write_bytes(b"\xe9")
    (course.root / "docs/.#bad.md").symlink_to("nobody@nowhere")
    (course.project.data / "sources.yml").write_text("x: {checked: soon}\n")
    (course.project.data / "quiz").mkdir()
    (course.project.data / "quiz/basics.yml").write_text("questions: []\n")

    material = read_material(course.project, Choice())

    said = short(course, material.problems)
    for name in (
        "examples/basics/bad.py:1: no header: got 'print(1)'",
        "examples/basics/worse.py:1: not UTF-8",
        "docs/bad.md:3: got front matter that is no YAML",
        "scripts/tfprep/exam/tasks/half/weak.py: missing",
        "scripts/tfprep/exam/tasks/wrong/task.yml",
        "docs/data/sources.yml",
        "docs/data/quiz/basics.yml",
    ):
        assert any(text.startswith(name) for text in said), name
    assert [lesson.slug for lesson in material.lessons] == ["basics/good"]
    assert [page.name for page in material.pages] == ["good.md"]
    assert {task.name for task in material.tasks} == {"whole", "half"}
    assert not material.whole


def test_a_broken_syllabus_hides_neither_lessons_nor_data(course: TinyCourse) -> None:
    """Only what needs the syllabus waits."""
    (course.project.data / "glossary.yml").write_text("terms: []\n")
    course.write("basics/bad").write_text("print(1)\n")
    course.write("basics/good")
    (course.project.data / "skills.yml").write_text("topics: []\n")

    material = read_material(course.project, Choice())

    said = short(course, material.problems)
    for name in ("examples/basics/bad.py:1", "docs/data/glossary.yml"):
        assert any(text.startswith(name) for text in said), name
    assert [lesson.slug for lesson in material.lessons] == ["basics/good"]


def test_only_the_chosen_lesson_is_read_in_full(course: TinyCourse) -> None:
    """What must hold between lessons is held by headers, and said of the chosen one."""
    one = course.write("basics/one")
    other = course.write("basics/other")
    text = other.read_text().replace("basics/other", "basics/one")
    other.write_text(text + "\n# %%\n(")

    material = read_material(course.project, Choice((one,)))

    said = short(course, material.problems)
    taken = 'examples/basics/one.py:4: the title "basics/one" is taken by basics/other'
    assert said == [taken]
    assert [lesson.slug for lesson in material.lessons] == ["basics/one"]


def test_a_lesson_with_a_fault_is_looked_at_all_the_same(course: TinyCourse) -> None:
    """Its text is there, and what is no fault of its form hides no rule at all."""
    course.write("basics/typo", "\n# %%\n(\n")
    header = HEADER.replace("5\n", "5\n#     data: [a.csv]\n")
    course.write("basics/lost", header=header)

    material = read_material(course.project, Choice())

    assert [lesson.slug for lesson in material.faulty_lessons] == ["basics/typo"]
    assert [lesson.slug for lesson in material.lessons] == ["basics/lost"]
    assert len(material.problems) == 2
