"""Worker processes on this machine: joblib with loky."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from typing import Any

from joblib.executor import MemmappingExecutor
from joblib.externals.loky import get_reusable_executor
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

    def _stop(self, engine: dict[str, Any]) -> None:
        _end_processes()


def _end_processes() -> None:
    executor = get_reusable_executor(reuse=True)
    if isinstance(executor, MemmappingExecutor):  # which has lent them arrays: these go too
        executor.terminate(kill_workers=True)
    else:
        executor.shutdown(wait=True, kill_workers=True)


def _leave_ctrl_c_to_the_program() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
