"""A package, so that one browser serves its tests and ends with the last of them."""
