import pytest
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from gdstudio.studio.selftest.fault_watch import StepFailed
from gdstudio.studio.selftest.pictures import check_not_blank, check_surface


def picture_of(colour):
    picture = QImage(200, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    return picture


def with_gradient(picture, width, last):
    gradient = QLinearGradient(0, 0, width, 0)
    gradient.setColorAt(0, QColor("black"))
    gradient.setColorAt(1, QColor(last))
    painter = QPainter(picture)
    painter.fillRect(0, 0, width, 100, gradient)
    painter.end()
    return picture


def test_that_a_blank_picture_is_refused(qapp):
    with pytest.raises(StepFailed, match="blank: 200 x 100, 1 colours"):
        check_not_blank(picture_of("#336699"))


def test_that_a_picture_of_a_few_greys_only_is_refused(qapp):
    with pytest.raises(StepFailed, match="blank"):
        check_not_blank(with_gradient(picture_of("white"), 8, "white"))


def test_that_a_picture_with_something_on_it_is_taken(qapp):
    assert check_not_blank(with_gradient(picture_of("white"), 100, "white")).startswith("200 x 100")


def test_that_a_view_with_labels_but_no_surface_is_refused(qapp):
    grey = with_gradient(picture_of("white"), 100, "white")
    with pytest.raises(StepFailed, match=r"not drawn: 0\.0 % of its view is coloured"):
        check_surface(grey)
    with pytest.raises(StepFailed, match="not drawn"):
        check_surface(with_gradient(grey, 4, "#0067b8"))  # 2 %: a ball and a path


def test_that_a_view_with_a_surface_is_taken(qapp):
    check_surface(with_gradient(picture_of("white"), 40, "#0067b8"))
