import numpy as np
import pytest

from gdstudio.experiments.minima import MinimaSettings, run_minima
from gdstudio.experiments.minima.paths import answers_along, small_inputs, straight_path
from gdstudio.experiments.workshop import KeptInMemory, Workshop
from gdstudio.jobs.ways import WayJob, networks_of, way_charts
from tests.experiments.small_digits import SMALL

SETTINGS = MinimaSettings(networks=3, widths=(4, 6), examples=60, epochs=2, pairs=0)


@pytest.fixture(scope="module")
def pieces() -> KeptInMemory:
    kept = KeptInMemory()
    for _ in run_minima(SETTINGS, SMALL, Workshop(kept)):
        pass
    return kept


def job(pieces: KeptInMemory, picture: np.ndarray) -> WayJob:
    networks = next(networks_of(SETTINGS, SMALL, pieces))[1]
    return WayJob(networks, 0, 2, SMALL, SETTINGS.examples, picture)


def test_that_the_networks_of_a_run_are_found_by_width(pieces) -> None:
    (found,) = networks_of(SETTINGS, SMALL, pieces)
    assert [(one.width, len(one)) for one in found] == [(4, 3), (6, 3)]
    assert next(networks_of(SETTINGS.changed(seed=9), SMALL, pieces)) == ()


def test_that_the_way_is_that_of_the_experiment(pieces) -> None:
    wanted = job(pieces, np.zeros((28, 28), np.uint8))
    (charts,) = way_charts(wanted)
    (chart,) = charts  # nothing is drawn
    ends = wanted.networks.network(0), wanted.networks.network(2)
    asked = SMALL.train.take(slice(0, 60))
    path = straight_path(*ends, small_inputs(asked), asked.labels)
    assert np.array_equal(chart.series[0].y, path.cost)
    assert chart.levels[0].value == max(path.cost[0], path.cost[-1])
    assert f"barrier {path.barrier:.3g} nats" in chart.title
    assert "From network 1 to network 3 of 6 hidden neurons" in chart.title
    assert np.array_equal(chart.series[0].x, path.t)
    assert (chart.x_range, chart.y_range, chart.is_share) == ((0.0, 1.0), None, False)


def test_that_a_class_that_is_once_answered_by_a_twentieth_is_drawn(pieces, monkeypatch) -> None:
    answers = np.array([[0.9, 0.05, 0.04], [0.5, 0.01, 0.049]]).repeat(31, axis=0)[:61]
    monkeypatch.setattr("gdstudio.jobs.ways.answers_along", lambda *_: answers)
    (charts,) = way_charts(job(pieces, SMALL.train.pictures([0])[0]))
    chart = charts[1]
    assert [(series.name, series.colour) for series in chart.series] == [("0", 0), ("1", 1)]
    assert (chart.x_range, chart.y_range, chart.is_share) == ((0.0, 1.0), (0.0, 1.0), True)
    assert chart.series[1].y.tolist() == answers[:, 1].tolist()


def test_that_the_answers_to_the_drawing_are_those_of_the_networks_on_the_way(pieces) -> None:
    picture = SMALL.train.pictures([0])[0]
    wanted = job(pieces, picture)
    (charts,) = way_charts(wanted)
    answers = answers_along(wanted.networks.network(0), wanted.networks.network(2), picture)
    shown = {int(series.name): series.y for series in charts[1].series}
    for digit in range(answers.shape[1]):
        if answers[:, digit].max() >= 0.05:
            assert shown[digit] == pytest.approx(answers[:, digit])
        else:
            assert digit not in shown
