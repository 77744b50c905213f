"""What a hand-in may be and use; a model that solves a task needs far less."""

MEGABYTES = 100
"""The most that a hand-in may have, in millions of bytes."""
SECONDS = 120.0
"""How long loading and answering may take, TensorFlow's start included."""
MEMORY = 6144
"""MiB that it may take; TensorFlow alone reserves more than one GiB."""
