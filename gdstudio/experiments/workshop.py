"""Where an experiment's work is done, and where its finished pieces lie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from gdstudio.errors import GdstudioError
from gdstudio.learning.network import Network

Item = TypeVar("Item")
Piece = Mapping[str, NDArray[Any]]


class Pieces(Protocol):
    """Finished pieces of work by name; what is there need not be done again."""

    def get(self, name: str) -> Piece | None:
        """Return a piece, arrays read-only, or None if it is not finished."""

    def put(self, name: str, piece: Piece) -> None:
        """Keep a finished piece. Raises FileError if it cannot be kept."""


class KeptInMemory:
    """Pieces that end with the program."""

    def __init__(self) -> None:
        self._pieces: dict[str, Piece] = {}

    def get(self, name: str) -> Piece | None:
        """Return a piece, or None if it is not finished."""
        return self._pieces.get(name)

    def put(self, name: str, piece: Piece) -> None:
        """Keep a finished piece."""
        for array in piece.values():
            np.asarray(array).setflags(write=False)
        self._pieces[name] = piece


class Workers(Protocol):
    """Who does independent pieces of work."""

    def results(
        self, work: Callable[[Item], Piece], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Piece]]:
        """Yield each item with what `work` made of it, in the order they are finished.

        `work` and items must be picklable: a function of a module, frozen values.
        """


class ThisProcess:
    """One worker: the caller."""

    def results(
        self, work: Callable[[Item], Piece], items: Iterable[Item]
    ) -> Iterator[tuple[Item, Piece]]:
        """Yield each item with what `work` made of it, in their order."""
        for item in items:
            yield item, work(item)


def _nothing_kept(name: str) -> Network:
    raise GdstudioError(f"network {name}: no kept run can be opened here; train one instead")


@dataclass(frozen=True, slots=True)
class Workshop:
    """What an experiment is given besides its settings and data.

    Attributes:
        pieces: Where finished pieces lie.
        workers: Who does the work.
        kept_network: Opens the network of a run that comes with the program, by its name; raises
            GdstudioError if it cannot. Outside of tests `files.kept_runs.kept_network`.
    """

    pieces: Pieces = field(default_factory=KeptInMemory)
    workers: Workers = field(default_factory=ThisProcess)
    kept_network: Callable[[str], Network] = _nothing_kept
