"""A film that `ffmpeg` writes: raw pictures go into a pipe."""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import IO, Final

from gdstudio.errors import GdstudioError, printable
from gdstudio.files.films.ffmpeg import Ffmpeg
from gdstudio.files.films.writer import Pixels
from gdstudio.texts import Text

_PATIENCE_S: Final = 60.0  # that one picture may take, or the end
_CONTAINERS: Final = {"mp4": ("-movflags", "+faststart", "-f", "mp4"), "webm": ("-f", "webm")}
_COLOURS: Final = (
    "-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p",
    "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
)  # fmt: skip


@contextlib.contextmanager
def video_writer(
    program: Ffmpeg, path: Path, kind: str, size: tuple[int, int], rate: Fraction
) -> Iterator[VideoWriter]:
    """Return a context with the writer of an MP4 or WebM file; ffmpeg does not outlive it.

    Raises:
        GdstudioError: ffmpeg fails.
    """
    command = [
        program.program, "-hide_banner", "-loglevel", "error", "-nostdin", "-y",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-video_size", f"{size[0]}x{size[1]}",
        "-framerate", str(rate), "-i", "-", "-an", *program.flags(kind), *_COLOURS,
        *_CONTAINERS[kind], f"file:{path}",
    ]  # fmt: skip
    nowhere, pipe = subprocess.DEVNULL, subprocess.PIPE
    with tempfile.TemporaryFile() as said:
        ffmpeg = subprocess.Popen(command, stdin=pipe, stdout=nowhere, stderr=said)
        try:
            yield VideoWriter(ffmpeg, said)
        finally:
            ffmpeg.kill()
            assert ffmpeg.stdin is not None
            with contextlib.suppress(OSError):  # what was to be written has nowhere to go
                ffmpeg.stdin.close()
            ffmpeg.wait()


class VideoWriter:
    """Writes what ffmpeg takes."""

    def __init__(self, ffmpeg: subprocess.Popen[bytes], said: IO[bytes]) -> None:
        self._ffmpeg, self._said = ffmpeg, said

    def add(self, pixels: Pixels, held: int = 1) -> None:
        """Hand a picture over as often as it is seen.

        Raises:
            GdstudioError: ffmpeg has ended, or takes nothing any more.
        """
        pipe, data = self._ffmpeg.stdin, pixels.tobytes()
        assert pipe is not None
        try:
            for _ in range(held):
                self._patiently(lambda: pipe.write(data))
        except OSError as error:
            raise self._failure() from error

    def close(self) -> None:
        """Let ffmpeg finish the file.

        Raises:
            GdstudioError: It could not.
        """
        try:
            self._patiently(self._ffmpeg.communicate)
        except OSError as error:
            raise self._failure() from error
        if self._ffmpeg.returncode:
            raise self._failure()

    def _patiently(self, work: Callable[[], object]) -> None:
        """Do something that waits for ffmpeg; one that hangs is ended, and so the waiting."""
        watch = threading.Timer(_PATIENCE_S, self._ffmpeg.kill)
        watch.start()
        try:
            work()
        finally:
            watch.cancel()

    def _failure(self) -> GdstudioError:
        code = self._ffmpeg.wait()
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").split("\n")
        last = next((line for line in reversed(lines) if line.strip()), "it said nothing")
        return GdstudioError(Text("ffmpeg ended with code {0}: {1}", code, printable(last.strip())))
