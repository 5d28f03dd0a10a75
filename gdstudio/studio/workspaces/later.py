"""The workspaces out of sight when the window opens: imported and made while it stands already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from gdstudio.studio.workspaces.shared import Shared

if TYPE_CHECKING:  # at run time, one import is one piece of work
    from gdstudio.studio.workspaces.data import DataWorkspace
    from gdstudio.studio.workspaces.descent import DescentWorkspace
    from gdstudio.studio.workspaces.experiments import ExperimentsWorkspace
    from gdstudio.studio.workspaces.inspect import InspectWorkspace
    from gdstudio.studio.workspaces.landscape import LandscapeWorkspace

    LaterWorkspace = (
        DataWorkspace
        | DescentWorkspace
        | LandscapeWorkspace
        | ExperimentsWorkspace
        | InspectWorkspace
    )


def later_workspaces(
    shared: Shared, window: QWidget, *, use_gl: bool | None
) -> Iterator[LaterWorkspace | None]:
    """Make the workspaces beside Learn, in the order of their tabs.

    Yields:
        A workspace that has just been made, or None after any other piece of work; events may be
        handled between two of them.
    """
    from gdstudio.studio.workspaces.data import DataWorkspace

    yield None
    yield DataWorkspace(shared, window)
    from gdstudio.studio.workspaces.descent import DescentWorkspace

    yield None
    yield DescentWorkspace(shared, window, use_gl=use_gl)
    from gdstudio.studio.workspaces.landscape import LandscapeWorkspace

    yield None
    yield LandscapeWorkspace(shared, window, use_gl=use_gl)
    from gdstudio.studio.workspaces.experiments import ExperimentsWorkspace

    yield None
    yield ExperimentsWorkspace(shared, window)
    from gdstudio.studio.workspaces.inspect import InspectWorkspace

    yield None
    yield InspectWorkspace(shared, window)
