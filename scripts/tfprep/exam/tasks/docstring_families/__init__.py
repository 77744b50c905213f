"""Task D3: families of docstrings."""
