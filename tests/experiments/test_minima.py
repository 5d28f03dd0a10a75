"""Many minima on small data: definitions, blocks, resuming, paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import GdstudioError, InvalidValue, TrainingDiverged
from gdstudio.experiments.experiment import Result
from gdstudio.experiments.minima import (
    MINIMA,
    MinimaSettings,
    kept_networks,
    minima_blocks,
    run_minima,
)
from gdstudio.experiments.minima.block import Block, blocks_of, start_parameters, train_block
from gdstudio.experiments.minima.charts import minima_charts
from gdstudio.experiments.minima.findings import minima_findings
from gdstudio.experiments.minima.paths import answers_along, small_inputs, straight_path
from gdstudio.experiments.minima.results import (
    MinimaResults,
    Networks,
    StraightPath,
    chosen_pairs,
    spread_test,
)
from gdstudio.experiments.processes import Processes
from gdstudio.experiments.workshop import KeptInMemory, Piece, ThisProcess, Workers, Workshop
from gdstudio.landscape.slices import Slice
from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate
from tests.experiments.prepared import Prepared
from tests.experiments.small_digits import driven

SETTINGS = MinimaSettings(
    networks=4, widths=(1250, 8), examples=60, epochs=2, batch_size=10, pairs=2
)


def digits(n: int, seed: int) -> Digits:
    rng = np.random.default_rng(seed)
    labels = rng.integers(10, size=n, dtype=np.uint8)
    images = rng.integers(100, size=(n, 784), dtype=np.uint8)
    images[np.arange(n), 400 + labels.astype(int)] = 255
    return Digits(images, labels)


@pytest.fixture(scope="module")
def data() -> DataSet:
    return DataSet("some", digits(80, 1), digits(40, 2))


def outcome(settings: MinimaSettings, data: DataSet, workshop: Workshop) -> Result:
    updates, result = driven(MINIMA, settings, workshop, data)
    assert updates[-1].share == (1.0 if settings.networks > 1 else 0.95)
    return result


@pytest.fixture(scope="module")
def result(data: DataSet) -> Result:
    return outcome(SETTINGS, data, Workshop())


def numbers(result: Result) -> list[object]:
    return [table.rows for table in result.tables]


@pytest.mark.parametrize("n", [2, 3])
def test_that_the_result_does_not_depend_on_the_number_of_workers(
    n: int, data: DataSet, result: Result
) -> None:
    assert numbers(outcome(SETTINGS, data, Workshop(workers=Processes(n)))) == numbers(result)


def test_that_an_interrupted_run_goes_on_to_the_same_result(data: DataSet, result: Result) -> None:
    pieces = CountedPieces()
    job = run_minima(SETTINGS, data, Workshop(pieces))
    while not pieces.names:
        next(job)
    job.close()
    kept = list(pieces.names)
    assert 0 < len(kept) < len(minima_blocks(SETTINGS, data))
    assert numbers(outcome(SETTINGS, data, Workshop(pieces))) == numbers(result)
    assert pieces.names[: len(kept)] == kept
    assert len(pieces.names) == len(set(pieces.names))  # none was done twice


def test_that_more_networks_take_up_the_blocks_there_are(data: DataSet) -> None:
    pieces = CountedPieces()
    outcome(SETTINGS.changed(widths=(1250,)), data, Workshop(pieces))
    n = len(pieces.names)
    outcome(SETTINGS.changed(widths=(1250,), networks=6), data, Workshop(pieces))
    assert (n, len(pieces.names)) == (2, 3)


@pytest.mark.parametrize(
    "change", [{"seed": 2}, {"epochs": 3}, {"examples": 61}, {"learning_rate": 0.4},
               {"batch_size": 11}]
)  # fmt: skip
def test_that_a_changed_setting_takes_no_piece_of_another(
    change: dict[str, float], data: DataSet
) -> None:
    names = {block.name for block in minima_blocks(SETTINGS, data)}
    assert not names & {block.name for block in minima_blocks(SETTINGS.changed(**change), data)}


def test_that_other_data_take_no_piece_of_these(data: DataSet) -> None:
    names = {block.name for block in minima_blocks(SETTINGS, data)}
    other = DataSet("some", data.train, digits(40, 3))
    assert not names & {block.name for block in minima_blocks(SETTINGS, other)}


def test_that_a_piece_of_the_wrong_shape_is_made_again(data: DataSet, result: Result) -> None:
    pieces = KeptInMemory()
    for block in minima_blocks(SETTINGS, data):
        pieces.put(block.name, {"parameters": np.zeros(3)})
    assert numbers(outcome(SETTINGS, data, Workshop(pieces))) == numbers(result)


def test_that_a_network_starts_alike_in_whatever_block_it_is(data: DataSet) -> None:
    rest = {"classes": 10, "epochs": 1, "batch_size": 10, "learning_rate": 0.1, "seed": 1}
    whole = Block(width=6, first=0, count=5, identity="", **rest)  # type: ignore[arg-type]
    part = Block(width=6, first=3, count=2, identity="", **rest)  # type: ignore[arg-type]
    starts = start_parameters(whole)
    assert np.array_equal(starts[3:], start_parameters(part))
    assert len(np.unique(starts, axis=0)) == 5


def test_that_blocks_hold_every_network_once() -> None:
    rest = {"classes": 10, "epochs": 1, "batch_size": 10, "learning_rate": 0.1, "seed": 1}
    blocks = list(blocks_of(500, 12, identity="", **rest))
    assert [(block.first, block.count) for block in blocks] == [(0, 5), (5, 5), (10, 2)]


def test_that_every_network_stands_in_the_tables(result: Result, data: DataSet) -> None:
    networks, widths, paths = result.tables
    assert [row[:2] for row in networks.rows] == [(w, k) for w in (8, 1250) for k in range(4)]
    assert [row[0] for row in widths.rows] == [8, 1250]
    assert {row[:3] for row in paths.rows} == {
        (w, a, b) for w in (8, 1250) for a, b in ((0, 1), (2, 3))
    }
    assert result.facts["trained_networks"] == 8


def test_that_kept_networks_are_those_of_the_table(data: DataSet) -> None:
    pieces = KeptInMemory()
    found = outcome(SETTINGS, data, Workshop(pieces))
    narrow, wide = kept_networks(SETTINGS, data, pieces)
    assert (narrow.width, wide.width, len(narrow), len(wide)) == (8, 1250, 4, 4)
    cost = find_cost("cross-entropy", "softmax")
    small = small_inputs(data.test)
    levels = Digits(np.zeros((40, 100), np.uint8), data.test.labels, 10, 10, 10)
    row = found.tables[0].rows[6]  # width 1250, network 2
    Z = wide.network(2).logits(small)
    mean = cost.values(Z, levels.targets(), wide.network(2).output_activation).mean()
    assert row[4] == pytest.approx(float(mean), rel=1e-5)
    assert evaluate(wide.network(2), levels, cost).accuracy >= 0  # it is a network like any other


def test_that_a_path_begins_and_ends_with_its_networks(data: DataSet) -> None:
    pieces = KeptInMemory()
    found = outcome(SETTINGS, data, Workshop(pieces))
    (narrow, _) = kept_networks(SETTINGS, data, pieces)
    inputs = small_inputs(data.train.take(slice(0, 60)))
    path = straight_path(narrow.network(0), narrow.network(1), inputs, data.train.labels[:60], 21)
    rows = found.tables[0].rows
    assert path.end_costs == pytest.approx((rows[0][2], rows[1][2]), rel=1e-5)
    assert len(path.t) == 21
    middle = (narrow.parameters[0] + narrow.parameters[1]) / 2
    between = narrow.network(0).at(middle)
    cost = find_cost("cross-entropy", "softmax")
    T = np.eye(10, dtype=np.float32)[data.train.labels[:60]]
    values = cost.values(between.logits(inputs), T, between.output_activation)
    assert path.cost[10] == pytest.approx(float(values.mean()), rel=1e-4)


def test_that_answers_along_a_path_are_those_of_its_networks(data: DataSet) -> None:
    pieces = KeptInMemory()
    outcome(SETTINGS, data, Workshop(pieces))
    (narrow, _) = kept_networks(SETTINGS, data, pieces)
    a, b = narrow.network(0), narrow.network(3)
    picture = data.test.pictures()[5]
    answers = answers_along(a, b, picture, 11)
    assert answers.shape == (11, 10)
    np.testing.assert_allclose(answers.sum(axis=1), 1, rtol=1e-5)
    X = small_inputs(data.test.take([5]))
    np.testing.assert_allclose(answers[0], a.forward(X)[0], rtol=1e-4, atol=1e-7)
    np.testing.assert_allclose(answers[-1], b.forward(X)[0], rtol=1e-4, atol=1e-7)


def test_that_a_rate_that_is_too_high_is_told_by_name(data: DataSet) -> None:
    (block,) = blocks_of(
        8, 2, classes=10, epochs=2, batch_size=10, learning_rate=1e38, seed=1, identity=""
    )
    arrays = small_inputs(data.train), data.train.labels, small_inputs(data.test), data.test.labels
    with pytest.raises(TrainingDiverged, match=r"at step 8, learning rate 10³⁸"):
        list(ThisProcess().advances(train_block, [block], arrays))
    with pytest.raises(GdstudioError, match=r"at step 8, learning rate 10³⁸"):
        list(Processes(2).advances(train_block, [block], arrays))


def test_that_more_examples_than_there_are_are_refused(data: DataSet) -> None:
    with pytest.raises(InvalidValue, match="training digits: 81 is not accepted; give at most"):
        next(run_minima(SETTINGS.changed(examples=81), data, Workshop()))


def networks(width: int, train: np.ndarray, test: np.ndarray) -> Networks:  # type: ignore[type-arg]
    n = len(train)
    flat = np.zeros(n)
    return Networks(
        width, 10, np.arange(n), np.zeros((n, 3), np.float32), train, flat, test, flat, 1
    )


def holds(results: MinimaResults, name: str) -> bool | None:
    found = {f.name: f.holds for f in minima_findings(results, digits(20, 5))}
    return found[name]


def test_that_the_claims_are_told_apart_by_the_numbers() -> None:
    rng = np.random.default_rng(7)
    noise = rng.standard_normal((4, 60))
    narrow = networks(25, 0.2 + 0.01 * noise[0], 0.3 + 0.01 * (0.9 * noise[0] + 0.2 * noise[1]))
    wide = networks(250, 0.1 + 0.01 * noise[2], 0.2 + 0.003 * noise[3])
    good = Prepared(narrow, wide)
    assert [holds(good, f"C-{k}") for k in (1, 2, 3, 4, 5)] == [True] * 5
    turned = Prepared(
        networks(25, wide.train_cost, wide.test_cost),
        networks(250, narrow.train_cost, narrow.test_cost),
    )
    assert [holds(turned, f"C-{k}") for k in (1, 2, 3)] == [False] * 3
    bad = wide.test_cost.copy()
    bad[17] += 0.5
    assert holds(Prepared(narrow, networks(250, wide.train_cost, bad)), "C-4") is False


def test_that_too_few_networks_tell_nothing() -> None:
    rng = np.random.default_rng(8)
    few = [networks(w, rng.random(20), rng.random(20)) for w in (25, 250)]
    assert holds(Prepared(*few), "C-2") is None  # fifty are asked for
    # The farthest of 20 lies at most 19 / sqrt(20) = 4.2 deviations from their mean.
    assert holds(Prepared(*few), "C-4") is None
    assert holds(Prepared(few[0]), "C-1") is None
    one = Prepared(networks(25, np.ones(1), np.ones(1)), networks(250, np.ones(1), np.ones(1)))
    assert [holds(one, f"C-{k}") for k in (2, 3, 4)] == [None] * 3


def test_that_every_preset_is_accepted_and_one_network_of_one_width_runs(data: DataSet) -> None:
    assert set(MINIMA.presets) == {"default", "quick", "large"}
    found = outcome(SETTINGS.changed(networks=1, widths=(8,)), data, Workshop())
    assert found.charts
    assert len(found.findings) == 6


class CountedPieces(KeptInMemory):
    """Notes the names of what is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def put(self, name: str, piece: Piece) -> None:
        super().put(name, piece)
        self.names.append(name)


