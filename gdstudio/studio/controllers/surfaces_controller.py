"""All surfaces of the window are drawn in one way: where OpenGL fails one, it serves none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gdstudio.studio.views.surface.surface_view import SurfaceView


class SurfacesController(QObject):
    """Lets every surface fall back with the first one; lives in the GUI thread."""

    def __init__(self, say_once: Callable[[str], None], parent: QObject) -> None:
        """Know no surface yet; `say_once` is told why they are drawn in software."""
        super().__init__(parent)
        self._say_once = say_once
        self._views: list[SurfaceView] = []
        self._tells = False

    @property
    def no_gl_reason(self) -> str:
        """Why surfaces are drawn in software (one sentence), "" if OpenGL draws them."""
        return self._views[0].no_gl_reason if self._views else ""

    def adopt(self, page: QWidget) -> None:
        """Take in the surfaces of a page; they would fail like those before."""
        for view in page.findChildren(SurfaceView):
            self._views.append(view)
            view.fell_back.connect(self.fall_back)
            if reason := self.no_gl_reason:
                view.fall_back(reason)

    def tell(self) -> None:
        """From now on say it when surfaces are drawn in software, and at once if they are."""
        self._tells = True
        self._say_once(self.no_gl_reason)

    @Slot(str)
    def fall_back(self, reason: str) -> None:
        """Draw all of them in software from now on, for this reason (one sentence)."""
        if self._tells:
            self._say_once(reason)
        for view in self._views:
            view.fall_back(reason)
