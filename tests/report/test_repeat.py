"""The command in a report repeats the run to the last digit, or the report says why it may not."""

from __future__ import annotations

import argparse
import shlex
import shutil
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.cli import main
from gdstudio.commands.train.recipe import add_settings, make_recipe
from gdstudio.data.mnist import load_mnist
from gdstudio.errors import InvalidValue
from gdstudio.files.run_file import load_run
from gdstudio.learning.moment import Kind
from gdstudio.learning.recipe import Recipe
from gdstudio.learning.recipes import RECIPES
from gdstudio.learning.training import Training
from gdstudio.report.repeat import SAVED_AS, how_to_repeat, recipe_arguments
from gdstudio.settings.choices import (
    COSTS,
    HIDDEN_ACTIVATIONS,
    INITIALIZATIONS,
    OPTIMIZERS,
    SCHEDULES,
)
from tests.data.made_sets import csv_text, labels, pictures
from tests.report.pages import QUICK, command_in, page_of, trained, with_state

RUNS = {
    "as it comes": "--train-size 200 --epochs 2",
    "stopped within an epoch": "--train-size 200 --epochs 3 --stop-at 25",
    "stopped in the first epoch": "--train-size 200 --epochs 1 --schedule cosine --stop-at 7",
    "constant rate, stopped": "--recipe lesson-plain --train-size 200 --epochs 9 --stop-at 27",
    "no hidden layer": "--train-size 200 --epochs 1 --hidden none",
    "sizes that look like a network": "--train-size 100 --epochs 1 --hidden 784-784-10-10",
    "many settings": "--train-size 230 --validation-size 30 --epochs 2 --batch-size 7 --seed 77 "
    "--label-noise 0.125 --optimizer adam --learning-rate 0.00123456789 --schedule one-cycle "
    "--l2 1e-5 --activation leaky-relu --initialization he --augmentation shift-1 "
    "--frozen-layers 1 --hidden 9,8",
    "convolutions": "--recipe cnn-small --train-size 64 --epochs 1",
    "other layers": "--recipe lstm-rows --train-size 64 --epochs 1",
    "dropout": "--architecture 'dense 12, dropout 0.5' --train-size 64 --epochs 2",
    "all examples at once": "--train-size 200 --epochs 3 --optimizer gradient-descent",
}


def again(page, folder, monkeypatch):
    """Do what a page says; return the run that comes of it."""
    monkeypatch.chdir(folder)
    assert main(command_in(page)) == 0
    return load_run(folder / SAVED_AS)


@pytest.mark.parametrize("flags", RUNS.values(), ids=RUNS.keys())
def test_that_the_command_of_a_report_repeats_the_run_to_the_last_digit(
    flags, tmp_path, monkeypatch
):
    path = trained(tmp_path, *shlex.split(flags))
    page = page_of(path, *QUICK)
    assert "It is not promised" not in page
    repeated, run = again(page, tmp_path, monkeypatch), load_run(path)
    assert repeated.state.parameters.tobytes() == run.state.parameters.tobytes()
    assert repeated.state.step == run.state.step
    for name, array in run.state.optimizer_state.items():
        assert repeated.state.optimizer_state[name].tobytes() == array.tobytes()


def test_that_a_run_of_own_data_is_repeated_with_them(tmp_path, monkeypatch):
    data = tmp_path / "my data, ü.csv"
    data.write_text(csv_text(pictures(40), labels(40)), encoding="utf-8")
    path = trained(tmp_path, "--data", str(data), "--epochs", "3", "--hidden", "5")
    page = page_of(path, "--data", str(data), *QUICK[2:])
    run = load_run(path)
    assert run.state.data_identity in page
    assert "It is not promised" not in page
    repeated = again(page, tmp_path, monkeypatch)
    assert repeated.state.parameters.tobytes() == run.state.parameters.tobytes()
    assert repeated.state.data_identity == run.state.data_identity


