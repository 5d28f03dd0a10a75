"""What puts backpropagation on its page."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gdstudio.inside.places import Place, find_weight
from gdstudio.learning.moment import Kind, Moment
from gdstudio.learning.optimizer_state import OptimizerState, next_rate
from gdstudio.learning.optimizers import make_optimizer
from gdstudio.learning.random_streams import Purpose
from gdstudio.learning.snapshot import TrainingState
from gdstudio.numerals import whole
from gdstudio.studio.controllers import backprop_controller
from gdstudio.studio.controllers.backprop_controller import BackpropController
from gdstudio.studio.state.optimizer_shown import optimizer_shown, why_not_known
from gdstudio.studio.state.shown import Past, RunAsItGoes, Walk
from gdstudio.studio.views.inside.backprop_page import BackpropPage
from gdstudio.studio.views.inside.batch_words import batch_tip, batch_words
from tests.studio.controllers.inside_made import EMPTY, draw, in_sight, shown_anew
from tests.studio.controllers.mocked import StillClock, is_busy

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def room(make_room, drawing):
    draw(drawing, label=3)
    return make_room(BackpropController, BackpropPage(), "look")


def test_that_a_page_out_of_sight_costs_nothing(runs, room):
    runs.move(1)
    draw(room.drawing, label=4)
    room.inside.target.choose(2)
    assert not is_busy(room)
    assert room.page.look is None


def test_that_the_digit_is_opened_for_its_label_or_for_the_class_chosen(qtbot, room):
    assert in_sight(qtbot, room).opened.target == 3
    look = shown_anew(qtbot, room, lambda: room.page.target.target_chosen.emit(8))
    assert look.opened.target == 8
    assert np.array_equal(look.digits.pictures()[0], room.drawing.pixels)
    assert (
        shown_anew(qtbot, room, lambda: room.page.target.target_chosen.emit(None)).opened.target
        == 3
    )


def test_that_a_drawing_begins_with_the_networks_own_answer(qtbot, runs, room):
    in_sight(qtbot, room)
    look = shown_anew(qtbot, room, lambda: draw(room.drawing))
    own = int(runs.shown.network.forward(room.drawing.pixels.reshape(1, -1) / 255).argmax())
    assert look.opened.target == own
    said = f"target: {own}, the network's own answer; choose another"
    assert room.page.target.box.accessibleDescription() == said
    other = (own + 1) % 10
    look = shown_anew(qtbot, room, lambda: room.inside.target.choose(other))
    assert look.opened.target == other
    assert room.page.target.box.accessibleDescription() == f"target: {other}, as chosen"


def test_that_an_empty_canvas_and_a_network_without_an_answer_say_so(qtbot, runs, room):
    in_sight(qtbot, room)
    draw(room.drawing, EMPTY)
    assert room.page.reason().startswith("Draw a digit")
    shown_anew(qtbot, room, lambda: draw(room.drawing, label=1))
    assert room.page.reason() == ""
    subject = runs.subject()
    nothing = replace(subject, parameters=np.full_like(subject.parameters, np.nan))
    runs.shown.show(Walk(nothing))
    shown_anew(qtbot, room, lambda: draw(room.drawing, label=2))
    draw(room.drawing, room.drawing.pixels)
    assert "Choose the class that is right" in room.page.reason()


def test_that_it_follows_the_network_shown(qtbot, runs, room):
    in_sight(qtbot, room)
    assert shown_anew(qtbot, room, lambda: runs.move(7)).request.subject.step == 7


def test_that_looks_at_a_run_are_apart_in_time(qtbot, monkeypatch, runs, make_room):
    StillClock().give_to(monkeypatch, backprop_controller)
    room = make_room(BackpropController, BackpropPage(), "look")
    look = in_sight(qtbot, room)
    runs.is_running = True
    runs.move(3)
    assert not is_busy(room)
    assert room.page.look is look


def test_that_one_weight_is_followed_here_and_everywhere(qtbot, runs, room):
    look = in_sight(qtbot, room)
    assert room.inside.weight == look.place
    place = find_weight("W2[3,5]", runs.shown.network)
    assert shown_anew(qtbot, room, lambda: room.inside.choose_weight(place)).place == place
    room.page.field.setFocus()
    room.page.field.selectAll()
    qtbot.keyClicks(room.page.field, "b1[4]")
    look = shown_anew(qtbot, room, lambda: qtbot.keyClick(room.page.field, Qt.Key.Key_Return))
    assert (str(look.place), str(room.inside.weight)) == ("b1[4]", "b1[4]")
    look = shown_anew(qtbot, room, lambda: room.page.neuron_chosen.emit(Place(2, 6)))
    assert look.place.at[0] == 6
    row = runs.shown.network.part("W2", look.opened.gradient)[6]
    assert "of the weights into L2.6 its gradient was the largest" in room.page.gradient.text()
    assert look.place.at[1] == int(np.abs(row).argmax())
    look = shown_anew(qtbot, room, lambda: room.page.trust.weight_chosen.emit(5))
    assert look.place.index == 5


def test_that_the_weight_followed_at_first_is_the_largest_of_the_middle_and_is_said_to_be(
    qtbot, runs, room
):
    look = in_sight(qtbot, room)
    network = runs.shown.network
    W = np.abs(network.part("W1", look.opened.gradient))
    assert look.place.at == np.unravel_index(W.argmax(), W.shape)
    said = f"{look.place} is followed: its gradient was the largest of layer 1."
    assert said in room.page.gradient.text()
    other = find_weight("W2[0,0]", network)
    shown_anew(qtbot, room, lambda: room.inside.choose_weight(other))
    assert said not in room.page.gradient.text()


def test_that_a_neuron_opened_elsewhere_has_a_weight_into_it_followed(qtbot, runs, room):
    room.inside.choose(Place(2, 4))
    look = in_sight(qtbot, room)
    assert (look.place.layer, look.place.at[0]) == (2, 4)
    assert room.inside.weight == look.place
    network = runs.shown.network
    named = find_weight("W2[6,1]", network)
    shown_anew(qtbot, room, lambda: room.inside.choose_weight(named))
    room.inside.choose(Place(2, 6))  # the weight leads into it already
    assert not is_busy(room)
    assert room.inside.weight == named
    look = shown_anew(qtbot, room, lambda: room.inside.choose(Place(1, 2)))
    row = np.abs(network.part("W1", look.opened.gradient)[2])
    assert look.place.at == (2, int(row.argmax()))
    room.inside.choose(None)
    assert not is_busy(room)
    assert room.inside.weight == look.place


def order_of(runs, epoch):
    """Return the shuffled order of an epoch, as the recipe's seed says."""
    key = np.random.SeedSequence(runs.run.recipe.seed, spawn_key=(int(Purpose.SHUFFLING), epoch))
    return np.random.default_rng(key).permutation(len(runs.data.train))


