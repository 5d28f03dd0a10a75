"""The work of `gdstudio surface`: a grid of costs, and the run's path beside its shadow."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.commands.following import Interrupted, follow, outcome_of
from gdstudio.commands.interruption import Interruption
from gdstudio.commands.landscape import load_fellow
from gdstudio.errors import InvalidValue
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.jobs.planes import Honesty, LossSurface, honesty, loss_surface, spare_threads
from gdstudio.jobs.subject import LossSubject
from gdstudio.landscape.honesty import PathInPlane
from gdstudio.landscape.parameter_names import parameter_syntax


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceOutcome:
    """What came out.

    Attributes:
        surface: The finest whole grid; None if not even the first became whole.
        honesty: How true it is to the run's path; None if it has none, or there was no time.
        seconds: Time the grid took.
        is_whole: False after an interruption.
    """

    surface: LossSurface
    honesty: Honesty | None
    seconds: float
    is_whole: bool

    @property
    def path(self) -> PathInPlane | None:
        """The run's path in the plane."""
        return None if self.honesty is None else self.honesty.path

    @property
    def centre_cost(self) -> float:
        """The cost at (0, 0); NaN where a coarse grid does not hold it."""
        grid = self.surface.grid
        row, column = np.flatnonzero(grid.beta == 0), np.flatnonzero(grid.alpha == 0)
        return float(grid.cost[row[0], column[0]]) if len(row) and len(column) else float("nan")


def make_request(args: argparse.Namespace, subject: LossSubject) -> PlaneRequest:
    """Return the plane that the flags ask for; raises InvalidValue."""
    names: list[str] = (args.parameter or []) if args.plane == "parameters" else ["", ""]
    if len(names) != 2:
        accepted = f"two of them, each as: {parameter_syntax(subject.make_network())}"
        raise InvalidValue("number of --parameter flags", len(names), accepted)
    asked: PlaneRequest = args.asked
    return asked.changed(
        kind=args.plane,
        covers_points=not hasattr(args, "extent"),
        examples=len(subject.digits),
        first=names[0],
        second=names[1],
    )


def load_others(args: argparse.Namespace, subject: LossSubject) -> tuple[NDArray[Any], ...]:
    """Return the parameters of the other runs that a plane of networks goes through.

    Raises:
        FileError: A file cannot be read.
        GdstudioError: There are not two, or one is of another architecture.
    """
    if args.plane != "networks":
        return ()
    others: list[Any] = args.others or []
    if len(others) != 2:
        accepted = "two more runs of the same architecture: --with B.gdrun --with C.gdrun"
        raise InvalidValue("number of --with flags", len(others), accepted)
    return tuple(load_fellow(path, subject).parameters for path in others)


def compute_surface(
    subject: LossSubject, request: PlaneRequest, interruption: Interruption
) -> SurfaceOutcome:
    """Return the surface wanted; after an interruption, what there is of it.

    Raises:
        InvalidValue: The request holds a value that is not accepted.
        GdstudioError: There is no such plane.
        Interrupted: An end was requested before the first grid was whole.
    """
    found: LossSurface | None = None
    true: Honesty | None = None
    begun, seconds = time.perf_counter(), None
    try:
        for item in follow(
            loss_surface(subject, request, spare_threads()), "surface", interruption
        ):
            found = item if isinstance(item, LossSurface) else found
        seconds = time.perf_counter() - begun
        assert found is not None
        if len(subject.path) > 1:
            true = outcome_of(honesty(found), "path", interruption)
    except Interrupted:
        if found is None:
            raise
        now = time.perf_counter() - begun
        return SurfaceOutcome(found, true, now if seconds is None else seconds, False)
    return SurfaceOutcome(found, true, seconds, True)
