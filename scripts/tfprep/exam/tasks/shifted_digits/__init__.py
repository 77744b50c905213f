"""Task B1: shifted digits."""
