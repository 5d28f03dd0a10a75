"""How well a few typed letters fit a name: letters in their order, beginnings of words first."""

from __future__ import annotations

from typing import Final

_START: Final = 8.0  # a letter that begins a word
_NEXT: Final = 5.0  # a letter right behind the one before
_FIRST: Final = 4.0  # the first letter of all
_GAP: Final = 0.3  # a letter that was skipped between two
_WHOLE: Final = 12.0  # all letters together at the beginning of a word, of the name, all of it
_LENGTH: Final = 0.05  # a letter of the name: of two that fit alike, the shorter


def fit(typed: str, name: str) -> float | None:
    """Return how well typed letters fit a name, more for better; None if they do not.

    All letters must stand in the name in their order, spaces apart; small and capital letters are
    the same. Of all ways to find them the best counts.
    """
    letters, text = "".join(typed.casefold().split()), name.casefold()
    if not letters:
        return 0.0
    best = [_worth(text, k) if c == letters[0] else None for k, c in enumerate(text)]
    for letter in letters[1:]:
        best = _followed(text, best, letter)
    reached = [worth for worth in best if worth is not None]
    if not reached:
        return None
    words = " ".join(typed.casefold().split())
    worth = max(reached)
    if f" {words}" in f" {text}":
        whole = 1 + text.startswith(words) + (text == words)
        worth = _START + (1 + _NEXT) * len(letters) + _WHOLE * whole
    return worth - _LENGTH * len(text)


def _worth(text: str, k: int) -> float:
    if k == 0:
        return 1 + _START + _FIRST
    return 1 + (_START if not text[k - 1].isalnum() else 0)


def _followed(text: str, before: list[float | None], letter: str) -> list[float | None]:
    """Return the best worth of a match that ends at each place, one letter later than `before`."""
    ends: list[float | None] = []
    far: float | None = None  # the best that ends before the place before, gaps counted
    for k, c in enumerate(text):
        near = before[k - 1] if k else None
        ways = [far, None if near is None else near + _NEXT]
        there = [way for way in ways if way is not None]
        ends.append(max(there) + _worth(text, k) if c == letter and there else None)
        reached = [way for way in (far, near) if way is not None]
        far = max(reached) - _GAP if reached else None
    return ends