def test_that_a_mini_batch_of_one_is_one_digit_in_words(qtbot, runs, room):
    runs.run.recipe = replace(runs.run.recipe, batch_size=1)
    runs.move(4)
    in_sight(qtbot, room)
    look = shown_anew(qtbot, room, lambda: room.page.over.button("batch").click())
    digit, place = int(look.batch.which[0]), look.batch.place
    where = f"example {place.position + 1} of 30 in epoch {place.epoch + 1}"
    assert batch_words(look.batch)[0] == f"{where}: training digit {digit}"
    assert f"training digit {digit}," in batch_tip(look.batch)
    for stage in ("cost", "backward", "update"):
        qtbot.mouseClick(room.page.stages.button(stage), Qt.MouseButton.LeftButton)
        for said in (room.page.words(), room.page.gradient.text()):
            assert "digits" not in said


def test_that_a_mini_batch_is_the_next_of_the_runs_shuffling_and_says_which(qtbot, runs, room):
    size, train = 10, runs.data.train  # three mini-batches an epoch
    runs.run.recipe = replace(runs.run.recipe, batch_size=size)
    runs.move(0)
    in_sight(qtbot, room)
    for step in (0, 1, 5):  # of 30 digits, ten a step
        look = shown_anew(qtbot, room, lambda step=step: runs.move(step))
        if step == 0:
            look = shown_anew(qtbot, room, lambda: room.page.over.button("batch").click())
        epoch, position = divmod(10 * step, 30)
        which = order_of(runs, epoch)[position : position + size]
        assert look.batch.which.tolist() == which.tolist()
        assert np.array_equal(look.digits.images, train.images[which])
        assert np.array_equal(look.digits.labels, train.labels[which])
        words = f"examples {position + 1} to {position + size} of 30 in epoch {epoch + 1}"
        assert room.page.batch().startswith((words, f"{position + 1} to {position + size}, epoch"))
        numbers = ", ".join(map(str, which.tolist()))
        assert batch_words(look.batch)[0] == f"{words}: training digits {numbers}"
    look = shown_anew(qtbot, room, lambda: room.page.others_requested.emit())
    assert look.batch.which.tolist() == order_of(runs, 2)[:10].tolist()
    look = shown_anew(qtbot, room, lambda: room.page.wants.view.example_chosen.emit(7))
    assert look.opened.target == int(train.labels[look.batch.which[7]])
    look = shown_anew(qtbot, room, lambda: runs.move(6))
    assert look.batch.which.tolist() == order_of(runs, 2)[:10].tolist()


