"""The size that is told is that of the file, with a caption or without."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QWidget

from gdstudio.pictures.figure import Figure, page_size
from gdstudio.pictures.figures.charts import table_of
from gdstudio.studio.figure_files import PictureChoice, picture_bytes
from gdstudio.studio.painting import Lettering
from gdstudio.studio.views.dialogs.picture_dialog import PictureDialog


@pytest.fixture
def figure() -> Figure:
    def table():
        return table_of(("a",), [(1,)])

    caption = "A caption that is told in words. " * 9
    return Figure("a", "A title", lambda sheet: sheet.scene(), table, {}, caption, (300.0, 200.0))


def told(dialog: PictureDialog) -> tuple[int, int]:
    width, _, rest = dialog.scales.currentText().partition(" × ")
    return int(width), int(rest.split()[0])


@pytest.mark.parametrize("titled", [False, True])
@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_that_the_size_told_is_that_of_the_file(qtbot, figure, titled, scale) -> None:
    parent, font = QWidget(), QFont("DejaVu Sans", 10)
    qtbot.addWidget(parent)
    size = page_size(figure, Lettering(font).measure)
    dialog = PictureDialog(PictureChoice("png", scale, titled), figure.size, size, parent)
    image = QImage.fromData(picture_bytes(figure, dialog.choice(), font))
    assert told(dialog) == (image.width(), image.height())


def test_that_asking_for_a_caption_changes_the_size_and_not_the_choice(qtbot, figure) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = PictureDialog(PictureChoice("png", 3), figure.size, (328.0, 320.0), parent)
    assert told(dialog) == (900, 600)
    dialog.titled.setChecked(True)
    assert told(dialog) == (984, 960)
    assert dialog.choice() == PictureChoice("png", 3, True)
    dialog.titled.setChecked(False)
    assert told(dialog) == (900, 600)
