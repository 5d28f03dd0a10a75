"""The dialog of preferences: opened, and what is chosen there put in force and kept."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow

from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.controllers.surfaces_controller import SurfacesController
from gdstudio.studio.motion import Motion, ask_desktop
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.views.dialogs.preferences_dialog import PreferencesDialog
from gdstudio.studio.window_settings import WindowSettings


class PreferencesController(QObject):
    """Makes the dialog when it is first asked for; lives in the GUI thread."""

    def __init__(
        self,
        actions: Actions,
        preferences: Preferences,
        appearance: Appearance,
        surfaces: SurfacesController,
        runs: RunModel,
        messages: Messages,
        window: QMainWindow,
    ) -> None:
        """Let motion be reduced as it was chosen.

        Args:
            actions: Preferences; themes and text sizes, which are chosen by their actions.
            preferences: Where all is kept.
            appearance: The text size in force.
            surfaces: Drawn by OpenGL or in software.
            runs: Told how many threads a surface may take, and how much memory moments.
            messages: Told what was emptied.
            window: Owns this and the dialog.
        """
        super().__init__(window)
        self._actions, self._preferences, self._appearance = actions, preferences, appearance
        self._surfaces, self._runs = surfaces, runs
        self._messages, self._window = messages, window
        self._dialog: PreferencesDialog | None = None
        self._is_switched_off = preferences.chosen.opengl == "software"  # in this sitting
        self.motion = Motion(preferences.chosen.motion, self)
        self.motion.changed.connect(self._on_motion_changed)
        self._on_motion_changed()
        ask_desktop(self.motion)
        runs.surface_threads = preferences.chosen.threads
        runs.set_moments_budget(preferences.moments)
        actions.preferences.triggered.connect(self.open)
        appearance.text_size_changed.connect(self._on_appearance_text_size_changed)

    @property
    def chosen(self) -> WindowSettings:
        """What is in force, with the text size of the screen."""
        return self._preferences.chosen.changed(text_size=self._appearance.text_size)

    @Slot()
    def open(self) -> None:
        """Show the dialog above the window."""
        if self._dialog is None:
            self._dialog = PreferencesDialog(self._window)
            self._dialog.form.edited.connect(self._on_form_edited)
            self._dialog.forget.clicked.connect(self._on_forget_clicked)
            self._dialog.finished.connect(self._preferences.save)
        self._dialog.form.set_value(self.chosen)
        self._dialog.note.set_text(self._surface_note())
        self._dialog.forget.setEnabled(any(map(self._preferences.recent, ("runs", "data"))))
        self._dialog.take_size()
        self._dialog.open()

    def open_at(self, name: str) -> None:
        """Show the dialog, the focus in one of its rows."""
        self.open()
        assert self._dialog is not None
        self._dialog.point_at(name)

    @Slot(object)
    def _on_form_edited(self, settings: WindowSettings) -> None:
        before = self.chosen
        self._preferences.choose(settings)
        if settings.appearance != before.appearance:
            _trigger(self._actions.appearances, settings.appearance)
        if settings.text_size != before.text_size:
            _trigger(self._actions.text_sizes, settings.text_size)
        self.motion.choose(settings.motion)
        self._runs.surface_threads = settings.threads
        self._runs.set_moments_budget(self._preferences.moments)
        if settings.opengl == "software" != before.opengl:
            reason = self.tr("OpenGL is switched off; the surface is drawn in software.")
            self._surfaces.fall_back(reason)
            self._is_switched_off = True
        if self._dialog is not None:
            self._dialog.note.set_text(self._surface_note())

    @Slot()
    def _on_forget_clicked(self) -> None:
        self._preferences.forget_recent()
        self._messages.say(self.tr("The list of recent files is empty."))
        if self._dialog is not None:
            self._dialog.forget.setEnabled(False)

    @Slot()
    def _on_appearance_text_size_changed(self) -> None:
        if self._dialog is not None:
            self._dialog.form.set_value(self.chosen)
            self._dialog.take_size()

    @Slot()
    def _on_motion_changed(self) -> None:
        self._window.setAnimated(not self.motion.is_reduced)  # docks slide to their place

    def _surface_note(self) -> str:
        reason = self._surfaces.no_gl_reason
        if not reason:
            return self.tr("Surfaces are drawn by OpenGL.")
        if self._preferences.chosen.opengl == "software":
            return self.tr("Surfaces are drawn in software.")
        if self._is_switched_off:
            return self.tr("Surfaces are drawn in software until the next start.")
        return reason


def _trigger(group: QActionGroup, value: object) -> None:
    """Choose as in the menu."""
    next(action for action in group.actions() if action.data() == value).trigger()
