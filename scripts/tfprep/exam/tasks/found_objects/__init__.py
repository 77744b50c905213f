"""Task C2: lost and found."""
