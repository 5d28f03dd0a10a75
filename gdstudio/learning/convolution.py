"""Two-dimensional convolution as matrix products over patches."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.lib.stride_tricks import as_strided

from gdstudio.arrays import Array
from gdstudio.learning.layers import Backprop
from gdstudio.learning.memory import empty, zeros
from gdstudio.learning.shapes import PictureShape, as_pictures, as_rows, pair_text

if TYPE_CHECKING:
    from gdstudio.learning.activations import Activation
    from gdstudio.learning.initialization import Rng, Scheme

Pair = tuple[int, int]

# Patches repeat each pixel up to kernel-size times. Rows of the output are worked off in slabs, so
# that the patches of one slab (2 MB of float32) stay in the cache from their making to their use.
_SLAB: Final = 1 << 19
# OpenBLAS multiplies without packing its operands up to 100 ** 3 multiplications, which is twice as
# fast for such flat matrices; so products are done in blocks of columns, all in one call of matmul.
_BLOCK_WORK: Final = 100**3
_SHORTEST_BLOCK: Final = 64
# Rows of patches a power of two apart in memory would fall on the same places of the cache.
_GAP: Final = 16


class Conv2D:
    """Filters that slide over a picture: A = activation(sum of W times patch, + b).

    It is the cross-correlation that the field calls convolution: filters are not flipped (LeCun et
    al. 1998). W is (filters, channels, kernel rows, kernel columns), b is (filters,).

    Attributes:
        in_shape: Shape of the pictures seen.
        out_shape: Shape of the feature maps made.
        kernel: Rows and columns of a filter.
        stride: Steps down and right between patches.
        padding: Zeros put above and below, left and right.
    """

    def __init__(
        self,
        in_shape: PictureShape,
        n_filters: int,
        kernel: Pair,
        activation: Activation,
        stride: Pair = (1, 1),
        padding: Pair = (0, 0),
    ) -> None:
        self.in_shape = in_shape
        self.kernel, self.stride, self.padding = kernel, stride, padding
        self.activation = activation
        self._padded = PictureShape(
            in_shape.channels, in_shape.rows + 2 * padding[0], in_shape.columns + 2 * padding[1]
        )
        rows = (self._padded.rows - kernel[0]) // stride[0] + 1
        columns = (self._padded.columns - kernel[1]) // stride[1] + 1
        assert rows > 0
        assert columns > 0
        self.out_shape = PictureShape(n_filters, rows, columns)
        self.n_in, self.n_out = in_shape.size, self.out_shape.size
        self.numbers_kept = self._padded.size + self.n_out
        self.parameter_shapes: dict[str, tuple[int, ...]] = {
            "W": (n_filters, in_shape.channels, *kernel),
            "b": (n_filters,),
        }

    def __str__(self) -> str:
        text = f"conv {self.out_shape.channels}@{self.kernel[0]}x{self.kernel[1]}"
        if self.stride != (1, 1):
            text += f" stride {pair_text(self.stride)}"
        if self.padding != (0, 0):
            text += f" pad {pair_text(self.padding)}"
        return text

    def initialize(self, parameters: Sequence[Array], scheme: Scheme, rng: Rng) -> None:
        """Fill W and b; an output has channels * kernel inputs, an input filters * kernel."""
        W, b = parameters
        area = math.prod(self.kernel)
        scheme(W, b, self.in_shape.channels * area, self.out_shape.channels * area, rng)

    def forward(
        self, parameters: Sequence[Array], X: Array, rng: Rng | None = None
    ) -> tuple[Array, Backprop]:
        """Return the feature maps (batch, n_out) for X (batch, n_in), and the backward pass."""
        W, b = parameters
        M, bias = W.reshape(len(W), -1), b[:, None]
        pictures = self._with_padding(as_pictures(X, self.in_shape))
        windows = self._windows(pictures)
        A = empty((*self.out_shape, len(X)), X.dtype)
        for rows, patches in self._slabs(windows):
            Z = _flat(A[:, rows])
            _fill(patches, windows[:, :, :, rows])
            _multiply(M, patches, Z)
            Z += bias
            self.activation.apply(Z)

        def backprop(dA: Array, gradients: Sequence[Array], wants_dX: bool) -> Array | None:
            dW, db = gradients
            dM, dmaps = np.zeros((M.shape[1], len(M)), M.dtype), as_pictures(dA, self.out_shape)
            dpictures = zeros(pictures.shape, X.dtype) if wants_dX else None
            db[...] = 0
            for rows, patches in self._slabs(windows):
                dZ = self.activation.backward(_flat(dmaps[:, rows]), _flat(A[:, rows]))
                db += dZ.sum(axis=1)
                _fill(patches, windows[:, :, :, rows])
                dM += _product_over_columns(patches, dZ)
                if dpictures is not None:
                    _multiply(M.T, dZ, patches)
                    self._add_patches(dpictures, patches, rows)
            dW.reshape(M.shape)[...] = dM.T
            return None if dpictures is None else as_rows(self._without_padding(dpictures))

        return as_rows(A), backprop

    def _with_padding(self, pictures: Array) -> Array:
        if self.padding == (0, 0):
            return pictures
        padded = zeros((*self._padded, pictures.shape[-1]), pictures.dtype)
        self._inside(padded)[...] = pictures
        return padded

    def _without_padding(self, padded: Array) -> Array:
        return padded if self.padding == (0, 0) else np.ascontiguousarray(self._inside(padded))

    def _inside(self, padded: Array) -> Array:
        top, left = self.padding
        _, rows, columns = self.in_shape
        return padded[:, top : top + rows, left : left + columns]

    def _windows(self, pictures: Array) -> Array:
        """Return all patches as a read-only view of pictures (channels, rows, columns, batch).

        Shape (channels, kernel rows, kernel columns, out rows, out columns, batch).
        """
        _, out_rows, out_columns = self.out_shape
        channel, row, column, example = pictures.strides
        return as_strided(
            pictures,
            (len(pictures), *self.kernel, out_rows, out_columns, pictures.shape[-1]),
            (channel, row, column, row * self.stride[0], column * self.stride[1], example),
            writeable=False,
        )

    def _slabs(self, windows: Array) -> Iterator[tuple[slice, Array]]:
        """Yield rows of the output, with memory for their patches (numbers of a patch, places).

        The memory is the same each time.
        """
        _, n_rows, n_columns = self.out_shape
        numbers, places = math.prod(windows.shape[:3]), n_columns * windows.shape[-1]
        step = min(max(_SLAB // max(numbers * places, 1), 1), n_rows)
        memory = empty((numbers, step * places + _GAP), windows.dtype)
        for start in range(0, n_rows, step):
            stop = min(start + step, n_rows)
            yield slice(start, stop), memory[:, : (stop - start) * places]

    def _add_patches(self, pictures: Array, patches: Array, rows: slice) -> None:
        """Add patches to where they come from in pictures (channels, rows, columns, batch)."""
        (down, right), n_rows = self.stride, rows.stop - rows.start
        n_columns = self.out_shape.columns
        parts = patches.reshape(len(pictures), *self.kernel, n_rows, n_columns, -1)
        for i, j in np.ndindex(self.kernel):
            top = rows.start * down + i
            place = pictures[
                :,
                top : top + (n_rows - 1) * down + 1 : down,
                j : j + (n_columns - 1) * right + 1 : right,
            ]
            place += parts[:, i, j]


def _flat(maps: Array) -> Array:
    """Return some whole rows of maps as (maps, places), a view."""
    return maps.reshape(len(maps), math.prod(maps.shape[1:]))


def _fill(patches: Array, windows: Array) -> None:
    """Copy windows into patches (numbers of a patch, places)."""
    np.copyto(patches.reshape(windows.shape), windows)


def _multiply(M: Array, P: Array, out: Array) -> None:
    """Write M @ P (m, n) into out; P (k, n) and out may have gaps between their rows."""
    block = _BLOCK_WORK // M.size
    n = P.shape[1]
    whole = n - n % block if _SHORTEST_BLOCK <= block < n else 0
    if whole:
        np.matmul(M, _blocks(P[:, :whole], block), out=_blocks(out[:, :whole], block))
    if whole < n:
        np.matmul(M, P[:, whole:], out=out[:, whole:])


def _product_over_columns(P: Array, Q: Array) -> Array:
    """Return P @ Q.T (k, m) for P (k, n), Q (m, n)."""
    block = _BLOCK_WORK // (len(P) * len(Q))
    n = P.shape[1]
    if not _SHORTEST_BLOCK <= block < n:
        return P @ Q.T
    whole = n - n % block
    parts = np.matmul(_blocks(P[:, :whole], block), _blocks(Q[:, :whole], block).transpose(0, 2, 1))
    total: Array = parts.sum(axis=0)
    if whole < n:
        total += P[:, whole:] @ Q[:, whole:].T
    return total


def _blocks(P: Array, block: int) -> Array:
    """Return P (k, n) as (n / block, k, block), a view."""
    return P.reshape(len(P), -1, block).transpose(1, 0, 2)
