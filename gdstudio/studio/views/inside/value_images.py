"""Arrays of numbers as pictures, a pixel a number."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from gdstudio.pictures.mosaic import colour_tiles
from gdstudio.studio.theme import Theme
from gdstudio.studio.views.common.painted_widget import rgb_of
from gdstudio.studio.views.weights.colour_bar import colour_table


def signed_image(values: NDArray[Any], limit: float, theme: Theme) -> QImage:
    """Return values of shape (rows, columns) in signed colours, from -limit to limit."""
    rows, columns = values.shape
    indices = np.ascontiguousarray(
        colour_tiles(values.reshape(1, -1), limit, (rows, columns)).indices[0]
    )
    image = QImage(indices.data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(colour_table(theme))
    return image.convertToFormat(QImage.Format.Format_RGB32)


def inked_image(shares: NDArray[Any], theme: Theme) -> QImage:
    """Return values of shape (rows, columns) in [0, 1] as ink on paper."""
    paper, ink = rgb_of(theme.base), rgb_of(theme.text)
    mixed = paper + (ink - paper) * np.clip(np.nan_to_num(shares), 0, 1)[..., None]
    pixels = np.ascontiguousarray(mixed.round().astype(np.uint8))
    rows, columns, _ = pixels.shape
    image = QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)
