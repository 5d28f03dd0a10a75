"""What is marked on the line of a run's time, from the moments that are kept for a reason."""

from __future__ import annotations

from typing import Final

from gdstudio.learning.moment import Kind, Moment
from gdstudio.numerals import numeral
from gdstudio.pictures.time_axis import TimeMark, TimeMarkKind
from gdstudio.studio.state.run import Run
from gdstudio.studio.translation import tr

# What is told of a moment that has several reasons: the last of these. It is painted on top, too.
_KINDS: Final = (
    (Kind.EVALUATED, TimeMarkKind.EVALUATION),
    (Kind.RATE_CHANGED, TimeMarkKind.RATE),
    (Kind.EDITED, TimeMarkKind.EDIT),
    (Kind.BRANCHED, TimeMarkKind.BRANCH),
    (Kind.NAMED, TimeMarkKind.NAMED),
)


def time_marks(run: Run) -> list[TimeMark]:
    """Return the marks of a run, those that tell most last."""
    found: list[TimeMark] = []
    for reason, kind in _KINDS:
        moments = run.moments.marks(reason)
        found += [TimeMark(one.step, kind, _words(one, kind)) for one in moments]
    return found


def _words(moment: Moment, kind: TimeMarkKind) -> str:
    if kind is TimeMarkKind.NAMED:
        return moment.name
    if kind is TimeMarkKind.RATE:
        rate = moment.state.learning_rate if moment.state is not None else moment.rate
        return tr("learning rate {0} from here on").format(numeral(rate))
    words = {
        TimeMarkKind.EVALUATION: tr("evaluated"),
        TimeMarkKind.EDIT: tr("edited by hand"),
        TimeMarkKind.BRANCH: tr("another run begins here"),
    }
    return words[kind]
