"""What it takes the window's thread to turn from each workspace to each other, in two checkouts.

QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_switches.py BEFORE NOW [TIMES]

The windows of both are open and turn in turns, so that whatever else runs is borne by both alike:
from each of five workspaces to each other, TIMES times (6). Milliseconds of processor time, until
a quarter of a second after the page has been painted.
"""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import sys
import time

import numpy as np

WORKSPACES = ("Learn", "Descent", "Landscape", "Experiments", "Inspect")
LONGEST_S = 60.0


def turn_pages() -> None:
    """Turn to each page that is named on the standard input; write what it took."""
    from gdstudio.studio.bench.bench_window import open_window, run_for, run_until
    from gdstudio.studio.bench.switch_clock import FirstPaint

    with open_window() as window:
        window.load()
        runs = window.runs
        run_until(lambda: runs.run is not None and runs.run.train is not None, LONGEST_S, "run")
        titles = [window.tabs.tabText(k) for k in range(window.tabs.count())]
        window.workspaces[titles.index("Inspect")].show_page("activations")  # older ones have it
        run_for(2.0)
        print("ready", flush=True)
        for line in sys.stdin:
            index = titles.index(line.strip())
            clock, begun_s = FirstPaint(window.workspaces[index].page), time.thread_time()
            window.tabs.setCurrentIndex(index)
            run_until(lambda clock=clock: clock.took_ms is not None, LONGEST_S, "the page")
            run_for(0.25)
            print(1000 * (time.thread_time() - begun_s), flush=True)
        sys.stdout.flush()
        os._exit(0)  # nothing is kept


class Window:
    """A window of a checkout, in a process of its own."""

    def __init__(self, checkout: str) -> None:
        command = [sys.executable, os.path.abspath(__file__)]
        environment = os.environ | {"PYTHONPATH": checkout}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, cwd=checkout, env=environment, stdin=pipe, stdout=pipe, text=True
        )

    def wait(self) -> None:
        """Wait until it has loaded its digits."""
        while self._read() != "ready":
            pass

    def turn(self, workspace: str) -> float:
        """Turn to a workspace; return the milliseconds it took."""
        assert self._process.stdin is not None
        print(workspace, file=self._process.stdin, flush=True)
        return float(self._read())

    def end(self) -> None:
        """Close it."""
        self._process.communicate()

    def _read(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the window is gone"
        return line.strip()


def walk(times: int, rng: np.random.Generator) -> list[str]:
    """Return a way through all pages that goes from each to each other so many times."""
    ways = {here: [there for there in WORKSPACES if there != here] * times for here in WORKSPACES}
    for there in ways.values():
        rng.shuffle(there)
    stack, found = [WORKSPACES[0]], []
    while stack:  # Hierholzer's way round: as many lead to a page as away from it
        if ways[stack[-1]]:
            stack.append(ways[stack[-1]].pop())
        else:
            found.append(stack.pop())
    return found[::-1]


def main() -> None:
    windows = [Window(checkout) for checkout in sys.argv[1:3]]
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 6
    for window in windows:
        window.wait()
    print("workspace      first before     now   again before     now   ratio")
    first = {name: [one.turn(name) for one in windows] for name in (*WORKSPACES[1:], WORKSPACES[0])}
    pages, took = walk(times, np.random.default_rng(1)), {name: [] for name in WORKSPACES}
    means: list[list[float]] = []
    for k, name in enumerate(pages[1:]):
        pair = [0.0, 0.0]
        for which in (k % 2, 1 - k % 2):
            pair[which] = windows[which].turn(name)
        took[name].append(pair)
    for name, pairs in took.items():
        again = [statistics.median(one) for one in zip(*pairs, strict=True)]
        ratio = math.exp(statistics.median(math.log(now / before) for before, now in pairs))
        means.append(again)
        told = "".join(f"{value:13.0f}{other:8.0f}" for value, other in (first[name], again))
        print(f"{name:14}{told}{ratio:8.2f}")
    before, now = (statistics.mean(column) for column in zip(*means, strict=True))
    print(f"all of them, mean: {before:.1f} ms before, {now:.1f} ms now")
    for window in windows:
        window.end()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main()
    else:
        turn_pages()
