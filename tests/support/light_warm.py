"""The warm process without TensorFlow: it answers at once, or never.

A request for the path /slow is never answered, for any other it is refused with the
process ids of the warm process and of its fork, and with what was done about hidden
data before the fork.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tfprep.exam.grading import messages, warm_process

done: list[str] = []
"""About hidden data, of which none are made."""


def answer(given: bytes, scratch: Path, say: Callable[[bytes], object]) -> None:
    """In the place of the grading."""
    request = messages.Request.model_validate_json(given)
    got = f"{os.getppid()} {os.getpid()} {Path.cwd()} {sys.path}"
    say(messages.Begun().line())
    (scratch / "pid").write_text(f"{os.getppid()} {os.getpid()}")
    if request.path.name == "slow":
        time.sleep(600)
    say(messages.Refused(got=got, expected=str(scratch), then=" ".join(done)).line())


if __name__ == "__main__":
    nothing = dict.fromkeys(("IMPORTS", "_LATER"), ())
    unmade = {
        "ask": lambda *_: done.append("asked for"),
        "prepare": lambda *_: done.append("made"),
    }
    for name, light in {**nothing, **unmade, "answer_it": answer}.items():
        setattr(warm_process, name, light)
    warm_process.main(*warm_process.read_words(sys.argv[1:]))
