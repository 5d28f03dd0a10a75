"""Letters on the command line, folders that files name, and what a cluster means."""

import json
from pathlib import Path

import numpy as np
import pytest

from gdstudio.cli import main
from gdstudio.commands.experiment import job as experiment_job
from gdstudio.data.opening import load_data_set
from gdstudio.files.run_file import save_run
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from tests.data.test_folder import emnist, idx


@pytest.fixture
def letters(tmp_path: Path) -> Path:
    """Return a folder of EMNIST letters, each a grey level of its own."""
    folder = tmp_path / "letters"
    folder.mkdir()
    labels = np.arange(1, 27, dtype=np.uint8)
    images = np.repeat(labels, 28 * 28).reshape(-1, 28, 28) * np.uint8(9)
    for name, values in zip(emnist("letters"), (images, labels) * 2, strict=True):
        (folder / name).write_bytes(idx(values))
    return folder


@pytest.fixture
def run(letters: Path, tmp_path: Path) -> Path:
    data = load_data_set(str(letters))
    path = tmp_path / "letters.gdrun"
    training = Training(Recipe(hidden=(4,), data=data.name), data)
    save_run(path, training.state(), None, data.name)
    return path


def test_that_predict_and_evaluate_print_letters(
    run: Path, letters: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from PIL import Image, ImageDraw

    picture = Image.new("L", (100, 100), 255)
    ImageDraw.Draw(picture).line((30, 20, 60, 80), fill=0, width=8)
    picture.save(tmp_path / "drawn.png")
    assert main(["predict", str(run), str(tmp_path / "drawn.png"), "--json"]) == 0
    (answer,) = json.loads(capsys.readouterr().out)
    assert answer["classes"] == list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    assert answer["answer"] == answer["classes"][answer["digit"]]
    assert main(["predict", str(run), str(tmp_path / "drawn.png")]) == 0
    assert f" {answer['answer']} (activation" in capsys.readouterr().out
    assert main(["evaluate", str(run), "--data", str(letters)]) == 0
    rows = [line.split(":")[0].strip() for line in capsys.readouterr().out.splitlines()[3:]]
    assert rows == answer["classes"]
    assert main(["evaluate", str(run), "--data", str(letters), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["classes"] == answer["classes"]


@pytest.mark.parametrize(
    "command",
    [["evaluate"], ["train", "--resume"], ["surface"], ["report", "--save", "page.html"]],
)
def test_that_a_folder_a_file_names_needs_a_word_of_the_user(
    run: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, str(run)]) == 1
    line = capsys.readouterr().err
    assert "is not read unasked; give --data" in line
    assert len(line.splitlines()) == 1


def test_that_what_was_found_is_named(letters: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--data", str(letters), "--epochs", "1"]) == 0
    assert "EMNIST letters: 26 training and 26 test pictures" in capsys.readouterr().err


def test_that_a_cluster_is_said_to_be_trusted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    addresses = []

    class Nobody:
        def __init__(self, address: str, security: object) -> None:
            addresses.append((address, security))
            raise experiment_job.InvalidValue("cluster", address, "one that is there")

    monkeypatch.setattr(experiment_job, "Cluster", Nobody)
    assert main(["experiment", "noise", "--cluster", "127.0.0.1:1"]) == 2
    first = capsys.readouterr().err.splitlines()[0]
    assert "trusting 127.0.0.1:1" in first
    assert "pickles" in first
    assert "unencrypted (--cluster-security FILE uses TLS)" in first
    assert addresses == [("127.0.0.1:1", None)]
    gone = str(tmp_path / "gone.toml")
    assert main(["experiment", "noise", "--cluster-security", gone]) == 2
    assert "with --cluster" in capsys.readouterr().err