def test_that_own_data_are_found_from_wherever_the_command_is_given(tmp_path, monkeypatch):
    data, elsewhere = tmp_path / "data.csv", tmp_path / "elsewhere"
    data.write_text(csv_text(pictures(40), labels(40)), encoding="utf-8")
    elsewhere.mkdir()
    monkeypatch.chdir(tmp_path)
    path = trained(tmp_path, "--data", "data.csv", "--epochs", "1", "--hidden", "5")
    data.rename(elsewhere / "moved.csv")
    page = page_of(path, "--data", "elsewhere/moved.csv", *QUICK[2:])
    words = command_in(page)
    assert words[words.index("--data") + 1] == str(elsewhere / "moved.csv")
    repeated = again(page, elsewhere, monkeypatch)
    assert repeated.state.parameters.tobytes() == load_run(path).state.parameters.tobytes()


def test_that_a_run_that_was_gone_on_with_is_repeated_in_one_go(tmp_path, monkeypatch):
    given = "--recipe", "lesson-plain", "--train-size", "200", "--epochs", "3", "--stop-at", "33"
    path = trained(tmp_path, *given)
    resumed = tmp_path / "resumed.gdrun"
    assert main(["train", "--resume", str(path), "--epochs", "4", "--save", str(resumed)]) == 0
    repeated = again(page_of(resumed, *QUICK), tmp_path, monkeypatch)
    assert repeated.state.step == 80
    expected = load_run(resumed).state.parameters
    assert repeated.state.parameters.tobytes() == expected.tobytes()


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    return trained(folder, "--recipe", "lesson-plain", "--train-size", "200", "--epochs", "2")


@pytest.fixture
def run(plain, tmp_path):
    """Return the file of a run that may be changed."""
    return shutil.copy(plain, tmp_path / "run.gdrun")


def obstacles(path, data=None):
    return how_to_repeat(load_run(path), data or load_mnist()).obstacles


def test_that_nothing_is_in_the_way_of_a_run_as_it_comes(run):
    assert obstacles(run) == ()


def test_that_a_rate_changed_by_hand_is_told(run, tmp_path):
    other = tmp_path / "other.gdrun"
    given = "--resume", str(run), "--epochs", "3", "--learning-rate", "0.2", "--save", str(other)
    assert main(["train", *given]) == 0
    assert obstacles(other) == ("its learning rate was changed by hand on the way",)
    page = page_of(other, *QUICK)
    assert "It is not promised that one command repeats this run" in page
    assert "Its learning rate was changed by hand on the way." in page
    assert command_in(page)[:3] == ["train", "--recipe", "lesson-plain"]


def test_that_a_rate_changed_and_changed_back_is_told(run):
    loaded = load_run(run)
    loaded.moments.note(20, Kind.RATE_CHANGED)
    assert how_to_repeat(loaded, load_mnist()).obstacles == (
        "its learning rate was changed by hand on the way",
    )


def test_that_layers_frozen_on_the_way_are_told(run):
    state = load_run(run).state
    with_state(run, recipe=state.recipe.changed(frozen_layers=(1,)))
    assert obstacles(run) == ("layers were frozen or set free on the way",)


def test_that_single_steps_of_another_size_are_told(run):
    with_state(run, examples=399, epoch=1, position=199)
    assert obstacles(run) == (
        "some of its updates were single steps with mini-batches of another size",
    )


def test_that_an_optimiser_that_began_anew_is_told(run):
    with_state(run, optimizer_steps=3)
    assert obstacles(run) == ("its optimiser began anew on the way",)


def test_that_a_longer_schedule_is_told(tmp_path):
    path = trained(tmp_path, "--train-size", "200", "--epochs", "2", "--schedule", "cosine")
    other = tmp_path / "other.gdrun"
    assert main(["train", "--resume", str(path), "--epochs", "3", "--save", str(other)]) == 0
    assert obstacles(other) == ("its schedule was made longer on the way",)


