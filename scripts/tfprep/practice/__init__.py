"""The learner's loop: exercises checked, remembered, and brought back."""
