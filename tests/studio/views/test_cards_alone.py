"""Some cards of a page share it alone, and the others come back."""

from tests.studio.views.test_split_page import Cards


def _page(qtbot):
    made = Cards()
    made.page.parts = {"left": made.left, "above": made.above, "below": made.below}
    qtbot.addWidget(made.page)
    made.page.resize(900, 600)
    made.page.show()
    qtbot.waitExposed(made.page)
    return made


def _seen(made):
    return [card.title for card in (made.left, made.above, made.below) if card.isVisible()]


def test_that_cards_share_the_page_alone_until_all_are_brought_back(qtbot):
    made = _page(qtbot)
    before = made.places()
    made.page.show_only([made.left, made.below])
    qtbot.waitUntil(lambda: _seen(made) == ["left", "below"])
    qtbot.waitUntil(lambda: made.below.height() > 570)
    assert made.page.bring_back()
    qtbot.waitUntil(lambda: made.places() == before)
    assert _seen(made) == ["left", "above", "below"]
    assert not made.page.bring_back()


def test_that_a_splitter_without_a_card_in_sight_leaves_its_room(qtbot):
    made = _page(qtbot)
    made.page.show_only([made.left])
    qtbot.waitUntil(lambda: made.left.width() > 870)
    assert not made.inner.isVisible()
    made.page.bring_back()
    qtbot.waitUntil(lambda: made.inner.isVisible() and made.left.width() < 500)


def test_that_other_cards_alone_bring_those_back_that_were_away(qtbot):
    made = _page(qtbot)
    made.page.show_only([made.left])
    made.page.show_only([made.above])
    qtbot.waitUntil(lambda: _seen(made) == ["above"])


def test_that_what_nobody_wanted_stays_away(qtbot):
    made = _page(qtbot)
    made.below.set_wanted(False)
    made.page.show_only([made.left])
    made.page.bring_back()
    qtbot.waitUntil(lambda: _seen(made) == ["left", "above"])
