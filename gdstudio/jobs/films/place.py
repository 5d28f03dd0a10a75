"""Where a film goes, and what its kind of file makes of what was wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gdstudio.files.films.ffmpeg import find_ffmpeg
from gdstudio.files.films.kinds import kind_of
from gdstudio.files.films.saving import FilmPlace, check_place
from gdstudio.jobs.films.request import FilmRequest
from gdstudio.numerals import numeral
from gdstudio.texts import Text


def place_of(path: Path, request: FilmRequest) -> FilmPlace:
    """Return where a film is written, with the rate and size that its kind can hold.

    Raises:
        InvalidValue: The name has another ending than films have.
        FileError: It can be seen beforehand that it cannot be written.
        GdstudioError: It needs ffmpeg, which is not there.
    """
    kind = kind_of(path)
    check_place(path, kind)
    ffmpeg = find_ffmpeg() if kind.needs_ffmpeg else None
    if ffmpeg is not None:
        ffmpeg.flags(kind.name)
    return FilmPlace(path, kind, kind.size(request.size), kind.rate(request.fps), ffmpeg)


def frames_of(place: FilmPlace, request: FilmRequest) -> int:
    """Return how many frames make a film as long as wanted."""
    return max(round(request.seconds * place.rate), 1)


def notes_of(place: FilmPlace, request: FilmRequest) -> Iterator[str]:
    """Yield what is not as it was wanted, each as a sentence without its end."""
    title = place.kind.title
    if abs(float(place.rate) - request.fps) > 1e-3 * request.fps:
        held = numeral(float(place.rate), 3)
        yield Text("{0} holds {1} frames a second, not {2}", title, held, numeral(request.fps, 4))
    if place.size != request.size:
        yield Text("{0} holds even sizes: {1} x {2}", title, *place.size)
