"""What the experiment with noise claims, beside what came out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from gdstudio.arrays import Array
from gdstudio.data.digits import Digits
from gdstudio.experiments.climb import ClimbedPictures
from gdstudio.experiments.experiment import Finding, Table
from gdstudio.experiments.noise.answers import KINDS, REAL, THRESHOLDS, Answers
from gdstudio.numerals import percent
from gdstudio.texts import Text

_UNIFORM: Final = KINDS[0]
_TOP_SHARE: Final = 0.4
_SURE_SHARE: Final = 0.3
_REACHED: Final = 0.9
_LESSON: Final = Text(
    "The lesson: the network confidently says that random noise is a 5, as sure of "
    "it as that an actual picture of a 5 is a 5."
)


def noise_findings(
    answers: Mapping[str, Answers], climbed: ClimbedPictures, train: Digits, test: Digits
) -> tuple[Finding, ...]:
    """Return the claims beside what came out.

    Args:
        answers: To the pictures of each kind.
        climbed: The end of the climb, one picture of each class.
        train: The training digits.
        test: The test digits; the first of them were answered.
    """
    same = _same_answer(answers, test.names)
    return (same, _recognise_not_draw(answers[REAL], climbed, train, test))


def _same_answer(answers: Mapping[str, Answers], names: tuple[str, ...]) -> Finding:
    found, real = answers[_UNIFORM], answers[REAL]
    shares = found.shares(found.outputs.shape[1])
    usual = names[int(shares.argmax())]
    top, sure = float(shares.max()), found.share_above(0.9)
    return Finding(
        "B-5",
        Text(
            "One digit is the answer to at least {0} of the pictures of uniform noise, and "
            "at least {1} of them are answered with more than 0.9.",
            percent(_TOP_SHARE, 0),
            percent(_SURE_SHARE, 0),
        ),
        _LESSON,
        Text(
            "{0} is the answer to {1} of {2:,} pictures; {3} are answered with more than 0.9 (of "
            "real digits {4}); mean highest activation {5:.3f} (of real digits {6:.3f}).",
            usual,
            percent(top, 1),
            len(found.digits),
            percent(sure, 1),
            percent(real.share_above(0.9), 1),
            found.highest.mean(),
            real.highest.mean(),
        ),
        top >= _TOP_SHARE and sure >= _SURE_SHARE,
    )


def _recognise_not_draw(
    real: Answers, climbed: ClimbedPictures, train: Digits, test: Digits
) -> Finding:
    labels, n = test.labels[: len(real.digits)], len(real.digits)
    means = _mean_pictures(train)
    right = float((real.digits == labels).mean())
    drawn = _likeness(climbed.pictures, means[climbed.digits])
    own = _likeness(test.inputs(slice(0, n)), means[labels])
    return Finding(
        Text("can recognise, cannot draw"),
        Text(
            "Climbing the pixels brings the output of every digit above {0}, yet what is "
            "drawn looks less like that digit than real ones do (correlation with the mean "
            "training digit).",
            _REACHED,
        ),
        Text("The lesson: the network can recognise digits but has no idea how to draw them."),
        Text(
            "{0} of {1:,} test digits are recognised; climbed outputs {2:.3f} to {3:.3f}; "
            "mean correlation of the climbed pictures {4:.2f}, of real digits {5:.2f}.",
            percent(right, 1),
            n,
            climbed.wanted.min(),
            climbed.wanted.max(),
            drawn.mean(),
            own.mean(),
        ),
        bool(climbed.wanted.min() > _REACHED and drawn.mean() < own.mean()),
    )


def _mean_pictures(digits: Digits) -> Array:
    """Return the mean input of each class, shape (n_classes, n_in); 0 of a class without any."""
    T = digits.targets(dtype=np.float32)
    # Level sums are whole numbers: exact in float64, whatever the order.
    sums = np.stack([digits.images[digits.labels == c].sum(axis=0) for c in range(T.shape[1])])
    means: Array = sums / np.maximum(T.sum(axis=0), 1)[:, None] * digits.scale + digits.offset
    return means


def _likeness(X: Array, like: Array) -> Array:
    """Return the correlation over the pixels of each picture with its counterpart, shape (k,)."""
    a = X - X.mean(axis=1, keepdims=True)
    b = like - like.mean(axis=1, keepdims=True)
    norms = np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    correlation: Array = (a * b).sum(axis=1) / np.maximum(norms, 1e-12)
    return correlation


def noise_tables(answers: Mapping[str, Answers], climbed: ClimbedPictures) -> tuple[Table, ...]:
    """Return every number behind the charts."""
    pictures = tuple(
        (kind, k, int(digit), float(highest))
        for kind, found in answers.items()
        for k, (digit, highest) in enumerate(zip(found.digits, found.highest, strict=True))
    )
    shares = tuple(
        (kind, *(found.share_above(t) for t in THRESHOLDS), float(found.highest.mean()))
        for kind, found in answers.items()
    )
    climbs = tuple(
        (int(digit), float(output))
        for digit, output in zip(climbed.digits, climbed.wanted, strict=True)
    )
    return (
        Table("answers", ("kind", "picture", "answer", "activation"), pictures),
        Table(
            "shares",
            ("kind", *(f"above_{t:g}" for t in THRESHOLDS), "mean_highest_activation"),
            shares,
        ),
        Table("climb", ("digit", "output_reached"), climbs),
    )
