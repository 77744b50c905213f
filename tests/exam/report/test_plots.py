"""Where everything stands in the report's figures."""

from __future__ import annotations

import pytest
from sat import CLASSES, VALUES

from tfprep.exam.outcomes import ClassEvidence, ValueEvidence
from tfprep.exam.report import plots


def test_a_confusion_matrix_counts_every_pair() -> None:
    """A row for each truth, shaded by its share; the diagonal is marked as right."""
    found = plots.matrix(CLASSES)

    assert [cell.count for cell in found.cells] == [30, 10, 0, 40]
    assert [cell.is_right for cell in found.cells] == [True, False, False, True]
    shades = [cell.shade for cell in found.cells]
    assert shades == [0.338, 0.113, 0.0, plots.INK]
    assert [row.text for row in found.rows] == ["cat 0", "dog 1"]
    first, second = found.classes
    assert (first.right, first.total, first.mostly) == (30, 40, "dog (10 times)")
    assert (second.right, second.total, second.mostly) == (40, 40, "")


def test_a_class_without_examples_has_an_empty_row() -> None:
    """Nothing is divided by nothing."""
    found = plots.matrix(ClassEvidence(classes=("a", "b"), confusion=((0, 0), (1, 2))))

    assert [cell.shade for cell in found.cells[:2]] == [0, 0]
    assert (found.classes[0].right, found.classes[0].total) == (0, 0)


def test_twelve_classes_with_long_names_fit() -> None:
    """No cell lies outside of the figure, and no name runs out of it."""
    names = tuple(f"a very long name {n}" for n in range(12))
    found = plots.matrix(ClassEvidence(classes=names, confusion=((1,) * 12,) * 12))

    assert all(cell.x + found.side <= plots.WIDTH + 0.01 for cell in found.cells)
    assert all(cell.y + found.side <= found.height for cell in found.cells)
    assert all(len(row.text) < 20 for row in found.rows)
    numbers = ClassEvidence(classes=("0", "1"), confusion=((1, 1), (1, 1)))
    assert [row.text for row in plots.matrix(numbers).rows] == ["0", "1"]


def test_points_lie_between_the_axes() -> None:
    """One for each example and output; the line joins equal truth and answer."""
    found = plots.scatter(VALUES)

    assert found is not None
    assert len(found.points) == 3
    for x, y in found.points:
        assert plots.LEFT <= x <= plots.WIDTH - plots.RIGHT
        assert plots.TOP <= y <= plots.HEIGHT - plots.BELOW
    assert [mark.text for mark in found.x_ticks] == ["0", "5", "10", "15", "20"]
    assert [x for x, _ in found.points] == sorted(x for x, _ in found.points)


def test_each_output_has_a_bar() -> None:
    """As high as its mean absolute error, which is also told in words."""
    two = ValueEvidence(truth=((1, 2), (2, 3)), answers=((1, 4), (2, 7)))
    found = plots.by_output(two)

    assert found is not None
    (_, none, _), (_, high, _) = found.bars
    assert none == plots.HEIGHT - plots.BELOW
    assert plots.TOP < high < none
    assert [mark.text for mark in found.x_ticks] == ["1", "2"]
    assert found.said == "1: 0, 2: 3"


def test_each_fifth_of_the_truth_has_a_bar() -> None:
    """The error grows with the truth here; a few examples have no fifths."""
    truth = tuple((float(n),) for n in range(10, 0, -1))
    answers = tuple((2 * value,) for (value,) in truth)
    found = plots.by_size(ValueEvidence(truth=truth, answers=answers))

    assert found is not None
    tops = [top for _, top, _ in found.bars]
    assert tops == sorted(tops, reverse=True)
    assert found.said == "2: 1.5, 4: 3.5, 6: 5.5, 8: 7.5, 10: 9.5"
    assert plots.by_size(VALUES) is None


@pytest.mark.parametrize(
    "answers", [((1e308,), (-1e308,)), ((float("inf"),), (0.0,)), ((0.0,), (0.0,))]
)
def test_any_answers_can_be_drawn_or_are_not(
    answers: tuple[tuple[float, ...], ...],
) -> None:
    """Values without a scale give no figure; all alike give one."""
    many = ValueEvidence(truth=((0.0,),) * 10, answers=answers * 5)
    found = [plots.scatter(many), plots.by_output(many), plots.by_size(many)]

    assert all((plot is None) == (answers[0][0] != 0) for plot in found)
    assert plots.errors(many).half


def test_errors_are_told_in_words() -> None:
    """Their median, the worst tenth, and the side to which they lean."""
    said = plots.errors(VALUES, "°C")

    assert (said.half, said.tenth) == ("1 °C", "1 °C")
    assert (said.lean, said.too) == ("2 °C", "high")
    level = ValueEvidence(truth=((0.0,), (0.0,)), answers=((1.0,), (-1.0,)))
    assert plots.errors(level).too == ""
