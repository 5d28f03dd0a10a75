"""Every card of the real window: its picture and its numbers, saved by its menu, read by others."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from gdstudio.inside.places import Place
from gdstudio.jobs.plane_request import PlaneRequest
from gdstudio.pictures.figure import Figure
from gdstudio.studio.state.progress import RunState
from gdstudio.studio.views.common.card import Card, card_of, figures_at
from gdstudio.studio.views.common.figure_actions import WISHES, FigureActions
from gdstudio.studio.views.inside.network_diagram import NetworkDiagram
from gdstudio.studio.views.inspect.inspect_page import PAGES
from gdstudio.studio.views.plane.plane_canvas import PlaneCanvas
from gdstudio.studio.workers.background_job import BackgroundJob
from tests.studio import taken

_APART = 6.0  # of 255: letters of other fonts, edges drawn by other hands
_MANY = 10  # pictures in a drawing, as on a wall of digits


@dataclass(frozen=True)
class Saved:
    """The files of one card."""

    png: Path
    large: Path
    svg: Path
    pdf: Path
    csv: Path
    npz: Path | None


class Someone:
    """Opens the menus of cards and answers the dialogs."""

    def __init__(self, qtbot, window, monkeypatch, folder: Path) -> None:
        self.qtbot, self.window, self.folder = qtbot, window, folder
        self.suggested: list[str] = []
        self.name = ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(self._types))

    def _types(self, parent, title, suggested, filters):
        self.suggested.append(Path(suggested).name)
        return str(self.folder / self.name), filters.split(";;")[0]

    def picks(self, figures: FigureActions, wish: str) -> None:
        """Choose an entry of a card's menu."""
        menu = figures.button.menu()
        (action,) = [one for one in menu.actions() if one.data() == wish]
        assert action.isVisible()
        action.trigger()

    def saves_picture(
        self, figures: FigureActions, name: str, *, scale: int = 1, titled: bool = False
    ) -> Path:
        """Save the picture of a card; the ending says as what."""
        self.name = name
        path = self.folder / name
        self.picks(figures, "save-picture")
        dialog = self.window.shared.dialogs.picture
        dialog.kinds.setCurrentIndex(("png", "svg", "pdf").index(path.suffix[1:]))
        dialog.scales.setCurrentIndex(scale - 1)
        dialog.titled.setChecked(titled)
        with self.qtbot.waitSignal(self.window.shared.messages.said) as told:
            dialog.accept()
        assert told.args == [f"Saved {path}"]
        return path

    def saves_data(self, figures: FigureActions, name: str) -> Path:
        """Save the numbers of a card; the ending says as what."""
        self.name = name
        with self.qtbot.waitSignal(self.window.shared.messages.said) as told:
            self.picks(figures, "save-data")
        assert told.args == [f"Saved {self.folder / name}"]
        return self.folder / name

    def takes(self, view: QWidget, name: str, *, arrays: bool = True) -> Saved:
        """Save everything that the card of a view has to give, and look whether it is whole.

        What is only read has no arrays.
        """
        (room,) = (one for one in self.window.workspaces if one.page.isAncestorOf(view))
        if room is not self.window.experiments:  # which measures times meanwhile
            for job in room.findChildren(BackgroundJob):  # what is computed changes the figure
                self.qtbot.waitUntil(lambda job=job: not job.is_running)
        figures = figures_at(view)
        assert figures is not None
        assert figures.button.isVisibleTo(self.window) or not view.isVisible()
        saved = Saved(
            self.saves_picture(figures, f"{name}.png"),
            self.saves_picture(figures, f"{name}-titled.png", scale=3, titled=True),
            self.saves_picture(figures, f"{name}.svg", titled=True),
            self.saves_picture(figures, f"{name}.pdf", titled=True),
            self.saves_data(figures, f"{name}.csv"),
            self.saves_data(figures, f"{name}.npz") if arrays else None,
        )
        assert_whole(saved)
        return saved


