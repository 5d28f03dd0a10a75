"""Results of experiments that tests make up."""

from __future__ import annotations

from gdstudio.experiments.minima.results import MinimaResults, Networks


class Prepared(MinimaResults):
    """Results without trainings."""

    def __init__(self, *found: Networks) -> None:
        super().__init__()
        self._found = list(found)

    def networks(self) -> list[Networks]:
        return self._found
