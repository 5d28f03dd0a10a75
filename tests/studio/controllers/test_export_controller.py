"""What cards show, on its way to files and to the clipboard."""

from __future__ import annotations

import csv
import io
from unittest.mock import MagicMock

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from gdstudio.errors import FileError
from gdstudio.pictures.figure import Column, Figure, Table
from gdstudio.pictures.scene import Plate, Rect, Scene
from gdstudio.pictures.sheet import Sheet
from gdstudio.studio.controllers.export_controller import ExportController
from gdstudio.studio.figure_files import PictureChoice
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.common.figure_actions import WISHES, FigureActions
from gdstudio.studio.workers.background_job import shut_down


class Dialogs(QObject):
    """Answers as it is told to."""

    picture_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.place_to_save = MagicMock(return_value=None)
        self.ask_about_picture = MagicMock()


def _red(sheet: Sheet) -> Scene:
    sheet.add(Plate(Rect(0, 0, *sheet.size), fill="#ff0000"))
    return sheet.scene()


def _table() -> Table:
    return Table((Column("step", np.array([1, 2])), Column("cost", np.array([0.5, 0.25]), "nats")))


FIGURE = Figure("costs", "Costs", _red, _table, {"cost": np.array([0.5, 0.25])}, "", (30.0, 20.0))
BARE = Figure("bare", "Bare", _red, _table)


@pytest.fixture
def messages(qapp):
    return Messages()


@pytest.fixture
def dialogs(qapp):
    return Dialogs()


@pytest.fixture
def exports(dialogs, messages):
    preferences = MagicMock(spec=Preferences)
    preferences.picture_folder = None
    exports = ExportController(dialogs, preferences, messages)
    yield exports
    shut_down(exports)


@pytest.fixture
def card(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    yield FigureActions(widget)
    widget.close()


@pytest.mark.parametrize(
    ("kind", "begin"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")]
)
def test_that_a_picture_is_saved_as_chosen_where_the_user_says(
    qtbot, tmp_path, exports, dialogs, messages, kind, begin
):
    path = tmp_path / f"mine.{kind}"
    dialogs.place_to_save.return_value = path
    exports.save_picture(FIGURE)
    (first, size, titled), _ = dialogs.ask_about_picture.call_args
    assert (first, size) == (PictureChoice(), (30, 20))
    assert titled[0] > 30
    assert titled[1] > 20
    with qtbot.waitSignal(messages.said) as told:
        dialogs.picture_chosen.emit(PictureChoice(kind, 3))
    assert told.args == [f"Saved {path}"]
    assert path.read_bytes().startswith(begin)
    assert dialogs.place_to_save.call_args.args[1] == home_folder() / f"costs.{kind}"
    exports.save_picture(FIGURE)
    assert dialogs.ask_about_picture.call_args.args[0] == PictureChoice(kind, 3)


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_that_a_picture_of_pixels_is_as_large_as_wanted(
    qtbot, tmp_path, exports, dialogs, messages, scale
):
    dialogs.place_to_save.return_value = tmp_path / "a.png"
    exports.save_picture(FIGURE)
    with qtbot.waitSignal(messages.said):
        dialogs.picture_chosen.emit(PictureChoice("png", scale))
    picture = QImage(str(tmp_path / "a.png"))
    assert (picture.width(), picture.height()) == (30 * scale, 20 * scale)
    assert picture.pixelColor(5, 5).name() == "#ff0000"


def test_that_numbers_are_saved_as_a_table_or_as_arrays(
    qtbot, tmp_path, exports, dialogs, messages
):
    for name in ("a.csv", "a.NPZ"):
        dialogs.place_to_save.return_value = tmp_path / name
        with qtbot.waitSignal(messages.said):
            exports.save_data(FIGURE)
    text = (tmp_path / "a.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [["step", "cost (nats)"], ["1", "0.5"], ["2", "0.25"]]
    with np.load(tmp_path / "a.NPZ", allow_pickle=False) as found:
        assert found["cost"].tolist() == [0.5, 0.25]


def test_that_arrays_are_offered_only_where_there_are_any(exports, dialogs):
    for figure in (FIGURE, BARE):
        exports.save_data(figure)
    with_arrays, without = (call.args[2] for call in dialogs.place_to_save.call_args_list)
    assert "*.npz" in with_arrays
    assert "*.npz" not in without


def test_that_the_next_dialog_begins_in_the_folder_of_the_last(
    qtbot, tmp_path, exports, dialogs, messages
):
    dialogs.place_to_save.return_value = tmp_path / "first.csv"
    with qtbot.waitSignal(messages.said):
        exports.save_data(FIGURE)
    dialogs.place_to_save.return_value = None
    exports.save_data(FIGURE)
    assert dialogs.place_to_save.call_args.args[1] == tmp_path / "costs.csv"


def test_that_nothing_is_written_when_nothing_is_chosen(exports, dialogs, messages, qtbot):
    with qtbot.assertNotEmitted(messages.said, wait=20):
        exports.save_data(FIGURE)
        dialogs.picture_chosen.emit(PictureChoice())


def test_that_a_folder_that_is_not_there_is_told(qtbot, tmp_path, exports, dialogs, messages):
    dialogs.place_to_save.return_value = tmp_path / "no" / "a.csv"
    with qtbot.waitSignal(messages.fault_met) as blocker:
        exports.save_data(FIGURE)
    assert isinstance(blocker.args[0], FileError)


def test_that_what_is_written_at_once_is_all_written(tmp_path, exports, dialogs):
    for name in ("a.csv", "b.csv", "c.csv"):
        dialogs.place_to_save.return_value = tmp_path / name
        exports.save_data(FIGURE)
    shut_down(exports)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv", "c.csv"]


def test_that_the_menu_of_a_card_copies(qtbot, exports, card, messages):
    exports.offer(card, lambda: FIGURE)
    with qtbot.waitSignal(messages.said) as told:
        card.wish("copy-picture")
    assert told.args == ["Copied “Costs”."]
    picture = QGuiApplication.clipboard().image()
    assert (picture.width(), picture.height()) == (60, 40)
    assert picture.pixelColor(5, 5).name() == "#ff0000"
    with qtbot.waitSignal(messages.said):
        card.wish("copy-data")
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "step\tcost (nats)\n1\t0.5\n2\t0.25"
    assert bytes(data.data("text/csv").data()) == b"step,cost (nats)\r\n1,0.5\r\n2,0.25\r\n"


def test_that_a_card_with_nothing_to_show_says_so(qtbot, exports, card, messages):
    exports.offer(card, lambda: None)
    with qtbot.waitSignal(messages.said) as told:
        card.wish("save-picture")
    assert told.args == ["There is nothing to take away yet."]


def test_that_a_card_offers_nothing_but_a_picture_before_it_has_a_figure(exports, card):
    assert [action.data() for action in card.actions() if action.isVisible()] == ["copy-picture"]
    assert card.button.isHidden()
    exports.offer(card, lambda: FIGURE)
    offered = [action.data() for action in card.actions() if action.isVisible()]
    assert offered == list(WISHES)
    assert not card.button.isHidden()
