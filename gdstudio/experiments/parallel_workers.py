"""Several processes that share the work, through joblib: on this machine, or on a cluster.

joblib is driven in a thread of its own, so that whoever asked can leave at any moment: results come
through a queue, and between them None. It keeps one set of processes for the whole program, and
whoever leaves ends them all: so there is one round at a time, and the next waits for its end.
"""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, Final

import numpy as np
from threadpoolctl import threadpool_limits

from gdstudio.arrays import Array
from gdstudio.errors import GdstudioError
from gdstudio.experiments.workshop import Item, Piece, Stage, Work
from gdstudio.texts import Text

_BEAT_S: Final = 0.1  # at most so long is nothing heard
_GRACE_S: Final = 0.05  # for a call that is just being handed over
_MOST_LOSSES: Final = 3  # rounds in a row that end early without a finished piece
_TURN: Final = threading.Lock()


class ParallelWorkers(ABC):
    """Independent pieces on several processes; a process that is lost costs time, not results."""

    lost_errors: tuple[type[BaseException], ...]
    """What joblib raises when a process is lost: its work is given to another."""

    @abstractmethod
    def _engine(self) -> contextlib.AbstractContextManager[dict[str, Any]]:
        """Return a context with the arguments of `joblib.parallel_config`."""

    @abstractmethod
    def _stop(self, engine: dict[str, Any]) -> None:
        """End all processes' work at once; joblib then raises an error in its thread.

        Called again and again until it has: its thread may just be starting another one.
        """

    def _prepare_thread(self) -> None:  # noqa: B027 - most have nothing to do
        """Do what must be done first of all in the thread that drives joblib."""

    def advances(
        self, work: Work, items: Sequence[Item], shared: Sequence[Array] = ()
    ) -> Iterator[Stage[Item] | None]:
        """Do all items; yield each one's piece as it is finished, None in between.

        Raises:
            GdstudioError: Work cannot be done, or processes are lost again and again.
        """
        todo, losses = dict(enumerate(items)), 0
        while todo:
            n = len(todo)
            try:
                with contextlib.closing(self._round(work, todo, shared)) as results:
                    for result in results:
                        if result is None:
                            yield None
                        else:
                            index, piece = result
                            yield Stage(1.0, todo.pop(index), piece)
            except self.lost_errors as error:
                losses = 0 if len(todo) < n else losses + 1
                if losses == _MOST_LOSSES:
                    raise GdstudioError(
                        Text(
                            "workers: lost {0} times before a piece was finished; is there enough "
                            "memory for so many?",
                            losses,
                        )
                    ) from error

    def _round(
        self, work: Work, todo: dict[int, Item], shared: Sequence[Array]
    ) -> Generator[tuple[int, Piece] | None, None, None]:
        results: queue.SimpleQueue[tuple[int, Piece | str] | BaseException | None] = (
            queue.SimpleQueue()
        )
        calls = [(work, index, item, *shared) for index, item in todo.items()]
        while not _TURN.acquire(timeout=_BEAT_S):
            yield None
        with contextlib.ExitStack() as ends:
            ends.callback(_TURN.release)
            engine = ends.enter_context(self._engine())
            stopped = threading.Event()
            thread = threading.Thread(
                target=_drive,
                args=(self._prepare_thread, engine, calls, results, stopped),
                name="joblib",
                daemon=True,
            )
            thread.start()
            try:
                for _ in range(len(calls)):
                    while (result := _next(results)) is None:
                        yield None
                    if isinstance(result, BaseException):
                        raise result
                    index, piece = result
                    if isinstance(piece, str):
                        raise GdstudioError(piece)
                    yield index, piece
            finally:
                stopped.set()
                thread.join(_GRACE_S)
                while thread.is_alive():  # it may just be starting what is to be stopped
                    self._stop(engine)
                    thread.join(_BEAT_S)


def _next(results: queue.SimpleQueue[Any]) -> Any:
    try:
        return results.get(timeout=_BEAT_S)
    except queue.Empty:
        return None


def _drive(
    prepare: Callable[[], None],
    engine: dict[str, Any],
    calls: list[tuple[Any, ...]],
    results: queue.SimpleQueue[Any],
    stopped: threading.Event,
) -> None:
    from joblib import Parallel, delayed, parallel_config

    try:
        prepare()
        with parallel_config(**engine):
            # All calls are handed over here: else threads of joblib's would go on to do so while
            # the processes are being ended, and fail.
            jobs = Parallel(return_as="generator_unordered", batch_size=1, pre_dispatch="all")
            wanted = itertools.takewhile(lambda call: not stopped.is_set(), calls)
            for result in jobs(delayed(do_piece)(*call) for call in wanted):
                results.put(result)
    except BaseException as error:  # the thread boundary: raised again where results are awaited
        results.put(error)


def do_piece(work: Work, index: int, item: Any, *shared: Array) -> tuple[int, Piece | str]:
    """Return the index with the piece, or with why it cannot be made; runs in a worker.

    Arithmetic is on one thread, so that the bits are those of the program itself.
    """
    with threadpool_limits(1, "blas"):
        job = work(item, *(np.asarray(array) for array in shared))
        try:
            while True:
                next(job)
        except StopIteration as end:
            return index, {name: np.asarray(array) for name, array in end.value.items()}
        except GdstudioError as error:
            return index, str(error)
        except MemoryError:
            return index, Text("there is not enough memory for this")
