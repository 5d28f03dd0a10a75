"""What a person hears about a formula that cannot be read."""

from __future__ import annotations

from gdstudio.errors import GdstudioError


class ExpressionError(GdstudioError):
    """A typed formula is not accepted; `str(error)` is one line: what is wrong, what is accepted.

    Attributes:
        position: Index of the first wrong character, 0 <= position <= len(text).
        length: Number of wrong characters; 0 where something is missing.
    """

    def __init__(self, message: str, position: int, length: int) -> None:
        super().__init__(message)
        self.position = position
        self.length = length
