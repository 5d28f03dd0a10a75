"""A film is there whole or not at all: written aside, and given its name at the end."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from gdstudio.errors import FileError, GdstudioError, reason_of
from gdstudio.files.atomic import bring_to_disk, check_writable, replacing
from gdstudio.files.films.ffmpeg import Ffmpeg
from gdstudio.files.films.kinds import FilmKind
from gdstudio.files.films.writer import FilmWriter, Pixels
from gdstudio.files.temporary import remove, remove_leftovers, temporary_folder
from gdstudio.texts import Text


@dataclass(frozen=True, slots=True)
class FilmPlace:
    """Where a film goes, and as what.

    Attributes:
        path: The file, or the folder of pictures.
        kind: What it is.
        size: Width and height, which the kind can hold.
        rate: Frames a second, which the kind can hold.
        ffmpeg: For the kinds that need it.
    """

    path: Path
    kind: FilmKind
    size: tuple[int, int]
    rate: Fraction
    ffmpeg: Ffmpeg | None = None


def check_place(path: Path, kind: FilmKind) -> None:
    """Raise FileError if it can be seen beforehand that a film cannot be written there."""
    if kind.ending:
        check_writable(path)
        return
    try:
        _check_folder(path)
    except (OSError, ValueError) as error:
        raise FileError(path, Text("cannot be written: {0}", reason_of(error))) from error


@contextlib.contextmanager
def film_writer(place: FilmPlace, samples: Sequence[Pixels]) -> Iterator[FilmWriter]:
    """Return a context with the writer of a film, which takes its place at the end.

    If the context ends with an exception, nothing has happened.

    Args:
        place: Where to.
        samples: Pictures like those of the film, at least one, for its colours.

    Raises:
        FileError: It cannot be written, also where ffmpeg fails.
    """
    with _writer(place, samples) as writer:
        yield writer
        writer.close()


def _writer(
    place: FilmPlace, samples: Sequence[Pixels]
) -> contextlib.AbstractContextManager[FilmWriter]:
    if not place.kind.ending:
        return _folder(place.path)
    return _video(place) if place.kind.needs_ffmpeg else _animation(place, samples)


@contextlib.contextmanager
def _animation(place: FilmPlace, samples: Sequence[Pixels]) -> Iterator[FilmWriter]:
    # Pillow: not to open the window.
    from gdstudio.files.films.gif import GifWriter
    from gdstudio.files.films.webp import WebpWriter

    with replacing(place.path) as (file, _):
        if place.kind.name == "gif":
            yield GifWriter(file, place.size, place.rate, samples)
        else:
            yield WebpWriter(file, place.size, place.rate)


@contextlib.contextmanager
def _video(place: FilmPlace) -> Iterator[FilmWriter]:
    from gdstudio.files.films.video import video_writer

    assert place.ffmpeg is not None
    about = place.kind.name, place.size, place.rate
    with replacing(place.path) as (_, temporary):
        try:
            with video_writer(place.ffmpeg, temporary, *about) as writer:
                yield writer
        except FileError:
            raise
        except GdstudioError as error:
            raise FileError(place.path, Text("cannot be written: {0}", error.text)) from error


@contextlib.contextmanager
def _folder(path: Path) -> Iterator[FilmWriter]:
    from gdstudio.files.films.pictures import PictureWriter

    try:
        _check_folder(path)
        remove_leftovers(path.parent)
        with temporary_folder(path.parent) as aside:
            try:
                yield PictureWriter(aside)
                if path.exists():
                    path.rmdir()
                os.replace(aside, path)
            finally:
                remove(aside)
        bring_to_disk(path.parent)
    except OSError as error:
        raise FileError(path, Text("cannot be written: {0}", reason_of(error))) from error


def _check_folder(path: Path) -> None:
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise FileError(path, Text("is there and is no folder; give the name of a new one"))
    if path.is_dir() and any(path.iterdir()):
        raise FileError(path, Text("is there and not empty; give the name of a new folder"))
    if not path.parent.is_dir():
        raise FileError(path, Text("there is no folder {0}", path.parent))
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise FileError(path, Text("the folder {0} is write-protected", path.parent))
