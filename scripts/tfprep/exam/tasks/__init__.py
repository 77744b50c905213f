"""The tasks of the practice exam, a folder each; docs/exam/add-a-task.md says how."""
