"""What command line and window compute of the same run, with the same seed: the same bits."""

import json
from unittest.mock import MagicMock

import numpy as np
import pytest

from gdstudio.cli import main
from gdstudio.commands.one_thread import one_blas_thread
from gdstudio.data.opening import load_data_set
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.experiments.workshop import KeptInMemory
from gdstudio.files.run_file import load_run
from gdstudio.jobs.experiment_job import ExperimentJob, perform
from gdstudio.jobs.lines import outermost_curvature
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.jobs.run_log import RunLog
from gdstudio.landscape.ranges import Normalization
from gdstudio.learning.optimizer_state import OptimizerState
from gdstudio.learning.plan import Plan
from gdstudio.learning.snapshot import Snapshot
from gdstudio.studio.controllers.landscape_scene_controller import LandscapeSceneController
from gdstudio.studio.controllers.landscape_slice_controller import LandscapeSliceController
from gdstudio.studio.state.progress import Progress, RunState
from gdstudio.studio.state.run import Run
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.common.progress_row import RemakeRow
from gdstudio.studio.views.landscape.curvature_line import CurvatureLine
from gdstudio.studio.views.landscape.landscape_panel import LandscapePanel, PlaneOverlayChecks
from gdstudio.studio.views.landscape.slice_view import SliceView
from gdstudio.studio.workers.background_job import shut_down

NAMES = ("layer 1, neuron 3, pixel 12 14", "layer 3, neuron 9, bias")


@pytest.fixture(autouse=True)
def one_thread():
    """The window has one BLAS thread, too."""
    with one_blas_thread():
        yield


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Three runs of one architecture: those of seeds 2 and 3, and that of seed 1 last."""
    folder = tmp_path_factory.mktemp("runs")
    paths = [folder / f"seed{seed}.gdrun" for seed in (2, 3, 1)]
    for path in paths:
        flags = ["--train-size", "900", "--epochs", "2", "--seed", path.stem[-1]]
        assert main(["train", *flags, "--save", str(path), "--json"]) == 0
    return paths


@pytest.fixture
def runs(qapp, files):
    """The same runs in the window: the last one is the present one."""
    runs = RunModel()
    runs.set_data(load_data_set("mnist"))
    *earlier, present = [load_run(path) for path in files]
    runs.take_up([(run_file, None) for run_file in earlier])
    state = present.state
    log = RunLog(len(state.parameters), Plan(10, 180), present.history, present.moments)
    runs.begin(Run(1, 3, state.recipe, log))
    zeros = np.zeros_like(state.parameters)  # the last mini-batch's gradient is nothing to go by
    rate, parameters = state.learning_rate, state.parameters
    snapshot = Snapshot(state.step, 2.0, state.examples, rate, 0.1, parameters, zeros)
    none, optimizer = np.empty(0), OptimizerState(rate, {}, state.step)
    runs.take_in(
        Progress(1, RunState.PAUSED, snapshot, none, (), 0.0, 0.0, none, MagicMock(), optimizer),
        in_turns=False,
    )
    return runs


def told(capsys, *arguments):
    """Return what the command line tells."""
    capsys.readouterr()
    assert main([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def flags_of(request, files):
    flags = ["--plane", request.kind, "--seed", request.seed, "--size", request.size]
    flags += ["--normalization", request.normalization.value, "--examples", request.examples]
    if request.kind == "parameters":
        flags += ["--parameter", request.first, "--parameter", request.second]
    if request.kind == "networks":  # the window takes the latest first
        flags += ["--with", files[1], "--with", files[0]]
    if request.kind not in ("trajectory", "networks"):
        flags += ["--extent", request.extent]
    return flags


@pytest.mark.parametrize(
    "wanted",
    [
        {"kind": "random", "seed": 5, "extent": 0.5},
        {"kind": "random", "normalization": Normalization.LAYER},
        {"kind": "gradient", "seed": 2},
        {"kind": "trajectory", "seed": 7},
        {"kind": "parameters", "first": NAMES[0], "second": NAMES[1]},
        {"kind": "networks"},
    ],
    ids=lambda wanted: wanted["kind"],
)
def test_that_a_plane_and_its_honesty_are_the_same(qtbot, capsys, runs, files, tmp_path, wanted):
    request = PlaneRequest(**{"size": 7, "examples": 300, **wanted})
    panel = MagicMock(spec=LandscapePanel)
    panel.remake_row, panel.overlays = MagicMock(spec=RemakeRow), MagicMock(spec=PlaneOverlayChecks)
    panel.request.return_value = request
    panel.overlays.is_shown.return_value = False
    scenes = LandscapeSceneController(runs, panel)
    scenes.remake()
    qtbot.waitUntil(lambda: scenes.honesty is not None)
    scene, true = scenes.scene, scenes.honesty
    shut_down(scenes)
    assert scene.request == request
    file = tmp_path / "plane.npz"
    result = told(capsys, "surface", files[-1], *flags_of(request, files), "--save", file)
    with np.load(file) as arrays:
        for name in ("alpha", "beta", "cost", "accuracy"):
            assert np.array_equal(arrays[name], getattr(scene.grid, name)), name
        assert np.array_equal(arrays["directions"], scene.plane.directions.astype(np.float32))
        assert np.array_equal(arrays["origin"], scene.plane.origin.astype(np.float32))
        assert np.array_equal(arrays["path"], true.path.coordinates)
        assert np.array_equal(arrays["path_true_cost"], true.path.true_cost)
        assert np.array_equal(arrays["path_shadow_cost"], true.path.shadow_cost)
    assert result["directions"] == [scene.plane.u.name, scene.plane.v.name]
    assert (result["path_share"], result["path_gap"]) == (true.path.share, true.path.largest_gap)
    if request.kind == "trajectory":
        assert result["explained_variance"] == list(scene.explained)
        assert result["random_walk_variance"] == true.chance.tolist()
        assert true.walk_share == sum(result["random_walk_variance"])


class SliceDoor:
    """The window's slices, asked for and answered as by their views."""

    def __init__(self, qtbot, runs):
        self._qtbot = qtbot
        self.view, self.curvature = MagicMock(spec=SliceView), MagicMock(spec=CurvatureLine)
        self._controller = LandscapeSliceController(runs, self.view, self.curvature)

    def ask(self, signal, answer, *arguments):
        (slot,) = signal.connect.call_args.args
        slot(*arguments)
        self._qtbot.waitUntil(lambda: answer.called)
        shut_down(self._controller)
        assert not self.view.set_message.call_args or not self.view.set_message.call_args.args[0]
        return answer.call_args.args


