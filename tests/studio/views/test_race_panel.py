from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from gdstudio.descent.library import LIBRARY
from gdstudio.descent.methods import Racer
from gdstudio.descent.race import RaceResult, race, race_results, target_cost
from gdstudio.pictures.plane.contours import curve_colours
from gdstudio.studio.appearance import put_on
from gdstudio.studio.theme import DARK, LIGHT
from gdstudio.studio.views.descent.race_panel import RacePanel, places
from tests.studio.views.chart_pixels import colours
from tests.studio.views.repaints import is_repainted

GD = Racer("gradient-descent", 0.1)


def result(cost: float, n: int, reached: int | None, ended: str | None) -> RaceResult:
    return RaceResult(GD, 0.1, 10.0, cost, n, reached, ended)


@pytest.fixture
def panel(qtbot: QtBot) -> RacePanel:
    panel = RacePanel()
    qtbot.addWidget(panel)
    panel.resize(264, 300)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def told(spy: QSignalSpy) -> list[tuple[Racer, ...]]:
    return [spy.at(i)[0] for i in range(spy.count())]


def methods(panel: RacePanel) -> list[str]:
    return [racer.method for racer in panel.racers()]


def test_that_three_race_at_first(panel: RacePanel) -> None:
    # rates for the parabola: its own, a fifth of it, a hundredth of the width 10
    assert panel.racers() == (
        Racer("gradient-descent", 0.1),
        Racer("momentum", 0.02),
        Racer("adam", 0.1),
    )
    assert [row.isVisible() for row in panel.rows] == [True] * 3 + [False] * 3


def test_that_up_to_six_can_be_added(panel: RacePanel) -> None:
    spy = QSignalSpy(panel.racers_edited)
    for n in (4, 5, 6):
        assert panel.add_button.isEnabled()
        panel.add_button.click()
        assert len(panel.racers()) == n
        assert told(spy)[-1] == panel.racers()
    assert not panel.add_button.isEnabled()
    panel.add_button.click()
    assert len(set(methods(panel))) == 6
    assert spy.count() == 3


def test_that_one_always_stays(panel: RacePanel) -> None:
    spy = QSignalSpy(panel.racers_edited)
    panel.rows[1].remove_button.click()
    assert methods(panel) == ["gradient-descent", "adam"]
    panel.rows[0].remove_button.click()
    assert methods(panel) == ["adam"]
    assert not panel.rows[0].remove_button.isEnabled()
    panel.rows[0].remove_button.click()
    assert methods(panel) == ["adam"]
    assert [[racer.method for racer in racers] for racers in told(spy)] == [
        ["gradient-descent", "adam"],
        ["adam"],
    ]


def test_that_a_method_brings_its_rate_and_no_old_settings(panel: RacePanel) -> None:
    panel.set_racers([Racer("momentum", 0.5, (("momentum", 0.5),)), GD])
    assert panel.racers()[0].settings == (("momentum", 0.5),)
    spy = QSignalSpy(panel.racers_edited)
    box = panel.rows[0].method_box
    box.setCurrentIndex(box.findData("newton"))
    assert told(spy) == [(Racer("newton", 1.0), GD)]


def test_that_a_rate_is_told_and_kept(panel: RacePanel) -> None:
    spy = QSignalSpy(panel.racers_edited)
    panel.rows[2].rate_box.setValue(0.25)
    assert [racers[2] for racers in told(spy)] == [Racer("adam", 0.25)]
    panel.add_button.click()
    assert panel.racers()[2] == Racer("adam", 0.25)


def test_that_a_function_brings_new_rates_and_emits_nothing(panel: RacePanel) -> None:
    spy = QSignalSpy(panel.racers_edited)
    panel.set_racers([Racer("momentum", 0.5, (("momentum", 0.5),)), Racer("adam")])
    panel.set_function(LIBRARY["rosenbrock"])
    # a fifth of 0.001, and a hundredth of the width 4
    assert panel.racers() == (
        Racer("momentum", 0.0002, (("momentum", 0.5),)),
        Racer("adam", 0.04),
    )
    assert spy.count() == 0


