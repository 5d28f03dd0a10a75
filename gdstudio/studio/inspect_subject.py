"""The networks of the sitting that the workspace Inspect can look at; no Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdstudio.jobs.subject import Subject
from gdstudio.learning.shapes import PictureShape

if TYPE_CHECKING:
    from gdstudio.studio.session import Session


def present_subject(session: Session) -> Subject | None:
    """Return the present run's network as it is now; None before the first snapshot."""
    run, data = session.run, session.data
    if run is None or run.progress is None or data is None:
        return None
    shape, n_classes = PictureShape.of(data.train), data.train.n_classes
    return Subject(
        key=f"run {run.run_id}",
        title=f"{run.name}: {run.recipe.network_name(shape, n_classes)}",
        name=run.name,
        recipe=run.recipe,
        in_shape=shape,
        n_classes=n_classes,
        parameters=run.progress.snapshot.parameters,
        step=run.progress.snapshot.step,
    )


def earlier_subjects(session: Session) -> list[Subject]:
    """Return the networks of earlier runs of this sitting as they were left, latest first."""
    data = session.data
    if data is None:
        return []
    shape, n_classes = PictureShape.of(data.train), data.train.n_classes
    return [
        Subject(
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
