"""Inside a kernel: what its names and their data were like, to go back to it.

A try may overwrite names and change lists, arrays and models in place. They are put
back in place too, not replaced by copies: whatever else holds them sees them whole.
"""

from __future__ import annotations

import builtins
import functools
import os
import random
import sys
import types
import warnings
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

MOST_OBJECTS = 50_000
"""Objects that are looked at for one state."""
MOST_BYTES = 2**29
"""Bytes of arrays and files that are kept for one state."""
SEED = 7
"""What every try begins with, so that the same answer has the same outcome."""

Put = Callable[[], None]
"""Puts one thing back."""
Kept = tuple[Put | None, Iterable[object]]
"""How a thing is put back, and what it holds."""

_PLAIN = (int, float, complex, str, bytes, bool, type(None), range, type(...))
_MAPPINGS = (dict, defaultdict, OrderedDict, Counter)
_WALKED = ("__main__", "keras", "sklearn", "collections", "types")
"""Packages whose objects are looked into: what they hold changes in place."""
_NOT_OURS = frozenset(
    ("In", "Out", "exit", "quit", "get_ipython", "open", "_", "__", "___", "_ih")
) | {"_oh", "_dh", "_sh", "_i", "_ii", "_iii"}


def is_ours(name: str) -> bool:
    """Whether a name of the namespace is the lesson's or the learner's."""
    machine = name in _NOT_OURS or (name.startswith("_i") and name[2:].isdecimal())
    return not machine and not (name.startswith("__") and name.endswith("__"))


class State:
    """What a namespace, all that it reaches, and its folder were like once."""

    def __init__(self, namespace: MutableMapping[str, Any]) -> None:
        self._namespace = namespace
        self.names = {name: namespace[name] for name in namespace if is_ours(name)}
        self._left = MOST_BYTES
        self._seen: dict[int, object] = {}  # holds them, so that no id is used twice
        self._puts: list[Put] = [*_process(), _folder(self._room)]
        todo: list[object] = [*self.names.values()]
        while todo and len(self._seen) < MOST_OBJECTS:
            thing = todo.pop()
            if isinstance(thing, _PLAIN) or id(thing) in self._seen:
                continue
            self._seen[id(thing)] = thing
            put, inner = self._kept(thing)
            if put is not None:
                self._puts.append(put)
            todo.extend(inner)  # += would ask TensorFlow's tuples, which refuse

    def restore(self) -> None:
        """Make everything as it was, without a word on what goes."""
        with warnings.catch_warnings(action="ignore"):
            self._drop()
        for put in self._puts:
            with suppress(Exception):  # one thing that resists doesn't spoil the rest
                put()
        _seed()

    def _drop(self) -> None:
        for name in [name for name in self._namespace if is_ours(name)]:
            if name not in self.names:
                del self._namespace[name]
        self._namespace.update(self.names)

    def _kept(self, thing: object) -> Kept:
        kind = type(thing)
        for kinds, keep in _KEEPERS:
            if isinstance(thing, kinds):
                return keep(thing)
        package, name = kind.__module__.partition(".")[0], kind.__name__
        if package == "numpy":
            return self._numpy(thing)
        if package == "pandas" and name in ("DataFrame", "Series"):
            return _frame(thing), ()
        if name in ("ResourceVariable", "Variable") and hasattr(thing, "assign"):
            return self._variable(thing), ()
        if package in _WALKED and hasattr(thing, "__dict__"):
            return _attributes(thing)
        return None, ()

    def _numpy(self, thing: Any) -> Kept:
        if hasattr(thing, "bit_generator"):
            state = thing.bit_generator.state
            return lambda: setattr(thing.bit_generator, "state", state), ()
        if not hasattr(thing, "flags") or not hasattr(thing, "nbytes"):
            return None, ()
        if not (thing.flags.writeable and self._room(thing.nbytes)):
            return None, ()
        saved = thing.copy()

        def put() -> None:
            if not thing.flags.writeable:
                thing.flags.writeable = True
            if thing.shape != saved.shape:
                thing.shape = saved.shape
            thing[...] = saved

        return put, thing.flat if thing.dtype.hasobject else ()

    def _variable(self, thing: Any) -> Put | None:
        try:
            saved = thing.numpy()
        except Exception:  # noqa: BLE001 - one without a value yet
            return None
        if not self._room(getattr(saved, "nbytes", 0)):
            return None
        return lambda: thing.assign(saved)

    def _room(self, size: int) -> bool:
        self._left -= size
        return self._left >= 0


def _list(thing: Any) -> Kept:
    saved = list(thing)
    kind = list if isinstance(thing, list) else bytearray

    def put() -> None:
        kind.__setitem__(thing, slice(None), saved)

    return put, saved if kind is list else ()


def _deque(thing: Any) -> Kept:
    saved = list(thing)
    return _in_turn(thing.clear, lambda: thing.extend(saved)), saved


def _set(thing: Any) -> Kept:
    saved = set(thing)
    return _in_turn(lambda: set.clear(thing), lambda: set.update(thing, saved)), saved