def test_that_places_follow_the_steps_to_the_goal() -> None:
    running = [result(1.0, 40, None, None), result(0.1, 40, 12, None), result(0.2, 40, 30, None)]
    assert places(running) == (None, 1, 2)
    tied = [result(0, 9, 5, None), result(1, 9, 5, None), result(0, 9, 7, None)]
    assert places(tied) == (1, 1, 3)
    assert places([result(3.0, 9, None, None), result(2.0, 9, None, "steps")]) == (None, None)
    assert places([]) == ()


def test_that_without_a_goal_reached_the_lowest_cost_wins_in_the_end() -> None:
    ended = [
        result(3.0, 9, None, "steps"),
        result(2.0, 9, None, "steps"),
        result(-1e9, 9, None, "diverged"),
        result(float("nan"), 9, None, "diverged"),
    ]
    assert places(ended) == (None, 1, None, None)
    assert places(ended[2:]) == (None, None)


def test_that_a_race_is_shown_as_it_goes(panel: RacePanel) -> None:
    function = LIBRARY["parabola"]
    panel.set_racers([Racer("gradient-descent", 0.1), Racer("gradient-descent", 1.2)])
    rounds = list(race(function, function.start, panel.racers(), 200))
    target = target_cost(function, function.start)
    first, second = panel.rows[:2]

    panel.set_results(race_results(panel.racers(), rounds[:3], target))
    # 16 * 0.8**4 = 6.5536; the second is at -4 * (-1.4)**2, cost 61.47
    assert (first.cost.text(), first.steps.text()) == ("C 6.554", "step 2")
    assert (second.cost.text(), second.state.text()) == ("C 61.47", "")

    panel.set_results(race_results(panel.racers(), rounds, target))
    # the goal is 1 % of the cost: 0.8**(2k) <= 0.01 first at k = 11
    assert first.steps.text() == "goal in 11"
    assert (first.state.text(), second.state.text()) == ("converged", "diverged")
    assert first.cost.objectName() == "winnerLine"
    assert second.cost.objectName() == "resultLine"
    assert second.state.objectName() == "divergedLine"
    assert "Gradient descent, learning rate 0.1" in first.toolTip()
    assert "place 1" in first.method_box.accessibleDescription()

    panel.rows[1].rate_box.setValue(0.3)
    assert (first.cost.text(), first.toolTip(), first.cost.objectName()) == ("", "", "resultLine")


def test_that_results_change_neither_sizes_nor_places(panel: RacePanel) -> None:
    def geometry() -> list[object]:
        panel.layout().activate()
        row = panel.rows[0]
        parts = (row.swatch, row.method_box, row.rate_box, row.cost, row.steps, row.state)
        return [row.geometry(), *(part.geometry() for part in parts)]

    before = geometry()
    for cost, n in ((1e-15, 3), (-123.4, 1), (9.9e300, 99_999), (float("nan"), 0)):
        for ended in (None, "diverged", "converged"):
            panel.set_results([result(cost, n, n or None, ended)] * 3)
            assert geometry() == before


def test_that_text_of_results_fits(panel: RacePanel) -> None:
    panel.set_results([result(-1e-15, 88_888, 88_888, "converged")] * 3)
    row = panel.rows[0]
    for label in (row.cost, row.steps, row.state):
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_racers_have_six_colours_and_the_winner_a_number(panel: RacePanel, theme) -> None:
    put_on(theme)
    assert len(set(curve_colours(theme))) == 6
    row = panel.rows[1]

    def coloured() -> int:
        image = row.swatch.grab().toImage()
        wanted = QColor(curve_colours(theme)[1])
        return sum(
            image.pixelColor(x, y) == wanted
            for x in range(image.width())
            for y in range(image.height())
        )

    dot = coloured()
    panel.set_results([result(1, 1, None, None), result(0, 1, 1, None), result(1, 1, None, None)])
    assert coloured() > 1.2 * dot > 60


