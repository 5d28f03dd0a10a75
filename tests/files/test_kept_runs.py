"""Kept networks are opened by name, or the name is told."""

import pytest

from gdstudio.data.mnist import load_mnist
from gdstudio.errors import FileError
from gdstudio.jobs.kept_networks import kept_network


def test_that_a_kept_network_knows_its_digits() -> None:
    network = kept_network("lesson-best")
    digits = load_mnist().test.take(slice(0, 500))
    answers = network.forward(digits.inputs()).argmax(axis=1)
    assert network.parameters.shape == (13_002,)
    assert (answers == digits.labels).mean() > 0.9


def test_that_a_network_that_is_not_kept_is_named() -> None:
    with pytest.raises(FileError, match=r"runs/none.gdrun: is missing"):
        kept_network("none")
