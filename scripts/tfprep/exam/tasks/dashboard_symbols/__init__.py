"""Task B2: dashboard symbols."""
