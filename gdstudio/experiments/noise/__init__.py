"""A trained network is shown noise, and asked to draw."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from gdstudio.arrays import Floats
from gdstudio.data.digits import DataSet
from gdstudio.experiments.climb import STEPS, ClimbedPictures, climb
from gdstudio.experiments.experiment import Experiment, Reference, Result, Update
from gdstudio.experiments.noise.answers import KINDS, REAL, answers_to, noise_pictures
from gdstudio.experiments.noise.charts import climbed_curve, climbed_wall, noise_charts
from gdstudio.experiments.noise.findings import noise_findings, noise_tables
from gdstudio.experiments.noise.network import KEPT, LEARN, TRAINED, network_called
from gdstudio.experiments.sent_pictures import first_digits
from gdstudio.experiments.workshop import Workshop
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.pictures.charts import Chart
from gdstudio.settings.settings import Field, SeededSettings, setting
from gdstudio.texts import Text

_STARTS: Final = ("empty", "grey", "noise")
_STEPS_SHOWN: Final = 20  # of the climb
_TRAINED: Final = 0.8  # share of the work
_ASKED: Final = 0.9


@dataclass(frozen=True, kw_only=True)
class NoiseSettings(SeededSettings):
    """Which network is asked, about how much noise, and how it climbs."""

    network: str = setting(
        "lesson",
        Field(
            Text("Network"),
            "choice",
            choices=(*TRAINED, *KEPT, LEARN),
            files=".gdrun",
            help=Text(
                "{0} are trained here by the recipe of that name; {1} come with the program, "
                "trained; {2} is the one that the window has in Learn.",
                ", ".join(TRAINED),
                ", ".join(KEPT),
                LEARN,
            ),
        ),
    )
    epochs: int = setting(
        30, Text("Epochs"), "whole", 1, 1000,
        help=Text("How long a network that is trained here learns."),
    )  # fmt: skip
    pictures: int = setting(
        1000, Text("Pictures of a kind"), "whole", 10, 10_000, help=Text("Of each kind of noise.")
    )
    climb_from: str = setting(
        "empty", Text("Climb from"), "choice", choices=_STARTS,
        help=Text("The picture from which the climb begins."),
    )  # fmt: skip
    climb_steps: int = setting(
        STEPS, Text("Steps of the climb"), "whole", 1, 10_000, help=Text("Changes of the pixels.")
    )


def run_noise(
    settings: NoiseSettings, data: DataSet, workshop: Workshop
) -> Generator[Update, None, Result]:
    """Train or open the network, show it noise, let it climb."""
    first_digits(data, 1)
    for_network = network_called(settings.network, settings.epochs, settings.seed, data, workshop)
    network = yield from _as_part_of(for_network, _TRAINED)
    yield Update(_TRAINED, Text("the network is shown noise"))
    pictures = {k: noise_pictures(k, data, settings.pictures, settings.seed) for k in KINDS}
    answers = {k: answers_to(network, p.inputs(dtype=network.dtype)) for k, p in pictures.items()}
    charts = noise_charts(pictures, answers)
    surest = answers[REAL].surest_of(pictures[REAL].labels)
    yield Update(_ASKED, Text("the network is asked to draw"), charts)

    states: list[ClimbedPictures] = []
    every = max(settings.climb_steps // _STEPS_SHOWN, 1)
    n = network.n_out
    start = start_picture(settings.climb_from, n, network.n_in, settings.seed)
    for state in climb(network, start, np.arange(n), settings.climb_steps):
        states.append(state)
        if state.step % every == 0:
            share = _ASKED + (1 - _ASKED) * state.step / settings.climb_steps
            drawn = climbed_wall(state, data.test, surest), climbed_curve(states)
            note = Text(
                "the network is asked to draw, step {0} of {1}", state.step, settings.climb_steps
            )
            yield Update(share, note, _in_order(charts, drawn))
    drawn = climbed_wall(states[-1], data.test, surest), climbed_curve(states)
    return Result(
        _in_order(charts, drawn),
        noise_findings(answers, states[-1], data.train, data.test),
        noise_tables(answers, states[-1]),
        {"network": settings.network, "parameters": len(network.parameters)},
    )


def start_picture(kind: str, n: int, n_in: int, seed: int) -> Floats:
    """Return `n` equal pictures (n, n_in) to climb from: "empty", "grey" or "noise"."""
    if kind == "noise":
        one = random_stream(seed, Purpose.PIXELS, len(KINDS)).random(n_in)
        return np.tile(one, (n, 1))
    return np.full((n, n_in), 0.5 if kind == "grey" else 0.0)


def _in_order(charts: tuple[Chart, ...], drawn: tuple[Chart, ...]) -> tuple[Chart, ...]:
    """Return all charts, the drawings second."""
    return (charts[0], *drawn, *charts[1:])


def _as_part_of(work: Generator[Update, None, Any], share: float) -> Generator[Update, None, Any]:
    """Pass on the updates of a part of the work that begins at 0 and is a share of the whole."""
    while True:
        try:
            update = next(work)
        except StopIteration as end:
            return end.value
        yield Update(share * update.share, update.note, update.charts)


NOISE: Final = Experiment(
    name="noise",
    title=Text("Noise"),
    question=Text("What does a network that knows digits see where there is nothing?"),
    paper=Text(
        "The lesson shows its trained network pictures of random pixels: it does not "
        "say that it is unsure, it sees a digit. And it has no idea how to draw one."
    ),
    scaled_down=Text(
        "The network is as large as the lesson's: 784, 16, 16 and 10 neurons. The lesson shows a "
        "few pictures of one kind of noise; here a thousand of each of three kinds are counted. "
        "Gaussian noise has mean and variance of the digits, so some of its inputs are below 0 or "
        "above 1: in its pictures mid-grey is the mean."
    ),
    references=(
        Reference(
            "Sanderson",
            2017,
            "Analyzing our neural network",
            "3Blue1Brown, Neural networks",
            "https://www.3blue1brown.com/lessons/neural-network-analysis",
        ),
        Reference(
            "Nguyen, Yosinski, Clune",
            2015,
            "Deep neural networks are easily fooled: High confidence predictions for "
            "unrecognizable images",
            "CVPR 2015",
            "https://arxiv.org/abs/1412.1897",
        ),
        Reference(
            "Simonyan, Vedaldi, Zisserman",
            2014,
            "Deep inside convolutional networks: Visualising image classification models and "
            "saliency maps",
            "ICLR 2014 workshop",
            "https://arxiv.org/abs/1312.6034",
        ),
    ),
    presets={
        "default": NoiseSettings(),
        "kept": NoiseSettings(network="lesson-best"),
    },
    run=run_noise,
)
