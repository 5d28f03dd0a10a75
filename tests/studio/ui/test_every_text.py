"""No text of the window escapes the catalogue: told with every letter doubled, all of it is."""

import contextlib
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QObject, QTranslator
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QTabBar, QWidget

from gdstudio.experiments.noise import NoiseSettings
from gdstudio.studio.views.common.number_field import NumberField

ROOT = Path(__file__).resolve().parents[3]
WORD = re.compile(r"[^\W\d_]{2,}")
QUICK = NoiseSettings(network="lesson-best", pictures=20, climb_steps=20, seed=3)
KEPT = re.compile(r"\{[^{}]*\}|<[^<>]*>|&\w+;|%\d|%n")
TEXTS = (
    "text", "title", "windowTitle", "toolTip", "accessibleName", "accessibleDescription",
    "statusTip", "placeholderText", "prefix", "suffix", "currentText",
)  # fmt: skip
# What is the same in every language: what is typed as it stands, names of people, papers and files.
SAME = re.compile(
    r"lesson(?:-\w+)?|\w+-best|modern|learn\b|layer L, .*|layer \d+, \w+ \d+.*|nats|px"
    r"|dense \d+|MNIST|mnist|OpenGL|Xvfb|Wayland|sin|cos|exp|abs|max"
)


def doubled(text):
    """Return a text with every letter twice; places and markup stay."""
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [_twice(text[end : kept.start()]), kept[0]]
        end = kept.end()
    return "".join([*parts, _twice(text[end:])])


def _twice(text):
    return re.sub(r"[^\W\d_]", lambda letter: letter[0] * 2, text)


def escaped(text):
    """Return the words of a text that were not doubled."""
    if "<a href" in text:  # a paper
        return []
    plain = SAME.sub("", re.sub(r"<[^<>]*>|\w*…$", "", text))
    return [w for w in WORD.findall(plain) if len(w) % 2 or w[::2] != w[1::2]]


class Doubling(QTranslator):
    """Translates what the catalogue holds, and the texts of Qt itself, which has its own."""

    def __init__(self, catalogue, parent):
        super().__init__(parent)
        self._catalogue = catalogue

    def isEmpty(self):
        return False

    def translate(self, context, source, disambiguation=None, n=-1):
        known = (context, source) in self._catalogue or context.startswith("Q")
        return doubled(source) if known else ""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    """What is collected from the sources: pairs of context and text."""
    folder = tmp_path_factory.mktemp("catalogue")
    script = ROOT / "packaging" / "catalogues"
    subprocess.run([script, Path(sys.executable).parent, folder], check=True)
    root = ElementTree.parse(folder / "gdstudio_en.ts").getroot()
    return {
        (context.findtext("name") or "", message.findtext("source"))
        for context in root.iter("context")
        for message in context.iter("message")
    }


@pytest.fixture
def doubling(qapp, catalogue):
    translator = Doubling(catalogue, qapp)
    assert qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


@pytest.fixture
def painted(monkeypatch):
    """Every text that Python code paints."""
    seen, draw = set(), QPainter.drawText

    def draw_text(painter, *how):
        seen.update(one for one in how if isinstance(one, str))
        return draw(painter, *how)

    monkeypatch.setattr(QPainter, "drawText", draw_text)
    return seen


def texts_of(window):
    """Return the texts of the window and all in it, each with what says it."""
    found = set()
    for one in [window, *window.findChildren(QObject)]:
        if not isinstance(one, QWidget | QAction):
            continue
        kind = type(one).__name__
        for name in TEXTS:
            text = getattr(one, name, None)
            with contextlib.suppress(TypeError):  # a method of another meaning
                text = text() if callable(text) else text
            if isinstance(text, str):
                found.add((f"{kind}.{name}", text))
        if isinstance(one, QComboBox):
            found |= {(kind, one.itemText(k)) for k in range(one.count())}
        if isinstance(one, QTabBar):
            found |= {(kind, one.tabText(k)) for k in range(one.count())}
    return found


@pytest.fixture
def window(qtbot, doubling, painted, make_window):
    """The window, told with every letter doubled."""
    window = make_window()
    window.actions_.step_batch.trigger()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    return window


def assert_none_escaped(found, painted):
    """Assert that every word of these texts, and of those painted, was doubled."""
    told = {(kind, text) for kind, text in found if escaped(text)}
    told |= {("painted", text) for text in painted if escaped(text)}
    assert not told, "\n".join(f"{kind}: {text}" for kind, text in sorted(told))


def test_that_no_text_of_the_window_escapes_the_catalogue(qtbot, window, painted):
    found = set()
    for k in range(window.tabs.count()):
        window.tabs.setCurrentIndex(k)
        qtbot.wait(50)
        window.grab()
        found |= texts_of(window)
    assert_none_escaped(found, painted)
    assert len(found) > 500


def test_that_no_text_of_an_experiment_escapes_the_catalogue(qtbot, window, painted):
    room = window.experiments
    window.tabs.setCurrentIndex(window.workspaces.index(room))
    room.panel.form.set_settings(QUICK)
    room.panel.form.edited.emit(QUICK)
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: not room.is_running)
    for tile in room.board.tiles:
        tile.view.grab()
    room.findings.grab()
    assert_none_escaped(texts_of(window) | {("finding", t) for t in told_by(room)}, painted)


def told_by(room):
    """Return what the findings say, without the names of claims."""
    names = [label.accessibleName() for label in room.findings.findChildren(QLabel)]
    return [name for name in names if name]


@pytest.mark.parametrize("name", ["keys", "preferences"])
def test_that_no_text_of_a_dialog_escapes_the_catalogue(window, painted, name):
    window.actions_.all()
    getattr(window.actions_, name).trigger()
    dialog = next(child for child in window.findChildren(QDialog) if child.isVisible())
    dialog.grab()
    assert_none_escaped(texts_of(dialog), painted)
    dialog.close()


@pytest.mark.parametrize("text", ["Step {0:,} of {1}", "<b>Run</b> &amp; go"])
def test_that_doubling_leaves_places_and_markup(text):
    assert KEPT.findall(doubled(text)) == KEPT.findall(text)
    assert not escaped(doubled(text).replace("&amp;", ""))
    assert escaped(text)


def test_that_no_refusal_escapes_the_catalogue(qtbot, window, painted):
    form = window.learn.training_panel.form
    said = []
    form.refused.connect(said.append)
    for field in form.findChildren(NumberField):
        field.selectAll()
        qtbot.keyClicks(field, "-7")
        field.commit()
    assert any(said)
    assert_none_escaped(texts_of(window) | {("refusal", text) for text in said}, painted)
