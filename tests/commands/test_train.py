import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gdstudio.cli import main
from gdstudio.data.opening import load_data_set
from gdstudio.files.run_file import load_run, save_run
from gdstudio.learning.training import Training
from gdstudio.numerals import percent
from tests.patience import PROGRAM_S

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["train", "--train-size", "600", "--epochs", "2"]
RATE = "is not accepted; give a number above 0 and at most 1,000,000\n"
EPOCHS = "is not accepted; give a whole number from 1 to 1,000,000\n"
KEYS = [
    "parameters", "steps", "epochs", "seconds", "steps_per_second", "train_cost",
    "train_accuracy", "test_cost", "test_accuracy", "seed", "recipe",
]  # fmt: skip


def run_json(capsys, *arguments):
    assert main([*arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def failed(capsys, code, *arguments):
    assert main(list(arguments)) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdstudio: error: ")
    assert err.count("\n") == 1
    return err


def test_that_the_result_has_every_key(capsys):
    result = run_json(capsys, *SMALL, "--seed", "7")
    assert list(result) == KEYS
    assert result["parameters"] == 13_002
    assert (result["steps"], result["epochs"]) == (120, 2)
    assert (result["seed"], result["recipe"]) == (7, "lesson")
    assert 0 <= result["test_accuracy"] <= 1
    assert result["steps_per_second"] == pytest.approx(120 / result["seconds"], rel=0.05)


def test_that_held_out_digits_are_asked_too(tmp_path, capsys):
    path = tmp_path / "run.gdrun"
    flags = (*SMALL, "--validation-size", "100", "--save", str(path))
    result = run_json(capsys, *flags)
    assert list(result) == [*KEYS, "validation_cost", "validation_accuracy"]
    assert result["steps"] == 2 * 50  # 500 examples in tens
    state = load_run(path).state
    digits = load_data_set("mnist").train.take(slice(500, 600))
    network = state.recipe.make_network().at(state.parameters)
    right = network.forward(digits.inputs()).argmax(axis=1) == digits.labels
    assert result["validation_accuracy"] == pytest.approx(right.mean())
    assert main(["train", "--resume", str(path)]) == 0
    assert f"validation        {percent(right.mean())}, cost " in capsys.readouterr().out


def test_that_a_resumed_run_changes_the_pictures_as_one_that_never_stopped(tmp_path, capsys):
    whole, half = str(tmp_path / "whole"), str(tmp_path / "half")
    common = (*SMALL, "--augmentation", "elastic", "--schedule", "constant")
    long = run_json(capsys, *common, "--epochs", "3", "--save", whole)
    run_json(capsys, *common, "--save", half)
    resumed = run_json(capsys, "train", "--resume", half, "--epochs", "3", "--save", half)
    assert resumed["test_cost"] == long["test_cost"]
    parameters = [load_run(path).state.parameters.tobytes() for path in (whole, half)]
    assert parameters[0] == parameters[1]


def test_that_flags_reach_the_recipe(tmp_path, capsys):
    flags = {
        "--recipe": "modern", "--hidden": "7", "--activation": "tanh",
        "--output-activation": "sigmoid", "--cost": "squared-error", "--initialization": "xavier",
        "--optimizer": "momentum", "--learning-rate": "0.02", "--schedule": "step", "--l2": "0.5",
        "--batch-size": "20", "--epochs": "1", "--seed": "9", "--train-size": "100",
        "--label-noise": "0.25", "--validation-size": "30", "--augmentation": "affine",
    }  # fmt: skip
    path = tmp_path / "run.gdrun"
    given = [text for pair in flags.items() for text in pair]
    run_json(capsys, "train", *given, "--save", str(path))
    recipe = load_run(path).state.recipe
    assert recipe.to_dict() == {
        "name": "modern", "data": "mnist", "train_size": 100, "validation_size": 30,
        "augmentation": "affine", "label_noise": 0.25, "hidden": [7], "architecture": "",
        "activation": "tanh",
        "output_activation": "sigmoid", "cost": "squared-error", "initialization": "xavier",
        "frozen_layers": [], "optimizer": "momentum", "optimizer_settings": {},
        "learning_rate": 0.02,
        "schedule": "step", "l2": 0.5, "batch_size": 20, "epochs": 1,
        "seed": 9, "dtype": "float32",
    }  # fmt: skip


def test_that_a_resumed_run_is_the_run_that_never_stopped(tmp_path, capsys):
    whole, half, rest = (str(tmp_path / name) for name in ("whole", "half", "rest"))
    common = ["--optimizer", "adam", "--learning-rate", "0.01", "--schedule", "exponential"]
    long = run_json(capsys, *SMALL, *common, "--epochs", "4", "--save", whole)
    run_json(capsys, *SMALL, *common, "--save", half)
    resumed = run_json(capsys, "train", "--resume", half, "--epochs", "4", "--save", rest)
    for key in ("steps", "epochs", "test_cost", "train_cost", "test_accuracy"):
        assert resumed[key] == long[key]
    a, b = load_run(whole), load_run(rest)
    assert a.state.parameters.tobytes() == b.state.parameters.tobytes()
    assert a.history is not None
    assert b.history is not None
    np.testing.assert_array_equal(a.history.curve().mean, b.history.curve().mean)


def test_that_the_number_of_threads_offered_does_not_change_a_bit(tmp_path):
    flags = ["--hidden", "100", "--batch-size", "600", "--epochs", "3", "--seed", "1", "--json"]
    results = []
    for threads in ("1", "2"):
        path = tmp_path / threads
        done = subprocess.run(
            [sys.executable, "-m", "gdstudio", *SMALL, *flags, "--save", str(path)],
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
            capture_output=True,
            check=True,
        )
        result = json.loads(done.stdout)
        results.append((result["train_cost"], load_run(path).state.parameters.tobytes()))
    assert results[0] == results[1]


def test_that_nothing_is_left_to_do_in_a_complete_run(tmp_path, capsys):
    path = str(tmp_path / "run")
    done = run_json(capsys, *SMALL, "--save", path)
    again = run_json(capsys, "train", "--resume", path)
    assert again["test_cost"] == done["test_cost"]
    assert again["steps_per_second"] == 0


def test_that_a_run_stops_at_an_update_and_goes_on_to_the_same_end(tmp_path, capsys):
    whole, part, rest = (str(tmp_path / name) for name in ("whole", "part", "rest"))
    given = "train", "--train-size", "100", "--epochs", "2"
    run_json(capsys, *given, "--save", whole)
    assert run_json(capsys, *given, "--stop-at", "13", "--save", part)["steps"] == 13
    assert run_json(capsys, "train", "--resume", part, "--stop-at", "13")["steps"] == 13
    assert run_json(capsys, "train", "--resume", part, "--save", rest)["steps"] == 20
    ends = (load_run(path).state.parameters for path in (whole, rest))
    np.testing.assert_array_equal(*ends)


def test_that_a_run_stops_no_sooner_than_after_an_update(capsys):
    assert "a whole number from 1" in failed(capsys, 2, "train", "--stop-at", "0")


def test_that_a_rate_by_hand_counts_when_resumed(tmp_path, capsys):
    path, other = str(tmp_path / "run"), tmp_path / "other"
    run_json(capsys, *SMALL, "--save", path)
    more = ("--epochs", "3", "--learning-rate", "0.25", "--save", str(other))
    run_json(capsys, "train", "--resume", path, *more)
    state = load_run(other).state
    assert (state.learning_rate, state.epochs, state.epoch) == (0.25, 3, 3)


def test_that_the_result_for_people_tells_sizes_and_sum(tmp_path, capsys):
    path = tmp_path / "run.gdrun"
    assert main([*SMALL, "--save", str(path)]) == 0
    out = capsys.readouterr().out
    assert "784-16-16-10, 13,002 parameters, recipe lesson, seed 1" in out
    assert "120 steps, 2 epochs" in out
    assert f"saved in {path}" in out


@pytest.mark.parametrize(
    ("flags", "code", "reason"),
    [
        (["--recipe", "lessen"], 2, "recipe: 'lessen' is not accepted; give one of: lesson"),
        (["--hidden", "0"], 2, "hidden layer size: 0"),
        (["--hidden", "10000000"], 2, "from 1 to 4,096"),
        (["--hidden", "16;x"], 2, "like 16, 16"),
        (["--learning-rate", "-1"], 2, "learning rate: -1.0"),
        (["--learning-rate", "fast"], 2, f"gdstudio: error: learning rate: 'fast' {RATE}"),
        (["--learning-rate", "nan"], 2, f"gdstudio: error: learning rate: 'nan' {RATE}"),
        (["--epochs", "0"], 2, "epochs: 0"),
        (["--epochs", "1.5"], 2, f"gdstudio: error: epochs: '1.5' {EPOCHS}"),
        (["--seed", "-1"], 2, "seed: -1"),
        (["--augmentation", "flip"], 2, "augmentation: 'flip'"),
        (["--train-size", "9", "--validation-size", "9"], 2, "validation size: 9"),
        (["--validation-size", "60000"], 2, "validation size: 60000"),
        (["--label-noise", "2"], 2, "label noise: 2.0"),
        (["--train-size", "60001"], 2, "from 1 to 60,000"),
        (["--optimizer", "adamm"], 2, "gradient-descent, sgd"),
        (["--cost", "cross-entropy", "--output-activation", "relu"], 2, "sigmoid or softmax"),
        (["--schedule", "never"], 2, "schedule"),
        (["--nonsense"], 2, "--nonsense"),
        (["--data", "/nonexistent/folder"], 1, "/nonexistent/folder"),
        (["--resume", "/nonexistent.gdrun"], 1, "there is no such file"),
        (["--save", "/nonexistent/run.gdrun"], 1, "there is no folder /nonexistent"),
        (["--save", "/"], 1, "is a folder"),
    ],
)
def test_that_what_is_not_accepted_is_one_line(capsys, flags, code, reason):
    assert reason in failed(capsys, code, "train", *flags)


def test_that_settings_of_a_resumed_run_stay(tmp_path, capsys):
    path = str(tmp_path / "run")
    run_json(capsys, *SMALL, "--save", path)
    for flag, value in (("--hidden", "5"), ("--seed", "3"), ("--recipe", "lesson")):
        assert f"{flag} with --resume" in failed(capsys, 2, "train", "--resume", path, flag, value)
    (tmp_path / "run").write_bytes(Path(path).read_bytes()[:-30])
    assert "damaged" in failed(capsys, 1, "train", "--resume", path)


def test_that_divergence_is_one_line_and_the_run_is_kept(tmp_path, capsys):
    path = tmp_path / "run.gdrun"
    wild = ["--activation", "relu", "--output-activation", "identity", "--learning-rate", "1000"]
    wild += ["--schedule", "constant"]
    err = failed(capsys, 1, *SMALL, *wild, "--save", str(path))
    run_file = load_run(path)
    step = run_file.state.step
    assert err == f"gdstudio: error: diverged at step {step + 1}, learning rate 1000\n"
    assert run_file.history is not None
    assert run_file.history.diverged_at == step + 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_that_an_interrupted_run_goes_on_as_if_it_had_not_been(
    tmp_path, capsys, monkeypatch, number
):
    path, rest, whole = (str(tmp_path / name) for name in ("run", "rest", "whole"))
    result = run_json(capsys, *SMALL, "--save", whole)
    real = Training.update

    def update(training, batch_size=None):
        cost = real(training, batch_size)
        if training.step == 37:
            signal.raise_signal(number)
        return cost

    monkeypatch.setattr(Training, "update", update)
    before = signal.getsignal(number)
    assert main([*SMALL, "--save", path]) == 130
    assert signal.getsignal(number) is before
    monkeypatch.undo()
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"gdstudio: interrupted at step 37, epoch 0.62; kept in {path}\n"
    assert load_run(path).state.step == 37
    resumed = run_json(capsys, "train", "--resume", path, "--save", rest)
    assert (resumed["steps"], resumed["test_cost"]) == (result["steps"], result["test_cost"])
    a, b = load_run(whole).state, load_run(rest).state
    assert a.parameters.tobytes() == b.parameters.tobytes()


def test_that_an_interrupted_run_without_save_says_so(capsys, monkeypatch):
    real = Training.update
    monkeypatch.setattr(
        Training, "update", lambda run: signal.raise_signal(signal.SIGINT) or real(run)
    )
    assert main(SMALL) == 130
    assert "interrupted at step 1, epoch 0.02; not kept" in capsys.readouterr().err


def test_that_control_c_on_a_terminal_ends_a_run_with_its_progress_line(tmp_path):
    """The progress line, which is redrawn on a terminal, tells when the run is under way."""
    terminal, stderr = os.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "gdstudio", "train", "--epochs", "1000", "--save", "run.gdrun"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=stderr,
    )
    os.close(stderr)
    shown = b""
    while shown.count(b"left") < 2:
        shown += os.read(terminal, 1000)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=PROGRAM_S)
    assert process.returncode == 130
    assert out == b""
    assert re.match(rb"\repoch 0\.\d/1000  step [\d,]+  cost 0\.\d{4}  [\d,]+ steps/s  ", shown)
    rest = os.read(terminal, 10_000)
    os.close(terminal)
    assert b"interrupted at step" in rest
    assert b"Traceback" not in rest
    assert load_run(tmp_path / "run.gdrun").state.step > 0


