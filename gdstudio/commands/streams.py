"""Standard input, output and error: there from the start on, whatever the program was given.

One that is missing or closed is silence. A line on standard error never hinders the work, whether
it can be written or not. What standard output cannot take is told as `OutputLost`, once.
"""

from __future__ import annotations

import codecs
import contextlib
import errno
import functools
import io
import os
import re
import select
import sys
from typing import Any, Final, TextIO

from gdstudio.errors import GdstudioError
from gdstudio.numerals import FROM_RAISED

_DESCRIPTORS: Final = {"stdin": 0, "stdout": 1, "stderr": 2}
_PLAIN_SIGNS: Final = "gdstudio.plain_signs"  # how signs are written that an encoding has not
_RAISED: Final = "".join(map(chr, FROM_RAISED))
_INSTEAD: Final = str.maketrans(
    {"\N{MINUS SIGN}": "-", "–": "-", "·": "*", "×": "x", "∞": "inf", "…": "..."}
)


class OutputLost(GdstudioError):
    """Standard output takes nothing more.

    Attributes:
        is_reader_gone: Whoever read it has gone, as `head` does: nothing to complain of.
    """

    def __init__(self, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        super().__init__(f"standard output: cannot be written: {reason}")
        self.is_reader_gone = error.errno == errno.EPIPE


def prepare_streams() -> None:
    """Make `sys.stdin`, `sys.stdout` and `sys.stderr` fit to be used; may be called again.

    Streams that somebody has put in place of the program's own are left as they are.
    """
    _occupy_descriptors()
    for name, descriptor in _DESCRIPTORS.items():
        stream = getattr(sys, name)
        if stream is None:
            stream = _empty_input() if name == "stdin" else _writer(_Silence(_nowhere()))
        elif name != "stdin":
            stream = _made_safe(stream, descriptor)
        setattr(sys, name, stream)


def _in_plain_signs(error: UnicodeError) -> tuple[str, int]:
    """Write 3.83·10⁻⁵ as 3.83*10^-5, and what is no sign of numbers as an escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, end = error.object, error.end
    while end < len(text) and text[end] in _RAISED:  # "³" may be there where "⁻" is not
        end += 1
    lost = re.sub(
        f"[{_RAISED}]+", lambda m: "^" + m[0].translate(FROM_RAISED), text[error.start : end]
    )
    return lost.translate(_INSTEAD).encode("ascii", "backslashreplace").decode(), end


codecs.register_error(_PLAIN_SIGNS, _in_plain_signs)


def _occupy_descriptors() -> None:
    """Open what was closed on nothing: the next file would else take the number of a stream."""
    for descriptor in _DESCRIPTORS.values():
        try:
            os.fstat(descriptor)
        except OSError:
            with contextlib.suppress(OSError):
                os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _made_safe(stream: TextIO, descriptor: int) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors=_PLAIN_SIGNS)  # names of files need not be text
    is_own = stream is (sys.__stdout__ if descriptor == 1 else sys.__stderr__)
    if os.name != "posix" or not is_own:
        return stream
    with contextlib.suppress(OSError):
        stream.flush()
    raw = _Output(descriptor) if descriptor == 1 else _Silence(descriptor)
    is_by_lines = stream.line_buffering or stream.write_through
    return _writer(raw, stream.encoding, line_buffering=is_by_lines)


def _writer(
    raw: io.RawIOBase, encoding: str = "utf-8", *, line_buffering: bool = True
) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedWriter(raw), encoding, _PLAIN_SIGNS, line_buffering=line_buffering
    )


def _empty_input() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), "utf-8")


@functools.cache
def _nowhere() -> int:
    """Return the one descriptor that swallows everything, for those who ask streams for theirs."""
    return os.open(os.devnull, os.O_WRONLY)


class _Descriptor(io.RawIOBase):
    """An open descriptor that is written to; not closed with the stream."""

    def __init__(self, descriptor: int) -> None:
        self.name = {1: "<stdout>", 2: "<stderr>"}.get(descriptor, os.devnull)
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        return True


class _Output(_Descriptor):
    """Says once that it takes no more, and then is silent: the rest was lost with it."""

    _is_lost = False

    def write(self, data: Any) -> int:
        while not self._is_lost:
            try:
                return os.write(self._descriptor, data)
            except BlockingIOError:  # somebody else has made the pipe so
                select.select((), (self._descriptor,), ())
            except OSError as error:
                self._is_lost = True
                raise OutputLost(error) from error
        return len(memoryview(data))


class _Silence(_Descriptor):
    """Takes everything; what cannot be written is lost."""

    def write(self, data: Any) -> int:
        with contextlib.suppress(OSError):
            return os.write(self._descriptor, data)
        return len(memoryview(data))
