"""What learners mistake for each other: names, words and signs, one way or both."""

from __future__ import annotations

import ast
from collections.abc import Iterable


def _both(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {a: b for pair in pairs for a, b in (pair, pair[::-1])}


NAMES = {
    **_both(
        [
            ("mean", "sum"),
            ("max", "min"),
            ("argmax", "argmin"),
            ("reduce_mean", "reduce_sum"),
            ("reduce_max", "reduce_min"),
            ("maximum", "minimum"),
            ("any", "all"),
            ("zeros", "ones"),
            ("zeros_like", "ones_like"),
            ("hstack", "vstack"),
            ("startswith", "endswith"),
            ("head", "tail"),
            ("LSTM", "GRU"),
            ("MaxPooling2D", "AveragePooling2D"),
            ("MaxPooling1D", "AveragePooling1D"),
            ("GlobalMaxPooling2D", "GlobalAveragePooling2D"),
            ("GlobalMaxPooling1D", "GlobalAveragePooling1D"),
            ("RandomFlip", "RandomRotation"),
            ("RandomTranslation", "RandomZoom"),
            ("MeanSquaredError", "MeanAbsoluteError"),
            ("skip", "take"),
            ("Add", "Concatenate"),
            ("L1", "L2"),
        ]
    ),
    "median": "mean",
    "std": "var",
    "prod": "sum",
    "floor": "ceil",
    "round": "floor",
    "abs": "square",
    "square": "abs",
    "log2": "log",
    "log10": "log",
    "log1p": "log",
    "expm1": "exp",
    "stack": "concatenate",
    "SimpleRNN": "Dense",
    "BinaryCrossentropy": "CategoricalCrossentropy",
    "SparseCategoricalCrossentropy": "CategoricalCrossentropy",
    "CategoricalCrossentropy": "BinaryCrossentropy",
    "BinaryAccuracy": "CategoricalAccuracy",
    "Adam": "SGD",
    "SGD": "Adam",
    "RMSprop": "SGD",
    "softmax": "sigmoid",
    "sigmoid": "tanh",
    "sparse_categorical_accuracy": "categorical_accuracy",
    "val_loss": "loss",
}
"""Names of functions, methods and layers; the names of a lesson are left alone."""

WORDS = {
    **_both([("same", "valid"), ("min", "max"), ("nearest", "bilinear")]),
    "causal": "same",
    "relu": "linear",
    "tanh": "relu",
    "sigmoid": "softmax",
    "softmax": "sigmoid",
    "linear": "relu",
    "binary_crossentropy": "categorical_crossentropy",
    "sparse_categorical_crossentropy": "categorical_crossentropy",
    "categorical_crossentropy": "sparse_categorical_crossentropy",
    "mse": "mae",
    "mae": "mse",
    "mean_squared_error": "mean_absolute_error",
    "mean_absolute_error": "mean_squared_error",
    "adam": "sgd",
    "sgd": "adam",
    "val_loss": "loss",
    "val_accuracy": "accuracy",
    "loss": "val_loss",
    "int": "multi_hot",
    "multi_hot": "count",
    "binary": "int",
    "categorical": "int",
    "training": "validation",
    "validation": "training",
    "horizontal": "vertical",
    "vertical": "horizontal",
    "horizontal_and_vertical": "horizontal",
    "grayscale": "rgb",
    "rgb": "grayscale",
    "channels_last": "channels_first",
    "lower_and_strip_punctuation": "lower",
    "float32": "int32",
    "constant": "nearest",
    "reflect": "constant",
}
"""Words that are given to a function, as texts."""

SIGNS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "/"),
    ast.Mod: ("%", "//"),
    ast.Pow: ("**", "*"),
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),  # codespell:ignore notin
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
"""How each operator is written, and the one that is written by mistake."""

OTHER_WAY = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""A comparison the wrong way round."""

SIDES = (
    ("train", "test"),
    ("train", "valid"),
    ("valid", "test"),
    ("training", "validation"),
)
"""Parts of names that tell which part of the data they hold."""

CHOICES = {
    "optimizer": ("optimizer", "learning rate", "adam", "sgd"),
    "learning_rate": ("learning rate",),
    "epochs": ("epoch",),
    "Dense": ("dense", "hidden"),
    "Dropout": ("dropout",),
    "BatchNormalization": ("normal",),
    **dict.fromkeys(("Conv1D", "Conv2D"), ("conv", "filter")),
    **dict.fromkeys(("LSTM", "GRU", "SimpleRNN"), ("lstm", "gru", "recurrent")),
    **dict.fromkeys(("MaxPooling1D", "MaxPooling2D"), ("pool",)),
    **dict.fromkeys(("AveragePooling1D", "AveragePooling2D"), ("pool",)),
    **dict.fromkeys(("GlobalMaxPooling1D", "GlobalMaxPooling2D"), ("pool", "max")),
    "GlobalAveragePooling1D": ("pool", "average", "mean"),
    "GlobalAveragePooling2D": ("pool", "average", "mean"),
    "relu": ("relu", "activation"),
    "tanh": ("tanh", "activation"),
    "Adam": ("adam",),
    "SGD": ("sgd",),
    "RMSprop": ("rmsprop",),
    "adam": ("adam",),
    "sgd": ("sgd",),
    "metrics": ("metric", "accuracy"),
    "use_bias": ("bias",),
    "mse": ("mse", "squared", "loss"),
    "mae": ("mae", "absolute", "loss"),
}
"""Arguments, layers and words that are free, unless the brief says one of these."""

COSMETIC = {
    *("name", "verbose", "seed", "dtype", "label", "title", "batch_size", "flush"),
    *("strict", "description"),
}
"""Arguments that make no answer right or wrong."""
SIGNLESS = {"abs", "absolute", "fabs", "square"}
"""Functions of a difference that give the same whichever side is taken away."""
CONVERSIONS = {
    *("array", "asarray", "ascontiguousarray", "numpy", "copy", "tolist", "item"),
    *("constant", "convert_to_tensor", "int", "float", "list", "tuple", "str", "dict"),
}
"""Calls that give the same in another form."""
NO_WRAPPERS = {
    *("len", "range", "enumerate", "zip", "print", "open", "type", "isinstance"),
    *("super", "Input", "iter", "next", "get_file", "join", "dedent"),
}
"""Functions whose only argument is no result in itself."""
EVEN = {
    *("maximum", "minimum", "add", "multiply", "allclose", "isclose", "array_equal"),
    *("max", "min", "print", "logical_and", "logical_or", "equal", "isinstance"),
}
"""Functions that give the same, or nothing sensible, with arguments exchanged."""
UNTOUCHED = {
    *("set_random_seed", "seed", "default_rng", "print", "title", "show", "figure"),
    *("xlabel", "ylabel", "legend"),
}
"""Calls in which nothing is changed: a seed, or what only looks."""
