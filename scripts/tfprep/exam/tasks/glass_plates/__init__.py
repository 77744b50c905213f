"""Task C1: moon, sky or tissue."""
