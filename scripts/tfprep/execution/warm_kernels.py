"""Kernels forked from a process that has already imported TensorFlow.

Importing TensorFlow takes several seconds, so one process imports it once (the
standard library's fork server) and each kernel is a fork of that process. This is
safe because after the import no TensorFlow context and no worker thread exists yet.
Linux only: elsewhere, `kernel_manager` starts ordinary kernels with the same results.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase
from typing_extensions import override

CAN_FORK = sys.platform == "linux"

_ALWAYS = (
    "tfprep.execution.warm_start",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
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
    """Name the modules that kernels find imported; before the first kernel starts."""
    if CAN_FORK:
        wanted = list(modules)
        tops = {name.partition(".")[0] for name in wanted}
        later = [name for top, names in _LATER.items() if top in tops for name in names]
        # The fork server passes over what can't be imported.
        _context().set_forkserver_preload([*_ALWAYS, *wanted, *later])


def kernel_manager(folder: Path) -> AsyncKernelManager:
    """A manager for one kernel; `folder` keeps its connection file and sockets.

    The sockets are files, so that a kernel needs no network, not even loopback.
    """
    return AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=_Specs(),
        connection_file=str(folder / "kernel.json"),
        transport="ipc",
        ip=str(folder / "s"),
    )


class WarmProvisioner(KernelProvisionerBase):
    """Starts a kernel as a fork of the warm process (jupyter_client's interface)."""

    process: ForkServerProcess | None = None

    @property
    @override
    def has_process(self) -> bool:
        return self.process is not None

    @override
    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager: Any = self.parent
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        kwargs["cmd"] = [manager.connection_file]
        return await super().pre_launch(**kwargs)

    @override
    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        folder = str(kwargs.get("cwd") or Path.cwd())
        self.process = _context().Process(
            target=_serve, args=(cmd[0], folder), daemon=True
        )
        await asyncio.to_thread(self.process.start)  # waits for the import
        return self.connection_info

    @override
    async def poll(self) -> int | None:
        if self.process is None or self.process.is_alive():
            return None
        return self.process.exitcode

    @override
    async def wait(self) -> int | None:
        while self.process is not None and self.process.is_alive():
            await asyncio.sleep(0.02)
        code = self.process.exitcode if self.process else None
        self.process = None
        return code

    @override
    async def send_signal(self, signum: int) -> None:
        if self.process and self.process.is_alive() and self.process.pid:
            os.kill(self.process.pid, signum)

    @override
    async def kill(self, restart: bool = False) -> None:
        if self.process:
            self.process.kill()

    @override
    async def terminate(self, restart: bool = False) -> None:
        if self.process:
            self.process.terminate()

    @override
    async def cleanup(self, restart: bool = False) -> None:
        """Nothing is left to clean: the caller removes the folder."""


class _Specs(KernelSpecManager):
    """Knows one kernel, whatever is installed on the machine: this Python."""

    @override
    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [
            sys.executable,
            "-m",
            "tfprep.execution.inside_kernel",
            "-f",
            "{connection_file}",
        ]
        name = "tfprep-warm" if CAN_FORK else "local-provisioner"
        return KernelSpec(
            argv=argv,
            display_name="Python 3",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": name}},
        )


def _context() -> ForkServerContext:
    return multiprocessing.get_context("forkserver")


def _serve(connection_file: str, folder: str) -> None:
    """Be a kernel: what runs in the forked process."""
    gc.freeze()  # what the warm process imported is not searched, and stays shared
    gc.enable()
    # TensorFlow hands each step from thread to thread. As a batch process (man 7 sched)
    # a kernel doesn't interrupt the lesson beside it for that: a course takes a tenth
    # less time.
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    os.setsid()  # Ctrl-C in the terminal is for the parent, which then stops us
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    os.chdir(folder)
    from tfprep.execution.inside_kernel import launch

    launch(["-f", connection_file])


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
