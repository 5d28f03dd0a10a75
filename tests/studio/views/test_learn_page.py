"""How the workspace Learn shares its room."""

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from gdstudio.studio.views.common.card import Card
from gdstudio.studio.views.training.learn_page import LearnPage, drawing_width

_MARGINS = 16  # pixels, left and right of the columns


@pytest.fixture
def page(qtbot):
    page = LearnPage(Card("Drawing", QWidget()), *(QWidget() for _ in range(4)))
    qtbot.addWidget(page)
    page.show()
    return page


def columns(page, width, height=800):
    page.resize(width + _MARGINS, height)
    QApplication.processEvents()
    assert page.columns.width() == width
    return page.columns.sizes()


@pytest.mark.parametrize(
    ("room", "width"), [(900, 290), (1000, 290), (1600, 376), (1957, 460), (3000, 460)]
)
def test_that_the_drawing_takes_a_share_between_two_bounds(room, width):
    assert drawing_width(room) == width


@pytest.mark.parametrize(
    ("room", "drawing", "settings"),
    [(1000, 290, 298), (1600, 376, 298), (1800, 423, 324), (2200, 460, 340)],
)
def test_that_the_outer_columns_take_a_share_and_the_middle_the_rest(page, room, drawing, settings):
    sizes = columns(page, room)
    assert sizes[::2] == [drawing, settings]
    assert sum(sizes) == room - 16


def test_that_the_outer_columns_take_the_least_in_a_narrow_window(page):
    for room in (999, 940):
        least = [276, room - 276 - 256 - 16, 256]
        assert columns(page, room) == least


def test_that_cost_stands_above_weights_and_surface_which_are_alike(page):
    columns(page, 1600, 1016)
    upper, lower = page.middle.sizes()
    assert upper / (upper + lower) == pytest.approx(0.48, abs=0.003)
    assert page.middle.widget(0) is page.cost_card
    left, right, network = page.below.sizes()
    assert abs(left - right) <= 1
    assert network == 0  # until somebody wants to see it
    below = [page.weights_card, page.surface_card, page.network_card]
    assert [page.below.widget(k) for k in range(3)] == below


def test_that_cost_and_accuracy_are_never_smaller_than_can_be_read(page):
    sizes = columns(page, 860, 300)
    assert sizes[1] >= 300
    assert (page.cost_card.minimumWidth(), page.cost_card.minimumHeight()) == (300, 220)
    assert page.cost_card.height() >= 220


def test_that_a_hidden_column_leaves_its_room_to_the_middle(page):
    drawing, middle, settings = columns(page, 1600)
    page.settings_card.hide()
    QApplication.processEvents()
    now = page.columns.sizes()
    assert now[:2] == [drawing, middle + settings + 8]


def test_that_shares_the_user_chose_are_forgotten_on_demand(page):
    usual = columns(page, 1600)
    for splitter in (page.columns, page.middle, page.below):
        splitter.set_shares([1 / splitter.count()] * splitter.count())
    QApplication.processEvents()
    assert page.columns.sizes() != usual
    page.reset_layout()
    assert [one.shares() for one in (page.columns, page.middle, page.below)] == [None] * 3
    assert page.columns.sizes() == usual
