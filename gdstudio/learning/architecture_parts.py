"""The short form in which people write an architecture: "conv 8@5x5, pool 2, dense 64"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from gdstudio.errors import InvalidValue
from gdstudio.texts import Text

Pair = tuple[int, int]

MAX_PARTS: Final = 20
MAX_PIXELS: Final = 64  # of a kernel, a window, a stride or a padding, one way
MAX_SIZE: Final = {"conv": 512, "dense": 4096, "lstm": 1024, "rnn": 1024}

SYNTAX: Final = {
    "conv": Text(
        "conv FILTERS@ROWSxCOLUMNS, with stride S or pad P where wanted, e.g. conv 8@5x5 pad 2"
    ),
    "max pool": Text("pool SIZE, with stride S where wanted, e.g. pool 2"),
    "average pool": Text("average pool SIZE, with stride S where wanted, e.g. average pool 2"),
    "dense": Text("dense WIDTH, e.g. dense 64"),
    "dropout": Text("dropout RATE, above 0 and below 1, e.g. dropout 0.5"),
    "lstm": Text("lstm UNITS, with pixels to read pixel by pixel, e.g. lstm 128"),
    "rnn": Text(
        "rnn UNITS, with tanh or relu, with pixels to read pixel by pixel, e.g. rnn 100 relu"
    ),
}

_WHOLE: Final = "[0-9]{1,20}"
_PAIR: Final = f"{_WHOLE}(?:x{_WHOLE})?"
_FORMS: Final = {
    "conv": f"(?!.*stride.*stride)(?!.*pad.*pad)conv (?P<size>{_WHOLE})@(?P<window>{_PAIR})"
    f"(?: stride (?P<stride>{_PAIR})| pad (?P<padding>{_PAIR}))*",
    "max pool": f"(?:max )?pool (?P<window>{_PAIR})(?: stride (?P<stride>{_PAIR}))?",
    "average pool": f"average pool (?P<window>{_PAIR})(?: stride (?P<stride>{_PAIR}))?",
    "dense": f"dense (?P<size>{_WHOLE})",
    "dropout": r"dropout (?P<rate>[0-9]{0,3}\.?[0-9]{1,15})",
    "lstm": f"lstm (?P<size>{_WHOLE})(?P<pixels> pixels)?",
    "rnn": f"rnn (?P<size>{_WHOLE})(?: (?P<activation>tanh|relu))?(?P<pixels> pixels)?",
}
_KINDS: Final = {"pool": "max pool"} | {kind.split()[0]: kind for kind in SYNTAX}


@dataclass(frozen=True, slots=True)
class Part:
    """One layer as it was written.

    Attributes:
        place: Which part of the architecture, counted from 1.
        text: The part as it was written.
        kind: A key of `SYNTAX`.
        size: Filters, width or units.
        window: Rows and columns of a kernel or of a pool's window.
        stride: Rows and columns; None if not given.
        padding: Rows and columns.
        rate: Of dropout.
        activation: Of a simple recurrent layer.
        by_pixel: True if a recurrent layer reads pixel by pixel.
    """

    place: int
    text: str
    kind: str = ""
    size: int = 0
    window: Pair = (1, 1)
    stride: Pair | None = None
    padding: Pair = (0, 0)
    rate: float = 0.5
    activation: str = "tanh"
    by_pixel: bool = False

    def refused(self, accepted: str) -> InvalidValue:
        """Return the error that names place and part and says what would be accepted."""
        return InvalidValue(Text("architecture, part {0}", self.place), self.text, accepted)


def parse_architecture(text: str) -> tuple[Part, ...]:
    """Return the parts of an architecture; whether they fit the pictures is not looked at.

    Parts are separated by commas; upper and lower case and spaces around do not matter. The forms
    are those of `SYNTAX`; 5x5 may be written as 5. The output layer is not written.

    Raises:
        InvalidValue: A part is not understood, or a number in it is out of range.
    """
    texts = [" ".join(part.split()) for part in text.lower().split(",")]
    if len(texts) > MAX_PARTS:
        raise InvalidValue(
            Text("architecture"), Text("{0} parts", len(texts)), Text("at most {0}", MAX_PARTS)
        )
    return tuple(_parse(Part(place, text)) for place, text in enumerate(texts, 1))


def _parse(part: Part) -> Part:
    """Return the part with what its text says."""
    kind = _KINDS.get(part.text.split(" ")[0])
    if kind is None:
        raise part.refused(Text("one of: conv, pool, average pool, dense, dropout, lstm, rnn"))
    found = re.fullmatch(_FORMS[kind], part.text)
    if found is None:
        raise part.refused(SYNTAX[kind])
    given = found.groupdict()
    part = Part(
        part.place,
        part.text,
        kind,
        size=int(given.get("size") or 0),
        window=_pair(given.get("window")) or (1, 1),
        stride=_pair(given.get("stride")),
        padding=_pair(given.get("padding")) or (0, 0),
        rate=float(given.get("rate") or 0.5),
        activation=given.get("activation") or "tanh",
        by_pixel=given.get("pixels") is not None,
    )
    _check_numbers(part)
    return part


def _pair(text: str | None) -> Pair | None:
    """Return two numbers from "5x3", or the same twice from "5"."""
    if text is None:
        return None
    numbers = [int(number) for number in text.split("x")]
    return numbers[0], numbers[-1]


def _check_numbers(part: Part) -> None:
    high = MAX_SIZE.get(part.kind)
    if high is not None and not 1 <= part.size <= high:
        name = {"conv": "filters", "dense": "neurons"}.get(part.kind, "units")
        raise part.refused(Text("1 to {0:,} {1}", high, name))
    if not all(1 <= n <= MAX_PIXELS for n in part.window):
        raise part.refused(Text("a size from 1 to {0}", MAX_PIXELS))
    if not all(1 <= n <= MAX_PIXELS for n in part.stride or ()):
        raise part.refused(Text("a stride from 1 to {0}", MAX_PIXELS))
    if not all(n < size for n, size in zip(part.padding, part.window, strict=True)):
        raise part.refused(Text("a padding smaller than the kernel"))
    if not 0 < part.rate < 1:
        raise part.refused(SYNTAX["dropout"])
