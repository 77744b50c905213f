"""From a lesson's source file to executed outputs and a learner's notebook."""