def test_that_an_architecture_is_trained_kept_and_gone_on_with(tmp_path, capsys):
    path = str(tmp_path / "cnn.gdrun")
    layers = "Conv 4@5x5,pool 2, dropout 0.2,  dense 16"
    flags = ("--architecture", layers, "--train-size", "300", "--epochs", "2", "--save", path)
    result = run_json(capsys, "train", *flags)
    assert result["parameters"] == 104 + (4 * 12 * 12 + 1) * 16 + 170
    state = load_run(path).state
    assert state.recipe.architecture == "conv 4@5x5, pool 2, dropout 0.2, dense 16"
    assert (state.recipe.optimizer, state.recipe.cost) == ("adam", "cross-entropy")
    evaluated = run_json(capsys, "evaluate", path)
    assert evaluated["test_accuracy"] == result["test_accuracy"]
    assert main(["train", "--resume", path]) == 0
    out, err = capsys.readouterr()
    assert f"{state.recipe.architecture}, 9,506 parameters" in out
    assert err == ""
    save_run(path, replace(state, optimizer_state={}, optimizer_steps=0), None, "mnist")
    assert main(["train", "--resume", path, "--epochs", "3"]) == 0
    assert "without the state of its optimizer; adam begins anew\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--architecture", "conv 8@5x5, pol 2"], "architecture, part 2: 'pol 2' is not accepted"),
        (["--architecture", "conv 8@5x5, pool 25"], "part 2: 'pool 25' .* at most 24x24"),
        (["--architecture", "dense 10, conv 8@5x5"], "part 2: 'conv 8@5x5' .* not pictures"),
        (["--architecture", "dense 8", "--hidden", "16,16"], "--hidden with --architecture"),
    ],
)
def test_that_what_is_wrong_in_an_architecture_is_named_with_its_place(capsys, flags, message):
    assert re.search(message, failed(capsys, 2, "train", *flags))


def test_that_hidden_sizes_take_the_place_of_an_architecture(tmp_path, capsys):
    flags = ("--recipe", "cnn-small", "--hidden", "7", "--train-size", "100", "--epochs", "1")
    assert run_json(capsys, "train", *flags)["parameters"] == 785 * 7 + 80