def test_that_six_racers_can_be_reached_in_little_room(panel: RacePanel, qtbot: QtBot) -> None:
    panel.resize(264, 140)
    for _ in range(3):
        panel.add_button.click()
    last = panel.rows[5]
    qtbot.waitUntil(lambda: not last.method_box.visibleRegion().isEmpty())
    assert last.method_box.hasFocus()


def focused_row(panel: RacePanel) -> int:
    (i,) = [i for i, row in enumerate(panel.rows) if row.method_box.hasFocus()]
    return i


def test_that_the_focus_goes_to_the_racer_added_or_to_the_one_in_its_place(
    panel: RacePanel, qtbot: QtBot
) -> None:
    panel.activateWindow()
    panel.add_button.click()
    qtbot.waitUntil(lambda: panel.rows[3].method_box.hasFocus())
    assert methods(panel) == ["gradient-descent", "momentum", "adam", "nesterov"]
    for removed, focused in ((1, 1), (2, 1), (0, 0)):
        panel.rows[removed].remove_button.click()
        assert focused_row(panel) == focused
    assert methods(panel) == ["adam"]


def test_that_those_not_yet_racing_are_proposed_in_turn(panel: RacePanel) -> None:
    panel.set_racers([Racer("nesterov"), Racer("gradient-descent")])
    for _ in range(4):
        panel.add_button.click()
    assert methods(panel)[2:] == ["momentum", "adam", "rmsprop", "newton"]


def test_that_one_to_six_race(panel: RacePanel) -> None:
    panel.set_racers([GD])
    panel.set_racers([GD] * 6)
    for n in (0, 7):
        with pytest.raises(AssertionError):
            panel.set_racers([GD] * n)


def test_that_the_same_function_changes_nothing(panel: RacePanel) -> None:
    panel.set_function(LIBRARY["rosenbrock"])
    panel.set_racers([Racer("adam", 0.7)])
    panel.set_function(LIBRARY["rosenbrock"])
    assert panel.racers() == (Racer("adam", 0.7),)


def test_that_a_result_is_told_in_full(panel: RacePanel) -> None:
    row = panel.rows[0]
    row.set_result(RaceResult(GD, 0.1, 10.0, 0.5, 1234, None, None), None)
    assert (
        row.toolTip()
        == "Gradient descent, learning rate 0.1\ncost 0.500 after 1,234 steps, from 10.00"
    )
    assert (row.cost.text(), row.steps.text(), row.state.text()) == ("C 0.500", "step 1,234", "")
    row.set_result(RaceResult(GD, 0.1, 10.0, 0.5, 1234, 1200, "converged"), 2)
    assert row.toolTip().splitlines()[2:] == ["goal reached in 1,200 steps", "place 2", "converged"]
    for widget in (row.cost, row.steps, row.state):
        assert widget.toolTip() == row.toolTip()
        assert widget.objectName() == "resultLine"
    assert row.method_box.accessibleDescription() == row.toolTip()
    row.set_result(result(1.0, 3, None, "diverged"), 1)
    assert [w.objectName() for w in (row.cost, row.steps, row.state)] == [
        "winnerLine", "winnerLine", "divergedLine",
    ]  # fmt: skip


def test_that_a_row_keeps_its_parts_apart_and_in_line(panel: RacePanel) -> None:
    row = panel.rows[1]
    row.set_result(result(1.0, 3, 3, "converged"), 1)
    panel.layout().activate()
    upper = [row.swatch, row.method_box, row.rate_box, row.remove_button]
    lower = [row.cost, row.steps, row.state]
    for parts in (upper, lower):
        for left, right in pairwise(parts):
            assert 0 < right.x() - left.geometry().right() <= 5 or right is row.state
    assert row.swatch.x() == 0
    assert row.cost.x() >= row.method_box.x()
    for part in (row.remove_button, row.state):
        assert part.geometry().right() == row.width() - 1
    assert min(part.y() for part in lower) > row.method_box.geometry().bottom()
    room = row.rate_box.fontMetrics().horizontalAdvance("0.00333")
    assert room + 6 <= row.rate_box.width() <= room + 20
    assert row.state.alignment() & Qt.AlignmentFlag.AlignRight


