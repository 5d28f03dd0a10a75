"""What the experiment with noise shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.digits import Digits
from gdstudio.experiments.climb import ClimbedPictures
from gdstudio.experiments.noise.answers import KINDS, THRESHOLDS, Answers
from gdstudio.pictures.charts import (
    Chart,
    Distribution,
    HeatChart,
    HistogramChart,
    Level,
    LineChart,
    PictureWall,
    Series,
)
from gdstudio.texts import Text

Pictures = Mapping[str, Digits]
AllAnswers = Mapping[str, Answers]

GALLERY: Final = 100  # pictures of a kind
_BINS: Final = 40


def noise_charts(pictures: Pictures, answers: AllAnswers) -> tuple[Chart, ...]:
    """Return what the network answers, each kind of picture beside the others."""
    return (
        gallery(Text("uniform noise"), pictures, answers),
        activation_histogram(answers),
        shares_above(answers),
        answer_shares(answers, next(iter(pictures.values())).names),
        surest_pictures(pictures, answers),
        *(gallery(kind, pictures, answers) for kind in KINDS[1:]),
    )


def gallery(kind: str, pictures: Pictures, answers: AllAnswers) -> PictureWall:
    """Return the first hundred pictures of a kind with answer and activation, the surest framed."""
    found, shown = answers[kind], pictures[kind].pictures(slice(0, GALLERY))
    n = len(shown)
    captions = tuple(
        caption(pictures[kind].names[found.digits[k]], found.highest[k]) for k in range(n)
    )
    surest = int(found.highest[:n].argmax())
    title = Text("{0} pictures of {1}, each with the answer and how sure it is", n, kind)
    return PictureWall(title, shown, captions, marked=(surest,))


def caption(name: str, activation: float) -> str:
    """Return an answer in a few characters, e.g. "5: 0.982"."""
    return Text("{0}: {1:.3f}", name, activation)


def activation_histogram(answers: AllAnswers) -> HistogramChart:
    """Return how sure the answers are, a histogram for each kind."""
    edges = np.linspace(0, 1, _BINS + 1)
    distributions = tuple(
        Distribution(kind, edges.copy(), np.histogram(answers[kind].highest, edges)[0], k)
        for k, kind in enumerate(KINDS)
    )
    levels = tuple(Level(f"{t:g}", t, is_upright=True) for t in THRESHOLDS)
    title = Text("How sure is the network?")
    return HistogramChart(
        title, Text("highest activation"), Text("pictures"), distributions, levels
    )


def shares_above(answers: AllAnswers) -> HeatChart:
    """Return the shares that are answered with more than each threshold."""
    values = [[answers[kind].share_above(t) for t in THRESHOLDS] for kind in KINDS]
    names = tuple(Text("above {0:g}", t) for t in THRESHOLDS)
    title = Text("Share of the pictures with so high an activation")
    return HeatChart(
        title,
        Text("highest activation"),
        "",
        names,
        KINDS,
        np.array(values),
        0.0,
        1.0,
        is_share=True,
    )


def answer_shares(answers: AllAnswers, names: tuple[str, ...]) -> HeatChart:
    """Return which answers are given to each kind."""
    values = np.array([answers[kind].shares(len(names)) for kind in KINDS])
    title = Text("What does the network see in it?")
    return HeatChart(title, Text("answer"), "", names, KINDS, values, 0.0, 1.0, is_share=True)


def surest_pictures(pictures: Pictures, answers: AllAnswers) -> PictureWall:
    """Return the picture of each kind that is answered with the highest activation."""
    surest = {kind: answers[kind].surest for kind in KINDS}
    shown = np.concatenate([pictures[kind].pictures([k]) for kind, k in surest.items()])
    captions = []
    for kind, k in surest.items():
        name = pictures[kind].names[answers[kind].digits[k]]
        captions.append(Text("{0}: {1}", kind, caption(name, answers[kind].highest[k])))
    return PictureWall(
        Text("The surest answer to each kind"), shown, tuple(captions), columns=len(KINDS)
    )


def climbed_wall(climbed: ClimbedPictures, digits: Digits, surest: NDArray[np.intp]) -> PictureWall:
    """Return the climbed pictures above the test digits the network is surest of.

    Args:
        climbed: One picture of each class.
        digits: The test digits.
        surest: Shape (n_classes,), index of one test digit of each class.
    """
    n = len(climbed.digits)
    drawn = np.rint(climbed.pictures * 255).astype(np.uint8)
    drawn = drawn.reshape(n, digits.rows, digits.columns)
    names = digits.names
    wanted = zip(climbed.digits, climbed.wanted, strict=True)
    captions = [caption(names[d], a) for d, a in wanted]
    captions += [Text("a real {0}", names[label]) for label in digits.labels[surest]]
    return PictureWall(
        Text("What the network takes for perfect digits, after {0} steps", climbed.step),
        np.concatenate([drawn, digits.pictures(surest)]),
        tuple(captions),
        columns=n,
    )


def climbed_curve(states: Sequence[ClimbedPictures]) -> LineChart:
    """Return the activation of the wanted digit over the climb: mean, lowest and highest."""
    wanted = np.array([state.wanted for state in states], np.float64)
    steps = np.array([state.step for state in states])
    series = Series(
        Text("mean, lowest and highest of all digits"),
        steps,
        wanted.mean(axis=1),
        low=wanted.min(axis=1),
        high=wanted.max(axis=1),
    )
    title = Text("The climb: activation of the wanted digit")
    return LineChart(title, Text("steps"), Text("activation"), (series,), y_range=(0.0, 1.0))
