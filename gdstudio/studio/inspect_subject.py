"""Which network the workspace Inspect looks at: a frozen value that any thread may keep; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from gdstudio.learning.network import Network
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import PictureShape
from gdstudio.studio.session import Session

Array = NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class NetworkSubject:
    """A network at one moment.

    Attributes:
        key: The same for every moment of one run; of a kept run its file's name.
        title: What tells it from others, e.g. "run 2: 16-16, sgd 1.5, seed 1".
        name: What a sentence calls it, e.g. "run 2".
        recipe: Tells its layers.
        in_shape: Of the pictures it sees.
        n_classes: Number of its outputs.
        parameters: Shape (n,), read-only.
        step: Updates done.
    """

    key: str
    title: str
    name: str
    recipe: Recipe
    in_shape: PictureShape
    n_classes: int
    parameters: Array
    step: int

    def make_network(self) -> Network:
        """Return the network for one thread; it shares the parameters."""
        return self.recipe.make_network(self.in_shape, self.n_classes).at(self.parameters)


def present_subject(session: Session) -> NetworkSubject | None:
    """Return the present run's network as it is now; None before the first snapshot."""
    run, data = session.run, session.data
    if run is None or run.progress is None or data is None:
        return None
    shape, n_classes = PictureShape.of(data.train), data.train.n_classes
    return NetworkSubject(
        key=f"run {run.run_id}",
        title=f"{run.name}: {run.recipe.network_name(shape, n_classes)}",
        name=run.name,
        recipe=run.recipe,
        in_shape=shape,
        n_classes=n_classes,
        parameters=run.progress.snapshot.parameters,
        step=run.progress.snapshot.step,
    )


def earlier_subjects(session: Session) -> list[NetworkSubject]:
    """Return the networks of earlier runs of this sitting as they were left, latest first."""
    data = session.data
    if data is None:
        return []
    shape, n_classes = PictureShape.of(data.train), data.train.n_classes
    return [
        NetworkSubject(
            key=f"run {run.run_id}",
            title=run.title,
            name=run.name,
            recipe=run.recipe,
            in_shape=shape,
            n_classes=n_classes,
            parameters=run.parameters,
            step=run.step,
        )
        for run in reversed(session.earlier)
        if run.parameters is not None
    ]
