"""What is given damaged input: readers as a person meets them, through the command line."""

from __future__ import annotations

import contextlib
import gzip
import io
import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from gdstudio import cli
from gdstudio.data.digits import DataSet, Digits
from gdstudio.errors import GdstudioError
from gdstudio.files.experiment_folder import save_experiment
from gdstudio.files.models.exporting import export_model
from gdstudio.files.models.importing import import_model
from gdstudio.files.run_file import save_run
from gdstudio.learning.history import History
from gdstudio.learning.moment import Kind
from gdstudio.learning.moments import Moments
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.training import Training
from gdstudio.resources import resource
from tests.files.models.small_networks import DATA as SMALL
from tests.files.models.small_networks import OF_TORCH, trained
from tests.files.test_experiment_folder import saved
from tests.fuzz.mutations import (
    damaged_archive,
    damaged_bytes,
    damaged_formula,
    damaged_json,
    damaged_settings,
)

Rng = np.random.Generator
FORMULAS: Final = (
    "x^2 + y^2",
    "w^4/4 - 2 w^2 + w/2 + 5",
    "sin(3x) e^(-x^2)",
    "(x^2+y-11)^2 + (x+y^2-7)^2",
    "|x| + sqrt(y)",
    "log(1 + x^2) / 2",
    "x y exp(-x y)",
    "1/(1+exp(-w))",
    "100 (y - x^2)^2 + (1 - x)^2",
    "tanh(x) - cos(2 pi y)",
)


def told_in_one_line(*arguments: str) -> str:
    """Run a command; return what is wrong with how it ended, "" if nothing is.

    It may be done (0), refuse (1) or not understand (2), the last two in one line of its own.
    """
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(arguments)
    said = err.getvalue()
    errors = [line for line in said.splitlines() if line.startswith("gdstudio: error: ")]
    if code not in (0, 1, 2):
        return f"exit code {code}"
    if "Traceback" in said or len(errors) != (code != 0):
        return f"exit code {code} and on standard error: {said[:500]!r}"
    return ""


class Target(ABC):
    """A reader and sound inputs for it.

    Attributes:
        name: In tables, and on the command line of the long run.
    """

    name: str

    def __init__(self, folder: Path) -> None:
        """Make the sound inputs in a folder of its own."""
        self.folder = folder

    @abstractmethod
    def damaged(self, rng: Rng) -> Any:
        """Return one damaged input."""

    @abstractmethod
    def check(self, given: Any) -> str:
        """Give it to the program; return what is wrong with how that ended, "" if nothing is."""


class RunFiles(Target):
    """Run files: their bytes, and archives that are whole but say something else."""

    name = "runs"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        rng = np.random.default_rng(0)
        some = Digits(
            rng.integers(0, 256, (40, 784)).astype(np.uint8),
            rng.integers(0, 10, 40).astype(np.uint8),
        )
        self._sound, self._picture = [], folder / "picture.png"
        Image.fromarray(255 - some.pictures()[0]).resize((56, 56)).save(self._picture)
        for recipe in (
            Recipe(hidden=(4,), optimizer="adam", epochs=1),
            Recipe(architecture="conv 2@5x5, pool 4, dense 5", optimizer="momentum", epochs=1),
            Recipe(architecture="lstm 3", optimizer="sgd", epochs=1),
        ):
            training, history = Training(recipe, DataSet("made up", some, some)), History(10)
            moments = Moments(recipe.parameter_count())
            for step in range(1, 4):
                history.append_costs(step, np.array([training.update()]))
                moments.add(training.moment(Kind.PASSED, exact=step == 2))
            moments.name(2, "a mark")
            history.append_evaluation(3, training.examples, 0.5, 0.4, 0.3, 0.2, 0.1)
            save_run(folder / "sound.gdrun", training.state(), history, "made up", moments)
            self._sound.append((folder / "sound.gdrun").read_bytes())

    def damaged(self, rng: Rng) -> bytes:
        sound = self._sound[int(rng.integers(len(self._sound)))]
        return (damaged_bytes if rng.random() < 0.3 else damaged_archive)(sound, rng)

    def check(self, given: bytes) -> str:
        file = self.folder / "damaged.gdrun"
        file.write_bytes(given)
        return told_in_one_line("predict", str(file), str(self._picture))


