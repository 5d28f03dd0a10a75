"""Pictures and tables that leave the window."""

from unittest.mock import MagicMock

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage

from gdstudio.errors import FileError
from gdstudio.studio.controllers.export_controller import ExportController
from gdstudio.studio.preferences import Preferences
from gdstudio.studio.state.messages import Messages
from gdstudio.studio.user_folder import home_folder
from gdstudio.studio.views.dialogs.file_dialogs import FileDialogs
from gdstudio.studio.workers.background_job import shut_down


@pytest.fixture
def messages(qapp):
    return Messages()


@pytest.fixture
def dialogs():
    return MagicMock(spec=FileDialogs)


@pytest.fixture
def preferences():
    preferences = MagicMock(spec=Preferences)
    preferences.picture_folder = None
    return preferences


@pytest.fixture
def exports(dialogs, preferences, messages):
    exports = ExportController(dialogs, preferences, messages)
    yield exports
    shut_down(exports)


@pytest.fixture
def red():
    picture = QImage(3, 2, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff0000"))
    return picture


def test_that_a_picture_is_saved_where_the_user_says(
    qtbot, tmp_path, exports, dialogs, messages, red
):
    dialogs.place_to_save.return_value = tmp_path / "costs.png"
    with qtbot.waitSignal(messages.said) as blocker:
        exports.ask_to_save_picture(red, "costs")
    assert blocker.args == [f"Saved {tmp_path / 'costs.png'}"]
    assert dialogs.place_to_save.call_args.args[1].name == "costs.png"
    again = QImage(str(tmp_path / "costs.png"))
    assert (again.width(), again.height()) == (3, 2)
    assert again.pixelColor(2, 1) == QColor("#ff0000")


def test_that_the_next_dialog_begins_in_the_folder_of_the_last(
    qtbot, tmp_path, exports, dialogs, messages
):
    dialogs.place_to_save.return_value = tmp_path / "first.csv"
    with qtbot.waitSignal(messages.said):
        exports.ask_to_save_table(b"a\n", "costs")
    assert (tmp_path / "first.csv").read_bytes() == b"a\n"
    dialogs.place_to_save.return_value = None
    exports.ask_to_save_table(b"a\n", "costs")
    assert dialogs.place_to_save.call_args.args[1] == tmp_path / "costs.csv"


def test_that_nothing_is_written_when_nothing_is_chosen(exports, dialogs, messages, qtbot):
    dialogs.place_to_save.return_value = None
    with qtbot.assertNotEmitted(messages.said, wait=20):
        exports.ask_to_save_table(b"a\n", "costs")


def test_that_a_folder_that_is_not_there_is_told(qtbot, tmp_path, exports, messages):
    with qtbot.waitSignal(messages.fault_met) as blocker:
        exports.write(tmp_path / "no" / "a.csv", b"a")
    assert isinstance(blocker.args[0], FileError)


def test_that_a_picture_is_copied(exports, red):
    exports.copy_picture(red)
    assert QGuiApplication.clipboard().image().pixelColor(0, 0) == QColor("#ff0000")


def test_that_what_is_written_at_once_is_all_written(tmp_path, exports):
    for name in ("a", "b", "c"):
        exports.write(tmp_path / name, name.encode())
    shut_down(exports)
    assert [(tmp_path / name).read_text() for name in ("a", "b", "c")] == ["a", "b", "c"]


def test_that_a_title_makes_a_name_at_home_of_its_kind(exports, dialogs, red):
    dialogs.place_to_save.return_value = None
    exports.ask_to_save_table(b"", "training/test")
    exports.ask_to_save_picture(red, "training/test")
    assert [call.args for call in dialogs.place_to_save.call_args_list] == [
        ("Save", home_folder() / "training-test.csv", "Tables (*.csv)"),
        ("Save", home_folder() / "training-test.png", "Pictures (*.png)"),
    ]
