"""A sitting in the browser: what a page asks for, and what it is answered."""
