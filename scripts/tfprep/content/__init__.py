"""What people write as data: the files of docs/data as checked models."""
