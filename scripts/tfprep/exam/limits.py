"""What a hand-in may be and use; a model that solves a task needs far less."""

MEGABYTES = 100
"""The most that a hand-in may have, in millions of bytes."""
SECONDS = 120.0
"""CPU time that loading and answering may take."""
PATIENCE = 10
"""Times these seconds by the clock, after which the machine must be at fault."""
MEMORY = 6144
"""MiB that it may take beside what TensorFlow has."""
KEPT_MINUTES = 5
"""How long TensorFlow stays in memory after a hand-in."""
