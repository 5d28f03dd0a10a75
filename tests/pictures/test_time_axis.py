"""Where the steps of a run lie on its line of time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.pictures.time_axis import TimeAxis

STEPS = np.array([0, 1, 10, 100, 1000])


def test_that_steps_are_spread_evenly_or_with_the_beginning_drawn_out():
    assert TimeAxis(1000, 500.0).pixels(STEPS).tolist() == [0.0, 0.5, 5.0, 50.0, 500.0]
    drawn_out = TimeAxis(999, 300.0, is_log=True).pixels(np.array([0, 9, 99, 999]))
    assert drawn_out == pytest.approx([0.0, 100.0, 200.0, 300.0])


def test_that_a_run_of_no_step_stands_at_the_end():
    assert TimeAxis(0, 100.0).pixels(0) == 100.0
    assert TimeAxis(0, 100.0).epochs(10) == []


@given(
    last=st.integers(1, 10**7),
    share=st.floats(0, 1),
    is_log=st.booleans(),
)
def test_that_a_place_and_its_step_belong_together(last, share, is_log):
    axis = TimeAxis(last, 700.0, is_log)
    step = axis.step_at(share * 700)
    assert 0 <= step <= last * (1 + 1e-12)
    assert float(axis.pixels(np.array(step))) == pytest.approx(share * 700, abs=1e-6)


def test_that_places_beside_the_line_are_its_ends():
    axis = TimeAxis(50, 100.0)
    assert axis.step_at(-10) == 0
    assert axis.step_at(1000) == 50


@pytest.mark.parametrize("is_log", [False, True])
def test_that_of_the_steps_kept_the_nearest_to_the_eye_is_found(is_log):
    axis = TimeAxis(1000, 500.0, is_log)
    for place in np.linspace(0, 500, 101):
        found = axis.nearest(STEPS, place)
        nearest = STEPS[np.abs(axis.pixels(STEPS) - place).argmin()]
        assert abs(axis.pixels(found) - place) == pytest.approx(abs(axis.pixels(nearest) - place))
    assert axis.nearest(np.array([7]), 0.0) == 7


def test_that_epochs_are_marked_where_there_is_room_for_them():
    assert TimeAxis(35, 700.0).epochs(10) == [(1, 10), (2, 20), (3, 30)]
    many = TimeAxis(10_000, 700.0).epochs(10, least_gap=5.0)  # 1000 of them, 0.7 pixels each
    assert [epoch for epoch, _ in many[:2]] == [8, 16]
    assert TimeAxis(9, 700.0).epochs(10) == []


def test_that_epochs_on_a_drawn_out_line_never_stand_too_close():
    axis = TimeAxis(100_000, 700.0, is_log=True)
    places = [float(axis.pixels(step)) for _, step in axis.epochs(100, least_gap=5.0)]
    assert len(places) > 20
    assert (np.diff(places) >= 5.0).all()
