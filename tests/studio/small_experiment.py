"""An experiment of a few steps, for tests of what drives one."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import InvalidValue
from gdstudio.experiments.experiment import Experiment, Finding, Reference, Result, Table, Update
from gdstudio.experiments.workshop import Workshop
from gdstudio.pictures.charts import LineChart, Series
from gdstudio.settings.settings import Field, SeededSettings, setting


@dataclass(frozen=True, kw_only=True)
class CountSettings(SeededSettings):
    """How far to count."""

    up_to: int = setting(3, Field("Up to", "whole", 1, 1_000_000))


def squares(n: int) -> LineChart:
    x = np.arange(n, dtype=float)
    return LineChart("Squares", "number", "square", (Series("", x, x**2),))


def count(
    settings: CountSettings, data: DataSet, workshop: Workshop
) -> Generator[Update, None, Result]:
    """Count, keep each number as a piece, and draw squares."""
    if settings.up_to > len(data.train):
        raise InvalidValue("up to", settings.up_to, f"at most {len(data.train)}")
    for k in range(settings.up_to):
        if workshop.pieces.get(f"number-{k}") is None:
            workshop.pieces.put(f"number-{k}", {"number": np.array([k])})
        yield Update((k + 1) / settings.up_to, f"{k + 1} counted", (squares(k + 1),))
    finding = Finding("N-1", "All are counted.", "", f"{settings.up_to} counted", True)
    table = Table("squares", ("number",), tuple((k,) for k in range(settings.up_to)))
    return Result((squares(settings.up_to),), (finding,), (table,), {"up_to": settings.up_to})


COUNT = Experiment(
    name="count",
    title="Counting",
    question="How far?",
    paper="They counted.",
    scaled_down="Less far.",
    references=(Reference("Peano", 1889, "Principles", "Turin", "https://example.org/"),),
    presets={"default": CountSettings(), "large": CountSettings(up_to=1000)},
    run=count,
)


def few_digits(n: int = 20) -> DataSet:
    """Return a data set of blank pictures."""
    digits = Digits(np.zeros((n, 784), np.uint8), np.zeros(n, np.uint8))
    return DataSet("blank", digits, digits)
