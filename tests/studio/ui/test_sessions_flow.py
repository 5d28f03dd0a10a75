"""A session in the window: all of it in one file, and back; what is asked, and what is not."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMessageBox

from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import Racer
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.pictures.camera import Camera
from gdstudio.studio.user_folder import keep_everything_in
from tests.studio.ui.test_sittings_flow import reset, train

CAMERA = Camera(12.0, 45.0, 5.0, (0.1, 0.2, 0.3), True)


@pytest.fixture(autouse=True)
def user_folder(settings, tmp_path):
    """A place of its own for what is kept."""
    folder = tmp_path / "kept"
    folder.mkdir()
    keep_everything_in(folder)
    yield folder
    keep_everything_in(None)


def save(qtbot, window, path):
    with qtbot.waitSignal(
        window.shared.messages.said, check_params_cb=lambda text: text.startswith("Saved ")
    ):
        window.keeping.sessions.save_to(path)


def open_(qtbot, window, path):
    with qtbot.waitSignal(window.keeping.sittings.session_opened):
        window.keeping.sessions.open(path)
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)


def question(window):
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    return boxes[0] if boxes else None


def press(window, name):
    question(window).button(getattr(QMessageBox.StandardButton, name)).click()


def set_all(window):
    """Set something else than usual in every workspace."""
    learn, descent, landscape = window.learn, window.descent, window.landscape
    learn.surface.set_camera(CAMERA)
    learn.run_bar.choose_speed(10)
    learn.weights_view.choose("change")
    descent.panel.set_function(LIBRARY["himmelblau"])
    descent.panel.set_start((1.5, -2.0))
    descent.panel.set_method("adam")
    descent.panel.rate_field.show_value(0.25)
    descent.panel.overlays.set_overlay("stationary_points", True)
    descent.race.set_racers([Racer("momentum", 0.01), Racer("newton", 0.5)])
    descent.descent.begin_again(racing=True, steps=0)
    descent.race_switch.setChecked(True)
    for _ in range(7):
        descent.descent.step()
    descent.surface.view.set_camera(CAMERA)
    landscape.panel.set_request(PlaneRequest(kind="random", seed=5, size=25, extent=0.5))
    landscape.panel.overlays.set_overlay("gaps", False)
    landscape.surface.view.set_camera(CAMERA)
    landscape.page.take_up_layout({"landscape-columns": None})
    window.inspect.show_page("shifts")
    window.show_workspace("landscape")


def test_that_a_session_comes_back_in_another_window(qtbot, window, make_window, tmp_path):
    first = train(qtbot, window, 3)
    reset(qtbot, window)
    second = train(qtbot, window, 2)
    set_all(window)
    window.drawing.show_test_digit(5)
    view = window.keeping.view()
    save(qtbot, window, tmp_path / "mine.gdsession")

    again = make_window()
    open_(qtbot, again, tmp_path / "mine.gdsession")
    runs = again.runs
    assert np.array_equal(runs.run.progress.snapshot.parameters, second)
    (earlier,) = runs.earlier
    assert np.array_equal(earlier.parameters, first)
    assert again.keeping.view() == view
    descents = again.descent.descent.session
    assert (descents.n_steps, descents.start) == (7, (1.5, -2.0))
    assert [racer.method for racer in descents.racers] == ["momentum", "newton"]
    assert [
        descents.costs(mine).tolist() == window.descent.descent.session.costs(its).tolist()
        for mine, its in zip(
            descents.descents, window.descent.descent.session.descents, strict=True
        )
    ] == [True, True]
    assert again.drawing.label == window.drawing.label
    assert np.array_equal(again.drawing.pixels, window.drawing.pixels)
    assert again.statusBar().currentMessage() == "Brought back: 2 runs."
    assert again.workspace is again.landscape


def test_that_a_drawing_by_hand_comes_back_as_it_was_drawn(qtbot, window, make_window, tmp_path):
    ink = np.zeros((560, 560), np.uint8)
    ink[100:400, 250:300] = 255
    window.shared.drawing_panel.canvas.set_ink(ink, "a stroke")
    window.shared.canvas.read_canvas()
    save(qtbot, window, tmp_path / "ink.gdsession")
    again = make_window()
    with qtbot.waitSignal(again.drawing.digit_changed):
        again.keeping.sessions.open(tmp_path / "ink.gdsession")
    assert np.array_equal(again.shared.drawing_panel.canvas.ink(), ink)
    assert np.array_equal(again.drawing.pixels, window.drawing.pixels)
    assert again.drawing.pixels.any()


def test_that_settings_of_a_run_that_has_not_begun_come_back(qtbot, window, make_window, tmp_path):
    recipe = window.learn.training_panel.recipe().changed(hidden=(7,), seed=11)
    window.learn.training_panel.choose(recipe)
    save(qtbot, window, tmp_path / "fresh.gdsession")
    again = make_window()
    open_(qtbot, again, tmp_path / "fresh.gdsession")
    assert again.learn.training_panel.recipe() == recipe
    assert again.runs.run.recipe.hidden == (7,)


def test_that_a_session_is_saved_while_the_network_learns(qtbot, window, make_window, tmp_path):
    window.runner.toggle_running()
    qtbot.waitUntil(lambda: window.runs.step > 0)
    save(qtbot, window, tmp_path / "live.gdsession")
    assert window.runs.is_running
    window.runner.toggle_running()
    again = make_window()
    open_(qtbot, again, tmp_path / "live.gdsession")
    assert again.runs.step > 0


def test_that_nothing_is_asked_where_nothing_was_learned_since(qtbot, window, tmp_path):
    train(qtbot, window, 2)
    save(qtbot, window, tmp_path / "a.gdsession")
    window.drawing.show_test_digit(3)  # trifles
    window.show_workspace("descent")
    window.descent.descent.step()
    assert window.close()
    assert question(window) is None


def test_that_a_window_without_a_session_file_asks_nothing(qtbot, window):
    train(qtbot, window, 2)
    assert window.close()


def test_that_what_was_learned_since_is_asked_about_once_and_saved(
    qtbot, window, make_window, tmp_path
):
    path = tmp_path / "a.gdsession"
    train(qtbot, window, 2)
    save(qtbot, window, path)
    train(qtbot, window, 1)
    assert not window.close()
    assert not window.close()  # impatient
    assert "“a.gdsession”" in question(window).text()
    press(window, "Cancel")
    qtbot.waitUntil(lambda: question(window) is None)
    assert window.isVisible()
    assert not window.close()
    press(window, "Save")
    qtbot.waitUntil(lambda: not window.isVisible())
    again = make_window()
    open_(qtbot, again, path)
    assert again.runs.step == 3


def test_that_what_is_not_wanted_in_the_file_is_not_saved(qtbot, window, tmp_path):
    path = tmp_path / "a.gdsession"
    train(qtbot, window, 2)
    save(qtbot, window, path)
    before = path.read_bytes()
    train(qtbot, window, 1)
    assert not window.close()
    press(window, "Discard")
    qtbot.waitUntil(lambda: not window.isVisible())
    assert path.read_bytes() == before


def test_that_a_file_that_cannot_be_written_keeps_the_window_open_and_is_told(
    qtbot, window, tmp_path
):
    folder = tmp_path / "folder"
    folder.mkdir()
    train(qtbot, window, 2)
    save(qtbot, window, folder / "a.gdsession")
    train(qtbot, window, 1)
    (folder / "a.gdsession").unlink()
    folder.rmdir()
    assert not window.close()
    with qtbot.waitSignal(window.shared.messages.fault_met) as blocker:
        press(window, "Save")
    assert "there is no folder" in str(blocker.args[0])
    assert window.isVisible()


def test_that_a_bad_session_is_told_in_one_line_and_changes_nothing(qtbot, window, tmp_path):
    path = tmp_path / "bad.gdsession"
    path.write_bytes(b"no session")
    runs = list(window.runs.all)
    with qtbot.waitSignal(window.shared.messages.fault_met) as blocker:
        window.keeping.sessions.open(path)
    assert str(blocker.args[0]) == f"{path}: is damaged or not a file of gdstudio"
    assert window.runs.all == runs
    assert window.keeping.sessions.file is None


def test_that_a_view_that_cannot_be_leaves_that_workspace_as_it_is(window, caplog):
    before = window.keeping.view()
    bad = {
        "workspace": 7,
        "learn": {"camera": {"distance": 1e9}},
        "descent": {"descent": {"function": "no such", "dimension": 2, "start": [0, 0]}},
        "landscape": {"plane": {"kind": "none"}},
        "experiments": {"experiment": "none"},
        "inspect": 5,
    }
    window.keeping.take_up_view(bad)
    assert window.keeping.view() == before
    assert len(caplog.records) == 5


def test_that_a_session_that_is_dropped_is_opened(qtbot, window, make_window, tmp_path):
    path = tmp_path / "a.gdsession"
    train(qtbot, window, 2)
    save(qtbot, window, path)
    again = make_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    drop = QDropEvent(
        QPointF(QPoint(5, 5)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(again.keeping.sittings.session_opened):
        again.centralWidget().dropEvent(drop)
    assert again.keeping.sessions.file == path


def test_that_a_session_named_at_the_start_is_opened(qtbot, window, make_window, tmp_path):
    train(qtbot, window, 2)
    save(qtbot, window, tmp_path / "a.gdsession")
    again = make_window(load=False)
    with qtbot.waitSignal(again.keeping.sittings.session_opened):
        again.load(tmp_path / "a.gdsession")
    assert again.runs.step == 2