def test_that_a_mini_batch_has_the_size_of_the_recipe_and_ten_of_it_stand_side_by_side(
    qtbot, runs, room
):
    runs.run.recipe = replace(runs.run.recipe, batch_size=17)
    runs.move(0)
    in_sight(qtbot, room)
    look = shown_anew(qtbot, room, lambda: room.page.over.button("batch").click())
    assert (len(look.digits), look.wants.gradients.shape[0]) == (17, 10)
    assert "the first 10 of the 17 digits" in room.page.wants.sentence()
    network = runs.shown.network
    at = network.at(network.parameters.astype(np.float64))
    X, T = look.digits.inputs(dtype=np.float64), look.digits.targets(dtype=np.float64)
    cost = at.cost_and_gradient(X, T, runs.subject().cost)
    assert np.allclose(look.wants.mean, at.gradient, rtol=1e-9, atol=1e-14)
    assert look.cost == pytest.approx(cost, rel=1e-5)
    assert look.check.agrees


def test_that_the_mini_batch_is_compared_with_all_digits(qtbot, runs, room):
    in_sight(qtbot, room)
    shown_anew(qtbot, room, lambda: room.page.over.button("batch").click())
    room.page.wants.whole_requested.emit()
    qtbot.waitUntil(lambda: room.page.look.wants.whole_angle is not None and not is_busy(room))
    network, train = runs.shown.network, runs.data.train
    at = network.at(network.parameters.astype(np.float64))
    at.cost_and_gradient(
        train.inputs(dtype=np.float64), train.targets(dtype=np.float64), runs.subject().cost
    )
    mean = room.page.look.wants.mean
    cosine = at.gradient @ mean / np.linalg.norm(at.gradient) / np.linalg.norm(mean)
    angle = room.page.look.wants.whole_angle
    assert angle == pytest.approx(np.degrees(np.arccos(cosine)), abs=1e-4)
    look = shown_anew(qtbot, room, lambda: runs.move(2))
    assert look.wants.whole_angle is None


def test_that_weights_are_checked_at_random_and_forgotten_with_the_network(qtbot, runs, room):
    in_sight(qtbot, room)
    room.page.trust.check_requested.emit()
    qtbot.waitUntil(lambda: room.page.trust.table.rows.count == 101 and not is_busy(room))
    assert room.page.trust.verdict().startswith("100 of 100 agree")
    shown_anew(qtbot, room, lambda: runs.move(2))
    assert room.page.trust.verdict() == ""


def state_of(runs, recipe, *, kept=True):
    """Return where a run of that recipe stands, with an optimiser that has done an update."""
    subject = runs.subject()
    optimizer = make_optimizer(recipe.optimizer, len(subject.parameters), np.float32)
    optimizer.step(subject.parameters.copy(), subject.parameters, 0.1)
    return TrainingState(
        recipe=recipe, in_shape=subject.in_shape, n_out=10, parameters=subject.parameters,
        optimizer_state=optimizer.state if kept else {}, optimizer_steps=1 if kept else 0,
        step=subject.step, examples=0, epoch=0, position=0, learning_rate=0.3, epochs=2,
        data_identity="",
    )  # fmt: skip


