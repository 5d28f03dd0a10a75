"""What maps of shifts say, in one sentence each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from gdstudio.jobs.shift_comparison import STRAIGHT, Maps, ShiftAnswers, straight_accuracy
from gdstudio.numerals import percent
from gdstudio.studio.state.class_names import class_name


def of_maps(names: Sequence[str], maps: Maps, step: int) -> str:
    """Return what accuracies say; the first network is meant as it was after so many steps."""
    known = [(name, found) for name, found in zip(names, maps, strict=False) if found is not None]
    after = [straight_accuracy(found, STRAIGHT) for _, found in known]
    if not known or not all(map(math.isfinite, after)):
        return _tr("The share of shifted test digits that is answered right, from the middle out.")
    parts = [
        _tr("{0}: {1} (unshifted {2})").format(name, percent(share, 0), percent(found.at(0, 0), 0))
        for (name, found), share in zip(known, after, strict=True)
    ]
    text = _tr("At step {0:,}, shifted by {1} pixels to a side: {2}.")
    return text.format(step, STRAIGHT, "; ".join(parts))


def of_answers(names: Sequence[str], answers: ShiftAnswers | None) -> str:
    """Return what the answers to the drawn digit say."""
    if answers is None or not answers.pixels.any():
        return _tr("Draw a digit, or press D for a test digit: it is asked at every shift.")
    parts = []
    for k, (name, outputs) in enumerate(zip(names, answers.outputs, strict=False)):
        total = outputs.shape[0] * outputs.shape[1]
        text = _tr("{0} answers {1} at {2} of {3} shifts")
        expected = class_name(answers.expected(k))
        parts.append(text.format(name, expected, answers.steadfast(k), total))
    text = "; ".join(parts) + "."
    return text[:1].upper() + text[1:]


def _tr(text: str) -> str:
    return QCoreApplication.translate("ShiftWords", text)
