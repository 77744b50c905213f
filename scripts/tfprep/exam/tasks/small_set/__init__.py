"""Task C3: shards from a new dig."""
