"""What a sitting came to, and what to do next."""
