"""End in order when a signal says so, as on Ctrl-C."""

from __future__ import annotations

import signal
import threading

_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)
)
_got = signal.SIGINT


def stop_on_signals() -> None:
    """From now on SIGTERM and SIGHUP interrupt this process as Ctrl-C does.

    A signal that is ignored stays so: `nohup` keeps a run going.
    """
    if threading.current_thread() is threading.main_thread():
        for number in _SIGNALS:
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, _interrupt)


def exit_code() -> int:
    """What an interrupted process ends with, as shells know it: 130, 143 or 129."""
    return 128 + _got


def was_told_to_stop() -> bool:
    """Whether one of the signals came, so that to end is no success."""
    return _got is not signal.SIGINT


def _interrupt(number: int, frame: object) -> None:
    global _got
    _got = signal.Signals(number)
    answer = signal.getsignal(signal.SIGINT)  # asyncio has its own while it runs
    if not callable(answer):
        raise KeyboardInterrupt
    answer(signal.SIGINT, frame)  # type: ignore[arg-type]  # a frame, or None
