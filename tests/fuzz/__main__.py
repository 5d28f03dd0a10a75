"""Damaged input and random use in large numbers: `python -m tests.fuzz [--long]`.

Each kind runs in processes of its own, two at a time. Prints a table in Markdown and ends with
code 1 if anything went wrong: a traceback, more than 10 s, more than 1 GB, a word of a library.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

_MUTATED: Final = ("runs", "experiments", "idx", "pictures", "settings")
_MOST_MB: Final = 1000
_PATIENCE_S: Final = 7200


def main() -> int:
    """Run everything and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--long", action="store_true", help="20,000, 10,000, 10,000 and 6,000")
    parser.add_argument("--mutations", type=int, help="of files and settings, in all")
    parser.add_argument("--formulas", type=int)
    parser.add_argument("--actions", type=int, help="in the window, in all")
    parser.add_argument("--times", type=int, help="actions in the run's time, in all")
    parser.add_argument("--seeds", type=int, default=10, help="in so many parts")
    args = parser.parse_args()
    mutations, formulas, actions, times = (
        given if given is not None else (long if args.long else short)
        for given, long, short in (
            (args.mutations, 20_000, 500),
            (args.formulas, 10_000, 200),
            (args.actions, 10_000, 200),
            (args.times, 6_000, 200),
        )
    )
    counts = {name: mutations // len(_MUTATED) for name in _MUTATED}
    counts |= {"formulas": formulas, "window": actions, "time": times}
    jobs = [
        (name, seed, count // args.seeds)
        for name, count in counts.items()
        for seed in range(1, args.seeds + 1)
        if count >= args.seeds
    ]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda job: _one(*job), jobs))
    return _tell(done)


def _one(name: str, seed: int, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.fuzz.one", name, str(seed), str(count)]
    root = Path(__file__).resolve().parents[2]
    ended = subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=_PATIENCE_S, check=False
    )
    try:
        result: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        examples = [f"exit code {ended.returncode}: {ended.stderr[-1500:]}"]
        result = {"name": name, "seed": seed, "tried": count, "wrong": 1, "examples": examples}
        result |= {"seconds": 0.0, "peak_mb": 0.0, "noise": 0, "said": ""}
    print(f"{name} {seed}: {result['wrong']} of {count} wrong", file=sys.stderr, flush=True)
    return result


def _tell(done: list[dict[str, Any]]) -> int:
    print("| what | tried | wrong | seconds | most memory | words of libraries |")
    print("|---|---:|---:|---:|---:|---:|")
    bad = False
    for name in dict.fromkeys(result["name"] for result in done):
        parts = [result for result in done if result["name"] == name]
        tried, wrong, seconds, noise = (
            sum(part[key] for part in parts) for key in ("tried", "wrong", "seconds", "noise")
        )
        peak = max(part["peak_mb"] for part in parts)
        bad = bad or wrong > 0 or peak > _MOST_MB or noise > 0
        print(f"| {name} | {tried:,} | {wrong} | {seconds:.0f} | {peak:.0f} MB | {noise} bytes |")
    for result in done:
        for example in result["examples"]:
            print(f"\n{result['name']} {result['seed']}: {example}")
        if result["said"]:
            print(f"\n{result['name']} {result['seed']} said: {result['said']}")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
