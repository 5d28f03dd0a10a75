import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QWidget,
)

from gdstudio.data.digits import DataSet, Digits
from gdstudio.data.mnist import load_mnist
from gdstudio.errors import FileError
from gdstudio.files.run_file import load_run, save_run
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES
from gdstudio.learning.training import Training, train
from tests.studio.seen import saved_by


def draw_one(qtbot, canvas):
    """Draw a straight stroke from top to bottom with the mouse."""
    height, middle = canvas.height(), canvas.width() // 2
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(middle, height // 5))
    for y in range(height // 5, 4 * height // 5, 6):
        qtbot.mouseMove(canvas, QPoint(middle, y))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(middle, 4 * height // 5))


def test_that_a_pressed_run_learns_and_a_drawn_one_is_read_as_one(qtbot, window):
    run = window.runs.run
    before = run.test.cost
    qtbot.mouseClick(window.learn.run_bar.run_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.runs.is_running)
    draw_one(qtbot, window.shared.drawing_panel.canvas)
    qtbot.waitUntil(lambda: run.test.accuracy > 0.88 and run.test.cost < before / 3)
    qtbot.waitUntil(lambda: window.shared.drawing_panel.bars.answer == 1)
    qtbot.mouseClick(window.learn.run_bar.run_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.runs.is_running)
    assert run.history.last_step == run.step
    assert window.learn.metrics.step.text == f"{run.step:,}"
    assert float(window.learn.metrics.test_accuracy.text.rstrip(" %")) > 80


def test_that_the_window_learns_what_the_generator_learns(qtbot, window):
    """Two mini-batches by key, compared with the generator the command line uses."""
    for steps in (1, 2):
        QTest.keyClick(window, Qt.Key.Key_Period)
        qtbot.waitUntil(lambda steps=steps: window.runs.run.step == steps)
    updates = train(RECIPES["lesson"].recipe, load_mnist())
    next(updates)
    expected = next(updates).network.parameters
    assert np.array_equal(window.runs.run.progress.snapshot.parameters, expected)


def test_that_keys_step_by_example_batch_and_epoch(qtbot, window):
    examples = 0
    for key, modifier, more in (
        (Qt.Key.Key_Comma, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_Period, Qt.KeyboardModifier.NoModifier, 10),
    ):
        examples += more
        QTest.keyClick(window, key, modifier)
        qtbot.waitUntil(
            lambda wanted=examples: window.runs.run.progress.snapshot.examples == wanted
        )
    window.actions_.step_epoch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.progress.snapshot.examples == 60_000)
    assert window.runs.run.progress.snapshot.epoch == 1.0


def test_that_space_runs_and_pauses(qtbot, window):
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.runs.run.step > 10)
    assert window.actions_.run.text() == "&Pause"
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not window.runs.is_running)
    assert window.actions_.run.text() == "&Run"


def test_that_reset_begins_afresh_and_the_run_before_can_be_taken_up(qtbot, window):
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    learned = window.runs.run.progress.snapshot.parameters
    QTest.keyClick(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)
    assert window.runs.run.step == 0
    window.actions_.back.trigger()
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)
    assert np.array_equal(window.runs.run.progress.snapshot.parameters, learned)
    assert window.runs.run.history.last_step == 1


def type_layers(window, text):
    layers = window.learn.training_panel.form.layers
    layers.setText(text)
    layers.setModified(True)
    layers.editingFinished.emit()


def test_that_a_setting_changed_before_the_first_step_shows_at_once(qtbot, window):
    type_layers(window, "30")
    qtbot.waitUntil(lambda: window.runs.run.recipe.hidden == (30,))
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)
    assert len(window.runs.run.progress.snapshot.parameters) == 784 * 30 + 30 + 30 * 10 + 10
    assert "23,860" in window.learn.training_panel.count.text()


def test_that_a_setting_changed_later_waits_for_reset(qtbot, window):
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    window.learn.training_panel.form.editors["seed"].setValue(77)
    assert window.runs.run.recipe.seed == 1
    bar = window.learn.training_panel.not_applied
    assert bar.isVisible()
    assert bar.text.text() == "Not applied: the 784-16-16-10 run goes on"
    window.actions_.reset.trigger()
    said = window.statusBar().currentMessage()
    assert said == "A fresh network. Shift+R goes back to run 1, step 1."
    qtbot.waitUntil(lambda: window.runs.run.recipe.seed == 77)
    window.actions_.back.trigger()
    assert window.statusBar().currentMessage() == "Back to run 1 at step 1."


