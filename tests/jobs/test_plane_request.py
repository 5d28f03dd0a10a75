"""The figures of requests for pictures of the loss surface."""

from __future__ import annotations

import dataclasses
import math

import pytest

from gdstudio.errors import InvalidValue
from gdstudio.jobs.plane_request import LineRequest, PlaneRequest
from gdstudio.jobs.planes import spare_threads
from tests.limits import limits_of


def test_that_a_plane_begins_with_its_figures() -> None:
    assert PlaneRequest().to_dict() == {
        "kind": "trajectory", "normalization": "filter", "seed": 1, "size": 51, "extent": 1.0,
        "examples": 2000, "first": "", "second": "",
    }  # fmt: skip
    assert PlaneRequest().covers_points
    assert PlaneRequest().margin == 0.2  # Garipov et al. 2018


def test_that_a_surface_takes_the_threads_that_are_wanted_but_one_beside_a_run(monkeypatch) -> None:
    for processors, alone in ((1, 1), (3, 3), (64, 4)):
        monkeypatch.setattr("os.cpu_count", lambda n=processors: n)
        assert spare_threads() == alone
        assert spare_threads(wanted=7) == 7
        assert spare_threads(is_training=True, wanted=7) == spare_threads(is_training=True) == 1


def test_that_a_line_begins_with_its_figures() -> None:
    assert dataclasses.asdict(LineRequest()) == {
        "points": 61, "margin": 0.0, "match": False, "bezier": False, "updates": 6000,
        "learning_rate": 0.01, "seed": 1,
    }  # fmt: skip


def test_that_a_plane_has_its_limits() -> None:
    assert limits_of(PlaneRequest()) == {
        "seed": (0, 2**63 - 1),
        "size": (3, 501),
        "extent": (math.nextafter(0, 1), 1e6),
        "examples": (1, 10_000_000),
    }


@pytest.mark.parametrize("kind", ["trajectory", "random", "gradient", "parameters", "networks"])
def test_that_a_plane_of_each_kind_may_be_asked_for(kind: str) -> None:
    assert PlaneRequest.from_dict({"kind": kind}).kind == kind


def test_that_a_plane_of_another_kind_is_refused() -> None:
    with pytest.raises(InvalidValue, match="one of: trajectory, random, gradient, parameters"):
        PlaneRequest.from_dict({"kind": "hill"})
