"""Import me before TensorFlow and Matplotlib: they read these when they start."""

import os
import signal
import threading

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # same figures on every processor, no notice
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # a lesson must run on any laptop
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

if threading.current_thread() is threading.main_thread():
    # Ctrl-C while the warm process imports is answered by its parent alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