def test_that_the_optimiser_is_known_where_its_state_was_kept(runs):
    runs.run.recipe = adam = replace(runs.run.recipe, optimizer="adam")
    runs.move(5)
    as_it_goes = runs.shown.source
    subject = as_it_goes.subject
    assert not optimizer_shown(as_it_goes, runs, 30).tells("adam")
    state = state_of(runs, adam)
    runs.run.moments.add(Moment(5, subject.parameters, state, kind=Kind.RESTED))
    found = optimizer_shown(as_it_goes, runs, 30)
    assert (found.steps, found.rate) == (1, 0.3)
    assert found.arrays.keys() == {"mean", "square_average"}
    bare = Moment(5, subject.parameters, state_of(runs, adam, kept=False))
    there = optimizer_shown(Past(subject, bare), runs, 30)
    assert (there.rate, there.tells("adam")) == (0.3, False)
    assert optimizer_shown(Past(subject, Moment(5, subject.parameters, state)), runs, 30).steps == 1
    fresh = optimizer_shown(Walk(subject), runs, 30)
    assert (fresh.steps, fresh.tells("adam")) == (0, True)
    assert not any(values.any() for values in fresh.arrays.values())


def test_that_the_rate_is_that_of_the_next_update_wherever_the_network_comes_from(runs):
    runs.run.recipe = replace(runs.run.recipe, schedule="one-cycle", learning_rate=0.5)
    runs.move(5)
    source = runs.shown.source
    subject = source.subject
    assert optimizer_shown(source, runs, 30) is source.progress.optimizer
    state = state_of(runs, subject.recipe)
    there = Past(subject, Moment(5, subject.parameters, state, rate=0.9))
    assert optimizer_shown(there, runs, 30).rate == next_rate(state, 30)
    kept = Past(subject, Moment(5, subject.parameters, rate=0.25))
    assert optimizer_shown(kept, runs, 30).rate == 0.25
    bare = Past(subject, Moment(5, subject.parameters))
    assert optimizer_shown(bare, runs, 30).rate == 0.5
    assert optimizer_shown(Walk(subject), runs, 30).rate == 0.5 / 25  # as the schedule begins


def test_that_the_optimiser_is_known_of_each_message_while_the_run_goes_on(qtbot, runs, room):
    runs.run.recipe = replace(runs.run.recipe, optimizer="adam")
    runs.is_running = True
    runs.move(4)
    n = len(runs.subject().parameters)
    zeros = np.zeros(n, np.float32)
    state = OptimizerState(0.25, {"mean": zeros, "square_average": zeros}, 4)
    runs.take_in(replace(runs.progress, optimizer=state), in_turns=False)
    assert optimizer_shown(runs.shown.source, runs, 30) is state
    look = in_sight(qtbot, room)
    assert (look.update.number, look.request.why_no_update) == (5, "")
    walked = Walk(runs.subject())
    assert optimizer_shown(walked, runs, 30).steps == 0


def test_that_update_and_mini_batch_are_those_of_the_network_shown_not_of_a_later_message(
    qtbot, runs, room
):
    """Of a run at full speed every other message is taken in without being shown."""
    runs.move(4)
    in_sight(qtbot, room)
    look = shown_anew(qtbot, room, lambda: room.page.over.button("batch").click())
    before, shown = look.batch.which, runs.shown.subject
    later = replace(
        runs.progress,
        snapshot=replace(runs.progress.snapshot, step=9, epoch=5.5),
        optimizer=OptimizerState(0.7, {}, 9),
    )
    while runs.shown.subject is shown:
        runs.take_in(later, in_turns=True)
        if runs.shown.subject is shown:
            look = shown_anew(qtbot, room, lambda: room.inside.choose_weight_at(3))
            assert runs.step == 9
            assert look.request.subject is shown
            assert (look.update.number, look.request.optimizer.rate) == (5, 0.1)
            assert look.batch.which.tolist() == before.tolist()
    assert runs.shown.subject.step == 9
    look = shown_anew(qtbot, room, lambda: room.inside.choose_weight_at(4))
    assert (look.update.number, look.request.optimizer.rate) == (10, 0.7)


def test_that_an_update_that_is_not_known_says_why_and_what_to_do(runs):
    runs.move(5)
    adam = replace(runs.subject(), recipe=replace(runs.subject().recipe, optimizer="adam"))
    said = why_not_known(RunAsItGoes(adam, runs.progress))
    assert f"remembers {whole(2 * len(adam.parameters))} numbers" in said
    assert "Pause it" in said
    past = why_not_known(Past(adam, Moment(5, adam.parameters)))
    assert "was not kept" in past
    assert "Pause" not in past
