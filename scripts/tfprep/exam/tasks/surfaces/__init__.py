"""Task C1: lawn, path or wall."""
