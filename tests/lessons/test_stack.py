"""What a lesson may import."""

from tfprep.lessons.stack import distributions


def test_modules_have_distributions() -> None:
    """Their names differ; Keras brings TensorFlow; the standard library is there."""
    assert distributions(["sklearn.metrics", "pathlib"]) == ["scikit-learn"]
    assert distributions(["keras", "numpy"]) == ["keras", "numpy", "tensorflow"]
    assert distributions([]) == []