def _mapping(thing: Any) -> Kept:
    saved = dict(thing.items())
    own = type(thing) in _MAPPINGS

    def put() -> None:
        if own:
            thing.clear()
            thing.update(saved)
        else:
            dict.clear(thing)
            dict.update(thing, saved)

    return put, saved.values()


def _function(thing: Any) -> Kept:
    cells = thing.__closure__ or ()
    held = [thing.__dict__, *(thing.__defaults__ or ())]
    for cell in cells:
        with suppress(ValueError):  # an empty one
            held.append(cell.cell_contents)
    return None, held if thing.__module__ == "__main__" else ()


def _class(thing: Any) -> Kept:
    if thing.__module__ != "__main__":
        return None, ()
    return _changed(thing), list(vars(thing).values())


def _module(thing: Any) -> Kept:
    return _changed(thing), ()


def _changed(thing: Any) -> Put:
    """Put back the attributes of a class or a module that changed or went."""
    saved = dict(vars(thing))

    def put() -> None:
        now = vars(thing)
        for name in [name for name in saved if now.get(name) is not saved[name]]:
            with suppress(AttributeError, TypeError):  # what Python itself keeps there
                setattr(thing, name, saved[name])

    return put


def _attributes(thing: Any) -> Kept:
    """The attributes of an object, written past whatever its class does on setting."""
    attributes = vars(thing)
    saved = dict(attributes)

    def put() -> None:
        for name in [name for name in attributes if name not in saved]:
            del attributes[name]
        attributes.update(saved)

    inner: list[object] = list(saved.values())
    return put, inner


def _frame(thing: Any) -> Put:
    saved = thing.copy(deep=True)
    return lambda: type(thing).__init__(thing, saved.copy(deep=True))


_KEEPERS: tuple[tuple[tuple[type, ...], Callable[[Any], Kept]], ...] = (
    ((list, bytearray), _list),
    ((deque,), _deque),
    ((set,), _set),
    ((dict,), _mapping),
    ((tuple, frozenset), lambda thing: (None, thing)),
    ((types.FunctionType,), _function),
    ((types.MethodType,), lambda thing: (None, (thing.__self__, thing.__func__))),
    ((functools.partial,), lambda part: (None, (part.func, part.args, part.keywords))),
    ((type,), _class),
    ((types.ModuleType,), _module),
    ((random.Random,), lambda thing: (_random(thing), ())),
)


def _random(thing: random.Random) -> Put:
    state = thing.getstate()
    return lambda: thing.setstate(state)


def _in_turn(*steps: Callable[[], object]) -> Put:
    def put() -> None:
        for step in steps:
            step()

    return put


def _process() -> Iterable[Put]:
    """What belongs to the whole process."""
    environment, path = dict(os.environ), list(sys.path)
    filters, depth = list(warnings.filters), sys.getrecursionlimit()
    yield _changed(builtins)
    yield _in_turn(os.environ.clear, lambda: os.environ.update(environment))
    yield lambda: sys.path.__setitem__(slice(None), path)
    now: Any = warnings.filters
    yield _in_turn(warnings.resetwarnings, lambda: now.extend(filters))
    yield lambda: sys.setrecursionlimit(depth)
    if "matplotlib.pyplot" in sys.modules:
        from matplotlib import pyplot

        settings = dict(pyplot.rcParams)
        yield lambda: pyplot.close("all")
        yield lambda: dict.update(pyplot.rcParams, settings)  # they are valid
    if "keras" in sys.modules and "tensorflow" in sys.modules:
        yield from _keras()


def _keras() -> Iterable[Put]:
    import keras
    import tensorflow

    config = keras.config
    floats, policy = config.floatx(), config.dtype_policy()
    eager = tensorflow.config.functions_run_eagerly()
    yield lambda: config.set_floatx(floats)
    yield lambda: config.set_dtype_policy(policy)
    yield lambda: tensorflow.config.run_functions_eagerly(eager)


def _seed() -> None:
    """Begin every kind of randomness anew."""
    random.seed(SEED)
    if "numpy" in sys.modules:
        import numpy

        numpy.random.seed(SEED)
    if "keras" in sys.modules and "tensorflow" in sys.modules:
        import keras

        keras.utils.set_random_seed(SEED)


def _folder(room: Callable[[int], bool]) -> Put:
    """The working folder, and the files in it."""
    here = Path.cwd()
    folders = {path for path in here.rglob("*") if path.is_dir()}
    files = {path: _stamp(path) for path in here.rglob("*") if path.is_file()}
    texts = {path: path.read_bytes() for path in files if room(path.stat().st_size)}

    def put() -> None:
        os.chdir(here)
        for path in sorted({*here.rglob("*")} - folders - files.keys(), reverse=True):
            (path.rmdir if path.is_dir() and not path.is_symlink() else path.unlink)()
        for path in folders:
            path.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            if not path.is_file() or _stamp(path) != files[path]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text)
                files[path] = _stamp(path)

    return put


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is written."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def bound(before: Mapping[str, object], now: Mapping[str, object]) -> dict[str, object]:
    """The names of `now` that stand for something else than before, or are new."""
    return {
        name: value
        for name, value in now.items()
        if is_ours(name) and (name not in before or before[name] is not value)
    }
