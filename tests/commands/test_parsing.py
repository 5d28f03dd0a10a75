"""Numbers and names on the command line."""

import argparse
import json

import pytest

from gdstudio.cli import main
from gdstudio.commands.parsing import in_any_case, number, whole_number
from gdstudio.commands.surface import PLANES

SMALL = ("train", "--train-size", "200", "--epochs", "1")


def trained(capsys, *flags):
    assert main([*SMALL, *flags, "--json"]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


@pytest.mark.parametrize("text", ["0,5", "1,5", "1.5", "1,50", ",5", "1,0000", "5%", "5,"])
def test_that_epochs_are_whole_and_a_comma_stands_only_before_three_digits(text, capsys):
    assert main(["train", "--epochs", text]) == 2
    accepted = "a whole number from 1 to 1,000,000"
    assert capsys.readouterr().err == (
        f"gdstudio: error: epochs: {text!r} is not accepted; give {accepted}\n"
    )


def test_that_whole_numbers_may_have_groups():
    assert [whole_number(text) for text in ("60,000", "60_000", "60 000", "60000")] == [60_000] * 4


def test_that_a_number_has_a_point_or_a_comma():
    assert [number(text) for text in ("0.5", "0,5", ",5", "5e-1", "5·10^-1")] == [0.5] * 5


def test_that_a_number_that_may_be_two_is_refused_with_both():
    with pytest.raises(argparse.ArgumentTypeError, match=r"give 1000 or 1\.0"):
        number("1,000")


def test_that_a_name_is_taken_in_any_case():
    assert in_any_case(PLANES)("Random") == "random"
    assert in_any_case(PLANES)("spiral") == "spiral"  # which argparse refuses, with all there are


def test_that_train_takes_names_in_any_case(capsys):
    flags = ("--activation", "ReLU", "--optimizer", "ADAM", "--learning-rate", "0,001")
    more = ("--cost", "Cross Entropy", "--output-activation", "Softmax", "--initialization", "He")
    last = ("--schedule", "Cosine", "--augmentation", "Shift 1", "--recipe", "Lesson")
    mixed = trained(capsys, *flags, *more, *last)
    plain = trained(
        capsys,
        *("--activation", "relu", "--optimizer", "adam", "--learning-rate", "0.001"),
        *("--cost", "cross-entropy", "--output-activation", "softmax", "--initialization", "he"),
        *("--schedule", "cosine", "--augmentation", "shift-1", "--recipe", "lesson"),
    )
    for result in (mixed, plain):
        del result["seconds"], result["steps_per_second"]
    assert mixed == plain


@pytest.mark.parametrize("text", ["784-8-6-10", "8-6", "8x6", "[8, 6]", "8;6", "8 6"])
def test_that_hidden_layers_are_read_as_the_field_reads_them(text, capsys):
    assert trained(capsys, "--hidden", text)["parameters"] == 785 * 8 + 9 * 6 + 7 * 10


def test_that_descend_races_names_in_any_case(capsys):
    race = ("descend", "x^2+y^2", "--race", "Adam, SGD, Newton:1", "--steps", "2", "--json")
    assert main([*race]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (
        main(["descend", "x^2+y^2", "--race", "adam,sgd,newton:1", "--steps", "2", "--json"]) == 0
    )
    assert json.loads(capsys.readouterr().out) == found


def test_that_descend_takes_an_optimiser_and_a_function_in_any_case(capsys):
    found = []
    for function, optimizer in (("Himmelblau", "MOMENTUM"), ("himmelblau", "momentum")):
        assert main(["descend", function, "--optimizer", optimizer, "--steps", "2", "--json"]) == 0
        found.append(capsys.readouterr().out)
    assert found[0] == found[1]
