"""What happens inside a lesson's kernel: limits and figure style.

`python -m tfprep.execution.inside_kernel -f FILE` is an ordinary kernel with these set.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Any

INK = "#7d7d7d"  # readable on white and on slate; tfprep.site adapts it to the scheme
STYLE: dict[str, Any] = {
    "figure.figsize": (6.0, 3.2),
    "figure.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.facecolor": "none",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": "medium",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": INK,
    "grid.alpha": 0.3,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 1.8,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.hashsalt": "tfprep",
}
# Okabe and Ito's color-blind-safe set, without black and yellow (either would
# vanish on one of the two page schemes). https://jfly.uni-koeln.de/color/
COLORS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")


def launch(argv: list[str]) -> None:
    """Serve as a kernel until told to stop."""
    from tfprep.execution.kernel_app import KernelApp

    sys.argv = [__file__, *argv]  # in a fork, these were the warm process's own
    parent = f"--IPKernelApp.parent_handle={os.getppid()}"  # end when it ends
    stream = "--IPKernelApp.outstream_class=tfprep.execution.kernel_app.Stream"
    # Every refused answer costs a traceback: IPython's usual one takes five times as
    # long as the plain one, and a fifth of a second more the first time.
    plain = "--InteractiveShell.xmode=Plain"
    options = [parent, stream, "--HistoryManager.enabled=False", plain]
    KernelApp.launch_instance(argv=[*argv, *options])


def begin(figures: bool, graphs: bool, memory: int) -> None:
    """Set limits and style.

    Args:
        figures: whether the lesson draws with Matplotlib.
        graphs: whether it computes with TensorFlow.
        memory: bytes that the kernel may use on top of what it has now.
    """
    if graphs:
        _leave_graphs_alone()
    _limit_memory(memory)
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="IPython")
    if figures:
        _style_figures()


def _limit_memory(allowance: int) -> None:
    if sys.platform != "linux":
        return  # elsewhere the limit has no effect or breaks the start
    import resource

    pages = int(Path("/proc/self/statm").read_text().split()[5])  # data and stack
    used = pages * os.sysconf("SC_PAGE_SIZE")
    resource.setrlimit(resource.RLIMIT_DATA, (used + allowance, resource.RLIM_INFINITY))


def _leave_graphs_alone() -> None:
    """Have TensorFlow run the graphs of a lesson as they were traced.

    Its graph optimizer pays for itself in long training runs. A lesson traces many
    small graphs and runs each a few times: without it the cells of 27 lessons took
    118 s of processor time, with it 147 s (two cores, one after the other).
    """
    try:
        import tensorflow
    except ImportError:
        return  # the lesson's own import says why

    options = {"disable_meta_optimizer": True}
    tensorflow.config.optimizer.set_experimental_options(options)


def _style_figures() -> None:
    import matplotlib
    from cycler import cycler
    from IPython import get_ipython
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    shell = get_ipython()
    shell.run_line_magic("matplotlib", "inline")
    set_matplotlib_formats("svg", metadata={"Date": None})
    matplotlib.rcParams.update(STYLE)
    matplotlib.rcParams["axes.prop_cycle"] = cycler(color=COLORS)


if __name__ == "__main__":
    launch(sys.argv[1:])
