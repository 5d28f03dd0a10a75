import math
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetricsF, QTextCursor
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from gdstudio.descent.diagnosis import Diagnosis, diagnose
from gdstudio.descent.library import LIBRARY
from gdstudio.descent.narration import explain
from gdstudio.descent.path import Descent
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.descent.method_box import METHODS_SHOWN
from gdstudio.studio.views.descent.narration_view import (
    DiagnosisLine,
    NarrationView,
    behaviour_colour,
    part_of,
)
from tests.kept import difference


@pytest.fixture
def view(qtbot: QtBot) -> NarrationView:
    view = NarrationView()
    qtbot.addWidget(view)
    view.resize(264, 300)
    view.show()
    qtbot.waitExposed(view)
    return view


def updates(name: str, method: str, n: int) -> list[list[str]]:
    function = LIBRARY[name]
    descent = Descent(function, function.start, method)
    for _ in range(n):
        descent.forward()
    pairs = zip(descent.path, descent.path[1:], strict=False)
    return [explain(function, a, b, method, descent.settings) for a, b in pairs]


def plain(view: NarrationView) -> list[str]:
    """The text shown, blocks without their inner line breaks."""
    document = view.text.document()
    blocks = [document.findBlockByNumber(i).text() for i in range(document.blockCount())]
    return [text.replace("\u2028", " ") for text in blocks]


def colour_of(view: NarrationView, words: str) -> str:
    cursor = view.text.document().find(words)
    assert not cursor.isNull()
    return cursor.charFormat().foreground().color().name()


@pytest.mark.parametrize("method", METHODS_SHOWN)
@pytest.mark.parametrize("name", ["parabola", "himmelblau"])
def test_that_every_line_is_shown_whole(view: NarrationView, name: str, method: str) -> None:
    for width in (264, 700):
        view.resize(width, 300)
        for lines in updates(name, method, 3):
            view.set_lines(lines, "Step")
            assert plain(view) == [line.strip() for line in lines]


def test_that_rules_and_numbers_look_different(view: NarrationView) -> None:
    (lines,) = updates("parabola", "gradient-descent", 1)
    assert [part_of(line) for line in lines] == [
        "sentence", "sentence", "rule", "numbers", "sentence",
    ]  # fmt: skip
    for theme in (LIGHT, DARK):
        put_on(theme)
        view.set_lines(lines, "Step 1, gradient descent")
        assert colour_of(view, "w ← w − η g") == theme.accent
        assert colour_of(view, "Step 1: at") == theme.text
        result = view.text.document().find("−2.2")  # -3 - 0.1 * 2 * (-4)
        assert result.charFormat().fontWeight() == 600
        assert result.blockFormat().leftMargin() > 0
    assert view.heading.text() == "Step 1, gradient descent"


def test_that_newtons_hint_is_a_sentence() -> None:
    lines = [line for update in updates("himmelblau", "newton", 2) for line in update]
    (hint, *_) = [line for line in lines if "diagonal" in line]
    assert part_of(hint) == "sentence"
    assert part_of("H = [74, 20]") == "sentence"
    assert part_of("d = −H⁻¹ g = (1, 2)") == "rule"


def test_that_the_place_is_kept_while_numbers_change(view: NarrationView) -> None:
    view.resize(264, 160)
    for i, lines in enumerate(updates("himmelblau", "adam", 12)):
        view.set_lines(lines, "Step")
        bar = view.text.verticalScrollBar()
        if i == 0:
            assert bar.value() == 0
            assert bar.maximum() > 60
            bar.setValue(60)
        assert bar.value() == 60


def test_that_results_stay_on_their_own_line_once_they_had_to(view: NarrationView) -> None:
    view.resize(300, 300)
    rule, wide, narrow = "p ← p", "    x: 1 + 1" + " + 1" * 20 + " = 22", "    x: 1 + 1 = 2"
    view.set_lines([rule, narrow], "")
    assert "\u2028" not in view.text.document().findBlockByNumber(1).text()
    view.set_lines([rule, wide], "")
    view.set_lines([rule, narrow], "")
    assert "\u2028" in view.text.document().findBlockByNumber(1).text()
    view.resize(301, 300)
    assert "\u2028" not in view.text.document().findBlockByNumber(1).text()


