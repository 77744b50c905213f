"""From a model file to a score, in a confined process."""
