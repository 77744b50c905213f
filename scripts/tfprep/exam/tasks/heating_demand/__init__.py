"""Task A3: heating demand."""
