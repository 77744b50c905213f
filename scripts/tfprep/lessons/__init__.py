"""What a lesson file is: its header, cells and exercises, and its learner's copy."""
