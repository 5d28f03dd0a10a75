"""Pictures of digits that lie transposed, as EMNIST's files hold them (Cohen et al., 2017)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from gdstudio.data.labelled import Labelled
from gdstudio.data.mnist import load_mnist
from gdstudio.texts import Text

TURNED: Final = Text("the pictures lie transposed, as EMNIST's do; they were turned upright")
_ENOUGH: Final = 5000  # of MNIST's digits and of those compared
_ALIKE: Final = 0.7  # correlation of mean digits with MNIST's
_PLAINER: Final = 0.1  # better than as they lie
_DIGITS: Final = tuple("0123456789")


def turned_upright(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return pictures, shape (n, rows, columns), with rows and columns exchanged."""
    return np.ascontiguousarray(images.transpose(0, 2, 1))


def lies_transposed(found: Labelled) -> bool:
    """Tell whether pictures of the digits 0 to 9 are MNIST's much rather than not when turned.

    Only where all ten classes are there, 28 x 28; the mean of each class is compared with MNIST's.
    """
    if found.images.shape[1:] != (28, 28) or set(found.names) != set(_DIGITS):
        return False
    means = []
    for name in _DIGITS:
        mine = found.images[np.flatnonzero(found.codes == found.names.index(name))[:_ENOUGH]]
        if not len(mine):
            return False
        means.append(mine.mean(axis=0))
    train = load_mnist().train
    images, labels = train.pictures(slice(_ENOUGH)), train.labels[:_ENOUGH]
    known = np.array([images[labels == label].mean(axis=0) for label in range(10)])
    as_it_lies, turned = (
        _alikeness(known, pictures) for pictures in (np.array(means), np.swapaxes(means, 1, 2))
    )
    return turned > _ALIKE and turned > as_it_lies + _PLAINER


def _alikeness(known: NDArray[np.float64], means: NDArray[np.float64]) -> float:
    """Return the mean correlation of ten pictures with those known."""
    pairs = zip(known.reshape(10, -1), means.reshape(10, -1), strict=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        each = [np.corrcoef(one, other)[0, 1] for one, other in pairs]
    return float(np.mean(np.nan_to_num(each)))
