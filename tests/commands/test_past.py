"""`gdstudio replay`, and `gdstudio evaluate` of a run's past."""

import csv
import json
from dataclasses import replace

import numpy as np
import pytest

from gdstudio.cli import main
from gdstudio.data.opening import load_data_set
from gdstudio.files.run_file import load_run, save_run
from gdstudio.learning.evaluation import evaluate
from gdstudio.learning.moment import Kind
from gdstudio.learning.moments import Moments
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training

SETTINGS = "--train-size 400 --batch-size 10 --seed 3 --optimizer adam --learning-rate 0.01"
EPOCHS = 30


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A run of 1,200 steps with a mark at 40, whose moments are not dense at the end."""
    path = tmp_path_factory.mktemp("past") / "run.gdrun"
    assert main(f"train {SETTINGS} --epochs {EPOCHS} --save {path}".split()) == 0
    run = load_run(path)
    run.moments.name(40, "erster Blick ✓")
    save_run(path, run.state, run.history, run.data_name, run.moments)
    return path


def said(capsys, code, *arguments):
    capsys.readouterr()
    assert main([*map(str, arguments)]) == code
    out, err = capsys.readouterr()
    if code:
        assert out == ""
        assert err.startswith("gdstudio: error: ")
        assert err.count("\n") == 1
    return err if code else out


def stopped_at(step):
    """Return the run of `saved`, headless, after so many updates."""
    data = load_data_set("mnist")
    training = Training(_RECIPES["run"], data)
    for _ in range(step):
        training.update()
    return training


_RECIPES = {}


@pytest.fixture(autouse=True)
def _recipe(saved):
    _RECIPES["run"] = load_run(saved).state.recipe


@pytest.mark.parametrize("at", ["7", "40", "erster Blick ✓", "epoch 2", "EPOCH:2", "1,010"])
def test_that_a_moment_is_the_run_stopped_at_exactly_that_step(saved, tmp_path, capsys, at):
    other = tmp_path / "other.gdrun"
    found = json.loads(said(capsys, 0, "replay", saved, "--at", at, "--save", other, "--json"))
    step = {"erster Blick ✓": 40, "1,010": 1010}.get(at, 80 if "2" in at else None) or int(at)
    assert found["step"] == step
    assert found["file"] == str(other)
    there, again = stopped_at(step), load_run(other)
    assert again.state.parameters.tobytes() == there.network.parameters.tobytes()
    assert (again.state.step, again.state.examples) == (step, there.examples)
    assert again.state.epoch + again.state.position / 400 == there.epoch
    assert found["cost"] == there.last_cost
    assert found["rate"] == there.last_rate
    assert again.history.last_step == again.moments.last_step == step
    assert again.moments.path.last_step <= step
    assert found["exact"] == (step in (40, 80))  # the end of an epoch


def test_that_a_replayed_run_goes_on_to_the_same_bits(saved, tmp_path, capsys):
    other = tmp_path / "other.gdrun"
    said(capsys, 0, "replay", saved, "--at", "epoch 5", "--save", other)
    assert "bit by bit" in said(capsys, 0, "replay", saved, "--at", "200")
    longer = tmp_path / "longer.gdrun"
    assert main(["train", "--resume", str(other), "--save", str(longer)]) == 0
    first, second = load_run(saved), load_run(longer)
    assert first.state.parameters.tobytes() == second.state.parameters.tobytes()


def test_that_a_fresh_optimizer_is_told_of(saved, tmp_path, capsys):
    other = tmp_path / "other.gdrun"
    out = said(capsys, 0, "replay", saved, "--at", "41", "--save", other)
    assert "adam begins anew: its state was not kept at this step" in out
    assert load_run(other).state.optimizer_steps == 0
    capsys.readouterr()
    main(["train", "--resume", str(other)])
    assert "adam begins anew" in capsys.readouterr().err


def test_that_what_is_kept_is_listed(saved, capsys):
    out = said(capsys, 0, "replay", saved).splitlines()
    assert out[0].startswith("1,0")
    assert "moments from step 0 to 1,200" in out[0]
    assert "step 40, 'erster Blick ✓'" in out[-1]
    found = json.loads(said(capsys, 0, "replay", saved, "--json"))
    assert found["moments"] == len(found["steps"])
    assert found["marks"] == {"erster Blick ✓": 40}
    assert set(found["exact"]) >= {40 * k for k in (1, 2, 30)}


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        ("1013", "does not hold step 1,013; the nearest it holds are 1,012 and 1,020"),
        ("9999", "does not hold step 9,999; the nearest it holds is 1,200"),
        ("epoch 77", "does not hold the end of epoch 77; the nearest it holds: "),
        ("epoch five", "does not hold a mark 'epoch five'; its marks are 'erster Blick ✓'"),
        ("", "does not hold a mark ''"),
    ],
)
@pytest.mark.parametrize("command", ["replay", "evaluate"])
def test_that_what_was_not_kept_is_refused_with_its_neighbours(saved, capsys, command, at, reason):
    assert reason in said(capsys, 1, command, saved, "--at", at)


def test_that_a_run_without_moments_says_so(saved, tmp_path, capsys):
    run, bare = load_run(saved), tmp_path / "bare.gdrun"
    save_run(bare, run.state, run.history, run.data_name)
    assert "holds no moments of its past" in said(capsys, 1, "replay", bare)
    save_run(bare, run.state, run.history, run.data_name, Moments(len(run.state.parameters)))
    assert "holds no moments of its past" in said(capsys, 1, "replay", bare, "--at", "3")


def test_that_a_path_alone_can_be_asked_but_not_gone_on_from(saved, tmp_path, capsys):
    run, path_alone = load_run(saved), tmp_path / "path.gdrun"
    kept = path_alone, run.state, run.history, run.data_name, run.moments
    save_run(*kept, with_moments=False)
    out = said(capsys, 0, "evaluate", path_alone, "--at", "5")
    assert out.startswith("step 5: mnist: test accuracy ")
    assert "cannot be gone on with from step 5" in said(
        capsys, 1, "replay", path_alone, "--at", "5", "--save", tmp_path / "x.gdrun"
    )
    assert "not gone on from" in said(capsys, 0, "replay", path_alone, "--at", "5")
    assert not (tmp_path / "x.gdrun").exists()
    last = json.loads(said(capsys, 0, "replay", path_alone, "--at", "1200", "--json"))
    assert last["exact"]


def test_that_evaluate_asks_the_network_as_it_was(saved, capsys):
    found = json.loads(said(capsys, 0, "evaluate", saved, "--at", "25", "--json"))
    training = stopped_at(25)
    there = training.evaluate(load_data_set("mnist").test)
    assert found["step"] == 25
    assert (found["test_cost"], found["test_accuracy"]) == (there.cost, there.accuracy)


def test_that_the_past_is_evaluated_as_a_table_of_what_is_kept(saved, tmp_path, capsys):
    table = tmp_path / "past.csv"
    out = said(capsys, 0, "evaluate", saved, "--every", "300", "--save", table)
    assert out == f"5 moments of 5 steps wanted, saved in {table}\n"
    rows = list(csv.DictReader(table.read_text("utf-8").splitlines()))
    assert [int(row["step"]) for row in rows] == [0, 300, 600, 900, 1200]
    data, run = load_data_set("mnist"), load_run(saved)
    training = stopped_at(300)
    test = training.evaluate(data.test)
    train = training.evaluate(training.digits)
    assert float(rows[1]["test_cost"]) == test.cost
    assert float(rows[1]["test_accuracy"]) == test.accuracy
    assert float(rows[1]["train_accuracy"]) == train.accuracy
    assert float(rows[1]["cost"]) == training.last_cost
    assert rows[0]["cost"] == ""
    assert (rows[1]["epoch"], rows[1]["examples"]) == ("7", "3000")
    here = evaluate(run.state.network(), data.test, training.cost)
    assert float(rows[-1]["test_cost"]) == here.cost
    found = json.loads(
        said(capsys, 0, "evaluate", saved, "--every", "1100", "--save", table, "--json")
    )
    assert found == {"rows": 2, "wanted": 2, "file": str(table)}


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        ("--every 5", "--every and --save together"),
        ("--save x.csv", "--every and --save together"),
        ("--every 0 --save x.csv", "every: 0 is not accepted"),
        ("--every -3 --save x.csv", "every: -3 is not accepted"),
        ("--every 5 --save x.png", "ends in .csv"),
        ("--every 5 --at 3 --save x.csv", "not allowed with"),
        ("--every some --save x.csv", "is not a whole number"),
    ],
)
def test_that_flags_that_do_not_go_together_are_refused(saved, capsys, flags, reason):
    assert reason in said(capsys, 2, "evaluate", saved, *flags.split())


def test_that_replay_saves_nothing_without_a_moment(saved, tmp_path, capsys):
    other = tmp_path / "other.gdrun"
    assert "--save without --at" in said(capsys, 2, "replay", saved, "--save", other)
    assert not other.exists()


def test_that_a_float64_run_is_replayed_rounded_and_says_so(tmp_path, capsys):
    path, other = tmp_path / "run.gdrun", tmp_path / "other.gdrun"
    recipe = Recipe(train_size=200, batch_size=10, dtype="float64", epochs=2, seed=4)
    training = Training(recipe, load_data_set("mnist"))
    moments = Moments(len(training.network.parameters))
    for _ in training.updates():
        kind = Kind.EPOCH_ENDED if training.step == 20 else Kind.PASSED
        moments.add(training.moment(kind, exact=training.step == 20))
    save_run(path, training.state(), None, "mnist", moments)
    found = json.loads(said(capsys, 0, "replay", path, "--at", "33", "--save", other, "--json"))
    assert not found["exact"]
    again = load_run(other).state
    assert again.parameters.dtype == np.float64
    rounded = load_run(path).moments.at(33).parameters
    assert np.array_equal(again.parameters, rounded.astype(np.float64))
    assert replace(again).step == 33
    assert json.loads(said(capsys, 0, "replay", path, "--at", "epoch 1", "--json"))["exact"]
