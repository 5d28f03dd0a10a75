"""Making a film: a generator that draws its pictures one at a time and hands each to a writer."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from gdstudio.files.films.saving import FilmPlace, film_writer
from gdstudio.files.films.writer import Pixels
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.film_page import film_page

_SAMPLES: Final = 6  # pictures from which the colours of a film are chosen


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """One picture of a film.

    Attributes:
        make: Returns what it shows; called when it is drawn, perhaps more than once, in any thread.
        heading: When it is, and what it shows.
        held: For how many frames it is seen.
    """

    make: Callable[[], Figure]
    heading: tuple[str, str]
    held: int = 1


@dataclass(frozen=True, slots=True)
class FilmSaved:
    """A film that is there.

    Attributes:
        place: Where, and as what.
        frames: How many.
    """

    place: FilmPlace
    frames: int

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float(self.frames / self.place.rate)


def save_film(
    pictures: Sequence[Picture], place: FilmPlace
) -> Generator[float | FilmSaved, None, None]:
    """Draw and write a film; yield the share done after each picture, at the end what is there.

    One picture is in memory at a time, and for a GIF a few more at the beginning. Whoever closes
    the generator earlier leaves nothing behind.

    Raises:
        FileError: It cannot be written.
    """
    samples = [pixels_of_picture(pictures[0], place.size)]
    if place.kind.name == "gif":
        for k in np.unique(np.linspace(0, len(pictures) - 1, _SAMPLES).astype(int))[1:].tolist():
            yield 0.0
            samples.append(pixels_of_picture(pictures[k], place.size))
    with film_writer(place, samples) as writer:
        for k, picture in enumerate(pictures, 1):
            writer.add(pixels_of_picture(picture, place.size), picture.held)
            yield k / len(pictures)
    yield FilmSaved(place, sum(picture.held for picture in pictures))


def pixels_of_picture(picture: Picture, size: tuple[int, int]) -> Pixels:
    """Return a picture of a film as it is written, shape (height, width, 3)."""
    from gdstudio.pictures.pillow.drawing import pixels_of  # Pillow: not to open the window
    from gdstudio.pictures.pillow.lettering import measure

    return pixels_of(film_page(picture.make(), picture.heading, size, measure))
