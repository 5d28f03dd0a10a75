"""The guide: its pages and pictures, what it finds, and the way back."""

import itertools
from collections import Counter

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QMainWindow

from gdstudio.glossary import glossary
from gdstudio.studio.icons import icon
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.help.glossary_pictures import picture_of
from gdstudio.studio.views.help.guide_dock import GuideDock
from gdstudio.studio.views.help.guide_pages import PAGES, markdown_of, search

PICTURES = sorted({entry.picture for entry in glossary()} - {""})


@pytest.fixture
def dock(qtbot) -> GuideDock:
    window = QMainWindow()
    qtbot.addWidget(window)
    made = GuideDock(window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
    window.resize(900, 600)
    window.show()
    return made


def heading(dock: GuideDock) -> str:
    return dock.text.toPlainText().splitlines()[0]


@pytest.mark.parametrize("name", PICTURES)
def test_that_every_picture_is_drawn_in_the_colours_of_light_and_dark(qtbot, name):
    light, dark = (picture_of(name, theme, QGuiApplication.font(), 1.0) for theme in (LIGHT, DARK))
    assert light.size() == dark.size()
    for image, theme in ((light, LIGHT), (dark, DARK)):
        places = itertools.product(range(image.width()), range(image.height()))
        colours = Counter(image.pixelColor(*place).name() for place in places)
        assert colours.most_common(1)[0][0] == theme.base
        assert len(colours) > 3


def test_that_at_least_fifteen_terms_have_a_picture():
    assert sum(bool(entry.picture) for entry in glossary()) >= 15


@pytest.mark.parametrize("page", PAGES)
def test_that_the_page_of_a_workspace_names_its_words_and_every_link_leads_somewhere(dock, page):
    dock.show_page(page)
    assert heading(dock).casefold() == page
    links = [part.split(")")[0] for part in markdown_of(page).split("](term:")[1:]]
    assert links
    assert all(markdown_of(f"term:{link}") for link in links)


def test_that_an_entry_says_what_and_where_and_who(dock):
    dock.show_page("term:momentum")
    text = dock.text.toPlainText()
    assert heading(dock) == "Momentum"
    assert "Where: Learn, Optimiser; Descent, Method" in text
    assert "Source: Polyak 1964; Nesterov 1983" in text


def test_that_an_entry_shows_its_picture(dock):
    dock.show_page("term:sigmoid")
    url, kind = QUrl("picture:sigmoid"), QTextDocument.ResourceType.ImageResource
    assert not dock.text.document().resource(kind, url).isNull()


def test_that_back_and_forward_go_the_way_one_came(dock):
    for page in ("learn", "term:cost", "glossary"):
        dock.show_page(page)
    assert not dock.forward_button.isEnabled()
    dock.back_button.click()
    assert (dock.address, dock.pages.shown_value()) == ("term:cost", "glossary")
    dock.back_button.click()
    assert (dock.address, dock.back_button.isEnabled()) == ("learn", False)
    dock.forward_button.click()
    assert dock.address == "term:cost"
    dock.show_page("descent")
    assert not dock.forward_button.isEnabled()


def test_that_a_link_opens_its_page(dock):
    dock.show_page("glossary")
    dock.text.anchorClicked.emit(QUrl("term:bias"))
    assert heading(dock) == "Bias"


def test_that_a_page_is_chosen_by_its_name(dock):
    dock.show_page("learn")
    dock.pages.setCurrentIndex(dock.pages.findText("Inspect"))
    assert dock.address == "inspect"


def test_that_what_is_typed_is_found_in_pages_and_glossary(dock):
    dock.show_page("learn")
    dock.search.setText("learning rate")
    assert heading(dock).startswith("Found:")
    addresses = [address for address, _, _ in search("learning rate")]
    assert addresses[0] == "term:learning-rate"
    assert {"learn", "landscape"} <= set(addresses)
    dock.search.setText("")
    assert dock.address == "learn"


def test_that_a_whole_search_is_one_page_of_back(dock):
    dock.show_page("learn")
    for words in ("v", "va", "val"):
        dock.search.setText(words)
    dock.back_button.click()
    assert dock.address == "learn"


def test_that_words_that_stand_nowhere_are_said_to(dock):
    dock.search.setText("quaternion")
    assert "Nothing in the guide has these words" in dock.text.toPlainText()


def test_that_what_was_found_is_marked_on_its_page(dock):
    dock.search.setText("mini-batch")
    dock.text.anchorClicked.emit(QUrl("learn"))
    assert dock.text.textCursor().selectedText().casefold() == "mini-batch"
    assert dock.search.text() == ""


def test_that_ctrl_f_in_the_guide_goes_to_the_search(qtbot, dock):
    dock.show_page("learn")
    dock.text.setFocus()
    qtbot.keyClick(dock.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert dock.search.hasFocus()


def test_that_all_words_are_listed(dock):
    dock.show_page("glossary")
    text = dock.text.toPlainText()
    assert all(entry.term in text for entry in glossary())


def test_that_the_buttons_have_icons(dock):
    assert not icon("back", LIGHT).isNull()
    assert not dock.back_button.icon().isNull()


@pytest.mark.parametrize("page", PAGES)
def test_that_the_page_of_a_workspace_has_pictures_that_are_no_text_to_find(dock, page):
    dock.show_page(page)
    names = [part.split(")")[0] for part in markdown_of(page).split("](picture:")[1:]]
    assert names
    kind = QTextDocument.ResourceType.ImageResource.value
    for name in names:
        assert not dock.text.loadResource(kind, QUrl(f"picture:{name}")).isNull()
    assert not any("](picture:" in excerpt for _, _, excerpt in search("picture"))
