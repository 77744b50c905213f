"""Jupyter Server's kernels: forks of the warm process, with files as sockets."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)
from tornado.web import HTTPError
from traitlets import default
from typing_extensions import override

from tfprep.execution.kernel import Kernel
from tfprep.execution.scratch import scratch

MOST = 4
"""Kernels at once. One with TensorFlow at work takes several hundred megabytes."""
IDLE = 3600
"""Seconds after which a kernel that does nothing goes."""


class FileKernelManager(ServerKernelManager):
    """One kernel. Its sockets are files: nobody else on the machine can reach it."""

    @default("transport")
    def _files(self) -> str:
        return "ipc"

    @default("ip")
    def _short_name(self) -> str:
        return str(Path(tempfile.mkdtemp(dir=scratch().sockets)) / "s")

    @default("autorestart")
    def _never(self) -> bool:
        return False  # whoever uses it is told that it died, and starts another


class LessonKernels(AsyncMappingKernelManager):
    """The kernels of the server, a few at most; what idles for long goes."""

    @default("kernel_manager_class")
    def _ours(self) -> str:
        return f"{__name__}.{FileKernelManager.__name__}"

    @default("cull_idle_timeout")
    def _idle(self) -> int:
        return IDLE

    @default("cull_interval")
    def _looks(self) -> int:
        return 60

    async def start_kernel(self, **options: Any) -> str:  # type: ignore[override]  # as Jupyter's own is
        """Start one more.

        Raises:
            HTTPError: there are as many as there may be.
        """
        if len(self) >= MOST:
            text = f"{MOST} kernels run, the most that may: end one of them first"
            raise HTTPError(503, text)
        name: str = await super().start_kernel(**options)
        return name


class ServedKernel(Kernel):
    """A kernel of the server, as a session uses it."""

    def __init__(self, kernels: LessonKernels) -> None:
        super().__init__(Path(tempfile.mkdtemp(dir=scratch().files)))
        self._kernels = kernels
        self._name = ""

    @override
    async def _launch(self, **options: Any) -> None:
        self._name = await self._kernels.start_kernel(**options)
        self._manager = self._kernels.get_kernel(self._name)

    @override
    async def _end(self) -> None:
        if self._name in self._kernels:
            await self._kernels.shutdown_kernel(self._name, now=True)  # type: ignore[no-untyped-call]
