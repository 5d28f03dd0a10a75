"""What films take of time and memory: python tests/benchmarks/bench_film.py.

The run is trained first. Each kind is measured in a process of its own, on the clock and in time of
its processor, with the most memory that the process had; beside it what the process needs without a
film. The aim of docs/films.md is 30 s for the first row.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from gdstudio.cli import main  # noqa: E402

FLAGS = ["--seconds", "10", "--fps", "20", "--size", "640x360"]
ROWS = (
    ("surface, 1 frame", "gif", ["--seconds", "0.05"]),
    ("surface", "gif", []),
    ("surface, turning", "gif", ["--turn", "180"]),
    ("surface, turning", "webp", ["--turn", "180"]),
    ("surface, turning", "mp4", ["--turn", "180"]),
    ("surface, turning, 60 s", "gif", ["--turn", "180", "--seconds", "60"]),
    ("weights", "gif", ["--view", "weights"]),
    ("network", "gif", ["--view", "diagram"]),
    ("window", "gif", ["--view", "window"]),
)


def measure(arguments: list[str]) -> dict[str, float]:
    """Make one film in this process."""
    begun, used = time.perf_counter(), time.process_time()
    assert main(["film", *arguments, "--json"]) == 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"s": time.perf_counter() - begun, "cpu": time.process_time() - used, "mb": peak}


def measure_all() -> None:
    """Print a table of all kinds."""
    with tempfile.TemporaryDirectory() as folder:
        run = f"{folder}/run.gdrun"
        assert main(["train", "--recipe", "lesson", "--epochs", "1", "--save", run, "--json"]) == 0
        print("| film | kind | s | s of its processor | MB | file, MB |")
        print("|---|---|---:|---:|---:|---:|")
        for name, kind, flags in ROWS:
            path = Path(folder) / f"film.{kind}"
            given = [run, *FLAGS, *flags, "--save", str(path)]
            asked = [sys.executable, __file__, *given]
            told = subprocess.run(asked, capture_output=True, check=True, text=True).stdout
            found = json.loads(told.splitlines()[-1])
            figures = f"{found['s']:.1f} | {found['cpu']:.1f} | {found['mb']:.0f}"
            print(f"| {name} | {kind} | {figures} | {path.stat().st_size / 1e6:.1f} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(measure(sys.argv[1:])))
    else:
        measure_all()
