"""`python -m tfprep` is the command `tfprep`; so begins that command too.

The folder in which a command is typed may be anybody's, and hold a json.py. Python
looks there first under -m, and where PYTHONPATH has an empty part.
"""

import os
import site
import sys


def forget_the_current_folder() -> None:
    """Import nothing more from there, unless Python or this package is installed there.

    What Python itself imported before, to get this far, can't be helped.
    """
    # No pathlib: it would be imported from there.
    try:
        current = os.path.realpath(os.curdir)
    except OSError:
        return  # it is gone
    package = os.path.dirname(__file__)  # noqa: PTH120
    places = [*map(os.path.dirname, (os.__file__, package)), *site.getsitepackages()]
    if current not in map(os.path.realpath, places):
        sys.path[:] = [path for path in sys.path if os.path.realpath(path) != current]


forget_the_current_folder()

from tfprep.cli import main  # noqa: E402

if __name__ == "__main__":
    main()
