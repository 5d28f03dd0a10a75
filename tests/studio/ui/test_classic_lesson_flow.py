"""The classic lesson, given in the real window with the key of a clicker alone."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gdstudio.data.digits import DataSet, Digits
from gdstudio.lesson.shipped import CLASSIC, FIRST_STEPS, lesson_path
from gdstudio.studio.state.shown import Past, Walk
from gdstudio.studio.views.inside.backprop_steps import Stage
from gdstudio.studio.workspaces import scene_files
from tests.studio.controllers.mocked import is_busy
from tests.studio.small_lesson import give_shipped, press_until_it_stands, wait_until_it_is_seen

_NUMBERS = "784·16 + 16 + 16·16 + 16 + 16·10 + 10"


class _Audience:
    """What the last row sees, as values."""

    def __init__(self, window):
        self.window = window
        self.learn, self.descent, self.landscape = window.learn, window.descent, window.landscape
        self.experiments, self.inspect, self.data = window.experiments, window.inspect, window.data

    @property
    def workspace(self):
        return self.window.workspace.guide

    @property
    def metrics(self):
        return self.window.workspace.metrics

    def header(self, step, cost=None, test=None):
        """Return whether the header says so of the network shown."""
        shown = self.metrics
        return (
            shown.step.text == step
            and cost in (None, shown.cost.text)
            and test in (None, shown.test_accuracy.text)
        )

    def answer(self, digit, at_least):
        """Return whether the network shown answers so, and how sure it is."""
        answer = self.window.shared.drawing.answer
        if answer is None:
            return False
        return answer.activations.argmax() == digit and answer.activations.max() >= at_least

    def enlarged(self, name):
        """Return whether this card fills the page in sight."""
        workspace, _, part = name.partition(".")
        page = self.window.workspace.page
        return self.workspace == workspace and page.enlarged is page.parts[part]

    def page(self, name):
        return self.workspace == "inspect" and self.inspect.page.page() == name

    def charts(self, experiment, title):
        """Return whether one chart of the finished result fills the board."""
        shown, alone = self.experiments.experiments, self.experiments.board.enlarged
        return (
            self.workspace == "experiments"
            and shown.selected.name == experiment
            and shown.outcome is not None
            and shown.outcome.comes_along
            and alone is not None
            and alone.title.startswith(title)
        )

    @property
    def place(self):
        """Where the descent is."""
        return self.descent.descent.session.current


def _one_digit(a):
    return a.enlarged("learn.drawing") and a.window.shared.drawing.label == 4


def _split(a):
    split = a.data.page.split.strip.accessibleDescription()
    return a.header("0", test="9.80 %") and "60,000" in split and "10,000" in split


def _network(a):
    diagram = a.inspect.network_page.view.diagram
    return a.page("network") and a.enlarged("inspect.pages") and diagram.figure() is not None


def _numbers(a):
    text = a.learn.training_panel.count.text()
    return a.enlarged("learn.settings") and _NUMBERS in text and "13,002" in text


def _untrained(a):
    wrong = a.window.shared.drawing.label == 7
    return a.enlarged("learn.drawing") and wrong and a.answer(0, 0.9)


def _cost_of_one(a):
    cost = a.window.shared.drawing_panel.cost
    return cost.isVisible() and "3.6309" in cost.total.text() and a.header("0")


def _average(a):
    return a.enlarged("learn.cost") and a.header("0", cost="3.9223")


def _slope(a):
    return a.workspace == "descent" and a.place.step == 0 and a.place.position[0] == -3.0


def _steps(a):
    return a.place.step == 5 and a.place.position[0] == pytest.approx(1 - 4 * 0.8**5)


def _shrink(a):
    return a.enlarged("descent.curve") and a.place.step == 14


def _two_valleys(a):
    at = a.place.position[0]
    return a.enlarged("descent.curve") and a.descent.panel.overlays.is_shown("basins") and at > 1.9


def _overshoot(a):
    return a.place.step == 6 and a.place.cost > 12 and a.descent.panel.learning_rate() == 1.05


def _two_inputs(a):
    return a.enlarged("descent.surface") and a.place.step == 24 and a.place.cost < 0.01


def _steepest(a):
    return a.enlarged("descent.map") and a.place.step == 24


def _small_steps(a):
    fast, slow = a.descent.descent.session.descents
    swings = fast.current.position[1], slow.current.position[1]
    return a.enlarged("descent.map") and abs(swings[0]) > 0.3 > 0.01 > abs(swings[1])


def _inputs(a):
    nudges = a.inspect.nudges_page
    listed = nudges.over.choice() == "all" and "13,002 nudges" in nudges.summary()
    return a.page("nudges") and listed and a.header("330", test="62.52 %")


def _matter_most(a):
    nudges = a.inspect.nudges_page
    return (
        a.page("nudges")
        and nudges.over.choice() == "digit"
        and "13,002 nudges of this digit" in nudges.summary()
        and str(a.window.shared.inside.weight) == "b3[4]"
        and nudges.chart.isVisible()
    )


def _smooth(a):
    return a.page("smooth") and "L2.5" in a.inspect.made("smooth")[0].sentence()


def _backprop(a):
    page = a.inspect.backprop_page
    stands = page.look is not None and not page.look.is_batch
    return a.page("backprop") and stands and page.step.stage is Stage.BACKWARD


def _every_digit(a):
    page = a.inspect.backprop_page
    stands = page.look is not None and page.look.is_batch
    return a.page("backprop") and stands and page.wants.isVisible()


def _learns(a):
    run = a.window.runs.run
    return a.workspace == "learn" and a.window.runs.is_running and run.step > 3


def _unseen(a):
    return a.enlarged("learn.cost") and a.header("180,000", cost="0.0469", test="94.60 %")


def _mistakes(a):
    answers = a.inspect.mistakes.answers
    return a.page("mistakes") and answers is not None and len(answers.mistakes()) == 540


def _first_layer(a):
    return a.enlarged("learn.weights") and a.learn.weights_view.quantity() == "weights"


def _noise(a):
    return a.enlarged("learn.drawing") and a.answer(5, 0.95)


def _cannot_draw(a):
    return a.charts("noise", "What the network takes for perfect digits")


def _convolution(a):
    is_there = a.page("activations") and a.inspect.page.isVisible()
    return is_there and a.header("18,750", test="99.27 %") and a.answer(5, 0.9)


def _lstm(a):
    return a.page("activations") and a.header("7,504", test="99.13 %") and a.answer(7, 0.9)


def _random_labels(a):
    return a.charts("random-labels", "Training accuracy")


def _memorise(a):
    return a.charts("memorization", "Training cost, true and random labels")


def _minima(a):
    return a.charts("minima", "Final test cost of networks from different starts")


def _surface(a):
    scene = a.landscape.scenes.scene
    is_path = scene is not None and scene.request.kind == "trajectory"
    return a.enlarged("landscape.surface") and is_path and a.window.shared.shown.is_run


def _walk(a):
    source = a.window.shared.shown.source
    is_walk = isinstance(source, Walk) and source.place[1:] == (-110.0, 0.0)
    return a.workspace == "landscape" and is_walk and not a.answer(7, 0.9)


def _your_turn(a):
    return a.enlarged("learn.drawing") and not a.window.shared.drawing.pixels.any()


_SEEN = {
    "The digits": _split,
    "One digit": _one_digit,
    "The network": _network,
    "13,002 numbers": _numbers,
    "Untrained": _untrained,
    "Cost of one digit": _cost_of_one,
    "Average over all": _average,
    "One input: the slope": _slope,
    "Steps": _steps,
    "Why steps shrink": _shrink,
    "Two valleys": _two_valleys,
    "Overshoot": _overshoot,
    "Two inputs": _two_inputs,
    "Steepest descent": _steepest,
    "Small steps": _small_steps,
    "13,002 inputs": _inputs,
    "Which matter most": _matter_most,
    "Why neurons are smooth": _smooth,
    "Backpropagation": _backprop,
    "Every digit wants more": _every_digit,
    "It learns": _learns,
    "Digits never seen": _unseen,
    "Its mistakes": _mistakes,
    "What it looks for": _first_layer,
    "Noise": _noise,
    "It cannot draw": _cannot_draw,
    "Convolution": _convolution,
    "LSTM": _lstm,
    "Random labels": _random_labels,
    "Understand or memorise": _memorise,
    "Many minima": _minima,
    "The loss surface": _surface,
    "A walk on it": _walk,
    "Your turn": _your_turn,
}


@pytest.fixture
def lessons(qtbot, window):
    """The classic lesson at its first scene, in a window that has the keys."""
    return give_shipped(qtbot, window, CLASSIC)


def test_that_the_whole_lesson_is_given_by_one_key(qtbot, window, lessons):
    scenes, audience = lessons.model.lesson.scenes, _Audience(window)
    assert [scene.title for scene in scenes] == list(_SEEN)
    for k, scene in enumerate(scenes):
        if k:
            press_until_it_stands(qtbot, window, Qt.Key.Key_PageDown)
        assert lessons.model.index == k
        assert lessons.bar.isVisible()
        assert audience.workspace == scene.workspace
        seen = _SEEN[scene.title]
        qtbot.waitUntil(lambda seen=seen: seen(audience))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_PageDown)
    assert lessons.model.index == len(scenes) - 1


def test_that_again_puts_back_what_was_done(qtbot, window, lessons):
    audience, shared = _Audience(window), window.shared
    lessons.model.go_to(4)
    qtbot.waitUntil(lambda: _untrained(audience))
    before = shared.drawing.pixels.copy()
    QTest.mouseClick(shared.drawing_panel.canvas, Qt.MouseButton.LeftButton, pos=QPoint(90, 90))
    window.learn.training_panel.choose(window.learn.training_panel.shown().changed(seed=9))
    window.learn.page.bring_back()
    window.show_workspace("descent")
    press_until_it_stands(qtbot, window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: _untrained(audience))
    assert np.array_equal(shared.drawing.pixels, before)
    assert isinstance(shared.shown.source, Past)
    assert window.learn.training_panel.shown().seed == 1


def test_that_a_walk_and_a_running_descent_are_put_back(qtbot, window, lessons):
    audience = _Audience(window)
    lessons.model.go_to(list(_SEEN).index("Why steps shrink"))
    qtbot.waitUntil(lambda: _shrink(audience))
    audience.descent.toggle_running()
    qtbot.waitUntil(lambda: audience.place.step > 14)
    press_until_it_stands(qtbot, window, Qt.Key.Key_Home)
    assert _shrink(audience)
    assert not audience.descent.is_running
    lessons.model.go_to(list(_SEEN).index("The loss surface"))
    qtbot.waitUntil(lambda: _surface(audience))
    landscape = audience.landscape
    landscape.walk.walk(landscape.scenes.scene, 3.0, 4.0)
    assert not _surface(audience)
    press_until_it_stands(qtbot, window, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: _surface(audience))


def test_that_a_run_gone_on_with_stands_where_it_did_in_the_next_scene(qtbot, window, lessons):
    audience = _Audience(window)
    lessons.model.go_to(list(_SEEN).index("Digits never seen"))
    qtbot.waitUntil(lambda: audience.header("180,000"))
    window.actions_.run.trigger()
    qtbot.waitUntil(lambda: window.runs.run.history.evaluations().steps[-1] > 180_000)
    press_until_it_stands(qtbot, window, Qt.Key.Key_PageDown)
    assert window.runs.run.step == 180_000
    assert window.runs.run.history.evaluations().steps[-1] == 180_000
    assert window.runs.run.moments.last_step == 180_000


def test_that_a_scene_asked_for_while_another_is_put_there_stands(qtbot, window, lessons):
    k, refused, standing = list(_SEEN).index("Which matter most"), [], []
    put_there, runs = lessons.staging_made(), window.shared.runs
    put_there.refused.connect(refused.append)
    put_there.standing.connect(lambda: standing.append(lessons.model.index))

    def hurry():
        if lessons.model.index == k - 1:
            lessons.model.go_on()

    runs.progressed.connect(hurry)
    lessons.model.go_to(k - 1)
    qtbot.waitUntil(lambda: lessons.model.index == k)
    runs.progressed.disconnect(hurry)
    qtbot.waitUntil(lambda: _SEEN["Which matter most"](_Audience(window)))
    wait_until_it_is_seen(qtbot, window)
    assert refused == []
    assert standing == [k]


def test_that_the_users_own_work_comes_back_after_the_end(qtbot, window):
    shared = window.shared
    shared.runner.step_batch()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    shared.drawing.show_test_digit(3)
    own, pixels = window.runs.run.parameters.copy(), shared.drawing.pixels.copy()
    given = window.lessons
    with qtbot.waitSignal(given.staging_made().standing):
        given.give(lesson_path(CLASSIC), 21)
    qtbot.waitUntil(lambda: _unseen(_Audience(window)))
    given.end()
    qtbot.waitUntil(lambda: window.runs.run is not None and window.runs.run.step == 1)
    qtbot.waitUntil(lambda: window.runs.run.parameters is not None)
    assert np.array_equal(window.runs.run.parameters, own)
    assert np.array_equal(shared.drawing.pixels, pixels)
    assert not given.bar.isVisible()
    assert [run.step for run in window.runs.all] == [1]


def test_that_the_users_own_data_come_back_after_the_end(qtbot, window):
    rng = np.random.default_rng(1)
    sets = [
        Digits(rng.integers(0, 255, (n, 45), np.uint8), np.arange(n, dtype=np.uint8) % 2, 2, 9, 5)
        for n in (40, 20)
    ]
    own = DataSet("own", *sets)
    window.runner.set_data(own)
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)
    window.runner.step_batch()
    qtbot.waitUntil(lambda: window.runs.run.step == 1)
    parameters, given = window.runs.run.parameters.copy(), window.lessons
    with qtbot.waitSignal(given.staging_made().standing):
        given.give(lesson_path(FIRST_STEPS))
    assert window.runs.data.name == "mnist"
    given.end()
    qtbot.waitUntil(lambda: window.runs.run.progress is not None)
    assert window.runs.data is own
    assert window.runs.run.step == 1
    assert np.array_equal(window.runs.run.parameters, parameters)
    assert not window.runs.earlier
    assert not window.drawing.pixels.any()


def test_that_runs_of_scenes_to_come_are_read_while_the_first_one_stands(
    qtbot, window, lessons, monkeypatch
):
    read = []
    qtbot.waitUntil(lambda: not is_busy(lessons.staging_made()))
    monkeypatch.setattr(scene_files, "load_run_and_data", lambda path, *_: read.append(path))
    lessons.model.go_to(list(_SEEN).index("LSTM"))
    qtbot.waitUntil(lambda: _lstm(_Audience(window)))
    assert read == []
