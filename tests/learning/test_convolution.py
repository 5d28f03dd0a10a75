import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.lib.stride_tricks import sliding_window_view

from gdstudio.learning import convolution
from gdstudio.learning.activations import find_activation
from gdstudio.learning.convolution import Conv2D
from gdstudio.learning.initialization import INITIALIZATIONS
from gdstudio.learning.shapes import PictureShape

IDENTITY = find_activation("identity")


def naive(X, W, b, stride, padding):
    """The sums written out, pixel by pixel: X (batch, channels, rows, columns)."""
    X = np.pad(X, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))
    kernel = W.shape[2:]
    out_rows = (X.shape[2] - kernel[0]) // stride[0] + 1
    out_columns = (X.shape[3] - kernel[1]) // stride[1] + 1
    A = np.zeros((len(X), len(W), out_rows, out_columns))
    for n, f, y, x in np.ndindex(A.shape):
        top, left = y * stride[0], x * stride[1]
        patch = X[n, :, top : top + kernel[0], left : left + kernel[1]]
        A[n, f, y, x] = sum(p * w for p, w in zip(patch.flat, W[f].flat, strict=True)) + b[f]
    return A


def naive_gradients(dA, X, W, stride, padding):
    """What each output gives to the weights, biases and pixels it was made of."""
    padded = np.pad(X, ((0, 0), (0, 0), (padding[0],) * 2, (padding[1],) * 2))
    dX, dW, db = np.zeros_like(padded), np.zeros_like(W), np.zeros(len(W))
    for n, f, y, x in np.ndindex(dA.shape):
        rows = slice(y * stride[0], y * stride[0] + W.shape[2])
        columns = slice(x * stride[1], x * stride[1] + W.shape[3])
        dW[f] += dA[n, f, y, x] * padded[n, :, rows, columns]
        dX[n, :, rows, columns] += dA[n, f, y, x] * W[f]
        db[f] += dA[n, f, y, x]
    inside = [slice(p, p + n) for p, n in zip(padding, X.shape[2:], strict=True)]
    return dX[:, :, inside[0], inside[1]], dW, db


@st.composite
def convolutions(draw):
    kernel = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    padding = tuple(draw(st.integers(0, size - 1)) for size in kernel)
    rows, columns = (
        draw(st.integers(max(size - 2 * pad, 1), 7))
        for size, pad in zip(kernel, padding, strict=True)
    )
    return Conv2D(
        PictureShape(draw(st.integers(1, 3)), rows, columns),
        draw(st.integers(1, 3)),
        kernel,
        IDENTITY,
        draw(st.tuples(st.integers(1, 3), st.integers(1, 3))),
        padding,
    )


@given(
    layer=convolutions(), batch=st.integers(1, 4), seed=st.integers(0, 1000), turned=st.booleans()
)
def test_that_convolution_and_its_gradients_agree_with_loops_over_pixels(
    layer, batch, seed, turned
):
    rng = np.random.default_rng(seed)
    W, b = (rng.standard_normal(shape) for shape in layer.parameter_shapes.values())
    pictures = rng.standard_normal((batch, *layer.in_shape))
    X = pictures.reshape(batch, -1)
    A, backprop = layer.forward((W, b), np.asfortranarray(X) if turned else X)
    expected = naive(pictures, W, b, layer.stride, layer.padding)
    assert expected.shape == (batch, *layer.out_shape)
    np.testing.assert_allclose(A, expected.reshape(batch, -1), atol=1e-12)

    dA = rng.standard_normal(A.shape)
    gradients = [np.full_like(W, 7), np.full_like(b, 7)]
    dX = backprop(dA.copy("F" if turned else "C"), gradients, True)
    dpictures, dW, db = naive_gradients(
        dA.reshape(expected.shape), pictures, W, layer.stride, layer.padding
    )
    np.testing.assert_allclose(dX, dpictures.reshape(batch, -1), atol=1e-12)
    np.testing.assert_allclose(gradients[0], dW, atol=1e-12)
    np.testing.assert_allclose(gradients[1], db, atol=1e-12)
    assert backprop(dA.copy(), gradients, False) is None


