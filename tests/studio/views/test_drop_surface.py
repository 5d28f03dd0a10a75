from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
)
from pytestqt.qtbot import QtBot

from gdstudio.studio.views.drawing.drawing_canvas import DrawingCanvas
from gdstudio.studio.views.drawing.picture_transfer import (
    LARGEST_SIDE,
    picture_file,
    picture_pixels,
)
from tests.studio.own_stack import with_own_stack


@pytest.fixture
def canvas(qtbot: QtBot) -> DrawingCanvas:
    canvas = with_own_stack(DrawingCanvas)
    qtbot.addWidget(canvas)
    canvas.resize(282, 282)
    canvas.show()
    qtbot.waitExposed(canvas)
    return canvas


def files(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(canvas: DrawingCanvas, data: QMimeData) -> bool:
    event = QDragEnterEvent(
        QPoint(100, 100),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QCoreApplication.sendEvent(canvas, event)
    return event.isAccepted()


def drop(canvas: DrawingCanvas, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(100, 100),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QCoreApplication.sendEvent(canvas, event)


def test_that_a_dropped_picture_file_is_told_by_path(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    data = files("/somewhere/notes.txt", "/somewhere/Seven Of Mine.PNG")
    assert enter(canvas, data)
    with qtbot.waitSignal(canvas.image_file_dropped) as dropped:
        drop(canvas, data)
    assert dropped.args == ["/somewhere/Seven Of Mine.PNG"]
    assert canvas.undo_stack.count() == 0


@pytest.mark.parametrize("name", ["a.jfif", "a.MPO", "a.jpe", "a.heic", "a.avif"])
def test_that_pictures_of_every_name_are_taken(canvas: DrawingCanvas, name: str) -> None:
    assert enter(canvas, files(f"/somewhere/{name}"))


def test_that_a_file_without_a_suffix_may_be_a_picture(
    canvas: DrawingCanvas, tmp_path: Path
) -> None:
    (tmp_path / "seven").write_bytes(b"")
    assert enter(canvas, files(tmp_path / "seven"))
    assert not enter(canvas, files(tmp_path))


def test_that_other_files_and_far_addresses_are_not_taken(canvas: DrawingCanvas) -> None:
    assert not enter(canvas, files("/somewhere/run.gdrun", "/somewhere/plan.svg"))
    far = QMimeData()
    far.setUrls([QUrl("https://example.org/seven.png")])
    assert not enter(canvas, far)
    assert not enter(canvas, QMimeData())


def test_that_a_frame_welcomes_a_picture_and_goes_with_it(canvas: DrawingCanvas) -> None:
    canvas.set_ink(np.zeros((1, 1), np.uint8), "empty")
    plain = canvas.grab().toImage()
    data = files("/somewhere/seven.png")
    enter(canvas, data)
    assert canvas.grab().toImage() != plain
    leave = QDragLeaveEvent()
    QCoreApplication.sendEvent(canvas, leave)
    assert canvas.grab().toImage() == plain
    enter(canvas, data)
    drop(canvas, data)
    assert canvas.grab().toImage() == plain


def small_picture() -> QImage:
    image = QImage(3, 2, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    image.setPixelColor(2, 0, QColor(100, 100, 100))
    image.setPixelColor(0, 1, QColor(0, 0, 0, 0))
    image.setPixelColor(1, 1, QColor("black"))
    return image


def test_that_a_pasted_picture_keeps_its_colours_and_its_opacity(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    QGuiApplication.clipboard().setImage(small_picture())
    with qtbot.waitSignal(canvas.image_pasted) as pasted:
        qtbot.keyClick(canvas, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    (pixels,) = pasted.args
    white, grey, black, nothing = [255] * 4, [100, 100, 100, 255], [0, 0, 0, 255], [0] * 4
    assert pixels.tolist() == [[white, white, grey], [nothing, black, white]]
    assert pixels.dtype == np.uint8
    assert not pixels.flags.writeable


def test_that_a_copied_drawing_can_be_pasted_as_black_on_white(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    pixels = np.arange(784, dtype=np.uint16).astype(np.uint8).reshape(28, 28)
    canvas.set_ink(pixels, "test digit")
    canvas.copy()
    with qtbot.waitSignal(canvas.image_pasted) as pasted:
        assert canvas.paste()
    for channel in range(3):
        assert np.array_equal(pasted.args[0][:, :, channel], 255 - canvas.ink())
    assert (pasted.args[0][:, :, 3] == 255).all()


def test_that_paste_says_whether_there_was_a_picture(qtbot: QtBot, canvas: DrawingCanvas) -> None:
    QGuiApplication.clipboard().setText("seven")
    with qtbot.assertNotEmitted(canvas.image_pasted):
        assert not canvas.paste()
    QGuiApplication.clipboard().setMimeData(files("/somewhere/seven.jpg"))
    with qtbot.waitSignal(canvas.image_file_dropped) as dropped:
        assert canvas.paste()
    assert dropped.args == ["/somewhere/seven.jpg"]


def test_that_a_dropped_picture_without_a_file_is_handed_on(
    qtbot: QtBot, canvas: DrawingCanvas
) -> None:
    data = QMimeData()
    data.setImageData(small_picture())
    assert enter(canvas, data)
    with qtbot.waitSignal(canvas.image_pasted) as pasted:
        drop(canvas, data)
    assert pasted.args[0].shape == (2, 3, 4)


def test_that_huge_pictures_are_made_smaller(qtbot: QtBot) -> None:
    data = QMimeData()
    for height, smaller in ((100, 50), (1, 1)):
        huge = QImage(2 * LARGEST_SIDE, height, QImage.Format.Format_Grayscale8)
        huge.fill(7)
        data.setImageData(huge)
        pixels = picture_pixels(data)
        assert pixels is not None
        assert pixels.shape == (smaller, LARGEST_SIDE, 4)
        assert (pixels[:, :, :3] == 7).all()


def test_that_no_picture_is_found_where_there_is_none(qtbot: QtBot) -> None:
    data = QMimeData()
    assert picture_pixels(data) is None
    assert picture_file(data) is None
    data.setImageData(QImage())
    assert picture_pixels(data) is None