def test_that_other_digits_than_those_it_learned_from_are_told(run):
    mnist = load_mnist()
    other = replace(mnist, train=mnist.train.take(slice(1, None)))
    assert obstacles(run, other) == ("the digits at hand are not those that it learned from",)


def test_that_a_run_that_does_not_begin_as_its_recipe_says_so(run):
    state = load_run(run).state
    with_state(run, recipe=state.recipe.changed(seed=2))
    (told,) = obstacles(run)
    assert "it was imported, edited, or begun from another run" in told


def test_that_an_imported_network_is_told(run, tmp_path):
    model, imported = tmp_path / "model.npz", tmp_path / "imported.gdrun"
    assert main(["export", str(run), "--save", str(model)]) == 0
    assert main(["import", str(model), "--save", str(imported)]) == 0
    gone_on = tmp_path / "on.gdrun"
    given = "--resume", str(imported), "--stop-at", "45", "--save", str(gone_on)
    assert main(["train", *given]) == 0
    for path in (imported, gone_on):
        assert any("as that of an imported network" in one for one in obstacles(path))


def test_that_parameters_from_elsewhere_are_told(run):
    with_state(run, parameters=load_run(run).state.parameters + 1)
    assert obstacles(run) == ("its parameters are not those of its last moment",)


def test_that_a_start_that_was_not_kept_is_told(run):
    loaded = replace(load_run(run), moments=None)
    assert how_to_repeat(loaded, load_mnist()).obstacles == (
        "its file does not hold where it began, as that of an imported network does not",
    )


def test_that_settings_without_flags_are_told():
    recipe = Recipe(optimizer="adam", optimizer_settings=(("beta_1", 0.8),), learning_rate=0.01)
    facts = Training(recipe, load_mnist()).state()
    assert recipe_arguments(recipe, facts) is None
    assert recipe_arguments(recipe.changed(optimizer_settings=()), facts) is not None


FACTS = Training(RECIPES["lesson"].recipe.changed(hidden=()), load_mnist()).state()


def typed(arguments):
    """Return the recipe that `gdstudio train` makes of flags."""
    parser = argparse.ArgumentParser()
    add_settings(parser)
    return make_recipe(parser.parse_args(arguments))


@pytest.mark.parametrize("name", RECIPES)
def test_that_every_named_recipe_is_its_own_command(name):
    assert recipe_arguments(RECIPES[name].recipe, FACTS) == ("--recipe", name)


@given(
    st.sampled_from(sorted(RECIPES)),
    st.fixed_dictionaries(
        {},
        optional={
            "hidden": st.lists(st.sampled_from([1, 10, 16, 784]), max_size=3).map(tuple),
            "activation": st.sampled_from(HIDDEN_ACTIVATIONS),
            "cost": st.sampled_from(COSTS),
            "initialization": st.sampled_from(INITIALIZATIONS),
            "optimizer": st.sampled_from(OPTIMIZERS),
            "schedule": st.sampled_from(SCHEDULES),
            "learning_rate": st.floats(1e-300, 1e6),
            "l2": st.floats(0, 1e6),
            "label_noise": st.floats(0, 1),
            "train_size": st.none() | st.integers(1000, 10_000_000),
            "validation_size": st.integers(0, 999),
            "batch_size": st.integers(1, 1_000_000),
            "epochs": st.integers(1, 1_000_000),
            "seed": st.integers(0, 2**63 - 1),
            "architecture": st.sampled_from(["dense 3", "conv 2@3x3, pool 2", "lstm 4"]),
        },
    ),
)
def test_that_flags_mean_the_recipe_that_they_are_made_of(name, changes):
    if "architecture" in changes:
        changes.pop("hidden", None)
    try:
        recipe = RECIPES[name].recipe.changed(**changes)
    except InvalidValue:
        return
    arguments = recipe_arguments(recipe, FACTS)
    if arguments is None:
        assert recipe.optimizer_settings
        return
    assert replace(typed(arguments), name=recipe.name) == recipe