def assert_whole(saved: Saved) -> None:
    """Assert that all files of a card show the same, as other libraries see them."""
    small, large = taken.picture(saved.png), taken.picture(saved.large)
    drawing = taken.drawing(saved.svg)
    page = taken.page(saved.pdf, drawing.shape[1])
    assert large.shape[0] > 3 * small.shape[0]  # title and caption stand around it
    assert large.shape[1] > 3 * small.shape[1]
    for pixels in (small, large, drawing, page):
        assert (pixels[-1, -1] == 255).all()  # white, whatever the theme
        assert (pixels.min(axis=2) < 200).mean() > 0.001
    reduced = large[1::3, 1::3]
    assert drawing.shape[1] == reduced.shape[1]
    if taken.images_of_drawing(saved.svg) > _MANY:  # digits stand elsewhere if captions are wider
        assert taken.ink(drawing) == pytest.approx(taken.ink(reduced), rel=0.25)
        assert taken.ink(page) == pytest.approx(taken.ink(reduced), rel=0.25)
    else:
        assert taken.unlike(drawing, reduced) < _APART
        assert taken.unlike(page, reduced) < _APART
    words = taken.words_of_drawing(saved.svg)
    assert words
    assert len(words & taken.words_of_page(saved.pdf)) >= 0.7 * len(words)
    header, rows = taken.table(saved.csv)
    assert all(header)
    assert rows
    if saved.npz is not None:
        assert all(array.size for array in taken.arrays(saved.npz).values())


@pytest.fixture
def window(qtbot, make_window):
    """A dark window whose run has learnt something, with a digit drawn."""
    window = make_window("dark")
    window.drawing.show_random_digit()
    for step in range(1, 9):
        window.actions_.step_batch.trigger()
        qtbot.waitUntil(lambda step=step: window.runs.run.step == step)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step >= 100)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.progress.state is RunState.PAUSED)
    qtbot.waitUntil(lambda: len(window.runs.run.history.evaluations()) > 0)
    return window


@pytest.fixture
def someone(qtbot, window, monkeypatch, tmp_path):
    return Someone(qtbot, window, monkeypatch, tmp_path)


def show(window, workspace) -> None:
    window.tabs.setCurrentIndex(window.workspaces.index(workspace))


def test_that_costs_and_weights_of_learn_are_taken_away(qtbot, window, someone):
    learn, history = window.learn, window.runs.run.history
    saved = someone.takes(learn.cost_plot, "costs")
    curve, table = history.curve(), history.evaluations()
    np.testing.assert_array_equal(
        taken.column(saved.csv, "cost_smoothed", kind="updates"), curve.smoothed
    )
    np.testing.assert_array_equal(
        taken.column(saved.csv, "test_accuracy", kind="evaluation"), table.test_accuracy
    )
    np.testing.assert_array_equal(taken.arrays(saved.npz)["cost_mean"], curve.mean)
    assert taken.images_of_drawing(saved.svg) == 0
    assert "accuracy" in taken.words_of_page(saved.pdf)
    assert str(window.runs.run.recipe.seed) in taken.words_of_page(saved.pdf)

    saved = someone.takes(learn.weights_view, "weights")
    weights = window.shown.network.part("W1")
    np.testing.assert_array_equal(taken.arrays(saved.npz)["values"].reshape(weights.shape), weights)
    header, rows = taken.table(saved.csv)
    np.testing.assert_array_equal(np.array(rows)[:, 1:].astype(weights.dtype), weights)
    assert header[:2] == ["neuron", "0,0"]

    saved = someone.takes(window.shared.drawing_panel, "drawing")
    answer = window.drawing.answer
    np.testing.assert_array_equal(taken.arrays(saved.npz)["digit"], window.drawing.pixels)
    np.testing.assert_allclose(
        taken.column(saved.csv, "activation of the output"), answer.activations, rtol=1e-6
    )


def test_that_the_digits_and_their_numbers_are_taken_away(qtbot, window, someone):
    room, train = window.data, window.runs.data.train
    show(window, room)
    qtbot.waitUntil(lambda: room.summary.summary is not None)
    qtbot.waitUntil(lambda: room.page.settings.look is not None)
    room.digits.show("train", 7, None)
    page, indices = room.page, np.flatnonzero(train.labels == 7)
    room.digits.go_to(int(indices[5]))
    saved = someone.takes(page.digits, "digits")
    arrays = taken.arrays(saved.npz)
    np.testing.assert_array_equal(arrays["indices"], indices[5:])
    np.testing.assert_array_equal(arrays["pictures"], train.pictures(indices[5:]))
    assert set(taken.column(saved.csv, "label").tolist()) == {7}
    assert taken.images_of_drawing(saved.svg) == 60
    saved = someone.takes(page.split, "split")
    assert taken.column(saved.csv, "digits").tolist() == [60_000, 0, 0, 10_000]
    saved = someone.takes(page.counts, "classes")
    counts = np.bincount(train.labels)
    np.testing.assert_array_equal(taken.column(saved.csv, "training"), counts)
    someone.takes(page.averages, "averages")
    saved = someone.takes(page.brightness, "brightness")
    assert taken.column(saved.csv, "share of pixels", series="training").sum() == pytest.approx(1)


