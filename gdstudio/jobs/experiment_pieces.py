"""Finished pieces of the experiments of one sitting; without Qt."""

from __future__ import annotations

from collections.abc import Mapping

from gdstudio.experiments.workshop import KeptInMemory, Piece, Pieces


class SittingPieces:
    """Pieces in memory, and those beside results that were opened. One thread at a time."""

    def __init__(self) -> None:
        self._memory = KeptInMemory()
        self._folders: list[Pieces] = []

    def look_into(self, pieces: Pieces) -> None:
        """Find pieces there too. Thread-safe: appends to a list."""
        self._folders.append(pieces)

    def get(self, name: str) -> Piece | None:
        """Return a piece, arrays read-only, or None if it is not finished."""
        found = self._memory.get(name)
        for folder in tuple(self._folders):
            if found is None:
                found = folder.get(name)
        return found

    def put(self, name: str, piece: Piece) -> None:
        """Keep a finished piece in memory."""
        self._memory.put(name, piece)

    def in_memory(self) -> Mapping[str, Piece]:
        """Return the pieces that would end with the program, by name."""
        return self._memory.all()


class PiecesOfRun:
    """Passes on the pieces of a sitting and remembers which of them one run is made of."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._used: dict[str, Piece] = {}

    def get(self, name: str) -> Piece | None:
        """Return a piece, arrays read-only, or None if it is not finished."""
        found = self._pieces.get(name)
        if found is not None:
            self._used[name] = found
        return found

    def put(self, name: str, piece: Piece) -> None:
        """Keep a finished piece."""
        self._pieces.put(name, piece)
        self._used[name] = piece

    def used(self) -> Mapping[str, Piece]:
        """Return the pieces that were found or made, by name."""
        return dict(self._used)