def test_that_work_in_this_process_can_be_left_within_a_piece(data: DataSet) -> None:
    workers: Workers = ThisProcess()
    job: Iterator[object] = run_minima(SETTINGS, data, Workshop(KeptInMemory(), workers))
    first = next(job)
    assert first.share < 0.1  # type: ignore[attr-defined]


def test_that_means_and_spreads_are_those_worked_by_hand() -> None:
    one = networks(25, np.array([1.0, 2.0, 3.0]), np.array([4.0, 6.0, 5.0]))
    assert (one.mean, one.spread) == (5.0, 1.0)  # sqrt((1 + 1 + 0) / (3 - 1))
    assert one.correlation == pytest.approx(0.5)
    two = networks(25, np.array([1.0, 2.0]), np.array([4.0, 6.0]))
    assert two.spread == pytest.approx(2**0.5)
    assert np.isnan([two.correlation, *two.correlation_interval]).all()
    alone = networks(25, np.ones(1), np.ones(1))
    assert np.isnan(alone.spread)
    assert spread_test(alone, one) is None
    assert spread_test(two, one) is not None


def test_that_no_network_is_in_two_pairs() -> None:
    one, three = (networks(w, np.ones(n), np.ones(n)) for w, n in ((8, 5), (16, 3)))
    chosen = [(pair[0].width, *pair[1:]) for pair in chosen_pairs([one, three], 4)]
    assert chosen == [(8, 0, 1), (8, 2, 3), (16, 0, 1)]
    assert len(chosen_pairs([one, three], 1)) == 2