def test_that_a_convolution_by_hand_comes_out():
    # Filter [[1, 2], [3, 4]], b = 10, on rows 0 1 2 / 3 4 5 / 6 7 8, not flipped:
    # top left 0*1 + 1*2 + 3*3 + 4*4 + 10 = 37, then + 10 a step to the right, + 30 a step down.
    layer = Conv2D(PictureShape(1, 3, 3), 1, (2, 2), IDENTITY)
    W, b = np.float64([1, 2, 3, 4]).reshape(1, 1, 2, 2), np.float64([10])
    A, backprop = layer.forward((W, b), np.arange(9.0)[None])
    assert A.tolist() == [[37, 47, 67, 77]]
    # The gradient 1 for the last output only: its patch 4 5 7 8 and the filter itself.
    dW, db = np.empty_like(W), np.empty_like(b)
    dX = backprop(np.float64([[0, 0, 0, 1]]), (dW, db), True)
    assert dW.ravel().tolist() == [4, 5, 7, 8]
    assert db.tolist() == [1]
    assert dX.tolist() == [[0, 0, 0, 0, 1, 2, 0, 3, 4]]


@pytest.mark.parametrize(("slab", "work"), [(1, 1), (20_000, 10_000), (1 << 19, 100**3)])
@pytest.mark.parametrize("stride", [(1, 1), (2, 1)])
def test_that_slabs_and_blocks_do_not_show(monkeypatch, slab, work, stride):
    monkeypatch.setattr(convolution, "_SLAB", slab)
    monkeypatch.setattr(convolution, "_BLOCK_WORK", work)
    rng = np.random.default_rng(1)
    layer = Conv2D(PictureShape(1, 28, 28), 8, (5, 5), IDENTITY, stride)
    W, b = rng.standard_normal((8, 1, 5, 5)), rng.standard_normal(8)
    X = rng.standard_normal((17, 784))
    windows = sliding_window_view(X.reshape(17, 28, 28), (5, 5), (1, 2))[
        :, :: stride[0], :: stride[1]
    ]
    A, backprop = layer.forward((W, b), X)
    expected = np.einsum("nyxij,fij->nfyx", windows, W[:, 0]) + b[:, None, None]
    np.testing.assert_allclose(A, expected.reshape(17, -1), atol=1e-11)

    dA = rng.standard_normal(expected.shape)
    dW, db = np.empty_like(W), np.empty_like(b)
    dX = backprop(dA.reshape(17, -1), (dW, db), True)
    np.testing.assert_allclose(dW[:, 0], np.einsum("nyxij,nfyx->fij", windows, dA), atol=1e-10)
    np.testing.assert_allclose(db, dA.sum((0, 2, 3)), atol=1e-10)
    dpictures = np.zeros((17, 28, 28))
    for i, j in itertools.product(range(5), range(5)):
        rows, columns = (
            slice(k, k + step * (n - 1) + 1, step)
            for k, step, n in zip((i, j), stride, layer.out_shape[1:], strict=True)
        )
        dpictures[:, rows, columns] += np.einsum("nfyx,f->nyx", dA, W[:, 0, i, j])
    np.testing.assert_allclose(dX, dpictures.reshape(17, -1), atol=1e-11)


def test_that_a_shifted_picture_gives_shifted_feature_maps():
    rng = np.random.default_rng(2)
    layer = Conv2D(PictureShape(1, 9, 9), 2, (3, 3), find_activation("relu"))
    W, b = rng.standard_normal((2, 1, 3, 3)), rng.standard_normal(2)
    picture = np.zeros((9, 9))
    picture[1:5, 2:6] = rng.standard_normal((4, 4))
    maps, _ = layer.forward((W, b), picture.reshape(1, -1))
    shifted, _ = layer.forward((W, b), np.roll(picture, (2, 1), (0, 1)).reshape(1, -1))
    maps, shifted = maps.reshape(2, 7, 7), shifted.reshape(2, 7, 7)
    np.testing.assert_allclose(shifted[:, 2:, 1:], maps[:, :-2, :-1], atol=1e-14)


@pytest.mark.parametrize(
    ("scheme", "deviation"),
    [
        # 4 channels and 5 x 5 pixels lead to an output, 30 filters of 5 x 5 away from a pixel.
        ("he", np.sqrt(2 / (4 * 25))),
        ("xavier", np.sqrt(2 / (4 * 25 + 30 * 25))),
        ("uniform", np.sqrt(1 / 3 / (4 * 25))),
    ],
)
def test_that_filters_are_drawn_for_what_leads_in_and_out(scheme, deviation):
    layer = Conv2D(PictureShape(4, 28, 28), 30, (5, 5), IDENTITY)
    W, b = np.empty((30, 4, 5, 5)), np.empty(30)
    layer.initialize((W, b), INITIALIZATIONS[scheme], np.random.default_rng(3))
    assert W.std() == pytest.approx(deviation, rel=0.05)
    assert abs(W.mean()) < 0.1 * deviation
