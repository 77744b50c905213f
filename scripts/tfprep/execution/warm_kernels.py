"""Kernels forked from a process that has already imported TensorFlow.

Importing TensorFlow takes several seconds, so one process imports it once and each
kernel is a fork of that process (see `warm_process`). This is safe because after the
import no TensorFlow context and no worker thread exists yet. Linux only: elsewhere,
`kernel_manager` starts ordinary kernels with the same results.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from typing_extensions import override

from tfprep.execution.environment import child_environment, python
from tfprep.execution.scratch import scratch
from tfprep.execution.warm_process import Request

CAN_FORK = sys.platform == "linux"

_ALWAYS = (
    "tfprep.execution.kernel_app",
    "ipykernel.ipkernel",
    "IPython.core.pylabtools",
    "pygments.formatters.terminal256",
)
_LATER = {
    "matplotlib": (
        "matplotlib.backends.backend_svg",
        "matplotlib_inline.backend_inline",
        "PIL.JpegImagePlugin",
    ),
    "skimage": ("skimage.io", "skimage.color", "skimage.exposure", "skimage.util"),
    "tensorflow": (
        "tensorflow.python.data.ops.concatenate_op",
        "tensorflow.python.data.ops.flat_map_op",
        "tensorflow.python.data.ops.from_tensors_op",
        "tensorflow.python.data.ops.range_op",
        "tensorflow.python.data.ops.zip_op",
    ),
}
"""What these import when something is first used, and so in every kernel anew."""


def preload(modules: Iterable[str]) -> None:
    """Start to import the modules that kernels will find imported.

    What the process already imports stays as it is: kernels import the rest.

    Raises:
        ProblemError: there is no place for temporary files.
    """
    if CAN_FORK and (_warm is None or not _warm.is_alive):
        wanted = list(modules)
        tops = {name.partition(".")[0] for name in wanted}
        later = [name for top, names in _LATER.items() if top in tops for name in names]
        _start([*_ALWAYS, *wanted, *later])


def kernel_manager(folder: Path) -> AsyncKernelManager:
    """A manager for one kernel; `folder`, below `scratch()`, keeps its files.

    The sockets are files too, so that a kernel needs no network, not even loopback.
    """
    place = scratch()
    short = place.sockets == place.files
    sockets = folder if short else Path(tempfile.mkdtemp(dir=place.sockets))
    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=Specs(),
        connection_file=str(folder / "kernel.json"),
        transport="ipc",
        ip=str(sockets / "s"),
    )


class WarmProvisioner(KernelProvisionerBase):
    """Starts a kernel as a fork of the warm process (jupyter_client's interface)."""

    pid: int | None = None
    _channel: socket.socket | None = None
    """To the kernel's keeper, who ends the kernel when this is closed."""
    _code: int | None = None

    @property
    @override
    def has_process(self) -> bool:
        return self._channel is not None

    @override
    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager: Any = self.parent
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        kwargs["cmd"] = [manager.connection_file]
        return await super().pre_launch(**kwargs)

    @override
    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        preload([])
        warm = _warm
        if warm is None:
            raise RuntimeError("warm kernels are for Linux")
        folder = str(kwargs.get("cwd") or Path.cwd())
        self._code = None
        self._channel = warm.ask(Request(cmd[0], folder, kwargs["env"]))
        said = await asyncio.get_running_loop().sock_recv(self._channel, 64)
        if not said:  # while it imported
            code = warm.process.wait()
            raise RuntimeError(f"the imports ended with exit code {code}")
        self.pid = int(said)
        return self.connection_info

    @override
    async def poll(self) -> int | None:
        if self._code is None and self._channel is not None:
            with suppress(BlockingIOError):
                said = self._channel.recv(64)
                self._code = int(said or -signal.SIGKILL)
        return self._code

    @override
    async def wait(self) -> int | None:
        while self.pid is not None and await self.poll() is None:
            await asyncio.sleep(0.01)
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        return self._code

    @override
    async def send_signal(self, signum: int) -> None:
        if self.pid and await self.poll() is None:
            os.kill(self.pid, signum)

    @override
    async def kill(self, restart: bool = False) -> None:
        if self._channel is not None:
            with suppress(OSError):
                self._channel.shutdown(socket.SHUT_WR)  # the keeper hears it

    @override
    async def terminate(self, restart: bool = False) -> None:
        await self.kill()

    @override
    async def cleanup(self, restart: bool = False) -> None:
        """Nothing is left to clean: the caller removes the folder."""


class Specs(KernelSpecManager):
    """Knows one kernel, whatever is installed on the machine: this Python."""

    @override
    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        module = "tfprep.execution.inside_kernel"
        name = "tfprep-warm" if CAN_FORK else "local-provisioner"
        return KernelSpec(
            argv=python("-m", module, "-f", "{connection_file}"),
            display_name="Python 3",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": name}},
        )


class _Warm:
    """The warm process, and the socket on which it is asked for kernels."""

    def __init__(self, modules: list[str]) -> None:
        place = scratch()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        folders = os.pathsep.join(map(str, place.folders))
        words = [str(theirs.fileno()), str(place.lock), folders, *modules]
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own module
                python("-m", "tfprep.execution.warm_process", *words),
                stdin=subprocess.DEVNULL,
                # TensorFlow's libraries write notices past Python. What a lesson
                # writes there is caught by its kernel all the same.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=place.files,
                env=child_environment(place.files / "home"),
                pass_fds=(theirs.fileno(), place.lock),
                start_new_session=True,  # Ctrl-C is answered by us alone
            )
        self._owner = os.getpid()

    @property
    def is_alive(self) -> bool:
        return self._owner == os.getpid() and self.process.poll() is None

    def ask(self, request: Request) -> socket.socket:
        """Ask for a kernel; the socket to its keeper, which first says the pid."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        with theirs:
            socket.send_fds(self._control, [request.packed()], [theirs.fileno()])
        return ours

    def stop(self) -> None:
        """Let it go, with all kernels; it removes the folders."""
        if self._owner != os.getpid():
            return
        self._control.close()
        try:
            self.process.wait(0.5)
        except subprocess.TimeoutExpired:  # it still imports, and knows of no kernel
            self.process.kill()
            self.process.wait()


_warm: _Warm | None = None


def _start(modules: list[str]) -> None:
    global _warm
    _warm = _Warm(modules)
    atexit.register(_warm.stop)