def test_that_the_same_lines_keep_the_selection(view: NarrationView) -> None:
    (lines,) = updates("parabola", "gradient-descent", 1)
    view.set_lines(lines, "Step 1")
    view.text.moveCursor(QTextCursor.MoveOperation.EndOfLine, QTextCursor.MoveMode.KeepAnchor)
    selected = view.text.textCursor().selectedText()
    assert selected
    view.set_lines(list(lines), "Step 1")
    assert view.text.textCursor().selectedText() == selected


def test_that_nothing_is_something_to_show(view: NarrationView) -> None:
    view.set_lines(["a"], "b")
    view.set_lines([], "")
    assert plain(view) == [""]
    view.set_diagnosis(None)
    assert view.diagnosis.text() == ""


def test_that_text_is_not_taken_for_markup(view: NarrationView) -> None:
    view.set_lines(["<b>x</b> < 3."], "<i>h</i>")
    assert plain(view) == ["<b>x</b> < 3."]
    view.set_diagnosis(Diagnosis("bounces", "2 < 3 & <b>x</b>", None, 3))
    assert "&lt;b&gt;" in view.diagnosis.text()
    assert view.diagnosis.accessibleName() == "Bounces. 2 < 3 & <b>x</b>"


def test_that_the_diagnosis_has_its_colour(view: NarrationView) -> None:
    function = LIBRARY["parabola"]
    descent = Descent(function, (-3.0,), "gradient-descent", 1.1)  # limit 2 / 2 = 1
    for _ in range(8):
        descent.forward()
    diagnosis = diagnose(function, descent.path, "gradient-descent")
    assert diagnosis.behaviour == "diverges"
    for theme in (LIGHT, DARK):
        put_on(theme)
        view.set_diagnosis(diagnosis)
        assert theme.warning in view.diagnosis.text()
        assert view.diagnosis.accessibleName() == f"Diverges. {diagnosis.reason}"
        colours = {
            behaviour_colour(b, theme)
            for b in ("underway", "settles", "overshoots", "bounces", "diverges")
        }
        assert len(colours) == 5
        assert all(QColor(colour).isValid() for colour in colours)


def test_that_the_diagnosis_does_not_move_what_is_below(view: NarrationView) -> None:
    places = set()
    for reason in (
        "It settles.",
        "Every step lands further out on the other side: the learning rate 0.123 is not below"
        " 2 / curvature = 0.111.",
        "The cost falls without end in this direction; there is no minimum to stop at.",
    ):
        view.set_diagnosis(Diagnosis("diverges", reason, 0.1, 2))
        view.layout().activate()
        places.add(view.heading.y())
        assert view.diagnosis.heightForWidth(view.diagnosis.width()) <= view.diagnosis.height()
    assert len(places) == 1


def test_that_numbers_hang_and_paragraphs_are_set_apart(view: NarrationView) -> None:
    (lines,) = updates("parabola", "gradient-descent", 1)
    view.set_lines(lines, "Step 1")
    document = view.text.document()
    formats = [document.findBlockByNumber(i).blockFormat() for i in range(len(lines))]
    # sentence, sentence, rule, numbers, sentence
    assert [form.topMargin() > 0 for form in formats] == [False, True, True, False, True]
    assert [form.leftMargin() > 0 for form in formats] == [False] * 3 + [True, False]
    hanging = formats[3]
    assert hanging.leftMargin() == -2 * hanging.textIndent() > 0


def test_that_only_the_result_is_bold(view: NarrationView) -> None:
    view.set_lines(["    x: 1 + 1 = 2", "All is well."], "")
    for words, bold, colour in (
        ("x:", False, LIGHT.muted),
        ("1 + 1", False, LIGHT.text),
        ("2", True, LIGHT.text),
        ("well", False, LIGHT.text),
    ):
        assert (view.text.document().find(words).charFormat().fontWeight() == 600) == bold
        assert colour_of(view, words) == colour


def test_that_other_kinds_of_lines_bring_results_back_to_their_line(view: NarrationView) -> None:
    view.resize(300, 300)
    wide, narrow = "    x: 1 + 1" + " + 1" * 20 + " = 22", "    x: 1 + 1 = 2"
    view.set_lines(["p ← p", wide], "")
    view.set_lines(["A sentence.", narrow], "")
    assert "\u2028" not in view.text.document().findBlockByNumber(1).text()


