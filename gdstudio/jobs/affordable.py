"""How many examples can be asked in a moment, with layers that work more for each."""

from __future__ import annotations

from typing import Final

from gdstudio.learning.network import Network

ORDINARY_NUMBERS: Final = 2000  # kept of each example by what still counts as ordinary


def affordable_examples(network: Network, most: int, least: int) -> int:
    """Return the examples that take about as long as `most` take a fully connected network.

    The numbers that layers keep of an example stand for the time it takes: of a digit 42 with
    784-16-16-10, some 12,000 with two small convolutions, 26,000 with an LSTM of 128 units.

    Args:
        network: Which is to be asked.
        most: The answer for a fully connected network.
        least: Fewer than this would say nothing.
    """
    kept = sum(layer.numbers_kept for layer in network.layers)
    return min(max(most * ORDINARY_NUMBERS // max(kept, 1), least), most)
