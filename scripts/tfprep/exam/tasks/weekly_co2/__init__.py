"""Task E2: four weeks of CO2."""