@pytest.fixture
def door(qtbot, runs):
    return SliceDoor(qtbot, runs)


def test_that_the_slice_downhill_is_the_same(capsys, door, files):
    view = door.view
    found, _ = door.ask(view.slice_requested, view.set_descent_slice, "gradient", -1)
    result = told(capsys, "surface", files[-1], "--slice", "gradient")
    assert result["learning rate"] == found.rates.tolist()
    assert result["cost"] == found.cost.tolist()
    assert result["best_rate"] == found.best
    assert result["overshoot_rate"] == found.overshoot
    assert result["learning_rate_cost"] == found.current_cost


def test_that_the_slice_from_the_start_is_the_same(capsys, door, files):
    view = door.view
    found, *_ = door.ask(view.slice_requested, view.set_slice, "start", -1)
    result = told(capsys, "surface", files[-1], "--slice", "start")
    assert result["t"] == found.t.tolist()
    assert result["cost"] == found.cost.tolist()
    assert result["highest_rise"] == found.highest_rise


def test_that_the_ways_between_two_networks_are_the_same(capsys, door, runs, files):
    view = door.view
    run_id, _ = runs.earlier_titles()[0]
    found = door.ask(view.slice_requested, view.set_slice, "bezier", run_id)
    straight, matched, bezier = found[0], found[4], found[5]
    result = told(capsys, "interpolate", files[0], files[-1], "--match", "--bezier")
    for name, way in (("straight", straight), ("matched", matched), ("bezier", bezier)):
        assert result[name]["cost"] == way.cost.tolist(), name
        assert result[name]["accuracy"] == way.accuracy.tolist(), name
        assert result[name]["barrier"] == way.barrier, name


def test_that_the_curvature_is_the_same(capsys, door, runs, files):
    asked = door.curvature.measure_requested
    found = door.ask(asked, door.curvature.set_curvature)
    result = told(capsys, "surface", files[-1], "--size", 3, "--curvature", "--seed", 1)
    # The window looks for the largest alone, which takes a third of the time.
    assert found[0] == pytest.approx(result["largest_eigenvalues"][0], rel=1e-9)
    assert found[1] == pytest.approx(result["stable_rate"], rel=1e-9)
    *_, last = outermost_curvature(runs.loss_subject(2000), seed=1, m=3)
    assert result["largest_eigenvalues"] == last.largest.tolist()
    assert result["smallest_eigenvalues"] == last.smallest.tolist()


def test_that_an_experiment_is_the_same(capsys):
    experiment = EXPERIMENTS["noise"]
    settings = experiment.presets["kept"].changed(pictures=20, climb_steps=5, seed=3)
    flags = ["--preset", "kept", "--pictures", 20, "--climb-steps", 5, "--seed", 3]
    result = told(capsys, "experiment", "noise", *flags)
    job = ExperimentJob(experiment, settings, load_data_set("mnist"), KeptInMemory())
    *_, saved = perform(job)
    assert result["settings"] == saved.settings.to_dict()
    assert result["facts"] == json.loads(json.dumps(dict(saved.result.facts)))
    measured = [finding.measured for finding in saved.result.findings]
    assert [finding["measured"] for finding in result["findings"]] == measured
