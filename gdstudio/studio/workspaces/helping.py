"""Makes what helps: guide, palette, preferences, layouts, and dialogs about the program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow, QTabWidget

from gdstudio.studio.appearance import Appearance
from gdstudio.studio.controllers.guide_controller import GuideController
from gdstudio.studio.controllers.layout_controller import LayoutController
from gdstudio.studio.controllers.palette_controller import PaletteController
from gdstudio.studio.controllers.preferences_controller import PreferencesController
from gdstudio.studio.controllers.surfaces_controller import SurfacesController
from gdstudio.studio.views.dialogs.help_dialogs import HelpDialogs
from gdstudio.studio.workspaces.shared import Shared
from gdstudio.studio.workspaces.workspace import Workspace


def make_help(
    shared: Shared,
    appearance: Appearance,
    surfaces: SurfacesController,
    tabs: QTabWidget,
    workspaces: tuple[Workspace, ...],
    no_gl_reason: Callable[[], str],
    window: QMainWindow,
) -> GuideController:
    """Let the window's actions open all of it; return what shows the guide.

    Args:
        shared: What all workspaces share.
        appearance: Theme and text size.
        surfaces: What knows how surfaces are drawn.
        tabs: The workspaces, as they are shown.
        workspaces: In the order of the tabs.
        no_gl_reason: Returns why surfaces are drawn in software.
        window: Owns it all.
    """
    actions, messages, settings = shared.actions, shared.messages, shared.preferences
    HelpDialogs(actions, messages, no_gl_reason, window)
    guide = GuideController(
        actions, lambda: workspaces[tabs.currentIndex()].guide, settings, window
    )
    LayoutController(
        actions,
        lambda: [workspace.page for workspace in workspaces],
        guide,
        settings,
        (shared.deeds, messages),
        window,
    )
    look = settings, appearance, surfaces, shared.runs
    preferences = PreferencesController(actions, *look, messages, window)
    ways = guide.show_entry, preferences.open_at
    PaletteController(actions, tabs, lambda: workspaces, *ways, window)
    return guide
