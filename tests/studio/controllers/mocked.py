"""What tests of controllers share: signals of views that are mocks, and jobs in the background."""

from functools import partial
from inspect import Parameter, signature
from typing import Any
from unittest.mock import MagicMock

from PySide6.QtCore import QObject, QTimer

from gdstudio.studio.workers.background_job import BackgroundJob


def emit(signal: MagicMock, *args: Any) -> None:
    """Call what a controller has joined to a signal of a mocked view."""
    for call in signal.connect.call_args_list:
        call.args[0](*args[: taken_by(call.args[0], len(args))])


def taken_by(receiver: Any, most: int) -> int:
    """Return how many arguments a receiver takes, `most` at most: Qt gives it no more."""
    kinds = [one.kind for one in signature(receiver).parameters.values()]
    if Parameter.VAR_POSITIONAL in kinds:
        return most
    return sum(kind is Parameter.POSITIONAL_OR_KEYWORD for kind in kinds)


def is_busy(controller: QObject) -> bool:
    """Tell whether any job of a controller is under way."""
    return any(job.is_running for job in controller.findChildren(BackgroundJob))


def waiting_ms(controller: QObject) -> list[int]:
    """Return how long each job of a controller that rests has rested in all when it goes on."""
    jobs = controller.findChildren(BackgroundJob)
    timers = [timer for job in jobs for timer in job.findChildren(QTimer)]
    return [timer.interval() for timer in timers if timer.isActive()]


class StillClock:
    """A clock for jobs that stands still until a test lets time pass."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s

    def give_to(self, monkeypatch: Any, *modules: Any) -> None:
        """Let the jobs that these modules make go by this clock."""
        for module in modules:
            monkeypatch.setattr(module, "BackgroundJob", partial(BackgroundJob, clock=self))