@pytest.mark.parametrize("kind", ["distortion", "labels", "subset"])
def test_that_what_the_settings_do_is_taken_away(qtbot, window, someone, kind):
    room, panel = window.data, window.learn.training_panel
    show(window, room)
    settings = {"augmentation": "affine", "label_noise": 0.2, "train_size": 300}
    panel.set_recipe(panel.recipe().changed(**settings))
    window.runner.reset()
    qtbot.waitUntil(lambda: room.page.settings.look is not None)
    room.page.settings.set_kind(kind)
    look = room.page.settings.look
    saved = someone.takes(room.page.settings, kind)
    expected = {"distortion": look.first, "labels": look.changed, "subset": np.arange(300)}[kind]
    np.testing.assert_array_equal(taken.column(saved.csv, "index"), expected)
    learned = taken.column(saved.csv, "learned as")
    np.testing.assert_array_equal(learned, look.labels[expected])
    if kind == "distortion":
        np.testing.assert_array_equal(taken.arrays(saved.npz)["after"], look.after)


def test_that_surface_and_diagram_of_learn_are_taken_away(qtbot, window, someone):
    learn = window.learn
    learn.page.below.show_card(learn.page.surface_card)
    qtbot.waitUntil(lambda: learn.surface.figure() is not None)
    learn.live_surface.set_in_sight(False)  # else it may be made anew between two files
    saved = someone.takes(learn.surface, "surface")
    np.testing.assert_array_equal(
        taken.arrays(saved.npz)["cost"], learn.surface.figure().arrays["cost"]
    )
    window.actions_.show_network.trigger()
    diagram = learn.page.network_place
    qtbot.waitUntil(lambda: figure_of(diagram) is not None)
    saved = someone.takes(diagram, "network")
    found, network = taken.arrays(saved.npz), window.shown.network
    (biases,) = (array for name, array in found.items() if name.startswith("1-") and "bias" in name)
    np.testing.assert_array_equal(biases, network.part("b1"))
    (z,) = (array for name, array in found.items() if name.startswith("1-") and "-z" in name)
    pixels = window.drawing.pixels.ravel() / 255
    np.testing.assert_allclose(z, network.part("W1") @ pixels + biases, rtol=1e-4, atol=1e-5)
    assert any(name.endswith("weights") for name in found)
    assert int(found["step"]) == window.runs.run.step
    assert str(found["run"]) == window.shown.subject.title
    assert "edits" not in found
    assert taken.column(saved.csv, "value", what="step").tolist() == [window.runs.run.step]
    assert taken.images_of_drawing(saved.svg) == 1  # the digit


def figure_of(view: QWidget) -> Figure | None:
    """Return the figure of a diagram in a view, None before there is one."""
    diagram = view.findChild(NetworkDiagram)
    return None if diagram is None else diagram.figure()


def test_that_a_descent_of_one_input_is_taken_away(qtbot, window, someone):
    descent = window.descent
    show(window, descent)
    qtbot.waitUntil(lambda: descent.curve.figure() is not None)
    for _ in range(3):
        window.actions_.descent_step.trigger()
    saved = someone.takes(descent.curve, "curve")
    path = descent.descent.session
    np.testing.assert_allclose(taken.column(saved.csv, "w", what="path")[0], path.start[0])
    assert len(taken.column(saved.csv, "w", what="path")) == path.n_steps + 1
    assert taken.images_of_drawing(saved.svg) == 0
    saved = someone.takes(descent.curves, "against-step")
    costs = taken.column(saved.csv, "cost")
    assert len(costs) == path.n_steps + 1
    assert (np.diff(costs) < 0).all()
    saved = someone.takes(descent.narration, "next-step", arrays=False)
    read = [row[0] for row in taken.table(saved.csv)[1]]
    assert read[1:] == [descent.narration.heading.text(), *descent.narration.text.lines()]


