"""What a task of the practice exam is: its facts, brief, data and measure."""
