"""A surface with the key to its colours beside it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gdstudio.pictures.mesh import SurfaceMesh
from gdstudio.studio.views.surface.colour_scale import ColourScale
from gdstudio.studio.views.surface.surface_view import SurfaceView


class ScaledSurface(QWidget):
    """Lays out a surface view and its colour scale.

    Attributes:
        view: The surface; everything but the surface itself is set on it.
    """

    def __init__(self, view: SurfaceView) -> None:
        super().__init__()
        self.view = view
        self._scale = ColourScale()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(view, 1)
        layout.addWidget(self._scale)

    def set_surface(self, mesh: SurfaceMesh | None) -> None:
        """Show this surface and what its colours mean."""
        self.view.set_surface(mesh)
        self._scale.set_surface(mesh)