class Experiments(Target):
    """Folders of saved experiments: another result.json, or another array."""

    name = "experiments"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._sound = folder / "sound"
        save_experiment(self._sound, saved(), {})

    def damaged(self, rng: Rng) -> tuple[str, bytes]:
        files = [
            "result.json",
            *sorted(f"charts/{f.name}" for f in (self._sound / "charts").iterdir()),
        ]
        name = files[int(rng.integers(len(files))) if rng.random() < 0.3 else 0]
        data = (self._sound / name).read_bytes()
        if name == "result.json" and rng.random() < 0.8:
            return name, damaged_json(data, rng)
        return name, damaged_bytes(data, rng)

    def check(self, given: tuple[str, bytes]) -> str:
        folder, (name, data) = self.folder / "damaged", given
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._sound, folder)
        (folder / name).write_bytes(data)
        return told_in_one_line("experiment", "--open", str(folder))


class IdxFiles(Target):
    """Data sets: four small IDX files, one of them damaged, plain or gzipped."""

    name = "idx"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        rng = np.random.default_rng(0)
        self._sound: dict[str, bytes] = {}
        for part, n in (("train", 30), ("t10k", 10)):
            images, labels = rng.integers(0, 256, (n, 28, 28)), rng.integers(0, 10, n)
            head = b"\0\0\x08\x03" + b"".join(k.to_bytes(4, "big") for k in (n, 28, 28))
            self._sound[f"{part}-images-idx3-ubyte"] = head + images.astype(np.uint8).tobytes()
            head = b"\0\0\x08\x01" + n.to_bytes(4, "big")
            self._sound[f"{part}-labels-idx1-ubyte"] = head + labels.astype(np.uint8).tobytes()

    def damaged(self, rng: Rng) -> dict[str, bytes]:
        files = dict(self._sound)
        name = sorted(files)[int(rng.integers(len(files)))]
        if rng.random() < 0.4:
            packed = gzip.compress(files.pop(name), mtime=0)
            files[f"{name}.gz"] = damaged_bytes(packed, rng)
        elif rng.random() < 0.3:
            files[f"{name}.gz"] = gzip.compress(damaged_bytes(files.pop(name), rng), mtime=0)
        else:
            files[name] = damaged_bytes(files[name], rng)
        return files

    def check(self, given: dict[str, bytes]) -> str:
        folder = self.folder / "data"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, data in given.items():
            (folder / name).write_bytes(data)
        command = (
            "train",
            "--data",
            str(folder),
            "--hidden",
            "2",
            "--epochs",
            "1",
            "--batch-size",
            "1",
        )
        return told_in_one_line(*command)


class OwnData(Target):
    """Data sets of other kinds: a CSV, an NPZ, a folder of pictures, one file of it damaged."""

    name = "own data"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        rng = np.random.default_rng(0)
        images, marks = rng.integers(0, 256, (24, 6, 6)).astype(np.uint8), np.arange(24) % 3
        rows = zip(marks.tolist(), images.reshape(24, -1).tolist(), strict=True)
        csv = "\n".join(",".join(map(str, [mark, *pixels])) for mark, pixels in rows)
        plain, packed = io.BytesIO(), io.BytesIO()
        np.savez(plain, images=images, labels=np.array(["a", "b", "c"])[marks])
        np.savez_compressed(packed, x_train=images, y_train=marks, x_test=images, y_test=marks)
        self._sound = {
            "own.csv": csv.encode(),
            "own.npz": plain.getvalue(),
            "packed.npz": packed.getvalue(),
        }
        for k, (mark, image) in enumerate(zip(marks.tolist(), images, strict=True)):
            png = io.BytesIO()
            Image.fromarray(image).save(png, "PNG")
            self._sound[f"folder/{mark}/{k}.png"] = png.getvalue()

    def damaged(self, rng: Rng) -> tuple[str, dict[str, bytes]]:
        asked = str(rng.choice(["own.csv", "own.npz", "packed.npz", "folder"]))
        files = {name: data for name, data in self._sound.items() if name.startswith(asked)}
        name = sorted(files)[int(rng.integers(len(files)))]
        return asked, files | {name: damaged_bytes(files[name], rng)}

    def check(self, given: tuple[str, dict[str, bytes]]) -> str:
        asked, files = given
        folder = self.folder / "own"
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        settings = "--hidden", "2", "--epochs", "1", "--batch-size", "8"
        return told_in_one_line("train", "--data", str(folder / asked), *settings)


