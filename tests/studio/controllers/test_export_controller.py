import pytest
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from gdstudio.errors import FileError
from gdstudio.studio.controllers.export_controller import ExportController
from gdstudio.studio.workers.background_job import shut_down


@pytest.fixture
def exports(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    exports = ExportController(window)
    yield exports
    shut_down(exports)


@pytest.fixture
def red():
    picture = QImage(3, 2, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff0000"))
    return picture


def choose(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", staticmethod(lambda *args: (str(path), "")))


def test_that_a_picture_is_saved_with_its_ending(qtbot, monkeypatch, tmp_path, exports, red):
    choose(monkeypatch, tmp_path / "costs")
    with qtbot.waitSignal(exports.file_written) as blocker:
        exports.ask_to_save_picture(red, "costs")
    assert blocker.args == [str(tmp_path / "costs.png")]
    again = QImage(blocker.args[0])
    assert (again.width(), again.height()) == (3, 2)
    assert again.pixelColor(2, 1) == QColor("#ff0000")


def test_that_nothing_is_written_when_nothing_is_chosen(monkeypatch, exports, qtbot):
    choose(monkeypatch, "")
    with qtbot.assertNotEmitted(exports.file_written, wait=20):
        exports.ask_to_save_table(b"a\n", "costs")


def test_that_a_folder_that_is_not_there_is_told(qtbot, tmp_path, exports):
    with qtbot.waitSignal(exports.job_failed) as blocker:
        exports.write(tmp_path / "no" / "a.csv", b"a")
    assert isinstance(blocker.args[0], FileError)


def test_that_a_picture_is_copied(exports, red):
    exports.copy_picture(red)
    assert QGuiApplication.clipboard().image().pixelColor(0, 0) == QColor("#ff0000")
