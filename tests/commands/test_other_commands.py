import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

from gdstudio import __version__
from gdstudio.cli import COMMANDS, main
from gdstudio.commands.display import has_display
from gdstudio.commands.output import ProgressLine, duration, print_json
from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.mnist import load_mnist
from gdstudio.files.run_file import save_run
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES
from gdstudio.learning.training import Training
from gdstudio.numerals import percent

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def learned(tmp_path_factory):
    """A network that knows its digits fairly well after a second of training."""
    recipe = Recipe(
        train_size=20_000, hidden=(30,), cost="cross-entropy", initialization="scaled-normal",
        learning_rate=0.3, epochs=3,
    )  # fmt: skip
    training = Training(recipe, load_mnist())
    for _ in training.updates():
        pass
    path = tmp_path_factory.mktemp("learned") / "run.gdrun"
    save_run(path, training.state(), None, "mnist")
    return path, training


def run_json(capsys, *arguments):
    assert main([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def error_line(capsys, code, *arguments):
    assert main([*map(str, arguments)]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gdstudio: error: ")
    assert err.count("\n") == 1
    return err


def test_that_evaluate_tells_what_training_measured(learned, capsys):
    path, training = learned
    result = run_json(capsys, "evaluate", path)
    expected = training.evaluate(load_mnist().test)
    names = ["pictures", "asked", "test_cost", "test_accuracy", "confusion", "classes"]
    assert list(result) == names
    assert result["test_accuracy"] == expected.accuracy > 0.9
    assert result["test_cost"] == pytest.approx(expected.cost, rel=1e-6)
    assert result["confusion"] == expected.confusion.tolist()
    # Rows are labels: MNIST has 980 zeros among its test digits.
    assert sum(result["confusion"][0]) == 980
    assert main(["evaluate", str(path)]) == 0
    assert f"test accuracy {percent(expected.accuracy)}" in capsys.readouterr().out


def test_that_predict_reads_pictures_of_either_polarity_and_any_size(learned, tmp_path, capsys):
    path, _ = learned
    test = load_mnist().test
    files = []
    for index, label in ((0, 7), (1, 2), (3, 0)):
        assert test.labels[index] == label
        picture = np.kron(test.pictures([index])[0], np.ones((9, 9), np.uint8))
        PIL.Image.fromarray(np.pad(picture, 40)).save(tmp_path / f"{label}.png")
        PIL.Image.fromarray(255 - np.pad(picture, 90)).save(tmp_path / f"dark {label}.jpg")
        files += [tmp_path / f"{label}.png", tmp_path / f"dark {label}.jpg"]
    result = run_json(capsys, "predict", path, *files)
    assert [item["file"] for item in result] == [str(file) for file in files]
    assert [item["digit"] for item in result] == [7, 7, 2, 2, 0, 0]
    for item in result:
        names = ["file", "digit", "answer", "activations", "classes", "doubts", "notes"]
        assert list(item) == names
        assert item["doubts"] == []
        assert len(item["activations"]) == 10
        assert int(np.argmax(item["activations"])) == item["digit"]
    assert main(["predict", str(path), str(files[0])]) == 0
    assert capsys.readouterr().out.startswith(f"{files[0]}: 7 (activation 0.")


def bar(path, *, columns=(28,)):
    picture = np.zeros((60, 90), np.uint8)
    for column in columns:
        picture[10:50, column : column + 5] = 255
    PIL.Image.fromarray(picture).save(path)
    return path


def test_that_predict_answers_the_pictures_it_can_read(learned, tmp_path, capsys):
    path, _ = learned
    good, blank, bad = bar(tmp_path / "good.png"), tmp_path / "blank.png", tmp_path / "bad.png"
    PIL.Image.fromarray(np.zeros((60, 60), np.uint8)).save(blank)
    bad.write_bytes(b"no picture")
    for wrong in (bad, blank, tmp_path / "none.png", tmp_path):
        assert main(["predict", *map(str, (path, good, wrong, good))]) == 1
        out, err = capsys.readouterr()
        assert [line.split(": ")[0] for line in out.splitlines()] == [str(good)] * 2
        assert err.startswith(f"gdstudio: error: {wrong}: ")
        assert err.count("\n") == 1
        assert main(["predict", *map(str, (path, good, wrong)), "--json"]) == 1
        out, err = capsys.readouterr()
        assert [item["file"] for item in json.loads(out)] == [str(good)]
        assert err.count("\n") == 1
    assert "there is no such file" in error_line(capsys, 1, "predict", bad.parent / "x", good)


def test_that_predict_says_its_doubts_instead_of_a_sure_digit(learned, tmp_path, capsys):
    path, _ = learned
    two = bar(tmp_path / "two.png", columns=(20, 60))
    assert main(["predict", str(path), str(two)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{two}: perhaps ")
    assert "two separate shapes were seen and read as one" in out
    (item,) = run_json(capsys, "predict", path, two)
    assert item["doubts"] == ["two separate shapes were seen and read as one"]


def test_that_predict_writes_a_picture_of_what_was_found(learned, tmp_path, capsys):
    path, _ = learned
    good, explained = bar(tmp_path / "good.png"), tmp_path / "explained.png"
    assert main(["predict", *map(str, (path, good, "--explain", explained))]) == 0
    capsys.readouterr()
    with PIL.Image.open(explained) as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors(1 << 20)}
    assert {(214, 39, 40), (31, 119, 180)} <= colours  # the outline and the box
    for wrong, code in (
        ((good, good, "--explain", explained), 2),
        ((good, "--explain", tmp_path / "a.jpg"), 2),
        ((good, "--explain", tmp_path / "none" / "a.png"), 1),
    ):
        assert "gdstudio: error: " in error_line(capsys, code, "predict", path, *wrong)


def test_that_a_network_for_other_pictures_is_told_from_ours(tmp_path, capsys):
    rng = np.random.default_rng(1)
    images, labels = rng.integers(0, 256, (30, 12)), rng.integers(0, 3, 30)
    digits = Digits(images.astype(np.uint8), labels.astype(np.uint8), 3, rows=3, columns=4)
    training = Training(Recipe(hidden=(4,)), DataSet("small", digits, digits))
    path = tmp_path / "run.gdrun"
    save_run(path, training.state(), None, "mnist")
    line = error_line(capsys, 1, "evaluate", path)
    assert "28 x 28 pixels and 10 classes do not fit 12-4-3" in line
    picture = np.full((60, 80), 255, np.uint8)
    picture[10:50, 35:45] = 0
    PIL.Image.fromarray(picture).save(tmp_path / "picture.png")
    (answer,) = run_json(capsys, "predict", path, tmp_path / "picture.png")
    assert answer["classes"] == ["0", "1", "2"]
    assert "not the training examples" in error_line(capsys, 1, "train", "--resume", path)


def test_that_recipes_are_listed_with_their_sentences(capsys):
    result = run_json(capsys, "recipes")
    assert [item["name"] for item in result] == list(RECIPES)
    assert result[0]["name"] == "lesson"
    assert result[0]["settings"]["hidden"] == [16, 16]
    assert main(["recipes"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    for named in RECIPES.values():
        assert f"{named.name}: {named.title}" in out
        assert named.summary in out
        assert f"{named.recipe.network_name()}, {named.recipe.parameter_count():,} para" in out
    for line in ("conv 16@5x5 16 x 8 x 8 3,216", "lstm 128 128 80,384", "dense 10 10 1,290"):
        assert line in out
    lstm = next(item for item in result if item["name"] == "lstm-rows")
    assert lstm["parameters"] == 81_674  # with one vector of biases
    assert lstm["layers"] == [
        {"name": "lstm 128", "shape": [128], "parameters": 80_384},
        {"name": "dense 10", "shape": [10], "parameters": 1_290},
    ]


def test_that_the_version_and_help_are_quick_and_load_no_library():
    program = (
        "import sys, gdstudio.cli\n"
        "code = gdstudio.cli.main(sys.argv[1:])\n"
        "loaded = {'numpy', 'PySide6', 'PIL'} & set(sys.modules)\n"
        "if sys.argv[1] == 'experiment':  # its settings are those of the experiments\n"
        "    loaded -= {'numpy'}\n"
        "assert code == 0 and not loaded, (code, loaded)\n"
    )
    arguments = [["--version"], ["--help"], *([name, "--help"] for name in COMMANDS)]
    for given in arguments:
        done = subprocess.run(
            [sys.executable, "-c", program, *given],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        if given == ["--version"]:
            assert done.stdout == f"gdstudio {__version__}\n"


def test_that_help_names_every_command(capsys):
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    for name in COMMANDS:
        assert f"\n  {name}" in out


def test_that_wrong_usage_is_one_line(capsys):
    assert "'trian' is not accepted" in error_line(capsys, 2, "trian")
    assert "required: RUN.gdrun" in error_line(capsys, 2, "evaluate")
    assert "required: IMAGE" in error_line(capsys, 2, "predict", "run.gdrun")
    assert "--colour" in error_line(capsys, 2, "--colour")
    assert "there is no such file" in error_line(capsys, 1, "gone.gdrun")


def test_that_a_missing_display_is_one_line_naming_train(capsys, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert "gdstudio train" in error_line(capsys, 1)


def test_that_a_display_is_one_that_answers(tmp_path):
    assert has_display({"QT_QPA_PLATFORM": "offscreen"})
    assert has_display({"DISPLAY": "projector:0"})
    assert not has_display({})
    assert not has_display({"QT_QPA_PLATFORM": "xcb"})
    assert not has_display({"DISPLAY": ":98765"})
    assert not has_display({"DISPLAY": "nonsense"})
    assert not has_display({"DISPLAY": "projector:"})
    for platform in ("xcb;offscreen", "xcb:screen", "wayland", "wayland-egl"):
        assert not has_display({"QT_QPA_PLATFORM": platform})
    assert has_display({"QT_QPA_PLATFORM": "vnc:size=800x600"})
    assert has_display({"QT_QPA_PLATFORM": "xcb", "DISPLAY": "projector:0"})
    wayland = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert not has_display(wayland)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        assert has_display(wayland)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X98765")
        server.listen(1)
        assert has_display({"DISPLAY": ":98765.0"})
        assert has_display({"DISPLAY": "unix:98765"})


def test_that_json_has_no_numbers_that_json_does_not_know(capsys):
    print_json({"a": float("nan"), "b": [float("inf"), 1.5, (2, None)]})
    assert capsys.readouterr().out == '{"a": null, "b": [null, 1.5, [2, null]]}\n'


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0:00"), (7, "0:07"), (119.6, "2:00"), (3723, "1:02:03")]
)
def test_that_durations_read_like_a_clock(seconds, text):
    assert duration(seconds) == text


class Stream:
    def __init__(self, is_terminal):
        self.text = ""
        self._is_terminal = is_terminal

    def isatty(self):
        return self._is_terminal

    def write(self, text):
        self.text += text

    def flush(self):
        self.shown = self.text


def test_that_a_terminal_is_redrawn_and_a_file_gets_lines():
    terminal, file = Stream(True), Stream(False)
    for stream in (terminal, file):
        line = ProgressLine(stream)
        assert not line.is_due()
        line.show("a longer text")
        line.show("short")
        line.clear()
    assert terminal.text == "\ra longer text\rshort        \r     \r"
    assert file.text == "a longer text\nshort\n"
    line = ProgressLine(terminal)
    line.clear()  # of nothing
    line.show("new")
    line.clear()
    line.clear()  # again
    assert terminal.text.endswith("\r     \r\rnew\r   \r")
    assert (terminal.shown, file.shown) == (terminal.text, file.text)


@pytest.mark.parametrize(("is_terminal", "seconds"), [(True, 0.1), (False, 5.0)])
def test_that_a_text_is_due_when_its_time_has_come(is_terminal, seconds, monkeypatch):
    now = [10.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    line = ProgressLine(Stream(is_terminal))
    for _ in range(2):
        assert not line.is_due()
        now[0] += 0.9 * seconds
        assert not line.is_due()
        now[0] += 0.2 * seconds
        assert line.is_due()
        line.show("text")


def test_that_progress_goes_to_standard_error(capsys):
    ProgressLine().show("step 3")
    assert capsys.readouterr() == ("", "step 3\n")


def test_that_output_to_a_reader_who_left_is_quiet():
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "gdstudio", "recipes"],
        cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(write)
    assert done.stderr == b""
    assert done.returncode == 1
