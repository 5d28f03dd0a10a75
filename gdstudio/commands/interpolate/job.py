"""The work of `gdstudio interpolate`: straight, matched and curved ways between two networks."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gdstudio.commands.interruption import Interruption
from gdstudio.commands.landscape.picture import slice_png
from gdstudio.commands.landscape.progress import follow, run_all
from gdstudio.commands.landscape.run import Ground
from gdstudio.commands.landscape.save import save_as
from gdstudio.commands.output import print_json
from gdstudio.jobs.slice_pictures import line_picture
from gdstudio.landscape.curve import RATE, UPDATES, CurveJob, train_curve
from gdstudio.landscape.matching import Matching, match_neurons
from gdstudio.landscape.slices import Slice, SliceJob
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.pictures.plane.slices import SlicePicture


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """What came out.

    Attributes:
        examples: Digits asked at every place.
        found: "straight", "matched" and "bezier", those that were asked for.
        distance: Of the two networks in parameter space.
        matched_distance: The same with B's neurons in A's order, None if not asked for.
        seconds: Time all of it took.
    """

    examples: int
    found: dict[str, Slice]
    distance: float
    matched_distance: float | None
    seconds: float

    def show(self, *, as_json: bool) -> None:
        """Print the result on standard output."""
        if as_json:
            print_json(self._json())
            return
        straight = self.found["straight"]
        print(f"cost of A {straight.end_costs[0]:.6g}, of B {straight.end_costs[1]:.6g}")
        for name, way in self.found.items():
            print(
                f"{name:<9} highest cost {way.cost.max():.6g}, barrier {way.barrier:.6g}, lowest "
                f"accuracy {way.accuracy.min():.2%}"
            )
        if self.matched_distance is not None:
            print(f"distance {self.distance:.2f}, matched {self.matched_distance:.2f}")

    def save(self, path: Path) -> None:
        """Write arrays, table or picture.

        Raises:
            FileError: It cannot be written.
        """
        columns: dict[str, NDArray[Any]] = {"t": self.found["straight"].t}
        for name, way in self.found.items():
            columns |= {f"{name}_cost": way.cost, f"{name}_accuracy": way.accuracy}
        save_as(path, columns, columns, lambda: slice_png("Between two networks", self._picture()))

    def _picture(self) -> SlicePicture:
        straight = self.found["straight"]
        matched, bezier = self.found.get("matched"), self.found.get("bezier")
        return line_picture(straight, ("A", "B"), straight.barrier, matched, bezier)

    def _json(self) -> dict[str, Any]:
        straight = self.found["straight"]
        result: dict[str, Any] = {
            "points": len(straight.t),
            "examples": self.examples,
            "end_costs": list(straight.end_costs),
            "distance": self.distance,
        }
        if self.matched_distance is not None:
            result["matched_distance"] = self.matched_distance
        result["t"] = straight.t.tolist()
        for name, way in self.found.items():
            result[name] = {
                "barrier": way.barrier,
                "cost_max": float(way.cost.max()),
                "accuracy_min": float(way.accuracy.min()),
                "cost": way.cost.tolist(),
                "accuracy": way.accuracy.tolist(),
            }
        return result | {"seconds": round(self.seconds, 3)}


def interpolate(
    args: argparse.Namespace, ground: Ground, fellow: NDArray[Any], wish: Interruption
) -> Ways:
    """Return the costs on the ways that the flags ask for.

    Raises:
        InvalidValue: A flag has a value that is not accepted.
        GdstudioError: Both runs are the same, or they cannot be matched.
        Interrupted: An end was requested.
    """
    begun = time.perf_counter()
    found = {"straight": _straight(args, ground, fellow, wish)}
    matching: Matching | None = None
    if args.match:
        matching = match_neurons(ground.network, ground.parameters, fellow)
        if matching.distance > 0:
            found["matched"] = _straight(args, ground, matching.parameters, wish)
        else:  # the same network in another order: every place of the line is its end
            flat = np.zeros_like(found["straight"].cost)
            own = found["straight"]
            found["matched"] = Slice(own.t, flat + own.cost[0], flat + own.accuracy[0])
    if args.bezier:
        found["bezier"] = _curved(args, ground, fellow, wish)
    difference = fellow.astype(np.float64) - ground.parameters
    return Ways(
        examples=len(ground.digits),
        found=found,
        distance=float(np.linalg.norm(difference)),
        matched_distance=None if matching is None else matching.distance,
        seconds=time.perf_counter() - begun,
    )


def _straight(
    args: argparse.Namespace, ground: Ground, fellow: NDArray[Any], wish: Interruption
) -> Slice:
    job = SliceJob(
        ground.network, ground.parameters, fellow, ground.digits, ground.cost, args.points
    )
    run_all(job.run(), "line", wish)
    return job.result()


def _curved(
    args: argparse.Namespace, ground: Ground, fellow: NDArray[Any], wish: Interruption
) -> Slice:
    network, cost, start = ground.network, ground.cost, ground.parameters
    updates = UPDATES if args.updates is None else args.updates
    rate = RATE if args.learning_rate is None else args.learning_rate
    rng = random_stream(args.seed, Purpose.CURVES)
    steps = train_curve(network, start, fellow, ground.train, cost, rng, updates, rate)
    bend = start
    for step in follow(steps, lambda step: step.done, "training the curve", wish):
        bend = step.bend
    job = CurveJob(network, start, bend, fellow, ground.digits, cost, args.points)
    run_all(job.run(), "curve", wish)
    return job.result()
