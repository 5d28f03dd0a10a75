"""What a report is made of: a run and its digits, and what is asked of them on the way."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.arrays import Array, lock
from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import GdstudioError
from gdstudio.files.run_file import RunFile
from gdstudio.jobs.mistakes import DigitAnswers, ask_all
from gdstudio.jobs.plane_request import EXAMPLES, PlaneKind, PlaneRequest
from gdstudio.jobs.planes import LEAST_PATH, Honesty, LossSurface, honesty, loss_surface
from gdstudio.jobs.subject import LossSubject, Subject, loss_subject, subject_of_file
from gdstudio.landscape.ranges import SIZE
from gdstudio.learning.evaluation import Evaluation, evaluation_steps
from gdstudio.learning.plan import training_digits
from gdstudio.learning.shapes import PictureShape

MISTAKES: Final = 24  # shown unless others are wanted: three rows of eight
_OF_ANSWERS, _OF_EVALUATION, _OF_SURFACE = 0.1, 0.2, 0.9  # shares of the work done after each


@dataclass(frozen=True, slots=True, eq=False)
class SeenInWindow:
    """What the window showed when a report was asked for.

    Attributes:
        network: Which network it was, in a few words.
        pixels: The drawn digit, shape (rows, columns), uint8, read-only; None if there was none.
        about: What the digit is, for people; "" for a drawing.
        outputs: What the network answered, shape (n_classes,); None for nothing.
        edits: What was edited in the network shown, in order.
    """

    network: str = ""
    pixels: NDArray[np.uint8] | None = None
    about: str = ""
    outputs: Array | None = None
    edits: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lock(self.pixels, self.outputs)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReportRequest:
    """A run to be reported on.

    Attributes:
        run: The run; any thread may read it, for nobody writes to it any more.
        data: Where its digits come from.
        name: What it is called if its caption does not say.
        digits: Test digits that are asked, the first so many; None for all.
        mistakes: How many of the worst are shown.
        size: Points a side of the loss surface.
        examples: Training examples over which its costs are means.
        seen: What the window showed; None without a window.
        threads: How many may work on the surface.
    """

    run: RunFile
    data: DataSet
    name: str
    digits: int | None = None
    mistakes: int = MISTAKES
    size: int = SIZE
    examples: int = EXAMPLES
    seen: SeenInWindow | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """What came out.

    Attributes:
        subject: The network.
        test: The digits that were asked.
        evaluation: Cost, accuracy and confusion on them.
        answers: What it answered to each.
        surface: The plane of the loss surface.
        honesty: How true the plane is to the path; None if there is no path.
    """

    subject: Subject
    test: Digits
    evaluation: Evaluation
    answers: DigitAnswers
    surface: LossSurface
    honesty: Honesty | None


def ask(request: ReportRequest) -> Iterator[float | Answered]:
    """Ask all that a report tells; yield the share done, in [0, 1], and what came out last.

    Raises:
        InvalidValue: The run does not fit the digits.
    """
    run, data = request.run, request.data
    subject = subject_of_file(run, "run", request.name, PictureShape.of(data.test))
    test = data.test.take(slice(0, request.digits))
    answers: DigitAnswers | None = None
    for item in ask_all(subject, test):
        if isinstance(item, float):
            yield _OF_ANSWERS * item
        else:
            answers = item
    steps = evaluation_steps(subject.make_network(), test, subject.cost)
    evaluation = yield from _at(_OF_ANSWERS, steps)
    yield _OF_EVALUATION
    there = len(training_digits(subject.recipe, data))
    loss = loss_subject(subject, data, run.trajectory, min(request.examples, there))
    surface: LossSurface | None = None
    for found in _surface(loss, request):
        if isinstance(found, float):
            yield _OF_EVALUATION + (_OF_SURFACE - _OF_EVALUATION) * found
        else:
            surface = found
    assert answers is not None
    assert surface is not None
    true: Honesty | None = None
    for said in honesty(surface) if len(loss.path) > 1 else ():
        if isinstance(said, float):
            yield _OF_SURFACE + (1 - _OF_SURFACE) * said
        else:
            true = said
    yield Answered(subject, test, evaluation, answers, surface, true)


def _surface(loss: LossSubject, request: ReportRequest) -> Iterator[LossSurface | float]:
    """Compute the plane of the path, or a random one where there is no such plane."""
    kinds: tuple[PlaneKind, ...] = "trajectory", "random"
    for kind in kinds if len(loss.path) >= LEAST_PATH else kinds[1:]:
        wanted = PlaneRequest(kind=kind, size=request.size, examples=len(loss.digits))
        try:
            yield from loss_surface(loss, wanted, request.threads)
        except GdstudioError:  # the path stands still
            if kind == "random":
                raise
            continue
        return


def _at(
    share: float, steps: Generator[None, None, Evaluation]
) -> Generator[float, None, Evaluation]:
    """Pass on where work stands that cannot tell how far it is; return what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            evaluation: Evaluation = end.value
            return evaluation
        yield share
