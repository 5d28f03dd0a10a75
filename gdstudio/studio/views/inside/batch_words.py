"""Which digits a mini-batch is made of, in words."""

from __future__ import annotations

from typing import Final

from gdstudio.learning.mini_batch import MiniBatch
from gdstudio.numerals import whole
from gdstudio.studio.translation import tr

_NAMED: Final = (10, 5)  # digits that stand by their numbers in a line,
_MOST_NAMED: Final = 100  # and in a tool tip


def batch_words(batch: MiniBatch | None) -> tuple[str, ...]:
    """Return where in the run's order a mini-batch stands and which digits it has, longest first.

    An empty text for no mini-batch.
    """
    if batch is None:
        return ("",)
    place, n = batch.place, len(batch.which)
    first, last = whole(place.position + 1), whole(place.position + n)
    of, epoch = whole(len(place.train)), whole(place.epoch + 1)
    if n == 1:
        where = tr("example {0} of {1} in epoch {2}").format(first, of, epoch)
        digit = tr("{0}: training digit {1}").format(where, int(batch.which[0]))
        return digit, where, tr("{0}, epoch {1}").format(first, epoch)
    where = tr("examples {0} to {1} of {2} in epoch {3}").format(first, last, of, epoch)
    short = tr("{0} to {1}, epoch {2}").format(first, last, epoch)
    digits = [tr("training digits {0}").format(_numbers(batch, most)) for most in _NAMED]
    return *(f"{where}: {some}" for some in digits), where, short


def batch_tip(batch: MiniBatch | None) -> str:
    """Return what the words mean, and the numbers of more digits."""
    if batch is None:
        return ""
    text = tr("A mini-batch in the shuffled order of the run: training digits {0}, counted from 0")
    if len(batch.which) == 1:
        text = tr("A mini-batch in the shuffled order of the run: training digit {0}, from 0")
    return text.format(_numbers(batch, _MOST_NAMED))


def _numbers(batch: MiniBatch, most: int) -> str:
    """Return the numbers of the digits, as many as may stand there."""
    numbers = ", ".join(map(str, batch.which[:most].tolist()))
    return numbers if len(batch.which) <= most else f"{numbers}, …"
