"""The menus, made from the actions."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QMenuBar

from gdstudio.studio.actions import SPECS, Actions
from gdstudio.studio.translation import told, tr


def build_menus(bar: QMenuBar, actions: Actions) -> None:
    """Fill the menu bar with every action, in the order of `SPECS`."""
    menus: dict[str, QMenu] = {}
    for spec in SPECS:
        if spec.menu not in menus:
            menus[spec.menu] = bar.addMenu(told(spec.menu))
        menu = menus[spec.menu]
        if spec.separate:
            menu.addSeparator()
        menu.addAction(getattr(actions, spec.name))
    view = menus["&View"]
    view.addSeparator()
    appearance = view.addMenu(tr("&Appearance"))
    appearance.addActions(actions.appearances.actions())
