"""The real lessons: their shape, and that they hold."""

import re
import subprocess
import sys

import pytest
from projects import LIBRARY, REPOSITORY, real_course
from prose import crowded, jumping_headings, outside_fences, vague_links

from tfprep.content.skills import Skill
from tfprep.execution.cache import Cache
from tfprep.execution.versions import STACK
from tfprep.lessons.cells import Role, heading_of
from tfprep.lessons.learner_notebook import learner_notebook
from tfprep.lessons.lesson import Lesson
from tfprep.lessons.quiz_code import computed_keys
from tfprep.pages.skill_tables import SkillTables

RHYTHM = ["What can go wrong", "Exercises", "What to remember"]


def lessons() -> list[Lesson]:
    return list(real_course().lessons)


each_lesson = pytest.mark.parametrize(
    "lesson", lessons(), ids=lambda lesson: lesson.slug
)


each_file = pytest.mark.parametrize(
    "lesson", list(real_course().everything), ids=lambda lesson: lesson.slug
)


def python(*words: str) -> subprocess.CompletedProcess[str]:
    """A program of the project, run as a user would."""
    return subprocess.run(
        [sys.executable, *words],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


def prose_lines(lesson: Lesson) -> list[tuple[int, str]]:
    """Every line of prose outside fences, with its line number."""
    cells = [cell for cell in lesson.cells if cell.role in (Role.PROSE, Role.HINT)]
    return [
        line
        for cell in cells
        for line in outside_fences(enumerate(cell.source.splitlines(), cell.line))
    ]


def test_all_lessons_can_be_read() -> None:
    """No lesson has a problem."""
    assert [str(problem) for problem in real_course().problems] == []


@each_lesson
def test_the_rhythm_is_kept(lesson: Lesson) -> None:
    """A lesson opens without a heading and ends with its three fixed sections."""
    headings = [
        line.removeprefix("## ")
        for _, line in prose_lines(lesson)
        if line.startswith("## ")
    ]

    assert not lesson.cells[0].source.startswith("#")
    assert headings[-3:] == RHYTHM


@each_file
def test_headings_are_unique_and_start_at_two(lesson: Lesson) -> None:
    """The page's title is the only first-level heading; links need unique names."""
    headings = [line for _, line in prose_lines(lesson) if line.startswith("#")]

    assert not [heading for heading in headings if heading.startswith("# ")]
    assert len(set(headings)) == len(headings)


@each_lesson
def test_exercises_have_hints_and_real_wrong_answers(lesson: Lesson) -> None:
    """Two or three exercises, each with hints and two or more wrong answers."""
    assert 2 <= len(lesson.exercises) <= 3
    for exercise in lesson.exercises:
        assert 1 <= len(exercise.hints) <= 3, exercise.title
        assert len(exercise.wrong) >= 2, exercise.title
        assert len(exercise.cell.stub.splitlines()) <= 40, exercise.title


@each_lesson
def test_every_skill_is_practiced(lesson: Lesson) -> None:
    """Each skill that a lesson teaches is in one of its exercises."""
    practiced = {skill for ex in lesson.exercises for skill in ex.cell.skills}

    assert set(lesson.header.skills) == practiced


@each_lesson
def test_claims_are_asserted(lesson: Lesson) -> None:
    """The prose is backed by claim cells, and each of their asserts has a message."""
    claims = [cell for cell in lesson.cells if cell.role is Role.CLAIM]

    assert claims
    for claim in claims:
        assert "assert" in claim.source


@each_file
def test_one_sentence_a_line(lesson: Lesson) -> None:
    """Prose has one sentence on a line, so that a change is easy to review."""
    assert crowded(prose_lines(lesson)) == []


@each_file
def test_links_and_headings_guide_the_reader(lesson: Lesson) -> None:
    """Link texts say where they lead, and no level of headings is left out."""
    level = 2 if lesson.topic == "topics" else 1  # a section of a page, or a page
    assert vague_links(prose_lines(lesson)) == []
    assert jumping_headings(prose_lines(lesson), level) == []


@each_file
def test_prose_is_plain_commonmark(lesson: Lesson) -> None:
    """No HTML: the text must read well in Jupyter and Colab too."""
    bad = [
        line
        for _, line in prose_lines(lesson)
        if re.search(r"<[a-z/][^>]*>", re.sub(r"`[^`]*`|<https?:[^>]*>", "", line))
    ]

    assert bad == []


@each_file
def test_code_lines_fit(lesson: Lesson) -> None:
    """Code has at most 88 characters in a line."""
    long = [
        f"{number}: {line}"
        for cell in lesson.code_cells
        for number, line in enumerate(cell.source.splitlines(), cell.line)
        if len(line) > 88
    ]

    assert long == []


@each_file
def test_only_the_stack_is_imported(lesson: Lesson) -> None:
    """A lesson needs TensorFlow and friends and the standard library, nothing else."""
    tops = {name.partition(".")[0] for name in lesson.modules}

    assert tops <= STACK.keys() | sys.stdlib_module_names


@each_file
def test_seeds_are_plain_numbers(lesson: Lesson) -> None:
    """Seeds can be swapped by a script, so that claims are tried with others."""
    code = "\n".join(cell.source for cell in lesson.code_cells)

    for call in re.findall(r"(?:set_random_seed|default_rng)\([^)]*\)", code):
        assert re.fullmatch(r"\w+\(\d+\)", call), call


@each_lesson
def test_sections_that_teach_have_names(lesson: Lesson) -> None:
    """A section that claims a skill can be linked to."""
    for cell in lesson.cells:
        if cell.skills and cell.role is Role.PROSE:
            assert heading_of(cell)


@each_lesson
def test_learners_get_no_secrets(lesson: Lesson) -> None:
    """No solution, claim or wrong answer is in the learner's notebook."""
    text = "\n".join(cell.source for cell in learner_notebook(lesson).cells)

    assert "SOLUTION" not in text
    for cell in lesson.cells:
        if cell.role in (Role.CLAIM, Role.WRONG):
            assert cell.source not in text


def test_every_lesson_is_in_the_menu() -> None:
    """The menu names each lesson once; its order is the order of the course."""
    config = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    named = re.findall(r"lessons/([\w/-]+)\.ipynb$", config, re.MULTILINE)

    assert sorted(named) == sorted(lesson.slug for lesson in lessons())


@pytest.mark.parametrize(
    "skill", list(LIBRARY.syllabus.skills.values()), ids=lambda skill: skill.id
)
def test_each_skill_has_its_section_and_snippet(skill: Skill) -> None:
    """The page of its topic explains it, and shows code that ran."""
    topic = LIBRARY.syllabus.topic_of[skill.id]
    sheet = real_course().lesson(f"topics/{topic.id}")
    roles: dict[str, list[Role]] = {}
    here = ""
    for cell in sheet.cells:
        here = cell.skills[0] if cell.skills else here
        roles.setdefault(here, []).append(cell.role)

    assert roles.get(skill.id, [])[:3] == [Role.PROSE, Role.CODE, Role.CLAIM]
    headings = [heading_of(cell) for cell in sheet.cells if skill.id in cell.skills]
    assert len(headings) == 1
    assert headings[0].startswith(f"{skill.id}: ")


@pytest.mark.parametrize("skill", list(LIBRARY.syllabus.skills))
def test_each_skill_is_taught_practiced_and_asked(skill: str) -> None:
    """The map has a lesson, an exercise and two questions for each of the 52 skills."""
    tables = SkillTables(LIBRARY.syllabus, lessons(), LIBRARY.quizzes)
    every = [q for quiz in LIBRARY.quizzes.values() for q in quiz.questions]
    found = {
        "a section in a lesson": bool(tables.sections(LIBRARY.syllabus.skills[skill])),
        "an exercise": bool(tables.exercises(LIBRARY.syllabus.skills[skill])),
        "two quiz questions": sum(question.skill == skill for question in every) >= 2,
    }

    missing = [name for name, there in found.items() if not there]

    assert not missing, f"{skill} lacks {', '.join(missing)}"


@pytest.mark.slow
def test_the_law_holds_in_every_lesson() -> None:
    """Every lesson runs, every claim and every exercise holds."""
    done = python("-m", "tfprep", "exercises")

    assert done.returncode == 0, done.stderr
    exercises = sum(len(lesson.exercises) for lesson in lessons())
    assert f"The law holds: {exercises} solutions pass" in done.stdout


@pytest.mark.slow
@each_file
def test_outputs_are_for_reading(lesson: Lesson) -> None:
    """No wall of numbers, and no warning that nobody asked for."""
    entry = Cache((REPOSITORY / ".cache") / "lessons").get(lesson)
    assert entry is not None, "run after test_the_law_holds_in_every_lesson"

    for outputs in entry.outputs.values():
        text = "".join(str(output.get("text", "")) for output in outputs)
        assert len(text.splitlines()) <= 25, text
        assert "DeprecationWarning" not in text


@pytest.mark.slow
@pytest.mark.parametrize("topic", list(LIBRARY.quizzes))
def test_each_computed_key_is_an_option(topic: str) -> None:
    """What the code of a question prints is one of its options."""
    source = real_course().lesson(f"quiz/{topic}")
    entry = Cache((REPOSITORY / ".cache") / "lessons").get(source)
    assert entry is not None, "run after test_the_law_holds_in_every_lesson"

    quiz = LIBRARY.quizzes[topic]

    coded = [question.id for question in quiz.questions if question.code]
    assert list(computed_keys(source, quiz, entry.outputs)) == coded


@pytest.mark.slow
def test_the_law_holds_with_another_seed() -> None:
    """A claim that holds for one seed alone is luck; weekly.yml tries ten."""
    done = python("scripts/dev/try_seeds.py", "--seeds", "1")

    assert done.returncode == 0, done.stderr
    assert f"0 failed of {len(real_course().everything)} files, each" in done.stdout