def test_that_the_dot_grows_round_its_middle(panel: RacePanel) -> None:
    swatch = panel.rows[0].swatch
    swatch.resize(18, 18)
    colour = QColor(curve_colours(LIGHT)[0]).getRgb()[:3]
    put_on(LIGHT)
    for place, size in ((None, 12), (1, 18)):
        swatch.set_place(place)
        shown = (np.abs(colours(swatch) - colour).max(axis=2) < 60).any(axis=0)
        columns = np.flatnonzero(shown)
        assert len(columns) == pytest.approx(size, abs=1)
        assert (columns[0] + columns[-1]) / 2 == pytest.approx(8.5, abs=0.5)
    assert is_repainted(swatch, lambda: swatch.set_place(2))
    assert not is_repainted(swatch, lambda: swatch.set_place(2))


def test_that_each_row_can_be_used_and_is_named(panel: RacePanel) -> None:
    for i, row in enumerate(panel.rows, start=1):
        assert row.method_box.accessibleName() == f"Method of racer {i}"
        assert row.rate_box.accessibleName() == f"Learning rate of racer {i}"
        assert row.remove_button.accessibleName() == f"Remove racer {i}"
        assert not row.remove_button.icon().isNull()
        assert row.remove_button.isEnabled()
    assert not panel.add_button.icon().isNull()
    panel.set_racers([GD])
    assert not panel.rows[0].remove_button.isEnabled()


def test_that_the_icons_follow_the_theme(panel: RacePanel) -> None:
    for button in (panel.add_button, panel.rows[0].remove_button):
        seen = set()
        for theme in (DARK, LIGHT):
            put_on(theme)
            seen.add(button.icon().cacheKey())
        assert len(seen) == 2


def test_that_who_ends_without_a_finite_cost_wins_nothing() -> None:
    lost = result(float("inf"), 9, None, "steps")
    assert places([lost, lost]) == (None, None)
    assert places([lost, result(2.0, 9, None, "steps"), result(2.0, 9, None, "converged")]) == (
        None, 1, 1,
    )  # fmt: skip
    assert places([result(2.0, 9, 9, "converged"), result(1.0, 9, None, "steps")]) == (1, None)


def test_that_a_method_chosen_takes_the_keyboard_nowhere(panel: RacePanel, qtbot: QtBot) -> None:
    panel.activateWindow()
    panel.rows[2].rate_box.setFocus()
    qtbot.waitUntil(panel.rows[2].rate_box.hasFocus)
    box = panel.rows[0].method_box
    box.setCurrentIndex(box.findData("lion"))
    assert panel.rows[2].rate_box.hasFocus()


def test_that_only_what_is_shown_can_be_set_without_telling(panel: RacePanel) -> None:
    spy = QSignalSpy(panel.racers_edited)
    panel.rows[1].set_racer(Racer("newton", None, (("damping", 0.5),)), 0.125)
    assert panel.racers()[1] == Racer("newton", 0.125, (("damping", 0.5),))
    assert spy.count() == 0


def test_that_a_racer_added_is_scrolled_into_sight_just_so(panel: RacePanel, qtbot: QtBot) -> None:
    panel.resize(264, 140)
    panel.activateWindow()
    panel.add_button.click()
    last, area = panel.rows[3], panel.findChild(QScrollArea)

    def bottom() -> int:
        return last.mapTo(area.viewport(), last.rect().bottomLeft()).y()

    qtbot.waitUntil(lambda: bottom() == area.viewport().height() - 1)


def test_that_the_keyboard_elsewhere_scrolls_nothing(panel: RacePanel, qtbot: QtBot) -> None:
    panel.resize(264, 140)
    panel.activateWindow()
    panel.add_button.setFocus()
    qtbot.waitUntil(panel.add_button.hasFocus)
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    panel.set_racers([GD] * 6)
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    assert bar.value() == 0


def test_that_the_dot_is_smooth(panel: RacePanel) -> None:
    swatch = panel.rows[0].swatch
    assert len(np.unique(colours(swatch).reshape(-1, 3), axis=0)) > 6
