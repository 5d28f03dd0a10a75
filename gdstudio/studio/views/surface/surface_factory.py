"""Makes the 3-D view that works here."""

from __future__ import annotations

import logging

from gdstudio.studio.translation import tr
from gdstudio.studio.views.surface.opengl_platform import opengl_available
from gdstudio.studio.views.surface.software_surface_view import SoftwareSurfaceView
from gdstudio.studio.views.surface.surface_view import SurfaceView

_log = logging.getLogger(__name__)


def create_surface_view(use_gl: bool | None = None) -> SurfaceView:
    """Return a view of a surface, which knows why it does not use OpenGL.

    Make it before its window is first shown, and keep it out of docks that float: a window that
    gains or loses its first OpenGL view while it is visible flickers or goes black.

    `use_gl` is False for `--no-gl`; None and True use OpenGL where it is available.
    """
    available, reason = opengl_available(no_gl=use_gl is False)
    if available:
        try:
            # Only now: PyOpenGL takes up a library, for good, when it is first imported.
            from gdstudio.studio.views.surface.gl_surface_view import GLSurfaceView

            return GLSurfaceView()
        except (ImportError, AttributeError, OSError) as error:  # it finds no library to load
            _log.warning("OpenGL cannot be loaded: %s", error)
            reason = tr("OpenGL cannot be loaded; the surface is drawn in software.")
    view = SoftwareSurfaceView()
    view.no_gl_reason = reason
    return view
