"""What is marked on the line of a run's time, from the moments that are kept for a reason.

Evaluations are not among them: they come from the history, which has them all.
"""

from __future__ import annotations

from typing import Final

from gdstudio.learning.moment import Kind, Moment
from gdstudio.numerals import numeral
from gdstudio.pictures.time_axis import TimeMark, TimeMarkKind
from gdstudio.studio.state.run import Run
from gdstudio.studio.translation import tr

# What is told of a moment that has several reasons: the last of these. It is painted on top, too.
_KINDS: Final = (
    (Kind.RATE_CHANGED, TimeMarkKind.SETTING),
    (Kind.LAYERS_FROZEN, TimeMarkKind.SETTING),
    (Kind.EDITED, TimeMarkKind.EDIT),
    (Kind.BRANCHED, TimeMarkKind.BRANCH),
    (Kind.NAMED, TimeMarkKind.NAMED),
)


def time_marks(run: Run) -> list[TimeMark]:
    """Return the marks of a run but for evaluations, those that tell most last."""
    found: list[TimeMark] = []
    for reason, kind in _KINDS:
        moments = run.moments.marks(reason)
        found += [TimeMark(one.step, kind, _words(one, reason)) for one in moments]
    return found


def _words(moment: Moment, reason: Kind) -> str:
    if reason is Kind.NAMED:
        return moment.name
    if reason is Kind.LAYERS_FROZEN:
        layers = () if moment.state is None else moment.state.recipe.frozen_layers
        text = (
            tr("layers {0} frozen from here on") if layers else tr("no layer frozen from here on")
        )
        return text.format(", ".join(map(str, layers)))
    if reason is Kind.RATE_CHANGED:
        rate = moment.state.learning_rate if moment.state is not None else moment.rate
        return tr("learning rate {0} from here on").format(numeral(rate))
    words = {
        Kind.EDITED: tr("edited by hand"),
        Kind.BRANCHED: tr("another run begins here"),
    }
    return words[reason]
