"""Takes the pictures of the documentation from the real window, on a screen with OpenGL.

packaging/setup/virtual-screen .venv/bin/python packaging/screenshots.py docs/images [SCENE...]

Without the name of a scene, e.g. inspect-mistakes, all are taken.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QPoint, Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gdstudio.descent.library import LIBRARY
from gdstudio.experiments.catalogue import EXPERIMENTS
from gdstudio.files.run_file import load_run
from gdstudio.inside.places import Place, find_weight
from gdstudio.learning.recipe import Recipe
from gdstudio.resources import resource
from gdstudio.studio.app import make_application
from gdstudio.studio.appearance import Appearance
from gdstudio.studio.main_window import MainWindow
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.text_size import TEXT_SIZES
from gdstudio.studio.user_folder import keep_everything_in
from gdstudio.studio.views.training.metrics_strip import MetricsStrip
from gdstudio.studio.workspaces.inspect import InspectWorkspace

SIZES = ((1280, 720), (1920, 1080))
# A three, in shares of the canvas.
STROKE = (
    (0.35, 0.3),
    (0.45, 0.2),
    (0.58, 0.2),
    (0.65, 0.3),
    (0.62, 0.42),
    (0.5, 0.5),
    (0.62, 0.57),
    (0.68, 0.68),
    (0.6, 0.8),
    (0.45, 0.82),
    (0.34, 0.74),
)


def wait(until: Callable[[], bool], timeout_s: float = 60) -> None:
    end = QDeadlineTimer(round(timeout_s * 1000))
    while not until() and not end.hasExpired():
        QApplication.processEvents()
        QThread.msleep(2)


def rest(seconds: float) -> None:
    end = QDeadlineTimer(round(seconds * 1000))
    wait(end.hasExpired, seconds + 1)


def draw(window: MainWindow) -> None:
    canvas = window.shared.drawing_panel.canvas
    points = [QPoint(round(x * canvas.width()), round(y * canvas.height())) for x, y in STROKE]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points:
        QTest.mouseMove(canvas, point)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=points[-1])


def data(window: MainWindow) -> None:
    """The digits as a run with distortion, label noise and a validation set sees them."""
    if window.runs.is_running:
        window.runner.toggle_running()
    settings = {"augmentation": "affine", "label_noise": 0.2, "validation_size": 10_000}
    window.learn.training_panel.set_recipe(Recipe(**settings))
    window.runner.reset()
    window.show_workspace("data")
    room = window.data
    wait(lambda: room.summary.summary is not None)
    wait(lambda: room.page.settings.look is not None)
    room.digits.go_to(1234)
    rest(0.5)


def learn(window: MainWindow) -> None:
    window.show_workspace("learn")
    window.actions_.run.trigger()
    draw(window)
    wait(lambda: window.runs.run.step > 20_000)
    rest(1)


def time(window: MainWindow) -> None:
    """The window as it was at step 400, with a mark at step 150."""
    window.show_workspace("learn")
    if window.shared.drawing_panel.canvas.is_empty:
        draw(window)
    if window.runs.run.step < 5_000:
        window.runner.toggle_running()
        wait(lambda: window.runs.run.step > 5_000)
    if window.runs.is_running:
        window.runner.toggle_running()
    rest(1)
    window.shared.time_actions.set_mark(150, "it begins to see")
    window.shared.time.show(400)
    strips = window.findChildren(MetricsStrip)
    wait(lambda: not any("…" in strip.test_accuracy.text for strip in strips))
    rest(2)


def descent(window: MainWindow) -> None:
    window.show_workspace("descent")
    room = window.descent
    function = LIBRARY["himmelblau"]
    room.panel.set_function(function)
    room.panel.function_chosen.emit(function)
    room.panel.overlays.box("stationary_points").setChecked(True)
    room.race_switch.setChecked(True)
    wait(lambda: room.scenes.scene is not None and room.scenes.scene.stationary is not None)
    for _ in range(25):
        window.actions_.descent_step.trigger()
    rest(1)


def descent_of_one(window: MainWindow) -> None:
    window.show_workspace("descent")
    room = window.descent
    function = LIBRARY["two-valleys"]
    room.panel.set_function(function)
    room.panel.function_chosen.emit(function)
    room.panel.overlays.box("basins").setChecked(True)
    for _ in range(3):
        window.actions_.descent_step.trigger()
    rest(1.5)


def landscape(window: MainWindow) -> None:
    if window.runs.is_running:
        window.runner.toggle_running()
    window.shared.time.show_now()
    rest(0.5)
    window.show_workspace("landscape")
    room = window.landscape
    wait(lambda: room.scenes.honesty is not None)
    room.slices.slice_requested.emit("gradient", 0)
    room.curvature.measure_requested.emit()
    wait(lambda: "2/λ" in room.curvature.result.text())
    rest(0.5)


def look_into(window: MainWindow, kept: str, page: str) -> InspectWorkspace:
    """Open a run that comes with the program and a page of Inspect."""
    runs, room = window.runs, window.inspect
    if runs.is_running:
        window.runner.toggle_running()
    step = load_run(resource(f"runs/{kept}.gdrun")).state.step
    if runs.run.step != step:
        window.load(resource(f"runs/{kept}.gdrun"))
        wait(lambda: runs.run is not None and runs.run.step == step)
    window.shared.drawing_panel.cost_switch.setChecked(False)
    window.tabs.setCurrentIndex(window.workspaces.index(room))
    room.show_page(page)
    if window.shared.drawing_panel.canvas.is_empty:
        draw(window)
    wait(lambda: runs.run.test is not None)
    rest(1)
    return room


def inspect(window: MainWindow) -> None:
    look_into(window, "cnn-small", "activations")


def inspect_network(window: MainWindow) -> None:
    """The diagram alone, with the lines of one neuron lit where the window is small."""
    room = look_into(window, "lesson-best", "network")
    window.shared.inside.choose(None)
    view = room.network_page.view.diagram
    view.point_at((2, 5) if window.width() == SIZES[0][0] else None)
    rest(0.5)


def inspect_network_of_maps(window: MainWindow) -> None:
    room = look_into(window, "cnn-small", "network")
    window.shared.inside.choose(None)
    room.network_page.view.diagram.point_at(None)
    rest(0.5)


def inspect_neuron(window: MainWindow) -> None:
    room = look_into(window, "lesson-best", "network")
    window.shared.inside.choose(Place(1, 5))
    wait(lambda: room.network_page.card.look is not None)
    rest(2)


def inspect_gates(window: MainWindow) -> None:
    """A unit of an LSTM after row 12: its four sums, its memory and what it gives out."""
    room = look_into(window, "lstm-rows", "network")
    window.shared.inside.choose(Place(1, 3), 12)
    card = room.network_page.card
    wait(lambda: card.look is not None and card.look.neuron.row == 12)
    rest(2)


def inspect_weights(window: MainWindow) -> None:
    look_into(window, "lesson-best", "weights")
    network = window.shared.shown.network
    window.shared.inside.choose_weight(find_weight("W2[3,7]", network))
    rest(0.5)


def inspect_slopes(window: MainWindow) -> None:
    look_into(window, "lesson-best", "smooth")
    window.shared.inside.choose(Place(2, 5))
    rest(0.5)


def inspect_backprop(window: MainWindow) -> None:
    """The second layer on the way back, of a three that is drawn."""
    room = look_into(window, "lesson-best", "backprop")
    page, network = room.backprop_page, window.shared.shown.network
    for switch, key in ((page.over, "digit"), (page.views, "layers")):
        QTest.mouseClick(switch.button(key), Qt.MouseButton.LeftButton)
    window.shared.inside.target.choose(3)
    window.shared.inside.choose_weight(find_weight("W2[3,7]", network))
    wait(lambda: page.look is not None and str(page.look.place) == "W2[3,7]")
    QTest.mouseClick(page.stages.button("backward"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.next, Qt.MouseButton.LeftButton)
    rest(0.5)


def inspect_wants(window: MainWindow) -> None:
    """What each digit of a mini-batch wants, beside all training digits."""
    room = look_into(window, "lesson-best", "backprop")
    page = room.backprop_page
    QTest.mouseClick(page.over.button("batch"), Qt.MouseButton.LeftButton)
    wait(lambda: page.look is not None and page.look.is_batch)
    QTest.mouseClick(page.views.button("wants"), Qt.MouseButton.LeftButton)
    page.wants.whole_requested.emit()
    wait(lambda: page.look is not None and page.look.request.whole is not None, 120)
    rest(0.5)


def inspect_nudges(window: MainWindow) -> None:
    """The largest nudges of all training digits, and the cost along one of them."""
    room = look_into(window, "lesson-best", "nudges")
    page = room.nudges_page
    QTest.mouseClick(page.over.button("all"), Qt.MouseButton.LeftButton)
    wait(lambda: page.found is not None and len(page.found.digits) > 10_000, 120)
    page.weight_chosen.emit(int(page.found.ranked.indices[2]))
    name = str(window.shared.inside.weight)
    wait(lambda: page.chart.chart.x_label == name)
    rest(0.5)


def inspect_health(window: MainWindow) -> None:
    room = look_into(window, "lesson-best", "health")
    wait(lambda: room.made("health")[0].found is not None)
    rest(0.5)


def inspect_lab(window: MainWindow) -> None:
    """A network with a neuron less and one weight typed, before and after."""
    room = look_into(window, "lesson-best", "network")
    page = room.network_page
    window.shared.inside.choose(Place(2, 5))
    page.edit.setChecked(True)
    for text in ("W2[3,7] = 5", "L2.5 off"):
        page.lab.field.setFocus()
        QTest.keyClicks(page.lab.field, text)
        QTest.keyClick(page.lab.field, Qt.Key.Key_Return)
    wait(lambda: "…" not in page.lab.figures.text())
    rest(1)


def cost_of_digit(window: MainWindow) -> None:
    """What a drawn three costs, in Learn."""
    look_into(window, "lesson-best", "network")
    window.show_workspace("learn")
    panel = window.shared.drawing_panel
    panel.cost_switch.setChecked(True)
    window.shared.inside.target.choose(3)
    wait(lambda: "…" not in panel.cost.mean.text())
    rest(1)


def inspect_shifts(window: MainWindow) -> None:
    room = look_into(window, "cnn-small", "shifts")
    QTest.mouseClick(room.shifts_page.switch.button("all"), Qt.MouseButton.LeftButton)
    wait(lambda: bool(room.shifts.maps) and not room.shifts.is_comparing, 600)
    rest(0.5)


def inspect_mistakes(window: MainWindow) -> None:
    room = look_into(window, "cnn-small", "mistakes")
    wait(lambda: room.mistakes.answers is not None)
    room.made("mistakes")[0].gallery.setFocus()
    QTest.keyClick(room.made("mistakes")[0].gallery, Qt.Key.Key_Right)
    rest(0.5)


def inspect_reading(window: MainWindow) -> None:
    room = look_into(window, "lstm-rows", "activations")
    room.made("activations")[0].uncover.slider.setValue(17)
    rest(0.5)


def experiments(window: MainWindow) -> None:
    room = window.experiments
    window.tabs.setCurrentIndex(window.workspaces.index(room))
    room.panel.list.setCurrentRow(list(EXPERIMENTS).index("noise"))
    window.actions_.run.trigger()
    wait(lambda: room.experiments.outcome is not None, timeout_s=600)
    rest(0.5)


def chooser(window: MainWindow) -> None:
    """The table of networks."""
    window.show_workspace("learn")
    window.learn.page.fold.show_card()
    rest(0.3)
    window.learn.training_panel.recipe_box.showPopup()
    rest(0.5)


def large(window: MainWindow) -> None:
    """Type at 150 %, as on a projector; settings fold where there is no room for them."""
    window.learn.training_panel.recipe_box.chooser.close_again()
    window.show_workspace("learn")
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(150)].trigger()
    rest(1)


def folded(window: MainWindow) -> None:
    """The folded settings of a descent, opened over the page."""
    window.show_workspace("descent")
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(150)].trigger()
    rest(0.5)
    window.descent.page.fold.show_card()
    rest(0.5)


def contrast(window: MainWindow) -> None:
    """Dark, with high contrast."""
    window.show_workspace("learn")
    window.actions_.text_sizes.actions()[TEXT_SIZES.index(100)].trigger()
    for action in window.actions_.appearances.actions():
        if action.data() == "dark-contrast":
            action.trigger()
    rest(1)


SCENES = (
    learn,
    time,
    descent,
    descent_of_one,
    landscape,
    experiments,
    inspect,
    inspect_network,
    inspect_network_of_maps,
    inspect_neuron,
    inspect_gates,
    inspect_weights,
    inspect_slopes,
    inspect_backprop,
    inspect_wants,
    inspect_nudges,
    inspect_health,
    cost_of_digit,
    inspect_shifts,
    inspect_mistakes,
    inspect_reading,
    inspect_lab,
    data,
)
ONCE = (chooser, large, folded, contrast)  # light and small first, one after another


def main() -> int:
    folder, wanted = Path(sys.argv[1]), sys.argv[2:]
    scenes = {scene.__name__.replace("_", "-"): scene for scene in (*SCENES, *ONCE)}
    folder.mkdir(parents=True, exist_ok=True)
    gc.disable()
    keep_everything_in(Path(tempfile.mkdtemp("-screenshots")))
    app = make_application(["gdstudio"])
    for appearance in ("light", "dark"):
        for size in SIZES:
            window = MainWindow(Preferences(), Appearance(appearance, app))
            window.setWindowState(Qt.WindowState.WindowNoState)
            window.resize(*size)
            window.show()
            window.load()
            run = window.runs
            wait(lambda run=run: run.run is not None and run.run.progress is not None)
            is_first = appearance == "light" and size == SIZES[0]
            for name in wanted or scenes:
                if scenes[name] in ONCE and not is_first:
                    continue
                scenes[name](window)
                file = f"{name}-{appearance}-{size[0]}.png"
                window.grab().save(str(folder / file))
                print(file, flush=True)
            window.close_at_once()
    return 0


if __name__ == "__main__":
    sys.exit(main())
