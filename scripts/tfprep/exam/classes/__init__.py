"""A class: what many learners handed in, graded into one table."""
