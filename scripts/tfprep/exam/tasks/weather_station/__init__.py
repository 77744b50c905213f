"""Task E3: a weather station."""
