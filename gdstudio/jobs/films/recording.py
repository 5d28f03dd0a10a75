"""Recording: pictures come as they are grabbed, are kept few at a time, and become a film."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator
from pathlib import Path
from typing import Final

import numpy as np

from gdstudio.files.films.saving import film_writer
from gdstudio.files.films.writer import Pixels
from gdstudio.jobs.films.filming import FilmSaved
from gdstudio.jobs.films.place import place_of
from gdstudio.jobs.films.request import FilmRequest
from gdstudio.pictures.palette import LIGHT, VIRIDIS

_CUBE: Final = 6  # steps of each part of a colour
MOST_WAITING: Final = 4  # pictures; what is grabbed while so many wait is left out


class GrabbedPictures:
    """Pictures on their way from who grabs them to who writes them; thread-safe."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[int, Pixels | None]] = deque()
        self._changed = threading.Condition()

    @property
    def has_room(self) -> bool:
        """Whether another picture is taken."""
        with self._changed:
            return len(self._waiting) < MOST_WAITING

    def put(self, frame: int, pixels: Pixels | None) -> None:
        """Add what is seen from a frame on; None from the frame at which the recording ends."""
        with self._changed:
            self._waiting.append((frame, pixels))
            self._changed.notify()

    def take(self) -> tuple[int, Pixels | None]:
        """Return the next frame and what is seen from it on; wait until there is one."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._waiting))
            return self._waiting.popleft()


def save_recording(
    pictures: GrabbedPictures, path: Path, request: FilmRequest
) -> Generator[FilmSaved | float, None, None]:
    """Write pictures as they come until the recording ends; then yield what is there, if anything.

    A picture is seen until the next one. All have the size of the film; of larger ones what is at
    the upper left, smaller ones stand on white.

    Args:
        pictures: At least one, numbered by their frames, and an end.
        path: Where to.
        request: Size and rate.

    Raises:
        GdstudioError: It cannot be written.
    """
    place = place_of(path, request)
    frame, seen = pictures.take()
    if seen is None:
        return
    begun = frame
    seen = fitted(seen, place.size)
    with film_writer(place, [seen, _swatch(seen.size // 3)]) as writer:
        while seen is not None:
            until, following = pictures.take()
            if until > frame:
                writer.add(seen, until - frame)
                frame = until
            seen = None if following is None else fitted(following, place.size)
            yield 0.0
    yield FilmSaved(place, frame - begun)


def _swatch(n: int) -> Pixels:
    """Return about n pixels of what may come: the colours of surfaces and weights, and all others.

    Shape (1, k, 3).
    """
    steps = np.linspace(0, 255, _CUBE).astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    colours = np.concatenate([VIRIDIS, LIGHT.signed_colours(), cube])
    return np.tile(colours, (max(n // len(colours), 1), 1))[np.newaxis]


def fitted(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """Return a picture of a size, shape (height, width, 3): cut off, or on white."""
    wide, high = size
    if pixels.shape[:2] == (high, wide):
        return pixels
    page = np.full((high, wide, 3), 255, np.uint8)
    part = pixels[:high, :wide]
    page[: part.shape[0], : part.shape[1]] = part
    return page
