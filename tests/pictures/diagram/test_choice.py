"""Which units and which connections of a large layer are drawn."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gdstudio.pictures.diagram.choice import most_active, strongest

MATRICES = arrays(
    np.float64,
    st.tuples(st.integers(1, 6), st.integers(1, 20)),
    elements=st.floats(-5, 5),
    unique=True,
)


def test_that_few_units_are_all_drawn():
    assert most_active(np.zeros(32), 32).tolist() == list(range(32))


def test_that_of_many_the_most_active_are_drawn_in_order():
    sizes = np.array([0.1, 5.0, 0.2, 4.0, 0.3, 3.0])
    assert most_active(sizes, 3).tolist() == [1, 3, 5]


def test_that_what_was_drawn_stays_while_it_is_nearly_among_the_most_active():
    sizes = np.array([9.0, 8.0, 7.0, 6.0, 5.0, 0.0, 1.0, 0.5])
    assert most_active(sizes, 4, np.array([0, 1, 2, 4])).tolist() == [0, 1, 2, 4]
    assert most_active(sizes, 4, np.array([0, 1, 2, 5])).tolist() == [0, 1, 2, 3]


def test_that_what_is_not_a_number_is_drawn_last():
    sizes = np.array([np.nan, 1.0, np.nan, 2.0])
    assert most_active(sizes, 2).tolist() == [1, 3]


@given(MATRICES, st.integers(1, 25), st.integers(1, 40))
def test_that_the_strongest_connections_are_those_a_sort_finds(matrix, per_target, most):
    targets, sources = strongest(matrix, per_target, most)
    sizes = np.abs(matrix)
    best = [
        (sizes[t, s], t, s)
        for t in range(len(matrix))
        for s in np.argsort(-sizes[t], kind="stable")[:per_target]
    ]
    best = sorted(best)[-most:]
    found = sizes[targets, sources]
    np.testing.assert_array_equal(found, [size for size, _, _ in best])
    assert (np.diff(found) >= 0).all()
