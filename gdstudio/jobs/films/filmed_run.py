"""A run as its films show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.jobs.films.shots import Shot
from gdstudio.jobs.subject import Subject
from gdstudio.learning.history import History
from gdstudio.learning.moment import Moment
from gdstudio.learning.moments import Moments
from gdstudio.pictures.figure import Figure

Show = Callable[[Shot], Figure]
"""Returns what a shot of one view shows; in any thread."""


@dataclass(frozen=True, slots=True, eq=False)
class FilmedRun:
    """A run; nobody changes it while it is filmed.

    Attributes:
        subject: As it stands.
        moments: Where it has been, at least one.
        history: What was noted on the way; None if nothing was.
        names: Of its classes.
        digit: What it is shown, shape (rows, columns), uint8; None for nothing.
        tell: Tells texts in the language in use.
    """

    subject: Subject
    moments: Moments
    history: History | None
    names: tuple[str, ...]
    digit: NDArray[np.uint8] | None = None
    tell: Callable[[Any], Any] = lambda value: value

    def at(self, moment: Moment) -> Subject:
        """Return the network at a moment."""
        parameters = moment.parameters.astype(self.subject.recipe.dtype, copy=False)
        return replace(self.subject, parameters=parameters, step=moment.step)
