"""The costs one can choose from."""

from __future__ import annotations

from typing import Final

from gdstudio.descent.functions import CostFunction
from gdstudio.descent.library_one import ONE_INPUT
from gdstudio.descent.library_two import TWO_INPUTS

LIBRARY: Final = {function.name: function for function in (*ONE_INPUT, *TWO_INPUTS)}


def library(dimension: int) -> tuple[CostFunction, ...]:
    """Return the costs of 1 or of 2 inputs, the simplest first."""
    return ONE_INPUT if dimension == 1 else TWO_INPUTS
