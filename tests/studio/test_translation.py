"""Texts in the language in use."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QLocale

from gdstudio.errors import InvalidValue
from gdstudio.studio import translation
from gdstudio.studio.translation import load_catalogue, told, told_all
from gdstudio.texts import Text


@pytest.fixture
def loud(monkeypatch):
    """Let the language in use be that of those who shout."""
    monkeypatch.setattr(translation, "tr", str.upper)


@dataclass(frozen=True)
class Page:
    title: str
    lines: tuple[str, ...] = ()
    length: int = field(default=0, init=False)


def test_that_texts_and_errors_are_told_and_names_are_not(loud):
    assert told(Text("cost of {0}", Text("a run"))) == "COST OF A RUN"
    assert told("a path") == "a path"
    assert told(InvalidValue(Text("rate"), 0, Text("above zero"))).startswith("RATE")
    assert told(ValueError("odd")) == "odd"


def test_that_every_text_of_a_value_is_told(loud):
    page = Page(Text("title"), ("name", Text("line")))
    assert told_all(page) == Page("TITLE", ("name", "LINE"))
    assert told_all((1, page))[1].title == "TITLE"
    assert told_all(Page("name", (Text("line"),))) == Page("name", ("LINE",))


@pytest.mark.parametrize("value", [Page("name", ("line",)), ("one", 2), "name", 3, Page])
def test_that_what_is_told_as_it_stands_is_returned_itself(loud, value):
    assert told_all(value) is value


@pytest.mark.parametrize("there", [["gdstudio_de"], []])
def test_that_the_nearest_catalogue_is_taken(qapp, monkeypatch, there):
    asked = []

    class Translator:
        def __init__(self, parent):
            self.parent = parent

        def load(self, name, folder):
            asked.append(name)
            return name in there

    class Application:
        installed = None

        def installTranslator(self, translator):
            self.installed = translator
            return True

    monkeypatch.setattr(translation, "QTranslator", Translator)
    app = Application()
    assert load_catalogue(app, QLocale("de_AT")) is bool(there)
    assert (app.installed is not None) is bool(there)
    assert "gdstudio_de_AT" in asked
    assert asked[-1] == ("gdstudio_de" if there else "gdstudio_en")
