"""What the diagram of the network costs the window's thread, and those behind it.

PYTHONPATH=. QT_QPA_PLATFORM=offscreen python tests/benchmarks/bench_diagram.py [--size 950x520]

Processor time in milliseconds. *Repaint* is all that the window's thread does for another state of
the network: it takes it in, orders its lines, takes them in, and paints. *Painted* is the painting
alone, *pointed at* one with the connections of a neuron lit, *flows* one with the digit on its
way. *Seen* and *lines* are made in the background.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtWidgets import QApplication

from gdstudio.jobs.network_diagram import DiagramWish, NetworkSeen, see_network
from gdstudio.jobs.subject import Subject
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT
from gdstudio.studio.app import make_application
from gdstudio.studio.views.inside.diagram_lines import LinesOrder, paint_lines
from gdstudio.studio.views.inside.network_diagram import NetworkDiagram

NETWORKS = {
    "784-16-16-10": "",
    "784-128-64-10": "dense 128, dense 64",
    "cnn": "conv 8@5x5, pool 2, conv 16@5x5, pool 2, dense 64",
    "lstm": "lstm 128",
}
WARM, ROUNDS = 5, 60


def subjects(architecture: str) -> tuple[Subject, Subject]:
    """Return a network at two moments."""
    layers = {"architecture": architecture} if architecture else {"hidden": (16, 16)}
    recipe = Recipe(activation="sigmoid", **layers)  # type: ignore[arg-type]
    network = recipe.make_network()
    network.initialize("scaled-normal", np.random.default_rng(1))
    first = Subject("run 1", "x", "run 1", recipe, DIGIT, 10, network.parameters, 0)
    return first, replace(first, parameters=1.01 * network.parameters)


class Clock:
    """Adds up the processor time of this thread, in milliseconds, under some names."""

    def __init__(self) -> None:
        self.found: defaultdict[str, list[float]] = defaultdict(list)

    def time(self, name: str, act: Callable[..., Any], *given: Any) -> Any:
        """Do something, and note what it took."""
        began = time.thread_time()
        result = act(*given)
        self.found[name].append(1000 * (time.thread_time() - began))
        return result

    def told(self, name: str, *parts: str) -> str:
        """Return median and 95th percentile of the sum of some parts."""
        sums = np.sum([self.found[part][WARM:] for part in parts or (name,)], axis=0)
        p50, p95 = np.percentile(sums, [50, 95])
        return f"{name} {p50:5.1f} /{p95:5.1f}"


def see(subject: Subject, pixels: Any, before: NetworkSeen | None) -> NetworkSeen:
    (seen,) = see_network(subject, pixels, DiagramWish(), before)
    return seen


def measure(architecture: str, size: tuple[int, int]) -> str:
    view, clock = NetworkDiagram(), Clock()
    view.resize(*size)
    orders: list[LinesOrder] = []
    view.lines_ordered.connect(orders.append)
    view.show()
    QApplication.processEvents()
    pixels = np.where(np.random.default_rng(2).random((28, 28)) < 0.2, 255, 0).astype(np.uint8)
    both, seen = subjects(architecture), None
    for k in range(WARM + ROUNDS):
        seen = clock.time("seen", see, both[k % 2], pixels, seen)
        clock.time("taken", view.set_diagram, seen.diagram)
        lines = clock.time("lines", paint_lines, orders[-1])
        clock.time("given", view.set_lines, lines)
        clock.time("painted", view.repaint)
        view.point_at((1, k % 8))
        clock.time("pointed at", view.repaint)
        view.point_at(None)
        view.set_front(0.5 + k % 2)
        clock.time("flows", view.repaint)
        view.set_front(None)
    view.close()
    whole = clock.told("repaint", "taken", "given", "painted")
    names = ("painted", "pointed at", "flows", "seen", "lines")
    return "   ".join([whole, *map(clock.told, names)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="950x520")
    width, height = map(int, parser.parse_args().size.split("x"))
    app = QApplication.instance() or make_application(["gdstudio"])
    assert app is not None
    print("p50 / p95, ms")
    for name, architecture in NETWORKS.items():
        print(f"{name:14}", measure(architecture, (width, height)), flush=True)


if __name__ == "__main__":
    main()
