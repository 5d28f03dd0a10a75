"""The one place that sets pyqtgraph's global options."""

from __future__ import annotations

import pyqtgraph as pg


def configure_pyqtgraph() -> None:
    """Set the options every view counts on; call before the first widget is made.

    Pictures are indexed (row, column). Antialiasing and OpenGL stay off for curves: both make
    them slower, and OpenGL adds the failures of graphics drivers.
    """
    pg.setConfigOptions(imageAxisOrder="row-major", antialias=False, useOpenGL=False)
