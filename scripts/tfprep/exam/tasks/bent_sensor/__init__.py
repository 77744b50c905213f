"""Task A1: a bent sensor."""
