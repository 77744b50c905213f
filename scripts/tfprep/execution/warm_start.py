"""Import me first in the warm process: nothing it imports may write to the terminal.

TensorFlow's libraries write start-up notices past Python, straight to the process's
standard error. What a lesson writes there is caught by its kernel all the same.
"""

import gc
import os
import signal

from tfprep.execution import environment as environment

_null = os.open(os.devnull, os.O_WRONLY)
os.dup2(_null, 2)
os.close(_null)
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is answered by the parent alone

# Imports make hundreds of thousands of objects that stay: looking for garbage among
# them takes a third of the time of the imports. The kernels collect again.
gc.disable()
