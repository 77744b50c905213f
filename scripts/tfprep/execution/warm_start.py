"""Import me first in a process that others are forked from: nothing it imports may
write to the terminal.

TensorFlow's libraries write start-up notices past Python, straight to the process's
standard error.
"""

import gc
import os
import signal

from tfprep.execution.environment import settle

settle()
_null = os.open(os.devnull, os.O_WRONLY)
os.dup2(_null, 2)
os.close(_null)
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the parent alone

# Imports make hundreds of thousands of objects that stay: looking for garbage among
# them takes a third of the time of the imports.
gc.disable()
