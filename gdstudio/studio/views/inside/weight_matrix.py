"""An array of weights or biases as a matrix that can be read by name, and written as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gdstudio.arrays import Array
from gdstudio.inside.places import WeightPlace, input_name, weight_at
from gdstudio.learning.layers import Dense
from gdstudio.learning.network import Network, ParameterSlice
from gdstudio.learning.shapes import PictureShape
from gdstudio.numerals import MINUS
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.figures.weights import matrix_figure
from gdstudio.studio.translation import told, tr


@dataclass(frozen=True, slots=True, eq=False)
class WeightMatrix:
    """One array of a network's parameters as rows and columns.

    A row is a neuron, unit or filter, a column what comes in; of a convolution its columns go
    through channel, row and column of the filter. Biases stand in one row.

    Attributes:
        network: Whose parameters they are; not changed.
        part: Which of its arrays.
        in_shape: Of the pictures that the network sees.
        values: Shape (rows, columns), the network's dtype, read-only.
    """

    network: Network
    part: ParameterSlice
    in_shape: PictureShape
    values: Array

    @property
    def is_bias(self) -> bool:
        """Whether these are biases."""
        return not self.part.is_weight

    def place(self, row: int, column: int) -> WeightPlace:
        """Return which weight or bias a cell is."""
        at = self.part.start + row * self.values.shape[1] + column
        return weight_at(self.network, at)

    def cell(self, place: WeightPlace) -> tuple[int, int] | None:
        """Return row and column of a weight; None if it stands in another array."""
        if place.array != self.part.name:
            return None
        row, column = divmod(place.index - self.part.start, self.values.shape[1])
        return row, column

    def reading(self, row: int, column: int) -> str:
        """Return a cell in words: its name, its value with all its digits, what it joins."""
        place = self.place(row, column)
        value = exact(self.values[row, column])
        text = f"{place} = {value}"
        return f"{text}: {words}" if (words := self._joins(place)) else text

    def figure(self, limit: float) -> Figure:
        """Return it in signed colours from -limit to limit, inputs and neurons named."""
        columns, rows = self._names()
        name, whole = self.part.name, {self.part.name: self.values.reshape(self.part.shape)}
        return matrix_figure(name, name, self.values, limit, (rows, columns), whole)

    def text(self) -> str:
        """Return it as text, columns parted by tabs, with the same names."""
        return "\n".join(map("\t".join, self._cells()))

    def _cells(self) -> Iterator[list[str]]:
        """Yield the titles and the rows, numbers in the shortest form that reads back the same."""
        header, names = self._names()
        yield [self.part.name, *header]
        for name, row in zip(names, self.values, strict=True):
            yield [name, *map(str, row)]

    def _names(self) -> tuple[list[str], list[str]]:
        """Return the names of columns and rows."""
        n_rows, n_columns = self.values.shape
        number = self.part.layer + 1
        if self.is_bias:
            return [f"L{number}.{k}" for k in range(n_columns)], [self.part.name]
        rows = [f"L{number}.{k}" for k in range(n_rows)]
        if self._is_dense():
            return [input_name(number, k, self.in_shape) for k in range(n_columns)], rows
        at = (np.unravel_index(k, self.part.shape[1:]) for k in range(n_columns))
        return [",".join(map(str, one)) for one in at], rows

    def _is_dense(self) -> bool:
        return isinstance(self.network.layers[self.part.layer], Dense)

    def _joins(self, place: WeightPlace) -> str:
        """Return what a weight leads from and to, in words; "" for what is no dense layer's."""
        if self.is_bias:
            return tr("bias of L{0}.{1}").format(place.layer, place.at[0])
        if not self._is_dense():
            return ""
        to, index = place.at
        came_from = told(input_name(place.layer, index, self.in_shape))
        return tr("from {0} to L{1}.{2}").format(came_from, place.layer, to)


def weight_matrix(network: Network, part: ParameterSlice, in_shape: PictureShape) -> WeightMatrix:
    """Return one array of a network's parameters as a matrix."""
    rows = part.shape[0] if part.is_weight else 1
    values = network.part(part.name).reshape(rows, -1)
    values.setflags(write=False)  # of this view, not of the network
    return WeightMatrix(network, part, in_shape, values)


def exact(value: Any) -> str:
    """Return a number in the shortest form that reads back the same, with a true minus."""
    return str(value).replace("-", MINUS)
