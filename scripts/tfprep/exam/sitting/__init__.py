"""One sitting of the exam: state, clock, workspace, hand-ins."""
