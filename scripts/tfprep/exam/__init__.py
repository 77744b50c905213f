"""The practice exam: tasks, the sitting around them, grading, the report."""
