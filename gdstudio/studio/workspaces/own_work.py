"""A user's own work, put aside while something else stands in the window."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QTabWidget

from gdstudio.data.digits import DataSet
from gdstudio.files.kept_drawing import KeptDrawing
from gdstudio.studio.state.drawing_model import Digit
from gdstudio.studio.state.run import Run
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import Workspace

if TYPE_CHECKING:  # at run time not to open the window, but when there is one
    from gdstudio.jobs.planes import LossScene


@dataclass(frozen=True, slots=True, eq=False)
class OwnWork:
    """All that a window held.

    Attributes:
        runs: Every run, the present one, which is over, last.
        data: The digits in use; None before they were loaded.
        drawing: What stood on the canvas; None for nothing.
        views: What stood in the workspaces, by their names.
        tab: Which of them was in sight.
        scenes: Loss surfaces that were shown there, by their names.
        limit: End of the colours of the first layer; None for none.
    """

    runs: tuple[Run, ...]
    data: DataSet | None
    drawing: KeptDrawing | None
    views: Mapping[str, Mapping[str, Any]]
    tab: int
    scenes: Mapping[str, LossScene]
    limit: float | None


def put_aside(shared: Shared, workspaces: tuple[Workspace, ...], tabs: QTabWidget) -> OwnWork:
    """End the present run and return all that is in the window; it stays there meanwhile."""
    progress = shared.runs.progress
    limit = None if progress is None else progress.tiles.limit
    scenes = {one.guide: one.scene for one in workspaces if one.scene is not None}
    shared.runner.shutdown()
    views = {one.guide: copy.deepcopy(one.state()) for one in workspaces}
    runs, drawing = shared.runs, shared.canvas.kept()
    tab = tabs.currentIndex()
    return OwnWork(tuple(runs.all), runs.data, drawing, views, tab, scenes, limit)


def bring_back(
    own: OwnWork, shared: Shared, workspaces: tuple[Workspace, ...], tabs: QTabWidget
) -> None:
    """Let all that was put aside stand in the window again, as it was, and nothing else."""
    runs, runner = shared.runs, shared.runner
    runner.shutdown()
    runs.forget_all()
    if own.data is not None and own.data is not runs.data:
        runs.set_data(own.data)
    for workspace in workspaces:
        workspace.take_up(own.views[workspace.guide])  # may begin a run of its settings
    runner.shutdown()
    runs.forget_all()
    runs.restore(own.runs)
    if own.limit is not None:
        shared.training.begin_with_limit(own.limit)
    if own.runs and own.runs[-1].step > 0 and runs.resumable is own.runs[-1]:
        runner.back()
    else:
        runner.begin_afresh()
    for workspace in workspaces:
        if workspace.guide in own.scenes:
            workspace.put_back(own.scenes[workspace.guide])
    if own.drawing is not None:
        shared.canvas.take_up(own.drawing)
    else:
        shared.drawing.put(Digit(np.zeros(shared.drawing.size, np.uint8)))
    tabs.setCurrentIndex(own.tab)
    shared.deeds.clear()
