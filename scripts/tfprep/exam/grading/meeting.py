"""Where a command and the process with TensorFlow meet."""

SOCKET = "socket"
"""In the folder of that process, which nobody else may enter."""
LOCK = "lock"
"""In the folder above it; held by who starts such a process, or removes its folder."""
