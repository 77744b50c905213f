"""Task E1: tools for rent."""