def test_that_a_descent_of_two_inputs_is_taken_away(qtbot, window, someone):
    descent = window.descent
    show(window, descent)
    state = {**descent.state()}
    state["descent"] = {
        **state["descent"],
        "function": "himmelblau",
        "dimension": 2,
        "start": [0.0, 0.0],
    }
    descent.take_up(state)
    qtbot.waitUntil(lambda: descent.surface.view.figure() is not None)
    qtbot.waitUntil(lambda: descent.contour.figure() is not None)
    window.actions_.descent_step.trigger()
    grid = descent.contour.findChild(PlaneCanvas).chart.grid
    saved = someone.takes(descent.contour, "map")
    np.testing.assert_array_equal(taken.arrays(saved.npz)["cost"], grid.z)
    np.testing.assert_array_equal(taken.column(saved.csv, "cost", what="cost"), grid.z.ravel())
    assert taken.images_of_drawing(saved.svg) == 2  # the heat map, and the key to its colours
    saved = someone.takes(descent.surface.view, "surface")
    np.testing.assert_array_equal(taken.arrays(saved.npz)["x"], grid.x)
    assert taken.images_of_drawing(saved.svg) == 1  # the key to its colours
    saved = someone.takes(descent.race, "race", arrays=False)
    racers = descent.race.racers()
    rates = taken.column(saved.csv, "learning rate")
    assert rates.tolist() == [racer.learning_rate for racer in racers]


def test_that_the_landscape_is_taken_away(qtbot, window, someone):
    landscape = window.landscape
    landscape.panel.set_request(PlaneRequest(size=11, examples=300))
    show(window, landscape)
    qtbot.waitUntil(lambda: landscape.surface.view.figure() is not None)
    qtbot.waitUntil(lambda: landscape.contour.figure() is not None)
    qtbot.waitUntil(lambda: landscape.honesty.figure() is not None)
    grid = landscape.contour.findChild(PlaneCanvas).chart.grid
    saved = someone.takes(landscape.surface.view, "surface")
    assert taken.arrays(saved.npz)["cost"].shape == grid.z.shape
    saved = someone.takes(landscape.contour, "map")
    np.testing.assert_array_equal(taken.arrays(saved.npz)["cost"], grid.z)
    saved = someone.takes(landscape.honesty, "honesty")
    chart = landscape.honesty.plot.chart
    np.testing.assert_array_equal(taken.arrays(saved.npz)["true"], chart.true)
    someone.takes(landscape.bars, "answer")
    landscape.slices.slice_requested.emit("gradient", -1)
    qtbot.waitUntil(lambda: landscape.slices.figure() is not None)
    saved = someone.takes(landscape.slices, "slice")
    (line,) = landscape.slices.findChild(PlaneCanvas).chart.picture.lines
    np.testing.assert_array_equal(taken.column(saved.csv, "cost"), line.cost)


def test_that_every_page_of_inspect_is_taken_away(qtbot, window, someone):
    inspect = window.inspect
    show(window, inspect)
    for page in PAGES:
        inspect.show_page(page)
        qtbot.waitUntil(lambda: inspect.page.figure() is not None)
        saved = someone.takes(inspect.network_page, page)
        figure, found = inspect.page.figure(), taken.arrays(saved.npz)
        for name, array in figure.arrays.items():
            np.testing.assert_array_equal(found[name], array, page)
        header, _ = taken.table(saved.csv)
        assert header == [str(name) for name in figure.tabulate().header], page
        if page == "weights":
            (array,) = found.values()
            part = inspect.matrix_view.matrix.part.name
            np.testing.assert_array_equal(array, window.shown.network.part(part))
        if page == "mistakes":
            assert found["confusion"].sum() == len(window.runs.data.test)
            wrong = found["confusion"].sum() - np.trace(found["confusion"])
            assert len(found["pictures"]) == wrong


def test_that_one_neuron_by_hand_is_taken_away(qtbot, window, someone):
    inspect = window.inspect
    show(window, inspect)
    inspect.show_page("network")
    card = inspect.network_page.card
    window.shared.inside.choose(Place(2, 3))
    qtbot.waitUntil(lambda: card.look is not None)
    saved = someone.takes(card, "neuron")
    neuron = card.look.neuron
    assert taken.column(saved.csv, "adds", term="z").tolist() == [neuron.z]
    np.testing.assert_array_equal(taken.arrays(saved.npz)["products"], neuron.products)


