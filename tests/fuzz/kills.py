"""Processes that are killed while they work and save: `python -m tests.fuzz.kills`.

Each kill comes at a random moment. Afterwards the file or folder must hold the old result or the
new one, whole, and after one more save nothing else must be left. Prints a table in Markdown and
ends with code 1 if anything was lost, could not be read or stayed. Ctrl+C prints what there is.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gdstudio.errors import FileError
from gdstudio.files.experiment_folder import load_experiment, save_experiment
from gdstudio.files.run_file import load_run, save_run

_SIGNALS: Final = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
_SAVE_RUN: Final = """
import sys
from gdstudio.files.run_file import load_run, save_run
run = load_run(sys.argv[1])
print("ready", flush=True)
while True:
    save_run(sys.argv[1], run.state, run.history, run.data_name, run.moments)
"""
_SAVE_EXPERIMENT: Final = """
import sys
from pathlib import Path
from gdstudio.pictures.pillow.chart_picture import chart_pngs
from gdstudio.files.experiment_folder import load_experiment, save_experiment
folder = Path(sys.argv[1])
saved = [load_experiment(Path(name)) for name in sys.argv[2:]]
pictures = [chart_pngs(one.result.charts) for one in saved]
print("ready", flush=True)
while True:
    for one, pngs in zip(saved, pictures):
        save_experiment(folder, one, pngs)
"""
_SAVES_S: Final = 0.3  # a few saves


@dataclass
class Tally:
    """What the kills of one kind came to.

    Attributes:
        kills: Processes that were ended by the signal.
        too_late: Processes that had come to their end before.
        lost: Files or folders that were gone.
        unreadable: Such that could not be opened, or held parts of both results.
        left: Such beside which a temporary file or folder lay.
        stayed: Such beside which one lay after the next save.
        codes: Exit codes that should not have been, and lines that should not have been printed.
    """

    kills: int = 0
    too_late: int = 0
    lost: int = 0
    unreadable: int = 0
    left: int = 0
    stayed: int = 0
    codes: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """True if nothing is wrong."""
        return not (self.lost or self.unreadable or self.stayed or self.codes)


def main() -> int:
    """Kill as often as asked and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.kills", description=__doc__)
    parser.add_argument("--runs", type=int, default=8, help="kills of runs")
    parser.add_argument("--experiments", type=int, default=4, help="kills of experiments")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        table = _runs(Path(folder), args.runs, rng) if args.runs else {}
        if args.experiments:
            table |= _experiments(Path(folder), args.experiments, rng)
    print("| killed | signal | kills | too late | lost | unreadable | left behind | after a save |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for (what, name), t in table.items():
        cells = (t.kills, t.too_late, t.lost, t.unreadable, t.left, t.stayed)
        print(f"| {what} | {name} | {' | '.join(map(str, cells))} |")
    for (what, name), t in table.items():
        for line in t.codes:
            print(f"{what}, {name}: {line}", file=sys.stderr)
    return 0 if all(t.is_clean for t in table.values()) else 1


def _runs(folder: Path, n: int, rng: random.Random) -> dict[tuple[str, str], Tally]:
    path = folder / "runs" / "run.gdrun"
    path.parent.mkdir()
    command = _program("train", "--train-size", "300", "--epochs", "9", "--save", str(path))
    takes_s = _time(command)

    def check() -> None:
        load_run(path)

    def save() -> None:
        run = load_run(path)
        save_run(path, run.state, run.history, run.data_name, run.moments)

    saving = [sys.executable, "-c", _SAVE_RUN, str(path)]
    return _kills("train --save", command, takes_s, saving, path, check, save, n, rng)


def _experiments(folder: Path, n: int, rng: random.Random) -> dict[tuple[str, str], Tally]:
    path = folder / "experiments" / "e"
    path.parent.mkdir()
    others = [str(folder / f"other{pictures}") for pictures in (10, 12)]

    def command(pictures: int, place: str) -> list[str]:
        flags = ("--network", "lesson-best", "--climb-steps", "3", "--pictures", str(pictures))
        return _program("experiment", "noise", *flags, "--save", place)

    for pictures, place in zip((10, 12), others, strict=True):
        _time(command(pictures, place))
    takes_s = _time(command(11, str(path)))

    def check() -> None:
        load_experiment(path)
        for name, checksum in json.loads((path / "result.json").read_text())["checksums"].items():
            if hashlib.sha256((path / name).read_bytes()).hexdigest() != checksum:
                raise FileError(path, f"{name} is of another result")

    def save() -> None:
        save_experiment(path, load_experiment(path), {})

    saving = [sys.executable, "-c", _SAVE_EXPERIMENT, str(path), *others]
    again = command(10, str(path))
    return _kills("experiment --save", again, takes_s, saving, path, check, save, n, rng)


def _kills(
    what: str,
    command: list[str],
    takes_s: float,
    saving: list[str],
    path: Path,
    check: Callable[[], None],
    save: Callable[[], None],
    n: int,
    rng: random.Random,
) -> dict[tuple[str, str], Tally]:
    """Kill the command at any moment of its life, and, as often, one that does nothing but save."""
    table = {(what, number.name): Tally() for number in _SIGNALS}
    again = f"{what}, nothing but saving"
    table[again, "SIGKILL"] = Tally()
    k = 0
    try:
        for k in range(n):
            if k % 2:
                number = signal.SIGKILL
                tally = table[again, "SIGKILL"]
                process = _started(saving)
                assert process.stdout is not None
                process.stdout.readline()
                time.sleep(rng.uniform(0, _SAVES_S))
            else:
                number = _SIGNALS[k // 2 % len(_SIGNALS)]
                tally = table[what, number.name]
                process = _started(command)
                time.sleep(rng.uniform(0, takes_s))
            process.send_signal(number)
            _, err = process.communicate()
            _note_end(tally, process.returncode, number, err.decode())
            is_left = bool(_litter(path))  # looked for first: who opens an experiment tidies up
            _note_result(tally, path, check)
            if is_left:
                tally.left += 1
                save()
                tally.stayed += bool(_litter(path))
    except KeyboardInterrupt:
        print(f"{what}: stopped after {k} of {n}", file=sys.stderr)
    return table


def _note_end(tally: Tally, code: int, number: signal.Signals, err: str) -> None:
    if code == 0:
        tally.too_late += 1
        return
    tally.kills += 1
    # Before the first line of the program runs, a signal finds Python alone.
    if code not in ((-number,) if number == signal.SIGKILL else (130, -number)):
        last = err.strip().splitlines()[-1:]
        if last != ["KeyboardInterrupt"] or "gdstudio/" in err:
            tally.codes.append(f"code {code}, {last}")
    elif "Traceback" in err and "gdstudio/" in err:
        tally.codes.append(err.strip().splitlines()[-1])


def _note_result(tally: Tally, path: Path, check: Callable[[], None]) -> None:
    if not path.exists():
        tally.lost += 1
        return
    try:
        check()
    except (FileError, OSError) as error:
        tally.unreadable += 1
        tally.codes.append(str(error))


def _litter(path: Path) -> list[Path]:
    """Return the hidden files and folders in and beside a result."""
    return [found for found in path.parent.rglob(".*") if found.name.startswith(".")]


def _program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "gdstudio", *arguments]


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _time(command: list[str]) -> float:
    """Return the seconds a command takes that nobody kills."""
    begun = time.monotonic()
    subprocess.run(command, capture_output=True, check=True)
    return time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(main())
