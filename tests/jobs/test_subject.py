import numpy as np
import pytest

from gdstudio.data.opening import load_data_set
from gdstudio.files.run_file import load_run
from gdstudio.jobs.subject import Subject, loss_subject, subject_of_file
from gdstudio.learning.path import ParameterPath
from gdstudio.learning.random_streams import Purpose, random_stream
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.shapes import DIGIT, PictureShape
from gdstudio.learning.training import Training
from gdstudio.resources import resource

RECIPE = Recipe(hidden=(4,), train_size=50, validation_size=10, label_noise=0.5)


def a_subject(recipe=RECIPE, step=3, seed=0, n=None):
    n = recipe.parameter_count() if n is None else n
    parameters = np.random.default_rng(seed).normal(0, 1, n).astype(np.float32)
    return Subject("run 1", "title", "run 1", recipe, DIGIT, 10, parameters, step)


def a_path(*steps):
    path = ParameterPath(RECIPE.parameter_count())
    for step in steps:
        path.append(step, a_subject(seed=step).parameters)
    return path


@pytest.fixture(scope="module")
def data():
    return load_data_set("mnist")


def test_that_the_digits_asked_are_those_learned_from(data):
    training = Training(RECIPE, data)
    found = loss_subject(a_subject(), data, None, 20)
    assert np.array_equal(found.train.labels, training.digits.labels)
    assert np.array_equal(found.digits.labels, training.digits.labels[:20])
    assert np.array_equal(found.digits.images, training.digits.images[:20])
    assert len(loss_subject(a_subject(), data, None, 1000).digits) == 40
    tested = loss_subject(a_subject(), data, None, 20, on_test_digits=True)
    assert np.array_equal(tested.digits.labels, data.test.labels[:20])
    assert (found.name, found.recipe, found.step) == ("run 1", RECIPE, 3)
    assert found.cost.name == RECIPE.cost


def test_that_a_path_ends_with_the_network(data):
    here = a_subject(seed=9, step=9)
    alone = loss_subject(here, data, None, 5)
    assert np.array_equal(alone.path, here.parameters[None])
    assert alone.steps.tolist() == [9]
    empty = loss_subject(here, data, ParameterPath(len(here.parameters)), 5)
    assert empty.steps.tolist() == [9]
    later = loss_subject(here, data, a_path(0, 4), 5)
    assert later.steps.tolist() == [0, 4, 9]
    assert np.array_equal(later.path[-1], here.parameters)
    whole = loss_subject(here, data, a_path(0, 4, 9), 5)
    assert whole.steps.tolist() == [0, 4, 9]
    assert not whole.path.flags.writeable
    assert not whole.steps.flags.writeable


def test_that_a_run_began_where_its_path_did_or_else_by_its_recipe(data):
    begun = loss_subject(a_subject(seed=9), data, a_path(0, 4), 5)
    assert np.array_equal(begun.start(), a_subject(seed=0).parameters)
    network = RECIPE.make_network()
    network.initialize(RECIPE.initialization, random_stream(RECIPE.seed, Purpose.INITIALIZATION))
    for path in (None, a_path(2, 4)):  # it was not kept, or not from the beginning
        assert np.array_equal(
            loss_subject(a_subject(seed=9), data, path, 5).start(), network.parameters
        )


def test_that_networks_are_alike_if_their_parameters_mean_the_same():
    own = a_subject()
    assert own.is_like(a_subject(RECIPE.changed(seed=2, learning_rate=0.1), seed=5))
    assert not own.is_like(a_subject(RECIPE.changed(hidden=(5,))))
    assert not own.is_like(a_subject(RECIPE.changed(activation="tanh")))
    conv = RECIPE.changed(architecture="conv 2@5x5, dense 4")
    assert not own.is_like(a_subject(conv))
    spaced = RECIPE.changed(architecture="conv 2@5x5,dense 4")
    assert a_subject(conv).is_like(a_subject(spaced))
    # Of other pictures, which its layers do not even fit.
    odd = a_subject(RECIPE.changed(architecture="conv 2@40x40, dense 4"), n=7)
    assert not own.is_like(odd)


def test_that_the_network_of_a_file_may_be_told_the_shape_of_its_pictures():
    run_file = load_run(resource("runs") / "lesson-best.gdrun")
    found = subject_of_file(run_file, "a.gdrun", "a", DIGIT)
    assert (found.key, found.name, found.in_shape) == ("a.gdrun", "a", DIGIT)
    assert found.title == f"a: {run_file.state.network_name}"
    assert found.network_name == run_file.state.network_name
    own = subject_of_file(run_file, "a.gdrun", "a").in_shape
    assert own == run_file.state.in_shape
    assert PictureShape.__name__ in repr(own)
