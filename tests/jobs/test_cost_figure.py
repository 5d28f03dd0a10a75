"""The numbers and curves of runs that are taken away."""

from __future__ import annotations

import numpy as np
import pytest

from gdstudio.jobs.cost_figure import CURVES, CostRun, cost_figure
from gdstudio.learning.history import History
from gdstudio.pictures.figure import Figure
from gdstudio.pictures.pillow.lettering import measure
from gdstudio.pictures.scene import Label


def run(name: str = "run 1") -> CostRun:
    history = History(batch_size=10)
    history.append_evaluation(0, 0, 0.0, 1.5, 0.125, 1.25, 0.25)
    history.append_costs(1, np.array([1.0, 0.5, 0.25]))
    history.append_evaluation(2, 20, 0.5, 0.75, 0.5, 0.875, 0.375)
    return CostRun.of(name, history, lambda history, steps: steps.astype(float))


def rows(figure: Figure) -> list[dict[str, object]]:
    table = figure.tabulate()
    return [dict(zip(table.header, row, strict=True)) for row in table.rows()]


def texts(figure: Figure) -> list[str]:
    return [shape.text for shape in figure.scene(measure).shapes if isinstance(shape, Label)]


def test_that_there_is_a_row_for_each_bucket_and_each_evaluation():
    found = rows(cost_figure([run()], "step"))
    assert [(row["kind"], row["step"]) for row in found] == [
        ("evaluation", 0),
        ("updates", 1),
        ("evaluation", 2),
        ("updates", 2),
        ("updates", 3),
    ]
    assert (found[0]["test_accuracy"], found[0]["cost_mean"]) == (0.25, None)
    assert found[2]["train_cost"] == 0.75
    assert found[2]["test_cost"] == 0.875
    assert found[-1]["cost_mean"] == found[-1]["cost_low"] == 0.25


def test_that_costs_bear_their_unit_and_the_axis_its_own_column():
    header = cost_figure([run()], "seconds", unit="nats").tabulate().header
    assert header[:5] == ("run", "kind", "step", "seconds", "cost_mean (nats)")
    assert "test_accuracy" in header


def test_that_every_run_shown_has_its_rows():
    found = rows(cost_figure([run("now"), run("before")], "step"))
    assert [row["run"] for row in found] == ["now"] * 5 + ["before"] * 5


@pytest.mark.parametrize(("shown", "title"), [(CURVES[:4], "Cost"), (CURVES[4:], "Accuracy")])
def test_that_only_what_is_shown_is_drawn(shown, title):
    drawn = texts(cost_figure([run()], "step", shown))
    assert title in drawn
    assert {"Cost", "Accuracy"} - {title} not in drawn


def test_that_curves_of_earlier_runs_are_named_after_them():
    drawn = " ".join(texts(cost_figure([run("now"), run("before")], "step")))
    assert "before, test accuracy" in drawn


def test_that_arrays_are_those_of_the_history():
    figure = cost_figure([run()], "step")
    assert figure.arrays["update_step"].tolist() == [1, 2, 3]
    assert figure.arrays["test_accuracy"].tolist() == [0.25, 0.375]
