"""Task A2: failing pumps."""
