"""What commands print and draw, kept as texts: each line stands as it was when it was looked at."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import PIL.Image
import pytest

from gdstudio import commands
from gdstudio.cli import main
from gdstudio.pictures.scene import Scene
from tests.kept import difference
from tests.pictures.told import measure, told

FOLDER: Final = Path(__file__).parent / "printed"
RUNS: Final = Path(__file__).resolve().parents[2] / "resources" / "runs"

PRINTED: Final[dict[str, str]] = {
    "help": "--help",
    **{
        f"{name}_help": f"{name} --help"
        for name in (
            "train", "evaluate", "replay", "predict", "report", "export", "import", "film",
            "inspect", "descend", "surface", "interpolate", "experiment", "recipes", "bench",
            "selftest",
        )
    },
    "noise_help": "experiment noise --help",
    "minima_help": "experiment minima --help",
    "recipes": "recipes",
    "experiments": "experiment --list",
    "experiment": "experiment noise --network lesson-best --pictures 10 --climb-steps 5",
    "experiments_json": "experiment --list --json",
    "recipes_json": "recipes --json",
    "descend_list": "descend --list",
    "descend_list_json": "descend --list --json",
    "descend": "descend himmelblau --steps 30 --save path.png",
    "descend_one": "descend parabola --steps 3 --save path.png",
    "descend_typed": "descend 0.5x^2+5y^2 --start 1,1 --learning-rate 0.15 --save path.png",
    "descend_typed_one": "descend 1/x+x --start 2 --optimizer momentum --steps 4 --save path.png",
    "descend_race": "descend booth --race newton,adam:0.5,sgd --steps 20 --save path.png",
    "descend_race_table": "descend parabola --race sgd,newton --steps 2 --save path.csv",
    "descend_table": "descend parabola --steps 2 --save path.csv --json",
    "evaluate": "evaluate RUNS/lesson-best.gdrun",
    "evaluate_json": "evaluate RUNS/lesson-best.gdrun --json",
    "evaluate_past": "evaluate a.gdrun --at 7",
    "evaluate_every": "evaluate a.gdrun --every 5 --save past.csv",
    "evaluate_every_json": "evaluate a.gdrun --every 5 --save past.csv --json",
    "replay": "replay a.gdrun",
    "replay_json": "replay a.gdrun --json",
    "replay_at": "replay a.gdrun --at 7 --save other.gdrun",
    "replay_at_json": "replay a.gdrun --at epoch:1 --json",
    "predict": "predict RUNS/lesson-best.gdrun one.png empty.png",
    "predict_json": "predict RUNS/lesson-best.gdrun one.png --json",
    "export": "export RUNS/lesson-best.gdrun --save network.py",
    "export_json": "export RUNS/cnn-small.gdrun --format npz --save network --json",
    "inspect": "inspect RUNS/lesson-best.gdrun --neuron L2.5 --digit test:7",
    "inspect_json": "inspect RUNS/lesson-best.gdrun --neuron L3.9 --digit one.png --json",
    "inspect_backprop": "inspect RUNS/lesson-best.gdrun --backprop --weight W2[3,7] --check 9 "
    "--examples 3",
    "inspect_edits": "inspect RUNS/lesson-best.gdrun --edit W2[5,15]=0 --edit b2[5]=9",
    "inspect_health": "inspect a.gdrun --health --past",
    "inspect_health_json": "inspect RUNS/lesson-best.gdrun --health --json",
    "inspect_nudges": "inspect a.gdrun --nudges 4 --past",
    "inspect_nudges_json": "inspect a.gdrun --nudges 2 --layer 3 --digit test:3 --json",
    "surface": "surface RUNS/lesson-best.gdrun --size 5 --examples 60 --save s.png",
    "surface_table": "surface RUNS/lesson-best.gdrun --size 3 --examples 20 --save s.csv",
    "surface_json": "surface RUNS/lesson-best.gdrun --size 3 --examples 20 --json",
    "surface_path": "surface a.gdrun --plane trajectory --size 5 --examples 20 --save s.png",
    "surface_gradient": "surface a.gdrun --plane gradient --size 3 --examples 20 --json",
    "train": "train --train-size 200 --epochs 2 --seed 3",
    "train_json": "train --train-size 200 --epochs 2 --validation-size 50 --json",
    "train_resumed": "train --resume a.gdrun --epochs 2",
    "surface_slice": "surface RUNS/lesson-best.gdrun --slice gradient --examples 60 --save s.png",
    "surface_start": "surface RUNS/lesson-best.gdrun --slice start --examples 60 --save s.csv",
    "surface_curvature": "surface RUNS/lesson-best.gdrun --size 3 --examples 20 --curvature",
    "interpolate": "interpolate a.gdrun b.gdrun --match --points 5 --examples 60 --save i.png",
    "interpolate_json": "interpolate a.gdrun b.gdrun --points 3 --test --examples 60 --json",
    "interpolate_bezier": "interpolate a.gdrun b.gdrun --bezier --updates 3 --points 3 "
    "--examples 60 --save i.csv",
}  # fmt: skip


def rounded(text: str) -> str:
    """Return a text without times, and with four figures of a number that has more."""
    text = re.sub(r'(_second"|"seconds"|_seconds"): [\d.e+-]+', r"\1: some", text)
    text = re.sub(r"[\d.,]+( s\b| steps/s)", r"some\1", text)
    text = re.sub(r"\b\d+:\d\d\b", "some time", text)
    text = re.sub(r"\d+\.\d*e-\d\d\b", "tiny", text)
    text = re.sub(r"(\d[\d.]*·)?10⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]{2,}", "tiny", text)
    text = re.sub(r"\d+\.\d{4,}", lambda found: f"{float(found[0]):.4g}", text)
    return text.replace(str(RUNS), "RUNS")


def printed(name: str, folder: Path, capsys: Any, patch: pytest.MonkeyPatch) -> list[str]:
    """Return the exit code, what is printed, and what is saved."""
    scenes: list[Scene] = []

    def png_of(scene: Scene) -> bytes:
        scenes.append(scene)
        return b"a picture"

    for found in pkgutil.walk_packages(commands.__path__, "gdstudio.commands."):
        module = importlib.import_module(found.name)
        for own in (png_of, measure):
            if hasattr(module, own.__name__):
                patch.setattr(module, own.__name__, own)
    patch.setattr("gdstudio.commands.output.ProgressLine.is_due", lambda line: False)
    patch.setenv("COLUMNS", "100")
    patch.chdir(folder)
    pixels = np.full((60, 60), 255, np.uint8)
    PIL.Image.fromarray(pixels).save("empty.png")
    pixels[12:48, 27:33] = 0
    PIL.Image.fromarray(pixels).save("one.png")
    for run, seed in (("a.gdrun", "1"), ("b.gdrun", "2")):
        if run in PRINTED[name]:
            main(f"train --train-size 200 --epochs 1 --seed {seed} --save {run}".split())
    capsys.readouterr()
    code = main(PRINTED[name].replace("RUNS", str(RUNS)).split())
    out, err = capsys.readouterr()
    return [f"code {code}", *_said(out, err, folder, scenes)]


def _said(out: str, err: str, folder: Path, scenes: list[Scene]) -> Iterator[str]:
    for text in (_without_layout(out) if out.startswith("usage: ") else out, err):
        yield from map(str.rstrip, rounded(text).splitlines())
    for path in sorted(folder.glob("*.csv")):
        yield from rounded(path.read_text("utf-8")).splitlines()
    for scene in scenes:
        yield f"{scene.width:g} x {scene.height:g} on {scene.ground}"
        yield from told(scene.shapes)


def _without_layout(text: str) -> str:
    """Return a help without its summary, a word a line: Pythons break lines in different ways."""
    return "\n".join(text.partition("\n\n")[2].split())


@pytest.mark.parametrize("name", PRINTED)
def test_that_a_command_prints_and_draws_what_it_did_when_that_was_looked_at(
    name: str, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = printed(name, tmp_path, capsys, monkeypatch)
    assert difference(FOLDER / f"{name}.txt", found) == ""