def test_that_barriers_are_those_of_their_width() -> None:
    t = np.array([0.0, 0.5, 1.0])
    paths = [Slice(t, np.array(cost), t) for cost in ([1.0, 3.0, 2.0], [1.0, 0.5, 2.0])]
    found = [(8, 0, 1, paths[0]), (16, 0, 1, paths[1]), (8, 2, 3, paths[1])]
    results = MinimaResults(paths=[StraightPath(*one) for one in found])
    assert results.barriers(8).tolist() == [path.barrier for path in paths]
    assert results.barriers(16).tolist() == [paths[1].barrier]
    assert results.barriers(32).tolist() == []


def test_that_charts_show_means_spreads_and_barriers_worked_by_hand() -> None:
    narrow = networks(8, np.array([1.0, 2.0, 3.0]), np.array([4.0, 6.0, 5.0]))
    two = networks(16, np.array([1.0, 3.0]), np.array([2.0, 2.5]))
    alone = networks(32, np.array([0.5]), np.array([0.75]))
    results = Prepared(narrow, two, alone)
    t = np.array([0.0, 0.5, 1.0])
    for a, cost in ((0, [1.0, 4.0, 2.0]), (2, [3.0, 6.0, 1.0])):
        results.paths.append(StraightPath(8, a, a + 1, Slice(t, np.array(cost), t)))
    charts: dict[str, Any] = {str(c.title): c for c in minima_charts(results)}

    test, train = charts["Wider is better"].series
    assert test.x.tolist() == train.x.tolist() == [8, 16, 32]
    assert test.y.tolist() == [5.0, 2.25, 0.75]
    spread = 0.5 / 2**0.5  # of 2 and 2.5
    assert test.low == pytest.approx([4.0, 2.25 - spread, 0.75])
    assert test.high == pytest.approx([6.0, 2.25 + spread, 0.75])
    assert train.y.tolist() == [2.0, 2.0, 0.5]

    test, train = charts["How far the minima differ: standard deviation"].series
    assert test.x.tolist() == [8, 16]  # one network has no spread
    assert test.y == pytest.approx([1.0, spread])
    assert train.y == pytest.approx([1.0, 2**0.5])

    (path,) = charts[
        "The straight way from one minimum to another: mean, lowest and highest"
    ].series
    assert path.y.tolist() == [2.0, 5.0, 1.5]
    assert path.low.tolist() == [1.0, 4.0, 1.0]
    assert path.high.tolist() == [3.0, 6.0, 2.0]

    (barriers,) = charts["The barrier between two minima"].series
    found = [path.costs.barrier for path in results.paths]
    assert barriers.x.tolist() == [8]
    assert barriers.y == pytest.approx([np.mean(found)])
    assert (barriers.low[0], barriers.high[0]) == (min(found), max(found))

    cloud = charts["Each network: training cost and test cost"].series
    assert [series.x.tolist() for series in cloud] == [[1, 2, 3], [1, 3], [0.5]]
    assert [series.y.tolist() for series in cloud] == [[4, 6, 5], [2, 2.5], [0.75]]

    histogram = charts["Final test cost of networks from different starts"]
    assert [d.counts.sum() for d in histogram.distributions] == [3, 2, 1]
    for distribution, one in zip(histogram.distributions, (narrow, two, alone), strict=True):
        counts, _ = np.histogram(one.test_cost, distribution.edges)
        assert distribution.counts.tolist() == counts.tolist()
