"""Task B3: wafer maps."""
