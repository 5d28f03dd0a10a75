import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdstudio.learning.pooling import AveragePool2D, MaxPool2D
from gdstudio.learning.shapes import PictureShape


def windows_of(layer):
    """Yield each output's row and column with the rows and columns it sees."""
    for y, x in np.ndindex(layer.out_shape[1:]):
        top, left = y * layer.stride[0], x * layer.stride[1]
        yield (y, x), slice(top, top + layer.window[0]), slice(left, left + layer.window[1])


@st.composite
def pools(draw):
    window = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    rows, columns = (draw(st.integers(size, 9)) for size in window)
    kind = draw(st.sampled_from([MaxPool2D, AveragePool2D]))
    stride = draw(st.none() | st.tuples(st.integers(1, 4), st.integers(1, 4)))
    return kind(PictureShape(draw(st.integers(1, 3)), rows, columns), window, stride)


@given(layer=pools(), batch=st.integers(1, 4), seed=st.integers(0, 1000), turned=st.booleans())
def test_that_pools_agree_with_loops_over_windows(layer, batch, seed, turned):
    """Numbers are whole and few, so that equals are frequent."""
    rng = np.random.default_rng(seed)
    maps = rng.integers(0, 4, (batch, *layer.in_shape)).astype(float)
    X = maps.reshape(batch, -1)
    A, backprop = layer.forward((), np.asfortranarray(X) if turned else X)
    dA = rng.integers(-8, 9, A.shape).astype(float)
    dX = backprop(dA.copy("F" if turned else "C"), (), True)

    expected = np.zeros((batch, *layer.out_shape))
    dmaps, dout = np.zeros_like(maps), dA.reshape(expected.shape)
    for n, c in np.ndindex(maps.shape[:2]):
        for place, rows, columns in windows_of(layer):
            seen, back = maps[n, c, rows, columns], dmaps[n, c, rows, columns]
            if isinstance(layer, MaxPool2D):
                first = np.unravel_index(seen.argmax(), seen.shape)  # in reading order
                expected[(n, c, *place)] = seen[first]
                back[first] += dout[(n, c, *place)]
            else:
                expected[(n, c, *place)] = seen.mean()
                back += dout[(n, c, *place)] / seen.size
    np.testing.assert_allclose(A, expected.reshape(batch, -1), atol=1e-14)
    np.testing.assert_allclose(dX, dmaps.reshape(batch, -1), atol=1e-13)
    np.testing.assert_array_equal(X, maps.reshape(batch, -1))
    assert backprop(dA.copy(), (), False) is None


@pytest.mark.parametrize(
    ("window", "taken"),
    [
        ([5, 5, 5, 5], [1, 0, 0, 0]),
        ([0, 5, 5, 1], [0, 1, 0, 0]),
        ([0, 1, 5, 5], [0, 0, 1, 0]),
        ([-3, -2, -4, -1], [0, 0, 0, 1]),
        ([5, 1, 5, 1], [1, 0, 0, 0]),
    ],
)
def test_that_of_equals_the_first_in_reading_order_gets_the_gradient(window, taken):
    A, backprop = MaxPool2D(PictureShape(1, 2, 2), (2, 2)).forward((), np.float64([window]))
    assert A.tolist() == [[max(window)]]
    assert backprop(np.float64([[3]]), (), True).tolist() == [[3 * k for k in taken]]


def test_that_means_by_hand_come_out():
    # Rows 0 1 2 / 3 4 5 / 6 7 8 in windows of 2 x 2, one pixel apart: 2, 3, 5, 6.
    layer = AveragePool2D(PictureShape(1, 3, 3), (2, 2), (1, 1))
    A, backprop = layer.forward((), np.arange(9.0)[None])
    assert A.tolist() == [[2, 3, 5, 6]]
    # Each output gives a quarter to each of its pixels; the middle one is in all four.
    dX = backprop(np.float64([[4, 8, 12, 16]]), (), True)
    assert dX.tolist() == [[1, 3, 2, 4, 10, 6, 3, 7, 4]]
