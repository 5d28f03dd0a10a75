"""Where a run has been and where it stands in the plane of a picture."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.landscape.plane import Plane
from gdstudio.learning.path import ParameterPath

Array = NDArray[Any]
Floats = NDArray[np.float64]


class PathOnPlane:
    """Coordinates of a path that grows; every point is projected once."""

    def __init__(self, plane: Plane, path: ParameterPath) -> None:
        self.plane = plane
        self._path = path
        self._last_step = path.last_step
        points = path.points()
        self._coordinates = plane.coordinates(points) if len(points) else np.empty((0, 2))

    @property
    def coordinates(self) -> Floats:
        """Alpha and beta of every point so far, shape (k, 2)."""
        if self._path.last_step != self._last_step:
            self._last_step = self._path.last_step
            newest = self.plane.coordinates(self._path.points()[-1:])
            self._coordinates = np.concatenate([self._coordinates, newest])
        return self._coordinates
