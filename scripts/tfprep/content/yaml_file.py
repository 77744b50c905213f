"""Data files: YAML that has to fit a model, or else the message says what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from tfprep.problems import Problem, ProblemError

Model = TypeVar("Model", bound=BaseModel)
Explain = Callable[[Any, Any], str]
"""Says one of pydantic's errors in words, given the error and all of the data."""


def say(item: Any, _data: Any = None) -> str:
    """One of pydantic's errors: the place, and what it complains about."""
    return f"{'.'.join(map(str, item['loc']))}: {item['msg']}"


def load_yaml(path: Path, holds: str) -> Any:
    """The content of a YAML file.

    Args:
        holds: what the file is for, as a message says it, such as "the list of terms".

    Raises:
        ProblemError: the file is missing or isn't YAML.
    """
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        said = f"no such file; expected {holds}"
    except yaml.YAMLError as error:
        said = f"not YAML: {error}"
    raise ProblemError([Problem(path, None, said)])


def read_data(
    path: Path, model: type[Model], holds: str, explain: Explain = say
) -> Model:
    """The content of a YAML file as a model.

    Raises:
        ProblemError: as `load_yaml`, or every way in which the content doesn't fit.
    """
    data = load_yaml(path, holds)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        texts = [explain(item, data) for item in error.errors()]
    raise ProblemError([Problem(path, None, text) for text in texts])
