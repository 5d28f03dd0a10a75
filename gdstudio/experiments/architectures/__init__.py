"""MLP, CNN and LSTM side by side: at equal examples, at equal seconds, and on moved digits."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from gdstudio.data.digits import DataSet
from gdstudio.experiments.architectures.block import KINDS, Contestant, learn
from gdstudio.experiments.experiment import (
    Experiment,
    Finding,
    Pace,
    Reference,
    Result,
    Table,
    Update,
)
from gdstudio.experiments.sent_pictures import SentPictures, arrays_of, first_digits
from gdstudio.experiments.workshop import Piece, Workshop
from gdstudio.numerals import percent
from gdstudio.pictures.charts import BarChart, Chart, LineChart, Series
from gdstudio.settings.settings import SeededSettings, setting
from gdstudio.texts import Text

Pieces = Mapping[str, Piece]

_EFFORT: Final = {"MLP": 1.0, "CNN": 6.0, "LeNet-5": 7.0, "LSTM": 8.0}  # seconds, roughly
_WHOLE: Final = 60_000  # digits of the claims K-1 to K-3
_LOSS: Final = 0.30  # the MLP's, when digits move by 4 pixels
_SHIFT: Final = 4


@dataclass(frozen=True, kw_only=True)
class ArchitecturesSettings(SeededSettings):
    """How long the networks learn, and how far the digits are moved."""

    examples: int = setting(
        60_000, Text("Training digits"), "whole", 100, 10_000_000, help=Text("The first so many.")
    )
    epochs: int = setting(3, Text("Epochs"), "whole", 1, 1000, help=Text("Passes over them."))
    asked: int = setting(
        2000, Text("Asked on the way"), "whole", 10, 10_000_000,
        help=Text("Test digits behind the curves."),
    )  # fmt: skip
    shift: int = setting(
        _SHIFT, Text("Shift"), "whole", 1, 12, help=Text("Pixels by which test digits are moved.")
    )


def run_architectures(
    settings: ArchitecturesSettings, data: DataSet, workshop: Workshop
) -> Generator[Update, None, Result]:
    """Train a network of each kind by its own recipe and ask it."""
    few = first_digits(data, settings.examples)
    pictures = SentPictures.of(few)
    jobs = [
        Contestant(kind, settings.epochs, settings.asked, settings.shift, settings.seed, pictures)
        for kind in sorted(KINDS, key=lambda kind: -_EFFORT[kind])  # the longest first
    ]
    found: dict[str, Piece] = {}
    finished: set[str] = set()
    pace = Pace()
    stages = workshop.finish(
        learn,
        jobs,
        arrays_of(few),
        effort=lambda job: _EFFORT[job.kind],
        is_usable=Contestant.accepts,
    )
    note = Text("the networks learn")
    for stage in stages:
        piece = stage.piece if stage.piece is not None else stage.so_far
        if stage.item is not None and piece is not None:
            found[stage.item.kind] = piece
            if stage.piece is not None:
                finished.add(stage.item.kind)
            note = Text("{0} of {1} networks have learned", len(finished), len(jobs))
        if pace.is_due:
            ordered = {kind: found[kind] for kind in KINDS if kind in found}
            yield Update(stage.share, note, _curves(ordered) if ordered else None)
    results = {kind: found[kind] for kind in KINDS}
    return Result(
        (*_curves(results), *_bars(results, settings.shift)),
        _findings(results, settings),
        _tables(results),
        {kind: _figures(piece) for kind, piece in results.items()},
    )


def _curves(found: Pieces) -> tuple[Chart, ...]:
    """Return test accuracy at equal examples and at equal seconds of learning."""
    charts = []
    for column, label, title in (
        ("examples", Text("examples seen"), Text("At equal examples")),
        ("seconds", Text("processor seconds of learning"), Text("At equal seconds")),
    ):
        series = tuple(
            Series(kind, piece[column].copy(), piece["test_accuracy"].copy(), colour=k)
            for k, (kind, piece) in enumerate(found.items())
        )
        charts.append(LineChart(title, label, Text("test accuracy"), series, is_share=True))
    return tuple(charts)


def _bars(found: Pieces, shift: int) -> tuple[Chart, ...]:
    names = tuple(found)
    accuracy = np.array([float(piece["accuracy"]) for piece in found.values()])
    moved = np.array([float(piece["shifted"].mean()) for piece in found.values()])
    parameters = np.array([int(piece["parameters"]) for piece in found.values()])
    return (
        BarChart(Text("Of all test digits"), Text("test accuracy"), names, accuracy, is_share=True),
        BarChart(
            Text("The same digits moved by {0} pixels: mean of right, left, down and up", shift),
            Text("test accuracy"),
            names,
            moved,
            is_share=True,
        ),
        BarChart(Text("What they are made of"), Text("parameters"), names, parameters),
    )


def _figures(piece: Piece) -> dict[str, Any]:
    accuracy, moved = float(piece["accuracy"]), float(piece["shifted"].mean())
    return {
        "parameters": int(piece["parameters"]),
        "train_seconds": float(piece["train_seconds"]),
        "test_accuracy": accuracy,
        "test_cost": float(piece["cost"]),
        "shifted_accuracy": moved,
        "lost_by_shift": accuracy - moved,
    }


def _findings(found: Pieces, settings: ArchitecturesSettings) -> tuple[Finding, ...]:
    figures = {kind: _figures(piece) for kind, piece in found.items()}
    is_whole = settings.examples >= _WHOLE
    shown = ", ".join(f"{kind} {percent(one['lost_by_shift'], 1)}" for kind, one in figures.items())
    mlp, cnn = figures["MLP"]["lost_by_shift"], figures["CNN"]["lost_by_shift"]
    shift = Finding(
        "shift",
        Text(
            "Moving the test digits by {0} pixels costs the MLP more than 30 points and the "
            "CNN clearly less.",
            _SHIFT,
        ),
        "",
        Text("lost in points of accuracy when moved by {0} pixels: {1}.", settings.shift, shown),
        mlp > _LOSS and cnn < mlp if settings.shift == _SHIFT and is_whole else None,
    )
    accuracies = ", ".join(
        f"{kind} {percent(one['test_accuracy'])}" for kind, one in figures.items()
    )
    order = all(
        figures[kind]["test_accuracy"] > figures["MLP"]["test_accuracy"] for kind in ("CNN", "LSTM")
    )
    better = Finding(
        "better",
        Text(
            "Convolutional networks and LSTMs do better than a fully connected network at "
            "equal examples."
        ),
        Text("The lesson: convolutional networks and LSTMs do better."),
        Text("test accuracy after {0} epochs: {1}.", settings.epochs, accuracies),
        order,
    )
    return better, *_published(figures, settings, is_whole), shift


def _published(
    figures: Mapping[str, Mapping[str, Any]], settings: ArchitecturesSettings, is_whole: bool
) -> tuple[Finding, ...]:
    claims = (
        ("K-1", "CNN", 3, 0.985, ""),
        ("K-2", "LeNet-5", 12, 0.988, Text("LeCun et al. 1998: 0.95 % error, an MLP 2.95 %.")),
        ("K-3", "LSTM", 8, 0.98, ""),
    )
    return tuple(
        Finding(
            name,
            Text(
                "{0}: at least {1} of the test digits within {2} epochs.",
                kind,
                percent(least, 1),
                epochs,
            ),
            paper,
            Text(
                "{0} after {1} epochs, {2:,} parameters, {3:.0f} s of learning.",
                percent(figures[kind]["test_accuracy"]),
                settings.epochs,
                figures[kind]["parameters"],
                figures[kind]["train_seconds"],
            ),
            _reached(figures[kind]["test_accuracy"] >= least, settings.epochs, epochs, is_whole),
        )
        for name, kind, epochs, least, paper in claims
    )


def _reached(is_reached: bool, epochs: int, asked: int, is_whole: bool) -> bool | None:
    """Return whether a claim holds; one not reached in fewer epochs than it asks is open."""
    if not is_whole or (is_reached and epochs > asked) or (not is_reached and epochs < asked):
        return None
    return is_reached


def _tables(found: Pieces) -> tuple[Table, ...]:
    rows = {kind: _figures(piece) for kind, piece in found.items()}
    columns = ("network", *next(iter(rows.values())))
    curves = [
        (kind, *row)
        for kind, piece in found.items()
        for row in zip(
            *(piece[name].tolist() for name in ("examples", "seconds", "test_accuracy")),
            strict=True,
        )
    ]
    return (
        Table("networks", columns, tuple((kind, *row.values()) for kind, row in rows.items())),
        Table("curves", ("network", "examples", "seconds", "test_accuracy"), tuple(curves)),
    )


ARCHITECTURES: Final = Experiment(
    name="architectures",
    title=Text("Architectures"),
    question=Text("What do convolutional networks and LSTMs do better, and why?"),
    paper=Text(
        "The lesson ends with the words that convolutional networks and LSTMs do better. LeCun et "
        "al. (1998) compare networks on MNIST: layers of shared filters halve the error and more."
    ),
    scaled_down=Text(
        "3 epochs, where the recipes go on for 8 to 50. Each kind learns by the recipe "
        "of this program that suits it, so the comparison is of recipes, not of layers "
        "alone; schedules are shortened with the epochs. Seconds are processor time on "
        "this machine and no part of what a seed gives again."
    ),
    references=(
        Reference(
            "LeCun, Bottou, Bengio, Haffner",
            1998,
            "Gradient-based learning applied to document recognition",
            "Proceedings of the IEEE 86",
            "http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf",
        ),
        Reference(
            "Hochreiter, Schmidhuber",
            1997,
            "Long short-term memory",
            "Neural Computation 9",
            "https://doi.org/10.1162/neco.1997.9.8.1735",
        ),
    ),
    presets={
        "default": ArchitecturesSettings(),
        "quick": ArchitecturesSettings(examples=5000, epochs=2, asked=1000),
        "large": ArchitecturesSettings(epochs=12),
    },
    run=run_architectures,
)
