"""The kinds of films there are, and what each of them can hold of a rate and a size."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal

from gdstudio.errors import InvalidValue
from gdstudio.texts import Text

KindName = Literal["gif", "webp", "png", "mp4", "webm"]

_GIF_CLOCK: Final = 100  # GIF counts hundredths of a second
_SHORTEST: Final = (
    2  # of them that a picture lasts: browsers show what is shorter five times as long
)
_LARGEST_PART: Final = 1001  # so that 29.97 is 30000/1001


@dataclass(frozen=True, slots=True)
class FilmKind:
    """One kind.

    Attributes:
        name: What it is known by.
        ending: Of its files; "" for a folder.
        title: What people call it.
        needs_ffmpeg: Whether another program writes it.
    """

    name: KindName
    ending: str
    title: str
    needs_ffmpeg: bool = False

    def rate(self, wanted: float) -> Fraction:
        """Return the rate nearest to the one wanted that it can hold, in frames a second."""
        if self.name == "gif":
            return Fraction(_GIF_CLOCK, max(round(_GIF_CLOCK / wanted), _SHORTEST))
        return Fraction(wanted).limit_denominator(_LARGEST_PART)

    def size(self, wanted: tuple[int, int]) -> tuple[int, int]:
        """Return the largest width and height it can hold that are not above those wanted."""
        if self.needs_ffmpeg:  # colours are kept for two pixels by two
            return wanted[0] // 2 * 2, wanted[1] // 2 * 2
        return wanted


KINDS: Final = (
    FilmKind("gif", ".gif", Text("Animated GIF")),
    FilmKind("webp", ".webp", Text("Animated WebP")),
    FilmKind("mp4", ".mp4", Text("MP4 video"), needs_ffmpeg=True),
    FilmKind("webm", ".webm", Text("WebM video"), needs_ffmpeg=True),
    FilmKind("png", "", Text("Folder of pictures (PNG)")),
)


def kind_of(path: Path) -> FilmKind:
    """Return the kind of film that the name of a file or folder asks for.

    Raises:
        InvalidValue: It has another ending.
    """
    found = {kind.ending: kind for kind in KINDS}.get(path.suffix.lower())
    if found is None or not path.name:
        endings = ", ".join(kind.ending for kind in KINDS if kind.ending)
        accepted = Text(
            "a file that ends in {0}, or a folder for pictures, without ending", endings
        )
        raise InvalidValue(Text("save"), str(path), accepted)
    return found
