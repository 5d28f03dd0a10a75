"""The class taken for the right one of the digit on the canvas."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy

from gdstudio.inside.target import Origin, Target
from gdstudio.studio.state.digit_target import DigitTarget
from gdstudio.studio.state.drawing_model import Digit, DrawingModel
from gdstudio.studio.state.shown import Walk
from tests.studio.controllers.runs import Runs, digits


@pytest.fixture
def runs(qapp):
    runs = Runs()
    runs.begin()
    return runs


@pytest.fixture
def drawing(runs):
    return DrawingModel(runs, runs.shown, np.random.default_rng(0), runs)


@pytest.fixture
def target(runs, drawing):
    return DigitTarget(runs.shown, drawing, runs)


def pixels(k=1):
    return digits(k).pictures()[0]


def test_that_a_drawing_has_the_answer_of_the_network_shown_for_its_target(runs, drawing, target):
    assert target.now() is None  # nothing is drawn
    drawing.set_digit(Digit(pixels()))
    answers = set()
    for step in range(6):
        runs.move(step)
        own = int(runs.shown.network.forward(pixels().reshape(1, -1) / 255).argmax())
        assert target.now() == target.unless_chosen() == Target(own, Origin.ANSWER)
        answers.add(own)
    assert len(answers) > 1


def test_that_a_choice_holds_for_this_digit_alone(drawing, target):
    drawing.set_digit(Digit(pixels(), label=8))
    assert target.now() == Target(8, Origin.LABEL)
    told = QSignalSpy(target.changed)
    target.choose(4)
    target.choose(4)
    assert (target.now(), told.count()) == (Target(4, Origin.CHOSEN), 1)
    assert target.unless_chosen() == Target(8, Origin.LABEL)
    drawing.set_digit(Digit(pixels(2)))  # a stroke more
    assert target.chosen == 4
    drawing.put(Digit(pixels(3), label=2))
    assert target.now() == Target(2, Origin.LABEL)
    target.choose(5)
    drawing.set_digit(Digit(np.zeros((28, 28), np.uint8)))
    assert target.chosen is None


def test_that_a_choice_is_let_go_once_the_next_digit_is_there(drawing, target):
    drawing.set_digit(Digit(pixels(), label=8))
    target.choose(4)
    told = []
    target.changed.connect(lambda: told.append((drawing.label, target.now())))
    drawing.answer_changed.connect(lambda: told.append(target.now()))
    drawing.put(Digit(pixels(3), label=2))
    now = Target(2, Origin.LABEL)
    assert told == [now, (2, now)]  # never the old digit without its choice
    drawing.put(Digit(pixels(2), label=5))
    assert told[2:] == [Target(5, Origin.LABEL)]


def test_that_a_class_that_another_network_does_not_have_is_let_go(runs, drawing, target):
    drawing.set_digit(Digit(pixels()))
    subject = replace(runs.subject(), n_classes=26)
    n = subject.recipe.parameter_count(n_out=26)
    runs.shown.show(Walk(replace(subject, parameters=np.zeros(n, np.float32))))
    target.choose(12)
    assert target.now() == Target(12, Origin.CHOSEN)
    runs.shown.leave()
    assert target.chosen is None
