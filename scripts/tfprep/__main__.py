"""`python -m tfprep` is the command `tfprep`."""

from tfprep.cli import main

main()
