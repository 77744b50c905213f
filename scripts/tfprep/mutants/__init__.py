"""What a check must refuse: solutions changed in the ways in which learners err."""
