"""The program `ffmpeg` of this machine, which writes MP4 and WebM; it does not come with ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from typing import Final

from gdstudio.errors import GdstudioError
from gdstudio.texts import Text

_PATIENCE_S: Final = 20.0  # for an answer to a question
_VERSION: Final = re.compile(r"ffmpeg version (\S+)")
# The first that is there: how it is asked for few visible losses.
_ENCODERS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "mp4": {
        "libx264": ("-crf", "18", "-preset", "medium"),
        "libopenh264": ("-b:v", "6M"),
        "mpeg4": ("-q:v", "2"),
    },
    "webm": {
        "libvpx-vp9": ("-crf", "24", "-b:v", "0", "-deadline", "good", "-cpu-used", "4"),
        "libvpx": ("-crf", "8", "-b:v", "6M", "-deadline", "good", "-cpu-used", "4"),
    },
}


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """One that was found and has answered.

    Attributes:
        program: Its file.
        version: As it calls it.
        encoders: Those of ours that it has.
    """

    program: str
    version: str
    encoders: frozenset[str]

    def flags(self, kind: str) -> tuple[str, ...]:
        """Return how it is to encode MP4 or WebM.

        Raises:
            GdstudioError: It cannot.
        """
        for encoder, flags in _ENCODERS[kind].items():
            if encoder in self.encoders:
                return "-c:v", encoder, *flags
        names = ", ".join(_ENCODERS[kind])
        raise GdstudioError(
            Text("ffmpeg {0} has none of the encoders {1}; install another", self.version, names)
        )


def find_ffmpeg() -> Ffmpeg:
    """Return the one on the PATH, asked for its version and what it can do.

    Raises:
        GdstudioError: There is none, or it does not answer as one.
    """
    program = shutil.which("ffmpeg")
    if program is None:
        raise GdstudioError(
            Text(
                "MP4 and WebM need the program ffmpeg, which is not installed; GIF and WebP do not"
            )
        )
    version = _VERSION.match(_answer(program, "-version"))
    if version is None:
        raise GdstudioError(Text("{0}: does not tell its version as ffmpeg does", program))
    known = {name for encoders in _ENCODERS.values() for name in encoders}
    there = frozenset(_answer(program, "-hide_banner", "-encoders").split()) & known
    return Ffmpeg(program, version[1], there)


def _answer(program: str, *question: str) -> str:
    try:
        asked = subprocess.run(
            [program, *question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise GdstudioError(Text("{0}: cannot be asked: {1}", program, str(error))) from error
    return asked.stdout.decode("utf-8", "replace")
