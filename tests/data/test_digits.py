import numpy as np
import pytest

from gdstudio.data.digits import Digits


def two_digits(**changes: float) -> Digits:
    images = np.array([[0, 51, 102, 153, 204, 255], [255, 0, 0, 0, 0, 0]], np.uint8)
    return Digits(images, np.array([2, 0], np.uint8), 3, 2, 3, **changes)


def test_that_inputs_are_levels_between_0_and_1() -> None:
    inputs = two_digits().inputs(slice(0, 1))
    np.testing.assert_allclose(inputs, [[0, 0.2, 0.4, 0.6, 0.8, 1]], rtol=1e-6)
    assert inputs.dtype == np.float32
    assert two_digits().inputs(dtype=np.float64).dtype == np.float64


def test_that_scale_and_offset_move_the_inputs() -> None:
    inputs = two_digits(scale=1 / 51, offset=-2).inputs([0], np.float64)
    np.testing.assert_allclose(inputs, [[-2, -1, 0, 1, 2, 3]], atol=1e-14)


def test_that_targets_are_one_hot() -> None:
    assert two_digits().targets().tolist() == [[0, 0, 1], [1, 0, 0]]


def test_that_pictures_have_rows_and_columns() -> None:
    assert two_digits().pictures([0]).tolist() == [[[0, 51, 102], [153, 204, 255]]]


def test_that_taken_examples_keep_everything_about_them() -> None:
    taken = two_digits(scale=0.5, offset=-1).take([1])
    assert taken.labels.tolist() == [0]
    assert taken.images.tolist() == [[255, 0, 0, 0, 0, 0]]
    assert (taken.n_classes, taken.rows, taken.columns) == (3, 2, 3)
    assert (taken.scale, taken.offset) == (0.5, -1)


def test_that_arrays_are_read_only() -> None:
    digits = two_digits()
    with pytest.raises(ValueError, match="read-only"):
        digits.images[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        digits.labels[0] = 1


def test_that_identity_tells_data_apart() -> None:
    digits = two_digits()
    altered = digits.images.copy()
    altered[1, 5] = 1
    others = [
        two_digits(scale=1.0),
        two_digits(offset=1.0),
        digits.take([1, 0]),
        digits.take([0]),
        Digits(digits.images, digits.labels, 4, 2, 3),
        Digits(digits.images, digits.labels, 3, 3, 2),
        Digits(altered, digits.labels, 3, 2, 3),
    ]
    assert two_digits().identity() == digits.identity()
    assert len({digits.identity(), *(other.identity() for other in others)}) == 8
