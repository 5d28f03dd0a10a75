from PySide6.QtCore import QByteArray, QSettings


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
    for name in ("window", "columns", "middle"):
        settings.set_layout_state(name, QByteArray(b"nonsense"))
    window = make_window(load=False)
    assert window.isVisible()
    assert all(size > 100 for size in window.workspace._columns.sizes())


def test_that_the_layout_is_remembered_and_can_be_reset(qtbot, make_window, settings):
    window = make_window(load=False)
    splitter = window.workspace._columns
    fresh = splitter.sizes()
    splitter.setSizes([fresh[0] + 80, fresh[1] - 80, fresh[2]])
    splitter.splitterMoved.emit(0, 0)
    moved = splitter.sizes()
    window.close()
    again = make_window(load=False)
    assert again.workspace._columns.sizes() == moved
    again.actions_.reset_layout.trigger()
    assert again.workspace._columns.sizes() == fresh
