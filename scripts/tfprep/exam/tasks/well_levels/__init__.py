"""Task E2: four weeks of groundwater."""
