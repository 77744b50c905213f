"""Task D2: help desk tickets."""