class Pictures(Target):
    """Picture files of every kind that is read."""

    name = "pictures"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._run, self._sound = str(resource("runs/lesson-best.gdrun")), []
        grey = np.full((60, 48), 250, np.uint8)
        grey[10:50, 20:26] = 20
        image = Image.fromarray(grey)
        clear = Image.merge("LA", (image, Image.fromarray(255 - grey)))
        kinds: tuple[tuple[str, Image.Image, dict[str, Any]], ...] = (
            ("PNG", image, {}),
            ("PNG", clear, {}),
            ("PNG", image.convert("P"), {}),
            ("PNG", image.convert("I;16"), {}),
            ("JPEG", image, {}),
            ("JPEG", image.convert("CMYK"), {}),
            ("BMP", image.convert("RGB"), {}),
            ("GIF", image, {}),
            ("GIF", image, {"save_all": True, "append_images": [image.rotate(9)]}),
            ("TIFF", image, {}),
            ("TIFF", image, {"compression": "tiff_lzw"}),
            ("TIFF", image.convert("F"), {}),
            ("TIFF", image.convert("1"), {"compression": "group4"}),
            ("WEBP", image.convert("RGB"), {}),
            ("WEBP", clear.convert("RGBA"), {"lossless": True}),
            ("PPM", image, {}),
            ("PNG", image, {"save_all": True, "append_images": [image.rotate(9)]}),
        )
        for kind, picture, options in kinds:
            buffer = io.BytesIO()
            picture.save(buffer, kind, **options)
            self._sound.append(buffer.getvalue())

    def damaged(self, rng: Rng) -> bytes:
        return damaged_bytes(self._sound[int(rng.integers(len(self._sound)))], rng)

    def check(self, given: bytes) -> str:
        file = self.folder / "damaged"
        file.write_bytes(given)
        return told_in_one_line("predict", self._run, str(file))


class Formulas(Target):
    """Formulas: read, gone down on, and now and then drawn."""

    name = "formulas"
    _DRAWN: Final = 20  # one in so many is drawn, which takes longer

    def damaged(self, rng: Rng) -> tuple[str, bool]:
        formula = FORMULAS[int(rng.integers(len(FORMULAS)))]
        return damaged_formula(formula, rng), bool(rng.integers(self._DRAWN) == 0)

    def check(self, given: tuple[str, bool]) -> str:
        formula, is_drawn = given
        picture = ["--save", str(self.folder / "picture.png")] if is_drawn else []
        return told_in_one_line("descend", "--steps", "20", *picture, "--", formula)


class SettingsFiles(Target):
    """The window's settings file: whatever it says, each setting reads as something sound."""

    name = "settings"
    _SOUND: Final = (
        b"[General]\nappearance=dark\nbrush_size=9\nmoments=128\nthreads=1\nopengl=software\n"
        b"run_folder=@ByteArray(/tmp)\n\n[layout-1]\ncolumns=0.2500/0.5000/0.2500\n"
        b"window=@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0)\n"
    )

    def damaged(self, rng: Rng) -> bytes:
        return damaged_settings(self._SOUND, rng)

    def check(self, given: bytes) -> str:
        from PySide6.QtCore import QByteArray, QSettings

        from gdstudio.studio.preferences import Preferences
        from gdstudio.studio.window_settings import APPEARANCES

        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(self.folder))
        file = self.folder / "gdstudio" / "gdstudio.ini"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(given)
        settings = Preferences()
        state, shares = settings.layout_state("window"), settings.shares("columns", 3)
        sound = (
            settings.appearance == settings.chosen.appearance in APPEARANCES
            and 16 << 20 <= settings.moments <= 1024 << 20
            and (settings.run_folder is None or settings.run_folder.is_dir())
            and 0 <= settings.brush_size <= 30
            and (state is None or isinstance(state, QByteArray))
            and (shares is None or len(shares) == 3)
        )
        return "" if sound else f"a setting is not sound: {state!r} {shares!r}"


class Models(Target):
    """Networks of other programs, of every format that is read."""

    name = "models"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._sound = [
            (name, export_model(trained(network).state(), name))
            for name in ("npz", "safetensors", "onnx")
            for network in ("lesson", "cnn", "lstm", "dropout")
        ]
        self._sound += [("onnx", file.read_bytes()) for file in sorted(OF_TORCH.glob("*.onnx"))]

    def damaged(self, rng: Rng) -> tuple[str, bytes]:
        name, sound = self._sound[int(rng.integers(len(self._sound)))]
        return name, damaged_bytes(sound, rng)

    def check(self, given: tuple[str, bytes]) -> str:
        file = self.folder / f"damaged.{given[0]}"
        file.write_bytes(given[1])
        try:
            state = import_model(file, SMALL).state
        except GdstudioError as error:
            return "" if str(error).isprintable() else f"not one line: {str(error)!r}"
        return "" if np.isfinite(state.parameters).all() else "numbers that are not finite"


TARGETS: Final = {
    target.name: target
    for target in (
        RunFiles,
        Experiments,
        IdxFiles,
        OwnData,
        Pictures,
        Formulas,
        SettingsFiles,
        Models,
    )
}
