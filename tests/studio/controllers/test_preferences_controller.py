"""What is chosen in the dialog of preferences is in force at once, and kept."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtWidgets import QMainWindow

from gdstudio.studio.actions import Actions
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.controllers.appearance_controller import AppearanceController
from gdstudio.studio.controllers.preferences_controller import PreferencesController
from gdstudio.studio.controllers.surfaces_controller import SurfacesController
from gdstudio.studio.motion import motion_is_reduced
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.state.run_model import RunModel
from gdstudio.studio.theme import current_theme
from gdstudio.studio.views.dialogs.preferences_dialog import PreferencesDialog


@pytest.fixture
def desk(qtbot, settings):
    desk = QMainWindow()
    qtbot.addWidget(desk)
    desk.actions_, desk.messages, desk.runs = Actions(desk), Messages(desk), RunModel(desk)
    desk.appearance = Appearance("light", desk)
    desk.surfaces = MagicMock(spec=SurfacesController)
    desk.surfaces.no_gl_reason = ""
    desk.settings = settings
    AppearanceController(desk.actions_, settings, desk.appearance, desk)
    given = desk.actions_, settings, desk.appearance, desk.surfaces, desk.runs, desk.messages
    desk.preferences = PreferencesController(*given, desk)
    yield desk
    desk.preferences.motion.choose("never")


def opened(desk) -> PreferencesDialog:
    desk.actions_.preferences.trigger()
    (dialog,) = desk.findChildren(PreferencesDialog)
    assert dialog.isVisible()
    return dialog


def edit(desk, **values):
    dialog = opened(desk)
    dialog.form.set_value(desk.preferences.chosen.changed(**values))
    dialog.form.edited.emit(dialog.form.shown())
    return dialog


def ticked(group):
    return [action.data() for action in group.actions() if action.isChecked()]


def test_that_the_dialog_shows_what_is_in_force(desk):
    desk.actions_.text_sizes.actions()[3].trigger()
    dialog = opened(desk)
    assert dialog.form.shown() == desk.preferences.chosen
    assert dialog.form.shown().text_size == 150
    dialog.reject()
    desk.actions_.text_sizes.actions()[0].trigger()
    assert opened(desk).form.shown().text_size == 100


def test_that_theme_and_text_size_are_put_on_and_ticked_in_the_menu(desk):
    edit(desk, appearance="dark", text_size=125)
    assert current_theme().name == "dark"
    assert desk.appearance.text_size == 125
    assert ticked(desk.actions_.appearances) == ["dark"]
    assert ticked(desk.actions_.text_sizes) == [125]
    assert desk.settings.appearance == "dark"


def test_that_motion_is_reduced_at_once_and_at_the_next_start(desk):
    assert desk.isAnimated()
    dialog = edit(desk, motion="always")
    assert motion_is_reduced()
    assert not desk.isAnimated()
    dialog.reject()
    assert type(desk.settings)().chosen.motion == "always"


def test_that_surfaces_have_the_threads_that_were_chosen(desk):
    assert desk.runs.surface_threads is None
    edit(desk, threads=1)
    assert desk.runs.surface_threads == 1


def test_that_surfaces_go_over_to_software_at_once_and_to_opengl_at_the_next_start(desk):
    dialog = opened(desk)
    assert dialog.note.text() == "Surfaces are drawn by OpenGL."

    def fall_back(reason):
        desk.surfaces.no_gl_reason = reason

    desk.surfaces.fall_back.side_effect = fall_back
    edit(desk, opengl="software")
    edit(desk, opengl="software", moments=32)
    reason = "OpenGL is switched off; the surface is drawn in software."
    desk.surfaces.fall_back.assert_called_once_with(reason)
    assert dialog.note.text() == "Surfaces are drawn in software."
    edit(desk, opengl="auto")
    assert dialog.note.text() == "Surfaces are drawn in software until the next start."


def test_that_it_is_said_why_opengl_does_not_draw(desk):
    desk.surfaces.no_gl_reason = "OpenGL is not available here; the surface is drawn in software."
    assert opened(desk).note.text() == desk.surfaces.no_gl_reason


def test_that_all_is_kept_when_the_dialog_is_closed(desk, tmp_path):
    values = {"threads": 1, "moments": 256, "run_folder": str(tmp_path), "opengl": "software"}
    edit(desk, **values).reject()
    kept = type(desk.settings)().chosen
    assert {name: getattr(kept, name) for name in values} == values


def test_that_recent_files_are_forgotten_and_that_is_said(desk):
    said = []
    desk.messages.said.connect(said.append)
    assert not opened(desk).forget.isEnabled()
    desk.settings.add_recent("data", "/digits")
    dialog = opened(desk)
    dialog.forget.click()
    assert desk.settings.recent("data") == ()
    assert not dialog.forget.isEnabled()
    assert said == ["The list of recent files is empty."]


def test_that_the_dialog_follows_the_text_size_and_opens_at_a_setting(qtbot, desk):
    desk.preferences.open_at("threads")
    (dialog,) = desk.findChildren(PreferencesDialog)
    qtbot.waitUntil(dialog.form.editors["threads"].hasFocus)
    desk.actions_.larger_text.trigger()
    assert dialog.form.shown().text_size == 110
