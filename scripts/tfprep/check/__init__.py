"""The rules for what people write, as `tfprep check` holds them."""