def test_that_a_bad_field_is_answered_in_its_panel(qtbot, window):
    for text, words in (
        ("0", "hidden layer size"),
        ("99999999", "4,096"),
        ("16 & 16", "whole numbers like 16, 16 or layers like conv 8@5x5"),
        ("conv 8@5x5, pol 2", "architecture, part 2: 'pol 2'"),
        ("conv 8@5x5, pool 25", "architecture, part 2: 'pool 25' is not accepted"),
    ):
        type_layers(window, text)
        assert words in window.learn.training_panel.message.text()
    window.actions_.reset.trigger()  # with the bad field still there
    assert window.runs.run.recipe.hidden == (16, 16)


def test_that_the_learning_rate_acts_while_running(qtbot, window):
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step > 0)
    window.learn.training_panel.form.learning_rate.spin_box.setValue(0.25)
    # A schedule may have lowered it a little already.
    qtbot.waitUntil(lambda: 0.2 < window.runs.run.progress.snapshot.learning_rate <= 0.25)


def test_that_divergence_is_explained_and_run_begins_afresh(qtbot, window):
    form = window.learn.training_panel.form
    form.editors["activation"].setCurrentIndex(form.editors["activation"].findData("relu"))
    outputs = form.editors["cost"]
    outputs.setCurrentIndex(outputs.findText("squared error, identity"))
    form.learning_rate.spin_box.setValue(50.0)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: "Diverged at step" in window.learn.training_panel.message.text())
    assert not window.runs.is_running
    form.learning_rate.spin_box.setValue(1e-4)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run is not None and window.runs.run.step > 20)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: not window.runs.is_running)


def test_that_a_saved_run_opens_where_it_was(qtbot, window, make_window, tmp_path):
    window.actions_.step_epoch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 6000)
    path = tmp_path / "run.gdrun"
    with saved_by(qtbot, window):
        window.shared.files.save_to(path)
    saved = load_run(path)
    assert np.array_equal(saved.state.parameters, window.runs.run.progress.snapshot.parameters)
    other = make_window(load=False)
    other.load(path)
    qtbot.waitUntil(lambda: other.runs.run is not None and other.runs.run.step == 6000)
    assert other.runs.run.history.last_step == 6000
    assert other.learn.training_panel.recipe() == saved.state.recipe
    other.actions_.step_batch.trigger()
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: other.runs.run.step == window.runs.run.step == 6001)
    assert np.array_equal(
        other.runs.run.progress.snapshot.parameters,
        window.runs.run.progress.snapshot.parameters,
    )


def test_that_a_closed_run_can_be_taken_up_in_the_next_sitting(qtbot, window, make_window):
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    learned = window.runs.run.progress.snapshot.parameters
    window.close()
    again = make_window()
    again.actions_.open_last_run.trigger()
    qtbot.waitUntil(lambda: again.runs.run.step == 1)
    qtbot.waitUntil(lambda: again.runs.run.progress is not None)
    assert np.array_equal(again.runs.run.progress.snapshot.parameters, learned)


def test_that_a_missing_run_file_is_told_in_one_line(qtbot, make_window, tmp_path):
    window = make_window(load=False)
    window.load()
    with qtbot.waitSignal(window.shared.messages.fault_met) as blocker:
        window.shared.files.open_run_file(tmp_path / "none.gdrun")
    assert isinstance(blocker.args[0], FileError)
    assert "none.gdrun" in str(blocker.args[0])
    for box in window.findChildren(QWidget, "qt_msgbox_label"):
        box.window().close()
    qtbot.waitUntil(lambda: window.runs.run is not None)


def test_that_a_run_of_other_pictures_is_told_in_one_line(qtbot, window, tmp_path):
    blank = np.zeros((20, 64), np.uint8)
    digits = Digits(blank, np.arange(20, dtype=np.uint8) % 10, rows=8, columns=8)
    training = Training(Recipe(architecture="conv 2@3"), DataSet("mnist", digits, digits))
    path = tmp_path / "other.gdrun"
    save_run(path, training.state(), None, "mnist")
    with qtbot.waitSignal(window.shared.messages.fault_met) as blocker:
        window.shared.files.open_run_file(path)
    assert "its network conv 2@3 does not fit the pictures of mnist" in str(blocker.args[0])
    for box in window.findChildren(QWidget, "qt_msgbox_label"):
        box.window().close()


