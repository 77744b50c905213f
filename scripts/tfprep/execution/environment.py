"""Import me before TensorFlow and Matplotlib: they read these when they start."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # same results on every processor, no notice
os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # a lesson must run on any laptop
os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"

# One thread each: as many lessons run at once as there are cores. Two made no
# difference that we could measure.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