def test_that_measured_slopes_are_taken_away(qtbot, window, someone):
    inspect = window.inspect
    show(window, inspect)
    inspect.show_page("backprop")
    page = inspect.backprop_page
    qtbot.waitUntil(lambda: page.figure() is not None)
    page.views.button("trust").click()
    saved = someone.takes(inspect.network_page, "trust", arrays=False)
    check = page.trust.shown()[0]
    assert taken.column(saved.csv, "measured").tolist() == [check.numeric]


def test_that_charts_of_an_experiment_are_taken_away(qtbot, window, someone):
    experiments = window.experiments
    show(window, experiments)
    experiments.files.open_finished(experiments.experiments.selected.name)
    qtbot.waitUntil(lambda: len(experiments.board.tiles) > 0)
    for k, tile in enumerate(experiments.board.tiles[:2]):
        saved = someone.takes(tile.view, f"chart-{k}")
        wanted = tile.figure().tabulate()
        header, rows = taken.table(saved.csv)
        assert header == [str(name) for name in wanted.header]
        assert len(rows) == len(list(wanted.rows()))
    experiments.page.show_page("paper")
    saved = someone.takes(experiments.paper, "paper", arrays=False)
    assert experiments.experiments.selected.paper in taken.table(saved.csv)[1][0]
    experiments.page.show_page("findings")
    saved = someone.takes(experiments.findings, "findings", arrays=False)
    assert taken.table(saved.csv)[0] == [
        "Verdict",
        "Finding",
        "Claim",
        "Measured here",
        "The paper",
    ]
    assert someone.suggested[0].startswith(f"{experiments.experiments.selected.name}-")


def test_that_every_card_that_shows_something_has_the_same_menu(window):
    cards = [card for page in window.workspaces for card in page.page.findChildren(Card)]
    offered = [card for card in cards if card.figures.is_offered]
    assert len(offered) >= 14
    for card in offered:
        actions = [one for one in card.figures.button.menu().actions() if one.isVisible()]
        assert [one.data() for one in actions[: len(WISHES)]] == list(WISHES)
        assert [one.text() for one in actions[len(WISHES) :]] in ([], ["Save film…"])
        assert card.figures.button.accessibleName().startswith("Take away")
        assert card.figures.button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_that_ctrl_c_copies_the_card_with_the_focus_else_the_drawing(qtbot, window):
    clipboard, messages = QGuiApplication.clipboard(), window.shared.messages
    canvas = window.learn.weights_view.findChildren(QWidget)
    focused = next(w for w in canvas if w.focusPolicy() & Qt.FocusPolicy.StrongFocus)
    window.activateWindow()
    focused.setFocus()
    assert card_of(focused) is window.learn.page.weights_card
    with qtbot.waitSignal(messages.said) as told:
        QTest.keyClick(focused, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["Copied “Weights of the first layer”."]
    assert clipboard.image().width() == 2 * round(window.learn.weights_view.figure().size[0])
    drawing = window.shared.drawing_panel.canvas
    drawing.setFocus()
    QTest.keyClick(drawing, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.image().width() == clipboard.image().height()


def test_that_copied_numbers_are_taken_by_spreadsheets(qtbot, window, someone):
    with qtbot.waitSignal(window.shared.messages.said) as told:
        someone.picks(window.learn.page.cost_card.figures, "copy-data")
    assert told.args == ["Copied “Cost and accuracy”."]
    data = QGuiApplication.clipboard().mimeData()
    first, *rows = data.text().split("\n")
    assert first.split("\t")[:3] == ["run", "kind", "step"]
    assert len(rows) == len(window.runs.run.history.curve()) + len(
        window.runs.run.history.evaluations()
    )
    assert bytes(data.data("text/csv").data()).startswith(b"run,kind,step")


def test_that_nothing_is_saved_where_the_user_gives_up(qtbot, window, someone, monkeypatch):
    figures = window.learn.page.cost_card.figures
    someone.picks(figures, "save-picture")
    window.shared.dialogs.picture.reject()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *given: ("", "")))
    with qtbot.assertNotEmitted(window.shared.messages.said, wait=50):
        someone.picks(figures, "save-data")
    assert not list(someone.folder.glob("*.png"))