def test_that_a_network_of_layers_learns_is_kept_and_opened(qtbot, window, tmp_path):
    panel = window.learn.training_panel
    panel.recipe_box.setCurrentIndex(panel.recipe_box.findData("cnn-small"))
    type_layers(window, "conv 2@5x5, pool 4, dropout 0.1, dense 8")
    runs = window.runs
    qtbot.waitUntil(lambda: runs.run.recipe.architecture.startswith("conv 2@5x5"))
    qtbot.waitUntil(lambda: runs.run.progress is not None)
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: runs.run.step == 1)
    learned = runs.run.progress.snapshot.parameters
    path = tmp_path / "cnn.gdrun"
    runs.run.file = path
    window.shared.files.save_run()
    qtbot.waitUntil(path.exists)
    window.actions_.reset.trigger()
    window.shared.files.open_run_file(path)
    qtbot.waitUntil(lambda: runs.run.progress is not None and runs.run.step == 1)
    assert np.array_equal(runs.run.progress.snapshot.parameters, learned)
    assert panel.form.layers.text() == "conv 2@5x5, pool 4, dropout 0.1, dense 8"


def test_that_a_trained_network_opens_from_the_list_and_is_saved_elsewhere(qtbot, window):
    box = window.learn.training_panel.recipe_box
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(box.chooser.field, "trained cnn")
    with qtbot.waitSignal(window.shared.files.run_opened):
        qtbot.keyClick(box.chooser.field, Qt.Key.Key_Return)
    run = window.runs.run
    assert run.recipe.name == "cnn-small"
    qtbot.waitUntil(lambda: run.step == 18750)
    assert run.file is None  # Save asks where, and touches nothing of the program's
    assert box.currentData() == "cnn-small"
    assert window.learn.training_panel.form.layers.text().startswith("conv 8@5x5")


def test_that_a_random_digit_shows_exactly_its_pixels(qtbot, window):
    window.actions_.random_digit.trigger()
    pixels = window.drawing.pixels.reshape(-1)
    assert (load_mnist().test.images == pixels).all(axis=1).any()
    window.actions_.noise.trigger()
    assert 100 < window.drawing.pixels.mean() < 155
    window.actions_.undo.trigger()
    qtbot.waitUntil(lambda: np.array_equal(window.drawing.pixels.reshape(-1), pixels))


def test_that_an_empty_canvas_has_no_answer(qtbot, window):
    window.actions_.random_digit.trigger()
    assert window.shared.drawing_panel.bars.answer is not None
    window.actions_.clear.trigger()
    qtbot.waitUntil(lambda: window.shared.drawing_panel.bars.answer is None)


def test_that_closing_while_training_leaves_no_thread(qtbot, window):
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step > 10)
    window.close()
    assert not window.shared.training.has_run


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_that_nothing_is_wider_or_higher_than_the_window(window, size):
    assert window.minimumSizeHint().width() <= 1280
    assert window.minimumSizeHint().height() <= 720
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size


def test_that_every_focusable_widget_has_an_accessible_name(window):
    nameless = [
        f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.window() is window  # not the lists that combo boxes pop up
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not isinstance(widget.parent(), QAbstractSpinBox | QAbstractScrollArea)
        and not widget.objectName().startswith("qt_")
    ]
    assert not nameless


def test_that_no_key_does_two_things_in_one_workspace(window):
    for index in range(window.tabs.count()):
        window.tabs.setCurrentIndex(index)
        shown = [action for action in window.actions_.all() if action.isVisible()]
        keys = [a.shortcut().toString() for a in shown if not a.shortcut().isEmpty()]
        keys += [shortcut.key().toString() for shortcut in window.findChildren(QShortcut)]
        assert len(keys) == len(set(keys))
        hidden = [action for action in window.actions_.all() if not action.isVisible()]
        assert not any(action.isEnabled() for action in hidden)


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_that_both_themes_paint(qtbot, make_window, appearance):
    window = make_window(appearance)
    picture = window.grab().toImage()
    middle = picture.pixelColor(picture.width() // 2, 40).lightness()
    assert (middle > 128) == (appearance == "light")
