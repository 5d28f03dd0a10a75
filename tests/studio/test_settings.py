import pytest
from PySide6.QtCore import QByteArray, QSettings

from gdstudio.studio.views.surface.opengl_platform import crash_marker, opengl_starts


def test_that_settings_come_back(settings):
    settings.appearance = "dark"
    settings.brush_size = 12
    settings.set_layout_state("window", QByteArray(b"abc"))
    settings.save()
    again = type(settings)()
    assert (again.appearance, again.brush_size) == ("dark", 12)
    assert again.layout_state("window") == b"abc"
    again.forget_layout()
    assert again.layout_state("window") is None


def test_that_values_nobody_could_have_chosen_are_ignored(settings):
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "gdstudio", "gdstudio")
    store.setValue("appearance", "pink")
    store.setValue("brush_size", "wide")
    store.setValue("layout-1/window", QByteArray(b"x" * 100_000))
    store.sync()
    assert settings.appearance == "system"
    assert settings.brush_size == 0
    assert settings.layout_state("window") is None


def test_that_a_nonsense_layout_does_not_stop_the_window(make_window, settings):
    settings.set_layout_state("window", QByteArray(b"nonsense"))
    store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "gdstudio", "gdstudio")
    for name, text in (("columns", "0.1/nan/0.3"), ("middle", "many")):
        store.setValue(f"layout-1/{name}", text)
    store.sync()
    window = make_window(load=False)
    assert window.isVisible()
    assert all(size > 100 for size in window.learn_room.workspace.columns.sizes())


def test_that_the_layout_is_remembered_and_can_be_reset(qtbot, make_window, settings):
    window = make_window(load=False)
    splitter = window.learn_room.workspace.columns
    fresh = splitter.sizes()
    splitter.setSizes([fresh[0] + 80, fresh[1] - 80, fresh[2]])
    splitter.splitterMoved.emit(0, 0)
    moved = splitter.shares()
    window.close()
    again = make_window(load=False)
    assert again.learn_room.workspace.columns.shares() == pytest.approx(moved, abs=1e-3)
    again.actions_.reset_layout.trigger()
    assert again.learn_room.workspace.columns.shares() is None
    again.resize(window.size())
    assert again.learn_room.workspace.columns.sizes() == fresh


def test_that_a_window_closed_in_good_order_is_no_crash_of_opengl(make_window):
    window = make_window(load=False)
    opengl_starts()  # a surface was about to be drawn
    assert crash_marker().exists()
    window.close()
    assert not crash_marker().exists()
