import csv
import json
import signal

import numpy as np
import PIL.Image
import pytest

from gdstudio.cli import main
from gdstudio.commands.output import ProgressLine
from gdstudio.data.mnist import load_mnist
from gdstudio.files.run_file import load_run, save_run
from gdstudio.learning.costs import find_cost
from gdstudio.learning.evaluation import evaluate

SURFACE_KEYS = ["size", "examples", "centre_cost", "cost_min", "cost_max", "seconds", "directions"]
PIXEL = "layer 1, neuron 3, pixel 12 14"


def trained(folder, name, *flags):
    path = folder / f"{name}.gdrun"
    given = ["train", "--train-size", "900", "--epochs", "4", "--save", str(path), *flags]
    assert main([*given, "--json"]) == 0
    return path


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Three runs of one architecture and one of another."""
    folder = tmp_path_factory.mktemp("runs")
    made = {
        f"seed{seed}": trained(folder, f"seed{seed}", "--seed", str(seed)) for seed in (1, 2, 3)
    }
    made["wide"] = trained(folder, "wide", "--hidden", "30")
    made["relu"] = trained(folder, "relu", "--activation", "relu", "--learning-rate", "0.1")
    return made


def ran(capsys, *arguments):
    capsys.readouterr()
    assert main([str(a) for a in arguments]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def failed(capsys, *arguments):
    capsys.readouterr()
    assert main([str(a) for a in arguments]) in (1, 2)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdstudio: error: ")
    assert err.count("\n") == 1
    return err


def own_cost(path, n):
    state, digits = load_run(path).state, load_mnist().train.take(slice(0, n))
    recipe = state.recipe
    network = recipe.make_network().at(state.parameters)
    return evaluate(network, digits, find_cost(recipe.cost, recipe.output_activation)).cost


def test_that_train_keeps_the_path_and_goes_on_with_it(runs, tmp_path):
    run = load_run(runs["seed1"])
    steps, points = run.trajectory.steps(), run.trajectory.points()
    assert (steps[0], steps[-1], len(steps)) == (0, 360, len(points))
    assert np.array_equal(points[-1], run.state.parameters)
    longer = tmp_path / "longer.gdrun"
    given = ["train", "--resume", str(runs["seed1"]), "--epochs", "5", "--save", str(longer)]
    assert main([*given, "--json"]) == 0
    found = load_run(longer).trajectory
    assert found.steps()[: len(steps)].tolist() == steps.tolist()
    assert found.last_step == 450


@pytest.mark.parametrize(
    ("flags", "more"),
    [
        ((), []),
        (("--plane", "gradient"), []),
        (("--plane", "trajectory"), ["explained_variance", "random_walk_variance"]),
        (
            ("--plane", "parameters", "--parameter", PIXEL, "--parameter", "layer 3 neuron 5 bias"),
            [],
        ),
        (("--normalization", "layer", "--seed", "4"), []),
    ],
)
def test_that_every_plane_has_the_run_at_its_centre(capsys, runs, flags, more):
    run = runs["seed1"]
    result = ran(capsys, "surface", run, *flags, "--size", 11, "--examples", 300, "--json")
    assert list(result) == [*SURFACE_KEYS, *more, "path_share", "path_gap"]
    assert (result["size"], result["examples"]) == (11, 300)
    assert result["centre_cost"] == pytest.approx(own_cost(run, 300), abs=1e-6)
    assert result["cost_min"] <= result["centre_cost"] <= result["cost_max"]
    assert 0 <= result["path_share"] <= 1


def test_that_the_path_lies_in_its_own_plane_and_in_no_random_one(capsys, runs):
    flags = ("--size", 7, "--examples", 200, "--json")
    own = ran(capsys, "surface", runs["seed1"], "--plane", "trajectory", *flags)
    assert own["path_share"] == pytest.approx(sum(own["explained_variance"]))
    assert own["path_share"] > 0.4
    assert ran(capsys, "surface", runs["seed1"], *flags)["path_share"] < 0.01


def test_that_three_networks_stand_on_their_plane(capsys, runs, tmp_path):
    file = tmp_path / "plane.npz"
    others = ("--with", runs["seed2"], "--with", runs["seed3"])
    ran(
        capsys, "surface", runs["seed1"], "--plane", "networks", *others, "--size", 9,
        "--examples", 200, "--save", file, "--json",
    )  # fmt: skip
    with np.load(file) as kept:
        directions, origin = kept["directions"].astype(float), kept["origin"].astype(float)
        assert kept["cost"].shape == (9, 9)
        assert kept["alpha"].min() < 0
        assert kept["alpha"].max() > 1
        assert kept["beta"].max() > 1
    for name, expected in (("seed2", [1, 0]), ("seed3", [None, 1])):
        difference = load_run(runs[name]).state.parameters - origin
        place, residual, *_ = np.linalg.lstsq(directions.T, difference, rcond=None)
        assert residual[0] < 1e-6
        assert place[1] == pytest.approx(expected[1], abs=1e-4)
        assert expected[0] is None or place[0] == pytest.approx(expected[0], abs=1e-4)


def test_that_table_and_picture_show_the_grid(capsys, runs, tmp_path):
    table, image = tmp_path / "s.csv", tmp_path / "s.png"
    flags = ("--size", 7, "--examples", 200, "--json")
    result = ran(capsys, "surface", runs["seed1"], *flags, "--save", table)
    with table.open() as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["alpha", "beta", "cost", "accuracy"]
    assert len(rows) == 49
    centre = next(row for row in rows if float(row["alpha"]) == float(row["beta"]) == 0)
    assert float(centre["cost"]) == result["centre_cost"]
    ran(capsys, "surface", runs["seed1"], *flags, "--save", image)
    with PIL.Image.open(image) as picture:
        assert min(picture.size) > 600
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 100


def test_that_curvature_is_told(capsys, runs):
    flags = ("--size", 3, "--examples", 200, "--curvature", "--json")
    result = ran(capsys, "surface", runs["seed1"], *flags)
    assert result["largest_eigenvalues"][0] > 0
    assert result["stable_rate"] == pytest.approx(2 / result["largest_eigenvalues"][0])


def test_that_the_downhill_slice_is_marked(capsys, runs, tmp_path):
    flags = ("--slice", "gradient", "--examples", 300, "--json")
    result = ran(capsys, "surface", runs["seed1"], *flags, "--save", tmp_path / "s.png")
    assert result["start_cost"] == pytest.approx(own_cost(runs["seed1"], 300), abs=1e-6)
    assert result["best_cost"] < result["start_cost"]
    assert result["best_cost"] <= result["learning_rate_cost"]
    assert 0 < result["best_rate"] < result["overshoot_rate"]
    assert len(result["learning rate"]) == len(result["cost"])


def test_that_the_slice_from_the_start_ends_here(capsys, runs):
    result = ran(capsys, "surface", runs["seed1"], "--slice", "start", "--examples", 300, "--json")
    assert result["end_cost"] == pytest.approx(own_cost(runs["seed1"], 300), abs=1e-6)
    assert result["start_cost"] > result["end_cost"]
    assert (result["t"][0], result["t"][-1]) == (-0.5, 1.5)


def test_that_the_ways_between_two_runs_are_compared(capsys, runs, tmp_path):
    table = tmp_path / "ways.csv"
    result = ran(
        capsys, "interpolate", runs["seed1"], runs["seed2"], "--match", "--bezier",
        "--updates", 300, "--points", 21, "--examples", 300, "--save", table, "--json",
    )  # fmt: skip
    ends = [own_cost(runs[name], 300) for name in ("seed1", "seed2")]
    assert result["end_costs"] == pytest.approx(ends, abs=1e-6)
    assert (result["points"], len(result["t"])) == (21, 21)
    assert result["matched_distance"] < result["distance"]
    assert result["straight"]["barrier"] > 0
    assert result["bezier"]["barrier"] < result["straight"]["barrier"]
    for way in ("straight", "matched", "bezier"):
        assert len(result[way]["cost"]) == 21
        assert result[way]["cost"][0] == pytest.approx(ends[0], abs=1e-6)
        assert result[way]["cost"][-1] == pytest.approx(ends[1], abs=1e-5)
    assert len(table.read_text().splitlines()) == 22


def test_that_people_get_sentences(capsys, runs, tmp_path):
    small = ["--examples", "100"]
    for given in (
        ["surface", runs["seed1"], "--plane", "trajectory", "--size", 3, *small],
        ["surface", runs["seed1"], "--slice", "gradient", *small],
        ["interpolate", runs["seed1"], runs["seed2"], "--match", *small],
    ):
        assert main([str(a) for a in given] + ["--save", str(tmp_path / "x.png")]) == 0
        out = capsys.readouterr().out
        assert "cost" in out
        assert out.splitlines()[-1] == f"saved in {tmp_path / 'x.png'}"


@pytest.mark.parametrize(
    ("flags", "accepted"),
    [
        (("--size", 1), "an odd number from 3 to 501"),
        (("--size", 100_000), "an odd number from 3 to 501"),
        (("--examples", 0), "a whole number from 1 to 900"),
        (("--examples", 901), "a whole number from 1 to 900"),
        (("--extent", 0), "above 0"),
        (("--seed", -1), "from 0 to"),
        (("--plane", "parameters"), "two of them"),
        (("--plane", "parameters", "--parameter", PIXEL, "--parameter", PIXEL), "two different"),
        (("--plane", "parameters", "--parameter", "W1", "--parameter", PIXEL), "layer L"),
        (("--plane", "networks"), "two more runs"),
        (("--plane", "sideways"), "invalid choice"),
        (("--plane", "random", "--slice", "start"), "not allowed with"),
        (("--save", "picture.gif"), ".npz, .csv, .png"),
        (("--save", "/no/such/folder/x.png"), "there is no folder"),
    ],
)
def test_that_what_is_not_accepted_is_told_in_one_line(capsys, runs, flags, accepted):
    assert accepted in failed(capsys, "surface", runs["seed1"], *flags)


def test_that_runs_that_do_not_go_together_are_told(capsys, runs):
    seed1, other = runs["seed1"], "is another architecture than"
    assert other in failed(capsys, "interpolate", seed1, runs["wide"])
    assert other in failed(capsys, "interpolate", seed1, runs["relu"])
    given = ("--plane", "networks", "--with", runs["seed2"], "--with", runs["wide"])
    assert other in failed(capsys, "surface", seed1, *given)
    given = ("--plane", "networks", "--with", runs["seed2"], "--with", runs["seed2"])
    assert "on one line" in failed(capsys, "surface", seed1, *given)
    assert "the same point" in failed(capsys, "interpolate", seed1, seed1)
    assert "from 3 to" in failed(capsys, "interpolate", seed1, runs["seed2"], "--points", 2)
    given = ("--bezier", "--updates", 0)
    assert "updates" in failed(capsys, "interpolate", seed1, runs["seed2"], *given)
    given = ("--bezier", "--learning-rate", "nan")
    assert "at most 1" in failed(capsys, "interpolate", seed1, runs["seed2"], *given)
    assert "no such file" in failed(capsys, "interpolate", seed1, "/no/such.gdrun")


def test_that_a_run_without_hidden_neurons_cannot_be_matched(capsys, tmp_path):
    runs = [trained(tmp_path, f"flat{s}", "--hidden", "none", "--seed", str(s)) for s in (1, 2)]
    assert "at least one hidden layer" in failed(capsys, "interpolate", *runs, "--match")


def test_that_a_run_without_a_path_is_told(capsys, runs, tmp_path):
    path, run = tmp_path / "old.gdrun", load_run(runs["seed1"])
    save_run(path, run.state, run.history, run.data_name)
    assert "holds no path" in failed(capsys, "surface", path, "--plane", "trajectory")
    result = ran(capsys, "surface", path, "--size", 3, "--examples", 100, "--json")
    assert list(result) == SURFACE_KEYS


def test_that_an_interruption_keeps_the_finest_whole_grid(capsys, runs, tmp_path, monkeypatch):
    def stop_at_one_percent(line, text):
        if text.startswith("surface  1 %"):
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(ProgressLine, "is_due", lambda line: True)
    monkeypatch.setattr(ProgressLine, "show", stop_at_one_percent)
    file = tmp_path / "s.npz"
    flags = ["--size", "501", "--examples", "100", "--save", str(file)]
    assert main(["surface", str(runs["seed1"]), *flags]) == 130
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdstudio: interrupted; the 21 x 21 grid is kept")
    with np.load(file) as kept:
        assert kept["cost"].shape == (21, 21)
        assert np.isfinite(kept["cost"]).all()


def test_that_an_interruption_before_anything_is_known_keeps_nothing(
    capsys, runs, tmp_path, monkeypatch
):
    monkeypatch.setattr(ProgressLine, "is_due", lambda line: True)
    monkeypatch.setattr(ProgressLine, "show", lambda *_: signal.raise_signal(signal.SIGINT))
    for given in (
        ["surface", runs["seed1"], "--plane", "gradient"],
        ["interpolate", runs["seed1"], runs["seed2"], "--bezier"],
    ):
        file = tmp_path / "s.npz"
        assert main([*map(str, given), "--save", str(file)]) == 130
        assert capsys.readouterr().err == "gdstudio: interrupted; nothing was kept\n"
        assert not file.exists()
