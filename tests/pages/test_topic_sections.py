"""A topic's sheet on the topic's page."""

from projects import TinyCourse, executed, printed

from tfprep.lessons.lesson import Lesson
from tfprep.lessons.parse import read_lesson
from tfprep.pages.topic_sections import skill_sections

BODY = """
# %% [markdown] skills=["NN-1"]
# ### NN-1: Work in TensorFlow
# It means that you import it.

# %%
x = 1 < 2
print(x, "<b>")
x

# %% tags=["claim"]
assert x, "one is less than two"
"""


def sheet(course: TinyCourse) -> Lesson:
    path = course.sheet(BODY, "topics/basics")
    return read_lesson(path, course.root / "examples")


VALUE = {"output_type": "execute_result", "data": {"text/plain": "True"}}


def test_a_section_has_its_skills_anchor_its_code_and_output(
    course: TinyCourse,
) -> None:
    """The anchor is the skill's id; outputs are escaped; claims stay hidden."""
    text = skill_sections(
        sheet(course), executed("topics/basics", printed("True <b>\n"), VALUE)
    )

    assert "### NN-1: Work in TensorFlow { #nn-1 }\nIt means" in text
    assert '```python\nx = 1 < 2\nprint(x, "<b>")\nx\n```' in text
    assert '<pre tabindex="0">True &lt;b&gt;&#10;True</pre>' in text
    assert "assert" not in text


def test_without_results_a_section_shows_its_code_alone(course: TinyCourse) -> None:
    """No output is made up."""
    text = skill_sections(sheet(course), None)

    assert "```python" in text
    assert "output" not in text
