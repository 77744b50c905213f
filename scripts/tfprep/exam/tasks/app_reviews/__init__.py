"""Task D1: app reviews."""
