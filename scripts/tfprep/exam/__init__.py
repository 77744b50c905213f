"""The practice exam: tasks, the session around them, grading, the report."""
