"""Worker processes on this machine: joblib with loky."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from multiprocessing import resource_tracker
from typing import Any

from joblib.executor import MemmappingExecutor
from joblib.externals.loky import get_reusable_executor, reusable_executor
from joblib.externals.loky.process_executor import BrokenProcessPool, ShutdownExecutorError

from gdstudio.experiments.parallel_workers import ParallelWorkers


class Processes(ParallelWorkers):
    """Some processes on this machine, each with one thread of arithmetic."""

    # The last is loky's word for being stopped in the midst of starting anew.
    lost_errors = (BrokenProcessPool, ShutdownExecutorError)

    def __init__(self, n: int) -> None:
        """Use `n` processes, at least 2; they start when there is work."""
        assert n >= 2
        self._n = n

    @contextlib.contextmanager
    def _engine(self) -> Iterator[dict[str, Any]]:
        try:
            yield {
                "backend": "loky",
                "n_jobs": self._n,
                "inner_max_num_threads": 1,
                "initializer": _leave_ctrl_c_to_the_program,
            }
        finally:
            _end_processes()

    def _prepare_thread(self) -> None:
        """Keep Ctrl+C and HUP, which a terminal sends to all, from the processes.

        They inherit it from this thread, and so it holds from their first moment on.
        """
        if sys.platform != "win32":
            # joblib's tracker is a process, too; to start it lets Ctrl+C through again.
            signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGHUP,))
            resource_tracker.ensure_running()
            signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGHUP))

    def _stop(self, engine: dict[str, Any]) -> None:
        # They are killed as the system would do it. Told to shut down, loky forgets the work that
        # is still to be handed over and its thread then looks for it: it ends in a KeyError and
        # leaves others behind (loky 3.6, _ExecutorManagerThread.run).
        executor = reusable_executor._executor
        for pid in () if executor is None else tuple(executor._processes):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def _end_processes() -> None:
    executor = get_reusable_executor(reuse=True)
    if isinstance(executor, MemmappingExecutor):  # which has lent them arrays: these go too
        executor.terminate(kill_workers=True)
    else:
        executor.shutdown(wait=True, kill_workers=True)


def _leave_ctrl_c_to_the_program() -> None:
    """Do in a process what is done before it starts where signals can be kept from it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
