"""Every action of the window, and the menus made of them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from gdstudio.studio.icons import icon
from gdstudio.studio.menu_spec import LEARN_WORDS, LINE, RunWords, Spec
from gdstudio.studio.menus import CHECKABLE, MENUS, OF_ONE_WORKSPACE, SPECS
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.theme import current_theme
from gdstudio.studio.translation import told, tr
from gdstudio.texts import Text

APPEARANCE_TITLES: Final = {
    "system": Text("As the system"),
    "light": Text("Light"),
    "dark": Text("Dark"),
    "light-contrast": Text("Light, high contrast"),
    "dark-contrast": Text("Dark, high contrast"),
}


# What macOS has in the menu of the program; it would take "Settings" for the preferences.
MENU_ROLES: Final = {
    "preferences": QAction.MenuRole.PreferencesRole,
    "show_settings": QAction.MenuRole.NoRole,
    "about": QAction.MenuRole.AboutRole,
    "quit": QAction.MenuRole.QuitRole,
}


class Actions(QObject):
    """Holds one QAction for each of `SPECS`, as attributes; groups of themes and text sizes."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._by_name: dict[str, QAction] = {}
        for spec in SPECS:
            self._by_name[spec.name] = self._make(spec)
        self.appearances = QActionGroup(self)
        for choice, title in APPEARANCE_TITLES.items():
            action = self.appearances.addAction(told(title))
            action.setData(choice)
            action.setCheckable(True)
        self.text_sizes = QActionGroup(self)
        for percent in TEXT_SIZES:
            action = self.text_sizes.addAction(tr("{0} %").format(percent))
            action.setData(percent)
            action.setCheckable(True)

    def __getattr__(self, name: str) -> QAction:
        try:
            action: QAction = self.__dict__["_by_name"][name]
            return action
        except KeyError:
            raise AttributeError(name) from None

    @property
    def steps(self) -> tuple[QAction, ...]:
        """The actions that do one step of the run, from the smallest."""
        return tuple(self._by_name[name] for name in ("step_example", "step_batch", "step_epoch"))

    def all(self) -> list[QAction]:
        """Return every action, in the order of the menus."""
        return list(self._by_name.values())

    def set_running(
        self,
        running: bool,
        *,
        cancels: bool = False,
        words: RunWords = LEARN_WORDS,
    ) -> None:
        """Let Run and Reset say what pressing them will do."""
        run = self._by_name["run"]
        start, pause, cancel = run_words()
        run.setText((cancel if cancels else pause) if running else start)
        name = ("stop" if cancels else "pause") if running else "play"
        picture = icon(name, current_theme(), on_accent=True)
        if picture.cacheKey() != run.icon().cacheKey():  # else all bars would be laid out anew
            run.setIcon(picture)
        _explain(run, told(words.stop if running else words.run))
        _explain(self._by_name["reset"], told(words.reset))

    def name_undo(self, undo: str | None, redo: str | None) -> None:
        """Let Undo and Redo say what they would do; None: there is nothing."""
        for name, template, what in (
            ("undo", tr("Undo {0}"), undo),
            ("redo", tr("Redo {0}"), redo),
        ):
            action = self._by_name[name]
            action.setEnabled(what is not None)
            words = template.format(what or "").strip()
            action.setText("&" + words.replace("&", "&&"))
            _explain(action, words)

    def look_changed(self) -> None:
        """Colour the icons anew; that of Run follows with `set_running`."""
        theme = current_theme()
        for spec in SPECS:
            if spec.icon and spec.name != "run":
                self._by_name[spec.name].setIcon(icon(spec.icon, theme))

    def _make(self, spec: Spec) -> QAction:
        action = QAction(told(spec.text), self)
        action.setObjectName(spec.name)
        if isinstance(spec.keys, str):
            action.setShortcuts(QKeySequence.listFromString(spec.keys))
        else:
            action.setShortcut(QKeySequence(spec.keys))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(spec.name in CHECKABLE)
        action.setVisible(spec.name not in OF_ONE_WORKSPACE)
        action.setMenuRole(MENU_ROLES.get(spec.name, QAction.MenuRole.TextHeuristicRole))
        words = told(spec.tip) if spec.tip else action.text().replace("&", "").rstrip("…")
        _explain(action, words)
        return action


def _explain(action: QAction, words: str) -> None:
    """Say what an action does, in its tip with its keys, and in the status bar."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(f"{words} ({keys})" if keys else words)
    action.setStatusTip(words)


def run_words() -> tuple[str, str, str]:
    """Return what the run action may say: run, pause, cancel."""
    return tr("&Run"), tr("&Pause"), tr("&Cancel")


def build_menus(bar: QMenuBar, actions: Actions) -> None:
    """Fill the menu bar with every action, in the order of `SPECS`."""
    menus: dict[str, QMenu] = {}
    for title, specs in MENUS.items():
        menu = menus[title] = bar.addMenu(told(title))
        for spec in specs:
            if spec is LINE:
                menu.addSeparator()
            else:
                menu.addAction(getattr(actions, spec.name))
    view = menus["&View"]
    view.addSeparator()
    appearance = view.addMenu(tr("&Appearance"))
    appearance.addActions(actions.appearances.actions())
    view.addMenu(tr("&Text size")).addActions(actions.text_sizes.actions())
