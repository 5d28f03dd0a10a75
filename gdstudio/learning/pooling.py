"""Pooling: each window of a feature map becomes one number, its maximum or its mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from gdstudio.arrays import Array
from gdstudio.learning.layers import Backprop
from gdstudio.learning.memory import empty, zeros
from gdstudio.learning.shapes import PictureShape, as_pictures, as_rows, pair_text

if TYPE_CHECKING:
    from gdstudio.learning.initialization import Rng, Scheme

Pair = tuple[int, int]


class _Pool2D:
    """What both kinds share: the shapes. Rows and columns that fill no window are left out.

    Windows are worked off along the columns, then along the rows: few passes over long runs.

    Attributes:
        in_shape: Shape of the feature maps seen.
        out_shape: Shape of those made.
        window: Rows and columns of a window.
        stride: Steps down and right between windows.
    """

    kind = ""

    def __init__(self, in_shape: PictureShape, window: Pair, stride: Pair | None = None) -> None:
        self.in_shape, self.window, self.stride = in_shape, window, stride or window
        rows = (in_shape.rows - window[0]) // self.stride[0] + 1
        columns = (in_shape.columns - window[1]) // self.stride[1] + 1
        assert rows > 0
        assert columns > 0
        self.out_shape = PictureShape(in_shape.channels, rows, columns)
        self.n_in, self.n_out = in_shape.size, self.out_shape.size
        self.numbers_kept = in_shape.channels * in_shape.rows * columns + self.n_out
        self.parameter_shapes: dict[str, tuple[int, ...]] = {}

    def __str__(self) -> str:
        text = f"{self.kind} pool {pair_text(self.window)}"
        if self.stride != self.window:
            text += f" stride {pair_text(self.stride)}"
        return text

    def initialize(self, parameters: Sequence[Array], scheme: Scheme, rng: Rng) -> None:
        """Do nothing: there are no parameters."""

    def _numbers(self, maps: Array, axis: int) -> list[Array]:
        """Return the first, second, ... numbers of all windows along an axis, each a view."""
        step, last = self.stride[axis - 1], self.out_shape[axis] - 1
        return [
            maps[(slice(None),) * axis + (slice(k, k + last * step + 1, step),)]
            for k in range(self.window[axis - 1])
        ]

    def _room(self, shape: tuple[int, ...], axis: int, like: Array) -> Array:
        """Return an array for gradients along an axis, zeros if not all is written just once."""
        written_once = self.window[axis - 1] == self.stride[axis - 1]
        if written_once and shape[axis] == self.out_shape[axis] * self.window[axis - 1]:
            return empty(shape, like.dtype)
        return zeros(shape, like.dtype)

    def _overlaps(self, axis: int) -> bool:
        return self.window[axis - 1] > self.stride[axis - 1]


class MaxPool2D(_Pool2D):
    """The largest number of each window; among equals the first in reading order is taken."""

    kind = "max"

    def forward(
        self, parameters: Sequence[Array], X: Array, rng: Rng | None = None
    ) -> tuple[Array, Backprop]:
        """Return the maxima (batch, n_out) for X (batch, n_in), and the backward pass."""
        maps = as_pictures(X, self.in_shape)
        narrow = _maximum(self._numbers(maps, 2))
        A = _maximum(self._numbers(narrow, 1))

        def backprop(dA: Array, gradients: Sequence[Array], wants_dX: bool) -> Array | None:
            if not wants_dX:
                return None
            dnarrow = self._way_back(narrow, A, as_pictures(dA, self.out_shape), 1)
            return as_rows(self._way_back(maps, narrow, dnarrow, 2))

        return as_rows(A), backprop

    def _way_back(self, maps: Array, maxima: Array, dmaxima: Array, axis: int) -> Array:
        """Return the gradient by maps; `dmaxima` is used up."""
        dmaps = self._room(maps.shape, axis, maps)
        pairs = list(zip(self._numbers(maps, axis), self._numbers(dmaps, axis), strict=True))
        overlaps = self._overlaps(axis)
        for numbers, dnumbers in pairs[:-1]:
            if overlaps:
                share = dmaxima * (numbers == maxima)
                dnumbers += share
            else:
                share = np.multiply(dmaxima, numbers == maxima, out=dnumbers)
            dmaxima -= share  # what is taken is not given to a later equal
        _, dlast = pairs[-1]
        if overlaps:
            dlast += dmaxima
        else:
            dlast[...] = dmaxima
        return dmaps


class AveragePool2D(_Pool2D):
    """The mean of each window (LeCun et al. 1998 multiply it by a weight and add a bias)."""

    kind = "average"

    def forward(
        self, parameters: Sequence[Array], X: Array, rng: Rng | None = None
    ) -> tuple[Array, Backprop]:
        """Return the means (batch, n_out) for X (batch, n_in), and the backward pass."""
        narrow = _sum(self._numbers(as_pictures(X, self.in_shape), 2))
        A = _sum(self._numbers(narrow, 1))
        share = 1 / math.prod(self.window)
        A *= share

        def backprop(dA: Array, gradients: Sequence[Array], wants_dX: bool) -> Array | None:
            if not wants_dX:
                return None
            dmaps = as_pictures(dA, self.out_shape) * X.dtype.type(share)
            dnarrow = self._way_back((*narrow.shape,), dmaps, 1)
            return as_rows(self._way_back((*self.in_shape, len(X)), dnarrow, 2))

        return as_rows(A), backprop

    def _way_back(self, shape: tuple[int, ...], dsums: Array, axis: int) -> Array:
        """Return the gradient, of `shape`, by what was summed along an axis."""
        dmaps = self._room(shape, axis, dsums)
        for dnumbers in self._numbers(dmaps, axis):
            if self._overlaps(axis):
                dnumbers += dsums
            else:
                dnumbers[...] = dsums
        return dmaps


def _maximum(numbers: list[Array]) -> Array:
    """Return the largest of arrays of one shape, a new array."""
    largest = empty(numbers[0].shape, numbers[0].dtype)
    np.maximum(numbers[0], numbers[-1], out=largest)
    for more in numbers[1:-1]:
        np.maximum(largest, more, out=largest)
    return largest


def _sum(numbers: list[Array]) -> Array:
    """Return the sum of arrays of one shape, a new array."""
    total = empty(numbers[0].shape, numbers[0].dtype)
    total[...] = numbers[0]
    for more in numbers[1:]:
        total += more
    return total