def test_that_the_text_can_be_selected_and_not_edited(view: NarrationView, qtbot: QtBot) -> None:
    view.set_lines(["One."], "")
    view.text.setFocus()
    qtbot.keyClicks(view.text, "abc")
    assert plain(view) == ["One."]
    flags = view.text.textInteractionFlags()
    assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert flags & Qt.TextInteractionFlag.TextSelectableByMouse
    assert view.text.tabChangesFocus()
    assert view.text.frameShape() == QFrame.Shape.NoFrame
    assert view.text.accessibleName() == "The update, spelt out"


def test_that_text_and_diagnosis_follow_theme_and_font(view: NarrationView) -> None:
    view.set_lines(["One.", "p ← p"], "")
    view.set_diagnosis(Diagnosis("diverges", "So it is.", None, 3))
    for theme in (DARK, LIGHT):
        put_on(theme)
        assert colour_of(view, "One") == theme.text
        assert theme.warning in view.diagnosis.text()
    room = view.diagnosis.minimumHeight()
    font = view.font()
    font.setPointSizeF(2 * font.pointSizeF())
    view.setFont(font)
    view.diagnosis.setFont(font)
    view.text.setFont(font)
    assert view.diagnosis.minimumHeight() > 1.5 * room
    assert view.text.document().defaultFont().pointSizeF() == font.pointSizeF()


def test_that_each_behaviour_has_its_word(view: NarrationView) -> None:
    assert view.diagnosis.accessibleName() == "What the descent does: nothing yet"
    for behaviour, word in (
        ("ready", "Ready"),
        ("underway", "Under way"),
        ("settles", "Settles"),
        ("overshoots", "Overshoots"),
        ("bounces", "Bounces"),
        ("diverges", "Diverges"),
    ):
        view.set_diagnosis(Diagnosis(behaviour, "So it is.", None, 3))
        assert view.diagnosis.accessibleName() == f"{word}. So it is."
        assert view.diagnosis.text().endswith(f"{word}.</b> So it is.")
    view.set_diagnosis(None)
    assert view.diagnosis.accessibleName() == "What the descent does: nothing yet"


def test_that_a_result_goes_to_its_own_line_where_there_is_no_room(view: NarrationView) -> None:
    line = "x: 1 + 1 = 2 + 2 + 2 + 2 + 2"
    metrics = QFontMetricsF(view.text.document().defaultFont())
    room = 1.05 * metrics.horizontalAdvance(line) + 24  # two steps of 12 pixels
    for width, is_apart in ((math.ceil(room) - 1, True), (math.ceil(room), False)):
        view.resize(width, 300)
        view.layout().activate()
        assert view.text.viewport().width() == width
        view.set_lines([f"    {line}"], "")
        text = view.text.document().firstBlock().text()
        assert ("\u2028" in text) == is_apart


def test_that_the_text_stands_on_the_card_without_a_margin(view: NarrationView) -> None:
    assert view.text.document().documentMargin() == 0
    assert not view.text.viewport().autoFillBackground()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_behaviours_are_coloured_from_calm_to_alarming(theme) -> None:
    behaviours = ("ready", "underway", "settles", "overshoots", "bounces", "diverges")
    found = [behaviour_colour(one, theme) for one in behaviours]
    green, orange, red = theme.curves[1], theme.curves[3], theme.curves[0]
    assert found == [theme.muted, theme.muted, green, orange, red, theme.warning]


def test_that_text_just_written_is_read_from_its_beginning(view: NarrationView) -> None:
    view.set_lines(["One.", "Two.", "Three."], "")
    assert view.text.textCursor().position() == 0
    assert view.text.updatesEnabled()
    assert not view.text.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)


def test_that_only_another_width_brings_results_back_to_their_line(view: NarrationView) -> None:
    wide, narrow = "    x: 1 + 1" + " + 1" * 20 + " = 22", "    x: 1 + 1 = 2"
    view.set_lines([wide], "")
    view.set_lines([narrow], "")
    for size, is_apart in (((264, 200), True), ((265, 200), False)):
        view.resize(*size)
        view.layout().activate()
        assert ("\u2028" in view.text.document().firstBlock().text()) == is_apart


def test_that_room_is_kept_for_the_longest_diagnosis_at_every_width(qtbot: QtBot) -> None:
    line = DiagnosisLine()
    qtbot.addWidget(line)
    line.show()
    lines, before = [], 0
    for width in range(150, 500):
        line.resize(width, 200)
        if line.minimumHeight() != before:
            before = line.minimumHeight()
            lines.append(f"from {width}: {before}")
    assert difference(Path(__file__).parent / "made" / "room_of_a_diagnosis.txt", lines) == ""
