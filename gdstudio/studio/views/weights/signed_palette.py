"""The theme's signed colours in the forms Qt draws with."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage, qRgb

from gdstudio.studio.theme import Theme


def colour_table(theme: Theme) -> list[int]:
    """Return 256 colours for the indices of a mosaic: the signed ones, then that of the gaps."""
    colours = [qRgb(*rgb) for rgb in theme.signed_colours().tolist()]
    return [*colours, QColor(theme.base).rgb()]


def upright_strip(theme: Theme) -> QImage:
    """Return the signed colours as a picture one pixel wide, positive at the top."""
    colours = np.ascontiguousarray(theme.signed_colours()[::-1])
    column = QImage(colours.data, 1, len(colours), 3, QImage.Format.Format_RGB888)
    return column.copy()
